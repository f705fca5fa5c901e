/**
 * A choice from a library with search: a combobox as the ARIA practices describe it.
 */
import { html, useEffect, useMemo, useRef, useState } from "../vendor/preact.js";
import { t } from "../words.js";

/** Most options shown at once. */
const SHOWN = 60;

const plain = (text) => (text ?? "").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * Options that hold all words, those that begin with them first.
 *
 * @param {object[]} options with id, label, description
 * @param {string} words what is looked for
 * @returns {object[]} what was found
 */
export function found(options, words) {
  const parts = plain(words).split(/\s+/).filter(Boolean);
  if (parts.length === 0) return options;
  const text = (o) => plain(`${o.label} ${o.id} ${o.kind ?? ""} ${o.description ?? ""}`);
  const rank = (o) => (plain(o.label).startsWith(parts[0]) || plain(o.id).startsWith(parts[0]) ? 0 : 1);
  return options.filter((o) => parts.every((part) => text(o).includes(part))).sort((a, b) => rank(a) - rank(b));
}

/**
 * A box with a list of options below it.
 *
 * @param {{id: string, value: string, options: object[], onTake: (id: string) => void, label?: string, hint?: string,
 *   describedBy?: string, wrong?: boolean, free?: boolean}} props `free` takes what is in no list as well
 * @returns {object} the combobox
 */
export function Picker({ id, value, options, onTake, label, hint, describedBy, wrong, free }) {
  const [text, setText] = useState(null);
  const [at, setAt] = useState(-1);
  const list = useRef(null);
  const chosen = options.find((o) => o.id === value);
  const open = text !== null;
  const shown = useMemo(() => (open ? found(options, text).slice(0, SHOWN) : []), [open, options, text]);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const close = () => {
    setText(null);
    setAt(-1);
  };
  const take = (next) => {
    close();
    if (next !== value) onTake(next);
  };
  const onKey = (event) => {
    const move = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (move) {
      event.preventDefault();
      if (!open) setText("");
      else setAt(Math.min(shown.length - 1, Math.max(0, at + move)));
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      if (at >= 0) take(shown[at].id);
      else leave();
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      event.preventDefault();
      close();
    }
  };
  /** What was typed counts where it is a name, or where anything is taken. */
  const leave = () => {
    if (!open) return;
    const exact = options.find((o) => o.id === text.trim() || plain(o.label) === plain(text.trim()));
    if (exact) take(exact.id);
    else if (free && text.trim() !== "") take(text.trim());
    else close();
  };
  const isPlain = chosen && plain(chosen.label) === plain(chosen.id);
  const name = chosen ? (isPlain ? chosen.id : `${chosen.label} (${chosen.id})`) : value;
  return html`<span class="picker">
    <input id=${id} type="text" role="combobox" aria-expanded=${open ? "true" : "false"} aria-controls=${`${id}-list`}
      aria-autocomplete="list" aria-activedescendant=${at >= 0 ? `${id}-${at}` : null} aria-label=${label}
      aria-describedby=${describedBy} aria-invalid=${wrong ? "true" : null} autocomplete="off" spellcheck=${false}
      placeholder=${hint ?? t("search…")} value=${text ?? name}
      onInput=${(e) => {
        setText(e.currentTarget.value);
        setAt(-1);
      }}
      onKeyDown=${onKey} onClick=${() => !open && setText("")} onBlur=${leave} />
    <ul ref=${list} id=${`${id}-list`} role="listbox" aria-label=${label ?? t("Choices")} hidden=${!open}>
      ${shown.map(
        (o, k) => html`<li key=${o.id} id=${`${id}-${k}`} role="option"
            aria-selected=${k === at || (at < 0 && o.id === value) ? "true" : "false"}
          onMouseDown=${(e) => {
            e.preventDefault();
            take(o.id);
          }}>
          <span>${o.label}</span> ${o.label !== o.id && html`<code>${o.id}</code>`}
          ${o.description && html`<span class="soft about">${o.description}</span>`}</li>`,
      )}
      ${open && shown.length === 0 && html`<li role="option" aria-disabled="true" aria-selected="false"
        class="soft">${t("nothing found")}</li>`}
    </ul>
  </span>`;
}

/**
 * Several choices: what was chosen as tags, and a box for one more.
 *
 * @param {{id: string, values: string[], options: object[], onTake: (ids: string[]) => void, label: string,
 *   describedBy?: string}} props what is chosen and from what
 * @returns {object} tags and a combobox
 */
export function Pickers({ id, values, options, onTake, label, describedBy }) {
  const left = options.filter((o) => !values.includes(o.id));
  const called = (value) => options.find((o) => o.id === value)?.label ?? value;
  return html`<span class="pickers">
    ${values.map(
      (value) => html`<span class="tag" key=${value} title=${value}>${called(value)}
        <button type="button" aria-label=${t("Remove {name}", { name: called(value) })}
          onClick=${() => onTake(values.filter((v) => v !== value))}>×</button></span>`,
    )}
    <${Picker} id=${id} value="" options=${left} label=${label} hint=${t("add…")} describedBy=${describedBy}
      onTake=${(next) => next && onTake([...values, next])} />
  </span>`;
}
