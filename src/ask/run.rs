//! The main job.

use super::{Asked, Effort, Failed, Names, Tell, Watch, open_accounts};
use crate::case::{Case, Detail, EvaluateError, Outcome, evaluate};
use crate::dist::Design;
use crate::report::{Page, ReportError, Run, Section, run_json, run_page, run_workbook, summary_sections};
use crate::scenario::Scenario;
use crate::study::{Source, Study};
use crate::sweep::{self, Ensemble};
use crate::text;
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
    let case = scenario.case(&scenario.nominal()).map_err(|why| Failed::Unfit(why.told()))?;
    match evaluate(&case, Detail::Series) {
        Ok(outcome) => Ok((case, outcome)),
        // A digester that cannot be simulated is a run that failed; everything else makes no sense as described.
        Err(why @ EvaluateError::Digestion { .. }) => Err(Failed::Run(why.told())),
        Err(why) => Err(Failed::Unfit(why.told())),
    }
}

/// Runs a scenario.
pub fn run(asked: Asked, n: Option<usize>, seed: Option<u64>, watch: &Watch) -> Result<Found, Failed> {
    let (case, outcome) = nominal(&asked.scenario)?;
    let ensemble = sample(&asked.scenario, &outcome, n, seed, watch);
    let open = outcome.closures().into_iter().filter(|c| !c.holds());
    let open = open.map(|c| format!("{}: {:e} (limit {:e})", c.name, c.value, c.limit));
    if let Some(failed) = open_accounts(open) {
        return Err(failed);
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

    fn json(&self, _lang: Locale) -> Value {
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

    fn names(&self) -> Names {
        Names { page: "report.html".to_owned(), json: "result.json".to_owned(), workbook: "results.xlsx".to_owned() }
    }

    fn effort(&self) -> Effort {
        let Some(ensemble) = &self.ensemble else { return Effort::default() };
        let (done, failed) = (ensemble.rows.len(), ensemble.failed());
        Effort {
            failed: (failed > 0).then(|| text!("{failed} of {done} samples failed", failed, done)),
            reasons: ensemble.reasons().into_iter().map(|(why, n)| (why, n as u64)).collect(),
            ..Effort::of_samples(done, ensemble.wanted)
        }
    }
}
