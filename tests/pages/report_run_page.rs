//! The page of a run, for every scenario that ships: well formed, self-contained, complete, and without a number that is
//! none.

// A test may fail by unwrapping.
#![allow(clippy::unwrap_used)]

use crate::scenario_support;
use gisement::words::Locale;

use gisement::case::{Case, Detail, Outcome, evaluate};
use gisement::dist::Design;
use gisement::report::{Block, Flag, Page, Row, Run, Terminal, run_page, summary_sections};
use gisement::scenario::Scenario;
use gisement::study::{Source, Study};
use gisement::sweep::{self, Ensemble};
use scenario_support::{all_shipped, read_text, shipped};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::AtomicBool;

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
        let scenario = read_text(path, text, overrides);
        let overrides: Vec<String> = overrides.iter().map(|o| (*o).to_owned()).collect();
        let case = scenario.case(&scenario.nominal()).unwrap();
        let outcome = evaluate(&case, Detail::Series).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let ensemble = (samples > 0 && !scenario.plan.is_certain()).then(|| sample(&scenario, &outcome, samples));
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

/// As `gisement run` samples.
fn sample(scenario: &Scenario, nominal: &Outcome, samples: usize) -> Ensemble {
    let study = Study::new(scenario, nominal, Source::Drawn { design: Design::MonteCarlo, seed: 1 });
    sweep::run(samples, 1, &|range| study.headlines_of(range), &|_| (), &AtomicBool::new(false))
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

/// What a reader sees: text of the document without style sheet and script.
fn visible(html: &str) -> String {
    let document = parsed(html);
    let of = |n: roxmltree::Node<'_, '_>| !n.ancestors().any(|a| a.has_tag_name("style") || a.has_tag_name("script"));
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
        assert!(!["link", "img", "iframe", "object", "embed", "use", "image"].contains(&name), "<{name}>");
        for attribute in node.attributes().filter(|a| ["href", "src", "action", "srcset"].contains(&a.name())) {
            let address = attribute.value();
            let followed = name == "a" && address.starts_with("http");
            if !followed && !address.starts_with('#') && !address.starts_with("data:text/csv") {
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
    let page = run_page(&run, Locale::En);
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
    for section in summary_sections(Locale::En, &run) {
        let text = Terminal::default().section(&section).unwrap();
        let widest = text.lines().map(|l| l.chars().count()).max().unwrap();
        assert!(widest <= 100, "{name}: {widest} columns\n{text}");
        assert!(!is_word(&text, "NaN") && !is_word(&text, "inf"), "{text}");
    }
}

#[test]
fn every_shipped_scenario_has_a_sound_page() {
    for path in all_shipped() {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        check(&name, &Finished::read(&path, &[], 200));
    }
}

#[test]
fn the_base_case_has_every_chapter_and_figure() {
    let finished = Finished::read(&shipped("florange.toml"), &[], 60);
    let page = run_page(&finished.run(), Locale::En);
    let chapters = [
        "summary",
        "flows",
        "digester-main",
        "boiler",
        "carbon",
        "money",
        "jobs",
        "uncertainty",
        "closures",
        "findings",
        "assumptions",
        "again",
    ];
    assert_eq!(sections(&page), chapters);
    let figures = figures(&page);
    for title in [
        "Usable wood through the year",
        "Usable fermentable waste by provider",
        "Mass from the providers to what leaves the plants",
        "Energy from fuel to use",
        "Biogas through the year",
        "pH in the digester",
        "Load-duration curve of the heat network",
        "Greenhouse gases against the reference",
        "Income and expense of a year",
        "Jobs by step",
        "Distribution of the headlines",
        "Closure of all balances",
    ] {
        assert!(figures.iter().any(|t| t == title), "{title} is missing: {figures:?}");
    }
}

#[test]
fn chapters_without_content_are_left_out() {
    let boiler = Finished::read(&shipped("boiler_only.toml"), &[], 0);
    let page = run_page(&boiler.run(), Locale::En);
    let ids = sections(&page);
    assert!(ids.contains(&"boiler") && !ids.iter().any(|id| id.starts_with("digester")), "{ids:?}");
    let bsm2 = Finished::read(&shipped("bsm2.toml"), &[], 0);
    let page = run_page(&bsm2.run(), Locale::En);
    let ids = sections(&page);
    assert!(!ids.iter().any(|id| ["flows", "boiler", "carbon", "money", "jobs"].contains(id)), "{ids:?}");
    let html = page.html().unwrap();
    // The final state stands there under its BSM2 names.
    assert!(["S_ac", "X_ac", "S_gas_ch4"].iter().all(|name| visible(&html).contains(name)));
}

/// No carbon diagram, table or card without its method and its reference.
#[test]
fn a_saving_names_its_method_and_reference() {
    let finished = Finished::read(&shipped("florange.toml"), &[], 0);
    let page = run_page(&finished.run(), Locale::En);
    let carbon = page.sections.iter().find(|s| s.id == "carbon").unwrap();
    for block in &carbon.blocks {
        let (kind, text) = match block {
            Block::Figure { picture, .. } => ("figure", picture.svg.clone()),
            Block::Table(table) => ("table", table.caption.clone()),
            _ => continue,
        };
        let named = ["avoided", "red2", "red3"].iter().any(|m| text.contains(m));
        assert!(named, "a {kind} names no method: {}", text.chars().take(300).collect::<String>());
        if text.contains("avoided") {
            assert!(text.contains("present_outlets_2024"), "a {kind} names no reference");
        }
    }
    let summary = &summary_sections(Locale::En, &finished.run())[0];
    let text = Terminal::default().section(summary).unwrap().replace('\n', " ");
    assert!(text.contains("present_outlets_2024") && text.contains("red3"), "{text}");
}

/// What is assumed must be seen as such: as many amber cells as there are assumed inputs with a value.
#[test]
fn every_assumed_input_is_amber() {
    let finished = Finished::read(&shipped("florange.toml"), &[], 0);
    let page = run_page(&finished.run(), Locale::En);
    let chapter = page.sections.iter().find(|s| s.id == "assumptions").unwrap();
    let tables = chapter.blocks.iter().filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None });
    let amber: usize = tables
        .filter(|t| t.caption.starts_with("Inputs"))
        .flat_map(|t| &t.rows)
        .filter_map(|row| if let Row::Cells(cells) = row { Some(cells) } else { None })
        .flatten()
        .filter(|cell| cell.flag == Some(Flag::Assumed))
        .count();
    let inputs = finished.scenario.inputs.list();
    let assumed = inputs.iter().filter(|i| i.value.is_finite() && i.flag == gisement::param::Flag::Assumed).count();
    assert!(assumed > 100);
    assert_eq!(amber, assumed);
}

#[test]
fn failed_and_missing_samples_are_told() {
    let mut finished = Finished::read(&shipped("boiler_only.toml"), &[], 20);
    let ensemble = finished.ensemble.as_mut().unwrap();
    for k in [3, 7, 8] {
        ensemble.rows[k] = Err(format!("reason {}", k % 2));
    }
    ensemble.wanted = 100;
    let text =
        Terminal::default().section(&summary_sections(Locale::En, &finished.run())[0]).unwrap().replace('\n', " ");
    assert!(text.contains("3 of 20 samples failed"), "{text}");
    assert!(text.contains("reason 1 (2); reason 0 (1)"), "{text}");
    assert!(text.contains("Stopped after 20 of 100"), "{text}");
}

/// Cases at the edge of what can be drawn: other models, nobody takes part, no heat in the boiler's reach, injection.
#[test]
fn odd_cases_have_a_page_too() {
    let cases: [(&str, &str, &[&str]); 6] = [
        ("digester_only.toml", "first_order", &["digester.model={ first_order = {} }"]),
        (
            "digester_only.toml",
            "injection",
            &["digester.gas_use=injection", "economics.biomethane_sale_eur_per_mwh_hhv=110"],
        ),
        ("digester_only.toml", "tiny", &["digester.V_liq=20"]),
        ("boiler_only.toml", "wet", &["boiler.fuel.moisture_pct_ar=55"]),
        ("boiler_only.toml", "loss", &["economics.heat_price_eur_per_mwh=20"]),
        ("florange.toml", "reuse", &["boiler.power_kw=60", "carbon.methods=[\"red3\"]"]),
    ];
    for (file, name, overrides) in cases {
        check(&format!("odd_{name}"), &Finished::read(&shipped(file), overrides, 20));
    }
}

#[test]
fn a_hostile_name_stays_text() {
    let path = shipped("digester_only.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let text = text.replace("\"Hospital\"", "\"<script>alert(1)</script> & \\u0007 é\"");
    let finished = Finished::of(&path, &text, &[], 0);
    check("odd_hostile", &finished);
    assert!(run_page(&finished.run(), Locale::En).html().unwrap().contains("&lt;script&gt;"));
}

#[test]
fn the_page_tells_how_to_make_it_again() {
    let finished = Finished::read(&shipped("boiler_only.toml"), &["boiler.excess_air=1.8", "name='my case'"], 10);
    let html = run_page(&finished.run(), Locale::En).html().unwrap();
    let text = visible(&html);
    let command = "gisement run boiler_only.toml -n 10 --seed 1 --set boiler.excess_air=1.8";
    assert!(text.contains(command), "the command is missing");
    assert!(!html.contains(env!("CARGO_MANIFEST_DIR")), "a folder of the machine that made the page");
}
