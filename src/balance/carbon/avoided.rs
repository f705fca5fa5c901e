//! The method `avoided`: the project against a named reference scenario, t CO2e a year, line by line.
//!
//! In the line of ISO 14064-2 and ADEME QuantiGES, with dated factors. There is no credit in this method (the manure
//! credit belongs to RED): methane that the reference emits is counted once, as the reference's treatment. Avoided lines
//! are negative; a present use that the project takes away is a positive line of the same kind.

use crate::balance::carbon::factors::Gwp;
use crate::balance::carbon::outlets::Outlet;
use crate::balance::carbon::reference::ReferenceScenario;
use crate::balance::carbon::waterfall::{Claim, Component, LineKind, Waterfall};
use crate::balance::carbon::{CarbonError, CarbonParams};
use crate::balance::flows::{Claimant, Flows, MethaneLosses, StreamFlow, StreamKind};
use crate::num::Real;
use crate::units::{
    CARBON_DIOXIDE_KG_PER_KMOL, METHANE_HHV_PER_LHV, METHANE_KG_PER_NM3, METHANE_LHV_MWH_PER_NM3, MJ_PER_KWH,
    MOLAR_VOLUME_NM3_PER_KMOL, atomic_mass,
};

/// Carbon dioxide over carbon, by mass (44.009/12.011).
const CO2_PER_C: f64 = CARBON_DIOXIDE_KG_PER_KMOL / atomic_mass::C;

/// Carbon dioxide per volume of a gas with one carbon atom, kg/Nm3.
const CO2_KG_PER_NM3: f64 = CARBON_DIOXIDE_KG_PER_KMOL / MOLAR_VOLUME_NM3_PER_KMOL;

/// Nitrous oxide over its nitrogen, by mass.
const N2O_PER_N: f64 = (2.0 * atomic_mass::N + atomic_mass::O) / (2.0 * atomic_mass::N);

const FACTORS: &str = "models/carbon/emission_factors.csv";
const PARAMETERS: &str = "models/carbon/parameters.csv";
const OUTLETS: &str = "models/carbon/outlets.csv";
const VEHICLES: &str = "models/carbon/vehicles.csv";

/// The account of a year by the method `avoided`.
#[derive(Clone, Debug)]
pub struct AvoidedAccount<S> {
    /// The reference scenario compared with.
    pub reference: &'static ReferenceScenario,
    /// The table of warming potentials.
    pub gwp: &'static Gwp,
    /// Lines.
    pub waterfall: Waterfall<S>,
}

impl<S: Real> AvoidedAccount<S> {
    /// Net change, t CO2e/a; negative is a saving.
    pub fn net_t(&self) -> S {
        self.waterfall.total_kg() / 1000.0
    }

    /// Saving, t CO2e/a: the net change with its sign turned.
    pub fn saving_t(&self) -> S {
        -self.net_t()
    }

    /// The laws that the reference breaks in its year, outlet by outlet; empty when all of it may be claimed.
    pub fn breaches(&self) -> Vec<&'static str> {
        let laws = self.waterfall.components.iter().filter_map(|c| match c.claim {
            Claim::Unlawful { law } => Some(law),
            _ => None,
        });
        laws.collect()
    }
}

/// Makes the account of a year.
///
/// # Errors
/// A stream whose outlet (present or in the reference) is for another kind of stream.
pub fn avoided<S: Real>(
    flows: &Flows<S>,
    reference: &'static ReferenceScenario,
    gwp: &'static Gwp,
    p: &CarbonParams<S>,
) -> Result<AvoidedAccount<S>, CarbonError> {
    let mut components = Vec::with_capacity(24 + flows.streams.len());
    transport_lines(flows, p, &mut components);
    heat_lines(flows, p, &mut components);
    plant_lines(flows, gwp, p, &mut components);
    treatment_lines(flows, reference, p, &mut components)?;
    energy_lines(flows, reference, p, &mut components);
    biogenic_lines(flows, p, &mut components);
    Ok(AvoidedAccount { reference, gwp, waterfall: Waterfall { components } })
}

fn transport_lines<S: Real>(flows: &Flows<S>, p: &CarbonParams<S>, lines: &mut Vec<Component<S>>) {
    for leg in &flows.transport {
        let kg = leg.t_km * p.transport_kg_per_t_km(leg.vehicle);
        lines.push(Component::counted("transport", LineKind::Direct, kg, VEHICLES).about(leg.name));
    }
}

fn heat_lines<S: Real>(flows: &Flows<S>, p: &CarbonParams<S>, lines: &mut Vec<Component<S>>) {
    let shredding = flows.wood.burnt_dry_t * p.shredding_diesel_l_per_t_dry * p.diesel_kgco2e_per_l;
    let nonco2 = flows.wood_boiler.fuel_mwh * MJ_PER_KWH * p.wood_nonco2_g_per_mj_lhv;
    let backup = flows.gas(p.gas_hhv_per_lhv).hhv_mwh() * p.natural_gas_kgco2e_per_kwh_hhv * 1000.0;
    let power = flows.power.bought_boiler_mwh * p.electricity_kgco2e_per_kwh * 1000.0;
    let direct = |name, kg, source| Component::counted(name, LineKind::Direct, kg, source);
    lines.push(direct("wood_shredding", shredding, PARAMETERS));
    lines.push(direct("wood_boiler_ch4_n2o", nonco2, PARAMETERS));
    lines.push(direct("gas_backup", backup, FACTORS));
    lines.push(direct("electricity_boilers", power, FACTORS));
}

/// Emissions of the digestion plant: simulated step by step, or the aggregate factor that holds all of them.
fn plant_lines<S: Real>(flows: &Flows<S>, gwp: &Gwp, p: &CarbonParams<S>, lines: &mut Vec<Component<S>>) {
    match flows.losses() {
        Some(losses) => simulated_plant_lines(flows, losses, gwp, p, lines),
        None => {
            let kg = flows.wet_t(|s| s.kind.is_digested()) * p.digestion_aggregate_kgco2e_per_t;
            lines.push(Component::counted("digestion_aggregate", LineKind::Direct, kg, FACTORS));
        }
    }
    let crops = flows.wet_t(|s| s.kind == StreamKind::Crop) * p.crop_cultivation_kgco2e_per_t;
    lines.push(Component::counted("crop_cultivation", LineKind::Direct, crops, PARAMETERS));
}

fn simulated_plant_lines<S: Real>(
    flows: &Flows<S>,
    losses: &MethaneLosses<S>,
    gwp: &Gwp,
    p: &CarbonParams<S>,
    lines: &mut Vec<Component<S>>,
) {
    let per_nm3 = METHANE_KG_PER_NM3 * gwp.ch4_biogenic;
    let steps = [
        ("methane_digester_leak", losses.digester_leak_nm3),
        ("methane_flare_slip", losses.flare_slip_nm3),
        ("methane_engine_slip", losses.engine_slip_nm3),
        ("methane_upgrading_offgas", losses.upgrading_offgas_nm3),
        ("methane_digestate_store", losses.digestate_store_nm3),
    ];
    for (name, nm3) in steps {
        lines.push(Component::counted(name, LineKind::Direct, nm3 * per_nm3, "models/carbon/gwp.csv"));
    }
    let engine_n2o = flows.chp.fuel_mwh * MJ_PER_KWH * p.engine_n2o_g_per_mj_lhv * gwp.n2o;
    lines.push(Component::counted("engine_n2o", LineKind::Direct, engine_n2o, PARAMETERS));
    let nitrogen_kg = flows.digestate.nitrogen_t * 1000.0;
    let n2o = nitrogen_kg * p.digestate_n2o_kg_n_per_kg_n * (N2O_PER_N * gwp.n2o);
    let fertiliser = -(nitrogen_kg * p.fertiliser_substitution_share * p.fertiliser_kgco2e_per_kg_n);
    let power = flows.power.bought_digester_mwh * p.electricity_kgco2e_per_kwh * 1000.0;
    lines.push(Component::counted("digestate_n2o", LineKind::Direct, n2o, PARAMETERS));
    lines.push(Component::counted("electricity_digester", LineKind::Direct, power, FACTORS));
    lines.push(Component::counted("mineral_fertiliser", LineKind::Avoided, fertiliser, PARAMETERS));
}

/// Whether the tonne's avoided emissions may be counted here.
fn claim_of<S: Real>(stream: &StreamFlow<S>, outlet: &'static Outlet, year: u32) -> Claim {
    if stream.claimant == Claimant::Other {
        Claim::ClaimedElsewhere
    } else if let (false, Some(law)) = (outlet.is_lawful(year), &outlet.law) {
        Claim::Unlawful { law }
    } else {
        Claim::Counted
    }
}

/// Treatment that the reference would have needed, and the worth of present uses that end.
fn treatment_lines<S: Real>(
    flows: &Flows<S>,
    reference: &ReferenceScenario,
    p: &CarbonParams<S>,
    lines: &mut Vec<Component<S>>,
) -> Result<(), CarbonError> {
    let burnt_mwh_per_t = wood_mwh_per_t(flows);
    for (k, stream) in flows.streams.iter().enumerate() {
        let Some(outlet) = reference.outlet_of(stream) else { continue };
        for o in [outlet, stream.present_outlet] {
            if !o.takes(stream.kind) {
                return Err(CarbonError::OutletOfOtherStream { stream: k, outlet: &o.id });
            }
        }
        let claim = claim_of(stream, outlet, reference.year);
        let treatment = -(stream.wet_t * outlet.kgco2e_per_t);
        let mut line = Component::counted("present_treatment", LineKind::Avoided, treatment, OUTLETS).about(&outlet.id);
        line.claim = claim;
        lines.push(line);
        // a loss is never refused: the project bears what it takes away, whoever claims the tonne
        let use_lost = stream.wet_t * outlet.benefit_kgco2e_per_t;
        if outlet.benefit_kgco2e_per_t > 0.0 {
            lines.push(Component::counted("present_use_lost", LineKind::Avoided, use_lost, OUTLETS).about(&outlet.id));
        }
        if outlet.energy_use_share > 0.0 {
            let heat_mwh = stream.wet_t * outlet.energy_use_share * burnt_mwh_per_t * p.present_wood_efficiency_lhv;
            let kg = heat_mwh * p.lost_wood_energy_fossil_share * reference.heat.kg_per_mwh(p);
            lines.push(Component::counted("present_energy_lost", LineKind::Avoided, kg, PARAMETERS).about(&outlet.id));
        }
    }
    Ok(())
}

/// Energy that the project's boilers draw from a tonne of wood taken in, MWh LHV/t wet; zero where none is taken in.
///
/// Reused and rejected wood is in the divisor: a pallet that is reused still burns later, so that its present use as
/// fuel is put off and not lost.
fn wood_mwh_per_t<S: Real>(flows: &Flows<S>) -> S {
    let taken_t = flows.wet_t(|s| !s.kind.is_digested());
    let some = taken_t.gt(S::zero());
    S::select(some, flows.wood_boiler.fuel_mwh / S::select(some, taken_t, S::one()), S::zero())
}

/// Share of a class of streams, by wet mass, that this project may claim; one where there are none.
fn claimed_share<S: Real>(flows: &Flows<S>, digested: bool) -> S {
    let of_class = |s: &StreamFlow<S>| s.kind.is_digested() == digested;
    let all = flows.wet_t(of_class);
    let own = flows.wet_t(|s| of_class(s) && s.claimant == Claimant::ThisProject);
    let some = all.gt(S::zero());
    S::select(some, own / S::select(some, all, S::one()), S::one())
}

/// Energy and new pallets that the reference would have needed.
fn energy_lines<S: Real>(
    flows: &Flows<S>,
    reference: &ReferenceScenario,
    p: &CarbonParams<S>,
    lines: &mut Vec<Component<S>>,
) {
    let heat = reference.heat.kg_per_mwh(p);
    let grid = p.electricity_kgco2e_per_kwh * 1000.0;
    let injected_hhv_mwh = flows.methane.injected_nm3 * (METHANE_LHV_MWH_PER_NM3 * METHANE_HHV_PER_LHV);
    let biomethane = injected_hhv_mwh * p.natural_gas_kgco2e_per_kwh_hhv * 1000.0;
    let (wood, organic) = (claimed_share(flows, false), claimed_share(flows, true));
    let products = [
        ("pallets_reused", flows.wood.reused_t * p.reuse_benefit_kgco2e_per_t, wood),
        ("heat_from_wood", flows.heat.used_from_wood_mwh * heat, wood),
        ("heat_from_biogas", flows.heat.used_from_biogas_mwh * heat, organic),
        ("electricity_sold", flows.power.sold_mwh * grid, organic),
        ("biomethane_injected", biomethane, organic),
    ];
    for (name, kg, share) in products {
        lines.push(Component::counted(name, LineKind::Avoided, -(kg * share), FACTORS));
        if flows.streams.iter().any(|s| s.claimant == Claimant::Other) {
            let mut line = Component::counted(name, LineKind::Avoided, -(kg * (S::one() - share)), FACTORS);
            line.claim = Claim::ClaimedElsewhere;
            lines.push(line);
        }
    }
    // heat from the backup is delivered in both worlds: the reference would have made it as well
    let backup = -(flows.heat.used_from_gas_mwh * heat);
    lines.push(Component::counted("heat_from_backup", LineKind::Avoided, backup, FACTORS));
}

/// Carbon dioxide of wood and biogas, beside the totals.
fn biogenic_lines<S: Real>(flows: &Flows<S>, p: &CarbonParams<S>, lines: &mut Vec<Component<S>>) {
    let wood = flows.wood.burnt_dry_t * p.wood_carbon_share_dry * (CO2_PER_C * 1000.0);
    let m = &flows.methane;
    let lost = flows.physical_losses().from_gas_line_nm3();
    // methane burnt here or by whoever takes the biomethane, and the carbon dioxide that the biogas brings along
    let biogas = (m.produced_nm3 - lost + (m.biogas_nm3 - m.produced_nm3)) * CO2_KG_PER_NM3;
    lines.push(Component::counted("wood_co2", LineKind::Biogenic, wood, PARAMETERS));
    lines.push(Component::counted("biogas_co2", LineKind::Biogenic, biogas, "carbon of the biogas"));
}
