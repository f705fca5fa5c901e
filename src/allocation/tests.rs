//! The plan of a shipped scenario held against all sets of openings.

use super::network::Network;
use super::outcome::Criterion;
use super::quick::Quick;
use super::solve::Task;
use super::value::values;
use crate::program::{Arc, Program, Row, Site, solve_with_open};
use crate::scenario::Scenario;

fn pilot() -> Scenario {
    let load = |name: &str| match name {
        "pilot12/providers.csv" => Ok(include_bytes!("../../scenarios/pilot12/providers.csv").to_vec()),
        "pilot12/streams.csv" => Ok(include_bytes!("../../scenarios/pilot12/streams.csv").to_vec()),
        "florange/sinks.csv" => Ok(include_bytes!("../../scenarios/florange/sinks.csv").to_vec()),
        other => Err(format!("no {other}")),
    };
    let text = include_str!("../../scenarios/pilot12.toml");
    Scenario::read("pilot12.toml", text, &[], &load).expect("a shipped scenario")
}

/// Every subset of the nine candidates: no plan may be better than the one found, and one is as good.
#[test]
fn the_plan_is_the_best_of_all_sets_of_openings() {
    let scenario = pilot();
    let case = scenario.pole(&scenario.nominal()).unwrap();
    let network = Network::new(&case);
    let values = values(&case, &network, false).unwrap();
    let task = Task { case: &case, network: &network, values: &values };
    let candidates: Vec<usize> = (0..case.sinks.len()).filter(|s| case.sinks[*s].candidate).collect();
    for criterion in [Criterion::Cost, Criterion::Co2] {
        let plan = task.best(criterion, &[], &|_| true).unwrap();
        let mut least = f64::INFINITY;
        for mask in 0..1_usize << candidates.len() {
            let place = |s: usize| candidates.iter().position(|c| *c == s);
            let open: Vec<bool> = (0..case.sinks.len()).map(|s| place(s).is_none_or(|k| mask >> k & 1 == 1)).collect();
            if let Ok(found) = task.with_open(criterion, &open, &|_| true) {
                least = least.min(found.value);
            }
        }
        assert!((plan.value - least).abs() <= 1e-6 * least.abs().max(1.0), "{criterion:?}: {} {least}", plan.value);
        assert!(plan.bound <= plan.value + 1e-6 * plan.value.abs().max(1.0));
    }
}

/// Where nothing couples the sources the quick plan is the programme's; where something does it is not given.
#[test]
fn uncoupled_plans_are_those_of_the_programme() {
    let site = |min, max, fixed| Site { min, max, fixed };
    let arc = |source, site, cost| Arc { source, site, via: None, cost, max: f64::INFINITY };
    let arcs = vec![arc(0, 0, 3.0), arc(0, 1, 5.0), arc(1, 0, 4.0), arc(1, 1, 2.0)];
    let sites = vec![site(0.0, 15.0, Some(7.0)), site(0.0, f64::INFINITY, None)];
    let rows: Vec<Row> = Vec::new();
    let program = Program { supply: vec![10.0, 6.0], sites, arcs, rows, open_max: None, single_source: false };
    for open in [[true, true], [false, true]] {
        let quick = Quick::new(&program, &open);
        let (value, _) = quick.plan(&program, &open, &program.supply).unwrap();
        let whole = solve_with_open(&program, &open).unwrap();
        assert!((value - whole.objective).abs() < 1e-9, "{value} {}", whole.objective);
        assert!((quick.floor(&program, &program.supply) - value).abs() < 1e-12);
    }
    let more = [20.0, 6.0];
    assert!(Quick::new(&program, &[true, true]).plan(&program, &[true, true], &more).is_none());
    assert!(Quick::new(&program, &[true, true]).floor(&program, &more) < 3.0 * 20.0 + 2.0 * 6.0 + 7.0 + 1e-9);
}
