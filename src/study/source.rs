//! Where the values of a sample come from.

use crate::scenario::Scenario;

/// Where the values of samples come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// Independent draws from the distributions of the scenario.
    MonteCarlo {
        /// Seed.
        seed: u64,
    },
}

impl Source {
    /// In words, as files name it.
    pub fn describe(&self) -> String {
        match self {
            Self::MonteCarlo { .. } => "Monte Carlo".to_owned(),
        }
    }

    /// Its seed; 0 where there is none.
    pub fn seed(&self) -> u64 {
        match self {
            Self::MonteCarlo { seed } => *seed,
        }
    }

    /// Places of the inputs that differ between samples, rising.
    pub(super) fn varied(&self, scenario: &Scenario) -> Vec<usize> {
        match self {
            Self::MonteCarlo { .. } => {
                (0..scenario.inputs.list().len()).filter(|place| scenario.plan.draws(*place)).collect()
            }
        }
    }

    /// Values of all inputs of a sample.
    pub(super) fn values(&self, scenario: &Scenario, sample: u64) -> Vec<f64> {
        match self {
            Self::MonteCarlo { seed } => scenario.sample(*seed, sample),
        }
    }
}
