//! Calibration: parameters of a scenario from what was measured, with what the data say of them and what they do not.
//!
//! A [`Problem`] is parameters, measured series and a model that computes many points together; [`plant`] makes one of a
//! scenario's digester, whose points run side by side in lanes. [`calibrate`] fits it by least squares with noise that
//! remembers, walks the profiles, and on demand samples the posterior; [`overlay`] writes the parameters back.
//!
//! Equations, sources and limits: `docs/theory/fitting.md`; use: `docs/calibration.md`.

mod bands;
mod bmp;
mod calibrate;
mod counted;
mod invent;
mod measured;
mod outcome;
mod overlay;
mod plant;
mod problem;
mod quantity;
mod sampling;
mod table;
mod units;

pub use bmp::{BmpModel, Treatment, bmp_problem, read_bottles};
pub use calibrate::{CalibrateError, CalibrateOptions, Method, Watch, calibrate};
pub use invent::{Invented, invent};
pub use measured::{Measured, read_measured};
pub use outcome::{Band, Calibration, Fitted, Posterior, Sampled, SeriesOutcome};
pub use overlay::overlay;
pub use plant::{Plant, plant};
pub use problem::{Data, Model, Parameter, Problem};
pub use quantity::Quantity;
