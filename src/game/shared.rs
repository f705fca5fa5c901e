//! All rules side by side, each with the coalition that objects most.

use super::least_core::TOLERANCE;
use super::objection::{Objection, Search, worst_objection};
use super::rules::{alternative_cost_avoided, equal, proportional, stand_alone};
use super::shapley::{sampled_shapley, shapley};
use super::{Characteristic, EXACT_PLAYERS_MAX, Game, GameError, LeastCore, Sense, alone_and_together, least_core};

/// A rule of sharing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// What each adds, averaged over all orders.
    Shapley,
    /// In proportion to the weights given, tonnes as a rule.
    ProportionalToWeight,
    /// In proportion to what each would cost or gain alone.
    ProportionalToStandAlone,
    /// The same for everybody.
    Equal,
    /// What each adds to the others, and the rest by what each avoids.
    AlternativeCostAvoided,
}

impl Rule {
    /// All rules, in the order of tables.
    pub const ALL: [Self; 5] = [
        Self::Shapley,
        Self::ProportionalToWeight,
        Self::ProportionalToStandAlone,
        Self::Equal,
        Self::AlternativeCostAvoided,
    ];

    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Shapley => "shapley",
            Self::ProportionalToWeight => "proportional_to_tonnes",
            Self::ProportionalToStandAlone => "proportional_to_stand_alone",
            Self::Equal => "equal",
            Self::AlternativeCostAvoided => "alternative_cost_avoided",
        }
    }
}

/// What a rule gives to each player.
#[derive(Clone, Debug, PartialEq)]
pub struct Division {
    /// The rule.
    pub rule: Rule,
    /// Share of each player; they sum to the total.
    pub shares: Vec<f64>,
    /// Standard error of each share; none where the shares are exact.
    pub standard_errors: Option<Vec<f64>>,
    /// The coalition that objects most; none where none was found to. See [`SharedOut::exact`] for what that proves.
    pub objection: Option<Objection>,
}

/// A joint cost or gain, shared out by every rule.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedOut {
    /// Names of the players.
    pub names: Vec<String>,
    /// Cost or gain.
    pub sense: Sense,
    /// What each costs or gains alone.
    pub alone: Vec<f64>,
    /// What all cost or gain together.
    pub total: f64,
    /// The rules that can be applied.
    pub divisions: Vec<Division>,
    /// The least core.
    pub least_core: LeastCore,
    /// True when every coalition was looked at: then a division without objection lies in the core. Otherwise only no
    /// objection was found.
    pub exact: bool,
    /// Coalitions looked at for the objections of one division, at most.
    pub coalitions: u64,
}

impl SharedOut {
    /// What a rule gives; none where it cannot be applied (nothing to be in proportion to).
    pub fn of(&self, rule: Rule) -> Option<&Division> {
        self.divisions.iter().find(|d| d.rule == rule)
    }

    /// Largest of the values of players alone and of all together: what rounding is measured by.
    pub fn scale(&self) -> f64 {
        self.alone.iter().fold(self.total.abs(), |a, v| a.max(v.abs()))
    }
}

/// Shares a game out by every rule, with the core beside it: exactly for up to [`EXACT_PLAYERS_MAX`] players, by sampled
/// orders and searched coalitions beyond.
///
/// `weights` (zero or more, one a player) are what [`Rule::ProportionalToWeight`] goes by.
///
/// # Errors
/// Names that are none or twice the same, weights of another number than players, or values that are not finite.
pub fn share_out(
    game: &(impl Characteristic + ?Sized),
    weights: &[f64],
    search: &Search,
) -> Result<SharedOut, GameError> {
    let players = game.names().len();
    if weights.len() != players {
        return Err(GameError::Weights { what: "the weights" });
    }
    if players <= EXACT_PLAYERS_MAX {
        let table = Game::from_fn(game.names().to_vec(), game.sense(), |m| game.value(m))?;
        let shapley = (shapley(&table), None);
        return divide(&table, shapley, weights, search);
    }
    let sampled = sampled_shapley(game, search.seed, search.pairs)?;
    divide(game, (sampled.shares, Some(sampled.standard_errors)), weights, search)
}

fn divide(
    game: &(impl Characteristic + ?Sized),
    (shapley, errors): (Vec<f64>, Option<Vec<f64>>),
    weights: &[f64],
    search: &Search,
) -> Result<SharedOut, GameError> {
    let apart = alone_and_together(game);
    let exact = errors.is_none();
    let least_core = least_core(game, search)?;
    let mut shared = SharedOut {
        names: game.names().to_vec(),
        sense: game.sense(),
        alone: apart.alone,
        total: apart.total,
        divisions: Vec::new(),
        least_core,
        exact,
        coalitions: 0,
    };
    let scale = shared.scale();
    for rule in Rule::ALL {
        let shares = match rule {
            Rule::Shapley => Ok(shapley.clone()),
            Rule::ProportionalToWeight => proportional(shared.total, weights, "the weights"),
            Rule::ProportionalToStandAlone => stand_alone(game),
            Rule::Equal => Ok(equal(shared.total, weights.len())),
            Rule::AlternativeCostAvoided => alternative_cost_avoided(game),
        };
        // A rule with nothing to be in proportion to is left out: `of` says so.
        let Ok(shares) = shares else { continue };
        let (worst, coalitions) = worst_objection(game, &shares, search);
        let objection = worst.filter(|o| o.excess > TOLERANCE * scale);
        let standard_errors = errors.clone().filter(|_| rule == Rule::Shapley);
        shared.coalitions = shared.coalitions.max(coalitions);
        shared.divisions.push(Division { rule, shares, standard_errors, objection });
    }
    Ok(shared)
}
