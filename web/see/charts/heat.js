/** Heat: hours sorted by load and who covers them, and a week hour by hour. */
import { decal, fill, pale } from "../theme.js";
import { dateText } from "./time.js";
import {
  amount,
  below,
  entry,
  leftAxis,
  levelMarks,
  lines,
  number,
  percent,
  plain,
  pretty,
  round,
  roomLeft,
  roomRight,
  t,
  tooltip,
  valueAxis,
  zooms,
  colon,
} from "./kit.js";

/**
 * A layer of a stack over a value axis. ECharts stacks over time or names alone, so the places are declared as times;
 * they stay plain numbers.
 */
export function layer(kit, { id, name, points, tone, ...more }) {
  const look = fill(tone, kit.theme);
  return {
    id,
    name: pretty(name),
    type: "line",
    stack: "layers",
    step: "end",
    dimensions: [
      { name: "x", type: "time" },
      { name: "y", type: "number" },
    ],
    showSymbol: false,
    lineStyle: { width: 0 },
    itemStyle: look,
    areaStyle: { color: look.color, opacity: 1 },
    emphasis: { disabled: true },
    data: points,
    ...more,
  };
}

/** Means over groups of hours as points in their middles, the first and the last drawn on to the ends. */
function spreadOver(values, hours) {
  const wide = hours / values.length;
  return [[0, values[0]], ...values.map((v, k) => [(k + 0.5) * wide, v]), [hours, values.at(-1)]];
}

/** The load-duration curve, its area split into who covers it. */
export function load_duration(chart, kit) {
  const hours = chart.hours ?? chart.demand_kw.length;
  const levels = chart.levels ?? [];
  // Means of a group of hours hide the peak: the line has the hours themselves.
  const curve = chart.demand_curve ?? null;
  const ends = round([...(curve ? curve.map((p) => p[1]) : chart.demand_kw), ...levels.map((l) => l.value)]);
  const name = (l) => `${l.name}${colon(kit)}${number(l.mwh)}\u202fMWh, ${percent(l.share, 1, kit)}`;
  const tell = (params) => {
    const head = `${plain(Math.round(params[0].value[0]), kit)} h`;
    const told = params.map((p) => [p.seriesName, amount(p.value[1], "kW", kit), p.marker]);
    return lines(kit, head, told.reverse());
  };
  const layers = chart.layers.map((l, k) =>
    layer(kit, { id: `layer-${k}`, name: l.name, points: spreadOver(l.power_kw, hours), tone: k, step: false }),
  );
  return {
    height: 370,
    zoom: true,
    legend: chart.layers.map((l, k) => entry(name(l), "fill", k, { of: pretty(l.name) })),
    option: {
      grid: { left: roomLeft(kit, ends), right: roomRight(kit, levels), top: 30, bottom: 82, outerBoundsMode: "none" },
      xAxis: valueAxis(
        kit,
        { min: 0, max: hours },
        { ...below(t("Hours sorted by load, h")), splitLine: { show: false } },
      ),
      yAxis: leftAxis(kit, ends, t("Heat load, kW")),
      dataZoom: zooms(kit),
      tooltip: tooltip(kit, "axis", tell),
      series: [
        ...layers,
        {
          id: "demand",
          name: t("Demand"),
          type: "line",
          showSymbol: false,
          lineStyle: { color: kit.theme.ink, width: 1.6 },
          itemStyle: { color: kit.theme.ink },
          emphasis: { disabled: true },
          z: 4,
          data: spreadOver(chart.demand_kw, hours),
          markLine: levelMarks(kit, levels),
        },
      ],
    },
  };
}

/** A week hour by hour: who gives the heat, against the demand, and what the buffer holds. */
export function week(chart, kit) {
  const per = chart.steps_per_hour || 1;
  const hours = chart.demand_kw.length / per;
  const stored = chart.charge_kwh?.length > 0;
  const levels = chart.levels ?? [];
  const total = chart.demand_kw.map((_, k) => chart.layers.reduce((sum, l) => sum + (l.power_kw[k] ?? 0), 0));
  const ends = round([...chart.demand_kw, ...total, ...levels.map((l) => l.value)]);
  const charge = round([...(chart.charge_kwh ?? []), stored ? chart.capacity_kwh : 0], { count: 2 });
  const left = Math.max(roomLeft(kit, ends), stored ? roomLeft(kit, charge) : 0);
  // A step lasts: its value stands from its start to its end, so the last one is told twice.
  const steps = (values) => [...values.map((v, k) => [k / per, v]), [values.length / per, values.at(-1)]];
  const day = (x) => dateText(Math.floor((chart.first_hour + x) / 24), kit);
  const days = Array.from({ length: Math.ceil(hours / 24) }, (_, k) => k * 24);
  const axis = (more) =>
    valueAxis(
      kit,
      { min: 0, max: hours, interval: 24 },
      {
        splitLine: { show: true, lineStyle: { color: kit.theme.line } },
        axisLabel: { customValues: days.map((d) => d + 12).filter((d) => d < hours), formatter: day },
        ...more,
      },
    );
  const tell = (params) => {
    const x = params[0].value[0];
    const hour = Math.floor(chart.first_hour + x) % 24;
    const told = params.map((p) => [
      p.seriesName,
      amount(p.value[1], p.seriesId === "charge" ? "kWh" : "kW", kit),
      p.marker,
    ]);
    return lines(kit, `${day(x)}, ${hour} h`, told);
  };
  const title = t("Day of the simulated year");
  const right = roomRight(kit, [...levels, ...(stored ? [{ name: t("Full") }] : [])]);
  const main = { left, right, top: 30, height: 250, outerBoundsMode: "none" };
  return {
    height: stored ? 500 : 366,
    zoom: true,
    legend: [
      ...chart.layers.map((l, k) => entry(l.name, "fill", k)),
      entry(t("Demand"), "line", 3, { of: t("Demand") }),
    ],
    option: {
      axisPointer: { link: [{ xAxisIndex: "all" }] },
      grid: stored ? [main, { left, right, top: 330, height: 80, outerBoundsMode: "none" }] : main,
      xAxis: stored ? [axis({}), axis({ gridIndex: 1, ...below(title) })] : axis(below(title)),
      yAxis: stored
        ? [leftAxis(kit, ends, t("Heat, kW")), leftAxis(kit, charge, t("Heat in the buffer, kWh"), { gridIndex: 1 })]
        : leftAxis(kit, ends, t("Heat, kW")),
      dataZoom: zooms(kit, { axes: stored ? [0, 1] : [0] }),
      tooltip: tooltip(kit, "axis", tell),
      series: [
        ...chart.layers.map((l, k) =>
          layer(kit, { id: `layer-${k}`, name: l.name, points: steps(l.power_kw), tone: k }),
        ),
        {
          id: "demand",
          name: t("Demand"),
          type: "line",
          step: "end",
          showSymbol: false,
          lineStyle: { color: kit.theme.ink, width: 1.5 },
          itemStyle: { color: kit.theme.ink },
          emphasis: { disabled: true },
          z: 4,
          data: steps(chart.demand_kw),
          markLine: levelMarks(kit, levels),
        },
        ...(stored ? [chargeLine(chart, kit)] : []),
      ],
    },
  };
}

/** What lies in the buffer at the end of each step. */
function chargeLine(chart, kit) {
  const per = chart.steps_per_hour || 1;
  const sky = kit.theme.tones[5];
  return {
    id: "charge",
    name: t("In the buffer"),
    type: "line",
    xAxisIndex: 1,
    yAxisIndex: 1,
    showSymbol: false,
    lineStyle: { color: sky, width: 1.4 },
    itemStyle: { color: sky, decal: decal(null, kit.theme) },
    areaStyle: { color: pale(sky, 0.5) },
    emphasis: { disabled: true },
    data: chart.charge_kwh.map((v, k) => [(k + 1) / per, v]),
    markLine: levelMarks(kit, [{ name: t("Full"), value: chart.capacity_kwh }]),
  };
}
