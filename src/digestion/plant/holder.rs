//! The gas holder: how much gas it holds at which pressure.
//!
//! A room that is always there and a membrane that lifts; the pressure above the atmosphere rises evenly from the empty
//! to the full holder. The gas is saturated with water, which takes its part of the pressure.

use crate::num::{Mask, Real};
use crate::params;
use crate::units::ZERO_CELSIUS_K;

params! {
    /// The gas holder and how the uses steer it.
    pub struct HolderParams from "digestion/holder.csv" {
        membrane_m3, fixed_m3, low_mbar, high_mbar, atmosphere_mbar, warmth_share, start_pct, target_pct, steering_h,
    }
}

/// Standard pressure of Nm3, mbar.
const STANDARD_MBAR: f64 = 1013.25;

/// Pressure of water vapour over water, mbar, at a temperature in C from -45 to 60 (Magnus formula with the constants of
/// WMO-No. 8, annex 4.B).
pub fn water_vapour_mbar<S: Real>(temperature_c: S) -> S {
    (temperature_c * 17.62 / (temperature_c + 243.12)).exp() * 6.112
}

/// A gas holder at one temperature: amount of gas against filling and pressure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GasSpace<S> {
    /// Nm3 per m3 and mbar.
    density: S,
    /// Partial pressure of the dry gas in the empty holder, mbar.
    empty_mbar: S,
    /// Rise of the pressure from empty to full, mbar.
    rise_mbar: S,
    low_mbar: S,
    membrane_m3: S,
    fixed_m3: S,
}

impl<S: Real> GasSpace<S> {
    /// The holder with gas of a temperature, C.
    pub fn new(holder: &HolderParams<S>, gas_c: S) -> Self {
        Self {
            density: S::from_f64(ZERO_CELSIUS_K / STANDARD_MBAR) / (gas_c + ZERO_CELSIUS_K),
            empty_mbar: holder.atmosphere_mbar + holder.low_mbar - water_vapour_mbar(gas_c),
            rise_mbar: holder.high_mbar - holder.low_mbar,
            low_mbar: holder.low_mbar,
            membrane_m3: holder.membrane_m3,
            fixed_m3: holder.fixed_m3,
        }
    }

    /// Dry gas at a filling (0 empty, 1 full), Nm3.
    pub fn content_nm3(&self, level: S) -> S {
        (self.fixed_m3 + self.membrane_m3 * level) * (self.empty_mbar + self.rise_mbar * level) * self.density
    }

    /// Filling for an amount of dry gas, Nm3: 0 empty, 1 full, below 0 where the gas is less than the empty holder's.
    /// A holder without room is full when there is gas and empty when there is none.
    pub fn level(&self, content_nm3: S) -> S {
        let a = self.membrane_m3 * self.rise_mbar;
        let b = self.membrane_m3 * self.empty_mbar + self.fixed_m3 * self.rise_mbar;
        let c = self.fixed_m3 * self.empty_mbar - content_nm3 / self.density;
        let root = (b * b - a * c * 4.0).max(S::zero()).sqrt();
        let has_room = b.gt(S::zero());
        let safe = S::select(has_room, b + root, S::one());
        let no_room = S::select(content_nm3.gt(S::zero()), S::one(), S::zero());
        S::select(has_room, -(c * 2.0) / safe, no_room)
    }

    /// Pressure above the atmosphere at a filling, mbar.
    pub fn over_pressure_mbar(&self, level: S) -> S {
        self.low_mbar + self.rise_mbar * level
    }

    /// Whether there is any room that fills and empties.
    pub fn has_room(&self) -> bool {
        (self.content_nm3(S::one()) - self.content_nm3(S::zero())).gt(S::zero()).any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Magnus at 20 and 35 C against the IAPWS saturation pressures 23.39 and 56.29 mbar: within 3 in a thousand.
    #[test]
    fn water_vapour_is_near_the_steam_tables() {
        assert!((water_vapour_mbar(20.0_f64) / 23.39 - 1.0).abs() < 3e-3);
        assert!((water_vapour_mbar(35.0_f64) / 56.29 - 1.0).abs() < 3e-3);
    }

    /// By hand: 100 m3 at 0 C and 1013.25 mbar, of which 6.112 mbar are water, hold 100 (1 - 6.112/1013.25) Nm3.
    #[test]
    fn a_rigid_holder_is_known_by_hand() {
        let holder = HolderParams {
            membrane_m3: 0.0,
            fixed_m3: 100.0,
            atmosphere_mbar: 1013.25,
            low_mbar: 0.0,
            high_mbar: 10.0,
            ..HolderParams::defaults()
        };
        let space = GasSpace::new(&holder, 0.0);
        assert!((space.content_nm3(0.0) - 100.0 * (1.0 - 6.112 / 1013.25)).abs() < 1e-9);
        assert!((space.content_nm3(1.0) - space.content_nm3(0.0) - 100.0 * 10.0 / 1013.25).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn filling_and_content_are_inverse(
            membrane in 0.0..5000.0_f64, fixed in 1.0..500.0_f64, rise in 0.5..100.0_f64, level in -0.1..1.5_f64, t in -10.0..50.0_f64,
        ) {
            let holder = HolderParams { membrane_m3: membrane, fixed_m3: fixed, high_mbar: 1.0 + rise, ..HolderParams::defaults() };
            let space = GasSpace::new(&holder, t);
            let back = space.level(space.content_nm3(level));
            prop_assert!((back - level).abs() < 1e-7, "{back} for {level}");
        }
    }

    #[test]
    fn a_holder_without_room_is_full_or_empty() {
        let none = HolderParams { membrane_m3: 0.0, fixed_m3: 0.0, ..HolderParams::defaults() };
        let space = GasSpace::new(&none, 20.0);
        assert_eq!((space.level(0.0), space.level(3.0), space.has_room()), (0.0, 1.0, false));
    }
}
