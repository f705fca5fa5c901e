/**
 * The sheets of an inventory while they are edited: loaded, kept, judged, given back.
 *
 * A draft is apart from the scenario until its companies are used: a broken workbook can be opened and repaired without
 * the scenario being broken meanwhile. Drafts outlive the view, not the page.
 */
import { useEffect, useReducer, useState } from "../../vendor/preact.js";
import { ApiError, get, send } from "../../api.js";
import { useStore } from "../../store.js";
import { language } from "../../words.js";

/** Wait after the last change before the tables are judged, ms. */
const PAUSE = 300;

/** The tables of an inventory, in their order, and what they are called. */
export const TABLES = ["companies", "streams", "purchases"];
export const TITLES = { companies: "Companies", streams: "Streams", purchases: "Purchases" };

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
// The draft of a scenario that is no more.
window.addEventListener("dropped", ({ detail }) => drafts.delete(detail));
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

const emptySheet = (book, table) => ({
  columns: [...book[table].values()].filter((c) => c.need !== "optional").map((c) => c.name),
  rows: [],
});

/**
 * The tables of an answer, those that it leaves out empty or as they were.
 *
 * @param {{tables: object[]}} answer what the server read
 * @param {object} book columns by table and name
 * @param {object} [before] the sheets so far
 * @returns {object} sheets by table, `{columns, rows}` each
 */
export function sheetsOf(answer, book, before = {}) {
  const sheets = {};
  for (const table of TABLES) {
    const found = answer.tables.find((one) => one.table === table);
    const columns = found?.columns.map((c) => c.name);
    sheets[table] = found ? { columns, rows: found.rows } : (before[table] ?? emptySheet(book, table));
  }
  return sheets;
}

/**
 * The tables as the server takes them, without blank rows; and which rows these were.
 *
 * @param {object} sheets by table
 * @returns {{tables: object[], kept: object}} tables, and for each the rows of the sheet that are in it
 */
export function asked(sheets) {
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

/**
 * The draft of the open file: loaded, kept and judged.
 *
 * @returns {{file: string, draft: object, put: (changes: object) => void, book: object | null}} the draft, what changes
 *   it, and the columns by table and name
 */
export function useDraft() {
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

/**
 * A sheet with some cells changed; rows below the last one are made.
 *
 * @param {{columns: string[], rows: string[][]}} sheet the sheet
 * @param {{row: number, at: number, text: string}[]} edits what is written where
 * @returns {object} the sheet after it
 */
export function edited(sheet, edits) {
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

/**
 * Forgets the draft for what the scenario has.
 *
 * @param {string} file the scenario
 * @param {(changes: object) => void} put changes the draft
 * @param {(text: string) => void} say tells what was done
 * @returns {Promise<void>} when it is there
 */
export async function reset(file, put, say) {
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
