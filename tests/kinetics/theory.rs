//! The documentation names files and pages that exist.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|e| e == "md") {
            found.push(path);
        }
    }
}

/// Targets of `](target)`, those on the web and anchors left out.
fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
    targets.filter(|t| !t.is_empty() && !t.contains("://")).collect()
}

/// Paths in backticks that start with a folder of the project; `*` and what follows it is cut off.
fn paths(text: &str) -> Vec<&str> {
    let folders = ["src/", "models/", "tests/", "scenarios/", "benches/", "docs/", "plots/"];
    let quoted = text.split('`').skip(1).step_by(2).filter(|t| folders.iter().any(|f| t.starts_with(f)));
    quoted.filter_map(|t| t.split('*').next()).collect()
}

#[test]
fn links_and_paths_of_the_pages_lead_somewhere() {
    let mut all = Vec::new();
    pages(&root().join("docs"), &mut all);
    assert!(all.len() >= 10, "{all:?}");
    let mut wrong = Vec::new();
    for page in all {
        let text = fs::read_to_string(&page).unwrap();
        for link in links(&text) {
            if !page.parent().unwrap().join(link).exists() {
                wrong.push(format!("{}: link {link}", page.display()));
            }
        }
        for path in paths(&text) {
            if !root().join(path).exists() {
                wrong.push(format!("{}: path {path}", page.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_theory_page_is_in_the_index() {
    let index = fs::read_to_string(root().join("docs/README.md")).unwrap();
    let mut all = Vec::new();
    pages(&root().join("docs/theory"), &mut all);
    for page in all {
        let name = page.file_name().unwrap().to_string_lossy().into_owned();
        assert!(index.contains(&format!("(theory/{name})")), "docs/README.md does not list {name}");
    }
}

#[test]
fn targets_are_found_in_text() {
    let text = "see [a](b.md), [c](https://x.org), [d](e.md#f); `src/ode/`, `models/heat/*.csv`, `cargo doc`";
    assert_eq!(links(text), ["b.md", "e.md"]);
    assert_eq!(paths(text), ["src/ode/", "models/heat/"]);
}
