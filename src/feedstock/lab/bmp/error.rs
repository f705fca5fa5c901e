//! What may be wrong with a BMP test.

use super::gas::GasState;
use crate::fit::FitError;
use crate::text;
use crate::words::{Text, shown_as_told};

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

impl BmpError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::GasState { state } => text!(
                "gas at {temperature_c} C, {pressure_kpa} kPa and humidity {humidity} cannot be: write 0 to 100 C, the absolute pressure in kPa, 0 to 1",
                temperature_c = state.temperature_c,
                pressure_kpa = state.pressure_kpa,
                humidity = state.humidity
            ),
            Self::Number { bottle, what, value } => {
                text!("bottle {bottle}: {what} is {value}; write a finite number from 0 up", bottle, what, value)
            }
            Self::Times { bottle, time_d } => {
                text!("bottle {bottle}: {time_d} d stands twice or goes back; sort its rows by time", bottle, time_d)
            }
            Self::TooShort { bottle } => text!("bottle {bottle}: fewer than three times show no curve", bottle),
            Self::NoBlank => text!("no bottle of inoculum alone (substrate VS of 0): its gas cannot be taken off"),
            Self::BlankTooShort { bottle, end_d, blank_end_d } => {
                text!(
                    "bottle {bottle} was read to {end_d} d, the blanks to {blank_end_d} d: drop what lies beyond",
                    bottle,
                    end_d,
                    blank_end_d
                )
            }
            Self::NoSubstrate => text!("no bottle with substrate"),
            Self::Fit(error) => error.told(),
            Self::NoRise => text!("the net curve never rises: the blanks make as much gas as the bottle"),
        }
    }
}

shown_as_told!(BmpError);

impl std::error::Error for BmpError {}

impl From<FitError> for BmpError {
    fn from(error: FitError) -> Self {
        Self::Fit(error)
    }
}
