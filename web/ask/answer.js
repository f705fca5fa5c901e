/** What a job found: tables, figures, downloads; or why it found nothing. */
import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { act, now, useStore } from "../store.js";
import { download, get } from "../api.js";
import { language, t } from "../words.js";
import { Figure } from "../see/figure.js";
import { pretty } from "../see/charts/kit.js";
import { rich } from "../build/box.js";
import { duration, hasAnswer, kindName } from "./jobs.js";

/** Answers that were read, by job and language; an answer does not change once it is there. */
const kept = new Map();
const KEPT_MAX = 12;

function keepAnswer(key, answer) {
  kept.set(key, answer);
  if (kept.size > KEPT_MAX) kept.delete(kept.keys().next().value);
}

/**
 * The answer of a job.
 *
 * @param {{job: object, led: number}} props the job, and how often a reader has asked to be led to an answer
 * @returns {object} its tables and figures, or why there are none
 */
export function Answer({ job, led }) {
  const heading = useRef(null);
  // Whoever asked for it is led to it: on a narrow screen it is far below. One that comes by itself leads nobody away.
  useEffect(() => {
    if (!led) return;
    heading.current.focus({ preventScroll: true });
    heading.current.scrollIntoView({ block: "start" });
  }, [job.id, led]);
  const title = t("{name}: {title}", { name: kindName(job.kind), title: job.title || job.file });
  return html`<article class="ask-answer" aria-label=${t("Answer")}>
    <h3 ref=${heading} tabindex="-1">${title}</h3>
    <p class="soft">${job.file} · ${duration(job.seconds)}</p>
    ${job.state === "cancelled" && hasAnswer(job) && html`<p class="ask-warn">
      ${t("It was cancelled: this is what was found by then.")}</p>`}
    ${job.error && html`<${Failure} error=${job.error} problems=${job.problems} file=${job.file} />`}
    ${hasAnswer(job) && html`<${Downloads} job=${job} /><${Found} key=${job.id} job=${job} />`}
  </article>`;
}

/**
 * Why something failed, with the way to what is wrong.
 *
 * @param {{error: {message: string, help?: string}, problems?: object[], file?: string}} props what was said, and the
 *   scenario it is about
 * @returns {object} message, help and problems
 */
export function Failure({ error, problems = [], file }) {
  return html`<div class="ask-failure" role="alert">
    <p><strong>${rich(error.message)}</strong></p>
    ${error.help && html`<p>${rich(error.help)}</p>`}
    ${problems?.length > 0 && html`<ul class="problems">
      ${problems.map((problem, k) => html`<li key=${k}>
        <${Told} problem=${problem} file=${file} repeats=${problem.help === problems[k - 1]?.help} /></li>`)}
    </ul>`}
  </div>`;
}

/** One problem; help that the one before has given is not given again. */
function Told({ problem, file, repeats }) {
  const place = problem.path?.length ? problem.path.join(".") : placeInFile(problem);
  const look = `wrong ${problem.severity ?? "error"}`;
  const text = html`<span class=${look}>${rich(problem.message)}</span>
    ${place && html` <code>${place}</code>`}
    ${problem.help && !repeats && html` <span class="soft ask-help">${rich(problem.help)}</span>`}`;
  const go = leadsTo(problem, file);
  return go ? html`<button type="button" onClick=${go}>${text}</button>` : text;
}

/** Longest name of a cell that is shown. */
const CELL_MAX = 40;

function placeInFile({ table, file, row, line, cell }) {
  const at = typeof row === "number" ? t("row {n}", { n: row + 1 }) : line ? t("line {n}", { n: line }) : "";
  // What stands where a heading was expected may be a whole line.
  const short = cell && cell.length <= CELL_MAX ? cell : "";
  return [file ?? table, at, short].filter(Boolean).join(", ");
}

/** A press on a problem leads to its field, in its scenario. */
function leadsTo(problem, file) {
  if (!problem.path?.length) return null;
  return async () => {
    if (file && file !== now().doc?.file && !(await act.open(file))) return;
    act.goto(problem.path);
  };
}

/** Files of an answer: their address, name and what is said of them. */
const FILES = [
  ["report", "Report (HTML)"],
  ["workbook", "Workbook (XLSX)"],
  ["result", "Data (JSON)"],
];

function Downloads({ job }) {
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(null);
  const fetchFile = async (what) => {
    setBusy(what);
    setError(null);
    try {
      await download(`/api/jobs/${encodeURIComponent(job.id)}/${what}`);
    } catch (problem) {
      setError(problem);
    }
    setBusy(null);
  };
  return html`<div class="ask-downloads" role="group" aria-label=${t("Download")}>
    <span class="soft" aria-hidden="true">${t("Download")}</span>
    ${FILES.map(([what, label]) => html`<button type="button" key=${what} disabled=${busy === what}
      onClick=${() => fetchFile(what)}>${t(label)}</button>`)}
  </div>
  ${error && html`<${Failure} error=${error} />`}`;
}

function useAnswer(job) {
  const key = `${job.id} ${language()}`;
  const [state, setState] = useState(() => ({ answer: kept.get(key) ?? null, error: null }));
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (state.answer) return undefined;
    const stop = new AbortController();
    get(`/api/jobs/${encodeURIComponent(job.id)}/answer`, stop.signal).then(
      (answer) => {
        keepAnswer(key, answer);
        setState({ answer, error: null });
      },
      (error) => error.name === "AbortError" || setState({ answer: null, error }),
    );
    return () => stop.abort();
  }, [turn]);
  const again = () => {
    setState({ answer: null, error: null });
    setTurn(turn + 1);
  };
  return { ...state, again };
}

function Found({ job }) {
  const { answer, error, again } = useAnswer(job);
  if (error) {
    return html`<${Failure} error=${error} />
      <div class="buttons"><button type="button" onClick=${again}>${t("Try again")}</button></div>`;
  }
  if (!answer) return html`<p class="soft" role="status">${t("Reading the answer…")}</p>`;
  return html`
    ${answer.runs.length > 0 && html`<p class="soft">${answer.runs.join(", ")}</p>`}
    ${answer.lacks.length > 0 && html`<ul class="ask-warn">
      ${answer.lacks.map((text, k) => html`<li key=${k}>${rich(text)}</li>`)}</ul>`}
    ${answer.sections.map((section, k) => html`<${Section} key=${k} section=${section} />`)}
    ${answer.figures.length > 0 && html`<section class="see-figures" aria-label=${t("Figures")}>
      ${answer.figures.map((figure, k) => html`<${Figure} key=${`${figure.name} ${k}`} figure=${figure} />`)}
    </section>`}`;
}

/** Texts of an answer: formulas with their indices, but not in what stands between backquotes. */
const prose = (text) => rich(text).map((part) => (typeof part === "string" ? pretty(part) : part));

/** Rows shown at first: a table of all candidates may have thousands. */
const FEW = 40;

/** A number, perhaps with its interval in brackets. */
const NUMERIC = /^[<>≤≥~±+\-−]?\s?\d[\d\s.,]*(e[+\-−]?\d+)?(\s?%)?(\s?\[[^\]a-z]*\])?$/i;
const isNumeric = (cell) => NUMERIC.test(cell.trim());
const isBlank = (cell) => /^[\s–-]*$/.test(cell);

/** Columns whose cells are numbers, which stand to the right. */
function numericColumns({ columns, rows }) {
  const whole = rows.filter((row) => row.length === columns.length);
  return columns.map((_, k) => {
    const cells = whole.map((row) => row[k]).filter((cell) => !isBlank(cell));
    return cells.length > 0 && cells.filter(isNumeric).length >= 0.6 * cells.length;
  });
}

function Section({ section }) {
  const { title, columns, rows, notes } = section;
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, FEW);
  const numeric = numericColumns(section);
  const look = (k) => (numeric[k] ? "num" : "");
  return html`<section class="ask-section">
    <h4>${prose(title)}</h4>
    ${rows.length > 0 && html`<div class="ask-table" role="group" tabindex="0" aria-label=${title}>
      <table>
        ${columns.some(Boolean) && html`<thead><tr>
          ${columns.map((name, k) => (name
            ? html`<th key=${k} scope="col" class=${look(k)}>${prose(name)}</th>`
            : html`<td key=${k}></td>`))}
        </tr></thead>`}
        <tbody>
          ${shown.map((row, k) => html`<${Line} key=${k} row=${row} columns=${columns.length} look=${look} />`)}
        </tbody>
      </table>
    </div>`}
    ${rows.length > FEW && html`<button type="button" class="small text" aria-expanded=${String(all)}
      onClick=${() => setAll(!all)}>
      ${all ? t("The first {n} rows", { n: FEW }) : t("All {n} rows", { n: rows.length })}</button>`}
    ${notes.map((note, k) => html`<p key=${k} class="ask-note">${prose(note)}</p>`)}
  </section>`;
}

function Line({ row, columns, look }) {
  if (row.length === 1 && columns > 1) {
    return html`<tr class="group"><th scope="colgroup" colspan=${columns}>${prose(row[0])}</th></tr>`;
  }
  return html`<tr>${row.map((cell, k) => (k === 0 && !isBlank(cell)
    ? html`<th key=${k} scope="row" class=${look(k)}>${prose(cell)}</th>`
    : html`<td key=${k} class=${look(k)}>${prose(cell)}</td>`))}</tr>`;
}

/**
 * The answer that was chosen, or what to do when there is none.
 *
 * @param {{chosen: string | number | null, led: number}} props id of the job, and how often a reader asked for one
 * @returns {object} the answer
 */
export function Shown({ chosen, led }) {
  const job = useStore((s) => s.jobs.find((one) => one.id === chosen));
  if (!job) return html`<p class="soft ask-none">${t("An answer is shown here when a job is done.")}</p>`;
  if (hasAnswer(job) || job.error) return html`<${Answer} key=${job.id} job=${job} led=${led} />`;
  const text = job.state === "waiting" ? t("It waits for the jobs before it.") : t("It is being computed.");
  return html`<p class="soft ask-none" role="status">${kindName(job.kind)}, ${job.file}. ${text}</p>`;
}
