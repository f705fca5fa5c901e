//! The page of a sensitivity analysis: the ranking, a figure for each result, and what every page ends with.

use super::{sensitivity_figure, sensitivity_sections};
use crate::case::Closure;
use crate::plot::Locale;
use crate::report::chapter::Chapter;
use crate::report::page::refer;
use crate::report::shared::again::{Again, MadeFrom, counted};
use crate::report::shared::{assumptions, closures};
use crate::report::{Page, Section};
use crate::scenario::Scenario;
use crate::study::{OutputSensitivity, Sensitivity};
use crate::text;

/// Inputs of the table for each result.
const INPUTS: usize = 8;

/// What the page needs besides the analysis.
#[derive(Clone, Copy, Debug)]
pub struct SensitivityPage<'a> {
    /// Language of words and numbers.
    pub lang: Locale,
    /// The command that makes the page again.
    pub command: &'a str,
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Closures of its nominal case; none where it was not run.
    pub closures: &'a [Closure],
    /// What else was read, e.g. a finished sweep.
    pub files: &'a [MadeFrom],
}

/// The page of an analysis.
///
/// A figure that cannot be drawn becomes a sentence that says why.
pub fn sensitivity_page(found: &Sensitivity, options: &SensitivityPage<'_>) -> Page {
    let lang = options.lang;
    let mut sections: Vec<Section> = sensitivity_sections(lang, found, INPUTS);
    let mut balances = Chapter::new("closures", lang.say("Do the accounts close?"));
    balances.table(closures::table(lang.say("Balances of the nominal case"), options.closures, lang));
    let mut inputs = Chapter::new("assumptions", lang.say("Every assumption"));
    assumptions::add(options.scenario, true, lang, &mut inputs);
    let chapters = [figures(found, options), balances, inputs, again(found, options)];
    sections.extend(chapters.into_iter().filter_map(Chapter::finish));
    Page {
        title: options.scenario.name.clone(),
        subtitle: lang.say("Which inputs matter").to_owned(),
        lang,
        sections,
        footer: format!("gisement {}", env!("CARGO_PKG_VERSION")),
    }
}

fn figures(found: &Sensitivity, options: &SensitivityPage<'_>) -> Chapter {
    let mut chapter = Chapter::new("figures", options.lang.say("What moves each result"));
    if !found.outputs.is_empty() {
        let place = refer::table("sensitivity", 1, options.lang.say("Table"));
        chapter.text(
            options.lang.tell(&text!("The first inputs of each figure stand in {place} with their numbers.", place)),
        );
    }
    for output in &found.outputs {
        let drawn = sensitivity_figure(options.lang, &options.scenario.name, found, output);
        if let Some(drawn) = drawn.transpose() {
            chapter.figure(drawn, caption(found, output, options.lang));
        }
    }
    chapter
}

/// What to see: the first two inputs of the ranking.
fn caption(found: &Sensitivity, output: &OutputSensitivity, lang: Locale) -> String {
    let ranking = output.indices.as_ref().map_or_else(|_| Vec::new(), |indices| indices.ranking());
    let name = |k: usize| ranking.get(k).and_then(|player| found.players.get(*player));
    let result = lang.known(&output.column.label);
    let told = match (name(0), name(1)) {
        (Some(first), Some(second)) => {
            text!("{result}: moved most by {first}, then by {second}.", result, first, second)
        }
        (Some(first), None) => text!("{result}: moved by {first} alone.", result, first),
        (None, _) => text!("{result}: nothing moves it.", result),
    };
    lang.tell(&told)
}

fn again(found: &Sensitivity, options: &SensitivityPage<'_>) -> Chapter {
    let mut files = MadeFrom::of(options.scenario);
    files.extend_from_slice(options.files);
    Again {
        lang: options.lang,
        command: options.command,
        asked: vec![
            (options.lang.say("Method"), found.method.name().to_owned()),
            (options.lang.say("Runs"), found.runs.to_string()),
        ],
        seed: found.seed,
        accounts: Some(counted(options.closures)),
        files,
        ..Again::default()
    }
    .chapter()
}
