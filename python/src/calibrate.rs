//! Parameters from measured data.

use crate::answer::{Answer, Asked, Failed, Tell};
use crate::given;
use crate::table::{Made, Table, Values};
use crate::watch::Watch;
use gisement::calibration::{
    self as engine, CalibrateError, CalibrateOptions, Calibration, Method, Plant, plant, read_measured,
};
use gisement::diag::Diagnostics;
use gisement::fit::{FitError, Memory};
use gisement::report::{
    BookParts, CalibrationPage, MadeFrom, Page, ReportError, Section, calibration_json, calibration_page,
    calibration_sections, workbook,
};
use gisement::words::Locale;
use pyo3::prelude::*;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;

/// Keywords of a calibration that are numbers and switches.
pub(crate) struct Given {
    pub(crate) level: f64,
    pub(crate) profiles: bool,
    pub(crate) trust_units: bool,
    pub(crate) walkers: Option<usize>,
    pub(crate) ensembles: Option<usize>,
    pub(crate) steps: Option<usize>,
    pub(crate) seed: u64,
}

/// Options from keywords, or what is wrong and what to write instead.
pub(crate) fn options(method: &str, noise: Option<&str>, given: &Given) -> Result<CalibrateOptions, (String, String)> {
    let defaults = CalibrateOptions::default();
    let method = match method {
        "ls" => Method::LeastSquares,
        "mcmc" => Method::Ensemble,
        other => return Err((format!("there is no method `{other}`"), "write method=\"ls\" or \"mcmc\"".to_owned())),
    };
    let memory = match noise {
        None => defaults.memory,
        Some("independent") => Memory::Independent,
        Some("autoregressive") => Memory::Autoregressive,
        Some(other) => {
            let help = "write noise=\"independent\" or \"autoregressive\"";
            return Err((format!("there is no noise `{other}`"), help.to_owned()));
        }
    };
    Ok(CalibrateOptions {
        method,
        memory,
        level: given.level,
        profiles: given.profiles,
        walkers: given.walkers.unwrap_or(defaults.walkers),
        ensembles: given.ensembles.unwrap_or(defaults.ensembles),
        steps: given.steps.unwrap_or(defaults.steps),
        seed: given.seed,
        trust_units: given.trust_units,
        ..defaults
    })
}

/// Measured series as text, and what messages call it.
pub(crate) struct Data {
    name: String,
    bytes: Vec<u8>,
}

impl Data {
    /// A path of a CSV, or columns: these become the same CSV, so that one reader judges both.
    pub(crate) fn of(py: Python<'_>, data: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(path) = data.extract::<PathBuf>() {
            return Ok(Self { name: path.display().to_string(), bytes: std::fs::read(&path)? });
        }
        let columns = given::columns(py, "data", data)?;
        let rows = columns.iter().map(|(_, values)| values.len()).max().unwrap_or(0);
        let mut text = columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(",") + "\n";
        for row in 0..rows {
            let cell = |values: &[f64]| values.get(row).filter(|v| !v.is_nan()).map_or(String::new(), f64::to_string);
            text += &(columns.iter().map(|(_, values)| cell(values)).collect::<Vec<_>>().join(",") + "\n");
        }
        Ok(Self { name: "data".to_owned(), bytes: text.into_bytes() })
    }
}

/// What is asked.
pub(crate) struct Job {
    pub(crate) asked: Asked,
    pub(crate) measured: Data,
    pub(crate) parameters: Vec<String>,
    pub(crate) digester: Option<String>,
    pub(crate) options: CalibrateOptions,
}

/// A finished calibration.
pub(crate) struct Found {
    asked: Asked,
    data: Data,
    found: Calibration,
}

/// Calibrates.
pub(crate) fn calibrate(job: Job, watch: &Watch) -> Result<Found, Failed> {
    let Job { asked, measured: data, parameters, digester, options } = job;
    let scenario = asked.scenario.clone();
    let digester = Plant::find(&scenario, digester.as_deref())
        .map_err(|problem| Failed::Problems(Diagnostics::one(*problem), None))?;
    let measured = read_measured(&data.name, &data.bytes, digester.length_d)
        .map_err(|refused| Failed::Problems(refused.diagnostics, Some(refused.sources)))?;
    let mut problem =
        plant(&scenario, &digester, &measured, &parameters).map_err(|found| Failed::Problems(found, None))?;
    // Each stage counts its own parts.
    let done = |_: &str, done: usize, all: usize| watch.at(done as u64, all as u64);
    let found = engine::calibrate(&mut problem, &options, &engine::Watch { done: &done, stop: &watch.stop });
    let found = found.map_err(|why| match why {
        CalibrateError::Data(found) => Failed::Problems(found, Some(measured.sources.clone())),
        CalibrateError::Fit(FitError::Option { .. } | FitError::TooFewData { .. }) => {
            Failed::Wrong(why.to_string(), String::new())
        }
        CalibrateError::Fit(_) | CalibrateError::Stopped => Failed::Run(why.to_string()),
    })?;
    Ok(Found { asked, data, found })
}

impl Found {
    fn list(&self) -> &[Calibration] {
        std::slice::from_ref(&self.found)
    }

    fn command(&self) -> String {
        self.asked.command("calibrate", &["--data".to_owned(), self.data.name.clone()])
    }
}

impl Tell for Found {
    fn title(&self) -> String {
        self.found.name.clone()
    }

    fn json(&self) -> Value {
        calibration_json(self.list())
    }

    fn page(&self, lang: Locale) -> Page {
        let mut files = MadeFrom::of(&self.asked.scenario);
        files.push(MadeFrom::new(&self.data.name, &self.data.bytes));
        let (title, command) = (self.title(), self.command());
        calibration_page(self.list(), &CalibrationPage { lang, title: &title, command: &command, files: &files })
    }

    fn sections(&self, lang: Locale) -> Vec<Section> {
        calibration_sections(self.list(), lang)
    }

    fn workbook(&self, lang: Locale) -> Result<Vec<u8>, ReportError> {
        workbook(&self.page(lang), &BookParts::default())
    }
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
