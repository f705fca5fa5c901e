//! Intervals of quantiles from randomised replicates of the designs that sweeps use, on a smooth function of six inputs.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use gisement::dist::{Design, ParameterId, normal_quantile};
use gisement::sweep::{Estimate, Memory, OutputKind, QUANTILES, REPLICATE_TAIL_MIN, Sampling, Spread, describe};

const INPUTS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
const REPLICATES: u64 = 16;
const REPEATS: u64 = 200;

/// The sum of weighted normals is normal, and exp of it lognormal: skewed, with quantiles in closed form.
const WEIGHTS: [f64; 6] = [0.5, 0.4, 0.3, 0.2, 0.2, 0.1];

fn deviation() -> f64 {
    WEIGHTS.iter().map(|w| w * w).sum::<f64>().sqrt()
}

fn truth(share: f64) -> f64 {
    (deviation() * normal_quantile(share)).exp()
}

fn spread(design: &Design, seed: u64, samples: u64) -> Spread {
    let ids = INPUTS.map(ParameterId::of);
    let one = |k: u64| {
        let score = |i: usize| WEIGHTS[i] * normal_quantile(design.uniform(seed, k, i, ids[i]));
        (0..INPUTS.len()).map(score).sum::<f64>().exp()
    };
    let values: Vec<f64> = (0..samples).map(one).collect();
    let sampling = Sampling::Dealt { replicates: REPLICATES };
    describe(&Memory::new(&[values]), 0, OutputKind::Amount, 0, &sampling).unwrap().spread.unwrap()
}

fn holds(estimate: &Estimate, truth: f64) -> Option<bool> {
    estimate.interval.map(|i| i.low <= truth && truth <= i.high)
}

fn design(name: &str, samples: u64) -> Design {
    Design::named(name, samples, Some(REPLICATES)).unwrap()
}

/// How often each interval held the truth: the mean, then [`QUANTILES`]; none where there is no interval.
fn coverage(name: &str, per_replicate: u64) -> Vec<Option<u64>> {
    let samples = REPLICATES * per_replicate;
    let design = design(name, samples);
    let mut held: Vec<Option<u64>> = vec![Some(0); 1 + QUANTILES.len()];
    let mean = (deviation() * deviation() / 2.0).exp();
    for seed in 0..REPEATS {
        let s = spread(&design, seed, samples);
        let found =
            std::iter::once(holds(&s.mean, mean)).chain(s.quantiles.iter().map(|q| holds(&q.estimate, truth(q.share))));
        for (held, found) in held.iter_mut().zip(found) {
            *held = held.zip(found).map(|(h, f)| h + u64::from(f));
        }
    }
    held
}

/// The band that a binomial of 200 and 0.95 leaves with a probability of 0.1 %, for there are many intervals.
const BAND: std::ops::RangeInclusive<u64> = 179..=199;

/// Where there is an interval it holds as often as it says; where a replicate has too few values there is none.
#[test]
fn quantiles_have_an_interval_only_where_it_holds() {
    let mut wrong = Vec::new();
    for name in ["sobol", "latin_hypercube"] {
        for per_replicate in [1, 4, 16, 64, 80, 160] {
            let held = coverage(name, per_replicate);
            eprintln!("{name} {per_replicate}: {held:?}");
            // The mean of a design of one or two values each is that of independent samples, skewed as they are.
            if per_replicate >= 4 && !held[0].is_some_and(|h| BAND.contains(&h)) {
                wrong.push(format!("{name} of {per_replicate}: mean {:?}", held[0]));
            }
            for (share, held) in QUANTILES.iter().zip(&held[1..]) {
                let enough = per_replicate as f64 * share.min(1.0 - share) > REPLICATE_TAIL_MIN * (1.0 - 1e-9);
                let right = if enough { held.is_some_and(|h| BAND.contains(&h)) } else { held.is_none() };
                if !right {
                    wrong.push(format!("{name} of {per_replicate}: P{share} {held:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The least that has one: 80 values for P10 and P90.
#[test]
fn the_bound_is_met_from_its_first_value_on() {
    for (per_replicate, there) in [(79, false), (80, true)] {
        let samples = REPLICATES * per_replicate;
        let s = spread(&design("latin_hypercube", samples), 1, samples);
        for share in [0.1, 0.9] {
            assert_eq!(s.quantile(share).unwrap().estimate.interval.is_some(), there, "{per_replicate} {share}");
        }
        assert!(s.mean.interval.is_some() && s.quantile(0.5).unwrap().estimate.interval.is_some());
        assert!(s.quantile(0.05).unwrap().estimate.interval.is_none());
    }
}
