//! The calibration itself: least squares with its noise, profiles, posterior.

use super::bands::linear_bands;
use super::counted::{Counted, added};
use super::outcome::{Calibration, Fitted, SeriesOutcome};
use super::problem::{Data, Problem};
use super::sampling;
use super::units::judge_units;
use crate::diag::Diagnostics;
use crate::fit::{Bounds, End, FitError, Memory, Options, Profile, Series, SeriesFit, fit_series, profile, whitening};
use crate::text;
use crate::words::{Text, shown_as_told};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

/// How far a calibration goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Least squares: Fisher and profile intervals.
    LeastSquares,
    /// Least squares, then an ensemble that samples the posterior.
    Ensemble,
}

/// How a calibration goes about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CalibrateOptions {
    /// How far it goes.
    pub method: Method,
    /// What is believed of the residuals.
    pub memory: Memory,
    /// Level of all intervals, above 0 and below 1.
    pub level: f64,
    /// Whether profiles are walked.
    pub profiles: bool,
    /// Walkers of an ensemble.
    pub walkers: usize,
    /// Independent ensembles.
    pub ensembles: usize,
    /// Steps of each walker.
    pub steps: usize,
    /// Seed.
    pub seed: u64,
    /// Step of differences, as a share of the parameter; see [`Options::relative_step`].
    pub relative_step: f64,
    /// A series that is off by the factor of another unit is calibrated all the same.
    pub trust_units: bool,
}

impl Default for CalibrateOptions {
    fn default() -> Self {
        Self {
            method: Method::LeastSquares,
            memory: Memory::Autoregressive,
            level: 0.9,
            profiles: true,
            walkers: 32,
            ensembles: 2,
            steps: 1000,
            seed: 1,
            relative_step: 3e-3,
            trust_units: false,
        }
    }
}

/// Who hears of the progress, and who may stop it.
pub struct Watch<'a> {
    /// Hears what is done: stage, parts done, parts in all (0 when not known).
    pub done: &'a dyn Fn(&str, usize, usize),
    /// True when the calibration shall end.
    pub stop: &'a AtomicBool,
}

impl fmt::Debug for Watch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").field("stop", self.stop).finish_non_exhaustive()
    }
}

impl Watch<'_> {
    pub(super) fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// Why there is no calibration.
#[derive(Clone, Debug)]
pub enum CalibrateError {
    /// The data do not go with the model: problems to tell.
    Data(Diagnostics),
    /// The fit has no result.
    Fit(FitError),
    /// Stopped before there was a fit.
    Stopped,
}

impl CalibrateError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Data(found) => match found.iter().next() {
                Some(first) => first.message.clone(),
                None => text!("the data do not go with the model"),
            },
            Self::Fit(error) => error.told(),
            Self::Stopped => text!("stopped before the fit was done"),
        }
    }
}

shown_as_told!(CalibrateError);

impl std::error::Error for CalibrateError {}

impl From<FitError> for CalibrateError {
    fn from(error: FitError) -> Self {
        Self::Fit(error)
    }
}

/// Calibrates.
///
/// # Errors
/// When a series is off by the factor of another unit; when the model fails at the start; when the data are fewer than
/// the parameters; when stopped before the fit was done.
pub fn calibrate(
    problem: &mut Problem<'_>,
    options: &CalibrateOptions,
    watch: &Watch<'_>,
) -> Result<Calibration, CalibrateError> {
    let measured = problem.measured();
    let low: Vec<f64> = problem.parameters.iter().map(|p| p.low).collect();
    let high: Vec<f64> = problem.parameters.iter().map(|p| p.high).collect();
    let start: Vec<f64> = problem.parameters.iter().map(|p| p.start).collect();
    let bounds = Bounds::new(&low, &high)?;
    let series = series_of(&problem.data);
    let mut counted = Counted::default();
    (watch.done)("start", 0, 0);
    let at_start = counted.residuals(problem, &measured, std::slice::from_ref(&start), watch);
    let at_start = at_start.into_iter().next().unwrap_or_else(|| Err("the model gave nothing".to_owned()));
    let before = added(&at_start.map_err(|why| fit_error(watch, FitError::Model { why }))?, &measured);
    if !options.trust_units {
        judge_units(&problem.data, &series, &before)?;
    }
    let fit_options = Options { relative_step: options.relative_step, tolerance: 1e-8, ..Options::default() };
    (watch.done)("least squares", 0, 0);
    let mut model = |points: &[Vec<f64>]| counted.residuals(problem, &measured, points, watch);
    let fit = fit_series(&mut model, &series, options.memory, &start, &bounds, &fit_options);
    let fit = fit.map_err(|e| fit_error(watch, e))?;
    if watch.stopped() {
        return Err(CalibrateError::Stopped);
    }
    let profiles = profiles(&mut model, &series, &fit, &bounds, &fit_options, options, watch)?;
    let mut found = assemble(problem, options, &series, &fit, &before, profiles)?;
    if options.method == Method::Ensemble && !watch.stopped() {
        sampling::sample(problem, &mut counted, &series, &fit, &mut found, options, watch)?;
    }
    found.evaluations = counted.evaluations;
    found.failed = (counted.failed, counted.first);
    found.stopped |= watch.stopped();
    Ok(found)
}

fn fit_error(watch: &Watch<'_>, error: FitError) -> CalibrateError {
    if watch.stopped() { CalibrateError::Stopped } else { CalibrateError::Fit(error) }
}

fn series_of(data: &[Data]) -> Vec<Series> {
    let mut next = 0;
    let one = |d: &Data| {
        let rows = next..next + d.values.len();
        next = rows.end;
        Series { rows, times: d.times_d.clone() }
    };
    data.iter().map(one).collect()
}

/// Profiles of all parameters, as far as there is time.
fn profiles(
    model: &mut crate::fit::Batch<'_>,
    series: &[Series],
    fit: &SeriesFit,
    bounds: &Bounds,
    fit_options: &Options,
    options: &CalibrateOptions,
    watch: &Watch<'_>,
) -> Result<Vec<Option<Profile>>, CalibrateError> {
    let count = bounds.len();
    let mut white = whitening(model, series, &fit.noise);
    let mut list = Vec::with_capacity(count);
    for k in 0..count {
        (watch.done)("profiles", k, count);
        if !options.profiles || watch.stopped() {
            list.push(None);
            continue;
        }
        // Others are fitted less finely than the estimate: the rise at the level is of the order of one variance.
        let loose = Options { tolerance: 1e-5, iterations: 30, ..fit_options.clone() };
        let walked = profile(&mut white, &fit.estimate, k, options.level, bounds, &loose);
        list.push(if watch.stopped() { None } else { Some(walked?) });
    }
    Ok(list)
}

fn assemble(
    problem: &Problem<'_>,
    options: &CalibrateOptions,
    series: &[Series],
    fit: &SeriesFit,
    before: &[f64],
    profiles: Vec<Option<Profile>>,
) -> Result<Calibration, CalibrateError> {
    let estimate = &fit.estimate;
    let intervals = estimate.interval(options.level)?;
    let fitted = |(k, (parameter, profile)): (usize, (&super::problem::Parameter, Option<Profile>))| Fitted {
        parameter: parameter.clone(),
        value: estimate.values[k],
        standard_error: estimate.standard_errors[k],
        fisher: intervals[k],
        profile,
        at_bound: matches!(estimate.at_bound[k], Some(End::Low | End::High)),
        sampled: None,
    };
    let parameters = problem.parameters.iter().zip(profiles).enumerate().map(fitted).collect();
    let bands = linear_bands(fit, series, &problem.data, options.level)?;
    let one = |((data, s), (noise, band)): ((&Data, &Series), (&crate::fit::Noise, _))| {
        let rows = s.rows.clone();
        let rms = |model: &mut dyn Iterator<Item = f64>| {
            (model.zip(&data.values).fold(0.0, |sum, (m, v)| sum + (m - v) * (m - v)) / data.values.len() as f64).sqrt()
        };
        let model = added(&fit.residuals[rows.clone()], &data.values);
        SeriesOutcome {
            rmse: (rms(&mut before[rows.clone()].iter().copied()), rms(&mut model.iter().copied())),
            data: data.clone(),
            before: before[rows].to_vec(),
            fitted: model,
            noise: *noise,
            memory_left: neighbours(&estimate.residuals[s.rows.clone()]),
            effective_size: noise.effective_size(s),
            band,
        }
    };
    let series_outcomes = problem.data.iter().zip(series).zip(fit.noise.iter().zip(bands)).map(one).collect();
    Ok(Calibration {
        name: problem.name.clone(),
        parameters,
        series: series_outcomes,
        estimate: estimate.clone(),
        settled: fit.settled,
        level: options.level,
        posterior: None,
        evaluations: 0,
        failed: (0, String::new()),
        stopped: false,
    })
}

/// Correlation of neighbours; 0 where nothing varies.
fn neighbours(white: &[f64]) -> f64 {
    let squares = white.iter().fold(0.0, |sum, e| sum + e * e);
    let products = white.windows(2).fold(0.0, |sum, pair| sum + pair[0] * pair[1]);
    if squares > 0.0 { products / squares } else { 0.0 }
}
