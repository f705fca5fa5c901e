//! The catalogue of French is whole: every text that the sources say has its French, and nothing in it is left over.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

mod scenario_support;
mod source_support;

use gisement::balance::carbon::reference::references;
use gisement::scenario::{descriptions, registry};
use gisement::words::{Entry, read};
use source_support::rust_files;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What takes a key of the catalogue as its first argument: `say`, whatever begins with it, and those that say it on.
fn takes_a_key(name: &str, method: bool) -> bool {
    name.starts_with("say") || ["text!", "heading", "carbon_heading"].contains(&name) || (name == "word" && !method)
}

/// A literal as the compiler reads it, from behind its opening quote, and what follows it.
fn literal(text: &str) -> (String, &str) {
    let mut out = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '"' => break,
            '\\' => match rest.next().unwrap() {
                '\n' => rest = rest.as_str().trim_start().chars(),
                'n' => out.push('\n'),
                't' => out.push('\t'),
                'u' => {
                    let (code, after) = rest.as_str()[1..].split_once('}').unwrap();
                    out.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
                    rest = after.chars();
                }
                other => out.push(other),
            },
            c => out.push(c),
        }
    }
    (out, rest.as_str())
}

/// The keys that a source says, each with its line; its tests and comments say nothing.
fn keys(text: &str) -> Vec<(String, usize)> {
    let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap();
    let code: String =
        code.lines().map(|l| if l.trim_start().starts_with("//") { "\n" } else { l }.to_owned() + "\n").collect();
    let mut found = Vec::new();
    for (at, _) in code.match_indices('(') {
        let before = &code[..at];
        let start = before.rfind(|c: char| !(c.is_alphanumeric() || c == '_' || c == '!')).map_or(0, |k| k + 1);
        let after = code[at + 1..].trim_start();
        let method = before[..start].ends_with('.');
        if takes_a_key(&before[start..], method) && after.starts_with('"') {
            found.push((literal(&after[1..]).0, before.matches('\n').count() + 1));
        }
    }
    found
}

/// Every key of the sources with the places that say it.
fn said() -> BTreeMap<String, Vec<String>> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&source, &mut files);
    let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in files.iter().filter(|f| !f.starts_with(source.join("words"))) {
        let name = file.strip_prefix(&source).unwrap().display().to_string();
        for (key, line) in keys(&fs::read_to_string(file).unwrap()) {
            said.entry(key).or_default().push(format!("src/{name}:{line}"));
        }
    }
    said
}

/// Texts that no call shows: the help of the command line, descriptions of inputs and keys and of the reference
/// scenarios.
fn of_data() -> BTreeSet<String> {
    let mut all = descriptions();
    all.extend(references().iter().map(|r| r.description.clone()));
    all.extend(gisement::cli::help_texts());
    all.extend(worded_units());
    all
}

/// Units of parameters that have words in them; symbols are put into French by rule.
fn worded_units() -> BTreeSet<String> {
    let english = [
        "of",
        "as",
        "per",
        "dry",
        "heat",
        "year",
        "day",
        "month",
        "mass",
        "delivered",
        "above",
        "electricity",
        "points",
    ];
    let worded = |unit: &str| unit.split(|c: char| !c.is_alphabetic()).any(|word| english.contains(&word));
    registry().into_iter().map(|p| p.unit).filter(|unit| worded(unit)).collect()
}

/// What the tables of a scenario call an input is what the proof above has seen.
#[test]
fn inputs_of_shipped_scenarios_have_their_french() {
    let french: BTreeSet<String> = read().0.into_iter().map(|entry| entry.english).collect();
    for path in scenario_support::all_shipped() {
        let scenario = scenario_support::read(&path, &[]);
        for input in scenario.inputs.list() {
            assert!(
                french.contains(&input.description),
                "{}: {} is {:?}",
                path.display(),
                input.path,
                input.description
            );
        }
    }
}

#[test]
fn every_text_of_the_sources_has_its_french() {
    let (entries, wrong) = read();
    assert!(wrong.is_empty(), "{}", wrong.iter().map(|w| format!("{w}\n")).collect::<String>());
    let known: BTreeSet<&str> = entries.iter().map(|e| e.english.as_str()).collect();
    let mut said = said();
    for key in of_data() {
        said.entry(key).or_default().push("help of the command line, models/, units".to_owned());
    }
    let missing: Vec<String> = said
        .iter()
        .filter(|(key, _)| !key.trim().is_empty() && !known.contains(key.as_str()))
        .map(|(key, places)| format!("{key:?} ({})", places[0]))
        .collect();
    assert!(missing.is_empty(), "{} without French in models/words/fr/:\n{}", missing.len(), missing.join("\n"));
}

#[test]
fn nothing_in_the_catalogue_is_left_over() {
    let (said, data) = (said(), of_data());
    let left = |e: &&Entry| !said.contains_key(&e.english) && !data.contains(&e.english);
    let left: Vec<String> = read()
        .0
        .iter()
        .filter(left)
        .map(|e| format!("models/words/fr/{}:{}: {:?}", e.file, e.line, e.english))
        .collect();
    assert!(left.is_empty(), "{} that nothing says:\n{}", left.len(), left.join("\n"));
}

/// Before `: ; ! ? »` and after `«` French has a space that no line breaks at.
#[test]
fn french_typography() {
    let mut wrong = Vec::new();
    for entry in read().0 {
        let text = &entry.french;
        let mut before = ' ';
        for (k, c) in text.char_indices() {
            let ends_word = text[k + c.len_utf8()..].chars().next().is_none_or(char::is_whitespace);
            let bad = match c {
                ';' | '!' | '?' | '»' | ':' if ends_word => before == ' ' || before.is_alphanumeric() || before == ')',
                '\u{2019}' => true,
                _ => false,
            };
            if bad {
                wrong.push(format!("models/words/fr/{}:{}: {text}", entry.file, entry.line));
                break;
            }
            before = c;
        }
    }
    assert!(wrong.is_empty(), "{} texts:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn keys_are_read_as_the_compiler_reads_them() {
    let source = "fn f() { c.say(\"a \\\n    b\\u{a0}: \\\"c\\\"\"); // say(\"no\")\n word( \"w¦x\" ); text!(\"{n} of\", n); display(\"d\"); }";
    let keys: Vec<String> = keys(source).into_iter().map(|(key, _)| key).collect();
    assert_eq!(keys, ["a b\u{a0}: \"c\"", "no", "w¦x", "{n} of"]);
}
