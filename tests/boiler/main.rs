//! The boiler house: demand, fuel, combustion in motion, plant, sizing, economics.

// Helpers of tests may panic, as tests do.
#![allow(clippy::unwrap_used)]
mod demand;
mod measured;
mod stock;

mod buffer;
mod cascade;

#[path = "../plot_demo/mod.rs"]
mod plot_demo;
#[path = "../scenario_support/mod.rs"]
mod scenario_support;
mod size_figures;
mod size_page;
mod size_rated;

mod furnace;
mod money;
mod thumb;
