/** Parts that all charts share: numbers and units, axes with round ends, texts and whiskers beside rows. */
import { number, t } from "../../words.js";
import { FONT, PAPER } from "../theme.js";

/** Sizes of letters in charts, px. */
export const SIZE = { label: 12, tick: 11 };

const THIN = "\u202f";

/**
 * What a builder of charts works with.
 *
 * @param {{theme?: object, width?: number, lang?: string}} given colours, width of the chart in px, language
 * @returns {{theme: object, width: number, lang: string, narrow: boolean}} the kit
 */
export function makeKit({ theme = PAPER, width = 720, lang = "en" } = {}) {
  return { theme, width, lang, narrow: width < 520 };
}

/**
 * A text as it is read: indices of formulas and powers of units set small, no rich-text marks.
 *
 * @param {unknown} text what the engine wrote
 * @returns {string} the same, set well
 */
export function pretty(text) {
  return String(text ?? "")
    .replace(/[{}]/g, "")
    .replace(/\bCO2/g, "CO₂")
    .replace(/\bCH4\b/g, "CH₄")
    .replace(/\bN2O\b/g, "N₂O")
    .replace(/\bNH3\b/g, "NH₃")
    .replace(/\bH2\b/g, "H₂")
    .replace(/\bH2S\b/g, "H₂S")
    .replace(/\bNO[xX]\b/g, "NOₓ")
    .replace(
      /(^|[^A-Za-z])(N?m)([23])(?![0-9A-Za-z])/g,
      (_, before, m, power) => before + m + (power === "2" ? "²" : "³"),
    );
}

/** Words in units, by language. */
const FRENCH = {
  EUR: "€",
  kEUR: "k€",
  MEUR: "M€",
  d: "j",
  dry: "sec",
  FTE: "ETP",
  month: "mois",
  probability: "probabilité",
};

/**
 * A unit as the language writes it: `EUR/a` is `€/an` in French.
 *
 * @param {string} unit as the engine writes it
 * @param {string} lang `en` or `fr`
 * @returns {string} the unit
 */
export function unitText(unit, lang) {
  if (!unit || unit === "-") return "";
  if (lang !== "fr") return pretty(unit.replace(/EUR/g, "€"));
  let first = true;
  const french = unit.replace(/[\p{L}]+/gu, (word) => {
    const alone = first;
    first = false;
    // A letter alone is a year only below a stroke: `t/a`.
    if (word === "a") return alone && unit !== "a" ? word : "an";
    return FRENCH[word] ?? word;
  });
  return pretty(french);
}

/**
 * `Quantity, unit`, or the quantity alone.
 *
 * @param {string} quantity what is measured
 * @param {string} unit its unit, may be empty
 * @param {{lang: string}} kit the kit
 * @returns {string} the name of an axis
 */
export const measured = (quantity, unit, kit) =>
  [pretty(quantity), unitText(unit, kit.lang)].filter(Boolean).join(", ");

/**
 * A number with its unit.
 *
 * @param {number | null} value the number
 * @param {string} unit its unit
 * @param {{lang: string}} kit the kit
 * @returns {string} the text
 */
export function amount(value, unit, kit) {
  const text = isNumber(value) ? number(value) : "–";
  return unit ? `${text}${THIN}${unitText(unit, kit.lang)}` : text;
}

/** A share from 0 to 1 in percent. */
export function percent(share, digits, kit) {
  return isNumber(share)
    ? `${plain(Number((share * 100).toFixed(digits)), kit)}${kit.lang === "fr" ? "\u00a0" : THIN}%`
    : "–";
}

/** A number with its sign. */
export const signed = (value) => (value > 0 ? `+${number(value)}` : number(value));

/** Whether there is a number; the engine sends null for what is none. */
export const isNumber = (value) => typeof value === "number" && Number.isFinite(value);

/** A colon as the language sets it. */
export const colon = (kit) => (kit.lang === "fr" ? "\u00a0: " : ": ");

/**
 * A round number of an axis, with all its digits.
 *
 * @param {number} value the number
 * @param {{lang: string}} kit the kit
 * @returns {string} the text
 */
export function plain(value, kit) {
  if (!isNumber(value)) return "";
  const size = Math.abs(value);
  if (size >= 1e9 || (size > 0 && size < 1e-4)) return number(value, 2);
  const [whole, part] = String(Number(size.toPrecision(10))).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, THIN);
  const text = part ? `${grouped}${kit.lang === "fr" ? "," : "."}${part}` : grouped;
  return value < 0 ? `\u2212${text}` : text;
}

/**
 * Round ends and steps of an axis around values.
 *
 * @param {Iterable<number | null>} values what must be seen
 * @param {{zero?: boolean, count?: number}} [how] whether zero must be seen, and about how many steps
 * @returns {{min: number, max: number, interval: number}} options of an axis
 */
export function round(values, { zero = true, count = 5 } = {}) {
  let [lo, hi] = zero ? [0, 0] : [Infinity, -Infinity];
  for (const value of values) {
    if (!isNumber(value)) continue;
    lo = Math.min(lo, value);
    hi = Math.max(hi, value);
  }
  if (lo > hi) [lo, hi] = [0, 1];
  const size = Math.max(Math.abs(lo), Math.abs(hi));
  if (hi - lo <= 1e-9 * size || size < 1e-290) {
    [lo, hi] = size < 1e-290 ? [0, 1] : zero ? [Math.min(lo, 0), Math.max(hi, 0)] : [lo - 0.1 * size, hi + 0.1 * size];
  }
  const rough = (hi - lo) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const interval = [1, 2, 2.5, 5, 10].find((f) => f * power >= rough * (1 - 1e-9)) * power;
  const snug = (value) => Number(value.toPrecision(12));
  return {
    min: snug(Math.floor(lo / interval + 1e-9) * interval),
    max: snug(Math.ceil(hi / interval - 1e-9) * interval),
    interval,
  };
}

let ruler = null;
/**
 * Width of a text, px.
 *
 * @param {string} text the text
 * @param {number} [size] of its letters, px
 * @returns {number} the width
 */
export function textWidth(text, size = SIZE.label) {
  ruler ??= document.createElement("canvas").getContext("2d");
  ruler.font = `${size}px ${FONT}`;
  return ruler.measureText(text).width;
}

/**
 * Lines of a text that are no wider than so many px; a single longer word stays whole.
 *
 * @param {string} text the text
 * @param {number} size of its letters, px
 * @param {number} width most, px
 * @returns {string[]} the lines
 */
export function wrapped(text, size, width) {
  const all = [];
  for (const word of text.split(" ")) {
    const longer = all.length ? `${all.at(-1)} ${word}` : word;
    if (all.length && textWidth(longer, size) <= width) all[all.length - 1] = longer;
    else all.push(word);
  }
  return all;
}

/** The widest of texts, px. */
export const widest = (texts, size) => texts.reduce((most, text) => Math.max(most, textWidth(text, size)), 0);

/** Short names of the months, January first. */
export function months(kit) {
  const french = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
  const english = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const all = kit.lang === "fr" ? french : english;
  return kit.narrow ? all.map((name) => name.slice(0, 1).toUpperCase()) : all;
}

/** First day of each month and of the next year, 0 for 1 January. */
export const MONTH_STARTS = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

/**
 * A value axis in the house style.
 *
 * @param {object} kit the kit
 * @param {{min: number, max: number, interval: number}} ends as {@link round} gives them
 * @param {object} [more] further options of ECharts
 * @returns {object} an axis
 */
export function valueAxis(kit, ends, more = {}) {
  const { theme } = kit;
  const { axisLabel, ...rest } = more;
  return {
    type: "value",
    ...ends,
    nameTextStyle: { color: theme.soft, fontSize: SIZE.tick },
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      color: theme.soft,
      fontSize: SIZE.tick,
      hideOverlap: true,
      formatter: (v) => plain(v, kit),
      ...axisLabel,
    },
    splitLine: { lineStyle: { color: theme.line, width: 1 } },
    ...rest,
  };
}

/** A value axis at the left, its name above it. */
export function leftAxis(kit, ends, name, more = {}) {
  const start = { align: "left", padding: [0, 0, 2, 0], color: kit.theme.soft, fontSize: SIZE.tick };
  const room = roomLeft(kit, ends);
  return valueAxis(kit, ends, {
    name,
    nameGap: 10,
    nameTextStyle: { ...start, padding: [0, 0, 2, -room + 6] },
    ...more,
  });
}

/** Room that the numbers of a left axis need, px. */
export function roomLeft(kit, { min, max, interval }) {
  const texts = [];
  for (let v = min; v <= max + interval / 2 && texts.length < 50; v += interval)
    texts.push(plain(Number(v.toPrecision(10)), kit));
  return Math.ceil(widest(texts, SIZE.tick)) + 16;
}

/** Name of a bottom axis in its middle. */
export const below = (name, gap = 26) => ({ name, nameLocation: "middle", nameGap: gap });

/** A line at zero, or another place, across a chart. */
export const markLine = (kit, data, more = {}) => ({
  silent: true,
  symbol: "none",
  animation: false,
  lineStyle: { color: kit.theme.ink, width: 1.2, type: "dashed" },
  label: { color: kit.theme.ink, fontSize: SIZE.tick, textBorderColor: kit.theme.card, textBorderWidth: 3 },
  data,
  ...more,
});

/** Widest name of a level beside a plot, px; longer ones go on. */
const LEVEL = 120;

/** Room at the right of a plot for the names of its levels, px; on a narrow screen they stand inside. */
export function roomRight(kit, levels) {
  if (kit.narrow || !levels?.length) return 18;
  return (
    Math.min(
      LEVEL,
      Math.ceil(
        widest(
          levels.map((l) => pretty(l.name)),
          SIZE.tick,
        ),
      ),
    ) + 14
  );
}

/** Levels to hold a chart against, as marks of a series: the name at the right end. */
export function levelMarks(kit, levels) {
  const inside = { position: "insideEndTop" };
  const beside = { position: "end", width: LEVEL, overflow: "break", textBorderWidth: 0 };
  const data = (levels ?? []).map((level) => ({
    name: pretty(level.name),
    yAxis: level.value,
    label: { formatter: pretty(level.name), ...(kit.narrow ? inside : beside) },
  }));
  return markLine(kit, data);
}

/**
 * A tooltip that is drawn, not written as HTML: names come from companies' files.
 *
 * @param {object} kit the kit
 * @param {"item" | "axis"} trigger what opens it
 * @param {Function} formatter gives its text
 * @param {object} [more] further options
 * @returns {object} options of ECharts
 */
export const tooltip = (kit, trigger, formatter, more = {}) => ({
  trigger,
  renderMode: "richText",
  confine: true,
  transitionDuration: 0,
  backgroundColor: kit.theme.card,
  borderColor: kit.theme.soft,
  borderWidth: 1,
  padding: [6, 9],
  textStyle: { color: kit.theme.ink, fontSize: SIZE.label, fontFamily: FONT },
  axisPointer: { lineStyle: { color: kit.theme.soft, type: "dashed" }, label: { show: false } },
  formatter,
  ...more,
});

/** Lines of a tooltip: a head, then `name: text` for each pair; pairs without a text are left out. */
export const lines = (kit, head, pairs) =>
  [
    pretty(head),
    ...pairs.filter((p) => p && p[1]).map(([name, text, mark = ""]) => `${mark}${pretty(name)}${colon(kit)}${text}`),
  ]
    .filter(Boolean)
    .join("\n");

/** Zooming by a slider below a chart, by the wheel with Ctrl and by pinching. */
export function zooms(kit, { axes = [0], slider = true, bottom = 6 } = {}) {
  const { theme } = kit;
  const inside = {
    id: "inside",
    type: "inside",
    xAxisIndex: axes,
    filterMode: "none",
    zoomOnMouseWheel: "ctrl",
    moveOnMouseWheel: false,
    preventDefaultMouseMove: false,
  };
  if (!slider) return [inside];
  const bar = {
    id: "slider",
    type: "slider",
    xAxisIndex: axes,
    filterMode: "none",
    bottom,
    height: 20,
    showDetail: false,
    showDataShadow: false,
    brushSelect: false,
    borderColor: theme.line,
    fillerColor: paleFill(theme),
    handleStyle: { color: theme.card, borderColor: theme.soft },
    moveHandleStyle: { color: theme.soft, opacity: 0.5 },
    backgroundColor: "transparent",
    labelFormatter: () => "",
  };
  return [inside, bar];
}

const paleFill = (theme) => (theme.dark ? "rgba(255,255,255,0.10)" : "rgba(0,0,0,0.07)");

/**
 * Places of horizontal rows: names at the left, texts beside the bars.
 *
 * @param {object} kit the kit
 * @param {{labels: string[], ends: object, name: string, beside?: number, columns?: number, row?: number,
 *   bold?: Function}} rows names of rows, ends and name of the value axis, room for texts beside the bars and for
 *   columns at the right, least height of a row, and which rows are set bold
 * @returns {{grid: object, xAxis: object, yAxis: object, height: number, plot: {left: number, right: number}}} options
 */
export function rowLayout(kit, { labels, ends, name, beside = 0, columns = 0, row = 24, bold = () => false }) {
  const names = labels.map(pretty);
  const full = Math.ceil(widest(names) * 1.04) + 2;
  const room = Math.min(full, Math.max(90, Math.round(kit.width * (kit.narrow ? 0.36 : 0.38))));
  const height = Math.max(row, full > room ? 32 : row);
  const before = ends.min < 0 ? beside : 0;
  const left = room + 14 + before;
  const right = columns + (ends.max > 0 ? beside : 0) + 12;
  const rich = { color: kit.theme.ink, fontSize: SIZE.label, fontWeight: "bold", fontFamily: FONT };
  return {
    plot: { left, right },
    height: height * names.length + 54,
    grid: { left, right, top: 6, bottom: 48, containLabel: false, outerBoundsMode: "none" },
    xAxis: valueAxis(kit, ends, { ...below(name), splitNumber: 5 }),
    yAxis: {
      type: "category",
      inverse: true,
      data: names,
      axisLine: { show: false, onZero: false },
      axisTick: { show: false },
      axisLabel: {
        color: kit.theme.ink,
        fontSize: SIZE.label,
        margin: 8 + before,
        width: room,
        overflow: full > room ? "break" : "none",
        lineHeight: 14,
        interval: 0,
        formatter: (text, k) => (bold(k) ? `{b|${text}}` : text),
        rich: { b: rich },
      },
    },
  };
}

/**
 * Whiskers along rows: a line from low to high with a stroke at each end.
 *
 * @param {object} kit the kit
 * @param {[number, number, number][]} data low, high and row of each
 * @param {object} [more] further options; `at` shifts the line by a share of a row
 * @returns {object} a series
 */
export function whiskers(kit, data, { at = 0, color = kit.theme.ink, ...more } = {}) {
  const renderItem = (_, api) => {
    const row = api.value(2);
    const [x0, y] = api.coord([api.value(0), row]);
    const [x1] = api.coord([api.value(1), row]);
    const middle = y + at * api.size([0, 1])[1];
    const line = (a, b, c, d) => ({
      type: "line",
      shape: { x1: a, y1: b, x2: c, y2: d },
      style: { stroke: color, lineWidth: 1.2 },
    });
    return {
      type: "group",
      children: [line(x0, middle, x1, middle), ...[x0, x1].map((x) => line(x, middle - 4, x, middle + 4))],
    };
  };
  return {
    type: "custom",
    id: "whiskers",
    silent: true,
    z: 4,
    encode: { x: [0, 1], y: 2, tooltip: [] },
    renderItem,
    data,
    ...more,
  };
}

/**
 * Texts beside the ends of bars.
 *
 * @param {object} kit the kit
 * @param {{at: number, row: number, text: string, left?: boolean, color?: string, bold?: boolean, shift?: number}[]}
 *   texts where, in which row, what; at the left of the place when `left`; `shift` moves it by a share of a row
 * @param {object} [more] further options
 * @returns {object} a series
 */
export function rowTexts(kit, texts, more = {}) {
  const renderItem = (params, api) => {
    const { text, left, color, bold, shift = 0 } = texts[params.dataIndex];
    const [x, y] = api.coord([api.value(0), api.value(1)]);
    return {
      type: "text",
      x: x + (left ? -6 : 6),
      y: y + shift * api.size([0, 1])[1],
      style: {
        text,
        align: left ? "right" : "left",
        verticalAlign: "middle",
        fill: color ?? kit.theme.ink,
        font: `${bold ? "bold " : ""}${SIZE.tick}px ${FONT}`,
      },
    };
  };
  return {
    type: "custom",
    id: "texts",
    silent: true,
    clip: false,
    z: 5,
    encode: { x: 0, y: 1, tooltip: [] },
    renderItem,
    data: texts.map(({ at, row }) => [at, row]),
    ...more,
  };
}

/** Texts of columns at the right of rows, each `{head, texts}`; `right` counts px from the right edge. */
export function rowColumns(kit, columns, layout) {
  const place = ({ texts, right, bold }, k) => ({
    type: "custom",
    id: `column-${k}`,
    silent: true,
    clip: false,
    encode: { x: [], y: 1, tooltip: [] },
    data: texts.map((_, row) => [0, row]),
    renderItem: (params, api) => ({
      type: "text",
      x: kit.width - right,
      y: api.coord([0, api.value(1)])[1],
      style: {
        text: texts[params.dataIndex],
        align: "right",
        verticalAlign: "middle",
        fill: kit.theme.ink,
        font: `${bold ? "bold " : ""}${SIZE.tick}px ${FONT}`,
      },
    }),
  });
  const head = ({ head: text, right }, k) => ({
    type: "text",
    id: `head-${k}`,
    silent: true,
    right,
    top: 4,
    style: { text, fill: kit.theme.soft, font: `${SIZE.tick}px ${FONT}`, align: "right" },
  });
  return { series: columns.map(place), graphic: columns.map(head), top: layout?.top ?? 18 };
}

/** Adds a legend entry: name, look and place among the tones; `fixed` when there is nothing to hide. */
export const entry = (name, look, tone, more = {}) => ({ name: pretty(name), look, tone, ...more });

export { number, t };
