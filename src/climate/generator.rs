//! A weather generator: typical years drawn from the statistics of a place, the same bits for the same seed.
//!
//! Daily mean = annual mean + two harmonics of the year + residual; hour = daily mean + a cosine of the day whose swing
//! follows the season. The residual is a first-order autoregression of unit variance times a seasonal spread, so that
//! cold spells last. Statistics are those of `models/climate/generator.csv`: winter is December to March, summer June to
//! August; days count from 1 January, noon of that day being 0.5; diurnal numbers are half the range of the season's mean
//! day; the peak hour counts from 1.
//!
//! What it does not give: the residual is normal, while real cold spells are skewed, so that the five coldest days of a
//! generated year are 0 to 1.5 K milder than those of the source. Size peaks by a design temperature. Days are symmetric
//! cosines, so daily-mean and min-max degree-days coincide.

use super::error::HourlyError;
use super::year::WeatherYear;
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};
use crate::params;
use crate::units::DAYS_PER_YEAR;
use std::f64::consts::TAU;

params! {
    /// What a user may change about a generated year.
    pub struct GeneratorParams from "climate/weather.csv" { temperature_shift_k, residual_scale }
}

/// Weather statistics of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Name in scenarios: `metz_proxy`.
    pub site: String,
    /// What it stands for; a proxy says so.
    pub label: String,
    /// Mean of the year, C.
    pub mean_c: f64,
    /// Amplitude of the first harmonic of the year, K.
    pub annual_amplitude_k: f64,
    /// Day on which the first harmonic is coldest.
    pub coldest_day: f64,
    /// Amplitude of the second harmonic, K.
    pub second_amplitude_k: f64,
    /// A day on which the second harmonic is warmest.
    pub second_warmest_day: f64,
    /// Half the range of the mean winter day, K.
    pub diurnal_winter_k: f64,
    /// Half the range of the mean summer day, K.
    pub diurnal_summer_k: f64,
    /// Warmest hour of the day, 1 to 24.
    pub diurnal_peak_hour: f64,
    /// Standard deviation of the daily residual in winter, K.
    pub residual_sd_winter_k: f64,
    /// Standard deviation of the daily residual in summer, K.
    pub residual_sd_summer_k: f64,
    /// Correlation of the residuals of two following days.
    pub residual_lag1: f64,
    /// Degree-days of the source file, base 18 C, daily-mean definition, K d.
    pub degree_days_18_daily_mean_kd: f64,
    /// Mean of the five coldest days of the source file, C.
    pub mean_of_5_coldest_days_c: f64,
    /// Where the statistics are from.
    pub source: String,
    /// How far to trust them.
    pub flag: Flag,
}

fn read_site(row: &SheetRow<'_>) -> Result<Site, SheetError> {
    Ok(Site {
        site: row.filled("site")?,
        label: row.filled("label")?,
        mean_c: row.number("mean_c")?,
        annual_amplitude_k: row.number("annual_amplitude_k")?,
        coldest_day: row.number("coldest_day")?,
        second_amplitude_k: row.number("second_amplitude_k")?,
        second_warmest_day: row.number("second_warmest_day")?,
        diurnal_winter_k: row.number("diurnal_winter_k")?,
        diurnal_summer_k: row.number("diurnal_summer_k")?,
        diurnal_peak_hour: row.number("diurnal_peak_hour")?,
        residual_sd_winter_k: row.number("residual_sd_winter_k")?,
        residual_sd_summer_k: row.number("residual_sd_summer_k")?,
        residual_lag1: row.number_in("residual_lag1", 0.0..=1.0_f64.next_down())?,
        degree_days_18_daily_mean_kd: row.number("degree_days_18_daily_mean_kd")?,
        mean_of_5_coldest_days_c: row.number("mean_of_5_coldest_days_c")?,
        source: row.filled("source")?,
        flag: row.flag("flag")?,
    })
}

shipped! {
    /// The places of `models/climate/generator.csv`.
    pub fn sites() -> [Site] from "climate/generator.csv" by read_site
}

/// A quantity that follows the cosine of the year and has given means in winter and in summer.
struct Seasonal {
    level: f64,
    swing: f64,
}

impl Seasonal {
    fn new(coldest_day: f64, winter: f64, summer: f64) -> Self {
        let mean_over = |season: fn(usize) -> bool| {
            let days: Vec<usize> = (0..365).filter(|day| season(*day)).collect();
            days.iter().map(|day| cosine_of_year(*day, coldest_day)).sum::<f64>() / days.len() as f64
        };
        // December to March, June to August.
        let in_winter = mean_over(|day| !(90..334).contains(&day));
        let in_summer = mean_over(|day| (151..243).contains(&day));
        let swing = (winter - summer) / (in_winter - in_summer);
        Self { level: winter - swing * in_winter, swing }
    }

    fn at(&self, cosine: f64) -> f64 {
        self.level + self.swing * cosine
    }
}

/// One on the coldest day, minus one half a year later.
fn cosine_of_year(day: usize, coldest_day: f64) -> f64 {
    libm::cos(TAU * (day as f64 + 0.5 - coldest_day) / DAYS_PER_YEAR)
}

/// A year drawn for `site`; the same seed gives the same bits on every machine.
///
/// # Errors
/// When the shift or scale drives an hour out of the accepted temperatures.
pub fn generate(site: &Site, params: &GeneratorParams<f64>, seed: u64) -> Result<WeatherYear, HourlyError> {
    let diurnal = Seasonal::new(site.coldest_day, site.diurnal_winter_k, site.diurnal_summer_k);
    let spread = Seasonal::new(site.coldest_day, site.residual_sd_winter_k, site.residual_sd_summer_k);
    let innovation = (1.0 - site.residual_lag1 * site.residual_lag1).sqrt();
    // Stationary from the first day on.
    let mut residual = normal(seed, 0);
    let mut hours = Vec::with_capacity(crate::units::HOURS_PER_YEAR);
    for day in 0..365_usize {
        if day > 0 {
            residual = site.residual_lag1 * residual + innovation * normal(seed, day as u64);
        }
        let cosine = cosine_of_year(day, site.coldest_day);
        let phase = 2.0 * TAU * (day as f64 + 0.5 - site.second_warmest_day) / DAYS_PER_YEAR;
        let mean = site.mean_c + params.temperature_shift_k - site.annual_amplitude_k * cosine
            + site.second_amplitude_k * libm::cos(phase)
            + params.residual_scale * spread.at(cosine) * residual;
        let swing = diurnal.at(cosine);
        let hour = |h: u8| mean + swing * libm::cos(TAU * (f64::from(h) - site.diurnal_peak_hour) / 24.0);
        hours.extend((1..=24).map(hour));
    }
    WeatherYear::new(hours, None)
}

/// The finalizer of splitmix64 (Steele, Lea and Flood 2014, 10.1145/2660193.2660195): a counter in, 64 random bits out.
fn mix(counter: u64) -> u64 {
    let mut z = counter.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A number in (0, 1) that is a function of seed and counter alone.
fn uniform(seed: u64, counter: u64) -> f64 {
    let bits = mix(mix(seed.wrapping_add(1)) ^ counter.wrapping_add(1)) >> 11;
    (bits as f64 + 0.5) / (1_u64 << 53) as f64
}

/// A standard normal number (Box and Muller 1958, 10.1214/aoms/1177706645), a function of seed and counter alone.
fn normal(seed: u64, counter: u64) -> f64 {
    let radius = (-2.0 * libm::log(uniform(seed, 2 * counter))).sqrt();
    radius * libm::cos(TAU * uniform(seed, 2 * counter + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_loads() {
        assert_eq!(sites().len(), 4);
        assert_eq!(sites()[0].site, "metz_proxy");
        assert!(sites()[0].label.contains("proxy"), "a proxy says so");
        assert_eq!(GeneratorParams::<f64>::defaults().residual_scale, 1.0);
    }

    #[test]
    fn normal_numbers_have_the_moments_of_the_normal_law() {
        let n = 200_000_u64;
        let draws: Vec<f64> = (0..n).map(|k| normal(7, k)).collect();
        let moment = |p: i32| draws.iter().map(|x| x.powi(p)).sum::<f64>() / n as f64;
        // Four standard errors: 1, 2, 15 and 96 over n.
        for (power, expected, variance) in [(1, 0.0, 1.0), (2, 1.0, 2.0), (3, 0.0, 15.0), (4, 3.0, 96.0_f64)] {
            let gap = (moment(power) - expected).abs();
            assert!(gap < 4.0 * (variance / n as f64).sqrt(), "moment {power} off by {gap}");
        }
        let following = draws.windows(2).map(|w| w[0] * w[1]).sum::<f64>() / n as f64;
        assert!(following.abs() < 4.0 / (n as f64).sqrt(), "neighbours correlate: {following}");
    }

    #[test]
    fn the_smooth_year_is_the_harmonics() {
        let site = &sites()[1];
        let params = GeneratorParams { temperature_shift_k: 0.0, residual_scale: 0.0 };
        let year = generate(site, &params, 1).unwrap();
        assert!((year.mean_c() - site.mean_c).abs() < 1e-9, "harmonics of whole periods have no mean");
        assert_eq!(year, generate(site, &params, 2).unwrap(), "without residual the seed does nothing");
    }
}
