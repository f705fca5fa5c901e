//! When process heat is taken: three usual shifts, or a calendar of hours, days, months and weeks of closure.

use crate::units::{DAYS_OF_MONTH, HOURS_PER_YEAR};

/// When process heat is taken.
#[expect(clippy::large_enum_variant, reason = "one a scenario, copied when it is read")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ProcessHours {
    /// Every hour of the year.
    Continuous,
    /// Monday to Friday, 6 to 22 h.
    TwoShifts,
    /// Monday to Friday, 8 to 16 h.
    DayShift,
    /// By a calendar.
    Calendar(ProcessCalendar),
}

/// Hours, days and months of a process, and the days on which it rests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProcessCalendar {
    /// Days of the week on which it runs, Monday first.
    pub weekdays: [bool; 7],
    /// First hour of a working day, 0 to 23.
    pub from_hour: usize,
    /// Hour at which it ends, 1 to 24, or before `from_hour` for a night shift that runs past midnight.
    pub to_hour: usize,
    /// Output of each month relative to the others, January first, zero or more.
    pub months: [f64; 12],
    /// Days of the year without the process (closure, holidays), from 0.
    pub closed: [bool; 365],
}

impl ProcessCalendar {
    /// Monday to Friday, 8 to 16 h, all months alike, no closure.
    pub fn day_shift() -> Self {
        Self {
            weekdays: [true, true, true, true, true, false, false],
            from_hour: 8,
            to_hour: 16,
            months: [1.0; 12],
            closed: [false; 365],
        }
    }

    /// Closes the days from one to another, both counted from 0 and both closed; a stretch that ends before it begins runs over
    /// new year. Days beyond the year are left out.
    pub fn close(&mut self, from_day: usize, to_day: usize) {
        for (day, closed) in self.closed.iter_mut().enumerate() {
            let inside = (from_day..=to_day).contains(&day);
            *closed |= if from_day <= to_day { inside } else { day >= from_day || day <= to_day };
        }
    }

    /// A night shift belongs to the day on which it begins.
    fn runs(&self, first_weekday: usize, day: usize, hour: usize) -> bool {
        let past_midnight = self.to_hour <= self.from_hour;
        let (in_hours, day) = if past_midnight && hour < self.to_hour {
            (true, (day + 364) % 365)
        } else if past_midnight {
            (hour >= self.from_hour, day)
        } else {
            ((self.from_hour..self.to_hour).contains(&hour), day)
        };
        in_hours && self.weekdays[(first_weekday + day) % 7] && !self.closed[day]
    }
}

impl ProcessHours {
    /// Relative output of an hour.
    fn output(&self, first_weekday: usize, day: usize, hour: usize) -> f64 {
        let weekday = (first_weekday + day) % 7;
        let on = match self {
            Self::Continuous => true,
            Self::TwoShifts => weekday < 5 && (6..22).contains(&hour),
            Self::DayShift => weekday < 5 && (8..16).contains(&hour),
            Self::Calendar(calendar) => {
                let runs = calendar.runs(first_weekday, day, hour);
                return if runs { calendar.months[month_of(day)] } else { 0.0 };
            }
        };
        f64::from(u8::from(on))
    }

    /// Shares of the year's process heat by hour, which sum to one; all zero for a calendar that never runs.
    pub fn shape(&self, first_weekday: usize) -> Vec<f64> {
        let mut hours: Vec<f64> = (0..HOURS_PER_YEAR).map(|h| self.output(first_weekday, h / 24, h % 24)).collect();
        let sum: f64 = hours.iter().sum();
        if sum > 0.0 {
            hours.iter_mut().for_each(|share| *share /= sum);
        }
        hours
    }
}

/// Month of a day of the year, both from 0.
fn month_of(day: usize) -> usize {
    let mut left = day;
    DAYS_OF_MONTH.iter().position(|days| left.checked_sub(*days).map(|rest| left = rest).is_none()).unwrap_or(11)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifts_run_on_working_days() {
        let shape = ProcessHours::TwoShifts.shape(6);
        assert!(shape[..24].iter().all(|x| *x == 0.0), "1 January 2023 is a Sunday");
        // 260 working days of 16 hours.
        assert!((shape[24 + 6] - 1.0 / 4160.0).abs() < 1e-12 && shape[24 + 5] == 0.0 && shape[24 + 22] == 0.0);
        let calendar = ProcessHours::Calendar(ProcessCalendar::day_shift());
        for process in [ProcessHours::Continuous, ProcessHours::TwoShifts, ProcessHours::DayShift, calendar] {
            assert!((process.shape(0).iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
        assert_eq!(calendar.shape(3), ProcessHours::DayShift.shape(3));
    }

    /// Three weeks in August and the days around new year: by hand 21 + 9 days without output.
    #[test]
    fn closures_months_and_nights() {
        let mut calendar = ProcessCalendar::day_shift();
        calendar.weekdays = [true; 7];
        calendar.close(212, 232);
        calendar.close(358, 1);
        assert_eq!(calendar.closed.iter().filter(|c| **c).count(), 21 + 7 + 2);
        calendar.months = [1.0; 12];
        calendar.months[6] = 0.0;
        let shape = ProcessHours::Calendar(calendar).shape(0);
        let days = 365 - 30 - 31;
        assert!((shape[2 * 24 + 8] - 1.0 / f64::from(days * 8)).abs() < 1e-12);
        assert!(shape[181 * 24..212 * 24].iter().all(|x| *x == 0.0), "July makes nothing");
        // A night shift from 22 to 6 on Mondays only: two hours of Monday, six of Tuesday; 31 December of a year that starts on a
        // Monday is one as well, and its night ends in the first hours of the year.
        let night = ProcessCalendar { weekdays: [true, false, false, false, false, false, false], ..calendar };
        let night = ProcessCalendar { from_hour: 22, to_hour: 6, closed: [false; 365], months: [1.0; 12], ..night };
        let shape = ProcessHours::Calendar(night).shape(0);
        let on: Vec<usize> = (0..48).filter(|h| shape[*h] > 0.0).collect();
        assert_eq!(on, [0, 1, 2, 3, 4, 5, 22, 23, 24, 25, 26, 27, 28, 29]);
        let never = ProcessCalendar { weekdays: [false; 7], ..night };
        assert!(ProcessHours::Calendar(never).shape(0).iter().all(|x| *x == 0.0));
    }

    #[test]
    fn days_know_their_month() {
        assert_eq!(
            (month_of(0), month_of(30), month_of(31), month_of(58), month_of(59), month_of(364)),
            (0, 0, 1, 1, 2, 11)
        );
    }
}
