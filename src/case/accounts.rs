//! From what happened to what it means: physical flows of the year, then energy, carbon by method, money and jobs.

use super::Case;
use super::boiler::{BoilerCase, BoilerOutcome};
use super::digester::DigesterOutcome;
use super::evaluate::EvaluateError;
use super::house_year::HeatOutcome;
use crate::balance::carbon::avoided::{AvoidedAccount, avoided};
use crate::balance::carbon::factors::Gwp;
use crate::balance::carbon::red_method::RedVersion;
use crate::balance::carbon::red_plant::{RedAssessment, RedPlant, assess};
use crate::balance::carbon::reference::ReferenceScenario;
use crate::balance::carbon::transport::vehicle;
use crate::balance::carbon::{CarbonMethod, CarbonParams};
use crate::balance::energy::{EnergyBalance, energy_balance};
use crate::balance::flows::{
    Carries, Claimant, Converter, Flows, MethaneLosses, PlantEmissions, StreamFlow, StreamKind, TransportLeg,
};
use crate::balance::jobs::{JobsAccount, jobs};
use crate::balance::money::EconomicsParams;
use crate::balance::money::accounts::{Accounts, Capacities, accounts};
use crate::digestion::plant::GasUse;
use crate::feedstock::Substance;
use crate::heat::buffer_volume_m3;
use crate::library::OrganicCategory;
use crate::units::{
    CARBON_DIOXIDE_KG_PER_KMOL, HOURS_PER_YEAR, METHANE_KG_PER_KMOL, METHANE_LHV_MWH_PER_NM3, MJ_PER_KWH,
    MOLAR_VOLUME_NM3_PER_KMOL, ZERO_CELSIUS_K,
};

/// Methods and factors.
#[derive(Clone, Debug)]
pub struct CarbonCase {
    /// Methods by name, in the order of the scenario.
    pub methods: Vec<CarbonMethod>,
    /// Reference of the method `avoided`.
    pub reference: Option<&'static ReferenceScenario>,
    /// Warming potentials of the method `avoided`.
    pub gwp: &'static Gwp,
    /// The digestion plant by one factor per tonne instead of step by step; then RED cannot be applied.
    pub aggregate: bool,
    /// Factors.
    pub params: CarbonParams<f64>,
}

/// What one method says.
#[derive(Clone, Debug)]
pub enum CarbonOutcome {
    /// Comparison with a reference scenario, t CO2e/a.
    Avoided(AvoidedAccount<f64>),
    /// RED: g CO2e/MJ and % only.
    Red(RedAssessment<f64>),
}

/// Flows of the year and what follows from them.
#[derive(Clone, Debug)]
pub struct AccountsOutcome {
    /// Physical flows.
    pub flows: Flows<f64>,
    /// Energy.
    pub energy: EnergyBalance<f64>,
    /// Carbon, method by method.
    pub carbon: Vec<CarbonOutcome>,
    /// Money.
    pub money: Accounts<f64>,
    /// Jobs.
    pub jobs: JobsAccount<f64>,
    /// What is built.
    pub built: Capacities<f64>,
}

/// What the accounts look at.
pub(super) struct Parts<'a> {
    /// The case, whose own boilers need not be those that ran.
    pub(super) case: &'a Case,
    /// The boilers that ran, the leading one first.
    pub(super) house: &'a [BoilerCase],
    pub(super) digesters: &'a [DigesterOutcome],
    /// Combustion in them.
    pub(super) boilers: &'a [BoilerOutcome],
    pub(super) heat: Option<&'a HeatOutcome>,
    /// Carbon methods that are asked for.
    pub(super) methods: &'a [CarbonMethod],
}

/// Makes all accounts of the year.
pub(super) fn account(parts: &Parts<'_>) -> Result<AccountsOutcome, EvaluateError> {
    let flows = physical_flows(parts)?;
    flows.check().map_err(EvaluateError::Flow)?;
    let case = parts.case;
    let hhv_per_lhv =
        case.carbon.as_ref().map_or(CarbonParams::defaults().gas_hhv_per_lhv, |c| c.params.gas_hhv_per_lhv);
    let built = capacities(parts, &flows);
    let effluents = flows.wet_t(|s| s.kind == StreamKind::Manure) / flows.wet_t(|s| s.kind.is_digested()).max(1e-12);
    let prices = case.economics.with_tariffs(built.chp_kwe, built.injection_nm3_h, effluents);
    check_prices(&flows, &prices)?;
    Ok(AccountsOutcome {
        energy: energy_balance(&flows),
        carbon: carbon(parts, &flows)?,
        money: accounts(&flows, &built, &prices, hhv_per_lhv),
        jobs: jobs(&flows, &case.jobs),
        built,
        flows,
    })
}

/// Above the ends of the tariffs a price must be given; without one the accounts would be no numbers.
fn check_prices(flows: &Flows<f64>, prices: &EconomicsParams<f64>) -> Result<(), EvaluateError> {
    let missing = |sold: f64, price: f64| sold > 0.0 && price.is_nan();
    if missing(flows.power.sold_mwh, prices.electricity_sale_eur_per_mwh) {
        return Err(EvaluateError::NoPrice { path: "economics.electricity_sale_eur_per_mwh" });
    }
    if missing(flows.methane.injected_nm3, prices.biomethane_sale_eur_per_mwh_hhv) {
        return Err(EvaluateError::NoPrice { path: "economics.biomethane_sale_eur_per_mwh_hhv" });
    }
    Ok(())
}

fn carbon(parts: &Parts<'_>, flows: &Flows<f64>) -> Result<Vec<CarbonOutcome>, EvaluateError> {
    let Some(carbon) = &parts.case.carbon else { return Ok(Vec::new()) };
    let mut outcomes = Vec::new();
    for method in parts.methods {
        let outcome = match method {
            CarbonMethod::Avoided => {
                let Some(reference) = carbon.reference else { continue };
                avoided(flows, reference, carbon.gwp, &carbon.params).map(CarbonOutcome::Avoided)
            }
            CarbonMethod::Red2 => red(parts, flows, RedVersion::Red2, carbon),
            CarbonMethod::Red3 => red(parts, flows, RedVersion::Red3, carbon),
        };
        outcomes.push(outcome.map_err(EvaluateError::Carbon)?);
    }
    Ok(outcomes)
}

fn red(
    parts: &Parts<'_>,
    flows: &Flows<f64>,
    version: RedVersion,
    carbon: &CarbonCase,
) -> Result<CarbonOutcome, crate::balance::carbon::CarbonError> {
    let input_mw = |b: &BoilerOutcome, power_kw: f64| power_kw / b.efficiency_field / 1000.0;
    let cases = parts.house;
    let wood_input_mw = parts
        .boilers
        .iter()
        .filter_map(|b| cases.iter().find(|c| c.id == b.id).map(|c| input_mw(b, c.dispatch.power_kw)))
        .filter(|mw| mw.is_finite())
        .sum();
    let m = &flows.methane;
    let used_nm3 = m.to_chp_nm3 + m.to_boiler_nm3 + m.to_upgrading_nm3;
    let delivery_c = cases.first().map_or(80.0, |b| b.house.heat_delivery_temperature_c);
    let plant = RedPlant {
        wood_input_mw,
        biogas_input_mw: used_nm3 * METHANE_LHV_MWH_PER_NM3 / HOURS_PER_YEAR as f64,
        heat_temperature_k: delivery_c + ZERO_CELSIUS_K,
        start_year: parts.case.year,
    };
    assess(version, flows, &carbon.params, &plant).map(CarbonOutcome::Red)
}

/// Share of the pooled wood that the boiler burns; the rest stays where it goes today.
fn wood_use_share(parts: &Parts<'_>) -> f64 {
    match parts.heat {
        Some(HeatOutcome { stock: Some(stock), .. }) => {
            let arrived_t = stock.sum(|month| month.arrived.wet_t());
            1.0 - stock.sum(|month| month.overflow.wet_t()) / arrived_t.max(f64::MIN_POSITIVE)
        }
        Some(heat) if heat.wood_available_mwh > 0.0 && heat.wood_available_mwh.is_finite() => {
            (heat.wood_fuel_mwh() / heat.wood_available_mwh).min(1.0)
        }
        _ => 0.0,
    }
}

/// Share of the pooled fermentable waste that digesters on the pool take.
fn organic_use_share(parts: &Parts<'_>) -> f64 {
    let taken: f64 = parts
        .case
        .digesters
        .iter()
        .filter(|d| matches!(d.feed, super::digester::DigesterFeedCase::Pool))
        .map(|d| d.preparation.pool_share_pct / 100.0)
        .sum();
    taken.min(1.0)
}

fn stream_flows(parts: &Parts<'_>) -> Vec<StreamFlow<f64>> {
    let (wood_share, organic_share) = (wood_use_share(parts), organic_use_share(parts));
    let flow = |s: &super::pooling::StreamCase| {
        let (kind, share, moisture_share) = match s.substance {
            Substance::Wood(_, p) => (StreamKind::Wood, wood_share, p.moisture_pct_ar / 100.0),
            Substance::Organic(f, p) => {
                let kind = match f.category {
                    OrganicCategory::Manure => StreamKind::Manure,
                    OrganicCategory::Crop => StreamKind::Crop,
                    _ => StreamKind::Organic,
                };
                (kind, organic_share, 1.0 - p.ts_pct_fm / 100.0)
            }
        };
        StreamFlow {
            kind,
            wet_t: s.usable_t() * share,
            moisture_share,
            distance_km: s.road_km,
            present_outlet: s.outlet,
            present_cost_eur_per_t: s.params.present_cost(),
            claimant: if s.claimed_elsewhere { Claimant::Other } else { Claimant::ThisProject },
        }
    };
    parts.case.streams.iter().map(flow).filter(|f| f.wet_t > 0.0).collect()
}

fn physical_flows(parts: &Parts<'_>) -> Result<Flows<f64>, EvaluateError> {
    let mut flows = Flows::zero();
    flows.streams = stream_flows(parts);
    wood_flows(parts, &mut flows);
    gas_flows(parts, &mut flows);
    heat_flows(parts, &mut flows);
    power_flows(parts, &mut flows);
    digestate_flows(parts, &mut flows);
    transport_flows(parts, &mut flows)?;
    Ok(flows)
}

fn wood_flows(parts: &Parts<'_>, flows: &mut Flows<f64>) {
    let Some(heat) = parts.heat else { return };
    let Some(fired) = parts.boilers.first() else { return };
    let own_fuel = parts.house.first().is_some_and(|b| b.fuel.is_some());
    let (burnt_t, bought_t, dry_t) = match (&heat.stock, &parts.case.stock) {
        (Some(stock), Some(case)) => {
            let (burnt, bought_t) = (stock.burnt(), stock.bought_t);
            let dry_bought_t = bought_t * (1.0 - case.params.bought_moisture_pct / 100.0);
            (burnt.wet_t() + bought_t, bought_t, burnt.dry_t + dry_bought_t)
        }
        _ => {
            let burnt_t = heat.wood_fuel_mwh() * MJ_PER_KWH / fired.combustion.lhv_mj_per_kg_ar;
            let bought_t = if own_fuel { burnt_t } else { 0.0 };
            (burnt_t, bought_t, burnt_t * (1.0 - fired.fuel.moisture_pct_ar / 100.0))
        }
    };
    flows.wood.burnt_t = burnt_t;
    flows.wood.bought_t = bought_t;
    flows.wood.burnt_dry_t = dry_t;
    flows.wood.ash_t = burnt_t * fired.combustion.residue_kg_per_kg_ar;
    let (fuel_mwh, heat_mwh) = (heat.wood_fuel_mwh(), heat.wood_mwh());
    flows.wood_boiler = Converter { fuel_mwh, heat_mwh, power_mwh: 0.0, loss_mwh: fuel_mwh - heat_mwh };
}

/// Methane by use, losses by step, engine and biogas boiler.
fn gas_flows(parts: &Parts<'_>, flows: &mut Flows<f64>) {
    let mut losses = MethaneLosses::none();
    for outcome in parts.digesters.iter().filter(|d| d.on_pool) {
        let Some(case) = parts.case.digesters.iter().find(|c| c.id == outcome.id) else { continue };
        let b = &outcome.plant;
        flows.methane.produced_nm3 += b.methane_nm3;
        flows.methane.biogas_nm3 += outcome.total(|m| m.methane_nm3 + m.carbon_dioxide_nm3);
        flows.methane.flared_nm3 += b.flared_nm3;
        losses.digester_leak_nm3 += b.lost_digester_nm3;
        losses.flare_slip_nm3 += b.lost_flare_nm3;
        losses.digestate_store_nm3 += b.lost_store_nm3;
        match case.gas_use {
            GasUse::Chp => {
                let to_chp = b.burnt_nm3 + b.lost_use_nm3;
                flows.methane.to_chp_nm3 += to_chp;
                losses.engine_slip_nm3 += b.lost_use_nm3;
                let fuel_mwh = to_chp * METHANE_LHV_MWH_PER_NM3;
                let lost = fuel_mwh * (1.0 - case.gas.chp_eta_el - case.gas.chp_eta_heat);
                // By the hour an engine runs at part load: its loss is what its own books leave.
                let by_hour = fuel_mwh - b.heat_gross_mwh - b.electricity_gross_mwh;
                let lost = if case.gas_line.is_some() { by_hour } else { lost };
                add(&mut flows.chp, fuel_mwh, b.heat_gross_mwh, b.electricity_gross_mwh, lost);
            }
            GasUse::Boiler | GasUse::Injection => {
                flows.methane.to_boiler_nm3 += b.burnt_nm3;
                flows.methane.to_upgrading_nm3 += b.injected_nm3 + upgrading_loss(case.gas_use, b.lost_use_nm3);
                flows.methane.injected_nm3 += b.injected_nm3;
                losses.upgrading_offgas_nm3 += upgrading_loss(case.gas_use, b.lost_use_nm3);
                let fuel_mwh = b.burnt_nm3 * METHANE_LHV_MWH_PER_NM3;
                let lost = fuel_mwh * (1.0 - case.gas.boiler_eta);
                let lost = if case.gas_line.is_some() { fuel_mwh - b.heat_gross_mwh } else { lost };
                add(&mut flows.biogas_boiler, fuel_mwh, b.heat_gross_mwh, 0.0, lost);
            }
        }
        flows.digesters += 1.0;
    }
    let aggregate = parts.case.carbon.as_ref().is_some_and(|c| c.aggregate);
    flows.plant = if aggregate { PlantEmissions::Aggregate(losses) } else { PlantEmissions::Simulated(losses) };
}

fn upgrading_loss(gas_use: GasUse, lost_nm3: f64) -> f64 {
    if gas_use == GasUse::Injection { lost_nm3 } else { 0.0 }
}

fn add(converter: &mut Converter<f64>, fuel_mwh: f64, heat_mwh: f64, power_mwh: f64, loss_mwh: f64) {
    converter.fuel_mwh += fuel_mwh;
    converter.heat_mwh += heat_mwh;
    converter.power_mwh += power_mwh;
    converter.loss_mwh += loss_mwh;
}

/// Where heat goes. Losses of network and buffer are borne by the sources in proportion to what they send out.
fn heat_flows(parts: &Parts<'_>, flows: &mut Flows<f64>) {
    let on_pool = || parts.digesters.iter().filter(|d| d.on_pool);
    let surplus: f64 = on_pool().map(|d| d.plant.heat_used_mwh).sum();
    let bought: f64 = on_pool().map(|d| d.plant.heat_bought_mwh).sum();
    flows.heat.digester_mwh = on_pool().map(|d| d.plant.heat_own_mwh).sum();
    flows.heat.dumped_mwh = on_pool().map(|d| d.plant.heat_wasted_mwh).sum();
    let backup_eta = parts.house.first().map_or(GAS_BOILER_ETA, |b| b.dispatch.backup_efficiency);
    match parts.heat {
        None => flows.heat.used_from_biogas_mwh = surplus,
        Some(heat) => {
            let (wood, gas, digester) = (heat.wood_mwh(), heat.backup_mwh(), heat.from_digester_mwh);
            let totals = &heat.dispatch.totals;
            let stored = (totals.charge_end_kwh - totals.charge_start_kwh) / 1000.0;
            let buffer = heat.dispatch.year.buffer_loss_kwh / 1000.0 + stored;
            let sent = wood + gas + digester;
            let used_share = if sent > 0.0 { heat.useful_mwh / sent } else { 0.0 };
            flows.heat.used_from_wood_mwh = wood * used_share;
            flows.heat.used_from_gas_mwh = gas * used_share;
            flows.heat.used_from_biogas_mwh = digester * used_share;
            flows.heat.network_loss_mwh = heat.network_loss_mwh + buffer;
            flows.heat.dumped_mwh += heat.refused_mwh;
            add_gas(flows, gas, backup_eta);
        }
    }
    add_gas(flows, bought, backup_eta);
}

/// Efficiency of a gas boiler that only ever warms a digester, heat over LHV.
const GAS_BOILER_ETA: f64 = 0.92;

fn add_gas(flows: &mut Flows<f64>, heat_mwh: f64, eta: f64) {
    let fuel_mwh = heat_mwh / eta;
    add(&mut flows.gas_boiler, fuel_mwh, heat_mwh, 0.0, fuel_mwh * (1.0 - eta));
}

/// Electricity, netted month by month: the plant takes its own first, sells what is left and buys what lacks.
fn power_flows(parts: &Parts<'_>, flows: &mut Flows<f64>) {
    for month in parts.digesters.iter().filter(|d| d.on_pool).flat_map(|d| &d.plant_months) {
        let (gross, own) = (month.electricity_gross_mwh, month.electricity_own_mwh);
        flows.power.sold_mwh += (gross - own).max(0.0);
        flows.power.own_use_mwh += gross.min(own);
        flows.power.bought_digester_mwh += (own - gross).max(0.0);
    }
    if let Some(heat) = parts.heat {
        flows.power.bought_boiler_mwh = heat.dispatch.auxiliary_electricity_kwh / 1000.0 * heat.fuel_share;
    }
}

fn digestate_flows(parts: &Parts<'_>, flows: &mut Flows<f64>) {
    for outcome in parts.digesters.iter().filter(|d| d.on_pool) {
        let gas_kg = |m: &super::digester::MonthOfGas| {
            (m.methane_nm3 * METHANE_KG_PER_KMOL + m.carbon_dioxide_nm3 * CARBON_DIOXIDE_KG_PER_KMOL)
                / MOLAR_VOLUME_NM3_PER_KMOL
        };
        flows.digestate.wet_t += (outcome.total(|m| m.feed_t) - outcome.total(gas_kg) / 1000.0).max(0.0);
        flows.digestate.nitrogen_t += outcome.total(|m| m.nitrogen_t);
    }
}

fn transport_flows(parts: &Parts<'_>, flows: &mut Flows<f64>) -> Result<(), EvaluateError> {
    let lorry = |id: &str| vehicle(id).map_err(EvaluateError::Carbon);
    let logistics = &parts.case.logistics;
    let legs = [
        ("collection_wood", Carries::Wood, flows.collection_t_km(Carries::Wood), "artic_26t_volume"),
        ("collection_organic", Carries::Organic, flows.collection_t_km(Carries::Organic), "truck_19t_groupage"),
        ("digestate", Carries::Organic, flows.digestate.wet_t * logistics.digestate_km, "artic_40t_tanker"),
        ("ash", Carries::Wood, flows.wood.ash_t * logistics.ash_km, "truck_19t_groupage"),
    ];
    for (name, carries, t_km, id) in legs {
        flows.transport.push(TransportLeg { name, carries, t_km, vehicle: lorry(id)? });
    }
    Ok(())
}

/// Dust held back from which on a separator is bought as a filter: a cyclone comes with the boiler.
const FILTER_PCT: f64 = 60.0;

fn capacities(parts: &Parts<'_>, flows: &Flows<f64>) -> Capacities<f64> {
    let mut built = Capacities::none();
    let hours = HOURS_PER_YEAR as f64;
    if let (Some(heat), Some(leading)) = (parts.heat, parts.house.first()) {
        for (kw, boiler) in built.wood_boilers_kw.iter_mut().zip(parts.house) {
            *kw = boiler.dispatch.power_kw;
        }
        let together_kw = built.wood_boiler_kw();
        let filtered = |b: &&BoilerCase| b.separator.is_some_and(|s| s.dust_separation_pct >= FILTER_PCT);
        let filtered_kw: f64 = parts.house.iter().filter(filtered).map(|b| b.dispatch.power_kw).sum();
        built.filtered_share = filtered_kw / together_kw;
        built.gas_boiler_kw = heat.design_kw.map_or(heat.peak_kw, |d| d.max(heat.peak_kw));
        let buffer_kwh: f64 = parts.house.iter().map(|b| b.dispatch.power_kw * b.dispatch.buffer_hours).sum();
        built.buffer_m3 = buffer_volume_m3(buffer_kwh, leading.house.buffer_difference_k);
        if let Some(fired) = parts.boilers.first() {
            let fuel_kw = together_kw / fired.efficiency_field;
            let t_per_day = fuel_kw * 24.0 * MJ_PER_KWH / fired.combustion.lhv_mj_per_kg_ar / 1000.0;
            built.wood_store_t = t_per_day * leading.house.store_days;
        }
        built.substations = parts.case.demand.as_ref().map_or(0.0, |d| d.connections as f64);
        built.network_m = parts.case.demand.as_ref().map_or(0.0, |d| d.params.network_length_m);
    }
    for outcome in parts.digesters.iter().filter(|d| d.on_pool) {
        let Some(case) = parts.case.digesters.iter().find(|c| c.id == outcome.id) else { continue };
        built.digester_m3 += case.adm1.V_liq;
        let available = hours * case.gas.availability_pct / 100.0;
        if available > 0.0 {
            // What is built does not shrink with the gas of a bad year: the tank by its volume, the engine by its power.
            let stated = case.gas.chp_power_kwe;
            let by_gas = outcome.plant.electricity_gross_mwh * 1000.0 / available;
            built.chp_kwe += if case.gas_use != GasUse::Chp || !stated.is_finite() { by_gas } else { stated };
            if case.gas_use == GasUse::Boiler {
                built.biogas_boiler_kw += outcome.plant.heat_gross_mwh * 1000.0 / available;
            }
            built.injection_nm3_h += outcome.plant.injected_nm3 / available;
        }
    }
    built.platforms = if flows.wood.burnt_t > 0.0 && !flows.streams.is_empty() { 1.0 } else { 0.0 };
    built
}
