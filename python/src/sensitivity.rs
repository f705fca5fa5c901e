//! Which inputs matter.

use crate::answer::{Answer, Asked, Failed, Tell, option};
use crate::run::nominal;
use crate::table::{Made, Table};
use crate::watch::Watch;
use gisement::case::Closure;
use gisement::dist::Design;
use gisement::report::{
    BookParts, Page, ReportError, Section, SensitivityPage, sensitivity_json, sensitivity_page, sensitivity_sections,
    workbook,
};
use gisement::scenario::Scenario;
use gisement::study::{Analysis, AnalysisError, Asked as How, Grouping, Method, Sensitivity, Source, Study};
use gisement::sweep::sensitivity::SensitivityError;
use gisement::words::{Locale, nearest};
use pyo3::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Keywords of an analysis.
pub(crate) struct Options<'a> {
    pub(crate) rows: Option<u64>,
    pub(crate) method: Option<&'a str>,
    pub(crate) seed: Option<u64>,
    pub(crate) group: Option<&'a str>,
    pub(crate) outputs: Option<Vec<String>>,
    pub(crate) factors: bool,
    pub(crate) pairs: bool,
}

/// Methods that run samples of their own.
const METHODS: [Method; 4] = [Method::Sobol, Method::Shapley, Method::Morris, Method::Tornado];

/// What can be ranked together.
const GROUPINGS: [Grouping; 4] = [Grouping::Each, Grouping::Provider, Grouping::Feedstock, Grouping::Part];

/// One of some by its name, or what is wrong and what to write instead.
fn named<T: Copy, const N: usize>(
    what: &str,
    list: [T; N],
    name_of: fn(T) -> &'static str,
    name: &str,
) -> Result<T, (String, String)> {
    let names = list.map(name_of);
    list.into_iter().find(|one| name_of(*one) == name).ok_or_else(|| {
        let near = nearest(name, names).map_or(String::new(), |near| format!("did you mean `{near}`? "));
        (format!("there is no {what} `{name}`"), format!("{near}there are {}", names.join(", ")))
    })
}

/// What the keywords ask for, or what is wrong and what to write instead.
pub(crate) fn read(scenario: &Scenario, options: &Options<'_>) -> Result<How, (String, String)> {
    let plain = scenario.plan.dependence().is_empty() || options.factors;
    let method = match options.method {
        Some(name) => named("method", METHODS, Method::name, &name.replace('-', "_"))?,
        None if plain => Method::Sobol,
        None => Method::Shapley,
    };
    let grouping = options.group.map_or(Ok(Grouping::Each), |name| named("group", GROUPINGS, Grouping::name, name))?;
    let seed = options.seed.unwrap_or(scenario.plan.seed);
    Ok(How { grouping, rows: options.rows, factors: options.factors, pairs: options.pairs, ..How::new(method, seed) })
}

/// A finished analysis.
pub(crate) struct Found {
    asked: Asked,
    how: How,
    found: Sensitivity,
    closures: Vec<Closure>,
}

/// Runs the design of an analysis.
pub(crate) fn analyse(asked: Asked, how: How, outputs: Option<Vec<String>>, watch: &Watch) -> Result<Found, Failed> {
    let scenario: &Scenario = &asked.scenario;
    let (_, outcome) = nominal(scenario)?;
    let source = Source::Drawn { design: Design::MonteCarlo, seed: how.seed };
    let study = Study::new(scenario, &outcome, source);
    let keys: Vec<&str> = study.columns().iter().map(|c| c.key.as_str()).collect();
    let keys = &keys[keys.len() - study.output_count()..];
    let wanted = outputs.unwrap_or_default();
    if let Some(unknown) = wanted.iter().find(|key| !keys.contains(&key.as_str())) {
        let near =
            nearest(unknown, keys.iter().copied()).map_or(String::new(), |near| format!("did you mean `{near}`? "));
        return Err(Failed::Wrong(
            format!("there is no result `{unknown}`"),
            format!("{near}results: {}", keys.join(", ")),
        ));
    }
    let analysis = Analysis::new(&study, scenario, how).map_err(|why| refused(&why))?;
    watch.total(analysis.runs());
    let outcomes = analysis.run(&|runs, _| watch.done(runs), &watch.stop);
    let mut found = analysis.indices(&outcomes).map_err(|why| Failed::Run(why.to_string()))?;
    found.outputs.retain(|o| wanted.is_empty() || wanted.contains(&o.column.key));
    Ok(Found { closures: outcome.closures(), how, found, asked })
}

fn refused(why: &AnalysisError) -> Failed {
    let help = match why {
        AnalysisError::Design(SensitivityError::TooFewRows { .. }) => "write a larger n",
        AnalysisError::TooManyRuns { .. } => "write a smaller n, or rank groups",
        _ => "",
    };
    Failed::Wrong(why.to_string(), help.to_owned())
}

/// Inputs of the table for each result.
const TOP: usize = 8;

impl Tell for Found {
    fn title(&self) -> String {
        self.asked.scenario.name.clone()
    }

    fn json(&self) -> Value {
        sensitivity_json(&self.asked.scenario.name, &self.asked.overrides, &self.found)
    }

    fn page(&self, lang: Locale) -> Page {
        let options = option("--method", Some(self.how.method.name()))
            .into_iter()
            .chain(option("-n", self.how.rows))
            .chain(option("--seed", Some(self.how.seed)))
            .chain(option("--group", Some(self.how.grouping.name()).filter(|_| self.how.grouping != Grouping::Each)))
            .chain(self.how.factors.then(|| "--factors".to_owned()))
            .chain(self.how.pairs.then(|| "--pairs".to_owned()));
        let command = self.asked.command("sensitivity", &options.collect::<Vec<_>>());
        let options = SensitivityPage {
            lang,
            command: &command,
            scenario: &self.asked.scenario,
            closures: &self.closures,
            files: &[],
        };
        sensitivity_page(&self.found, &options)
    }

    fn sections(&self, lang: Locale) -> Vec<Section> {
        sensitivity_sections(lang, &self.found, TOP)
    }

    fn workbook(&self, lang: Locale) -> Result<Vec<u8>, ReportError> {
        workbook(&self.page(lang), &BookParts::default())
    }
}

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
