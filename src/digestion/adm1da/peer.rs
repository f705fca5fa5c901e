//! Names and gas as the peers of this model have them.

use super::kinetics::Adm1da;
use super::model::Tank;
use super::state::State::*;
use super::state::{NAMES, UNKNOWNS};
use crate::digestion::tank::Kinetics;

/// Biogas as the peers of this model report it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gas20C {
    /// Wet biogas, m3/d.
    pub wet: f64,
    /// Methane in it, m3/d.
    pub methane: f64,
    /// Carbon dioxide in it, m3/d.
    pub carbon_dioxide: f64,
}

/// Temperature of the reported gas, K, and its pressure, bar.
const REPORTED: (f64, f64) = (293.15, 1.013_25);
/// kg COD per kmol of valerate, butyrate, propionate, acetate, and kg of acetic acid per kmol.
const COD_PER_KMOL: [f64; 4] = [208.0, 160.0, 112.0, 64.0];
const ACETIC_KG_PER_KMOL: f64 = 60.0;
/// Gases of the headspace by the peers' names, with their kg COD (kmol) per kmol.
const GASES: [(&str, super::State, f64); 3] =
    [("p_gas_h2", S_gas_h2, 16.0), ("p_gas_ch4", S_gas_ch4, 64.0), ("p_gas_co2", S_gas_co2, 1.0)];

/// Place of an unknown by its name here or with the peers.
fn place(name: &str) -> Option<usize> {
    let own = match name {
        "S_co2" => "S_IC",
        "S_nh4" => "S_IN",
        "S_cation" => "S_cat",
        "S_anion" => "S_an",
        "X_S_ch" => "X_ch",
        "X_S_pr" => "X_pr",
        "X_S_li" => "X_li",
        name => name,
    };
    NAMES.iter().position(|known| *known == own)
}

impl Tank<f64> {
    /// Biogas of a state at 20 C and 1.01325 bar by the convention of the peers: what passes the outlet is counted as wet gas
    /// of the headspace's composition, although the balance takes it as dry. Methane is p/(p + p_h2o) of what the balance
    /// loses.
    pub fn gas_20c(&self, y: &[f64]) -> Gas20C {
        let p = &self.set.base;
        let dry = self.dry_pressure(y);
        let wet = self.outlet_flow(y).0 * dry / p.T_op * REPORTED.0 / REPORTED.1;
        let rt = p.R * p.T_op;
        let share = |pressure: f64| pressure / (dry + p.p_gas_h2o);
        Gas20C {
            wet,
            methane: wet * share(y[S_gas_ch4 as usize] * rt / 64.0),
            carbon_dioxide: wet * share(y[S_gas_co2 as usize] * rt),
        }
    }

    /// A quantity of a state by the name and in the unit the peers have for it: unknowns, ions (kg COD/m3, kmol/m3), partial
    /// pressures (bar), `pH`, `VFA` (kg acetic acid/m3), `TAN` (kg N/m3), `q_gas`, `q_ch4`, `q_co2` (m3/d, [`Gas20C`]); none for another.
    pub fn peer_quantity(&self, y: &[f64], name: &str) -> Option<f64> {
        let ions = self.ions(y);
        let rt = self.set.base.R * self.set.base.T_op;
        let acids = [S_va, S_bu, S_pro, S_ac].map(|state| y[state as usize]);
        Some(match name {
            "S_va_ion" => ions.va,
            "S_bu_ion" => ions.bu,
            "S_pro_ion" => ions.pro,
            "S_ac_ion" => ions.ac,
            "S_hco3_ion" => ions.hco3,
            "S_nh3" => ions.nh3,
            "pTOTAL" => self.dry_pressure(y),
            "pH" => Adm1da::ph(self, y)?,
            "VFA" => acids.iter().zip(COD_PER_KMOL).map(|(cod, per)| cod / per * ACETIC_KG_PER_KMOL).sum(),
            "TAN" => y[S_IN as usize] * 14.0,
            "q_gas" => self.gas_20c(y).wet,
            "q_ch4" => self.gas_20c(y).methane,
            "q_co2" => self.gas_20c(y).carbon_dioxide,
            name => match GASES.iter().find(|(known, _, _)| *known == name) {
                Some((_, state, per)) => y[*state as usize] * rt / per,
                None => y[place(name)?],
            },
        })
    }

    /// Puts a quantity of the peers into a state or an influent: unknowns and partial pressures (bar). False for any other
    /// name: ions follow from the rest.
    pub fn set_peer_quantity(&self, y: &mut [f64], name: &str, value: f64) -> bool {
        let rt = self.set.base.R * self.set.base.T_op;
        let gas = GASES.iter().find(|(known, _, _)| *known == name);
        let (at, value) = match gas {
            Some((_, state, per)) => (Some(*state as usize), value * per / rt),
            None => (place(name), value),
        };
        let Some(cell) = at.and_then(|at| y.get_mut(at)) else { return false };
        *cell = value;
        true
    }

    /// A state with nothing in it.
    pub fn empty_state() -> Vec<f64> {
        vec![0.0; UNKNOWNS]
    }
}
