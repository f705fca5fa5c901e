//! What a month or a week of the pool is as the feed of a digester.

use super::{OrganicPool, PoolError};
use crate::feedstock::composition::{OrganicAmounts, divisor};
use crate::feedstock::params::FeedstockDefaults;
use crate::num::{Mask, Real};
use crate::units::{DAYS_OF_MONTH, atomic_mass};

/// How the feed is prepared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FeedTarget<S> {
    /// Total solids the feed is diluted to, % of mass; none: as it comes. A feed that is thinner already stays so.
    pub ts_pct: Option<S>,
    /// Density of the feed, kg/m3.
    pub density_kg_m3: S,
}

impl<S: Real> FeedTarget<S> {
    /// The feed as it comes, with the default density.
    pub fn as_received() -> Self {
        Self { ts_pct: None, density_kg_m3: FeedstockDefaults::defaults().feed_density_kg_m3 }
    }

    /// The feed diluted with clean water to a total-solids content, with the default density.
    pub fn diluted_to(ts_pct: S) -> Self {
        Self { ts_pct: Some(ts_pct), ..Self::as_received() }
    }
}

/// The feed of a time: a flow, and what a cubic metre of it holds. Water for dilution brings nothing.
///
/// As ADM1 influent: `carb`, `protein`, `lipid` are X_ch, X_pr, X_li; `inert` is X_I; `vfa` is S_ac. The ammonia came
/// into the stream as ammonium bicarbonate: it brings as much inorganic carbon (S_IC) as nitrogen (S_IN), and no net
/// charge (S_cat = S_an).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DigesterFeed<S> {
    /// Flow, m3/d.
    pub flow_m3_per_d: S,
    /// Water added in that time, t.
    pub dilution_water_t: S,
    /// Total solids, % of mass.
    pub ts_pct: S,
    /// Volatile solids, kg/m3.
    pub vs_kg_m3: S,
    /// Degradable carbohydrate, kg COD/m3; it takes in the lignin that a BMP above everything else's potential implies.
    pub carb_kg_cod_m3: S,
    /// Degradable protein, kg COD/m3.
    pub protein_kg_cod_m3: S,
    /// Degradable lipid, kg COD/m3.
    pub lipid_kg_cod_m3: S,
    /// Volatile fatty acids as acetic acid, kg COD/m3.
    pub vfa_kg_cod_m3: S,
    /// Particulate matter that no digester degrades, kg COD/m3.
    pub inert_kg_cod_m3: S,
    /// Lignin's part of `inert_kg_cod_m3`, kg COD/m3.
    pub inert_lignin_kg_cod_m3: S,
    /// Ammonia nitrogen, kmol N/m3.
    pub tan_kmol_m3: S,
    /// Nitrogen of degradable protein, kmol N/m3.
    pub protein_n_kmol_m3: S,
    /// Nitrogen of the inert matter, kmol N/m3.
    pub inert_n_kmol_m3: S,
    /// Sulphur, kmol S/m3.
    pub s_kmol_m3: S,
    /// Carbon of the volatile solids, kmol C/m3.
    pub c_kmol_m3: S,
    /// Methane potential, Nm3 CH4/m3.
    pub bmp_nm3_m3: S,
}

impl<S: Real> OrganicPool<S> {
    /// The feed of one month (0 is January), spread evenly over its days.
    ///
    /// # Errors
    /// When there is no such month, nothing arrives in it, or the target makes no sense. Where only some lanes of `S` are
    /// empty, those have no flow and hold nothing.
    pub fn feed(&self, month: usize, target: &FeedTarget<S>) -> Result<DigesterFeed<S>, PoolError> {
        let amounts = self.month(month)?;
        if !amounts.wet_t.gt(S::zero()).any() {
            return Err(PoolError::EmptyMonth { month });
        }
        DigesterFeed::of(amounts, DAYS_OF_MONTH[month] as f64, target)
    }
}

impl<S: Real> DigesterFeed<S> {
    /// The feed that holds these amounts, spread evenly over so many days. No amounts are no flow.
    ///
    /// # Errors
    /// When the target makes no sense.
    pub fn of(amounts: &OrganicAmounts<S>, days: f64, target: &FeedTarget<S>) -> Result<Self, PoolError> {
        let positive = |x: S| (x.is_finite() & x.gt(S::zero())).all();
        if !positive(target.density_kg_m3) || !target.ts_pct.is_none_or(positive) {
            return Err(PoolError::BadTarget);
        }
        let undiluted = S::zero();
        let water =
            target.ts_pct.map_or(undiluted, |pct| S::max(amounts.ts_t * 100.0 / pct - amounts.wet_t, S::zero()));
        let mass_t = amounts.wet_t + water;
        let volume_m3 = mass_t * 1000.0 / target.density_kg_m3;
        let per_m3 = |tonnes: S| tonnes * 1000.0 / divisor(volume_m3);
        Ok(Self {
            flow_m3_per_d: volume_m3 / days,
            dilution_water_t: water,
            ts_pct: amounts.ts_t * 100.0 / divisor(mass_t),
            vs_kg_m3: per_m3(amounts.vs_t),
            carb_kg_cod_m3: per_m3(amounts.cod_carb_t + amounts.cod_lignin_t),
            protein_kg_cod_m3: per_m3(amounts.cod_protein_t),
            lipid_kg_cod_m3: per_m3(amounts.cod_lipid_t),
            vfa_kg_cod_m3: per_m3(amounts.cod_vfa_t),
            inert_kg_cod_m3: per_m3(
                amounts.inert_carb_t + amounts.inert_protein_t + amounts.inert_lipid_t + amounts.inert_lignin_t,
            ),
            inert_lignin_kg_cod_m3: per_m3(amounts.inert_lignin_t),
            tan_kmol_m3: per_m3(amounts.tan_t) / atomic_mass::N,
            protein_n_kmol_m3: per_m3(amounts.n_t - amounts.tan_t - amounts.inert_n_t) / atomic_mass::N,
            inert_n_kmol_m3: per_m3(amounts.inert_n_t) / atomic_mass::N,
            s_kmol_m3: per_m3(amounts.s_t) / atomic_mass::S,
            c_kmol_m3: per_m3(amounts.c_t) / atomic_mass::C,
            bmp_nm3_m3: amounts.bmp_nm3 / divisor(volume_m3),
        })
    }
}
