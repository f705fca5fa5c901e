//! The peak load of a year, several ways, and how far they lie apart.

use super::demand::{DemandParams, DemandShapes, design_load_kw};
use super::load::HeatLoad;
use crate::climate::{DegreeDays, Season, WeatherYear};
use crate::units::HOURS_PER_YEAR;

/// How a peak was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeakMethod {
    /// The profile's sigmoid at the design temperature, as a mean of the day.
    Sigmoid,
    /// Space heat in proportion to the degrees below 18 C, as a mean of the day at the design temperature.
    DegreeHours,
    /// A line through daily heat against temperature, at the design temperature.
    Regression,
    /// The largest hour of the simulated or measured year, whatever its weather was.
    LargestHour,
    /// The largest day of that year, as a mean.
    LargestDay,
}

impl PeakMethod {
    /// Why it differs from the others.
    pub fn why(self) -> &'static str {
        match self {
            Self::Sigmoid => "the profile levels off in the cold: customers heat no faster than they can",
            Self::DegreeHours => "in proportion to the cold: no levelling off, no gains from sun and people",
            Self::Regression => "the days of this year, carried on a straight line to the design temperature",
            Self::LargestHour => {
                "the worst hour of this year, with its morning peak; its weather may be milder than design"
            }
            Self::LargestDay => "the worst day of this year: what a buffer of a day would leave of the hours",
        }
    }
}

/// One estimate of the peak.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PeakEstimate {
    /// How it was found.
    pub method: PeakMethod,
    /// The peak, kW.
    pub kw: f64,
    /// Half the width of its 90 % interval, kW, where the method has one.
    pub spread_kw: Option<f64>,
}

/// Estimates side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct PeakRange {
    /// All that could be had, in the order of [`PeakMethod`].
    pub estimates: Vec<PeakEstimate>,
    /// Smallest estimate, its interval included, kW.
    pub low_kw: f64,
    /// Middle estimate, kW.
    pub central_kw: f64,
    /// Largest estimate, its interval included, kW.
    pub high_kw: f64,
}

/// Peak of a year of heat under its weather. `network` adds what is known of a demand that was made and not measured.
/// `design_temperature_c` is the one the supply must suffice for.
pub fn peak_range(
    load: &HeatLoad,
    weather: &WeatherYear,
    design_temperature_c: f64,
    network: Option<(&DemandShapes, &DemandParams<f64>)>,
) -> PeakRange {
    let one = |method, kw| PeakEstimate { method, kw, spread_kw: None };
    let mut estimates = Vec::with_capacity(5);
    if let Some((shapes, params)) = network {
        estimates.push(one(PeakMethod::Sigmoid, design_load_kw(shapes, params)));
        estimates.push(one(PeakMethod::DegreeHours, degree_hour_kw(weather, design_temperature_c, params)));
    }
    let days: Vec<f64> = load.kw().chunks_exact(24).map(|day| day.iter().sum::<f64>() / 24.0).collect();
    estimates.extend(regression(&days, &weather.daily_means_c(), design_temperature_c));
    estimates.push(one(PeakMethod::LargestHour, load.peak_kw()));
    estimates.push(one(PeakMethod::LargestDay, days.iter().copied().fold(0.0, f64::max)));
    let spread = |e: &PeakEstimate| e.spread_kw.unwrap_or(0.0);
    let mut sorted: Vec<f64> = estimates.iter().map(|e| e.kw).collect();
    sorted.sort_by(f64::total_cmp);
    let middle = (sorted[(sorted.len() - 1) / 2] + sorted[sorted.len() / 2]) / 2.0;
    PeakRange {
        low_kw: estimates.iter().map(|e| e.kw - spread(e)).fold(f64::INFINITY, f64::min).max(0.0),
        central_kw: middle,
        high_kw: estimates.iter().map(|e| e.kw + spread(e)).fold(0.0, f64::max),
        estimates,
    }
}

/// Space heat over 24 DJU (degree-days of the daily mean, base 18 C), times the degrees of the design day; mean hot water
/// and losses; the process at its mean.
fn degree_hour_kw(weather: &WeatherYear, design_temperature_c: f64, params: &DemandParams<f64>) -> f64 {
    let days = weather.degree_days(DegreeDays::DailyMean, BASE_C, Season::WholeYear);
    let water_kwh = params.annual_heat_mwh * 10.0 * params.hot_water_share_pct;
    let space_kwh = params.annual_heat_mwh * 1000.0 - water_kwh;
    let per_k = if days > 0.0 { space_kwh / (24.0 * days) } else { 0.0 };
    let steady_kwh = water_kwh + params.process_heat_mwh * 1000.0;
    per_k * (BASE_C - design_temperature_c).max(0.0)
        + steady_kwh / HOURS_PER_YEAR as f64
        + params.network_length_m * params.network_loss_w_per_m * 0.001
}

/// Base of degree-days, C.
const BASE_C: f64 = 18.0;

/// Days colder than this make the line, C: warmer ones are not all heated.
const HEATED_C: f64 = 12.0;

/// Fewest days for a line with an interval.
const DAYS_MIN: usize = 20;

/// Least squares of the heat of cold days on their temperature, at the design temperature, with the 90 % interval of a day
/// there (1.645 standard errors of prediction). None with too few cold days, or when they are all alike.
fn regression(days_kw: &[f64], means_c: &[f64], design_temperature_c: f64) -> Option<PeakEstimate> {
    let cold: Vec<(f64, f64)> =
        means_c.iter().zip(days_kw).map(|(t, kw)| (*t, *kw)).filter(|(t, _)| *t < HEATED_C).collect();
    if cold.len() < DAYS_MIN {
        return None;
    }
    let n = cold.len() as f64;
    let (mean_t, mean_kw) = (cold.iter().map(|c| c.0).sum::<f64>() / n, cold.iter().map(|c| c.1).sum::<f64>() / n);
    let sxx: f64 = cold.iter().map(|(t, _)| (t - mean_t) * (t - mean_t)).sum();
    let sxy: f64 = cold.iter().map(|(t, kw)| (t - mean_t) * (kw - mean_kw)).sum();
    if sxx <= 1e-9 * n {
        return None;
    }
    let slope = sxy / sxx;
    let at = |t: f64| mean_kw + slope * (t - mean_t);
    let residual: f64 = cold.iter().map(|(t, kw)| (kw - at(*t)) * (kw - at(*t))).sum();
    let far = design_temperature_c - mean_t;
    let error = (residual / (n - 2.0) * (1.0 + 1.0 / n + far * far / sxx)).sqrt();
    Some(PeakEstimate { method: PeakMethod::Regression, kw: at(design_temperature_c), spread_kw: Some(1.645 * error) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::heat::{DemandChoices, NetworkLoss, ProcessHours, Profile, ProfileKind, network_load};

    /// A year whose heat is 10 kW per degree below 18: at -15 C, 330 kW.
    #[test]
    fn a_straight_line_is_found_again() {
        let day = |d: usize| 8.0 - 9.0 * libm::cos(std::f64::consts::TAU * (d as f64 - 20.0) / 365.0);
        let weather = WeatherYear::new((0..8760).map(|h| day(h / 24)).collect(), None).unwrap();
        let load = HeatLoad::new((0..8760).map(|h| 10.0 * (18.0 - day(h / 24)).max(0.0)).collect()).unwrap();
        let range = peak_range(&load, &weather, -15.0, None);
        let line = range.estimates.iter().find(|e| e.method == PeakMethod::Regression).unwrap();
        assert!((line.kw - 330.0).abs() < 1e-6 && line.spread_kw.unwrap() < 1e-4);
        assert!((range.high_kw - 330.0).abs() < 1e-3 && (load.peak_kw() - 190.0).abs() < 0.1);
    }

    #[test]
    fn a_network_has_five_estimates_in_order() {
        let weather =
            crate::climate::generate(&crate::climate::sites()[0], &crate::climate::GeneratorParams::defaults(), 1)
                .unwrap();
        let choices = DemandChoices {
            profile: Profile::new(ProfileKind::Mfh),
            loss: NetworkLoss::Constant,
            process: ProcessHours::Continuous,
        };
        let shapes = DemandShapes::new(&weather, &choices).unwrap();
        let params = DemandParams { annual_heat_mwh: 2000.0, ..DemandParams::defaults() };
        let load = network_load(&shapes, &params).unwrap();
        let range = peak_range(&load, &weather, params.design_temperature_c, Some((&shapes, &params)));
        assert_eq!(range.estimates.len(), 5);
        assert!(range.low_kw < range.central_kw && range.central_kw < range.high_kw);
        // 2000 MWh at about 2000 h of full load: a megawatt, and no way is out by half.
        assert!(range.low_kw > 400.0 && range.high_kw < 1400.0, "{range:?}");
    }

    /// A load that is the same every hour has no line worth the name, and one peak.
    #[test]
    fn a_flat_load_is_its_own_peak() {
        let weather = WeatherYear::new(vec![5.0; 8760], None).unwrap();
        let load = HeatLoad::new(vec![40.0; 8760]).unwrap();
        let range = peak_range(&load, &weather, -15.0, None);
        assert_eq!((range.low_kw, range.central_kw, range.high_kw), (40.0, 40.0, 40.0));
    }
}
