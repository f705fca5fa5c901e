//! Shapley effects: shares of variance that sum to one whether or not inputs depend on each other.
//!
//! The effect of a player is the mean, over all orders in which players could become known, of what knowing this player
//! adds to the variance explained (Owen 2014, doi:10.1137/130936233; Song, Nelson & Staum 2016, doi:10.1137/15M1048070).
//! A row of the design draws one order and two independent cases, and walks from one to the other: the k-th run shares the
//! first k players of the order with the first case, and draws the others given those. For independent inputs this is the
//! algorithm of Goda 2021 (arXiv:2009.00874). Under a Gaussian copula, drawing the later players given the earlier ones is
//! what the Cholesky factor in the order of the row does: shared leading standard normals are shared leading players.
//!
//! A row costs one run more than there are players, and every run serves every player: 10,000 rows of 40 players are
//! 410,000 runs.

use super::design::{Orders, check, ids};
use super::error::{NoIndex, SensitivityError};
use super::gaussian::Dependence;
use super::interval::{Estimate, Independence, Ratios, Resampling};
use super::players::Players;
use super::runs::{KeptRows, RowCounts, Runs, centre};
use crate::dist::{ParameterId, normal_quantile, uniform};
use rayon::prelude::*;
use serde::Serialize;

/// A design of random orders.
#[derive(Clone, Debug)]
pub struct Permutations {
    players: Players,
    dependence: Dependence,
    rows: u64,
    seed: u64,
    cases: [Vec<ParameterId>; 2],
    orders: Orders,
}

impl Permutations {
    /// So many orders of the players, whose dimensions are inputs with this dependence.
    ///
    /// # Errors
    /// No player, a dependence of another number of inputs, fewer than eight rows, more runs than can be counted.
    pub fn new(players: Players, dependence: Dependence, rows: u64, seed: u64) -> Result<Self, SensitivityError> {
        check(&players, rows, players.count() as u64 + 1)?;
        if dependence.inputs() != players.dimensions() {
            return Err(SensitivityError::NotACorrelation);
        }
        let cases = ["shapley.a", "shapley.b"].map(|purpose| ids(purpose, players.dimensions()));
        let orders = Orders::new("shapley.order", &players);
        Ok(Self { players, dependence, rows, seed, cases, orders })
    }

    /// The players.
    pub fn players(&self) -> &Players {
        &self.players
    }

    /// Rows.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Runs of a row.
    pub fn runs_per_row(&self) -> u64 {
        self.players.count() as u64 + 1
    }

    /// Runs in all.
    pub fn runs(&self) -> u64 {
        self.rows * self.runs_per_row()
    }

    /// The order of the players in a row.
    pub fn order(&self, row: u64) -> Vec<usize> {
        self.orders.of(self.seed, row)
    }

    /// The points of a row, one after the other, as standard normal scores of the inputs: the distribution of an input
    /// turns its score into a value. Run k shares the first k players of the order with the last run.
    pub fn row(&self, row: u64) -> Vec<f64> {
        let n = self.players.dimensions();
        let order = self.order(row);
        let inputs: Vec<usize> = order.iter().flat_map(|p| self.players.members(*p)).copied().collect();
        let mut factor = vec![0.0; n * n];
        let sound = self.dependence.factor(&inputs, &mut factor);
        assert!(sound, "a correlation that factors in one order factors in every order");
        let score = |case: usize, input: usize| normal_quantile(uniform(self.seed, row, self.cases[case][input]));
        let [shared, own]: [Vec<f64>; 2] = [0, 1].map(|case| inputs.iter().map(|i| score(case, *i)).collect());
        let mut points = Vec::with_capacity(n * (order.len() + 1));
        let mut known = 0;
        for run in 0..=order.len() {
            let normals: Vec<f64> = (0..n).map(|k| if k < known { shared[k] } else { own[k] }).collect();
            let mut point = vec![0.0; n];
            for (k, input) in inputs.iter().enumerate() {
                point[*input] = if self.dependence.is_independent() {
                    normals[k]
                } else {
                    factor[k * n..=k * n + k].iter().zip(&normals).map(|(l, e)| l * e).sum()
                };
            }
            points.extend(point);
            known += order.get(run).map_or(0, |player| self.players.members(*player).len());
        }
        points
    }
}

/// Shares of an output's variance, whatever the dependence of inputs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShapleyEffects {
    /// Variance of the output, its unit squared.
    pub variance: Estimate,
    /// Shapley effects, by player; they sum to 1.
    pub effects: Vec<Estimate>,
    /// By player: the share explained when it is the first to be known, what depends on it included. None when no order
    /// of the design begins with it.
    pub first: Vec<Option<Estimate>>,
    /// By player: the share left when it is the last to be known: its own part, which no other player tells. None when no
    /// order of the design ends with it.
    pub last: Vec<Option<Estimate>>,
    /// Rows behind the numbers.
    pub rows: RowCounts,
}

/// Shapley effects of every output. Runs may stop early: complete rows count.
///
/// # Errors
/// When the runs are not those of the design; and for each output by itself, when it has no effects.
pub fn shapley_effects(
    design: &Permutations,
    runs: &Runs,
    resampling: Resampling,
) -> Result<Vec<Result<ShapleyEffects, NoIndex>>, SensitivityError> {
    runs.check(design.runs())?;
    let orders: Vec<Vec<usize>> = (0..design.rows()).map(|row| design.order(row)).collect();
    let one = |output| {
        let kept = runs.rows(design.runs_per_row(), output);
        effects(&orders, runs, output, &kept, resampling)
    };
    Ok((0..runs.outputs()).into_par_iter().map(one).collect())
}

fn effects(
    orders: &[Vec<usize>],
    runs: &Runs,
    output: usize,
    kept: &KeptRows,
    resampling: Resampling,
) -> Result<ShapleyEffects, NoIndex> {
    let (grouping, bootstrap) = kept.grouping(Independence::Rows, resampling)?;
    let players = orders[0].len();
    let value = |row: u64, place: usize| runs.value(row * (players as u64 + 1) + place as u64, output);
    centre(kept.rows.iter().flat_map(|row| [value(*row, 0), value(*row, players)]))?;
    let sums = Ratios::sum(&grouping, 1 + 3 * players, |k, numerators, denominators| {
        let row = kept.rows[k];
        let case = value(row, players);
        // Half the mean square difference is the variance that is left when the shared players are known.
        let left = |place: usize| 0.5 * (case - value(row, place)) * (case - value(row, place));
        let all = left(0);
        numerators.fill(0.0);
        denominators.fill(0.0);
        (numerators[0], denominators[0]) = (all, 1.0);
        denominators[1..=players].fill(all);
        for (place, player) in orders[row as usize].iter().enumerate() {
            let added = left(place) - left(place + 1);
            numerators[1 + player] = added;
            for (block, is_there) in [(1, place == 0), (2, place + 1 == players)] {
                if is_there {
                    let at = 1 + block * players + player;
                    (numerators[at], denominators[at]) = (added, all);
                }
            }
        }
    });
    let mut found = sums.estimates(&bootstrap).into_iter();
    let variance = found.next().flatten().ok_or(NoIndex::Constant)?;
    let effects: Option<Vec<Estimate>> = found.by_ref().take(players).collect();
    let first = found.by_ref().take(players).collect();
    let last = found.collect();
    Ok(ShapleyEffects { variance, effects: effects.ok_or(NoIndex::Constant)?, first, last, rows: kept.counts })
}
