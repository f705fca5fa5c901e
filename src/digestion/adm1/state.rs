//! The unknowns, by their BSM2 names.

use crate::param::sheet::Sheet;
use std::sync::OnceLock;

/// Unknowns of the model, in the order of the vectors. Names are those of BSM2.
#[allow(non_camel_case_types, missing_docs)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
    X_xc,
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
    S_gas_h2,
    S_gas_ch4,
    S_gas_co2,
    /// Hydrogen ion, kmol/m3: algebraic, from the charge balance.
    S_H_ion,
    /// Hydrogen that has left as gas since the start, kg COD.
    out_h2,
    /// Methane that has left as gas since the start, kg COD.
    out_ch4,
    /// Carbon dioxide that has left as gas since the start, kmol C.
    out_co2,
    /// Volume that has left the headspace since the start, m3 at headspace pressure and T_op.
    out_volume,
}

/// Number of liquid states: what a feed carries.
pub const LIQUID: usize = 26;

/// Number of unknowns with concentrations: liquid, gas and the hydrogen ion. The running totals follow.
pub const STATE_COUNT: usize = 30;

/// Number of unknowns of the integrated system: the concentrations and four running totals.
pub const UNKNOWNS: usize = 34;

/// Concentrations of the 26 liquid and 3 gas states (kg COD/m3; kmol/m3 for S_IC, S_IN, S_cat, S_an, S_gas_co2) and the
/// hydrogen ion (kmol/m3), in the order of [`State`].
pub type StateVector = [f64; STATE_COUNT];

impl State {
    /// All states with a concentration, in order.
    pub const ALL: [State; STATE_COUNT] = [
        State::S_su,
        State::S_aa,
        State::S_fa,
        State::S_va,
        State::S_bu,
        State::S_pro,
        State::S_ac,
        State::S_h2,
        State::S_ch4,
        State::S_IC,
        State::S_IN,
        State::S_I,
        State::X_xc,
        State::X_ch,
        State::X_pr,
        State::X_li,
        State::X_su,
        State::X_aa,
        State::X_fa,
        State::X_c4,
        State::X_pro,
        State::X_ac,
        State::X_h2,
        State::X_I,
        State::S_cat,
        State::S_an,
        State::S_gas_h2,
        State::S_gas_ch4,
        State::S_gas_co2,
        State::S_H_ion,
    ];

    /// Names in order: liquid, gas, hydrogen ion.
    pub const NAMES: [&'static str; STATE_COUNT] = [
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
        "X_xc",
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
        "S_gas_h2",
        "S_gas_ch4",
        "S_gas_co2",
        "S_H_ion",
    ];

    /// The BSM2 name.
    pub fn name(self) -> &'static str {
        Self::NAMES.get(self as usize).copied().unwrap_or("running total")
    }

    /// Unit of the concentration.
    pub fn unit(self) -> &'static str {
        match self {
            State::S_IC | State::S_gas_co2 => "kmol C/m3",
            State::S_IN => "kmol N/m3",
            State::S_cat | State::S_an | State::S_H_ion => "kmol/m3",
            State::out_co2 => "kmol C",
            State::out_volume => "m3",
            State::out_h2 | State::out_ch4 => "kg COD",
            _ => "kg COD/m3",
        }
    }

    /// The state of a name.
    pub fn find(name: &str) -> Option<State> {
        Self::NAMES.iter().position(|n| *n == name).map(|k| Self::ALL[k])
    }

    /// Magnitude below which a relative tolerance becomes absolute, in the unit of the state. The traces (hydrogen, and
    /// the hydrogen ion) need their own: one absolute tolerance for all loses them. The absolute tolerance of a run is
    /// this times its relative one.
    pub fn floor(self) -> f64 {
        match self {
            State::S_h2 => 1e-9,
            State::S_gas_h2 => 1e-7,
            State::S_H_ion => 1e-10,
            State::S_gas_co2 | State::S_IC | State::S_IN | State::S_cat | State::S_an => 1e-4,
            _ => 1e-3,
        }
    }
}

/// A table of values by state name, shipped in `models/adm1/`: columns `name,unit,value,description,source,flag`.
fn shipped(file: &str, text: &str, names: &[&str]) -> Vec<f64> {
    let rows = Sheet::read(file, text, |row| Ok((row.filled("name")?, row.number("value")?)))
        .expect("a shipped table is sound: a test loads it");
    let (found, values): (Vec<String>, Vec<f64>) = rows.into_iter().unzip();
    assert_eq!(found, names, "{file} must name the states in order: a test loads it");
    values
}

/// Initial state of BSM2 (DIGESTERINIT); the hydrogen ion is that of the charge balance, here only a first guess.
pub(super) fn bsm2_initial() -> &'static StateVector {
    static VALUES: OnceLock<StateVector> = OnceLock::new();
    VALUES.get_or_init(|| {
        let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/adm1/initial.csv"));
        let mut values = shipped("models/adm1/initial.csv", text, &State::NAMES[..STATE_COUNT - 1]);
        values.push(1e-7);
        values.try_into().expect("29 names were checked and one value added")
    })
}

/// Constant influent of BSM2.
pub(super) fn bsm2_influent() -> &'static [f64; LIQUID] {
    static VALUES: OnceLock<[f64; LIQUID]> = OnceLock::new();
    VALUES.get_or_init(|| {
        let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/adm1/influent.csv"));
        let values = shipped("models/adm1/influent.csv", text, &State::NAMES[..LIQUID]);
        values.try_into().expect("26 names were checked")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::param::Flag;

    #[test]
    fn names_and_variants_agree() {
        for (k, state) in State::ALL.into_iter().enumerate() {
            assert_eq!(state as usize, k);
            assert_eq!(format!("{state:?}"), state.name());
            assert_eq!(State::find(state.name()), Some(state));
        }
        assert_eq!(State::out_volume as usize + 1, UNKNOWNS);
        assert_eq!(State::find("S_xx"), None);
    }

    #[test]
    fn shipped_tables_load_with_units_of_the_states() {
        assert_eq!(bsm2_influent()[State::X_pr as usize], 20.0);
        assert_eq!(bsm2_initial()[State::X_c4 as usize], 0.3258);
        for text in
            [include_str!("../../../models/adm1/initial.csv"), include_str!("../../../models/adm1/influent.csv")]
        {
            for row in Sheet::parse("adm1", text).unwrap().rows() {
                assert_eq!(
                    row.text("unit").unwrap(),
                    State::find(row.text("name").unwrap()).unwrap().unit(),
                    "{row:?}"
                );
                assert!(row.filled("source").is_ok() && row.flag("flag") == Ok(Flag::Read));
            }
        }
    }
}
