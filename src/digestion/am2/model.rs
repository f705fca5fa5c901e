//! Rates and derivatives of AM2.

use super::gas::Dioxide;
use crate::digestion::scheme::{Scheme, Shape, unweighted};
use crate::digestion::tank::{React, Unknown};
use crate::num::{Lanes, Real};
use crate::params;
use crate::petersen::{Matrix, Stoichiometry};
use State::*;
use std::sync::OnceLock;

params! {
    /// Constants of AM2, names as published. A blank `pH_imposed` lets the pH follow from alkalinity.
    pub struct Am2Params from "digestion/am2/parameters.csv" {
        mu1max, KS1, mu2max, KS2, KI2, cd1, cd2, alpha, k1, k2, k3, k4, k5, k6, kLa, Kb, KH, PT, pH_imposed, T_op,
    }
}

/// Unknowns, in order.
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    X1,
    X2,
    S1,
    S2,
    Z,
    C,
    S_gas_ch4,
    S_gas_co2,
}

pub(super) const NAMES: [&str; 8] = ["X1", "X2", "S1", "S2", "Z", "C", "S_gas_ch4", "S_gas_co2"];
pub(super) const LIQUID: usize = 6;
/// (process, unknown) of every derivative of a rate.
const RATE_SLOPES: [(usize, State); 4] = [(0, X1), (0, S1), (1, X2), (1, S2)];

/// (row, column) of the other derivatives, in the order in which [`React::slopes`] writes them.
const OTHERS: [(usize, State); 8] = [
    (C as usize, C),
    (C as usize, S2),
    (C as usize, Z),
    (C as usize, X2),
    (S_gas_co2 as usize, C),
    (S_gas_co2 as usize, S2),
    (S_gas_co2 as usize, Z),
    (S_gas_co2 as usize, X2),
];

fn unknown(name: &'static str) -> Unknown {
    let (unit, floor) = match name {
        "X1" | "X2" => ("g VSS/L", 1e-4),
        "S1" => ("g COD/L", 1e-3),
        _ => ("mmol/L", 1e-3),
    };
    Unknown { name, unit, floor }
}

#[inline]
pub(super) fn scheme() -> &'static Scheme {
    static SCHEME: OnceLock<Scheme> = OnceLock::new();
    SCHEME.get_or_init(|| {
        const FILE: &str = "models/digestion/am2/stoichiometry.csv";
        let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/digestion/am2/stoichiometry.csv"));
        let columns = &NAMES[..=S_gas_ch4 as usize];
        let composition = unweighted(columns);
        let matrix = Matrix::parse((FILE, text), ("states", &composition), columns, Am2Params::<f64>::NAMES)
            .expect("the shipped stoichiometry agrees with the model: a test loads it");
        assert_eq!(matrix.processes(), ["acidogenesis", "methanogenesis"], "rows of the stoichiometry are the rates");
        let shape =
            Shape { unknowns: NAMES.map(unknown).to_vec(), liquid: LIQUID, gas: 2, factors: &["acids on methanogens"] };
        let rates = RATE_SLOPES.map(|(process, state)| (process, state as usize));
        let others = OTHERS.map(|(row, state)| (row, state as usize));
        Scheme::new(shape, matrix, &rates, &others)
    })
}

/// The family of AM2 models: [`Kinetics`](crate::digestion::tank::Kinetics) for the engine of tanks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Am2;

/// AM2 with its constants worked out.
#[derive(Clone, Debug, PartialEq)]
pub struct Am2Model<S> {
    pub(super) p: Am2Params<S>,
    stoichiometry: Stoichiometry<S>,
    /// Dissolved carbon dioxide per inorganic carbon, and per acids less alkalinity.
    dioxide: [S; 2],
    /// K_H P_T, mmol/L.
    saturation: S,
}

impl Am2Model<f64> {
    /// The model with these constants.
    pub fn new(p: &Am2Params<f64>) -> Self {
        let stoichiometry =
            scheme().matrix().evaluate(&p.to_vec()).expect("coefficients without weights break no balance");
        Self::lifted(*p, stoichiometry)
    }
}

impl<S: Real> Am2Model<S> {
    pub(super) fn lifted(p: Am2Params<S>, stoichiometry: Stoichiometry<S>) -> Self {
        let held = p.pH_imposed.is_finite();
        // 1/(1 + Kb/H) of the inorganic carbon is dissolved gas where the pH is held.
        let share = S::one() / (p.Kb * (p.pH_imposed * std::f64::consts::LN_10).exp() + 1.0);
        let dioxide = [S::select(held, share, S::one()), S::select(held, S::zero(), S::one())];
        Self { dioxide, saturation: p.KH * p.PT, stoichiometry, p }
    }

    /// Constants.
    pub fn params(&self) -> &Am2Params<S> {
        &self.p
    }

    /// Net growth rate of acidogens, 1/d, and its derivative by S1: Monod less decay.
    #[inline(always)]
    pub(super) fn mu1(&self, y: &[S]) -> (S, S) {
        let inverse = S::one() / (self.p.KS1 + y[S1 as usize]);
        let mu = self.p.mu1max * (y[S1 as usize] * inverse - self.p.cd1);
        (mu, self.p.mu1max * self.p.KS1 * inverse * inverse)
    }

    /// Net growth rate of methanogens, 1/d, and its derivative by S2: Haldane less decay.
    #[inline(always)]
    pub(super) fn mu2(&self, y: &[S]) -> (S, S) {
        let (p, s) = (&self.p, y[S2 as usize]);
        let inverse = S::one() / (p.KS2 + s + s * s / p.KI2);
        (p.mu2max * (s * inverse - p.cd2), p.mu2max * (p.KS2 - s * s / p.KI2) * inverse * inverse)
    }

    /// Dissolved carbon dioxide, mmol/L.
    #[inline(always)]
    pub(super) fn co2(&self, y: &[S]) -> S {
        self.dioxide[0] * y[C as usize] + self.dioxide[1] * (y[S2 as usize] - y[Z as usize])
    }

    /// Its derivative by inorganic carbon.
    pub(super) fn dioxide_share(&self) -> S {
        self.dioxide[0]
    }

    /// Methane flow, mmol/(L d).
    #[inline(always)]
    pub(super) fn methane(&self, y: &[S]) -> S {
        self.p.k6 * self.mu2(y).0 * y[X2 as usize]
    }

    #[inline(always)]
    pub(super) fn leaving_dioxide(&self, y: &[S], methane: S) -> Dioxide<S> {
        Dioxide::at(self.p.kLa, self.saturation, self.co2(y), methane)
    }
}

impl<S: Real> React<S> for Am2Model<S> {
    #[inline(always)]
    fn react(&self, y: &[S], out: &mut [S]) {
        let rates = [self.mu1(y).0 * y[X1 as usize], self.mu2(y).0 * y[X2 as usize]];
        scheme().convert(self.stoichiometry.coefficients(), &rates, out);
        let dioxide = self.leaving_dioxide(y, self.p.k6 * rates[1]);
        out[C as usize] -= dioxide.flow;
        out[S_gas_co2 as usize] = dioxide.flow;
    }

    #[inline(always)]
    fn slopes(&self, y: &[S], out: &mut [S]) {
        let ((mu1, by_s1), (mu2, by_s2)) = (self.mu1(y), self.mu2(y));
        let rates = [mu1, by_s1 * y[X1 as usize], mu2, by_s2 * y[X2 as usize]];
        let dioxide = self.leaving_dioxide(y, self.p.k6 * mu2 * y[X2 as usize]);
        let (by_c, by_acids) = (dioxide.by_co2 * self.dioxide[0], dioxide.by_co2 * self.dioxide[1]);
        let by_rate = dioxide.by_methane * self.p.k6;
        let [s2, x2] = [by_acids + by_rate * rates[3], by_rate * mu2];
        let others = [-by_c, -s2, by_acids, -x2, by_c, s2, -by_acids, x2];
        scheme().slopes(self.stoichiometry.coefficients(), &rates, &others, out);
    }

    /// No headspace.
    #[inline(always)]
    fn outflow(&self, _: &[S], _: usize) -> S {
        S::zero()
    }

    #[inline(always)]
    fn admissible(&self, y: &[S]) -> S::Mask {
        let dioxide = self.leaving_dioxide(y, self.methane(y));
        dioxide.discriminant.ge(S::zero()) & dioxide.flow.is_finite()
    }

    /// Biomass leaves by the share alpha alone.
    #[inline(always)]
    fn leaving(&self, liquid: usize) -> S {
        if liquid == X1 as usize || liquid == X2 as usize { self.p.alpha } else { S::one() }
    }
}

impl<S: Lanes> Am2Model<S> {
    pub(super) fn splat_from(one: &Am2Model<f64>) -> Self {
        Self {
            p: Am2Params::splat(&one.p),
            stoichiometry: Stoichiometry::splat(&one.stoichiometry),
            dioxide: one.dioxide.map(S::from_f64),
            saturation: S::from_f64(one.saturation),
        }
    }

    pub(super) fn set(&mut self, lane: usize, one: &Am2Model<f64>) {
        self.p.set_lane(lane, &one.p);
        self.stoichiometry.set_lane(lane, &one.stoichiometry);
        for k in 0..2 {
            self.dioxide[k].set_lane(lane, one.dioxide[k]);
        }
        self.saturation.set_lane(lane, one.saturation);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digestion::scheme::testing::{
        lanes_have_the_bits_of_scalars, states_around, worst_content, worst_slope,
    };
    use crate::num::Dual;

    const TYPICAL: [f64; 8] = [0.4, 0.5, 2.0, 5.0, 80.0, 95.0, 30.0, 15.0];

    #[test]
    fn slopes_are_those_of_dual_numbers() {
        assert_eq!((NAMES[C as usize], NAMES[S_gas_co2 as usize]), ("C", "S_gas_co2"));
        for held in [f64::NAN, 7.3] {
            let p = Am2Params { pH_imposed: held, ..Am2Params::<f64>::defaults() };
            let lifted = Am2Params::from_slice(&p.to_vec().into_iter().map(Dual::<8>::constant).collect::<Vec<_>>());
            let dual = Am2Model::lifted(lifted, scheme().matrix().evaluate(&lifted.to_vec()).unwrap());
            // Where acids are far below alkalinity no carbon dioxide is dissolved: outside the domain.
            let mut states = states_around(&TYPICAL, 400);
            let model = Am2Model::new(&p);
            states.retain(|y| model.co2(y) > 0.0);
            assert!(states.len() > 100);
            let (gap, place) = worst_slope::<Am2, 8>(&model, &dual, &states);
            assert!(gap < 1e-10, "{gap:e} at {place}");
        }
    }

    #[test]
    fn lanes_and_contents() {
        let p = Am2Params::<f64>::defaults();
        let models = [Am2Model::new(&p), Am2Model::new(&Am2Params { alpha: 1.0, pH_imposed: 7.2, ..p })];
        let states = states_around(&TYPICAL, 40);
        lanes_have_the_bits_of_scalars::<Am2>(&models, &states);
        let (gap, place) = worst_content::<Am2>(&models[0], &states);
        assert!(gap < 1e-12, "{gap:e} of {place}");
    }
}
