//! Figures, tables and pages.

// Helpers of tests may panic, as tests do.
#![allow(clippy::unwrap_used)]

#[path = "../channels_demo/mod.rs"]
mod channels_demo;
#[path = "../plot_demo/mod.rs"]
mod plot_demo;
mod plot_figures;
mod plot_meeting;
mod report_channels;
mod report_french;
mod report_page;
mod report_run_page;
mod report_sweep;
mod report_terminal;
#[path = "../scenario_support/mod.rs"]
mod scenario_support;
mod workbook;
