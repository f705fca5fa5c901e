//! Stacked bars: what each row is made of, gains and losses apart, with the sum marked.

use super::canvas::{Align, Canvas, Look, Point, Rect, Stroke, WIDTH};
use super::error::{count, drawable, length};
use super::frame::{AXIS_FOOT, Key, MARGIN, bottom_axis_within, bottom_title, picture};
use super::labels::{LABEL, fit, width};
use super::palette::{INK, MOST, PAPER, fill};
use super::scale::{Scale, Ticks, extent};
use super::table::{csv, with_unit};
use super::{Heading, Picture, PlotError};
use crate::words::significant;

/// One bar.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct StackedRow {
    /// What it is of.
    pub label: String,
    /// One value for each part, in the unit of the figure; negative ones go to the left of zero.
    pub values: Vec<f64>,
}

/// Stacked horizontal bars in the order given.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Stacked {
    /// Title and language.
    pub heading: Heading,
    /// What is added up; for carbon with method and reference in the heading.
    pub quantity: String,
    /// Its unit.
    pub unit: String,
    /// Names of the parts, one to eight.
    pub parts: Vec<String>,
    /// Index of the colour of each part; empty for the order of the palette.
    pub tones: Vec<usize>,
    /// One to sixty bars, top to bottom.
    pub rows: Vec<StackedRow>,
}

const ROW: f64 = 24.0;
const MOST_ROWS: usize = 60;
const WIDEST_LABEL: f64 = 220.0;

/// Sum of what is above zero, and of what is below.
fn sides(row: &StackedRow) -> (f64, f64) {
    row.values.iter().fold((0.0, 0.0), |(up, down), v| if *v > 0.0 { (up + v, down) } else { (up, down + v) })
}

impl Stacked {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when there is no row or no part or more parts than can be told apart, when a row has another number
    /// of values than there are parts, and when a number cannot be drawn.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        let sums: Vec<(f64, f64)> = self.rows.iter().map(sides).collect();
        Ok(self.drawn()?.charted("stacked", self).also("sums", &sums))
    }

    fn drawn(&self) -> Result<Picture, PlotError> {
        count("parts", self.parts.len(), MOST)?;
        count("rows", self.rows.len(), MOST_ROWS)?;
        if !self.tones.is_empty() {
            length("tones", self.parts.len(), self.tones.len())?;
        }
        for row in &self.rows {
            length(&row.label, self.parts.len(), row.values.len())?;
            drawable(&row.label, row.values.iter().copied())?;
        }
        let key = Key::new(&self.shown());
        let height = key.height() + 10.0 + ROW * self.rows.len() as f64 + AXIS_FOOT;
        Ok(picture(&self.heading, height, self.csv(), |canvas, top| {
            key.draw(canvas, top);
            self.body(canvas, top + key.height() + 10.0);
        }))
    }

    fn tone(&self, part: usize) -> usize {
        self.tones.get(part).copied().unwrap_or(part)
    }

    /// Entries of the key: parts that some row has.
    fn shown(&self) -> Vec<(super::palette::Fill, String)> {
        let used = |k: &usize| self.rows.iter().any(|r| r.values[*k] != 0.0);
        (0..self.parts.len()).filter(used).map(|k| (fill(self.tone(k)), self.parts[k].clone())).collect()
    }

    fn body(&self, canvas: &Canvas<'_>, top: f64) {
        let l = self.heading.locale;
        let widest = self.rows.iter().map(|r| width(&r.label, LABEL, false)).fold(0.0, f64::max).min(WIDEST_LABEL);
        let texts: Vec<String> = self.rows.iter().map(|r| significant(r.values.iter().sum::<f64>(), 3, l)).collect();
        let beside = texts.iter().map(|t| width(t, LABEL, true)).fold(0.0, f64::max) + 14.0;
        let left = MARGIN + widest + 14.0;
        let plot = Rect::new((left, WIDTH - MARGIN - beside), (top, top + ROW * self.rows.len() as f64));
        let ends = self.rows.iter().flat_map(|r| [sides(r).0, sides(r).1]);
        let (lo, hi) = extent(ends).unwrap_or((0.0, 1.0));
        let ticks = Ticks::enclosing(lo.min(0.0), hi.max(0.0), 5);
        let scale = Scale::new(ticks.range(), (plot.left, plot.right));
        bottom_axis_within(canvas, plot, &ticks, scale, (l, 2.0, WIDTH - 4.0));
        bottom_title(canvas, plot, &self.heading.measured(&self.quantity, &self.unit));
        for (k, row) in self.rows.iter().enumerate() {
            let y = top + ROW * (k as f64 + 0.5);
            let look = Look::new(LABEL, INK).align(Align::Right);
            canvas.text((plot.left - 8.0, y), &fit(&row.label, LABEL, false, WIDEST_LABEL), look);
            self.draw_row(canvas, row, y, scale);
            let look = Look::new(LABEL, INK).bold().align(Align::Right);
            canvas.text((WIDTH - MARGIN, y), &texts[k], look);
        }
    }

    fn draw_row(&self, canvas: &Canvas<'_>, row: &StackedRow, y: f64, scale: Scale) {
        let (mut up, mut down) = (0.0, 0.0);
        for (k, value) in row.values.iter().enumerate().filter(|(_, v)| **v != 0.0) {
            let from = if *value > 0.0 { up } else { down };
            let rect = Rect::new((scale.at(from), scale.at(from + value)), (y - 8.0, y + 8.0));
            canvas.bar(rect, fill(self.tone(k)));
            canvas.outline(rect, Stroke::full(PAPER, 0.5));
            if *value > 0.0 { up += value } else { down += value }
        }
        // Where there are both gains and losses, the eye cannot add: the sum gets a mark.
        if up > 0.0 && down < 0.0 {
            let x = scale.at(up + down);
            let diamond = |r: f64| -> [Point; 4] { [(x, y - r), (x + r, y), (x, y + r), (x - r, y)] };
            canvas.polygon(&diamond(7.0), PAPER, 1.0);
            canvas.polygon(&diamond(5.0), INK, 1.0);
        }
    }

    fn csv(&self) -> String {
        let l = self.heading.locale;
        let mut header = vec![l.say("label").to_owned()];
        header.extend(self.parts.iter().map(|p| with_unit(p, &self.unit)));
        header.push(with_unit(l.say("sum"), &self.unit));
        let row = |r: &StackedRow| {
            let sum = r.values.iter().sum::<f64>().to_string();
            let values = r.values.iter().map(ToString::to_string);
            std::iter::once(r.label.clone()).chain(values).chain(std::iter::once(sum)).collect()
        };
        csv(&header, self.rows.iter().map(row))
    }
}
