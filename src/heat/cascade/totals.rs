//! Sums of a year of a cascade, by month and boiler.

use super::house::{Cascade, MAX_UNITS};
use super::step::StepFlows;
use crate::heat::{MonthTotals, YearTotals};
use crate::num::{Lanes, Mask, Real};

/// Sums of one boiler over a month (or a year).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitMonth<S> {
    /// Heat, kWh.
    pub wood_kwh: S,
    /// Fuel (LHV as received) with that of starts, kWh.
    pub fuel_kwh: S,
    /// Starts with fuel still glowing.
    pub warm_starts: S,
    /// Starts of a cold boiler.
    pub cold_starts: S,
    /// Hours of running.
    pub hours: S,
    /// Hours of these at minimum load.
    pub hours_at_minimum: S,
}

impl<S: Real> UnitMonth<S> {
    #[inline(always)]
    pub(super) fn zero() -> Self {
        let z = S::zero();
        Self { wood_kwh: z, fuel_kwh: z, warm_starts: z, cold_starts: z, hours: z, hours_at_minimum: z }
    }

    #[inline(always)]
    pub(super) fn add_step<const N: usize>(&mut self, k: usize, flows: &StepFlows<S, N>, hours: f64) {
        let when = |mask: S::Mask, value: f64| S::select(mask, S::from_f64(value), S::zero());
        self.wood_kwh += flows.unit_kwh[k];
        self.fuel_kwh += flows.unit_fuel_kwh[k];
        self.warm_starts += when(flows.warm_start[k], 1.0);
        self.cold_starts += when(flows.cold_start[k], 1.0);
        self.hours += when(flows.on[k], hours);
        self.hours_at_minimum += when(flows.at_minimum[k], hours);
    }

    /// Starts of either kind.
    pub fn starts(&self) -> S {
        self.warm_starts + self.cold_starts
    }

    /// The sums of both.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            wood_kwh: self.wood_kwh + other.wood_kwh,
            fuel_kwh: self.fuel_kwh + other.fuel_kwh,
            warm_starts: self.warm_starts + other.warm_starts,
            cold_starts: self.cold_starts + other.cold_starts,
            hours: self.hours + other.hours,
            hours_at_minimum: self.hours_at_minimum + other.hours_at_minimum,
        }
    }
}

/// Sums of the house over a month (or a year).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CascadeMonth<S> {
    /// Each boiler; zero beyond their number.
    pub units: [UnitMonth<S>; MAX_UNITS],
    /// Heat asked of the house, kWh.
    pub demand_kwh: S,
    /// Heat from the backup, kWh.
    pub backup_kwh: S,
    /// Heat that nothing could give, kWh.
    pub unmet_kwh: S,
    /// Fuel (LHV) that starts burnt, kWh.
    pub start_fuel_kwh: S,
    /// Heat lost by the buffer, kWh.
    pub buffer_loss_kwh: S,
    /// Lorries of wood.
    pub deliveries: S,
    /// Wood they brought (LHV), kWh.
    pub delivered_kwh: S,
}

impl<S: Real> CascadeMonth<S> {
    #[inline(always)]
    pub(super) fn zero() -> Self {
        let z = S::zero();
        Self {
            units: [UnitMonth::zero(); MAX_UNITS],
            demand_kwh: z,
            backup_kwh: z,
            unmet_kwh: z,
            start_fuel_kwh: z,
            buffer_loss_kwh: z,
            deliveries: z,
            delivered_kwh: z,
        }
    }

    #[inline(always)]
    pub(super) fn add_step<const N: usize>(&mut self, demand: S, flows: &StepFlows<S, N>, hours: f64) {
        self.demand_kwh += demand;
        self.backup_kwh += flows.backup_kwh;
        self.unmet_kwh += flows.unmet_kwh;
        self.start_fuel_kwh += flows.start_fuel_kwh;
        self.buffer_loss_kwh += flows.loss_kwh;
        for k in 0..N {
            self.units[k].add_step(k, flows, hours);
        }
    }

    /// The sums of both.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            units: std::array::from_fn(|k| self.units[k].plus(&other.units[k])),
            demand_kwh: self.demand_kwh + other.demand_kwh,
            backup_kwh: self.backup_kwh + other.backup_kwh,
            unmet_kwh: self.unmet_kwh + other.unmet_kwh,
            start_fuel_kwh: self.start_fuel_kwh + other.start_fuel_kwh,
            buffer_loss_kwh: self.buffer_loss_kwh + other.buffer_loss_kwh,
            deliveries: self.deliveries + other.deliveries,
            delivered_kwh: self.delivered_kwh + other.delivered_kwh,
        }
    }

    /// All boilers as one.
    pub fn wood(&self) -> UnitMonth<S> {
        self.units[1..].iter().fold(self.units[0], |sum, unit| sum.plus(unit))
    }
}

/// A year of a cascade.
#[derive(Clone, Copy, Debug)]
pub struct CascadeYear<S: Real> {
    /// January first.
    pub months: [CascadeMonth<S>; 12],
    /// Heat that another source gave first, kWh.
    pub taken_kwh: S,
    /// Heat that it offered and nobody needed at that hour, kWh.
    pub refused_kwh: S,
    /// Largest step of the demand, before what the other source gave, kW.
    pub peak_kw: S,
    /// Largest step of the backup, kW.
    pub backup_peak_kw: S,
    /// Largest step of the unmet demand, kW.
    pub unmet_peak_kw: S,
    /// Heat in the buffer on 1 January and after 31 December, kWh.
    pub charge_kwh: [S; 2],
    /// Wood in the store on 1 January and after 31 December, kWh; zero where wood never runs out.
    pub silo_kwh: [S; 2],
    /// Where every hour of the demand lies within 0 to 1e7 kW, and one above 0.
    pub sound: S::Mask,
}

impl<S: Real> CascadeYear<S> {
    /// Sums over the year.
    pub fn year(&self) -> CascadeMonth<S> {
        self.months.iter().fold(CascadeMonth::zero(), |sum, month| sum.plus(month))
    }

    /// Sums of boiler `unit` over the year; zero beyond their number (at most four).
    pub fn unit_year(&self, unit: usize) -> UnitMonth<S> {
        self.year().units.get(unit).copied().unwrap_or_else(UnitMonth::zero)
    }

    /// Share of what was asked of the house that neither the backup had to give nor went unmet, 0 to 1.
    pub fn coverage(&self) -> S {
        let year = self.year();
        S::one() - (year.backup_kwh + year.unmet_kwh) / year.demand_kwh.max(S::from_f64(f64::MIN_POSITIVE))
    }

    /// The worse of two balances. Heat: what came in and went neither out, nor into losses, nor into the buffer, over all that
    /// came in or was there. Wood: the same for the store.
    pub fn closure(&self) -> S {
        let tiny = S::from_f64(f64::MIN_POSITIVE);
        let (year, wood) = (self.year(), self.year().wood());
        let gained = wood.wood_kwh + year.backup_kwh + year.unmet_kwh;
        let used = year.demand_kwh + year.buffer_loss_kwh + (self.charge_kwh[1] - self.charge_kwh[0]);
        let heat = (gained - used).abs() / (gained + self.charge_kwh[0]).max(tiny);
        let stored = self.silo_kwh[0] + year.delivered_kwh;
        let burnt = S::select(stored.gt(S::zero()), wood.fuel_kwh, S::zero());
        let store = (stored - burnt - self.silo_kwh[1]).abs() / stored.max(tiny);
        heat.max(store)
    }

    /// Hours of operation that wear all boilers as this year did: hours of running, and those that starts stand for.
    pub fn wear_h(&self, house: &Cascade<S>) -> S {
        let year = self.year();
        let units = house.units().iter().zip(&year.units);
        units.fold(S::zero(), |sum, (params, unit)| sum + unit.hours + unit.starts() * params.wear_h_per_start)
    }

    /// The sums in which one boiler's year is told, all boilers as one. Unmet demand counts with the backup, so that
    /// coverage and closure hold.
    pub fn totals(&self) -> YearTotals<S> {
        YearTotals {
            months: self.months.map(|month| {
                let wood = month.wood();
                MonthTotals {
                    demand_kwh: month.demand_kwh,
                    wood_kwh: wood.wood_kwh,
                    backup_kwh: month.backup_kwh + month.unmet_kwh,
                    fuel_kwh: wood.fuel_kwh,
                    buffer_loss_kwh: month.buffer_loss_kwh,
                    starts: wood.starts(),
                    hours: wood.hours,
                }
            }),
            backup_peak_kw: self.backup_peak_kw + self.unmet_peak_kw,
            charge_start_kwh: self.charge_kwh[0],
            charge_end_kwh: self.charge_kwh[1],
        }
    }
}

impl<L: Lanes> UnitMonth<L> {
    fn lane(&self, lane: usize) -> UnitMonth<f64> {
        UnitMonth {
            wood_kwh: self.wood_kwh.lane(lane),
            fuel_kwh: self.fuel_kwh.lane(lane),
            warm_starts: self.warm_starts.lane(lane),
            cold_starts: self.cold_starts.lane(lane),
            hours: self.hours.lane(lane),
            hours_at_minimum: self.hours_at_minimum.lane(lane),
        }
    }
}

impl<L: Lanes> CascadeMonth<L> {
    fn lane(&self, lane: usize) -> CascadeMonth<f64> {
        CascadeMonth {
            units: std::array::from_fn(|k| self.units[k].lane(lane)),
            demand_kwh: self.demand_kwh.lane(lane),
            backup_kwh: self.backup_kwh.lane(lane),
            unmet_kwh: self.unmet_kwh.lane(lane),
            start_fuel_kwh: self.start_fuel_kwh.lane(lane),
            buffer_loss_kwh: self.buffer_loss_kwh.lane(lane),
            deliveries: self.deliveries.lane(lane),
            delivered_kwh: self.delivered_kwh.lane(lane),
        }
    }
}

impl<L: Lanes> CascadeYear<L> {
    /// That of one lane.
    pub(super) fn lane(&self, lane: usize) -> CascadeYear<f64> {
        CascadeYear {
            months: std::array::from_fn(|month| self.months[month].lane(lane)),
            taken_kwh: self.taken_kwh.lane(lane),
            refused_kwh: self.refused_kwh.lane(lane),
            peak_kw: self.peak_kw.lane(lane),
            backup_peak_kw: self.backup_peak_kw.lane(lane),
            unmet_peak_kw: self.unmet_peak_kw.lane(lane),
            charge_kwh: self.charge_kwh.map(|kwh| kwh.lane(lane)),
            silo_kwh: self.silo_kwh.map(|kwh| kwh.lane(lane)),
            sound: self.sound.bits() >> lane & 1 == 1,
        }
    }
}
