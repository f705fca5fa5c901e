//! Functions with known indices, and running them over designs.

// Each test file uses what it needs; tests fail by panicking, helpers of tests as well.
#![allow(dead_code, clippy::unwrap_used, missing_docs)]

use gisement::dist::{ParameterId, normal_quantile, uniform};
use gisement::sweep::sensitivity::{Estimate, Permutations, PickFreeze, Runs, Trajectories};
use std::f64::consts::PI;

/// Ishigami & Homma 1990 on uniform numbers in (0, 1).
pub(crate) fn ishigami(u: &[f64], a: f64, b: f64) -> f64 {
    let x = |k: usize| PI * (2.0 * u[k] - 1.0);
    let (s, t) = (x(0).sin(), x(1).sin());
    s + a * t * t + b * x(2).powi(4) * s
}

/// Sobol's g function (Saltelli & Sobol' 1995).
pub(crate) fn g(u: &[f64], a: &[f64]) -> f64 {
    u.iter().zip(a).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product()
}

/// Runs a model over a pick-freeze design.
pub(crate) fn pick_freeze(design: &PickFreeze, seed: u64, model: impl Fn(&[f64]) -> f64) -> Runs {
    let mut runs = Runs::new(1);
    let mut u = vec![0.0; design.players().dimensions()];
    for run in 0..design.runs() {
        design.point(seed, run, &mut u);
        runs.push(&[model(&u)]).unwrap();
    }
    runs
}

pub(crate) fn covers(e: &Estimate, truth: f64) -> bool {
    assert!(e.value.is_finite() && e.low <= e.high, "{e:?}");
    (e.low..=e.high).contains(&truth)
}

/// Runs a model of normal scores over a design of orders.
pub(crate) fn permutations(design: &Permutations, model: impl Fn(&[f64]) -> f64) -> Runs {
    let mut runs = Runs::new(1);
    for row in 0..design.rows() {
        for point in design.row(row).chunks(design.players().dimensions()) {
            runs.push(&[model(point)]).unwrap();
        }
    }
    runs
}

/// A column of independent standard normal numbers.
pub(crate) fn normals(n: u64, seed: u64, column: usize) -> Vec<f64> {
    let id = ParameterId::of(&format!("test.{column}"));
    (0..n).map(|k| normal_quantile(uniform(seed, k, id))).collect()
}

/// Runs a model over a design of trajectories.
pub(crate) fn trajectories(design: &Trajectories, model: impl Fn(&[f64]) -> f64) -> Runs {
    let mut runs = Runs::new(1);
    for row in 0..design.rows() {
        for point in design.row(row).chunks(design.players().dimensions()) {
            runs.push(&[model(point)]).unwrap();
        }
    }
    runs
}
