//! Streams, their composition, batch yield models, pooling by month, limits and regulatory findings.
//!
//! A scenario resolves each stream to numbers ([`OrganicParams`], [`WoodParams`]), pools them ([`pool`]) and hands a
//! month's pool to a digester or a boiler. Everything that follows from a composition is computed here: COD and methane
//! from elemental formulas ([`macromolecule`]), heating values from the elemental analysis.
//!
//! ```
//! use gisement::feedstock::pool::{FeedTarget, OrganicPool, OrganicStream};
//! use gisement::feedstock::{OrganicOverrides, OrganicParams};
//! use gisement::library::{organic, season};
//!
//! let feedstock = organic("fw_canteen").expect("in the library");
//! let params = OrganicParams::resolve(feedstock, &OrganicOverrides::default())?;
//! let wet_t = season("canteen_school").expect("in the library").spread(120.0);
//! let pool = OrganicPool::new(&[OrganicStream { provider: 0, feedstock, params, wet_t }])?;
//! let march = pool.feed(2, &FeedTarget::diluted_to(10.0))?;
//! assert!((march.ts_pct - 10.0).abs() < 1e-9);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod additive;
pub mod batch;
mod composition;
pub mod ensiling;
pub mod feeding;
pub mod findings;
pub mod formula;
pub mod lab;
pub mod macromolecule;
mod overrides;
mod params;
pub mod pool;
pub mod predicted;
pub mod stock;
pub mod stoichiometry;
mod substance;
mod wood;
mod yield_case;

pub use composition::{OrganicAmounts, OrganicOverrides, OrganicParams};
pub use overrides::CompositionError;
pub use params::{FeedstockDefaults, RegulatoryThresholds};
pub use substance::Substance;
pub use wood::{Contaminant, WoodAmounts, WoodOverrides, WoodParams, channiwala_parikh};
pub use yield_case::{YIELD_TABLE, YieldCase, yield_case};
