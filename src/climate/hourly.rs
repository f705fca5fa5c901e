//! Hourly CSV: one row per hour of the year, recognised column names, every refusal with line and column.

use super::error::HourlyError;
use super::timestamp;
use crate::units::HOURS_PER_YEAR;

/// A column to look for.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// What it holds, for messages: `air temperature`.
    pub what: &'static str,
    /// Names recognised; case is ignored.
    pub names: &'static [&'static str],
    /// Smallest value accepted.
    pub low: f64,
    /// Largest value accepted.
    pub high: f64,
    /// Whether a file without it is refused.
    pub required: bool,
}

/// The columns found, each with 8760 checked values.
#[derive(Clone, Debug, PartialEq)]
pub struct HourlyTable {
    /// Values in the order of the columns asked for; none for an optional column that is not there.
    pub columns: Vec<Option<Vec<f64>>>,
    /// Day of the week of 1 January (Monday 0), when the file has dates.
    pub first_weekday: Option<usize>,
}

/// Names of a column that counts hours (from 0 or 1) or carries times.
const TIME_NAMES: [&str; 11] = [
    "hour_of_year",
    "hour",
    "heure",
    "time",
    "timestamp",
    "datetime",
    "date_time",
    "date",
    "time(utc)",
    "time_as_in_source",
    "index",
];

/// Reads an hourly year.
///
/// The first line is the header. Separators are commas or semicolons; with semicolons a decimal comma is understood. A
/// column named `hour_of_year`, `hour`, `heure`, `time`, `timestamp`, `datetime`, `date_time`, `date`, `time(UTC)`,
/// `time_as_in_source` or `index` is optional; it holds whole hours counted from 0 or 1, or times such as
/// `2023-01-31 14:00`, and must run without gap or repeat over one year that starts on 1 January. Other columns are left
/// alone.
///
/// # Errors
/// Anything but 8760 rows in order with numbers in range, as [`HourlyError`].
pub fn read_hourly_csv(text: &str, columns: &[Column]) -> Result<HourlyTable, HourlyError> {
    let text = text.trim_start_matches('\u{feff}');
    let header_line = text.lines().next().unwrap_or("");
    if header_line.trim().is_empty() {
        return Err(HourlyError::Empty);
    }
    let semicolons = header_line.matches(';').count() > header_line.matches(',').count();
    let delimiter = if semicolons { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let header: Vec<String> =
        reader.headers().map_err(|e| malformed(&e))?.iter().map(|name| name.trim().to_owned()).collect();
    let places = columns.iter().map(|c| place_of(c, &header)).collect::<Result<Vec<_>, _>>()?;
    let time_place = header.iter().position(|h| TIME_NAMES.contains(&h.to_lowercase().as_str()));
    let mut values = vec![Vec::with_capacity(HOURS_PER_YEAR); columns.len()];
    let mut clock = Clock::default();
    let mut found = 0;
    for record in reader.records() {
        let record = record.map_err(|e| malformed(&e))?;
        found += 1;
        if found > HOURS_PER_YEAR {
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != header.len() {
            return Err(HourlyError::CellCount { line, expected: header.len(), found: record.len() });
        }
        if let Some(at) = time_place {
            clock.follow(line, &header[at], record[at].trim())?;
        }
        for ((column, place), out) in columns.iter().zip(&places).zip(&mut values) {
            if let Some(at) = place {
                out.push(number(line, &header[*at], &record[*at], column, semicolons)?);
            }
        }
    }
    if found != HOURS_PER_YEAR {
        return Err(HourlyError::RowCount { found });
    }
    let columns = places.iter().zip(values).map(|(place, v)| place.map(|_| v)).collect();
    Ok(HourlyTable { columns, first_weekday: clock.first_weekday() })
}

fn malformed(error: &csv::Error) -> HourlyError {
    HourlyError::Malformed { line: error.position().map_or(1, csv::Position::line) }
}

fn place_of(column: &Column, header: &[String]) -> Result<Option<usize>, HourlyError> {
    let matches: Vec<usize> = header
        .iter()
        .enumerate()
        .filter(|(_, name)| column.names.iter().any(|known| known.eq_ignore_ascii_case(name)))
        .map(|(k, _)| k)
        .collect();
    match matches[..] {
        [only] => Ok(Some(only)),
        [] if !column.required => Ok(None),
        [] => Err(HourlyError::MissingColumn { what: column.what, accepted: column.names, found: header.to_vec() }),
        _ => Err(HourlyError::AmbiguousColumn {
            what: column.what,
            found: matches.iter().map(|k| header[*k].clone()).collect(),
        }),
    }
}

fn number(line: u64, name: &str, cell: &str, column: &Column, decimal_comma: bool) -> Result<f64, HourlyError> {
    let cell = cell.trim();
    let parsed = if decimal_comma { cell.replace(',', ".").parse() } else { cell.parse::<f64>() };
    let value = parsed.map_err(|_| HourlyError::NotANumber { line, column: name.to_owned(), text: cell.to_owned() })?;
    if (column.low..=column.high).contains(&value) {
        Ok(value)
    } else {
        Err(HourlyError::OutOfRange { line, column: name.to_owned(), value, low: column.low, high: column.high })
    }
}

/// Follows the time column: each row one hour after the row before.
#[derive(Default)]
struct Clock {
    last: Option<Tick>,
    first_minute: Option<i64>,
}

#[derive(Clone, Copy)]
enum Tick {
    Hour(i64),
    Minute(i64),
}

impl Clock {
    fn follow(&mut self, line: u64, column: &str, cell: &str) -> Result<(), HourlyError> {
        let out_of_order = |expected: String| HourlyError::HourOutOfOrder {
            line,
            column: column.to_owned(),
            expected,
            found: cell.to_owned(),
        };
        let bad = || HourlyError::BadTimestamp { line, column: column.to_owned(), text: cell.to_owned() };
        match self.last {
            Some(Tick::Hour(last)) => {
                let hour: i64 = cell.parse().map_err(|_| bad())?;
                if hour != last + 1 {
                    return Err(out_of_order((last + 1).to_string()));
                }
                self.last = Some(Tick::Hour(hour));
            }
            None if cell.parse::<i64>().is_ok() => {
                let hour: i64 = cell.parse().map_err(|_| bad())?;
                if hour != 0 && hour != 1 {
                    return Err(out_of_order("0 or 1".to_owned()));
                }
                self.last = Some(Tick::Hour(hour));
            }
            last => {
                let time = timestamp::parse(cell).ok_or_else(bad)?;
                // Hour-end stamps put midnight of 1 March on the day after the leap day: only the minutes inside it count.
                if time.month_day == (2, 29) && time.minute_of_day > 0 {
                    return Err(HourlyError::LeapDay { line });
                }
                if let Some(Tick::Minute(last)) = last {
                    let leap_day_left_out =
                        time.leap_year && time.month_day == (3, 1) && time.minute == last + 60 + 24 * 60;
                    if time.minute != last + 60 && !leap_day_left_out {
                        return Err(out_of_order("the next hour".to_owned()));
                    }
                } else if time.month_day != (1, 1) || time.minute_of_day > 60 {
                    return Err(out_of_order("the first hour of 1 January".to_owned()));
                }
                self.first_minute = self.first_minute.or(Some(time.minute));
                self.last = Some(Tick::Minute(time.minute));
            }
        }
        Ok(())
    }

    /// 1 January 1970 was a Thursday (3 when Monday is 0).
    fn first_weekday(&self) -> Option<usize> {
        let day = (self.first_minute?.div_euclid(1440) + 3).rem_euclid(7);
        usize::try_from(day).ok()
    }
}
