//! Parameters: those of ADM1 with changed defaults, and what ADM1 does not have.

use crate::digestion::adm1::{Adm1Params, KineticExponents, exponential};
use crate::num::{Lanes, Real};
use crate::param::sheet::Sheet;
use crate::params;
use std::sync::OnceLock;

params! {
    /// Constants that ADM1 does not have; kinetic ones at `T_ref`.
    pub struct Adm1daParams from "adm1da/parameters.csv" {
        k_dis_PS, k_dis_PF, fXI_PS, fXI_PF, f_ch_bac, f_pr_bac, f_li_bac, f_p_bac, n_pH_su_aa, n_pH_fa_c4_pro, n_pH_ac,
        n_pH_h2, n_nh3, K_I_nh3_pro, K_IH_pro, K_IH_ac, K_S_co2_h2, v_ch, v_pr, v_li, T_ref, a_nh3_ac, a_nh3_pro, a_I_h2,
        K_H_co2_ref, K_H_ch4_ref, K_H_h2_ref, k_p_liq, p_ext_drop, p_ext_slope,
    }
}

/// All parameters of a tank; kinetic constants at `own.T_ref`, NaN in a physico-chemical one means "by its law".
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adm1daSet<S> {
    /// The constants of ADM1.
    pub base: Adm1Params<S>,
    /// The constants that ADM1 does not have.
    pub own: Adm1daParams<S>,
    /// Exponents of temperature.
    pub exponents: KineticExponents<S>,
}

/// (place among ADM1's parameters, default of ADM1da).
fn changed() -> &'static [(usize, f64)] {
    static CHANGED: OnceLock<Vec<(usize, f64)>> = OnceLock::new();
    CHANGED.get_or_init(|| {
        let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/adm1da/changed.csv"));
        let names: Vec<_> = Adm1Params::<f64>::NAMES.iter().enumerate().map(|(k, name)| (*name, k)).collect();
        Sheet::read("models/adm1da/changed.csv", text, |row| Ok((row.word("name", &names)?, row.number("default")?)))
            .expect("a shipped table is sound: a test loads it")
    })
}

/// Enthalpies of solution of carbon dioxide, methane and hydrogen, J/mol (BSM2; negative as in K_H falls with temperature).
const ENTHALPY_J_PER_MOL: [f64; 3] = [-19_410.0, -14_240.0, -4_180.0];

impl Adm1daSet<f64> {
    /// The decay fractions as printed, which sum to 1.00032: decay creates 0.032 % COD, shown in `COD_gap`. For comparison with
    /// others only.
    #[must_use]
    pub fn with_printed_decay(mut self) -> Self {
        [self.own.f_ch_bac, self.own.f_pr_bac, self.own.f_li_bac] = [0.2456 * 0.8, 0.7093 * 0.8, 0.0455 * 0.8];
        self
    }

    /// ADM1da as it becomes where everything that ADM1 does not have is switched off: Hill exponents of BSM2, plain ammonia
    /// inhibition, no inhibition by acids, no lack of carbon, no volume lost.
    #[must_use]
    pub fn without_extras(mut self) -> Self {
        let p = &self.base;
        let hill = |upper: f64, lower: f64| 3.0 / (upper - lower);
        let own = &mut self.own;
        own.n_pH_su_aa = hill(p.pH_UL_aa, p.pH_LL_aa);
        own.n_pH_fa_c4_pro = own.n_pH_su_aa;
        own.n_pH_ac = hill(p.pH_UL_ac, p.pH_LL_ac);
        own.n_pH_h2 = hill(p.pH_UL_h2, p.pH_LL_h2);
        own.n_nh3 = 1.0;
        [own.K_I_nh3_pro, own.K_IH_pro, own.K_IH_ac] = [1e30; 3];
        own.K_S_co2_h2 = 1e-20;
        [own.v_ch, own.v_pr, own.v_li] = [0.0; 3];
        self
    }
}

impl<S: Real> Adm1daSet<S> {
    /// The defaults: ADM1's with the changed ones, its own, its exponents of temperature.
    pub fn defaults() -> Self {
        let mut values = Adm1Params::<S>::defaults().to_vec();
        for (place, value) in changed() {
            values[*place] = S::from_f64(*value);
        }
        Self {
            base: Adm1Params::from_slice(&values),
            own: Adm1daParams::defaults(),
            exponents: KineticExponents::defaults(),
        }
    }

    /// Names of the parameters of the stoichiometry: ADM1's, then its own.
    pub(super) fn names() -> Vec<&'static str> {
        Adm1Params::<S>::NAMES.iter().chain(Adm1daParams::<S>::NAMES).copied().collect()
    }

    /// Values in the order of [`names`](Self::names).
    pub(super) fn values(&self) -> Vec<S> {
        let mut values = self.base.to_vec();
        values.extend(self.own.to_vec());
        values
    }

    /// The same set with every constant at T_op: kinetic ones by the exponents of their group, physico-chemical ones by
    /// their laws.
    #[must_use]
    pub(super) fn at_operation(&self) -> Self {
        let mut at = *self;
        let own = &self.own;
        let warmer = self.base.T_op - own.T_ref;
        let factor = |exponent: S| (exponent * warmer).exp();
        at.base = exponential(&self.base, &self.exponents, own.T_ref);
        let dis = factor(self.exponents.a_dis);
        at.own.k_dis_PS = own.k_dis_PS * dis;
        at.own.k_dis_PF = own.k_dis_PF * dis;
        at.base.K_I_nh3 = self.base.K_I_nh3 * factor(own.a_nh3_ac);
        at.own.K_I_nh3_pro = own.K_I_nh3_pro * factor(own.a_nh3_pro);
        let h2 = factor(own.a_I_h2);
        at.base.K_I_h2_fa = self.base.K_I_h2_fa * h2;
        at.base.K_I_h2_c4 = self.base.K_I_h2_c4 * h2;
        at.base.K_I_h2_pro = self.base.K_I_h2_pro * h2;
        at.base = with_henry(at.base, own).with_temperature_laws();
        at
    }
}

/// Henry constants that are NaN follow T_op from their value at T_ref.
fn with_henry<S: Real>(mut p: Adm1Params<S>, own: &Adm1daParams<S>) -> Adm1Params<S> {
    let inverse = S::one() / own.T_ref - S::one() / p.T_op;
    let law = |at_ref: S, joule: f64| at_ref * (S::from_f64(joule) / (p.R * 100.0) * inverse).exp();
    let fill = |set: S, law: S| S::select(set.is_finite(), set, law);
    let [co2, ch4, h2] = ENTHALPY_J_PER_MOL;
    p.K_H_co2 = fill(p.K_H_co2, law(own.K_H_co2_ref, co2));
    p.K_H_ch4 = fill(p.K_H_ch4, law(own.K_H_ch4_ref, ch4));
    p.K_H_h2 = fill(p.K_H_h2, law(own.K_H_h2_ref, h2));
    p
}

impl<S: Lanes> Adm1daSet<S> {
    pub(super) fn splat(one: &Adm1daSet<f64>) -> Self {
        Self {
            base: Adm1Params::splat(&one.base),
            own: Adm1daParams::splat(&one.own),
            exponents: KineticExponents::splat(&one.exponents),
        }
    }

    pub(super) fn set_lane(&mut self, lane: usize, one: &Adm1daSet<f64>) {
        self.base.set_lane(lane, &one.base);
        self.own.set_lane(lane, &one.own);
        self.exponents.set_lane(lane, &one.exponents);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of PyADM1ODE at 35 C and its laws at 42 C, recomputed.
    #[test]
    fn constants_follow_temperature_as_printed() {
        let mut set = Adm1daSet::<f64>::defaults();
        set.base.T_op = 308.15;
        let at_35 = set.at_operation();
        let gas = |henry: f64| 1.0 / (henry * 0.08314 * 308.15);
        assert!((gas(at_35.base.K_H_co2) / 1.440_318_426_773_090_6 - 1.0).abs() < 1e-14);
        assert!((gas(at_35.base.K_H_h2) / 52.889_741_687_738_15 - 1.0).abs() < 1e-14);
        assert!((at_35.base.K_w / 2.078_862_542_006_337_4e-14 - 1.0).abs() < 1e-13);
        assert_eq!((at_35.base.k_hyd_ch, at_35.base.k_dec_Xac, at_35.own.k_dis_PF), (4.0, 0.04, 0.4));
        set.base.T_op = 328.15;
        let at_55 = set.at_operation();
        assert!((at_55.base.k_m_ac - 8.0 * libm::exp(1.1)).abs() < 1e-12);
        assert!((at_55.own.K_I_nh3_pro - 0.0019 * libm::exp(1.2)).abs() < 1e-15);
    }

    #[test]
    fn decay_fractions_sum_to_one_and_printed_ones_do_not() {
        let sum = |p: &Adm1daParams<f64>| p.f_ch_bac + p.f_pr_bac + p.f_li_bac + p.f_p_bac;
        assert!((sum(&Adm1daParams::defaults()) - 1.0).abs() < 1e-15);
        assert!((sum(&Adm1daSet::defaults().with_printed_decay().own) - 1.000_32).abs() < 1e-15);
    }
}
