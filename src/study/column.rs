//! Columns of a study: what a number in a row is, and in which unit.

use crate::case::Headline;
use crate::scenario::Scenario;
use serde::{Deserialize, Serialize};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// An input that differs between samples.
    Input,
    /// An output; a sample may lack it.
    Output,
}

/// A column of numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Path of an input, key of an output: the name of the column in files.
    pub key: String,
    /// What it is.
    pub label: String,
    /// Unit.
    pub unit: String,
    /// Input or output.
    pub role: Role,
}

/// Columns of the inputs at some places.
pub(super) fn inputs(scenario: &Scenario, places: &[usize]) -> Vec<Column> {
    let column = |place: &usize| {
        let input = &scenario.inputs.list()[*place];
        let (key, label, unit) = (input.path.clone(), input.description.clone(), input.unit.clone());
        Column { key, label, unit, role: Role::Input }
    };
    places.iter().map(column).collect()
}

/// Columns of the headlines.
pub(super) fn outputs(headlines: &[Headline]) -> Vec<Column> {
    headlines.iter().map(|h| output(h.key.to_owned(), h.label.to_owned(), h.unit)).collect()
}

/// Columns of the verdicts of digesters: with the id where the case has several.
pub(super) fn verdicts(judged: &[&str], digesters: usize) -> Vec<Column> {
    let pair = |id: &&str| {
        let (key, label) = match digesters {
            1 => (String::new(), "Digester".to_owned()),
            _ => (format!("digester.{id}."), format!("Digester {id}")),
        };
        [("washed_out", "washes out"), ("acidified", "turns acid")]
            .map(|(name, what)| output(format!("{key}{name}"), format!("{label} {what}"), "probability"))
    };
    judged.iter().flat_map(pair).collect()
}

fn output(key: String, label: String, unit: &str) -> Column {
    Column { key, label, unit: unit.to_owned(), role: Role::Output }
}
