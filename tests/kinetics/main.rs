//! Digestion: ADM1, batch yields, feedstocks and their pools.

// Helpers of tests may panic, as tests do.
#![allow(clippy::unwrap_used)]

mod adm1_behaviour;
mod adm1_bsm2;
mod adm1_independent;
mod adm1_lanes;
mod feedstock_library;
mod feedstock_pool;
mod theory;
mod yield_known_answers;
