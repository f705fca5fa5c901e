//! Feed that waits: what silos, bins and pits lose of dry matter and methane potential.
//!
//! A part is lost at once (ensiling), the rest goes on at a constant rate: `(1 - first) exp(-rate t)`. The potential falls
//! with the dry matter times a ratio: below 1 where what is left is richer (silage keeps acids and alcohols), above 1
//! where what digests best rots first. Water stays.

use super::OrganicAmounts;
use super::pool::{MONTHS, PoolError};
use crate::num::{Mask, Real};
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};

/// One way to keep feed: `models/feedstock/feed_stores.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedStoreKind {
    /// Its name in files.
    pub id: String,
    /// English name.
    pub name_en: String,
    /// French name.
    pub name_fr: String,
    /// Dry matter lost at once: central, low, high, %.
    pub first_loss_pct: [f64; 3],
    /// Dry matter lost later: central, low, high, % a month (a rate: 100 times the negative logarithm).
    pub loss_pct_per_month: [f64; 3],
    /// Methane potential lost over dry matter lost, relative to what there is of each.
    pub potential_ratio: f64,
    /// Where it is from.
    pub source: String,
    /// How far to trust it.
    pub flag: Flag,
}

fn read_kind(row: &SheetRow<'_>) -> Result<FeedStoreKind, SheetError> {
    let three = |columns: [&str; 3]| -> Result<[f64; 3], SheetError> {
        let high = row.number_in(columns[2], 0.0..=50.0)?;
        let low = row.number_in(columns[1], 0.0..=high)?;
        Ok([row.number_in(columns[0], low..=high)?, low, high])
    };
    Ok(FeedStoreKind {
        id: row.filled("id")?,
        name_en: row.filled("name_en")?,
        name_fr: row.filled("name_fr")?,
        first_loss_pct: three(["first_loss_pct", "first_low", "first_high"])?,
        loss_pct_per_month: three(["loss_pct_per_month", "loss_low", "loss_high"])?,
        potential_ratio: row.number_in("potential_ratio", 0.0..=2.0)?,
        source: row.filled("source")?,
        flag: row.flag("flag")?,
    })
}

shipped! {
    /// Ways to keep feed.
    pub fn feed_store_kinds() -> [FeedStoreKind] from "feedstock/feed_stores.csv" by read_kind
}

/// Shares that are left after some time, 0..=1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Remaining<S> {
    /// Of the dry matter.
    pub dry: S,
    /// Of the methane potential.
    pub potential: S,
}

/// Losses of a feed store.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StorageLoss<S> {
    /// Dry matter lost at once, %.
    pub first_loss_pct: S,
    /// Dry matter lost later, % a month.
    pub loss_pct_per_month: S,
    /// Methane potential lost over dry matter lost.
    pub potential_ratio: S,
}

impl<S: Real> StorageLoss<S> {
    /// The central values of a kind.
    pub fn of(kind: &FeedStoreKind) -> Self {
        Self {
            first_loss_pct: S::from_f64(kind.first_loss_pct[0]),
            loss_pct_per_month: S::from_f64(kind.loss_pct_per_month[0]),
            potential_ratio: S::from_f64(kind.potential_ratio),
        }
    }

    /// What is left after some months, 0 or more.
    pub fn remaining(&self, months: S) -> Remaining<S> {
        let later = self.later(months);
        let first = self.first_loss_pct * 0.01;
        Remaining {
            dry: (S::one() - first) * later.dry,
            potential: (S::one() - first * self.potential_ratio) * later.potential,
        }
    }

    fn later(&self, months: S) -> Remaining<S> {
        let rate = self.loss_pct_per_month * 0.01 * months;
        Remaining { dry: (-rate).exp(), potential: (-(rate * self.potential_ratio)).exp() }
    }
}

/// Feed in a store, or of a month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Feed<S> {
    /// Mass, t.
    pub wet_t: S,
    /// Dry matter, t.
    pub ts_t: S,
    /// Methane potential, Nm3.
    pub bmp_nm3: S,
}

impl<S: Real> Feed<S> {
    fn plus(self, other: Self) -> Self {
        Self { wet_t: self.wet_t + other.wet_t, ts_t: self.ts_t + other.ts_t, bmp_nm3: self.bmp_nm3 + other.bmp_nm3 }
    }

    fn times(self, share: S) -> Self {
        Self { wet_t: self.wet_t * share, ts_t: self.ts_t * share, bmp_nm3: self.bmp_nm3 * share }
    }

    /// What is left, the dry matter lost taken off the mass.
    fn aged(self, left: Remaining<S>) -> Self {
        let ts_t = self.ts_t * left.dry;
        Self { wet_t: self.wet_t - (self.ts_t - ts_t), ts_t, bmp_nm3: self.bmp_nm3 * left.potential }
    }
}

/// One month of a feed store.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FeedStoreMonth<S> {
    /// What came.
    pub arrived: Feed<S>,
    /// What was fed.
    pub fed: Feed<S>,
    /// Asked and not there, t.
    pub short_t: S,
    /// Dry matter lost, t.
    pub lost_ts_t: S,
    /// Methane potential lost, Nm3.
    pub lost_bmp_nm3: S,
    /// In the store at the end.
    pub end: Feed<S>,
}

/// A year of a feed store, month by month: what was there ages a month, what comes half a month, then the feeder draws.
/// `per_tonne` says what a tonne holds as it comes (dry matter and methane potential are read); `start_t` is there, fresh,
/// at the beginning. The store is taken as well mixed.
///
/// # Errors
/// A mass that is negative or not finite; the stream is 0 for arrivals, 1 for the feed asked.
pub fn feed_store_year<S: Real>(
    loss: &StorageLoss<S>,
    per_tonne: &OrganicAmounts<S>,
    start_t: S,
    arrivals_t: &[S; MONTHS],
    asked_t: &[S; MONTHS],
) -> Result<[FeedStoreMonth<S>; MONTHS], PoolError> {
    for (stream, masses) in [arrivals_t, asked_t].into_iter().enumerate() {
        let bad = |t: &S| !(t.is_finite() & t.ge(S::zero())).all();
        if let Some(month) = masses.iter().position(bad) {
            return Err(PoolError::BadMass { stream, month });
        }
    }
    if !(start_t.is_finite() & start_t.ge(S::zero())).all() {
        return Err(PoolError::BadMass { stream: 0, month: 0 });
    }
    let fresh = Feed { wet_t: S::one(), ts_t: per_tonne.ts_t, bmp_nm3: per_tonne.bmp_nm3 };
    let mut stock = fresh.times(start_t);
    Ok(std::array::from_fn(|month| {
        let arrived = fresh.times(arrivals_t[month]);
        let aged = stock.aged(loss.later(S::one())).plus(arrived.aged(loss.remaining(S::from_f64(0.5))));
        let some = aged.wet_t.gt(S::zero());
        let share = S::select(some, asked_t[month] / S::select(some, aged.wet_t, S::one()), S::zero()).min(S::one());
        let fed = aged.times(share);
        let end = aged.times(S::one() - share);
        let done = FeedStoreMonth {
            arrived,
            fed,
            short_t: asked_t[month] - fed.wet_t,
            lost_ts_t: stock.ts_t + arrived.ts_t - aged.ts_t,
            lost_bmp_nm3: stock.bmp_nm3 + arrived.bmp_nm3 - aged.bmp_nm3,
            end,
        };
        stock = end;
        done
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kind(id: &str) -> StorageLoss<f64> {
        StorageLoss::of(feed_store_kinds().iter().find(|k| k.id == id).unwrap())
    }

    fn maize() -> OrganicAmounts<f64> {
        OrganicAmounts { wet_t: 1.0, ts_t: 0.33, bmp_nm3: 110.0, ..OrganicAmounts::zero() }
    }

    /// Muck, Brink and Broderick: bunker 17, bag 11, tower 4 % of dry matter in 14 to 15 months.
    #[test]
    fn silos_lose_what_was_measured() {
        for (id, lost) in [("silage_bunker", 0.17), ("silage_bag", 0.11), ("silage_tight", 0.04)] {
            let left = kind(id).remaining(14.5);
            assert!((1.0 - left.dry - lost).abs() < 1e-3, "{id}: {}", 1.0 - left.dry);
            assert!(left.potential > left.dry, "silage keeps its potential better than its mass");
        }
    }

    #[test]
    fn a_store_that_runs_out_says_what_is_short() {
        let mut harvest = [0.0; MONTHS];
        harvest[8] = 1000.0;
        let months = feed_store_year(&kind("silage_bunker"), &maize(), 300.0, &harvest, &[100.0; MONTHS]).unwrap();
        assert!(months[0].short_t == 0.0 && months[3].short_t == 100.0 && months[8].short_t.abs() < 1e-9);
        assert!((200.0..220.0).contains(&(months[2].fed.wet_t + months[1].fed.wet_t + 10.0)));
        assert!(feed_store_year(&kind("dry"), &maize(), 0.0, &[-1.0; MONTHS], &harvest).is_err());
    }

    proptest! {
        #[test]
        fn dry_matter_and_potential_are_kept(
            arrivals in prop::array::uniform12(0.0..500.0_f64), asked in prop::array::uniform12(0.0..500.0_f64), start in 0.0..500.0_f64,
            which in 0..8_usize,
        ) {
            let loss = StorageLoss::of(&feed_store_kinds()[which]);
            let months = feed_store_year(&loss, &maize(), start, &arrivals, &asked).unwrap();
            let came: f64 = start * 0.33 + months.iter().map(|m| m.arrived.ts_t).sum::<f64>();
            let went: f64 = months.iter().map(|m| m.fed.ts_t + m.lost_ts_t).sum::<f64>() + months[11].end.ts_t;
            prop_assert!((came - went).abs() <= 1e-12 * came.max(1.0));
            let came: f64 = start * 110.0 + months.iter().map(|m| m.arrived.bmp_nm3).sum::<f64>();
            let went: f64 = months.iter().map(|m| m.fed.bmp_nm3 + m.lost_bmp_nm3).sum::<f64>() + months[11].end.bmp_nm3;
            prop_assert!((came - went).abs() <= 1e-12 * came.max(1.0));
            prop_assert!(months.iter().all(|m| m.lost_ts_t >= 0.0 && m.short_t >= -1e-9 && m.end.wet_t >= 0.0));
        }
    }
}
