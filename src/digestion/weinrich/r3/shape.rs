//! Unknowns of R3 and which depend on which.

use super::super::matrix;
use crate::digestion::scheme::{Scheme, Shape};
use crate::digestion::tank::Unknown;
use State::*;
use std::sync::OnceLock;

/// Unknowns, in order: names of the publication.
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    S_ac,
    S_ch4,
    S_IC,
    S_IN,
    S_h2o,
    X_ch,
    X_pr,
    X_li,
    X_bac,
    X_ac,
    S_cat,
    S_an,
    S_gas_ch4,
    S_gas_co2,
    S_H_ion,
}

pub(super) const NAMES: [&str; 15] = [
    "S_ac",
    "S_ch4",
    "S_IC",
    "S_IN",
    "S_h2o",
    "X_ch",
    "X_pr",
    "X_li",
    "X_bac",
    "X_ac",
    "S_cat",
    "S_an",
    "S_gas_ch4",
    "S_gas_co2",
    "S_H_ion",
];
pub(super) const LIQUID: usize = 12;
/// Rows of the outputs after liquid and gas.
pub(super) const OUTFLOW: usize = 14;
pub(super) const CHARGE: usize = 15;

const PROCESSES: [&str; 6] =
    ["fermentation_ch", "fermentation_pr", "fermentation_li", "methanogenesis_ac", "decay_bac", "decay_ac"];

/// (process, unknown) of every derivative of a rate.
const RATE_SLOPES: [(usize, State); 9] =
    [(0, X_ch), (1, X_pr), (2, X_li), (3, S_ac), (3, S_IN), (3, X_ac), (3, S_H_ion), (4, X_bac), (5, X_ac)];

/// (row, column) of the other derivatives, in the order in which [`other_slopes`](super::R3Model::other_slopes) writes them.
pub(super) const OTHERS: [(usize, State); 18] = [
    (S_ch4 as usize, S_ch4),
    (S_ch4 as usize, S_gas_ch4),
    (S_gas_ch4 as usize, S_ch4),
    (S_gas_ch4 as usize, S_gas_ch4),
    (S_IC as usize, S_IC),
    (S_IC as usize, S_H_ion),
    (S_IC as usize, S_gas_co2),
    (S_gas_co2 as usize, S_IC),
    (S_gas_co2 as usize, S_H_ion),
    (S_gas_co2 as usize, S_gas_co2),
    (OUTFLOW, S_gas_ch4),
    (OUTFLOW, S_gas_co2),
    (CHARGE, S_cat),
    (CHARGE, S_an),
    (CHARGE, S_ac),
    (CHARGE, S_IC),
    (CHARGE, S_IN),
    (CHARGE, S_H_ion),
];

fn unknown(name: &'static str) -> Unknown {
    let (unit, floor) = match name {
        "S_H_ion" => ("kmol/m3", 1e-10),
        "S_cat" | "S_an" => ("kmol/m3", 1e-4),
        "S_h2o" => ("kg/m3", 1.0),
        _ => ("kg/m3", 1e-3),
    };
    Unknown { name, unit, floor }
}

#[inline]
pub(super) fn scheme() -> &'static Scheme {
    static SCHEME: OnceLock<Scheme> = OnceLock::new();
    SCHEME.get_or_init(|| {
        let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/digestion/weinrich/r3_stoichiometry.csv"));
        let matrix =
            matrix::shipped("models/digestion/weinrich/r3_stoichiometry.csv", text, &NAMES[..LIQUID], &PROCESSES);
        let shape = Shape {
            unknowns: NAMES.map(unknown).to_vec(),
            liquid: LIQUID,
            gas: 2,
            factors: &["pH on acetate degraders", "free ammonia on acetate degraders", "lack of nitrogen"],
        };
        let rates = RATE_SLOPES.map(|(process, state)| (process, state as usize));
        let others = OTHERS.map(|(row, state)| (row, state as usize));
        Scheme::new(shape, matrix, &rates, &others)
    })
}
