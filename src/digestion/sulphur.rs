//! Hydrogen sulphide beside any kinetic model with a pH: **unvalidated**.
//!
//! A steady addition to the state of a tank, not part of its dynamics: sulphate and degradable organic sulphur of the feed become
//! sulphide, which leaves with the gas or dissolved in the digestate. Henry's law and the first dissociation at the tank's pH
//! and temperature split it; sulphate takes 64 kg COD per kmol from the methane, organic sulphur is reduced already. After
//! Flores-Alsina et al. 2016 (doi 10.1016/j.watres.2016.03.012), without their populations of sulphate reducers. What
//! sulphide does to the pH, iron, and polysulphides is left out.

use super::adm1::METHANE_NM3_PER_KG_COD;
use super::tank::{Kinetics, React};
use crate::num::Real;
use crate::params;
use crate::text;
use crate::words::{Text, shown_as_told};

params! {
    /// Constants of the sulphide split; unvalidated.
    pub struct SulphurParams from "digestion/sulphur.csv" {
        reduced_share, K_H_h2s_25, dH_H_h2s, pKa_h2s_25, dH_Ka_h2s, k_L_a_h2s, K_I_h2s_c4, K_I_h2s_pro, K_I_h2s_ac, K_I_h2s_h2,
    }
}

/// To be shown beside every number of this module.
pub const UNVALIDATED: &str = "hydrogen sulphide is an unvalidated estimate: a steady split of the feed's sulphur";

/// kg COD that a kmol of sulphate takes, and that a kmol of sulphide holds: eight electrons.
pub const COD_PER_KMOL_SULPHUR: f64 = 64.0;
/// Nm3 of an ideal gas per kmol.
const NM3_PER_KMOL: f64 = METHANE_NM3_PER_KG_COD * 64.0;
/// Gas constant, bar m3/(kmol K) and J/(mol K).
const R_BAR: f64 = 0.083_144_626;
const R_J: f64 = 8.314_462_6;
/// 25 C, K.
const BASE_K: f64 = 298.15;

/// Sulphur of a feed that can become sulphide, per m3.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SulphurFeed<S> {
    /// Sulphate, kmol S/m3.
    pub sulphate_kmol_per_m3: S,
    /// Sulphur of protein that degrades, kmol S/m3.
    pub organic_kmol_per_m3: S,
}

/// The tank that the sulphur meets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conditions<S> {
    /// Flow of feed and digestate, m3/d, above 0.
    pub flow_m3_per_d: S,
    /// Liquid volume, m3.
    pub v_liq_m3: S,
    /// Hydrogen ion, kmol/m3.
    pub hydrogen_ion_kmol_per_m3: S,
    /// Temperature, K.
    pub t_op_k: S,
    /// Volume that leaves the headspace, m3/d at its pressure and temperature.
    pub gas_m3_per_d: S,
    /// Dry gas in the headspace, kmol/m3.
    pub dry_gas_kmol_per_m3: S,
    /// Methane without sulphate, Nm3/d.
    pub methane_nm3_per_d: S,
}

/// Where the sulphur goes; unvalidated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sulphide<S> {
    /// Sulphide in the digestate, kmol S/m3.
    pub dissolved_kmol_per_m3: S,
    /// Of it undissociated, which inhibits, kmol S/m3.
    pub undissociated_kmol_per_m3: S,
    /// Hydrogen sulphide that leaves with the gas, kmol S/d.
    pub gas_kmol_per_d: S,
    /// Hydrogen sulphide in the dry gas, parts per million by volume.
    pub gas_ppm: S,
    /// Sulphur that stays as it came, kmol S/d.
    pub unreduced_kmol_per_d: S,
    /// Methane that sulphate takes, Nm3/d.
    pub methane_lost_nm3_per_d: S,
    /// Factors that undissociated sulphide would put on the uptakes of valerate and butyrate, propionate, acetate and
    /// hydrogen: 1 none, 0 full. They are shown, not fed back.
    pub factors: [S; 4],
}

/// Why there is no split.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SulphurError {
    /// An amount that is negative or not finite, or a flow, volume or gas content that is not above 0.
    Amount {
        /// Which.
        name: &'static str,
        /// Its value.
        value: f64,
    },
    /// Sulphate would take more methane than there is.
    Overdraft {
        /// What sulphate takes, Nm3/d.
        taken_nm3_per_d: f64,
        /// What there is, Nm3/d.
        methane_nm3_per_d: f64,
    },
}

impl SulphurError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Amount { name, value } => text!("{name} is {value}; write a positive number", name, value),
            Self::Overdraft { taken_nm3_per_d, methane_nm3_per_d } => text!(
                "sulphate takes {taken_nm3_per_d} Nm3/d of methane, but there are only {methane_nm3_per_d}: check the \
                 sulphate of the feed",
                taken_nm3_per_d = format!("{taken_nm3_per_d:.1}"),
                methane_nm3_per_d = format!("{methane_nm3_per_d:.1}")
            ),
        }
    }
}

shown_as_told!(SulphurError);

impl std::error::Error for SulphurError {}

/// Henry constant (kmol/(m3 bar)) and acidity (kmol/m3) of hydrogen sulphide at a temperature.
pub fn constants_at<S: Real>(p: &SulphurParams<S>, t_op_k: S) -> (S, S) {
    let inverse = S::from_f64(1.0 / BASE_K) - S::one() / t_op_k;
    let henry = p.K_H_h2s_25 * (p.dH_H_h2s / R_J * inverse).exp();
    let acidity = (-(p.pKa_h2s_25 * std::f64::consts::LN_10) + p.dH_Ka_h2s / R_J * inverse).exp();
    (henry, acidity)
}

/// Splits the sulphur of a feed between gas and digestate at steady state. Inputs as [`checked`] demands them.
pub fn split<S: Real>(p: &SulphurParams<S>, feed: &SulphurFeed<S>, tank: &Conditions<S>) -> Sulphide<S> {
    let (henry, acidity) = constants_at(p, tank.t_op_k);
    let h = tank.hydrogen_ion_kmol_per_m3;
    let share = h / (h + acidity);
    let gas_constant = tank.t_op_k * R_BAR;
    let transfer = p.k_L_a_h2s * tank.v_liq_m3;
    // What the gas takes is transfer (share s - henry p) and gas_m3 p/(R T) at once.
    let stripping = transfer * share * tank.gas_m3_per_d / (tank.gas_m3_per_d + transfer * henry * gas_constant);
    let fed = (feed.sulphate_kmol_per_m3 + feed.organic_kmol_per_m3) * tank.flow_m3_per_d;
    let reduced = fed * p.reduced_share;
    let dissolved = reduced / (tank.flow_m3_per_d + stripping);
    let gas = dissolved * stripping;
    let undissociated = dissolved * share;
    let dry = tank.gas_m3_per_d * tank.dry_gas_kmol_per_m3;
    let flowing = dry.gt(S::zero());
    let ppm = S::select(flowing, gas / S::select(flowing, dry, S::one()) * 1e6, S::zero());
    let sulphate = feed.sulphate_kmol_per_m3 * tank.flow_m3_per_d * p.reduced_share;
    let cod = undissociated * COD_PER_KMOL_SULPHUR;
    let held = |half: S| half / (half + cod);
    Sulphide {
        dissolved_kmol_per_m3: dissolved,
        undissociated_kmol_per_m3: undissociated,
        gas_kmol_per_d: gas,
        gas_ppm: ppm,
        unreduced_kmol_per_d: fed - reduced,
        methane_lost_nm3_per_d: sulphate * (COD_PER_KMOL_SULPHUR * METHANE_NM3_PER_KG_COD),
        factors: [held(p.K_I_h2s_c4), held(p.K_I_h2s_pro), held(p.K_I_h2s_ac), held(p.K_I_h2s_h2)],
    }
}

/// [`split`] of inputs that were looked at.
///
/// # Errors
/// When an amount is negative or not finite, flow or volume are zero, or sulphate takes more methane than there is.
pub fn checked(
    p: &SulphurParams<f64>,
    feed: &SulphurFeed<f64>,
    tank: &Conditions<f64>,
) -> Result<Sulphide<f64>, SulphurError> {
    let from_zero = [
        ("sulphate of the feed", feed.sulphate_kmol_per_m3),
        ("organic sulphur of the feed", feed.organic_kmol_per_m3),
        ("gas flow", tank.gas_m3_per_d),
        ("gas in the headspace", tank.dry_gas_kmol_per_m3),
        ("methane", tank.methane_nm3_per_d),
    ];
    let above_zero = [
        ("flow", tank.flow_m3_per_d),
        ("liquid volume", tank.v_liq_m3),
        ("hydrogen ion", tank.hydrogen_ion_kmol_per_m3),
        ("temperature", tank.t_op_k),
    ];
    let wrong = |(_, value): &(&str, f64)| !value.is_finite() || *value < 0.0;
    let zero = |(_, value): &(&str, f64)| *value <= 0.0;
    let found = from_zero.into_iter().find(wrong).or_else(|| above_zero.into_iter().find(|a| wrong(a) || zero(a)));
    if let Some((name, value)) = found {
        return Err(SulphurError::Amount { name, value });
    }
    let sulphide = split(p, feed, tank);
    if sulphide.methane_lost_nm3_per_d > tank.methane_nm3_per_d {
        let (taken_nm3_per_d, methane_nm3_per_d) = (sulphide.methane_lost_nm3_per_d, tank.methane_nm3_per_d);
        return Err(SulphurError::Overdraft { taken_nm3_per_d, methane_nm3_per_d });
    }
    Ok(sulphide)
}

/// The conditions of a tank of any model in a state `y`; none where the model has no pH.
pub fn conditions<K: Kinetics>(
    model: &K::Of<f64>,
    y: &[f64],
    flow_m3_per_d: f64,
    v_liq_m3: f64,
    t_op_k: f64,
) -> Option<Conditions<f64>> {
    let ph = K::ph(model, y)?;
    let layout = K::layout();
    let mut out = vec![0.0; layout.outputs()];
    model.react(y, &mut out);
    let gas_m3_per_d = *out.get(layout.outflow())?;
    let volumes = K::gas_nm3(model);
    let gases = y.get(layout.liquid..layout.liquid + layout.gas)?;
    let sum = |per: &[f64]| per.iter().zip(gases).map(|(nm3, amount)| nm3 * amount).sum::<f64>();
    let methane = sum(&volumes.methane);
    let dry = methane + sum(&volumes.carbon_dioxide) + sum(&volumes.other);
    Some(Conditions {
        flow_m3_per_d,
        v_liq_m3,
        hydrogen_ion_kmol_per_m3: libm::pow(10.0, -ph),
        t_op_k,
        gas_m3_per_d,
        dry_gas_kmol_per_m3: dry / NM3_PER_KMOL,
        methane_nm3_per_d: methane * gas_m3_per_d,
    })
}
