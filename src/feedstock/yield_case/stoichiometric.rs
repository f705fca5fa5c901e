//! Buswell-Boyle, oxygen demand, methane potential and gas shares of one formula.

use super::{YieldCase, number};
use crate::feedstock::formula::{AtomicMasses, Formula};
use crate::feedstock::stoichiometry::{BuswellBoyle, bmp_theoretical_ml_per_g, cod_g_per_g};

pub(super) fn value(case: &YieldCase<'_>) -> Option<f64> {
    let formula: Formula = case.input.parse().ok()?;
    match (case.kind, case.quantity) {
        ("buswell_boyle", quantity) => coefficient(&formula, quantity),
        ("cod", "COD") => cod_g_per_g(&formula, &masses(case.params)?).ok(),
        ("bmp_theoretical", "vCH4") => {
            let volume_ml_per_mol = number(case.params, "Vm")?;
            bmp_theoretical_ml_per_g(&formula, &masses(case.params)?, volume_ml_per_mol).ok()
        }
        ("ch4_fraction", "fCH4") => BuswellBoyle::of(&formula).ok()?.ch4_fraction(),
        ("ch4_fraction", "fCH4_N") => BuswellBoyle::of(&formula).ok()?.ch4_fraction_nitrogen_bound(),
        ("gas_fraction", "xCH4") => BuswellBoyle::of(&formula).ok()?.ch4_fraction_all_gas(),
        ("gas_fraction", "xH2S") => BuswellBoyle::of(&formula).ok()?.h2s_fraction_all_gas(),
        ("gas_fraction", "xCO2") => all_gas(&formula, |s| s.co2),
        ("gas_fraction", "xNH3") => all_gas(&formula, |s| s.nh3),
        _ => None,
    }
}

fn coefficient(formula: &Formula, quantity: &str) -> Option<f64> {
    let moles = BuswellBoyle::of(formula).ok()?;
    match quantity {
        "nu_H2O" => Some(moles.h2o),
        "nu_CH4" => Some(moles.ch4),
        "nu_CO2" => Some(moles.co2),
        "nu_NH3" => Some(moles.nh3),
        "nu_H2S" => Some(moles.h2s),
        _ => None,
    }
}

fn all_gas(formula: &Formula, part: impl Fn(&BuswellBoyle) -> f64) -> Option<f64> {
    let moles = BuswellBoyle::of(formula).ok()?;
    let whole = moles.ch4 + moles.co2 + moles.nh3 + moles.h2s;
    (whole > 0.0).then(|| part(&moles) / whole)
}

/// The set of atomic masses after `AW=`.
fn masses(params: &str) -> Option<AtomicMasses> {
    let name = params.split_once("AW=")?.1;
    let name = name.split([';', ',']).next()?.trim();
    AtomicMasses::named(name)
}
