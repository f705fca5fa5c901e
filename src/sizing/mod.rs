//! Choosing a boiler house: which boilers, which buffer, which wood store.
//!
//! Every combination of a catalogue is run through the year of the scenario, first with its nominal values, then with its
//! samples, so that candidates are compared under the same weather, demand, fuel and prices. Nothing is ranked by a
//! shortcut: what the load-duration curve alone would say stands beside the simulated answer ([`Shortcut`]).
//!
//! [`size`] is the whole: candidates, limits, ranking, the robust choice with its regret, the front, warnings.
//! [`digester`] does the same for a digester and its engine.

mod advice;
mod candidate;
pub mod digester;
mod figure;
mod outcome;
mod rank;
mod rate;
mod robust;
mod shortcut;
mod size;
mod swings;

pub use candidate::{Candidate, candidates};
pub use figure::{FIGURE_COUNT, Figure, Figures};
pub use outcome::{Advice, Breach, DemandFacts, Picked, Rated, Regret, Shortcut, SizeOutcome, Spread};
pub use robust::Watch;
pub use size::{SIZE_RUNS_MAX, SizeError, SizeOptions, size};
pub use swings::Swing;
