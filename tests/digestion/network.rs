//! Tanks that feed each other: limits in which a network is something known, stores, separation, misuse.

use crate::tank::{network_of, tank_of};
use gisement::digestion::adm1::{Adm1, Adm1Case, LIQUID, Reactor, State};
use gisement::digestion::tank::{
    Emptying, Happening, Inlet, Level, NetworkCase, Observe, Stream, StreamFlow, Tank, TankError, TankRun, TankVerdict,
    simulate,
};

/// The benchmark's digester scaled to a share of its size, with the gas outlet to match.
fn part(name: &str, share: f64) -> Tank<Adm1> {
    let mut case = Adm1Case::bsm2();
    case.params.k_p = f64::max(case.params.k_p * share, 1.0);
    let level = Level::Overflow { liquid_m3: case.params.V_liq * share, gas_m3: case.params.V_gas * share };
    Tank { level, ..tank_of(name, &case) }
}

fn feed(share: f64) -> Inlet {
    let row = Adm1Case::bsm2().feed.rows[0];
    Inlet::new(row.flow_m3_per_d * share, row.concentrations.to_vec())
}

fn plant(tanks: Vec<Tank<Adm1>>, streams: Vec<Stream>, inlets: Vec<Inlet>) -> NetworkCase<Adm1> {
    NetworkCase { tanks, streams, times_d: vec![0.0], rows: vec![inlets], t_end_d: 20.0, rtol: 1e-9 }
}

fn run(case: &NetworkCase<Adm1>) -> TankRun {
    let run = simulate(case, &Observe::Every(5.0)).unwrap();
    assert!(run.worst_closure() < 1e-10, "{:?}", run.closure);
    run
}

/// Largest relative gap of the states of two tanks.
fn gap(a: &[f64], b: &[f64]) -> f64 {
    assert!(a.iter().chain(b).all(|v| v.is_finite()));
    let gaps = State::ALL.into_iter().zip(a.iter().zip(b)).map(|(s, (a, b))| (a - b).abs() / (b.abs() + s.floor()));
    gaps.fold(0.0, f64::max)
}

fn whole() -> TankRun {
    run(&plant(vec![part("one", 1.0)], Vec::new(), vec![feed(1.0)]))
}

#[test]
fn parallel_tanks_are_one_big_tank() {
    let halves = run(&plant(vec![part("a", 0.5), part("b", 0.5)], Vec::new(), vec![feed(0.5), feed(0.5)]));
    let one = whole();
    for tank in &halves.end.tanks {
        assert!(gap(&tank.state, &one.end.tanks[0].state) < 1e-7);
    }
    let (methane, expected) = (halves.plant_totals().methane_nm3, one.plant_totals().methane_nm3);
    assert!((methane / expected - 1.0).abs() < 1e-8, "{methane} {expected}");
}

#[test]
fn a_second_tank_without_volume_changes_nothing() {
    let second = part("small", 1e-9);
    let series = run(&plant(
        vec![part("one", 1.0), second],
        vec![Stream::overflow(0, Some(1))],
        vec![feed(1.0), Inlet::none::<Adm1>()],
    ));
    let one = whole();
    assert!(gap(&series.end.tanks[0].state, &one.end.tanks[0].state) < 1e-7);
    // What flows through it in a split second leaves as it came.
    let liquid = |tank: usize| &series.end.tanks[tank].state[..LIQUID - 2];
    assert!(gap(liquid(1), liquid(0)) < 1e-3, "{}", gap(liquid(1), liquid(0)));
    assert!((series.plant_totals().left_m3 / one.plant_totals().left_m3 - 1.0).abs() < 1e-12);
    assert!((series.plant_totals().methane_nm3 / one.plant_totals().methane_nm3 - 1.0).abs() < 1e-4);
}

#[test]
fn recirculation_of_everything_is_one_mixed_tank() {
    let mixed = run(&plant(
        vec![part("a", 0.5), part("b", 0.5)],
        vec![Stream::overflow(0, Some(1)), Stream::pumped(1, Some(0), 1e8)],
        vec![feed(1.0), Inlet::none::<Adm1>()],
    ));
    let one = whole();
    for tank in &mixed.end.tanks {
        assert!(gap(&tank.state, &one.end.tanks[0].state) < 1e-4, "{}", gap(&tank.state, &one.end.tanks[0].state));
    }
    assert!((mixed.plant_totals().methane_nm3 / one.plant_totals().methane_nm3 - 1.0).abs() < 1e-5);
}

#[test]
fn a_cut_stream_leaves_independent_tanks() {
    let cut = run(&plant(
        vec![part("a", 1.0), part("b", 0.5)],
        vec![Stream::pumped(0, Some(1), 0.0)],
        vec![feed(1.0), feed(0.3)],
    ));
    let alone = run(&plant(vec![part("b", 0.5)], Vec::new(), vec![feed(0.3)]));
    assert!(gap(&cut.end.tanks[0].state, &whole().end.tanks[0].state) < 1e-7);
    assert!(gap(&cut.end.tanks[1].state, &alone.end.tanks[0].state) < 1e-7);
}

fn store(start_m3: f64, capacity_m3: f64, emptyings: Vec<Emptying>) -> Tank<Adm1> {
    let total_m3 = capacity_m3 + 300.0;
    Tank { level: Level::Store { total_m3, capacity_m3, start_m3, emptyings }, ..part("store", 1.0) }
}

#[test]
fn a_full_store_is_a_tank_that_overflows() {
    let full = run(&plant(vec![store(3400.0, 3400.0, Vec::new())], Vec::new(), vec![feed(1.0)]));
    let one = whole();
    assert!(gap(&full.end.tanks[0].state, &one.end.tanks[0].state) < 1e-7);
    assert!((full.totals[0].left_methane_nm3 / one.totals[0].left_methane_nm3 - 1.0).abs() < 1e-7);
}

#[test]
fn a_store_at_rest_is_a_tank_at_rest_whatever_its_size() {
    let rest = run(&plant(vec![store(1700.0, 3000.0, Vec::new())], Vec::new(), vec![Inlet::none::<Adm1>()]));
    let level = Level::Overflow { liquid_m3: 1700.0, gas_m3: 1600.0 };
    let tank = Tank { level, ..part("tank", 1.0) };
    let same = run(&plant(vec![tank], Vec::new(), vec![Inlet::none::<Adm1>()]));
    assert!(gap(&rest.end.tanks[0].state, &same.end.tanks[0].state) < 1e-7);
    assert!((rest.totals[0].methane_nm3 / same.totals[0].methane_nm3 - 1.0).abs() < 1e-7);
}

#[test]
fn a_store_fills_overflows_and_is_emptied_and_its_books_close() {
    let emptyings = vec![Emptying { day: 7.0, to_m3: 100.0 }, Emptying { day: 16.5, to_m3: 400.0 }];
    let case = plant(
        vec![part("digester", 1.0), store(1000.0, 1510.0, emptyings)],
        vec![Stream::overflow(0, Some(1))],
        vec![feed(1.0), Inlet::none::<Adm1>()],
    );
    let observe = Observe::At(vec![0.0, 2.0, 5.0, 7.0, 9.0, 16.0, 20.0]);
    let found = simulate(&case, &observe).unwrap();
    let q = case.rows[0][0].flow_m3_per_d;
    let levels: Vec<f64> = found.rows.iter().map(|row| row.tanks[1].liquid_m3).collect();
    // It is full after 510/q = 2.86 d and again from day 15.3 on; the row of day 7 is that before it is emptied.
    let expected = [1000.0, 1000.0 + 2.0 * q, 1510.0, 1510.0, 100.0 + 2.0 * q, 1510.0, 400.0 + 3.5 * q]
        .map(|v: f64| v.min(1510.0));
    for (found, expected) in levels.iter().zip(expected) {
        assert!((found / expected - 1.0).abs() < 1e-9, "{levels:?} {expected:?}");
    }
    assert!(found.worst_closure() < 1e-11, "{:?}", found.closure);
    let left = found.totals[1].left_m3;
    let balance = 20.0 * q - left - (levels[6] - 1000.0);
    assert!(balance.abs() < 1e-6, "{balance}");
    // The store gives methane, less than the digester, and what leaves it holds less than what came.
    let [digester, store] = [0, 1].map(|k| found.totals[k].methane_nm3);
    assert!(store > 0.0 && store < 0.3 * digester, "{digester} {store}");
    assert!(found.end.tanks[1].residual_methane_nm3_per_m3 < found.end.tanks[0].residual_methane_nm3_per_m3);
}

#[test]
fn a_store_that_runs_dry_or_is_emptied_oddly_is_named() {
    let mut case = plant(vec![store(100.0, 1000.0, Vec::new())], vec![Stream::pumped(0, None, 180.0)], vec![feed(1.0)]);
    let error = simulate(&case, &Observe::End).unwrap_err();
    assert!(
        matches!(&error, TankError::Dry { tank, t_d } if tank == "store" && (t_d - 100.0 / 1.6).abs() > 1.0),
        "{error}"
    );
    case.t_end_d = 5.0;
    assert!(simulate(&case, &Observe::End).is_ok());
    case.tanks[0] = store(100.0, 1000.0, vec![Emptying { day: 9.0, to_m3: 1.0 }]);
    assert!(matches!(simulate(&case, &Observe::End), Err(TankError::Emptying { .. })));
}

#[test]
fn a_separator_that_returns_solids_keeps_them_and_loses_nothing() {
    let captured: Vec<f64> = (0..LIQUID).map(|k| if State::NAMES[k].starts_with('X') { 0.8 } else { 0.1 }).collect();
    let out = Stream::overflow(1, None);
    let [liquid, solids] = out.separated(Some(0), 0.1, &captured).unwrap();
    assert_eq!((liquid.flow, solids.flow), (StreamFlow::Overflow(0.9), StreamFlow::Overflow(0.1)));
    let tanks = || vec![part("first", 0.5), part("second", 0.5)];
    let inlets = || vec![feed(1.0), Inlet::none::<Adm1>()];
    let with = run(&plant(tanks(), vec![Stream::overflow(0, Some(1)), liquid, solids], inlets()));
    let without = run(&plant(tanks(), vec![Stream::overflow(0, Some(1))], inlets()));
    let solids_in = |run: &TankRun| run.end.tanks[1].state[State::X_I as usize];
    assert!(solids_in(&with) > 1.3 * solids_in(&without), "{} {}", solids_in(&with), solids_in(&without));
    assert!((with.plant_totals().left_m3 / without.plant_totals().left_m3 - 1.0).abs() < 1e-9);
    assert!(out.separated(None, 1.0, &captured).is_err() && out.separated(None, 0.5, &[1.2]).is_err());
}

#[test]
fn all_that_overflows_coming_back_is_no_plant() {
    let case = plant(
        vec![part("a", 0.5), part("b", 0.5)],
        vec![Stream::overflow(0, Some(1)), Stream::overflow(1, Some(0))],
        vec![feed(1.0), Inlet::none::<Adm1>()],
    );
    let error = simulate(&case, &Observe::End).unwrap_err();
    assert_eq!(error.to_string(), "day 0: all that overflows comes back, nothing leaves the plant");
}

#[test]
fn a_shut_gas_outlet_drives_the_pressure_and_nothing_else_breaks() {
    let mut shut = feed(1.0);
    shut.gas_outlet_open = false;
    let found = run(&plant(vec![part("one", 1.0)], Vec::new(), vec![shut]));
    let one = whole();
    assert_eq!(found.totals[0].methane_nm3, 0.0);
    let held = |run: &TankRun| run.end.tanks[0].held_gas_nm3_per_m3;
    assert!(held(&found) > 20.0 * held(&one), "{} {}", held(&found), held(&one));
}

#[test]
fn no_feed_and_a_feed_larger_than_the_tank_stay_finite() {
    let starved = run(&plant(vec![part("one", 1.0)], Vec::new(), vec![Inlet::none::<Adm1>()]));
    assert_eq!(starved.verdicts, [TankVerdict::NotJudged]);
    let flushed = run(&plant(vec![part("one", 1.0)], Vec::new(), vec![feed(60.0)]));
    assert!(matches!(flushed.verdicts[0], TankVerdict::WashedOut { day } if day < 2.0), "{:?}", flushed.verdicts);
    let state = &flushed.end.tanks[0].state;
    let inert = State::X_I as usize;
    assert!((state[inert] / feed(1.0).influent[inert] - 1.0).abs() < 0.05 && state.iter().all(|v| v.is_finite()));
}

#[test]
fn an_overload_is_told_and_so_is_the_recovery() {
    let mut case = network_of(&Adm1Case::bsm2());
    // Two weeks of six times the feed at half the alkalinity, then none, then the usual.
    let mut heavy = feed(6.0);
    heavy.influent[State::S_IC as usize] *= 0.1;
    heavy.influent[State::S_cat as usize] *= 0.1;
    heavy.influent[State::S_su as usize] += 30.0;
    case.times_d = vec![0.0, 20.0, 34.0, 60.0];
    case.rows = vec![vec![feed(1.0)], vec![heavy], vec![Inlet::none::<Adm1>()], vec![feed(0.5)]];
    case.t_end_d = 200.0;
    let told = simulate(&case, &Observe::Every(1.0)).unwrap();
    told.events.iter().for_each(|event| println!("{event}"));
    let day_of = |wanted: fn(&Happening) -> bool| {
        told.events.iter().find(|event| event.day > 20.0 && wanted(&event.what)).map(|event| event.day)
    };
    let acids = day_of(|what| matches!(what, Happening::AcidsHigh { .. })).unwrap();
    let failed = day_of(|what| matches!(what, Happening::Failed { .. })).unwrap();
    assert!(20.0 < acids && acids < 40.0 && 20.0 < failed && failed < 40.0);
    assert!(told.events.windows(2).all(|pair| pair[0].day <= pair[1].day));
    assert!(told.worst_closure() < 1e-10);
    println!("{:?} {}", told.verdicts, Reactor::new(&Adm1Case::bsm2().params).is_ok());
}
