//! The balance of a digester: feed less gas is digestate.

use super::nutrients::{Nutrient, nutrients_of};
use crate::feedstock::OrganicAmounts;
use crate::feedstock::macromolecule::{Macromolecule, MacromoleculeTable};
use crate::library::OrganicFeedstock;
use crate::num::{Mask, Real};
use crate::params;
use crate::text;
use crate::units::{CARBON_DIOXIDE_KG_PER_KMOL, METHANE_KG_PER_NM3, MOLAR_VOLUME_NM3_PER_KMOL};
use crate::words::{Text, shown_as_told};

params! {
    /// Digestate and its store.
    pub struct DigestateParams from "digestion/digestate.csv" {
        mineralised_pct, density_kg_m3, store_n_loss_pct, storage_months,
    }
}

/// What is fed over some time, t.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DigestateFeed<S> {
    /// What the streams hold, dilution water included in `wet_t`.
    pub amounts: OrganicAmounts<S>,
    /// Phosphorus.
    pub p: Nutrient<S>,
    /// Potassium.
    pub k: Nutrient<S>,
    /// Nitrogen of livestock manure, part of `amounts.n_t`.
    pub manure_n_t: S,
}

impl<S: Real> DigestateFeed<S> {
    /// Streams together, with the nutrients of the shipped table, and dilution water, t.
    pub fn of(streams: &[(OrganicAmounts<S>, &OrganicFeedstock)], water_t: S) -> Self {
        let manure = crate::library::OrganicCategory::Manure;
        let mut feed =
            Self { amounts: OrganicAmounts::zero(), p: Nutrient::zero(), k: Nutrient::zero(), manure_n_t: S::zero() };
        for (amounts, feedstock) in streams {
            let row = nutrients_of(feedstock);
            let pct = |pick: Option<[f64; 3]>| pick.map(|three| three[0]);
            feed.amounts = feed.amounts + *amounts;
            feed.p = feed.p.plus(Nutrient::of(amounts.ts_t, row.and_then(|r| pct(r.p_pct_ts))));
            feed.k = feed.k.plus(Nutrient::of(amounts.ts_t, row.and_then(|r| pct(r.k_pct_ts))));
            feed.manure_n_t += if feedstock.category == manure { amounts.n_t } else { S::zero() };
        }
        feed.amounts.wet_t += water_t;
        feed
    }
}

/// What left as gas over the same time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DigestedGas<S> {
    /// Methane, Nm3.
    pub methane_nm3: S,
    /// Carbon dioxide, Nm3.
    pub carbon_dioxide_nm3: S,
    /// Water vapour in the gas, t.
    pub vapour_t: S,
    /// Ammonium nitrogen of the digestate as a model's end state says, t N; none: by balance.
    pub tan_t: Option<S>,
}

/// Digestate, or a part of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Digestate<S> {
    /// Mass, t.
    pub mass_t: S,
    /// Dry matter, t.
    pub ts_t: S,
    /// Organic dry matter, t.
    pub vs_t: S,
    /// Total nitrogen, t N.
    pub n_t: S,
    /// Ammonium nitrogen, t N.
    pub tan_t: S,
    /// Phosphorus, t P.
    pub p: Nutrient<S>,
    /// Potassium, t K.
    pub k: Nutrient<S>,
    /// Part of the nitrogen that came with livestock manure, 0..=1.
    pub manure_share_of_n: S,
}

impl<S: Real> Digestate<S> {
    /// Water, t: what is not dry matter.
    pub fn water_t(&self) -> S {
        self.mass_t - self.ts_t
    }

    /// Volume, m3.
    pub fn volume_m3(&self, params: &DigestateParams<S>) -> S {
        self.mass_t * 1000.0 / params.density_kg_m3
    }

    /// Dry matter, % of mass; 0 without mass.
    pub fn ts_pct(&self) -> S {
        let some = self.mass_t.gt(S::zero());
        S::select(some, self.ts_t / S::select(some, self.mass_t, S::one()) * 100.0, S::zero())
    }
}

/// Why there is no digestate.
#[derive(Clone, Debug, PartialEq)]
pub enum DigestateError {
    /// More gas than the feed can give.
    MoreGasThanFeed,
    /// The gas weighs more than the feed, or the dry matter left more than the mass.
    NoMassLeft,
    /// A value that is negative or no number.
    BadValue {
        /// Which.
        what: &'static str,
    },
    /// A separation that would take more of something than there is.
    Separation {
        /// What is lacking.
        what: &'static str,
    },
}

impl DigestateError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::MoreGasThanFeed => {
                text!("the methane holds more oxygen demand than the feed: give both over the same time")
            }
            Self::NoMassLeft => text!("the gas weighs more than the feed: give both over the same time"),
            Self::BadValue { what } => text!("{what} of the digestate must be a number, 0 or more", what),
            Self::Separation { what } => {
                text!(
                    "the separation would take more {what} than there is: the digestate is too thick or too thin for it",
                    what
                )
            }
        }
    }
}

shown_as_told!(DigestateError);

impl std::error::Error for DigestateError {}

/// Share of the degradable oxygen demand that became methane, and the organic dry matter, t, that went with it. What the
/// streams hold beyond that is digested last. Biomass counts as not digested.
///
/// # Errors
/// When the methane holds more than all the oxygen demand there is.
pub fn digested_share<S: Real>(amounts: &OrganicAmounts<S>, methane_nm3: S) -> Result<(S, S), DigestateError> {
    use Macromolecule::{Carbohydrate, Lignin, Lipid, Protein, Vfa};
    let table = MacromoleculeTable::project();
    let parts = [
        (amounts.cod_carb_t, Carbohydrate),
        (amounts.cod_protein_t, Protein),
        (amounts.cod_lipid_t, Lipid),
        (amounts.cod_lignin_t, Lignin),
        (amounts.cod_vfa_t, Vfa),
    ];
    let cod_t: S = parts.iter().map(|(cod, _)| *cod).sum();
    let vs_t: S = parts.iter().map(|(cod, m)| *cod / table.get(*m).cod_kg_per_kg).sum();
    let digested_t = methane_nm3 / (1000.0 * table.ch4_nm3_per_kg_cod());
    if digested_t.gt(amounts.cod_t * (1.0 + 1e-9)).any() {
        return Err(DigestateError::MoreGasThanFeed);
    }
    let some = cod_t.gt(S::zero());
    let share = S::select(some, digested_t / S::select(some, cod_t, S::one()), S::zero());
    Ok((share.min(S::one()), vs_t * share))
}

/// What is left of a feed when its gas has gone: over a year, or any time in which the tanks end as they began.
///
/// Mass is feed less gas; dry matter is feed less digested organic dry matter (water that hydrolysis binds goes from water
/// to gas); nitrogen, phosphorus and potassium stay. Ammonium is what came, and the mineralised part of the digested
/// protein, unless a model says it.
///
/// # Errors
/// Values that are negative or no numbers; more gas than the feed can give.
pub fn digestate<S: Real>(
    feed: &DigestateFeed<S>,
    gas: &DigestedGas<S>,
    params: &DigestateParams<S>,
) -> Result<Digestate<S>, DigestateError> {
    check(feed, gas)?;
    let amounts = &feed.amounts;
    let (share, digested_vs_t) = digested_share(amounts, gas.methane_nm3)?;
    let carbon_dioxide_kg_nm3 = CARBON_DIOXIDE_KG_PER_KMOL / MOLAR_VOLUME_NM3_PER_KMOL;
    let gas_t =
        (gas.methane_nm3 * METHANE_KG_PER_NM3 + gas.carbon_dioxide_nm3 * carbon_dioxide_kg_nm3) / 1000.0 + gas.vapour_t;
    let protein_n_t = amounts.n_t - amounts.tan_t - amounts.inert_n_t;
    let by_balance = amounts.tan_t + protein_n_t * share * params.mineralised_pct * 0.01;
    let some = amounts.n_t.gt(S::zero());
    let left = Digestate {
        mass_t: amounts.wet_t - gas_t,
        ts_t: amounts.ts_t - digested_vs_t,
        vs_t: amounts.vs_t - digested_vs_t,
        n_t: amounts.n_t,
        tan_t: gas.tan_t.unwrap_or(by_balance),
        p: feed.p,
        k: feed.k,
        manure_share_of_n: S::select(some, feed.manure_n_t / S::select(some, amounts.n_t, S::one()), S::zero()),
    };
    let sound = left.vs_t.ge(S::zero()) & left.ts_t.ge(S::zero()) & left.mass_t.ge(left.ts_t);
    if !sound.all() {
        return Err(DigestateError::NoMassLeft);
    }
    let within = left.tan_t.le(left.n_t * (1.0 + 1e-9)) & left.tan_t.ge(S::zero());
    if within.all() { Ok(left) } else { Err(DigestateError::BadValue { what: "ammonium nitrogen" }) }
}

fn check<S: Real>(feed: &DigestateFeed<S>, gas: &DigestedGas<S>) -> Result<(), DigestateError> {
    let sound = |v: S| (v.is_finite() & v.ge(S::zero())).all();
    let of_feed = feed.amounts.to_array();
    let more = [feed.p.known_t, feed.p.unknown_ts_t, feed.k.known_t, feed.k.unknown_ts_t, feed.manure_n_t];
    if !of_feed.into_iter().chain(more).all(sound) {
        return Err(DigestateError::BadValue { what: "the feed" });
    }
    let of_gas = [gas.methane_nm3, gas.carbon_dioxide_nm3, gas.vapour_t];
    if of_gas.into_iter().all(sound) { Ok(()) } else { Err(DigestateError::BadValue { what: "the gas" }) }
}
