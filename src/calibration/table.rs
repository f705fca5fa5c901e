//! Tables of measurements as cells with their places.

use crate::diag::{Diagnostic, Diagnostics, Location, SourceId, Sources};
use crate::text;
use crate::words::Text;

/// Cells that are told one by one.
pub(super) const TOLD: usize = 10;
/// Cells that say that nothing was measured.
const NOTHING: [&str; 6] = ["", "-", "na", "n/a", "nan", "null"];

/// A cell with its place.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) at: Location,
}

impl Cell {
    /// True when nothing was measured.
    pub(super) fn is_gap(&self) -> bool {
        NOTHING.contains(&self.text.to_lowercase().as_str())
    }

    /// Its number, if it is a finite one.
    pub(super) fn number(&self) -> Option<f64> {
        self.text.parse().ok().filter(|v: &f64| v.is_finite())
    }
}

/// The text of a table without its byte order mark; told when it is no UTF-8.
pub(super) fn text<'a>(name: &str, bytes: &'a [u8], found: &mut Diagnostics) -> Option<&'a str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let line = bytes[..error.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
            found.push(
                Diagnostic::error(text!("{name}:{line}: not UTF-8", name, line))
                    .help(text!("save the table as CSV UTF-8")),
            );
            None
        }
    }
}

/// All rows that are not blank or remarks (`#`), cut at the separator that the first one has most of.
pub(super) fn rows(source: SourceId, text: &str) -> Vec<Vec<Cell>> {
    let lines = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim_end_matches(['\n', '\r'])))
    });
    let lines: Vec<(usize, &str)> =
        lines.filter(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with('#')).collect();
    let header = lines.first().map_or("", |(_, line)| line);
    let count = |c: char| header.chars().filter(|x| *x == c).count();
    let separator = [',', ';', '\t'].into_iter().max_by_key(|c| (count(*c), *c == ',')).unwrap_or(',');
    lines.iter().map(|(start, line)| cut(source, *start, line, separator)).collect()
}

/// The cells of a line; a separator within quotes is no separator.
fn cut(source: SourceId, start: usize, line: &str, separator: char) -> Vec<Cell> {
    let mut quoted = false;
    let mut ends: Vec<usize> = Vec::new();
    for (at, c) in line.char_indices() {
        quoted ^= c == '"';
        if c == separator && !quoted {
            ends.push(at);
        }
    }
    ends.push(line.len());
    let mut from = 0;
    let cell = |end: usize| {
        let cell = &line[from..end];
        let lead = cell.len() - cell.trim_start().len();
        let inner = cell.trim();
        let span = start + from + lead..start + from + lead + inner.len();
        from = end + separator.len_utf8();
        Cell { text: inner.trim_matches('"').to_owned(), at: Location { source, span } }
    };
    ends.into_iter().map(cell).collect()
}

/// Rows of the header's length; others are told.
pub(super) fn of_full_length<'a>(found: &mut Diagnostics, wanted: usize, rows: &'a [Vec<Cell>]) -> Vec<&'a Vec<Cell>> {
    let (whole, odd): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.len() == wanted);
    for row in odd.iter().take(TOLD) {
        let message = text!("this row has {a} cells, the header {wanted}", a = row.len(), wanted);
        tell(
            found,
            message,
            &row[0],
            text!("wrong length"),
            text!("write a cell for every column; decimals with a point"),
        );
    }
    tell_more(found, odd.len(), text!("rows have the wrong length"));
    whole
}

/// Notes an error at a cell.
pub(super) fn tell(
    found: &mut Diagnostics,
    message: impl Into<Text>,
    at: &Cell,
    label: impl Into<Text>,
    help: impl Into<Text>,
) {
    found.push(Diagnostic::error(message).at(Some(at.at.clone()), label).help(help));
}

/// Notes how many more there are than were told.
pub(super) fn tell_more(found: &mut Diagnostics, count: usize, what: impl Into<Text>) {
    if count > TOLD {
        found.push(
            Diagnostic::error(text!("{a} more {what}", a = count - TOLD, what = what.into()))
                .help(text!("the first ones are shown")),
        );
    }
}

/// Notes that a table is empty.
pub(super) fn tell_empty(found: &mut Diagnostics, sources: &Sources, source: SourceId, header: &str) {
    let message = text!("{a} is empty", a = sources.name(source));
    found.push(
        Diagnostic::error(message).help(text!("write a header such as `{header}` and a row for each time", header)),
    );
}
