//! Tables beside the scenario: CSV whose cells keep their place, so that a wrong one can be underlined.

use super::overrides::CellOverride;
use super::tree::{Node, Value};
use crate::diag::{Diagnostic, Diagnostics, Location, SourceId, Sources, nearest};
use std::ops::Range;

/// A cell: its text without quotes and surrounding blanks, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) location: Location,
}

/// A table with named columns.
#[derive(Clone, Debug)]
pub(super) struct Cells {
    header: Vec<String>,
    rows: Vec<Vec<Cell>>,
    source: SourceId,
}

/// One row of a table.
#[derive(Clone, Copy)]
pub(super) struct CellRow<'a> {
    table: &'a Cells,
    at: usize,
}

impl Cells {
    /// Reads a CSV text (comma or semicolon). Rows of the wrong length, an empty file and columns that are missing or not
    /// known are reported.
    pub(super) fn parse(
        source: SourceId,
        sources: &Sources,
        required: &[&str],
        optional: &[&str],
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let text = sources.text(source);
        let delimiter = if text.lines().next().unwrap_or("").contains(';') { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let mut records = Vec::new();
        for record in reader.records() {
            match record {
                Ok(record) => records.push(record),
                Err(error) => {
                    diagnostics.push(Diagnostic::error(format!("{}: {error}", sources.name(source))));
                    return None;
                }
            }
        }
        let starts: Vec<usize> = records.iter().filter_map(|r| r.position()).map(|p| p.byte() as usize).collect();
        let mut rows = Vec::new();
        for (k, record) in records.iter().enumerate() {
            let end = starts.get(k + 1).copied().unwrap_or(text.len());
            rows.push(located(record, text, starts[k]..end, delimiter, source));
        }
        let header = rows.first().cloned().unwrap_or_default();
        let before = diagnostics.counts().0;
        check_header(&header, sources.name(source), required, optional, diagnostics);
        if diagnostics.counts().0 > before {
            return None;
        }
        let names: Vec<String> = header.into_iter().map(|c| c.text).collect();
        rows.remove(0);
        rows.retain(|row| row.iter().any(|c| !c.text.is_empty()));
        check_lengths(&rows, names.len(), diagnostics);
        Some(Self { header: names, rows, source })
    }

    /// All rows.
    pub(super) fn rows(&self) -> impl Iterator<Item = CellRow<'_>> {
        (0..self.rows.len()).map(|at| CellRow { table: self, at })
    }

    /// Replaces cells by overrides of a family; rows are known by the column `id_column`. Overrides that fit no row are
    /// left in the list.
    pub(super) fn apply(&mut self, id_column: &str, family: &str, overrides: &mut Vec<CellOverride>) {
        let Some(id_at) = self.header.iter().position(|h| h == id_column) else { return };
        overrides.retain(|o| {
            if o.family != family {
                return true;
            }
            let column = self.header.iter().position(|h| *h == o.key.name);
            let row = self.rows.iter_mut().find(|r| r.get(id_at).is_some_and(|c| c.text == o.id));
            match (row, column) {
                (Some(row), Some(column)) if column < row.len() => {
                    row[column] = Cell { text: node_text(&o.node), location: o.node.location.clone() };
                    false
                }
                _ => true,
            }
        });
    }

    /// The file.
    pub(super) fn source(&self) -> SourceId {
        self.source
    }
}

impl<'a> CellRow<'a> {
    /// The cell of a column; none where the column is absent or the cell is blank.
    pub(super) fn cell(&self, column: &str) -> Option<&'a Cell> {
        let at = self.table.header.iter().position(|h| h == column)?;
        self.table.rows[self.at].get(at).filter(|c| !c.text.is_empty())
    }

    /// A place for problems of the whole row.
    pub(super) fn location(&self) -> Option<Location> {
        self.table.rows[self.at].first().map(|c| c.location.clone())
    }

    /// The text of a column.
    pub(super) fn text(&self, column: &str) -> Option<&'a str> {
        self.cell(column).map(|c| c.text.as_str())
    }

    /// A number in a range; a cell that is none is reported by row and column.
    pub(super) fn number(&self, column: &str, low: f64, high: f64, diagnostics: &mut Diagnostics) -> Option<f64> {
        let cell = self.cell(column)?;
        let number = cell.text.parse::<f64>().ok().filter(|v| v.is_finite());
        let row = self.at + 2;
        match number {
            None => {
                let message = format!("row {row}, column `{column}`: `{}` is no number", cell.text);
                let comma = cell.text.replace(',', ".").parse::<f64>().is_ok();
                let help = if comma {
                    "write the decimal point as a point"
                } else {
                    "write a number, or leave the cell blank"
                };
                diagnostics.push(Diagnostic::error(message).at(Some(cell.location.clone()), "no number").help(help));
                None
            }
            Some(value) if !(low..=high).contains(&value) => {
                let message = format!("row {row}, column `{column}` must lie in {low}..={high}");
                diagnostics.push(Diagnostic::error(message).at(Some(cell.location.clone()), format!("got {value}")));
                None
            }
            ok => ok,
        }
    }
}

fn node_text(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        _ => String::new(),
    }
}

fn check_header(header: &[Cell], file: &str, required: &[&str], optional: &[&str], diagnostics: &mut Diagnostics) {
    if header.is_empty() {
        diagnostics.push(Diagnostic::error(format!("{file} is empty: a table starts with a row of column names")));
        return;
    }
    let known: Vec<&str> = required.iter().chain(optional).copied().collect();
    for name in required {
        if !header.iter().any(|c| c.text == *name) {
            let near = nearest(name, header.iter().map(|c| c.text.as_str()).filter(|c| !known.contains(c)));
            let place = near.and_then(|n| header.iter().find(|c| c.text == n)).unwrap_or(&header[0]);
            let label = near.map_or("no such column here".to_owned(), |_| format!("is this `{name}`?"));
            let found = Diagnostic::error(format!("{file} lacks the column `{name}`"));
            diagnostics.push(found.at(Some(place.location.clone()), label));
        }
    }
    for (k, cell) in header.iter().enumerate() {
        if header[..k].iter().any(|c| c.text == cell.text) {
            let found = Diagnostic::error(format!("{file} has the column `{}` twice", cell.text));
            diagnostics.push(found.at(Some(cell.location.clone()), "second time"));
        } else if !known.contains(&cell.text.as_str()) {
            let found = Diagnostic::warning(format!("column `{}` is not used", cell.text));
            let found = found.at(Some(cell.location.clone()), "not known");
            let near = nearest(&cell.text, known.iter().copied());
            diagnostics.push(match near {
                Some(near) => found.help(format!("did you mean `{near}`?")),
                None => found,
            });
        }
    }
}

fn check_lengths(rows: &[Vec<Cell>], wanted: usize, diagnostics: &mut Diagnostics) {
    for (k, row) in rows.iter().enumerate() {
        if row.len() != wanted {
            let message = format!("row {} has {} cells, the header has {wanted}", k + 2, row.len());
            let place = row.last().map(|c| c.location.clone());
            let help = "a text that holds a comma must stand in double quotes";
            diagnostics.push(Diagnostic::error(message).at(place, "the row ends here").help(help));
        }
    }
}

/// The cells of a record with their byte ranges in the text.
fn located(record: &csv::StringRecord, text: &str, range: Range<usize>, delimiter: u8, source: SourceId) -> Vec<Cell> {
    let spans = field_spans(text.as_bytes(), range.clone(), delimiter);
    let place = |k: usize| spans.get(k).cloned().unwrap_or(range.start..range.start);
    record
        .iter()
        .enumerate()
        .map(|(k, field)| Cell { text: field.trim().to_owned(), location: Location { source, span: place(k) } })
        .collect()
}

/// Byte ranges of the fields of one record: split at delimiters outside quotes, blanks and line ends left out.
fn field_spans(bytes: &[u8], range: Range<usize>, delimiter: u8) -> Vec<Range<usize>> {
    let mut start = range.start;
    while start < range.end && matches!(bytes[start], b'\n' | b'\r') {
        start += 1;
    }
    let mut spans = Vec::new();
    let mut quoted = false;
    let mut from = start;
    for k in start..range.end {
        match bytes[k] {
            b'"' => quoted = !quoted,
            b if b == delimiter && !quoted => {
                spans.push(from..k);
                from = k + 1;
            }
            b'\n' | b'\r' if !quoted => {
                spans.push(from..k);
                return spans;
            }
            _ => {}
        }
    }
    spans.push(from..range.end);
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, required: &[&str]) -> (Option<Cells>, String) {
        let mut sources = Sources::default();
        let id = sources.add("flux é.csv", text);
        let mut found = Diagnostics::default();
        let cells = Cells::parse(id, &sources, required, &["note"], &mut found);
        if let Some(cells) = &cells {
            for row in cells.rows() {
                row.number("t", 0.0, 100.0, &mut found);
            }
        }
        (cells, found.render(&sources, false))
    }

    #[test]
    fn underlines_the_cell_that_is_no_number() {
        let (_, said) = read("id,t,note\nA,1.5,\"x, y\"\n\nB,beaucoup,é\nC,\"2,5\",\nD,101,\n", &["id", "t"]);
        assert!(said.contains("flux é.csv:4:3"), "{said}");
        assert!(said.contains("^^^^^^^^ no number"), "{said}");
        assert!(said.contains("row 4, column `t`: `2,5` is no number"), "{said}");
        assert!(said.contains("write the decimal point as a point"), "{said}");
        assert!(said.contains("got 101"), "{said}");
    }

    #[test]
    fn names_missing_columns_and_short_rows() {
        let (cells, said) = read("idd,t\nA,1\n", &["id", "t"]);
        assert!(cells.is_none() && said.contains("lacks the column `id`"), "{said}");
        let (_, said) = read("id,t\nA\n", &["id", "t"]);
        assert!(said.contains("row 2 has 1 cells, the header has 2"), "{said}");
        let (cells, said) = read("", &["id"]);
        assert!(cells.is_none() && said.contains("is empty"), "{said}");
    }

    #[test]
    fn semicolons_are_understood() {
        let (cells, said) = read("id;t\r\nA;3\r\n", &["id", "t"]);
        assert_eq!(said, "");
        assert_eq!(cells.unwrap().rows().next().unwrap().text("t"), Some("3"));
    }
}
