/**
 * Forms of sections, made wholly from the description of the scenario, the file and the numbers the server has.
 */
import { html, useEffect, useMemo, useState } from "../vendor/preact.js";
import { get } from "../api.js";
import { act, useStore } from "../store.js";
import { t } from "../words.js";
import { Wrong, labelOf } from "./box.js";
import { NumberField } from "./field.js";
import { KeyField } from "./keys.js";
import { lawOf } from "./law.js";
import { nameOf } from "./names.js";

/** Numbers that are shown from the start, because results hang on them; the others come with "show all". */
const FIRST = {
  site: ["detour_factor"],
  digester: ["V_liq", "V_gas", "T_op", "feed_ts_pct", "heat_use_share_pct", "own_power_kwh_per_t", "leak_pct"],
  "boiler.fuel": ["moisture_pct_ar"],
  "digester.gas": ["chp_eta_el", "chp_power_kwe"],
  boiler: ["power_kw", "minimum_load", "buffer_hours", "excess_air", "flue_gas_temperature_c"],
  demand: ["annual_heat_mwh", "hot_water_share_pct", "network_length_m", "network_loss_w_per_m"],
  building: ["area_m2", "heat_mwh", "annual_heat_mwh"],
  pipe: ["length_m", "dn"],
  stock: ["hall_m3"],
  carbon: ["lost_wood_energy_fossil_share", "fertiliser_substitution_share"],
  economics: [
    "wood_boiler_eur_per_kw",
    "digester_eur_per_m3",
    "gas_price_eur_per_mwh_hhv",
    "organic_gate_fee_eur_per_t",
    "wood_gate_fee_eur_per_t",
    "subsidy_share",
  ],
  size: ["coverage_target_pct"],
  provider: ["lat_deg", "lon_deg", "participation_probability"],
};
/** Keys that say what an element is: they stand above its numbers, the others below. */
const HEAD = new Set([
  ...["id", "name", "model", "gas_use", "use", "feedstock", "amount", "kind"],
  ...["commune", "methods", "reference", "objective"],
]);
/** So many numbers are no burden: all are shown. */
const FEW = 8;

/**
 * All numbers of the open file by their path, as the server has them; those from before while new ones come.
 *
 * @returns {Map<string, object> | null} inputs by path; null before the first answer, or while the scenario has errors
 */
export function useInputs() {
  const file = useStore((s) => s.doc?.file);
  const revision = useStore((s) => s.doc?.revision);
  const valid = useStore((s) => s.doc?.valid);
  const [inputs, setInputs] = useState({ file: null, map: null });
  useEffect(() => {
    if (!file || !valid) return;
    const stop = new AbortController();
    get(`/api/files/${encodeURIComponent(file)}/inputs?prefix=`, stop.signal).then(
      (answer) => setInputs({ file, map: new Map(answer.inputs.map((input) => [input.path, input])) }),
      (error) => {
        // A scenario with errors has no inputs; its problems are shown anyway.
        if (error.name !== "AbortError" && error.code !== "invalid") act.note(error.message, error.help);
      },
    );
    return () => stop.abort();
  }, [file, revision, valid]);
  return inputs.file === file ? inputs.map : null;
}

/**
 * The elements of a section: one, several, or none.
 *
 * @param {object | object[] | undefined} node what the file holds
 * @param {string[]} keys to the section
 * @returns {{node: object, name: string, keys: string[]}[]} each with its name and the keys to it
 */
export function elementsOf(node, keys) {
  if (node === undefined || node === null) return [];
  const list = Array.isArray(node) ? node : [node];
  return list.map((element, k) => {
    const name = typeof element?.id === "string" ? element.id : String(k + 1);
    return { node: element, name, keys: list.length > 1 ? [...keys, name] : keys };
  });
}

/**
 * A section of the file: its elements, or an offer to add it.
 *
 * @param {{spec: object, node: any, keys: string[], inputs: Map | null, problems: object[], title?: boolean}} props its
 *   description, what the file holds, the keys to it
 * @returns {object} the form
 */
export function Section({ spec, node, keys, inputs, problems, depth = 0 }) {
  const target = useStore((s) => s.target);
  const elements = elementsOf(node, keys);
  const [chosen, setChosen] = useState(0);
  const at = Math.min(chosen, Math.max(0, elements.length - 1));
  useEffect(() => {
    const k = elements.findIndex((e) => e.keys.length > keys.length && target?.path[keys.length] === e.name);
    if (k >= 0) setChosen(k);
  }, [target?.at]);
  const own = problems.filter((p) => p.path?.length === keys.length && starts(p.path, keys));
  const Heading = depth === 0 ? "h2" : "h3";
  const element = elements[at];
  return html`<section class=${`section depth-${depth}`} data-path=${keys.join(".")} aria-label=${nameOf(spec.name)}>
    <div class="section-head">
      <${Heading} tabindex="-1">${nameOf(spec.name)} <code>${spec.name}</code><//>
      ${elements.length > 0 && html`<${Remove} elements=${elements} element=${element} spec=${spec} />`}
    </div>
    <p class="soft">${spec.description}</p>
    <${Wrong} id=${`wrong-${keys.join("-")}`} problems=${own} />
    ${spec.repeated && elements.length > 0 && html`<${Elements} elements=${elements} at=${at} choose=${setChosen}
      spec=${spec} keys=${keys} />`}
    ${elements.length === 0
      ? html`<${Add} spec=${spec} keys=${keys} />`
      : html`<${Body} key=${element.keys.join(".")} spec=${spec} element=${element} top=${keys} inputs=${inputs}
          problems=${problems} depth=${depth} />`}
  </section>`;
}

function Add({ spec, keys }) {
  const add = () => act.edit([{ path: keys, value: startOf(spec.name) }]);
  return html`<p class="absent">${t("The scenario has no such section: its defaults hold, or it plays no part.")}</p>
    <button type="button" class="main" onClick=${add}>${t("Add “{name}”", { name: nameOf(spec.name) })}</button>`;
}

/**
 * What a new section begins with: what it cannot be without.
 *
 * @param {string} name of the section
 * @returns {object} its first keys
 */
export function startOf(name) {
  const starts = {
    digester: { id: "main", model: { adm1: {} }, gas_use: "chp", V_liq: 500, V_gas: 100 },
    boiler: { id: "main", power_kw: 500 },
    demand: { annual_heat_mwh: 2000 },
    carbon: { methods: ["avoided"], reference: "present_outlets_2024" },
    uncertainty: { samples: 1000, seed: 1 },
  };
  return starts[name] ?? {};
}

/** What a further element takes over from the one that is shown: all but its names and what it repeats within. */
function alike(node) {
  const repeats = (value) => Array.isArray(value) && typeof value[0] === "object";
  const isOwn = ([key, value]) => ["id", "name"].includes(key) || repeats(value);
  return Object.fromEntries(Object.entries(node ?? {}).filter((entry) => !isOwn(entry)));
}

function Elements({ elements, at, choose, spec, keys }) {
  const names = elements.map((e) => e.name);
  const add = async () => {
    let k = names.length + 1;
    while (names.includes(`${spec.name}${k}`)) k += 1;
    const start = { ...startOf(spec.name), ...alike(elements[at].node), id: `${spec.name}${k}` };
    if (await act.edit([{ path: keys, value: start, append: true }])) choose(names.length);
  };
  const label = (e) => (e.node?.name && e.node.name !== e.name ? `${e.name} – ${e.node.name}` : e.name);
  return html`<div class="elements" role="group" aria-label=${t("Which one")}>
    ${elements.length > 8
      ? html`<select aria-label=${t("Which one")} value=${at} onChange=${(e) => choose(Number(e.currentTarget.value))}>
          ${elements.map((e, k) => html`<option key=${k} value=${k}>${label(e)}</option>`)}</select>`
      : elements.map((e, k) => html`<button type="button" key=${k} class="tab"
          aria-pressed=${k === at ? "true" : "false"}
          onClick=${() => choose(k)}>${label(e)}</button>`)}
    <button type="button" class="small text" onClick=${add}>${t("Add another")}</button>
  </div>`;
}

function Remove({ elements, element, spec }) {
  const many = elements.length > 1;
  const name = many ? element.name : nameOf(spec.name);
  // Undo brings it back: no question.
  const remove = () => act.edit([{ path: element.keys, value: null }]);
  return html`<button type="button" class="small text" onClick=${remove}>${t("Remove “{name}”", { name })}</button>`;
}

/** The fields of one element, and the sections within it. */
function Body({ spec, element, top, inputs, problems, depth }) {
  const [all, setAll] = useState(false);
  const target = useStore((s) => s.target);
  const { node, keys } = element;
  const inputOf = (name) => inputFor(inputs, top, element, name);
  const rows = useMemo(() => {
    const first = FIRST[depth > 0 ? `${top[0]}.${spec.name}` : spec.name] ?? [];
    const few = spec.numbers.length <= FEW;
    const rank = (row) => (first.includes(row.name) ? first.indexOf(row.name) : first.length);
    const list = spec.numbers.map((row) => ({ row, early: few || first.includes(row.name), rank: rank(row) }));
    return list.sort((a, b) => a.rank - b.rank);
  }, [spec]);
  const at = (name) => problems.filter((p) => p.path && starts(p.path, [...keys, name]));
  const lawAt = (path) => problems.filter((p) => p.path?.[0] === "uncertainty" && p.path[1] === path);
  const wanted = target && starts(target.path, keys) ? target.path[keys.length] : null;
  const isWanted = ({ name }) => wanted === name || at(name).length > 0;
  const isGiven = ({ name }) => node[name] !== undefined || inputOf(name)?.given;
  const shown = rows.filter(({ row, early }) => all || early || isGiven(row) || isWanted(row));
  const numberless = spec.numbers.length === 0;
  const isHead = (key) => numberless || HEAD.has(key.name);
  const ownKeys = spec.keys.filter((key) => !(depth > 0 && key.kind === "properties"));
  const field = (key) => html`<${KeyField} key=${key.name} spec=${key} keys=${[...keys, key.name]}
      given=${node[key.name]} problems=${at(key.name)} />`;
  const tree = useStore((s) => s.doc?.tree);
  const hidden = rows.length - shown.length;
  return html`
    ${ownKeys.filter(isHead).map(field)}
    ${shown.map(({ row }) => {
      const input = inputOf(row.name);
      const path = input?.path ?? [...keys, row.name].join(".");
      return html`<${NumberField} key=${row.name} spec=${row} path=${path} keys=${[...keys, row.name]}
          given=${node[row.name]} input=${input}
        law=${lawOf(tree, path)} problems=${at(row.name)} lawProblems=${lawAt(path)} />`;
    })}
    ${hidden > 0 && html`<button type="button" class="show-all" onClick=${() => setAll(true)}>
      ${hidden === 1
          ? t("Show all {n} numbers, {hidden} of them at its default", { n: rows.length, hidden })
          : t("Show all {n} numbers, {hidden} of them at their defaults", { n: rows.length, hidden })}</button>`}
    ${all && rows.some(({ early, row }) => !early && node[row.name] === undefined) && html`<button type="button"
      class="show-all" onClick=${() => setAll(false)}>
      ${t("Show given and main ones only")}</button>`}
    ${ownKeys.filter((key) => !isHead(key)).map(field)}
    ${spec.children.map((child) => html`<${Child} key=${child.name} spec=${child} node=${node[child.name]}
      keys=${[...keys, child.name]}
      inputs=${inputs} problems=${problems} depth=${depth + 1} />`)}
  `;
}

/** A section within a section: closed until it holds something, or is looked for. */
function Child({ spec, node, keys, inputs, problems, depth }) {
  const target = useStore((s) => s.target);
  const wanted = Boolean(target && starts(target.path, keys));
  const bad = problems.some((p) => p.path && starts(p.path, keys));
  const [open, setOpen] = useState(node !== undefined);
  useEffect(() => {
    if (wanted) setOpen(true);
  }, [target?.at]);
  const { label } = labelOf(spec.description);
  return html`<details class="child" open=${open || bad} onToggle=${(e) => setOpen(e.currentTarget.open)}>
    <summary>${nameOf(spec.name)} <code>${spec.name}</code> <span class="soft">${label}</span>
      ${node === undefined && html` <span class="soft">· ${t("left out")}</span>`}</summary>
    ${(open || bad) && html`<${Section} spec=${spec} node=${node} keys=${keys} inputs=${inputs} problems=${problems}
      depth=${depth} />`}
  </details>`;
}

/** The input of a number: with the element's id in its path, or without while there is one. */
function inputFor(inputs, top, { node, keys, name: own }, name) {
  if (!inputs) return undefined;
  const id = typeof node?.id === "string" ? node.id : own;
  const [first, ...rest] = keys;
  const named = keys.length === top.length ? [...keys, id, name] : [...keys, name];
  const found = inputs.get([...keys, name].join(".")) ?? inputs.get(named.join("."));
  if (found) return found;
  // A section within the only element: `digester.main.gas.x`.
  for (const one of ["main", "1"]) {
    const input = inputs.get([first, one, ...rest, name].join("."));
    if (input) return input;
  }
  return undefined;
}

/**
 * Whether a path begins with these keys.
 *
 * @param {string[]} path the path
 * @param {string[]} keys the keys
 * @returns {boolean} whether it does
 */
export const starts = (path, keys) => keys.length <= path.length && keys.every((key, k) => path[k] === key);

/**
 * Changes to entries of the library: one form for each that the scenario uses or changes.
 *
 * @param {{node: object | undefined, inputs: Map | null, problems: object[]}} props what the file holds
 * @returns {object} the form
 */
export function Feedstocks({ node, inputs, problems }) {
  const library = useStore((s) => s.library?.feedstocks);
  const tree = useStore((s) => s.doc?.tree);
  const target = useStore((s) => s.target);
  const byId = useMemo(() => {
    const groups = new Map();
    for (const [path, input] of inputs ?? []) {
      const [family, id, name] = path.split(".");
      if (family !== "feedstock" || !name) continue;
      if (!groups.has(id)) groups.set(id, []);
      groups.get(id).push({ path, name, input });
    }
    for (const id of Object.keys(node ?? {})) if (!groups.has(id)) groups.set(id, []);
    return groups;
  }, [inputs, node]);
  const specOf = (input, name) => ({ ...input, name });
  const labelFor = (id) => library?.find((f) => f.id === id)?.label ?? id;
  return html`<section class="section" data-path="feedstock" aria-label=${nameOf("feedstock")}>
    <h2 tabindex="-1">${nameOf("feedstock")} <code>feedstock</code></h2>
    <p class="soft">${t(
        "What the streams are made of: numbers of the library, changed for this scenario where you know better.",
      )}</p>
    ${byId.size === 0 && html`<p class="absent">${t("No stream uses the library yet.")}</p>`}
    ${[...byId].map(([id, rows]) => html`<details class="child" key=${id}
      open=${node?.[id] !== undefined || target?.path[1] === id}>
      <summary>${labelFor(id)} <code>${id}</code> ${node?.[id] !== undefined && html`<span
        class="flag law">${t("changed")}</span>`}</summary>
      ${rows.map(({ path, name, input }) => html`<${NumberField} key=${path} path=${path}
        keys=${["feedstock", id, name]} given=${node?.[id]?.[name]}
        input=${input} law=${lawOf(tree, path)} spec=${specOf(input, name)}
        problems=${problems.filter((p) => p.path && starts(p.path, ["feedstock", id, name]))}
        lawProblems=${problems.filter((p) => p.path?.[0] === "uncertainty" && p.path[1] === path)} />`)}
    </details>`)}
  </section>`;
}
