//! Parameters from measured data.

use crate::answer::Answer;
use crate::given;
use crate::table::{Made, Table, Values};
use gisement::ask::calibrate::{Data, Found};
use gisement::calibration as engine;
use pyo3::prelude::*;
use std::path::PathBuf;
use std::sync::Arc;

/// A path of a CSV, or columns: these become the same CSV, so that one reader judges both.
pub(crate) fn data_of(py: Python<'_>, data: &Bound<'_, PyAny>) -> PyResult<Data> {
    if let Ok(path) = data.extract::<PathBuf>() {
        return Ok(Data { name: path.display().to_string(), bytes: std::fs::read(&path)? });
    }
    let columns = given::columns(py, "data", data)?;
    let rows = columns.iter().map(|(_, values)| values.len()).max().unwrap_or(0);
    let mut text = columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(",") + "\n";
    for row in 0..rows {
        let cell = |values: &[f64]| values.get(row).filter(|v| !v.is_nan()).map_or(String::new(), f64::to_string);
        text += &(columns.iter().map(|(_, values)| cell(values)).collect::<Vec<_>>().join(",") + "\n");
    }
    Ok(Data { name: "data".to_owned(), bytes: text.into_bytes() })
}

/// What a calibration found: :attr:`parameters` with their intervals, measured beside fitted (:attr:`series`).
#[pyclass(frozen, extends = Answer, module = "gisement")]
pub(crate) struct CalibrationResult {
    found: Arc<Found>,
}

impl CalibrationResult {
    pub(crate) fn new(py: Python<'_>, found: Found) -> PyResult<Py<Self>> {
        let found = Arc::new(found);
        Py::new(py, PyClassInitializer::from(Answer::new(found.clone())).add_subclass(Self { found }))
    }
}

#[pymethods]
impl CalibrationResult {
    /// `path`, `unit`, `before`, `value`, `standard_error`, the ends of the profile interval `low` and `high` (none where the data do
    /// not limit it or no profile was walked) and of the Fisher interval, `at_bound` (1 where a bound stopped it).
    #[getter]
    fn parameters(&self) -> PyResult<Table> {
        let list = &self.found.found.parameters;
        let numbers =
            |name: &str, of: fn(&engine::Fitted) -> f64| Made::numbers(name, "", list.iter().map(of).collect());
        Table::new(vec![
            Made::text("path", list.iter().map(|p| p.parameter.path.clone())),
            Made::text("unit", list.iter().map(|p| p.parameter.unit.clone())),
            numbers("before", |p| p.parameter.start),
            numbers("value", |p| p.value),
            numbers("standard_error", |p| p.standard_error),
            numbers("low", |p| p.profile.as_ref().and_then(|of| of.low).unwrap_or(f64::NAN)),
            numbers("high", |p| p.profile.as_ref().and_then(|of| of.high).unwrap_or(f64::NAN)),
            numbers("fisher_low", |p| p.fisher.0),
            numbers("fisher_high", |p| p.fisher.1),
            Made::new("at_bound", Values::Codes(list.iter().map(|p| u8::from(p.at_bound)).collect())),
        ])
    }

    /// Measured and fitted: `series`, `time_d`, `measured`, `before`, `fitted`.
    #[getter]
    fn series(&self) -> PyResult<Table> {
        let list = &self.found.found.series;
        let all = |of: fn(&engine::SeriesOutcome) -> &[f64]| list.iter().flat_map(of).copied().collect::<Vec<f64>>();
        let names = list.iter().flat_map(|s| s.data.values.iter().map(|_| s.data.name.clone()));
        Table::new(vec![
            Made::text("series", names),
            Made::numbers("time_d", "d", all(|s| &s.data.times_d)),
            Made::numbers("measured", "", all(|s| &s.data.values)),
            Made::numbers("before", "", all(|s| &s.before)),
            Made::numbers("fitted", "", all(|s| &s.fitted)),
        ])
    }

    /// The fitted values by path: `scenario.set_all(result.values)` is the calibrated scenario.
    #[getter]
    fn values(&self) -> std::collections::BTreeMap<String, f64> {
        self.found.found.parameters.iter().map(|p| (p.parameter.path.clone(), p.value)).collect()
    }

    /// Draws of the posterior, a column a parameter: samples for :meth:`Scenario.sweep`. None unless `method="mcmc"`.
    #[getter]
    fn posterior(&self) -> PyResult<Option<Table>> {
        let found = &self.found.found;
        let table = found.posterior.as_ref().map(|posterior| {
            let column = |k: usize| posterior.draws.iter().map(|draw| draw[k]).collect();
            let columns = found.parameters.iter().enumerate();
            Table::new(columns.map(|(k, p)| Made::numbers(&p.parameter.path, "", column(k))).collect())
        });
        table.transpose()
    }
}
