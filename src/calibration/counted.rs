//! The model of a problem, its points counted.

use super::calibrate::Watch;
use super::problem::Problem;

/// The model with its points counted; fails once the user has asked to stop.
#[derive(Debug, Default)]
pub(super) struct Counted {
    pub(super) evaluations: u64,
    pub(super) failed: u64,
    pub(super) first: String,
}

impl Counted {
    /// Residuals of many points: model less measurement.
    pub(super) fn residuals(
        &mut self,
        problem: &mut Problem<'_>,
        measured: &[f64],
        points: &[Vec<f64>],
        watch: &Watch<'_>,
    ) -> Vec<Result<Vec<f64>, String>> {
        if watch.stopped() {
            return points.iter().map(|_| Err("stopped".to_owned())).collect();
        }
        let found = (problem.model)(points);
        self.evaluations += points.len() as u64;
        let one = |found: Result<Vec<f64>, String>| match found {
            Ok(values) if values.len() == measured.len() && values.iter().all(|v| v.is_finite()) => {
                Ok(values.iter().zip(measured).map(|(model, measured)| model - measured).collect())
            }
            other => {
                let why =
                    other.err().unwrap_or_else(|| "the model gives no finite number at a measured time".to_owned());
                self.failed += 1;
                if self.first.is_empty() {
                    self.first.clone_from(&why);
                }
                Err(why)
            }
        };
        found.into_iter().map(one).collect()
    }
}

/// The model out of its residuals.
pub(super) fn added(residuals: &[f64], measured: &[f64]) -> Vec<f64> {
    residuals.iter().zip(measured).map(|(r, m)| r + m).collect()
}
