//! The values of one scenario.

use super::layout::{Entry, entry, named_lines, wrapped};
use super::print_json;
use crate::cli::args::ExplainArguments;
use crate::cli::{CommandError, exit, lang, load, talk, told};
use crate::scenario::{Input, Origin, Scenario};
use crate::text;
use crate::words::{Text, nearest, word};
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;

/// Explains the inputs of a scenario whose path contains the filter.
pub(super) fn explain(path: &Path, arguments: &ExplainArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let Some(scenario) = load::scenario(path, &arguments.overrides) else { return Ok(exit::SCENARIO_INVALID) };
    let filter = arguments.filter.as_deref().unwrap_or("");
    // A whole path means that one input, under its alias (`digester.main.x`) too; other texts filter.
    let rows: Vec<(usize, &Input)> = match scenario.inputs.find(filter) {
        Some(k) => vec![(k, &scenario.inputs.list()[k])],
        None => scenario.inputs.list().iter().enumerate().filter(|(_, i)| i.path.contains(filter)).collect(),
    };
    if rows.is_empty() {
        talk(text!("error: no path of {display} contains `{filter}`", display = path.display(), filter));
        if let Some(near) = nearest(filter, scenario.inputs.paths()) {
            talk(text!("help: did you mean `{near}`?", near));
        }
        return Ok(exit::USAGE);
    }
    if arguments.json {
        return print_json(rows.iter().map(|(k, input)| input_json(&scenario, *k, input)).collect(), out);
    }
    if let [(k, input)] = rows.as_slice() {
        return explain_one(&scenario, *k, input, out);
    }
    print_list(&scenario, &rows, out)?;
    Ok(exit::OK)
}

fn print_list(scenario: &Scenario, rows: &[(usize, &Input)], out: &mut dyn Write) -> std::io::Result<()> {
    let of_flag = |word: &str| rows.iter().filter(|(_, i)| i.flag.word() == word).count();
    let (read, computed, assumed) = (of_flag("read"), of_flag("computed"), of_flag("assumed"));
    let drawn = rows.iter().filter(|(k, _)| scenario.plan.draws(*k)).count();
    let all = rows.len();
    let head = text!(
        "{name}: {all} inputs, of which {read} read, {computed} computed, {assumed} assumed; {drawn} drawn in samples",
        name = scenario.name,
        all,
        read,
        computed,
        assumed,
        drawn
    );
    wrapped(&told(&head), 0, 0, out)?;
    let mut group = "";
    for (k, input) in rows {
        let section = input.path.rsplit_once('.').map_or("", |(section, _)| section);
        if section != group {
            writeln!(out)?;
            group = section;
        }
        let flag = Text::word(input.flag.word());
        let flag = told(&if scenario.plan.draws(*k) { text!("drawn, {flag}", flag) } else { flag });
        entry(&Entry { path: &input.path, value: value(input), unit: &input.unit, flag, note: &input.source }, out)?;
    }
    Ok(())
}

fn value(input: &Input) -> String {
    if input.value.is_nan() { told(&text!("by law")) } else { input.value.to_string() }
}

fn origin(scenario: &Scenario, input: &Input) -> Text {
    match &input.origin {
        Origin::Default => text!("default"),
        Origin::ByLaw => text!("by law: see the description"),
        Origin::Given(place) => text!("given in {place}", place = scenario.sources.place(place)),
    }
}

/// Where a value is from: what the scenario gives is from the scenario.
fn source(scenario: &Scenario, input: &Input) -> String {
    match &input.origin {
        Origin::Given(_) if input.source.starts_with("given in ") => told(&origin(scenario, input)),
        _ => input.source.clone(),
    }
}

fn input_json(scenario: &Scenario, k: usize, input: &Input) -> Value {
    json!({
        "path": input.path, "value": (!input.value.is_nan()).then_some(input.value), "unit": input.unit,
        "low": input.low, "high": input.high, "description": input.description, "source": input.source,
        "flag": input.flag.word(), "origin": origin(scenario, input), "drawn": scenario.plan.describe(k),
    })
}

fn explain_one(scenario: &Scenario, k: usize, input: &Input, out: &mut dyn Write) -> Result<u8, CommandError> {
    let unit = if input.unit == "-" { "".into() } else { lang::chosen().unit(&input.unit) };
    let lines = [
        ("", format!("{} = {} {unit}", input.path, value(input)).trim_end().to_owned()),
        (word("what"), lang::chosen().say(&input.description).to_owned()),
        (word("range"), told(&text!("{low} to {high}", low = input.low, high = input.high))),
        (word("flag"), told(&Text::word(input.flag.word()))),
        (word("source"), source(scenario, input)),
        (word("origin"), told(&origin(scenario, input))),
        (word("drawn"), scenario.plan.describe(k).unwrap_or_else(|| told(&text!("no")))),
    ];
    named_lines(&lines, out)?;
    Ok(exit::OK)
}
