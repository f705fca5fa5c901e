//! Colours and hatches: told apart by colour-blind readers and on grey paper.
//!
//! Colours: M. Okabe and K. Ito, Color Universal Design (2008), <https://jfly.uni-koeln.de/color/>.

use plotters::style::RGBColor;

/// Dark grey of text and axes.
pub(super) const INK: RGBColor = RGBColor(0x22, 0x2B, 0x33);
/// Grey of secondary text.
pub(super) const QUIET: RGBColor = RGBColor(0x55, 0x60, 0x6B);
/// Grey of grid lines.
pub(super) const GRID: RGBColor = RGBColor(0xE1, 0xE5, 0xE9);
/// Background of every figure.
pub(super) const PAPER: RGBColor = RGBColor(0xFF, 0xFF, 0xFF);
/// Blue.
pub(super) const BLUE: RGBColor = RGBColor(0x00, 0x72, 0xB2);
/// Orange.
pub(super) const ORANGE: RGBColor = RGBColor(0xE6, 0x9F, 0x00);
/// Bluish green.
pub(super) const GREEN: RGBColor = RGBColor(0x00, 0x9E, 0x73);
/// Vermillion.
pub(super) const VERMILLION: RGBColor = RGBColor(0xD5, 0x5E, 0x00);
/// Sky blue.
pub(super) const SKY: RGBColor = RGBColor(0x56, 0xB4, 0xE9);
const PURPLE: RGBColor = RGBColor(0xCC, 0x79, 0xA7);
const YELLOW: RGBColor = RGBColor(0xF0, 0xE4, 0x42);
const GREY: RGBColor = RGBColor(0x8A, 0x94, 0x9E);

/// Lines drawn over a filled shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hatch {
    /// None.
    Plain,
    /// Rising to the right.
    Up,
    /// Falling to the right.
    Down,
}

/// Look of a filled part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fill {
    /// Ground colour.
    pub(super) colour: RGBColor,
    /// Lines over it.
    pub(super) hatch: Hatch,
}

/// Most parts that are told apart in one figure.
pub(super) const MOST: usize = 8;

/// Look of part `k`: neighbours differ in lightness and in hatch.
pub(super) fn fill(k: usize) -> Fill {
    let (colour, hatch) = match k % MOST {
        0 => (BLUE, Hatch::Plain),
        1 => (ORANGE, Hatch::Up),
        2 => (GREEN, Hatch::Plain),
        3 => (YELLOW, Hatch::Down),
        4 => (PURPLE, Hatch::Plain),
        5 => (SKY, Hatch::Up),
        6 => (VERMILLION, Hatch::Down),
        _ => (GREY, Hatch::Plain),
    };
    Fill { colour, hatch }
}

/// Colour and dashes (drawn, left out; points) of line `k`. Yellow is too pale for a line.
pub(super) fn line(k: usize) -> (RGBColor, Option<(f64, f64)>) {
    match k % MOST {
        0 => (BLUE, None),
        1 => (VERMILLION, Some((7.0, 3.0))),
        2 => (GREEN, Some((2.0, 2.5))),
        3 => (INK, None),
        4 => (PURPLE, Some((10.0, 4.0))),
        5 => (SKY, Some((4.0, 2.0))),
        6 => (ORANGE, None),
        _ => (GREY, Some((1.5, 4.0))),
    }
}

/// A shade dark enough to be read as text on white (contrast of at least 4.5, WCAG 2.2, 1.4.3).
pub(super) fn readable(colour: RGBColor) -> RGBColor {
    let mut shade = colour;
    while contrast_on_white(shade) < 4.5 {
        let darker = |c: u8| (f64::from(c) * 0.92) as u8;
        shade = RGBColor(darker(shade.0), darker(shade.1), darker(shade.2));
    }
    shade
}

/// White or ink, whichever is seen better on the colour.
pub(super) fn over(colour: RGBColor) -> RGBColor {
    if luminance(colour) > 0.25 { INK } else { PAPER }
}

/// A tint: the colour mixed with white, `share` of it kept.
pub(super) fn tint(colour: RGBColor, share: f64) -> RGBColor {
    let mix = |c: u8| (255.0 - (255.0 - f64::from(c)) * share) as u8;
    RGBColor(mix(colour.0), mix(colour.1), mix(colour.2))
}

fn contrast_on_white(colour: RGBColor) -> f64 {
    1.05 / (luminance(colour) + 0.05)
}

/// Relative luminance (WCAG 2.2).
fn luminance(colour: RGBColor) -> f64 {
    let linear = |c: u8| {
        let s = f64::from(c) / 255.0;
        if s <= 0.04045 { s / 12.92 } else { libm::pow((s + 0.055) / 1.055, 2.4) }
    };
    0.2126 * linear(colour.0) + 0.7152 * linear(colour.1) + 0.0722 * linear(colour.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_differ_in_grey_or_in_hatch() {
        for k in 0..MOST - 1 {
            let (a, b) = (fill(k), fill(k + 1));
            let gap = (luminance(a.colour) - luminance(b.colour)).abs();
            assert!(gap > 0.1 || a.hatch != b.hatch, "parts {k} and {} look alike in grey", k + 1);
        }
        for k in 0..MOST {
            for j in 0..k {
                assert_ne!(fill(k), fill(j));
                assert_ne!(line(k), line(j));
            }
        }
    }

    #[test]
    fn text_shades_have_contrast() {
        for k in 0..MOST {
            assert!(contrast_on_white(readable(fill(k).colour)) >= 4.5);
            assert!(contrast_on_white(readable(line(k).0)) >= 4.5);
        }
        assert!(contrast_on_white(QUIET) >= 4.5);
    }
}
