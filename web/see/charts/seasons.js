/** Months: stacked bars through the year, and a store with what comes in, what goes out and what lies there. */
import { fill, stroke } from "../theme.js";
import {
  SIZE,
  amount,
  below,
  entry,
  leftAxis,
  lines,
  markLine,
  measured,
  months,
  number,
  pretty,
  round,
  roomLeft,
  t,
  textWidth,
  tooltip,
} from "./kit.js";

const HIGH = 310;
/** Most parts that are told apart. */
const MOST = 8;

/** The parts to draw: all, or the seven largest in their order and the rest as one. */
function folded(groups) {
  if (groups.length <= MOST) return groups;
  const total = (group) => group.values.reduce((sum, v) => sum + v, 0);
  const kept = new Set([...groups].sort((a, b) => total(b) - total(a)).slice(0, MOST - 1));
  const rest = groups.filter((group) => !kept.has(group));
  const values = rest[0].values.map((_, m) => rest.reduce((sum, group) => sum + group.values[m], 0));
  return [...groups.filter((group) => kept.has(group)), { name: t("others ({n})", { n: rest.length }), values }];
}

/** The axis of the months. */
const monthAxis = (kit) => ({
  type: "category",
  data: months(kit),
  ...below(t("Month of the year")),
  nameTextStyle: { color: kit.theme.soft, fontSize: SIZE.tick },
  axisLine: { lineStyle: { color: kit.theme.soft } },
  axisTick: { show: false },
  axisLabel: { color: kit.theme.soft, fontSize: SIZE.tick, interval: 0, hideOverlap: kit.width < 700 },
});

/** A stack of bars. */
const bar = (kit, { id, name, values, tone, stack }) => ({
  id,
  name: pretty(name),
  type: "bar",
  stack,
  barCategoryGap: "28%",
  barGap: "6%",
  itemStyle: { ...fill(tone, kit.theme), borderColor: kit.theme.card, borderWidth: 0.6 },
  data: values,
});

/** What comes through the year, by part. */
export function monthly(chart, kit) {
  const groups = folded(chart.drawn ?? chart.groups);
  const totals = groups[0].values.map((_, m) => groups.reduce((sum, group) => sum + (group.values[m] ?? 0), 0));
  const ends = round(totals);
  const texts = totals.map((v) => number(v));
  const left = roomLeft(kit, ends);
  const fits = Math.max(...texts.map((text) => textWidth(text, SIZE.tick))) < (kit.width - left - 18) / 12 - 2;
  const all = months({ ...kit, narrow: false });
  const tell = (params) => {
    const shown = params.filter((p) => p.componentSubType === "bar" && p.value);
    const told = shown.map((p) => [p.seriesName, amount(p.value, chart.unit, kit), p.marker]).reverse();
    return lines(kit, all[params[0].dataIndex], [
      ...told,
      [t("Sum"), amount(totals[params[0].dataIndex], chart.unit, kit)],
    ]);
  };
  return {
    height: HIGH,
    legend: groups.map((group, k) => entry(group.name, "fill", k)),
    option: {
      grid: { left, right: 18, top: 34, bottom: 48, outerBoundsMode: "none" },
      xAxis: monthAxis(kit),
      yAxis: leftAxis(kit, ends, measured(chart.quantity, chart.unit, kit)),
      tooltip: tooltip(kit, "axis", tell, { axisPointer: { type: "shadow" } }),
      series: [
        ...groups.map((group, k) => bar(kit, { id: `group-${k}`, ...group, tone: k, stack: "all" })),
        {
          id: "totals",
          type: "scatter",
          symbolSize: 0.1,
          silent: true,
          z: 5,
          label: {
            show: fits,
            position: "top",
            distance: 2,
            color: kit.theme.ink,
            fontSize: SIZE.tick,
            formatter: ({ dataIndex: m }) => texts[m],
          },
          data: totals,
        },
      ],
    },
  };
}

/** A store through the year. */
export function stock_year(chart, kit) {
  const { theme } = kit;
  const sum = (groups) => chart.stock.map((_, m) => groups.reduce((all, group) => all + (group.values[m] ?? 0), 0));
  const ends = round([...chart.stock, ...sum(chart.into), ...sum(chart.out_of), chart.capacity?.value]);
  const all = months({ ...kit, narrow: false });
  const stock = { name: t("In store, end of month"), tone: 3 };
  const tell = (params) =>
    lines(
      kit,
      all[params[0].dataIndex],
      params.filter((p) => p.value).map((p) => [p.seriesName, amount(p.value, chart.unit, kit), p.marker]),
    );
  const full = chart.capacity
    ? [
        {
          yAxis: chart.capacity.value,
          label: { formatter: pretty(chart.capacity.name), position: "insideEndTop", color: theme.bad },
        },
      ]
    : [];
  const groups = [
    ...chart.into.map((group) => ({ ...group, stack: "into" })),
    ...chart.out_of.map((group) => ({ ...group, stack: "out_of" })),
  ];
  return {
    height: HIGH,
    legend: [...groups.map((group, k) => entry(group.name, "fill", k)), entry(stock.name, "line", stock.tone)],
    option: {
      grid: { left: roomLeft(kit, ends), right: 18, top: 30, bottom: 48, outerBoundsMode: "none" },
      xAxis: monthAxis(kit),
      yAxis: leftAxis(kit, ends, measured(chart.quantity, chart.unit, kit)),
      tooltip: tooltip(kit, "axis", tell, { axisPointer: { type: "shadow" } }),
      series: [
        ...groups.map((group, k) => bar(kit, { id: `group-${k}`, ...group, tone: k })),
        {
          id: "stock",
          name: stock.name,
          type: "line",
          symbol: "circle",
          symbolSize: 6,
          z: 5,
          lineStyle: { ...stroke(stock.tone, theme), width: 1.8 },
          itemStyle: { color: theme.ink, borderColor: theme.card, borderWidth: 1 },
          data: chart.stock,
          markLine: markLine(kit, full, { lineStyle: { color: theme.bad, type: "dashed" } }),
        },
      ],
    },
  };
}
