//! The weather year and its statistics.

use super::error::HourlyError;
use super::finding::WithFindings;
use super::hourly::{Column, read_hourly_csv};
use crate::units::{DAYS_OF_MONTH, HOURS_PER_YEAR};

/// Air temperatures accepted, C: wider than the records of Europe (-58.1 C and 48.8 C).
pub const TEMPERATURE_RANGE_C: (f64, f64) = (-60.0, 55.0);

/// Global horizontal irradiance accepted, W/m2: a clear sky with bright clouds stays below. Loggers show small negatives
/// at night.
const IRRADIANCE_RANGE_W_M2: (f64, f64) = (-20.0, 1600.0);

const TEMPERATURE_NAMES: [&str; 13] = [
    "temperature_c",
    "air_temperature_c",
    "air_temp_c",
    "temp_air",
    "t_air_2m_c",
    "t_air_c",
    "t_ext_c",
    "t_c",
    "t2m",
    "temperature",
    "temp_c",
    "dry_bulb_c",
    "dry_bulb_temperature_c",
];

const IRRADIANCE_NAMES: [&str; 6] =
    ["global_irradiance_w_m2", "irradiance_w_m2", "ghi_w_m2", "ghi", "g(h)", "global_horizontal_irradiance_w_m2"];

/// 8760 hours of weather, checked on construction.
#[derive(Clone, Debug, PartialEq)]
pub struct WeatherYear {
    temperature_c: Vec<f64>,
    irradiance_w_m2: Option<Vec<f64>>,
    /// Kept, because every sample of a scenario asks for them.
    mean_c: f64,
    monthly_means_c: [f64; 12],
}

impl WeatherYear {
    /// A year from hourly air temperatures (C) and, where known, hourly global horizontal irradiance (W/m2).
    ///
    /// # Errors
    /// When there are not 8760 values, or one is outside [`TEMPERATURE_RANGE_C`] or no irradiance (the error then counts
    /// hours as lines, from 1).
    pub fn new(temperature_c: Vec<f64>, irradiance_w_m2: Option<Vec<f64>>) -> Result<Self, HourlyError> {
        check("temperature_c", &temperature_c, TEMPERATURE_RANGE_C)?;
        if let Some(irradiance) = &irradiance_w_m2 {
            check("irradiance_w_m2", irradiance, IRRADIANCE_RANGE_W_M2)?;
        }
        let mean_c = temperature_c.iter().sum::<f64>() / HOURS_PER_YEAR as f64;
        let monthly_means_c = monthly_means(&temperature_c);
        Ok(Self { temperature_c, irradiance_w_m2, mean_c, monthly_means_c })
    }

    /// Hourly air temperature, C.
    pub fn temperature_c(&self) -> &[f64] {
        &self.temperature_c
    }

    /// Hourly global horizontal irradiance, W/m2, if known.
    pub fn irradiance_w_m2(&self) -> Option<&[f64]> {
        self.irradiance_w_m2.as_deref()
    }

    /// The same year, warmer by `kelvin` in every hour.
    ///
    /// # Errors
    /// When an hour leaves [`TEMPERATURE_RANGE_C`].
    pub fn shifted(&self, kelvin: f64) -> Result<Self, HourlyError> {
        let temperature_c = self.temperature_c.iter().map(|t| t + kelvin).collect();
        Self::new(temperature_c, self.irradiance_w_m2.clone())
    }

    /// Mean of each of the 365 days, C.
    pub fn daily_means_c(&self) -> Vec<f64> {
        daily_means(&self.temperature_c)
    }

    /// Lowest and highest hour of each of the 365 days, C.
    pub fn daily_extremes_c(&self) -> Vec<(f64, f64)> {
        let fold =
            |day: &[f64]| day.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), t| (a.min(*t), b.max(*t)));
        self.temperature_c.chunks_exact(24).map(fold).collect()
    }

    /// Mean of the year, C.
    pub fn mean_c(&self) -> f64 {
        self.mean_c
    }

    /// Mean of each month, C.
    pub fn monthly_means_c(&self) -> [f64; 12] {
        self.monthly_means_c
    }

    /// Coldest hour, C.
    pub fn coldest_hour_c(&self) -> f64 {
        self.temperature_c.iter().copied().fold(f64::INFINITY, f64::min)
    }

    /// Mean of the coldest `days` daily means (at least one, at most 365), C: a design temperature from the file itself.
    pub fn mean_of_coldest_days_c(&self, days: usize) -> f64 {
        let mut means = self.daily_means_c();
        means.sort_by(f64::total_cmp);
        let days = days.clamp(1, means.len());
        means[..days].iter().sum::<f64>() / days as f64
    }

    /// Temperature that `percent` of the hours (0 to 100) do not exceed, C; linear between hours, as ASHRAE's 0.4 % dry
    /// bulb.
    pub fn percentile_c(&self, percent: f64) -> f64 {
        let mut sorted = self.temperature_c.clone();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len() - 1;
        let at = (percent / 100.0).clamp(0.0, 1.0) * last as f64;
        let below = at.floor() as usize;
        let above = (below + 1).min(last);
        sorted[below] + (at - below as f64) * (sorted[above] - sorted[below])
    }
}

/// Mean of each full day of an hourly series.
pub(super) fn daily_means(hourly: &[f64]) -> Vec<f64> {
    hourly.chunks_exact(24).map(|day| day.iter().sum::<f64>() / 24.0).collect()
}

fn check(column: &str, values: &[f64], (low, high): (f64, f64)) -> Result<(), HourlyError> {
    if values.len() != HOURS_PER_YEAR {
        return Err(HourlyError::RowCount { found: values.len() });
    }
    match values.iter().zip(1..).find(|(v, _)| !(low..=high).contains(*v)) {
        None => Ok(()),
        Some((value, line)) => {
            Err(HourlyError::OutOfRange { line, column: column.to_owned(), value: *value, low, high })
        }
    }
}

/// Reads a weather year from CSV, with what had to be set right.
///
/// Temperature column: `temperature_c`, `air_temperature_c`, `air_temp_c`, `temp_air`, `t_air_2m_c`, `t_air_c`,
/// `t_ext_c`, `t_c`, `t2m`, `temperature`, `temp_c`, `dry_bulb_c` or `dry_bulb_temperature_c`, in C. Irradiance column,
/// optional: `global_irradiance_w_m2`, `irradiance_w_m2`, `ghi_w_m2`, `ghi`, `g(h)` or
/// `global_horizontal_irradiance_w_m2`. Time column and separators: see [`read_hourly_csv`]. Case is ignored.
///
/// # Errors
/// As [`read_hourly_csv`]; also outside -60 to 55 C and -20 to 1600 W/m2.
pub fn read_weather_csv(text: &str) -> Result<WithFindings<WeatherYear>, HourlyError> {
    let (t, g) = (TEMPERATURE_RANGE_C, IRRADIANCE_RANGE_W_M2);
    let wanted = [
        Column { what: "air temperature", names: &TEMPERATURE_NAMES, low: t.0, high: t.1, required: true },
        Column { what: "irradiance", names: &IRRADIANCE_NAMES, low: g.0, high: g.1, required: false },
    ];
    let table = read_hourly_csv(text, &wanted)?;
    let mut columns = table.columns.into_iter();
    let temperature_c = columns.next().flatten().unwrap_or_default();
    let value = WeatherYear::new(temperature_c, columns.next().flatten())?;
    Ok(WithFindings { value, findings: table.findings })
}

/// Mean of each month of hourly values.
fn monthly_means(hourly: &[f64]) -> [f64; 12] {
    let mut means = [0.0; 12];
    let mut start = 0;
    for (mean, days) in means.iter_mut().zip(DAYS_OF_MONTH) {
        let hours = days * 24;
        *mean = hourly[start..start + hours].iter().sum::<f64>() / hours as f64;
        start += hours;
    }
    means
}
