/** The analyses, and the list of those that wait, run or are over. */
import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { act, useStore } from "../store.js";
import { quantity, t } from "../words.js";

/** What can be asked, in the order of the page: name, what it does, how long it usually takes. */
export const KINDS = {
  run: {
    name: "Full run with report",
    about: "Computes the scenario with all its samples and writes the report: flows, heat, carbon, money, jobs.",
    time: "seconds to a minute",
  },
  size: {
    name: "Sizing",
    about: "Tries boilers, buffers, stores, digesters and engines, and ranks them by what is made best.",
    time: "a minute or two",
  },
  channels: {
    name: "Channels",
    about: "Says which stream should go to which outlet, and what another choice would cost.",
    time: "seconds to a minute",
  },
  sensitivity: {
    name: "Sensitivity",
    about: "Ranks the uncertain inputs by how much they move each result.",
    time: "one to ten minutes",
  },
  calibrate: {
    name: "Calibration",
    about: "Finds parameters of the digester from measured gas, pH and acids, and says what the data do not see.",
    time: "one to ten minutes",
  },
  compare: {
    name: "Comparison",
    about: "Sets scenarios side by side: what differs in them, and what comes out of it.",
    time: "a second or two for each scenario",
  },
};

/**
 * The name of an analysis.
 *
 * @param {string} kind of a job
 * @returns {string} the name in the reader's language
 */
export const kindName = (kind) => (KINDS[kind] ? t(KINDS[kind].name) : kind);

/**
 * A time as it is read.
 *
 * @param {number} seconds how long
 * @returns {string} seconds, or minutes and seconds
 */
export function duration(seconds) {
  if (seconds < 0.1) return t("less than {time}", { time: quantity(0.1, "s") });
  if (seconds < 9.95) return quantity(seconds, "s", 2);
  const whole = Math.round(seconds);
  if (whole < 60) return quantity(whole, "s");
  return `${quantity(Math.floor(whole / 60), "min")} ${quantity(whole % 60, "s")}`;
}

/** A time that is only guessed: five seconds, whole minutes. */
function roughly(seconds) {
  if (seconds < 55) return quantity(Math.max(5, Math.round(seconds / 5) * 5), "s");
  return quantity(Math.round(seconds / 60), "min");
}

const isOpen = (job) => job.state === "waiting" || job.state === "running";

/**
 * Whether a job has something to show.
 *
 * @param {object} job the job
 * @returns {boolean} true when its answer can be asked for
 */
export const hasAnswer = (job) => job.answer ?? job.state === "done";

const STATES = {
  waiting: "waiting",
  running: "running",
  done: "finished",
  cancelled: "cancelled",
  failed: "failed",
};

/**
 * The jobs, newest first.
 *
 * @param {{chosen: string | number | null, onChoose: (id: string | number) => void}} props which one is shown below,
 *   and who is told of another
 * @returns {object} the list
 */
export function Jobs({ chosen, onChoose }) {
  const jobs = useStore((s) => s.jobs);
  const list = [...jobs].sort((a, b) => Number(b.id) - Number(a.id));
  const over = list.filter((job) => !isOpen(job));
  const clear = async () => {
    for (const job of over) await act.forgetJob(job.id);
  };
  return html`<section class="ask-jobs" aria-label=${t("Analyses asked")}>
    <header>
      <h3>${t("Analyses asked")}</h3>
      ${over.length > 1 && html`<button type="button" class="small text" onClick=${clear}>
        ${t("Forget all that are over")}</button>`}
    </header>
    <${News} jobs=${jobs} />
    ${list.length === 0 && html`<p class="soft">${t("Nothing has been asked yet.")}</p>`}
    <ul>
      ${list.map((job) => html`<${Job} key=${job.id} job=${job} chosen=${job.id === chosen} onChoose=${onChoose} />`)}
    </ul>
    ${over.length > 0 && html`<p class="soft">${t("Answers are kept while the server runs.")}</p>`}
  </section>`;
}

/** Says to screen readers that a job is over; its progress is not read out. */
function News({ jobs }) {
  const open = useRef(new Set());
  const [text, setText] = useState("");
  useEffect(() => {
    for (const job of jobs) {
      if (isOpen(job)) open.current.add(job.id);
      else if (open.current.delete(job.id)) {
        setText(t("{name} of {file}: {state}", nameAndState(job)));
      }
    }
  }, [jobs]);
  return html`<p class="hidden" role="status">${text}</p>`;
}

const nameAndState = (job) => ({ name: kindName(job.kind), file: job.file, state: t(STATES[job.state] ?? job.state) });

function Job({ job, chosen, onChoose }) {
  const name = t("{name} of {file}", { name: kindName(job.kind), file: job.file });
  // What runs stops after the step that it is in.
  const [stopping, setStopping] = useState(false);
  const cancel = () => {
    if (stopping) return;
    setStopping(true);
    act.cancelJob(job.id);
  };
  const stop = stopping ? t("stopping…") : t("Cancel");
  const shown = hasAnswer(job) || job.state === "failed";
  return html`<li class=${`ask-job is-${job.state}${chosen ? " chosen" : ""}`}>
    <div class="ask-job-name">
      <strong>${kindName(job.kind)}</strong>
      <span class="soft" title=${job.title}>${job.file}</span>
    </div>
    <p class="ask-job-state">
      <span class="ask-state">${t(STATES[job.state] ?? job.state)}</span> ${timeOf(job)}
    </p>
    <div class="ask-job-tools">
      ${shown && html`<button type="button" aria-pressed=${String(chosen)} onClick=${() => onChoose(job.id)}
        aria-label=${`${t("Show")}, ${name}`}>${t("Show")}</button>`}
      ${isOpen(job)
        ? html`<button type="button" aria-label=${`${stop}, ${name}`} aria-disabled=${String(stopping)}
            onClick=${cancel}>${stop}</button>`
        : html`<button type="button" aria-label=${`${t("Forget")}, ${name}`}
            onClick=${() => act.forgetJob(job.id)}>${t("Forget")}</button>`}
    </div>
    ${job.state === "running" && html`<progress max=${job.total || 1} value=${job.done > 0 ? job.done : null}
      aria-label=${name}></progress>`}
    ${job.state === "failed" && html`<p class="wrong ask-job-error">${job.error?.message ?? t("The job failed.")}</p>`}
  </li>`;
}

/** How long it took, or how far it is. */
function timeOf(job) {
  if (job.state === "waiting") return "";
  if (job.state !== "running") return duration(job.seconds);
  const parts = [duration(job.seconds)];
  if (job.done > 0 && job.total > 0) {
    parts.push(t("{n} of {all}", { n: job.done, all: job.total }));
    const left = (job.seconds * (job.total - job.done)) / job.done;
    if (left >= 1) parts.push(t("about {time} left", { time: roughly(left) }));
  }
  return parts.join(" · ");
}
