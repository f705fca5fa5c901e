//! Every number behind the result: value, unit, source, how far to trust it, whether it was drawn.

use super::chapter::{Chapter, as_given};
use super::labels;
use crate::balance::provenance::provenance;
use crate::param;
use crate::report::{Cell, Column, Flag, Row, Run, Table};
use crate::scenario::{Input, Origin};

/// Heading, which other chapters point to.
pub(super) const HEADING: &str = "Every assumption";

pub(super) fn chapter(run: &Run<'_>) -> Chapter {
    let mut chapter = Chapter::new("assumptions", HEADING);
    chapter.text(
        "All inputs of the run. Read: seen in the source named. Computed: follows from other values named there. Assumed, \
         in amber: not verified, only plausible; replace these first. In brackets behind the source: where the value was \
         set, as file and line, by the default of the program, or by a law of the model.",
    );
    let list = run.scenario.inputs.list();
    let mut families: Vec<&str> = Vec::new();
    for input in list {
        let family = family(input);
        if !families.contains(&family) {
            families.push(family);
        }
    }
    for family in families {
        chapter.table(inputs(run, family));
    }
    if run.outcome.accounts.is_some() {
        chapter.table(tables());
    }
    chapter
}

fn family(input: &Input) -> &str {
    input.path.split('.').next().unwrap_or_default()
}

/// Columns of a table beside inputs may be blank for many rows: a blank is no assumption.
fn is_shown(input: &Input, drawn: bool) -> bool {
    let from_a_table = matches!(family(input), "stream" | "provider" | "feedstock");
    input.value.is_finite() || drawn || !from_a_table
}

fn inputs(run: &Run<'_>, name: &str) -> Table {
    let columns = vec![
        Column::text("Input"),
        Column::number("Value", ""),
        Column::text("Unit"),
        Column::text("What it is"),
        Column::text("Sampled"),
        Column::text("Source"),
    ];
    let mut table = Table::new(format!("Inputs: {}", labels::words(name)), columns);
    for (k, input) in run.scenario.inputs.list().iter().enumerate() {
        let how = run.scenario.plan.describe(k);
        if family(input) == name && is_shown(input, how.is_some()) {
            table.push(row(run, input, how));
        }
    }
    table
}

fn row(run: &Run<'_>, input: &Input, how: Option<String>) -> Vec<Cell> {
    let set_by = match &input.origin {
        Origin::Default => "default".to_owned(),
        Origin::ByLaw => "model".to_owned(),
        Origin::Given(location) => base_name(&run.scenario.sources.place(location)).to_owned(),
    };
    let value = match (input.value.is_finite(), how.is_some()) {
        (true, _) => as_given(input.value).flag(flag(input.flag)),
        (false, true) => Cell::text("drawn"),
        (false, false) => Cell::text("by its law"),
    };
    vec![
        Cell::text(&*input.path),
        value,
        Cell::text(&*input.unit),
        Cell::text(&*input.description),
        how.map_or(Cell::empty(), |how| Cell::text(how).flag(Flag::Sampled)),
        Cell::text(source(&input.source, &set_by)),
    ]
}

/// The source, and in brackets where the value was set, unless the source says so itself.
fn source(source: &str, set_by: &str) -> String {
    if source.contains(set_by) { source.to_owned() } else { format!("{source} [{set_by}]") }
}

fn flag(flag: param::Flag) -> Flag {
    match flag {
        param::Flag::Read => Flag::Read,
        param::Flag::Computed => Flag::Computed,
        param::Flag::Assumed => Flag::Assumed,
    }
}

/// Without the folders: a page is read elsewhere than it was made.
pub(super) fn base_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Factors and tariffs of the shipped tables, which are no inputs of their own.
fn tables() -> Table {
    let columns = vec![Column::text("Row"), Column::number("Value", ""), Column::text("Unit"), Column::text("Source")];
    let mut table = Table::new("Factors of the shipped tables on carbon, money and jobs", columns);
    let mut file = "";
    for value in provenance() {
        if value.file != file {
            file = value.file;
            table.rows.push(Row::Group(file.to_owned()));
        }
        let number = value.value.map_or_else(|| Cell::text("choice"), as_given);
        table.push(vec![
            Cell::text(value.id),
            number.flag(flag(value.flag)),
            Cell::text(value.unit),
            Cell::text(value.source),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_left_out() {
        assert_eq!(base_name("scenarios/florange/streams.csv:12"), "streams.csv:12");
        assert_eq!(base_name("C:\\x\\a.toml:3"), "a.toml:3");
    }
}
