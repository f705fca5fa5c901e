//! The weather year: hourly temperatures, where they come from, and what they say about heating.
//!
//! A [`WeatherYear`] holds 8760 hourly air temperatures (no leap day) and, where known, the global horizontal irradiance.
//! It is read from CSV ([`read_weather_csv`]) or EPW ([`read_epw`]), or drawn by [`generate`] from the statistics of a
//! place. Degree-days come with the name of their definition: definitions differ by 8 to 15 % on one and the same file.
//!
//! Hours are local standard time, hour 0 is the first of 1 January. Nothing here opens a file: readers take text.

mod calendar;
mod degree_days;
mod departement;
mod epw;
mod error;
mod finding;
mod gaps;
mod generator;
mod hourly;
mod timestamp;
mod year;

pub use degree_days::{DegreeDays, Season, degree_day};
pub use departement::{Departement, departement, departements};
pub use epw::read_epw;
pub use error::HourlyError;
pub use finding::{Fill, HourlyFinding, WithFindings};
pub use generator::{GeneratorParams, Site, generate, sites};
pub use hourly::{Column, HourlyTable, read_hourly_csv};
pub use year::{TEMPERATURE_RANGE_C, WeatherYear, read_weather_csv};
