//! Pooled wood against limits on contaminants, and who is to blame when one is broken.

use super::{PoolError, WoodContribution};
use crate::feedstock::wood::Contaminant;
use crate::library::{Limit, limit_set, limit_sets};

const WOOD_UNIT: &str = "mg/kg dry mass";

/// How a pool stands against one limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All of the dry mass is analysed, and the mean is at or below the limit.
    Met,
    /// Above the limit, even if wood without an analysis held nothing.
    Broken,
    /// Not decided by the analyses there are.
    Unknown,
}

/// A provider's part in one limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contributor {
    /// Index of the provider.
    pub provider: usize,
    /// Mean content of what it brings, of the part that is analysed, mg/kg dry mass; none without an analysis.
    pub content_mg_kg_db: Option<f64>,
    /// How much it brings above the limit (negative: below), kg.
    pub excess_kg: f64,
    /// Content of the pool without it, wood without an analysis counted as free of the contaminant, mg/kg dry mass;
    /// none when nothing would be left.
    pub pool_without_mg_kg_db: Option<f64>,
    /// True when the pool without it keeps the limit.
    pub removal_cures: bool,
}

/// A pool against one limit.
#[derive(Clone, Debug, PartialEq)]
pub struct LimitCheck {
    /// The limit.
    pub limit: &'static Limit,
    /// Mean content of the analysed part, mg/kg dry mass; none when nothing is analysed.
    pub content_mg_kg_db: Option<f64>,
    /// Content of the whole if wood without an analysis held nothing, mg/kg dry mass.
    pub lowest_mg_kg_db: f64,
    /// Share of the dry mass that is analysed, 0..1.
    pub analysed_share: f64,
    /// The outcome.
    pub verdict: Verdict,
    /// All providers, the one with the largest excess first; those that tie stand in the order of their indices.
    pub contributors: Vec<Contributor>,
    /// Who must leave for the pool to keep the limit, the largest excess first; empty when it is not broken.
    pub to_remove: Vec<usize>,
}

impl LimitCheck {
    /// The provider that caused a broken limit: the one that brings most above it.
    pub fn caused_by(&self) -> Option<usize> {
        self.to_remove.first().copied()
    }
}

/// What a provider brings of one contaminant.
#[derive(Clone, Copy)]
struct Share {
    provider: usize,
    mass_kg: f64,
    known_dry_t: f64,
    dry_t: f64,
}

/// Compares a pool, given as what each provider brings, with a set of limits by name (`fr_ssd_2014`, ...).
///
/// # Errors
/// When nothing is brought, or there is no such set of limits on wood.
pub fn check_limits(pool: &[WoodContribution<f64>], set: &str) -> Result<Vec<LimitCheck>, PoolError> {
    let dry_t: f64 = pool.iter().map(|p| p.amounts.dry_t).sum();
    if dry_t <= 0.0 || dry_t.is_nan() {
        return Err(PoolError::Empty);
    }
    let limits = limit_set(set).filter(|limits| limits.iter().all(|l| l.unit == WOOD_UNIT));
    let limits = limits.ok_or_else(|| PoolError::UnknownLimits { name: set.to_owned(), known: usable_sets() })?;
    Ok(limits.into_iter().map(|limit| check(pool, limit)).collect())
}

fn usable_sets() -> Vec<&'static str> {
    let on_wood = |name: &&str| limit_set(name).is_some_and(|limits| limits.iter().all(|l| l.unit == WOOD_UNIT));
    limit_sets().into_iter().filter(on_wood).collect()
}

fn check(pool: &[WoodContribution<f64>], limit: &'static Limit) -> LimitCheck {
    let contaminant = Contaminant::named(&limit.component).map(|c| c as usize);
    let share = |p: &WoodContribution<f64>| Share {
        provider: p.provider,
        mass_kg: contaminant.map_or(0.0, |k| p.contaminants.mass_kg[k]),
        known_dry_t: contaminant.map_or(0.0, |k| p.contaminants.known_dry_t[k]),
        dry_t: p.amounts.dry_t,
    };
    let shares: Vec<Share> = pool.iter().map(share).collect();
    let (mass_kg, known_dry_t, dry_t) =
        shares.iter().fold((0.0, 0.0, 0.0), |(m, k, d), s| (m + s.mass_kg, k + s.known_dry_t, d + s.dry_t));
    let lowest_mg_kg_db = mass_kg * 1e3 / dry_t;
    let complete = shares.iter().all(|s| s.known_dry_t == s.dry_t);
    let verdict = match (lowest_mg_kg_db > limit.value, complete) {
        (true, _) => Verdict::Broken,
        (false, true) => Verdict::Met,
        (false, false) => Verdict::Unknown,
    };
    let mut contributors: Vec<Contributor> =
        shares.iter().map(|s| contributor(s, mass_kg, dry_t, limit.value)).collect();
    contributors.sort_by(|a, b| b.excess_kg.total_cmp(&a.excess_kg).then(a.provider.cmp(&b.provider)));
    let to_remove = if verdict == Verdict::Broken { removal(&contributors, &shares, limit.value) } else { Vec::new() };
    LimitCheck {
        limit,
        content_mg_kg_db: (known_dry_t > 0.0).then(|| mass_kg * 1e3 / known_dry_t),
        lowest_mg_kg_db,
        analysed_share: known_dry_t / dry_t,
        verdict,
        contributors,
        to_remove,
    }
}

fn contributor(share: &Share, mass_kg: f64, dry_t: f64, limit: f64) -> Contributor {
    let left_t = dry_t - share.dry_t;
    // Differences of sums leave rounding behind, which is no wood and no contaminant.
    let without = (left_t > dry_t * 1e-12).then(|| ((mass_kg - share.mass_kg) * 1e3 / left_t).max(0.0));
    Contributor {
        provider: share.provider,
        content_mg_kg_db: (share.known_dry_t > 0.0).then(|| share.mass_kg * 1e3 / share.known_dry_t),
        excess_kg: share.mass_kg - limit * share.dry_t * 1e-3,
        pool_without_mg_kg_db: without,
        removal_cures: without.is_none_or(|content| content <= limit),
    }
}

/// Providers in falling order of excess until the rest keeps the limit.
fn removal(contributors: &[Contributor], shares: &[Share], limit: f64) -> Vec<usize> {
    let mut removed = Vec::new();
    for contributor in contributors {
        removed.push(contributor.provider);
        let rest = shares.iter().filter(|s| !removed.contains(&s.provider));
        let (mass_kg, dry_t) = rest.fold((0.0, 0.0), |(m, d), s| (m + s.mass_kg, d + s.dry_t));
        if mass_kg * 1e3 <= limit * dry_t {
            break;
        }
    }
    removed
}
