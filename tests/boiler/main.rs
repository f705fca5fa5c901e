//! The boiler house: demand, fuel, combustion in motion, plant, sizing, economics.

// Helpers of tests may panic, as tests do.
#![allow(clippy::unwrap_used)]
mod measured;
mod stock;
