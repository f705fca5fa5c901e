//! Results of the R package `biogas` that follow from stoichiometry (Hafner 2018, doi 10.1016/j.softx.2018.06.005).
//!
//! Left out: rows at a given pH, which need the carbonate system and hence a process model; and mixtures (`mcomp`), for
//! which the package rounds a composite formula, so that its digits are not those of the mixture.

use super::{YieldCase, gas_volume, number};
use crate::feedstock::formula::{AtomicMasses, Element, Formula};
use crate::feedstock::macromolecule::Convention;
use crate::feedstock::stoichiometry::{BuswellBoyle, bmp_theoretical_ml_per_g, cod_g_per_g};

const CONVENTION: Convention = Convention::BIOGAS_R;
const ML_PER_L: f64 = 1000.0;

pub(super) fn value(case: &YieldCase<'_>) -> Option<f64> {
    if case.params.contains("pH=") {
        return None;
    }
    match case.quantity {
        "vCH4" => methane_ml(case),
        "COD" => cod_g_per_g(&case.input.parse().ok()?, &CONVENTION.masses).ok(),
        "g/mol" => Some(case.input.parse::<Formula>().ok()?.molar_mass_g_per_mol(&CONVENTION.masses)),
        "nu_CH4" | "nu_NH4" | "nu_C5H7O2N" => reaction(case),
        _ => gas_volume::value(case),
    }
}

/// Methane of a mass (g), an amount (mol) or an oxygen demand (g), less what goes into cells (fs) and what is not
/// degraded (1 - fd).
fn methane_ml(case: &YieldCase<'_>) -> Option<f64> {
    let get = |name: &str| number(case.params, name);
    let ml_per_mol = CONVENTION.ch4_l_per_mol * ML_PER_L;
    let whole_ml = if let Some(cod_g) = get("COD") {
        cod_g * ml_per_mol / (4.0 * AtomicMasses::BIOGAS_R.of(Element::O))
    } else {
        let formula: Formula = case.input.parse().ok()?;
        match get("mol") {
            Some(mol) => mol * BuswellBoyle::of(&formula).ok()?.ch4 * ml_per_mol,
            None => get("mass")? * bmp_theoretical_ml_per_g(&formula, &CONVENTION.masses, ml_per_mol).ok()?,
        }
    };
    Some(whole_ml * get("fd").unwrap_or(1.0) * (1.0 - get("fs").unwrap_or(0.0)))
}

/// Stoichiometry with cell synthesis from ammonia: a share fs of the electrons goes into C5H7O2N, 20 electrons each
/// (Rittmann & McCarty 2001).
fn reaction(case: &YieldCase<'_>) -> Option<f64> {
    let moles = BuswellBoyle::of(&case.input.parse().ok()?).ok()?;
    let fs = number(case.params, "fs")?;
    let cells = 8.0 * moles.ch4 * fs / 20.0;
    match case.quantity {
        "nu_CH4" => Some(moles.ch4 * (1.0 - fs)),
        "nu_C5H7O2N" => Some(cells),
        "nu_NH4" => Some(moles.nh3 - cells),
        _ => None,
    }
}
