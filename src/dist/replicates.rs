//! How samples are dealt out to independent randomised replicates.

/// Samples dealt out to replicates in turn: sample k belongs to replicate k mod R and is number k div R in it. Any
/// leading part of the samples holds all replicates, each to the same length within one sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Replicates {
    samples: u64,
    count: u64,
}

impl Replicates {
    /// `count` from 1 to `samples`: checked by the constructors of the designs.
    pub(super) fn new(samples: u64, count: u64) -> Self {
        Self { samples, count }
    }

    pub(super) fn samples(&self) -> u64 {
        self.samples
    }

    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// Replicate of a sample, and its number in it.
    pub(super) fn split(&self, sample: u64) -> (u64, u64) {
        (sample % self.count, sample / self.count)
    }

    /// Samples of a replicate.
    pub(super) fn size(&self, replicate: u64) -> u64 {
        self.samples / self.count + u64::from(replicate < self.samples % self.count)
    }
}
