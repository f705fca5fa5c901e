//! Phosphorus and potassium of the feed: `models/digestion/nutrients.csv`, by feedstock, else by its category.

use crate::library::OrganicFeedstock;
use crate::num::{Mask, Real};
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};

/// An amount of a nutrient that may be known only for a part of what holds it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nutrient<S> {
    /// What is known, t: all of it where `unknown_ts_t` is 0, a lower bound elsewhere.
    pub known_t: S,
    /// Dry matter whose content nobody knows, t.
    pub unknown_ts_t: S,
}

impl<S: Real> Nutrient<S> {
    /// Nothing, and nothing unknown.
    pub fn zero() -> Self {
        Self { known_t: S::zero(), unknown_ts_t: S::zero() }
    }

    /// Dry matter, t, with a known content, or an unknown one where `pct_ts` (% of dry matter) is none.
    pub fn of(ts_t: S, pct_ts: Option<f64>) -> Self {
        match pct_ts {
            Some(pct) => Self { known_t: ts_t * (pct / 100.0), unknown_ts_t: S::zero() },
            None => Self { known_t: S::zero(), unknown_ts_t: ts_t },
        }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { known_t: self.known_t + other.known_t, unknown_ts_t: self.unknown_ts_t + other.unknown_ts_t }
    }

    /// The same times a share.
    #[must_use]
    pub fn times(self, share: S) -> Self {
        Self { known_t: self.known_t * share, unknown_ts_t: self.unknown_ts_t * share }
    }

    /// The amount, t; none where a part of it is unknown.
    pub fn value(&self) -> Option<S> {
        self.unknown_ts_t.le(S::zero()).all().then_some(self.known_t)
    }
}

/// Phosphorus and potassium of one feedstock or category, % of dry matter: central, low, high.
#[derive(Clone, Debug, PartialEq)]
pub struct NutrientRow {
    /// Whether `id` names a feedstock; else a category.
    pub of_feedstock: bool,
    /// Its name.
    pub id: String,
    /// Phosphorus (P, not P2O5), % of dry matter; none: unknown.
    pub p_pct_ts: Option<[f64; 3]>,
    /// Potassium (K, not K2O), % of dry matter; none: unknown.
    pub k_pct_ts: Option<[f64; 3]>,
    /// Where it is from.
    pub source: String,
    /// How far to trust it.
    pub flag: Flag,
}

fn read_row(row: &SheetRow<'_>) -> Result<NutrientRow, SheetError> {
    let three = |columns: [&str; 3]| -> Result<Option<[f64; 3]>, SheetError> {
        let Some(central) = row.number_if_any(columns[0])? else { return Ok(None) };
        let low = row.number_in(columns[1], 0.0..=central)?;
        Ok(Some([central, low, row.number_in(columns[2], central..=20.0)?]))
    };
    Ok(NutrientRow {
        of_feedstock: row.word("of", &[("feedstock", true), ("category", false)])?,
        id: row.filled("id")?,
        p_pct_ts: three(["p_pct_ts", "p_low", "p_high"])?,
        k_pct_ts: three(["k_pct_ts", "k_low", "k_high"])?,
        source: row.filled("source")?,
        flag: row.flag("flag")?,
    })
}

shipped! {
    /// All rows, feedstocks first.
    pub fn nutrient_rows() -> [NutrientRow] from "digestion/nutrients.csv" by read_row
}

/// The row of a feedstock, or that of its category; none where neither is in the table: unknown.
pub fn nutrients_of(feedstock: &OrganicFeedstock) -> Option<&'static NutrientRow> {
    let named = nutrient_rows().iter().find(|row| row.of_feedstock && row.id == feedstock.id);
    let category = feedstock.category.word();
    named.or_else(|| nutrient_rows().iter().find(|row| !row.of_feedstock && row.id == category))
}
