//! Least squares within bounds: Levenberg-Marquardt whose steps are cut at the box.

use super::bounds::Bounds;
use super::error::FitError;
use super::estimate::{Estimate, Variance};
use super::jacobian::{Found, jacobian};
use super::linear::{Matrix, column_lengths, damped_step, gradient, promised, sum_of_squares};

/// A model as residuals (model less measurement, divided by its standard deviation or in one unit) of parameters.
pub type Residuals<'a> = dyn FnMut(&[f64]) -> Result<Vec<f64>, String> + 'a;

/// As [`Residuals`], for many points together: a caller that has lanes or threads uses them.
pub type Batch<'a> = dyn FnMut(&[Vec<f64>]) -> Vec<Result<Vec<f64>, String>> + 'a;

/// How a fit goes about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Most steps that are tried; 1 or more.
    pub iterations: usize,
    /// Step of the differences, as a share of the parameter; 1e-10 to 0.1. The default is the cube root of the rounding
    /// error, right for a model computed to rounding; one that is integrated to a tolerance needs more (1e-3).
    pub relative_step: f64,
    /// The fit has ended when a step promises or brings less than this share of the sum of squares, or moves every
    /// parameter by less than this share; 1e-15 to 0.1.
    pub tolerance: f64,
    /// What is known of the spread of the residuals.
    pub variance: Variance,
}

impl Default for Options {
    fn default() -> Self {
        Self { iterations: 200, relative_step: 6e-6, tolerance: 1e-12, variance: Variance::Estimated }
    }
}

impl Options {
    fn check(&self) -> Result<(), FitError> {
        let wrong = |name, range| Err(FitError::Option { name, range });
        if self.iterations == 0 {
            return wrong("iterations", "1 or more");
        }
        if !(1e-10..=0.1).contains(&self.relative_step) {
            return wrong("relative_step", "within 1e-10 to 0.1");
        }
        if !(1e-15..=0.1).contains(&self.tolerance) {
            return wrong("tolerance", "within 1e-15 to 0.1");
        }
        Ok(())
    }
}

/// The parameters within bounds at which the sum of squared residuals is least, from a start.
///
/// Levenberg-Marquardt (Marquardt 1963, 10.1137/0111030) with the scaling of More 1978 (10.1007/BFb0067700), the damping
/// of Nielsen 1999 (IMM-REP-1999-05), and the box as Kanzow, Yamashita & Fukushima 2004 (10.1016/j.cam.2004.02.013): steps are cut
/// at the bounds, and a parameter that a bound stops is held there until the slope leads it back. A model that cannot be
/// computed at a trial point makes the step shorter. The minimum is a local one.
///
/// # Errors
/// See [`FitError`]: a start outside the bounds, a model that fails at the start, too few data.
pub fn least_squares(
    model: &mut Residuals<'_>,
    start: &[f64],
    bounds: &Bounds,
    options: &Options,
) -> Result<Estimate, FitError> {
    let mut batch = |points: &[Vec<f64>]| points.iter().map(|p| model(p)).collect();
    least_squares_batch(&mut batch, start, bounds, options)
}

/// As [`least_squares`]; the points of a Jacobian are asked for together.
///
/// # Errors
/// As [`least_squares`].
pub fn least_squares_batch(
    model: &mut Batch<'_>,
    start: &[f64],
    bounds: &Bounds,
    options: &Options,
) -> Result<Estimate, FitError> {
    options.check()?;
    bounds.check_start(start)?;
    let residuals = one(model, start).map_err(|why| FitError::Model { why })?;
    if let Some(residual) = residuals.iter().position(|r| !r.is_finite()) {
        return Err(FitError::NotFinite { residual });
    }
    if residuals.len() <= bounds.len() {
        return Err(FitError::TooFewData { data: residuals.len(), parameters: bounds.len() });
    }
    let mut search = Search::new(model, start.to_vec(), residuals, bounds, options)?;
    let mut converged = false;
    let mut iterations = 0;
    while iterations < options.iterations && !converged {
        iterations += 1;
        converged = search.step(model, bounds, options)?;
    }
    Ok(Estimate::new(search.at, search.residuals, &search.jacobian, bounds, options.variance, converged, iterations))
}

/// Residuals at one point.
fn one(model: &mut Batch<'_>, point: &[f64]) -> Found {
    model(&[point.to_vec()]).into_iter().next().unwrap_or_else(|| Err("the model gave nothing".to_owned()))
}

/// A search on its way.
struct Search {
    at: Vec<f64>,
    residuals: Vec<f64>,
    squares: f64,
    jacobian: Matrix,
    /// Largest length that each column of the Jacobian had.
    scales: Vec<f64>,
    damping: f64,
    growth: f64,
}

/// Damping beyond which no step is left.
const DAMPING_MAX: f64 = 1e20;
/// Damping of the first step, on scaled parameters.
const DAMPING_START: f64 = 1e-3;

impl Search {
    fn new(
        model: &mut Batch<'_>,
        at: Vec<f64>,
        residuals: Vec<f64>,
        bounds: &Bounds,
        options: &Options,
    ) -> Result<Self, FitError> {
        let jacobian = jacobian(model, &at, &residuals, bounds, options.relative_step)?;
        let scales = column_lengths(&jacobian);
        let squares = sum_of_squares(&residuals);
        Ok(Self { at, residuals, squares, jacobian, scales, damping: DAMPING_START, growth: 2.0 })
    }

    /// Tries a step; true when the search has ended.
    fn step(&mut self, model: &mut Batch<'_>, bounds: &Bounds, options: &Options) -> Result<bool, FitError> {
        let Some(to) = self.target(bounds) else { return Ok(true) };
        let step: Vec<f64> = to.iter().zip(&self.at).map(|(to, from)| to - from).collect();
        let hoped = self.squares - promised(&self.jacobian, &self.residuals, &step);
        let small = (0..step.len()).all(|k| step[k].abs() <= options.tolerance * self.size(k, bounds));
        if small {
            return Ok(true);
        }
        // A promise that damping made small says nothing yet; a last step is tried all the same.
        let last = hoped <= options.tolerance * self.squares && self.damping <= 1.0;
        let tried = one(model, &to).ok().filter(|r| r.len() == self.residuals.len() && r.iter().all(|x| x.is_finite()));
        let squares = tried.as_ref().map_or(f64::INFINITY, |r| sum_of_squares(r));
        let gain = if hoped > 0.0 { (self.squares - squares) / hoped } else { -1.0 };
        match tried {
            Some(residuals) if gain > 1e-4 => {
                let brought = self.squares - squares;
                let little = brought <= options.tolerance * self.squares && gain > 0.25;
                self.accept(model, to, residuals, gain, bounds, options)?;
                Ok(last || little || self.squares == 0.0)
            }
            _ if last => Ok(true),
            _ => {
                self.damping *= self.growth;
                self.growth *= 2.0;
                Ok(self.damping > DAMPING_MAX)
            }
        }
    }

    /// What counts as the size of a parameter when a step is called small.
    fn size(&self, k: usize, bounds: &Bounds) -> f64 {
        self.at[k].abs().max(1e-6 * (bounds.high()[k] - bounds.low()[k]))
    }

    fn accept(
        &mut self,
        model: &mut Batch<'_>,
        to: Vec<f64>,
        residuals: Vec<f64>,
        gain: f64,
        bounds: &Bounds,
        options: &Options,
    ) -> Result<(), FitError> {
        self.jacobian = jacobian(model, &to, &residuals, bounds, options.relative_step)?;
        for (scale, length) in self.scales.iter_mut().zip(column_lengths(&self.jacobian)) {
            *scale = scale.max(length);
        }
        self.squares = sum_of_squares(&residuals);
        (self.at, self.residuals) = (to, residuals);
        let turn = 2.0 * gain.min(1.0) - 1.0;
        self.damping = (self.damping * (1.0_f64 / 3.0).max(1.0 - turn * turn * turn)).max(1e-15);
        self.growth = 2.0;
        Ok(())
    }

    /// Where the damped step leads within the box; `None` when no parameter can move.
    fn target(&self, bounds: &Bounds) -> Option<Vec<f64>> {
        let slope = gradient(&self.jacobian, &self.residuals);
        let stopped = |k: &usize| {
            (self.at[*k] <= bounds.low()[*k] && slope[*k] >= 0.0)
                || (self.at[*k] >= bounds.high()[*k] && slope[*k] <= 0.0)
        };
        // A parameter that nothing depends on stays where it is.
        let mut free: Vec<usize> = (0..self.at.len()).filter(|k| !stopped(k) && self.scales[*k] > 0.0).collect();
        let mut to = self.at.clone();
        // Each round either ends or fixes a parameter on its bound, where the others then take over its share.
        while !free.is_empty() {
            let moved: Vec<f64> = to.iter().zip(&self.at).map(|(to, from)| to - from).collect();
            let rest: Vec<f64> = (0..self.residuals.len())
                .map(|i| moved.iter().enumerate().fold(self.residuals[i], |s, (k, d)| s + self.jacobian[(i, k)] * d))
                .collect();
            let step = damped_step(&self.jacobian, &rest, &self.scales, self.damping, &free)?;
            let over = |k: &usize| bounds.nearest(*k, self.at[*k] + step[*k]) != self.at[*k] + step[*k];
            let Some(out) = free.iter().copied().find(over) else {
                free.iter().for_each(|k| to[*k] = self.at[*k] + step[*k]);
                return Some(to);
            };
            to[out] = bounds.nearest(out, self.at[out] + step[out]);
            free.retain(|k| *k != out);
        }
        (to != self.at).then_some(to)
    }
}
