//! `gisement sweep --plan`: what a sweep would take, before anything of it runs.

use super::Shard;
use crate::cli::{CommandError, lang, terminal};
use crate::report::{Block, Precision};
use crate::report::{Cell, Column, Section, Table, chunk_bytes};
use crate::study::{Identity, Study};
use crate::sweep::Chunks;
use crate::text;
use serde_json::{Value, json};
use std::io::Write;
use std::time::{Duration, Instant};

/// Samples that are run to measure one, at most, and for how long: enough that a mean means something, short enough to wait for.
const TRIED: (u64, Duration) = (2048, Duration::from_secs(2));

/// What a sweep would take.
struct Planned {
    samples: u64,
    chunks: Chunks,
    shards: u64,
    tried: u64,
    /// Of one sample on one thread, s.
    sample_s: f64,
    /// Of one row in the file.
    row_bytes: f64,
}

/// Measures and tells; nothing is written.
pub(super) fn plan(
    study: &Study<'_>,
    identity: &Identity,
    shards: u64,
    as_json: bool,
    out: &mut dyn Write,
) -> Result<u8, CommandError> {
    let planned = Planned::measure(study, identity, shards)?;
    if as_json {
        let text = serde_json::to_string_pretty(&planned.json()).map_err(std::io::Error::from)?;
        writeln!(out, "{text}")?;
    } else {
        let section = planned.section();
        let text = terminal().section(&section).map_err(|e| std::io::Error::other(e.to_string()))?;
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(crate::cli::exit::OK)
}

impl Planned {
    /// Runs the first samples on one thread. What they give is thrown away: a plan must not look like a result.
    fn measure(study: &Study<'_>, identity: &Identity, shards: u64) -> Result<Self, CommandError> {
        let chunks = Chunks::of(identity.samples);
        let (most, long) = (TRIED.0.min(identity.samples), TRIED.1);
        let (mut rows, mut first) = (Vec::new(), 0);
        let start = Instant::now();
        for block in chunks.blocks(0).chain((1..chunks.count()).flat_map(|chunk| chunks.blocks(chunk))) {
            first = block.end;
            rows.extend(study.rows(block));
            if first >= most || start.elapsed() >= long {
                break;
            }
        }
        let sample_s = start.elapsed().as_secs_f64() / first.max(1) as f64;
        let bytes = chunk_bytes(identity, 0, &rows).map_err(|e| std::io::Error::other(e.to_string()))?;
        let empty = chunk_bytes(identity, 0, &[]).map_err(|e| std::io::Error::other(e.to_string()))?;
        let row_bytes = bytes.len().saturating_sub(empty.len()) as f64 / first.max(1) as f64;
        Ok(Self { samples: identity.samples, chunks, shards, tried: first, sample_s, row_bytes })
    }

    /// Samples of the largest shard: the time of all when each has a core.
    fn largest_shard(&self) -> u64 {
        let samples = |k: u64| {
            let of = self.chunks.shard(k, self.shards);
            of.map(|chunk| self.chunks.range(chunk)).map(|range| range.end - range.start).sum::<u64>()
        };
        // Shards differ by one chunk at most, and the last chunk may be short: the first few hold a largest one.
        (1..=self.shards.min(self.chunks.count())).map(samples).max().unwrap_or(0)
    }

    fn file_bytes(&self) -> f64 {
        self.row_bytes * self.samples as f64
    }

    fn json(&self) -> Value {
        json!({
            "schema": "gisement.sweep-plan/1",
            "samples": self.samples,
            "chunks": self.chunks.count(),
            "chunk_samples": self.chunks.size(),
            "shards": self.shards,
            "largest_shard_samples": self.largest_shard(),
            "tried_samples": self.tried,
            "seconds_per_sample_and_core": self.sample_s,
            "core_seconds": self.sample_s * self.samples as f64,
            "shard_seconds_on_one_core": self.sample_s * self.largest_shard() as f64,
            "bytes_per_row": self.row_bytes,
            "file_bytes": self.file_bytes(),
            "bytes_while_joining": 2.0 * self.file_bytes(),
            "files_before_joining": self.chunks.count(),
            "arguments": (1..=self.shards.min(3)).map(|k| format!("--shard {k}/{}", self.shards)).collect::<Vec<_>>(),
        })
    }

    fn section(&self) -> Section {
        let lang = lang::chosen();
        let columns = vec![
            Column::text(lang.say("What")),
            Column::number(lang.say("Amount"), ""),
            Column::text(lang.say("Unit")),
        ];
        let mut table = Table::new(lang.say("What the sweep would take"), columns);
        let core_s = self.sample_s * self.samples as f64;
        let rows = [
            (lang.say("Samples"), self.samples as f64, ""),
            (lang.say("Chunks, each a file until they are joined"), self.chunks.count() as f64, ""),
            (lang.say("Samples of a chunk"), self.chunks.size() as f64, ""),
            (lang.say("Shards"), self.shards as f64, ""),
            (lang.say("Samples of the largest shard"), self.largest_shard() as f64, ""),
            (lang.say("One sample on one core"), 1000.0 * self.sample_s, "ms"),
            (lang.say("All samples on one core"), core_s / 3600.0, "h"),
            (lang.say("The largest shard on one core"), self.sample_s * self.largest_shard() as f64 / 3600.0, "h"),
            (lang.say("A row of the file"), self.row_bytes, "B"),
            (lang.say("The file"), self.file_bytes() / 1e6, "MB"),
            (lang.say("Disk while it is joined"), 2.0 * self.file_bytes() / 1e6, "MB"),
        ];
        for (name, value, unit) in rows {
            let whole = value.fract() == 0.0;
            let precision = if whole { Precision::Decimals(0) } else { Precision::Significant(3) };
            table.push(vec![Cell::text(name), Cell::precise(value, precision), Cell::text(unit)]);
        }
        let tried = self.tried;
        table.note = lang.tell(&text!(
            "Measured on {tried} samples on this machine, thrown away; nothing was written. Samples cost unequal times, and a busy machine \
             takes longer.",
            tried
        ));
        Section { id: "plan".into(), heading: lang.say("Plan of a sweep").into(), blocks: vec![Block::Table(table)] }
    }
}

/// How many shards a plan is for: those of `--plan`, or of `--shard`, or one.
pub(super) fn shards(asked: u64, shard: Option<Shard>) -> u64 {
    shard.map_or(asked, |s| s.n).max(1)
}
