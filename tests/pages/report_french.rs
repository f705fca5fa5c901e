//! French pages hold no English of the program's own: no text of a page is a key of the catalogue that has another French.

#![allow(clippy::unwrap_used)] // Helpers of tests may panic, as tests do.

use crate::scenario_support::{read, shipped};
use gisement::allocation::{self, allocate};
use gisement::case::{Detail, evaluate};
use gisement::report::{ChannelsPage, Page, Run, SizePage, Terminal, channels_page, run_page, size_page};
use gisement::scenario::Scenario;
use gisement::sizing::{self, SizeOptions, size};
use gisement::study::{Source, Study};
use gisement::words::{Locale, read as catalogue};
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

/// English of the program whose French is another text; single words may be names that a scenario gives.
fn english() -> BTreeSet<String> {
    let told = |key: &str| key.split('¦').next().unwrap_or(key).trim().to_owned();
    let entries = catalogue().0.into_iter().filter(|e| e.english.trim() != e.french.trim());
    entries.map(|e| told(&e.english)).filter(|key| key.contains(' ') && !key.contains('{')).collect()
}

/// Texts of a page that are English keys; sources are quoted as they were noted.
fn left_in_english(page: &Page, keys: &BTreeSet<String>) -> BTreeSet<String> {
    let html = page.html().unwrap();
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(&html, options).unwrap();
    let quoted = |node: &roxmltree::Node<'_, '_>| {
        node.ancestors()
            .any(|n| n.has_tag_name("script") || n.has_tag_name("style") || n.attribute("id") == Some("sources"))
    };
    let texts = document.descendants().filter(|n| n.is_text() && !quoted(n)).filter_map(|n| n.text());
    texts.map(|t| t.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|t| keys.contains(t)).collect()
}

/// What the scenario itself says is its own.
fn nothing_left(name: &str, scenario: &Scenario, page: &Page) {
    let own = |text: &String| scenario.sources.iter().any(|(_, source)| source.contains(text.as_str()));
    let left: Vec<String> = left_in_english(page, &english()).into_iter().filter(|text| !own(text)).collect();
    assert!(left.is_empty(), "{name}: {left:#?}");
    assert!(Terminal { locale: Locale::Fr, ..Terminal::default() }.page(page).is_ok());
}

#[test]
fn runs_in_french() {
    for name in ["boiler_only", "digester_only", "bsm2_dynamic", "codigestion", "two_stage", "heat_network"] {
        let scenario = read(&shipped(&format!("{name}.toml")), &[]);
        let case = scenario.case(&scenario.nominal()).unwrap();
        let outcome = evaluate(&case, Detail::Series).unwrap();
        let source = Source::Drawn { design: gisement::dist::Design::MonteCarlo, seed: 1 };
        let study = Study::new(&scenario, &outcome, source);
        let rows = |range| study.headlines_of(range);
        let drawn =
            (!scenario.plan.is_certain()).then(|| gisement::sweep::run(8, 1, &rows, &|_| (), &AtomicBool::new(false)));
        let run = Run { scenario: &scenario, case: &case, outcome: &outcome, ensemble: drawn.as_ref(), overrides: &[] };
        nothing_left(name, &scenario, &run_page(&run, Locale::Fr));
    }
}

#[test]
fn a_sizing_in_french() {
    let text = std::fs::read_to_string(shipped("boiler_only.toml")).unwrap()
        + "\n[size]\npowers_kw = [250, 350]\nbuffer_hours = [1]\nstore_days = [5]\nsamples = 6\n";
    let scenario = crate::scenario_support::read_text(&shipped("boiler_only.toml"), &text, &[]);
    let options = SizeOptions { objective: None, samples: None, seed: None };
    let watch = sizing::Watch { done: &|_| (), stop: &AtomicBool::new(false) };
    let outcome = size(&scenario, &options, &watch).unwrap();
    let page = SizePage { lang: Locale::Fr, scenario: Some(&scenario), ..SizePage::default() };
    nothing_left("size", &scenario, &size_page(&outcome, &page));
}

#[test]
fn an_allocation_in_french() {
    let scenario = read(&shipped("pilot12.toml"), &[]);
    let options = allocation::Options { objective: None, samples: Some(4), seed: None };
    let watch = allocation::Watch { done: &|_| (), stop: &AtomicBool::new(false) };
    let outcome = allocate(&scenario, &options, &watch).unwrap();
    let page = ChannelsPage { lang: Locale::Fr, command: "", files: &[] };
    nothing_left("channels", &scenario, &channels_page(&outcome, &page));
}

/// The judge sees English that is there.
#[test]
fn an_english_page_is_full_of_keys() {
    let scenario = read(&shipped("boiler_only.toml"), &[]);
    let case = scenario.case(&scenario.nominal()).unwrap();
    let outcome = evaluate(&case, Detail::Series).unwrap();
    let run = Run { scenario: &scenario, case: &case, outcome: &outcome, ensemble: None, overrides: &[] };
    assert!(left_in_english(&run_page(&run, Locale::En), &english()).len() > 100);
}
