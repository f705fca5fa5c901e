//! Fits against certified answers, within bounds, and where the data do not see everything.

use gisement::fit::{Bounds, End, Estimate, FitError, Options, Variance, least_squares};
use proptest::prelude::*;

type Model = fn(&[f64], f64) -> f64;

struct Certified {
    name: &'static str,
    model: Model,
    data: &'static [(f64, f64)],
    starts: [&'static [f64]; 2],
    bounds: (&'static [f64], &'static [f64]),
    values: &'static [f64],
    errors: &'static [f64],
    squares: f64,
}

fn first_order(p: &[f64], x: f64) -> f64 {
    p[0] * (1.0 - libm::exp(-p[1] * x))
}

fn kowalik(p: &[f64], x: f64) -> f64 {
    p[0] * (x * x + x * p[1]) / (x * x + x * p[2] + p[3])
}

/// NIST StRD, nonlinear regression (itl.nist.gov/div898/strd): data, starts, certified values and standard deviations of
/// Misra1a, BoxBOD (a first-order oxygen demand) and MGH09.
const CERTIFIED: [Certified; 3] = [
    Certified {
        name: "Misra1a",
        model: first_order,
        data: &[
            (77.6, 10.07),
            (114.9, 14.73),
            (141.1, 17.94),
            (190.8, 23.93),
            (239.9, 29.61),
            (289.0, 35.18),
            (332.8, 40.02),
            (378.4, 44.82),
            (434.8, 50.76),
            (477.3, 55.05),
            (536.8, 61.01),
            (593.1, 66.40),
            (689.1, 75.47),
            (760.0, 81.78),
        ],
        starts: [&[500.0, 1e-4], &[250.0, 5e-4]],
        bounds: (&[0.0, 0.0], &[1e4, 1.0]),
        values: &[2.389_421_291_8e2, 5.501_564_318_1e-4],
        errors: &[2.707_007_524_1, 7.266_868_843_6e-6],
        squares: 1.245_513_889_4e-1,
    },
    Certified {
        name: "BoxBOD",
        model: first_order,
        data: &[(1.0, 109.0), (2.0, 149.0), (3.0, 149.0), (5.0, 191.0), (7.0, 213.0), (10.0, 224.0)],
        starts: [&[1.0, 1.0], &[100.0, 0.75]],
        bounds: (&[0.0, 0.0], &[1e4, 10.0]),
        values: &[2.138_094_088_9e2, 5.472_374_854_2e-1],
        errors: &[1.235_451_517_6e1, 1.045_599_323_7e-1],
        squares: 1.168_008_876_6e3,
    },
    Certified {
        name: "MGH09",
        model: kowalik,
        data: &[
            (4.0, 0.1957),
            (2.0, 0.1947),
            (1.0, 0.1735),
            (0.5, 0.16),
            (0.25, 0.0844),
            (0.167, 0.0627),
            (0.125, 0.0456),
            (0.1, 0.0342),
            (0.0833, 0.0323),
            (0.0714, 0.0235),
            (0.0625, 0.0246),
        ],
        starts: [&[25.0, 39.0, 41.5, 39.0], &[0.25, 0.39, 0.415, 0.39]],
        bounds: (&[0.0, 0.0, 0.0, 0.0], &[100.0, 100.0, 100.0, 100.0]),
        values: &[1.928_069_345_8e-1, 1.912_823_287_3e-1, 1.230_565_069_3e-1, 1.360_623_306_8e-1],
        errors: &[1.143_531_222_7e-2, 1.963_322_091_1e-1, 8.084_203_123_2e-2, 9.002_554_230_8e-2],
        squares: 3.075_056_038_5e-4,
    },
];

fn fit(case: &Certified, start: &[f64]) -> Result<Estimate, FitError> {
    let mut residuals = |p: &[f64]| Ok(case.data.iter().map(|(x, y)| (case.model)(p, *x) - y).collect());
    least_squares(&mut residuals, start, &Bounds::new(case.bounds.0, case.bounds.1)?, &Options::default())
}

#[test]
fn certified_fits_from_both_starts() {
    for case in &CERTIFIED {
        for start in case.starts {
            let found = fit(case, start).unwrap();
            let name = case.name;
            assert!(found.converged, "{name} {start:?}: {} steps", found.iterations);
            for k in 0..case.values.len() {
                let off = (found.values[k] / case.values[k] - 1.0).abs();
                assert!(off < 1e-5, "{name} {start:?} parameter {k}: {off:e}");
                let off = (found.standard_errors[k] / case.errors[k] - 1.0).abs();
                assert!(off < 1e-4, "{name} {start:?} error {k}: {off:e}");
            }
            assert!((found.sum_of_squares / case.squares - 1.0).abs() < 1e-8, "{name}");
        }
    }
}

/// 90 % interval of BoxBOD's rate by Student's t with four degrees of freedom: 2.131847 (Fisher & Yates, table III).
#[test]
fn intervals_are_students() {
    let found = fit(&CERTIFIED[1], CERTIFIED[1].starts[1]).unwrap();
    let (low, high) = found.interval(0.9).unwrap()[1];
    assert!(((high - low) / 2.0 / found.standard_errors[1] - 2.131_847).abs() < 1e-6);
    for level in [0.0, 1.0, f64::NAN] {
        assert!(found.interval(level).is_err());
    }
}

/// A straight line a + b x with known spread: the covariance of textbooks (Draper & Smith 1998, 10.1002/9781118625590).
#[test]
fn the_covariance_of_a_line() {
    let x = [0.0, 1.0, 2.0, 3.0, 4.0];
    let mut residuals = |p: &[f64]| Ok(x.iter().map(|x| (p[0] + p[1] * x - 2.0 * x - 1.0) / 0.5).collect());
    let options = Options { variance: Variance::Known, ..Options::default() };
    let found =
        least_squares(&mut residuals, &[0.0, 0.0], &Bounds::new(&[-9.0; 2], &[9.0; 2]).unwrap(), &options).unwrap();
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-8, "{a} {b}");
    near(found.covariance[0][0], 0.25 * 30.0 / 50.0);
    near(found.covariance[1][1], 0.25 / 10.0);
    near(found.correlations[0][1], -2.0 / 6.0_f64.sqrt());
    near(found.values[1], 2.0);
    near(found.eigenvalues.iter().sum(), 2.0);
}

#[test]
fn a_minimum_on_a_bound_is_said_to_be_there() {
    // Free minimum at (3, -1); within x <= 2 the slope along y still leads to its own minimum given x = 2.
    let mut residuals = |p: &[f64]| Ok(vec![p[0] - 3.0, p[1] + 1.0, 0.5 * (p[0] + p[1] - 2.0)]);
    let bounds = Bounds::new(&[0.0, -5.0], &[2.0, 5.0]).unwrap();
    for start in [[0.0, -5.0], [1.0, 1.0], [2.0, 5.0]] {
        let found = least_squares(&mut residuals, &start, &bounds, &Options::default()).unwrap();
        assert_eq!(found.at_bound, [Some(End::High), None], "{start:?}");
        assert!((found.values[1] + 0.8).abs() < 1e-9, "{:?}", found.values);
    }
}

#[test]
fn what_the_data_do_not_see_is_named() {
    // Only the sum of the first two matters; the fourth has no effect.
    let x = [0.0, 1.0, 2.0, 3.0, 4.0];
    let mut residuals = |p: &[f64]| Ok(x.iter().map(|x| p[0] + p[1] + p[2] * x - 3.0 - x * x).collect());
    let bounds = Bounds::new(&[0.0; 4], &[10.0; 4]).unwrap();
    let found = least_squares(&mut residuals, &[1.0; 4], &bounds, &Options::default()).unwrap();
    assert_eq!((found.rank, found.freedom), (2, 3));
    assert_eq!(found.values[3], 1.0);
    assert!(found.condition.is_infinite());
    let sure: Vec<bool> = found.standard_errors.iter().map(|e| e.is_finite()).collect();
    assert_eq!(sure, [false, false, true, false]);
    let unseen = found.unseen(1e-3);
    assert_eq!(unseen.len(), 2);
    let pair = unseen.iter().find(|u| u.direction[3].abs() < 0.5).unwrap();
    assert!((pair.direction[0] + pair.direction[1]).abs() < 1e-6);
}

#[test]
fn a_model_that_fails_on_the_way_is_gone_around() {
    let mut residuals = |p: &[f64]| {
        if p[0] > 6.0 { Err("too hot".to_owned()) } else { Ok(vec![p[0] * p[0] - 30.0, 0.1 * (p[0] - 5.0)]) }
    };
    let bounds = Bounds::new(&[0.0], &[100.0]).unwrap();
    let found = least_squares(&mut residuals, &[0.1], &bounds, &Options::default()).unwrap();
    assert!(found.converged && (found.values[0] - 30.0_f64.sqrt()).abs() < 1e-2, "{:?}", found.values);
    let at_start = least_squares(&mut residuals, &[7.0], &bounds, &Options::default());
    assert_eq!(at_start, Err(FitError::Model { why: "too hot".to_owned() }));
}

#[test]
fn bad_requests_are_refused() {
    let mut flat = |_: &[f64]| Ok(vec![1.0, 2.0]);
    let bounds = Bounds::new(&[0.0], &[1.0]).unwrap();
    let defaults = Options::default();
    assert_eq!(least_squares(&mut flat, &[2.0], &bounds, &defaults), Err(FitError::Start { parameter: 0 }));
    assert_eq!(least_squares(&mut flat, &[f64::NAN], &bounds, &defaults), Err(FitError::Start { parameter: 0 }));
    assert!(matches!(Bounds::new(&[1.0], &[1.0]), Err(FitError::Bounds { parameter: 0 })));
    assert!(matches!(Bounds::new(&[], &[]), Err(FitError::NoParameters)));
    let mut nan = |_: &[f64]| Ok(vec![1.0, f64::NAN]);
    assert_eq!(least_squares(&mut nan, &[0.5], &bounds, &defaults), Err(FitError::NotFinite { residual: 1 }));
    let mut short = |_: &[f64]| Ok(vec![1.0]);
    let few = least_squares(&mut short, &[0.5], &bounds, &defaults);
    assert_eq!(few, Err(FitError::TooFewData { data: 1, parameters: 1 }));
    // Nothing depends on the parameter: it stays, and no interval is claimed.
    let found = least_squares(&mut flat, &[0.5], &bounds, &defaults).unwrap();
    assert_eq!((found.rank, found.values[0]), (0, 0.5));
    assert!(found.standard_errors[0].is_infinite());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Exact curves are found again from any start within the bounds, or the fit ends at a point where the slope is nil.
    #[test]
    fn exact_curves_are_found(b in 100.0..800.0_f64, k in 0.03..0.6_f64, from in (50.0..900.0_f64, 0.01..1.0_f64)) {
        let days: Vec<f64> = (1..=40).map(f64::from).collect();
        let mut residuals = |p: &[f64]| Ok(days.iter().map(|t| first_order(p, *t) - first_order(&[b, k], *t)).collect());
        let bounds = Bounds::new(&[1.0, 1e-3], &[2000.0, 5.0]).unwrap();
        let found = least_squares(&mut residuals, &[from.0, from.1], &bounds, &Options::default()).unwrap();
        prop_assert!((found.values[0] / b - 1.0).abs() < 1e-6, "{:?}", found.values);
        prop_assert!((found.values[1] / k - 1.0).abs() < 1e-6, "{:?}", found.values);
    }
}
