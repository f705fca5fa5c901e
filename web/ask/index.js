/** Analyses that take longer than a slider: what is asked, the jobs, their answers. */
import { html, useEffect, useMemo, useRef, useState } from "../vendor/preact.js";
import { act, useStore } from "../store.js";
import { get, send } from "../api.js";
import { t } from "../words.js";
import { Failure, Shown } from "./answer.js";
import { Others, SideBySide } from "./compare.js";
import { Jobs, KINDS, duration, kindName } from "./jobs.js";

/** What is chosen and filled in; it stays when another view is shown. */
const memory = { kind: "run", chosen: null, options: new Map() };

const SAMPLES_MAX = 1_000_000;
const SEED_MAX = Number.MAX_SAFE_INTEGER;

/**
 * The view of analyses.
 *
 * @returns {object} the view
 */
export function Ask() {
  const doc = useStore((s) => s.doc);
  const [kind, setKind] = useState(memory.kind);
  const [chosen, setChosen] = useState(memory.chosen);
  const [led, setLed] = useState(0);
  const [options, setOptions] = useOptions(`${doc?.file} ${kind}`);
  memory.kind = kind;
  memory.chosen = chosen;
  if (!doc) return html`<p class="soft">${t("Open a scenario first.")}</p>`;
  const show = (id) => {
    setChosen(id);
    setLed(led + 1);
  };
  const choose = (next) => {
    setKind(next);
    // The numbers side by side take the place of an older answer.
    if (next === "compare") setChosen(null);
  };
  const others = kind === "compare" ? (options.with ?? []) : [];
  return html`<div class="ask">
    <div class="ask-side">
      <h2>${t("Ask")}</h2>
      <${Kinds} value=${kind} onChange=${choose} />
      <${Form} key=${`${doc.file} ${kind}`} kind=${kind} doc=${doc} options=${options} onChange=${setOptions}
        onStarted=${setChosen} />
      <${Jobs} chosen=${chosen} onChoose=${show} />
    </div>
    <div class="ask-main">
      ${others.length > 0 && html`<${SideBySide} key=${doc.file} others=${others} />`}
      <${Shown} chosen=${chosen} led=${led} />
    </div>
  </div>`;
}

/** Options of one analysis of one scenario. */
function useOptions(key) {
  const [, redraw] = useState(0);
  const set = (changes) => {
    memory.options.set(key, { ...memory.options.get(key), ...changes });
    redraw((n) => n + 1);
  };
  return [memory.options.get(key) ?? {}, set];
}

function Kinds({ value, onChange }) {
  return html`<fieldset class="ask-kinds">
    <legend class="hidden">${t("Analysis")}</legend>
    ${Object.keys(KINDS).map((kind) => html`<label key=${kind} class=${kind === value ? "chosen" : ""}>
      <input type="radio" name="ask-kind" value=${kind} checked=${kind === value} onChange=${() => onChange(kind)} />
      ${kindName(kind)}
    </label>`)}
  </fieldset>`;
}

// ---- the form -----------------------------------------------------------------------------------------------------

const FORMS = { run: Run, size: Size, channels: Channels, sensitivity: Sensitivity, calibrate: Calibrate };

function Form({ kind, doc, options, onChange, onStarted }) {
  const form = useRef(null);
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const Fields = FORMS[kind];
  const change = (changes) => {
    setError(null);
    onChange(changes);
  };
  const start = async () => {
    const wrong = form.current.querySelector('[aria-invalid="true"]');
    if (wrong) {
      wrong.focus();
      return;
    }
    const lacks = lacking(kind, options);
    setError(lacks ? { message: lacks } : null);
    if (lacks) return;
    setBusy(true);
    setError(await launch(doc.file, kind, options, onStarted));
    setBusy(false);
  };
  const onKey = (event) => {
    const { type, list } = event.target;
    if (event.key === "Enter" && type === "text" && !list && !busy) start();
  };
  return html`<section class="ask-form" ref=${form} onKeyDown=${onKey} aria-label=${kindName(kind)}>
    <p>${t(KINDS[kind].about)}</p>
    <p class="soft">${t("Usually {time}.", { time: t(KINDS[kind].time) })} <${Last} kind=${kind} file=${doc.file} /></p>
    ${kind === "compare"
      ? html`<${Others} value=${options.with ?? []} onChange=${(files) => change({ with: files })} />`
      : html`<${Fields} doc=${doc} options=${options} onChange=${change} />`}
    <div class="buttons">
      <button type="button" class="main" disabled=${busy} onClick=${start}>${t("Start")}</button>
    </div>
    ${error && html`<${Failure} error=${error} problems=${error.problems} file=${doc.file} />`}
  </section>`;
}

/** Asks for a job; gives why it was refused. */
async function launch(file, kind, options, onStarted) {
  try {
    // What was slid belongs to the scenario that is asked about.
    if ((await act.commit()) === false) return null;
    const job = await send("POST", "/api/jobs", { file, kind, options: asked(kind, options) });
    onStarted(job.id);
    return null;
  } catch (error) {
    return error;
  }
}

/** What must be there before anything can be asked. */
function lacking(kind, options) {
  if (kind === "calibrate" && !options.data?.trim()) return t("Name the CSV file with the measured series.");
  if (kind === "compare" && !options.with?.length) return t("Choose at least one other scenario.");
  return "";
}

/** Options of each kind that are whole numbers, typed as text. */
const WHOLE = ["samples", "seed", "rows"];
const TAKES = {
  run: ["samples", "seed"],
  size: ["objective", "samples", "seed"],
  channels: ["objective", "samples", "seed", "hide_names"],
  sensitivity: ["method", "rows", "group", "seed"],
  calibrate: ["data", "method", "parameters", "seed"],
  compare: ["with"],
};

/** The options as the server takes them: what was left as it is, is left out. */
function asked(kind, options) {
  const body = {};
  for (const name of TAKES[kind]) {
    const value = options[name];
    if (value === undefined || value === "" || value === false) continue;
    if (name === "rows" && options.method === "tornado") continue;
    if (name === "seed" && kind === "calibrate" && options.method !== "mcmc") continue;
    body[name] = WHOLE.includes(name) ? whole(value) : value;
  }
  return body;
}

/** How long the same took last time, on this machine. */
function Last({ kind, file }) {
  const jobs = useStore((s) => s.jobs);
  const same = jobs.filter((job) => job.kind === kind && job.file === file && job.state === "done");
  if (same.length === 0) return null;
  const last = same.reduce((a, b) => (Number(a.id) > Number(b.id) ? a : b));
  return t("Last time: {time}.", { time: duration(last.seconds) });
}

// ---- its fields ---------------------------------------------------------------------------------------------------

/** A whole number out of what was typed, null where it is none. */
function whole(text) {
  const plain = text.replace(/[\s\u00a0\u202f]/g, "");
  return /^\d+$/.test(plain) && Number(plain) <= SEED_MAX ? Number(plain) : null;
}

function Row({ id, label, hint, children }) {
  return html`<div class="ask-row">
    <label for=${id}>${label}</label>
    ${children}
    ${hint && html`<p class="soft" id=${`${id}-hint`}>${hint}</p>`}
  </div>`;
}

function Whole({ name, label, options, onChange, usual, low = 0, high = SAMPLES_MAX, hint }) {
  const id = `ask-${name}`;
  const text = options[name] ?? "";
  const value = whole(text);
  const wrong = text.trim() !== "" && (value === null || value < low || value > high);
  const said = wrong ? t("Write a whole number from {low} to {high}.", { low, high }) : "";
  return html`<${Row} id=${id} label=${label} hint=${hint}>
    <input type="text" inputmode="numeric" id=${id} value=${text} placeholder=${usual} autocomplete="off"
      aria-invalid=${wrong ? "true" : null}
      aria-describedby=${[hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(" ") || null}
      onInput=${(event) => onChange({ [name]: event.currentTarget.value.trim() })} />
    ${said && html`<p class="wrong" id=${`${id}-wrong`} role="status">${said}</p>`}
  <//>`;
}

function Choice({ name, label, options, onChange, choices, hint }) {
  const id = `ask-${name}`;
  return html`<${Row} id=${id} label=${label} hint=${hint}>
    <select id=${id} value=${options[name] ?? ""} aria-describedby=${hint ? `${id}-hint` : null}
      onChange=${(event) => onChange({ [name]: event.currentTarget.value })}>
      ${choices.map(([value, text]) => html`<option key=${value} value=${value}>${text}</option>`)}
    </select>
  <//>`;
}

/** What the scenario says, or what is taken when it says nothing. */
const given = (doc, section, key, usual) => {
  const value = doc.tree?.[section]?.[key];
  return value === undefined || typeof value === "object" ? usual : value;
};

const SEED_HINT = "The same seed gives the same samples.";

function Seed(props) {
  const usual = String(given(props.doc, "uncertainty", "seed", 1));
  return html`<${Whole} ...${props} name="seed" label=${t("Seed")} usual=${usual} high=${SEED_MAX}
    hint=${t(SEED_HINT)} />`;
}

function Run(props) {
  const usual = String(given(props.doc, "uncertainty", "samples", 1000));
  return html`
    <${Whole} ...${props} name="samples" label=${t("Samples")} usual=${usual}
      hint=${t("0 computes the nominal values alone.")} />
    <${Seed} ...${props} />`;
}

const AIMS = { cost: "Least cost", co2: "Least greenhouse gas", coverage: "Most coverage", jobs: "Most jobs" };

/** The aims to choose from; the scenario's own is chosen until another is. */
function Aim({ doc, section, list, options, onChange }) {
  const own = given(doc, section, "objective", "cost");
  return html`<${Choice} name="objective" label=${t("What is made best")} onChange=${onChange}
    options=${{ objective: own, ...options }} choices=${list.map((name) => [name, t(AIMS[name])])} />`;
}

function Size(props) {
  const usual = String(given(props.doc, "size", "samples", 200));
  return html`
    <${Aim} ...${props} section="size" list=${["cost", "co2", "coverage"]} />
    <${Whole} ...${props} name="samples" label=${t("Samples")} usual=${usual}
      hint=${t("Every candidate is tried on every sample; 0 takes the nominal case alone.")} />
    <${Seed} ...${props} />`;
}

function Channels(props) {
  const usual = String(given(props.doc, "uncertainty", "samples", 1000));
  return html`
    <${Aim} ...${props} section="channels" list=${["cost", "co2", "jobs"]} />
    <${Whole} ...${props} name="samples" label=${t("Samples")} usual=${usual}
      hint=${t("0 takes the nominal case alone.")} />
    <${Seed} ...${props} />
    <label class="check">
      <input type="checkbox" checked=${props.options.hide_names ?? false}
        onChange=${(event) => props.onChange({ hide_names: event.currentTarget.checked })} />
      ${t("Number the companies instead of naming them")}
    </label>`;
}

const METHODS = {
  "": ["Chosen by the inputs", "Sobol where the inputs are independent, Shapley where they go together."],
  sobol: ["Sobol", "Shares of variance of independent inputs, first order and total."],
  shapley: ["Shapley", "Shares of variance that sum to one, for inputs that go together as well."],
  morris: ["Morris", "Elementary effects: a ranking with few runs."],
  tornado: ["Tornado", "One input at a time, at its 10 % and 90 % quantile: the quickest."],
};

function Sensitivity(props) {
  const method = props.options.method ?? "";
  return html`
    <${Choice} ...${props} name="method" label=${t("Method")} hint=${t(METHODS[method][1])}
      choices=${Object.entries(METHODS).map(([name, [label]]) => [name, t(label)])} />
    ${method !== "tornado" && html`<${Whole} ...${props} name="rows" label=${t("Rows of the design")} low=${1}
      usual=${method === "morris" ? "50" : t("about 20,000 runs in all")}
      hint=${t("Each row takes one run for every input and more: more rows, narrower intervals.")} />`}
    <${Choice} ...${props} name="group" label=${t("Rank together")} choices=${[
      ["", t("each input by itself")],
      ["provider", t("inputs of a company")],
      ["feedstock", t("inputs of a feedstock")],
      ["part", t("inputs of a part of the model")],
    ]} />
    ${method !== "tornado" && html`<${Seed} ...${props} />`}`;
}

// ---- calibration --------------------------------------------------------------------------------------------------

const WAYS = {
  "": ["Least squares", "Values with their intervals, by the curvature and by profiles."],
  mcmc: ["Ensemble MCMC", "Draws of all parameters together, with bands; takes minutes."],
};

function Calibrate(props) {
  const { doc, options, onChange } = props;
  const tables = useStore((state) => state.tables);
  const method = options.method ?? "";
  if (!doc.tree?.digester) return html`<p class="ask-warn">${t("This scenario has no digester to calibrate.")}</p>`;
  return html`
    <${Row} id="ask-data" label=${t("Measured series (CSV in the folder)")}
      hint=${t("A column time_d (days from the start), and methane_nm3_per_d, ph, vfa_kg_m3, tan_kg_m3 or others.")}>
      <input type="text" id="ask-data" value=${options.data ?? ""} list="ask-data-names" autocomplete="off"
        spellcheck=${false} aria-describedby="ask-data-hint" placeholder=${t("name.csv")}
        onInput=${(event) => onChange({ data: event.currentTarget.value.trim() })} />
      <datalist id="ask-data-names">${tables.map((name) => html`<option key=${name} value=${name}></option>`)}</datalist>
    <//>
    <${Choice} ...${props} name="method" label=${t("Method")} hint=${t(WAYS[method][1])}
      choices=${Object.entries(WAYS).map(([name, [label]]) => [name, t(label)])} />
    ${method === "mcmc" && html`<${Seed} ...${props} />`}
    <${Parameters} doc=${doc} value=${options.parameters ?? []}
      onChange=${(parameters) => onChange({ parameters })} />`;
}

/** The inputs of the digester. */
function useDigesterInputs(doc) {
  const [found, setFound] = useState({ inputs: null, error: null });
  useEffect(() => {
    const stop = new AbortController();
    get(`/api/files/${encodeURIComponent(doc.file)}/inputs?prefix=digester.`, stop.signal).then(
      ({ inputs }) => setFound({ inputs, error: null }),
      (error) => error.name === "AbortError" || setFound({ inputs: null, error }),
    );
    return () => stop.abort();
  }, [doc.file, doc.revision]);
  return found;
}

/** Letters of a text without case and accents, for the search. */
const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function Parameters({ doc, value, onChange }) {
  const { inputs, error } = useDigesterInputs(doc);
  const [sought, setSought] = useState("");
  const fitted = useMemo(() => (inputs ?? []).filter((input) => !input.structural), [inputs]);
  if (error) return html`<${Failure} error=${error} problems=${error.problems} file=${doc.file} />`;
  if (!inputs) return html`<p class="soft" role="status">${t("Reading the inputs…")}</p>`;
  const words = bare(sought).split(/\s+/).filter(Boolean);
  const fits = (input) => words.every((word) => bare(`${input.path} ${input.description}`).includes(word));
  // Those that are chosen, then those that the scenario calls uncertain, then all others.
  const rank = (input) => (value.includes(input.path) ? 0 : input.uncertain ? 1 : 2);
  const shown = fitted.filter(fits).sort((a, b) => rank(a) - rank(b));
  const toggle = (path, on) => onChange(on ? [...value, path] : value.filter((one) => one !== path));
  return html`<fieldset class="ask-choices">
    <legend>${t("Parameters")}</legend>
    <p class="soft">${value.length === 0
      ? t("None chosen: all that the scenario calls uncertain, amounts of streams apart.")
      : t("Chosen: {n}", { n: value.length })}
      ${value.length > 0 && html` <button type="button" class="link" onClick=${() => onChange([])}>
        ${t("Choose none")}</button>`}</p>
    <input type="search" value=${sought} aria-label=${t("Search the parameters")} placeholder=${t("Search")}
      onInput=${(event) => setSought(event.currentTarget.value)} />
    <div class="ask-scroll">
      ${shown.map((input) => html`<label key=${input.path} class="check">
        <input type="checkbox" checked=${value.includes(input.path)}
          onChange=${(event) => toggle(input.path, event.currentTarget.checked)} />
        <span><code>${input.path}</code>${input.uncertain && html` <em>${t("uncertain input")}</em>`}
          <span class="soft"> ${input.description}</span></span>
      </label>`)}
      ${shown.length === 0 && html`<p class="soft">${t("No parameter is called so.")}</p>`}
    </div>
  </fieldset>`;
}
