//! The effort of the hot path, counted: accepted steps, rejected attempts, restarts; arithmetic of the kernels.
//!
//! Counts are the gate against regressions, because they do not wobble: nothing is fused and the elementary functions are
//! our own, so that every machine takes the same steps. A change of any number here is a change of method, control or
//! tolerance. Where it is meant, write the new numbers and say in the commit what they bought.

// Helpers of tests panic on purpose.
#![allow(clippy::unwrap_used)]

use crate::counted;

use counted::{Counted, Operations, operations};
use gisement::digestion::adm1::{
    Adm1Case, Adm1Params, Adm1Solver, LIQUID, Model, Observe, STATE_COUNT, UNKNOWNS, jacobian_pattern, spread_case,
};
use gisement::ode::{SparseLu, Statistics, System};
use gisement::workload::changing_feed;

/// Accepted steps, rejected attempts and starts of a list of cases together.
fn effort(cases: &[Adm1Case], observe: &Observe) -> (usize, usize, usize) {
    let mut sum = Statistics::default();
    for case in cases {
        let run = Adm1Solver::new(case.rtol).unwrap().run(case, observe).unwrap();
        let one = run.statistics;
        sum.steps += one.steps;
        sum.rejected += one.rejected;
        sum.starts += one.starts;
    }
    (sum.steps, sum.rejected, sum.starts)
}

fn benchmark(rtol: f64) -> Adm1Case {
    Adm1Case { rtol, ..Adm1Case::bsm2() }
}

/// The cases that `gisement bench` times.
fn drawn(count: u64, rtol: f64) -> Vec<Adm1Case> {
    (0..count).map(|k| Adm1Case { rtol, ..spread_case(1, k, 0.45) }).collect()
}

#[test]
fn benchmark_over_200_days() {
    let counts = [1e-2, 1e-4, 1e-6, 1e-8].map(|rtol| effort(&[benchmark(rtol)], &Observe::End));
    assert_eq!(counts, [(11, 0, 1), (23, 0, 1), (44, 0, 1), (183, 0, 1)]);
}

/// With rows along the way the steps are as accurate as at the end, so there are more.
#[test]
fn benchmark_with_rows_along_the_way() {
    let counts = [1e-4, 1e-6].map(|rtol| effort(&[benchmark(rtol)], &Observe::Every(1.0)));
    assert_eq!(counts, [(34, 0, 1), (66, 0, 1)]);
}

/// 256 digesters with 64 inputs drawn within 45 %: what a sweep costs, and how often a step is refused in it.
#[test]
fn drawn_digesters_over_200_days() {
    let counts = [1e-4, 1e-6].map(|rtol| effort(&drawn(256, rtol), &Observe::End));
    assert_eq!(counts, [(7540, 0, 256), (14780, 39, 256)]);
}

/// A change of the feed costs its restart: these are the counts to bring down for digesters that are really fed.
#[test]
fn years_under_a_changing_feed() {
    let counts = [7, 1].map(|days| {
        let cases: Vec<Adm1Case> = drawn(4, 1e-4).into_iter().map(|case| changing_feed(case, days)).collect();
        effort(&cases, &Observe::End)
    });
    assert_eq!(counts, [(1212, 0, 212), (4689, 0, 1460)]);
}

/// The same year on the benchmark itself, per change of the feed: steps of a stretch of a week, and of a day.
#[test]
fn steps_of_a_stretch() {
    let counts = [7, 1].map(|days| effort(&[changing_feed(benchmark(1e-4), days)], &Observe::End));
    assert_eq!(counts, [(292, 0, 53), (1235, 0, 365)]);
}

/// Arithmetic of the kernels: a step takes the Jacobian and the factorisation once, the right-hand side and the
/// solve once a stage (six with RODAS4, eight with RODAS5P). No exponential, logarithm or power stands in any of them at the whole pH exponents of BSM2.
#[test]
fn arithmetic_of_the_kernels() {
    let case = Adm1Case::bsm2();
    let row = case.feed.rows[0];
    let values: Vec<Counted> = case.params.to_vec().into_iter().map(Counted).collect();
    let influent: [Counted; LIQUID] = row.concentrations.map(Counted);
    let model = Model::new(&Adm1Params::from_slice(&values), Counted(row.flow_m3_per_d), influent).unwrap();
    let mut y = [Counted(0.0); UNKNOWNS];
    y.iter_mut().zip(case.initial).take(STATE_COUNT).for_each(|(y, start)| *y = Counted(start));
    let mut slopes = [Counted(0.0); UNKNOWNS];
    let rhs = operations(|| model.rhs(&y, &mut slopes));
    let lu = SparseLu::new(UNKNOWNS, jacobian_pattern());
    let mut entries = vec![Counted(0.0); lu.slot_count()];
    let jacobian = operations(|| model.jacobian(&y, &mut entries[..jacobian_pattern().len()]));
    let factor = operations(|| lu.factor(&mut entries));
    let solve = operations(|| lu.solve(&entries, &mut slopes));
    let of = |sums, products, quotients, functions| Operations { sums, products, quotients, functions };
    let expected = [of(173, 273, 25, 0), of(415, 552, 25, 0), of(408, 515, 34, 0), of(222, 256, 0, 0)];
    assert_eq!([rhs, jacobian, factor, solve], expected);
    assert_eq!((jacobian_pattern().len(), lu.slot_count()), (215, 256));
}
