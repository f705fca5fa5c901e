//! A sensitivity analysis as JSON. `docs/json.md` documents every key.

use crate::study::{Indices, OutputSensitivity, Sensitivity};
use crate::sweep::sensitivity::{CONFIDENCE, Estimate};
use serde_json::{Map, Value, json};

/// Identifier and version of the JSON of `gisement sensitivity`. Keys are only ever added under one version.
pub const SCHEMA: &str = "gisement.sensitivity/1";

/// The analysis of a scenario (its name, or that of a sweep) as JSON.
pub fn sensitivity_json(scenario: &str, overrides: &[String], found: &Sensitivity) -> Value {
    let outputs: Map<String, Value> =
        found.outputs.iter().map(|o| (o.column.key.clone(), output(o, &found.players))).collect();
    json!({
        "schema": SCHEMA,
        "version": env!("CARGO_PKG_VERSION"),
        "scenario": { "name": scenario, "overrides": overrides },
        "method": found.method.name(),
        "group": found.grouping.name(),
        "factors": found.factors,
        "seed": found.seed,
        "confidence": CONFIDENCE,
        "rows_wanted": found.rows_wanted,
        "rows": found.rows,
        "runs": found.runs,
        "failed": found.failed,
        "reasons": found.reasons,
        "inputs": found.players,
        "outputs": outputs,
    })
}

fn output(output: &OutputSensitivity, players: &[String]) -> Value {
    let mut map = Map::new();
    map.insert("label".to_owned(), json!(output.column.label));
    map.insert("unit".to_owned(), json!(output.column.unit));
    match &output.indices {
        Err(why) => drop(map.insert("none".to_owned(), json!(why.to_string()))),
        Ok(indices) => {
            head(indices, &mut map);
            let ranking: Vec<&String> = indices.ranking().into_iter().map(|k| &players[k]).collect();
            map.insert("ranking".to_owned(), json!(ranking));
            let mut measures = Map::new();
            for measure in indices.measures() {
                let mut values: Map<String, Value> = Map::new();
                for (player, value) in players.iter().zip(&measure.values) {
                    values.insert(player.clone(), value.as_ref().map_or(Value::Null, estimate));
                }
                let mut one = json!({ "name": measure.name, "inputs": values });
                if let Some(noise) = &measure.noise {
                    one["dummy"] = estimate(noise);
                }
                measures.insert(measure.key.to_owned(), one);
            }
            map.insert("measures".to_owned(), Value::Object(measures));
        }
    }
    Value::Object(map)
}

/// What is told of the output besides its inputs.
fn head(indices: &Indices, map: &mut Map<String, Value>) {
    if let Some(rows) = indices.rows() {
        map.insert("rows".to_owned(), json!(rows));
    }
    match indices {
        Indices::Sobol(s) => {
            map.insert("mean".to_owned(), estimate(&s.mean));
            map.insert("variance".to_owned(), estimate(&s.variance));
            if !s.second.is_empty() {
                let pair = |p: &crate::sweep::sensitivity::Pair| json!({ "inputs": [p.players.0, p.players.1], "index": estimate(&p.index) });
                map.insert("pairs".to_owned(), s.second.iter().map(pair).collect());
            }
        }
        Indices::Shapley(s) => drop(map.insert("variance".to_owned(), estimate(&s.variance))),
        Indices::Tornado(t) => drop(map.insert("nominal".to_owned(), json!(t.nominal))),
        Indices::Morris(_) | Indices::Given(_) => {}
    }
}

/// Value, standard error and the ends of the 95 % interval.
fn estimate(e: &Estimate) -> Value {
    json!({ "value": e.value, "standard_error": e.standard_error, "low": e.low, "high": e.high })
}
