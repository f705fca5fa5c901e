//! Tables of known answers as text by column name, with the line of every row.

use super::format::TableError;
use super::outcome::Row;
use super::reason::Reason;
use std::collections::BTreeMap;

/// A table with a header.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    columns: BTreeMap<String, usize>,
    names: Vec<String>,
    records: Vec<Record>,
}

#[derive(Clone, Debug)]
struct Record {
    line: u64,
    cells: Vec<String>,
}

/// A row of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    sheet: &'a Sheet,
    record: &'a Record,
}

impl Sheet {
    /// Reads a table: comma, semicolon or tab between cells, whichever the header uses. Rows without any text are no rows.
    pub(super) fn parse(text: &str) -> Result<Self, TableError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator(text))
            .flexible(true)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let mut records = Vec::new();
        let mut lines = Lines::default();
        for record in reader.records() {
            // Text is UTF-8 and rows may have any length: what else a reader of CSV can refuse is not known to happen.
            let record = record.map_err(|error| TableError::NotCsv { line: line_of(&error) })?;
            let line = lines.of(text.as_bytes(), record.position().map_or(0, csv::Position::byte));
            let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                records.push(Record { line, cells });
            }
        }
        if records.is_empty() {
            return Err(TableError::Empty);
        }
        let names = records.remove(0).cells;
        let mut columns = BTreeMap::new();
        for (at, name) in names.iter().enumerate() {
            if !name.is_empty() && columns.insert(name.clone(), at).is_some() {
                return Err(TableError::DuplicateColumn { name: name.clone() });
            }
        }
        Ok(Self { columns, names, records })
    }

    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// The columns, in the order of the file.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    pub(super) fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    pub(super) fn views(&self) -> impl Iterator<Item = View<'_>> {
        self.records.iter().map(|record| View { sheet: self, record })
    }

    /// The rows of a comparison: what `compare` makes of each row that is whole.
    pub(super) fn compare<'a>(&'a self, label: &str, mut compare: impl FnMut(&View<'a>, &str) -> Vec<Row>) -> Vec<Row> {
        let mut all = Vec::new();
        for view in self.views() {
            let case = view.text(label).map_or_else(|| format!("line {}", view.record.line), str::to_owned);
            let mut rows = match view.whole() {
                Ok(()) => compare(&view, &case),
                Err(reason) => vec![Row::failed(&case, "", None, reason)],
            };
            rows.iter_mut().for_each(|row| row.line = Some(view.record.line));
            all.append(&mut rows);
        }
        all
    }
}

impl<'a> View<'a> {
    /// A cell's text; none when it is blank or its column missing.
    pub(super) fn text(&self, column: &str) -> Option<&'a str> {
        let cell = self.record.cells.get(*self.sheet.columns.get(column)?)?;
        Some(cell.as_str()).filter(|cell| !cell.is_empty())
    }

    /// The line in the file, from 1.
    pub(super) fn line(&self) -> u64 {
        self.record.line
    }

    /// Whether the table has a column of this name.
    pub(super) fn has(&self, column: &str) -> bool {
        self.sheet.has(column)
    }

    /// A cell that must be a finite number.
    pub(super) fn number(&self, column: &str) -> Result<f64, Reason> {
        self.optional_number(column)?.ok_or_else(|| Reason::Blank { column: column.to_owned() })
    }

    /// A finite number; none when the cell is blank or its column missing.
    pub(super) fn optional_number(&self, column: &str) -> Result<Option<f64>, Reason> {
        let Some(text) = self.text(column) else { return Ok(None) };
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Some(value)),
            _ => Err(Reason::NotANumber { column: column.to_owned(), text: text.to_owned() }),
        }
    }

    /// A tolerance: zero or more.
    pub(super) fn tolerance(&self, column: &'static str) -> Result<Option<f64>, Reason> {
        match self.optional_number(column)? {
            Some(value) if value < 0.0 => Err(Reason::NegativeTolerance { column, value }),
            tolerance => Ok(tolerance),
        }
    }

    /// Refuses a row that has not one cell for each column, or a cell that swallowed the lines below it.
    pub(super) fn whole(&self) -> Result<(), Reason> {
        let broken = self.record.cells.iter().position(|cell| cell.contains(['\n', '\r']));
        if let Some(at) = broken {
            let column = self.sheet.names.get(at).cloned().unwrap_or_default();
            return Err(Reason::LineBreak { column });
        }
        let (found, expected) = (self.record.cells.len(), self.sheet.names.len());
        if found == expected { Ok(()) } else { Err(Reason::CellCount { found, expected }) }
    }

    /// Compares a published cell with what was computed for it, none standing for "there is no such value". Nothing where
    /// the table has no such column.
    pub(super) fn answer(
        &self,
        case: &str,
        column: &str,
        computed: Option<f64>,
        tolerance: impl Fn(f64) -> f64,
    ) -> Option<Row> {
        if !self.sheet.has(column) {
            return None;
        }
        Some(match (self.optional_number(column), computed) {
            (Err(reason), _) => Row::failed(case, column, None, reason),
            (Ok(None), computed) => {
                let row = Row { computed, ..Row::failed(case, column, None, Reason::NothingPublished) };
                row.informative(Reason::NothingPublished)
            }
            (Ok(Some(published)), None) => Row::failed(case, column, Some(published), Reason::NoSuchValue),
            (Ok(Some(published)), Some(computed)) => {
                Row::compared(case, column, computed, published, tolerance(published))
            }
        })
    }

    /// Half a unit of the last digit printed in a cell: `63.62` is known to 0.005.
    pub(super) fn half_last_digit(&self, column: &str) -> f64 {
        self.text(column).map_or(0.0, half_last_digit)
    }
}

/// A row that compared nothing fails: an empty comparison must not look like agreement.
pub(super) fn something(case: &str, rows: Vec<Row>) -> Vec<Row> {
    let compared = rows.iter().any(|row| row.check != super::Check::Informative);
    if compared { rows } else { vec![Row::failed(case, "", None, Reason::NoAnswer)] }
}

fn half_last_digit(text: &str) -> f64 {
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let exponent = exponent.parse::<f64>().unwrap_or(0.0) - decimals as f64;
    0.5 * libm::exp10(exponent)
}

/// Line numbers of records that follow each other. The reader's own are one too small where lines end in CR LF, and
/// where blank lines stand before a record.
#[derive(Default)]
struct Lines {
    byte: usize,
    breaks: u64,
}

impl Lines {
    /// The line, from 1, of the first text at or after a byte.
    fn of(&mut self, text: &[u8], byte: u64) -> u64 {
        let start = usize::try_from(byte).unwrap_or(usize::MAX).clamp(self.byte, text.len());
        let blank = text[start..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        self.breaks += text[self.byte..start + blank].iter().filter(|b| **b == b'\n').count() as u64;
        self.byte = start + blank;
        1 + self.breaks
    }
}

/// The separator that the header uses most, comma by preference.
fn separator(text: &str) -> u8 {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let count = |byte: u8| header.bytes().filter(|b| *b == byte).count();
    let mut best = b',';
    for other in [b';', b'\t'] {
        if count(other) > count(best) {
            best = other;
        }
    }
    best
}

fn line_of(error: &csv::Error) -> u64 {
    error.position().map_or(0, csv::Position::line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_by_name_whatever_the_separator() {
        for text in ["\u{feff}b, a\n1, x\n\n,\n2,y\n", "b;a\r\n1;x\r\n;\r\n2;y", "\nb\ta\n1\tx\n2\ty\n"] {
            let sheet = Sheet::parse(text).unwrap();
            let read: Vec<_> = sheet.views().map(|v| (v.text("a").unwrap(), v.number("b").unwrap())).collect();
            assert_eq!(read, [("x", 1.0), ("y", 2.0)], "{text:?}");
        }
        assert!(matches!(Sheet::parse(" \n\n"), Err(TableError::Empty)));
        assert!(matches!(Sheet::parse("a,b,a\n"), Err(TableError::DuplicateColumn { .. })));
    }

    #[test]
    fn lines_are_those_an_editor_shows() {
        for text in
            ["a,b\n1,2\n\n3,4\n,\n5,6", "a,b\r\n1,2\r\n\r\n3,4\r\n,\r\n5,6\r\n", "\u{feff}a,b\n1,\"2\"\n\n3,4\n,\n5,6"]
        {
            let sheet = Sheet::parse(text).unwrap();
            let lines: Vec<_> = sheet.records.iter().map(|r| r.line).collect();
            assert_eq!(lines, [2, 4, 6], "{text:?}");
        }
    }

    #[test]
    fn rows_that_are_not_whole_are_named() {
        let sheet = Sheet::parse("id,x\nA,1,2\nB\nC,\"1\nD,4\n").unwrap();
        let rows = sheet.compare("id", |_, case| vec![Row::compared(case, "x", 1.0, 1.0, 0.0)]);
        let said: Vec<_> = rows.iter().map(|r| (r.case.as_str(), r.line, r.reason.clone())).collect();
        let count = |found| Some(Reason::CellCount { found, expected: 2 });
        let broken = Some(Reason::LineBreak { column: "x".into() });
        assert_eq!(said, [("A", Some(2), count(3)), ("B", Some(3), count(1)), ("C", Some(4), broken)]);
    }

    #[test]
    fn the_last_digit_is_known_to_one_half() {
        for (text, half) in [("63.62", 0.005), ("64", 0.5), ("1.20e-3", 5e-6), ("-7.5", 0.05), ("2e3", 500.0)] {
            assert!((half_last_digit(text) / half - 1.0).abs() < 1e-12, "{text}");
        }
    }
}
