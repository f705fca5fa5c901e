/**
 * A table edited like a sheet: arrows, typing, ranges, copy and paste; only the cells in sight are drawn.
 *
 * The grid keeps the focus itself and names the active cell (`aria-activedescendant`): a cell that is scrolled away and
 * no longer drawn cannot lose it.
 */
import { Component, html, useEffect, useLayoutEffect, useRef, useState } from "../vendor/preact.js";
import { t } from "../words.js";

/** Height of a row and of the headings, width of the row numbers, px; as in inventory.css. */
const ROW = 28;
const HEAD = 46;
const NUMBERS = 46;
/** Rows drawn beyond what is in sight. */
const SPARE = 6;
/** Steps in which a move to the side is noticed, px; as much is drawn beyond what is in sight. */
const STRIDE = 120;
/** Width from which the first column stays in sight, px. */
const WIDE = 520;

const WIDTHS = { number: 104, choice: 150, code: 96, text: 136 };
const widthOf = ({ name, kind }) => (/(^|_)(name|note|activity|own_use)$/.test(name) ? 200 : (WIDTHS[kind] ?? 136));

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * A place in the grid: the active cell, and the other corner of what is selected. Row -1 is the headings.
 *
 * @typedef {{row: number, col: number, row2: number, col2: number}} Place
 */

/**
 * One cell as a place.
 *
 * @param {number} row from 0
 * @param {number} col from 0
 * @returns {Place} the place
 */
export const cell = (row, col) => ({ row, col, row2: row, col2: col });

/**
 * The corners of what is selected, headings left out.
 *
 * @param {Place} place the place
 * @returns {{top: number, bottom: number, left: number, right: number}} rows and columns, ends included
 */
export const range = ({ row, col, row2, col2 }) => ({
  top: Math.max(0, Math.min(row, row2)),
  bottom: Math.max(row, row2),
  left: Math.min(col, col2),
  right: Math.max(col, col2),
});

/**
 * The grid.
 *
 * @param {{id: string, label: string, columns: object[], rows: string[][], place: Place, wrong: Map<string, object[]>,
 *   optionsOf: (column: object) => object[], onPlace: (place: Place) => void, onEdit: (edits: object[]) => void,
 *   onPaste: (text: string) => void, onHeading: () => void, onKey: (event: KeyboardEvent) => boolean}} props columns as
 *   the server describes them, each with `at`, its place in the rows; problems by `row:at`; what was edited goes to
 *   `onEdit` as `{row, at, text}`, where the row after the last one is a new one; `onKey` takes keys first
 * @returns {object} the grid
 */
export function Grid(props) {
  const { id, label, columns, rows, place, onPlace, onEdit } = props;
  const box = useRef(null);
  const editing = useRef(null);
  const [edit, setEdit] = useState(null);
  const [sight, setSight] = useState({ top: 0, left: 0, height: 400, width: 600, wide: true });
  useSight(box, setSight);
  const widths = columns.map(widthOf);
  useReveal(box, place, widths, sight.wide);

  const begin = (row, col, text) => {
    if (row < 0) return props.onHeading();
    const was = textAt(rows, row, columns[col]);
    editing.current = { row, col, was, text: text ?? was, all: text === undefined };
    return setEdit(editing.current);
  };
  const finish = (take) => {
    const done = editing.current;
    if (!done) return;
    editing.current = null;
    setEdit(null);
    const { row, col, was, text } = done;
    if (take && text.trim() !== was) onEdit([{ row, at: columns[col].at, text: text.trim() }]);
  };
  const leave = (take, down, right) => {
    finish(take);
    box.current.focus({ preventScroll: true });
    if (down || right) onPlace(moved(place, down, right, columns, rows));
  };
  const { first, last } = inSight(sight, rows.length);
  const across = colsInSight(sight, widths);
  const tools = { ...props, across, box, editing, begin, finish, leave };
  const template = `${NUMBERS}px ${widths.map((w) => `${w}px`).join(" ")}`;
  const width = widths.reduce((sum, w) => sum + w, NUMBERS);
  const active = place.row < 0 || (place.row >= first && place.row <= last) ? cellId(id, place.row, place.col) : null;
  const drawn = [];
  for (let row = first; row <= last; row++) drawn.push(row);
  return html`
    <div class=${`sheet ${sight.wide ? "wide" : ""}`} role="grid" tabindex="0" id=${id} ref=${box} aria-label=${label}
      aria-rowcount=${rows.length + 2} aria-colcount=${columns.length + 1} aria-multiselectable="true"
      aria-activedescendant=${edit ? null : active} onKeyDown=${(e) => onKeyDown(e, tools)}
      onMouseDown=${(e) => onMouseDown(e, tools)} onMouseOver=${(e) => onMouseOver(e, tools)}
      onDblClick=${(e) => onTwice(e, tools)} onClick=${(e) => onClick(e, tools)} onCopy=${(e) => onCopy(e, tools)}
      onCut=${(e) => onCopy(e, tools) && onEdit(cleared(tools))} onPaste=${(e) => onPasted(e, tools)}>
      <div class="sheet-row head" role="row" aria-rowindex="1" style=${{ gridTemplateColumns: template, width }}>
        <div class="count" role="columnheader" aria-colindex="1"><span class="hidden">${t("Row")}</span></div>
        ${across.map((col) => html`<${Heading} key=${columns[col].at} column=${columns[col]} col=${col}
          ...${tools} />`)}
      </div>
      <div class="sheet-body" role="rowgroup" style=${{ height: (rows.length + 1) * ROW, width }}>
        ${drawn.map((row) => html`<${Row} key=${row} row=${row} template=${template} edit=${edit} ...${tools} />`)}
      </div>
    </div>
    <div hidden>${described(drawn, tools)}</div>
  `;
}

const cellId = (id, row, col) => `${id}-${row < 0 ? "head" : row}-${col}`;
const textAt = (rows, row, column) => rows[row]?.[column.at] ?? "";

function inSight({ top, height }, count) {
  const first = Math.max(0, Math.floor(top / ROW) - SPARE);
  return { first, last: Math.min(count, Math.ceil((top + height) / ROW) + SPARE) };
}

/** Columns in sight, and the first, which stays at the edge. */
function colsInSight({ left, width }, widths) {
  let x = NUMBERS;
  return widths.map((w, col) => [col, x, (x += w)])
    .filter(([col, from, to]) => col === 0 || (to > left - STRIDE && from < left + width + 2 * STRIDE))
    .map(([col]) => col);
}

function Heading({ id, column, col, place, wrong }) {
  const problems = wrong.get(`-1:${column.at}`);
  const classes = ["heading", column.kind, stateOf(place, -1, col), tint(problems)].join(" ");
  return html`<div class=${classes} role="columnheader" id=${cellId(id, -1, col)} data-row="-1" data-col=${col}
    style=${{ gridColumn: col + 2 }} aria-colindex=${col + 2} title=${column.help || null}
    aria-invalid=${isError(problems)} aria-describedby=${problems ? `${cellId(id, -1, col)}-why` : null}>
    <span>${column.label}</span>${column.need === "always" && html`<b aria-hidden="true"> *</b><span
      class="hidden"> ${t("(always needed)")}</span>`}</div>`;
}

/** A row; drawn anew when something in it has changed, not whenever another cell becomes the active one. */
class Row extends Component {
  shouldComponentUpdate(next) {
    const old = this.props;
    const { row } = next;
    const same = ["columns", "wrong", "template", "id"].every((key) => old[key] === next[key]);
    const open = old.edit?.row === row || next.edit?.row === row;
    const fresh = (props) => props.row === props.rows.length;
    return !same || open || old.rows[row] !== next.rows[row] || fresh(old) !== fresh(next) ||
      String(old.across) !== String(next.across) || chosenIn(old.place, row) !== chosenIn(next.place, row);
  }

  render({ row, rows, wrong, template, across, ...rest }) {
    const fresh = row === rows.length;
    return html`<div class=${`sheet-row ${fresh ? "fresh" : ""}`} role="row" aria-rowindex=${row + 2}
      style=${{ gridTemplateColumns: template, transform: `translateY(${row * ROW}px)` }}>
      <div class=${`count ${tint(wrong.get(`${row}:`))}`} role="rowheader" aria-colindex="1" data-row=${row}
        data-col="-1">${fresh && html`<span aria-hidden="true">+</span><span class="hidden">${t("new row")}</span>`}${
          fresh ? "" : row + 1
        }</div>
      ${across.map((col) => cellOf({ ...rest, row, rows, wrong, col }))}
    </div>`;
  }
}

/** What of a row is chosen, as a text to compare. */
function chosenIn(place, row) {
  const { top, bottom, left, right } = range(place);
  const inside = row >= top && row <= bottom ? `${left}-${right}` : "";
  return `${inside} ${place.row === row ? place.col : ""}`;
}

function cellOf({ id, row, col, columns, rows, place, wrong, edit, optionsOf, ...tools }) {
  const column = columns[col];
  const problems = wrong.get(`${row}:${column.at}`);
  const own = cellId(id, row, col);
  const open = edit?.row === row && edit.col === col;
  return html`<div key=${column.at} class=${`${column.kind} ${stateOf(place, row, col)} ${tint(problems)}`}
    role="gridcell" id=${own} data-row=${row} data-col=${col} style=${{ gridColumn: col + 2 }} aria-colindex=${col + 2}
    aria-selected=${isIn(place, row, col) ? "true" : "false"} aria-invalid=${isError(problems)}
    aria-describedby=${problems ? `${own}-why` : null}>
    ${open
      ? html`<${Editor} id=${`${own}-list`} column=${column} edit=${edit} options=${optionsOf(column)} ...${tools} />`
      : textAt(rows, row, column)}</div>`;
}

/** The box in which a cell is typed, with the words that it may hold. */
function Editor({ id, column, edit, options, editing, leave, finish }) {
  const input = useRef(null);
  useLayoutEffect(() => {
    input.current.focus({ preventScroll: true });
    // What is typed goes on after the key that opened the cell.
    input.current.setSelectionRange(edit.all ? 0 : edit.text.length, edit.text.length);
  }, []);
  const onKey = (event) => {
    if (event.isComposing) return;
    const step = { Enter: [event.shiftKey ? -1 : 1, 0], Tab: [0, event.shiftKey ? -1 : 1], Escape: [0, 0] }[event.key];
    if (!step) return;
    // The grid would take the key once more.
    event.stopPropagation();
    event.preventDefault();
    leave(event.key !== "Escape", ...step);
  };
  return html`<input type="text" ref=${input} defaultValue=${edit.text} aria-label=${`${column.label}, ${edit.row + 1}`}
      list=${options.length ? id : null} inputmode=${column.kind === "number" ? "decimal" : null} autocomplete="off"
      spellcheck=${false} data-dirty="yes" onKeyDown=${onKey} onBlur=${() => finish(true)}
      onInput=${(e) => editing.current && (editing.current.text = e.currentTarget.value)} />
    ${options.length > 0 && html`<datalist id=${id}>${options.map(({ word, meaning }) => html`<option key=${word}
      value=${word}>${meaning}</option>`)}</datalist>`}`;
}

/** What is wrong, for those who do not see the colour. */
function described(drawn, { id, columns, wrong, across }) {
  if (wrong.size === 0) return null;
  return [-1, ...drawn].flatMap((row) =>
    across.map((col) => {
      const problems = wrong.get(`${row}:${columns[col].at}`);
      const own = `${cellId(id, row, col)}-why`;
      return problems && html`<p key=${own} id=${own}>${problems.map((p) => `${p.message}. ${p.help}`).join(" ")}</p>`;
    }),
  );
}

const isIn = (place, row, col) => {
  const { top, bottom, left, right } = range(place);
  return row >= top && row <= bottom && col >= left && col <= right;
};
const isError = (problems) => (problems?.some((p) => p.severity === "error") ? "true" : null);
const tint = (problems) => (problems ? (isError(problems) ? "bad" : "odd") : "");
const stateOf = (place, row, col) =>
  place.row === row && place.col === col ? "active" : row >= 0 && isIn(place, row, col) ? "chosen" : "";

// ---- what is in sight ---------------------------------------------------------------------------------------------

function useSight(box, setSight) {
  useEffect(() => {
    const element = box.current;
    const look = () => {
      const { scrollTop, scrollLeft, clientHeight: height, clientWidth: width } = element;
      const steps = (x, size) => Math.floor(x / size) * size;
      const next = { top: steps(scrollTop, ROW), left: steps(scrollLeft, STRIDE), height, width, wide: width >= WIDE };
      setSight((old) => (Object.keys(next).every((key) => old[key] === next[key]) ? old : next));
    };
    const watch = new ResizeObserver(look);
    watch.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      watch.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);
}

/** Scrolls the active cell into sight when it has moved. */
function useReveal(box, place, widths, wide) {
  const [row, col] = [place.row2, place.col2];
  useLayoutEffect(() => {
    const element = box.current;
    if (row >= 0) {
      const inside = element.clientHeight - HEAD;
      if (row * ROW < element.scrollTop) element.scrollTop = row * ROW;
      else if ((row + 1) * ROW > element.scrollTop + inside) element.scrollTop = (row + 1) * ROW - inside;
    }
    const left = widths.slice(0, col).reduce((sum, w) => sum + w, NUMBERS);
    // Row numbers, and the first column where there is room, stay at the edge and cover what is below.
    const covered = NUMBERS + (wide && col > 0 ? widths[0] : 0);
    const right = left + (widths[col] ?? 0);
    if (left - covered < element.scrollLeft) element.scrollLeft = left - covered;
    else if (right > element.scrollLeft + element.clientWidth) element.scrollLeft = right - element.clientWidth;
  }, [row, col]);
}

// ---- keys and pointer ---------------------------------------------------------------------------------------------

const clamp = (x, low, high) => Math.max(low, Math.min(high, x));

function moved({ row, col }, down, right, columns, rows) {
  return cell(clamp(row + down, -1, rows.length), clamp(col + right, 0, columns.length - 1));
}

function onKeyDown(event, tools) {
  const { place, columns, rows, editing, begin, onPlace, onEdit } = tools;
  if (editing.current || event.isComposing || tools.onKey(event)) return;
  const target = aim(event, tools);
  if (target) {
    const { row, col } = target;
    const to = { row: clamp(row, event.shiftKey ? 0 : -1, rows.length), col: clamp(col, 0, columns.length - 1) };
    onPlace(event.shiftKey ? { ...place, row2: to.row, col2: to.col } : cell(to.row, to.col));
  } else if (event.key === "Enter" || event.key === "F2") begin(place.row, place.col);
  else if (event.key === "Delete" || event.key === "Backspace") onEdit(cleared(tools));
  else if (event.key === "Escape") onPlace(cell(place.row, place.col));
  else if (event.key === "a" && (event.ctrlKey || event.metaKey)) {
    onPlace({ row: 0, col: 0, row2: Math.max(0, rows.length - 1), col2: columns.length - 1 });
  } else if (event.key === " " && event.shiftKey) onPlace({ ...place, col: 0, col2: columns.length - 1 });
  else if (isTyped(event)) begin(place.row, place.col, event.key);
  else return;
  event.preventDefault();
}

const isTyped = ({ key, ctrlKey, metaKey, altKey }) => key.length === 1 && !ctrlKey && !metaKey && !altKey;

/** Where a key leads to. */
function aim({ key, ctrlKey, metaKey, shiftKey }, { place, rows, columns, box }) {
  const [row, col] = shiftKey ? [place.row2, place.col2] : [place.row, place.col];
  const far = ctrlKey || metaKey;
  const [down, right] = ARROWS[key] ?? [0, 0];
  if (ARROWS[key]) {
    if (!far) return { row: row + down, col: col + right };
    return { row: down ? (down > 0 ? rows.length - 1 : 0) : row, col: right ? (right > 0 ? columns.length : 0) : col };
  }
  const page = Math.max(1, Math.floor((box.current.clientHeight - HEAD) / ROW) - 1);
  if (key === "PageDown") return { row: row + page, col };
  if (key === "PageUp") return { row: Math.max(0, row - page), col };
  if (key === "Home") return { row: far ? 0 : row, col: 0 };
  if (key === "End") return { row: far ? rows.length - 1 : row, col: columns.length - 1 };
  return null;
}

function cleared({ place, columns, rows }) {
  const { top, bottom, left, right } = range(place);
  const edits = [];
  for (let row = top; row <= Math.min(bottom, rows.length - 1); row++) {
    for (let col = left; col <= right; col++) {
      if (textAt(rows, row, columns[col])) edits.push({ row, at: columns[col].at, text: "" });
    }
  }
  return edits;
}

function under(event) {
  const element = event.target.closest?.("[data-row]");
  return element ? { row: Number(element.dataset.row), col: Number(element.dataset.col) } : null;
}

function onMouseDown(event, { box, place, columns, editing, finish, onPlace }) {
  const hit = under(event);
  if (!hit || event.target.closest("input") || event.button !== 0) return;
  event.preventDefault();
  finish(true);
  box.current.focus({ preventScroll: true });
  editing.again = hit.row === place.row && hit.col === place.col;
  if (hit.col < 0) {
    const from = event.shiftKey ? place.row : hit.row;
    onPlace({ row: from, col: 0, row2: hit.row, col2: columns.length - 1 });
  } else onPlace(event.shiftKey && hit.row >= 0 ? { ...place, row2: hit.row, col2: hit.col } : cell(hit.row, hit.col));
}

function onMouseOver(event, { place, editing, onPlace }) {
  const hit = under(event);
  if (event.buttons !== 1 || editing.current || !hit || hit.row < 0 || hit.col < 0 || place.row < 0) return;
  if (document.activeElement !== event.currentTarget) return;
  if (hit.row !== place.row2 || hit.col !== place.col2) onPlace({ ...place, row2: hit.row, col2: hit.col });
}

function onTwice(event, { begin }) {
  const hit = under(event);
  if (hit && hit.col >= 0 && !event.target.closest("input")) begin(hit.row, hit.col);
}

/** A finger has no double click: the second tap on a cell opens it. */
function onClick(event, { editing, begin }) {
  const hit = under(event);
  if (event.pointerType === "touch" && editing.again && hit?.col >= 0 && !editing.current) begin(hit.row, hit.col);
}

// ---- copy and paste -----------------------------------------------------------------------------------------------

function onCopy(event, { place, columns, rows, editing }) {
  if (editing.current) return false;
  const { top, bottom, left, right } = range(place);
  const quoted = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [];
  for (let row = top; row <= bottom; row++) {
    lines.push(columns.slice(left, right + 1).map((column) => quoted(textAt(rows, row, column))).join("\t"));
  }
  event.clipboardData.setData("text/plain", lines.join("\n"));
  event.preventDefault();
  return true;
}

function onPasted(event, { editing, onPaste }) {
  if (editing.current) return;
  event.preventDefault();
  onPaste(event.clipboardData.getData("text/plain"));
}

/**
 * The cells of a pasted text: what a spreadsheet copies (tabs), or CSV with semicolons or commas.
 *
 * Commas part cells only where every line has as many, two or more: `96,5` is a number.
 *
 * @param {string} text what was pasted
 * @returns {string[][]} lines of cells
 */
export function cellsOf(text) {
  const plain = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  if (plain.includes("\t")) return split(plain, "\t");
  for (const [mark, least] of [[";", 1], [",", 2]]) {
    const lines = split(plain, mark).filter((line) => line.some(Boolean));
    const even = lines.every((line) => line.length === lines[0].length);
    if (lines.length > 1 && even && lines[0].length > least) return lines;
  }
  return split(plain, "\t");
}

/** Cells between marks; a quoted cell may hold marks and ends of lines. */
function split(text, mark) {
  const lines = [[]];
  let at = 0;
  while (at <= text.length) {
    const quoted = text[at] === '"' ? /"((?:[^"]|"")*)"/y : null;
    if (quoted) quoted.lastIndex = at;
    const hit = quoted?.exec(text);
    const after = hit ? hit.index + hit[0].length : at;
    let end = after;
    while (end < text.length && text[end] !== mark && text[end] !== "\n") end++;
    const own = hit && end === after ? hit[1].replaceAll('""', '"') : text.slice(at, end);
    lines[lines.length - 1].push(own.trim());
    if (text[end] === "\n") lines.push([]);
    at = end + 1;
  }
  return lines;
}
