//! Sampling designs: where in the unit cube the samples lie. Each is a pure function of seed, sample and dimension.

use super::latin::LatinHypercube;
use super::philox::{ParameterId, uniform};
use super::replicates::Replicates;
use super::sobol::{SOBOL_DIMENSIONS, SOBOL_SAMPLES, Sobol};
use crate::text;
use crate::words::{Text, shown_as_told};

/// A sampling design.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Design {
    /// Independent samples. Any number of them: a sample depends neither on how many there are nor on other dimensions.
    MonteCarlo,
    /// Every dimension evenly spread, in independent replicates. The number of samples shapes all of them; a sample does
    /// not depend on other dimensions.
    LatinHypercube(LatinHypercube),
    /// All dimensions together evenly spread, in independently scrambled replicates. A sample depends on the order of the
    /// dimensions, not on how many samples there are.
    Sobol(Sobol),
}

/// Replicates unless told otherwise: an interval from 16 has 15 degrees of freedom, and is 9 % wider than from many.
pub const REPLICATES: u64 = 16;

/// Why there is no such design.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DesignError {
    /// No samples.
    NoSamples,
    /// No replicates, or more than there are samples.
    Replicates {
        /// Replicates asked for.
        replicates: u64,
        /// Samples asked for.
        samples: u64,
    },
    /// More dimensions than there are direction numbers.
    Dimensions {
        /// Dimensions asked for.
        dimensions: usize,
    },
    /// More samples than a Sobol sequence of 52 bits has points.
    Samples {
        /// Samples asked for.
        samples: u64,
    },
    /// A name of no design.
    Unknown {
        /// The name.
        name: String,
    },
}

impl DesignError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::NoSamples => text!("no samples are asked for; write a number from 1"),
            Self::Replicates { replicates, samples } => text!(
                "{samples} samples do not make {replicates} replicates; write a number of replicates from 1 to {samples}",
                samples,
                replicates
            ),
            Self::Dimensions { dimensions } => text!(
                "{dimensions} uncertain dimensions, a Sobol sequence serves {most}; use latin_hypercube or \
                 monte_carlo, or draw less",
                dimensions,
                most = SOBOL_DIMENSIONS
            ),
            Self::Samples { samples } => {
                text!(
                    "{samples} samples, a Sobol sequence has {most}; ask for fewer, or use monte_carlo",
                    samples,
                    most = SOBOL_SAMPLES
                )
            }
            Self::Unknown { name } => {
                text!("there is no design `{name}`; write one of {known}", name, known = Design::NAMES.join(", "))
            }
        }
    }
}

shown_as_told!(DesignError);

impl std::error::Error for DesignError {}

impl Design {
    /// Names of the designs.
    pub const NAMES: [&str; 3] = ["monte_carlo", "latin_hypercube", "sobol"];

    /// Latin hypercubes: `samples` in all, dealt out to `replicates`.
    ///
    /// # Errors
    /// When there are no samples, no replicates, or more replicates than samples.
    pub fn latin_hypercube(samples: u64, replicates: u64) -> Result<Self, DesignError> {
        Ok(Self::LatinHypercube(LatinHypercube { replicates: checked(samples, replicates)? }))
    }

    /// Scrambled Sobol points: `samples` in all, dealt out to `replicates`. Best is a power of two for each replicate.
    ///
    /// # Errors
    /// As [`Design::latin_hypercube`], and beyond [`SOBOL_SAMPLES`].
    pub fn sobol(samples: u64, replicates: u64) -> Result<Self, DesignError> {
        if samples > SOBOL_SAMPLES {
            return Err(DesignError::Samples { samples });
        }
        Ok(Self::Sobol(Sobol { replicates: checked(samples, replicates)? }))
    }

    /// The design of a name; `replicates` are [`REPLICATES`] (fewer when there are fewer samples) unless given, and
    /// nothing to Monte Carlo.
    ///
    /// # Errors
    /// As the constructors, and for a name that is none.
    pub fn named(name: &str, samples: u64, replicates: Option<u64>) -> Result<Self, DesignError> {
        let count = replicates.unwrap_or(REPLICATES.min(samples));
        match name {
            "monte_carlo" if samples == 0 => Err(DesignError::NoSamples),
            "monte_carlo" => Ok(Self::MonteCarlo),
            "latin_hypercube" => Self::latin_hypercube(samples, count),
            "sobol" => Self::sobol(samples, count),
            _ => Err(DesignError::Unknown { name: name.to_owned() }),
        }
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::MonteCarlo => "monte_carlo",
            Self::LatinHypercube(_) => "latin_hypercube",
            Self::Sobol(_) => "sobol",
        }
    }

    /// Number of independent randomised replicates; 1 for Monte Carlo, whose samples are all independent.
    pub fn replicates(&self) -> u64 {
        match self {
            Self::MonteCarlo => 1,
            Self::LatinHypercube(LatinHypercube { replicates }) | Self::Sobol(Sobol { replicates }) => {
                replicates.count()
            }
        }
    }

    /// Replicate of a sample, from 0. Samples are dealt out in turn: any leading part holds all replicates alike.
    pub fn replicate(&self, sample: u64) -> u64 {
        sample % self.replicates()
    }

    /// Can the design serve so many dimensions?
    ///
    /// # Errors
    /// When there are more than a Sobol sequence has.
    pub fn serves(&self, dimensions: usize) -> Result<(), DesignError> {
        match self {
            Self::Sobol(_) if dimensions > SOBOL_DIMENSIONS => Err(DesignError::Dimensions { dimensions }),
            _ => Ok(()),
        }
    }

    /// The number of a sample in a dimension, strictly inside (0, 1), of 52 bits. `parameter` is the dimension's id:
    /// Monte Carlo and Latin hypercubes go by it, Sobol points by the dimension's place in the list. NaN only in a
    /// dimension that the design does not [serve](Self::serves).
    pub fn uniform(&self, seed: u64, sample: u64, dimension: usize, parameter: ParameterId) -> f64 {
        match self {
            Self::MonteCarlo => uniform(seed, sample, parameter),
            Self::LatinHypercube(design) => design.uniform(seed, sample, parameter),
            Self::Sobol(design) => design.uniform(seed, sample, dimension),
        }
    }
}

fn checked(samples: u64, replicates: u64) -> Result<Replicates, DesignError> {
    if samples == 0 {
        return Err(DesignError::NoSamples);
    }
    if replicates == 0 || replicates > samples {
        return Err(DesignError::Replicates { replicates, samples });
    }
    Ok(Replicates::new(samples, replicates))
}
