/** Which inputs matter: rankings with their intervals, and tornados. */
import { decal } from "../theme.js";
import {
  amount,
  entry,
  lines,
  markLine,
  measured,
  number,
  pretty,
  round,
  rowLayout,
  t,
  tooltip,
  whiskers,
} from "./kit.js";

/** Inputs by importance: a bar with its interval, and a dot with its own. */
export function ranking(chart, kit) {
  const rows = chart.inputs;
  const { theme } = kit;
  const dotted = rows.some((row) => row.dot);
  const marks = rows.flatMap((row) => [row.bar, row.dot].filter(Boolean));
  const layout = rowLayout(kit, {
    labels: rows.map((row) => row.label),
    ends: round([...marks.flatMap((m) => [m.value, ...(m.interval ?? [])]), chart.noise]),
    name: measured(chart.quantity, chart.unit, kit),
    row: 28,
  });
  const span = (mark) => {
    const text = amount(mark.value, chart.unit, kit);
    return mark.interval ? `${text} (${number(mark.interval[0])} – ${number(mark.interval[1])})` : text;
  };
  const tell = ({ dataIndex: k }) =>
    lines(kit, rows[k].label, [
      [chart.measures[0] || chart.quantity, span(rows[k].bar)],
      rows[k].dot && [chart.measures[1], span(rows[k].dot)],
    ]);
  const noise = typeof chart.noise === "number" ? [{ xAxis: chart.noise }] : [];
  const bars = {
    id: "bars",
    name: pretty(chart.measures[0]),
    type: "bar",
    barWidth: 10,
    itemStyle: { color: theme.tones[0] },
    data: rows.map((row) => row.bar.value),
    markLine: markLine(kit, [...noise, { xAxis: 0, lineStyle: { type: "solid", width: 1, color: theme.soft } }], {
      label: { show: false },
    }),
  };
  const dots = {
    id: "dots",
    name: pretty(chart.measures[1]),
    type: "scatter",
    symbolSize: 8,
    symbolOffset: [0, 10],
    z: 5,
    itemStyle: { color: theme.ink },
    data: rows.flatMap((row, k) => (row.dot ? [{ value: [row.dot.value, k], k }] : [])),
  };
  const reach = (of) => rows.flatMap((row, k) => (row[of]?.interval ? [[...row[of].interval, k]] : []));
  return {
    height: layout.height,
    legend: dotted ? [entry(chart.measures[0], "fill", 0), entry(chart.measures[1], "dot", 0)] : [],
    option: {
      grid: layout.grid,
      xAxis: layout.xAxis,
      yAxis: layout.yAxis,
      tooltip: tooltip(kit, "item", (p) => tell({ dataIndex: p.data?.k ?? p.dataIndex })),
      series: [
        bars,
        whiskers(kit, reach("bar"), { name: bars.name }),
        ...(dotted ? [dots, whiskers(kit, reach("dot"), { id: "dot-whiskers", name: dots.name, at: 10 / 28 })] : []),
      ],
    },
  };
}

/** One input at a time: how far each moves the output from its nominal value. */
export function tornado(chart, kit) {
  const rows = chart.inputs;
  const { theme } = kit;
  const ends = round([...rows.flatMap((row) => [row.low, row.high]), chart.nominal], { zero: false });
  const about = `${measured(chart.quantity, chart.unit, kit)} (${t("nominal")} ${number(chart.nominal)})`;
  const layout = rowLayout(kit, { labels: rows.map((row) => row.label), ends, name: about, row: 30 });
  const looks = {
    low: { color: theme.tones[6], decal: decal("up", theme) },
    high: { color: theme.tones[0], decal: decal(null, theme) },
  };
  const side = (name, of, look, shift) => ({
    id: of,
    name,
    type: "custom",
    encode: { x: 0, y: 1 },
    renderItem: (_, api) => {
      const [x, y] = api.coord([api.value(0), api.value(1)]);
      const [x0] = api.coord([chart.nominal, api.value(1)]);
      const shape = { x: Math.min(x, x0), y: y + shift, width: Math.max(Math.abs(x - x0), 1), height: 10 };
      return { type: "rect", shape, style: api.style({ decal: look.decal }) };
    },
    itemStyle: look,
    data: rows.map((row, k) => [row[of], k]),
  });
  const names = [t("input at its 10 % quantile"), t("input at its 90 % quantile")];
  const tell = ({ dataIndex: k }) =>
    lines(kit, rows[k].label, [
      [names[0], amount(rows[k].low, chart.unit, kit)],
      [names[1], amount(rows[k].high, chart.unit, kit)],
      [t("nominal"), amount(chart.nominal, chart.unit, kit)],
    ]);
  const nominal = markLine(kit, [{ xAxis: chart.nominal }], {
    label: { show: false },
    lineStyle: { color: theme.ink, type: "solid", width: 1.2 },
  });
  return {
    height: layout.height,
    legend: [entry(names[0], "up", 6), entry(names[1], "fill", 0)],
    option: {
      grid: layout.grid,
      xAxis: layout.xAxis,
      yAxis: layout.yAxis,
      tooltip: tooltip(kit, "item", tell),
      series: [{ ...side(names[0], "low", looks.low, -11), markLine: nominal }, side(names[1], "high", looks.high, 1)],
    },
  };
}
