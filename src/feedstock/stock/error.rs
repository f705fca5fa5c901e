//! What the stock refuses.

use std::fmt;

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

impl fmt::Display for StockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parameter { table, name, value, .. } if value.is_nan() => {
                write!(f, "`{name}` has no default: give it a value ({table})")
            }
            Self::Parameter { table, name, value, low, high } => {
                write!(f, "`{name}` is {value}: it must lie in {low} to {high} ({table})")
            }
            Self::BadNeed { month, mwh } => {
                write!(f, "a fuel need of {mwh} MWh in month {}: write zero or more", month + 1)
            }
            Self::BadArrival { month } => write!(
                f,
                "the wood that arrives in month {} has a negative mass, or more ash than dry mass: correct it",
                month + 1
            ),
            Self::Screen { what } => write!(
                f,
                "the fines would hold more {what} than the wood brings: lower `fines_pct` or the ratio of {what}"
            ),
            Self::NoHeat { month } => write!(
                f,
                "the wood in the store is so wet in month {} that burning it gives no heat: store it under a roof",
                month + 1
            ),
            Self::NotSettled { years, drift_t } => write!(
                f,
                "the wood store does not settle within {years} years: it still drifts by {drift_t} t of dry mass a year"
            ),
        }
    }
}

impl std::error::Error for StockError {}
