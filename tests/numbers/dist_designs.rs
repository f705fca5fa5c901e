//! Sampling designs: strata, nets, published points, independence of order, convergence.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use gisement::dist::{Design, DesignError, ParameterId, SOBOL_DIMENSIONS, sobol_point, uniform};
use proptest::prelude::*;

fn id(dimension: usize) -> ParameterId {
    ParameterId::of(&format!("input.{dimension}"))
}

fn at(design: &Design, seed: u64, sample: u64, dimension: usize) -> f64 {
    design.uniform(seed, sample, dimension, id(dimension))
}

/// First points of the sequence of Joe & Kuo, dimensions 1 to 5, as listed at web.maths.unsw.edu.au/~fkuo/sobol and given
/// by scipy.stats.qmc.Sobol(5, scramble=False).random(8).
#[test]
fn unscrambled_points_are_the_published_ones() {
    let points = [
        [0.0, 0.0, 0.0, 0.0, 0.0],
        [0.5, 0.5, 0.5, 0.5, 0.5],
        [0.75, 0.25, 0.25, 0.25, 0.75],
        [0.25, 0.75, 0.75, 0.75, 0.25],
        [0.375, 0.375, 0.625, 0.875, 0.375],
        [0.875, 0.875, 0.125, 0.375, 0.875],
        [0.625, 0.125, 0.875, 0.625, 0.625],
        [0.125, 0.625, 0.375, 0.125, 0.125],
    ];
    for (k, point) in points.iter().enumerate() {
        for (dimension, x) in point.iter().enumerate() {
            let ours = sobol_point(dimension, k as u64).unwrap() as f64 / 2.0_f64.powi(64);
            assert_eq!(ours, *x, "point {k}, dimension {dimension}");
        }
    }
    // Far dimensions: scipy.stats.qmc.Sobol(2048, scramble=False, bits=52) of SciPy 1.17.1.
    for (k, dimension, x) in [(777, 100, 863), (1023, 2047, 247), (5, 1023, 384), (1000, 1500, 123)] {
        assert_eq!(sobol_point(dimension, k), Some(x << 54), "point {k}, dimension {dimension}");
    }
    assert_eq!(sobol_point(SOBOL_DIMENSIONS, 0), None);
}

/// The first 2^m points of a replicate have one in each of 2^m strata of every dimension: the last one served as well.
#[test]
fn sobol_points_fill_the_strata_of_every_dimension() {
    let design = Design::sobol(3 * 256, 3).unwrap();
    for dimension in (0..40).chain([500, 1023, SOBOL_DIMENSIONS - 1]) {
        for replicate in 0..3 {
            for strata in [2_u64, 16, 256] {
                let mut seen = vec![0; strata as usize];
                for k in 0..strata {
                    let u = at(&design, 11, k * 3 + replicate, dimension);
                    seen[(u * strata as f64) as usize] += 1;
                }
                assert!(
                    seen.iter().all(|n| *n == 1),
                    "dimension {dimension}, replicate {replicate}, {strata}: {seen:?}"
                );
            }
        }
    }
}

/// Dimensions 1 and 2 are a (0, m, 2)-net: every box of 2^-i by 2^-j with i + j = m holds one of the first 2^m points,
/// scrambled or not.
#[test]
fn the_first_two_dimensions_fill_every_box() {
    let (m, design) = (8_u32, Design::sobol(1024, 4).unwrap());
    let points: Vec<(f64, f64)> =
        (0..1 << m).map(|k| (at(&design, 3, 4 * k + 1, 0), at(&design, 3, 4 * k + 1, 1))).collect();
    for i in 0..=m {
        let (columns, rows) = (2.0_f64.powi(i as i32), 2.0_f64.powi((m - i) as i32));
        let mut seen = vec![0; 1 << m];
        points.iter().for_each(|(x, y)| seen[(x * columns) as usize * rows as usize + (y * rows) as usize] += 1);
        assert!(seen.iter().all(|n| *n == 1), "boxes of 2^-{i}");
    }
}

/// Scrambling is random: a point is uniform over seeds, replicates and dimensions are not alike, nor is the sequence the
/// unscrambled one.
#[test]
fn scrambles_differ_and_are_uniform() {
    let design = Design::sobol(64, 16).unwrap();
    let n = 20_000;
    for dimension in [0, 1, 70] {
        let mut bins = [0.0; 20];
        (0..n).for_each(|seed| bins[(at(&design, seed, 5, dimension) * 20.0) as usize] += 1.0);
        let chi2: f64 = bins.iter().map(|b: &f64| (b - n as f64 / 20.0).powi(2) / (n as f64 / 20.0)).sum();
        // 19 degrees of freedom: below 55 with probability 1 - 2e-5.
        assert!(chi2 < 55.0, "dimension {dimension}: {chi2}");
    }
    let product = |f: &dyn Fn(u64) -> (f64, f64)| {
        let sum: f64 = (0..n).map(f).map(|(u, v)| (u - 0.5) * (v - 0.5)).sum();
        12.0 * sum / n as f64
    };
    let bound = 5.0 / (n as f64).sqrt();
    for (name, r) in [
        ("replicates", product(&|seed| (at(&design, seed, 16, 0), at(&design, seed, 17, 0)))),
        ("dimensions", product(&|seed| (at(&design, seed, 16, 0), at(&design, seed, 16, 1)))),
        ("seeds", product(&|seed| (at(&design, seed, 16, 0), at(&design, seed + 1, 16, 0)))),
    ] {
        assert!(r.abs() < bound, "{name} correlate by {r}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Any number of samples and replicates: each stratum of each replicate holds one sample.
    #[test]
    fn latin_hypercubes_have_one_sample_in_each_stratum(
        samples in 1..400_u64, share in 0.0..1.0_f64, seed: u64, dimension in 0..50_usize, set in 0..3_u64,
    ) {
        let replicates = ((samples as f64 * share) as u64).max(1);
        let design = Design::latin_hypercube(samples, replicates).unwrap();
        prop_assert_eq!(design.replicates(), replicates);
        for replicate in 0..replicates {
            let mine: Vec<u64> = (0..samples).filter(|k| design.replicate(*k) == replicate).collect();
            prop_assert!(mine.len() as u64 >= samples / replicates);
            let mut seen = vec![0; mine.len()];
            for k in &mine {
                // Beyond the last sample a further set of the same kind begins.
                let u = at(&design, seed, k + set * samples, dimension);
                prop_assert!(u > 0.0 && u < 1.0);
                seen[(u * mine.len() as f64) as usize] += 1;
            }
            prop_assert!(seen.iter().all(|n| *n == 1), "replicate {}: {:?}", replicate, seen);
        }
    }

    /// Strictly inside (0, 1) for any bits whatever.
    #[test]
    fn numbers_stay_inside(seed: u64, sample: u64, dimension in 0..SOBOL_DIMENSIONS, samples in 1..u64::MAX >> 13) {
        for design in [Design::MonteCarlo, Design::latin_hypercube(samples, 1).unwrap(), Design::sobol(samples, 1).unwrap()] {
            let u = at(&design, seed, sample, dimension);
            prop_assert!(u > 0.0 && u < 1.0, "{}: {}", design.name(), u);
        }
    }
}

/// A sample asked for alone, backwards, or among others is the same; Sobol and Monte Carlo samples do not know how many
/// there are, Latin hypercubes and Monte Carlo not which dimensions there are besides.
#[test]
fn samples_do_not_depend_on_their_mates() {
    let designs = [Design::MonteCarlo, Design::latin_hypercube(1000, 16).unwrap(), Design::sobol(1000, 16).unwrap()];
    for design in designs {
        let forth: Vec<f64> = (0..1000).map(|k| at(&design, 9, k, 3)).collect();
        let back: Vec<f64> = (0..1000).rev().map(|k| at(&design, 9, k, 3)).collect();
        assert!(forth.iter().eq(back.iter().rev()));
        let part: Vec<f64> = (333..666).map(|k| at(&design, 9, k, 3)).collect();
        assert_eq!(forth[333..666], part);
        assert_ne!(forth, (0..1000).map(|k| at(&design, 10, k, 3)).collect::<Vec<f64>>(), "the seed counts");
    }
    let (few, many) = (Design::sobol(100, 16).unwrap(), Design::sobol(100_000, 16).unwrap());
    assert!((0..100).all(|k| at(&few, 1, k, 5) == at(&many, 1, k, 5)));
    let latin = Design::latin_hypercube(100, 4).unwrap();
    assert!((0..100).all(|k| latin.uniform(1, k, 0, id(5)) == latin.uniform(1, k, 7, id(5))));
    assert!((0..100).all(|k| at(&Design::MonteCarlo, 1, k, 5) == uniform(1, k, id(5))), "bits of before");
}

/// Root-mean-square error over seeds of the integral of a smooth function of eight variables.
fn error(design: fn(u64) -> Design, samples: u64) -> f64 {
    let seeds = 20;
    let square = |seed: u64| {
        let design = design(samples);
        let value = |k: u64| (0..8).map(|d| 1.0 + (at(&design, seed, k, d) - 0.5) / (1.0 + d as f64)).product::<f64>();
        let mean = (0..samples).map(value).sum::<f64>() / samples as f64;
        (mean - 1.0).powi(2)
    };
    ((0..seeds).map(square).sum::<f64>() / seeds as f64).sqrt()
}

/// With the same function, n and number of seeds SciPy 1.17.1 gives, for 256 and 4096 points, 2.3e-2 and 5.5e-3 (numpy's
/// generator), 3.5e-3 and 1.5e-3 (qmc.LatinHypercube), 3.0e-4 and 9.5e-6 (qmc.Sobol).
///
/// Halving the error takes four times the samples of Monte Carlo, and less than twice those of Sobol.
#[test]
fn errors_fall_at_their_rates() {
    let designs: [fn(u64) -> Design; 3] =
        [|_| Design::MonteCarlo, |n| Design::latin_hypercube(n, 1).unwrap(), |n| Design::sobol(n, 1).unwrap()];
    let [mc, lhs, sobol] = designs.map(|design| (error(design, 256), error(design, 4096)));
    let slope = |(few, many): (f64, f64)| libm::log2(few / many) / 4.0;
    assert!((0.25..0.75).contains(&slope(mc)), "Monte Carlo falls as n^-{}", slope(mc));
    assert!(slope(sobol) > 0.9, "Sobol falls as n^-{}", slope(sobol));
    // Latin hypercubes take the additive part away: a constant factor, here above four.
    assert!(lhs.1 < 0.4 * mc.1, "{lhs:?} {mc:?}");
    assert!(sobol.1 < 0.03 * mc.1, "{sobol:?} {mc:?}");
}

#[test]
fn impossible_designs_say_what_to_write() {
    assert_eq!(Design::sobol(0, 1), Err(DesignError::NoSamples));
    assert_eq!(Design::latin_hypercube(0, 16), Err(DesignError::NoSamples));
    assert_eq!(Design::named("monte_carlo", 0, None), Err(DesignError::NoSamples));
    assert_eq!(Design::sobol(8, 16), Err(DesignError::Replicates { replicates: 16, samples: 8 }));
    assert_eq!(Design::latin_hypercube(8, 0), Err(DesignError::Replicates { replicates: 0, samples: 8 }));
    assert!(Design::sobol(u64::MAX, 1).is_err() && Design::sobol(1 << 32, 16).is_ok());
    assert_eq!(Design::named("sobol", 5, None).unwrap().replicates(), 5);
    let text = Design::named("sobols", 5, None).unwrap_err().to_string();
    assert!(text.contains("latin_hypercube"), "{text}");
    let sobol = Design::sobol(64, 16).unwrap();
    assert!(sobol.serves(SOBOL_DIMENSIONS).is_ok() && Design::MonteCarlo.serves(10_000).is_ok());
    let text = sobol.serves(SOBOL_DIMENSIONS + 1).unwrap_err().to_string();
    assert!(text.contains("2049") && text.contains("2048") && text.contains("latin_hypercube"), "{text}");
}
