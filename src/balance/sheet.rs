//! Reading the shipped CSV tables that are no parameter tables: factors, outlets, tariffs.

use crate::param::Flag;
use std::fmt;

/// A shipped table that breaks its own rules: file, line and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetError {
    /// File and line.
    pub place: String,
    /// What is wrong.
    pub problem: SheetProblem,
}

/// What can be wrong with a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetProblem {
    /// The file is no CSV.
    NotCsv,
    /// A column is missing.
    MissingColumn(&'static str),
    /// A cell that must be filled is blank.
    Blank(&'static str),
    /// A cell is no finite number.
    NotANumber(&'static str),
    /// A cell holds a word that the column does not know.
    UnknownWord(&'static str, String),
}

impl fmt::Display for SheetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.place)?;
        match &self.problem {
            SheetProblem::NotCsv => write!(f, "this is no CSV with a header line"),
            SheetProblem::MissingColumn(c) => write!(f, "column `{c}` is missing"),
            SheetProblem::Blank(c) => write!(f, "`{c}` is blank"),
            SheetProblem::NotANumber(c) => write!(f, "`{c}` is no finite number"),
            SheetProblem::UnknownWord(c, w) => write!(f, "`{c}` does not know `{w}`"),
        }
    }
}

impl std::error::Error for SheetError {}

/// One row of a table, read by column name.
pub(crate) struct SheetRow<'a> {
    file: &'a str,
    header: &'a csv::StringRecord,
    record: csv::StringRecord,
}

impl SheetRow<'_> {
    pub(crate) fn error(&self, problem: SheetProblem) -> SheetError {
        let line = self.record.position().map_or(0, csv::Position::line);
        SheetError { place: format!("{}:{line}", self.file), problem }
    }

    fn cell(&self, column: &'static str) -> Result<&str, SheetError> {
        let at = self.header.iter().position(|h| h == column);
        at.and_then(|k| self.record.get(k))
            .map(str::trim)
            .ok_or_else(|| self.error(SheetProblem::MissingColumn(column)))
    }

    /// A cell that must not be blank.
    pub(crate) fn text(&self, column: &'static str) -> Result<String, SheetError> {
        let cell = self.cell(column)?;
        if cell.is_empty() { Err(self.error(SheetProblem::Blank(column))) } else { Ok(cell.to_owned()) }
    }

    /// A cell that may be blank.
    pub(crate) fn optional(&self, column: &'static str) -> Result<Option<String>, SheetError> {
        let cell = self.cell(column)?;
        Ok(if cell.is_empty() { None } else { Some(cell.to_owned()) })
    }

    /// A finite number.
    pub(crate) fn number(&self, column: &'static str) -> Result<f64, SheetError> {
        let value = self.cell(column)?.parse::<f64>().ok().filter(|v| v.is_finite());
        value.ok_or_else(|| self.error(SheetProblem::NotANumber(column)))
    }

    /// A finite number, or blank.
    pub(crate) fn optional_number(&self, column: &'static str) -> Result<Option<f64>, SheetError> {
        if self.cell(column)?.is_empty() { Ok(None) } else { self.number(column).map(Some) }
    }

    /// The column `flag` or another of its kind.
    pub(crate) fn flag(&self, column: &'static str) -> Result<Flag, SheetError> {
        let word = self.text(column)?;
        Flag::from_word(&word).ok_or_else(|| self.error(SheetProblem::UnknownWord(column, word)))
    }
}

/// Reads every row of a table with one reading function.
pub(crate) fn read<T>(
    file: &str,
    text: &str,
    row: impl Fn(&SheetRow<'_>) -> Result<T, SheetError>,
) -> Result<Vec<T>, SheetError> {
    let no_csv = || SheetError { place: file.to_owned(), problem: SheetProblem::NotCsv };
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let header = reader.headers().map_err(|_| no_csv())?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| no_csv())?;
        rows.push(row(&SheetRow { file, header: &header, record })?);
    }
    Ok(rows)
}

/// Reads a shipped table once; a broken one is a broken build, found by the tests that load every table.
macro_rules! shipped {
    ($(#[$meta:meta])* pub fn $name:ident() -> [$row:ty] from $file:literal by $read:path) => {
        $(#[$meta])*
        pub fn $name() -> &'static [$row] {
            static ROWS: std::sync::OnceLock<Vec<$row>> = std::sync::OnceLock::new();
            ROWS.get_or_init(|| {
                let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/", $file));
                $crate::balance::sheet::read(concat!("models/", $file), text, $read)
                    .expect("shipped tables are sound: tests load every one")
            })
        }
    };
}
pub(crate) use shipped;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_the_line_and_the_column() {
        let number = |text: &str| read("t.csv", text, |r| r.number("a")).unwrap_err().to_string();
        assert_eq!(number("a\n1\nx\n"), "t.csv:3: `a` is no finite number");
        assert_eq!(number("a\ninf\n"), "t.csv:2: `a` is no finite number");
        assert_eq!(number("b\n1\n"), "t.csv:2: column `a` is missing");
        let flag = read("t.csv", "flag\nguess\n", |r| r.flag("flag")).unwrap_err().to_string();
        assert_eq!(flag, "t.csv:2: `flag` does not know `guess`");
        assert!(read("t.csv", "a,b\n1\n", |r| r.number("a")).is_err(), "a short row is refused");
    }
}
