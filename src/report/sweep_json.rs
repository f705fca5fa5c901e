//! The summary of a sweep: status counts, reasons, statistics of every output, as JSON.

use super::{SweepFile, SweepFileError};
use crate::study::{Column, Identity, Role};
use crate::sweep::{Status, StatusCounts, Summary, summarise};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Identifier and version of the JSON of `gisement sweep`. Keys are only ever added under one version.
pub const SWEEP_SCHEMA: &str = "gisement.sweep/1";

/// What a finished sweep says.
#[derive(Clone, Debug)]
pub struct SweepSummary {
    /// What its rows are a pure function of.
    pub identity: Identity,
    /// How many samples ended how.
    pub counts: StatusCounts,
    /// Reasons of failed samples with their counts.
    pub reasons: BTreeMap<String, u64>,
    /// Statistics of each output over the samples that did not fail and have it; none where no sample has it.
    pub outputs: Vec<(Column, Option<Summary>)>,
}

/// Reads a finished sweep once, one column in memory at a time.
///
/// # Errors
/// When the file is damaged.
pub fn summarise_sweep(file: &SweepFile) -> Result<SweepSummary, SweepFileError> {
    let (counts, reasons) = file.failures()?;
    let mut outputs = Vec::new();
    for (place, column) in file.columns().iter().enumerate().filter(|(_, c)| c.role == Role::Output) {
        let mut values: Vec<f64> = Vec::new();
        for chunk in 0..file.chunks() {
            values.extend(file.numbers(chunk, place)?.into_iter().filter(|v| !v.is_nan()));
        }
        outputs.push((column.clone(), summarise(&values)));
    }
    Ok(SweepSummary { identity: file.identity().clone(), counts, reasons, outputs })
}

/// The summary as JSON; `file` is the name of the file of rows.
pub fn sweep_json(summary: &SweepSummary, file: &str) -> Value {
    let identity = &summary.identity;
    let total = summary.counts.total();
    let failed = summary.counts.failed();
    let status: Map<String, Value> = summary.counts.iter().map(|(s, n)| (s.word().to_owned(), json!(n))).collect();
    let outputs: Map<String, Value> =
        summary.outputs.iter().map(|(column, s)| (column.key.clone(), output(column, s.as_ref(), summary))).collect();
    json!({
        "schema": SWEEP_SCHEMA,
        "version": identity.engine,
        "scenario": { "name": identity.scenario, "sha256": identity.scenario_sha256 },
        "design": identity.design,
        "seed": identity.seed,
        "numeric_class": identity.numeric_class,
        "file": file,
        "samples": total,
        "failed": failed,
        "status": status,
        "reasons": summary.reasons,
        "outputs": outputs,
    })
}

/// One output: its statistics, and counts that sum to the number of samples.
fn output(column: &Column, s: Option<&Summary>, summary: &SweepSummary) -> Value {
    let present = s.map_or(0, |s| s.count as u64);
    let done = summary.counts.of(Status::Done);
    json!({
        "label": column.label,
        "unit": column.unit,
        "count": { "present": present, "absent": done - present, "failed": summary.counts.failed() },
        "mean": s.map(|s| s.mean),
        "standard_deviation": s.map(|s| s.standard_deviation),
        "min": s.map(|s| s.min),
        "p10": s.map(|s| s.p10),
        "p50": s.map(|s| s.p50),
        "p90": s.map(|s| s.p90),
        "max": s.map(|s| s.max),
    })
}
