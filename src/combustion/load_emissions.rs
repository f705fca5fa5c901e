//! Emissions of a year: carbon monoxide against load, what each start and stop adds, mass by load class.
//!
//! No measured curve of CO against load could be read for boilers of this class, and what was read of starts and stops is
//! about residential pellet units. The tables say so row by row: assumptions with wide ranges, to be replaced by the
//! maker's test report.

use super::burn::Combustion;
use super::emissions::Pollutants;
use crate::num::Real;
use crate::params;

params! {
    /// CO away from full load, and what a start and a stop emit per kW of nominal output.
    pub struct LoadEmissionParams from "combustion/load_emissions.csv" {
        co_factor_at_75_pct,
        co_factor_at_50_pct,
        co_factor_at_30_pct,
        co_g_per_start_per_kw,
        co_g_per_stop_per_kw,
        ogc_g_per_start_per_kw,
        ogc_g_per_stop_per_kw,
        nox_g_per_start_per_kw,
        nox_g_per_stop_per_kw,
        dust_g_per_start_per_kw,
        dust_g_per_stop_per_kw,
    }
}

/// CO concentration at a relative load over that at full load: straight lines through 1 at full load and the factors at
/// 75, 50 and 30 %; below 30 % the lowest line goes on.
pub fn co_factor<S: Real>(load: S, params: &LoadEmissionParams<S>) -> S {
    let line = |from: f64, to: f64, at_from: S, at_to: S| at_from + (at_to - at_from) * ((load - from) / (to - from));
    let high = line(0.75, 1.0, params.co_factor_at_75_pct, S::one());
    let middle = line(0.5, 0.75, params.co_factor_at_50_pct, params.co_factor_at_75_pct);
    let low = line(0.3, 0.5, params.co_factor_at_30_pct, params.co_factor_at_50_pct);
    let below_half = S::select(load.lt(S::from_f64(0.5)), low, middle);
    S::select(load.lt(S::from_f64(0.75)), below_half, high)
}

/// CO at a relative load, in the unit and at the reference oxygen of the value at full load (mg/Nm3 dry).
pub fn co_mg_per_nm3<S: Real>(load: S, at_full_load_mg_per_nm3: S, params: &LoadEmissionParams<S>) -> S {
    at_full_load_mg_per_nm3 * co_factor(load, params)
}

/// Hours of a year that a boiler runs at about the same load.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LoadClass<S> {
    /// Mean load over full load in these hours.
    pub load: S,
    /// How many, h.
    pub hours: S,
    /// Efficiency at that load, % of LHV.
    pub efficiency_pct_lhv: S,
}

/// What a boiler emits in a year, kg.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct YearEmissions<S> {
    /// While it runs.
    pub running_kg: Pollutants<S>,
    /// What all starts add.
    pub starts_kg: Pollutants<S>,
    /// What all stops add.
    pub stops_kg: Pollutants<S>,
}

impl<S: Real> YearEmissions<S> {
    /// All together, kg.
    pub fn total_kg(&self) -> Pollutants<S> {
        self.running_kg.plus(&self.starts_kg).plus(&self.stops_kg)
    }
}

/// Emissions of a year, kg, from the hours in each class of load and the number of starts (each has its stop).
///
/// `at_full_load` is the fuel burnt by [`burn`](super::burn()); CO and organic carbon follow [`co_factor`], the others stay
/// what they are per MJ of fuel. `nominal_kw` is the heat output at full load.
pub fn year_emissions<S: Real>(
    at_full_load: &Combustion<S>,
    nominal_kw: S,
    classes: &[LoadClass<S>],
    starts: S,
    params: &LoadEmissionParams<S>,
) -> YearEmissions<S> {
    let mut running_kg = Pollutants::none();
    for class in classes {
        let fuel_mj = class.hours * class.load * nominal_kw * 360.0 / class.efficiency_pct_lhv;
        let mut part = at_full_load.emissions_mg_per_mj_lhv.scaled(fuel_mj * 1e-6);
        let factor = co_factor(class.load, params);
        part.co *= factor;
        part.ogc *= factor;
        running_kg = running_kg.plus(&part);
    }
    let of = |co: S, ogc: S, nox: S, dust: S| {
        Pollutants { co, ogc, nox, dust, ..Pollutants::none() }.scaled(starts * nominal_kw * 1e-3)
    };
    let p = params;
    YearEmissions {
        running_kg,
        starts_kg: of(
            p.co_g_per_start_per_kw,
            p.ogc_g_per_start_per_kw,
            p.nox_g_per_start_per_kw,
            p.dust_g_per_start_per_kw,
        ),
        stops_kg: of(
            p.co_g_per_stop_per_kw,
            p.ogc_g_per_stop_per_kw,
            p.nox_g_per_stop_per_kw,
            p.dust_g_per_stop_per_kw,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::combustion::{CombustionParams, FuelParams, burn};

    #[test]
    fn the_factor_meets_its_knots_and_has_no_jumps() {
        let p = LoadEmissionParams::<f64>::defaults();
        for (load, factor) in [
            (1.0, 1.0),
            (0.75, p.co_factor_at_75_pct),
            (0.5, p.co_factor_at_50_pct),
            (0.3, p.co_factor_at_30_pct),
            (0.1, p.co_factor_at_30_pct + (p.co_factor_at_30_pct - p.co_factor_at_50_pct)),
        ] {
            assert!((co_factor(load, &p) - factor).abs() < 1e-12, "{load}");
            assert!((co_factor(load - 1e-9, &p) - factor).abs() < 1e-6, "{load}");
        }
        assert_eq!(co_mg_per_nm3(1.0, 200.0, &p), 200.0);
    }

    /// One class at full load, no start: fuel input times what a MJ emits.
    #[test]
    fn a_year_at_full_load_is_the_fuel_times_its_emissions() {
        let fired = burn(&FuelParams::<f64>::defaults(), &CombustionParams::defaults());
        let p = LoadEmissionParams::defaults();
        let classes = [LoadClass { load: 1.0, hours: 1000.0, efficiency_pct_lhv: 90.0 }];
        let year = year_emissions(&fired, 300.0, &classes, 0.0, &p);
        let fuel_mj = 300.0 * 1000.0 * 3.6 / 0.9;
        for (kg, mg) in [
            (year.total_kg().co, fired.emissions_mg_per_mj_lhv.co),
            (year.total_kg().nox, fired.emissions_mg_per_mj_lhv.nox),
            (year.total_kg().dust, fired.emissions_mg_per_mj_lhv.dust),
        ] {
            assert!((kg / (fuel_mj * mg * 1e-6) - 1.0).abs() < 1e-12);
        }
        let cycling = year_emissions(&fired, 300.0, &classes, 100.0, &p);
        let added = cycling.total_kg().co - year.total_kg().co;
        assert!((added - 100.0 * 300.0 * (0.163 + 0.525) * 1e-3).abs() < 1e-9, "{added} kg");
        assert_eq!(cycling.total_kg().so2, year.total_kg().so2, "nothing is known of starts but what was read");
    }
}
