//! Horizontal bars, one a name, each with an optional range.

use super::canvas::{Align, Canvas, Look, Rect, Stroke, WIDTH};
use super::error::{count, drawable};
use super::frame::{AXIS_FOOT, MARGIN, bottom_axis, bottom_title, picture};
use super::labels::{LABEL, fit, width};
use super::palette::{BLUE, Fill, Hatch, INK, VERMILLION, tint};
use super::scale::{Scale, Ticks, extent};
use super::table::{csv, with_unit};
use super::{Heading, Picture, PlotError};
use crate::words::significant;

/// One bar.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Bar {
    /// Its name.
    pub label: String,
    /// In the unit of the figure; may be negative.
    pub value: f64,
    /// Lower and upper end of its range, e.g. the 10 % and the 90 % quantile.
    pub range: Option<(f64, f64)>,
}

impl Bar {
    /// A bar without range.
    pub fn new(label: impl Into<String>, value: f64) -> Self {
        Self { label: label.into(), value, range: None }
    }
}

/// Horizontal bars in the order given.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Bars {
    /// Title and language.
    pub heading: Heading,
    /// What is measured.
    pub quantity: String,
    /// Its unit.
    pub unit: String,
    /// One to sixty bars, top to bottom.
    pub bars: Vec<Bar>,
}

const ROW: f64 = 20.0;
const MOST_BARS: usize = 60;
const WIDEST_LABEL: f64 = 240.0;

impl Bars {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when there is no bar, when a number cannot be drawn and when a range is reversed.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        Ok(self.drawn()?.charted("bars", self))
    }

    fn drawn(&self) -> Result<Picture, PlotError> {
        count("bars", self.bars.len(), MOST_BARS)?;
        for bar in &self.bars {
            let what = format!("bar {}", bar.label);
            drawable(&what, [bar.value])?;
            if let Some((lo, hi)) = bar.range {
                drawable(&what, [lo, hi])?;
                if lo > hi {
                    return Err(PlotError::Order { what: format!("{what}: ends of the range") });
                }
            }
        }
        let height = ROW * self.bars.len() as f64 + AXIS_FOOT;
        Ok(picture(&self.heading, height, self.csv(), |canvas, top| self.body(canvas, top + 4.0)))
    }

    fn body(&self, canvas: &Canvas<'_>, top: f64) {
        let locale = self.heading.locale;
        let widest = self.bars.iter().map(|b| width(&b.label, LABEL, false)).fold(0.0, f64::max).min(WIDEST_LABEL);
        let texts: Vec<String> = self.bars.iter().map(|b| significant(b.value, 3, locale)).collect();
        let beside = texts.iter().map(|t| width(t, LABEL, false)).fold(0.0, f64::max) + 10.0;
        let plot = Rect::new((MARGIN + widest + 10.0, WIDTH - MARGIN), (top, top + ROW * self.bars.len() as f64));
        let ends = self.bars.iter().flat_map(|b| {
            let (lo, hi) = b.range.unwrap_or((b.value, b.value));
            [b.value, lo, hi]
        });
        let (lo, hi) = extent(ends).unwrap_or((0.0, 1.0));
        let ticks = Ticks::enclosing(lo.min(0.0), hi.max(0.0), 5);
        let left = if lo < 0.0 { plot.left + beside } else { plot.left };
        let scale = Scale::new(ticks.range(), (left, plot.right - beside));
        bottom_axis(canvas, plot, &ticks, scale, locale);
        bottom_title(canvas, plot, &self.heading.measured(&self.quantity, &self.unit));
        for (k, bar) in self.bars.iter().enumerate() {
            let y = top + ROW * (k as f64 + 0.5);
            let label = fit(&bar.label, LABEL, false, WIDEST_LABEL);
            canvas.text((plot.left - 8.0, y), &label, Look::new(LABEL, INK).align(Align::Right));
            draw_bar(canvas, bar, y, scale, &texts[k]);
        }
    }

    fn csv(&self) -> String {
        let l = self.heading.locale;
        let header = [
            l.say("label").to_owned(),
            with_unit(&self.quantity, &self.unit),
            with_unit(l.say("lower"), &self.unit),
            with_unit(l.say("upper"), &self.unit),
        ];
        let rows = self.bars.iter().map(|b| {
            let (lo, hi) = b.range.map_or((String::new(), String::new()), |r| (r.0.to_string(), r.1.to_string()));
            vec![b.label.clone(), b.value.to_string(), lo, hi]
        });
        csv(&header, rows)
    }
}

fn draw_bar(canvas: &Canvas<'_>, bar: &Bar, y: f64, scale: Scale, text: &str) {
    let fill = if bar.value < 0.0 {
        Fill { colour: tint(VERMILLION, 0.8), hatch: Hatch::Up }
    } else {
        Fill { colour: tint(BLUE, 0.7), hatch: Hatch::Plain }
    };
    canvas.bar(Rect::new((scale.at(0.0), scale.at(bar.value)), (y - 6.0, y + 6.0)), fill);
    let (mut lowest, mut highest) = (bar.value.min(0.0), bar.value.max(0.0));
    if let Some((lo, hi)) = bar.range {
        let stroke = Stroke::full(INK, 1.2);
        canvas.line(&[(scale.at(lo), y), (scale.at(hi), y)], stroke);
        for end in [lo, hi] {
            canvas.line(&[(scale.at(end), y - 4.0), (scale.at(end), y + 4.0)], stroke);
        }
        (lowest, highest) = (lowest.min(lo), highest.max(hi));
    }
    let (x, align) =
        if bar.value < 0.0 { (scale.at(lowest) - 5.0, Align::Right) } else { (scale.at(highest) + 5.0, Align::Left) };
    canvas.text((x, y), text, Look::new(LABEL, INK).align(align));
}
