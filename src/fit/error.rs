//! Why a fit has no result.

use std::fmt;

/// Why a fit has no result.
#[derive(Clone, Debug, PartialEq)]
pub enum FitError {
    /// Lists of different lengths.
    Length {
        /// What they are.
        what: &'static str,
        /// Length of the first.
        one: usize,
        /// Length of the other.
        other: usize,
    },
    /// Bounds that are not finite or not in order.
    Bounds {
        /// Which parameter, from 0.
        parameter: usize,
    },
    /// A start outside the bounds, or not finite.
    Start {
        /// Which parameter, from 0.
        parameter: usize,
    },
    /// Nothing to fit.
    NoParameters,
    /// Fewer residuals than parameters, or as many: no spread can be told.
    TooFewData {
        /// Residuals.
        data: usize,
        /// Parameters.
        parameters: usize,
    },
    /// The model could not be computed where the fit starts.
    Model {
        /// What the model said.
        why: String,
    },
    /// The model could not be computed beside the point of the fit, on either side of a parameter.
    Slope {
        /// Which parameter, from 0.
        parameter: usize,
        /// What the model said.
        why: String,
    },
    /// A residual that is no number.
    NotFinite {
        /// Which residual, from 0.
        residual: usize,
    },
    /// A number of an option outside its range.
    Option {
        /// Name of the option.
        name: &'static str,
        /// Its range in words.
        range: &'static str,
    },
    /// The caller asked to stop before there was a result.
    Stopped,
}

impl fmt::Display for FitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { what, one, other } => write!(f, "{what}: {one} and {other} do not go together"),
            Self::Bounds { parameter } => {
                write!(f, "bounds of parameter {} must be finite, the low one below the high one", parameter + 1)
            }
            Self::Start { parameter } => write!(f, "parameter {} starts outside its bounds", parameter + 1),
            Self::NoParameters => write!(f, "there is no parameter to fit"),
            Self::TooFewData { data, parameters } => {
                write!(f, "{data} measurements cannot tell {parameters} parameters and their spread: give more of them")
            }
            Self::Model { why } => write!(f, "the model cannot be computed where the fit starts: {why}"),
            Self::Slope { parameter, why } => {
                write!(f, "the model cannot be computed on either side of parameter {}: {why}", parameter + 1)
            }
            Self::NotFinite { residual } => write!(f, "residual {} is no finite number", residual + 1),
            Self::Option { name, range } => write!(f, "{name} must be {range}"),
            Self::Stopped => write!(f, "stopped before there was a result"),
        }
    }
}

impl std::error::Error for FitError {}
