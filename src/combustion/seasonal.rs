//! Seasonal efficiency of solid-fuel boilers by Commission Regulation (EU) 2015/1189, to stand beside what the simulated
//! year gives. Definitions, minima, the deduction for controls and the factor on electricity were read; the weights and the
//! factor on standby power are recalled, and the table flags them so.

use super::limits::Stoking;
use crate::num::Real;
use crate::params;

params! {
    /// Constants of the seasonal efficiency.
    pub struct SeasonalParams from "combustion/ecodesign_seasonal.csv" {
        part_load_weight,
        control_deduction_points,
        electricity_factor,
        standby_factor,
        minimum_small_pct_hhv,
        minimum_pct_hhv,
    }
}

/// What the test report of a boiler says. Efficiencies are on HHV, as the regulation has them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TestReport<S> {
    /// Useful efficiency at rated output, % of HHV.
    pub full_pct_hhv: S,
    /// Useful efficiency at part load, % of HHV: 30 % of rated output where stoked automatically, 50 % where by hand.
    pub part_pct_hhv: S,
    /// Rated output, kW.
    pub full_kw: S,
    /// Output at part load, kW.
    pub part_kw: S,
    /// Auxiliary electricity at rated output, kW; without that of a dust separator (Annex I (13)).
    pub electricity_full_kw: S,
    /// Auxiliary electricity at part load, kW.
    pub electricity_part_kw: S,
    /// Standby electricity, kW.
    pub standby_kw: S,
}

/// The seasonal efficiency and its parts, all in % of HHV.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seasonal<S> {
    /// In active mode: the weighted mean of part and full load.
    pub active_pct_hhv: S,
    /// F(1), for the controls, points.
    pub control_points: S,
    /// F(2), for the auxiliary electricity, points.
    pub electricity_points: S,
    /// What remains.
    pub seasonal_pct_hhv: S,
}

/// Seasonal efficiency of a boiler that can run at part load (all that are stoked automatically):
/// 0.85 part + 0.15 full - F(1) - F(2), F(2) = 2.5 (0.15 el_full + 0.85 el_part + 1.3 P_SB)/(0.15 P_full + 0.85 P_part).
/// Boilers stoked by hand that cannot run at half load have weight 0 of part load. Cogeneration's F(3) is left out.
pub fn seasonal_efficiency<S: Real>(report: &TestReport<S>, params: &SeasonalParams<S>) -> Seasonal<S> {
    let part = params.part_load_weight;
    let mean = |at_part: S, at_full: S| at_part * part + at_full * (S::one() - part);
    let active_pct_hhv = mean(report.part_pct_hhv, report.full_pct_hhv);
    let electricity_kw =
        mean(report.electricity_part_kw, report.electricity_full_kw) + report.standby_kw * params.standby_factor;
    let electricity_points = params.electricity_factor * electricity_kw / mean(report.part_kw, report.full_kw) * 100.0;
    let control_points = params.control_deduction_points;
    let seasonal_pct_hhv = active_pct_hhv - control_points - electricity_points;
    Seasonal { active_pct_hhv, control_points, electricity_points, seasonal_pct_hhv }
}

/// Part-load output of the test over rated output.
pub fn test_part_load(stoking: Stoking) -> f64 {
    match stoking {
        Stoking::Automatic => 0.3,
        Stoking::Manual => 0.5,
    }
}

/// Buffer volume that the maker must name beside the boiler (Annex II, table 1), l: recommended where stoked automatically,
/// required where by hand.
pub fn named_tank_l(stoking: Stoking, rated_kw: f64) -> f64 {
    match stoking {
        Stoking::Automatic => 20.0 * rated_kw,
        Stoking::Manual => f64::max(45.0 * (rated_kw - 2.7), 300.0),
    }
}

/// Output up to which the regulation asks less, kW.
const SMALL_KW: f64 = 20.0;

/// Largest output the regulation is about, kW.
pub const ECODESIGN_TO_KW: f64 = 500.0;

/// The least seasonal efficiency the regulation allows, % of HHV; none above 500 kW.
pub fn seasonal_minimum_pct_hhv(rated_kw: f64, params: &SeasonalParams<f64>) -> Option<f64> {
    let minimum = if rated_kw <= SMALL_KW { params.minimum_small_pct_hhv } else { params.minimum_pct_hhv };
    (rated_kw <= ECODESIGN_TO_KW).then_some(minimum)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> TestReport<f64> {
        TestReport {
            full_pct_hhv: 84.0,
            part_pct_hhv: 82.0,
            full_kw: 100.0,
            part_kw: 30.0,
            electricity_full_kw: 0.4,
            electricity_part_kw: 0.2,
            standby_kw: 0.01,
        }
    }

    /// By hand: 0.85 x 82 + 0.15 x 84 = 82.3; el 0.15 x 0.4 + 0.85 x 0.2 + 0.013 = 0.243 kW; heat 0.15 x 100 + 0.85 x 30 =
    /// 40.5 kW; F(2) = 2.5 x 0.243/40.5 = 1.5 %; 82.3 - 3 - 1.5 = 77.8.
    #[test]
    fn worked_by_hand() {
        let s = seasonal_efficiency(&report(), &SeasonalParams::defaults());
        assert!((s.active_pct_hhv - 82.3).abs() < 1e-12);
        assert!((s.electricity_points - 1.5).abs() < 1e-12);
        assert!((s.seasonal_pct_hhv - 77.8).abs() < 1e-12);
    }

    #[test]
    fn the_minimum_ends_at_500_kw() {
        let p = SeasonalParams::defaults();
        assert_eq!(seasonal_minimum_pct_hhv(20.0, &p), Some(75.0));
        assert_eq!(seasonal_minimum_pct_hhv(20.1, &p), Some(77.0));
        assert_eq!(seasonal_minimum_pct_hhv(500.0, &p), Some(77.0));
        assert_eq!(seasonal_minimum_pct_hhv(501.0, &p), None);
        assert_eq!(test_part_load(Stoking::Automatic), 0.3);
        assert_eq!(named_tank_l(Stoking::Automatic, 300.0), 6000.0);
        assert_eq!(named_tank_l(Stoking::Manual, 5.0), 300.0);
    }
}
