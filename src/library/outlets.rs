//! Where the waste goes today, and at what cost: `models/territory/outlets.csv`.

use super::sheet::{Sheet, SheetError, SheetProblem};
use crate::param::Flag;
use std::sync::OnceLock;

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

const FILE: &str = "models/territory/outlets.csv";
const TEXT: &str = include_str!("../../models/territory/outlets.csv");

fn parse(text: &str) -> Result<Vec<Outlet>, SheetError> {
    let sheet = Sheet::parse(FILE, text)?;
    let mut list = Vec::new();
    for row in sheet.rows() {
        let outlet = Outlet {
            id: row.filled("id")?.to_owned(),
            cost_eur_per_t_low: row.number("cost_eur_per_t_low")?,
            cost_eur_per_t_mode: row.number("cost_eur_per_t_mode")?,
            cost_eur_per_t_high: row.number("cost_eur_per_t_high")?,
            source: row.filled("source")?.to_owned(),
            flag: row.flag("flag")?,
        };
        let (low, high) = (outlet.cost_eur_per_t_low, outlet.cost_eur_per_t_high);
        if !(low..=high).contains(&outlet.cost_eur_per_t_mode) {
            let column = "cost_eur_per_t_mode".to_owned();
            return Err(row.error(SheetProblem::OutOfRange { column, value: outlet.cost_eur_per_t_mode, low, high }));
        }
        list.push(outlet);
    }
    Ok(list)
}

/// All present outlets, in the order of the table.
pub fn outlets() -> &'static [Outlet] {
    static LIST: OnceLock<Vec<Outlet>> = OnceLock::new();
    LIST.get_or_init(|| parse(TEXT).expect("a shipped table is well formed: a test loads it"))
}

/// The outlet of this name.
pub fn outlet(id: &str) -> Option<&'static Outlet> {
    outlets().iter().find(|o| o.id == id)
}
