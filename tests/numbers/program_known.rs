//! Programmes against answers known otherwise.

// Helpers of tests panic on purpose.
#![allow(clippy::unwrap_used)]

use gisement::program::{Arc, Bound, Program, ProgramError, Row, Site, solve, solve_with_open};

fn site(min: f64, max: f64, fixed: Option<f64>) -> Site {
    Site { min, max, fixed }
}

fn arc(source: usize, site: usize, cost: f64) -> Arc {
    Arc { source, site, via: None, cost, max: f64::INFINITY }
}

fn program(supply: Vec<f64>, sites: Vec<Site>, arcs: Vec<Arc>) -> Program {
    Program { supply, sites, arcs, rows: vec![], open_max: None, single_source: false }
}

/// Three companies, reuse for 60 t, a boiler for 150 t, landfill: by hand.
#[test]
fn flows_and_prices_of_a_small_allocation() {
    let costs = [[-40.0, -12.0, 150.0], [-25.0, -15.0, 150.0], [-5.0, -10.0, 150.0]];
    let arcs = (0..9).map(|k| arc(k / 3, k % 3, costs[k / 3][k % 3])).collect();
    let sites = vec![site(0.0, 60.0, None), site(0.0, 150.0, None), site(0.0, f64::INFINITY, None)];
    let best = solve(&program(vec![120.0, 80.0, 50.0], sites, arcs)).unwrap();
    assert!((best.objective - 1580.0).abs() < 1e-9, "{}", best.objective);
    assert!(best.gap().abs() < 1e-9);
    let expected = [60.0, 60.0, 0.0, 0.0, 80.0, 0.0, 0.0, 10.0, 40.0];
    for (flow, expected) in best.flows.iter().zip(expected) {
        assert!((flow - expected).abs() < 1e-9, "{:?}", best.flows);
    }
    let prices = best.prices.unwrap();
    // One more tonne of boiler takes it from landfill: 160; one more of reuse takes it from the boiler: 28 more.
    for (price, expected) in prices.sites.iter().zip([-188.0, -160.0, 0.0]) {
        assert!((price - expected).abs() < 1e-6, "{prices:?}");
    }
    for (price, expected) in prices.sources.iter().zip([148.0, 145.0, 150.0]) {
        assert!((price - expected).abs() < 1e-6, "{prices:?}");
    }
}

#[test]
fn a_hub_counts_what_passes_it() {
    let mut arcs = vec![arc(0, 0, 10.0), arc(0, 0, 2.0), arc(1, 0, 9.0), arc(1, 0, 1.0)];
    arcs[1].via = Some(1);
    arcs[3].via = Some(1);
    let sites = vec![site(0.0, f64::INFINITY, None), site(0.0, 50.0, Some(200.0))];
    let mut with_hub = program(vec![30.0, 40.0], sites, arcs);
    let best = solve(&with_hub).unwrap();
    // 8 saved a tonne, 50 tonnes through the hub: 400 against 200.
    assert!((best.objective - (300.0 + 360.0 - 400.0 + 200.0)).abs() < 1e-9);
    assert_eq!(best.open, [true, true]);
    with_hub.sites[1].fixed = Some(401.0);
    let best = solve(&with_hub).unwrap();
    assert!((best.objective - 660.0).abs() < 1e-9);
    assert_eq!(best.open, [true, false]);
    let forced = solve_with_open(&with_hub, &[false, true]).unwrap();
    assert!((forced.objective - 661.0).abs() < 1e-9);
}

#[test]
fn a_budget_on_openings_and_flows() {
    let sites = vec![site(0.0, 100.0, Some(10.0)), site(0.0, 100.0, Some(10.0)), site(0.0, f64::INFINITY, None)];
    let arcs = vec![arc(0, 0, 1.0), arc(0, 1, 2.0), arc(0, 2, 50.0)];
    let mut budget = program(vec![150.0], sites, arcs);
    budget.rows.push(Row {
        name: "investment".into(),
        arcs: vec![(0, 1.0)],
        sites: vec![(0, 500.0), (1, 300.0)],
        low: f64::NEG_INFINITY,
        high: 550.0,
    });
    // Both cost 800; the first with 50 t beside it or the second with 100 t: the second.
    let best = solve(&budget).unwrap();
    assert_eq!(best.open, [false, true, true]);
    assert!((best.objective - (10.0 + 200.0 + 2500.0)).abs() < 1e-9);
}

#[test]
fn what_cannot_be_kept_is_named_with_its_size() {
    let sites = vec![site(0.0, 60.0, None), site(0.0, 50.0, None)];
    let overfull = program(vec![100.0, 40.0], sites, vec![arc(0, 0, 1.0), arc(0, 1, 1.0), arc(1, 1, 1.0)]);
    let ProgramError::Infeasible { binding } = solve(&overfull).unwrap_err() else { panic!() };
    let total: f64 = binding.iter().map(|s| s.by).sum();
    assert!((total - 30.0).abs() < 1e-6, "{binding:?}");
    assert!(binding.iter().all(|s| matches!(s.bound, Bound::SiteMax(_))));

    let starved = program(vec![10.0], vec![site(25.0, 50.0, None)], vec![arc(0, 0, 1.0)]);
    let ProgramError::Infeasible { binding } = solve(&starved).unwrap_err() else { panic!() };
    assert_eq!(binding.len(), 1);
    assert_eq!(binding[0].bound, Bound::SiteMin(0));
    assert!((binding[0].by - 15.0).abs() < 1e-6);

    let stranded = program(vec![10.0, 5.0], vec![site(0.0, 50.0, None)], vec![arc(0, 0, 1.0)]);
    let ProgramError::Infeasible { binding } = solve(&stranded).unwrap_err() else { panic!() };
    assert_eq!(binding[0].bound, Bound::Supply(1));
    assert!((binding[0].by - 5.0).abs() < 1e-6);

    let mut wet = program(vec![10.0, 10.0], vec![site(0.0, 50.0, None)], vec![arc(0, 0, 1.0), arc(1, 0, 1.0)]);
    let weights = vec![(0, 10.0 - 25.0), (1, 50.0 - 25.0)];
    wet.rows.push(Row { name: "moisture".into(), arcs: weights, sites: vec![], low: f64::NEG_INFINITY, high: 0.0 });
    let error = solve(&wet).unwrap_err();
    assert!(error.to_string().contains("moisture (largest): short by 100"), "{error}");
}

#[test]
fn nonsense_is_refused_all_at_once() {
    let mut odd =
        program(vec![f64::NAN, -1.0], vec![site(5.0, 1.0, Some(f64::NAN))], vec![arc(7, 0, 1.0), arc(0, 9, 1.0)]);
    odd.arcs.push(Arc { via: Some(0), cost: f64::INFINITY, max: -1.0, ..arc(0, 0, 1.0) });
    let weights = vec![(0, f64::NAN), (0, 1.0), (77, 1.0)];
    odd.rows.push(Row { name: "r".into(), arcs: weights, sites: vec![], low: 2.0, high: 1.0 });
    let ProgramError::Invalid(faults) = solve(&odd).unwrap_err() else { panic!() };
    assert_eq!(faults.len(), 13, "{faults:#?}");
    let none = program(vec![], vec![], vec![]);
    assert_eq!(solve(&none).unwrap().objective, 0.0);
    assert!(matches!(solve_with_open(&none, &[true]), Err(ProgramError::OpenCount { found: 1, expected: 0 })));
}
