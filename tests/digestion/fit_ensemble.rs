//! The ensemble against posteriors that are known, and convergence against chains whose memory is known.

use gisement::dist::{ParameterId, normal_quantile, uniform};
use gisement::fit::{Chains, EnsembleOptions, FitError, convergence, ensemble, quantile};

/// Minus half the quadratic form of a normal with correlation 0.9 and spreads 1 and 100 about (5, -300).
fn skewed_normal(p: &[f64]) -> f64 {
    let (a, b, rho) = (p[0] - 5.0, (p[1] + 300.0) / 100.0, 0.9);
    -0.5 * (a * a - 2.0 * rho * a * b + b * b) / (1.0 - rho * rho)
}

fn starts(count: usize) -> Vec<Vec<f64>> {
    let z = |k: usize, what: &str| normal_quantile(uniform(1, k as u64, ParameterId::of(what)));
    (0..count).map(|k| vec![5.0 + 0.1 * z(k, "a"), -300.0 + 10.0 * z(k, "b")]).collect()
}

const OPTIONS: EnsembleOptions = EnsembleOptions { walkers: 20, ensembles: 2, steps: 1500, seed: 11 };

fn run(options: &EnsembleOptions, backwards: bool) -> Chains {
    let mut posterior = |points: &[Vec<f64>]| {
        // The order in which a caller computes a batch is its own affair.
        let mut found = vec![0.0; points.len()];
        let order: Vec<usize> = if backwards { (0..points.len()).rev().collect() } else { (0..points.len()).collect() };
        order.into_iter().for_each(|k| found[k] = skewed_normal(&points[k]));
        found
    };
    ensemble(&mut posterior, &starts(options.walkers * options.ensembles), options, &mut |_| true).unwrap()
}

#[test]
fn a_known_normal_is_found_whatever_its_scales() {
    let chains = run(&OPTIONS, false);
    assert!((0.5..0.9).contains(&chains.acceptance()), "{}", chains.acceptance());
    let mut values: Vec<Vec<f64>> = Vec::new();
    for dimension in 0..2 {
        let of = chains.of(dimension, 300);
        let found = convergence(&of).unwrap();
        assert!(found.r_hat < 1.05 && found.ess_bulk > 1000.0 && found.ess_tail > 500.0, "{found:?}");
        values.push(of.into_iter().flatten().collect());
    }
    let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
    let (a, b) = (mean(&values[0]), mean(&values[1]));
    assert!((a - 5.0).abs() < 0.12 && (b + 300.0).abs() < 12.0, "{a} {b}");
    let pairs = values[0].iter().zip(&values[1]).map(|(x, y)| (x - a) * (y - b) / 100.0);
    assert!((pairs.sum::<f64>() / values[0].len() as f64 - 0.9).abs() < 0.1);
    values[0].sort_by(f64::total_cmp);
    for (p, z) in [(0.05, -1.645), (0.5, 0.0), (0.95, 1.645)] {
        assert!((quantile(&values[0], p) - 5.0 - z).abs() < 0.15, "{p}: {}", quantile(&values[0], p));
    }
}

#[test]
fn bits_do_not_depend_on_how_a_batch_is_computed_and_a_stop_keeps_what_is_done() {
    let short = EnsembleOptions { steps: 40, ..OPTIONS };
    let whole = run(&short, false);
    assert_eq!(whole, run(&short, true));
    let mut posterior = |points: &[Vec<f64>]| points.iter().map(|p| skewed_normal(p)).collect();
    let stopped = ensemble(&mut posterior, &starts(40), &short, &mut |steps| steps < 15).unwrap();
    assert_eq!(stopped.steps, 15);
    for (part, all) in stopped.points.iter().zip(&whole.points) {
        assert_eq!(part[..], all[..15]);
    }
}

#[test]
fn an_affine_change_of_variables_changes_nothing() {
    let short = EnsembleOptions { steps: 60, ..OPTIONS };
    let whole = run(&short, false);
    let mut far = |points: &[Vec<f64>]| points.iter().map(|p| skewed_normal(&[p[0] / 8.0, p[1] * 4.0])).collect();
    let moved: Vec<Vec<f64>> = starts(40).iter().map(|p| vec![p[0] * 8.0, p[1] / 4.0]).collect();
    let other = ensemble(&mut far, &moved, &short, &mut |_| true).unwrap();
    // Powers of two: the same walk to the last bit.
    for (one, other) in whole.points.iter().flatten().zip(other.points.iter().flatten()) {
        assert_eq!([one[0] * 8.0, one[1] / 4.0], other[..]);
    }
}

#[test]
fn where_the_posterior_is_no_number_nobody_goes() {
    let mut posterior =
        |points: &[Vec<f64>]| points.iter().map(|p| if p[0] < 0.0 { f64::NAN } else { -0.5 * p[0] * p[0] }).collect();
    let options = EnsembleOptions { walkers: 8, ensembles: 1, steps: 400, seed: 3 };
    let starts: Vec<Vec<f64>> = (1..=8).map(|k| vec![0.1 * f64::from(k)]).collect();
    let chains = ensemble(&mut posterior, &starts, &options, &mut |_| true).unwrap();
    assert!(chains.not_numbers > 0 && chains.points.iter().flatten().all(|p| p[0] >= 0.0));
    let bad = ensemble(&mut posterior, &vec![vec![-1.0]; 8], &options, &mut |_| true);
    assert!(matches!(bad, Err(FitError::Model { .. })));
    for wrong in [EnsembleOptions { walkers: 7, ..options }, EnsembleOptions { steps: 0, ..options }] {
        assert!(matches!(ensemble(&mut posterior, &starts, &wrong, &mut |_| true), Err(FitError::Option { .. })));
    }
    assert_eq!(ensemble(&mut posterior, &starts, &options, &mut |_| false), Err(FitError::Stopped));
}

fn autoregressive(chain: u64, rho: f64, shift: f64) -> Vec<f64> {
    let mut last = 0.0;
    let next = |k: u64| {
        let z = normal_quantile(uniform(chain, k, ParameterId::of("chain")));
        last = if k == 0 { z } else { rho * last + (1.0 - rho * rho).sqrt() * z };
        last + shift
    };
    (0..2000).map(next).collect()
}

/// n (1 - rho)/(1 + rho) for a first-order autoregression.
#[test]
fn effective_sizes_of_chains_of_known_memory() {
    for (rho, share) in [(0.0, 1.0), (0.5, 1.0 / 3.0), (0.9, 0.1 / 1.9), (-0.4, 1.4 / 0.6)] {
        let chains: Vec<Vec<f64>> = (0..4).map(|c| autoregressive(c, rho, 0.0)).collect();
        let found = convergence(&chains).unwrap();
        assert!((found.ess_bulk / (8000.0 * share) - 1.0).abs() < 0.2, "{rho}: {found:?}");
        assert!(found.r_hat < if rho > 0.8 { 1.03 } else { 1.01 }, "{rho}: {found:?}");
    }
}

#[test]
fn chains_that_have_not_met_are_told() {
    let mut apart: Vec<Vec<f64>> = (0..4).map(|c| autoregressive(c, 0.0, 0.0)).collect();
    apart[3] = autoregressive(3, 0.0, 2.0);
    let found = convergence(&apart).unwrap();
    assert!(found.r_hat > 1.2 && found.ess_bulk < 50.0, "{found:?}");
    // The same mean, another spread: only the folded ranks see it.
    let wide: Vec<f64> = autoregressive(3, 0.0, 0.0).iter().map(|v| 5.0 * v).collect();
    let spread: Vec<Vec<f64>> = (0..3).map(|c| autoregressive(c, 0.0, 0.0)).chain([wide]).collect();
    assert!(convergence(&spread).unwrap().r_hat > 1.1);
    // A trend within a chain: the halves differ.
    let trend: Vec<f64> =
        (0..2000).map(|k| f64::from(k) / 500.0).zip(autoregressive(9, 0.0, 0.0)).map(|(t, v)| t + v).collect();
    assert!(convergence(&[trend]).unwrap().r_hat > 1.2);
    let still = convergence(&[vec![1.0; 10], vec![1.0; 10]]).unwrap();
    assert_eq!((still.r_hat, still.ess_bulk), (1.0, 0.0));
    assert!(convergence(&[vec![1.0, 2.0, 3.0]]).is_none());
    assert!(convergence(&[vec![1.0, f64::NAN, 3.0, 4.0]]).is_none());
    assert!(convergence(&[vec![0.0; 8], vec![1.0; 8]]).unwrap().r_hat.is_infinite());
}
