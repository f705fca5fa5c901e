/**
 * About the active cell: what it holds and may hold, what is wrong with it; and its heading.
 */
import { html } from "../../vendor/preact.js";
import { t } from "../../words.js";
import { Wrong } from "../box.js";

/**
 * What is known of the active cell.
 *
 * @param {object} tools of the view
 * @returns {object | null} a panel
 */
export function About({ book, table, sheet, columns, place, wrong, setSheet, panel }) {
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
