//! The report of a run: from an outcome to a page. One chapter a file; a chapter without content is left out.

mod again;
mod around;
mod assumptions;
mod boiler;
mod carbon;
mod closures;
mod digester;
mod energy_flow;
mod findings;
mod flows;
mod influent;
mod jobs;
mod mass_flow;
mod money;
mod monotone;
mod summary;
mod tanks;
mod uncertainty;

pub use summary::summary_sections;

use super::{Page, Run, Section, chapter, diagram as sankey, shared::labels};
use crate::plot::Locale;

/// The page of a run: everything a meeting or a doubter asks for, in one file.
///
/// A figure that cannot be drawn becomes a sentence that says why; nothing a scenario holds makes the page fail.
pub fn run_page(run: &Run<'_>, lang: Locale) -> Page {
    Page {
        title: run.scenario.name.clone(),
        subtitle: run.scenario.description.clone(),
        lang,
        sections: sections(lang, run),
        footer: format!("gisement {}", env!("CARGO_PKG_VERSION")),
    }
}

fn sections(lang: Locale, run: &Run<'_>) -> Vec<Section> {
    let mut list = vec![summary::chapter(lang, run)];
    list.push(flows::chapter(lang, run));
    list.extend(digester::chapters(lang, run));
    list.push(boiler::chapter(lang, run));
    list.push(carbon::chapter(lang, run));
    list.push(money::chapter(lang, run));
    list.push(jobs::chapter(lang, run));
    list.push(uncertainty::chapter(lang, run));
    list.push(closures::chapter(lang, run));
    list.push(findings::chapter(lang, run));
    list.push(assumptions::chapter(lang, run));
    list.push(again::chapter(lang, run));
    list.into_iter().filter_map(chapter::Chapter::finish).collect()
}
