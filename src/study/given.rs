//! Samples of the user's own: a table with one column an uncertain input and one row a sample.

use super::sha256;
use crate::diag::nearest;
use crate::scenario::Scenario;
use std::collections::HashMap;
use std::fmt;

/// Samples of the user's own, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    places: Vec<usize>,
    /// Values by column, in the order of the places.
    columns: Vec<Vec<f64>>,
    sha256: String,
}

/// What is wrong with a table of samples.
#[derive(Clone, Debug, PartialEq)]
pub enum GivenError {
    /// No row.
    NoRows,
    /// An uncertain input of the scenario has no column.
    Missing {
        /// Its path.
        path: String,
    },
    /// A column that is the path of no input.
    Unknown {
        /// Its name.
        name: String,
        /// The nearest path.
        near: Option<String>,
    },
    /// Two columns for one input.
    Twice {
        /// Its path.
        path: String,
    },
    /// An input that shapes the case: no sample may move it.
    Structural {
        /// Its path.
        path: String,
    },
    /// Another number of values than the first column.
    Length {
        /// Name of the column.
        name: String,
        /// Its values.
        found: usize,
        /// Values of the first column.
        wanted: usize,
    },
    /// Values that are not finite or out of the input's range.
    Values {
        /// Its path.
        path: String,
        /// Row of the first one, from 1.
        row: usize,
        /// The first one.
        value: f64,
        /// Smallest accepted.
        low: f64,
        /// Largest accepted.
        high: f64,
        /// How many there are.
        count: usize,
    },
}

impl fmt::Display for GivenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRows => write!(f, "there is no sample; write one row a sample below the names"),
            Self::Missing { path } => write!(f, "no column `{path}`, which the scenario draws; add it"),
            Self::Unknown { name, near } => {
                let near = near.as_ref().map_or(String::new(), |near| format!("did you mean `{near}`? "));
                write!(f, "column `{name}` is no input; {near}remove it or correct its name")
            }
            Self::Twice { path } => write!(f, "two columns are `{path}`; remove one"),
            Self::Structural { path } => {
                write!(f, "`{path}` shapes the case and cannot differ between samples; remove the column")
            }
            Self::Length { name, found, wanted } => {
                write!(f, "column `{name}` has {found} values, the first column {wanted}; give one a sample")
            }
            Self::Values { path, row, value, low, high, count } => {
                let more = if *count > 1 { format!(" and {} more", count - 1) } else { String::new() };
                write!(f, "`{path}` in row {row} is {value}{more}; write numbers from {low} to {high}")
            }
        }
    }
}

impl std::error::Error for GivenError {}

impl Given {
    /// Checks a table against a scenario.
    ///
    /// # Errors
    /// Every problem at once.
    pub fn new(scenario: &Scenario, table: Vec<(String, Vec<f64>)>) -> Result<Self, Vec<GivenError>> {
        let mut errors = Vec::new();
        let rows = table.first().map_or(0, |(_, values)| values.len());
        if rows == 0 {
            errors.push(GivenError::NoRows);
        }
        let mut found: HashMap<usize, Vec<f64>> = HashMap::new();
        for (name, values) in table {
            let Some(place) = scenario.inputs.find(&name) else {
                let near = nearest(&name, scenario.inputs.paths()).map(str::to_owned);
                errors.push(GivenError::Unknown { name, near });
                continue;
            };
            errors.extend(column_errors(scenario, place, &name, &values, rows));
            if found.insert(place, values).is_some() {
                errors.push(GivenError::Twice { path: scenario.inputs.list()[place].path.clone() });
            }
        }
        let missing = scenario.plan.drawn_places().into_iter().filter(|place| !found.contains_key(place));
        errors.extend(missing.map(|k| GivenError::Missing { path: scenario.inputs.list()[k].path.clone() }));
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut columns: Vec<(usize, Vec<f64>)> = found.into_iter().collect();
        columns.sort_by_key(|(place, _)| *place);
        let (places, columns): (Vec<usize>, Vec<Vec<f64>>) = columns.into_iter().unzip();
        let sha256 = digest(scenario, &places, &columns);
        Ok(Self { places, columns, sha256 })
    }

    /// Number of samples.
    pub fn samples(&self) -> u64 {
        self.columns.first().map_or(0, |c| c.len() as u64)
    }

    /// SHA-256 of paths and values; the order of the columns and the format of the file do not count.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    pub(super) fn places(&self) -> &[usize] {
        &self.places
    }

    /// Puts the values of a sample, which must be below [`Given::samples`], into a list of all values.
    pub(super) fn put(&self, sample: u64, values: &mut [f64]) {
        for (place, column) in self.places.iter().zip(&self.columns) {
            values[*place] = column[sample as usize];
        }
    }
}

fn column_errors(scenario: &Scenario, place: usize, name: &str, values: &[f64], rows: usize) -> Vec<GivenError> {
    let input = &scenario.inputs.list()[place];
    let mut errors = Vec::new();
    if input.structural {
        errors.push(GivenError::Structural { path: input.path.clone() });
    }
    if values.len() != rows {
        errors.push(GivenError::Length { name: name.to_owned(), found: values.len(), wanted: rows });
    }
    let bad = |v: &f64| !(v.is_finite() && (input.low..=input.high).contains(v));
    let mut wrong = values.iter().enumerate().filter(|(_, v)| bad(v));
    if let Some((row, value)) = wrong.next() {
        errors.push(GivenError::Values {
            path: input.path.clone(),
            row: row + 1,
            value: *value,
            low: input.low,
            high: input.high,
            count: 1 + wrong.count(),
        });
    }
    errors
}

fn digest(scenario: &Scenario, places: &[usize], columns: &[Vec<f64>]) -> String {
    let mut bytes = Vec::new();
    for (place, column) in places.iter().zip(columns) {
        let path = &scenario.inputs.list()[*place].path;
        bytes.extend((path.len() as u64).to_le_bytes());
        bytes.extend(path.as_bytes());
        let values: Vec<u8> = column.iter().flat_map(|v| v.to_bits().to_le_bytes()).collect();
        // Column by column, so that no second copy of the whole table is made.
        bytes.extend(sha256(&values).as_bytes());
    }
    sha256(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "[boiler]\npower_kw = 500\n[boiler.fuel]\nlike = \"pallet_A_soft\"\n[uncertainty]\n\
                        \"boiler.excess_air\" = { uniform = { low = 1.2, high = 2.2 } }\n";

    fn scenario() -> Scenario {
        Scenario::read("s.toml", TEXT, &[], &|name| Err(format!("there is no {name}"))).unwrap()
    }

    fn table(columns: &[(&str, &[f64])]) -> Vec<(String, Vec<f64>)> {
        columns.iter().map(|(name, values)| ((*name).to_owned(), values.to_vec())).collect()
    }

    #[test]
    fn rows_keep_their_order_and_other_inputs_their_nominal_value() {
        let scenario = scenario();
        let given = Given::new(&scenario, table(&[("boiler.excess_air", &[1.5, 2.0, 1.3])])).unwrap();
        assert_eq!(given.samples(), 3);
        let place = scenario.inputs.find("boiler.excess_air").unwrap();
        let mut values = scenario.nominal();
        given.put(2, &mut values);
        assert_eq!(values[place], 1.3);
        let nominal = scenario.nominal();
        assert!(values.iter().zip(&nominal).enumerate().all(|(k, (a, b))| k == place || a.to_bits() == b.to_bits()));
        let other = Given::new(&scenario, table(&[("boiler.excess_air", &[1.5, 2.0, 1.4])])).unwrap();
        assert_ne!(given.sha256(), other.sha256());
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let scenario = scenario();
        let wrong = table(&[
            ("boiler.power_kw", &[100.0, f64::NAN]),
            ("boiler.exces_air", &[1.5, 1.6]),
            ("boiler.minimum_load", &[0.3]),
            ("boiler.power_kw", &[100.0, 90.0]),
        ]);
        let errors = Given::new(&scenario, wrong).unwrap_err();
        let text: Vec<String> = errors.iter().map(GivenError::to_string).collect();
        for part in ["in row 2 is NaN", "did you mean `boiler.excess_air`", "has 1 values", "two columns", "no column"]
        {
            assert!(text.iter().any(|t| t.contains(part)), "{part} is not in {text:?}");
        }
        assert_eq!(Given::new(&scenario, table(&[("boiler.excess_air", &[])])), Err(vec![GivenError::NoRows]));
    }
}
