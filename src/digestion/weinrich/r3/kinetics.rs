//! What the engine of tanks asks of R3.

use super::super::gas::volumes;
use super::super::laws::Masses;
use super::super::{ACETIC_ACID, AMMONIA, CARBON_DIOXIDE, INERT_NITROGEN};
use super::shape::State::*;
use super::shape::{LIQUID, NAMES, scheme};
use super::{R3, R3Model};
use crate::digestion::tank::{Composition, CompositionError, Content, GasVolumes, Kinetics, Layout, Methanogens};
use crate::feedstock::macromolecule::{Macromolecule, MacromoleculeTable};
use crate::num::root::bracketed_newton;
use crate::num::{Lanes, Real};
use std::f64::consts::LN_10;

/// Acetic acid that growth takes, kg/kg: the matrix's own.
const ACETATE_PER_GROWTH: f64 = 26.5447;
/// pH range searched for the charge balance.
const PH_RANGE: (f64, f64) = (-1.0, 15.0);
/// Newton steps on the ion itself after the search in pH.
const POLISH: usize = 3;

fn power_of_ten(x: f64) -> f64 {
    Real::exp(x * LN_10)
}

impl R3Model<f64> {
    /// The hydrogen ion that balances the charges of a state, kmol/m3.
    fn hydrogen_ion(&self, y: &[f64]) -> Result<f64, String> {
        let ph = bracketed_newton(PH_RANGE.0, PH_RANGE.1, 1e-13, |ph| {
            let h = power_of_ten(-ph);
            let ions = self.ions(h);
            (self.charge(&ions, y, h), -self.charge_slope(&ions, y, h) * h * LN_10)
        })
        .map_err(|error| format!("no pH from -1 to 15 balances the charges: {error}"))?;
        let mut h = power_of_ten(-ph);
        for _ in 0..POLISH {
            let ions = self.ions(h);
            let next = h - self.charge(&ions, y, h) / self.charge_slope(&ions, y, h);
            // A larger step is rounding of the balance, not progress: keep what the bracket gave.
            if !(next > 0.0 && (next / h - 1.0).abs() < 1e-6) {
                break;
            }
            h = next;
        }
        Ok(h)
    }

    /// Partial pressures of methane and carbon dioxide and the pressure of the headspace, bar; the gas that leaves, m3/d.
    pub fn gas_state(&self, y: &[f64]) -> ([f64; 3], f64) {
        let gas = [y[S_gas_ch4 as usize], y[S_gas_co2 as usize]];
        let [ch4, co2] = self.gas.outlet.partial(gas);
        ([ch4, co2, ch4 + co2 + self.p.p_h2o], self.gas.outflow(gas).0)
    }
}

impl Kinetics for R3 {
    type Of<S: Real> = R3Model<S>;

    fn layout() -> &'static Layout {
        scheme().layout()
    }

    fn splat<L: Lanes>(one: &R3Model<f64>) -> R3Model<L> {
        R3Model::splat_from(one)
    }

    fn set_lane<L: Lanes>(all: &mut R3Model<L>, lane: usize, one: &R3Model<f64>) {
        all.set(lane, one);
    }

    fn at_temperature(one: &R3Model<f64>, t_op_k: f64) -> Result<R3Model<f64>, String> {
        R3Model::at(&one.given, t_op_k)
    }

    /// All volatile fatty acids are acetic acid of the same oxygen demand.
    fn influent(one: &R3Model<f64>, feed: &Composition) -> Result<Vec<f64>, CompositionError> {
        let masses = Masses::of(feed, INERT_NITROGEN)?;
        let acetate = masses.acids_cod / MacromoleculeTable::project().get(Macromolecule::Vfa).cod_kg_per_kg;
        let mut y = [0.0; NAMES.len()];
        y[S_ac as usize] = acetate;
        y[S_IC as usize] = masses.carbon;
        y[S_IN as usize] = masses.ammonia;
        y[S_h2o as usize] = masses.water(acetate);
        y[X_ch as usize] = masses.carbohydrate;
        y[X_pr as usize] = masses.protein;
        y[X_li as usize] = masses.lipid;
        let h = power_of_ten(-feed.ph);
        // Without strong ions the charge is this; strong ions make up for it.
        let charge = one.charge(&one.ions(h), &y, h);
        y[S_cat as usize] = (-charge).max(0.0);
        y[S_an as usize] = charge.max(0.0);
        Ok(y[..LIQUID].to_vec())
    }

    fn settle(one: &R3Model<f64>, y: &mut [f64]) -> Result<(), String> {
        y[S_H_ion as usize] = one.hydrogen_ion(y)?;
        Ok(())
    }

    fn factors(one: &R3Model<f64>, y: &[f64]) -> Vec<f64> {
        let factors = one.factors_of(&one.ions(y[S_H_ion as usize]), y);
        vec![factors.ph.0, factors.ammonia.0, factors.nitrogen.0]
    }

    fn gas_nm3(_: &R3Model<f64>) -> GasVolumes {
        volumes()
    }

    /// What is dissolved counts: it leaves the liquid as methane too.
    fn residual_methane_nm3_per_m3(one: &R3Model<f64>, y: &[f64]) -> f64 {
        let coefficients = one.stoichiometry.coefficients();
        let of = |process: usize, state: usize| {
            let mut pattern = scheme().matrix().pattern();
            pattern.position(|entry| entry == (process, state)).map_or(0.0, |k| coefficients[k])
        };
        let per_acetate = -of(3, S_ch4 as usize) / of(3, S_ac as usize);
        let fermented: f64 = [X_ch, X_pr, X_li]
            .into_iter()
            .enumerate()
            .map(|(k, state)| y[state as usize] * (of(k, S_ch4 as usize) + of(k, S_ac as usize) * per_acetate))
            .sum();
        (y[S_ch4 as usize] + y[S_ac as usize] * per_acetate + fermented) * volumes().methane[0]
    }

    fn ph(_: &R3Model<f64>, y: &[f64]) -> Option<f64> {
        let h = y[S_H_ion as usize];
        (h > 0.0).then(|| -libm::log10(h))
    }

    /// On acetic acid, kg/(m3 d).
    fn methanogens(one: &R3Model<f64>, y: &[f64], dilution_per_d: f64) -> Option<Methanogens> {
        let p = &one.p;
        let ions = one.ions(y[S_H_ion as usize]);
        let factors = one.factors_of(&ions, y);
        let all = [factors.ph.0, factors.ammonia.0, factors.nitrogen.0];
        let free = p.k_m_ac * y[S_ac as usize] / (p.K_ac + y[S_ac as usize]);
        let strongest = (1..all.len()).fold(0, |least, k| if all[k] < all[least] { k } else { least });
        let per_growth = ACETATE_PER_GROWTH * y[X_ac as usize];
        Some(Methanogens {
            taken_up: per_growth * free * all[0] * all[1] * all[2],
            uninhibited: per_growth * free,
            lost: dilution_per_d * y[S_ac as usize],
            growth_per_d: free - p.k_dec,
            strongest,
        })
    }

    /// Mass: strong ions, of which only the charge is known, have none.
    fn contents(_: &R3Model<f64>) -> Vec<Content> {
        let liquid = (0..LIQUID).map(|k| if k == S_cat as usize || k == S_an as usize { 0.0 } else { 1.0 }).collect();
        vec![Content { name: "mass", liquid, gas: vec![1.0, 1.0] }]
    }
}

impl R3Model<f64> {
    /// The derived columns of the published output: ions and dissolved carbon dioxide (kg/m3), charge of the other ions and
    /// the hydrogen ion (kmol/m3), pH, pressures (bar), gas flow (m3/d).
    pub fn derived(&self, y: &[f64]) -> Vec<(&'static str, f64)> {
        let h = y[S_H_ion as usize];
        let [ac, hco3, nh3] = self.ions(h).fraction;
        let (ac_i, hco3_i, nh3) = (ac * y[S_ac as usize], hco3 * y[S_IC as usize], nh3 * y[S_IN as usize]);
        let nh4_i = y[S_IN as usize] - nh3;
        let strong = y[S_cat as usize] - y[S_an as usize];
        let ([p_ch4, p_co2, p_gas], q_gas) = self.gas_state(y);
        vec![
            ("S_ac_i", ac_i),
            ("S_hco3_i", hco3_i),
            ("S_nh3", nh3),
            ("S_nh4_i", nh4_i),
            ("S_co2", y[S_IC as usize] - hco3_i),
            ("phi", strong + nh4_i / AMMONIA - hco3_i / CARBON_DIOXIDE - ac_i / ACETIC_ACID),
            ("S_H", h),
            ("pH", -libm::log10(h)),
            ("p_ch4", p_ch4),
            ("p_co2", p_co2),
            ("p_gas", p_gas),
            ("q_gas", q_gas),
        ]
    }
}
