//! What was found, told in every way the command line tells it: dictionary, page, workbook, figures, text.

use crate::error;
use crate::notebook;
use gisement::ask::{Failed, Tell};
use gisement::report::Terminal;
use gisement::scenario::Scenario;
use gisement::words::Locale;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use pythonize::pythonize;
use std::path::PathBuf;
use std::sync::Arc;

/// The exception for a question that found nothing.
pub(crate) fn raise(failed: Failed, py: Python<'_>, scenario: &Scenario) -> PyErr {
    match failed {
        Failed::Problems(found, sources) => {
            error::scenario_error(py, &found, sources.as_ref().unwrap_or(&scenario.sources))
        }
        Failed::Wrong(why, help) => error::wrong(py, why.to_string(), help.to_string()),
        Failed::Unfit(why) => error::wrong(py, why.to_string(), ""),
        Failed::Run(why) => error::run_error(why.to_string()),
        Failed::Stopped => error::run_error(failed.reason().to_string()),
    }
}

/// What a computation found.
#[pyclass(frozen, subclass, module = "gisement", name = "Result")]
pub(crate) struct Answer {
    found: Arc<dyn Tell>,
}

impl Answer {
    pub(crate) fn new(found: Arc<dyn Tell>) -> Self {
        Self { found }
    }

    fn told(&self, lang: Locale) -> PyResult<String> {
        let terminal = Terminal { locale: lang, ..Terminal::default() };
        let mut text = terminal.heading(&self.found.title());
        for section in self.found.sections(lang) {
            text += "\n";
            text += terminal.section(&section).map_err(|why| error::run_error(why.to_string()))?.trim_end();
            text += "\n";
        }
        Ok(text.trim_end().to_owned())
    }
}

/// The language of a keyword.
pub(crate) fn language(py: Python<'_>, lang: &str) -> PyResult<Locale> {
    match lang {
        "en" => Ok(Locale::En),
        "fr" => Ok(Locale::Fr),
        other => Err(error::wrong(py, format!("there is no language `{other}`"), "write lang=\"en\" or lang=\"fr\"")),
    }
}

#[pymethods]
impl Answer {
    /// Title of the scenario.
    #[getter]
    fn title(&self) -> String {
        self.found.title()
    }

    /// Everything as dictionaries and lists: the document that the command line writes with `--json`, with its `schema`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        Ok(pythonize(py, &self.found.json(Locale::En))?.cast_into::<PyDict>()?)
    }

    /// The same document as text.
    fn to_json(&self) -> String {
        format!("{:#}", self.found.json(Locale::En))
    }

    /// The page as one HTML document that needs nothing else. `lang` is `en` or `fr`.
    #[pyo3(signature = (*, lang="en"))]
    fn html(&self, py: Python<'_>, lang: &str) -> PyResult<String> {
        let lang = language(py, lang)?;
        let found = self.found.clone();
        py.detach(move || found.page(lang).html()).map_err(|why| error::run_error(why.to_string()))
    }

    /// The workbook (XLSX) as bytes.
    #[pyo3(signature = (*, lang="en"))]
    fn workbook<'py>(&self, py: Python<'py>, lang: &str) -> PyResult<Bound<'py, PyBytes>> {
        let lang = language(py, lang)?;
        let found = self.found.clone();
        let bytes = py.detach(move || found.workbook(lang)).map_err(|why| error::run_error(why.to_string()))?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// The figures of the page by name: chapter and number.
    #[pyo3(signature = (*, lang="en"))]
    fn figures<'py>(&self, py: Python<'py>, lang: &str) -> PyResult<Bound<'py, PyDict>> {
        let lang = language(py, lang)?;
        let found = self.found.clone();
        let page = py.detach(move || found.page(lang));
        let all = PyDict::new(py);
        for (name, picture, caption) in page.captioned_figures() {
            let (title, svg, csv) = (picture.title.clone(), picture.svg.clone(), picture.csv.clone());
            all.set_item(name, Figure { title, caption: caption.to_owned(), svg, csv })?;
        }
        Ok(all)
    }

    /// The short answer as text, as the terminal shows it.
    #[pyo3(signature = (*, lang="en"))]
    fn summary(&self, py: Python<'_>, lang: &str) -> PyResult<String> {
        self.told(language(py, lang)?)
    }

    fn __str__(&self) -> PyResult<String> {
        self.told(Locale::En)
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        Ok(format!("{}({:?})", slf.get_type().name()?, slf.get().found.title()))
    }

    fn _repr_html_(&self) -> String {
        notebook::html(&self.found.title(), &self.found.sections(Locale::En), Locale::En)
    }
}

/// A figure: SVG, and the numbers behind it.
#[pyclass(frozen, module = "gisement")]
pub(crate) struct Figure {
    /// Its title.
    #[pyo3(get)]
    title: String,
    /// What the page says below it.
    #[pyo3(get)]
    caption: String,
    /// The drawing.
    #[pyo3(get)]
    svg: String,
    /// Its numbers as CSV.
    #[pyo3(get)]
    csv: String,
}

#[pymethods]
impl Figure {
    /// Writes the drawing to a file.
    fn save(&self, path: PathBuf) -> PyResult<()> {
        Ok(std::fs::write(path, &self.svg)?)
    }

    fn _repr_svg_(&self) -> &str {
        &self.svg
    }

    fn __repr__(&self) -> String {
        format!("Figure({:?})", self.title)
    }
}
