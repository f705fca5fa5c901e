//! Heating values of the dry fuel from its analysis, and what is left of them in wet fuel.

use super::constants::VAPORIZATION_J_PER_MOL;
use super::params::FuelParams;
use super::stoichiometry::Elements;
use crate::feedstock::channiwala_parikh;
use crate::num::Real;

/// A published correlation of the higher heating value of a solid fuel with its analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HhvCorrelation {
    /// Channiwala & Parikh 2002 (10.1016/S0016-2361(01)00131-4): all fuels, +- 1.45 %. The default.
    ChanniwalaParikh2002,
    /// Boie 1953, as quoted by Channiwala & Parikh 2002.
    Boie1953,
    /// Friedl et al. 2005 (10.1016/j.aca.2005.01.041), least-squares form: biomass from plants.
    Friedl2005,
    /// Institute of Gas Technology 1978, as quoted by Channiwala & Parikh 2002: coal.
    Igt1978,
    /// Dulong, as quoted by Channiwala & Parikh 2002: coal. On wood 9 to 12 % low: for comparison, never for a result.
    Dulong,
}

impl HhvCorrelation {
    /// Higher heating value of the dry fuel, MJ/kg dry.
    pub fn hhv_mj_per_kg_db<S: Real>(self, fuel: &FuelParams<S>) -> S {
        let FuelParams { c_pct_db: c, h_pct_db: h, o_pct_db: o, n_pct_db: n, s_pct_db: s, ash_pct_db: ash, .. } = *fuel;
        match self {
            Self::ChanniwalaParikh2002 => channiwala_parikh([c, h, o, n, s, ash]).0,
            Self::Boie1953 => c * 0.3516 + h * 1.16225 + s * 0.10465 + n * 0.0628 - o * 0.1109,
            Self::Friedl2005 => (c * c * 3.55 - c * 232.0 - h * 2230.0 + c * h * 51.2 + n * 131.0 + 20_600.0) * 1e-3,
            Self::Igt1978 => c * 0.341 + h * 1.323 + s * 0.068 - ash * 0.0153 - (o + n) * 0.1194,
            Self::Dulong => c * 0.3383 + (h - o / 8.0) * 1.443 + s * 0.0942,
        }
    }
}

/// Higher heating value of the dry fuel, MJ/kg dry: the measured one where given (finite), else Channiwala & Parikh.
pub fn hhv_mj_per_kg_db<S: Real>(fuel: &FuelParams<S>) -> S {
    let correlated = HhvCorrelation::ChanniwalaParikh2002.hhv_mj_per_kg_db(fuel);
    S::select(fuel.hhv_mj_per_kg_db.is_finite(), fuel.hhv_mj_per_kg_db, correlated)
}

/// Lower heating value as received, MJ/kg, at constant pressure: the water of combustion and the moisture leave as
/// vapour at 25 C. Chlorine takes its hydrogen as HCl, which makes no water.
pub(super) fn lhv_mj_per_kg_ar<S: Real>(hhv_mj_per_kg_ar: S, elements: &Elements<S>) -> S {
    hhv_mj_per_kg_ar - (elements.water_of_combustion() + elements.moisture) * (VAPORIZATION_J_PER_MOL * 1e-6)
}

/// Lower heating value as received by ISO 18125:2017, MJ/kg: its rounded constants, for comparison with laboratories.
pub(super) fn lhv_iso_18125_mj_per_kg_ar<S: Real>(hhv_mj_per_kg_db: S, fuel: &FuelParams<S>) -> S {
    let dry = hhv_mj_per_kg_db * 1000.0 - fuel.h_pct_db * 212.2 - (fuel.o_pct_db + fuel.n_pct_db) * 0.8;
    let dry_share = S::one() - fuel.moisture_pct_ar * 0.01;
    (dry * dry_share - fuel.moisture_pct_ar * 24.43) * 1e-3
}
