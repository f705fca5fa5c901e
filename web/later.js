/**
 * Parts of the page that are fetched when they are first shown, and that fail alone.
 */
import { Component, html, useEffect, useState } from "./vendor/preact.js";
import { t } from "./words.js";

/**
 * What is loaded, once it is there.
 *
 * @param {{load: () => Promise<Function>}} props gives the component; the same function at each render
 * @returns {object} the component, or why it is not there
 */
export function Later({ load }) {
  const [found, setFound] = useState(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let gone = false;
    load().then(
      (Shown) => gone || setFound({ Shown, load }),
      (error) => gone || setFound({ error, load }),
    );
    return () => (gone = true);
  }, [load, turn]);
  if (found?.load !== load) return html`<p class="soft loading" role="status">${t("Loading…")}</p>`;
  if (found.error) return html`<${Broken} error=${found.error} again=${() => setTurn(turn + 1)} />`;
  return html`<${Safe}><${found.Shown} /><//>`;
}

/** A boundary: what breaks within it leaves the rest of the page as it is. */
export class Safe extends Component {
  componentDidCatch(error) {
    console.error(error);
    this.setState({ error });
  }

  render({ children }, { error }) {
    return error ? html`<${Broken} error=${error} again=${() => this.setState({ error: null })} />` : children;
  }
}

function Broken({ error, again }) {
  return html`<div class="broken" role="alert">
    <h2>${t("This part of the page has failed")}</h2>
    <p>${error.message}</p>
    <p>${t("The scenario is safe: it is kept by the server. Reload the page, or try again.")}</p>
    <div class="buttons">
      <button type="button" onClick=${again}>${t("Try again")}</button>
      <button type="button" onClick=${() => location.reload()}>${t("Reload the page")}</button>
    </div>
  </div>`;
}
