//! Heat that is sold: one price, or an energy part R1 and a fixed part R2, and the parts that cover the costs.

use super::cost::Levelised;
use super::lines::Words;
use super::paths::Factors;
use super::{Solution, Study, StudyError};

/// What the fixed part is counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Subscribed power, kW.
    SubscribedKw,
    /// Heated floor, m2.
    FloorM2,
}

impl Basis {
    /// Its unit, as in `EUR/(kW a)`.
    pub fn unit(self) -> &'static str {
        match self {
            Self::SubscribedKw => "kW",
            Self::FloorM2 => "m2",
        }
    }

    /// What it is called.
    pub fn words(self) -> Words {
        match self {
            Self::SubscribedKw => Words { en: "subscribed power", fr: "puissance souscrite" },
            Self::FloorM2 => Words { en: "heated floor", fr: "surface chauffée" },
        }
    }
}

/// A tariff in two parts, without VAT.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tariff {
    /// Energy part of the first year, EUR/MWh of heat; it follows the prices of the fuels by their energy.
    pub r1_eur_per_mwh: f64,
    /// Fixed part of the first year, EUR per unit of the basis and year; it follows the cost of operation.
    pub r2_eur_per_unit: f64,
    /// How many units, kW or m2.
    pub units: f64,
    /// Which units.
    pub basis: Basis,
}

/// Who pays for the heat.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sale {
    /// The owner heats buildings of its own.
    OwnUse,
    /// Heat sold by a network at one price of the first year, EUR/MWh without VAT.
    Price {
        /// The price.
        eur_per_mwh: f64,
    },
    /// Heat sold by a network at R1 and R2.
    Tariff(Tariff),
}

impl Sale {
    pub(super) fn check(&self) -> Result<(), StudyError> {
        match self {
            Self::OwnUse => Ok(()),
            Self::Price { eur_per_mwh } => StudyError::check("price of heat", *eur_per_mwh, 0.0, 1000.0),
            Self::Tariff(t) => {
                StudyError::check("R1", t.r1_eur_per_mwh, 0.0, 1000.0)?;
                StudyError::check("R2", t.r2_eur_per_unit, 0.0, 10_000.0)?;
                StudyError::check("units of R2", t.units, f64::MIN_POSITIVE, 1e9)
            }
        }
    }
}

/// Income from heat in one year, EUR without VAT.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Income {
    /// Energy part; all of it where there is one price.
    pub energy_eur: f64,
    /// Fixed part.
    pub fixed_eur: f64,
}

impl Income {
    /// Both.
    pub fn total_eur(&self) -> f64 {
        self.energy_eur + self.fixed_eur
    }
}

/// Index of the energy part in each year: price factors of the fuels, weighed by the energy each brings in.
pub(super) fn energy_index(s: &Solution, factors: &Factors) -> Vec<f64> {
    let all = s.wood_mwh_lhv + s.gas_mwh_lhv + s.other_mwh_lhv;
    let year = |k: usize| {
        let weighed =
            s.wood_mwh_lhv * factors.wood[k] + s.gas_mwh_lhv * factors.gas[k] + s.other_mwh_lhv * factors.other[k];
        if all > 0.0 { weighed / all } else { 1.0 }
    };
    (0..factors.flat.len()).map(year).collect()
}

/// Income of each year from 1; none where nothing is sold.
pub(super) fn incomes(sale: &Sale, heat_mwh: f64, index: &[f64], factors: &Factors) -> Option<Vec<Income>> {
    let year = |k: usize| match sale {
        Sale::OwnUse => None,
        Sale::Price { eur_per_mwh } => {
            Some(Income { energy_eur: heat_mwh * eur_per_mwh * factors.heat[k], fixed_eur: 0.0 })
        }
        Sale::Tariff(t) => Some(Income {
            energy_eur: heat_mwh * t.r1_eur_per_mwh * index[k],
            fixed_eur: t.units * t.r2_eur_per_unit * factors.operation[k],
        }),
    };
    (0..index.len()).map(year).collect()
}

/// R1 and R2 of the first year that pay exactly for what heat costs over the study: present values are equal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CoveringTariff {
    /// EUR/MWh of heat, without VAT: the fuels, P1.
    pub r1_eur_per_mwh: f64,
    /// EUR per unit of the basis and year, without VAT: all the rest, P1' to P4.
    pub r2_eur_per_unit: f64,
}

/// Costs by present value over what they are spread on, each with its index.
pub(super) fn covering(
    levelised: &Levelised,
    heat_mwh: f64,
    units: f64,
    index: &[f64],
    factors: &Factors,
) -> CoveringTariff {
    let energy = levelised.present_eur(|id| id.chapter().is_energy());
    let fixed = levelised.present_eur(|id| !id.chapter().is_energy());
    CoveringTariff {
        r1_eur_per_mwh: energy / (heat_mwh * levelised.discounted(index)),
        r2_eur_per_unit: fixed / (units * levelised.discounted(&factors.operation)),
    }
}

impl Study {
    /// The columns with aid and without, and the tariff that covers each, where units are given.
    pub fn covering_tariffs(&self) -> impl Iterator<Item = (&super::Column, CoveringTariff)> {
        self.columns.iter().filter_map(|c| c.covering.map(|t| (c, t)))
    }
}
