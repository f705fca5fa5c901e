//! Intervals, and where they come from.

use crate::dist::student_two_sided;
use std::ops::Range;

/// Confidence of every interval.
pub const LEVEL: f64 = 0.95;

/// Most replicates that are told apart: an interval is no better by more.
pub const REPLICATES_MAX: u64 = 1000;

/// Values that a replicate must hold beyond a quantile, on its thinner side and on average over the replicates, for an
/// interval of that quantile: 80 values in all for P10 and P90, 16 for the median. With fewer the quantile of a replicate
/// is biased by as much as it scatters, and the scatter of the replicates says nothing of the error of all samples.
pub const REPLICATE_TAIL_MIN: f64 = 8.0;

/// How the samples of a sweep were drawn: what their scatter says about an estimate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sampling {
    /// Independent samples: Monte Carlo.
    Independent,
    /// Randomised replicates of a design whose samples depend on each other (Latin hypercube, scrambled Sobol): the
    /// samples of each, in increasing order. Replicates that are not complete are left out of the intervals.
    Replicates(Vec<Range<u64>>),
    /// The same, dealt out in turn: sample k belongs to replicate k modulo their number. Any first samples hold all
    /// replicates alike, so that each estimate has its interval long before the end.
    Dealt {
        /// How many, at most [`REPLICATES_MAX`]; one gives no interval.
        replicates: u64,
    },
    /// Nothing is known, e.g. samples of the user's own: no intervals.
    Unknown,
}

/// Where an interval comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntervalKind {
    /// Mean of independent samples by Student's t: right when there are enough for the mean to be normal.
    Student,
    /// Two order statistics of independent samples, by the binomial distribution: holds for any distribution, with at
    /// least the stated confidence.
    OrderStatistics,
    /// Student's t over the estimates of randomised replicates.
    Replicates {
        /// How many.
        replicates: usize,
    },
    /// A probability, by Wilson 1927 (doi:10.1080/01621459.1927.10502953).
    Wilson,
}

impl IntervalKind {
    /// Its name in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Student => "student_t",
            Self::OrderStatistics => "order_statistics",
            Self::Replicates { .. } => "replicates",
            Self::Wilson => "wilson",
        }
    }
}

/// An interval that holds the true value with a confidence of [`LEVEL`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// Where it comes from.
    pub kind: IntervalKind,
}

impl Interval {
    /// Of a probability of which `ones` of `count` independent samples came true (Wilson 1927,
    /// doi:10.1080/01621459.1927.10502953); none without samples.
    pub fn of_probability(ones: u64, count: u64) -> Option<Self> {
        of_probability(ones, count)
    }

    /// The larger distance from an estimate to an end.
    pub fn half_width(&self, estimate: f64) -> f64 {
        (self.high - estimate).max(estimate - self.low)
    }
}

/// The mean of independent values; none for fewer than two.
pub(super) fn of_mean(mean: f64, standard_deviation: f64, count: u64) -> Option<Interval> {
    if count < 2 {
        return None;
    }
    let half = student_two_sided(1.0 - LEVEL, (count - 1) as f64) * standard_deviation / (count as f64).sqrt();
    Some(Interval { low: mean - half, high: mean + half, kind: IntervalKind::Student })
}

/// Around `estimate`, from the estimates of replicates and the number of values behind each; none for fewer than two.
///
/// An estimate over all values is close to the mean of the replicates weighted by their numbers of values, and the
/// squared differences from that mean give its variance; for equal numbers that is s^2 / R.
pub(super) fn of_replicates(estimate: f64, replicates: &[(u64, f64)]) -> Option<Interval> {
    let many = replicates.len();
    if many < 2 {
        return None;
    }
    let count: f64 = replicates.iter().map(|r| r.0 as f64).sum();
    let mean: f64 = replicates.iter().map(|(n, value)| *n as f64 / count * value).sum();
    let scatter = |(n, value): &(u64, f64)| {
        let weighted = *n as f64 / count * (value - mean);
        weighted * weighted
    };
    let variance = many as f64 / (many - 1) as f64 * replicates.iter().map(scatter).sum::<f64>();
    let half = student_two_sided(1.0 - LEVEL, (many - 1) as f64) * variance.sqrt();
    Some(Interval { low: estimate - half, high: estimate + half, kind: IntervalKind::Replicates { replicates: many } })
}

/// A probability of which `ones` of `count` independent samples came true: Wilson 1927
/// (doi:10.1080/01621459.1927.10502953). Never outside 0 to 1, and open where nothing or everything came true.
pub(super) fn of_probability(ones: u64, count: u64) -> Option<Interval> {
    if count == 0 {
        return None;
    }
    let z = crate::dist::normal_quantile(0.5 + LEVEL / 2.0);
    let (n, share) = (count as f64, ones as f64 / count as f64);
    let stretch = 1.0 + z * z / n;
    let centre = (share + z * z / (2.0 * n)) / stretch;
    let half = z / stretch * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    // At the ends centre and half width are equal but for rounding.
    let low = if ones == 0 { 0.0 } else { centre - half };
    let high = if ones == count { 1.0 } else { centre + half };
    Some(Interval { low, high, kind: IntervalKind::Wilson })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(interval: Option<Interval>) -> (f64, f64) {
        interval.map_or((f64::NAN, f64::NAN), |i| (i.low, i.high))
    }

    /// Newcombe 1998 (doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E), table I, method 3.
    #[test]
    fn wilson_as_published() {
        for (ones, count, low, high) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            let got = ends(of_probability(ones, count));
            assert!((got.0 - low).abs() < 5e-5 && (got.1 - high).abs() < 5e-5, "{ones}/{count}: {got:?}");
        }
        assert_eq!(ends(of_probability(20, 20)).1, 1.0);
        assert_eq!(of_probability(0, 0), None);
    }

    /// Four replicates 1, 2, 3, 4: mean 2.5, s = 1.290994, t(3) = 3.182446, half width 2.054260.
    #[test]
    fn replicates_by_hand() {
        let equal = of_replicates(2.5, &[(8, 1.0), (8, 2.0), (8, 3.0), (8, 4.0)]);
        let (low, high) = ends(equal);
        assert!((low - 0.445_740).abs() < 1e-6 && (high - 4.554_260).abs() < 1e-6, "{low} {high}");
        assert_eq!(equal.map(|i| i.kind), Some(IntervalKind::Replicates { replicates: 4 }));
        assert_eq!(of_replicates(2.5, &[(8, 1.0)]), None);
        // A replicate of next to no values hardly counts.
        let narrow = ends(of_replicates(2.0, &[(1000, 2.0), (1000, 2.0), (1, 90.0)]));
        assert!(narrow.1 - narrow.0 < 1.0, "{narrow:?}");
    }

    #[test]
    fn half_width_is_the_larger_side() {
        let interval = Interval { low: 1.0, high: 5.0, kind: IntervalKind::OrderStatistics };
        assert_eq!(interval.half_width(2.0), 3.0);
        assert_eq!(of_mean(1.0, 0.0, 1), None);
        assert_eq!(ends(of_mean(1.0, 0.0, 2)), (1.0, 1.0));
    }
}
