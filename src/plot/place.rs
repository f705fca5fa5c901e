//! Free places for labels: beside what they name, and clear of everything that is there already.

use super::canvas::{Point, Rect};
use super::labels::width;

/// Height of a line of text over its font size.
const TALL: f64 = 1.25;
/// Free space around a label, points.
const CLEAR: f64 = 1.5;
/// Directions that are tried around a point: right, left, above, below, then those between.
const DIRECTIONS: usize = 16;
/// Order in which directions are tried: first where a reader looks first.
const ORDER: [usize; DIRECTIONS] = [0, 8, 12, 4, 14, 2, 10, 6, 15, 1, 9, 7, 13, 3, 11, 5];
/// Distance between the rings that are tried, points.
const RING: f64 = 8.0;

/// What is taken on a sheet.
#[derive(Clone)]
pub(super) struct Places {
    limits: Rect,
    taken: Vec<Rect>,
}

impl Places {
    /// A free sheet; nothing is placed beyond its limits.
    pub(super) fn new(limits: Rect) -> Self {
        Self { limits, taken: Vec::new() }
    }

    /// Keeps a rectangle free.
    pub(super) fn take(&mut self, rect: Rect) {
        self.taken.push(rect);
    }

    /// Keeps the square around a point free.
    pub(super) fn take_around(&mut self, (x, y): Point, half: f64) {
        self.take(Rect::new((x - half, x + half), (y - half, y + half)));
    }

    fn is_free(&self, rect: Rect) -> bool {
        let apart = |t: &Rect| {
            rect.right + CLEAR <= t.left
                || t.right + CLEAR <= rect.left
                || rect.bottom + CLEAR <= t.top
                || t.bottom + CLEAR <= rect.top
        };
        let l = self.limits;
        let inside = rect.left >= l.left && rect.right <= l.right && rect.top >= l.top && rect.bottom <= l.bottom;
        inside && self.taken.iter().all(apart)
    }

    /// The box of a text centred on its point, if nothing is there; it is taken then.
    pub(super) fn centred(&mut self, (x, y): Point, text: &str, size: f64, bold: bool) -> Option<Rect> {
        let (half_w, half_h) = (width(text, size, bold) / 2.0, size * TALL / 2.0);
        let rect = Rect::new((x - half_w, x + half_w), (y - half_h, y + half_h));
        self.is_free(rect).then(|| {
            self.take(rect);
            rect
        })
    }

    /// The nearest free box for a text beside a point, `gap` or more away and on one of so many rings; it is taken then.
    pub(super) fn beside(
        &mut self,
        at: Point,
        gap: f64,
        text: &str,
        (size, bold, rings): (f64, bool, usize),
    ) -> Option<Rect> {
        let (w, h) = (width(text, size, bold), size * TALL);
        for ring in 0..rings {
            for direction in ORDER {
                let rect = around(at, gap + RING * ring as f64, direction, (w, h));
                if self.is_free(rect) {
                    self.take(rect);
                    return Some(rect);
                }
            }
        }
        None
    }
}

/// A box of a size that touches the circle around a point from outside, in one of the directions.
fn around((x, y): Point, radius: f64, direction: usize, (w, h): (f64, f64)) -> Rect {
    let angle = std::f64::consts::TAU * direction as f64 / DIRECTIONS as f64;
    let (across, down) = (libm::cos(angle), libm::sin(angle));
    let middle = (x + across * (radius + w / 2.0), y + down * (radius + h / 2.0));
    Rect::new((middle.0 - w / 2.0, middle.0 + w / 2.0), (middle.1 - h / 2.0, middle.1 + h / 2.0))
}

/// Middle of a box.
pub(super) fn middle(rect: Rect) -> Point {
    ((rect.left + rect.right) / 2.0, (rect.top + rect.bottom) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_one_point_go_around_it() {
        let mut places = Places::new(Rect::new((0.0, 400.0), (0.0, 400.0)));
        let boxes: Vec<Rect> =
            (0..20).filter_map(|_| places.beside((200.0, 200.0), 5.0, "12", (10.0, true, 20))).collect();
        assert_eq!(boxes.len(), 20);
        for (k, a) in boxes.iter().enumerate() {
            for b in &boxes[..k] {
                let apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
                assert!(apart, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn a_full_sheet_takes_no_more() {
        let mut places = Places::new(Rect::new((0.0, 30.0), (0.0, 30.0)));
        places.take(Rect::new((0.0, 30.0), (0.0, 30.0)));
        assert!(places.beside((15.0, 15.0), 1.0, "1", (10.0, false, 9)).is_none());
        assert!(places.centred((15.0, 15.0), "1", 10.0, false).is_none());
    }
}
