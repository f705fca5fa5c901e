//! What the designs of runs have in common: what makes one impossible, their random numbers, random orders of players.

use super::error::{ROWS_MIN, SensitivityError};
use super::players::Players;
use crate::dist::{ParameterId, uniform};

/// Refuses a design without players, with too few rows to resample, or with more runs than can be counted.
pub(super) fn check(players: &Players, rows: u64, runs_per_row: u64) -> Result<(), SensitivityError> {
    if players.count() == 0 {
        return Err(SensitivityError::NoPlayers);
    }
    if rows < ROWS_MIN {
        return Err(SensitivityError::TooFewRows { rows });
    }
    match runs_per_row.checked_mul(rows) {
        Some(_) => Ok(()),
        None => Err(SensitivityError::TooManyRuns),
    }
}

/// Ids of so many random numbers of one purpose.
pub(super) fn ids(purpose: &str, count: usize) -> Vec<ParameterId> {
    (0..count).map(|k| ParameterId::of(&format!("sensitivity.{purpose}.{k}"))).collect()
}

/// A random order of the players for every row.
#[derive(Clone, Debug)]
pub(super) struct Orders(Vec<ParameterId>);

impl Orders {
    /// Orders of the players, by random numbers of this purpose.
    pub(super) fn new(purpose: &str, players: &Players) -> Self {
        Self(ids(purpose, players.count()))
    }

    /// The order of a row: each as likely as any other.
    pub(super) fn of(&self, seed: u64, row: u64) -> Vec<usize> {
        let mut keyed: Vec<(f64, usize)> =
            self.0.iter().enumerate().map(|(k, id)| (uniform(seed, row, *id), k)).collect();
        keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        keyed.into_iter().map(|(_, player)| player).collect()
    }
}
