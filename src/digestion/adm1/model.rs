//! The balances of the tank and its headspace.

use super::charge::Ions;
use super::jacobian::{Entries, structure};
use super::params::Adm1Params;
use super::rates::{Inhibition, RATE_COUNT, Thresholds, rates};
use super::state::{LIQUID, State, State::*, UNKNOWNS};
use crate::num::{Lanes, Real};
use crate::ode::System;
use crate::petersen::{NotConserved, Stoichiometry};

/// kg COD per kmol of hydrogen.
pub(super) const COD_OF_HYDROGEN: f64 = 16.0;
/// kg COD per kmol of methane.
pub(super) const COD_OF_METHANE: f64 = 64.0;

/// One digester with constant inputs: parameters, checked stoichiometry, feed.
#[derive(Clone, Debug)]
pub struct Model<S> {
    /// Parameters, every one set.
    pub(super) p: Adm1Params<S>,
    pub(super) thresholds: Thresholds<S>,
    pub(super) stoichiometry: Stoichiometry<S>,
    /// Concentrations of the feed.
    pub(super) influent: [S; LIQUID],
    /// Flow of the feed and of the digestate, m3/d.
    pub(super) flow: S,
    /// flow/V_liq, 1/d.
    pub(super) dilution: S,
    /// 1/V_gas, 1/m3.
    inverse_v_gas: S,
    /// Partial pressure per concentration in the headspace: bar per (kg COD/m3 or kmol/m3), for H2, CH4, CO2.
    pressure: [S; 3],
    /// Liquid concentration at equilibrium per concentration in the headspace, for H2, CH4, CO2.
    equilibrium: [S; 3],
}

/// Flows between liquid, headspace and outlet.
#[derive(Clone, Copy, Debug)]
pub(super) struct GasFlows<S> {
    /// Transfer from liquid to headspace, per m3 of liquid and day: kg COD, kg COD, kmol.
    pub(super) transfer: [S; 3],
    /// Volume that leaves the headspace, m3/d at headspace pressure.
    pub(super) outflow: S,
}

impl<S: Real> Model<S> {
    /// A digester with these parameters, fed with `flow` m3/d of `influent`. Constants that are NaN follow T_op.
    ///
    /// # Errors
    /// When a process of the stoichiometry creates or destroys COD, carbon or nitrogen with these parameters.
    pub fn new(p: &Adm1Params<S>, flow: S, influent: [S; LIQUID]) -> Result<Self, NotConserved<S>> {
        let p = p.with_temperature_laws();
        let stoichiometry = structure().matrix.evaluate(&p.to_vec())?;
        Ok(Self::assemble(p, stoichiometry, flow, influent))
    }

    /// The same digester at another temperature, feed and flow: the stoichiometry does not depend on them.
    #[must_use]
    pub fn with_inputs(self, p: &Adm1Params<S>, flow: S, influent: [S; LIQUID]) -> Self {
        Self::assemble(p.with_temperature_laws(), self.stoichiometry, flow, influent)
    }

    fn assemble(p: Adm1Params<S>, stoichiometry: Stoichiometry<S>, flow: S, influent: [S; LIQUID]) -> Self {
        let rt = p.R * p.T_op;
        let equilibrium = [p.K_H_h2 * rt, p.K_H_ch4 * rt, p.K_H_co2 * rt];
        let pressure = [rt / COD_OF_HYDROGEN, rt / COD_OF_METHANE, rt];
        let thresholds = Thresholds::new(&p);
        let (dilution, inverse_v_gas) = (flow / p.V_liq, S::one() / p.V_gas);
        Self { p, thresholds, stoichiometry, influent, flow, dilution, inverse_v_gas, pressure, equilibrium }
    }

    /// Parameters, every one set.
    pub fn params(&self) -> &Adm1Params<S> {
        &self.p
    }

    /// Partial pressures of H2, CH4 and CO2, bar.
    #[inline(always)]
    pub(super) fn partial_pressures(&self, y: &[S]) -> [S; 3] {
        let [h2, ch4, co2] = self.pressure;
        [y[S_gas_h2 as usize] * h2, y[S_gas_ch4 as usize] * ch4, y[S_gas_co2 as usize] * co2]
    }

    /// k_p (p_gas - P_atm), and k_p where that is positive: no gas flows back from outside (as in the code of BSM2).
    #[inline(always)]
    pub(super) fn outflow(&self, y: &[S]) -> (S, S) {
        let [h2, ch4, co2] = self.partial_pressures(y);
        let excess = h2 + ch4 + co2 + self.p.p_gas_h2o - self.p.P_atm;
        let open = excess.gt(S::zero());
        (S::select(open, excess * self.p.k_p, S::zero()), S::select(open, self.p.k_p, S::zero()))
    }

    #[inline(always)]
    pub(super) fn gas_flows(&self, ions: &Ions<S>, y: &[S]) -> GasFlows<S> {
        let dissolved = [y[S_h2 as usize], y[S_ch4 as usize], y[S_IC as usize] - ions.hco3];
        let gas = [S_gas_h2, S_gas_ch4, S_gas_co2];
        let mut transfer = [S::zero(); 3];
        for k in 0..3 {
            transfer[k] = self.p.k_L_a * (dissolved[k] - self.equilibrium[k] * y[gas[k] as usize]);
        }
        GasFlows { transfer, outflow: self.outflow(y).0 }
    }

    /// Inhibition factors of a state.
    #[inline(always)]
    pub fn inhibition(&self, y: &[S]) -> Inhibition<S> {
        Inhibition::at(&self.p, &self.thresholds, &Ions::at(&self.p, y), y)
    }

    /// Rates of the processes, in the order of [`PROCESSES`](super::PROCESSES), kg COD/(m3 d).
    #[inline(always)]
    pub fn rates(&self, y: &[S]) -> [S; RATE_COUNT] {
        rates(&self.p, &self.inhibition(y), y)
    }

    /// Adds the derivatives of dilution, gas transfer, gas outflow and charge to the entries of the Jacobian, in the order of
    /// [`other_pattern`].
    #[inline(always)]
    pub(super) fn add_other_slopes(&self, ions: &Ions<S>, y: &[S], entries: &mut Entries<'_, S>) {
        for _ in 0..LIQUID {
            entries.add(-self.dilution);
        }
        let p = &self.p;
        let ratio = p.V_liq * self.inverse_v_gas;
        for k in 0..2 {
            let [by_liquid, by_gas] = self.transfer_slopes(k);
            entries.add(-by_liquid);
            entries.add(-by_gas);
            entries.add(by_liquid * ratio);
            entries.add(by_gas * ratio);
        }
        for by in self.carbon_dioxide_slopes(ions, y) {
            entries.add(-by);
            entries.add(by * ratio);
        }
        let (outflow, by_concentration) = self.outflow_slopes(y);
        for (row, gas) in [S_gas_h2, S_gas_ch4, S_gas_co2].into_iter().enumerate() {
            for (column, by) in by_concentration.iter().enumerate() {
                let own = if row == column { outflow } else { S::zero() };
                let slope = y[gas as usize] * *by + own;
                entries.add(-(slope * self.inverse_v_gas));
                entries.add(slope);
            }
        }
        for by in by_concentration {
            entries.add(by);
        }
        for by in self.charge_slopes(ions, y) {
            entries.add(by);
        }
    }

    /// Derivatives of the transfer of hydrogen (0) or methane (1) by what is dissolved and by what is in the headspace.
    #[inline(always)]
    pub(super) fn transfer_slopes(&self, k: usize) -> [S; 2] {
        [self.p.k_L_a, -(self.p.k_L_a * self.equilibrium[k])]
    }

    /// Derivatives of the transfer of carbon dioxide by S_IC, the hydrogen ion and what is in the headspace.
    #[inline(always)]
    pub(super) fn carbon_dioxide_slopes(&self, ions: &Ions<S>, y: &[S]) -> [S; 3] {
        let p = &self.p;
        let by_ic = p.k_L_a * (S::one() - ions.fraction[4]);
        let by_h = -(p.k_L_a * y[S_IC as usize] * ions.slope[4]);
        [by_ic, by_h, -(p.k_L_a * self.equilibrium[2])]
    }

    /// The flow out of the headspace, and its derivatives by the three gases.
    #[inline(always)]
    pub(super) fn outflow_slopes(&self, y: &[S]) -> (S, [S; 3]) {
        let (outflow, open) = self.outflow(y);
        let [h2, ch4, co2] = self.pressure;
        (outflow, [h2 * open, ch4 * open, co2 * open])
    }

    /// Derivatives of the charge balance, in the order of [`charge_pattern`].
    #[inline(always)]
    pub(super) fn charge_slopes(&self, ions: &Ions<S>, y: &[S]) -> [S; 9] {
        let mut by = [S::zero(); 9];
        for (pair, kmol_per_cod) in super::charge::KMOL_PER_COD_OF_ACID.into_iter().enumerate() {
            by[pair] = -(ions.fraction[pair] * kmol_per_cod);
        }
        by[4] = -ions.fraction[4];
        by[5] = S::one() - ions.fraction[5];
        by[6] = S::one();
        by[7] = S::from_f64(-1.0);
        by[8] = ions.charge_slope(&self.p, y);
        by
    }
}

impl<S: Lanes> Model<S> {
    /// The same digester in every lane.
    pub(super) fn splat(one: &Model<f64>) -> Self {
        let splat = |value: f64| S::from_f64(value);
        Self {
            p: Adm1Params::splat(&one.p),
            thresholds: Thresholds::splat(&one.thresholds),
            stoichiometry: Stoichiometry::splat(&one.stoichiometry),
            influent: one.influent.map(splat),
            flow: splat(one.flow),
            dilution: splat(one.dilution),
            inverse_v_gas: splat(one.inverse_v_gas),
            pressure: one.pressure.map(splat),
            equilibrium: one.equilibrium.map(splat),
        }
    }

    /// Puts another digester into a lane.
    pub(super) fn set_lane(&mut self, lane: usize, one: &Model<f64>) {
        self.p.set_lane(lane, &one.p);
        self.thresholds.set_lane(lane, &one.thresholds);
        self.stoichiometry.set_lane(lane, &one.stoichiometry);
        self.inverse_v_gas.set_lane(lane, one.inverse_v_gas);
        for k in 0..3 {
            self.pressure[k].set_lane(lane, one.pressure[k]);
            self.equilibrium[k].set_lane(lane, one.equilibrium[k]);
        }
        self.set_feed(lane, one);
    }

    /// Takes over the feed of another digester into a lane, nothing else.
    pub(super) fn set_feed(&mut self, lane: usize, one: &Model<f64>) {
        self.flow.set_lane(lane, one.flow);
        self.dilution.set_lane(lane, one.dilution);
        self.influent.iter_mut().zip(one.influent).for_each(|(to, from)| to.set_lane(lane, from));
    }
}

impl Model<f64> {
    /// The same digester with another feed and flow.
    pub(super) fn feed(&mut self, flow: f64, influent: [f64; LIQUID]) {
        self.flow = flow;
        self.dilution = flow / self.p.V_liq;
        self.influent = influent;
    }
}

/// (row, column) of the derivatives in the order of [`Model::add_other_slopes`].
pub(super) fn other_pattern() -> Vec<(State, State)> {
    let mut pattern: Vec<(State, State)> = State::ALL[..LIQUID].iter().map(|state| (*state, *state)).collect();
    for (liquid, gas) in [(S_h2, S_gas_h2), (S_ch4, S_gas_ch4)] {
        pattern.extend([(liquid, liquid), (liquid, gas), (gas, liquid), (gas, gas)]);
    }
    for column in [S_IC, S_H_ion, S_gas_co2] {
        pattern.extend([(S_IC, column), (S_gas_co2, column)]);
    }
    let gases = [S_gas_h2, S_gas_ch4, S_gas_co2];
    for (row, total) in gases.into_iter().zip([out_h2, out_ch4, out_co2]) {
        for column in gases {
            pattern.extend([(row, column), (total, column)]);
        }
    }
    pattern.extend(gases.map(|column| (out_volume, column)));
    pattern.extend(charge_pattern().map(|column| (S_H_ion, column)));
    pattern
}

/// The states that the charge balance depends on, in the order of [`Model::charge_slopes`].
pub(super) fn charge_pattern() -> [State; 9] {
    let [va, bu, pro, ac, ic, nitrogen] = super::charge::PAIRS;
    [va, bu, pro, ac, ic, nitrogen, S_cat, S_an, S_H_ion]
}

impl<S: Real> System<S> for Model<S> {
    #[inline(always)]
    fn rhs(&self, y: &[S], out: &mut [S]) {
        let y: &[S; UNKNOWNS] = y.try_into().expect("the plan has this many unknowns");
        let out: &mut [S; UNKNOWNS] = out.try_into().expect("the plan has this many unknowns");
        let ions = Ions::at(&self.p, y);
        let inhibition = Inhibition::at(&self.p, &self.thresholds, &ions, y);
        let rates = rates(&self.p, &inhibition, y);
        for k in 0..LIQUID {
            out[k] = self.dilution * (self.influent[k] - y[k]);
        }
        structure().rate_sums.add(self.stoichiometry.coefficients(), &rates, out);
        let flows = self.gas_flows(&ions, y);
        let ratio = self.p.V_liq * self.inverse_v_gas;
        let liquids = [S_h2, S_ch4, S_IC];
        let gases = [S_gas_h2, S_gas_ch4, S_gas_co2];
        let totals = [out_h2, out_ch4, out_co2];
        for k in 0..3 {
            let left = y[gases[k] as usize] * flows.outflow;
            out[liquids[k] as usize] -= flows.transfer[k];
            out[gases[k] as usize] = flows.transfer[k] * ratio - left * self.inverse_v_gas;
            out[totals[k] as usize] = left;
        }
        out[out_volume as usize] = flows.outflow;
        out[S_H_ion as usize] = ions.charge(&self.p, y);
    }

    #[inline(always)]
    fn jacobian(&self, y: &[S], out: &mut [S]) {
        super::jacobian::jacobian(self, y, out);
    }

    #[inline(always)]
    fn admissible(&self, y: &[S]) -> S::Mask {
        let h = y[S_H_ion as usize];
        h.gt(S::zero()) & h.is_finite()
    }
}
