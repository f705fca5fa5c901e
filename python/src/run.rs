//! The main job.

use crate::answer::Answer;
use crate::table::{Made, Table};
use gisement::ask::run::Found;
use gisement::study::{Series, series_of};
use gisement::sweep::{Ensemble, Summary};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a run found: :attr:`headlines` with their spread, :attr:`samples`, and :attr:`series` through time.
#[pyclass(frozen, extends = Answer, module = "gisement")]
pub(crate) struct RunResult {
    found: Arc<Found>,
}

impl RunResult {
    pub(crate) fn new(py: Python<'_>, found: Found) -> PyResult<Py<Self>> {
        let found = Arc::new(found);
        Py::new(py, PyClassInitializer::from(Answer::new(found.clone())).add_subclass(Self { found }))
    }
}

#[pymethods]
impl RunResult {
    /// The headline numbers: `key`, `label`, `unit`, `nominal`, and over the samples `mean`, `sd`, `p10`, `p50`, `p90`
    /// (quantiles; none without samples).
    #[getter]
    fn headlines(&self) -> PyResult<Table> {
        let list = self.found.run().headlines();
        let spread = |name: &str, of: fn(&Summary) -> f64| {
            Made::numbers(name, "", list.iter().map(|h| h.summary.as_ref().map_or(f64::NAN, of)).collect())
        };
        Table::new(vec![
            Made::text("key", list.iter().map(|h| h.headline.key.to_owned())),
            Made::text("label", list.iter().map(|h| h.headline.label.to_owned())),
            Made::text("unit", list.iter().map(|h| h.headline.unit.to_owned())),
            Made::numbers("nominal", "", list.iter().map(|h| h.headline.value).collect()),
            spread("mean", |s| s.mean),
            spread("sd", |s| s.standard_deviation),
            spread("p10", |s| s.p10),
            spread("p50", |s| s.p50),
            spread("p90", |s| s.p90),
        ])
    }

    /// The samples of the headlines, a row each; none for those of a sample that failed. Empty where nothing is uncertain.
    #[getter]
    fn samples(&self) -> PyResult<Table> {
        let headlines = self.found.outcome.headlines();
        let rows = self.found.ensemble.as_ref().map_or(&[][..], |e| &e.rows);
        let column = |(k, headline): (usize, &gisement::case::Headline)| {
            let values = rows.iter().map(|row| row.as_ref().map_or(f64::NAN, |values| values[k])).collect();
            Made::numbers(headline.key, headline.unit, values).label(headline.label)
        };
        Table::new(headlines.iter().enumerate().map(column).collect())
    }

    /// Samples that failed, by reason.
    #[getter]
    fn failures(&self) -> BTreeMap<String, usize> {
        self.found.ensemble.iter().flat_map(Ensemble::reasons).collect()
    }

    /// Time series of the nominal case: a table for each digester (by the day) and one for the heat network (by the hour),
    /// each with `time_h` from the start of the year or run. `table.to_xarray("time_h")` makes a dataset of one.
    #[getter]
    fn series<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let all = PyDict::new(py);
        let mut groups: Vec<(String, Vec<Series>)> = Vec::new();
        for one in series_of(&self.found.outcome) {
            let group = one.name.rsplit_once('.').map_or("", |(group, _)| group).to_owned();
            match groups.last_mut().filter(|(name, _)| *name == group) {
                Some((_, list)) => list.push(one),
                None => groups.push((group, vec![one])),
            }
        }
        for (name, list) in groups {
            all.set_item(name, through_time(&list)?)?;
        }
        Ok(all)
    }
}

/// Series with the same times as one table.
fn through_time(list: &[Series]) -> PyResult<Table> {
    let times = list.first().map_or(Vec::new(), |s| s.points.iter().map(|(t, _)| *t).collect());
    let mut columns = vec![Made::numbers("time_h", "h", times)];
    for series in list {
        let name = series.name.rsplit_once('.').map_or(series.name.as_str(), |(_, name)| name);
        columns.push(Made::numbers(name, "", series.points.iter().map(|(_, value)| *value).collect()));
    }
    Table::new(columns)
}
