//! The digester of a case with another volume or temperature.

use crate::case::DigesterCase;
use crate::digestion::adm1::{Adm1Params, KineticLaw};
use crate::units::ZERO_CELSIUS_K;

/// What is tried in place of a digester.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Variant {
    /// Liquid volume, m3.
    pub(super) volume_m3: f64,
    /// Temperature, C; none for its own.
    pub(super) temperature_c: Option<f64>,
}

/// The digester as a variant, its tank alone: what stands behind it (tanks, store, gas line) is left away. Its headspace grows
/// with its volume, its envelope, where one is given, with the power 2/3; its kinetics move with the temperature by the
/// digester's own law, or where it has none by the ratio of the two sets of STR 13.
///
/// # Errors
/// A sentence when no law of temperature holds there.
pub(super) fn digester_as(digester: &DigesterCase, variant: &Variant) -> Result<DigesterCase, String> {
    let mut other = resized(digester, variant.volume_m3);
    (other.tanks, other.gas_line, other.store) = (Vec::new(), None, None);
    if let Some(celsius) = variant.temperature_c {
        let t_op_k = celsius + ZERO_CELSIUS_K;
        let moved = at_temperature(&other.adm1, t_op_k)?;
        let by_own_law = Adm1Params { T_op: t_op_k, ..other.adm1 };
        other.adm1 = if digester.kinetic_law == KineticLaw::None { moved } else { by_own_law };
    }
    Ok(other)
}

/// The digester with another volume, and all that stands behind it.
pub(super) fn resized(digester: &DigesterCase, volume_m3: f64) -> DigesterCase {
    let mut other = digester.clone();
    let larger = volume_m3 / digester.adm1.V_liq;
    other.adm1.V_liq = volume_m3;
    other.adm1.V_gas *= larger;
    other.plant.envelope_area_m2 *= libm::pow(larger, 2.0 / 3.0);
    other
}

/// Constants at another temperature, by how the law moves them from here to there.
fn at_temperature(p: &Adm1Params<f64>, t_op_k: f64) -> Result<Adm1Params<f64>, String> {
    let law = KineticLaw::MesoThermo;
    let here = law.apply(p)?.to_vec();
    let there = law.apply(&Adm1Params { T_op: t_op_k, ..*p })?.to_vec();
    let moved = p.to_vec().into_iter().zip(here.into_iter().zip(there));
    let values: Vec<f64> =
        moved.map(|(own, (here, there))| if here == there { own } else { own * there / here }).collect();
    Ok(Adm1Params { T_op: t_op_k, ..Adm1Params::from_slice(&values) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_own_temperature_changes_nothing_and_55_c_has_the_ratios_of_the_thermophilic_set() {
        let p = Adm1Params::<f64>::defaults();
        let same = at_temperature(&p, p.T_op).unwrap();
        assert_eq!(format!("{same:?}"), format!("{p:?}"));
        let warm = at_temperature(&p, 328.15).unwrap();
        let law = KineticLaw::MesoThermo.apply(&Adm1Params { T_op: 328.15, ..p }).unwrap();
        assert!((warm.k_m_ac / law.k_m_ac - 1.0).abs() < 1e-12 && warm.k_m_ac > p.k_m_ac);
        assert!(warm.K_w.is_nan(), "what follows the temperature by its own law stays blank");
        assert!(at_temperature(&p, 380.0).is_err());
    }
}
