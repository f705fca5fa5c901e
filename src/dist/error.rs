//! Why a distribution was refused, and what to write instead.

use crate::text;
use crate::words::{Text, shown_as_told};

/// What is wrong with a distribution.
#[derive(Clone, Debug, PartialEq)]
pub enum DistributionError {
    /// A value that must be a finite number.
    NotFinite {
        /// Its name.
        name: &'static str,
        /// What it is.
        value: f64,
    },
    /// A value that must be above zero.
    NotPositive {
        /// Its name.
        name: &'static str,
        /// What it is.
        value: f64,
    },
    /// Two values in the wrong order.
    NotBelow {
        /// Name of the one that must be smaller.
        smaller: &'static str,
        /// What it is.
        smaller_value: f64,
        /// Name of the one that must be larger.
        larger: &'static str,
        /// What it is.
        larger_value: f64,
    },
    /// A mode outside the range.
    ModeOutside {
        /// The mode.
        mode: f64,
        /// Low end.
        low: f64,
        /// High end.
        high: f64,
    },
    /// A shape of a beta distribution outside what can be computed.
    Shape {
        /// `a` or `b`.
        name: &'static str,
        /// What it is.
        value: f64,
        /// Smallest and largest accepted.
        range: (f64, f64),
    },
    /// A lognormal distribution so wide that its samples overflow.
    TooWide {
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// A truncated normal distribution whose range the normal practically never meets.
    NoMass {
        /// Low end.
        low: f64,
        /// High end.
        high: f64,
    },
    /// No values.
    Empty,
    /// Lists of unequal length.
    Lengths {
        /// Number of values.
        values: usize,
        /// Number of weights or probabilities.
        weights: usize,
    },
    /// A weight or probability that is not above zero.
    Weight {
        /// Which, from 1.
        position: usize,
        /// What it is.
        value: f64,
    },
    /// Probabilities that do not sum to 1.
    ProbabilitySum {
        /// What they sum to.
        sum: f64,
    },
}

impl DistributionError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::NotFinite { name, value } => text!("{name} is {value}; write a finite number", name, value),
            Self::NotPositive { name, value } => text!("{name} is {value}; write a number above 0", name, value),
            Self::NotBelow { smaller, smaller_value, larger, larger_value } => text!(
                "{smaller} is {smaller_value} and {larger} is {larger_value}; write {smaller} below {larger}, or a \
                 constant if there is no spread",
                smaller,
                smaller_value,
                larger,
                larger_value
            ),
            Self::ModeOutside { mode, low, high } => {
                text!("mode is {mode}; write one within {low} to {high}", mode, low, high)
            }
            Self::Shape { name, value, range } => {
                text!(
                    "shape {name} is {value}; write one within {low} to {high}",
                    name,
                    value,
                    low = range.0,
                    high = range.1
                )
            }
            Self::TooWide { sigma } => {
                text!(
                    "the logarithm spreads by {sigma}; samples would overflow, write a p95 or sd nearer the centre",
                    sigma
                )
            }
            Self::NoMass { low, high } => text!(
                "the normal distribution has practically no mass within {low} to {high}; move the range towards the mean",
                low,
                high
            ),
            Self::Empty => text!("no values; write at least one"),
            Self::Lengths { values, weights } => {
                text!("{values} values and {weights} weights; write one weight for each value", values, weights)
            }
            Self::Weight { position, value } => {
                text!(
                    "weight {position} is {value}; write a finite number above 0, or leave the value out",
                    position,
                    value
                )
            }
            Self::ProbabilitySum { sum } => {
                text!(
                    "probabilities sum to {sum}; correct them to 1, or write weights of an empirical distribution",
                    sum
                )
            }
        }
    }
}

shown_as_told!(DistributionError);

impl std::error::Error for DistributionError {}

/// A finite number.
pub(super) fn finite(name: &'static str, value: f64) -> Result<f64, DistributionError> {
    if value.is_finite() { Ok(value) } else { Err(DistributionError::NotFinite { name, value }) }
}

/// A finite number above zero.
pub(super) fn positive(name: &'static str, value: f64) -> Result<f64, DistributionError> {
    let value = finite(name, value)?;
    if value > 0.0 { Ok(value) } else { Err(DistributionError::NotPositive { name, value }) }
}

/// `low` truly below `high`; infinite ends pass, NaN does not.
pub(super) fn ordered(
    (smaller, smaller_value): (&'static str, f64),
    (larger, larger_value): (&'static str, f64),
) -> Result<(), DistributionError> {
    if smaller_value < larger_value {
        Ok(())
    } else {
        Err(DistributionError::NotBelow { smaller, smaller_value, larger, larger_value })
    }
}

/// Two finite ends, the width finite too.
pub(super) fn range(low: f64, high: f64) -> Result<(f64, f64), DistributionError> {
    finite("low", low)?;
    finite("high", high)?;
    ordered(("low", low), ("high", high))?;
    finite("high - low", high - low)?;
    Ok((low, high))
}
