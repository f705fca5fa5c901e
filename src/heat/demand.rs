//! Hourly heat demand of a network: space heating, hot water, losses of the pipes, process heat.
//!
//! A household profile alone is wrong for a network: its peak is too sharp (many users and the pipes smooth it) and its
//! summer too low (the pipes lose heat all year). What does not depend on uncertain parameters is prepared once
//! ([`DemandShapes`]); [`network_demand`] then is a short linear kernel, generic over [`Real`].

use super::error::{HeatError, check_range};
use super::load::HeatLoad;
use super::process::ProcessHours;
use super::profile::{Profile, ProfileKind, sigmoid_value};
use super::profile_table::Sigmoid;
use crate::climate::WeatherYear;
use crate::num::Real;
use crate::params;
use crate::units::HOURS_PER_YEAR;
use std::f64::consts::{PI, TAU};

params! {
    /// Amounts and losses of a heat network.
    pub struct DemandParams from "heat/demand.csv" {
        annual_heat_mwh,
        hot_water_share_pct,
        smoothing,
        network_length_m,
        network_loss_w_per_m,
        network_mean_temperature_c,
        process_heat_mwh,
        design_temperature_c,
    }
}

params! {
    /// The soil around the pipes.
    pub struct SoilParams from "heat/soil.csv" { pipe_depth_m, soil_diffusivity_m2_per_d }
}

/// How the losses of the pipes run through the year; the annual amount is the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NetworkLoss {
    /// The same every hour.
    Constant,
    /// In proportion to the difference to the soil, whose temperature follows the year damped and late.
    Soil(SoilParams<f64>),
}

/// What a scenario chooses about a demand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DemandChoices {
    /// Profile of the buildings, with its calendar.
    pub profile: Profile,
    /// Losses of the pipes.
    pub loss: NetworkLoss,
    /// Hours of process heat.
    pub process: ProcessHours,
}

/// The parts of a demand that follow from weather and choices alone. Each share series sums to one.
#[derive(Clone, Debug, PartialEq)]
pub struct DemandShapes {
    space: Vec<f64>,
    space_smooth: Vec<f64>,
    water: Vec<f64>,
    water_smooth: Vec<f64>,
    process: Vec<f64>,
    /// Soil temperature of each hour minus its mean, K; zero for constant losses.
    soil_swing_k: Vec<f64>,
    soil_mean_c: f64,
    /// Space heat of a day at T over that of the year is h(T) over the sum of h, for the share of each profile: fixes the load
    /// at a design temperature.
    design: Vec<DesignShare>,
}

/// A profile's share of the space heat, its sigmoid and the sum of it over the year.
#[derive(Clone, Copy, Debug, PartialEq)]
struct DesignShare {
    share: f64,
    sigmoid: Sigmoid,
    daily_sum: f64,
}

/// A group of buildings with one profile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProfilePart {
    /// Customers.
    pub kind: ProfileKind,
    /// Space heat, in any unit that all parts share; zero or more.
    pub space: f64,
    /// Hot water, likewise.
    pub hot_water: f64,
}

impl DemandShapes {
    /// Prepares the parts.
    ///
    /// # Errors
    /// When the profile does not exist, the weather is too hot for it, or the soil is outside its range.
    pub fn new(weather: &WeatherYear, choices: &DemandChoices) -> Result<Self, HeatError> {
        let part = ProfilePart { kind: choices.profile.kind, space: 1.0, hot_water: 1.0 };
        Self::mixed(weather, choices, &[part])
    }

    /// Prepares the parts of a demand whose buildings have several profiles, by their amounts: the shapes of all together are
    /// the means of theirs. `choices.profile` gives calendar, and wind where it is the kind of the part.
    ///
    /// # Errors
    /// As [`DemandShapes::new`].
    pub fn mixed(weather: &WeatherYear, choices: &DemandChoices, parts: &[ProfilePart]) -> Result<Self, HeatError> {
        let (mut space, mut water) = (vec![0.0; HOURS_PER_YEAR], vec![0.0; HOURS_PER_YEAR]);
        let mut design = Vec::with_capacity(parts.len());
        for (k, part) in parts.iter().enumerate() {
            let own = choices.profile.kind == part.kind;
            let like = if own { choices.profile } else { Profile::new(part.kind) };
            let dry = Profile { hot_water: false, first_weekday: choices.profile.first_weekday, ..like };
            let share = share_of(parts, k, |p| p.space);
            add_shares(&mut space, &dry.space_heating_shape(weather)?, share);
            add_shares(&mut water, &dry.hot_water_shape()?, share_of(parts, k, |p| p.hot_water));
            design.push(DesignShare { share, sigmoid: dry.sigmoid()?, daily_sum: dry.daily_sum(weather)? });
        }
        let soil_swing_k = match choices.loss {
            NetworkLoss::Constant => vec![0.0; HOURS_PER_YEAR],
            NetworkLoss::Soil(soil) => {
                check_range(SoilParams::<f64>::table(), &soil.to_vec())?;
                soil_swing_k(weather, &soil)
            }
        };
        Ok(Self {
            space_smooth: day_mean(&space),
            water_smooth: day_mean(&water),
            process: choices.process.shape(choices.profile.first_weekday),
            soil_mean_c: weather.mean_c(),
            design,
            space,
            water,
            soil_swing_k,
        })
    }

    fn warmest_soil_c(&self) -> f64 {
        self.soil_mean_c + self.soil_swing_k.iter().copied().fold(0.0, f64::max)
    }
}

/// Share of a part in the sum; equal shares where the sum is zero.
fn share_of(parts: &[ProfilePart], k: usize, amount: fn(&ProfilePart) -> f64) -> f64 {
    let sum: f64 = parts.iter().map(amount).sum();
    if sum > 0.0 { amount(&parts[k]) / sum } else { 1.0 / parts.len() as f64 }
}

fn add_shares(to: &mut [f64], shape: &[f64], share: f64) {
    to.iter_mut().zip(shape).for_each(|(sum, hour)| *sum += share * hour);
}

/// Mean over the 24 hours around each hour, the year wrapped around; the sum stays.
fn day_mean(hours: &[f64]) -> Vec<f64> {
    let n = hours.len();
    // Twelve hours before to eleven after: summed afresh for each hour, so that no rounding drifts through the year.
    (0..n).map(|h| (0..24).map(|k| hours[(h + n - 12 + k) % n]).sum::<f64>() / 24.0).collect()
}

/// Soil temperature at depth z minus its mean: the first harmonic of the air, damped by exp(-z/l) and late by z/l radians,
/// with l = sqrt(diffusivity x 365 d/pi) (heat conduction into a half-space; Kusuda and Achenbach 1965).
fn soil_swing_k(weather: &WeatherYear, soil: &SoilParams<f64>) -> Vec<f64> {
    let means = weather.daily_means_c();
    let angle = |day: usize| TAU * (day as f64 + 0.5) / 365.0;
    let project = |f: fn(f64) -> f64| means.iter().enumerate().map(|(d, t)| t * f(angle(d))).sum::<f64>() * 2.0 / 365.0;
    let (cosine, sine) = (project(libm::cos), project(libm::sin));
    let depth = soil.pipe_depth_m / (soil.soil_diffusivity_m2_per_d * 365.0 / PI).sqrt();
    let damped = libm::exp(-depth);
    let at = |day: usize| {
        let late = angle(day) - depth;
        damped * (cosine * libm::cos(late) + sine * libm::sin(late))
    };
    (0..HOURS_PER_YEAR).map(|h| at(h / 24)).collect()
}

/// The demand of each hour as a sum of shapes, its factors worked out once.
#[derive(Clone, Copy, Debug)]
pub(super) struct HourlyDemand<'a, S> {
    shapes: &'a DemandShapes,
    space_kwh: S,
    space_smooth_kwh: S,
    water_kwh: S,
    water_smooth_kwh: S,
    process_kwh: S,
    loss_kw: S,
    loss_kw_per_k: S,
}

impl<'a, S: Real> HourlyDemand<'a, S> {
    #[inline(always)]
    pub(super) fn new(shapes: &'a DemandShapes, params: &DemandParams<S>) -> Self {
        let annual_kwh = params.annual_heat_mwh * 1000.0;
        let water_kwh = annual_kwh * params.hot_water_share_pct * 0.01;
        let space_kwh = annual_kwh - water_kwh;
        let loss_kw = params.network_length_m * params.network_loss_w_per_m * 0.001;
        let kept = S::one() - params.smoothing;
        Self {
            shapes,
            space_kwh: space_kwh * kept,
            space_smooth_kwh: space_kwh * params.smoothing,
            water_kwh: water_kwh * kept,
            water_smooth_kwh: water_kwh * params.smoothing,
            process_kwh: params.process_heat_mwh * 1000.0,
            loss_kw,
            loss_kw_per_k: loss_kw / (params.network_mean_temperature_c - shapes.soil_mean_c),
        }
    }

    /// Demand of an hour from 0 to 8759, kW.
    #[inline(always)]
    pub(super) fn at(&self, h: usize) -> S {
        let shapes = self.shapes;
        let space = self.space_kwh * shapes.space[h] + self.space_smooth_kwh * shapes.space_smooth[h];
        let water = self.water_kwh * shapes.water[h] + self.water_smooth_kwh * shapes.water_smooth[h];
        let loss = self.loss_kw - self.loss_kw_per_k * shapes.soil_swing_k[h];
        space + water + self.process_kwh * shapes.process[h] + loss
    }
}

/// Hourly demand of the network, kW, into `out` (8760 long). Sums: annual heat + losses + process heat.
pub fn network_demand<S: Real>(shapes: &DemandShapes, params: &DemandParams<S>, out: &mut [S]) {
    let hourly = HourlyDemand::new(shapes, params);
    for (h, kw) in out.iter_mut().enumerate() {
        *kw = hourly.at(h);
    }
}

/// The checked demand of a network for one set of parameters.
///
/// # Errors
/// When a parameter has no value or lies outside its range, the network is colder than the soil, or nothing is demanded.
pub fn network_load(shapes: &DemandShapes, params: &DemandParams<f64>) -> Result<HeatLoad, HeatError> {
    check_network(shapes, params)?;
    let mut kw = vec![0.0; HOURS_PER_YEAR];
    network_demand(shapes, params, &mut kw);
    HeatLoad::new(kw)
}

/// Whether the amounts and losses of a network make sense.
///
/// # Errors
/// When a parameter has no value or lies outside its range, or the network is colder than the soil.
pub fn check_network(shapes: &DemandShapes, params: &DemandParams<f64>) -> Result<(), HeatError> {
    check_range(DemandParams::<f64>::table(), &params.to_vec())?;
    let soil = shapes.warmest_soil_c();
    if params.network_mean_temperature_c <= soil {
        return Err(HeatError::Parameter {
            table: DemandParams::<f64>::table().file(),
            name: "network_mean_temperature_c",
            value: params.network_mean_temperature_c,
            low: soil,
            high: 130.0,
        });
    }
    Ok(())
}

/// Mean load, kW, of a working day in a cold spell at the design temperature: space heating by the profile's sigmoid, mean
/// hot water and losses, the process at its hourly output. What a boiler house must be able to give.
pub fn design_load_kw<S: Real>(shapes: &DemandShapes, params: &DemandParams<S>) -> S {
    let share_of_day: S = shapes
        .design
        .iter()
        .map(|part| sigmoid_value(&part.sigmoid, params.design_temperature_c) * part.share / part.daily_sum)
        .sum();
    let annual_kwh = params.annual_heat_mwh * 1000.0;
    let water_kwh = annual_kwh * params.hot_water_share_pct * 0.01;
    let process_share = shapes.process.iter().copied().fold(0.0, f64::max);
    (annual_kwh - water_kwh) * share_of_day / 24.0
        + water_kwh / HOURS_PER_YEAR as f64
        + params.network_length_m * params.network_loss_w_per_m * 0.001
        + params.process_heat_mwh * (1000.0 * process_share)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Damping and lag of the half-space: at 0.8 m and 0.05 m2/d the year's wave is exp(-0.332) as high and 19.3 d late.
    #[test]
    fn the_soil_follows_damped_and_late() {
        let wave = |day: f64| 10.0 - 9.0 * libm::cos(TAU * (day - 20.0) / 365.0);
        let weather = WeatherYear::new((0..8760).map(|h| wave((h / 24) as f64 + 0.5)).collect(), None).unwrap();
        let swing = soil_swing_k(&weather, &SoilParams::defaults());
        let depth = 0.8 / (0.05_f64 * 365.0 / PI).sqrt();
        let late_d = depth / TAU * 365.0;
        assert!((depth - 0.332).abs() < 5e-4 && (late_d - 19.3).abs() < 0.05);
        for (h, k) in swing.iter().enumerate() {
            let expected = libm::exp(-depth) * (wave((h / 24) as f64 + 0.5 - late_d) - 10.0);
            assert!((k - expected).abs() < 1e-9);
        }
    }

    #[test]
    fn smoothing_keeps_the_sum_and_flattens_the_day() {
        let hours: Vec<f64> = (0..8760).map(|h| f64::from(h % 24)).collect();
        let smooth = day_mean(&hours);
        assert!(smooth.iter().all(|x| (x - 11.5).abs() < 1e-12), "any 24 hours hold each hour once");
    }
}
