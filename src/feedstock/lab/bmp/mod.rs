//! Biochemical methane potential: bottles to net curves, and curves to a yield and rates with intervals.
//!
//! Gas becomes dry gas at 0 C and 101.325 kPa ([`gas`]), the mean of the blanks is taken off by mass of inoculum
//! ([`net`]), and a model is fitted by unweighted least squares to every point of a bottle, the start at 0 included
//! ([`fit_curve`]). See `docs/theory/bmp.md`.

mod curve;
mod error;
mod fitting;
pub mod gas;
mod net;

pub use curve::{CurveModel, MODELS};
pub use error::BmpError;
pub use fitting::{CurveFit, Fitted, fit_curve};
pub use net::{Bottle, NetCurve, mean_share, net};

crate::params! {
    /// How a laboratory read its gas, where it does not say.
    pub struct BmpDefaults from "feedstock/lab_bmp.csv" { gas_temperature_c, gas_pressure_kpa, headspace_temperature_c }
}
