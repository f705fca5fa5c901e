/**
 * Boxes for texts and numbers, labels, and what is wrong with them.
 */
import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { act, useStore } from "../store.js";
import { parsed, t, typed } from "../words.js";

/**
 * The label of a description: its first part, a capital first.
 *
 * @param {string} description of a key or a number
 * @returns {{label: string, more: string}} label, and what is left to say
 */
export function labelOf(description) {
  const text = (description ?? "").trim();
  const cut = [...text.matchAll(/[;:(,]|\. /g)].map((hit) => hit.index).find((place) => place >= 12);
  const end = cut ?? text.length;
  const label = text.slice(0, end).trim().replaceAll("`", "");
  // What begins with a piece of the file is no label.
  if (/^[{"[`]/.test(text)) return { label: "", more: text };
  const more = end < text.length ? text.slice(end).replace(/^[\s\u00a0;:,]+/, "") : "";
  return { label: label.charAt(0).toUpperCase() + label.slice(1), more };
}

/**
 * A text in which what stands between backquotes is code.
 *
 * @param {string} text the text
 * @returns {any[]} its parts
 */
export const rich = (text) =>
  (text ?? "").split("`").map((part, k) => (k % 2 ? html`<code>${part}</code>` : part));

/**
 * A name of the file as words.
 *
 * @param {string} name as the file has it
 * @returns {string} its words
 */
export const plainName = (name) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");

/**
 * An id for a field's element.
 *
 * @param {string[]} keys to its value
 * @returns {string} the id
 */
export const idOf = (keys) => `f-${keys.join("-").replace(/[^\w-]/g, "_")}`;

/** A help whose sections (`[boiler.fuel]`) can be pressed: each leads to its form. */
function Linked({ text }) {
  const form = useStore((s) => s.form);
  const isSection = (keys) => {
    let section = form;
    for (const key of keys) section = section?.children.find((child) => child.name === key);
    return Boolean(section);
  };
  return text.split(/(\[[a-z_]+(?:\.[a-z_]+)*\])/).map((part, k) => {
    const keys = k % 2 === 1 ? part.slice(1, -1).split(".") : [];
    if (k % 2 === 0 || !isSection(keys)) return rich(part);
    return html`<button type="button" class="link" onClick=${() => act.goto(keys)}>${part}</button>`;
  });
}

/**
 * Problems of a field, read out with it.
 *
 * @param {{id: string, problems: object[]}} props the element's id and what is wrong
 * @returns {object | null} a list
 */
export function Wrong({ id, problems }) {
  if (!problems?.length) return null;
  return html`<ul class="wrong" id=${id}>
    ${problems.map(
      (p, k) => html`<li key=${k} class=${p.severity}><span>${rich(p.message)}</span>${p.help && html` <span
          class="soft"><${Linked} text=${p.help} /></span>`}</li>`,
    )}
  </ul>`;
}

/**
 * A number held within bounds.
 *
 * @param {number} x the number
 * @param {number} low least
 * @param {number} high most
 * @returns {number} the nearest within
 */
export const clamp = (x, low, high) => Math.min(high, Math.max(low, x));

/**
 * A number without a slider, written when the box is left.
 *
 * @param {{value: any, onTake: (next: number | null) => void, id?: string, label?: string, hint?: string,
 *   wrong?: boolean, describedBy?: string}} props what it holds and who takes what is typed
 * @returns {object} the box
 */
export function PlainNumber({ value, onTake, id, label, hint = "", wrong = false, describedBy }) {
  const held = typeof value === "number" ? typed(value) : (value ?? "");
  const read = (text) => (text.trim() === "" ? null : (parsed(text) ?? undefined));
  return html`<${TextBox} value=${held} id=${id} label=${label} hint=${hint} wrong=${wrong} describedBy=${describedBy}
    numeric=${true} refuse=${(text) => (read(text) === undefined ? t("This is no number.") : "")}
    onTake=${(text) => onTake(read(text))} />`;
}

/**
 * A text, written when the box is left or on Enter.
 *
 * @param {{value: string, onTake: (text: string) => void, refuse?: (text: string) => string, long?: boolean,
 *   numeric?: boolean, id?: string, label?: string, hint?: string, wrong?: boolean, describedBy?: string,
 *   list?: string}} props what it holds, who takes what is typed, and why it may be refused
 * @returns {object} the box
 */
export function TextBox({ value, onTake, refuse, long, numeric, id, label, hint = "", wrong, describedBy, list }) {
  const [text, setText] = useState(null);
  const box = useRef(null);
  const now = useRef({});
  now.current = { text, value, onTake, refuse };
  const reason = text === null ? "" : (refuse?.(text) ?? "");
  const take = () => {
    const { text: last, value: held, onTake: give, refuse: judge } = now.current;
    if (last === null || judge?.(last)) return;
    setText(null);
    if (last !== held) give(last);
  };
  useEffect(() => {
    const element = box.current;
    element.addEventListener("take", take);
    return () => element.removeEventListener("take", take);
  }, []);
  const onKey = (event) => {
    if (event.key === "Enter" && !long) take();
    else if (event.key === "Escape" && text !== null) {
      event.stopPropagation();
      setText(null);
    }
  };
  const common = {
    ref: box,
    id,
    value: text ?? value,
    placeholder: hint,
    autocomplete: "off",
    spellcheck: false,
    "data-dirty": text === null ? "no" : "yes",
    "aria-label": label,
    "aria-invalid": reason || wrong ? "true" : null,
    "aria-describedby": describedBy,
    onInput: (event) => setText(event.currentTarget.value),
    onKeyDown: onKey,
    onBlur: take,
  };
  return html`<span class="box">
    ${long
      ? html`<textarea rows="3" ...${common}></textarea>`
      : html`<input type="text" inputmode=${numeric ? "decimal" : null} list=${list} ...${common} />`}
    ${reason && html`<span class="typed" role="status">${reason}</span>`}
  </span>`;
}
