//! The pool of fermentable streams.

use super::{MONTHS, PoolError, WEEKS, calendar};
use crate::feedstock::batch::cstr_first_order;
use crate::feedstock::composition::{OrganicAmounts, OrganicParams};
use crate::feedstock::macromolecule::MacromoleculeTable;
use crate::library::OrganicFeedstock;
use crate::num::{Mask, Real};
use std::collections::BTreeMap;

/// A fermentable stream of one provider.
#[derive(Clone, Debug, PartialEq)]
pub struct OrganicStream<'a, S> {
    /// Index of the provider in the scenario.
    pub provider: usize,
    /// What it is.
    pub feedstock: &'a OrganicFeedstock,
    /// Its numbers.
    pub params: OrganicParams<S>,
    /// Mass as received per month, January first, t.
    pub wet_t: [S; MONTHS],
}

/// What one provider brings in a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrganicContribution<S> {
    /// Index of the provider.
    pub provider: usize,
    /// Its amounts, per year.
    pub amounts: OrganicAmounts<S>,
}

/// The part of a pool that hydrolyses at one rate: one stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateClass<S> {
    /// Position of the stream in the list the pool was made of.
    pub stream: usize,
    /// First-order hydrolysis constant, 1/d.
    pub k_hyd_per_d: S,
    /// What the stream brings in the month.
    pub amounts: OrganicAmounts<S>,
}

/// Fermentable streams together. Streams stay apart inside, because the yield of a mixture is not that of its mean
/// rate.
#[derive(Clone, Debug, PartialEq)]
pub struct OrganicPool<S> {
    providers: Vec<usize>,
    k_hyd_per_d: Vec<S>,
    hygienise: Vec<bool>,
    per_tonne: Vec<OrganicAmounts<S>>,
    wet_t: Vec<[S; MONTHS]>,
    months: [OrganicAmounts<S>; MONTHS],
    year: OrganicAmounts<S>,
}

impl<S: Real> OrganicPool<S> {
    /// Pools streams, in the given order.
    ///
    /// # Errors
    /// When there is nothing in it, or a mass is negative or not finite.
    pub fn new(streams: &[OrganicStream<'_, S>]) -> Result<Self, PoolError> {
        let table = MacromoleculeTable::project();
        check_masses(streams.iter().map(|s| &s.wet_t))?;
        let per_tonne: Vec<_> = streams.iter().map(|s| s.params.per_tonne(table)).collect();
        let months = std::array::from_fn(|m| per_tonne.iter().zip(streams).map(|(p, s)| p.scaled(s.wet_t[m])).sum());
        Ok(Self {
            providers: streams.iter().map(|s| s.provider).collect(),
            k_hyd_per_d: streams.iter().map(|s| s.params.k_hyd_per_d).collect(),
            hygienise: streams.iter().map(|s| s.feedstock.animal_by_product.may_need_pasteurisation()).collect(),
            per_tonne,
            wet_t: streams.iter().map(|s| s.wet_t).collect(),
            months,
            year: months.into_iter().sum(),
        })
    }

    /// Amounts of each month, January first.
    pub fn months(&self) -> &[OrganicAmounts<S>; MONTHS] {
        &self.months
    }

    /// Amounts of one month (0 is January).
    ///
    /// # Errors
    /// When there is no such month.
    pub fn month(&self, month: usize) -> Result<&OrganicAmounts<S>, PoolError> {
        self.months.get(month).ok_or(PoolError::NoSuchMonth { month })
    }

    /// Amounts of the year.
    pub fn year(&self) -> &OrganicAmounts<S> {
        &self.year
    }

    /// Each stream of a month with its own rate.
    ///
    /// # Errors
    /// When there is no such month.
    pub fn rate_classes(&self, month: usize) -> Result<Vec<RateClass<S>>, PoolError> {
        self.month(month)?;
        let class = |stream: usize| RateClass {
            stream,
            k_hyd_per_d: self.k_hyd_per_d[stream],
            amounts: self.per_tonne[stream].scaled(self.wet_t[stream][month]),
        };
        Ok((0..self.providers.len()).map(class).collect())
    }

    /// Methane of a month from one stirred tank of first order, each stream at its own rate, Nm3.
    ///
    /// # Errors
    /// When there is no such month.
    pub fn ch4_cstr_nm3(&self, month: usize, retention_d: S) -> Result<S, PoolError> {
        let classes = self.rate_classes(month)?;
        Ok(classes.iter().map(|c| cstr_first_order(c.amounts.bmp_nm3, c.k_hyd_per_d, retention_d)).sum())
    }

    /// What must be pasteurised in a month: the streams that are category 3 animal by-products, or may be.
    ///
    /// # Errors
    /// When there is no such month.
    pub fn hygienised(&self, month: usize) -> Result<OrganicAmounts<S>, PoolError> {
        let classes = self.rate_classes(month)?;
        Ok(classes.iter().filter(|c| self.hygienise[c.stream]).map(|c| c.amounts).sum())
    }

    /// Amounts of each week, the months smoothed as [`calendar`] says.
    pub fn weeks(&self) -> [OrganicAmounts<S>; WEEKS] {
        calendar().amounts(&self.months)
    }

    /// Mass that must be pasteurised in each week, t as received: see [`hygienised`](Self::hygienised).
    pub fn hygienised_weeks_t(&self) -> [S; WEEKS] {
        let concerned = || self.wet_t.iter().zip(&self.hygienise).filter(|(_, hygienise)| **hygienise);
        calendar().weeks(&std::array::from_fn(|month| concerned().map(|(wet_t, _)| wet_t[month]).sum()))
    }

    /// Methane of each week from one stirred tank of first order with the retention of that week, each stream at its own
    /// rate, Nm3.
    pub fn ch4_cstr_weeks_nm3(&self, retention_d: &[S; WEEKS]) -> [S; WEEKS] {
        let mut sum = [S::zero(); WEEKS];
        for (stream, wet_t) in self.wet_t.iter().enumerate() {
            let (per_tonne, k_hyd) = (self.per_tonne[stream].bmp_nm3, self.k_hyd_per_d[stream]);
            for ((sum, wet_t), retention) in sum.iter_mut().zip(calendar().weeks(wet_t)).zip(retention_d) {
                *sum += cstr_first_order(per_tonne * wet_t, k_hyd, *retention);
            }
        }
        sum
    }

    /// Mean rate of the year weighted by degradable oxygen demand, 1/d: a default for a model with one rate. Its
    /// yield is above that of the streams apart, [`ch4_cstr_nm3`](Self::ch4_cstr_nm3): compare before use.
    pub fn mean_k_hyd_per_d(&self) -> S {
        let mut weighted = S::zero();
        let mut total = S::zero();
        for (stream, per_tonne) in self.per_tonne.iter().enumerate() {
            let degradable = per_tonne.bmp_nm3 * self.wet_t[stream].into_iter().sum::<S>();
            weighted += self.k_hyd_per_d[stream] * degradable;
            total += degradable;
        }
        weighted / crate::feedstock::composition::divisor(total)
    }

    /// What each provider brings in the year, in the order of their indices.
    pub fn contributions(&self) -> Vec<OrganicContribution<S>> {
        self.by_provider(|stream| self.wet_t[stream].into_iter().sum())
    }

    /// What each provider brings in one month, in the order of their indices.
    ///
    /// # Errors
    /// When there is no such month.
    pub fn contributions_of_month(&self, month: usize) -> Result<Vec<OrganicContribution<S>>, PoolError> {
        self.month(month)?;
        Ok(self.by_provider(|stream| self.wet_t[stream][month]))
    }

    fn by_provider(&self, wet_t: impl Fn(usize) -> S) -> Vec<OrganicContribution<S>> {
        let mut found: BTreeMap<usize, OrganicAmounts<S>> = BTreeMap::new();
        for (stream, provider) in self.providers.iter().enumerate() {
            let amounts = self.per_tonne[stream].scaled(wet_t(stream));
            let sum = found.entry(*provider).or_insert_with(OrganicAmounts::zero);
            *sum = *sum + amounts;
        }
        found.into_iter().map(|(provider, amounts)| OrganicContribution { provider, amounts }).collect()
    }
}

/// Refuses negative and infinite masses, and a pool without any.
pub(super) fn check_masses<'a, S: Real>(masses: impl Iterator<Item = &'a [S; MONTHS]>) -> Result<(), PoolError> {
    let mut total = S::zero();
    for (stream, wet_t) in masses.enumerate() {
        for (month, mass) in wet_t.iter().enumerate() {
            if !(mass.is_finite() & S::zero().le(*mass)).all() {
                return Err(PoolError::BadMass { stream, month });
            }
            total += *mass;
        }
    }
    if total.gt(S::zero()).any() { Ok(()) } else { Err(PoolError::Empty) }
}
