//! Properties of demand and dispatch on input nobody chose, and limits where the answer is known.

// Helpers of tests may panic, as tests do.
#![allow(clippy::unwrap_used)]

use gisement::climate::{GeneratorParams, WeatherYear, generate, sites};
use gisement::heat::{
    DemandChoices, DemandParams, DemandShapes, DispatchParams, HeatError, HeatLoad, NetworkLoss, ProcessHours, Profile,
    ProfileKind, SoilParams, design_load_kw, direct, dispatch, greedy_backup_kwh, network_load, run_year,
};
use gisement::num::Dual;
use proptest::prelude::*;

/// A load with the rhythms of heat and noise, from a few numbers.
fn load_of(level: f64, season: f64, noise: f64, seed: u32) -> HeatLoad {
    let mut bits = seed | 1;
    let mut next = || {
        bits ^= bits << 13;
        bits ^= bits >> 17;
        bits ^= bits << 5;
        f64::from(bits) / f64::from(u32::MAX)
    };
    let kw = (0..8760).map(|h| {
        let wave = 1.0 + season * (f64::from(h) / 8760.0 * std::f64::consts::TAU).cos();
        (level * (wave + noise * (next() - 0.5))).max(0.0)
    });
    HeatLoad::new(kw.collect()).unwrap()
}

fn plant(power_kw: f64) -> DispatchParams<f64> {
    DispatchParams { power_kw, ..DispatchParams::defaults() }
}

fn ideal(power_kw: f64, buffer_hours: f64) -> DispatchParams<f64> {
    DispatchParams {
        minimum_load: 0.0,
        buffer_hours,
        buffer_loss_per_h: 0.0,
        initial_charge: 0.0,
        outage_share: 0.0,
        ..plant(power_kw)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Levels from 20 kW: the smallest plant of 5 % has the one kilowatt that the table of parameters asks for.
    #[test]
    fn energy_closes_and_nothing_is_negative(
        (level, season, noise, seed) in (20.0..1e4_f64, 0.0..1.2_f64, 0.0..2.0_f64, any::<u32>()),
        (size, minimum, hours, loss) in (0.05..3.0_f64, 0.0..1.0_f64, 0.0..24.0_f64, 0.0..0.1_f64),
        (charge, outage, ratio) in (0.0..1.0_f64, 0.0..0.3_f64, 0.8..1.1_f64),
    ) {
        let load = load_of(level, season, noise, seed);
        let params = DispatchParams {
            minimum_load: minimum,
            buffer_hours: hours,
            buffer_loss_per_h: loss,
            initial_charge: charge,
            outage_share: outage,
            part_load_efficiency_ratio: ratio,
            ..plant(size * level)
        };
        let capacity = size * level * hours;
        let mut hours_seen = 0;
        let totals = run_year(&params, load.kw(), |demand, flows, state| {
            hours_seen += 1;
            let all = [flows.wood_kwh, flows.backup_kwh, flows.fuel_kwh, flows.loss_kwh, state.charge_kwh];
            assert!(all.iter().all(|x| x.is_finite() && *x >= 0.0), "{all:?}");
            assert!(state.charge_kwh <= capacity * (1.0 + 1e-12) + 1e-12 * level);
            assert!(flows.backup_kwh <= demand + 1e-9 * level);
            let power = params.power_kw;
            let running = flows.wood_kwh >= minimum * power * (1.0 - 1e-12) && flows.wood_kwh <= power;
            assert!(if state.on { running } else { flows.wood_kwh == 0.0 }, "minimum load holds");
        });
        let result = dispatch(&load, &params, false).unwrap();
        prop_assert_eq!(hours_seen, 8760);
        prop_assert_eq!(result.totals, totals);
        prop_assert!(result.closure < 1e-9, "{}", result.closure);
        prop_assert!((0.0..=1.0).contains(&result.coverage), "{}", result.coverage);
        prop_assert!(result.year.starts <= result.year.hours && result.year.hours <= 8760.0);
        if let Some(mean) = result.efficiency_mean {
            // A straight line through full load and 30 % ends here at zero load.
            let (full, none) = (params.efficiency_nominal, params.efficiency_nominal * (1.0 - (1.0 - ratio) / 0.7));
            let (low, high) = (full.min(none), full.max(none));
            prop_assert!((low - 1e-12..=high + 1e-12).contains(&mean), "{}", mean);
        }
    }

    /// The greedy lossless store without minimum load is the best that any plant of the same size can do.
    #[test]
    fn greedy_is_an_upper_bound(
        (season, noise, seed) in (0.0..1.2_f64, 0.0..2.0_f64, any::<u32>()),
        (size, minimum, hours, loss) in (0.1..2.0_f64, 0.0..1.0_f64, 0.0..12.0_f64, 0.0..0.05_f64),
    ) {
        let load = load_of(100.0, season, noise, seed);
        let power = size * 100.0;
        let real = DispatchParams {
            minimum_load: minimum,
            buffer_loss_per_h: loss,
            initial_charge: 0.0,
            ..plant(power)
        };
        let real = DispatchParams { buffer_hours: hours, ..real };
        let backup = dispatch(&load, &real, false).unwrap().year.backup_kwh;
        let best = greedy_backup_kwh(load.kw(), power, power * hours);
        prop_assert!(best <= backup + 1e-6, "{} below the optimum {}", backup, best);
        let single = direct(load.kw(), power, minimum * power);
        prop_assert!(load.annual_kwh() - single.wood_kwh >= best - 1e-6);
    }

    /// Whatever numbers a user writes: an answer with finite numbers, or an error; never a panic.
    #[test]
    fn any_numbers_are_answered_or_refused(
        wild in prop::collection::vec(prop_oneof![any::<f64>(), -1.0..3.0_f64, 0.0..400.0_f64], DispatchParams::<f64>::NAMES.len()),
        keep in any::<u32>(),
    ) {
        let load = load_of(100.0, 0.9, 1.0, 1);
        let mut values = plant(80.0).to_vec();
        for (k, value) in wild.into_iter().enumerate() {
            if keep & (1 << k) == 0 && keep >> 28 != 0 {
                values[k] = value;
            }
        }
        match dispatch(&load, &DispatchParams::from_slice(&values), false) {
            Err(error) => prop_assert!(!error.to_string().is_empty()),
            Ok(result) => {
                let year = result.year;
                let all = [year.wood_kwh, year.backup_kwh, year.fuel_kwh, year.buffer_loss_kwh, result.backup_fuel_kwh];
                prop_assert!(all.iter().all(|x| x.is_finite() && *x >= 0.0));
                prop_assert!(result.closure < 1e-9);
            }
        }
    }

    /// More store never hurts the greedy rule; more power never hurts it.
    #[test]
    fn greedy_is_monotone(seed in any::<u32>(), size in 0.1..1.5_f64, hours in 0.0..10.0_f64) {
        let load = load_of(100.0, 0.9, 1.5, seed);
        let backup = |p: f64, h: f64| greedy_backup_kwh(load.kw(), p, p * h);
        prop_assert!(backup(size * 100.0, hours + 1.0) <= backup(size * 100.0, hours) + 1e-7);
        prop_assert!(backup(size * 110.0, hours) <= backup(size * 100.0, hours) + 1e-7);
    }
}

/// Without minimum load and losses the rule is the greedy rule.
#[test]
fn without_minimum_load_and_loss_the_rule_is_greedy() {
    let load = load_of(100.0, 0.8, 1.0, 7);
    for hours in [0.0, 1.0, 5.0] {
        let ruled = dispatch(&load, &ideal(120.0, hours), false).unwrap().year.backup_kwh;
        let greedy = greedy_backup_kwh(load.kw(), 120.0, 120.0 * hours);
        assert!((ruled - greedy).abs() < 1e-6, "{hours} h: {ruled} for {greedy}");
    }
}

/// Without buffer the rule follows the demand: the boiler without buffer.
#[test]
fn without_buffer_the_rule_is_direct() {
    let load = load_of(100.0, 0.9, 0.5, 3);
    let params = DispatchParams { minimum_load: 0.4, ..ideal(110.0, 0.0) };
    let ruled = dispatch(&load, &params, false).unwrap().year;
    let plain = direct(load.kw(), 110.0, 44.0);
    assert!((ruled.wood_kwh - plain.wood_kwh).abs() < 1e-6);
    assert_eq!((ruled.hours, ruled.starts), (plain.hours, plain.starts));
}

/// A boiler above the peak, or a store of any size with a boiler above the mean, leaves nothing to the backup.
#[test]
fn a_large_plant_covers_all() {
    let load = load_of(100.0, 0.9, 1.0, 5);
    let large = dispatch(&load, &ideal(load.peak_kw(), 0.0), false).unwrap();
    assert_eq!(large.coverage, 1.0);
    let mean = load.annual_kwh() / 8760.0;
    let full = DispatchParams { initial_charge: 1.0, ..ideal(1.01 * mean, 9000.0) };
    let totals = run_year(&full, load.kw(), |_, _, _| {});
    assert_eq!(totals.coverage(), 1.0);
    let steady = load_of(100.0, 0.5, 0.5, 5);
    let tiny = dispatch(&steady, &ideal(1.0, 0.0), false).unwrap();
    assert_eq!(tiny.full_load_hours, 8760.0, "a boiler that always runs at 1 kW");
    assert!((tiny.coverage - 8760.0 / steady.annual_kwh()).abs() < 1e-12);
}

fn weather() -> WeatherYear {
    generate(&sites()[0], &GeneratorParams::defaults(), 42).unwrap()
}

fn choices(kind: ProfileKind) -> DemandChoices {
    DemandChoices {
        profile: Profile::new(kind),
        loss: NetworkLoss::Soil(SoilParams::defaults()),
        process: ProcessHours::TwoShifts,
    }
}

fn network() -> DemandParams<f64> {
    DemandParams {
        annual_heat_mwh: 3000.0,
        network_length_m: 1500.0,
        process_heat_mwh: 400.0,
        ..DemandParams::defaults()
    }
}

/// Annual heat, process heat and losses arrive in the sum, whatever the smoothing and the course of the losses.
#[test]
fn the_network_demands_what_it_is_given() {
    let losses_kwh = 1500.0 * 20.0 * 8.76;
    let expected = 3_000_000.0 + 400_000.0 + losses_kwh;
    for kind in ProfileKind::ALL {
        for loss in [NetworkLoss::Constant, NetworkLoss::Soil(SoilParams::defaults())] {
            let shapes = DemandShapes::new(&weather(), &DemandChoices { loss, ..choices(kind) }).unwrap();
            for smoothing in [0.0, 0.5, 1.0] {
                let load = network_load(&shapes, &DemandParams { smoothing, ..network() }).unwrap();
                let gap = load.annual_kwh() / expected - 1.0;
                assert!(gap.abs() < 1e-9, "{} {loss:?}: {gap:e}", kind.code());
            }
        }
    }
}

#[test]
fn a_network_has_a_flatter_year_than_its_houses() {
    let shapes = DemandShapes::new(&weather(), &choices(ProfileKind::Mfh)).unwrap();
    let houses = DemandParams { network_length_m: 0.0, process_heat_mwh: 0.0, smoothing: 0.0, ..network() };
    let peak_hours = |p: &DemandParams<f64>| {
        let load = network_load(&shapes, p).unwrap();
        load.annual_kwh() / load.peak_kw()
    };
    let bare = peak_hours(&houses);
    let smooth = peak_hours(&DemandParams { smoothing: 1.0, ..houses });
    let piped = peak_hours(&DemandParams { smoothing: 1.0, network_length_m: 1500.0, ..houses });
    assert!(bare < smooth && smooth < piped, "{bare} {smooth} {piped}");
    // Losses follow the soil: less in late summer than in late winter, never by more than the soil's swing.
    let lossy = DemandParams { annual_heat_mwh: 1e-6, process_heat_mwh: 0.0, ..network() };
    let load = network_load(&shapes, &lossy).unwrap();
    let (winter, summer) = (load.kw()[24 * 50], load.kw()[24 * 235]);
    assert!(winter > summer && winter / summer < 1.6, "{winter} {summer}");
    assert!(load.kw().iter().all(|kw| *kw > 0.0));
}

#[test]
fn the_design_load_bounds_the_year_and_falls_with_temperature() {
    let shapes = DemandShapes::new(&weather(), &choices(ProfileKind::Gko)).unwrap();
    let design = |t: f64| design_load_kw(&shapes, &DemandParams { design_temperature_c: t, ..network() });
    assert!(design(-15.0) > design(-5.0) && design(-5.0) > design(10.0));
    let load = network_load(&shapes, &DemandParams { smoothing: 1.0, ..network() }).unwrap();
    // The mildest days of the profile's week aside, a day at -15 C asks more than the coldest hours of a smooth year.
    assert!(design(-15.0) > 0.9 * load.peak_kw() && design(-15.0) < 2.0 * load.peak_kw());
}

#[test]
fn demands_that_make_no_sense_are_refused() {
    let shapes = DemandShapes::new(&weather(), &choices(ProfileKind::Mfh)).unwrap();
    let refused = |p: DemandParams<f64>| network_load(&shapes, &p).unwrap_err();
    assert!(refused(DemandParams::defaults()).to_string().contains("`annual_heat_mwh` has no default"));
    let nothing = DemandParams { annual_heat_mwh: 0.0, process_heat_mwh: 0.0, network_length_m: 0.0, ..network() };
    assert_eq!(refused(nothing), HeatError::ZeroDemand);
    assert!(matches!(refused(DemandParams { smoothing: 1.2, ..network() }), HeatError::Parameter { .. }));
    let sahara = weather().shifted(16.0).unwrap();
    let hot_soil = DemandShapes::new(&sahara, &choices(ProfileKind::Mfh)).unwrap();
    let cold_pipe = DemandParams { network_mean_temperature_c: 30.0, ..network() };
    let wrong = network_load(&hot_soil, &cold_pipe).unwrap_err().to_string();
    assert!(wrong.contains("`network_mean_temperature_c` is 30"), "{wrong}");
}

/// The year runs on duals: the slope of the backup by the boiler's output is that of central differences, whose gap falls
/// with the step. Without minimum load the sums are piecewise linear in the output.
#[test]
fn a_year_of_duals_has_the_slope_of_differences() {
    let load = load_of(100.0, 0.8, 1.0, 11);
    let backup = |power: f64| {
        let params = DispatchParams { buffer_loss_per_h: 0.002, ..ideal(power, 2.0) };
        run_year(&params, load.kw(), |_, _, _| {}).year().backup_kwh
    };
    let dual: Vec<Dual<1>> = load.kw().iter().map(|kw| Dual::constant(*kw)).collect();
    let values = DispatchParams { buffer_loss_per_h: 0.002, ..ideal(90.0, 2.0) }.to_vec();
    let mut lifted: Vec<Dual<1>> = values.into_iter().map(Dual::constant).collect();
    lifted[0] = Dual::variable(90.0, 0);
    let totals = run_year(&DispatchParams::from_slice(&lifted), &dual, |_, _, _| {});
    let slope = totals.year().backup_kwh.slope[0];
    assert!((totals.year().backup_kwh.value - backup(90.0)).abs() < 1e-9);
    let gap = |h: f64| ((backup(90.0 + h) - backup(90.0 - h)) / (2.0 * h) / slope - 1.0).abs();
    assert!(slope < 0.0 && gap(1e-5) < 1e-6, "slope {slope}, gap {:e}", gap(1e-5));
}

/// In a year without weather each day of houses is the design day of its temperature.
#[test]
fn the_design_load_is_the_mean_load_of_a_steady_year() {
    for temperature in [-15.0, -3.0, 8.0] {
        let steady = WeatherYear::new(vec![temperature; 8760], None).unwrap();
        let calm = DemandChoices { loss: NetworkLoss::Constant, ..choices(ProfileKind::Mfh) };
        let shapes = DemandShapes::new(&steady, &calm).unwrap();
        let params = DemandParams { process_heat_mwh: 0.0, design_temperature_c: temperature, ..network() };
        let load = network_load(&shapes, &params).unwrap();
        let design = design_load_kw(&shapes, &params);
        for day in load.kw().chunks(24) {
            assert!((day.iter().sum::<f64>() / 24.0 / design - 1.0).abs() < 1e-9);
        }
    }
}
