//! From providers' streams to two pools: fermentable waste by month, wood by month.

use super::params::StreamParams;
use crate::balance::carbon::outlets::Outlet;
use crate::feedstock::Substance;
use crate::feedstock::findings::{Finding, limit_findings};
use crate::feedstock::pool::{
    LimitCheck, MONTHS, OrganicPool, OrganicStream, PoolError, WoodPool, WoodStream, check_limits,
};
use crate::library::Season;

/// A provider, for tables and pictures.
#[derive(Clone, Debug, PartialEq)]
pub struct ProviderCase {
    /// Identifier.
    pub id: String,
    /// Name shown.
    pub name: String,
}

/// A stream of the pool.
#[derive(Clone, Debug)]
pub struct StreamCase {
    /// Identifier.
    pub id: std::sync::Arc<str>,
    /// Place of its provider in the list.
    pub provider: usize,
    /// What it is; its water content is that of the stream.
    pub substance: Substance,
    /// Amount, quality, present cost.
    pub params: StreamParams<f64>,
    /// Part of it that comes: participation times activity of its provider.
    pub provider_factor: f64,
    /// Monthly profile.
    pub season: &'static Season,
    /// Where it goes today.
    pub outlet: &'static Outlet,
    /// Its provider claims the savings of its tonnes itself.
    pub claimed_elsewhere: bool,
    /// Road distance to the plant, one way, km.
    pub road_km: f64,
}

impl StreamCase {
    /// Mass that is collected, t/a as received.
    pub fn collected_t(&self) -> f64 {
        self.params.amount_t() * self.provider_factor
    }

    /// Mass that the plant can use, t/a as received; the rest is sorted out and keeps its present outlet.
    pub fn usable_t(&self) -> f64 {
        self.collected_t() * self.params.usable_share()
    }

    /// True for fermentable streams.
    pub fn is_organic(&self) -> bool {
        matches!(self.substance, Substance::Organic(..))
    }
}

/// A stream with what it brings, for tables.
#[derive(Clone, Debug, PartialEq)]
pub struct PooledStream {
    /// Identifier.
    pub id: std::sync::Arc<str>,
    /// Place of its provider in the list.
    pub provider: usize,
    /// Library name of what it is.
    pub feedstock: &'static str,
    /// Fermentable, or wood.
    pub organic: bool,
    /// Declared amount if everybody took part, t/a.
    pub deposit_t: f64,
    /// Collected, t/a.
    pub collected_t: f64,
    /// Usable, t/a.
    pub usable_t: f64,
    /// Present outlet.
    pub outlet: &'static str,
}

/// The pools.
#[derive(Clone, Debug)]
pub struct PoolOutcome {
    /// All streams.
    pub streams: Vec<PooledStream>,
    /// Fermentable waste; none when there is none.
    pub organic: Option<OrganicPool<f64>>,
    /// Wood; none when there is none.
    pub wood: Option<WoodPool<f64>>,
    /// Wood against the end-of-waste limits.
    pub limits: Vec<LimitCheck>,
    /// What the limits say.
    pub findings: Vec<Finding>,
}

/// End-of-waste limits that a French pool is held against.
const LIMIT_SET: &str = "fr_ssd_2014";

fn months(stream: &StreamCase) -> [f64; MONTHS] {
    stream.season.spread(stream.usable_t())
}

/// Fermentable streams as the pool takes them.
pub(super) fn organic_streams(streams: &[StreamCase]) -> Vec<OrganicStream<'static, f64>> {
    streams
        .iter()
        .filter_map(|s| match s.substance {
            Substance::Organic(feedstock, params) => {
                Some(OrganicStream { provider: s.provider, feedstock, params, wet_t: months(s) })
            }
            Substance::Wood(..) => None,
        })
        .collect()
}

/// Wood streams as the pool takes them.
pub(super) fn wood_streams(streams: &[StreamCase]) -> Vec<WoodStream<'static, f64>> {
    streams
        .iter()
        .filter_map(|s| match s.substance {
            Substance::Wood(feedstock, params) => {
                Some(WoodStream { provider: s.provider, feedstock, params, wet_t: months(s) })
            }
            Substance::Organic(..) => None,
        })
        .collect()
}

/// Pools the streams. `with_limits` compares the wood with the end-of-waste limits, provider by provider.
pub(super) fn pool(streams: &[StreamCase], with_limits: bool) -> Result<PoolOutcome, PoolError> {
    let organic = none_if_empty(OrganicPool::new(&organic_streams(streams)))?;
    let wood = none_if_empty(WoodPool::new(&wood_streams(streams)))?;
    let limits = match &wood {
        Some(wood) if with_limits => check_limits(&wood.contributions(), LIMIT_SET)?,
        _ => Vec::new(),
    };
    let findings = limit_findings(&limits);
    let streams = streams.iter().map(pooled).collect();
    Ok(PoolOutcome { streams, organic, wood, limits, findings })
}

/// A pool to which nobody brings anything is a result: nobody took part.
fn none_if_empty<T>(pool: Result<T, PoolError>) -> Result<Option<T>, PoolError> {
    match pool {
        Ok(pool) => Ok(Some(pool)),
        Err(PoolError::Empty) => Ok(None),
        Err(error) => Err(error),
    }
}

fn pooled(stream: &StreamCase) -> PooledStream {
    let feedstock = match stream.substance {
        Substance::Organic(f, _) => f.id.as_str(),
        Substance::Wood(f, _) => f.id.as_str(),
    };
    PooledStream {
        id: stream.id.clone(),
        provider: stream.provider,
        feedstock,
        organic: stream.is_organic(),
        deposit_t: stream.params.amount_t(),
        collected_t: stream.collected_t(),
        usable_t: stream.usable_t(),
        outlet: stream.outlet.id.as_str(),
    }
}
