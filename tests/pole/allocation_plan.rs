//! Allocations of the shipped scenarios: accounts close, companies add up to the pole, nothing is worse than today.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use crate::scenario_support;

use gisement::allocation::{Criterion, Options, PoleOutcome, Watch, allocate};
use gisement::report::channels_json;
use scenario_support::{all_shipped, read, shipped};
use std::sync::atomic::AtomicBool;

fn plan(name: &str, objective: Option<Criterion>, samples: usize) -> PoleOutcome {
    let scenario = read(&shipped(name), &[]);
    let watch = Watch { done: &|_| (), stop: &AtomicBool::new(false) };
    allocate(&scenario, &Options { objective, samples: Some(samples), seed: None }, &watch).unwrap()
}

fn close(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= 1e-9 * scale.abs().max(1.0)
}

/// Mass from inventory to products, money and carbon from flows to companies to the pole.
fn check(name: &str, pole: &PoleOutcome) {
    for closure in &pole.closures {
        assert!(closure.closes(), "{name}: {} {:e} of {:e}", closure.name, closure.residual, closure.scale);
    }
    let t = &pole.totals;
    let flows: f64 = pole.flows.iter().map(|f| f.wet_t).sum();
    assert!(close(flows, t.inventory_t.nominal, flows), "{name}");
    assert!(close(t.moved_t.nominal + t.kept_t.nominal, flows, flows), "{name}");
    for flow in &pole.flows {
        let mass: f64 = flow.products.iter().map(|p| p.mass_t).sum();
        assert!(close(mass, flow.wet_t, flow.wet_t), "{name}: {} of {}", mass, flow.wet_t);
    }
    for sink in pole.sinks.iter().filter(|s| s.open && s.wet_t > 0.0 && !s.present) {
        assert!(sink.wet_t <= sink.capacity_t.1 * (1.0 + 1e-6), "{name}: {}", sink.id);
        assert!(sink.wet_t >= sink.capacity_t.0 * (1.0 - 1e-6), "{name}: {}", sink.id);
    }
    for valorised in &pole.valorised {
        assert!(close(valorised.mass.iter().sum(), 1.0, 1.0) && close(valorised.energy.iter().sum(), 1.0, 1.0));
    }
    if let Some(shared) = &pole.sharing {
        let shapley: f64 = shared.companies.iter().map(|c| c.shapley_eur).sum();
        assert!(close(shapley, shared.gain_eur, shared.gain_eur), "{name}: {shapley} {}", shared.gain_eur);
    }
    if let Some(bridge) = &pole.bridge {
        let steps: f64 = bridge.steps.iter().map(|s| s.kgco2e).sum();
        assert!(close(bridge.from_kgco2e + steps, bridge.to_kgco2e, 1e6), "{name}");
    }
}

#[test]
fn every_shipped_pole_closes_and_is_no_worse_than_today() {
    let mut poles = 0;
    for path in all_shipped() {
        if !read(&path, &[]).has_pole() {
            continue;
        }
        poles += 1;
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let pole = plan(&name, None, 0);
        check(&name, &pole);
        assert!(pole.totals.gain_eur.nominal >= 0.0, "{name}: {:?}", pole.totals.gain_eur);
        for front in &pole.fronts {
            assert!(!front.points.is_empty(), "{name}");
            for pair in front.points.windows(2) {
                assert!(pair[1].eur >= pair[0].eur - 1e-6 * pair[0].eur.abs(), "{name}");
            }
        }
    }
    assert_eq!(poles, 4);
}

/// Each criterion is best where it was made best, to the slack of the second stage.
#[test]
fn every_objective_is_best_at_its_own_plan() {
    let cost = plan("pilot12.toml", Some(Criterion::Cost), 0);
    let co2 = plan("pilot12.toml", Some(Criterion::Co2), 0);
    let jobs = plan("pilot12.toml", Some(Criterion::Jobs), 0);
    for other in [&co2, &jobs] {
        assert!(cost.totals.plan_eur.nominal <= other.totals.plan_eur.nominal + 1e-3);
        assert!(co2.totals.kgco2e.nominal <= other.totals.kgco2e.nominal + 1e-3);
        assert!(jobs.totals.fte.central >= other.totals.fte.central - 1e-6);
    }
}

/// The same bytes on one thread and on three.
#[test]
fn threads_change_no_byte() {
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let pole = pool.install(|| plan("pilot12.toml", None, 70));
        serde_json::to_string(&channels_json(&pole)).unwrap()
    };
    assert_eq!(on(1), on(3));
}

/// Named sinks add draws to the allocation and none to a run.
#[test]
fn sinks_change_no_draw_of_a_run() {
    let scenario = read(&shipped("florange.toml"), &[]);
    let text = std::fs::read_to_string(shipped("florange.toml")).unwrap();
    let start = text.find("# What should go where").unwrap();
    let end = text.find("[uncertainty]").unwrap();
    let bare = format!("{}{}", &text[..start], &text[end..]);
    let bare = scenario_support::read_text(&shipped("florange.toml"), &bare, &[]);
    assert_eq!(scenario.plan.dimensions().len(), bare.plan.dimensions().len());
    let (with, without) = (scenario.sample(7, 3), bare.sample(7, 3));
    for (k, input) in bare.inputs.list().iter().enumerate() {
        let at = scenario.inputs.find(&input.path).unwrap();
        assert_eq!(with[at].to_bits(), without[k].to_bits(), "{}", input.path);
    }
    assert!(scenario.pole_plan().dimensions().len() > scenario.plan.dimensions().len());
}
