//! Solving one programme.

use super::Program;
use super::check::faults;
use super::elastic::shortfalls;
use super::model::{Decision, Model};
use super::optimum::{Optimum, ProgramError};
use super::simplex::{self, Stop, Whole};

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

fn best(program: &Program, decisions: &[Decision]) -> Result<Optimum, ProgramError> {
    let whole = match (program.single_source, decisions.contains(&Decision::Free)) {
        (true, _) => Whole::OpeningsAndSources,
        (false, true) => Whole::Openings,
        (false, false) => Whole::Nothing,
    };
    let model = Model::new(program, decisions, true);
    let mut values = match simplex::solve(&model, whole) {
        Ok(values) => values,
        Err(Stop::Failed(why)) => return Err(ProgramError::Failed(why)),
        Err(Stop::Infeasible) => {
            let binding = shortfalls(program, decisions, whole).unwrap_or_default();
            return Err(ProgramError::Infeasible { binding });
        }
    };
    let mut open: Vec<bool> = decisions.iter().map(|d| *d == Decision::Open).collect();
    let arcs = program.arcs.len();
    model.openings.iter().zip(&values[arcs..]).for_each(|(site, value)| open[*site] = *value > 0.5);
    let mut programmes = 1;
    if whole == Whole::Openings {
        // Branch and bound leaves openings a rounding off 0 and 1, and flows with them.
        let model = Model::new(program, &held(program, &open)?, false);
        if let Ok(again) = simplex::solve(&model, Whole::Nothing) {
            values = again;
        }
        programmes += 1;
    }
    values.truncate(arcs);
    let objective = cost(program, &values, &open);
    Ok(Optimum { objective, bound: objective, flows: values, open, programmes, prices: None })
}

/// Cost of flows and openings.
pub(super) fn cost(program: &Program, flows: &[f64], open: &[bool]) -> f64 {
    let fixed = program.sites.iter().zip(open).filter(|(_, open)| **open).filter_map(|(s, _)| s.fixed);
    program.arcs.iter().zip(flows).fold(fixed.sum(), |sum, (arc, flow)| sum + arc.cost * flow)
}
