//! Why a column has no statistics.

use super::interval::REPLICATES_MAX;
use crate::text;
use crate::words::{Part, Text};
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

impl<E: Part> StatisticsError<E> {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Read(error) => error.part(),
            Self::Infinite { row } => text!("row {row} is infinite; such a sample must be a failed row", row),
            Self::TooLarge => {
                text!("the values are so large that their variance overflows; give them in a larger unit")
            }
            Self::FailedRows { failed, empty } => {
                text!(
                    "{failed} samples failed, but only {empty} rows are empty; leave the outputs of a failed sample empty",
                    failed,
                    empty
                )
            }
            Self::Rows { told, read } => {
                text!("the column says {told} rows and holds {read}; is the file being written?", told, read)
            }
            Self::NotZeroOrOne { value } => {
                text!("an output of zeros and ones is {value}; describe it as an amount", value)
            }
            Self::Replicates { replicates } => {
                text!(
                    "{replicates} replicates are too many to tell apart; draw at most {most}",
                    replicates,
                    most = REPLICATES_MAX
                )
            }
            Self::Ranges => {
                text!("replicates are empty, overlap or are out of order; give increasing ranges of samples")
            }
        }
    }
}

impl<E: Part> fmt::Display for StatisticsError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.told().fmt(f)
    }
}

impl<E: Part> Part for StatisticsError<E> {
    fn part(&self) -> Text {
        self.told()
    }
}

impl<E: fmt::Debug + Part> std::error::Error for StatisticsError<E> {}
