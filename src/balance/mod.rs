//! Balances: physical flows of a year turned into energy, carbon, money and jobs.
//!
//! The input is one plain struct, [`flows::Flows`]. Nothing here simulates: a balance only judges what the physics did.
//! Each balance carries its closure, names its method and keeps its factors in dated tables under `models/`.

pub mod carbon;
mod case;
pub mod energy;
pub mod flows;
pub mod jobs;
pub mod money;
pub mod provenance;

pub use case::{CaseError, carbon_case, lcoh_case};
