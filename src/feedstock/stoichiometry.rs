//! Buswell-Boyle stoichiometry: what complete methanogenesis makes of a compound, and its oxygen demand.
//!
//! C_a H_b O_c N_d S_e + (a - b/4 - c/2 + 3d/4 + e/2) H2O
//!   -> (a/2 + b/8 - c/4 - 3d/8 - e/4) CH4 + (a/2 - b/8 + c/4 + 3d/8 + e/4) CO2 + d NH3 + e H2S
//!
//! Buswell & Mueller 1952 (doi 10.1021/ie50507a033), Boyle 1977. The oxygen demand that matches it leaves N as NH3 and
//! S as H2S, so that COD = 2 CH4 holds mole for mole.

use super::formula::{AtomicMasses, Element, Formula};
use crate::text;
use crate::words::{Text, shown_as_told};

/// Moles per mole of substrate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BuswellBoyle {
    /// Water taken up (negative: released).
    pub h2o: f64,
    /// Methane.
    pub ch4: f64,
    /// Carbon dioxide.
    pub co2: f64,
    /// Ammonia.
    pub nh3: f64,
    /// Hydrogen sulphide.
    pub h2s: f64,
}

/// Why a formula has no methanogenic stoichiometry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoichiometryError {
    /// It holds an element other than C, H, O, N, S.
    OtherElements,
    /// It holds no carbon.
    NoCarbon,
}

impl StoichiometryError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::OtherElements => text!("only C, H, O, N and S can be digested on paper; write the organic part"),
            Self::NoCarbon => text!("no carbon, hence no methane; write an organic compound"),
        }
    }
}

shown_as_told!(StoichiometryError);

impl std::error::Error for StoichiometryError {}

impl BuswellBoyle {
    /// The stoichiometry of a compound of C, H, O, N and S.
    ///
    /// # Errors
    /// When it holds another element or no carbon.
    pub fn of(formula: &Formula) -> Result<Self, StoichiometryError> {
        if !formula.is_chons() {
            return Err(StoichiometryError::OtherElements);
        }
        let [a, b, c, d, e] =
            [Element::C, Element::H, Element::O, Element::N, Element::S].map(|element| formula.count(element));
        if a == 0.0 {
            return Err(StoichiometryError::NoCarbon);
        }
        Ok(Self {
            h2o: a - b / 4.0 - c / 2.0 + 0.75 * d + e / 2.0,
            ch4: a / 2.0 + b / 8.0 - c / 4.0 - 0.375 * d - e / 4.0,
            co2: a / 2.0 - b / 8.0 + c / 4.0 + 0.375 * d + e / 4.0,
            nh3: d,
            h2s: e,
        })
    }

    /// Share of methane in the dry gas when all CO2 leaves as gas and NH3 and H2S stay dissolved, 0..1.
    pub fn ch4_fraction(&self) -> Option<f64> {
        share(self.ch4, self.ch4 + self.co2)
    }

    /// Share of methane when each ammonia holds one CO2 back as bicarbonate, 0..1; none when it would hold all.
    pub fn ch4_fraction_nitrogen_bound(&self) -> Option<f64> {
        share(self.ch4, self.ch4 + self.co2 - self.nh3)
    }

    /// Share of methane in the gas when NH3 and H2S leave as gas too, 0..1.
    pub fn ch4_fraction_all_gas(&self) -> Option<f64> {
        share(self.ch4, self.ch4 + self.co2 + self.nh3 + self.h2s)
    }

    /// Share of hydrogen sulphide in the gas when NH3 and H2S leave as gas too, 0..1.
    pub fn h2s_fraction_all_gas(&self) -> Option<f64> {
        share(self.h2s, self.ch4 + self.co2 + self.nh3 + self.h2s)
    }
}

fn share(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

/// Chemical oxygen demand, g O2/g; N stays NH3, S stays H2S.
///
/// # Errors
/// As [`BuswellBoyle::of`].
pub fn cod_g_per_g(formula: &Formula, masses: &AtomicMasses) -> Result<f64, StoichiometryError> {
    let oxygen_mol = 2.0 * BuswellBoyle::of(formula)?.ch4;
    Ok(oxygen_mol * 2.0 * masses.of(Element::O) / formula.molar_mass_g_per_mol(masses))
}

/// Theoretical methane potential, mL CH4/g (dry, 0 C, 101.325 kPa), for a molar volume of methane in mL/mol.
///
/// # Errors
/// As [`BuswellBoyle::of`].
pub fn bmp_theoretical_ml_per_g(
    formula: &Formula,
    masses: &AtomicMasses,
    molar_volume_ml_per_mol: f64,
) -> Result<f64, StoichiometryError> {
    let stoichiometry = BuswellBoyle::of(formula)?;
    Ok(stoichiometry.ch4 * molar_volume_ml_per_mol / formula.molar_mass_g_per_mol(masses))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn glucose_gives_half_methane() {
        let glucose = BuswellBoyle::of(&"C6H12O6".parse().unwrap()).unwrap();
        assert_eq!(glucose, BuswellBoyle { h2o: 0.0, ch4: 3.0, co2: 3.0, nh3: 0.0, h2s: 0.0 });
    }

    #[test]
    fn refuses_what_gives_no_methane() {
        assert_eq!(BuswellBoyle::of(&"NaCl".parse().unwrap()), Err(StoichiometryError::OtherElements));
        assert_eq!(BuswellBoyle::of(&"H2O".parse().unwrap()), Err(StoichiometryError::NoCarbon));
    }

    #[test]
    fn no_gas_fraction_where_ammonia_would_bind_all() {
        // Urea: one CO2, two NH3.
        let urea = BuswellBoyle::of(&"CH4ON2".parse().unwrap()).unwrap();
        assert_eq!(urea.ch4_fraction_nitrogen_bound(), None);
    }

    proptest! {
        /// Every element and the oxygen demand must come out as they went in.
        #[test]
        fn elements_and_cod_close(
            a in 1.0..60.0_f64, b in 0.0..120.0_f64, c in 0.0..60.0_f64, d in 0.0..9.0_f64, e in 0.0..3.0_f64,
        ) {
            let formula: Formula = format!("C{a}H{b}O{c}N{d}S{e}").parse().unwrap();
            let s = BuswellBoyle::of(&formula).unwrap();
            prop_assert!((s.ch4 + s.co2 - a).abs() < 1e-9);
            prop_assert!((4.0 * s.ch4 + 3.0 * s.nh3 + 2.0 * s.h2s - b - 2.0 * s.h2o).abs() < 1e-9);
            prop_assert!((2.0 * s.co2 - c - s.h2o).abs() < 1e-9);
            let demand = a + b / 4.0 - c / 2.0 - 0.75 * d - 0.5 * e;
            let cod = cod_g_per_g(&formula, &AtomicMasses::CIAAW).unwrap();
            let expected = demand * 2.0 * 15.999 / formula.molar_mass_g_per_mol(&AtomicMasses::CIAAW);
            prop_assert!((cod - expected).abs() < 1e-12 * (1.0 + expected.abs()));
        }
    }
}
