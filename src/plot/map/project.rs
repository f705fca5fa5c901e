//! From degrees to points on the sheet, and outlines cut at the frame.

use super::super::canvas::{Point, Rect};

/// Kilometres of a degree of latitude (mean radius of the earth of 6371 km).
const KM_PER_DEGREE: f64 = 111.195;

/// A plane map of a small region: equal lengths in both directions at its middle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Projection {
    lon0: f64,
    lat0: f64,
    squeeze: f64,
    /// Points of a degree of latitude.
    points_per_degree: f64,
    middle: Point,
}

/// A region in degrees: least and largest longitude and latitude.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Region {
    /// Least and largest longitude.
    pub(super) lon: (f64, f64),
    /// Least and largest latitude.
    pub(super) lat: (f64, f64),
}

impl Region {
    /// The smallest region around points (longitude, latitude); none without points.
    pub(super) fn around(points: impl IntoIterator<Item = (f64, f64)>) -> Option<Self> {
        points.into_iter().fold(None, |region: Option<Self>, (lon, lat)| match region {
            None => Some(Self { lon: (lon, lon), lat: (lat, lat) }),
            Some(r) => {
                Some(Self { lon: (r.lon.0.min(lon), r.lon.1.max(lon)), lat: (r.lat.0.min(lat), r.lat.1.max(lat)) })
            }
        })
    }

    /// True when a point lies in it.
    pub(super) fn holds(&self, (lon, lat): (f64, f64)) -> bool {
        (self.lon.0..=self.lon.1).contains(&lon) && (self.lat.0..=self.lat.1).contains(&lat)
    }

    /// Height over width on the ground.
    pub(super) fn aspect(&self) -> f64 {
        let (w, h) = self.size();
        h / w
    }

    /// Width and height in degrees of latitude, each at least about 2 km.
    fn size(&self) -> (f64, f64) {
        let squeeze = libm::cos(((self.lat.0 + self.lat.1) / 2.0).to_radians());
        (((self.lon.1 - self.lon.0) * squeeze).max(0.02), (self.lat.1 - self.lat.0).max(0.02))
    }
}

impl Projection {
    /// Shows the whole region in a frame, with a margin in points around it.
    pub(super) fn new(region: Region, frame: Rect, margin: f64) -> Self {
        let (w, h) = region.size();
        let room = (frame.right - frame.left - 2.0 * margin, frame.bottom - frame.top - 2.0 * margin);
        let lat0 = (region.lat.0 + region.lat.1) / 2.0;
        Self {
            lon0: (region.lon.0 + region.lon.1) / 2.0,
            lat0,
            squeeze: libm::cos(lat0.to_radians()),
            points_per_degree: (room.0 / w).min(room.1 / h),
            middle: ((frame.left + frame.right) / 2.0, (frame.top + frame.bottom) / 2.0),
        }
    }

    /// Position of a place (longitude, latitude).
    pub(super) fn at(&self, (lon, lat): (f64, f64)) -> Point {
        let x = self.middle.0 + (lon - self.lon0) * self.squeeze * self.points_per_degree;
        (x, self.middle.1 - (lat - self.lat0) * self.points_per_degree)
    }

    /// Points of a kilometre.
    pub(super) fn points_per_km(&self) -> f64 {
        self.points_per_degree / KM_PER_DEGREE
    }
}

/// The point where a ray from the middle of a frame to a place outside crosses the frame, a little inside.
pub(super) fn at_the_edge(frame: Rect, (x, y): Point, inset: f64) -> Point {
    let middle = ((frame.left + frame.right) / 2.0, (frame.top + frame.bottom) / 2.0);
    let half = ((frame.right - frame.left) / 2.0 - inset, (frame.bottom - frame.top) / 2.0 - inset);
    let (dx, dy) = (x - middle.0, y - middle.1);
    let beyond = (dx.abs() / half.0).max(dy.abs() / half.1).max(1.0);
    (middle.0 + dx / beyond, middle.1 + dy / beyond)
}

/// A polygon cut at a rectangle, edge by edge (I. Sutherland and G. Hodgman, 1974, doi:10.1145/360767.360802).
pub(super) fn clipped(polygon: &[Point], frame: Rect) -> Vec<Point> {
    let sides: [fn(Rect, Point) -> f64; 4] =
        [|f, p| p.0 - f.left, |f, p| f.right - p.0, |f, p| p.1 - f.top, |f, p| f.bottom - p.1];
    sides.into_iter().fold(polygon.to_vec(), |points, inside| {
        let mut kept = Vec::with_capacity(points.len() + 4);
        for (k, b) in points.iter().enumerate() {
            let a = points[(k + points.len() - 1) % points.len()];
            let (from, to) = (inside(frame, a), inside(frame, *b));
            if (from < 0.0) != (to < 0.0) {
                let t = from / (from - to);
                kept.push((a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1)));
            }
            if to >= 0.0 {
                kept.push(*b);
            }
        }
        kept
    })
}

/// A line without the points that are nearer than `gap` to the one before; the last one stays.
pub(super) fn thinned(line: &[Point], gap: f64) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(line.len());
    for (k, p) in line.iter().enumerate() {
        let far = kept.last().is_none_or(|q| (p.0 - q.0).abs().max((p.1 - q.1).abs()) >= gap);
        if far || k + 1 == line.len() {
            kept.push(*p);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> Rect {
        Rect::new((0.0, 100.0), (0.0, 100.0))
    }

    #[test]
    fn a_square_over_a_corner_is_cut_to_a_quarter() {
        let cut = clipped(&[(50.0, 50.0), (150.0, 50.0), (150.0, 150.0), (50.0, 150.0)], frame());
        let next = cut.iter().cycle().skip(1);
        let area = cut.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>().abs() / 2.0;
        assert!((area - 2500.0).abs() < 1e-9);
        assert!(clipped(&[(200.0, 0.0), (300.0, 0.0), (300.0, 9.0)], frame()).is_empty());
    }

    /// Florange to Thionville, 5.3 km as the crow flies (coordinates of their INSEE centres, haversine by hand).
    #[test]
    fn kilometres_are_kilometres() {
        let region = Region::around([(6.12319, 49.32789), (6.12891, 49.37588)]).expect("two points");
        let map = Projection::new(region, frame(), 10.0);
        let (a, b) = (map.at((6.12319, 49.32789)), map.at((6.12891, 49.37588)));
        let km = libm::hypot(a.0 - b.0, a.1 - b.1) / map.points_per_km();
        assert!((km - 5.352).abs() < 0.01, "{km}");
        assert!(b.1 < a.1, "north is up");
    }

    #[test]
    fn what_is_far_stands_at_the_edge_in_its_direction() {
        let at = at_the_edge(frame(), (1050.0, 50.0), 5.0);
        assert!((at.0 - 95.0).abs() < 1e-9 && (at.1 - 50.0).abs() < 1e-9);
        assert_eq!(at_the_edge(frame(), (60.0, 40.0), 5.0), (60.0, 40.0));
    }
}
