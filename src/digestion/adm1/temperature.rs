//! Laws by which temperature moves the kinetic constants. BSM2 has none: there T_op moves only the physico-chemical constants
//! ([`Adm1Params::with_temperature_laws`]).

use super::params::Adm1Params;
use crate::num::Real;
use crate::param::sheet::Sheet;
use crate::params;
use crate::text;
use crate::units::ZERO_CELSIUS_K;
use crate::words::Text;
use std::sync::OnceLock;

params! {
    /// Exponents of temperature per group, 1/K: k(T) = k(T_ref) exp(a (T - T_ref)), as in ADM1da.
    pub struct KineticExponents from "adm1/temperature_exponents.csv" {
        a_dis, a_hyd, a_su, a_aa, a_fa, a_c4, a_pro, a_ac, a_h2, a_dec_su_aa_h2, a_dec_fa_c4_pro_ac,
    }
}

/// How T_op moves the kinetic constants.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum KineticLaw {
    /// Not at all (BSM2).
    #[default]
    None,
    /// One exponent per group, the constants given at `t_ref_k` (Schlattmann 2011: 308.15 K).
    Exponential {
        /// The exponents.
        exponents: KineticExponents<f64>,
        /// Temperature at which the constants are given, K.
        t_ref_k: f64,
    },
    /// From the mesophilic (35 C) to the thermophilic (55 C) set of STR 13, geometrically; the constants are those at 35 C,
    /// and each moves by the ratio of the two sets. Yields stay: they are stoichiometry (STR 13 moves one, Y_pro, from 0.04
    /// to 0.05).
    MesoThermo,
}

/// Lowest and highest temperature of the kinetic laws, K: 5 and 70 C.
pub(super) const RANGE_K: (f64, f64) = (278.15, 343.15);
/// The two temperatures of STR 13, K.
const STR13_K: (f64, f64) = (308.15, 328.15);
/// Above this no law is backed by data, K: 55 C.
const LAWS_END_K: f64 = 328.15;

/// Constants at T_op by one exponent per group; the temperature T_op is that of `p`.
#[must_use]
pub fn exponential<S: Real>(p: &Adm1Params<S>, a: &KineticExponents<S>, t_ref_k: S) -> Adm1Params<S> {
    let warmer = p.T_op - t_ref_k;
    let factor = |exponent: S| (exponent * warmer).exp();
    let (dis, hyd) = (factor(a.a_dis), factor(a.a_hyd));
    let (dec_su, dec_fa) = (factor(a.a_dec_su_aa_h2), factor(a.a_dec_fa_c4_pro_ac));
    Adm1Params {
        k_dis: p.k_dis * dis,
        k_hyd_ch: p.k_hyd_ch * hyd,
        k_hyd_pr: p.k_hyd_pr * hyd,
        k_hyd_li: p.k_hyd_li * hyd,
        k_m_su: p.k_m_su * factor(a.a_su),
        k_m_aa: p.k_m_aa * factor(a.a_aa),
        k_m_fa: p.k_m_fa * factor(a.a_fa),
        k_m_c4: p.k_m_c4 * factor(a.a_c4),
        k_m_pro: p.k_m_pro * factor(a.a_pro),
        k_m_ac: p.k_m_ac * factor(a.a_ac),
        k_m_h2: p.k_m_h2 * factor(a.a_h2),
        k_dec_Xsu: p.k_dec_Xsu * dec_su,
        k_dec_Xaa: p.k_dec_Xaa * dec_su,
        k_dec_Xh2: p.k_dec_Xh2 * dec_su,
        k_dec_Xfa: p.k_dec_Xfa * dec_fa,
        k_dec_Xc4: p.k_dec_Xc4 * dec_fa,
        k_dec_Xpro: p.k_dec_Xpro * dec_fa,
        k_dec_Xac: p.k_dec_Xac * dec_fa,
        ..*p
    }
}

/// (place among the parameters, ln of the ratio of 55 C to 35 C) of each constant that STR 13 moves.
fn str13() -> &'static [(usize, f64)] {
    static RATIOS: OnceLock<Vec<(usize, f64)>> = OnceLock::new();
    RATIOS.get_or_init(|| {
        let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/adm1/str13_temperature.csv"));
        Sheet::read("models/adm1/str13_temperature.csv", text, |row| {
            let place = row.word("name", str13_names())?;
            Ok((place, libm::log(row.number("at_55_c")? / row.number("at_35_c")?)))
        })
        .expect("a shipped table is sound: a test loads it")
    })
}

/// Names of the parameters with their places.
fn str13_names() -> &'static [(&'static str, usize)] {
    static NAMES: OnceLock<Vec<(&'static str, usize)>> = OnceLock::new();
    NAMES.get_or_init(|| Adm1Params::<f64>::NAMES.iter().enumerate().map(|(k, name)| (*name, k)).collect())
}

impl KineticLaw {
    /// The law of ADM1da: its exponents, constants given at 35 C.
    pub fn exponential() -> Self {
        Self::Exponential { exponents: KineticExponents::defaults(), t_ref_k: STR13_K.0 }
    }

    /// The constants at the T_op of `p`, physico-chemical ones untouched (they follow T_op by their own laws).
    ///
    /// # Errors
    /// A sentence when T_op lies outside 5 to 70 C.
    pub fn apply(&self, p: &Adm1Params<f64>) -> Result<Adm1Params<f64>, String> {
        if *self == Self::None {
            return Ok(*p);
        }
        check_temperature(p.T_op)?;
        match self {
            Self::None => Ok(*p),
            Self::Exponential { exponents, t_ref_k } => Ok(exponential(p, exponents, *t_ref_k)),
            Self::MesoThermo => {
                let share = (p.T_op - STR13_K.0) / (STR13_K.1 - STR13_K.0);
                let mut values = p.to_vec();
                for (place, log_ratio) in str13() {
                    values[*place] *= libm::exp(log_ratio * share);
                }
                Ok(Adm1Params::from_slice(&values))
            }
        }
    }
}

/// Refuses a temperature at which no law means anything.
///
/// # Errors
/// A sentence when it lies outside 5 to 70 C.
pub(in crate::digestion) fn check_temperature(t_op_k: f64) -> Result<(), String> {
    if (RANGE_K.0..=RANGE_K.1).contains(&t_op_k) {
        return Ok(());
    }
    let celsius = t_op_k - ZERO_CELSIUS_K;
    Err(format!("no law of temperature reaches {celsius:.1} C; digesters are described from 5 to 70 C"))
}

/// What a reader must know about a digester at this temperature (K), in sentences; none from 25 to 55 C.
pub fn temperature_findings(t_op_k: f64) -> Vec<Text> {
    let celsius = t_op_k - ZERO_CELSIUS_K;
    let mut findings = Vec::new();
    if !(RANGE_K.0..=RANGE_K.1).contains(&t_op_k) {
        findings.push(text!(
            "{celsius} C lies outside 5 to 70 C: no law of temperature describes this digester",
            celsius = format!("{celsius:.1}")
        ));
    } else if t_op_k > LAWS_END_K {
        findings.push(text!("{celsius} C is above 55 C: the published laws disagree there (k_m_ac 16 against 24 /d at 55 C) and none of them declines above its optimum, as digesters do: read the yield as an upper bound", celsius = format!("{celsius:.1}")));
    } else if t_op_k < 298.15 {
        findings.push(text!("{celsius} C is below 25 C: the laws are extrapolated", celsius = format!("{celsius:.1}")));
    }
    findings
}
