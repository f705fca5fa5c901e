//! Before and after: a few measures side by side, each on a scale of its own, with what changes.

use super::canvas::{Align, Canvas, Look, Rect, Stroke, WIDTH};
use super::error::{count, drawable};
use super::frame::{Key, MARGIN, picture};
use super::front::Better;
use super::labels::{LABEL, fit, width};
use super::palette::{BLUE, Fill, GREEN, Hatch, INK, QUIET, VERMILLION, readable, tint};
use super::scale::{Scale, widened};
use super::table::csv;
use super::{Heading, Picture, PlotError};
use crate::words::{significant, with_sign};

/// One measure.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Measure {
    /// What it is; for carbon with method and reference.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Before.
    pub before: f64,
    /// After.
    pub after: f64,
    /// Low and high end of what comes after, e.g. the 10 % and the 90 % quantile.
    pub range: Option<(f64, f64)>,
    /// Which way is wished for; none where neither is.
    pub better: Option<Better>,
}

/// Measures before and after.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct BeforeAfter {
    /// Title and language.
    pub heading: Heading,
    /// Word for before, e.g. `today`.
    pub before: String,
    /// Word for after, e.g. `with the plan`.
    pub after: String,
    /// One to twelve measures.
    pub measures: Vec<Measure>,
}

const BLOCK: f64 = 58.0;
const MOST: usize = 12;
const DELTA: f64 = 120.0;

impl BeforeAfter {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when there is no measure, when a number cannot be drawn and when a range is reversed.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        let changes: Vec<f64> = self.measures.iter().map(|m| m.after - m.before).collect();
        Ok(self.drawn()?.charted("before_after", self).also("changes", &changes))
    }

    fn drawn(&self) -> Result<Picture, PlotError> {
        count("measures", self.measures.len(), MOST)?;
        for m in &self.measures {
            drawable(&m.name, [m.before, m.after])?;
            if let Some((lo, hi)) = m.range {
                drawable(&m.name, [lo, hi])?;
                if lo > hi {
                    return Err(PlotError::Order { what: format!("{}: ends of the range", m.name) });
                }
            }
        }
        let key = Key::new(&[(before_fill(), self.before.clone()), (after_fill(), self.after.clone())]);
        let height = key.height() + 8.0 + BLOCK * self.measures.len() as f64 + 8.0;
        Ok(picture(&self.heading, height, self.csv(), |canvas, top| {
            key.draw(canvas, top);
            for (k, measure) in self.measures.iter().enumerate() {
                self.block(canvas, measure, top + key.height() + 8.0 + BLOCK * k as f64);
            }
        }))
    }

    fn block(&self, canvas: &Canvas<'_>, m: &Measure, top: f64) {
        let l = self.heading.locale;
        let room = WIDTH - 2.0 * MARGIN;
        canvas.line(&[(MARGIN, top), (WIDTH - MARGIN, top)], Stroke::full(tint(QUIET, 0.3), 0.7));
        let name = fit(&self.heading.measured(&m.name, &m.unit), LABEL, true, room - DELTA - 8.0);
        canvas.text((MARGIN, top + 12.0), &name, Look::new(LABEL, INK).bold());
        let delta = fit(&with_sign(m.after - m.before, l), LABEL, true, DELTA);
        let look = Look::new(LABEL, readable(self.colour(m))).bold().align(Align::Right);
        canvas.text((WIDTH - MARGIN, top + 12.0), &delta, look);
        let numbers = [m.before, m.after].map(|v| significant(v, 3, l));
        let beside = numbers.iter().map(|t| width(t, LABEL, false)).fold(0.0, f64::max) + 10.0;
        let (a, b) = m.range.unwrap_or((m.after, m.after));
        let lowest = [0.0, m.before, m.after, a].into_iter().fold(f64::INFINITY, f64::min);
        let highest = [0.0, m.before, m.after, b].into_iter().fold(f64::NEG_INFINITY, f64::max);
        let left = if lowest < 0.0 { MARGIN + beside } else { MARGIN };
        let scale = Scale::new(widened(lowest, highest), (left, WIDTH - MARGIN - beside));
        let rows = [(m.before, before_fill(), None), (m.after, after_fill(), m.range)];
        for (k, (value, fill, range)) in rows.into_iter().enumerate() {
            let y = top + 28.0 + 16.0 * k as f64;
            canvas.bar(Rect::new((scale.at(0.0), scale.at(value)), (y - 6.0, y + 6.0)), fill);
            let (lo, hi) = range.unwrap_or((value, value));
            if range.is_some() {
                canvas.line(&[(scale.at(lo), y), (scale.at(hi), y)], Stroke::full(INK, 1.2));
                for end in [lo, hi] {
                    canvas.line(&[(scale.at(end), y - 4.0), (scale.at(end), y + 4.0)], Stroke::full(INK, 1.2));
                }
            }
            let (x, align) = if value < 0.0 {
                (scale.at(value.min(lo)) - 5.0, Align::Right)
            } else {
                (scale.at(value.max(hi)) + 5.0, Align::Left)
            };
            canvas.text((x, y), &numbers[k], Look::new(LABEL, INK).align(align));
        }
        canvas.line(&[(scale.at(0.0), top + 20.0), (scale.at(0.0), top + 52.0)], Stroke::full(QUIET, 0.8));
    }

    fn colour(&self, m: &Measure) -> plotters::style::RGBColor {
        let good = match m.better {
            _ if m.after == m.before => return QUIET,
            None => return INK,
            Some(Better::Less) => m.after < m.before,
            Some(Better::More) => m.after > m.before,
        };
        if good { GREEN } else { VERMILLION }
    }

    fn csv(&self) -> String {
        let l = self.heading.locale;
        let header = [
            l.say("measure").to_owned(),
            l.say("unit").to_owned(),
            self.before.clone(),
            self.after.clone(),
            l.say("lower").to_owned(),
            l.say("upper").to_owned(),
        ];
        let row = |m: &Measure| {
            let (lo, hi) = m.range.map_or((String::new(), String::new()), |r| (r.0.to_string(), r.1.to_string()));
            vec![m.name.clone(), m.unit.clone(), m.before.to_string(), m.after.to_string(), lo, hi]
        };
        csv(&header, self.measures.iter().map(row))
    }
}

fn before_fill() -> Fill {
    Fill { colour: tint(QUIET, 0.55), hatch: Hatch::Up }
}

fn after_fill() -> Fill {
    Fill { colour: tint(BLUE, 0.8), hatch: Hatch::Plain }
}
