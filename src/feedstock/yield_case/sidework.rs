//! Small sums around a digester: heat of hygienisation, daily tonnage, spreading area, fermentable matter of maize.

use super::{YieldCase, number};
use crate::units::MJ_PER_KWH;

const WATER_KJ_PER_KG_K: f64 = 4.186;
/// Heat capacity of dry matter where the row gives none; assumed.
const SOLIDS_KJ_PER_KG_K: f64 = 1.8;

pub(super) fn value(case: &YieldCase<'_>) -> Option<f64> {
    match (case.kind, case.quantity) {
        ("hygienisation_heat", "Q") => hygienisation_kwh(case),
        ("icpe_2781", "t/d") => Some(leading(case.input)? / leading(case.params)?),
        ("digestate_N", "area") => {
            let n_kg_per_t = leading(case.input.split_once(" at ")?.1)?;
            Some(leading(case.input)? * n_kg_per_t / leading(case.params)?)
        }
        ("weissbach_FoTS", "FoTS") if case.input.starts_with("maize") => fermentable_g_per_kg(case.input),
        ("weissbach_FoTS", "yield") if case.input.starts_with("maize") => {
            Some(fermentable_g_per_kg(case.input)? * leading(case.params)? * 1e-3)
        }
        _ => None,
    }
}

/// The number a text begins with.
fn leading(text: &str) -> Option<f64> {
    text.split_whitespace().next()?.parse().ok().filter(|v: &f64| v.is_finite())
}

/// `1 t FM, TS=20%` from 15 to 70 C, or back to the digester's temperature, kWh.
fn hygienisation_kwh(case: &YieldCase<'_>) -> Option<f64> {
    let ts = number(case.input, "TS")? / 100.0;
    let water = number(case.params, "cp_w").unwrap_or(WATER_KJ_PER_KG_K);
    let solids = number(case.params, "cp_TS").unwrap_or(SOLIDS_KJ_PER_KG_K);
    let (cold, hot) = case.params.split_once("->")?;
    let (cold_c, hot_c) = (leading(cold)?, leading(hot)?);
    let back_c = case.params.split_once("cool to ").map_or(Some(cold_c), |(_, rest)| leading(rest))?;
    Some(leading(case.input)? * (ts * solids + (1.0 - ts) * water) * (hot_c - back_c) / MJ_PER_KWH)
}

/// Fermentable organic matter of maize, g/kg TS, from crude ash XA and crude fibre XF, g/kg TS (Weissbach 2008 from
/// memory, unverified).
fn fermentable_g_per_kg(input: &str) -> Option<f64> {
    let (ash, fibre) = (number(input, "XA")?, number(input, "XF")?);
    Some(984.0 - ash - 0.47 * fibre - 0.00104 * fibre * fibre)
}
