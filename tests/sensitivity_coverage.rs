//! Do intervals of 95 % cover in 95 % of repeats?
//!
//! Over 200 repeats the number of hits of an honest interval is binomial; each index must stay inside the central 99 % of
//! that distribution. Seeds are fixed.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

mod sensitivity_support;

use gisement::dist::normal_cdf;
use gisement::sweep::sensitivity::*;
use rayon::prelude::*;
use sensitivity_support::*;

const REPEATS: u64 = 200;

/// Resamples of a repeat: fewer than in use, for time; the ends of the intervals are a little noisier for it.
const RESAMPLES: usize = 500;

/// Smallest and largest number of hits inside the central 99 % of binomial(n, p).
fn band(n: u64, p: f64) -> (u64, u64) {
    let log_choose =
        |k: u64| libm::lgamma(n as f64 + 1.0) - libm::lgamma(k as f64 + 1.0) - libm::lgamma((n - k) as f64 + 1.0);
    let mass = |k: u64| (log_choose(k) + k as f64 * p.ln() + (n - k) as f64 * (1.0 - p).ln()).exp();
    let low = (0..=n)
        .scan(0.0, |sum, k| {
            *sum += mass(k);
            Some((k, *sum))
        })
        .find(|(_, sum)| *sum > 0.005)
        .unwrap()
        .0;
    let high = (0..=n)
        .rev()
        .scan(0.0, |sum, k| {
            *sum += mass(k);
            Some((k, *sum))
        })
        .find(|(_, sum)| *sum > 0.005)
        .unwrap()
        .0;
    (low, high)
}

/// Coverage of every index over repeats: `study` gives estimates beside the truth.
fn coverage(name: &str, study: impl Fn(u64) -> Vec<(String, Estimate, f64)> + Sync) -> Vec<String> {
    let repeats: u64 = std::env::var("REPEATS").map_or(REPEATS, |r| r.parse().unwrap());
    let found: Vec<Vec<(String, Estimate, f64)>> = (0..repeats).into_par_iter().map(&study).collect();
    let (low, high) = band(repeats, 0.95);
    let mut outside = Vec::new();
    for k in 0..found[0].len() {
        let hits = found.iter().filter(|repeat| covers(&repeat[k].1, repeat[k].2)).count() as u64;
        let n = repeats as f64;
        let bias = found.iter().map(|r| r[k].1.value - r[k].2).sum::<f64>() / n;
        let sd = (found.iter().map(|r| (r[k].1.value - r[k].2 - bias).powi(2)).sum::<f64>() / n).sqrt();
        let se = found.iter().map(|r| r[k].1.standard_error).sum::<f64>() / n;
        let line = format!(
            "{name} {}: truth {:.4} coverage {:.4}  bias {bias:.5} sd {sd:.5} mean se {se:.5}",
            found[0][k].0,
            found[0][k].2,
            hits as f64 / n
        );
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

fn named(kind: &str, estimates: &[Estimate], truth: &[f64]) -> Vec<(String, Estimate, f64)> {
    let one = |(k, (e, t)): (usize, (&Estimate, &f64))| (format!("{kind} {}", k + 1), *e, *t);
    estimates.iter().zip(truth).enumerate().map(one).collect()
}

fn sobol(
    rows: u64,
    first: FirstOrder,
    truth: [&[f64]; 2],
    model: impl Fn(&[f64]) -> f64 + Sync,
) -> impl Fn(u64) -> Vec<(String, Estimate, f64)> + Sync {
    move |seed| {
        let design = PickFreeze::new(Players::each(truth[0].len()), rows).unwrap();
        let runs = pick_freeze(&design, 5000 + seed, &model);
        let found = sobol_indices_by(&design, &runs, first, Independence::Rows, resampling(seed)).unwrap();
        let found = found[0].as_ref().unwrap();
        [named("S", &found.first, truth[0]), named("T", &found.total, truth[1])].concat()
    }
}

#[test]
fn sobol_intervals_cover() {
    let mut outside = Vec::new();
    for first in [FirstOrder::Mixed] {
        for n in [512] {
            println!("{first:?} N={n}");
            let truth: [&[f64]; 2] = [&[0.31390519, 0.44241114, 0.0], &[0.55758886, 0.44241114, 0.24368366]];
            outside.extend(coverage("Ishigami", sobol(n, first, truth, |u| ishigami(u, 7.0, 0.1))));
            let truth: [&[f64]; 2] =
                [&[0.000399161993, 0.00153464818, 0.997904983], &[0.00043248091, 0.00166259095, 0.99806613866]];
            outside.extend(coverage("g 99 50 1", sobol(n, first, truth, |u| g(u, &[99.0, 50.0, 1.0]))));
            let truth: [&[f64]; 2] = [
                &[0.58678118976, 0.26079163989, 0.03667382436, 0.00586781189, 5.867811e-5, 5.867811e-5],
                &[0.69008589232, 0.35617336378, 0.05633354223, 0.009170576642, 9.2008385e-5, 9.2008385e-5],
            ];
            outside.extend(coverage(
                "g 0 .5 3 9 99 99",
                sobol(n, first, truth, |u| g(u, &[0.0, 0.5, 3.0, 9.0, 99.0, 99.0])),
            ));
        }
    }
    assert!(outside.is_empty(), "{outside:#?}");
}

/// y = x1 + 2 x2 + 3 x3, standard deviations 1, 1, 2, correlation of x2 and x3 one half.
fn linear(z: &[f64]) -> f64 {
    z[0] + 2.0 * z[1] + 6.0 * z[2]
}

#[test]
fn shapley_intervals_cover() {
    let dependence = Dependence::correlated(3, &[1.0, 0.0, 0.0, 0.0, 1.0, 0.5, 0.0, 0.5, 1.0]).unwrap();
    let study = |seed: u64| {
        let design = Permutations::new(Players::each(3), dependence.clone(), 2048, seed).unwrap();
        let runs = permutations(&design, linear);
        let found = shapley_effects(&design, &runs, resampling(seed)).unwrap();
        let found = found[0].as_ref().unwrap();
        let flat = |list: &[Option<Estimate>]| list.iter().map(|e| e.unwrap()).collect::<Vec<_>>();
        let v = 53.0;
        [
            named("Shapley", &found.effects, &[1.0 / v, 14.0 / v, 38.0 / v]),
            named("first", &flat(&found.first), &[1.0 / v, 25.0 / v, 49.0 / v]),
            named("last", &flat(&found.last), &[1.0 / v, 3.0 / v, 27.0 / v]),
        ]
        .concat()
    };
    let outside = coverage("linear", study);
    assert!(outside.is_empty(), "{outside:#?}");
}

#[test]
fn given_data_intervals_cover() {
    for n in [2048, 16384] {
        for (b, truth) in [([1.0, 1.0], [0.305994, 0.305994]), ([2.0, 1.0], [0.505497, 0.160393])] {
            let share = [0, 1].map(|k: usize| b[k] * b[k] / (b[0] * b[0] + b[1] * b[1]));
            let study = |seed: u64| {
                let [x0, x1, x2] = [0, 1, 2].map(|k| normals(n, seed, k));
                let y = x0.iter().zip(&x1).map(|(x0, x1)| b[0] * x0 + b[1] * x1).collect();
                let samples = Samples { inputs: &[x0, x1, x2], outputs: &[y], independence: Independence::Rows, seed };
                let found = given_indices(&samples).unwrap();
                let found = found[0].as_ref().unwrap();
                let pawn = [0, 1].map(|k| pawn_of_linear(b[k], b[1 - k]));
                let dummy = |name: &str, e: Estimate| vec![(name.to_owned(), e, 0.0)];
                [
                    named("delta", &found.delta, &[truth[0], truth[1], 0.0]),
                    named("rank", &found.rank, &[share[0], share[1], 0.0]),
                    named("pawn", &found.pawn[..2], &pawn),
                    dummy("d", found.delta_dummy),
                    dummy("r", found.rank_dummy),
                ]
                .concat()
            };
            let outside = coverage(&format!("linear {b:?} n={n}"), study);
            println!("OUT {outside:#?}");
        }
    }
}

/// PAWN of x in y = b x + c z, both standard normal, by quadrature: median over ten slices of the distance.
fn pawn_of_linear(b: f64, c: f64) -> f64 {
    let total = (b * b + c * c).sqrt();
    let mut distances: Vec<f64> = (0..10)
        .map(|slice| {
            let points: Vec<f64> = (0..200)
                .map(|k| gisement::dist::normal_quantile((f64::from(slice) + (f64::from(k) + 0.5) / 200.0) / 10.0))
                .collect();
            let distance = |y: f64| {
                let inside = points.iter().map(|x| normal_cdf((y - b * x) / c)).sum::<f64>() / 200.0;
                (inside - normal_cdf(y / total)).abs()
            };
            (-400..=400).map(|k| distance(f64::from(k) * 0.01 * total)).fold(0.0, f64::max)
        })
        .collect();
    distances.sort_by(f64::total_cmp);
    0.5 * (distances[4] + distances[5])
}
