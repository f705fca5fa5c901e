//! Upgrading of biogas to biomethane, and what the grid takes.
//!
//! The product is methane and carbon dioxide. Its Wobbe index follows from heat of combustion and density of the mix,
//! both ideal and at 0 C: gross heat of combustion of methane as in `units`, molar masses as in `units::atomic_mass`.

use super::calendar::Availability;
use crate::num::Real;
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};
use crate::params;
use crate::units::{
    CARBON_DIOXIDE_KG_PER_KMOL, METHANE_HHV_PER_LHV, METHANE_KG_PER_KMOL, METHANE_LHV_MWH_PER_NM3,
    MOLAR_VOLUME_NM3_PER_KMOL, atomic_mass,
};
use std::fmt;

params! {
    /// A unit that makes biomethane of biogas.
    pub struct UpgradingParams from "digestion/upgrading.csv" {
        capacity_nm3_h, min_load_pct, slip_pct, offgas_burnt_pct, ch4_pct, power_kwh_per_nm3, heat_kwh_per_nm3, raw_h2s_ppm,
        h2s_removed_pct, start_level_pct, stop_level_pct,
    }
}

params! {
    /// What the gas grid takes.
    pub struct GridLimits from "digestion/grid.csv" {
        max_nm3_h, ch4_min_pct, h2s_max_mg_nm3, wobbe_min_kwh_nm3, wobbe_max_kwh_nm3,
    }
}

/// One kind of upgrading: `models/digestion/upgrading_kinds.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct UpgradingKind {
    /// Its name in files.
    pub id: String,
    /// English name.
    pub name_en: String,
    /// French name.
    pub name_fr: String,
    /// Methane that leaves with the off-gas: central, low, high, % of what enters.
    pub slip_pct: [f64; 3],
    /// Electricity: central, low, high, kWh/Nm3 raw biogas.
    pub power_kwh_per_nm3: [f64; 3],
    /// Heat, kWh/Nm3 raw biogas.
    pub heat_kwh_per_nm3: f64,
    /// Methane in the product, %.
    pub ch4_pct: f64,
    /// Lowest load, % of capacity.
    pub min_load_pct: f64,
    /// Where it is from.
    pub source: String,
    /// How far to trust it.
    pub flag: Flag,
}

fn read_kind(row: &SheetRow<'_>) -> Result<UpgradingKind, SheetError> {
    let central_low_high = |columns: [&str; 3]| -> Result<[f64; 3], SheetError> {
        let high = row.number_in(columns[2], 0.0..=20.0)?;
        let low = row.number_in(columns[1], 0.0..=high)?;
        Ok([row.number_in(columns[0], low..=high)?, low, high])
    };
    Ok(UpgradingKind {
        id: row.filled("id")?,
        name_en: row.filled("name_en")?,
        name_fr: row.filled("name_fr")?,
        slip_pct: central_low_high(["slip_pct", "slip_low", "slip_high"])?,
        power_kwh_per_nm3: central_low_high(["power_kwh_per_nm3", "power_low", "power_high"])?,
        heat_kwh_per_nm3: row.number_in("heat_kwh_per_nm3", 0.0..=2.0)?,
        ch4_pct: row.number_in("ch4_pct", 80.0..=100.0)?,
        min_load_pct: row.number_in("min_load_pct", 0.0..=100.0)?,
        source: row.filled("source")?,
        flag: row.flag("flag")?,
    })
}

shipped! {
    /// Kinds of upgrading with their slip, power and heat.
    pub fn upgrading_kinds() -> [UpgradingKind] from "digestion/upgrading_kinds.csv" by read_kind
}

impl UpgradingKind {
    /// The parameters of a unit of this kind with a capacity, Nm3 raw biogas/h.
    pub fn params(&self, capacity_nm3_h: f64) -> UpgradingParams<f64> {
        UpgradingParams {
            capacity_nm3_h,
            min_load_pct: self.min_load_pct,
            slip_pct: self.slip_pct[0],
            ch4_pct: self.ch4_pct,
            power_kwh_per_nm3: self.power_kwh_per_nm3[0],
            heat_kwh_per_nm3: self.heat_kwh_per_nm3,
            ..UpgradingParams::defaults()
        }
    }
}

/// An upgrading unit as it stands in the gas line.
#[derive(Clone, Debug, PartialEq)]
pub struct Upgrading<S> {
    /// What it is called.
    pub name: String,
    /// Its numbers.
    pub params: UpgradingParams<S>,
    /// What the grid takes.
    pub grid: GridLimits<S>,
    /// Share of `max_nm3_h` that the grid takes in each month, January first, 0..=1; none: all of it.
    pub grid_by_month: Option<[f64; 12]>,
    /// Share of `max_nm3_h` that the grid takes in each hour of the day, 0..=1; none: all of it.
    pub grid_by_hour: Option<[f64; 24]>,
    /// When it may run.
    pub availability: Availability,
}

/// The gas that a unit makes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Product<S> {
    /// Methane, % by volume.
    pub ch4_pct: S,
    /// Hydrogen sulphide, mg/Nm3.
    pub h2s_mg_nm3: S,
    /// Gross calorific value, kWh/Nm3 (combustion at 25 C, volume at 0 C).
    pub hhv_kwh_nm3: S,
    /// Wobbe index, kWh HHV/Nm3.
    pub wobbe_kwh_nm3: S,
}

/// Why the grid does not take a product.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GridRefusal {
    /// Too little methane.
    Methane {
        /// In the product, %.
        ch4_pct: f64,
        /// Asked, %.
        min_pct: f64,
    },
    /// Too much hydrogen sulphide.
    HydrogenSulphide {
        /// In the product, mg/Nm3.
        mg_nm3: f64,
        /// Allowed, mg/Nm3.
        max_mg_nm3: f64,
    },
    /// The Wobbe index lies outside.
    Wobbe {
        /// Of the product, kWh/Nm3.
        kwh_nm3: f64,
        /// Least, kWh/Nm3.
        min_kwh_nm3: f64,
        /// Most, kWh/Nm3.
        max_kwh_nm3: f64,
    },
}

impl fmt::Display for GridRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Methane { ch4_pct, min_pct } => {
                write!(f, "{ch4_pct:.1} % methane, the grid asks {min_pct:.1} %: raise `ch4_pct` of the upgrading")
            }
            Self::HydrogenSulphide { mg_nm3, max_mg_nm3 } => {
                write!(f, "{mg_nm3:.1} mg H2S/Nm3, the grid allows {max_mg_nm3:.1}: desulphurise more")
            }
            Self::Wobbe { kwh_nm3, min_kwh_nm3, max_kwh_nm3 } => {
                write!(f, "Wobbe index {kwh_nm3:.2} kWh/Nm3, the grid takes {min_kwh_nm3:.2} to {max_kwh_nm3:.2}")
            }
        }
    }
}

/// Molar mass of dry air, kg/kmol (CIPM-2007, DOI 10.1088/0026-1394/45/2/004).
const AIR_KG_PER_KMOL: f64 = 28.965_46;

impl<S: Real> Upgrading<S> {
    /// What the unit makes.
    pub fn product(&self) -> Product<S> {
        let ch4 = self.params.ch4_pct * 0.01;
        let hhv_kwh_nm3 = ch4 * (1000.0 * METHANE_LHV_MWH_PER_NM3 * METHANE_HHV_PER_LHV);
        let density = (ch4 * METHANE_KG_PER_KMOL + (S::one() - ch4) * CARBON_DIOXIDE_KG_PER_KMOL) / AIR_KG_PER_KMOL;
        let h2s_kg_per_kmol = 2.0 * atomic_mass::H + atomic_mass::S;
        let left = S::one() - self.params.h2s_removed_pct * 0.01;
        Product {
            ch4_pct: self.params.ch4_pct,
            h2s_mg_nm3: self.params.raw_h2s_ppm * left * (h2s_kg_per_kmol / MOLAR_VOLUME_NM3_PER_KMOL),
            hhv_kwh_nm3,
            wobbe_kwh_nm3: hhv_kwh_nm3 / density.sqrt(),
        }
    }

    /// One where the grid takes the product, zero where it does not.
    pub(super) fn accepted(&self) -> S {
        let (made, grid) = (self.product(), &self.grid);
        let good = made.ch4_pct.ge(grid.ch4_min_pct)
            & made.h2s_mg_nm3.le(grid.h2s_max_mg_nm3)
            & made.wobbe_kwh_nm3.ge(grid.wobbe_min_kwh_nm3)
            & made.wobbe_kwh_nm3.le(grid.wobbe_max_kwh_nm3);
        S::select(good, S::one(), S::zero())
    }

    /// Most methane that enters in an hour, Nm3, for the methane share of the raw gas: capacity and grid.
    pub(super) fn most_nm3(&self, hour: usize, methane_share: S) -> S {
        let month = super::calendar::month_of_hour(hour);
        let season = self.grid_by_month.map_or(1.0, |shares| shares[month]);
        let day = self.grid_by_hour.map_or(1.0, |shares| shares[hour % 24]);
        let unbounded = S::from_f64(f64::MAX);
        let limited = self.grid.max_nm3_h.is_finite();
        let grid = S::select(limited, self.grid.max_nm3_h, S::one()) * (season * day) * self.params.ch4_pct * 0.01
            / (S::one() - self.params.slip_pct * 0.01).max(S::from_f64(f64::MIN_POSITIVE));
        let grid = S::select(limited, grid, unbounded * S::from_f64(season * day));
        (self.params.capacity_nm3_h * methane_share).min(grid) * self.accepted()
    }
}

impl Upgrading<f64> {
    /// Why the grid refuses the product; empty when it takes it.
    pub fn refusals(&self) -> Vec<GridRefusal> {
        let (made, grid) = (self.product(), &self.grid);
        let mut found = Vec::new();
        if made.ch4_pct < grid.ch4_min_pct {
            found.push(GridRefusal::Methane { ch4_pct: made.ch4_pct, min_pct: grid.ch4_min_pct });
        }
        if made.h2s_mg_nm3 > grid.h2s_max_mg_nm3 {
            let (mg_nm3, max_mg_nm3) = (made.h2s_mg_nm3, grid.h2s_max_mg_nm3);
            found.push(GridRefusal::HydrogenSulphide { mg_nm3, max_mg_nm3 });
        }
        let (min_kwh_nm3, max_kwh_nm3) = (grid.wobbe_min_kwh_nm3, grid.wobbe_max_kwh_nm3);
        if !(min_kwh_nm3..=max_kwh_nm3).contains(&made.wobbe_kwh_nm3) {
            found.push(GridRefusal::Wobbe { kwh_nm3: made.wobbe_kwh_nm3, min_kwh_nm3, max_kwh_nm3 });
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(ch4_pct: f64) -> Upgrading<f64> {
        Upgrading {
            name: "membranes".into(),
            params: UpgradingParams { capacity_nm3_h: 200.0, ch4_pct, ..UpgradingParams::defaults() },
            grid: GridLimits::defaults(),
            grid_by_month: None,
            grid_by_hour: None,
            availability: Availability::always(),
        }
    }

    /// Pure methane: 11.04 kWh/Nm3 and a Wobbe index near 14.8 kWh/Nm3 (53.3 MJ/m3 of ISO 6976 tables, real gas).
    #[test]
    fn pure_methane_has_its_wobbe_index() {
        let made = unit(100.0).product();
        assert!((made.hhv_kwh_nm3 - 11.037).abs() < 2e-3, "{}", made.hhv_kwh_nm3);
        assert!((made.wobbe_kwh_nm3 - 14.83).abs() < 0.02, "{}", made.wobbe_kwh_nm3);
    }

    #[test]
    fn what_the_grid_refuses_is_told_and_not_injected() {
        assert!(unit(97.5).refusals().is_empty() && unit(97.5).accepted() == 1.0);
        let poor = unit(90.0);
        assert_eq!(poor.refusals().len(), 2, "methane and Wobbe: {:?}", poor.refusals());
        assert_eq!(poor.most_nm3(0, 0.55), 0.0);
        let mut sulphurous = unit(97.5);
        sulphurous.params.h2s_removed_pct = 0.0;
        assert!(sulphurous.refusals()[0].to_string().contains("H2S"));
    }

    #[test]
    fn kinds_are_sound() {
        assert!(upgrading_kinds().len() >= 4);
        for kind in upgrading_kinds() {
            let table = UpgradingParams::<f64>::table();
            let values = kind.params(100.0).to_vec();
            assert!(table.rows().iter().zip(values).all(|(row, v)| row.low <= v && v <= row.high), "{}", kind.id);
        }
    }
}
