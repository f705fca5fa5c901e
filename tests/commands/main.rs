//! Whole commands on real scenarios: stdout, files, exit codes.

// Helpers of tests may panic, as tests do.
#![allow(clippy::unwrap_used)]

mod cli_bad_input;
mod cli_bench;
mod cli_calibrate;
mod cli_channels;
mod cli_combustion;
mod cli_compare;
mod cli_files;
mod cli_french;
mod cli_fuzz;
mod cli_inventory;
mod cli_kill;
mod cli_overrides;
mod cli_samples;
mod cli_sensitivity;
mod cli_size;
mod cli_size_digester;
#[path = "../cli_support/mod.rs"]
mod cli_support;
mod cli_sweep;
mod cli_tables;
mod cli_talk;
mod cli_yield;
mod design_scenario;
mod docs;
#[path = "../scenario_support/mod.rs"]
mod scenario_support;
mod scenarios;
#[path = "../sweep_support/mod.rs"]
mod sweep_support;
mod verify_command;
mod verify_tables;
