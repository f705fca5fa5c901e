//! The plant around the tanks from a scenario: gas line by the hour, store, digestate.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use crate::scenario_support;

use gisement::case::{Detail, DigesterOutcome, Outcome, evaluate};
use gisement::scenario::Scenario;

fn text(extra: &str) -> String {
    format!(
        "[[provider]]\nid = \"K\"\nroad_km = 5\n[[provider.stream]]\nfeedstock = \"fw_canteen\"\namount = \"900 t/a\"\n\
         season = \"canteen_school\"\n[[provider.stream]]\nfeedstock = \"cattle_slurry\"\namount = \"1500 t/a\"\nseason = \"slurry_flat\"\n\
         [digester]\nV_liq = 500\nV_gas = 60\nfeed_ts_pct = 9\n{extra}"
    )
}

fn scenario(extra: &str) -> Scenario {
    scenario_support::read_text(&scenario_support::shipped("around.toml"), &text(extra), &[])
}

fn year(extra: &str) -> Outcome {
    let scenario = scenario(extra);
    let outcome = evaluate(&scenario.case(&scenario.nominal()).unwrap(), Detail::Series).unwrap();
    for closure in outcome.closures() {
        assert!(closure.holds(), "{extra}: {} is {:e}", closure.name, closure.value);
    }
    outcome
}

fn digester(outcome: &Outcome) -> &DigesterOutcome {
    &outcome.digesters[0]
}

const HOLDER: &str = "[digester.holder]\nmembrane_m3 = 300\n";

/// The hours and the quick account by month see the same gas; part load and starts cost a little electricity.
#[test]
fn the_hours_agree_with_the_months() {
    for gas_use in ["chp", "boiler", "injection"] {
        let (months, hours) =
            (year(&format!("gas_use = \"{gas_use}\"\n")), year(&format!("gas_use = \"{gas_use}\"\n{HOLDER}")));
        let (quick, followed) = (digester(&months).plant, digester(&hours).plant);
        let near = |a: f64, b: f64, within: f64| (a - b).abs() <= within * a.abs().max(b.abs()) + 1e-9;
        assert!(near(quick.methane_nm3, followed.methane_nm3, 0.005), "{gas_use}");
        assert!(near(quick.lost_digester_nm3, followed.lost_digester_nm3, 0.01), "{gas_use}");
        assert!(near(quick.electricity_gross_mwh, followed.electricity_gross_mwh, 0.12), "{gas_use}");
        assert!(near(quick.injected_nm3, followed.injected_nm3, 0.15), "{gas_use}");
        let gas = digester(&hours).around.as_ref().unwrap().gas.as_ref().unwrap();
        assert_eq!(gas.hours.len(), 8760);
        assert!(gas.total().methane_closure() < 1e-12 && gas.total().heat_closure() < 1e-12, "{gas_use}");
    }
}

/// Every place where methane is lost is a row, and the rows are the account's losses.
#[test]
fn lost_methane_is_told_place_by_place() {
    let store = "[digester.store]\ncapacity_m3 = 3000\n";
    let outcome = year(&format!("gas_use = \"chp\"\n{HOLDER}{store}"));
    let around = digester(&outcome).around.as_ref().unwrap();
    let rows: f64 = around.losses.iter().map(|loss| loss.nm3).sum();
    let plant = digester(&outcome).plant;
    let accounted = plant.lost_digester_nm3 + plant.lost_use_nm3 + plant.lost_flare_nm3 + plant.lost_store_nm3;
    assert!((rows / accounted - 1.0).abs() < 1e-9, "{rows} {accounted}");
    let places: Vec<String> = around.losses.iter().map(|loss| loss.place.to_string()).collect();
    assert_eq!(places, ["main", "engine", "flare", "relief valve", "digestate store"]);
}

/// A gas-tight store loses nothing and its gas reaches the engine; an open one loses it.
#[test]
fn a_covered_store_keeps_its_gas() {
    let with = |cover: &str| year(&format!("{HOLDER}[digester.store]\ncapacity_m3 = 3000\ncover = \"{cover}\"\n"));
    let (open, tight) = (with("open"), with("gas_tight"));
    let store = |outcome: &Outcome| digester(outcome).around.as_ref().unwrap().store.clone().unwrap();
    assert!(store(&open).lost_nm3 > 0.0 && store(&open).recovered_nm3 == 0.0);
    assert!(store(&tight).lost_nm3 == 0.0 && store(&tight).recovered_nm3 > 0.0);
    assert!(store(&open).closure() < 1e-12 && store(&tight).closure() < 1e-12);
    let (open, tight) = (digester(&open).plant, digester(&tight).plant);
    assert!(tight.electricity_gross_mwh > open.electricity_gross_mwh);
    assert!(tight.lost_store_nm3 == 0.0 && open.lost_store_nm3 > 0.0);
}

/// What goes in leaves as gas or digestate; the land is the nitrogen over the limit.
#[test]
fn digestate_is_what_gas_leaves() {
    let outcome = year("[digester.digestate]\nseparator = \"screw_press\"\n");
    let year = digester(&outcome);
    let digestate = year.digestate.as_ref().unwrap();
    let fed_t = year.total(|m| m.feed_t);
    let gas_t = year.total(|m| m.methane_nm3) * 0.7157e-3 + year.total(|m| m.carbon_dioxide_nm3) * 1.9635e-3;
    assert!(
        ((fed_t - gas_t) / digestate.whole.mass_t - 1.0).abs() < 1e-3,
        "{fed_t} {gas_t} {}",
        digestate.whole.mass_t
    );
    assert!((digestate.whole.n_t / year.total(|m| m.nitrogen_t) - 1.0).abs() < 1e-9);
    let parts = digestate.separated.as_ref().unwrap();
    assert!((parts.solid.mass_t + parts.liquid.mass_t - digestate.whole.mass_t).abs() < 1e-9 * digestate.whole.mass_t);
    assert!(parts.solid.ts_pct() > digestate.whole.ts_pct() && parts.liquid.ts_pct() < digestate.whole.ts_pct());
    let land = digestate.land;
    assert!((land.land_ha * digestate.limit_kg_n_per_ha / 1000.0 - land.counted_n_t).abs() < 1e-9);
}

#[test]
fn what_cannot_be_is_told() {
    let extra = "[digester.store]\ncover = \"gas_tight\"\nemptied_in = [3, 13, 4.5]\n[digester.digestate]\nseparator = \"screw_pres\"\n";
    let refused = Scenario::read("t.toml", &text(extra), &[], &|name| Err(format!("no {name}"))).unwrap_err();
    let told = refused.diagnostics.render(&refused.sources, false, gisement::words::Locale::En);
    for words in
        ["needs [digester.holder]", "between 1 and 12", "whole numbers from 1 to 12", "did you mean `screw_press`?"]
    {
        assert!(told.contains(words), "{words}\n{told}");
    }
    let warned = scenario("[digester.engine]\nmin_load_pct = 40\n");
    let told = warned.warnings.render(&warned.sources, false, gisement::words::Locale::En);
    assert!(told.contains("`engine` has no effect without [digester.holder]"), "{told}");
}

/// Sulphur is followed when asked for, and not otherwise; more of it in the feed gives more in the gas.
#[test]
fn sulphur_is_an_option() {
    assert!(digester(&year("")).sulphide.is_none());
    let ppm = digester(&year("sulphur = true\n")).sulphide.unwrap().gas_ppm;
    assert!((10.0..20_000.0).contains(&ppm), "{ppm}");
}
