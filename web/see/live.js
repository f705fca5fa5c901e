/**
 * A live answer as it arrives: nominal numbers at once, figures next, then distributions that refine.
 *
 * Events come faster than a screen shows them. What arrived since the last animation frame is handed over in one
 * batch, of each kind the newest only; distributions at most ten times a second, since more cannot be read.
 */
import { events } from "../api.js";

/** Least time between two batches that only refine distributions, ms. */
const APART = 100;
/** Kinds of events, in the order in which a batch hands them over. */
const KINDS = ["problems", "nominal", "figures", "spread", "done", "failed"];
/** Longest wait for an animation frame, ms: a page in the background has none. */
const LONGEST_WAIT = 250;

/**
 * Asks for a live answer and hands it over as it refines.
 *
 * @param {string} file the scenario, by its name in the folder
 * @param {{set?: string[], samples?: number}} question values that are not in the file yet (`path=value`), and how many
 *   samples are wanted
 * @param {{problems?: Function, nominal?: Function, figures?: Function, spread?: Function, done?: Function,
 *   failed?: Function, batch?: Function}} handlers one function for each event, given its data; `batch`, when there is
 *   one, is given all that arrived since the last frame as `{kind: data}` instead
 * @param {AbortSignal} [signal] ends the answer; nothing is handed over afterwards
 * @returns {Promise<boolean>} whether the answer came to its end; false when it was aborted
 * @throws {ApiError} when the request fails
 */
export async function refine(file, { set = [], samples } = {}, handlers = {}, signal = undefined) {
  const gate = makeGate(handlers, signal);
  // The numbers behind a figure are asked for when somebody wants to see them.
  const body = { set, without_tables: true, ...(samples === undefined ? {} : { samples }) };
  try {
    await events(`/api/files/${encodeURIComponent(file)}/live`, body, gate.take, signal);
    gate.flush();
    return !signal?.aborted;
  } catch (error) {
    if (signal?.aborted || error?.name === "AbortError") return false;
    gate.flush();
    throw error;
  } finally {
    gate.close();
  }
}

/** Collects events and hands them over in batches. */
function makeGate(handlers, signal) {
  let waiting = {};
  let cancel = null;
  let last = 0;

  const flush = () => {
    cancel?.();
    cancel = null;
    const batch = waiting;
    waiting = {};
    if (signal?.aborted || Object.keys(batch).length === 0) return;
    last = performance.now();
    if (handlers.batch) handlers.batch(batch);
    else for (const kind of KINDS) if (kind in batch) handlers[kind]?.(batch[kind]);
  };
  const onFrame = () => {
    const early = performance.now() - last < APART;
    if (early && Object.keys(waiting).every((kind) => kind === "spread")) cancel = nextFrame(onFrame);
    else flush();
  };
  const take = (kind, data) => {
    if (signal?.aborted) return;
    waiting[kind] = data;
    cancel ??= nextFrame(onFrame);
  };
  const close = () => {
    cancel?.();
    cancel = null;
    waiting = {};
  };
  return { take, flush, close };
}

/** Calls back at the next animation frame, or soon where there is none; gives what calls it off. */
function nextFrame(call) {
  const once = () => {
    off();
    call();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, LONGEST_WAIT);
  const off = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  return off;
}
