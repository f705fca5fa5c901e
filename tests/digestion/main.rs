//! Digestion as plants live it: tanks, the family of models, laboratory analyses, fits, the plant around the tanks.

// Helpers of tests may panic, as tests do.
#![allow(clippy::unwrap_used)]

mod adm1da;
mod am2;
mod family;
mod network;
mod sulphur;
mod simple;
mod support;
mod fit;
mod fit_ensemble;
mod fit_noise;
mod table;
mod network;
mod tank;
mod tank;
mod temperature;
mod weinrich;
mod fit;
mod fit_ensemble;
mod fit_noise;
