//! Which inputs matter.

use crate::answer::Answer;
use crate::table::{Made, Table};
use gisement::ask::sensitivity::Found;
use pyo3::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What an analysis found: :attr:`indices` of each input on each result.
#[pyclass(frozen, extends = Answer, module = "gisement")]
pub(crate) struct SensitivityResult {
    found: Arc<Found>,
}

impl SensitivityResult {
    pub(crate) fn new(py: Python<'_>, found: Found) -> PyResult<Py<Self>> {
        let found = Arc::new(found);
        Py::new(py, PyClassInitializer::from(Answer::new(found.clone())).add_subclass(Self { found }))
    }
}

#[pymethods]
impl SensitivityResult {
    /// A row for each result, measure and input: `output`, `measure`, `input`, `value`, and the ends of its 95 % interval `low`
    /// and `high`.
    #[getter]
    fn indices(&self) -> PyResult<Table> {
        let mut words = [Vec::new(), Vec::new(), Vec::new()];
        let mut numbers = [Vec::new(), Vec::new(), Vec::new()];
        for output in &self.found.found.outputs {
            let Ok(indices) = &output.indices else { continue };
            for measure in indices.measures() {
                for (player, value) in self.found.found.players.iter().zip(&measure.values) {
                    let Some(value) = value else { continue };
                    for (list, word) in words.iter_mut().zip([output.column.key.as_str(), measure.key, player]) {
                        list.push(word.to_owned());
                    }
                    for (list, number) in numbers.iter_mut().zip([value.value, value.low, value.high]) {
                        list.push(number);
                    }
                }
            }
        }
        let [outputs, measures, inputs] = words;
        let [values, lows, highs] = numbers;
        Table::new(vec![
            Made::text("output", outputs),
            Made::text("measure", measures),
            Made::text("input", inputs),
            Made::numbers("value", "", values),
            Made::numbers("low", "", lows),
            Made::numbers("high", "", highs),
        ])
    }

    /// Runs that failed, by reason.
    #[getter]
    fn failures(&self) -> BTreeMap<String, u64> {
        self.found.found.reasons.clone()
    }
}
