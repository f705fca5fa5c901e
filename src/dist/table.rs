//! Laws given by a list: measured values, and discrete alternatives.

use super::error::{DistributionError, finite};

/// Measured values as a continuous law.
///
/// The distribution function is the polygon through the sorted values at their plotting positions: the middle of each
/// value's share of the weight (Hazen 1914). Below the first and above the last position the value stays at the extreme:
/// nothing is drawn beyond what was measured. With equal weights the mean is that of the values. To draw only the values
/// themselves use [`Discrete`].
#[derive(Clone, Debug, PartialEq)]
pub struct Empirical {
    /// Sorted, distinct.
    values: Vec<f64>,
    /// Plotting position of each value.
    positions: Vec<f64>,
}

impl Empirical {
    pub(super) fn new(values: &[f64], weights: &[f64]) -> Result<Self, DistributionError> {
        let pairs = sorted(values, weights)?;
        let total: f64 = pairs.iter().map(|p| p.1).sum();
        finite("sum of weights", total)?;
        let mut before = 0.0;
        let positions = pairs.iter().map(|(_, weight)| {
            let position = (before + 0.5 * weight) / total;
            before += weight;
            position
        });
        Ok(Self { positions: positions.collect(), values: pairs.iter().map(|p| p.0).collect() })
    }

    /// The values, sorted, each once.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    fn last(&self) -> usize {
        self.values.len() - 1
    }

    pub(super) fn ends(&self) -> (f64, f64) {
        (self.values[0], self.values[self.last()])
    }

    pub(super) fn quantile(&self, u: f64) -> f64 {
        let above = self.positions.partition_point(|p| *p < u);
        if above == 0 {
            return self.values[0];
        }
        if above > self.last() {
            return self.values[self.last()];
        }
        interpolate(&self.positions, &self.values, above, u)
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        if x < self.values[0] {
            return 0.0;
        }
        if x >= self.values[self.last()] {
            return 1.0;
        }
        let above = self.values.partition_point(|v| *v <= x);
        interpolate(&self.values, &self.positions, above, x)
    }

    pub(super) fn mean(&self) -> f64 {
        let inner: f64 = (1..self.values.len())
            .map(|k| middle(self.values[k - 1], self.values[k]) * (self.positions[k] - self.positions[k - 1]))
            .sum();
        inner + self.values[0] * self.positions[0] + self.values[self.last()] * (1.0 - self.positions[self.last()])
    }
}

fn middle(a: f64, b: f64) -> f64 {
    0.5 * a + 0.5 * b
}

/// y at x between the knots `above - 1` and `above`; monotone, and exact at both knots.
fn interpolate(xs: &[f64], ys: &[f64], above: usize, x: f64) -> f64 {
    let share = (x - xs[above - 1]) / (xs[above] - xs[above - 1]);
    let (a, b) = (ys[above - 1], ys[above]);
    if share < 0.5 { a + (b - a) * share } else { b - (b - a) * (1.0 - share) }
}

/// Pairs of value and weight, by value, equal values merged.
fn sorted(values: &[f64], weights: &[f64]) -> Result<Vec<(f64, f64)>, DistributionError> {
    if values.is_empty() {
        return Err(DistributionError::Empty);
    }
    if values.len() != weights.len() {
        return Err(DistributionError::Lengths { values: values.len(), weights: weights.len() });
    }
    let mut pairs = Vec::with_capacity(values.len());
    for (k, (value, weight)) in values.iter().zip(weights).enumerate() {
        if !(weight.is_finite() && *weight > 0.0) {
            return Err(DistributionError::Weight { position: k + 1, value: *weight });
        }
        pairs.push((finite("value", *value)?, *weight));
    }
    // Stable, so that merged weights are summed in the order given.
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut merged: Vec<(f64, f64)> = Vec::with_capacity(pairs.len());
    for (value, weight) in pairs {
        match merged.last_mut() {
            Some(last) if last.0 == value => last.1 += weight,
            _ => merged.push((value, weight)),
        }
    }
    Ok(merged)
}

/// Some values, each with its probability.
#[derive(Clone, Debug, PartialEq)]
pub struct Discrete {
    /// Sorted, distinct.
    values: Vec<f64>,
    probabilities: Vec<f64>,
    /// Probability of a value or a smaller one; the last is 1.
    cumulative: Vec<f64>,
}

/// How far probabilities may sum from 1, for decimals like 0.333333.
const SUM_TOLERANCE: f64 = 1e-6;

impl Discrete {
    pub(super) fn new(values: &[f64], probabilities: &[f64]) -> Result<Self, DistributionError> {
        let pairs = sorted(values, probabilities)?;
        let sum: f64 = pairs.iter().map(|p| p.1).sum();
        if (sum - 1.0).abs() > SUM_TOLERANCE {
            return Err(DistributionError::ProbabilitySum { sum });
        }
        let mut total = 0.0;
        let cumulative = pairs.iter().map(|(_, p)| {
            total += p / sum;
            total
        });
        Ok(Self {
            cumulative: cumulative.collect(),
            values: pairs.iter().map(|p| p.0).collect(),
            probabilities: pairs.iter().map(|p| p.1 / sum).collect(),
        })
    }

    /// The values, sorted, and their probabilities.
    pub fn values_and_probabilities(&self) -> (&[f64], &[f64]) {
        (&self.values, &self.probabilities)
    }

    pub(super) fn ends(&self) -> (f64, f64) {
        (self.values[0], self.values[self.values.len() - 1])
    }

    /// The smallest value whose cumulative probability reaches u.
    pub(super) fn quantile(&self, u: f64) -> f64 {
        // The last sum may round below 1: nothing lies above the last value.
        let at = self.cumulative.partition_point(|c| *c < u).min(self.values.len() - 1);
        self.values[at]
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        match self.values.partition_point(|v| *v <= x) {
            0 => 0.0,
            n if n == self.values.len() => 1.0,
            n => self.cumulative[n - 1],
        }
    }

    pub(super) fn mean(&self) -> f64 {
        self.values.iter().zip(&self.probabilities).map(|(v, p)| v * p).sum()
    }
}
