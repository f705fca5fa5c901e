/**
 * Words and numbers in the reader's language.
 *
 * A text is written in English where it stands and looked up in the dictionaries of the folders. A number is set with
 * thin separators, in French with a decimal comma.
 */
const NO_BREAK = "\u00a0";
const THIN = "\u202f";

/** French dictionaries, read when somebody reads French. */
const DICTIONARIES = ["./build/fr.js", "./build/inventory_fr.js", "./see/fr.js", "./ask/fr.js"];

const french = new Map();
let lang = "en";

/** @returns {"en" | "fr"} the language of the page */
export const language = () => lang;

/**
 * Changes the language of all texts rendered from now on.
 *
 * @param {"en" | "fr"} next the language
 * @returns {Promise<void>} when its words are there
 */
export async function setLanguage(next) {
  if (next === "fr" && french.size === 0) await learn();
  lang = next === "fr" ? "fr" : "en";
  document.documentElement.lang = lang;
}

async function learn() {
  const books = await Promise.allSettled(DICTIONARIES.map((book) => import(book)));
  for (const { value, reason } of books) {
    if (reason) console.error(reason);
    for (const [english, text] of Object.entries(value?.fr ?? {})) french.set(english, text);
  }
}

/** @returns {"en" | "fr"} the language last chosen, or the first of the browser's that is known */
export function preferredLanguage() {
  const kept = keep("lang");
  if (kept === "en" || kept === "fr") return kept;
  const known = (navigator.languages ?? []).map((l) => l.slice(0, 2)).find((l) => l === "en" || l === "fr");
  return known ?? "en";
}

/**
 * A text in the reader's language.
 *
 * @param {string} english the text, with `{name}` where a value stands
 * @param {Object<string, string | number>} [values] what stands there; numbers are set by `number`
 * @returns {string} the text
 */
export function t(english, values) {
  const text = lang === "fr" ? (french.get(english) ?? english) : english;
  if (!values) return text;
  return text.replace(/\{(\w+)\}/g, (all, name) => {
    const value = values[name];
    if (value === undefined || value === null) return all;
    return typeof value === "number" ? (Number.isInteger(value) ? count(value) : number(value)) : String(value);
  });
}

/**
 * A text about so many: in French what is less than two is one.
 *
 * @param {string} one the English text for one, with `{n}` where the number stands
 * @param {string} many the English text for several
 * @param {number} n how many
 * @param {Object<string, string | number>} [values] what else stands in it
 * @returns {string} the text
 */
export function tn(one, many, n, values) {
  return t((lang === "fr" ? Math.abs(n) < 2 : n === 1) ? one : many, { n, ...values });
}

/**
 * A number as it is read.
 *
 * @param {number | null | undefined} value the number
 * @param {number} [digits] significant digits
 * @returns {string} the number, a dash where there is none
 */
export function number(value, digits = 3) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e15 || size < 1e-4) return scientific(value, digits);
  const exponent = Math.floor(Math.log10(size));
  const places = Math.max(0, digits - 1 - exponent);
  // What lies left of the point is shown in full: 12 345, not 12 300.
  const fixed = size.toFixed(Math.min(places, 20));
  const [whole, part = ""] = fixed.split(".");
  const rest = part.replace(/0+$/, "");
  return (value < 0 && Number(fixed) !== 0 ? "−" : "") + group(whole) + (rest ? point() + rest : "");
}

/**
 * A whole number as it is read.
 *
 * @param {number} value the number
 * @returns {string} the number with separators
 */
export const count = (value) => (value < 0 ? "−" : "") + group(String(Math.round(Math.abs(value))));

/**
 * A number with its unit, held together.
 *
 * @param {number | null} value the number
 * @param {string} [unit] the unit, "" or "-" for none
 * @param {number} [digits] significant digits
 * @returns {string} number and unit
 */
export function quantity(value, unit = "", digits = 3) {
  const shown = number(value, digits);
  if (!unit || unit === "-" || unit === "1") return shown;
  return unit === "%" && lang === "en" ? `${shown}%` : shown + NO_BREAK + unit;
}

/**
 * A number as it is typed into a box: all its digits, without separators, a decimal comma in French.
 *
 * @param {number | null} value the number
 * @returns {string} its digits
 */
export function typed(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "";
  const text = String(Number(value.toPrecision(12)));
  return lang === "fr" ? text.replace(".", ",") : text;
}

/**
 * The number that was typed: point or comma, with or without separators.
 *
 * @param {string} text what was typed
 * @returns {number | null} the number, null where there is none
 */
export function parsed(text) {
  const plain = text.replace(/[\s\u00a0\u202f_]/g, "").replace("−", "-").replace(",", ".");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

/**
 * What the browser keeps between visits; nothing where it keeps nothing.
 *
 * @param {string} name what is kept
 * @param {string} [value] what to keep from now on
 * @returns {string | null} what is kept
 */
export function keep(name, value) {
  try {
    if (value !== undefined) localStorage.setItem(`gisement.${name}`, value);
    return localStorage.getItem(`gisement.${name}`);
  } catch {
    // A browser may refuse to keep anything; the page works without.
    return null;
  }
}

const point = () => (lang === "fr" ? "," : ".");
const group = (digits) => (digits.length > 4 ? digits.replace(/\B(?=(\d{3})+$)/g, THIN) : digits);

function scientific(value, digits) {
  const [base, exponent] = value.toExponential(digits - 1).split("e");
  const short = base.includes(".") ? base.replace(/\.?0+$/, "") : base;
  return `${short.replace("-", "−").replace(".", point())}e${exponent.replace("+", "").replace("-", "−")}`;
}
