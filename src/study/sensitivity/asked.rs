//! What can be asked of a sensitivity analysis, and why it may be refused.

use crate::sweep::sensitivity::{LEVELS, SensitivityError};
use crate::text;
use crate::words::{Text, shown_as_told};

/// A way to rank inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Shares of variance of independent inputs, first order and total.
    Sobol,
    /// Shares of variance that sum to one, for dependent inputs as well.
    Shapley,
    /// Elementary effects: a cheap ranking.
    Morris,
    /// One input at a time, at its 10 % and 90 % quantile.
    Tornado,
    /// Measures on a finished sweep, without a further run.
    GivenData,
}

/// Runs that a design has unless its rows are given, roughly: some minutes of a scenario on one core.
const RUNS: u64 = 20_000;

/// Most runs of an analysis: their outputs are held in memory, about 1 GB of them.
pub const SENSITIVITY_RUNS_MAX: u64 = 2_000_000;

impl Method {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sobol => "sobol",
            Self::Shapley => "shapley",
            Self::Morris => "morris",
            Self::Tornado => "tornado",
            Self::GivenData => "given-data",
        }
    }

    /// Design rows unless they are given.
    pub(super) fn rows(self, runs_per_row: u64) -> u64 {
        match self {
            Self::Morris => 50,
            _ => (RUNS / runs_per_row.max(1)).clamp(64, 4096),
        }
    }
}

/// What is ranked together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    /// Every input by itself.
    #[default]
    Each,
    /// All inputs of a company.
    Provider,
    /// All inputs of a feedstock.
    Feedstock,
    /// All inputs of a part of the model: streams, digester, boiler, economics.
    Part,
}

impl Grouping {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Each => "none",
            Self::Provider => "provider",
            Self::Feedstock => "feedstock",
            Self::Part => "part",
        }
    }
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked {
    /// How.
    pub method: Method,
    /// What is ranked together.
    pub grouping: Grouping,
    /// Design rows; as many as make about 20,000 runs when none (50 trajectories of Morris).
    pub rows: Option<u64>,
    /// Seed.
    pub seed: u64,
    /// Rank the independent factors behind dependent inputs.
    pub factors: bool,
    /// Sobol: indices of pairs as well.
    pub pairs: bool,
    /// Morris: levels of the grid.
    pub levels: u32,
}

impl Asked {
    /// A method with everything else as usual.
    pub fn new(method: Method, seed: u64) -> Self {
        let grouping = Grouping::default();
        Self { method, grouping, rows: None, seed, factors: false, pairs: false, levels: LEVELS }
    }
}

/// Why there is no analysis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnalysisError {
    /// Nothing is uncertain.
    Certain,
    /// Sobol indices of inputs that depend on each other.
    Dependent {
        /// Sets of dependent inputs: how many, two of their paths, and why.
        sets: Vec<(usize, [String; 2], &'static str)>,
    },
    /// A measure on given data without any.
    NeedsSweep,
    /// More runs than an analysis may have.
    TooManyRuns {
        /// Design rows asked for.
        rows: u64,
        /// Runs of each.
        runs_per_row: u64,
    },
    /// The numbers make no design.
    Design(SensitivityError),
}

impl From<SensitivityError> for AnalysisError {
    fn from(error: SensitivityError) -> Self {
        Self::Design(error)
    }
}

impl AnalysisError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Certain => text!(
                "nothing is uncertain, so that there is nothing to rank; write [uncertainty] in the scenario, or low and \
                 high values of streams"
            ),
            Self::Dependent { sets } => {
                let set = |(count, [a, b], why): &(usize, [String; 2], &'static str)| match count.saturating_sub(2) {
                    0 => text!("  {a}, {b}: {why}", a, b, why = Text::word(why)),
                    more => text!("  {a}, {b} and {more} more: {why}", a, b, more, why = Text::word(why)),
                };
                text!(
                    "Sobol indices need inputs that are independent of each other, and some are not:\n{sets}\nwrite --method \
                     shapley for shares that hold for dependent inputs, or --factors to rank the independent factors behind \
                     them",
                    sets = Text::joined(sets.iter().map(set), "\n")
                )
            }
            Self::NeedsSweep => {
                text!("measures on given data need a finished sweep; write --from SWEEP.parquet (or .csv)")
            }
            Self::TooManyRuns { rows, runs_per_row } => {
                let runs = u128::from(*rows) * u128::from(*runs_per_row);
                let most = SENSITIVITY_RUNS_MAX / runs_per_row;
                let help = match most {
                    0 => text!("rank groups of inputs (--group)"),
                    _ => text!("write -n {most} for fewer rows", most),
                };
                let most = SENSITIVITY_RUNS_MAX;
                text!(
                    "{rows} design rows of {runs_per_row} runs make {runs} runs, and the most is {most}; {help}",
                    rows,
                    runs_per_row,
                    runs,
                    most,
                    help
                )
            }
            Self::Design(error) => error.told(),
        }
    }
}

shown_as_told!(AnalysisError);

impl std::error::Error for AnalysisError {}
