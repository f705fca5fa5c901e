//! The summary of a sweep as JSON. `docs/json.md` documents every key.

use super::{OutputReport, SweepReport};
use crate::study::Identity;
use crate::sweep::{Bracket, Checkpoint, Estimate, Interval, IntervalKind, LEVEL, Look, Spread, Tolerance, Until};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Identifier and version of the JSON of `gisement sweep`. Keys are only ever added under one version.
pub const SCHEMA: &str = "gisement.sweep/1";

/// The summary as JSON.
pub fn sweep_json(sweep: &SweepReport) -> Value {
    let status: Map<String, Value> =
        sweep.counts.iter().map(|(status, count)| (status.word().to_owned(), json!(count))).collect();
    let outputs: Map<String, Value> = sweep.outputs.iter().map(|o| (o.key.clone(), output(o))).collect();
    let mut root = json!({
        "schema": SCHEMA,
        "version": env!("CARGO_PKG_VERSION"),
        "scenario": { "name": sweep.scenario, "overrides": sweep.overrides },
        "design": sweep.design,
        "seed": sweep.seed,
        "samples_wanted": sweep.wanted,
        "samples": sweep.counts.total(),
        "status": status,
        "confidence": LEVEL,
        "outputs": outputs,
    });
    if let (Some((rule, look)), Value::Object(root)) = (&sweep.until, &mut root) {
        root.insert("until".to_owned(), until(rule, look));
    }
    root
}

/// The summary with what makes the rows the same bits, and why some samples failed.
pub fn sweep_document(sweep: &SweepReport, identity: &Identity, reasons: &BTreeMap<String, u64>) -> Value {
    let mut root = sweep_json(sweep);
    root["reasons"] = json!(reasons);
    root["scenario_sha256"] = json!(identity.scenario_sha256);
    root["numeric_class"] = json!(identity.numeric_class);
    root
}

fn output(output: &OutputReport) -> Value {
    let s = &output.statistics;
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| {
        map.insert(key.to_owned(), value);
    };
    put("label", json!(output.label));
    put("unit", json!(output.unit));
    put("count", json!(s.count));
    put("absent", json!(s.absent));
    put("failed", json!(s.failed));
    if let Some(spread) = &s.spread {
        put("mean", estimate(&spread.mean));
        put("standard_deviation", json!(spread.standard_deviation));
        put("min", json!(spread.min));
        put("max", json!(spread.max));
        put("quantiles", quantiles(spread));
        if let Some(p) = &spread.probability {
            let mut value = estimate(&p.estimate);
            value["ones"] = json!(p.ones);
            value["with_failed"] = bracket(&p.with_failed);
            put("probability", value);
        }
        let h = &spread.histogram;
        put("histogram", json!({ "edges": h.edges, "counts": h.counts, "below": h.below, "above": h.above }));
    }
    if !output.trace.is_empty() {
        put("convergence", Value::Array(output.trace.iter().map(checkpoint).collect()));
    }
    Value::Object(map)
}

fn quantiles(spread: &Spread) -> Value {
    let entry = |q: &crate::sweep::Quantile| {
        let mut value = estimate(&q.estimate);
        value["with_failed"] = bracket(&q.with_failed);
        (super::quantile_name(q.share).to_lowercase(), value)
    };
    Value::Object(spread.quantiles.iter().map(entry).collect())
}

fn estimate(estimate: &Estimate) -> Value {
    json!({ "value": estimate.value, "interval": estimate.interval.as_ref().map(interval) })
}

fn interval(interval: &Interval) -> Value {
    let mut value = json!({ "low": interval.low, "high": interval.high, "kind": interval.kind.word() });
    if let IntervalKind::Replicates { replicates } = interval.kind {
        value["replicates"] = json!(replicates);
    }
    value
}

fn bracket(bracket: &Bracket) -> Value {
    json!({ "low": bracket.low, "high": bracket.high })
}

fn checkpoint(c: &Checkpoint) -> Value {
    let [p10, p50, p90] = c.p10_p50_p90.each_ref().map(estimate);
    json!({ "samples": c.samples, "count": c.count, "mean": estimate(&c.mean), "p10": p10, "p50": p50, "p90": p90 })
}

fn until(rule: &Until, look: &Look) -> Value {
    let conditions = rule.conditions().iter().zip(&look.conditions).map(|(condition, found)| {
        let (unit, asked) = match condition.tolerance {
            Tolerance::Absolute(value) => ("absolute", value),
            Tolerance::Relative(share) => ("relative", share),
        };
        json!({
            "condition": condition.text,
            "tolerance": { unit: asked },
            "estimate": found.as_ref().map(|(e, _)| estimate(e)),
            "half_width": found.as_ref().and_then(|(e, _)| e.half_width()),
            "half_width_wanted": found.as_ref().map(|(_, limit)| *limit),
        })
    });
    json!({ "met": look.stop, "samples": look.samples, "conditions": conditions.collect::<Vec<_>>() })
}
