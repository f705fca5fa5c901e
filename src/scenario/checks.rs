//! What only the whole shows: missing parts, orders, compositions, fuels, constants that break conservation.

use super::inputs::{Block, Inputs, Origin};
use super::plants::{BoilerEntry, DigesterEntry};
use super::providers::FeedstockKey;
use super::{AssembleError, Scenario, StreamPlace};
use crate::balance::money::study::check_params;
use crate::case::{BoilerCase, Case, DigesterFeedCase, HouseParams};
use crate::combustion::{CombustionParams, FuelParams, check as check_combustion};
use crate::diag::{Diagnostic, Diagnostics, Location};
use crate::digestion::adm1::{Adm1Params, LIQUID, Model};
use crate::digestion::plant::GasUseParams;
use crate::heat::{DemandParams, DispatchParams, MAX_UNITS, network_load};
use crate::param::Table;
use crate::text;
use crate::words::Text;

/// Checks a scenario. Where reading found errors, what is missing may follow from them and is not told; what is written
/// and makes no sense is.
pub(super) fn check(scenario: &Scenario, whole: &Location, diagnostics: &mut Diagnostics) {
    let complete = !diagnostics.has_errors();
    if complete {
        check_parts(scenario, whole, diagnostics);
    }
    let values = scenario.nominal();
    for stream in &scenario.streams {
        check_orders(scenario, stream, &values, complete, diagnostics);
    }
    let complete = complete && !diagnostics.has_errors();
    let case = scenario.case_of(check_streams(scenario, &values, diagnostics), &values);
    if complete && !diagnostics.has_errors() {
        check_pool(scenario, &case, diagnostics);
    }
    check_shares(scenario, &case, diagnostics);
    check_water(scenario, &values, diagnostics);
    for (entry, digester) in scenario.digesters.iter().zip(&case.digesters) {
        if scenario.inputs.is_sound(&entry.adm1) {
            check_kinetics(scenario, entry, &digester.adm1, diagnostics);
        }
        check_gas(scenario, entry, &digester.gas, diagnostics);
    }
    for (entry, boiler) in scenario.boilers.iter().zip(&case.boilers) {
        let fuel_is_sound = entry.fuel.as_ref().is_none_or(|b| scenario.inputs.is_sound(b));
        if fuel_is_sound && scenario.inputs.is_sound(&entry.combustion) {
            check_fuel(scenario, entry, boiler, diagnostics);
        }
    }
    check_demand(scenario, &case, diagnostics);
    check_study(scenario, &case, diagnostics);
    check_steps(scenario, &case, diagnostics);
}

/// `[study]` in its ranges, with shares and years that fit each other.
fn check_study(scenario: &Scenario, case: &Case, diagnostics: &mut Diagnostics) {
    let Some([params, facts]) = &scenario.study else { return };
    if !scenario.inputs.is_sound(params) || !scenario.inputs.is_sound(facts) {
        return;
    }
    let place = first_given(&scenario.inputs, params).or_else(|| first_given(&scenario.inputs, facts));
    if let Err(error) = check_params(&case.study.params, case.economics.life_a as usize) {
        let found =
            Diagnostic::error(text!("the study makes no sense: {error}", error)).at(place, text!("in this section"));
        diagnostics
            .push(found.help(text!("`gisement explain study` shows ranges; a loan ends within economics.life_a")));
        return;
    }
    let facts = &case.study.facts;
    if facts.r1_eur_per_mwh.is_finite() != facts.r2_eur_per_kw.is_finite() {
        let found = Diagnostic::error(text!("a heat tariff has two parts: r1_eur_per_mwh and r2_eur_per_kw"));
        diagnostics.push(
            found.at(place, text!("one without the other")).help(text!("write both; 0 where a part is not charged")),
        );
    }
}

/// Steps of a dispatch divide the hour.
fn check_steps(scenario: &Scenario, case: &Case, diagnostics: &mut Diagnostics) {
    for (entry, boiler) in scenario.boilers.iter().zip(&case.boilers) {
        let minutes = boiler.house.step_minutes;
        if [60.0, 15.0, 10.0, 5.0].contains(&minutes) || !scenario.inputs.is_sound(&entry.house) {
            continue;
        }
        let place = given(&scenario.inputs, &entry.house, HouseParams::<f64>::table(), "step_minutes");
        let found = Diagnostic::error(text!(
            "a step of {minutes} minutes does not divide the hour as the dispatch does",
            minutes
        ));
        diagnostics.push(found.at(place, text!("this step")).help(text!("write step_minutes = 60, 15, 10 or 5")));
    }
}

/// The pooled streams with a composition that makes sense; each wrong feedstock is told once.
fn check_streams(scenario: &Scenario, values: &[f64], diagnostics: &mut Diagnostics) -> Vec<crate::case::StreamCase> {
    let mut told = Vec::new();
    let mut streams = Vec::new();
    for stream in scenario.pooled_streams(values) {
        match stream {
            Ok(stream) => streams.push(stream),
            Err(error) => {
                let key = scenario.streams[error.stream].entry.feedstock;
                let sound = scenario.feedstocks.iter().any(|f| f.key == key && scenario.inputs.is_sound(&f.block));
                if sound && !told.contains(&(key, error.error.to_string())) {
                    told.push((key, error.error.to_string()));
                    diagnostics.push(wrong_composition(scenario, &error));
                }
            }
        }
    }
    streams
}

fn wrong_composition(scenario: &Scenario, error: &AssembleError) -> Diagnostic {
    let stream = &scenario.streams[error.stream].entry;
    let place = given_feedstock(scenario, error.stream).or_else(|| stream.location.clone());
    let id = stream.feedstock.id();
    let found =
        Diagnostic::error(text!("stream `{stream}` of `{id}`: {error}", stream = stream.id, id, error = error.error));
    found
        .at(place, text!("this composition"))
        .help(text!("`gisement explain feedstock.{id}` shows what the library holds", id))
}

/// Place of the first given value of a stream's feedstock.
fn given_feedstock(scenario: &Scenario, stream: usize) -> Option<Location> {
    let key = scenario.streams[stream].entry.feedstock;
    let entry = scenario.feedstocks.iter().find(|f| f.key == key)?;
    first_given(&scenario.inputs, &entry.block)
}

/// Place of the first value of a block that the scenario gives.
fn first_given(inputs: &Inputs, block: &Block) -> Option<Location> {
    block.0.clone().find_map(|k| match &inputs.list()[k].origin {
        Origin::Given(place) => Some(place.clone()),
        _ => None,
    })
}

/// Place of a named value of a block where the scenario gives it.
fn given(inputs: &Inputs, block: &Block, table: &Table, name: &str) -> Option<Location> {
    let (k, _) = table.find(name)?;
    match &inputs.list()[block.0.start + k].origin {
        Origin::Given(place) => Some(place.clone()),
        _ => None,
    }
}

fn check_parts(scenario: &Scenario, whole: &Location, diagnostics: &mut Diagnostics) {
    let mut error = |text: Text, place: Option<Location>, help: Text| {
        diagnostics.push(Diagnostic::error(text).at(place, text!("in this section")).help(help));
    };
    if scenario.digesters.is_empty() && scenario.boilers.is_empty() && scenario.streams.is_empty() {
        error(
            text!("the scenario asks for nothing"),
            Some(Location { source: whole.source, span: 0..0 }),
            text!("add providers, a [digester] or a [boiler]; `gisement init` writes a starter"),
        );
    }
    let pooled = |organic: bool| {
        scenario.streams.iter().any(|s| s.pooled && matches!(s.entry.feedstock, FeedstockKey::Organic(_)) == organic)
    };
    for digester in &scenario.digesters {
        if digester.influent.is_none() && !pooled(true) {
            let text =
                text!("digester `{id}` has nothing to digest: no fermentable stream is pooled", id = digester.id);
            error(
                text,
                digester.location.clone(),
                text!("add a provider with a fermentable stream, or [digester.influent]"),
            );
        }
    }
    for boiler in &scenario.boilers {
        if boiler.fuel.is_none() && !pooled(false) {
            let text = text!("boiler `{id}` has nothing to burn: no wood is pooled", id = boiler.id);
            error(text, boiler.location.clone(), text!("add a provider with wood, or [boiler.fuel]"));
        }
    }
    if let Some(demand) = &scenario.demand {
        if scenario.boilers.is_empty() {
            error(
                text!("a heat demand needs a [boiler]"),
                demand.location.clone(),
                text!("add [boiler] power_kw = ..."),
            );
        }
        if let Some(fifth) = scenario.boilers.get(MAX_UNITS) {
            let help = text!("leave out the smallest, or give one of twice the power");
            error(text!("at most four boilers stand in a cascade"), fifth.location.clone(), help);
        }
        let pooled = |entry: &BoilerEntry| entry.fuel.is_none();
        if let Some(other) = scenario.boilers.iter().find(|b| pooled(b) != pooled(&scenario.boilers[0])) {
            let help = text!("give all of them [boiler.fuel], or none, so that all burn the pooled wood");
            error(text!("boilers on one wood store burn one fuel"), other.location.clone(), help);
        }
        let nominal = scenario.nominal();
        let params = DemandParams::from_slice(demand.params.of(&nominal));
        if demand.measured.is_none() && !demand.has_buildings() && params.annual_heat_mwh.is_nan() {
            error(
                text!("the demand has no amount"),
                demand.location.clone(),
                text!("write annual_heat_mwh = ..., or file = \"hours.csv\", or add a [[building]]"),
            );
        }
        for boiler in &scenario.boilers {
            if DispatchParams::from_slice(boiler.dispatch.of(&nominal)).power_kw.is_nan() {
                let text = text!("boiler `{id}` has no power", id = boiler.id);
                error(text, boiler.location.clone(), text!("write power_kw = ..."));
            }
        }
    }
}

/// low <= mode <= high.
fn check_orders(
    scenario: &Scenario,
    stream: &StreamPlace,
    values: &[f64],
    complete: bool,
    diagnostics: &mut Diagnostics,
) {
    let table = crate::case::StreamParams::<f64>::table();
    let block = &stream.entry.block;
    let place = |suffix: &str, name: &str| {
        let full = format!("{name}{suffix}");
        let k = table.find(&full).map_or(0, |(k, _)| k);
        (values[block.0.start + k], given(&scenario.inputs, block, table, &full))
    };
    for name in ["t_per_year", "moisture_pct", "present_cost_eur_per_t"] {
        let ((low, low_at), (mode, _), (high, high_at)) =
            (place("_low", name), place("_mode", name), place("_high", name));
        if low > mode {
            let text = text!(
                "stream `{id}`: {name}_low = {low} is above the mode {mode}",
                id = stream.entry.id,
                name,
                low,
                mode
            );
            diagnostics.push(Diagnostic::error(text).at(low_at, text!("too high")).help(text!("low <= mode <= high")));
        }
        if high < mode {
            let text = text!(
                "stream `{id}`: {name}_high = {high} is below the mode {mode}",
                id = stream.entry.id,
                name,
                high,
                mode
            );
            diagnostics.push(Diagnostic::error(text).at(high_at, text!("too low")).help(text!("low <= mode <= high")));
        }
    }
    let (mode, _) = place("_mode", "t_per_year");
    if mode.is_nan() && complete {
        let text = text!("stream `{id}` has no amount", id = stream.entry.id);
        let found = Diagnostic::error(text).at(stream.entry.location.clone(), text!("in this stream"));
        diagnostics.push(found.help(text!("write its t_per_year_mode")));
    }
}

fn check_pool(scenario: &Scenario, case: &Case, diagnostics: &mut Diagnostics) {
    let on_pool = case.digesters.iter().any(|d| matches!(d.feed, DigesterFeedCase::Pool));
    let mass = |organic: bool| -> f64 {
        case.streams.iter().filter(|s| s.is_organic() == organic).map(crate::case::StreamCase::usable_t).sum()
    };
    let mut empty = |text: Text, organic: bool| {
        let found = Diagnostic::error(text).at(first_amount(scenario, organic), text!("the first of them"));
        diagnostics.push(found.help(text!("check amounts, participation, activity, class A share and contamination")));
    };
    if on_pool && mass(true) <= 0.0 {
        empty(text!("the fermentable pool is empty: all its streams bring 0 t/a"), true);
    }
    if case.boilers.iter().any(|b| b.fuel.is_none()) && mass(false) <= 0.0 {
        empty(text!("the wood pool is empty: all its streams bring 0 t/a"), false);
    }
}

/// Place of the amount of the first pooled stream of a kind.
fn first_amount(scenario: &Scenario, organic: bool) -> Option<Location> {
    let table = crate::case::StreamParams::<f64>::table();
    let of_kind = |s: &&StreamPlace| s.pooled && matches!(s.entry.feedstock, FeedstockKey::Organic(_)) == organic;
    let stream = scenario.streams.iter().find(of_kind)?;
    given(&scenario.inputs, &stream.entry.block, table, "t_per_year_mode").or_else(|| stream.entry.location.clone())
}

/// The water content of a feedstock gives way to that of a stream: say so where it is set and no stream uses it.
fn check_water(scenario: &Scenario, values: &[f64], diagnostics: &mut Diagnostics) {
    for entry in &scenario.feedstocks {
        let name = match entry.key {
            FeedstockKey::Organic(_) => "ts_pct_fm",
            FeedstockKey::Wood(_) => "moisture_pct_ar",
        };
        let Some(k) = super::feedstocks::fields(entry.key).iter().position(|f| *f == name) else { continue };
        let Origin::Given(place) = &scenario.inputs.list()[entry.block.0.start + k].origin else { continue };
        let own = |s: &&StreamPlace| crate::case::StreamParams::from_slice(s.entry.block.of(values)).moisture();
        let mut users = scenario.streams.iter().filter(|s| s.entry.feedstock == entry.key);
        if users.all(|s| own(&s).is_finite()) {
            let id = entry.key.id();
            let found = Diagnostic::warning(text!("`feedstock.{id}.{name}` has no effect", id, name));
            let found = found.at(Some(place.clone()), text!("not used"));
            let help = text!("every stream of it gives its own water content: set stream.ID.moisture_pct_mode instead");
            diagnostics.push(found.help(help));
        }
    }
}

fn check_shares(scenario: &Scenario, case: &Case, diagnostics: &mut Diagnostics) {
    let shares: f64 = case
        .digesters
        .iter()
        .filter(|d| matches!(d.feed, DigesterFeedCase::Pool))
        .map(|d| d.preparation.pool_share_pct)
        .sum();
    if shares > 100.0 + 1e-9 {
        let place = scenario.digesters.first().and_then(|d| d.location.clone());
        let text = text!("the digesters together take {shares} % of the pool", shares);
        diagnostics.push(
            Diagnostic::error(text).at(place, text!("pool_share_pct")).help(text!("let them sum to 100 or less")),
        );
    }
}

/// Constants under which ADM1 would create or destroy matter.
fn check_kinetics(scenario: &Scenario, entry: &DigesterEntry, adm1: &Adm1Params<f64>, diagnostics: &mut Diagnostics) {
    if let Err(error) = Model::new(adm1, 0.0, [0.0; LIQUID]) {
        let place = first_given(&scenario.inputs, &entry.adm1);
        let found = Diagnostic::error(text!("digester `{id}`: {error}", id = entry.id, error))
            .at(place, text!("with this constant"));
        diagnostics.push(found.help(text!("fractions of a process sum to 1: change the others with it")));
    }
    for group in ["aa", "ac", "h2"] {
        let table = Adm1Params::<f64>::table();
        let value = |name: &str| table.find(name).map_or(f64::NAN, |(k, _)| adm1.to_vec()[k]);
        let (upper, lower) = (format!("pH_UL_{group}"), format!("pH_LL_{group}"));
        if value(&upper) <= value(&lower) {
            let place = given(&scenario.inputs, &entry.adm1, table, &upper)
                .or_else(|| given(&scenario.inputs, &entry.adm1, table, &lower));
            let found =
                Diagnostic::error(text!("{upper} must be above {lower}", upper, lower)).at(place, text!("here"));
            diagnostics
                .push(found.help(text!("the upper pH is where inhibition begins, the lower one where it is complete")));
        }
    }
    if adm1.T_op > 328.15 {
        let place = given(&scenario.inputs, &entry.adm1, Adm1Params::<f64>::table(), "T_op");
        let text = text!("above 55 C no published kinetics agree, and none declines above its optimum");
        let found = Diagnostic::warning(text).at(place, text!("take the result with care"));
        diagnostics.push(found.help(text!("328.15 K (55 C) and below is where kinetics were measured")));
    }
}

fn check_gas(scenario: &Scenario, entry: &DigesterEntry, gas: &GasUseParams<f64>, diagnostics: &mut Diagnostics) {
    if gas.chp_eta_el + gas.chp_eta_heat > 1.0 {
        let table = GasUseParams::<f64>::table();
        let place = given(&scenario.inputs, &entry.gas, table, "chp_eta_heat")
            .or_else(|| given(&scenario.inputs, &entry.gas, table, "chp_eta_el"));
        let text = text!(
            "the engine gives more than it gets: {chp_eta_el} + {chp_eta_heat}",
            chp_eta_el = gas.chp_eta_el,
            chp_eta_heat = gas.chp_eta_heat
        );
        diagnostics.push(
            Diagnostic::error(text).at(place, text!("here")).help(text!("electricity and heat sum to less than 1")),
        );
    }
}

/// Excess air that wood boilers run with; outside it the carbon monoxide of the inputs cannot be trusted.
const USUAL_EXCESS_AIR: std::ops::RangeInclusive<f64> = 1.2..=3.0;

fn check_fuel(scenario: &Scenario, entry: &BoilerEntry, boiler: &BoilerCase, diagnostics: &mut Diagnostics) {
    if !USUAL_EXCESS_AIR.contains(&boiler.combustion.excess_air) {
        let table = CombustionParams::<f64>::table();
        let place = given(&scenario.inputs, &entry.combustion, table, "excess_air").or_else(|| entry.location.clone());
        let found = Diagnostic::warning(text!(
            "excess_air {excess_air} is outside what wood boilers run with",
            excess_air = boiler.combustion.excess_air
        ));
        let found = found.at(place, text!("1.2 to 3 is usual"));
        diagnostics
            .push(found.help(text!("CO and organic carbon are inputs that do not follow the air: set them as well")));
    }
    let Some(fuel) = &boiler.fuel else { return };
    for problem in check_combustion(fuel, &boiler.combustion) {
        let place = problem.parameter().and_then(|name| {
            let fuel_block = entry.fuel.as_ref()?;
            given(&scenario.inputs, fuel_block, FuelParams::<f64>::table(), name)
                .or_else(|| given(&scenario.inputs, &entry.combustion, CombustionParams::<f64>::table(), name))
        });
        let place = place
            .or_else(|| entry.fuel.as_ref().and_then(|b| first_given(&scenario.inputs, b)))
            .or_else(|| entry.location.clone());
        let found =
            Diagnostic::error(text!("boiler `{id}`: {problem}", id = entry.id, problem)).at(place, text!("here"));
        diagnostics.push(found.help(text!("`gisement explain boiler` shows ranges and what is usual")));
    }
}

fn check_demand(scenario: &Scenario, case: &Case, diagnostics: &mut Diagnostics) {
    let (Some(entry), Some(demand)) = (&scenario.demand, &case.demand) else { return };
    // An amount that is missing or was refused is told by itself.
    if demand.params.annual_heat_mwh.is_nan() || !scenario.inputs.is_sound(&entry.params) {
        return;
    }
    if demand.shapes.is_some() && demand.params.annual_heat_mwh + demand.params.process_heat_mwh <= 0.0 {
        let table = DemandParams::<f64>::table();
        let place = given(&scenario.inputs, &entry.params, table, "annual_heat_mwh").or_else(|| entry.location.clone());
        let found = Diagnostic::error(text!("nobody asks for heat: annual and process heat are both zero"));
        diagnostics.push(
            found.at(place, text!("this demand")).help(text!("write annual_heat_mwh above 0, or leave [demand] out")),
        );
        return;
    }
    if let Some(shapes) = &demand.shapes
        && let Err(error) = network_load(shapes, &demand.params)
    {
        let place = first_given(&scenario.inputs, &entry.params).or_else(|| entry.location.clone());
        let found = Diagnostic::error(error.told()).at(place, text!("this demand"));
        diagnostics.push(found.help(text!("`gisement explain demand` shows ranges and what is usual")));
    }
}
