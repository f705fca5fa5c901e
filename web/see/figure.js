/** A figure: an interactive chart, its title and caption, its numbers, and ways to take it along. */
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../vendor/preact.js";
import { save } from "../api.js";
import { language, t } from "../words.js";
import { build, isKnown, subtitleOf } from "./charts/index.js";
import { pretty } from "./charts/kit.js";
import { Legend } from "./charts/legend.js";
import { legendOption, loadCharts, paperSvg } from "./charts/paper.js";
import { hasNumbers, numbersOf, useNumbers } from "./numbers.js";
import { DataTable } from "./table.js";
import { useTheme } from "./theme.js";

/** Charts that wait to be drawn, one a frame, so that no task is long. */
const waiting = new Set();
let running = false;

function drawNext() {
  const [first] = waiting;
  if (!first) {
    running = false;
    return;
  }
  waiting.delete(first);
  first();
  requestAnimationFrame(drawNext);
}

/** Draws in one of the next frames. */
function queue(draw) {
  waiting.add(draw);
  if (running) return;
  running = true;
  requestAnimationFrame(drawNext);
}

/** Components that are merged by their ids, so that what is gone goes and what stays keeps its zoom. */
const MERGED = ["series", "grid", "xAxis", "yAxis", "graphic", "dataZoom"];

/** Whether an element is on the screen or near, and how wide it is. */
function useSight(ref) {
  const [sight, setSight] = useState({ seen: false, width: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    const measure = () =>
      setSight((old) => {
        const width = Math.round(element.clientWidth);
        return old.width === width ? old : { ...old, width };
      });
    const look = (entries) => {
      // Several changes may come at once: the last one counts.
      const seen = entries.at(-1).isIntersecting;
      setSight((old) => (old.seen === seen ? old : { ...old, seen }));
    };
    const near = new IntersectionObserver(look, { rootMargin: "200px" });
    const size = new ResizeObserver(measure);
    near.observe(element);
    size.observe(element);
    measure();
    return () => {
      near.disconnect();
      size.disconnect();
    };
  }, []);
  return sight;
}

/** Zooms by keys: arrows move, plus and minus zoom, 0 shows all. */
function zoomKey(chart, event) {
  const zooms = chart.getOption().dataZoom ?? [];
  if (zooms.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  const { start, end } = zooms[0];
  const span = end - start;
  const [middle, step] = [(start + end) / 2, span / 5];
  const about = (wide) => [middle - wide / 2, middle + wide / 2];
  const moves = {
    ArrowLeft: [start - step, end - step],
    ArrowRight: [start + step, end + step],
    "+": about(span * 0.6),
    "=": about(span * 0.6),
    "-": about(span / 0.6),
    0: [0, 100],
  };
  const next = moves[event.key];
  if (!next) return;
  event.preventDefault();
  const wide = Math.min(100, next[1] - next[0]);
  const low = Math.min(Math.max(next[0], 0), 100 - wide);
  zooms.forEach((_, dataZoomIndex) =>
    chart.dispatchAction({ type: "dataZoom", dataZoomIndex, start: low, end: low + wide }),
  );
}

/**
 * A chart with its legend and notes.
 *
 * @param {{figure: object, tall?: boolean, hidden: Set<string>, onToggle: (key: string) => void}} props the figure,
 *   whether it fills the screen, keys of hidden parts, and what a press on the legend does
 * @returns {object} the chart
 */
function Plot({ figure, tall = false, hidden, onToggle }) {
  const frame = useRef(null);
  const canvas = useRef(null);
  const chart = useRef({ plot: null, kind: null, library: null });
  const last = useRef(null);
  const theme = useTheme();
  const { seen, width } = useSight(frame);
  const [error, setError] = useState(null);
  const built = useBuilt(figure.chart, { theme, width, seen, last });
  const height = built
    ? tall && built.tall
      ? Math.max(built.height, Math.round(innerHeight * 0.62))
      : built.height
    : 320;

  useEffect(() => {
    if (!seen || !built?.option || width === 0) return undefined;
    let off = false;
    const draw = () => {
      if (off || !canvas.current) return;
      try {
        show(chart.current, canvas.current, built, hidden);
        setError(null);
      } catch (problem) {
        console.error(problem);
        setError(problem);
      }
    };
    loadCharts().then((echarts) => {
      chart.current.library = echarts;
      if (!off) queue(draw);
    }, setError);
    return () => {
      off = true;
      waiting.delete(draw);
    };
  }, [built, seen, height, hidden]);
  useEffect(() => () => chart.current.plot?.dispose(), []);

  const problem = error ?? built?.error;
  if (problem) return html`<${Still} figure=${figure} problem=${problem} />`;
  const label = [figure.title, figure.caption].filter(Boolean).join(". ");
  const keys = built?.zoom ? t("Arrow keys move, plus and minus zoom, 0 shows all.") : "";
  const onKey = (event) => chart.current.plot && zoomKey(chart.current.plot, event);
  return html`
    ${built && html`<${Legend} entries=${built.legend} theme=${theme} hidden=${hidden} onToggle=${onToggle} />`}
    <div class="see-plot" ref=${frame} tabindex="0" role="group" aria-label=${figure.title}>
      <div
        ref=${canvas}
        class="see-canvas"
        role="img"
        aria-label=${[label, keys].filter(Boolean).join(" ")}
        tabindex=${built?.zoom ? 0 : undefined}
        onKeyDown=${built?.zoom ? onKey : undefined}
        style=${{ height: `${height}px`, minWidth: built?.least ? `${built.least}px` : "" }}
      ></div>
    </div>
    ${
      built?.notes.length > 0 &&
      html`<ul class="see-notes">
        ${built.notes.map((n, k) => html`<li key=${k}>${n}</li>`)}
      </ul>`
    }`;
}

/** What the builder makes of a chart; off the screen, what it made last. */
function useBuilt(spec, { theme, width, seen, last }) {
  const lang = language();
  return useMemo(() => {
    if (!seen || width === 0) return last.current;
    try {
      last.current = { ...build(spec, { theme, width, lang }), kind: spec.kind };
    } catch (error) {
      console.error(error);
      last.current = { error };
    }
    return last.current;
  }, [spec, theme, width, seen, lang]);
}

/** Draws into an element; a chart of another kind starts anew. */
function show(chart, element, built, hidden) {
  const { kind, option, legend } = built;
  chart.plot ??= chart.library.init(element, null, { renderer: "canvas" });
  const { plot } = chart;
  if (chart.kind !== kind) plot.clear();
  chart.kind = kind;
  const { clientWidth: width, clientHeight: height } = element;
  if (plot.getWidth() !== width || plot.getHeight() !== height) plot.resize({ width, height });
  plot.setOption({ ...option, legend: legendOption(legend, hidden) }, { notMerge: false, replaceMerge: MERGED });
}

/** The drawing that the engine sent, where there is no interactive one. */
function Still({ figure, problem }) {
  const [url, setUrl] = useState(null);
  useEffect(() => {
    if (!figure.svg) return undefined;
    const made = URL.createObjectURL(new Blob([figure.svg], { type: "image/svg+xml" }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [figure.svg]);
  const label = [figure.title, figure.caption].filter(Boolean).join(". ");
  if (figure.svg) return url && html`<img class="see-still" src=${url} alt=${label} />`;
  return html`
    <p class="see-note" role="status">
      ${t("This figure cannot be drawn here; its numbers are below.")} ${problem?.message}
    </p>
    <${Numbers} figure=${figure} />`;
}

/** The table of the numbers behind a figure. */
function Numbers({ figure }) {
  const { csv, busy, error } = useNumbers(figure, true);
  if (error) return html`<p class="see-error" role="alert">${error.message} ${error.help ?? ""}</p>`;
  if (csv === null) return html`<p class="see-note" role="status">${t("Fetching the numbers…")}</p>`;
  return html`<div class="see-numbers" aria-busy=${busy ? "true" : "false"}>
    <${DataTable} title=${figure.title} csv=${csv} />
  </div>`;
}

/** A name for a file. */
const fileName = (figure, ending) =>
  `${String(figure.name || figure.title || "figure")
    .normalize("NFD")
    .replace(/[^\w.-]+/g, "_")
    .slice(0, 80)}.${ending}`;

/** Prints one figure alone, light, from its SVG. */
async function printFigure(figure, look) {
  const svg = await paperSvg(figure, look);
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  const page = document.createElement("div");
  page.className = "see-paper";
  const picture = document.createElement("img");
  picture.alt = figure.title;
  picture.src = url;
  const caption = document.createElement("p");
  caption.textContent = figure.caption ?? "";
  page.append(picture, caption);
  await picture.decode();
  document.body.append(page);
  document.documentElement.classList.add("see-printing");
  const clear = () => {
    document.documentElement.classList.remove("see-printing");
    page.remove();
    URL.revokeObjectURL(url);
  };
  addEventListener("afterprint", clear, { once: true });
  print();
}

/** Buttons of a figure. */
function Tools({ figure, look, open, onTable, onLarger, onError }) {
  const tried = (work) => () => Promise.resolve().then(work).catch(onError);
  const csv = tried(async () =>
    save(new Blob([await numbersOf(figure)], { type: "text/csv;charset=utf-8" }), fileName(figure, "csv")),
  );
  const svg = tried(async () =>
    save(new Blob([await paperSvg(figure, look)], { type: "image/svg+xml" }), fileName(figure, "svg")),
  );
  const print = tried(() => printFigure(figure, look));
  const drawn = isKnown(figure.chart) || figure.svg;
  const about = (word) => `${word}, ${figure.title}`;
  return html`<div class="see-tools">
    ${
      hasNumbers(figure) &&
      html`<button type="button" aria-expanded=${String(open)} aria-label=${about(t("Table"))} onClick=${onTable}>
        ${t("Table")}
      </button>
      <button type="button" aria-label=${about("CSV")} onClick=${csv}>CSV</button>`
    }
    ${
      drawn &&
      html`<button type="button" aria-label=${about("SVG")} onClick=${svg}>SVG</button>
      <button type="button" aria-label=${about(t("Print"))} onClick=${print}>${t("Print")}</button>`
    }
    ${
      drawn &&
      html`<button type="button" aria-label=${about(t("Larger"))} onClick=${onLarger}>
        ${t("Larger")}
      </button>`
    }
  </div>`;
}

/** The figure over the whole window. */
function Large({ figure, hidden, onToggle, onClose }) {
  const dialog = useRef(null);
  useEffect(() => {
    dialog.current.showModal();
  }, []);
  return html`<dialog ref=${dialog} class="see-large" aria-label=${figure.title} onClose=${onClose}>
    <header>
      <h3>${pretty(figure.title)}</h3>
      <button type="button" onClick=${() => dialog.current.close()}>${t("Close")}</button>
    </header>
    <${Drawing} figure=${figure} tall hidden=${hidden} onToggle=${onToggle} />
    ${figure.caption && html`<p class="see-caption">${pretty(figure.caption)}</p>`}
  </dialog>`;
}

function Drawing(props) {
  return isKnown(props.figure.chart) ? html`<${Plot} ...${props} />` : html`<${Still} figure=${props.figure} />`;
}

/**
 * A figure with title, caption, and buttons for its numbers and files.
 *
 * @param {{figure: {name: string, title: string, caption?: string, csv?: string, table?: string, chart: object | null,
 *   svg?: string}}} props the figure as the server sends it
 * @returns {object} the figure
 */
export function Figure({ figure }) {
  const [open, setOpen] = useState(false);
  const [large, setLarge] = useState(false);
  const [hidden, setHidden] = useState(() => new Set());
  const [error, setError] = useState(null);
  const toggle = (key) =>
    setHidden((old) => {
      const next = new Set(old);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  useEffect(() => setError(null), [figure]);
  const look = { lang: language(), hidden };
  const subtitle = subtitleOf(figure.chart);
  return html`<figure class="see-figure" aria-label=${figure.title}>
    <header>
      <h3>${pretty(figure.title)}</h3>
      <${Tools}
        figure=${figure}
        look=${look}
        open=${open}
        onTable=${() => setOpen(!open)}
        onLarger=${() => setLarge(true)}
        onError=${setError}
      />
    </header>
    ${subtitle && html`<p class="see-subtitle">${subtitle}</p>`}
    ${error && html`<p class="see-error" role="alert">${error.message} ${error.help ?? ""}</p>`}
    <${Drawing} figure=${figure} hidden=${hidden} onToggle=${toggle} />
    ${figure.caption && html`<figcaption class="see-caption">${pretty(figure.caption)}</figcaption>`}
    ${open && html`<${Numbers} figure=${figure} />`}
    ${large && html`<${Large} figure=${figure} hidden=${hidden} onToggle=${toggle} onClose=${() => setLarge(false)} />`}
  </figure>`;
}
