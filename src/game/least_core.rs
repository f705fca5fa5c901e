//! The least core: shares under which the coalition with most reason to leave has least reason.

use super::objection::{Objection, Search, excesses, worst_objection};
use super::{Characteristic, EXACT_PLAYERS_MAX, Game, GameError, Sense, alone_and_together, check_names};
use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem, SolveOptions, SolveOutcome, Variable};
use std::collections::BTreeSet;

/// The least core of a game: minimise e subject to sum over S of x <= c(S) + e for every coalition S but everybody, and
/// sum of x = c(N) (a gain game with all signs turned); Maschler, Peleg & Shapley 1979, 10.1287/moor.4.4.303.
#[derive(Clone, Debug, PartialEq)]
pub struct LeastCore {
    /// Largest excess under `shares`, over the coalitions looked at.
    pub epsilon: f64,
    /// No shares have a smaller largest excess than this: the optimum over the coalitions that were written down.
    pub epsilon_low: f64,
    /// Shares with that largest excess; others may have it too.
    pub shares: Vec<f64>,
    /// Every coalition was looked at.
    pub exact: bool,
    /// Programmes solved.
    pub programmes: usize,
    /// Coalitions written down in the last one.
    pub rows: usize,
}

impl LeastCore {
    /// True when no shares at all are free of objections: proven, whatever was looked at. The lower bound is also that of the
    /// full game, as fewer coalitions only make it smaller.
    pub fn core_is_empty(&self, scale: f64) -> bool {
        self.epsilon_low > TOLERANCE * scale
    }

    /// True when some shares are free of objections: known only when every coalition was looked at.
    pub fn core_is_not_empty(&self, scale: f64) -> bool {
        self.exact && self.epsilon <= TOLERANCE * scale
    }
}

/// Differences below this part of the largest value are rounding.
pub(super) const TOLERANCE: f64 = 1e-9;

/// Largest breach of a row of a programme, as part of the largest value.
const FEASIBILITY: f64 = 1e-10;

/// Coalitions added a programme.
const ROWS_ADDED: usize = 32;

/// Programmes after which the bounds are given as they are.
const PROGRAMMES_MAX: usize = 200;

/// The least core by programmes that write a coalition down only when it objects most.
///
/// # Errors
/// Names that are none or twice the same, values that are not finite, or a programme that has no optimum.
pub fn least_core(game: &(impl Characteristic + ?Sized), search: &Search) -> Result<LeastCore, GameError> {
    check_names(game.names())?;
    let players = game.names().len();
    let exact = players <= EXACT_PLAYERS_MAX;
    let table = if exact { Some(Game::from_fn(game.names().to_vec(), game.sense(), |m| game.value(m))?) } else { None };
    let mut rows = Rows::first(game);
    if players == 1 {
        let shares = vec![rows.total];
        return Ok(LeastCore { epsilon: 0.0, epsilon_low: 0.0, shares, exact, programmes: 0, rows: 0 });
    }
    let mut best: Option<LeastCore> = None;
    for programmes in 1..=PROGRAMMES_MAX {
        let (epsilon_low, shares) = rows.solve()?;
        let found = match &table {
            Some(game) => most_objecting(game, &shares),
            None => worst_objection(game, &shares, search).0.into_iter().collect(),
        };
        let epsilon = found.first().map_or(f64::NEG_INFINITY, |o| o.excess);
        let known = best.as_ref().is_some_and(|b| b.epsilon <= epsilon);
        let (epsilon, shares) = match best.take() {
            Some(b) if known => (b.epsilon, b.shares),
            _ => (epsilon, shares),
        };
        best = Some(LeastCore { epsilon, epsilon_low, shares, exact, programmes, rows: rows.list.len() });
        let settled = epsilon <= epsilon_low + 1e-3 * TOLERANCE * rows.scale;
        if settled || !rows.add(game, &found) {
            break;
        }
    }
    best.ok_or_else(|| GameError::LeastCore { reason: "no programme was solved".to_owned() })
}

/// The coalitions of an exact game with the largest excesses, largest first.
fn most_objecting(game: &Game, shares: &[f64]) -> Vec<Objection> {
    let excesses = excesses(game, shares);
    let mut order: Vec<usize> = (1..excesses.len() - 1).collect();
    let count = ROWS_ADDED.min(order.len());
    let larger = |a: &usize, b: &usize| excesses[*b].total_cmp(&excesses[*a]).then(a.cmp(b));
    if count < order.len() {
        order.select_nth_unstable_by(count - 1, larger);
        order.truncate(count);
    }
    order.sort_by(larger);
    let members = |mask: usize| (0..game.players()).filter(|i| mask >> i & 1 == 1).collect();
    order.into_iter().map(|mask| Objection { members: members(mask), excess: excesses[mask] }).collect()
}

/// The coalitions written down, as costs.
struct Rows {
    list: Vec<(Vec<usize>, f64)>,
    seen: BTreeSet<Vec<usize>>,
    sense: Sense,
    total: f64,
    players: usize,
    /// Largest value of those written first.
    scale: f64,
}

impl Rows {
    /// Each player alone, and everybody but one.
    fn first(game: &(impl Characteristic + ?Sized)) -> Self {
        let apart = alone_and_together(game);
        let (players, sense) = (apart.alone.len(), game.sense());
        let all = apart.alone.iter().chain(&apart.without).chain([&apart.total]);
        let scale = all.fold(0.0_f64, |a, v| a.max(v.abs())).max(f64::MIN_POSITIVE);
        let mut rows = Self { list: Vec::new(), seen: BTreeSet::new(), sense, total: apart.total, players, scale };
        for i in 0..players {
            rows.write(vec![i], apart.alone[i]);
            rows.write((0..players).filter(|j| *j != i).collect(), apart.without[i]);
        }
        rows
    }

    fn write(&mut self, members: Vec<usize>, value: f64) -> bool {
        let new = self.seen.insert(members.clone());
        if new {
            self.list.push((members, self.sense.sign() * value));
        }
        new
    }

    /// Writes down what objects; false when all of it is there already.
    fn add(&mut self, game: &(impl Characteristic + ?Sized), found: &[Objection]) -> bool {
        let mut any = false;
        for objection in found {
            let members: Vec<bool> = (0..self.players).map(|i| objection.members.contains(&i)).collect();
            any |= self.write(objection.members.clone(), game.value(&members));
        }
        any
    }

    /// Smallest largest excess over the coalitions written down, and shares with it.
    fn solve(&self) -> Result<(f64, Vec<f64>), GameError> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let free = (f64::NEG_INFINITY, f64::INFINITY);
        let epsilon = problem.add_var(1.0, free);
        let shares: Vec<Variable> = (0..self.players).map(|_| problem.add_var(0.0, free)).collect();
        let sum = |players: &[usize]| {
            let mut expr = LinearExpr::empty();
            players.iter().for_each(|i| expr.add(shares[*i], 1.0));
            expr
        };
        let everybody: Vec<usize> = (0..self.players).collect();
        let sign = self.sense.sign();
        problem.add_constraint(sum(&everybody), ComparisonOp::Eq, sign * self.total / self.scale);
        for (members, cost) in &self.list {
            let mut expr = sum(members);
            expr.add(epsilon, -1.0);
            problem.add_constraint(expr, ComparisonOp::Le, cost / self.scale);
        }
        let mut options = SolveOptions::default();
        options.tolerances.feasibility = FEASIBILITY;
        let solution = match problem.solve_with(options) {
            Ok(SolveOutcome::Solution(solution)) => solution,
            Ok(_) => return Err(GameError::LeastCore { reason: "the programme stopped early".to_owned() }),
            Err(error) => return Err(GameError::LeastCore { reason: error.to_string() }),
        };
        let values: Vec<f64> = shares.iter().map(|v| sign * self.scale * solution.var_value(*v)).collect();
        Ok((self.scale * solution.var_value(epsilon), exactly_shared(values, self.total)))
    }
}

/// The rounding that shares lack of the total, spread evenly.
fn exactly_shared(mut shares: Vec<f64>, total: f64) -> Vec<f64> {
    let lacking = (total - shares.iter().sum::<f64>()) / shares.len() as f64;
    shares.iter_mut().for_each(|share| *share += lacking);
    shares
}
