//! The grate furnace in motion, against what was computed independently, and what must hold of any furnace.

use gisement::combustion::furnace::{
    FURNACE_SETS, FurnaceInputs, FurnaceParams, FurnacePoint, FurnaceState, Interval, Moment, Warmth, advance,
    load_step, shut_down, start_up, steady_state,
};
use gisement::verify::{Check, Suite, table};

/// Every row of a table holds, and enough of them were compared.
fn holds(name: &str, text: &str, at_least: usize) -> Suite {
    let suite = table(name, text).unwrap();
    for row in suite.rows.iter().filter(|r| r.check == Check::Fail) {
        println!("{} {}: {:?} against {:?}, {:?}", row.case, row.quantity, row.computed, row.published, row.reason);
    }
    println!("{name}: {} rows, worst share {:?}", suite.passed(), suite.worst_share());
    assert_eq!(suite.failed(), 0, "{name}");
    assert!(suite.passed() >= at_least, "{name}: {}", suite.passed());
    suite
}

#[test]
fn all_trajectories_agree_to_a_millionth() {
    holds("trajectories.csv", include_str!("../../models/verify/furnace/trajectories.csv"), 14 * 15);
}

#[test]
fn states_at_rest_and_their_time_constants_agree() {
    holds("steady.csv", include_str!("../../models/verify/furnace/steady.csv"), 12 * 24);
}

#[test]
fn sums_closures_steps_and_closed_forms_agree() {
    holds("closure.csv", include_str!("../../models/verify/furnace/closure.csv"), 14 * 14);
    holds("steps.csv", include_str!("../../models/verify/furnace/steps.csv"), 14 * 7 * 3);
    holds("analytic.csv", include_str!("../../models/verify/furnace/analytic.csv"), 15);
    holds("cp.csv", include_str!("../../models/verify/furnace/cp.csv"), 27);
}

fn g300() -> (FurnaceParams<f64>, FurnaceInputs<f64>) {
    (FurnaceParams::of_set("G300").unwrap(), FurnacePoint::of_set("G300", 1.0).unwrap())
}

#[test]
fn transients_are_told() {
    let (params, inputs) = g300();
    for from in
        [Warmth::Cold, Warmth::Pause { hours: 1.0 }, Warmth::Pause { hours: 8.0 }, Warmth::Pause { hours: 48.0 }]
    {
        println!("{from:?}: {:?}", start_up(&params, &inputs, from).unwrap());
    }
    println!("{:?}", shut_down(&params, &inputs).unwrap());
    for (from, to) in [(1.0, 0.5), (0.5, 1.0), (0.3, 1.0), (1.0, 0.3)] {
        println!("{from} to {to}: {:?}", load_step(300.0, from, to).unwrap());
    }
}
