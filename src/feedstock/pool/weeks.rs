//! From months to weeks and back.
//!
//! A pool knows what arrives in each month. Lorries and a reception store do not change overnight on the first of the
//! month: the daily rates (a month's amount over its days, the year wrapped around) are smoothed by a centred moving
//! average of 28 days, and a week gets the sum over its days. Every day is 1/28 for 27 days and half of that for the two
//! at the ends of the window, so that the window is 28 days long and centred on the day.
//!
//! All this is linear in the months: a matrix of 52 times 12, made once. Its columns sum to one (what arrives is fed), a
//! constant rate stays constant, and nothing is negative.

use super::MONTHS;
use crate::feedstock::composition::OrganicAmounts;
use crate::num::Real;
use crate::units::{DAYS_OF_MONTH, DAYS_OF_WEEK};
use std::sync::OnceLock;

/// Weeks of the model year: 51 of 7 days, the last of 8.
pub const WEEKS: usize = DAYS_OF_WEEK.len();

/// Days over which deliveries and the reception store follow a change.
const WINDOW_D: usize = 28;

/// Days of the model year.
const DAYS: usize = 365;

/// Weeks made of months, and months made of weeks.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    of_months: [[f64; MONTHS]; WEEKS],
    to_months: [[f64; MONTHS]; WEEKS],
}

/// The calendar of the model year.
pub fn calendar() -> &'static Calendar {
    static CALENDAR: OnceLock<Calendar> = OnceLock::new();
    CALENDAR.get_or_init(Calendar::new)
}

/// Where each day belongs when the year is cut in parts of so many days.
fn part_of_day(lengths: &[usize]) -> Vec<usize> {
    lengths.iter().enumerate().flat_map(|(part, days)| std::iter::repeat_n(part, *days)).collect()
}

impl Calendar {
    fn new() -> Self {
        let (month_of, week_of) = (part_of_day(&DAYS_OF_MONTH), part_of_day(&DAYS_OF_WEEK));
        // Counted in half days, so that the columns sum exactly before they are divided.
        let mut half_days = [[0_u32; MONTHS]; WEEKS];
        let mut days = [[0_u32; MONTHS]; WEEKS];
        for day in 0..DAYS {
            days[week_of[day]][month_of[day]] += 1;
            for offset in 0..=WINDOW_D {
                let other = (day + DAYS + offset - WINDOW_D / 2) % DAYS;
                let at_an_end = offset == 0 || offset == WINDOW_D;
                half_days[week_of[day]][month_of[other]] += if at_an_end { 1 } else { 2 };
            }
        }
        let of_months = std::array::from_fn(|week| {
            std::array::from_fn(|month| {
                f64::from(half_days[week][month]) / (2 * WINDOW_D * DAYS_OF_MONTH[month]) as f64
            })
        });
        let to_months = std::array::from_fn(|week| {
            std::array::from_fn(|month| f64::from(days[week][month]) / DAYS_OF_WEEK[week] as f64)
        });
        Self { of_months, to_months }
    }

    /// Part of each month's amount that is fed in each week: 52 rows of 12; a column sums to 1.
    pub fn of_months(&self) -> &[[f64; MONTHS]; WEEKS] {
        &self.of_months
    }

    /// Part of each week that lies in each month, by days: 52 rows of 12; a row sums to 1.
    pub fn to_months(&self) -> &[[f64; MONTHS]; WEEKS] {
        &self.to_months
    }

    /// Numbers of the months as numbers of the weeks.
    pub fn weeks<S: Real>(&self, months: &[S; MONTHS]) -> [S; WEEKS] {
        std::array::from_fn(|week| present(&self.of_months[week]).map(|(month, share)| months[month] * share).sum())
    }

    /// Amounts of the months as amounts of the weeks.
    pub fn amounts<S: Real>(&self, months: &[OrganicAmounts<S>; MONTHS]) -> [OrganicAmounts<S>; WEEKS] {
        std::array::from_fn(|week| {
            present(&self.of_months[week]).map(|(month, share)| months[month].scaled(S::from_f64(share))).sum()
        })
    }
}

/// The months that have a part, with it: a week sees two, seldom three.
fn present(shares: &[f64; MONTHS]) -> impl Iterator<Item = (usize, f64)> + '_ {
    shares.iter().copied().enumerate().filter(|(_, share)| *share > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn columns_and_rows_sum_to_one() {
        let calendar = calendar();
        for month in 0..MONTHS {
            let fed: f64 = calendar.of_months().iter().map(|week| week[month]).sum();
            assert!((fed - 1.0).abs() < 1e-14, "month {month}: {fed}");
            let days: f64 =
                calendar.to_months().iter().zip(DAYS_OF_WEEK).map(|(week, days)| week[month] * days as f64).sum();
            assert!((days - DAYS_OF_MONTH[month] as f64).abs() < 1e-12, "month {month}: {days} days");
        }
        for (week, (of, to)) in calendar.of_months().iter().zip(calendar.to_months()).enumerate() {
            assert!((to.iter().sum::<f64>() - 1.0).abs() < 1e-15, "week {week}");
            assert!(of.iter().chain(to).all(|share| *share >= 0.0));
        }
        assert_eq!(DAYS_OF_WEEK.iter().sum::<usize>(), DAYS);
    }

    /// By hand: the days of week 3 (22 to 28 January, days 21 to 27 from 0) see windows from day 7 to day 41. Day 21 ends
    /// at day 35, half of it: January has days 0 to 30. Days outside January in the seven windows: 4.5, 5.5, ..., 10.5.
    #[test]
    fn a_week_near_the_end_of_a_month_is_known_by_hand() {
        let week = calendar().of_months()[3];
        let outside: f64 = (0..7).map(|k| 4.5 + f64::from(k)).sum();
        assert!((week[1] - outside / 28.0 / 28.0).abs() < 1e-15, "{week:?}");
        assert!((week[0] - (7.0 * 28.0 - outside) / 28.0 / 31.0).abs() < 1e-15);
        assert!(week[2..].iter().all(|share| *share == 0.0));
        // The first week looks back into December.
        assert!(calendar().of_months()[0][11] > 0.0 && calendar().of_months()[51][0] > 0.0);
    }

    proptest! {
        #[test]
        fn mass_is_kept_a_constant_rate_stays_and_nothing_is_negative(
            months in prop::array::uniform12(0.0..1000.0_f64), rate in 0.0..50.0_f64,
        ) {
            let weeks = calendar().weeks(&months);
            let (fed, brought): (f64, f64) = (weeks.iter().sum(), months.iter().sum());
            prop_assert!((fed - brought).abs() <= 1e-13 * brought);
            prop_assert!(weeks.iter().all(|t| *t >= 0.0));
            let steady = calendar().weeks(&DAYS_OF_MONTH.map(|days| rate * days as f64));
            for (t, days) in steady.iter().zip(DAYS_OF_WEEK) {
                prop_assert!((t - rate * days as f64).abs() <= 1e-13 * rate * days as f64);
            }
        }
    }
}
