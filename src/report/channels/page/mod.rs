//! The page of an allocation: the answer first, then all that a meeting or a doubter asks for, and a sheet per company.
//!
//! One chapter a file; a chapter without content is left out.

mod answer;
mod carbon;
mod change;
mod channels;
mod companies;
mod context;
mod flows;
mod fronts;
mod robust;
mod rules;
mod sharing;
mod supply;
mod words;

use crate::allocation::PoleOutcome;
use crate::plot::Locale;
use crate::report::{MadeFrom, Page, chapter::Chapter};
use context::Context;

pub(in crate::report) use words::words;

/// What the page needs besides the outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChannelsPage<'a> {
    /// Language of words and numbers.
    pub lang: Locale,
    /// The command that makes the page again; blank to leave it out.
    pub command: &'a str,
    /// The files it was made from.
    pub files: &'a [MadeFrom],
}

/// The page of an allocation.
///
/// Names are shown as the outcome holds them; [`super::hide_names`] makes an outcome without them. A figure that cannot be
/// drawn becomes a sentence that says why.
pub fn channels_page(pole: &PoleOutcome, options: &ChannelsPage<'_>) -> Page {
    let c = Context { pole, lang: options.lang };
    let mut chapters: Vec<Chapter> = vec![
        answer::chapter(&c),
        flows::chapter(&c),
        channels::chapter(&c),
        change::chapter(&c),
        carbon::chapter(&c),
        fronts::chapter(&c),
        robust::chapter(&c),
        supply::chapter(&c),
        sharing::shares(&c),
        sharing::matches(&c),
        rules::rules(&c),
        rules::closures(&c),
        rules::assumptions(&c),
        rules::again(&c, options),
        companies::overview(&c),
    ];
    chapters.extend((0..pole.companies.len()).map(|k| companies::sheet(&c, k)));
    Page {
        title: pole.name.clone(),
        subtitle: pole.description.clone(),
        lang: options.lang,
        sections: chapters.into_iter().filter_map(Chapter::finish).collect(),
        footer: format!("gisement {}", env!("CARGO_PKG_VERSION")),
    }
}
