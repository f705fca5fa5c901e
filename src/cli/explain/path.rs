//! Parameters, keys and library entries by their path, without any scenario.

use super::layout::{Entry, entry, named_lines};
use super::print_json;
use crate::balance::carbon::factors::gwps;
use crate::balance::carbon::outlets::outlets;
use crate::balance::carbon::reference::references;
use crate::cli::args::ExplainArguments;
use crate::cli::{CommandError, exit, lang, talk, told};
use crate::climate::sites;
use crate::digestion::adm1::State;
use crate::library::{organics, seasons, woods};
use crate::scenario::{KeySpec, Kind, ParameterDoc, SCENARIO, SectionSpec, registry};
use crate::text;
use crate::words::{Text, nearest, word};
use serde_json::{Value, json};
use std::io::Write;

/// Explains one path, or all that stand below it.
pub(super) fn explain(arguments: &ExplainArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let all = registry();
    let target = arguments.target.trim_matches('.');
    let spellings: Vec<String> = [Some(target.to_owned()), without_id(target)].into_iter().flatten().collect();
    if let Some(found) = spellings.iter().find_map(|path| all.iter().find(|p| p.path == *path)) {
        if arguments.json {
            return print_json(vec![doc_json(found)], out);
        }
        return explain_parameter(found, out);
    }
    if target == "feedstock" && !arguments.json {
        return list_feedstocks(out);
    }
    if let Some((path, key)) = spellings.iter().find_map(|path| Some((path, key_of(path)?))) {
        return explain_key(path, key, arguments.json, out);
    }
    let below: Vec<&ParameterDoc> = all.iter().filter(|p| p.path.starts_with(&format!("{target}."))).collect();
    let keys = section_of(target).map_or(&[][..], |s| s.keys);
    if below.is_empty() && keys.is_empty() {
        say_unknown(target, &all);
        return Ok(exit::USAGE);
    }
    if arguments.json {
        return print_json(below.iter().map(|p| doc_json(p)).collect(), out);
    }
    print_section(target, keys, &below, out)?;
    Ok(exit::OK)
}

fn say_unknown(target: &str, all: &[ParameterDoc]) {
    talk(text!("error: no parameter has the path `{target}`, and there is no such file", target));
    match nearest(target, all.iter().map(|p| p.path.as_str())) {
        Some(near) => talk(text!("help: did you mean `{near}`?", near)),
        None => {
            let sections: Vec<&str> = SCENARIO.children.iter().map(|c| c.name).collect();
            talk(text!("help: explain a section to see its paths: {a}, feedstock", a = sections.join(", ")));
        }
    }
}

/// `digester.main.k_m_ac` is the same parameter as `digester.k_m_ac`; `stream.P01-1.t_per_year` as `stream.t_per_year`.
fn without_id(path: &str) -> Option<String> {
    let (head, rest) = path.split_once('.')?;
    let (first, name) = match head {
        // An id of a stream or a provider may hold points.
        "stream" | "provider" => rest.rsplit_once('.')?,
        // Behind the id of a digester or boiler may stand a section: `boiler.b1.fuel.c_pct_db`.
        "digester" | "boiler" => rest.split_once('.')?,
        _ => return None,
    };
    (!first.is_empty()).then(|| format!("{head}.{name}"))
}

fn section_of(path: &str) -> Option<&'static SectionSpec> {
    let mut section = &SCENARIO;
    for part in path.split('.') {
        section = section.children.iter().find(|c| c.name == part)?;
    }
    Some(section)
}

/// The key of a path; a path into a table of states (`digester.influent.X_ch`) means the table.
fn key_of(path: &str) -> Option<&'static KeySpec> {
    let (section, name) = path.rsplit_once('.').unwrap_or(("", path));
    if let Some((spec, table)) = table_of_states(section) {
        let known = name == "file" || State::ALL.iter().any(|s| s.name() == name);
        return spec.keys.iter().find(|k| known && k.name == table);
    }
    let spec = if section.is_empty() { &SCENARIO } else { section_of(section)? };
    spec.keys.iter().find(|k| k.name == name)
}

/// The section that holds a table of states, and the table's name.
fn table_of_states(path: &str) -> Option<(&'static SectionSpec, &str)> {
    let (section, table) = path.rsplit_once('.')?;
    ["influent", "initial"].contains(&table).then(|| Some((section_of(section)?, table)))?
}

fn explain_key(path: &str, key: &KeySpec, as_json: bool, out: &mut dyn Write) -> Result<u8, CommandError> {
    let state = State::ALL.iter().find(|s| path.rsplit('.').next() == Some(s.name()));
    let unit = state.map(|s| s.unit());
    let names = names_of(path, key.kind);
    if as_json {
        let value = json!({ "path": path, "unit": unit, "description": key.description, "names": names });
        return print_json(vec![value], out);
    }
    let head = unit.map_or_else(|| path.to_owned(), |unit| format!("{path} [{}]", lang::chosen().unit(unit)));
    let holds = if state.is_some() { word("a number") } else { kind_text(key.kind) };
    let mut lines = vec![
        ("", head),
        (word("what"), lang::chosen().say(key.description).to_owned()),
        (word("holds"), lang::chosen().say(holds).to_owned()),
    ];
    if !names.is_empty() {
        lines.push((word("names"), names.join(", ")));
    }
    lines.push((word("set it"), told(&text!("--set {path}=VALUE, or in the scenario", path))));
    named_lines(&lines, out)?;
    Ok(exit::OK)
}

/// Names that a key may hold: its words, or those of a library.
fn names_of(path: &str, kind: Kind) -> Vec<&'static str> {
    if let Kind::Choice(words) | Kind::Choices(words) | Kind::Variant(words) = kind {
        return words.to_vec();
    }
    match path {
        "carbon.reference" => references().iter().map(|r| r.id.as_str()).collect(),
        "carbon.gwp" => gwps().iter().map(|g| g.id.as_str()).collect(),
        "site.weather" => sites().iter().map(|s| s.site.as_str()).collect(),
        "boiler.fuel.like" => woods().iter().map(|w| w.id.as_str()).collect(),
        "provider.stream.feedstock" => {
            organics().iter().map(|f| f.id.as_str()).chain(woods().iter().map(|f| f.id.as_str())).collect()
        }
        "provider.stream.season" => seasons().iter().map(|s| s.id.as_str()).collect(),
        "provider.stream.outlet" => outlets().iter().map(|o| o.id.as_str()).collect(),
        _ => Vec::new(),
    }
}

fn kind_text(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => word("a text"),
        Kind::Texts => word("a list of texts"),
        Kind::Numbers => word("a list of numbers"),
        Kind::Choice(_) => word("one of its names"),
        Kind::Choices(_) => word("one or several of its names"),
        Kind::Bool => word("true or false"),
        Kind::Number => word("a number"),
        Kind::File => word("the name of a file, relative to the scenario"),
        Kind::Files => word("the name of a file relative to the scenario, or a list of them"),
        Kind::Amount => word("an amount with its unit"),
        Kind::Variant(_) => word("one of its names, or { NAME = {} }"),
        Kind::States { file: true, .. } => word("a table of concentrations by BSM2 names, or of a file"),
        Kind::States { .. } => word("a table of concentrations by BSM2 names"),
        Kind::Properties => word("a table of numbers for each feedstock"),
        Kind::Correlations => word("a list of correlations"),
        Kind::Table => word("a table of its own"),
    }
}

fn doc_json(p: &ParameterDoc) -> Value {
    json!({
        "path": p.path, "default": p.default, "unit": p.unit, "low": p.low, "high": p.high,
        "description": p.description, "source": p.source, "flag": p.flag.word(),
    })
}

fn explain_parameter(p: &ParameterDoc, out: &mut dyn Write) -> Result<u8, CommandError> {
    let default = p.default.map_or_else(|| told(&text!("none: given by the scenario, or by law")), |v| v.to_string());
    let lines = [
        ("", format!("{} [{}]", p.path, lang::chosen().unit(&p.unit))),
        (word("what"), lang::chosen().say(&p.description).to_owned()),
        (word("default"), default),
        (word("range"), told(&text!("{low} to {high}", low = p.low, high = p.high))),
        (word("flag"), told(&Text::word(p.flag.word()))),
        (word("source"), p.source.clone()),
        (word("set it"), told(&text!("--set {path}=VALUE, or in the scenario", path = settable(&p.path)))),
    ];
    named_lines(&lines, out)?;
    Ok(exit::OK)
}

/// The path as `--set` wants it: streams and providers need their id.
fn settable(path: &str) -> String {
    let family = ["stream.", "provider."].into_iter().find(|family| path.starts_with(family));
    family.map_or_else(|| path.to_owned(), |family| format!("{family}ID.{}", &path[family.len()..]))
}

fn print_section(target: &str, keys: &[KeySpec], docs: &[&ParameterDoc], out: &mut dyn Write) -> std::io::Result<()> {
    let head = match keys.len() {
        1 => text!("{target}: {n} parameters, 1 other key", target, n = docs.len()),
        keys => text!("{target}: {n} parameters, {keys} other keys", target, n = docs.len(), keys),
    };
    writeln!(out, "{}", told(&head))?;
    if !keys.is_empty() {
        writeln!(out)?;
    }
    for key in keys {
        let path = format!("{target}.{}", key.name);
        let (value, flag) = ("...".to_owned(), told(&text!("key")));
        entry(&Entry { path: &path, value, unit: "", flag, note: lang::chosen().say(key.description) }, out)?;
    }
    let mut group = "";
    for p in docs {
        let section = p.path.rsplit_once('.').map_or("", |(section, _)| section);
        if section != group {
            writeln!(out)?;
            group = section;
        }
        let value = p.default.map_or_else(|| told(&text!("(none)")), |v| v.to_string());
        let flag = told(&Text::word(p.flag.word()));
        entry(&Entry { path: &p.path, value, unit: &p.unit, flag, note: lang::chosen().say(&p.description) }, out)?;
    }
    Ok(())
}

/// Names of the libraries; each has its own list of properties.
fn list_feedstocks(out: &mut dyn Write) -> Result<u8, CommandError> {
    writeln!(out, "{}", told(&text!("Fermentable streams")))?;
    for f in organics() {
        writeln!(out, "  {:<28}{}", f.id, lang::chosen().pick(&f.name_en, &f.name_fr))?;
    }
    writeln!(out, "\n{}", told(&text!("Wood")))?;
    for f in woods() {
        writeln!(out, "  {:<28}{}", f.id, lang::chosen().pick(&f.name_en, &f.name_fr))?;
    }
    writeln!(out, "\n{}", told(&text!("Properties of one: gisement explain feedstock.fw_canteen")))?;
    Ok(exit::OK)
}
