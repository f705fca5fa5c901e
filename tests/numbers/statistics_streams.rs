//! Statistics of columns that come in stretches: the same bits however they are cut, every sample counted once, odd columns
//! answered with an error.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use gisement::sweep::*;
use proptest::prelude::*;

/// Columns handed over in stretches of given lengths, in turn.
struct Cut<'a> {
    values: &'a [f64],
    lengths: &'a [usize],
}

impl Columns for Cut<'_> {
    type Error = String;

    fn rows(&self) -> u64 {
        self.values.len() as u64
    }

    fn pass(&self, _: usize, each: &mut dyn FnMut(&[f64])) -> Result<(), String> {
        let mut rest = self.values;
        for length in self.lengths.iter().cycle() {
            let (stretch, after) = rest.split_at((*length).min(rest.len()));
            each(stretch);
            rest = after;
            if rest.is_empty() {
                return Ok(());
            }
        }
        Err("no lengths".to_owned())
    }
}

/// One cell: a value, or none because the sample failed or lacks the output.
fn cell() -> impl Strategy<Value = (f64, bool)> {
    prop_oneof![
        8 => (-1e6f64..1e6).prop_map(|v| (v, false)),
        2 => (-2i8..3).prop_map(|v| (f64::from(v), false)),
        1 => Just((f64::NAN, false)),
        1 => Just((f64::NAN, true)),
    ]
}

fn bits(s: &Statistics) -> String {
    // `{:?}` of a double reads back to the same bits.
    format!("{s:?}")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn stretches_change_no_bit(
        cells in prop::collection::vec(cell(), 1..4000),
        lengths in prop::collection::vec(1usize..900, 1..5),
        replicates in 1u64..6,
        kind in 0u8..4,
    ) {
        let values: Vec<f64> = cells.iter().map(|c| c.0).collect();
        let failed = cells.iter().filter(|c| c.1).count() as u64;
        let rows = values.len() as u64;
        let part = (rows / replicates).max(1);
        let sampling = match kind {
            0 => Sampling::Independent,
            1 => Sampling::Unknown,
            2 => Sampling::Dealt { replicates },
            _ => Sampling::Replicates((0..replicates).map(|r| r * part..(r + 1) * part).collect()),
        };
        let cut = Cut { values: &values, lengths: &lengths };
        let found = describe(&cut, 0, OutputKind::Amount, failed, &sampling).unwrap();
        let whole = describe(&Memory::new(std::slice::from_ref(&values)), 0, OutputKind::Amount, failed, &sampling).unwrap();
        prop_assert_eq!(bits(&found), bits(&whole));
        prop_assert_eq!(found.count + found.absent + found.failed, rows);
        let points = checkpoints(rows, 64, &sampling);
        prop_assert_eq!(points.last(), Some(&rows));
        let (a, b) = (trace(&cut, 0, &points, &sampling), trace(&Memory::new(std::slice::from_ref(&values)), 0, &points, &sampling));
        prop_assert_eq!(format!("{:?}", a.unwrap()), format!("{:?}", b.unwrap()));
        let Some(s) = found.spread else { return Ok(()) };
        check(&values, failed, &s)?;
        // The last checkpoint says what the statistics say.
        let last = trace(&cut, 0, &[rows], &sampling).unwrap()[0];
        prop_assert_eq!(last.mean, s.mean);
        prop_assert_eq!(Some(last.p10_p50_p90[1]), s.quantile(0.5).map(|q| q.estimate));
    }
}

/// Against sums and sorting by the book.
fn check(values: &[f64], failed: u64, s: &Spread) -> Result<(), TestCaseError> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    let mean = sorted.iter().sum::<f64>() / n as f64;
    let size = sorted.iter().fold(0.0, |a: f64, v| a.max(v.abs()));
    prop_assert!((s.mean.value - mean).abs() <= 1e-12 * size);
    let variance = sorted.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n.max(2) - 1) as f64;
    prop_assert!((s.standard_deviation - variance.sqrt()).abs() <= 1e-12 * size);
    prop_assert_eq!((s.min, s.max), (sorted[0], sorted[n - 1]));
    let h = &s.histogram;
    prop_assert_eq!(h.below + h.above + h.counts.iter().sum::<u64>(), n as u64);
    let at = |list: &[f64], share: f64| {
        let at = share * (list.len() - 1) as f64;
        let (low, high) = (list[at.floor() as usize], list[at.ceil() as usize]);
        if low == high { low } else { low + (at - at.floor()) * (high - low) }
    };
    for q in &s.quantiles {
        prop_assert_eq!(q.estimate.value, at(&sorted, q.share));
        // The failures put in as smallest, and as largest.
        let mut low = vec![f64::NEG_INFINITY; failed as usize];
        low.extend(&sorted);
        let mut high = sorted.clone();
        high.extend(vec![f64::INFINITY; failed as usize]);
        for (list, end) in [(low, q.with_failed.low), (high, q.with_failed.high)] {
            let expected = at(&list, q.share);
            match end {
                Some(value) => prop_assert!((value - expected).abs() <= 1e-9 * size, "{value} {expected}"),
                None => prop_assert!(!expected.is_finite()),
            }
        }
        prop_assert!(q.with_failed.low.is_none_or(|low| low <= q.estimate.value));
        prop_assert!(q.with_failed.high.is_none_or(|high| high >= q.estimate.value));
        if let Some(i) = q.estimate.interval.filter(|i| i.kind == IntervalKind::OrderStatistics) {
            prop_assert!(i.low <= q.estimate.value && q.estimate.value <= i.high);
        }
    }
    Ok(())
}

fn one(values: &[f64], kind: OutputKind, failed: u64) -> Result<Statistics, StatisticsError<String>> {
    describe(&Cut { values, lengths: &[2] }, 0, kind, failed, &Sampling::Independent)
}

#[test]
fn nothing_and_next_to_nothing() {
    let empty = one(&[], OutputKind::Amount, 0).unwrap();
    assert_eq!((empty.count, empty.spread), (0, None));
    let none = one(&[f64::NAN, f64::NAN], OutputKind::ZeroOrOne, 1).unwrap();
    assert_eq!((none.count, none.absent, none.failed, none.spread), (0, 1, 1, None));
    let single = one(&[4.0], OutputKind::Amount, 0).unwrap().spread.unwrap();
    assert_eq!((single.mean.value, single.mean.interval, single.standard_deviation), (4.0, None, 0.0));
    assert!(single.quantiles.iter().all(|q| q.estimate == Estimate { value: 4.0, interval: None }));
    assert_eq!(trace(&Cut { values: &[f64::NAN], lengths: &[1] }, 0, &[1], &Sampling::Independent).unwrap(), []);
}

#[test]
fn a_column_that_cannot_be_is_an_error_that_says_what() {
    let amount = |values: &[f64]| one(values, OutputKind::Amount, 0).unwrap_err();
    assert_eq!(amount(&[1.0, 2.0, 3.0, f64::NEG_INFINITY, f64::INFINITY]), StatisticsError::Infinite { row: 3 });
    assert_eq!(amount(&[1e300, -1e300]), StatisticsError::TooLarge);
    let failed = one(&[1.0, f64::NAN], OutputKind::Amount, 2).unwrap_err();
    assert_eq!(failed, StatisticsError::FailedRows { failed: 2, empty: 1 });
    assert!(failed.to_string().contains("leave the outputs of a failed sample empty"));
    assert_eq!(one(&[1.0, 0.5], OutputKind::ZeroOrOne, 0).unwrap_err(), StatisticsError::NotZeroOrOne { value: 0.5 });
    let read = describe(&Cut { values: &[1.0], lengths: &[] }, 0, OutputKind::Amount, 0, &Sampling::Independent);
    assert_eq!(read.unwrap_err(), StatisticsError::Read("no lengths".to_owned()));
    for ranges in [vec![0..4, 3..5], vec![4..5, 0..4], std::iter::once(2..2).collect()] {
        let found = describe(&Memory::new(&[vec![1.0; 5]]), 0, OutputKind::Amount, 0, &Sampling::Replicates(ranges));
        assert_eq!(found.unwrap_err(), StatisticsError::Ranges);
    }
    let many = Sampling::Dealt { replicates: 1001 };
    let many = describe(&Memory::new(&[vec![1.0; 5]]), 0, OutputKind::Amount, 0, &many).unwrap_err();
    assert!(many.to_string().contains("draw at most 1000"), "{many}");
    let beyond = trace(&Memory::new(&[vec![1.0; 5]]), 0, &[6], &Sampling::Independent).unwrap_err();
    assert_eq!(beyond, StatisticsError::Rows { told: 6, read: 5 });
}

/// A digester that never failed in 300 samples may still fail once in 79; all replicates agreeing is no proof either.
#[test]
fn a_probability_of_nought_is_not_sure() {
    let never = vec![0.0; 300];
    let parts = Sampling::Replicates((0..10).map(|r| r * 30..(r + 1) * 30).collect());
    for sampling in [Sampling::Independent, parts] {
        let found =
            describe(&Memory::new(std::slice::from_ref(&never)), 0, OutputKind::ZeroOrOne, 0, &sampling).unwrap();
        let p = found.spread.unwrap().probability.unwrap();
        let interval = p.estimate.interval.unwrap();
        assert_eq!((p.ones, p.estimate.value, interval.low, interval.kind), (0, 0.0, 0.0, IntervalKind::Wilson));
        // z^2 / (n + z^2)
        assert!((interval.high - 3.841_459 / 303.841_459).abs() < 1e-8, "{interval:?}");
    }
}

/// An interruption within a replicate: what is whole gives the intervals.
#[test]
fn a_part_of_a_replicate_gives_no_interval() {
    let values: Vec<f64> = (0..100).map(|k| f64::from(k * 37 % 100)).collect();
    let replicates = |n: u64| Sampling::Replicates((0..n).map(|r| r * 40..(r + 1) * 40).collect());
    let of = |sampling: &Sampling| {
        describe(&Memory::new(std::slice::from_ref(&values)), 0, OutputKind::Amount, 0, sampling)
            .unwrap()
            .spread
            .unwrap()
    };
    let kind = |s: &Spread| s.mean.interval.map(|i| i.kind);
    assert_eq!(kind(&of(&replicates(5))), Some(IntervalKind::Replicates { replicates: 2 }));
    assert_eq!(kind(&of(&replicates(1))), None);
    let seen = trace(&Memory::new(std::slice::from_ref(&values)), 0, &[40, 80, 100], &replicates(3)).unwrap();
    let kinds: Vec<bool> = seen.iter().map(|c| c.mean.interval.is_some()).collect();
    assert_eq!(kinds, [false, true, true]);
}

/// Replicates dealt out in turn give the intervals of the same replicates one after another, at the end and before.
#[test]
fn replicates_in_turn_are_the_same_replicates() {
    let (replicates, points) = (7, 50);
    let dealt: Vec<f64> = (0..replicates * points).map(|k| f64::from(k * 89 % 353) + f64::from(k % 7)).collect();
    let part = |end: usize| {
        let of = |r: usize| dealt[..end].iter().skip(r).step_by(7).copied().collect::<Vec<f64>>();
        let parts: Vec<Vec<f64>> = (0..7).map(of).collect();
        let mut first = 0;
        let ranges = parts.iter().map(|p| {
            first += p.len() as u64;
            first - p.len() as u64..first
        });
        (Sampling::Replicates(ranges.collect()), parts.concat())
    };
    let all =
        trace(&Memory::new(std::slice::from_ref(&dealt)), 0, &[100, 350], &Sampling::Dealt { replicates: 7 }).unwrap();
    for seen in all {
        let (sampling, values) = part(seen.samples as usize);
        let one = trace(&Memory::new(&[values]), 0, &[seen.samples], &sampling).unwrap()[0];
        // Another order of the sum: the mean and its ends differ by rounding.
        assert_eq!(seen.p10_p50_p90, one.p10_p50_p90);
        let (a, b) = (seen.mean.interval.unwrap(), one.mean.interval.unwrap());
        assert!((a.low - b.low).abs() < 1e-10 && (a.high - b.high).abs() < 1e-10, "{a:?} {b:?}");
        assert_eq!(a.kind, IntervalKind::Replicates { replicates: 7 });
    }
}

/// Whole numbers from 0 in an order that is no order, never stored: row k holds 1,234,567 k modulo the number of rows.
struct Shuffled(u64);

impl Columns for Shuffled {
    type Error = std::convert::Infallible;

    fn rows(&self) -> u64 {
        self.0
    }

    fn pass(&self, _: usize, each: &mut dyn FnMut(&[f64])) -> Result<(), Self::Error> {
        for first in (0..self.0).step_by(1000) {
            let rows = first..(first + 1000).min(self.0);
            each(&rows.map(|k| (k * 1_234_567 % self.0) as f64).collect::<Vec<_>>());
        }
        Ok(())
    }
}

/// A column too long to be sorted in memory: quantiles of 0 .. n - 1 are share (n - 1), its variance is n (n + 1) / 12.
#[test]
fn a_long_column_is_exact() {
    let n = 4_500_001_u64;
    let s = describe(&Shuffled(n), 0, OutputKind::Amount, 0, &Sampling::Independent).unwrap().spread.unwrap();
    let last = (n - 1) as f64;
    for q in &s.quantiles {
        assert!((q.estimate.value - q.share * last).abs() < 1e-6, "{q:?}");
        let interval = q.estimate.interval.unwrap();
        let half = 1.96 * (q.share * (1.0 - q.share) * n as f64).sqrt();
        assert!(
            (q.estimate.value - interval.low - half).abs() < 3.0
                && (interval.high - q.estimate.value - half).abs() < 3.0
        );
    }
    assert!((s.mean.value - last / 2.0).abs() < 1e-6);
    let variance = n as f64 * (n + 1) as f64 / 12.0;
    assert!((s.standard_deviation / variance.sqrt() - 1.0).abs() < 1e-12);
    assert_eq!((s.min, s.max, s.histogram.below, s.histogram.above), (0.0, last, 4500, 4500));
}
