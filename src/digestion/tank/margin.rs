//! How far a working tank is from the edge: the load and the pulse it bears.

use super::case::Inlet;
use super::error::TankError;
use super::run::simulate;
use super::steady::{SteadyState, SteadyTank, gap};
use super::{Kinetics, Level, NetworkCase, Observe, Tank};

/// How much more a tank bears.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LoadMargin {
    /// Largest factor on the flow at which the state still exists and is stable; at least 1.
    pub factor: f64,
    /// That flow, m3/d.
    pub flow_m3_per_d: f64,
    /// False when the search stopped at its end ([`FACTOR_MAX`]) and not where the state is lost.
    pub lost_beyond: bool,
}

/// Where a search for the largest load stops.
pub const FACTOR_MAX: f64 = 1000.0;
/// First and smallest relative rise of the flow.
const RISE: f64 = 0.1;
const RISE_MIN: f64 = 1e-5;
/// Relative change of the state in one rise of the flow above which another state has been found.
const JUMP: f64 = 0.5;

/// Follows a stable steady state (`state`, of `model` under `inlet`) as the flow rises until it is lost: washed out, folded
/// back or unstable.
///
/// # Errors
/// When the state given is not one of the tank, or is not stable.
pub fn load_margin<K: Kinetics>(
    model: &K::Of<f64>,
    inlet: &Inlet,
    volumes_m3: (f64, f64),
    state: &[f64],
) -> Result<LoadMargin, TankError> {
    let at = |factor: f64, guess: &[f64]| -> Result<SteadyState, TankError> {
        let inlet = Inlet { flow_m3_per_d: inlet.flow_m3_per_d * factor, ..inlet.clone() };
        SteadyTank::<K>::new(model, &inlet, volumes_m3, guess.to_vec())?.from(guess)
    };
    let mut known = at(1.0, state)?;
    if !known.stable {
        return Err(TankError::NotSteady { change: known.change });
    }
    let (mut factor, mut rise) = (1.0, RISE);
    while rise > RISE_MIN && factor < FACTOR_MAX {
        let next = factor * (1.0 + rise);
        let same = |found: &SteadyState| {
            let works = known.works.is_none() || found.works == known.works;
            found.stable && works && gap::<K>(&found.row.state, &known.row.state) < JUMP
        };
        match at(next, &known.row.state) {
            Ok(found) if same(&found) => {
                (known, factor) = (found, next);
                rise = (rise * 1.5).min(RISE);
            }
            _ => rise *= 0.5,
        }
    }
    let lost_beyond = factor < FACTOR_MAX;
    Ok(LoadMargin { factor, flow_m3_per_d: inlet.flow_m3_per_d * factor, lost_beyond })
}

/// Bisections of a pulse.
const HALVINGS: usize = 24;

/// The largest pulse of a liquid unknown (its unit, put into the tank at once) from which a tank comes back to its steady
/// state, between 0 and `largest`, to a share of 1e-3; `largest` when it comes back from that.
///
/// # Errors
/// When the tank makes no sense, or does not come back from no pulse at all.
pub fn pulse_margin<K: Kinetics>(
    model: &K::Of<f64>,
    inlet: &Inlet,
    (liquid_m3, gas_m3): (f64, f64),
    state: &[f64],
    (unknown, largest): (usize, f64),
) -> Result<f64, TankError> {
    let comes_back = |pulse: f64| -> Result<bool, TankError> {
        let mut initial = state.to_vec();
        if let Some(value) = initial.get_mut(unknown) {
            *value += pulse;
        }
        let level = Level::Overflow { liquid_m3, gas_m3 };
        let tank = Tank { name: "tank".to_owned(), model: model.clone(), level, initial };
        let days = (30.0 * liquid_m3 / inlet.flow_m3_per_d.max(liquid_m3 / 100.0)).min(3000.0);
        let case = NetworkCase::<K>::single(tank, inlet.clone(), days);
        let run = simulate(&case, &Observe::End);
        Ok(run?.end.tanks.first().is_some_and(|end| gap::<K>(&end.state, state) < 0.05))
    };
    if !comes_back(0.0)? {
        return Err(TankError::NotSteady { change: f64::NAN });
    }
    // A pulse after which the equations have no solution is one that the tank does not bear.
    let bears = |pulse: f64| comes_back(pulse).unwrap_or(false);
    if bears(largest) {
        return Ok(largest);
    }
    let (mut low, mut high) = (0.0, largest);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if bears(middle) {
            low = middle;
        } else {
            high = middle;
        }
        if high - low < 1e-3 * high {
            break;
        }
    }
    Ok(low)
}
