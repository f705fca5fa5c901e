//! Gas as it was read, to dry gas at 0 C and 101.325 kPa; methane of a composition, or of a mass that left.

use super::BmpError;
use crate::units::{MOLAR_VOLUME_NM3_PER_KMOL, ZERO_CELSIUS_K, atomic_mass};

/// Standard pressure, kPa.
pub const STANDARD_KPA: f64 = 101.325;

/// Molar masses of methane and of carbon dioxide, g/mol.
const CH4_G_PER_MOL: f64 = atomic_mass::C + 4.0 * atomic_mass::H;
const CO2_G_PER_MOL: f64 = atomic_mass::C + 2.0 * atomic_mass::O;
const H2O_G_PER_MOL: f64 = 2.0 * atomic_mass::H + atomic_mass::O;

/// Saturation pressure of water, kPa, -20 to 100 C (Magnus form of Alduchov & Eskridge 1996,
/// doi 10.1175/1520-0450(1996)035<0601:IMFAOS>2.0.CO;2).
pub fn water_vapour_kpa(celsius: f64) -> f64 {
    0.610_94 * libm::exp(17.625 * celsius / (243.04 + celsius))
}

/// How gas was when its volume was read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GasState {
    /// Temperature, C.
    pub temperature_c: f64,
    /// Absolute pressure, kPa.
    pub pressure_kpa: f64,
    /// Relative humidity, 0 to 1: 1 over water.
    pub humidity: f64,
}

impl GasState {
    /// Dry gas at 0 C and 101.325 kPa: nothing to correct.
    pub const STANDARD: Self = Self { temperature_c: 0.0, pressure_kpa: STANDARD_KPA, humidity: 0.0 };

    /// Volume of dry gas at 0 C and 101.325 kPa that a volume read in this state holds, per unit of it.
    ///
    /// # Errors
    /// A temperature outside 0 to 100 C, a humidity outside 0 to 1, or a pressure that vapour alone exceeds.
    pub fn standard_share(&self) -> Result<f64, BmpError> {
        let good = (0.0..=100.0).contains(&self.temperature_c) && (0.0..=1.0).contains(&self.humidity);
        let vapour = self.humidity * water_vapour_kpa(self.temperature_c);
        if !good || !self.pressure_kpa.is_finite() || self.pressure_kpa <= vapour {
            return Err(BmpError::GasState { state: *self });
        }
        let cooled = ZERO_CELSIUS_K / (ZERO_CELSIUS_K + self.temperature_c);
        Ok((self.pressure_kpa - vapour) / STANDARD_KPA * cooled)
    }
}

/// Mass of dry biogas, g per NmL, of a methane share (0 to 1) of its methane and CO2.
pub fn dry_gas_g_per_nml(methane_share: f64) -> f64 {
    (methane_share * CH4_G_PER_MOL + (1.0 - methane_share) * CO2_G_PER_MOL) / (MOLAR_VOLUME_NM3_PER_KMOL * 1000.0)
}

/// Mass of water that leaves with a NmL of dry gas from a headspace, g: saturated at its temperature and pressure (kPa).
pub fn vapour_g_per_nml(temperature_c: f64, pressure_kpa: f64) -> f64 {
    let vapour = water_vapour_kpa(temperature_c);
    vapour / (pressure_kpa - vapour) * H2O_G_PER_MOL / (MOLAR_VOLUME_NM3_PER_KMOL * 1000.0)
}

/// Methane share (of methane and CO2) of gas from its mass and its dry standard volume: the gas density method (Justesen et al. 2019,
/// doi 10.3390/w11122431). Lies outside 0 to 1 where the readings cannot be those of methane and CO2: the caller tells so.
pub fn methane_share_of_density(mass_loss_g: f64, dry_nml: f64, temperature_c: f64, pressure_kpa: f64) -> f64 {
    let dry_g_per_nml = mass_loss_g / dry_nml - vapour_g_per_nml(temperature_c, pressure_kpa);
    let g_per_mol = dry_g_per_nml * MOLAR_VOLUME_NM3_PER_KMOL * 1000.0;
    (CO2_G_PER_MOL - g_per_mol) / (CO2_G_PER_MOL - CH4_G_PER_MOL)
}

/// Dry standard gas (NmL) that a headspace (mL) lets out when it is vented from a gauge pressure (kPa) to the ambient one.
pub fn vented_nml(headspace_ml: f64, gauge_kpa: f64, temperature_c: f64) -> f64 {
    // Water stays saturated before and after: the difference is dry gas.
    headspace_ml * gauge_kpa / STANDARD_KPA * ZERO_CELSIUS_K / (ZERO_CELSIUS_K + temperature_c)
}
