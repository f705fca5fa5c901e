//! A grate furnace in motion: water and dry fuel on the grate, refractory, boiler water.
//!
//! A control-type model of four states. Its structure is inspired by Bauer et al. 2010 (10.1016/j.biombioe.2009.12.005);
//! it is not their model: their parameter values could not be read, and those here are derived from first principles and
//! close mass and energy, but are **not validated** against any measured boiler. It says how fast a grate answers and what
//! a start costs, within its assumptions. It says nothing of CO, NOx or dust, and its efficiency rises at part load because
//! the stack cools while losses are assumed: a sourced ratio stands for that elsewhere
//! ([`part_load_readings`](super::part_load_readings)).
//!
//! [`FurnaceParams::rates`] is the right-hand side, generic over [`Real`](crate::num::Real); [`advance`] integrates it with
//! the fluxes beside the states, so that mass and energy close to rounding; [`steady_state`] solves it at rest and gives its
//! time constants; [`start_up`], [`shut_down`] and [`load_step`] are what a boiler house asks.
//!
//! ```
//! use gisement::combustion::furnace::{FurnaceParams, FurnacePoint, steady_state};
//!
//! let params = FurnaceParams::<f64>::of_set("G300").expect("a shipped set");
//! let inputs = FurnacePoint::of_set("G300", 1.0).expect("within the table's loads");
//! let steady = steady_state(&params, &inputs)?;
//! assert!((steady.rates.useful_kw - 300.0).abs() < 0.01);
//! # Ok::<(), gisement::combustion::furnace::FurnaceError>(())
//! ```

mod error;
mod model;
mod run;
mod sets;
mod steady;
mod transients;

pub use error::FurnaceError;
pub use model::{FurnaceInputs, FurnaceParams, FurnaceRates, FurnaceState};
pub use run::{FurnaceSums, Interval, Moment, advance};
pub use sets::{FURNACE_SETS, FurnacePoint};
pub use steady::{Steady, steady_state};
pub use transients::{
    Cycle, LoadStep, ShutDown, StartUp, Warmth, cycle, load_step, shut_down, start_losses_kwh_per_kw, start_up,
};
