//! Limits on contaminants of wood and of its ash: `models/feedstock/wood_limits.csv`.

use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};

/// One limit.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// The set it belongs to: `fr_ssd_2014`, `de_altholzv_annex2`, `iso17225_4_b2`, `fr_fly_ash_2013`.
    pub limit_set: String,
    /// What is limited: an element (`Pb`) or a substance (`PCP`).
    pub component: String,
    /// Highest content allowed.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// Law or norm.
    pub source: String,
    /// How far to trust it.
    pub flag: Flag,
}

fn read_row(row: &SheetRow<'_>) -> Result<Limit, SheetError> {
    Ok(Limit {
        limit_set: row.filled("limit_set")?,
        component: row.filled("component")?,
        value: row.number("value")?,
        unit: row.filled("unit")?,
        source: row.filled("source")?,
        flag: row.flag("flag")?,
    })
}

shipped! {
    /// All limits, in the order of the table.
    pub fn wood_limits() -> [Limit] from "feedstock/wood_limits.csv" by read_row
}

/// Names of the sets of limits, in the order of the table.
pub fn limit_sets() -> Vec<&'static str> {
    let mut names: Vec<&str> = Vec::new();
    for limit in wood_limits() {
        if names.last() != Some(&limit.limit_set.as_str()) {
            names.push(&limit.limit_set);
        }
    }
    names
}

/// The limits of one set; none for an unknown name.
pub fn limit_set(name: &str) -> Option<Vec<&'static Limit>> {
    let found: Vec<&Limit> = wood_limits().iter().filter(|l| l.limit_set == name).collect();
    (!found.is_empty()).then_some(found)
}
