//! Least squares on series through time: spread and memory of each series are estimated with the parameters.

use super::bounds::Bounds;
use super::error::FitError;
use super::estimate::{Estimate, Variance};
use super::least_squares::{Batch, Options, least_squares_batch};
use super::noise::{Judged, Noise, Series, check, restricted, whiten_all};

/// What is believed of the residuals of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// Each is a draw of its own.
    Independent,
    /// Each keeps a share of the one before, less the further apart they are: a first-order autoregression.
    Autoregressive,
}

/// A fit to series.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesFit {
    /// The fit of the whitened residuals (variance about 1): its intervals are right when the noise is.
    pub estimate: Estimate,
    /// Noise of each series.
    pub noise: Vec<Noise>,
    /// Residuals as the model gave them, in their unit.
    pub residuals: Vec<f64>,
    /// True when the noise had settled.
    pub settled: bool,
}

/// Rounds of parameters and noise in turn.
const ROUNDS: usize = 25;
/// The noise has settled when spread and memory move by less than this share.
const SETTLED: f64 = 1e-4;

/// Fits parameters and noise of series in turn: feasible generalised least squares (Cochrane & Orcutt 1949,
/// 10.1080/01621459.1949.10483290), noise by restricted likelihood. The model's residuals are plain: model less
/// measurement, in a unit of each series.
///
/// # Errors
/// As [`least_squares_batch`]; series that do not cover the residuals; times that do not rise.
pub fn fit_series(
    model: &mut Batch<'_>,
    series: &[Series],
    memory: Memory,
    start: &[f64],
    bounds: &Bounds,
    options: &Options,
) -> Result<SeriesFit, FitError> {
    let options = Options { variance: Variance::Estimated, ..options.clone() };
    let mut noise = first_noise(model, series, start, bounds)?;
    let mut at = start.to_vec();
    let mut settled = false;
    let mut round = 0;
    loop {
        let estimate = whitened(model, series, &noise, &at, bounds, &options)?;
        let residuals = coloured(series, &noise, &estimate.residuals);
        round += 1;
        if settled || round == ROUNDS {
            return Ok(SeriesFit { estimate, noise, residuals, settled });
        }
        let next = judge(series, memory, &noise, &estimate, &residuals);
        settled = next.iter().zip(&noise).all(|(next, now)| near(next, now));
        noise = next;
        at.clone_from(&estimate.values);
    }
}

fn near(a: &Noise, b: &Noise) -> bool {
    (a.sd - b.sd).abs() <= SETTLED * b.sd && (a.rho - b.rho).abs() <= SETTLED
}

/// One fit with a noise that is taken as known.
fn whitened(
    model: &mut Batch<'_>,
    series: &[Series],
    noise: &[Noise],
    start: &[f64],
    bounds: &Bounds,
    options: &Options,
) -> Result<Estimate, FitError> {
    let mut white = whitening(model, series, noise);
    least_squares_batch(&mut white, start, bounds, options)
}

/// The model with its residuals whitened: what profiles and posteriors of a [`SeriesFit`] are made from.
pub fn whitening<'a>(
    model: &'a mut Batch<'_>,
    series: &'a [Series],
    noise: &'a [Noise],
) -> impl FnMut(&[Vec<f64>]) -> Vec<Result<Vec<f64>, String>> + 'a {
    let rows = series.last().map_or(0, |s| s.rows.end);
    move |points| {
        let one = |found: Result<Vec<f64>, String>| {
            let residuals = found?;
            if residuals.len() != rows {
                return Err(format!("{} residuals instead of {rows}", residuals.len()));
            }
            Ok(whiten_all(series, noise, &residuals))
        };
        model(points).into_iter().map(one).collect()
    }
}

/// A spread to begin with, from the residuals at the start.
fn first_noise(
    model: &mut Batch<'_>,
    series: &[Series],
    start: &[f64],
    bounds: &Bounds,
) -> Result<Vec<Noise>, FitError> {
    bounds.check_start(start)?;
    let found = model(&[start.to_vec()]).into_iter().next().unwrap_or_else(|| Err("the model gave nothing".to_owned()));
    let residuals = found.map_err(|why| FitError::Model { why })?;
    check(series, residuals.len())?;
    if let Some(residual) = residuals.iter().position(|r| !r.is_finite()) {
        return Err(FitError::NotFinite { residual });
    }
    let one = |s: &Series| {
        let squares = super::linear::sum_of_squares(&residuals[s.rows.clone()]);
        let sd = (squares / s.rows.len().max(1) as f64).sqrt();
        Noise { sd: if sd > 0.0 { sd } else { 1.0 }, rho: 0.0 }
    };
    Ok(series.iter().map(one).collect())
}

fn coloured(series: &[Series], noise: &[Noise], white: &[f64]) -> Vec<f64> {
    series.iter().zip(noise).flat_map(|(s, n)| n.colour(s, &white[s.rows.clone()])).collect()
}

/// The noise of each series, given the others.
fn judge(series: &[Series], memory: Memory, noise: &[Noise], estimate: &Estimate, residuals: &[f64]) -> Vec<Noise> {
    let rows = residuals.len();
    let column =
        |k: usize, s: &Series| -> Vec<f64> { estimate.jacobian[s.rows.clone()].iter().map(|r| r[k]).collect() };
    let parameters = estimate.values.len();
    let one = |(place, (s, now)): (usize, (&Series, &Noise))| {
        let share = estimate.rank as f64 * s.rows.len() as f64 / rows as f64;
        let slopes: Vec<Vec<f64>> = (0..parameters).map(|k| now.colour(s, &column(k, s))).collect();
        let others = || series.iter().enumerate().filter(move |(other, _)| *other != place);
        let others: Vec<Vec<f64>> =
            (0..parameters).map(|k| others().flat_map(|(_, s)| column(k, s)).collect()).collect();
        let judged = Judged {
            series: s,
            residuals: &residuals[s.rows.clone()],
            slopes: &slopes,
            others: &others,
            rank: estimate.rank,
            share,
        };
        let found = restricted(&judged, memory == Memory::Autoregressive);
        // Residuals that vanish have no spread to weigh by.
        if found.sd > 0.0 { found } else { Noise { sd: now.sd, rho: 0.0 } }
    };
    series.iter().zip(noise).enumerate().map(one).collect()
}

/// Sum of squares of each series' whitened residuals.
pub fn whitened_squares(series: &[Series], noise: &[Noise], residuals: &[f64]) -> Vec<f64> {
    let one = |(s, n): (&Series, &Noise)| super::linear::sum_of_squares(&n.whiten(s, &residuals[s.rows.clone()]));
    series.iter().zip(noise).map(one).collect()
}

impl SeriesFit {
    /// Slopes of the plain residuals by the parameters: a row for each residual.
    pub fn slopes(&self, series: &[Series]) -> Vec<Vec<f64>> {
        let parameters = self.estimate.values.len();
        let column = |k: usize| -> Vec<f64> { self.estimate.jacobian.iter().map(|row| row[k]).collect() };
        let columns: Vec<Vec<f64>> = (0..parameters).map(|k| coloured(series, &self.noise, &column(k))).collect();
        (0..self.residuals.len()).map(|row| columns.iter().map(|c| c[row]).collect()).collect()
    }
}
