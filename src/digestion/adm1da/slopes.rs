//! Derivatives of the rates.

use super::factors::{Factors, undissociated};
use super::params::Adm1daSet;
use super::state::State::{self, *};
use crate::digestion::adm1::Ions;
use crate::digestion::adm1::uptake::{Uptake, Writer, monod};
use crate::num::Real;

/// Number of derivatives in [`pattern`].
pub(super) const SLOPE_COUNT: usize = 55;

/// States that disintegrate and hydrolyse, in the order of their processes.
pub(super) const FIRST_ORDER: [State; 9] = [X_PS_ch, X_PS_pr, X_PS_li, X_PF_ch, X_PF_pr, X_PF_li, X_ch, X_pr, X_li];
/// Degraders, in the order of their decay processes.
const DEGRADERS: [State; 7] = [X_su, X_aa, X_fa, X_c4, X_pro, X_ac, X_h2];

/// (process, state) of every derivative that can be other than zero, in the order [`slopes`] writes them.
pub(super) fn pattern() -> Vec<(usize, State)> {
    let uptakes: [&[State]; 8] = [
        &[S_su, X_su, S_H_ion, S_IN],
        &[S_aa, X_aa, S_H_ion, S_IN],
        &[S_fa, X_fa, S_H_ion, S_IN, S_h2],
        &[S_va, S_bu, X_c4, S_H_ion, S_IN, S_h2],
        &[S_va, S_bu, X_c4, S_H_ion, S_IN, S_h2],
        &[S_pro, X_pro, S_H_ion, S_IN, S_h2],
        &[S_ac, X_ac, S_H_ion, S_IN],
        &[S_h2, X_h2, S_H_ion, S_IN, S_IC],
    ];
    let mut pattern: Vec<(usize, State)> = FIRST_ORDER.into_iter().enumerate().collect();
    for (k, states) in uptakes.iter().enumerate() {
        pattern.extend(states.iter().map(|state| (9 + k, *state)));
    }
    pattern.extend(DEGRADERS.into_iter().enumerate().map(|(k, state)| (17 + k, state)));
    pattern
}

/// First-order constants, in the order of [`FIRST_ORDER`].
#[inline(always)]
pub(super) fn first_order<S: Real>(set: &Adm1daSet<S>) -> [S; 9] {
    let (p, own) = (&set.base, &set.own);
    let (slow, fast) = (own.k_dis_PS, own.k_dis_PF);
    [slow, slow, slow, fast, fast, fast, p.k_hyd_ch, p.k_hyd_pr, p.k_hyd_li]
}

/// All that holds a group back, and its derivatives.
struct Total<S> {
    value: S,
    by_h: S,
    by_nitrogen: S,
    /// By dissolved hydrogen or inorganic carbon.
    by_other: S,
    /// By the substrate itself (undissociated acid).
    by_own: S,
}

/// Derivatives of undissociated acid and free ammonia that belong to a group: none where they do not act.
#[derive(Clone, Copy)]
struct Moves<S> {
    acid_by_own: S,
    acid_by_h: S,
    nh3_by_h: S,
    nh3_by_nitrogen: S,
}

/// Product of pH, nitrogen, a third factor, undissociated acid and free ammonia, each with its derivative.
#[inline(always)]
fn total<S: Real>(f: [(S, S); 5], moves: Moves<S>) -> Total<S> {
    let [(ph, d_ph), (n, d_n), (other, d_other), (acid, d_acid), (nh3, d_nh3)] = f;
    let (ph_n, acid_nh3) = (ph * n, acid * nh3);
    let rest = ph_n * other;
    let (by_acid, by_nh3) = (rest * nh3 * d_acid, rest * acid * d_nh3);
    let others = other * acid_nh3;
    Total {
        value: rest * acid_nh3,
        by_h: d_ph * n * others + by_acid * moves.acid_by_h + by_nh3 * moves.nh3_by_h,
        by_nitrogen: ph * d_n * others + by_nh3 * moves.nh3_by_nitrogen,
        by_other: ph_n * acid_nh3 * d_other,
        by_own: by_acid * moves.acid_by_own,
    }
}

/// Derivatives of the rates, in the order of [`pattern`]; `f` and `d` are the factors of the state and their derivatives.
#[inline(always)]
pub(super) fn slopes<S: Real>(
    set: &Adm1daSet<S>,
    (f, d): (&Factors<S>, &Factors<S>),
    ions: &Ions<S>,
    y: &[S],
    out: &mut [S; SLOPE_COUNT],
) {
    let p = &set.base;
    let mut writer = Writer::new(out);
    writer.push(&first_order(set));
    let (one, zero) = (S::one(), S::zero());
    let none = (one, zero);
    let still = Moves { acid_by_own: zero, acid_by_h: zero, nh3_by_h: zero, nh3_by_nitrogen: zero };
    let nitrogen = (f.nitrogen, d.nitrogen);
    let acids = undissociated(ions, y);
    let moves = |k: usize| Moves {
        acid_by_own: acids[k].1,
        acid_by_h: acids[k].2,
        nh3_by_h: y[S_IN as usize] * ions.slope[5],
        nh3_by_nitrogen: ions.fraction[5],
    };
    let early = total([(f.ph_su_aa, d.ph_su_aa), nitrogen, none, none, none], still);
    push(y, (p.k_m_su, S_su, p.K_S_su, X_su), &early, false, &mut writer);
    push(y, (p.k_m_aa, S_aa, p.K_S_aa, X_aa), &early, false, &mut writer);
    let ph = (f.ph_fa_c4_pro, d.ph_fa_c4_pro);
    let fa = total([ph, nitrogen, (f.h2_fa, d.h2_fa), none, none], still);
    push(y, (p.k_m_fa, S_fa, p.K_S_fa, X_fa), &fa, true, &mut writer);
    push_c4(set, &total([ph, nitrogen, (f.h2_c4, d.h2_c4), none, none], still), y, &mut writer);
    let (acid, nh3) = ((f.acid_pro, d.acid_pro), (f.nh3_pro, d.nh3_pro));
    let pro = total([ph, nitrogen, (f.h2_pro, d.h2_pro), acid, nh3], moves(0));
    push(y, (p.k_m_pro, S_pro, p.K_S_pro, X_pro), &pro, true, &mut writer);
    let (acid, nh3) = ((f.acid_ac, d.acid_ac), (f.nh3_ac, d.nh3_ac));
    let ac = total([(f.ph_ac, d.ph_ac), nitrogen, none, acid, nh3], moves(1));
    push(y, (p.k_m_ac, S_ac, p.K_S_ac, X_ac), &ac, false, &mut writer);
    let h2 = total([(f.ph_h2, d.ph_h2), nitrogen, (f.carbon, d.carbon), none, none], still);
    push(y, (p.k_m_h2, S_h2, p.K_S_h2, X_h2), &h2, true, &mut writer);
    writer.push(&[p.k_dec_Xsu, p.k_dec_Xaa, p.k_dec_Xfa, p.k_dec_Xc4, p.k_dec_Xpro, p.k_dec_Xac, p.k_dec_Xh2]);
}

/// An uptake by Monod: by substrate, degrader, hydrogen ion, nitrogen, and where `other` by the third variable.
#[inline(always)]
fn push<S: Real>(
    y: &[S],
    (k, substrate, half, degrader): (S, State, S, State),
    total: &Total<S>,
    other: bool,
    writer: &mut Writer<'_, S>,
) {
    let (s, x) = (y[substrate as usize], y[degrader as usize]);
    let u = Uptake::new(k, s, half, x, total.value);
    let bare = k * x * u.monod;
    let by_substrate = u.by_substrate + bare * total.by_own;
    writer.push(&[by_substrate, u.by_degrader, bare * total.by_h, bare * total.by_nitrogen]);
    if other {
        writer.push(&[bare * total.by_other]);
    }
}

/// Valerate and butyrate compete for the same degraders: share s/(S_va + S_bu + eps).
#[inline(always)]
fn push_c4<S: Real>(set: &Adm1daSet<S>, total: &Total<S>, y: &[S], writer: &mut Writer<'_, S>) {
    let p = &set.base;
    let inverse = S::one() / (y[S_va as usize] + y[S_bu as usize] + p.eps_c4);
    let capacity = p.k_m_c4 * y[X_c4 as usize];
    for (own, first) in [(y[S_va as usize], true), (y[S_bu as usize], false)] {
        let (monod, slope) = monod(own, p.K_S_c4);
        let share = own * inverse;
        let bare = capacity * monod * share;
        let by_own = capacity * total.value * (slope * share + monod * inverse * (S::one() - share));
        let by_other = -(bare * total.value * inverse);
        let (by_va, by_bu) = if first { (by_own, by_other) } else { (by_other, by_own) };
        let by_degrader = p.k_m_c4 * monod * share * total.value;
        let (by_h, by_nitrogen, by_h2) = (bare * total.by_h, bare * total.by_nitrogen, bare * total.by_other);
        writer.push(&[by_va, by_bu, by_degrader, by_h, by_nitrogen, by_h2]);
    }
}
