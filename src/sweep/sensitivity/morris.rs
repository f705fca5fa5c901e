//! Elementary effects (Morris 1991, doi:10.1080/00401706.1991.10484804; mu* of Campolongo, Cariboni & Saltelli 2007,
//! doi:10.1016/j.envsoft.2006.10.004): a cheap ranking, some tens of runs an input.
//!
//! A trajectory starts on a grid of the unit cube and moves every player once, in random order, by half of the levels.
//! Levels sit in the middle of equal shares of probability (1/8, 3/8, 5/8, 7/8 for four), because the ends of a
//! distribution may be infinite. An effect is the change of the output over the step in probability: how much the output
//! would move over the whole range of the input if it kept moving like that. Trajectories are drawn independently, not
//! chosen for their distance from each other: what is chosen for its spread has no honest interval.

use super::design::{Orders, check, ids};
use super::error::{NoIndex, SensitivityError};
use super::interval::{Estimate, Independence, Ratios, Resampling};
use super::players::Players;
use super::runs::{KeptRows, RowCounts, Runs};
use crate::dist::{ParameterId, uniform};
use rayon::prelude::*;
use serde::Serialize;

/// A design of trajectories.
#[derive(Clone, Debug)]
pub struct Trajectories {
    players: Players,
    rows: u64,
    levels: u32,
    seed: u64,
    bases: Vec<ParameterId>,
    directions: Vec<ParameterId>,
    orders: Orders,
}

/// Levels of the grid unless asked otherwise.
pub const LEVELS: u32 = 4;

/// Most levels of the grid.
const LEVELS_MAX: u32 = 1000;

impl Trajectories {
    /// So many trajectories on a grid of `levels` (even, 2 to 1000).
    ///
    /// # Errors
    /// No player, fewer than eight trajectories, an odd number of levels.
    pub fn new(players: Players, rows: u64, levels: u32, seed: u64) -> Result<Self, SensitivityError> {
        check(&players, rows, players.count() as u64 + 1)?;
        if !levels.is_multiple_of(2) || !(2..=LEVELS_MAX).contains(&levels) {
            return Err(SensitivityError::Levels { levels });
        }
        let [bases, directions] = ["morris.base", "morris.direction"].map(|purpose| ids(purpose, players.dimensions()));
        let orders = Orders::new("morris.order", &players);
        Ok(Self { players, rows, levels, seed, bases, directions, orders })
    }

    /// The players.
    pub fn players(&self) -> &Players {
        &self.players
    }

    /// Trajectories.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Runs of a trajectory.
    pub fn runs_per_row(&self) -> u64 {
        self.players.count() as u64 + 1
    }

    /// Runs in all.
    pub fn runs(&self) -> u64 {
        self.rows * self.runs_per_row()
    }

    /// The order in which a trajectory moves its players.
    pub fn order(&self, row: u64) -> Vec<usize> {
        self.orders.of(self.seed, row)
    }

    /// Where a dimension starts (in the lower or upper half of the levels), and its step in probability.
    fn start(&self, row: u64, dimension: usize) -> (f64, f64) {
        let half = self.levels / 2;
        let low = (uniform(self.seed, row, self.bases[dimension]) * f64::from(half)).floor();
        let upwards = uniform(self.seed, row, self.directions[dimension]) < 0.5;
        let at = |level: f64| (level + 0.5) / f64::from(self.levels);
        if upwards { (at(low), 0.5) } else { (at(low + f64::from(half)), -0.5) }
    }

    /// The points of a trajectory, one after the other: uniform numbers, one a dimension.
    pub fn row(&self, row: u64) -> Vec<f64> {
        let n = self.players.dimensions();
        let starts: Vec<(f64, f64)> = (0..n).map(|k| self.start(row, k)).collect();
        let mut point: Vec<f64> = starts.iter().map(|s| s.0).collect();
        let mut points = point.clone();
        for player in self.order(row) {
            for dimension in self.players.members(player) {
                point[*dimension] += starts[*dimension].1;
            }
            points.extend_from_slice(&point);
        }
        points
    }

    /// Whether a player moves upwards; of a group, its first dimension.
    fn is_upwards(&self, row: u64, player: usize) -> bool {
        self.start(row, self.players.members(player)[0]).1 > 0.0
    }
}

/// Elementary effects on an output, by player, in the unit of the output.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MorrisEffects {
    /// Mean effect: its sign says in which direction. For a group, the direction of its first dimension.
    pub mu: Vec<Estimate>,
    /// Mean absolute effect: the ranking.
    pub mu_star: Vec<Estimate>,
    /// Standard deviation of the effects: curvature and interactions; 0 for a straight line.
    pub sigma: Vec<Estimate>,
    /// Trajectories behind the numbers.
    pub rows: RowCounts,
}

/// Elementary effects on every output. Runs may stop early: complete trajectories count. An output that never varies has
/// effects of zero.
///
/// # Errors
/// When the runs are not those of the design; and for each output by itself, when too few trajectories have it.
pub fn morris_effects(
    design: &Trajectories,
    runs: &Runs,
    resampling: Resampling,
) -> Result<Vec<Result<MorrisEffects, NoIndex>>, SensitivityError> {
    runs.check(design.runs())?;
    let one = |output| effects(design, runs, output, &runs.rows(design.runs_per_row(), output), resampling);
    Ok((0..runs.outputs()).into_par_iter().map(one).collect())
}

fn effects(
    design: &Trajectories,
    runs: &Runs,
    output: usize,
    kept: &KeptRows,
    resampling: Resampling,
) -> Result<MorrisEffects, NoIndex> {
    let (grouping, bootstrap) = kept.grouping(Independence::Rows, resampling)?;
    let players = design.players().count();
    let effects_of = |row: u64, into: &mut [f64]| {
        for (place, player) in design.order(row).into_iter().enumerate() {
            let at = |place: usize| runs.value(row * design.runs_per_row() + place as u64, output);
            let change = at(place + 1) - at(place);
            into[player] = 2.0 * if design.is_upwards(row, player) { change } else { -change };
        }
    };
    let mut means = vec![0.0; players];
    let mut effects = vec![0.0; players];
    for row in &kept.rows {
        effects_of(*row, &mut effects);
        means.iter_mut().zip(&effects).for_each(|(mean, e)| *mean += e / kept.rows.len() as f64);
    }
    let unbiased = kept.rows.len() as f64 / (kept.rows.len() - 1) as f64;
    let sums = Ratios::sum(&grouping, 3 * players, |k, numerators, denominators| {
        effects_of(kept.rows[k], &mut effects);
        denominators.fill(1.0);
        for (player, effect) in effects.iter().enumerate() {
            let off = effect - means[player];
            numerators[player] = *effect;
            numerators[players + player] = effect.abs();
            numerators[2 * players + player] = off * off * unbiased;
        }
    });
    let mut found = sums.estimates(&bootstrap).into_iter().flatten();
    let (mu, mu_star) = (found.by_ref().take(players).collect(), found.by_ref().take(players).collect());
    let rounding = |k: usize| 1e-12 * means[k].abs();
    let sigma = found.enumerate().map(|(k, variance)| root(variance, rounding(k))).collect();
    Ok(MorrisEffects { mu, mu_star, sigma, rows: kept.counts })
}

/// Standard deviation from a variance: the ends of the interval go through the root, and there is none below zero. What
/// is below the rounding of the effects is zero.
fn root(variance: Estimate, rounding: f64) -> Estimate {
    let value = variance.value.sqrt();
    if value <= rounding {
        return Estimate::exact(0.0);
    }
    let end = |v: f64| if v > 0.0 { v.sqrt() } else { 0.0 };
    let standard_error = 0.5 * variance.standard_error / value;
    Estimate { value, standard_error, low: end(variance.low), high: end(variance.high) }
}
