//! Heating degree-days, each with the name of its definition.

use super::year::WeatherYear;

/// How one day's degree-days come from its temperatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DegreeDays {
    /// max(0, base - mean of the 24 hours): Eurostat without its 15 C threshold, engineers' HDD.
    DailyMean,
    /// max(0, base - (lowest + highest)/2): the French "meteo" method.
    MinMax,
    /// COSTIC's professional method, which credits cool nights of warm days: with lowest n, highest x, base s: below the
    /// base all day s - (n + x)/2; above it all day 0; else (s - n) (0.08 + 0.42 (s - n)/(x - n)).
    Costic,
}

impl DegreeDays {
    /// All definitions.
    pub const ALL: [Self; 3] = [Self::DailyMean, Self::MinMax, Self::Costic];

    /// The name shown beside every number.
    pub fn name(self) -> &'static str {
        match self {
            Self::DailyMean => "daily-mean",
            Self::MinMax => "min-max",
            Self::Costic => "costic",
        }
    }
}

/// The days that count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Season {
    /// 365 days.
    WholeYear,
    /// 1 October to 20 May, the 232 days of the French heating season.
    OctoberToMay,
}

impl Season {
    /// Whether the day (0 is 1 January) counts.
    fn has(self, day: usize) -> bool {
        // 20 May is day 139 and 1 October day 273, counted from 0.
        self == Self::WholeYear || !(140..273).contains(&day)
    }
}

/// Degree-days of one day, K d, from its mean, lowest and highest temperature and the base temperature (usually 18), C.
pub fn degree_day(method: DegreeDays, mean_c: f64, lowest_c: f64, highest_c: f64, base_c: f64) -> f64 {
    let middle = 0.5 * (lowest_c + highest_c);
    match method {
        DegreeDays::DailyMean => (base_c - mean_c).max(0.0),
        DegreeDays::MinMax => (base_c - middle).max(0.0),
        DegreeDays::Costic if highest_c < base_c => base_c - middle,
        DegreeDays::Costic if lowest_c >= base_c => 0.0,
        DegreeDays::Costic => {
            let below = base_c - lowest_c;
            below * (0.08 + 0.42 * below / (highest_c - lowest_c))
        }
    }
}

impl WeatherYear {
    /// Degree-days of the year or season, K d.
    pub fn degree_days(&self, method: DegreeDays, base_c: f64, season: Season) -> f64 {
        let days = self.daily_means_c().into_iter().zip(self.daily_extremes_c());
        days.enumerate()
            .filter(|(day, _)| season.has(*day))
            .map(|(_, (mean, (lowest, highest)))| degree_day(method, mean, lowest, highest, base_c))
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_french_season_has_232_days() {
        assert_eq!((0..365).filter(|d| Season::OctoberToMay.has(*d)).count(), 232);
    }

    #[test]
    fn costic_is_continuous_where_its_cases_meet() {
        let at = |n: f64, x: f64| degree_day(DegreeDays::Costic, f64::NAN, n, x, 18.0);
        assert!((at(8.0, 18.0 - 1e-9) - at(8.0, 18.0)).abs() < 1e-8, "the highest reaches the base");
        assert!((at(18.0 - 1e-9, 25.0) - at(18.0, 25.0)).abs() < 1e-8, "the lowest reaches the base");
    }
}
