//! Combustion, heat, climate, accounts and whole years.

// Helpers of tests may panic, as tests do.
#![allow(clippy::unwrap_used)]

mod around_case;
mod balance_accounts;
mod balance_known_answers;
mod case_year;
mod climate_known;
mod combustion_known_answers;
mod combustion_lanes;
mod combustion_properties;
#[path = "../counted/mod.rs"]
mod counted;
mod digester_size;
mod heat_known;
mod heat_lanes;
mod heat_properties;
#[path = "../lanes/mod.rs"]
mod lanes;
#[path = "../scenario_support/mod.rs"]
mod scenario_support;
mod step_counts;
mod tanks_case;
