//! How a year's tonnage spreads over its months: `models/territory/seasons.csv`.

use super::sheet::{Sheet, SheetError, SheetProblem};
use crate::num::Real;
use crate::param::Flag;
use std::sync::OnceLock;

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

const FILE: &str = "models/territory/seasons.csv";
const TEXT: &str = include_str!("../../models/territory/seasons.csv");
const WHOLE: f64 = 10_000.0;

/// Reads a table in the format of `models/territory/seasons.csv`.
///
/// # Errors
/// The first row with a negative share or whose shares do not sum to 10000.
pub fn parse_seasons(file: &str, text: &str) -> Result<Vec<Season>, SheetError> {
    let sheet = Sheet::parse(file, text)?;
    let mut list = Vec::new();
    for row in sheet.rows() {
        let mut share_per_10000 = [0.0; 12];
        for (month, share) in share_per_10000.iter_mut().enumerate() {
            let column = format!("share_m{:02}_per_10000", month + 1);
            *share = row.number(&column)?;
            if !(0.0..=WHOLE).contains(share) {
                return Err(row.error(SheetProblem::OutOfRange { column, value: *share, low: 0.0, high: WHOLE }));
            }
        }
        let sum: f64 = share_per_10000.iter().sum();
        if (sum - WHOLE).abs() > 1e-6 {
            return Err(row.error(SheetProblem::WrongSum { what: "monthly shares".to_owned(), sum, wanted: WHOLE }));
        }
        list.push(Season {
            id: row.filled("id")?.to_owned(),
            share_per_10000,
            source: row.filled("source")?.to_owned(),
            flag: row.flag("flag")?,
        });
    }
    Ok(list)
}

/// All profiles, in the order of the table.
pub fn seasons() -> &'static [Season] {
    static LIST: OnceLock<Vec<Season>> = OnceLock::new();
    LIST.get_or_init(|| parse_seasons(FILE, TEXT).expect("a shipped table is well formed: a test loads it"))
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
