//! Molar masses, heats of formation and the composition of air: one place, so that mass and energy close.

use crate::units::WATER_VAPORIZATION_KJ_PER_MOL;

/// Molar masses of what burns and what leaves, g/mol.
pub(super) mod molar_mass {
    pub(in super::super) use crate::units::WATER_KG_PER_KMOL as H2O;
    pub(in super::super) use crate::units::atomic_mass::{AR, C, CL, H, N, O, S};
    pub(in super::super) const CO: f64 = C + O;
    pub(in super::super) const CO2: f64 = C + 2.0 * O;
    pub(in super::super) const NO2: f64 = N + 2.0 * O;
    pub(in super::super) const SO2: f64 = S + 2.0 * O;
    pub(in super::super) const HCL: f64 = H + CL;
    pub(in super::super) const O2: f64 = 2.0 * O;
    pub(in super::super) const N2: f64 = 2.0 * N;
}

/// Mole fractions of dry air; CO2 and traces counted as nitrogen, so that the three sum to one.
pub(super) mod dry_air {
    pub(in super::super) const O2: f64 = 0.2095;
    pub(in super::super) const N2: f64 = 0.7809;
    pub(in super::super) const AR: f64 = 0.0096;
    /// Molar mass of dry air, g/mol.
    pub(in super::super) const MOLAR_MASS: f64 =
        O2 * super::molar_mass::O2 + N2 * super::molar_mass::N2 + AR * super::molar_mass::AR;
}

/// Reference temperature of heats of combustion, K.
pub(super) const REFERENCE_K: f64 = 298.15;

/// Reference temperature of heats of combustion, C.
pub(super) const REFERENCE_C: f64 = 25.0;

/// Molar gas constant, J/(mol K) (SI 2019, exact).
pub(super) const GAS_CONSTANT: f64 = 8.314_462_618_153_24;

/// Heat of vaporization of water at 25 C, J/mol.
pub(super) const VAPORIZATION_J_PER_MOL: f64 = WATER_VAPORIZATION_KJ_PER_MOL * 1e3;

/// Heat of combustion of carbon to CO2 at 25 C, J/mol (NASA polynomials; CODATA 393.51 +- 0.13 kJ/mol).
pub(super) const CARBON_J_PER_MOL: f64 = 393_507.8;

/// Heat of combustion of CO to CO2 at 25 C, J/mol (CODATA key values: 393.51 - 110.53 kJ/mol).
pub(super) const CO_J_PER_MOL: f64 = 282_980.0;

/// Mean heat capacity of liquid water from 25 C to 95 C, kJ/(kg K) (IAPWS-IF97: 4.18 to 4.21).
pub(super) const LIQUID_WATER_KJ_PER_KG_K: f64 = 4.18;
