//! Rules that look at single players only.

use super::{Characteristic, GameError, alone_and_together};

/// Shares in proportion to weights (tonnes, pallets): total x w_i / sum w.
///
/// # Errors
/// Weights that share nothing out.
pub fn proportional(total: f64, weights: &[f64], what: &'static str) -> Result<Vec<f64>, GameError> {
    let sum: f64 = weights.iter().sum();
    let fine = weights.iter().all(|w| *w >= 0.0 && w.is_finite()) && sum > 0.0;
    if fine { Ok(weights.iter().map(|w| total * w / sum).collect()) } else { Err(GameError::Weights { what }) }
}

/// The same share for everybody.
pub fn equal(total: f64, players: usize) -> Vec<f64> {
    vec![total / players as f64; players]
}

/// Shares in proportion to what each would cost or gain alone.
///
/// # Errors
/// Where alone nobody costs or gains anything, or somebody less than nothing.
pub fn stand_alone(game: &(impl Characteristic + ?Sized)) -> Result<Vec<f64>, GameError> {
    let apart = alone_and_together(game);
    proportional(apart.total, &apart.alone, "the values of the players alone")
}

/// Alternative cost avoided: everybody bears what it adds to all others, and the rest is shared in proportion to what each
/// avoids by taking part, x_i = m_i + (c(N) - sum m) (c(i) - m_i) / sum_j (c(j) - m_j) with m_i = c(N) - c(N without i)
/// (Straffin & Heaney 1981, 10.1007/BF01736718).
///
/// # Errors
/// Where nobody avoids anything and a rest remains.
pub fn alternative_cost_avoided(game: &(impl Characteristic + ?Sized)) -> Result<Vec<f64>, GameError> {
    let apart = alone_and_together(game);
    let added: Vec<f64> = apart.without.iter().map(|w| apart.total - w).collect();
    let avoided: Vec<f64> = apart.alone.iter().zip(&added).map(|(c, m)| c - m).collect();
    let (rest, sum): (f64, f64) = (apart.total - added.iter().sum::<f64>(), avoided.iter().sum());
    let scale = apart.alone.iter().fold(apart.total.abs(), |a, v| a.max(v.abs()));
    if sum.abs() > 1e-12 * scale {
        return Ok(added.iter().zip(&avoided).map(|(m, a)| m + rest * a / sum).collect());
    }
    if rest.abs() <= 1e-12 * scale { Ok(added) } else { Err(GameError::Weights { what: "avoided costs" }) }
}
