/**
 * The inventory: companies, streams and purchases as sheets, judged as they are typed, taken into the scenario.
 *
 * What is typed here is a draft of its own until "Use these companies": a broken workbook can be opened and repaired
 * without the scenario being broken meanwhile. Drafts outlive the view, not the page.
 */
import { html, useEffect, useMemo, useReducer, useRef, useState } from "../vendor/preact.js";
import { ApiError, get, send } from "../api.js";
import { act, useStore } from "../store.js";
import { language, t } from "../words.js";
import { Wrong, rich } from "./box.js";
import { Grid, cell, cellsOf, range } from "./grid.js";

/** Wait after the last change before the tables are judged, ms. */
const PAUSE = 300;
/** Changes that can be undone. */
const PAST = 100;
/** Problems listed at once. */
const LISTED = 60;

const TABLES = ["companies", "streams", "purchases"];
const TITLES = { companies: "Companies", streams: "Streams", purchases: "Purchases" };
const FILE_NAMES = /^(companies|streams|purchases|entreprises|flux|achats)\.csv$/i;

/** Columns that the server is asked to describe; what it does not know it says. */
const COLUMNS = {
  companies: `provider_id name naf_code activity insee_code commune activity_zone lat_deg lon_deg
    employees_or_inhabitants participation_probability flag note`,
  streams: `stream_id provider_id stream_kind ewc_code feedstock_id amount_low amount_mode amount_high amount_unit piece
    kg_per_piece basis moisture_pct_low moisture_pct_mode moisture_pct_high class_a_share_pct contamination_pct
    reusable_share_pct seasonality_profile present_outlet outlet_km present_cost_eur_per_t_low
    present_cost_eur_per_t_mode present_cost_eur_per_t_high container_type container_count covered_storage own_use
    default_rule estimate_basis flag note`,
  purchases: "purchase_id provider_id product amount_low amount_mode amount_high price_eur note",
};
const namesOf = (table) => COLUMNS[table].split(/\s+/);

// ---- drafts -------------------------------------------------------------------------------------------------------

/**
 * `error`: of the last file or judgement; `unread`: why the scenario's own inventory could not be read; `used`: the
 * scenario has just taken these.
 */
const NONE = Object.freeze({
  tables: null,
  touched: false,
  used: false,
  past: [],
  future: [],
  judged: null,
  error: null,
  unread: null,
});
const drafts = new Map();
window.addEventListener("beforeunload", (event) => {
  if ([...drafts.values()].some((draft) => draft.touched)) event.preventDefault();
});
const catalogues = new Map();

/** What is known of the columns, by table and name, in the language of the page. */
async function catalogue() {
  const lang = language();
  if (!catalogues.has(lang)) {
    const tables = TABLES.map((table) => ({ table, columns: namesOf(table), rows: [] }));
    const answer = await send("POST", "/api/inventory", { tables });
    const book = answer.tables.map(({ table, columns }) => [table, new Map(columns.map((c) => [c.name, c]))]);
    catalogues.set(lang, Object.fromEntries(book));
  }
  return catalogues.get(lang);
}

const unknown = (name) => ({ name, label: name, help: "", kind: "text", need: "optional", words: [], unknown: true });

const emptySheet = (book, table) => ({
  columns: [...book[table].values()].filter((c) => c.need !== "optional").map((c) => c.name),
  rows: [],
});

/** The tables of an answer, those that it leaves out empty or as they were. */
function sheetsOf(answer, book, before = {}) {
  const sheets = {};
  for (const table of TABLES) {
    const found = answer.tables.find((one) => one.table === table);
    const columns = found?.columns.map((c) => c.name);
    sheets[table] = found ? { columns, rows: found.rows } : (before[table] ?? emptySheet(book, table));
  }
  return sheets;
}

/** The tables as the server takes them, without blank rows; and which rows these were. */
function asked(sheets) {
  const kept = {};
  const tables = [];
  for (const table of TABLES) {
    const { columns, rows } = sheets[table];
    kept[table] = rows.map((row, k) => (row.some((text) => text !== "") ? k : -1)).filter((k) => k >= 0);
    if (table === "purchases" && kept[table].length === 0) continue;
    tables.push({ table, columns, rows: kept[table].map((k) => rows[k]) });
  }
  return { tables, kept };
}

/** Problems with the rows of the sheet, not of what was asked. */
const placed = (problems, kept) =>
  problems.map((p) => (p.table && Number.isInteger(p.row) ? { ...p, row: kept[p.table]?.[p.row] ?? p.row } : p));

/** The draft of the open file: loaded, kept and judged. */
function useDraft() {
  const file = useStore((s) => s.doc?.file);
  const revision = useStore((s) => s.doc?.revision);
  const [, redraw] = useReducer((n) => n + 1, 0);
  const [book, setBook] = useState(null);
  const draft = drafts.get(file) ?? NONE;
  const put = (changes) => {
    drafts.set(file, { ...(drafts.get(file) ?? NONE), ...changes });
    redraw();
  };
  useEffect(() => {
    const stop = new AbortController();
    load(file, put, setBook, stop.signal);
    return () => stop.abort();
  }, [file, revision]);
  useEffect(() => {
    if (!draft.tables) return undefined;
    const stop = new AbortController();
    const timer = setTimeout(() => judge(draft.tables, put, stop.signal), draft.judged ? PAUSE : 0);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [draft.tables]);
  return { file, draft, put, book };
}

async function load(file, put, setBook, signal) {
  const failed = (error) => {
    if (signal.aborted || error.name === "AbortError") return;
    if (!(error instanceof ApiError)) throw error;
    put({ unread: error });
  };
  let book;
  try {
    book = await catalogue();
    setBook(book);
    if (drafts.get(file)?.touched) return;
    const answer = await get(`/api/files/${encodeURIComponent(file)}/inventory`, signal);
    if (drafts.get(file)?.touched) return;
    put({ ...NONE, tables: sheetsOf(answer, book), judged: drafts.get(file)?.judged ?? null });
  } catch (error) {
    failed(error);
    // A scenario with errors has no inventory to show; a new one can still be written.
    if (book && !signal.aborted && !drafts.get(file)?.tables) put({ tables: sheetsOf({ tables: [] }, book) });
  }
}

/** The judgement that is under way: large tables take a while, and only the last ones are worth it. */
let judging = Promise.resolve();

async function judge(sheets, put, signal) {
  await judging;
  if (signal.aborted) return;
  const { tables, kept } = asked(sheets);
  const answer = send("POST", "/api/inventory", { tables });
  judging = answer.catch(() => {});
  try {
    const { valid, problems, counts } = await answer;
    if (signal.aborted) return;
    put({ judged: { valid, problems: placed(problems, kept), counts, of: sheets }, error: null });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (!signal.aborted) put({ error });
  }
}

/** A sheet with some cells changed; rows below the last one are made. */
function edited(sheet, edits) {
  const rows = sheet.rows.slice();
  const own = new Set();
  for (const { row, at, text } of edits) {
    while (rows.length <= row) rows.push(sheet.columns.map(() => ""));
    if (!own.has(row)) rows[row] = sheet.columns.map((_, k) => rows[row][k] ?? "");
    own.add(row);
    rows[row][at] = text;
  }
  return { ...sheet, rows };
}

// ---- the view -----------------------------------------------------------------------------------------------------

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

/** Problems of a table by `row:at`; those of a whole row have no column. */
function byCell(problems, table, sheets) {
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
        })}</span>${bad > 0 && html` <span class="badge">${bad}<span class="hidden"> ${t("problems")}</span></span>`}
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

// ---- files and pasted text ----------------------------------------------------------------------------------------

/** Files dropped anywhere on the page. */
function useDrop(take) {
  const now = useRef(take);
  now.current = take;
  useEffect(() => {
    const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
    const over = (event) => hasFiles(event) && event.preventDefault();
    const drop = (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      now.current([...event.dataTransfer.files]);
    };
    window.addEventListener("dragover", over);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragover", over);
      window.removeEventListener("drop", drop);
    };
  }, []);
}

/** Reads workbooks and CSV into the sheets, whatever is wrong with their cells. */
async function upload(files, { draft, book, table, change, put, say, setTable }) {
  if (files.length === 0 || !book) return;
  let sheets = draft.tables ?? {};
  let first = null;
  say(t("Reading…"));
  try {
    for (const file of files) {
      const csv = /\.csv$/i.test(file.name);
      // A CSV with another name is a table of the kind that is looked at.
      const name = csv && !FILE_NAMES.test(file.name) ? `${table}.csv` : file.name;
      const body = csv ? await utf8(file) : file;
      const answer = await send("POST", `/api/inventory?name=${encodeURIComponent(name)}`, body);
      sheets = sheetsOf(answer, book, csv ? sheets : {});
      first ??= answer.tables[0]?.table;
    }
    const source = files.map((file) => file.name).join(", ");
    change(sheets, { error: null, judged: null });
    if (first) setTable(first);
    say(t("{file} is open here. The scenario is as it was.", { file: source }));
  } catch (error) {
    say("");
    if (!(error instanceof ApiError)) throw error;
    put({ error });
  }
}

/** A CSV as UTF-8: spreadsheets still write the old Western code page. */
async function utf8(file) {
  const bytes = await file.arrayBuffer();
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return bytes;
  } catch {
    return new TextEncoder().encode(new TextDecoder("windows-1252").decode(bytes));
  }
}

/** Writes a pasted text into the sheet: by its headings where it has any, else from the active cell on. */
async function paste(text, tools) {
  const { table, sheet, columns, place, setSheet, setPlace, say } = tools;
  const lines = cellsOf(text);
  const { top, bottom, left, right } = range(place);
  if (lines.length === 1 && lines[0].length === 1) {
    const edits = [];
    for (let row = top; row <= bottom; row++) {
      for (let col = left; col <= right; col++) edits.push({ row, at: columns[col].at, text: lines[0][0] });
    }
    setSheet(edited(sheet, edits));
    return;
  }
  const names = lines.length > 1 ? await headings(table, lines[0], tools) : null;
  if (names) {
    pasteNamed(names, lines.slice(1), top, tools);
    return;
  }
  const targets = columns.slice(left);
  const edits = lines.flatMap((line, k) =>
    line.slice(0, targets.length).map((own, c) => ({ row: top + k, at: targets[c].at, text: own })),
  );
  setSheet(edited(sheet, edits));
  const width = Math.max(...lines.map((line) => line.length));
  const last = Math.min(left + width, columns.length) - 1;
  setPlace({ row: top, col: left, row2: top + lines.length - 1, col2: last });
  const rest = width - targets.length;
  say(
    t("{n} rows pasted.", { n: lines.length }) +
      (rest > 0 ? ` ${t("{n} columns had no room on the right and were left out.", { n: rest })}` : ""),
  );
}

function pasteNamed(names, lines, top, { book, table, sheet, setSheet, setPlace, say }) {
  const known = names.filter((name) => book[table].has(name) || sheet.columns.includes(name));
  const added = known.filter((name, k) => !sheet.columns.includes(name) && known.indexOf(name) === k);
  const wider = {
    columns: [...sheet.columns, ...added],
    rows: added.length ? sheet.rows.map((row) => [...row, ...added.map(() => "")]) : sheet.rows,
  };
  const places = names.map((name) => wider.columns.indexOf(name));
  const edits = lines.flatMap((line, k) =>
    line.map((text, c) => ({ row: top + k, at: places[c] ?? -1, text })).filter(({ at }) => at >= 0),
  );
  setSheet(edited(wider, edits));
  setPlace(cell(top, 0));
  const lost = names.filter((name, k) => name && places[k] < 0);
  say(
    t("{n} rows pasted by their headings.", { n: lines.length }) +
      (lost.length ? ` ${t("Not known and left out: {names}.", { names: lost.join(", ") })}` : ""),
  );
}

/** The columns that a line of headings names, in either language; null where it is no line of headings. */
async function headings(table, line, { book, sheet, say }) {
  const words = line.filter(Boolean);
  if (words.some((word) => /^[\d.,\s-]+$/.test(word))) return null;
  const csv = line.map((word) => `"${word.replaceAll('"', '""')}"`).join("\t");
  try {
    const answer = await send("POST", `/api/inventory?name=${table}.csv`, new Blob([csv]));
    const names = answer.tables[0]?.columns.map((c) => c.name) ?? [];
    const known = names.filter((name) => book[table].has(name) || sheet.columns.includes(name)).length;
    return known > 0 && known * 2 >= words.length ? names : null;
  } catch (error) {
    say(error.message);
    return null;
  }
}

// ---- about the active cell ----------------------------------------------------------------------------------------

function About({ book, table, sheet, columns, place, wrong, setSheet, panel }) {
  const column = columns[place.col];
  if (!column) return null;
  const { row } = place;
  const text = row >= 0 ? (sheet.rows[row]?.[column.at] ?? "") : "";
  const meaning = column.words.find(({ word }) => word === text)?.meaning;
  const problems = [...(wrong.get(`${row}:${column.at}`) ?? []), ...(wrong.get(`${row}:`) ?? [])];
  const where = row < 0 ? t("heading") : row < sheet.rows.length ? t("row {n}", { n: row + 1 }) : t("new row");
  return html`<div class="about-cell" ref=${panel}>
    <p><strong>${column.label}</strong> <span class="soft">${where}</span>${" "}
      ${text && html`<span class="text">${text}</span>`}${meaning && html` <span class="soft">${meaning}</span>`}</p>
    ${column.help && html`<p class="soft">${column.help}</p>`}
    <${Wrong} problems=${problems} />
    ${row < 0 && html`<${HeadingTools} key=${column.at} book=${book} table=${table} sheet=${sheet} column=${column}
      setSheet=${setSheet} />`}
  </div>`;
}

/** A column with a heading that is not known is given its name, or taken out. */
function HeadingTools({ book, table, sheet, column, setSheet }) {
  const free = [...book[table].values()].filter((c) => !sheet.columns.includes(c.name));
  const rename = (name) => name && setSheet({ ...sheet, columns: sheet.columns.with(column.at, name) });
  const remove = () =>
    setSheet({
      columns: sheet.columns.toSpliced(column.at, 1),
      rows: sheet.rows.map((row) => row.toSpliced(column.at, 1)),
    });
  return html`<div class="bar">
    ${column.unknown && html`<label class="check">${t("This column is")} <select value=""
      onChange=${(e) => rename(e.currentTarget.value)}>
      <option value="">${t("choose…")}</option>
      ${!column.name.startsWith("#") && html`<option value=${`# ${column.name}`}>${t(
        "a remark of mine, not read",
      )}</option>`}
      ${free.map((c) => html`<option key=${c.name} value=${c.name}>${c.label}</option>`)}</select></label>`}
    ${column.need !== "always" && html`<button type="button" onClick=${remove}>${t("Remove the column")}</button>`}
  </div>`;
}

// ---- what is wrong ------------------------------------------------------------------------------------------------

/** Leads to a problem: one of the list, or the next (1) and the one before (-1). */
function useLead({ problems, draft, book, table, setTable, setPlace, place, columns, lean }) {
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

function Mend(tools) {
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

// ---- into the scenario --------------------------------------------------------------------------------------------

function Use({ file, draft, put, say }) {
  const tree = useStore((s) => s.doc?.tree);
  const [busy, setBusy] = useState(false);
  const { judged, touched, tables } = draft;
  const ready = touched && judged?.valid && judged.of === tables && !busy;
  const use = async () => {
    setBusy(true);
    // What the server says against it is shown by the page.
    if (document.fullscreenElement) await document.exitFullscreen();
    const done = await act.inventory(asked(tables).tables);
    setBusy(false);
    if (!done) return;
    put({ touched: false, used: true, past: [], future: [] });
    say(t("The scenario has these companies now. Save it to write them to the disk."));
  };
  const counts = judged?.counts;
  const folder = `${file.replace(/\.toml$/, "")}_inventory/`;
  return html`<div class="use">
    <p><strong>${counts && t("{companies} companies, {streams} streams, {purchases} purchases.", counts)}</strong>
      ${" "}${replaced(tree)} ${t("The tables are written to {folder} when the scenario is saved.", { folder })}${" "}
      ${t("Undo takes it back.")}</p>
    <div class="buttons">
      <button type="button" class="main" disabled=${!ready} onClick=${use}
        aria-describedby="use-why">${t("Use these companies")}</button>
      ${touched && html`<button type="button"
        onClick=${() => reset(file, put, say)}>${t("Back to the scenario's")}</button>`}
      <span class="soft" id="use-why">${whyNot(draft)}</span>
    </div>
  </div>`;
}

/** What an inventory takes the place of. */
function replaced(tree) {
  const pool = tree?.pool ?? {};
  const files = [pool.inventory, pool.providers, pool.streams].filter((name) => typeof name === "string");
  const written = tree?.provider ? ["[[provider]]"] : [];
  const all = [...new Set([...files, ...written])].join(", ");
  if (!all) return t("“Use these companies” gives the scenario its companies and streams.");
  return t(
    "“Use these companies” replaces all companies, streams and purchases of the scenario, which it has from {all}; " +
      "all else stays.",
    { all },
  );
}

function whyNot({ judged, touched, tables }) {
  if (!touched) return t("These are the companies that the scenario has.");
  if (judged?.of !== tables) return t("Checking…");
  return judged.valid ? t("Not in the scenario yet.") : t("What is marked with ✕ must be mended first.");
}

/** Forgets the draft for what the scenario has. */
async function reset(file, put, say) {
  const book = await catalogue();
  try {
    const answer = await get(`/api/files/${encodeURIComponent(file)}/inventory`);
    put({ ...NONE, tables: sheetsOf(answer, book) });
    say("");
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    put({ error });
  }
}
