//! One to four wood boilers in cascade on one buffer, with a backup and, when asked for, a wood store that can run empty.
//!
//! [`Cascade`] is built from one set of [`DispatchParams`](super::DispatchParams) a boiler; [`cascade_year`] runs its year
//! in steps of an hour or less, for `f64` or lanes; [`cascade_years`] runs many, side by side. The rule of a step, with all
//! its equations, is in `docs/theory/cascade.md`.
//!
//! ```
//! use gisement::heat::*;
//!
//! let load = HeatLoad::new((0..8760).map(|h| 200.0 + 150.0 * libm::cos(f64::from(h) / 1394.0)).collect())?;
//! let boiler = |power_kw| DispatchParams { power_kw, ..DispatchParams::defaults() };
//! let house = Cascade::new(&[boiler(150.0), boiler(80.0)])?;
//! let year = cascade_year(HeatSource::Measured(&load), &[0.0; 12], &house, |_| {});
//! assert!(year.coverage() > 0.8 && year.closure() < 1e-9);
//! assert!(year.unit_year(0).wood_kwh > year.unit_year(1).wood_kwh);
//! # Ok::<(), HeatError>(())
//! ```

mod house;
mod lanes;
mod silo;
mod step;
mod totals;
mod unit;
mod year;

pub use house::{Cascade, MAX_UNITS};
pub use lanes::{CascadeSupply, cascade_years};
pub use silo::Silo;
pub use totals::{CascadeMonth, CascadeYear, UnitMonth};
pub use year::{CascadeStep, cascade_year};
