//! The carbon dioxide that leaves the liquid of AM2.

use crate::num::Real;

/// A flow of carbon dioxide and how it moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Dioxide<S> {
    /// qC, mmol/(L d).
    pub(super) flow: S,
    /// Its derivative by dissolved carbon dioxide.
    pub(super) by_co2: S,
    /// Its derivative by the methane flow.
    pub(super) by_methane: S,
    /// K_H P_C: what would be dissolved at equilibrium with the gas, mmol/L.
    pub(super) saturation: S,
    /// Under the root; negative outside the model's domain.
    pub(super) discriminant: S,
}

impl<S: Real> Dioxide<S> {
    /// qC = kLa (CO2 - K_H P_C), with P_C the share of CO2 in the gas that leaves times P_T: the smaller root of
    /// (K_H P_C)^2 - phi K_H P_C + K_H P_T CO2 = 0, phi = CO2 + K_H P_T + qM/kLa.
    ///
    /// `most` is K_H P_T, `methane` qM.
    #[inline(always)]
    pub(super) fn at(k_la: S, most: S, co2: S, methane: S) -> Self {
        let phi = co2 + most + methane / k_la;
        let discriminant = phi * phi - most * co2 * 4.0;
        let root = discriminant.max(S::zero()).sqrt();
        // Both are zero together only where the liquid is just saturated and no methane forms: there the slope has no value.
        let inverse = S::select(root.gt(S::zero()), S::one() / root, S::zero());
        // The form without cancellation.
        let saturation = most * co2 * 2.0 / (phi + root);
        let by_co2 = (S::one() - (phi - most * 2.0) * inverse) * 0.5;
        let by_phi = (S::one() - phi * inverse) * 0.5;
        Self {
            flow: k_la * (co2 - saturation),
            by_co2: k_la * (S::one() - by_co2),
            by_methane: -by_phi,
            saturation,
            discriminant,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::Dual;
    use proptest::prelude::*;

    /// Without methane the gas is carbon dioxide alone: nothing leaves below saturation, all above it stays at P_T.
    #[test]
    fn limits() {
        let below = Dioxide::at(19.8, 16.0, 10.0, 0.0);
        assert_eq!((below.flow, below.saturation), (0.0, 10.0));
        let above = Dioxide::at(19.8, 16.0, 20.0, 0.0);
        assert!((above.flow - 19.8 * 4.0).abs() < 1e-12 && above.saturation == 16.0);
        // Much methane strips: the gas holds no carbon dioxide.
        assert!(Dioxide::at(19.8, 16.0, 10.0, 1e9).saturation < 1e-5);
    }

    proptest! {
        /// The flow is that of a gas of P_T in which methane and carbon dioxide stand as they leave.
        #[test]
        fn the_gas_has_the_composition_of_what_leaves(co2 in 0.1..60.0_f64, methane in 0.1..200.0_f64) {
            let found = Dioxide::at(19.8, 16.0, co2, methane);
            prop_assert!(found.flow >= 0.0 && found.saturation <= co2);
            let share = found.flow / (found.flow + methane);
            prop_assert!((16.0 * share - found.saturation).abs() < 1e-9 * co2);
        }

        #[test]
        fn slopes_are_those_of_dual_numbers(co2 in 0.1..60.0_f64, methane in 0.1..200.0_f64) {
            let lift = Dual::<2>::constant;
            let dual = Dioxide::at(lift(19.8), lift(16.0), Dual::variable(co2, 0), Dual::variable(methane, 1));
            let plain = Dioxide::at(19.8, 16.0, co2, methane);
            prop_assert!((dual.flow.slope[0] - plain.by_co2).abs() < 1e-9 * 19.8);
            prop_assert!((dual.flow.slope[1] - plain.by_methane).abs() < 1e-9);
        }
    }
}
