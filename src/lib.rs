//! `gisement`: what a territory should do with the wood and the fermentable waste that its companies throw away.
//!
//! The library pools companies' waste flows, simulates their methanization (ADM1-class kinetics) and the combustion of
//! shredded pallets in a collective boiler, and predicts biogas, heat, electricity, greenhouse gas savings, money and
//! jobs, each with its uncertainty.
//!
//! The modules stand on floors: a module uses only lower floors (`ARCHITECTURE.md`, checked by `tests/floors.rs`).

pub mod balance;
pub mod case;
pub mod cli;
pub mod climate;
pub mod combustion;
pub mod diag;
pub mod digestion;
pub mod dist;
pub mod feedstock;
pub mod heat;
pub mod library;
pub mod num;
pub mod ode;
pub mod param;
pub mod petersen;
pub mod plot;
pub mod report;
pub mod scenario;
pub mod study;
pub mod sweep;
pub mod units;
pub mod verify;
