/** Lines: through time, over a choice of size, over the number of samples, and cash by year. */
import { decal, pale, stroke } from "../theme.js";
import {
  MONTH_STARTS,
  SIZE,
  amount,
  below,
  entry,
  isNumber,
  leftAxis,
  levelMarks,
  lines,
  markLine,
  measured,
  months,
  number,
  plain,
  pretty,
  round,
  roomLeft,
  roomRight,
  t,
  tooltip,
  valueAxis,
  zooms,
} from "./kit.js";

const HIGH = 300;
/** Long lines can be zoomed into. */
const LONG = 60;

/** A line in its look. */
export function line(kit, { id, name, points, tone, width = 1.8, ...more }) {
  const look = stroke(tone, kit.theme);
  return {
    id,
    name: pretty(name),
    type: "line",
    showSymbol: points.length < 2,
    symbolSize: 5,
    lineStyle: { ...look, width },
    itemStyle: { color: look.color },
    emphasis: { disabled: true },
    data: points,
    ...more,
  };
}

/** A band between two limits, drawn as one shape so that it also crosses zero. */
export function band(kit, { id, name, points, limits, tone, share = 0.22 }) {
  const { color } = stroke(tone, kit.theme);
  const renderItem = (params, api) => {
    if (params.dataIndex !== 0) return null;
    const at = (k, side) => api.coord([points[k][0], limits[k][side]]);
    const known = limits.map((_, k) => k).filter((k) => isNumber(limits[k][0]) && isNumber(limits[k][1]));
    const outline = [...known.map((k) => at(k, 0)), ...known.reverse().map((k) => at(k, 1))];
    return { type: "polygon", shape: { points: outline }, style: { fill: pale(color, share) } };
  };
  return {
    id,
    name: pretty(name),
    type: "custom",
    silent: true,
    clip: true,
    z: 1,
    encode: { x: 0, y: [1, 2], tooltip: [] },
    renderItem,
    data: points.map(([x], k) => [x, ...limits[k]]),
  };
}

/** Options of a horizontal axis of time. */
function timeAxis(chart, kit) {
  const xs = chart.series.flatMap((s) => s.points.map((p) => p[0]));
  const [min, max] = [Math.min(...xs), Math.max(...xs)];
  if (chart.axis === "year") return yearAxis(kit);
  if (chart.axis === "years") {
    const interval = [1, 2, 5, 10, 20].find((step) => (max - min) / step <= kit.width / 70) ?? 50;
    return valueAxis(
      kit,
      { min, max, interval },
      { ...below(t("Year")), splitLine: { show: false }, axisLabel: { formatter: String } },
    );
  }
  return valueAxis(kit, { min, max }, { ...below(t("Time, d")), splitLine: { show: false } });
}

/** Days of the model year, written as months. */
export function yearAxis(kit, more = {}) {
  const middles = MONTH_STARTS.slice(0, 12).map((day, k) => (day + MONTH_STARTS[k + 1]) / 2);
  const names = months(kit);
  return valueAxis(
    kit,
    { min: 0, max: 365 },
    {
      ...below(t("Month of the year")),
      axisTick: { show: true, customValues: MONTH_STARTS, lineStyle: { color: kit.theme.soft } },
      axisLabel: {
        customValues: middles,
        formatter: (v) => names[middles.findIndex((m) => Math.abs(m - v) < 1)] ?? "",
      },
      splitLine: { show: false },
      ...more,
    },
  );
}

/** Words for a time. */
function timeText(chart, kit, x) {
  if (chart.axis === "years") return String(Math.round(x));
  if (chart.axis !== "year") return `${plain(Number(x.toPrecision(4)), kit)} ${kit.lang === "fr" ? "j" : "d"}`;
  const day = Math.min(Math.max(Math.floor(x), 0), 364);
  return dateText(day, kit);
}

/** Day and month of a day of the model year, 0 for 1 January. */
export function dateText(day, kit) {
  const month = MONTH_STARTS.findLastIndex((start) => start <= day % 365);
  return `${(day % 365) - MONTH_STARTS[month] + 1}\u00a0${months({ ...kit, narrow: false })[month]}`;
}

/** Amounts start at zero unless that would flatten the lines to nothing. */
function valueEnds(values) {
  const known = values.filter(isNumber);
  const [lo, hi] = known.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);
  return round(known, { zero: lo > 0 && lo < 0.6 * hi });
}

/** Lines through time, each with an optional band, and levels. */
export function time_series(chart, kit) {
  const levels = chart.levels ?? [];
  const banded = chart.series.map((s) => (s.band?.length === s.points.length && s.band.length > 0 ? s.band : null));
  const values = chart.series.flatMap((s, k) => [...s.points.map((p) => p[1]), ...(banded[k] ?? []).flat()]);
  const ends = valueEnds([...values, ...levels.map((l) => l.value)]);
  const long = chart.series.some((s) => s.points.length > LONG);
  const tell = (params) => {
    const shown = [].concat(params).filter((p) => p.componentSubType === "line");
    if (shown.length === 0) return "";
    const pairs = shown.map((p) => {
      const k = Number(p.seriesId.replace("line-", ""));
      const limits = banded[k]?.[p.dataIndex];
      const about = pretty(chart.series[k].band_name);
      const span = limits ? ` (${about} ${number(limits[0])} – ${number(limits[1])})` : "";
      return [p.seriesName, amount(p.value[1], chart.unit, kit) + span, p.marker];
    });
    return lines(kit, timeText(chart, kit, shown[0].value[0]), pairs);
  };
  // Bands that lie over each other must not hide the lines.
  const share = banded.filter(Boolean).length > 2 ? 0.1 : 0.22;
  const series = chart.series.flatMap((s, k) => {
    const own = line(kit, {
      id: `line-${k}`,
      name: s.name,
      points: s.points,
      tone: k,
      sampling: long ? "lttb" : undefined,
    });
    if (k === 0) own.markLine = levelMarks(kit, levels);
    const around =
      banded[k] && band(kit, { id: `band-${k}`, name: s.name, points: s.points, limits: banded[k], tone: k, share });
    return around ? [around, own] : [own];
  });
  return {
    height: HIGH + (long ? 34 : 0),
    zoom: long,
    legend: chart.series.map((s, k) =>
      entry(banded[k] && s.band_name ? `${s.name}, ${s.band_name}` : s.name, "line", k, { of: pretty(s.name) }),
    ),
    option: {
      grid: {
        left: roomLeft(kit, ends),
        right: roomRight(kit, levels),
        top: 30,
        bottom: long ? 82 : 48,
        outerBoundsMode: "none",
      },
      xAxis: timeAxis(chart, kit),
      yAxis: leftAxis(kit, ends, measured(chart.quantity, chart.unit, kit)),
      dataZoom: long ? zooms(kit) : [],
      tooltip: tooltip(kit, "axis", tell),
      series,
    },
  };
}

/** Estimates with their intervals over the number of samples. */
export function convergence(chart, kit) {
  const limits = chart.trails.map((trail) =>
    trail.points.every((p) => p.interval) ? trail.points.map((p) => p.interval) : null,
  );
  const points = chart.trails.map((trail) => trail.points.map((p) => [p.samples, p.value]));
  const ends = round([...points.flat().map((p) => p[1]), ...limits.flatMap((l) => (l ?? []).flat())], { zero: false });
  const tell = (params) => {
    const shown = params.filter((p) => p.componentSubType === "line");
    const head = shown.length ? t("{n} samples", { n: plain(shown[0].value[0], kit) }) : "";
    return lines(
      kit,
      head,
      shown.map((p) => [p.seriesName, amount(p.value[1], chart.unit, kit), p.marker]),
    );
  };
  return {
    height: HIGH,
    legend: chart.trails.map((trail, k) => entry(trail.name, "line", k)),
    option: {
      grid: { left: roomLeft(kit, ends), right: 18, top: 30, bottom: 48, outerBoundsMode: "none" },
      xAxis: valueAxis(
        kit,
        {},
        { type: "log", min: "dataMin", max: "dataMax", ...below(t("Number of samples")), splitLine: { show: false } },
      ),
      yAxis: leftAxis(kit, ends, measured(chart.quantity, chart.unit, kit)),
      tooltip: tooltip(kit, "axis", tell),
      series: chart.trails.flatMap((trail, k) => {
        const own = line(kit, { id: `line-${k}`, name: trail.name, points: points[k], tone: k });
        const around =
          limits[k] && band(kit, { id: `band-${k}`, name: trail.name, points: points[k], limits: limits[k], tone: k });
        return around ? [around, own] : [own];
      }),
    },
  };
}

const PANEL = 190;

/** Curves over a common axis, in plots above each other. */
export function curves(chart, kit) {
  const { panels } = chart;
  const xs = panels.flatMap((p) => p.curves.flatMap((c) => c.points.map((point) => point[0])));
  const across = round([...xs, ...(chart.marks ?? []).map((m) => m.value)], { zero: false, count: 8 });
  const scales = panels.map((p) =>
    round([...p.curves.flatMap((c) => c.points.map((point) => point[1])), ...(p.levels ?? []).map((l) => l.value)]),
  );
  const left = Math.max(...scales.map((ends) => roomLeft(kit, ends)));
  const right = roomRight(
    kit,
    panels.flatMap((p) => p.levels ?? []),
  );
  const head = chart.marks?.length ? 16 * chart.marks.length : 0;
  const top = (k) => head + 30 + (PANEL + 40) * k;
  const last = panels.length - 1;
  const tell = (params) => {
    const shown = params.filter((p) => p.componentSubType === "line");
    if (shown.length === 0) return "";
    const unit = (p) => panels[Number(p.seriesId.split("-")[1])].unit;
    const x = `${pretty(chart.across)} ${amount(shown[0].value[0], chart.across_unit, kit)}`;
    return lines(
      kit,
      x,
      shown.map((p) => [p.seriesName, amount(p.value[1], unit(p), kit), p.marker]),
    );
  };
  const marks = (k) =>
    (chart.marks ?? []).map((mark, n) => ({
      xAxis: mark.value,
      lineStyle: { color: kit.theme.ink, width: 1.2, type: n === 0 ? "solid" : "dashed" },
      label: {
        show: k === 0,
        formatter: pretty(mark.name),
        position: "end",
        distance: [0, 2 + 15 * n],
        fontWeight: n === 0 ? "bold" : "normal",
      },
    }));
  const named = new Map();
  for (const panel of panels) for (const c of panel.curves) if (!named.has(c.name)) named.set(c.name, c.tone);
  return {
    height: top(last) + PANEL + 48,
    legend: [...named].map(([name, tone]) => entry(name, "line", tone)),
    option: {
      axisPointer: { link: [{ xAxisIndex: "all" }] },
      grid: panels.map((_, k) => ({ left, right, top: top(k), height: PANEL, outerBoundsMode: "none" })),
      xAxis: panels.map((_, k) =>
        valueAxis(kit, across, {
          gridIndex: k,
          ...(k === last ? below(measured(chart.across, chart.across_unit, kit)) : {}),
        }),
      ),
      yAxis: panels.map((p, k) => leftAxis(kit, scales[k], measured(p.quantity, p.unit, kit), { gridIndex: k })),
      tooltip: tooltip(kit, "axis", tell),
      series: panels.flatMap((panel, k) =>
        panel.curves.map((c, n) => {
          const id = `curve-${k}-${n}`;
          const own = line(kit, { id, name: c.name, points: c.points, tone: c.tone, xAxisIndex: k, yAxisIndex: k });
          if (n === 0) {
            const levels = levelMarks(kit, panel.levels);
            own.markLine = { ...levels, data: [...levels.data, ...marks(k)] };
          }
          return own;
        }),
      ),
    },
  };
}

/** Tones of the lines of cash: none that is a bar's. */
const CASH = [0, 3, 4, 5, 6, 7, 2, 1];

const sums = (flows) => flows.reduce((all, flow) => [...all, (all.at(-1) ?? 0) + (flow ?? 0)], []);

/** When a sum first reaches zero, the year of crossing taken as even; null when it does not. */
function crossing(flows) {
  const all = sums(flows);
  const k = all.findIndex((sum) => sum >= 0);
  return k < 0 ? null : k === 0 ? 0 : k - 1 - all[k - 1] / flows[k];
}

/** Cash by year: bars of the first trail, lines of what has come together. */
export function cash_flow(chart, kit) {
  const { theme } = kit;
  const first = chart.trails[0].flows;
  const ends = round([...first, ...chart.trails.flatMap((trail) => sums(trail.flows))]);
  const name = (trail) => {
    const at = crossing(trail.flows);
    const years = at === null ? `> ${trail.flows.length - 1}` : plain(Number(at.toFixed(1)), kit);
    return `${trail.name} (${t("{n} years", { n: years })})`;
  };
  const bar = (flow) => ({
    value: flow,
    itemStyle: { color: pale(theme.tones[flow < 0 ? 6 : 2], 0.7), decal: decal(flow < 0 ? "up" : null, theme) },
  });
  const tell = (params) => {
    const year = params[0].dataIndex;
    const flow = params.find((p) => p.seriesId === "flows");
    const shown = params.filter((p) => p.componentSubType === "line");
    return lines(kit, t("Year {n}", { n: year }), [
      flow && [chart.trails[0].name, amount(flow.value, chart.unit, kit)],
      ...shown.map((p) => [`${p.seriesName} – ${t("sum")}`, amount(p.value, chart.unit, kit), p.marker]),
    ]);
  };
  const dots = (trail) => {
    const at = crossing(trail.flows);
    return at === null ? [] : [{ coord: [at, 0] }];
  };
  return {
    height: HIGH + 10,
    legend: [
      entry(t("comes in, year by year"), "fill", 2, { fixed: true }),
      entry(t("goes out"), "up", 6, { fixed: true }),
      ...chart.trails.map((trail, k) => entry(name(trail), "line", CASH[k], { of: pretty(trail.name) })),
    ],
    option: {
      grid: { left: roomLeft(kit, ends), right: 18, top: 30, bottom: 48, outerBoundsMode: "none" },
      xAxis: {
        type: "category",
        data: first.map((_, k) => String(k)),
        ...below(t("Year (0: built)")),
        nameTextStyle: { color: theme.soft, fontSize: SIZE.tick },
        axisLine: { onZero: false, lineStyle: { color: theme.line } },
        axisTick: { show: false },
        axisLabel: { color: theme.soft, fontSize: SIZE.tick, hideOverlap: true },
      },
      yAxis: leftAxis(kit, ends, measured(chart.quantity, chart.unit, kit)),
      tooltip: tooltip(kit, "axis", tell, { axisPointer: { type: "shadow" } }),
      series: [
        {
          id: "flows",
          type: "bar",
          barWidth: "66%",
          data: first.map(bar),
          markLine: markLine(kit, [{ yAxis: 0 }], {
            label: { show: false },
            lineStyle: { color: theme.soft, type: "solid", width: 1 },
          }),
        },
        ...chart.trails.map((trail, k) => ({
          ...line(kit, { id: `sum-${k}`, name: trail.name, points: sums(trail.flows), tone: CASH[k], width: 2 }),
          markPoint: {
            silent: true,
            symbol: "circle",
            symbolSize: 8,
            label: { show: false },
            data: dots(trail),
          },
        })),
      ],
    },
  };
}
