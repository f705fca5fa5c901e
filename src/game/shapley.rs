//! The Shapley value: what each player adds, averaged over all orders in which they may come.

use super::{Characteristic, Game, GameError, check_names};
use crate::dist::{ParameterId, uniform};

/// Exact shares: phi_i = sum over S without i of |S|! (n-|S|-1)! / n! (v(S + i) - v(S)) (Shapley 1953, 10.1515/9781400881970-018).
pub fn shapley(game: &Game) -> Vec<f64> {
    let players = game.players();
    let weights = order_weights(players);
    let share = |i: usize| {
        let without = (0..game.values.len()).filter(|mask| mask >> i & 1 == 0);
        without.map(|mask| weights[mask.count_ones() as usize] * (game.values[mask | 1 << i] - game.values[mask])).sum()
    };
    (0..players).map(share).collect()
}

/// |S|! (n-|S|-1)! / n! by size of S: 1/n over the binomial of n-1 and |S|.
fn order_weights(players: usize) -> Vec<f64> {
    let mut weights = vec![1.0 / players as f64; players];
    for size in 1..players {
        weights[size] = weights[size - 1] * size as f64 / (players - size) as f64;
    }
    weights
}

/// Shares from a sample of orders.
#[derive(Clone, Debug, PartialEq)]
pub struct SampledShares {
    /// Mean of what each player adds; they sum to the total, as in every order they do.
    pub shares: Vec<f64>,
    /// Standard error of each mean.
    pub standard_errors: Vec<f64>,
    /// Coalitions whose value was computed.
    pub evaluations: u64,
}

/// Shares from pairs of an order and its reverse, drawn by name and number of the pair from a counter-based generator: the
/// same whatever the machine; more pairs keep those that were there (Castro, Gomez & Tejada 2009, 10.1016/j.cor.2008.04.004;
/// reversed orders: Mitchell, Cooper, Frank & Holmes 2022, arXiv 2104.12199).
///
/// # Errors
/// Names that are none or twice the same, fewer than two pairs, a value that is not finite.
pub fn sampled_shapley(
    game: &(impl Characteristic + ?Sized),
    seed: u64,
    pairs: u64,
) -> Result<SampledShares, GameError> {
    check_names(game.names())?;
    if pairs < 2 {
        return Err(GameError::Orders { found: pairs });
    }
    let ids: Vec<_> = game.names().iter().map(|name| ParameterId::of(&format!("game.order.{name}"))).collect();
    let players = ids.len();
    let mut moments = vec![Moments::default(); players];
    let mut added = vec![0.0; players];
    for pair in 0..pairs {
        let key: Vec<f64> = ids.iter().map(|id| uniform(seed, pair, *id)).collect();
        let mut order: Vec<usize> = (0..players).collect();
        order.sort_by(|a, b| key[*a].total_cmp(&key[*b]).then(a.cmp(b)));
        added.fill(0.0);
        add_marginals(game, &order, &mut added)?;
        order.reverse();
        add_marginals(game, &order, &mut added)?;
        moments.iter_mut().zip(&added).for_each(|(moment, sum)| moment.take(0.5 * sum));
    }
    Ok(SampledShares {
        shares: moments.iter().map(|m| m.mean).collect(),
        standard_errors: moments.iter().map(Moments::standard_error).collect(),
        evaluations: 2 * pairs * players as u64,
    })
}

/// Adds what each player adds in one order.
fn add_marginals(game: &(impl Characteristic + ?Sized), order: &[usize], added: &mut [f64]) -> Result<(), GameError> {
    let mut members = vec![false; order.len()];
    let mut before = 0.0;
    for &player in order {
        members[player] = true;
        let value = game.value(&members);
        if !value.is_finite() {
            let inside = game.names().iter().zip(&members).filter(|(_, m)| **m).map(|(name, _)| name.clone());
            return Err(GameError::NotFinite { coalition: inside.collect(), value });
        }
        added[player] += value - before;
        before = value;
    }
    Ok(())
}

/// Running mean and sum of squared deviations (Welford 1962, 10.1080/00401706.1962.10490022).
#[derive(Clone, Copy, Debug, Default)]
struct Moments {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Moments {
    fn take(&mut self, x: f64) {
        self.count += 1.0;
        let before = x - self.mean;
        self.mean += before / self.count;
        self.squares += before * (x - self.mean);
    }

    fn standard_error(&self) -> f64 {
        (self.squares / (self.count - 1.0) / self.count).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_of_orders_are_those_of_the_definition() {
        // 4 players: 0! 3! / 4!, 1! 2! / 4!, 2! 1! / 4!, 3! 0! / 4!
        let expected = [0.25, 1.0 / 12.0, 1.0 / 12.0, 0.25];
        assert!(order_weights(4).iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-15));
    }
}
