//! What stands in and below a map: scale bar, sizes, and the numbered list of hubs and sinks.

use super::super::canvas::{Align, Canvas, Look, Rect, Stroke, WIDTH};
use super::super::frame::MARGIN;
use super::super::labels::{LABEL, TICK, fit, width};
use super::super::palette::{INK, PAPER, QUIET};
use super::{FlowMap, MapRole, Plan, radius_of, thickness};
use crate::words::{Locale, significant};

/// Height of a line of the list, points.
const LINE: f64 = 15.0;
/// Columns of the list.
const COLUMNS: usize = 2;

/// Hubs and sinks in the order of their numbers, with their texts.
pub(super) struct Numbered {
    /// Place of each in the figure's list.
    pub(super) places: Vec<usize>,
    texts: Vec<(String, bool)>,
}

impl Numbered {
    /// Used ones first, the largest before the others.
    pub(super) fn new(map: &FlowMap) -> Self {
        let mut places: Vec<usize> =
            (0..map.places.len()).filter(|k| map.places[*k].role != MapRole::Company).collect();
        places.sort_by(|a, b| map.places[*b].amount.total_cmp(&map.places[*a].amount).then(a.cmp(b)));
        let room = (WIDTH - 2.0 * MARGIN) / COLUMNS as f64 - 34.0;
        let l = map.heading.locale;
        let text = |k: &usize| {
            let place = &map.places[*k];
            let used = place.amount > 0.0;
            let amount = if used {
                format!("{} {}", significant(place.amount, 3, l), l.unit(&map.unit))
            } else {
                l.say("not used").to_owned()
            };
            let name = fit(&place.label, LABEL, false, room - width(&amount, LABEL, false) - 14.0);
            (fit(&format!("{name}{}{amount}", l.colon()), LABEL, false, room), used)
        };
        let texts = places.iter().map(text).collect();
        Self { places, texts }
    }

    fn lines(&self) -> usize {
        self.places.len().div_ceil(COLUMNS)
    }

    /// Height it takes, points.
    pub(super) fn height(&self) -> f64 {
        LINE * self.lines() as f64 + 6.0
    }

    /// Draws the list, column by column.
    pub(super) fn draw(&self, canvas: &Canvas<'_>, top: f64) {
        let wide = (WIDTH - 2.0 * MARGIN) / COLUMNS as f64;
        for (k, (text, used)) in self.texts.iter().enumerate() {
            let x = MARGIN + wide * (k / self.lines()) as f64;
            let y = top + LINE * ((k % self.lines()) as f64 + 0.5);
            let number = Look::new(TICK, INK).bold().align(Align::Right);
            canvas.text((x + 16.0, y), &(k + 1).to_string(), number);
            canvas.text((x + 24.0, y), text, Look::new(LABEL, if *used { INK } else { QUIET }));
        }
    }
}

impl FlowMap {
    /// Scale bar and north, inside the map.
    pub(super) fn draw_scale(&self, canvas: &Canvas<'_>, plan: &Plan) {
        let (left, bottom) = (plan.frame.left, plan.frame.bottom);
        let km = nice(90.0 / plan.map.points_per_km());
        let long = km * plan.map.points_per_km();
        canvas.rect(Rect::new((left + 1.0, left + 190.0), (bottom - 25.0, bottom - 1.0)), PAPER);
        let (x, y) = (left + 10.0, bottom - 10.0);
        canvas.line(&[(x, y - 4.0), (x, y), (x + long, y), (x + long, y - 4.0)], Stroke::full(INK, 1.2));
        let text = format!("{} km", whole(km, self.heading.locale));
        canvas.text((x + long + 6.0, y - 3.0), &text, Look::new(TICK, INK));
        canvas.text((left + 182.0, y - 3.0), "N ↑", Look::new(TICK, INK).bold().align(Align::Right));
    }

    /// What the symbols are at the left, what their sizes mean at the right.
    pub(super) fn draw_sizes(&self, canvas: &Canvas<'_>, plan: &Plan, y: f64) {
        let l = self.heading.locale;
        let word = |value: f64| format!("{} {}", whole(value, l), l.unit(&self.unit));
        let mut x = WIDTH - MARGIN;
        if plan.thickest > 0.0 {
            let flow = nice(plan.thickest);
            let text = word(flow);
            canvas.text((x, y), &text, Look::new(TICK, QUIET).align(Align::Right));
            x -= width(&text, TICK, false) + 5.0;
            let half = thickness(plan, flow) / 2.0;
            canvas.rect(Rect::new((x - 20.0, x), (y - half, y + half)), QUIET);
            x -= 34.0;
        }
        if plan.largest > 0.0 {
            let amount = nice(plan.largest / 6.0);
            let text = word(amount);
            canvas.text((x, y), &text, Look::new(TICK, QUIET).align(Align::Right));
            x -= width(&text, TICK, false) + 5.0;
            let r = radius_of(plan, amount);
            canvas.dot((x - r, y), r, INK);
            x -= 2.0 * r + 8.0;
        }
        let symbols = l.say("● company · ■ outlet · ◆ hub · hollow: not used");
        canvas.text((MARGIN, y), &fit(symbols, TICK, false, x - MARGIN), Look::new(TICK, QUIET));
    }
}

/// A round number without needless decimals.
fn whole(value: f64, locale: Locale) -> String {
    let decimals = if value >= 1.0 { 0 } else { 1 };
    crate::words::fixed(value, decimals, locale)
}

/// The largest of 1, 2, 5 times a power of ten that is not above a value; at least 0.1.
fn nice(value: f64) -> f64 {
    let power = libm::pow(10.0, libm::log10(value.max(0.1)).floor());
    let factor = [5.0, 2.0, 1.0].into_iter().find(|f| f * power <= value.max(0.1) * (1.0 + 1e-9));
    factor.unwrap_or(1.0) * power
}
