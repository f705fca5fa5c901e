//! How the samples of a sweep are cut: chunks, whose boundaries depend on the number of samples alone, blocks within
//! them, and shards, which are runs of chunks.
//!
//! A chunk is what is written, kept and merged; a block is what a thread computes at a time.

use std::ops::Range;

/// Samples of a block: enough to fill lanes, few enough to share among threads.
pub const BLOCK: u64 = 128;

/// Smallest and largest chunk.
const CHUNK_MIN: u64 = 64;
const CHUNK_MAX: u64 = 16_384;

/// Chunks that a sweep is cut into, about, while they are neither too small nor too large.
const CHUNKS_WANTED: u64 = 64;

/// Most samples of one sweep: a Parquet file has at most 32,767 row groups, and one is a chunk.
pub const SWEEP_SAMPLES_MAX: u64 = 500_000_000;

/// The chunks of so many samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunks {
    samples: u64,
    size: u64,
}

impl Chunks {
    /// Chunks of the smallest power of two that is at least a 64th of the samples, and at least 64 and at most 16,384.
    pub fn of(samples: u64) -> Self {
        let size = samples.min(SWEEP_SAMPLES_MAX).div_ceil(CHUNKS_WANTED).next_power_of_two();
        Self { samples, size: size.clamp(CHUNK_MIN, CHUNK_MAX) }
    }

    /// All samples.
    pub fn samples(&self) -> u64 {
        self.samples
    }

    /// Samples of every chunk but the last, which may be shorter.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Number of chunks.
    pub fn count(&self) -> u64 {
        self.samples.div_ceil(self.size)
    }

    /// Samples of a chunk.
    pub fn range(&self, chunk: u64) -> Range<u64> {
        let start = chunk.saturating_mul(self.size).min(self.samples);
        start..start.saturating_add(self.size).min(self.samples)
    }

    /// Blocks of a chunk, in order.
    pub fn blocks(&self, chunk: u64) -> impl Iterator<Item = Range<u64>> + use<> {
        let Range { start, end } = self.range(chunk);
        (start..end).step_by(BLOCK as usize).map(move |at| at..(at + BLOCK).min(end))
    }

    /// Chunks of shard `k` of `n`, `k` from 1. The shards of all `k` cover every chunk once; with more shards than
    /// chunks some are empty.
    pub fn shard(&self, k: u64, n: u64) -> Range<u64> {
        // In 128 bits, so that no product overflows.
        let bound = |k: u64| (u128::from(self.count()) * u128::from(k) / u128::from(n.max(1))) as u64;
        bound(k.saturating_sub(1))..bound(k)
    }

    /// The shard of `n` that has a chunk, from 1.
    pub fn shard_of(&self, chunk: u64, n: u64) -> u64 {
        // The smallest k with count k / n > chunk, the end of its chunks being rounded down.
        let (count, chunk, n) = (u128::from(self.count().max(1)), u128::from(chunk), u128::from(n));
        ((chunk + 1) * n).div_ceil(count) as u64
    }
}

/// Runs of neighbours in a rising list: `[1, 2, 3, 7]` gives `1..4, 7..8`.
pub fn runs(list: &[u64]) -> Vec<Range<u64>> {
    let mut runs: Vec<Range<u64>> = Vec::new();
    for chunk in list {
        match runs.last_mut() {
            Some(run) if run.end == *chunk => run.end += 1,
            _ => runs.push(*chunk..chunk + 1),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sizes_as_documented() {
        let sizes = [1, 64, 4096, 4097, 10_000, 100_000, 1_000_000, SWEEP_SAMPLES_MAX];
        let found = sizes.map(|n| (Chunks::of(n).size(), Chunks::of(n).count()));
        let expected = [(64, 1), (64, 1), (64, 64), (128, 33), (256, 40), (2048, 49), (16_384, 62), (16_384, 30_518)];
        assert_eq!(found, expected);
        assert_eq!(Chunks::of(0).count(), 0);
    }

    #[test]
    fn neighbours_are_one_run() {
        assert_eq!(runs(&[1, 2, 3, 7, 9, 10]), [1..4, 7..8, 9..11]);
        assert!(runs(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn chunks_and_blocks_cover_every_sample_once(samples in 1u64..3_000_000) {
            let chunks = Chunks::of(samples);
            let mut next = 0;
            for chunk in 0..chunks.count() {
                for block in chunks.blocks(chunk) {
                    prop_assert_eq!(block.start, next);
                    prop_assert!(block.end > block.start && block.end - block.start <= BLOCK);
                    next = block.end;
                }
                prop_assert_eq!(chunks.range(chunk).end, next);
            }
            prop_assert_eq!(next, samples);
            prop_assert!(chunks.range(chunks.count()).is_empty());
        }

        #[test]
        fn shards_cover_every_chunk_once(samples in 1u64..2_000_000, n in 1u64..200) {
            let chunks = Chunks::of(samples);
            let mut next = 0;
            for k in 1..=n {
                let shard = chunks.shard(k, n);
                prop_assert_eq!(shard.start, next);
                for chunk in shard.clone() {
                    prop_assert_eq!(chunks.shard_of(chunk, n), k);
                }
                next = shard.end;
            }
            prop_assert_eq!(next, chunks.count());
        }
    }
}
