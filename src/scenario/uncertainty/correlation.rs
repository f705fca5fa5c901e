//! Correlations of drawn inputs by a Gaussian copula.

use super::plan::{Drawn, Plan};
use crate::scenario::section::Context;
use crate::scenario::tree::Node;

/// Inputs whose normal scores are mixed.
#[derive(Clone, Debug)]
pub(super) struct Correlated {
    /// Places in the list of drawn inputs, in the order of their first mention.
    members: Vec<usize>,
    /// Lower triangular factor of the correlation of scores, row by row.
    factor: Vec<f64>,
}

impl Correlated {
    pub(super) fn members(&self) -> impl Iterator<Item = usize> {
        self.members.iter().copied()
    }

    fn weight(&self, row: usize, column: usize) -> f64 {
        self.factor[row * (row + 1) / 2 + column]
    }

    /// Turns the independent scores that stand in the places of the members into their values: from the last to the
    /// first, since a member needs the scores of those before it.
    pub(super) fn place(&self, drawn: &[Drawn], values: &mut [f64]) {
        for row in (0..self.members.len()).rev() {
            let score = |k: usize| values[drawn[self.members[k]].place];
            let z = (0..=row).fold(0.0, |sum, k| sum + self.weight(row, k) * score(k));
            let member = &drawn[self.members[row]];
            values[member.place] = member.distribution.from_normal(z);
        }
    }

    /// What each member's dimension moves: places of inputs.
    pub(super) fn moves(&self, drawn: &[Drawn]) -> impl Iterator<Item = (usize, Vec<usize>)> {
        (0..self.members.len()).map(|column| {
            let rows = (column..self.members.len()).filter(|row| self.weight(*row, column) != 0.0);
            (self.members[column], rows.map(|row| drawn[self.members[row]].place).collect())
        })
    }
}

/// Reads `correlation = [...]` into the plan.
pub(super) fn read(_context: &mut Context<'_>, _node: &Node, _plan: &mut Plan) {}
