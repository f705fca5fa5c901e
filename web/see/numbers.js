/**
 * The numbers behind a figure: with it, or kept by the server until somebody wants to see them.
 */
import { useEffect, useState } from "../vendor/preact.js";
import { getText } from "../api.js";
import { act } from "../store.js";

/**
 * Whether a figure has numbers.
 *
 * @param {{csv?: string, table?: string}} figure the figure
 * @returns {boolean} whether it has
 */
export const hasNumbers = (figure) => Boolean(figure.csv || figure.table);

/**
 * The numbers behind a figure as CSV.
 *
 * @param {{csv?: string, table?: string}} figure the figure
 * @param {AbortSignal} [signal] ends the request
 * @returns {Promise<string>} the text
 * @throws {ApiError} when they cannot be had; where the server keeps them no more, the answer is asked anew
 */
export async function numbersOf(figure, signal) {
  if (figure.csv || !figure.table) return figure.csv ?? "";
  try {
    return await getText(figure.table, signal);
  } catch (error) {
    if (error.status === 404) act.again();
    throw error;
  }
}

/**
 * The numbers behind a figure while they are looked at; those of the figure before until the new ones are there.
 *
 * @param {{csv?: string, table?: string}} figure the figure
 * @param {boolean} wanted whether they are looked at
 * @returns {{csv: string | null, busy: boolean, error: Error | null}} the text, null before the first; whether it is
 *   that of an older figure
 */
export function useNumbers(figure, wanted) {
  const [got, setGot] = useState({ of: null, csv: null, error: null });
  useEffect(() => {
    if (!wanted || figure.csv) return undefined;
    const stop = new AbortController();
    numbersOf(figure, stop.signal).then(
      (csv) => setGot({ of: figure, csv, error: null }),
      (error) => error.name !== "AbortError" && setGot((old) => ({ ...old, of: figure, error })),
    );
    return () => stop.abort();
  }, [figure, wanted]);
  if (figure.csv) return { csv: figure.csv, busy: false, error: null };
  return { csv: got.csv, busy: got.of !== figure, error: got.of === figure ? got.error : null };
}
