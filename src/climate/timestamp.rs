//! Times as people write them, as minutes on one scale.

/// A minute on the civil calendar, and whether it lies on 29 February.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Timestamp {
    /// Minutes since 1 January 1970.
    pub(super) minute: i64,
    /// Month and day.
    pub(super) month_day: (i64, i64),
    /// Minute of the day.
    pub(super) minute_of_day: i64,
    /// Whether the year has a 29 February.
    pub(super) leap_year: bool,
    /// Minutes from 1 January 1970 to 1 January of its year.
    pub(super) year_start: i64,
}

/// Days from 1 January 1970 to a date of the Gregorian calendar: whole 400-year eras of 146097 days, years that start
/// in March so that the leap day comes last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Reads `2023-01-31T14:00`, `2023-01-31 14:00:00`, with or without a closing `Z`. Seconds must be zero.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim().trim_end_matches('Z');
    let (date, time) = text.split_once(['T', ' '])?;
    let mut parts = date.split('-').map(|p| p.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let mut clock = time.trim().split(':').map(|p| p.parse::<i64>().ok());
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next().unwrap_or(Some(0))?);
    let valid = parts.next().is_none()
        && clock.next().is_none()
        && (1900..=2200).contains(&year)
        && (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day)
        && (0..=24).contains(&hour)
        && (0..=59).contains(&minute)
        && second == 0
        && (hour < 24 || minute == 0);
    let minute_of_day = hour * 60 + minute;
    valid.then(|| Timestamp {
        minute: days_since_1970(year, month, day) * 1440 + minute_of_day,
        month_day: (month, day),
        minute_of_day,
        leap_year: days_in_month(year, 2) == 29,
        year_start: days_since_1970(year, 1, 1) * 1440,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_minutes_across_months_and_leap_years() {
        let minute = |t: &str| parse(t).unwrap().minute;
        assert_eq!(minute("1970-01-02 00:00"), 1440);
        assert_eq!(minute("2000-03-01T00:00") - minute("2000-02-28T00:00"), 2 * 1440);
        assert_eq!(minute("2023-03-01T00:00Z") - minute("2023-02-28 23:00:00"), 60);
        assert_eq!(minute("2024-01-01 00:00"), 19723 * 1440);
        assert_eq!(minute("2023-12-31 24:00"), minute("2024-01-01 00:00"));
    }

    #[test]
    fn refuses_what_is_no_time() {
        for text in ["", "2023-02-29 00:00", "2023-13-01 00:00", "2023-01-01", "01/02/2023 00:00", "2023-01-01 25:00"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
