//! The one table of oxygen demand, methane, carbon and nitrogen of the macromolecules. Simple yield models and ADM1
//! both take their numbers from here, so that they can agree.

use super::formula::{AtomicMasses, Element, Formula};
use super::stoichiometry::BuswellBoyle;
use crate::units::MOLAR_VOLUME_NM3_PER_KMOL;
use std::sync::OnceLock;

/// What volatile solids are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Macromolecule {
    /// Starch, sugar, cellulose and hemicellulose as C6H10O5.
    Carbohydrate,
    /// Protein as C4H6.1O1.2N.
    Protein,
    /// Lipid as C57H104O6 (triolein).
    Lipid,
    /// Lignin as C10H13O3.
    Lignin,
    /// Volatile fatty acids as acetic acid, C2H4O2.
    Vfa,
}

impl Macromolecule {
    /// All of them, in the order of [`MacromoleculeTable`].
    pub const ALL: [Self; 5] = [Self::Carbohydrate, Self::Protein, Self::Lipid, Self::Lignin, Self::Vfa];

    /// Its elemental formula (as in the R package `biogas`, Hafner 2018, doi 10.1016/j.softx.2018.06.005).
    pub fn formula(self) -> &'static str {
        match self {
            Self::Carbohydrate => "C6H10O5",
            Self::Protein => "C4H6.1O1.2N",
            Self::Lipid => "C57H104O6",
            Self::Lignin => "C10H13O3",
            Self::Vfa => "C2H4O2",
        }
    }
}

/// The conventions behind a number: which atomic masses, which molar volume of methane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Convention {
    /// Atomic masses.
    pub masses: AtomicMasses,
    /// Molar volume of methane at 0 C and 101.325 kPa, L/mol.
    pub ch4_l_per_mol: f64,
}

impl Convention {
    /// CIAAW masses and the ideal-gas molar volume: what this program uses everywhere, ADM1's gas included.
    pub const PROJECT: Self = Self { masses: AtomicMasses::CIAAW, ch4_l_per_mol: MOLAR_VOLUME_NM3_PER_KMOL };

    /// Rounded masses and the real molar volume of methane (22.360588 L/mol), as in the R package `biogas`; 0.24 % less
    /// gas than the ideal one.
    pub const BIOGAS_R: Self = Self { masses: AtomicMasses::BIOGAS_R, ch4_l_per_mol: 22.360_588 };
}

/// Properties of one macromolecule, per kg of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MacromoleculeData {
    /// Chemical oxygen demand, kg O2/kg.
    pub cod_kg_per_kg: f64,
    /// Theoretical methane, Nm3/kg.
    pub ch4_nm3_per_kg: f64,
    /// Carbon, kg C/kg.
    pub c_kg_per_kg: f64,
    /// Nitrogen, kg N/kg.
    pub n_kg_per_kg: f64,
    /// Methane, kmol/kg.
    pub ch4_kmol_per_kg: f64,
    /// Carbon dioxide, kmol/kg.
    pub co2_kmol_per_kg: f64,
    /// Ammonia, kmol/kg.
    pub nh3_kmol_per_kg: f64,
}

/// The macromolecules under one convention.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MacromoleculeTable {
    /// The convention.
    pub convention: Convention,
    data: [MacromoleculeData; 5],
}

impl MacromoleculeTable {
    /// Computes the table from the formulas.
    pub fn of(convention: Convention) -> Self {
        let data = Macromolecule::ALL.map(|m| {
            let formula: Formula = m.formula().parse().expect("formulas of the macromolecules are well formed");
            let moles = BuswellBoyle::of(&formula).expect("macromolecules hold carbon and C, H, O, N alone");
            let masses = &convention.masses;
            let kg_per_kmol = formula.molar_mass_g_per_mol(masses);
            MacromoleculeData {
                cod_kg_per_kg: 4.0 * moles.ch4 * masses.of(Element::O) / kg_per_kmol,
                ch4_nm3_per_kg: moles.ch4 * convention.ch4_l_per_mol / kg_per_kmol,
                c_kg_per_kg: formula.count(Element::C) * masses.of(Element::C) / kg_per_kmol,
                n_kg_per_kg: formula.count(Element::N) * masses.of(Element::N) / kg_per_kmol,
                ch4_kmol_per_kg: moles.ch4 / kg_per_kmol,
                co2_kmol_per_kg: moles.co2 / kg_per_kmol,
                nh3_kmol_per_kg: moles.nh3 / kg_per_kmol,
            }
        });
        Self { convention, data }
    }

    /// The table of this program ([`Convention::PROJECT`]).
    pub fn project() -> &'static Self {
        static TABLE: OnceLock<MacromoleculeTable> = OnceLock::new();
        TABLE.get_or_init(|| Self::of(Convention::PROJECT))
    }

    /// One macromolecule.
    pub fn get(&self, molecule: Macromolecule) -> &MacromoleculeData {
        &self.data[molecule as usize]
    }

    /// Nitrogen per oxygen demand, kmol N/kg COD: what ADM1 calls `N_aa` for protein.
    pub fn n_kmol_per_kg_cod(&self, molecule: Macromolecule) -> f64 {
        let data = self.get(molecule);
        data.nh3_kmol_per_kg / data.cod_kg_per_kg
    }

    /// Carbon per oxygen demand, kmol C/kg COD: what ADM1 calls `C_ch`, `C_pr`, `C_li`.
    pub fn c_kmol_per_kg_cod(&self, molecule: Macromolecule) -> f64 {
        let data = self.get(molecule);
        (data.ch4_kmol_per_kg + data.co2_kmol_per_kg) / data.cod_kg_per_kg
    }

    /// Methane per oxygen demand, Nm3/kg COD: the same for every compound.
    pub fn ch4_nm3_per_kg_cod(&self) -> f64 {
        self.convention.ch4_l_per_mol / (4.0 * self.convention.masses.of(Element::O))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1.184, 1.529 and 2.891 g COD/g are the usual rounded values (Angelidaki & Sanders 2004,
    /// doi 10.1007/s11157-004-2502-3; biogas package).
    #[test]
    fn oxygen_demands_are_those_of_the_literature() {
        let table = MacromoleculeTable::project();
        for (molecule, cod) in
            [(Macromolecule::Carbohydrate, 1.184), (Macromolecule::Protein, 1.529), (Macromolecule::Lipid, 2.891)]
        {
            assert!((table.get(molecule).cod_kg_per_kg - cod).abs() < 1e-3);
        }
        // Acetic acid: 64/60.05.
        assert!((table.get(Macromolecule::Vfa).cod_kg_per_kg - 1.0657).abs() < 1e-4);
    }

    /// BSM2's ADM1 has C_ch = 0.0313, C_pr = 0.03, C_li = 0.022 kmol C/kg COD and N_aa = 0.007 kmol N/kg COD: the formulas
    /// give the same within their rounding, and 7 % more nitrogen in protein.
    #[test]
    fn carbon_and_nitrogen_per_cod_are_near_those_of_adm1() {
        let table = MacromoleculeTable::project();
        assert!((table.c_kmol_per_kg_cod(Macromolecule::Carbohydrate) - 0.0313).abs() < 1e-4);
        assert!((table.c_kmol_per_kg_cod(Macromolecule::Protein) - 0.03).abs() < 1e-4);
        assert!((table.c_kmol_per_kg_cod(Macromolecule::Lipid) - 0.022).abs() < 4e-4);
        assert!((table.n_kmol_per_kg_cod(Macromolecule::Protein) - 0.00748).abs() < 1e-5);
        assert_eq!(table.n_kmol_per_kg_cod(Macromolecule::Lipid), 0.0);
    }

    #[test]
    fn methane_per_cod_is_the_same_for_all() {
        for convention in [Convention::PROJECT, Convention::BIOGAS_R] {
            let table = MacromoleculeTable::of(convention);
            for molecule in Macromolecule::ALL {
                let data = table.get(molecule);
                let ratio = data.ch4_nm3_per_kg / data.cod_kg_per_kg;
                assert!((ratio - table.ch4_nm3_per_kg_cod()).abs() < 1e-14);
            }
        }
        // 349.384 mL/g COD: biogas::predBg(COD = 1).
        assert!((MacromoleculeTable::of(Convention::BIOGAS_R).ch4_nm3_per_kg_cod() - 0.349_384_187_5).abs() < 1e-12);
    }
}
