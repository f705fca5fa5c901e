//! When a sweep may stop: `biogas.p50 +- 0.5% and npv_eur.mean +- 20000`.

mod parse;
mod watch;

pub use watch::{Look, Watch};

use crate::sweep::statistics::OutputKind;

/// What is estimated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wanted {
    /// The mean; of an output of zeros and ones its probability.
    Mean,
    /// A quantile, by its share, 0.01 to 0.99.
    Quantile(f64),
}

/// How close it must be known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tolerance {
    /// In the unit of the output, above 0.
    Absolute(f64),
    /// As a share of the estimate, above 0.
    Relative(f64),
}

/// One estimate that must be known closely enough.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// As written.
    pub text: String,
    /// Number of the output.
    pub output: usize,
    /// What the output is.
    pub kind: OutputKind,
    /// What is estimated of it.
    pub wanted: Wanted,
    /// How close it must be known.
    pub tolerance: Tolerance,
}

/// A stop rule: all conditions must be met. Made by [`Until::parse`].
#[derive(Clone, Debug, PartialEq)]
pub struct Until {
    conditions: Vec<Condition>,
}

impl Until {
    /// Its conditions, at least one.
    pub fn conditions(&self) -> &[Condition] {
        &self.conditions
    }
}
