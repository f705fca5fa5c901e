//! Fitting parameters to measurements: least squares within bounds, what the data see and do not see, intervals by Fisher
//! information and by profile, residuals that remember, and sampling of the posterior by an ensemble.
//!
//! ```
//! use gisement::fit::{Bounds, Options, least_squares};
//!
//! // Cumulative gas of a batch: b (1 - exp(-k t)), here with b = 350 and k = 0.2.
//! let days = [1.0, 2.0, 4.0, 8.0, 16.0, 30.0];
//! let curve = |p: &[f64], t: f64| p[0] * (1.0 - libm::exp(-p[1] * t));
//! let measured: Vec<f64> = days.iter().map(|t| curve(&[350.0, 0.2], *t)).collect();
//! let mut residuals = |p: &[f64]| Ok(days.iter().zip(&measured).map(|(t, y)| curve(p, *t) - y).collect());
//! let bounds = Bounds::new(&[1.0, 0.001], &[1000.0, 5.0])?;
//! let found = least_squares(&mut residuals, &[200.0, 0.5], &bounds, &Options::default())?;
//! assert!((found.values[0] - 350.0).abs() < 1e-5 && (found.values[1] - 0.2).abs() < 1e-8);
//! # Ok::<(), gisement::fit::FitError>(())
//! ```
//!
//! Nothing here knows what is fitted: a model is a closure from parameters to residuals. Equations, sources and limits:
//! `docs/theory/fitting.md`.

mod bounds;
mod convergence;
mod ensemble;
mod error;
mod estimate;
mod jacobian;
mod least_squares;
mod linear;
mod noise;
mod profile;
mod series;

pub use bounds::{Bounds, End};
pub use convergence::{Convergence, convergence, quantile};
pub use ensemble::{Chains, EnsembleOptions, LogPosterior, ensemble};
pub use error::FitError;
pub use estimate::{Estimate, Unseen, Variance};
pub use least_squares::{Batch, Options, Residuals, least_squares, least_squares_batch};
pub use noise::{Noise, Series};
pub use profile::{Profile, profile};
pub use series::{Memory, SeriesFit, fit_series, whitened_squares, whitening};
