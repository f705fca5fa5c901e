//! Time series of chosen samples, beside the rows.

use crate::cli::args::SweepArguments;
use crate::cli::store::Store;
use crate::cli::{CommandError, finish, talk};
use crate::report::{FileEntry, write_series};
use crate::study::{Identity, Study};
use crate::text;
use std::path::Path;

/// Writes the series asked for; gives the file, for the manifest.
pub(super) fn write(
    study: &Study<'_>,
    identity: &Identity,
    arguments: &SweepArguments,
    store: &Store,
) -> Result<Vec<FileEntry>, CommandError> {
    if arguments.series.is_empty() {
        return Ok(Vec::new());
    }
    let mut samples = arguments.series.clone();
    samples.sort_unstable();
    samples.dedup();
    let path = finish::series_path(store.out());
    let mut series_of = |sample: u64| {
        study.series(sample).unwrap_or_else(|failure| {
            talk(text!(
                "warning: sample {sample} failed and has no series: {reason}",
                sample,
                reason = failure.reason.to_string()
            ));
            Vec::new()
        })
    };
    // The folder of the parts is gone where the sweep was whole before.
    let beside = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = if store.folder().exists() { store.folder() } else { beside };
    store.put_large(folder, &path, |file| write_series(file, identity, &samples, &mut series_of))?;
    talk(text!("series: {display}", display = path.display()));
    Ok(vec![finish::hashed(&path, "time series of chosen samples", "application/vnd.apache.parquet")?])
}
