/**
 * What comes into the sheets from outside: files that are opened or dropped, and pasted text.
 */
import { useEffect, useRef } from "../../vendor/preact.js";
import { ApiError, send } from "../../api.js";
import { t, tn } from "../../words.js";
import { cell, cellsOf, range } from "../grid.js";
import { edited, sheetsOf } from "./draft.js";

const FILE_NAMES = /^(companies|streams|purchases|entreprises|flux|achats)\.csv$/i;

/**
 * Files dropped anywhere on the page.
 *
 * @param {(files: File[]) => void} take gets them
 */
export function useDrop(take) {
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

/**
 * Reads workbooks and CSV into the sheets, whatever is wrong with their cells.
 *
 * @param {File[]} files what is read
 * @param {object} tools of the view
 * @returns {Promise<void>} when they are there, or refused
 */
export async function upload(files, { draft, book, table, change, put, say, setTable }) {
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

/**
 * Writes a pasted text into the sheet: by its headings where it has any, else from the active cell on.
 *
 * @param {string} text of a spreadsheet
 * @param {object} tools of the view
 * @returns {Promise<void>} when it is there
 */
export async function paste(text, tools) {
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
  const names = lines.length > 1 ? await headings(table, lines, tools) : null;
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
    tn("{n} row pasted.", "{n} rows pasted.", lines.length) +
      (rest > 0 ? ` ${tn(
            "{n} column had no room on the right and was left out.",
            "{n} columns had no room on the right and were left out.",
            rest,
          )}` : ""),
  );
}

function pasteNamed(names, lines, top, { book, table, sheet, setSheet, setPlace, say }) {
  const fresh = isEmpty(sheet);
  // In an empty sheet nothing is left out: a column with a heading of one's own can be given its name afterwards.
  const known = names.filter((name) => name && (fresh || book[table].has(name) || sheet.columns.includes(name)));
  const added = known.filter((name, k) => !sheet.columns.includes(name) && known.indexOf(name) === k);
  const wider = fresh
    ? { columns: [...new Set(known)], rows: [] }
    : {
        columns: [...sheet.columns, ...added],
        rows: added.length ? sheet.rows.map((row) => [...row, ...added.map(() => "")]) : sheet.rows,
      };
  const places = names.map((name) => wider.columns.indexOf(name));
  const edits = lines.flatMap((line, k) =>
    line.map((text, c) => ({ row: top + k, at: places[c] ?? -1, text })).filter(({ at }) => at >= 0),
  );
  setSheet(edited(wider, edits));
  setPlace(cell(top, 0));
  const own = fresh ? known.filter((name) => !book[table].has(name)) : [];
  const lost = names.filter((name, k) => name && places[k] < 0);
  say(
    tn("{n} row pasted by its headings.", "{n} rows pasted by their headings.", lines.length) +
      (lost.length ? ` ${t("Not known and left out: {names}.", { names: lost.join(", ") })}` : "") +
      (own.length ? ` ${t("Say at their headings what these are: {names}.", { names: own.join(", ") })}` : ""),
  );
}

const isEmpty = (sheet) => !sheet.rows.some((row) => row.some((text) => text !== ""));
const isNumeric = (text) => /^[\d.,\s-]+$/.test(text);

/** The columns that a line of headings names, in either language; null where it is no line of headings. */
async function headings(table, [line, ...rest], { book, sheet, say }) {
  const words = line.filter(Boolean);
  if (words.some(isNumeric)) return null;
  // A line without numbers above numbers, pasted into an empty sheet, is one of headings whatever they are.
  const isAbove = isEmpty(sheet) && line.some((word, k) => word && rest.some((row) => isNumeric(row[k] ?? "")));
  const csv = line.map((word) => `"${word.replaceAll('"', '""')}"`).join("\t");
  try {
    const answer = await send("POST", `/api/inventory?name=${table}.csv`, new Blob([csv]));
    const names = answer.tables[0]?.columns.map((c) => c.name) ?? [];
    const known = names.filter((name) => book[table].has(name) || sheet.columns.includes(name)).length;
    return (known > 0 && known * 2 >= words.length) || isAbove ? names : null;
  } catch (error) {
    say(error.message);
    return null;
  }
}
