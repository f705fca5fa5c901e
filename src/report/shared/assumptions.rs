//! Every number behind the result: value, unit, source, how far to trust it, whether it was drawn.

use super::labels;
use crate::balance::provenance::provenance;
use crate::param;
use crate::plot::Locale;
use crate::report::chapter::{Chapter, as_given};
use crate::report::{Cell, Column, Flag, Row, Table};
use crate::scenario::{Input, Origin, Scenario};

/// Adds all inputs of a scenario to a chapter, and the factors of the shipped tables where accounts use them.
pub(in crate::report) fn add(scenario: &Scenario, with_factors: bool, lang: Locale, chapter: &mut Chapter) {
    chapter.text(lang.say(
        "All inputs of the run. Read: seen in the source named. Computed: follows from other values named there. \
         Assumed, in amber: not verified, only plausible; replace these first. In brackets behind the source: where \
         the value was set, as file and line, by the default of the program, or by a law of the model.",
    ));
    let list = scenario.inputs.list();
    let mut families: Vec<&str> = Vec::new();
    for input in list {
        let family = family(input);
        if !families.contains(&family) {
            families.push(family);
        }
    }
    for family in families {
        chapter.table(inputs(scenario, family, lang));
    }
    if with_factors {
        chapter.table(tables(lang));
    }
}

fn family(input: &Input) -> &str {
    input.path.split('.').next().unwrap_or_default()
}

/// Columns of a table beside inputs may be blank for many rows: a blank is no assumption.
fn is_shown(input: &Input, drawn: bool) -> bool {
    let from_a_table = matches!(family(input), "stream" | "provider" | "feedstock");
    input.value.is_finite() || drawn || !from_a_table
}

fn inputs(scenario: &Scenario, name: &str, lang: Locale) -> Table {
    let columns = vec![
        Column::text(lang.say("Input")),
        Column::number(lang.say("Value"), ""),
        Column::text(lang.say("Unit")),
        Column::text(lang.say("What it is")),
        Column::text(lang.say("Sampled¦assumptions")),
        Column::text(lang.say("Source")),
    ];
    let mut table = Table::new(format!("{}{}{}", lang.say("Inputs"), lang.colon(), labels::words(name, lang)), columns);
    for (k, input) in scenario.inputs.list().iter().enumerate() {
        let how = scenario.plan.describe(k);
        if family(input) == name && is_shown(input, how.is_some()) {
            table.push(row(scenario, input, how, lang));
        }
    }
    table
}

fn row(scenario: &Scenario, input: &Input, how: Option<String>, lang: Locale) -> Vec<Cell> {
    let set_by = match &input.origin {
        Origin::Default => "default".to_owned(),
        Origin::ByLaw => "model".to_owned(),
        Origin::Given(location) => base_name(&scenario.sources.place(location)).to_owned(),
    };
    let value = match (input.value.is_finite(), how.is_some()) {
        (true, _) => as_given(input.value).flag(flag(input.flag)),
        (false, true) => Cell::text(lang.say("drawn¦assumptions")),
        (false, false) => Cell::text(lang.say("by its law¦assumptions")),
    };
    vec![
        Cell::text(&*input.path),
        value,
        Cell::text(lang.unit(&input.unit)),
        Cell::text(lang.say(&input.description)),
        how.map_or(Cell::empty(), |how| Cell::text(how).flag(Flag::Sampled)),
        source(&input.source, &set_by),
    ]
}

/// The source and where the value was set, unless the source says so itself. The lines of a file are one source, and its
/// folders are those of the machine that made the page.
fn source(source: &str, set_by: &str) -> Cell {
    let given = source.strip_suffix(set_by).and_then(|before| before.rsplit_once(' '));
    match (given, set_by.rsplit_once(':')) {
        (Some((words, _)), Some((file, _line))) => Cell::source(format!("{words} {file}"), set_by),
        _ if source.contains(set_by) => Cell::source(source, ""),
        _ => Cell::source(source, set_by),
    }
}

fn flag(flag: param::Flag) -> Flag {
    match flag {
        param::Flag::Read => Flag::Read,
        param::Flag::Computed => Flag::Computed,
        param::Flag::Assumed => Flag::Assumed,
    }
}

/// Without the folders: a page is read elsewhere than it was made.
pub(in crate::report) fn base_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Factors and tariffs of the shipped tables, which are no inputs of their own.
fn tables(lang: Locale) -> Table {
    let columns = vec![
        Column::text(lang.say("Row")),
        Column::number(lang.say("Value"), ""),
        Column::text(lang.say("Unit")),
        Column::text(lang.say("Source")),
    ];
    let mut table = Table::new(lang.say("Factors of the shipped tables on carbon, money and jobs"), columns);
    let mut file = "";
    for value in provenance() {
        if value.file != file {
            file = value.file;
            table.rows.push(Row::Group(file.to_owned()));
        }
        let number = value.value.map_or_else(|| Cell::text(lang.say("choice")), as_given);
        table.push(vec![
            Cell::text(value.id),
            number.flag(flag(value.flag)),
            Cell::text(lang.unit(&value.unit)),
            Cell::source(value.source, ""),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_file_are_one_source() {
        assert_eq!(source("given in a/b.csv:12", "b.csv:12"), Cell::source("given in b.csv", "b.csv:12"));
        assert_eq!(source("a norm", "default"), Cell::source("a norm", "default"));
        assert_eq!(source("default of the norm", "default"), Cell::source("default of the norm", ""));
    }

    #[test]
    fn folders_are_left_out() {
        assert_eq!(base_name("scenarios/florange/streams.csv:12"), "streams.csv:12");
        assert_eq!(base_name("C:\\x\\a.toml:3"), "a.toml:3");
    }
}
