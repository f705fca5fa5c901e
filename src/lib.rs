//! `gisement`: what a territory should do with the wood and the fermentable waste that its companies throw away.
//!
//! The library pools companies' waste flows, simulates their methanization (ADM1-class kinetics) and the combustion of
//! shredded pallets in a collective boiler, and predicts biogas, heat, electricity, greenhouse gas savings, money and
//! jobs, each with its uncertainty.
//!
//! A scenario is read, becomes a case for the values of its inputs, and the case an outcome:
//!
//! ```
//! use gisement::case::{Detail, evaluate};
//! use gisement::scenario::Scenario;
//!
//! let text = "[boiler]\npower_kw = 500\n[boiler.fuel]\nlike = \"pallet_A_soft\"\n[demand]\nannual_heat_mwh = 1800\n";
//! let no_files = |name: &str| Err(format!("there is no {name}"));
//! let scenario = Scenario::read("boiler.toml", text, &[], &no_files)
//!     .map_err(|refused| refused.diagnostics.render(&refused.sources, false, gisement::words::Locale::En))?;
//! let outcome = evaluate(&scenario.case(&scenario.nominal())?, Detail::Totals)?;
//! let headlines = outcome.headlines();
//! let renewable = headlines.iter().find(|h| h.key == "renewable_heat_pct").ok_or("no network")?;
//! assert!(renewable.value > 50.0 && renewable.value < 100.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`study`] makes rows of many samples of a scenario, side by side in the lanes of vector registers; [`sweep`] has the
//! statistics and sensitivity measures for them.
//!
//! The modules stand on floors: a module uses only lower floors (`ARCHITECTURE.md`, checked by `tests/floors.rs`).

pub mod allocation;
pub mod ask;
pub mod balance;
pub mod calibration;
pub mod case;
pub mod channel;
pub mod cli;
pub mod climate;
pub mod combustion;
pub mod diag;
pub mod digestion;
pub mod disk;
pub mod dist;
pub mod feedstock;
pub mod fit;
pub mod game;
pub mod heat;
pub mod library;
pub mod logistics;
pub mod num;
pub mod ode;
pub mod param;
pub mod petersen;
pub mod plot;
pub mod program;
pub mod report;
pub mod scenario;
#[cfg(feature = "serve")]
pub mod serve;
pub mod sizing;
pub mod study;
pub mod sweep;
pub mod units;
pub mod verify;
pub mod words;
pub mod workload;
