//! What goes wrong, as exceptions of Python.

use gisement::diag::{Diagnostic, Diagnostics, Sources};
use gisement::report::problems_json;
use gisement::scenario::Refused;
use gisement::words::Locale;
use pyo3::import_exception;
use pyo3::prelude::*;
use pythonize::pythonize;
use serde_json::Value;

import_exception!(gisement.errors, ScenarioError);
import_exception!(gisement.errors, RunError);

/// The exception for what is wrong in what the user wrote: its text is what the command line draws, `problems` is the list.
pub(crate) fn scenario_error(py: Python<'_>, diagnostics: &Diagnostics, sources: &Sources) -> PyErr {
    let text = diagnostics.render(sources, false, Locale::En).trim_end().to_owned();
    let problems = Value::Array(problems_json(diagnostics, sources));
    match pythonize(py, &problems) {
        Ok(problems) => ScenarioError::new_err((text, problems.unbind())),
        Err(error) => error.into(),
    }
}

pub(crate) fn refused(py: Python<'_>, refused: &Refused) -> PyErr {
    scenario_error(py, &refused.diagnostics, &refused.sources)
}

/// What is wrong without a place in a file.
pub(crate) fn wrong(py: Python<'_>, message: impl Into<String>, help: impl Into<String>) -> PyErr {
    let mut found = Diagnostics::default();
    let help: String = help.into();
    let problem = Diagnostic::error(message.into());
    found.push(if help.is_empty() { problem } else { problem.help(help) });
    scenario_error(py, &found, &Sources::default())
}

/// A scenario that makes sense and could not be computed.
pub(crate) fn run_error(why: impl Into<String>) -> PyErr {
    RunError::new_err(why.into())
}

/// The engine broke one of its own rules.
pub(crate) fn defect() -> PyErr {
    run_error("a defect of the engine; please report the scenario")
}
