//! Hours, days and months of the series; when a machine is ready.

use crate::num::Real;
use crate::units::{DAYS_OF_MONTH, HOURS_PER_YEAR};
use std::ops::Range;
use std::sync::OnceLock;

/// Hours of a week.
pub(crate) const HOURS_PER_WEEK: usize = 168;

/// The month (0 is January) of an hour counted from 1 January 0 h; after a year of 8760 hours it begins anew.
pub fn month_of_hour(hour: usize) -> usize {
    static MONTHS: OnceLock<Vec<usize>> = OnceLock::new();
    let of_day = MONTHS.get_or_init(|| {
        DAYS_OF_MONTH.iter().enumerate().flat_map(|(month, days)| std::iter::repeat_n(month, *days)).collect()
    });
    of_day[hour % HOURS_PER_YEAR / 24]
}

/// Amounts of days spread evenly over their hours: 24 values for each, with the same sum.
pub fn hourly_of_daily<S: Real>(days: &[S]) -> Vec<S> {
    days.iter().flat_map(|amount| std::iter::repeat_n(*amount / 24.0, 24)).collect()
}

/// Amounts of the months, January first, spread evenly over the 8760 hours of a year.
pub fn hourly_of_monthly<S: Real>(months: &[S; 12]) -> Vec<S> {
    let hours = DAYS_OF_MONTH.map(|days| 24 * days);
    months.iter().zip(hours).flat_map(|(amount, hours)| std::iter::repeat_n(*amount / hours as f64, hours)).collect()
}

/// Means of whole days of an hourly series; hours of a day that is not whole are left out.
pub fn daily_means(hours: &[f64]) -> Vec<f64> {
    hours.chunks_exact(24).map(|day| day.iter().sum::<f64>() / 24.0).collect()
}

/// When a machine is ready.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Availability {
    /// For each hour of the week, Monday 0 h first, whether the machine may run; none: always.
    pub week: Option<[bool; HOURS_PER_WEEK]>,
    /// Hours of the series, from 0, in which it stands: revision, breakdown.
    pub outages: Vec<Range<usize>>,
}

impl Availability {
    /// Ready at all times.
    pub fn always() -> Self {
        Self::default()
    }

    /// Ready each day from one hour (0..24) until another; over midnight where the first is the later one.
    pub fn daily(from: usize, until: usize) -> Self {
        let inside =
            |hour: usize| if from <= until { (from..until).contains(&hour) } else { hour >= from || hour < until };
        Self { week: Some(std::array::from_fn(|k| inside(k % 24))), outages: Vec::new() }
    }

    /// Whether the machine is ready in an hour of a series whose first hour is that hour of the week.
    pub fn ready(&self, hour: usize, first_hour_of_week: usize) -> bool {
        let in_week = self.week.as_ref().is_none_or(|week| week[(hour + first_hour_of_week) % HOURS_PER_WEEK]);
        in_week && !self.outages.iter().any(|outage| outage.contains(&hour))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_have_their_month_and_days_their_hours() {
        assert_eq!((month_of_hour(0), month_of_hour(743), month_of_hour(744), month_of_hour(8759)), (0, 0, 1, 11));
        assert_eq!(month_of_hour(8760), 0);
        let hours = hourly_of_daily(&[24.0, 48.0]);
        assert_eq!((hours.len(), hours[23], hours[24]), (48, 1.0, 2.0));
        let year = hourly_of_monthly(&[744.0; 12]);
        assert_eq!((year.len(), year[0], year[8759]), (8760, 1.0, 1.0));
        assert_eq!(daily_means(&hours), [1.0, 2.0]);
    }

    #[test]
    fn windows_may_pass_midnight() {
        let mut night = Availability::daily(22, 6);
        night.outages.push(30..31);
        let ready: Vec<usize> = (0..48).filter(|h| night.ready(*h, 0)).collect();
        assert_eq!(ready, [0, 1, 2, 3, 4, 5, 22, 23, 24, 25, 26, 27, 28, 29, 46, 47]);
    }
}
