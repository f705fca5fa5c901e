//! A waterfall: how parts with a sign add up to a total, in the frame of a named method and reference.

use super::canvas::{Align, Canvas, Look, Rect, Stroke, WIDTH};
use super::error::{closes, count, drawable};
use super::frame::{AXIS_FOOT, Key, MARGIN, bottom_axis, bottom_title, picture};
use super::labels::{LABEL, fit, width};
use super::palette::{Fill, GREEN, Hatch, INK, QUIET, VERMILLION, readable};
use super::scale::{Scale, Ticks, extent};
use super::table::{csv, with_unit};
use super::{Heading, Picture, PlotError};
use crate::words::with_sign;
use plotters::style::RGBColor;

/// One row of a waterfall.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Where the sum starts when not at zero: the result of another account. First row only.
    Start {
        /// What it is.
        label: String,
        /// In the unit of the figure.
        value: f64,
    },
    /// A part that is added to what came before; negative parts lower it.
    Part {
        /// What it is.
        label: String,
        /// In the unit of the figure.
        value: f64,
    },
    /// The sum of all parts so far; refused when it is not.
    Total {
        /// What it is.
        label: String,
        /// In the unit of the figure.
        value: f64,
    },
    /// Something reported beside the sum and not in it, e.g. biogenic carbon dioxide.
    Memo {
        /// What it is.
        label: String,
        /// In the unit of the figure.
        value: f64,
    },
}

impl Step {
    fn label(&self) -> &str {
        match self {
            Self::Start { label, .. }
            | Self::Part { label, .. }
            | Self::Total { label, .. }
            | Self::Memo { label, .. } => label,
        }
    }

    fn value(&self) -> f64 {
        match self {
            Self::Start { value, .. }
            | Self::Part { value, .. }
            | Self::Total { value, .. }
            | Self::Memo { value, .. } => *value,
        }
    }

    /// True for the result of an account, ours or another.
    fn is_sum(&self) -> bool {
        matches!(self, Self::Start { .. } | Self::Total { .. })
    }
}

/// Parts, totals and memo items of one account.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Waterfall {
    /// Title and language; the figure adds method and reference to the subtitle.
    pub heading: Heading,
    /// Name and version of the method: it can turn the sign, so it is never left out.
    pub method: String,
    /// The reference that "avoided" compares with: never left out either.
    pub reference: String,
    /// What is added up, e.g. `Greenhouse gases`.
    pub quantity: String,
    /// Its unit, e.g. `t CO2e/a`.
    pub unit: String,
    /// What a positive part is called in the key, e.g. `emitted`.
    pub increase: String,
    /// What a negative part is called in the key, e.g. `avoided`.
    pub decrease: String,
    /// One to forty rows, top to bottom.
    pub steps: Vec<Step>,
}

const ROW: f64 = 24.0;
const MOST_STEPS: usize = 40;
const WIDEST_LABEL: f64 = 260.0;
const UP: Fill = Fill { colour: VERMILLION, hatch: Hatch::Up };
const DOWN: Fill = Fill { colour: GREEN, hatch: Hatch::Plain };
const TOTAL: Fill = Fill { colour: INK, hatch: Hatch::Plain };

/// A row with its place along the value axis.
struct Placed<'a> {
    step: &'a Step,
    from: f64,
    to: f64,
}

impl Waterfall {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when there is no row or no name of method or reference, when a number cannot be drawn, when a start
    /// is not the first row, and when a total is not the sum of what stands above it.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        let spans: Vec<(f64, f64)> = self.place()?.iter().map(|p| (p.from, p.to)).collect();
        Ok(self.drawn()?.charted("waterfall", self).also("spans", &spans))
    }

    fn drawn(&self) -> Result<Picture, PlotError> {
        let placed = self.place()?;
        let locale = self.heading.locale;
        let colon = locale.colon();
        let words = (locale.say("Method"), locale.say("Reference"));
        let frame = format!("{}{colon}{} · {}{colon}{}", words.0, self.method, words.1, self.reference);
        let mut heading = self.heading.clone();
        heading.subtitle = if heading.subtitle.is_empty() { frame } else { format!("{} · {frame}", heading.subtitle) };
        let key = self.key(&placed);
        let height = key.height() + 10.0 + ROW * placed.len() as f64 + AXIS_FOOT;
        Ok(picture(&heading, height, self.csv(), |canvas, top| {
            key.draw(canvas, top);
            self.body(canvas, &placed, top + key.height() + 10.0);
        }))
    }

    fn place(&self) -> Result<Vec<Placed<'_>>, PlotError> {
        count("steps", self.steps.len(), MOST_STEPS)?;
        for (what, text) in [("method", &self.method), ("reference", &self.reference)] {
            if text.trim().is_empty() {
                return Err(PlotError::Empty { what: what.to_owned() });
            }
        }
        drawable("steps", self.steps.iter().map(Step::value))?;
        let (mut sum, mut size) = (0.0, 0.0);
        let mut placed = Vec::with_capacity(self.steps.len());
        for (k, step) in self.steps.iter().enumerate() {
            let value = step.value();
            match step {
                Step::Start { label, .. } if k > 0 => {
                    return Err(PlotError::Order { what: format!("start {label}: only the first row starts a sum") });
                }
                Step::Start { .. } => {
                    placed.push(Placed { step, from: 0.0, to: value });
                    sum = value;
                    size += value.abs();
                }
                Step::Part { .. } => {
                    placed.push(Placed { step, from: sum, to: sum + value });
                    sum += value;
                    size += value.abs();
                }
                Step::Total { label, .. } => {
                    closes(&format!("total {label}"), value, sum, size)?;
                    placed.push(Placed { step, from: 0.0, to: value });
                }
                Step::Memo { .. } => placed.push(Placed { step, from: 0.0, to: value }),
            }
        }
        drawable("sums", placed.iter().map(|p| p.to))?;
        Ok(placed)
    }

    fn key(&self, placed: &[Placed<'_>]) -> Key {
        let locale = self.heading.locale;
        let part = |positive: bool| move |p: &Placed<'_>| matches!(p.step, Step::Part { value, .. } if (*value > 0.0) == positive && *value != 0.0);
        let mut entries = Vec::new();
        if placed.iter().any(part(true)) {
            entries.push((UP, format!("+ {}", self.increase)));
        }
        if placed.iter().any(part(false)) {
            entries.push((DOWN, format!("\u{2212} {}", self.decrease)));
        }
        if placed.iter().any(|p| matches!(p.step, Step::Total { .. })) {
            entries.push((TOTAL, locale.say("sum of the parts above").to_owned()));
        }
        Key::new(&entries)
    }

    fn body(&self, canvas: &Canvas<'_>, placed: &[Placed<'_>], top: f64) {
        let locale = self.heading.locale;
        let labels: Vec<String> = placed.iter().map(|p| self.label(p.step)).collect();
        let widest = labels.iter().map(|l| width(l, LABEL, true)).fold(0.0, f64::max).min(WIDEST_LABEL);
        let values: Vec<String> = placed.iter().map(|p| with_sign(p.step.value(), locale)).collect();
        let beside = values.iter().map(|v| width(v, LABEL, true)).fold(0.0, f64::max) + 8.0;
        let frame = (MARGIN + widest + 10.0, WIDTH - MARGIN);
        let plot = Rect::new(frame, (top, top + ROW * placed.len() as f64));
        let (lo, hi) = extent(placed.iter().flat_map(|p| [p.from, p.to])).unwrap_or((0.0, 1.0));
        let ticks = Ticks::enclosing(lo.min(0.0), hi.max(0.0), 5);
        let scale = Scale::new(ticks.range(), (plot.left + beside, plot.right - beside));
        bottom_axis(canvas, plot, &ticks, scale, locale);
        bottom_title(canvas, plot, &self.heading.measured(&self.quantity, &self.unit));
        let mut running: Option<f64> = None;
        for (k, row) in placed.iter().enumerate() {
            let y = top + ROW * (k as f64 + 0.5);
            let total = row.step.is_sum();
            let label = fit(&labels[k], LABEL, total, WIDEST_LABEL);
            let look = Look::new(LABEL, INK).align(Align::Right);
            canvas.text((plot.left - 8.0, y), &label, if total { look.bold() } else { look });
            if let (Some(sum), false) = (running, matches!(row.step, Step::Memo { .. })) {
                let x = scale.at(sum);
                canvas.line(&[(x, y - ROW + 8.0), (x, y - 8.0)], Stroke::full(QUIET, 0.7));
            }
            let colour = self.row(canvas, row, y, scale);
            let (at, align) = if row.to < row.from {
                (scale.at(row.to) - 5.0, Align::Right)
            } else {
                (scale.at(row.to) + 5.0, Align::Left)
            };
            let look = Look::new(LABEL, readable(colour)).align(align);
            canvas.text((at, y), &values[k], if total { look.bold() } else { look });
            running = if matches!(row.step, Step::Memo { .. }) { None } else { Some(row.to) };
        }
    }

    /// Draws the bar of a row; returns the colour of its value.
    fn row(&self, canvas: &Canvas<'_>, row: &Placed<'_>, y: f64, scale: Scale) -> RGBColor {
        let half = if row.step.is_sum() { 8.0 } else { 7.0 };
        let rect = Rect::new((scale.at(row.from), scale.at(row.to)), (y - half, y + half));
        match row.step {
            Step::Start { .. } | Step::Total { .. } => {
                canvas.bar(rect, TOTAL);
                INK
            }
            Step::Memo { .. } => {
                canvas.outline(rect, Stroke::dashed(QUIET, 1.0));
                QUIET
            }
            Step::Part { value, .. } => {
                let fill = if *value > 0.0 { UP } else { DOWN };
                canvas.bar(rect, fill);
                if *value == 0.0 { QUIET } else { fill.colour }
            }
        }
    }

    fn label(&self, step: &Step) -> String {
        match step {
            Step::Memo { label, .. } => {
                format!("{label} ({})", self.heading.locale.say("not in the sum"))
            }
            other => other.label().to_owned(),
        }
    }

    fn csv(&self) -> String {
        let l = self.heading.locale;
        let header = [
            l.say("kind").to_owned(),
            l.say("label").to_owned(),
            with_unit(&self.quantity, &self.unit),
            l.say("method").to_owned(),
            l.say("reference").to_owned(),
        ];
        let rows = self.steps.iter().map(|s| {
            let kind = match s {
                Step::Start { .. } => l.say("start"),
                Step::Part { .. } => l.say("part"),
                Step::Total { .. } => "total",
                Step::Memo { .. } => l.say("memo"),
            };
            vec![
                kind.to_owned(),
                s.label().to_owned(),
                s.value().to_string(),
                self.method.clone(),
                self.reference.clone(),
            ]
        });
        csv(&header, rows)
    }
}
