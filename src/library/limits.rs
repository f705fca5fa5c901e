//! Limits on contaminants of wood and of its ash: `models/feedstock/wood_limits.csv`.

use super::sheet::{Sheet, SheetError};
use crate::param::Flag;
use std::sync::OnceLock;

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

const FILE: &str = "models/feedstock/wood_limits.csv";
const TEXT: &str = include_str!("../../models/feedstock/wood_limits.csv");

fn parse(text: &str) -> Result<Vec<Limit>, SheetError> {
    Sheet::parse(FILE, text)?
        .rows()
        .map(|row| {
            Ok(Limit {
                limit_set: row.filled("limit_set")?.to_owned(),
                component: row.filled("component")?.to_owned(),
                value: row.number("value")?,
                unit: row.filled("unit")?.to_owned(),
                source: row.filled("source")?.to_owned(),
                flag: row.flag("flag")?,
            })
        })
        .collect()
}

/// All limits, in the order of the table.
pub fn wood_limits() -> &'static [Limit] {
    static LIST: OnceLock<Vec<Limit>> = OnceLock::new();
    LIST.get_or_init(|| parse(TEXT).expect("a shipped table is well formed: a test loads it"))
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
