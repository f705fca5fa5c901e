//! Where the values of a sample come from: a design, or a table of the user's own.

use super::identity::hex;
use crate::dist::Design;
use crate::scenario::{Scenario, UserSamples};
use sha2::{Digest, Sha256};

/// Where the values of samples come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// Drawn from the distributions of the scenario by a design, which must serve the plan's dimensions.
    Drawn {
        /// Where the samples lie.
        design: Design,
        /// Seed.
        seed: u64,
    },
    /// Given by the user; made by [`Source::given`].
    Given {
        /// The samples.
        samples: Box<UserSamples>,
        /// SHA-256 of paths and values, in the order of the columns; the format of the file does not count.
        sha256: String,
    },
}

impl Source {
    /// Samples of the user's own.
    pub fn given(scenario: &Scenario, samples: UserSamples) -> Self {
        let mut hash = Sha256::new();
        for place in samples.places() {
            let path = &scenario.inputs.list()[*place].path;
            hash.update((path.len() as u64).to_le_bytes());
            hash.update(path.as_bytes());
        }
        for sample in 0..samples.len() {
            let values = samples.values(sample);
            samples.places().iter().for_each(|place| hash.update(values[*place].to_bits().to_le_bytes()));
        }
        Self::Given { samples: Box::new(samples), sha256: hex(&hash.finalize()) }
    }

    /// Name of the design; `given` for samples of the user's own.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Drawn { design, .. } => design.name(),
            Self::Given { .. } => "given",
        }
    }

    /// Randomised replicates; 1 for Monte Carlo and for given samples.
    pub fn replicates(&self) -> u64 {
        match self {
            Self::Drawn { design, .. } => design.replicates(),
            Self::Given { .. } => 1,
        }
    }

    /// Its seed; none for given samples.
    pub fn seed(&self) -> Option<u64> {
        match self {
            Self::Drawn { seed, .. } => Some(*seed),
            Self::Given { .. } => None,
        }
    }

    pub(super) fn given_sha256(&self) -> Option<&str> {
        match self {
            Self::Drawn { .. } => None,
            Self::Given { sha256, .. } => Some(sha256),
        }
    }

    /// Places of the inputs that differ between samples.
    pub(super) fn varied(&self, scenario: &Scenario) -> Vec<usize> {
        match self {
            Self::Drawn { .. } => scenario.plan.drawn_places(),
            Self::Given { samples, .. } => samples.places().to_vec(),
        }
    }

    /// Values of all inputs of a sample.
    pub(super) fn values(&self, scenario: &Scenario, sample: u64) -> Vec<f64> {
        match self {
            Self::Drawn { design, seed } => scenario.sample_of(design, *seed, sample),
            Self::Given { samples, .. } => samples.values(sample as usize),
        }
    }
}
