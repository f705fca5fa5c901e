/** Charts of horizontal rows: bars, stacked bars, ranges, residuals of balances, candidates by their chances. */
import { decal, fill, pale } from "../theme.js";
import {
  SIZE,
  amount,
  below,
  entry,
  isNumber,
  lines,
  markLine,
  measured,
  number,
  percent,
  pretty,
  round,
  rowColumns,
  rowLayout,
  rowTexts,
  t,
  tooltip,
  valueAxis,
  whiskers,
  widest,
} from "./kit.js";

const BAR = 13;

/** Where the text beside a bar stands: past its end, or past the end of its range. */
const beside = (value, range = null) => {
  const [lo, hi] = range ?? [value, value];
  return value < 0 ? { at: Math.min(value, lo), left: true } : { at: Math.max(value, hi), left: false };
};

/** Bars, one a name, each with an optional range. */
export function bars(chart, kit) {
  const rows = chart.bars;
  const ends = round(rows.flatMap((b) => [b.value, ...(b.range ?? [])]));
  const texts = rows.map((b) => amount(b.value, "", kit));
  const layout = rowLayout(kit, {
    labels: rows.map((b) => b.label),
    ends,
    name: measured(chart.quantity, chart.unit, kit),
    beside: widest(texts, SIZE.tick) + 8,
  });
  const look = (value) => ({
    color: value < 0 ? kit.theme.tones[6] : kit.theme.tones[0],
    decal: decal(value < 0 ? "up" : null, kit.theme),
  });
  const ranged = rows.flatMap((b, k) => (b.range ? [[...b.range, k]] : []));
  const tell = ({ dataIndex: k }) => {
    const { label, value, range } = rows[k];
    const span = range && `${number(range[0])} – ${amount(range[1], chart.unit, kit)}`;
    return lines(kit, label, [
      [chart.quantity, amount(value, chart.unit, kit)],
      [t("Range"), span],
    ]);
  };
  return {
    height: layout.height,
    option: {
      grid: layout.grid,
      xAxis: layout.xAxis,
      yAxis: layout.yAxis,
      tooltip: tooltip(kit, "item", tell),
      series: [
        {
          id: "bars",
          type: "bar",
          barWidth: BAR,
          data: rows.map((b) => ({ value: b.value, itemStyle: look(b.value) })),
          markLine: markLine(kit, [{ xAxis: 0 }], {
            label: { show: false },
            lineStyle: { color: kit.theme.soft, width: 1, type: "solid" },
          }),
        },
        whiskers(kit, ranged),
        rowTexts(
          kit,
          rows.map((b, row) => ({ ...beside(b.value, b.range), row, text: texts[row] })),
        ),
      ],
    },
  };
}

/** Bars made of parts, gains and losses apart, the sum marked where both are. */
export function stacked(chart, kit) {
  const { rows, parts } = chart;
  const tones = chart.tones?.length ? chart.tones : parts.map((_, k) => k);
  const side = (row, sign) => row.values.reduce((sum, v) => sum + (v * sign > 0 ? v : 0), 0);
  const total = (row) => row.values.reduce((sum, v) => sum + (v ?? 0), 0);
  const texts = rows.map((row) => number(total(row)));
  const right = widest(texts, SIZE.tick) + 22;
  const layout = rowLayout(kit, {
    labels: rows.map((row) => row.label),
    ends: round(rows.flatMap((row) => [side(row, 1), side(row, -1)])),
    name: measured(chart.quantity, chart.unit, kit),
    columns: right,
  });
  const columns = rowColumns(kit, [{ head: "", texts, right: 10, bold: true }]);
  const mixed = rows.flatMap((row, k) => (side(row, 1) > 0 && side(row, -1) < 0 ? [[total(row), k]] : []));
  const tell = (params) => {
    const row = rows[params[0].dataIndex];
    const named = params.filter((p) => p.componentSubType === "bar" && p.value);
    const told = named.map((p) => [p.seriesName, amount(p.value, chart.unit, kit), p.marker]);
    return lines(kit, row.label, [...told, [t("Sum"), amount(total(row), chart.unit, kit)]]);
  };
  return {
    height: layout.height,
    legend: parts.map((name, k) => entry(name, "fill", tones[k])),
    option: {
      grid: layout.grid,
      xAxis: layout.xAxis,
      yAxis: layout.yAxis,
      tooltip: tooltip(kit, "axis", tell, { axisPointer: { type: "shadow" } }),
      series: [
        ...parts.map((name, k) => ({
          id: `part-${k}`,
          name: pretty(name),
          type: "bar",
          stack: "all",
          barWidth: BAR + 2,
          itemStyle: { ...fill(tones[k], kit.theme), borderColor: kit.theme.card, borderWidth: 0.6 },
          data: rows.map((row) => row.values[k]),
        })),
        {
          id: "sums",
          type: "scatter",
          symbol: "diamond",
          symbolSize: 10,
          silent: true,
          z: 5,
          itemStyle: { color: kit.theme.ink, borderColor: kit.theme.card, borderWidth: 1.5 },
          data: mixed,
        },
        ...columns.series,
      ],
    },
  };
}

/** A band from low to high with a mark at the central value. */
export function ranges(chart, kit) {
  const { rows } = chart;
  const triple = (row) => row.low_central_high;
  const shown = !kit.narrow;
  const texts = [0, 1, 2].map((k) => rows.map((row) => number(triple(row)[k])));
  const wide = texts.map((column, k) => Math.max(widest(column, SIZE.tick), widest([chart.names[k]], SIZE.tick)) + 10);
  const rights = [wide[1] + wide[2] + 8, wide[2] + 8, 8];
  const all = [0, 1, 2].map((k) => ({
    head: pretty(chart.names[k]),
    texts: texts[k],
    right: rights[k],
    bold: k === 1,
  }));
  const columns = rowColumns(kit, shown ? all : [all[1]]);
  if (!shown) columns.graphic = [];
  const layout = rowLayout(kit, {
    labels: rows.map((row) => row.label),
    ends: round(rows.flatMap(triple)),
    name: measured(chart.quantity, chart.unit, kit),
    columns: shown ? wide[0] + rights[0] : wide[1] + 8,
    bold: (k) => rows[k].total,
  });
  const tone = (row) => (triple(row)[1] < 0 ? kit.theme.tones[6] : kit.theme.tones[0]);
  const band = (params, api) => {
    const row = api.value(2);
    const [x0, y] = api.coord([api.value(0), row]);
    const [x1] = api.coord([api.value(1), row]);
    const loss = triple(rows[row])[1] < 0;
    return {
      type: "rect",
      shape: { x: x0, y: y - 6, width: Math.max(x1 - x0, 1), height: 12 },
      style: api.style({ decal: decal(loss ? "up" : null, kit.theme) }),
    };
  };
  const tell = ({ dataIndex: k }) =>
    lines(
      kit,
      rows[k].label,
      chart.names.map((name, n) => [name, amount(triple(rows[k])[n], chart.unit, kit)]),
    );
  return {
    height: layout.height + columns.top,
    option: {
      grid: { ...layout.grid, top: 6 + columns.top },
      xAxis: layout.xAxis,
      yAxis: layout.yAxis,
      graphic: columns.graphic,
      tooltip: tooltip(kit, "item", tell),
      series: [
        {
          id: "bands",
          type: "custom",
          encode: { x: [0, 1], y: 2 },
          renderItem: band,
          markLine: markLine(kit, [{ xAxis: 0 }], {
            label: { show: false },
            lineStyle: { color: kit.theme.soft, width: 1, type: "solid" },
          }),
          data: rows.map((row, k) => ({
            value: [triple(row)[0], triple(row)[2], k],
            itemStyle: { color: pale(tone(row), row.total ? 0.85 : 0.6) },
          })),
        },
        {
          id: "centres",
          type: "scatter",
          symbol: "diamond",
          symbolSize: 10,
          silent: true,
          z: 5,
          itemStyle: { color: kit.theme.ink, borderColor: kit.theme.card, borderWidth: 1.5 },
          data: rows.map((row, k) => [triple(row)[1], k]),
        },
        ...columns.series,
      ],
    },
  };
}

/** Residuals of balances on a logarithmic axis, against what is allowed. */
export function closure(chart, kit) {
  const rows = chart.residuals;
  const least = 1e-18;
  const most = 10 ** (Math.ceil(Math.log10(Math.max(1e-6, ...rows.flatMap((r) => [r.residual, r.tolerance]))) / 3) * 3);
  const holds = (row) => row.residual <= row.tolerance;
  const texts = rows.map((row) => `${holds(row) ? "✓" : "✗"} ${number(row.residual, 2)}`);
  const layout = rowLayout(kit, {
    labels: rows.map((row) => row.label),
    ends: { min: least, max: most },
    name: t("Residual over throughput (bar: allowed)"),
    columns: widest(texts, SIZE.tick) + 16,
    row: 22,
  });
  const colour = (row) => (holds(row) ? kit.theme.tones[2] : kit.theme.tones[6]);
  const at = (value) => Math.max(value, least);
  const stem = (params, api) => {
    const [x, y] = api.coord([api.value(0), api.value(1)]);
    const [left] = api.coord([least, api.value(1)]);
    const [limit] = api.coord([api.value(2), api.value(1)]);
    const line = (x1, y1, x2, y2, stroke, lineWidth) => ({
      type: "line",
      shape: { x1, y1, x2, y2 },
      style: { stroke, lineWidth },
    });
    const tone = colour(rows[params.dataIndex]);
    return {
      type: "group",
      children: [
        line(left, y, x, y, tone, 2.2),
        { type: "circle", shape: { cx: x, cy: y, r: 4 }, style: { fill: tone } },
        line(limit, y - 7, limit, y + 7, kit.theme.ink, 1.8),
      ],
    };
  };
  const tell = ({ dataIndex: k }) =>
    lines(kit, rows[k].label, [
      [t("Residual"), number(rows[k].residual, 2)],
      [t("Allowed"), number(rows[k].tolerance, 2)],
    ]);
  const columns = rowColumns(kit, [{ head: "", texts, right: 10 }]);
  return {
    height: layout.height,
    option: {
      grid: layout.grid,
      xAxis: valueAxis(
        kit,
        {},
        {
          ...below(t("Residual over throughput (bar: allowed)")),
          type: "log",
          logBase: 1000,
          min: least,
          max: most,
          axisLabel: { formatter: power },
        },
      ),
      yAxis: layout.yAxis,
      tooltip: tooltip(kit, "item", tell),
      series: [
        {
          id: "residuals",
          type: "custom",
          encode: { x: [0, 2], y: 1 },
          renderItem: stem,
          data: rows.map((row, k) => [at(row.residual), k, at(row.tolerance)]),
        },
        ...columns.series,
      ],
    },
  };
}

/** A power of ten. */
export function power(value) {
  const exponent = String(Math.round(Math.log10(value)));
  const small = (c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)]);
  return exponent === "0" ? "1" : `10${[...exponent].map(small).join("")}`;
}

/** Candidates under uncertainty: how far a figure spreads, and how likely each reaches its target. */
export function chances(chart, kit) {
  const { rows } = chart;
  const known = rows.some((row) => isNumber(row.chance));
  const regrets = rows.some((row) => isNumber(row.regret));
  const regretTexts = rows.map((row) => (isNumber(row.regret) ? number(row.regret, 2) : ""));
  const regretRoom = regrets ? 62 : 0;
  const chanceRoom = known ? Math.min(150, kit.width * 0.24) + 46 : 0;
  const layout = rowLayout(kit, {
    labels: rows.map((row) => row.label),
    ends: round(
      rows.flatMap((row) => row.p10_p50_p90),
      { zero: false },
    ),
    name: measured(chart.quantity, chart.unit, kit),
    columns: regretRoom + chanceRoom,
    bold: (k) => rows[k].chosen,
  });
  const head = 34;
  const grid = { ...layout.grid, top: head };
  const tell = (params) => {
    const row = rows[[].concat(params)[0].dataIndex];
    const [p10, p50, p90] = row.p10_p50_p90;
    return lines(kit, row.label + (row.chosen ? ` (${t("chosen")})` : ""), [
      [t("P10"), amount(p10, chart.unit, kit)],
      [t("P50"), amount(p50, chart.unit, kit)],
      [t("P90"), amount(p90, chart.unit, kit)],
      [t("Mean regret"), isNumber(row.regret) ? amount(row.regret, chart.unit, kit) : ""],
      [chart.chance, isNumber(row.chance) ? percent(row.chance, 0, kit) : ""],
    ]);
  };
  const tone = (row) => kit.theme.tones[row.chosen ? 2 : 0];
  const band = (_, api) => {
    const [x0, y] = api.coord([api.value(0), api.value(2)]);
    const [x1] = api.coord([api.value(1), api.value(2)]);
    return { type: "rect", shape: { x: x0, y: y - 6, width: Math.max(x1 - x0, 1), height: 12 }, style: api.style() };
  };
  const columns = rowColumns(
    kit,
    regrets ? [{ head: t("mean regret"), texts: regretTexts, right: chanceRoom + 10 }] : [],
  );
  const second = known ? chancePlot(chart, kit, { head, width: chanceRoom - 46, rows }) : null;
  return {
    height: layout.height + head,
    option: {
      grid: second ? [grid, second.grid] : grid,
      xAxis: second ? [layout.xAxis, second.xAxis] : layout.xAxis,
      yAxis: second ? [layout.yAxis, second.yAxis] : layout.yAxis,
      graphic: [...columns.graphic, ...(second?.graphic ?? [])],
      tooltip: tooltip(kit, "item", tell),
      series: [
        {
          id: "bands",
          type: "custom",
          encode: { x: [0, 1], y: 2 },
          renderItem: band,
          data: rows.map((row, k) => ({
            value: [row.p10_p50_p90[0], row.p10_p50_p90[2], k],
            itemStyle: { color: pale(tone(row), 0.65) },
          })),
        },
        {
          id: "medians",
          type: "scatter",
          symbol: "diamond",
          symbolSize: 9,
          silent: true,
          z: 5,
          itemStyle: { color: kit.theme.ink, borderColor: kit.theme.card, borderWidth: 1.2 },
          data: rows.map((row, k) => [row.p10_p50_p90[1], k]),
        },
        ...columns.series,
        ...(second?.series ?? []),
      ],
    },
  };
}

/** The plot of probabilities at the right of the chances. */
function chancePlot(chart, kit, { head, width, rows }) {
  const reached = (row) => !isNumber(chart.chance_min) || row.chance >= chart.chance_min;
  const limit = isNumber(chart.chance_min) ? [{ xAxis: chart.chance_min * 100 }] : [];
  return {
    grid: { width, right: 46, top: head, bottom: 48, outerBoundsMode: "none" },
    xAxis: valueAxis(kit, { min: 0, max: 100, interval: 50 }, { gridIndex: 1, ...below(`${t("Probability")}, %`) }),
    yAxis: { type: "category", inverse: true, gridIndex: 1, show: false, data: rows.map((_, k) => k) },
    graphic: [
      {
        type: "text",
        id: "chance",
        silent: true,
        right: 6,
        top: 4,
        style: {
          text: pretty(chart.chance),
          fill: kit.theme.soft,
          fontSize: SIZE.tick,
          align: "right",
          overflow: "break",
          width: width + 60,
        },
      },
    ],
    series: [
      {
        id: "chances",
        type: "bar",
        barWidth: BAR,
        xAxisIndex: 1,
        yAxisIndex: 1,
        label: {
          show: true,
          position: "right",
          color: kit.theme.ink,
          textBorderColor: kit.theme.card,
          textBorderWidth: 3,
          fontSize: SIZE.tick,
          formatter: ({ dataIndex: k }) => percent(rows[k].chance, 0, kit),
        },
        data: rows.map((row) => ({
          value: isNumber(row.chance) ? row.chance * 100 : null,
          itemStyle: {
            color: kit.theme.tones[reached(row) ? 2 : 1],
            decal: decal(reached(row) ? null : "up", kit.theme),
          },
        })),
        markLine: markLine(kit, limit, { label: { show: false }, lineStyle: { color: kit.theme.ink, type: "solid" } }),
      },
    ],
  };
}
