//! Emissions: what leaves with the flue gas in small amounts, as mass per fuel, per dry gas, and at a reference oxygen.

use super::burn::Fire;
use super::constants::molar_mass;
use super::params::CombustionParams;
use crate::num::Real;
use serde::Serialize;

/// One number per pollutant; the unit is that of the field or function it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Pollutants<S> {
    /// Carbon monoxide.
    pub co: S,
    /// Organic gaseous carbon, as carbon.
    pub ogc: S,
    /// Nitrogen oxides, as NO2.
    pub nox: S,
    /// Sulphur dioxide.
    pub so2: S,
    /// Hydrogen chloride.
    pub hcl: S,
    /// Dust, behind the separator.
    pub dust: S,
}

impl<S: Real> Pollutants<S> {
    /// Nothing.
    pub fn none() -> Self {
        let zero = S::zero();
        Self { co: zero, ogc: zero, nox: zero, so2: zero, hcl: zero, dust: zero }
    }

    /// Both together.
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            co: self.co + other.co,
            ogc: self.ogc + other.ogc,
            nox: self.nox + other.nox,
            so2: self.so2 + other.so2,
            hcl: self.hcl + other.hcl,
            dust: self.dust + other.dust,
        }
    }

    /// All of them times a factor.
    pub(super) fn scaled(&self, factor: S) -> Self {
        Self {
            co: self.co * factor,
            ogc: self.ogc * factor,
            nox: self.nox * factor,
            so2: self.so2 * factor,
            hcl: self.hcl * factor,
            dust: self.dust * factor,
        }
    }
}

/// Oxygen of air as emission law rounds it, % by volume (Directive 2010/75/EU Annex V and VI, EN 303-5).
const LAW_AIR_O2_PCT: f64 = 21.0;

/// Oxygen content that the parameters `co_mg_per_nm3_10o2` and `ogc_mg_per_nm3_10o2` refer to, %.
const PARAMETER_O2_PCT: f64 = 10.0;

/// Factor from a concentration at `o2_dry_pct` to one at `reference_o2_pct`: (21 - reference)/(21 - measured).
pub fn oxygen_correction<S: Real>(o2_dry_pct: S, reference_o2_pct: S) -> S {
    (S::from_f64(LAW_AIR_O2_PCT) - reference_o2_pct) / (S::from_f64(LAW_AIR_O2_PCT) - o2_dry_pct)
}

/// A concentration given at 10 % O2, as mass per fuel, mg/kg as received.
fn mg_per_kg_ar<S: Real>(fire: &Fire<S>, mg_per_nm3_10o2: S) -> S {
    mg_per_nm3_10o2 * oxygen_correction(S::from_f64(PARAMETER_O2_PCT), fire.o2_dry_pct()) * fire.dry_gas_nm3()
}

/// Carbon monoxide, mg/kg fuel as received.
pub(super) fn co_mg_per_kg_ar<S: Real>(fire: &Fire<S>, params: &CombustionParams<S>) -> S {
    mg_per_kg_ar(fire, params.co_mg_per_nm3_10o2)
}

/// All emissions, mg/kg fuel as received.
pub(super) fn emissions_mg_per_kg_ar<S: Real>(fire: &Fire<S>, params: &CombustionParams<S>) -> Pollutants<S> {
    let from_element = |moles: S, to_gas_pct: S, molar_mass: f64| moles * to_gas_pct * (0.01 * 1e3 * molar_mass);
    let entrained = fire.elements.ash_kg * params.entrained_ash_pct * 0.01;
    let passed = S::one() - params.dust_separation_pct * 0.01;
    Pollutants {
        co: co_mg_per_kg_ar(fire, params),
        ogc: mg_per_kg_ar(fire, params.ogc_mg_per_nm3_10o2),
        nox: from_element(fire.elements.n, params.fuel_n_to_nox_pct, molar_mass::NO2),
        so2: from_element(fire.elements.s, params.sulphur_to_gas_pct, molar_mass::SO2),
        hcl: from_element(fire.elements.cl, params.chlorine_to_gas_pct, molar_mass::HCL),
        dust: entrained * passed * 1e6,
    }
}
