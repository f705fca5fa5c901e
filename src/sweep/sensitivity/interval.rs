//! Estimates that are ratios of sums over independent design rows, with 95 % intervals.
//!
//! Every index here is a ratio of two means over rows: a Sobol index is a partial variance over a variance, an elementary
//! effect a sum over a count. Rows are added up in at most [`GROUPS`] groups of rows that are independent of each other;
//! the spread between groups tells the error of the ratio, whatever happens inside a group. Rows of a Monte Carlo design
//! fall into groups in their order; with a randomised low-discrepancy design each replicate is a group of its own.

use super::error::ROWS_MIN;
use crate::dist::{philox4x32_10, student_two_sided};
use serde::Serialize;

/// An estimate with its uncertainty from the finite number of runs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Lower end of the 95 % interval. It may lie outside the range of the quantity (an index below 0): estimates near a
    /// bound scatter across it, and cutting them there would hide how well they are known.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
}

impl Estimate {
    /// A number that is known exactly.
    pub fn exact(value: f64) -> Self {
        Self { value, standard_error: 0.0, low: value, high: value }
    }

    /// A number with the standard error of a mean of so many independent parts: Student's interval.
    pub(super) fn student(value: f64, standard_error: f64, parts: usize) -> Self {
        if parts < 2 {
            return Self { value, standard_error: f64::INFINITY, low: f64::NEG_INFINITY, high: f64::INFINITY };
        }
        let half = student_two_sided(1.0 - CONFIDENCE, (parts - 1) as f64) * standard_error;
        Self { value, standard_error, low: value - half, high: value + half }
    }
}

/// Probability with which intervals cover.
pub const CONFIDENCE: f64 = 0.95;

/// Most groups of rows. More cost time and tell no more: the error of an interval's length falls with the groups as the
/// error of a standard deviation does, 4 % at 256.
const GROUPS: usize = 256;

/// Fewest groups that are resampled: with fewer, resampling has too few outcomes, and Student's interval is taken.
const RESAMPLED_GROUPS: usize = 64;

/// How rows of a design depend on each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Independence {
    /// Each row is drawn on its own (Monte Carlo).
    Rows,
    /// Rows are dealt in turn to so many replicates, each randomised on its own (Latin hypercube, scrambled Sobol); inside
    /// one, rows depend on each other.
    Replicates(u32),
}

/// How an interval is made and from how many resamples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resampling {
    /// Key of the resamples.
    pub seed: u64,
    /// Number of resamples.
    pub count: usize,
}

impl Default for Resampling {
    /// 1,000 resamples: the ends of an interval of 95 % then move by about 2 % of its length between seeds.
    fn default() -> Self {
        Self { seed: 1, count: 1000 }
    }
}

/// Which group each row that counts belongs to.
#[derive(Clone, Debug)]
pub(super) struct Grouping {
    groups: usize,
    group_of: Vec<usize>,
}

impl Grouping {
    /// `kept` are the rows that count.
    pub(super) fn new(kept: &[u64], independence: Independence) -> Self {
        match independence {
            Independence::Rows => {
                let groups = kept.len().min(GROUPS);
                let group_of = (0..kept.len()).map(|k| k * groups / kept.len()).collect();
                Self { groups, group_of }
            }
            Independence::Replicates(replicates) => {
                let replicates = u64::from(replicates.max(1));
                let group_of = kept.iter().map(|row| (row % replicates) as usize).collect();
                Self { groups: replicates as usize, group_of }
            }
        }
    }
}

/// Sums of numerators and denominators, by group, for many ratios at once.
#[derive(Clone, Debug)]
pub(super) struct Ratios {
    groups: usize,
    numerators: Vec<f64>,
    denominators: Vec<f64>,
}

impl Ratios {
    /// Adds up `ratios` ratios over rows: `row(k, numerators, denominators)` fills in those of the k-th row that counts.
    pub(super) fn sum(grouping: &Grouping, ratios: usize, mut row: impl FnMut(usize, &mut [f64], &mut [f64])) -> Self {
        let groups = grouping.groups;
        let mut sums =
            Self { groups, numerators: vec![0.0; ratios * groups], denominators: vec![0.0; ratios * groups] };
        let (mut numerators, mut denominators) = (vec![0.0; ratios], vec![0.0; ratios]);
        for (k, group) in grouping.group_of.iter().enumerate() {
            row(k, &mut numerators, &mut denominators);
            for ratio in 0..ratios {
                sums.numerators[ratio * groups + group] += numerators[ratio];
                sums.denominators[ratio * groups + group] += denominators[ratio];
            }
        }
        sums
    }

    /// Replaces a ratio by another estimator of the same.
    pub(super) fn replace(&mut self, ratio: usize, other: usize) {
        for sums in [&mut self.numerators, &mut self.denominators] {
            sums.copy_within(other * self.groups..(other + 1) * self.groups, ratio * self.groups);
        }
    }

    /// Replaces a ratio by the mixture with another estimator of the same that varies least between groups. The share of
    /// the other in a group is fitted to all groups but this one: a share fitted to the errors that it is to reduce would
    /// make the interval too short. With too few groups for a fit nothing changes. The two have the same denominators.
    pub(super) fn mix(&mut self, ratio: usize, other: usize) {
        if self.groups < RESAMPLED_GROUPS {
            return;
        }
        let of = |k: usize| k * self.groups..(k + 1) * self.groups;
        let residuals = |k: usize| -> Vec<f64> {
            let (n, d) = (&self.numerators[of(k)], &self.denominators[of(k)]);
            let value = n.iter().sum::<f64>() / d.iter().sum::<f64>();
            n.iter().zip(d).map(|(n, d)| n - value * d).collect()
        };
        let (one, two) = (residuals(ratio), residuals(other));
        let parts: Vec<(f64, f64)> =
            one.iter().zip(&two).map(|(one, two)| (one * (two - one), (two - one) * (two - one))).collect();
        let (product, square) = parts.iter().fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
        for (group, part) in parts.into_iter().enumerate() {
            let rest = square - part.1;
            let share = if rest > 0.0 { -(product - part.0) / rest } else { 0.0 };
            let at = ratio * self.groups + group;
            self.numerators[at] += share * (self.numerators[other * self.groups + group] - self.numerators[at]);
        }
    }

    /// The ratios with their intervals. A ratio whose denominators sum to nothing is none.
    pub(super) fn estimates(&self, bootstrap: &Bootstrap) -> Vec<Option<Estimate>> {
        let parts = self.numerators.chunks(self.groups).zip(self.denominators.chunks(self.groups));
        parts.map(|(n, d)| bootstrap.ratio(n, d)).collect()
    }
}

/// Resamples of groups, the same for every ratio of one analysis.
#[derive(Clone, Debug)]
pub(super) struct Bootstrap {
    groups: usize,
    /// How often each group stands in each resample; empty where Student's interval is taken.
    counts: Vec<f64>,
}

impl Bootstrap {
    pub(super) fn new(grouping: &Grouping, resampling: Resampling) -> Self {
        let groups = grouping.groups;
        if groups < RESAMPLED_GROUPS {
            return Self { groups, counts: Vec::new() };
        }
        let mut counts = vec![0.0; groups * resampling.count];
        for (resample, counts) in counts.chunks_mut(groups).enumerate() {
            draw_counts(resampling.seed, resample as u64, counts);
        }
        Self { groups, counts }
    }

    /// Fewest groups from which a ratio is told: an index that few rows know has an error that nobody knows.
    fn least(&self) -> f64 {
        self.groups.clamp(2, ROWS_MIN as usize) as f64
    }

    /// Ratio of sums, its standard error by linearisation, and the studentised bootstrap interval (Efron 1981,
    /// doi:10.2307/3314608; Hall 1988, doi:10.1214/aos/1176350933): the resamples tell the quantiles of
    /// (estimate - truth)/(standard error) in place of Student's, which lean the wrong way where rows are skewed.
    fn ratio(&self, numerators: &[f64], denominators: &[f64]) -> Option<Estimate> {
        let moments = Moments::of(numerators, denominators, |_| 1.0);
        let (value, error) = moments.ratio(self.least())?;
        if error == 0.0 {
            return Some(Estimate::exact(value));
        }
        let mut scores: Vec<f64> = self
            .counts
            .chunks(self.groups)
            .filter_map(|counts| Moments::of(numerators, denominators, |g| counts[g]).ratio(2.0))
            .filter(|(_, error)| *error > 0.0)
            .map(|(resampled, error)| (resampled - value) / error)
            .collect();
        if scores.len() < RESAMPLED_GROUPS {
            return Some(Estimate::student(value, error, self.groups));
        }
        scores.sort_by(f64::total_cmp);
        let tail = 0.5 - 0.5 * CONFIDENCE;
        let (low, high) = (sorted_quantile(&scores, tail), sorted_quantile(&scores, 1.0 - tail));
        Some(Estimate { value, standard_error: error, low: value - high * error, high: value - low * error })
    }
}

/// Sums over groups from which a ratio and its standard error follow.
struct Moments {
    /// Groups that have a denominator.
    groups: f64,
    n: f64,
    d: f64,
    nn: f64,
    nd: f64,
    dd: f64,
}

impl Moments {
    fn of(numerators: &[f64], denominators: &[f64], weight: impl Fn(usize) -> f64) -> Self {
        let mut sum = Self { groups: 0.0, n: 0.0, d: 0.0, nn: 0.0, nd: 0.0, dd: 0.0 };
        for (group, (n, d)) in numerators.iter().zip(denominators).enumerate() {
            let weight = weight(group);
            let (wn, wd) = (weight * n, weight * d);
            sum.groups += if *d == 0.0 { 0.0 } else { weight };
            sum.n += wn;
            sum.d += wd;
            sum.nn += wn * n;
            sum.nd += wn * d;
            sum.dd += wd * d;
        }
        sum
    }

    /// Ratio and standard error: the residuals n - ratio d of the groups have mean zero.
    fn ratio(&self, least: f64) -> Option<(f64, f64)> {
        if self.d == 0.0 || self.groups < least {
            return None;
        }
        let groups = self.groups;
        let ratio = self.n / self.d;
        let residuals = self.nn - 2.0 * ratio * self.nd + ratio * ratio * self.dd;
        // Rounding can leave a sum of squares a little below zero.
        let error = (residuals.max(0.0) * groups / (groups - 1.0)).sqrt() / self.d.abs();
        // Residuals that are rounding of numbers that agree are no error.
        let rounding = 1e-7 * ratio.abs();
        Some((ratio, if error > rounding || residuals > 1e-13 * self.nn { error } else { 0.0 }))
    }
}

/// How often each of the groups is drawn when as many are drawn with replacement.
pub(super) fn draw_counts(seed: u64, resample: u64, counts: &mut [f64]) {
    let groups = counts.len() as u64;
    let key = [(seed >> 32) as u32 ^ RESAMPLE_KEY, seed as u32];
    for block in 0..counts.len().div_ceil(4) {
        let words = philox4x32_10([block as u32, 0, resample as u32, (resample >> 32) as u32], key);
        for (k, word) in words.iter().enumerate() {
            if block * 4 + k < counts.len() {
                counts[((u64::from(*word) * groups) >> 32) as usize] += 1.0;
            }
        }
    }
}

/// Keeps resamples apart from the draws of inputs under the same seed.
const RESAMPLE_KEY: u32 = 0x5EED_B007;

/// Quantile of sorted values, linear between order statistics.
pub(super) fn sorted_quantile(sorted: &[f64], share: f64) -> f64 {
    let at = share * (sorted.len() - 1) as f64;
    let (low, high) = (at.floor() as usize, at.ceil() as usize);
    sorted[low] + (at - low as f64) * (sorted[high] - sorted[low])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resamples_draw_as_many_as_there_are() {
        let mut sums = vec![0.0; 101];
        for resample in 0..200 {
            let mut counts = vec![0.0; 101];
            draw_counts(7, resample, &mut counts);
            assert_eq!(counts.iter().sum::<f64>(), 101.0);
            sums.iter_mut().zip(&counts).for_each(|(s, c)| *s += c);
        }
        // Poisson with mean 200: five standard deviations are 71.
        assert!(sums.iter().all(|s| (s - 200.0).abs() < 71.0), "{sums:?}");
    }

    #[test]
    fn a_constant_ratio_has_no_error() {
        let kept: Vec<u64> = (0..500).collect();
        let grouping = Grouping::new(&kept, Independence::Rows);
        let bootstrap = Bootstrap::new(&grouping, Resampling::default());
        let sums = Ratios::sum(&grouping, 2, |k, n, d| {
            d[0] = 0.1 + k as f64;
            n[0] = 0.3 * d[0];
            (n[1], d[1]) = (0.0, 1.0);
        });
        let found = sums.estimates(&bootstrap);
        assert!((found[0].unwrap().value - 0.3).abs() < 1e-12);
        assert_eq!(found[0].unwrap().standard_error, 0.0);
        assert_eq!(found[1], Some(Estimate::exact(0.0)));
    }
}
