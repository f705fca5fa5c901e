//! A gas engine with generator: power, heat and methane slip against load.

use super::calendar::Availability;
use crate::num::Real;
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};
use crate::params;
use crate::units::METHANE_LHV_MWH_PER_NM3;

params! {
    /// A gas engine with generator.
    pub struct EngineParams from "digestion/engine.csv" {
        power_kwe, eta_el, eta_heat, slip_pct, min_load_pct, start_level_pct, stop_level_pct,
    }
}

/// An engine as it stands in the gas line.
#[derive(Clone, Debug, PartialEq)]
pub struct Engine<S> {
    /// What it is called.
    pub name: String,
    /// Its numbers.
    pub params: EngineParams<S>,
    /// When it may run.
    pub availability: Availability,
}

/// One point of the part-load table: ratios to the value at full load.
#[derive(Clone, Debug, PartialEq)]
pub struct PartLoadPoint {
    /// Share of the electric power, 0..=1.
    pub load: f64,
    /// Electrical efficiency over that at full load.
    pub el_ratio: f64,
    /// Heat efficiency over that at full load.
    pub heat_ratio: f64,
    /// Share of the methane that passes unburnt over that at full load.
    pub slip_ratio: f64,
    /// Where it is from.
    pub source: String,
    /// How far to trust it.
    pub flag: Flag,
}

fn read_point(row: &SheetRow<'_>) -> Result<PartLoadPoint, SheetError> {
    Ok(PartLoadPoint {
        load: row.number_in("load_pct", 1.0..=100.0)? / 100.0,
        el_ratio: row.number_in("el_ratio", 0.1..=1.2)?,
        heat_ratio: row.number_in("heat_ratio", 0.1..=2.0)?,
        slip_ratio: row.number_in("slip_ratio", 0.1..=10.0)?,
        source: row.filled("source")?,
        flag: row.flag("flag")?,
    })
}

shipped! {
    /// Part load of biogas engines, full load first, loads falling.
    pub fn part_load() -> [PartLoadPoint] from "digestion/part_load.csv" by read_point
}

/// What an engine makes of the methane of an hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EngineOutput<S> {
    /// Electricity, kWh.
    pub electricity_kwh: S,
    /// Usable heat, kWh.
    pub heat_kwh: S,
    /// Methane that passes unburnt, Nm3.
    pub slip_nm3: S,
}

impl<S: Real> EngineParams<S> {
    /// Methane at full load, Nm3/h.
    pub fn full_nm3_h(&self) -> S {
        self.power_kwe / (self.eta_el * (1000.0 * METHANE_LHV_MWH_PER_NM3))
    }

    /// Share of the full methane flow that the lowest load takes.
    pub fn min_share(&self) -> S {
        let load = self.min_load_pct * 0.01;
        interpolated(load, |p| p.load, |p| p.load / p.el_ratio)
    }

    /// Power, heat and slip of an hour with so much methane. Between the points of the part-load table power, heat and
    /// slip are straight lines over the methane; below the lowest point the efficiencies are those of that point.
    pub fn output(&self, methane_nm3: S) -> EngineOutput<S> {
        let full = self.full_nm3_h();
        let running = full.gt(S::zero());
        let share = S::select(running, methane_nm3 / S::select(running, full, S::one()), S::zero());
        let gas = |p: &PartLoadPoint| p.load / p.el_ratio;
        let full_kwh = full * (1000.0 * METHANE_LHV_MWH_PER_NM3);
        EngineOutput {
            electricity_kwh: self.eta_el * full_kwh * interpolated(share, gas, |p| p.load),
            heat_kwh: self.eta_heat * full_kwh * interpolated(share, gas, |p| gas(p) * p.heat_ratio),
            slip_nm3: full * self.slip_pct * 0.01 * interpolated(share, gas, |p| gas(p) * p.slip_ratio),
        }
    }
}

/// Straight lines through the origin and the part-load points, the last one carried on.
fn interpolated<S: Real>(x: S, x_of: impl Fn(&PartLoadPoint) -> f64, y_of: impl Fn(&PartLoadPoint) -> f64) -> S {
    let (mut left_x, mut left_y, mut y) = (0.0, 0.0, S::zero());
    for point in part_load().iter().rev() {
        let (right_x, right_y) = (x_of(point), y_of(point));
        let line = (x - left_x) * ((right_y - left_y) / (right_x - left_x)) + left_y;
        y = S::select(x.ge(S::from_f64(left_x)), line, y);
        (left_x, left_y) = (right_x, right_y);
    }
    y
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engine() -> EngineParams<f64> {
        EngineParams { power_kwe: 100.0, ..EngineParams::defaults() }
    }

    /// 100 kWe at 36 % take 100/(0.36 * 9.9463) = 27.93 Nm3 CH4/h.
    #[test]
    fn full_load_is_the_data_sheet() {
        let full = engine().full_nm3_h();
        assert!((full - 27.928).abs() < 1e-3, "{full}");
        let out = engine().output(full);
        assert!((out.electricity_kwh - 100.0).abs() < 1e-9 && (out.heat_kwh - 125.0).abs() < 1e-9);
        assert!((out.slip_nm3 / full - 0.017).abs() < 1e-12);
    }

    #[test]
    fn every_point_of_the_table_is_met_and_the_parts_stay_below_the_gas() {
        for point in part_load() {
            let gas = engine().full_nm3_h() * point.load / point.el_ratio;
            let out = engine().output(gas);
            let eta = out.electricity_kwh / (gas * 1000.0 * METHANE_LHV_MWH_PER_NM3);
            assert!((eta - 0.36 * point.el_ratio).abs() < 1e-12, "{eta} at {}", point.load);
            assert!((out.slip_nm3 / gas - 0.017 * point.slip_ratio).abs() < 1e-12);
            assert!(out.electricity_kwh + out.heat_kwh <= gas * 1000.0 * METHANE_LHV_MWH_PER_NM3);
        }
        assert_eq!(engine().output(0.0), EngineOutput { electricity_kwh: 0.0, heat_kwh: 0.0, slip_nm3: 0.0 });
        assert!(part_load().windows(2).all(|p| p[1].load < p[0].load) && part_load()[0].load == 1.0);
    }

    #[test]
    fn an_engine_without_power_gives_nothing() {
        let none = EngineParams { power_kwe: 0.0, ..engine() };
        assert_eq!(none.output(0.0).electricity_kwh, 0.0);
    }
}
