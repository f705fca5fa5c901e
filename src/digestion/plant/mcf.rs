//! Methane conversion factors of liquid manure: what a store's gas is held against.

use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};

/// Methane conversion factor of liquid manure by temperature: one row of `models/digestion/mcf.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct McfRow {
    /// Temperature, C.
    pub temperature_c: f64,
    /// Share of the potential that becomes methane without a crust, %.
    pub no_crust_pct: f64,
    /// With a natural crust, %.
    pub crust_pct: f64,
    /// Where it is from.
    pub source: String,
    /// How far to trust it.
    pub flag: Flag,
}

fn read_mcf(row: &SheetRow<'_>) -> Result<McfRow, SheetError> {
    Ok(McfRow {
        temperature_c: row.number_in("temperature_c", -20.0..=60.0)?,
        no_crust_pct: row.number_in("no_crust_pct", 0.0..=100.0)?,
        crust_pct: row.number_in("crust_pct", 0.0..=100.0)?,
        source: row.filled("source")?,
        flag: row.flag("flag")?,
    })
}

shipped! {
    /// The table of methane conversion factors, temperatures rising.
    pub fn mcf_rows() -> [McfRow] from "digestion/mcf.csv" by read_mcf
}

/// Methane conversion factor of liquid manure without a crust at a temperature, %: straight lines between the rows, the
/// ends carried on flat as the guidelines do. A check of a store, no model of one.
pub fn mcf_pct(temperature_c: f64) -> f64 {
    let rows = mcf_rows();
    let (first, last) = (&rows[0], &rows[rows.len() - 1]);
    if temperature_c <= first.temperature_c {
        return first.no_crust_pct;
    }
    rows.windows(2).find(|pair| temperature_c <= pair[1].temperature_c).map_or(last.no_crust_pct, |pair| {
        let t = (temperature_c - pair[0].temperature_c) / (pair[1].temperature_c - pair[0].temperature_c);
        pair[0].no_crust_pct + t * (pair[1].no_crust_pct - pair[0].no_crust_pct)
    })
}
