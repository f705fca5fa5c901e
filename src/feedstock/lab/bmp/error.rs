//! What may be wrong with a BMP test.

use super::gas::GasState;
use crate::fit::FitError;
use std::fmt;

/// Why a test gives no curve or no fit.
#[derive(Clone, Debug, PartialEq)]
pub enum BmpError {
    /// Gas in a state that cannot be.
    GasState {
        /// The state.
        state: GasState,
    },
    /// A number of a bottle that cannot be.
    Number {
        /// Which bottle.
        bottle: String,
        /// What it is.
        what: &'static str,
        /// Its value.
        value: f64,
    },
    /// Times of a bottle that stand twice or go back.
    Times {
        /// Which bottle.
        bottle: String,
        /// The time, d.
        time_d: f64,
    },
    /// Fewer than three times.
    TooShort {
        /// Which bottle.
        bottle: String,
    },
    /// No bottle of inoculum alone, so that its gas cannot be taken off.
    NoBlank,
    /// No blank was read as long as a bottle.
    BlankTooShort {
        /// Which bottle.
        bottle: String,
        /// Its last time, d.
        end_d: f64,
        /// Last time of the blanks, d.
        blank_end_d: f64,
    },
    /// No bottle with substrate.
    NoSubstrate,
    /// The fit failed.
    Fit(FitError),
    /// A curve that never rises.
    NoRise,
}

impl fmt::Display for BmpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GasState { state } => write!(
                f,
                "gas at {} C, {} kPa and humidity {} cannot be: write 0 to 100 C, the absolute pressure in kPa, 0 to 1",
                state.temperature_c, state.pressure_kpa, state.humidity
            ),
            Self::Number { bottle, what, value } => {
                write!(f, "bottle {bottle}: {what} is {value}; write a finite number from 0 up")
            }
            Self::Times { bottle, time_d } => {
                write!(f, "bottle {bottle}: {time_d} d stands twice or goes back; sort its rows by time")
            }
            Self::TooShort { bottle } => write!(f, "bottle {bottle}: fewer than three times show no curve"),
            Self::NoBlank => write!(f, "no bottle of inoculum alone (substrate VS of 0): its gas cannot be taken off"),
            Self::BlankTooShort { bottle, end_d, blank_end_d } => {
                write!(f, "bottle {bottle} was read to {end_d} d, the blanks to {blank_end_d} d: drop what lies beyond")
            }
            Self::NoSubstrate => write!(f, "no bottle with substrate"),
            Self::Fit(error) => write!(f, "{error}"),
            Self::NoRise => write!(f, "the net curve never rises: the blanks make as much gas as the bottle"),
        }
    }
}

impl std::error::Error for BmpError {}

impl From<FitError> for BmpError {
    fn from(error: FitError) -> Self {
        Self::Fit(error)
    }
}
