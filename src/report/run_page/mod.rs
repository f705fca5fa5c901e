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

/// The language of the page.
const LANG: Locale = Locale::En;

/// The page of a run: everything a meeting or a doubter asks for, in one file.
///
/// A figure that cannot be drawn becomes a sentence that says why; nothing a scenario holds makes the page fail.
pub fn run_page(run: &Run<'_>) -> Page {
    Page {
        title: run.scenario.name.clone(),
        subtitle: run.scenario.description.clone(),
        lang: LANG,
        sections: sections(run),
        footer: format!("gisement {}", env!("CARGO_PKG_VERSION")),
    }
}

fn sections(run: &Run<'_>) -> Vec<Section> {
    let mut list = vec![summary::chapter(run)];
    list.push(flows::chapter(run));
    list.extend(digester::chapters(run));
    list.push(boiler::chapter(run));
    list.push(carbon::chapter(run));
    list.push(money::chapter(run));
    list.push(jobs::chapter(run));
    list.push(uncertainty::chapter(run));
    list.push(closures::chapter(run));
    list.push(findings::chapter(run));
    list.push(assumptions::chapter(run));
    list.push(again::chapter(run));
    list.into_iter().filter_map(chapter::Chapter::finish).collect()
}
