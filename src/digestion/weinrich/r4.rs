//! R4: carbohydrate, protein and lipid become biogas directly.

mod kinetics;

use super::gas::{Gas, GasConstants};
use super::{laws, matrix};
use crate::digestion::scheme::{Scheme, Shape};
use crate::digestion::tank::{React, Unknown};
use crate::num::{Lanes, Mask, Real};
use crate::params;
use crate::petersen::Stoichiometry;
use State::*;
use std::sync::OnceLock;

params! {
    /// Constants of R4, names as published; T is the temperature that they belong to.
    pub struct R4Params from "digestion/weinrich/r4.csv" {
        K_H_ch4, K_H_co2, R, T, k_La, k_ch, k_dec, k_li, k_p, k_pr, p_h2o, p_atm,
    }
}

/// Unknowns, in order: names of the publication.
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    S_ch4,
    S_IC,
    S_IN,
    S_h2o,
    X_ch,
    X_pr,
    X_li,
    X_bac,
    S_gas_ch4,
    S_gas_co2,
}

const NAMES: [&str; 10] = ["S_ch4", "S_IC", "S_IN", "S_h2o", "X_ch", "X_pr", "X_li", "X_bac", "S_gas_ch4", "S_gas_co2"];
const LIQUID: usize = 8;
/// Row of the outflow among the outputs.
const OUTFLOW: usize = 10;

const PROCESSES: [&str; 4] = ["fermentation_ch", "fermentation_pr", "fermentation_li", "decay_bac"];

/// (process, unknown) of every derivative of a rate.
const RATE_SLOPES: [(usize, State); 4] = [(0, X_ch), (1, X_pr), (2, X_li), (3, X_bac)];

/// (row, column) of the other derivatives, in the order in which they are written.
const OTHERS: [(usize, State); 10] = [
    (S_ch4 as usize, S_ch4),
    (S_ch4 as usize, S_gas_ch4),
    (S_gas_ch4 as usize, S_ch4),
    (S_gas_ch4 as usize, S_gas_ch4),
    (S_IC as usize, S_IC),
    (S_IC as usize, S_gas_co2),
    (S_gas_co2 as usize, S_IC),
    (S_gas_co2 as usize, S_gas_co2),
    (OUTFLOW, S_gas_ch4),
    (OUTFLOW, S_gas_co2),
];

#[inline]
fn scheme() -> &'static Scheme {
    static SCHEME: OnceLock<Scheme> = OnceLock::new();
    SCHEME.get_or_init(|| {
        let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/digestion/weinrich/r4_stoichiometry.csv"));
        let matrix =
            matrix::shipped("models/digestion/weinrich/r4_stoichiometry.csv", text, &NAMES[..LIQUID], &PROCESSES);
        let floor = |name: &str| if name == "S_h2o" { 1.0 } else { 1e-3 };
        let unknowns = NAMES.map(|name| Unknown { name, unit: "kg/m3", floor: floor(name) }).to_vec();
        let shape = Shape { unknowns, liquid: LIQUID, gas: 2, factors: &[] };
        let rates = RATE_SLOPES.map(|(process, state)| (process, state as usize));
        let others = OTHERS.map(|(row, state)| (row, state as usize));
        Scheme::new(shape, matrix, &rates, &others)
    })
}

/// The matrix as shipped.
pub(super) fn published_matrix() -> &'static crate::petersen::Matrix {
    scheme().matrix()
}

/// Its columns.
pub(super) fn liquid_names() -> &'static [&'static str] {
    &NAMES[..LIQUID]
}

/// The family of R4 models: [`Kinetics`](crate::digestion::tank::Kinetics) for the engine of tanks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct R4;

/// R4 with its constants worked out for one temperature.
#[derive(Clone, Debug, PartialEq)]
pub struct R4Model<S> {
    /// As given.
    given: R4Params<S>,
    /// At the operating temperature.
    p: R4Params<S>,
    stoichiometry: Stoichiometry<S>,
    gas: Gas<S>,
}

impl R4Model<f64> {
    /// The model at the temperature its constants belong to.
    pub fn new(p: &R4Params<f64>) -> Self {
        Self::lifted(*p, *p, matrix::coefficients(scheme().matrix()))
    }

    /// The model at another temperature: solubility, vapour pressure and gas volume move, kinetic constants do not.
    ///
    /// # Errors
    /// Outside 273.15 to 353.15 K.
    pub fn at(p: &R4Params<f64>, t_op_k: f64) -> Result<Self, String> {
        laws::check_temperature(t_op_k)?;
        let law = |joule_per_mol: f64| laws::van_t_hoff(joule_per_mol, p.T, t_op_k);
        let moved = R4Params {
            K_H_ch4: p.K_H_ch4 * law(laws::HENRY_METHANE),
            K_H_co2: p.K_H_co2 * law(laws::HENRY_CARBON_DIOXIDE),
            p_h2o: p.p_h2o * law(laws::VAPOUR),
            T: t_op_k,
            ..*p
        };
        Ok(Self::lifted(*p, moved, matrix::coefficients(scheme().matrix())))
    }
}

impl<S: Real> R4Model<S> {
    fn lifted(given: R4Params<S>, p: R4Params<S>, stoichiometry: Stoichiometry<S>) -> Self {
        let gas = Gas::new(&GasConstants {
            rt: p.R * p.T,
            henry: [p.K_H_ch4, p.K_H_co2],
            k_la: p.k_La,
            k_p: p.k_p,
            p_h2o: p.p_h2o,
            p_atm: p.p_atm,
        });
        Self { given, p, stoichiometry, gas }
    }

    /// Constants at the operating temperature.
    pub fn params(&self) -> &R4Params<S> {
        &self.p
    }
}

impl<S: Real> React<S> for R4Model<S> {
    #[inline(always)]
    fn react(&self, y: &[S], out: &mut [S]) {
        let p = &self.p;
        let rates = [
            p.k_ch * y[X_ch as usize],
            p.k_pr * y[X_pr as usize],
            p.k_li * y[X_li as usize],
            p.k_dec * y[X_bac as usize],
        ];
        scheme().convert(self.stoichiometry.coefficients(), &rates, out);
        let gas = [y[S_gas_ch4 as usize], y[S_gas_co2 as usize]];
        let [ch4, co2] = self.gas.transfer([y[S_ch4 as usize], y[S_IC as usize]], gas);
        out[S_ch4 as usize] -= ch4;
        out[S_IC as usize] -= co2;
        out[S_gas_ch4 as usize] = ch4;
        out[S_gas_co2 as usize] = co2;
        out[OUTFLOW] = self.gas.outflow(gas).0;
    }

    #[inline(always)]
    fn slopes(&self, y: &[S], out: &mut [S]) {
        let p = &self.p;
        let k = self.gas.k_la;
        let [by_ch4, by_co2] = self.gas.by_gas();
        let (_, [q_ch4, q_co2]) = self.gas.outflow([y[S_gas_ch4 as usize], y[S_gas_co2 as usize]]);
        let others = [-k, -by_ch4, k, by_ch4, -k, -by_co2, k, by_co2, q_ch4, q_co2];
        let rates = [p.k_ch, p.k_pr, p.k_li, p.k_dec];
        scheme().slopes(self.stoichiometry.coefficients(), &rates, &others, out);
    }

    #[inline(always)]
    fn outflow(&self, y: &[S], _: usize) -> S {
        self.gas.outflow([y[S_gas_ch4 as usize], y[S_gas_co2 as usize]]).0
    }

    #[inline(always)]
    fn admissible(&self, _: &[S]) -> S::Mask {
        S::Mask::splat(true)
    }
}

impl<S: Lanes> R4Model<S> {
    fn splat_from(one: &R4Model<f64>) -> Self {
        Self {
            given: R4Params::splat(&one.given),
            p: R4Params::splat(&one.p),
            stoichiometry: Stoichiometry::splat(&one.stoichiometry),
            gas: Gas::splat(&one.gas),
        }
    }

    fn set(&mut self, lane: usize, one: &R4Model<f64>) {
        self.given.set_lane(lane, &one.given);
        self.p.set_lane(lane, &one.p);
        self.stoichiometry.set_lane(lane, &one.stoichiometry);
        self.gas.set_lane(lane, &one.gas);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digestion::scheme::testing::{
        lanes_have_the_bits_of_scalars, states_around, worst_content, worst_slope,
    };
    use crate::num::Dual;

    const TYPICAL: [f64; 10] = [0.09, 0.5, 0.94, 957.0, 3.3, 0.96, 0.41, 2.6, 0.31, 0.78];

    #[test]
    fn slopes_are_those_of_dual_numbers() {
        assert_eq!((NAMES[X_bac as usize], NAMES[S_gas_co2 as usize]), ("X_bac", "S_gas_co2"));
        let p = R4Params::<f64>::defaults();
        let lifted = R4Params::from_slice(&p.to_vec().into_iter().map(Dual::<10>::constant).collect::<Vec<_>>());
        let dual = R4Model::lifted(lifted, lifted, scheme().matrix().evaluate(&[]).unwrap());
        let (gap, place) = worst_slope::<R4, 10>(&R4Model::new(&p), &dual, &states_around(&TYPICAL, 200));
        assert!(gap < 1e-12, "{gap:e} at {place}");
    }

    #[test]
    fn lanes_and_contents() {
        let p = R4Params::<f64>::defaults();
        let models = [R4Model::new(&p), R4Model::at(&p, 318.15).unwrap()];
        let states = states_around(&TYPICAL, 40);
        lanes_have_the_bits_of_scalars::<R4>(&models, &states);
        let (gap, place) = worst_content::<R4>(&models[1], &states);
        assert!(gap < 1e-12, "{gap:e} of {place}");
    }
}
