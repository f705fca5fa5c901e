//! The result of burning a kilogram of fuel, and the function that computes it.

use super::constants::VAPORIZATION_J_PER_MOL;
use super::emissions::{Pollutants, emissions_mg_per_kg_ar, oxygen_correction};
use super::heating_value::{hhv_mj_per_kg_db, lhv_iso_18125_mj_per_kg_ar, lhv_mj_per_kg_ar};
use super::losses::{Condensing, Losses, dry_residue_kg};
use super::nasa::Enthalpy;
use super::params::{CombustionParams, FuelParams};
use super::saturation;
use super::stoichiometry::{Air, Elements, Mixture};
use crate::num::Real;
use crate::units::{MOLAR_VOLUME_NM3_PER_KMOL, ZERO_CELSIUS_K};
use serde::Serialize;

/// Everything known about burning one kilogram of fuel as received (`ar`).
///
/// Gas volumes are Nm3 (0 C, 101.325 kPa), heats refer to 25 C, `wet` counts water vapour and `dry` leaves it out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Combustion<S> {
    /// Higher heating value of the dry fuel, MJ/kg dry: as measured, or by Channiwala & Parikh 2002.
    pub hhv_mj_per_kg_db: S,
    /// Higher heating value as received, MJ/kg.
    pub hhv_mj_per_kg_ar: S,
    /// Lower heating value as received, MJ/kg (by definition: 44,005.38 J per mol of water that leaves as vapour).
    pub lhv_mj_per_kg_ar: S,
    /// Lower heating value as received by the rounded constants of ISO 18125:2017, MJ/kg.
    pub lhv_iso18125_mj_per_kg_ar: S,
    /// Oxygen the fuel needs from the air, mol O2/kg.
    pub o2_stoich_mol_per_kg_ar: S,
    /// Stoichiometric dry air, kg/kg.
    pub air_stoich_kg_per_kg_ar: S,
    /// Stoichiometric dry air, Nm3/kg.
    pub air_stoich_nm3_per_kg_ar: S,
    /// Dry air supplied, kg/kg.
    pub air_dry_kg_per_kg_ar: S,
    /// Humid air supplied, kg/kg.
    pub air_humid_kg_per_kg_ar: S,
    /// Humid air supplied, Nm3/kg.
    pub air_humid_nm3_per_kg_ar: S,
    /// Wet flue gas, Nm3/kg.
    pub flue_gas_wet_nm3_per_kg_ar: S,
    /// Dry flue gas, Nm3/kg.
    pub flue_gas_dry_nm3_per_kg_ar: S,
    /// Wet flue gas, kg/kg.
    pub flue_gas_wet_kg_per_kg_ar: S,
    /// Water vapour in the flue gas, kg/kg.
    pub h2o_kg_per_kg_ar: S,
    /// CO2 in the flue gas, kg/kg (biogenic for wood; the share of plastics in a fuel is fossil).
    pub co2_kg_per_kg_ar: S,
    /// CO2 in wet flue gas, % by volume.
    pub co2_wet_pct: S,
    /// Water vapour in wet flue gas, % by volume.
    pub h2o_wet_pct: S,
    /// Oxygen in wet flue gas, % by volume.
    pub o2_wet_pct: S,
    /// Nitrogen in wet flue gas, % by volume.
    pub n2_wet_pct: S,
    /// Argon in wet flue gas, % by volume.
    pub ar_wet_pct: S,
    /// SO2 in wet flue gas, ppm by volume, were all sulphur to leave as gas.
    pub so2_wet_ppm: S,
    /// HCl in wet flue gas, ppm by volume, were all chlorine to leave as gas.
    pub hcl_wet_ppm: S,
    /// CO2 in dry flue gas, % by volume.
    pub co2_dry_pct: S,
    /// Oxygen in dry flue gas, % by volume.
    pub o2_dry_pct: S,
    /// CO2 in dry flue gas at stoichiometric air, % by volume.
    pub co2_max_dry_pct: S,
    /// Flame temperature without losses and without dissociation, C.
    pub adiabatic_temperature_c: S,
    /// Enthalpy of the flue gas at the boiler outlet above 25 C, water as vapour, kJ/kg.
    pub flue_gas_enthalpy_kj_per_kg_ar: S,
    /// That enthalpy over the LHV, %.
    pub stack_loss_pct_lhv: S,
    /// Siegert coefficient that the stack loss amounts to: loss % * dry CO2 % / (gas temperature - 25 C).
    pub siegert_coefficient: S,
    /// Water dew point of the flue gas, C; below 0.01 C over supercooled water, -273.15 (its limit) without water.
    pub dew_point_c: S,
    /// Flue gas temperature at the boiler outlet minus dew point, K: negative means condensation in the stack.
    pub dew_point_margin_k: S,
    /// Losses beside the stack loss, % of LHV input.
    pub losses: Losses<S>,
    /// Efficiency by the method of losses, % of LHV.
    pub efficiency_pct_lhv: S,
    /// The same heat over the HHV, %.
    pub efficiency_pct_hhv: S,
    /// Useful heat, MJ/kg.
    pub useful_heat_mj_per_kg_ar: S,
    /// With a condensing exchanger behind the boiler.
    pub condensing: Condensing<S>,
    /// Ash, kg/kg.
    pub ash_kg_per_kg_ar: S,
    /// Dry residue: ash with its unburnt carbon, kg/kg.
    pub residue_kg_per_kg_ar: S,
    /// Emissions, mg per Nm3 of dry flue gas at its own oxygen content.
    pub emissions_mg_per_nm3: Pollutants<S>,
    /// Emissions, mg per MJ of LHV input.
    pub emissions_mg_per_mj_lhv: Pollutants<S>,
    /// What the analysis counts beyond 100 % (or, negative, leaves out) and the stoichiometry does not see, kg/kg.
    pub analysis_gap_kg_per_kg_ar: S,
    /// Mass out minus mass in, relative (elements, moisture and humid air against flue gas).
    pub mass_closure: S,
    /// Heat out minus heat in, relative; the larger of the boiler (on HHV, water counted in the flue gas) and the flame.
    pub energy_closure: S,
}

impl<S: Real> Combustion<S> {
    /// Emissions converted to a reference oxygen content (10 % for EN 303-5 and Ecodesign, 6 % for the MCP directive and
    /// the French rubric 2910), mg/Nm3 dry.
    pub fn emissions_at_o2_mg_per_nm3(&self, reference_o2_pct: f64) -> Pollutants<S> {
        self.emissions_mg_per_nm3.scaled(oxygen_correction(self.o2_dry_pct, S::from_f64(reference_o2_pct)))
    }
}

/// Saturation pressure of water, Pa, at a temperature in C (IAPWS-IF97, 0 to 373 C; supercooled below).
pub fn saturation_pressure_pa<S: Real>(temperature_c: S) -> S {
    saturation::pressure_pa(temperature_c + ZERO_CELSIUS_K)
}

/// What the parts of the computation share: heats in J, amounts in mol, both per kg fuel as received.
pub(super) struct Fire<S> {
    pub(super) elements: Elements<S>,
    pub(super) gas: Mixture<S>,
    pub(super) gas_enthalpy: Enthalpy<S>,
    pub(super) air: Air<S>,
    pub(super) hhv_j: S,
    pub(super) lhv_j: S,
    /// Sensible heat of the humid air above 25 C.
    pub(super) air_heat_j: S,
}

impl<S: Real> Fire<S> {
    pub(super) fn new(fuel: &FuelParams<S>, params: &CombustionParams<S>) -> Self {
        let elements = Elements::of(fuel);
        let air = Air::supply(elements.oxygen_demand(), params.excess_air, params.air_humidity_kg_per_kg);
        let gas = Mixture::flue_gas(&elements, &air);
        let hhv_ar = hhv_mj_per_kg_db(fuel) * (S::one() - fuel.moisture_pct_ar * 0.01);
        Self {
            gas_enthalpy: Enthalpy::of(&gas),
            air_heat_j: Enthalpy::of(&air.mixture()).sensible_j(params.air_temperature_c + ZERO_CELSIUS_K),
            hhv_j: hhv_ar * 1e6,
            lhv_j: lhv_mj_per_kg_ar(hhv_ar, &elements) * 1e6,
            elements,
            gas,
            air,
        }
    }

    pub(super) fn dry_gas_nm3(&self) -> S {
        self.gas.dry() * NM3_PER_MOL
    }

    pub(super) fn o2_dry_pct(&self) -> S {
        self.gas.o2 / self.gas.dry() * 100.0
    }

    /// Temperature at which the flue gas holds all the heat, K.
    fn flame_k(&self) -> S {
        self.gas_enthalpy.temperature_k(self.lhv_j + self.air_heat_j)
    }

    fn mass_closure(&self) -> S {
        let in_kg = self.elements.mass_kg() + self.air.mass_kg();
        (self.gas.mass_kg() - in_kg) / in_kg
    }

    /// The boiler on the HHV: useful heat came from the LHV, the latent heat is counted on the water of the flue gas.
    fn energy_closure(&self, useful_j: S, stack_j: S, losses_j: S, flame_k: S) -> S {
        let latent = (self.gas.h2o - self.air.vapour) * VAPORIZATION_J_PER_MOL;
        let boiler = (useful_j + stack_j + latent + losses_j - self.hhv_j - self.air_heat_j) / self.hhv_j;
        let heat = self.lhv_j + self.air_heat_j;
        let flame = (self.gas_enthalpy.sensible_j(flame_k) - heat) / heat;
        S::select(flame.abs().lt(boiler.abs()), boiler, flame)
    }
}

const NM3_PER_MOL: f64 = MOLAR_VOLUME_NM3_PER_KMOL * 1e-3;

/// Burns a kilogram of fuel as received. Total: on input that [`check`](super::check()) refuses, fields may be NaN.
pub fn burn<S: Real>(fuel: &FuelParams<S>, params: &CombustionParams<S>) -> Combustion<S> {
    let fire = Fire::new(fuel, params);
    let Fire { elements, gas, gas_enthalpy, air, hhv_j, lhv_j, air_heat_j } = &fire;
    let (wet, dry) = (gas.total(), gas.dry());
    let pct_wet = |moles: S| moles / wet * 100.0;
    let stoich = Air::supply(elements.oxygen_demand(), S::one(), S::zero());
    let stack_j = gas_enthalpy.sensible_j(params.flue_gas_temperature_c + ZERO_CELSIUS_K);
    let stack_loss = stack_j / *lhv_j * 100.0;
    let flame_k = fire.flame_k();
    let dew_point_c = saturation::temperature_k(gas.h2o / wet * params.pressure_pa) - ZERO_CELSIUS_K;
    let losses = Losses::of(&fire, params);
    let efficiency = *air_heat_j / *lhv_j * 100.0 + 100.0 - stack_loss - losses.total_pct_lhv();
    let useful_j = *lhv_j * efficiency * 0.01;
    let mg_per_kg = emissions_mg_per_kg_ar(&fire, params);
    let co2_dry_pct = gas.co2 / dry * 100.0;
    Combustion {
        hhv_mj_per_kg_db: hhv_mj_per_kg_db(fuel),
        hhv_mj_per_kg_ar: *hhv_j * 1e-6,
        lhv_mj_per_kg_ar: *lhv_j * 1e-6,
        lhv_iso18125_mj_per_kg_ar: lhv_iso_18125_mj_per_kg_ar(hhv_mj_per_kg_db(fuel), fuel),
        o2_stoich_mol_per_kg_ar: elements.oxygen_demand(),
        air_stoich_kg_per_kg_ar: stoich.dry_kg(),
        air_stoich_nm3_per_kg_ar: stoich.dry * NM3_PER_MOL,
        air_dry_kg_per_kg_ar: air.dry_kg(),
        air_humid_kg_per_kg_ar: air.mass_kg(),
        air_humid_nm3_per_kg_ar: (air.dry + air.vapour) * NM3_PER_MOL,
        flue_gas_wet_nm3_per_kg_ar: wet * NM3_PER_MOL,
        flue_gas_dry_nm3_per_kg_ar: dry * NM3_PER_MOL,
        flue_gas_wet_kg_per_kg_ar: gas.mass_kg(),
        h2o_kg_per_kg_ar: gas.h2o * (super::constants::molar_mass::H2O * 1e-3),
        co2_kg_per_kg_ar: gas.co2 * (super::constants::molar_mass::CO2 * 1e-3),
        co2_wet_pct: pct_wet(gas.co2),
        h2o_wet_pct: pct_wet(gas.h2o),
        o2_wet_pct: pct_wet(gas.o2),
        n2_wet_pct: pct_wet(gas.n2),
        ar_wet_pct: pct_wet(gas.ar),
        so2_wet_ppm: gas.so2 / wet * 1e6,
        hcl_wet_ppm: gas.hcl / wet * 1e6,
        co2_dry_pct,
        o2_dry_pct: fire.o2_dry_pct(),
        co2_max_dry_pct: elements.c / Mixture::flue_gas(elements, &stoich).dry() * 100.0,
        adiabatic_temperature_c: flame_k - ZERO_CELSIUS_K,
        flue_gas_enthalpy_kj_per_kg_ar: stack_j * 1e-3,
        stack_loss_pct_lhv: stack_loss,
        siegert_coefficient: stack_loss * co2_dry_pct / (params.flue_gas_temperature_c - super::constants::REFERENCE_C),
        dew_point_c,
        dew_point_margin_k: params.flue_gas_temperature_c - dew_point_c,
        losses,
        efficiency_pct_lhv: efficiency,
        efficiency_pct_hhv: useful_j / *hhv_j * 100.0,
        useful_heat_mj_per_kg_ar: useful_j * 1e-6,
        condensing: Condensing::of(&fire, params, efficiency + stack_loss),
        ash_kg_per_kg_ar: elements.ash_kg,
        residue_kg_per_kg_ar: dry_residue_kg(elements.ash_kg, params),
        emissions_mg_per_nm3: mg_per_kg.scaled(S::one() / fire.dry_gas_nm3()),
        emissions_mg_per_mj_lhv: mg_per_kg.scaled(S::from_f64(1e6) / *lhv_j),
        analysis_gap_kg_per_kg_ar: elements.mass_kg() + elements.ash_kg - 1.0,
        mass_closure: fire.mass_closure(),
        energy_closure: fire.energy_closure(useful_j, stack_j, *lhv_j * losses.total_pct_lhv() * 0.01, flame_k),
    }
}
