//! Losses of the boiler beside the stack loss, and what a condensing exchanger recovers.
//!
//! Indirect determination in the manner of EN 303-5: 100 % minus the losses, each over the LHV of the fuel fed. The
//! flue gas is that of complete combustion: the heat of unburnt CO and carbon is a loss of its own, and its effect on
//! the gas amount (below 1 % of it) is left out. Organic gases at the allowed 20 mg/Nm3 hold 0.01 % and are left out.

use super::burn::Fire;
use super::constants::{
    CARBON_J_PER_MOL, CO_J_PER_MOL, LIQUID_WATER_KJ_PER_KG_K, REFERENCE_C, VAPORIZATION_J_PER_MOL, molar_mass,
};
use super::emissions::co_mg_per_kg_ar;
use super::params::CombustionParams;
use super::saturation;
use crate::num::Real;
use crate::units::ZERO_CELSIUS_K;
use serde::Serialize;

/// Losses beside the stack loss, % of LHV input.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Losses<S> {
    /// Heat of combustion of the CO in the flue gas.
    pub co_pct_lhv: S,
    /// Heat of combustion of the carbon left in the residue.
    pub carbon_in_residue_pct_lhv: S,
    /// Sensible heat of the residue above 25 C.
    pub residue_heat_pct_lhv: S,
    /// Radiation and convection of the boiler's surface.
    pub radiation_pct_lhv: S,
}

impl<S: Real> Losses<S> {
    pub(super) fn of(fire: &Fire<S>, params: &CombustionParams<S>) -> Self {
        let co_j = co_mg_per_kg_ar(fire, params) * (1e-3 / molar_mass::CO * CO_J_PER_MOL);
        let residue_kg = dry_residue_kg(fire.elements.ash_kg, params);
        let carbon_j = residue_kg * params.carbon_in_residue_pct * (0.01 * 1e3 / molar_mass::C * CARBON_J_PER_MOL);
        let warmth_j =
            residue_kg * params.residue_heat_capacity_kj_per_kg_k * (params.residue_temperature_c - REFERENCE_C) * 1e3;
        let pct = |joule: S| joule / fire.lhv_j * 100.0;
        Self {
            co_pct_lhv: pct(co_j),
            carbon_in_residue_pct_lhv: pct(carbon_j),
            residue_heat_pct_lhv: pct(warmth_j),
            radiation_pct_lhv: params.radiation_loss_pct_lhv,
        }
    }

    /// The sum, % of LHV input.
    pub fn total_pct_lhv(&self) -> S {
        self.co_pct_lhv + self.carbon_in_residue_pct_lhv + self.residue_heat_pct_lhv + self.radiation_pct_lhv
    }
}

/// Ash with the carbon left in it, kg/kg fuel as received.
pub(super) fn dry_residue_kg<S: Real>(ash_kg: S, params: &CombustionParams<S>) -> S {
    ash_kg / (S::one() - params.carbon_in_residue_pct * 0.01)
}

/// A condensing exchanger: the gas leaves saturated (or unsaturated, where it holds too little water) at the outlet
/// temperature, the condensate leaves at the same temperature and its sensible heat above 25 C counts as lost.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Condensing<S> {
    /// Condensate, kg per kg fuel as received.
    pub condensate_kg_per_kg_ar: S,
    /// Stack loss behind the exchanger over the LHV, %: negative where the latent heat won exceeds the sensible heat lost.
    pub stack_loss_pct_lhv: S,
    /// Efficiency with the exchanger, % of LHV; may exceed 100.
    pub efficiency_pct_lhv: S,
    /// The same heat over the HHV, %; never exceeds 100.
    pub efficiency_pct_hhv: S,
}

impl<S: Real> Condensing<S> {
    /// `without_stack_pct_lhv` is the efficiency there would be without any stack loss, % of LHV.
    pub(super) fn of(fire: &Fire<S>, params: &CombustionParams<S>, without_stack_pct_lhv: S) -> Self {
        let outlet_c = params.condensing_outlet_temperature_c;
        let outlet_k = outlet_c + ZERO_CELSIUS_K;
        let saturation_pa = saturation::pressure_pa(outlet_k);
        let capacity = fire.gas.dry() * saturation_pa / (params.pressure_pa - saturation_pa);
        // At boiling and above nothing condenses: the quotient is negative there and stands for any amount of vapour.
        let unbounded = params.pressure_pa.le(saturation_pa);
        let saturated = !unbounded & capacity.lt(fire.gas.h2o);
        let vapour = S::select(saturated, capacity, fire.gas.h2o);
        let condensate = fire.gas.h2o - vapour;
        let condensate_kg = condensate * (molar_mass::H2O * 1e-3);
        let gas_j = super::nasa::Enthalpy::of(&fire.gas.with_vapour(vapour)).sensible_j(outlet_k);
        let liquid_j = condensate_kg * (outlet_c - REFERENCE_C) * (LIQUID_WATER_KJ_PER_KG_K * 1e3);
        let stack_loss = (gas_j + liquid_j - condensate * VAPORIZATION_J_PER_MOL) / fire.lhv_j * 100.0;
        let efficiency = without_stack_pct_lhv - stack_loss;
        Self {
            condensate_kg_per_kg_ar: condensate_kg,
            stack_loss_pct_lhv: stack_loss,
            efficiency_pct_lhv: efficiency,
            efficiency_pct_hhv: efficiency * fire.lhv_j / fire.hhv_j,
        }
    }
}
