//! Properties of distributions and of the random numbers behind them.

use gisement::dist::{Distribution, ParameterId, correlated_uniform, normal_cdf, normal_quantile, one_factor, uniform};
use proptest::prelude::*;
use std::collections::HashSet;

/// Continuous laws of every kind.
fn any_law() -> impl Strategy<Value = Distribution> {
    let law = (0..8_u8, -50.0..50.0_f64, 0.01..100.0_f64, 0.0..1.0_f64, 1.0..60.0_f64, 1.0..60.0_f64);
    law.prop_map(|(kind, low, width, share, a, b)| {
        let high = low + width;
        let mode = low + share * width;
        match kind {
            0 => Distribution::uniform(low, high),
            1 => Distribution::triangular(low, mode.min(high), high),
            2 => Distribution::pert(low, mode.min(high), high),
            3 => Distribution::normal(low, width),
            4 => Distribution::truncated_normal(mode, width * (0.2 + share), low, high),
            5 => Distribution::lognormal(low * 0.1, 0.02 + share),
            6 => Distribution::beta(a, b, low, high),
            _ => Distribution::lognormal_mean_sd(width, width * (0.01 + share)),
        }
        .expect("the strategy makes sound laws")
    })
}

const TAILS: [f64; 13] =
    [1e-12, 1e-9, 1e-6, 1e-3, 0.05, 0.2, 0.5, 0.8, 0.95, 0.999, 1.0 - 1e-6, 1.0 - 1e-9, 1.0 - 1e-12];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_cdf_takes_the_quantile_back(law in any_law(), inner in 1e-9..1.0_f64) {
        for u in TAILS.into_iter().chain([inner]) {
            let x = law.quantile(u);
            prop_assert!(x.is_finite() && (law.low()..=law.high()).contains(&x), "{} at {u}: {x}", law.describe());
            let back = law.cdf(x);
            prop_assert!((back - u).abs() <= 1e-9, "{} at {u:e}: {x} -> {back:e}", law.describe());
        }
    }

    #[test]
    fn quantiles_rise(law in any_law(), u in 1e-15..1.0_f64, v in 1e-15..1.0_f64) {
        let (u, v) = (u.min(v), u.max(v));
        prop_assert!(law.quantile(u) <= law.quantile(v), "{}: {u:e} {v:e}", law.describe());
    }

    /// A step of the last bit never turns back.
    #[test]
    fn quantiles_rise_from_bit_to_bit(law in any_law(), u in 1e-6..0.999_999_f64) {
        let x = law.quantile(u);
        let next = law.quantile(u.next_up());
        // Sharp beta laws are logarithms near -100 whose last bits are 1e-14 of the probability: the order holds to that.
        prop_assert!(next >= x - 5e-14 * (x.abs() + law.quantile(0.9) - law.quantile(0.1)), "{}: {x} then {next}", law.describe());
    }

    #[test]
    fn ends_and_outside(law in any_law(), outside in 1.0..5.0_f64) {
        prop_assert_eq!((law.quantile(0.0), law.quantile(1.0)), (law.low(), law.high()));
        prop_assert!(law.quantile(-outside).is_nan() && law.quantile(1.0 + outside).is_nan());
        prop_assert!(law.quantile(f64::NAN).is_nan() && law.cdf(f64::NAN).is_nan());
        prop_assert_eq!((law.cdf(f64::NEG_INFINITY), law.cdf(f64::INFINITY)), (0.0, 1.0));
    }

    /// Sampling by score is sampling by probability, and stays finite where the probability rounds to 1.
    #[test]
    fn scores_and_probabilities_agree(law in any_law(), z in -7.0..5.0_f64) {
        let (by_score, by_probability) = (law.from_normal(z), law.quantile(normal_cdf(z)));
        let spread = law.quantile(0.9) - law.quantile(0.1) + by_score.abs();
        prop_assert!((by_score - by_probability).abs() <= 1e-8 * spread, "{by_score} {by_probability}");
        prop_assert!(law.from_normal(11.7).is_finite() && law.from_normal(-11.7).is_finite());
    }

    /// Any bits whatever give a number strictly inside (0, 1), and the normal quantile a finite score.
    #[test]
    fn random_numbers_stay_inside(seed: u64, sample: u64, path in ".{0,20}") {
        let u = uniform(seed, sample, ParameterId::of(&path));
        prop_assert!(u > 0.0 && u < 1.0);
        prop_assert!(normal_quantile(u).is_finite());
    }

    #[test]
    fn lists_of_any_numbers_are_a_law_or_an_error(values in prop::collection::vec(prop::num::f64::ANY, 0..8), u in 0.0..1.0_f64) {
        if let Ok(law) = Distribution::empirical(&values) {
            prop_assert!((law.low()..=law.high()).contains(&law.quantile(u)));
        }
        let _ = Distribution::empirical_weighted(&values, &values);
        let _ = Distribution::discrete(&values, &values);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// The mean is the integral of the quantile function: midpoint rule, whose tails are cut at 2.5e-5.
    #[test]
    fn the_mean_is_the_integral_of_the_quantile(law in any_law()) {
        let n = 20_000;
        let integral = (0..n).map(|k| law.quantile((f64::from(k) + 0.5) / f64::from(n))).sum::<f64>() / f64::from(n);
        let spread = law.quantile(0.9) - law.quantile(0.1);
        prop_assert!((integral - law.mean()).abs() < 1e-3 * spread, "{}: {integral} against {}", law.describe(), law.mean());
    }
}

/// Moments of 200,000 numbers against those of the uniform law, five standard errors wide; runs in the same stream.
#[test]
fn random_numbers_are_uniform_and_independent() {
    let n = 200_000_u64;
    let id = ParameterId::of("digester.k_hyd_ch");
    let other = ParameterId::of("digester.k_hyd_pr");
    let stream: Vec<f64> = (0..n).map(|k| uniform(7, k, id)).collect();
    let aside: Vec<f64> = (0..n).map(|k| uniform(7, k, other)).collect();
    let next_seed: Vec<f64> = (0..n).map(|k| uniform(8, k, id)).collect();
    let mean = |v: &mut dyn Iterator<Item = f64>| v.sum::<f64>() / n as f64;
    let error = 5.0 / (n as f64).sqrt();
    assert!((mean(&mut stream.iter().copied()) - 0.5).abs() < error * (1.0_f64 / 12.0).sqrt());
    assert!((mean(&mut stream.iter().map(|u| u * u)) - 1.0 / 3.0).abs() < error * (4.0_f64 / 45.0).sqrt());
    for (name, mate) in [("parameter", &aside), ("seed", &next_seed), ("sample", &stream[1..].to_vec())] {
        let product = stream.iter().zip(mate.iter()).map(|(u, v)| (u - 0.5) * (v - 0.5)).sum::<f64>() / n as f64;
        assert!(product.abs() < error / 12.0, "correlation with the next {name}: {}", product * 12.0);
    }
    let mut bins = [0.0; 100];
    stream.iter().for_each(|u| bins[(u * 100.0) as usize] += 1.0);
    let expected = n as f64 / 100.0;
    let chi2: f64 = bins.iter().map(|b: &f64| (b - expected).powi(2) / expected).sum();
    // 99 degrees of freedom: 45 to 175 holds with probability 1 - 1e-5.
    assert!((45.0..175.0).contains(&chi2), "chi square {chi2}");
    let distinct: HashSet<u64> = stream.iter().map(|u| u.to_bits()).collect();
    assert_eq!(distinct.len(), n as usize);
}

/// Seeds, samples and ids beyond 32 bits count in full.
#[test]
fn no_word_of_the_key_is_dropped() {
    let id = ParameterId::of("a");
    let base = uniform(1, 1, id);
    assert_ne!(base, uniform(1 + (1 << 32), 1, id));
    assert_ne!(base, uniform(1, 1 + (1 << 32), id));
    assert_ne!(base, uniform(1, 1, ParameterId::of("b")));
    assert_eq!(base, uniform(1, 1, id), "a pure function");
}

/// Two parameters on one factor correlate by rho; each keeps its own law.
#[test]
fn a_common_factor_correlates_by_rho() {
    let (n, rho) = (100_000_u64, 0.6);
    let score = |k: u64, path: &str| normal_quantile(uniform(3, k, ParameterId::of(path)));
    let pairs: Vec<(f64, f64)> = (0..n)
        .map(|k| {
            let common = score(k, "common.participation");
            (one_factor(common, score(k, "a"), rho), one_factor(common, score(k, "b"), rho))
        })
        .collect();
    let average = |f: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(f).sum::<f64>() / n as f64;
    assert!((average(&|p| p.0 * p.1) - rho).abs() < 0.02);
    assert!((average(&|p| p.0 * p.0) - 1.0).abs() < 0.03 && average(&|p| p.0).abs() < 0.02);
    assert_eq!((one_factor(1.5, -0.5, 0.0), one_factor(1.5, -0.5, 1.0)), (-0.5, 1.5));
    assert!(one_factor(1.0, 1.0, 1.1).is_nan() && one_factor(1.0, 1.0, -0.1).is_nan());
    assert!((correlated_uniform(0.3, 0.9, 1.0) - 0.3).abs() < 1e-15);
}
