//! Burning a kilogram of fuel, many fuels at once.

use super::{Batch, over, owned, told};
use crate::error;
use crate::table::{Made, Table, Values};
use crate::watch::watched;
use gisement::combustion::{CombustionParams, FuelParams, burn, check};
use pyo3::prelude::*;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;

/// Combustion of a fuel in a boiler: air, flue gas, losses, efficiency, emissions per kilogram of fuel as received.
///
/// Elements, air and gases by balance; heating value measured or by Channiwala & Parikh 2002
/// (doi:10.1016/S0016-2361(01)00131-4); enthalpies by the NASA polynomials; dew point by IAPWS-IF97
/// (`docs/theory/combustion.md`).
///
/// `fuel` (`c_pct_db`, ..., `moisture_pct_ar`) and `boiler` (`excess_air`, `flue_gas_temperature_c`, ...) are values by name;
/// :meth:`parameters` lists them with unit, range and source. What is not given has its default.
#[pyclass(frozen, module = "gisement")]
pub(crate) struct Combustion {
    fixed: Vec<f64>,
    names: Vec<String>,
}

/// Number of inputs that are the fuel's.
const FUEL: usize = FuelParams::<f64>::NAMES.len();

/// What burning gave, by name, or why it gave nothing.
type Burnt = Result<Vec<(String, f64)>, String>;

fn burnt(values: &[f64]) -> Burnt {
    let (fuel, boiler) = values.split_at(FUEL);
    let (fuel, boiler) = (FuelParams::from_slice(fuel), CombustionParams::from_slice(boiler));
    let problems: Vec<String> = check(&fuel, &boiler).iter().map(ToString::to_string).collect();
    if !problems.is_empty() {
        return Err(problems.join("; "));
    }
    let mut all = Vec::new();
    flat("", &serde_json::to_value(burn(&fuel, &boiler)).map_err(|why| why.to_string())?, &mut all);
    Ok(all)
}

/// The numbers of a nested document, each by the path to it.
fn flat(path: &str, value: &Value, all: &mut Vec<(String, f64)>) {
    if let Value::Object(map) = value {
        for (key, value) in map {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            flat(&path, value, all);
        }
        return;
    }
    // No number (a dew point of a gas without water) is none.
    all.push((path.to_owned(), value.as_f64().unwrap_or(f64::NAN)));
}

#[pymethods]
impl Combustion {
    #[new]
    #[pyo3(signature = (fuel=None, boiler=None))]
    fn new(
        py: Python<'_>,
        fuel: Option<BTreeMap<String, f64>>,
        boiler: Option<BTreeMap<String, f64>>,
    ) -> PyResult<Self> {
        let (of_fuel, of_boiler) = (owned(FuelParams::<f64>::NAMES), owned(CombustionParams::<f64>::NAMES));
        let mut fixed = over(py, FuelParams::defaults().to_vec(), &of_fuel, fuel)?;
        fixed.extend(over(py, CombustionParams::defaults().to_vec(), &of_boiler, boiler)?);
        Ok(Self { fixed, names: [of_fuel, of_boiler].concat() })
    }

    /// Every input: `name`, `default`, `unit`, `low`, `high`, `flag`, `source`, `description`.
    #[staticmethod]
    fn parameters() -> PyResult<Table> {
        told(&[FuelParams::<f64>::table(), CombustionParams::<f64>::table()])
    }

    /// Names that a column of inputs may have.
    #[getter]
    fn inputs(&self) -> Vec<String> {
        self.names.clone()
    }

    /// A row of results for each row of `inputs`. Names end in their unit: `ar` is as received, `db` dry basis, Nm3 at 0 C and
    /// 101.325 kPa, heats above 25 C. A fuel that cannot be burnt so has its `reason` and nothing else.
    #[pyo3(signature = (inputs=None, *, threads=None))]
    fn burn(&self, py: Python<'_>, inputs: Option<&Bound<'_, PyAny>>, threads: Option<usize>) -> PyResult<Table> {
        let batch = Batch::read(py, inputs, &self.names)?;
        let rows: Vec<Burnt> = watched(py, threads, None, |_| {
            (0..batch.rows).into_par_iter().map(|row| burnt(&batch.values(row, &self.fixed))).collect()
        })?;
        let Some(Ok(first)) = rows.iter().find(|row| row.is_ok()) else {
            let why = rows.iter().find_map(|row| row.as_ref().err()).map_or("no rows", String::as_str);
            return Err(error::wrong(py, why, "Combustion.parameters() lists the inputs with their ranges"));
        };
        let value = |row: &Burnt, k: usize| row.as_ref().map_or(f64::NAN, |all| all[k].1);
        let column = |(k, (name, _)): (usize, &(String, f64))| {
            Made::numbers(name, "", rows.iter().map(|row| value(row, k)).collect())
        };
        let mut columns: Vec<Made> = first.iter().enumerate().map(column).collect();
        columns.push(Made::new("reason", Values::Text(rows.iter().map(|row| row.as_ref().err().cloned()).collect())));
        Table::new(columns)
    }
}
