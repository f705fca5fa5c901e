//! One at a time: each player at its low and its high end, everything else at its nominal value.

use super::runs::Runs;
use serde::Serialize;

/// Low and high ends: 10 % and 90 % quantiles.
pub const ENDS: [f64; 2] = [0.1, 0.9];

/// The bar of one player on one output, in the unit of the output.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Swing {
    /// The output with the player at its 10 % quantile; none when that run failed or lacks the output.
    pub low: Option<f64>,
    /// The output with the player at its 90 % quantile; none when that run failed or lacks the output.
    pub high: Option<f64>,
    /// Largest distance from the nominal output; none when an end is none.
    pub reach: Option<f64>,
    /// The reach as a share of the largest one of this output; none when an end is none or nothing moves.
    pub scaled: Option<f64>,
}

/// The tornado of one output.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tornado {
    /// The output with everything nominal; none when that run failed or lacks the output.
    pub nominal: Option<f64>,
    /// By player.
    pub swings: Vec<Swing>,
}

/// Tornados of every output, from the nominal run, then low and high of the first player, of the second, and so on. Only
/// players whose two runs are there have a swing.
pub fn tornados(runs: &Runs) -> Vec<Tornado> {
    let players = (runs.len().saturating_sub(1) / 2) as usize;
    (0..runs.outputs()).map(|output| tornado(runs, output, players)).collect()
}

fn tornado(runs: &Runs, output: usize, players: usize) -> Tornado {
    let at = |run: usize| -> Option<f64> {
        if run as u64 >= runs.len() {
            return None;
        }
        Some(runs.value(run as u64, output)).filter(|v| v.is_finite())
    };
    let nominal = at(0);
    let swing = |player: usize| {
        let (low, high) = (at(1 + 2 * player), at(2 + 2 * player));
        let reach = match (nominal, low, high) {
            (Some(nominal), Some(low), Some(high)) => Some((low - nominal).abs().max((high - nominal).abs())),
            _ => None,
        };
        Swing { low, high, reach, scaled: None }
    };
    let mut swings: Vec<Swing> = (0..players).map(swing).collect();
    let largest = swings.iter().filter_map(|s| s.reach).fold(0.0, f64::max);
    for swing in swings.iter_mut().filter(|_| largest > 0.0) {
        swing.scaled = swing.reach.map(|reach| reach / largest);
    }
    Tornado { nominal, swings }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reaches_are_from_the_nominal_output() {
        let mut runs = Runs::new(2);
        for outputs in [[10.0, 1.0], [7.0, 1.0], [11.0, f64::NAN], [9.0, 1.0], [16.0, 1.0]] {
            runs.push(&outputs).unwrap();
        }
        let found = tornados(&runs);
        assert_eq!(found[0].nominal, Some(10.0));
        let first = Swing { low: Some(7.0), high: Some(11.0), reach: Some(3.0), scaled: Some(0.5) };
        assert_eq!(found[0].swings[0], first);
        assert_eq!(found[0].swings[1].scaled, Some(1.0));
        assert_eq!((found[1].swings[0].high, found[1].swings[0].reach), (None, None));
        assert_eq!((found[1].swings[1].reach, found[1].swings[1].scaled), (Some(0.0), None));
    }

    #[test]
    fn runs_that_failed_have_no_swing() {
        let mut runs = Runs::new(1);
        runs.push(&[10.0]).unwrap();
        runs.push_failed();
        runs.push(&[12.0]).unwrap();
        assert_eq!(tornados(&runs)[0].swings[0], Swing { low: None, high: Some(12.0), reach: None, scaled: None });
    }
}
