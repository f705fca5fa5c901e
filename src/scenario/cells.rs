//! Tables beside the scenario: CSV whose cells keep their place, so that a wrong one can be underlined.

use super::overrides::CellOverride;
use super::section::range_text;
use super::tree::{Node, Value};
use crate::diag::{Diagnostic, Diagnostics, Location, SourceId, Sources, csv_told};
use crate::param::Flag;
use crate::text;
use crate::words::Text;
use crate::words::nearest;
use std::ops::Range;

/// A cell: its text without quotes and surrounding blanks, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) location: Location,
    /// What to do where the text is not what is wanted and the file knows more (a date that a spreadsheet made).
    pub(super) hint: Option<String>,
    /// Where the value is from when the cell was worked out and not typed.
    pub(super) origin: Option<CellOrigin>,
}

/// Where a value that nobody typed is from.
#[derive(Clone, Debug)]
pub(super) struct CellOrigin {
    pub(super) source: String,
    pub(super) flag: Flag,
}

impl Cell {
    /// A cell as typed.
    pub(super) fn typed(text: impl Into<String>, location: Location) -> Self {
        Self { text: text.into(), location, hint: None, origin: None }
    }
}

/// A table with named columns.
#[derive(Clone, Debug)]
pub(super) struct Cells {
    header: Vec<String>,
    /// Columns that the format knows, whether the file has them or not.
    known: Vec<String>,
    rows: Vec<RowCells>,
    source: SourceId,
    /// The sheet of a workbook it is from: its cells are named as a spreadsheet names them.
    sheet: Option<String>,
}

#[derive(Clone, Debug)]
struct RowCells {
    /// Number of the row as a spreadsheet counts it: the header is 1, blank lines count.
    number: usize,
    cells: Vec<Cell>,
    /// A double quote is open where the file ends.
    unclosed: bool,
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
        let mut rows = match split(text, source) {
            Ok(rows) => rows,
            Err(error) => {
                let found = Diagnostic::error(text!(
                    "{a} is not a table: {error}",
                    a = sources.name(source),
                    error = csv_told(&error)
                ));
                let found = found.at(Some(Location { source, span: 0..0 }), text!("in this file"));
                diagnostics
                    .push(found.help(text!("save it as CSV UTF-8, with commas or semicolons between the cells")));
                return None;
            }
        };
        if rows.is_empty() {
            let found = Diagnostic::error(text!("{a} is empty", a = sources.name(source)));
            let found = found.at(Some(Location { source, span: 0..0 }), text!("nothing here"));
            diagnostics
                .push(found.help(text!("a table starts with a row of column names: {a}", a = required.join(","))));
            return None;
        }
        let header = rows.remove(0).cells;
        let before = diagnostics.counts().0;
        check_header(&header, sources.name(source), required, optional, diagnostics);
        if diagnostics.counts().0 > before {
            return None;
        }
        let names: Vec<String> = header.into_iter().map(|c| c.text).collect();
        rows.retain(|row| row.cells.iter().any(|c| !c.text.is_empty()));
        if rows.is_empty() {
            let found = Diagnostic::warning(text!("{a} has column names and no rows", a = sources.name(source)));
            let found = found.at(Some(Location { source, span: 0..0 }), text!("only this row"));
            diagnostics.push(found.help(text!("add a row below it for each")));
        }
        check_lengths(&rows, names.len(), diagnostics);
        let known = required.iter().chain(optional).map(|n| (*n).to_owned()).collect();
        Some(Self { header: names, known, rows, source, sheet: None })
    }

    /// A table out of a sheet of a workbook: rows with their numbers, as wide as the header.
    pub(super) fn of_sheet(
        sheet: &str,
        header: Vec<String>,
        known: Vec<String>,
        rows: Vec<(usize, Vec<Cell>)>,
        source: SourceId,
    ) -> Self {
        let rows = rows.into_iter().map(|(number, cells)| RowCells { number, cells, unclosed: false }).collect();
        Self { header, known, rows, source, sheet: Some(sheet.to_owned()) }
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The row at a place in the list.
    pub(super) fn row(&self, at: usize) -> CellRow<'_> {
        CellRow { table: self, at }
    }

    /// Puts a value that was worked out into a column, which is added where the file leaves it out.
    pub(super) fn work_out(&mut self, at: usize, column: &str, text: String, location: &Location, origin: CellOrigin) {
        let place = self.header.iter().position(|h| h == column).unwrap_or_else(|| {
            self.header.push(column.to_owned());
            self.header.len() - 1
        });
        let cells = &mut self.rows[at].cells;
        while cells.len() <= place {
            cells.push(Cell::typed("", location.clone()));
        }
        cells[place] = Cell {
            text,
            location: location.clone(),
            hint: None,
            origin: (!origin.source.is_empty()).then_some(origin),
        };
    }

    /// Adds a row that nobody typed, at the place it follows from.
    pub(super) fn push_row(&mut self, location: &Location) -> usize {
        self.rows.push(RowCells { number: 0, cells: vec![Cell::typed("", location.clone())], unclosed: false });
        self.rows.len() - 1
    }

    /// Leaves out rows.
    pub(super) fn retain(&mut self, mut keep: impl FnMut(CellRow<'_>) -> bool) {
        let kept: Vec<bool> = self.rows().map(&mut keep).collect();
        let mut at = 0;
        self.rows.retain(|_| {
            at += 1;
            kept[at - 1]
        });
    }

    /// All rows.
    pub(super) fn rows(&self) -> impl Iterator<Item = CellRow<'_>> {
        (0..self.rows.len()).map(|at| CellRow { table: self, at })
    }

    /// Replaces cells by overrides of a family; rows are known by the column `id_column`. A column that the format knows
    /// and the file leaves out is added. Overrides that fit no row or column are left in the list.
    pub(super) fn apply(
        &mut self,
        id_column: &str,
        family: &str,
        overrides: &mut Vec<CellOverride>,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(id_at) = self.header.iter().position(|h| h == id_column) else { return };
        overrides.retain(|o| {
            let mine = |row: &RowCells| row.cells.get(id_at).is_some_and(|c| c.text == o.id);
            let Some(row) = self.rows.iter().position(mine).filter(|_| o.family == family) else { return true };
            let Some(column) = self.column(&o.key.name) else { return true };
            self.replace(row, column, o, diagnostics);
            false
        });
    }

    /// The place of a column, added where the format knows it and the file leaves it out.
    fn column(&mut self, name: &str) -> Option<usize> {
        if let Some(at) = self.header.iter().position(|h| h == name) {
            return Some(at);
        }
        self.known.iter().any(|k| k == name).then(|| {
            self.header.push(name.to_owned());
            self.header.len() - 1
        })
    }

    fn replace(&mut self, row: usize, column: usize, by: &CellOverride, diagnostics: &mut Diagnostics) {
        let location = by.node.location.clone();
        let Some(text) = scalar_text(&by.node) else {
            let found = Diagnostic::error(text!(
                "`{name}` of {family} `{id}` is one cell",
                name = by.key.name,
                family = by.family,
                id = by.id
            ));
            let found = found.at(Some(location), text!("{kind} here", kind = by.node.kind()));
            diagnostics.push(found.help(text!("write one number, or one text")));
            return;
        };
        let cells = &mut self.rows[row].cells;
        while cells.len() <= column {
            cells.push(Cell::typed("", location.clone()));
        }
        cells[column] = Cell::typed(text, location);
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
        self.table.rows[self.at].cells.get(at).filter(|c| !c.text.is_empty())
    }

    /// A place for problems of the whole row.
    pub(super) fn location(&self) -> Option<Location> {
        self.table.rows[self.at].cells.first().map(|c| c.location.clone())
    }

    /// The text of a column.
    pub(super) fn text(&self, column: &str) -> Option<&'a str> {
        self.cell(column).map(|c| c.text.as_str())
    }

    /// Where a cell stands, in words before a message: `row 4, column `t`: `; an override has only its column.
    pub(super) fn place(&self, column: &str) -> Text {
        let in_table = self.cell(column).is_none_or(|cell| cell.location.source == self.table.source);
        let number = self.table.rows[self.at].number;
        match (&self.table.sheet, self.table.header.iter().position(|h| h == column)) {
            _ if !in_table => text!("column `{column}`: ", column),
            (Some(sheet), Some(at)) if number > 0 => {
                text!("{cell}: ", cell = format!("{sheet}!{}{number}", letters(at)))
            }
            (Some(sheet), None) if number > 0 => {
                text!("{sheet}, row {number}, column `{column}`: ", sheet, number, column)
            }
            (Some(_), _) => text!("column `{column}`: ", column),
            (None, _) => text!("row {number}, column `{column}`: ", number, column),
        }
    }

    /// The cell of a column, blank or not; none where the column is absent.
    pub(super) fn any_cell(&self, column: &str) -> Option<&'a Cell> {
        let at = self.table.header.iter().position(|h| h == column)?;
        self.table.rows[self.at].cells.get(at)
    }

    /// A number in a range; a cell that is none is reported by row and column.
    pub(super) fn number(&self, column: &str, low: f64, high: f64, diagnostics: &mut Diagnostics) -> Option<f64> {
        let cell = self.cell(column)?;
        let place = self.place(column);
        match cell.text.parse::<f64>().ok().filter(|v| v.is_finite()) {
            None => {
                let message = text!("{place}`{text}` is no number", place, text = cell.text);
                let help = match (&cell.hint, meant_number(&cell.text)) {
                    (Some(hint), _) => Text::plain(hint.clone()),
                    (None, Meant::Comma(number)) => text!("write the decimal point as a point: {number}", number),
                    (None, Meant::Unit(number)) => text!("write the number alone, without unit: {number}", number),
                    (None, Meant::Nothing) => {
                        text!("write a number {a}, or leave the cell blank", a = range_text(low, high, ""))
                    }
                };
                diagnostics
                    .push(Diagnostic::error(message).at(Some(cell.location.clone()), text!("no number")).help(help));
                None
            }
            Some(value) if !(low..=high).contains(&value) => {
                let message = text!("{place}{value} is not {a}", place, value, a = range_text(low, high, ""));
                let found = Diagnostic::error(message).at(Some(cell.location.clone()), text!("out of range"));
                diagnostics.push(found.help(text!("write a number {a}", a = range_text(low, high, ""))));
                None
            }
            ok => ok,
        }
    }
}

/// What a text that is no number may mean.
enum Meant {
    /// A number with a decimal comma.
    Comma(String),
    /// A number with a unit behind it, or blanks between its digits.
    Unit(String),
    Nothing,
}

fn meant_number(text: &str) -> Meant {
    let dense: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_number = |t: &str| t.parse::<f64>().is_ok_and(f64::is_finite);
    if dense.contains(',') && is_number(&dense.replace(',', ".")) {
        return Meant::Comma(dense.replace(',', "."));
    }
    let digits: String = dense.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-')).collect();
    let digits = digits.replace(',', ".");
    if is_number(&digits) { Meant::Unit(digits) } else { Meant::Nothing }
}

/// Letters of a column as a spreadsheet counts, from 0: A, B, ..., AA.
pub(super) fn letters(column: usize) -> String {
    let mut left = column + 1;
    let mut out = Vec::new();
    while left > 0 {
        out.push(char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    out.iter().rev().collect()
}

/// A value that fits into one cell, as its text.
fn scalar_text(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Table(_) | Value::Array(_) | Value::Datetime => None,
    }
}

fn check_header(header: &[Cell], file: &str, required: &[&str], optional: &[&str], diagnostics: &mut Diagnostics) {
    let known: Vec<&str> = required.iter().chain(optional).copied().collect();
    let mut taken: Vec<&str> = Vec::new();
    for name in required {
        if !header.iter().any(|c| c.text == *name) {
            let near = nearest(name, header.iter().map(|c| c.text.as_str()).filter(|c| !known.contains(c)));
            taken.extend(near);
            let place = near.and_then(|n| header.iter().find(|c| c.text == n)).unwrap_or(&header[0]);
            let label = near.map_or(text!("no such column here"), |_| text!("is this `{name}`?", name));
            let found = Diagnostic::error(text!("{file} lacks the column `{name}`", file, name));
            let found = found.at(Some(place.location.clone()), label);
            diagnostics.push(found.help(text!("columns that must be there: {a}", a = required.join(", "))));
        }
    }
    for (k, cell) in header.iter().enumerate() {
        if header[..k].iter().any(|c| c.text == cell.text) {
            let found = Diagnostic::error(text!("{file} has the column `{text}` twice", file, text = cell.text));
            let found = found.at(Some(cell.location.clone()), text!("second time"));
            diagnostics.push(found.help(text!("leave one of them out, or rename it")));
        } else if !known.contains(&cell.text.as_str()) && !taken.contains(&cell.text.as_str()) {
            let found = Diagnostic::warning(text!("column `{text}` is not used", text = cell.text));
            let found = found.at(Some(cell.location.clone()), text!("not known"));
            let near = nearest(&cell.text, known.iter().copied());
            diagnostics.push(match near {
                Some(near) => found.help(text!("did you mean `{near}`?", near)),
                None => found.help(text!("a column that is not known is left alone")),
            });
        }
    }
}

fn check_lengths(rows: &[RowCells], wanted: usize, diagnostics: &mut Diagnostics) {
    for row in rows {
        let place = row.cells.last().map(|c| c.location.clone());
        if row.unclosed {
            let found = Diagnostic::error(text!("row {number}: a double quote is not closed", number = row.number));
            diagnostics.push(
                found.at(place, text!("opened here")).help(text!("close it, or write it twice inside a quoted text")),
            );
        } else if row.cells.len() != wanted {
            let message = text!(
                "row {number} has {b} cells, the header has {wanted}",
                number = row.number,
                b = row.cells.len(),
                wanted
            );
            let help = text!("a text that holds the separator must stand in double quotes");
            diagnostics.push(Diagnostic::error(message).at(place, text!("the row ends here")).help(help));
        }
    }
}

/// All rows of a text, header first, each cell with its place.
fn split(text: &str, source: SourceId) -> Result<Vec<RowCells>, csv::Error> {
    let delimiter = if text.lines().next().unwrap_or("").contains(';') { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let records = reader.records().collect::<Result<Vec<_>, _>>()?;
    let starts: Vec<usize> = records.iter().map(|r| r.position().map_or(0, |p| p.byte() as usize)).collect();
    let mut counted = 0;
    let mut number = 1;
    let mut rows = Vec::with_capacity(records.len());
    for (k, record) in records.iter().enumerate() {
        let end = starts.get(k + 1).copied().unwrap_or(text.len());
        let (spans, unclosed) = field_spans(text.as_bytes(), starts[k]..end, delimiter);
        let first = spans.first().map_or(end, |s| s.start);
        // Line ends within a row stand in quotes and are no rows of the spreadsheet: only those between rows count.
        number += line_ends(&text.as_bytes()[counted..first]);
        counted = spans.last().map_or(end, |s| s.end);
        let cells = record.iter().enumerate().map(|(k, field)| {
            let span = spans.get(k).cloned().unwrap_or(first..first);
            Cell::typed(field.trim(), Location { source, span })
        });
        rows.push(RowCells { number, cells: cells.collect(), unclosed });
    }
    Ok(rows)
}

/// Line ends of any system: `\n`, `\r\n`, `\r`.
fn line_ends(bytes: &[u8]) -> usize {
    let newlines = bytes.iter().filter(|b| **b == b'\n').count();
    let lone = bytes.iter().enumerate().filter(|(k, b)| **b == b'\r' && bytes.get(k + 1) != Some(&b'\n')).count();
    newlines + lone
}

/// Byte ranges of the fields of one record (split at delimiters outside quotes, line ends left out), and whether a quote is
/// still open at its end. A quote opens a text only as the first character of a field, as in RFC 4180.
fn field_spans(bytes: &[u8], range: Range<usize>, delimiter: u8) -> (Vec<Range<usize>>, bool) {
    let mut start = range.start;
    while start < range.end && matches!(bytes[start], b'\n' | b'\r') {
        start += 1;
    }
    let mut spans = Vec::new();
    let mut quoted = false;
    let mut from = start;
    for k in start..range.end {
        match bytes[k] {
            b'"' if quoted || k == from => quoted = !quoted,
            // The second quote of a doubled one opens the text again.
            b'"' if bytes[from] == b'"' && bytes[k - 1] == b'"' => quoted = true,
            b if b == delimiter && !quoted => {
                spans.push(from..k);
                from = k + 1;
            }
            b'\n' | b'\r' if !quoted => {
                spans.push(from..k);
                return (spans, false);
            }
            _ => {}
        }
    }
    spans.push(from..range.end);
    (spans, quoted)
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
        (cells, found.render(&sources, false, crate::words::Locale::En))
    }

    #[test]
    fn underlines_the_cell_that_is_no_number() {
        let (_, said) = read("id,t,note\nA,1.5,\"x, y\"\n\nB,beaucoup,é\nC,\"2,5\",\nD,101,\n", &["id", "t"]);
        assert!(said.contains("flux é.csv:4:3"), "{said}");
        assert!(said.contains("^^^^^^^^ no number"), "{said}");
        assert!(said.contains("row 5, column `t`: `2,5` is no number"), "{said}");
        assert!(said.contains("write the decimal point as a point"), "{said}");
        assert!(said.contains("101 is not between 0 and 100"), "{said}");
    }

    #[test]
    fn names_missing_columns_and_short_rows() {
        let (cells, said) = read("idd,t\nA,1\n", &["id", "t"]);
        assert!(cells.is_none() && said.contains("lacks the column `id`"), "{said}");
        let (_, said) = read("id,t\nA\n", &["id", "t"]);
        assert!(said.contains("row 2 has 1 cells, the header has 2"), "{said}");
        let (cells, said) = read("", &["id"]);
        assert!(cells.is_none() && said.contains("is empty") && said.contains("flux é.csv:1:1"), "{said}");
    }

    #[test]
    fn quotes_open_at_the_start_of_a_cell_only() {
        let (cells, said) = read("id,t,note\nA,1,3\" pipe, \n", &["id", "t"]);
        assert!(said.contains("row 2 has 4 cells") && cells.is_some(), "{said}");
        let (_, said) =
            read("id,t,note\nA,x,3\" pipe\nB,1,\"a \"\"b\"\", c\"\nC,y,\"two\nlines\"\nD,z,\n", &["id", "t"]);
        assert!(said.contains("row 2, column `t`: `x`") && said.contains("row 4, column `t`: `y`"), "{said}");
        assert!(said.contains("row 5, column `t`: `z`") && said.contains("flux é.csv:6:3"), "{said}");
        let (_, said) = read("id,t,note\nA,1,\"open\n", &["id", "t"]);
        assert!(said.contains("row 2: a double quote is not closed"), "{said}");
    }

    #[test]
    fn semicolons_are_understood() {
        let (cells, said) = read("id;t\r\nA;3\r\n", &["id", "t"]);
        assert_eq!(said, "");
        assert_eq!(cells.unwrap().rows().next().unwrap().text("t"), Some("3"));
    }
}
