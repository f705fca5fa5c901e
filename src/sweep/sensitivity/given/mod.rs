//! Measures on samples that are already there: any finished sweep, dependent inputs included, no further run.
//!
//! - *PAWN*: how far knowing an input moves the whole distribution of the output (largest distance of distribution
//!   functions), [`pawn`];
//! - *delta*: how much of the output's probability it moves (Borgonovo 2007, half the distance of densities), [`delta`];
//! - *rank*: the first-order share of variance from neighbours in the order of the input, [`rank`].
//!
//! An input that does nothing does not score exactly zero: the dummy, a random column beside the inputs, shows what
//! nothing scores with these many samples. With dependent inputs an input also scores for those it depends on.
//!
//! Intervals come from the spread of the same measure over independent parts of the samples. A bootstrap would not do:
//! it repeats samples, and a sample that is its own neighbour, or stands twice in a bin, looks like an effect.

mod delta;
mod pawn;
mod rank;
mod slices;

use super::error::{NoIndex, ROWS_MIN, SensitivityError};
use super::interval::{Estimate, Independence};
use super::runs::{RowCounts, centre};
use crate::dist::{ParameterId, uniform};
use rayon::prelude::*;
use serde::Serialize;

/// Measures on one output, by input.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GivenIndices {
    /// PAWN, 0 to 1.
    pub pawn: Vec<Estimate>,
    /// PAWN of the dummy.
    pub pawn_dummy: Estimate,
    /// Delta, 0 to 1.
    pub delta: Vec<Estimate>,
    /// Delta of the dummy.
    pub delta_dummy: Estimate,
    /// First-order share of variance.
    pub rank: Vec<Estimate>,
    /// First-order share of the dummy.
    pub rank_dummy: Estimate,
    /// Samples behind the numbers.
    pub rows: RowCounts,
}

/// Parts of Monte Carlo samples whose spread gives the intervals.
const PARTS: usize = 10;

/// Fewest samples: each part must fill its slices.
const SAMPLES_MIN: u64 = 400;

/// Samples of inputs and outputs, column by column.
#[derive(Clone, Copy, Debug)]
pub struct Samples<'a> {
    /// Columns of inputs, finite numbers.
    pub inputs: &'a [Vec<f64>],
    /// Columns of outputs; NaN where a sample lacks one.
    pub outputs: &'a [Vec<f64>],
    /// How samples depend on each other.
    pub independence: Independence,
    /// Key of the dummy and of the order of ties.
    pub seed: u64,
}

/// All measures for all outputs. Samples with an input or output that is not finite are left out and counted.
///
/// # Errors
/// No input, columns of different length; and for each output by itself, when it has no measures.
pub fn given_indices(samples: &Samples<'_>) -> Result<Vec<Result<GivenIndices, NoIndex>>, SensitivityError> {
    let first = samples.inputs.first().ok_or(SensitivityError::NoPlayers)?;
    for column in samples.inputs.iter().chain(samples.outputs) {
        if column.len() != first.len() {
            return Err(SensitivityError::ColumnLength { found: column.len(), expected: first.len() });
        }
    }
    if (first.len() as u64) < ROWS_MIN {
        return Err(SensitivityError::TooFewRows { rows: first.len() as u64 });
    }
    let id = ParameterId::of("sensitivity.given.dummy");
    let dummy: Vec<f64> = (0..first.len() as u64).map(|row| uniform(samples.seed, row, id)).collect();
    let columns: Vec<&[f64]> = samples.inputs.iter().map(Vec::as_slice).chain([dummy.as_slice()]).collect();
    let orders: Vec<Vec<u32>> = columns.par_iter().map(|x| order_of(x, samples.seed)).collect();
    let sound: Vec<bool> = (0..first.len()).map(|row| columns.iter().all(|x| x[row].is_finite())).collect();
    let one = |y: &Vec<f64>| {
        let output = Output::new(y, &sound, samples.independence)?;
        output.indices(&columns, &orders)
    };
    Ok(samples.outputs.par_iter().map(one).collect())
}

/// Rows in the order of a column; equal values in random order.
fn order_of(x: &[f64], seed: u64) -> Vec<u32> {
    let id = ParameterId::of("sensitivity.given.ties");
    let mut keyed: Vec<(f64, f64, u32)> =
        x.iter().enumerate().map(|(row, x)| (*x, uniform(seed, row as u64, id), row as u32)).collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    keyed.into_iter().map(|(_, _, row)| row).collect()
}

/// Where a value stands among the values of a set.
#[derive(Clone, Copy, Debug, Default)]
struct Standing {
    /// Values below it.
    below: u32,
    /// Values not above it.
    up_to: u32,
}

/// Rows of a set in the order of the output, and where each stands.
struct Ranking {
    rows: Vec<u32>,
    standing: Vec<Standing>,
}

impl Ranking {
    /// Ranks some rows by a column; `standing` has a place for every row of the samples.
    fn new(mut rows: Vec<u32>, y: &[f64]) -> Self {
        rows.sort_by(|a, b| y[*a as usize].total_cmp(&y[*b as usize]).then(a.cmp(b)));
        let mut standing = vec![Standing::default(); y.len()];
        let mut start = 0;
        while start < rows.len() {
            let value = y[rows[start] as usize];
            let ties = rows[start..].iter().take_while(|row| y[**row as usize] == value).count();
            for row in &rows[start..start + ties] {
                standing[*row as usize] = Standing { below: start as u32, up_to: (start + ties) as u32 };
            }
            start += ties;
        }
        Self { rows, standing }
    }
}

/// One output: its values, all rows that count and the parts of them.
struct Output<'a> {
    y: &'a [f64],
    counts: RowCounts,
    all: Ranking,
    parts: Vec<Ranking>,
    /// Part of each row; none for rows that do not count.
    part_of: Vec<Option<u32>>,
}

impl<'a> Output<'a> {
    fn new(y: &'a [f64], sound: &[bool], independence: Independence) -> Result<Self, NoIndex> {
        let mut counts = RowCounts::default();
        let mut kept: Vec<u32> = Vec::new();
        for (row, y) in y.iter().enumerate() {
            match (sound[row] && !y.is_infinite(), y.is_nan()) {
                (false, _) => counts.failed += 1,
                (true, true) => counts.absent += 1,
                (true, false) => kept.push(row as u32),
            }
        }
        counts.kept = kept.len() as u64;
        if counts.kept < SAMPLES_MIN {
            return Err(NoIndex::TooFewSamples { kept: counts.kept, needed: SAMPLES_MIN });
        }
        centre(kept.iter().map(|row| y[*row as usize]))?;
        let parts = match independence {
            Independence::Rows => PARTS,
            Independence::Replicates(replicates) => replicates.max(1) as usize,
        };
        let mut part_of = vec![None; y.len()];
        let mut members: Vec<Vec<u32>> = vec![Vec::new(); parts];
        for (k, row) in kept.iter().enumerate() {
            let part = match independence {
                Independence::Rows => k * parts / kept.len(),
                Independence::Replicates(_) => *row as usize % parts,
            };
            part_of[*row as usize] = Some(part as u32);
            members[part].push(*row);
        }
        let parts = members.into_iter().map(|rows| Ranking::new(rows, y)).collect();
        Ok(Self { y, counts, all: Ranking::new(kept, y), parts, part_of })
    }

    fn indices(&self, columns: &[&[f64]], orders: &[Vec<u32>]) -> Result<GivenIndices, NoIndex> {
        let found: Vec<[Estimate; 3]> =
            columns.par_iter().zip(orders).map(|(x, order)| self.measures(x, order)).collect();
        let (dummy, inputs) = found.split_last().expect("the dummy is always there");
        let of = |measure: usize| inputs.iter().map(|e| e[measure]).collect();
        Ok(GivenIndices {
            pawn: of(0),
            pawn_dummy: dummy[0],
            delta: of(1),
            delta_dummy: dummy[1],
            rank: of(2),
            rank_dummy: dummy[2],
            rows: self.counts,
        })
    }

    /// PAWN, delta and rank of an input: from all samples, with the spread of the parts.
    fn measures(&self, x: &[f64], order: &[u32]) -> [Estimate; 3] {
        let mut all = Vec::with_capacity(self.all.rows.len());
        let mut parts: Vec<Vec<u32>> = vec![Vec::new(); self.parts.len()];
        for row in order {
            if let Some(part) = self.part_of[*row as usize] {
                all.push(*row);
                parts[part as usize].push(*row);
            }
        }
        let measure = |rows: &[u32], ranking: &Ranking| {
            [pawn::pawn(rows, x, ranking), delta::delta(rows, x, ranking), rank::first_order(rows, self.y)]
        };
        let values = measure(&all, &self.all);
        let spread: Vec<[f64; 3]> = parts.iter().zip(&self.parts).map(|(rows, r)| measure(rows, r)).collect();
        [0, 1, 2].map(|k| {
            // A part in which the output does not vary has no measure.
            let found: Vec<f64> = spread.iter().map(|e| e[k]).filter(|v| v.is_finite()).collect();
            let (value, error) = (values[k], error_of_mean(&found));
            let (value, error) = if k == DELTA { extrapolated(value, error, &found) } else { (value, error) };
            Estimate::student(value, error, found.len())
        })
    }
}

/// Place of delta among the measures.
const DELTA: usize = 1;

/// A measure that falls short of the truth by about one over the root of the samples, carried on to endless samples from
/// what it is on all of them and, on average, on their parts (Richardson), with its error. The errors of the two are taken
/// as independent, which they are where there is no effect; elsewhere the interval is a little too long.
fn extrapolated(all: f64, error: f64, parts: &[f64]) -> (f64, f64) {
    if parts.len() < 2 {
        return (all, error);
    }
    let mean = parts.iter().sum::<f64>() / parts.len() as f64;
    let weight = 1.0 / ((parts.len() as f64).sqrt() - 1.0);
    let longer = ((1.0 + weight) * (1.0 + weight) + weight * weight).sqrt();
    (all + weight * (all - mean), longer * error)
}

/// Standard error of the mean of independent estimates; infinite when there are not two.
fn error_of_mean(parts: &[f64]) -> f64 {
    let n = parts.len() as f64;
    if n < 2.0 {
        return f64::INFINITY;
    }
    let mean = parts.iter().sum::<f64>() / n;
    let squares: f64 = parts.iter().map(|v| (v - mean) * (v - mean)).sum();
    (squares / (n - 1.0) / n).sqrt()
}
