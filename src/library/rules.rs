//! Regulatory rules in words: `models/feedstock/rules.csv`. Their numeric thresholds are parameters of `feedstock`.

use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};

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

fn read_row(row: &SheetRow<'_>) -> Result<Rule, SheetError> {
    Ok(Rule {
        rule_id: row.filled("rule_id")?,
        topic: row.filled("topic")?,
        condition: row.filled("condition")?,
        value: row.filled("value")?,
        source: row.filled("source")?,
        flag: row.flag("flag")?,
        note: row.text("note")?.to_owned(),
    })
}

shipped! {
    /// All rules, in the order of the table.
    pub fn rules() -> [Rule] from "feedstock/rules.csv" by read_row
}

/// The rule of this name.
pub fn rule(rule_id: &str) -> Option<&'static Rule> {
    rules().iter().find(|r| r.rule_id == rule_id)
}
