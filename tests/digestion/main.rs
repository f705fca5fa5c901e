//! Digestion as plants live it: tanks, the family of models, laboratory analyses, fits, the plant around the tanks.

// Helpers of tests may panic, as tests do.
#![allow(clippy::unwrap_used)]

mod adm1da;
mod am2;
mod bmp;
mod digestate;
mod family;
mod fit;
mod fit_ensemble;
mod fit_noise;
mod lab;
mod network;
mod plant;
mod predicted;
mod simple;
mod steady;
mod sulphur;
mod support;
mod table;
mod tank;
mod temperature;
mod weinrich;
