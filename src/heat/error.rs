//! What heat demand and dispatch refuse.

use crate::climate::HourlyError;
use crate::text;
use crate::words::{Text, shown_as_told};

/// Why a demand could not be made or a dispatch not run.
#[derive(Clone, Debug, PartialEq)]
pub enum HeatError {
    /// An hourly file was refused.
    File(HourlyError),
    /// A series that is not one value per hour of the year.
    HourCount {
        /// Values found.
        found: usize,
    },
    /// An hour whose demand is negative, absurdly large or no number.
    BadHour {
        /// Hour of the year, from 1.
        hour: usize,
        /// Its value, kW.
        value_kw: f64,
    },
    /// No hour of the year needs heat.
    ZeroDemand,
    /// A parameter without a value, or outside its range.
    Parameter {
        /// Table it belongs to.
        table: &'static str,
        /// Its name.
        name: &'static str,
        /// The value found; NaN when none was given.
        value: f64,
        /// Smallest value accepted.
        low: f64,
        /// Largest value accepted.
        high: f64,
    },
    /// A summer stop that ends before it starts, or has a start or an end only.
    SummerStop {
        /// First day without boiler, 1 to 365; 0 for none.
        stop_day: f64,
        /// First day with boiler again, 1 to 365; 0 for none.
        restart_day: f64,
    },
    /// A cascade without a boiler, or with more than four.
    UnitCount {
        /// Boilers given.
        found: usize,
    },
    /// An hour cut into a number of steps that is not supported.
    StepsPerHour {
        /// Steps asked for.
        found: usize,
    },
    /// A series in steps of which one is negative, absurdly large or no number, or whose length is no year.
    BadStep {
        /// Step of the year, from 1; one beyond the end where the length is wrong.
        step: usize,
        /// Its value, kW; NaN where there is none.
        value_kw: f64,
    },
    /// A wood store that can hold or get nothing.
    Silo {
        /// Wood it holds, kWh.
        capacity_kwh: f64,
        /// Wood of a lorry, kWh.
        delivery_kwh: f64,
        /// Most lorries a day.
        deliveries_per_day: f64,
    },
    /// A number for which there is no buffer.
    Buffer {
        /// Its name.
        name: &'static str,
        /// Its value.
        value: f64,
    },
    /// Temperatures between which a buffer holds no usable heat.
    BufferTemperatures {
        /// Of the full buffer, C.
        high_c: f64,
        /// Of the water that comes back, C.
        return_c: f64,
        /// Of the coldest water that can be used, C.
        useful_c: f64,
    },
    /// A profile that does not exist for the building class and wind.
    NoSuchProfile {
        /// Code of the profile.
        profile: &'static str,
        /// Building class asked for.
        building_class: u8,
        /// Windy site asked for.
        windy: bool,
    },
    /// A daily temperature so high that the profile's sigmoid is not defined (40 C).
    TooHot {
        /// Day of the year, from 1.
        day: usize,
        /// Weighted mean of the day, C.
        temperature_c: f64,
    },
}

impl HeatError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::File(error) => error.told(),
            Self::HourCount { found } => text!("{found} hourly values where a year needs 8760", found),
            Self::BadHour { hour, value_kw } => {
                text!("hour {hour}: a heat demand of {value_kw} kW; write 0 to 1e7", hour, value_kw)
            }
            Self::ZeroDemand => text!("no heat is demanded in the whole year: give an annual heat above zero"),
            Self::Parameter { table, name, value, .. } if value.is_nan() => {
                text!("`{name}` has no default: give it a value ({table})", name, table)
            }
            Self::Parameter { table, name, value, low, high } => {
                text!("`{name}` is {value}: it must lie in {low} to {high} ({table})", name, value, low, high, table)
            }
            Self::SummerStop { stop_day, restart_day } => text!(
                "summer stop from day {stop_day} to day {restart_day}: give two days of the year with the stop before the \
                 restart, or 0 and 0 for none",
                stop_day,
                restart_day
            ),
            Self::UnitCount { found } => text!("{found} boilers in a cascade: give one to four", found),
            Self::StepsPerHour { found } => {
                text!("{found} steps an hour: give 1, 4, 6 or 12 (60, 15, 10 or 5 minutes)", found)
            }
            Self::BadStep { step, value_kw } if value_kw.is_nan() => {
                text!("step {step}: no heat demand; give a number for each step of 8760 hours, no more", step)
            }
            Self::BadStep { step, value_kw } => {
                text!("step {step}: a heat demand of {value_kw} kW; write 0 to 1e7", step, value_kw)
            }
            Self::Silo { capacity_kwh, delivery_kwh, deliveries_per_day } => text!(
                "a wood store of {capacity_kwh} kWh, lorries of {delivery_kwh} kWh, {deliveries_per_day} a day at most: write \
                 energies above zero, lorries that the store can hold, and 1 to 8 a day",
                capacity_kwh,
                delivery_kwh,
                deliveries_per_day
            ),
            Self::Buffer { name, value } => text!("a buffer with {name} = {value}: there is none", name, value),
            Self::BufferTemperatures { high_c, return_c, useful_c } => text!(
                "a buffer charged at {high_c} C, with {return_c} C coming back and {useful_c} C of use, holds no usable heat: \
                 the water must come back colder than it is charged, and be of use below that (a mixed tank gives nothing at \
                 the temperature it is charged with)",
                high_c,
                return_c,
                useful_c
            ),
            Self::NoSuchProfile { profile, building_class, windy: true } => text!(
                "no profile {profile} of building class {building_class} on a windy site: classes 1 to 11 exist for EFH and MFH, class 0 for all others",
                profile,
                building_class
            ),
            Self::NoSuchProfile { profile, building_class, .. } => text!(
                "no profile {profile} of building class {building_class}: classes 1 to 11 exist for EFH and MFH, class 0 \
                 for all others",
                profile,
                building_class
            ),
            Self::TooHot { day, temperature_c } => {
                text!(
                    "day {day}: a mean of {temperature_c} C; the load profiles end below 40 C",
                    day,
                    temperature_c = format!("{temperature_c:.1}")
                )
            }
        }
    }
}

shown_as_told!(HeatError);

impl std::error::Error for HeatError {}

/// Checks a value against the range of its row.
pub(super) fn check_range(table: &'static crate::param::Table, values: &[f64]) -> Result<(), HeatError> {
    for (row, value) in table.rows().iter().zip(values) {
        if !(row.low..=row.high).contains(value) {
            let (low, high) = (row.low, row.high);
            return Err(HeatError::Parameter { table: table.file(), name: &row.name, value: *value, low, high });
        }
    }
    Ok(())
}

/// Checks the values that are given against the ranges of their rows; NaN is none.
pub(super) fn check_given(table: &'static crate::param::Table, values: &[f64]) -> Result<(), HeatError> {
    for (row, value) in table.rows().iter().zip(values) {
        if !value.is_nan() && !(row.low..=row.high).contains(value) {
            let (low, high) = (row.low, row.high);
            return Err(HeatError::Parameter { table: table.file(), name: &row.name, value: *value, low, high });
        }
    }
    Ok(())
}
