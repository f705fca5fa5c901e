//! What makers measured of efficiency away from full load.
//!
//! The dispatch takes one ratio (`boiler.part_load_efficiency_ratio`); these balances are what it rests on. The rise of
//! efficiency at part load that the dynamic furnace model shows follows from its assumptions and is never used: it would
//! reward oversizing.

use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};

/// One maker's balance that the ratio rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct PartLoadReading {
    /// Boiler, as in the catalogue.
    pub id: String,
    /// Its heat output at full load, kW.
    pub nominal_kw: f64,
    /// Heat at least load over heat at full load.
    pub load: f64,
    /// Efficiency at that load over efficiency at full load, same fuel.
    pub efficiency_ratio: f64,
    /// How far to trust it.
    pub flag: Flag,
    /// Where it is from.
    pub source: String,
}

fn read_row(row: &SheetRow<'_>) -> Result<PartLoadReading, SheetError> {
    Ok(PartLoadReading {
        id: row.filled("id")?,
        nominal_kw: row.number_in("nominal_kw", 1.0..=1e5)?,
        load: row.number_in("load", 0.01..=1.0)?,
        efficiency_ratio: row.number_in("efficiency_ratio", 0.5..=1.2)?,
        flag: row.flag("flag")?,
        source: row.filled("source")?,
    })
}

shipped! {
    /// The balances behind the ratio of the dispatch.
    pub fn part_load_readings() -> [PartLoadReading] from "combustion/part_load_read.csv" by read_row
}
