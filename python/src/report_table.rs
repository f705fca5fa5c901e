//! Tables of the reports as columns: numbers with all their digits, words, and beside a column of flags its words.

use crate::table::{Made, Table, Values};
use gisement::report::{Cell, Content, Row, Table as Shown};
use gisement::words::Locale;
use pyo3::prelude::*;

/// A name that can be written in an expression.
fn named(name: &str) -> String {
    name.replace(' ', "_")
}

/// The columns of a table for people; spaces in their names are underscores.
pub(crate) fn table_of(shown: &Shown) -> PyResult<Table> {
    let rows: Vec<&[Cell]> = shown
        .rows
        .iter()
        .filter_map(|row| match row {
            Row::Cells(cells) | Row::Total(cells) => Some(cells.as_slice()),
            Row::Group(_) => None,
        })
        .collect();
    let mut columns = Vec::new();
    for (k, column) in shown.columns.iter().enumerate() {
        let cells: Vec<&Cell> = rows.iter().filter_map(|row| row.get(k)).collect();
        let is_number = |cell: &&Cell| matches!(cell.content, Content::Number(..) | Content::Empty);
        columns.push(if cells.iter().all(is_number) && !cells.is_empty() {
            let number = |cell: &&Cell| if let Content::Number(value, _) = cell.content { value } else { f64::NAN };
            Made::numbers(named(&column.name), &column.unit, cells.iter().map(number).collect())
        } else {
            let words = |cell: &&Cell| match &cell.content {
                Content::Empty => None,
                Content::Number(value, _) => Some(value.to_string()),
                Content::Text(_) | Content::Source(_) => Some(cell.shown(Locale::En)),
            };
            Made::new(named(&column.name), Values::Text(cells.iter().map(words).collect()))
        });
        if cells.iter().any(|cell| cell.flag.is_some()) {
            let flags = cells.iter().map(|cell| cell.flag.map(|flag| flag.word(Locale::En).to_owned()));
            columns.push(Made::new(format!("{}_flag", named(&column.name)), Values::Text(flags.collect())));
        }
    }
    Table::new(columns)
}
