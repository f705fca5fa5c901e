//! Dependent normal scores, and drawing some of them given others.

use super::error::SensitivityError;

/// How the normal scores of inputs depend on each other (a Gaussian copula): by their correlations.
#[derive(Clone, Debug, PartialEq)]
pub struct Dependence {
    inputs: usize,
    /// Row-major; none when all are independent.
    correlations: Option<Vec<f64>>,
}

impl Dependence {
    /// So many independent inputs.
    pub fn independent(inputs: usize) -> Self {
        Self { inputs, correlations: None }
    }

    /// Correlations of the scores, row by row.
    ///
    /// # Errors
    /// When this is no matrix of correlations: not square, not symmetric, a diagonal other than 1, not positive
    /// semidefinite.
    pub fn correlated(inputs: usize, correlations: &[f64]) -> Result<Self, SensitivityError> {
        let at = |i: usize, j: usize| correlations[i * inputs + j];
        let sound = correlations.len() == inputs * inputs
            && correlations.iter().all(|c| c.abs() <= 1.0)
            && (0..inputs).all(|i| at(i, i) == 1.0 && (0..i).all(|j| at(i, j) == at(j, i)));
        if !sound {
            return Err(SensitivityError::NotACorrelation);
        }
        let dependence = Self { inputs, correlations: Some(correlations.to_vec()) };
        let order: Vec<usize> = (0..inputs).collect();
        let mut factor = vec![0.0; inputs * inputs];
        if dependence.factor(&order, &mut factor) { Ok(dependence) } else { Err(SensitivityError::NotACorrelation) }
    }

    /// Number of inputs.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// True when no input depends on another.
    pub fn is_independent(&self) -> bool {
        self.correlations.is_none()
    }

    /// Lower triangular factor of the correlations of the inputs in an order, row-major (Cholesky); false when they are
    /// not positive semidefinite. An input that the ones before it determine gets a row without an own part.
    pub(super) fn factor(&self, order: &[usize], factor: &mut [f64]) -> bool {
        let n = self.inputs;
        let correlation = |i: usize, j: usize| match &self.correlations {
            Some(c) => c[order[i] * n + order[j]],
            None => f64::from(u8::from(i == j)),
        };
        factor.fill(0.0);
        for i in 0..n {
            for j in 0..=i {
                let known: f64 = (0..j).map(|k| factor[i * n + k] * factor[j * n + k]).sum();
                let rest = correlation(i, j) - known;
                if i == j {
                    if rest < -DEGENERATE {
                        return false;
                    }
                    factor[i * n + i] = if rest > DEGENERATE { rest.sqrt() } else { 0.0 };
                } else if factor[j * n + j] > 0.0 {
                    factor[i * n + j] = rest / factor[j * n + j];
                } else if rest.abs() > DEGENERATE.sqrt() {
                    return false;
                }
            }
        }
        true
    }
}

/// Conditional variances below this are rounding of zero.
const DEGENERATE: f64 = 1e-12;
