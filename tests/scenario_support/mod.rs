//! The scenarios that ship, read as the command line reads them.

// Each test file uses a part of it; helpers of tests panic as tests do.
#![allow(dead_code, clippy::unwrap_used)]

use gisement::scenario::Scenario;
use std::path::{Path, PathBuf};

/// The path of a shipped scenario: `florange.toml`.
pub(crate) fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name)
}

/// The paths of all shipped scenarios, in order.
pub(crate) fn all_shipped() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(shipped("")).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "toml"));
    files.sort();
    assert!(files.len() >= 5, "{files:?}");
    files
}

/// The scenario of a file; a refusal is shown as the user sees it.
pub(crate) fn read(path: &Path, overrides: &[&str]) -> Scenario {
    read_text(path, &std::fs::read_to_string(path).unwrap(), overrides)
}

/// The scenario of a text that stands for a file.
pub(crate) fn read_text(path: &Path, text: &str, overrides: &[&str]) -> Scenario {
    let load = |name: &str| std::fs::read(path.parent().unwrap().join(name)).map_err(|e| e.to_string());
    let overrides: Vec<String> = overrides.iter().map(|o| (*o).to_owned()).collect();
    Scenario::read(&path.display().to_string(), text, &overrides, &load).unwrap_or_else(|refused| {
        panic!("{}", refused.diagnostics.render(&refused.sources, false, gisement::words::Locale::En))
    })
}
