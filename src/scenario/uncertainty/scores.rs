//! A plan seen from its inputs: one standard normal score an input, correlated, in place of independent dimensions.
//!
//! Sampling goes from dimensions to values ([`Plan::values_at`]). Asking what an *input* is worth where inputs depend on
//! each other needs the other view: the scores of the inputs themselves, with their correlations.

use super::dimension::Dimension;
use super::plan::Plan;
use crate::dist::normal_cdf;

impl Plan {
    /// The drawn inputs, in the order of [`Plan::drawn_places`]: each has a standard normal score.
    pub fn scored(&self) -> &[Dimension] {
        &self.scores
    }

    /// Correlations of the scores, row by row.
    pub fn score_correlations(&self) -> Vec<f64> {
        let n = self.scores.len();
        let mut matrix = vec![0.0; n * n];
        (0..n).for_each(|k| matrix[k * n + k] = 1.0);
        let mut put = |a: usize, b: usize, value: f64| {
            if a != b {
                matrix[a * n + b] = value;
                matrix[b * n + a] = value;
            }
        };
        for group in &self.correlated {
            let members: Vec<usize> = group.members().collect();
            for (a, first) in members.iter().enumerate() {
                (0..a).for_each(|b| put(*first, members[b], group.between(a, b)));
            }
        }
        // The lists follow each other: drawn, who takes part, activity.
        let mut start = self.drawn.len();
        let factors = [
            self.participation.as_ref().map(|p| (p.providers.len(), p.correlation)),
            self.activity.as_ref().map(|a| (a.providers.len(), a.correlation)),
        ];
        for (count, correlation) in factors.into_iter().flatten() {
            for a in start..start + count {
                (start..a).for_each(|b| put(a, b, correlation));
            }
            start += count;
        }
        matrix
    }

    /// Puts a sample into a copy of the nominal values: one standard normal score for each of [`Plan::scored`].
    ///
    /// # Panics
    /// When `scores` is shorter than the drawn inputs, or `values` than the inputs.
    pub fn values_at_scores(&self, scores: &[f64], values: &mut [f64]) {
        for (drawn, z) in self.drawn.iter().zip(scores) {
            values[drawn.place] = drawn.distribution.from_normal(*z);
        }
        let rest = &scores[self.drawn.len()..];
        let takers = self.participation.as_ref().map_or(0, |p| p.providers.len());
        for (provider, z) in self.participation.iter().flat_map(|p| &p.providers).zip(rest) {
            values[provider.place] = if normal_cdf(*z) < values[provider.probability] { 1.0 } else { 0.0 };
        }
        if let Some(activity) = &self.activity {
            for (place, z) in activity.providers.iter().zip(&rest[takers..]) {
                values[*place] = libm::exp(activity.log_sd * z - 0.5 * activity.log_sd * activity.log_sd);
            }
        }
    }
}
