//! Why a column has no statistics.

use super::interval::REPLICATES_MAX;
use std::fmt;

/// Why a column has no statistics; `E` is what reading it can end in.
#[derive(Clone, Debug, PartialEq)]
pub enum StatisticsError<E> {
    /// The column could not be read.
    Read(E),
    /// A value is infinite: a sample with such a value must be a failed row.
    Infinite {
        /// Number of the row, from 0.
        row: u64,
    },
    /// Values so large that their mean or variance is no number.
    TooLarge,
    /// Fewer empty cells than failed samples: a failed sample must have no value.
    FailedRows {
        /// Failed samples, as told.
        failed: u64,
        /// Rows without a value.
        empty: u64,
    },
    /// The column holds another number of rows than it says, or changed between two readings.
    Rows {
        /// As told.
        told: u64,
        /// As read.
        read: u64,
    },
    /// A column of zeros and ones holds something else.
    NotZeroOrOne {
        /// The first such value.
        value: f64,
    },
    /// More replicates than are told apart.
    Replicates {
        /// As told.
        replicates: u64,
    },
    /// The ranges of the replicates are empty, overlap or are out of order.
    Ranges,
}

impl<E: fmt::Display> fmt::Display for StatisticsError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => error.fmt(f),
            Self::Infinite { row } => write!(f, "row {row} is infinite; such a sample must be a failed row"),
            Self::TooLarge => {
                write!(f, "the values are so large that their variance overflows; give them in a larger unit")
            }
            Self::FailedRows { failed, empty } => {
                write!(
                    f,
                    "{failed} samples failed, but only {empty} rows are empty; leave the outputs of a failed sample empty"
                )
            }
            Self::Rows { told, read } => {
                write!(f, "the column says {told} rows and holds {read}; is the file being written?")
            }
            Self::NotZeroOrOne { value } => {
                write!(f, "an output of zeros and ones is {value}; describe it as an amount")
            }
            Self::Replicates { replicates } => {
                write!(f, "{replicates} replicates are too many to tell apart; draw at most {REPLICATES_MAX}")
            }
            Self::Ranges => {
                write!(f, "replicates are empty, overlap or are out of order; give increasing ranges of samples")
            }
        }
    }
}

impl<E: fmt::Debug + fmt::Display> std::error::Error for StatisticsError<E> {}
