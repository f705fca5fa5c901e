//! Distributions by inverse CDF, and the counter-based random numbers that feed them.
//!
//! ```
//! use gisement::dist::{Distribution, ParameterId, uniform};
//!
//! let moisture = Distribution::triangular(12.0, 18.0, 25.0)?;
//! let u = uniform(2024, 0, ParameterId::of("stream.P01-1.moisture_pct"));
//! let sample = moisture.quantile(u);
//! assert!((12.0..=25.0).contains(&sample));
//! # Ok::<(), gisement::dist::DistributionError>(())
//! ```
//!
//! A sample is a pure function of seed, sample number and parameter: threads, shards, resumption and further parameters
//! change nothing. Exponentials, logarithms and special functions rest on `libm`: the same bits on every machine.

mod beta;
mod bounded;
mod design;
mod distribution;
mod error;
mod latin;
mod matrix;
mod mixer;
mod normal;
mod philox;
mod replicates;
mod scores;
mod sobol;
mod student;
mod table;
mod unbounded;

pub use bounded::{Beta, Constant, Triangular, Uniform};
pub use design::{Design, DesignError, REPLICATES};
pub use distribution::Distribution;
pub use error::DistributionError;
pub use latin::LatinHypercube;
pub use matrix::CorrelationMatrix;
pub use normal::{correlated_uniform, normal_cdf, normal_quantile, one_factor};
pub use philox::{ParameterId, philox4x32_10, uniform};
pub use scores::{ScoreError, ScorePair, ScoreSeries, normal_from_spearman, spearman_from_normal};
pub use sobol::{SOBOL_DIMENSIONS, SOBOL_SAMPLES, Sobol, sobol_point};
pub use student::student_two_sided;
pub use table::{Discrete, Empirical};
pub use unbounded::{Lognormal, Normal, TruncatedNormal};
