//! What ADM1 and its variants share of the rates: uptakes by Monod, shared degraders of valerate and butyrate, decay. A variant
//! brings its own factors that hold the uptakes back ([`Held`]).

use super::params::Adm1Params;
use super::state::State;
use crate::num::Real;

/// s/(K + s), and its derivative by s.
#[inline(always)]
pub(in crate::digestion) fn monod<S: Real>(s: S, half: S) -> (S, S) {
    let inverse = S::one() / (half + s);
    let value = s * inverse;
    (value, half * inverse * inverse)
}

/// K/(K + s), and its derivative by s: non-competitive inhibition.
#[inline(always)]
pub(in crate::digestion) fn non_competitive<S: Real>(s: S, half: S) -> (S, S) {
    let inverse = S::one() / (half + s);
    let value = half * inverse;
    (value, -(value * inverse))
}

/// Groups of degraders, each held back by factors of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::digestion) enum Group {
    /// Degraders of sugars.
    Su,
    /// Degraders of amino acids.
    Aa,
    /// Degraders of long-chain fatty acids.
    Fa,
    /// Degraders of valerate and butyrate.
    C4,
    /// Degraders of propionate.
    Pro,
    /// Degraders of acetate.
    Ac,
    /// Degraders of hydrogen.
    H2,
}

/// The factors of a variant.
pub(in crate::digestion) trait Held<S> {
    /// What is left of an uptake that nothing held back.
    fn hold(&self, group: Group, bare: S) -> S;
}

/// k s/(K + s) x: what degraders x take up of a substrate s.
#[inline(always)]
fn uptake<S: Real>(y: &[S], k: S, substrate: State, half: S, degrader: usize) -> S {
    k * monod(y[substrate as usize], half).0 * y[degrader]
}

/// Uptakes of sugars, amino acids, long-chain fatty acids, valerate, butyrate, propionate, acetate and hydrogen,
/// kg COD/(m3 d). The seven degraders stand from `FIRST` on, in the order of ADM1; substrates stand as in ADM1.
#[inline(always)]
pub(in crate::digestion) fn uptakes<S: Real, const FIRST: usize>(
    p: &Adm1Params<S>,
    factors: &impl Held<S>,
    y: &[S],
) -> [S; 8] {
    use State::{S_aa, S_ac, S_bu, S_fa, S_h2, S_pro, S_su, S_va};
    let (valerate, butyrate) = (y[S_va as usize], y[S_bu as usize]);
    let c4 = factors.hold(Group::C4, y[FIRST + 3] * p.k_m_c4) / (valerate + butyrate + p.eps_c4);
    [
        factors.hold(Group::Su, uptake(y, p.k_m_su, S_su, p.K_S_su, FIRST)),
        factors.hold(Group::Aa, uptake(y, p.k_m_aa, S_aa, p.K_S_aa, FIRST + 1)),
        factors.hold(Group::Fa, uptake(y, p.k_m_fa, S_fa, p.K_S_fa, FIRST + 2)),
        monod(valerate, p.K_S_c4).0 * valerate * c4,
        monod(butyrate, p.K_S_c4).0 * butyrate * c4,
        factors.hold(Group::Pro, uptake(y, p.k_m_pro, S_pro, p.K_S_pro, FIRST + 4)),
        factors.hold(Group::Ac, uptake(y, p.k_m_ac, S_ac, p.K_S_ac, FIRST + 5)),
        factors.hold(Group::H2, uptake(y, p.k_m_h2, S_h2, p.K_S_h2, FIRST + 6)),
    ]
}

/// Decay of the seven groups, kg COD/(m3 d).
#[inline(always)]
pub(in crate::digestion) fn decays<S: Real, const FIRST: usize>(p: &Adm1Params<S>, y: &[S]) -> [S; 7] {
    let k = [p.k_dec_Xsu, p.k_dec_Xaa, p.k_dec_Xfa, p.k_dec_Xc4, p.k_dec_Xpro, p.k_dec_Xac, p.k_dec_Xh2];
    let mut rates = [S::zero(); 7];
    for group in 0..7 {
        rates[group] = k[group] * y[FIRST + group];
    }
    rates
}

/// Writes derivatives one after the other.
pub(in crate::digestion) struct Writer<'a, S> {
    out: &'a mut [S],
    next: usize,
}

impl<'a, S: Real> Writer<'a, S> {
    #[inline(always)]
    pub(in crate::digestion) fn new(out: &'a mut [S]) -> Self {
        Self { out, next: 0 }
    }

    #[inline(always)]
    pub(in crate::digestion) fn push(&mut self, values: &[S]) {
        self.out[self.next..self.next + values.len()].copy_from_slice(values);
        self.next += values.len();
    }
}

/// The Monod term of an uptake k s/(K + s) x f, and the derivatives of the uptake by s and x.
pub(in crate::digestion) struct Uptake<S> {
    pub(in crate::digestion) monod: S,
    pub(in crate::digestion) by_substrate: S,
    pub(in crate::digestion) by_degrader: S,
}

impl<S: Real> Uptake<S> {
    #[inline(always)]
    pub(in crate::digestion) fn new(k: S, s: S, half: S, x: S, factor: S) -> Self {
        let (monod, slope) = monod(s, half);
        let capacity = k * x * factor;
        Self { monod, by_substrate: capacity * slope, by_degrader: k * factor * monod }
    }
}
