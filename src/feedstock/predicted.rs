//! What complete digestion of a compound, a mixture or a library feedstock gives, per kg: methane, CO2, ammonia, hydrogen
//! sulphide and oxygen demand, as `predBg` of the R package `biogas` (Hafner et al. 2018, doi 10.1016/j.softx.2018.06.005).
//!
//! A share `fs` of the electrons goes into cells C5H7O2N, 20 electrons each, with nitrogen from ammonia (Rittmann & McCarty
//! 2001); a share 1 - `degradable` of the matter gives nothing. The oxygen demand is that of all matter.

use super::formula::{AtomicMasses, Element, Formula};
use super::macromolecule::{Convention, Macromolecule};
use super::stoichiometry::{BuswellBoyle, StoichiometryError};
use crate::text;
use crate::units::MOLAR_VOLUME_NM3_PER_KMOL;
use crate::words::{Text, shown_as_told};

/// Electrons that a mole of cells C5H7O2N takes, with ammonia as its nitrogen.
const CELL_ELECTRONS: f64 = 20.0;
/// Carbon of a mole of cells.
const CELL_CARBON: f64 = 5.0;

/// How a prediction is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    /// Atomic masses and molar volume of methane.
    pub convention: Convention,
    /// Molar volume of carbon dioxide at 0 C and 101.325 kPa, L/mol.
    pub co2_l_per_mol: f64,
    /// Share of the electrons that goes into cells, 0 to below 1.
    pub cell_share: f64,
    /// Share of the matter that is degraded, 0 to 1.
    pub degradable: f64,
}

impl Prediction {
    /// Molar volume of real CO2 at 0 C and 101.325 kPa, L/mol: compressibility 0.9933 (virial coefficient, NIST).
    pub const REAL_CO2_L_PER_MOL: f64 = 22.263_009;

    /// Ideal gas and CIAAW masses, all degraded, no cells: the numbers of this program.
    pub const PROJECT: Self = Self {
        convention: Convention::PROJECT,
        co2_l_per_mol: MOLAR_VOLUME_NM3_PER_KMOL,
        cell_share: 0.0,
        degradable: 1.0,
    };

    /// Real molar volumes instead of ideal ones, the masses kept.
    #[must_use]
    pub fn with_real_volumes(mut self) -> Self {
        self.convention.ch4_l_per_mol = Convention::BIOGAS_R.ch4_l_per_mol;
        self.co2_l_per_mol = Self::REAL_CO2_L_PER_MOL;
        self
    }
}

/// What is digested, by mass fraction; fractions below 1 in sum leave matter that gives nothing (ash, water).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mixture {
    /// Formula and mass fraction, 0 to 1.
    pub parts: Vec<(Formula, f64)>,
    /// Sulphur beside the formulas, kg S/kg, reduced (as in protein): leaves as H2S and takes no methane.
    pub sulphur: f64,
}

impl Mixture {
    /// One compound.
    pub fn pure(formula: Formula) -> Self {
        Self { parts: vec![(formula, 1.0)], sulphur: 0.0 }
    }

    /// Macromolecules by mass fraction.
    pub fn of_macromolecules(parts: &[(Macromolecule, f64)]) -> Self {
        let formula = |m: Macromolecule| m.formula().parse().expect("formulas of the macromolecules are well formed");
        Self { parts: parts.iter().map(|(m, share)| (formula(*m), *share)).collect(), sulphur: 0.0 }
    }
}

/// What a kilogram gives: amounts in kmol and kg per kg, gas in Nm3 (dry, 0 C, 101.325 kPa) per kg.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Predicted {
    /// Methane, kmol/kg.
    pub ch4_kmol_per_kg: f64,
    /// Carbon dioxide, dissolved and bound included, kmol/kg.
    pub co2_kmol_per_kg: f64,
    /// Ammonia released, kmol/kg; negative where cells take more than the matter holds.
    pub nh3_kmol_per_kg: f64,
    /// Hydrogen sulphide, kmol/kg; not validated against measured digesters.
    pub h2s_kmol_per_kg: f64,
    /// Cells C5H7O2N, kmol/kg.
    pub cells_kmol_per_kg: f64,
    /// Water taken up, kmol/kg; negative where it is released.
    pub h2o_kmol_per_kg: f64,
    /// Methane, Nm3/kg.
    pub ch4_nm3_per_kg: f64,
    /// Carbon dioxide if all of it left as gas, Nm3/kg.
    pub co2_nm3_per_kg: f64,
    /// Ammonia, kg/kg.
    pub nh3_kg_per_kg: f64,
    /// Hydrogen sulphide, kg/kg.
    pub h2s_kg_per_kg: f64,
    /// Oxygen demand of all matter (N stays NH3, S stays H2S), kg O2/kg.
    pub cod_kg_per_kg: f64,
    /// Carbon of all matter, kg C/kg.
    pub carbon_kg_per_kg: f64,
    /// Nitrogen of all matter, kg N/kg.
    pub nitrogen_kg_per_kg: f64,
}

impl Predicted {
    /// Methane in the dry gas when all CO2 leaves and NH3 and H2S stay dissolved, % by moles; none without gas.
    pub fn ch4_pct(&self) -> Option<f64> {
        share_pct(self.ch4_kmol_per_kg, self.ch4_kmol_per_kg + self.co2_kmol_per_kg)
    }

    /// As [`ch4_pct`](Self::ch4_pct), each released ammonia holding one CO2 back as bicarbonate; none when nothing were left.
    pub fn ch4_pct_ammonia_bound(&self) -> Option<f64> {
        let co2 = self.co2_kmol_per_kg - self.nh3_kmol_per_kg.max(0.0);
        if co2 < 0.0 { None } else { share_pct(self.ch4_kmol_per_kg, self.ch4_kmol_per_kg + co2) }
    }

    /// Hydrogen sulphide if all of it left with methane and CO2, % by moles; not validated.
    pub fn h2s_pct(&self) -> Option<f64> {
        share_pct(self.h2s_kmol_per_kg, self.ch4_kmol_per_kg + self.co2_kmol_per_kg + self.h2s_kmol_per_kg)
    }
}

fn share_pct(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole * 100.0)
}

/// Why a mixture has no prediction.
#[derive(Clone, Debug, PartialEq)]
pub enum PredictionError {
    /// A number outside its range.
    Range {
        /// What it is.
        what: &'static str,
        /// Its value.
        value: f64,
        /// Its range in words.
        range: &'static str,
    },
    /// Fractions that sum to more than 1.
    SumAboveOne {
        /// Their sum.
        sum: f64,
    },
    /// A compound without carbon or with other elements.
    Stoichiometry(StoichiometryError),
    /// Matter oxidised beyond CO2: its oxygen demand is negative.
    NoElectrons {
        /// Oxygen demand, mol O2 per formula.
        demand_mol: f64,
    },
}

impl PredictionError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Range { what, value, range } => {
                text!("{what} is {value}; write a number {range}", what, value, range)
            }
            Self::SumAboveOne { sum } => {
                text!("fractions sum to {sum}; they are kg per kg and sum to 1 at most", sum = format!("{sum:.4}"))
            }
            Self::Stoichiometry(error) => error.told(),
            Self::NoElectrons { demand_mol } => text!(
                "holds more oxygen than CO2 does (oxygen demand {demand_mol} mol per formula): no methane comes of it",
                demand_mol
            ),
        }
    }
}

shown_as_told!(PredictionError);

impl std::error::Error for PredictionError {}

/// Fractions may sum to this much more than 1: rounded tables do.
pub const SUM_TOLERANCE: f64 = 0.005;

/// Predicts what a kilogram of a mixture gives.
///
/// # Errors
/// Numbers out of range, fractions above 1 in sum, a compound that has no methanogenic stoichiometry.
pub fn predict(mixture: &Mixture, how: &Prediction) -> Result<Predicted, PredictionError> {
    check(mixture, how)?;
    let masses = &how.convention.masses;
    let mut sums = Sums { h2s: mixture.sulphur / masses.of(Element::S), ..Sums::default() };
    for (formula, fraction) in &mixture.parts {
        let moles = BuswellBoyle::of(formula).map_err(PredictionError::Stoichiometry)?;
        if moles.ch4 < 0.0 {
            return Err(PredictionError::NoElectrons { demand_mol: 2.0 * moles.ch4 });
        }
        sums.add(formula, &moles, fraction / formula.molar_mass_g_per_mol(masses), masses);
    }
    Ok(sums.predicted(how))
}

fn check(mixture: &Mixture, how: &Prediction) -> Result<(), PredictionError> {
    let within = |what, value: f64, good: bool, range| {
        if good { Ok(()) } else { Err(PredictionError::Range { what, value, range }) }
    };
    within(
        "share that goes into cells (fs)",
        how.cell_share,
        (0.0..1.0).contains(&how.cell_share),
        "from 0 to below 1",
    )?;
    within("degradable share", how.degradable, (0.0..=1.0).contains(&how.degradable), "from 0 to 1")?;
    within("sulphur", mixture.sulphur, (0.0..=1.0).contains(&mixture.sulphur), "from 0 to 1")?;
    for (_, fraction) in &mixture.parts {
        within("a fraction", *fraction, (0.0..=1.0 + SUM_TOLERANCE).contains(fraction), "from 0 to 1")?;
    }
    let sum: f64 = mixture.parts.iter().map(|(_, fraction)| fraction).sum();
    if sum > 1.0 + SUM_TOLERANCE {
        return Err(PredictionError::SumAboveOne { sum });
    }
    within("sum of the fractions", sum, sum > 0.0, "above 0")
}

/// Sums over the parts, kmol (or kg) per kg of mixture, all degraded to gas.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    ch4: f64,
    co2: f64,
    nh3: f64,
    h2s: f64,
    h2o: f64,
    carbon_kg: f64,
    nitrogen_kg: f64,
}

impl Sums {
    fn add(&mut self, formula: &Formula, moles: &BuswellBoyle, kmol: f64, masses: &AtomicMasses) {
        self.ch4 += kmol * moles.ch4;
        self.co2 += kmol * moles.co2;
        self.nh3 += kmol * moles.nh3;
        self.h2s += kmol * moles.h2s;
        self.h2o += kmol * moles.h2o;
        self.carbon_kg += kmol * formula.count(Element::C) * masses.of(Element::C);
        self.nitrogen_kg += kmol * formula.count(Element::N) * masses.of(Element::N);
    }

    fn predicted(&self, how: &Prediction) -> Predicted {
        let masses = &how.convention.masses;
        let degraded = how.degradable;
        let cells = 8.0 * self.ch4 * how.cell_share / CELL_ELECTRONS * degraded;
        let ch4 = self.ch4 * (1.0 - how.cell_share) * degraded;
        let co2 = (self.ch4 + self.co2) * degraded - ch4 - CELL_CARBON * cells;
        let nh3 = self.nh3 * degraded - cells;
        let h2s = self.h2s * degraded;
        // Cells hold the oxygen of C5H7O2N: what CO2 and cells hold and the matter did not is water's.
        let oxygen_in = 2.0 * self.co2 - self.h2o;
        let h2o = 2.0 * co2 + 2.0 * cells - oxygen_in * degraded;
        let hydrogen = masses.of(Element::H);
        Predicted {
            ch4_kmol_per_kg: ch4,
            co2_kmol_per_kg: co2,
            nh3_kmol_per_kg: nh3,
            h2s_kmol_per_kg: h2s,
            cells_kmol_per_kg: cells,
            h2o_kmol_per_kg: h2o,
            ch4_nm3_per_kg: ch4 * how.convention.ch4_l_per_mol,
            co2_nm3_per_kg: co2 * how.co2_l_per_mol,
            nh3_kg_per_kg: nh3 * (masses.of(Element::N) + 3.0 * hydrogen),
            h2s_kg_per_kg: h2s * (masses.of(Element::S) + 2.0 * hydrogen),
            cod_kg_per_kg: 4.0 * self.ch4 * masses.of(Element::O),
            carbon_kg_per_kg: self.carbon_kg,
            nitrogen_kg_per_kg: self.nitrogen_kg,
        }
    }
}
