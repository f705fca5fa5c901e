//! A stream of either kind with its composition.

use crate::feedstock::{OrganicParams, WoodParams};
use crate::library::{OrganicFeedstock, WoodFeedstock};

/// What a stream is, with its composition.
#[derive(Clone, Copy, Debug)]
pub enum Substance {
    /// For the digester.
    Organic(&'static OrganicFeedstock, OrganicParams<f64>),
    /// For the boiler.
    Wood(&'static WoodFeedstock, WoodParams<f64>),
}
