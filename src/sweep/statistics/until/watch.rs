//! Looking at the samples so far: may the sweep stop?

use super::{Condition, Tolerance, Until, Wanted};
use crate::sweep::statistics::describe::{estimate_mean, estimate_quantile};
use crate::sweep::statistics::{Estimate, Memory, Sampling, StatisticsError};
use std::convert::Infallible;

/// Values of an output that must be there before a stop: fewer say little about their own scatter.
const LEAST_VALUES: u64 = 1000;
/// Replicates that must be there before a stop, complete or dealt out in turn, for the same reason.
const LEAST_REPLICATES: usize = 8;
/// Looks in a row that must agree.
const LOOKS: u32 = 2;

/// Follows the outputs that a stop rule names; keeps their values and no others.
///
/// A rule that looks again and again has more chances to be met by luck: the interval is narrow where the scatter happens
/// to be underrated. Stopping by width alone (never by the value) is known to keep the stated confidence in the limit of
/// narrow intervals (Chow & Robbins 1965, doi:10.1214/aoms/1177700156); what is left for wide ones is held back by asking
/// for 1,000 values (and 8 replicates of a design) and for two looks in a row that agree. The look is a pure function of the rows
/// in their order, hence the same for any number of threads.
#[derive(Clone, Debug)]
pub struct Watch {
    until: Until,
    sampling: Sampling,
    /// Values by condition.
    columns: Vec<Vec<f64>>,
    looked_at: u64,
    met_in_a_row: u32,
}

/// What a look found.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// First samples looked at: all, or those of complete replicates.
    pub samples: u64,
    /// Of each condition: its estimate, none while there are too few samples, and the half width it asks for.
    pub conditions: Vec<Option<(Estimate, f64)>>,
    /// True when every condition is met at this look.
    pub met: bool,
    /// True when the sweep may stop: met at this look and at the one before.
    pub stop: bool,
}

impl Watch {
    /// Nothing seen yet.
    pub fn new(until: Until, sampling: Sampling) -> Self {
        let columns = vec![Vec::new(); until.conditions().len()];
        Self { until, sampling, columns, looked_at: 0, met_in_a_row: 0 }
    }

    /// The conditions of the rule.
    pub fn conditions(&self) -> &[Condition] {
        self.until.conditions()
    }

    /// Adds the next sample: its outputs, or none when it failed.
    pub fn row(&mut self, outputs: Option<&[f64]>) {
        for (column, condition) in self.columns.iter_mut().zip(self.until.conditions()) {
            column.push(outputs.map_or(f64::NAN, |values| values[condition.output]));
        }
    }

    /// Looks at the samples so far; meant for the end of each chunk.
    ///
    /// # Errors
    /// When an output is infinite or overflows.
    pub fn look(&mut self) -> Result<Look, StatisticsError<Infallible>> {
        let samples = self.designed();
        let mut conditions = Vec::with_capacity(self.columns.len());
        let mut met = true;
        for (column, condition) in self.columns.iter().zip(self.until.conditions()) {
            let found = self.estimate(&column[..samples as usize], condition)?;
            met &= found.and_then(|(e, limit)| Some(e.half_width()? <= limit)).unwrap_or(false);
            conditions.push(found);
        }
        // Only new samples make a new look.
        if samples > self.looked_at {
            self.met_in_a_row = if met { self.met_in_a_row + 1 } else { 0 };
            self.looked_at = samples;
        }
        Ok(Look { samples, conditions, met, stop: met && self.met_in_a_row >= LOOKS })
    }

    /// First samples that make whole designs.
    fn designed(&self) -> u64 {
        let rows = self.columns.first().map_or(0, |c| c.len() as u64);
        match &self.sampling {
            Sampling::Replicates(replicates) => {
                let whole: Vec<u64> = replicates.iter().map(|r| r.end).filter(|end| *end <= rows).collect();
                whole.last().copied().filter(|_| whole.len() >= LEAST_REPLICATES).unwrap_or(0)
            }
            Sampling::Dealt { replicates } if *replicates < LEAST_REPLICATES as u64 => 0,
            Sampling::Dealt { .. } | Sampling::Independent | Sampling::Unknown => rows,
        }
    }

    fn estimate(
        &self,
        values: &[f64],
        condition: &Condition,
    ) -> Result<Option<(Estimate, f64)>, StatisticsError<Infallible>> {
        let count = values.iter().filter(|v| !v.is_nan()).count() as u64;
        if count < LEAST_VALUES {
            return Ok(None);
        }
        let columns = [values.to_vec()];
        let memory = Memory::new(&columns);
        let estimate = match condition.wanted {
            Wanted::Mean => estimate_mean(&memory, 0, condition.kind, &self.sampling)?,
            Wanted::Quantile(share) => estimate_quantile(&memory, 0, share, &self.sampling)?,
        };
        let limit = |e: Estimate| match condition.tolerance {
            Tolerance::Absolute(limit) => limit,
            Tolerance::Relative(share) => share * e.value.abs(),
        };
        Ok(estimate.map(|e| (e, limit(e))))
    }
}
