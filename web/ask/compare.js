/** Scenarios side by side: which ones, and their key numbers with the differences. */
import { html, useEffect, useState } from "../vendor/preact.js";
import { useStore } from "../store.js";
import { events } from "../api.js";
import { count, language, number, t, tn } from "../words.js";
import { pretty, unitText } from "../see/charts/kit.js";
import { Failure } from "./answer.js";

/** Most scenarios beside the open one. */
export const OTHERS_MAX = 7;

/**
 * A list of the other scenarios of the folder, to choose from.
 *
 * @param {{value: string[], onChange: (files: string[]) => void}} props those that are chosen, and who takes others
 * @returns {object} the list
 */
export function Others({ value, onChange }) {
  const files = useStore((s) => s.files);
  const open = useStore((s) => s.doc?.file);
  const others = (files ?? []).filter((one) => one.file !== open);
  if (others.length === 0) {
    return html`<p class="soft">${t("There is no other scenario in the folder. Make a copy of this one first.")}</p>`;
  }
  const full = value.length >= OTHERS_MAX;
  const toggle = (file, on) => onChange(on ? [...value, file] : value.filter((one) => one !== file));
  return html`<fieldset class="ask-choices">
    <legend>${t("Compare {file} with", { file: open })}</legend>
    <div class="ask-scroll">
      ${others.map(({ file, title, saved }) => html`<label key=${file} class="check">
        <input type="checkbox" checked=${value.includes(file)} disabled=${full && !value.includes(file)}
          onChange=${(event) => toggle(file, event.currentTarget.checked)} />
        <span>${title || file} <span class="soft">${file}${saved ? "" : `, ${t("not saved")}`}</span></span>
      </label>`)}
    </div>
    ${full && html`<p class="soft">${t("At most {n} scenarios are compared.", { n: OTHERS_MAX + 1 })}</p>`}
  </fieldset>`;
}

/** Asks the nominal numbers of a scenario, or why there are none. */
async function nominalOf(file, signal) {
  const found = { headlines: null, error: null, problems: [] };
  const take = (name, data) => {
    if (name === "nominal") found.headlines = data.headlines;
    else if (name === "failed") found.error = { message: data.message, help: data.help };
    else if (name === "problems") found.problems = data.problems.filter((p) => p.severity === "error");
  };
  try {
    const body = { set: [], samples: 0, without_figures: true };
    await events(`/api/files/${encodeURIComponent(file)}/live`, body, take, signal);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    found.error = error;
    found.problems = error.problems ?? [];
  }
  if (!found.headlines && !found.error) {
    found.error = { message: t("The scenario has errors."), help: "" };
  }
  return found;
}

/** Numbers of each file; what is known stays while more is asked. */
function useNumbers(files, revision) {
  const [numbers, setNumbers] = useState(() => new Map());
  const names = files.join("\n");
  useEffect(() => {
    const stop = new AbortController();
    const ask = async () => {
      for (const file of names.split("\n")) {
        const found = await nominalOf(file, stop.signal);
        setNumbers((old) => new Map(old).set(file, found));
      }
    };
    ask().catch((error) => {
      if (error.name !== "AbortError") throw error;
    });
    return () => stop.abort();
  }, [names, revision, language()]);
  return numbers;
}

/**
 * Key numbers of the open scenario and others in a table, with what differs.
 *
 * @param {{others: string[]}} props files of the others
 * @returns {object} the table, and what could not be computed
 */
export function SideBySide({ others }) {
  const doc = useStore((s) => s.doc);
  const titles = useStore((s) => s.files) ?? [];
  const [changed, setChanged] = useState(false);
  const files = [doc.file, ...others];
  const numbers = useNumbers(files, doc.revision);
  const titleOf = (file) => titles.find((one) => one.file === file)?.title || file;
  const known = files.filter((file) => numbers.get(file)?.headlines);
  const wrong = files.filter((file) => numbers.get(file)?.error);
  const waits = files.filter((file) => !numbers.has(file));
  return html`<section class="ask-sides" aria-label=${t("Side by side")} aria-busy=${String(waits.length > 0)}>
    <header>
      <h3>${t("Side by side")}</h3>
      <label class="check"><input type="checkbox" checked=${changed}
        onChange=${(event) => setChanged(event.currentTarget.checked)} /> ${t("Only what differs")}</label>
    </header>
    <p class="soft" role="status">${
      waits.length > 0 ? tn("Computing {n} scenario…", "Computing {n} scenarios…", waits.length) : ""
    }</p>
    ${wrong.map((file) => html`<div key=${file}><h4>${titleOf(file)}</h4>
      <${Failure} error=${numbers.get(file).error} problems=${numbers.get(file).problems} file=${file} /></div>`)}
    ${known.length > 0 && html`<${Table} files=${known} titleOf=${titleOf} numbers=${numbers} changed=${changed} />`}
    ${known.length > 0 && html`<p class="ask-note">
      ${t("Nominal values; differences are to {title}.", { title: titleOf(known[0]) })}</p>`}
  </section>`;
}

/** Keys of all scenarios, in the order of the first that has them. */
function rowsOf(files, numbers) {
  const rows = new Map();
  for (const file of files) {
    for (const { key, label, unit, value } of numbers.get(file).headlines) {
      if (!rows.has(key)) rows.set(key, { key, label, unit, values: new Map() });
      rows.get(key).values.set(file, value);
    }
  }
  return [...rows.values()];
}

const isSame = (a, b) => a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));

function Table({ files, titleOf, numbers, changed }) {
  const [first, ...rest] = files;
  const differs = ({ values }) => rest.some((file) => !isSame(values.get(file), values.get(first)));
  const rows = rowsOf(files, numbers).filter((row) => !changed || differs(row));
  if (rows.length === 0) return html`<p>${t("All key numbers are the same.")}</p>`;
  return html`<div class="ask-table" role="group" tabindex="0" aria-label=${t("Key numbers side by side")}>
    <table>
      <thead>
        <tr>
          <th scope="col">${t("Result")}</th>
          ${files.map((file) => html`<th key=${file} scope="col" class="num">${titleOf(file)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(({ key, label, unit, values }) => html`<tr key=${key}>
          <th scope="row">${pretty(label)} <span class="soft">${unitText(unit, language())}</span></th>
          ${files.map((file) => html`<td key=${file} class="num">
            ${number(values.get(file))}
            ${file !== first && html`<${Difference} value=${values.get(file)} base=${values.get(first)} />`}
          </td>`)}
        </tr>`)}
      </tbody>
    </table>
  </div>`;
}

/** What is more or less, and by how many hundredths where that says something. */
function Difference({ value, base }) {
  if (typeof value !== "number" || typeof base !== "number") return null;
  if (isSame(value, base)) return html`<span class="ask-difference soft">=</span>`;
  const sign = (x) => (x > 0 ? "+" : "");
  const by = value - base;
  const share = (by / Math.abs(base)) * 100;
  const hundredths = base !== 0 && Math.abs(share) < 1000 ? `${sign(by)}${percent(share)}` : "";
  return html`<span class="ask-difference">${sign(by)}${number(by)}${hundredths && ` (${hundredths})`}</span>`;
}

const percent = (share) =>
  t("{n}%", { n: Math.abs(share) >= 10 ? count(share) : number(share, 2) });
