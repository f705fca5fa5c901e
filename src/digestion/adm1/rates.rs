//! Rates of the 19 biochemical processes and their derivatives (BSM2, section 3).

use super::charge::Ions;
use super::params::{Adm1Params, power_of_ten};
use super::state::State::{self, *};
use crate::num::{Lanes, Mask, Real};

/// Number of biochemical processes.
pub const RATE_COUNT: usize = 19;

/// Their names, in the order of the rates: the rows of `models/adm1/stoichiometry.csv`.
pub const PROCESSES: [&str; RATE_COUNT] = [
    "disintegration",
    "hydrolysis_ch",
    "hydrolysis_pr",
    "hydrolysis_li",
    "uptake_su",
    "uptake_aa",
    "uptake_fa",
    "uptake_va",
    "uptake_bu",
    "uptake_pro",
    "uptake_ac",
    "uptake_h2",
    "decay_su",
    "decay_aa",
    "decay_fa",
    "decay_c4",
    "decay_pro",
    "decay_ac",
    "decay_h2",
];

/// Degraders, in the order of their decay processes.
const DEGRADERS: [State; 7] = [X_su, X_aa, X_fa, X_c4, X_pro, X_ac, X_h2];

/// s/(K + s), and its derivative by s.
#[inline(always)]
fn monod<S: Real>(s: S, half: S) -> (S, S) {
    let inverse = S::one() / (half + s);
    let value = s * inverse;
    (value, half * inverse * inverse)
}

/// K/(K + s), and its derivative by s: non-competitive inhibition.
#[inline(always)]
fn non_competitive<S: Real>(s: S, half: S) -> (S, S) {
    let inverse = S::one() / (half + s);
    let value = half * inverse;
    (value, -(value * inverse))
}

/// The exponent of a pH inhibition.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Exponent {
    /// One whole number in every lane: products only.
    Whole(i32),
    /// Anything else: each lane by its own kind.
    Any,
}

/// pH inhibition in the Hill form of BSM2: K^n/(K^n + h^n) with K = 10^-((UL + LL)/2) and n = 3/(UL - LL).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::digestion) struct Hill<S> {
    exponent: Exponent,
    /// n.
    n: S,
    /// K^n.
    threshold: S,
}

/// Largest whole exponent that takes the path of products.
const WHOLE_MAX: i32 = 12;

/// Where an exponent is this whole number.
#[inline(always)]
fn is_whole<S: Real>(n: S, whole: i32) -> S::Mask {
    (n - f64::from(whole)).abs().lt(S::from_f64(1e-12))
}

impl Exponent {
    fn of<S: Real>(n: S) -> Self {
        (1..=WHOLE_MAX).find(|whole| is_whole(n, *whole).all()).map_or(Self::Any, Self::Whole)
    }
}

/// h^n where lanes differ: products where n is whole, a power elsewhere, as in a lane of its own.
#[cold]
fn mixed_power<S: Real>(h: S, n: S) -> S {
    let mut power = h.powf(n);
    for whole in 1..=WHOLE_MAX {
        let here = is_whole(n, whole);
        if here.any() {
            power = S::select(here, h.powi(whole), power);
        }
    }
    power
}

impl<S: Real> Hill<S> {
    /// From the upper and lower pH limit; the upper must be larger.
    pub(in crate::digestion) fn new(upper: S, lower: S) -> Self {
        let n = S::from_f64(3.0) / (upper - lower);
        let threshold = power_of_ten(-(n * (upper + lower) * 0.5));
        Self { exponent: Exponent::of(n), n, threshold }
    }

    /// Inhibition (1: none, 0: full) at hydrogen ion `h`, and its derivative by `h`.
    #[inline(always)]
    pub(in crate::digestion) fn at(&self, h: S, inverse_h: S) -> (S, S) {
        let power = match self.exponent {
            Exponent::Whole(k) => h.powi(k),
            Exponent::Any => mixed_power(h, self.n),
        };
        let inverse = S::one() / (self.threshold + power);
        let value = self.threshold * inverse;
        // power * inverse is 1 - value without the loss of digits where nothing inhibits.
        (value, -(value * (power * inverse) * self.n * inverse_h))
    }
}

impl<S: Lanes> Hill<S> {
    pub(in crate::digestion) fn splat(one: &Hill<f64>) -> Self {
        Self { exponent: one.exponent, n: S::from_f64(one.n), threshold: S::from_f64(one.threshold) }
    }

    pub(in crate::digestion) fn set_lane(&mut self, lane: usize, one: &Hill<f64>) {
        self.n.set_lane(lane, one.n);
        self.threshold.set_lane(lane, one.threshold);
        self.exponent = Exponent::of(self.n);
    }
}

/// Constants of the rates that do not change within a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Thresholds<S> {
    aa: Hill<S>,
    ac: Hill<S>,
    h2: Hill<S>,
}

impl<S: Real> Thresholds<S> {
    pub(super) fn new(p: &Adm1Params<S>) -> Self {
        Self {
            aa: Hill::new(p.pH_UL_aa, p.pH_LL_aa),
            ac: Hill::new(p.pH_UL_ac, p.pH_LL_ac),
            h2: Hill::new(p.pH_UL_h2, p.pH_LL_h2),
        }
    }
}

impl<S: Lanes> Thresholds<S> {
    pub(super) fn splat(one: &Thresholds<f64>) -> Self {
        Self { aa: Hill::splat(&one.aa), ac: Hill::splat(&one.ac), h2: Hill::splat(&one.h2) }
    }

    pub(super) fn set_lane(&mut self, lane: usize, one: &Thresholds<f64>) {
        self.aa.set_lane(lane, &one.aa);
        self.ac.set_lane(lane, &one.ac);
        self.h2.set_lane(lane, &one.h2);
    }
}

/// Inhibition factors: 1 is none, 0 is full.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Inhibition<S> {
    /// pH, acidogens and acetogens.
    pub ph_aa: S,
    /// pH, acetate degraders.
    pub ph_ac: S,
    /// pH, hydrogen degraders.
    pub ph_h2: S,
    /// Dissolved hydrogen, degraders of long-chain fatty acids.
    pub h2_fa: S,
    /// Dissolved hydrogen, degraders of valerate and butyrate.
    pub h2_c4: S,
    /// Dissolved hydrogen, degraders of propionate.
    pub h2_pro: S,
    /// Free ammonia, acetate degraders.
    pub nh3: S,
    /// Inorganic nitrogen, all degraders (limitation of growth).
    pub nitrogen: S,
}

/// Derivatives of the inhibition factors, each by its own variable.
#[derive(Clone, Copy, Debug, PartialEq)]
struct InhibitionSlope<S> {
    ph_aa_by_h: S,
    ph_ac_by_h: S,
    ph_h2_by_h: S,
    h2_fa: S,
    h2_c4: S,
    h2_pro: S,
    nh3: S,
    nitrogen: S,
}

#[inline(always)]
fn inhibition<S: Real>(
    p: &Adm1Params<S>,
    t: &Thresholds<S>,
    ions: &Ions<S>,
    y: &[S],
) -> (Inhibition<S>, InhibitionSlope<S>) {
    let (h, h2) = (y[S_H_ion as usize], y[S_h2 as usize]);
    let inverse_h = S::one() / h;
    let (h2_fa, by_fa) = non_competitive(h2, p.K_I_h2_fa);
    let (h2_c4, by_c4) = non_competitive(h2, p.K_I_h2_c4);
    let (h2_pro, by_pro) = non_competitive(h2, p.K_I_h2_pro);
    let (nh3, by_nh3) = non_competitive(ions.nh3, p.K_I_nh3);
    let (nitrogen, by_nitrogen) = monod(y[S_IN as usize], p.K_S_IN);
    let (ph_aa, ph_aa_by_h) = t.aa.at(h, inverse_h);
    let (ph_ac, ph_ac_by_h) = t.ac.at(h, inverse_h);
    let (ph_h2, ph_h2_by_h) = t.h2.at(h, inverse_h);
    let value = Inhibition { ph_aa, ph_ac, ph_h2, h2_fa, h2_c4, h2_pro, nh3, nitrogen };
    let slope = InhibitionSlope {
        ph_aa_by_h,
        ph_ac_by_h,
        ph_h2_by_h,
        h2_fa: by_fa,
        h2_c4: by_c4,
        h2_pro: by_pro,
        nh3: by_nh3,
        nitrogen: by_nitrogen,
    };
    (value, slope)
}

impl<S: Real> Inhibition<S> {
    #[inline(always)]
    pub(super) fn at(p: &Adm1Params<S>, thresholds: &Thresholds<S>, ions: &Ions<S>, y: &[S]) -> Self {
        inhibition(p, thresholds, ions, y).0
    }
}

/// k s/(K + s) x: what degraders x take up of a substrate s.
#[inline(always)]
fn uptake<S: Real>(y: &[S], k: S, substrate: State, half: S, degrader: State) -> S {
    k * monod(y[substrate as usize], half).0 * y[degrader as usize]
}

/// Rates of the processes, kg COD/(m3 d).
#[inline(always)]
pub(super) fn rates<S: Real>(p: &Adm1Params<S>, i: &Inhibition<S>, y: &[S]) -> [S; RATE_COUNT] {
    let (valerate, butyrate) = (y[S_va as usize], y[S_bu as usize]);
    let acidogens = i.ph_aa * i.nitrogen;
    let c4 = y[X_c4 as usize] * p.k_m_c4 * acidogens * i.h2_c4 / (valerate + butyrate + p.eps_c4);
    [
        p.k_dis * y[X_xc as usize],
        p.k_hyd_ch * y[X_ch as usize],
        p.k_hyd_pr * y[X_pr as usize],
        p.k_hyd_li * y[X_li as usize],
        uptake(y, p.k_m_su, S_su, p.K_S_su, X_su) * acidogens,
        uptake(y, p.k_m_aa, S_aa, p.K_S_aa, X_aa) * acidogens,
        uptake(y, p.k_m_fa, S_fa, p.K_S_fa, X_fa) * acidogens * i.h2_fa,
        monod(valerate, p.K_S_c4).0 * valerate * c4,
        monod(butyrate, p.K_S_c4).0 * butyrate * c4,
        uptake(y, p.k_m_pro, S_pro, p.K_S_pro, X_pro) * acidogens * i.h2_pro,
        uptake(y, p.k_m_ac, S_ac, p.K_S_ac, X_ac) * i.ph_ac * i.nitrogen * i.nh3,
        uptake(y, p.k_m_h2, S_h2, p.K_S_h2, X_h2) * i.ph_h2 * i.nitrogen,
        p.k_dec_Xsu * y[X_su as usize],
        p.k_dec_Xaa * y[X_aa as usize],
        p.k_dec_Xfa * y[X_fa as usize],
        p.k_dec_Xc4 * y[X_c4 as usize],
        p.k_dec_Xpro * y[X_pro as usize],
        p.k_dec_Xac * y[X_ac as usize],
        p.k_dec_Xh2 * y[X_h2 as usize],
    ]
}

/// (process, state) of every derivative that can be other than zero, in the order [`rate_slopes`] writes them.
pub(super) fn slope_pattern() -> Vec<(usize, State)> {
    let mut pattern: Vec<(usize, State)> = [X_xc, X_ch, X_pr, X_li].into_iter().enumerate().collect();
    let uptakes: [&[State]; 8] = [
        &[S_su, X_su, S_H_ion, S_IN],
        &[S_aa, X_aa, S_H_ion, S_IN],
        &[S_fa, X_fa, S_H_ion, S_IN, S_h2],
        &[S_va, S_bu, X_c4, S_H_ion, S_IN, S_h2],
        &[S_va, S_bu, X_c4, S_H_ion, S_IN, S_h2],
        &[S_pro, X_pro, S_H_ion, S_IN, S_h2],
        &[S_ac, X_ac, S_H_ion, S_IN],
        &[S_h2, X_h2, S_H_ion, S_IN],
    ];
    for (k, states) in uptakes.iter().enumerate() {
        pattern.extend(states.iter().map(|state| (4 + k, *state)));
    }
    pattern.extend(DEGRADERS.into_iter().enumerate().map(|(k, state)| (12 + k, state)));
    pattern
}

/// Number of derivatives in [`slope_pattern`].
pub(super) const SLOPE_COUNT: usize = 49;

/// Writes derivatives one after the other.
struct Writer<'a, S> {
    out: &'a mut [S],
    next: usize,
}

impl<S: Real> Writer<'_, S> {
    #[inline(always)]
    fn push(&mut self, values: &[S]) {
        self.out[self.next..self.next + values.len()].copy_from_slice(values);
        self.next += values.len();
    }
}

/// The Monod term of an uptake k s/(K + s) x f, and the derivatives of the uptake by s and x.
struct Uptake<S> {
    monod: S,
    by_substrate: S,
    by_degrader: S,
}

impl<S: Real> Uptake<S> {
    #[inline(always)]
    fn new(k: S, s: S, half: S, x: S, factor: S) -> Self {
        let (monod, slope) = monod(s, half);
        let capacity = k * x * factor;
        Self { monod, by_substrate: capacity * slope, by_degrader: k * factor * monod }
    }
}

/// Derivatives of the rates, in the order of [`slope_pattern`].
#[inline(always)]
pub(super) fn rate_slopes<S: Real>(
    p: &Adm1Params<S>,
    t: &Thresholds<S>,
    ions: &Ions<S>,
    y: &[S],
    out: &mut [S; SLOPE_COUNT],
) {
    let (i, d) = inhibition(p, t, ions, y);
    let mut writer = Writer { out, next: 0 };
    writer.push(&[p.k_dis, p.k_hyd_ch, p.k_hyd_pr, p.k_hyd_li]);
    let acidogens = i.ph_aa * i.nitrogen;
    let (by_h, by_n) = (d.ph_aa_by_h * i.nitrogen, i.ph_aa * d.nitrogen);
    for (k, s, half, x) in [
        (p.k_m_su, y[S_su as usize], p.K_S_su, y[X_su as usize]),
        (p.k_m_aa, y[S_aa as usize], p.K_S_aa, y[X_aa as usize]),
    ] {
        let u = Uptake::new(k, s, half, x, acidogens);
        let bare = k * x * u.monod;
        writer.push(&[u.by_substrate, u.by_degrader, bare * by_h, bare * by_n]);
    }
    let u = Uptake::new(p.k_m_fa, y[S_fa as usize], p.K_S_fa, y[X_fa as usize], acidogens * i.h2_fa);
    let bare = p.k_m_fa * y[X_fa as usize] * u.monod;
    let by_h2 = bare * acidogens * d.h2_fa;
    writer.push(&[u.by_substrate, u.by_degrader, bare * i.h2_fa * by_h, bare * i.h2_fa * by_n, by_h2]);
    push_c4(p, &i, &d, y, &mut writer);
    let u = Uptake::new(p.k_m_pro, y[S_pro as usize], p.K_S_pro, y[X_pro as usize], acidogens * i.h2_pro);
    let bare = p.k_m_pro * y[X_pro as usize] * u.monod;
    let by_h2 = bare * acidogens * d.h2_pro;
    writer.push(&[u.by_substrate, u.by_degrader, bare * i.h2_pro * by_h, bare * i.h2_pro * by_n, by_h2]);
    let u = Uptake::new(p.k_m_ac, y[S_ac as usize], p.K_S_ac, y[X_ac as usize], i.ph_ac * i.nitrogen * i.nh3);
    let bare = p.k_m_ac * y[X_ac as usize] * u.monod;
    // Free ammonia moves with the hydrogen ion and with total inorganic nitrogen.
    let nh3_by_h = d.nh3 * y[S_IN as usize] * ions.slope[5];
    let nh3_by_n = d.nh3 * ions.fraction[5];
    let by_h = i.nitrogen * (d.ph_ac_by_h * i.nh3 + i.ph_ac * nh3_by_h);
    let by_n = i.ph_ac * (d.nitrogen * i.nh3 + i.nitrogen * nh3_by_n);
    writer.push(&[u.by_substrate, u.by_degrader, bare * by_h, bare * by_n]);
    let u = Uptake::new(p.k_m_h2, y[S_h2 as usize], p.K_S_h2, y[X_h2 as usize], i.ph_h2 * i.nitrogen);
    let bare = p.k_m_h2 * y[X_h2 as usize] * u.monod;
    writer.push(&[u.by_substrate, u.by_degrader, bare * d.ph_h2_by_h * i.nitrogen, bare * i.ph_h2 * d.nitrogen]);
    writer.push(&[p.k_dec_Xsu, p.k_dec_Xaa, p.k_dec_Xfa, p.k_dec_Xc4, p.k_dec_Xpro, p.k_dec_Xac, p.k_dec_Xh2]);
}

/// Valerate and butyrate compete for the same degraders: share s/(S_va + S_bu + eps).
#[inline(always)]
fn push_c4<S: Real>(p: &Adm1Params<S>, i: &Inhibition<S>, d: &InhibitionSlope<S>, y: &[S], writer: &mut Writer<'_, S>) {
    let inverse = S::one() / (y[S_va as usize] + y[S_bu as usize] + p.eps_c4);
    let acidogens = i.ph_aa * i.nitrogen;
    let all = acidogens * i.h2_c4;
    for (own, first) in [(y[S_va as usize], true), (y[S_bu as usize], false)] {
        let (monod, slope) = monod(own, p.K_S_c4);
        let share = own * inverse;
        let bare = p.k_m_c4 * y[X_c4 as usize] * monod * share;
        let by_own = p.k_m_c4 * y[X_c4 as usize] * all * (slope * share + monod * inverse * (S::one() - share));
        let by_other = -(bare * all * inverse);
        let (by_va, by_bu) = if first { (by_own, by_other) } else { (by_other, by_own) };
        writer.push(&[
            by_va,
            by_bu,
            p.k_m_c4 * monod * share * all,
            bare * i.h2_c4 * i.nitrogen * d.ph_aa_by_h,
            bare * i.h2_c4 * i.ph_aa * d.nitrogen,
            bare * acidogens * d.h2_c4,
        ]);
    }
}
