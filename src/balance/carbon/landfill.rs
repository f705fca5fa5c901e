//! Methane of a tonne in a landfill by first-order decay (IPCC 2006 volume 5 chapter 3, continuous form).

use crate::num::Real;

crate::params! {
    /// Constants of waste in a landfill; the decomposed share of wood is 0.1 or 0.5 by edition: sample it.
    pub struct LandfillParams from "carbon/landfill.csv" {
        doc_wood, doc_food, docf_wood, docf_food, k_wood_per_a, k_food_per_a, methane_share, correction_factor,
        oxidation_share,
    }
}

/// Constants of one material.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decay<S> {
    /// Degradable organic carbon, kg C/kg wet.
    pub doc: S,
    /// Share of it that decomposes.
    pub docf: S,
    /// Rate, 1/a.
    pub k_per_a: S,
    /// Methane in the gas, by volume.
    pub methane_share: S,
    /// Methane correction factor.
    pub correction_factor: S,
    /// Oxidised in the cover.
    pub oxidation_share: S,
}

impl<S: Real> LandfillParams<S> {
    /// Wood.
    pub fn wood(&self) -> Decay<S> {
        Decay {
            doc: self.doc_wood,
            docf: self.docf_wood,
            k_per_a: self.k_wood_per_a,
            methane_share: self.methane_share,
            correction_factor: self.correction_factor,
            oxidation_share: self.oxidation_share,
        }
    }

    /// Food waste.
    pub fn food(&self) -> Decay<S> {
        Decay { doc: self.doc_food, docf: self.docf_food, k_per_a: self.k_food_per_a, ..self.wood() }
    }
}

impl<S: Real> Decay<S> {
    /// Methane ever emitted, kg CH4/t wet, without capture.
    pub fn ultimate_kg_per_t(&self) -> S {
        self.doc
            * self.docf
            * self.correction_factor
            * self.methane_share
            * (S::one() - self.oxidation_share)
            * (16.0 / 12.0 * 1000.0)
    }

    /// Methane emitted within `years` of burial, kg CH4/t wet, decay from the first day, without capture.
    pub fn cumulative_kg_per_t(&self, years: S) -> S {
        self.ultimate_kg_per_t() * (S::one() - (-self.k_per_a * years).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wood_in_a_landfill_is_a_distribution() {
        let p = LandfillParams::<f64>::defaults();
        let with = |docf| 27.9 * Decay { docf, ..p.wood() }.ultimate_kg_per_t();
        // worked examples: 719.8 kg/t for 0.1 without end (0.5: five times that)
        assert!((with(0.1) - 719.8).abs() < 0.1);
        assert!((with(0.5) / with(0.1) - 5.0).abs() < 1e-12);
        assert!((27.9 * p.food().ultimate_kg_per_t() - 1757.7).abs() < 0.1);
    }

    #[test]
    fn nothing_comes_on_the_first_day_and_all_in_the_end() {
        let wood = LandfillParams::<f64>::defaults().wood();
        assert_eq!(wood.cumulative_kg_per_t(0.0), 0.0);
        assert_eq!(wood.cumulative_kg_per_t(f64::INFINITY), wood.ultimate_kg_per_t());
        assert!(wood.cumulative_kg_per_t(20.0) < wood.cumulative_kg_per_t(21.0));
    }
}
