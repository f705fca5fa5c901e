//! From months to days and hours: when in the week and in the day the feeder works.
//!
//! Months become weeks as the pool's calendar does it ([`super::pool::calendar`]), or stay months; within a week or a month
//! each day gets its part by weekday, and within a day each hour. Amounts are kept.

use super::pool::{MONTHS, calendar};
use crate::num::{Mask, Real};
use crate::text;
use crate::units::{DAYS_OF_MONTH, DAYS_OF_WEEK};
use crate::words::{Text, shown_as_told};

/// When feed is given.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedCalendar {
    /// Weight of each weekday, Monday first, 0 or more.
    pub weekdays: [f64; 7],
    /// Weight of each hour of the day, 0 or more.
    pub hours: [f64; 24],
    /// Days of the year, from 0, without feed.
    pub closed_days: Vec<usize>,
    /// Weekday of 1 January: 0 is Monday.
    pub first_weekday: usize,
    /// Whether months pass into each other over four weeks, as with a reception store; else each keeps to its days.
    pub smooth: bool,
}

impl Default for FeedCalendar {
    /// Every hour alike, months smoothed.
    fn default() -> Self {
        Self { weekdays: [1.0; 7], hours: [1.0; 24], closed_days: Vec::new(), first_weekday: 0, smooth: true }
    }
}

/// Why a calendar gives no days.
#[derive(Clone, Debug, PartialEq)]
pub enum FeedCalendarError {
    /// A weight that is negative or no number, or all are zero.
    Weights,
    /// An amount that is negative or no number.
    Amount {
        /// Position in the list given.
        place: usize,
    },
    /// A month or week that brings feed and has no day to give it.
    NoDay {
        /// Its first day in the year, from 0.
        day: usize,
    },
}

impl FeedCalendarError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Weights => text!("weights of weekdays and hours are 0 or more, and not all 0"),
            Self::Amount { place } => text!("amount {place} of the feed is negative or no number", place = place + 1),
            Self::NoDay { day } => text!("feed comes after day {day} of the year but every day there is closed", day),
        }
    }
}

shown_as_told!(FeedCalendarError);

impl std::error::Error for FeedCalendarError {}

impl FeedCalendar {
    /// Amounts of months as amounts of the 365 days.
    ///
    /// # Errors
    /// Weights or amounts that are no weights or amounts; feed in a stretch without an open day.
    pub fn days<S: Real>(&self, months: &[S; MONTHS]) -> Result<Vec<S>, FeedCalendarError> {
        check(&self.weekdays)?;
        if let Some(place) = months.iter().position(|t| !(t.is_finite() & t.ge(S::zero())).all()) {
            return Err(FeedCalendarError::Amount { place });
        }
        if self.smooth {
            self.spread(&calendar().weeks(months), &DAYS_OF_WEEK)
        } else {
            self.spread(months, &DAYS_OF_MONTH)
        }
    }

    fn weight(&self, day: usize) -> f64 {
        if self.closed_days.contains(&day) { 0.0 } else { self.weekdays[(day + self.first_weekday) % 7] }
    }

    fn spread<S: Real>(&self, amounts: &[S], lengths: &[usize]) -> Result<Vec<S>, FeedCalendarError> {
        let mut days = Vec::with_capacity(lengths.iter().sum());
        for (amount, length) in amounts.iter().zip(lengths) {
            let first = days.len();
            let total: f64 = (first..first + length).map(|day| self.weight(day)).sum();
            if total <= 0.0 && amount.gt(S::zero()).any() {
                return Err(FeedCalendarError::NoDay { day: first });
            }
            let divisor = if total > 0.0 { total } else { 1.0 };
            days.extend((first..first + length).map(|day| *amount * (self.weight(day) / divisor)));
        }
        Ok(days)
    }

    /// Amounts of days as amounts of their hours.
    ///
    /// # Errors
    /// Weights that are no weights.
    pub fn hours_of<S: Real>(&self, days: &[S]) -> Result<Vec<S>, FeedCalendarError> {
        check(&self.hours)?;
        let total: f64 = self.hours.iter().sum();
        Ok(days.iter().flat_map(|amount| self.hours.iter().map(move |weight| *amount * (weight / total))).collect())
    }
}

fn check(weights: &[f64]) -> Result<(), FeedCalendarError> {
    let sound = weights.iter().all(|w| w.is_finite() && *w >= 0.0) && weights.iter().any(|w| *w > 0.0);
    if sound { Ok(()) } else { Err(FeedCalendarError::Weights) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_kept_and_sundays_are_closed() {
        let months: [f64; MONTHS] = std::array::from_fn(|m| 10.0 + m as f64);
        for smooth in [true, false] {
            let mut given = FeedCalendar { smooth, ..FeedCalendar::default() };
            given.weekdays = [1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.0];
            given.hours = std::array::from_fn(|h| if (8..18).contains(&h) { 1.0 } else { 0.0 });
            let days = given.days(&months).unwrap();
            assert_eq!((days.len(), days[6], days[13]), (365, 0.0, 0.0));
            let hours = given.hours_of(&days).unwrap();
            let (sum, wanted): (f64, f64) = (hours.iter().sum(), months.iter().sum());
            assert!((sum - wanted).abs() < 1e-10 && hours[7] == 0.0 && hours[8] > 0.0);
        }
    }

    #[test]
    fn what_cannot_be_spread_is_refused() {
        let closed = FeedCalendar { closed_days: (0..31).collect(), smooth: false, ..FeedCalendar::default() };
        assert_eq!(closed.days(&[1.0; MONTHS]), Err(FeedCalendarError::NoDay { day: 0 }));
        let none = FeedCalendar { weekdays: [0.0; 7], ..FeedCalendar::default() };
        assert_eq!(none.days(&[1.0; MONTHS]), Err(FeedCalendarError::Weights));
        let negative = FeedCalendar::default().days(&[-1.0; MONTHS]);
        assert_eq!(negative, Err(FeedCalendarError::Amount { place: 0 }));
    }
}
