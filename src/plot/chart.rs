//! The numbers of a figure as JSON, for charts that people touch: another hand draws the same with them.
//!
//! A chart is an object with the `kind` of the figure (its name in snake case), the fields of its specification with their
//! units, and what the drawing computes from them, e.g. totals; words in it are in the figure's language. Numbers that are
//! not finite are null. What nobody could see on a screen is thinned, here and nowhere else:
//!
//! - lines to [`POINTS_MAX`] points each, with the lowest and the highest of each stretch, of the line and of its band;
//! - clouds to [`CLOUD_MAX`] points, those that matter first;
//! - borders on maps to [`BORDER_MAX`] points in all, the same on both sides of a border;
//! - samples to the bins that are drawn, hours of a load-duration curve to the groups that are drawn: their figures do it.
//!
//! Lists of plain numbers are whole: their places have a meaning, e.g. the step of a week.

use super::{Outline, Picture};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// Points of a line; a screen has not many more columns.
const POINTS_MAX: usize = 600;

/// Points of a cloud.
const CLOUD_MAX: usize = 2000;

/// Points of all borders of a map; four for each ring where these alone are more.
const BORDER_MAX: usize = 2000;

/// Points that make a ring: a triangle, closed.
const RING_MIN: usize = 4;

impl Picture {
    /// Adds the numbers for an interactive chart.
    #[must_use]
    pub(super) fn charted(self, kind: &str, specification: &impl Serialize) -> Self {
        // A specification is made of numbers and words.
        let chart = serde_json::to_value(specification).unwrap_or_default();
        self.with_chart(kind, chart)
    }

    /// The same from a value that is not the specification itself.
    #[must_use]
    pub(super) fn with_chart(mut self, kind: &str, mut chart: Value) -> Self {
        thin(&mut chart);
        if let Value::Object(fields) = &mut chart {
            fields.shift_insert(0, "kind".to_owned(), json!(kind));
            self.chart = chart;
        }
        self
    }

    /// Adds what the drawing computes from the specification, so that another drawing need not.
    #[must_use]
    pub(super) fn also(mut self, name: &str, computed: &impl Serialize) -> Self {
        if let Value::Object(fields) = &mut self.chart {
            fields.insert(name.to_owned(), serde_json::to_value(computed).unwrap_or_default());
        }
        self
    }
}

/// Thins every list that is too long, at any depth.
fn thin(value: &mut Value) {
    match value {
        Value::Array(list) => {
            let is_point = |v: &Value| v.as_array().is_some_and(|p| p.len() == 2 && p.iter().all(|x| !x.is_array()));
            if list.len() > POINTS_MAX && list.iter().all(is_point) {
                *list = peaks(&sides(list, 1)).into_iter().map(|k| list[k].clone()).collect();
            } else if list.len() > CLOUD_MAX && list.iter().all(Value::is_object) {
                let end = list.len() - 1;
                let kept = sampled(list.len(), |k| usize::from(k != 0 && k != end));
                *list = kept.into_iter().map(|k| list[k].clone()).collect();
            }
            list.iter_mut().for_each(thin);
        }
        Value::Object(fields) => {
            thin_band(fields);
            // Borders are no lines from left to right: `borders` thins them.
            fields.iter_mut().filter(|(name, _)| *name != "rings").for_each(|(_, value)| thin(value));
        }
        _ => {}
    }
}

/// A band belongs to its points one by one: both keep the same places.
fn thin_band(fields: &mut Map<String, Value>) {
    let list = |name: &str| fields.get(name).and_then(Value::as_array);
    let (Some(points), Some(band)) = (list("points"), list("band")) else { return };
    if points.len() <= POINTS_MAX || band.len() != points.len() {
        return;
    }
    let ([low, high], [lower, _], [_, upper]) = (sides(points, 1), sides(band, 0), sides(band, 1));
    let kept = peaks(&[low, high, lower, upper]);
    let at = |list: &[Value]| Value::Array(kept.iter().map(|k| list[*k].clone()).collect());
    let (points, band) = (at(points), at(band));
    fields.insert("points".to_owned(), points);
    fields.insert("band".to_owned(), band);
}

/// How low and how high one coordinate of each point is; one that is null is neither.
fn sides(points: &[Value], coordinate: usize) -> [Vec<f64>; 2] {
    [-1.0, 1.0].map(|sign| {
        let along = |point: &Value| point[coordinate].as_f64().map_or(f64::NEG_INFINITY, |value| sign * value);
        points.iter().map(along).collect()
    })
}

/// Places of points in their order: both ends, and of each group of neighbours the one that is largest in each of the
/// measures, which have one number a point. All when there are at most [`POINTS_MAX`], else at most that many.
pub(super) fn peaks(measures: &[Vec<f64>]) -> Vec<usize> {
    let count = measures.first().map_or(0, Vec::len);
    let all: Vec<usize> = (0..count).collect();
    if count <= POINTS_MAX {
        return all;
    }
    let groups = (POINTS_MAX - 2) / measures.len();
    let mut kept = vec![0, count - 1];
    for group in all.chunks(count.div_ceil(groups)) {
        let largest = |measure: &Vec<f64>| group.iter().copied().max_by(|a, b| measure[*a].total_cmp(&measure[*b]));
        kept.extend(measures.iter().filter_map(largest));
    }
    kept.sort_unstable();
    kept.dedup();
    kept
}

/// Places of at most [`CLOUD_MAX`] of `count` points in their order: those of rank 0 first, then rank 1, then the others, each
/// spread evenly over the list where not all have room.
pub(super) fn sampled(count: usize, rank: impl Fn(usize) -> usize) -> Vec<usize> {
    if count <= CLOUD_MAX {
        return (0..count).collect();
    }
    let mut ranked: [Vec<usize>; 3] = Default::default();
    (0..count).for_each(|k| ranked[rank(k).min(2)].push(k));
    let mut kept = Vec::with_capacity(CLOUD_MAX);
    for list in &ranked {
        let number = list.len().min(CLOUD_MAX - kept.len());
        kept.extend((0..number).map(|k| list[k * list.len() / number]));
    }
    kept.sort_unstable();
    kept
}

/// Outlines with at most [`BORDER_MAX`] points: those stay whose corner is the largest.
///
/// A point weighs as much in every ring that it belongs to, so that neighbours keep the same border; only what a small ring
/// needs to remain a triangle is its own.
pub(super) fn borders(outlines: &[Outline]) -> Vec<Outline> {
    let rings = || outlines.iter().flat_map(|o| &o.rings);
    if rings().map(Vec::len).sum::<usize>() <= BORDER_MAX {
        return outlines.to_vec();
    }
    let place = |p: &(f64, f64)| (p.0.to_bits(), p.1.to_bits());
    let mut weights: HashMap<(u64, u64), f64> = HashMap::new();
    for ring in rings() {
        for (k, point) in ring.iter().enumerate() {
            // Both ends stay: a ring stays closed.
            let own = if k == 0 || k + 1 == ring.len() { f64::INFINITY } else { corner(ring, k) };
            let weight = weights.entry(place(point)).or_insert(0.0);
            *weight = weight.max(own);
        }
    }
    let weight = |p: &(f64, f64)| weights.get(&place(p)).copied().unwrap_or(0.0);
    let mut all: Vec<f64> = rings().flatten().map(weight).collect();
    all.sort_by(|a, b| b.total_cmp(a));
    let room = BORDER_MAX.saturating_sub(RING_MIN * rings().count());
    let limit = all.get(room).copied().unwrap_or(0.0);
    let thinned = |ring: &Vec<(f64, f64)>| -> Vec<(f64, f64)> {
        let mut order: Vec<usize> = (0..ring.len()).collect();
        order.sort_by(|a, b| weight(&ring[*b]).total_cmp(&weight(&ring[*a])));
        let mut kept: Vec<usize> = order.iter().take(RING_MIN).copied().collect();
        kept.extend(order.iter().skip(RING_MIN).filter(|k| weight(&ring[**k]) > limit));
        kept.sort_unstable();
        kept.into_iter().map(|k| ring[k]).collect()
    };
    outlines.iter().map(|o| Outline { rings: o.rings.iter().map(thinned).collect(), ..o.clone() }).collect()
}

/// Twice the area of the triangle of a point of a closed ring and its neighbours, square degrees.
fn corner(ring: &[(f64, f64)], k: usize) -> f64 {
    // The last point is the first again.
    let last = ring.len().saturating_sub(1).max(1);
    let (a, b, c) = (ring[(k + last - 1) % last], ring[k], ring[(k + 1) % last]);
    ((b.0 - a.0) * (c.1 - a.1) - (c.0 - a.0) * (b.1 - a.1)).abs()
}
