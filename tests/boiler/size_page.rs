//! The page, the terminal, the tables and the JSON of a sizing: well-formed in both languages, figures uncluttered, the
//! numbers that are shown equal to those that were found, and nothing recommended where nothing keeps the limits.

use crate::plot_demo::objections;
use crate::scenario_support::{read_text, shipped};
use gisement::plot::{Locale, Picture};
use gisement::report::{
    Block, Content, Page, Row, SizePage, Table, Terminal, ranking_table, size_json, size_page, size_sections,
};
use gisement::scenario::Scenario;
use gisement::sizing::{Figure, SizeOptions, SizeOutcome, Watch, size};
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

/// What is asked beside the shipped scenario: few candidates, so that the tests stay quick.
const ASKED: &str = "\n[size]\npowers_kw = [150, 250, 300, 500]\nnumbers = [1, 2]\nbuffer_hours = [0, 2]\nstore_days \
                     = [5]\nsamples = 24\n";

fn scenario(more: &str) -> Scenario {
    let path = shipped("boiler_only.toml");
    let text = std::fs::read_to_string(&path).unwrap() + ASKED + more;
    read_text(&path, &text, &[])
}

fn sized(scenario: &Scenario) -> SizeOutcome {
    let options = SizeOptions { objective: None, samples: None, seed: None };
    size(scenario, &options, &Watch { done: &|_| (), stop: &AtomicBool::new(false) }).unwrap()
}

/// The sizing that most tests look at.
fn demo() -> &'static (Scenario, SizeOutcome) {
    static DEMO: OnceLock<(Scenario, SizeOutcome)> = OnceLock::new();
    DEMO.get_or_init(|| {
        let scenario = scenario("");
        let outcome = sized(&scenario);
        (scenario, outcome)
    })
}

fn page_of(outcome: &SizeOutcome, scenario: &Scenario, lang: Locale) -> Page {
    let command = "gisement size scenarios/boiler_only.toml";
    size_page(outcome, &SizePage { lang, command, scenario: Some(scenario), digester: None })
}

fn page(lang: Locale) -> Page {
    let (scenario, outcome) = demo();
    page_of(outcome, scenario, lang)
}

fn pictures(page: &Page) -> Vec<&Picture> {
    let blocks = page.sections.iter().flat_map(|s| &s.blocks);
    blocks.filter_map(|b| if let Block::Figure { picture, .. } = b { Some(picture) } else { None }).collect()
}

fn tables(page: &Page) -> Vec<&Table> {
    let blocks = page.sections.iter().flat_map(|s| &s.blocks);
    blocks.filter_map(|b| if let Block::Table(table) = b { Some(table) } else { None }).collect()
}

/// Whether a reader of the page would see a number that is none; the script may ask for it.
fn shows_nan(html: &str) -> bool {
    let (before, rest) = html.split_once("<script").unwrap();
    let (_, after) = rest.split_once("</script>").unwrap();
    before.contains("NaN") || after.contains("NaN")
}

fn check_xml(html: &str) {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(html, options);
    assert!(document.is_ok(), "{:?}", document.err());
}

#[test]
fn the_page_is_well_formed_and_has_the_chapters_of_a_study() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("size");
    std::fs::create_dir_all(&folder).unwrap();
    for lang in [Locale::En, Locale::Fr] {
        let page = page(lang);
        let html = page.html().unwrap();
        std::fs::write(folder.join(format!("{}.html", lang.code())), &html).unwrap();
        for (k, picture) in pictures(&page).iter().enumerate() {
            std::fs::write(folder.join(format!("{}_{k:02}.svg", lang.code())), &picture.svg).unwrap();
        }
        check_xml(&html);
        assert!(!html.contains("cannot be drawn") && !shows_nan(&html), "every figure is drawn");
        let ids: Vec<&str> = page.sections.iter().map(|s| s.id.as_str()).collect();
        let wanted = [
            "answer",
            "needs",
            "resource",
            "sizing",
            "hydraulics",
            "environment",
            "economics",
            "comparison",
            "risks",
            "closures",
            "assumptions",
            "again",
        ];
        let kept: Vec<&str> = ids.iter().copied().filter(|id| wanted.contains(id)).collect();
        assert_eq!(kept, wanted, "{ids:?}");
        assert!(html.contains("gisement size scenarios/boiler_only.toml"));
    }
}

#[test]
fn the_same_outcome_gives_the_same_bytes() {
    assert_eq!(page(Locale::Fr).html().unwrap(), page(Locale::Fr).html().unwrap());
}

#[test]
fn figures_are_uncluttered_in_both_languages() {
    for lang in [Locale::En, Locale::Fr] {
        let page = page(lang);
        let pictures = pictures(&page);
        assert!(pictures.len() >= 10, "{}", pictures.len());
        for picture in pictures {
            let wrong = objections(&picture.svg);
            assert!(wrong.is_empty(), "{}:\n{}", picture.title, wrong.join("\n"));
            assert!(!picture.csv.contains("NaN"), "{}", picture.title);
        }
    }
}

/// A carbon number without its method can have either sign.
#[test]
fn carbon_never_stands_without_its_method() {
    let page = page(Locale::En);
    for table in tables(&page) {
        let told = table.rows.iter().any(|row| match row {
            Row::Cells(cells) => cells.iter().any(|c| matches!(&c.content, Content::Text(t) if t.contains("t CO2e"))),
            _ => false,
        });
        if told && table.caption.starts_with("The house") {
            assert!(
                table.caption.contains("avoided") && table.caption.contains("gas_boiler_2024"),
                "{}",
                table.caption
            );
        }
    }
    let ranked = tables(&page).into_iter().find(|t| t.columns.iter().any(|c| c.unit.contains("CO2e/a"))).unwrap();
    assert!(ranked.caption.contains("avoided") && ranked.caption.contains("gas_boiler_2024"), "{}", ranked.caption);
}

/// The numbers of a row by its first cell.
fn numbers(table: &Table, name: &str) -> Vec<f64> {
    let row = table.rows.iter().find_map(|row| match row {
        Row::Cells(cells) if matches!(&cells[0].content, Content::Text(t) if t == name) => Some(cells),
        _ => None,
    });
    let cells = row.unwrap_or_else(|| panic!("{name} in {}", table.caption));
    cells.iter().filter_map(|c| if let Content::Number(v, _) = c.content { Some(v) } else { None }).collect()
}

#[test]
fn what_is_shown_of_the_chosen_house_is_what_was_found() {
    let (_, outcome) = demo();
    let page = page(Locale::En);
    let chosen = &outcome.rated[outcome.chosen.as_ref().unwrap().index];
    let rule = &outcome.rated[outcome.half_peak.as_ref().unwrap().index];
    let beside = tables(&page).into_iter().find(|t| t.caption.starts_with("The house beside the rule")).unwrap();
    let cost = numbers(beside, "Cost of heat (LCOH)");
    let spread = chosen.spread[Figure::Lcoh as usize];
    assert_eq!(cost[..4], [chosen.nominal.of(Figure::Lcoh), spread.p10, spread.p50, spread.p90]);
    if chosen.candidate != rule.candidate {
        assert_eq!(cost[4], rule.nominal.of(Figure::Lcoh));
        assert_eq!(cost[5], chosen.nominal.of(Figure::Lcoh) - rule.nominal.of(Figure::Lcoh));
    }
    assert_eq!(numbers(beside, "Wood power")[0], chosen.candidate.wood_kw());
    let gap = tables(&page).into_iter().find(|t| t.caption.starts_with("Coverage by one boiler")).unwrap();
    assert_eq!(gap.rows.len(), outcome.shortcut.len());
}

/// The picture of the cost of heat closes on the figure that ranks, and the bridge joins the two houses.
#[test]
fn the_parts_of_the_cost_of_heat_sum_to_it() {
    let (_, outcome) = demo();
    let page = page(Locale::En);
    let chosen = &outcome.rated[outcome.chosen.as_ref().unwrap().index];
    let total = |title: &str| -> f64 {
        let picture = pictures(&page).into_iter().find(|p| p.title == title).unwrap_or_else(|| panic!("{title}"));
        let rows: Vec<csv::StringRecord> =
            csv::Reader::from_reader(picture.csv.as_bytes()).into_records().map(Result::unwrap).collect();
        let parts: f64 = rows.iter().filter(|r| r[0] != *"total").map(|r| r[2].parse::<f64>().unwrap()).sum();
        let total: f64 = rows.iter().find(|r| r[0] == *"total").unwrap()[2].parse().unwrap();
        assert!((parts - total).abs() < 1e-9 * total.abs(), "{title}: {parts} {total}");
        total
    };
    let lcoh = chosen.nominal.of(Figure::Lcoh);
    assert!((total("What a MWh of heat costs") - lcoh).abs() < 1e-9 * lcoh);
    let rule = &outcome.rated[outcome.half_peak.as_ref().unwrap().index];
    if chosen.candidate != rule.candidate {
        assert!((total("From the rule of 50 % to the chosen house") - lcoh).abs() < 1e-9 * lcoh);
    }
}

/// The layers of the week cover the demand of every hour.
#[test]
fn the_coldest_week_is_covered_hour_by_hour() {
    let page = page(Locale::En);
    let week = pictures(&page).into_iter().find(|p| p.title == "The coldest week, hour by hour").unwrap();
    let mut reader = csv::Reader::from_reader(week.csv.as_bytes());
    let layers: Vec<usize> = (2..reader.headers().unwrap().len())
        .filter(|k| !reader.headers().unwrap()[*k].contains("in the buffer"))
        .collect();
    let mut hours = 0;
    for record in reader.records().map(Result::unwrap) {
        let number = |k: usize| record[k].parse::<f64>().unwrap();
        let made: f64 = layers.iter().map(|k| number(*k)).sum();
        assert!(made >= number(1) * (1.0 - 1e-9), "hour {}: {made} of {}", &record[0], number(1));
        hours += 1;
    }
    assert_eq!(hours, 168);
}

/// Every key of a document.
fn collect_keys(value: &serde_json::Value, keys: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(map) => map.iter().for_each(|(key, value)| {
            keys.push(key.clone());
            collect_keys(value, keys);
        }),
        serde_json::Value::Array(list) => list.iter().for_each(|v| collect_keys(v, keys)),
        _ => {}
    }
}

#[test]
fn json_holds_every_candidate_and_no_number_that_is_none() {
    let (_, outcome) = demo();
    let json = size_json(outcome);
    assert_eq!(json["schema"], "gisement.size/1");
    let candidates = json["candidates"].as_array().unwrap();
    assert_eq!(candidates.len(), outcome.rated.len());
    let chosen = json["chosen"].as_u64().unwrap() as usize;
    let found = &outcome.rated[chosen];
    let figures = &candidates[chosen]["figures"];
    for (k, figure) in Figure::ALL.into_iter().enumerate() {
        let nominal = found.nominal.of(figure);
        let shown = &figures[figure.key()]["nominal"];
        assert!(shown.as_f64() == Some(nominal) || (shown.is_null() && !nominal.is_finite()), "{}", figure.key());
        if found.spread[k].p90.is_finite() {
            assert_eq!(figures[figure.key()]["p90"].as_f64(), Some(found.spread[k].p90));
        }
    }
    assert_eq!(candidates[outcome.ranking[0]]["rank"], 1);
    for key in [
        "objective",
        "limits",
        "demand",
        "ranking",
        "nominal_best",
        "half_peak",
        "present",
        "shortcut",
        "advice",
        "samples",
        "years",
    ] {
        assert!(json.get(key).is_some(), "{key}");
    }
    assert_eq!(json["study"]["columns"].as_array().unwrap().len(), 4);
    let docs = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/json.md")).unwrap();
    let mut keys = Vec::new();
    collect_keys(&json, &mut keys);
    let missing: Vec<&String> =
        keys.iter().filter(|k| !docs.contains(&format!("`{k}`")) && !docs.contains(&format!("`{k}[]`"))).collect();
    assert!(missing.is_empty(), "docs/json.md does not name {missing:?}");
    let text = serde_json::to_string(&json).unwrap();
    assert!(!text.contains("NaN"));
    assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), json, "every number reads back");
}

#[test]
fn the_table_of_candidates_keeps_all_digits_best_first() {
    let (_, outcome) = demo();
    let table = ranking_table(outcome);
    let csv = table.csv().unwrap();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|h| h == name).unwrap_or_else(|| panic!("{name} in {headers:?}"));
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), outcome.rated.len());
    let best = &outcome.rated[outcome.ranking[0]];
    assert_eq!(rows[0][column("lcoh_eur_per_mwh")].parse::<f64>().unwrap(), best.nominal.of(Figure::Lcoh));
    assert_eq!(rows[0][column("coverage_pct p10")].parse::<f64>().unwrap(), best.spread[1].p10);
    assert_eq!(&rows[0][column("boilers")], best.candidate.boilers());
}

#[test]
fn the_terminal_shows_the_answer_and_the_ten_best() {
    let (_, outcome) = demo();
    for locale in [Locale::En, Locale::Fr] {
        let sections = size_sections(outcome, &SizePage { lang: locale, ..SizePage::default() }, 10);
        let terminal = Terminal { width: 100, colour: false, locale };
        let text: String = sections.iter().map(|s| terminal.section(s).unwrap()).collect();
        assert!(text.lines().all(|l| l.chars().count() <= 100), "{text}");
        assert!(text.contains(locale.pick("Recommended", "Recommandation")), "{text}");
        assert!(!text.contains("NaN"));
        let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("size");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{}.txt", locale.code())), text).unwrap();
    }
}

#[test]
fn where_nothing_keeps_the_limits_nothing_is_recommended() {
    let scenario = scenario("wood_power_max_kw = 10\n");
    let outcome = sized(&scenario);
    assert!(outcome.chosen.is_none());
    for (lang, words, word) in [
        (Locale::En, "Nothing can be recommended", "wood power"),
        (Locale::Fr, "Aucune recommandation", "puissance bois"),
    ] {
        let page = page_of(&outcome, &scenario, lang);
        let html = page.html().unwrap();
        check_xml(&html);
        assert!(html.contains(words) && html.contains(word) && !shows_nan(&html));
        assert!(!html.contains("cannot be drawn"));
    }
    assert!(size_json(&outcome)["chosen"].is_null());
}
