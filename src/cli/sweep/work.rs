//! Computing what is missing, chunk by chunk, and ending in order whatever happens.

use super::ready::listed;
use super::series;
use super::until::Stopper;
use crate::cli::args::SweepArguments;
use crate::cli::store::{Damaged, Present, Store, StoreError, open_chunk};
use crate::cli::{CommandError, exit, files, finish, lang, progress, session, stop, talk, told};
use crate::report::{Session, SessionEnd, SweepFileError};
use crate::study::{Identity, Study};
use crate::sweep::{Chunks, Ended, Row, StatusCounts, Until, compute};
use crate::text;
use crate::words::{Text, fixed, word};
use std::io::Write;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// What there is to do.
pub(super) struct Work<'a> {
    pub(super) study: &'a Study<'a>,
    pub(super) identity: &'a Identity,
    pub(super) arguments: &'a SweepArguments,
    pub(super) threads: usize,
    /// When it may stop early.
    pub(super) rule: Option<Until>,
}

/// Computes what is missing, then joins the chunks; a shard ends with its own.
pub(super) fn work(
    work: &Work<'_>,
    store: &mut Store,
    mut session: Session,
    out: &mut dyn Write,
) -> Result<u8, CommandError> {
    let chunks = Chunks::of(work.identity.samples);
    let mine = work.arguments.shard.map_or(0..chunks.count(), |s| chunks.shard(s.k, s.n));
    let present = store.present_of(work.identity, &mine);
    if !usable(&present, &mine, work.identity) {
        return Ok(exit::SCENARIO_INVALID);
    }
    let wanted: Vec<u64> = mine.clone().filter(|chunk| !present.chunks.contains_key(chunk)).collect();
    let note = |store: &Store, session: &Session| {
        let text = serde_json::to_string_pretty(session).map_err(std::io::Error::from)?;
        store.put_session(&session::name(session), &text).map_err(CommandError::from)
    };
    note(store, &session)?;
    let start = Instant::now();
    let mut stopper = work.rule.as_ref().map(|rule| Stopper::new(rule, work.identity));
    if let Some(stopper) = &mut stopper {
        stopper.see(present.chunks, &chunks)?;
    }
    let mut done = Vec::new();
    let result = rows(work, store, &chunks, &wanted, &mut stopper, &mut done);
    let enough = stopper.and_then(|s| s.enough);
    session.ended = Some(session::now());
    session.end = if matches!(result, Ok(Ended::Whole)) || (result.is_ok() && enough.is_some()) {
        SessionEnd::Completed
    } else {
        SessionEnd::Failed
    };
    match result {
        Ok(Ended::Stopped) if enough.is_none() => {
            note(store, &session)?;
            talk(kept(text!("interrupted"), work.identity, store));
            return Ok(exit::INTERRUPTED);
        }
        Ok(_) => {}
        Err(error) => {
            talk(text!("error: {error}", error = error.to_string()));
            // The note of the session may not fit either; what matters is told.
            let _ = note(store, &session);
            talk(kept(text!("stopped"), work.identity, store));
            return Ok(exit::RUN_FAILED);
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    talk(rate(samples_kept(&done, enough, &chunks), seconds));
    if work.arguments.shard.is_some() {
        note(store, &session)?;
        return shard_done(store, work.identity, &mine, out);
    }
    match conclude(work, store, session, enough.unwrap_or_else(|| chunks.count())) {
        Ok(ended) => finish::tell(&ended, store.out(), work.arguments.input.json, out),
        Err(error) => {
            talk(kept(text!("stopped at its end"), work.identity, store));
            Err(error)
        }
    }
}

/// Whether what is there of these chunks is of this sweep; says so where it is not, and what is damaged.
fn usable(present: &Present, mine: &Range<u64>, identity: &Identity) -> bool {
    if let Some((_, path, other)) = present.foreign.iter().find(|(chunk, ..)| mine.contains(chunk)) {
        let differences = listed(&other.differences(identity));
        talk(text!(
            "error: {display} is of another sweep:\n{differences}\nremove it to go on",
            display = path.display(),
            differences
        ));
        return false;
    }
    for Damaged { path, error, .. } in present.damaged.iter().filter(|d| mine.contains(&d.chunk)) {
        talk(text!(
            "warning: {display} is damaged ({error}); it is computed again",
            display = path.display(),
            error = error.to_string()
        ));
    }
    true
}

/// Joins the first `count` chunks; series, summary and manifest beside the file; then the parts go.
fn conclude(
    work: &Work<'_>,
    store: &mut Store,
    session: Session,
    count: u64,
) -> Result<finish::Finished, CommandError> {
    let summary = finish::join(store, work.identity, &store.present(work.identity), count)?;
    let more = series::write(work.study, work.identity, work.arguments, store)?;
    finish::describe(store, summary, Some(session), more)
}

/// Computes chunks and writes each as soon as it is whole.
fn rows(
    work: &Work<'_>,
    store: &Store,
    chunks: &Chunks,
    wanted: &[u64],
    stopper: &mut Option<Stopper>,
    done: &mut Vec<u64>,
) -> Result<Ended, StoreError> {
    if stopper.as_ref().is_some_and(|s| s.enough.is_some()) {
        return Ok(Ended::Stopped);
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(work.threads).build().map_err(|error| {
        let error = std::io::Error::other(error.to_string());
        files::FileError::Io { path: PathBuf::from("threads"), action: word("start¦file"), error }
    })?;
    stop::listen();
    let samples: u64 = wanted.iter().map(|c| chunks.range(*c)).map(|r| r.end - r.start).sum();
    let bar = progress::bar(samples, word("samples¦bar"));
    let mut counts = StatusCounts::default();
    let mut seen = |rows: &[Row]| {
        rows.iter().for_each(|row| counts.add(row.status));
        bar.inc(rows.len() as u64);
        if counts.failed() > 0 {
            bar.set_prefix(told(&text!("{n} failed", n = counts.failed())));
        }
    };
    let enough = AtomicBool::new(false);
    let mut put = |chunk: u64, rows: Vec<Row>| {
        let path = store.put_chunk(work.identity, chunk, &rows)?;
        done.push(chunk);
        if let Some(stopper) = stopper {
            enough.store(stopper.see([(chunk, path)], chunks)?, Ordering::Relaxed);
        }
        Ok(())
    };
    let end = || enough.load(Ordering::Relaxed) || stop::flag().load(Ordering::Relaxed);
    let rows_of = |range: Range<u64>| work.study.rows(range);
    let ended = compute(&pool, chunks, wanted, &rows_of, &mut seen, &mut put, &end);
    bar.finish_and_clear();
    ended
}

/// Samples of the chunks computed; those beyond the stop are not kept, and not counted.
fn samples_kept(done: &[u64], enough: Option<u64>, chunks: &Chunks) -> u64 {
    let kept = done.iter().filter(|chunk| enough.is_none_or(|enough| **chunk < enough));
    kept.map(|chunk| chunks.range(*chunk)).map(|range| range.end - range.start).sum()
}

fn rate(samples: u64, seconds: f64) -> Text {
    let (rate, time) = (samples as f64 / seconds.max(1e-9), fixed(seconds, 1, lang::chosen()));
    let rate = format!("{rate:.0}");
    match samples {
        1 => text!("1 sample in {time} s ({rate}/s)", time, rate),
        n => text!("{n} samples in {time} s ({rate}/s)", n, time, rate),
    }
}

/// What is kept after an end before the end, and how to go on.
fn kept(how: Text, identity: &Identity, store: &Store) -> Text {
    let samples = store.present(identity).samples(&Chunks::of(identity.samples));
    text!(
        "{how}: {samples} of {all} samples are kept in {folder}; run the same command with --resume to go on",
        how,
        samples,
        all = identity.samples,
        folder = store.folder().display()
    )
}

/// Tells about a finished shard; gives the exit code by its own chunks.
fn shard_done(store: &Store, identity: &Identity, mine: &Range<u64>, out: &mut dyn Write) -> Result<u8, CommandError> {
    let mut counts = StatusCounts::default();
    let present = store.present_of(identity, mine);
    for chunk in mine.clone() {
        let lost = || StoreError::Part { path: store.folder().to_owned(), error: SweepFileError::NoChunk { chunk } };
        let path = present.chunks.get(&chunk).ok_or_else(lost)?;
        let failed = |error| StoreError::Part { path: path.clone(), error };
        for status in open_chunk(path)?.statuses(0).map_err(failed)? {
            counts.add(status);
        }
    }
    let parts = store.folder().display();
    let (chunks, samples, failed) = (mine.end - mine.start, counts.total(), counts.failed());
    let done = text!("{chunks} chunks, {samples} samples, {failed} failed: {parts}", chunks, samples, failed, parts);
    writeln!(out, "{}", told(&done))?;
    talk(text!("when all shards are done: gisement merge {a}", a = store.out().display()));
    Ok(if counts.failed() > 0 { exit::SAMPLES_FAILED } else { exit::OK })
}
