//! Sampling a posterior by an ensemble of walkers that stretch along each other: no tuning, no slopes, any scale.

use super::error::FitError;
use crate::dist::{ParameterId, uniform};

/// Logarithm of the posterior density (up to a constant) of many points together. Minus infinity, or not a number, where
/// the model cannot be computed: the move is then not made.
pub type LogPosterior<'a> = dyn FnMut(&[Vec<f64>]) -> Vec<f64> + 'a;

/// How an ensemble walks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnsembleOptions {
    /// Walkers of an ensemble: even, at least 4 and more than twice the parameters.
    pub walkers: usize,
    /// Ensembles that know nothing of each other, 1 or more: what R-hat holds against each other.
    pub ensembles: usize,
    /// Steps of each walker, 1 or more.
    pub steps: usize,
    /// Seed of the random numbers.
    pub seed: u64,
}

impl EnsembleOptions {
    fn check(&self, dimensions: usize) -> Result<(), FitError> {
        let wrong = |name, range| Err(FitError::Option { name, range });
        if !self.walkers.is_multiple_of(2) || self.walkers < 4 || self.walkers <= 2 * dimensions {
            return wrong("walkers", "even, at least 4 and more than twice the parameters");
        }
        if self.ensembles == 0 {
            return wrong("ensembles", "1 or more");
        }
        if self.steps == 0 { wrong("steps", "1 or more") } else { Ok(()) }
    }
}

/// The walks.
#[derive(Clone, Debug, PartialEq)]
pub struct Chains {
    /// For each walker (ensemble after ensemble) its point after each step.
    pub points: Vec<Vec<Vec<f64>>>,
    /// The logarithm of the posterior of each of them.
    pub log_posteriors: Vec<Vec<f64>>,
    /// Moves made, and moves tried.
    pub moves: (u64, u64),
    /// Moves tried to where the posterior is no number.
    pub not_numbers: u64,
    /// Steps done by every walker: fewer than asked when stopped.
    pub steps: usize,
}

/// Largest stretch: Goodman & Weare's a.
const STRETCH: f64 = 2.0;

const PARTNER: ParameterId = ParameterId::of("fit.ensemble.partner");
const LENGTH: ParameterId = ParameterId::of("fit.ensemble.length");
const ACCEPT: ParameterId = ParameterId::of("fit.ensemble.accept");

/// Affine-invariant ensemble sampling by the stretch move (Goodman & Weare 2010, 10.2140/camcos.2010.5.65), each half of an
/// ensemble along the other (Foreman-Mackey et al. 2013, 10.1086/670067), so that half of all walkers are asked for in one batch.
///
/// `starts` holds `ensembles` times `walkers` points, ensemble after ensemble. `go_on` hears how many steps are done and
/// ends the walk by `false`; what is done is kept. Random numbers are a function of seed, step and walker: the result has
/// the same bits however the caller computes a batch.
///
/// # Errors
/// Options outside their range; starts of a wrong number or length; a start whose posterior is not finite; stopped before
/// the first step.
pub fn ensemble(
    log_posterior: &mut LogPosterior<'_>,
    starts: &[Vec<f64>],
    options: &EnsembleOptions,
    go_on: &mut dyn FnMut(usize) -> bool,
) -> Result<Chains, FitError> {
    let dimensions = starts.first().map_or(0, Vec::len);
    if dimensions == 0 {
        return Err(FitError::NoParameters);
    }
    options.check(dimensions)?;
    let count = options.walkers * options.ensembles;
    if starts.len() != count || starts.iter().any(|s| s.len() != dimensions) {
        return Err(FitError::Length { what: "starts and walkers", one: starts.len(), other: count });
    }
    let densities = log_posterior(starts);
    if densities.len() != count {
        return Err(FitError::Length { what: "points and densities", one: count, other: densities.len() });
    }
    if let Some(walker) = densities.iter().position(|d| !d.is_finite()) {
        return Err(FitError::Model { why: format!("walker {} starts where the posterior is not finite", walker + 1) });
    }
    let mut flock = Flock { options, dimensions, at: starts.to_vec(), densities, moves: (0, 0), not_numbers: 0 };
    let mut points = vec![Vec::with_capacity(options.steps); count];
    let mut log_posteriors = vec![Vec::with_capacity(options.steps); count];
    let mut steps = 0;
    while steps < options.steps && go_on(steps) {
        for half in 0..2 {
            flock.step(log_posterior, steps, half)?;
        }
        for walker in 0..count {
            points[walker].push(flock.at[walker].clone());
            log_posteriors[walker].push(flock.densities[walker]);
        }
        steps += 1;
    }
    if steps == 0 {
        return Err(FitError::Stopped);
    }
    let (moves, not_numbers) = (flock.moves, flock.not_numbers);
    Ok(Chains { points, log_posteriors, moves, not_numbers, steps })
}

struct Flock<'a> {
    options: &'a EnsembleOptions,
    dimensions: usize,
    at: Vec<Vec<f64>>,
    densities: Vec<f64>,
    moves: (u64, u64),
    not_numbers: u64,
}

impl Flock<'_> {
    /// Moves one half of every ensemble along the other.
    fn step(&mut self, log_posterior: &mut LogPosterior<'_>, step: usize, half: usize) -> Result<(), FitError> {
        let size = self.options.walkers / 2;
        let movers: Vec<usize> = (0..self.at.len()).filter(|w| (w % self.options.walkers) / size == half).collect();
        let draw =
            |walker: usize, of: ParameterId| uniform(self.options.seed, (step * self.at.len() + walker) as u64, of);
        let mut stretches = Vec::with_capacity(movers.len());
        let mut points = Vec::with_capacity(movers.len());
        for walker in &movers {
            let first = walker / self.options.walkers * self.options.walkers + (1 - half) * size;
            // u < 1, so that the partner is one of the other half.
            let partner = &self.at[first + (draw(*walker, PARTNER) * size as f64) as usize];
            // z with density 1/sqrt(z) on 1/a to a.
            let root = 1.0 + (STRETCH - 1.0) * draw(*walker, LENGTH);
            let z = root * root / STRETCH;
            points.push(partner.iter().zip(&self.at[*walker]).map(|(p, x)| p + z * (x - p)).collect::<Vec<f64>>());
            stretches.push(z);
        }
        let accepts: Vec<f64> = movers.iter().map(|walker| draw(*walker, ACCEPT)).collect();
        let found = log_posterior(&points);
        if found.len() != points.len() {
            return Err(FitError::Length { what: "points and densities", one: points.len(), other: found.len() });
        }
        for (k, (walker, point)) in movers.into_iter().zip(points).enumerate() {
            self.moves.1 += 1;
            self.not_numbers += u64::from(found[k].is_nan() || found[k] == f64::INFINITY);
            let powers = (self.dimensions - 1) as f64;
            let ratio = powers * libm::log(stretches[k]) + found[k] - self.densities[walker];
            if found[k].is_finite() && libm::log(accepts[k]) < ratio {
                self.moves.0 += 1;
                self.at[walker] = point;
                self.densities[walker] = found[k];
            }
        }
        Ok(())
    }
}

impl Chains {
    /// Share of the moves that were made.
    pub fn acceptance(&self) -> f64 {
        self.moves.0 as f64 / self.moves.1.max(1) as f64
    }

    /// The values of a dimension: for each walker those after the first `skipped` steps.
    pub fn of(&self, dimension: usize, skipped: usize) -> Vec<Vec<f64>> {
        self.points.iter().map(|walk| walk.iter().skip(skipped).map(|p| p[dimension]).collect()).collect()
    }
}
