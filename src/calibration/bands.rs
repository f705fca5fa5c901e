//! Where the model and the next measurement lie: by the slopes at the fit, or by draws of the posterior.

use super::outcome::Band;
use super::problem::Data;
use crate::dist::{ParameterId, normal_quantile, uniform};
use crate::fit::{FitError, Noise, Series, SeriesFit, quantile};

/// Bands by the slopes at the fit: the standard error of the model at each time is that of J C J'.
pub(super) fn linear_bands(
    fit: &SeriesFit,
    series: &[Series],
    data: &[Data],
    level: f64,
) -> Result<Vec<Band>, FitError> {
    let quantile = fit.estimate.quantile(level)?;
    let slopes = fit.slopes(series);
    // What the data do not see does not move the model where they are: its covariance is left out.
    let covariance = &fit.estimate.covariance;
    let variance = |row: &[f64]| {
        let part =
            |a: usize, b: usize| if covariance[a][b].is_finite() { row[a] * covariance[a][b] * row[b] } else { 0.0 };
        (0..row.len()).flat_map(|a| (0..row.len()).map(move |b| (a, b))).fold(0.0, |sum, (a, b)| sum + part(a, b))
    };
    let one = |((s, noise), data): ((&Series, &Noise), &Data)| {
        let mut band = Band { model: Vec::new(), measurement: Vec::new(), covered: 0.0, of_posterior: false };
        for (k, row) in s.rows.clone().enumerate() {
            let variance = variance(&slopes[row]).max(0.0);
            let middle = data.values[k] + fit.residuals[row];
            let around = |half: f64| (middle - half, middle + half);
            band.model.push(around(quantile * variance.sqrt()));
            band.measurement.push(around(quantile * (variance + noise.sd * noise.sd).sqrt()));
        }
        band.covered = covered(&band, data);
        band
    };
    Ok(series.iter().zip(&fit.noise).zip(data).map(one).collect())
}

/// Bands by draws: `models` holds the model at all rows for each draw, `sds` the spread of each series for each draw.
pub(super) fn posterior_bands(
    models: &[Vec<f64>],
    sds: &[Vec<f64>],
    series: &[Series],
    data: &[Data],
    level: f64,
    seed: u64,
) -> Vec<Band> {
    let (low, high) = (0.5 - level / 2.0, 0.5 + level / 2.0);
    let ends = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        (quantile(&values, low), quantile(&values, high))
    };
    let noise = |draw: usize, row: usize| {
        normal_quantile(uniform(seed, draw as u64, ParameterId::of(&format!("calibration.noise.{row}"))))
    };
    let one = |(place, (s, data)): (usize, (&Series, &Data))| {
        let model = s.rows.clone().map(|row| ends(models.iter().map(|m| m[row]).collect())).collect();
        let with_noise = |row: usize| {
            models.iter().zip(sds).enumerate().map(|(k, (m, sd))| m[row] + sd[place] * noise(k, row)).collect()
        };
        let measurement = s.rows.clone().map(|row| ends(with_noise(row))).collect();
        let mut band = Band { model, measurement, covered: 0.0, of_posterior: true };
        band.covered = covered(&band, data);
        band
    };
    series.iter().zip(data).enumerate().map(one).collect()
}

fn covered(band: &Band, data: &Data) -> f64 {
    let within = band.measurement.iter().zip(&data.values).filter(|((low, high), v)| (low..=high).contains(v));
    within.count() as f64 / data.values.len().max(1) as f64
}
