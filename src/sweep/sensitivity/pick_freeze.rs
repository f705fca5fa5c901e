//! The design behind Sobol indices: two independent points a row, and hybrids between them.

use super::design::{check, ids};
use super::error::SensitivityError;
use super::players::Players;
use crate::dist::{ParameterId, uniform};

/// Pick and freeze (Sobol' 1993; Saltelli et al. 2010, doi:10.1016/j.cpc.2009.09.018).
///
/// A row has a point A, an independent point B, and for each player i the point AB_i: A with the player's dimensions
/// taken from B. For second-order indices it has BA_i as well, the other way round. The runs of a row follow each other:
/// A, B, AB_0, AB_1, ..., then BA_0, ...
#[derive(Clone, Debug)]
pub struct PickFreeze {
    players: Players,
    rows: u64,
    second_order: bool,
    ids: [Vec<ParameterId>; 2],
}

impl PickFreeze {
    /// So many rows, for indices of first order and total.
    ///
    /// # Errors
    /// No player, fewer than eight rows, or more runs than can be counted.
    pub fn new(players: Players, rows: u64) -> Result<Self, SensitivityError> {
        Self::with(players, rows, false)
    }

    /// So many rows, for indices of pairs as well; about twice the runs.
    ///
    /// # Errors
    /// As [`PickFreeze::new`].
    pub fn with_second_order(players: Players, rows: u64) -> Result<Self, SensitivityError> {
        Self::with(players, rows, true)
    }

    fn with(players: Players, rows: u64, second_order: bool) -> Result<Self, SensitivityError> {
        let ids = ["a", "b"].map(|point| ids(point, players.dimensions()));
        let design = Self { players, rows, second_order, ids };
        check(&design.players, rows, design.runs_per_row())?;
        Ok(design)
    }

    /// The players.
    pub fn players(&self) -> &Players {
        &self.players
    }

    /// Rows.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Whether there are runs for pairs.
    pub fn is_second_order(&self) -> bool {
        self.second_order
    }

    /// Runs of a row.
    pub fn runs_per_row(&self) -> u64 {
        let hybrids = self.players.count() as u64;
        2 + if self.second_order { 2 * hybrids } else { hybrids }
    }

    /// Runs in all.
    pub fn runs(&self) -> u64 {
        self.rows * self.runs_per_row()
    }

    /// The point of a run, from Monte Carlo rows: a uniform number in (0, 1) for each dimension.
    ///
    /// # Panics
    /// When `u` has another length than there are dimensions.
    pub fn point(&self, seed: u64, run: u64, u: &mut [f64]) {
        let dimensions = self.players.dimensions();
        let draw = |row, column| match column < dimensions {
            true => uniform(seed, row, self.ids[0][column]),
            false => uniform(seed, row, self.ids[1][column - dimensions]),
        };
        self.point_from(&draw, run, u);
    }

    /// The point of a run, from rows of twice the dimensions: those of A, then those of B. `row(row, column)` may be any
    /// uniform design, Monte Carlo or low-discrepancy.
    ///
    /// # Panics
    /// When `u` has another length than there are dimensions.
    pub fn point_from(&self, row: &dyn Fn(u64, usize) -> f64, run: u64, u: &mut [f64]) {
        let dimensions = self.players.dimensions();
        assert_eq!(u.len(), dimensions, "one number a dimension");
        let (number, place) = (run / self.runs_per_row(), (run % self.runs_per_row()) as usize);
        let count = self.players.count();
        // (which point the run starts from, which player it takes from the other one)
        let (start, swapped) = match place {
            0 => (0, None),
            1 => (1, None),
            k if k < 2 + count => (0, Some(k - 2)),
            k => (1, Some(k - 2 - count)),
        };
        for (dimension, u) in u.iter_mut().enumerate() {
            *u = row(number, start * dimensions + dimension);
        }
        for dimension in swapped.into_iter().flat_map(|player| self.players.members(player)) {
            u[*dimension] = row(number, (1 - start) * dimensions + dimension);
        }
    }
}
