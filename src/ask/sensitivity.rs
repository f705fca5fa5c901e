//! Which inputs matter.

use super::run::nominal;
use super::{Asked, Failed, Tell, Watch, option};
use crate::case::Closure;
use crate::dist::Design;
use crate::report::{
    BookParts, Page, ReportError, Section, SensitivityPage, sensitivity_json, sensitivity_page, sensitivity_sections,
    workbook,
};
use crate::scenario::Scenario;
use crate::study::{Analysis, AnalysisError, Asked as How, Grouping, Method, Sensitivity, Source, Study};
use crate::sweep::sensitivity::SensitivityError;
use crate::words::{Locale, nearest};
use serde_json::Value;

/// Keywords of an analysis.
pub struct Options<'a> {
    /// Rows of the design.
    pub rows: Option<u64>,
    /// Name of the method.
    pub method: Option<&'a str>,
    /// Seed.
    pub seed: Option<u64>,
    /// What is ranked together.
    pub group: Option<&'a str>,
    /// Keys of the results; all where none are named.
    pub outputs: Option<Vec<String>>,
    /// Dependent inputs by their independent factors.
    pub factors: bool,
    /// Second-order indices.
    pub pairs: bool,
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
pub fn read(scenario: &Scenario, options: &Options<'_>) -> Result<How, (String, String)> {
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
pub struct Found {
    asked: Asked,
    how: How,
    /// The indices.
    pub found: Sensitivity,
    closures: Vec<Closure>,
}

/// Runs the design of an analysis.
pub fn analyse(asked: Asked, how: How, outputs: Option<Vec<String>>, watch: &Watch) -> Result<Found, Failed> {
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
