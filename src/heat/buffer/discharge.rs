//! How much of a buffer's heat a network can use.

use super::layers::{Layers, Surroundings};
use crate::heat::HeatError;

/// Picture of a buffer tank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BufferModel {
    /// One temperature throughout: fast flows, no stratifier.
    Mixed,
    /// A hot and a cold zone with a sharp boundary that moves with the water: the best that a tank can be.
    TwoZone,
    /// Twenty mixed layers: hot above cold with a thermocline of some thickness, as real tanks have it.
    Stratified,
}

/// Layers of [`BufferModel::Stratified`]. Assumed: no fit to a measured boiler house was found. The numerical mixing of N
/// layers spreads the thermocline over about 2.6/sqrt(N) of the height that the water has passed: 0.57 at 20.
const LAYERS: usize = 20;

/// Length of the pieces in which a tank is emptied, over the time that its water takes to pass once.
const PIECE: f64 = 0.002;

/// Emptied this many times over, a tank gives nothing more.
const TURNS: usize = 5;

impl BufferModel {
    /// All, the worst first.
    pub const ALL: [Self; 3] = [Self::Mixed, Self::Stratified, Self::TwoZone];

    /// Its name in a scenario.
    pub fn code(self) -> &'static str {
        match self {
            Self::Mixed => "mixed",
            Self::TwoZone => "two_zone",
            Self::Stratified => "stratified",
        }
    }

    /// The model of a name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.code() == code)
    }
}

/// Share of the heat between `high_c` and `return_c` that a full tank gives before what leaves it is colder than `useful_c`,
/// 0 to 1: all the tank at `high_c` at first, water of `return_c` put in at the bottom, none lost.
///
/// A mixed tank and one of two zones have a closed form; the layers of a stratified one are simulated.
///
/// # Errors
/// When `return_c` is not below `high_c`, `useful_c` lies above it, or one is not finite.
pub fn usable_share(model: BufferModel, high_c: f64, return_c: f64, useful_c: f64) -> Result<f64, HeatError> {
    if !(return_c < high_c && useful_c <= high_c && return_c.is_finite() && high_c.is_finite() && useful_c.is_finite())
    {
        return Err(HeatError::BufferTemperatures { high_c, return_c, useful_c });
    }
    // What leaves the tank is never colder than what comes in.
    let level = ((useful_c - return_c) / (high_c - return_c)).max(0.0);
    match model {
        BufferModel::Mixed => Ok(1.0 - level),
        BufferModel::TwoZone => Ok(1.0),
        BufferModel::Stratified => drawn_from_layers(level),
    }
}

/// The simulated discharge: a tank of one m3, from 1 to 0 (its temperature over the return), until the top is below `level`.
fn drawn_from_layers(level: f64) -> Result<f64, HeatError> {
    let mut tank = Layers::new(1.0, vec![1.0; LAYERS], Surroundings::NONE)?;
    let full = tank.heat_above_kwh(0.0);
    // A kilogram a second through 1000 kg: once through in 1000 s.
    let hours = PIECE * 1000.0 / 3600.0;
    let top = |tank: &Layers| tank.temperatures_c()[LAYERS - 1];
    for _ in 0..(TURNS as f64 / PIECE) as usize {
        let before = (top(&tank), tank.heat_above_kwh(0.0));
        tank.pass(hours, 1.0, 0.0)?;
        let after = (top(&tank), tank.heat_above_kwh(0.0));
        if after.0 < level {
            // Within the last piece heat falls with the temperature at the top.
            let part = (before.0 - level) / (before.0 - after.0);
            return Ok(1.0 - (before.1 + part * (after.1 - before.1)) / full);
        }
    }
    Ok(1.0 - tank.heat_above_kwh(0.0) / full)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Closed form of N layers emptied through z of their volumes: the top is Q(N, z) = exp(-z) sum of z^k/k! for k below N,
    /// and the heat drawn is the mean of Q over z.
    fn erlang(level: f64) -> f64 {
        let top = |z: f64| {
            let (mut term, mut sum) = (libm::exp(-z), 0.0);
            for k in 0..LAYERS {
                sum += term;
                term *= z / (k + 1) as f64;
            }
            sum
        };
        let (mut z, mut drawn, step) = (0.0, 0.0, 1e-4);
        while top(z) >= level {
            drawn += step * top(z + 0.5 * step);
            z += step;
        }
        drawn / LAYERS as f64
    }

    #[test]
    fn the_simulated_discharge_is_the_closed_form() {
        for level in [0.05, 0.3, 0.5, 2.0 / 3.0, 0.9, 0.99] {
            let share = usable_share(BufferModel::Stratified, 80.0, 50.0, 50.0 + 30.0 * level).unwrap();
            assert!((share - erlang(level)).abs() < 5e-5, "{level}: {share} for {}", erlang(level));
        }
    }

    /// Mixed below stratified below two zones, whatever is useful; nothing asked is all given, all asked of a mixed tank
    /// nothing.
    #[test]
    fn models_are_in_order_and_have_their_limits() {
        for useful in [50.0, 55.0, 65.0, 75.0, 79.0] {
            let share = |model| usable_share(model, 80.0, 50.0, useful).unwrap();
            let [mixed, stratified, zones] = BufferModel::ALL.map(share);
            assert!(mixed < stratified + 1e-9 && stratified <= zones + 1e-9, "{useful}: {mixed} {stratified} {zones}");
        }
        for model in BufferModel::ALL {
            assert!((usable_share(model, 80.0, 50.0, 40.0).unwrap() - 1.0).abs() < 1e-9, "{model:?}");
            assert_eq!(BufferModel::from_code(model.code()), Some(model));
            for odd in [(50.0, 50.0, 50.0), (50.0, 60.0, 50.0), (80.0, 50.0, 81.0), (f64::NAN, 50.0, 60.0)] {
                assert!(usable_share(model, odd.0, odd.1, odd.2).is_err(), "{odd:?}");
            }
        }
        assert_eq!(usable_share(BufferModel::Mixed, 80.0, 50.0, 80.0), Ok(0.0));
    }
}
