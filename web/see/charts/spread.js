/** Distributions of headline numbers: a small histogram each, with quantiles and the nominal value. */
import { FONT, pale } from "../theme.js";
import { SIZE, amount, isNumber, lines, measured, number, percent, round, t, tooltip, valueAxis } from "./kit.js";

const HIGH = 208;

/** Bins of a panel as shares of its samples. */
function binned({ counts, low, high }) {
  const total = counts.reduce((sum, n) => sum + n, 0) || 1;
  return { low, step: (high - low) / (counts.length || 1), high, shares: counts.map((n) => n / total) };
}

/** Small multiples, up to eight. */
export function distributions(chart, kit) {
  const columns = kit.width >= 560 ? 2 : 1;
  const wide = (kit.width - 16) / columns;
  const parts = chart.panels.map((panel, k) => {
    const place = { left: 8 + wide * (k % columns), top: HIGH * Math.floor(k / columns), width: wide - 8 };
    return panelPlot(panel, k, place, kit);
  });
  const tell = ({ seriesId, dataIndex }) => {
    const panel = chart.panels[Number(seriesId.split("-")[1])];
    const { low, step, shares } = binned(panel);
    const from = number(low + step * dataIndex);
    return lines(kit, panel.name, [
      [`${from} – ${amount(low + step * (dataIndex + 1), panel.unit, kit)}`, percent(shares[dataIndex], 1, kit)],
    ]);
  };
  return {
    height: HIGH * Math.ceil(parts.length / columns),
    option: {
      grid: parts.map((p) => p.grid),
      xAxis: parts.map((p) => p.xAxis),
      yAxis: parts.map((p) => p.yAxis),
      graphic: parts.flatMap((p) => p.graphic),
      tooltip: tooltip(kit, "item", tell),
      series: parts.map((p) => p.series),
    },
  };
}

function panelPlot(panel, k, { left, top, width }, kit) {
  const { theme } = kit;
  const { low, high, step, shares } = binned(panel);
  const [p10, p50, p90] = panel.p10_p50_p90;
  const across = round([low, high, panel.nominal].filter(isNumber), { zero: false, count: kit.width >= 900 ? 5 : 4 });
  const text = (id, y, words, fillColour, font) => ({
    type: "text",
    id: `${id}-${k}`,
    silent: true,
    left: left + 4,
    top: top + y,
    style: { text: words, fill: fillColour, font: `${font}px ${FONT}`, width: width - 8, overflow: "truncate" },
  });
  const told = `${t("P10")} ${number(p10)} · ${t("P50")} ${number(p50)} · ${t("P90")} ${number(p90)}`;
  const nominal = isNumber(panel.nominal) ? `◆ ${t("nominal")} ${number(panel.nominal)}` : "";
  const bar = (params, api) => {
    const x = low + step * api.value(0);
    const [x0, y0] = api.coord([x, 0]);
    const [x1, y1] = api.coord([x + step, api.value(1)]);
    const middle = x + step / 2;
    const colour = middle >= p10 && middle <= p90 ? theme.tones[0] : pale(theme.tones[0], 0.4);
    return {
      type: "rect",
      shape: { x: x0, y: y1, width: Math.max(x1 - x0 - 0.8, 0.5), height: y0 - y1 },
      style: { fill: colour },
    };
  };
  const line = (x) => ({
    xAxis: x,
    lineStyle: { color: theme.ink, width: 1.2, type: "solid" },
    label: { show: false },
  });
  return {
    grid: { left: left + 8, width: width - 24, top: top + 62, height: 96, outerBoundsMode: "none" },
    xAxis: valueAxis(kit, across, {
      gridIndex: k,
      axisLabel: { alignMinLabel: "left", alignMaxLabel: "right" },
      axisLine: { show: true, onZero: false, lineStyle: { color: theme.soft } },
    }),
    yAxis: { type: "value", gridIndex: k, show: false, min: 0, max: Math.max(...shares, 1e-9) * 1.05 },
    graphic: [
      text("name", 4, measured(panel.name, panel.unit, kit), theme.ink, `bold ${SIZE.label}`),
      text("quantiles", 22, told, theme.accent, SIZE.tick),
      text("nominal", 38, nominal, theme.bad, SIZE.tick),
    ],
    series: {
      id: `panel-${k}`,
      type: "custom",
      xAxisIndex: k,
      yAxisIndex: k,
      renderItem: bar,
      data: shares.map((share, n) => [n, share]),
      encode: { x: [], y: 1 },
      markLine: { silent: true, symbol: "none", animation: false, data: [p10, p50, p90].filter(isNumber).map(line) },
      markPoint: {
        silent: true,
        symbol: "diamond",
        symbolSize: 11,
        itemStyle: { color: theme.tones[6], borderColor: theme.card, borderWidth: 1 },
        label: { show: false },
        data: isNumber(panel.nominal) ? [{ coord: [panel.nominal, 0] }] : [],
      },
    },
  };
}
