//! A scenario, and what can be asked of it.

use crate::answer::raise;
use crate::error;
use crate::table::{Made, Table, Values};
use crate::watch::watched;
use crate::{calibrate, channels, run, sensitivity, size, sweep};
use gisement::ask::{self, Asked};
use gisement::scenario::{self as engine, Input, Origin};
use pyo3::exceptions::{PyKeyError, PyOSError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use pythonize::depythonize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A checked scenario: what a territory has and what is asked, from the same files as the command line.
///
/// A scenario never changes: :meth:`set` gives another one.
#[pyclass(frozen, module = "gisement")]
#[derive(Clone)]
pub(crate) struct Scenario {
    /// What messages call the text.
    file: String,
    text: Arc<str>,
    /// Where tables beside it are looked for.
    folder: PathBuf,
    overrides: Vec<String>,
    inner: Arc<engine::Scenario>,
}

impl Scenario {
    fn read(py: Python<'_>, file: String, text: Arc<str>, folder: PathBuf, overrides: Vec<String>) -> PyResult<Self> {
        let load = |name: &str| std::fs::read(folder.join(name)).map_err(|error| error.to_string());
        let read = py.detach(|| engine::Scenario::read(&file, &text, &overrides, &load));
        match read {
            Ok(scenario) => Ok(Self { file, text, folder, overrides, inner: Arc::new(scenario) }),
            Err(refused) => Err(error::refused(py, &refused)),
        }
    }

    fn asked(&self) -> Asked {
        Asked { scenario: self.inner.clone(), file: self.file.clone(), overrides: self.overrides.clone() }
    }
}

#[pymethods]
impl Scenario {
    /// Reads a scenario file (TOML) and the tables beside it. `overrides` are `PATH=VALUE`, as after `--set`.
    #[staticmethod]
    #[pyo3(signature = (path, *, overrides=None))]
    fn from_file(py: Python<'_>, path: PathBuf, overrides: Option<Vec<String>>) -> PyResult<Self> {
        let text = std::fs::read_to_string(&path)
            .map_err(|why| PyOSError::new_err(format!("cannot read {}: {why}", path.display())))?;
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        Self::read(py, path.display().to_string(), text.into(), folder, overrides.unwrap_or_default())
    }

    /// Reads the text of a scenario file. `folder` is where tables beside it are looked for.
    #[staticmethod]
    #[pyo3(signature = (text, *, name="scenario.toml", folder=None))]
    fn from_text(py: Python<'_>, text: &str, name: &str, folder: Option<PathBuf>) -> PyResult<Self> {
        Self::read(py, name.to_owned(), text.into(), folder.unwrap_or_default(), Vec::new())
    }

    /// Makes a scenario of nested dictionaries: the keys and values of a scenario file, tables as dictionaries and
    /// `[[provider]]` as lists of them. Problems are located in the text that it stands for.
    #[staticmethod]
    #[pyo3(signature = (data, *, name="scenario.toml", folder=None))]
    fn from_dict(py: Python<'_>, data: &Bound<'_, PyDict>, name: &str, folder: Option<PathBuf>) -> PyResult<Self> {
        let value: toml::Value = depythonize(data).map_err(|why| {
            let help =
                "write texts, numbers, booleans, lists and dictionaries with texts as keys; leave out what is None";
            error::wrong(py, format!("{name}: a scenario cannot hold this: {why}"), help)
        })?;
        let text = toml::to_string(&value).map_err(|why| error::wrong(py, format!("{name}: {why}"), ""))?;
        Self::from_text(py, &text, name, folder)
    }

    /// The same scenario with another value at a path, as `--set PATH=VALUE`: `set("digester.volume_m3", 1200)`.
    fn set(&self, py: Python<'_>, path: &str, value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let mut overrides = self.overrides.clone();
        overrides.push(format!("{path}={}", written(path, value)?));
        Self::read(py, self.file.clone(), self.text.clone(), self.folder.clone(), overrides)
    }

    /// The same scenario with several other values.
    fn set_all(&self, py: Python<'_>, values: &Bound<'_, PyDict>) -> PyResult<Self> {
        let mut overrides = self.overrides.clone();
        for (path, value) in values {
            let path: String = path.extract()?;
            overrides.push(format!("{path}={}", written(&path, &value)?));
        }
        Self::read(py, self.file.clone(), self.text.clone(), self.folder.clone(), overrides)
    }

    /// Its title.
    #[getter]
    fn name(&self) -> &str {
        &self.inner.name
    }

    /// What it is about.
    #[getter]
    fn description(&self) -> &str {
        &self.inner.description
    }

    /// The file it was read from, or the name it was given.
    #[getter]
    fn file(&self) -> &str {
        &self.file
    }

    /// Its text.
    #[getter]
    fn text(&self) -> &str {
        &self.text
    }

    /// What was set: `PATH=VALUE`.
    #[getter]
    fn overrides(&self) -> Vec<String> {
        self.overrides.clone()
    }

    /// Warnings, as a list of dictionaries like those of :class:`ScenarioError`.
    #[getter]
    fn warnings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let list = gisement::report::problems_json(&self.inner.warnings, &self.inner.sources);
        Ok(pythonize::pythonize(py, &list)?)
    }

    /// Paths of the inputs that samples differ in.
    #[getter]
    fn uncertain(&self) -> Vec<String> {
        let inputs = self.inner.inputs.list();
        self.inner.plan.drawn_places().into_iter().map(|place| inputs[place].path.clone()).collect()
    }

    /// Every input: `path`, `value` (none where a law of the model gives it), `unit`, `low`, `high`, `flag`
    /// (`read`, `computed`, `assumed`), `given` (1 where the scenario sets it), `source`, `description`.
    #[getter]
    fn inputs(&self) -> PyResult<Table> {
        let list = self.inner.inputs.list();
        let text = |name: &str, of: fn(&Input) -> String| Made::text(name, list.iter().map(of));
        let numbers = |name: &str, of: fn(&Input) -> f64| Made::numbers(name, "", list.iter().map(of).collect());
        let given = list.iter().map(|i| u8::from(matches!(i.origin, Origin::Given(_)))).collect();
        Table::new(vec![
            text("path", |i| i.path.clone()),
            numbers("value", |i| i.value),
            text("unit", |i| i.unit.clone()),
            numbers("low", |i| i.low),
            numbers("high", |i| i.high),
            text("flag", |i| format!("{:?}", i.flag).to_lowercase()),
            Made::new("given", Values::Codes(given)),
            text("source", |i| i.source.clone()),
            text("description", |i| i.description.clone()),
        ])
    }

    /// The value of an input by its path; None where a law of the model gives it. `scenario["boiler.power_kw"]`
    fn __getitem__(&self, path: &str) -> PyResult<Option<f64>> {
        let inputs = &self.inner.inputs;
        let place = inputs.find(path).ok_or_else(|| {
            let near = gisement::words::nearest(path, inputs.paths());
            let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            PyKeyError::new_err(format!("there is no input `{path}`{near}"))
        })?;
        Ok(Some(inputs.list()[place].value).filter(|value| !value.is_nan()))
    }

    /// The main job: pools, simulates, balances, and samples `n` times (the scenario's own number unless given; 0 for none).
    ///
    /// The numbers are those of `gisement run`, bit for bit. `progress(done, total)` is called while it runs.
    #[pyo3(signature = (n=None, *, seed=None, threads=None, progress=None))]
    fn run(
        &self,
        py: Python<'_>,
        n: Option<usize>,
        seed: Option<u64>,
        threads: Option<usize>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<run::RunResult>> {
        let asked = self.asked();
        let found = watched(py, threads, progress, move |watch| ask::run::run(asked, n, seed, watch))?;
        run::RunResult::new(py, found.map_err(|why| raise(why, py, &self.inner))?)
    }

    /// Many samples, in memory: inputs and outputs as columns, a row a sample, a failed sample with its reason.
    ///
    /// `design` is `monte_carlo`, `latin_hypercube` or `sobol` (with `replicates`). `samples` are your own instead: a table
    /// with Arrow columns (polars, pandas, pyarrow), a dictionary of columns by path, or `(names, matrix)` as SALib has them.
    /// The rows are those of `gisement sweep`, bit for bit, for any `threads`.
    #[pyo3(signature = (n=None, *, design="monte_carlo", seed=None, replicates=None, samples=None, threads=None, progress=None))]
    #[expect(clippy::too_many_arguments, reason = "the keywords of a Python method")]
    fn sweep(
        &self,
        py: Python<'_>,
        n: Option<u64>,
        design: &str,
        seed: Option<u64>,
        replicates: Option<u64>,
        samples: Option<&Bound<'_, PyAny>>,
        threads: Option<usize>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<sweep::SweepResult>> {
        let asked = self.asked();
        let (source, count) = match samples {
            Some(samples) => sweep::given(py, &self.inner, samples, n)?,
            None => sweep::drawn(&self.inner, n, design, replicates, seed)
                .map_err(|(why, help)| error::wrong(py, why.to_string(), help.to_string()))?,
        };
        let found = watched(py, threads, progress, move |watch| sweep::sweep(asked, source, count, watch))?;
        sweep::SweepResult::new(py, found.map_err(|why| raise(why, py, &self.inner))?)
    }

    /// Which inputs matter. `method` is `sobol`, `shapley`, `morris`, `tornado` or `given_data`; unless given, `shapley` where
    /// inputs depend on each other and `sobol` elsewhere. `group` is `provider`, `feedstock` or `part`. `outputs` are keys of
    /// results; all unless given.
    #[pyo3(signature = (n=None, *, method=None, seed=None, group=None, outputs=None, factors=false, pairs=false, threads=None, progress=None))]
    #[expect(clippy::too_many_arguments, reason = "the keywords of a Python method")]
    fn sensitivity(
        &self,
        py: Python<'_>,
        n: Option<u64>,
        method: Option<&str>,
        seed: Option<u64>,
        group: Option<&str>,
        outputs: Option<Vec<String>>,
        factors: bool,
        pairs: bool,
        threads: Option<usize>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<sensitivity::SensitivityResult>> {
        let asked = self.asked();
        let options = ask::sensitivity::Options { rows: n, method, seed, group, outputs, factors, pairs };
        let how = ask::sensitivity::read(&self.inner, &options)
            .map_err(|(why, help)| error::wrong(py, why.to_string(), help.to_string()))?;
        let wanted = options.outputs;
        let found = watched(py, threads, progress, move |watch| ask::sensitivity::analyse(asked, how, wanted, watch))?;
        sensitivity::SensitivityResult::new(py, found.map_err(|why| raise(why, py, &self.inner))?)
    }

    /// Sizes of boilers, buffer and wood store, and of the digester. `objective` is one of those of `[size]`.
    #[pyo3(signature = (n=None, *, objective=None, seed=None, threads=None, progress=None))]
    fn size(
        &self,
        py: Python<'_>,
        n: Option<usize>,
        objective: Option<&str>,
        seed: Option<u64>,
        threads: Option<usize>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<size::SizeResult>> {
        let asked = self.asked();
        let options = ask::size::options(n, objective, seed)
            .map_err(|(why, help)| error::wrong(py, why.to_string(), help.to_string()))?;
        let found = watched(py, threads, progress, move |watch| ask::size::size(asked, &options, watch))?;
        size::SizeResult::new(py, found.map_err(|why| raise(why, py, &self.inner))?)
    }

    /// What should go where: the best allocation of the streams to the channels, and how sure it is. `objective` is `cost`,
    /// `carbon` or `jobs`.
    #[pyo3(signature = (n=None, *, objective=None, seed=None, hide_names=false, threads=None, progress=None))]
    #[expect(clippy::too_many_arguments, reason = "the keywords of a Python method")]
    fn channels(
        &self,
        py: Python<'_>,
        n: Option<usize>,
        objective: Option<&str>,
        seed: Option<u64>,
        hide_names: bool,
        threads: Option<usize>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<channels::ChannelsResult>> {
        let asked = self.asked();
        let options = ask::channels::options(n, objective, seed)
            .map_err(|(why, help)| error::wrong(py, why.to_string(), help.to_string()))?;
        let found =
            watched(py, threads, progress, move |watch| ask::channels::channels(asked, &options, hide_names, watch))?;
        channels::ChannelsResult::new(py, found.map_err(|why| raise(why, py, &self.inner))?)
    }

    /// Parameters from measured data: `data` is a table with `time_d` and measured columns (as `gisement calibrate --data`),
    /// a path of a CSV or columns of your own; `parameters` are paths. `method` is `ls` or `mcmc`.
    #[pyo3(signature = (data, *, parameters=None, digester=None, method="ls", noise=None, level=0.9, profiles=true, trust_units=false,
        walkers=None, ensembles=None, steps=None, seed=1, threads=None, progress=None))]
    #[expect(clippy::too_many_arguments, reason = "the keywords of a Python method")]
    fn calibrate(
        &self,
        py: Python<'_>,
        data: &Bound<'_, PyAny>,
        parameters: Option<Vec<String>>,
        digester: Option<String>,
        method: &str,
        noise: Option<&str>,
        level: f64,
        profiles: bool,
        trust_units: bool,
        walkers: Option<usize>,
        ensembles: Option<usize>,
        steps: Option<usize>,
        seed: u64,
        threads: Option<usize>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<calibrate::CalibrationResult>> {
        let given = ask::calibrate::Given { level, profiles, trust_units, walkers, ensembles, steps, seed };
        let options = ask::calibrate::options(method, noise, &given)
            .map_err(|(why, help)| error::wrong(py, why.to_string(), help.to_string()))?;
        let measured = calibrate::data_of(py, data)?;
        let (asked, parameters) = (self.asked(), parameters.unwrap_or_default());
        let job = ask::calibrate::Job { asked, measured, parameters, digester, options };
        let found = watched(py, threads, progress, move |watch| ask::calibrate::calibrate(job, watch))?;
        calibrate::CalibrationResult::new(py, found.map_err(|why| raise(why, py, &self.inner))?)
    }

    fn __repr__(&self) -> String {
        let set =
            if self.overrides.is_empty() { String::new() } else { format!(", set {}", self.overrides.join(", ")) };
        format!(
            "Scenario({:?}, {} inputs, {} uncertain{set})",
            self.inner.name,
            self.inner.inputs.list().len(),
            self.uncertain().len()
        )
    }

    /// What unpickling needs: another process reads the same text and finds the same files.
    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let this = slf.get();
        let again = slf.py().import("gisement._engine")?.getattr("_again")?;
        let parts = (this.file.clone(), this.text.to_string(), this.folder.clone(), this.overrides.clone());
        Ok((again, parts.into_pyobject(slf.py())?))
    }
}

/// A scenario from what pickling kept of it.
#[pyfunction]
pub(crate) fn _again(
    py: Python<'_>,
    file: String,
    text: String,
    folder: PathBuf,
    overrides: Vec<String>,
) -> PyResult<Scenario> {
    Scenario::read(py, file, text.into(), folder, overrides)
}

/// A value as it stands after `--set PATH=`.
fn written(path: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    if value.is_instance_of::<PyBool>() {
        return Ok(value.extract::<bool>()?.to_string());
    }
    if value.is_instance_of::<PyInt>() {
        return Ok(value.str()?.to_string());
    }
    if value.is_instance_of::<PyFloat>() {
        return Ok(format!("{:?}", value.extract::<f64>()?));
    }
    if value.is_instance_of::<PyString>() {
        return value.extract();
    }
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() || value.is_instance_of::<PyDict>() {
        let value: toml::Value = depythonize(value)?;
        return Ok(value.to_string());
    }
    // Numbers of numpy.
    if let Ok(number) = value.extract::<f64>() {
        return Ok(format!("{number:?}"));
    }
    let kind = value.get_type().name()?.to_string();
    Err(PyTypeError::new_err(format!(
        "`{path}` cannot be set to a {kind}: write a number, text, boolean, list or dictionary"
    )))
}
