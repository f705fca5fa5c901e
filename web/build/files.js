/**
 * Files of the folder: a list to open, new scenarios, and the dialog that asks.
 */
import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { act, useStore } from "../store.js";
import { t } from "../words.js";

/**
 * A modal question; Escape closes it.
 *
 * @param {{title: string, onClose: () => void, children: any}} props what it is called and holds
 * @returns {object} the dialog
 */
export function Dialog({ title, onClose, children }) {
  const box = useRef(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current.showModal();
    return () => before?.focus?.();
  }, []);
  const escape = (event) => {
    event.preventDefault();
    onClose();
  };
  return html`<dialog ref=${box} aria-labelledby="dialog-title" onCancel=${escape}>
    <div class="dialog-head">
      <h2 id="dialog-title">${title}</h2>
      <button type="button" class="close" aria-label=${t("Close")} onClick=${onClose}>×</button>
    </div>
    ${children}
  </dialog>`;
}

/**
 * The name of the open file; opens the list of files.
 *
 * @returns {object} a button and its dialog
 */
export function FileMenu() {
  const doc = useStore((s) => s.doc);
  const [open, setOpen] = useState(false);
  if (!doc) return null;
  const close = () => setOpen(false);
  return html`
    <button type="button" class="file" aria-haspopup="dialog" onClick=${() => setOpen(true)}
      title=${t("Open or make another scenario")}>
      <span class="title">${doc.title || doc.file}</span> <span class="soft name">${doc.file}</span> <span
        aria-hidden="true">▾</span>
    </button>
    ${open && html`<${Dialog} title=${t("Scenarios of this folder")} onClose=${close}><${Files} done=${close} /><//>`}
  `;
}

/**
 * The files of the folder and new ones.
 *
 * @param {{done?: () => void}} props called when a file is open
 * @returns {object} list and form
 */
export function Files({ done }) {
  const files = useStore((s) => s.files);
  const folder = useStore((s) => s.session?.folder);
  const open = async (file) => {
    if (await act.open(file)) done?.();
  };
  return html`
    <div class="files">
      ${!done && html`<h2>${t("Scenarios of this folder")}</h2>`}
      ${folder && html`<p class="soft path">${folder}</p>`}
      ${files === null && html`<p class="soft">${t("Reading the folder…")}</p>`}
      ${files?.length === 0 && html`<p>${t("There is no scenario here yet. Make the first one below.")}</p>`}
      ${files?.length > 0 &&
      html`<ul class="file-list">
        ${files.map((f) => html`<${Entry} key=${f.file} entry=${f} onOpen=${() => open(f.file)} />`)}
      </ul>`}
      <${NewFile} done=${done} files=${files ?? []} />
    </div>
  `;
}

/** A file of the list; one that was never saved can be dropped. */
function Entry({ entry, onOpen }) {
  const { file, title, saved } = entry;
  const [asks, setAsks] = useState(false);
  const ask = useRef(null);
  const no = useRef(null);
  useEffect(() => {
    if (asks) no.current?.focus();
  }, [asks]);
  const keep = () => {
    setAsks(false);
    ask.current?.focus();
  };
  const escape = (event) => {
    if (event.key !== "Escape") return;
    // The list stays open.
    event.preventDefault();
    event.stopPropagation();
    keep();
  };
  return html`<li>
    <div class="file-row">
      <button type="button" class="file-open" onClick=${onOpen}>
        <span class="title">${title || file}</span> <span class="soft name">${file}</span>
        ${!saved && html`<span class="mark">${t("not saved")}</span>`}
      </button>
      ${entry.on_disk === false && html`<button type="button" class="small text" ref=${ask}
        aria-expanded=${asks ? "true" : "false"} aria-label=${t("Drop {name}", { name: file })}
        onClick=${() => setAsks(!asks)}>${t("Drop")}</button>`}
    </div>
    ${asks && html`<div class="file-drop" role="group" aria-label=${t("Drop {name}", { name: file })}
        onKeyDown=${escape}>
      <p>${t("{name} is not on the disk: once it is dropped, nothing of it is left.", { name: file })}</p>
      <div class="buttons">
        <button type="button" onClick=${() => act.dropDraft(file)}>${t("Drop it")}</button>
        <button type="button" ref=${no} onClick=${keep}>${t("Keep it")}</button>
      </div>
    </div>`}
  </li>`;
}

function NewFile({ done, files }) {
  const doc = useStore((s) => s.doc);
  const [name, setName] = useState("");
  const [from, setFrom] = useState("empty");
  const [source, setSource] = useState("");
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const origin = source || doc?.file || files[0]?.file || "";
  const make = async (event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await act.create(name.trim(), from, from === "copy" ? origin : undefined);
      done?.();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  const ways = [
    ["empty", t("empty, with a guide in five steps")],
    ["starter", t("a commented example to change")],
    ...(files.length > 0 ? [["copy", t("a copy of another")]] : []),
  ];
  return html`<form class="new-file" onSubmit=${make}>
    <h3>${t("New scenario")}</h3>
    <label for="new-name">${t("Name of the file")}</label>
    <span class="with-end"><input id="new-name" type="text" required value=${name} autocomplete="off" spellcheck=${false}
      aria-describedby=${error ? "new-error" : null} aria-invalid=${error ? "true" : null}
      onInput=${(e) => setName(e.currentTarget.value)} /> <span class="soft">.toml</span></span>
    <fieldset>
      <legend>${t("It begins as")}</legend>
      ${ways.map(
        ([word, label]) => html`<label class="check" key=${word}>
          <input type="radio" name="new-from" checked=${from === word}
            onChange=${() => setFrom(word)} /> ${label}</label>`,
      )}
      ${from === "copy" &&
      html`<select aria-label=${t("Scenario to copy")} value=${origin}
          onChange=${(e) => setSource(e.currentTarget.value)}>
        ${files.map((f) => html`<option key=${f.file} value=${f.file}>${f.title || f.file} (${f.file})</option>`)}
      </select>`}
    </fieldset>
    ${error && html`<p id="new-error" class="error" role="alert">${error.message} ${error.help}</p>`}
    <div class="buttons"><button type="submit" class="main"
      disabled=${busy || !name.trim()}>${t("Make it")}</button></div>
  </form>`;
}
