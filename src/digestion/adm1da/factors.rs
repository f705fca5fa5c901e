//! What holds the uptakes back, and how each factor moves.

use super::params::Adm1daSet;
use super::state::State::{S_H_ion, S_IC, S_IN, S_ac, S_h2, S_pro};
use crate::digestion::adm1::Hill;
use crate::digestion::adm1::charge::KMOL_PER_COD_OF_ACID;
use crate::digestion::adm1::uptake::{Group, Held, monod, non_competitive};
use crate::digestion::adm1::{Adm1Params, Ions};
use crate::num::{Lanes, Real};

/// Names of the factors, in the order of [`Factors::values`].
pub const FACTOR_NAMES: &[&str] = &[
    "pH, sugar and amino acid degraders",
    "pH, degraders of fatty acids, valerate, butyrate, propionate",
    "pH, acetate degraders",
    "pH, hydrogen degraders",
    "hydrogen, fatty acid degraders",
    "hydrogen, valerate and butyrate degraders",
    "hydrogen, propionate degraders",
    "ammonia, acetate degraders",
    "ammonia, propionate degraders",
    "lack of nitrogen, all degraders",
    "propionic acid, propionate degraders",
    "acetic acid, acetate degraders",
    "lack of inorganic carbon, hydrogen degraders",
];

/// Inhibitions and limitations: 1 none, 0 full.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factors<S> {
    /// pH, degraders of sugars and amino acids.
    pub ph_su_aa: S,
    /// pH, degraders of long-chain fatty acids, valerate, butyrate, propionate.
    pub ph_fa_c4_pro: S,
    /// pH, degraders of acetate.
    pub ph_ac: S,
    /// pH, degraders of hydrogen.
    pub ph_h2: S,
    /// Dissolved hydrogen, degraders of long-chain fatty acids.
    pub h2_fa: S,
    /// Dissolved hydrogen, degraders of valerate and butyrate.
    pub h2_c4: S,
    /// Dissolved hydrogen, degraders of propionate.
    pub h2_pro: S,
    /// Free ammonia, degraders of acetate.
    pub nh3_ac: S,
    /// Free ammonia, degraders of propionate.
    pub nh3_pro: S,
    /// Inorganic nitrogen, all degraders.
    pub nitrogen: S,
    /// Undissociated propionic acid, degraders of propionate.
    pub acid_pro: S,
    /// Undissociated acetic acid, degraders of acetate.
    pub acid_ac: S,
    /// Inorganic carbon, degraders of hydrogen.
    pub carbon: S,
}

/// pH inhibitions with their exponents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Thresholds<S> {
    su_aa: Hill<S>,
    fa_c4_pro: Hill<S>,
    ac: Hill<S>,
    h2: Hill<S>,
}

impl<S: Real> Thresholds<S> {
    pub(super) fn new(set: &Adm1daSet<S>) -> Self {
        let (p, own): (&Adm1Params<S>, _) = (&set.base, &set.own);
        Self {
            su_aa: Hill::with_exponent(own.n_pH_su_aa, p.pH_UL_aa, p.pH_LL_aa),
            fa_c4_pro: Hill::with_exponent(own.n_pH_fa_c4_pro, p.pH_UL_aa, p.pH_LL_aa),
            ac: Hill::with_exponent(own.n_pH_ac, p.pH_UL_ac, p.pH_LL_ac),
            h2: Hill::with_exponent(own.n_pH_h2, p.pH_UL_h2, p.pH_LL_h2),
        }
    }
}

impl<S: Lanes> Thresholds<S> {
    pub(super) fn splat(one: &Thresholds<f64>) -> Self {
        Self {
            su_aa: Hill::splat(&one.su_aa),
            fa_c4_pro: Hill::splat(&one.fa_c4_pro),
            ac: Hill::splat(&one.ac),
            h2: Hill::splat(&one.h2),
        }
    }

    pub(super) fn set_lane(&mut self, lane: usize, one: &Thresholds<f64>) {
        self.su_aa.set_lane(lane, &one.su_aa);
        self.fa_c4_pro.set_lane(lane, &one.fa_c4_pro);
        self.ac.set_lane(lane, &one.ac);
        self.h2.set_lane(lane, &one.h2);
    }
}

/// K^n/(K^n + s^n) for n = 2 or 1, and its derivative by s.
#[inline(always)]
fn ammonia<S: Real>(s: S, half: S, exponent: S) -> (S, S) {
    let squared = exponent.gt(S::from_f64(1.5));
    let inverse_half = S::one() / half;
    let ratio = s * inverse_half;
    let power = S::select(squared, ratio * ratio, ratio);
    let slope = S::select(squared, ratio * 2.0, S::one()) * inverse_half;
    let value = S::one() / (power + 1.0);
    (value, -(value * value * slope))
}

/// s^2/(K^2 + s^2), and its derivative by s.
#[inline(always)]
fn squared_monod<S: Real>(s: S, half: S) -> (S, S) {
    let (square, half) = (s * s, half * half);
    let inverse = S::one() / (half + square);
    (square * inverse, s * 2.0 * half * inverse * inverse)
}

/// Undissociated propionic and acetic acid, kmol/m3, with derivatives by total acid (kg COD/m3) and by the hydrogen ion.
#[inline(always)]
pub(super) fn undissociated<S: Real>(ions: &Ions<S>, y: &[S]) -> [(S, S, S); 2] {
    let acid = |total: S, pair: usize| {
        let kmol = KMOL_PER_COD_OF_ACID[pair];
        let share = (S::one() - ions.fraction[pair]) * kmol;
        (total * share, share, -(total * ions.slope[pair] * kmol))
    };
    [acid(y[S_pro as usize], 2), acid(y[S_ac as usize], 3)]
}

/// The factors of a state, and the derivative of each by its own variable: hydrogen ion, dissolved hydrogen, free ammonia,
/// inorganic nitrogen, undissociated acid, inorganic carbon.
#[inline(always)]
pub(super) fn factors<S: Real>(
    set: &Adm1daSet<S>,
    t: &Thresholds<S>,
    ions: &Ions<S>,
    y: &[S],
) -> (Factors<S>, Factors<S>) {
    let (p, own) = (&set.base, &set.own);
    let (h, h2, free) = (y[S_H_ion as usize], y[S_h2 as usize], ions.nh3);
    let inverse_h = S::one() / h;
    let [(propionic, _, _), (acetic, _, _)] = undissociated(ions, y);
    let su_aa = t.su_aa.at(h, inverse_h);
    let fa_c4_pro = t.fa_c4_pro.at(h, inverse_h);
    let ac = t.ac.at(h, inverse_h);
    let hydrogen = t.h2.at(h, inverse_h);
    let h2_fa = non_competitive(h2, p.K_I_h2_fa);
    let h2_c4 = non_competitive(h2, p.K_I_h2_c4);
    let h2_pro = non_competitive(h2, p.K_I_h2_pro);
    let nh3_ac = ammonia(free, p.K_I_nh3, own.n_nh3);
    let nh3_pro = ammonia(free, own.K_I_nh3_pro, own.n_nh3);
    let nitrogen = monod(y[S_IN as usize], p.K_S_IN);
    let acid_pro = non_competitive(propionic, own.K_IH_pro);
    let acid_ac = non_competitive(acetic, own.K_IH_ac);
    let carbon = squared_monod(y[S_IC as usize], own.K_S_co2_h2);
    let value = Factors {
        ph_su_aa: su_aa.0,
        ph_fa_c4_pro: fa_c4_pro.0,
        ph_ac: ac.0,
        ph_h2: hydrogen.0,
        h2_fa: h2_fa.0,
        h2_c4: h2_c4.0,
        h2_pro: h2_pro.0,
        nh3_ac: nh3_ac.0,
        nh3_pro: nh3_pro.0,
        nitrogen: nitrogen.0,
        acid_pro: acid_pro.0,
        acid_ac: acid_ac.0,
        carbon: carbon.0,
    };
    let slope = Factors {
        ph_su_aa: su_aa.1,
        ph_fa_c4_pro: fa_c4_pro.1,
        ph_ac: ac.1,
        ph_h2: hydrogen.1,
        h2_fa: h2_fa.1,
        h2_c4: h2_c4.1,
        h2_pro: h2_pro.1,
        nh3_ac: nh3_ac.1,
        nh3_pro: nh3_pro.1,
        nitrogen: nitrogen.1,
        acid_pro: acid_pro.1,
        acid_ac: acid_ac.1,
        carbon: carbon.1,
    };
    (value, slope)
}

impl<S: Real> Held<S> for Factors<S> {
    #[inline(always)]
    fn hold(&self, group: Group, bare: S) -> S {
        let bare = bare * self.nitrogen;
        match group {
            Group::Su | Group::Aa => bare * self.ph_su_aa,
            Group::Fa => bare * self.ph_fa_c4_pro * self.h2_fa,
            Group::C4 => bare * self.ph_fa_c4_pro * self.h2_c4,
            Group::Pro => bare * self.ph_fa_c4_pro * self.h2_pro * self.acid_pro * self.nh3_pro,
            Group::Ac => bare * self.ph_ac * self.nh3_ac * self.acid_ac,
            Group::H2 => bare * self.ph_h2 * self.carbon,
        }
    }
}

impl<S: Copy> Factors<S> {
    /// In the order of [`FACTOR_NAMES`].
    pub fn values(&self) -> Vec<S> {
        vec![
            self.ph_su_aa,
            self.ph_fa_c4_pro,
            self.ph_ac,
            self.ph_h2,
            self.h2_fa,
            self.h2_c4,
            self.h2_pro,
            self.nh3_ac,
            self.nh3_pro,
            self.nitrogen,
            self.acid_pro,
            self.acid_ac,
            self.carbon,
        ]
    }
}
