//! Hourly CSV: one row per hour of the year, recognised column names, every refusal and every repair with its line.

use super::calendar::{self, Stamp};
use super::error::HourlyError;
use super::finding::HourlyFinding;
use super::gaps;
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
    /// What had to be set right.
    pub findings: Vec<HourlyFinding>,
}

/// What loggers write where they measured nothing; a blank cell as well.
const MISSING_MARKS: [&str; 9] = ["nan", "na", "n/a", "null", "none", "-", "--", "-999", "-9999"];

/// Rows read before a file is given up: a leap year, and some that repeat.
const ROWS_MAX: usize = 9000;

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

/// Reads an hourly year, sets right what can be, and tells what it was.
///
/// The first line is the header. Separators are commas or semicolons; with semicolons a decimal comma is understood. A
/// column named `hour_of_year`, `hour`, `heure`, `time`, `timestamp`, `datetime`, `date_time`, `date`, `time(UTC)`,
/// `time_as_in_source` or `index` is optional; it holds whole hours counted from 0 or 1, or times such as
/// `2023-01-31 14:00` of one calendar year, in standard time or local time of the European Union. Other columns are left
/// alone.
///
/// Missing hours, blank cells and the marks of loggers (`NaN`, `NA`, `-`, `-999`, `-9999`) are filled: up to three hours on a straight
/// line, longer gaps with the mean of the same hour of the nearest days. An hour that repeats gives its mean. Local time
/// becomes standard time. 29 February is left out. Each is a finding.
///
/// # Errors
/// As [`HourlyError`]: no such column, no number, a number out of range, times that go back, more than 5 % of the hours
/// missing, or another number of rows than 8760 or 8784 without a time column.
pub fn read_hourly_csv(text: &str, columns: &[Column]) -> Result<HourlyTable, HourlyError> {
    let rows = Rows::read(text, columns)?;
    let placed = match &rows.time_name {
        Some(name) => calendar::place(name, &rows.stamps)?,
        None => calendar::place_uncounted(&rows.stamps.iter().map(|s| s.line).collect::<Vec<_>>())?,
    };
    let mut lines = vec![None; HOURS_PER_YEAR];
    for (hour, stamp) in placed.hours.iter().zip(&rows.stamps) {
        if let Some(hour) = hour {
            lines[*hour] = lines[*hour].or(Some(stamp.line));
        }
    }
    let mut findings = placed.findings;
    let mut series = Vec::with_capacity(columns.len());
    for (name, values) in rows.names.iter().zip(&rows.values) {
        series.push(match name {
            Some(name) => {
                let hours = mean_by_hour(&placed.hours, values);
                Some(gaps::fill(name, &hours, &lines, &mut findings)?)
            }
            None => None,
        });
    }
    findings.sort_by_key(HourlyFinding::line);
    Ok(HourlyTable { columns: series, first_weekday: placed.first_weekday, findings })
}

/// Value of each hour of the model year: the mean where rows repeat, none where there is no value.
fn mean_by_hour(places: &[Option<usize>], values: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut sums = vec![(0.0, 0_u32); HOURS_PER_YEAR];
    for (place, value) in places.iter().zip(values) {
        if let (Some(hour), Some(value)) = (place, value) {
            sums[*hour].0 += value;
            sums[*hour].1 += 1;
        }
    }
    sums.into_iter().map(|(sum, count)| (count > 0).then(|| sum / f64::from(count))).collect()
}

/// The rows of a file as they stand.
struct Rows {
    /// Line and time cell of each row; the cell is blank without a time column.
    stamps: Vec<Stamp>,
    time_name: Option<String>,
    /// Names of the columns asked for, as the file writes them.
    names: Vec<Option<String>>,
    /// Values of the columns asked for; none where a cell is blank or marked as missing.
    values: Vec<Vec<Option<f64>>>,
}

impl Rows {
    fn read(text: &str, columns: &[Column]) -> Result<Self, HourlyError> {
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
        let mut rows = Self {
            stamps: Vec::with_capacity(HOURS_PER_YEAR),
            time_name: time_place.map(|at| header[at].clone()),
            names: places.iter().map(|place| place.map(|at| header[at].clone())).collect(),
            values: vec![Vec::with_capacity(HOURS_PER_YEAR); columns.len()],
        };
        let mut found = 0;
        for record in reader.records() {
            let record = record.map_err(|e| malformed(&e))?;
            found += 1;
            if found > ROWS_MAX {
                continue;
            }
            let line = record.position().map_or(0, csv::Position::line);
            if record.len() != header.len() {
                return Err(HourlyError::CellCount { line, expected: header.len(), found: record.len() });
            }
            let text = time_place.map_or(String::new(), |at| record[at].trim().to_owned());
            rows.stamps.push(Stamp { line, text });
            for ((column, place), out) in columns.iter().zip(&places).zip(&mut rows.values) {
                if let Some(at) = place {
                    out.push(number(line, &header[*at], &record[*at], column, semicolons)?);
                }
            }
        }
        if found > ROWS_MAX { Err(HourlyError::RowCount { found }) } else { Ok(rows) }
    }
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

fn number(line: u64, name: &str, cell: &str, column: &Column, decimal_comma: bool) -> Result<Option<f64>, HourlyError> {
    let cell = cell.trim();
    if cell.is_empty() || MISSING_MARKS.iter().any(|mark| mark.eq_ignore_ascii_case(cell)) {
        return Ok(None);
    }
    let parsed = if decimal_comma { cell.replace(',', ".").parse() } else { cell.parse::<f64>() };
    let value = parsed.map_err(|_| HourlyError::NotANumber { line, column: name.to_owned(), text: cell.to_owned() })?;
    if (column.low..=column.high).contains(&value) {
        Ok(Some(value))
    } else {
        Err(HourlyError::OutOfRange { line, column: name.to_owned(), value, low: column.low, high: column.high })
    }
}
