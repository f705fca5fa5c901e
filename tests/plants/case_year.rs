//! A whole year: orders between models, all gas uses, empty pools, closures that fail when a flow is corrupted.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use crate::scenario_support;

use gisement::balance::energy::energy_balance;
use gisement::case::{Case, Detail, Outcome, evaluate, evaluate_all};
use gisement::digestion::tank::TankVerdict;
use gisement::num::VectorClass;
use gisement::scenario::Scenario;

fn read(name: &str, overrides: &[&str]) -> Scenario {
    scenario_support::read(&scenario_support::shipped(name), overrides)
}

fn year(scenario: &Scenario) -> (Case, Outcome) {
    let case = scenario.case(&scenario.nominal()).unwrap();
    let outcome = evaluate(&case, Detail::Totals).unwrap();
    (case, outcome)
}

fn headline(outcome: &Outcome, key: &str) -> f64 {
    outcome.headlines().iter().find(|h| h.key == key).unwrap_or_else(|| panic!("no {key}")).value
}

fn assert_closes(outcome: &Outcome, what: &str) {
    let closures = outcome.closures();
    assert!(closures.len() >= 5, "{what}");
    for closure in closures {
        assert!(closure.holds(), "{what}: {} is {:e}", closure.name, closure.value);
    }
}

/// Buswell-Boyle is the potential itself; first order cannot reach it; ADM1 loses some more to biomass.
#[test]
fn simple_models_and_adm1_stay_below_the_potential() {
    let methane = |model: &str| {
        let (_, outcome) = year(&read("digester_only.toml", &[&format!("digester.model={model}")]));
        assert_closes(&outcome, model);
        let potential = outcome.digesters[0].total(|m| m.potential_nm3);
        (headline(&outcome, "methane_nm3_per_a"), potential)
    };
    let (upper, potential) = methane("buswell_boyle");
    assert!((upper / potential - 1.0).abs() < 1e-12);
    let (first, _) = methane("first_order");
    let (adm1, _) = methane("adm1");
    assert!(first < upper && first > 0.5 * upper, "{first} {upper}");
    assert!(adm1 < upper && adm1 > 0.7 * upper, "{adm1} {upper}");
}

#[test]
fn every_use_of_the_gas_closes_and_gives_its_product() {
    for (gas_use, key) in [
        ("chp", "electricity_sold_mwh_per_a"),
        ("boiler", "biogas_heat_used_mwh_per_a"),
        ("injection", "biomethane_nm3_per_a"),
    ] {
        let scenario = read("digester_only.toml", &[&format!("digester.gas_use={gas_use}")]);
        let (_, outcome) = year(&scenario);
        assert_closes(&outcome, gas_use);
        assert!(headline(&outcome, key) > 0.0, "{gas_use}");
    }
}

#[test]
fn half_the_pool_in_half_the_tank_gives_half_the_gas() {
    let both = read("digester_only.toml", &["digester.pool_share_pct=50"]);
    let (_, half) = year(&both);
    let (_, whole) = year(&read("digester_only.toml", &["digester.V_liq=1200", "digester.V_gas=160"]));
    let ratio = headline(&half, "methane_nm3_per_a") / headline(&whole, "methane_nm3_per_a");
    assert!((ratio - 0.5).abs() < 1e-4, "{ratio}");
}

#[test]
fn a_sample_in_which_nobody_takes_part_is_a_year_without_waste() {
    let scenario = read("florange.toml", &[]);
    let mut values = scenario.nominal();
    for (place, input) in scenario.inputs.list().iter().enumerate() {
        if input.path.ends_with(".participation") {
            values[place] = 0.0;
        }
    }
    let case = scenario.case(&values).unwrap();
    let outcome = evaluate(&case, Detail::Series).unwrap();
    assert_eq!(headline(&outcome, "wood_t_per_a"), 0.0);
    // The biomass of the seed decays and gives a last breath of gas, nothing more.
    assert!(headline(&outcome, "methane_nm3_per_a") < 1.0);
    assert_eq!(headline(&outcome, "wood_heat_mwh_per_a"), 0.0);
    // The buffer is half full on 1 January and empty in the end.
    assert!(headline(&outcome, "renewable_heat_pct") < 0.1);
    assert!(outcome.closures().iter().all(gisement::case::Closure::holds));
    assert!(outcome.headlines().iter().all(|h| h.value.is_finite()));
}

#[test]
fn a_hundred_samples_close() {
    let scenario = read("florange.toml", &[]);
    for sample in 0..100 {
        let case = scenario.case(&scenario.sample(3, sample)).unwrap();
        let outcome = evaluate(&case, Detail::Totals).unwrap();
        assert_closes(&outcome, &format!("sample {sample}"));
    }
}

/// More wood, hotter stack: what must go up goes up, what must go down goes down.
#[test]
fn physics_has_the_right_sign() {
    let of = |overrides: &[&str], key: &str| headline(&year(&read("florange.toml", overrides)).1, key);
    let wood = "wood_heat_mwh_per_a";
    let scarce = "stock.bought_share=0";
    let (hot, usual) = (of(&["boiler.flue_gas_temperature_c=250", scarce], wood), of(&[scarce], wood));
    assert!(hot < usual, "a hotter stack wastes scarce wood");
    assert!(
        of(&["boiler.fuel.like=pallet_A_soft", "boiler.fuel.moisture_pct_ar=18"], wood) > usual,
        "bought fuel never runs short"
    );
    let gas = "methane_nm3_per_a";
    assert!(of(&["digester.V_liq=60"], gas) < of(&[], gas), "less retention, less gas");
    let saving = "avoided_t_co2e_per_a";
    assert!(
        of(&["carbon.lost_wood_energy_fossil_share=1"], saving)
            < of(&["carbon.lost_wood_energy_fossil_share=0"], saving)
    );
    assert!(of(&["digester.leak_pct=10"], saving) < of(&[], saving), "leaks cost climate");
}

/// The law counts the installation: 800 kW of wood alone stand below 1 MW, with their backup they do not.
#[test]
fn emission_limits_count_the_backup_as_well() {
    let scenario = read("florange.toml", &[]);
    let case = scenario.case(&scenario.nominal()).unwrap();
    let outcome = evaluate(&case, Detail::Series).unwrap();
    let boiler = &outcome.boilers[0];
    assert!(case.boilers[0].dispatch.power_kw / boiler.efficiency_field < 1000.0);
    assert!(boiler.limits.iter().any(|l| l.limit.regime.starts_with("FR 2910")), "{:?}", boiler.limits);
    let told = outcome.notices.iter().filter(|n| n.text.to_string().contains("breaks the limit")).count();
    assert_eq!(told, boiler.limits.iter().filter(|l| !l.ok).count());
}

/// A boiler that runs out of wood has fewer full-load hours than its dispatch asked for.
#[test]
fn full_load_hours_are_those_of_the_wood_really_burnt() {
    let (case, outcome) = year(&read("florange.toml", &[]));
    let hours = headline(&outcome, "wood_heat_mwh_per_a") * 1000.0 / case.boilers[0].dispatch.power_kw;
    assert!((headline(&outcome, "boiler_full_load_h") / hours - 1.0).abs() < 1e-12);
}

#[test]
fn a_corrupted_flow_breaks_the_energy_balance() {
    let (_, outcome) = year(&read("florange.toml", &[]));
    let flows = outcome.accounts.as_ref().unwrap().flows.clone();
    assert!(energy_balance(&flows).closure() < 1e-9);
    let corruptions: [fn(&mut gisement::balance::flows::Flows<f64>); 4] = [
        |f| f.heat.used_from_wood_mwh += 1.0,
        |f| f.methane.to_chp_nm3 *= 1.001,
        |f| f.power.sold_mwh -= 0.1,
        |f| f.wood_boiler.loss_mwh *= 1.0001,
    ];
    for (k, corrupt) in corruptions.iter().enumerate() {
        let mut bad = flows.clone();
        corrupt(&mut bad);
        assert!(energy_balance(&bad).closure() > 1e-9, "corruption {k} went unseen");
    }
}

/// One claimant for each tonne: what a provider claims itself is shown and not counted.
#[test]
fn what_others_claim_is_not_counted_here() {
    let of = |overrides: &[&str], key: &str| headline(&year(&read("florange.toml", overrides)).1, key);
    let saving = "avoided_t_co2e_per_a";
    let without = of(&["pool.claimed_elsewhere=[\"P01\", \"P02\"]"], saving);
    assert!(without < of(&[], saving), "{without}");
    assert_eq!(of(&["pool.claimed_elsewhere=[\"P01\"]"], "wood_t_per_a"), of(&[], "wood_t_per_a"));
}

/// The aggregate factor holds all emissions of the plant: none of the simulated lines stands beside it.
#[test]
fn an_aggregate_factor_excludes_simulated_emissions() {
    let scenario = read("florange.toml", &["carbon.plant_emissions=aggregate", "carbon.methods=[\"avoided\"]"]);
    let case = scenario.case(&scenario.nominal()).unwrap();
    let outcome = evaluate(&case, Detail::Totals).unwrap();
    let gisement::case::CarbonOutcome::Avoided(account) = &outcome.accounts.as_ref().unwrap().carbon[0] else {
        panic!("the method was `avoided`")
    };
    let names: Vec<&str> = account.waterfall.components.iter().map(|c| c.name).collect();
    assert!(names.contains(&"digestion_aggregate"));
    assert!(!names.iter().any(|n| n.starts_with("methane_")), "{names:?}");
    assert_closes(&outcome, "the gas line loses what it loses, however its emissions are counted");
}

/// What is built costs the same whatever gas it gives: a leaking, a dead and a boiler-fed plant pay for their tank.
#[test]
fn a_bad_digester_is_no_cheap_digester() {
    let money = |overrides: &[&str]| year(&read("florange.toml", overrides)).1.accounts.unwrap().money;
    let tank = |overrides: &[&str]| -money(overrides).capital.iter().find(|l| l.name == "digester").unwrap().eur;
    let base = tank(&[]);
    assert!((base - 260.0 * 1800.0).abs() < 1e-6, "{base}");
    assert_eq!(tank(&["digester.leak_pct=20"]), base);
    assert_eq!(tank(&["digester.gas_use=boiler"]), base);
    assert_eq!(tank(&["digester.k_m_ac=0.01"]), base, "no methane, same tank");
    assert!(tank(&["digester.V_liq=1000"]) > 3.0 * base);
    let engine = |overrides: &[&str]| -money(overrides).capital.iter().find(|l| l.name == "engine").unwrap().eur;
    assert_eq!(engine(&["digester.leak_pct=20"]), engine(&[]), "the engine is that of the scenario");
}

/// An engine takes what its power allows; the rest is flared, and the account still closes.
#[test]
fn gas_beyond_the_engine_is_flared() {
    let (_, small) = year(&read("florange.toml", &["digester.gas.chp_power_kwe=5"]));
    let (_, large) = year(&read("florange.toml", &["digester.gas.chp_power_kwe=500"]));
    assert_closes(&small, "small engine");
    let gross = |o: &Outcome| o.digesters[0].plant.electricity_gross_mwh;
    assert!((gross(&small) - 5.0 * 8.76 * 0.94).abs() < 1e-6, "{}", gross(&small));
    assert!(gross(&large) > 3.0 * gross(&small));
    assert!(small.digesters[0].plant.flared_nm3 > large.digesters[0].plant.flared_nm3);
}

/// Fuel that is not the pool's is bought: its price is in the cost of heat.
#[test]
fn bought_wood_is_paid_for() {
    let lcoh = |price: &str| headline(&year(&read("boiler_only.toml", &[price])).1, "lcoh_eur_per_mwh");
    let (free, dear) = (lcoh("economics.bought_wood_eur_per_t=0"), lcoh("economics.bought_wood_eur_per_t=100"));
    let (_, outcome) = year(&read("boiler_only.toml", &[]));
    let accounts = outcome.accounts.as_ref().unwrap();
    let by_hand = 100.0 * accounts.flows.wood.bought_t / accounts.money.heat_mwh;
    assert!((dear - free - by_hand).abs() < 1e-9, "{dear} {free} {by_hand}");
}

/// A digester that is dead from the start of the year failed then, not at the start of its last month.
#[test]
fn a_dead_digester_failed_long_ago() {
    let (_, outcome) = year(&read("florange.toml", &["digester.V_liq=10"]));
    match outcome.digesters[0].verdict {
        Some(TankVerdict::WashedOut { day } | TankVerdict::Inhibited { day, .. }) => assert!(day < 31.0, "{day}"),
        other => panic!("{other:?}"),
    }
}

/// Above the end of the tariff the price that must be given is named.
#[test]
fn a_missing_price_is_named() {
    let overrides = [
        "stream.P24-1.t_per_year_mode=100000",
        "stream.P24-1.t_per_year_high=100000",
        "digester.V_liq=30000",
        "digester.gas.chp_power_kwe=5000",
    ];
    let scenario = read("florange.toml", &overrides);
    let error = evaluate(&scenario.case(&scenario.nominal()).unwrap(), Detail::Totals).unwrap_err();
    assert!(error.to_string().contains("economics.electricity_sale_eur_per_mwh"), "{error}");
}

/// Many cases in lanes: the bits of each alone, a case that makes no sense among them.
#[test]
fn cases_in_lanes_have_the_bits_of_each_alone() {
    for (name, overrides) in [("florange.toml", vec![]), ("digester_only.toml", vec![]), ("boiler_only.toml", vec![])] {
        let scenario = read(name, &overrides);
        let mut cases: Vec<Case> = (0..19).map(|k| scenario.case(&scenario.sample(5, k)).unwrap()).collect();
        for digester in &mut cases[3].digesters {
            digester.adm1.k_m_ac = f64::NAN;
        }
        for boiler in &mut cases[4].boilers {
            boiler.dispatch.power_kw = -1.0;
        }
        let alone: Vec<_> = cases.iter().map(|case| evaluate(case, Detail::Totals)).collect();
        for class in VectorClass::ALL.into_iter().filter(|class| class.is_available()) {
            let together = evaluate_all(&cases, class);
            assert_eq!(together.len(), alone.len());
            for (k, (found, expected)) in together.iter().zip(&alone).enumerate() {
                // Debug text shows every number at full length.
                assert_eq!(format!("{found:?}"), format!("{expected:?}"), "{name}, {class}, case {k}");
            }
        }
        assert!(alone.iter().any(Result::is_err) && alone.iter().filter(|one| one.is_ok()).count() >= 17);
    }
}

/// A digester that turned acid long ago makes nothing. These samples once failed on a year's methane of -1e-10 Nm3, the
/// rounding of a running total.
#[test]
fn a_dead_digester_makes_nothing_and_stays_in_the_statistics() {
    let scenario = read("florange.toml", &[]);
    for sample in [30_146, 82_974, 213_495] {
        let case = scenario.case(&scenario.sample(1, sample)).unwrap();
        let outcome = evaluate(&case, Detail::Totals).unwrap();
        assert!(matches!(outcome.digesters[0].verdict, Some(TankVerdict::Inhibited { .. })), "{sample}");
        let methane = headline(&outcome, "methane_nm3_per_a");
        assert!((0.0..1e-6).contains(&methane), "{sample}: {methane:e}");
        assert_closes(&outcome, "a dead digester");
    }
}
