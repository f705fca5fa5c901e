//! Rates of the 19 biochemical processes and their derivatives (BSM2, section 3).

use super::charge::Ions;
use super::hill::Hill;
use super::params::Adm1Params;
use super::state::State::{self, *};
use super::uptake::{Group, Held, Uptake, Writer, decays, monod, non_competitive, uptakes};
use crate::num::{Lanes, Real};

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

impl<S: Real> Held<S> for Inhibition<S> {
    #[inline(always)]
    fn hold(&self, group: Group, bare: S) -> S {
        let acidogens = self.ph_aa * self.nitrogen;
        match group {
            Group::Su | Group::Aa => bare * acidogens,
            Group::Fa => bare * acidogens * self.h2_fa,
            Group::C4 => bare * acidogens * self.h2_c4,
            Group::Pro => bare * acidogens * self.h2_pro,
            Group::Ac => bare * self.ph_ac * self.nitrogen * self.nh3,
            Group::H2 => bare * self.ph_h2 * self.nitrogen,
        }
    }
}

impl<S: Real> Inhibition<S> {
    #[inline(always)]
    pub(super) fn at(p: &Adm1Params<S>, thresholds: &Thresholds<S>, ions: &Ions<S>, y: &[S]) -> Self {
        inhibition(p, thresholds, ions, y).0
    }
}

/// Rates of the processes, kg COD/(m3 d).
#[inline(always)]
pub(super) fn rates<S: Real>(p: &Adm1Params<S>, i: &Inhibition<S>, y: &[S]) -> [S; RATE_COUNT] {
    let [su, aa, fa, va, bu, pro, ac, h2] = uptakes::<S, { X_su as usize }>(p, i, y);
    let decayed = decays::<S, { X_su as usize }>(p, y);
    [
        p.k_dis * y[X_xc as usize],
        p.k_hyd_ch * y[X_ch as usize],
        p.k_hyd_pr * y[X_pr as usize],
        p.k_hyd_li * y[X_li as usize],
        su,
        aa,
        fa,
        va,
        bu,
        pro,
        ac,
        h2,
        decayed[0],
        decayed[1],
        decayed[2],
        decayed[3],
        decayed[4],
        decayed[5],
        decayed[6],
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
    let mut writer = Writer::new(out);
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
