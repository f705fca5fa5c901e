//! Solving one programme.

use super::check::faults;
use super::elastic::shortfalls;
use super::linear::{self, Solved};
use super::model::{Decision, Label, Model};
use super::optimum::{Optimum, Prices, ProgramError};
use super::simplex::{self, Stop, Whole};
use super::{Program, branch};

/// The best flows and openings of a programme.
///
/// Decisions are exact: branch and bound ends with a proof, and the flows are then found again with the openings held.
///
/// # Errors
/// When the programme is nonsense, when not all limits can be kept (which, and by how much), or when the method gives up.
pub fn solve(program: &Program) -> Result<Optimum, ProgramError> {
    sound(program)?;
    let decisions: Vec<Decision> =
        program.sites.iter().map(|s| if s.fixed.is_some() { Decision::Free } else { Decision::Open }).collect();
    best(program, &decisions)
}

/// The best flows with the openings given, one for each site; those of sites without a decision are not read.
///
/// # Errors
/// As [`solve`], and when the openings are not one for each site.
pub fn solve_with_open(program: &Program, open: &[bool]) -> Result<Optimum, ProgramError> {
    sound(program)?;
    best(program, &held(program, open)?)
}

fn sound(program: &Program) -> Result<(), ProgramError> {
    let faults = faults(program);
    if faults.is_empty() { Ok(()) } else { Err(ProgramError::Invalid(faults)) }
}

/// Decisions that follow openings.
pub(super) fn held(program: &Program, open: &[bool]) -> Result<Vec<Decision>, ProgramError> {
    if open.len() != program.sites.len() {
        return Err(ProgramError::OpenCount { found: open.len(), expected: program.sites.len() });
    }
    let of = |open: bool| if open { Decision::Open } else { Decision::Closed };
    Ok(program.sites.iter().zip(open).map(|(s, o)| of(s.fixed.is_none() || *o)).collect())
}

/// Up to so many arcs, and decisions among them, branch and bound of the simplex method is as fast.
const SMALL: usize = 600;

pub(super) fn best(program: &Program, decisions: &[Decision]) -> Result<Optimum, ProgramError> {
    let whole = match (program.single_source, decisions.contains(&Decision::Free)) {
        (true, _) => Whole::OpeningsAndSources,
        (false, true) => Whole::Openings,
        (false, false) => Whole::Nothing,
    };
    let found = match whole {
        Whole::OpeningsAndSources => whole_sources(program, decisions),
        Whole::Openings if program.arcs.len() <= SMALL => small(program, decisions),
        Whole::Openings => large(program, decisions),
        Whole::Nothing => flows(program, decisions),
    };
    found.map_err(|stop| why(program, decisions, whole, stop))
}

/// Why a programme has no optimum.
fn why(program: &Program, decisions: &[Decision], whole: Whole, stop: Stop) -> ProgramError {
    match stop {
        Stop::Failed(why) => ProgramError::Failed(why),
        Stop::Infeasible => {
            ProgramError::Infeasible { binding: shortfalls(program, decisions, whole).unwrap_or_default() }
        }
    }
}

/// The best flows of a model in which all is decided, from near prices where there are some.
pub(super) fn of_model(
    program: &Program,
    model: &Model,
    decisions: &[Decision],
    near: Option<&[f64]>,
) -> Result<Optimum, ProgramError> {
    match linear::solve(model, near) {
        Ok(solved) => Ok(optimum(program, model, decisions, solved)),
        Err(stop) => Err(why(program, decisions, Whole::Nothing, stop)),
    }
}

/// All decided: a linear programme.
fn flows(program: &Program, decisions: &[Decision]) -> Result<Optimum, Stop> {
    let model = Model::new(program, decisions, false);
    let solved = linear::solve(&model, None)?;
    Ok(optimum(program, &model, decisions, solved))
}

/// Sources go whole: everything is a decision, and nothing has a price.
fn whole_sources(program: &Program, decisions: &[Decision]) -> Result<Optimum, Stop> {
    let model = Model::new(program, decisions, true);
    let values = simplex::solve(&model, Whole::OpeningsAndSources)?;
    let open = openings(program, &model, decisions, &values);
    let flows = values[..program.arcs.len()].to_vec();
    let objective = cost(program, &flows, &open);
    Ok(Optimum { objective, bound: objective, flows, open, programmes: 1, prices: None })
}

/// Branch and bound of the simplex method, then the flows once more: branching leaves openings a rounding off 0 and 1.
fn small(program: &Program, decisions: &[Decision]) -> Result<Optimum, Stop> {
    let model = Model::new(program, decisions, true);
    let values = simplex::solve(&model, Whole::Openings)?;
    let held: Vec<Decision> = openings(program, &model, decisions, &values)
        .into_iter()
        .map(|open| if open { Decision::Open } else { Decision::Closed })
        .collect();
    let mut best = flows(program, &held)?;
    best.programmes += 1;
    Ok(best)
}

fn large(program: &Program, decisions: &[Decision]) -> Result<Optimum, Stop> {
    let decided = branch::solve(program, decisions)?;
    let model = Model::new(program, &decided.decisions, false);
    let mut best = optimum(program, &model, &decided.decisions, decided.solved);
    (best.bound, best.programmes) = (decided.bound, decided.programmes);
    Ok(best)
}

fn openings(program: &Program, model: &Model, decisions: &[Decision], values: &[f64]) -> Vec<bool> {
    let mut open: Vec<bool> = decisions.iter().map(|d| *d == Decision::Open).collect();
    model.openings.iter().zip(&values[program.arcs.len()..]).for_each(|(site, value)| open[*site] = *value > 0.5);
    open
}

/// What a solved model says of its programme.
fn optimum(program: &Program, model: &Model, decisions: &[Decision], solved: Solved) -> Optimum {
    let prices = solved.prices.map(|(rows, sources)| {
        let mut prices = Prices { sources, sites: vec![0.0; program.sites.len()], rows: vec![0.0; program.rows.len()] };
        for (limit, price) in model.rows.iter().zip(&rows) {
            match limit.label {
                Label::Site(site) => prices.sites[site] = *price,
                Label::Row(row) => prices.rows[row] = *price,
                _ => {}
            }
        }
        prices
    });
    let open: Vec<bool> = decisions.iter().map(|d| *d == Decision::Open).collect();
    let mut flows = solved.values;
    flows.truncate(program.arcs.len());
    let objective = cost(program, &flows, &open);
    Optimum { objective, bound: solved.bound.min(objective), flows, open, programmes: solved.programmes, prices }
}

/// Cost of flows and openings.
pub(super) fn cost(program: &Program, flows: &[f64], open: &[bool]) -> f64 {
    let fixed = program.sites.iter().zip(open).filter(|(_, open)| **open).filter_map(|(s, _)| s.fixed);
    program.arcs.iter().zip(flows).fold(fixed.sum(), |sum, (arc, flow)| sum + arc.cost * flow)
}
