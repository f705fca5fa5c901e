//! Inventories on the command line: templates and exports written, workbooks checked by themselves.

use super::args::{FileArguments, InitArguments};
use super::{CommandError, exit, files, lang, load, talk, told, warned};
use crate::scenario::{CheckedInventory, TableText, check_inventory, template_tables, to_csv, to_one_csv, to_xlsx};
use crate::text;
use serde_json::json;
use std::io::Write;
use std::path::{Path, PathBuf};

/// How an inventory is kept.
enum Kept {
    Workbook,
    OneFile,
    Folder,
}

fn kept(path: &Path) -> Kept {
    let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
    if name.ends_with(".xlsx") {
        Kept::Workbook
    } else if name.ends_with(".csv") {
        Kept::OneFile
    } else {
        Kept::Folder
    }
}

/// Whether a file to check is an inventory and no scenario.
pub(super) fn is_one(path: &Path) -> bool {
    let called_scenario = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml"));
    (path.is_dir() && !called_scenario) || !matches!(kept(path), Kept::Folder)
}

/// Writes a template, or the companies of a scenario; what exists is left alone.
pub(super) fn write(arguments: &InitArguments, path: &Path, out: &mut dyn Write) -> Result<u8, CommandError> {
    if path.exists() {
        talk(text!("error: {display} exists; name another", display = path.display()));
        return Ok(exit::USAGE);
    }
    let lang = lang::chosen();
    let tables = match &arguments.from {
        None => template_tables(lang),
        Some(scenario) => match load::scenario(scenario, &[]) {
            Some(scenario) => scenario.inventory_tables(),
            None => return Ok(exit::SCENARIO_INVALID),
        },
    };
    let files = match kept(path) {
        Kept::Workbook => match to_xlsx(&tables, lang) {
            Ok(bytes) => vec![(path.to_owned(), bytes)],
            Err(error) => {
                talk(text!("error: {display}: {error}", display = path.display(), error = error.to_string()));
                return Ok(exit::RUN_FAILED);
            }
        },
        Kept::OneFile => vec![(path.to_owned(), to_one_csv(&tables).into_bytes())],
        Kept::Folder => {
            files::make_folder(path)?;
            tables.iter().map(|t| (path.join(format!("{}.csv", t.table)), to_csv(t).into_bytes())).collect()
        }
    };
    let list: Vec<(PathBuf, &[u8])> = files.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())).collect();
    files::write_together(&list)?;
    tell_written(arguments, path, &tables, out)
}

fn tell_written(
    arguments: &InitArguments,
    path: &Path,
    tables: &[TableText],
    out: &mut dyn Write,
) -> Result<u8, CommandError> {
    let file = path.display();
    if arguments.from.is_some() {
        let rows: Vec<String> = tables.iter().map(|t| format!("{} {}", t.rows.len(), t.table)).collect();
        writeln!(out, "{}", told(&text!("wrote {file}: {rows}", file, rows = rows.join(", "))))?;
        if matches!(kept(path), Kept::OneFile) && tables.iter().any(|t| t.table == "purchases" && !t.rows.is_empty()) {
            talk(text!("note: one .csv has no place for purchases; write a folder or a workbook to keep them"));
        }
    } else {
        writeln!(out, "{}", told(&text!("wrote {file}, a template with one fictitious example", file)))?;
    }
    let next = text!("next: gisement check {file}, then inventory = \"{file}\" in the [pool] of a scenario", file);
    writeln!(out, "{}", told(&next))?;
    Ok(exit::OK)
}

/// Checks an inventory by itself.
pub(super) fn check(arguments: &FileArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    if !arguments.overrides.is_empty() {
        talk(text!("error: --set changes a scenario; an inventory is checked as it is"));
        return Ok(exit::USAGE);
    }
    let name = arguments.file.display().to_string();
    let load_file = |name: &str| files::read(Path::new(name)).map_err(|e| e.reason().to_string());
    match check_inventory(&name, &load_file) {
        Ok(checked) => tell(&checked, arguments, out),
        Err(refused) if arguments.json => {
            let problems = crate::report::problems_json(&refused.diagnostics, &refused.sources);
            let value = json!({ "schema": "gisement.check/1", "valid": false, "problems": problems });
            writeln!(out, "{}", serde_json::to_string_pretty(&value).map_err(std::io::Error::from)?)?;
            Ok(exit::SCENARIO_INVALID)
        }
        Err(refused) => {
            load::Invalid::Refused(refused).tell(&arguments.file);
            Ok(exit::SCENARIO_INVALID)
        }
    }
}

fn tell(checked: &CheckedInventory, arguments: &FileArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let (_, warnings) = checked.warnings.counts();
    if arguments.json {
        let kinds = checked.kinds.iter().map(|k| {
            json!({
                "kind": k.kind.word(), "streams": k.streams, "t_per_a_low": k.t_per_a[0], "t_per_a_mode": k.t_per_a[1],
                "t_per_a_high": k.t_per_a[2], "present_eur_per_a": k.present_eur_per_a,
            })
        });
        let value = json!({
            "schema": "gisement.check/1", "valid": true, "name": arguments.file.display().to_string(), "warnings": warnings,
            "companies": checked.companies, "streams": checked.streams, "purchases": checked.purchases,
            "streams_measured": checked.measured, "kinds": kinds.collect::<Vec<_>>(),
            "problems": crate::report::problems_json(&checked.warnings, &checked.sources),
        });
        writeln!(out, "{}", serde_json::to_string_pretty(&value).map_err(std::io::Error::from)?)?;
        return Ok(exit::OK);
    }
    if !checked.warnings.is_empty() {
        talk(load::draw(&checked.warnings, &checked.sources));
    }
    writeln!(out, "{}", warned(&arguments.file, warnings))?;
    let (companies, streams, purchases) = (checked.companies, checked.streams, checked.purchases);
    let counts = text!(
        "  {companies} companies, {streams} streams ({measured} weighed or invoiced), {purchases} purchases",
        companies,
        streams,
        measured = checked.measured,
        purchases
    );
    writeln!(out, "{}", told(&counts))?;
    for kind in &checked.kinds {
        let [low, mode, high] = kind.t_per_a;
        let (word, n, eur) = (kind.kind.word(), kind.streams, kind.present_eur_per_a);
        let line = text!(
            "  {word} {n} streams {mode} t/a ({low} to {high}), {eur} EUR/a today",
            word = format!("{word:<12}"),
            n = format!("{n:>4}"),
            mode = format!("{mode:>10.1}"),
            low = format!("{low:.1}"),
            high = format!("{high:.1}"),
            eur = format!("{eur:.0}")
        );
        writeln!(out, "{}", told(&line))?;
    }
    Ok(exit::OK)
}
