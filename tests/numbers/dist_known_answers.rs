//! Known answers of distributions: 18 digits from mpmath 1.3 at 40 digits precision (erfc, betainc, bisection), textbook
//! formulas where the law has one.

use gisement::dist::{Distribution, DistributionError, normal_cdf, normal_quantile};

fn close(got: f64, expected: f64, relative: f64, what: &str) {
    assert!((got - expected).abs() <= relative * expected.abs(), "{what}: {got:?}, expected {expected:?}");
}

#[test]
#[allow(clippy::excessive_precision)]
fn normal_quantiles_and_probabilities() {
    for (u, z) in [
        (1e-16, -8.222_082_216_130_435_62),
        (1e-12, -7.034_483_825_301_131_93),
        (1e-6, -4.753_424_308_822_898_96),
        (0.001, -3.090_232_306_167_813_54),
        (0.025, -1.959_963_984_540_054_21),
        (0.3, -0.524_400_512_708_040_816),
        (0.75, 0.674_489_750_196_081_743),
        (0.95, 1.644_853_626_951_472_28),
        (0.999, 3.090_232_306_167_813_28),
    ] {
        close(normal_quantile(u), z, 1e-15, &format!("quantile of {u}"));
    }
    for (z, p) in [
        (-8.0, 6.220_960_574_271_784_12e-16),
        (-3.0, 0.001_349_898_031_630_094_53),
        (-1.0, 0.158_655_253_931_457_051),
        (0.5, 0.691_462_461_274_013_104),
        (2.0, 0.977_249_868_051_820_793),
        (5.0, 0.999_999_713_348_428_121),
    ] {
        // The rounding of z / sqrt(2) alone weighs z^2 / 2 times 1e-16.
        close(normal_cdf(z), p, 1e-14, &format!("probability of {z}"));
    }
    assert_eq!((normal_quantile(0.0), normal_quantile(0.5)), (f64::NEG_INFINITY, 0.0));
    assert_eq!(normal_quantile(1.0), f64::INFINITY);
    assert!(normal_quantile(-0.1).is_nan() && normal_quantile(1.1).is_nan() && normal_quantile(f64::NAN).is_nan());
}

#[test]
#[allow(clippy::excessive_precision)]
fn beta_quantiles() {
    for (a, b, u, x) in [
        (2.0, 4.0, 0.1, 0.112_234_958_545_858_562),
        (2.0, 4.0, 1e-12, 3.162_278_660_168_932_7e-7),
        (0.5, 0.5, 0.3, 0.206_107_373_853_763_421),
        (3.5, 2.5, 0.95, 0.872_224_400_516_403_687),
        (0.3, 5.0, 0.02, 3.250_568_179_805_639_39e-7),
        (50.0, 120.0, 0.5, 0.293_308_603_900_780_749),
        (1.0, 5.0, 0.9, 0.369_042_655_519_806_779),
        (5.0, 1.0, 1e-6, 0.063_095_734_448_019_322_4),
    ] {
        let law = Distribution::beta(a, b, 0.0, 1.0).unwrap();
        close(law.quantile(u), x, 1e-13, &format!("beta({a}, {b}) at {u}"));
    }
}

#[test]
#[allow(clippy::excessive_precision)]
fn truncated_normals_also_far_in_either_tail() {
    for (mean, sd, low, high, u, x, m) in [
        (10.0, 2.0, 8.0, 15.0, 0.25, 9.322_712_308_991_961_02, 10.537_499_691_249_842_7),
        (0.0, 1.0, 6.0, 7.0, 0.5, 6.111_358_215_508_884_55, 6.157_210_903_378_279_84),
        (0.0, 1.0, -7.0, -6.0, 0.5, -6.111_358_215_508_884_55, -6.157_210_903_378_279_84),
    ] {
        let law = Distribution::truncated_normal(mean, sd, low, high).unwrap();
        close(law.quantile(u), x, 1e-13, &law.describe());
        close(law.mean(), m, 1e-12, &law.describe());
    }
    // The half-normal: mean sqrt(2/pi), median 0.6744897501960817.
    let half = Distribution::truncated_normal(0.0, 1.0, 0.0, f64::INFINITY).unwrap();
    close(half.mean(), (2.0 / std::f64::consts::PI).sqrt(), 1e-15, "half-normal mean");
    close(half.quantile(0.5), 0.674_489_750_196_081_743, 1e-15, "half-normal median");
    // Its upper tail by symmetry: half the probability of the whole normal's tail.
    close(half.from_normal(-normal_quantile(1e-20)), -normal_quantile(0.5e-20), 1e-14, "half-normal far tail");
    assert!(half.from_normal(11.7).is_finite(), "where the probability rounds to 1");
}

#[test]
fn textbook_laws() {
    let triangular = Distribution::triangular(1.0, 2.0, 4.0).unwrap();
    close(triangular.quantile(1.0 / 3.0), 2.0, 1e-15, "the mode sits at (mode - low)/(high - low)");
    close(triangular.quantile(0.8), 4.0 - (0.2_f64 * 6.0).sqrt(), 1e-15, "upper branch");
    close(triangular.mean(), 7.0 / 3.0, 1e-15, "mean");
    let pert = Distribution::pert(10.0, 12.0, 20.0).unwrap();
    close(pert.mean(), (10.0 + 4.0 * 12.0 + 20.0) / 6.0, 1e-15, "PERT mean");
    let uniform = Distribution::uniform(-2.0, 6.0).unwrap();
    assert_eq!((uniform.quantile(0.25), uniform.mean()), (0.0, 2.0));
}

/// The three ways to write a lognormal meet.
#[test]
fn lognormals_by_any_two_numbers() {
    let by_quantiles = Distribution::lognormal_median_p95(10.0, 15.0).unwrap();
    close(by_quantiles.quantile(0.5), 10.0, 1e-15, "median");
    close(by_quantiles.quantile(0.95), 15.0, 1e-14, "p95");
    let by_moments = Distribution::lognormal_mean_sd(3.0, 1.5).unwrap();
    close(by_moments.mean(), 3.0, 1e-15, "mean");
    // sd^2 = mean^2 (e^(sigma^2) - 1); sigma^2 = ln 1.25.
    let sigma = 1.25_f64.ln().sqrt();
    let by_logs = Distribution::lognormal(3.0_f64.ln() - 0.5 * sigma * sigma, sigma).unwrap();
    for u in [0.01, 0.5, 0.99] {
        close(by_moments.quantile(u), by_logs.quantile(u), 1e-14, "same law");
    }
}

/// Five equal weights stand at 0.1, 0.3, 0.5, 0.7, 0.9 (Hazen).
#[test]
fn empirical_values_stand_at_their_plotting_positions() {
    let law = Distribution::empirical(&[5.0, 1.0, 2.0, 9.0, 3.0]).unwrap();
    for (u, x) in [(0.05, 1.0), (0.1, 1.0), (0.3, 2.0), (0.4, 2.5), (0.5, 3.0), (0.7, 5.0), (0.9, 9.0), (0.97, 9.0)] {
        close(law.quantile(u), x, 1e-15, &format!("{u}"));
    }
    close(law.mean(), 4.0, 1e-15, "the mean is that of the values");
    let repeated = Distribution::empirical(&[1.0, 1.0, 4.0]).unwrap();
    assert_eq!(repeated, Distribution::empirical_weighted(&[1.0, 4.0], &[2.0, 1.0]).unwrap());
    let alone = Distribution::empirical(&[7.0]).unwrap();
    assert_eq!((alone.quantile(0.01), alone.quantile(0.99), alone.mean()), (7.0, 7.0, 7.0));
    // The mean of weighted values is the integral of the quantile function: midpoint rule, exact on the segments.
    let law = Distribution::empirical_weighted(&[1.0, 2.0, 10.0], &[1.0, 5.0, 2.0]).unwrap();
    let n = 160_000;
    let integral: f64 = (0..n).map(|k| law.quantile((k as f64 + 0.5) / n as f64)).sum::<f64>() / n as f64;
    close(law.mean(), integral, 1e-9, "integral of the quantile");
}

#[test]
fn discrete_values_keep_their_probabilities() {
    let law = Distribution::discrete(&[3.0, 1.0], &[0.25, 0.75]).unwrap();
    assert_eq!([0.1, 0.75, 0.76, 1.0].map(|u| law.quantile(u)), [1.0, 1.0, 3.0, 3.0]);
    assert_eq!([0.0, 1.0, 2.0, 3.0].map(|x| law.cdf(x)), [0.0, 0.75, 0.75, 1.0]);
    assert_eq!(law.mean(), 1.5);
    assert_eq!(law.describe(), "one of 1 (75 %), 3 (25 %)");
    // Ten tenths sum to less than 1 in doubles: the last value still takes the end.
    let tenths = Distribution::discrete(&[1., 2., 3., 4., 5., 6., 7., 8., 9., 10.], &[0.1; 10]).unwrap();
    assert_eq!(tenths.quantile(1.0 - 1.2e-16), 10.0);
}

#[test]
fn laws_say_what_they_are() {
    let text = |law: Result<Distribution, DistributionError>| law.unwrap().describe();
    assert_eq!(text(Distribution::constant(0.88)), "constant 0.88");
    assert_eq!(text(Distribution::uniform(1.0, 2.5)), "uniform from 1 to 2.5");
    assert_eq!(text(Distribution::triangular(1.2, 1.3, 1.45)), "triangular from 1.2 over 1.3 to 1.45");
    assert_eq!(text(Distribution::pert(1.0, 2.0, 3.0)), "PERT from 1 over 2 to 3");
    assert_eq!(text(Distribution::normal(5.0, 0.5)), "normal, mean 5, sd 0.5");
    assert_eq!(text(Distribution::truncated_normal(5.0, 0.5, 4.0, 6.0)), "normal, mean 5, sd 0.5, kept within 4 to 6");
    assert_eq!(text(Distribution::lognormal_median_p95(10.0, 15.0)), "lognormal, median 10, 95 % below 15");
    assert_eq!(text(Distribution::beta(2.0, 3.0, 0.0, 1.0)), "beta of shapes 2 and 3 from 0 to 1");
    assert_eq!(text(Distribution::empirical(&[1.0, 2.0])), "2 measured values from 1 to 2");
}

#[test]
fn every_wrong_law_is_refused_with_what_to_write() {
    let wrong = |law: Result<Distribution, DistributionError>| law.unwrap_err().to_string();
    assert_eq!(wrong(Distribution::constant(f64::NAN)), "value is NaN; write a finite number");
    assert_eq!(
        wrong(Distribution::uniform(2.0, 2.0)),
        "low is 2 and high is 2; write low below high, or a constant if there is no spread"
    );
    assert!(wrong(Distribution::uniform(f64::NEG_INFINITY, 2.0)).starts_with("low is -inf"));
    assert!(wrong(Distribution::uniform(-1.7e308, 1.7e308)).starts_with("high - low is inf"));
    assert_eq!(wrong(Distribution::triangular(1.0, 5.0, 4.0)), "mode is 5; write one within 1 to 4");
    assert!(wrong(Distribution::pert(1.0, f64::NAN, 4.0)).starts_with("mode is NaN"));
    assert_eq!(wrong(Distribution::normal(0.0, -1.0)), "sd is -1; write a number above 0");
    assert!(wrong(Distribution::truncated_normal(0.0, 1.0, 60.0, 61.0)).contains("no mass within 60 to 61"));
    assert!(wrong(Distribution::truncated_normal(0.0, 1.0, f64::NAN, 61.0)).contains("low is NaN"));
    assert!(wrong(Distribution::lognormal_median_p95(10.0, 9.0)).contains("median is 10 and p95 is 9"));
    assert!(wrong(Distribution::lognormal_mean_sd(0.0, 9.0)).starts_with("mean is 0; write a number above 0"));
    assert!(wrong(Distribution::lognormal(0.0, 90.0)).contains("overflow"));
    assert!(wrong(Distribution::beta(0.0, 2.0, 0.0, 1.0)).contains("shape a is 0; write one within 0.1 to 10000"));
    assert_eq!(wrong(Distribution::empirical(&[])), "no values; write at least one");
    assert!(wrong(Distribution::empirical(&[1.0, f64::INFINITY])).starts_with("value is inf"));
    assert!(wrong(Distribution::empirical_weighted(&[1.0, 2.0], &[1.0])).contains("2 values and 1 weights"));
    assert!(wrong(Distribution::empirical_weighted(&[1.0, 2.0], &[1.0, 0.0])).starts_with("weight 2 is 0"));
    assert!(wrong(Distribution::discrete(&[1.0, 2.0], &[0.5, 0.4])).contains("sum to 0.9;"));
}
