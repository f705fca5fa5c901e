//! A year of a network that takes what another source offers first, and has a boiler for the rest: demand, offer and dispatch
//! hour by hour in one pass, without a year of hours in memory.

use super::demand::{DemandParams, DemandShapes, HourlyDemand};
use super::dispatch::{DispatchParams, YearTotals, run_year_on};
use super::load::{HeatLoad, LARGEST_KW};
use super::step::{BoilerState, HourFlows};
use super::step_load::StepLoad;
use crate::num::{Lanes, Mask, Real, VectorClass, WithLanes};
use crate::units::{DAYS_OF_MONTH, HOURS_PER_YEAR};

/// Where the demand of an hour comes from.
#[derive(Clone, Copy, Debug)]
pub enum HeatSource<'a, S> {
    /// A network with these shapes and amounts.
    Network(&'a DemandShapes, &'a DemandParams<S>),
    /// A year of hours, the same in every lane.
    Measured(&'a HeatLoad),
    /// A year of steps within the hours, the same in every lane.
    Steps(&'a StepLoad),
}

/// One hour as it went, kW or kWh.
#[derive(Clone, Copy, Debug)]
pub struct SuppliedHour<'a, S: Real> {
    /// Taken from the other source.
    pub taken: S,
    /// Left for the boiler and the backup.
    pub left: S,
    /// What they gave.
    pub flows: &'a HourFlows<S>,
    /// What the hour leaves to the next.
    pub state: &'a BoilerState<S>,
}

/// Sums of a year, kWh unless said otherwise.
#[derive(Clone, Copy, Debug)]
pub struct SuppliedYear<S: Real> {
    /// Demand.
    pub demand_kwh: S,
    /// Largest hour of the demand, kW.
    pub peak_kw: S,
    /// Taken from the other source.
    pub taken_kwh: S,
    /// Offered by it and not needed at that hour; summed apart, so that it cannot round below zero.
    pub refused_kwh: S,
    /// Boiler and backup on what was left.
    pub totals: YearTotals<S>,
    /// Where every hour of the demand lies within 0 to 1e7 kW, and one above 0.
    pub sound: S::Mask,
}

/// Runs the year. `offered_kw` holds what the other source offers in each hour of each month, zero or more. `each` sees
/// every hour.
#[inline(always)]
pub fn supplied_year<S: Real>(
    source: HeatSource<'_, S>,
    offered_kw: &[S; 12],
    dispatch: &DispatchParams<S>,
    mut each: impl FnMut(&SuppliedHour<'_, S>),
) -> SuppliedYear<S> {
    let zero = S::zero();
    let asked = Asked::new(source);
    let mut year = Sums::new();
    let months = month_of_hours();
    let mut taken_now = zero;
    let totals = run_year_on(
        dispatch,
        |hour| {
            let demand = asked.at(hour, 0, 1);
            let offer = offered_kw[usize::from(months[hour])];
            taken_now = demand.min(offer);
            year.add(demand, offer, taken_now, 1.0);
            (demand - taken_now, taken_now)
        },
        |left, taken, flows, state| each(&SuppliedHour { taken, left, flows, state }),
    );
    let Sums { demand_kwh, peak_kw, taken_kwh, refused_kwh, sound } = year;
    SuppliedYear { demand_kwh, peak_kw, taken_kwh, refused_kwh, totals, sound: sound & peak_kw.gt(zero) }
}

/// Demand step by step.
pub(super) enum Asked<'a, S> {
    Network(HourlyDemand<'a, S>),
    Hours(&'a [f64]),
    Steps(&'a StepLoad),
}

impl<'a, S: Real> Asked<'a, S> {
    #[inline(always)]
    pub(super) fn new(source: HeatSource<'a, S>) -> Self {
        match source {
            HeatSource::Network(shapes, params) => Self::Network(HourlyDemand::new(shapes, params)),
            HeatSource::Measured(load) => Self::Hours(load.kw()),
            HeatSource::Steps(load) => Self::Steps(load),
        }
    }

    /// Demand, kW, in step `part` of an hour that has `steps`.
    #[inline(always)]
    pub(super) fn at(&self, hour: usize, part: usize, steps: usize) -> S {
        match self {
            Self::Network(network) => network.at(hour),
            Self::Hours(kw) => S::from_f64(kw[hour]),
            Self::Steps(load) => S::from_f64(load.at(hour, part, steps)),
        }
    }
}

/// Sums of the demand's side.
pub(super) struct Sums<S: Real> {
    pub(super) demand_kwh: S,
    pub(super) peak_kw: S,
    pub(super) taken_kwh: S,
    pub(super) refused_kwh: S,
    pub(super) sound: S::Mask,
}

impl<S: Real> Sums<S> {
    #[inline(always)]
    pub(super) fn new() -> Self {
        let zero = S::zero();
        Self { demand_kwh: zero, peak_kw: zero, taken_kwh: zero, refused_kwh: zero, sound: S::Mask::splat(true) }
    }

    /// Adds a step of so many `hours`; powers in kW.
    #[inline(always)]
    pub(super) fn add(&mut self, demand: S, offer: S, taken: S, hours: f64) {
        self.demand_kwh += demand * hours;
        self.peak_kw = self.peak_kw.max(demand);
        self.taken_kwh += taken * hours;
        self.refused_kwh += (offer - taken) * hours;
        self.sound = self.sound & S::zero().le(demand) & demand.le(S::from_f64(LARGEST_KW));
    }
}

/// Month of each hour, January 0.
fn month_of_hours() -> &'static [u8; HOURS_PER_YEAR] {
    static MONTHS: std::sync::OnceLock<[u8; HOURS_PER_YEAR]> = std::sync::OnceLock::new();
    MONTHS.get_or_init(|| {
        let mut months = [0; HOURS_PER_YEAR];
        let all = (0_u8..).zip(DAYS_OF_MONTH).flat_map(|(month, days)| std::iter::repeat_n(month, days * 24));
        months.iter_mut().zip(all).for_each(|(hour, month)| *hour = month);
        months
    })
}

impl<L: Lanes> SuppliedYear<L> {
    /// That of one lane.
    fn lane(&self, lane: usize) -> SuppliedYear<f64> {
        SuppliedYear {
            demand_kwh: self.demand_kwh.lane(lane),
            peak_kw: self.peak_kw.lane(lane),
            taken_kwh: self.taken_kwh.lane(lane),
            refused_kwh: self.refused_kwh.lane(lane),
            totals: self.totals.lane(lane),
            sound: self.sound.bits() >> lane & 1 == 1,
        }
    }
}

/// A year to run.
#[derive(Clone, Copy, Debug)]
pub struct Supply<'a> {
    /// The demand.
    pub source: HeatSource<'a, f64>,
    /// What the other source offers in each hour of each month, kW.
    pub offered_kw: [f64; 12],
    /// Boiler, buffer and backup.
    pub dispatch: &'a DispatchParams<f64>,
}

/// Runs years in lanes: each has the bits of [`supplied_year`] alone.
pub fn supplied_years(years: &[Supply<'_>], class: VectorClass) -> Vec<SuppliedYear<f64>> {
    class.dispatch(Together(years))
}

struct Together<'a>(&'a [Supply<'a>]);

impl WithLanes for Together<'_> {
    type Output = Vec<SuppliedYear<f64>>;

    #[inline(always)]
    fn run<L: Lanes>(self) -> Self::Output {
        let mut done = Vec::with_capacity(self.0.len());
        let mut left = self.0;
        while let Some(first) = left.first() {
            // Lanes share the shapes: they follow from choices that a sample does not move.
            let like_first = |other: &&Supply<'_>| other.source.same_shapes(&first.source);
            let count = left.iter().take(L::COUNT).take_while(like_first).count();
            let (pack, rest) = left.split_at(count);
            let year = pack_year::<L>(pack);
            done.extend((0..count).map(|lane| year.lane(lane)));
            left = rest;
        }
        done
    }
}

/// One pack of years with the same shapes, at least one; lanes beyond them repeat the last.
#[inline(always)]
fn pack_year<L: Lanes>(pack: &[Supply<'_>]) -> SuppliedYear<L> {
    let first = &pack[0];
    let mut dispatch = DispatchParams::splat(first.dispatch);
    let mut offered_kw = [L::zero(); 12];
    for lane in 0..L::COUNT {
        let supply = &pack[lane.min(pack.len() - 1)];
        dispatch.set_lane(lane, supply.dispatch);
        offered_kw.iter_mut().zip(supply.offered_kw).for_each(|(to, from)| to.set_lane(lane, from));
    }
    match first.source {
        HeatSource::Measured(load) => supplied_year(HeatSource::Measured(load), &offered_kw, &dispatch, |_| {}),
        HeatSource::Steps(load) => supplied_year(HeatSource::Steps(load), &offered_kw, &dispatch, |_| {}),
        HeatSource::Network(shapes, own) => {
            let mut params = DemandParams::splat(own);
            for (lane, supply) in pack.iter().enumerate() {
                if let HeatSource::Network(_, own) = supply.source {
                    params.set_lane(lane, own);
                }
            }
            supplied_year(HeatSource::Network(shapes, &params), &offered_kw, &dispatch, |_| {})
        }
    }
}

impl HeatSource<'_, f64> {
    pub(super) fn same_shapes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Network(a, _), Self::Network(b, _)) => std::ptr::eq(*a, *b),
            (Self::Measured(a), Self::Measured(b)) => std::ptr::eq(*a, *b),
            (Self::Steps(a), Self::Steps(b)) => std::ptr::eq(*a, *b),
            _ => false,
        }
    }
}
