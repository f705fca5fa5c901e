//! A year of a cascade: demand, offer and dispatch step by step in one pass.

use super::house::Cascade;
use super::silo::DELIVERY_HOUR;
use super::step::{Plant, PlantState, StepFlows, step};
use super::totals::{CascadeMonth, CascadeYear};
use super::unit::UnitState;
use crate::heat::HeatSource;
use crate::heat::supplied::{Asked, Sums};
use crate::num::{Mask, Real};
use crate::units::DAYS_OF_MONTH;

/// One step as it went: kWh of the step, unless said otherwise. Series hold one value for each boiler.
#[derive(Clone, Copy, Debug)]
pub struct CascadeStep<'a, S: Real> {
    /// Hour of the year, from 0.
    pub hour: usize,
    /// Length, h.
    pub hours: f64,
    /// Taken from the other source.
    pub taken_kwh: S,
    /// Left for the house.
    pub demand_kwh: S,
    /// Heat of each wood boiler.
    pub unit_kwh: &'a [S],
    /// Fuel (LHV) of each.
    pub unit_fuel_kwh: &'a [S],
    /// Where each ran.
    pub on: &'a [S::Mask],
    /// Heat of all wood boilers.
    pub wood_kwh: S,
    /// Fuel (LHV) of all.
    pub fuel_kwh: S,
    /// Heat of the backup.
    pub backup_kwh: S,
    /// Demand that nothing met.
    pub unmet_kwh: S,
    /// Heat that the buffer lost.
    pub loss_kwh: S,
    /// Heat in the buffer after the step.
    pub charge_kwh: S,
    /// Wood in the store after the step; zero where it never runs out.
    pub silo_kwh: S,
}

/// Runs the year. `offered_kw` holds what another source offers in each hour of each month, zero or more; it is taken first.
/// `each` sees every step. On 1 January all boilers count as running, the buffer is charged as given, the wood store is full.
#[inline(always)]
pub fn cascade_year<S: Real>(
    source: HeatSource<'_, S>,
    offered_kw: &[S; 12],
    house: &Cascade<S>,
    each: impl FnMut(&CascadeStep<'_, S>),
) -> CascadeYear<S> {
    match house.count() {
        1 => run::<S, 1>(source, offered_kw, house, each),
        2 => run::<S, 2>(source, offered_kw, house, each),
        3 => run::<S, 3>(source, offered_kw, house, each),
        _ => run::<S, 4>(source, offered_kw, house, each),
    }
}

#[inline(always)]
fn run<S: Real, const N: usize>(
    source: HeatSource<'_, S>,
    offered_kw: &[S; 12],
    house: &Cascade<S>,
    mut each: impl FnMut(&CascadeStep<'_, S>),
) -> CascadeYear<S> {
    let plant = Plant::<S, N>::new(house);
    let asked = Asked::new(source);
    let steps = house.steps_per_hour();
    let hours = 1.0 / steps as f64;
    let mut state = first_state(house, &plant);
    let (charge_start, silo_start) = (state.charge_kwh, state.silo_kwh);
    let mut sums = Sums::new();
    let (mut backup_peak, mut unmet_peak) = (S::zero(), S::zero());
    let mut months = [CascadeMonth::zero(); 12];
    let mut day = 0;
    for (k, length) in DAYS_OF_MONTH.into_iter().enumerate() {
        // A month of its own: sums in memory that others see could not stay in registers.
        let (mut month, offer) = (CascadeMonth::zero(), offered_kw[k]);
        for _ in 0..length {
            let available = std::array::from_fn(|unit| house.available(unit, day + 1));
            for hour in day * 24..(day + 1) * 24 {
                if hour % 24 == DELIVERY_HOUR {
                    deliver(house, day, &mut state, &mut month);
                }
                for part in 0..steps {
                    let demand_kw = asked.at(hour, part, steps);
                    let taken = demand_kw.min(offer);
                    sums.add(demand_kw, offer, taken, hours);
                    let demand = (demand_kw - taken) * hours;
                    let (next, flows) = step(&state, demand, &available, &plant);
                    state = next;
                    month.add_step(demand, &flows, hours);
                    backup_peak = backup_peak.max(flows.backup_kwh);
                    unmet_peak = unmet_peak.max(flows.unmet_kwh);
                    each(&seen(hour, hours, taken * hours, demand, &flows, &state));
                }
            }
            day += 1;
        }
        months[k] = month;
    }
    CascadeYear {
        months,
        taken_kwh: sums.taken_kwh,
        refused_kwh: sums.refused_kwh,
        peak_kw: sums.peak_kw,
        backup_peak_kw: backup_peak * steps as f64,
        unmet_peak_kw: unmet_peak * steps as f64,
        charge_kwh: [charge_start, state.charge_kwh],
        silo_kwh: [silo_start, state.silo_kwh],
        sound: sums.sound & sums.peak_kw.gt(S::zero()),
    }
}

/// The morning of 1 January.
#[inline(always)]
fn first_state<S: Real, const N: usize>(house: &Cascade<S>, plant: &Plant<S, N>) -> PlantState<S, N> {
    let zero = S::zero();
    let running = |k: usize| UnitState {
        on: S::Mask::splat(true),
        wood_kwh: plant.units[k].power_kwh,
        start_left: zero,
        off: zero,
    };
    PlantState {
        units: std::array::from_fn(running),
        charge_kwh: house.buffer_kwh() * house.units()[0].initial_charge,
        silo_kwh: house.silo().map_or(zero, |silo| silo.capacity_kwh),
    }
}

/// The lorries of a day from 0.
#[inline(always)]
fn deliver<S: Real, const N: usize>(
    house: &Cascade<S>,
    day: usize,
    state: &mut PlantState<S, N>,
    month: &mut CascadeMonth<S>,
) {
    if let Some(silo) = house.silo().filter(|silo| silo.is_working_day(day)) {
        let (count, level) = silo.refill(state.silo_kwh);
        state.silo_kwh = level;
        month.deliveries += count;
        month.delivered_kwh += count * silo.delivery_kwh;
    }
}

#[inline(always)]
fn seen<'a, S: Real, const N: usize>(
    hour: usize,
    hours: f64,
    taken_kwh: S,
    demand_kwh: S,
    flows: &'a StepFlows<S, N>,
    state: &PlantState<S, N>,
) -> CascadeStep<'a, S> {
    CascadeStep {
        hour,
        hours,
        taken_kwh,
        demand_kwh,
        unit_kwh: &flows.unit_kwh,
        unit_fuel_kwh: &flows.unit_fuel_kwh,
        on: &flows.on,
        wood_kwh: flows.wood_kwh,
        fuel_kwh: flows.fuel_kwh,
        backup_kwh: flows.backup_kwh,
        unmet_kwh: flows.unmet_kwh,
        loss_kwh: flows.loss_kwh,
        charge_kwh: state.charge_kwh,
        silo_kwh: state.silo_kwh,
    }
}
