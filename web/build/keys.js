/**
 * Fields of keys that are no number of a table: texts, choices, flags, lists, amounts, small tables.
 */
import { html, useMemo, useState } from "../vendor/preact.js";
import { act, useStore } from "../store.js";
import { count, parsed, t, tn, typed } from "../words.js";
import { PlainNumber, TextBox, Wrong, idOf, labelOf, plainName, rich } from "./box.js";
import { LAW_PARTS } from "./law.js";
import { Picker, Pickers } from "./picker.js";

/** Keys whose words come from a library: what they choose from. */
const LIBRARY = {
  feedstock: "feedstocks",
  outlet: "outlets",
  season: "seasons",
  exclude_outlets: "outlets",
  like: "woods",
};

/** What a key chooses from; nothing for one without a library. */
function useChoices(name) {
  const library = useStore((s) => s.library);
  return useMemo(() => {
    if (LIBRARY[name] === "woods") return library?.feedstocks.filter((one) => one.kind === "wood");
    return library?.[LIBRARY[name]];
  }, [library, name]);
}

/** Labels of keys whose description begins with an example of what may be written. */
const LABELS = {
  amount: "Amount",
  model: "Model",
  cover: "Cover",
  participation: "Participation",
  activity: "Activity",
  correlation: "Correlations",
};

/**
 * A key of a section that is no number of a table.
 *
 * @param {{spec: object, keys: string[], given: any, problems?: object[]}} props its description, the keys that lead to
 *   it, what the file holds
 * @returns {object} label and control
 */
export function KeyField({ spec, keys, given, problems = [] }) {
  const id = idOf(keys);
  const { label: said, more: rest } = labelOf(spec.description);
  // How a variant is written is seen in the text; here its names are offered, and what holds without it is said.
  const more = spec.kind === "variant" ? rest.slice(rest.lastIndexOf(";") + 1).trim() : rest;
  const label = said || (LABELS[spec.name] ? t(LABELS[spec.name]) : plainName(spec.name));
  const isGiven = given !== undefined;
  const describedBy = [more && `${id}-about`, problems.length && `${id}-wrong`].filter(Boolean).join(" ") || null;
  const put = (value) => act.edit([{ path: keys, value }]);
  const Control = CONTROLS[spec.kind] ?? Small;
  const control = { spec, id, keys, given, put, label, describedBy, wrong: problems.length > 0 };
  return html`<div class=${`field ${isGiven ? "given" : ""} ${problems.length ? "is-wrong" : ""}`}
      data-path=${keys.join(".")}>
    <div class="name"><label for=${id}>${label}</label> <code>${spec.name}</code></div>
    <div class="value">
      <${Control} ...${control} />
      ${isGiven && html`<button type="button" class="small" onClick=${() => put(null)}
        aria-label=${t("Leave out: {name}", { name: label })}
        title=${t("Leave it out")}>↺</button>`}
    </div>
    <${Wrong} id=${`${id}-wrong`} problems=${problems} />
    ${more && html`<p class="hint" id=${`${id}-about`}>${rich(more)}</p>`}
  </div>`;
}

function Text({ spec, id, given, put, describedBy, wrong }) {
  const options = useChoices(spec.name);
  if (options) return html`<${Picker} id=${id} value=${given ?? ""} options=${options} onTake=${(v) => put(v || null)}
    describedBy=${describedBy} wrong=${wrong} free=${true} />`;
  return html`<${TextBox} id=${id} value=${asText(given)} long=${spec.name === "description"} describedBy=${describedBy}
    wrong=${wrong} onTake=${(text) => put(text === "" ? null : text)} />`;
}

function asText(given) {
  if (given === undefined || given === null) return "";
  return typeof given === "object" ? JSON.stringify(given) : String(given);
}

function File({ id, given, put, describedBy, wrong, spec }) {
  const tables = useStore((s) => s.doc?.tables);
  const many = spec.kind === "files";
  const value = [].concat(given ?? []).join(", ");
  const take = (text) => {
    const names = text.split(",").map((name) => name.trim()).filter(Boolean);
    put(names.length === 0 ? null : many && names.length > 1 ? names : names.join(", "));
  };
  return html`<${TextBox} id=${id} value=${value} describedBy=${describedBy} wrong=${wrong} onTake=${take}
      list=${`${id}-files`}
      hint=${many ? t("file.csv, or several with commas") : t("a file beside the scenario")} />
    <datalist id=${`${id}-files`}>${(tables ?? []).map((name) => html`<option key=${name}
      value=${name}></option>`)}</datalist>`;
}

function Texts({ spec, id, given, put, label, describedBy, wrong }) {
  const options = useChoices(spec.name);
  const list = Array.isArray(given) ? given : given === undefined ? [] : [given];
  if (options) return html`<${Pickers} id=${id} values=${list} options=${options} label=${label}
      describedBy=${describedBy}
    onTake=${(next) => put(next.length ? next : null)} />`;
  const take = (text) => {
    const next = text.split(",").map((part) => part.trim()).filter(Boolean);
    put(next.length ? next : null);
  };
  return html`<${TextBox} id=${id} value=${list.join(", ")} hint=${t("several, with commas")} describedBy=${describedBy}
    wrong=${wrong} onTake=${take} />`;
}

function Numbers({ id, given, put, describedBy, wrong }) {
  const list = Array.isArray(given) ? given : given === undefined ? [] : [given];
  // A decimal comma needs another separator.
  const parts = (text) => text.split(/[;\s]+/).map((part) => part.replace(/,$/, "")).filter(Boolean);
  const take = (text) => put(parts(text).length ? parts(text).map(parsed) : null);
  const isBad = (text) => parts(text).some((part) => parsed(part) === null);
  const refuse = (text) => (isBad(text) ? t("Numbers, with spaces between them.") : "");
  return html`<${TextBox} id=${id} value=${list.map((v) => (typeof v === "number" ? typed(v) : v)).join(" ")}
      refuse=${refuse}
    numeric=${true} hint=${t("several, with spaces")} describedBy=${describedBy} wrong=${wrong} onTake=${take} />`;
}

const LEFT_OUT = "";
/** What no word of a choice can be: a value that the file holds and the choice does not know. */
const wordsWith = (words, given) => (given === undefined || words.includes(given) ? words : [...words, given]);

/** What a word of a choice is called; itself where it has no name. */
const calledBy = ({ words, labels }) => (word) => {
  const label = labels?.[words.indexOf(word)] ?? word;
  return label.charAt(0).toUpperCase() + label.slice(1);
};

/** The word that the file holds, where its name does not say it. */
function Word({ word, called }) {
  const says = word === undefined || called(word).toLowerCase().startsWith(String(word).toLowerCase());
  return says ? null : html`<code class="soft word">${word}</code>`;
}

function Choice({ spec, id, given, put, describedBy, wrong }) {
  const words = wordsWith(spec.words, given);
  const called = calledBy(spec);
  return html`<select id=${id} value=${given ?? LEFT_OUT} aria-describedby=${describedBy}
      aria-invalid=${wrong ? "true" : null}
      onChange=${(e) => put(e.currentTarget.value || null)}>
    <option value=${LEFT_OUT}>${t("left out")}</option>
    ${words.map((word) => html`<option key=${word} value=${word}>${called(word)}</option>`)}
  </select> <${Word} word=${given} called=${called} />`;
}

function Choices({ spec, id, given, put, label, describedBy }) {
  const list = Array.isArray(given) ? given : given === undefined ? [] : [given];
  const toggle = (word, on) => {
    const next = on ? [...list, word] : list.filter((other) => other !== word);
    put(next.length ? next : null);
  };
  const called = calledBy(spec);
  const others = list.filter((word) => typeof word === "string" && !spec.words.includes(word));
  return html`<div class="checks" role="group" aria-label=${label} aria-describedby=${describedBy}>
    ${[...spec.words, ...others].map(
      (word, k) => html`<label class="check" key=${word}><input id=${k === 0 ? id : null} type="checkbox"
          checked=${list.includes(word)}
        onChange=${(e) => toggle(word, e.currentTarget.checked)} /> <span>${called(word)} <${Word} word=${word}
          called=${called} /></span></label>`,
    )}
  </div>`;
}

function Bool({ id, given, put, describedBy, wrong }) {
  const value = given === true ? "yes" : given === false ? "no" : LEFT_OUT;
  return html`<select id=${id} value=${value} aria-describedby=${describedBy} aria-invalid=${wrong ? "true" : null}
      onChange=${(e) => put(e.currentTarget.value === LEFT_OUT ? null : e.currentTarget.value === "yes")}>
    <option value=${LEFT_OUT}>${t("left out")}</option>
    <option value="yes">${t("yes")}</option>
    <option value="no">${t("no")}</option>
  </select>`;
}

function Number_({ id, given, put, describedBy, wrong }) {
  return html`<${PlainNumber} id=${id} value=${given} onTake=${put} describedBy=${describedBy} wrong=${wrong} />`;
}

/** An amount with its unit, or three of them. */
function Amount({ id, given, put, label, describedBy, wrong }) {
  const spread = given && typeof given === "object" && !Array.isArray(given);
  if (!spread) {
    const parts = /^\s*([\d.,\s]+)\s*(.*)$/.exec(given ?? "");
    const middle = parts ? parsed(parts[1]) : null;
    const widen = () => {
      const with_ = (factor) => `${Number((middle * factor).toPrecision(3))} ${parts[2]}`.trim();
      put({ low: with_(0.8), mode: given, high: with_(1.2) });
    };
    return html`<${TextBox} id=${id} value=${asText(given)} hint="120 t/a" describedBy=${describedBy} wrong=${wrong}
        onTake=${(text) => put(text || null)} />
      ${middle !== null && html`<button type="button" class="small text"
        onClick=${widen}>${t("low to high")}</button>`}`;
  }
  const one = (part) => (text) => put({ ...given, [part]: text });
  return html`<span class="three">
    ${["low", "mode", "high"].map(
      (part, k) => html`<label class="part" key=${part}><span>${t(LAW_PARTS[part])}</span>
        <${TextBox} id=${k === 0 ? id : undefined} label=${`${label}, ${t(LAW_PARTS[part])}`}
          value=${asText(given[part])} onTake=${one(part)} /></label>`,
    )}
    <button type="button" class="small text"
      onClick=${() => put(given.mode ?? given.low ?? null)}>${t("one amount")}</button>
  </span>`;
}

function Variant({ spec, id, given, put, describedBy, wrong }) {
  const isTable = given && typeof given === "object";
  const word = isTable ? Object.keys(given)[0] : given;
  const called = calledBy(spec);
  const choose = (event) => {
    const next = event.currentTarget.value;
    put(next === LEFT_OUT ? null : { [next]: {} });
  };
  return html`<select id=${id} value=${word ?? LEFT_OUT} aria-describedby=${describedBy}
      aria-invalid=${wrong ? "true" : null} onChange=${choose}>
    <option value=${LEFT_OUT}>${t("left out")}</option>
    ${wordsWith(spec.words, word).map((w) => html`<option key=${w} value=${w}>${called(w)}</option>`)}
  </select> <${Word} word=${word} called=${called} />`;
}

/** A small table: names and values, any of both. */
function Small({ id, keys, given, label }) {
  const [name, setName] = useState("");
  const isFlat = given === undefined || (typeof given === "object" && !Array.isArray(given));
  if (!isFlat) return html`<span class="soft">${tn(
    "{n} entry; it is edited in the text.",
    "{n} entries; they are edited in the text.",
    [].concat(given).length,
  )}</span>`;
  const entries = Object.entries(given ?? {});
  const add = () => {
    if (!name.trim()) return;
    act.edit([{ path: [...keys, name.trim()], value: given === undefined && keys[0] !== "sources" ? 0 : "" }]);
    setName("");
  };
  const read = (text) => (text === "" ? null : (parsed(text) ?? text));
  const put = (key) => (text) => act.edit([{ path: [...keys, key], value: read(text) }]);
  return html`<div class="small-table">
    ${entries.map(([key, value]) => {
      const plain = value === null || typeof value !== "object";
      return html`<div class="row" key=${key}><code>${key}</code>
        ${plain ? html`<${TextBox} label=${`${label}, ${key}`}
          value=${typeof value === "number" ? typed(value) : asText(value)} onTake=${put(key)} />`
          : html`<code class="soft">${JSON.stringify(value)}</code>`}
        <button type="button" class="small" aria-label=${t("Remove {name}", { name: key })}
          onClick=${() => act.edit([{ path: [...keys, key], value: null }])}>×</button>
      </div>`;
    })}
    <div class="row"><input id=${id} type="text" value=${name} placeholder=${t("name")} autocomplete="off"
      spellcheck=${false}
        onInput=${(e) => setName(e.currentTarget.value)} onKeyDown=${(e) => e.key === "Enter" && add()} />
      <button type="button" class="small text" onClick=${add} disabled=${!name.trim()}>${t("Add")}</button></div>
  </div>`;
}

/** Pairs of drawn inputs that go together. */
function Correlations({ id, keys, given, label }) {
  const drawn = useStore((s) => s.doc?.tree?.uncertainty);
  const paths = Object.keys(drawn ?? {}).filter((key) => key.includes("."));
  const list = Array.isArray(given) ? given : [];
  const [pair, setPair] = useState(["", ""]);
  const put = (next) => act.edit([{ path: keys, value: next.length ? next : null }]);
  const value = (one) => one.spearman ?? one.pearson;
  const change = (k, next) =>
    put(list.map((one, j) => (j === k ? { ...one, ["pearson" in one ? "pearson" : "spearman"]: next ?? 0 } : one)));
  const choose = (k) => (event) => setPair(pair.map((path, j) => (j === k ? event.currentTarget.value : path)));
  const ready = pair[0] && pair[1] && pair[0] !== pair[1];
  return html`<div class="small-table">
    ${list.map(
      (one, k) => html`<div class="row" key=${k}><span
          class="paths">${[].concat(one.of ?? []).map((path) => html`<code>${path}</code> `)}</span>
        ${typeof value(one) === "number"
          ? html`<${PlainNumber} label=${t("Correlation {n}", { n: k + 1 })} value=${value(one)}
              onTake=${(next) => change(k, next)} />`
          : html`<span class="soft">${t("a matrix; it is edited in the text")}</span>`}
        <button type="button" class="small" aria-label=${t("Remove correlation {n}", { n: k + 1 })}
          onClick=${() => put(list.filter((_, j) => j !== k))}>×</button></div>`,
    )}
    ${paths.length < 2
      ? html`<p class="soft" id=${id}>${t("Two inputs must be uncertain before they can go together.")}</p>`
      : html`<div class="row">${[0, 1].map(
          (k) => html`<select key=${k} id=${k === 0 ? id : null} aria-label=${`${label}, ${count(k + 1)}`}
              value=${pair[k]} onChange=${choose(k)}>
            <option value="">${t("an input")}</option>${paths.map((path) => html`<option key=${path}
              value=${path}>${path}</option>`)}</select>`,
        )}
        <button type="button" class="small text" disabled=${!ready} onClick=${() => {
          put([...list, { of: pair, spearman: 0.5 }]);
          setPair(["", ""]);
        }}>${t("Add")}</button></div>`}
  </div>`;
}

const CONTROLS = {
  text: Text,
  texts: Texts,
  numbers: Numbers,
  choice: Choice,
  choices: Choices,
  bool: Bool,
  number: Number_,
  file: File,
  files: File,
  amount: Amount,
  variant: Variant,
  correlations: Correlations,
  states: Small,
  properties: Small,
  table: Small,
};
