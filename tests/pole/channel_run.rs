//! The account of a channel against the year of a scenario: the same lots through `evaluate` and through the channel.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use crate::channel_support;
use crate::scenario_support;

use channel_support::{NO_HAUL, sink};
use gisement::balance::carbon::avoided::AvoidedAccount;
use gisement::case::{CarbonOutcome, Case, Detail, Outcome, StreamCase, evaluate};
use gisement::channel::{Account, Accountant, CarbonFrame, CarbonItem, Lot, LotFacts, LotKind, Settings, SinkFacts};
use gisement::feedstock::Substance;
use gisement::library::OrganicCategory;

fn year(name: &str, overrides: &[&str]) -> (Case, Outcome) {
    let scenario = scenario_support::read(&scenario_support::shipped(name), overrides);
    let case = scenario.case(&scenario.nominal()).unwrap();
    let outcome = evaluate(&case, Detail::Totals).unwrap();
    (case, outcome)
}

/// A stream of the case as a lot of what the plant can use: foreign matter is out already.
fn lot(s: &StreamCase) -> Lot {
    let (kind, moisture_share) = match s.substance {
        Substance::Wood(_, p) => (LotKind::Wood, p.moisture_pct_ar / 100.0),
        Substance::Organic(f, p) => {
            let kind = match f.category {
                OrganicCategory::Fat => LotKind::Grease,
                OrganicCategory::Green => LotKind::GreenWaste,
                _ => LotKind::FoodWaste,
            };
            (kind, 1.0 - p.ts_pct_fm / 100.0)
        }
    };
    Lot {
        id: s.id.clone(),
        provider: s.provider,
        kind,
        substance: s.substance,
        ewc: None,
        wet_t: s.usable_t(),
        moisture_share,
        class_a_share: 1.0,
        contamination_share: 0.0,
        reusable_share: 0.0,
        season: s.season,
        outlet: s.outlet,
        present_cost_eur_per_t: 0.0,
        container: None,
        claimed_elsewhere: s.claimed_elsewhere,
        aggregator: false,
        place: None,
    }
}

fn avoided_of(outcome: &Outcome) -> &AvoidedAccount<f64> {
    let found = outcome.accounts.as_ref().unwrap().carbon.iter().find_map(|c| match c {
        CarbonOutcome::Avoided(a) => Some(a),
        CarbonOutcome::Red(_) => None,
    });
    found.unwrap()
}

/// Sum of a run's lines of a name, kg CO2e/a.
fn run_line(outcome: &Outcome, name: &str) -> f64 {
    avoided_of(outcome).waterfall.components.iter().filter(|c| c.name == name).map(|c| c.kg_co2e).sum()
}

fn frame_of(case: &Case) -> CarbonFrame {
    let carbon = case.carbon.as_ref().unwrap();
    CarbonFrame { reference: carbon.reference.unwrap(), gwp: carbon.gwp, params: carbon.params }
}

/// Sum over the lots that a channel may take, mass times something of the account.
fn sum(case: &Case, channel: &'static str, settings: &Settings, of: impl Fn(&Account) -> f64) -> f64 {
    let accountant = Accountant::new(frame_of(case), *settings).unwrap();
    let mut site = sink(channel);
    site.capacity_t_max = case.streams.iter().filter(|s| s.is_organic()).map(StreamCase::usable_t).sum();
    let facts = SinkFacts::of(&site, &accountant).unwrap();
    let one = |s: &StreamCase| {
        let lot = lot(s);
        accountant.account(&LotFacts::of(&lot), &facts, &NO_HAUL).map_or(0.0, |a| lot.wet_t * of(&a))
    };
    case.streams.iter().map(one).sum()
}

/// Wood: with the yearly efficiency, network losses and own power of the run, every line is the run's, to rounding.
#[test]
fn the_boiler_of_a_run_and_the_channel_agree() {
    let (mut case, _) = year("florange.toml", &[]);
    // A channel knows no months: without a stock, wood is balanced over the year in both.
    case.stock = None;
    let outcome = gisement::case::evaluate(&case, gisement::case::Detail::Totals).unwrap();
    let heat = outcome.heat.as_ref().unwrap();
    let flows = &outcome.accounts.as_ref().unwrap().flows;
    let mut s = Settings::defaults();
    s.channel.fines_share = 0.0;
    s.channel.boiler_efficiency_lhv = flows.wood_boiler.heat_mwh / flows.wood_boiler.fuel_mwh;
    s.channel.heat_useful_share = flows.heat.used_from_wood_mwh / flows.wood_boiler.heat_mwh;
    s.channel.boiler_power_kwh_per_mwh = 1000.0 * flows.power.bought_boiler_mwh / flows.wood_boiler.heat_mwh;
    // the run burns what it needs, the channel all it is given
    let burnt = heat.wood_fuel_mwh() / heat.wood_available_mwh;
    let close = |name: &str, channel: f64, run: f64| {
        assert!(run != 0.0 && (channel * burnt / run - 1.0).abs() < 1e-9, "{name}: {} {run}", channel * burnt);
    };
    close("fuel", sum(&case, "collective_boiler", &s, |a| a.trace.wood_fuel_mwh), heat.wood_fuel_mwh());
    for (item, name) in [
        (CarbonItem::HeatFromWood, "heat_from_wood"),
        (CarbonItem::WoodShredding, "wood_shredding"),
        (CarbonItem::WoodNonCo2, "wood_boiler_ch4_n2o"),
        (CarbonItem::Electricity, "electricity_boilers"),
    ] {
        close(name, sum(&case, "collective_boiler", &s, |a| a.carbon.lines.get(item)), run_line(&outcome, name));
    }
}

/// Organic waste: batch yields of streams one by one against first order and ADM1 over the months of the pool.
#[test]
fn the_digester_of_a_run_and_the_channel_agree() {
    for (model, tolerance) in [("first_order", 0.01), ("adm1", 0.05)] {
        let (case, outcome) = year("digester_only.toml", &[&format!("digester.model={model}")]);
        let (digester, plant) = (&case.digesters[0], &outcome.digesters[0].plant);
        let mut s = Settings {
            plant: digester.plant,
            gas: digester.gas,
            own_gas_use: digester.gas_use,
            ..Settings::defaults()
        };
        s.channel.retention_d = outcome.digesters[0].retention_d(digester.adm1.V_liq);
        s.channel.ts_target_pct = digester.preparation.feed_ts_pct;
        s.channel.digester_temperature_c = digester.adm1.T_op - 273.15;
        let ratio = |channel: f64, run: f64| channel / run - 1.0;
        let methane = ratio(sum(&case, "own_digester", &s, |a| a.trace.plant.methane_nm3), plant.methane_nm3);
        let power =
            ratio(sum(&case, "own_digester", &s, |a| a.trace.plant.electricity_gross_mwh), plant.electricity_gross_mwh);
        let own = ratio(sum(&case, "own_digester", &s, |a| a.trace.plant.heat_own_mwh), plant.heat_own_mwh);
        assert!(methane.abs() < tolerance, "{model}: methane {methane}");
        assert!(power.abs() < tolerance, "{model}: electricity {power}");
        assert!(own.abs() < 0.03, "{model}: own heat {own}");
        // what does not depend on the gas is the run's, to rounding
        let nitrogen = sum(&case, "own_digester", &s, |a| a.trace.nitrogen_t);
        let run_nitrogen = outcome.accounts.as_ref().unwrap().flows.digestate.nitrogen_t;
        assert!((nitrogen / run_nitrogen - 1.0).abs() < 1e-6, "{nitrogen} {run_nitrogen}");
    }
}
