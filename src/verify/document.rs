//! Known answers as a JSON document: a list of cases, each with what it gives and what it expects.

use super::format::TableError;
use super::known::{allocation, collection, sharing};
use super::outcome::{Row, Suite};
use super::reason::Reason;
use serde_json::Value;

/// A kind of document.
pub(super) struct DocumentFormat {
    /// Its name.
    pub(super) name: &'static str,
    /// Name of the list of cases.
    pub(super) list: &'static str,
    /// What each case must hold.
    pub(super) required: &'static [&'static str],
    /// Compares one case; its name comes with it.
    pub(super) compare: fn(&Value, &str) -> Vec<Row>,
}

/// The kinds known, one line each.
pub(super) const DOCUMENTS: &[&DocumentFormat] =
    &[&allocation::PROGRAMMES, &allocation::FACILITIES, &collection::COSTS, &collection::DISTANCES, &sharing::FORMAT];

/// Whether a text is meant to be a JSON document.
pub(super) fn is_document(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '['])
}

/// Holds the program against a document. `file` is only repeated in the result.
pub(super) fn document(file: &str, text: &str) -> Result<Suite, TableError> {
    let value = parse(text)?;
    let (format, cases) = recognise(&value)?;
    let rows = rows_of(format, cases);
    Ok(Suite {
        name: format.name.to_owned(),
        file: Some(file.to_owned()),
        source: file.to_owned(),
        notes: vec![],
        rows,
    })
}

/// A shipped document under its own name and source.
pub(super) fn shipped(format: &DocumentFormat, name: &str, source: &str, text: &str) -> Suite {
    let cases = parse(text).and_then(|value| recognise(&value).map(|(_, cases)| cases.to_vec()));
    let (rows, notes) = match cases {
        Ok(cases) => (rows_of(format, &cases), Vec::new()),
        // Compares nothing and so does not hold.
        Err(error) => (Vec::new(), vec![error.to_string()]),
    };
    Suite { name: name.to_owned(), file: None, source: source.to_owned(), notes, rows }
}

fn parse(text: &str) -> Result<Value, TableError> {
    serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| TableError::NotJson { line: error.line() as u64 })
}

fn rows_of(format: &DocumentFormat, cases: &[Value]) -> Vec<Row> {
    let rows = cases.iter().enumerate().flat_map(|(k, case)| {
        let name = case.get("id").and_then(Value::as_str).map_or_else(|| format!("case {}", k + 1), str::to_owned);
        match format.required.iter().find(|field| case.get(**field).is_none()) {
            Some(field) => vec![Row::failed(&name, "", None, Reason::field(field, "is missing; write it"))],
            None => (format.compare)(case, &name),
        }
    });
    rows.collect()
}

/// The kind whose list is there and whose fields the first case holds; else the one it comes nearest to.
fn recognise(value: &Value) -> Result<(&'static DocumentFormat, &[Value]), TableError> {
    let mut nearest: Option<(usize, &DocumentFormat, Vec<&'static str>)> = None;
    let mut empty = false;
    for format in DOCUMENTS {
        let Some(cases) = value.get(format.list).and_then(Value::as_array) else { continue };
        let Some(first) = cases.first() else {
            empty = true;
            continue;
        };
        let missing: Vec<_> = format.required.iter().copied().filter(|f| first.get(f).is_none()).collect();
        if missing.is_empty() {
            return Ok((format, cases));
        }
        let lacks_least = nearest.as_ref().is_none_or(|n| missing.len() < n.0);
        if 2 * missing.len() <= format.required.len() && lacks_least {
            nearest = Some((missing.len(), format, missing));
        }
    }
    Err(match nearest {
        Some((_, format, missing)) => TableError::MissingColumns { format: format.name, missing },
        None if empty => TableError::NoRows,
        None => TableError::UnknownDocument,
    })
}
