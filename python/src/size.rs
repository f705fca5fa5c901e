//! Sizes of a boiler house and of a digester.

use crate::answer::{Answer, Asked, Failed, Tell, option};
use crate::report_table::table_of;
use crate::table::Table;
use crate::watch::Watch;
use gisement::diag::Diagnostics;
use gisement::report::{
    BookParts, Page, ReportError, Section, SizePage, digester_json, digester_only_json, digester_page,
    digester_sections, engine_table, ranking_table, size_json, size_page, size_sections, volume_table, workbook,
};
use gisement::scenario::{Scenario, SizeObjective};
use gisement::sizing::digester::{DigesterSizeError, DigesterSizing, digester_of, size_digester};
use gisement::sizing::{self, SizeOptions, SizeOutcome};
use gisement::words::{Locale, nearest};
use pyo3::prelude::*;
use serde_json::Value;
use std::fmt::Display;
use std::sync::Arc;

/// What was sized: the boiler house, the digester, or both.
pub(crate) struct Found {
    asked: Asked,
    options: SizeOptions,
    house: Option<SizeOutcome>,
    digester: Option<DigesterSizing>,
}

/// Options from keywords, or what is wrong and what to write instead.
pub(crate) fn options(
    n: Option<usize>,
    objective: Option<&str>,
    seed: Option<u64>,
) -> Result<SizeOptions, (String, String)> {
    let objective = objective.map(|name| SizeObjective::from_name(name).ok_or(name)).transpose().map_err(|name| {
        let names = SizeObjective::ALL.map(SizeObjective::name);
        let near = nearest(name, names).map_or(String::new(), |near| format!("did you mean `{near}`? "));
        (format!("there is no objective `{name}`"), format!("{near}objectives: {}", names.join(", ")))
    })?;
    Ok(SizeOptions { objective, samples: n, seed })
}

fn failed(located: Option<Diagnostics>, why: &dyn Display) -> Failed {
    located.map_or_else(|| Failed::Run(why.to_string()), |found| Failed::Problems(found, None))
}

/// Sizes the boiler house where there is anything of one, and the digester where there is one on the pool with ADM1.
pub(crate) fn size(asked: Asked, options: &SizeOptions, watch: &Watch) -> Result<Found, Failed> {
    let scenario: &Scenario = &asked.scenario;
    let case = scenario.case(&scenario.nominal()).map_err(|why| Failed::Wrong(why.to_string(), String::new()))?;
    let has_digester = digester_of(&case).is_some();
    let has_house = scenario.has_boiler_house() || !has_digester;
    let samples = options.samples.unwrap_or_else(|| scenario.size_asked().samples) as u64;
    let temperatures = 1 + scenario.size_asked().digester_temperatures_c.len() as u64;
    watch.total(samples * (u64::from(has_house) + u64::from(has_digester) * temperatures));
    let done = |n: u64| watch.done(n);
    let (mut house, mut digester) = (None, None);
    if has_house {
        let found = sizing::size(scenario, options, &sizing::Watch { done: &done, stop: &watch.stop });
        house = Some(found.map_err(|why| failed(why.located(scenario), &why))?);
    }
    if has_digester {
        digester = match size_digester(scenario, options, &sizing::Watch { done: &done, stop: &watch.stop }) {
            Ok(found) => Some(found),
            // Beside a boiler house a digester without feed is no reason to show nothing.
            Err(DigesterSizeError::NoFeed) if has_house => None,
            Err(why) => return Err(failed(why.located(scenario), &why)),
        };
    }
    Ok(Found { options: *options, asked, house, digester })
}

/// Candidates that the short answer shows.
const TOP: usize = 10;

impl Found {
    fn with_page<T>(&self, lang: Locale, of: impl FnOnce(&SizePage<'_>) -> T) -> T {
        let options = option("--objective", self.options.objective.map(SizeObjective::name))
            .into_iter()
            .chain(option("-n", self.options.samples))
            .chain(option("--seed", self.options.seed));
        let command = self.asked.command("size", &options.collect::<Vec<_>>());
        of(&SizePage {
            lang,
            command: &command,
            scenario: Some(&self.asked.scenario),
            digester: self.digester.as_ref(),
        })
    }
}

impl Tell for Found {
    fn title(&self) -> String {
        self.asked.scenario.name.clone()
    }

    fn json(&self) -> Value {
        match (&self.house, &self.digester) {
            (Some(house), Some(digester)) => {
                let mut json = size_json(house);
                json["digester"] = digester_json(digester);
                json
            }
            (Some(house), None) => size_json(house),
            (None, Some(digester)) => digester_only_json(digester),
            (None, None) => Value::Null,
        }
    }

    fn page(&self, lang: Locale) -> Page {
        self.with_page(lang, |page| match (&self.house, &self.digester) {
            (Some(house), _) => size_page(house, page),
            (None, Some(digester)) => digester_page(digester, page),
            (None, None) => {
                Page { title: self.title(), subtitle: String::new(), lang, sections: Vec::new(), footer: String::new() }
            }
        })
    }

    fn sections(&self, lang: Locale) -> Vec<Section> {
        self.with_page(lang, |page| {
            let mut list = self.house.as_ref().map(|house| size_sections(house, page, TOP)).unwrap_or_default();
            list.extend(self.digester.iter().flat_map(|digester| digester_sections(digester, lang)));
            list
        })
    }

    fn workbook(&self, lang: Locale) -> Result<Vec<u8>, ReportError> {
        let shown = self.house.as_ref().and_then(|house| house.chosen.as_ref()).map(|picked| &picked.outcome);
        let parts = BookParts {
            scenario: Some(&self.asked.scenario),
            heat: shown.and_then(|outcome| outcome.heat.as_ref()),
            money: shown.and_then(|outcome| outcome.accounts.as_ref()).map(|accounts| &accounts.money),
        };
        workbook(&self.page(lang), &parts)
    }
}

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
