//! What should go where.

use super::{Asked, Effort, Failed, Names, Tell, Watch, open_accounts, there_is};
use crate::allocation::{self, AllocationError, Criterion, Options, PoleOutcome, allocate};
use crate::report::{
    BookParts, ChannelsPage, MadeFrom, NameVeil, Page, ReportError, Section, channels_json, channels_page,
    channels_sections, flows_table, hide_names, workbook,
};
use crate::text;
use crate::words::{Locale, Text};
use serde_json::Value;
use std::borrow::Cow;

/// A finished allocation.
pub struct Found {
    asked: Asked,
    options: Options,
    /// The outcome, with all names.
    pub outcome: PoleOutcome,
    hidden: bool,
}

/// Options from keywords, or what is wrong and what to write instead.
pub fn options(n: Option<usize>, objective: Option<&str>, seed: Option<u64>) -> Result<Options, (Text, Text)> {
    let objective = objective.map(|name| Criterion::from_name(name).ok_or(name)).transpose().map_err(|name| {
        let help = there_is(name, &text!("objectives"), &Criterion::ALL.map(Criterion::name));
        (text!("there is no objective `{name}`", name), help)
    })?;
    Ok(Options { objective, samples: n, seed })
}

/// Allocates the streams of a scenario.
pub fn channels(asked: Asked, options: &Options, hide: bool, watch: &Watch) -> Result<Found, Failed> {
    let scenario = &asked.scenario;
    watch.total(options.samples.unwrap_or(scenario.pole_plan().samples) as u64);
    let samples = options.samples.or(Some(scenario.pole_plan().samples));
    let options = Options { samples, ..*options };
    let found = allocate(scenario, &options, &allocation::Watch { done: &|n| watch.done(n), stop: &watch.stop });
    let outcome = found.map_err(|why| match why.located(scenario) {
        Some(found) => Failed::Problems(found, None),
        None => failed(&why),
    })?;
    let open = outcome.closures.iter().filter(|c| !c.closes());
    let open = open.map(|c| format!("{}: {:e} {}", c.name, c.residual, c.unit));
    if let Some(failed) = open_accounts(open) {
        return Err(failed);
    }
    let hidden = hide || scenario.hides_names();
    Ok(Found { options, outcome, hidden, asked })
}

/// A programme that cannot be solved is a run that failed; everything else makes no sense as described.
pub(super) fn failed(why: &AllocationError) -> Failed {
    match why {
        AllocationError::Program(_) => Failed::Run(why.told()),
        _ => Failed::Unfit(why.told()),
    }
}

impl Found {
    /// The outcome as it may be shown.
    pub fn shown(&self, lang: Locale) -> Cow<'_, PoleOutcome> {
        if self.hidden { Cow::Owned(hide_names(&self.outcome, lang)) } else { Cow::Borrowed(&self.outcome) }
    }

    fn with_page<T>(&self, lang: Locale, of: impl FnOnce(&PoleOutcome, &ChannelsPage<'_>) -> T) -> T {
        let command = self
            .asked
            .command("channels")
            .option("--objective", self.options.objective.map(Criterion::name))
            .option("-n", self.options.samples)
            .option("--seed", self.options.seed)
            .flag("--hide-names", self.hidden)
            .text(lang);
        let command = if self.hidden { NameVeil::new(&[&self.outcome], lang).text(&command) } else { command };
        of(&self.shown(lang), &ChannelsPage { lang, command: &command, files: &MadeFrom::of(&self.asked.scenario) })
    }
}

impl Tell for Found {
    fn title(&self) -> String {
        self.asked.scenario.name.clone()
    }

    fn json(&self, lang: Locale) -> Value {
        channels_json(&self.shown(lang))
    }

    fn page(&self, lang: Locale) -> Page {
        self.with_page(lang, channels_page)
    }

    fn sections(&self, lang: Locale) -> Vec<Section> {
        self.with_page(lang, channels_sections)
    }

    fn workbook(&self, lang: Locale) -> Result<Vec<u8>, ReportError> {
        workbook(&self.page(lang), &BookParts::default())
    }

    fn names(&self) -> Names {
        Names::of("channels")
    }

    fn files(&self, lang: Locale) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
        Ok(vec![("flows.csv".to_owned(), flows_table(&self.shown(lang)).csv()?.into_bytes())])
    }

    fn effort(&self) -> Effort {
        let Some(robust) = &self.outcome.robust else { return Effort::default() };
        let wanted = self.options.samples.unwrap_or(robust.samples);
        Effort::of_samples(robust.samples, wanted).with_failures(&robust.failed, robust.samples)
    }
}
