//! Variants of a digester over the samples of a scenario: in each, all are fed alike.

use super::super::Watch;
use super::variant::{Variant, digester_as};
use crate::case::{Case, DigesterCase, DigesterOutcome, digest_all};
use crate::num::VectorClass;
use crate::scenario::Scenario;
use rayon::prelude::*;
use std::sync::atomic::Ordering;

/// Samples that go through the lanes together: enough to keep them full, few enough to be stopped between.
const BATCH: usize = 4;

/// What each variant gave in one sample, or why the sample failed.
pub(super) type OfSample<T> = Result<Vec<T>, String>;

/// What is taken from the year of a variant.
pub(super) type Take<'a, T> = &'a (dyn Fn(&DigesterCase, &DigesterOutcome) -> T + Sync);

/// Who is varied, and how.
#[derive(Clone, Copy)]
pub(super) struct Trial<'a> {
    pub(super) scenario: &'a Scenario,
    /// Place of the digester in the case.
    pub(super) place: usize,
    pub(super) variants: &'a [Variant],
}

impl Trial<'_> {
    /// The samples from the first on, in order, on all threads; when the user stops, the leading complete ones stay.
    pub(super) fn sampled<T: Send>(
        &self,
        samples: usize,
        seed: u64,
        watch: &Watch<'_>,
        take: Take<'_, T>,
    ) -> Vec<OfSample<T>> {
        let batches: Vec<Option<Vec<OfSample<T>>>> = (0..samples.div_ceil(BATCH))
            .into_par_iter()
            .map(|batch| {
                if watch.stop.load(Ordering::Relaxed) {
                    return None;
                }
                let numbers = batch * BATCH..((batch + 1) * BATCH).min(samples);
                let count = numbers.len() as u64;
                let values = numbers.map(|k| self.scenario.sample(seed, k as u64)).collect();
                let rows = self.together(values, take);
                (watch.done)(count);
                Some(rows)
            })
            .collect();
        batches.into_iter().map_while(|batch| batch).flatten().collect()
    }

    /// The nominal case.
    pub(super) fn nominal<T>(&self, take: Take<'_, T>) -> OfSample<T> {
        let mut rows = self.together(vec![self.scenario.nominal()], take);
        rows.pop().unwrap_or_else(|| Err("nothing was run".to_owned()))
    }

    fn together<T>(&self, values: Vec<Vec<f64>>, take: Take<'_, T>) -> Vec<OfSample<T>> {
        let cases: Vec<Result<Case, String>> = values.iter().map(|values| self.case(values)).collect();
        let sound: Vec<Case> = cases.iter().flatten().cloned().collect();
        let mut years = digest_all(&sound, VectorClass::best()).into_iter().zip(&sound);
        let row = |case: Result<Case, String>| {
            case?;
            let (years, case) = years.next().ok_or("nothing was run")?;
            let years = years.map_err(|e| e.to_string())?;
            let taken = case.digesters.iter().zip(years).map(|(digester, year)| match year {
                Ok(year) => Ok(take(digester, &year)),
                Err(error) => Err(error.to_string()),
            });
            taken.collect()
        };
        cases.into_iter().map(row).collect()
    }

    /// A case whose digesters are the variants.
    fn case(&self, values: &[f64]) -> Result<Case, String> {
        let mut case = self.scenario.case(values).map_err(|e| e.to_string())?;
        let own = case.digesters.get(self.place).cloned().ok_or("there is no digester")?;
        case.digesters = self.variants.iter().map(|v| digester_as(&own, v)).collect::<Result<_, _>>()?;
        Ok(case)
    }
}
