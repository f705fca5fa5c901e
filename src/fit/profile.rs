//! Intervals by profile likelihood: how far a parameter can go while the others make up for it.

use super::bounds::Bounds;
use super::error::FitError;
use super::estimate::Estimate;
use super::least_squares::{Batch, Options, least_squares_batch};

/// The profile of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Where the profile passes the level below the estimate; `None` when the bound comes first: the data do not limit it.
    pub low: Option<f64>,
    /// The same above.
    pub high: Option<f64>,
    /// Values tried, rising, each with the signed root of the rise of the sum of squares over the variance of a residual:
    /// a straight line of slope 1 over the standard error where the model is linear.
    pub points: Vec<(f64, f64)>,
    /// Parameters of a lower sum of squares than the estimate's, when the walk met some: the estimate was no minimum.
    pub better: Option<Vec<f64>>,
}

/// Most values tried on each side.
const TRIES: usize = 25;
/// The level is met within this share of a standard error.
const NEAR: f64 = 2e-3;

/// Profile likelihood interval of parameter `k` (Bates & Watts 1988, 10.1002/9780470316757, chapter 6; Raue et al. 2009,
/// 10.1093/bioinformatics/btp358): where the sum of squares, all other parameters fitted anew, has risen by the variance
/// times the squared quantile of the level. Does not lean on the model being linear, nor on the unit of the parameter.
///
/// # Errors
/// When the level is outside 0 to 1, or the fit of the others cannot start.
pub fn profile(
    model: &mut Batch<'_>,
    estimate: &Estimate,
    k: usize,
    level: f64,
    bounds: &Bounds,
    options: &Options,
) -> Result<Profile, FitError> {
    if k >= bounds.len() || estimate.values.len() != bounds.len() {
        return Err(FitError::Length {
            what: "parameters and bounds",
            one: estimate.values.len(),
            other: bounds.len(),
        });
    }
    let quantile = estimate.quantile(level)?;
    let mut walk = Walk { model, estimate, k, bounds, options, points: vec![(estimate.values[k], 0.0)], better: None };
    let low = walk.side(-1.0, quantile)?;
    let high = walk.side(1.0, quantile)?;
    let Walk { mut points, better, .. } = walk;
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    Ok(Profile { low, high, points, better })
}

struct Walk<'a, 'b> {
    model: &'a mut Batch<'b>,
    estimate: &'a Estimate,
    k: usize,
    bounds: &'a Bounds,
    options: &'a Options,
    points: Vec<(f64, f64)>,
    better: Option<Vec<f64>>,
}

impl Walk<'_, '_> {
    /// Where one side passes the level: steps outwards, then between what is below and what is above.
    fn side(&mut self, sign: f64, quantile: f64) -> Result<Option<f64>, FitError> {
        let centre = self.estimate.values[self.k];
        let end = if sign < 0.0 { self.bounds.low()[self.k] } else { self.bounds.high()[self.k] };
        if centre == end || self.estimate.variance == 0.0 {
            return Ok((centre != end).then_some(centre));
        }
        let error = self.estimate.standard_errors[self.k];
        let room = (end - centre).abs();
        let first = if error.is_finite() && error > 0.0 { (quantile * error).min(room) } else { 0.1 * room };
        let mut others = self.others(&self.estimate.values);
        let mut inside = (centre, 0.0);
        let mut outside: Option<(f64, f64)> = None;
        let mut value = centre + sign * first;
        for _ in 0..TRIES {
            let (root, found) = self.rise(value, &others)?;
            self.points.push((value, sign * root));
            if (root - quantile).abs() <= NEAR * quantile {
                return Ok(Some(value));
            }
            if root < quantile {
                if value == end {
                    return Ok(None);
                }
                inside = (value, root);
                others = found;
            } else {
                outside = Some((value, root));
            }
            value = match outside {
                None => {
                    // As the slope so far says, at most three times as far.
                    let reach = (value - centre).abs();
                    let wanted = if root > 0.0 { reach * (quantile / root) * 1.05 } else { 3.0 * reach };
                    let next = centre + sign * wanted.clamp(1.2 * reach, 3.0 * reach);
                    if (next - end) * sign >= 0.0 { end } else { next }
                }
                Some(out) => between(inside, out, quantile),
            };
        }
        Ok(outside.map(|out| between(inside, out, quantile)))
    }

    /// The signless root of the rise at a value, and the other parameters there.
    fn rise(&mut self, value: f64, others: &[f64]) -> Result<(f64, Vec<f64>), FitError> {
        let k = self.k;
        let whole = |rest: &[f64]| {
            let mut all = rest.to_vec();
            all.insert(k, value);
            all
        };
        let (squares, found) = if others.is_empty() {
            let residuals = (self.model)(&[vec![value]]).into_iter().next();
            let residuals = residuals.and_then(Result::ok);
            (residuals.map_or(f64::INFINITY, |r| super::linear::sum_of_squares(&r)), Vec::new())
        } else {
            let bounds = Bounds::new(&self.others(self.bounds.low()), &self.others(self.bounds.high()))?;
            let model = &mut *self.model;
            let mut rest = |points: &[Vec<f64>]| model(&points.iter().map(|p| whole(p)).collect::<Vec<_>>());
            match least_squares_batch(&mut rest, others, &bounds, self.options) {
                Ok(fitted) => (fitted.sum_of_squares, fitted.values),
                // A value at which the model cannot be computed is ruled out.
                Err(FitError::Model { .. } | FitError::NotFinite { .. } | FitError::Slope { .. }) => {
                    (f64::INFINITY, others.to_vec())
                }
                Err(other) => return Err(other),
            }
        };
        let rise = (squares - self.estimate.sum_of_squares) / self.estimate.variance;
        if rise < -1e-3 && self.better.is_none() {
            self.better = Some(whole(&found));
        }
        Ok((rise.max(0.0).sqrt(), found))
    }

    fn others(&self, all: &[f64]) -> Vec<f64> {
        all.iter().enumerate().filter(|(k, _)| *k != self.k).map(|(_, v)| *v).collect()
    }
}

/// Between a point below the level and one above: by the line, kept away from both ends.
fn between(inside: (f64, f64), outside: (f64, f64), level: f64) -> f64 {
    let share = if outside.1.is_finite() { (level - inside.1) / (outside.1 - inside.1) } else { 0.5 };
    inside.0 + share.clamp(0.02, 0.98) * (outside.0 - inside.0)
}
