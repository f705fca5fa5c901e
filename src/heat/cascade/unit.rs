//! One boiler of a cascade: what a step needs to know of it, and what it leaves to the next step.

use crate::heat::DispatchParams;
use crate::num::Real;

/// A boiler with its numbers brought to the length of a step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit<S> {
    /// Heat of a step at nominal output, kWh.
    pub(super) power_kwh: S,
    /// Heat of a step at minimum load, kWh.
    pub(super) minimum_kwh: S,
    /// 1/`power_kwh`.
    pub(super) inverse_power: S,
    /// Heat over fuel (LHV) at nominal output.
    pub(super) efficiency_nominal: S,
    /// Relative loss of efficiency towards zero load; below zero where part load is better.
    pub(super) part_load_loss: S,
    /// Most by which the heat of a step exceeds that of the step before, kWh.
    pub(super) ramp_kwh: S,
    /// Start from warm and from cold, steps.
    pub(super) start_warm: S,
    pub(super) start_cold: S,
    /// Standstill after which a start is cold, steps.
    pub(super) cold_after: S,
    /// Fuel of a start, kWh.
    pub(super) start_warm_kwh: S,
    pub(super) start_cold_kwh: S,
    /// Most fuel of a step, that of a start included, kWh.
    pub(super) fuel_most_kwh: S,
}

impl<S: Real> Unit<S> {
    /// The boiler of `params` for steps of which an hour has `steps`.
    #[inline(always)]
    pub(super) fn new(params: &DispatchParams<S>, steps: f64) -> Self {
        let boiler = params.boiler();
        let (power_kw, hours) = (params.power_kw, 1.0 / steps);
        let power_kwh = power_kw * hours;
        let start_cold_kwh = power_kw * params.start_cold_kwh_per_kw;
        let start_warm_kwh = power_kw * params.start_warm_kwh_per_kw;
        Self {
            power_kwh,
            minimum_kwh: power_kwh * params.minimum_load,
            inverse_power: S::one() / power_kwh.max(S::from_f64(f64::MIN_POSITIVE)),
            efficiency_nominal: params.efficiency_nominal,
            part_load_loss: boiler.part_load_loss(),
            ramp_kwh: power_kwh * params.ramp_per_h * hours,
            start_warm: params.start_warm_h * steps,
            start_cold: params.start_cold_h * steps,
            cold_after: params.cold_after_h * steps,
            start_warm_kwh,
            start_cold_kwh,
            fuel_most_kwh: power_kwh / params.efficiency_nominal + start_warm_kwh.max(start_cold_kwh),
        }
    }
}

/// What a step leaves to the next.
#[derive(Clone, Copy, Debug)]
pub(super) struct UnitState<S: Real> {
    /// Whether it ran.
    pub(super) on: S::Mask,
    /// Heat of the step, kWh.
    pub(super) wood_kwh: S,
    /// What is left of its start, steps.
    pub(super) start_left: S,
    /// Standstill, steps.
    pub(super) off: S,
}
