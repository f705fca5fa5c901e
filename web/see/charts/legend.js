/** Samples of the looks of a chart, for its legend: on the page, and as text for a file. */
import { html } from "../../vendor/preact.js";
import { hatch, stroke } from "../theme.js";

/** Width and height of a sample. */
const [WIDE, HIGH] = [22, 12];

/**
 * Shapes of a sample, as `[element, attributes]`.
 *
 * @param {{look: string, tone: number}} entry a legend entry
 * @param {object} theme the colours
 * @returns {[string, object][]} shapes within 22 by 12
 */
export function shapes({ look, tone }, theme) {
  const colour = theme.tones[(tone ?? 0) % 8];
  const area = { x: 1, y: 0.5, width: 20, height: 11 };
  if (look === "line") {
    const { color, type } = stroke(tone, theme);
    const dash = Array.isArray(type) ? { "stroke-dasharray": type.join(" ") } : {};
    return [["line", { x1: 0, y1: 6, x2: WIDE, y2: 6, stroke: color, "stroke-width": 2.2, ...dash }]];
  }
  if (look === "dot") return [["circle", { cx: 11, cy: 6, r: 4, fill: theme.ink }]];
  if (look === "circle") return [["circle", { cx: 11, cy: 6, r: 4.5, fill: colour }]];
  if (look === "pale") return [["circle", { cx: 11, cy: 6, r: 4.5, fill: colour, "fill-opacity": 0.3 }]];
  if (look === "ring")
    return [["circle", { cx: 11, cy: 6, r: 4.5, fill: "none", stroke: theme.ink, "stroke-width": 1.8 }]];
  if (look === "rect") return [["rect", { x: 7, y: 2, width: 8, height: 8, fill: colour }]];
  if (look === "triangle") return [["path", { d: "M11 1.5L16 10.5L6 10.5Z", fill: colour }]];
  if (look === "diamond") return [["path", { d: "M11 0.5L16 6L11 11.5L6 6Z", fill: colour }]];
  if (look === "ink") return [["rect", { ...area, fill: theme.ink }]];
  if (look === "soft") return [["rect", { ...area, fill: theme.soft, "fill-opacity": 0.55 }], ...hatching("up", theme)];
  return [["rect", { ...area, fill: colour }], ...hatching(look === "up" ? "up" : hatch(tone ?? 0), theme)];
}

/** Lines over a sample. */
function hatching(kind, theme) {
  if (!kind) return [];
  const place = (x) => (kind === "up" ? `M${x} 11.5L${x + 8} 0.5` : `M${x} 0.5L${x + 8} 11.5`);
  const d = [1, 7, 13].map(place).join("");
  return [
    ["path", { d, fill: "none", stroke: theme.dark ? "#000" : "#fff", "stroke-opacity": 0.75, "stroke-width": 1.6 }],
  ];
}

const h = (name, attributes) => html`<${name} ...${attributes} />`;

/**
 * The legend of a chart: a button for each part that can be hidden, words for the rest.
 *
 * @param {{entries: object[], theme: object, hidden: Set<string>, onToggle: (key: string) => void}} props the entries,
 *   colours, keys of what is hidden, and what a press does
 * @returns {object | null} the legend
 */
export function Legend({ entries, theme, hidden, onToggle }) {
  if (entries.length === 0) return null;
  const sample = (entry) => html`
    <svg class="see-sample" width=${WIDE} height=${HIGH} viewBox="0 0 22 12" aria-hidden="true">
      ${shapes(entry, theme).map(([name, attributes]) => h(name, attributes))}
    </svg>`;
  return html`<ul class="see-legend">
    ${entries.map((entry) => {
      const key = keyOf(entry);
      if (entry.fixed) return html`<li key=${key}><span class="see-key">${sample(entry)} ${entry.name}</span></li>`;
      const shown = !hidden.has(key);
      const toggle = () => onToggle(key);
      return html`<li key=${key}>
        <button type="button" class="see-key" aria-pressed=${String(shown)} onClick=${toggle}>
          ${sample(entry)} ${entry.name}
        </button>
      </li>`;
    })}
  </ul>`;
}

/** The name of the series that an entry stands for. */
export const keyOf = (entry) => entry.of ?? entry.name;
