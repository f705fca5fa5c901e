//! Regulatory rules in words: `models/feedstock/rules.csv`. Their numeric thresholds are parameters of `feedstock`.

use super::sheet::{Sheet, SheetError};
use crate::param::Flag;
use std::sync::OnceLock;

/// A rule that a finding refers to.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Its name, e.g. `ICPE2781_2`.
    pub rule_id: String,
    /// What it belongs to: sanitation, ICPE, end-of-waste, injection, ...
    pub topic: String,
    /// What it applies to.
    pub condition: String,
    /// What it asks.
    pub value: String,
    /// Where it was seen.
    pub source: String,
    /// `assumed` when the source was not seen.
    pub flag: Flag,
    /// Remarks.
    pub note: String,
}

const FILE: &str = "models/feedstock/rules.csv";
const TEXT: &str = include_str!("../../models/feedstock/rules.csv");

fn parse(text: &str) -> Result<Vec<Rule>, SheetError> {
    Sheet::parse(FILE, text)?
        .rows()
        .map(|row| {
            Ok(Rule {
                rule_id: row.filled("rule_id")?.to_owned(),
                topic: row.filled("topic")?.to_owned(),
                condition: row.filled("condition")?.to_owned(),
                value: row.filled("value")?.to_owned(),
                source: row.filled("source")?.to_owned(),
                flag: row.flag("flag")?,
                note: row.text("note")?.to_owned(),
            })
        })
        .collect()
}

/// All rules, in the order of the table.
pub fn rules() -> &'static [Rule] {
    static LIST: OnceLock<Vec<Rule>> = OnceLock::new();
    LIST.get_or_init(|| parse(TEXT).expect("a shipped table is well formed: a test loads it"))
}

/// The rule of this name.
pub fn rule(rule_id: &str) -> Option<&'static Rule> {
    rules().iter().find(|r| r.rule_id == rule_id)
}
