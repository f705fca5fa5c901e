//! Where the waste goes today, and at what cost: `models/territory/outlets.csv`.

use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};

/// A present outlet.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlet {
    /// Name in scenarios.
    pub id: String,
    /// Low end of what the company pays, EUR/t as received; negative when it is paid.
    pub cost_eur_per_t_low: f64,
    /// Most likely, EUR/t.
    pub cost_eur_per_t_mode: f64,
    /// High end, EUR/t.
    pub cost_eur_per_t_high: f64,
    /// Where it is from.
    pub source: String,
    /// How far to trust it.
    pub flag: Flag,
}

fn read_row(row: &SheetRow<'_>) -> Result<Outlet, SheetError> {
    let (low, high) = (row.number("cost_eur_per_t_low")?, row.number("cost_eur_per_t_high")?);
    Ok(Outlet {
        id: row.filled("id")?,
        cost_eur_per_t_low: low,
        cost_eur_per_t_mode: row.number_in("cost_eur_per_t_mode", low..=high)?,
        cost_eur_per_t_high: high,
        source: row.filled("source")?,
        flag: row.flag("flag")?,
    })
}

shipped! {
    /// All present outlets, in the order of the table.
    pub fn outlets() -> [Outlet] from "territory/outlets.csv" by read_row
}

/// The outlet of this name.
pub fn outlet(id: &str) -> Option<&'static Outlet> {
    outlets().iter().find(|o| o.id == id)
}
