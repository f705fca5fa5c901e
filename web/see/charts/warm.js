/** Prepares the library that draws while nobody waits: its first drawing costs more than all later ones. */
import { screenTheme } from "../theme.js";
import { build } from "./index.js";
import { loadCharts } from "./paper.js";

const idle = (work) =>
  window.requestIdleCallback ? requestIdleCallback(work, { timeout: 3000 }) : setTimeout(work, 200);
const rest = () => new Promise((done) => idle(done));

/** A small chart of each way to draw, in the order of what they share. */
function samples() {
  const heading = { title: "", subtitle: "", description: "", locale: "en" };
  const bars = { kind: "bars", heading, quantity: "", unit: "", bars: [{ label: "a", value: 1, range: [0, 2] }] };
  const points = [
    [0, 1],
    [365, 2],
  ];
  const series = [{ name: "a", points, band: [], band_name: "" }];
  const lines = {
    kind: "time_series",
    heading,
    quantity: "",
    unit: "",
    axis: "year",
    series,
    levels: [{ name: "a", value: 1 }],
  };
  return [bars, lines];
}

let begun = false;

/**
 * Loads the library and draws once out of sight, a step at a time.
 *
 * @returns {Promise<void>} when it is ready; a failure shows when a chart is drawn in earnest
 */
export async function warmUp() {
  if (begun) return;
  begun = true;
  try {
    await rest();
    const echarts = await loadCharts();
    const place = document.createElement("div");
    await rest();
    const plot = echarts.init(place, null, { renderer: "canvas", width: 300, height: 200 });
    for (const chart of samples()) {
      const { option } = build(chart, { theme: screenTheme(), width: 300, lang: "en" });
      const { series, tooltip, dataZoom, aria, ...base } = option;
      for (const part of [base, { series }, { aria, tooltip }, { dataZoom: dataZoom ?? [] }]) {
        await rest();
        plot.setOption(part);
      }
      await rest();
      plot.clear();
    }
    plot.dispose();
  } catch (error) {
    console.error(error);
  }
}
