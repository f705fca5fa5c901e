//! Computed against published: points on a diagonal, and the worst of them by name.

use super::canvas::{Align, Canvas, Look, Point, Rect, Stroke, WIDTH};
use super::chart::sampled;
use super::error::{count, drawable, not_negative};
use super::frame::{
    AXIS_FOOT, AXIS_TITLE, MARGIN, axis_title, bottom_axis, bottom_title, picture, tick_width, value_axis,
};
use super::labels::{LABEL, fit};
use super::palette::{BLUE, INK, QUIET, VERMILLION, readable};
use super::scale::{Scale, Ticks, extent};
use super::table::{csv, with_unit};
use super::{Heading, Picture, PlotError};
use crate::words::{percent, significant};
use serde_json::{Value, json};

/// One pair of numbers.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ParityPoint {
    /// What it is.
    pub label: String,
    /// The published value, in the unit of the figure.
    pub published: f64,
    /// The computed value, in the unit of the figure.
    pub computed: f64,
}

impl ParityPoint {
    /// Difference relative to the published value; absolute where that is zero.
    fn difference(&self) -> f64 {
        let difference = (self.computed - self.published).abs();
        if self.published == 0.0 { difference } else { difference / self.published.abs() }
    }
}

/// Computed against published values.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Parity {
    /// Title and language.
    pub heading: Heading,
    /// What is compared.
    pub quantity: String,
    /// Its unit.
    pub unit: String,
    /// Relative difference up to which a point passes.
    pub tolerance: f64,
    /// The points.
    pub points: Vec<ParityPoint>,
}

const SIDE: f64 = 300.0;
const WORST: usize = 5;

impl Parity {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when there is no point, when a number cannot be drawn and when the tolerance is negative.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        let drawn = self.drawn()?;
        Ok(drawn.with_chart("parity", self.chart()))
    }

    /// The points that a screen shows: the worst, then those that do not pass, then others; of all of them how many there are
    /// (`count`) and how many pass (`passed`). `differences` are those of the points, relative to what was published.
    fn chart(&self) -> Value {
        let worst: Vec<usize> = self.worst();
        let fails = |k: usize| self.points[k].difference() > self.tolerance;
        let rank = |k: usize| if worst.contains(&k) { 0 } else { 2 - usize::from(fails(k)) };
        let points: Vec<&ParityPoint> = sampled(self.points.len(), rank).into_iter().map(|k| &self.points[k]).collect();
        json!({
            "heading": self.heading, "quantity": self.quantity, "unit": self.unit, "tolerance": self.tolerance,
            "points": points, "differences": points.iter().map(|p| p.difference()).collect::<Vec<_>>(),
            "count": self.points.len(), "passed": self.passed(),
        })
    }

    /// Places of the largest differences, the largest first.
    fn worst(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.points.len()).collect();
        order.sort_by(|a, b| self.points[*b].difference().total_cmp(&self.points[*a].difference()));
        order.truncate(WORST);
        order
    }

    /// Number of points within the tolerance.
    fn passed(&self) -> usize {
        self.points.iter().filter(|p| p.difference() <= self.tolerance).count()
    }

    fn drawn(&self) -> Result<Picture, PlotError> {
        count("points", self.points.len(), usize::MAX)?;
        drawable("points", self.points.iter().flat_map(|p| [p.published, p.computed]))?;
        not_negative("tolerance", [self.tolerance])?;
        let (lo, hi) = extent(self.points.iter().flat_map(|p| [p.published, p.computed])).unwrap_or((0.0, 1.0));
        let ticks = Ticks::enclosing(lo, hi, 5);
        let left = MARGIN + tick_width(&ticks, self.heading.locale);
        Ok(picture(&self.heading, AXIS_TITLE + SIDE + AXIS_FOOT, self.csv(), |canvas, top| {
            let plot = Rect::new((left, left + SIDE), (top + AXIS_TITLE, top + AXIS_TITLE + SIDE));
            self.scatter(canvas, plot, &ticks);
            self.summary(canvas, plot);
        }))
    }

    fn scatter(&self, canvas: &Canvas<'_>, plot: Rect, ticks: &Ticks) {
        let locale = self.heading.locale;
        let across = Scale::new(ticks.range(), (plot.left, plot.right));
        let up = Scale::new(ticks.range(), (plot.bottom, plot.top));
        let computed = locale.say("computed");
        axis_title(canvas, plot, &self.heading.measured(&format!("{}, {computed}", self.quantity), &self.unit));
        value_axis(canvas, plot, ticks, up, locale);
        bottom_axis(canvas, plot, ticks, across, locale);
        let published = locale.say("published");
        bottom_title(canvas, plot, &self.heading.measured(&format!("{}, {published}", self.quantity), &self.unit));
        let (lo, hi) = ticks.range();
        let ends: [Point; 2] = [(across.at(lo), up.at(lo)), (across.at(hi), up.at(hi))];
        canvas.line(&ends, Stroke::dashed(QUIET, 1.0));
        for point in &self.points {
            let (x, y) = (across.at(point.published), up.at(point.computed));
            if point.difference() <= self.tolerance {
                canvas.dot((x, y), 3.0, BLUE);
            } else {
                let stroke = Stroke::full(VERMILLION, 1.8);
                canvas.line(&[(x - 4.0, y - 4.0), (x + 4.0, y + 4.0)], stroke);
                canvas.line(&[(x - 4.0, y + 4.0), (x + 4.0, y - 4.0)], stroke);
            }
        }
    }

    fn summary(&self, canvas: &Canvas<'_>, plot: Rect) {
        let locale = self.heading.locale;
        let x = plot.right + 36.0;
        let room = WIDTH - MARGIN - x;
        let passed = self.passed();
        let within = locale.say("within");
        let of = locale.say("of");
        let tolerance = significant(self.tolerance, 2, locale);
        let first = format!("{passed} {of} {} {within} {tolerance}", self.points.len());
        let colour = if passed == self.points.len() { readable(BLUE) } else { readable(VERMILLION) };
        canvas.text((x, plot.top + 6.0), &fit(&first, LABEL, true, room), Look::new(LABEL, colour).bold());
        let second = locale.say("Largest relative differences");
        canvas.text((x, plot.top + 30.0), &fit(second, LABEL, false, room), Look::new(LABEL, QUIET));
        for (k, place) in self.worst().into_iter().enumerate() {
            let point = &self.points[place];
            let y = plot.top + 50.0 + 18.0 * k as f64;
            let difference = point.difference();
            let text =
                if difference >= 1e-4 { percent(difference, 2, locale) } else { significant(difference, 2, locale) };
            canvas.text((x + 72.0, y), &fit(&text, LABEL, false, 80.0), Look::new(LABEL, INK).align(Align::Right));
            canvas.text((x + 82.0, y), &fit(&point.label, LABEL, false, room - 82.0), Look::new(LABEL, INK));
        }
    }

    fn csv(&self) -> String {
        let l = self.heading.locale;
        let header = [
            l.say("case").to_owned(),
            with_unit(l.say("published"), &self.unit),
            with_unit(l.say("computed"), &self.unit),
        ];
        let rows = self.points.iter().map(|p| vec![p.label.clone(), p.published.to_string(), p.computed.to_string()]);
        csv(&header, rows)
    }
}
