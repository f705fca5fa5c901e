//! What all figures share: title block, axes, keys.

use super::canvas::{Align, Canvas, Look, Rect, Stroke, WIDTH, svg};
use super::labels::{LABEL, TICK, fit, width, wrap};
use super::palette::{Fill, GRID, INK, QUIET};
use super::scale::{Scale, Ticks};
use super::{Heading, Picture};
use crate::words::Locale;

/// Free space at the edges of the sheet, points.
pub(super) const MARGIN: f64 = 16.0;
/// Font size of titles, points.
const TITLE: f64 = 15.0;
/// Font size of subtitles, points.
const SUBTITLE: f64 = 11.0;

/// Draws title and subtitle, then lets `body` draw below them; `body` gets the height at which it starts.
pub(super) fn picture(
    heading: &Heading,
    body_height: f64,
    csv: String,
    body: impl FnOnce(&Canvas<'_>, f64),
) -> Picture {
    let room = WIDTH - 2.0 * MARGIN;
    let title = wrap(&heading.title, TITLE, true, room, 3);
    let subtitle = wrap(&heading.subtitle, SUBTITLE, false, room, 4);
    let top = MARGIN + 19.0 * title.len() as f64 + 15.0 * subtitle.len() as f64 + 8.0;
    let description = if heading.description.is_empty() { &heading.title } else { &heading.description };
    let svg = svg(&heading.title, description, top + body_height, |canvas| {
        for (k, line) in title.iter().enumerate() {
            canvas.text((MARGIN, MARGIN + 8.0 + 19.0 * k as f64), line, Look::new(TITLE, INK).bold());
        }
        let below = MARGIN + 7.0 + 19.0 * title.len() as f64;
        for (k, line) in subtitle.iter().enumerate() {
            canvas.text((MARGIN, below + 15.0 * k as f64), line, Look::new(SUBTITLE, QUIET));
        }
        body(canvas, top);
    });
    Picture { title: heading.title.clone(), svg, csv, chart: serde_json::Value::Null }
}

/// Height that [`axis_title`] takes above a plot, points.
pub(super) const AXIS_TITLE: f64 = 26.0;
/// Height that ticks and name of a horizontal axis take below a plot, points.
pub(super) const AXIS_FOOT: f64 = 46.0;

/// Writes what a vertical axis measures above its top end: upright text is read without turning the head.
pub(super) fn axis_title(canvas: &Canvas<'_>, plot: Rect, text: &str) {
    let text = fit(text, LABEL, false, WIDTH - 2.0 * MARGIN);
    canvas.text((MARGIN, plot.top - 18.0), &text, Look::new(LABEL, QUIET));
}

/// Width that the tick texts of a vertical axis need, points.
pub(super) fn tick_width(ticks: &Ticks, locale: Locale) -> f64 {
    ticks.values.iter().map(|v| width(&ticks.text(*v, locale), TICK, false)).fold(0.0, f64::max) + 8.0
}

/// Draws horizontal grid lines with their values at the left.
pub(super) fn value_axis(canvas: &Canvas<'_>, plot: Rect, ticks: &Ticks, scale: Scale, locale: Locale) {
    for value in &ticks.values {
        let y = scale.at(*value);
        let stroke = if *value == 0.0 { Stroke::full(QUIET, 0.9) } else { Stroke::full(GRID, 0.8) };
        canvas.line(&[(plot.left, y), (plot.right, y)], stroke);
        let look = Look::new(TICK, QUIET).align(Align::Right);
        canvas.text((plot.left - 6.0, y), &ticks.text(*value, locale), look);
    }
}

/// Draws vertical grid lines with their values below, using the whole width of the sheet.
pub(super) fn bottom_axis(canvas: &Canvas<'_>, plot: Rect, ticks: &Ticks, scale: Scale, locale: Locale) {
    bottom_axis_within(canvas, plot, ticks, scale, (locale, 2.0, WIDTH - 2.0));
}

/// The same between a left and a right limit; leaves out texts that would touch or pass these.
pub(super) fn bottom_axis_within(
    canvas: &Canvas<'_>,
    plot: Rect,
    ticks: &Ticks,
    scale: Scale,
    (locale, left, right): (Locale, f64, f64),
) {
    let mut free_from = left;
    for value in &ticks.values {
        let x = scale.at(*value);
        let stroke = if *value == 0.0 { Stroke::full(QUIET, 0.9) } else { Stroke::full(GRID, 0.8) };
        canvas.line(&[(x, plot.top), (x, plot.bottom)], stroke);
        let text = ticks.text(*value, locale);
        let half = width(&text, TICK, false) / 2.0;
        if x - half >= free_from && x + half <= right {
            canvas.text((x, plot.bottom + 11.0), &text, Look::new(TICK, QUIET).align(Align::Middle));
            free_from = x + half + 6.0;
        }
    }
}

/// Writes what a horizontal axis measures below its middle.
pub(super) fn bottom_title(canvas: &Canvas<'_>, plot: Rect, text: &str) {
    let text = fit(text, LABEL, false, plot.right - plot.left);
    let at = ((plot.left + plot.right) / 2.0, plot.bottom + 29.0);
    canvas.text(at, &text, Look::new(LABEL, QUIET).align(Align::Middle));
}

/// A row of swatches with texts, over several lines where needed.
pub(super) struct Key {
    rows: Vec<Vec<(Fill, String, f64)>>,
}

/// Height of one line of a key, points.
const KEY_LINE: f64 = 17.0;

impl Key {
    /// Lays out the entries.
    pub(super) fn new(entries: &[(Fill, String)]) -> Self {
        let mut rows: Vec<Vec<(Fill, String, f64)>> = Vec::new();
        let mut x = f64::INFINITY;
        for (fill, text) in entries {
            let text = fit(text, LABEL, false, WIDTH - 2.0 * MARGIN - 20.0);
            let wide = 18.0 + width(&text, LABEL, false);
            if x + wide > WIDTH - MARGIN {
                rows.push(Vec::new());
                x = MARGIN;
            }
            let last = rows.len() - 1;
            rows[last].push((*fill, text, x));
            x += wide + 16.0;
        }
        Self { rows }
    }

    /// Height it takes, points.
    pub(super) fn height(&self) -> f64 {
        KEY_LINE * self.rows.len() as f64
    }

    /// Draws it from height `top` down.
    pub(super) fn draw(&self, canvas: &Canvas<'_>, top: f64) {
        for (k, row) in self.rows.iter().enumerate() {
            let y = top + KEY_LINE * (k as f64 + 0.5);
            for (fill, text, x) in row {
                canvas.bar(Rect::new((*x, x + 13.0), (y - 5.0, y + 5.0)), *fill);
                canvas.text((x + 18.0, y), text, Look::new(LABEL, INK));
            }
        }
    }
}
