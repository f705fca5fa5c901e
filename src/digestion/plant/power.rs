//! Electricity that the plant takes, hour by hour; upgrading is counted in the gas line.

use super::finding::GasLineError;
use crate::num::{Mask, Real};
use crate::params;

params! {
    /// Power of handling, mixing, pumping and of what always runs.
    pub struct OwnPowerParams from "digestion/own_power.csv" { handling_kwh_per_t, mixing_w_per_m3, pumping_kwh_per_m3, base_kw }
}

/// What is moved on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PowerDay<S> {
    /// Feed without dilution water, t as received.
    pub received_t: S,
    /// Liquid in all stirred tanks, m3.
    pub mixed_m3: S,
    /// Feed, recirculation and digestate pumped, m3.
    pub pumped_m3: S,
    /// Power of other units (hygienisation, separation), kWh.
    pub other_kwh: S,
}

/// Electricity of each hour, kWh: 24 for each day, evenly.
///
/// # Errors
/// A negative or endless value.
pub fn own_power<S: Real>(params: &OwnPowerParams<S>, days: &[PowerDay<S>]) -> Result<Vec<S>, GasLineError> {
    let sound = |v: S| v.is_finite() & v.ge(S::zero());
    let bad =
        |d: &PowerDay<S>| !(sound(d.received_t) & sound(d.mixed_m3) & sound(d.pumped_m3) & sound(d.other_kwh)).all();
    if let Some(day) = days.iter().position(bad) {
        return Err(GasLineError::BadValue { what: "own power".to_owned(), hour: 24 * day });
    }
    let of_day = |d: &PowerDay<S>| {
        params.handling_kwh_per_t * d.received_t
            + params.mixing_w_per_m3 * d.mixed_m3 * (24.0 / 1000.0)
            + params.pumping_kwh_per_m3 * d.pumped_m3
            + params.base_kw * 24.0
            + d.other_kwh
    };
    Ok(super::calendar::hourly_of_daily(&days.iter().map(of_day).collect::<Vec<_>>()))
}
