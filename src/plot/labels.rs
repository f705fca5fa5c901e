//! Texts that fit and do not cover each other.

use super::canvas::{Canvas, Look, Point, Rect, Stroke};
use super::font;
use super::palette::{Fill, readable};
use plotters::style::RGBColor;

/// Room beyond the measured width: a viewer without the font may set the text a little wider.
const ROOM: f64 = 1.04;

/// Font size of labels, points.
pub(super) const LABEL: f64 = 11.0;
/// Font size of tick texts, points.
pub(super) const TICK: f64 = 10.0;

/// Width of a text, points: as the carried font sets it, and a little more.
pub(super) fn width(text: &str, size: f64, bold: bool) -> f64 {
    text.chars().map(|c| font::advance(c, bold)).sum::<f64>() * size * ROOM
}

/// The text, cut with an ellipsis where it is wider than `room`.
pub(super) fn fit(text: &str, size: f64, bold: bool, room: f64) -> String {
    if width(text, size, bold) <= room {
        return text.to_owned();
    }
    let mut out = String::new();
    let room = room - width("…", size, bold);
    for c in text.chars() {
        out.push(c);
        if width(&out, size, bold) > room {
            out.pop();
            break;
        }
    }
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

/// The text broken between words into at most `most` lines no wider than `room`; the last one is cut if it must be.
pub(super) fn wrap(text: &str, size: f64, bold: bool, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let joined = lines.last().map(|l| format!("{l} {word}"));
        match joined {
            Some(joined) if width(&joined, size, bold) <= room || lines.len() == most => {
                let last = lines.len() - 1;
                lines[last] = joined;
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.iter().map(|l| fit(l, size, bold, room)).collect()
}

/// Positions as near as possible (least squares) to the wanted ones, at least `gap` apart, within `lo..hi`.
///
/// The order of the wanted positions is kept. When `lo..hi` is too small for all, the last ones pass `hi`.
pub(super) fn spread(wanted: &[f64], gap: f64, lo: f64, hi: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]).then(a.cmp(b)));
    // With the gaps taken out, "at least gap apart" is "not decreasing": pool adjacent violators.
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (rank, k) in order.iter().enumerate() {
        let mut pool = (wanted[*k] - rank as f64 * gap, 1);
        while let Some(before) = pools.last().copied() {
            if before.0 / before.1 as f64 <= pool.0 / pool.1 as f64 {
                break;
            }
            pools.pop();
            pool = (pool.0 + before.0, pool.1 + before.1);
        }
        pools.push(pool);
    }
    let highest = hi - (wanted.len().max(1) - 1) as f64 * gap;
    let levels = pools.iter().flat_map(|(sum, n)| std::iter::repeat_n(sum / *n as f64, *n));
    let mut out = vec![0.0; wanted.len()];
    for ((rank, k), level) in order.iter().enumerate().zip(levels) {
        out[*k] = level.min(highest).max(lo) + rank as f64 * gap;
    }
    out
}

/// What a margin label shows of the look of the thing it names.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sample {
    /// A piece of its line.
    Line(Stroke),
    /// A swatch of its fill.
    Area(Fill),
}

/// A label in the margin right of a plot, pulled to the height of what it names.
#[derive(Clone, Debug)]
pub(super) struct MarginLabel {
    /// Height of what it names.
    pub(super) y: f64,
    /// Its text.
    pub(super) text: String,
    /// Colour of what it names.
    pub(super) colour: RGBColor,
    /// Its look.
    pub(super) sample: Sample,
}

/// Widest margin that labels may take, points.
const WIDEST_MARGIN: f64 = 170.0;
/// Length of the line from the plot to a label, points.
const LEADER: f64 = 13.0;
/// Length of the piece that shows the look, points.
const SAMPLE: f64 = 17.0;
/// Distance of label lines, points.
const LABEL_LINE: f64 = 15.0;

/// Width to keep free at the right for these texts.
pub(super) fn margin_width<'a>(texts: impl IntoIterator<Item = &'a str>) -> f64 {
    let widest = texts.into_iter().map(|t| width(t, LABEL, false)).fold(0.0, f64::max);
    if widest == 0.0 { 12.0 } else { widest.min(WIDEST_MARGIN) + LEADER + SAMPLE + 10.0 }
}

/// Draws the labels of a margin that starts at `x`, each with a leader to the height it belongs to.
pub(super) fn draw_margin(canvas: &Canvas<'_>, labels: &[MarginLabel], x: f64, (top, bottom): (f64, f64)) {
    let wanted: Vec<f64> = labels.iter().map(|l| l.y).collect();
    for (label, y) in labels.iter().zip(spread(&wanted, LABEL_LINE, top + 5.0, bottom - 5.0)) {
        let bend: [Point; 3] = [(x + 1.0, label.y), (x + 4.0, label.y), (x + LEADER, y)];
        canvas.line(&bend, Stroke::full(label.colour, 0.8));
        match label.sample {
            Sample::Line(stroke) => canvas.line(&[(x + LEADER, y), (x + LEADER + SAMPLE, y)], stroke),
            Sample::Area(fill) => canvas.bar(Rect::new((x + LEADER, x + LEADER + SAMPLE), (y - 4.5, y + 4.5)), fill),
        }
        let text = fit(&label.text, LABEL, false, WIDEST_MARGIN);
        canvas.text((x + LEADER + SAMPLE + 5.0, y), &text, Look::new(LABEL, readable(label.colour)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreads_no_more_than_needed() {
        assert_eq!(spread(&[10.0, 50.0], 10.0, 0.0, 100.0), [10.0, 50.0]);
        assert_eq!(spread(&[50.0, 50.0], 10.0, 0.0, 100.0), [45.0, 55.0]);
        assert_eq!(spread(&[99.0, 98.0], 10.0, 0.0, 100.0), [100.0, 90.0]);
        assert!(spread(&[], 10.0, 0.0, 100.0).is_empty());
    }

    #[test]
    fn wraps_and_cuts() {
        assert_eq!(wrap("aa bb cc", 10.0, false, 28.0, 5), ["aa bb", "cc"]);
        assert_eq!(wrap("aa bb cc dd", 10.0, false, 30.0, 1), ["aa…"]);
        assert_eq!(fit("abcdef", 10.0, false, 30.0), "abc…");
    }

    proptest::proptest! {
        #[test]
        fn spread_keeps_gaps_order_and_limits(wanted in proptest::collection::vec(-50.0f64..250.0, 1..10)) {
            let got = spread(&wanted, 12.0, 0.0, 200.0);
            let mut sorted = got.clone();
            sorted.sort_by(f64::total_cmp);
            proptest::prop_assert!(sorted[0] >= -1e-9 && sorted[sorted.len() - 1] <= 200.0 + 1e-9);
            proptest::prop_assert!(sorted.windows(2).all(|w| w[1] - w[0] >= 12.0 - 1e-9), "{got:?}");
        }

        #[test]
        fn nothing_is_wider_than_its_room(text in "\\PC{0,80}", room in 30.0f64..200.0) {
            for line in wrap(&text, 10.0, true, room, 3) {
                proptest::prop_assert!(width(&line, 10.0, true) <= room);
            }
        }
    }
}
