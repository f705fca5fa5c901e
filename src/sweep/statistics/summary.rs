//! The short summary of a column in memory, as `gisement run` shows it.

use super::moments::Moments;
use super::order::{interpolate, position};
use serde::Serialize;

/// Summary of one output over the samples that did not fail.
///
/// `p10`, `p50`, `p90` are the 10 %, 50 % and 90 % quantiles: one sample in ten lies below `p10`, nine in ten lie below
/// `p90`. (In energy finance "P90" often means the value exceeded with 90 % probability: that is our `p10`.)
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// Number of samples.
    pub count: usize,
    /// Arithmetic mean.
    pub mean: f64,
    /// Standard deviation (n - 1); 0 for a single sample.
    pub standard_deviation: f64,
    /// Smallest value.
    pub min: f64,
    /// 10 % quantile.
    pub p10: f64,
    /// Median.
    pub p50: f64,
    /// 90 % quantile.
    pub p90: f64,
    /// Largest value.
    pub max: f64,
}

/// Summary of a column; none for an empty one, and for one with a value that is not finite or whose square overflows.
pub fn summarise(values: &[f64]) -> Option<Summary> {
    if values.is_empty() || values.iter().any(|v| !v.is_finite()) {
        return None;
    }
    let mut moments = Moments::default();
    values.iter().for_each(|v| moments.push(*v));
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let count = sorted.len();
    let quantile = |share: f64| {
        let at = position(share, count as u64);
        interpolate(sorted[at.floor() as usize], sorted[at.ceil() as usize], at - at.floor())
    };
    Some(Summary {
        count,
        mean: moments.mean()?,
        standard_deviation: moments.standard_deviation()?,
        min: sorted[0],
        p10: quantile(0.1),
        p50: quantile(0.5),
        p90: quantile(0.9),
        max: sorted[count - 1],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Type 7 on 1..=11: the 10 % quantile is the second order statistic.
    #[test]
    fn known_quantiles() {
        let values: Vec<f64> = (1..=11).rev().map(f64::from).collect();
        let s = summarise(&values).unwrap();
        assert_eq!((s.min, s.p10, s.p50, s.p90, s.max), (1.0, 2.0, 6.0, 10.0, 11.0));
        assert_eq!(s.mean, 6.0);
        assert!((s.standard_deviation - 11f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn refuses_what_has_no_statistics() {
        assert_eq!(summarise(&[]), None);
        assert_eq!(summarise(&[1.0, f64::NAN]), None);
        assert_eq!(summarise(&[2.0]).unwrap().standard_deviation, 0.0);
    }
}
