//! Digestate of a digester: mass, dry matter, nitrogen, phosphorus, potassium, the land it needs and the store.

use super::super::pooling::StreamCase;
use super::{DigesterCase, DigesterOutcome};
use crate::digestion::digestate::{
    Digestate, DigestateError, DigestateFeed, DigestateParams, DigestedGas, LandNeed, NitrogenRule, Separated,
    SeparationKind, StorageNeed, digestate, land_need, separate, storage_need,
};
use crate::feedstock::macromolecule::MacromoleculeTable;
use crate::feedstock::pool::MONTHS;
use crate::feedstock::{OrganicAmounts, RegulatoryThresholds, Substance};
use crate::library::OrganicFeedstock;

/// What becomes of digestate, as a scenario describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct DigestateCase {
    /// Mineralisation, density, losses, storage asked.
    pub params: DigestateParams<f64>,
    /// Separator; none leaves it whole.
    pub separator: Option<&'static SeparationKind>,
    /// Which nitrogen the limit counts.
    pub rule: NitrogenRule,
}

/// Digestate of a year.
#[derive(Clone, Debug)]
pub struct DigestateOutcome {
    /// All of it.
    pub whole: Digestate<f64>,
    /// Solid and liquid, where it is separated.
    pub separated: Option<Separated<f64>>,
    /// Land at the legal limit.
    pub land: LandNeed<f64>,
    /// The limit, kg N/(ha a).
    pub limit_kg_n_per_ha: f64,
    /// The store that is needed.
    pub storage: StorageNeed<f64>,
}

/// Digestate of a digester on the pool, from its streams and its gas.
///
/// # Errors
/// A sentence when more gas left than the feed can give (a year that ends in another state than it began), or a number
/// makes no sense.
pub(in super::super) fn digested(
    digester: &DigesterCase,
    outcome: &DigesterOutcome,
    streams: &[StreamCase],
) -> Result<Option<DigestateOutcome>, String> {
    if outcome.total(|m| m.feed_t) <= 0.0 {
        return Ok(None);
    }
    let failed = |error: DigestateError| error.to_string();
    let table = MacromoleculeTable::project();
    let mut own: Vec<(OrganicAmounts<f64>, &OrganicFeedstock)> = Vec::new();
    for stream in streams {
        if let Substance::Organic(feedstock, params) = &stream.substance {
            own.push((params.per_tonne(table).scaled(stream.usable_t()), feedstock));
        }
    }
    // Shares of the pool and events change how much of it comes, not what it is.
    let pooled_t: f64 = own.iter().map(|(amounts, _)| amounts.wet_t).sum();
    let received_t = outcome.total(|m| m.received_t);
    let share = if pooled_t > 0.0 { received_t / pooled_t } else { 0.0 };
    own.iter_mut().for_each(|(amounts, _)| *amounts = amounts.scaled(share));
    let water_t = outcome.total(|m| m.feed_t) - received_t;
    let feed = DigestateFeed::of(&own, water_t);
    let gas = DigestedGas {
        methane_nm3: outcome.total(|m| m.methane_nm3),
        carbon_dioxide_nm3: outcome.total(|m| m.carbon_dioxide_nm3),
        vapour_t: 0.0,
        tan_t: None,
    };
    let case = &digester.digestate;
    let whole = digestate(&feed, &gas, &case.params).map_err(failed)?;
    let separated = case.separator.map(|kind| separate(&whole, kind, &case.params)).transpose().map_err(failed)?;
    let limit_kg_n_per_ha = RegulatoryThresholds::<f64>::defaults().spreading_kg_n_per_ha_year;
    let land = land_need(&whole, &case.params, case.rule, limit_kg_n_per_ha).map_err(failed)?;
    let fed_t = outcome.total(|m| m.feed_t);
    let all_m3 = whole.volume_m3(&case.params);
    let months: [f64; MONTHS] = std::array::from_fn(|k| {
        outcome.months.get(k).map_or(0.0, |m| all_m3 * m.feed_t / fed_t.max(f64::MIN_POSITIVE))
    });
    let capacity_m3 = digester.store.as_ref().map_or(0.0, |store| store.params.capacity_m3);
    let storage = storage_need(&months, &case.params, capacity_m3).map_err(failed)?;
    Ok(Some(DigestateOutcome { whole, separated, land, limit_kg_n_per_ha, storage }))
}
