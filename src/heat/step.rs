//! One hour of a wood boiler with minimum load, a buffer with hysteresis and loss, and a backup that fills the gap.
//!
//! The rule. The buffer loses its share; the boiler can give what demand and free buffer take together. It runs when
//! that reaches its minimum load, and when it either ran the hour before or the buffer alone cannot meet the demand
//! (hysteresis: a stopped boiler waits until the buffer is used up). What buffer and boiler cannot meet, the backup gives.
//! Efficiency falls linearly towards zero load: eta = eta_n (1 - k (1 - p/P)). Without minimum load the boiler counts as
//! running all year, at times with nothing to do.

use crate::num::Real;

/// What the hour's step needs to know of boiler and buffer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Boiler<S> {
    /// Nominal heat output, kW, above zero.
    power_kw: S,
    /// Smallest continuous output, kW, zero to `power_kw`.
    minimum_kw: S,
    /// Usable heat of the full buffer, kWh, zero or more.
    capacity_kwh: S,
    /// Share of the stored heat that an hour leaves, 0 to 1.
    kept_share: S,
    /// Heat over fuel (LHV) at nominal output.
    efficiency_nominal: S,
    /// Relative loss of efficiency towards zero load, below 1; below 0 where part load is better.
    part_load_loss: S,
    /// 1/`power_kw`, so that the hour divides once only.
    inverse_power: S,
}

impl<S: Real> Boiler<S> {
    /// A boiler of `power_kw` (above zero) with its `minimum_load` and `buffer_hours` relative to it.
    #[inline(always)]
    pub fn new(power_kw: S, minimum_load: S, buffer_hours: S) -> Self {
        Self {
            power_kw,
            minimum_kw: power_kw * minimum_load,
            capacity_kwh: power_kw * buffer_hours,
            kept_share: S::one(),
            efficiency_nominal: S::one(),
            part_load_loss: S::zero(),
            inverse_power: S::one() / power_kw,
        }
    }

    /// With a buffer that loses this share of its heat each hour, 0 to 1.
    #[must_use]
    #[inline(always)]
    pub fn with_buffer_loss(mut self, loss_per_h: S) -> Self {
        self.kept_share = S::one() - loss_per_h;
        self
    }

    /// Relative loss of efficiency towards zero load.
    #[inline(always)]
    pub(super) fn part_load_loss(&self) -> S {
        self.part_load_loss
    }

    /// With this efficiency (heat over fuel, LHV) at nominal output and this relative loss towards zero load.
    #[must_use]
    #[inline(always)]
    pub fn with_efficiency(mut self, nominal: S, part_load_loss: S) -> Self {
        self.efficiency_nominal = nominal;
        self.part_load_loss = part_load_loss;
        self
    }
}

/// What an hour leaves to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoilerState<S: Real> {
    /// Heat in the buffer, kWh.
    pub charge_kwh: S,
    /// Whether the boiler ran.
    pub on: S::Mask,
}

/// Heat and fuel of one hour, kWh (or mean kW), all zero or more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HourFlows<S: Real> {
    /// Heat from the wood boiler.
    pub wood_kwh: S,
    /// Heat from the backup.
    pub backup_kwh: S,
    /// Wood fuel (LHV).
    pub fuel_kwh: S,
    /// Heat the buffer lost.
    pub loss_kwh: S,
    /// Whether the boiler started.
    pub start: S::Mask,
}

/// One hour: `demand_kw` is zero or more; `available` is false when the boiler may not run.
#[inline(always)]
pub fn step<S: Real>(
    state: BoilerState<S>,
    demand_kw: S,
    available: S::Mask,
    boiler: &Boiler<S>,
) -> (BoilerState<S>, HourFlows<S>) {
    let kept = state.charge_kwh * boiler.kept_share;
    let takeable = (demand_kw + boiler.capacity_kwh) - kept;
    let missing = demand_kw - kept;
    let called = state.on | kept.lt(demand_kw);
    let on = available & boiler.minimum_kw.le(takeable) & called;
    let wood = S::select(on, boiler.power_kw.min(takeable), S::zero());
    let surplus = wood - missing;
    let load = wood * boiler.inverse_power;
    let efficiency = boiler.efficiency_nominal * (S::one() - boiler.part_load_loss * (S::one() - load));
    let flows = HourFlows {
        wood_kwh: wood,
        backup_kwh: (-surplus).max(S::zero()),
        fuel_kwh: wood / efficiency,
        loss_kwh: state.charge_kwh - kept,
        start: on & !state.on,
    };
    (BoilerState { charge_kwh: surplus.max(S::zero()), on }, flows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::Dual;

    fn boiler() -> Boiler<f64> {
        Boiler::new(100.0, 0.3, 2.0).with_buffer_loss(0.01).with_efficiency(0.8, 0.1)
    }

    fn hour(charge_kwh: f64, on: bool, demand_kw: f64) -> (BoilerState<f64>, HourFlows<f64>) {
        step(BoilerState { charge_kwh, on }, demand_kw, true, &boiler())
    }

    #[test]
    fn a_running_boiler_fills_the_buffer_and_stops_when_it_is_full() {
        let (state, flows) = hour(0.0, true, 20.0);
        assert_eq!((state.charge_kwh, state.on, flows.wood_kwh, flows.start), (80.0, true, 100.0, false));
        assert_eq!(flows.fuel_kwh, 100.0 / 0.8);
        let (state, flows) = hour(200.0, true, 20.0);
        assert_eq!((state.on, flows.wood_kwh, flows.loss_kwh), (false, 0.0, 2.0), "20 + 2 kW are below 30 kW");
        assert_eq!(state.charge_kwh, 178.0);
    }

    #[test]
    fn a_stopped_boiler_waits_until_the_buffer_is_used_up() {
        assert!(!hour(100.0, false, 98.0).0.on);
        let (state, flows) = hour(100.0, false, 100.0);
        assert!(state.on && flows.start);
        // 100 kW boiler + 99 kWh kept against 250 kWh: the backup gives the rest.
        let (state, flows) = hour(100.0, false, 250.0);
        assert_eq!((state.charge_kwh, flows.backup_kwh), (0.0, 51.0));
    }

    #[test]
    fn an_unavailable_boiler_leaves_all_to_buffer_and_backup() {
        let (state, flows) = step(BoilerState { charge_kwh: 10.0, on: true }, 50.0, false, &boiler());
        assert!(!state.on);
        assert_eq!((flows.wood_kwh, flows.fuel_kwh), (0.0, 0.0));
        assert!((flows.backup_kwh - 40.1).abs() < 1e-12);
    }

    /// The kernel runs on duals and its slope is the slope: more demand in a filling hour is less charge.
    #[test]
    fn the_kernel_is_generic() {
        type D = Dual<1>;
        let boiler = Boiler::new(D::constant(100.0), D::constant(0.3), D::constant(2.0));
        let state = BoilerState { charge_kwh: D::constant(0.0), on: true };
        let (next, flows) = step(state, D::variable(20.0, 0), true, &boiler);
        assert_eq!((next.charge_kwh.value, next.charge_kwh.slope[0]), (80.0, -1.0));
        assert_eq!(flows.wood_kwh.slope[0], 0.0);
    }
}
