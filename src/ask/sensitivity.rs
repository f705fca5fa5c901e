//! Which inputs matter.

use super::run::nominal;
use super::{Asked, Effort, Failed, Names, Tell, Watch, there_is};
use crate::case::Closure;
use crate::dist::Design;
use crate::report::{
    BookParts, MadeFrom, Page, ReportError, Section, SensitivityPage, sensitivity_figures, sensitivity_json,
    sensitivity_page, sensitivity_sections, workbook,
};
use crate::scenario::Scenario;
use crate::study::{Analysis, AnalysisError, Asked as How, Grouping, Method, Sensitivity, Source, Study};
use crate::sweep::sensitivity::SensitivityError;
use crate::text;
use crate::words::{Locale, Text, nearest};
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
    there_is_none: Text,
    list: [T; N],
    name_of: fn(T) -> &'static str,
    name: &str,
) -> Result<T, (Text, Text)> {
    let names = list.map(name_of);
    list.into_iter().find(|one| name_of(*one) == name).ok_or_else(|| {
        let list = names.join(", ");
        let help = match nearest(name, names) {
            Some(near) => text!("did you mean `{near}`? there are {list}", near, list),
            None => text!("there are {list}", list),
        };
        (there_is_none, help)
    })
}

/// What the keywords ask for, or what is wrong and what to write instead.
pub fn read(scenario: &Scenario, options: &Options<'_>) -> Result<How, (Text, Text)> {
    let plain = scenario.plan.dependence().is_empty() || options.factors;
    let method = match options.method {
        // That it measures samples which are there, whoever runs it says.
        Some("given-data") => Method::GivenData,
        Some(name) => named(text!("there is no method `{name}`", name), METHODS, Method::name, name)?,
        None if plain => Method::Sobol,
        None => Method::Shapley,
    };
    let grouping = options.group.map_or(Ok(Grouping::Each), |name| {
        named(text!("there is no group `{name}`", name), GROUPINGS, Grouping::name, name)
    })?;
    let seed = options.seed.unwrap_or(scenario.plan.seed);
    Ok(How { grouping, rows: options.rows, factors: options.factors, pairs: options.pairs, ..How::new(method, seed) })
}

/// A finished analysis.
pub struct Found {
    asked: Asked,
    how: How,
    /// The indices.
    pub found: Sensitivity,
    /// Keys of the results that were asked for; empty for all.
    outputs: Vec<String>,
    closures: Vec<Closure>,
    /// A finished sweep that was measured instead of runs.
    sweep: Option<MadeFrom>,
    /// Inputs of the short answer for each result.
    pub top: usize,
}

/// Runs the design of an analysis.
pub fn analyse(asked: Asked, how: How, outputs: Option<Vec<String>>, watch: &Watch) -> Result<Found, Failed> {
    let scenario: &Scenario = &asked.scenario;
    let (_, outcome) = nominal(scenario)?;
    let source = Source::Drawn { design: Design::MonteCarlo, seed: how.seed };
    let study = Study::new(scenario, &outcome, source);
    let keys: Vec<&str> = study.columns().iter().map(|c| c.key.as_str()).collect();
    let wanted = outputs.unwrap_or_default();
    // Before the runs, not after them.
    known(&wanted, &keys[keys.len() - study.output_count()..])?;
    let analysis = Analysis::new(&study, scenario, how).map_err(|why| refused(&why))?;
    watch.total(analysis.runs());
    let done = |runs: u64, failed: u64| {
        watch.done(runs);
        watch.failed(failed);
    };
    let outcomes = analysis.run(&done, &watch.stop);
    let mut found = analysis.indices(&outcomes).map_err(|why| Failed::Run(why.told()))?;
    found.outputs.retain(|o| wanted.is_empty() || wanted.contains(&o.column.key));
    Ok(Found { closures: outcome.closures(), how, found, outputs: wanted, sweep: None, top: TOP, asked })
}

/// What was measured on a finished sweep, which is named by `sweep`.
///
/// # Errors
/// A result that was asked for is not in it.
pub fn measured(asked: Asked, mut found: Sensitivity, outputs: Vec<String>, sweep: MadeFrom) -> Result<Found, Failed> {
    let keys: Vec<&str> = found.outputs.iter().map(|o| o.column.key.as_str()).collect();
    known(&outputs, &keys)?;
    found.outputs.retain(|o| outputs.is_empty() || outputs.contains(&o.column.key));
    let how = How::new(Method::GivenData, asked.scenario.plan.seed);
    Ok(Found { asked, how, found, outputs, closures: Vec::new(), sweep: Some(sweep), top: TOP })
}

/// Each key is one of those there are.
fn known(wanted: &[String], keys: &[&str]) -> Result<(), Failed> {
    let Some(unknown) = wanted.iter().find(|key| !keys.contains(&key.as_str())) else { return Ok(()) };
    let help = there_is(unknown, &text!("results"), keys);
    Err(Failed::Wrong(text!("there is no result `{unknown}`", unknown), help))
}

/// What was asked for is to blame, or what stands in the scenario.
fn refused(why: &AnalysisError) -> Failed {
    let help = match why {
        AnalysisError::Design(SensitivityError::TooFewRows { .. }) => text!("write a larger n"),
        AnalysisError::TooManyRuns { .. } => text!("write a smaller n, or rank groups"),
        AnalysisError::NeedsSweep => Text::plain(""),
        _ => return Failed::Unfit(why.told()),
    };
    Failed::Wrong(why.told(), help)
}

/// Inputs of the table for each result.
const TOP: usize = 8;

impl Tell for Found {
    fn title(&self) -> String {
        self.asked.scenario.name.clone()
    }

    fn json(&self, _lang: Locale) -> Value {
        sensitivity_json(&self.asked.scenario.name, &self.asked.overrides, &self.found)
    }

    fn page(&self, lang: Locale) -> Page {
        let runs = self.sweep.is_none();
        let command = self
            .asked
            .command("sensitivity")
            .option("--method", Some(self.how.method.name()))
            .option("-n", self.how.rows)
            .option("--seed", runs.then_some(self.how.seed))
            .option("--group", Some(self.how.grouping.name()).filter(|_| self.how.grouping != Grouping::Each))
            .flag("--factors", self.how.factors)
            .flag("--pairs", self.how.pairs)
            .option("--outputs", Some(self.outputs.join(",")).filter(|keys| !keys.is_empty()))
            .option("--from", self.sweep.as_ref().map(|sweep| sweep.name.as_str()))
            .text(lang);
        let options = SensitivityPage {
            lang,
            command: &command,
            scenario: &self.asked.scenario,
            closures: &self.closures,
            files: self.sweep.as_slice(),
        };
        sensitivity_page(&self.found, &options)
    }

    fn sections(&self, lang: Locale) -> Vec<Section> {
        sensitivity_sections(lang, &self.found, self.top)
    }

    fn workbook(&self, lang: Locale) -> Result<Vec<u8>, ReportError> {
        workbook(&self.page(lang), &BookParts::default())
    }

    fn names(&self) -> Names {
        Names::of(&format!("sensitivity-{}", self.found.method.name()))
    }

    fn files(&self, lang: Locale) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
        let figures = sensitivity_figures(lang, &self.asked.scenario.name, &self.found);
        let figures = figures.map_err(|why| ReportError::Figure { why: why.to_string() })?;
        let stem = self.found.method.name();
        let named = |(key, picture): (String, crate::plot::Picture)| {
            (format!("sensitivity-{stem}-{key}.svg"), picture.svg.into_bytes())
        };
        Ok(figures.into_iter().map(named).collect())
    }

    fn effort(&self) -> Effort {
        let found = &self.found;
        let (rows, wanted, failed, runs) = (found.rows, found.rows_wanted, found.failed, found.runs);
        let players = found.players.len();
        let what = match self.how.grouping {
            Grouping::Each => text!("{players} inputs, {rows} rows, {runs} runs", players, rows, runs),
            _ => text!("{players} groups, {rows} rows, {runs} runs", players, rows, runs),
        };
        let told = match found.method {
            Method::GivenData => text!("{failed} of {runs} runs failed and are left out", failed, runs),
            Method::Tornado => text!("{failed} of {runs} runs failed", failed, runs),
            _ => text!("{failed} of {runs} runs failed; a failed run drops its whole design row", failed, runs),
        };
        let mut reasons: Vec<(String, u64)> = found.reasons.clone().into_iter().collect();
        reasons.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Effort {
            runs: vec![what],
            stopped: (rows < wanted).then(|| text!("{rows} of {wanted} design rows are in the page", rows, wanted)),
            failed: (failed > 0).then_some(told),
            reasons,
        }
    }
}
