/** Headline numbers in groups: nominal value, quantiles, a small histogram that refines, the change since saving. */
import { html, useMemo, useRef } from "../vendor/preact.js";
import { useStore } from "../store.js";
import { count, language, number, t, tn } from "../words.js";
import { pretty, unitText } from "./charts/kit.js";

/** Groups in their order, each with the keys that belong to it; the first that fits takes a number. */
const GROUPS = [
  ["jobs", "Jobs", /fte|jobs?_/],
  ["carbon", "Carbon", /co2|^red\d|avoided/],
  ["money", "Money", /eur|npv|lcoh|payback/],
  ["waste", "Waste", /^(wood|organic|waste|residue|digestate)\w*_t_per_a$|(^|_)t_per_a$/],
  ["energy", "Energy", /./],
];
/** The order in which groups are shown. */
const ORDER = ["waste", "energy", "carbon", "money", "jobs"];

/** Which way is wished for; nothing is said of the others. */
const MORE = /^(renewable_heat|avoided|red\d|surplus|npv|provider_saving|jobs|biogas|methane|biomethane|electricity)/;
const LESS = /^(lcoh|backup_heat|investment|digester_failed)/;

const groupOf = (key) => GROUPS.find(([, , keys]) => keys.test(key))[0];

/** Numbers by group, in their order. */
function grouped(headlines) {
  const groups = new Map(ORDER.map((name) => [name, []]));
  for (const headline of headlines) groups.get(groupOf(headline.key)).push(headline);
  return [...groups].filter(([, list]) => list.length > 0);
}

const titleOf = (name) => t(GROUPS.find(([group]) => group === name)[1]);

/** What the file answered when it was last saved, by file: what a change is measured against. */
const saved = new Map();

/** Keeps the answer of a saved file, and gives the kept one. */
function useSaved(doc, headlines, slides) {
  // Numbers that were shown while something was not saved are not those of the file.
  const other = useRef(null);
  const asSaved = Boolean(doc?.saved) && slides.size === 0;
  if (!asSaved) other.current = headlines;
  else if (headlines && headlines !== other.current) {
    saved.set(doc.file, new Map(headlines.map((h) => [h.key, h.value])));
  }
  return (doc && saved.get(doc.file)) ?? null;
}

/**
 * The headline numbers of the live answer.
 *
 * @returns {object | null} cards in groups; null while there is no number
 */
export function Headlines() {
  const live = useStore((s) => s.live);
  const doc = useStore((s) => s.doc);
  const slides = useStore((s) => s.slides);
  const base = useSaved(doc, live.headlines, slides);
  const { headlines } = live;
  const old = useOlder(headlines, live.spread);
  // An answer without samples leaves the distributions of the one before: they are not its own.
  const spread = old && live.phase === "done" ? null : live.spread;
  const spreads = useMemo(() => new Map((spread?.headlines ?? []).map((h) => [h.key, h])), [spread]);
  const groups = useMemo(() => grouped(headlines ?? []), [headlines]);
  if (!headlines) return null;
  const busy = String(live.phase === "running");
  const card = (h) =>
    html`<${Card} key=${h.key} headline=${h} spread=${spreads.get(h.key)} base=${base?.get(h.key)} />`;
  return html`<section class="see-headlines" aria-label=${t("Key numbers")} aria-busy=${busy}>
    <${Progress} live=${live} />
    ${groups.map(
      ([name, list]) => html`
      <section key=${name} class="see-group">
        <h3>${titleOf(name)}</h3>
        <ul class=${old ? "see-cards see-older" : "see-cards"}>
          ${list.map(card)}
        </ul>
      </section>`,
    )}
  </section>`;
}

/** Whether the distributions still belong to the numbers before these. */
function useOlder(headlines, spread) {
  const last = useRef({ headlines: null, spread: null });
  if (last.current.headlines !== headlines) last.current = { headlines, spread };
  return Boolean(spread) && last.current.spread === spread;
}

/** How many samples there are, of how many. */
function Progress({ live }) {
  const { phase, spread, wanted, ms } = live;
  const n = spread?.n ?? 0;
  const failed = spread?.failed ?? live.failed ?? 0;
  const running = phase === "running";
  const time = typeof ms === "number" ? t("nominal in {ms} ms", { ms: number(ms, 2) }) : "";
  const lost = failed > 0 ? tn("{n} sample failed", "{n} samples failed", failed) : "";
  const reasons = live.reasons ?? [];
  const done = phase === "done" && n > 0 ? tn("{n} sample", "{n} samples", n) : "";
  return html`<div class="see-progress">
    <progress max=${wanted || 1} value=${running ? n : wanted || 1} aria-label=${t("Samples")}></progress>
    <span class="see-count">${
      running ? tn("{n} of {wanted} sample", "{n} of {wanted} samples", wanted, { n, wanted }) : done
    }</span>
    ${time && html`<span class="see-count">${time}</span>`}
    ${
      lost &&
      html`<details class="see-lost">
      <summary>${lost}</summary>
      <ul>${reasons.map(([text, times], k) => html`<li key=${k}>${count(times)} × ${text}</li>`)}</ul>
    </details>`
    }
    <span class="see-hidden" role="status">${done}</span>
  </div>`;
}

/** One number. */
function Card({ headline, spread, base }) {
  const { key, label, value } = headline;
  const unit = unitText(headline.unit, language());
  const judged = key === "digester_failed" ? failedText(value, spread) : null;
  return html`<li class="see-card">
    <p class="see-label">${pretty(label)}</p>
    <p class="see-value">
      <strong>${judged?.word ?? number(value)}</strong> <span class="see-unit">${judged?.share ?? unit}</span>
      <${Change} name=${key} value=${value} base=${base} />
    </p>
    ${spread && !judged && html`<${Histogram} spread=${spread} nominal=${value} />`}
    ${
      spread &&
      !judged &&
      html`<p class="see-quantiles">
      ${["p10", "p50", "p90"].map((q) => html`<span key=${q}>${t(q.toUpperCase())} <b>${number(spread[q])}</b></span>`)}
    </p>`
    }
  </li>`;
}

/** The digester works or not; among samples, how often it does not. */
function failedText(value, spread) {
  const word = value > 0 ? t("yes") : t("no");
  const known = typeof spread?.mean === "number";
  return { word, share: known ? t("{n} % of samples", { n: number(spread.mean * 100, 2) }) : "" };
}

/** The change since the file was last saved. */
function Change({ name, value, base }) {
  if (typeof base !== "number" || typeof value !== "number") return null;
  const change = value - base;
  if (Math.abs(change) <= 1e-9 * Math.max(Math.abs(value), Math.abs(base))) return null;
  const wished = MORE.test(name) ? change > 0 : LESS.test(name) ? change < 0 : null;
  const tone = wished === null ? "" : wished ? " see-good" : " see-bad";
  const text = `${change > 0 ? "+" : ""}${number(change)}`;
  return html`<span class=${`see-change${tone}`} title=${t("Change since the file was saved")}>
    <span aria-hidden="true">${change > 0 ? "▲" : "▼"}</span> ${text}
    <span class="see-hidden"> ${t("since the file was saved")}</span>
  </span>`;
}

/** Width and height of the histogram, in its own units. */
const [WIDE, HIGH] = [100, 26];

/** Bars from low to high; those from P10 to P90 are dark, a stroke marks the nominal value. */
function Histogram({ spread, nominal }) {
  const { low, high, bins, p10, p90 } = spread;
  const paths = useMemo(() => barPaths({ low, high, bins, p10, p90 }), [bins, low, high]);
  if (!paths) return null;
  const at = ((nominal - low) / (high - low)) * WIDE;
  const inside = at >= 0 && at <= WIDE;
  return html`<svg class="see-histogram" viewBox=${`0 0 ${WIDE} ${HIGH}`} preserveAspectRatio="none" aria-hidden="true">
    <path class="see-tail" d=${paths.tails} />
    <path class="see-body" d=${paths.middle} />
    <line class="see-floor" x1="0" x2=${WIDE} y1=${HIGH} y2=${HIGH} />
    ${inside && html`<line class="see-nominal" x1=${at} x2=${at} y1="0" y2=${HIGH} />`}
  </svg>`;
}

function barPaths({ low, high, bins, p10, p90 }) {
  const most = Math.max(...(bins ?? []), 0);
  if (!(high > low) || most === 0) return null;
  const step = WIDE / bins.length;
  let [tails, middle] = ["", ""];
  bins.forEach((n, k) => {
    if (n === 0) return;
    const tall = (n / most) * (HIGH - 2);
    const bar = `M${(k * step).toFixed(2)} ${HIGH}v${(-tall).toFixed(2)}h${(step * 0.86).toFixed(2)}V${HIGH}Z`;
    const centre = low + ((k + 0.5) * (high - low)) / bins.length;
    if (centre >= p10 && centre <= p90) middle += bar;
    else tails += bar;
  });
  return { tails, middle };
}
