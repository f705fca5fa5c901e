//! The end of a sweep: chunks become one file; summary, page and manifest beside it; the parts go. `sweep` and `merge` share it.

use super::files::{FileError, read, sha256_of};
use super::session;
use super::store::{Present, Share, Store, StoreError};
use super::{CommandError, exit, talk};
use crate::ask::{Command, name_of};
use crate::report::{
    FileEntry, MadeFrom, Merger, Page, Session, SessionEnd, SummaryError, SweepFile, SweepFileError, SweepPage,
    SweepReport, manifest, sweep_document, sweep_page, sweep_report, sweep_sections,
};
use crate::study::Identity;
use crate::sweep::Chunks;
use crate::text;
use crate::words::word;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A finished sweep, ready to be told.
pub(super) struct Finished {
    report: SweepReport,
    identity: Identity,
    reasons: BTreeMap<String, u64>,
}

impl Finished {
    /// The summary as JSON: that of the statistics, with what makes the rows and why some failed.
    fn json(&self, file: &Path) -> Value {
        let mut value = sweep_document(&self.report, &self.identity, &self.reasons);
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        value["rows"] = json!(name);
        value
    }
}

/// Joins the first `count` chunks into the final file, which takes its place once it was read back whole: a chunk that is
/// missing or damaged by now leaves what was there as it was.
pub(super) fn join(store: &Store, identity: &Identity, present: &Present, count: u64) -> Result<Finished, StoreError> {
    let chunks = Chunks::of(identity.samples);
    let mut summary = None;
    store.put_final(|file| {
        let mut merger = Merger::new(file, identity)?;
        for chunk in 0..count {
            let range = chunks.range(chunk);
            let Some(path) = present.chunks.get(&chunk) else { return Err(SweepFileError::NoChunk { chunk }) };
            let part = File::open(path).map_err(SweepFileError::from_io)?;
            merger.add(&part, range.end - range.start)?;
        }
        let file = merger.finish()?;
        let again = SweepFile::open(file.try_clone().map_err(SweepFileError::from_io)?)?;
        summary = match summary_of(&again, store.out()) {
            Err(StoreError::Part { error, .. } | StoreError::Summary { error: SummaryError::File(error), .. }) => {
                return Err(error);
            }
            // Rows that cannot be summed up are rows all the same.
            found => Some(found),
        };
        Ok(file)
    })?;
    summary.expect("set by the writing that went well")
}

/// Summary, page and manifest of the finished file; then the parts go.
///
/// `more` are further results, for the manifest.
pub(super) fn describe(
    store: &mut Store,
    summary: Finished,
    mine: Option<Session>,
    more: Vec<FileEntry>,
) -> Result<Finished, CommandError> {
    let out = store.out().to_owned();
    let text = serde_json::to_string_pretty(&summary.json(&out)).map_err(std::io::Error::from)? + "\n";
    let summary_path = beside(&out, ".summary.json");
    store.put_beside(&summary_path, text.as_bytes())?;
    let mut results = vec![hashed(&out, ROWS, ROWS_TYPE)?];
    results.push(hashed(&summary_path, "summary of the sweep", "application/json")?);
    let mut sessions: Vec<Session> =
        store.sessions().iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
    if let Some(mine) = mine {
        sessions.retain(|s| session::name(s) != session::name(&mine) || s.command != mine.command);
        sessions.push(Session { ended: Some(session::now()), end: SessionEnd::Completed, ..mine });
    }
    let html = page(&summary, &sessions).html().map_err(|e| std::io::Error::other(e.to_string()))?;
    store.put_beside(&page_path(&out), html.as_bytes())?;
    results.push(hashed(&page_path(&out), "page of the sweep", "text/html")?);
    results.extend(more);
    let value = manifest(&summary.identity, &sessions, &results, &session::now());
    let text = serde_json::to_string_pretty(&value).map_err(std::io::Error::from)? + "\n";
    store.put_beside(&manifest_path(&out), text.as_bytes())?;
    store.clear()?;
    Ok(summary)
}

/// The page, with the command that makes the same rows in one go.
fn page(summary: &Finished, sessions: &[Session]) -> Page {
    let (lang, identity) = (super::lang::chosen(), &summary.identity);
    // Every session read the same files: a sweep of others is refused.
    let first = sessions.iter().find(|session| !session.inputs.is_empty());
    let inputs = first.map_or(&[][..], |session| session.inputs.as_slice());
    let named = |what: &str| inputs.iter().find(|input| input.what == what).map(|input| name_of(&input.path));
    let command = Command::new("sweep")
        .file(named("scenario").as_deref().unwrap_or("FILE"))
        .each("--set", first.map_or(&[][..], |session| session.overrides.as_slice()));
    let samples = named(GIVEN_SAMPLES);
    let command = match &samples {
        Some(file) => command.option("--samples", Some(file)),
        None => command
            .option("--design", Some(&identity.design))
            .option("--replicates", Some(identity.replicates).filter(|_| identity.design != MONTE_CARLO))
            .option("-n", Some(identity.samples))
            .option("--seed", identity.seed),
    };
    let command = command.option("--until", identity.until.as_ref()).text(lang);
    let files: Vec<MadeFrom> = inputs
        .iter()
        .map(|file| MadeFrom { name: name_of(&file.path), sha256: file.sha256.clone(), bytes: file.bytes })
        .collect();
    sweep_page(&summary.report, &SweepPage { lang, command: &command, files: &files })
}

/// The design that has no replicates to name.
const MONTE_CARLO: &str = "monte_carlo";

/// What the manifest calls samples that were given.
pub(super) const GIVEN_SAMPLES: &str = "given samples";

/// Summary of a file that is whole already; what a killed process left to do, or what is missing beside it, is done.
pub(super) fn describe_again(store: &mut Store, mine: Session) -> Result<Finished, CommandError> {
    // With parts there, the manifest is from before them.
    if store.folder().exists() {
        let summary = summary_of(&store.whole()?, store.out())?;
        store.lock(Share::Nobody)?;
        return describe(store, summary, None, Vec::new());
    }
    unchanged(store.out())?;
    let summary = summary_of(&store.whole()?, store.out())?;
    let there = [summary_path(store.out()), manifest_path(store.out())].iter().all(|path| path.exists());
    if there { Ok(summary) } else { describe(store, summary, Some(mine), Vec::new()) }
}

/// Holds a finished file against the SHA-256 that its manifest has of it; without a manifest nothing is known.
fn unchanged(out: &Path) -> Result<(), CommandError> {
    let manifest = manifest_path(out);
    let Ok(bytes) = read(&manifest) else { return Ok(()) };
    let value: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let entities = value["@graph"].as_array().map_or(&[][..], Vec::as_slice);
    let is_rows = |e: &&Value| e["name"] == ROWS && e["sha256"].is_string();
    let Some(wanted) = entities.iter().find(is_rows).and_then(|e| e["sha256"].as_str()) else { return Ok(()) };
    let found = hashed(out, ROWS, ROWS_TYPE)?.sha256;
    if found == wanted {
        return Ok(());
    }
    let (out, wanted) = (out.to_owned(), wanted.to_owned());
    Err(StoreError::Changed { out, manifest, wanted, found }.into())
}

/// What the manifest calls the file of rows.
const ROWS: &str = "rows of the sweep";
const ROWS_TYPE: &str = "application/vnd.apache.parquet";

/// Reads a finished file once, for its summary.
pub(super) fn summary_of(file: &SweepFile, path: &Path) -> Result<Finished, StoreError> {
    let failed = |error| StoreError::Part { path: path.to_owned(), error };
    let report = sweep_report(file).map_err(|error| StoreError::Summary { path: path.to_owned(), error })?;
    Ok(Finished { report, identity: file.identity().clone(), reasons: file.reasons().map_err(failed)? })
}

/// Where the summary of a file of rows is.
pub(super) fn summary_path(out: &Path) -> PathBuf {
    beside(out, ".summary.json")
}

/// Where the page of a file of rows is.
pub(super) fn page_path(out: &Path) -> PathBuf {
    beside(out, ".html")
}

/// Where the time series of chosen samples are.
pub(super) fn series_path(out: &Path) -> PathBuf {
    beside(out, ".series.parquet")
}

/// Where the manifest of a file of rows is.
pub(super) fn manifest_path(out: &Path) -> PathBuf {
    beside(out, "-ro-crate-metadata.json")
}

/// A file beside another: its stem, and something else behind.
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(end);
    path.with_file_name(name)
}

/// A file with its hash, for the manifest.
pub(super) fn hashed(path: &Path, what: &str, media_type: &str) -> Result<FileEntry, FileError> {
    let failed = |error| FileError::Io { path: path.to_owned(), action: word("read¦file"), error };
    let mut file = File::open(path).map_err(failed)?;
    let (sha256, bytes) = sha256_of(&mut file).map_err(failed)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(FileEntry { path: name, what: what.to_owned(), media_type: media_type.to_owned(), sha256, bytes })
}

/// Reasons of failed samples that are told; the summary holds all.
const REASONS_SHOWN: usize = 5;

/// The result to stdout, what failed and where the files are to stderr; gives the exit code.
pub(super) fn tell(
    summary: &Finished,
    out_file: &Path,
    as_json: bool,
    out: &mut dyn Write,
) -> Result<u8, CommandError> {
    let name = out_file.display();
    if as_json {
        let text = serde_json::to_string_pretty(&summary.json(out_file)).map_err(std::io::Error::from)?;
        writeln!(out, "{text}")?;
    } else {
        let terminal = super::terminal();
        for section in sweep_sections(super::lang::chosen(), &summary.report) {
            let text = terminal.section(&section).map_err(|e| std::io::Error::other(e.to_string()))?;
            writeln!(out, "{}", text.trim_end())?;
        }
    }
    let counts = summary.report.counts;
    let failed = counts.failed();
    if failed > 0 {
        talk(text!("warning: {failed} of {total} samples failed", failed, total = counts.total()));
        let mut reasons: Vec<(&String, &u64)> = summary.reasons.iter().collect();
        reasons.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
        for (reason, count) in reasons.into_iter().take(REASONS_SHOWN) {
            talk(format!("  {count}: {reason}"));
        }
    }
    talk(text!(
        "rows: {name}\npage: {page}\nsummary: {a}\nmanifest: {b}",
        name,
        page = page_path(out_file).display(),
        a = summary_path(out_file).display(),
        b = manifest_path(out_file).display()
    ));
    Ok(if failed > 0 { exit::SAMPLES_FAILED } else { exit::OK })
}
