//! Boilers in cascade: the bare rule where nothing is added to it, published answers, conservation, bounds, lanes.

use gisement::climate::{GeneratorParams, generate, sites};
use gisement::heat::{
    Cascade, CascadeSupply, CascadeYear, DemandChoices, DemandParams, DemandShapes, DispatchParams, HeatError,
    HeatLoad, HeatSource, NetworkLoss, ProcessHours, Profile, ProfileKind, Silo, StepLoad, Supply, cascade_year,
    cascade_years, greedy_backup_kwh, supplied_year, supplied_years,
};
use gisement::num::VectorClass;
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

/// Without ramp, start time and start fuel: what the bare rule knows.
fn bare(power_kw: f64) -> DispatchParams<f64> {
    DispatchParams {
        power_kw,
        ramp_per_h: 1000.0,
        start_warm_h: 0.0,
        start_cold_h: 0.0,
        start_warm_kwh_per_kw: 0.0,
        start_cold_kwh_per_kw: 0.0,
        ..DispatchParams::defaults()
    }
}

fn full(power_kw: f64) -> DispatchParams<f64> {
    DispatchParams { power_kw, ..DispatchParams::defaults() }
}

fn year_of(load: &HeatLoad, house: &Cascade<f64>) -> CascadeYear<f64> {
    cascade_year(HeatSource::Measured(load), &[0.0; 12], house, |_| {})
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// One boiler, hourly, without what the cascade adds: every sum of every month has the bits of the bare rule.
    #[test]
    fn one_bare_boiler_has_the_bits_of_the_rule(
        (season, noise, seed) in (0.0..1.2_f64, 0.0..2.0_f64, any::<u32>()),
        (size, minimum, hours, loss) in (0.1..2.0_f64, 0.0..1.0_f64, 0.0..12.0_f64, 0.0..0.05_f64),
        (ratio, outage, offer) in (0.8..1.1_f64, 0.0..0.3_f64, 0.0..40.0_f64),
    ) {
        let load = load_of(100.0, season, noise, seed);
        let params = DispatchParams {
            minimum_load: minimum,
            buffer_hours: hours,
            buffer_loss_per_h: loss,
            part_load_efficiency_ratio: ratio,
            outage_share: outage,
            summer_stop_day: 160.0,
            summer_restart_day: 200.0,
            ..bare(100.0 * size)
        };
        let source = HeatSource::Measured(&load);
        let offered_kw = [offer; 12];
        let plain = supplied_year(source, &offered_kw, &params, |_| {});
        let house = Cascade::new(&[params]).unwrap();
        let cascade = cascade_year(source, &offered_kw, &house, |_| {});
        prop_assert_eq!(cascade.totals(), plain.totals);
        prop_assert_eq!((cascade.taken_kwh, cascade.refused_kwh), (plain.taken_kwh, plain.refused_kwh));
        prop_assert_eq!((cascade.peak_kw, cascade.sound), (plain.peak_kw, plain.sound));
    }

    /// Any house of one to four boilers in any steps: heat and wood close, nothing is negative, minimum loads hold, the
    /// greedy lossless store of the same size is never beaten.
    #[test]
    fn random_houses_close_and_never_beat_the_greedy_store(
        (season, noise, seed) in (0.0..1.2_f64, 0.0..2.0_f64, any::<u32>()),
        sizes in prop::collection::vec((0.05..1.0_f64, 0.0..1.0_f64, 0.0..0.2_f64), 1..=4),
        (hours, loss, ratio, backup) in (0.0..8.0_f64, 0.0..0.05_f64, 0.8..1.1_f64, 0.0..2.0_f64),
        (steps, ramp, start, store) in (0..4_usize, 0.1..20.0_f64, 0.0..3.0_f64, 0.0..10.0_f64),
    ) {
        let load = load_of(100.0, season, noise, seed);
        let boilers: Vec<_> = sizes.iter().map(|(size, minimum, outage)| DispatchParams {
            minimum_load: *minimum,
            buffer_hours: hours,
            buffer_loss_per_h: loss,
            initial_charge: 0.0,
            part_load_efficiency_ratio: ratio,
            outage_share: *outage,
            ramp_per_h: ramp,
            start_warm_h: 0.5 * start,
            start_cold_h: start,
            backup_power_kw: 100.0 * backup,
            ..full(100.0 * size)
        }).collect();
        let mut house = Cascade::new(&boilers).unwrap().with_steps([1, 4, 6, 12][steps]).unwrap();
        let power: f64 = house.power_kw();
        if store > 1.0 {
            let capacity_kwh = store * 12.0 * power;
            let silo =
                Silo { capacity_kwh, delivery_kwh: 0.4 * capacity_kwh, deliveries_per_day: 2.0, first_weekday: 6 };
            house = house.with_silo(silo).unwrap();
        }
        let capacity = house.buffer_kwh();
        let year = cascade_year(HeatSource::Measured(&load), &[0.0; 12], &house, |step| {
            let all = [step.wood_kwh, step.fuel_kwh, step.backup_kwh, step.unmet_kwh, step.charge_kwh, step.silo_kwh];
            assert!(all.iter().all(|x| x.is_finite() && *x >= 0.0), "{all:?}");
            assert!(step.charge_kwh <= capacity * (1.0 + 1e-12) + 1e-9);
            assert!(step.backup_kwh <= 100.0 * backup * step.hours * (1.0 + 1e-12));
            for ((heat, on), boiler) in step.unit_kwh.iter().zip(step.on).zip(&boilers) {
                assert!(*on || *heat == 0.0);
                assert!(*heat <= boiler.power_kw * step.hours * (1.0 + 1e-12));
            }
        });
        prop_assert!(year.closure() < 1e-9, "{}", year.closure());
        let sums = year.year();
        let lacking = sums.backup_kwh + sums.unmet_kwh;
        let best = greedy_backup_kwh(load.kw(), power, capacity);
        prop_assert!(best <= lacking + 1e-6, "{} below the optimum {}", lacking, best);
        prop_assert!((0.0..=1.0).contains(&year.coverage()));
        let wood = sums.wood();
        prop_assert!(wood.hours_at_minimum <= wood.hours && wood.starts() <= wood.hours * 12.0);
        prop_assert!(sums.start_fuel_kwh <= wood.fuel_kwh);
    }
}

/// Published: two boilers of half the power in sequence, without buffer (column `covC` of the dispatch table).
#[test]
fn two_halves_are_the_published_pair() {
    let mut profiles = csv::Reader::from_reader(include_str!("../../models/verify/heat/bdew_profile.csv").as_bytes());
    let names: Vec<String> = profiles.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = profiles.records().map(Result::unwrap).collect();
    let mut cases = csv::Reader::from_reader(include_str!("../../models/verify/heat/dispatch_public.csv").as_bytes());
    let columns = cases.headers().unwrap().clone();
    let at = |name: &str| columns.iter().position(|c| c == name).unwrap();
    let mut compared = 0;
    for case in cases.records().map(Result::unwrap) {
        let number = |name: &str| case[at(name)].parse::<f64>().unwrap();
        let Some(column) = names.iter().position(|name| *name == case[at("profile")]) else { continue };
        let load = HeatLoad::new(rows.iter().map(|r| r[column].parse().unwrap()).collect()).unwrap();
        let half = DispatchParams {
            minimum_load: number("min_load"),
            buffer_hours: 0.0,
            outage_share: 0.0,
            ..bare(0.5 * number("P_bio_kW"))
        };
        let year = year_of(&load, &Cascade::new(&[half, half]).unwrap());
        let gap = 100.0 * year.coverage() - number("covC_two_units_pct");
        assert!(gap.abs() < 1e-4, "{}: {gap:e} points", &case[0]);
        compared += 1;
    }
    assert!(compared >= 14, "{compared}");
}

/// Lanes have the bits of the scalar run in every class, in whatever order houses of different kinds are given.
#[test]
fn lanes_have_the_bits_of_houses_alone() {
    let (load, other) = (load_of(100.0, 0.9, 0.8, 5), load_of(60.0, 0.5, 1.5, 9));
    let steps = StepLoad::held(&other, 4).unwrap();
    let silo = |days: f64| Silo {
        capacity_kwh: days * 1500.0,
        delivery_kwh: 900.0,
        deliveries_per_day: 1.0 + days.floor(),
        first_weekday: 0,
    };
    let houses: Vec<Cascade<f64>> = (0..23)
        .map(|k| {
            let x = f64::from(k);
            let boiler = |part: f64| DispatchParams { buffer_hours: x % 3.0, ..full((30.0 + 5.0 * x) * part) };
            let parts = [0.5, 0.3, 0.4, 0.2];
            let boilers: Vec<_> = parts[..1 + k as usize % 4].iter().map(|part| boiler(*part)).collect();
            let house = Cascade::new(&boilers).unwrap().with_steps([1, 1, 4][k as usize % 3]).unwrap();
            if k % 5 < 2 { house.with_silo(silo(1.0 + x % 4.0)).unwrap() } else { house }
        })
        .collect();
    let supplies: Vec<CascadeSupply<'_>> = houses
        .iter()
        .zip(0..)
        .map(|(house, k)| CascadeSupply {
            source: match k % 4 {
                0 => HeatSource::Steps(&steps),
                1 => HeatSource::Measured(&other),
                _ => HeatSource::Measured(&load),
            },
            offered_kw: [f64::from(k % 7); 12],
            house,
        })
        .collect();
    let alone: Vec<String> =
        supplies.iter().map(|s| format!("{:?}", cascade_year(s.source, &s.offered_kw, s.house, |_| {}))).collect();
    for class in VectorClass::ALL.into_iter().filter(|class| class.is_available()) {
        let together = cascade_years(&supplies, class);
        assert_eq!(together.len(), alone.len());
        for (one, other) in together.iter().zip(&alone) {
            assert_eq!(format!("{one:?}"), *other, "{class}");
        }
    }
    assert!(alone.windows(2).all(|w| w[0] != w[1]), "the houses differ");
}

/// Networks of the same shapes with amounts of their own share lanes.
#[test]
fn networks_have_a_lane_each() {
    let weather = generate(&sites()[0], &GeneratorParams::defaults(), 3).unwrap();
    let choices = DemandChoices {
        profile: Profile::new(ProfileKind::Gko),
        loss: NetworkLoss::Constant,
        process: ProcessHours::TwoShifts,
    };
    let shapes = DemandShapes::new(&weather, &choices).unwrap();
    let needs: Vec<_> = (1..12)
        .map(|k| DemandParams {
            annual_heat_mwh: 300.0 * f64::from(k),
            network_length_m: 50.0 * f64::from(k % 4),
            ..DemandParams::defaults()
        })
        .collect();
    let house = Cascade::new(&[full(300.0), full(200.0)]).unwrap();
    let supply =
        |params| CascadeSupply { source: HeatSource::Network(&shapes, params), offered_kw: [20.0; 12], house: &house };
    let supplies: Vec<_> = needs.iter().map(supply).collect();
    for (supply, year) in supplies.iter().zip(cascade_years(&supplies, VectorClass::best())) {
        let alone = cascade_year(supply.source, &supply.offered_kw, &house, |_| {});
        assert_eq!(format!("{alone:?}"), format!("{year:?}"));
        assert!(year.sound && year.taken_kwh > 0.0 && year.closure() < 1e-9);
    }
}

/// A year of [`Supply`] runs with the same demand gives the same as the cascade in lanes: old and new stand side by side.
#[test]
fn lanes_of_bare_boilers_are_lanes_of_the_rule() {
    let load = load_of(100.0, 0.9, 0.8, 5);
    let source = HeatSource::Measured(&load);
    let params: Vec<_> = (1..9).map(|k| bare(20.0 * f64::from(k))).collect();
    let houses: Vec<_> = params.iter().map(|p| Cascade::new(&[*p]).unwrap()).collect();
    let supplies: Vec<_> = params.iter().map(|dispatch| Supply { source, offered_kw: [0.0; 12], dispatch }).collect();
    let cascades: Vec<_> = houses.iter().map(|house| CascadeSupply { source, offered_kw: [0.0; 12], house }).collect();
    let class = VectorClass::best();
    for (plain, cascade) in supplied_years(&supplies, class).iter().zip(cascade_years(&cascades, class)) {
        assert_eq!(plain.totals, cascade.totals());
    }
}

/// Hours held in steps: without minimum load, losses and starts the heat of the year is that of the hours.
#[test]
fn steps_of_held_hours_move_the_same_heat() {
    let load = load_of(100.0, 0.9, 0.8, 5);
    let ideal = DispatchParams { minimum_load: 0.0, buffer_hours: 0.0, outage_share: 0.0, ..bare(110.0) };
    let hourly = year_of(&load, &Cascade::new(&[ideal]).unwrap());
    for steps in [4, 6, 12] {
        let finer = year_of(&load, &Cascade::new(&[ideal]).unwrap().with_steps(steps).unwrap());
        let gap = finer.year().wood().wood_kwh / hourly.year().wood().wood_kwh - 1.0;
        assert!(gap.abs() < 1e-12, "{steps}: {gap:e}");
        assert!((finer.peak_kw - hourly.peak_kw).abs() < 1e-9);
    }
}

/// What hourly steps hide: with the water of boiler and pipes as its only buffer (five minutes of output), a boiler goes on
/// and off within the hour. In hours it starts less often, or does not run at all.
#[test]
fn short_steps_show_the_cycling_that_hours_hide() {
    let load = HeatLoad::new(vec![20.0; 8760]).unwrap();
    // 100 kW with 30 kW at least on 20 kW of demand.
    let boiler = DispatchParams { buffer_hours: 1.0 / 12.0, outage_share: 0.0, ..bare(100.0) };
    let year = |steps: usize| {
        let house = Cascade::new(&[boiler]).unwrap().with_steps(steps).unwrap();
        let year = year_of(&load, &house);
        (year.year().wood().starts(), year.coverage())
    };
    let (hourly, fine) = (year(1), year(12));
    assert!(hourly.0 == 0.0 && hourly.1 < 0.01, "{hourly:?}");
    assert!(fine.0 > 8760.0 && fine.1 > 0.9, "{fine:?}");
}

/// Ramp and start time: known answers by hand, one hot hour after a long standstill.
#[test]
fn starts_take_their_time_and_their_fuel() {
    let mut kw = vec![0.0; 8760];
    kw[100..103].fill(100.0);
    let load = HeatLoad::new(kw).unwrap();
    let boiler = DispatchParams {
        buffer_hours: 0.0,
        outage_share: 0.0,
        minimum_load: 0.3,
        ramp_per_h: 2.0,
        start_cold_h: 0.5,
        start_cold_kwh_per_kw: 0.2,
        part_load_efficiency_ratio: 1.0,
        efficiency_nominal: 0.8,
        ..full(100.0)
    };
    let house = Cascade::new(&[boiler]).unwrap().with_steps(4).unwrap();
    let mut heat = Vec::new();
    let year = cascade_year(HeatSource::Measured(&load), &[0.0; 12], &house, |step| {
        if (100..103).contains(&step.hour) {
            heat.push(step.wood_kwh);
        }
    });
    // Quarter hours: two of start, then the minimum at once? The ramp allows 12.5 kWh more a step: 12.5, 25, 25 ...
    assert_eq!(heat[..5], [0.0, 0.0, 12.5, 25.0, 25.0]);
    let wood = year.year().wood();
    assert_eq!((wood.cold_starts, wood.warm_starts), (1.0, 0.0));
    assert_eq!(wood.wood_kwh, 12.5 + 9.0 * 25.0);
    assert!((wood.fuel_kwh - (wood.wood_kwh / 0.8 + 20.0)).abs() < 1e-9);
    assert_eq!(year.year().start_fuel_kwh, 20.0);
    assert_eq!(year.year().backup_kwh, 300.0 - wood.wood_kwh);
    assert_eq!(year.wear_h(&house), 3.0 + 2.0);
}

/// The share of part load: both boilers at the same place of their range.
#[test]
fn running_boilers_share_in_proportion_to_their_range() {
    let load = HeatLoad::new(vec![150.0; 8760]).unwrap();
    let boiler = |power_kw, minimum_load| DispatchParams {
        minimum_load,
        buffer_hours: 0.0,
        outage_share: 0.0,
        ..bare(power_kw)
    };
    let house = Cascade::new(&[boiler(100.0, 0.3), boiler(100.0, 0.5)]).unwrap();
    let year = year_of(&load, &house);
    // 150 kW between 80 and 200: 7/12 of each range.
    let expected = [30.0 + 70.0 * 7.0 / 12.0, 50.0 + 50.0 * 7.0 / 12.0];
    for (k, kw) in expected.into_iter().enumerate() {
        assert!((year.unit_year(k).wood_kwh / 8760.0 - kw).abs() < 1e-9);
    }
    assert_eq!(year.unit_year(2).wood_kwh, 0.0);
    assert_eq!(year.unit_year(9).hours, 0.0);
}

/// A small second boiler keeps the summer when the large one is too big; a boiler that is out leaves its place to the next.
#[test]
fn a_small_boiler_runs_alone_where_the_large_one_is_too_large() {
    let load = HeatLoad::new(vec![20.0; 8760]).unwrap();
    let boiler = |power_kw| DispatchParams { buffer_hours: 0.0, outage_share: 0.1, ..bare(power_kw) };
    let year = year_of(&load, &Cascade::new(&[boiler(100.0), boiler(40.0)]).unwrap());
    assert_eq!(year.unit_year(0).wood_kwh, 0.0);
    assert!(year.coverage() > 0.89);
    let house = Cascade::new(&[boiler(40.0); 4]).unwrap();
    let resting = |unit: usize| (1..=365).filter(|day| !house.available(unit, *day)).collect::<Vec<_>>();
    assert_eq!(resting(0), (1..=365).filter(|day| !boiler(40.0).available(*day)).collect::<Vec<_>>());
    for (one, other) in [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)] {
        assert!(resting(one).iter().all(|day| !resting(other).contains(day)), "never two on one day");
        assert!(resting(one).len().abs_diff(36) <= 2);
    }
    assert_eq!(year_of(&load, &house).coverage(), 1.0, "so the four together never fail");
}

/// A backup that is too small leaves demand unmet, and says how much.
#[test]
fn what_the_backup_cannot_give_is_unmet() {
    let load = HeatLoad::new(vec![100.0; 8760]).unwrap();
    let boiler = DispatchParams { buffer_hours: 0.0, outage_share: 0.0, backup_power_kw: 30.0, ..bare(60.0) };
    let year = year_of(&load, &Cascade::new(&[boiler]).unwrap());
    let sums = year.year();
    assert_eq!((sums.backup_kwh, sums.unmet_kwh), (30.0 * 8760.0, 10.0 * 8760.0));
    assert_eq!((year.backup_peak_kw, year.unmet_peak_kw), (30.0, 10.0));
    assert!((year.coverage() - 0.6).abs() < 1e-12 && year.closure() < 1e-12);
    assert_eq!(year.totals().backup_peak_kw, 40.0);
}

/// A store of two days that a lorry of one day fills on working days lasts over no week-end.
#[test]
fn an_empty_store_stops_the_wood() {
    let load = HeatLoad::new(vec![100.0; 8760]).unwrap();
    let boiler = DispatchParams {
        buffer_hours: 0.0,
        outage_share: 0.0,
        efficiency_nominal: 1.0,
        part_load_efficiency_ratio: 1.0,
        ..bare(100.0)
    };
    let silo =
        |capacity_kwh: f64| Silo { capacity_kwh, delivery_kwh: 2400.0, deliveries_per_day: 3.0, first_weekday: 0 };
    let with = |capacity_kwh: f64| {
        let house = Cascade::new(&[boiler]).unwrap().with_silo(silo(capacity_kwh)).unwrap();
        year_of(&load, &house)
    };
    let (small, large) = (with(4800.0), with(9600.0));
    assert!(small.coverage() < 0.95 && large.coverage() == 1.0, "{} {}", small.coverage(), large.coverage());
    assert!((large.year().deliveries - 362.0).abs() <= 3.0, "{}", large.year().deliveries);
    assert!(small.closure() < 1e-12 && large.closure() < 1e-12);
    let ends = Cascade::new(&[boiler]).unwrap().with_silo(Silo { deliveries_per_day: 0.0, ..silo(9600.0) });
    assert!(ends.unwrap_err().to_string().contains("1 to 8 a day"));
}

#[test]
fn houses_that_make_no_sense_are_refused() {
    let refused = |boilers: &[DispatchParams<f64>]| Cascade::new(boilers).unwrap_err();
    assert_eq!(refused(&[]), HeatError::UnitCount { found: 0 });
    assert_eq!(refused(&[full(10.0); 5]), HeatError::UnitCount { found: 5 });
    assert!(matches!(refused(&[full(10.0), full(0.0)]), HeatError::Parameter { name: "power_kw", .. }));
    let house = Cascade::new(&[full(10.0)]).unwrap();
    for steps in [0, 2, 3, 60] {
        assert_eq!(house.with_steps(steps).unwrap_err(), HeatError::StepsPerHour { found: steps });
    }
}

/// The default ratio lies among what makers measured, and not above their mean: part load is not made to look good.
#[test]
fn the_part_load_ratio_is_one_of_those_measured() {
    let readings = gisement::combustion::part_load_readings();
    let ratios: Vec<f64> = readings.iter().map(|r| r.efficiency_ratio).collect();
    let (low, high) = ratios.iter().fold((f64::INFINITY, 0.0_f64), |(low, high), r| (low.min(*r), high.max(*r)));
    let mean = ratios.iter().sum::<f64>() / ratios.len() as f64;
    let default = gisement::heat::DispatchParams::<f64>::defaults().part_load_efficiency_ratio;
    assert!(low <= default && default <= high && default <= mean, "{default} among {ratios:?}");
}
