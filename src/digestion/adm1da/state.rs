//! The unknowns. The first twelve stand as in ADM1, so that acids, ammonia and uptakes are found in the same places.
//!
//! Hydrolysis takes volume, so that less leaves than is fed. The engine of tanks lets as much leave as it feeds, from
//! a liquid that is concentrated in return: what leaves by that is too much by what the three ledgers `COD_shrink`, `C_shrink`
//! and `N_shrink` hold (negative). Nothing depends on them; with them the books close.

use crate::digestion::tank::Unknown;

/// Unknowns of ADM1da: names of BSM2, pools after Schlattmann 2011 (PS slow, PF fast).
#[allow(non_camel_case_types, missing_docs)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum State {
    S_su,
    S_aa,
    S_fa,
    S_va,
    S_bu,
    S_pro,
    S_ac,
    S_h2,
    S_ch4,
    S_IC,
    S_IN,
    S_I,
    X_ch,
    X_pr,
    X_li,
    X_su,
    X_aa,
    X_fa,
    X_c4,
    X_pro,
    X_ac,
    X_h2,
    X_I,
    S_cat,
    S_an,
    X_PS_ch,
    X_PS_pr,
    X_PS_li,
    X_PF_ch,
    X_PF_pr,
    X_PF_li,
    COD_gap,
    COD_shrink,
    C_shrink,
    N_shrink,
    S_gas_h2,
    S_gas_ch4,
    S_gas_co2,
    S_H_ion,
}

/// Number of liquid unknowns.
pub const LIQUID: usize = 35;
/// Number of liquid unknowns that are matter; the rest are ledgers of what shrinking takes, per quantity.
pub(super) const MATTER: usize = 32;
/// Number of gases.
pub(super) const GAS: usize = 3;
/// Number of unknowns.
pub const UNKNOWNS: usize = 39;
/// Place of the first degrader, in `X_su`.
pub(super) const FIRST_DEGRADER: usize = State::X_su as usize;

/// Names in order.
pub const NAMES: [&str; UNKNOWNS] = [
    "S_su",
    "S_aa",
    "S_fa",
    "S_va",
    "S_bu",
    "S_pro",
    "S_ac",
    "S_h2",
    "S_ch4",
    "S_IC",
    "S_IN",
    "S_I",
    "X_ch",
    "X_pr",
    "X_li",
    "X_su",
    "X_aa",
    "X_fa",
    "X_c4",
    "X_pro",
    "X_ac",
    "X_h2",
    "X_I",
    "S_cat",
    "S_an",
    "X_PS_ch",
    "X_PS_pr",
    "X_PS_li",
    "X_PF_ch",
    "X_PF_pr",
    "X_PF_li",
    "COD_gap",
    "COD_shrink",
    "C_shrink",
    "N_shrink",
    "S_gas_h2",
    "S_gas_ch4",
    "S_gas_co2",
    "S_H_ion",
];

/// Unit and size below which a value is as good as zero, as in ADM1.
fn unknown(name: &'static str) -> Unknown {
    let (unit, floor) = match name {
        "S_IC" | "S_gas_co2" | "C_shrink" => ("kmol C/m3", 1e-4),
        "S_IN" | "N_shrink" => ("kmol N/m3", 1e-4),
        "S_cat" | "S_an" => ("kmol/m3", 1e-4),
        "S_H_ion" => ("kmol/m3", 1e-10),
        "S_h2" => ("kg COD/m3", 1e-9),
        "S_gas_h2" => ("kg COD/m3", 1e-7),
        _ => ("kg COD/m3", 1e-3),
    };
    Unknown { name, unit, floor }
}

pub(super) fn unknowns() -> Vec<Unknown> {
    NAMES.into_iter().map(unknown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digestion::adm1;

    #[test]
    fn what_is_shared_with_adm1_stands_where_adm1_has_it() {
        for (own, base) in NAMES.iter().zip(adm1::State::NAMES).take(12) {
            assert_eq!(*own, base);
        }
        let first = adm1::State::X_su as usize;
        assert_eq!(NAMES[FIRST_DEGRADER..FIRST_DEGRADER + 7], adm1::State::NAMES[first..first + 7]);
        assert_eq!(State::S_H_ion as usize + 1, UNKNOWNS);
        // What nothing conserves stands last among the liquid unknowns.
        assert_eq!(NAMES[State::COD_gap as usize..LIQUID], ["COD_gap", "COD_shrink", "C_shrink", "N_shrink"]);
        for unknown in unknowns() {
            if let Some(base) = adm1::State::find(unknown.name) {
                assert_eq!((unknown.unit, unknown.floor), (base.unit(), base.floor()), "{}", unknown.name);
            }
        }
    }
}
