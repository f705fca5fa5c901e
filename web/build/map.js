/**
 * Companies and the plant on a map without tiles: kilometres east and north at one scale, and the same as a table.
 */
import { html, useEffect, useMemo, useRef, useState } from "../vendor/preact.js";
import { get } from "../api.js";
import { act, useStore } from "../store.js";
import { isStill, useTheme } from "../see/theme.js";
import { number, quantity, t, tn } from "../words.js";
import { rich } from "./box.js";

const KM_PER_DEGREE = 111.195;
/** Radius of the largest and the smallest mark, px. */
const [LARGE, SMALL] = [20, 4];
/** Free space at the edge of the map, px. */
const EDGE = 30;

/** How each kind of company is drawn: shape, tone, filled or not. */
const KINDS = {
  organic: { label: "organics", symbol: "circle", sign: "●", tone: 2 },
  wood: { label: "wood", symbol: "triangle", sign: "▲", tone: 6 },
  both: { label: "organics and wood", symbol: "diamond", sign: "◆", tone: 0 },
  none: { label: "nothing in the pool", symbol: "emptyCircle", sign: "○", tone: 7 },
};

const kindOf = ({ organic_t: organic, wood_t: wood }) =>
  organic > 0 ? (wood > 0 ? "both" : "organic") : wood > 0 ? "wood" : "none";
const tonnes = (company) => company.organic_t + company.wood_t;
const hasPlace = ({ lat, lon }) => Number.isFinite(lat) && Number.isFinite(lon);

/**
 * The map of the companies.
 *
 * @returns {object} map, scale, legend and table
 */
export function CompanyMap() {
  const { found, error, again } = useCompanies();
  const [chosen, setChosen] = useState(null);
  if (error) {
    return html`<div class="failure" role="alert"><p><strong>${rich(error.message)}</strong></p>
      ${error.help && html`<p>${rich(error.help)}</p>`}
      <button type="button" onClick=${again}>${t("Try again")}</button></div>`;
  }
  if (!found) return html`<p class="soft loading" role="status">${t("Loading…")}</p>`;
  const { site, companies } = found;
  const lost = companies.filter((company) => !hasPlace(company));
  return html`<section class="section company-map" aria-label=${t("Map")}>
    <h2 tabindex="-1">${t("Companies and the plant")}</h2>
    <p class="soft">${t("Area of a mark: usable tonnes a year, most likely case. As the crow flies, north is up.")}</p>
    ${companies.length === 0 && html`<p class="absent">${t("The scenario has no companies yet.")} <button type="button"
      class="link" onClick=${() => act.go({ part: "inventory" })}>${t("Write them")}</button></p>`}
    ${!site && companies.length > 0 && html`<p class="absent">
      ${t("The plant has no place: give latitude and longitude.")}${" "}
      <button type="button" class="link" onClick=${() => act.goto(["site"])}>${t("To the site")}</button></p>`}
    ${lost.length > 0 && html`<p class="apart" role="status">${t("Without a place, so not on the map: {names}.", {
      names: lost.map((company) => company.name || company.id).join(", "),
    })}</p>`}
    <div class="map-and-list">
      ${(site || lost.length < companies.length) && html`<${Drawing} site=${site} companies=${companies}
        chosen=${chosen} setChosen=${setChosen} />`}
      <${List} site=${site} companies=${companies} chosen=${chosen} setChosen=${setChosen} />
    </div>
  </section>`;
}

function useCompanies() {
  const file = useStore((s) => s.doc?.file);
  const revision = useStore((s) => s.doc?.revision);
  const [state, setState] = useState({ found: null, error: null });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    get(`/api/files/${encodeURIComponent(file)}/companies`, stop.signal).then(
      (found) => setState({ found, error: null }),
      (error) => error.name === "AbortError" || setState({ found: null, error }),
    );
    return () => stop.abort();
  }, [file, revision, turn]);
  return { ...state, again: () => setTurn(turn + 1) };
}

// ---- the drawing --------------------------------------------------------------------------------------------------

/** Kilometres east and north of the middle of all places. */
function project(site, companies) {
  const all = [...companies.filter(hasPlace), ...(site ? [site] : [])];
  const middle = (name) => (Math.min(...all.map((p) => p[name])) + Math.max(...all.map((p) => p[name]))) / 2;
  const [lat, lon] = [middle("lat"), middle("lon")];
  const wide = Math.cos((lat * Math.PI) / 180);
  const at = (p) => [(p.lon - lon) * KM_PER_DEGREE * wide, (p.lat - lat) * KM_PER_DEGREE];
  const points = all.map(at);
  const reach = (k) => Math.max(0.5, ...points.map((point) => Math.abs(point[k])));
  return { at, reach: [reach(0), reach(1)] };
}

/** Half the width and height of the map in km, at one scale. */
function frame([east, north], width, height) {
  const perKm = Math.min((width / 2 - EDGE) / east, (height / 2 - EDGE) / north);
  return { perKm, east: width / 2 / perKm, north: height / 2 / perKm };
}

function Drawing({ site, companies, chosen, setChosen }) {
  const box = useRef(null);
  const chart = useRef(null);
  const theme = useTheme();
  const [size, setSize] = useState(null);
  const [window_, setWindow] = useState({ start: 0, end: 100 });
  const [error, setError] = useState(null);
  const map = useMemo(() => project(site, companies), [site, companies]);
  const scale = size && frame(map.reach, ...size);
  useChart({ box, chart, setSize, setWindow, setChosen, setError });
  useEffect(() => {
    if (!chart.current || !scale) return;
    chart.current.resize({ width: size[0], height: size[1] });
    chart.current.setOption(optionOf({ site, companies, map, scale, theme }), { replaceMerge: ["series"] });
  }, [companies, site, theme, size]);
  useEffect(() => mark(chart.current, chosen), [chosen, size]);
  const zoom = (factor) => zoomBy(chart.current, factor);
  const shown = companies.filter(hasPlace).length;
  return html`<div class="map-side">
    ${error && html`<div class="failure" role="alert"><p>${error.message}</p></div>`}
    <div class="map-box" role="img" ref=${box} aria-label=${tn(
      "Map with {n} company and the plant; the table has the same.",
      "Map with {n} companies and the plant; the table has the same.",
      shown,
    )}></div>
    <div class="bar">
      <button type="button" onClick=${() => zoom(0.6)} aria-label=${t("Nearer")}>+</button>
      <button type="button" onClick=${() => zoom(1 / 0.6)} aria-label=${t("Farther")}>−</button>
      <button type="button" onClick=${() => zoom(Infinity)}>${t("All")}</button>
      ${scale && html`<${Bar} perKm=${(scale.perKm * 100) / (window_.end - window_.start)} />`}
    </div>
    <${Legend} site=${site} companies=${companies} theme=${theme} />
    <p class="soft wide-only">${t("Ctrl and the wheel zoom, dragging moves.")}</p>
  </div>`;
}

/** The chart, once ECharts is there, as wide as its place. */
function useChart({ box, chart, setSize, setWindow, setChosen, setError }) {
  useEffect(() => {
    let gone = false;
    let watch = null;
    const start = ({ init }) => {
      if (gone) return;
      const own = init(box.current, null, { renderer: "canvas" });
      chart.current = own;
      own.on("datazoom", () => {
        const [zoom] = own.getOption().dataZoom;
        setWindow({ start: zoom.start, end: zoom.end });
      });
      own.on("click", ({ data }) => data?.id && setChosen(data.id));
      watch = new ResizeObserver(() => {
        const { clientWidth: width, clientHeight: height } = box.current;
        if (width > 2 * EDGE) setSize([width, height]);
      });
      watch.observe(box.current);
    };
    import("../vendor/echarts.js").then(start).catch((error) => gone || setError(error));
    return () => {
      gone = true;
      watch?.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);
}

function optionOf({ site, companies, map, scale, theme }) {
  const axis = (half) => ({ type: "value", min: -half, max: half, show: false });
  const inside = { type: "inside", zoomOnMouseWheel: "ctrl", moveOnMouseMove: true, filterMode: "none", minSpan: 2 };
  return {
    animation: !isStill(),
    animationDuration: 200,
    grid: { left: 0, right: 0, top: 0, bottom: 0 },
    xAxis: axis(scale.east),
    yAxis: axis(scale.north),
    dataZoom: [{ ...inside, xAxisIndex: 0 }, { ...inside, yAxisIndex: 0 }],
    tooltip: {
      renderMode: "richText",
      confine: true,
      backgroundColor: theme.card,
      borderColor: theme.line,
      textStyle: { color: theme.ink, fontSize: 12 },
      formatter: ({ data }) => data.told,
    },
    series: [...(site ? [plant(site, map, theme)] : []), crowd(site, companies, map, theme)],
  };
}

function crowd(site, companies, map, theme) {
  const most = Math.max(...companies.map(tonnes), 1e-9);
  const radius = (company) => Math.max(SMALL, LARGE * Math.sqrt(tonnes(company) / most));
  const one = (company) => {
    const kind = KINDS[kindOf(company)];
    const color = theme.tones[kind.tone];
    return {
      id: company.id,
      value: map.at(company),
      symbol: kind.symbol,
      symbolSize: 2 * radius(company),
      itemStyle: { color, opacity: 0.8, borderColor: theme.card, borderWidth: 1 },
      told: told(company, site),
    };
  };
  // Small marks lie on large ones.
  const data = companies.filter(hasPlace).sort((a, b) => tonnes(b) - tonnes(a)).map(one);
  const emphasis = { scale: 1.3, itemStyle: { opacity: 1, borderColor: theme.ink, borderWidth: 2 } };
  return { type: "scatter", id: "companies", data, emphasis, z: 3 };
}

function plant(site, map, theme) {
  const label = { show: true, formatter: t("plant"), position: "right", color: theme.ink, fontWeight: "bold" };
  const itemStyle = { color: theme.ink, borderColor: theme.card, borderWidth: 2 };
  const data = [{ value: map.at(site), told: t("The plant") }];
  return { type: "scatter", id: "plant", data, symbol: "rect", symbolSize: 15, label, itemStyle, z: 5 };
}

/** What is told of a company; braces would be styles. */
function told(company, site) {
  const lines = [
    (company.name || company.id).replace(/[{}|]/g, ""),
    company.organic_t > 0 && `${t("organics")}: ${quantity(company.organic_t, t("t/a"))}`,
    company.wood_t > 0 && `${t("wood")}: ${quantity(company.wood_t, t("t/a"))}`,
    tonnes(company) === 0 && t("nothing in the pool"),
    site && t("{km} km from the plant", { km: number(distance(site, company)) }),
  ];
  return lines.filter(Boolean).join("\n");
}

/** Great circle, km. */
function distance(a, b) {
  const rad = Math.PI / 180;
  const [north, east] = [((b.lat - a.lat) * rad) / 2, ((b.lon - a.lon) * rad) / 2];
  const h = Math.sin(north) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(east) ** 2;
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(h)));
}

function mark(chart, id) {
  if (!chart) return;
  const series = chart.getOption()?.series?.findIndex((one) => one.id === "companies") ?? -1;
  if (series < 0) return;
  chart.dispatchAction({ type: "downplay", seriesIndex: series });
  const dataIndex = chart.getOption().series[series].data.findIndex((one) => one.id === id);
  if (dataIndex < 0) return;
  chart.dispatchAction({ type: "highlight", seriesIndex: series, dataIndex });
  chart.dispatchAction({ type: "showTip", seriesIndex: series, dataIndex });
}

/** Zooms about the middle of what is seen, both ways alike. */
function zoomBy(chart, factor) {
  if (!chart) return;
  chart.getOption().dataZoom.forEach(({ start, end }, dataZoomIndex) => {
    const span = Math.min(100, Math.max(2, (end - start) * factor));
    const from = Math.min(100 - span, Math.max(0, (start + end - span) / 2));
    chart.dispatchAction({ type: "dataZoom", dataZoomIndex, start: from, end: from + span });
  });
}

/** A length of round kilometres. */
function Bar({ perKm }) {
  const most = 110 / perKm;
  const ten = 10 ** Math.floor(Math.log10(most));
  const km = [5, 2, 1].map((k) => k * ten).find((k) => k <= most) ?? ten;
  return html`<span class="scale"><span class="line" style=${{ width: `${km * perKm}px` }}></span>${
    km < 1 ? quantity(km * 1000, "m") : quantity(km, "km")
  }</span>`;
}

function Legend({ site, companies, theme }) {
  const there = Object.keys(KINDS).filter((kind) => companies.some((c) => hasPlace(c) && kindOf(c) === kind));
  return html`<ul class="map-legend">
    ${site && html`<li><span aria-hidden="true">■</span> ${t("plant")}</li>`}
    ${there.map((kind) => html`<li key=${kind}><span aria-hidden="true"
      style=${{ color: theme.tones[KINDS[kind].tone] }}>${KINDS[kind].sign}</span> ${t(KINDS[kind].label)}</li>`)}
  </ul>`;
}

// ---- the same as a table ------------------------------------------------------------------------------------------

function List({ site, companies, chosen, setChosen }) {
  const sorted = useMemo(() => [...companies].sort((a, b) => tonnes(b) - tonnes(a)), [companies]);
  if (companies.length === 0) return null;
  const far = (company) => (site && hasPlace(company) ? number(distance(site, company)) : "–");
  return html`<div class="map-list" tabindex="0" role="region" aria-label=${t("Companies")}><table>
    <caption class="hidden">${t("Companies by usable tonnes a year")}</caption>
    <thead><tr><th scope="col">${t("Company")}</th><th scope="col">${t("organics")}, ${t("t/a")}</th>
      <th scope="col">${t("wood")}, ${t("t/a")}</th><th scope="col">${t("km to the plant")}</th></tr></thead>
    <tbody>${sorted.map((company) => html`<tr key=${company.id} class=${company.id === chosen ? "chosen" : ""}>
      <th scope="row">${hasPlace(company)
        ? html`<button type="button" class="link" aria-pressed=${company.id === chosen ? "true" : "false"}
            onClick=${() => setChosen(company.id === chosen ? null : company.id)}>${
              company.name || company.id
            }</button>`
        : html`${company.name || company.id} <span class="soft">(${t("no place")})</span>`}</th>
      <td>${number(company.organic_t)}</td><td>${number(company.wood_t)}</td><td>${far(company)}</td></tr>`)}
    </tbody></table></div>`;
}
