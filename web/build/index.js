/**
 * Build: the sections of a scenario as forms, a search over all its numbers, its problems, its text.
 */
import { html, useEffect, useMemo, useRef, useState } from "../vendor/preact.js";
import { act, useStore } from "../store.js";
import { t, tn } from "../words.js";
import { Later, Safe } from "../later.js";
import { labelOf, rich } from "./box.js";
import { NumberField } from "./field.js";
import { Feedstocks, Section, starts, useInputs } from "./form.js";
import { Guide } from "./guide.js";
import { KeyField } from "./keys.js";
import { Law, lawOf } from "./law.js";
import { GROUPS, nameOf } from "./names.js";
import { Picker, found } from "./picker.js";
import { TextView } from "./text.js";

const loadInventory = () => import("./inventory.js").then((m) => m.Inventory);
const loadMap = () => import("./map.js").then((m) => m.CompanyMap);

/** Numbers shown at once by the search. */
const FOUND = 30;

/**
 * The Build view.
 *
 * @returns {object} navigation and the part that is shown
 */
export function Build() {
  const form = useStore((s) => s.form);
  const doc = useStore((s) => s.doc);
  const part = useStore((s) => s.part);
  const [words, setWords] = useState("");
  const problems = useProblems();
  const inputs = useInputs();
  const content = useRef(null);
  useTarget(content);
  const shown = words.trim() ? "find" : (part ?? "general");
  const go = (next) => {
    setWords("");
    act.go({ part: next });
    content.current?.scrollTo?.({ top: 0 });
  };
  if (!form) return html`<p class="soft loading" role="status">${t("Loading…")}</p>`;
  return html`<div class="build">
    <${Nav} form=${form} doc=${doc} shown=${shown} problems=${problems} words=${words} setWords=${setWords} go=${go} />
    <div class="content" ref=${content}>
      <${Problems} problems=${problems} />
      <${Safe} key=${shown}>
        <${Shown} part=${shown} form=${form} tree=${doc.tree} inputs=${inputs} problems=${problems} words=${words} />
      <//>
    </div>
  </div>`;
}

/** Problems of the file, or of what is just being tried. */
function useProblems() {
  const own = useStore((s) => s.doc?.problems);
  const sliding = useStore((s) => s.slides.size > 0);
  const live = useStore((s) => s.live.problems);
  return useMemo(() => (sliding && live.length ? live : (own ?? [])), [own, sliding, live]);
}

/** Leads to the field that is looked for, once it is there. */
function useTarget(content) {
  const target = useStore((s) => s.target);
  useEffect(() => {
    if (!target) return undefined;
    // The part may first have to be drawn, its inner sections opened.
    let tries = 0;
    let timer = 0;
    const look = () => {
      const { element, exact } = nearest(content.current, target.path);
      tries += 1;
      if (!exact && tries < 8) timer = setTimeout(look, 80);
      else if (element) show(element);
    };
    timer = setTimeout(look, 0);
    return () => clearTimeout(timer);
  }, [target?.at]);
}

function nearest(root, path) {
  let best = null;
  let length = -1;
  for (const element of root?.querySelectorAll("[data-path]") ?? []) {
    const own = element.dataset.path;
    const whole = path.join(".");
    const fits = whole === own || whole.startsWith(`${own}.`);
    if (fits && own.length > length) {
      best = element;
      length = own.length;
    }
  }
  return { element: best, exact: length === path.join(".").length };
}

function show(element) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  const [control] = [".value :is(input, select, textarea)", "input, select, textarea, [tabindex]"]
    .map((kind) => element.querySelector(kind))
    .filter(Boolean);
  control?.focus({ preventScroll: true });
  element.classList.add("sought");
  setTimeout(() => element.classList.remove("sought"), 2500);
}

// ---- navigation ---------------------------------------------------------------------------------------------------

function Nav({ form, doc, shown, problems, words, setWords, go }) {
  const sections = new Map(form.children.map((section) => [section.name, section]));
  const grouped = new Set(GROUPS.flatMap((group) => group.parts));
  const rest = form.children.map((section) => section.name).filter((name) => !grouped.has(name));
  const groups = [...GROUPS, ...(rest.length ? [{ title: "Further", parts: rest }] : [])];
  const isThere = (part) => part === "general" || doc.tree?.[part] !== undefined;
  const known = (part) => sections.has(part) || ["inventory", "map", "general", "feedstock"].includes(part);
  const bad = (part) => problems.filter((p) => partOfProblem(p, sections) === part).length;
  const item = (part) => {
    const count = bad(part);
    const place = ["inventory", "map", "general", "guide", "text"].includes(part);
    return html`<li key=${part}><button type="button" class=${place || isThere(part) ? "there" : "away"}
        aria-current=${shown === part ? "page" : null} onClick=${() => go(part)}>
      ${nameOf(part)}${!place && !isThere(part) && html`<span class="hidden">, ${t("left out")}</span>`}
      ${count > 0 && html`<span class="badge">${count}<span
        class="hidden"> ${tn("problem", "problems", count)}</span></span>`}</button></li>`;
  };
  const all = ["guide", ...groups.flatMap((g) => g.parts).filter(known), "text"];
  return html`<div class="nav">
    <input type="search" class="find" aria-label=${t("Find a number")} placeholder=${t("Find a number…")} value=${words}
      onInput=${(e) => setWords(e.currentTarget.value)} />
    <select class="jump" aria-label=${t("Section")} value=${shown === "find" ? "" : shown}
      onChange=${(e) => e.currentTarget.value && go(e.currentTarget.value)}>
      ${shown === "find" && html`<option value="">${t("Find a number")}</option>`}
      ${all.map((part) => html`<option key=${part}
        value=${part}>${nameOf(part)}${bad(part) ? ` (${bad(part)})` : ""}</option>`)}
    </select>
    <nav class="sections" aria-label=${t("Sections of the scenario")}>
      <ul>${item("guide")}</ul>
      ${groups.map(
        (group) => html`<div key=${group.title}>
          <p class="group" aria-hidden="true">${t(group.title)}</p>
          <ul aria-label=${t(group.title)}>${group.parts.filter(known).map(item)}</ul>
        </div>`,
      )}
      <ul class="last">${item("text")}</ul>
    </nav>
  </div>`;
}

function partOfProblem(problem, sections) {
  if (problem.table) return "inventory";
  const first = problem.path?.[0];
  // What concerns the scenario as a whole is mended step by step.
  if (!first) return problem.line > 1 ? "text" : "guide";
  return sections.has(first) || first === "feedstock" ? first : "general";
}

/** All that is wrong; each leads to its place. */
function Problems({ problems }) {
  const sections = useStore((s) => s.form);
  const [open, setOpen] = useState(true);
  const names = useMemo(() => new Map((sections?.children ?? []).map((s) => [s.name, s])), [sections]);
  if (problems.length === 0) return null;
  const errors = problems.filter((p) => p.severity === "error").length;
  const title =
    errors > 0
      ? t("{n} to mend before there are results", { n: errors })
      : tn("{n} warning", "{n} warnings", problems.length);
  const lead = (problem) => {
    if (problem.path && !problem.table) act.goto(problem.path);
    else act.go({ view: "build", part: partOfProblem(problem, names) });
  };
  return html`<details class=${`all-problems ${errors ? "error" : "warning"}`} open=${open && errors > 0}
      onToggle=${(e) => setOpen(e.currentTarget.open)}>
    <summary><span role="status">${title}</span></summary>
    <ul class="problems">
      ${[...problems].sort((a, b) => a.severity.localeCompare(b.severity)).slice(0, 50).map(
        (p, k) => html`<li key=${k} class=${p.severity}><button type="button" onClick=${() => lead(p)}>
          <span class="soft">${whereOf(p)}</span> ${rich(p.message)} ${p.help && html`<span
            class="soft">${rich(p.help)}</span>`}</button></li>`,
      )}
    </ul>
    ${problems.length > 50 && html`<p class="soft">${t("and {n} more", { n: problems.length - 50 })}</p>`}
  </details>`;
}

function whereOf({ path, table, row, cell, line, file }) {
  if (table) return [table, Number.isInteger(row) && t("row {n}", { n: row + 1 }), cell].filter(Boolean).join(", ");
  if (path) return path.join(".");
  return line > 1 ? `${file ?? ""}:${line}` : "";
}

// ---- the part that is shown ---------------------------------------------------------------------------------------

function Shown({ part, form, tree, inputs, problems, words }) {
  if (part === "find") return html`<${Find} words=${words} form=${form} inputs=${inputs} problems=${problems} />`;
  if (part === "text" || !tree) return html`<${TextView} />`;
  if (part === "guide") return html`<${Guide} form=${form} tree=${tree} inputs=${inputs} problems=${problems} />`;
  if (part === "inventory") return html`<${Later} load=${loadInventory} />`;
  if (part === "map") return html`<${Later} load=${loadMap} />`;
  if (part === "feedstock") return html`<${Feedstocks} node=${tree.feedstock} inputs=${inputs} problems=${problems} />`;
  if (part === "uncertainty") return html`<${Uncertainty} form=${form} tree=${tree} inputs=${inputs}
      problems=${problems} />`;
  const spec = form.children.find((section) => section.name === part);
  if (!spec) return html`<${General} form=${form} tree=${tree} problems=${problems} />`;
  return html`<${Section} key=${part} spec=${spec} node=${tree[part]} keys=${[part]} inputs=${inputs}
      problems=${problems} />`;
}

/** Name, description and sources of the whole scenario. */
function General({ form, tree, problems }) {
  const keys = form.keys.filter((key) => key.kind !== "properties");
  return html`<section class="section" aria-label=${nameOf("general")}>
    <h2 tabindex="-1">${nameOf("general")}</h2>
    ${keys.map((key) => html`<${KeyField} key=${key.name} spec=${key} keys=${[key.name]} given=${tree[key.name]}
      problems=${problems.filter((p) => p.path && starts(p.path, [key.name]))} />`)}
  </section>`;
}

/**
 * The description of a number by its path.
 *
 * @param {object} form the sections
 * @param {object} input the number as the server has it
 * @returns {object} name, unit, range, default
 */
export function specOf(form, input) {
  const parts = input.path.split(".");
  const name = parts[parts.length - 1];
  let section = form.children.find((one) => one.name === parts[0]);
  for (const part of parts.slice(1, -1)) section = section?.children.find((one) => one.name === part) ?? section;
  const spec = section?.numbers.find((one) => one.name === name);
  return spec ?? { ...input, name };
}

/** The search over all numbers. */
function Find({ words, form, inputs, problems }) {
  const tree = useStore((s) => s.doc?.tree);
  const [only, setOnly] = useState("all");
  const [most, setMost] = useState(FOUND);
  const option = (input) => ({ id: input.path, label: input.description, description: input.unit, input });
  const options = useMemo(() => [...(inputs?.values() ?? [])].map(option), [inputs]);
  useEffect(() => setMost(FOUND), [words, only]);
  const kinds = {
    all: () => true,
    given: ({ input }) => input.given,
    assumed: ({ input }) => input.flag === "assumed",
    uncertain: ({ input }) => input.uncertain,
  };
  const labels = { all: t("all"), given: t("given"), assumed: t("assumed"), uncertain: t("uncertain") };
  const hits = useMemo(() => found(options, words).filter(kinds[only]), [options, words, only]);
  return html`<section class="section" aria-label=${t("Find a number")}>
    <h2 tabindex="-1">${t("Numbers with “{words}”", { words: words.trim() })}</h2>
    <div class="elements" role="group" aria-label=${t("Which ones")}>
      ${Object.keys(kinds).map((kind) => html`<button type="button" key=${kind} class="tab"
        aria-pressed=${only === kind ? "true" : "false"}
        onClick=${() => setOnly(kind)}>${labels[kind]}</button>`)}
    </div>
    ${!inputs && html`<p class="absent">${t("All numbers are known once the scenario has no errors.")}</p>`}
    ${inputs && html`<p class="soft"
      role="status">${t("{n} of {all} numbers", { n: hits.length, all: options.length })}</p>`}
    ${hits.slice(0, most).map(({ input }) => html`<div class="hit" key=${input.path}>
      <p class="way"><${Way} input=${input} /></p>
      <${NumberField} path=${input.path} keys=${input.keys ?? null} spec=${specOf(form, input)} input=${input}
        given=${input.given ? (input.value ?? undefined) : undefined} law=${lawOf(tree, input.path)}
        problems=${input.keys ? problems.filter((p) => p.path && starts(p.path, input.keys)) : []} />
    </div>`)}
    ${hits.length > most && html`<button type="button" class="show-all"
      onClick=${() => setMost(most + 3 * FOUND)}>${t("Show more")}</button>`}
  </section>`;
}

function Way({ input }) {
  const parts = input.path.split(".");
  const text = parts.slice(0, -1).join(" › ");
  if (!input.keys) return html`<span class="soft">${text}</span>`;
  return html`<button type="button" class="link" onClick=${() => act.goto(input.keys)}>${text}</button>`;
}

/** What is drawn in samples, and how; anything else can be made uncertain. */
function Uncertainty({ form, tree, inputs, problems }) {
  const spec = form.children.find((section) => section.name === "uncertainty");
  const own = new Set(spec.keys.map((key) => key.name));
  const node = tree.uncertainty ?? {};
  const drawn = Object.keys(node).filter((key) => !own.has(key));
  const options = useMemo(
    () =>
      [...(inputs?.values() ?? [])]
        .filter((input) => !input.structural && !(input.path in node))
        .map((input) => ({ id: input.path, label: input.path, description: input.description, input })),
    [inputs, node],
  );
  const add = (path) => {
    const input = inputs.get(path);
    const middle = input?.value ?? 1;
    const clip = (x) => Number(Math.min(input?.high ?? Infinity, Math.max(input?.low ?? -Infinity, x)).toPrecision(4));
    const half = Math.abs(middle) * 0.2 || 0.1;
    const law = { triangular: { low: clip(middle - half), mode: clip(middle), high: clip(middle + half) } };
    act.edit([{ path: ["uncertainty", path], value: law }]);
  };
  return html`
    <section class="section" aria-label=${t("Uncertain inputs")}>
      <h2 tabindex="-1">${t("Uncertain inputs")}</h2>
      <p class="soft">${t(
          "Each is drawn anew in every sample. What is not here keeps its value, except amounts of streams " +
            "with a low and a high.",
        )}</p>
      ${inputs && html`<div class="field"><div class="name"><label
        for="add-law">${t("Make a number uncertain")}</label></div>
        <div class="value"><${Picker} id="add-law" value="" options=${options}
          onTake=${(path) => path && add(path)} /></div></div>`}
      ${drawn.map((path) => html`<${Drawn} key=${path} path=${path} law=${node[path]} inputs=${inputs} form=${form}
        problems=${problems.filter((p) => p.path && starts(p.path, ["uncertainty", path]))} />`)}
    </section>
    <${Section} spec=${{ ...spec, numbers: [] }} node=${tree.uncertainty} keys=${["uncertainty"]} inputs=${inputs}
      problems=${problems} />
  `;
}

function Drawn({ path, law, inputs, form, problems }) {
  const input = inputs?.get(path);
  const spec = input ? specOf(form, input) : { name: path, low: null, high: null, default: null, description: "" };
  const label = labelOf(input?.description).label || path;
  return html`<div class=${`drawn ${problems.length ? "is-wrong" : ""}`} data-path=${`uncertainty.${path}`}>
    <p class="name"><strong>${label}</strong> <code>${path}</code></p>
    <${Law} path=${path} law=${law} value=${input?.value ?? null} spec=${spec} label=${label} />
    ${problems.map((p, k) => html`<p key=${k} class="wrong error">${p.message} <span
      class="soft">${p.help}</span></p>`)}
  </div>`;
}
