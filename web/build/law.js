/**
 * Distributions of uncertain inputs.
 */
import { html } from "../vendor/preact.js";
import { act, useStore } from "../store.js";
import { number, t } from "../words.js";
import { PlainNumber, clamp, idOf } from "./box.js";

const LAWS = {
  uniform: ["low", "high"],
  triangular: ["low", "mode", "high"],
  pert: ["low", "mode", "high"],
  normal: ["mean", "sd"],
  truncated_normal: ["mean", "sd", "low", "high"],
  lognormal: ["median", "p95"],
  beta: ["a", "b", "low", "high"],
};

const LAW_NAMES = {
  uniform: "uniform: all between low and high alike",
  triangular: "triangular: low, most likely, high",
  pert: "PERT: as triangular, closer to the mode",
  normal: "normal: mean and standard deviation",
  truncated_normal: "normal within bounds",
  lognormal: "lognormal: median and 95th percentile",
  beta: "beta between low and high",
  empirical: "given values",
  discrete: "given values with probabilities",
};

/** What the numbers of a distribution are called. */
export const LAW_PARTS = {
  low: "low",
  mode: "most likely",
  high: "high",
  mean: "mean",
  sd: "standard deviation",
  median: "median",
  p95: "95th percentile",
  a: "a",
  b: "b",
};

/**
 * A distribution in a few signs.
 *
 * @param {object} law as the file has it
 * @returns {string} its numbers
 */
export function lawShort(law) {
  const { name, node } = partsOf(law);
  if (!name) return "±";
  const values = (LAWS[name] ?? []).map((part) => node[part]).filter((v) => typeof v === "number");
  return values.length ? `± ${values.map((v) => number(v)).join(" / ")}` : `± ${name}`;
}

function partsOf(law) {
  const [name] = Object.keys(law ?? {});
  return { name, node: (name && law[name]) || {} };
}

/** A distribution of that name around a value, within its range: a start to be changed. */
function around(name, value, spec) {
  const low = spec.low ?? -Infinity;
  const high = spec.high ?? Infinity;
  const middle = value ?? spec.default ?? (Number.isFinite(low + high) ? (low + high) / 2 : 1);
  const half = Math.abs(middle) * 0.2 || (Number.isFinite(high - low) ? (high - low) / 10 : 1);
  const round = (x) => Number(clamp(x, low, high).toPrecision(4));
  const start = {
    low: round(middle - half),
    mode: round(middle),
    mean: round(middle),
    median: round(Math.max(middle, Number.MIN_VALUE)),
    high: round(middle + half),
    sd: Number((half / 2).toPrecision(3)),
    p95: round(middle * 1.5),
    a: 2,
    b: 2,
  };
  return { [name]: Object.fromEntries(LAWS[name].map((part) => [part, start[part]])) };
}

/** Where a distribution has its middle; nothing where that is not written in it. */
function middleOf(law) {
  const { name, node } = partsOf(law);
  const { mode, mean, median, low, high } = node;
  const middle = mode ?? mean ?? median ?? (name === "uniform" ? (low + high) / 2 : undefined);
  return typeof middle === "number" && Number.isFinite(middle) ? middle : null;
}

/** The distribution moved in proportion to another middle, within the range of the input. */
function moved(law, to, spec) {
  const { name, node } = partsOf(law);
  const factor = to / middleOf(law);
  const fit = (x) => Number(clamp(x * factor, spec.low ?? -Infinity, spec.high ?? Infinity).toPrecision(4));
  const part = ([key, value]) => [key, key === "sd" ? Number((value * Math.abs(factor)).toPrecision(4)) : fit(value)];
  return { [name]: Object.fromEntries(Object.entries(node).map(part)) };
}

/**
 * Says that samples draw an input elsewhere than where its value stands, and offers to move them along.
 *
 * @param {{path: string, law: object, value: number | null, spec: object}} props the input and what it is drawn from
 * @returns {object | null} a note, nothing where both agree
 */
export function Apart({ path, law, value, spec }) {
  const place = useStore((s) => lawKey(s.doc?.tree, path));
  const middle = middleOf(law);
  if (value === null || middle === null || Math.abs(value - middle) <= 1e-3 * Math.abs(middle)) return null;
  const move = async () => {
    await act.commit();
    await act.edit([{ path: ["uncertainty", place], value: moved(law, value, spec) }]);
  };
  const canMove = middle * value > 0;
  return html`<p class="apart">
    ${t("Samples are drawn around {middle}; the value moves the nominal result alone.", { middle: number(middle) })}
    ${canMove && html` <button type="button" class="small text"
      onClick=${move}>${t("Draw around {value}", { value: number(value) })}</button>`}
  </p>`;
}

/**
 * The distribution of an input.
 *
 * @param {{path: string, law?: object, value: number | null, spec: object, label: string}}
 *   props the input and what it is drawn from
 * @returns {object} a choice of distributions and their numbers
 */
export function Law({ path, law, value, spec, label }) {
  const place = useStore((s) => lawKey(s.doc?.tree, path));
  const { name, node } = partsOf(law);
  const keys = ["uncertainty", place ?? path];
  const id = idOf(keys);
  const choose = (event) => {
    const next = event.currentTarget.value;
    act.edit([{ path: keys, value: next ? around(next, value, spec) : null }]);
  };
  const put = (part, next) => act.edit([{ path: keys, value: { [name]: { ...node, [part]: next } } }]);
  const listed = name && !LAWS[name] ? [...Object.keys(LAWS), name] : Object.keys(LAWS);
  return html`<fieldset class="draw" data-path=${keys.join(".")}>
    <legend>${t("Uncertainty")}</legend>
    <select id=${id} aria-label=${t("Uncertainty of {name}", { name: label })} value=${name ?? ""} onChange=${choose}>
      <option value="">${t("none: always this value")}</option>
      ${listed.map((word) => html`<option key=${word} value=${word}>${t(LAW_NAMES[word] ?? word)}</option>`)}
    </select>
    ${name && LAWS[name] && LAWS[name].map(
      (part) => html`<label key=${part} class="part"><span>${t(LAW_PARTS[part])}</span>
        <${PlainNumber} value=${node[part]} onTake=${(next) => put(part, next)} /></label>`,
    )}
    ${name && !LAWS[name] && html`<p class="soft">${t("Its values are edited in the text.")}</p>`}
  </fieldset>`;
}

/** The key under which a distribution of a path is written: with or without the element's id. */
function lawKey(tree, path) {
  const laws = tree?.uncertainty;
  if (!laws || path in laws) return path;
  const parts = path.split(".");
  const shorter = [parts[0], ...parts.slice(2)].join(".");
  if (parts.length > 2 && shorter in laws) return shorter;
  const ids = [].concat(tree[parts[0]] ?? []).map((element) => element?.id ?? "main");
  return ids.map((id) => [parts[0], id, ...parts.slice(1)].join(".")).find((longer) => longer in laws) ?? path;
}

/**
 * The distribution of a path, as the file has it.
 *
 * @param {object | null} tree the file
 * @param {string} path of the input
 * @returns {object | undefined} the distribution
 */
export const lawOf = (tree, path) => {
  const law = tree?.uncertainty?.[lawKey(tree, path)];
  return law && typeof law === "object" ? law : undefined;
};
