//! Which inputs matter: Sobol indices, Shapley effects, elementary effects, one at a time, and measures on given samples.
//!
//! Everything here works on numbers. A *design* says at which points the model must run: a pure function of seed and run
//! number, so that runs may be computed in any order, in parts, on many machines. The outputs of the runs are put into
//! [`Runs`]; an *estimator* turns them into indices for all outputs at once, each with its 95 % interval. A run that fails
//! drops the whole design row it belongs to; dropped rows are counted.
//!
//! ```
//! use gisement::sweep::sensitivity::{PickFreeze, Players, Resampling, Runs, sobol_indices};
//! let design = PickFreeze::new(Players::each(3), 4096)?;
//! let mut runs = Runs::new(1);
//! let mut u = [0.0; 3];
//! for run in 0..design.runs() {
//!     design.point(7, run, &mut u);
//!     runs.push(&[4.0 * u[0] + 2.0 * u[1] * u[1]])?;
//! }
//! let found = sobol_indices(&design, &runs, Resampling::default())?;
//! let indices = found[0].as_ref().map_err(|e| e.to_string())?;
//! assert!(indices.first[0].value > 0.7 && indices.total[2].value == 0.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod design;
mod error;
mod gaussian;
mod given;
mod interval;
mod morris;
mod pick_freeze;
mod players;
mod runs;
mod shapley;
mod sobol;
mod tornado;

pub use error::{NoIndex, SensitivityError};
pub use gaussian::Dependence;
pub use given::{GivenIndices, Samples, given_indices};
pub use interval::{CONFIDENCE, Estimate, Independence, Resampling};
pub use morris::{LEVELS, MorrisEffects, Trajectories, morris_effects};
pub use pick_freeze::PickFreeze;
pub use players::Players;
pub use runs::{RowCounts, Runs};
pub use shapley::{Permutations, ShapleyEffects, shapley_effects};
pub use sobol::{FirstOrder, Pair, SobolIndices, sobol_indices, sobol_indices_by};
pub use tornado::{ENDS, Swing, Tornado, tornados};
