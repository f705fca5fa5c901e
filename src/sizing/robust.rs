//! Candidates compared over the samples of a scenario: every candidate meets the same weather, demand, fuel and prices.

use super::rate::rate;
use super::{Candidate, FIGURE_COUNT, Figure, Figures, Regret, Spread};
use crate::case::Surroundings;
use crate::scenario::{Scenario, SizeObjective};
use crate::sweep::summarise;
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};

/// How a sizing is followed, and stopped.
pub struct Watch<'a> {
    /// Told that so many samples are done.
    pub done: &'a (dyn Fn(u64) + Sync),
    /// Becomes true when the user wants to stop.
    pub stop: &'a AtomicBool,
}

/// Figures of every candidate in one sample.
type SampleFigures = Vec<Figures>;

/// The samples that were done, in order, from the first on.
pub(super) struct Samples {
    rows: Vec<Result<SampleFigures, String>>,
}

/// Runs all candidates in every sample, side by side on all threads. A sample in which a candidate has no year fails with
/// its reason, so that candidates are compared on the same samples; when the user stops, the leading complete ones stay.
pub(super) fn sample_all(
    scenario: &Scenario,
    candidates: &[Candidate],
    samples: usize,
    seed: u64,
    watch: &Watch<'_>,
) -> Samples {
    let rows: Vec<Option<Result<SampleFigures, String>>> = (0..samples as u64)
        .into_par_iter()
        .map(|k| {
            let row = one(scenario, candidates, &scenario.sample(seed, k), watch.stop)?;
            (watch.done)(1);
            Some(row)
        })
        .collect();
    Samples { rows: rows.into_iter().map_while(|row| row).collect() }
}

/// One sample; none when the user stopped it.
fn one(
    scenario: &Scenario,
    candidates: &[Candidate],
    values: &[f64],
    stop: &AtomicBool,
) -> Option<Result<SampleFigures, String>> {
    if stop.load(Ordering::Relaxed) {
        return None;
    }
    let case = match scenario.case(values) {
        Ok(case) => case,
        Err(error) => return Some(Err(error.to_string())),
    };
    let surroundings = match Surroundings::new(&case) {
        Ok(surroundings) => surroundings,
        Err(error) => return Some(Err(error.to_string())),
    };
    let rated = rate(&surroundings, candidates, &|| stop.load(Ordering::Relaxed))?;
    let figures = rated.into_iter().map(|given| given.map(|g| g.figures).map_err(|e| e.to_string()));
    Some(figures.collect())
}

impl Samples {
    /// Samples that were done, failed ones included.
    pub(super) fn count(&self) -> usize {
        self.rows.len()
    }

    /// Samples that failed, and the first reason.
    pub(super) fn failed(&self) -> (usize, String) {
        let mut reasons = self.rows.iter().filter_map(|row| row.as_ref().err());
        let first = reasons.next().cloned().unwrap_or_default();
        (usize::from(!first.is_empty()) + reasons.count(), first)
    }

    fn sound(&self) -> impl Iterator<Item = &SampleFigures> {
        self.rows.iter().filter_map(|row| row.as_ref().ok())
    }

    /// How the figures of a candidate spread; empty without a sound sample.
    pub(super) fn spread(&self, candidate: usize) -> Vec<Spread> {
        if self.sound().next().is_none() {
            return Vec::new();
        }
        (0..FIGURE_COUNT).map(|k| spread(&self.sound().map(|row| row[candidate].0[k]).collect::<Vec<_>>())).collect()
    }

    /// Share of the sound samples in which the coverage of a candidate reaches `target_pct`; NaN without a sound sample.
    pub(super) fn probability(&self, candidate: usize, target_pct: f64) -> f64 {
        let (mut reached, mut all) = (0.0, 0.0);
        for row in self.sound() {
            all += 1.0;
            reached += f64::from(u8::from(row[candidate].of(Figure::Coverage) >= target_pct));
        }
        reached / all
    }

    /// What choosing each candidate costs against the best of those that `allowed` names, in every sample.
    pub(super) fn regrets(&self, objective: SizeObjective, allowed: &[bool]) -> Vec<Option<Regret>> {
        let best: Vec<f64> = self.sound().map(|row| best_of(row, objective, allowed)).collect();
        let of = |candidate: usize| {
            let losses: Vec<f64> =
                self.sound().zip(&best).map(|(row, best)| loss(&row[candidate], objective) - best).collect();
            let max = losses.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let Spread { mean, p90, .. } = spread(&losses);
            mean.is_finite().then_some(Regret { mean, p90, max })
        };
        (0..allowed.len()).map(of).collect()
    }
}

fn best_of(row: &SampleFigures, objective: SizeObjective, allowed: &[bool]) -> f64 {
    let all = !allowed.contains(&true);
    let counted = row.iter().zip(allowed).filter(|(_, allowed)| all || **allowed);
    counted.map(|(figures, _)| loss(figures, objective)).fold(f64::INFINITY, f64::min)
}

/// What is made small: the cost of heat, the saving or the coverage negated.
pub(super) fn loss(figures: &Figures, objective: SizeObjective) -> f64 {
    match objective {
        SizeObjective::Cost => figures.of(Figure::Lcoh),
        SizeObjective::Co2 => -figures.of(Figure::Saved),
        SizeObjective::Coverage => -figures.of(Figure::Coverage),
    }
}

/// Mean and quantiles of values that are all known, as a run has them of the same samples; NaN where one is not.
pub(super) fn spread(values: &[f64]) -> Spread {
    match summarise(values) {
        Some(s) => Spread { mean: s.mean, p10: s.p10, p50: s.p50, p90: s.p90 },
        None => Spread { mean: f64::NAN, p10: f64::NAN, p50: f64::NAN, p90: f64::NAN },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(lcoh: f64, coverage: f64) -> Figures {
        let mut figures = Figures::UNKNOWN;
        figures.set(Figure::Lcoh, lcoh);
        figures.set(Figure::Coverage, coverage);
        figures
    }

    fn samples() -> Samples {
        let sound = |a: (f64, f64), b: (f64, f64)| Ok(vec![figures(a.0, a.1), figures(b.0, b.1)]);
        let rows = vec![
            sound((80.0, 90.0), (90.0, 95.0)),
            Err("no fuel".to_owned()),
            sound((100.0, 80.0), (92.0, 95.0)),
            sound((84.0, 85.0), (88.0, 95.0)),
        ];
        Samples { rows }
    }

    #[test]
    fn failed_samples_are_counted_and_left_out() {
        assert_eq!(samples().failed(), (1, "no fuel".to_owned()));
        assert_eq!(samples().count(), 4);
        let lcoh = samples().spread(0)[Figure::Lcoh as usize];
        // Of 80, 84 and 100 with ranks 0 to 2: between the ranks on a straight line.
        assert_eq!((lcoh.mean, lcoh.p10, lcoh.p50), (88.0, 80.8, 84.0));
        assert!((lcoh.p90 - 96.8).abs() < 1e-12);
        assert!(samples().spread(0)[Figure::Npv as usize].mean.is_nan(), "a figure nobody knows");
    }

    #[test]
    fn a_target_that_is_just_met_is_met() {
        assert_eq!(samples().probability(0, 85.0), 2.0 / 3.0);
        assert_eq!(samples().probability(1, 95.1), 0.0);
    }

    #[test]
    fn regret_is_against_the_best_of_each_sample_that_is_allowed() {
        let regrets = samples().regrets(SizeObjective::Cost, &[true, true]);
        let first = regrets[0].unwrap();
        assert_eq!((first.mean, first.max), (8.0 / 3.0, 8.0));
        let alone = samples().regrets(SizeObjective::Cost, &[true, false]);
        assert_eq!(alone[0].unwrap().max, 0.0);
        assert_eq!(alone[1].unwrap().mean, (10.0 - 8.0 + 4.0) / 3.0, "who is not allowed may be better");
    }
}
