//! The posterior of a calibration, sampled by ensembles in batches.

use super::bands::posterior_bands;
use super::calibrate::{CalibrateError, CalibrateOptions, Watch};
use super::counted::{Counted, added};
use super::outcome::{Calibration, Posterior, Sampled};
use super::problem::{Parameter, Problem};
use crate::dist::{ParameterId, normal_quantile, uniform};
use crate::fit::{
    Chains, EnsembleOptions, FitError, Series, SeriesFit, convergence, ensemble, quantile, whitened_squares,
};
use nalgebra::DMatrix;

/// Draws that bands are made of.
const BAND_DRAWS: usize = 400;
/// Draws that are kept.
const KEPT_DRAWS: usize = 4000;
/// Rounds in which walkers that start nowhere are drawn again, each closer to the fit.
const ROUNDS: i32 = 40;

/// Samples the posterior and puts what it says into the outcome.
///
/// Walkers move in normal scores of the priors, where each prior is a standard normal. The spread of each series is
/// integrated out under Jeffreys' prior (Gelman et al. 2013, Bayesian Data Analysis, section 14.2): the density is the sum of
/// squares to the power of minus half its rows. The memory of the noise is that of the fit.
pub(super) fn sample(
    problem: &mut Problem<'_>,
    counted: &mut Counted,
    series: &[Series],
    fit: &SeriesFit,
    found: &mut Calibration,
    options: &CalibrateOptions,
    watch: &Watch<'_>,
) -> Result<(), CalibrateError> {
    let measured = problem.measured();
    let parameters = problem.parameters.clone();
    let asked = EnsembleOptions {
        walkers: options.walkers,
        ensembles: options.ensembles,
        steps: options.steps,
        seed: options.seed,
    };
    let mut density = |scores: &[Vec<f64>]| {
        let points: Vec<Vec<f64>> = scores.iter().map(|z| values_at(&parameters, z)).collect();
        let inside: Vec<bool> = points.iter().map(|p| within(&parameters, p)).collect();
        let wanted: Vec<Vec<f64>> =
            points.into_iter().zip(&inside).filter(|(_, inside)| **inside).map(|(p, _)| p).collect();
        let mut residuals = counted.residuals(problem, &measured, &wanted, watch).into_iter();
        let one = |(z, inside): (&Vec<f64>, &bool)| {
            if !inside {
                return f64::NEG_INFINITY;
            }
            let Some(Ok(residuals)) = residuals.next() else { return f64::NEG_INFINITY };
            let prior = z.iter().fold(0.0, |sum, z| sum - 0.5 * z * z);
            let squares = whitened_squares(series, &fit.noise, &residuals);
            series
                .iter()
                .zip(squares)
                .fold(prior, |sum, (s, squares)| sum - 0.5 * s.rows.len() as f64 * libm::log(squares))
        };
        scores.iter().zip(&inside).map(one).collect::<Vec<f64>>()
    };
    (watch.done)("walkers", 0, 0);
    let starts = starts(&mut density, &parameters, fit, &asked)?;
    let mut go_on = |steps: usize| {
        (watch.done)("posterior", steps, options.steps);
        !watch.stopped()
    };
    let chains = match ensemble(&mut density, &starts, &asked, &mut go_on) {
        Ok(chains) => chains,
        Err(FitError::Stopped) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let skipped = chains.steps / 3;
    describe(found, &parameters, &chains, skipped, options.level);
    let draws = thinned(&parameters, &chains, skipped, KEPT_DRAWS);
    bands(problem, counted, series, fit, found, &draws, options, watch);
    found.posterior = Some(Posterior {
        walkers: options.walkers,
        ensembles: options.ensembles,
        steps: chains.steps,
        asked: options.steps,
        skipped,
        seed: options.seed,
        acceptance: chains.acceptance(),
        draws,
    });
    Ok(())
}

fn values_at(parameters: &[Parameter], scores: &[f64]) -> Vec<f64> {
    parameters.iter().zip(scores).map(|(p, z)| p.at_score(*z)).collect()
}

fn within(parameters: &[Parameter], values: &[f64]) -> bool {
    parameters.iter().zip(values).all(|(p, v)| (p.low..=p.high).contains(v))
}

/// Walkers about the fit, as far apart as its covariance says; along what the data do not see, as the prior says.
fn starts(
    density: &mut dyn FnMut(&[Vec<f64>]) -> Vec<f64>,
    parameters: &[Parameter],
    fit: &SeriesFit,
    asked: &EnsembleOptions,
) -> Result<Vec<Vec<f64>>, CalibrateError> {
    let root = root_of_correlations(&fit.estimate.correlations);
    let draw = |walker: usize, round: i32, k: usize| {
        let id = ParameterId::of(&format!("calibration.start.{round}.{k}"));
        normal_quantile(uniform(asked.seed, walker as u64, id))
    };
    let start = |walker: usize, round: i32| -> Vec<f64> {
        let shrink = libm::pow(0.7, f64::from(round));
        let z: Vec<f64> = (0..parameters.len()).map(|k| draw(walker, round, k)).collect();
        let one = |(k, p): (usize, &Parameter)| {
            let centre = fit.estimate.values[k];
            let error = fit.estimate.standard_errors[k];
            if !error.is_finite() {
                return p.score(centre) * (1.0 - shrink) + shrink * z[k];
            }
            let mixed = (0..=k).fold(0.0, |sum, j| sum + root[(k, j)] * z[j]);
            let inset = 1e-6 * (p.high - p.low);
            // An error wider than the range says no more than the range.
            let reach = error.min(0.25 * (p.high - p.low));
            p.score((centre + shrink * reach * mixed).clamp(p.low + inset, p.high - inset))
        };
        parameters.iter().enumerate().map(one).collect()
    };
    let count = asked.walkers * asked.ensembles;
    let mut list: Vec<Vec<f64>> = (0..count).map(|walker| start(walker, 0)).collect();
    for round in 1..=ROUNDS {
        let lost: Vec<usize> =
            density(&list).iter().enumerate().filter(|(_, d)| !d.is_finite()).map(|(w, _)| w).collect();
        if lost.is_empty() {
            return Ok(list);
        }
        lost.into_iter().for_each(|walker| list[walker] = start(walker, round));
    }
    Ok(list)
}

/// Lower triangular root of the correlations; the unit matrix when they have none.
fn root_of_correlations(correlations: &[Vec<f64>]) -> DMatrix<f64> {
    let count = correlations.len();
    // A touch less than they are, so that a root exists beside perfect correlation.
    let entry = |a: usize, b: usize| if a == b { 1.0 } else { 0.999 * correlations[a][b] };
    let matrix = DMatrix::from_fn(count, count, entry);
    matrix.cholesky().map_or_else(|| DMatrix::identity(count, count), |root| root.l())
}

fn describe(found: &mut Calibration, parameters: &[Parameter], chains: &Chains, skipped: usize, level: f64) {
    for (k, fitted) in found.parameters.iter_mut().enumerate() {
        let scores = chains.of(k, skipped);
        let values: Vec<Vec<f64>> =
            scores.iter().map(|c| c.iter().map(|z| parameters[k].at_score(*z)).collect()).collect();
        let mut all: Vec<f64> = values.iter().flatten().copied().collect();
        all.sort_by(f64::total_cmp);
        let count = all.len() as f64;
        let mean = all.iter().fold(0.0, |s, v| s + v) / count;
        let variance = all.iter().fold(0.0, |s, v| s + (v - mean) * (v - mean)) / (count - 1.0).max(1.0);
        let interval = (quantile(&all, 0.5 - level / 2.0), quantile(&all, 0.5 + level / 2.0));
        fitted.sampled = Some(Sampled {
            mean,
            sd: variance.sqrt(),
            median: quantile(&all, 0.5),
            interval,
            convergence: convergence(&values),
        });
    }
}

/// Points of the walks, evenly chosen, in the order of steps, then walkers.
fn thinned(parameters: &[Parameter], chains: &Chains, skipped: usize, most: usize) -> Vec<Vec<f64>> {
    let walkers = chains.points.len();
    let all = (chains.steps - skipped) * walkers;
    let kept = all.min(most);
    let pick = |k: usize| {
        let at = k * all / kept;
        values_at(parameters, &chains.points[at % walkers][skipped + at / walkers])
    };
    (0..kept).map(pick).collect()
}

/// Bands of the posterior into the outcome; draws whose model fails are left out.
#[allow(clippy::too_many_arguments, reason = "one place that calls it, one argument for each thing it reads")]
fn bands(
    problem: &mut Problem<'_>,
    counted: &mut Counted,
    series: &[Series],
    fit: &SeriesFit,
    found: &mut Calibration,
    draws: &[Vec<f64>],
    options: &CalibrateOptions,
    watch: &Watch<'_>,
) {
    if watch.stopped() {
        return;
    }
    (watch.done)("bands", 0, 0);
    let measured = problem.measured();
    let count = draws.len().min(BAND_DRAWS);
    let chosen: Vec<Vec<f64>> = (0..count).map(|k| draws[k * draws.len() / count].clone()).collect();
    let residuals: Vec<Vec<f64>> =
        counted.residuals(problem, &measured, &chosen, watch).into_iter().filter_map(Result::ok).collect();
    if residuals.is_empty() {
        return;
    }
    let sds = |residuals: &Vec<f64>| {
        let squares = whitened_squares(series, &fit.noise, residuals);
        let one = |((s, noise), squares): ((&Series, &crate::fit::Noise), f64)| {
            noise.sd * (squares / s.rows.len() as f64).sqrt()
        };
        series.iter().zip(&fit.noise).zip(squares).map(one).collect()
    };
    let sds: Vec<Vec<f64>> = residuals.iter().map(sds).collect();
    let models: Vec<Vec<f64>> = residuals.iter().map(|r| added(r, &measured)).collect();
    let bands = posterior_bands(&models, &sds, series, &problem.data, options.level, options.seed);
    found.series.iter_mut().zip(bands).for_each(|(outcome, band)| outcome.band = band);
}
