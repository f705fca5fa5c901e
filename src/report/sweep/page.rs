//! The page of a sweep: how it went, the statistics, how they settled, and what every page ends with.

use super::{SweepReport, convergence, sweep_sections};
use crate::plot::Locale;
use crate::report::chapter::Chapter;
use crate::report::shared::again::{Again, MadeFrom};
use crate::report::{Page, Section};
use crate::text;

/// What the page needs besides the sweep.
#[derive(Clone, Copy, Debug)]
pub struct SweepPage<'a> {
    /// Language of words and numbers.
    pub lang: Locale,
    /// The command that makes the same rows.
    pub command: &'a str,
    /// The files it was made from.
    pub files: &'a [MadeFrom],
}

/// The page of a sweep.
///
/// A figure that cannot be drawn becomes a sentence that says why.
pub fn sweep_page(sweep: &SweepReport, options: &SweepPage<'_>) -> Page {
    let lang = options.lang;
    let mut sections: Vec<Section> = sweep_sections(lang, sweep);
    let mut settled = Chapter::new("settled", lang.say("Are there enough samples?"));
    for output in sweep.outputs.iter().filter(|output| output.trace.len() > 1) {
        let label = lang.known(&output.label);
        let caption = lang.tell(&text!("{label}: how its statistics settled with the samples.", label));
        settled.figure(convergence(output, lang), caption);
    }
    let again = Again {
        lang,
        command: options.command,
        asked: vec![
            (lang.say("Design"), sweep.design.clone()),
            (lang.say("Samples"), sweep.counts.total().to_string()),
        ],
        seed: sweep.seed,
        files: options.files.to_vec(),
        ..Again::default()
    };
    sections.extend([settled, again.chapter()].into_iter().filter_map(Chapter::finish));
    Page {
        title: sweep.scenario.clone(),
        subtitle: lang.say("Many samples").to_owned(),
        lang,
        sections,
        footer: format!("gisement {}", env!("CARGO_PKG_VERSION")),
    }
}
