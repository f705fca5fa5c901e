//! Sensitivity of a scenario: its uncertain inputs as players, designs as runs, runs as indices.

mod asked;
mod indices;
mod players;

pub use asked::{AnalysisError, Asked, Grouping, Method, SENSITIVITY_RUNS_MAX};
pub use indices::{Indices, Measure, OutputSensitivity, Sensitivity, given_sensitivity};

use super::{Column, Evaluated, Role, Study};
use crate::scenario::Scenario;
use crate::sweep::sensitivity::{
    Dependence, ENDS, NoIndex, Permutations, PickFreeze, Players, Resampling, Runs, Trajectories, morris_effects,
    shapley_effects, sobol_indices, tornados,
};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// The design of a method.
#[derive(Clone, Debug)]
enum Design {
    Sobol(PickFreeze),
    Shapley(Permutations),
    Morris(Trajectories),
    Tornado(Players),
}

/// Runs of a block, at least: enough to fill the widest lanes twice.
const BLOCK_RUNS: u64 = 32;

/// An analysis that can be run.
#[derive(Debug)]
pub struct Analysis<'a> {
    study: &'a Study<'a>,
    scenario: &'a Scenario,
    asked: Asked,
    names: Vec<String>,
    design: Design,
    /// What is ranked are independent factors behind dependent inputs.
    factors: bool,
}

/// What the runs gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcomes {
    runs: Runs,
    reasons: BTreeMap<String, u64>,
}

impl Outcomes {
    /// Runs that failed.
    pub fn failures(&self) -> u64 {
        self.runs.failures()
    }

    /// Runs.
    pub fn runs(&self) -> u64 {
        self.runs.len()
    }

    /// Why runs failed, with their counts.
    pub fn reasons(&self) -> &BTreeMap<String, u64> {
        &self.reasons
    }
}

impl<'a> Analysis<'a> {
    /// The design for what is asked.
    ///
    /// # Errors
    /// When nothing is uncertain, when the method cannot take the dependence of the inputs, when the numbers make no
    /// design.
    pub fn new(study: &'a Study<'a>, scenario: &'a Scenario, asked: Asked) -> Result<Self, AnalysisError> {
        let plan = &scenario.plan;
        if plan.is_certain() {
            return Err(AnalysisError::Certain);
        }
        let by_inputs = asked.method == Method::Shapley && !asked.factors;
        let dimensions = if by_inputs { plan.scored() } else { plan.dimensions() };
        let (names, groups) = players::grouped(dimensions, asked.grouping);
        if asked.method == Method::Sobol && !asked.factors {
            players::independent(scenario, dimensions, &groups)?;
        }
        let players = Players::grouped(dimensions.len(), groups)?;
        let runs_per_row = players.count() as u64 + if asked.method == Method::Sobol { 2 } else { 1 };
        let rows = asked.rows.unwrap_or_else(|| asked.method.rows(runs_per_row));
        bounded(asked, rows, runs_per_row, players.count() as u64)?;
        let design = match asked.method {
            Method::Sobol if asked.pairs => Design::Sobol(PickFreeze::with_second_order(players, rows)?),
            Method::Sobol => Design::Sobol(PickFreeze::new(players, rows)?),
            Method::Shapley => {
                let n = dimensions.len();
                let dependence = match by_inputs && !plan.dependence().is_empty() {
                    true => Dependence::correlated(n, &plan.score_correlations())?,
                    false => Dependence::independent(n),
                };
                Design::Shapley(Permutations::new(players, dependence, rows, asked.seed)?)
            }
            Method::Morris => Design::Morris(Trajectories::new(players, rows, asked.levels, asked.seed)?),
            Method::Tornado => Design::Tornado(players),
            Method::GivenData => return Err(AnalysisError::NeedsSweep),
        };
        let factors = !by_inputs && !plan.dependence().is_empty();
        Ok(Self { study, scenario, asked, names, design, factors })
    }

    /// Names of what is ranked: paths of inputs, or names of groups.
    pub fn players(&self) -> &[String] {
        &self.names
    }

    /// Design rows.
    pub fn rows(&self) -> u64 {
        match &self.design {
            Design::Sobol(design) => design.rows(),
            Design::Shapley(design) => design.rows(),
            Design::Morris(design) => design.rows(),
            Design::Tornado(_) => 1,
        }
    }

    /// Runs of a design row.
    fn runs_per_row(&self) -> u64 {
        match &self.design {
            Design::Sobol(design) => design.runs_per_row(),
            Design::Shapley(design) => design.runs_per_row(),
            Design::Morris(design) => design.runs_per_row(),
            Design::Tornado(players) => 1 + 2 * players.count() as u64,
        }
    }

    /// Runs in all.
    pub fn runs(&self) -> u64 {
        self.rows() * self.runs_per_row()
    }

    /// Values of all inputs in the runs of a design row.
    fn values(&self, row: u64) -> Vec<Vec<f64>> {
        let plan = &self.scenario.plan;
        let nominal = self.scenario.nominal();
        let at = |place: &dyn Fn(&mut [f64])| {
            let mut values = nominal.clone();
            place(&mut values);
            values
        };
        match &self.design {
            Design::Sobol(design) => {
                let first = row * design.runs_per_row();
                let mut u = vec![0.0; plan.dimensions().len()];
                let one = |run| {
                    design.point(self.asked.seed, run, &mut u);
                    at(&|values| plan.values_at(&u, values))
                };
                (first..first + design.runs_per_row()).map(one).collect()
            }
            Design::Shapley(design) => {
                let n = design.players().dimensions();
                let by_inputs = !self.asked.factors;
                let one = |scores: &[f64]| {
                    if by_inputs {
                        return at(&|values| plan.values_at_scores(scores, values));
                    }
                    let u: Vec<f64> = scores.iter().map(|z| players::probability(*z)).collect();
                    at(&|values| plan.values_at(&u, values))
                };
                design.row(row).chunks(n).map(one).collect()
            }
            Design::Morris(design) => {
                let n = design.players().dimensions();
                design.row(row).chunks(n).map(|u| at(&|values| plan.values_at(u, values))).collect()
            }
            Design::Tornado(players) => self.one_at_a_time(players, &nominal),
        }
    }

    /// The nominal values, then each player at its low and its high end: only the inputs that it moves leave their
    /// nominal values.
    fn one_at_a_time(&self, players: &Players, nominal: &[f64]) -> Vec<Vec<f64>> {
        let plan = &self.scenario.plan;
        let mut all = vec![nominal.to_vec()];
        for player in 0..players.count() {
            for end in ENDS {
                let mut u = vec![0.5; plan.dimensions().len()];
                players.members(player).iter().for_each(|k| u[*k] = end);
                let mut moved = nominal.to_vec();
                plan.values_at(&u, &mut moved);
                let mut values = nominal.to_vec();
                for place in players.members(player).iter().flat_map(|k| &plan.dimensions()[*k].moves) {
                    values[*place] = moved[*place];
                }
                all.push(values);
            }
        }
        all
    }

    /// Runs the design in parallel, in blocks of whole rows; `done` is told how many runs a block held and how many of
    /// them failed. When `stop` becomes true the running blocks finish and the leading rows are kept.
    pub fn run(&self, done: &(dyn Fn(u64, u64) + Sync), stop: &AtomicBool) -> Outcomes {
        let rows_per_block = BLOCK_RUNS.div_ceil(self.runs_per_row());
        let one = |block: u64| {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            let rows = block * rows_per_block..((block + 1) * rows_per_block).min(self.rows());
            let values: Vec<Vec<f64>> = rows.flat_map(|row| self.values(row)).collect();
            let found = self.study.evaluate(&values);
            done(found.len() as u64, found.iter().filter(|f| f.is_err()).count() as u64);
            Some(found)
        };
        let blocks = self.rows().div_ceil(rows_per_block);
        let blocks: Vec<Option<Vec<Evaluated>>> = (0..blocks).into_par_iter().map(one).collect();
        let mut outcomes = Outcomes { runs: Runs::new(self.study.output_count()), reasons: BTreeMap::new() };
        for found in blocks.into_iter().map_while(|block| block).flatten() {
            match found {
                Ok((outputs, _)) => outcomes.runs.push(&outputs).expect("every run has the outputs of the study"),
                Err(failure) => {
                    outcomes.runs.push_failed();
                    *outcomes.reasons.entry(failure.reason).or_insert(0) += 1;
                }
            }
        }
        outcomes
    }

    /// Sets of inputs whose factors are ranked in their place.
    fn dependent(&self) -> Vec<(String, usize, &'static str)> {
        let first = |inputs: &[usize]| self.scenario.inputs.list()[inputs[0]].path.clone();
        let sets = self.scenario.plan.dependence().iter().filter(|_| self.factors);
        sets.map(|d| (first(&d.inputs), d.inputs.len(), d.cause.words())).collect()
    }

    /// Indices of all outputs.
    ///
    /// # Errors
    /// When the outcomes are those of another design.
    pub fn indices(&self, outcomes: &Outcomes) -> Result<Sensitivity, AnalysisError> {
        let (runs, resampling) = (&outcomes.runs, Resampling { seed: self.asked.seed, ..Resampling::default() });
        let found: Vec<Result<Indices, NoIndex>> = match &self.design {
            Design::Sobol(design) => {
                sobol_indices(design, runs, resampling)?.into_iter().map(|r| r.map(Indices::Sobol)).collect()
            }
            Design::Shapley(design) => {
                shapley_effects(design, runs, resampling)?.into_iter().map(|r| r.map(Indices::Shapley)).collect()
            }
            Design::Morris(design) => {
                morris_effects(design, runs, resampling)?.into_iter().map(|r| r.map(Indices::Morris)).collect()
            }
            Design::Tornado(_) => tornados(runs).into_iter().map(|t| Ok(Indices::Tornado(t))).collect(),
        };
        let columns = self.study.columns().iter().filter(|c| c.role == Role::Output);
        let outputs = columns.zip(found).map(|(column, indices)| output(column, indices)).collect();
        Ok(Sensitivity {
            method: self.asked.method,
            grouping: self.asked.grouping,
            factors: self.factors,
            dependent: self.dependent(),
            seed: Some(self.asked.seed),
            rows_wanted: self.rows(),
            rows: runs.len() / self.runs_per_row(),
            runs: runs.len(),
            failed: outcomes.failures(),
            reasons: outcomes.reasons.clone(),
            players: self.names.clone(),
            outputs,
        })
    }
}

/// Refuses more runs than memory holds, before a design is made.
fn bounded(asked: Asked, rows: u64, runs_per_row: u64, players: u64) -> Result<(), AnalysisError> {
    let runs_per_row = runs_per_row + if asked.method == Method::Sobol && asked.pairs { players } else { 0 };
    let runs = u128::from(rows) * u128::from(runs_per_row);
    let has_rows = !matches!(asked.method, Method::Tornado | Method::GivenData);
    if has_rows && runs > u128::from(SENSITIVITY_RUNS_MAX) {
        return Err(AnalysisError::TooManyRuns { rows, runs_per_row });
    }
    Ok(())
}

fn output(column: &Column, indices: Result<Indices, NoIndex>) -> OutputSensitivity {
    OutputSensitivity { column: column.clone(), indices }
}
