/** Flows: ribbons between columns, and a map of who sends what where. */
import { FONT, fill, hatch, pale } from "../theme.js";
import { SIZE, amount, colon, entry, lines, pretty, t, tooltip, wrapped, zooms } from "./kit.js";

/** Ribbons as wide as what flows, through columns of nodes. */
export function sankey(chart, kit) {
  const { nodes, links, unit } = chart;
  const { theme } = kit;
  const inflow = nodes.map((_, k) => links.reduce((sum, l) => sum + (l.to === k ? l.value : 0), 0));
  const outflow = nodes.map((_, k) => links.reduce((sum, l) => sum + (l.from === k ? l.value : 0), 0));
  const columns = Math.max(...nodes.map((n) => n.column)) + 1;
  const used = nodes.map((_, k) => inflow[k] > 0 || outflow[k] > 0);
  const most = Math.max(
    ...Array.from({ length: columns }, (_, c) => nodes.filter((n, k) => n.column === c && used[k]).length),
  );
  const through = (k) => Math.max(inflow[k], outflow[k]);
  const ends = (of, other) => of.reduce((sum, v, k) => sum + (other[k] === 0 ? v : 0), 0);
  const least = 150 * columns;
  const width = Math.max(kit.width, least);
  const pitch = (width - 20) / columns;
  const room = Math.max(60, pitch - 30);
  const tell = (p) =>
    p.dataType === "edge"
      ? lines(kit, `${pretty(nodes[p.data.from].label)} → ${pretty(nodes[p.data.to].label)}`, [
          [chart.quantity, amount(p.data.value, unit, kit)],
        ])
      : lines(kit, nodes[Number(p.name)].label, [
          [t("enters"), inflow[Number(p.name)] > 0 ? amount(inflow[Number(p.name)], unit, kit) : ""],
          [t("leaves"), outflow[Number(p.name)] > 0 ? amount(outflow[Number(p.name)], unit, kit) : ""],
        ]);
  const heads = (chart.columns ?? []).slice(0, columns).map((name, c) => ({
    type: "text",
    id: `column-${c}`,
    silent: true,
    left: 10 + pitch * c,
    top: 2,
    style: {
      text: pretty(name),
      fill: theme.soft,
      font: `bold ${SIZE.label}px ${FONT}`,
      width: pitch - 10,
      overflow: "truncate",
    },
  }));
  const name = ({ name: at }) => {
    const label = wrapped(pretty(nodes[Number(at)].label), SIZE.tick, room);
    return [...label, `{v|${amount(through(Number(at)), unit, kit)}}`].join("\n");
  };
  const sum = (of, other) => amount(ends(of, other), unit, kit);
  return {
    height: Math.max(260, most * 44 + 60),
    least,
    notes: [
      pretty(chart.quantity) + colon(kit) + t("{a} in, {b} out", { a: sum(outflow, inflow), b: sum(inflow, outflow) }),
    ],
    option: {
      graphic: heads,
      tooltip: tooltip(kit, "item", tell),
      series: [
        {
          id: "flows",
          type: "sankey",
          left: 10,
          // One step from column to column is one pitch, as the headings have it.
          right: pitch - 2,
          top: heads.length ? 28 : 10,
          bottom: 10,
          nodeWidth: 12,
          nodeGap: 30,
          nodeAlign: "left",
          draggable: false,
          layoutIterations: 24,
          emphasis: { focus: "adjacency" },
          lineStyle: { color: "source", opacity: 0.42, curveness: 0.5 },
          label: {
            color: theme.ink,
            fontSize: SIZE.tick,
            lineHeight: 14,
            formatter: name,
            rich: { v: { fontWeight: "bold", fontSize: SIZE.tick, color: theme.ink, fontFamily: FONT } },
          },
          data: nodes.flatMap((n, k) =>
            used[k]
              ? [{ name: String(k), depth: n.column, itemStyle: { ...fill(n.tone, theme), borderWidth: 0 } }]
              : [],
          ),
          links: links
            .filter((l) => l.value > 0)
            .map((l) => ({ source: String(l.from), target: String(l.to), value: l.value, from: l.from, to: l.to })),
        },
      ],
    },
  };
}

/** Radius of the largest and the smallest symbol, and width of the largest and the smallest flow, px. */
const RADIUS = [17, 3];
const THICK = [9, 0.8];
/** Free space around the places, as a share of their extent. */
const AROUND = 0.12;
/** Places that are this many times further away than most do not set the scale. */
const FAR = 3;

/** Projects degrees to a plane whose unit is a degree of latitude; true to shape over a territory. */
function projection(chart) {
  const lats = chart.places.map((p) => p.lat_deg).sort((a, b) => a - b);
  const middle = lats[Math.floor(lats.length / 2)] ?? 0;
  const shrink = Math.cos((middle * Math.PI) / 180);
  return { at: (lon, lat) => [lon * shrink, lat], shrink };
}

/** The part of the plane that is shown at first: where most places are. */
function extent(places) {
  const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  const [mx, my] = [middle(places.map((p) => p[0])), middle(places.map((p) => p[1]))];
  const away = places.map(([x, y]) => Math.hypot(x - mx, y - my));
  const usual = [...away].sort((a, b) => a - b)[Math.floor(away.length * 0.75)] || 0.01;
  const near = places.filter((_, k) => away[k] <= FAR * usual);
  const xs = near.map((p) => p[0]);
  const ys = near.map((p) => p[1]);
  const size = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys), 0.01);
  const pad = size * AROUND;
  return { x: [Math.min(...xs) - pad, Math.max(...xs) + pad], y: [Math.min(...ys) - pad, Math.max(...ys) + pad] };
}

/** Companies, hubs and outlets with the flows between them, on outlines of communes. */
export function flow_map(chart, kit) {
  const { theme } = kit;
  const { at } = projection(chart);
  const points = chart.places.map((p) => at(p.lon_deg, p.lat_deg));
  const box = extent(points);
  const inner = kit.width - 20;
  const high = Math.min(620, Math.max(280, inner * ((box.y[1] - box.y[0]) / (box.x[1] - box.x[0]))));
  fitted(box, inner / high);
  // A place far away stands at the edge, in its direction; the tooltip gives its name.
  const clamp = (v, [lo, hi]) => Math.min(Math.max(v, lo + (hi - lo) * 0.02), hi - (hi - lo) * 0.02);
  const shown = points.map(([x, y]) => [clamp(x, box.x), clamp(y, box.y)]);
  const role = (p) => String(p.role).toLowerCase();
  const largest = Math.max(...chart.places.map((p) => p.amount), 0);
  const thickest = Math.max(...chart.flows.map((f) => f.amount), 0);
  const radius = (p) =>
    Math.max(largest > 0 ? RADIUS[0] * Math.sqrt(p.amount / largest) : 0, role(p) === "company" ? RADIUS[1] : 5);
  const shapes = { company: "circle", hub: "diamond", sink: "rect" };
  const words = { company: t("company"), hub: t("hub"), sink: t("outlet") };
  const look = (p) => {
    if (role(p) === "company") return { color: theme.ink, opacity: 1, borderColor: theme.card, borderWidth: 1 };
    if (p.amount > 0) return { ...fill(p.tone, theme), opacity: 1, borderColor: theme.ink, borderWidth: 1.2 };
    return { color: theme.card, opacity: 1, borderColor: theme.soft, borderWidth: 1.2 };
  };
  const tell = ({ seriesId, dataIndex: k }) => {
    if (seriesId === "flows") {
      const flow = chart.flows[k];
      return lines(kit, `${chart.places[flow.from].label} → ${chart.places[flow.to].label}`, [
        [chart.quantity, amount(flow.amount, chart.unit, kit)],
      ]);
    }
    const p = chart.places[k];
    return lines(kit, p.label, [
      [words[role(p)] ?? role(p), p.amount > 0 ? amount(p.amount, chart.unit, kit) : t("not used")],
    ]);
  };
  const axis = (range) => ({ type: "value", min: range[0], max: range[1], show: false });
  return {
    height: high + 20,
    zoom: true,
    legend: chart.tones.map(([tone, name]) => entry(name, "fill", tone, { fixed: true })),
    notes: [
      `● ${words.company} · ■ ${words.sink} · ◆ ${words.hub} · ${t("hollow: not used")}`,
      ...(chart.credit ? [pretty(chart.credit)] : []),
    ],
    option: {
      grid: {
        left: 10,
        right: 10,
        top: 10,
        bottom: 10,
        show: true,
        backgroundColor: pale(theme.soft, 0.06),
        borderColor: theme.line,
        outerBoundsMode: "none",
      },
      xAxis: axis(box.x),
      yAxis: axis(box.y),
      dataZoom: [
        zooms(kit, { slider: false })[0],
        { ...zooms(kit, { slider: false })[0], id: "inside-y", xAxisIndex: undefined, yAxisIndex: [0] },
      ],
      tooltip: tooltip(kit, "item", tell),
      series: [
        land(chart, kit, at),
        communes(chart, kit, at, box),
        {
          id: "flows",
          type: "lines",
          coordinateSystem: "cartesian2d",
          z: 3,
          data: chart.flows.map((flow) => ({
            coords: [shown[flow.from], shown[flow.to]],
            lineStyle: {
              color: theme.tones[flow.tone % 8],
              opacity: flow.amount > 0 ? 0.65 : 0,
              width: thickest > 0 ? Math.max(THICK[1], (THICK[0] * flow.amount) / thickest) : THICK[1],
              type: hatch(flow.tone) === "up" ? [8, 2] : "solid",
            },
          })),
        },
        {
          id: "places",
          type: "scatter",
          z: 4,
          label: {
            show: true,
            position: "right",
            distance: 3,
            color: theme.ink,
            fontSize: SIZE.tick,
            textBorderColor: theme.card,
            textBorderWidth: 2,
            formatter: ({ dataIndex: k }) => pretty(chart.places[k].label),
          },
          labelLayout: { hideOverlap: true },
          data: chart.places.map((p, k) => ({
            value: shown[k],
            symbol: shapes[role(p)] ?? "circle",
            symbolSize: 2 * radius(p),
            itemStyle: look(p),
            // Beside the edge there is room on the inner side only.
            label: { position: shown[k][0] > box.x[0] + 0.75 * (box.x[1] - box.x[0]) ? "left" : "right" },
          })),
        },
      ],
    },
  };
}

/** Widens the box to the shape of the plot, so that a kilometre is as long in both directions. */
function fitted(box, ratio) {
  const [w, h] = [box.x[1] - box.x[0], box.y[1] - box.y[0]];
  const grow = (range, by) => [range[0] - by / 2, range[1] + by / 2];
  if (w / h < ratio) box.x = grow(box.x, h * ratio - w);
  else box.y = grow(box.y, w / ratio - h);
}

/** Borders of communes. */
function land(chart, kit, at) {
  const rings = chart.outlines.flatMap((o) => o.rings);
  return {
    id: "land",
    type: "lines",
    coordinateSystem: "cartesian2d",
    polyline: true,
    silent: true,
    z: 1,
    lineStyle: { color: kit.theme.soft, opacity: 0.35, width: 0.6 },
    data: rings.map((ring) => ({ coords: ring.map(([lon, lat]) => at(lon, lat)) })),
  };
}

/** Names of the largest communes, where there is room. */
function communes(chart, kit, at, box) {
  const inside = ([x, y]) => x > box.x[0] && x < box.x[1] && y > box.y[0] && y < box.y[1];
  const shown = chart.outlines
    .map((o) => ({ name: pretty(o.name), value: at(...o.centre), population: o.population ?? 0 }))
    .filter((o) => inside(o.value))
    .sort((a, b) => b.population - a.population)
    .slice(0, 24);
  return {
    id: "communes",
    type: "scatter",
    silent: true,
    symbolSize: 0.1,
    z: 2,
    label: {
      show: true,
      color: kit.theme.soft,
      fontSize: SIZE.tick - 1,
      formatter: ({ dataIndex: k }) => shown[k]?.name ?? "",
    },
    labelLayout: { hideOverlap: true },
    data: shown.map(({ value }) => value),
  };
}
