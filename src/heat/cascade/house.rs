//! A boiler house: its boilers, its buffer, its backup, its wood store, and the length of its steps.

use super::silo::Silo;
use crate::heat::dispatch::GOLDEN_RATIO;
use crate::heat::step_load::STEPS_PER_HOUR;
use crate::heat::{DispatchParams, HeatError, check_dispatch};
use crate::num::{Lanes, Real};

/// Most boilers in a cascade.
pub const MAX_UNITS: usize = 4;

/// One to four wood boilers on one buffer, with a backup.
///
/// Buffers given with the boilers add up to one. Its loss and first charge, and efficiency and limit of the backup, are those
/// of the first boiler.
#[derive(Clone, Copy, Debug)]
pub struct Cascade<S> {
    /// The boilers in the order of their call; those beyond `count` repeat the last.
    units: [DispatchParams<S>; MAX_UNITS],
    count: usize,
    steps_per_hour: usize,
    silo: Option<Silo<S>>,
}

impl Cascade<f64> {
    /// A house of these boilers in the order of their call, in steps of an hour, with wood that never runs out.
    ///
    /// # Errors
    /// When there are not one to four boilers, or [`check_dispatch`] refuses one.
    pub fn new(boilers: &[DispatchParams<f64>]) -> Result<Self, HeatError> {
        let (1..=MAX_UNITS, Some(last)) = (boilers.len(), boilers.last()) else {
            return Err(HeatError::UnitCount { found: boilers.len() });
        };
        boilers.iter().try_for_each(check_dispatch)?;
        let units = std::array::from_fn(|k| *boilers.get(k).unwrap_or(last));
        Ok(Self { units, count: boilers.len(), steps_per_hour: 1, silo: None })
    }

    /// With steps of 60, 15, 10 or 5 minutes.
    ///
    /// # Errors
    /// When the hour is not to have 1, 4, 6 or 12 steps.
    pub fn with_steps(mut self, steps_per_hour: usize) -> Result<Self, HeatError> {
        if !STEPS_PER_HOUR.contains(&steps_per_hour) {
            return Err(HeatError::StepsPerHour { found: steps_per_hour });
        }
        self.steps_per_hour = steps_per_hour;
        Ok(self)
    }

    /// With a wood store that can run empty.
    ///
    /// # Errors
    /// When a number of the store makes no sense: see the fields of [`Silo`].
    pub fn with_silo(mut self, silo: Silo<f64>) -> Result<Self, HeatError> {
        if !silo.is_sound() {
            return Err(HeatError::Silo {
                capacity_kwh: silo.capacity_kwh,
                delivery_kwh: silo.delivery_kwh,
                deliveries_per_day: silo.deliveries_per_day,
            });
        }
        self.silo = Some(silo);
        Ok(self)
    }
}

impl<S: Real> Cascade<S> {
    /// The boilers in the order of their call.
    pub fn units(&self) -> &[DispatchParams<S>] {
        &self.units[..self.count]
    }

    /// Number of boilers.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Steps of an hour.
    pub fn steps_per_hour(&self) -> usize {
        self.steps_per_hour
    }

    /// The wood store, where it can run empty.
    pub fn silo(&self) -> Option<&Silo<S>> {
        self.silo.as_ref()
    }

    /// Nominal output of all wood boilers, kW.
    #[inline(always)]
    pub fn power_kw(&self) -> S {
        self.units().iter().fold(S::zero(), |sum, unit| sum + unit.power_kw)
    }

    /// Heat that the full buffer holds, kWh.
    #[inline(always)]
    pub fn buffer_kwh(&self) -> S {
        self.units().iter().fold(S::zero(), |sum, unit| sum + unit.power_kw * unit.buffer_hours)
    }

    /// Whether boiler `unit` may run on a day of the year (1 to 365): outside its summer stop, and not on an outage day.
    ///
    /// The outage days of the first boiler are those of [`DispatchParams::available`]; each further one has them a quarter of
    /// the golden-ratio circle later, so that with shares of up to a quarter no two boilers rest on one day.
    #[inline(always)]
    pub fn available(&self, unit: usize, day: usize) -> S::Mask {
        let params = &self.units[unit];
        let outage = S::from_f64((day as f64 * GOLDEN_RATIO + 0.25 * unit as f64).fract()).lt(params.outage_share);
        !params.stopped(day) & !outage
    }
}

impl<L: Lanes> Cascade<L> {
    /// The same house in every lane.
    pub(super) fn splat(house: &Cascade<f64>) -> Self {
        let silo = house.silo.map(|silo| Silo::endless(silo.first_weekday));
        let units = house.units.each_ref().map(DispatchParams::splat);
        Self { units, count: house.count, steps_per_hour: house.steps_per_hour, silo }
    }

    /// Changes the house of one lane, which has as many boilers and steps.
    pub(super) fn set_lane(&mut self, lane: usize, house: &Cascade<f64>) {
        self.units.iter_mut().zip(&house.units).for_each(|(to, from)| to.set_lane(lane, from));
        if let (Some(to), Some(from)) = (&mut self.silo, &house.silo) {
            to.set_lane(lane, from);
        }
    }
}
