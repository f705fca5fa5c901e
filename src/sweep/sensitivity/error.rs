//! What keeps an analysis, or the indices of one output, from being made.

use crate::text;
use crate::words::{Text, shown_as_told};

/// Why a design cannot be made, or runs do not fit it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SensitivityError {
    /// Nothing is uncertain.
    NoPlayers,
    /// A group without a dimension.
    EmptyGroup {
        /// Its number, from 0.
        group: usize,
    },
    /// A dimension outside the design.
    NoSuchDimension {
        /// The dimension, from 0.
        dimension: usize,
        /// How many there are.
        dimensions: usize,
    },
    /// A dimension in two groups, or twice in one.
    Repeated {
        /// The dimension, from 0.
        dimension: usize,
    },
    /// A dimension in no group.
    Ungrouped {
        /// The dimension, from 0.
        dimension: usize,
    },
    /// Too few rows for an interval.
    TooFewRows {
        /// Rows asked for.
        rows: u64,
    },
    /// More runs than can be numbered.
    TooManyRuns,
    /// Levels of a grid that cannot be halved.
    Levels {
        /// Levels asked for.
        levels: u32,
    },
    /// A run with another number of outputs than the first.
    OutputCount {
        /// Outputs of the run.
        found: usize,
        /// Outputs of the analysis.
        expected: usize,
    },
    /// Columns of given samples that differ in length.
    ColumnLength {
        /// Values in the column.
        found: usize,
        /// Values in the first column.
        expected: usize,
    },
    /// More runs than the design has.
    RunCount {
        /// Runs given.
        found: u64,
        /// Runs of the design.
        expected: u64,
    },
    /// Correlations that no random numbers have.
    NotACorrelation,
}

/// Fewest rows of a design, and fewest rows that count: an interval from fewer says nothing.
pub(super) const ROWS_MIN: u64 = 8;

impl SensitivityError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::NoPlayers => text!("nothing is uncertain: there is no input to rank"),
            Self::EmptyGroup { group } => text!("group {group} has no input", group = group + 1),
            Self::NoSuchDimension { dimension, dimensions } => {
                text!(
                    "there is no dimension {dimension}; there are {dimensions}",
                    dimension = dimension + 1,
                    dimensions
                )
            }
            Self::Repeated { dimension } => {
                text!("dimension {dimension} stands in two groups; keep one", dimension = dimension + 1)
            }
            Self::Ungrouped { dimension } => {
                text!("dimension {dimension} stands in no group", dimension = dimension + 1)
            }
            Self::TooFewRows { rows } => {
                text!("{rows} design rows are too few for an interval; ask for {least} or more", rows, least = ROWS_MIN)
            }
            Self::TooManyRuns => text!("the design has more runs than can be counted; ask for fewer rows"),
            Self::Levels { levels } => {
                text!("{levels} levels cannot be crossed by half of them; use an even number from 2 to 1000", levels)
            }
            Self::OutputCount { found, expected } => {
                text!("a run has {found} outputs, the first one {expected}", found, expected)
            }
            Self::ColumnLength { found, expected } => {
                text!("a column has {found} values, the first one {expected}", found, expected)
            }
            Self::RunCount { found, expected } => {
                text!("{found} runs are given, the design has {expected}", found, expected)
            }
            Self::NotACorrelation => {
                text!("the correlations contradict each other: their matrix is not positive definite")
            }
        }
    }
}

shown_as_told!(SensitivityError);

impl std::error::Error for SensitivityError {}

/// Why an output has no indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoIndex {
    /// The output is the same in all runs: there is no variance to share out.
    Constant,
    /// Too few rows have this output in all their runs.
    TooFewRows {
        /// Rows that count.
        kept: u64,
    },
    /// Too few given samples have this output.
    TooFewSamples {
        /// Samples that count.
        kept: u64,
        /// Samples needed.
        needed: u64,
    },
}

impl NoIndex {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Constant => text!("the output does not vary"),
            Self::TooFewRows { kept } => {
                text!("only {kept} rows have this output; at least {least} are needed", kept, least = ROWS_MIN)
            }
            Self::TooFewSamples { kept, needed } => {
                text!("only {kept} samples have this output; at least {needed} are needed", kept, needed)
            }
        }
    }
}

shown_as_told!(NoIndex);

impl std::error::Error for NoIndex {}
