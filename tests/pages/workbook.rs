//! The workbook: what is written is read back, formulas recompute what the program says, and nothing in a scenario breaks it.

#![allow(clippy::unwrap_used)] // Helpers of tests may panic, as tests do.

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use gisement::case::{Detail, evaluate};
use gisement::report::{Block, BookParts, Cell, Column, Page, Run, Section, Table, run_workbook, workbook};
use gisement::scenario::{Scenario, check_inventory};
use gisement::words::Locale;
use std::io::Cursor;
use std::path::Path;

fn scenario(name: &str) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(format!("{name}.toml"));
    let text = std::fs::read_to_string(&path).unwrap();
    let load = |file: &str| std::fs::read(path.parent().unwrap().join(file)).map_err(|e| e.to_string());
    Scenario::read(name, &text, &[], &load).unwrap()
}

fn book_of(scenario: &Scenario, lang: Locale) -> (Vec<u8>, f64) {
    let case = scenario.case(&scenario.nominal()).unwrap();
    let outcome = evaluate(&case, Detail::Series).unwrap();
    let run = Run { scenario, case: &case, outcome: &outcome, ensemble: None, overrides: &[] };
    (run_workbook(&run, lang).unwrap(), outcome.accounts.as_ref().map_or(f64::NAN, |a| a.money.npv_eur()))
}

fn open(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap()
}

#[test]
fn a_run_fills_its_sheets_in_both_languages() {
    let scenario = scenario("boiler_only");
    for (lang, cash, hours) in [(Locale::En, "Cash flow", "Hours"), (Locale::Fr, "Flux de trésorerie", "Heures")] {
        let (bytes, npv) = book_of(&scenario, lang);
        assert!(bytes.len() < 1_500_000, "{} bytes", bytes.len());
        assert_eq!(bytes, book_of(&scenario, lang).0, "the same results give the same bytes");
        let mut book = open(&bytes);
        let hours = book.worksheet_range(hours).unwrap();
        assert_eq!(hours.height(), 8761);
        let cash = book.worksheet_range(cash).unwrap();
        let found: Vec<f64> =
            cash.used_cells().filter_map(|(row, _, cell)| (row == 3).then(|| number(cell)).flatten()).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        for value in found {
            assert!((value - npv).abs() <= 1e-12 * npv.abs(), "{value} {npv}");
        }
        // Formulas, not only numbers.
        let formulas = book.worksheet_formula(book.sheet_names()[book.sheet_names().len() - 2].as_str()).unwrap();
        assert!(formulas.used_cells().any(|(_, _, f)| f.contains("NPV(")), "no NPV");
        assert!(formulas.used_cells().filter(|(_, _, f)| f.contains("SUM(")).count() > 20);
    }
}

fn number(cell: &Data) -> Option<f64> {
    match cell {
        Data::Float(value) => Some(*value),
        Data::Int(value) => Some(*value as f64),
        Data::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// The inventory in the workbook is an inventory: the program reads it back.
#[test]
fn the_inventory_of_the_workbook_is_read_back() {
    let scenario = scenario("pilot12");
    let page = Page {
        title: "t".into(),
        subtitle: String::new(),
        lang: Locale::Fr,
        sections: Vec::new(),
        footer: String::new(),
    };
    let parts = BookParts { scenario: Some(&scenario), ..BookParts::default() };
    let bytes = workbook(&page, &parts).unwrap();
    let load = |_: &str| Ok(bytes.clone());
    let checked = check_inventory("results.xlsx", &load);
    assert!(
        checked.is_ok(),
        "{}",
        checked.err().map(|r| r.diagnostics.render(&r.sources, false, Locale::En)).unwrap_or_default()
    );
}

/// Names and texts as a hostile scenario would have them.
#[test]
fn nothing_in_a_scenario_breaks_the_workbook() {
    let odd = [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "@x",
        "a\u{0}b\u{1f}c",
        "",
        "'",
        "x[]:*?/\\y",
        "History",
        "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
    ];
    let long = "é".repeat(40_000);
    let mut sections = Vec::new();
    for name in odd.iter().copied().chain([long.as_str(), "same", "same", "SAME"]) {
        let mut table = Table::new(name, vec![Column::text(name), Column::number(name, "EUR/a")]);
        table.push(vec![Cell::text(name), Cell::number(f64::INFINITY)]);
        table.push(vec![Cell::text(name), Cell::number(-0.0)]);
        sections.push(Section { id: name.into(), heading: name.into(), blocks: vec![Block::Table(table)] });
    }
    let page = Page { title: long.clone(), subtitle: String::new(), lang: Locale::En, sections, footer: String::new() };
    let bytes = workbook(&page, &BookParts::default()).unwrap();
    let mut book = open(&bytes);
    assert_eq!(book.sheet_names().len(), odd.len() + 4);
    let first = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&first).unwrap();
    assert!(range.used_cells().any(|(_, _, cell)| *cell == Data::String("=1+1".into())), "a name is a text");
    for name in book.sheet_names().to_owned() {
        assert!(name.encode_utf16().count() <= 31 && !name.is_empty() && name != "History");
        assert!(book.worksheet_formula(&name).unwrap().used_cells().next().is_none(), "no formula out of a name");
    }
}
