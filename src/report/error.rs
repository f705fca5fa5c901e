//! Why a report cannot be written.

use crate::text;
use crate::words::{Text, shown_as_told};

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

impl ReportError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Figure { why } => text!("a figure cannot be drawn: {why}", why),
            Self::Workbook { why } => text!("the workbook cannot be written: {why}", why),
            Self::RowLength { table, row, expected, found } => {
                text!(
                    "table \"{table}\", row {row}: {found} cells; give {expected}, one a column",
                    table,
                    row,
                    found,
                    expected
                )
            }
        }
    }
}

shown_as_told!(ReportError);

impl std::error::Error for ReportError {}
