//! What is reported of a state: BSM2 names, gas flows with their reference conditions, daily rows, totals.

use super::charge::Ions;
use super::closure::Closure;
use super::health::Health;
use super::model::{COD_OF_HYDROGEN, COD_OF_METHANE, Model};
use super::rates::Inhibition;
use super::state::{STATE_COUNT, State, StateVector};
use crate::units::MOLAR_VOLUME_NM3_PER_KMOL;

/// Methane of completely digested COD, Nm3/kg COD (dry, 0 C, 101.325 kPa): 64 kg COD/kmol, as ADM1 counts.
pub const METHANE_NM3_PER_KG_COD: f64 = MOLAR_VOLUME_NM3_PER_KMOL / COD_OF_METHANE;

/// A state and everything BSM2 derives from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// Concentrations, hydrogen ion last.
    pub state: StateVector,
    /// Ions and free ammonia.
    pub ions: Ions<f64>,
    /// -log10 of the hydrogen ion.
    pub ph: f64,
    /// Dissolved carbon dioxide, kmol C/m3.
    pub s_co2: f64,
    /// Ammonium, kmol N/m3.
    pub s_nh4_ion: f64,
    /// Partial pressures of H2, CH4 and CO2, bar.
    pub partial_pressures: [f64; 3],
    /// Water vapour, bar.
    pub p_gas_h2o: f64,
    /// Headspace pressure, bar.
    pub p_gas: f64,
    /// Flow out of the headspace at its own pressure, m3/d: the one in the balance.
    pub q_gas_headspace: f64,
    /// Wet gas at T_op and P_atm, m3/d: the one BSM2 reports.
    pub q_gas: f64,
    /// Methane in it, m3/d at T_op and P_atm.
    pub q_ch4: f64,
    /// Carbon dioxide in it, m3/d at T_op and P_atm.
    pub q_co2: f64,
    /// Methane, Nm3/d (dry, 0 C, 101.325 kPa).
    pub methane_nm3_per_d: f64,
    /// Carbon dioxide, Nm3/d (dry, 0 C, 101.325 kPa).
    pub carbon_dioxide_nm3_per_d: f64,
    /// Hydrogen, Nm3/d (dry, 0 C, 101.325 kPa).
    pub hydrogen_nm3_per_d: f64,
    /// Inhibition factors.
    pub inhibition: Inhibition<f64>,
}

/// One row of the daily series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Day {
    /// Time, d.
    pub t_d: f64,
    /// Biogas, m3/d wet at T_op and P_atm.
    pub biogas_m3_per_d: f64,
    /// Methane, m3/d at T_op and P_atm.
    pub methane_m3_per_d: f64,
    /// Methane, Nm3/d dry.
    pub methane_nm3_per_d: f64,
    /// Carbon dioxide, Nm3/d dry.
    pub carbon_dioxide_nm3_per_d: f64,
    /// pH.
    pub ph: f64,
    /// Volatile fatty acids, kg COD/m3.
    pub vfa_kg_cod_m3: f64,
    /// Total ammonia nitrogen, kmol N/m3.
    pub tan_kmol_m3: f64,
    /// Free ammonia, kmol N/m3.
    pub free_ammonia_kmol_m3: f64,
    /// Inhibition factors.
    pub inhibition: Inhibition<f64>,
}

/// Totals over a run, or a part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// Its length, d.
    pub length_d: f64,
    /// Biogas, m3 wet at T_op and P_atm.
    pub biogas_m3: f64,
    /// Methane, Nm3 dry.
    pub methane_nm3: f64,
    /// Carbon dioxide, Nm3 dry.
    pub carbon_dioxide_nm3: f64,
    /// Hydrogen, Nm3 dry.
    pub hydrogen_nm3: f64,
    /// Feed, m3.
    pub feed_m3: f64,
    /// COD of the feed, kg.
    pub feed_kg_cod: f64,
}

impl Totals {
    /// Mean methane flow, Nm3/d; 0 for a run without length.
    pub fn mean_methane_nm3_per_d(&self) -> f64 {
        if self.length_d > 0.0 { self.methane_nm3 / self.length_d } else { 0.0 }
    }

    /// Mean biogas flow, m3/d wet at T_op and P_atm; 0 for a run without length.
    pub fn mean_biogas_m3_per_d(&self) -> f64 {
        if self.length_d > 0.0 { self.biogas_m3 / self.length_d } else { 0.0 }
    }
}

/// One row of the feed, as it went.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// When it ended, d.
    pub end_d: f64,
    /// Totals over it.
    pub totals: Totals,
    /// Closure over it.
    pub closure: Closure,
    /// What the digestate would still give at its end, Nm3 CH4/m3: see [`Output::residual_methane_nm3_per_m3`].
    pub residual_methane_nm3_per_m3: f64,
    /// What an operator would measure at its end.
    pub health: Health,
}

impl Output {
    /// Everything derived from a state of `model`.
    pub fn at(model: &Model<f64>, y: &[f64]) -> Self {
        let p = model.params();
        let ions = Ions::at(p, y);
        let partial_pressures = model.partial_pressures(y);
        let [p_h2, p_ch4, p_co2] = partial_pressures;
        let p_gas = p_h2 + p_ch4 + p_co2 + p.p_gas_h2o;
        let q_gas_headspace = model.gas_flows(&ions, y).outflow;
        let q_gas = q_gas_headspace * p_gas / p.P_atm;
        let gas =
            |state: State, per_kmol: f64| q_gas_headspace * y[state as usize] / per_kmol * MOLAR_VOLUME_NM3_PER_KMOL;
        let mut state = [0.0; STATE_COUNT];
        state.copy_from_slice(&y[..STATE_COUNT]);
        Self {
            state,
            ions,
            ph: -libm::log10(y[State::S_H_ion as usize]),
            s_co2: y[State::S_IC as usize] - ions.hco3,
            s_nh4_ion: y[State::S_IN as usize] - ions.nh3,
            partial_pressures,
            p_gas_h2o: p.p_gas_h2o,
            p_gas,
            q_gas_headspace,
            q_gas,
            q_ch4: q_gas * p_ch4 / p_gas,
            q_co2: q_gas * p_co2 / p_gas,
            methane_nm3_per_d: gas(State::S_gas_ch4, COD_OF_METHANE),
            carbon_dioxide_nm3_per_d: gas(State::S_gas_co2, 1.0),
            hydrogen_nm3_per_d: gas(State::S_gas_h2, COD_OF_HYDROGEN),
            inhibition: model.inhibition(y),
        }
    }

    /// All values under their BSM2 names, in the order of BSM2.
    pub fn named(&self) -> Vec<(&'static str, f64)> {
        let hydrogen_ion = STATE_COUNT - 1;
        let gas = State::S_gas_h2 as usize;
        let mut all: Vec<(&str, f64)> = Vec::with_capacity(46);
        let states: Vec<(&str, f64)> = State::NAMES.into_iter().zip(self.state).collect();
        all.extend(&states[..gas]);
        let ions = self.ions;
        all.extend([
            ("S_va_ion", ions.va),
            ("S_bu_ion", ions.bu),
            ("S_pro_ion", ions.pro),
            ("S_ac_ion", ions.ac),
            ("S_hco3_ion", ions.hco3),
            ("S_nh3", ions.nh3),
        ]);
        all.extend(&states[gas..hydrogen_ion]);
        let [p_h2, p_ch4, p_co2] = self.partial_pressures;
        all.extend([
            ("pH", self.ph),
            ("S_H_ion", self.state[hydrogen_ion]),
            ("S_co2", self.s_co2),
            ("S_nh4_ion", self.s_nh4_ion),
            ("p_gas_h2", p_h2),
            ("p_gas_ch4", p_ch4),
            ("p_gas_co2", p_co2),
            ("p_gas_h2o", self.p_gas_h2o),
            ("p_gas", self.p_gas),
            ("q_gas_raw", self.q_gas_headspace),
            ("q_gas", self.q_gas),
            ("q_ch4", self.q_ch4),
        ]);
        all
    }

    /// Volatile fatty acids, kg COD/m3.
    pub fn vfa_kg_cod_m3(&self) -> f64 {
        self.state[State::S_va as usize..=State::S_ac as usize].iter().sum()
    }

    /// Methane that the substrates in the digestate would still give, Nm3 per m3: sugars, amino and fatty acids, composites
    /// and hydrolysable particles; biomass and inerts are not counted.
    pub fn residual_methane_nm3_per_m3(&self) -> f64 {
        residual_methane_nm3_per_m3(&self.state)
    }

    /// A row of the daily series.
    pub fn day(&self, t_d: f64) -> Day {
        Day {
            t_d,
            biogas_m3_per_d: self.q_gas,
            methane_m3_per_d: self.q_ch4,
            methane_nm3_per_d: self.methane_nm3_per_d,
            carbon_dioxide_nm3_per_d: self.carbon_dioxide_nm3_per_d,
            ph: self.ph,
            vfa_kg_cod_m3: self.vfa_kg_cod_m3(),
            tan_kmol_m3: self.state[State::S_IN as usize],
            free_ammonia_kmol_m3: self.ions.nh3,
            inhibition: self.inhibition,
        }
    }
}

/// See [`Output::residual_methane_nm3_per_m3`].
pub(super) fn residual_methane_nm3_per_m3(y: &[f64]) -> f64 {
    let dissolved = &y[State::S_su as usize..=State::S_ac as usize];
    let particulate = &y[State::X_xc as usize..=State::X_li as usize];
    (dissolved.iter().sum::<f64>() + particulate.iter().sum::<f64>()) * METHANE_NM3_PER_KG_COD
}

/// Share of a running total that its rounding may take from a difference.
const ROUNDING: f64 = 1e-12;

/// What has passed between two readings of a running total. A dead digester gives nothing: a difference below zero by no
/// more than the rounding of the total is zero.
fn passed(before: f64, after: f64) -> f64 {
    let gone = after - before;
    if gone < 0.0 && gone >= -ROUNDING * before.abs() { 0.0 } else { gone }
}

impl Totals {
    /// A stretch with constant inputs: running totals at its end minus those at its start.
    pub(super) fn of_stretch(model: &Model<f64>, length_d: f64, before: &[f64], after: &[f64]) -> Self {
        let p = model.params();
        let passed = |total: State| passed(before[total as usize], after[total as usize]);
        let hydrogen = passed(State::out_h2) / COD_OF_HYDROGEN;
        let methane = passed(State::out_ch4) / COD_OF_METHANE;
        let carbon_dioxide = passed(State::out_co2);
        let vapour_bar_m3 = p.p_gas_h2o * passed(State::out_volume);
        let feed_m3 = model.flow * length_d;
        let contents = model.stoichiometry.contents(crate::petersen::Quantity::Cod);
        Self {
            length_d,
            biogas_m3: ((hydrogen + methane + carbon_dioxide) * p.R * p.T_op + vapour_bar_m3) / p.P_atm,
            methane_nm3: methane * MOLAR_VOLUME_NM3_PER_KMOL,
            carbon_dioxide_nm3: carbon_dioxide * MOLAR_VOLUME_NM3_PER_KMOL,
            hydrogen_nm3: hydrogen * MOLAR_VOLUME_NM3_PER_KMOL,
            feed_m3,
            feed_kg_cod: feed_m3 * contents.iter().zip(&model.influent).map(|(c, x)| c * x).sum::<f64>(),
        }
    }

    /// Adds another stretch.
    pub(super) fn enter(&mut self, other: &Self) {
        self.length_d += other.length_d;
        self.biogas_m3 += other.biogas_m3;
        self.methane_nm3 += other.methane_nm3;
        self.carbon_dioxide_nm3 += other.carbon_dioxide_nm3;
        self.hydrogen_nm3 += other.hydrogen_nm3;
        self.feed_m3 += other.feed_m3;
        self.feed_kg_cod += other.feed_kg_cod;
    }
}
