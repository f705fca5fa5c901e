//! How estimates settled as samples came in: lines with their intervals over the number of samples, on a logarithmic axis.

use super::canvas::{Align, Canvas, Look, Point, Rect, Stroke, WIDTH};
use super::error::{count, drawable};
use super::frame::{AXIS_FOOT, AXIS_TITLE, MARGIN, axis_title, bottom_title, picture, tick_width, value_axis};
use super::labels::{MarginLabel, Sample, TICK, draw_margin, margin_width, width};
use super::palette::{GRID, MOST, QUIET, line};
use super::scale::{Scale, Ticks, extent};
use super::table::{csv, with_unit};
use super::{Heading, Picture, PlotError};
use crate::words::significant;

/// An estimate at a number of samples.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Settled {
    /// Number of samples, at least 1.
    pub samples: u64,
    /// The estimate, in the unit of the figure.
    pub value: f64,
    /// Its interval, lower end first; none where the samples do not tell.
    pub interval: Option<(f64, f64)>,
}

/// The way of one statistic.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Trail {
    /// What it is, short, e.g. `P10`: written beside its end.
    pub name: String,
    /// At increasing numbers of samples.
    pub points: Vec<Settled>,
}

/// Estimates over the number of samples.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Convergence {
    /// Title and language.
    pub heading: Heading,
    /// What is estimated, e.g. `Biogas`.
    pub quantity: String,
    /// Its unit, e.g. `Nm3/a`.
    pub unit: String,
    /// One to eight statistics of it.
    pub trails: Vec<Trail>,
}

const PLOT_HEIGHT: f64 = 250.0;

impl Convergence {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when there is no line or no point, when a number cannot be drawn, when numbers of samples do not
    /// increase from 1 on, and when the ends of an interval are crossed.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        Ok(self.drawn()?.charted("convergence", self))
    }

    fn drawn(&self) -> Result<Picture, PlotError> {
        self.check()?;
        let right = WIDTH - margin_width(self.trails.iter().map(|p| p.name.as_str()));
        let (lo, hi) = extent(self.points().flat_map(values)).unwrap_or((0.0, 1.0));
        let ticks = Ticks::enclosing(lo, hi, 5);
        let left = MARGIN + tick_width(&ticks, self.heading.locale);
        Ok(picture(&self.heading, AXIS_TITLE + PLOT_HEIGHT + AXIS_FOOT, self.csv(), |canvas, top| {
            let plot = Rect::new((left, right), (top + AXIS_TITLE, top + AXIS_TITLE + PLOT_HEIGHT));
            self.body(canvas, plot, &ticks);
        }))
    }

    fn points(&self) -> impl Iterator<Item = &Settled> {
        self.trails.iter().flat_map(|p| &p.points)
    }

    fn check(&self) -> Result<(), PlotError> {
        count("statistics", self.trails.len(), MOST)?;
        for trail in &self.trails {
            let name = format!("statistic {}", trail.name);
            count(&name, trail.points.len(), usize::MAX)?;
            drawable(&name, trail.points.iter().flat_map(values))?;
            let rises = trail.points.windows(2).all(|w| w[0].samples < w[1].samples);
            if !rises || trail.points[0].samples == 0 {
                return Err(PlotError::Order { what: format!("{name}: numbers of samples from 1 on") });
            }
            if trail.points.iter().any(|p| p.interval.is_some_and(|(lo, hi)| lo > hi)) {
                return Err(PlotError::Order { what: format!("{name}: ends of the interval") });
            }
        }
        Ok(())
    }

    fn body(&self, canvas: &Canvas<'_>, plot: Rect, ticks: &Ticks) {
        let locale = self.heading.locale;
        let value = Scale::new(ticks.range(), (plot.bottom, plot.top));
        axis_title(canvas, plot, &self.heading.measured(&self.quantity, &self.unit));
        value_axis(canvas, plot, ticks, value, locale);
        let across = self.samples_axis(canvas, plot);
        let at = |p: &Settled, v: f64| (across.at(libm::log10(p.samples as f64)), value.at(v));
        for (k, trail) in self.trails.iter().enumerate() {
            // Stretches of points that have an interval; a gap where one has none.
            for stretch in trail.points.chunk_by(|a, b| a.interval.is_some() == b.interval.is_some()) {
                let bounds = || stretch.iter().filter_map(|p| p.interval.map(|(lo, hi)| (p, lo, hi)));
                let upper: Vec<Point> = bounds().map(|(p, _, hi)| at(p, hi)).collect();
                let outline: Vec<Point> = upper.into_iter().chain(bounds().map(|(p, lo, _)| at(p, lo)).rev()).collect();
                if outline.len() > 2 {
                    canvas.polygon(&outline, line(k).0, 0.22);
                }
            }
        }
        let mut labels = Vec::new();
        for (k, trail) in self.trails.iter().enumerate() {
            let (colour, dash) = line(k);
            let stroke = Stroke { colour, width: 1.6, dash };
            let points: Vec<Point> = trail.points.iter().map(|p| at(p, p.value)).collect();
            match points.as_slice() {
                [only] => canvas.dot(*only, 3.0, colour),
                _ => canvas.line(&points, stroke),
            }
            let end = points.last().filter(|_| !trail.name.is_empty());
            labels.extend(end.map(|(_, y)| MarginLabel {
                y: *y,
                text: trail.name.clone(),
                colour,
                sample: Sample::Line(stroke),
            }));
        }
        draw_margin(canvas, &labels, plot.right, (plot.top, plot.bottom));
    }

    /// Draws the axis of samples: lines at 1, 2 and 5 times the powers of ten, and at the ends where one of these is near.
    fn samples_axis(&self, canvas: &Canvas<'_>, plot: Rect) -> Scale {
        let locale = self.heading.locale;
        let (first, last) = extent(self.points().map(|p| p.samples as f64)).unwrap_or((1.0, 10.0));
        // A single number of samples stands in the middle of a decade.
        let (lo, hi) = if first < last { (first, last) } else { (first / 3.0, first * 3.0) };
        let scale = Scale::new((libm::log10(lo), libm::log10(hi)), (plot.left, plot.right));
        let mut free_from = plot.left - 20.0;
        for power in 0..20 {
            for number in [1.0, 2.0, 5.0].map(|k| k * libm::pow(10.0, f64::from(power))) {
                if number < lo || number > hi {
                    continue;
                }
                let x = scale.at(libm::log10(number));
                canvas.line(&[(x, plot.top), (x, plot.bottom)], Stroke::full(GRID, 0.8));
                let text = significant(number, 1, locale);
                let half = width(&text, TICK, false) / 2.0;
                if x - half >= free_from && x + half <= WIDTH - 2.0 {
                    canvas.text((x, plot.bottom + 11.0), &text, Look::new(TICK, QUIET).align(Align::Middle));
                    free_from = x + half + 6.0;
                }
            }
        }
        bottom_title(canvas, plot, locale.say("Number of samples"));
        scale
    }

    fn csv(&self) -> String {
        let l = self.heading.locale;
        let header = [
            l.say("statistic").to_owned(),
            l.say("samples").to_owned(),
            with_unit(&self.quantity, &self.unit),
            with_unit(l.say("interval, lower"), &self.unit),
            with_unit(l.say("interval, upper"), &self.unit),
        ];
        let rows = self.trails.iter().flat_map(|trail| {
            trail.points.iter().map(|p| {
                let (lo, hi) =
                    p.interval.map_or((String::new(), String::new()), |i| (i.0.to_string(), i.1.to_string()));
                vec![trail.name.clone(), p.samples.to_string(), p.value.to_string(), lo, hi]
            })
        });
        csv(&header, rows)
    }
}

fn values(point: &Settled) -> impl Iterator<Item = f64> {
    std::iter::once(point.value).chain(point.interval.into_iter().flat_map(|(lo, hi)| [lo, hi]))
}
