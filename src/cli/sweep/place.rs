//! Whether results may go where they are asked to go: never over what the sweep reads, never into a folder's name.

use crate::cli::args::SweepArguments;
use crate::cli::files::written_over;
use crate::cli::finish::{manifest_path, page_path, series_path, summary_path};
use crate::cli::load::files_of;
use crate::scenario::Scenario;
use crate::text;
use crate::words::Text;
use std::path::{Path, PathBuf};

/// Why nothing can be written at `out`; none when it can. Touches nothing.
pub(super) fn refused(out: &Path, arguments: &SweepArguments, scenario: &Scenario) -> Option<Text> {
    let name = out.display();
    if !out.extension().is_some_and(|e| e.eq_ignore_ascii_case("parquet")) {
        let better = out.with_extension("parquet");
        return Some(text!(
            "{name}: rows are written as Parquet; write --out {better}",
            name,
            better = better.display()
        ));
    }
    let mut beside = vec![summary_path(out), manifest_path(out), page_path(out)];
    if !arguments.series.is_empty() {
        beside.push(series_path(out));
    }
    let all = || std::iter::once(out).chain(beside.iter().map(PathBuf::as_path));
    if let Some(folder) = all().find(|path| path.is_dir()) {
        return Some(text!(
            "{folder} is a folder and would have to be a file; name another --out",
            folder = folder.display()
        ));
    }
    let hit = written_over(all(), &inputs(arguments, scenario));
    if let Some(path) = hit {
        return Some(text!(
            "{path} is read by this sweep and would be written over; name another --out",
            path = path.display()
        ));
    }
    taken_beside(out, &beside, arguments)
}

/// Files of somebody else where summary, page, manifest or series would go: without rows beside them they are not ours.
fn taken_beside(out: &Path, beside: &[PathBuf], arguments: &SweepArguments) -> Option<Text> {
    if arguments.force || std::fs::symlink_metadata(out).is_ok() {
        return None;
    }
    let taken = beside.iter().find(|path| std::fs::symlink_metadata(path).is_ok())?;
    let way = match (arguments.shard, arguments.resume) {
        (Some(_), _) => text!("move it away"),
        (None, true) => text!("write --force beside --resume to replace it"),
        (None, false) => text!("write --force to replace it"),
    };
    Some(text!("{file} is there already without its rows; {way}, or name another --out", file = taken.display(), way))
}

/// Files that the sweep reads.
fn inputs(arguments: &SweepArguments, scenario: &Scenario) -> Vec<PathBuf> {
    files_of(scenario, &arguments.input.file).into_iter().chain(arguments.samples.clone()).collect()
}
