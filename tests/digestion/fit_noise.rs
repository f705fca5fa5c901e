//! Do intervals cover as often as they say? Noise with and without memory; profiles beside Fisher intervals.

use gisement::dist::{ParameterId, normal_quantile, uniform};
use gisement::fit::{Bounds, FitError, Memory, Noise, Options, Series, SeriesFit, fit_series, least_squares, profile};

const TRUTH: [f64; 2] = [340.0, 0.12];
const DAYS: usize = 60;
/// The 99 % band of the share of 200 repeats in a 90 % interval: 0.90 -+ 2.576 sqrt(0.9 0.1 / 200).
const BAND: (f64, f64) = (0.845, 0.955);

/// Cumulative gas of a batch of first order, and what a digester of it makes a day: two quantities of one truth.
fn model(p: &[f64], t: f64) -> f64 {
    p[0] * (1.0 - libm::exp(-p[1] * t))
}

fn scores(repeat: u64, count: usize) -> Vec<f64> {
    (0..count as u64).map(|k| normal_quantile(uniform(7, repeat * 10_000 + k, ParameterId::of("noise")))).collect()
}

fn noise(repeat: u64, rho: f64, sd: f64) -> Vec<f64> {
    let mut last = 0.0;
    let next = |(k, z): (usize, f64)| {
        last = if k == 0 { z } else { rho * last + (1.0 - rho * rho).sqrt() * z };
        sd * last
    };
    scores(repeat, DAYS).into_iter().enumerate().map(next).collect()
}

fn fit(repeat: u64, rho: f64, memory: Memory) -> Result<SeriesFit, FitError> {
    let days: Vec<f64> = (1..=DAYS).map(|d| 0.5 * d as f64).collect();
    let measured: Vec<f64> = days.iter().zip(noise(repeat, rho, 6.0)).map(|(t, e)| model(&TRUTH, *t) + e).collect();
    let mut batch = |points: &[Vec<f64>]| {
        points.iter().map(|p| Ok(days.iter().zip(&measured).map(|(t, y)| model(p, *t) - y).collect())).collect()
    };
    let series = [Series { rows: 0..DAYS, times: days.clone() }];
    let bounds = Bounds::new(&[1.0, 1e-3], &[2000.0, 5.0])?;
    fit_series(&mut batch, &series, memory, &[300.0, 0.2], &bounds, &Options::default())
}

/// Share of 200 repeats whose 90 % intervals hold the truth, for each parameter, and the mean memory found (per half day).
fn coverage(rho: f64, memory: Memory) -> ([f64; 2], f64) {
    let mut held = [0.0; 2];
    let mut found_rho = 0.0;
    for repeat in 0..200 {
        let found = fit(repeat, rho, memory).unwrap();
        let intervals = found.estimate.interval(0.9).unwrap();
        for k in 0..2 {
            held[k] += f64::from(u8::from(intervals[k].0 <= TRUTH[k] && TRUTH[k] <= intervals[k].1)) / 200.0;
        }
        found_rho += found.noise[0].rho.sqrt() / 200.0;
    }
    (held, found_rho)
}

fn within(shares: [f64; 2]) -> bool {
    shares.iter().all(|s| (BAND.0..=BAND.1).contains(s))
}

#[test]
fn intervals_cover_with_independent_noise() {
    let (plain, _) = coverage(0.0, Memory::Independent);
    assert!(within(plain), "{plain:?}");
    // Looking for a memory that is not there costs little.
    let (careful, rho) = coverage(0.0, Memory::Autoregressive);
    assert!(within(careful) && rho < 0.15, "{careful:?} {rho}");
}

#[test]
fn memory_that_is_ignored_makes_intervals_too_short_and_whitening_mends_it() {
    let (ignored, _) = coverage(0.6, Memory::Independent);
    assert!(ignored.iter().all(|s| *s < 0.75), "{ignored:?}");
    let (mended, rho) = coverage(0.6, Memory::Autoregressive);
    println!(
        "independent {:?}, ignored {ignored:?}, mended {mended:?}, rho {rho}",
        coverage(0.0, Memory::Independent).0
    );
    assert!(within(mended), "{mended:?}, memory {rho}");
    assert!((rho - 0.6).abs() < 0.08, "{rho}");
}

#[test]
fn gaps_count_as_the_time_they_take() {
    // A series of which every third day was not measured has the memory of the whole one.
    let kept: Vec<usize> = (0..900).filter(|k| k % 3 != 1).collect();
    let mut all = vec![0.0];
    for z in scores(3, 900) {
        all.push(0.8 * all[all.len() - 1] + 0.6 * z);
    }
    let times: Vec<f64> = kept.iter().map(|k| *k as f64).collect();
    let mut batch =
        |points: &[Vec<f64>]| points.iter().map(|p| Ok(kept.iter().map(|k| p[0] - all[*k + 1]).collect())).collect();
    let series = [Series { rows: 0..kept.len(), times }];
    let bounds = Bounds::new(&[-10.0], &[10.0]).unwrap();
    let found = fit_series(&mut batch, &series, Memory::Autoregressive, &[1.0], &bounds, &Options::default()).unwrap();
    assert!(found.settled);
    assert!((found.noise[0].rho - 0.8).abs() < 0.06, "{:?}", found.noise);
    assert!((found.noise[0].sd - 1.0).abs() < 0.15, "{:?}", found.noise);
    // 1' R^-1 1 for equal steps: n (1 - rho)/(1 + rho) but for its ends.
    let even = Series { rows: 0..1000, times: (0..1000).map(f64::from).collect() };
    let size = Noise { sd: 1.0, rho: 0.8 }.effective_size(&even);
    assert!((size - (1.0 + 999.0 / 9.0)).abs() < 1e-9, "{size}");
}

#[test]
fn spreads_of_two_quantities_are_found_and_weigh() {
    // The same level measured by a good and a bad instrument: the estimate is that of the good one, nearly.
    let z = scores(5, 200);
    let mut batch = |points: &[Vec<f64>]| {
        let rows = |p: &Vec<f64>| Ok((0..200).map(|k| p[0] - 5.0 - z[k] * if k < 100 { 0.1 } else { 10.0 }).collect());
        points.iter().map(rows).collect()
    };
    let times: Vec<f64> = (0..100).map(f64::from).collect();
    let series = [Series { rows: 0..100, times: times.clone() }, Series { rows: 100..200, times }];
    let bounds = Bounds::new(&[-100.0], &[100.0]).unwrap();
    let found = fit_series(&mut batch, &series, Memory::Independent, &[50.0], &bounds, &Options::default()).unwrap();
    assert!(
        (found.noise[0].sd / 0.1 - 1.0).abs() < 0.2 && (found.noise[1].sd / 10.0 - 1.0).abs() < 0.2,
        "{:?}",
        found.noise
    );
    assert!((found.estimate.standard_errors[0] - 0.01).abs() < 0.002);
    let wrong = [Series { rows: 0..100, times: vec![0.0; 100] }];
    let refused = fit_series(&mut batch, &wrong, Memory::Independent, &[50.0], &bounds, &Options::default());
    assert!(matches!(refused, Err(FitError::Option { .. })));
}

/// Oxygen demand of Bates & Watts 1988 (10.1002/9780470316757), table A1.4: a curve whose Fisher intervals mislead.
const BOD: [(f64, f64); 6] = [(1.0, 8.3), (2.0, 10.3), (3.0, 19.0), (4.0, 16.0), (5.0, 15.6), (7.0, 19.8)];

#[test]
fn profiles_agree_with_a_search_on_a_grid() {
    let mut residuals = |p: &[f64]| Ok(BOD.iter().map(|(t, y)| model(p, *t) - y).collect());
    let bounds = Bounds::new(&[1.0, 0.01], &[1e5, 20.0]).unwrap();
    let options = Options::default();
    let found = least_squares(&mut residuals, &[15.0, 1.0], &bounds, &options).unwrap();
    // Bates & Watts, page 41: 19.143 and 0.5311, s^2 = 6.498.
    assert!((found.values[0] - 19.143).abs() < 1e-3 && (found.values[1] - 0.5311).abs() < 1e-4);
    assert!((found.variance - 6.498).abs() < 1e-3);
    // Given the rate the level is linear: the sum of squares of the best level in closed form.
    let squares = |k: f64| {
        let x: Vec<f64> = BOD.iter().map(|(t, _)| 1.0 - (-k * t).exp()).collect();
        let level = BOD.iter().zip(&x).map(|((_, y), x)| x * y).sum::<f64>() / x.iter().map(|x| x * x).sum::<f64>();
        BOD.iter().zip(&x).map(|((_, y), x)| (y - level * x) * (y - level * x)).sum::<f64>()
    };
    for level in [0.5, 0.9, 0.95, 0.99] {
        let limit = found.sum_of_squares + found.variance * found.quantile(level).unwrap().powi(2);
        let grid: Vec<f64> =
            (0..200_000).map(|i| 0.01 + 19.99 * f64::from(i) / 2e5).filter(|k| squares(*k) <= limit).collect();
        let mut batch = |points: &[Vec<f64>]| points.iter().map(|p| residuals(p)).collect();
        let profile = profile(&mut batch, &found, 1, level, &bounds, &options).unwrap();
        let (low, high) = (grid[0], grid[grid.len() - 1]);
        match profile.high {
            Some(found) => assert!((found / high - 1.0).abs() < 0.02, "{level}: {found} {high}"),
            None => assert!(high > 19.99, "{level}: open, grid {high}"),
        }
        match profile.low {
            Some(found) => assert!((found - low).abs() < 0.005, "{level}: {found} {low}"),
            None => assert!(low < 0.0101, "{level}: open, grid {low}"),
        }
        assert!(profile.better.is_none());
        assert!(profile.points.windows(2).all(|p| p[0].0 <= p[1].0 && p[0].1 <= p[1].1 + 1e-6), "{:?}", profile.points);
    }
}

#[test]
fn where_the_model_is_linear_profile_and_fisher_agree() {
    let x = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0];
    let y = [1.1, 2.9, 5.2, 6.8, 9.1, 10.9];
    let mut residuals = |p: &[f64]| Ok(x.iter().zip(&y).map(|(x, y)| p[0] + p[1] * x - y).collect());
    let bounds = Bounds::new(&[-50.0; 2], &[50.0; 2]).unwrap();
    let options = Options::default();
    let found = least_squares(&mut residuals, &[0.0; 2], &bounds, &options).unwrap();
    let mut batch = |points: &[Vec<f64>]| points.iter().map(|p| residuals(p)).collect();
    for k in 0..2 {
        let profile = profile(&mut batch, &found, k, 0.9, &bounds, &options).unwrap();
        let (low, high) = found.interval(0.9).unwrap()[k];
        let near = 0.005 * (high - low);
        assert!(
            (profile.low.unwrap() - low).abs() < near && (profile.high.unwrap() - high).abs() < near,
            "{profile:?}"
        );
    }
}
