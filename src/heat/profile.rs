//! German standard load profiles for gas heat (SigLinDe): an annual amount spread over hours by temperature.
//!
//! Source: BDEW/VKU/GEODE guideline "Abwicklung von Standardlastprofilen Gas"; factors and their use as in demandlib
//! (MIT, licence beside the tables). The weighted day temperature is T = (T0 + 0.5 T-1 + 0.25 T-2 + 0.125 T-3)/1.875 with
//! the year wrapped around; the day's value is h(T) times a weekday factor; the hour's share of the day depends on the
//! temperature class. Hour shares are printed with four decimals, so that the annual sum is met within 1e-4.

use super::error::HeatError;
use super::profile_table::{DayShares, Sigmoid, factors};
use crate::climate::WeatherYear;
use crate::num::Real;

/// Which customers a profile stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProfileKind {
    /// Single-family houses (Einfamilienhaus).
    Efh,
    /// Multi-family houses (Mehrfamilienhaus).
    Mfh,
    /// Metal and vehicle trades.
    Gmk,
    /// Paper and printing.
    Gpd,
    /// Retail and wholesale.
    Gha,
    /// Banks, insurances, persons' services, other company services.
    Gbd,
    /// Local authorities, credit institutes, associations: offices, schools.
    Gko,
    /// Accommodation.
    Gbh,
    /// Restaurants.
    Gga,
    /// Bakeries.
    Gba,
    /// Laundries and dry cleaning.
    Gwa,
    /// Horticulture.
    Ggb,
    /// Household-like trade.
    Gmf,
    /// Trade and services in sum.
    Ghd,
}

impl ProfileKind {
    /// All kinds.
    pub const ALL: [Self; 14] = [
        Self::Efh,
        Self::Mfh,
        Self::Gmk,
        Self::Gpd,
        Self::Gha,
        Self::Gbd,
        Self::Gko,
        Self::Gbh,
        Self::Gga,
        Self::Gba,
        Self::Gwa,
        Self::Ggb,
        Self::Gmf,
        Self::Ghd,
    ];

    /// The code of the guideline: `MFH`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Efh => "EFH",
            Self::Mfh => "MFH",
            Self::Gmk => "GMK",
            Self::Gpd => "GPD",
            Self::Gha => "GHA",
            Self::Gbd => "GBD",
            Self::Gko => "GKO",
            Self::Gbh => "GBH",
            Self::Gga => "GGA",
            Self::Gba => "GBA",
            Self::Gwa => "GWA",
            Self::Ggb => "GGB",
            Self::Gmf => "GMF",
            Self::Ghd => "GHD",
        }
    }

    /// The kind of a code, case ignored.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code().eq_ignore_ascii_case(code))
    }

    fn is_residential(self) -> bool {
        matches!(self, Self::Efh | Self::Mfh)
    }
}

/// A standard load profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Customers.
    pub kind: ProfileKind,
    /// Building class: 1 to 11 for EFH and MFH (2 by default; 11 is the mean of all), 0 for all others.
    pub building_class: u8,
    /// A windy site.
    pub windy: bool,
    /// With the part of the sigmoid that does not follow temperature: hot water.
    pub hot_water: bool,
    /// Day of the week of 1 January, Monday 0; 6 (a Sunday, as in 2023) by default.
    pub first_weekday: usize,
}

impl Profile {
    /// The profile of a kind with the usual choices: building class 2 for houses, calm site, hot water, calendar of 2023.
    pub fn new(kind: ProfileKind) -> Self {
        let building_class = if kind.is_residential() { 2 } else { 0 };
        Self { kind, building_class, windy: false, hot_water: true, first_weekday: 6 }
    }

    pub(super) fn sigmoid(&self) -> Result<Sigmoid, HeatError> {
        let key = (self.kind, self.building_class, self.windy);
        let mut found = *factors().sigmoid.get(&key).ok_or_else(|| HeatError::NoSuchProfile {
            profile: self.kind.code(),
            building_class: self.building_class,
            windy: self.windy,
        })?;
        if !self.hot_water {
            found.d = 0.0;
        }
        Ok(found)
    }

    /// Day of the week of a day of the year (from 0), Monday 0.
    fn weekday(&self, day: usize) -> usize {
        (self.first_weekday + day) % 7
    }

    fn weekday_factor(&self, day: usize) -> f64 {
        factors().weekday[&self.kind][self.weekday(day)]
    }

    fn shares(&self, day: usize) -> &'static DayShares {
        let weekday = self.weekday(day) as u8 + 1;
        let hour = &factors().hour;
        let key = |weekday| (self.kind, self.building_class, weekday);
        hour.get(&key(0)).unwrap_or_else(|| &hour[&key(weekday)])
    }

    /// The year's hours, relative: divide by [`Profile::daily_sum`] for shares of the annual amount.
    fn relative_hours(&self, weather: &WeatherYear) -> Result<Vec<f64>, HeatError> {
        let sigmoid = self.sigmoid()?;
        let mut hours = Vec::with_capacity(crate::units::HOURS_PER_YEAR);
        for (day, temperature) in weighted_days_c(weather).into_iter().enumerate() {
            check_day(day, temperature)?;
            let value = sigmoid_value(&sigmoid, temperature) * self.weekday_factor(day);
            let class = temperature_class(temperature);
            hours.extend(self.shares(day).iter().map(|hour| value * hour[class]));
        }
        Ok(hours)
    }

    /// Sum over the year of h(T) times the weekday factor: the annual amount over this sum is the customer value.
    ///
    /// # Errors
    /// When the profile does not exist or a day is too hot for it.
    pub fn daily_sum(&self, weather: &WeatherYear) -> Result<f64, HeatError> {
        let sigmoid = self.sigmoid()?;
        let mut sum = 0.0;
        for (day, temperature) in weighted_days_c(weather).into_iter().enumerate() {
            check_day(day, temperature)?;
            sum += sigmoid_value(&sigmoid, temperature) * self.weekday_factor(day);
        }
        Ok(sum)
    }

    /// Hourly heat, kW, of customers who take `annual_kwh` a year (zero or more). Exactly the guideline: rounded hour
    /// shares leave up to 1e-4 in the annual sum.
    ///
    /// # Errors
    /// When the profile does not exist or a day is too hot for it.
    pub fn hourly_kw(&self, weather: &WeatherYear, annual_kwh: f64) -> Result<Vec<f64>, HeatError> {
        let customer_value = annual_kwh / self.daily_sum(weather)?;
        let mut hours = self.relative_hours(weather)?;
        hours.iter_mut().for_each(|kw| *kw *= customer_value);
        Ok(hours)
    }

    /// Hourly hot water, as shares that sum to one: the hour shares of the warmest temperature class, in which hot water
    /// is all the heat that customers take, times the weekday factor.
    pub(super) fn hot_water_shape(&self) -> Result<Vec<f64>, HeatError> {
        self.sigmoid()?;
        let day = |day| self.shares(day).iter().map(move |hour| hour[9] * self.weekday_factor(day));
        Ok(normalized((0..365).flat_map(day).collect()))
    }

    /// Hourly space heating, as shares that sum to one.
    pub(super) fn space_heating_shape(&self, weather: &WeatherYear) -> Result<Vec<f64>, HeatError> {
        let dry = Self { hot_water: false, ..*self };
        Ok(normalized(dry.relative_hours(weather)?))
    }
}

/// Shares that sum to one; the sum of a profile is positive because its sigmoid is.
fn normalized(mut values: Vec<f64>) -> Vec<f64> {
    let sum: f64 = values.iter().sum();
    values.iter_mut().for_each(|v| *v /= sum);
    values
}

/// h(T), relative; T below 40 C.
pub(super) fn sigmoid_value<S: Real>(s: &Sigmoid, temperature_c: S) -> S {
    let ratio = S::from_f64(s.b) / (temperature_c - 40.0);
    S::from_f64(s.a) / (S::one() + ratio.powf(S::from_f64(s.c))) + s.d
}

fn check_day(day: usize, temperature_c: f64) -> Result<(), HeatError> {
    if temperature_c < 40.0 { Ok(()) } else { Err(HeatError::TooHot { day: day + 1, temperature_c }) }
}

/// Geometric weighting of a day's mean with the three days before, the year wrapped around, C.
fn weighted_days_c(weather: &WeatherYear) -> Vec<f64> {
    let means = weather.daily_means_c();
    let before = |day: usize, by: usize| means[(day + means.len() - by) % means.len()];
    let weighted = |day| {
        let sum = before(day, 0) + 0.5 * before(day, 1) + 0.25 * before(day, 2) + 0.125 * before(day, 3);
        sum / 1.875
    };
    (0..means.len()).map(weighted).collect()
}

/// Class 0 up to -15 C, then steps of 5 K, class 9 above 25 C; whole degrees rounded up first, as the guideline does.
fn temperature_class(temperature_c: f64) -> usize {
    let whole = temperature_c.ceil();
    (0..9).find(|k| whole <= -15.0 + 5.0 * f64::from(*k)).map_or(9, |k| k as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_close_on_whole_degrees() {
        assert_eq!(temperature_class(-20.0), 0);
        assert_eq!(temperature_class(-15.0), 0);
        assert_eq!(temperature_class(-14.9), 1, "rounded up to -14");
        assert_eq!(temperature_class(0.0), 3);
        assert_eq!(temperature_class(25.0), 8);
        assert_eq!(temperature_class(25.01), 9);
    }

    #[test]
    fn unknown_profiles_and_heat_are_refused() {
        let odd = Profile { building_class: 12, ..Profile::new(ProfileKind::Mfh) };
        assert!(matches!(odd.sigmoid(), Err(HeatError::NoSuchProfile { building_class: 12, .. })));
        let office = Profile { building_class: 2, ..Profile::new(ProfileKind::Gko) };
        assert!(office.sigmoid().is_err());
        let hot = WeatherYear::new(vec![41.0; 8760], None).unwrap();
        assert!(matches!(Profile::new(ProfileKind::Gko).hourly_kw(&hot, 1.0), Err(HeatError::TooHot { day: 1, .. })));
    }

    #[test]
    fn codes_are_read_back() {
        for kind in ProfileKind::ALL {
            assert_eq!(ProfileKind::from_code(&kind.code().to_lowercase()), Some(kind));
            let sigmoid = Profile::new(kind).sigmoid().unwrap();
            assert!(sigmoid_value(&sigmoid, 0.0) > sigmoid_value(&sigmoid, 15.0));
        }
        assert_eq!(ProfileKind::from_code("HEF"), None);
    }
}
