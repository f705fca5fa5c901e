//! JSON Schema of the scenario file, made from the same description that the reader uses.

use super::spec::{KeySpec, Kind, SectionSpec};
use crate::digestion::adm1::State;
use crate::param::Row;
use serde_json::{Map, Value, json};

/// Version of the scenario format, part of the schema's identifier.
pub const FORMAT_VERSION: u32 = 1;

/// Name of the section that is the whole file.
const ROOT: &str = "scenario";

/// The schema as JSON (draft 2020-12).
pub fn json_schema(root: &'static SectionSpec) -> Value {
    let mut definitions = Map::new();
    let mut schema = section(root, &mut definitions);
    if let Value::Object(map) = &mut schema {
        map.insert("$defs".to_owned(), Value::Object(definitions));
        map.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        map.insert("$id".to_owned(), json!(format!("gisement-scenario-{FORMAT_VERSION}")));
        map.insert("title".to_owned(), json!("gisement scenario"));
    }
    schema
}

/// A section; sections that may repeat are defined once and referred to.
fn section(spec: &SectionSpec, definitions: &mut Map<String, Value>) -> Value {
    let mut properties = Map::new();
    for table in spec.tables {
        for row in table().rows() {
            properties.insert(row.name.clone(), number(row));
        }
    }
    for key in spec.keys {
        properties.insert(key.name.to_owned(), value(key));
    }
    for child in spec.children {
        let mut schema = section(child, definitions);
        if child.repeated {
            // Two sections may have children of one name: an event of the supply is not one of a digester.
            let name = if spec.name == ROOT { child.name.to_owned() } else { format!("{}_{}", spec.name, child.name) };
            let one = json!({ "$ref": format!("#/$defs/{name}") });
            definitions.insert(name, schema);
            // Not `anyOf`: an editor could then only say that neither fits.
            schema = json!({ "if": { "type": "array" }, "then": { "items": one }, "else": one });
        }
        properties.insert(child.name.to_owned(), schema);
    }
    json!({
        "type": "object",
        "description": spec.description,
        "additionalProperties": spec.free_keys,
        "properties": properties,
    })
}

fn number(row: &Row) -> Value {
    let mut schema = json!({
        "type": "number",
        "description": format!("{} [{}]. Source: {} ({})", row.description, row.unit, row.source, row.flag.word()),
        "minimum": row.low,
        "maximum": row.high,
    });
    if let (Some(default), Value::Object(map)) = (row.default, &mut schema) {
        map.insert("default".to_owned(), json!(default));
    }
    schema
}

fn value(key: &KeySpec) -> Value {
    let description = key.description;
    match key.kind {
        Kind::Text | Kind::File => json!({ "type": "string", "description": description }),
        Kind::Files => json!({
            "type": ["string", "array"], "items": { "type": "string" }, "description": description,
        }),
        Kind::Texts => json!({ "type": "array", "items": { "type": "string" }, "description": description }),
        Kind::Numbers => json!({
            "type": ["number", "array"], "items": { "type": "number" }, "description": description,
        }),
        Kind::Choice(words) => json!({ "enum": words, "description": description }),
        Kind::Choices(words) => json!({
            "if": { "type": "array" },
            "then": { "items": { "enum": words } },
            "else": { "enum": words },
            "description": description,
        }),
        Kind::Bool => json!({ "type": "boolean", "description": description }),
        Kind::Number => json!({ "type": "number", "description": description }),
        Kind::Amount => json!({
            "type": ["string", "object"],
            "properties": { "low": amount(), "mode": amount(), "high": amount() },
            "required": ["mode"],
            "additionalProperties": false,
            "description": description,
        }),
        Kind::Variant(words) => json!({
            "if": { "type": "object" },
            "then": {
                "properties": words.iter().map(|w| ((*w).to_owned(), empty())).collect::<Map<_, _>>(),
                "additionalProperties": false,
                "minProperties": 1,
                "maxProperties": 1,
            },
            "else": { "enum": words },
            "description": description,
        }),
        Kind::States { count, file } => states(count, file, description),
        Kind::Properties => json!({
            "type": "object",
            "additionalProperties": { "type": "object", "additionalProperties": { "type": "number" } },
            "description": description,
        }),
        Kind::Correlations => correlations(description),
        Kind::Table => json!({ "type": "object", "description": description }),
    }
}

fn amount() -> Value {
    json!({ "type": "string" })
}

/// A list of correlations; the reader says more of what fits together.
fn correlations(description: &str) -> Value {
    let coefficient = json!({ "type": "number", "minimum": -1, "maximum": 1 });
    let matrix = json!({ "type": "array", "items": { "type": "array", "items": coefficient } });
    let one_or_all = json!({ "if": { "type": "array" }, "then": matrix, "else": coefficient });
    let entry = json!({
        "type": "object",
        "properties": {
            "of": { "type": "array", "items": { "type": "string" }, "minItems": 2 },
            "spearman": one_or_all,
            "pearson": one_or_all,
            "nearest": { "type": "boolean" },
        },
        "required": ["of"],
        "additionalProperties": false,
    });
    json!({ "type": "array", "items": entry, "description": description })
}

/// A table without keys.
fn empty() -> Value {
    json!({ "type": "object", "maxProperties": 0 })
}

fn states(count: usize, file: bool, description: &str) -> Value {
    let state = |s: &State| {
        let schema = json!({ "type": "number", "minimum": 0, "description": s.unit() });
        (s.name().to_owned(), schema)
    };
    let mut properties: Map<String, Value> = State::ALL[..count].iter().map(state).collect();
    if file {
        properties.insert("file".to_owned(), json!({ "type": "string", "description": "CSV beside the scenario" }));
    }
    json!({
        "type": "object", "additionalProperties": false, "properties": properties, "description": description,
    })
}
