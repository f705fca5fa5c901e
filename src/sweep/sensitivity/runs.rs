//! The outputs of the runs of a design.

use super::error::{NoIndex, ROWS_MIN, SensitivityError};
use super::interval::{Bootstrap, Grouping, Independence, Resampling};
use serde::Serialize;

/// Outputs of runs, in the order of the design.
#[derive(Clone, Debug, PartialEq)]
pub struct Runs {
    outputs: usize,
    values: Vec<f64>,
    failed: Vec<bool>,
}

impl Runs {
    /// No runs yet, of a model with so many outputs.
    pub fn new(outputs: usize) -> Self {
        Self { outputs, values: Vec::new(), failed: Vec::new() }
    }

    /// Adds the outputs of the next run. NaN stands for an output that the run does not have; a run with an infinite
    /// output has failed.
    ///
    /// # Errors
    /// When there are more or fewer outputs than announced.
    pub fn push(&mut self, outputs: &[f64]) -> Result<(), SensitivityError> {
        if outputs.len() != self.outputs {
            return Err(SensitivityError::OutputCount { found: outputs.len(), expected: self.outputs });
        }
        self.values.extend_from_slice(outputs);
        self.failed.push(outputs.iter().any(|v| v.is_infinite()));
        Ok(())
    }

    /// The next run failed.
    pub fn push_failed(&mut self) {
        self.values.resize(self.values.len() + self.outputs, f64::NAN);
        self.failed.push(true);
    }

    /// Number of runs so far.
    pub fn len(&self) -> u64 {
        self.failed.len() as u64
    }

    /// True before the first run.
    pub fn is_empty(&self) -> bool {
        self.failed.is_empty()
    }

    /// Number of outputs.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Number of runs that failed.
    pub fn failures(&self) -> u64 {
        self.failed.iter().filter(|failed| **failed).count() as u64
    }

    /// Refuses more runs than a design has.
    pub(super) fn check(&self, expected: u64) -> Result<(), SensitivityError> {
        if self.len() > expected {
            return Err(SensitivityError::RunCount { found: self.len(), expected });
        }
        Ok(())
    }

    /// An output of a run.
    pub(super) fn value(&self, run: u64, output: usize) -> f64 {
        self.values[run as usize * self.outputs + output]
    }

    /// The complete design rows that count for an output: no run failed, all runs have the output.
    pub(super) fn rows(&self, runs_per_row: u64, output: usize) -> KeptRows {
        let mut kept = KeptRows { rows: Vec::new(), counts: RowCounts::default() };
        for row in 0..self.len() / runs_per_row {
            let mut runs = row * runs_per_row..(row + 1) * runs_per_row;
            if runs.clone().any(|run| self.failed[run as usize]) {
                kept.counts.failed += 1;
            } else if runs.any(|run| self.value(run, output).is_nan()) {
                kept.counts.absent += 1;
            } else {
                kept.rows.push(row);
            }
        }
        kept.counts.kept = kept.rows.len() as u64;
        kept
    }
}

/// What became of the design rows, for one output; the three add up to the complete rows that were run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RowCounts {
    /// Rows in the estimates.
    pub kept: u64,
    /// Rows dropped because one of their runs failed.
    pub failed: u64,
    /// Rows dropped because one of their runs does not have the output: indices then hold for cases that have it.
    pub absent: u64,
}

/// Rows that count for an output.
#[derive(Clone, Debug)]
pub(super) struct KeptRows {
    pub(super) rows: Vec<u64>,
    pub(super) counts: RowCounts,
}

impl KeptRows {
    /// Groups of the rows and their resamples; refused when too few rows are left.
    pub(super) fn grouping(
        &self,
        independence: Independence,
        resampling: Resampling,
    ) -> Result<(Grouping, Bootstrap), NoIndex> {
        if self.counts.kept < ROWS_MIN {
            return Err(NoIndex::TooFewRows { kept: self.counts.kept });
        }
        let grouping = Grouping::new(&self.rows, independence);
        let bootstrap = Bootstrap::new(&grouping, resampling);
        Ok((grouping, bootstrap))
    }
}

/// Variation below this share of the largest value is rounding, not an effect of inputs.
const ROUNDING: f64 = 1e-13;

/// Mean of some values, and an error when they do not vary.
pub(super) fn centre(values: impl Iterator<Item = f64> + Clone) -> Result<f64, NoIndex> {
    let (mut low, mut high, mut count) = (f64::INFINITY, f64::NEG_INFINITY, 0_u64);
    for v in values.clone() {
        (low, high, count) = (low.min(v), high.max(v), count + 1);
    }
    if high - low <= ROUNDING * low.abs().max(high.abs()) {
        return Err(NoIndex::Constant);
    }
    // The first value is taken off first: a sum of large, nearly equal numbers would lose the digits that differ.
    Ok(low + values.map(|v| v - low).sum::<f64>() / count as f64)
}
