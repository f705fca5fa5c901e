//! What is wrong with a fuel or a setting, before it is burnt. All problems at once.

use super::burn::burn;
use super::constants::molar_mass;
use super::params::{CombustionParams, FuelParams};
use crate::param::{Row, Table};
use crate::text;
use crate::words::{Text, shown_as_told};

/// Points by which the analysis of the dry fuel may miss 100.
const SUM_TOLERANCE_POINTS: f64 = 0.5;

/// Why a fuel cannot be burnt as described.
#[derive(Clone, Debug, PartialEq)]
pub enum CombustionError {
    /// A parameter without a finite value.
    NotANumber {
        /// Its name.
        name: &'static str,
    },
    /// A parameter outside the range of its row.
    OutOfRange {
        /// Its name.
        name: &'static str,
        /// The value given.
        value: f64,
        /// Smallest value accepted.
        low: f64,
        /// Largest value accepted.
        high: f64,
        /// Unit of all three.
        unit: &'static str,
    },
    /// C, H, O, N, S, Cl and ash of the dry fuel do not sum to 100.
    Sum {
        /// What they sum to, %.
        sum_pct: f64,
    },
    /// Less air than complete combustion needs.
    TooLittleAir {
        /// Air over stoichiometric air.
        excess_air: f64,
    },
    /// Nothing but water.
    OnlyWater {
        /// Moisture given, % of mass as received.
        moisture_pct_ar: f64,
    },
    /// More chlorine than hydrogen to bind it as HCl.
    TooMuchChlorine {
        /// Chlorine, % of dry mass.
        cl_pct_db: f64,
        /// The most the hydrogen can bind, % of dry mass.
        most_pct_db: f64,
    },
    /// The fuel's own oxygen suffices: nothing to burn.
    NothingToBurn {
        /// Oxygen demand, mol O2/kg as received.
        oxygen_demand_mol_per_kg: f64,
    },
    /// Evaporating the water takes all the heat.
    NoHeat {
        /// Lower heating value, MJ/kg as received.
        lhv_mj_per_kg_ar: f64,
    },
    /// The flame would be hotter than the gas data reach (5000 K): the heating value does not fit the analysis.
    FlameTooHot,
    /// The flue gas leaves hotter than the flame.
    FlueGasHotterThanFlame {
        /// Flue gas temperature asked for, C.
        flue_gas_temperature_c: f64,
        /// Adiabatic flame temperature, C.
        adiabatic_temperature_c: f64,
    },
}

impl CombustionError {
    /// The parameter to blame, to underline it in the scenario; none where several share the blame.
    pub fn parameter(&self) -> Option<&'static str> {
        match self {
            Self::NotANumber { name } | Self::OutOfRange { name, .. } => Some(name),
            Self::TooLittleAir { .. } => Some("excess_air"),
            Self::OnlyWater { .. } => Some("moisture_pct_ar"),
            Self::TooMuchChlorine { .. } => Some("cl_pct_db"),
            Self::FlameTooHot => Some("hhv_mj_per_kg_db"),
            Self::FlueGasHotterThanFlame { .. } => Some("flue_gas_temperature_c"),
            Self::Sum { .. } | Self::NothingToBurn { .. } | Self::NoHeat { .. } => None,
        }
    }
}

impl CombustionError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::NotANumber { name } => text!("{name} has no value; give a finite number", name),
            Self::OutOfRange { name, value, low, high, unit } => {
                text!("{name} is {value}; give {low} to {high} {unit}", name, value, low, high, unit)
            }
            Self::Sum { sum_pct } => text!(
                "c, h, o, n, s, cl and ash of the dry fuel sum to {sum_pct} %; correct them to 100 within \
                 {points} (oxygen is usually taken as the difference)",
                sum_pct = format!("{sum_pct:.3}"),
                points = SUM_TOLERANCE_POINTS
            ),
            Self::TooLittleAir { excess_air } => text!(
                "excess_air is {excess_air}; give 1 or more, the air supplied over the stoichiometric air (1.6 for 60 % excess)",
                excess_air
            ),
            Self::OnlyWater { moisture_pct_ar } => {
                text!(
                    "moisture_pct_ar is {moisture_pct_ar}; give the water in % of the wet mass, below 100",
                    moisture_pct_ar
                )
            }
            Self::TooMuchChlorine { cl_pct_db, most_pct_db } => {
                text!(
                    "cl_pct_db is {cl_pct_db}; the hydrogen binds at most {most_pct_db} as HCl",
                    cl_pct_db,
                    most_pct_db = format!("{most_pct_db:.3}")
                )
            }
            Self::NothingToBurn { oxygen_demand_mol_per_kg } => text!(
                "the fuel needs {oxygen_demand_mol_per_kg} mol/kg of oxygen; raise c_pct_db or h_pct_db or lower o_pct_db",
                oxygen_demand_mol_per_kg = format!("{oxygen_demand_mol_per_kg:.3}")
            ),
            Self::NoHeat { lhv_mj_per_kg_ar } => text!(
                "the lower heating value is {lhv_mj_per_kg_ar} MJ/kg as received; dry the fuel or lower its ash",
                lhv_mj_per_kg_ar = format!("{lhv_mj_per_kg_ar:.3}")
            ),
            Self::FlameTooHot => {
                text!("the flame would pass 4727 C; hhv_mj_per_kg_db is too high for this analysis")
            }
            Self::FlueGasHotterThanFlame { flue_gas_temperature_c, adiabatic_temperature_c } => text!(
                "flue_gas_temperature_c is {flue_gas_temperature_c}; the flame has only {adiabatic_temperature_c}: \
                 lower it, or lower excess_air",
                flue_gas_temperature_c,
                adiabatic_temperature_c = format!("{adiabatic_temperature_c:.0}")
            ),
        }
    }
}

shown_as_told!(CombustionError);

impl std::error::Error for CombustionError {}

/// All that is wrong with a fuel and the way it is burnt; empty when [`burn`] gives a sound result.
pub fn check(fuel: &FuelParams<f64>, params: &CombustionParams<f64>) -> Vec<CombustionError> {
    let mut errors = ranges(FuelParams::<f64>::table(), &fuel.to_vec());
    errors.extend(ranges(CombustionParams::<f64>::table(), &params.to_vec()));
    errors.extend(analysis(fuel));
    // What follows from the result makes no sense for input that is wrong in itself.
    if errors.is_empty() {
        errors = outcome(fuel, params);
    }
    errors
}

/// Each value within the range of its row, with the plainer words where a wrong value has a plain meaning.
fn ranges(table: &'static Table, values: &[f64]) -> Vec<CombustionError> {
    table.rows().iter().zip(values).filter_map(|(row, value)| range(row, *value)).collect()
}

fn range(row: &'static Row, value: f64) -> Option<CombustionError> {
    let name = row.name.as_str();
    // A blank heating value means: by correlation. Infinite or with a sign it is as wrong as any.
    if name == "hhv_mj_per_kg_db" && value.is_nan() {
        return None;
    }
    if !value.is_finite() {
        return Some(CombustionError::NotANumber { name });
    }
    if (row.low..=row.high).contains(&value) {
        return None;
    }
    Some(match name {
        "excess_air" if value < row.low => CombustionError::TooLittleAir { excess_air: value },
        "moisture_pct_ar" if value >= 100.0 => CombustionError::OnlyWater { moisture_pct_ar: value },
        _ => CombustionError::OutOfRange { name, value, low: row.low, high: row.high, unit: row.unit.as_str() },
    })
}

fn analysis(fuel: &FuelParams<f64>) -> Vec<CombustionError> {
    let sum_pct = fuel.c_pct_db
        + fuel.h_pct_db
        + fuel.o_pct_db
        + fuel.n_pct_db
        + fuel.s_pct_db
        + fuel.cl_pct_db
        + fuel.ash_pct_db;
    let mut errors = Vec::new();
    // Decimal percentages do not sum exactly: 99.5 must pass whatever the rounding.
    if (sum_pct - 100.0).abs() > SUM_TOLERANCE_POINTS + 1e-9 {
        errors.push(CombustionError::Sum { sum_pct });
    }
    let most_pct_db = fuel.h_pct_db / molar_mass::H * molar_mass::CL;
    if fuel.cl_pct_db > most_pct_db {
        errors.push(CombustionError::TooMuchChlorine { cl_pct_db: fuel.cl_pct_db, most_pct_db });
    }
    errors
}

fn outcome(fuel: &FuelParams<f64>, params: &CombustionParams<f64>) -> Vec<CombustionError> {
    let result = burn(fuel, params);
    if result.o2_stoich_mol_per_kg_ar <= 0.0 {
        return vec![CombustionError::NothingToBurn { oxygen_demand_mol_per_kg: result.o2_stoich_mol_per_kg_ar }];
    }
    if result.lhv_mj_per_kg_ar <= 0.0 {
        return vec![CombustionError::NoHeat { lhv_mj_per_kg_ar: result.lhv_mj_per_kg_ar }];
    }
    if !result.adiabatic_temperature_c.is_finite() {
        return vec![CombustionError::FlameTooHot];
    }
    if params.flue_gas_temperature_c >= result.adiabatic_temperature_c {
        return vec![CombustionError::FlueGasHotterThanFlame {
            flue_gas_temperature_c: params.flue_gas_temperature_c,
            adiabatic_temperature_c: result.adiabatic_temperature_c,
        }];
    }
    Vec::new()
}
