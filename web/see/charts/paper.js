/** A figure as a complete SVG file for paper: title, legend, drawing and notes, always light. */
import { FONT, PAPER } from "../theme.js";
import { build, isKnown, subtitleOf } from "./index.js";
import { pretty, textWidth, wrapped } from "./kit.js";
import { keyOf, shapes } from "./legend.js";

const WIDTH = 760;
const MARGIN = 16;

let library = null;
/**
 * The library that draws, loaded when the first chart is seen.
 *
 * @returns {Promise<object>} ECharts
 */
export function loadCharts() {
  library ??= import("../../vendor/echarts.js").catch((error) => {
    library = null;
    throw error;
  });
  return library;
}

/**
 * A figure as SVG text.
 *
 * @param {{title: string, caption?: string, chart: object | null, svg?: string}} figure the figure
 * @param {{lang: string, hidden?: Set<string>}} look language, and names of parts that are not shown
 * @returns {Promise<string>} a complete SVG element
 */
export async function paperSvg(figure, { lang, hidden = new Set() }) {
  if (!isKnown(figure.chart)) return figure.svg ?? "";
  const echarts = await loadCharts();
  const built = build(figure.chart, { theme: PAPER, width: WIDTH, lang });
  const width = Math.max(WIDTH, built.least ?? 0);
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width, height: built.height });
  try {
    chart.setOption({ ...built.option, dataZoom: [], legend: legendOption(built.legend, hidden) });
    const drawing = chart.renderToSVGString();
    return sheet(figure, built, { width, drawing, hidden });
  } finally {
    chart.dispose();
  }
}

/**
 * The legend as ECharts needs it to hide parts; it is drawn by the page.
 *
 * @param {object[]} entries of the legend
 * @param {Set<string>} hidden keys of what is hidden
 * @returns {object} options
 */
export function legendOption(entries, hidden) {
  const keys = entries.filter((entry) => !entry.fixed).map(keyOf);
  return { show: false, data: keys, selected: Object.fromEntries(keys.map((key) => [key, !hidden.has(key)])) };
}

const escaped = (text) =>
  String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

/** Head, legend, drawing and notes on one sheet. */
function sheet(figure, built, { width, drawing, hidden }) {
  const parts = [];
  let y = MARGIN;
  const write = (text, size, colour, weight = "normal") => {
    for (const line of wrapped(pretty(text), size, width - 2 * MARGIN)) {
      y += size * 1.3;
      parts.push(
        `<text x="${MARGIN}" y="${y.toFixed(1)}" font-size="${size}" font-weight="${weight}" ` +
          `fill="${colour}">${escaped(line)}</text>`,
      );
    }
  };
  write(figure.title, 16, PAPER.ink, "bold");
  const subtitle = subtitleOf(figure.chart);
  if (subtitle) write(subtitle, 12, PAPER.soft);
  const legend = legendRows(
    built.legend.filter((entry) => !hidden.has(keyOf(entry))),
    width,
  );
  if (legend.rows > 0) y += 10;
  parts.push(...legend.parts.map((part) => part(y)));
  y += legend.rows * 20 + 8;
  parts.push(`<svg x="0" y="${y.toFixed(1)}" width="${width}" height="${built.height}">${drawing}</svg>`);
  y += built.height;
  for (const note of built.notes) write(note, 11, PAPER.soft);
  const height = Math.ceil(y + MARGIN);
  const told = `<title>${escaped(figure.title)}</title><desc>${escaped(figure.caption || figure.title)}</desc>`;
  const back = `<rect width="${width}" height="${height}" fill="#ffffff"/>`;
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${size} role="img" ` +
    `font-family="${escaped(FONT)}">${told}${back}${parts.join("")}</svg>`
  );
}

/** The legend in rows; each part is given the height at which the rows start. */
function legendRows(entries, width) {
  let [x, row] = [MARGIN, 0];
  const parts = entries.map((entry) => {
    const long = 28 + textWidth(entry.name, 12) + 18;
    if (x > MARGIN && x + long > width - MARGIN) [x, row] = [MARGIN, row + 1];
    const [at, line] = [x, row];
    x += long;
    const sample = shapes(entry, PAPER)
      .map(
        ([name, list]) =>
          `<${name} ${Object.entries(list)
            .map(([k, v]) => `${k}="${escaped(v)}"`)
            .join(" ")}/>`,
      )
      .join("");
    return (y) => {
      const top = y + line * 20;
      const words = escaped(entry.name);
      const text = `<text x="${at + 28}" y="${top + 10}" font-size="12" fill="${PAPER.ink}">${words}</text>`;
      return `<g transform="translate(${at} ${top})">${sample}</g>${text}`;
    };
  });
  return { parts, rows: entries.length ? row + 1 : 0 };
}
