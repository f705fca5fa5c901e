//! `gisement explain`: every value of a scenario with unit, source and flag, or one parameter by its path.

use super::args::ExplainArguments;
use super::{CommandError, exit, load, say};
use crate::diag::nearest;
use crate::report::{Cell, Column, Flag as Badge, Precision, Table, Terminal};
use crate::scenario::{Input, Origin, ParameterDoc, Scenario, registry};
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;

/// Explains a file or a path.
pub(super) fn run(arguments: &ExplainArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let path = Path::new(&arguments.target);
    let is_file = path.exists() || path.extension().is_some_and(|e| e == "toml");
    if is_file { explain_file(path, arguments, out) } else { explain_path(arguments, out) }
}

fn explain_file(path: &Path, arguments: &ExplainArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let Some(scenario) = load::scenario(path, &arguments.overrides) else { return Ok(exit::SCENARIO_INVALID) };
    let filter = arguments.filter.as_deref().unwrap_or("");
    let rows: Vec<(usize, &Input)> =
        scenario.inputs.list().iter().enumerate().filter(|(_, i)| i.path.contains(filter)).collect();
    if rows.is_empty() {
        say(&format!("no path of {} contains `{filter}`", path.display()));
        return Ok(exit::USAGE);
    }
    if arguments.json {
        let list: Vec<Value> = rows.iter().map(|(k, input)| input_json(&scenario, *k, input)).collect();
        let value = json!({ "schema": "gisement.explain/1", "inputs": list });
        writeln!(out, "{}", serde_json::to_string_pretty(&value).map_err(std::io::Error::from)?)?;
        return Ok(exit::OK);
    }
    if let [(k, input)] = rows.as_slice() {
        return explain_input(&scenario, *k, input, out);
    }
    let columns = ["Path", "Value", "Unit", "Flag", "Source"].map(Column::text).to_vec();
    let mut table = Table::new(format!("{} inputs of {}", rows.len(), scenario.name), columns);
    for (k, input) in rows {
        let value = if input.value.is_nan() { "by law".to_owned() } else { input.value.to_string() };
        let drawn = if scenario.plan.draws(k) { " (drawn)" } else { "" };
        table.push(vec![
            Cell::text(&input.path),
            Cell::text(format!("{value}{drawn}")),
            Cell::text(&input.unit),
            Cell::text(input.flag.word()),
            Cell::text(&input.source),
        ]);
    }
    let terminal = Terminal { colour: super::stdout_is_styled(), ..Terminal::default() };
    let text = terminal.table(&table).map_err(|e| std::io::Error::other(e.to_string()))?;
    writeln!(out, "{}", text.trim_end())?;
    Ok(exit::OK)
}

fn origin(scenario: &Scenario, input: &Input) -> String {
    match &input.origin {
        Origin::Default => "default".to_owned(),
        Origin::ByLaw => "by law: see the description".to_owned(),
        Origin::Given(place) => format!("given in {}", scenario.sources.place(place)),
    }
}

fn input_json(scenario: &Scenario, k: usize, input: &Input) -> Value {
    json!({
        "path": input.path, "value": (!input.value.is_nan()).then_some(input.value), "unit": input.unit,
        "low": input.low, "high": input.high, "description": input.description, "source": input.source,
        "flag": input.flag.word(), "origin": origin(scenario, input), "drawn": scenario.plan.describe(k),
    })
}

fn explain_input(scenario: &Scenario, k: usize, input: &Input, out: &mut dyn Write) -> Result<u8, CommandError> {
    let value = if input.value.is_nan() { "by law".to_owned() } else { input.value.to_string() };
    let lines = [
        ("", format!("{} = {value} {}", input.path, input.unit)),
        ("what", input.description.clone()),
        ("range", format!("{} to {}", input.low, input.high)),
        ("flag", input.flag.word().to_owned()),
        ("source", input.source.clone()),
        ("origin", origin(scenario, input)),
        ("drawn", scenario.plan.describe(k).unwrap_or_else(|| "no".to_owned())),
    ];
    print_lines(&lines, out)
}

fn print_lines(lines: &[(&str, String)], out: &mut dyn Write) -> Result<u8, CommandError> {
    for (name, text) in lines {
        if name.is_empty() {
            writeln!(out, "{text}")?;
        } else {
            writeln!(out, "  {name:<12}{text}")?;
        }
    }
    Ok(exit::OK)
}

/// `digester.main.k_m_ac` is the same parameter as `digester.k_m_ac`; `stream.P01-1.t_per_year` as `stream.t_per_year`.
fn without_id(path: &str) -> Option<String> {
    let (head, rest) = path.split_once('.')?;
    let families = ["digester", "boiler", "stream", "provider"];
    let (_, name) = rest.rsplit_once('.')?;
    families.contains(&head).then(|| format!("{head}.{name}"))
}

fn explain_path(arguments: &ExplainArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let all = registry();
    let target = arguments.target.trim_end_matches('.');
    let exact = |path: &str| all.iter().find(|p| p.path == path);
    if let Some(found) = exact(target).or_else(|| without_id(target).and_then(|p| exact(&p))) {
        if arguments.json {
            let value = json!({ "schema": "gisement.explain/1", "inputs": [doc_json(found)] });
            writeln!(out, "{}", serde_json::to_string_pretty(&value).map_err(std::io::Error::from)?)?;
            return Ok(exit::OK);
        }
        return explain_doc(found, out);
    }
    let below: Vec<&ParameterDoc> = all.iter().filter(|p| p.path.starts_with(&format!("{target}."))).collect();
    if below.is_empty() {
        say(&format!("error: no parameter has the path `{target}`, and there is no such file"));
        if let Some(near) = nearest(target, all.iter().map(|p| p.path.as_str())) {
            say(&format!("help: did you mean `{near}`?"));
        }
        return Ok(exit::USAGE);
    }
    if arguments.json {
        let list: Vec<Value> = below.iter().map(|p| doc_json(p)).collect();
        let value = json!({ "schema": "gisement.explain/1", "inputs": list });
        writeln!(out, "{}", serde_json::to_string_pretty(&value).map_err(std::io::Error::from)?)?;
        return Ok(exit::OK);
    }
    print_docs(target, &below, out)
}

fn doc_json(p: &ParameterDoc) -> Value {
    json!({
        "path": p.path, "default": p.default, "unit": p.unit, "low": p.low, "high": p.high,
        "description": p.description, "source": p.source, "flag": p.flag.word(),
    })
}

fn explain_doc(p: &ParameterDoc, out: &mut dyn Write) -> Result<u8, CommandError> {
    let default = p.default.map_or_else(|| "none: given by the scenario, or by law".to_owned(), |v| v.to_string());
    let lines = [
        ("", format!("{} [{}]", p.path, p.unit)),
        ("what", p.description.clone()),
        ("default", default),
        ("range", format!("{} to {}", p.low, p.high)),
        ("flag", p.flag.word().to_owned()),
        ("source", p.source.clone()),
        ("set it", format!("--set {}=VALUE, or in the scenario", p.path)),
    ];
    print_lines(&lines, out)
}

fn print_docs(target: &str, docs: &[&ParameterDoc], out: &mut dyn Write) -> Result<u8, CommandError> {
    let columns = vec![Column::text("Path"), Column::number("Default", ""), Column::text("Unit"), Column::text("What")];
    let mut table = Table::new(format!("{} parameters below {target}", docs.len()), columns);
    for p in docs {
        let badge = match p.flag {
            crate::param::Flag::Assumed => Badge::Assumed,
            crate::param::Flag::Computed => Badge::Computed,
            crate::param::Flag::Read => Badge::Read,
        };
        let default = p.default.map_or_else(Cell::empty, |v| Cell::precise(v, Precision::Significant(6)));
        table.push(vec![Cell::text(&p.path), default.flag(badge), Cell::text(&p.unit), Cell::text(&p.description)]);
    }
    let terminal = Terminal { colour: super::stdout_is_styled(), ..Terminal::default() };
    let text = terminal.table(&table).map_err(|e| std::io::Error::other(e.to_string()))?;
    writeln!(out, "{}", text.trim_end())?;
    Ok(exit::OK)
}
