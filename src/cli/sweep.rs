//! `gisement sweep`: many samples into a file of rows, whole chunks at a time, so that nothing done is ever lost.

use super::args::SweepArguments;
use super::store::{Share, Store, StoreError};
use super::{CommandError, exit, files, finish, load, progress, say, session, stop};
use crate::dist::{Design, DesignError};
use crate::report::{Session, SessionEnd};
use crate::scenario::Scenario;
use crate::study::{Difference, Identity, Source, Study};
use crate::sweep::{Chunks, Ended, Row, StatusCounts, compute};
use std::io::Write;
use std::ops::Range;
use std::path::PathBuf;
use std::time::Instant;

/// A shard: number `k` of `n`, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shard {
    pub(super) k: u64,
    pub(super) n: u64,
}

/// Why a command goes no further: its exit code and what to say.
type Refusal = (u8, String);

/// Runs a sweep.
pub(super) fn run(arguments: &SweepArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let Some(scenario) = load::from_arguments(&arguments.input) else { return Ok(exit::SCENARIO_INVALID) };
    let file = arguments.input.file.display();
    let (_, outcome) = match super::run::nominal(&scenario) {
        Ok(parts) => parts,
        Err((code, why)) => {
            say(&format!("error: {file}: {why}"));
            return Ok(code);
        }
    };
    if scenario.plan.is_certain() {
        say(&format!(
            "error: nothing in {file} is uncertain: all samples would be the same; write [uncertainty], or use \
             `gisement run`"
        ));
        return Ok(exit::SCENARIO_INVALID);
    }
    let samples = arguments.number.unwrap_or(scenario.plan.samples as u64);
    let seed = arguments.seed.unwrap_or(scenario.plan.seed);
    let design = match design_of(arguments, &scenario, samples) {
        Ok(design) => design,
        Err(why) => {
            say(&format!("error: {why}"));
            return Ok(exit::SCENARIO_INVALID);
        }
    };
    let study = Study::new(&scenario, &outcome, Source::Drawn { design, seed });
    let identity = study.identity(samples);
    let target = arguments.out.clone().unwrap_or_else(|| {
        let stem = arguments.input.file.file_stem().unwrap_or_default();
        PathBuf::from("out").join(stem).with_extension("parquet")
    });
    let mut store = Store::of(&target);
    if let Some(folder) = target.parent().filter(|f| !f.as_os_str().is_empty()) {
        files::make_folder(folder)?;
    }
    let threads = arguments.threads.unwrap_or_else(rayon::current_num_threads);
    let inputs = session::inputs(&scenario, &arguments.input.file, target.parent().unwrap_or(&target));
    let shard = arguments.shard.map(|s| format!("{}/{}", s.k, s.n));
    let session = session::begin(threads, shard, inputs, &arguments.input.overrides);
    match prepare(&mut store, &identity, arguments)? {
        Ready::Refused((code, why)) => {
            say(&format!("error: {why}"));
            Ok(code)
        }
        Ready::Finished => {
            say(&format!("{} is already whole", target.display()));
            let summary = finish::describe_again(&mut store)?;
            finish::tell(&summary, &target, arguments.input.json, out)
        }
        Ready::Go => work(&Work { study: &study, identity: &identity, arguments, threads }, &mut store, session, out),
    }
}

/// The design asked for, if it serves the scenario.
fn design_of(arguments: &SweepArguments, scenario: &Scenario, samples: u64) -> Result<Design, DesignError> {
    let design = Design::named(arguments.design.name(), samples, arguments.replicates)?;
    design.serves(scenario.plan.dimensions().len())?;
    Ok(design)
}

/// What stands at the place of the results.
enum Ready {
    /// Nothing in the way: the folder of parts is there, with the plan, and locked.
    Go,
    /// The final file is there already.
    Finished,
    /// Something in the way.
    Refused(Refusal),
}

/// Looks before it touches anything, then makes the folder and locks it.
fn prepare(store: &mut Store, identity: &Identity, arguments: &SweepArguments) -> Result<Ready, StoreError> {
    let ready = look(store, identity, arguments)?;
    let Ready::Go = ready else { return Ok(ready) };
    let share = if arguments.shard.is_some() { Share::Shards } else { Share::Nobody };
    if arguments.force && !arguments.resume && store.folder().exists() {
        store.lock(Share::Nobody)?;
        store.clear()?;
    }
    store.begin(identity, share)?;
    // Another process may have come first while this one looked.
    if let Some(plan) = store.plan()?
        && plan != *identity
    {
        return Ok(Ready::Refused(other_plan(store, &plan.differences(identity))));
    }
    if share == Share::Nobody {
        store.sweep_asides()?;
    }
    if let Some(Shard { k, n }) = arguments.shard {
        store.note_shard(k, n)?;
    }
    Ok(Ready::Go)
}

/// What is there already, and whether the arguments say what to do with it. Touches nothing.
fn look(store: &Store, identity: &Identity, arguments: &SweepArguments) -> Result<Ready, StoreError> {
    let out = store.out().display();
    if arguments.force && !arguments.resume {
        return Ok(Ready::Go);
    }
    let plan = store.plan()?;
    if let Some(differences) = plan.as_ref().map(|p| p.differences(identity)).filter(|d| !d.is_empty()) {
        return Ok(Ready::Refused(other_plan(store, &differences)));
    }
    if store.is_taken() && !(arguments.force && arguments.resume) {
        if !arguments.resume {
            let why = format!("{out} is there already; write --force to start over, or name another --out");
            return Ok(Ready::Refused((exit::USAGE, why)));
        }
        // A file that is no sweep is told as the error it is.
        let Some(finished) = store.finished()? else { return Ok(Ready::Go) };
        let differences = finished.identity().differences(identity);
        if differences.is_empty() {
            return Ok(Ready::Finished);
        }
        let why = format!(
            "{out} is another sweep:\n{}\nwrite --force beside --resume to replace it in the end, or name another --out",
            listed(&differences)
        );
        return Ok(Ready::Refused((exit::SCENARIO_INVALID, why)));
    }
    let begun = match arguments.shard {
        Some(Shard { k, n }) => {
            let chunks = Chunks::of(identity.samples).shard(k, n);
            plan.is_some() && store.present(identity).chunks.iter().any(|c| chunks.contains(c))
        }
        None => plan.is_some(),
    };
    if begun && !arguments.resume {
        let parts = store.folder().display();
        let why = format!("{parts} holds parts of this sweep; write --resume to go on, or --force to start over");
        return Ok(Ready::Refused((exit::USAGE, why)));
    }
    Ok(Ready::Go)
}

fn other_plan(store: &Store, differences: &[Difference]) -> Refusal {
    let why = format!(
        "{} holds parts of another sweep:\n{}\nrun what it was started with, write --force to start over, or name \
         another --out; nothing was touched",
        store.folder().display(),
        listed(differences)
    );
    (exit::SCENARIO_INVALID, why)
}

/// Differences, one a line.
pub(super) fn listed(differences: &[Difference]) -> String {
    let line = |d: &Difference| format!("  {}: {} there, {} now", d.field, d.one, d.other);
    differences.iter().map(line).collect::<Vec<_>>().join("\n")
}

struct Work<'a> {
    study: &'a Study<'a>,
    identity: &'a Identity,
    arguments: &'a SweepArguments,
    threads: usize,
}

/// Computes what is missing, then joins the chunks; a shard ends with its own.
fn work(work: &Work<'_>, store: &mut Store, mut session: Session, out: &mut dyn Write) -> Result<u8, CommandError> {
    let chunks = Chunks::of(work.identity.samples);
    let mine = work.arguments.shard.map_or(0..chunks.count(), |s| chunks.shard(s.k, s.n));
    let present = store.present(work.identity);
    if let Some((chunk, other)) = present.foreign.iter().find(|(chunk, _)| mine.contains(chunk)) {
        let path = store.chunk_path(*chunk);
        let differences = listed(&other.differences(work.identity));
        say(&format!("error: {} is of another sweep:\n{differences}\nremove it to go on", path.display()));
        return Ok(exit::SCENARIO_INVALID);
    }
    for (chunk, error) in present.damaged.iter().filter(|(chunk, _)| mine.contains(chunk)) {
        say(&format!("warning: {} is damaged ({error}); it is computed again", store.chunk_path(*chunk).display()));
    }
    let wanted: Vec<u64> = mine.clone().filter(|chunk| present.chunks.binary_search(chunk).is_err()).collect();
    let note = |store: &Store, session: &Session| {
        let text = serde_json::to_string_pretty(session).map_err(std::io::Error::from)?;
        store.put_session(&session::name(session), &text).map_err(CommandError::from)
    };
    note(store, &session)?;
    let start = Instant::now();
    let result = rows(work, store, &chunks, &wanted);
    session.ended = Some(session::now());
    session.end = if matches!(result, Ok(Ended::Whole)) { SessionEnd::Completed } else { SessionEnd::Failed };
    match result {
        Ok(Ended::Whole) => {}
        Ok(Ended::Stopped) => {
            note(store, &session)?;
            say(&kept("interrupted", work.identity, store));
            return Ok(exit::INTERRUPTED);
        }
        Err(error) => {
            say(&format!("error: {error}"));
            // The note of the session may not fit either; what matters is told.
            let _ = note(store, &session);
            say(&kept("stopped", work.identity, store));
            return Ok(exit::RUN_FAILED);
        }
    }
    let computed: u64 = wanted.iter().map(|c| chunks.range(*c)).map(|r| r.end - r.start).sum();
    let seconds = start.elapsed().as_secs_f64();
    say(&format!("{computed} samples in {seconds:.1} s ({:.0}/s)", computed as f64 / seconds.max(1e-9)));
    if work.arguments.shard.is_some() {
        note(store, &session)?;
        return shard_done(store, &mine, out);
    }
    finish::join(store, work.identity)?;
    let summary = finish::describe(store, Some(session))?;
    finish::tell(&summary, store.out(), work.arguments.input.json, out)
}

/// Computes chunks and writes each as soon as it is whole.
fn rows(work: &Work<'_>, store: &Store, chunks: &Chunks, wanted: &[u64]) -> Result<Ended, StoreError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(work.threads).build().map_err(|error| {
        let error = std::io::Error::other(error.to_string());
        files::FileError::Io { path: PathBuf::from("threads"), action: "start", error }
    })?;
    stop::listen();
    let samples: u64 = wanted.iter().map(|c| chunks.range(*c)).map(|r| r.end - r.start).sum();
    let bar = progress::bar(samples, "samples");
    let mut counts = StatusCounts::default();
    let mut seen = |rows: &[Row]| {
        rows.iter().for_each(|row| counts.add(row.status));
        bar.inc(rows.len() as u64);
        if counts.failed() > 0 {
            bar.set_prefix(format!("{} failed", counts.failed()));
        }
    };
    let mut put = |chunk: u64, rows: Vec<Row>| store.put_chunk(work.identity, chunk, &rows);
    let rows_of = |range: Range<u64>| work.study.rows(range);
    let ended = compute(&pool, chunks, wanted, &rows_of, &mut seen, &mut put, stop::flag());
    bar.finish_and_clear();
    ended
}

/// What is kept after an end before the end, and how to go on.
fn kept(how: &str, identity: &Identity, store: &Store) -> String {
    let chunks = Chunks::of(identity.samples);
    let samples: u64 = store.present(identity).chunks.iter().map(|c| chunks.range(*c)).map(|r| r.end - r.start).sum();
    format!(
        "{how}: {samples} of {} samples are kept in {}; run the same command with --resume to go on",
        identity.samples,
        store.folder().display()
    )
}

/// Tells about a finished shard; gives the exit code by its own chunks.
fn shard_done(store: &Store, mine: &Range<u64>, out: &mut dyn Write) -> Result<u8, CommandError> {
    let mut counts = StatusCounts::default();
    for chunk in mine.clone() {
        let path = store.chunk_path(chunk);
        let failed = |error| StoreError::Part { path: path.clone(), error };
        for status in store.chunk(chunk)?.statuses(0).map_err(failed)? {
            counts.add(status);
        }
    }
    let parts = store.folder().display();
    writeln!(out, "{} chunks, {} samples, {} failed: {parts}", mine.end - mine.start, counts.total(), counts.failed())?;
    say(&format!("when all shards are done: gisement merge {}", store.out().display()));
    Ok(if counts.failed() > 0 { exit::SAMPLES_FAILED } else { exit::OK })
}
