//! A condensing exchanger behind the boiler, cooled by the return of the network.

use super::burn::burn;
use super::params::{CombustionParams, FuelParams};
use crate::num::Real;
use crate::params;

params! {
    /// How close the exchanger brings the flue gas to the return water.
    pub struct EconomiserParams from "combustion/economiser.csv" { pinch_k }
}

/// What the exchanger gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Economiser<S> {
    /// Gas and condensate leave at this temperature, C: return plus pinch, but never hotter than they came.
    pub outlet_c: S,
    /// Water dew point of the gas, C: an outlet above it condenses nothing.
    pub dew_point_c: S,
    /// Heat gained over the boiler without it, points of LHV: sensible heat always, latent heat below the dew point.
    pub gain_points_lhv: S,
    /// Condensate, kg/kg fuel as received.
    pub condensate_kg_per_kg_ar: S,
    /// Efficiency of boiler and exchanger, % of LHV; may exceed 100.
    pub efficiency_pct_lhv: S,
}

/// The exchanger behind a boiler that burns this fuel, with return water of `return_c`.
///
/// A return so warm that its outlet would be hotter than the flue gas gives nothing: the outlet is then the flue gas's own
/// temperature.
pub fn economiser<S: Real>(
    fuel: &FuelParams<S>,
    boiler: &CombustionParams<S>,
    return_c: S,
    params: &EconomiserParams<S>,
) -> Economiser<S> {
    let outlet_c = (return_c + params.pinch_k).min(boiler.flue_gas_temperature_c);
    let fired = burn(fuel, &CombustionParams { condensing_outlet_temperature_c: outlet_c, ..*boiler });
    Economiser {
        outlet_c,
        dew_point_c: fired.dew_point_c,
        gain_points_lhv: fired.condensing.efficiency_pct_lhv - fired.efficiency_pct_lhv,
        condensate_kg_per_kg_ar: fired.condensing.condensate_kg_per_kg_ar,
        efficiency_pct_lhv: fired.condensing.efficiency_pct_lhv,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(return_c: f64) -> Economiser<f64> {
        let fuel = FuelParams { moisture_pct_ar: 40.0, ..FuelParams::defaults() };
        economiser(&fuel, &CombustionParams::defaults(), return_c, &EconomiserParams::defaults())
    }

    #[test]
    fn nothing_condenses_above_the_dew_point() {
        let dew = at(40.0).dew_point_c;
        assert!((45.0..65.0).contains(&dew), "{dew}");
        let above = at(dew - 5.0 + 0.1);
        assert_eq!(above.condensate_kg_per_kg_ar, 0.0);
        assert!(above.gain_points_lhv > 0.0, "sensible heat remains");
        let below = at(dew - 5.0 - 0.1);
        assert!(below.condensate_kg_per_kg_ar > 0.0);
        assert!(below.gain_points_lhv > above.gain_points_lhv);
    }

    #[test]
    fn colder_return_gains_more_and_a_hot_one_nothing() {
        let mut last = -1.0;
        for return_c in [200.0, 90.0, 70.0, 50.0, 30.0] {
            let e = at(return_c);
            assert!(e.gain_points_lhv > last, "{return_c}");
            last = e.gain_points_lhv;
        }
        assert!(at(200.0).gain_points_lhv.abs() < 1e-9);
        assert_eq!(at(200.0).outlet_c, CombustionParams::<f64>::defaults().flue_gas_temperature_c);
        assert!(last > 12.0, "wet fuel, cold return: {last} points");
    }
}
