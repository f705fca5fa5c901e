//! Many programmes of one structure: what a robust allocation solves, sample after sample.

use super::Program;
use super::check::faults;
use super::lagrange::price;
use super::linear;
use super::model::{Decision, Model};
use super::optimum::{Optimum, ProgramError};
use super::solve::{best, held, of_model};
use rayon::prelude::*;

/// A programme whose numbers differ from sample to sample, with sets of openings to choose from.
///
/// Every sample starts from the prices of the programme as it was given, never from another sample: its bits depend
/// neither on the number of threads nor on which samples are asked for.
#[derive(Clone, Debug)]
pub struct Ensemble {
    program: Program,
    sets: Vec<OpenSet>,
    programmes: usize,
}

/// A set of openings.
#[derive(Clone, Debug)]
struct OpenSet {
    decisions: Vec<Decision>,
    /// Prices of the rows of its model for the programme as given; none where it has no best flows.
    near: Option<Vec<f64>>,
}

/// The best of a sample.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampled {
    /// Place of the set of openings that costs least; the first of several.
    pub set: usize,
    /// Flows, objective, bound over all sets and prices.
    pub optimum: Optimum,
    /// For each set, a cost that its flows cannot go below: the least cost where it was solved, else a bound above the
    /// best found. Infinity where it has no flows.
    pub set_bounds: Vec<f64>,
}

impl Ensemble {
    /// An ensemble around a programme. `sets` are openings, one for each site in each; without any, those that
    /// [`solve`](super::solve) finds for the programme as given.
    ///
    /// # Errors
    /// As [`solve_with_open`](super::solve_with_open), but that a set has no flows for the programme as given is no error.
    pub fn new(program: Program, sets: &[Vec<bool>]) -> Result<Self, ProgramError> {
        let mut programmes = 0;
        let mut openings = sets.to_vec();
        if openings.is_empty() {
            let found = super::solve(&program)?;
            programmes += found.programmes;
            openings.push(found.open);
        }
        let found = faults(&program);
        if !found.is_empty() {
            return Err(ProgramError::Invalid(found));
        }
        let mut made = Vec::new();
        for open in &openings {
            let decisions = held(&program, open)?;
            let model = Model::new(&program, &decisions, false);
            let solved = linear::solve(&model, None).ok();
            programmes += solved.as_ref().map_or(0, |s| s.programmes);
            made.push(OpenSet { decisions, near: solved.and_then(|s| s.prices).map(|p| p.0) });
        }
        Ok(Self { program, sets: made, programmes })
    }

    /// The programme as given.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// Programmes solved to set the ensemble up.
    pub fn programmes(&self) -> usize {
        self.programmes
    }

    /// Solves samples 0 to `count` in parallel. `vary` changes the numbers of the programme for a sample: supplies, costs,
    /// limits, weights; not which arcs and sites there are. `keep` makes of each result what is to be kept of it.
    pub fn run<T: Send>(
        &self,
        count: usize,
        vary: impl Fn(usize, &mut Program) + Sync,
        keep: impl Fn(usize, Result<Sampled, ProgramError>) -> T + Sync,
    ) -> Vec<T> {
        let one = |program: &mut Program, k: usize| {
            program.clone_from(&self.program);
            vary(k, program);
            keep(k, self.solve(program))
        };
        (0..count).into_par_iter().map_init(|| self.program.clone(), one).collect()
    }

    /// The best set and flows for a programme like the one given: the same sources, sites, arcs and rows, other numbers.
    ///
    /// # Errors
    /// When the programme is nonsense or of another structure, or when no set has flows that keep to all limits.
    pub fn solve(&self, program: &Program) -> Result<Sampled, ProgramError> {
        let mut found = faults(program);
        found.extend(self.same_structure(program));
        if !found.is_empty() {
            return Err(ProgramError::Invalid(found));
        }
        if program.single_source {
            return self.solve_whole(program);
        }
        let models: Vec<Model> = self.sets.iter().map(|set| Model::new(program, &set.decisions, false)).collect();
        let mut set_bounds: Vec<f64> =
            self.sets.iter().zip(&models).map(|(set, model)| near_bound(set, model)).collect();
        let mut order: Vec<usize> = (0..self.sets.len()).collect();
        order.sort_by(|a, b| set_bounds[*a].total_cmp(&set_bounds[*b]));
        let mut best: Option<(usize, Optimum)> = None;
        let (mut programmes, mut error) = (0, None);
        for at in order {
            if best.as_ref().is_some_and(|b| set_bounds[at] >= b.1.objective) {
                continue;
            }
            let set = &self.sets[at];
            match of_model(program, &models[at], &set.decisions, set.near.as_deref()) {
                Ok(optimum) => {
                    programmes += optimum.programmes;
                    set_bounds[at] = optimum.bound;
                    if best.as_ref().is_none_or(|b| (optimum.objective, at) < (b.1.objective, b.0)) {
                        best = Some((at, optimum));
                    }
                }
                Err(why) => {
                    set_bounds[at] = f64::INFINITY;
                    error.get_or_insert(why);
                }
            }
        }
        finish(best, set_bounds, programmes, error)
    }

    /// Sources that go whole have no prices to start from: each set by itself.
    fn solve_whole(&self, program: &Program) -> Result<Sampled, ProgramError> {
        let mut set_bounds = Vec::new();
        let mut best_of: Option<(usize, Optimum)> = None;
        let (mut programmes, mut error) = (0, None);
        for (at, set) in self.sets.iter().enumerate() {
            match best(program, &set.decisions) {
                Ok(optimum) => {
                    programmes += optimum.programmes;
                    set_bounds.push(optimum.bound);
                    if best_of.as_ref().is_none_or(|b| optimum.objective < b.1.objective) {
                        best_of = Some((at, optimum));
                    }
                }
                Err(why) => {
                    set_bounds.push(f64::INFINITY);
                    error.get_or_insert(why);
                }
            }
        }
        finish(best_of, set_bounds, programmes, error)
    }

    fn same_structure(&self, program: &Program) -> Option<super::Fault> {
        let ends = |p: &Program| p.arcs.iter().map(|a| (a.source, a.site, a.via)).collect::<Vec<_>>();
        let decided = |p: &Program| p.sites.iter().map(|s| s.fixed.is_some()).collect::<Vec<_>>();
        let same = program.supply.len() == self.program.supply.len()
            && program.rows.len() == self.program.rows.len()
            && decided(program) == decided(&self.program)
            && ends(program) == ends(&self.program);
        (!same).then(|| super::Fault {
            place: "sample".to_owned(),
            what: "has other sources, sites, arcs or rows than the ensemble; change numbers only".to_owned(),
        })
    }
}

/// What the prices of the programme as given prove for a sample.
fn near_bound(set: &OpenSet, model: &Model) -> f64 {
    let near = set.near.as_ref().filter(|prices| prices.len() == model.rows.len());
    near.map_or(f64::NEG_INFINITY, |prices| price(model, &linear::by_source(model), prices).bound)
}

fn finish(
    best: Option<(usize, Optimum)>,
    set_bounds: Vec<f64>,
    programmes: usize,
    error: Option<ProgramError>,
) -> Result<Sampled, ProgramError> {
    match best {
        Some((set, mut optimum)) => {
            optimum.bound = set_bounds.iter().copied().fold(optimum.bound, f64::min);
            optimum.programmes = programmes;
            Ok(Sampled { set, optimum, set_bounds })
        }
        None => Err(error.unwrap_or(ProgramError::Infeasible { binding: Vec::new() })),
    }
}
