/**
 * The shell of the page: top bar, views, questions, notices, keys.
 */
import { html, render, useEffect, useRef, useState } from "./vendor/preact.js";
import { act, begin, now, useStore } from "./store.js";
import { preferredLanguage, t } from "./words.js";
import { Build } from "./build/index.js";
import { Dialog, FileMenu, Files } from "./build/files.js";
import { Later, Safe } from "./later.js";

/** Width from which Build and See stand side by side. */
const WIDE = "(min-width: 1100px)";

const VIEWS = [
  ["build", "Build"],
  ["see", "See"],
  ["ask", "Ask"],
];

function App() {
  const lang = useStore((s) => s.lang);
  return html`<${Page} key=${lang} />`;
}

function Page() {
  const doc = useStore((s) => s.doc);
  const title = doc ? `${doc.saved ? "" : "• "}${doc.title || doc.file} – gisement` : "gisement";
  useEffect(() => {
    document.title = title;
  }, [title]);
  useKeys();
  return html`
    <a class="skip" href="#main" onClick=${skip}>${t("To the content")}</a>
    <${Top} />
    <${Banner} />
    ${doc ? html`<${Views} />` : html`<main id="main" class="start" tabindex="-1"><${Files} /></main>`}
    <${Questions} />
    <${Notice} />
  `;
}

function skip(event) {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

function Top() {
  const doc = useStore((s) => s.doc);
  const busy = useStore((s) => s.busy > 0);
  const lang = useStore((s) => s.lang);
  const other = lang === "fr" ? "en" : "fr";
  return html`
    <header class="top">
      <h1 class="brand">gisement</h1>
      <${FileMenu} />
      ${doc && html`<span class="state" role="status">${stateOf(doc, busy)}</span>`}
      <span class="space"></span>
      ${doc &&
      html`<div class="tools" role="group" aria-label=${t("Changes")}>
        <button type="button" onClick=${act.undo} disabled=${!doc.can_undo} title=${t("Undo")}
          aria-keyshortcuts="Control+Z"
          aria-label=${t("Undo")}>↶<span class="wide-only"> ${t("Undo")}</span></button>
        <button type="button" onClick=${act.redo} disabled=${!doc.can_redo} title=${t("Redo")}
          aria-keyshortcuts="Control+Shift+Z" aria-label=${t("Redo")}>↷<span
              class="wide-only"> ${t("Redo")}</span></button>
        <button type="button" class="main" onClick=${() => act.save()} disabled=${doc.saved}
          aria-keyshortcuts="Control+S">${t("Save")}</button>
      </div>`}
      <button type="button" class="lang" lang=${other} onClick=${() => act.setLang(other)}
        aria-label=${other === "fr" ? "FR, français" : "EN, English"}>${other.toUpperCase()}</button>
    </header>
  `;
}

function stateOf(doc, busy) {
  if (busy) return t("writing…");
  return doc.saved ? t("saved") : t("not saved");
}

/** What is wrong with the file as a whole, or with the server. */
function Banner() {
  const doc = useStore((s) => s.doc);
  const online = useStore((s) => s.online);
  if (!online) {
    return html`<div class="banner bad" role="alert">
      <p>${t("The server does not answer.")} ${t(
          "What you see stays; it goes on by itself when the server is back.",
        )}</p>
    </div>`;
  }
  if (doc?.on_disk === "changed") {
    return html`<div class="banner" role="alert">
      <p>${t("The file was changed on the disk, outside this page.")}</p>
      <button type="button" onClick=${act.reload}>${t("Load it")}</button>
      <button type="button" onClick=${() => act.save(true)}>${t("Save over it")}</button>
    </div>`;
  }
  if (doc?.on_disk === "gone") {
    return html`<div class="banner" role="alert">
      <p>${t("The file is gone from the disk. What you see is kept here until you save it.")}</p>
      <button type="button" onClick=${() => act.save(true)}>${t("Save it again")}</button>
    </div>`;
  }
  return null;
}

function Views() {
  const view = useStore((s) => s.view);
  const wide = useWide();
  // Side by side, Build and See are one view.
  const shown = wide && view === "see" ? "build" : view;
  const offered = wide ? VIEWS.filter(([name]) => name !== "see") : VIEWS;
  const both = wide && shown === "build";
  return html`
    <nav class="views" aria-label=${t("Views")}>
      ${offered.map(
        ([name, label]) => html`<button type="button" key=${name} class="tab"
          aria-current=${shown === name ? "page" : null} onClick=${() => act.go({ view: name })}>
          ${wide && name === "build" ? t("Build and see") : t(label)}</button>`,
      )}
    </nav>
    <main id="main" tabindex="-1" class=${both ? "both" : "one"}>
      ${shown === "build" && html`<section key="build" class="view"
        aria-label=${t("Build")}><${Safe}><${Build} /><//></section>`}
      ${(both || shown === "see") && html`<section key="see" class="view pad" aria-label=${t("See")}><${Later}
        load=${loadSee} /></section>`}
      ${shown === "ask" && html`<section key="ask" class="view pad" aria-label=${t("Ask")}><${Later}
        load=${loadAsk} /></section>`}
    </main>
  `;
}

const loadSee = () => import("./see/index.js").then((m) => m.See);
const loadAsk = () => import("./ask/index.js").then((m) => m.Ask);

function Questions() {
  const dialog = useStore((s) => s.dialog);
  const doc = useStore((s) => s.doc);
  if (!dialog || !doc) return null;
  const gone = dialog.kind === "gone";
  return html`<${Dialog} title=${gone ? t("The file is gone") : t("The file was changed on the disk")}
      onClose=${act.close}>
    <p>${dialog.error.message}</p>
    ${dialog.error.help && html`<p>${dialog.error.help}</p>`}
    <p>${
      gone
        ? t("Save it again under its name, or go on without saving.")
        : t("Load it and lose what is not saved here, or save over it and lose what was written there.")
    }</p>
    <div class="buttons">
      ${!gone && html`<button type="button" onClick=${act.reload}>${t("Load it")}</button>`}
      <button type="button" class="main" onClick=${() => act.save(true)}>
        ${gone ? t("Save it again") : t("Save over it")}</button>
      <button type="button" onClick=${act.close}>${t("Cancel")}</button>
    </div>
  <//>`;
}

function Notice() {
  const notice = useStore((s) => s.notice);
  return html`<div class="notices" role="alert" aria-live="assertive">
    ${notice &&
    html`<div class="notice">
      <div><p><strong>${notice.message}</strong></p>${notice.help && html`<p>${notice.help}</p>`}</div>
      <button type="button" class="close" aria-label=${t("Close")} onClick=${() => act.note("")}>×</button>
    </div>`}
  </div>`;
}

/** Ctrl+S, Ctrl+Z, Ctrl+Shift+Z; in a box that is being written the browser's own undo stays. */
function useKeys() {
  useEffect(() => {
    const onKey = (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || !now().doc) return;
      const name = event.key.toLowerCase();
      if (name === "s") {
        event.preventDefault();
        // What is being typed is taken first.
        document.activeElement?.dispatchEvent(new CustomEvent("take", { bubbles: true }));
        act.save();
      } else if ((name === "z" || name === "y") && !isWriting(event.target)) {
        event.preventDefault();
        if (name === "y" || event.shiftKey) act.redo();
        else act.undo();
      }
    };
    const onLeave = (event) => {
      if (now().doc && !now().doc.saved) event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    window.addEventListener("beforeunload", onLeave);
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener("beforeunload", onLeave);
    };
  }, []);
}

function isWriting(target) {
  if (target.isContentEditable || target.tagName === "TEXTAREA") return true;
  // A box that holds what the file holds has nothing of its own to undo.
  return target.tagName === "INPUT" && target.type !== "range" && target.dataset.dirty === "yes";
}

function useWide() {
  const [wide, setWide] = useState(() => matchMedia(WIDE).matches);
  const query = useRef(null);
  useEffect(() => {
    query.current = matchMedia(WIDE);
    const change = () => setWide(query.current.matches);
    query.current.addEventListener("change", change);
    return () => query.current.removeEventListener("change", change);
  }, []);
  return wide;
}

const page = document.getElementById("page");
begin(preferredLanguage()).catch((error) => {
  console.error(error);
  act.note(error.message, error.help);
});
page.replaceChildren();
render(html`<${App} />`, page);
