//! Stacked bars by month: what comes in through the year, by stream or by provider.

use super::canvas::{Align, Canvas, Look, Rect, WIDTH};
use super::error::{count, not_negative};
use super::frame::{AXIS_FOOT, AXIS_TITLE, MARGIN, axis_title, bottom_title, picture, tick_width, value_axis};
use super::labels::{MarginLabel, Sample, TICK, draw_margin, margin_width, width};
use super::palette::{INK, MOST, PAPER, QUIET, fill};
use super::scale::{Scale, Ticks};
use super::table::{csv, with_unit};
use super::{Heading, Picture, PlotError};
use crate::words::significant;

/// One part of the stack.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct MonthlyGroup {
    /// Its name.
    pub name: String,
    /// January to December, in the unit of the figure.
    pub values: [f64; 12],
}

/// Stacked bars, January to December.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Monthly {
    /// Title and language.
    pub heading: Heading,
    /// What is measured.
    pub quantity: String,
    /// Its unit, e.g. `t/month`.
    pub unit: String,
    /// The parts, from the bottom up. Beyond eight, the smallest are drawn as one part "others"; the table keeps all.
    pub groups: Vec<MonthlyGroup>,
}

const PLOT_HEIGHT: f64 = 240.0;

/// Sum of the parts in each month.
fn totals(parts: &[MonthlyGroup]) -> [f64; 12] {
    std::array::from_fn(|m| parts.iter().map(|g| g.values[m]).sum())
}

impl Monthly {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when there is no part and when a value is negative or cannot be drawn.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        let picture = self.drawn()?.charted("monthly", self);
        let shown = self.fold();
        let totals = totals(&shown);
        let picture = picture.also("totals", &totals);
        Ok(if shown.len() < self.groups.len() { picture.also("drawn", &shown) } else { picture })
    }

    fn drawn(&self) -> Result<Picture, PlotError> {
        count("groups", self.groups.len(), usize::MAX)?;
        for group in &self.groups {
            not_negative(&format!("group {}", group.name), group.values)?;
        }
        let drawn = self.fold();
        let totals = totals(&drawn);
        not_negative("totals", totals)?;
        let ticks = Ticks::enclosing(0.0, totals.iter().copied().fold(0.0, f64::max), 5);
        let left = MARGIN + tick_width(&ticks, self.heading.locale);
        let right = WIDTH - margin_width(drawn.iter().map(|g| g.name.as_str()));
        Ok(picture(&self.heading, AXIS_TITLE + PLOT_HEIGHT + AXIS_FOOT, self.csv(), |canvas, top| {
            let plot = Rect::new((left, right), (top + AXIS_TITLE, top + AXIS_TITLE + PLOT_HEIGHT));
            self.body(canvas, plot, &ticks, &drawn);
        }))
    }

    /// The parts to draw: all, or the seven largest in their order and the rest as one.
    fn fold(&self) -> Vec<MonthlyGroup> {
        if self.groups.len() <= MOST {
            return self.groups.clone();
        }
        let total = |k: usize| self.groups[k].values.iter().sum::<f64>();
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        order.sort_by(|a, b| total(*b).total_cmp(&total(*a)).then(a.cmp(b)));
        let (kept, rest) = order.split_at_mut(MOST - 1);
        kept.sort_unstable();
        let mut drawn: Vec<MonthlyGroup> = kept.iter().map(|k| self.groups[*k].clone()).collect();
        let others = self.heading.locale.say("others");
        drawn.push(MonthlyGroup {
            name: format!("{others} ({})", rest.len()),
            values: std::array::from_fn(|m| rest.iter().map(|k| self.groups[*k].values[m]).sum()),
        });
        drawn
    }

    fn body(&self, canvas: &Canvas<'_>, plot: Rect, ticks: &Ticks, drawn: &[MonthlyGroup]) {
        let locale = self.heading.locale;
        let scale = Scale::new(ticks.range(), (plot.bottom, plot.top));
        axis_title(canvas, plot, &self.heading.measured(&self.quantity, &self.unit));
        value_axis(canvas, plot, ticks, scale, locale);
        let pitch = (plot.right - plot.left) / 12.0;
        let mut stacked = [0.0; 12];
        let mut labels = Vec::new();
        let december = plot.left + 11.5 * pitch + 0.36 * pitch;
        for (k, group) in drawn.iter().enumerate() {
            for (m, value) in group.values.iter().enumerate() {
                let x = plot.left + (m as f64 + 0.5) * pitch;
                let rect = Rect::new(
                    (x - 0.36 * pitch, x + 0.36 * pitch),
                    (scale.at(stacked[m]), scale.at(stacked[m] + value)),
                );
                if *value > 0.0 {
                    canvas.bar(rect, fill(k));
                    // A white seam parts neighbours even where print drops the colours.
                    canvas.line(
                        &[(rect.left, rect.top), (rect.right, rect.top)],
                        super::canvas::Stroke::full(PAPER, 0.8),
                    );
                }
                stacked[m] += value;
            }
            let y = scale.at(stacked[11] - group.values[11] / 2.0);
            labels.push(MarginLabel {
                y,
                text: group.name.clone(),
                colour: fill(k).colour,
                sample: Sample::Area(fill(k)),
            });
        }
        self.month_texts(canvas, plot, scale, &stacked);
        draw_margin(canvas, &labels, december.max(plot.right - 4.0), (plot.top, plot.bottom));
    }

    fn month_texts(&self, canvas: &Canvas<'_>, plot: Rect, scale: Scale, totals: &[f64; 12]) {
        let locale = self.heading.locale;
        let pitch = (plot.right - plot.left) / 12.0;
        let texts = totals.map(|t| significant(t, 3, locale));
        let all_fit = texts.iter().all(|t| width(t, TICK, false) <= pitch - 2.0);
        for (m, name) in locale.months().into_iter().enumerate() {
            let x = plot.left + (m as f64 + 0.5) * pitch;
            canvas.text((x, plot.bottom + 11.0), name, Look::new(TICK, QUIET).align(Align::Middle));
            if all_fit {
                let y = scale.at(totals[m]) - 7.0;
                canvas.text((x, y), &texts[m], Look::new(TICK, INK).align(Align::Middle));
            }
        }
        bottom_title(canvas, plot, locale.say("Month of the year"));
    }

    fn csv(&self) -> String {
        let l = self.heading.locale;
        let mut header = vec![with_unit(&self.quantity, &self.unit)];
        header.extend(l.months().map(str::to_owned));
        let rows = self.groups.iter().map(|g| {
            let mut row = vec![g.name.clone()];
            row.extend(g.values.iter().map(f64::to_string));
            row
        });
        csv(&header, rows)
    }
}
