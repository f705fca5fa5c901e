//! What `gisement sweep` found, ready to be shown: as JSON, as tables, as figures.

mod figures;
mod json;
mod page;
mod tables;

pub use figures::convergence;
pub use json::{SCHEMA as SWEEP_SCHEMA, sweep_document, sweep_json};
pub use page::{SweepPage, sweep_page};
pub use tables::sweep_sections;

use crate::sweep::{Checkpoint, Look, Statistics, StatusCounts, Until};

/// A finished sweep, or one stopped before its end.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepReport {
    /// Name of the scenario.
    pub scenario: String,
    /// Overrides of the command line.
    pub overrides: Vec<String>,
    /// How the samples were drawn, in words, e.g. `scrambled Sobol, 16 replicates`.
    pub design: String,
    /// Seed they were drawn with; none for samples of the user's own.
    pub seed: Option<u64>,
    /// Samples asked for.
    pub wanted: u64,
    /// How those done ended.
    pub counts: StatusCounts,
    /// The outputs in their order.
    pub outputs: Vec<OutputReport>,
    /// The stop rule with its last look, where there was one.
    pub until: Option<(Until, Look)>,
}

/// An output of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct OutputReport {
    /// Key in JSON and in the table of samples.
    pub key: String,
    /// What it is.
    pub label: String,
    /// Its unit.
    pub unit: String,
    /// Statistics over the samples.
    pub statistics: Statistics,
    /// How they settled; empty where it was not asked for.
    pub trace: Vec<Checkpoint>,
}

/// `P10` for the share 0.1.
fn quantile_name(share: f64) -> String {
    format!("P{}", (100.0 * share).round())
}
