//! Efficiency away from full load and away from the test bench.
//!
//! The ratio is sourced: four makers' balances. The rise of efficiency at part load that the dynamic furnace model shows
//! follows from its assumptions and is never used here: it would reward oversizing.

use crate::num::Real;
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};
use crate::params;

params! {
    /// How the efficiency changes with the load.
    pub struct PartLoadParams from "combustion/part_load.csv" { efficiency_ratio, ratio_at_load }
}

/// One maker's balance that the ratio rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct PartLoadReading {
    /// Boiler, as in the catalogue.
    pub id: String,
    /// Its heat output at full load, kW.
    pub nominal_kw: f64,
    /// Heat at least load over heat at full load.
    pub load: f64,
    /// Efficiency at that load over efficiency at full load, same fuel.
    pub efficiency_ratio: f64,
    /// How far to trust it.
    pub flag: Flag,
    /// Where it is from.
    pub source: String,
}

fn read_row(row: &SheetRow<'_>) -> Result<PartLoadReading, SheetError> {
    Ok(PartLoadReading {
        id: row.filled("id")?,
        nominal_kw: row.number_in("nominal_kw", 1.0..=1e5)?,
        load: row.number_in("load", 0.01..=1.0)?,
        efficiency_ratio: row.number_in("efficiency_ratio", 0.5..=1.2)?,
        flag: row.flag("flag")?,
        source: row.filled("source")?,
    })
}

shipped! {
    /// The balances behind the default of [`PartLoadParams`].
    pub fn part_load_readings() -> [PartLoadReading] from "combustion/part_load_read.csv" by read_row
}

/// Efficiency at a relative load over efficiency at full load: 1 at full load, `efficiency_ratio` at `ratio_at_load`,
/// linear between, and constant below. `load` is 0 to 1; where it is above, the line goes on.
pub fn part_load_factor<S: Real>(load: S, params: &PartLoadParams<S>) -> S {
    let on_the_line = (S::one() - load) / (S::one() - params.ratio_at_load);
    let share = S::select(load.lt(params.ratio_at_load), S::one(), on_the_line);
    S::one() - (S::one() - params.efficiency_ratio) * share
}

/// Efficiency in the field at a relative load, % of LHV: that of the test bench at full load, less the gap (points)
/// between bench and field, times the part-load factor.
pub fn field_efficiency_pct_lhv<S: Real>(bench_pct_lhv: S, gap_points: S, load: S, params: &PartLoadParams<S>) -> S {
    (bench_pct_lhv - gap_points) * part_load_factor(load, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_the_mean_of_the_readings() {
        let readings = part_load_readings();
        let mean = |pick: fn(&PartLoadReading) -> f64| readings.iter().map(pick).sum::<f64>() / readings.len() as f64;
        let params = PartLoadParams::<f64>::defaults();
        assert!((mean(|r| r.efficiency_ratio) - params.efficiency_ratio).abs() < 1e-12);
        assert!((mean(|r| r.load) - params.ratio_at_load).abs() < 0.006);
    }

    #[test]
    fn full_load_least_load_and_between() {
        let params = PartLoadParams { efficiency_ratio: 0.96, ratio_at_load: 0.25 };
        assert_eq!(part_load_factor(1.0, &params), 1.0);
        assert!((part_load_factor(0.25, &params) - 0.96_f64).abs() < 1e-15);
        assert!((part_load_factor(0.625, &params) - 0.98_f64).abs() < 1e-15);
        assert_eq!(part_load_factor(0.1, &params), part_load_factor(0.0, &params));
        assert!((field_efficiency_pct_lhv(92.0, 6.0, 1.0, &params) - 86.0_f64).abs() < 1e-12);
    }
}
