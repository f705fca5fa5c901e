//! What keeps an analysis, or the indices of one output, from being made.

use std::fmt;

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

impl fmt::Display for SensitivityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPlayers => write!(f, "nothing is uncertain: there is no input to rank"),
            Self::EmptyGroup { group } => write!(f, "group {} has no input", group + 1),
            Self::NoSuchDimension { dimension, dimensions } => {
                write!(f, "there is no dimension {}; there are {dimensions}", dimension + 1)
            }
            Self::Repeated { dimension } => write!(f, "dimension {} stands in two groups; keep one", dimension + 1),
            Self::Ungrouped { dimension } => write!(f, "dimension {} stands in no group", dimension + 1),
            Self::TooFewRows { rows } => {
                write!(f, "{rows} design rows are too few for an interval; ask for {ROWS_MIN} or more")
            }
            Self::TooManyRuns => write!(f, "the design has more runs than can be counted; ask for fewer rows"),
            Self::Levels { levels } => {
                write!(f, "{levels} levels cannot be crossed by half of them; use an even number from 2 to 1000")
            }
            Self::OutputCount { found, expected } => write!(f, "a run has {found} outputs, the first one {expected}"),
            Self::ColumnLength { found, expected } => {
                write!(f, "a column has {found} values, the first one {expected}")
            }
            Self::RunCount { found, expected } => write!(f, "{found} runs are given, the design has {expected}"),
            Self::NotACorrelation => {
                write!(f, "the correlations contradict each other: their matrix is not positive definite")
            }
        }
    }
}

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

impl fmt::Display for NoIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Constant => write!(f, "the output does not vary"),
            Self::TooFewRows { kept } => write!(f, "only {kept} rows have this output; at least {ROWS_MIN} are needed"),
            Self::TooFewSamples { kept, needed } => {
                write!(f, "only {kept} samples have this output; at least {needed} are needed")
            }
        }
    }
}

impl std::error::Error for NoIndex {}
