/**
 * The slider of a number: log where the range spans decades, around the value where it is huge.
 */
import { html, useRef } from "../vendor/preact.js";
import { act } from "../store.js";
import { number, quantity, t } from "../words.js";
import { clamp } from "./box.js";

/** Places of a slider. */
const STEPS = 400;

/**
 * The span of a slider: the whole range where it is narrow, the surroundings of the value where it is huge.
 *
 * @param {number | null} low smallest value accepted
 * @param {number | null} high largest value accepted
 * @param {number | null} value where the reader is
 * @returns {{low: number, high: number, log: boolean} | null} the span; null where there is no sensible one
 */
export function spanOf(low, high, value) {
  const at = value ?? null;
  const size = Math.abs(at ?? 0);
  const floor = low ?? (at === null ? null : at < 0 ? 4 * at : 0);
  const ceiling = high ?? (size > 0 ? Math.max(4 * size, (floor ?? 0) + size) : null);
  if (floor === null || ceiling === null || !(floor < ceiling)) return null;
  if (floor > 0 && ceiling / floor > 100) {
    const around = at > 0 && ceiling / floor > 1e4;
    if (!around) return { low: floor, high: ceiling, log: true };
    return { low: Math.max(floor, at / 20), high: Math.min(ceiling, at * 20), log: true };
  }
  if (size > 0 && ceiling - floor > 20 * size) {
    return { low: Math.max(floor, at > 0 ? 0 : 4 * at), high: Math.min(ceiling, 4 * size), log: false };
  }
  return { low: floor, high: ceiling, log: false };
}

/** The value at a place of the slider, on a round step. */
function valueAt(place, span) {
  const share = place / STEPS;
  if (place <= 0) return span.low;
  if (place >= STEPS) return span.high;
  if (span.log) return Number((span.low * (span.high / span.low) ** share).toPrecision(3));
  const raw = span.low + share * (span.high - span.low);
  const step = roundStep((span.high - span.low) / STEPS);
  return clamp(Number((Math.round(raw / step) * step).toPrecision(12)), span.low, span.high);
}

function placeOf(value, span) {
  const share = span.log
    ? Math.log(Math.max(value, span.low) / span.low) / Math.log(span.high / span.low)
    : (value - span.low) / (span.high - span.low);
  return Math.round(clamp(share, 0, 1) * STEPS);
}

/**
 * A round step: 1, 2 or 5 times a power of ten.
 *
 * @param {number} step about how large
 * @returns {number} the step
 */
export function roundStep(step) {
  const power = 10 ** Math.floor(Math.log10(step));
  const part = step / power;
  return power * (part < 1.5 ? 1 : part < 3.5 ? 2 : part < 7.5 ? 5 : 10);
}

/**
 * The slider: tries while it moves, writes when it is let go.
 *
 * @param {{id: string, path: string, keys: string[], value: number | null, held: number | null, spec: object,
 *   label: string}} props the number, and what the file holds
 * @returns {object} the slider
 */
export function Slider({ id, path, keys, value, held, spec, label }) {
  const byKey = useRef(false);
  // The span stays while the slider moves: it would run away from the pointer.
  const span = spanOf(spec.low ?? null, spec.high ?? null, held);
  if (!span) return html`<span class="no-slider"></span>`;
  const onInput = (event) => {
    const place = Number(event.currentTarget.value);
    act.slide(path, valueAt(place, span), keys);
  };
  const done = () => {
    const joins = byKey.current;
    byKey.current = false;
    act.commit({ joins });
  };
  const unset = value === null;
  return html`<input type="range" class=${unset ? "unset" : ""} min="0" max=${STEPS} step="1"
      value=${unset ? 0 : placeOf(value, span)}
    aria-label=${label} aria-describedby=${`${id}-unit`}
    aria-valuetext=${unset ? t("left out") : quantity(value, spec.unit === "-" ? "" : spec.unit)}
    title=${t("{low} to {high}", { low: number(span.low), high: quantity(span.high, spec.unit) })}
    onInput=${onInput} onKeyDown=${() => (byKey.current = true)}
    onKeyUp=${done} onBlur=${() => byKey.current && done()} onChange=${() => !byKey.current && done()} />`;
}
