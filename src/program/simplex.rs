//! A model given to the simplex method and branch and bound of `microlp`.

use super::model::{Column, Kind, Model};
use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolveOptions, SolveOutcome, Variable};

/// Which variables are whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whole {
    /// None.
    Nothing,
    /// Openings are 0 or 1.
    Openings,
    /// Openings are 0 or 1, and a source goes whole to one arc.
    OpeningsAndSources,
}

/// Why there are no values.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Stop {
    /// No values keep to all limits.
    Infeasible,
    /// The method gave up.
    Failed(String),
}

/// Largest breach of a limit, in scaled units: rows by their largest weight, flows by the largest supply.
const FEASIBILITY: f64 = 1e-10;

/// Values of the columns that cost least.
pub(super) fn solve(model: &Model, whole: Whole) -> Result<Vec<f64>, Stop> {
    let unit = model.supply.iter().copied().fold(0.0, f64::max);
    let unit = if unit > 0.0 { unit } else { 1.0 };
    let worth = model.columns.iter().map(|c| c.cost.abs()).fold(0.0, f64::max);
    let worth = if worth > 0.0 { worth } else { 1.0 };
    let scales = scales(model, unit, whole);
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let variables: Vec<Variable> = model
        .columns
        .iter()
        .zip(&scales)
        .map(|(column, scale)| {
            let cost = column.cost / worth * scale.of_one;
            let most = column.max / scale.of_one;
            if scale.whole && most >= 1.0 {
                problem.add_binary_var(cost)
            } else {
                problem.add_var(cost, (0.0, if scale.whole { 0.0 } else { most }))
            }
        })
        .collect();
    add_supplies(&mut problem, model, unit, &scales, &variables);
    add_rows(&mut problem, model, &scales, &variables);
    let mut options = SolveOptions::default();
    options.tolerances.feasibility = FEASIBILITY;
    options.tolerances.prune_epsilon = 0.0;
    match problem.solve_with(options) {
        Ok(SolveOutcome::Solution(solution)) => {
            let value = |(v, s): (&Variable, &Scale)| {
                let value = solution.var_value(*v);
                (if s.whole { value.round() } else { value.max(0.0) }) * s.of_one
            };
            Ok(variables.iter().zip(&scales).map(value).collect())
        }
        Ok(SolveOutcome::Interrupted(_)) => Err(Stop::Failed("interrupted".to_owned())),
        Err(Error::Infeasible) => Err(Stop::Infeasible),
        Err(error) => Err(Stop::Failed(error.to_string())),
    }
}

/// What one of a variable is in the model.
struct Scale {
    of_one: f64,
    whole: bool,
}

fn scales(model: &Model, unit: f64, whole: Whole) -> Vec<Scale> {
    let of = |column: &Column| match (column.kind, column.source) {
        (Kind::Opening, _) => Scale { of_one: 1.0, whole: whole != Whole::Nothing },
        (Kind::Arc, Some(source)) if whole == Whole::OpeningsAndSources && model.supply[source] > 0.0 => {
            Scale { of_one: model.supply[source], whole: true }
        }
        _ => Scale { of_one: unit, whole: false },
    };
    model.columns.iter().map(of).collect()
}

fn add_supplies(problem: &mut Problem, model: &Model, unit: f64, scales: &[Scale], variables: &[Variable]) {
    let mut terms: Vec<Vec<(Variable, f64)>> = vec![Vec::new(); model.supply.len()];
    for ((column, scale), variable) in model.columns.iter().zip(scales).zip(variables) {
        if let Some(source) = column.source {
            terms[source].push((*variable, scale.of_one / unit));
        }
    }
    for (terms, supply) in terms.iter().zip(&model.supply) {
        problem.add_constraint(terms, ComparisonOp::Eq, supply / unit);
    }
}

fn add_rows(problem: &mut Problem, model: &Model, scales: &[Scale], variables: &[Variable]) {
    let mut terms: Vec<Vec<(Variable, f64)>> = vec![Vec::new(); model.rows.len()];
    for ((column, scale), variable) in model.columns.iter().zip(scales).zip(variables) {
        column.entries.iter().for_each(|(row, weight)| terms[*row].push((*variable, weight * scale.of_one)));
    }
    for (terms, limit) in terms.iter_mut().zip(&model.rows) {
        let largest = terms.iter().map(|t| t.1.abs()).fold(0.0, f64::max);
        let largest = if largest > 0.0 { largest } else { 1.0 };
        terms.iter_mut().for_each(|term| term.1 /= largest);
        let (low, high) = (limit.low / largest, limit.high / largest);
        if low == high {
            problem.add_constraint(&*terms, ComparisonOp::Eq, low);
            continue;
        }
        if low > f64::NEG_INFINITY {
            problem.add_constraint(&*terms, ComparisonOp::Ge, low);
        }
        if high < f64::INFINITY {
            problem.add_constraint(&*terms, ComparisonOp::Le, high);
        }
    }
}
