//! `gisement compare`: scenarios, or variants of one, side by side; a table on the terminal, page and JSON in
//! `out/compare-A-B/`.

use super::args::{CompareArguments, ObjectiveName};
use super::command::Command;
use super::{CommandError, channels, exit, files, load, run as runs, stop, talk};
use crate::allocation::{Options, PoleOutcome, Watch, allocate};
use crate::case::Outcome;
use crate::plot::Locale;
use crate::report::{Compared, Comparison, NameVeil, compare_json, compare_page, compare_sections};
use crate::scenario::{PoleError, Scenario};
use crate::text;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Letters of the name of the folder that two scenarios may give.
const FOLDER_NAME_MAX: usize = 80;

/// One scenario, read and computed.
struct Side {
    label: String,
    made_of: String,
    file: PathBuf,
    scenario: Scenario,
    outcome: Outcome,
    pole: Option<PoleOutcome>,
}

/// Compares scenarios.
pub(super) fn run(arguments: &CompareArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let wanted = wanted(arguments);
    if wanted.len() < 2 {
        talk(text!("error: a comparison needs two scenarios: name another file, or write --variant PATH=VALUE"));
        return Ok(exit::USAGE);
    }
    let mut sides = Vec::with_capacity(wanted.len());
    for (label, file, overrides) in wanted {
        match side(label, &file, &overrides) {
            Ok(side) => sides.push(side),
            Err(code) => return Ok(code),
        }
    }
    if let Err(code) = allocations(&mut sides, arguments) {
        return Ok(code);
    }
    let lang = super::lang::chosen();
    let (found, command) = compare(&sides, arguments, lang);
    let folder = arguments.out.clone().unwrap_or_else(|| folder(&sides, arguments));
    write_report(&found, lang, &command, &folder)?;
    if arguments.json {
        let text = serde_json::to_string_pretty(&compare_json(&found)).map_err(std::io::Error::from)?;
        writeln!(out, "{text}")?;
    } else {
        print(&found, lang, out)?;
    }
    talk(text!("report: {a}", a = folder.join("compare.html").display()));
    Ok(exit::OK)
}

/// Label, file and overrides of each scenario.
fn wanted(arguments: &CompareArguments) -> Vec<(String, PathBuf, Vec<String>)> {
    let mut list: Vec<(String, PathBuf, Vec<String>)> =
        arguments.files.iter().map(|f| (stem(f), f.clone(), arguments.overrides.clone())).collect();
    for variant in &arguments.variants {
        let changes = variant.split(';').map(str::trim).filter(|c| !c.is_empty()).map(str::to_owned);
        let overrides = arguments.overrides.iter().cloned().chain(changes).collect();
        list.push((variant.clone(), arguments.files[0].clone(), overrides));
    }
    let labels: Vec<String> = list.iter().map(|(label, ..)| label.clone()).collect();
    for (k, (label, ..)) in list.iter_mut().enumerate() {
        // The same name twice tells nobody which is which.
        if labels.iter().filter(|l| **l == *label).count() > 1 {
            label.push_str(&format!(" ({})", k + 1));
        }
    }
    list
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Reads and runs a scenario; what is wrong is told, and the exit code given.
fn side(label: String, file: &Path, overrides: &[String]) -> Result<Side, u8> {
    let scenario = load::scenario(file, overrides).ok_or(exit::SCENARIO_INVALID)?;
    let (_, outcome) = runs::nominal(&scenario).map_err(|(code, why)| {
        talk(text!("error: {display}: {why}", display = file.display(), why = why.to_string()));
        code
    })?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let made_of = if overrides.is_empty() { name.into_owned() } else { format!("{name}; {}", overrides.join("; ")) };
    Ok(Side { label, made_of, file: file.to_owned(), scenario, outcome, pole: None })
}

/// Allocates the streams of all scenarios, where all ask for it.
fn allocations(sides: &mut [Side], arguments: &CompareArguments) -> Result<(), u8> {
    let asks = |s: &Side| !matches!(s.scenario.pole(&s.scenario.nominal()), Err(PoleError::NoChannels));
    if !sides.iter().all(asks) {
        return Ok(());
    }
    let objective = arguments.objective.map(ObjectiveName::criterion);
    // Decisions are compared at their nominal values: samples belong to `gisement channels`.
    let options = Options { objective, samples: Some(0), seed: None };
    for side in sides {
        match allocate(&side.scenario, &options, &Watch { done: &|_| (), stop: stop::flag() }) {
            Ok(pole) => side.pole = Some(pole),
            Err(error) => return Err(channels::tell(&side.scenario, &side.file, &error)),
        }
    }
    Ok(())
}

/// The comparison and the command that makes it, without names where they are to be hidden.
fn compare(sides: &[Side], arguments: &CompareArguments, lang: Locale) -> (Comparison, String) {
    let compared: Vec<Compared<'_>> = sides
        .iter()
        .map(|s| Compared {
            label: &s.label,
            made_of: &s.made_of,
            scenario: &s.scenario,
            outcome: Some(&s.outcome),
            pole: s.pole.as_ref(),
        })
        .collect();
    let (found, command) = (Comparison::new(&compared), command(arguments));
    if !arguments.hide_names && !sides.iter().any(|s| s.scenario.hides_names()) {
        return (found, command);
    }
    let poles: Vec<&PoleOutcome> = sides.iter().filter_map(|s| s.pole.as_ref()).collect();
    let veil = NameVeil::new(&poles, lang);
    (found.veiled(&|text| veil.text(text)), veil.text(&command))
}

/// The command that makes the page again.
fn command(arguments: &CompareArguments) -> String {
    arguments
        .files
        .iter()
        .fold(Command::new("compare"), |command, file| command.file(file))
        .each("--set", &arguments.overrides)
        .each("--variant", &arguments.variants)
        .option("--objective", arguments.objective.map(|o| o.criterion().name()))
        .flag("--hide-names", arguments.hide_names)
        .text()
}

/// `out/compare-A-B`: the labels, with what a file system may not like left out.
fn folder(sides: &[Side], arguments: &CompareArguments) -> PathBuf {
    let named = |s: &Side| if arguments.variants.contains(&s.label) { "variant".to_owned() } else { s.label.clone() };
    let joined = sides.iter().map(named).collect::<Vec<_>>().join("-");
    let plain = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let name: String = joined.chars().map(plain).take(FOLDER_NAME_MAX).collect();
    PathBuf::from("out").join(format!("compare-{name}"))
}

fn write_report(found: &Comparison, lang: Locale, command: &str, folder: &Path) -> Result<(), CommandError> {
    files::make_folder(folder)?;
    let html = compare_page(found, lang, command).html().map_err(|e| std::io::Error::other(e.to_string()))?;
    let json = serde_json::to_string_pretty(&compare_json(found)).map_err(std::io::Error::from)?;
    let json = format!("{json}\n");
    let page = (folder.join("compare.html"), html.as_bytes());
    files::write_together(&[page, (folder.join("compare.json"), json.as_bytes())])?;
    Ok(())
}

fn print(found: &Comparison, lang: Locale, out: &mut dyn Write) -> Result<(), CommandError> {
    let terminal = crate::report::Terminal { locale: lang, ..super::terminal() };
    for section in compare_sections(found, lang) {
        let text = terminal.section(&section).map_err(|e| std::io::Error::other(e.to_string()))?;
        writeln!(out, "{}\n", text.trim_end())?;
    }
    Ok(())
}
