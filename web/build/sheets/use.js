/**
 * The way of the sheets into the scenario, and back.
 */
import { html, useState } from "../../vendor/preact.js";
import { act, useStore } from "../../store.js";
import { t, tn } from "../../words.js";
import { asked, reset } from "./draft.js";

/**
 * What the tables hold, what they would replace, and the button that does it.
 *
 * @param {object} tools of the view
 * @returns {object} a panel
 */
export function Use({ file, draft, put, say }) {
  const tree = useStore((s) => s.doc?.tree);
  const [busy, setBusy] = useState(false);
  const { judged, touched, tables } = draft;
  const ready = touched && judged?.valid && judged.of === tables && !busy;
  const use = async () => {
    setBusy(true);
    // What the server says against it is shown by the page.
    if (document.fullscreenElement) await document.exitFullscreen();
    const done = await act.inventory(asked(tables).tables);
    setBusy(false);
    if (!done) return;
    put({ touched: false, used: true, past: [], future: [] });
    say(t("The scenario has these companies now. Save it to write them to the disk."));
  };
  const counts = judged?.counts;
  const folder = `${file.replace(/\.toml$/, "")}_inventory/`;
  return html`<div class="use">
    <p><strong>${counts && `${held(counts)}.`}</strong>
      ${" "}${replaced(tree)} ${t("The tables are written to {folder} when the scenario is saved.", { folder })}${" "}
      ${t("Undo takes it back.")}</p>
    <div class="buttons">
      <button type="button" class="main" disabled=${!ready} onClick=${use}
        aria-describedby="use-why">${t("Use these companies")}</button>
      ${touched && html`<button type="button"
        onClick=${() => reset(file, put, say)}>${t("Back to the scenario's")}</button>`}
      <span class="soft" id="use-why">${whyNot(draft)}</span>
    </div>
  </div>`;
}

const held = ({ companies, streams, purchases }) =>
  [
    tn("{n} company", "{n} companies", companies),
    tn("{n} stream", "{n} streams", streams),
    tn("{n} purchase", "{n} purchases", purchases),
  ].join(", ");

/** What an inventory takes the place of. */
function replaced(tree) {
  const pool = tree?.pool ?? {};
  const files = [pool.inventory, pool.providers, pool.streams].filter((name) => typeof name === "string");
  const written = tree?.provider ? ["[[provider]]"] : [];
  const all = [...new Set([...files, ...written])].join(", ");
  if (!all) return t("“Use these companies” gives the scenario its companies and streams.");
  return t(
    "“Use these companies” replaces all companies, streams and purchases of the scenario, which it has from {all}; " +
      "all else stays.",
    { all },
  );
}

function whyNot({ judged, touched, tables }) {
  if (!touched) return t("These are the companies that the scenario has.");
  if (judged?.of !== tables) return t("Checking…");
  return judged.valid ? t("Not in the scenario yet.") : t("What is marked with ✕ must be mended first.");
}
