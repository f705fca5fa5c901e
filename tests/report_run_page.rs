//! The page of a run, for every scenario that ships: well formed, self-contained, complete, and without a number that is
//! none.

// A test may fail by unwrapping.
#![allow(clippy::unwrap_used)]

use gisement::case::{Case, Detail, Headline, Outcome, evaluate};
use gisement::report::{Block, Page, Run, Terminal, run_page, summary_sections};
use gisement::scenario::Scenario;
use gisement::sweep::{self, Ensemble};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

fn shipped() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "toml"));
    files.sort();
    assert!(files.len() >= 5, "{files:?}");
    files
}

/// Everything a run needs to live while its page is made.
struct Finished {
    scenario: Scenario,
    case: Case,
    outcome: Outcome,
    ensemble: Option<Ensemble>,
    overrides: Vec<String>,
}

impl Finished {
    fn read(path: &Path, overrides: &[&str], samples: usize) -> Self {
        let text = std::fs::read_to_string(path).unwrap();
        Self::of(path, &text, overrides, samples)
    }

    fn of(path: &Path, text: &str, overrides: &[&str], samples: usize) -> Self {
        let load = |name: &str| std::fs::read(path.parent().unwrap().join(name)).map_err(|e| e.to_string());
        let overrides: Vec<String> = overrides.iter().map(|o| (*o).to_owned()).collect();
        let scenario = match Scenario::read(&path.display().to_string(), text, &overrides, &load) {
            Ok(scenario) => scenario,
            Err(refused) => panic!("{}", refused.diagnostics.render(&refused.sources, false)),
        };
        let case = scenario.case(&scenario.nominal()).unwrap();
        let outcome = evaluate(&case, Detail::Series).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let ensemble =
            (samples > 0 && !scenario.plan.is_certain()).then(|| sample(&scenario, &outcome.headlines(), samples));
        Self { scenario, case, outcome, ensemble, overrides }
    }

    fn run(&self) -> Run<'_> {
        Run {
            scenario: &self.scenario,
            case: &self.case,
            outcome: &self.outcome,
            ensemble: self.ensemble.as_ref(),
            overrides: &self.overrides,
        }
    }
}

/// As `gisement run` samples: the nominal headlines fix what there is, and an optional one may be missing.
fn sample(scenario: &Scenario, wanted: &[Headline], samples: usize) -> Ensemble {
    let one = |k: u64| {
        let case = scenario.case(&scenario.sample(1, k)).map_err(|e| e.to_string())?;
        let found = evaluate(&case, Detail::Totals).map_err(|e| e.to_string())?.headlines();
        let value = |want: &Headline| match found.iter().find(|h| h.key == want.key) {
            Some(headline) => Ok(headline.value),
            None if want.optional => Ok(f64::NAN),
            None => Err(format!("the sample has no {}", want.key)),
        };
        wanted.iter().map(value).collect()
    };
    sweep::run(samples, 1, &one, &|_| (), &AtomicBool::new(false))
}

/// Writes a page for eyes: `target/tmp/run_NAME.html`.
fn keep(name: &str, html: &str) {
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("run_{name}.html")), html).unwrap();
}

fn texts(page: &Page) -> Vec<String> {
    let blocks = page.sections.iter().flat_map(|s| &s.blocks);
    blocks.filter_map(|b| if let Block::Paragraph(text) = b { Some(text.clone()) } else { None }).collect()
}

fn figures(page: &Page) -> Vec<String> {
    let blocks = page.sections.iter().flat_map(|s| &s.blocks);
    blocks
        .filter_map(|b| if let Block::Figure { picture, .. } = b { Some(picture.title.clone()) } else { None })
        .collect()
}

fn sections(page: &Page) -> Vec<&str> {
    page.sections.iter().map(|s| s.id.as_str()).collect()
}

/// What a reader sees: text of the document without style sheet.
fn visible(html: &str) -> String {
    let document = parsed(html);
    let of = |n: roxmltree::Node<'_, '_>| !n.ancestors().any(|a| a.has_tag_name("style"));
    document.descendants().filter(|n| n.is_text() && of(*n)).filter_map(|n| n.text()).collect::<Vec<_>>().join(" ")
}

fn parsed(html: &str) -> roxmltree::Document<'_> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    roxmltree::Document::parse_with_options(html, options).unwrap()
}

/// Addresses that a browser would fetch or follow.
fn outside(html: &str) -> Vec<String> {
    let document = parsed(html);
    let mut found = Vec::new();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name();
        assert!(!["script", "link", "img", "iframe", "object", "embed", "use", "image"].contains(&name), "<{name}>");
        for attribute in node.attributes().filter(|a| ["href", "src", "action", "srcset"].contains(&a.name())) {
            let address = attribute.value();
            if !address.starts_with('#') && !address.starts_with("data:text/csv") {
                found.push(address.to_owned());
            }
        }
    }
    found
}

fn is_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|w| w == word)
}

fn check(name: &str, finished: &Finished) {
    let run = finished.run();
    let page = run_page(&run);
    let html = page.html().unwrap();
    keep(name, &html);
    assert!(html.len() < 3_000_000, "{name}: {} bytes", html.len());
    assert!(outside(&html).is_empty(), "{name}: {:?}", outside(&html));
    let text = visible(&html);
    for word in ["NaN", "inf", "Infinity", "∞"] {
        assert!(!is_word(&text, word) && !text.contains("∞"), "{name}: {word} is visible");
    }
    for text in texts(&page) {
        assert!(!text.contains("cannot be drawn"), "{name}: {text}");
    }
    let ids: Vec<&str> = sections(&page);
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{name}: {ids:?}");
    assert!(page.sections.iter().all(|s| !s.blocks.is_empty()), "{name}: an empty section");
    for section in summary_sections(&run) {
        let text = Terminal::default().section(&section).unwrap();
        let widest = text.lines().map(|l| l.chars().count()).max().unwrap();
        assert!(widest <= 100, "{name}: {widest} columns\n{text}");
        assert!(!is_word(&text, "NaN") && !is_word(&text, "inf"), "{text}");
    }
}

#[test]
fn every_shipped_scenario_has_a_sound_page() {
    for path in shipped() {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        check(&name, &Finished::read(&path, &[], 200));
    }
}
