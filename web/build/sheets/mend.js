/**
 * What is wrong with the sheets: by cell, as a list, one after the other; and what mends many cells at once.
 */
import { html, useEffect, useMemo, useRef, useState } from "../../vendor/preact.js";
import { t } from "../../words.js";
import { rich } from "../box.js";
import { cell } from "../grid.js";
import { TABLES, TITLES } from "./draft.js";

/** Problems listed at once. */
const LISTED = 60;

/**
 * Problems of a table by `row:at`; those of a whole row have no column.
 *
 * @param {object[]} problems of all tables
 * @param {string} table which
 * @param {object} sheets by table
 * @returns {Map<string, object[]>} problems by cell
 */
export function byCell(problems, table, sheets) {
  const found = new Map();
  for (const p of problems) {
    if (p.table !== table) continue;
    const at = columnOf(p, sheets[table]);
    const key = `${p.row ?? -1}:${at < 0 ? "" : at}`;
    found.set(key, [...(found.get(key) ?? []), { ...p, message: bare(p.message) }]);
  }
  return found;
}

function columnOf({ cell: name, column }, sheet) {
  if (sheet.columns[column] === name && name) return column;
  return name ? sheet.columns.indexOf(name) : -1;
}

/** Where a problem is, is said beside it already. */
const bare = (message) => message.replace(/^\w+\.csv!\w+[\s\u00a0]*:\s*/, "");

/**
 * Leads to a problem: one of the list, or the next (1) and the one before (-1).
 *
 * @param {object} tools of the view
 * @returns {(which: object | number) => void} goes there
 */
export function useLead({ problems, draft, book, table, setTable, setPlace, place, columns, lean }) {
  const [goal, setGoal] = useState(null);
  const at = useRef(-1);
  const count = useRef(0);
  useEffect(() => {
    if (!goal || goal.problem.table !== table || !book) return;
    const { row, table: of } = goal.problem;
    const column = columnOf(goal.problem, draft.tables[of]);
    const col = columns.findIndex((c) => c.at === column);
    setPlace(cell(row ?? -1, Math.max(0, col)), of);
    setGoal(null);
    document.getElementById(`sheet-${of}`)?.focus();
  }, [goal, table]);
  const listed = problems.filter((p) => p.table);
  return (which) => {
    if (listed.length === 0) return;
    // What was mended is gone: the next one stands in its place.
    if (which === 1 && listed.length < count.current) at.current -= 1;
    count.current = listed.length;
    const k = typeof which === "number" ? (at.current + which + listed.length) % listed.length : listed.indexOf(which);
    at.current = k < 0 && typeof which === "number" ? 0 : k;
    const problem = listed[at.current];
    if (!problem) return;
    setTable(problem.table);
    setGoal({ problem });
  };
}

/** A number with a decimal comma, blanks between its digits perhaps. */
const COMMA = /^[+-]?\d[\d\s]*,\d+$/;

/**
 * The tables with decimal commas as points, and how many these were; null where there is none.
 *
 * The engine reads no comma, since `1,500` may be two numbers: it is said by whoever knows.
 */
function withPoints(sheets, book) {
  let n = 0;
  const point = (text) => {
    n += 1;
    return text.replace(/\s/g, "").replace(",", ".");
  };
  const tables = {};
  for (const table of TABLES) {
    const { columns, rows } = sheets[table];
    const numeric = columns.map((name) => book[table].get(name)?.kind === "number");
    const wrong = (text, k) => numeric[k] && COMMA.test(text);
    const mended = (row) => (row.some(wrong) ? row.map((text, k) => (wrong(text, k) ? point(text) : text)) : row);
    tables[table] = { columns, rows: rows.map(mended) };
  }
  return n > 0 ? { tables, n } : null;
}

/** One press for a whole sheet out of a French spreadsheet. */
function Commas({ draft, book, table, change, say }) {
  const points = useMemo(() => withPoints(draft.tables, book), [draft.tables, book]);
  if (!points) return null;
  const read = () => {
    change(points.tables);
    say(t("Decimal commas read: {n}.", { n: points.n }));
    document.getElementById(`sheet-${table}`)?.focus();
  };
  return html`<button type="button" onClick=${read}>${t("Commas are decimal: {n}", { n: points.n })}</button>`;
}

/**
 * The list of what is wrong.
 *
 * @param {object} tools of the view, with `lead`
 * @returns {object} a count, buttons, the list
 */
export function Mend(tools) {
  const { draft, problems, book, lead } = tools;
  const { judged } = draft;
  if (!judged) return html`<p class="soft" role="status">${t("Checking…")}</p>`;
  const errors = problems.filter((p) => p.severity === "error").length;
  const odd = problems.length - errors;
  const parts = [
    errors > 0 && t("{n} to mend", { n: errors }),
    odd > 0 && t("{n} to look at", { n: odd }),
    problems.length === 0 && t("Nothing is wrong."),
  ].filter(Boolean);
  return html`<div class="mend">
    <div class="bar">
      <p role="status" class=${errors ? "error" : "soft"}><strong>${parts.join(" · ")}</strong></p>
      ${problems.length > 0 && html`
        <button type="button" onClick=${() => lead(-1)}
          aria-keyshortcuts="Shift+F8">‹ ${t("Previous problem")}</button>
        <button type="button" onClick=${() => lead(1)} aria-keyshortcuts="F8">${t("Next problem")} ›</button>`}
      ${errors > 0 && html`<${Commas} ...${tools} />`}
    </div>
    <ul class="problems">${problems.slice(0, LISTED).map((p, k) => html`<li key=${k} class=${p.severity}>
      <button type="button" onClick=${() => lead(p)} disabled=${!p.table}><span class="mark" aria-hidden="true">${
        p.severity === "error" ? "✕" : "!"
      }</span> <span class="soft">${whereOf(p, book)}</span> ${rich(bare(p.message))} ${p.help && html`<span
        class="soft">${rich(p.help)}</span>`}</button></li>`)}</ul>
    ${problems.length > LISTED && html`<p class="soft">${t("and {n} more", { n: problems.length - LISTED })}</p>`}
  </div>`;
}

function whereOf({ table, row, cell: name }, book) {
  if (!table) return "";
  const line = Number.isInteger(row) ? t("row {n}", { n: row + 1 }) : t("heading");
  const column = name && (book[table].get(name)?.label ?? name);
  return [t(TITLES[table]), line, column].filter(Boolean).join(", ");
}
