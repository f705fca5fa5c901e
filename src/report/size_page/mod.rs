//! The sizing of a boiler house for people: the page a feasibility study asks for, the terminal, CSV, JSON.
//!
//! One chapter a file; a chapter without content is left out. Everything nominal stands beside its P10, P50 and P90
//! where it was sampled.

mod answer;
mod comparison;
mod context;
mod digester;
mod economics;
mod efficiency;
mod ends;
mod environment;
mod hydraulics;
mod json;
mod needs;
mod next;
mod resource;
mod risks;
mod rule;
mod site;
mod sizing;
mod study;
mod table;
mod words;

pub use digester::{digester_json, digester_only_json, digester_page, digester_sections, engine_table, volume_table};
pub use json::{SIZE_SCHEMA, size_json};
pub use table::{ranking_table, size_sections};

use super::{Page, chapter::Chapter};
use crate::plot::Locale;
use crate::scenario::Scenario;
use crate::sizing::SizeOutcome;
use crate::sizing::digester::DigesterSizing;
use context::Context;

/// What the page needs besides the outcome. What is left out (`Default`) leaves its part of the page out.
#[derive(Clone, Copy, Debug, Default)]
pub struct SizePage<'a> {
    /// Language of words and numbers.
    pub lang: Locale,
    /// The command that makes the page again; blank to leave it out.
    pub command: &'a str,
    /// The scenario, for the list of every assumption.
    pub scenario: Option<&'a Scenario>,
    /// The digester that was sized beside the boiler house.
    pub digester: Option<&'a DigesterSizing>,
}

/// The page of a sizing.
///
/// A figure that cannot be drawn becomes a sentence that says why; where no candidate keeps every limit, the page says
/// so and shows what comes nearest.
pub fn size_page(size: &SizeOutcome, options: &SizePage<'_>) -> Page {
    let c = Context { size, options, lang: options.lang };
    let mut chapters: Vec<Chapter> = vec![
        answer::chapter(&c),
        needs::chapter(&c),
        resource::chapter(&c),
        sizing::chapter(&c),
        hydraulics::chapter(&c),
        site::chapter(&c),
        environment::chapter(&c),
        economics::chapter(&c),
        comparison::chapter(&c),
        risks::chapter(&c),
        next::chapter(&c),
    ];
    chapters.extend(options.digester.into_iter().flat_map(|digester| digester::chapters(digester, options.lang)));
    chapters.extend([ends::findings(&c), ends::closures(&c), ends::assumptions(&c), ends::again(&c)]);
    Page {
        title: size.name.clone(),
        subtitle: size.description.clone(),
        lang: options.lang,
        sections: chapters.into_iter().filter_map(Chapter::finish).collect(),
        footer: format!("gisement {}", env!("CARGO_PKG_VERSION")),
    }
}
