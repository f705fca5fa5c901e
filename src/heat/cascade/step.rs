//! One step of a cascade: who runs, what each gives, what the buffer, the backup and the wood store do.

use super::house::Cascade;
use super::unit::{Unit, UnitState};
use crate::num::{Mask, Real};

/// Share above its minimum up to which a boiler counts as being at it.
const AT_MINIMUM: f64 = 1e-9;

/// What the step needs to know of the house.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plant<S, const N: usize> {
    pub(super) units: [Unit<S>; N],
    /// Usable heat of the full buffer, kWh.
    capacity_kwh: S,
    /// Share of the stored heat that a step leaves.
    kept_share: S,
    /// Most heat of the backup in a step, kWh.
    backup_kwh: S,
    /// Whether the wood store can run empty: the same in every lane.
    has_silo: bool,
}

impl<S: Real, const N: usize> Plant<S, N> {
    #[inline(always)]
    pub(super) fn new(house: &Cascade<S>) -> Self {
        let steps = house.steps_per_hour() as f64;
        let first = &house.units()[0];
        let kept_per_h = S::one() - first.buffer_loss_per_h;
        // Raised only where it must be: the power of one would be taken through logarithms.
        let kept_share = if steps > 1.0 { kept_per_h.powf(S::from_f64(1.0 / steps)) } else { kept_per_h };
        Self {
            units: std::array::from_fn(|k| Unit::new(&house.units()[k], steps)),
            capacity_kwh: house.buffer_kwh(),
            kept_share,
            backup_kwh: first.backup_power_kw * (1.0 / steps),
            has_silo: house.silo().is_some(),
        }
    }
}

/// What a step leaves to the next.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlantState<S: Real, const N: usize> {
    pub(super) units: [UnitState<S>; N],
    /// Heat in the buffer, kWh.
    pub(super) charge_kwh: S,
    /// Wood in the store, kWh.
    pub(super) silo_kwh: S,
}

/// Heat and fuel of one step, kWh, all zero or more.
#[derive(Clone, Copy, Debug)]
pub(super) struct StepFlows<S: Real, const N: usize> {
    /// Heat of each wood boiler.
    pub(super) unit_kwh: [S; N],
    /// Fuel (LHV) of each, that of a start included.
    pub(super) unit_fuel_kwh: [S; N],
    /// Where each ran.
    pub(super) on: [S::Mask; N],
    /// Where each started from warm.
    pub(super) warm_start: [S::Mask; N],
    /// Where each started from cold.
    pub(super) cold_start: [S::Mask; N],
    /// Where each ran at its minimum load.
    pub(super) at_minimum: [S::Mask; N],
    /// Fuel that starts burnt, all boilers.
    pub(super) start_fuel_kwh: S,
    /// Heat of all wood boilers.
    pub(super) wood_kwh: S,
    /// Fuel of all.
    pub(super) fuel_kwh: S,
    /// Heat of the backup.
    pub(super) backup_kwh: S,
    /// Demand that nothing met.
    pub(super) unmet_kwh: S,
    /// Heat that the buffer lost.
    pub(super) loss_kwh: S,
}

/// One step: `demand_kwh` is zero or more; a boiler runs only where it is `available`.
#[inline(always)]
pub(super) fn step<S: Real, const N: usize>(
    state: &PlantState<S, N>,
    demand_kwh: S,
    available: &[S::Mask; N],
    plant: &Plant<S, N>,
) -> (PlantState<S, N>, StepFlows<S, N>) {
    let kept = state.charge_kwh * plant.kept_share;
    let takeable = (demand_kwh + plant.capacity_kwh) - kept;
    let missing = demand_kwh - kept;
    let called = call(state, kept, demand_kwh, takeable, available, plant);
    let (unit_kwh, wood_kwh) = share(&called, takeable);
    let surplus = wood_kwh - missing;
    let lacking = (-surplus).max(S::zero());
    let backup_kwh = lacking.min(plant.backup_kwh);
    let mut next = PlantState { units: state.units, charge_kwh: surplus.max(S::zero()), silo_kwh: state.silo_kwh };
    let mut flows = StepFlows {
        unit_kwh,
        unit_fuel_kwh: [S::zero(); N],
        on: called.on,
        warm_start: called.on,
        cold_start: called.on,
        at_minimum: called.on,
        start_fuel_kwh: S::zero(),
        wood_kwh,
        fuel_kwh: S::zero(),
        backup_kwh,
        unmet_kwh: lacking - backup_kwh,
        loss_kwh: state.charge_kwh - kept,
    };
    for k in 0..N {
        next.units[k] = burn(k, &state.units[k], &plant.units[k], &called, &mut flows);
    }
    if plant.has_silo {
        next.silo_kwh -= flows.fuel_kwh;
    }
    (next, flows)
}

/// Who runs, and between which bounds.
struct Called<S: Real, const N: usize> {
    on: [S::Mask; N],
    /// Least and most heat of the step, zero where a boiler is off.
    least: [S; N],
    most: [S; N],
    /// What is left of a start when the step begins, steps, and whether it would be a cold one.
    start_left: [S; N],
    cold: [S::Mask; N],
}

#[inline(always)]
fn call<S: Real, const N: usize>(
    state: &PlantState<S, N>,
    kept: S,
    demand: S,
    takeable: S,
    available: &[S::Mask; N],
    plant: &Plant<S, N>,
) -> Called<S, N> {
    let zero = S::zero();
    let off = S::Mask::splat(false);
    let mut called = Called { on: [off; N], least: [zero; N], most: [zero; N], start_left: [zero; N], cold: [off; N] };
    let (mut minimum, mut nominal, mut fuel) = (zero, zero, zero);
    for (k, (unit, was)) in plant.units.iter().zip(&state.units).enumerate() {
        let cold = unit.cold_after.le(was.off);
        let start_left = S::select(was.on, was.start_left, S::select(cold, unit.start_cold, unit.start_warm));
        // A start is asked for early enough that the buffer bridges it at the demand of now.
        let wanted = was.on | kept.lt((demand - nominal) * (start_left + 1.0));
        let mut on = available[k] & wanted & (minimum + unit.minimum_kwh).le(takeable);
        if plant.has_silo {
            on = on & (fuel + unit.fuel_most_kwh).le(state.silo_kwh);
            fuel += S::select(on, unit.fuel_most_kwh, zero);
        }
        minimum += S::select(on, unit.minimum_kwh, zero);
        nominal += S::select(on, unit.power_kwh, zero);
        let working = (S::one() - start_left).max(zero);
        let least = unit.minimum_kwh * working;
        let ramped = (was.wood_kwh + unit.ramp_kwh).max(least);
        called.least[k] = S::select(on, least, zero);
        called.most[k] = S::select(on, (unit.power_kwh * working).min(ramped), zero);
        called.start_left[k] = start_left;
        called.cold[k] = cold;
        called.on[k] = on;
    }
    called
}

/// What each boiler gives, and all together: as much as is taken, shared between least and most in proportion to the range.
#[inline(always)]
fn share<S: Real, const N: usize>(called: &Called<S, N>, takeable: S) -> ([S; N], S) {
    if N == 1 {
        let wood = S::select(called.on[0], called.most[0].min(takeable), S::zero());
        return ([wood; N], wood);
    }
    let (mut least, mut most) = (S::zero(), S::zero());
    for k in 0..N {
        least += called.least[k];
        most += called.most[k];
    }
    let total = most.min(takeable).max(least);
    let part = (total - least) / (most - least).max(S::from_f64(f64::MIN_POSITIVE));
    let mut wood = S::zero();
    let mut units = [S::zero(); N];
    for (k, unit) in units.iter_mut().enumerate() {
        *unit = called.least[k] + part * (called.most[k] - called.least[k]);
        wood += *unit;
    }
    (units, wood)
}

/// Fuel and starts of boiler `k`; what it leaves to the next step.
#[inline(always)]
fn burn<S: Real, const N: usize>(
    k: usize,
    was: &UnitState<S>,
    unit: &Unit<S>,
    called: &Called<S, N>,
    flows: &mut StepFlows<S, N>,
) -> UnitState<S> {
    let (zero, one) = (S::zero(), S::one());
    let (on, cold, wood) = (called.on[k], called.cold[k], flows.unit_kwh[k]);
    let load = wood * unit.inverse_power;
    let efficiency = unit.efficiency_nominal * (one - unit.part_load_loss * (one - load));
    let start = on & !was.on;
    let start_fuel = S::select(start, S::select(cold, unit.start_cold_kwh, unit.start_warm_kwh), zero);
    let fuel = wood / efficiency + start_fuel;
    flows.unit_fuel_kwh[k] = fuel;
    flows.fuel_kwh += fuel;
    flows.start_fuel_kwh += start_fuel;
    flows.cold_start[k] = start & cold;
    flows.warm_start[k] = start & !cold;
    // While it starts it gives nothing, and is at no load.
    flows.at_minimum[k] = on & zero.lt(called.most[k]) & wood.le(called.least[k] * (1.0 + AT_MINIMUM));
    UnitState {
        on,
        wood_kwh: wood,
        start_left: S::select(on, (called.start_left[k] - one).max(zero), zero),
        off: S::select(on, zero, was.off + one),
    }
}
