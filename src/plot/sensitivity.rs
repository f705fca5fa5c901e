//! Which inputs matter: rankings with their intervals, and tornados.

use super::canvas::{Align, Canvas, Look, Rect, Stroke, WIDTH};
use super::error::{count, drawable};
use super::frame::{AXIS_FOOT, Key, MARGIN, bottom_axis, bottom_title, picture};
use super::labels::{LABEL, fit, width};
use super::palette::{BLUE, Fill, Hatch, INK, QUIET, VERMILLION, tint};
use super::scale::{Scale, Ticks, extent};
use super::table::{csv, with_unit};
use super::{Heading, Picture, PlotError};
use crate::words::significant;

/// A number with its interval.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Mark {
    /// The number.
    pub value: f64,
    /// Lower and upper end.
    pub interval: (f64, f64),
}

/// An input in a ranking.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Ranked {
    /// Its name.
    pub label: String,
    /// The measure that ranks: a bar.
    pub bar: Mark,
    /// A second measure: a dot; none where there is none.
    pub dot: Option<Mark>,
}

/// Inputs by importance for one output.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Ranking {
    /// Title and language.
    pub heading: Heading,
    /// What the axis measures.
    pub quantity: String,
    /// Its unit; empty for a plain ratio.
    pub unit: String,
    /// Names of the two measures; an empty second one for none.
    pub measures: [String; 2],
    /// One to sixty inputs, top to bottom.
    pub inputs: Vec<Ranked>,
    /// What the ranking measure gives to a column that does nothing.
    pub noise: Option<f64>,
}

/// A bar of a tornado.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Gust {
    /// Name of the input.
    pub label: String,
    /// The output with the input at its low end.
    pub low: f64,
    /// The output with the input at its high end.
    pub high: f64,
}

/// One input at a time: how far each moves the output from its nominal value.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct TornadoFigure {
    /// Title and language.
    pub heading: Heading,
    /// The output.
    pub quantity: String,
    /// Its unit.
    pub unit: String,
    /// Its nominal value.
    pub nominal: f64,
    /// One to sixty inputs, widest first.
    pub inputs: Vec<Gust>,
}

const ROW: f64 = 22.0;
const MOST_INPUTS: usize = 60;
const WIDEST_LABEL: f64 = 260.0;

/// A figure of rows below a key: `body` draws them from the top it is given.
fn rows(heading: &Heading, key: &Key, count: usize, csv: String, body: impl Fn(&Canvas<'_>, f64)) -> Picture {
    let height = key.height() + ROW * count as f64 + AXIS_FOOT;
    picture(heading, height, csv, |canvas, top| {
        key.draw(canvas, top);
        body(canvas, top + key.height());
    })
}

impl Ranking {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when there is no input, when a number cannot be drawn and when an interval is reversed.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        Ok(self.drawn()?.charted("ranking", self))
    }

    fn drawn(&self) -> Result<Picture, PlotError> {
        count("inputs", self.inputs.len(), MOST_INPUTS)?;
        for input in &self.inputs {
            let what = format!("input {}", input.label);
            for mark in std::iter::once(&input.bar).chain(&input.dot) {
                drawable(&what, [mark.value, mark.interval.0, mark.interval.1])?;
                if mark.interval.0 > mark.interval.1 {
                    return Err(PlotError::Order { what: format!("{what}: ends of the interval") });
                }
            }
        }
        if let Some(noise) = self.noise {
            drawable("noise", [noise])?;
        }
        Ok(rows(&self.heading, &self.key(), self.inputs.len(), self.csv(), |canvas, top| self.body(canvas, top)))
    }

    fn key(&self) -> Key {
        let fills = [bar_fill(), Fill { colour: INK, hatch: Hatch::Plain }];
        let entries: Vec<(Fill, String)> =
            fills.into_iter().zip(self.measures.clone()).filter(|(_, name)| !name.is_empty()).collect();
        Key::new(&entries)
    }

    fn body(&self, canvas: &Canvas<'_>, top: f64) {
        let labels = self.inputs.iter().map(|i| i.label.as_str());
        let plot = plot_area(labels, self.inputs.len(), top);
        let marks = self.inputs.iter().flat_map(|i| std::iter::once(i.bar).chain(i.dot));
        let ends = marks.flat_map(|m| [m.value, m.interval.0, m.interval.1]).chain(self.noise);
        let (lo, hi) = extent(ends).unwrap_or((0.0, 1.0));
        let ticks = Ticks::enclosing(lo.min(0.0), hi.max(0.0), 5);
        let scale = Scale::new(ticks.range(), (plot.left, plot.right));
        bottom_axis(canvas, plot, &ticks, scale, self.heading.locale);
        bottom_title(canvas, plot, &with_unit(&self.quantity, &self.heading.locale.unit(&self.unit)));
        if let Some(noise) = self.noise {
            canvas.line(&[(scale.at(noise), plot.top), (scale.at(noise), plot.bottom)], Stroke::full(QUIET, 1.0));
        }
        for (k, input) in self.inputs.iter().enumerate() {
            let y = label_row(canvas, plot, k, &input.label);
            let bar = Rect::new((scale.at(0.0), scale.at(input.bar.value)), (y - 7.0, y + 2.0));
            canvas.bar(bar, bar_fill());
            whisker(canvas, scale, &input.bar, y - 2.5);
            if let Some(dot) = &input.dot {
                canvas.dot((scale.at(dot.value), y + 6.0), 3.0, INK);
                whisker(canvas, scale, dot, y + 6.0);
            }
        }
    }

    fn csv(&self) -> String {
        let l = self.heading.locale;
        let ends = [l.say("lower"), l.say("upper")];
        let mut header = vec![l.say("input").to_owned()];
        for name in self.measures.iter().filter(|name| !name.is_empty()) {
            header.push(with_unit(name, &self.unit));
            header.extend(ends.map(|end| format!("{name}: {end}")));
        }
        let cells = |mark: Option<&Mark>| match mark {
            Some(m) => [m.value, m.interval.0, m.interval.1].map(|v| v.to_string()),
            None => [String::new(), String::new(), String::new()],
        };
        let with_dot = !self.measures[1].is_empty();
        let rows = self.inputs.iter().map(|i| {
            let mut row = vec![i.label.clone()];
            row.extend(cells(Some(&i.bar)));
            if with_dot {
                row.extend(cells(i.dot.as_ref()));
            }
            row
        });
        csv(&header, rows)
    }
}

impl TornadoFigure {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when there is no input and when a number cannot be drawn.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        Ok(self.drawn()?.charted("tornado_figure", self))
    }

    fn drawn(&self) -> Result<Picture, PlotError> {
        count("inputs", self.inputs.len(), MOST_INPUTS)?;
        drawable("nominal value", [self.nominal])?;
        for input in &self.inputs {
            drawable(&format!("input {}", input.label), [input.low, input.high])?;
        }
        Ok(rows(&self.heading, &self.key(), self.inputs.len(), self.csv(), |canvas, top| self.body(canvas, top)))
    }

    fn key(&self) -> Key {
        let l = self.heading.locale;
        let names = [l.say("input at its 10 % quantile"), l.say("at its 90 %")];
        Key::new(&[(end_fill(true), names[0].to_owned()), (end_fill(false), names[1].to_owned())])
    }

    fn body(&self, canvas: &Canvas<'_>, top: f64) {
        let labels = self.inputs.iter().map(|i| i.label.as_str());
        let plot = plot_area(labels, self.inputs.len(), top);
        let ends = self.inputs.iter().flat_map(|i| [i.low, i.high]).chain([self.nominal]);
        let (lo, hi) = extent(ends).unwrap_or((0.0, 1.0));
        let ticks = Ticks::enclosing(lo, hi, 5);
        let scale = Scale::new(ticks.range(), (plot.left, plot.right));
        bottom_axis(canvas, plot, &ticks, scale, self.heading.locale);
        let nominal = significant(self.nominal, 3, self.heading.locale);
        // The same word in both languages.
        bottom_title(
            canvas,
            plot,
            &format!("{}, nominal {nominal}", with_unit(&self.quantity, &self.heading.locale.unit(&self.unit))),
        );
        for (k, input) in self.inputs.iter().enumerate() {
            let y = label_row(canvas, plot, k, &input.label);
            for (value, is_low) in [(input.low, true), (input.high, false)] {
                // Both ends on one side of the nominal value lie over each other: each has its own half of the row.
                let rows = if is_low { (y - 7.0, y) } else { (y, y + 7.0) };
                canvas.bar(Rect::new((scale.at(self.nominal), scale.at(value)), rows), end_fill(is_low));
            }
        }
        let x = scale.at(self.nominal);
        canvas.line(&[(x, plot.top), (x, plot.bottom)], Stroke::full(INK, 1.2));
    }

    fn csv(&self) -> String {
        let l = self.heading.locale;
        let header = [
            l.say("input").to_owned(),
            with_unit(l.say("at its 10 % quantile"), &self.unit),
            with_unit(l.say("at its 90 % quantile"), &self.unit),
        ];
        csv(&header, self.inputs.iter().map(|i| vec![i.label.clone(), i.low.to_string(), i.high.to_string()]))
    }
}

fn bar_fill() -> Fill {
    Fill { colour: tint(BLUE, 0.7), hatch: Hatch::Plain }
}

fn end_fill(is_low: bool) -> Fill {
    if is_low {
        Fill { colour: tint(VERMILLION, 0.8), hatch: Hatch::Up }
    } else {
        Fill { colour: tint(BLUE, 0.7), hatch: Hatch::Plain }
    }
}

/// Beside the widest label.
fn plot_area<'a>(labels: impl Iterator<Item = &'a str>, rows: usize, top: f64) -> Rect {
    let widest = labels.map(|label| width(label, LABEL, false)).fold(0.0, f64::max).min(WIDEST_LABEL);
    Rect::new((MARGIN + widest + 10.0, WIDTH - 2.0 * MARGIN), (top, top + ROW * rows as f64))
}

/// Writes the label of a row and gives its middle.
fn label_row(canvas: &Canvas<'_>, plot: Rect, row: usize, label: &str) -> f64 {
    let y = plot.top + ROW * (row as f64 + 0.5);
    let label = fit(label, LABEL, false, WIDEST_LABEL);
    canvas.text((plot.left - 8.0, y), &label, Look::new(LABEL, INK).align(Align::Right));
    y
}

fn whisker(canvas: &Canvas<'_>, scale: Scale, mark: &Mark, y: f64) {
    let (lo, hi) = mark.interval;
    canvas.line(&[(scale.at(lo), y), (scale.at(hi), y)], Stroke::full(INK, 1.2));
}
