/** The answer: key numbers with their distributions, figures, and what is wrong when there is no answer. */
import { html, useEffect, useMemo } from "../vendor/preact.js";
import { act, useStore } from "../store.js";
import { t, tn } from "../words.js";
import { warmUp } from "./charts/warm.js";
import { Figure } from "./figure.js";
import { Headlines } from "./headlines.js";

export { Figure, Headlines };

/**
 * The view of the live answer.
 *
 * @returns {object} the view
 */
export function See() {
  const doc = useStore((s) => s.doc);
  const phase = useStore((s) => s.live.phase);
  const error = useStore((s) => s.live.error);
  const problems = useStore((s) => s.live.problems);
  const answered = useStore((s) => Boolean(s.live.headlines));
  useEffect(() => {
    warmUp();
  }, []);
  if (!doc) return html`<p class="see-note">${t("Open a scenario first.")}</p>`;
  const list = problems ?? [];
  const errors = list.filter((p) => p.severity !== "warning");
  const wrong = errors.length > 0 ? errors : list;
  const warnings = list.filter((p) => p.severity === "warning");
  const invalid = phase === "invalid";
  const waits = !answered && (phase === "idle" || phase === "running");
  return html`<div class="see">
    <h2>${t("What comes out")}</h2>
    ${phase === "failed" && html`<${Failure} error=${error} />`}
    ${invalid && html`<${Problems} problems=${wrong} title=${t("The scenario cannot be run yet")} />`}
    ${waits && html`<p class="see-note" role="status">${t("Computing…")}</p>`}
    ${!invalid && html`<${Headlines} />`}
    ${
      !invalid &&
      warnings.length > 0 &&
      html`<details class="see-warnings">
      <summary>${tn("{n} warning", "{n} warnings", warnings.length)}</summary>
      <${Problems} problems=${warnings} />
    </details>`
    }
    ${!invalid && html`<${Figures} />`}
  </div>`;
}

/** The figures; a live answer replaces them all, so their own names keep what is open in each. */
function Figures() {
  const figures = useStore((s) => s.live.figures);
  const keyed = useMemo(() => {
    const seen = new Map();
    return (figures ?? []).map((figure) => {
      const times = (seen.get(figure.name) ?? 0) + 1;
      seen.set(figure.name, times);
      return { figure, key: `${figure.name}-${times}` };
    });
  }, [figures]);
  if (keyed.length === 0) return null;
  return html`<section class="see-figures" aria-label=${t("Figures")}>
    ${keyed.map(({ figure, key }) => html`<${Figure} key=${key} figure=${figure} />`)}
  </section>`;
}

function Failure({ error }) {
  return html`<div class="see-error" role="alert">
    <p><strong>${error?.message ?? t("The run failed.")}</strong></p>
    ${error?.help && html`<p>${error.help}</p>`}
    <button type="button" onClick=${() => act.again?.()}>${t("Try again")}</button>
  </div>`;
}

/** Where a problem is, in words. */
function placeOf(problem) {
  if (problem.table) {
    const row = typeof problem.row === "number" ? `, ${t("row {n}", { n: problem.row + 1 })}` : "";
    return `${problem.table}${row}${problem.cell ? `, ${problem.cell}` : ""}`;
  }
  if (problem.path?.length) return problem.path.join(".");
  // What concerns the whole is told at the first line.
  return problem.line > 1 ? t("line {n}", { n: problem.line }) : "";
}

/** Where a press on a problem leads: its field, or its table. */
function leadsTo(problem) {
  if (!act.goto) return null;
  if (problem.path?.length) return () => act.goto(problem.path, problem);
  if (problem.table && act.go) return () => act.go({ view: "build", part: "inventory" });
  if (problem.line === 1 && act.go) return () => act.go({ view: "build", part: "guide" });
  if (problem.line && act.go) return () => act.go({ view: "build", part: "text" });
  return null;
}

/** A text whose names of keys stand between backquotes. */
const coded = (text) => text.split("`").map((part, k) => (k % 2 === 1 ? html`<code key=${k}>${part}</code>` : part));

/** What is wrong; each leads to its field. */
function Problems({ problems, title }) {
  const told = (p) => html`
    <span class="see-problem-text">
      ${coded(p.message)} ${p.label && p.label !== p.message && html`<em>${coded(p.label)}</em>`}
    </span>
    ${placeOf(p) && html`<span class="see-place">${placeOf(p)}</span>`}
    ${p.help && html`<span class="see-help">${coded(p.help)}</span>`}`;
  return html`<section class="see-problems" aria-label=${title ?? t("Warnings")}>
    ${title && html`<div role="status"><h3>${title}</h3></div>`}
    <ul>
      ${problems.map((p, k) => {
        const go = leadsTo(p);
        const look = p.severity === "warning" ? "see-problem see-warn" : "see-problem";
        return html`<li key=${k}>
          ${
            go
              ? html`<button type="button" class=${look} onClick=${go}>${told(p)}</button>`
              : html`<div class=${look}>${told(p)}</div>`
          }
        </li>`;
      })}
    </ul>
  </section>`;
}
