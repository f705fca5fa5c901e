//! Measured data that never were: a scenario's digester with noise, to see beforehand what data would tell.

use super::plant::Plant;
use super::quantity::Quantity;
use crate::dist::{ParameterId, normal_quantile, uniform};

/// What to invent.
#[derive(Clone, Debug)]
pub struct Invented {
    /// Columns.
    pub quantities: Vec<Quantity>,
    /// Days between rows, above 0.
    pub every_d: f64,
    /// Standard deviation of the noise, % of the mean of each column; hundredths of a unit for pH.
    pub noise_pct: f64,
    /// Correlation of the noise a day apart, 0 to below 1.
    pub memory: f64,
    /// Seed.
    pub seed: u64,
}

/// A table as [`read_measured`](super::read_measured) takes it: the digester with its values as they are, and noise.
///
/// # Errors
/// A sentence when the digester cannot be simulated or a number is outside its range.
pub fn invent(plant: &Plant<'_>, asked: &Invented) -> Result<String, String> {
    if !(asked.every_d > 0.0 && plant.length_d / asked.every_d <= 1e6) {
        return Err("days between rows must be above 0, with at most a million rows".to_owned());
    }
    if !((0.0..1.0).contains(&asked.memory) && (0.0..=1000.0).contains(&asked.noise_pct)) {
        return Err("memory must lie in 0 to below 1, noise in 0 to 1000 %".to_owned());
    }
    let rows = (plant.length_d / asked.every_d).floor() as u32;
    let times: Vec<f64> = (1..=rows).map(|k| f64::from(k) * asked.every_d).collect();
    let days = plant.days(&[plant.values(&[], &[])], &times).into_iter().next();
    let days = days.unwrap_or_else(|| Err("nothing was simulated".to_owned()))?;
    let columns: Vec<Vec<f64>> = asked.quantities.iter().map(|q| noisy(asked, *q, &days)).collect();
    let mut text = format!(
        "# Invented: {} with noise of {} % of the mean, correlation {} a day apart, seed {}\ntime_d",
        plant.name(),
        asked.noise_pct,
        asked.memory,
        asked.seed
    );
    asked.quantities.iter().for_each(|q| text.push_str(&format!(",{}", q.column())));
    text.push('\n');
    for (row, time) in times.iter().enumerate() {
        text.push_str(&format!("{time}"));
        columns.iter().for_each(|c| text.push_str(&format!(",{}", rounded(c[row]))));
        text.push('\n');
    }
    Ok(text)
}

fn noisy(asked: &Invented, quantity: Quantity, days: &[crate::digestion::adm1::Day]) -> Vec<f64> {
    let values: Vec<f64> = days.iter().map(|day| quantity.of(day)).collect();
    let mean = values.iter().fold(0.0, |s, v| s + v) / values.len().max(1) as f64;
    // pH is a logarithm: a share of it means nothing.
    let scale = if quantity == Quantity::Ph { 1.0 } else { mean.abs() };
    let sd = asked.noise_pct / 100.0 * scale;
    let id = ParameterId::of(&format!("calibration.invented.{}", quantity.column()));
    let rho = if asked.memory > 0.0 { libm::pow(asked.memory, asked.every_d) } else { 0.0 };
    let (low, high) = quantity.range();
    let mut last = 0.0;
    let one = |(k, value): (usize, &f64)| {
        let z = normal_quantile(uniform(asked.seed, k as u64, id));
        last = if k == 0 { z } else { rho * last + (1.0 - rho * rho).sqrt() * z };
        (value + sd * last).max(low).min(high)
    };
    values.iter().enumerate().map(one).collect()
}

/// Six significant digits.
fn rounded(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}
