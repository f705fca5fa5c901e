/** The numbers behind a figure as an accessible table. */
import { html, useMemo } from "../vendor/preact.js";
import { number, t } from "../words.js";

/** Most rows that are shown; the file has all. */
const MOST = 500;

/**
 * Rows of a CSV text.
 *
 * @param {string} text comma separated, quotes doubled within quotes
 * @returns {string[][]} rows of cells
 */
export function parseCsv(text) {
  const rows = [];
  let [row, cell, quoted] = [[], "", false];
  const endCell = () => {
    row.push(cell);
    cell = "";
  };
  const endRow = () => {
    endCell();
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  };
  for (let k = 0; k < text.length; k += 1) {
    const c = text[k];
    if (quoted) {
      if (c === '"' && text[k + 1] === '"') {
        cell += '"';
        k += 1;
      } else if (c === '"') quoted = false;
      else cell += c;
    } else if (c === '"') quoted = true;
    else if (c === ",") endCell();
    else if (c === "\n") endRow();
    else if (c !== "\r") cell += c;
  }
  if (cell !== "" || row.length > 0) endRow();
  return rows;
}

const isNumeric = (cell) => cell !== "" && Number.isFinite(Number(cell));
/** A number to six digits: more are in the file. */
const shown = (cell) => (isNumeric(cell) ? number(Number(cell), 6) : cell);

/**
 * A table of the numbers behind a figure.
 *
 * @param {{title: string, csv: string}} props what it shows, and the numbers
 * @returns {object} the table
 */
export function DataTable({ title, csv }) {
  const [head, ...body] = useMemo(() => parseCsv(csv), [csv]);
  if (!head) return html`<p class="see-note">${t("There are no numbers.")}</p>`;
  const rows = body.slice(0, MOST);
  const numeric = head.map((_, k) => rows.every((row) => (row[k] ?? "") === "" || isNumeric(row[k])));
  const cells = (row) =>
    head.slice(1).map((_, k) => {
      const at = k + 1;
      return html`<td key=${at} class=${numeric[at] ? "see-num" : ""}>${shown(row[at] ?? "")}</td>`;
    });
  return html`
    <div class="see-table" role="region" tabindex="0" aria-label=${t("Numbers of: {title}", { title })}>
      <table>
        <caption>${title}</caption>
        <thead>
          <tr>
            ${head.map((name, k) => html`<th key=${k} scope="col" class=${numeric[k] ? "see-num" : ""}>${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row, k) => html`<tr key=${k}>
            <th scope="row" class=${numeric[0] ? "see-num" : ""}>${shown(row[0] ?? "")}</th>${cells(row)}
          </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${
      body.length > MOST &&
      html`<p class="see-note">
      ${t("The first {n} of {all} rows; the CSV file has all.", { n: MOST, all: body.length })}
    </p>`
    }`;
}
