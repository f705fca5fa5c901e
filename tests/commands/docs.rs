//! Pages that are made from the code are current, and pages that describe results name every key.
//!
//! `GISEMENT_BLESS=1 cargo test --test docs` writes the made pages anew.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use crate::scenario_support;

use gisement::case::{Detail, evaluate};
use gisement::report::{Run, run_json};
use gisement::scenario::registry;
use scenario_support::{all_shipped, read};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Keys of objects, except those that are names of the user's or of tables (ids, headlines, steps, products).
fn keys(value: &Value, inside: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                let free = ["digesters", "boilers", "reasons", "steps", "tanks"].contains(&inside);
                if !free {
                    found.insert(key.clone());
                }
                keys(inner, key, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|inner| keys(inner, inside, found)),
        _ => {}
    }
}

/// Parts of nested serialised structs and state names, which the page describes as a group.
fn described_as_group(key: &str) -> bool {
    let state = key.starts_with("S_") || key.starts_with("X_");
    let parts = ["losses", "condensing", "emissions"];
    state || parts.contains(&key)
}

#[test]
fn json_page_names_every_key() {
    let page = std::fs::read_to_string(root().join("docs/json.md")).unwrap();
    let mut found = BTreeSet::new();
    for path in all_shipped() {
        let scenario = read(&path, &[]);
        let case = scenario.case(&scenario.nominal()).unwrap();
        let outcome = evaluate(&case, Detail::Series).unwrap();
        let run = Run { scenario: &scenario, case: &case, outcome: &outcome, ensemble: None, overrides: &[] };
        let mut json = run_json(&run);
        // Serialised parts of the combustion result are documented field by field in the library.
        for boiler in ["boiler", "boilers"] {
            if let Some(Value::Object(map)) = json.get_mut(boiler) {
                let strip = |b: &mut serde_json::Map<String, Value>| {
                    if let Some(Value::Object(c)) = b.get_mut("combustion") {
                        for part in ["losses", "condensing", "emissions_mg_per_nm3", "emissions_mg_per_mj_lhv"] {
                            c.insert(part.to_owned(), Value::Null);
                        }
                    }
                };
                if boiler == "boiler" {
                    strip(map);
                } else {
                    map.values_mut().filter_map(Value::as_object_mut).for_each(strip);
                }
            }
        }
        keys(&json, "", &mut found);
    }
    assert!(found.len() > 150, "{}", found.len());
    let missing: Vec<&String> = found
        .iter()
        .filter(|k| !described_as_group(k) && !page.contains(&format!("{k}`")) && !page.contains(&format!("`{k}")))
        .collect();
    assert!(missing.is_empty(), "docs/json.md does not name {missing:?}");
}

fn parameter_page() -> String {
    let mut page = String::from(
        "# All parameters\n\nMade from the code: `GISEMENT_BLESS=1 cargo test --test docs`. The path is that of `--set`, of the scenario file and of \
         `gisement explain`, while there is one digester and one boiler (`digester.ID.name` when there are more; \
         `stream.ID.name`, `provider.ID.name`). A blank default is given by the scenario or by a law named in the description.\n",
    );
    let mut section = String::new();
    for p in registry().iter().filter(|p| !p.path.starts_with("feedstock.")) {
        let head = p.path.rsplit_once('.').map_or("", |(h, _)| h);
        if head != section {
            section = head.to_owned();
            let _ = write!(
                page,
                "\n## `{section}`\n\n| path | default | unit | range | what | source | flag |\n|---|---|---|---|---|---|---|\n"
            );
        }
        let default = p.default.map_or_else(String::new, |d| d.to_string());
        let plain = |text: &str| text.replace('|', "/");
        let _ = writeln!(
            page,
            "| `{}` | {default} | {} | {} .. {} | {} | {} | {} |",
            p.path,
            plain(&p.unit),
            p.low,
            p.high,
            plain(&p.description),
            plain(&p.source),
            p.flag.word()
        );
    }
    page.push_str("\nLibraries of feedstocks: `models/feedstock/organic.csv` and `wood.csv`; `gisement explain feedstock.fw_canteen` prints one.\n");
    page
}

#[test]
fn parameter_page_is_current() {
    let path = root().join("docs/parameters.md");
    let made = parameter_page();
    if std::env::var_os("GISEMENT_BLESS").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == made, "docs/parameters.md is stale: GISEMENT_BLESS=1 cargo test --test docs");
}

#[test]
fn schema_file_is_current() {
    let path = root().join("docs/scenario.schema.json");
    let made =
        serde_json::to_string_pretty(&gisement::scenario::json_schema(&gisement::scenario::SCENARIO)).unwrap() + "\n";
    if std::env::var_os("GISEMENT_BLESS").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == made, "docs/scenario.schema.json is stale: GISEMENT_BLESS=1 cargo test --test docs");
}

/// Every `gisement` command in a shell block of the how-to runs and ends well.
#[test]
fn commands_of_the_howto_run() {
    let page = std::fs::read_to_string(root().join("docs/howto.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut shell = false;
    let mut count = 0;
    for line in page.lines() {
        if line.starts_with("```") {
            shell = line == "```sh";
            continue;
        }
        let Some(command) = line.strip_prefix("gisement ").filter(|_| shell) else { continue };
        let words: Vec<String> = command
            .split_whitespace()
            .map(|w| {
                if w.starts_with("scenarios/") || w.starts_with("models/") {
                    root().join(w).display().to_string()
                } else {
                    w.to_owned()
                }
            })
            .collect();
        assert_cmd::Command::cargo_bin("gisement").unwrap().args(&words).current_dir(folder.path()).assert().success();
        count += 1;
    }
    assert!(count >= 15, "{count}");
}

/// Pictures in the README and in the gallery's page exist, and every picture of the gallery is shown there.
#[test]
fn pictures_that_pages_show_exist() {
    let shown = |page: &str, folder: &Path| -> BTreeSet<PathBuf> {
        let text = std::fs::read_to_string(root().join(page)).unwrap();
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).filter(|l| l.ends_with(".svg"));
        links.map(|l| folder.join(l)).collect()
    };
    let readme = shown("README.md", &root());
    let gallery = shown("plots/README.md", &root().join("plots"));
    assert!(!readme.is_empty() && readme.iter().chain(&gallery).all(|p| p.is_file()), "{readme:?}");
    let files: BTreeSet<PathBuf> = std::fs::read_dir(root().join("plots"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "svg"))
        .collect();
    assert_eq!(files, gallery, "make the gallery anew: cargo run --release --example gallery");
}

/// What results name as their source ships.
#[test]
fn tables_that_the_code_names_exist() {
    let mut folders = vec![root().join("src")];
    let mut named = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|e| e != "rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for rest in text.split("\"models/").skip(1) {
                let Some(table) = rest.split('"').next().filter(|t| t.ends_with(".csv")) else { continue };
                assert!(root().join("models").join(table).is_file(), "{}: models/{table}", path.display());
                named += 1;
            }
        }
    }
    assert!(named > 20, "{named}");
}
