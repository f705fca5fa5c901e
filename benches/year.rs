//! A year of the parts and of a whole scenario: the hot path of a sweep, one sample at a time on one core.

use criterion::{Criterion, criterion_group, criterion_main};
use gisement::case::{Detail, evaluate};
use gisement::climate::{GeneratorParams, generate, sites};
use gisement::heat::{
    DemandChoices, DemandParams, DemandShapes, DispatchParams, NetworkLoss, ProcessHours, Profile, ProfileKind,
    network_demand, run_year,
};
use gisement::scenario::Scenario;
use std::hint::black_box;
use std::path::Path;

fn shapes() -> DemandShapes {
    let site = sites().iter().find(|s| s.site == "metz_proxy").expect("a shipped site");
    let weather = generate(site, &GeneratorParams::defaults(), 1).expect("default weather");
    let choices = DemandChoices {
        profile: Profile::new(ProfileKind::Gko),
        loss: NetworkLoss::Constant,
        process: ProcessHours::Continuous,
    };
    DemandShapes::new(&weather, &choices).expect("a shipped profile")
}

fn boiler_year(c: &mut Criterion) {
    let shapes = shapes();
    let params = DemandParams { annual_heat_mwh: 3600.0, network_length_m: 1800.0, ..DemandParams::defaults() };
    let mut demand = vec![0.0; 8760];
    c.bench_function("hourly demand of a network, a year", |b| {
        b.iter(|| network_demand(&shapes, black_box(&params), &mut demand));
    });
    let plant = DispatchParams { power_kw: 800.0, ..DispatchParams::defaults() };
    c.bench_function("boiler year with buffer and hysteresis", |b| {
        b.iter(|| run_year(black_box(&plant), &demand, |_, _, _, _| {}));
    });
}

fn scenario_year(c: &mut Criterion) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/florange.toml");
    let text = std::fs::read_to_string(&path).expect("a shipped scenario");
    let folder = path.parent().expect("in scenarios/").to_owned();
    let load = |name: &str| std::fs::read(folder.join(name)).map_err(|e| e.to_string());
    let scenario = Scenario::read("florange.toml", &text, &[], &load).expect("a shipped scenario");
    let mut sample = 0;
    c.bench_function("florange scenario-year, weekly feed, rtol 1e-4", |b| {
        b.iter(|| {
            sample += 1;
            let case = scenario.case(&scenario.sample(1, sample)).expect("a sample of a shipped scenario");
            evaluate(&case, Detail::Totals).map(|o| o.headlines().len())
        });
    });
}

criterion_group!(benches, boiler_year, scenario_year);
criterion_main!(benches);
