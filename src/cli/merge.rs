//! `gisement merge`: parts of a sweep, once they are known to cover every sample, become its file.

use super::args::MergeArguments;
use super::store::{Present, Share, Store};
use super::sweep::listed;
use super::{CommandError, exit, finish, session, talk};
use crate::study::Identity;
use crate::sweep::{Chunks, runs};
use crate::text;
use std::io::Write;
use std::ops::Range;

/// Merges.
pub(super) fn run(arguments: &MergeArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let mut store = Store::of(&arguments.out);
    let Some(identity) = store.plan()? else { return whole_or_nothing(&mut store, arguments, out) };
    if store.is_taken() && !arguments.force {
        let same = store.finished().is_ok_and(|f| f.is_some_and(|f| *f.identity() == identity));
        if !same {
            let out = store.out().display();
            talk(text!("error: {out} is there already and is another sweep; write --force to replace it", out));
            return Ok(exit::USAGE);
        }
    }
    if let Some(rule) = &identity.until {
        talk(text!("error: this sweep ends by its rule `{rule}`: run it with --resume, which joins it as well", rule));
        return Ok(exit::USAGE);
    }
    store.lock(Share::Nobody)?;
    let present = store.present(&identity);
    if let Some(code) = refused(&store, &identity, &present) {
        return Ok(code);
    }
    let session = session::begin(1, None, Vec::new(), &[]);
    let summary = finish::join(&store, &identity, &present, Chunks::of(identity.samples).count())?;
    let summary = finish::describe(&mut store, summary, Some(session), Vec::new())?;
    finish::tell(&summary, store.out(), arguments.json, out)
}

/// No parts: the file may be whole already.
fn whole_or_nothing(store: &mut Store, arguments: &MergeArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let path = store.out().to_owned();
    if !store.is_taken() {
        talk(text!(
            "error: there is neither {a} nor {display}; name the --out of a sweep",
            a = store.folder().join("plan.json").display(),
            display = path.display()
        ));
        return Ok(exit::SCENARIO_INVALID);
    }
    let summary = finish::describe_again(store, session::begin(1, None, Vec::new(), &[]))?;
    talk(text!("{display} is already whole", display = path.display()));
    finish::tell(&summary, &path, arguments.json, out)
}

/// Says everything that is in the way of a merge, and gives the exit code; none when nothing is.
fn refused(store: &Store, identity: &Identity, present: &Present) -> Option<u8> {
    for (_, path, other) in &present.foreign {
        talk(text!(
            "error: {display} is of another sweep:\n{b}",
            display = path.display(),
            b = listed(&other.differences(identity))
        ));
    }
    if !present.foreign.is_empty() {
        talk(text!(
            "parts of different sweeps are never mixed: remove those that do not belong here, and compute them again"
        ));
        return Some(exit::SCENARIO_INVALID);
    }
    for damaged in &present.damaged {
        talk(text!("error: {display} is damaged: {error}", display = damaged.path.display(), error = damaged.error));
    }
    let chunks = Chunks::of(identity.samples);
    let missing: Vec<u64> = (0..chunks.count()).filter(|c| !present.chunks.contains_key(c)).collect();
    if missing.is_empty() {
        return None;
    }
    let counts = store.shard_counts();
    let samples: u64 = missing.iter().map(|c| chunks.range(*c)).map(|r| r.end - r.start).sum();
    talk(text!(
        "error: {samples} of {samples2} samples are missing in {b}:",
        samples,
        samples2 = identity.samples,
        b = store.folder().display()
    ));
    for run in runs(&missing) {
        talk(format!("  {}", missing_run(&chunks, &run, &counts)));
    }
    talk(text!("run what is missing with --resume (and its --shard), then merge again"));
    Some(exit::RUN_FAILED)
}

/// `samples 128 to 191 (chunks 2 to 2): shard 2/7`
fn missing_run(chunks: &Chunks, run: &Range<u64>, counts: &[u64]) -> String {
    let (first, last) = (chunks.range(run.start).start, chunks.range(run.end - 1).end - 1);
    let shards: Vec<String> = counts
        .iter()
        .map(|n| {
            let (from, to) = (chunks.shard_of(run.start, *n), chunks.shard_of(run.end - 1, *n));
            if from == to { format!("shard {from}/{n}") } else { format!("shards {from}/{n} to {to}/{n}") }
        })
        .collect();
    let of = if shards.is_empty() { String::new() } else { format!(": {}", shards.join(", or ")) };
    format!("samples {first} to {last} (chunks {} to {}){of}", run.start, run.end - 1)
}
