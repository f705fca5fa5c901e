//! Ranges: a low, a central and a high value of each row, for what is known no better than that.

use super::canvas::{Align, Canvas, Look, Rect, Stroke, WIDTH};
use super::error::{count, drawable};
use super::frame::{AXIS_FOOT, MARGIN, bottom_axis_within, bottom_title, picture};
use super::labels::{LABEL, TICK, fit, width};
use super::palette::{BLUE, INK, PAPER, QUIET, VERMILLION, tint};
use super::scale::{Scale, Ticks, extent};
use super::table::{csv, with_unit};
use super::{Heading, Picture, PlotError};
use crate::words::significant;

/// One range.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct RangeRow {
    /// What it is of.
    pub label: String,
    /// Low, central and high value, in the unit of the figure; not decreasing.
    pub low_central_high: [f64; 3],
    /// A sum or a net of the rows above: set apart.
    pub total: bool,
}

/// Ranges in the order given.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Ranges {
    /// Title and language.
    pub heading: Heading,
    /// What is measured.
    pub quantity: String,
    /// Its unit.
    pub unit: String,
    /// What the three values are, e.g. `low`, `central`, `high` or `P10`, `P50`, `P90`.
    pub names: [String; 3],
    /// One to sixty rows, top to bottom.
    pub rows: Vec<RangeRow>,
}

const ROW: f64 = 22.0;
const HEAD: f64 = 18.0;
const MOST_ROWS: usize = 60;
const WIDEST_LABEL: f64 = 240.0;
const NARROWEST_PLOT: f64 = 160.0;

impl Ranges {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when there is no row, when a number cannot be drawn and when a range is out of order.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        Ok(self.drawn()?.charted("ranges", self))
    }

    fn drawn(&self) -> Result<Picture, PlotError> {
        count("rows", self.rows.len(), MOST_ROWS)?;
        for row in &self.rows {
            drawable(&row.label, row.low_central_high)?;
            if row.low_central_high.windows(2).any(|w| w[0] > w[1]) {
                return Err(PlotError::Order { what: format!("{}: {}", row.label, self.names.join(", ")) });
            }
        }
        let height = HEAD + ROW * self.rows.len() as f64 + AXIS_FOOT;
        Ok(picture(&self.heading, height, self.csv(), |canvas, top| self.body(canvas, top)))
    }

    fn body(&self, canvas: &Canvas<'_>, top: f64) {
        let l = self.heading.locale;
        let number = |v: f64| significant(v, 3, l);
        let texts: Vec<[String; 3]> = self.rows.iter().map(|r| r.low_central_high.map(number)).collect();
        let column = |k: usize| {
            let numbers = texts.iter().map(|t| width(&t[k], LABEL, true));
            numbers.fold(width(&self.names[k], TICK, false).min(90.0), f64::max) + 12.0
        };
        let columns = [column(0), column(1), column(2)];
        let right = WIDTH - MARGIN - columns.iter().sum::<f64>();
        // Long numbers take the room of long labels, never that of the plot.
        let room = (right - MARGIN - 28.0 - NARROWEST_PLOT).clamp(40.0, WIDEST_LABEL);
        let widest = self.rows.iter().map(|r| width(&r.label, LABEL, r.total)).fold(0.0, f64::max).min(room);
        let plot =
            Rect::new((MARGIN + widest + 18.0, right - 10.0), (top + HEAD, top + HEAD + ROW * self.rows.len() as f64));
        let (lo, hi) = extent(self.rows.iter().flat_map(|r| r.low_central_high)).unwrap_or((0.0, 1.0));
        let ticks = Ticks::enclosing(lo.min(0.0), hi.max(0.0), 5);
        let scale = Scale::new(ticks.range(), (plot.left, plot.right));
        bottom_axis_within(canvas, plot, &ticks, scale, (l, 2.0, right + 20.0));
        bottom_title(canvas, plot, &self.heading.measured(&self.quantity, &self.unit));
        let ends: Vec<f64> = (0..3).map(|k| right + columns[..=k].iter().sum::<f64>()).collect();
        for (name, x) in self.names.iter().zip(&ends) {
            let look = Look::new(TICK, QUIET).align(Align::Right);
            canvas.text((*x, top + 8.0), &fit(name, TICK, false, 90.0), look);
        }
        for (k, row) in self.rows.iter().enumerate() {
            let y = plot.top + ROW * (k as f64 + 0.5);
            let look = Look::new(LABEL, INK).align(Align::Right);
            let look = if row.total { look.bold() } else { look };
            canvas.text((plot.left - 12.0, y), &fit(&row.label, LABEL, row.total, room), look);
            for (j, (text, x)) in texts[k].iter().zip(&ends).enumerate() {
                let look = Look::new(LABEL, if j == 1 { INK } else { QUIET }).align(Align::Right);
                canvas.text((*x, y), text, if j == 1 { look.bold() } else { look });
            }
            draw_range(canvas, row, y, scale);
        }
    }

    fn csv(&self) -> String {
        let l = self.heading.locale;
        let mut header = vec![l.say("label").to_owned()];
        header.extend(self.names.iter().map(|n| with_unit(&format!("{} {n}", self.quantity), &self.unit)));
        let row = |r: &RangeRow| {
            std::iter::once(r.label.clone()).chain(r.low_central_high.iter().map(ToString::to_string)).collect()
        };
        csv(&header, self.rows.iter().map(row))
    }
}

/// A band from low to high and a mark at the central value; losses are vermillion.
fn draw_range(canvas: &Canvas<'_>, row: &RangeRow, y: f64, scale: Scale) {
    let [low, central, high] = row.low_central_high.map(|v| scale.at(v));
    let colour = if row.low_central_high[1] < 0.0 { VERMILLION } else { BLUE };
    let half = if row.total { 7.0 } else { 5.0 };
    canvas.rect(Rect::new((low, high.max(low + 0.6)), (y - half, y + half)), tint(colour, 0.5));
    for end in [low, high] {
        canvas.line(&[(end, y - half), (end, y + half)], Stroke::full(colour, 1.2));
    }
    canvas.dot((central, y), 4.6, PAPER);
    canvas.dot((central, y), 3.4, INK);
}
