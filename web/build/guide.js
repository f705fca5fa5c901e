/**
 * A first scenario in five steps, from empty to a report. Each says what matters and holds the few fields it needs.
 */
import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { act, useStore } from "../store.js";
import { keep, t, tn } from "../words.js";
import { NumberField } from "./field.js";
import { startOf, starts } from "./form.js";
import { KeyField } from "./keys.js";
import { lawOf } from "./law.js";
import { nameOf } from "./names.js";

/** The step that is shown stays while other parts are visited. */
let lastStep = { file: null, step: 0 };

/**
 * The guide.
 *
 * @param {{form: object, tree: object, inputs: Map | null, problems: object[]}} props sections, file, numbers, problems
 * @returns {object} the step that is shown
 */
export function Guide({ form, tree, inputs, problems }) {
  const file = useStore((s) => s.doc?.file);
  const [step, setStep] = useState(() => (lastStep.file === file ? lastStep.step : 0));
  const heading = useRef(null);
  const moved = useRef(false);
  const go = (next) => {
    lastStep = { file, step: next };
    moved.current = true;
    setStep(next);
  };
  useEffect(() => {
    if (moved.current) heading.current?.focus();
  }, [step]);
  const dismiss = () => {
    keep("guide", "off");
    act.go({ part: "general" });
    act.note(t("The guide is closed."), t("“Guide” at the head of the sections brings it back."));
  };
  const { title, done, Body } = STEPS[step];
  const mark = done(tree) && html`<span class="flag law">${t("done")}</span>`;
  return html`<section class="section guide" aria-label=${nameOf("guide")}>
    <div class="section-head"><h2>${t("A first scenario in five steps")}</h2>
      <button type="button" class="small text" onClick=${dismiss}>${t("Close the guide")}</button></div>
    <ol class="steps">
      ${STEPS.map(
        (one, k) => html`<li key=${k}><button type="button" aria-current=${k === step ? "step" : null}
            onClick=${() => go(k)}>
          <span class="mark" aria-hidden="true">${one.done(tree) ? "✓" : k + 1}</span> ${t(one.title)}
          ${one.done(tree) && html`<span class="hidden">, ${t("done")}</span>`}</button></li>`,
      )}
    </ol>
    <h3 ref=${heading} tabindex="-1">${t("Step {n} of 5: {title}", { n: step + 1, title: t(title) })} ${mark}</h3>
    <${Body} form=${form} tree=${tree} inputs=${inputs} problems=${problems} />
    <div class="buttons">
      <button type="button" disabled=${step === 0} onClick=${() => go(step - 1)}>${t("Back")}</button>
      ${step < STEPS.length - 1 && html`<button type="button" class="main"
        onClick=${() => go(step + 1)}>${t("Next")}</button>`}
    </div>
  </section>`;
}

/** Fields of a section by their names. */
function Fields({ form, tree, inputs, problems, section, names }) {
  const spec = section ? form.children.find((one) => one.name === section) : form;
  const held = section ? tree[section] : tree;
  // Of several elements the first; the others have their forms.
  const list = Array.isArray(held) ? held : [held];
  const node = list[0] ?? {};
  const way = section ? [section, ...(list.length > 1 ? [node.id ?? "1"] : [])] : [];
  return names.map((name) => {
    const keys = [...way, name];
    const own = problems.filter((p) => p.path && starts(p.path, keys));
    const key = spec.keys.find((one) => one.name === name);
    if (key) return html`<${KeyField} key=${name} spec=${key} keys=${keys} given=${node[name]} problems=${own} />`;
    const row = spec.numbers.find((one) => one.name === name);
    if (!row) return null;
    const path = keys.join(".");
    const input = inputs?.get(path);
    return html`<${NumberField} key=${name} spec=${row} path=${path} keys=${keys} given=${node[name]} input=${input}
        law=${lawOf(tree, path)} problems=${own} />`;
  });
}

const lead = (part) => html`<button type="button" class="small text"
    onClick=${() => act.go({ part })}>${t("All of “{name}”", { name: nameOf(part) })}</button>`;

function Place(props) {
  return html`
    <p>${t(
        "The name stands above the report. The place gives the weather, and with it the demand for heat; " +
          "distances to the companies are counted from it.",
      )}</p>
    <${Fields} ...${props} section=${null} names=${["name", "description"]} />
    <${Fields} ...${props} section="site" names=${["commune", "lat_deg", "lon_deg"]} />
    <p>${lead("site")}</p>`;
}

function Waste({ tree }) {
  const there = hasWaste(tree);
  return html`
    <p>${t(
        "Results can be no better than these tonnes. Take a workbook that companies have filled in, or write " +
          "down who throws away what: one row for each company and each stream.",
      )}</p>
    <p>${t(
        "An amount that nobody has weighed may stand as a low and a high: the answer then carries that doubt " +
          "with it. Ask first for the streams that weigh most.",
      )}</p>
    <div class="buttons">
      <button type="button" class=${there ? "" : "main"}
        onClick=${() => act.go({ part: "inventory" })}>${t("Companies and their waste")}</button>
      ${there && html`<button type="button"
        onClick=${() => act.go({ part: "map" })}>${t("See them on the map")}</button>`}
    </div>`;
}

function Plant(props) {
  const { tree } = props;
  return html`
    <p>${t(
        "Broken pallets and other wood go to a boiler, fermentable waste to a digester. Either is enough; with " +
          "both, they share a heat network.",
      )}</p>
    <${Unit} section="boiler" tree=${tree}
      about=${t(
          "A wood boiler runs well on a steady load: rather too small than too large, gas covers the coldest " +
            "days.",
        )} />
    ${tree.boiler !== undefined && html`<${Fields} ...${props} section="boiler" names=${["power_kw"]} />
      ${tree.demand === undefined && html`<${Unit} section="demand" tree=${tree}
        about=${t("A boiler needs somebody who takes its heat.")} />`}
      ${tree.demand !== undefined && html`<${Fields} ...${props} section="demand" names=${["annual_heat_mwh"]} />`}`}
    <${Unit} section="digester" tree=${tree}
      about=${t(
          "A digester holds its feed for 20 to 60 days; volume over daily feed says how long. Too small a " +
            "digester turns sour.",
        )} />
    ${tree.digester !== undefined && html`<${Fields} ...${props} section="digester"
      names=${["V_liq", "V_gas", "gas_use"]} />`}`;
}

/** A section that the scenario has, or an offer to add it. */
function Unit({ section, tree, about }) {
  const there = tree[section] !== undefined;
  const add = () => act.edit([{ path: [section], value: startOf(section) }]);
  return html`<div class="unit-row">
    <p><strong>${nameOf(section)}</strong>. ${about}</p>
    ${there ? lead(section) : html`<button type="button"
      onClick=${add}>${t("Add “{name}”", { name: nameOf(section) })}</button>`}
  </div>`;
}

/** Prices that weigh most. */
const PRICES = ["gas_price_eur_per_mwh_hhv", "organic_gate_fee_eur_per_t", "wood_gate_fee_eur_per_t", "subsidy_share"];

function Worth(props) {
  const { tree } = props;
  return html`
    <p>${t(
        "Savings of greenhouse gas depend on what would happen to the waste otherwise: a named method and a " +
          "named reference say so, nothing is chosen silently.",
      )}</p>
    <${Unit} section="carbon" tree=${tree}
      about=${t(
          "“avoided” compares with today's outlets; “red2” and “red3” are the methods of the European " +
            "directives.",
        )} />
    ${tree.carbon !== undefined && html`<${Fields} ...${props} section="carbon" names=${["methods", "reference"]} />`}
    <${Unit} section="economics" tree=${tree}
      about=${t("Prices are dated and have sources; those you know from an offer are better.")} />
    ${tree.economics !== undefined && html`<${Fields} ...${props} section="economics"
      names=${PRICES} />`}`;
}

function Look({ problems }) {
  const valid = useStore((s) => s.doc?.valid);
  const saved = useStore((s) => s.doc?.saved);
  const errors = problems.filter((p) => p.severity === "error");
  return html`
    ${!valid && html`<p class="wrong error">${tn(
        "There are no results yet: one thing must be mended first. It stands above and leads to its field.",
        "There are no results yet: {n} things must be mended first. They stand above; each leads to its field.",
        errors.length,
      )}</p>`}
    ${valid && html`<p>${t(
        "Results stand under See: each with its 10th and 90th percentile, refined while samples arrive. Move a " +
          "slider and look at what changes.",
      )}</p>
      <p>${t(
          "Numbers in amber are assumptions. Those that move the result most are the ones to measure first: " +
            "“What matters most?” under Ask tells which.",
        )}</p>
      <p>${t("The report is one page that opens anywhere, with a workbook beside it.")}</p>`}
    <div class="buttons">
      <button type="button" onClick=${() => act.go({ view: "see" })}>${t("See the results")}</button>
      <button type="button" class=${valid ? "main" : ""}
        onClick=${() => act.go({ view: "ask" })}>${t("Make the report")}</button>
      ${!saved && html`<button type="button" onClick=${() => act.save()}>${t("Save the scenario")}</button>`}
    </div>`;
}

const hasWaste = (tree) =>
  Boolean(tree.provider || tree.pool?.inventory || tree.pool?.streams || tree.digester?.influent);

const STEPS = [
  { title: "Name and place", done: (tree) => Boolean(tree.name && tree.site?.lat_deg !== undefined), Body: Place },
  { title: "Who throws away what", done: hasWaste, Body: Waste },
  { title: "Boiler or digester, or both", done: (tree) => Boolean(tree.boiler || tree.digester), Body: Plant },
  { title: "Carbon and money", done: (tree) => Boolean(tree.carbon && tree.economics), Body: Worth },
  { title: "Look and download", done: () => false, Body: Look },
];
