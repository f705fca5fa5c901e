//! Years to time: a boiler hour by hour, and a whole scenario.

use super::{Runner, Workload};
use crate::case::evaluate_all;
use crate::climate::{GeneratorParams, generate, sites};
use crate::dist::{ParameterId, uniform};
use crate::heat::{
    Cascade, CascadeSupply, DemandChoices, DemandParams, DemandShapes, DispatchParams, HeatLoad, HeatSource,
    NetworkLoss, ProcessHours, Profile, ProfileKind, Supply, cascade_years, network_demand, run_year, supplied_years,
};
use crate::num::VectorClass;
use crate::scenario::Scenario;
use crate::units::HOURS_PER_YEAR;
use std::hint::black_box;
use std::sync::Arc;

const SEED: u64 = 1;
/// Boiler years and scenario-years in a batch.
const BOILERS: usize = 64;
const SCENARIOS: usize = 128;

/// Hourly demand of a small network in the shipped climate, kW.
fn demand_kw() -> Vec<f64> {
    let site = sites().iter().find(|s| s.site == "metz_proxy").expect("a shipped site: a test makes its year");
    let weather = generate(site, &GeneratorParams::defaults(), 1).expect("the generator takes its own defaults");
    let choices = DemandChoices {
        profile: Profile::new(ProfileKind::Gko),
        loss: NetworkLoss::Constant,
        process: ProcessHours::Continuous,
    };
    let shapes = DemandShapes::new(&weather, &choices).expect("a shipped profile fits a whole year of weather");
    let params = DemandParams { annual_heat_mwh: 3600.0, network_length_m: 1800.0, ..DemandParams::defaults() };
    let mut demand = vec![0.0; HOURS_PER_YEAR];
    network_demand(&shapes, &params, &mut demand);
    demand
}

/// One hourly boiler year with buffer and hysteresis, powers drawn from 440 to 1160 kW.
pub fn boiler_year() -> Workload {
    let demand: Arc<[f64]> = demand_kw().into();
    let make = move || -> Runner {
        let demand = Arc::clone(&demand);
        Box::new(move |batch| {
            let first = batch * BOILERS as u64;
            let year = |k: u64| black_box(run_year(&plant(k), &demand, |_, _, _| {})).closure().is_finite();
            (first..first + BOILERS as u64).filter(|k| year(*k)).count()
        })
    };
    Workload { name: "boiler year, scalar".to_owned(), batch: BOILERS, make: Box::new(make) }
}

/// One whole year of samples of a scenario: drawing, pooling, digester, boiler hours, carbon, money and jobs.
pub fn scenario_year(name: &str, scenario: Arc<Scenario>, class: VectorClass) -> Workload {
    let make = move || -> Runner {
        let scenario = Arc::clone(&scenario);
        Box::new(move |batch| {
            let first = batch * SCENARIOS as u64;
            let samples = first..first + SCENARIOS as u64;
            let cases: Vec<_> = samples.filter_map(|k| scenario.case(&scenario.sample(SEED, k)).ok()).collect();
            // A boiler without a demand has an outcome without headlines: a result all the same.
            evaluate_all(&cases, class).iter().flatten().fold(0, |done, outcome| {
                black_box(outcome.headlines());
                done + 1
            })
        })
    };
    let by = if class == VectorClass::Scalar { "scalar" } else { "lanes" };
    Workload { name: format!("scenario-year, {name}, {by}"), batch: SCENARIOS, make: Box::new(make) }
}

/// The same boiler years in lanes.
pub fn boiler_years_in_lanes() -> Workload {
    let load = Arc::new(HeatLoad::new(demand_kw()).expect("the demand of a shipped network"));
    let make = move || -> Runner {
        let load = Arc::clone(&load);
        Box::new(move |batch| {
            let first = batch * BOILERS as u64;
            let plants: Vec<_> = (first..first + BOILERS as u64).map(plant).collect();
            let source = HeatSource::Measured(&load);
            let years: Vec<_> =
                plants.iter().map(|dispatch| Supply { source, offered_kw: [0.0; 12], dispatch }).collect();
            let done = black_box(supplied_years(&years, VectorClass::best()));
            done.iter().filter(|year| year.totals.closure().is_finite()).count()
        })
    };
    Workload { name: "boiler year, lanes".to_owned(), batch: BOILERS, make: Box::new(make) }
}

/// Hourly years of houses with this many boilers (1 to 4) on one buffer, with ramps, starts and start fuel, in lanes.
pub fn cascade_years_in_lanes(boilers: usize) -> Workload {
    let load = Arc::new(HeatLoad::new(demand_kw()).expect("the demand of a shipped network"));
    let make = move || -> Runner {
        let load = Arc::clone(&load);
        Box::new(move |batch| {
            let first = batch * BOILERS as u64;
            let source = HeatSource::Measured(&load);
            let houses: Vec<_> =
                (first..first + BOILERS as u64).filter_map(|k| Cascade::new(&parts(k, boilers)).ok()).collect();
            let years: Vec<_> =
                houses.iter().map(|house| CascadeSupply { source, offered_kw: [0.0; 12], house }).collect();
            let done = black_box(cascade_years(&years, VectorClass::best()));
            done.iter().filter(|year| year.closure().is_finite()).count()
        })
    };
    Workload { name: format!("house year, {boilers} in cascade, lanes"), batch: BOILERS, make: Box::new(make) }
}

/// The boiler of a sample, cut into equal ones.
fn parts(k: u64, boilers: usize) -> Vec<DispatchParams<f64>> {
    let whole = plant(k);
    vec![DispatchParams { power_kw: whole.power_kw / boilers as f64, ..whole }; boilers]
}

/// The boiler of a sample.
fn plant(k: u64) -> DispatchParams<f64> {
    let power_kw = 440.0 + 720.0 * uniform(SEED, k, ParameterId::of("workload.power_kw"));
    DispatchParams { power_kw, ..DispatchParams::defaults() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boiler_years_run_and_differ() {
        let demand = demand_kw();
        assert!(demand.iter().all(|kw| kw.is_finite() && *kw >= 0.0) && demand.iter().sum::<f64>() > 3.6e6);
        let work = boiler_year();
        let mut run = (work.make)();
        assert_eq!((run(0), run(1)), (BOILERS, BOILERS));
        assert_eq!((boiler_years_in_lanes().make)()(0), BOILERS);
        for boilers in 1..=4 {
            assert_eq!((cascade_years_in_lanes(boilers).make)()(0), BOILERS);
        }
    }
}
