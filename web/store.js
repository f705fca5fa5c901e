/**
 * What the page knows, and all that can be done with it.
 *
 * One state for the whole page; it is replaced, never changed in place, so that a component redraws only when what it
 * picked from it has changed. Changes of the file go to the server one after the other, each with the revision it was
 * made on: two tabs cannot overwrite each other unseen.
 */
import { useEffect, useReducer, useRef } from "./vendor/preact.js";
import { ApiError, get, listen, send } from "./api.js";
import { keep, language, setLanguage, t } from "./words.js";
import { refine } from "./see/live.js";

/** Least time between two live requests, ms. */
const LIVE_APART = 60;
/** How long a live request may go without its first numbers before a newer one replaces it, ms. */
const LIVE_PATIENCE = 400;

const IDLE = Object.freeze({
  phase: "idle",
  ms: null,
  headlines: null,
  figures: null,
  spread: null,
  wanted: 0,
  problems: [],
  error: null,
});

let state = {
  lang: "en",
  session: null,
  files: null,
  tables: [],
  doc: null,
  slides: new Map(),
  live: IDLE,
  jobs: [],
  notice: null,
  /** "build", "see" or "ask", and the part of Build that is shown. */
  view: "build",
  part: null,
  /** The field that is looked for: `{path, at}`; `at` tells two searches for the same field apart. */
  target: null,
  /** A question that must be answered first: `{kind: "changed" | "gone", error}`. */
  dialog: null,
  /** Changes on their way to the server. */
  busy: 0,
  online: true,
  form: null,
  library: null,
};

const readers = new Set();

function set(changes) {
  state = { ...state, ...changes };
  for (const reader of readers) reader();
}

/**
 * The state, or what is picked from it; redraws the component when that changes.
 *
 * @template T
 * @param {(state: object) => T} [pick] what is wanted of the state: all of it when left out
 * @returns {T} what was picked
 */
export function useStore(pick = (all) => all) {
  const [, redraw] = useReducer((n) => n + 1, 0);
  const seen = useRef(null);
  const picked = pick(state);
  seen.current = { pick, picked };
  useEffect(() => {
    const check = () => {
      if (!Object.is(seen.current.pick(state), seen.current.picked)) redraw();
    };
    readers.add(check);
    // What changed between drawing and now.
    check();
    return () => readers.delete(check);
  }, []);
  return picked;
}

/** @returns {object} the state now, for code outside components */
export const now = () => state;

// ---- the file -----------------------------------------------------------------------------------------------------

const at = (file) => `/api/files/${encodeURIComponent(file)}`;
let queue = Promise.resolve();

/** Runs changes one after the other, each on the revision that the one before it left. */
function change(method, rest, body, settled) {
  const file = state.doc?.file;
  set({ busy: state.busy + 1 });
  const run = async () => {
    let lost = false;
    try {
      if (!state.doc || state.doc.file !== file) return false;
      const doc = await send(method, at(file) + rest, { revision: state.doc.revision, ...body });
      if (state.doc?.file === file) take(doc);
      return true;
    } catch (error) {
      lost = error.code === "lost";
      refused(error, rest);
      return false;
    } finally {
      // What the server never saw is kept, to be sent with the next change.
      if (!lost) settled?.();
      set({ busy: state.busy - 1 });
    }
  };
  const done = queue.then(run);
  queue = done;
  return done;
}

function refused(error, rest) {
  if (!(error instanceof ApiError)) throw error;
  if (error.code === "stale" && (error.body.document ?? error.body.error?.document)) {
    take(error.body.document ?? error.body.error.document);
    act.note(
      t("Another tab has edited this file."),
      t("It is shown as it is now. Your last change was not made: make it again if it is still right."),
    );
  } else if (error.code === "stale") {
    act.note(error.message, error.help);
    reread();
  } else if (error.code === "changed_on_disk" && rest === "/save") {
    const gone = (error.body.document ?? state.doc)?.on_disk === "gone";
    set({ dialog: { kind: gone ? "gone" : "changed", error } });
  } else {
    act.note(error.message, error.help);
  }
}

/** Shows a document, and asks what follows from it. */
function take(doc) {
  const other = state.doc?.file !== doc.file;
  const files = state.files?.map((f) => (f.file === doc.file ? { ...f, title: doc.title, saved: doc.saved } : f));
  const fresh = { slides: new Map(), live: IDLE, part: firstPart(doc), dialog: null };
  set({ doc, files: files ?? state.files, ...(other ? fresh : {}) });
  askLive();
}

/** What is shown first: sliders where there is something to move, the guide where there is not. */
function firstPart({ tree }) {
  if (!tree) return "text";
  const plant = ["boiler", "digester"].find((name) => tree[name] !== undefined);
  return plant ?? (keep("guide") === "off" ? "general" : "guide");
}

/** The draft that is being dropped here: the news of it is none. */
let dropping = null;

/** Shows no file: the list of them. */
function leave() {
  running?.stop.abort();
  set({ doc: null, slides: new Map(), live: IDLE });
  act.go({ view: "build", part: null });
}

async function reread() {
  const file = state.doc?.file;
  if (!file) return;
  try {
    const doc = await get(at(file));
    if (state.doc?.file === file && !older(doc)) take(doc);
  } catch (error) {
    if (error.status === 404 && state.doc?.file === file) {
      leave();
      attempt(readFiles);
    }
    fail(error);
  }
}

const older = (doc) => doc.revision < state.doc.revision;

function fail(error) {
  if (error?.name === "AbortError") return;
  if (!(error instanceof ApiError)) console.error(error);
  act.note(error.message, error.help);
}

async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    fail(error);
    return null;
  }
}

// ---- the live answer ----------------------------------------------------------------------------------------------

let running = null;
let timer = 0;
let started = -Infinity;

function askLive() {
  if (!state.doc) return;
  clearTimeout(timer);
  // A newer request waits for the first numbers of the older one: else nothing would move while the slider does.
  const still = running && !running.answered ? LIVE_PATIENCE : LIVE_APART;
  timer = setTimeout(startLive, Math.max(0, started + still - performance.now()));
}

const setLive = (changes) => set({ live: { ...state.live, ...changes } });

async function startLive() {
  running?.stop.abort();
  running = null;
  const { doc } = state;
  if (!doc) return;
  if (!doc.valid && state.slides.size === 0) {
    setLive({ phase: "invalid", problems: doc.problems, error: null });
    return;
  }
  const own = { stop: new AbortController(), answered: false, asked: question() };
  running = own;
  started = performance.now();
  const wanted = state.session?.samples ?? 2000;
  setLive({ phase: "running", wanted, error: null });
  const values = [...state.slides].map(([path, value]) => `${path}=${value}`);
  try {
    const ended = await refine(doc.file, { set: values, samples: wanted }, handlers(own), own.stop.signal);
    if (ended && running === own && state.live.phase === "running") setLive({ phase: "done" });
  } catch (error) {
    if (running !== own) return;
    if (error.problems) setLive({ phase: "invalid", problems: error.problems, error: null });
    else setLive({ phase: "failed", error: { message: error.message, help: error.help } });
  } finally {
    if (running === own) running = null;
  }
}

function handlers(own) {
  const mine = (work) => (data) => {
    if (running === own) work(data);
  };
  const answered = () => {
    if (own.answered) return;
    own.answered = true;
    if (own.asked !== question()) askLive();
  };
  return {
    problems: mine(({ problems }) => {
      const bad = problems.some((p) => p.severity === "error");
      setLive({ problems, ...(bad ? { phase: "invalid" } : {}) });
      if (bad) answered();
    }),
    nominal: mine(({ ms, headlines }) => {
      setLive({ ms, headlines, problems: state.live.phase === "invalid" ? [] : state.live.problems });
      answered();
    }),
    figures: mine(({ figures }) => setLive({ figures })),
    spread: mine((spread) => setLive({ spread, wanted: spread.wanted })),
    done: mine(({ n, failed, reasons }) => setLive({ phase: "done", n, failed, reasons })),
    failed: mine(({ message, help }) => setLive({ phase: "failed", error: { message, help: help ?? "" } })),
  };
}

/** What would be asked now: a slide that came while its forerunner was computed is asked once that one has answered. */
const question = () => JSON.stringify([state.doc?.file, state.doc?.revision, ...state.slides]);

// ---- what moves: slides -------------------------------------------------------------------------------------------

const keysOf = new Map();

/**
 * One edit of all slides; they stay until the file has them, so that nothing jumps back. Moves by keys that follow each
 * other join into one step for undo.
 */
function commit({ joins = false } = {}) {
  if (state.slides.size === 0) return Promise.resolve(true);
  const made = new Map(state.slides);
  const edits = [...made].map(([path, value]) => ({ path: keysOf.get(path) ?? path.split("."), value }));
  return change("PATCH", "", joins ? { edits, joins } : { edits }, () => {
    const slides = new Map([...state.slides].filter(([path, value]) => made.get(path) !== value));
    set({ slides });
  });
}

function dropSlides() {
  if (state.slides.size > 0) set({ slides: new Map() });
}

// ---- the actions --------------------------------------------------------------------------------------------------

/** All that can be done; each shows its failure. Those that change the file give a promise of whether it was done. */
export const act = {
  /** Opens a file. */
  async open(file, place = {}) {
    const doc = await attempt(() => get(at(file)));
    if (!doc) return false;
    dropSlides();
    take(doc);
    act.go({ view: place.view ?? state.view, part: place.part ?? state.part });
    return true;
  },

  /** Makes a scenario (`from`: "starter", "empty" or "copy" of `source`) and opens it. */
  async create(file, from, source) {
    const name = file.endsWith(".toml") ? file : `${file}.toml`;
    const doc = await send("POST", "/api/files", { file: name, from, ...(source ? { source } : {}) });
    dropSlides();
    take(doc);
    act.go({ view: "build", part: from === "copy" ? "general" : "guide" });
    await attempt(readFiles);
    return true;
  },

  /** Changes the file: `[{path: [keys], value, append?}]`. */
  async edit(edits) {
    await commit();
    return change("PATCH", "", { edits });
  },

  /** Tries a value that is not in the file yet; `keys` lead to its place there. */
  slide(path, value, keys) {
    if (keys) keysOf.set(path, keys);
    const slides = new Map(state.slides);
    slides.set(path, value);
    set({ slides });
    askLive();
  },

  /** Writes what was slid into the file, as one edit; `{joins: true}` for one of several moves by keys. */
  commit,

  /** Forgets what was slid. */
  drop() {
    dropSlides();
    askLive();
  },

  undo() {
    dropSlides();
    return change("POST", "/undo", {});
  },

  redo() {
    dropSlides();
    return change("POST", "/redo", {});
  },

  /** Saves; `over` replaces what somebody else has written into the file meanwhile. */
  async save(over) {
    await commit();
    set({ dialog: null });
    return change("POST", "/save", over ? { over: true } : {});
  },

  /** Takes the file as it is on the disk. */
  reload() {
    dropSlides();
    set({ dialog: null });
    return change("POST", "/reload", {});
  },

  /** Replaces the whole text. */
  write(text) {
    dropSlides();
    return change("PUT", "/text", { text });
  },

  /** Replaces the companies by those of an inventory. */
  inventory(tables) {
    dropSlides();
    return change("PUT", "/inventory", { tables });
  },

  /** Drops a draft that is not on the disk: the open one, or another. */
  async dropDraft(file) {
    const open = state.doc?.file === file;
    const doc = open ? state.doc : await attempt(() => get(at(file)));
    if (!doc) return false;
    if (open) dropSlides();
    // What is on its way to the server comes first.
    await queue;
    const revision = state.doc?.file === file ? state.doc.revision : doc.revision;
    dropping = file;
    try {
      const { files, tables } = await send("DELETE", `${at(file)}?revision=${revision}`);
      set({ files, tables: tables ?? [], dialog: null, notice: null });
      if (state.doc?.file === file) leave();
      window.dispatchEvent(new CustomEvent("dropped", { detail: file }));
      return true;
    } catch (error) {
      if (open) refused(error, "");
      else fail(error);
      return false;
    } finally {
      dropping = null;
    }
  },

  /** Shows a document that was got elsewhere. */
  take,

  async setLang(lang) {
    await setLanguage(lang);
    keep("lang", lang);
    set({ lang: language(), form: null, library: null, notice: null });
    connect();
    await act.refresh();
    await attempt(readForm);
  },

  /** Asks everything anew. */
  async refresh() {
    await Promise.all([attempt(readFiles), attempt(readJobs), reread()]);
  },

  /** Asks the live answer anew. */
  again: askLive,

  async startJob(kind, options) {
    await commit();
    const job = await attempt(() => send("POST", "/api/jobs", { file: state.doc?.file, kind, options }));
    if (job) putJob(job);
    return job;
  },

  async cancelJob(id) {
    await attempt(() => send("DELETE", `/api/jobs/${encodeURIComponent(id)}`));
    await attempt(readJobs);
  },

  async forgetJob(id) {
    await attempt(() => send("DELETE", `/api/jobs/${encodeURIComponent(id)}?forget=true`));
    await attempt(readJobs);
  },

  /** Says something at the foot of the page until it is closed. */
  note(message, help = "") {
    set({ notice: message ? { message, help } : null });
  },

  /** Shows a view ("build", "see", "ask") and a part of Build. */
  go({ view = state.view, part = state.part }) {
    set({ view, part });
    const hash = state.doc ? hashOf(state.doc.file, view, part) : "#/";
    if (location.hash !== hash) history.pushState(null, "", hash);
  },

  /** Leads to the field of a path of keys (`["boiler", "power_kw"]` or `"boiler.power_kw"`). */
  goto(path) {
    const keys = Array.isArray(path) ? path : String(path).split(".");
    set({ target: { path: keys, at: Date.now() } });
    act.go({ view: "build", part: partOf(keys) });
  },

  /** Closes the question that is open. */
  close() {
    set({ dialog: null });
  },
};

/**
 * The part of Build in which a path is edited.
 *
 * @param {string[]} keys the path
 * @returns {string} name of the part
 */
export function partOf(keys) {
  const [first] = keys;
  if (first === "stream") return "provider";
  const known = state.form?.children.some((section) => section.name === first);
  return known || first === "feedstock" ? first : "general";
}

const hashOf = (file, view, part) =>
  `#/${file.split("/").map(encodeURIComponent).join("/")}/${view}${view === "build" ? `/${part}` : ""}`;

/** File, view and part out of the address. */
function readHash() {
  const parts = location.hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);
  const k = parts.findIndex((p) => ["build", "see", "ask"].includes(p));
  const file = (k < 0 ? parts : parts.slice(0, k)).join("/");
  return { file, view: k < 0 ? undefined : parts[k], part: k < 0 ? undefined : parts[k + 1] };
}

async function follow() {
  const { file, view, part } = readHash();
  if (file && file !== state.doc?.file) {
    await act.open(file, { view, part });
    return;
  }
  set({ view: view ?? state.view, part: part ?? state.part });
}

// ---- what the server knows ----------------------------------------------------------------------------------------

async function readFiles() {
  const { files, tables } = await get("/api/files");
  set({ files, tables: tables ?? [] });
}

async function readJobs() {
  set({ jobs: (await get("/api/jobs")).jobs });
}

async function readForm() {
  const [form, library] = await Promise.all([get("/api/form"), get("/api/library")]);
  set({ form, library });
}

function putJob(job) {
  if (job.gone) {
    set({ jobs: state.jobs.filter((j) => j.id !== job.id) });
    return;
  }
  const known = state.jobs.some((j) => j.id === job.id);
  set({ jobs: known ? state.jobs.map((j) => (j.id === job.id ? job : j)) : [job, ...state.jobs] });
}

function onEvent(name, data) {
  if (name === "job") {
    putJob(data);
  } else if (name === "file" && data.on_disk === "dropped" && data.file === state.doc?.file) {
    if (data.file === dropping) return;
    leave();
    attempt(readFiles);
    act.note(t("Another tab has dropped this draft."));
  } else if (name === "file" && data.file === state.doc?.file) {
    // Own changes are told as well: only what is not here yet is read.
    queue.then(() => {
      const { doc } = state;
      if (doc?.file !== data.file) return;
      if (data.revision > doc.revision || (data.on_disk && data.on_disk !== doc.on_disk)) reread();
    });
  } else if (name === "file") {
    attempt(readFiles);
  }
}

let stopListening = null;
let wasLost = false;
function connect() {
  stopListening?.();
  stopListening = listen(onEvent, (online) => {
    if (state.online !== online) set({ online });
    // What happened while the server was away was not told.
    if (online && wasLost) act.refresh();
    wasLost = !online;
  });
}

/**
 * Begins: language, session, files, and the file that the address names, or the only one.
 *
 * @param {"en" | "fr"} lang the language
 * @returns {Promise<void>} when the page can be used
 */
export async function begin(lang) {
  await setLanguage(lang);
  set({ lang: language() });
  window.addEventListener("hashchange", () => attempt(follow));
  connect();
  const first = attempt(follow);
  await Promise.all([
    attempt(async () => set({ session: await get("/api/session") })),
    attempt(readFiles),
    attempt(readForm),
    attempt(readJobs),
    first,
  ]);
  const only = state.session?.file ?? (state.files?.length === 1 ? state.files[0].file : null);
  if (!state.doc && !readHash().file && only) await act.open(only);
}
