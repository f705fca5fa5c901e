//! What the engine of tanks asks of R4.

use super::super::INERT_NITROGEN;
use super::super::gas::volumes;
use super::super::laws::Masses;
use super::State::*;
use super::{LIQUID, R4, R4Model, scheme};
use crate::digestion::tank::{Composition, CompositionError, Content, GasVolumes, Kinetics, Layout};
use crate::feedstock::macromolecule::{Macromolecule, MacromoleculeTable};
use crate::num::{Lanes, Real};

impl R4Model<f64> {
    /// Partial pressures of methane and carbon dioxide and the pressure of the headspace, bar; the gas that leaves, m3/d.
    pub fn gas_state(&self, y: &[f64]) -> ([f64; 3], f64) {
        let gas = [y[S_gas_ch4 as usize], y[S_gas_co2 as usize]];
        let [ch4, co2] = self.gas.outlet.partial(gas);
        ([ch4, co2, ch4 + co2 + self.p.p_h2o], self.gas.outflow(gas).0)
    }

    /// The derived columns of the published output: pressures (bar) and gas flow (m3/d).
    pub fn derived(&self, y: &[f64]) -> Vec<(&'static str, f64)> {
        let ([p_ch4, p_co2, p_gas], q_gas) = self.gas_state(y);
        vec![("p_ch4", p_ch4), ("p_co2", p_co2), ("p_gas", p_gas), ("q_gas", q_gas)]
    }
}

impl Kinetics for R4 {
    type Of<S: Real> = R4Model<S>;

    fn layout() -> &'static Layout {
        scheme().layout()
    }

    fn splat<L: Lanes>(one: &R4Model<f64>) -> R4Model<L> {
        R4Model::splat_from(one)
    }

    fn set_lane<L: Lanes>(all: &mut R4Model<L>, lane: usize, one: &R4Model<f64>) {
        all.set(lane, one);
    }

    fn at_temperature(one: &R4Model<f64>, t_op_k: f64) -> Result<R4Model<f64>, String> {
        R4Model::at(&one.given, t_op_k)
    }

    /// Volatile fatty acids are carbohydrate of the same oxygen demand: R4 knows no acids.
    fn influent(_: &R4Model<f64>, feed: &Composition) -> Result<Vec<f64>, CompositionError> {
        let masses = Masses::of(feed, INERT_NITROGEN)?;
        let sugar = masses.acids_cod / MacromoleculeTable::project().get(Macromolecule::Carbohydrate).cod_kg_per_kg;
        let mut y = vec![0.0; LIQUID];
        y[S_IC as usize] = masses.carbon;
        y[S_IN as usize] = masses.ammonia;
        y[S_h2o as usize] = masses.water(sugar);
        y[X_ch as usize] = masses.carbohydrate + sugar;
        y[X_pr as usize] = masses.protein;
        y[X_li as usize] = masses.lipid;
        Ok(y)
    }

    fn settle(_: &R4Model<f64>, _: &mut [f64]) -> Result<(), String> {
        Ok(())
    }

    fn factors(_: &R4Model<f64>, _: &[f64]) -> Vec<f64> {
        Vec::new()
    }

    fn gas_nm3(_: &R4Model<f64>) -> GasVolumes {
        volumes()
    }

    /// What is dissolved counts: it leaves the liquid as methane too.
    fn residual_methane_nm3_per_m3(one: &R4Model<f64>, y: &[f64]) -> f64 {
        let coefficients = one.stoichiometry.coefficients();
        let per_kg = |process: usize| {
            let mut pattern = scheme().matrix().pattern();
            pattern.position(|entry| entry == (process, S_ch4 as usize)).map_or(0.0, |k| coefficients[k])
        };
        let states = [X_ch, X_pr, X_li];
        let kept: f64 = states.into_iter().enumerate().map(|(k, state)| y[state as usize] * per_kg(k)).sum();
        (y[S_ch4 as usize] + kept) * volumes().methane[0]
    }

    fn ph(_: &R4Model<f64>, _: &[f64]) -> Option<f64> {
        None
    }

    fn contents(_: &R4Model<f64>) -> Vec<Content> {
        vec![Content { name: "mass", liquid: vec![1.0; LIQUID], gas: vec![1.0, 1.0] }]
    }
}
