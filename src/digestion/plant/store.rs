//! The store of digestate: what is left to digest goes on to give gas, faster in a warm store than in a cold one.
//!
//! First order in the residual potential, well mixed, day by day: the rate follows Arrhenius with the store's temperature,
//! which follows the air with a lag and the warm digestate that comes in. Within a day the decay is exact. A gas-tight
//! store gives its gas to the gas line; from any other it is lost.

use super::calendar::month_of_hour;
use super::gas_line::GasSource;
use crate::num::{Mask, Real};
use crate::params;
use crate::text;
use crate::units::ZERO_CELSIUS_K;
use crate::words::{Text, shown_as_told};

params! {
    /// A store of digestate.
    pub struct StoreParams from "digestion/store.csv" {
        capacity_m3, heel_m3, start_m3, k_ref_per_d, reference_c, activation_kj_per_mol, air_lag_d, methane_pct,
    }
}

/// Gas constant, kJ/(mol K) (CODATA 2018, exact).
const GAS_CONSTANT: f64 = 8.314_462_618e-3;

/// Coldest digestate, C: below it water freezes and the store keeps its temperature.
const FREEZING_C: f64 = 0.0;

/// How a store is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cover {
    /// No cover, or one that gas passes: the gas is lost.
    Open,
    /// Gas-tight and joined to the gas line: the gas is recovered.
    GasTight,
}

/// One day of a store.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StoreDay<S> {
    /// Digestate that comes in, m3.
    pub inflow_m3: S,
    /// Methane still possible in it, Nm3.
    pub residual_nm3: S,
    /// Its temperature, C.
    pub inflow_c: S,
    /// Mean temperature of the air, C.
    pub air_c: f64,
}

/// One month of a store.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StoreMonth<S> {
    /// Methane given off, Nm3.
    pub methane_nm3: S,
    /// Taken out for spreading, m3.
    pub spread_m3: S,
    /// In the store at the end, m3.
    pub end_m3: S,
    /// Mean temperature, C.
    pub temperature_c: S,
}

/// A store over its days.
#[derive(Clone, Debug, PartialEq)]
pub struct StoreYear<S> {
    /// Methane given off each day, Nm3.
    pub days_nm3: Vec<S>,
    /// By month, January first; days after a year add again.
    pub months: [StoreMonth<S>; 12],
    /// Residual potential that came in, what was there at the beginning included, Nm3.
    pub received_nm3: S,
    /// Methane lost to the air, Nm3.
    pub lost_nm3: S,
    /// Methane given to the gas line, Nm3.
    pub recovered_nm3: S,
    /// Residual potential that leaves with spread or overflowing digestate, Nm3.
    pub spread_nm3: S,
    /// Residual potential in the store at the end, Nm3.
    pub end_nm3: S,
    /// Digestate that found no room, m3.
    pub overflow_m3: S,
    /// Days on which the store was full.
    pub full_days: usize,
    /// Mean temperature, C.
    pub temperature_c: S,
}

/// Why a store gives no year.
#[derive(Clone, Debug, PartialEq)]
pub enum StoreError {
    /// No days.
    Nothing,
    /// A parameter outside its range.
    Parameter {
        /// Its name.
        name: String,
        /// Smallest value accepted.
        low: f64,
        /// Largest value accepted.
        high: f64,
    },
    /// A day with a negative or endless value.
    BadDay {
        /// From 0.
        day: usize,
    },
    /// An emptying share outside 0..=1.
    BadEmptying {
        /// The month, 0 is January.
        month: usize,
    },
}

impl StoreError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Nothing => text!("the digestate store has no days"),
            Self::Parameter { name, low, high } => {
                text!("`{name}` of the digestate store must be a number from {low} to {high}", name, low, high)
            }
            Self::BadDay { day } => text!("the digestate store gets no sound number on day {day}", day = day + 1),
            Self::BadEmptying { month } => {
                text!("the share emptied in month {month} must lie in 0 to 1", month = month + 1)
            }
        }
    }
}

shown_as_told!(StoreError);

impl std::error::Error for StoreError {}

impl<S: Real> StoreParams<S> {
    /// Rate at a temperature, 1/d.
    pub fn rate_per_d(&self, temperature_c: S) -> S {
        let inverse = |c: S| S::one() / (c + ZERO_CELSIUS_K);
        let exponent = self.activation_kj_per_mol / GAS_CONSTANT * (inverse(self.reference_c) - inverse(temperature_c));
        self.k_ref_per_d * exponent.exp()
    }
}

impl<S: Real> StoreYear<S> {
    /// Potential received less what was given off, left or stays, over it: 0 when it closes.
    pub fn closure(&self) -> S {
        let out = self.lost_nm3 + self.recovered_nm3 + self.spread_nm3 + self.end_nm3;
        (self.received_nm3 - out).abs() / self.received_nm3.max(S::from_f64(f64::MIN_POSITIVE))
    }

    /// Share of the potential received that was given off, 0..=1: the figure to hold against [`mcf_pct`](super::mcf_pct).
    pub fn given_off_share(&self) -> S {
        (self.lost_nm3 + self.recovered_nm3) / self.received_nm3.max(S::from_f64(f64::MIN_POSITIVE))
    }
}

/// What is in the store.
struct Content<S> {
    volume_m3: S,
    residual_nm3: S,
    temperature_c: S,
}

impl<S: Real> Content<S> {
    /// The store at the beginning: digestate as the first day that brings any brings it.
    fn at_start(params: &StoreParams<S>, days: &[StoreDay<S>]) -> Self {
        let first = days.iter().find(|day| day.inflow_m3.gt(S::zero()).all());
        let per_m3 = first.map_or(S::zero(), |day| day.residual_nm3 / day.inflow_m3);
        let volume_m3 = params.start_m3.min(params.capacity_m3);
        let temperature_c = S::from_f64(days[0].air_c.max(FREEZING_C));
        Self { volume_m3, residual_nm3: volume_m3 * per_m3, temperature_c }
    }

    /// Takes digestate out; returns the residual potential that leaves with it.
    fn take_out(&mut self, m3: S) -> S {
        let some = self.volume_m3.gt(S::zero());
        let share = S::select(some, m3 / S::select(some, self.volume_m3, S::one()), S::zero());
        let leaves = self.residual_nm3 * share;
        self.volume_m3 -= m3;
        self.residual_nm3 -= leaves;
        leaves
    }

    /// A day's inflow, temperature and decay; returns the methane given off.
    fn digest(&mut self, params: &StoreParams<S>, day: &StoreDay<S>) -> S {
        let volume = self.volume_m3 + day.inflow_m3;
        let some = volume.gt(S::zero());
        let mixed = self.temperature_c * self.volume_m3 + day.inflow_c * day.inflow_m3;
        let mixed = S::select(some, mixed / S::select(some, volume, S::one()), self.temperature_c);
        let air = S::from_f64(day.air_c.max(FREEZING_C));
        self.temperature_c = air + (mixed - air) * (-(S::one() / params.air_lag_d)).exp();
        self.volume_m3 = volume;
        self.residual_nm3 += day.residual_nm3;
        let left = self.residual_nm3 * (-params.rate_per_d(self.temperature_c)).exp();
        let methane = self.residual_nm3 - left;
        self.residual_nm3 = left;
        methane
    }
}

fn empty_year<S: Real>(received_nm3: S) -> StoreYear<S> {
    let zero = S::zero();
    let month = StoreMonth { methane_nm3: zero, spread_m3: zero, end_m3: zero, temperature_c: zero };
    StoreYear {
        days_nm3: Vec::new(),
        months: [month; 12],
        received_nm3,
        lost_nm3: zero,
        recovered_nm3: zero,
        spread_nm3: zero,
        end_nm3: zero,
        overflow_m3: zero,
        full_days: 0,
        temperature_c: zero,
    }
}

/// Day of the month, from 0, on which digestate is taken out.
const EMPTYING_DAY: usize = 14;

/// Runs a store over its days, the first being 1 January. In the middle of each month the share `emptying` of what is
/// above the heel is taken out. What finds no room leaves at once, and is told.
///
/// # Errors
/// No days, a parameter or an emptying share out of range, a day without sound numbers.
pub fn store_year<S: Real>(
    params: &StoreParams<S>,
    cover: Cover,
    emptying: &[f64; 12],
    days: &[StoreDay<S>],
) -> Result<StoreYear<S>, StoreError> {
    check(params, emptying, days)?;
    let mut content = Content::at_start(params, days);
    let mut year = empty_year(content.residual_nm3);
    let mut seen = [0_usize; 12];
    let mut day_of_month = 0;
    for (day, given) in days.iter().enumerate() {
        let month = month_of_hour(24 * day);
        day_of_month = if day > 0 && month_of_hour(24 * (day - 1)) == month { day_of_month + 1 } else { 0 };
        year.received_nm3 += given.residual_nm3;
        let methane = content.digest(params, given);
        let share = if day_of_month == EMPTYING_DAY { emptying[month] } else { 0.0 };
        let spread_m3 = (content.volume_m3 - params.heel_m3).max(S::zero()) * share;
        year.spread_nm3 += content.take_out(spread_m3);
        let over_m3 = (content.volume_m3 - params.capacity_m3).max(S::zero());
        year.full_days += usize::from(over_m3.gt(S::zero()).any());
        year.spread_nm3 += content.take_out(over_m3);
        year.overflow_m3 += over_m3;
        year.days_nm3.push(methane);
        year.temperature_c += content.temperature_c / days.len() as f64;
        seen[month] += 1;
        let sums = &mut year.months[month];
        sums.methane_nm3 += methane;
        sums.spread_m3 += spread_m3;
        sums.temperature_c += content.temperature_c;
        sums.end_m3 = content.volume_m3;
    }
    for (month, days) in year.months.iter_mut().zip(seen) {
        month.temperature_c = month.temperature_c / days.max(1) as f64;
    }
    let given_off: S = year.days_nm3.iter().copied().sum();
    match cover {
        Cover::Open => year.lost_nm3 = given_off,
        Cover::GasTight => year.recovered_nm3 = given_off,
    }
    year.end_nm3 = content.residual_nm3;
    Ok(year)
}

fn check<S: Real>(params: &StoreParams<S>, emptying: &[f64; 12], days: &[StoreDay<S>]) -> Result<(), StoreError> {
    for (row, value) in StoreParams::<S>::table().rows().iter().zip(params.to_vec()) {
        if !(value.ge(S::from_f64(row.low)) & value.le(S::from_f64(row.high))).all() {
            return Err(StoreError::Parameter { name: row.name.clone(), low: row.low, high: row.high });
        }
    }
    if let Some(month) = emptying.iter().position(|share| !(0.0..=1.0).contains(share)) {
        return Err(StoreError::BadEmptying { month });
    }
    let sound = |v: S| v.is_finite() & v.ge(S::zero());
    let bad = |d: &StoreDay<S>| {
        let warm = d.inflow_c.ge(S::zero()) & d.inflow_c.le(S::from_f64(100.0));
        !(sound(d.inflow_m3) & sound(d.residual_nm3) & warm).all() || !(-60.0..=60.0).contains(&d.air_c)
    };
    match days.iter().position(bad) {
        Some(day) => Err(StoreError::BadDay { day }),
        None if days.is_empty() => Err(StoreError::Nothing),
        None => Ok(()),
    }
}

impl<S: Real> StoreYear<S> {
    /// A gas-tight store as a source of the gas line, each day spread over its hours.
    pub fn source(&self, name: &str, params: &StoreParams<S>, leak_pct: S) -> GasSource<S> {
        GasSource::of_days(name, &self.days_nm3, &self.carbon_dioxide_days_nm3(params), leak_pct)
    }

    /// Carbon dioxide that a gas-tight store gives with its methane each day, Nm3.
    pub fn carbon_dioxide_days_nm3(&self, params: &StoreParams<S>) -> Vec<S> {
        let ratio = S::from_f64(100.0) / params.methane_pct - S::one();
        self.days_nm3.iter().map(|methane| *methane * ratio).collect()
    }
}
