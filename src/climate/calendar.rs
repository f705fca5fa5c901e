//! From the rows of an hourly file to the 8760 hours of the model year: clock changes, leap days, repeats.

use super::error::HourlyError;
use super::finding::HourlyFinding;
use super::timestamp::{self, Timestamp};
use crate::units::HOURS_PER_YEAR;

/// First hour of 29 February, from 0.
const LEAP_DAY: i64 = 59 * 24;

/// Hours of a leap year.
const LEAP_HOURS: i64 = HOURS_PER_YEAR as i64 + 24;

/// A row and the time cell it carries.
pub(super) struct Stamp {
    pub(super) line: u64,
    pub(super) text: String,
}

/// Where the rows lie in the model year.
pub(super) struct Placed {
    /// Hour of each row, from 0; none for a row that is left out.
    pub(super) hours: Vec<Option<usize>>,
    /// Day of the week of 1 January, Monday 0, where the file has dates.
    pub(super) first_weekday: Option<usize>,
    pub(super) findings: Vec<HourlyFinding>,
}

/// Places rows that carry no time: a year, or a leap year of which 29 February is left out.
pub(super) fn place_uncounted(lines: &[u64]) -> Result<Placed, HourlyError> {
    let found = lines.len();
    if found != HOURS_PER_YEAR && found as i64 != LEAP_HOURS {
        return Err(HourlyError::RowCount { found });
    }
    let mut hours: Vec<i64> = (0..found as i64).collect();
    let findings = drop_leap_day(&mut hours, lines, found as i64 == LEAP_HOURS).into_iter().collect();
    Ok(Placed { hours: within(&hours), first_weekday: None, findings })
}

/// Places rows by what their time cells say.
pub(super) fn place(column: &str, stamps: &[Stamp]) -> Result<Placed, HourlyError> {
    let Some(first) = stamps.first() else { return Err(HourlyError::RowCount { found: 0 }) };
    if first.text.parse::<i64>().is_ok() { place_counted(column, stamps) } else { place_dated(column, stamps) }
}

fn bad(column: &str, stamp: &Stamp) -> HourlyError {
    HourlyError::BadTimestamp { line: stamp.line, column: column.to_owned(), text: stamp.text.clone() }
}

fn out_of_order(column: &str, stamp: &Stamp, expected: String) -> HourlyError {
    HourlyError::HourOutOfOrder { line: stamp.line, column: column.to_owned(), expected, found: stamp.text.clone() }
}

/// Hours counted from 0 or 1.
fn place_counted(column: &str, stamps: &[Stamp]) -> Result<Placed, HourlyError> {
    let counts = stamps.iter().map(|s| s.text.parse::<i64>().map_err(|_| bad(column, s)));
    let mut hours = counts.collect::<Result<Vec<_>, _>>()?;
    if hours[0] < 0 {
        return Err(out_of_order(column, &stamps[0], "0 or 1".to_owned()));
    }
    let base = hours[0].min(1);
    hours.iter_mut().for_each(|h| *h -= base);
    let mut findings = in_order(column, stamps, &hours)?;
    let last = hours.last().copied().unwrap_or(0);
    if last >= LEAP_HOURS {
        return Err(HourlyError::RowCount { found: stamps.len() });
    }
    let lines: Vec<u64> = stamps.iter().map(|s| s.line).collect();
    findings.extend(drop_leap_day(&mut hours, &lines, last >= HOURS_PER_YEAR as i64));
    Ok(Placed { hours: within(&hours), first_weekday: None, findings })
}

/// Times of one calendar year.
fn place_dated(column: &str, stamps: &[Stamp]) -> Result<Placed, HourlyError> {
    let times = stamps.iter().map(|s| timestamp::parse(&s.text).ok_or_else(|| bad(column, s)));
    let times = times.collect::<Result<Vec<_>, _>>()?;
    let (first, last) = (times[0], times[times.len() - 1]);
    let offset = first.minute.rem_euclid(60);
    // Stamps of the hour's end run from 1 o'clock to the midnight after the year.
    let count = if first.leap_year { LEAP_HOURS } else { HOURS_PER_YEAR as i64 };
    let at_end = offset == 0 && last.minute == first.year_start + count * 60 && first.minute > first.year_start;
    let shift = offset + if at_end { 60 } else { 0 };
    let hour_of = |(time, stamp): (&Timestamp, &Stamp)| {
        let minute = time.minute - shift - first.year_start;
        if minute.rem_euclid(60) == 0 {
            Ok(minute / 60)
        } else {
            Err(out_of_order(column, stamp, "the next hour".to_owned()))
        }
    };
    let mut hours = times.iter().zip(stamps).map(hour_of).collect::<Result<Vec<_>, _>>()?;
    if let Some((_, stamp)) = hours.iter().zip(stamps).find(|(h, _)| !(0..count).contains(*h)) {
        return Err(out_of_order(column, stamp, "an hour of one calendar year from 1 January on".to_owned()));
    }
    let first_weekday = weekday(first.year_start / 1440);
    let mut findings: Vec<HourlyFinding> = to_standard_time(&mut hours, stamps, &first).into_iter().collect();
    findings.extend(in_order(column, stamps, &hours)?);
    let lines: Vec<u64> = stamps.iter().map(|s| s.line).collect();
    findings.extend(drop_leap_day(&mut hours, &lines, first.leap_year));
    Ok(Placed { hours: within(&hours), first_weekday: usize::try_from(first_weekday).ok(), findings })
}

/// Day of the week of a day counted from 1 January 1970, a Thursday; Monday 0.
fn weekday(day: i64) -> i64 {
    (day + 3).rem_euclid(7)
}

/// Hour of the year at which the clocks change: 2 o'clock of the last Sunday of a month of 31 days that ends with day
/// `month_end` (from 0, without leap day).
fn change_hour(first: &Timestamp, month_end: i64) -> i64 {
    let end = month_end + i64::from(first.leap_year);
    let sunday = end - (weekday(first.year_start / 1440 + end) + 1) % 7;
    sunday * 24 + 2
}

/// Local time becomes standard time where both changes of the European Union's summer time are there: 2 o'clock is skipped on
/// the last Sunday of March and comes twice on the last Sunday of October.
fn to_standard_time(hours: &mut [i64], stamps: &[Stamp], first: &Timestamp) -> Option<HourlyFinding> {
    let (spring, autumn) = (change_hour(first, 89), change_hour(first, 303));
    let after_spring = hours.windows(2).position(|w| w == [spring - 1, spring + 1])? + 1;
    let twice = hours.windows(2).position(|w| w == [autumn, autumn])? + 1;
    hours[after_spring..twice].iter_mut().for_each(|h| *h -= 1);
    Some(HourlyFinding::ClockChanges { spring_line: stamps[after_spring].line, autumn_line: stamps[twice].line })
}

/// Hours never go back; one that repeats is told.
fn in_order(column: &str, stamps: &[Stamp], hours: &[i64]) -> Result<Vec<HourlyFinding>, HourlyError> {
    let mut findings = Vec::new();
    for (pair, stamp) in hours.windows(2).zip(&stamps[1..]) {
        if pair[1] < pair[0] {
            return Err(out_of_order(column, stamp, "a later hour".to_owned()));
        }
        if pair[1] == pair[0] {
            findings.push(HourlyFinding::Repeated { line: stamp.line, text: stamp.text.clone() });
        }
    }
    Ok(findings)
}

/// Closes the year over 29 February: its hours become -1.
fn drop_leap_day(hours: &mut [i64], lines: &[u64], leap_year: bool) -> Option<HourlyFinding> {
    if !leap_year {
        return None;
    }
    let (mut line, mut rows) = (None, 0);
    for (hour, here) in hours.iter_mut().zip(lines) {
        if *hour >= LEAP_DAY + 24 {
            *hour -= 24;
        } else if *hour >= LEAP_DAY {
            *hour = -1;
            line = line.or(Some(*here));
            rows += 1;
        }
    }
    line.map(|line| HourlyFinding::LeapDay { line, rows })
}

fn within(hours: &[i64]) -> Vec<Option<usize>> {
    hours.iter().map(|h| usize::try_from(*h).ok().filter(|h| *h < HOURS_PER_YEAR)).collect()
}
