//! Sizes of a boiler house and of a digester.

use super::{Asked, Effort, Failed, Names, Tell, Watch, there_is};
use crate::diag::Diagnostics;
use crate::report::{
    BookParts, Page, ReportError, Section, SizePage, digester_json, digester_only_json, digester_page,
    digester_sections, engine_table, ranking_table, size_json, size_page, size_sections, volume_table, workbook,
};
use crate::scenario::{Scenario, SizeObjective};
use crate::sizing::digester::{DigesterSizeError, DigesterSizing, digester_of, size_digester};
use crate::sizing::{self, SizeOptions, SizeOutcome};
use crate::text;
use crate::words::{Locale, Text};
use serde_json::Value;

/// What was sized: the boiler house, the digester, or both.
pub struct Found {
    asked: Asked,
    options: SizeOptions,
    /// The boiler house.
    pub house: Option<SizeOutcome>,
    /// The digester.
    pub digester: Option<DigesterSizing>,
    /// Candidates that the short answer shows.
    pub top: usize,
}

/// Options from keywords, or what is wrong and what to write instead.
pub fn options(n: Option<usize>, objective: Option<&str>, seed: Option<u64>) -> Result<SizeOptions, (Text, Text)> {
    let objective = objective.map(|name| SizeObjective::from_name(name).ok_or(name)).transpose().map_err(|name| {
        let help = there_is(name, &text!("objectives"), &SizeObjective::ALL.map(SizeObjective::name));
        (text!("there is no objective `{name}`", name), help)
    })?;
    Ok(SizeOptions { objective, samples: n, seed })
}

fn failed(located: Option<Diagnostics>, why: Text) -> Failed {
    located.map_or_else(|| Failed::Run(why), |found| Failed::Problems(found, None))
}

/// Sizes the boiler house where there is anything of one, and the digester where there is one on the pool with ADM1.
pub fn size(asked: Asked, options: &SizeOptions, watch: &Watch) -> Result<Found, Failed> {
    let scenario: &Scenario = &asked.scenario;
    let case = scenario.case(&scenario.nominal()).map_err(|why| Failed::Unfit(why.told()))?;
    let has_digester = digester_of(&case).is_some();
    let has_house = scenario.has_boiler_house() || !has_digester;
    let samples = options.samples.unwrap_or_else(|| scenario.size_asked().samples) as u64;
    let temperatures = 1 + scenario.size_asked().digester_temperatures_c.len() as u64;
    watch.total(samples * (u64::from(has_house) + u64::from(has_digester) * temperatures));
    let done = |n: u64| watch.done(n);
    let (mut house, mut digester) = (None, None);
    if has_house {
        let found = sizing::size(scenario, options, &sizing::Watch { done: &done, stop: &watch.stop });
        house = Some(found.map_err(|why| failed(why.located(scenario), why.told()))?);
    }
    if has_digester {
        digester = match size_digester(scenario, options, &sizing::Watch { done: &done, stop: &watch.stop }) {
            Ok(found) => Some(found),
            // Beside a boiler house a digester without feed is no reason to show nothing.
            Err(DigesterSizeError::NoFeed) if has_house => None,
            Err(why) => return Err(failed(why.located(scenario), why.told())),
        };
    }
    let rated = house.iter().flat_map(|house| &house.rated);
    if let Some(open) = rated.clone().find(|r| r.closure.is_nan() || r.closure > CLOSURE_MAX) {
        let (name, by) = (open.candidate.name(), format!("{:e}", open.closure));
        let why = text!("the accounts of {name} do not close: {by}", name, by);
        return Err(Failed::Run(why));
    }
    Ok(Found { options: *options, asked, house, digester, top: TOP })
}

/// Candidates that the short answer shows.
const TOP: usize = 10;

/// Largest share of what goes in that may be missing from what comes out.
const CLOSURE_MAX: f64 = 1e-9;

impl Found {
    fn with_page<T>(&self, lang: Locale, of: impl FnOnce(&SizePage<'_>) -> T) -> T {
        let command = self
            .asked
            .command("size")
            .option("--objective", self.options.objective.map(SizeObjective::name))
            .option("-n", self.options.samples)
            .option("--seed", self.options.seed)
            .text(lang);
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

    fn json(&self, _lang: Locale) -> Value {
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
            let mut list = self.house.as_ref().map(|house| size_sections(house, page, self.top)).unwrap_or_default();
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

    fn names(&self) -> Names {
        Names::of("size")
    }

    fn files(&self, _lang: Locale) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
        let mut tables = Vec::new();
        tables.extend(self.house.iter().map(|house| ("candidates.csv", ranking_table(house))));
        tables.extend(self.digester.iter().map(|digester| ("volumes.csv", volume_table(digester))));
        tables.extend(self.digester.iter().map(|digester| ("engines.csv", engine_table(digester))));
        tables.into_iter().map(|(name, table)| Ok((name.to_owned(), table.csv()?.into_bytes()))).collect()
    }

    fn effort(&self) -> Effort {
        let house = self.house.as_ref().map(|h| (h.samples, &h.failed));
        let digester = self.digester.as_ref().map(|d| (d.samples, &d.failed));
        let parts = [house, digester].into_iter().flatten();
        let mut effort = Effort::default();
        for ((done, wanted), failed) in parts {
            let of_part = Effort::of_samples(done, wanted);
            effort.stopped = effort.stopped.or(of_part.stopped);
            effort = effort.with_failures(failed, done);
        }
        effort.runs.extend(self.house.as_ref().map(|h| text!("{years} boiler years", years = h.years)));
        effort.runs.extend(self.digester.as_ref().map(|d| text!("{years} digester years", years = d.years)));
        effort
    }
}
