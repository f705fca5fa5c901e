//! A year of dispatch: the hour's step 8760 times, summed by month, with its energy closure.
//!
//! This is one boiler in steps of an hour, without ramp, start time and start fuel: the bare rule that published cases follow,
//! and the bound of the full one in [`cascade`](super::cascade_year), which has its bits where those are zero.

use super::error::{HeatError, check_range};
use super::load::HeatLoad;
use super::step::{Boiler, BoilerState, HourFlows, step};
use crate::num::{Lanes, Mask, Real};
use crate::params;
use crate::units::{DAYS_OF_MONTH, HOURS_PER_YEAR};

params! {
    /// A wood boiler with buffer and gas backup.
    pub struct DispatchParams from "heat/dispatch.csv" {
        power_kw,
        minimum_load,
        buffer_hours,
        buffer_loss_per_h,
        initial_charge,
        efficiency_nominal,
        part_load_efficiency_ratio,
        outage_share,
        summer_stop_day,
        summer_restart_day,
        auxiliary_electricity_share,
        backup_efficiency,
        ramp_per_h,
        start_warm_h,
        start_cold_h,
        cold_after_h,
        start_warm_kwh_per_kw,
        start_cold_kwh_per_kw,
        wear_h_per_start,
        backup_power_kw,
    }
}

impl<S: Real> DispatchParams<S> {
    /// The boiler of the hour's step.
    #[inline(always)]
    pub fn boiler(&self) -> Boiler<S> {
        let part_load_loss = (S::one() - self.part_load_efficiency_ratio) / (1.0 - PART_LOAD);
        Boiler::new(self.power_kw, self.minimum_load, self.buffer_hours)
            .with_buffer_loss(self.buffer_loss_per_h)
            .with_efficiency(self.efficiency_nominal, part_load_loss)
    }

    /// The state on 1 January: buffer charged as given, boiler running (so that its first hour is no start).
    #[inline(always)]
    pub fn start(&self) -> BoilerState<S> {
        BoilerState { charge_kwh: self.power_kw * self.buffer_hours * self.initial_charge, on: S::Mask::splat(true) }
    }

    /// Whether the boiler may run on a day of the year (1 to 365): outside the summer stop, and not on an outage day.
    ///
    /// Outage days are those on which the fractional part of day times the golden ratio is below the share: as many as
    /// the share says, within two days, never clustered, and the same in every run.
    #[inline(always)]
    pub fn available(&self, day: usize) -> S::Mask {
        let outage = S::from_f64((day as f64 * GOLDEN_RATIO).fract()).lt(self.outage_share);
        !self.stopped(day) & !outage
    }

    /// Whether a day of the year (1 to 365) lies in the summer stop.
    #[inline(always)]
    pub(super) fn stopped(&self, day: usize) -> S::Mask {
        let today = S::from_f64(day as f64);
        self.summer_stop_day.le(today) & today.lt(self.summer_restart_day)
    }
}

/// Load at which the part-load efficiency is given: the test point of Regulation (EU) 2015/1189, annex I(16).
const PART_LOAD: f64 = 0.3;

pub(super) const GOLDEN_RATIO: f64 = 1.618_033_988_749_895;

/// Sums over a month (or a year).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MonthTotals<S> {
    /// Heat demanded, kWh.
    pub demand_kwh: S,
    /// Heat from the wood boiler, kWh.
    pub wood_kwh: S,
    /// Heat from the backup, kWh.
    pub backup_kwh: S,
    /// Wood fuel (LHV as received), kWh.
    pub fuel_kwh: S,
    /// Heat lost by the buffer, kWh.
    pub buffer_loss_kwh: S,
    /// Starts of the wood boiler.
    pub starts: S,
    /// Hours in which it ran.
    pub hours: S,
}

impl<S: Real> MonthTotals<S> {
    #[inline(always)]
    fn zero() -> Self {
        let z = S::zero();
        Self { demand_kwh: z, wood_kwh: z, backup_kwh: z, fuel_kwh: z, buffer_loss_kwh: z, starts: z, hours: z }
    }

    #[inline(always)]
    fn add_hour(&mut self, demand_kwh: S, flows: &HourFlows<S>, on: S::Mask) {
        self.demand_kwh += demand_kwh;
        self.wood_kwh += flows.wood_kwh;
        self.backup_kwh += flows.backup_kwh;
        self.fuel_kwh += flows.fuel_kwh;
        self.buffer_loss_kwh += flows.loss_kwh;
        self.starts += S::select(flows.start, S::one(), S::zero());
        self.hours += S::select(on, S::one(), S::zero());
    }

    fn add(&mut self, other: &Self) {
        self.demand_kwh += other.demand_kwh;
        self.wood_kwh += other.wood_kwh;
        self.backup_kwh += other.backup_kwh;
        self.fuel_kwh += other.fuel_kwh;
        self.buffer_loss_kwh += other.buffer_loss_kwh;
        self.starts += other.starts;
        self.hours += other.hours;
    }
}

/// A year of dispatch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct YearTotals<S> {
    /// January first.
    pub months: [MonthTotals<S>; 12],
    /// Largest hour of the backup, kW.
    pub backup_peak_kw: S,
    /// Heat in the buffer on 1 January, kWh.
    pub charge_start_kwh: S,
    /// Heat in the buffer after 31 December, kWh.
    pub charge_end_kwh: S,
}

impl<L: Lanes> MonthTotals<L> {
    /// Those of one lane.
    fn lane(&self, lane: usize) -> MonthTotals<f64> {
        MonthTotals {
            demand_kwh: self.demand_kwh.lane(lane),
            wood_kwh: self.wood_kwh.lane(lane),
            backup_kwh: self.backup_kwh.lane(lane),
            fuel_kwh: self.fuel_kwh.lane(lane),
            buffer_loss_kwh: self.buffer_loss_kwh.lane(lane),
            starts: self.starts.lane(lane),
            hours: self.hours.lane(lane),
        }
    }
}

impl<L: Lanes> YearTotals<L> {
    /// Those of one lane.
    pub(super) fn lane(&self, lane: usize) -> YearTotals<f64> {
        YearTotals {
            months: std::array::from_fn(|month| self.months[month].lane(lane)),
            backup_peak_kw: self.backup_peak_kw.lane(lane),
            charge_start_kwh: self.charge_start_kwh.lane(lane),
            charge_end_kwh: self.charge_end_kwh.lane(lane),
        }
    }
}

impl<S: Real> YearTotals<S> {
    /// Sums over the year.
    pub fn year(&self) -> MonthTotals<S> {
        let mut sum = MonthTotals::zero();
        self.months.iter().for_each(|month| sum.add(month));
        sum
    }

    /// Share of the demand that the backup did not have to give, 0 to 1.
    pub fn coverage(&self) -> S {
        let year = self.year();
        let tiny = S::from_f64(f64::MIN_POSITIVE);
        S::one() - year.backup_kwh / year.demand_kwh.max(tiny)
    }

    /// Energy that went in and neither out, nor into losses, nor into the buffer, over all that came in or was there.
    pub fn closure(&self) -> S {
        let year = self.year();
        let gained = year.wood_kwh + year.backup_kwh;
        let used = year.demand_kwh + year.buffer_loss_kwh + (self.charge_end_kwh - self.charge_start_kwh);
        (gained - used).abs() / (gained + self.charge_start_kwh).max(S::from_f64(f64::MIN_POSITIVE))
    }
}

/// The year, hour by hour, without allocation: `demand_kw` holds 8760 values of zero or more. `each` sees every hour:
/// its demand, its flows and the state it leaves.
#[inline(always)]
pub fn run_year<S: Real>(
    params: &DispatchParams<S>,
    demand_kw: &[S],
    mut each: impl FnMut(S, &HourFlows<S>, &BoilerState<S>),
) -> YearTotals<S> {
    run_year_on(params, |hour| (demand_kw[hour], S::zero()), |demand, _, flows, state| each(demand, flows, state))
}

/// The same with the demand made hour by hour: `demand_kw` gives it for the hours from 0, in order, with one more number
/// that `each` sees as well.
#[inline(always)]
pub(super) fn run_year_on<S: Real>(
    params: &DispatchParams<S>,
    mut demand_kw: impl FnMut(usize) -> (S, S),
    mut each: impl FnMut(S, S, &HourFlows<S>, &BoilerState<S>),
) -> YearTotals<S> {
    let boiler = params.boiler();
    let mut state = params.start();
    let charge_start_kwh = state.charge_kwh;
    let mut months = [MonthTotals::zero(); 12];
    let mut backup_peak_kw = S::zero();
    let mut day = 0;
    for (month, length) in months.iter_mut().zip(DAYS_OF_MONTH) {
        for _ in 0..length {
            let available = params.available(day + 1);
            for hour in day * 24..(day + 1) * 24 {
                let (demand, beside) = demand_kw(hour);
                let (next, flows) = step(state, demand, available, &boiler);
                month.add_hour(demand, &flows, next.on);
                backup_peak_kw = backup_peak_kw.max(flows.backup_kwh);
                each(demand, beside, &flows, &next);
                state = next;
            }
            day += 1;
        }
    }
    YearTotals { months, backup_peak_kw, charge_start_kwh, charge_end_kwh: state.charge_kwh }
}

/// The hours of a year of dispatch, each series 8760 long.
#[derive(Clone, Debug, PartialEq)]
pub struct HourlyDispatch {
    /// Heat demanded, kW.
    pub demand_kw: Vec<f64>,
    /// Heat from the wood boiler, kW.
    pub wood_kw: Vec<f64>,
    /// Heat from the backup, kW.
    pub backup_kw: Vec<f64>,
    /// Wood fuel (LHV), kW.
    pub fuel_kw: Vec<f64>,
    /// Heat in the buffer at the end of the hour, kWh.
    pub charge_kwh: Vec<f64>,
}

impl HourlyDispatch {
    /// No hour yet.
    pub fn with_room() -> Self {
        let room = || Vec::with_capacity(HOURS_PER_YEAR);
        Self { demand_kw: room(), wood_kw: room(), backup_kw: room(), fuel_kw: room(), charge_kwh: room() }
    }

    /// Adds an hour.
    pub fn push(&mut self, demand: f64, flows: &HourFlows<f64>, state: &BoilerState<f64>) {
        self.demand_kw.push(demand);
        self.wood_kw.push(flows.wood_kwh);
        self.backup_kw.push(flows.backup_kwh);
        self.fuel_kw.push(flows.fuel_kwh);
        self.charge_kwh.push(state.charge_kwh);
    }
}

/// A year of dispatch with what follows from it.
#[derive(Clone, Debug, PartialEq)]
pub struct DispatchResult {
    /// Months, buffer and closure.
    pub totals: YearTotals<f64>,
    /// Sums over the year.
    pub year: MonthTotals<f64>,
    /// Share of the demand that the backup did not give, 0 to 1.
    pub coverage: f64,
    /// Wood heat over nominal output, h.
    pub full_load_hours: f64,
    /// Wood heat over wood fuel (LHV); none when the boiler never ran.
    pub efficiency_mean: Option<f64>,
    /// Gas of the backup (LHV), kWh.
    pub backup_fuel_kwh: f64,
    /// Electricity of the wood boiler's auxiliaries, kWh.
    pub auxiliary_electricity_kwh: f64,
    /// Energy not accounted for over throughput; below 1e-9.
    pub closure: f64,
    /// The hours, when asked for.
    pub hourly: Option<HourlyDispatch>,
}

impl DispatchResult {
    /// What follows from the sums of a year.
    pub fn of(totals: YearTotals<f64>, params: &DispatchParams<f64>, hourly: Option<HourlyDispatch>) -> Self {
        let year = totals.year();
        Self {
            coverage: totals.coverage(),
            full_load_hours: year.wood_kwh / params.power_kw,
            efficiency_mean: (year.fuel_kwh > 0.0).then(|| year.wood_kwh / year.fuel_kwh),
            backup_fuel_kwh: year.backup_kwh / params.backup_efficiency,
            auxiliary_electricity_kwh: year.wood_kwh * params.auxiliary_electricity_share,
            closure: totals.closure(),
            totals,
            year,
            hourly,
        }
    }
}

/// Checks the parameters, runs the year, and keeps the hours when `record` asks for them.
///
/// # Errors
/// When a parameter has no value or lies outside its range, or the summer stop is no span of days.
pub fn dispatch(load: &HeatLoad, params: &DispatchParams<f64>, record: bool) -> Result<DispatchResult, HeatError> {
    check_dispatch(params)?;
    let mut hourly = record.then(HourlyDispatch::with_room);
    let totals = run_year(params, load.kw(), |demand, flows, state| {
        if let Some(hourly) = &mut hourly {
            hourly.push(demand, flows, state);
        }
    });
    Ok(DispatchResult::of(totals, params, hourly))
}

/// Whether the parameters of a dispatch make sense.
///
/// # Errors
/// When one has no value or lies outside its range, or the summer stop is no span of days.
pub fn check_dispatch(params: &DispatchParams<f64>) -> Result<(), HeatError> {
    check_range(DispatchParams::<f64>::table(), &params.to_vec())?;
    check_summer_stop(params)
}

fn check_summer_stop(params: &DispatchParams<f64>) -> Result<(), HeatError> {
    let (stop_day, restart_day) = (params.summer_stop_day, params.summer_restart_day);
    let none = stop_day == 0.0 && restart_day == 0.0;
    if none || (stop_day >= 1.0 && restart_day > stop_day) {
        Ok(())
    } else {
        Err(HeatError::SummerStop { stop_day, restart_day })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params() -> DispatchParams<f64> {
        DispatchParams { power_kw: 100.0, ..DispatchParams::defaults() }
    }

    fn load() -> HeatLoad {
        HeatLoad::new((0..8760).map(|h| 80.0 + 60.0 * libm::cos(f64::from(h) / 700.0)).collect()).unwrap()
    }

    #[test]
    fn a_boiler_without_power_or_with_an_odd_summer_is_refused() {
        let refused = |p: DispatchParams<f64>| dispatch(&load(), &p, false).unwrap_err().to_string();
        assert!(refused(DispatchParams::defaults()).contains("`power_kw` has no default"));
        let odd = DispatchParams { minimum_load: 1.5, ..params() };
        assert_eq!(refused(odd), "`minimum_load` is 1.5: it must lie in 0 to 1 (models/heat/dispatch.csv)");
        for (stop, restart) in [(150.0, 0.0), (0.0, 200.0), (200.0, 150.0), (0.5, 3.0)] {
            let odd = DispatchParams { summer_stop_day: stop, summer_restart_day: restart, ..params() };
            assert!(refused(odd).contains("summer stop"), "{stop} {restart}");
        }
    }

    #[test]
    fn the_boiler_rests_in_summer_and_on_outage_days() {
        let resting =
            DispatchParams { summer_stop_day: 152.0, summer_restart_day: 244.0, outage_share: 0.0, ..params() };
        let result = dispatch(&load(), &resting, true).unwrap();
        for month in 5..8 {
            assert_eq!(result.totals.months[month].wood_kwh, 0.0, "June to August");
        }
        assert!(result.totals.months[4].hours > 0.0 && result.totals.months[8].hours > 0.0);
        for share in [0.0, 0.03, 0.2, 1.0] {
            let p = DispatchParams { outage_share: share, ..params() };
            let days = (1..=365).filter(|day| !p.available(*day)).count() as f64;
            assert!((days - 365.0 * share).abs() <= 2.0, "{share}: {days}");
        }
        let never = dispatch(&load(), &DispatchParams { outage_share: 1.0, ..params() }, false).unwrap();
        assert_eq!((never.year.wood_kwh, never.efficiency_mean, never.year.starts), (0.0, None, 0.0));
    }

    /// Demand that the first charge of the buffer meets alone: nothing is gained, and the closure is still a number.
    #[test]
    fn a_year_on_the_first_charge_closes() {
        let mut kw = vec![0.0; 8760];
        kw[3] = 1.0;
        let idle =
            DispatchParams { minimum_load: 1.0, buffer_hours: 1.0, initial_charge: 1.0, outage_share: 1.0, ..params() };
        let result = dispatch(&HeatLoad::new(kw).unwrap(), &idle, false).unwrap();
        assert_eq!((result.year.wood_kwh, result.year.backup_kwh, result.coverage), (0.0, 0.0, 1.0));
        assert!(result.closure < 1e-12, "{}", result.closure);
    }

    #[test]
    fn recording_changes_nothing_and_months_add_up() {
        let silent = dispatch(&load(), &params(), false).unwrap();
        let recorded = dispatch(&load(), &params(), true).unwrap();
        assert_eq!(silent.totals, recorded.totals);
        let hourly = recorded.hourly.unwrap();
        let wood: f64 = hourly.wood_kw.iter().sum();
        assert!((wood / silent.year.wood_kwh - 1.0).abs() < 1e-12);
        assert_eq!(hourly.charge_kwh[8759], silent.totals.charge_end_kwh);
        assert!(silent.closure < 1e-12);
    }
}
