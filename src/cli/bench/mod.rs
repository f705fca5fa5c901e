//! `gisement bench`: how fast this machine runs the engine, and by how much faster than a peer in the same process.

mod machine;
mod rows;
mod table;
mod timing;

use super::args::BenchArguments;
use super::{CommandError, exit, load, progress, talk};
use crate::num::VectorClass;
use crate::text;
use crate::words::word;
use crate::workload::scenario_year;
use rows::{Entry, Row};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The scenario that is timed when none is named, if the command runs beside it.
const SHIPPED: &str = "scenarios/florange.toml";

/// Times every row, or those asked for.
pub(super) fn run(arguments: &BenchArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let named = arguments.file.clone();
    let file = named.or_else(|| Some(PathBuf::from(SHIPPED)).filter(|path| path.is_file()));
    let mut entries = rows::entries();
    if let Some(file) = &file {
        // Read before anything is timed: a wrong file is told at once.
        let Some(scenario) = load::scenario(file, &[]) else { return Ok(exit::SCENARIO_INVALID) };
        let scenario = Arc::new(scenario);
        for class in [VectorClass::best(), VectorClass::Scalar] {
            entries.push(Entry::plain(scenario_year(&stem(file), Arc::clone(&scenario), class)));
        }
    }
    entries.push(rows::scaling());
    let names: Vec<String> = entries.iter().map(|entry| entry.name.clone()).collect();
    if let Some(part) = &arguments.case {
        entries.retain(|entry| entry.name.contains(part.as_str()));
    }
    if entries.is_empty() {
        let part = arguments.case.as_deref().unwrap_or_default();
        talk(text!(
            "error: no row has `{part}` in its name; write a part of one of\n  {a}",
            part,
            a = names.join("\n  ")
        ));
        return Ok(exit::USAGE);
    }
    if cfg!(debug_assertions) {
        talk(text!(
            "warning: this is a debug build, its rates mean little; time a release build (cargo run --release -- bench)"
        ));
    }
    let bar = progress::bar(entries.len() as u64, word("timing¦bar"));
    let mut done: Vec<Row> = Vec::new();
    for entry in &entries {
        done.extend(entry.time(arguments.seconds));
        bar.inc(1);
    }
    bar.finish_and_clear();
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &table::json(&done)).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        table::write(&done, arguments.seconds, out)?;
        if file.is_none() {
            talk(text!("the year of a scenario is timed when you name one: gisement bench FILE"));
        }
    }
    Ok(exit::OK)
}

fn stem(file: &Path) -> String {
    file.file_stem().map_or_else(|| "scenario".to_owned(), |stem| stem.to_string_lossy().into_owned())
}
