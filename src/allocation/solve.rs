//! Solving a case for a criterion, and saying which limit binds where it cannot be solved.

use super::network::Network;
use super::outcome::Criterion;
use super::programme::{Model, opening, weight};
use super::quick::Quick;
use super::value::{PARTS, ValueError, WayValue};
use crate::diag::{Diagnostic, Diagnostics};
use crate::program::{Bound, ProgramError, Shortfall, solve, solve_with_open};
use crate::scenario::{PoleCase, PoleError, Scenario};
use crate::text;
use crate::words::{Text, shown_as_told};

/// A limit that cannot be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Unkept {
    /// What it is, in words.
    pub what: String,
    /// By how much, in the limit's unit (t/a for capacities and streams).
    pub by: f64,
    /// Sink whose limit it is.
    pub sink: Option<usize>,
    /// Stream that finds no place.
    pub lot: Option<usize>,
}

/// Why there is no allocation.
#[derive(Clone, Debug, PartialEq)]
pub enum AllocationError {
    /// The scenario gives no case.
    Pole(PoleError),
    /// A way has no account.
    Value(ValueError),
    /// Capacities, qualities and budgets cannot hold what comes.
    Infeasible(Vec<Unkept>),
    /// The programme could not be solved.
    Program(ProgramError),
}

impl AllocationError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Pole(error) => error.told(),
            Self::Value(error) => error.told(),
            Self::Program(error) => error.told(),
            Self::Infeasible(list) => {
                let part = |u: &Unkept| text!("{what}: short by {by}", what = u.what, by = format!("{:.3}", u.by));
                text!("what comes cannot be held; {parts}", parts = Text::joined(list.iter().map(part), "; "))
            }
        }
    }
}

shown_as_told!(AllocationError);

impl std::error::Error for AllocationError {}

impl AllocationError {
    /// The problems at the lines of the scenario that matter, with what to write; none where it is not the scenario's
    /// lines that tell more.
    pub fn located(&self, scenario: &Scenario) -> Option<Diagnostics> {
        match self {
            Self::Infeasible(unkept) => {
                let mut found = Diagnostics::default();
                unkept.iter().for_each(|u| found.push(u.located(scenario)));
                Some(found)
            }
            Self::Pole(PoleError::NoChannels) => {
                let none = Diagnostic::error(text!("the scenario asks for no allocation: it has no [channels]"));
                let help = text!("write [channels] with sinks = \"sinks.csv\"; docs/channels.md shows how");
                Some(Diagnostics::one(none.help(help)))
            }
            Self::Pole(PoleError::NoReference) => {
                let none = Diagnostic::error(text!("an allocation names its carbon method and what it compares with"));
                let place = scenario.channels_location().cloned();
                let none = none.at(place, text!("no [carbon] with the method `avoided`"));
                let help =
                    text!("write [carbon] with methods = [\"avoided\"] and reference = \"present_outlets_2024\"");
                Some(Diagnostics::one(none.help(help)))
            }
            Self::Pole(_) | Self::Value(_) | Self::Program(_) => None,
        }
    }
}

impl Unkept {
    /// A limit that cannot be kept, where it is written.
    fn located(&self, scenario: &Scenario) -> Diagnostic {
        let place = match (self.sink, self.lot) {
            (Some(s), _) => scenario.sink_location(s),
            (_, Some(l)) => scenario.stream_location(l),
            _ => scenario.channels_location(),
        };
        let found = Diagnostic::error(text!(
            "what comes cannot be held: {what} lacks {by}",
            what = self.what,
            by = format!("{:.3}", self.by)
        ));
        let found = found.at(place.cloned(), text!("this limit binds"));
        found.help(text!("raise it by so much, add a sink, or write keep_present = true"))
    }
}

impl From<PoleError> for AllocationError {
    fn from(error: PoleError) -> Self {
        Self::Pole(error)
    }
}

impl From<ValueError> for AllocationError {
    fn from(error: ValueError) -> Self {
        Self::Value(error)
    }
}

/// A solved case.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Solved {
    /// t/a on each way of the network.
    pub(super) flows: Vec<f64>,
    /// Which sinks are open.
    pub(super) open: Vec<bool>,
    /// Value and proven bound of the criterion, jobs negated.
    pub(super) value: f64,
    pub(super) bound: f64,
    /// Price of a tonne of each sink's capacity in the criterion's unit, where known: below zero where room is worth something.
    pub(super) prices: Option<Vec<f64>>,
    /// Programmes solved.
    pub(super) programmes: usize,
}

/// What is to be solved.
#[derive(Clone, Copy)]
pub(super) struct Task<'a> {
    pub(super) case: &'a PoleCase,
    pub(super) network: &'a Network,
    pub(super) values: &'a [WayValue],
}

/// How far a criterion that was made best may be off in the second stage, relative.
const STAGE_SLACK: f64 = 1e-9;

impl Task<'_> {
    /// The plan that makes a criterion best within limits on others; among such plans the cheapest.
    ///
    /// # Errors
    /// When no plan keeps all limits, or the method gives up.
    pub(super) fn best(
        &self,
        criterion: Criterion,
        limits: &[(Criterion, f64)],
        brings: &dyn Fn(usize) -> bool,
    ) -> Result<Solved, AllocationError> {
        let first = self.stage(criterion, limits, None, brings)?;
        if criterion == Criterion::Cost {
            return Ok(first);
        }
        let slack = STAGE_SLACK * first.value.abs().max(1.0);
        let mut kept = limits.to_vec();
        kept.push((criterion, first.value + slack));
        let second = self.stage(Criterion::Cost, &kept, None, brings)?;
        let value = self.total(&second, criterion);
        Ok(Solved { value, bound: first.bound, programmes: first.programmes + second.programmes, ..second })
    }

    /// The plan with openings given.
    ///
    /// # Errors
    /// As [`Task::best`].
    pub(super) fn with_open(
        &self,
        criterion: Criterion,
        open: &[bool],
        brings: &dyn Fn(usize) -> bool,
    ) -> Result<Solved, AllocationError> {
        self.stage(criterion, &[], Some(open), brings)
    }

    fn stage(
        &self,
        criterion: Criterion,
        limits: &[(Criterion, f64)],
        open: Option<&[bool]>,
        brings: &dyn Fn(usize) -> bool,
    ) -> Result<Solved, AllocationError> {
        let mut model = Model::new(self.case, self.network, self.values, criterion, brings);
        for (limited, most) in limits {
            model.limit(self.case, self.values, *limited, *most);
        }
        let optimum = match open {
            None => solve(&model.program),
            Some(open) => {
                let mut all = open.to_vec();
                all.push(true);
                if let Some(plan) = self.uncoupled(&model, &all) {
                    return Ok(plan);
                }
                solve_with_open(&model.program, &all)
            }
        };
        let optimum = optimum.map_err(|error| self.explain(error))?;
        let mut open = optimum.open;
        open.truncate(self.case.sinks.len());
        let prices = optimum.prices.map(|p| p.sites[..self.case.sinks.len()].to_vec());
        Ok(Solved {
            flows: model.way_flows(self.network.ways.len(), &optimum.flows),
            open,
            value: optimum.objective,
            bound: optimum.bound,
            prices,
            programmes: optimum.programmes,
        })
    }

    /// The plan of openings where no limit couples the sources.
    fn uncoupled(&self, model: &Model, open: &[bool]) -> Option<Solved> {
        let quick = Quick::new(&model.program, open);
        let (value, flows) = quick.plan(&model.program, open, &model.program.supply)?;
        let sinks = self.case.sinks.len();
        Some(Solved {
            flows: model.way_flows(self.network.ways.len(), &flows),
            open: open[..sinks].to_vec(),
            value,
            bound: value,
            prices: Some(vec![0.0; sinks]),
            programmes: 0,
        })
    }

    /// Value of a plan by a criterion, jobs negated; fixed costs of open candidates included.
    pub(super) fn total(&self, plan: &Solved, criterion: Criterion) -> f64 {
        let flows = self.values.iter().zip(&plan.flows);
        let flows: f64 = flows.map(|(v, t)| weight(self.case, v, criterion) * t).sum();
        let open = (0..self.case.sinks.len()).filter(|s| plan.open[*s] && self.case.sinks[*s].candidate);
        flows + open.map(|s| opening(self.case, s, criterion)).sum::<f64>()
    }

    fn explain(&self, error: ProgramError) -> AllocationError {
        match error {
            ProgramError::Infeasible { binding } => {
                AllocationError::Infeasible(binding.into_iter().map(|s| self.unkept(s)).collect())
            }
            other => AllocationError::Program(other),
        }
    }

    fn unkept(&self, shortfall: Shortfall) -> Unkept {
        let by = shortfall.by;
        let sink = |s: usize, what: &str| {
            let found = self.case.sinks.get(s);
            let id = found.map_or("today's outlets", |s| &*s.id);
            Unkept { what: format!("{what} of sink `{id}`"), by, sink: found.map(|_| s), lot: None }
        };
        match shortfall.bound {
            Bound::SiteMax(s) => sink(s, "the capacity"),
            Bound::SiteMin(s) => sink(s, "the least flow"),
            Bound::Supply(k) => {
                let lot = k / PARTS;
                let what = format!("room for stream `{}`", self.case.lots[lot].id);
                Unkept { what, by, sink: None, lot: Some(lot) }
            }
            _ => Unkept { what: shortfall.name, by, sink: None, lot: None },
        }
    }
}
