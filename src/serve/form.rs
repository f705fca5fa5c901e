//! The sections of a scenario as forms: one description serves reader, schema, manual and page.

use super::extract::Lang;
use crate::scenario::{KeySpec, Kind, SCENARIO, SectionSpec, word_label};
use crate::words::Locale;
use axum::Json;
use serde_json::{Map, Value, json};

/// The sections of a scenario: keys, numbers with unit, default, range, source and flag, sections within.
#[utoipa::path(get, path = "/api/form", responses((status = 200, description = "The root section", body = Object)))]
pub(super) async fn form(Lang(lang): Lang) -> Json<Value> {
    Json(section(&SCENARIO, lang))
}

fn section(spec: &SectionSpec, lang: Locale) -> Value {
    let rows = spec.tables.iter().flat_map(|table| table().rows());
    let numbers: Vec<Value> = rows
        .map(|row| {
            json!({
                "name": row.name, "unit": lang.unit(&row.unit), "default": row.default, "low": finite(row.low),
                "high": finite(row.high), "description": lang.known(&row.description), "source": row.source,
                "flag": row.flag.word(),
            })
        })
        .collect();
    json!({
        "name": spec.name,
        "description": lang.known(spec.description),
        "repeated": spec.repeated,
        "free_keys": spec.free_keys,
        "keys": spec.keys.iter().map(|one| key(spec.name, one, lang)).collect::<Vec<_>>(),
        "numbers": numbers,
        "children": spec.children.iter().map(|child| section(child, lang)).collect::<Vec<_>>(),
    })
}

/// A range without an end has none in JSON.
pub(super) fn finite(bound: f64) -> Option<f64> {
    (bound.is_finite() && bound.abs() < f64::MAX).then_some(bound)
}

fn key(section: &str, spec: &KeySpec, lang: Locale) -> Value {
    let mut map = Map::new();
    let (kind, words): (&str, &[&str]) = match spec.kind {
        Kind::Text => ("text", &[]),
        Kind::Texts => ("texts", &[]),
        Kind::Numbers => ("numbers", &[]),
        Kind::Choice(words) => ("choice", words),
        Kind::Choices(words) => ("choices", words),
        Kind::Bool => ("bool", &[]),
        Kind::Number => ("number", &[]),
        Kind::File => ("file", &[]),
        Kind::Files => ("files", &[]),
        Kind::Amount => ("amount", &[]),
        Kind::Variant(words) => ("variant", words),
        Kind::States { .. } => ("states", &[]),
        Kind::Properties => ("properties", &[]),
        Kind::Correlations => ("correlations", &[]),
        Kind::Table => ("table", &[]),
    };
    map.insert("name".to_owned(), json!(spec.name));
    map.insert("kind".to_owned(), json!(kind));
    map.insert("words".to_owned(), json!(words));
    let label = |word: &&str| {
        word_label(section, spec.name, word).map_or_else(|| (*word).to_owned(), |l| lang.say(l).to_owned())
    };
    map.insert("labels".to_owned(), json!(words.iter().map(label).collect::<Vec<_>>()));
    map.insert("description".to_owned(), json!(lang.known(spec.description)));
    Value::Object(map)
}
