//! A sheet to draw on: plotters' SVG backend, in points with a tenth of a point of resolution.

use super::font;
use super::palette::{Fill, Hatch, PAPER, over};
use plotters::coord::Shift;
use plotters::element::{Circle, DashedPathElement, PathElement, Polygon};
use plotters::prelude::{Color, DrawingArea, IntoDrawingArea, IntoFont, RGBColor, SVGBackend, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontStyle, ShapeStyle, TextStyle};

/// Width of every figure, points.
pub(super) const WIDTH: f64 = 720.0;
/// Backend units per point: the backend knows integers only, and whole points make lines ragged.
const FINE: f64 = 10.0;
/// The backend divides font sizes by this number.
const BACKEND_FONT_FACTOR: f64 = 1.24;
/// Distance of hatch lines, points.
const HATCH_SPACING: f64 = 5.0;
/// Writing to a `String` is the only thing the backend does.
const INFALLIBLE: &str = "drawing into a string cannot fail";

/// A point on the sheet: right, down.
pub(super) type Point = (f64, f64);

/// An upright rectangle: left, top, right, bottom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rect {
    /// Left edge.
    pub(super) left: f64,
    /// Top edge.
    pub(super) top: f64,
    /// Right edge.
    pub(super) right: f64,
    /// Bottom edge.
    pub(super) bottom: f64,
}

impl Rect {
    /// A rectangle by its edges, in any order of the pairs.
    pub(super) fn new((x0, x1): (f64, f64), (y0, y1): (f64, f64)) -> Self {
        Self { left: x0.min(x1), right: x0.max(x1), top: y0.min(y1), bottom: y0.max(y1) }
    }

    fn corners(&self) -> [Point; 4] {
        [(self.left, self.top), (self.right, self.top), (self.right, self.bottom), (self.left, self.bottom)]
    }
}

/// A line to draw.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stroke {
    /// Colour.
    pub(super) colour: RGBColor,
    /// Width, points.
    pub(super) width: f64,
    /// Length drawn and length left out, points; `None` for a full line.
    pub(super) dash: Option<(f64, f64)>,
}

impl Stroke {
    /// A full line.
    pub(super) fn full(colour: RGBColor, width: f64) -> Self {
        Self { colour, width, dash: None }
    }

    /// A dashed line.
    pub(super) fn dashed(colour: RGBColor, width: f64) -> Self {
        Self { colour, width, dash: Some((4.0, 3.0)) }
    }
}

/// Where a text hangs on its point; vertically it is always centred on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    /// Starts there.
    Left,
    /// Its middle is there.
    Middle,
    /// Ends there.
    Right,
}

/// Look of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// Font size, points.
    pub(super) size: f64,
    /// Colour.
    pub(super) colour: RGBColor,
    /// Heavy letters.
    pub(super) bold: bool,
    /// Where it hangs.
    pub(super) align: Align,
}

impl Look {
    /// Starting at its point, in normal weight.
    pub(super) fn new(size: f64, colour: RGBColor) -> Self {
        Self { size, colour, bold: false, align: Align::Left }
    }

    /// In heavy letters.
    pub(super) fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    /// Hanging elsewhere.
    pub(super) fn align(mut self, align: Align) -> Self {
        self.align = align;
        self
    }
}

/// The sheet.
pub(super) struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
}

/// Makes a sheet of [`WIDTH`] by `height`, lets `paint` draw on it, and returns the SVG with its title and description.
pub(super) fn svg(title: &str, description: &str, height: f64, paint: impl FnOnce(&Canvas<'_>)) -> String {
    let mut text = String::new();
    {
        let size = ((WIDTH * FINE) as u32, (height * FINE).round() as u32);
        let canvas = Canvas { area: SVGBackend::with_string(&mut text, size).into_drawing_area() };
        canvas.rect(Rect::new((0.0, WIDTH), (0.0, height)), PAPER);
        paint(&canvas);
        canvas.area.present().expect(INFALLIBLE);
    }
    let body = text.split_once('>').expect("the backend opens with the svg tag").1;
    let head = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {fine_w} {fine_h}\" \
         role=\"img\"><title>{}</title><desc>{}</desc>",
        escaped(title),
        escaped(description),
        w = WIDTH,
        h = height.round(),
        fine_w = WIDTH * FINE,
        fine_h = (height * FINE).round(),
    );
    // The backend writes defaults in full; without them the file is a third smaller.
    head + &body.replace(" opacity=\"1\"", "").replace(" stroke=\"none\"", "").replace(" \"/>", "\"/>")
}

fn fine((x, y): Point) -> (i32, i32) {
    ((x * FINE).round() as i32, (y * FINE).round() as i32)
}

fn pen(colour: RGBColor, width: f64) -> ShapeStyle {
    ShapeStyle { color: colour.to_rgba(), filled: false, stroke_width: (width * FINE).round() as u32 }
}

impl Canvas<'_> {
    /// Draws a line through the points.
    pub(super) fn line(&self, points: &[Point], stroke: Stroke) {
        let path: Vec<(i32, i32)> = points.iter().copied().map(fine).collect();
        let style = pen(stroke.colour, stroke.width);
        match stroke.dash {
            None => self.area.draw(&PathElement::new(path, style)),
            Some((on, off)) => {
                let (on, off) = ((on * FINE) as u32, (off * FINE) as u32);
                self.area.draw(&DashedPathElement::new(path, on, off, style))
            }
        }
        .expect(INFALLIBLE);
    }

    /// Fills a polygon; `opacity` from 0 to 1.
    pub(super) fn polygon(&self, points: &[Point], colour: RGBColor, opacity: f64) {
        let path: Vec<(i32, i32)> = points.iter().copied().map(fine).collect();
        self.area.draw(&Polygon::new(path, colour.mix(opacity).filled())).expect(INFALLIBLE);
    }

    /// Fills a rectangle.
    pub(super) fn rect(&self, rect: Rect, colour: RGBColor) {
        let corners = [(rect.left, rect.top), (rect.right, rect.bottom)].map(fine);
        self.area.draw(&plotters::element::Rectangle::new(corners, colour.filled())).expect(INFALLIBLE);
    }

    /// Draws the outline of a rectangle.
    pub(super) fn outline(&self, rect: Rect, stroke: Stroke) {
        let [a, b, c, d] = rect.corners();
        self.line(&[a, b, c, d, a], stroke);
    }

    /// Fills a rectangle in the look of a part.
    pub(super) fn bar(&self, rect: Rect, fill: Fill) {
        self.rect(rect, fill.colour);
        self.hatch(&rect.corners(), fill);
    }

    /// Fills a polygon in the look of a part.
    pub(super) fn area(&self, points: &[Point], fill: Fill) {
        self.polygon(points, fill.colour, 1.0);
        self.hatch(points, fill);
    }

    /// Fills a circle.
    pub(super) fn dot(&self, centre: Point, radius: f64, colour: RGBColor) {
        self.area.draw(&Circle::new(fine(centre), (radius * FINE) as u32, colour.filled())).expect(INFALLIBLE);
    }

    /// Writes a text, centred vertically on its point. Characters that XML cannot hold become a replacement mark.
    pub(super) fn text(&self, at: Point, text: &str, look: Look) {
        let text = clean(text);
        if text.trim().is_empty() {
            return;
        }
        let h_pos = match look.align {
            Align::Left => HPos::Left,
            Align::Middle => HPos::Center,
            Align::Right => HPos::Right,
        };
        let weight = if look.bold { FontStyle::Bold } else { FontStyle::Normal };
        let font = (font::FAMILIES, look.size * FINE * BACKEND_FONT_FACTOR).into_font().style(weight);
        let style = TextStyle::from(font).color(&look.colour).pos(Pos::new(h_pos, VPos::Center));
        self.area.draw(&Text::new(text, fine(at), style)).expect(INFALLIBLE);
    }

    fn hatch(&self, polygon: &[Point], fill: Fill) {
        let slope = match fill.hatch {
            Hatch::Plain => return,
            Hatch::Up => 1.0,
            Hatch::Down => -1.0,
        };
        let stroke = Stroke::full(over(fill.colour), 0.5);
        for (from, to) in hatch_lines(polygon, slope) {
            self.line(&[from, to], stroke);
        }
    }
}

/// Pieces inside the polygon of the lines `x + slope y = k * spacing`.
///
/// The lines are the same over the whole sheet, so that hatches of neighbouring bars meet.
fn hatch_lines(polygon: &[Point], slope: f64) -> Vec<(Point, Point)> {
    let across = |p: Point| p.0 + slope * p.1;
    let lo = polygon.iter().copied().map(across).fold(f64::INFINITY, f64::min);
    let hi = polygon.iter().copied().map(across).fold(f64::NEG_INFINITY, f64::max);
    let step = HATCH_SPACING * std::f64::consts::SQRT_2;
    let mut pieces = Vec::new();
    for k in (lo / step).ceil() as i64..=(hi / step).floor() as i64 {
        let level = k as f64 * step;
        let mut crossings: Vec<Point> = Vec::new();
        for (j, a) in polygon.iter().enumerate() {
            let b = polygon[(j + 1) % polygon.len()];
            let (from, to) = (across(*a), across(b));
            // Half-open, so that a corner on the line counts once.
            if (from <= level) != (to <= level) {
                let t = (level - from) / (to - from);
                crossings.push((a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1)));
            }
        }
        crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
        pieces.extend(crossings.chunks_exact(2).map(|pair| (pair[0], pair[1])));
    }
    pieces
}

/// The text without line breaks and without what XML cannot hold.
pub(super) fn clean(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}

fn escaped(text: &str) -> String {
    clean(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hatches_stay_inside_and_cover_the_square() {
        let square = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)];
        for slope in [1.0, -1.0] {
            let pieces = hatch_lines(&square, slope);
            assert!(pieces.len() > 20);
            let inside = |p: Point| (-1e-9..=100.0 + 1e-9).contains(&p.0) && (-1e-9..=100.0 + 1e-9).contains(&p.1);
            assert!(pieces.iter().all(|(a, b)| inside(*a) && inside(*b)));
        }
    }

    #[test]
    fn text_cannot_break_out() {
        let svg = svg("<title>&", "]]>\u{1}", 50.0, |c| c.text((1.0, 1.0), "</svg><script>", Look::new(10.0, PAPER)));
        assert!(svg.contains("<title>&lt;title&gt;&amp;</title>"));
        assert!(!svg.contains("<script") && !svg.contains('\u{1}'));
        assert_eq!(svg.matches("</svg>").count(), 1);
    }
}
