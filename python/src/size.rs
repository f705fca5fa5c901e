//! Sizes of a boiler house and of a digester.

use crate::answer::Answer;
use crate::report_table::table_of;
use crate::table::Table;
use gisement::ask::size::Found;
use gisement::report::{engine_table, ranking_table, size_json, volume_table};
use pyo3::prelude::*;
use std::sync::Arc;

/// What a sizing found.
#[pyclass(frozen, extends = Answer, module = "gisement")]
pub(crate) struct SizeResult {
    found: Arc<Found>,
}

impl SizeResult {
    pub(crate) fn new(py: Python<'_>, found: Found) -> PyResult<Py<Self>> {
        let found = Arc::new(found);
        Py::new(py, PyClassInitializer::from(Answer::new(found.clone())).add_subclass(Self { found }))
    }
}

#[pymethods]
impl SizeResult {
    /// Candidates for the boiler house, best first (`candidates.csv` of the command line); None without a boiler house.
    #[getter]
    fn candidates(&self) -> PyResult<Option<Table>> {
        self.found.house.as_ref().map(|house| table_of(&ranking_table(house))).transpose()
    }

    /// The house that was chosen, as it stands in the document of :meth:`to_dict`; None without one.
    #[getter]
    fn chosen<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let Some(house) = &self.found.house else { return Ok(None) };
        let Some(chosen) = &house.chosen else { return Ok(None) };
        Ok(Some(pythonize::pythonize(py, &size_json(house)["candidates"][chosen.index])?))
    }

    /// Volumes of the digester (`volumes.csv`); None where none was sized.
    #[getter]
    fn volumes(&self) -> PyResult<Option<Table>> {
        self.found.digester.as_ref().map(|digester| table_of(&volume_table(digester))).transpose()
    }

    /// Powers of the engine (`engines.csv`); None where no digester was sized.
    #[getter]
    fn engines(&self) -> PyResult<Option<Table>> {
        self.found.digester.as_ref().map(|digester| table_of(&engine_table(digester))).transpose()
    }
}
