//! What can be wrong with an hourly file, with the line and the column it is about.

use crate::text;
use crate::words::{Text, shown_as_told};

/// Why an hourly file (weather or heat demand) was refused. Lines count from 1, the header included.
#[derive(Clone, Debug, PartialEq)]
pub enum HourlyError {
    /// The text has no header line.
    Empty,
    /// No column has one of the names that are recognised.
    MissingColumn {
        /// What the column holds.
        what: &'static str,
        /// The names recognised.
        accepted: &'static [&'static str],
        /// The names of the header.
        found: Vec<String>,
    },
    /// Two columns of the header could both be meant.
    AmbiguousColumn {
        /// What the column holds.
        what: &'static str,
        /// The names found.
        found: Vec<String>,
    },
    /// A row has more or fewer cells than the header (or than the format demands).
    CellCount {
        /// Line of the file.
        line: u64,
        /// Cells expected.
        expected: usize,
        /// Cells found.
        found: usize,
    },
    /// A cell is no number.
    NotANumber {
        /// Line of the file.
        line: u64,
        /// Name of the column.
        column: String,
        /// The cell.
        text: String,
    },
    /// A number outside what can be meant.
    OutOfRange {
        /// Line of the file.
        line: u64,
        /// Name of the column.
        column: String,
        /// The number.
        value: f64,
        /// Smallest value accepted.
        low: f64,
        /// Largest value accepted.
        high: f64,
    },
    /// Neither a row per hour of a year, nor of a leap year.
    RowCount {
        /// Rows found, the header not counted.
        found: usize,
    },
    /// The hour of this row does not follow the hour of the row before.
    HourOutOfOrder {
        /// Line of the file.
        line: u64,
        /// Name of the column.
        column: String,
        /// What should stand there.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// A time that is not written as year-month-day hour:minute.
    BadTimestamp {
        /// Line of the file.
        line: u64,
        /// Name of the column.
        column: String,
        /// The cell.
        text: String,
    },
    /// 29 February: the model year has 365 days.
    LeapDay {
        /// Line of the file.
        line: u64,
    },
    /// More hours are missing than can be filled with good conscience.
    TooManyMissing {
        /// Line at which the first gap begins.
        line: u64,
        /// Name of the column.
        column: String,
        /// Hours missing.
        missing: usize,
        /// Most hours that are filled.
        most: usize,
    },
    /// The marker of a missing measurement.
    Missing {
        /// Line of the file.
        line: u64,
        /// Name of the column.
        column: String,
    },
    /// The header of an EPW file is not there.
    NotEpw,
    /// Bytes that are no UTF-8, or quotes that do not close.
    Malformed {
        /// Line of the file.
        line: u64,
    },
}

impl HourlyError {
    /// The line it is about and the name of its column, where it is about one below the header.
    pub fn place(&self) -> Option<(u64, Option<&str>)> {
        match self {
            Self::CellCount { line, .. } | Self::LeapDay { line } | Self::Malformed { line } => Some((*line, None)),
            Self::NotANumber { line, column, .. }
            | Self::OutOfRange { line, column, .. }
            | Self::HourOutOfOrder { line, column, .. }
            | Self::BadTimestamp { line, column, .. }
            | Self::TooManyMissing { line, column, .. }
            | Self::Missing { line, column } => Some((*line, Some(column))),
            Self::Empty
            | Self::MissingColumn { .. }
            | Self::AmbiguousColumn { .. }
            | Self::RowCount { .. }
            | Self::NotEpw => None,
        }
    }
}

impl HourlyError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Empty => text!("the file is empty: write a header line and 8760 rows"),
            Self::MissingColumn { what, accepted, found } => text!(
                "line 1: no column of {what}: name one {accepted}; found {found}",
                what,
                accepted = accepted.join(", "),
                found = if found.is_empty() { text!("none¦columns") } else { Text::plain(found.join(", ")) }
            ),
            Self::AmbiguousColumn { what, found } => {
                text!("line 1: several columns of {what} ({found}): keep one", what, found = found.join(", "))
            }
            Self::CellCount { line, expected, found } => {
                text!("line {line}: {found} cells where {expected} are needed", line, found, expected)
            }
            Self::NotANumber { line, column, text } => {
                text!("line {line}, column `{column}`: `{text}` is no number", line, column, text)
            }
            Self::OutOfRange { line, column, value, low, high } => {
                text!(
                    "line {line}, column `{column}`: {value} lies outside {low} to {high}",
                    line,
                    column,
                    value,
                    low,
                    high
                )
            }
            Self::RowCount { found } => {
                text!(
                    "{found} rows where a year needs 8760 (8784 in a leap year), one an hour: add a time column, so that \
                     gaps can be found and filled",
                    found
                )
            }
            Self::HourOutOfOrder { line, column, expected, found } => text!(
                "line {line}, column `{column}`: {found} where {expected} should follow (rows are in order of time, one an \
                 hour, of one calendar year)",
                line,
                column,
                found,
                expected
            ),
            Self::BadTimestamp { line, column, text } => {
                text!(
                    "line {line}, column `{column}`: `{text}` is no time: write 2023-01-31 14:00, or an hour 1 to 8760",
                    line,
                    column,
                    text
                )
            }
            Self::LeapDay { line } => {
                text!("line {line}: 29 February: remove its 24 rows, the model year has 365 days", line)
            }
            Self::TooManyMissing { line, column, missing, most } => text!(
                "line {line}, column `{column}`: {missing} hours are missing in all, more than the {most} (5 %) that are \
                 filled: complete the file",
                line,
                column,
                missing,
                most
            ),
            Self::Missing { line, column } => {
                text!("line {line}, column `{column}`: marked as missing: fill the gap before use", line, column)
            }
            Self::NotEpw => text!("line 1: an EPW file starts with LOCATION and has 8 header lines"),
            Self::Malformed { line } => text!("line {line}: not UTF-8 text, or a quote that is never closed", line),
        }
    }
}

shown_as_told!(HourlyError);

impl std::error::Error for HourlyError {}
