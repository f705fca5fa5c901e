//! Distributions of headline numbers: a small histogram each, with quantiles and the nominal value.

use super::canvas::{Align, Canvas, Look, Point, Rect, Stroke, WIDTH};
use super::error::{count, drawable};
use super::frame::{MARGIN, bottom_axis_within, picture};
use super::labels::{LABEL, TICK, fit, spread, width};
use super::palette::{BLUE, INK, QUIET, VERMILLION, readable, tint};
use super::scale::{Scale, Ticks, extent};
use super::table::{csv, with_unit};
use super::{Heading, Locale, Picture, PlotError, measured, percent};
use crate::words::significant;
use serde_json::{Value, json};

/// One headline number and its samples.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Panel {
    /// What it is.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// The samples, in any order.
    pub samples: Vec<f64>,
    /// The 10 %, 50 % and 90 % quantiles of the samples: given, so that picture and tables show the same numbers.
    pub p10_p50_p90: [f64; 3],
    /// The result with every parameter at its nominal value.
    pub nominal: f64,
}

/// Small multiples: up to eight headline numbers.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Distributions {
    /// Title and language; without a subtitle, the figure writes one that explains its signs.
    pub heading: Heading,
    /// One to eight panels.
    pub panels: Vec<Panel>,
}

const MOST_PANELS: usize = 8;
const PANEL_HEIGHT: f64 = 196.0;
const GUTTER: f64 = 28.0;

impl Distributions {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when a panel has no sample, when a number cannot be drawn, and when quantiles are out of order or
    /// outside the samples.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        let drawn = self.drawn()?;
        let panels: Vec<Value> = self.panels.iter().map(Panel::chart).collect();
        Ok(drawn.with_chart("distributions", json!({ "heading": self.heading, "panels": panels })))
    }

    fn drawn(&self) -> Result<Picture, PlotError> {
        count("panels", self.panels.len(), MOST_PANELS)?;
        self.panels.iter().try_for_each(check)?;
        let columns = if self.panels.len() == 1 { 1 } else { 2 };
        let rows = self.panels.len().div_ceil(columns);
        let height = PANEL_HEIGHT * rows as f64 + 6.0;
        let mut heading = self.heading.clone();
        if heading.subtitle.is_empty() {
            let dark = heading.locale.say("Dark: from P10 to P90 (10 % and 90 % quantiles); diamond: nominal value");
            heading.subtitle = dark.to_owned();
        }
        Ok(picture(&heading, height, self.csv(), |canvas, top| {
            let wide = (WIDTH - 2.0 * MARGIN - GUTTER * (columns - 1) as f64) / columns as f64;
            for (k, panel) in self.panels.iter().enumerate() {
                let left = MARGIN + (wide + GUTTER) * (k % columns) as f64;
                let top = top + PANEL_HEIGHT * (k / columns) as f64;
                let frame = Rect::new((left, left + wide), (top, top + PANEL_HEIGHT));
                draw_panel(canvas, panel, frame, self.heading.locale);
            }
        }))
    }

    fn csv(&self) -> String {
        let l = self.heading.locale;
        let header: Vec<String> = self.panels.iter().map(|p| with_unit(&p.name, &p.unit)).collect();
        let longest = self.panels.iter().map(|p| p.samples.len()).max().unwrap_or(0);
        let named = |name: &str, value: fn(&Panel) -> f64| {
            let mut row = vec![name.to_owned()];
            row.extend(self.panels.iter().map(|p| value(p).to_string()));
            row
        };
        let first = [
            named("nominal", |p| p.nominal),
            named("P10", |p| p.p10_p50_p90[0]),
            named("P50", |p| p.p10_p50_p90[1]),
            named("P90", |p| p.p10_p50_p90[2]),
        ];
        let samples = (0..longest).map(|k| {
            let mut row = vec![k.to_string()];
            row.extend(self.panels.iter().map(|p| p.samples.get(k).map_or(String::new(), f64::to_string)));
            row
        });
        let mut titled = vec![l.say("sample").to_owned()];
        titled.extend(header);
        csv(&titled, first.into_iter().chain(samples))
    }
}

impl Panel {
    /// What the panel draws, in its unit: bins of one width from `low` to `high` with the `counts` of samples in them, mean,
    /// quantiles, nominal value.
    fn chart(&self) -> Value {
        let (start, width, counts) = bins(&self.samples);
        let mean = self.samples.iter().sum::<f64>() / self.samples.len() as f64;
        json!({
            "name": self.name, "unit": self.unit, "low": start, "high": start + width * counts.len() as f64,
            "counts": counts, "mean": mean, "p10_p50_p90": self.p10_p50_p90, "nominal": self.nominal,
        })
    }
}

fn check(panel: &Panel) -> Result<(), PlotError> {
    let what = format!("panel {}", panel.name);
    count(&format!("{what}: samples"), panel.samples.len(), usize::MAX)?;
    drawable(&format!("{what}: samples"), panel.samples.iter().copied())?;
    drawable(&what, panel.p10_p50_p90.into_iter().chain([panel.nominal]))?;
    let (lo, hi) = extent(panel.samples.iter().copied()).unwrap_or((0.0, 0.0));
    let [p10, p50, p90] = panel.p10_p50_p90;
    // Quantiles are often means of two neighbours: allow their rounding at the ends.
    let slack = 1e-9 * lo.abs().max(hi.abs());
    if lo - slack <= p10 && p10 <= p50 && p50 <= p90 && p90 <= hi + slack {
        Ok(())
    } else {
        Err(PlotError::Order { what: format!("{what}: smallest, P10, P50, P90, largest") })
    }
}

/// Short names of the quantiles that are marked. French has numbers: P90 is the value exceeded with 90 % probability there.
pub(super) fn quantile_names(locale: Locale) -> [&'static str; 3] {
    [locale.say("P10¦figure"), locale.say("P50¦figure"), locale.say("P90¦figure")]
}

fn draw_panel(canvas: &Canvas<'_>, panel: &Panel, frame: Rect, locale: Locale) {
    let room = frame.right - frame.left;
    let number = |v: f64| significant(v, 3, locale);
    let [p10, p50, p90] = panel.p10_p50_p90.map(number);
    let name = fit(&measured(locale, &panel.name, &panel.unit), LABEL, true, room);
    canvas.text((frame.left, frame.top + 8.0), &name, Look::new(LABEL, INK).bold());
    let [low, middle, high] = quantile_names(locale);
    let numbers = fit(&format!("{low} {p10} · {middle} {p50} · {high} {p90}"), TICK, false, room);
    canvas.text((frame.left, frame.top + 23.0), &numbers, Look::new(TICK, readable(BLUE)));
    let nominal = format!("◆ {} {}", locale.say("nominal"), number(panel.nominal));
    canvas.text((frame.left, frame.top + 37.0), &nominal, Look::new(TICK, readable(VERMILLION)));
    let plot = Rect::new((frame.left + 36.0, frame.right - 20.0), (frame.top + 64.0, frame.top + 152.0));
    let (lo, hi) = extent(panel.samples.iter().copied().chain([panel.nominal])).unwrap_or((0.0, 1.0));
    let ticks = Ticks::enclosing(lo, hi, 5);
    let scale = Scale::new(ticks.range(), (plot.left, plot.right));
    let (left, right) = (frame.left - GUTTER / 2.0 + 3.0, frame.right + GUTTER / 2.0 - 3.0);
    bottom_axis_within(canvas, plot, &ticks, scale, (locale, left, right));
    draw_bins(canvas, panel, plot, scale, locale);
    draw_marks(canvas, panel, plot, scale, locale);
    let unit = fit(&locale.unit(&panel.unit), TICK, false, room);
    let middle = (plot.left + plot.right) / 2.0;
    canvas.text((middle, plot.bottom + 25.0), &unit, Look::new(TICK, QUIET).align(Align::Middle));
}

/// Width and counts of the bins: Freedman and Diaconis (1981), doi:10.1007/BF01025868, kept between 8 and 40 bins.
fn bins(samples: &[f64]) -> (f64, f64, Vec<usize>) {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (lo, hi) = (sorted[0], sorted[sorted.len() - 1]);
    let quartiles = sorted[sorted.len() * 3 / 4] - sorted[sorted.len() / 4];
    let ideal = 2.0 * quartiles / libm::cbrt(sorted.len() as f64);
    let number = if ideal > 0.0 { ((hi - lo) / ideal).ceil().clamp(8.0, 40.0) } else { 8.0 };
    let (start, width) = match super::scale::widened(lo, hi) {
        flat if flat != (lo, hi) => (flat.0, (flat.1 - flat.0) / number),
        _ => (lo, (hi - lo) / number),
    };
    let mut counts = vec![0; number as usize];
    let last = counts.len() - 1;
    for value in sorted {
        counts[(((value - start) / width) as usize).min(last)] += 1;
    }
    (start, width, counts)
}

fn draw_bins(canvas: &Canvas<'_>, panel: &Panel, plot: Rect, scale: Scale, locale: Locale) {
    let (start, width, counts) = bins(&panel.samples);
    let tallest = counts.iter().copied().max().unwrap_or(1);
    let share = tallest as f64 / panel.samples.len() as f64;
    let height = Scale::new((0.0, tallest as f64), (plot.bottom, plot.top + 2.0));
    let inside = |middle: f64| panel.p10_p50_p90[0] <= middle && middle <= panel.p10_p50_p90[2];
    for (k, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let (left, right) = (start + width * k as f64, start + width * (k as f64 + 1.0));
        let (left, right) = (scale.at(left).max(plot.left), scale.at(right).min(plot.right));
        let colour = tint(BLUE, if inside(start + width * (k as f64 + 0.5)) { 0.75 } else { 0.3 });
        canvas.rect(Rect::new((left + 0.3, right - 0.3), (plot.bottom, height.at(*count as f64))), colour);
    }
    canvas.line(&[(plot.left, plot.bottom), (plot.right, plot.bottom)], Stroke::full(QUIET, 0.9));
    let look = Look::new(TICK, QUIET).align(Align::Right);
    canvas.text((plot.left - 4.0, plot.top + 3.0), &percent(share, 0, locale), look);
    canvas.text((plot.left - 4.0, plot.bottom - 2.0), &percent(0.0, 0, locale), look);
}

fn draw_marks(canvas: &Canvas<'_>, panel: &Panel, plot: Rect, scale: Scale, locale: Locale) {
    let at = panel.p10_p50_p90.map(|v| scale.at(v));
    let names = quantile_names(locale);
    let widest = names.iter().map(|name| width(name, TICK, false)).fold(0.0, f64::max);
    let texts = spread(&at, widest + 3.0, plot.left, plot.right);
    for (k, name) in names.into_iter().enumerate() {
        let stroke = Stroke { width: if k == 1 { 1.8 } else { 1.1 }, ..Stroke::full(INK, 1.0) };
        canvas.line(&[(at[k], plot.bottom), (at[k], plot.top - 3.0), (texts[k], plot.top - 7.0)], stroke);
        canvas.text((texts[k], plot.top - 13.0), name, Look::new(TICK, INK).align(Align::Middle));
    }
    let x = scale.at(panel.nominal);
    let y = plot.bottom - 5.0;
    let diamond: [Point; 4] = [(x, y - 5.0), (x + 4.0, y), (x, y + 5.0), (x - 4.0, y)];
    canvas.polygon(&diamond.map(|(a, b)| (x + (a - x) * 1.4, y + (b - y) * 1.4)), super::palette::PAPER, 1.0);
    canvas.polygon(&diamond, VERMILLION, 1.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_is_in_one_bin() {
        for samples in [vec![1.0], vec![0.0; 10], vec![3.0; 7], (0..1000).map(f64::from).collect()] {
            let (_, width, counts) = bins(&samples);
            assert!(width > 0.0);
            assert_eq!(counts.iter().sum::<usize>(), samples.len());
        }
        let (_, _, flat) = bins(&(0..1000).map(f64::from).collect::<Vec<_>>());
        let (few, many) = (flat.iter().min().copied().unwrap_or(0), flat.iter().max().copied().unwrap_or(0));
        assert!(many - few <= 1, "evenly spread samples fill the bins evenly: {flat:?}");
    }
}
