//! How a year's tonnage spreads over its months: `models/territory/seasons.csv`.

use crate::num::Real;
use crate::param::Flag;
use crate::param::sheet::{Sheet, SheetError, SheetProblem, SheetRow, shipped};

/// A seasonal profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Season {
    /// Name in scenarios.
    pub id: String,
    /// Share of the year in each month, January first; they sum to 10000.
    pub share_per_10000: [f64; 12],
    /// Where it is from.
    pub source: String,
    /// How far to trust it.
    pub flag: Flag,
}

const WHOLE: f64 = 10_000.0;

/// Reads a table in the format of `models/territory/seasons.csv`.
///
/// # Errors
/// The first row with a negative share or whose shares do not sum to 10000.
pub fn parse_seasons(file: &str, text: &str) -> Result<Vec<Season>, SheetError> {
    Sheet::read(file, text, read_row)
}

fn read_row(row: &SheetRow<'_>) -> Result<Season, SheetError> {
    let mut share_per_10000 = [0.0; 12];
    for (month, share) in share_per_10000.iter_mut().enumerate() {
        *share = row.number_in(&format!("share_m{:02}_per_10000", month + 1), 0.0..=WHOLE)?;
    }
    let sum: f64 = share_per_10000.iter().sum();
    if (sum - WHOLE).abs() > 1e-6 {
        return Err(row.error(SheetProblem::WrongSum { what: "monthly shares".to_owned(), sum, wanted: WHOLE }));
    }
    Ok(Season { id: row.filled("id")?, share_per_10000, source: row.filled("source")?, flag: row.flag("flag")? })
}

shipped! {
    /// All profiles, in the order of the table.
    pub fn seasons() -> [Season] from "territory/seasons.csv" by read_row
}

/// The profile of this name.
pub fn season(id: &str) -> Option<&'static Season> {
    seasons().iter().find(|s| s.id == id)
}

impl Season {
    /// A year's amount spread over the months, in the unit of the amount per month.
    pub fn spread<S: Real>(&self, per_year: S) -> [S; 12] {
        self.share_per_10000.map(|share| per_year * (share / WHOLE))
    }
}
