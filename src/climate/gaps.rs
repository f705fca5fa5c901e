//! Missing hours of a series, filled and told.

use super::error::HourlyError;
use super::finding::{Fill, HourlyFinding};
use crate::units::HOURS_PER_YEAR;

/// Most hours of a year that may be missing: 5 %. Beyond it a year is a guess.
pub(super) const MISSING_HOURS_MAX: usize = HOURS_PER_YEAR / 20;

/// Longest gap filled on a straight line, h.
const LINE_HOURS_MAX: usize = 3;

/// Fills the gaps of a series of 8760 hours. `lines` holds the line of each hour that has a row.
pub(super) fn fill(
    column: &str,
    values: &[Option<f64>],
    lines: &[Option<u64>],
    findings: &mut Vec<HourlyFinding>,
) -> Result<Vec<f64>, HourlyError> {
    let missing = values.iter().filter(|v| v.is_none()).count();
    if missing > MISSING_HOURS_MAX {
        let first = values.iter().position(Option::is_none).unwrap_or(0);
        let (line, column) = (line_of(lines, first), column.to_owned());
        return Err(HourlyError::TooManyMissing { line, column, missing, most: MISSING_HOURS_MAX });
    }
    let mut filled: Vec<f64> = values.iter().map(|v| v.unwrap_or(0.0)).collect();
    let mut hour = 0;
    while hour < values.len() {
        if values[hour].is_some() {
            hour += 1;
            continue;
        }
        let hours = values[hour..].iter().take_while(|v| v.is_none()).count();
        let by = fill_stretch(values, hour, hours, &mut filled);
        let line = line_of(lines, hour);
        findings.push(HourlyFinding::Filled { line, column: column.to_owned(), first_hour: hour + 1, hours, by });
        hour += hours;
    }
    Ok(filled)
}

/// The row of an hour, or the nearest row before it; the header where there is none.
fn line_of(lines: &[Option<u64>], hour: usize) -> u64 {
    lines[..=hour].iter().rev().find_map(|line| *line).unwrap_or(1)
}

fn fill_stretch(values: &[Option<f64>], first: usize, hours: usize, filled: &mut [f64]) -> Fill {
    let count = values.len();
    // The year is wrapped around: what comes before its first hour is its last.
    let (before, after) = (values[(first + count - 1) % count], values[(first + hours) % count]);
    if let (Some(before), Some(after), true) = (before, after, hours <= LINE_HOURS_MAX) {
        for k in 0..hours {
            let way = (k + 1) as f64 / (hours + 1) as f64;
            filled[first + k] = before + (after - before) * way;
        }
        return Fill::Line;
    }
    for (k, value) in filled.iter_mut().enumerate().skip(first).take(hours) {
        *value = of_nearest_days(values, k);
    }
    Fill::NearestDays
}

/// Mean of the same hour of the nearest day before and the nearest day after that have it. Some day does: at most one hour
/// in twenty is missing.
fn of_nearest_days(values: &[Option<f64>], hour: usize) -> f64 {
    let (count, days) = (values.len(), values.len() / 24);
    let back = (1..days).find_map(|day| values[(hour + count - 24 * day) % count]);
    let ahead = (1..days).find_map(|day| values[(hour + 24 * day) % count]);
    match (back, ahead) {
        (Some(back), Some(ahead)) => 0.5 * (back + ahead),
        (one, other) => one.or(other).unwrap_or(0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(missing: &[std::ops::Range<usize>], at: impl Fn(usize) -> f64) -> (Vec<f64>, Vec<HourlyFinding>) {
        let mut values: Vec<Option<f64>> = (0..8760).map(|h| Some(at(h))).collect();
        let mut lines: Vec<Option<u64>> = (2..8762).map(Some).collect();
        for hour in missing.iter().cloned().flatten() {
            values[hour] = None;
            lines[hour] = None;
        }
        let mut findings = Vec::new();
        let series = fill("t_c", &values, &lines, &mut findings).unwrap();
        (series, findings)
    }

    #[test]
    fn short_gaps_lie_on_a_line_long_ones_repeat_the_days_around() {
        let (series, findings) = filled(std::slice::from_ref(&(100..103)), |h| h as f64);
        assert!((100..103).all(|h| (series[h] - h as f64).abs() < 1e-12));
        assert!(matches!(
            findings[..],
            [HourlyFinding::Filled { line: 101, first_hour: 101, hours: 3, by: Fill::Line, .. }]
        ));
        // A daily wave that grows by 1 a day: the mean of the days around is the day itself.
        let wave = |h: usize| (h / 24) as f64 + (h % 24) as f64;
        let (series, findings) = filled(std::slice::from_ref(&(1000..1012)), wave);
        assert!((1000..1012).all(|h| (series[h] - wave(h)).abs() < 1e-12));
        assert!(matches!(findings[..], [HourlyFinding::Filled { hours: 12, by: Fill::NearestDays, .. }]));
    }

    #[test]
    fn the_ends_of_the_year_meet() {
        let (series, findings) = filled(&[0..2, 8759..8760], |h| if h < 4000 { 4.0 } else { 1.0 });
        assert_eq!(findings.len(), 2);
        // Two stretches that meet over new year: neither has both neighbours, so days are taken.
        assert!(series[0] > 0.9 && series[8759] > 0.9 && series.iter().all(|v| v.is_finite()));
    }
}
