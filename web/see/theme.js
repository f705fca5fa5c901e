/**
 * Colours and looks of charts: from the variables of the page on the screen, fixed and light on paper.
 *
 * Parts differ in lightness and in hatch, lines in dashes, so that a grey print stays readable.
 */
import { useEffect, useState } from "../vendor/preact.js";

/** Light colours for paper and files; tones by M. Okabe and K. Ito, Color Universal Design (2008). */
export const PAPER = {
  dark: false,
  ink: "#222b33",
  soft: "#55606b",
  line: "#e1e5e9",
  back: "#ffffff",
  card: "#ffffff",
  accent: "#0072b2",
  warn: "#b45309",
  bad: "#d55e00",
  good: "#009e73",
  tones: ["#0072b2", "#e69f00", "#009e73", "#f0e442", "#cc79a7", "#56b4e9", "#d55e00", "#8b949e"],
};

/** Family of letters in charts: the system's. */
export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

const NAMES = ["ink", "soft", "line", "back", "card", "accent", "warn", "bad", "good"];
const isDark = () => window.matchMedia("(prefers-color-scheme: dark)");

let current = null;

/**
 * The colours of the page as it is shown now.
 *
 * @returns {typeof PAPER} colours by name
 */
export function screenTheme() {
  if (current) return current;
  const style = getComputedStyle(document.documentElement);
  const read = (name, other) => style.getPropertyValue(name).trim() || other;
  current = { dark: isDark().matches };
  for (const name of NAMES) current[name] = read(`--${name}`, PAPER[name]);
  current.tones = PAPER.tones.map((tone, k) => read(`--tone-${k}`, tone));
  return current;
}

/**
 * The colours of the page; renders anew when the scheme changes.
 *
 * @returns {typeof PAPER} colours by name
 */
export function useTheme() {
  const [theme, setTheme] = useState(screenTheme);
  useEffect(() => {
    const query = isDark();
    const change = () => {
      current = null;
      setTheme(screenTheme());
    };
    query.addEventListener("change", change);
    // Styles may arrive after the first render.
    change();
    return () => query.removeEventListener("change", change);
  }, []);
  return theme;
}

/** Whether the reader wants no motion. */
export const isStill = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Hatches of parts: none, rising, falling; as in the figures of the reports. */
const HATCHES = [null, "up", null, "down", null, "up", "down", null];
/** Colours and dashes of lines: yellow is too pale for a line, so a line has an order of its own. */
const LINE_TONES = [0, 6, 2, null, 4, 5, 1, 7];
const DASHES = ["solid", [7, 3], [2, 2.5], "solid", [10, 4], [4, 2], "solid", [1.5, 4]];

/**
 * The hatch of part `k`.
 *
 * @param {number} k its place, taken modulo eight
 * @returns {null | "up" | "down"} lines over the part
 */
export const hatch = (k) => HATCHES[k % 8];

/**
 * A pattern over a part, as ECharts wants it.
 *
 * @param {null | "up" | "down"} kind rising or falling lines, or none
 * @param {typeof PAPER} [theme] the colours, where there are lines
 * @returns {object} a decal
 */
export function decal(kind, theme) {
  if (!kind) return { symbol: "none" };
  const color = theme.dark ? "rgba(0,0,0,0.42)" : "rgba(255,255,255,0.62)";
  const rotation = kind === "up" ? -Math.PI / 4 : Math.PI / 4;
  return { symbol: "rect", color, dashArrayX: [1, 0], dashArrayY: [2, 4], rotation, symbolSize: 1 };
}

/**
 * The look of filled part `k`.
 *
 * @param {number} k its place, taken modulo eight
 * @param {typeof PAPER} theme the colours
 * @returns {{color: string, decal: object}} an `itemStyle`
 */
export const fill = (k, theme) => ({ color: theme.tones[k % 8], decal: decal(hatch(k), theme) });

/**
 * The look of line `k`.
 *
 * @param {number} k its place, taken modulo eight
 * @param {typeof PAPER} theme the colours
 * @returns {{color: string, type: string | number[]}} colour and dashes
 */
export function stroke(k, theme) {
  const tone = LINE_TONES[k % 8];
  return { color: tone === null ? theme.ink : theme.tones[tone], type: DASHES[k % 8] };
}

/**
 * A colour with so much of it kept.
 *
 * @param {string} colour as `#rgb`, `#rrggbb` or `rgb(...)`
 * @param {number} share 0 to 1
 * @returns {string} the colour, partly clear
 */
export function pale(colour, share) {
  const parts = rgb(colour);
  return parts ? `rgba(${parts.join(",")},${share})` : colour;
}

/**
 * The ink or the background, whichever is read better on a colour.
 *
 * @param {string} colour what is below the text
 * @returns {string} black or white
 */
export function over(colour) {
  const parts = rgb(colour);
  if (!parts) return "#222b33";
  const linear = (c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  const [r, g, b] = parts.map(linear);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.25 ? "#222b33" : "#ffffff";
}

function rgb(colour) {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour.trim())?.[1];
  if (hex) {
    const long = hex.length === 3 ? [...hex].map((c) => c + c).join("") : hex;
    return [0, 2, 4].map((at) => parseInt(long.slice(at, at + 2), 16));
  }
  const listed = /^rgba?\(([^)]+)\)$/i
    .exec(colour.trim())?.[1]
    .split(/[\s,/]+/)
    .map(Number);
  return listed && listed.length >= 3 && listed.every(Number.isFinite) ? listed.slice(0, 3) : null;
}
