//! Buffers: the water behind the kilowatt-hours, how much of its heat a network can use, how much it loses standing.
//!
//! [`BufferModel`] names three pictures of a tank: fully mixed, two zones with a sharp boundary that moves, and stratified
//! (a stack of mixed layers). [`usable_share`] draws the heat out of a simulated tank until what comes out is too cold;
//! [`loss_share_per_h`] is what its insulation lets through. Both make the kilowatt-hours and the loss of the dispatch out
//! of a volume. [`buffer_case`] computes published answers by name.
//!
//! ```
//! use gisement::heat::{BufferModel, BufferParams, Tank, usable_share};
//!
//! // 85 C from the boiler, 55 C back, 75 C is the least that the network can use: a mixed tank gives a third of its heat.
//! assert!((usable_share(BufferModel::Mixed, 85.0, 55.0, 75.0)? - 1.0 / 3.0).abs() < 1e-9);
//! assert!(usable_share(BufferModel::Stratified, 85.0, 55.0, 75.0)? > 0.8);
//! let tank = Tank::new(BufferModel::TwoZone, 10.0, &BufferParams::defaults())?;
//! assert!((tank.capacity_kwh - 348.83).abs() < 0.01);
//! # Ok::<(), gisement::heat::HeatError>(())
//! ```

mod discharge;
mod error;
mod formula;
mod known;
mod layers;
mod tank;
mod water;
mod words;

pub use discharge::{BufferModel, usable_share};
pub use error::BufferCaseError;
pub use known::buffer_case;
pub use layers::{Layers, Surroundings};
pub use tank::{BufferParams, Tank, loss_share_per_h};
pub use water::{buffer_heat_kwh, buffer_volume_m3};
