//! Standard load profiles: a year of temperatures in, hourly heat out.

use super::dispatch::PROFILES;
use crate::heat::profile_columns;
use crate::units::HOURS_PER_YEAR;
use crate::verify::format::{self, Format};
use crate::verify::outcome::{Row, Suite};
use crate::verify::reason::Reason;
use crate::verify::sheet::{Sheet, something};

/// Hourly air temperature `T_C`; every column that ends in `_kW` is a profile to compare, named as in
/// [`profile_columns`]. One row of the result a column: its worst hour.
pub(in crate::verify) const FORMAT: Format = Format { name: "load profile", required: &["T_C"], compare };

/// Largest difference over the published value: factors are printed with four decimals.
const RELATIVE: f64 = 1e-4;

/// Half a unit of the last decimal printed, kW.
const PRINTED: f64 = 5e-5;

pub(in crate::verify) fn shipped() -> Suite {
    let source = "demandlib (MIT, oemof developer group) on the BDEW/VKU/GEODE guideline for standard load profiles of gas; \
                  temperatures of the test reference year 2010, region 7 (DWD, BBR)";
    format::shipped(&FORMAT, "Load profiles (BDEW)", source, PROFILES)
}

fn tolerance(published: f64) -> f64 {
    f64::max(RELATIVE * published.abs(), PRINTED)
}

fn compare(sheet: &Sheet) -> (Vec<Row>, Vec<String>) {
    let broken = sheet.compare("hour_of_year", |_, _| Vec::new());
    if !broken.is_empty() {
        return (broken, Vec::new());
    }
    let mut faults = Vec::new();
    let temperatures = numbers(sheet, "T_C", &mut faults);
    let profiles = sheet.names().iter().filter(|name| name.ends_with("_kW"));
    let rows = profiles.map(|name| worst_hour(sheet, name, &temperatures, &mut faults)).collect();
    faults.append(&mut something("the table", rows));
    (faults, Vec::new())
}

/// A column of numbers; what is none is named in `faults` and left NaN.
fn numbers(sheet: &Sheet, name: &str, faults: &mut Vec<Row>) -> Vec<f64> {
    let mut found = Vec::with_capacity(HOURS_PER_YEAR);
    faults.extend(sheet.compare("hour_of_year", |view, case| match view.number(name) {
        Ok(value) => {
            found.push(value);
            Vec::new()
        }
        Err(reason) => {
            found.push(f64::NAN);
            vec![Row::failed(case, name, None, reason)]
        }
    }));
    found
}

fn worst_hour(sheet: &Sheet, name: &str, temperatures: &[f64], faults: &mut Vec<Row>) -> Row {
    let published = numbers(sheet, name, faults);
    let Some(computed) = profile_columns(temperatures, name) else {
        let profile = name.to_owned();
        let reason = if temperatures.len() == HOURS_PER_YEAR && temperatures.iter().all(|t| t.is_finite()) {
            Reason::Profile { profile }
        } else {
            Reason::Year { found: temperatures.iter().filter(|t| t.is_finite()).count() }
        };
        return Row::failed("year", name, None, reason);
    };
    let share = |hour: &usize| (computed[*hour] - published[*hour]).abs() / tolerance(published[*hour]);
    let hours = (0..published.len()).filter(|hour| share(hour).is_finite());
    match hours.max_by(|a, b| share(a).total_cmp(&share(b))) {
        Some(hour) => {
            let case = format!("hour {}", hour + 1);
            Row::compared(&case, name, computed[hour], published[hour], tolerance(published[hour]))
        }
        None => Row::failed("year", name, None, Reason::NoAnswer),
    }
}
