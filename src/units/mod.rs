//! Quantities with *kinds*: a kilogram of COD is not a kilogram of volatile solids, an LHV is not an HHV.
//!
//! Data carries its unit in column and key names, edges use these types, kernels use plain numbers whose names end in
//! the unit. Gas volumes are dry, at 0 C and 101.325 kPa (Nm3), unless a name says otherwise.

mod amount;
pub mod atomic_mass;
mod methane;

pub use amount::{Amount, AmountError};
pub use methane::{METHANE_HHV_PER_LHV, METHANE_KG_PER_KMOL, METHANE_KG_PER_NM3, METHANE_LHV_MWH_PER_NM3};

/// Molar volume of an ideal gas at 0 C and 101.325 kPa, Nm3/kmol (CODATA 2018: R T / p).
pub const MOLAR_VOLUME_NM3_PER_KMOL: f64 = 22.413_969_54;

/// Molar mass of carbon dioxide, kg/kmol.
pub const CARBON_DIOXIDE_KG_PER_KMOL: f64 = atomic_mass::C + 2.0 * atomic_mass::O;

/// Molar mass of water, kg/kmol.
pub const WATER_KG_PER_KMOL: f64 = 2.0 * atomic_mass::H + atomic_mass::O;

/// Heat of vaporization of water at 25 C, kJ/mol: the difference of the heats of formation -241.8246 (vapour) and
/// -285.830 (liquid; CODATA key values), kept to the last digit used by the reference cases. It turns every HHV into an
/// LHV; ISO 6976:2016 rounds differently (44.013).
pub const WATER_VAPORIZATION_KJ_PER_MOL: f64 = 44.005_38;

/// 0 C in kelvin.
pub const ZERO_CELSIUS_K: f64 = 273.15;

/// MJ in a kWh.
pub const MJ_PER_KWH: f64 = 3.6;

/// Hours of the model year (no leap day).
pub const HOURS_PER_YEAR: usize = 8760;

/// Days of the model year.
pub const DAYS_PER_YEAR: f64 = 365.0;

/// Days of each month of the model year, January first.
pub const DAYS_OF_MONTH: [usize; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// Days of each week of the model year: 51 of 7 days, and the last of 8.
pub const DAYS_OF_WEEK: [usize; 52] = {
    let mut days = [7; 52];
    days[51] = 8;
    days
};

/// Declares a quantity kind: a newtype that adds to itself and scales by numbers, and mixes with nothing else.
macro_rules! kinds {
    ($($(#[$meta:meta])* $name:ident),* $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Default)]
        pub struct $name<S = f64>(pub S);

        impl<S: std::ops::Add<Output = S>> std::ops::Add for $name<S> {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl<S: std::ops::Mul<Output = S>> std::ops::Mul<S> for $name<S> {
            type Output = Self;
            fn mul(self, factor: S) -> Self {
                Self(self.0 * factor)
            }
        }
    )*};
}

kinds! {
    /// Mass as received, water included, t.
    WetMass,
    /// Total solids (dry matter), t.
    TotalSolids,
    /// Volatile solids (organic dry matter), t.
    VolatileSolids,
    /// Chemical oxygen demand, t O2.
    Cod,
    /// Lower heating value (water leaves as vapour), MJ/kg of the mass named beside it.
    Lhv,
    /// Higher heating value (water leaves as liquid), MJ/kg of the mass named beside it.
    Hhv,
    /// Dry gas at 0 C and 101.325 kPa, Nm3.
    GasVolume,
}
