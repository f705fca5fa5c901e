//! The page of an allocation: well-formed, in both languages, figures uncluttered, totals closed, and without names where
//! they are to be hidden.

#![allow(clippy::unwrap_used)] // Helpers of tests may panic, as tests do.

use crate::channels_demo;
use crate::plot_demo;

use channels_demo::{names, pole};
use gisement::allocation::{Options, PoleOutcome, Watch, allocate};
use gisement::plot::Locale;
use gisement::report::{Block, ChannelsPage, Content, Page, Row, channels_page, hide_names};
use plot_demo::objections;
use std::sync::atomic::AtomicBool;

fn page(lang: Locale) -> Page {
    channels_page(&pole(), &ChannelsPage { lang, command: "gisement channels demo.toml", files: &[] })
}

fn html(page: &Page) -> String {
    page.html().unwrap()
}

#[test]
fn the_page_is_well_formed_in_both_languages() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("channels");
    std::fs::create_dir_all(&folder).unwrap();
    for lang in [Locale::En, Locale::Fr] {
        let text = html(&page(lang));
        std::fs::write(folder.join(format!("{}.html", lang.code())), &text).unwrap();
        let document = roxmltree::Document::parse_with_options(
            &text,
            roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() },
        );
        assert!(document.is_ok(), "{:?}", document.err());
        assert!(!text.contains("cannot be drawn"), "every figure is drawn");
        assert!(text.contains("avoided 1.0") && text.contains("present_outlets_2024"));
    }
}

#[test]
fn the_same_outcome_gives_the_same_bytes() {
    assert_eq!(html(&page(Locale::Fr)), html(&page(Locale::Fr)));
}

#[test]
fn figures_are_uncluttered_in_both_languages() {
    for lang in [Locale::En, Locale::Fr] {
        let mut figures = 0;
        for block in page(lang).sections.into_iter().flat_map(|s| s.blocks) {
            if let Block::Figure { picture, .. } = block {
                figures += 1;
                let wrong = objections(&picture.svg);
                assert!(wrong.is_empty(), "{}:\n{}", picture.title, wrong.join("\n"));
            }
        }
        assert!(figures >= 15, "{figures}");
    }
}

/// A carbon number without its method can have either sign: every picture and table with CO2 in it names one.
#[test]
fn carbon_never_stands_without_its_method() {
    for block in page(Locale::En).sections.into_iter().flat_map(|s| s.blocks) {
        match block {
            Block::Figure { picture, .. } if picture.svg.contains("CO2e") => {
                assert!(picture.svg.contains("avoided 1.0"), "{}", picture.title);
            }
            Block::Table(table) if table.columns.iter().any(|c| c.unit.contains("CO2e")) => {
                assert!(table.caption.contains("avoided 1.0"), "{}", table.caption);
            }
            _ => {}
        }
    }
}

#[test]
fn each_company_has_a_sheet_and_the_sheets_add_up() {
    let (pole, page) = (pole(), page(Locale::En));
    let sheets: Vec<_> = page.sections.iter().filter(|s| s.id.starts_with("company-")).collect();
    assert_eq!(sheets.len(), pole.companies.len());
    let overview = page.sections.iter().find(|s| s.id == "companies").unwrap();
    let table = overview.blocks.iter().find_map(|b| if let Block::Table(t) = b { Some(t) } else { None }).unwrap();
    let value = |row: &Row, k: usize| match row {
        Row::Cells(cells) | Row::Total(cells) => match cells[k].content {
            Content::Number(v, _) => v,
            _ => panic!("a number"),
        },
        Row::Group(_) => panic!("a row"),
    };
    for column in 1..7 {
        let (total, rows) = table.rows.split_last().unwrap();
        let sum: f64 = rows.iter().map(|r| value(r, column)).sum();
        assert!((sum - value(total, column)).abs() <= 1e-9 * sum.abs().max(1.0));
    }
    let (total, _) = table.rows.split_last().unwrap();
    assert!((value(total, 1) - pole.totals.inventory_t.nominal).abs() < 1e-9 * pole.totals.inventory_t.nominal);
    assert!((value(total, 5) * 1000.0 - pole.totals.kgco2e.nominal).abs() < 1e-9 * pole.totals.kgco2e.nominal.abs());
}

/// The data of the flow picture: what leaves companies is the inventory, and what enters a channel leaves it.
#[test]
fn the_flow_picture_closes() {
    let pole = pole();
    let page = page(Locale::En);
    let flows = page.sections.iter().find(|s| s.id == "flows").unwrap();
    let csv =
        flows.blocks.iter().find_map(|b| if let Block::Figure { picture, .. } = b { Some(&picture.csv) } else { None });
    let rows: Vec<(String, String, f64)> =
        csv::Reader::from_reader(csv.unwrap().as_bytes()).deserialize().map(Result::unwrap).collect();
    let ends: Vec<&String> = rows.iter().map(|r| &r.1).collect();
    let first: f64 = rows.iter().filter(|r| !ends.contains(&&r.0)).map(|r| r.2).sum();
    assert!((first - pole.totals.inventory_t.nominal).abs() < 1e-9 * first, "{first}");
    for channel in rows.iter().map(|r| &r.1).filter(|to| rows.iter().any(|r| r.0 == **to)) {
        let into: f64 = rows.iter().filter(|r| r.1 == *channel).map(|r| r.2).sum();
        let out: f64 = rows.iter().filter(|r| r.0 == *channel).map(|r| r.2).sum();
        assert!((into - out).abs() < 1e-9 * into, "{channel}: {into} {out}");
    }
    assert!(rows.iter().any(|r| r.0 == "4 others"), "small companies stand together: {rows:?}");
}

/// The first companies of a shipped scenario, allocated: all chapters of a page, in no time.
fn allocated(name: &str) -> PoleOutcome {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let read = |file: &str| std::fs::read_to_string(folder.join(file)).unwrap();
    let drop = |line: &&str| !line.starts_with("aggregators") && !line.contains("fw_canteen.degradable_fraction");
    let text = read(&format!("{name}.toml")).lines().filter(drop).collect::<Vec<_>>().join("\n");
    let providers: Vec<String> = read(&format!("{name}/providers.csv")).lines().take(9).map(str::to_owned).collect();
    let known =
        |line: &str| providers[1..].iter().any(|p| Some(p.split(',').next().unwrap()) == line.split(',').nth(1));
    let load = |file: &str| -> Result<Vec<u8>, String> {
        let text = read(file);
        let kept = match file.rsplit('/').next() {
            Some("providers.csv") => providers.join("\n"),
            Some("streams.csv") => {
                let lines = text.lines().enumerate().filter(|(k, line)| *k == 0 || known(line)).map(|(_, line)| line);
                lines.collect::<Vec<_>>().join("\n")
            }
            _ => text,
        };
        Ok(kept.into_bytes())
    };
    let scenario = gisement::scenario::Scenario::read(name, &text, &[], &load).unwrap();
    let options = Options { objective: None, samples: Some(24), seed: None };
    allocate(&scenario, &options, &Watch { done: &|_| (), stop: &AtomicBool::new(false) }).unwrap()
}

/// The page of an allocation that was computed: figures drawn and uncluttered, and no company's name left when hidden.
#[test]
fn a_real_allocation_gives_a_page_and_one_without_names() {
    for name in ["florange"] {
        let pole = allocated(name);
        for lang in [Locale::En, Locale::Fr] {
            let page = channels_page(&pole, &ChannelsPage { lang, command: "", files: &[] });
            let text = html(&page);
            assert!(!text.contains("cannot be drawn"), "{name}");
            for block in page.sections.into_iter().flat_map(|s| s.blocks) {
                if let Block::Figure { picture, .. } = block {
                    let wrong = objections(&picture.svg);
                    assert!(wrong.is_empty(), "{name}, {}:\n{}", picture.title, wrong.join("\n"));
                }
            }
            let veiled = hide_names(&pole, lang);
            let hidden =
                html(&channels_page(&veiled, &ChannelsPage { lang, command: "", files: &[] })) + &format!("{veiled:?}");
            for company in &pole.companies {
                assert!(!hidden.contains(&company.name), "{name}: {} can be read", company.name);
            }
        }
    }
}

/// Everything that is published of an outcome: page with its pictures and data, and the outcome itself.
fn published(lang: Locale) -> String {
    let veiled = hide_names(&pole(), lang);
    let options = ChannelsPage { lang, command: "gisement channels demo.toml --hide-names", files: &[] };
    let page = channels_page(&veiled, &options);
    let mut all = html(&page);
    for block in page.sections.iter().flat_map(|s| &s.blocks) {
        match block {
            Block::Figure { picture, .. } => all += &(picture.svg.clone() + &picture.csv),
            Block::Table(table) => all += &table.csv().unwrap(),
            _ => {}
        }
    }
    all + &format!("{veiled:?}")
}

#[test]
fn hidden_names_leave_no_trace() {
    for lang in [Locale::En, Locale::Fr] {
        let all = published(lang);
        for name in names() {
            let escaped = name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let encoded: String = name.bytes().map(|b| format!("%{b:02X}")).collect();
            for trace in [name.clone(), escaped, encoded, name.replace(' ', "%20")] {
                assert!(!all.contains(&trace), "{trace} can be read");
            }
        }
        assert!(all.contains(lang.pick("Company 16", "Entreprise 16")));
        assert!(!all.contains("6.2183") && !all.contains("49.2209"), "an address is a name too");
    }
    assert!(published(Locale::Fr) == published(Locale::Fr), "labels are stable");
}

#[test]
fn hiding_changes_no_number() {
    let (plain, veiled) = (pole(), hide_names(&pole(), Locale::En));
    assert_eq!(plain.totals, veiled.totals);
    assert_eq!(plain.channels, veiled.channels);
    assert_eq!(plain.flows.len(), veiled.flows.len());
    assert!(plain.flows.iter().zip(&veiled.flows).all(|(a, b)| a.wet_t == b.wet_t && a.money == b.money));
}

#[test]
fn an_empty_outcome_is_a_page_all_the_same() {
    let mut pole = pole();
    pole.companies.clear();
    pole.lots.clear();
    pole.flows.clear();
    pole.sinks.clear();
    pole.channels.clear();
    pole.fronts.clear();
    (pole.robust, pole.sharing, pole.aggregators, pole.bridge) = (None, None, None, None);
    pole.matches.clear();
    pole.breaking.clear();
    pole.supply.clear();
    pole.findings.clear();
    pole.methods.clear();
    let page = channels_page(&pole, &ChannelsPage { lang: Locale::En, command: "", files: &[] });
    assert!(html(&page).contains("How to make this page again"));
}
