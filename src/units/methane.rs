//! Methane in numbers: one set for every module, so that no two disagree about what a cubic metre holds.

use super::{MJ_PER_KWH, MOLAR_VOLUME_NM3_PER_KMOL, WATER_VAPORIZATION_KJ_PER_MOL, atomic_mass};

/// Molar mass of methane, kg/kmol.
pub const METHANE_KG_PER_KMOL: f64 = atomic_mass::C + 4.0 * atomic_mass::H;

/// Density of methane as an ideal gas, kg/Nm3; the real gas is 0.24 % denser.
pub const METHANE_KG_PER_NM3: f64 = METHANE_KG_PER_KMOL / MOLAR_VOLUME_NM3_PER_KMOL;

/// Gross heat of combustion of methane at 25 C, kJ/mol (ISO 6976:2016, ideal gas).
const METHANE_GROSS_KJ_PER_MOL: f64 = 890.58;

/// Net heat of combustion of methane at 25 C, kJ/mol: both moles of water stay vapour.
const METHANE_NET_KJ_PER_MOL: f64 = METHANE_GROSS_KJ_PER_MOL - 2.0 * WATER_VAPORIZATION_KJ_PER_MOL;

/// Lower heating value of methane, MWh/Nm3 (combustion at 25 C, ideal molar volume at 0 C).
pub const METHANE_LHV_MWH_PER_NM3: f64 = METHANE_NET_KJ_PER_MOL / MOLAR_VOLUME_NM3_PER_KMOL / MJ_PER_KWH / 1000.0;

/// Higher over lower heating value of methane: gas is billed on the first and burnt on the second.
pub const METHANE_HHV_PER_LHV: f64 = METHANE_GROSS_KJ_PER_MOL / METHANE_NET_KJ_PER_MOL;

#[cfg(test)]
mod tests {
    use super::*;

    /// Heats of formation in kJ/mol: CH4 -74.6 (NIST), CO2 -393.51, H2O -285.83 as liquid and -241.826 as gas (CODATA).
    #[test]
    fn heats_of_formation_give_the_same_heats_of_combustion() {
        let burnt = |water: f64| 393.51 + 2.0 * water - 74.6;
        assert!((METHANE_GROSS_KJ_PER_MOL - burnt(285.83)).abs() < 0.02);
        assert!((METHANE_NET_KJ_PER_MOL - burnt(241.826)).abs() < 0.02);
    }

    /// 9.946 kWh in the ideal gas; the real molar volume (22.3606 l/mol) would hold 0.24 % more.
    #[test]
    fn a_cubic_metre_holds_its_known_energy_and_mass() {
        assert!((METHANE_LHV_MWH_PER_NM3 * 1000.0 - 9.946).abs() < 5e-4);
        assert!((METHANE_HHV_PER_LHV - 1.1097).abs() < 5e-5);
        assert!((METHANE_KG_PER_NM3 - 0.7158).abs() < 5e-5);
        // Directive (EU) 2018/2001 rounds to 50 MJ/kg.
        assert!((METHANE_NET_KJ_PER_MOL / METHANE_KG_PER_KMOL - 50.0).abs() < 0.05);
    }
}
