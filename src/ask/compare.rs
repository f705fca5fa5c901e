//! Scenarios side by side.

use super::run::nominal;
use super::{Asked, Failed, Tell, Watch};
use crate::allocation::{Options, PoleOutcome, Watch as AllocationWatch, allocate};
use crate::case::Outcome;
use crate::report::{
    BookParts, Compared, Comparison, NameVeil, Page, ReportError, Section, compare_json, compare_page,
    compare_sections, workbook,
};
use crate::scenario::{PoleError, Scenario};
use crate::words::Locale;
use serde_json::Value;

/// One scenario, computed.
struct Side {
    label: String,
    asked: Asked,
    outcome: Outcome,
    pole: Option<PoleOutcome>,
}

/// A finished comparison.
pub struct Found {
    sides: Vec<Side>,
}

/// Runs two scenarios or more, and allocates their streams where all ask for it.
///
/// # Errors
/// There are fewer than two, or one cannot be computed: the message names it.
pub fn compare(all: Vec<Asked>, watch: &Watch) -> Result<Found, Failed> {
    if all.len() < 2 {
        return Err(Failed::Wrong("a comparison needs two scenarios".to_owned(), "name another file".to_owned()));
    }
    watch.total(all.len() as u64);
    let with_pole = all.iter().all(|asked| asks_for_channels(&asked.scenario));
    let mut sides = Vec::with_capacity(all.len());
    for asked in all {
        sides.push(side(asked, with_pole, watch)?);
        watch.done(1);
    }
    Ok(Found { sides })
}

fn asks_for_channels(scenario: &Scenario) -> bool {
    !matches!(scenario.pole(&scenario.nominal()), Err(PoleError::NoChannels))
}

fn side(asked: Asked, with_pole: bool, watch: &Watch) -> Result<Side, Failed> {
    let name = |why: String| format!("{}: {why}", asked.file);
    let (_, outcome) = nominal(&asked.scenario).map_err(|failed| match failed {
        Failed::Wrong(why, help) => Failed::Wrong(name(why), help),
        Failed::Run(why) => Failed::Run(name(why)),
        problems => problems,
    })?;
    // Decisions are compared at their nominal values: samples belong to the channels themselves.
    let options = Options { objective: None, samples: Some(0), seed: None };
    let watched = AllocationWatch { done: &|_| (), stop: &watch.stop };
    let pole = with_pole.then(|| allocate(&asked.scenario, &options, &watched)).transpose();
    let pole = pole.map_err(|why| Failed::Run(name(why.to_string())))?;
    let label = asked.file.trim_end_matches(".toml").to_owned();
    Ok(Side { label, outcome, pole, asked })
}

impl Found {
    /// The comparison without names where they are to be hidden, and the command that makes it.
    fn shown(&self, lang: Locale) -> (Comparison, String) {
        let compared: Vec<Compared<'_>> = self
            .sides
            .iter()
            .map(|side| Compared {
                label: &side.label,
                made_of: &side.asked.file,
                scenario: &side.asked.scenario,
                outcome: Some(&side.outcome),
                pole: side.pole.as_ref(),
            })
            .collect();
        let files = self.sides.iter().map(|side| side.asked.file.as_str());
        let command = crate::report::command_line(["gisement", "compare"].into_iter().chain(files));
        let found = Comparison::new(&compared);
        if !self.sides.iter().any(|side| side.asked.scenario.hides_names()) {
            return (found, command);
        }
        let poles: Vec<&PoleOutcome> = self.sides.iter().filter_map(|side| side.pole.as_ref()).collect();
        let veil = NameVeil::new(&poles, lang);
        (found.veiled(&|text| veil.text(text)), veil.text(&command))
    }
}

impl Tell for Found {
    fn title(&self) -> String {
        self.sides.iter().map(|side| side.asked.scenario.name.as_str()).collect::<Vec<_>>().join(" / ")
    }

    fn json(&self) -> Value {
        compare_json(&self.shown(Locale::En).0)
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
}
