//! Flue gas led back into the furnace: a colder furnace at the same excess air and the same stack loss.

use super::burn::{Combustion, Fire};
use super::params::{CombustionParams, FuelParams};
use crate::num::Real;
use crate::params;
use crate::units::ZERO_CELSIUS_K;

params! {
    /// How much flue gas is led back, and what that does to NOx.
    pub struct RecirculationParams from "combustion/recirculation.csv" { recirculated_share, nox_decline_per_share }
}

/// What recirculation changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recirculation<S> {
    /// Adiabatic temperature of the furnace with it, C; NaN as in [`burn`](super::burn()) for a fuel that is none.
    pub furnace_temperature_c: S,
    /// Factor on the NOx of the same boiler without it: assumed, see the table.
    pub nox_factor: S,
}

impl<S: Real> Recirculation<S> {
    /// The effect of leading back `recirculated_share` kg of flue gas, at the temperature of the boiler's outlet, per kg
    /// that leaves by the stack. The gas has the stack's composition, so that the furnace holds (1 + share) times as much
    /// of the same gas: h(T) = (LHV + air + share h(T_outlet))/(1 + share), enthalpies above 25 C.
    pub fn of(fuel: &FuelParams<S>, boiler: &CombustionParams<S>, params: &RecirculationParams<S>) -> Self {
        let fire = Fire::new(fuel, boiler);
        let share = params.recirculated_share;
        let outlet_j = fire.gas_enthalpy.sensible_j(boiler.flue_gas_temperature_c + ZERO_CELSIUS_K);
        let heat_j = (fire.lhv_j + fire.air_heat_j + share * outlet_j) / (share + 1.0);
        Self {
            furnace_temperature_c: fire.gas_enthalpy.temperature_k(heat_j) - ZERO_CELSIUS_K,
            nox_factor: (-(params.nox_decline_per_share * share)).exp(),
        }
    }

    /// The result of burning with its NOx and furnace temperature changed.
    pub fn applied_to(&self, fired: &Combustion<S>) -> Combustion<S> {
        let mut fired = *fired;
        fired.adiabatic_temperature_c = self.furnace_temperature_c;
        fired.emissions_mg_per_nm3.nox *= self.nox_factor;
        fired.emissions_mg_per_mj_lhv.nox *= self.nox_factor;
        fired
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::combustion::burn;

    fn with(share: f64) -> (Recirculation<f64>, Combustion<f64>) {
        let (fuel, boiler) = (FuelParams::defaults(), CombustionParams::defaults());
        let params = RecirculationParams { recirculated_share: share, ..RecirculationParams::defaults() };
        (Recirculation::of(&fuel, &boiler, &params), burn(&fuel, &boiler))
    }

    #[test]
    fn none_changes_nothing() {
        let (none, fired) = with(0.0);
        assert_eq!(none.nox_factor, 1.0);
        assert!((none.furnace_temperature_c - fired.adiabatic_temperature_c).abs() < 1e-9);
        let same = none.applied_to(&fired);
        assert_eq!(same.emissions_mg_per_nm3, fired.emissions_mg_per_nm3);
    }

    /// The furnace tends to the temperature of the gas led back, never below; efficiency and stack loss stay.
    #[test]
    fn more_of_it_is_colder() {
        let mut last = f64::INFINITY;
        for share in [0.0, 0.1, 0.3, 1.0, 1e6] {
            let (r, fired) = with(share);
            assert!(r.furnace_temperature_c < last && r.furnace_temperature_c > 159.9, "{share}");
            assert_eq!(r.applied_to(&fired).efficiency_pct_lhv, fired.efficiency_pct_lhv);
            last = r.furnace_temperature_c;
        }
        assert!((last - 160.0).abs() < 0.01, "all gas led back: {last}");
    }
}
