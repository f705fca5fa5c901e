//! What R3 and R4 share about temperature and feed.

use super::{AMMONIA, CARBON_DIOXIDE};
use crate::digestion::tank::{Composition, CompositionError};
use crate::feedstock::macromolecule::{Macromolecule, MacromoleculeTable};
use crate::num::Real;

/// Temperatures that the physico-chemical laws are used for, K.
const RANGE_K: std::ops::RangeInclusive<f64> = 273.15..=353.15;

/// Refuses a temperature that no digester has.
pub(super) fn check_temperature(t_op_k: f64) -> Result<(), String> {
    if RANGE_K.contains(&t_op_k) {
        return Ok(());
    }
    Err(format!("{t_op_k} K is outside 273.15 to 353.15 K, where the laws of gas solubility hold"))
}

/// The factor by which a constant with this enthalpy (J/mol) moves from one temperature to another (van 't Hoff), with the
/// enthalpies of BSM2 (Rosen & Jeppsson 2006); exactly 1 where they are equal.
pub(super) fn van_t_hoff(joule_per_mol: f64, from_k: f64, to_k: f64) -> f64 {
    const GAS_CONSTANT: f64 = 8.3145;
    Real::exp(joule_per_mol / GAS_CONSTANT * (1.0 / from_k - 1.0 / to_k))
}

/// Enthalpies of BSM2, J/mol.
pub(super) const HENRY_METHANE: f64 = -14_240.0;
pub(super) const HENRY_CARBON_DIOXIDE: f64 = -19_410.0;
pub(super) const WATER: f64 = 55_900.0;
pub(super) const CARBONIC_ACID: f64 = 7_646.0;
pub(super) const AMMONIUM: f64 = 51_965.0;
/// Evaporation of water: 5290 K times the gas constant.
pub(super) const VAPOUR: f64 = 5_290.0 * 8.3145;

/// A feed in masses, kg/m3.
pub(super) struct Masses {
    pub(super) carbohydrate: f64,
    pub(super) protein: f64,
    pub(super) lipid: f64,
    /// All volatile fatty acids by their oxygen demand, kg COD/m3.
    pub(super) acids_cod: f64,
    /// Inorganic carbon as carbon dioxide.
    pub(super) carbon: f64,
    /// Inorganic nitrogen as ammonia.
    pub(super) ammonia: f64,
}

/// kg of water in a m3 of feed without anything else in it.
const WATER_KG_PER_M3: f64 = 1000.0;

impl Masses {
    /// From oxygen demand by the one table of macromolecules; nitrogen that neither protein nor inerts hold is ammonia.
    pub(super) fn of(feed: &Composition, inert_n_kmol_per_kg_cod: f64) -> Result<Self, CompositionError> {
        feed.check()?;
        let table = MacromoleculeTable::project();
        let kg = |cod: f64, molecule: Macromolecule| cod / table.get(molecule).cod_kg_per_kg;
        let n_protein = table.n_kmol_per_kg_cod(Macromolecule::Protein);
        Ok(Self {
            carbohydrate: kg(feed.carbohydrate, Macromolecule::Carbohydrate),
            protein: kg(feed.protein, Macromolecule::Protein),
            lipid: kg(feed.lipid, Macromolecule::Lipid),
            acids_cod: feed.acids.iter().sum(),
            carbon: feed.inorganic_carbon * CARBON_DIOXIDE,
            ammonia: feed.free_ammonia(n_protein, inert_n_kmol_per_kg_cod)? * AMMONIA,
        })
    }

    /// Water: what the rest leaves of a m3 that weighs 1000 kg.
    pub(super) fn water(&self, acids: f64) -> f64 {
        let rest = self.carbohydrate + self.protein + self.lipid + acids + self.carbon + self.ammonia;
        (WATER_KG_PER_M3 - rest).max(0.0)
    }
}
