//! Statistics of the samples of a sweep: of columns of any length, in constant memory, each number with how sure it is.
//!
//! A column is one output over all samples in their order. It is read again and again through [`Columns`], a stretch at a
//! time, so that a file of any length will do. [`describe`] gives count, moments, exact quantiles, histogram and, for an
//! output of zeros and ones, its probability. [`trace`] shows how they settled; [`Until`] says when they have.
//!
//! The results are functions of the values in their order alone: how a column is cut into stretches, and how many threads
//! made it, changes no bit.
//!
//! ```
//! use gisement::sweep::{OutputKind, Memory, Sampling, describe};
//! let values: Vec<f64> = (0..1000).map(f64::from).collect();
//! let found = describe(&Memory::new(&[values]), 0, OutputKind::Amount, 0, &Sampling::Independent)?;
//! let spread = found.spread.expect("there are values");
//! assert_eq!(spread.mean.value, 499.5);
//! assert_eq!(spread.quantile(0.5).map(|q| q.estimate.value), Some(499.5));
//! # Ok::<(), gisement::sweep::StatisticsError<std::convert::Infallible>>(())
//! ```

mod binomial;
mod columns;
mod convergence;
mod describe;
mod error;
mod failures;
mod groups;
mod histogram;
mod interval;
mod moments;
mod order;
mod rows;
mod summary;
mod until;

pub use columns::{Columns, Memory};
pub use convergence::{Checkpoint, checkpoints, trace};
pub use describe::{OutputKind, Probability, QUANTILES, Quantile, Spread, Statistics, describe};
pub use error::StatisticsError;
pub use failures::Bracket;
pub use groups::Estimate;
pub use histogram::Histogram;
pub use interval::{Interval, IntervalKind, LEVEL, REPLICATE_TAIL_MIN, REPLICATES_MAX, Sampling};
pub use moments::Moments;
pub use summary::{Summary, summarise};
pub use until::{Condition, Look, Tolerance, Until, Wanted, Watch};
