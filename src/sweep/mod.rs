//! Many samples of one case: in parallel, each a pure function of its number, with their statistics.
//!
//! A sample that fails is a row with its reason: counted, shown, never dropped silently.

mod chunk;
mod engine;
mod row;
pub mod sensitivity;
mod statistics;

pub use chunk::{BLOCK, Chunks, SWEEP_SAMPLES_MAX, runs};
pub use engine::{Ended, RowsOf, compute};
pub use row::{Row, Status, StatusCounts};
pub use statistics::{
    Bracket, Checkpoint, Columns, Condition, Estimate, Histogram, Interval, IntervalKind, LEVEL, Look, Memory, Moments,
    OutputKind, Probability, QUANTILES, Quantile, REPLICATE_TAIL_MIN, REPLICATES_MAX, Sampling, Spread, Statistics,
    StatisticsError, Summary, Tolerance, Until, Wanted, Watch, checkpoints, describe, summarise, trace,
};

use rayon::prelude::*;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

/// One sample: its outputs in a fixed order, or why it failed numerically. NaN stands for an output that this sample does
/// not have (the saving of a product that is not made), never for a number that went wrong: that is a failed row.
pub type SampleRow = Result<Vec<f64>, String>;

/// The rows of an ensemble, in the order of the samples.
#[derive(Clone, Debug, PartialEq)]
pub struct Ensemble {
    /// Seed the samples were drawn with.
    pub seed: u64,
    /// One row a sample; shorter than asked for when stopped before the end.
    pub rows: Vec<SampleRow>,
    /// Samples asked for.
    pub wanted: usize,
}

impl Ensemble {
    /// Number of rows that failed.
    pub fn failed(&self) -> usize {
        self.rows.iter().filter(|r| r.is_err()).count()
    }

    /// The reasons of failed rows with their counts, most frequent first.
    pub fn reasons(&self) -> Vec<(String, usize)> {
        let mut counts: Vec<(String, usize)> = Vec::new();
        for reason in self.rows.iter().filter_map(|r| r.as_ref().err()) {
            match counts.iter_mut().find(|(text, _)| text == reason) {
                Some((_, count)) => *count += 1,
                None => counts.push((reason.clone(), 1)),
            }
        }
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts
    }

    /// All values of output `k` among the rows that did not fail and have it, in the order of the samples.
    pub fn column(&self, k: usize) -> Vec<f64> {
        self.rows.iter().filter_map(|r| r.as_ref().ok()).map(|row| row[k]).filter(|v| !v.is_nan()).collect()
    }

    /// Statistics of output `k`.
    pub fn summary(&self, k: usize) -> Option<Summary> {
        summarise(&self.column(k))
    }
}

/// Samples per block: the unit that threads take and after which a stop is noticed. Enough to fill the widest lanes
/// twice, few enough that a thousand samples are shared among threads.
const RUN_BLOCK: usize = 32;

/// Evaluates samples `0..wanted` in parallel.
///
/// `evaluate` gives a row for each sample of a range, each a pure function of the sample's number: the rows are then the
/// same for any number of threads. `done` is told how many samples a finished block held. When `stop` becomes true the
/// running blocks finish and the leading rows that are complete are returned.
pub fn run(
    wanted: usize,
    seed: u64,
    evaluate: &(dyn Fn(Range<u64>) -> Vec<SampleRow> + Sync),
    done: &(dyn Fn(u64) + Sync),
    stop: &AtomicBool,
) -> Ensemble {
    let blocks: Vec<Option<Vec<SampleRow>>> = (0..wanted.div_ceil(RUN_BLOCK))
        .into_par_iter()
        .map(|block| {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            let range = (block * RUN_BLOCK) as u64..((block + 1) * RUN_BLOCK).min(wanted) as u64;
            let rows: Vec<SampleRow> = evaluate(range).into_iter().map(finite).collect();
            done(rows.len() as u64);
            Some(rows)
        })
        .collect();
    let rows = blocks.into_iter().map_while(|b| b).flatten().collect();
    Ensemble { seed, rows, wanted }
}

/// A row with an infinite value is a failed row.
fn finite(row: SampleRow) -> SampleRow {
    match row {
        Ok(values) if values.iter().any(|v| v.is_infinite()) => Err("an output is infinite".to_owned()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicU64;

    /// Rows of a range from those of its samples.
    fn each(one: impl Fn(u64) -> SampleRow + Sync) -> impl Fn(Range<u64>) -> Vec<SampleRow> + Sync {
        move |range| range.map(&one).collect()
    }

    fn odd_fails(k: u64) -> SampleRow {
        match k % 5 {
            3 => Err("odd one".to_owned()),
            4 => Ok(vec![f64::INFINITY]),
            _ => Ok(vec![k as f64]),
        }
    }

    #[test]
    fn rows_keep_their_order_and_failures_are_counted() {
        let seen = AtomicU64::new(0);
        let done = |n: u64| {
            seen.fetch_add(n, Ordering::Relaxed);
        };
        let ensemble = run(103, 1, &each(odd_fails), &done, &AtomicBool::new(false));
        assert_eq!(ensemble.rows.len(), 103);
        assert_eq!(seen.load(Ordering::Relaxed), 103);
        assert_eq!(ensemble.rows[100], Ok(vec![100.0]));
        assert_eq!(ensemble.failed(), 40);
        assert_eq!(ensemble.reasons(), vec![("an output is infinite".to_owned(), 20), ("odd one".to_owned(), 20)]);
        assert_eq!(ensemble.column(0).len(), 63);
    }

    #[test]
    fn an_output_that_a_sample_lacks_is_left_out_of_its_statistics() {
        let some = |k: u64| Ok(vec![1.0, if k.is_multiple_of(2) { f64::NAN } else { k as f64 }]);
        let ensemble = run(10, 1, &each(some), &|_| (), &AtomicBool::new(false));
        assert_eq!(ensemble.failed(), 0);
        assert_eq!(ensemble.summary(0).unwrap().count, 10);
        assert_eq!(ensemble.column(1), [1.0, 3.0, 5.0, 7.0, 9.0]);
    }

    #[test]
    fn one_thread_gives_the_same_rows_as_many() {
        let go = || run(200, 7, &each(|k| Ok(vec![(k as f64).sqrt()])), &|_| (), &AtomicBool::new(false));
        let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool(1).install(go), pool(3).install(go));
    }

    #[test]
    fn a_stop_keeps_the_leading_rows() {
        let stop = AtomicBool::new(false);
        let evaluate = |k: u64| {
            if k == 40 {
                stop.store(true, Ordering::Relaxed);
            }
            Ok(vec![k as f64])
        };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let ensemble = pool.install(|| run(1000, 1, &each(evaluate), &|_| (), &stop));
        assert!(ensemble.rows.len() < 1000);
        assert!(ensemble.rows.iter().enumerate().all(|(k, r)| *r == Ok(vec![k as f64])));
    }
}
