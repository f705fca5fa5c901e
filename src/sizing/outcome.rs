//! The result of a sizing, as plain data.

use super::{Candidate, Figures, Swing};
use crate::balance::money::accounts::Capacities;
use crate::balance::money::study::{Study, StudyError};
use crate::case::{Case, Outcome};
use crate::scenario::{SizeObjective, SizeParams};

/// A limit that a candidate does not keep.
#[derive(Clone, Debug, PartialEq)]
pub struct Breach {
    /// Which: `coverage`, `starts`, `power`, `buffer`, `store`, `production`, `bought_wood`, `unmet`.
    pub limit: &'static str,
    /// What the candidate has.
    pub value: f64,
    /// What is allowed.
    pub allowed: f64,
    /// Unit of both.
    pub unit: &'static str,
}

/// What the engineer should be told of a candidate or of the whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// `warning` or `note`.
    pub severity: &'static str,
    /// Which: `oversized`, `minimum_load`, `short_fuel`, `cycling`, `catalogue`, `rule_of_thumb`, ...
    pub id: &'static str,
    /// In English.
    pub text_en: String,
    /// In French.
    pub text_fr: String,
}

/// How a figure spreads over the samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Mean.
    pub mean: f64,
    /// 10 % of the samples lie below.
    pub p10: f64,
    /// Median.
    pub p50: f64,
    /// 90 % of the samples lie below.
    pub p90: f64,
}

/// What choosing a candidate may cost against the best of each sample, in the unit of the objective.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regret {
    /// Mean over the samples.
    pub mean: f64,
    /// 90 % of the samples lie below.
    pub p90: f64,
    /// Largest.
    pub max: f64,
}

/// A candidate with all that was found of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Rated {
    /// What it is.
    pub candidate: Candidate,
    /// Sizes of what is built.
    pub built: Capacities<f64>,
    /// In the nominal case.
    pub nominal: Figures,
    /// Over the samples, in the order of [`super::Figure::ALL`]; empty without samples.
    pub spread: Vec<Spread>,
    /// Share of the samples in which the coverage reaches its target; NaN without samples.
    pub probability_target: f64,
    /// Against the best candidate of each sample; none without samples.
    pub regret: Option<Regret>,
    /// Limits it does not keep.
    pub breaches: Vec<Breach>,
    /// No other candidate is better in cost, coverage and greenhouse gas at once.
    pub on_front: bool,
    /// Largest relative residual of its accounts.
    pub closure: f64,
}

impl Rated {
    /// Keeps every limit.
    pub fn is_allowed(&self) -> bool {
        self.breaches.is_empty()
    }
}

/// The demand that is met.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DemandFacts {
    /// Heat at the substations, MWh/a.
    pub useful_mwh: f64,
    /// Losses of the network, MWh/a.
    pub network_loss_mwh: f64,
    /// Heat that a digester gives, MWh/a.
    pub from_digester_mwh: f64,
    /// Largest hour of the simulated year, kW.
    pub year_peak_kw: f64,
    /// The larger of that and the load at design temperature, kW: what powers are held against.
    pub peak_kw: f64,
    /// Load on a day at design temperature, kW; NaN where it is not known.
    pub design_kw: f64,
}

/// One power: what the sorted curve alone would say, and what the simulated year says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shortcut {
    /// Wood power, kW, one boiler.
    pub power_kw: f64,
    /// Power over the peak of the year.
    pub share_of_peak: f64,
    /// Area below the load-duration curve up to this power, % of the demand: no minimum load, no buffer, no outage.
    pub curve_pct: f64,
    /// One boiler without buffer that never runs below its minimum load, %.
    pub no_cycling_pct: f64,
    /// One boiler that goes on and off below its minimum load instead, with no buffer but its own water, in steps of five
    /// minutes, %.
    pub cycling_pct: f64,
    /// Starts of that cycling, 1/a.
    pub cycling_starts: f64,
    /// One boiler with the buffer of the chosen candidate, %.
    pub simulated_pct: f64,
    /// Its starts, 1/a.
    pub simulated_starts: f64,
}

/// A candidate looked at closely: its nominal year with all series.
#[derive(Clone, Debug)]
pub struct Picked {
    /// Place in [`SizeOutcome::rated`].
    pub index: usize,
    /// The nominal case with its boilers.
    pub case: Case,
    /// Its nominal year.
    pub outcome: Outcome,
    /// Its economic study, or why it has none.
    pub study: Result<Study, StudyError>,
}

/// The result of a sizing.
#[derive(Clone, Debug)]
pub struct SizeOutcome {
    /// Title of the scenario.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// What was made best.
    pub objective: SizeObjective,
    /// Limits and aims.
    pub params: SizeParams<f64>,
    /// The demand of the nominal case.
    pub demand: DemandFacts,
    /// Every candidate, in the order they were tried.
    pub rated: Vec<Rated>,
    /// Places of the candidates, best first; those that break a limit come last.
    pub ranking: Vec<usize>,
    /// The robust choice: best in the mean of the samples among those that keep every limit; none when no candidate does.
    pub chosen: Option<Picked>,
    /// What the nominal case alone would choose.
    pub nominal_best: Option<usize>,
    /// One boiler of about half the peak, with the scenario's buffer and store: the rule of thumb.
    pub half_peak: Option<Picked>,
    /// What the scenario itself describes.
    pub present: Option<Picked>,
    /// The load-duration shortcut beside the simulation.
    pub shortcut: Vec<Shortcut>,
    /// Inputs that move the cost of heat of the chosen house most (of the scenario's own where none is chosen).
    pub swings: Vec<Swing>,
    /// What the engineer must know.
    pub advice: Vec<Advice>,
    /// Samples compared, and asked for.
    pub samples: (usize, usize),
    /// Samples that failed, and the first reason.
    pub failed: (usize, String),
    /// Seed of the samples.
    pub seed: u64,
    /// Candidate-years that were run.
    pub years: u64,
    /// The user stopped it before all samples were done.
    pub stopped: bool,
}
