//! What should go where.

use crate::answer::Answer;
use crate::report_table::table_of;
use crate::table::Table;
use gisement::ask::channels::Found;
use gisement::report::flows_table;
use gisement::words::Locale;
use pyo3::prelude::*;
use std::sync::Arc;

/// What an allocation found.
#[pyclass(frozen, extends = Answer, module = "gisement")]
pub(crate) struct ChannelsResult {
    found: Arc<Found>,
}

impl ChannelsResult {
    pub(crate) fn new(py: Python<'_>, found: Found) -> PyResult<Py<Self>> {
        let found = Arc::new(found);
        Py::new(py, PyClassInitializer::from(Answer::new(found.clone())).add_subclass(Self { found }))
    }
}

#[pymethods]
impl ChannelsResult {
    /// The flows of the best plan: who sends what where (`flows.csv` of the command line).
    #[getter]
    fn flows(&self) -> PyResult<Table> {
        table_of(&flows_table(&self.found.shown(Locale::En)))
    }
}
