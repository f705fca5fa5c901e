//! All statistics of one output.

use super::columns::{Columns, read};
use super::error::StatisticsError;
use super::failures::{self, Bracket};
use super::groups::{Estimate, Groups};
use super::histogram::{Histogram, OUTSIDE};
use super::interval::Sampling;
use super::order::{Found, Ranks, position};

/// Shares of the quantiles that are given: one sample in ten lies below the first 0.1, nine in ten below 0.9.
pub const QUANTILES: [f64; 7] = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];

/// What an output is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputKind {
    /// An amount.
    Amount,
    /// Whether something happened: 0 or 1. Its mean is a probability.
    ZeroOrOne,
}

/// A quantile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantile {
    /// Share of the values below it, 0 to 1.
    pub share: f64,
    /// The quantile with its interval.
    pub estimate: Estimate,
    /// What it could have been over the samples drawn, had those that failed ended with a value.
    pub with_failed: Bracket,
}

/// A probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Probability {
    /// Samples in which it came true.
    pub ones: u64,
    /// Their share, with its interval.
    pub estimate: Estimate,
    /// What the share could have been, had the samples that failed ended with a value.
    pub with_failed: Bracket,
}

/// How values spread.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// Arithmetic mean.
    pub mean: Estimate,
    /// Standard deviation (n - 1); 0 for a single value.
    pub standard_deviation: f64,
    /// Smallest value.
    pub min: f64,
    /// Largest value.
    pub max: f64,
    /// The quantiles of [`QUANTILES`], in that order.
    pub quantiles: [Quantile; QUANTILES.len()],
    /// How often values fall where.
    pub histogram: Histogram,
    /// The probability, for an output of zeros and ones.
    pub probability: Option<Probability>,
}

impl Spread {
    /// The quantile of one of the shares of [`QUANTILES`].
    pub fn quantile(&self, share: f64) -> Option<&Quantile> {
        self.quantiles.iter().find(|q| q.share == share)
    }
}

/// Statistics of one output. `count` + `absent` + `failed` are all samples.
#[derive(Clone, Debug, PartialEq)]
pub struct Statistics {
    /// Samples with a value.
    pub count: u64,
    /// Samples that ended well and do not have this output (the saving of a product that is not made).
    pub absent: u64,
    /// Samples that failed numerically.
    pub failed: u64,
    /// How the values spread; none without values.
    pub spread: Option<Spread>,
}

/// Statistics of one column, of which `failed` rows are empty because the sample failed.
///
/// Quantiles are exact, by definition 7 of Hyndman & Fan 1996 (doi:10.1080/00031305.1996.10473566). The column is read
/// three times (beyond 4 million rows seven times), in constant memory.
///
/// # Errors
/// When it cannot be read, holds an infinite value, too few empty rows, a value that is no 0 and no 1 where these are
/// asked, or values whose squares overflow.
pub fn describe<C: Columns + ?Sized>(
    columns: &C,
    column: usize,
    kind: OutputKind,
    failed: u64,
    sampling: &Sampling,
) -> Result<Statistics, StatisticsError<C::Error>> {
    let rows = columns.rows();
    let groups = Groups::read(columns, column, &[rows], sampling)?;
    let count = groups.moments(0).count();
    let absent =
        (rows - count).checked_sub(failed).ok_or(StatisticsError::FailedRows { failed, empty: rows - count })?;
    let mut found = Statistics { count, absent, failed, spread: None };
    let Some((min, max)) = groups.moments(0).extremes() else { return Ok(found) };
    let (mean, standard_deviation) = groups.mean(0).ok_or(StatisticsError::TooLarge)?;
    let mut ranks = groups.ranks(&QUANTILES);
    let edges = edges(&mut ranks, count);
    for at in QUANTILES.iter().flat_map(|share| failures::positions(*share, count, failed)).flatten() {
        ranks.want_at(0, at);
    }
    let order = ranks.find(columns, column)?;
    let quantiles = QUANTILES.map(|share| Quantile {
        share,
        estimate: groups.quantile(&order, 0, share),
        with_failed: bracket(&order, failures::positions(share, count, failed)),
    });
    let histogram = Histogram::count(columns, column, (order.at(0, edges.0), order.at(0, edges.1)))?;
    let probability = match kind {
        OutputKind::Amount => None,
        OutputKind::ZeroOrOne => Some(probability(columns, column, &groups, failed)?),
    };
    found.spread = Some(Spread { mean, standard_deviation, min, max, quantiles, histogram, probability });
    Ok(found)
}

/// Ranks of the first and the last edge of the histogram.
fn edges(ranks: &mut Ranks, count: u64) -> (u64, u64) {
    let low = position(OUTSIDE, count).floor() as u64;
    let high = count - 1 - low;
    ranks.want(0, low);
    ranks.want(0, high);
    (low, high)
}

fn bracket(order: &Found, [low, high]: [Option<f64>; 2]) -> Bracket {
    Bracket { low: low.map(|at| order.between(0, at)), high: high.map(|at| order.between(0, at)) }
}

fn probability<C: Columns + ?Sized>(
    columns: &C,
    column: usize,
    groups: &Groups,
    failed: u64,
) -> Result<Probability, StatisticsError<C::Error>> {
    let ones = ones(columns, column)?;
    let count = groups.moments(0).count();
    let estimate = groups.probability(0, ones).ok_or(StatisticsError::TooLarge)?;
    Ok(Probability { ones, estimate, with_failed: failures::probability(ones, count, failed) })
}

/// Number of ones in a column of zeros and ones.
fn ones<C: Columns + ?Sized>(columns: &C, column: usize) -> Result<u64, StatisticsError<C::Error>> {
    let (mut ones, mut other) = (0, None);
    read(columns, column, |_, values| {
        for value in values.iter().filter(|v| !v.is_nan()) {
            ones += u64::from(*value == 1.0);
            if *value != 0.0 && *value != 1.0 {
                other = other.or(Some(*value));
            }
        }
    })?;
    other.map_or(Ok(ones), |value| Err(StatisticsError::NotZeroOrOne { value }))
}

/// The mean of a column, or its probability; none without values.
pub(super) fn estimate_mean<C: Columns + ?Sized>(
    columns: &C,
    column: usize,
    kind: OutputKind,
    sampling: &Sampling,
) -> Result<Option<Estimate>, StatisticsError<C::Error>> {
    let groups = Groups::read(columns, column, &[columns.rows()], sampling)?;
    match kind {
        OutputKind::ZeroOrOne => Ok(groups.probability(0, ones(columns, column)?)),
        OutputKind::Amount if groups.moments(0).count() == 0 => Ok(None),
        OutputKind::Amount => groups.mean(0).map(|(mean, _)| Some(mean)).ok_or(StatisticsError::TooLarge),
    }
}

/// One quantile of a column; none without values.
pub(super) fn estimate_quantile<C: Columns + ?Sized>(
    columns: &C,
    column: usize,
    share: f64,
    sampling: &Sampling,
) -> Result<Option<Estimate>, StatisticsError<C::Error>> {
    let groups = Groups::read(columns, column, &[columns.rows()], sampling)?;
    if groups.moments(0).count() == 0 {
        return Ok(None);
    }
    let found = groups.ranks(&[share]).find(columns, column)?;
    Ok(Some(groups.quantile(&found, 0, share)))
}
