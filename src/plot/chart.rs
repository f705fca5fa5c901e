//! The numbers of a figure as JSON, for charts that people touch: another hand draws the same with them.
//!
//! A chart is an object with the `kind` of the figure (its name in snake case) and the fields of its specification; words in
//! it are in the figure's language. What nobody could see on a screen is thinned, extremes kept. Numbers that are not
//! finite are null.

use super::Picture;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Points of a line; a screen has not many more columns.
const POINTS_MAX: usize = 700;

/// Points of a cloud.
const CLOUD_MAX: usize = 2000;

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
}

/// Thins every list that is too long, at any depth.
fn thin(value: &mut Value) {
    match value {
        Value::Array(list) => {
            let is_point = |v: &Value| v.as_array().is_some_and(|p| p.len() == 2 && p.iter().all(|x| !x.is_array()));
            if list.len() > POINTS_MAX && list.iter().all(is_point) {
                *list = peaks(list).into_iter().map(|k| list[k].clone()).collect();
            } else if list.len() > CLOUD_MAX {
                let step = list.len().div_ceil(CLOUD_MAX);
                *list = list.iter().step_by(step).cloned().collect();
            }
            list.iter_mut().for_each(thin);
        }
        Value::Object(fields) => {
            thin_band(fields);
            fields.values_mut().for_each(thin);
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
    let kept = peaks(points);
    let at = |list: &[Value]| Value::Array(kept.iter().map(|k| list[*k].clone()).collect());
    let (points, band) = (at(points), at(band));
    fields.insert("points".to_owned(), points);
    fields.insert("band".to_owned(), band);
}

/// Places of points with the lowest and the highest of each group of neighbours, ends kept: at most [`POINTS_MAX`].
fn peaks(points: &[Value]) -> Vec<usize> {
    let height = |k: usize| points[k][1].as_f64().unwrap_or(f64::NAN);
    let size = points.len().div_ceil(POINTS_MAX / 2 - 1);
    let mut kept = vec![0];
    let all: Vec<usize> = (0..points.len()).collect();
    for group in all.chunks(size) {
        let lowest = group.iter().copied().min_by(|a, b| height(*a).total_cmp(&height(*b)));
        let highest = group.iter().copied().max_by(|a, b| height(*a).total_cmp(&height(*b)));
        kept.extend(lowest.into_iter().chain(highest));
    }
    kept.push(points.len() - 1);
    kept.sort_unstable();
    kept.dedup();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thinning_keeps_ends_and_extremes() {
        let mut points: Vec<(f64, f64)> = (0..8760).map(|k| (f64::from(k), 100.0)).collect();
        points[4321].1 = 7.0;
        points[4322].1 = 700.0;
        let mut value = json!({ "series": [{ "points": points }], "odd": f64::NAN });
        thin(&mut value);
        let left = value["series"][0]["points"].as_array().unwrap();
        assert!(left.len() <= POINTS_MAX, "{}", left.len());
        for point in [json!([0.0, 100.0]), json!([4321.0, 7.0]), json!([4322.0, 700.0]), json!([8759.0, 100.0])] {
            assert!(left.contains(&point), "{point}");
        }
        assert!(value["odd"].is_null());
    }

    #[test]
    fn a_band_stays_with_its_points() {
        let points: Vec<(f64, f64)> = (0..5000).map(|k| (f64::from(k), f64::from(k % 7))).collect();
        let band: Vec<(f64, f64)> = points.iter().map(|p| (p.0, p.0 + 1.0)).collect();
        let mut value = json!({ "points": points, "band": band });
        thin(&mut value);
        let (points, band) = (value["points"].as_array().unwrap(), value["band"].as_array().unwrap());
        assert!(points.len() <= POINTS_MAX && points.iter().zip(band).all(|(p, b)| p[0] == b[0]));
    }
}
