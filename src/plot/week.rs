//! A week hour by hour: who gives the heat, against the demand, and what the buffer holds.

use super::canvas::{Align, Canvas, Look, Point, Rect, Stroke, WIDTH};
use super::error::{count, length, not_negative};
use super::frame::{AXIS_FOOT, AXIS_TITLE, Key, MARGIN, axis_title, bottom_title, picture, tick_width, value_axis};
use super::labels::{MarginLabel, Sample, TICK, draw_margin, margin_width};
use super::palette::{GRID, INK, MOST, PAPER, QUIET, SKY, fill, tint};
use super::scale::{Scale, Ticks};
use super::table::{csv, with_unit};
use super::{Heading, Layer, Level, Locale, Picture, PlotError};
use crate::units::DAYS_OF_MONTH;

/// A stretch of a boiler house's year, step by step.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Week {
    /// Title and language.
    pub heading: Heading,
    /// Steps of an hour: 1, or 4 for a quarter of an hour.
    pub steps_per_hour: usize,
    /// Hour of the year at which it starts, 0 for 1 January 0 h.
    pub first_hour: usize,
    /// Heat demand in each step, kW.
    pub demand_kw: Vec<f64>,
    /// One to eight sources, from the bottom up: what each gives, kW. What stands above the demand charges the buffer;
    /// what lacks below it is not served.
    pub layers: Vec<Layer>,
    /// Heat in the buffer at the end of each step, kWh; empty for none.
    pub charge_kwh: Vec<f64>,
    /// What the buffer can hold, kWh; only read where there is a buffer.
    pub capacity_kwh: f64,
    /// Powers to mark, kW.
    pub levels: Vec<Level>,
}

const PLOT_HEIGHT: f64 = 230.0;
const CHARGE_HEIGHT: f64 = 64.0;
/// Between the two plots: the title of the lower axis.
const GAP: f64 = 34.0;
/// Most steps: a month in quarters of an hour.
const MOST_STEPS: usize = 2976;
const HOURS_PER_DAY: usize = 24;

/// Where the week of the largest demand starts: the first step of a day, with so many steps a day.
///
/// A year shorter than a week starts at its first step.
pub fn heaviest_week(demand_kw: &[f64], steps_per_day: usize) -> usize {
    let steps = 7 * steps_per_day.max(1);
    let starts = (0..demand_kw.len().saturating_sub(steps - 1)).step_by(steps_per_day.max(1));
    let sum = |start: usize| -> f64 { demand_kw[start..start + steps].iter().sum() };
    // `max_by` keeps the last of equals; the first is wanted.
    starts.rev().max_by(|a, b| sum(*a).total_cmp(&sum(*b))).unwrap_or(0)
}

impl Week {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when a list is empty, too long or of another length than the demand, and when a number is negative
    /// or cannot be drawn.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        Ok(self.drawn()?.charted("week", self))
    }

    fn drawn(&self) -> Result<Picture, PlotError> {
        self.check()?;
        let l = self.heading.locale;
        let stacked = |k: usize| -> f64 { self.layers.iter().map(|x| x.power_kw[k]).sum() };
        let powers = (0..self.demand_kw.len()).map(|k| stacked(k).max(self.demand_kw[k]));
        let highest = powers.chain(self.levels.iter().map(|x| x.value)).fold(0.0, f64::max);
        let ticks = Ticks::enclosing(0.0, highest, 5);
        let demand = l.say("Demand");
        let names = self.levels.iter().map(|x| x.name.as_str()).chain([demand]);
        let (left, right) = (MARGIN + tick_width(&ticks, l).max(34.0), WIDTH - margin_width(names));
        let key = Key::new(&self.layers.iter().enumerate().map(|(k, x)| (fill(k), x.name.clone())).collect::<Vec<_>>());
        let above = key.height() + 6.0 + AXIS_TITLE;
        let lower = if self.charge_kwh.is_empty() { 0.0 } else { GAP + CHARGE_HEIGHT };
        Ok(picture(&self.heading, above + PLOT_HEIGHT + lower + AXIS_FOOT, self.csv(), |canvas, top| {
            key.draw(canvas, top);
            let start = top + above;
            let plot = Rect::new((left, right), (start, start + PLOT_HEIGHT));
            self.heat(canvas, plot, &ticks);
            if self.charge_kwh.is_empty() {
                self.days(canvas, plot, true);
                return;
            }
            self.days(canvas, plot, false);
            let buffer = Rect::new((left, right), (plot.bottom + GAP, plot.bottom + GAP + CHARGE_HEIGHT));
            self.charge(canvas, buffer);
        }))
    }

    fn check(&self) -> Result<(), PlotError> {
        let steps = self.demand_kw.len();
        count("demand", steps, MOST_STEPS)?;
        count("layers", self.layers.len(), MOST)?;
        count("steps of an hour", self.steps_per_hour, 60)?;
        not_negative("demand", self.demand_kw.iter().copied())?;
        not_negative("levels", self.levels.iter().map(|x| x.value))?;
        for layer in &self.layers {
            length(&format!("layer {}", layer.name), steps, layer.power_kw.len())?;
            not_negative(&format!("layer {}", layer.name), layer.power_kw.iter().copied())?;
        }
        if !self.charge_kwh.is_empty() {
            length("charge", steps, self.charge_kwh.len())?;
            not_negative("charge", self.charge_kwh.iter().copied())?;
            not_negative("capacity of the buffer", [self.capacity_kwh])?;
        }
        Ok(())
    }

    fn time(&self, plot: Rect) -> Scale {
        Scale::new((0.0, self.demand_kw.len() as f64), (plot.left, plot.right))
    }

    fn heat(&self, canvas: &Canvas<'_>, plot: Rect, ticks: &Ticks) {
        let l = self.heading.locale;
        let (power, time) = (Scale::new(ticks.range(), (plot.bottom, plot.top)), self.time(plot));
        axis_title(canvas, plot, l.say("Heat, kW"));
        value_axis(canvas, plot, ticks, power, l);
        let mut below = vec![0.0; self.demand_kw.len()];
        for (k, layer) in self.layers.iter().enumerate() {
            let upper: Vec<f64> = below.iter().zip(&layer.power_kw).map(|(b, p)| b + p).collect();
            for (from, to) in stretches(&layer.power_kw) {
                let lower = stairs(&below, (from, to), time, power).into_iter().rev();
                let outline: Vec<Point> = stairs(&upper, (from, to), time, power).into_iter().chain(lower).collect();
                canvas.area(&outline, fill(k));
            }
            below = upper;
        }
        let demand = stairs(&self.demand_kw, (0, self.demand_kw.len()), time, power);
        canvas.line(&demand, Stroke::full(PAPER, 3.0));
        canvas.line(&demand, Stroke::full(INK, 1.5));
        self.margin(canvas, plot, power);
    }

    /// Levels, and names beside what they name.
    fn margin(&self, canvas: &Canvas<'_>, plot: Rect, power: Scale) {
        let dashed = Stroke::dashed(INK, 1.1);
        for level in &self.levels {
            let y = power.at(level.value);
            canvas.line(&[(plot.left, y), (plot.right, y)], Stroke::full(PAPER, 2.2));
            canvas.line(&[(plot.left, y), (plot.right, y)], dashed);
        }
        let label = |y: f64, text: &str, stroke: Stroke| MarginLabel {
            y,
            text: text.to_owned(),
            colour: INK,
            sample: Sample::Line(stroke),
        };
        let last = self.demand_kw.last().copied().unwrap_or(0.0);
        let demand = self.heading.locale.say("Demand");
        let mut labels = vec![label(power.at(last), demand, Stroke::full(INK, 1.5))];
        labels.extend(self.levels.iter().map(|x| label(power.at(x.value), &x.name, dashed)));
        draw_margin(canvas, &labels, plot.right, (plot.top, plot.bottom));
    }

    fn charge(&self, canvas: &Canvas<'_>, plot: Rect) {
        let l = self.heading.locale;
        let held = self.charge_kwh.iter().copied().fold(self.capacity_kwh, f64::max);
        let ticks = Ticks::enclosing(0.0, held, 2);
        let (charge, time) = (Scale::new(ticks.range(), (plot.bottom, plot.top)), self.time(plot));
        let title = l.say("Heat in the buffer, kWh");
        canvas.text((MARGIN, plot.top - 12.0), title, Look::new(super::labels::LABEL, QUIET));
        value_axis(canvas, plot, &ticks, charge, l);
        let steps = self.charge_kwh.len();
        let curve = stairs(&self.charge_kwh, (0, steps), time, charge);
        let ground = [(plot.right, plot.bottom), (plot.left, plot.bottom)];
        let outline: Vec<Point> = curve.iter().copied().chain(ground).collect();
        canvas.polygon(&outline, tint(SKY, 0.6), 1.0);
        canvas.line(&curve, Stroke::full(INK, 0.9));
        let full = charge.at(self.capacity_kwh);
        canvas.line(&[(plot.left, full), (plot.right, full)], Stroke::dashed(INK, 1.0));
        let sample = Sample::Line(Stroke::dashed(INK, 1.0));
        let label = MarginLabel { y: full, text: l.say("Full").to_owned(), colour: INK, sample };
        draw_margin(canvas, &[label], plot.right, (plot.top, plot.bottom));
        self.days(canvas, plot, true);
    }

    /// Midnights as lines and, where they are wanted, the days below.
    fn days(&self, canvas: &Canvas<'_>, plot: Rect, named: bool) {
        let l = self.heading.locale;
        let (time, per_day) = (self.time(plot), HOURS_PER_DAY * self.steps_per_hour);
        let offset = self.first_hour % HOURS_PER_DAY * self.steps_per_hour;
        let steps = self.demand_kw.len();
        for (day, start) in (0..steps + offset).step_by(per_day).enumerate() {
            let (from, to) = (start.saturating_sub(offset), (start + per_day - offset).min(steps));
            let x = time.at(to as f64);
            canvas.line(&[(x, plot.top), (x, plot.bottom)], Stroke::full(GRID, 0.8));
            if named && (to - from) * 2 >= per_day {
                let middle = time.at((from + to) as f64 / 2.0);
                let text = date(self.first_hour / HOURS_PER_DAY + day, l);
                canvas.text((middle, plot.bottom + 11.0), &text, Look::new(TICK, QUIET).align(Align::Middle));
            }
        }
        if named {
            bottom_title(canvas, plot, l.say("Day of the simulated year"));
        }
    }

    fn csv(&self) -> String {
        let l = self.heading.locale;
        let mut header = vec![with_unit(l.say("time"), "h"), with_unit(l.say("demand¦week"), "kW")];
        header.extend(self.layers.iter().map(|x| with_unit(&x.name, "kW")));
        if !self.charge_kwh.is_empty() {
            header.push(with_unit(l.say("heat in the buffer"), "kWh"));
        }
        let rows = (0..self.demand_kw.len()).map(|k| {
            let hour = self.first_hour as f64 + k as f64 / self.steps_per_hour as f64;
            let mut row = vec![hour.to_string(), self.demand_kw[k].to_string()];
            row.extend(self.layers.iter().map(|x| x.power_kw[k].to_string()));
            row.extend(self.charge_kwh.get(k).map(f64::to_string));
            row
        });
        csv(&header, rows)
    }
}

/// The steps as a line of stairs between two of them.
fn stairs(values: &[f64], (from, to): (usize, usize), time: Scale, value: Scale) -> Vec<Point> {
    (from..to)
        .flat_map(|k| {
            let y = value.at(values[k]);
            [(time.at(k as f64), y), (time.at(k as f64 + 1.0), y)]
        })
        .collect()
}

/// Where a source gives something: first step, and the step after the last.
fn stretches(values: &[f64]) -> Vec<(usize, usize)> {
    let mut list: Vec<(usize, usize)> = Vec::new();
    for k in (0..values.len()).filter(|k| values[*k] > 0.0) {
        match list.last_mut() {
            Some(last) if last.1 == k => last.1 = k + 1,
            _ => list.push((k, k + 1)),
        }
    }
    list
}

/// Day and month of a day of the year, 0 for 1 January; a year has 365 days.
fn date(day_of_year: usize, locale: Locale) -> String {
    let mut day = day_of_year % DAYS_OF_MONTH.iter().sum::<usize>();
    for (days, name) in DAYS_OF_MONTH.into_iter().zip(locale.months()) {
        if day < days {
            return format!("{} {name}", day + 1);
        }
        day -= days;
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_week_starts_at_midnight() {
        let mut demand = vec![1.0; 24 * 30];
        demand[24 * 12 + 5] = 50.0;
        demand[24 * 17 + 5] = 50.0;
        assert_eq!(heaviest_week(&demand, 24), 24 * 11, "the first week that holds both");
        assert_eq!(heaviest_week(&demand[..100], 24), 0);
        assert_eq!(heaviest_week(&[], 24), 0);
    }

    #[test]
    fn days_have_dates_and_stretches_have_ends() {
        assert_eq!(date(0, Locale::Fr), "1 janv.");
        assert_eq!(date(31 + 28, Locale::En), "1 Mar");
        assert_eq!(date(364, Locale::En), "31 Dec");
        assert_eq!(stretches(&[0.0, 1.0, 2.0, 0.0, 3.0]), [(1, 3), (4, 5)]);
    }
}
