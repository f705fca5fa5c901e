//! Sizing of a digester: same bits as a run alone, same bits for any threads, the engine's hours as the plant's account has
//! them, volumes that fail and pass in the order that they must.

// Helpers of tests may panic, as tests do.
#![allow(clippy::unwrap_used)]

use crate::scenario_support;

use gisement::case::{Detail, digest_all, evaluate};
use gisement::num::VectorClass;
use gisement::scenario::Scenario;
use gisement::sizing::digester::{DigesterFigure, DigesterSizeError, DigesterSizing, size_digester};
use gisement::sizing::{SizeOptions, Watch};
use std::sync::atomic::AtomicBool;

fn read(overrides: &[&str]) -> Scenario {
    scenario_support::read(&scenario_support::shipped("digester_only.toml"), overrides)
}

fn size(scenario: &Scenario, samples: usize) -> Result<DigesterSizing, DigesterSizeError> {
    let options = SizeOptions { objective: None, samples: Some(samples), seed: Some(7) };
    size_digester(scenario, &options, &Watch { done: &|_| {}, stop: &AtomicBool::new(false) })
}

const FEW: &str = "size.digester_volumes_m3=[40, 200, 900]";

/// A digester among the variants of a case has the bits that it has in a run alone, and its power is that of the plant.
#[test]
fn a_variant_has_the_bits_of_a_run_alone() {
    let scenario = read(&["digester.gas.chp_power_kwe=40"]);
    let case = scenario.case(&scenario.nominal()).unwrap();
    let alone = evaluate(&case, Detail::Totals).unwrap().digesters.remove(0);
    let mut varied = case.clone();
    let mut other = case.digesters[0].clone();
    other.adm1.V_liq *= 2.0;
    varied.digesters = vec![other, case.digesters[0].clone()];
    let mut years = digest_all(&[varied.clone(), varied], VectorClass::best());
    let second = years.remove(1).unwrap().remove(1).unwrap();
    assert_eq!(format!("{second:?}"), format!("{alone:?}"));
    let worst = alone.worst.unwrap();
    assert!(worst.fos_tac().is_finite() && worst.ph > 5.0, "{worst:?}");
    // The engine of the sizing takes the same gas.
    let sizing = size(&read(&["digester.gas.chp_power_kwe=40", "size.digester_volumes_m3=[600]"]), 0).unwrap();
    let engine = sizing.engine.as_ref().unwrap();
    let own = engine.points.iter().find(|p| p.is_own).unwrap();
    if engine.volume_m3 == 600.0 {
        let gross = alone.plant.electricity_gross_mwh;
        assert!((own.nominal.electricity_mwh / gross - 1.0).abs() < 1e-12, "{} {gross}", own.nominal.electricity_mwh);
    }
    let hours: Vec<f64> = engine.points.iter().map(|p| p.nominal.hours).collect();
    assert!(hours.windows(2).all(|pair| pair[1] <= pair[0] + 1e-9), "more power, fewer hours: {hours:?}");
}

/// Small tanks fail, large ones hold; more retention gives more methane and leaves less; threads change nothing.
#[test]
fn volumes_stand_in_their_order_whatever_the_threads() {
    let scenario = read(&[FEW]);
    let with_threads = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| size(&scenario, 6).unwrap())
    };
    let sizing = with_threads(1);
    assert_eq!(format!("{sizing:?}"), format!("{:?}", with_threads(2)));
    let rated = &sizing.own().unwrap().rated;
    let (first, last) = (rated.first().unwrap(), rated.last().unwrap());
    assert!(first.kept < last.kept, "{} {}", first.kept, last.kept);
    assert_eq!(first.count, 6);
    let of = |figure: DigesterFigure| rated.iter().map(move |r| r.nominal.of(figure)).collect::<Vec<_>>();
    let rising = |list: &[f64]| list.windows(2).all(|pair| pair[0] < pair[1]);
    assert!(rising(&of(DigesterFigure::Retention)));
    // A sour digester gives nothing, however small it is; among those that work the larger gives more.
    let working: Vec<f64> =
        rated.iter().filter(|r| r.kept == 6).map(|r| r.nominal.of(DigesterFigure::Methane)).collect();
    assert!(working.len() >= 2 && rising(&working), "{working:?}");
    assert!(of(DigesterFigure::FosTac).first() > of(DigesterFigure::FosTac).last());
    let residual = of(DigesterFigure::Residual);
    assert!(residual.first() > residual.last(), "{residual:?}");
    let loads = of(DigesterFigure::Load);
    let retentions = of(DigesterFigure::Retention);
    for pair in loads.iter().zip(&retentions).map(|(load, days)| load * days).collect::<Vec<_>>().windows(2) {
        assert!((pair[1] / pair[0] - 1.0).abs() < 1e-9, "load times retention is the feed's volatile matter");
    }
    let chosen = sizing.chosen().unwrap();
    let interval = chosen.interval.unwrap();
    assert!(interval.low < chosen.probability() && chosen.probability() <= interval.high);
    let stability = sizing.stability.as_ref().unwrap();
    assert!(stability.working().is_some_and(|p| p.is_stable()));
    let shortest = stability.retention_d.as_ref().unwrap();
    assert!(shortest.works_until < chosen.nominal.of(DigesterFigure::Retention));
}

/// Thermophilic kinetics hold the load in less room; the digester takes more of its heat.
#[test]
fn a_warmer_digester_is_another_ladder() {
    let scenario = read(&[FEW, "size.digester_temperatures_c=[52]"]);
    let sizing = size(&scenario, 0).unwrap();
    let [own, warm] = sizing.ladders.as_slice() else { panic!("two ladders") };
    assert!(own.is_own && !warm.is_own && warm.temperature_c == 52.0);
    let heat = |l: &gisement::sizing::digester::Ladder| l.rated.last().unwrap().nominal.of(DigesterFigure::Heat);
    assert!(heat(warm) > heat(own));
}

#[test]
fn what_cannot_be_is_refused() {
    let error = |overrides: &[&str]| size(&read(overrides), 0).unwrap_err();
    let small = error(&["size.digester_volumes_m3=[2]"]);
    assert!(matches!(small, DigesterSizeError::FeedLargerThanTank { .. }), "{small}");
    assert_eq!(error(&["digester.model=first_order"]), DigesterSizeError::NoDigester);
}

/// Whoever stops at once gets the nominal case.
#[test]
fn a_stop_leaves_the_nominal_case() {
    let options = SizeOptions { objective: None, samples: Some(50), seed: None };
    let watch = Watch { done: &|_| {}, stop: &AtomicBool::new(true) };
    let sizing = size_digester(&read(&[FEW]), &options, &watch).unwrap();
    assert!(sizing.stopped && sizing.samples == (0, 50));
    let rated = &sizing.own().unwrap().rated;
    assert!(rated.iter().all(|r| r.count == 0 && r.nominal.of(DigesterFigure::Methane) >= 0.0));
    assert!(rated.last().unwrap().nominal.of(DigesterFigure::Methane) > 0.0);
}
