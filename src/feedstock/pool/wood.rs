//! The pool of wood streams.

use super::organic::check_masses;
use super::{MONTHS, PoolError};
use crate::feedstock::composition::divisor;
use crate::feedstock::wood::{Contaminant, WoodAmounts, WoodParams};
use crate::library::WoodFeedstock;
use crate::num::Real;
use std::collections::BTreeMap;

/// A wood stream of one provider.
#[derive(Clone, Debug, PartialEq)]
pub struct WoodStream<'a, S> {
    /// Index of the provider in the scenario.
    pub provider: usize,
    /// What it is.
    pub feedstock: &'a WoodFeedstock,
    /// Its numbers.
    pub params: WoodParams<S>,
    /// Mass as received per month, January first, t.
    pub wet_t: [S; MONTHS],
}

/// Contaminants of some wood, in the order of [`Contaminant::ALL`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contaminants<S> {
    /// Mass of each in the dry mass whose content is known, kg.
    pub mass_kg: [S; 11],
    /// Dry mass whose content is known, t.
    pub known_dry_t: [S; 11],
}

/// What one provider brings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WoodContribution<S> {
    /// Index of the provider.
    pub provider: usize,
    /// Its amounts, in the period asked for.
    pub amounts: WoodAmounts<S>,
    /// Its contaminants, in the same period.
    pub contaminants: Contaminants<S>,
}

/// Wood streams together.
#[derive(Clone, Debug, PartialEq)]
pub struct WoodPool<S> {
    providers: Vec<usize>,
    params: Vec<WoodParams<S>>,
    per_tonne: Vec<WoodAmounts<S>>,
    wet_t: Vec<[S; MONTHS]>,
    months: [WoodAmounts<S>; MONTHS],
    year: WoodAmounts<S>,
}

impl<S: Real> Contaminants<S> {
    fn zero() -> Self {
        Self { mass_kg: [S::zero(); 11], known_dry_t: [S::zero(); 11] }
    }

    fn add_stream(&mut self, params: &WoodParams<S>, dry_t: S) {
        for contaminant in Contaminant::ALL {
            let k = contaminant as usize;
            if let Some(mg_per_kg) = params.contaminants_mg_kg_db[k] {
                self.mass_kg[k] += mg_per_kg * dry_t * 1e-3;
                self.known_dry_t[k] += dry_t;
            }
        }
    }
}

impl<S: Real> WoodPool<S> {
    /// Pools streams, in the given order.
    ///
    /// # Errors
    /// When there is nothing in it, or a mass is negative or not finite.
    pub fn new(streams: &[WoodStream<'_, S>]) -> Result<Self, PoolError> {
        check_masses(streams.iter().map(|s| &s.wet_t))?;
        let per_tonne: Vec<_> = streams.iter().map(|s| s.params.per_tonne()).collect();
        let months = std::array::from_fn(|m| per_tonne.iter().zip(streams).map(|(p, s)| p.scaled(s.wet_t[m])).sum());
        Ok(Self {
            providers: streams.iter().map(|s| s.provider).collect(),
            params: streams.iter().map(|s| s.params).collect(),
            per_tonne,
            wet_t: streams.iter().map(|s| s.wet_t).collect(),
            months,
            year: months.into_iter().sum(),
        })
    }

    /// Amounts of each month, January first.
    pub fn months(&self) -> &[WoodAmounts<S>; MONTHS] {
        &self.months
    }

    /// Amounts of one month (0 is January).
    ///
    /// # Errors
    /// When there is no such month.
    pub fn month(&self, month: usize) -> Result<&WoodAmounts<S>, PoolError> {
        self.months.get(month).ok_or(PoolError::NoSuchMonth { month })
    }

    /// Amounts of the year.
    pub fn year(&self) -> &WoodAmounts<S> {
        &self.year
    }

    /// The mean fuel of the year: its analysis is that of the pooled dry mass.
    pub fn year_fuel(&self) -> WoodParams<S> {
        self.fuel(&self.year, &self.year_contaminants())
    }

    /// The mean fuel of one month (0 is January).
    ///
    /// # Errors
    /// When there is no such month, or nothing arrives in it.
    pub fn month_fuel(&self, month: usize) -> Result<WoodParams<S>, PoolError> {
        use crate::num::Mask;
        let amounts = self.month(month)?;
        if !amounts.wet_t.gt(S::zero()).any() {
            return Err(PoolError::EmptyMonth { month });
        }
        Ok(self.fuel(amounts, &self.contaminants(|stream| self.wet_t[stream][month])))
    }

    fn fuel(&self, amounts: &WoodAmounts<S>, contaminants: &Contaminants<S>) -> WoodParams<S> {
        let of_dry = |tonnes: S| tonnes * 100.0 / divisor(amounts.dry_t);
        // A mean over part of the dry mass is no analysis of the whole: it counts as known only where all of it is.
        let known = |k: usize| self.params.iter().all(|p| p.contaminants_mg_kg_db[k].is_some());
        let content = |k: usize| contaminants.mass_kg[k] * 1e3 / divisor(amounts.dry_t);
        WoodParams {
            moisture_pct_ar: amounts.water_t * 100.0 / divisor(amounts.wet_t),
            ash_pct_db: of_dry(amounts.ash_t),
            c_pct_db: of_dry(amounts.c_t),
            h_pct_db: of_dry(amounts.h_t),
            o_pct_db: of_dry(amounts.o_t),
            n_pct_db: of_dry(amounts.n_t),
            s_pct_db: of_dry(amounts.s_t),
            cl_pct_db: of_dry(amounts.cl_t),
            bulk_density_kg_m3: amounts.wet_t * 1000.0 / divisor(amounts.volume_m3),
            contaminants_mg_kg_db: std::array::from_fn(|k| known(k).then(|| content(k))),
        }
    }

    /// Contaminants of the year.
    pub fn year_contaminants(&self) -> Contaminants<S> {
        self.contaminants(|stream| self.year_wet_t(stream))
    }

    fn year_wet_t(&self, stream: usize) -> S {
        self.wet_t[stream].into_iter().sum()
    }

    fn contaminants(&self, wet_t: impl Fn(usize) -> S) -> Contaminants<S> {
        let mut sum = Contaminants::zero();
        for (stream, params) in self.params.iter().enumerate() {
            sum.add_stream(params, self.per_tonne[stream].dry_t * wet_t(stream));
        }
        sum
    }

    /// What each provider brings in the year, in the order of their indices.
    pub fn contributions(&self) -> Vec<WoodContribution<S>> {
        self.by_provider(|stream| self.year_wet_t(stream))
    }

    /// What each provider brings in one month, in the order of their indices.
    ///
    /// # Errors
    /// When there is no such month.
    pub fn contributions_of_month(&self, month: usize) -> Result<Vec<WoodContribution<S>>, PoolError> {
        self.month(month)?;
        Ok(self.by_provider(|stream| self.wet_t[stream][month]))
    }

    fn by_provider(&self, wet_t: impl Fn(usize) -> S) -> Vec<WoodContribution<S>> {
        let mut found: BTreeMap<usize, WoodContribution<S>> = BTreeMap::new();
        for (stream, provider) in self.providers.iter().enumerate() {
            let amounts = self.per_tonne[stream].scaled(wet_t(stream));
            let sum = found.entry(*provider).or_insert_with(|| WoodContribution {
                provider: *provider,
                amounts: WoodAmounts::zero(),
                contaminants: Contaminants::zero(),
            });
            sum.amounts = sum.amounts + amounts;
            sum.contaminants.add_stream(&self.params[stream], amounts.dry_t);
        }
        found.into_values().collect()
    }
}
