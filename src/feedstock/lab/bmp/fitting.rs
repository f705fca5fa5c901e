//! Fits of a curve, with Fisher and profile intervals.

use super::{BmpError, CurveModel, NetCurve};
use crate::fit::{Bounds, Estimate, Options, least_squares, profile};

/// A parameter as it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    /// Its name, with its unit.
    pub name: &'static str,
    /// Its value.
    pub value: f64,
    /// Standard error by the Fisher information.
    pub standard_error: f64,
    /// Fisher interval.
    pub fisher: (f64, f64),
    /// Profile likelihood interval; an end is none where the data set no limit.
    pub profile: (Option<f64>, Option<f64>),
}

/// A model fitted to a curve.
#[derive(Clone, Debug, PartialEq)]
pub struct CurveFit {
    /// The model.
    pub model: CurveModel,
    /// Its parameters.
    pub parameters: Vec<Fitted>,
    /// Root of the mean squared residual over all points, NL/kg VS.
    pub rmse_nl_per_kg_vs: f64,
    /// Residuals (model less measurement), point by point.
    pub residuals: Vec<f64>,
    /// Correlation of neighbouring residuals, -1 to 1: intervals suppose 0, and are too short where it is high.
    pub memory: f64,
    /// Corrected Akaike criterion: lower is better between models of one curve.
    pub aicc: f64,
    /// True when the search ended by its own rule.
    pub converged: bool,
}

impl CurveFit {
    /// Yield in the end, NL CH4/kg VS fed.
    pub fn b_nl_per_kg_vs(&self) -> f64 {
        self.parameters[0].value
    }

    /// The degradable fraction that this yield means under a theoretical one (NL/kg VS); above 1 the curve cannot be that of
    /// this matter: blanks, mass of VS, or an extrapolation far beyond the last reading.
    pub fn degradable_fraction(&self, theoretical_nl_per_kg_vs: f64) -> f64 {
        self.b_nl_per_kg_vs() / theoretical_nl_per_kg_vs
    }
}

/// Fits a model to a curve by unweighted least squares on every point, with intervals of a level (0 to 1).
///
/// # Errors
/// A curve that never rises, or too few points for the model.
pub fn fit_curve(curve: &NetCurve, model: CurveModel, level: f64) -> Result<CurveFit, BmpError> {
    let points = &curve.points;
    let most = points.iter().map(|(_, y)| *y).fold(0.0, f64::max);
    let end_d = points.last().map_or(0.0, |(t, _)| *t);
    let half_d = points.iter().find(|(t, y)| *t > 0.0 && *y >= most / 2.0).map(|(t, _)| *t);
    let (true, Some(half_d)) = (most > 0.0 && end_d > 0.0, half_d) else { return Err(BmpError::NoRise) };
    let (low, high) = model.ends(most, end_d);
    let bounds = Bounds::new(&low, &high)?;
    let mut best: Option<Estimate> = None;
    for start in model.starts(most, half_d, end_d) {
        let start: Vec<f64> = start.iter().enumerate().map(|(k, s)| s.clamp(low[k], high[k])).collect();
        let found = least_squares(&mut |p| Ok(residuals(points, model, p)), &start, &bounds, &Options::default())?;
        if best.as_ref().is_none_or(|b| found.sum_of_squares < b.sum_of_squares) {
            best = Some(found);
        }
    }
    finish(points, model, level, &bounds, best.ok_or(BmpError::NoRise)?)
}

fn residuals(points: &[(f64, f64)], model: CurveModel, parameters: &[f64]) -> Vec<f64> {
    points.iter().map(|(t, y)| model.at(parameters, *t) - y).collect()
}

fn finish(
    points: &[(f64, f64)],
    model: CurveModel,
    level: f64,
    bounds: &Bounds,
    found: Estimate,
) -> Result<CurveFit, BmpError> {
    let fisher = found.interval(level)?;
    let mut batch = |all: &[Vec<f64>]| all.iter().map(|p| Ok(residuals(points, model, p))).collect();
    let mut parameters = Vec::new();
    for (k, name) in model.parameters().iter().enumerate() {
        let walked = profile(&mut batch, &found, k, level, bounds, &Options::default())?;
        parameters.push(Fitted {
            name,
            value: found.values[k],
            standard_error: found.standard_errors[k],
            fisher: fisher[k],
            profile: (walked.low, walked.high),
        });
    }
    let n = points.len() as f64;
    let free = found.values.len() as f64 + 1.0;
    let mean = found.sum_of_squares / n;
    let aicc =
        n * libm::log(mean.max(f64::MIN_POSITIVE)) + 2.0 * free + 2.0 * free * (free + 1.0) / (n - free - 1.0).max(1.0);
    Ok(CurveFit {
        model,
        parameters,
        rmse_nl_per_kg_vs: mean.sqrt(),
        memory: memory(&found.residuals, found.sum_of_squares),
        residuals: found.residuals,
        aicc,
        converged: found.converged,
    })
}

/// Correlation of neighbours; 0 when there is nothing left to correlate.
fn memory(residuals: &[f64], squares: f64) -> f64 {
    let products: f64 = residuals.windows(2).map(|w| w[0] * w[1]).sum();
    if squares > 0.0 { products / squares } else { 0.0 }
}
