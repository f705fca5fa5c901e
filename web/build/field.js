/**
 * A number of the scenario: box, slider, range, source and uncertainty.
 *
 * A field is given the keys that lead to its value in the file. It shows what the file holds; what is typed or slid is
 * tried at once and written when the reader is done with it.
 */
import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { act, useStore } from "../store.js";
import { number, parsed, quantity, t, typed } from "../words.js";
import { Wrong, clamp, idOf, labelOf, plainName, rich } from "./box.js";
import { Apart, Law, lawShort } from "./law.js";
import { Slider, roundStep } from "./slider.js";

/** Rest after the last key before a typed number is tried, ms. */
const TYPING = 350;
/** The same after an arrow key. */
const STEPPING = 60;

/**
 * A number of the scenario.
 *
 * @param {{spec: object, path: string, keys: string[] | null, given: any, input?: object, law?: object,
 *   problems?: object[], lawProblems?: object[], open?: boolean}} props its description, its path among the inputs, the
 *   keys in the file, what the file holds there, the input as the server has it, its distribution
 * @returns {object} label, box, slider, and more on demand
 */
export function NumberField({ spec, path, keys, given, input, law, problems = [], lawProblems = [], open = false }) {
  const slid = useStore((s) => s.slides.get(path));
  const [more, setMore] = useState(open);
  useEffect(() => {
    if (open) setMore(true);
  }, [open]);
  const own = typeof given === "number" ? given : null;
  const isGiven = given !== undefined || Boolean(input?.given);
  const held = own ?? (input?.given ? input.value : null);
  // The server knows what holds here; the description of the form stands in while the scenario has errors.
  const fallback = (input ? input.default : spec.default) ?? null;
  const value = slid ?? held ?? fallback;
  const { label: said, more: rest } = labelOf(spec.description);
  const label = said || plainName(spec.name);
  const id = idOf(keys ?? path.split("."));
  const fixed = keys === null;
  const flag = (isGiven ? input?.flag : null) ?? spec.flag;
  const wrong = [...problems, ...lawProblems];
  const unit = spec.unit && spec.unit !== "-" ? spec.unit : "";
  const backTitle = isNone(fallback)
    ? t("Leave it out: the model gives it")
    : t("Back to the default, {value}", { value: quantity(fallback, unit) });
  const back = () => {
    act.drop();
    return act.edit([{ path: keys, value: null }]);
  };
  return html`<div class=${`field number ${isGiven ? "given" : ""} ${wrong.length ? "is-wrong" : ""}`}
      data-path=${(keys ?? path.split(".")).join(".")}>
    <div class="name">
      <label for=${id}>${label}</label>
      <code>${spec.name}</code>
      ${flag === "assumed" && html`<span class="flag assumed"
        title=${t("A value that nobody has measured or read: check it first")}>${t("assumed")}</span>`}
      ${law && html`<span class="flag law">${lawShort(law)}</span>`}
      ${isGiven && fallback !== null && fallback !== value && html`<span
        class="soft was">${t("default {value}", { value: quantity(fallback, unit) })}</span>`}
    </div>
    <div class="value">
      <${NumberBox} id=${id} path=${path} keys=${keys} value=${value} fallback=${fallback} held=${held} spec=${spec}
        fixed=${fixed}
        wrong=${wrong.length > 0} byLaw=${value === null} />
      <span class="unit" id=${`${id}-unit`}>${unit}</span>
      ${!fixed && html`<${Slider} id=${id} path=${path} keys=${keys} value=${value} held=${held ?? fallback}
        spec=${spec} label=${label} />`}
      ${isGiven && !fixed &&
      html`<button type="button" class="small" onClick=${back}
        aria-label=${t("Back to the default: {name}", { name: label })}
        title=${backTitle}>↺</button>`}
      <button type="button" class="small" aria-expanded=${more ? "true" : "false"} aria-controls=${`${id}-more`}
        aria-label=${t("More about {name}", { name: label })} title=${t("Range, source, uncertainty")}
        onClick=${() => setMore(!more)}>${more ? "▴" : "▾"}</button>
    </div>
    <${Wrong} id=${`${id}-wrong`} problems=${wrong} />
    ${law && html`<${Apart} path=${path} law=${law} value=${value} spec=${spec} />`}
    ${more &&
    html`<div class="more" id=${`${id}-more`}>
      ${rest && html`<p>${rich(rest)}</p>`}
      <${Facts} spec=${spec} standard=${fallback} input=${input} isGiven=${isGiven} unit=${unit} flag=${flag} />
      ${fixed && html`<p class="soft">${t("This number stands in a table beside the scenario.")}</p>`}
      ${!input?.structural && html`<${Law} path=${path} law=${law} value=${value} spec=${spec} label=${label} />`}
      ${input?.structural && html`<p class="soft">${t("It shapes the case: it cannot be drawn.")}</p>`}
    </div>`}
  </div>`;
}

const isNone = (value) => value === null || value === undefined;

function Facts({ spec, standard, input, isGiven, unit, flag }) {
  const range = rangeOf(spec, unit);
  const fallback = isNone(standard) ? t("none: left out, the model gives it") : quantity(standard, unit, 6);
  const words = { read: t("read in a source"), computed: t("computed"), assumed: t("assumed") };
  return html`<dl class="facts">
    <div><dt>${t("Default")}</dt><dd>${fallback}</dd></div>
    ${range && html`<div><dt>${t("Range")}</dt><dd>${range}</dd></div>`}
    ${flag && html`<div><dt>${t("Trust")}</dt><dd>${words[flag] ?? flag}</dd></div>`}
    ${isGiven && input?.source && html`<div
      class="long"><dt>${t("Source of the value")}</dt><dd>${input.source}</dd></div>`}
    ${spec.source && html`<div class="long"><dt>${t("Source of the default")}</dt><dd>${spec.source}</dd></div>`}
  </dl>`;
}

function rangeOf(spec, unit) {
  const low = spec.low ?? null;
  const high = spec.high ?? null;
  const both = low !== null && high !== null;
  if (both) return t("{low} to {high}", { low: number(low, 6), high: quantity(high, unit, 6) });
  if (low !== null) return t("at least {low}", { low: quantity(low, unit, 6) });
  if (high !== null) return t("at most {high}", { high: quantity(high, unit, 6) });
  return "";
}

/** The box: tries what is typed after a rest, writes it on Enter or when it is left. */
function NumberBox({ id, path, keys, value, fallback, held, spec, fixed, wrong, byLaw }) {
  const [text, setText] = useState(null);
  const timer = useRef(0);
  const box = useRef(null);
  const now = useRef({});
  now.current = { text, value, fallback, held };
  const shown = text ?? (held === null && value === fallback ? "" : typed(value));
  const typedValue = text === null ? null : parsed(text);
  const bad = text !== null && text.trim() !== "" && typedValue === null;
  const outside = typedValue !== null && outOf(typedValue, spec);

  const take = async () => {
    clearTimeout(timer.current);
    const { text: last } = now.current;
    if (last === null) return;
    if (last.trim() === "") {
      setText(null);
      act.drop();
      if (now.current.held !== null) await act.edit([{ path: keys, value: null }]);
      return;
    }
    const next = parsed(last);
    if (next === null) return;
    setText(null);
    if (next === now.current.held) act.drop();
    else {
      act.slide(path, next, keys);
      await act.commit();
    }
  };
  const onInput = (event) => {
    const next = event.currentTarget.value;
    setText(next);
    clearTimeout(timer.current);
    const parsedNext = parsed(next);
    if (parsedNext !== null) timer.current = setTimeout(() => act.slide(path, parsedNext, keys), TYPING);
  };
  const onKey = (event) => {
    if (event.key === "Enter") take();
    else if (event.key === "Escape" && text !== null) {
      event.stopPropagation();
      clearTimeout(timer.current);
      setText(null);
      act.drop();
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      const from = (text === null ? null : parsed(text)) ?? value;
      if (from === null) return;
      event.preventDefault();
      const step = roundStep(Math.max(Math.abs(from), 1e-9) / 100) * (event.shiftKey ? 10 : 1);
      const moved = Number((from + (event.key === "ArrowUp" ? step : -step)).toPrecision(12));
      const next = clamp(moved, spec.low ?? -Infinity, spec.high ?? Infinity);
      setText(typed(next));
      clearTimeout(timer.current);
      timer.current = setTimeout(() => act.slide(path, next, keys), STEPPING);
    }
  };
  useEffect(() => {
    const element = box.current;
    // Ctrl+S takes what is being typed.
    element.addEventListener("take", take);
    return () => {
      element.removeEventListener("take", take);
      clearTimeout(timer.current);
    };
  }, []);
  const message = bad ? t("This is no number.") : outside ? t("Outside of {range}.", { range: rangeOf(spec, "") }) : "";
  const described = [`${id}-unit`, wrong && `${id}-wrong`, message && `${id}-typed`].filter(Boolean).join(" ");
  const hint = byLaw ? t("left out") : typed(fallback);
  return html`<span class="box">
    <input ref=${box} id=${id} type="text" inputmode="decimal" autocomplete="off" spellcheck=${false} value=${shown}
      placeholder=${hint} readonly=${fixed} data-dirty=${text === null ? "no" : "yes"}
      aria-invalid=${bad || outside || wrong ? "true" : null} aria-describedby=${described}
      onInput=${onInput} onKeyDown=${onKey} onBlur=${take} onFocus=${(e) => e.currentTarget.select()} />
    ${message && html`<span class="typed" id=${`${id}-typed`} role="status">${message}</span>`}
  </span>`;
}

const outOf = (value, spec) =>
  (spec.low !== null && spec.low !== undefined && value < spec.low) ||
  (spec.high !== null && spec.high !== undefined && value > spec.high);
