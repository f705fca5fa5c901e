//! Whether results may go where they are asked to go: never over what the sweep reads, never into a folder's name.

use crate::cli::args::SweepArguments;
use crate::cli::finish::{manifest_path, page_path, series_path, summary_path};
use crate::scenario::Scenario;
use crate::study::is_override;
use std::path::{Path, PathBuf};

/// Why nothing can be written at `out`; none when it can. Touches nothing.
pub(super) fn refused(out: &Path, arguments: &SweepArguments, scenario: &Scenario) -> Option<String> {
    let name = out.display();
    if !out.extension().is_some_and(|e| e.eq_ignore_ascii_case("parquet")) {
        let better = out.with_extension("parquet");
        return Some(format!("{name}: rows are written as Parquet; write --out {}", better.display()));
    }
    let mut beside = vec![summary_path(out), manifest_path(out), page_path(out)];
    if !arguments.series.is_empty() {
        beside.push(series_path(out));
    }
    let all = || std::iter::once(out).chain(beside.iter().map(PathBuf::as_path));
    if let Some(folder) = all().find(|path| path.is_dir()) {
        return Some(format!("{} is a folder and would have to be a file; name another --out", folder.display()));
    }
    let inputs: Vec<PathBuf> = inputs(arguments, scenario).iter().filter_map(|p| p.canonicalize().ok()).collect();
    let hit = all().find(|path| path.canonicalize().is_ok_and(|path| inputs.contains(&path)));
    if let Some(path) = hit {
        return Some(format!("{} is read by this sweep and would be written over; name another --out", path.display()));
    }
    taken_beside(out, &beside, arguments)
}

/// Files of somebody else where summary, page, manifest or series would go: without rows beside them they are not ours.
fn taken_beside(out: &Path, beside: &[PathBuf], arguments: &SweepArguments) -> Option<String> {
    if arguments.force || std::fs::symlink_metadata(out).is_ok() {
        return None;
    }
    let taken = beside.iter().find(|path| std::fs::symlink_metadata(path).is_ok())?;
    let way = match (arguments.shard, arguments.resume) {
        (Some(_), _) => "move it away",
        (None, true) => "write --force beside --resume to replace it",
        (None, false) => "write --force to replace it",
    };
    Some(format!("{} is there already without its rows; {way}, or name another --out", taken.display()))
}

/// Files that the sweep reads.
fn inputs(arguments: &SweepArguments, scenario: &Scenario) -> Vec<PathBuf> {
    let file = &arguments.input.file;
    let folder = file.parent().unwrap_or(Path::new(""));
    let tables = scenario.sources.iter().filter(|(name, _)| !is_override(name)).skip(1);
    let tables = tables.map(|(name, _)| folder.join(name));
    std::iter::once(file.clone()).chain(tables).chain(arguments.samples.clone()).collect()
}
