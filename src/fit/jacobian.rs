//! Slopes of residuals by differences, all points of a Jacobian in one batch.

use super::bounds::Bounds;
use super::error::FitError;
use super::least_squares::Batch;
use super::linear::Matrix;

/// Residuals at a point.
pub(super) type Found = Result<Vec<f64>, String>;

/// The Jacobian of the residuals by central differences; one-sided where a bound or a model that cannot be computed is in
/// the way. The step of a parameter is `relative_step` times the larger of its value and a thousandth of its range.
pub(super) fn jacobian(
    model: &mut Batch<'_>,
    at: &[f64],
    residuals: &[f64],
    bounds: &Bounds,
    relative_step: f64,
) -> Result<Matrix, FitError> {
    let mut points = Vec::with_capacity(2 * at.len());
    for (k, value) in at.iter().enumerate() {
        let typical = value.abs().max(1e-3 * (bounds.high()[k] - bounds.low()[k]));
        for sign in [-1.0, 1.0] {
            let mut point = at.to_vec();
            point[k] = bounds.nearest(k, value + sign * relative_step * typical);
            points.push(point);
        }
    }
    let found = model(&points);
    if found.len() != points.len() {
        return Err(FitError::Length {
            what: "points and residuals of a batch",
            one: points.len(),
            other: found.len(),
        });
    }
    let mut matrix = Matrix::zeros(residuals.len(), at.len());
    for k in 0..at.len() {
        let [low, high] = [2 * k, 2 * k + 1];
        let here = (at[k], residuals);
        let slope = slope(side(&found[low], points[low][k]), here, side(&found[high], points[high][k]));
        let Some((from, to)) = slope else {
            let why = found[low].as_ref().err().or(found[high].as_ref().err()).cloned();
            return Err(FitError::Slope { parameter: k, why: why.unwrap_or_else(|| "no finite residuals".to_owned()) });
        };
        if from.1.len() != residuals.len() || to.1.len() != residuals.len() {
            return Err(FitError::Length { what: "residuals", one: from.1.len(), other: residuals.len() });
        }
        for row in 0..residuals.len() {
            matrix[(row, k)] = (to.1[row] - from.1[row]) / (to.0 - from.0);
        }
    }
    Ok(matrix)
}

type Side<'a> = (f64, &'a [f64]);

/// A side of a difference, where it could be computed.
fn side(found: &Found, at: f64) -> Option<Side<'_>> {
    let residuals = found.as_ref().ok()?;
    residuals.iter().all(|r| r.is_finite()).then_some((at, residuals.as_slice()))
}

/// The two points of the difference: the outer ones, else one and the middle.
fn slope<'a>(low: Option<Side<'a>>, here: Side<'a>, high: Option<Side<'a>>) -> Option<(Side<'a>, Side<'a>)> {
    let low = low.unwrap_or(here);
    let high = high.unwrap_or(here);
    (high.0 > low.0).then_some((low, high))
}
