//! Digestion as plants live it: tanks, the family of models, laboratory analyses, fits, the plant around the tanks.

// Helpers of tests may panic, as tests do.
#![allow(clippy::unwrap_used)]

mod network;
mod steady;
mod tank;
