//! Why a report cannot be written.

use std::fmt;

/// Why a report cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportError {
    /// The workbook cannot be written.
    Workbook {
        /// What the library says.
        why: String,
    },
    /// A figure cannot be drawn.
    Figure {
        /// What the drawing says.
        why: String,
    },
    /// A row has another number of cells than the table has columns.
    RowLength {
        /// Caption of the table.
        table: String,
        /// Number of the row, from 1.
        row: usize,
        /// Columns of the table.
        expected: usize,
        /// Cells of the row.
        found: usize,
    },
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Figure { why } => write!(f, "a figure cannot be drawn: {why}"),
            Self::Workbook { why } => write!(f, "the workbook cannot be written: {why}"),
            Self::RowLength { table, row, expected, found } => {
                write!(f, "table \"{table}\", row {row}: {found} cells; give {expected}, one a column")
            }
        }
    }
}

impl std::error::Error for ReportError {}
