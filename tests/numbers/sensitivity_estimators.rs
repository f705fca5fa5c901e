//! Estimators of sensitivity on runs that a doubter would choose: failures, groups, offsets, ties, threads.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use crate::sensitivity_support;

use gisement::dist::{Design, ParameterId, uniform};
use gisement::sweep::sensitivity::*;
use proptest::prelude::*;
use sensitivity_support::*;

fn indices(design: &PickFreeze, runs: &Runs) -> SobolIndices {
    sobol_indices(design, runs, Resampling { seed: 1, count: 200 }).unwrap()[0].clone().unwrap()
}

/// An offset of a billion takes no digit that an index needs.
#[test]
fn an_offset_changes_no_index() {
    let design = PickFreeze::with_second_order(Players::each(3), 512).unwrap();
    let plain = indices(&design, &pick_freeze(&design, 1, |u| ishigami(u, 7.0, 0.1)));
    let lifted = indices(&design, &pick_freeze(&design, 1, |u| 1e9 + ishigami(u, 7.0, 0.1)));
    for (a, b) in plain.first.iter().chain(&plain.total).zip(lifted.first.iter().chain(&lifted.total)) {
        assert!((a.value - b.value).abs() < 1e-6 && (a.low - b.low).abs() < 1e-5, "{a:?} {b:?}");
    }
}

/// Outputs of very different size side by side, and one that does not vary.
#[test]
fn all_outputs_at_once_and_a_constant_has_none() {
    let design = PickFreeze::new(Players::each(3), 256).unwrap();
    let mut runs = Runs::new(3);
    let mut u = [0.0; 3];
    for run in 0..design.runs() {
        design.point(3, run, &mut u);
        let y = ishigami(&u, 7.0, 0.1);
        runs.push(&[y, 1e-9 * y, 5.0]).unwrap();
    }
    let found = sobol_indices(&design, &runs, Resampling::default()).unwrap();
    let (one, small) = (found[0].as_ref().unwrap(), found[1].as_ref().unwrap());
    assert!(one.total.iter().zip(&small.total).all(|(a, b)| (a.value - b.value).abs() < 1e-9));
    assert_eq!(found[2], Err(NoIndex::Constant));
}

#[test]
fn a_failed_run_drops_its_whole_row_and_an_absent_output_drops_it_for_that_output() {
    let design = PickFreeze::new(Players::each(2), 100).unwrap();
    let full: Vec<f64> = {
        let mut u = [0.0; 2];
        let mut one = |run| {
            design.point(1, run, &mut u);
            u[0] + u[1] * u[1]
        };
        (0..design.runs()).map(&mut one).collect()
    };
    let with = |bad: &dyn Fn(u64) -> bool, absent: &dyn Fn(u64) -> bool| {
        let mut runs = Runs::new(2);
        for (run, y) in full.iter().enumerate() {
            match (bad(run as u64), absent(run as u64)) {
                (true, _) => runs.push_failed(),
                (_, true) => runs.push(&[*y, f64::NAN]).unwrap(),
                _ => runs.push(&[*y, *y]).unwrap(),
            }
        }
        sobol_indices(&design, &runs, Resampling::default()).unwrap()
    };
    // Run 9 is the second of row 2, run 14 the third of row 3 (four runs a row); run 21 lacks the second output.
    let found = with(&|run| run == 9 || run == 14, &|run| run == 21);
    let [first, second] = [0, 1].map(|k| found[k].as_ref().unwrap());
    assert_eq!(first.rows, RowCounts { kept: 98, failed: 2, absent: 0 });
    assert_eq!(second.rows, RowCounts { kept: 97, failed: 2, absent: 1 });
    // Whatever stood in a row that failed changes nothing.
    let rest = with(&|run| (8..16).contains(&run), &|_| false);
    assert_eq!(rest[0].as_ref().unwrap().first, first.first);
    let all = with(&|_| true, &|_| false);
    assert_eq!(all[0], Err(NoIndex::TooFewRows { kept: 0 }));
}

/// Groups of everything have all variance; a group of one is that one.
#[test]
fn groups_move_together() {
    let model = |u: &[f64]| ishigami(u, 7.0, 0.1);
    let groups = Players::grouped(3, vec![vec![0, 2], vec![1]]).unwrap();
    let design = PickFreeze::new(groups, 2048).unwrap();
    let found = indices(&design, &pick_freeze(&design, 5, model));
    // x1 and x3 interact with each other only: together they have all that x2 has not, and no interaction is left.
    let truth = [1.0 - 0.442_411_145, 0.442_411_145];
    for (k, t) in truth.into_iter().enumerate() {
        for e in [found.first[k], found.total[k]] {
            assert!((e.value - t).abs() < 4.0 * e.standard_error, "{k} {e:?}");
        }
    }
    let whole = PickFreeze::new(Players::grouped(3, vec![vec![2, 0, 1]]).unwrap(), 256).unwrap();
    let found = indices(&whole, &pick_freeze(&whole, 5, model));
    assert!((found.first[0].value - 1.0).abs() < 1e-9, "{:?}", found.first[0]);
    for bad in [vec![vec![0]], vec![vec![0, 1], vec![1, 2]], vec![vec![0, 1, 2], vec![]], vec![vec![0, 1, 2, 3]]] {
        assert!(Players::grouped(3, bad).is_err());
    }
}

/// Shapley effects lie between what is known first and last for independent inputs, sum to one, and share an interaction
/// equally: Ishigami's x1 and x3 share 0.2437.
#[test]
fn shapley_effects_share_interactions() {
    let design = Permutations::new(Players::each(3), Dependence::independent(3), 4096, 2).unwrap();
    let model = |z: &[f64]| {
        let u: Vec<f64> = z.iter().map(|z| gisement::dist::normal_cdf(*z)).collect();
        ishigami(&u, 7.0, 0.1)
    };
    let found = shapley_effects(&design, &permutations(&design, model), Resampling::default()).unwrap();
    let effects = &found[0].as_ref().unwrap().effects;
    let half = 0.5 * 0.243_683_664;
    for (e, truth) in effects.iter().zip([0.313_905_191 + half, 0.442_411_145, half]) {
        assert!((e.value - truth).abs() < 4.0 * e.standard_error, "{e:?} {truth}");
    }
    assert!((effects.iter().map(|e| e.value).sum::<f64>() - 1.0).abs() < 1e-12);
}

/// Two inputs that are one: each has half, and nothing of its own.
#[test]
fn inputs_that_are_the_same_share_equally() {
    let dependence = Dependence::correlated(2, &[1.0, 1.0, 1.0, 1.0]).unwrap();
    let design = Permutations::new(Players::each(2), dependence, 2000, 1).unwrap();
    let found = shapley_effects(&design, &permutations(&design, |z| z[0]), Resampling::default()).unwrap();
    let found = found[0].as_ref().unwrap();
    for k in 0..2 {
        let e = found.effects[k];
        assert!((e.value - 0.5).abs() < 4.0 * e.standard_error, "{e:?}");
        assert!(found.last[k].unwrap().value.abs() < 1e-12 && (found.first[k].unwrap().value - 1.0).abs() < 1e-12);
    }
    assert!(Dependence::correlated(3, &[1.0, 0.9, -0.9, 0.9, 1.0, 0.9, -0.9, 0.9, 1.0]).is_err());
    assert!(Dependence::correlated(2, &[1.0, 0.5, 0.4, 1.0]).is_err());
}

/// A straight line has the same effect everywhere; a player that moves twice the output has twice the effect.
#[test]
fn morris_on_a_straight_line_is_exact() {
    let design = Trajectories::new(Players::each(3), 20, LEVELS, 9).unwrap();
    let runs = trajectories(&design, |u| 2.0 * u[0] - 3.0 * u[1] + 0.5 * u[2]);
    let found = morris_effects(&design, &runs, Resampling::default()).unwrap();
    let found = found[0].as_ref().unwrap();
    for (k, slope) in [2.0_f64, -3.0, 0.5].into_iter().enumerate() {
        assert!((found.mu[k].value - slope).abs() < 1e-12 && (found.mu_star[k].value - slope.abs()).abs() < 1e-12);
        assert_eq!(found.sigma[k].value, 0.0);
    }
    for row in 0..20 {
        for u in design.row(row) {
            assert!([0.125, 0.375, 0.625, 0.875].contains(&u), "{u}");
        }
    }
    assert!(Trajectories::new(Players::each(3), 20, 3, 9).is_err());
}

/// Inputs with two values, outputs with two values, columns without effect: no measure breaks, none invents an effect.
#[test]
fn given_data_with_ties() {
    let n = 4000;
    let column = |name: &str| -> Vec<f64> {
        let id = ParameterId::of(name);
        (0..n).map(|row| uniform(1, row, id)).collect()
    };
    let takes_part: Vec<f64> = column("a").iter().map(|u| f64::from(u8::from(*u < 0.3))).collect();
    let other = column("b");
    let y: Vec<f64> = takes_part.iter().zip(&other).map(|(a, b)| a + 0.1 * b).collect();
    let washed_out: Vec<f64> = y.iter().map(|y| f64::from(u8::from(*y > 0.5))).collect();
    let samples = Samples {
        inputs: &[takes_part, other, column("c")],
        outputs: &[y, washed_out],
        independence: Independence::Rows,
        seed: 1,
    };
    let found = given_indices(&samples).unwrap();
    for (output, result) in found.iter().enumerate() {
        let found = result.as_ref().unwrap();
        // The output says whether the first input is 1: distribution and
        // probability move by 0.7 or by 0.3, 2 x 0.3 x 0.7 on average, and its variance is all explained.
        assert!((found.pawn[0].value - 0.42).abs() < 0.05, "{output} {:?}", found.pawn[0]);
        assert!((found.delta[0].value - 0.42).abs() < 0.03, "{output} {:?}", found.delta[0]);
        assert!(found.rank[0].value > 0.98, "{output} {:?}", found.rank[0]);
        for e in [found.pawn[2], found.delta[2], found.rank[2], found.delta_dummy, found.rank_dummy] {
            assert!(e.value.abs() < 0.08, "{output} {e:?}");
        }
    }
}

/// Delta of sums of normals by quadrature (`models/verify/uncertainty.csv`), PAWN beside the dummy.
#[test]
fn given_data_on_sums_of_normals() {
    let n = 1 << 14;
    let [x1, x2, x3] = [0, 1, 2].map(|k| normals(n, 11, k));
    let y = x1.iter().zip(&x2).map(|(x1, x2)| 2.0 * x1 + x2).collect();
    let samples = Samples { inputs: &[x1, x2, x3], outputs: &[y], independence: Independence::Rows, seed: 1 };
    let found = given_indices(&samples).unwrap();
    let found = found[0].as_ref().unwrap();
    for (e, truth) in found.delta.iter().zip([0.505_497, 0.160_393, 0.0]) {
        assert!((e.value - truth).abs() < 0.015, "{e:?} {truth}");
    }
    assert!(found.pawn[0].low > found.pawn[1].high && found.pawn[1].low > found.pawn[2].high);
    assert!(found.pawn_dummy.value.abs() < 0.03);
}

/// The same design on scrambled Sobol points, in replicates: right, and surer than Monte Carlo with as many runs.
#[test]
fn low_discrepancy_rows_in_replicates() {
    let (rows, players) = (2048, 3);
    let design = PickFreeze::new(Players::each(players), rows).unwrap();
    let points = Design::sobol(rows, 16).unwrap();
    let id = ParameterId::of("any");
    let mut runs = Runs::new(1);
    let mut u = [0.0; 3];
    for run in 0..design.runs() {
        design.point_from(&|row, column| points.uniform(4, row, column, id), run, &mut u);
        runs.push(&[ishigami(&u, 7.0, 0.1)]).unwrap();
    }
    let of = |independence, runs: &Runs| {
        let found = sobol_indices_by(&design, runs, FirstOrder::Jansen, independence, Resampling::default()).unwrap();
        found[0].clone().unwrap()
    };
    let found = of(Independence::Replicates(16), &runs);
    let plain = of(Independence::Rows, &pick_freeze(&design, 4, |u| ishigami(u, 7.0, 0.1)));
    for (k, truth) in [0.557_588_855, 0.442_411_145, 0.243_683_664].into_iter().enumerate() {
        let (e, mc) = (found.total[k], plain.total[k]);
        assert!((e.value - truth).abs() < 4.0 * e.standard_error, "{e:?} {truth}");
        assert!(e.standard_error < 0.9 * mc.standard_error, "{e:?} {mc:?}");
    }
}

#[test]
fn threads_change_nothing() {
    let design = PickFreeze::new(Players::each(3), 300).unwrap();
    let mut runs = Runs::new(4);
    let mut u = [0.0; 3];
    for run in 0..design.runs() {
        design.point(1, run, &mut u);
        runs.push(&[u[0], u[1] * u[2], u[0] + u[2], ishigami(&u, 7.0, 0.1)]).unwrap();
    }
    let go = || sobol_indices(&design, &runs, Resampling::default()).unwrap();
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    assert_eq!(pool(1).install(go), pool(3).install(go));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// For any weighted sum the estimates are finite, intervals hold them, and the totals of independent inputs that do
    /// not interact are their first orders, near w^2/sum w^2.
    #[test]
    fn weighted_sums(weights in prop::collection::vec(-5.0..5.0_f64, 2..6), seed in 0_u64..1000) {
        prop_assume!(weights.iter().any(|w| w.abs() > 0.5));
        let design = PickFreeze::new(Players::each(weights.len()), 512).unwrap();
        let runs = pick_freeze(&design, seed, |u| u.iter().zip(&weights).map(|(u, w)| u * w).sum());
        let found = indices(&design, &runs);
        let all: f64 = weights.iter().map(|w| w * w).sum();
        for (k, w) in weights.iter().enumerate() {
            for e in [found.first[k], found.total[k]] {
                prop_assert!(e.value.is_finite() && e.standard_error.is_finite() && e.low <= e.high);
                prop_assert!((e.value - w * w / all).abs() <= 6.0 * e.standard_error + 1e-9, "{:?} {}", e, w * w / all);
            }
        }
    }
}
