//! RED applied to a plant's own flows: g CO2e/MJ and savings in per cent for each product, never tonnes.

use crate::balance::carbon::red_method::{RedKey, RedVersion};
use crate::balance::carbon::{CarbonError, CarbonParams, red};
use crate::balance::flows::{Carries, Flows, MethaneLosses, StreamKind};
use crate::num::{Mask, Real};
use crate::units::{METHANE_KG_PER_NM3, METHANE_LHV_MWH_PER_NM3, MJ_PER_KWH};

/// What RED needs to know beyond the flows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RedPlant<S> {
    /// Thermal input of the wood boilers, MW LHV.
    pub wood_input_mw: S,
    /// Thermal input of engine, gas boiler and upgrading on biogas, MW LHV.
    pub biogas_input_mw: S,
    /// Temperature at which the engine's heat is delivered, K.
    pub heat_temperature_k: S,
    /// Year in which the plant starts.
    pub start_year: u32,
}

/// A product of the plant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RedProduct {
    /// Useful heat from wood.
    WoodHeat,
    /// Electricity from biogas.
    BiogasElectricity,
    /// Useful heat of the engine.
    ChpHeat,
    /// Useful heat of a boiler on biogas.
    BiogasHeat,
    /// Biomethane injected, against the comparator of transport fuel.
    Biomethane,
}

impl RedProduct {
    /// Name in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::WoodHeat => "wood_heat",
            Self::BiogasElectricity => "biogas_electricity",
            Self::ChpHeat => "chp_heat",
            Self::BiogasHeat => "biogas_heat",
            Self::Biomethane => "biomethane",
        }
    }
}

/// Emissions and saving of one product. There is no field for tonnes: RED gives none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RedLine<S: Real> {
    /// The product.
    pub product: RedProduct,
    /// Where the plant makes the product at all; elsewhere the numbers below are zero and mean nothing.
    pub made: S::Mask,
    /// g CO2e/MJ of product.
    pub g_per_mj: S,
    /// Fossil comparator, g CO2e/MJ of product.
    pub comparator: f64,
    /// Saving, %.
    pub saving_pct: S,
    /// Saving the law asks, %, if it asks any of a plant of this year.
    pub asked_pct: Option<f64>,
    /// Size from which the law asks it, MW thermal input.
    pub size_threshold_mw: f64,
    /// Where the plant is of that size.
    pub above_size: S::Mask,
}

/// Emissions per MJ of fuel by term, g CO2e/MJ LHV.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RedTerms<S> {
    /// Growing of crops.
    pub cultivation: S,
    /// Leaks, flare slip, digestate store, electricity of the plant, shredding.
    pub processing: S,
    /// Transport.
    pub transport: S,
    /// Credit for manure not stored (negative).
    pub manure_credit: S,
}

impl<S: Real> RedTerms<S> {
    /// All terms, g CO2e/MJ.
    pub fn sum(&self) -> S {
        red::sum(&[self.cultivation, self.processing, self.transport, self.manure_credit])
    }
}

/// What RED says about a plant.
#[derive(Clone, Debug)]
pub struct RedAssessment<S: Real> {
    /// The version applied.
    pub version: RedVersion,
    /// Terms of wood, per MJ of wood burnt, without the non-CO2 gases of use.
    pub wood: RedTerms<S>,
    /// Terms of biogas, per MJ of methane that reaches a use, without engine slip and off-gas.
    pub biogas: RedTerms<S>,
    /// One line per product.
    pub lines: Vec<RedLine<S>>,
}

impl RedLine<f64> {
    /// What the law makes of the line, in words.
    pub fn note(&self) -> String {
        let size = self.size_threshold_mw;
        match (self.above_size, self.asked_pct) {
            (false, _) => format!("below {size} MW of thermal input: no saving is asked by law, for information only"),
            (true, None) => format!("above {size} MW, but no saving is asked of plants that started before 2021"),
            (true, Some(asked)) if self.saving_pct >= asked => format!("above {size} MW: {asked} % asked, and met"),
            (true, Some(asked)) => format!("above {size} MW: {asked} % asked, and NOT met"),
        }
    }
}

/// A quotient where the divisor is positive, zero elsewhere; the caller keeps the mask that says which.
fn per<S: Real>(amount: S, over: S) -> S {
    let positive = over.gt(S::zero());
    S::select(positive, amount / S::select(positive, over, S::one()), S::zero())
}

/// MJ of so many MWh.
fn mj<S: Real>(mwh: S) -> S {
    mwh * (1000.0 * MJ_PER_KWH)
}

fn wood_terms<S: Real>(flows: &Flows<S>, p: &CarbonParams<S>) -> RedTerms<S> {
    let fuel_mj = mj(flows.wood_boiler.fuel_mwh);
    let shredding_kg = flows.wood.burnt_dry_t * p.shredding_diesel_l_per_t_dry * p.diesel_kgco2e_per_l;
    let power_kg = flows.power.bought_boiler_mwh * p.electricity_kgco2e_per_kwh * 1000.0;
    // legs carry reused wood as well: the burnt share of the mass bears its share of the kilometres
    let burnt_share = per(flows.wood.burnt_t, flows.wood.burnt_t + flows.wood.reused_t);
    let transport_kg = p.transport_kg(flows, Carries::Wood) * burnt_share;
    RedTerms {
        cultivation: S::zero(),
        processing: per((shredding_kg + power_kg) * 1000.0, fuel_mj),
        transport: per(transport_kg * 1000.0, fuel_mj),
        manure_credit: S::zero(),
    }
}

fn biogas_terms<S: Real>(
    version: RedVersion,
    flows: &Flows<S>,
    losses: &MethaneLosses<S>,
    p: &CarbonParams<S>,
) -> RedTerms<S> {
    let m = &flows.methane;
    let used_mj = mj((m.to_chp_nm3 + m.to_boiler_nm3 + m.to_upgrading_nm3) * METHANE_LHV_MWH_PER_NM3);
    let lost_nm3 = losses.digester_leak_nm3 + losses.flare_slip_nm3 + losses.digestate_store_nm3;
    let lost_kg = lost_nm3 * (METHANE_KG_PER_NM3 * version.constant(RedKey::GwpCh4).value);
    let power_kg = flows.power.bought_digester_mwh * p.electricity_kgco2e_per_kwh * 1000.0;
    let crops_t = flows.wet_t(|s| s.kind == StreamKind::Crop);
    let manure_t = flows.wet_t(|s| s.kind == StreamKind::Manure);
    let credit_kg = manure_t * version.constant(RedKey::ManureCreditKgPerT).value;
    RedTerms {
        cultivation: per(crops_t * p.crop_cultivation_kgco2e_per_t * 1000.0, used_mj),
        processing: per((lost_kg + power_kg) * 1000.0, used_mj),
        transport: per(p.transport_kg(flows, Carries::Organic) * 1000.0, used_mj),
        manure_credit: per(credit_kg * 1000.0, used_mj),
    }
}

/// Builds lines with what all products share.
struct LineMaker<S> {
    version: RedVersion,
    plant: RedPlant<S>,
}

impl<S: Real> LineMaker<S> {
    fn line(&self, product: RedProduct, g_per_mj: S, product_mwh: S) -> RedLine<S> {
        let (comparator, size, plant_mw) = match product {
            RedProduct::WoodHeat => (RedKey::ComparatorHeat, RedKey::SizeSolidMw, self.plant.wood_input_mw),
            RedProduct::BiogasElectricity => {
                (RedKey::ComparatorElectricity, RedKey::SizeGaseousMw, self.plant.biogas_input_mw)
            }
            RedProduct::ChpHeat | RedProduct::BiogasHeat => {
                (RedKey::ComparatorHeat, RedKey::SizeGaseousMw, self.plant.biogas_input_mw)
            }
            RedProduct::Biomethane => (RedKey::ComparatorTransport, RedKey::SizeGaseousMw, self.plant.biogas_input_mw),
        };
        let comparator = self.version.constant(comparator).value;
        let size_threshold_mw = self.version.constant(size).value;
        let transport = product == RedProduct::Biomethane;
        let made = product_mwh.gt(S::zero());
        let saving = red::saving_pct(g_per_mj, S::from_f64(comparator), S::one());
        RedLine {
            product,
            made,
            g_per_mj: S::select(made, g_per_mj, S::zero()),
            comparator,
            saving_pct: S::select(made, saving, S::zero()),
            asked_pct: if transport {
                Some(self.version.constant(RedKey::SavingTransportPct).value)
            } else {
                self.version.saving_asked_pct(self.plant.start_year)
            },
            size_threshold_mw,
            above_size: plant_mw.ge(S::from_f64(size_threshold_mw)),
        }
    }
}

/// Assesses a plant's own flows by RED.
///
/// The fossil backup is no biomass fuel and takes no part. The credit for manure stands in the terms; RED compares with
/// a fossil comparator and never with another fate of the waste, so that the same methane cannot be credited twice.
///
/// # Errors
/// A plant known by an aggregate factor only.
pub fn assess<S: Real>(
    version: RedVersion,
    flows: &Flows<S>,
    p: &CarbonParams<S>,
    plant: &RedPlant<S>,
) -> Result<RedAssessment<S>, CarbonError> {
    let losses = flows.losses().ok_or(CarbonError::AggregateInRed)?;
    let wood = wood_terms(flows, p);
    let biogas = biogas_terms(version, flows, losses, p);
    let maker = LineMaker { version, plant: *plant };
    let gwp_g_per_nm3 = METHANE_KG_PER_NM3 * version.constant(RedKey::GwpCh4).value * 1000.0;
    let heat = &flows.heat;

    let wood_fuel_g = wood.sum() + p.wood_nonco2_g_per_mj_lhv;
    let wood_heat_g = per(wood_fuel_g * flows.wood_boiler.fuel_mwh, heat.used_from_wood_mwh);

    // heat of engine and biogas boiler leave by one pipe: used heat is shared as it was made
    let chp_share = per(flows.chp.heat_mwh, flows.chp.heat_mwh + flows.biogas_boiler.heat_mwh);
    let chp_heat_mwh = heat.used_from_biogas_mwh * chp_share;
    let boiler_heat_mwh = heat.used_from_biogas_mwh * (S::one() - chp_share);
    let chp_fuel_mj = mj(flows.chp.fuel_mwh);
    let engine_n2o_g = p.engine_n2o_g_per_mj_lhv * version.constant(RedKey::GwpN2o).value;
    let chp_fuel_g = biogas.sum() + per(losses.engine_slip_nm3 * gwp_g_per_nm3, chp_fuel_mj) + engine_n2o_g;
    let useful_power_mwh = flows.power.sold_mwh;
    let c_heat = red::carnot(plant.heat_temperature_k);
    let exergy_mwh = useful_power_mwh + c_heat * chp_heat_mwh;
    let per_exergy = per(chp_fuel_g * flows.chp.fuel_mwh, exergy_mwh);

    let boiler_g = per(biogas.sum() * flows.biogas_boiler.fuel_mwh, boiler_heat_mwh);
    let injected_mwh = flows.methane.injected_nm3 * METHANE_LHV_MWH_PER_NM3;
    let upgraded_mwh = flows.methane.to_upgrading_nm3 * METHANE_LHV_MWH_PER_NM3;
    let offgas_g = losses.upgrading_offgas_nm3 * gwp_g_per_nm3;
    let biomethane_g = per(biogas.sum() * mj(upgraded_mwh) + offgas_g, mj(injected_mwh));
    Ok(RedAssessment {
        version,
        wood,
        biogas,
        lines: vec![
            maker.line(RedProduct::WoodHeat, wood_heat_g, heat.used_from_wood_mwh),
            maker.line(RedProduct::BiogasElectricity, per_exergy, useful_power_mwh),
            maker.line(RedProduct::ChpHeat, per_exergy * c_heat, chp_heat_mwh),
            maker.line(RedProduct::BiogasHeat, boiler_g, boiler_heat_mwh),
            maker.line(RedProduct::Biomethane, biomethane_g, injected_mwh),
        ],
    })
}

impl<S: Real> RedAssessment<S> {
    /// The line of a product.
    pub fn line(&self, product: RedProduct) -> Option<&RedLine<S>> {
        self.lines.iter().find(|l| l.product == product)
    }

    /// Lines of the products that are made (in any lane).
    pub fn made(&self) -> impl Iterator<Item = &RedLine<S>> {
        self.lines.iter().filter(|l| l.made.any())
    }
}
