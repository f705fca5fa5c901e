/**
 * The scenario as text: the whole file, with the lines of its problems marked.
 */
import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { act, useStore } from "../store.js";
import { t } from "../words.js";

/**
 * The text of the file, applied by a button or Ctrl+Enter.
 *
 * @returns {object} the view
 */
export function TextView() {
  const doc = useStore((s) => s.doc);
  const [draft, setDraft] = useState(null);
  const [busy, setBusy] = useState(false);
  const [line, setLine] = useState(1);
  const area = useRef(null);
  const gutter = useRef(null);
  const text = draft?.text ?? doc.text;
  const dirty = draft !== null && draft.text !== doc.text;
  // Somebody changed the file while this text was written.
  const overtaken = dirty && draft.revision !== doc.revision;
  const problems = doc.problems.filter((p) => p.line && (!p.file || p.file === doc.file));
  const count = text.split("\n").length;
  const worst = new Map();
  for (const p of problems) if (worst.get(p.line) !== "error") worst.set(p.line, p.severity);

  const apply = async () => {
    if (!dirty || busy) return;
    setBusy(true);
    if (await act.write(text)) setDraft(null);
    setBusy(false);
  };
  useEffect(() => {
    const element = area.current;
    element.addEventListener("take", apply);
    return () => element.removeEventListener("take", apply);
  });
  const scroll = () => {
    gutter.current.scrollTop = area.current.scrollTop;
  };
  const onKey = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      apply();
    }
  };
  const place = () => setLine(text.slice(0, area.current.selectionStart).split("\n").length);
  const lead = (to) => {
    const before = text.split("\n").slice(0, to - 1);
    const start = before.reduce((sum, one) => sum + one.length + 1, 0);
    const height = area.current.scrollHeight / count;
    area.current.focus();
    area.current.setSelectionRange(start, start + (text.split("\n")[to - 1] ?? "").length);
    area.current.scrollTop = Math.max(0, (to - 6) * height);
    setLine(to);
  };
  const said = problems.filter((p) => p.line === line).map((p) => ` – ${p.message}`);
  return html`<section class="section text-view" aria-label=${t("As text")}>
    <div class="section-head"><h2 tabindex="-1">${t("As text")} <code>${doc.file}</code></h2></div>
    <p class="soft" id="text-help">${t(
        "The whole scenario. Remarks and order stay. Ctrl+Enter applies; Tab leaves the box.",
      )}</p>
    ${!doc.tree && html`<p
      class="wrong error">${t("The text is no TOML: forms come back when it is mended here.")}</p>`}
    ${overtaken && html`<p class="wrong warning"
      role="alert">${t("The file has changed meanwhile: applying this text replaces those changes.")}</p>`}
    <div class="editor">
      <div class="gutter" ref=${gutter} aria-hidden="true">
        ${Array.from({ length: count }, (_, k) => html`<div key=${k} class=${worst.get(k + 1) ?? ""}>${k + 1}</div>`)}
      </div>
      <textarea ref=${area} id="scenario-text" value=${text} spellcheck=${false} wrap="off" autocapitalize="off"
        aria-label=${t("Text of the scenario")} aria-describedby="text-help"
        aria-invalid=${problems.length ? "true" : null}
        onInput=${(e) => setDraft({ text: e.currentTarget.value, revision: draft?.revision ?? doc.revision })}
        onScroll=${scroll} onKeyDown=${onKey} onKeyUp=${place} onClick=${place}></textarea>
    </div>
    <p class="soft" role="status">${t("line {line} of {count}", { line, count })}${said}</p>
    <div class="buttons">
      <button type="button" class="main" disabled=${!dirty || busy} onClick=${apply}
        aria-keyshortcuts="Control+Enter">${t("Apply")}</button>
      <button type="button" disabled=${!dirty} onClick=${() => setDraft(null)}>${t("Discard")}</button>
    </div>
    ${problems.length > 0 && html`<ul class="problems" aria-label=${t("Problems")}>
      ${problems.map((p, k) => html`<li key=${k} class=${p.severity}><button type="button"
        onClick=${() => lead(p.line)}>
        <span class="soft">${t("line {line}", { line: p.line })}</span> ${p.message} ${p.help && html`<span
          class="soft">${p.help}</span>`}</button></li>`)}
    </ul>`}
  </section>`;
}
