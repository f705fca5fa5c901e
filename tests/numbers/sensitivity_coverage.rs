//! Do intervals of 95 % cover in 95 % of repeats?
//!
//! Over 200 repeats the number of hits of an honest interval is binomial; each index must stay inside the central 99 % of
//! that distribution. Seeds are fixed. `docs/theory/sensitivity.md` has the coverages.

// Tests fail by panicking, helpers of tests as well; coverages are printed for `--nocapture`.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use crate::sensitivity_support;

use gisement::dist::{normal_cdf, normal_quantile};
use gisement::sweep::sensitivity::*;
use rayon::prelude::*;
use sensitivity_support::*;

const REPEATS: u64 = 200;

/// Resamples of a repeat: fewer than in use, for time; the ends of the intervals are a little noisier for it.
const RESAMPLES: usize = 500;

/// What a repeat estimates: name, estimate, truth.
type Found = Vec<(String, Estimate, f64)>;

/// Smallest and largest number of hits inside the central 99 % of binomial(n, p).
fn band(n: u64, p: f64) -> (u64, u64) {
    let log_factorial = |k: u64| libm::lgamma(k as f64 + 1.0);
    let mass = |k: u64| {
        let choose = log_factorial(n) - log_factorial(k) - log_factorial(n - k);
        (choose + k as f64 * p.ln() + (n - k) as f64 * (1.0 - p).ln()).exp()
    };
    let up_to = |k: u64| (0..=k).map(mass).sum::<f64>();
    let low = (0..=n).find(|k| up_to(*k) > 0.005).unwrap();
    let high = (0..=n).find(|k| up_to(*k) >= 0.995).unwrap();
    (low, high)
}

#[test]
fn the_band_is_that_of_tables() {
    // Quantiles 0.5 % and 99.5 % of binomial(200, 0.95).
    assert_eq!(band(200, 0.95), (181, 197));
}

/// Coverages outside the band; all are printed.
fn outside(name: &str, study: impl Fn(u64) -> Found + Sync) -> Vec<String> {
    let found: Vec<Found> = (0..REPEATS).into_par_iter().map(&study).collect();
    let (low, high) = band(REPEATS, 0.95);
    let mut outside = Vec::new();
    for k in 0..found[0].len() {
        let hits = found.iter().filter(|repeat| covers(&repeat[k].1, repeat[k].2)).count() as u64;
        let line = format!("{name}, {}: {hits} of {REPEATS}", found[0][k].0);
        println!("{line}");
        if !(low..=high).contains(&hits) {
            outside.push(line);
        }
    }
    outside
}

fn resampling(seed: u64) -> Resampling {
    Resampling { seed, count: RESAMPLES }
}

fn named(kind: &str, estimates: &[Estimate], truth: &[f64]) -> Found {
    let one = |(k, (e, t)): (usize, (&Estimate, &f64))| (format!("{kind}{}", k + 1), *e, *t);
    estimates.iter().zip(truth).enumerate().map(one).collect()
}

fn sobol(first: FirstOrder, truth: [&[f64]; 2], seed: u64, model: impl Fn(&[f64]) -> f64) -> Found {
    let design = PickFreeze::new(Players::each(truth[0].len()), 1024).unwrap();
    let runs = pick_freeze(&design, 5000 + seed, model);
    let found = sobol_indices_by(&design, &runs, first, Independence::Rows, resampling(seed)).unwrap();
    let found = found[0].as_ref().unwrap();
    [named("S", &found.first, truth[0]), named("T", &found.total, truth[1])].concat()
}

const ISHIGAMI: [&[f64]; 2] = [&[0.313_905_191, 0.442_411_145, 0.0], &[0.557_588_855, 0.442_411_145, 0.243_683_664]];

#[test]
fn sobol_intervals_cover() {
    let mut all = Vec::new();
    for first in [FirstOrder::Mixed, FirstOrder::Saltelli, FirstOrder::Jansen] {
        let study = |seed| sobol(first, ISHIGAMI, seed, |u| ishigami(u, 7.0, 0.1));
        all.extend(outside(&format!("Ishigami, {first:?}"), study));
    }
    // One input has nearly all variance, the others nearly none: small indices are where naive intervals fail.
    let truth: [&[f64]; 2] = [
        &[0.000_399_161_993, 0.001_534_648_187, 0.997_904_984],
        &[0.000_432_480_911, 0.001_662_590_954, 0.998_066_139],
    ];
    all.extend(outside("g 99 50 1", |seed| sobol(FirstOrder::Mixed, truth, seed, |u| g(u, &[99.0, 50.0, 1.0]))));
    assert!(all.is_empty(), "{all:#?}");
}

#[test]
fn shapley_intervals_cover() {
    // y = x1 + 2 x2 + 3 x3, standard deviations 1, 1, 2, correlation of x2 and x3 one half: shares of 53.
    let dependence = Dependence::correlated(3, &[1.0, 0.0, 0.0, 0.0, 1.0, 0.5, 0.0, 0.5, 1.0]).unwrap();
    let study = |seed: u64| {
        let design = Permutations::new(Players::each(3), dependence.clone(), 1024, seed).unwrap();
        let runs = permutations(&design, |z| z[0] + 2.0 * z[1] + 6.0 * z[2]);
        let found = shapley_effects(&design, &runs, resampling(seed)).unwrap();
        let found = found[0].as_ref().unwrap();
        let flat = |list: &[Option<Estimate>]| list.iter().map(|e| e.unwrap()).collect::<Vec<_>>();
        let of = |parts: [f64; 3]| parts.map(|part| part / 53.0);
        let effects = named("effect ", &found.effects, &of([1.0, 14.0, 38.0]));
        let first = named("known first ", &flat(&found.first), &of([1.0, 25.0, 49.0]));
        let last = named("known last ", &flat(&found.last), &of([1.0, 3.0, 27.0]));
        [effects, first, last].concat()
    };
    let all = outside("linear", study);
    assert!(all.is_empty(), "{all:#?}");
}

#[test]
fn rank_intervals_cover() {
    let study = |seed: u64| {
        let [x1, x2, x3] = [0, 1, 2].map(|k| normals(2000, seed, k));
        let y = x1.iter().zip(&x2).map(|(x1, x2)| 2.0 * x1 + x2).collect();
        let samples = Samples { inputs: &[x1, x2, x3], outputs: &[y], independence: Independence::Rows, seed };
        let found = given_indices(&samples).unwrap();
        named("rank ", &found[0].as_ref().unwrap().rank, &[0.8, 0.2, 0.0])
    };
    let all = outside("2 x1 + x2", study);
    assert!(all.is_empty(), "{all:#?}");
}

/// Mean sizes of effects of a function with an interaction: y = u1 + u1 u2. On the grid of four levels u2 is 1/8, 3/8,
/// 5/8, 7/8 with equal weight, so that the effect of u1 is 1 + u2, of mean 3/2 and variance 5/64.
#[test]
fn morris_intervals_cover() {
    let study = |seed: u64| {
        let design = Trajectories::new(Players::each(2), 200, LEVELS, seed).unwrap();
        let runs = trajectories(&design, |u| u[0] + u[0] * u[1]);
        let found = morris_effects(&design, &runs, resampling(seed)).unwrap();
        let found = found[0].as_ref().unwrap();
        let deviation = (5.0_f64 / 64.0).sqrt();
        [named("mu* ", &found.mu_star, &[1.5, 0.5]), named("sigma ", &found.sigma, &[deviation, deviation])].concat()
    };
    let all = outside("u1 + u1 u2", study);
    assert!(all.is_empty(), "{all:#?}");
}

/// PAWN of x in y = b x + c z, both standard normal, by quadrature: mean over ten slices of the largest distance.
fn pawn_of_a_sum(b: f64, c: f64) -> f64 {
    let total = b.hypot(c);
    let distance = |slice: usize| {
        let points: Vec<f64> =
            (0..100).map(|k| normal_quantile((slice as f64 + (f64::from(k) + 0.5) / 100.0) / 10.0)).collect();
        let at = |y: f64| {
            let inside = points.iter().map(|x| normal_cdf((y - b * x) / c)).sum::<f64>() / 100.0;
            (inside - normal_cdf(y / total)).abs()
        };
        (-160..=160).map(|k| at(0.025 * f64::from(k) * total)).fold(0.0, f64::max)
    };
    (0..10).map(distance).sum::<f64>() / 10.0
}

#[test]
fn delta_and_pawn_intervals_cover() {
    let pawn = [pawn_of_a_sum(2.0, 1.0), pawn_of_a_sum(1.0, 2.0), 0.0];
    let study = |seed: u64| {
        let [x1, x2, x3] = [0, 1, 2].map(|k| normals(4096, seed, k));
        let y = x1.iter().zip(&x2).map(|(x1, x2)| 2.0 * x1 + x2).collect();
        let samples = Samples { inputs: &[x1, x2, x3], outputs: &[y], independence: Independence::Rows, seed };
        let found = given_indices(&samples).unwrap();
        let found = found[0].as_ref().unwrap();
        // Delta by quadrature: models/verify/uncertainty.csv.
        [named("delta ", &found.delta, &[0.505_497, 0.160_393, 0.0]), named("PAWN ", &found.pawn, &pawn)].concat()
    };
    let all = outside("2 x1 + x2", study);
    assert!(all.is_empty(), "{all:#?}");
}
