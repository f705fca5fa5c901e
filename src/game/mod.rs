//! Sharing what a joint effort costs or saves among those who make it: Shapley value, proportional rules, the core.
//!
//! ```
//! use gisement::game::{Game, Search, Sense, Rule, share_out};
//!
//! // One shredder sized for the largest need: 12, 20 and 45.
//! let need = [12.0, 20.0, 45.0];
//! let largest = |members: &[bool]| (0..3).filter(|i| members[*i]).map(|i| need[i]).fold(0.0, f64::max);
//! let game = Game::from_fn(["A", "B", "C"].map(String::from).to_vec(), Sense::Cost, largest)?;
//! let shared = share_out(&game, &[12.0, 20.0, 45.0], &Search::default())?;
//! for (share, exact) in shared.of(Rule::Shapley).unwrap().shares.iter().zip([4.0, 8.0, 33.0]) {
//!     assert!((share - exact).abs() < 1e-9);
//! }
//! assert!(shared.of(Rule::Shapley).unwrap().objection.is_none());
//! # Ok::<(), gisement::game::GameError>(())
//! ```
//!
//! Definitions, sources and limits: `docs/theory/sharing.md`.

mod error;
mod least_core;
mod objection;
mod rules;
mod shapley;
mod shared;

pub use error::GameError;
pub use least_core::{LeastCore, least_core};
pub use objection::{Objection, Search, worst_objection};
pub use rules::{alternative_cost_avoided, equal, proportional, stand_alone};
pub use shapley::{SampledShares, sampled_shapley, shapley};
pub use shared::{Division, Rule, SharedOut, share_out};

/// Whether a game shares a cost or a gain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// Values are costs: a coalition objects to paying more than it would alone.
    Cost,
    /// Values are gains: a coalition objects to getting less than it would alone.
    Gain,
}

impl Sense {
    /// 1 for a cost, -1 for a gain: times a value, less is better.
    fn sign(self) -> f64 {
        match self {
            Self::Cost => 1.0,
            Self::Gain => -1.0,
        }
    }
}

/// What every coalition costs or gains by itself.
pub trait Characteristic {
    /// Names of the players.
    fn names(&self) -> &[String];

    /// Cost or gain.
    fn sense(&self) -> Sense;

    /// Cost or gain of those for whom `members` is true; 0 for nobody.
    fn value(&self, members: &[bool]) -> f64;
}

/// Most players of a game whose every coalition is looked at.
pub const EXACT_PLAYERS_MAX: usize = 16;

/// A game with the value of every coalition.
#[derive(Clone, Debug, PartialEq)]
pub struct Game {
    names: Vec<String>,
    sense: Sense,
    /// Value of each coalition: bit `i` of its place says whether player `i` is in.
    values: Vec<f64>,
}

impl Game {
    /// A game from its values: bit `i` of a value's place says whether player `i` is in.
    ///
    /// # Errors
    /// No player or more than [`EXACT_PLAYERS_MAX`], two of one name, a number of values that is not two to the number of
    /// players, a value that is not finite, or nobody worth something.
    pub fn from_values(names: Vec<String>, sense: Sense, values: Vec<f64>) -> Result<Self, GameError> {
        check_names(&names)?;
        if names.len() > EXACT_PLAYERS_MAX {
            return Err(GameError::TooMany { found: names.len(), most: EXACT_PLAYERS_MAX });
        }
        if values.len() != 1 << names.len() {
            return Err(GameError::Values { found: values.len(), expected: 1 << names.len() });
        }
        if let Some(at) = values.iter().position(|v| !v.is_finite()) {
            return Err(GameError::NotFinite { coalition: named(&names, at), value: values[at] });
        }
        if values[0] != 0.0 {
            return Err(GameError::Nobody { value: values[0] });
        }
        Ok(Self { names, sense, values })
    }

    /// A game from what gives the value of a coalition; nobody is worth 0 and is not asked for.
    ///
    /// # Errors
    /// As [`Game::from_values`].
    pub fn from_fn(names: Vec<String>, sense: Sense, value: impl Fn(&[bool]) -> f64) -> Result<Self, GameError> {
        if names.len() > EXACT_PLAYERS_MAX {
            return Err(GameError::TooMany { found: names.len(), most: EXACT_PLAYERS_MAX });
        }
        let mut members = vec![false; names.len()];
        let mut values = vec![0.0; 1 << names.len()];
        for (mask, place) in values.iter_mut().enumerate().skip(1) {
            members.iter_mut().enumerate().for_each(|(i, member)| *member = mask >> i & 1 == 1);
            *place = value(&members);
        }
        Self::from_values(names, sense, values)
    }

    /// Number of players.
    pub fn players(&self) -> usize {
        self.names.len()
    }

    /// Value of each coalition: bit `i` of its place says whether player `i` is in.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Value of all players together.
    pub fn total(&self) -> f64 {
        self.values[self.values.len() - 1]
    }

    /// What each coalition saves against each of its players alone, of a cost game; what it gains more, of a gain game.
    pub fn savings(&self) -> Self {
        let alone: Vec<f64> = (0..self.players()).map(|i| self.values[1 << i]).collect();
        let sign = self.sense.sign();
        let saved = |(mask, value): (usize, &f64)| {
            let apart: f64 = alone.iter().enumerate().filter(|(i, _)| mask >> i & 1 == 1).map(|(_, v)| v).sum();
            // One player saves nothing, to the last bit.
            if mask.count_ones() < 2 { 0.0 } else { sign * (apart - value) }
        };
        let values = self.values.iter().enumerate().map(saved).collect();
        Self { names: self.names.clone(), sense: Sense::Gain, values }
    }

    /// True when no two coalitions without a common player lose by joining (to rounding).
    pub fn joining_never_hurts(&self) -> bool {
        let (sign, scale) = (self.sense.sign(), self.values.iter().fold(0.0_f64, |a, v| a.max(v.abs())));
        (1..self.values.len()).all(|whole| {
            let mut part = (whole - 1) & whole;
            while part > 0 {
                let apart = self.values[part] + self.values[whole ^ part];
                if sign * (self.values[whole] - apart) > 1e-9 * scale {
                    return false;
                }
                part = (part - 1) & whole;
            }
            true
        })
    }
}

impl Characteristic for Game {
    fn names(&self) -> &[String] {
        &self.names
    }

    fn sense(&self) -> Sense {
        self.sense
    }

    fn value(&self, members: &[bool]) -> f64 {
        let mask = members.iter().enumerate().fold(0, |mask, (i, member)| mask | usize::from(*member) << i);
        self.values[mask]
    }
}

fn check_names(names: &[String]) -> Result<(), GameError> {
    if names.is_empty() {
        return Err(GameError::Nobodies);
    }
    let twice = names.iter().enumerate().find(|(k, name)| names[..*k].contains(name));
    twice.map_or(Ok(()), |(_, name)| Err(GameError::Repeated { name: name.clone() }))
}

/// The players of a coalition by name.
fn named(names: &[String], mask: usize) -> Vec<String> {
    names.iter().enumerate().filter(|(i, _)| mask >> i & 1 == 1).map(|(_, name)| name.clone()).collect()
}

/// Each player alone, everybody, and for each player everybody else.
fn alone_and_together(game: &(impl Characteristic + ?Sized)) -> Apart {
    let players = game.names().len();
    let mut members = vec![false; players];
    let mut alone = Vec::with_capacity(players);
    for i in 0..players {
        members[i] = true;
        alone.push(game.value(&members));
        members[i] = false;
    }
    members.fill(true);
    let total = game.value(&members);
    let mut without = Vec::with_capacity(players);
    for i in 0..players {
        members[i] = false;
        without.push(if players == 1 { 0.0 } else { game.value(&members) });
        members[i] = true;
    }
    Apart { alone, without, total }
}

/// Values of the smallest and the largest coalitions.
struct Apart {
    alone: Vec<f64>,
    without: Vec<f64>,
    total: f64,
}
