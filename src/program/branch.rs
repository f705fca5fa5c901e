//! Yes/no decisions of programmes with many sources: branch and bound on the openings, best bound first.

use super::Program;
use super::linear::{self, Solved};
use super::model::{Decision, Model};
use super::simplex::Stop;

/// The best decisions, and the flows that go with them.
pub(super) struct Decided {
    pub(super) decisions: Vec<Decision>,
    pub(super) solved: Solved,
    /// No decisions and flows cost less.
    pub(super) bound: f64,
    pub(super) programmes: usize,
}

/// An opening this near to 0 or 1 is decided.
const WHOLE: f64 = 1e-7;

/// Relative gap at which the search ends.
const GAP: f64 = 1e-9;

/// A set of decisions that is still to be looked into.
struct Node {
    decisions: Vec<Decision>,
    bound: f64,
    /// Openings of the relaxation, site and value.
    openings: Vec<(usize, f64)>,
    /// Prices of the relaxation's rows: where the relaxations below start.
    prices: Option<Vec<f64>>,
}

/// Looks for the best decisions where some are free.
pub(super) fn solve(program: &Program, decisions: &[Decision]) -> Result<Decided, Stop> {
    let mut search = Search { program, best: None, programmes: 0 };
    let mut nodes: Vec<Node> = search.relax(decisions.to_vec(), None)?.into_iter().collect();
    while let Some(node) = take_best(&mut nodes) {
        if search.closes(node.bound) {
            nodes.push(node);
            break;
        }
        search.try_rounded(&node)?;
        let Some((site, _)) = most_open(&node) else { continue };
        for decision in [Decision::Open, Decision::Closed] {
            let mut below = node.decisions.clone();
            below[site] = decision;
            nodes.extend(search.relax(below, node.prices.as_deref())?);
        }
    }
    let left = nodes.iter().map(|n| n.bound).fold(f64::INFINITY, f64::min);
    let Some((decisions, solved)) = search.best else { return Err(Stop::Infeasible) };
    let bound = left.min(solved.bound);
    Ok(Decided { decisions, solved, bound, programmes: search.programmes })
}

struct Search<'a> {
    program: &'a Program,
    best: Option<(Vec<Decision>, Solved)>,
    programmes: usize,
}

impl Search<'_> {
    fn closes(&self, bound: f64) -> bool {
        let best = self.best.as_ref().map(|b| b.1.objective);
        best.is_some_and(|best| bound >= best - GAP * best.abs().max(1.0))
    }

    /// The relaxation of some decisions; none where it holds nothing better than what is known.
    fn relax(&mut self, decisions: Vec<Decision>, near: Option<&[f64]>) -> Result<Option<Node>, Stop> {
        if !decisions.contains(&Decision::Free) {
            self.try_decided(decisions)?;
            return Ok(None);
        }
        let model = Model::new(self.program, &decisions, false);
        let near = near.filter(|prices| prices.len() == model.rows.len());
        let solved = match linear::solve(&model, near) {
            Ok(solved) => solved,
            Err(Stop::Infeasible) => return Ok(None),
            Err(stop) => return Err(stop),
        };
        self.programmes += solved.programmes;
        if self.closes(solved.bound) {
            return Ok(None);
        }
        let values = &solved.values[self.program.arcs.len()..];
        let openings = model.openings.iter().copied().zip(values.iter().copied()).collect();
        let prices = solved.prices.map(|p| p.0);
        Ok(Some(Node { decisions, bound: solved.bound, openings, prices }))
    }

    /// Opens whatever a relaxation uses at all, then whatever it uses by half.
    fn try_rounded(&mut self, node: &Node) -> Result<(), Stop> {
        for least in [WHOLE, 0.5] {
            let mut decisions = node.decisions.clone();
            for (site, value) in &node.openings {
                decisions[*site] = if *value > least { Decision::Open } else { Decision::Closed };
            }
            self.try_decided(decisions)?;
        }
        Ok(())
    }

    fn try_decided(&mut self, decisions: Vec<Decision>) -> Result<(), Stop> {
        let model = Model::new(self.program, &decisions, false);
        match linear::solve(&model, None) {
            Ok(solved) => {
                self.programmes += solved.programmes;
                if self.best.as_ref().is_none_or(|best| solved.objective < best.1.objective) {
                    self.best = Some((decisions, solved));
                }
                Ok(())
            }
            Err(Stop::Infeasible) => Ok(()),
            Err(stop) => Err(stop),
        }
    }
}

fn take_best(nodes: &mut Vec<Node>) -> Option<Node> {
    let at = (0..nodes.len()).min_by(|a, b| nodes[*a].bound.total_cmp(&nodes[*b].bound))?;
    Some(nodes.swap_remove(at))
}

/// The free site whose opening is furthest from whole; where all are whole, the first that is free.
fn most_open(node: &Node) -> Option<(usize, f64)> {
    let away = |value: f64| value.min(1.0 - value);
    node.openings.iter().copied().reduce(|best, other| if away(other.1) > away(best.1) { other } else { best })
}
