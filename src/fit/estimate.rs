//! What a fit found, and how sure it is: covariance by Fisher information, rank, what the data do not see.

use super::bounds::{Bounds, End};
use super::error::FitError;
use super::linear::{Matrix, column_lengths, spectrum, sum_of_squares};
use crate::dist::{normal_quantile, student_two_sided};

/// What is known of the spread of the residuals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variance {
    /// Nothing: it is estimated from them, and intervals are Student's.
    Estimated,
    /// Each residual is divided by its standard deviation: variance 1, intervals are normal.
    Known,
}

/// A combination of parameters that the data hardly see.
#[derive(Clone, Debug, PartialEq)]
pub struct Unseen {
    /// Sensitivity along it, as a share of the best seen combination; 0 when not seen at all.
    pub seen: f64,
    /// Share of each parameter (as a multiple of its scale): a direction of length 1.
    pub direction: Vec<f64>,
}

/// What a fit found.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The parameters, in their units.
    pub values: Vec<f64>,
    /// Residuals there.
    pub residuals: Vec<f64>,
    /// Their sum of squares.
    pub sum_of_squares: f64,
    /// Residuals less the combinations of parameters that the data see.
    pub freedom: usize,
    /// Variance of a residual: estimated as sum of squares over degrees of freedom, or 1 where it was known.
    pub variance: f64,
    /// Covariance of the parameters: variance times the inverse Fisher information J'J. Infinite in the row and column of a
    /// parameter that takes part in what the data do not see.
    pub covariance: Vec<Vec<f64>>,
    /// Correlations of the parameters, -1 to 1; 0 beside a parameter that the data do not see, 1 on the diagonal.
    pub correlations: Vec<Vec<f64>>,
    /// Standard error of each parameter, in its unit; infinite where the data do not see it.
    pub standard_errors: Vec<f64>,
    /// Combinations of parameters that the data see (singular values above 1e-7 of the largest, columns scaled to length 1).
    pub rank: usize,
    /// Ratio of the largest to the smallest singular value of the Jacobian with columns of length 1: the collinearity that
    /// no choice of units can mend; infinite when something is not seen at all.
    pub condition: f64,
    /// Eigenvalues of the Fisher information of the scaled parameters, largest first; they sum to the number of
    /// parameters that have an effect.
    pub eigenvalues: Vec<f64>,
    /// The directions that belong to the eigenvalues, in scaled parameters.
    pub directions: Vec<Vec<f64>>,
    /// Slopes of the residuals: a row for each residual.
    pub jacobian: Vec<Vec<f64>>,
    /// Where a parameter was stopped by its bound: its Fisher interval means little then.
    pub at_bound: Vec<Option<End>>,
    /// True when the search ended by its own rule, not by its limit of steps.
    pub converged: bool,
    /// Steps tried.
    pub iterations: usize,
    known: bool,
}

/// Singular values below this share of the largest count as not seen: differences know no more.
const SEEN: f64 = 1e-7;
/// A parameter takes part in an unseen direction when its share in it is above this.
const TAKES_PART: f64 = 1e-4;

impl Estimate {
    pub(super) fn new(
        values: Vec<f64>,
        residuals: Vec<f64>,
        jacobian: &Matrix,
        bounds: &Bounds,
        variance: Variance,
        converged: bool,
        iterations: usize,
    ) -> Self {
        let count = values.len();
        let lengths = column_lengths(jacobian);
        let mut scaled = jacobian.clone();
        for (k, length) in lengths.iter().enumerate().filter(|(_, length)| **length > 0.0) {
            scaled.column_mut(k).iter_mut().for_each(|x| *x /= length);
        }
        let spectrum = spectrum(&scaled);
        let largest = spectrum.first().map_or(0.0, |(s, _)| *s);
        let rank = spectrum.iter().filter(|(s, _)| *s > SEEN * largest && *s > 0.0).count();
        let freedom = residuals.len() - rank;
        let squares = sum_of_squares(&residuals);
        let known = variance == Variance::Known;
        let variance = if known { 1.0 } else { squares / freedom as f64 };
        let covariance = covariance(&spectrum, rank, &lengths, variance);
        let standard_errors: Vec<f64> = (0..count).map(|k| covariance[k][k].sqrt()).collect();
        let smallest = spectrum.last().map_or(0.0, |(s, _)| *s);
        let condition = if rank == count { largest / smallest } else { f64::INFINITY };
        let at_bound = values.iter().enumerate().map(|(k, v)| bounds.end(k, *v)).collect();
        let rows = (0..residuals.len()).map(|i| jacobian.row(i).iter().copied().collect()).collect();
        Self {
            sum_of_squares: squares,
            freedom,
            variance,
            correlations: correlations(&covariance, &standard_errors),
            covariance,
            standard_errors,
            rank,
            condition,
            eigenvalues: spectrum.iter().map(|(s, _)| s * s).collect(),
            directions: spectrum.into_iter().map(|(_, direction)| direction).collect(),
            jacobian: rows,
            at_bound,
            converged,
            iterations,
            values,
            residuals,
            known,
        }
    }

    /// Half the width of the interval of a level (0 to 1, ends not included) in standard errors.
    ///
    /// # Errors
    /// When the level is outside its range.
    pub fn quantile(&self, level: f64) -> Result<f64, FitError> {
        if !(level > 0.0 && level < 1.0) {
            return Err(FitError::Option { name: "level", range: "above 0 and below 1" });
        }
        if self.known {
            return Ok(normal_quantile(0.5 + level / 2.0));
        }
        Ok(student_two_sided(1.0 - level, self.freedom.max(1) as f64))
    }

    /// The interval of each parameter that covers the truth with probability `level` if the model is right, close to
    /// linear there, and the residuals are independent: value plus and minus a quantile times the standard error. Bounds are
    /// not respected: an interval that passes them tells that the data say little. Infinite where the data see nothing.
    ///
    /// # Errors
    /// When the level is outside its range.
    pub fn interval(&self, level: f64) -> Result<Vec<(f64, f64)>, FitError> {
        let quantile = self.quantile(level)?;
        let one = |(value, error): (&f64, &f64)| (value - quantile * error, value + quantile * error);
        Ok(self.values.iter().zip(&self.standard_errors).map(one).collect())
    }

    /// Combinations of parameters whose sensitivity is less than `share` (0 to 1) of the best seen one, the least seen
    /// first. With scaled columns a share of 0.1 means correlations of about 0.99.
    pub fn unseen(&self, share: f64) -> Vec<Unseen> {
        let best = self.eigenvalues.first().map_or(0.0, |e| e.sqrt());
        let one = |(eigenvalue, direction): (&f64, &Vec<f64>)| {
            let seen = if best > 0.0 { eigenvalue.sqrt() / best } else { 0.0 };
            Unseen { seen, direction: direction.clone() }
        };
        let mut list: Vec<Unseen> = self.eigenvalues.iter().zip(&self.directions).map(one).collect();
        list.retain(|u| u.seen < share);
        list.reverse();
        list
    }
}

/// Variance times V S^-2 V', back in the units of the parameters.
fn covariance(spectrum: &[(f64, Vec<f64>)], rank: usize, lengths: &[f64], variance: f64) -> Vec<Vec<f64>> {
    let blind = |k: usize| lengths[k] == 0.0 || spectrum[rank..].iter().any(|(_, d)| d[k].abs() > TAKES_PART);
    let entry = |a: usize, b: usize| {
        if blind(a) || blind(b) {
            return f64::INFINITY;
        }
        let sum = spectrum[..rank].iter().fold(0.0, |sum, (s, d)| sum + d[a] / s * (d[b] / s));
        variance * sum / (lengths[a] * lengths[b])
    };
    (0..lengths.len()).map(|a| (0..lengths.len()).map(|b| entry(a, b)).collect()).collect()
}

fn correlations(covariance: &[Vec<f64>], errors: &[f64]) -> Vec<Vec<f64>> {
    let entry = |a: usize, b: usize| {
        if a == b {
            return 1.0;
        }
        let scale = errors[a] * errors[b];
        if scale.is_finite() && scale > 0.0 { (covariance[a][b] / scale).clamp(-1.0, 1.0) } else { 0.0 }
    };
    (0..errors.len()).map(|a| (0..errors.len()).map(|b| entry(a, b)).collect()).collect()
}
