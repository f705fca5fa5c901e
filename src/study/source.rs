//! Where the values of a sample come from: a design, or a table of the user's own.

use super::given::Given;
use crate::dist::Design;
use crate::scenario::Scenario;

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
    /// Given by the user.
    Given(Given),
}

impl Source {
    /// Name of the design; `given` for samples of the user's own.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Drawn { design, .. } => design.name(),
            Self::Given(_) => "given",
        }
    }

    /// Randomised replicates; 1 for Monte Carlo and for given samples.
    pub fn replicates(&self) -> u64 {
        match self {
            Self::Drawn { design, .. } => design.replicates(),
            Self::Given(_) => 1,
        }
    }

    /// Its seed; none for given samples.
    pub fn seed(&self) -> Option<u64> {
        match self {
            Self::Drawn { seed, .. } => Some(*seed),
            Self::Given(_) => None,
        }
    }

    pub(super) fn given_sha256(&self) -> Option<&str> {
        match self {
            Self::Drawn { .. } => None,
            Self::Given(given) => Some(given.sha256()),
        }
    }

    /// Places of the inputs that differ between samples.
    pub(super) fn varied(&self, scenario: &Scenario) -> Vec<usize> {
        match self {
            Self::Drawn { .. } => scenario.plan.drawn_places(),
            Self::Given(given) => given.places().to_vec(),
        }
    }

    /// Values of all inputs of a sample.
    pub(super) fn values(&self, scenario: &Scenario, sample: u64) -> Vec<f64> {
        match self {
            Self::Drawn { design, seed } => scenario.sample_of(design, *seed, sample),
            Self::Given(given) => {
                let mut values = scenario.nominal();
                given.put(sample, &mut values);
                values
            }
        }
    }
}
