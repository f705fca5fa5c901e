/** Points over two axes: fronts between aims, clouds of candidates, computed against published. */
import { pale } from "../theme.js";
import {
  SIZE,
  amount,
  below,
  entry,
  leftAxis,
  lines,
  markLine,
  measured,
  number,
  percent,
  pretty,
  round,
  roomLeft,
  t,
  tooltip,
  valueAxis,
  zooms,
} from "./kit.js";

const HIGH = 380;
const SHAPES = ["circle", "rect", "triangle", "diamond"];

/** Name of an axis with the end that is wished for. */
function aimed(aim, kit) {
  const wish = aim.better === "less" ? t("less is better") : t("more is better");
  return `${measured(aim.quantity, aim.unit, kit)} (${wish})`;
}

/** A text beside a point that can be read over anything. */
const beside = (kit, text, color) => ({
  show: true,
  formatter: text,
  position: "right",
  distance: 8,
  color,
  fontSize: SIZE.label,
  fontWeight: "bold",
  textBorderColor: kit.theme.card,
  textBorderWidth: 3,
});

/** Options of two value axes with a zoom by the wheel and Ctrl. */
function plane(chart, kit, { across, up, bottom = 48 }) {
  return {
    grid: { left: roomLeft(kit, up), right: 24, top: 30, bottom, outerBoundsMode: "none" },
    xAxis: valueAxis(kit, across, below(aimed(chart.across, kit))),
    yAxis: leftAxis(kit, up, aimed(chart.up, kit)),
    dataZoom: [
      ...zooms(kit, { slider: false }),
      { ...zooms(kit, { slider: false })[0], id: "inside-y", xAxisIndex: undefined, yAxisIndex: [0] },
    ],
  };
}

/** A front, with what is open along it. */
export function front(chart, kit) {
  const { points, today } = chart;
  const chosen = points[chart.chosen ?? -1];
  const across = round([...points.map((p) => p.x), today?.[0]], { zero: false });
  const up = round([...points.map((p) => p.y), today?.[1]], { zero: false });
  const starts = points.flatMap((p, k) => (k === 0 || p.open !== points[k - 1].open ? [k] : []));
  const group = (k) => starts.filter((start) => start <= k).length;
  const middle = (n) => Math.floor((starts[n] + (starts[n + 1] ?? points.length) - 1) / 2);
  const middles = new Map(starts.map((_, n) => [middle(n), n + 1]));
  const tell = ({ data }) => {
    const k = data.k;
    const head =
      k === undefined ? data.name : `${t("Point {n}", { n: k + 1 })}${k === chart.chosen ? ` (${t("chosen")})` : ""}`;
    return lines(kit, head, [
      [chart.across.quantity, amount(data.value[0], chart.across.unit, kit)],
      [chart.up.quantity, amount(data.value[1], chart.up.unit, kit)],
      [t("Open"), k === undefined ? "" : pretty(points[k].open)],
    ]);
  };
  const mark = (id, value, text, color, symbol) => ({
    id,
    type: "scatter",
    symbol,
    symbolSize: 13,
    z: 6,
    itemStyle: { color, borderColor: kit.theme.card, borderWidth: 2 },
    label: beside(kit, `${text} (${number(value[0])} · ${number(value[1])})`, color),
    labelLayout: { hideOverlap: false, moveOverlap: "shiftY" },
    data: [{ value, name: text, k: id === "chosen" ? chart.chosen : undefined }],
  });
  return {
    height: HIGH,
    zoom: true,
    notes: starts.map((k, n) => `${n + 1}. ${pretty(points[k].open)}`),
    option: {
      ...plane(chart, kit, { across, up }),
      tooltip: tooltip(kit, "item", tell),
      series: [
        {
          id: "front",
          type: "line",
          symbol: "circle",
          symbolSize: 7,
          showSymbol: true,
          lineStyle: { color: kit.theme.tones[0], width: 1.6 },
          itemStyle: { color: kit.theme.tones[0] },
          label: {
            show: true,
            position: "top",
            color: kit.theme.ink,
            fontSize: SIZE.tick,
            fontWeight: "bold",
            formatter: ({ dataIndex: k }) => String(middles.get(k) ?? ""),
          },
          data: points.map((p, k) => ({ value: [p.x, p.y], k, name: String(group(k)) })),
        },
        ...(chosen ? [mark("chosen", [chosen.x, chosen.y], t("chosen"), kit.theme.good, "circle")] : []),
        ...(today
          ? [
              mark(
                "today",
                today,
                t("today"),
                kit.theme.bad,
                "path://M0,2L2,0L6,4L10,0L12,2L8,6L12,10L10,12L6,8L2,12L0,10L4,6Z",
              ),
            ]
          : []),
      ],
    },
  };
}

/** Candidates over two aims; those that break a limit are pale, those on the front ringed. */
export function cloud(chart, kit) {
  const { points } = chart;
  const { theme } = kit;
  const tones = [0, 1, 2, 4];
  const across = round(
    points.map((p) => p.x),
    { zero: false, count: 6 },
  );
  const up = round([...points.map((p) => p.y), chart.level?.value], { zero: false });
  const tell = ({ data }) => {
    const p = points[data.k] ?? { name: data.name, x: data.value[0], y: data.value[1] };
    const state = [p.on_front && t("on the front"), p.allowed === false && t("breaks a limit")].filter(Boolean);
    return lines(kit, p.name, [
      [chart.across.quantity, amount(p.x, chart.across.unit, kit)],
      [chart.up.quantity, amount(p.y, chart.up.unit, kit)],
      chart.groups[p.group] && [chart.groups[p.group], state.join(", ") || t("allowed")],
    ]);
  };
  const item = (p) => ({
    color: pale(theme.tones[tones[p.group % 4]], p.allowed === false ? 0.3 : 0.95),
    borderColor: p.on_front ? theme.ink : "transparent",
    borderWidth: p.on_front ? 1.8 : 0,
  });
  const of = (group) =>
    points.flatMap((p, k) => (p.group === group ? [{ value: [p.x, p.y], k, itemStyle: item(p) }] : []));
  // Where points were thinned, places in the list say nothing: the places of the named are sent beside them.
  const places = chart.named_at ?? chart.named.map(([k]) => points[k] && [points[k].x, points[k].y]);
  const marks = chart.named.flatMap(([k, text], rank) => {
    if (!places[rank]) return [];
    const color = rank === 0 ? theme.good : theme.ink;
    return {
      value: places[rank],
      name: text,
      k: chart.named_at ? undefined : k,
      itemStyle: { borderColor: color },
      label: beside(kit, pretty(text), color),
    };
  });
  const level = chart.level
    ? [{ yAxis: chart.level.value, label: { formatter: pretty(chart.level.name), position: "insideEndTop" } }]
    : [];
  return {
    height: HIGH,
    zoom: true,
    legend: [
      ...chart.groups.map((name, k) => entry(name, SHAPES[k % 4], tones[k % 4])),
      entry(t("pale: breaks a limit"), "pale", 0, { fixed: true }),
      entry(t("ringed: on the front"), "ring", 0, { fixed: true }),
    ],
    option: {
      ...plane(chart, kit, { across, up }),
      tooltip: tooltip(kit, "item", tell),
      series: [
        ...chart.groups.map((name, k) => ({
          id: `group-${k}`,
          name: pretty(name),
          type: "scatter",
          symbol: SHAPES[k % 4],
          symbolSize: points.length > 500 ? 6 : 8,
          itemStyle: { color: theme.tones[tones[k % 4]] },
          data: of(k),
          ...(k === 0 ? { markLine: markLine(kit, level) } : {}),
        })),
        {
          id: "named",
          type: "scatter",
          symbol: "circle",
          symbolSize: 16,
          z: 6,
          itemStyle: { color: "transparent", borderWidth: 2 },
          labelLayout: { moveOverlap: "shiftY" },
          data: marks,
        },
      ],
    },
  };
}

/** Computed against published: points on a diagonal, the worst of them by name. */
export function parity(chart, kit) {
  const { points, tolerance } = chart;
  const { theme } = kit;
  const differs = (p) => Math.abs(p.computed - p.published) / (Math.abs(p.published) || 1);
  const ends = round(
    points.flatMap((p) => [p.published, p.computed]),
    { zero: false },
  );
  const passed = points.filter((p) => differs(p) <= tolerance).length;
  const side = Math.min(kit.width - 40, 380);
  const tell = ({ data }) => {
    const p = points[data.k];
    return lines(kit, p.label, [
      [t("published"), amount(p.published, chart.unit, kit)],
      [t("computed"), amount(p.computed, chart.unit, kit)],
      [t("Relative difference"), percent(differs(p), 3, kit)],
    ]);
  };
  const worst = [...points].sort((a, b) => differs(b) - differs(a)).slice(0, 5);
  const name = (word) => measured(`${chart.quantity}, ${word}`, chart.unit, kit);
  return {
    height: side + 60,
    zoom: true,
    notes: [
      t("{n} of {all} within {tolerance}", { n: passed, all: points.length, tolerance: number(tolerance, 2) }),
      ...worst.map((p) => `${pretty(p.label)} – ${number(differs(p), 2)}`),
    ],
    option: {
      grid: {
        left: roomLeft(kit, ends),
        width: side - roomLeft(kit, ends),
        top: 30,
        height: side - roomLeft(kit, ends),
        outerBoundsMode: "none",
      },
      xAxis: valueAxis(kit, ends, below(name(t("published")))),
      yAxis: leftAxis(kit, ends, name(t("computed"))),
      tooltip: tooltip(kit, "item", tell),
      series: [
        {
          id: "points",
          type: "scatter",
          symbolSize: 8,
          data: points.map((p, k) => ({
            value: [p.published, p.computed],
            k,
            symbol: differs(p) <= tolerance ? "circle" : "diamond",
            itemStyle: { color: theme.tones[differs(p) <= tolerance ? 0 : 6] },
          })),
          markLine: markLine(kit, [[{ coord: [ends.min, ends.min] }, { coord: [ends.max, ends.max] }]], {
            label: { show: false },
            lineStyle: { color: theme.soft, width: 1 },
          }),
        },
      ],
    },
  };
}
