/** Which builder draws which kind of chart. */
import { before_after, waterfall } from "./account.js";
import { flow_map, sankey } from "./flows.js";
import { load_duration, week } from "./heat.js";
import { decal } from "../theme.js";
import { colon, makeKit, pretty, t } from "./kit.js";
import { cloud, front, parity } from "./points.js";
import { bars, chances, closure, ranges, stacked } from "./rows.js";
import { monthly, stock_year } from "./seasons.js";
import { ranking, tornado } from "./sensitivity.js";
import { distributions } from "./spread.js";
import { cash_flow, convergence, curves, time_series } from "./time.js";

const BUILDERS = {
  bars,
  before_after,
  cash_flow,
  chances,
  closure,
  cloud,
  convergence,
  curves,
  distributions,
  flow_map,
  front,
  load_duration,
  monthly,
  parity,
  ranges,
  ranking,
  sankey,
  stacked,
  stock_year,
  time_series,
  tornado_figure: tornado,
  waterfall,
  week,
};

/**
 * Whether there is an interactive drawing of a chart.
 *
 * @param {{kind: string} | null} chart the numbers of a figure
 * @returns {boolean} true when {@link build} knows the kind
 */
export const isKnown = (chart) => Boolean(chart && Object.hasOwn(BUILDERS, chart.kind));

/** Kinds that fill more height when there is room. */
const TALL = new Set([
  "cash_flow",
  "cloud",
  "convergence",
  "front",
  "load_duration",
  "monthly",
  "sankey",
  "stock_year",
  "time_series",
]);

/**
 * What is said below the title of a chart: its method and its reference are never left out.
 *
 * @param {object | null} chart the numbers of a figure
 * @returns {string} the words, may be empty
 */
export function subtitleOf(chart) {
  if (!chart) return "";
  const { method, reference, heading, kind } = chart;
  const lang = heading?.locale ?? "en";
  const named = (word, name) => (name ? `${word}${colon({ lang })}${name}` : "");
  const own =
    kind === "distributions" && !heading.subtitle ? t("Full tone: from P10 to P90; diamond: nominal value") : "";
  const parts = [heading?.subtitle, own, named(t("Method"), method), named(t("Reference"), reference)];
  return pretty(parts.filter(Boolean).join(" · "));
}

/**
 * Options of ECharts for a chart.
 *
 * @param {object} chart the numbers of a figure, with their `kind`
 * @param {{theme?: object, width?: number, lang?: string}} look colours, width in px, language
 * @returns {{option: object, height: number, least?: number, zoom?: boolean, tall: boolean, legend: object[],
 *   notes: string[]}} options, height and least width in px, whether it can be zoomed into, whether more height suits
 *   it, entries of its legend, notes below it
 */
export function build(chart, look) {
  const lang = chart.heading?.locale ?? look.lang ?? "en";
  const built = BUILDERS[chart.kind](chart, makeKit({ ...look, lang }));
  const dark = look.theme?.dark;
  const common = {
    animation: false,
    stateAnimation: { duration: 0 },
    darkMode: Boolean(dark),
    backgroundColor: "transparent",
    aria: { enabled: true, label: { enabled: false }, decal: { show: true, decals: [decal(null)] } },
    legend: { show: false },
  };
  return { legend: [], notes: [], tall: TALL.has(chart.kind), ...built, option: { ...common, ...built.option } };
}
