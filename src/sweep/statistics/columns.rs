//! Columns that can be read again and again, a stretch at a time.

use super::error::StatisticsError;
use std::convert::Infallible;

/// Columns of one table, e.g. of a Parquet file. A cell that is NaN has no value: the sample failed, or lacks this output.
pub trait Columns {
    /// What reading can end in.
    type Error;

    /// Number of rows of every column.
    fn rows(&self) -> u64;

    /// Gives all values of a column in the order of the rows, in stretches of any lengths.
    ///
    /// # Errors
    /// When it cannot be read.
    fn pass(&self, column: usize, each: &mut dyn FnMut(&[f64])) -> Result<(), Self::Error>;
}

/// Columns in memory, all of one length.
#[derive(Clone, Copy, Debug)]
pub struct Memory<'a> {
    columns: &'a [Vec<f64>],
}

impl<'a> Memory<'a> {
    /// Columns of one length; where they differ, the first counts and the others end in an error when read.
    pub fn new(columns: &'a [Vec<f64>]) -> Self {
        Self { columns }
    }
}

impl Columns for Memory<'_> {
    type Error = Infallible;

    fn rows(&self) -> u64 {
        self.columns.first().map_or(0, |c| c.len() as u64)
    }

    fn pass(&self, column: usize, each: &mut dyn FnMut(&[f64])) -> Result<(), Infallible> {
        each(&self.columns[column]);
        Ok(())
    }
}

/// Reads a column once, with the number of the first row of each stretch; checks the number of rows.
pub(super) fn read<C: Columns + ?Sized>(
    columns: &C,
    column: usize,
    mut each: impl FnMut(u64, &[f64]),
) -> Result<(), StatisticsError<C::Error>> {
    let mut row = 0;
    let pass = columns.pass(column, &mut |values| {
        each(row, values);
        row += values.len() as u64;
    });
    pass.map_err(StatisticsError::Read)?;
    let told = columns.rows();
    if row == told { Ok(()) } else { Err(StatisticsError::Rows { told, read: row }) }
}
