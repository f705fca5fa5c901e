//! The digester's part of a sizing: volumes, engine, steady states, for page, terminal, CSV and JSON.

mod engine;
mod json;
mod stability;
mod table;
mod volumes;
mod words;

pub use json::{digester_json, digester_only_json};
pub use table::{engine_table, volume_table};

use super::SizePage;
use super::ends;
use crate::plot::Locale;
use crate::report::chapter::Chapter;
use crate::report::{Finding, Page, Section, Severity};
use crate::sizing::digester::DigesterSizing;

/// What every chapter needs.
pub(super) struct View<'a> {
    pub(super) sizing: &'a DigesterSizing,
    pub(super) lang: Locale,
}

impl View<'_> {
    /// The words of the page's language.
    pub(super) fn say(&self, english: &'static str) -> &'static str {
        self.lang.say(english)
    }

    /// To so many significant digits.
    pub(super) fn number(&self, value: f64, digits: usize) -> String {
        crate::report::chapter::said_in(value, digits, self.lang)
    }
}

/// The chapters on the digester.
pub(super) fn chapters(sizing: &DigesterSizing, lang: Locale) -> Vec<Chapter> {
    let view = View { sizing, lang };
    vec![volumes::chapter(&view, true), engine::chapter(&view, true), stability::chapter(&view)]
}

/// The same for a terminal: no figures.
pub fn digester_sections(sizing: &DigesterSizing, lang: Locale) -> Vec<Section> {
    let view = View { sizing, lang };
    let chapters = [volumes::chapter(&view, false), engine::chapter(&view, false), stability::chapter(&view)];
    chapters.into_iter().filter_map(Chapter::finish).collect()
}

/// The page of a digester without a boiler house.
pub fn digester_page(sizing: &DigesterSizing, options: &SizePage<'_>) -> Page {
    let mut list = chapters(sizing, options.lang);
    list.push(ends::assumptions_of(options));
    list.push(ends::again_of(options, Vec::new(), (sizing.samples.1, sizing.seed), None));
    Page {
        title: sizing.name.clone(),
        subtitle: sizing.description.clone(),
        lang: options.lang,
        sections: list.into_iter().filter_map(Chapter::finish).collect(),
        footer: format!("gisement {}", env!("CARGO_PKG_VERSION")),
    }
}

fn findings(view: &View<'_>) -> Vec<Finding> {
    let finding = |advice: &crate::sizing::Advice| Finding {
        severity: if advice.severity == "warning" { Severity::Warning } else { Severity::Note },
        text: view.lang.pick(&advice.text_en, &advice.text_fr).to_owned(),
        source: String::new(),
    };
    view.sizing.advice.iter().map(finding).collect()
}
