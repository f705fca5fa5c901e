//! Parameters, and the laws by which temperature moves the physico-chemical ones.

use crate::num::Real;
use crate::params;

params! {
    /// Constants of ADM1, names exactly as in BSM2. NaN in a constant that follows temperature means "by its law".
    pub struct Adm1Params from "adm1/parameters.csv" {
        f_sI_xc, f_xI_xc, f_ch_xc, f_pr_xc, f_li_xc, N_xc, N_I, N_bac, N_aa, C_xc, C_sI, C_ch, C_pr, C_li, C_xI, C_su,
        C_aa, C_fa, C_va, C_bu, C_pro, C_ac, C_ch4, C_bac, f_fa_li, f_h2_su, f_bu_su, f_pro_su, f_ac_su, f_h2_aa,
        f_va_aa, f_bu_aa, f_pro_aa, f_ac_aa, Y_su, Y_aa, Y_fa, Y_c4, Y_pro, Y_ac, Y_h2, f_ac_fa, f_h2_fa, f_pro_va,
        f_ac_va, f_h2_va, f_ac_bu, f_h2_bu, f_ac_pro, f_h2_pro, k_dis, k_hyd_ch, k_hyd_pr, k_hyd_li, K_S_IN, k_m_su,
        K_S_su, pH_UL_aa, pH_LL_aa, k_m_aa, K_S_aa, k_m_fa, K_S_fa, K_I_h2_fa, k_m_c4, K_S_c4, K_I_h2_c4, k_m_pro,
        K_S_pro, K_I_h2_pro, k_m_ac, K_S_ac, K_I_nh3, pH_UL_ac, pH_LL_ac, k_m_h2, K_S_h2, pH_UL_h2, pH_LL_h2,
        k_dec_Xsu, k_dec_Xaa, k_dec_Xfa, k_dec_Xc4, k_dec_Xpro, k_dec_Xac, k_dec_Xh2, eps_c4, R, T_base, T_op, K_w,
        K_a_va, K_a_bu, K_a_pro, K_a_ac, K_a_co2, K_a_IN, P_atm, p_gas_h2o, k_p, k_L_a, K_H_co2, K_H_ch4, K_H_h2, V_liq,
        V_gas, q_in,
    }
}

impl<S: Real> Adm1Params<S> {
    /// Fills every constant that is NaN from T_op by its law (BSM2); constants that are set stay. No kinetic constant
    /// moves with T_op.
    ///
    /// K(T) = K(T_base) exp(dH/(100 R) (1/T_base - 1/T_op)), with dH in J/mol (negative for Henry constants) and R in
    /// bar m3/(kmol K), so 100 R is in J/(mol K); water vapour 0.0313 bar exp(5290 K (1/T_base - 1/T_op)).
    #[must_use]
    pub fn with_temperature_laws(mut self) -> Self {
        let inverse = S::one() / self.T_base - S::one() / self.T_op;
        let by_enthalpy =
            |at_base: S, joule_per_mol: f64| at_base * (S::from_f64(joule_per_mol) / (self.R * 100.0) * inverse).exp();
        let fill = |set: S, law: S| S::select(set.is_finite(), set, law);
        self.K_w = fill(self.K_w, by_enthalpy(power_of_ten(S::from_f64(-14.0)), 55_900.0));
        self.K_a_co2 = fill(self.K_a_co2, by_enthalpy(power_of_ten(S::from_f64(-6.35)), 7_646.0));
        self.K_a_IN = fill(self.K_a_IN, by_enthalpy(power_of_ten(S::from_f64(-9.25)), 51_965.0));
        self.K_H_co2 = fill(self.K_H_co2, by_enthalpy(S::from_f64(0.035), -19_410.0));
        self.K_H_ch4 = fill(self.K_H_ch4, by_enthalpy(S::from_f64(0.0014), -14_240.0));
        self.K_H_h2 = fill(self.K_H_h2, by_enthalpy(S::from_f64(7.8e-4), -4_180.0));
        self.p_gas_h2o = fill(self.p_gas_h2o, (inverse * 5_290.0).exp() * 0.0313);
        self
    }
}

/// 10 to the power `x`.
pub(in crate::digestion) fn power_of_ten<S: Real>(x: S) -> S {
    (x * std::f64::consts::LN_10).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values at 35 C as in BSM2 (Rosen & Jeppsson 2006), recomputed at 17 digits.
    #[test]
    fn laws_give_the_constants_of_bsm2_at_35_c() {
        let p = Adm1Params::<f64>::defaults().with_temperature_laws();
        let known = [
            (p.K_w, 2.078_771_055_954_360_4e-14),
            (p.K_a_co2, 4.937_073_397_534_363e-7),
            (p.K_a_IN, 1.110_286_652_708_067_8e-9),
            (p.K_H_co2, 0.027_146_692_900_075_386),
            (p.K_H_ch4, 0.001_161_902_733_673_353_9),
            (p.K_H_h2, 0.000_738_465_429_353_696_3),
            (p.p_gas_h2o, 0.055_667_745_074_990_09),
        ];
        for (found, expected) in known {
            assert!((found / expected - 1.0).abs() < 1e-14, "{found} {expected}");
        }
    }

    #[test]
    fn a_constant_that_is_set_stays_and_kinetics_do_not_move() {
        let mut p = Adm1Params::<f64>::defaults();
        p.K_w = 1e-14;
        p.T_op = 318.15;
        let warm = p.with_temperature_laws();
        assert_eq!(warm.K_w, 1e-14);
        assert!(warm.K_a_IN > 1.9e-9 && warm.K_H_co2 < 0.0227);
        assert_eq!(warm.k_m_ac, p.k_m_ac);
        let all = warm.to_vec();
        assert!(all.iter().all(|v| v.is_finite()));
    }

    #[test]
    fn every_default_is_in_range_after_the_laws() {
        let p = Adm1Params::<f64>::defaults().with_temperature_laws();
        for (row, value) in Adm1Params::<f64>::table().rows().iter().zip(p.to_vec()) {
            assert!((row.low..=row.high).contains(&value), "{} = {value}", row.name);
        }
    }
}
