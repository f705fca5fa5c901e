//! What the stock refuses.

use crate::text;
use crate::words::{Text, shown_as_told};

/// Why a stock has no year.
#[derive(Clone, Debug, PartialEq)]
pub enum StockError {
    /// A parameter without a value, or outside its range.
    Parameter {
        /// Table it belongs to.
        table: &'static str,
        /// Its name.
        name: &'static str,
        /// The value found; NaN when none was given.
        value: f64,
        /// Smallest value accepted.
        low: f64,
        /// Largest value accepted.
        high: f64,
    },
    /// A month whose need is negative or no number.
    BadNeed {
        /// The month, 0 is January.
        month: usize,
        /// Need of the month, MWh LHV.
        mwh: f64,
    },
    /// Arrivals of a month that are negative, no number, or hold less dry mass than ash.
    BadArrival {
        /// The month, 0 is January.
        month: usize,
    },
    /// The screen would take more ash or contaminants out than there are.
    Screen {
        /// What would be taken, `ash` or `chlorine`.
        what: &'static str,
    },
    /// Wood so wet that burning it gives no heat: the lower heating value is not above zero.
    NoHeat {
        /// The month, 0 is January.
        month: usize,
    },
    /// The stock did not come back to where it began within the years allowed.
    NotSettled {
        /// Years tried.
        years: usize,
        /// Dry mass at the end of the last year less that at its beginning, t.
        drift_t: f64,
    },
}

impl StockError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Parameter { table, name, value, .. } if value.is_nan() => {
                text!("`{name}` has no default: give it a value ({table})", name, table)
            }
            Self::Parameter { table, name, value, low, high } => {
                text!("`{name}` is {value}: it must lie in {low} to {high} ({table})", name, value, low, high, table)
            }
            Self::BadNeed { month, mwh } => {
                text!("a fuel need of {mwh} MWh in month {month}: write zero or more", mwh, month = month + 1)
            }
            Self::BadArrival { month } => text!(
                "the wood that arrives in month {month} has a negative mass, or more ash than dry mass: correct it",
                month = month + 1
            ),
            Self::Screen { what } => text!(
                "the fines would hold more {what} than the wood brings: lower `fines_pct` or the ratio of {what}",
                what
            ),
            Self::NoHeat { month } => text!(
                "the wood in the store is so wet in month {month} that burning it gives no heat: store it under a roof",
                month = month + 1
            ),
            Self::NotSettled { years, drift_t } => text!(
                "the wood store does not settle within {years} years: it still drifts by {drift_t} t of dry mass a year",
                years,
                drift_t
            ),
        }
    }
}

shown_as_told!(StockError);

impl std::error::Error for StockError {}
