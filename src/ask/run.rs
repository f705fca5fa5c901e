//! The main job.

use super::{Asked, Failed, Tell, Watch};
use crate::case::{Case, Detail, EvaluateError, Outcome, evaluate};
use crate::dist::Design;
use crate::report::{Page, ReportError, Run, Section, run_json, run_page, run_workbook, summary_sections};
use crate::scenario::Scenario;
use crate::study::{Source, Study};
use crate::sweep::{self, Ensemble};
use crate::words::Locale;
use serde_json::Value;

/// A finished run, and what it was made from.
pub struct Found {
    /// The scenario.
    pub asked: Asked,
    /// The nominal case.
    pub case: Case,
    /// Its outcome, with series.
    pub outcome: Outcome,
    /// The samples; none where nothing is uncertain or none were asked for.
    pub ensemble: Option<Ensemble>,
}

/// The nominal case and its outcome, with what series it has.
pub fn nominal(scenario: &Scenario) -> Result<(Case, Outcome), Failed> {
    let case = scenario.case(&scenario.nominal()).map_err(|why| Failed::Wrong(why.to_string(), String::new()))?;
    match evaluate(&case, Detail::Series) {
        Ok(outcome) => Ok((case, outcome)),
        // A digester that cannot be simulated is a run that failed; everything else makes no sense as described.
        Err(why @ EvaluateError::Digestion { .. }) => Err(Failed::Run(why.to_string())),
        Err(why) => Err(Failed::Wrong(why.to_string(), String::new())),
    }
}

/// Runs a scenario.
pub fn run(asked: Asked, n: Option<usize>, seed: Option<u64>, watch: &Watch) -> Result<Found, Failed> {
    let (case, outcome) = nominal(&asked.scenario)?;
    let ensemble = sample(&asked.scenario, &outcome, n, seed, watch);
    let open: Vec<String> = outcome.closures().into_iter().filter(|c| !c.holds()).map(|c| c.name.to_string()).collect();
    if !open.is_empty() {
        return Err(Failed::Run(format!("the accounts do not close: {}", open.join(", "))));
    }
    Ok(Found { asked, case, outcome, ensemble })
}

fn sample(
    scenario: &Scenario,
    nominal: &Outcome,
    n: Option<usize>,
    seed: Option<u64>,
    watch: &Watch,
) -> Option<Ensemble> {
    let wanted = n.unwrap_or(scenario.plan.samples);
    if scenario.plan.is_certain() || wanted == 0 {
        return None;
    }
    let seed = seed.unwrap_or(scenario.plan.seed);
    let study = Study::new(scenario, nominal, Source::Drawn { design: Design::MonteCarlo, seed });
    watch.total(wanted as u64);
    Some(sweep::run(wanted, seed, &|range| study.headlines_of(range), &|n| watch.done(n), &watch.stop))
}

impl Found {
    /// The run as reports take it.
    pub fn run(&self) -> Run<'_> {
        Run {
            scenario: &self.asked.scenario,
            case: &self.case,
            outcome: &self.outcome,
            ensemble: self.ensemble.as_ref(),
            overrides: &self.asked.overrides,
        }
    }
}

impl Tell for Found {
    fn title(&self) -> String {
        self.asked.scenario.name.clone()
    }

    fn json(&self) -> Value {
        run_json(&self.run())
    }

    fn page(&self, lang: Locale) -> Page {
        run_page(&self.run(), lang)
    }

    fn sections(&self, lang: Locale) -> Vec<Section> {
        summary_sections(lang, &self.run())
    }

    fn workbook(&self, lang: Locale) -> Result<Vec<u8>, ReportError> {
        run_workbook(&self.run(), lang)
    }
}
