/**
 * Requests to the server: JSON both ways, event streams, downloads.
 *
 * Every failure becomes an `ApiError` with a message that can be shown, the loss of the server included.
 */
import { language, t } from "./words.js";

/** A request that failed, in words for the reader. */
export class ApiError extends Error {
  /**
   * @param {number} status of HTTP; 0 when the server did not answer
   * @param {{code?: string, message?: string, help?: string, problems?: object[]}} error what the server said
   * @param {object} [body] the whole answer
   */
  constructor(status, error, body = {}) {
    super(error.message ?? t("The server answered with an error ({status}).", { status }));
    this.name = "ApiError";
    this.status = status;
    this.code = error.code ?? "unknown";
    this.help = error.help ?? "";
    this.problems = error.problems;
    this.body = body;
  }
}

/**
 * The address of an interface, with the language.
 *
 * @param {string} path from `/api/`
 * @returns {string} the address
 */
export const address = (path) => `${path}${path.includes("?") ? "&" : "?"}lang=${language()}`;

/**
 * Asks for JSON.
 *
 * @param {string} path from `/api/`
 * @param {AbortSignal} [signal] ends the request
 * @returns {Promise<any>} the answer
 * @throws {ApiError} when it fails
 */
export const get = (path, signal) => send("GET", path, undefined, signal);

/**
 * Asks for a text.
 *
 * @param {string} path from `/api/`
 * @param {AbortSignal} [signal] ends the request
 * @returns {Promise<string>} the text
 * @throws {ApiError} when it fails
 */
export const getText = async (path, signal) => whole(await ask("GET", path, undefined, signal, "*/*"));

/**
 * Sends JSON, or bytes, and gives the answer.
 *
 * @param {string} method of HTTP
 * @param {string} path from `/api/`
 * @param {any} [body] JSON, or a Blob or an ArrayBuffer as it is
 * @param {AbortSignal} [signal] ends the request
 * @returns {Promise<any>} the answer, null where it is empty
 * @throws {ApiError} when it fails
 */
export async function send(method, path, body, signal) {
  const answer = await ask(method, path, body, signal, "application/json");
  const text = await whole(answer);
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(answer.status, { code: "no_json", message: t("The server's answer is not readable.") });
  }
}

/**
 * Posts JSON and reads the answer as an event stream.
 *
 * @param {string} path from `/api/`
 * @param {any} body JSON
 * @param {(name: string, data: any) => void} onEvent takes each event as it arrives
 * @param {AbortSignal} [signal] ends the stream
 * @returns {Promise<void>} when the stream has ended
 * @throws {ApiError} when the request fails; an AbortError when it was ended
 */
export async function events(path, body, onEvent, signal) {
  const answer = await ask("POST", path, body, signal, "text/event-stream");
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await lost(reader.read());
    if (done) break;
    const blocks = (rest + value).replace(/\r\n/g, "\n").split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) hand(block, onEvent);
  }
  if (rest.trim()) hand(rest, onEvent);
}

/**
 * Listens to what happens on the server: jobs, files.
 *
 * @param {(name: string, data: any) => void} onEvent takes each event
 * @param {(open: boolean) => void} [onState] told when the connection opens and breaks
 * @returns {() => void} stops listening
 */
export function listen(onEvent, onState) {
  const source = new EventSource(address("/api/events"));
  for (const name of ["job", "file"]) {
    source.addEventListener(name, (event) => onEvent(name, JSON.parse(event.data)));
  }
  source.addEventListener("open", () => onState?.(true));
  source.addEventListener("error", () => onState?.(false));
  return () => source.close();
}

/**
 * Fetches a file and hands it to the browser's downloads; a failure is thrown, not shown as a page.
 *
 * @param {string} path from `/api/`
 * @param {string} [name] of the file; the server's when left out
 * @returns {Promise<void>} when it is there
 * @throws {ApiError} when it fails
 */
export async function download(path, name) {
  const answer = await ask("GET", path, undefined, undefined, "*/*");
  const given = /filename\*?="?(?:UTF-8'')?([^";]+)/i.exec(answer.headers.get("content-disposition") ?? "")?.[1];
  save(await lost(answer.blob()), name ?? (given ? decodeURIComponent(given) : path.split("/").pop()));
}

/**
 * Hands bytes to the browser's downloads.
 *
 * @param {Blob} blob the bytes
 * @param {string} name of the file
 */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 30_000);
}

async function ask(method, path, body, signal, accept) {
  const raw = body instanceof Blob || body instanceof ArrayBuffer || ArrayBuffer.isView(body);
  const headers = { Accept: accept };
  if (body !== undefined) headers["Content-Type"] = raw ? "application/octet-stream" : "application/json";
  const content = body === undefined || raw ? body : JSON.stringify(body);
  const answer = await lost(fetch(address(path), { method, headers, body: content, signal, cache: "no-store" }));
  if (!answer.ok) throw await failure(answer);
  return answer;
}

async function failure(answer) {
  let body = {};
  try {
    body = await answer.json();
  } catch {
    // An answer without JSON has its status only.
  }
  return new ApiError(answer.status, body?.error ?? {}, body ?? {});
}

const whole = (answer) => lost(answer.text());

/** The server may be gone, before or amid an answer. */
async function lost(promise) {
  try {
    return await promise;
  } catch (error) {
    if (error?.name === "AbortError") throw error;
    throw new ApiError(0, {
      code: "lost",
      message: t("The server does not answer."),
      help: t("Is gisement serve still running? Start it again in the same folder and reload this page."),
    });
  }
}

function hand(block, onEvent) {
  let name = "message";
  const data = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event:")) name = line.slice(6).trim();
    else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
  }
  if (data.length) onEvent(name, JSON.parse(data.join("\n")));
}
