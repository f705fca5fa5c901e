//! Land and store that a digestate needs.

use super::balance::{Digestate, DigestateError, DigestateParams};
use crate::num::{Mask, Real};

/// Which nitrogen a legal limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NitrogenRule {
    /// That of livestock manure: wording of directive 91/676/EEC, annex III.
    Manure,
    /// All of it: what the strictest reading counts, and what the crops see.
    All,
}

impl NitrogenRule {
    /// Words of files, in the order of the variants.
    pub const WORDS: &'static [&'static str] = &["manure", "all"];

    /// The variant of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "manure" => Some(Self::Manure),
            "all" => Some(Self::All),
            _ => None,
        }
    }
}

/// The land that takes a digestate of a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LandNeed<S> {
    /// Nitrogen lost as ammonia from the store, t N.
    pub ammonia_lost_t: S,
    /// Nitrogen that reaches the land, t N.
    pub spread_n_t: S,
    /// Of that, what the limit counts, t N.
    pub counted_n_t: S,
    /// Land at the limit, ha.
    pub land_ha: S,
    /// Digestate, t/ha of that land; none without land.
    pub t_per_ha: Option<S>,
    /// All nitrogen, kg N/ha of that land; none without land.
    pub n_kg_per_ha: Option<S>,
    /// Phosphorus, kg P/ha of that land; none without land, or where it is unknown.
    pub p_kg_per_ha: Option<S>,
    /// Potassium, kg K/ha of that land; none without land, or where it is unknown.
    pub k_kg_per_ha: Option<S>,
}

/// Land at a limit, kg N/(ha a) (`RegulatoryThresholds::spreading_kg_n_per_ha_year`), for the digestate of a year. What
/// the store loses as ammonia is no longer there to be counted.
///
/// # Errors
/// A limit that is not above zero.
pub fn land_need<S: Real>(
    year: &Digestate<S>,
    params: &DigestateParams<S>,
    rule: NitrogenRule,
    limit_kg_n_per_ha: S,
) -> Result<LandNeed<S>, DigestateError> {
    if !(limit_kg_n_per_ha.is_finite() & limit_kg_n_per_ha.gt(S::zero())).all() {
        return Err(DigestateError::BadValue { what: "the limit of nitrogen per hectare" });
    }
    let ammonia_lost_t = year.tan_t * params.store_n_loss_pct * 0.01;
    let spread_n_t = year.n_t - ammonia_lost_t;
    let counted_n_t = match rule {
        NitrogenRule::Manure => spread_n_t * year.manure_share_of_n,
        NitrogenRule::All => spread_n_t,
    };
    let land_ha = counted_n_t * 1000.0 / limit_kg_n_per_ha;
    let per_ha = |t: S, times: f64| land_ha.gt(S::zero()).all().then(|| t * times / land_ha);
    Ok(LandNeed {
        ammonia_lost_t,
        spread_n_t,
        counted_n_t,
        land_ha,
        t_per_ha: per_ha(year.mass_t, 1.0),
        n_kg_per_ha: per_ha(spread_n_t, 1000.0),
        p_kg_per_ha: year.p.value().and_then(|t| per_ha(t, 1000.0)),
        k_kg_per_ha: year.k.value().and_then(|t| per_ha(t, 1000.0)),
    })
}

/// The store that the law asks, and what there is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StorageNeed<S> {
    /// Room for the digestate of the months asked, those in a row that bring most, m3.
    pub needed_m3: S,
    /// Months that the room lasts when nothing is spread, from the worst month on, at most 12.
    pub held_months: S,
}

/// Room that so many months of digestate need, m3 a month given, and the months that a capacity lasts.
///
/// # Errors
/// Values that are negative or no numbers.
pub fn storage_need<S: Real>(
    months_m3: &[S; 12],
    params: &DigestateParams<S>,
    capacity_m3: S,
) -> Result<StorageNeed<S>, DigestateError> {
    let sound = |v: S| (v.is_finite() & v.ge(S::zero())).all();
    if !months_m3.iter().copied().chain([capacity_m3, params.storage_months]).all(sound) {
        return Err(DigestateError::BadValue { what: "the months or the store" });
    }
    let twelve = S::from_f64(12.0);
    let mut needed_m3 = S::zero();
    let mut held_months = twelve;
    for first in 0..12 {
        let (mut room_m3, mut months_left, mut held) = (S::zero(), params.storage_months, S::zero());
        let mut capacity_left = capacity_m3;
        for k in 0..12 {
            let month_m3 = months_m3[(first + k) % 12];
            room_m3 += month_m3 * months_left.max(S::zero()).min(S::one());
            months_left = months_left - 1.0;
            let some = month_m3.gt(S::zero());
            let part = S::select(some, capacity_left.max(S::zero()) / S::select(some, month_m3, S::one()), S::one());
            // Once a month was not held in full, no later one is.
            held += S::select(capacity_left.ge(S::zero()), part.min(S::one()), S::zero());
            capacity_left -= month_m3;
        }
        needed_m3 = needed_m3.max(room_m3);
        held_months = held_months.min(held);
    }
    Ok(StorageNeed { needed_m3, held_months })
}
