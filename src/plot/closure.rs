//! Closure of balances: how small the residuals are, against what is allowed.

use super::canvas::{Align, Canvas, Look, Rect, Stroke, WIDTH};
use super::error::{count, not_negative};
use super::frame::{AXIS_FOOT, MARGIN, bottom_title, picture};
use super::labels::{LABEL, TICK, fit, width};
use super::palette::{GREEN, GRID, INK, QUIET, VERMILLION, readable};
use super::scale::Scale;
use super::table::csv;
use super::{Heading, Picture, PlotError};
use crate::words::{power_of_ten, significant};

/// One balance.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Residual {
    /// What is balanced, e.g. `Digester, nitrogen`.
    pub label: String,
    /// What is missing, as a share of the throughput, zero or more.
    pub residual: f64,
    /// What may be missing, as a share of the throughput, above zero.
    pub tolerance: f64,
}

impl Residual {
    /// True when no more is missing than allowed.
    pub fn holds(&self) -> bool {
        self.residual <= self.tolerance
    }
}

/// Residuals on a logarithmic axis.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Closure {
    /// Title and language.
    pub heading: Heading,
    /// One to forty balances.
    pub residuals: Vec<Residual>,
}

const ROW: f64 = 20.0;
const MOST_ROWS: usize = 40;
const WIDEST_LABEL: f64 = 220.0;
/// Smallest power of ten on the axis: below the rounding of any sum of f64.
const LOWEST_POWER: f64 = -18.0;

impl Closure {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when there is no balance, when a number is negative or cannot be drawn, and when a tolerance is
    /// zero.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        Ok(self.drawn()?.charted("closure", self))
    }

    fn drawn(&self) -> Result<Picture, PlotError> {
        count("balances", self.residuals.len(), MOST_ROWS)?;
        for row in &self.residuals {
            not_negative(&format!("balance {}", row.label), [row.residual, row.tolerance])?;
            if row.tolerance == 0.0 {
                return Err(PlotError::Empty { what: format!("balance {}: tolerance", row.label) });
            }
        }
        let height = ROW * self.residuals.len() as f64 + AXIS_FOOT;
        Ok(picture(&self.heading, height, self.csv(), |canvas, top| self.body(canvas, top)))
    }

    fn body(&self, canvas: &Canvas<'_>, top: f64) {
        let locale = self.heading.locale;
        let widest = self.residuals.iter().map(|r| width(&r.label, LABEL, false)).fold(0.0, f64::max);
        let left = MARGIN + widest.min(WIDEST_LABEL) + 10.0;
        let plot = Rect::new((left, WIDTH - MARGIN - 130.0), (top, top + ROW * self.residuals.len() as f64));
        let largest = self.residuals.iter().map(|r| r.residual.max(r.tolerance)).fold(1.0, f64::max);
        let highest = (libm::log10(largest) / 3.0).ceil() * 3.0;
        let scale = Scale::new((LOWEST_POWER, highest), (plot.left, plot.right));
        let at = |value: f64| scale.at(if value > 0.0 { libm::log10(value).max(LOWEST_POWER) } else { LOWEST_POWER });
        self.axis(canvas, plot, scale, highest);
        for (k, row) in self.residuals.iter().enumerate() {
            let y = top + ROW * (k as f64 + 0.5);
            let label = fit(&row.label, LABEL, false, WIDEST_LABEL);
            canvas.text((plot.left - 8.0, y), &label, Look::new(LABEL, INK).align(Align::Right));
            let colour = if row.holds() { GREEN } else { VERMILLION };
            canvas.line(&[(plot.left, y), (at(row.residual), y)], Stroke::full(colour, 2.2));
            canvas.dot((at(row.residual), y), 3.6, colour);
            let limit = at(row.tolerance);
            canvas.line(&[(limit, y - 7.0), (limit, y + 7.0)], Stroke::full(INK, 1.8));
            let mark = if row.holds() { "✓" } else { "✗" };
            let text = format!("{mark} {}", significant(row.residual, 2, locale));
            canvas.text((plot.right + 12.0, y), &text, Look::new(LABEL, readable(colour)));
        }
        let about = locale.say("Residual over throughput, - (bar: allowed)");
        bottom_title(canvas, plot, about);
    }

    fn axis(&self, canvas: &Canvas<'_>, plot: Rect, scale: Scale, highest: f64) {
        for k in 0..=((highest - LOWEST_POWER) / 3.0) as usize {
            let power = LOWEST_POWER + 3.0 * k as f64;
            let x = scale.at(power);
            canvas.line(&[(x, plot.top), (x, plot.bottom)], Stroke::full(GRID, 0.8));
            canvas.text(
                (x, plot.bottom + 11.0),
                &power_of_ten(power as i32),
                Look::new(TICK, QUIET).align(Align::Middle),
            );
        }
    }

    fn csv(&self) -> String {
        let l = self.heading.locale;
        let header = [
            l.say("balance").to_owned(),
            l.say("residual (share of throughput)").to_owned(),
            l.say("tolerance (share of throughput)").to_owned(),
        ];
        let rows =
            self.residuals.iter().map(|r| vec![r.label.clone(), r.residual.to_string(), r.tolerance.to_string()]);
        csv(&header, rows)
    }
}
