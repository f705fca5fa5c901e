//! The summary of a finished sweep: its columns read one at a time, described, and put together as a report.

use super::{SweepFile, SweepFileError};
use crate::diag::Sources;
use crate::report::sweep::{OutputReport, SweepReport};
use crate::study::{Column, Identity, Role};
use crate::sweep::{
    Columns, Look, OutputKind, Sampling, StatisticsError, Status, StatusCounts, Until, Watch, checkpoints, describe,
    trace,
};
use crate::text;
use crate::words::{Text, shown_as_told};
use std::convert::Infallible;

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
    /// The stop rule cannot be judged.
    Rule(StatisticsError<Infallible>),
    /// The stop rule that the file names cannot be followed.
    Until {
        /// The rule.
        rule: String,
    },
}

impl SummaryError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::File(error) => error.told(),
            Self::Column { key, error } => text!("{key}: {error}", key, error),
            Self::Rule(error) => text!("stop rule: {error}", error),
            Self::Until { rule } => text!("the stop rule `{rule}` cannot be followed in its own sweep", rule),
        }
    }
}

shown_as_told!(SummaryError);

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
    let report = described(file.identity(), file, file.counts()?);
    let report = report.map_err(|(key, error)| SummaryError::Column { key, error })?;
    Ok(SweepReport { until: until(file)?, ..report })
}

/// The summary of the rows of a sweep, wherever they stand; without a stop rule.
///
/// # Errors
/// The key of a column that cannot be read or described, and why.
pub fn described<C: Columns>(
    identity: &Identity,
    rows: &C,
    counts: StatusCounts,
) -> Result<SweepReport, (String, StatisticsError<C::Error>)> {
    let sampling = sampling(identity);
    let looks = checkpoints(rows.rows(), identity.chunk_samples, &sampling);
    let outputs = identity.columns.iter().enumerate().filter(|(_, column)| column.role == Role::Output);
    let one = |(place, column): (usize, &Column)| {
        let failed = |error| (column.key.clone(), error);
        let statistics = describe(rows, place, output_kind(column), counts.failed(), &sampling).map_err(failed)?;
        let trace = trace(rows, place, &looks, &sampling).map_err(failed)?;
        let (key, label, unit) = (column.key.clone(), column.label.clone(), column.unit.clone());
        Ok(OutputReport { key, label, unit, statistics, trace })
    };
    Ok(SweepReport {
        scenario: identity.scenario.clone(),
        overrides: identity.overrides.clone(),
        design: identity.design_words(),
        seed: identity.seed,
        wanted: identity.samples,
        counts,
        outputs: outputs.map(one).collect::<Result<_, _>>()?,
        until: None,
    })
}

/// What the scatter of the samples of a sweep says.
pub fn sampling(identity: &Identity) -> Sampling {
    match identity.design.as_str() {
        "monte_carlo" => Sampling::Independent,
        "given" => Sampling::Unknown,
        _ => Sampling::Dealt { replicates: identity.replicates },
    }
}

/// Keys of the outputs among some columns, with what they are.
pub fn output_kinds(columns: &[Column]) -> Vec<(&str, OutputKind)> {
    columns.iter().filter(|c| c.role == Role::Output).map(|c| (c.key.as_str(), output_kind(c))).collect()
}

/// Shows a chunk to a stop rule and looks.
///
/// # Errors
/// When the chunk is damaged, or an output overflows.
pub fn feed(watch: &mut Watch, file: &SweepFile, chunk: usize) -> Result<Look, SummaryError> {
    let outputs: Vec<usize> = (0..file.columns().len()).filter(|k| file.columns()[*k].role == Role::Output).collect();
    let mut values = vec![f64::NAN; outputs.len()];
    let mut read: Vec<(usize, Vec<f64>)> = Vec::new();
    for condition in watch.conditions() {
        if let Some(place) = outputs.get(condition.output)
            && !read.iter().any(|(output, _)| *output == condition.output)
        {
            read.push((condition.output, file.numbers(chunk, *place)?));
        }
    }
    for (row, status) in file.statuses(chunk)?.into_iter().enumerate() {
        read.iter().for_each(|(output, column)| values[*output] = column[row]);
        watch.row((status == Status::Done).then_some(&values));
    }
    watch.look().map_err(SummaryError::Rule)
}

/// The stop rule of a file with its last look; none where there is no rule.
fn until(file: &SweepFile) -> Result<Option<(Until, Look)>, SummaryError> {
    let Some(rule) = &file.identity().until else { return Ok(None) };
    let failed = || SummaryError::Until { rule: rule.clone() };
    let kinds = output_kinds(file.columns());
    let parsed = Until::parse("--until", rule, &kinds, &mut Sources::default()).map_err(|_| failed())?;
    let mut watch = Watch::new(parsed.clone(), sampling(file.identity()));
    let mut last = None;
    for chunk in 0..file.chunks() {
        last = Some(feed(&mut watch, file, chunk)?);
    }
    Ok(last.map(|look| (parsed, look)))
}

/// An output of zeros and ones has the unit of a probability.
fn output_kind(column: &Column) -> OutputKind {
    if column.unit == "probability" { OutputKind::ZeroOrOne } else { OutputKind::Amount }
}
