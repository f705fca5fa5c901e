//! What solving a programme gives.

use super::check::Fault;
use crate::text;
use crate::words::{Text, shown_as_told};

/// The best flows and openings.
#[derive(Clone, Debug, PartialEq)]
pub struct Optimum {
    /// Cost of the flows and openings, in the unit of the costs.
    pub objective: f64,
    /// No flows and openings cost less than this; the objective itself where the method ends with a proof.
    pub bound: f64,
    /// Flow of each arc, mass a year; zero or more. Those of a source sum to its supply.
    pub flows: Vec<f64>,
    /// Whether each site is open; true for a site without a decision.
    pub open: Vec<bool>,
    /// Linear programmes solved on the way.
    pub programmes: usize,
    /// What limits are worth at the best flows, the openings held; none where sources go whole.
    pub prices: Option<Prices>,
}

impl Optimum {
    /// Objective over its bound: (objective - bound)/max(1, |objective|); zero or more but for rounding.
    pub fn gap(&self) -> f64 {
        (self.objective - self.bound) / self.objective.abs().max(1.0)
    }

    /// The price of a source's supply, where prices are known: what one more unit of it costs.
    pub fn source_prices(&self) -> Option<&[f64]> {
        self.prices.as_ref().map(|p| p.sources.as_slice())
    }

    /// The prices of the sites' flows, where known.
    pub fn site_prices(&self) -> Option<&[f64]> {
        self.prices.as_ref().map(|p| p.sites.as_slice())
    }

    /// The prices of the rows, where known.
    pub fn row_prices(&self) -> Option<&[f64]> {
        self.prices.as_ref().map(|p| p.rows.as_slice())
    }
}

/// Prices: the change of the objective for one more unit of a limit, cost a unit.
///
/// Where several are right (the optimum has a kink there), these lie in the middle of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Prices {
    /// Of each source's supply.
    pub sources: Vec<f64>,
    /// Of the limit of each site's flow: below zero where the largest flow binds (room for one more tonne is worth the
    /// opposite), above where the least flow binds, zero elsewhere.
    pub sites: Vec<f64>,
    /// Of the limit of each row, with the same signs.
    pub rows: Vec<f64>,
}

/// A limit of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bound {
    /// A source has no way for all of its supply.
    Supply(usize),
    /// Largest flow of a site.
    SiteMax(usize),
    /// Least flow of a site.
    SiteMin(usize),
    /// Least value of a row.
    RowLow(usize),
    /// Largest value of a row.
    RowHigh(usize),
    /// Number of open sites.
    OpenMax,
}

/// A limit that would have to give way.
#[derive(Clone, Debug, PartialEq)]
pub struct Shortfall {
    /// Its name: of a row its own, else by place (`largest flow of site 2`).
    pub name: String,
    /// Which it is.
    pub bound: Bound,
    /// By how much, in the unit of the limit; above zero.
    pub by: f64,
}

/// Why there is no optimum.
#[derive(Clone, Debug, PartialEq)]
pub enum ProgramError {
    /// The programme is nonsense; every fault.
    Invalid(Vec<Fault>),
    /// Not all limits can be kept: those of smallest total breach that would have to give way, largest first.
    Infeasible {
        /// The limits.
        binding: Vec<Shortfall>,
    },
    /// Openings that were given are not one a site.
    OpenCount {
        /// Openings given.
        found: usize,
        /// Sites.
        expected: usize,
    },
    /// The method gave up for numerical reasons.
    Failed(String),
}

impl ProgramError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Invalid(faults) => {
                text!("not a programme: {faults}", faults = Text::joined(faults.iter().map(Fault::told), "; "))
            }
            Self::Infeasible { binding } if binding.is_empty() => {
                text!("not all limits can be kept, though by no more than rounding")
            }
            Self::Infeasible { binding } => {
                let part = |s: &Shortfall| text!("{what}: short by {by}", what = s.name, by = format!("{:.6}", s.by));
                text!("not all limits can be kept; {parts}", parts = Text::joined(binding.iter().map(part), "; "))
            }
            Self::OpenCount { found, expected } => {
                text!("{found} openings for {expected} sites; write one for each", found, expected)
            }
            Self::Failed(why) => text!("the programme could not be solved: {why}", why),
        }
    }
}

shown_as_told!(ProgramError);

impl std::error::Error for ProgramError {}
