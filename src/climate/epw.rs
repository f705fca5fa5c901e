//! EnergyPlus weather files (EPW): eight header lines, then 8760 rows of 35 fields.
//!
//! Format: US DOE, EnergyPlus Auxiliary Programs, "EnergyPlus Weather File (EPW) Data Dictionary". Fields counted from 0:
//! 1 month, 2 day, 3 hour (1 to 24, the hour that ends), 6 dry bulb in C (99.9 missing), 13 global horizontal radiation
//! in Wh/m2 (9999 missing).

use super::error::HourlyError;
use super::year::{TEMPERATURE_RANGE_C, WeatherYear};
use crate::units::{DAYS_OF_MONTH, HOURS_PER_YEAR};

const HEADER_LINES: usize = 8;
/// Fields up to the irradiance must be there; writers differ in how many follow.
const FIELDS_NEEDED: usize = 14;
const MISSING_DRY_BULB_C: f64 = 99.9;
const MISSING_IRRADIANCE_WH_M2: f64 = 9999.0;

/// Reads a weather year from the text of an EPW file. Irradiance is kept when every hour has it, left out when none has.
///
/// # Errors
/// When the header is not an EPW header, hours are not in order, a temperature is missing or absurd, some but not all
/// irradiances are missing, or there are not 8760 rows.
pub fn read_epw(text: &str) -> Result<WeatherYear, HourlyError> {
    let text = text.trim_start_matches('\u{feff}');
    if !text.starts_with("LOCATION,") {
        return Err(HourlyError::NotEpw);
    }
    let mut temperature_c = Vec::with_capacity(HOURS_PER_YEAR);
    let mut irradiance = Vec::with_capacity(HOURS_PER_YEAR);
    let mut expected = calendar();
    let mut found = 0;
    for (index, row) in text.lines().enumerate().skip(HEADER_LINES) {
        let line = index as u64 + 1;
        if row.trim().is_empty() {
            continue;
        }
        found += 1;
        let fields: Vec<&str> = row.split(',').map(str::trim).collect();
        if fields.len() < FIELDS_NEEDED {
            return Err(HourlyError::CellCount { line, expected: 35, found: fields.len() });
        }
        let Some(hour) = expected.next() else { continue };
        check_hour(line, &fields, hour)?;
        temperature_c.push(field(line, "dry bulb", fields[6], MISSING_DRY_BULB_C, TEMPERATURE_RANGE_C)?);
        irradiance.push((line, fields[13]));
    }
    if found != HOURS_PER_YEAR {
        return Err(HourlyError::RowCount { found });
    }
    WeatherYear::new(temperature_c, read_irradiance(&irradiance)?)
}

/// Month, day, hour (1 to 24) of every hour of the model year.
fn calendar() -> impl Iterator<Item = (usize, usize, usize)> {
    (0..12).flat_map(|m| (0..DAYS_OF_MONTH[m]).flat_map(move |d| (1..=24).map(move |h| (m + 1, d + 1, h))))
}

fn check_hour(line: u64, fields: &[&str], expected: (usize, usize, usize)) -> Result<(), HourlyError> {
    let found = format!("{}/{} hour {}", fields[1], fields[2], fields[3]);
    let read = |k: usize| fields[k].parse::<usize>().ok();
    if read(1) == Some(2) && read(2) == Some(29) {
        return Err(HourlyError::LeapDay { line });
    }
    if (read(1), read(2), read(3)) == (Some(expected.0), Some(expected.1), Some(expected.2)) {
        return Ok(());
    }
    let expected = format!("{}/{} hour {}", expected.0, expected.1, expected.2);
    Err(HourlyError::HourOutOfOrder { line, column: "month/day hour".to_owned(), expected, found })
}

fn field(line: u64, column: &str, cell: &str, missing: f64, (low, high): (f64, f64)) -> Result<f64, HourlyError> {
    let column = column.to_owned();
    match cell.parse::<f64>() {
        Err(_) => Err(HourlyError::NotANumber { line, column, text: cell.to_owned() }),
        Ok(value) if value == missing => Err(HourlyError::Missing { line, column }),
        Ok(value) if !(low..=high).contains(&value) => Err(HourlyError::OutOfRange { line, column, value, low, high }),
        Ok(value) => Ok(value),
    }
}

fn read_irradiance(cells: &[(u64, &str)]) -> Result<Option<Vec<f64>>, HourlyError> {
    if cells.iter().all(|(_, cell)| cell.parse() == Ok(MISSING_IRRADIANCE_WH_M2)) {
        return Ok(None);
    }
    let read =
        |(line, cell): &(u64, &str)| field(*line, "global radiation", cell, MISSING_IRRADIANCE_WH_M2, (0.0, 1600.0));
    cells.iter().map(read).collect::<Result<Vec<_>, _>>().map(Some)
}
