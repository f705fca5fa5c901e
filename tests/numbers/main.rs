//! Distributions, designs, statistics, sensitivity, programmes, games.

// Helpers of tests may panic, as tests do.
#![allow(clippy::unwrap_used)]

mod design_samples;
mod dist_designs;
mod dist_known_answers;
mod dist_properties;
mod game_known;
mod program_known;
mod program_random;
mod sensitivity_coverage;
mod sensitivity_estimators;
#[path = "../sensitivity_support/mod.rs"]
mod sensitivity_support;
mod statistics_known;
mod statistics_replicates;
mod statistics_streams;
mod sweep_file;
