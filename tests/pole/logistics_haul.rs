//! Hauling a year's flow: known answers, limits, and what must hold for any input.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use gisement::balance::carbon::transport;
use gisement::library;
use gisement::logistics::{
    BulkRequest, Draw, HaulPlan, HaulRequest, Haulage, Sharing, container, haul, haul_bulk, matter, matter_of, vehicle,
    vehicles,
};
use proptest::prelude::*;

fn request(feedstock: &str, name: &str, containers: f64, wet_t: f64, km: f64) -> HaulRequest {
    let container = container(name).unwrap();
    HaulRequest {
        km,
        wet_t,
        month_share: [1.0 / 12.0; 12],
        container,
        containers,
        matter: matter_of(feedstock, container).unwrap(),
        vehicle: None,
        sharing: Sharing::Alone,
        haulage: Haulage::defaults(),
    }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs()
}

/// By hand: 0.9 x 30 m3 x 130 kg/m3 = 3510 kg a trip, 162 t are 47 trips of 16 km and 0.8556 h, at 0.70 EUR/km, 55 EUR/h,
/// 90 EUR rent a month, 0.36 l/km x 3.16 kg/l.
#[test]
fn a_skip_of_broken_pallets_costs_what_a_calculator_says() {
    let hook = vehicle("hooklift_26t").unwrap();
    let moved =
        haul(&HaulRequest { vehicle: Some(hook), ..request("pallet_A_soft", "skip30", 1.0, 162.0, 8.0) }).unwrap();
    assert_eq!(moved.trips, 47.0);
    assert!(near(moved.eur_per_t, 343_621.0 / 14_580.0), "{moved:?}");
    assert!(near(moved.kgco2e_per_t, 29_704.0 / 5_625.0), "{moved:?}");
    assert!(near(moved.hours, 47.0 * 77.0 / 90.0), "{moved:?}");
}

/// By hand: six bins of 96 kg at 0.8 are 460.8 kg a visit; 0.5 t a month are 2 visits by volume, so the rule of the week
/// decides: 52 + 18 more from June to September.
#[test]
fn the_rule_of_the_week_decides_where_little_comes() {
    let moved = haul(&request("fw_canteen", "bac240", 6.0, 6.0, 10.0)).unwrap();
    assert_eq!(moved.trips, 70.0);
    let more = haul(&request("fw_canteen", "bac240", 6.0, 60.0, 10.0)).unwrap();
    assert_eq!(more.trips, 12.0 * 11.0, "5 t a month are 10.85 visits");
}

#[test]
fn nothing_comes_in_a_month_without_waste() {
    let mut school = request("fw_canteen", "bac240", 6.0, 6.0, 10.0);
    school.month_share = std::array::from_fn(|m| if m == 7 { 0.0 } else { 1.0 / 11.0 });
    assert_eq!(haul(&school).unwrap().trips, 62.0);
}

#[test]
fn grease_is_pumped_every_second_month_at_least() {
    assert_eq!(haul(&request("grease_trap", "grease_tank", 1.0, 2.0, 10.0)).unwrap().trips, 6.0);
    assert_eq!(haul(&request("grease_trap", "grease_tank", 1.0, 18.0, 10.0)).unwrap().trips, 10.0);
}

/// Shredded pallets, 90 m3 x 200 kg/m3 = 18 t a load.
#[test]
fn the_large_vehicle_is_cheaper_per_tonne_than_the_small_one() {
    let bulk = |name: &str| {
        let vehicle = Some(vehicle(name).unwrap());
        let matter = matter("wood_shred").unwrap();
        haul_bulk(&BulkRequest { km: 57.0, wet_t: 1484.0, matter, vehicle, haulage: Haulage::defaults() }).unwrap()
    };
    let (large, small) = (bulk("walking_floor_44t"), bulk("truck_12t"));
    assert_eq!((large.trips, small.trips), (83.0, 270.0));
    assert!(large.eur_per_t < small.eur_per_t / 2.0 && large.kgco2e_per_t < small.kgco2e_per_t);
    let matter = matter("wood_shred").unwrap();
    let chosen = BulkRequest { km: 57.0, wet_t: 1484.0, matter, vehicle: None, haulage: Haulage::defaults() };
    assert_eq!(HaulPlan::bulk(&chosen).unwrap().vehicle().id, "walking_floor_44t");
}

#[test]
fn a_round_shares_the_way_and_joining_one_adds_a_leg() {
    let of = |sharing| haul(&HaulRequest { sharing, ..request("fw_canteen", "bac240", 4.0, 10.0, 20.0) }).unwrap();
    let (alone, round, joining) = (of(Sharing::Alone), of(Sharing::Round), of(Sharing::Joining));
    assert_eq!(alone.trips, round.trips);
    assert!(joining.eur_per_t < round.eur_per_t && round.eur_per_t < 0.6 * alone.eur_per_t);
    assert!(joining.kgco2e_per_t < round.kgco2e_per_t && round.kgco2e_per_t < alone.kgco2e_per_t);
}

/// A skip fills its vehicle: there is no room for a second stop, so a round is a trip.
#[test]
fn a_full_skip_shares_nothing_but_a_trailer_does() {
    let of = |name: &str, sharing| {
        let vehicle = Some(vehicle(name).unwrap());
        haul(&HaulRequest { vehicle, sharing, ..request("pallet_A_soft", "skip30", 1.0, 100.0, 20.0) }).unwrap()
    };
    assert_eq!(of("hooklift_26t", Sharing::Round), of("hooklift_26t", Sharing::Alone));
    assert!(of("hooklift_44t", Sharing::Round).eur_per_t < of("hooklift_44t", Sharing::Alone).eur_per_t);
}

#[test]
fn what_makes_no_sense_is_refused_by_name() {
    let good = request("pallet_A_soft", "skip30", 1.0, 100.0, 20.0);
    let refused = |r: HaulRequest| haul(&r).unwrap_err().to_string();
    assert!(refused(HaulRequest { km: f64::NAN, ..good }).contains("road distance (km) is NaN"));
    assert!(refused(HaulRequest { wet_t: 0.0, ..good }).contains("mass to haul (t/a) is 0"));
    assert!(refused(HaulRequest { containers: 0.5, ..good }).contains("number of containers is 0.5"));
    assert!(refused(HaulRequest { month_share: [0.0; 12], ..good }).contains("add up to 0, not to 1"));
    assert!(refused(HaulRequest { vehicle: Some(vehicle("van_3t5").unwrap()), ..good }).contains("`van_3t5` takes no"));
    let tank = HaulRequest { container: container("grease_tank").unwrap(), ..good };
    assert!(refused(tank).contains("no vehicle takes `pallets_broken` from a `grease_tank`"));
    assert!(HaulPlan::new(&HaulRequest { wet_t: 0.0, ..good }).unwrap().at(0.0, &Draw::NOMINAL).is_none());
}

/// The fleet's diesel is that of the French rule where the rule has the vehicle: one number, in two tables for two uses.
#[test]
fn diesel_agrees_with_the_rule() {
    for v in vehicles() {
        if let Some(level1) = &v.level1 {
            let rule = transport::vehicle(level1).unwrap();
            assert!((v.diesel_l_per_km - rule.diesel_l_per_km).abs() < 1e-12, "{}", v.id);
        }
    }
    let carbon = gisement::balance::carbon::CarbonParams::<f64>::defaults();
    assert_eq!(Haulage::<f64>::defaults().diesel_kgco2e_per_l, carbon.diesel_kgco2e_per_l);
}

#[test]
fn every_feedstock_of_the_library_has_a_density() {
    let skip = container("skip30").unwrap();
    for id in library::organics().iter().map(|f| &f.id).chain(library::woods().iter().map(|f| &f.id)) {
        assert!(matter_of(id, skip).is_ok(), "{id}");
    }
}

fn any_request() -> impl Strategy<Value = HaulRequest> {
    let streams = [
        ("pallet_A_soft", "skip30"),
        ("crate_light", "skip15"),
        ("pallet_A_soft", "stack_yard"),
        ("fw_canteen", "bac120"),
        ("fw_depack", "pallox600"),
        ("grease_trap", "grease_tank"),
        ("whey", "soup_tank"),
        ("lawn", "skip15"),
        ("cattle_slurry", "farm_store"),
        ("cattle_fym", "farm_store"),
    ];
    let sharing = prop_oneof![Just(Sharing::Alone), Just(Sharing::Round), Just(Sharing::Joining)];
    (0..streams.len(), 1.0..9.0_f64, 0.1..3000.0, 0.0..200.0, sharing).prop_map(move |(k, n, wet_t, km, sharing)| {
        HaulRequest { sharing, ..request(streams[k].0, streams[k].1, n.floor(), wet_t, km) }
    })
}

proptest! {
    #[test]
    fn a_longer_way_never_costs_less(r in any_request(), more in 0.0..100.0_f64) {
        let far = HaulRequest { km: r.km + more, vehicle: Some(HaulPlan::new(&r).unwrap().vehicle()), ..r };
        let near = HaulRequest { vehicle: far.vehicle, ..r };
        let (a, b) = (haul(&near).unwrap(), haul(&far).unwrap());
        prop_assert!(b.eur_per_t >= a.eur_per_t - 1e-9 && b.kgco2e_per_t >= a.kgco2e_per_t - 1e-9);
    }

    #[test]
    fn more_mass_never_costs_less_in_total(r in any_request(), more in 0.0..500.0_f64) {
        let plan = HaulPlan::new(&HaulRequest { sharing: Sharing::Alone, ..r }).unwrap();
        let a = plan.at(r.wet_t, &Draw::NOMINAL).unwrap();
        let b = plan.at(r.wet_t + more, &Draw::NOMINAL).unwrap();
        prop_assert!(b.trips >= a.trips);
        prop_assert!(b.eur_per_t * b.wet_t >= a.eur_per_t * a.wet_t * (1.0 - 1e-12));
    }

    #[test]
    fn the_chosen_vehicle_is_the_cheapest(r in any_request()) {
        let chosen = haul(&r).unwrap();
        prop_assert!(chosen.eur_per_t.is_finite() && chosen.eur_per_t > 0.0 && chosen.trips.fract() == 0.0);
        for v in vehicles().iter().filter(|v| v.takes(r.container, r.matter)) {
            let other = HaulRequest { vehicle: Some(v), ..r };
            prop_assert!(haul(&other).unwrap().eur_per_t >= chosen.eur_per_t);
        }
    }

    #[test]
    fn a_plan_says_what_the_request_says(r in any_request(), factor in 0.5..2.0_f64) {
        let plan = HaulPlan::new(&r).unwrap();
        prop_assert_eq!(plan.at(r.wet_t, &Draw::NOMINAL), Some(haul(&r).unwrap()));
        let dear = Draw { eur_per_km: factor, eur_per_h: factor, ..Draw::NOMINAL };
        let (a, b) = (plan.at(r.wet_t, &Draw::NOMINAL).unwrap(), plan.at(r.wet_t, &dear).unwrap());
        let rent = 12.0 * r.container.rent_eur_per_month * r.containers / r.wet_t;
        prop_assert!((b.eur_per_t - rent - factor * (a.eur_per_t - rent)).abs() < 1e-9 * b.eur_per_t);
        prop_assert_eq!(a.kgco2e_per_t, b.kgco2e_per_t);
    }
}
