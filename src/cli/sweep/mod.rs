//! `gisement sweep`: many samples into a file of rows, whole chunks at a time, so that nothing done is ever lost.

mod place;
mod plan;
mod ready;
mod series;
mod source;
mod until;
mod work;

pub(super) use ready::listed;

use super::args::SweepArguments;
use super::store::Store;
use super::{CommandError, exit, files, finish, load, session, talk};
use crate::report::FileEntry;
use crate::study::Study;
use crate::text;
use crate::words::Text;
use ready::{Ready, prepare};
use std::io::Write;
use std::path::PathBuf;

/// A shard: number `k` of `n`, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shard {
    pub(super) k: u64,
    pub(super) n: u64,
}

/// Runs a sweep.
pub(super) fn run(arguments: &SweepArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let Some(scenario) = load::from_arguments(&arguments.input) else { return Ok(exit::SCENARIO_INVALID) };
    let file = &arguments.input.file;
    let refuse = |(code, why): (u8, Text)| {
        talk(text!("error: {why}", why));
        Ok(code)
    };
    let target = arguments.out.clone().unwrap_or_else(|| {
        let stem = file.file_stem().unwrap_or_default();
        PathBuf::from("out").join(stem).with_extension("parquet")
    });
    if let Some(why) = place::refused(&target, arguments, &scenario) {
        return refuse((exit::USAGE, why));
    }
    let (_, outcome) = match crate::ask::run::nominal(&scenario) {
        Ok(parts) => parts,
        Err(failed) => return Ok(super::answer::refuse(&failed, &file.display().to_string(), &scenario.sources)),
    };
    let source::Samples { source, count } = match source::samples(arguments, &scenario) {
        Ok(samples) => samples,
        Err(refusal) => return refuse(refusal),
    };
    let study = Study::new(&scenario, &outcome, source);
    let rule = match until::rule(arguments, &study) {
        Ok(rule) => rule,
        Err(refusal) => return refuse(refusal),
    };
    if let Some(sample) = arguments.series.iter().find(|s| **s >= count) {
        let why = text!(
            "--series {sample}: there are {count} samples; write numbers from 0 to {last}",
            sample,
            count,
            last = count - 1
        );
        return refuse((exit::USAGE, why));
    }
    let identity = study.identity(count, rule.as_ref().map(|_| arguments.until.clone().unwrap_or_default()));
    if let Some(shards) = arguments.plan {
        return plan::plan(&study, &identity, plan::shards(shards, arguments.shard), arguments.input.json, out);
    }
    let mut store = Store::of(&target);
    if let Some(folder) = target.parent().filter(|f| !f.as_os_str().is_empty()) {
        files::make_folder(folder)?;
    }
    let threads = arguments.threads.unwrap_or_else(rayon::current_num_threads);
    let mut inputs = session::inputs(&scenario, file, target.parent().unwrap_or(&target));
    if let Some(path) = &arguments.samples {
        let entry = finish::hashed(path, finish::GIVEN_SAMPLES, source::media_type(path))?;
        inputs.push(FileEntry { path: session::seen_from(target.parent().unwrap_or(&target), path), ..entry });
    }
    let shard = arguments.shard.map(|s| format!("{}/{}", s.k, s.n));
    let session = session::begin(threads, shard, inputs, &arguments.input.overrides);
    match prepare(&mut store, &identity, arguments)? {
        Ready::Refused(refusal) => refuse(refusal),
        Ready::Finished => {
            talk(text!("{display} is already whole", display = target.display()));
            let ended = finish::describe_again(&mut store, session)?;
            series::write(&study, &identity, arguments, &store)?;
            finish::tell(&ended, &target, arguments.input.json, out)
        }
        Ready::Go => {
            let work = work::Work { study: &study, identity: &identity, arguments, threads, rule };
            work::work(&work, &mut store, session, out)
        }
    }
}
