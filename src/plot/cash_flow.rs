//! Cash by year: bars of what comes in or goes out, lines of what has come together, and when they pass zero.

use super::canvas::{Align, Canvas, Look, Point, Rect, Stroke, WIDTH};
use super::error::{count, drawable, length};
use super::frame::{AXIS_FOOT, AXIS_TITLE, Key, MARGIN, axis_title, bottom_title, picture, tick_width, value_axis};
use super::labels::{MarginLabel, Sample, TICK, draw_margin, margin_width, width};
use super::palette::{Fill, GREEN, Hatch, MOST, QUIET, VERMILLION, line, tint};
use super::scale::{Scale, Ticks, extent};
use super::table::{csv, with_unit};
use super::{Heading, Picture, PlotError};
use crate::words::fixed;

/// One course of cash.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct CashTrail {
    /// Its name, e.g. `with aid`.
    pub name: String,
    /// Flow of each year, year 0 first, in the unit of the figure; income positive.
    pub flows: Vec<f64>,
}

/// Cash by year; the bars are those of the first trail, each trail has its line of the sum so far.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct CashFlow {
    /// Title and language.
    pub heading: Heading,
    /// What is counted, e.g. `Cash flow against the reference`.
    pub quantity: String,
    /// Its unit, e.g. `k€`.
    pub unit: String,
    /// One to eight, all over the same years (at most a hundred).
    pub trails: Vec<CashTrail>,
}

const PLOT_HEIGHT: f64 = 250.0;
const MOST_YEARS: usize = 101;

/// Look of a bar: pale, so that the lines stand out.
fn bar_look(flow: f64) -> Fill {
    if flow > 0.0 {
        Fill { colour: tint(GREEN, 0.7), hatch: Hatch::Plain }
    } else {
        Fill { colour: tint(VERMILLION, 0.7), hatch: Hatch::Up }
    }
}

/// Sum of the flows up to each year.
fn sums(flows: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let add = |flow: &f64| {
        sum += flow;
        sum
    };
    flows.iter().map(add).collect()
}

/// When the sum first reaches zero, the year of crossing taken as even.
fn crossing(flows: &[f64]) -> Option<f64> {
    let sums = sums(flows);
    let k = sums.iter().position(|s| *s >= 0.0)?;
    Some(if k == 0 { 0.0 } else { (k - 1) as f64 - sums[k - 1] / flows[k] })
}

impl CashFlow {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when there is no trail or no year, when trails have different years, and when a number or a sum
    /// cannot be drawn.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        let drawn = self.drawn()?.charted("cash_flow", self);
        let sums: Vec<Vec<f64>> = self.trails.iter().map(|t| sums(&t.flows)).collect();
        let even: Vec<Option<f64>> = self.trails.iter().map(|t| crossing(&t.flows)).collect();
        Ok(drawn.also("sums", &sums).also("even_years", &even))
    }

    fn drawn(&self) -> Result<Picture, PlotError> {
        count("trails", self.trails.len(), MOST)?;
        let years = self.trails[0].flows.len();
        count("years", years, MOST_YEARS)?;
        for trail in &self.trails {
            let what = format!("trail {}", trail.name);
            length(&what, years, trail.flows.len())?;
            drawable(&what, trail.flows.iter().copied().chain(sums(&trail.flows)))?;
        }
        let values = self.trails[0].flows.iter().copied().chain(self.trails.iter().flat_map(|t| sums(&t.flows)));
        let (lo, hi) = extent(values).unwrap_or((0.0, 1.0));
        let ticks = Ticks::enclosing(lo.min(0.0), hi.max(0.0), 6);
        let names: Vec<String> = self.trails.iter().map(|t| self.name(t)).collect();
        let left = MARGIN + tick_width(&ticks, self.heading.locale);
        let right = WIDTH - margin_width(names.iter().map(String::as_str));
        let key = self.key();
        let above = key.height() + AXIS_TITLE;
        Ok(picture(&self.heading, above + PLOT_HEIGHT + AXIS_FOOT, self.csv(), |canvas, top| {
            key.draw(canvas, top);
            let plot = Rect::new((left, right), (top + above, top + above + PLOT_HEIGHT));
            self.body(canvas, plot, &ticks, &names);
        }))
    }

    fn key(&self) -> Key {
        let locale = self.heading.locale;
        let flows = &self.trails[0].flows;
        let mut entries = Vec::new();
        if flows.iter().any(|f| *f > 0.0) {
            entries.push((bar_look(1.0), locale.say("comes in, year by year").to_owned()));
        }
        if flows.iter().any(|f| *f < 0.0) {
            entries.push((bar_look(-1.0), locale.say("goes out").to_owned()));
        }
        Key::new(&entries)
    }

    /// Name of a line with the time of its payback.
    fn name(&self, trail: &CashTrail) -> String {
        let locale = self.heading.locale;
        let (mark, years) = match crossing(&trail.flows) {
            Some(at) => ("", fixed(at, 1, locale)),
            None => ("> ", (trail.flows.len() - 1).to_string()),
        };
        format!("{} ({mark}{years}\u{202f}{})", trail.name, locale.say("a¦years"))
    }

    fn body(&self, canvas: &Canvas<'_>, plot: Rect, ticks: &Ticks, names: &[String]) {
        let locale = self.heading.locale;
        let scale = Scale::new(ticks.range(), (plot.bottom, plot.top));
        axis_title(canvas, plot, &self.heading.measured(&self.quantity, &self.unit));
        value_axis(canvas, plot, ticks, scale, locale);
        let years = self.trails[0].flows.len();
        let pitch = (plot.right - plot.left) / years as f64;
        let x = |k: usize| plot.left + (k as f64 + 0.5) * pitch;
        for (k, flow) in self.trails[0].flows.iter().enumerate().filter(|(_, f)| **f != 0.0) {
            let sides = (x(k) - 0.34 * pitch, x(k) + 0.34 * pitch);
            canvas.bar(Rect::new(sides, (scale.at(0.0), scale.at(*flow))), bar_look(*flow));
        }
        let mut labels = Vec::new();
        for (k, trail) in self.trails.iter().enumerate() {
            let points: Vec<Point> = sums(&trail.flows).iter().enumerate().map(|(y, s)| (x(y), scale.at(*s))).collect();
            let (colour, dash) = line(LINES[k % LINES.len()]);
            let stroke = Stroke { dash, ..Stroke::full(colour, 2.0) };
            canvas.line(&points, stroke);
            if let Some(at) = crossing(&trail.flows) {
                canvas.dot((plot.left + (at + 0.5) * pitch, scale.at(0.0)), 3.5, colour);
            }
            let y = points.last().map_or(scale.at(0.0), |p| p.1);
            labels.push(MarginLabel { y, text: names[k].clone(), colour, sample: Sample::Line(stroke) });
        }
        year_texts(canvas, plot, years);
        bottom_title(canvas, plot, locale.say("Year (0: built)"));
        draw_margin(canvas, &labels, plot.right, (plot.top, plot.bottom));
    }

    fn csv(&self) -> String {
        let l = self.heading.locale;
        let mut header = vec![l.say("year").to_owned()];
        for trail in &self.trails {
            header.push(with_unit(&trail.name, &self.unit));
            header.push(with_unit(&format!("{}, {}", trail.name, l.say("sum so far")), &self.unit));
        }
        let sums: Vec<Vec<f64>> = self.trails.iter().map(|t| sums(&t.flows)).collect();
        let row = |year: usize| {
            let pairs = self.trails.iter().zip(&sums);
            let cells = pairs.flat_map(|(t, s)| [t.flows[year].to_string(), s[year].to_string()]);
            std::iter::once(year.to_string()).chain(cells).collect()
        };
        csv(&header, (0..self.trails[0].flows.len()).map(row))
    }
}

/// Looks of the lines: none that is a bar's.
const LINES: [usize; MOST] = [0, 3, 4, 5, 6, 7, 2, 1];

/// Years below the axis, as many as there is room for.
fn year_texts(canvas: &Canvas<'_>, plot: Rect, years: usize) {
    let pitch = (plot.right - plot.left) / years as f64;
    let widest = width(&(years - 1).to_string(), TICK, false) + 8.0;
    let step = [1, 2, 5, 10, 20, 50].into_iter().find(|s| *s as f64 * pitch >= widest).unwrap_or(100);
    for year in (0..years).step_by(step) {
        let at = (plot.left + (year as f64 + 0.5) * pitch, plot.bottom + 11.0);
        canvas.text(at, &year.to_string(), Look::new(TICK, QUIET).align(Align::Middle));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_crosses_where_the_money_is_back() {
        assert_eq!(crossing(&[-10.0, 4.0, 4.0, 4.0]), Some(2.5));
        assert_eq!(crossing(&[-10.0, 4.0]), None);
        assert_eq!(crossing(&[0.0, -1.0]), Some(0.0));
        assert_eq!(sums(&[1.0, -2.0, 4.0]), [1.0, -1.0, 3.0]);
    }
}
