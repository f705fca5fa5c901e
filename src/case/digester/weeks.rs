//! The pooled feed week by week: masses, and rows of an influent.

use super::super::evaluate::EvaluateError;
use super::{DigesterCase, MonthOfGas};
use crate::digestion::adm1::{Adm1Params, Composition, FeedRow};
use crate::feedstock::OrganicAmounts;
use crate::feedstock::pool::{DigesterFeed, FeedTarget, OrganicPool, WEEKS, calendar};
use crate::units::{DAYS_OF_MONTH, DAYS_OF_WEEK};

/// A week's feed: what comes, and what a cubic metre of it holds.
pub(super) struct WeekOfFeed {
    /// Masses and potential; no gas yet.
    pub(super) masses: MonthOfGas,
    /// The feed; without flow in a week in which nothing comes.
    pub(super) feed: DigesterFeed<f64>,
}

/// The weeks of a digester, January first; all empty without a pool.
pub(super) fn weekly_feeds(
    digester: &DigesterCase,
    organic: Option<&OrganicPool<f64>>,
) -> Result<Vec<WeekOfFeed>, EvaluateError> {
    let nothing = || ([OrganicAmounts::zero(); WEEKS], [0.0; WEEKS]);
    let (amounts, hygienised_t) = organic.map_or_else(nothing, |o| (o.weeks(), o.hygienised_weeks_t()));
    let target = FeedTarget::diluted_to(digester.preparation.feed_ts_pct);
    let share = digester.preparation.pool_share_pct / 100.0;
    let weeks = amounts.iter().zip(hygienised_t).zip(DAYS_OF_WEEK);
    weeks
        .map(|((amounts, hygienised_t), days)| {
            let feed = DigesterFeed::of(amounts, days as f64, &target).map_err(EvaluateError::Pool)?;
            Ok(WeekOfFeed { masses: masses(amounts, hygienised_t, days as f64, &feed, share), feed })
        })
        .collect()
}

fn masses(
    amounts: &OrganicAmounts<f64>,
    hygienised_t: f64,
    days: f64,
    feed: &DigesterFeed<f64>,
    share: f64,
) -> MonthOfGas {
    let received_t = amounts.wet_t * share;
    let feed_t = received_t + feed.dilution_water_t * share;
    // Water that thins the feed is warmed with the part it thins.
    let concerned = if amounts.wet_t > 0.0 { hygienised_t / amounts.wet_t } else { 0.0 };
    MonthOfGas {
        days,
        received_t,
        feed_t,
        ts_share: feed.ts_pct / 100.0,
        hygienised_t: feed_t * concerned,
        vs_t: amounts.vs_t * share,
        nitrogen_t: amounts.n_t * share,
        potential_nm3: amounts.bmp_nm3 * share,
        ..MonthOfGas::nothing(days)
    }
}

/// The weeks' results by month, each week shared by its days.
pub(super) fn months_of(weeks: &[MonthOfGas]) -> Vec<MonthOfGas> {
    let mut months: Vec<MonthOfGas> = DAYS_OF_MONTH.iter().map(|days| MonthOfGas::nothing(*days as f64)).collect();
    for (week, shares) in weeks.iter().zip(calendar().to_months()) {
        for (month, share) in months.iter_mut().zip(shares).filter(|(_, share)| **share > 0.0) {
            month.take(week, *share);
        }
    }
    months
}

impl MonthOfGas {
    /// A time in which nothing comes and nothing is made.
    pub(super) fn nothing(days: f64) -> Self {
        Self {
            days,
            received_t: 0.0,
            feed_t: 0.0,
            ts_share: 0.0,
            hygienised_t: 0.0,
            vs_t: 0.0,
            nitrogen_t: 0.0,
            methane_nm3: 0.0,
            carbon_dioxide_nm3: 0.0,
            residual_methane_nm3: 0.0,
            potential_nm3: 0.0,
        }
    }

    /// So many times the feed; what it holds stays what it is.
    pub(super) fn scale_feed(&mut self, factor: f64) {
        let masses = [
            &mut self.received_t,
            &mut self.feed_t,
            &mut self.hygienised_t,
            &mut self.vs_t,
            &mut self.nitrogen_t,
            &mut self.potential_nm3,
        ];
        masses.into_iter().for_each(|mass| *mass *= factor);
    }

    /// Takes a share of another time's feed and gas; its own length stays.
    fn take(&mut self, other: &Self, share: f64) {
        let feed_t = self.feed_t + other.feed_t * share;
        if feed_t > 0.0 {
            self.ts_share = (self.ts_share * self.feed_t + other.ts_share * other.feed_t * share) / feed_t;
        }
        self.feed_t = feed_t;
        self.received_t += other.received_t * share;
        self.hygienised_t += other.hygienised_t * share;
        self.vs_t += other.vs_t * share;
        self.nitrogen_t += other.nitrogen_t * share;
        self.methane_nm3 += other.methane_nm3 * share;
        self.carbon_dioxide_nm3 += other.carbon_dioxide_nm3 * share;
        self.residual_methane_nm3 += other.residual_methane_nm3 * share;
        self.potential_nm3 += other.potential_nm3 * share;
    }
}

/// A feed as every kinetic model reads it.
pub(super) fn composition(digester: &DigesterCase, feed: &DigesterFeed<f64>) -> Composition {
    let share = digester.preparation.pool_share_pct / 100.0;
    let p = &digester.adm1;
    // Models give protein and inerts a nitrogen content of their own; what the analysis holds beyond it is ammonia sooner or
    // later, and enters as such. Where the analysis holds less, the model's content (that of ADM1) stands.
    let held = p.N_aa * feed.protein_kg_cod_m3 + p.N_I * feed.inert_kg_cod_m3 + feed.tan_kmol_m3;
    let analysed = feed.protein_n_kmol_m3 + feed.inert_n_kmol_m3 + feed.tan_kmol_m3;
    Composition {
        flow_m3_per_d: feed.flow_m3_per_d * share,
        carbohydrate: feed.carb_kg_cod_m3,
        protein: feed.protein_kg_cod_m3,
        lipid: feed.lipid_kg_cod_m3,
        inert_particulate: feed.inert_kg_cod_m3,
        inert_soluble: 0.0,
        acids: [0.0, 0.0, 0.0, feed.vfa_kg_cod_m3],
        ammonia: feed.tan_kmol_m3,
        total_nitrogen: Some(analysed.max(held)),
        slow_share: digester.preparation.slow_share_pct / 100.0,
        // Ammonia arrives as ammonium bicarbonate.
        inorganic_carbon: feed.tan_kmol_m3,
        ph: digester.preparation.feed_ph,
    }
}

/// A feed as a row of an influent of ADM1; no flow where nothing comes. `p` are the digester's constants, every one set.
pub(super) fn influent(
    digester: &DigesterCase,
    p: &Adm1Params<f64>,
    feed: &DigesterFeed<f64>,
) -> Result<FeedRow, EvaluateError> {
    if feed.flow_m3_per_d <= 0.0 {
        return Ok(FeedRow { flow_m3_per_d: 0.0, ..FeedRow::bsm2(0.0) });
    }
    FeedRow::from_composition_at(&composition(digester, feed), p)
        .map_err(|error| EvaluateError::Feed { id: digester.id.clone(), error })
}
