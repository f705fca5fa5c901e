//! Why a fit has no result.

use crate::text;
use crate::words::{Text, shown_as_told};

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

impl FitError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Length { what, one, other } => {
                text!("{what}: {one} and {other} do not go together", what, one, other)
            }
            Self::Bounds { parameter } => {
                text!(
                    "bounds of parameter {parameter} must be finite, the low one below the high one",
                    parameter = parameter + 1
                )
            }
            Self::Start { parameter } => {
                text!("parameter {parameter} starts outside its bounds", parameter = parameter + 1)
            }
            Self::NoParameters => text!("there is no parameter to fit"),
            Self::TooFewData { data, parameters } => {
                text!(
                    "{data} measurements cannot tell {parameters} parameters and their spread: give more of them",
                    data,
                    parameters
                )
            }
            Self::Model { why } => text!("the model cannot be computed where the fit starts: {why}", why),
            Self::Slope { parameter, why } => {
                text!(
                    "the model cannot be computed on either side of parameter {parameter}: {why}",
                    parameter = parameter + 1,
                    why
                )
            }
            Self::NotFinite { residual } => text!("residual {residual} is no finite number", residual = residual + 1),
            Self::Option { name, range } => text!("{name} must be {range}", name, range),
            Self::Stopped => text!("stopped before there was a result"),
        }
    }
}

shown_as_told!(FitError);

impl std::error::Error for FitError {}
