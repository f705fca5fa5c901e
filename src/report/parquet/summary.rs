//! The summary of a finished sweep: its columns read one at a time, described, and put together as a report.

use super::{SweepFile, SweepFileError};
use crate::report::sweep::{OutputReport, SweepReport};
use crate::study::{Column, Role};
use crate::sweep::{
    Columns, Memory, OutputKind, Sampling, Statistics, StatisticsError, Status, StatusCounts, Tally, checkpoints,
    describe, trace,
};
use std::convert::Infallible;
use std::fmt;

impl Columns for SweepFile {
    type Error = SweepFileError;

    fn rows(&self) -> u64 {
        self.samples()
    }

    fn pass(&self, column: usize, each: &mut dyn FnMut(&[f64])) -> Result<(), SweepFileError> {
        (0..self.chunks()).try_for_each(|chunk| {
            each(&self.numbers(chunk, column)?);
            Ok(())
        })
    }
}

/// Why a finished sweep has no summary.
#[derive(Debug)]
pub enum SummaryError {
    /// The file is damaged.
    File(SweepFileError),
    /// A column cannot be described.
    Column {
        /// Its key.
        key: String,
        /// Why.
        error: StatisticsError<SweepFileError>,
    },
}

impl fmt::Display for SummaryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => write!(f, "{error}"),
            Self::Column { key, error } => write!(f, "{key}: {error}"),
        }
    }
}

impl std::error::Error for SummaryError {}

impl From<SweepFileError> for SummaryError {
    fn from(error: SweepFileError) -> Self {
        Self::File(error)
    }
}

/// The summary of a finished sweep. One column is read at a time.
///
/// # Errors
/// When the file is damaged, or holds values that cannot be described.
pub fn sweep_report(file: &SweepFile) -> Result<SweepReport, SummaryError> {
    let identity = file.identity();
    let counts = file.counts()?;
    let outputs = file.columns().iter().enumerate().filter(|(_, column)| column.role == Role::Output);
    let outputs = outputs
        .map(|(place, column)| {
            let failed = |error| SummaryError::Column { key: column.key.clone(), error };
            let (statistics, trace) = described(file, place, column, counts.failed()).map_err(failed)?;
            let (key, label, unit) = (column.key.clone(), column.label.clone(), column.unit.clone());
            Ok(OutputReport { key, label, unit, statistics, trace })
        })
        .collect::<Result<_, SummaryError>>()?;
    Ok(SweepReport {
        scenario: identity.scenario.clone(),
        overrides: identity.overrides.clone(),
        design: identity.design_words(),
        seed: identity.seed,
        wanted: identity.samples,
        tally: tally(&counts),
        outputs,
        until: None,
    })
}

type Described = (Statistics, Vec<crate::sweep::Checkpoint>);

fn described(
    file: &SweepFile,
    place: usize,
    column: &Column,
    failed: u64,
) -> Result<Described, StatisticsError<SweepFileError>> {
    let identity = file.identity();
    let kind = output_kind(column);
    let rows = file.samples();
    let both = |columns: &dyn Columns<Error = SweepFileError>, place: usize, sampling: &Sampling| {
        let looks = checkpoints(rows, identity.chunk_samples, sampling);
        Ok((describe(columns, place, kind, failed, sampling)?, trace(columns, place, &looks, sampling)?))
    };
    match identity.design.as_str() {
        "monte_carlo" => both(file, place, &Sampling::Independent),
        "given" => both(file, place, &Sampling::Unknown),
        _ => {
            let (values, replicates) = by_replicate(file, place, identity.replicates)?;
            both(&Dealt(Memory::new(&[values])), 0, &Sampling::Replicates(replicates))
        }
    }
}

/// An output of zeros and ones has the unit of a probability.
pub(super) fn output_kind(column: &Column) -> OutputKind {
    if column.unit == "probability" { OutputKind::ZeroOrOne } else { OutputKind::Amount }
}

fn tally(counts: &StatusCounts) -> Tally {
    let failures = counts.iter().filter(|(status, _)| *status != Status::Done);
    let failures = failures.map(|(status, count)| (status.word().to_owned(), count)).collect();
    Tally { done: counts.of(Status::Done), failures }
}

/// A column whose samples were dealt out to replicates in turn, put together replicate by replicate.
fn by_replicate(
    file: &SweepFile,
    place: usize,
    replicates: u64,
) -> Result<(Vec<f64>, Vec<std::ops::Range<u64>>), StatisticsError<SweepFileError>> {
    let mut parts: Vec<Vec<f64>> = vec![Vec::new(); replicates.max(1) as usize];
    let mut row = 0;
    let dealt = file.pass(place, &mut |values| {
        for value in values {
            let count = parts.len();
            parts[row % count].push(*value);
            row += 1;
        }
    });
    dealt.map_err(StatisticsError::Read)?;
    let mut end = 0;
    let ranges = parts.iter().map(|part| {
        let start = end;
        end += part.len() as u64;
        start..end
    });
    let ranges = ranges.collect();
    Ok((parts.concat(), ranges))
}

/// Columns in memory where those of a file are asked for.
struct Dealt<'a>(Memory<'a>);

impl Columns for Dealt<'_> {
    type Error = SweepFileError;

    fn rows(&self) -> u64 {
        self.0.rows()
    }

    fn pass(&self, column: usize, each: &mut dyn FnMut(&[f64])) -> Result<(), SweepFileError> {
        self.0.pass(column, each).map_err(|never: Infallible| match never {})
    }
}
