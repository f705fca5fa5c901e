//! Rates by the CPU time of the thread, and by the wall clock where threads are compared.

use crate::workload::{Runner, Workload};
use cpu_time::ThreadTime;
use rayon::prelude::*;
use std::time::{Duration, Instant};

/// Repeats behind each median.
pub(super) const REPEATS: u32 = 5;

/// Rates of ours and of a peer, in turn in the same process.
pub(super) struct Rates {
    /// Samples a second of CPU time.
    pub(super) ours: f64,
    /// The peer's.
    pub(super) peer: Option<f64>,
    /// Ours over the peer's: the median over the repeats of the ratio within each, so that what disturbs both cancels.
    pub(super) ratio: Option<f64>,
}

/// The middle of a list, the mean of the two middle ones of an even list; NaN of an empty one.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let (low, high) = (values.len().saturating_sub(1) / 2, values.len() / 2);
    match (values.get(low), values.get(high)) {
        (Some(low), Some(high)) => 0.5 * (low + high),
        _ => f64::NAN,
    }
}

/// Samples with a result a second of this thread's CPU time, over whole batches that take `seconds` or more.
fn rate(run: &mut Runner, seconds: f64) -> f64 {
    let (mut done, mut batch) = (0, 0);
    let start = ThreadTime::now();
    loop {
        done += run(batch);
        batch += 1;
        let spent = start.elapsed();
        // A clock that did not move yet measures nothing.
        if spent >= Duration::from_secs_f64(seconds) && !spent.is_zero() {
            return done as f64 / spent.as_secs_f64();
        }
    }
}

/// Times a workload, and a peer's in turn with it, for about `seconds` each.
pub(super) fn rates(ours: &Workload, peer: Option<&Workload>, seconds: f64) -> Rates {
    let slice = seconds / f64::from(REPEATS);
    let mut ours = (ours.make)();
    let mut peer = peer.map(|peer| (peer.make)());
    // Once unmeasured: caches, branch predictors, tables that are built on first use.
    ours(0);
    if let Some(peer) = &mut peer {
        peer(0);
    }
    let (mut own, mut other, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..REPEATS {
        let of_ours = rate(&mut ours, slice);
        own.push(of_ours);
        if let Some(peer) = &mut peer {
            let of_peer = rate(peer, slice);
            other.push(of_peer);
            ratios.push(of_ours / of_peer);
        }
    }
    // A peer that finished nothing has no rate to compare with.
    let known = |values: Vec<f64>| Some(median(values)).filter(|value| value.is_finite());
    Rates { ours: median(own), peer: known(other), ratio: known(ratios) }
}

/// How much two threads do against one.
#[derive(Debug)]
pub(super) struct Speedup {
    /// By the wall clock.
    pub(super) wall: f64,
    /// By the CPU time of the threads: what they take from each other (caches, memory, clock rate), without what other
    /// programs take from them.
    pub(super) cpu: f64,
}

/// Rates of so many threads together.
struct Together {
    /// Samples a second of the wall clock.
    wall: f64,
    /// Samples a second of CPU time.
    cpu: f64,
}

/// Times so many threads over `batches`; none where the threads cannot be had.
fn together(work: &Workload, threads: usize, batches: u32) -> Option<Together> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok()?;
    let start = Instant::now();
    let timed = |run: &mut Runner, batch: u32| {
        let start = ThreadTime::now();
        (run(u64::from(batch)), start.elapsed())
    };
    let (done, spent) = pool.install(|| {
        let parts = (0..batches).into_par_iter().with_max_len(1).map_init(|| (work.make)(), timed);
        parts.reduce(|| (0, Duration::ZERO), |a, b| (a.0 + b.0, a.1 + b.1))
    });
    let wall = start.elapsed();
    Some(Together { wall: done as f64 / wall.as_secs_f64(), cpu: done as f64 / spent.as_secs_f64() })
}

/// What two threads do: samples a second of CPU time, and against one thread, as medians over pairs that were timed one
/// after the other.
pub(super) fn scaling(work: &Workload, seconds: f64) -> Option<(f64, Speedup)> {
    let slice = seconds / f64::from(REPEATS);
    let (alone, per_batch) = (rate(&mut (work.make)(), slice), work.batch as f64);
    // Many batches, so that the thread which ends first waits for a small part of the whole.
    let batches = (alone * slice / per_batch).ceil().max(2.0) as u32;
    let mut pairs = Vec::new();
    for _ in 0..REPEATS {
        pairs.push((together(work, 1, batches)?, together(work, 2, batches.saturating_mul(2))?));
    }
    let middle = |of: &dyn Fn(&(Together, Together)) -> f64| median(pairs.iter().map(of).collect());
    let speedup =
        Speedup { wall: middle(&|(one, two)| two.wall / one.wall), cpu: middle(&|(one, two)| 2.0 * two.cpu / one.cpu) };
    Some((middle(&|(_, two)| two.cpu), speedup))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median(Vec::new()).is_nan());
    }

    /// A peer that does half the work of ours in the same time is half as fast, and one that fails has no rate.
    #[test]
    fn rates_count_what_was_done() {
        fn work(done: usize) -> Workload {
            let make = move || -> Runner {
                Box::new(move |_| {
                    let sum: f64 = (0..2000).map(|k| libm::exp(std::hint::black_box(f64::from(k) / 2000.0))).sum();
                    if sum.is_finite() { done } else { 0 }
                })
            };
            Workload { name: String::new(), batch: done, make: Box::new(make) }
        }
        let rates_of = |peer: Option<&Workload>| rates(&work(2), peer, 1e-4);
        assert!(rates_of(None).ours > 0.0 && rates_of(None).peer.is_none() && rates_of(None).ratio.is_none());
        assert!(rates_of(Some(&work(1))).ratio.is_some_and(|ratio| ratio > 0.0));
        let nothing = rates_of(Some(&work(0)));
        assert!(nothing.ratio.is_none() && nothing.peer == Some(0.0));
    }
}
