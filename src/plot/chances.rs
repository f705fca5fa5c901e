//! Candidates side by side under uncertainty: how far a figure spreads, and how likely each reaches a target.

use super::canvas::{Align, Canvas, Look, Rect, Stroke, WIDTH};
use super::distribution::quantile_names;
use super::error::{count, drawable};
use super::frame::{AXIS_FOOT, MARGIN, bottom_axis_within, bottom_title, picture};
use super::labels::{LABEL, TICK, fit, width, wrap};
use super::palette::{BLUE, Fill, GREEN, Hatch, INK, ORANGE, PAPER, QUIET, tint};
use super::scale::{Scale, Ticks, extent};
use super::table::{csv, with_unit};
use super::{Heading, Picture, PlotError};
use crate::words::{percent, significant};

/// One candidate.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ChanceRow {
    /// What it is.
    pub label: String,
    /// P10, P50 and P90 of the figure, not decreasing.
    pub p10_p50_p90: [f64; 3],
    /// Mean of what it costs against the best of each sample, in the unit of the figure; none where it is not known.
    pub regret: Option<f64>,
    /// Probability of reaching the target, 0 to 1; none where it is not known.
    pub chance: Option<f64>,
    /// The one that was chosen.
    pub chosen: bool,
}

/// Candidates under uncertainty.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Chances {
    /// Title and language.
    pub heading: Heading,
    /// The figure that spreads.
    pub quantity: String,
    /// Its unit.
    pub unit: String,
    /// What the probability is of.
    pub chance: String,
    /// Least probability asked for, 0 to 1; none for none.
    pub chance_min: Option<f64>,
    /// One to twenty candidates, top to bottom.
    pub rows: Vec<ChanceRow>,
}

const ROW: f64 = 24.0;
const HEAD: f64 = 34.0;
const MOST_ROWS: usize = 20;
const WIDEST_LABEL: f64 = 210.0;
/// Width of the column of regrets, points.
const REGRET: f64 = 62.0;
/// Width of the plot of probabilities, points.
const CHANCE: f64 = 130.0;

/// Places of the parts of the figure.
struct Layout {
    label: f64,
    spread: Rect,
    regret: f64,
    chance: Rect,
}

impl Chances {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when there is no candidate, when a number cannot be drawn, when quantiles decrease, and when a
    /// probability lies outside 0 to 1.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        Ok(self.drawn()?.charted("chances", self))
    }

    fn drawn(&self) -> Result<Picture, PlotError> {
        self.check()?;
        let height = HEAD + ROW * self.rows.len() as f64 + AXIS_FOOT;
        Ok(picture(&self.heading, height, self.csv(), |canvas, top| self.body(canvas, top)))
    }

    fn check(&self) -> Result<(), PlotError> {
        count("candidates", self.rows.len(), MOST_ROWS)?;
        let chances = self.rows.iter().filter_map(|r| r.chance).chain(self.chance_min);
        for chance in chances {
            if !(0.0..=1.0).contains(&chance) {
                return Err(PlotError::NotDrawable { what: format!("{}: a probability", self.chance), value: chance });
            }
        }
        for row in &self.rows {
            drawable(&row.label, row.p10_p50_p90.into_iter().chain(row.regret))?;
            if row.p10_p50_p90.windows(2).any(|w| w[0] > w[1]) {
                return Err(PlotError::Order { what: format!("{}: P10, P50, P90", row.label) });
            }
        }
        Ok(())
    }

    fn layout(&self, top: f64) -> Layout {
        let label = self.rows.iter().map(|r| width(&r.label, LABEL, r.chosen)).fold(0.0, f64::max).min(WIDEST_LABEL);
        let (from, to) = (top + HEAD, top + HEAD + ROW * self.rows.len() as f64);
        let with_regret = if self.rows.iter().any(|r| r.regret.is_some()) { REGRET } else { 0.0 };
        let with_chance = if self.rows.iter().any(|r| r.chance.is_some()) { CHANCE + 46.0 } else { 0.0 };
        let chance_left = WIDTH - MARGIN - with_chance;
        let regret = chance_left - 14.0;
        let spread = Rect::new((MARGIN + label + 14.0, regret - with_regret - 10.0), (from, to));
        let chance = Rect::new((chance_left, (WIDTH - MARGIN - 46.0).max(chance_left)), (from, to));
        Layout { label: MARGIN + label, spread, regret, chance }
    }

    fn body(&self, canvas: &Canvas<'_>, top: f64) {
        let l = self.heading.locale;
        let at = self.layout(top);
        let (lo, hi) = extent(self.rows.iter().flat_map(|r| r.p10_p50_p90)).unwrap_or((0.0, 1.0));
        let ticks = Ticks::enclosing(lo, hi, 5);
        let scale = Scale::new(ticks.range(), (at.spread.left, at.spread.right));
        bottom_axis_within(canvas, at.spread, &ticks, scale, (l, 2.0, at.regret));
        bottom_title(canvas, at.spread, &self.heading.measured(&self.quantity, &self.unit));
        canvas.text((at.spread.left, top + HEAD - 9.0), &quantile_names(l).join(" – "), Look::new(TICK, QUIET));
        if self.rows.iter().any(|r| r.regret.is_some()) {
            let look = Look::new(TICK, QUIET).align(Align::Right);
            for (k, word) in [l.say("mean¦chances"), l.say("regret")].into_iter().enumerate() {
                canvas.text((at.regret, top + HEAD - 21.0 + 12.0 * k as f64), word, look);
            }
        }
        self.chance_axis(canvas, &at, top);
        for (k, row) in self.rows.iter().enumerate() {
            let y = at.spread.top + ROW * (k as f64 + 0.5);
            if row.chosen {
                canvas.rect(Rect::new((4.0, WIDTH - 4.0), (y - ROW / 2.0, y + ROW / 2.0)), tint(GREEN, 0.14));
            }
            self.row(canvas, row, y, scale, &at);
        }
    }

    fn chance_axis(&self, canvas: &Canvas<'_>, at: &Layout, top: f64) {
        if at.chance.right <= at.chance.left {
            return;
        }
        let room = WIDTH - 8.0 - at.chance.left;
        for (k, words) in wrap(&self.chance, TICK, false, room, 2).into_iter().enumerate() {
            canvas.text((at.chance.left, top + HEAD - 21.0 + 12.0 * k as f64), &words, Look::new(TICK, QUIET));
        }
        let ticks = Ticks::enclosing(0.0, 100.0, 2);
        let scale = Scale::new(ticks.range(), (at.chance.left, at.chance.right));
        bottom_axis_within(canvas, at.chance, &ticks, scale, (self.heading.locale, at.regret + 2.0, WIDTH - 2.0));
        bottom_title(canvas, at.chance, self.heading.locale.say("probability, %"));
    }

    fn row(&self, canvas: &Canvas<'_>, row: &ChanceRow, y: f64, scale: Scale, at: &Layout) {
        let l = self.heading.locale;
        let look = Look::new(LABEL, INK).align(Align::Right);
        let look = if row.chosen { look.bold() } else { look };
        canvas.text((at.label, y), &fit(&row.label, LABEL, row.chosen, WIDEST_LABEL), look);
        let [low, central, high] = row.p10_p50_p90.map(|v| scale.at(v));
        let colour = if row.chosen { GREEN } else { BLUE };
        canvas.rect(Rect::new((low, high.max(low + 0.6)), (y - 5.0, y + 5.0)), tint(colour, 0.5));
        for end in [low, high] {
            canvas.line(&[(end, y - 5.0), (end, y + 5.0)], Stroke::full(colour, 1.2));
        }
        canvas.dot((central, y), 4.4, PAPER);
        canvas.dot((central, y), 3.2, INK);
        if let Some(regret) = row.regret {
            canvas.text((at.regret, y), &significant(regret, 2, l), look);
        }
        if let Some(chance) = row.chance {
            self.chance_bar(canvas, chance, y, at);
        }
    }

    fn chance_bar(&self, canvas: &Canvas<'_>, chance: f64, y: f64, at: &Layout) {
        let scale = Scale::new((0.0, 1.0), (at.chance.left, at.chance.right));
        let enough = self.chance_min.is_none_or(|least| chance >= least);
        let fill = if enough {
            Fill { colour: tint(GREEN, 0.75), hatch: Hatch::Plain }
        } else {
            Fill { colour: tint(ORANGE, 0.8), hatch: Hatch::Up }
        };
        canvas.bar(Rect::new((scale.at(0.0), scale.at(chance)), (y - 6.0, y + 6.0)), fill);
        if let Some(least) = self.chance_min {
            let x = scale.at(least);
            canvas.line(&[(x, y - ROW / 2.0), (x, y + ROW / 2.0)], Stroke::full(INK, 1.2));
        }
        let text = percent(chance, 0, self.heading.locale);
        canvas.text((WIDTH - MARGIN, y), &text, Look::new(LABEL, INK).align(Align::Right));
    }

    fn csv(&self) -> String {
        let l = self.heading.locale;
        let mut header = vec![l.say("candidate").to_owned()];
        header.extend(["P10", "P50", "P90"].map(|q| with_unit(&format!("{} {q}", self.quantity), &self.unit)));
        header.push(with_unit(l.say("mean regret"), &self.unit));
        header.push(self.chance.clone());
        let or_blank = |value: Option<f64>| value.map_or_else(String::new, |v| v.to_string());
        let rows = self.rows.iter().map(|r| {
            let mut row = vec![r.label.clone()];
            row.extend(r.p10_p50_p90.iter().map(f64::to_string));
            row.extend([or_blank(r.regret), or_blank(r.chance)]);
            row
        });
        csv(&header, rows)
    }
}
