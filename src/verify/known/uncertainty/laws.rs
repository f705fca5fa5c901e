//! Means and variances of distributions, by their quantile functions.

use super::{Answers, put};
use crate::dist::Distribution;
use crate::sweep::sensitivity::Estimate;

/// Points of the midpoint rule over probability.
const POINTS: u32 = 1 << 16;

/// Relative error of that rule on the variance of a distribution with ends (about 1e-6 measured), a quarter of what is
/// allowed.
const ERROR: f64 = 2.5e-6;

/// Mean, variance and beta shapes of a law such as `PERT(2,5,12) lambda=4`; none when it is not known.
pub(super) fn answers(name: &str) -> Option<Answers> {
    let law = law(name)?;
    let point = |k: u32| law.quantile((f64::from(k) + 0.5) / f64::from(POINTS));
    let mean = law.mean();
    let variance = (0..POINTS).map(|k| (point(k) - mean) * (point(k) - mean)).sum::<f64>() / f64::from(POINTS);
    let known = |value: f64| {
        let error = ERROR * value.abs();
        Estimate { value, standard_error: error, low: value - error, high: value + error }
    };
    let mut answers = Answers::new();
    put(&mut answers, "mean", "", Estimate::exact(mean));
    put(&mut answers, "variance", "", known(variance));
    // The shapes of the beta distribution that has this mean and this variance between the ends.
    let range = law.high() - law.low();
    let (m, v) = ((mean - law.low()) / range, variance / (range * range));
    let sum = m * (1.0 - m) / v - 1.0;
    put(&mut answers, "alpha", "", known(m * sum));
    put(&mut answers, "beta", "", known((1.0 - m) * sum));
    Some(answers)
}

fn law(name: &str) -> Option<Distribution> {
    let numbers = |text: &str| -> Option<Vec<f64>> { text.split(',').map(|n| n.trim().parse().ok()).collect() };
    let inside = |text: &str| -> Option<[f64; 3]> { numbers(text.split(')').next()?)?.try_into().ok() };
    if let Some(rest) = name.strip_prefix("PERT(") {
        let [low, mode, high] = inside(rest)?;
        // Four is the weight of the mode that the law has.
        return rest.ends_with("lambda=4").then(|| Distribution::pert(low, mode, high).ok())?;
    }
    if let Some(rest) = name.strip_prefix("triangular(") {
        let [low, mode, high] = inside(rest)?;
        return Distribution::triangular(low, mode, high).ok();
    }
    let rest = name.strip_prefix("truncnorm mu=")?;
    let (mu, rest) = rest.split_once(" sd=")?;
    let (sd, rest) = rest.split_once(" [")?;
    let [low, high]: [f64; 2] = numbers(rest.strip_suffix(']')?)?.try_into().ok()?;
    Distribution::truncated_normal(mu.parse().ok()?, sd.parse().ok()?, low, high).ok()
}
