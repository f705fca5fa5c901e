//! Statistics of samples against closed forms, and the intervals against what they promise.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use gisement::dist::{Distribution, ParameterId, normal_cdf, normal_quantile, uniform};
use gisement::sweep::*;

const N: u64 = 1 << 14;

fn column(seed: u64, count: u64, value: impl Fn(&dyn Fn(&str) -> f64) -> f64) -> Vec<f64> {
    (0..count).map(|k| value(&|name| uniform(seed, k, ParameterId::of(name)))).collect()
}

fn spread(values: &[f64], sampling: &Sampling) -> Spread {
    describe(&Memory::new(&[values.to_vec()]), 0, OutputKind::Amount, 0, sampling).unwrap().spread.unwrap()
}

/// Standard error of the variance from the fourth moment: sqrt((m4 - s^4) / n).
fn error_of_variance(values: &[f64], mean: f64, variance: f64) -> f64 {
    let fourth: f64 = values.iter().map(|v| (v - mean).powi(4)).sum::<f64>() / values.len() as f64;
    ((fourth - variance * variance) / values.len() as f64).sqrt()
}

fn check_moments(values: &[f64], mean: f64, variance: f64, what: &str) {
    let s = spread(values, &Sampling::Independent);
    let error = s.standard_deviation / (values.len() as f64).sqrt();
    assert!((s.mean.value - mean).abs() <= 4.0 * error, "{what}: mean {} of {mean}, error {error}", s.mean.value);
    let found = s.standard_deviation * s.standard_deviation;
    let error = error_of_variance(values, s.mean.value, found);
    assert!((found - variance).abs() <= 4.0 * error, "{what}: variance {found} of {variance}, error {error}");
}

/// exp of the sum of normals of means .1, -.2, .3 and deviations .2, .4, .1: lognormal with mu = 0.2 and sigma^2 = 0.21.
/// Quantiles exp(mu + sigma z), mean exp(mu + sigma^2 / 2), variance (exp(sigma^2) - 1) mean^2.
#[test]
fn product_of_lognormals() {
    let factors = [("a", 0.1, 0.2), ("b", -0.2, 0.4), ("c", 0.3, 0.1)];
    let laws = factors.map(|(name, mu, sigma)| (name, Distribution::lognormal(mu, sigma).unwrap()));
    let values = column(7, N, |u| laws.iter().map(|(name, law)| law.quantile(u(name))).product());
    check_moments(&values, 1.356_625_003_006_224_1, 0.430_068_438_750_768_6, "product of lognormals");
    let s = spread(&values, &Sampling::Independent);
    let sigma = 0.21_f64.sqrt();
    for (share, quantile) in
        [(0.05, 0.574_780_744_243_468_9), (0.5, 1.221_402_758_160_169_9), (0.95, 2.595_467_424_025_872_4)]
    {
        let z = normal_quantile(share);
        assert!(((0.2 + sigma * z).exp() / quantile - 1.0).abs() < 1e-12, "the closed form itself");
        let density = (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt() / (sigma * quantile);
        let error = (share * (1.0 - share) / N as f64).sqrt() / density;
        let found = s.quantile(share).unwrap().estimate;
        assert!((found.value - quantile).abs() <= 4.0 * error, "P{share}: {found:?} of {quantile}, error {error}");
        // The interval is as wide as the normal approximation says, 2 * 1.96 standard errors, within a tenth or so.
        let wide = found.interval.unwrap().high - found.interval.unwrap().low;
        assert!((wide / (2.0 * 1.96 * error) - 1.0).abs() < 0.2, "P{share}: {wide} for {error}");
    }
}

/// PERT(2, 5, 12): mean 34/6, alpha 2.2, beta 3.8, variance (12 - 2)^2 alpha beta / ((alpha + beta)^2 (alpha + beta + 1)).
/// Triangular(2, 5, 12): mean 19/3, variance (a^2 + b^2 + c^2 - ab - ac - bc) / 18.
#[test]
fn pert_and_triangular() {
    let pert = Distribution::pert(2.0, 5.0, 12.0).unwrap();
    check_moments(&column(1, N, |u| pert.quantile(u("x"))), 17.0 / 3.0, 3.317_460_317_460_317, "PERT");
    let triangular = Distribution::triangular(2.0, 5.0, 12.0).unwrap();
    check_moments(&column(1, N, |u| triangular.quantile(u("x"))), 19.0 / 3.0, 4.388_888_888_888_889, "triangular");
}

/// How often the interval of each estimate held the truth.
struct Coverage {
    held: [u32; 4],
    repeats: u32,
}

impl Coverage {
    /// Mean, P10, P50, P90.
    fn of(repeats: u32, truth: [f64; 4], mut sample: impl FnMut(u64) -> (Vec<f64>, Sampling)) -> Self {
        let mut held = [0; 4];
        for repeat in 0..repeats {
            let (values, sampling) = sample(u64::from(repeat));
            let s = spread(&values, &sampling);
            let quantile = |share| s.quantile(share).unwrap().estimate.interval.unwrap();
            let intervals = [s.mean.interval.unwrap(), quantile(0.1), quantile(0.5), quantile(0.9)];
            for ((held, interval), truth) in held.iter_mut().zip(intervals).zip(truth) {
                *held += u32::from(interval.low <= truth && truth <= interval.high);
            }
        }
        Self { held, repeats }
    }

    /// Every coverage within the band that a binomial of 0.95 leaves with a probability of 1 %.
    fn is_right(&self, what: &str) {
        use statrs::distribution::{Binomial, DiscreteCDF};
        let law = Binomial::new(0.95, u64::from(self.repeats)).unwrap();
        let (low, high) = (law.inverse_cdf(0.005), law.inverse_cdf(0.995));
        assert!(
            self.held.iter().all(|h| (low..=high).contains(&u64::from(*h))),
            "{what}: {:?}, {low} to {high}",
            self.held
        );
    }
}

/// The sum of an exponential and half a uniform number: skewed, with quantiles from its distribution function.
fn skewed(a: f64, b: f64) -> f64 {
    -(1.0 - a).ln() + 0.5 * b
}

/// F(x) = integral over b of 1 - exp(-(x - b/2)): for x >= 1/2, 1 - 2 exp(-x) (exp(1/2) - 1); below, 2 (x - 1 + exp(-x)).
fn skewed_truth() -> [f64; 4] {
    let cdf =
        |x: f64| if x >= 0.5 { 1.0 - 2.0 * (-x).exp() * (0.5_f64.exp() - 1.0) } else { 2.0 * (x - 1.0 + (-x).exp()) };
    let quantile = |share: f64| {
        let (mut low, mut high) = (0.0, 50.0);
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if cdf(middle) < share { low = middle } else { high = middle }
        }
        low
    };
    [1.25, quantile(0.1), quantile(0.5), quantile(0.9)]
}

#[test]
fn intervals_of_independent_samples_hold_as_often_as_they_say() {
    let coverage = Coverage::of(200, skewed_truth(), |repeat| {
        (column(1000 + repeat, 1000, |u| skewed(u("a"), u("b"))), Sampling::Independent)
    });
    coverage.is_right("Monte Carlo");
}

/// Latin hypercubes of 64 samples, 16 replicates, by hand: a shuffled stratum for each dimension, and a place in it.
fn latin(seed: u64, replicates: u64, points: u64) -> (Vec<f64>, Sampling) {
    let mut values = Vec::new();
    for replicate in 0..replicates {
        let place = |name: &str| {
            let id = ParameterId::of(&format!("{name} {replicate}"));
            let keys: Vec<f64> = (0..points).map(|k| uniform(seed, k, id)).collect();
            let mut strata: Vec<usize> = (0..points as usize).collect();
            strata.sort_by(|a, b| keys[*a].total_cmp(&keys[*b]));
            let jitter = ParameterId::of(&format!("{name} {replicate} jitter"));
            let at = |(k, stratum): (usize, usize)| (stratum as f64 + uniform(seed, k as u64, jitter)) / points as f64;
            strata.into_iter().enumerate().map(at).collect::<Vec<f64>>()
        };
        values.extend(place("a").into_iter().zip(place("b")).map(|(a, b)| skewed(a, b)));
    }
    (values, Sampling::Replicates((0..replicates).map(|r| r * points..(r + 1) * points).collect()))
}

#[test]
fn intervals_by_replicates_hold_as_often_as_they_say() {
    let coverage = Coverage::of(200, skewed_truth(), |repeat| latin(2000 + repeat, 16, 128));
    coverage.is_right("Latin hypercube");
}

/// The same dealt out in turn, and stopped where every hypercube is three quarters full.
#[test]
fn intervals_by_parts_of_replicates_hold_as_often_as_they_say() {
    let coverage = Coverage::of(200, skewed_truth(), |repeat| {
        let (values, _) = latin(3000 + repeat, 16, 128);
        let dealt = (0..16 * 96).map(|k| values[k % 16 * 128 + k / 16]).collect();
        (dealt, Sampling::Dealt { replicates: 16 })
    });
    coverage.is_right("Latin hypercube in parts");
}

/// Stratification pays: the interval by replicates is much narrower than that of as many independent samples. That one,
/// put on a Latin hypercube, would be far too wide.
#[test]
fn replicates_show_what_stratification_gains() {
    let (values, sampling) = latin(1, 16, 256);
    let (right, wrong) = (spread(&values, &sampling), spread(&values, &Sampling::Independent));
    let (narrow, wide) = (right.mean.half_width().unwrap(), wrong.mean.half_width().unwrap());
    assert!(narrow < 0.3 * wide, "{narrow} against {wide}");
    assert_eq!(right.mean.value, wrong.mean.value);
    assert_eq!(right.mean.interval.unwrap().kind, IntervalKind::Replicates { replicates: 16 });
    assert_eq!(spread(&values, &Sampling::Unknown).mean.interval, None);
}

/// Wilson's interval: its coverage at p = 0.02 and n = 500 is 0.96445, by summing the binomial over the intervals that hold.
#[test]
fn probabilities_hold_as_often_as_they_say() {
    let (p, n, repeats) = (0.02, 500, 400);
    let mut held = 0;
    for repeat in 0..repeats {
        let values = column(repeat, n, |u| f64::from(u8::from(u("x") < p)));
        let found = describe(&Memory::new(&[values]), 0, OutputKind::ZeroOrOne, 0, &Sampling::Independent).unwrap();
        let interval = found.spread.unwrap().probability.unwrap().estimate.interval.unwrap();
        held += u32::from(interval.low <= p && p <= interval.high);
    }
    let share = f64::from(held) / repeats as f64;
    let error = (0.964_45_f64 * 0.035_55 / repeats as f64).sqrt();
    assert!((share - 0.964_45).abs() < 2.6 * error, "{share}");
}

/// A rule that looks at the end of every chunk of 64 samples and stops at the first chance still holds its promise.
#[test]
fn a_stop_rule_does_not_stop_too_early() {
    use gisement::diag::Sources;
    let mut held = 0;
    let mut lengths = Vec::new();
    for repeat in 0..200 {
        let mut sources = Sources::default();
        let outputs = [("x", OutputKind::Amount)];
        let rule = Until::parse("--until", "x.mean +- 5% and x.p50 +- 8%", &outputs, &mut sources).unwrap();
        let mut watch = Watch::new(rule, Sampling::Independent);
        let mut k = 0;
        let look = loop {
            for _ in 0..64 {
                let u = |name: &str| uniform(repeat, k, ParameterId::of(name));
                // Every hundredth sample fails.
                let value = [skewed(u("a"), u("b"))];
                watch.row((k % 100 != 99).then_some(value.as_slice()));
                k += 1;
            }
            let look = watch.look().unwrap();
            if look.stop {
                break look;
            }
            assert!(k < 100_000);
        };
        let (mean, limit) = look.conditions[0].unwrap();
        assert!(mean.half_width().unwrap() <= limit && (limit / mean.value - 0.05).abs() < 1e-12);
        assert!(look.samples == k && k > 1000);
        let interval = mean.interval.unwrap();
        held += u32::from(interval.low <= 1.25 && 1.25 <= interval.high);
        lengths.push(k);
    }
    // 181 to 198 is the 99 % band of a binomial of 200 and 0.95.
    assert!((181..=198).contains(&held), "{held}");
    assert!(lengths.iter().min() < lengths.iter().max(), "it follows the samples: {lengths:?}");
}

/// `normal_cdf` and the order-statistic interval agree on what a quantile is: far in the tail as well.
#[test]
fn quantiles_of_a_million_normals() {
    let values = column(3, 1_000_000, |u| normal_quantile(u("z")));
    let s = spread(&values, &Sampling::Independent);
    for q in &s.quantiles {
        let interval = q.estimate.interval.unwrap();
        let (low, high) = (normal_cdf(interval.low), normal_cdf(interval.high));
        let error = (q.share * (1.0 - q.share) / 1e6).sqrt();
        assert!((normal_cdf(q.estimate.value) - q.share).abs() < 4.0 * error, "{q:?}");
        assert!(((high - low) / (2.0 * 1.96 * error) - 1.0).abs() < 0.1, "{q:?}: {low} {high}");
    }
    let h = &s.histogram;
    assert_eq!((h.below, h.above, h.counts.iter().sum::<u64>()), (999, 999, 998_002));
    assert!((h.edges[0] - normal_quantile(0.001)).abs() < 0.02 && (h.edges[50] - normal_quantile(0.999)).abs() < 0.02);
}
