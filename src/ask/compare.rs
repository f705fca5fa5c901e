//! Scenarios side by side.

use super::run::nominal;
use super::{Asked, Command, Failed, Names, Tell, Watch, name_of};
use crate::allocation::{Criterion, Options as AllocationOptions, PoleOutcome, Watch as AllocationWatch, allocate};
use crate::case::Outcome;
use crate::report::{
    BookParts, Compared, Comparison, NameVeil, Page, ReportError, Section, compare_json, compare_page,
    compare_sections, workbook,
};
use crate::scenario::{PoleError, Scenario};
use crate::text;
use crate::words::Locale;
use serde_json::Value;
use std::path::Path;
use std::sync::atomic::Ordering;

/// A scenario to compare.
pub struct Wanted {
    /// What its column is called.
    pub label: String,
    /// The scenario.
    pub asked: Asked,
    /// The first scenario with these changes: `PATH=VALUE; PATH=VALUE`. None for a file of its own.
    pub variant: Option<String>,
}

impl Wanted {
    /// A file of its own, called after it.
    pub fn of(asked: Asked) -> Self {
        let label = Path::new(&asked.file).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Self { label, asked, variant: None }
    }
}

/// How scenarios are compared.
#[derive(Clone, Copy, Default)]
pub struct Options {
    /// What the best allocation is; none for what each scenario says.
    pub objective: Option<Criterion>,
    /// Leaves names out, whatever the scenarios say.
    pub hide_names: bool,
}

/// One scenario, computed.
struct Side {
    wanted: Wanted,
    outcome: Outcome,
    pole: Option<PoleOutcome>,
}

/// A finished comparison.
pub struct Found {
    sides: Vec<Side>,
    options: Options,
}

/// Runs two scenarios or more, and allocates their streams where all ask for it.
///
/// # Errors
/// There are fewer than two, or one cannot be computed: the message names it.
pub fn compare(mut all: Vec<Wanted>, options: Options, watch: &Watch) -> Result<Found, Failed> {
    if all.len() < 2 {
        return Err(Failed::Wrong(text!("a comparison needs two scenarios"), text!("name another file")));
    }
    tell_apart(&mut all);
    watch.total(all.len() as u64);
    let with_pole = all.iter().all(|wanted| asks_for_channels(&wanted.asked.scenario));
    let mut sides = Vec::with_capacity(all.len());
    for wanted in all {
        if watch.stop.load(Ordering::Relaxed) {
            return Err(Failed::Stopped);
        }
        sides.push(side(wanted, with_pole.then_some(options.objective), watch)?);
        watch.done(1);
    }
    Ok(Found { sides, options })
}

/// The same name twice tells nobody which is which.
fn tell_apart(all: &mut [Wanted]) {
    let labels: Vec<String> = all.iter().map(|wanted| wanted.label.clone()).collect();
    for (k, wanted) in all.iter_mut().enumerate() {
        if labels.iter().filter(|label| **label == wanted.label).count() > 1 {
            wanted.label.push_str(&format!(" ({})", k + 1));
        }
    }
}

fn asks_for_channels(scenario: &Scenario) -> bool {
    !matches!(scenario.pole(&scenario.nominal()), Err(PoleError::NoChannels))
}

/// The nominal case, and the allocation where there is to be one.
fn side(wanted: Wanted, objective: Option<Option<Criterion>>, watch: &Watch) -> Result<Side, Failed> {
    let asked = &wanted.asked;
    let named = |failed: Failed| failed.of(|why| text!("{file}: {why}", file = asked.file, why));
    let (_, outcome) = nominal(&asked.scenario).map_err(named)?;
    let pole = objective.map(|objective| {
        // Decisions are compared at their nominal values: samples belong to the channels themselves.
        let options = AllocationOptions { objective, samples: Some(0), seed: None };
        allocate(&asked.scenario, &options, &AllocationWatch { done: &|_| (), stop: &watch.stop })
    });
    let pole = pole.transpose().map_err(|why| match why.located(&asked.scenario) {
        Some(found) => Failed::Problems(found, Some(asked.scenario.sources.clone())),
        None => named(super::channels::failed(&why)),
    })?;
    Ok(Side { wanted, outcome, pole })
}

impl Found {
    /// What the sides are called.
    pub fn labels(&self) -> impl Iterator<Item = (&str, bool)> {
        self.sides.iter().map(|side| (side.wanted.label.as_str(), side.wanted.variant.is_some()))
    }

    /// The comparison without names where they are to be hidden, and the command that makes it.
    fn shown(&self, lang: Locale) -> (Comparison, String) {
        let made_of: Vec<String> = self.sides.iter().map(|side| made_of(&side.wanted.asked)).collect();
        let compared: Vec<Compared<'_>> = self
            .sides
            .iter()
            .zip(&made_of)
            .map(|(side, made_of)| Compared {
                label: &side.wanted.label,
                made_of,
                scenario: &side.wanted.asked.scenario,
                outcome: Some(&side.outcome),
                pole: side.pole.as_ref(),
            })
            .collect();
        let (found, command) = (Comparison::new(&compared), self.command(lang));
        if !self.options.hide_names && !self.sides.iter().any(|side| side.wanted.asked.scenario.hides_names()) {
            return (found, command);
        }
        let poles: Vec<&PoleOutcome> = self.sides.iter().filter_map(|side| side.pole.as_ref()).collect();
        let veil = NameVeil::new(&poles, lang);
        (found.veiled(&|text| veil.text(text)), veil.text(&command))
    }

    fn command(&self, lang: Locale) -> String {
        let (own, variants): (Vec<&Side>, Vec<&Side>) = self.sides.iter().partition(|s| s.wanted.variant.is_none());
        let variants: Vec<String> = variants.iter().filter_map(|side| side.wanted.variant.clone()).collect();
        let overrides = own.first().map_or(&[][..], |side| &side.wanted.asked.overrides);
        // Two files of one name are told apart by where they are.
        let names: Vec<String> = own.iter().map(|side| name_of(&side.wanted.asked.file)).collect();
        let twice = |name: &String| names.iter().filter(|other| *other == name).count() > 1;
        own.iter()
            .zip(&names)
            .fold(Command::new("compare"), |command, (side, name)| match twice(name) {
                true => command.place(&side.wanted.asked.file),
                false => command.file(name),
            })
            .each("--set", overrides)
            .each("--variant", &variants)
            .option("--objective", self.options.objective.map(Criterion::name))
            .flag("--hide-names", self.options.hide_names)
            .text(lang)
    }
}

/// The file, with what was set over it.
fn made_of(asked: &Asked) -> String {
    let all: Vec<String> = std::iter::once(name_of(&asked.file)).chain(asked.overrides.iter().cloned()).collect();
    all.join("; ")
}

impl Tell for Found {
    fn title(&self) -> String {
        self.sides.iter().map(|side| side.wanted.asked.scenario.name.as_str()).collect::<Vec<_>>().join(" / ")
    }

    fn json(&self, lang: Locale) -> Value {
        compare_json(&self.shown(lang).0)
    }

    fn page(&self, lang: Locale) -> Page {
        let (found, command) = self.shown(lang);
        compare_page(&found, lang, &command)
    }

    fn sections(&self, lang: Locale) -> Vec<Section> {
        compare_sections(&self.shown(lang).0, lang)
    }

    fn workbook(&self, lang: Locale) -> Result<Vec<u8>, ReportError> {
        workbook(&self.page(lang), &BookParts::default())
    }

    fn names(&self) -> Names {
        Names::of("compare")
    }
}
