/**
 * The inventory: companies, streams and purchases as sheets, judged as they are typed, taken into the scenario.
 */
import { html, useMemo, useRef, useState } from "../vendor/preact.js";
import { act } from "../store.js";
import { t, tn } from "../words.js";
import { rich } from "./box.js";
import { Grid, cell, range } from "./grid.js";
import { About } from "./sheets/cell.js";
import { TABLES, TITLES, edited, useDraft } from "./sheets/draft.js";
import { Mend, byCell, useLead } from "./sheets/mend.js";
import { paste, upload, useDrop } from "./sheets/read.js";
import { Use } from "./sheets/use.js";

/** Changes that can be undone. */
const PAST = 100;

/**
 * The inventory of the open file.
 *
 * @returns {object} sheets, what is wrong with them, and the way into the scenario
 */
export function Inventory() {
  const { file, draft, put, book } = useDraft();
  const [table, setTable] = useState("companies");
  const [places, setPlaces] = useState({});
  const [said, setSaid] = useState("");
  const [lean, setLean] = useState(true);
  const panel = useRef(null);
  const whole = useRef(null);
  const sheet = draft.tables?.[table];
  const problems = draft.judged?.problems ?? [];
  const wrong = useMemo(() => byCell(problems, table, draft.tables), [draft.judged, table, draft.tables]);
  const columns = useMemo(
    () => (book && sheet ? shownColumns(book[table], sheet, wrong, lean) : []),
    [book, sheet, wrong, lean, table],
  );
  const place = fit(places[table] ?? cell(0, 0), sheet, columns);
  const setPlace = (next, of = table) => setPlaces((old) => ({ ...old, [of]: next }));
  const change = (tables, more = {}) =>
    put({
      tables,
      touched: true,
      used: false,
      past: [...draft.past.slice(1 - PAST), draft.tables],
      future: [],
      ...more,
    });
  const setSheet = (next) => change({ ...draft.tables, [table]: next });
  const all = { file, draft, put, book, table, setTable, sheet, columns, place, setPlace, change, setSheet, problems };
  const tools = { ...all, wrong, say: setSaid, setLean, lean, panel, whole };
  useDrop((files) => upload(files, tools));
  const lead = useLead(tools);
  if (!draft.tables || !book) {
    return draft.unread
      ? html`<${Failure} error=${draft.unread} />`
      : html`<p class="soft loading" role="status">${t("Loading…")}</p>`;
  }
  return html`<section class="section inventory" aria-label=${t("Companies")} ref=${whole}>
    <h2 tabindex="-1">${t("Companies and their streams")}</h2>
    <p class="soft">${t(
      "Write here, paste from a spreadsheet, or drop a workbook (.xlsx) or CSV on the page. All is checked as you " +
        "go; the scenario stays as it is until you use these companies.",
    )}</p>
    ${draft.unread && !draft.touched && !draft.used && html`<${Failure} error=${draft.unread}
      more=${t("What is here may not be what the scenario has. Mend it first, or open or write companies here.")} />`}
    ${draft.error && html`<${Failure} error=${draft.error} />`}
    <${Tabs} ...${tools} />
    <${Bar} ...${tools} />
    <${Grid} key=${table} id=${`sheet-${table}`} label=${t(TITLES[table])} columns=${columns} rows=${sheet.rows}
      place=${place} wrong=${wrong} optionsOf=${(column) => optionsOf(column, table, draft.tables)} onPlace=${setPlace}
      onEdit=${(edits) => edits.length && setSheet(edited(sheet, edits))} onPaste=${(text) => paste(text, tools)}
      onHeading=${() => panel.current?.querySelector("select, button")?.focus()}
      onKey=${(e) => onKey(e, tools, lead)} />
    <p class="said soft" role="status">${said}</p>
    <${About} ...${tools} />
    <${Mend} ...${tools} lead=${lead} />
    <${Use} ...${tools} />
  </section>`;
}

function Failure({ error, more }) {
  return html`<div class="failure" role="alert"><p><strong>${rich(error.message)}</strong></p>
    ${error.help && html`<p>${rich(error.help)}</p>`}${more && html`<p>${more}</p>`}</div>`;
}

const unknown = (name) => ({ name, label: name, help: "", kind: "text", need: "optional", words: [], unknown: true });

/** Columns in view; lean: without those that are optional and empty. */
function shownColumns(known, sheet, wrong, lean) {
  const filled = (at) => sheet.rows.some((row) => row[at]);
  const struck = new Set([...wrong.keys()].map((key) => key.split(":")[1]));
  return sheet.columns
    .map((name, at) => ({ ...(known.get(name) ?? unknown(name)), at }))
    .filter((c) => !lean || c.need !== "optional" || c.unknown || struck.has(String(c.at)) || filled(c.at));
}

function fit(place, sheet, columns) {
  const row = (k) => Math.max(-1, Math.min(k, sheet?.rows.length ?? 0));
  const col = (k) => Math.max(0, Math.min(k, columns.length - 1));
  return { row: row(place.row), col: col(place.col), row2: row(place.row2), col2: col(place.col2) };
}

/** The words that a cell may hold: of its column, or the companies' ids. */
function optionsOf(column, table, sheets) {
  if (column.name !== "provider_id" || table === "companies") return column.words;
  const { columns, rows } = sheets.companies;
  const [id, name] = [columns.indexOf("provider_id"), columns.indexOf("name")];
  return rows.filter((row) => row[id]).map((row) => ({ word: row[id], meaning: row[name] ?? "" }));
}

function Tabs({ draft, table, setTable, problems }) {
  return html`<div class="elements" role="group" aria-label=${t("Tables")}>
    ${TABLES.map((name) => {
      const bad = problems.filter((p) => p.table === name && p.severity === "error").length;
      return html`<button type="button" key=${name} class="tab" aria-pressed=${name === table ? "true" : "false"}
        onClick=${() => setTable(name)}>${t(TITLES[name])} <span class="soft">${t("{n}", {
          n: draft.tables[name].rows.length,
        })}</span>${bad > 0 && html` <span class="badge">${bad}<span
          class="hidden"> ${tn("problem", "problems", bad)}</span></span>`}
      </button>`;
    })}
  </div>`;
}

/** What can be done with a sheet. */
function Bar(tools) {
  const { draft, book, table, sheet, place, setPlace, setSheet, lean, setLean, whole } = tools;
  const picker = useRef(null);
  const { top, bottom } = range(place);
  const chosen = Math.min(bottom, sheet.rows.length - 1) - top + 1;
  const absent = [...book[table].values()].filter((c) => !sheet.columns.includes(c.name));
  const insert = () => {
    const at = Math.min(top, sheet.rows.length);
    const rows = sheet.rows.toSpliced(at, 0, sheet.columns.map(() => ""));
    setSheet({ ...sheet, rows });
    setPlace(cell(at, place.col));
  };
  const addColumn = (name) => {
    if (name) setSheet({ columns: [...sheet.columns, name], rows: sheet.rows.map((row) => [...row, ""]) });
  };
  return html`<div class="bar">
    <button type="button" onClick=${() => picker.current.click()}>${t("Open a workbook or CSV…")}</button>
    <input type="file" class="hidden" tabindex="-1" aria-hidden="true" ref=${picker} multiple accept=".xlsx,.csv"
      onChange=${(e) => {
        upload([...e.currentTarget.files], tools);
        e.currentTarget.value = "";
      }} />
    <button type="button" onClick=${() => step(tools, "past")} disabled=${!draft.past.length}
      aria-label=${t("Undo in the tables")} title=${t("Undo in the tables")}>↶</button>
    <button type="button" onClick=${() => step(tools, "future")} disabled=${!draft.future.length}
      aria-label=${t("Redo in the tables")} title=${t("Redo in the tables")}>↷</button>
    <button type="button" onClick=${insert}>${t("Insert a row")}</button>
    <button type="button" disabled=${chosen < 1} onClick=${() => {
      setSheet({ ...sheet, rows: sheet.rows.toSpliced(top, chosen) });
      setPlace(cell(top, place.col));
    }}>${chosen > 1 ? t("Remove {n} rows", { n: chosen }) : t("Remove the row")}</button>
    ${absent.length > 0 && html`<select aria-label=${t("Add a column")} value=""
      onChange=${(e) => addColumn(e.currentTarget.value)}><option value="">${t("Add a column…")}</option>
      ${absent.map((c) => html`<option key=${c.name} value=${c.name}>${c.label}</option>`)}</select>`}
    <label class="check"><input type="checkbox" checked=${!lean}
      onChange=${(e) => setLean(!e.currentTarget.checked)} />${t("all columns")}</label>
    ${document.fullscreenEnabled && html`<button type="button" onClick=${() => fill(whole.current)}>${t(
      "Whole screen",
    )}</button>`}
  </div>`;
}

/** Gives the sheets the whole screen, or takes it back; a browser may refuse. */
function fill(element) {
  const done = document.fullscreenElement ? document.exitFullscreen() : element.requestFullscreen();
  done.catch((error) => act.note(t("The browser does not give the whole screen."), error.message));
}

/** Undoes ("past") or redoes ("future") a change of the sheets. */
function step({ draft, put }, from) {
  const list = draft[from];
  if (list.length === 0) return;
  const to = from === "past" ? "future" : "past";
  put({ tables: list[list.length - 1], touched: true, [from]: list.slice(0, -1), [to]: [...draft[to], draft.tables] });
}

function onKey(event, tools, lead) {
  const name = event.key.toLowerCase();
  const held = event.ctrlKey || event.metaKey;
  if (held && (name === "z" || name === "y")) {
    step(tools, name === "y" || event.shiftKey ? "future" : "past");
    event.stopPropagation();
  } else if (event.key === "F8") lead(event.shiftKey ? -1 : 1);
  else return false;
  event.preventDefault();
  return true;
}
