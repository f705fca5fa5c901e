//! Chunks of a sweep in parallel: threads take blocks in order, a chunk is handed over as soon as it is whole.
//!
//! Memory does not grow with the number of samples: blocks are taken in rising order, so that at most one chunk per thread
//! is unfinished, and the channel to the one who writes is bounded.

use super::chunk::Chunks;
use super::row::Row;
use rayon::ThreadPool;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};

/// What is computed: the rows of a range of samples, a pure function of the range.
pub type RowsOf<'a> = dyn Fn(Range<u64>) -> Vec<Row> + Sync + 'a;

/// How it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// All chunks were handed over.
    Whole,
    /// A stop was asked for: what was handed over is whole, the rest is missing.
    Stopped,
}

/// A block that a thread has computed.
struct Block {
    chunk: u64,
    start: u64,
    rows: Vec<Row>,
}

/// Computes the chunks of `wanted` (rising) on the threads of `pool` and hands each to `finish`, on the calling thread
/// (which must be none of the pool's: it waits), as soon as it is whole. The order in which chunks are finished may differ
/// from run to run, their rows never do.
///
/// `seen` is shown the rows of every block when it is done. After `stop` the running blocks end and unfinished chunks are
/// dropped.
///
/// # Errors
/// The first error of `finish`; chunks finished before it stay as they are.
pub fn compute<E: Send>(
    pool: &ThreadPool,
    chunks: &Chunks,
    wanted: &[u64],
    rows_of: &RowsOf<'_>,
    seen: &mut dyn FnMut(&[Row]),
    finish: &mut dyn FnMut(u64, Vec<Row>) -> Result<(), E>,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Ended, E> {
    let blocks = wanted.iter().flat_map(|chunk| chunks.blocks(*chunk).map(move |block| (*chunk, block)));
    let queue = Mutex::new(blocks);
    let failed = AtomicBool::new(false);
    let threads = pool.current_num_threads();
    let (sender, receiver) = sync_channel::<Block>(2 * threads);
    let next = || queue.lock().ok().and_then(|mut queue| queue.next());
    let (next, failed_now) = (&next, &failed);
    let mut waiting: BTreeMap<u64, Vec<Block>> = BTreeMap::new();
    let mut result = Ok(());
    let mut finished = 0;
    pool.in_place_scope(|scope| {
        for _ in 0..threads {
            let sender = sender.clone();
            scope.spawn(move |_| work(next, rows_of, &sender, &|| stop() || failed_now.load(Ordering::Relaxed)));
        }
        // Only the threads hold senders now: the channel ends with them.
        drop(sender);
        for block in receiver {
            seen(&block.rows);
            let chunk = block.chunk;
            let parts = waiting.entry(chunk).or_default();
            parts.push(block);
            if result.is_ok() && is_whole(chunks, chunk, parts) {
                let rows = in_order(waiting.remove(&chunk).unwrap_or_default());
                result = finish(chunk, rows);
                finished += 1;
                failed.store(result.is_err(), Ordering::Relaxed);
            }
        }
    });
    result.map(|()| if finished == wanted.len() { Ended::Whole } else { Ended::Stopped })
}

/// A thread: block after block until there is none, or a stop.
fn work(
    next: &(dyn Fn() -> Option<(u64, Range<u64>)> + Sync),
    rows_of: &RowsOf<'_>,
    sender: &SyncSender<Block>,
    stop: &dyn Fn() -> bool,
) {
    while !stop() {
        let Some((chunk, range)) = next() else { return };
        let start = range.start;
        let rows = rows_of(range);
        if sender.send(Block { chunk, start, rows }).is_err() {
            return;
        }
    }
}

fn is_whole(chunks: &Chunks, chunk: u64, parts: &[Block]) -> bool {
    let range = chunks.range(chunk);
    parts.iter().map(|b| b.rows.len() as u64).sum::<u64>() == range.end - range.start
}

fn in_order(mut parts: Vec<Block>) -> Vec<Row> {
    parts.sort_by_key(|block| block.start);
    parts.into_iter().flat_map(|block| block.rows).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(k: u64) -> Row {
        Row::done(vec![k as f64], vec![(k as f64).sqrt()], k as u32)
    }

    fn pool(threads: usize) -> rayon::ThreadPool {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
    }

    fn all(threads: usize, samples: u64, wanted: &[u64]) -> Vec<(u64, Vec<Row>)> {
        let chunks = Chunks::of(samples);
        let mut found = Vec::new();
        let mut seen = 0;
        let ended = compute(
            &pool(threads),
            &chunks,
            wanted,
            &|range| range.map(row).collect(),
            &mut |rows| seen += rows.len(),
            &mut |chunk, rows| {
                found.push((chunk, rows));
                Ok::<(), String>(())
            },
            &|| false,
        );
        assert_eq!(ended, Ok(Ended::Whole));
        found.sort_by_key(|(chunk, _)| *chunk);
        assert_eq!(seen, found.iter().map(|(_, rows)| rows.len()).sum::<usize>());
        found
    }

    #[test]
    fn every_chunk_is_whole_and_in_order_for_any_number_of_threads() {
        let samples = 20_000;
        let wanted: Vec<u64> = (0..Chunks::of(samples).count()).collect();
        let one = all(1, samples, &wanted);
        let rows: Vec<Row> = one.iter().flat_map(|(_, rows)| rows.clone()).collect();
        assert_eq!(rows, (0..samples).map(row).collect::<Vec<_>>());
        assert_eq!(one, all(2, samples, &wanted));
        assert_eq!(one, all(5, samples, &wanted));
        // Some chunks only: the same rows in them.
        assert_eq!(all(3, samples, &[3, 9]), [one[3].clone(), one[9].clone()]);
    }

    #[test]
    fn the_first_error_ends_it() {
        let chunks = Chunks::of(100_000);
        let wanted: Vec<u64> = (0..chunks.count()).collect();
        let mut written = 0;
        let result = compute(
            &pool(2),
            &chunks,
            &wanted,
            &|range| range.map(row).collect(),
            &mut |_| (),
            &mut |_, _| {
                written += 1;
                if written == 3 { Err("the disk is full") } else { Ok(()) }
            },
            &|| false,
        );
        assert_eq!(result, Err("the disk is full"));
        assert_eq!(written, 3, "nothing is written after an error");
    }

    #[test]
    fn a_stop_hands_over_whole_chunks_only() {
        let chunks = Chunks::of(1_000_000);
        let wanted: Vec<u64> = (0..chunks.count()).collect();
        let stop = AtomicBool::new(false);
        let mut found = Vec::new();
        let ended = compute(
            &pool(3),
            &chunks,
            &wanted,
            &|range| range.map(row).collect(),
            &mut |_| (),
            &mut |chunk, rows| {
                found.push((chunk, rows.len()));
                stop.store(true, Ordering::Relaxed);
                Ok::<(), String>(())
            },
            &|| stop.load(Ordering::Relaxed),
        );
        assert_eq!(ended, Ok(Ended::Stopped));
        assert!(!found.is_empty() && found.len() < wanted.len());
        assert!(found.iter().all(|(chunk, n)| *n as u64 == chunks.range(*chunk).end - chunks.range(*chunk).start));
    }
}
