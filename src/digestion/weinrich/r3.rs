//! R3: acetic acid between fermentation and methane.

mod kinetics;
mod shape;

use super::gas::{Gas, GasConstants};
use super::{ACETIC_ACID, AMMONIA, CARBON_DIOXIDE, laws, matrix};
use crate::digestion::adm1::Hill;
use crate::digestion::tank::React;
use crate::num::{Lanes, Real};
use crate::params;
use crate::petersen::Stoichiometry;
use shape::State::*;
use shape::{CHARGE, LIQUID, NAMES, OTHERS, OUTFLOW, scheme};

params! {
    /// Constants of R3, names as published; T is the temperature that they belong to.
    pub struct R3Params from "digestion/weinrich/r3.csv" {
        K_H_ch4, K_H_co2, K_I_IN, K_I_nh3, K_a_IN, K_a_ac, K_a_co2, K_ac, K_w, R, T, k_La, k_ch, k_dec, k_li, k_m_ac, k_p,
        k_pr, pK_l_ac, pK_u_ac, p_h2o, p_atm,
    }
}

/// The matrix as shipped.
pub(super) fn published_matrix() -> &'static crate::petersen::Matrix {
    scheme().matrix()
}

/// Its columns.
pub(super) fn liquid_names() -> &'static [&'static str] {
    &NAMES[..LIQUID]
}

/// The family of R3 models: [`Kinetics`](crate::digestion::tank::Kinetics) for the engine of tanks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct R3;

/// R3 with its constants worked out for one temperature.
#[derive(Clone, Debug, PartialEq)]
pub struct R3Model<S> {
    /// As given.
    given: R3Params<S>,
    /// At the operating temperature.
    p: R3Params<S>,
    stoichiometry: Stoichiometry<S>,
    gas: Gas<S>,
    ph: Hill<S>,
}

/// Dissociated fractions of acetic acid and carbon dioxide, free fraction of ammonia; and their derivatives by the
/// hydrogen ion.
#[derive(Clone, Copy)]
struct Ions<S> {
    fraction: [S; 3],
    slope: [S; 3],
}

/// A factor and its derivative.
type Factor<S> = (S, S);

/// The three factors of acetate uptake: pH by the hydrogen ion, ammonia by free ammonia, nitrogen by S_IN.
struct Factors<S> {
    ph: Factor<S>,
    ammonia: Factor<S>,
    nitrogen: Factor<S>,
}

impl R3Model<f64> {
    /// The model at the temperature its constants belong to.
    pub fn new(p: &R3Params<f64>) -> Self {
        Self::lifted(*p, *p, matrix::coefficients(scheme().matrix()))
    }

    /// The model at another temperature: equilibria, solubility, vapour pressure and gas volume move, kinetic constants do
    /// not (as in BSM2).
    ///
    /// # Errors
    /// Outside 273.15 to 353.15 K.
    pub fn at(p: &R3Params<f64>, t_op_k: f64) -> Result<Self, String> {
        laws::check_temperature(t_op_k)?;
        let law = |joule_per_mol: f64| laws::van_t_hoff(joule_per_mol, p.T, t_op_k);
        let moved = R3Params {
            K_H_ch4: p.K_H_ch4 * law(laws::HENRY_METHANE),
            K_H_co2: p.K_H_co2 * law(laws::HENRY_CARBON_DIOXIDE),
            K_w: p.K_w * law(laws::WATER),
            K_a_co2: p.K_a_co2 * law(laws::CARBONIC_ACID),
            K_a_IN: p.K_a_IN * law(laws::AMMONIUM),
            p_h2o: p.p_h2o * law(laws::VAPOUR),
            T: t_op_k,
            ..*p
        };
        Ok(Self::lifted(*p, moved, matrix::coefficients(scheme().matrix())))
    }
}

impl<S: Real> R3Model<S> {
    fn lifted(given: R3Params<S>, p: R3Params<S>, stoichiometry: Stoichiometry<S>) -> Self {
        let gas = Gas::new(&GasConstants {
            rt: p.R * p.T,
            henry: [p.K_H_ch4, p.K_H_co2],
            k_la: p.k_La,
            k_p: p.k_p,
            p_h2o: p.p_h2o,
            p_atm: p.p_atm,
        });
        Self { given, p, stoichiometry, gas, ph: Hill::new(p.pK_u_ac, p.pK_l_ac) }
    }

    /// Constants at the operating temperature.
    pub fn params(&self) -> &R3Params<S> {
        &self.p
    }

    #[inline(always)]
    fn ions(&self, h: S) -> Ions<S> {
        let constants = [self.p.K_a_ac, self.p.K_a_co2, self.p.K_a_IN];
        let (mut fraction, mut slope) = ([S::zero(); 3], [S::zero(); 3]);
        for k in 0..3 {
            let inverse = S::one() / (constants[k] + h);
            fraction[k] = constants[k] * inverse;
            slope[k] = -(fraction[k] * inverse);
        }
        Ions { fraction, slope }
    }

    /// Charge balance, kmol/m3: zero at equilibrium, rising with the hydrogen ion.
    #[inline(always)]
    fn charge(&self, ions: &Ions<S>, y: &[S], h: S) -> S {
        let [ac, hco3, nh3] = ions.fraction;
        y[S_cat as usize] - y[S_an as usize] + y[S_IN as usize] * (S::one() - nh3) / AMMONIA
            - y[S_IC as usize] * hco3 / CARBON_DIOXIDE
            - y[S_ac as usize] * ac / ACETIC_ACID
            + h
            - self.p.K_w / h
    }

    /// Its derivative by the hydrogen ion.
    #[inline(always)]
    fn charge_slope(&self, ions: &Ions<S>, y: &[S], h: S) -> S {
        let [ac, hco3, nh3] = ions.slope;
        S::one() + self.p.K_w / (h * h)
            - y[S_IN as usize] * nh3 / AMMONIA
            - y[S_IC as usize] * hco3 / CARBON_DIOXIDE
            - y[S_ac as usize] * ac / ACETIC_ACID
    }

    #[inline(always)]
    fn factors_of(&self, ions: &Ions<S>, y: &[S]) -> Factors<S> {
        let p = &self.p;
        let (h, nitrogen) = (y[S_H_ion as usize], y[S_IN as usize]);
        let by_ammonia = S::one() / (p.K_I_nh3 + nitrogen * ions.fraction[2]);
        let free = p.K_I_nh3 * by_ammonia;
        let by_nitrogen = S::one() / (p.K_I_IN + nitrogen);
        Factors {
            ph: self.ph.at(h, S::one() / h),
            ammonia: (free, -(free * by_ammonia)),
            nitrogen: (nitrogen * by_nitrogen, p.K_I_IN * by_nitrogen * by_nitrogen),
        }
    }

    /// Growth on acetic acid, kg/(m3 d), and its derivatives by S_ac, S_IN, X_ac and the hydrogen ion.
    #[inline(always)]
    fn uptake(&self, ions: &Ions<S>, y: &[S]) -> (S, [S; 4]) {
        let p = &self.p;
        let f = self.factors_of(ions, y);
        let by_acetate = S::one() / (p.K_ac + y[S_ac as usize]);
        let monod = y[S_ac as usize] * by_acetate;
        let speed = p.k_m_ac * y[X_ac as usize];
        let all = f.nitrogen.0 * f.ph.0 * f.ammonia.0;
        let by_s_ac = speed * all * p.K_ac * by_acetate * by_acetate;
        let fed = speed * monod;
        let by_s_in = fed * f.ph.0 * (f.nitrogen.1 * f.ammonia.0 + f.nitrogen.0 * f.ammonia.1 * ions.fraction[2]);
        let ammonia_by_h = f.ammonia.1 * y[S_IN as usize] * ions.slope[2];
        let by_h = fed * f.nitrogen.0 * (f.ph.1 * f.ammonia.0 + f.ph.0 * ammonia_by_h);
        (fed * all, [by_s_ac, by_s_in, p.k_m_ac * monod * all, by_h])
    }

    #[inline(always)]
    fn other_slopes(&self, ions: &Ions<S>, y: &[S]) -> [S; OTHERS.len()] {
        let k = self.gas.k_la;
        let free = S::one() - ions.fraction[1];
        let by_h = -(k * y[S_IC as usize] * ions.slope[1]);
        let [by_ch4, by_co2] = self.gas.by_gas();
        let (_, [q_ch4, q_co2]) = self.gas.outflow([y[S_gas_ch4 as usize], y[S_gas_co2 as usize]]);
        let h = y[S_H_ion as usize];
        [
            -k,
            -by_ch4,
            k,
            by_ch4,
            -(k * free),
            -by_h,
            -by_co2,
            k * free,
            by_h,
            by_co2,
            q_ch4,
            q_co2,
            S::one(),
            S::from_f64(-1.0),
            -(ions.fraction[0] / ACETIC_ACID),
            -(ions.fraction[1] / CARBON_DIOXIDE),
            (S::one() - ions.fraction[2]) / AMMONIA,
            self.charge_slope(ions, y, h),
        ]
    }
}

impl<S: Real> React<S> for R3Model<S> {
    #[inline(always)]
    fn react(&self, y: &[S], out: &mut [S]) {
        let p = &self.p;
        let h = y[S_H_ion as usize];
        let ions = self.ions(h);
        let rates = [
            p.k_ch * y[X_ch as usize],
            p.k_pr * y[X_pr as usize],
            p.k_li * y[X_li as usize],
            self.uptake(&ions, y).0,
            p.k_dec * y[X_bac as usize],
            p.k_dec * y[X_ac as usize],
        ];
        scheme().convert(self.stoichiometry.coefficients(), &rates, out);
        let gas = [y[S_gas_ch4 as usize], y[S_gas_co2 as usize]];
        let dissolved = [y[S_ch4 as usize], y[S_IC as usize] * (S::one() - ions.fraction[1])];
        let [ch4, co2] = self.gas.transfer(dissolved, gas);
        out[S_ch4 as usize] -= ch4;
        out[S_IC as usize] -= co2;
        out[S_gas_ch4 as usize] = ch4;
        out[S_gas_co2 as usize] = co2;
        out[OUTFLOW] = self.gas.outflow(gas).0;
        out[CHARGE] = self.charge(&ions, y, h);
    }

    #[inline(always)]
    fn slopes(&self, y: &[S], out: &mut [S]) {
        let p = &self.p;
        let ions = self.ions(y[S_H_ion as usize]);
        let (_, [by_ac, by_in, by_x, by_h]) = self.uptake(&ions, y);
        let rates = [p.k_ch, p.k_pr, p.k_li, by_ac, by_in, by_x, by_h, p.k_dec, p.k_dec];
        scheme().slopes(self.stoichiometry.coefficients(), &rates, &self.other_slopes(&ions, y), out);
    }

    #[inline(always)]
    fn outflow(&self, y: &[S], _: usize) -> S {
        self.gas.outflow([y[S_gas_ch4 as usize], y[S_gas_co2 as usize]]).0
    }

    #[inline(always)]
    fn admissible(&self, y: &[S]) -> S::Mask {
        let h = y[S_H_ion as usize];
        h.gt(S::zero()) & h.is_finite()
    }
}

impl<S: Lanes> R3Model<S> {
    fn splat_from(one: &R3Model<f64>) -> Self {
        Self {
            given: R3Params::splat(&one.given),
            p: R3Params::splat(&one.p),
            stoichiometry: Stoichiometry::splat(&one.stoichiometry),
            gas: Gas::splat(&one.gas),
            ph: Hill::splat(&one.ph),
        }
    }

    fn set(&mut self, lane: usize, one: &R3Model<f64>) {
        self.given.set_lane(lane, &one.given);
        self.p.set_lane(lane, &one.p);
        self.stoichiometry.set_lane(lane, &one.stoichiometry);
        self.gas.set_lane(lane, &one.gas);
        self.ph.set_lane(lane, &one.ph);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digestion::scheme::testing::{
        lanes_have_the_bits_of_scalars, states_around, worst_content, worst_slope,
    };
    use crate::num::Dual;

    const TYPICAL: [f64; 15] =
        [0.05, 0.012, 5.0, 0.96, 957.0, 3.0, 0.95, 0.41, 1.9, 0.52, 0.056, 0.0075, 0.36, 0.66, 5e-8];

    #[test]
    fn names_are_those_of_the_states() {
        assert_eq!(NAMES[S_H_ion as usize], "S_H_ion");
        assert_eq!((NAMES[X_ac as usize], NAMES[S_cat as usize]), ("X_ac", "S_cat"));
    }

    #[test]
    fn slopes_are_those_of_dual_numbers() {
        let p = R3Params::<f64>::defaults();
        let lifted = R3Params::from_slice(&p.to_vec().into_iter().map(Dual::<15>::constant).collect::<Vec<_>>());
        let coefficients = scheme().matrix().evaluate(&[]).unwrap();
        let dual = R3Model::lifted(lifted, lifted, coefficients);
        let (gap, place) = worst_slope::<R3, 15>(&R3Model::new(&p), &dual, &states_around(&TYPICAL, 200));
        assert!(gap < 1e-11, "{gap:e} at {place}");
    }

    #[test]
    fn lanes_and_contents() {
        let mut p = R3Params::<f64>::defaults();
        let first = R3Model::new(&p);
        p.k_m_ac *= 1.3;
        p.pK_l_ac = 5.9;
        let models = [first, R3Model::at(&p, 318.15).unwrap()];
        let states = states_around(&TYPICAL, 40);
        lanes_have_the_bits_of_scalars::<R3>(&models, &states);
        let (gap, place) = worst_content::<R3>(&models[0], &states);
        assert!(gap < 1e-12, "{gap:e} of {place}");
    }
}
