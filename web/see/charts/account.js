/** Charts of accounts: how parts with a sign add up, from one result to another, and measures before and after. */
import { decal, pale } from "../theme.js";
import {
  SIZE,
  amount,
  entry,
  isNumber,
  lines,
  markLine,
  measured,
  number,
  round,
  rowLayout,
  rowTexts,
  signed,
  t,
  textWidth,
  tooltip,
  valueAxis,
  whiskers,
  widest,
} from "./kit.js";

/** A step by its kind: it is sent as `{part: {label, value}}`. */
function asStep(step) {
  const [kind, rest] = Object.entries(step)[0];
  return { kind, ...rest };
}

/** Steps with their places along the axis. */
function placed(steps) {
  let sum = 0;
  return steps.map(asStep).map((step) => {
    if (step.kind === "memo") return { ...step, from: 0, to: step.value };
    if (step.kind !== "part") {
      sum = step.value;
      return { ...step, from: 0, to: step.value };
    }
    const from = sum;
    sum += step.value;
    return { ...step, from, to: sum };
  });
}

/** Parts that add up to totals, with what is reported beside the sum. */
export function waterfall(chart, kit) {
  const steps = placed(chart.steps);
  const { theme } = kit;
  const text = (step) => (step.kind === "start" ? number(step.value) : signed(step.value));
  const bold = (k) => steps[k].kind === "total" || steps[k].kind === "start";
  const layout = rowLayout(kit, {
    labels: steps.map((step) => step.label + (step.kind === "memo" ? ` (${t("not in the sum")})` : "")),
    ends: round(steps.flatMap((step) => [step.from, step.to])),
    name: measured(chart.quantity, chart.unit, kit),
    beside: widest(steps.map(text), SIZE.tick) + 8,
    bold,
  });
  const look = (step) => {
    if (step.kind === "memo") return { fill: "transparent", stroke: theme.soft, lineDash: [3, 2] };
    if (step.kind !== "part") return { fill: theme.ink };
    const up = step.value > 0;
    return { fill: theme.tones[up ? 6 : 2], decal: decal(up ? "up" : null, theme) };
  };
  const tone = (step) => {
    if (step.kind !== "part") return theme.ink;
    return step.value > 0 ? theme.bad : theme.good;
  };
  const tell = ({ dataIndex: k }) =>
    lines(kit, steps[k].label, [
      [chart.quantity, amount(steps[k].value, chart.unit, kit)],
      [t("Sum so far"), steps[k].kind === "part" ? amount(steps[k].to, chart.unit, kit) : ""],
    ]);
  const words = steps.map((step, row) => {
    const left = step.value < 0;
    return {
      at: left ? Math.min(step.from, step.to) : Math.max(step.from, step.to),
      left,
      row,
      text: text(step),
      color: tone(step),
      bold: bold(row),
    };
  });
  return {
    height: layout.height,
    legend: [
      entry(`+ ${chart.increase}`, "up", 6, { fixed: true }),
      entry(`− ${chart.decrease}`, "fill", 2, { fixed: true }),
      entry(t("sum of the parts above"), "ink", 0, { fixed: true }),
    ],
    option: {
      grid: layout.grid,
      xAxis: layout.xAxis,
      yAxis: layout.yAxis,
      tooltip: tooltip(kit, "item", tell),
      series: [
        {
          id: "steps",
          type: "custom",
          encode: { x: [0, 1], y: 2 },
          renderItem: stepItem(kit, steps, look),
          markLine: markLine(kit, [{ xAxis: 0 }], {
            label: { show: false },
            lineStyle: { color: theme.soft, width: 1, type: "solid" },
          }),
          data: steps.map((step, row) => ({
            value: [step.from, step.to, row],
            itemStyle: { color: look(step).fill, decal: look(step).decal },
          })),
        },
        rowTexts(kit, words),
      ],
    },
  };
}

/** A bar from where the sum stood to where it leads, and the thread to the next one. */
function stepItem(kit, steps, look) {
  return (params, api) => {
    const k = params.dataIndex;
    const step = steps[k];
    const [x0, y] = api.coord([step.from, k]);
    const [x1] = api.coord([step.to, k]);
    const high = 14;
    const { fill, stroke, lineDash, decal: pattern } = look(step);
    const shape = { x: Math.min(x0, x1), y: y - high / 2, width: Math.max(Math.abs(x1 - x0), 1), height: high };
    const bar = { type: "rect", shape, style: api.style({ fill, stroke, lineDash, decal: pattern }) };
    const next = steps[k + 1];
    if (!next || next.kind === "memo" || step.kind === "memo") return bar;
    const [, below] = api.coord([step.to, k + 1]);
    const thread = {
      type: "line",
      shape: { x1, y1: y + high / 2, x2: x1, y2: below - high / 2 },
      style: { stroke: kit.theme.soft, lineWidth: 0.8 },
      silent: true,
    };
    return { type: "group", children: [bar, thread] };
  };
}

const BLOCK = 72;

/** Measures before and after, each on a scale of its own, with what changes. */
export function before_after(chart, kit) {
  const parts = chart.measures.map((measure, k) => measurePlot(chart, measure, k, kit));
  const tell = ({ seriesIndex: at }) => {
    const measure = chart.measures[parts.findIndex((p) => at < p.last)] ?? chart.measures[0];
    const { range } = measure;
    return lines(kit, measure.name, [
      [chart.before, amount(measure.before, measure.unit, kit)],
      [chart.after, amount(measure.after, measure.unit, kit)],
      [t("Change"), signed(measure.after - measure.before)],
      [t("Range"), range ? `${number(range[0])} – ${amount(range[1], measure.unit, kit)}` : ""],
    ]);
  };
  let seen = 0;
  for (const part of parts) part.last = seen += part.series.length;
  return {
    height: BLOCK * parts.length + 6,
    legend: [entry(chart.before, "soft", 7, { fixed: true }), entry(chart.after, "fill", 0, { fixed: true })],
    option: {
      grid: parts.map((p) => p.grid),
      xAxis: parts.map((p) => p.xAxis),
      yAxis: parts.map((p) => p.yAxis),
      graphic: parts.flatMap((p) => p.graphic),
      tooltip: tooltip(kit, "item", tell),
      series: parts.flatMap((p) => p.series),
    },
  };
}

/** Colour of a change: good, bad, or neither. */
function judged(measure, theme) {
  const { better } = measure;
  if (measure.after === measure.before) return theme.soft;
  if (!better) return theme.ink;
  return (better === "less") === measure.after < measure.before ? theme.good : theme.bad;
}

function measurePlot(chart, measure, k, kit) {
  const { theme } = kit;
  const top = BLOCK * k;
  const values = [measure.before, measure.after];
  const room =
    widest(
      values.map((v) => number(v)),
      SIZE.tick,
    ) + 12;
  const ends = [...values, ...(measure.range ?? []), 0].filter(isNumber);
  const [min, max] = [Math.min(...ends), Math.max(...ends)];
  const axis = { xAxisIndex: k, yAxisIndex: k };
  const change = signed(measure.after - measure.before);
  const name = measured(measure.name, measure.unit, kit);
  const head = { type: "text", silent: true, top: top + 4 };
  const bold = `bold ${SIZE.label}px system-ui, sans-serif`;
  const fit = { width: kit.width - textWidth(change) * 1.15 - 40, overflow: "truncate" };
  const looks = [
    { color: pale(theme.soft, 0.55), decal: decal("up", theme) },
    { color: theme.tones[0], decal: decal(null, theme) },
  ];
  const texts = values.map((v, row) => {
    const [lo, hi] = row === 1 && measure.range ? measure.range : [v, v];
    return { at: v < 0 ? Math.min(v, lo) : Math.max(v, hi), left: v < 0, row, text: number(v) };
  });
  return {
    grid: {
      left: 10 + (min < 0 ? room : 0),
      right: 10 + room,
      top: top + 26,
      height: BLOCK - 38,
      outerBoundsMode: "none",
    },
    xAxis: valueAxis(kit, { min, max: max > min ? max : min + 1 }, { gridIndex: k, show: false }),
    yAxis: { type: "category", gridIndex: k, inverse: true, show: false, data: [chart.before, chart.after] },
    graphic: [
      { ...head, id: `name-${k}`, left: 10, style: { text: name, fill: theme.ink, font: bold, ...fit } },
      { ...head, id: `change-${k}`, right: 10, style: { text: change, fill: judged(measure, theme), font: bold } },
    ],
    series: [
      {
        id: `bars-${k}`,
        type: "bar",
        barWidth: 12,
        ...axis,
        data: values.map((value, row) => ({ value, itemStyle: looks[row] })),
        markLine: markLine(kit, [{ xAxis: 0 }], {
          label: { show: false },
          lineStyle: { color: theme.soft, width: 1, type: "solid" },
        }),
      },
      whiskers(kit, measure.range ? [[...measure.range, 1]] : [], { ...axis, id: `whiskers-${k}` }),
      rowTexts(kit, texts, { ...axis, id: `texts-${k}` }),
    ],
  };
}
