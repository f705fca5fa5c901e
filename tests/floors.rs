//! The floors of `src/`: a module uses only lower floors. The table is read from ARCHITECTURE.md, so that the text and
//! the code cannot drift apart.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

mod source_support;

use source_support::rust_files;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Floor of each module, from the table rows `| 3 | \`feedstock\`, \`climate\` | ... |`.
fn floors() -> BTreeMap<String, u32> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let mut floors = BTreeMap::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let Some(floor) = cells.get(1).and_then(|c| c.parse::<u32>().ok()) else { continue };
        for name in cells[2].split('`').skip(1).step_by(2) {
            floors.insert(name.to_owned(), floor);
        }
    }
    floors
}

/// The top module a file belongs to: `src/heat/dispatch.rs` and `src/heat.rs` belong to `heat`.
fn module_of(file: &Path) -> String {
    let relative = file.strip_prefix(root().join("src")).unwrap();
    let first = relative.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// Names after `crate::` in the code of a file, comments left out; `use crate::{a::b, c}` counts a and c.
fn used_modules(text: &str) -> Vec<String> {
    let code: String = text.lines().map(|l| l.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n");
    let mut used = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let take = |s: &str| s.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut at_start = true;
            for (k, c) in group.char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => at_start = true,
                    c if c.is_whitespace() => {}
                    _ if at_start && depth == 0 => {
                        used.push(take(&group[k..]));
                        at_start = false;
                    }
                    _ => {}
                }
            }
        } else {
            used.push(take(rest));
        }
    }
    used
}

fn breaches(module: &str, text: &str, floors: &BTreeMap<String, u32>) -> Vec<String> {
    let Some(own) = floors.get(module) else { return vec![format!("`{module}` has no floor in ARCHITECTURE.md")] };
    used_modules(text)
        .into_iter()
        .filter(|used| used != module)
        .filter_map(|used| match floors.get(&used) {
            Some(other) if other < own => None,
            Some(other) => Some(format!("`{module}` (floor {own}) uses `{used}` (floor {other})")),
            // Names that start with a small letter and have no floor are macros of the crate root.
            None => None,
        })
        .collect()
}

#[test]
fn every_module_uses_only_lower_floors() {
    let floors = floors();
    let mut files = Vec::new();
    rust_files(&root().join("src"), &mut files);
    let mut wrong = Vec::new();
    for file in files {
        let module = module_of(&file);
        if module == "lib" || module == "main" {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        wrong.extend(breaches(&module, &text, &floors).into_iter().map(|b| format!("{}: {b}", file.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_of_the_table_exists() {
    for module in floors().keys() {
        let folder = root().join("src").join(module);
        let file = root().join("src").join(format!("{module}.rs"));
        assert!(folder.is_dir() || file.is_file(), "ARCHITECTURE.md names `{module}`, src/ has no such module");
    }
}

#[test]
fn only_the_floors_of_adapters_touch_files_clock_terminal_and_network() {
    let floors = floors();
    let lowest = floors["disk"];
    let mut files = Vec::new();
    rust_files(&root().join("src"), &mut files);
    for file in files {
        let module = module_of(&file);
        if module == "main" || floors.get(&module).is_some_and(|floor| *floor >= lowest) {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for word in ["std::fs", "std::net", "std::time", "std::env", "std::process", "println!", "eprintln!"] {
            assert!(!code.contains(word), "{} touches {word}", file.display());
        }
    }
}

#[test]
fn toml_is_known_to_scenario_and_library_alone() {
    let mut files = Vec::new();
    rust_files(&root().join("src"), &mut files);
    for file in files {
        let module = module_of(&file);
        if module != "scenario" && module != "library" {
            let text = fs::read_to_string(&file).unwrap();
            assert!(!text.contains("toml::"), "{} knows TOML", file.display());
        }
    }
}

#[test]
fn a_use_of_a_higher_floor_is_caught() {
    let floors = BTreeMap::from([("num".to_owned(), 0), ("heat".to_owned(), 4), ("combustion".to_owned(), 4)]);
    assert!(breaches("heat", "use crate::num::Real;", &floors).is_empty());
    assert_eq!(breaches("num", "use crate::{heat::Dispatch, num::Real};", &floors).len(), 1);
    assert_eq!(breaches("heat", "let x = crate::combustion::f();", &floors).len(), 1, "siblings never use each other");
    assert!(breaches("heat", "// crate::combustion is a sibling", &floors).is_empty());
    assert_eq!(breaches("cellar", "", &floors).len(), 1);
}
