//! Which coalition would rather leave, and by how much.

use super::{Characteristic, EXACT_PLAYERS_MAX, Game, Sense};
use crate::dist::{ParameterId, uniform};

/// A coalition that pays more, or gets less, than it would by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Objection {
    /// Its players, by place.
    pub members: Vec<usize>,
    /// What it pays beyond its cost, or lacks of its gain; below zero where it has no reason to leave.
    pub excess: f64,
}

/// How a game of many players is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Search {
    /// Seed of orders and of starting coalitions.
    pub seed: u64,
    /// Pairs of orders for the Shapley value.
    pub pairs: u64,
    /// Starting coalitions drawn at random, beside each player alone and everybody but one.
    pub starts: u64,
}

impl Default for Search {
    /// Seed 1, 200 pairs of orders, 20 starting coalitions.
    fn default() -> Self {
        Self { seed: 1, pairs: 200, starts: 20 }
    }
}

/// Excess of a coalition under shares.
fn excess(sense: Sense, value: f64, paid: f64) -> f64 {
    sense.sign() * (paid - value)
}

/// Excess of every coalition of an exact game, by the bits of its place; nobody's is 0 and everybody's a rounding error.
pub(super) fn excesses(game: &Game, shares: &[f64]) -> Vec<f64> {
    let mut paid = vec![0.0; game.values.len()];
    for mask in 1..paid.len() {
        let lowest = mask.trailing_zeros() as usize;
        paid[mask] = paid[mask & (mask - 1)] + shares[lowest];
    }
    paid.iter().zip(&game.values).map(|(paid, value)| excess(game.sense, *value, *paid)).collect()
}

/// The coalition with the largest excess, everybody and nobody left out, and the number of coalitions looked at.
///
/// With up to [`EXACT_PLAYERS_MAX`] players every coalition is looked at. Beyond, coalitions are improved player by player
/// from each player alone, everybody but one, and random starts: what is found is an objection, but finding none proves
/// nothing. None for one player.
pub fn worst_objection(
    game: &(impl Characteristic + ?Sized),
    shares: &[f64],
    search: &Search,
) -> (Option<Objection>, u64) {
    let players = shares.len();
    if players < 2 {
        return (None, 0);
    }
    let mut climb = Climb { game, shares, evaluations: 0 };
    let best = if players <= EXACT_PLAYERS_MAX { Some(climb.all()) } else { climb.search(search).into_iter().next() };
    (best, climb.evaluations)
}

/// The coalitions at which a search ends, the largest excess first.
pub(super) fn found_objections(
    game: &(impl Characteristic + ?Sized),
    shares: &[f64],
    search: &Search,
) -> Vec<Objection> {
    Climb { game, shares, evaluations: 0 }.search(search)
}

struct Climb<'a, G: ?Sized> {
    game: &'a G,
    shares: &'a [f64],
    evaluations: u64,
}

impl<G: Characteristic + ?Sized> Climb<'_, G> {
    fn excess(&mut self, members: &[bool]) -> f64 {
        self.evaluations += 1;
        let paid = members.iter().zip(self.shares).filter(|(m, _)| **m).map(|(_, s)| s).sum();
        excess(self.game.sense(), self.game.value(members), paid)
    }

    fn all(&mut self) -> Objection {
        let players = self.shares.len();
        let mut best = (f64::NEG_INFINITY, vec![false; players]);
        for mask in 1..(1_usize << players) - 1 {
            let members: Vec<bool> = (0..players).map(|i| mask >> i & 1 == 1).collect();
            let excess = self.excess(&members);
            if excess > best.0 {
                best = (excess, members);
            }
        }
        objection(best)
    }

    fn search(&mut self, search: &Search) -> Vec<Objection> {
        let players = self.shares.len();
        let single = (0..players).map(|i| (0..players).map(|j| j == i).collect::<Vec<bool>>());
        let all_but = (0..players).map(|i| (0..players).map(|j| j != i).collect());
        let drawn = (0..search.starts).map(|start| {
            let id = |i: usize| ParameterId::of(&format!("game.start.{}", self.game.names()[i]));
            (0..players).map(|i| uniform(search.seed, start, id(i)) < 0.5).collect()
        });
        let starts: Vec<Vec<bool>> = single.chain(all_but).chain(drawn).collect();
        let mut found: Vec<Objection> = Vec::new();
        for start in starts {
            let end = self.climb(start);
            // A random start may be nobody or everybody, who cannot object.
            if end.0.is_finite() {
                found.push(objection(end));
            }
        }
        found.sort_by(|a, b| b.excess.total_cmp(&a.excess).then_with(|| a.members.cmp(&b.members)));
        found.dedup_by(|a, b| a.members == b.members);
        found
    }

    /// Takes in or leaves out one player at a time while that helps; each pass makes the best such change.
    fn climb(&mut self, mut members: Vec<bool>) -> (f64, Vec<bool>) {
        let proper = |m: &[bool]| m.iter().any(|x| *x) && m.iter().any(|x| !*x);
        let mut best = if proper(&members) { self.excess(&members) } else { f64::NEG_INFINITY };
        loop {
            let mut step = None;
            for i in 0..members.len() {
                members[i] = !members[i];
                if proper(&members) {
                    let excess = self.excess(&members);
                    if excess > best {
                        (best, step) = (excess, Some(i));
                    }
                }
                members[i] = !members[i];
            }
            let Some(i) = step else { return (best, members) };
            members[i] = !members[i];
        }
    }
}

fn objection((excess, members): (f64, Vec<bool>)) -> Objection {
    let members = members.iter().enumerate().filter(|(_, m)| **m).map(|(i, _)| i).collect();
    Objection { members, excess }
}
