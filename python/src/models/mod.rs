//! The models by themselves, for those who bring their own loop: a batch of inputs in, a batch of results out.

mod adm1;
mod boiler;
mod combustion;

pub(crate) use adm1::Adm1;
pub(crate) use boiler::{boiler_year, dispatch_parameters};
pub(crate) use combustion::Combustion;

use crate::error;
use crate::given::{self, Columns};
use crate::table::{Made, Table};
use gisement::param::Table as Parameters;
use gisement::words::nearest;
use pyo3::prelude::*;

/// A parameter table for people: `name`, `default` (none where a law of the model gives it), `unit`, `low`, `high`, `flag`,
/// `source`, `description`.
fn told(parameters: &[&Parameters]) -> PyResult<Table> {
    let rows: Vec<_> = parameters.iter().flat_map(|table| table.rows()).collect();
    let numbers = |name: &str, of: &dyn Fn(&gisement::param::Row) -> f64| {
        Made::numbers(name, "", rows.iter().map(|row| of(row)).collect())
    };
    let text =
        |name: &str, of: fn(&gisement::param::Row) -> &str| Made::text(name, rows.iter().map(|row| of(row).to_owned()));
    Table::new(vec![
        text("name", |r| &r.name),
        numbers("default", &|r| r.default.unwrap_or(f64::NAN)),
        text("unit", |r| &r.unit),
        numbers("low", &|r| r.low),
        numbers("high", &|r| r.high),
        text("flag", |r| r.flag.word()),
        text("source", |r| &r.source),
        text("description", |r| &r.description),
    ])
}

/// Inputs of a batch: values that hold for all, and columns with one for each.
struct Batch {
    rows: usize,
    /// Place of each column among the names, and its values.
    columns: Vec<(usize, Vec<f64>)>,
}

impl Batch {
    /// Reads the inputs of a batch. Names are looked up among `names`; without inputs the batch is one row.
    fn read(py: Python<'_>, inputs: Option<&Bound<'_, PyAny>>, names: &[String]) -> PyResult<Self> {
        let columns: Columns =
            inputs.map(|inputs| given::columns(py, "inputs", inputs)).transpose()?.unwrap_or_default();
        let rows = columns.first().map_or(1, |(_, values)| values.len());
        let mut placed = Vec::with_capacity(columns.len());
        for (name, values) in columns {
            if values.len() != rows {
                let why = format!("column `{name}` of the inputs has {} rows, others {rows}", values.len());
                return Err(error::wrong(py, why, "write a number for every row"));
            }
            placed.push((place(py, &name, names)?, values));
        }
        Ok(Self { rows, columns: placed })
    }

    /// The values of a row, over those that hold for all.
    fn values(&self, row: usize, fixed: &[f64]) -> Vec<f64> {
        let mut values = fixed.to_vec();
        self.columns.iter().for_each(|(place, column)| values[*place] = column[row]);
        values
    }
}

/// The place of a name.
fn place(py: Python<'_>, name: &str, names: &[String]) -> PyResult<usize> {
    names.iter().position(|known| known == name).ok_or_else(|| {
        let near = nearest(name, names.iter().map(String::as_str));
        let near = near.map_or(String::new(), |near| format!("did you mean `{near}`?"));
        error::wrong(py, format!("there is no input `{name}`"), near)
    })
}

/// Values of a dictionary of names over defaults.
fn over(
    py: Python<'_>,
    defaults: Vec<f64>,
    names: &[String],
    given: Option<std::collections::BTreeMap<String, f64>>,
) -> PyResult<Vec<f64>> {
    let mut values = defaults;
    for (name, value) in given.unwrap_or_default() {
        values[place(py, &name, names)?] = value;
    }
    Ok(values)
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
