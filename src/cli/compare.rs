//! `gisement compare`: scenarios, or variants of one, side by side; a table on the terminal, page, workbook and JSON in
//! `out/compare-A-B/`.

use super::answer::{Place, refuse, show, watched};
use super::args::{CompareArguments, ObjectiveName};
use super::{CommandError, exit, load, talk};
use crate::ask::Asked;
use crate::ask::compare::{Found, Options, Wanted, compare};
use crate::diag::Sources;
use crate::text;
use crate::words::word;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// Letters of the name of the folder that two scenarios may give.
const FOLDER_NAME_MAX: usize = 80;

/// Compares scenarios.
pub(super) fn run(arguments: &CompareArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let start = Instant::now();
    if arguments.files.len() + arguments.variants.len() < 2 {
        talk(text!("error: a comparison needs two scenarios: name another file, or write --variant PATH=VALUE"));
        return Ok(exit::USAGE);
    }
    let Some(wanted) = wanted(arguments) else { return Ok(exit::SCENARIO_INVALID) };
    let read = |wanted: &Wanted| load::files_of(&wanted.asked.scenario, Path::new(&wanted.asked.file));
    let reads = wanted.iter().flat_map(read).collect();
    let options =
        Options { objective: arguments.objective.map(ObjectiveName::criterion), hide_names: arguments.hide_names };
    let found = match watched(None, word("scenarios¦bar"), |watch| compare(wanted, options, watch)) {
        Ok(found) => found,
        // Whichever scenario it was, the message names it.
        Err(failed) => return Ok(refuse(&failed, "", &Sources::default())),
    };
    let folder = arguments.out.clone().unwrap_or_else(|| folder(&found));
    show(&found, &Place::since(start, folder, arguments.json).reading(reads), out)
}

/// The files, then the variants of the first; none after what is wrong was told.
fn wanted(arguments: &CompareArguments) -> Option<Vec<Wanted>> {
    let mut list = Vec::new();
    for file in &arguments.files {
        list.push(Wanted::of(asked(file, arguments.overrides.clone())?));
    }
    for variant in &arguments.variants {
        let changes = variant.split(';').map(str::trim).filter(|c| !c.is_empty()).map(str::to_owned);
        let asked = asked(&arguments.files[0], arguments.overrides.iter().cloned().chain(changes).collect())?;
        list.push(Wanted { label: variant.clone(), asked, variant: Some(variant.clone()) });
    }
    Some(list)
}

fn asked(file: &Path, overrides: Vec<String>) -> Option<Asked> {
    let scenario = Arc::new(load::scenario(file, &overrides)?);
    Some(Asked { scenario, file: file.display().to_string(), overrides })
}

/// `out/compare-A-B`: the labels, with what a file system may not like left out.
fn folder(found: &Found) -> PathBuf {
    let named = |(label, is_variant)| if is_variant { "variant" } else { label };
    let joined = found.labels().map(named).collect::<Vec<_>>().join("-");
    let plain = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let name: String = joined.chars().map(plain).take(FOLDER_NAME_MAX).collect();
    PathBuf::from("out").join(format!("compare-{name}"))
}
