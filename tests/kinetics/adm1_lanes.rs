//! Digesters in lanes: the bits of each alone, whatever the lanes and its mates, and the accuracy that is promised.

// Tests panic on purpose.
#![allow(clippy::unwrap_used)]

use gisement::digestion::adm1::{
    Adm1Case, Adm1Run, Adm1Solver, DigestionError, Observe, Verdict, spread_case, state_error,
};
use gisement::num::VectorClass;
use gisement::workload::changing_feed;
use proptest::prelude::*;

type Runs = Vec<Result<Adm1Run, DigestionError>>;

fn run(cases: &[Adm1Case], rtol: f64, observe: &Observe, class: VectorClass) -> Runs {
    Adm1Solver::new(rtol).unwrap().run_all(cases, observe, class)
}

/// Cases of every kind: constant, weekly, warmed up, washed out, with another pH exponent, and two that make no sense.
fn mixed() -> Vec<Adm1Case> {
    let mut cases: Vec<Adm1Case> = (0..20).map(|k| spread_case(9, k, 0.45)).collect();
    cases[2] = changing_feed(cases[2].clone(), 30);
    cases[3].feed.rows[0].flow_m3_per_d *= 12.0;
    cases[4].params.pH_LL_ac = 6.1;
    cases[5].params.pH_UL_aa = 5.7;
    cases[7].t_end_d = 3.0;
    cases[9].initial[0] = f64::NAN;
    cases[11].feed.rows[0].flow_m3_per_d = 0.0;
    cases[13].params.k_m_ac = -1.0;
    let mut warm = changing_feed(cases[14].clone(), 60);
    warm.feed.rows[2].t_op_k = Some(311.0);
    cases[14] = warm;
    cases
}

/// Every number at full length, and a NaN equal to itself.
fn text(run: &Result<Adm1Run, DigestionError>) -> String {
    format!("{run:?}")
}

fn available() -> impl Iterator<Item = VectorClass> {
    VectorClass::ALL.into_iter().filter(|class| class.is_available())
}

#[test]
fn lanes_have_the_bits_of_one_run_alone() {
    let cases = mixed();
    for observe in [Observe::End, Observe::FeedRows, Observe::Every(25.0)] {
        let alone: Runs = cases.iter().map(|case| Adm1Solver::new(1e-4).unwrap().run(case, &observe)).collect();
        assert_eq!(alone.iter().filter(|run| run.is_err()).count(), 2);
        assert!(alone.iter().flatten().any(|run| matches!(run.verdict, Verdict::WashedOut { .. })));
        for class in available() {
            let together = run(&cases, 1e-4, &observe, class);
            for (k, (found, expected)) in together.iter().zip(&alone).enumerate() {
                assert_eq!(text(found), text(expected), "{class}, case {k}, {observe:?}");
            }
        }
    }
}

proptest! {
    // A run is deterministic: its failures need no file to be repeated from.
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any selection in any order: the run of a case does not change.
    #[test]
    fn mates_change_nothing(order in proptest::collection::vec(0_usize..20, 1..24)) {
        let cases = mixed();
        let chosen: Vec<Adm1Case> = order.iter().map(|k| cases[*k].clone()).collect();
        let all = run(&cases, 1e-3, &Observe::End, VectorClass::best());
        let some = run(&chosen, 1e-3, &Observe::End, VectorClass::best());
        for (k, found) in order.iter().zip(&some) {
            prop_assert_eq!(text(found), text(&all[*k]));
        }
    }
}

/// The largest error of the end over the norm |found - reference|/(|reference| + floor), against runs at 1e-10, of which
/// some are shown to be scalar runs bit by bit.
fn errors(count: u64, rtols: &[f64]) -> Vec<f64> {
    let cases: Vec<Adm1Case> = (0..count).map(|k| spread_case(1, k, 0.45)).collect();
    let ends = |rtol: f64| -> Vec<_> {
        let runs = run(&cases, rtol, &Observe::End, VectorClass::best());
        runs.into_iter().map(|run| run.unwrap().final_output.state).collect()
    };
    let reference = ends(1e-10);
    for k in [0, 17, 255] {
        let scalar = Adm1Solver::new(1e-10).unwrap().run(&cases[k], &Observe::End).unwrap();
        assert_eq!(scalar.final_output.state, reference[k]);
    }
    let worst = |rtol: &f64| {
        let found = ends(*rtol);
        let errors: Vec<f64> = found.iter().zip(&reference).map(|(a, b)| state_error(a, b)).collect();
        assert!(errors.iter().all(|error| error.is_finite()));
        errors.into_iter().fold(0.0, f64::max)
    };
    rtols.iter().map(worst).collect()
}

/// 1,000 digesters with 64 inputs drawn within 45 %: 2e-4 at rtol 1e-4, 1e-6 at rtol 1e-6.
#[test]
fn a_thousand_drawn_digesters_are_as_accurate_as_promised() {
    let worst = errors(1000, &[1e-4, 1e-6]);
    println!("{worst:?}");
    assert!(worst[0] <= 2e-4, "{worst:?}");
    assert!(worst[1] <= 1e-6, "{worst:?}");
}
