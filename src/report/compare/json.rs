//! A comparison as JSON. `docs/json.md` documents every key.

use super::Comparison;
use super::causes::{Causes, Moved};
use super::differences::{Changed, Measure};
use serde_json::{Value, json};

/// Identifier and version of the JSON of `gisement compare`. Keys are only ever added under one version.
pub const SCHEMA: &str = "gisement.compare/1";

/// The comparison as JSON. Lists of values have one entry a scenario, in the order of `scenarios`; null where a scenario has
/// no such value.
pub fn compare_json(found: &Comparison) -> Value {
    let scenarios = found.labels.iter().zip(&found.made_of);
    let scenarios: Vec<Value> =
        scenarios.map(|(label, made_of)| json!({ "label": label, "made_of": made_of })).collect();
    let methods = found.methods.iter().map(|(of, texts)| json!({ "of": of, "names": texts }));
    json!({
        "schema": SCHEMA,
        "version": env!("CARGO_PKG_VERSION"),
        "scenarios": scenarios,
        "same": found.is_same(),
        "results": found.measures.iter().map(measure).collect::<Vec<_>>(),
        "changed_inputs": found.changed.iter().map(changed).collect::<Vec<_>>(),
        "changed_methods": methods.collect::<Vec<_>>(),
        "causes": found.causes.iter().map(causes).collect::<Vec<_>>(),
        "moved": found.moved.iter().map(moved).collect::<Vec<_>>(),
    })
}

fn measure(m: &Measure) -> Value {
    json!({ "key": m.key, "label": m.label.0, "unit": m.unit, "values": m.values, "methods": m.methods })
}

fn changed(c: &Changed) -> Value {
    json!({
        "path": c.path,
        "description": c.description,
        "unit": c.unit,
        "values": c.values,
        "drawn": c.drawn,
    })
}

fn causes(c: &Causes) -> Value {
    let lines = c.lines.iter().map(|(name, values)| json!({ "name": name, "values": values }));
    json!({
        "account": c.key,
        "unit": c.unit,
        "methods": c.methods,
        "references": c.references,
        "results": c.results,
        "lines": lines.collect::<Vec<_>>(),
    })
}

fn moved(m: &Moved) -> Value {
    json!({ "stream": m.lot, "company": m.company, "sink": m.sink, "wet_t_per_a": m.wet_t })
}
