//! Something through time: a line, its band, and levels to hold it against.

use super::canvas::{Align, Canvas, Look, Point, Rect, Stroke, WIDTH};
use super::error::{count, drawable, length};
use super::frame::{
    AXIS_FOOT, AXIS_TITLE, MARGIN, axis_title, bottom_axis, bottom_title, picture, tick_width, value_axis,
};
use super::labels::{MarginLabel, Sample, TICK, draw_margin, margin_width};
use super::palette::{Fill, GRID, Hatch, INK, MOST, QUIET, line, tint};
use super::scale::{Scale, Ticks, extent};
use super::table::{csv, with_unit};
use super::{Heading, Locale, Picture, PlotError};
use crate::units::{DAYS_OF_MONTH, DAYS_PER_YEAR};

/// What the horizontal axis shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeAxis {
    /// The model year: days 0 to 365, written as months.
    Year,
    /// Elapsed days, from the first to the last point.
    Days,
    /// Calendar years: times are years such as 2030.
    Years,
}

/// One line of a time series.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Series {
    /// What it is, short: written beside its end.
    pub name: String,
    /// Time in days (years with [`TimeAxis::Years`]), increasing; value in the unit of the figure.
    pub points: Vec<(f64, f64)>,
    /// Lower and upper limit at each point, e.g. the 10 % and the 90 % quantile; empty for none.
    pub band: Vec<(f64, f64)>,
    /// What the band is, e.g. `P10-P90`: written beside its end.
    pub band_name: String,
}

/// A horizontal line to compare with, e.g. the capacity of the engine.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Level {
    /// What it is, short.
    pub name: String,
    /// In the unit of the figure.
    pub value: f64,
}

/// Lines through time, each with an optional band.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct TimeSeries {
    /// Title and language.
    pub heading: Heading,
    /// What is measured, e.g. `Biogas`.
    pub quantity: String,
    /// Its unit, e.g. `Nm3/d`.
    pub unit: String,
    /// The horizontal axis.
    pub axis: TimeAxis,
    /// One to eight lines.
    pub series: Vec<Series>,
    /// Up to eight levels.
    pub levels: Vec<Level>,
}

const PLOT_HEIGHT: f64 = 250.0;
/// Columns to which long lines are thinned: more than the figure has pixels on most screens.
const COLUMNS: f64 = 800.0;

impl TimeSeries {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when there is no line or no point, when a number cannot be drawn, when a time goes backwards or
    /// leaves the year, and when a band has another length than its line or its limits are crossed.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        Ok(self.drawn()?.charted("time_series", self))
    }

    fn drawn(&self) -> Result<Picture, PlotError> {
        self.check()?;
        let names = self.series.iter().flat_map(|s| [s.name.as_str(), s.band_name.as_str()]);
        let right = WIDTH - margin_width(names.chain(self.levels.iter().map(|l| l.name.as_str())));
        let ticks = self.value_ticks();
        let left = MARGIN + tick_width(&ticks, self.heading.locale);
        Ok(picture(&self.heading, AXIS_TITLE + PLOT_HEIGHT + AXIS_FOOT, self.csv(), |canvas, top| {
            let plot = Rect::new((left, right), (top + AXIS_TITLE, top + AXIS_TITLE + PLOT_HEIGHT));
            self.body(canvas, plot, &ticks);
        }))
    }

    fn check(&self) -> Result<(), PlotError> {
        count("series", self.series.len(), MOST)?;
        if !self.levels.is_empty() {
            count("levels", self.levels.len(), MOST)?;
        }
        for series in &self.series {
            let name = format!("series {}", series.name);
            count(&name, series.points.len(), usize::MAX)?;
            drawable(&name, series.points.iter().flat_map(|p| [p.0, p.1]))?;
            drawable(&name, series.band.iter().flat_map(|b| [b.0, b.1]))?;
            if series.points.windows(2).any(|w| w[1].0 < w[0].0) {
                return Err(PlotError::Order { what: format!("{name}: times") });
            }
            let outside = |t: f64| !(0.0..=DAYS_PER_YEAR).contains(&t);
            if self.axis == TimeAxis::Year && series.points.iter().any(|p| outside(p.0)) {
                return Err(PlotError::Order { what: format!("{name}: days of the year, 0 to 365") });
            }
            if !series.band.is_empty() {
                length(&format!("{name}: band"), series.points.len(), series.band.len())?;
            }
            if series.band.iter().any(|(lo, hi)| lo > hi) {
                return Err(PlotError::Order { what: format!("{name}: limits of the band") });
            }
        }
        drawable("levels", self.levels.iter().map(|l| l.value))
    }

    fn value_ticks(&self) -> Ticks {
        let points = self.series.iter().flat_map(|s| s.points.iter().map(|p| p.1));
        let bands = self.series.iter().flat_map(|s| s.band.iter().flat_map(|b| [b.0, b.1]));
        let levels = self.levels.iter().map(|l| l.value);
        let (lo, hi) = extent(points.chain(bands).chain(levels)).unwrap_or((0.0, 1.0));
        // Amounts start at zero unless that would flatten the line to nothing.
        let lo = if lo > 0.0 && lo < 0.6 * hi { 0.0 } else { lo };
        Ticks::enclosing(lo, hi, 5)
    }

    fn body(&self, canvas: &Canvas<'_>, plot: Rect, ticks: &Ticks) {
        let locale = self.heading.locale;
        let value = Scale::new(ticks.range(), (plot.bottom, plot.top));
        axis_title(canvas, plot, &self.heading.measured(&self.quantity, &self.unit));
        value_axis(canvas, plot, ticks, value, locale);
        let time = self.time_axis(canvas, plot);
        let at = |t: f64, v: f64| (time.at(t), value.at(v));
        for (k, series) in self.series.iter().enumerate() {
            if !series.band.is_empty() {
                let bounds = series.points.iter().zip(&series.band);
                let upper: Vec<Point> = bounds.clone().map(|(p, b)| at(p.0, b.1)).collect();
                let lower: Vec<Point> = bounds.map(|(p, b)| at(p.0, b.0)).collect();
                let outline: Vec<Point> = thin(&upper).into_iter().chain(thin(&lower).into_iter().rev()).collect();
                canvas.polygon(&outline, line(k).0, 0.22);
            }
        }
        for level in &self.levels {
            let y = value.at(level.value);
            canvas.line(&[(plot.left, y), (plot.right, y)], Stroke::dashed(INK, 1.0));
        }
        for (k, series) in self.series.iter().enumerate() {
            let (colour, dash) = line(k);
            let points = thin(&series.points.iter().map(|p| at(p.0, p.1)).collect::<Vec<_>>());
            match points.as_slice() {
                [only] => canvas.dot(*only, 3.0, colour),
                _ => canvas.line(&points, Stroke { colour, width: 1.6, dash }),
            }
        }
        draw_margin(canvas, &self.margin_labels(value), plot.right, (plot.top, plot.bottom));
    }

    fn margin_labels(&self, value: Scale) -> Vec<MarginLabel> {
        let mut labels = Vec::new();
        for (k, series) in self.series.iter().enumerate() {
            let (colour, dash) = line(k);
            let Some(end) = series.points.last() else { continue };
            labels.push(MarginLabel {
                y: value.at(end.1),
                text: series.name.clone(),
                colour,
                sample: Sample::Line(Stroke { colour, width: 1.6, dash }),
            });
            if let Some(band) = series.band.last() {
                let (text, shade) = (series.band_name.clone(), tint(colour, 0.22));
                let sample = Sample::Area(Fill { colour: shade, hatch: Hatch::Plain });
                labels.push(MarginLabel { y: value.at(band.1), text, colour: tint(colour, 0.6), sample });
            }
        }
        let sample = Sample::Line(Stroke::dashed(INK, 1.0));
        let level = |l: &Level| MarginLabel { y: value.at(l.value), text: l.name.clone(), colour: INK, sample };
        labels.extend(self.levels.iter().map(level));
        labels.retain(|l| !l.text.is_empty());
        labels
    }

    fn time_axis(&self, canvas: &Canvas<'_>, plot: Rect) -> Scale {
        let locale = self.heading.locale;
        match self.axis {
            TimeAxis::Year => {
                let scale = Scale::new((0.0, DAYS_PER_YEAR), (plot.left, plot.right));
                months(canvas, plot, scale, locale);
                scale
            }
            TimeAxis::Days => {
                let times = self.series.iter().flat_map(|s| s.points.iter().map(|p| p.0));
                let (lo, hi) = extent(times).unwrap_or((0.0, 1.0));
                let ticks = Ticks::enclosing(lo, hi, 8);
                let scale = Scale::new(ticks.range(), (plot.left, plot.right));
                bottom_axis(canvas, plot, &ticks, scale, locale);
                bottom_title(canvas, plot, locale.say("Time, d"));
                scale
            }
            TimeAxis::Years => {
                let times = self.series.iter().flat_map(|s| s.points.iter().map(|p| p.0));
                let (lo, hi) = extent(times).unwrap_or((0.0, 1.0));
                years(canvas, plot, (lo, hi.max(lo + 1.0)), locale)
            }
        }
    }

    fn csv(&self) -> String {
        let l = self.heading.locale;
        let header = [
            l.say("series").to_owned(),
            match self.axis {
                TimeAxis::Years => l.say("year"),
                TimeAxis::Year | TimeAxis::Days => l.say("time (d)"),
            }
            .to_owned(),
            with_unit(&self.quantity, &self.unit),
            with_unit(l.say("band, lower"), &self.unit),
            with_unit(l.say("band, upper"), &self.unit),
        ];
        let rows = self.series.iter().flat_map(|s| {
            s.points.iter().enumerate().map(|(k, (t, v))| {
                let (lo, hi) =
                    s.band.get(k).map_or((String::new(), String::new()), |b| (b.0.to_string(), b.1.to_string()));
                vec![s.name.clone(), t.to_string(), v.to_string(), lo, hi]
            })
        });
        let levels = self
            .levels
            .iter()
            .map(|x| vec![x.name.clone(), String::new(), x.value.to_string(), String::new(), String::new()]);
        csv(&header, rows.chain(levels))
    }
}

/// Draws month limits and names below a plot whose scale is in days of the year.
fn months(canvas: &Canvas<'_>, plot: Rect, scale: Scale, locale: Locale) {
    let mut start = 0.0;
    for (days, name) in DAYS_OF_MONTH.into_iter().zip(locale.months()) {
        let end = start + days as f64;
        let middle = scale.at((start + end) / 2.0);
        canvas.text((middle, plot.bottom + 11.0), name, Look::new(TICK, QUIET).align(Align::Middle));
        let x = scale.at(end);
        canvas.line(&[(x, plot.top), (x, plot.bottom)], Stroke::full(GRID, 0.6));
        start = end;
    }
    bottom_title(canvas, plot, locale.say("Month of the year"));
}

/// Draws calendar years below a plot, each as far apart as its text needs.
fn years(canvas: &Canvas<'_>, plot: Rect, (lo, hi): (f64, f64), locale: Locale) -> Scale {
    let scale = Scale::new((lo, hi), (plot.left, plot.right));
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().find(|s| (hi - lo) / s <= 11.0).unwrap_or(50.0);
    let mut year = (lo / step).ceil() * step;
    while year <= hi {
        let x = scale.at(year);
        canvas.line(&[(x, plot.top), (x, plot.bottom)], Stroke::full(GRID, 0.8));
        let look = Look::new(TICK, QUIET).align(Align::Middle);
        canvas.text((x, plot.bottom + 11.0), &format!("{year:.0}"), look);
        year += step;
    }
    bottom_title(canvas, plot, locale.say("Year"));
    scale
}

/// The line with at most four points a column (first, lowest, highest, last): it looks the same and no peak is lost.
pub(super) fn thin(points: &[Point]) -> Vec<Point> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
    let width = (last.0 - first.0) / COLUMNS;
    if points.len() as f64 <= 2.0 * COLUMNS || width <= 0.0 {
        return points.to_vec();
    }
    let column = |p: &Point| ((p.0 - first.0) / width) as i64;
    let mut out = Vec::new();
    for group in points.chunk_by(|a, b| column(a) == column(b)) {
        let lowest = (0..group.len()).min_by(|a, b| group[*a].1.total_cmp(&group[*b].1));
        let highest = (0..group.len()).max_by(|a, b| group[*a].1.total_cmp(&group[*b].1));
        let mut kept: Vec<usize> = [Some(0), lowest, highest, Some(group.len() - 1)].into_iter().flatten().collect();
        kept.sort_unstable();
        kept.dedup();
        out.extend(kept.into_iter().map(|k| group[k]));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thinning_keeps_ends_and_peaks() {
        let mut points: Vec<Point> = (0..8760).map(|k| (f64::from(k) * 0.07, 100.0)).collect();
        points[4321].1 = 7.0;
        let thinned = thin(&points);
        assert!(thinned.len() < 3300);
        assert_eq!((thinned[0], thinned[thinned.len() - 1]), (points[0], points[8759]));
        assert!(thinned.contains(&points[4321]));
    }
}
