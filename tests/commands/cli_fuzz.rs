//! Whatever the bytes: reading a scenario ends, with a scenario or with problems that can be drawn, never in a panic; no
//! more problems than bytes, none drawn longer than a person reads.

// Helpers of tests panic as tests do.
#![allow(clippy::unwrap_used)]

use gisement::case::{Detail, evaluate};
use gisement::scenario::Scenario;
use proptest::prelude::*;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Cases of each property; `GISEMENT_FUZZ=20000` for a long search.
fn cases() -> u32 {
    std::env::var("GISEMENT_FUZZ").ok().and_then(|n| n.parse().ok()).unwrap_or(300)
}

/// Problems that are drawn.
const DRAWN: usize = 40;

/// Most bytes of one problem as it is drawn, however long the line it stands in.
const DRAWN_BYTES_MAX: usize = 2_000;

type Files = HashMap<String, Vec<u8>>;

/// The shipped scenarios with the tables they name; the long influent is cut to a day.
fn shipped() -> Vec<(String, Files)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let mut tables = Files::new();
    for name in ["florange/providers.csv", "florange/streams.csv", "bsm2/dynamic_influent.csv"] {
        let text = String::from_utf8(read(name)).unwrap();
        let start: Vec<&str> = text.lines().take(97).collect();
        tables.insert(name.to_owned(), start.join("\n").into_bytes());
    }
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "toml"));
    files.sort();
    let text = |p: &PathBuf| std::fs::read_to_string(p).unwrap();
    let mut list: Vec<(String, Files)> = files.iter().map(|p| (text(p), tables.clone())).collect();
    list.push((gisement::scenario::starter().to_owned(), Files::new()));
    list
}

/// Reads a scenario, draws its problems, and runs it when there are none.
fn go(text: &str, files: &Files, overrides: &[String]) {
    let load = |name: &str| files.get(name).cloned().ok_or_else(|| "there is no such file".to_owned());
    match Scenario::read("s.toml", text, overrides, &load) {
        Ok(scenario) => {
            let drawn = scenario.warnings.render(&scenario.sources, false, gisement::words::Locale::En);
            assert!(drawn.is_empty() == scenario.warnings.is_empty());
            // What was accepted can be computed, or says why not; short runs only.
            for values in [scenario.nominal(), scenario.sample(1, 0)] {
                if let Ok(case) = scenario.case(&values)
                    && case.digesters.is_empty()
                {
                    let _ = evaluate(&case, Detail::Totals).map_err(|e| e.to_string());
                }
            }
        }
        Err(refused) => {
            assert!(refused.diagnostics.has_errors());
            let problems = refused.diagnostics.iter().count();
            let bytes = text.len() + files.values().map(Vec::len).sum::<usize>();
            let bytes = bytes + overrides.iter().map(String::len).sum::<usize>();
            assert!(problems <= bytes + 1, "{problems} problems of {bytes} bytes");
            let shown = refused.diagnostics.iter().take(DRAWN).cloned();
            let mut first = gisement::diag::Diagnostics::default();
            shown.for_each(|d| first.push(d));
            let drawn = first.render(&refused.sources, false, gisement::words::Locale::En);
            assert!(drawn.contains("error"));
            assert!(drawn.len() <= DRAWN_BYTES_MAX * problems.min(DRAWN), "{problems} problems, {} bytes", drawn.len());
        }
    }
}

/// One change of a text: bytes replaced, cut, doubled, or replaced by something a person may write.
#[derive(Clone, Debug)]
struct Change {
    at: prop::sample::Index,
    length: usize,
    by: Vec<u8>,
}

fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let known = [
        "",
        "\"",
        "'",
        "=",
        "[",
        "]",
        "{",
        "}",
        ".",
        ",",
        ";",
        "\n",
        "\r\n",
        "\r",
        "#",
        "\u{feff}",
        "é",
        "\u{1F333}",
        "nan",
        "-inf",
        "1e999",
        "-1",
        "0",
        "1e-300",
        "99999999999999999999",
        "true",
        "2024-01-01",
        "[[",
        "]]",
        "{}",
        "[]",
        "\0",
        "\u{1b}[31m",
        "'''",
        "\"\"\"",
        "\\u0000",
        "\t",
        "id",
        "boiler",
        "digester",
        "main",
        "[boiler]\n",
        "[[boiler]]\n",
        "[digester]\n",
        "adm1 = {}",
        "file = \"bsm2/dynamic_influent.csv\"\n",
        "uniform",
        "t/a",
        "0x",
    ];
    prop_oneof![
        4 => prop::sample::select(known.to_vec()).prop_map(|s| s.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..6),
    ]
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let one =
        (any::<prop::sample::Index>(), 0_usize..12, pieces()).prop_map(|(at, length, by)| Change { at, length, by });
    prop::collection::vec(one, 1..6)
}

fn changed(bytes: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for change in changes {
        let at = change.at.index(bytes.len() + 1);
        let end = (at + change.length).min(bytes.len());
        bytes.splice(at..end, change.by.iter().copied());
    }
    bytes
}

/// Parts of paths: right ones, and odd ones.
const PARTS: &[&str] = &[
    "boiler",
    "digester",
    "stream",
    "provider",
    "feedstock",
    "main",
    "b1",
    "fuel",
    "gas",
    "influent",
    "initial",
    "X_ch",
    "k_m_ac",
    "excess_air",
    "P01",
    "P01-1",
    "P01-1.t_per_year_mode",
    "t_per_year_mode",
    "fw_canteen",
    "ts_pct_fm",
    "carbon",
    "methods",
    "uncertainty",
    "samples",
    "site",
    "id",
    "model",
    "amount",
    "demand",
    "file",
    "pool",
    "streams",
    "",
    " ",
    "\"",
    "é",
    "name",
    "economics",
    "jobs",
    "1",
    "participation",
    "sources",
];

/// Values: right ones, and odd ones.
const VALUES: &[&str] = &[
    "1",
    "-1",
    "0",
    "1e999",
    "nan",
    "true",
    "x",
    "\"x\"",
    "[]",
    "{}",
    "[1, [2, {a = 3}]]",
    "{ a.b = 1 }",
    "{ uniform = { low = 1, high = 2 } }",
    "{ adm1 = {} }",
    "2024-01-01",
    "'",
    "\"",
    "[",
    "é",
    "1\nb = 2",
    "=",
    "'avoided'",
    "[{ id = 'a' }, { id = 'a' }]",
    "florange/streams.csv",
    "",
];

/// A path as one might write it, and a value.
fn overrides() -> impl Strategy<Value = Vec<String>> {
    let part = prop::sample::select(PARTS);
    let value = prop_oneof![
        prop::sample::select(VALUES).prop_map(str::to_owned),
        any::<f64>().prop_map(|x| x.to_string()),
        ".{0,12}",
    ];
    let one = (prop::collection::vec(part, 1..5), prop::sample::select(vec!["=", "", " = ", "=="]), value)
        .prop_map(|(path, sign, value)| format!("{}{sign}{value}", path.join(".")));
    prop::collection::vec(one, 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_scenarios(which in any::<prop::sample::Index>(), changes in changes()) {
        let shipped = shipped();
        let (text, files) = &shipped[which.index(shipped.len())];
        go(&String::from_utf8_lossy(&changed(text.as_bytes(), &changes)), files, &[]);
    }

    #[test]
    fn changed_tables(which in any::<prop::sample::Index>(), changes in changes()) {
        let shipped = shipped();
        let named: Vec<&(String, Files)> = shipped.iter().filter(|(t, _)| t.contains(".csv\"")).collect();
        let (text, files) = named[which.index(named.len())];
        let mut files = files.clone();
        for bytes in files.values_mut() {
            *bytes = changed(bytes, &changes);
        }
        go(text, &files, &[]);
    }

    #[test]
    fn random_overrides(which in any::<prop::sample::Index>(), overrides in overrides()) {
        let shipped = shipped();
        let (text, files) = &shipped[which.index(shipped.len())];
        go(text, files, &overrides);
    }

    #[test]
    fn texts_that_are_no_scenario(text in "\\PC{0,200}", overrides in overrides()) {
        go(&text, &Files::new(), &overrides);
    }
}

#[test]
fn depth_and_length_end() {
    for text in [
        "[".repeat(200_000),
        "a=[".repeat(100_000),
        format!("a = {}", "{a=".repeat(100_000)),
        format!("{} = 1", "a.".repeat(50_000) + "a"),
        format!("[{}]", "a.".repeat(50_000) + "a"),
        "[[provider]]\n".repeat(3_000),
        "[[provider]]\n[[provider.stream]]\n".repeat(1_000),
        "[[digester]]\n".repeat(200),
        (0..20_000).map(|k| format!("k{k} = {k}\n")).collect(),
        format!("name = \"{}\"", "é".repeat(1_000_000)),
    ] {
        go(&text, &Files::new(), &[]);
    }
    let mut files = Files::new();
    files.insert("s.csv".to_owned(), "a,".repeat(1_000_000).into_bytes());
    go("[pool]\nstreams = \"s.csv\"\n", &files, &["a.".repeat(10_000)]);
}
