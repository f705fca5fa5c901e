//! The load-duration curve (monotone): hours sorted by demand, and who covers them.

use super::canvas::{Align, Canvas, Look, Point, Rect, Stroke, WIDTH};
use super::chart::peaks;
use super::error::{count, is_closed, length, not_negative};
use super::frame::{
    AXIS_FOOT, AXIS_TITLE, Key, MARGIN, axis_title, bottom_axis, bottom_title, picture, tick_width, value_axis,
};
use super::labels::{LABEL, MarginLabel, Sample, draw_margin, margin_width, width};
use super::palette::{INK, MOST, PAPER, fill, over};
use super::scale::{Scale, Ticks, extent};
use super::table::{csv, with_unit};
use super::time_series::{Level, thin};
use super::{Heading, Picture, PlotError, percent, significant};
use serde_json::{Value, json};

/// What covers a part of the demand.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Layer {
    /// What it is, e.g. `Wood, direct`.
    pub name: String,
    /// Power in each hour, kW, in the order of the demand.
    pub power_kw: Vec<f64>,
}

/// A load-duration curve whose area is split into who covers it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct LoadDuration {
    /// Title and language.
    pub heading: Heading,
    /// Heat demand in each hour, kW, in the order of time (the figure sorts).
    pub demand_kw: Vec<f64>,
    /// One to eight layers, from the bottom up, which sum to the demand in each hour.
    pub layers: Vec<Layer>,
    /// Powers to mark, kW, e.g. the boiler's nominal power and its minimum load.
    pub levels: Vec<Level>,
}

const PLOT_HEIGHT: f64 = 280.0;
/// Groups of hours over which the layers are averaged: at one demand, the hours of a year differ in who covers them,
/// and 8760 slivers cannot be read. Averages keep the energy.
const GROUPS: usize = 146;

impl LoadDuration {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when a list is empty or of another length, when a power is negative or cannot be drawn, and when
    /// the layers do not sum to the demand within 1e-6 of its peak.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        let order = self.order();
        let drawn = self.drawn(&order)?;
        Ok(drawn.with_chart("load_duration", self.chart(&order)))
    }

    /// The curve in the groups of hours that the figure draws: `hours` in all, powers as means of a group, kW, each layer with
    /// its energy, MWh, and its share of the demand, 0 to 1. Means hide the peak: `demand_curve` is the line as drawn,
    /// (hours, kW) from the peak down.
    fn chart(&self, order: &[usize]) -> Value {
        let means = |power: &[f64]| -> Vec<f64> {
            let mean = |group: &[usize]| group.iter().map(|hour| power[*hour]).sum::<f64>() / group.len() as f64;
            order.chunks(self.group_size()).map(mean).collect()
        };
        let total: f64 = self.demand_kw.iter().sum();
        let layer = |layer: &Layer| {
            let energy: f64 = layer.power_kw.iter().sum();
            let share = if total > 0.0 { energy / total } else { 0.0 };
            json!({ "name": layer.name, "power_kw": means(&layer.power_kw), "mwh": energy / 1000.0, "share": share })
        };
        let sorted: Vec<f64> = order.iter().map(|hour| self.demand_kw[*hour]).collect();
        let from = |rank: usize| if rank == 0 { 0.0 } else { rank as f64 + 1.0 };
        let kept = peaks(std::slice::from_ref(&sorted));
        let curve: Vec<Point> = kept.into_iter().map(|rank| (from(rank), to_tenths(sorted[rank]))).collect();
        json!({
            "heading": self.heading, "hours": order.len(), "demand_kw": means(&self.demand_kw), "demand_curve": curve,
            "layers": self.layers.iter().map(layer).collect::<Vec<_>>(), "levels": self.levels,
        })
    }

    fn drawn(&self, order: &[usize]) -> Result<Picture, PlotError> {
        self.check()?;
        let locale = self.heading.locale;
        let peak = extent(self.demand_kw.iter().copied().chain(self.levels.iter().map(|l| l.value)));
        let ticks = Ticks::enclosing(0.0, peak.map_or(1.0, |(_, hi)| hi), 5);
        let left = MARGIN + tick_width(&ticks, locale);
        let right = WIDTH - margin_width(self.levels.iter().map(|l| l.name.as_str())).max(24.0);
        let key = Key::new(&self.key_entries());
        let above = key.height() + 6.0 + AXIS_TITLE;
        let csv = self.csv(order);
        Ok(picture(&self.heading, above + PLOT_HEIGHT + AXIS_FOOT, csv, |canvas, top| {
            key.draw(canvas, top);
            let plot = Rect::new((left, right), (top + above, top + above + PLOT_HEIGHT));
            self.body(canvas, plot, &ticks, order);
        }))
    }

    fn check(&self) -> Result<(), PlotError> {
        count("demand", self.demand_kw.len(), usize::MAX)?;
        count("layers", self.layers.len(), MOST)?;
        if !self.levels.is_empty() {
            count("levels", self.levels.len(), MOST)?;
        }
        not_negative("demand", self.demand_kw.iter().copied())?;
        not_negative("levels", self.levels.iter().map(|l| l.value))?;
        for layer in &self.layers {
            length(&format!("layer {}", layer.name), self.demand_kw.len(), layer.power_kw.len())?;
            not_negative(&format!("layer {}", layer.name), layer.power_kw.iter().copied())?;
        }
        let peak = self.demand_kw.iter().copied().fold(0.0, f64::max);
        let sum = |hour: usize| -> f64 { self.layers.iter().map(|l| l.power_kw[hour]).sum() };
        let open = |hour: &usize| !is_closed(self.demand_kw[*hour], sum(*hour), peak.max(sum(*hour)));
        match (0..self.demand_kw.len()).find(open) {
            None => Ok(()),
            Some(hour) => {
                let (given, computed) = (self.demand_kw[hour], sum(hour));
                Err(PlotError::DoesNotClose { what: format!("demand in hour {hour}"), given, computed })
            }
        }
    }

    /// Hours from the highest demand to the lowest.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.demand_kw.len()).collect();
        order.sort_by(|a, b| self.demand_kw[*b].total_cmp(&self.demand_kw[*a]).then(a.cmp(b)));
        order
    }

    fn key_entries(&self) -> Vec<(super::palette::Fill, String)> {
        let locale = self.heading.locale;
        let total: f64 = self.demand_kw.iter().sum();
        let entry = |(k, layer): (usize, &Layer)| {
            let energy: f64 = layer.power_kw.iter().sum();
            let share = if total > 0.0 { energy / total } else { 0.0 };
            let (mwh, share) = (significant(energy / 1000.0, 3, locale), percent(share, 1, locale));
            (fill(k), format!("{}{}{mwh} MWh, {share}", layer.name, locale.colon()))
        };
        self.layers.iter().enumerate().map(entry).collect()
    }

    fn body(&self, canvas: &Canvas<'_>, plot: Rect, ticks: &Ticks, order: &[usize]) {
        let locale = self.heading.locale;
        let power = Scale::new(ticks.range(), (plot.bottom, plot.top));
        let hours = order.len() as f64;
        let time = Scale::new((0.0, hours), (plot.left, plot.right));
        axis_title(canvas, plot, locale.say("Heat load, kW"));
        value_axis(canvas, plot, ticks, power, locale);
        let edges = self.draw_layers(canvas, order, power, time);
        let mut curve: Vec<Point> = vec![(plot.left, power.at(self.demand_kw[order[0]]))];
        let middles = order.iter().enumerate();
        curve.extend(middles.map(|(rank, hour)| (time.at(rank as f64 + 1.0), power.at(self.demand_kw[*hour]))));
        canvas.line(&thin(&curve), Stroke::full(INK, 1.3));
        bottom_axis(canvas, plot, &hour_ticks(hours), time, locale);
        bottom_title(canvas, plot, &self.hours_title());
        for level in &self.levels {
            let y = power.at(level.value);
            canvas.line(&[(plot.left, y), (plot.right, y)], Stroke::full(PAPER, 2.4));
            canvas.line(&[(plot.left, y), (plot.right, y)], Stroke::dashed(INK, 1.2));
        }
        for (k, pair) in edges.windows(2).enumerate() {
            self.name_inside(canvas, k, &pair[0], &pair[1]);
        }
        let sample = Sample::Line(Stroke::dashed(INK, 1.2));
        let label = |l: &Level| MarginLabel { y: power.at(l.value), text: l.name.clone(), colour: INK, sample };
        let labels: Vec<MarginLabel> = self.levels.iter().map(label).filter(|l| !l.text.is_empty()).collect();
        draw_margin(canvas, &labels, plot.right, (plot.top, plot.bottom));
    }

    /// Names the hours, and says over how many of them the layers are averaged.
    fn hours_title(&self) -> String {
        let locale = self.heading.locale;
        let title = locale.say("Hours sorted by load, h");
        let (layers, size) = (locale.say("layers: means over"), self.group_size());
        if size > 1 { format!("{title} ({layers} {size} h)") } else { title.to_owned() }
    }

    fn group_size(&self) -> usize {
        self.demand_kw.len().div_ceil(GROUPS)
    }

    /// Draws the stacked layers; returns the edges between them, from the bottom up.
    fn draw_layers(&self, canvas: &Canvas<'_>, order: &[usize], power: Scale, time: Scale) -> Vec<Vec<Point>> {
        let size = self.group_size();
        let groups: Vec<&[usize]> = order.chunks(size).collect();
        let mut stacked = vec![0.0; groups.len()];
        let edge = |stacked: &[f64]| {
            let mut points = Vec::with_capacity(2 * stacked.len());
            for (g, value) in stacked.iter().enumerate() {
                let end = (g * size + groups[g].len()) as f64;
                points.extend([(time.at((g * size) as f64), power.at(*value)), (time.at(end), power.at(*value))]);
            }
            points
        };
        let mut edges = vec![edge(&stacked)];
        for (k, layer) in self.layers.iter().enumerate() {
            for (sum, group) in stacked.iter_mut().zip(&groups) {
                *sum += group.iter().map(|hour| layer.power_kw[*hour]).sum::<f64>() / group.len() as f64;
            }
            let upper = edge(&stacked);
            let outline: Vec<Point> = edges[k].iter().copied().chain(upper.iter().rev().copied()).collect();
            canvas.area(&outline, fill(k));
            edges.push(upper);
        }
        edges
    }

    /// Writes a layer's name into it where it is thick enough over the whole length of the name.
    fn name_inside(&self, canvas: &Canvas<'_>, k: usize, lower: &[Point], upper: &[Point]) {
        let name = &self.layers[k].name;
        let wide = width(name, LABEL, true) + 10.0;
        let fits = |from: usize| {
            let end = (from..lower.len()).find(|j| lower[*j].0 - lower[from].0 >= wide)?;
            let top = upper[from..=end].iter().map(|p| p.1).fold(f64::NEG_INFINITY, f64::max);
            let bottom = lower[from..=end].iter().map(|p| p.1).fold(f64::INFINITY, f64::min);
            (bottom - top >= 20.0).then_some((bottom - top, (lower[from].0 + wide / 2.0, (top + bottom) / 2.0)))
        };
        // The leftmost of the places that are nearly as thick as the thickest: next to the axis, where one starts to read.
        let places: Vec<(f64, Point)> = (0..lower.len()).filter_map(fits).collect();
        let thickest = places.iter().map(|p| p.0).fold(0.0, f64::max);
        if let Some((_, (x, y))) = places.into_iter().find(|p| p.0 >= 0.8 * thickest) {
            let fill = fill(k);
            let plate = Rect::new((x - wide / 2.0 + 2.0, x + wide / 2.0 - 2.0), (y - 8.0, y + 8.0));
            canvas.rect(plate, fill.colour);
            canvas.text((x, y), name, Look::new(LABEL, over(fill.colour)).bold().align(Align::Middle));
        }
    }

    fn csv(&self, order: &[usize]) -> String {
        let l = self.heading.locale;
        let mut header =
            vec![l.say("rank").to_owned(), l.say("hour of the data").to_owned(), with_unit(l.say("demand"), "kW")];
        header.extend(self.layers.iter().map(|x| with_unit(&x.name, "kW")));
        let rows = order.iter().enumerate().map(|(rank, hour)| {
            let mut row = vec![(rank + 1).to_string(), hour.to_string(), tenths(self.demand_kw[*hour])];
            row.extend(self.layers.iter().map(|x| tenths(x.power_kw[*hour])));
            row
        });
        csv(&header, rows)
    }
}

/// A power to a tenth of a kilowatt: the table has a year of hours, and more digits of one would be most of a page.
fn tenths(kw: f64) -> String {
    to_tenths(kw).to_string()
}

/// The same as a number, kW.
fn to_tenths(kw: f64) -> f64 {
    (kw * 10.0).round() / 10.0
}

/// Round hours that do not pass the end.
fn hour_ticks(hours: f64) -> Ticks {
    let mut ticks = Ticks::enclosing(0.0, hours, 8);
    ticks.values.retain(|v| *v <= hours);
    ticks
}
