//! What is timed: the same cases for `gisement bench` and for the benches, and a peer solver beside ours.
//!
//! This module runs and compares; it has no clock. A row is a [`Workload`]: a name and a way to make a [`Runner`], one for
//! each thread. A way to simulate digesters is an [`Engine`]: adding one is one entry in [`digesters`].

mod digesters;
mod years;

#[cfg(feature = "peers")]
pub mod diffsol;

pub use digesters::{
    Digesters, Ends, Engine, Simulate, changing_feed, digesters, lanes, largest_error, peer, rtol_of_equal_error,
    scalar,
};
pub use years::{boiler_year, boiler_years_in_lanes, cascade_years_in_lanes, scenario_year};

/// Runs one batch after the other: gets the number of the batch, gives how many of its samples had a result.
pub type Runner = Box<dyn FnMut(u64) -> usize>;

/// One row of the table.
pub struct Workload {
    /// What is run, with its unit: "adm1 200 d, rtol 1e-4, scalar".
    pub name: String,
    /// Samples in a batch.
    pub batch: usize,
    /// A runner with its own scratch; the work of a batch depends on its number alone.
    pub make: Box<dyn Fn() -> Runner + Send + Sync>,
}
