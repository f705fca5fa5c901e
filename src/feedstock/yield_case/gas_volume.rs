//! Vapour pressure of water, and heating values of methane per volume.

use super::{YieldCase, number};
use crate::units::{MJ_PER_KWH, ZERO_CELSIUS_K};

/// Saturation pressure of water, Pa (Magnus form of Alduchov & Eskridge 1996, J. Appl. Meteorol. 35, 601-609).
fn water_vapour_pa(celsius: f64) -> f64 {
    610.94 * libm::exp(17.625 * celsius / (243.04 + celsius))
}

pub(super) fn value(case: &YieldCase<'_>) -> Option<f64> {
    if case.quantity != "Pa" {
        return None;
    }
    let kelvin: f64 = case.input.strip_suffix('K')?.trim().parse().ok()?;
    Some(water_vapour_pa(kelvin - ZERO_CELSIUS_K))
}

/// Heating value of methane, kWh/Nm3, from kJ/mol and mL/mol.
pub(super) fn energy(case: &YieldCase<'_>) -> Option<f64> {
    let kj_per_mol = number(case.params, case.quantity)?;
    let ml_per_mol = number(case.params, "Vm")?;
    (case.input == "CH4").then(|| kj_per_mol / ml_per_mol * 1e3 / MJ_PER_KWH)
}
