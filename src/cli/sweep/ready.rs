//! What is at the place of the results already, and whether the arguments say what to do with it.

use super::Shard;
use crate::cli::args::SweepArguments;
use crate::cli::exit;
use crate::cli::store::{Share, Store, StoreError};
use crate::study::{Difference, Identity};
use crate::sweep::Chunks;
use crate::text;
use crate::words::Text;

/// Why a command goes no further: its exit code and what to say.
type Refusal = (u8, Text);

/// What stands at the place of the results.
pub(super) enum Ready {
    /// Nothing in the way: the folder of parts is there, with the plan, and locked.
    Go,
    /// The final file is there already.
    Finished,
    /// Something in the way.
    Refused(Refusal),
}

/// Looks before it touches anything, then makes the folder and locks it.
pub(super) fn prepare(store: &mut Store, identity: &Identity, arguments: &SweepArguments) -> Result<Ready, StoreError> {
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
        return Ok(Ready::Refused(other_plan(store, &plan.differences(identity), arguments)));
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
        return Ok(Ready::Refused(other_plan(store, &differences, arguments)));
    }
    if store.is_taken() && !(arguments.force && arguments.resume) {
        if !arguments.resume {
            let over = start_over(arguments, text!("write --force to start over"));
            let why = text!("{out} is there already; {over}, or name another --out", out, over);
            return Ok(Ready::Refused((exit::USAGE, why)));
        }
        // A file that is no sweep is told as the error it is.
        let Some(finished) = store.finished()? else { return Ok(Ready::Go) };
        let differences = finished.identity().differences(identity);
        if differences.is_empty() {
            return Ok(Ready::Finished);
        }
        let why = text!(
            "{out} is another sweep:\n{list}\n{over}, or name another --out",
            out,
            list = listed(&differences),
            over = start_over(arguments, text!("write --force beside --resume to replace it in the end"))
        );
        return Ok(Ready::Refused((exit::SCENARIO_INVALID, why)));
    }
    let begun = match arguments.shard {
        Some(Shard { k, n }) => {
            let chunks = Chunks::of(identity.samples).shard(k, n);
            plan.is_some() && !store.present_of(identity, &chunks).chunks.is_empty()
        }
        None => plan.is_some(),
    };
    if begun && !arguments.resume {
        let parts = store.folder().display();
        let over = start_over(arguments, text!("write --force to start over"));
        let why = text!("{parts} holds parts of this sweep; write --resume to go on, or {over}", parts, over);
        return Ok(Ready::Refused((exit::USAGE, why)));
    }
    Ok(Ready::Go)
}

/// How to start over, for those who may.
fn start_over(arguments: &SweepArguments, force: Text) -> Text {
    // Other shards may be at work: a shard never removes what it did not write.
    if arguments.shard.is_some() { text!("remove it to start over") } else { force }
}

fn other_plan(store: &Store, differences: &[Difference], arguments: &SweepArguments) -> Refusal {
    let why = text!(
        "{folder} holds parts of another sweep:\n{list}\nrun what it was started with, {over}, or name another --out; \
         nothing was touched",
        folder = store.folder().display(),
        list = listed(differences),
        over = start_over(arguments, text!("write --force to start over"))
    );
    (exit::SCENARIO_INVALID, why)
}

/// Differences, one a line.
pub(in crate::cli) fn listed(differences: &[Difference]) -> Text {
    let line =
        |d: &Difference| text!("  {field}: {one} there, {other} now", field = d.field, one = d.one, other = d.other);
    Text::joined(differences.iter().map(line), "\n")
}
