//! Why a furnace cannot be computed.

use std::fmt;

/// Why a furnace cannot be computed.
#[derive(Clone, Debug, PartialEq)]
pub enum FurnaceError {
    /// A parameter, input or state without a finite value, or outside its range.
    OutOfRange {
        /// Its name.
        name: &'static str,
        /// Its value.
        value: f64,
        /// Smallest value accepted.
        low: f64,
        /// Largest value accepted.
        high: f64,
    },
    /// The integrator gave up.
    Integration {
        /// When, s.
        at_s: f64,
        /// Its own words.
        reason: String,
    },
    /// No state at rest was found.
    NoSteadyState,
    /// What was waited for did not happen in time.
    NotReached {
        /// What.
        what: &'static str,
        /// How long was waited, s.
        within_s: f64,
    },
}

impl fmt::Display for FurnaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfRange { name, value, low, high } => write!(f, "{name} is {value}; give {low} to {high}"),
            Self::Integration { at_s, reason } => {
                write!(f, "the furnace could not be integrated past {at_s} s: {reason}")
            }
            Self::NoSteadyState => write!(f, "the furnace has no state at rest for these inputs; check feed and air"),
            Self::NotReached { what, within_s } => write!(f, "{what} was not reached within {within_s} s"),
        }
    }
}

impl std::error::Error for FurnaceError {}

/// Refuses a value outside a range; NaN is outside every range.
pub(super) fn within(name: &'static str, value: f64, low: f64, high: f64) -> Result<(), FurnaceError> {
    if (low..=high).contains(&value) { Ok(()) } else { Err(FurnaceError::OutOfRange { name, value, low, high }) }
}
