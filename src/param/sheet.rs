//! Sheets: CSV text with a header, read by column name, every problem with its file and line.
//!
//! Blanks around a cell are no part of it, and a line that starts with `#` is a comment.

use super::Flag;
use crate::text;
use crate::words::{Text, nearest, shown_as_told};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// A CSV text in memory.
#[derive(Clone, Debug)]
pub struct Sheet {
    file: String,
    columns: Vec<String>,
    records: Vec<(u64, csv::StringRecord)>,
}

/// What is wrong with a sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum SheetProblem {
    /// The text is no CSV table: a row is longer or shorter than the header, or a quote stays open.
    NotATable {
        /// The reader's own words.
        reason: String,
    },
    /// A column that is needed is not in the header.
    MissingColumn {
        /// The column.
        column: String,
        /// A column of the sheet with a similar name.
        similar: Option<String>,
    },
    /// A cell that must hold something is blank.
    Blank {
        /// The column.
        column: String,
    },
    /// A cell that must hold a number does not.
    NotANumber {
        /// The column.
        column: String,
        /// What it holds.
        text: String,
    },
    /// A number outside the range that makes sense.
    OutOfRange {
        /// The column.
        column: String,
        /// The number.
        value: f64,
        /// Smallest value accepted.
        low: f64,
        /// Largest value accepted.
        high: f64,
    },
    /// A cell that must hold one of a few words holds another.
    UnknownWord {
        /// The column.
        column: String,
        /// What it holds.
        text: String,
        /// The words known.
        known: Vec<String>,
    },
    /// Two rows have the same name.
    Repeated {
        /// The name.
        id: String,
    },
    /// Values that must add up do not.
    WrongSum {
        /// Which values.
        what: String,
        /// Their sum.
        sum: f64,
        /// What it must be.
        wanted: f64,
    },
}

/// A problem of a sheet with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetError {
    /// Name of the file.
    pub file: String,
    /// Line, from 1 (the header); 0 when the place is unknown.
    pub line: u64,
    /// What is wrong.
    pub problem: SheetProblem,
}

impl SheetError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        text!("{file}:{line}: {problem}", file = self.file, line = self.line, problem = self.problem.told())
    }
}

impl SheetProblem {
    fn told(&self) -> Text {
        match self {
            Self::NotATable { reason } => text!("no table: {reason}", reason),
            Self::MissingColumn { column, similar: Some(s) } => {
                text!("column `{column}` is missing; rename `{s}` if that is what it holds", column, s)
            }
            Self::MissingColumn { column, similar: None } => text!("column `{column}` is missing; add it", column),
            Self::Blank { column } => text!("column `{column}` is blank; fill it", column),
            Self::NotANumber { column, text } => {
                text!("column `{column}` holds `{text}`; write a number, with a decimal point", column, text)
            }
            Self::OutOfRange { column, value, low, high } => {
                text!("column `{column}` holds {value}; write a number from {low} to {high}", column, value, low, high)
            }
            Self::UnknownWord { column, text, known } => {
                text!("column `{column}` holds `{text}`; write one of {known}", column, text, known = known.join(", "))
            }
            Self::Repeated { id } => text!("`{id}` is there twice; rename one", id),
            Self::WrongSum { what, sum, wanted } => text!("{what} add up to {sum}, not to {wanted}", what, sum, wanted),
        }
    }
}

shown_as_told!(SheetError);

impl std::error::Error for SheetError {}

impl Sheet {
    /// Reads a text; `file` is the name for messages.
    ///
    /// # Errors
    /// When the text is no table.
    pub fn parse(file: &str, text: &str) -> Result<Self, SheetError> {
        let error = |line, e: &csv::Error| SheetError {
            file: file.to_owned(),
            line,
            problem: SheetProblem::NotATable { reason: e.to_string() },
        };
        let mut reader =
            csv::ReaderBuilder::new().trim(csv::Trim::All).comment(Some(b'#')).from_reader(text.as_bytes());
        let header = reader.headers().map_err(|e| error(1, &e))?;
        let columns = header.iter().map(str::to_owned).collect();
        let mut records = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|e| error(e.position().map_or(0, csv::Position::line), &e))?;
            records.push((record.position().map_or(0, csv::Position::line), record));
        }
        Ok(Self { file: file.to_owned(), columns, records })
    }

    /// Reads every row of a text with one reading function.
    ///
    /// # Errors
    /// When the text is no table, and the first error of the reading function.
    pub fn read<T>(
        file: &str,
        text: &str,
        row: impl Fn(&SheetRow<'_>) -> Result<T, SheetError>,
    ) -> Result<Vec<T>, SheetError> {
        Self::parse(file, text)?.rows().map(|r| row(&r)).collect()
    }

    /// As [`Sheet::read`], where every row has a name of its own in the column `id`.
    ///
    /// # Errors
    /// As [`Sheet::read`], and when two rows have the same name.
    pub fn read_named<T>(
        file: &str,
        text: &str,
        row: impl Fn(&SheetRow<'_>) -> Result<T, SheetError>,
    ) -> Result<Vec<T>, SheetError> {
        let sheet = Self::parse(file, text)?;
        let mut seen = BTreeSet::new();
        let mut list = Vec::new();
        for r in sheet.rows() {
            let (read, id) = (row(&r)?, r.filled("id")?);
            if seen.contains(&id) {
                return Err(r.error(SheetProblem::Repeated { id }));
            }
            seen.insert(id);
            list.push(read);
        }
        Ok(list)
    }

    /// The rows below the header.
    pub fn rows(&self) -> impl Iterator<Item = SheetRow<'_>> {
        self.records.iter().map(|(line, record)| SheetRow { sheet: self, line: *line, record })
    }
}

/// One row of a [`Sheet`].
#[derive(Clone, Copy, Debug)]
pub struct SheetRow<'a> {
    sheet: &'a Sheet,
    line: u64,
    record: &'a csv::StringRecord,
}

impl<'a> SheetRow<'a> {
    /// The line in the file, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// An error at this row.
    pub fn error(&self, problem: SheetProblem) -> SheetError {
        SheetError { file: self.sheet.file.clone(), line: self.line, problem }
    }

    /// The text of a cell, blank allowed.
    ///
    /// # Errors
    /// When the sheet has no such column.
    pub fn text(&self, column: &str) -> Result<&'a str, SheetError> {
        let at = self.sheet.columns.iter().position(|c| c == column).ok_or_else(|| SheetError {
            file: self.sheet.file.clone(),
            line: 1,
            problem: SheetProblem::MissingColumn {
                column: column.to_owned(),
                similar: nearest(column, self.sheet.columns.iter().map(String::as_str)).map(str::to_owned),
            },
        })?;
        Ok(self.record.get(at).unwrap_or(""))
    }

    /// The text of a cell, or nothing where it is blank.
    ///
    /// # Errors
    /// When the sheet has no such column.
    pub fn text_if_any(&self, column: &str) -> Result<Option<String>, SheetError> {
        let text = self.text(column)?;
        Ok((!text.is_empty()).then(|| text.to_owned()))
    }

    fn blank(&self, column: &str) -> SheetError {
        self.error(SheetProblem::Blank { column: column.to_owned() })
    }

    /// The text of a cell that must not be blank.
    ///
    /// # Errors
    /// When the column is missing or the cell blank.
    pub fn filled(&self, column: &str) -> Result<String, SheetError> {
        self.text_if_any(column)?.ok_or_else(|| self.blank(column))
    }

    /// A number, or nothing where the cell is blank.
    ///
    /// # Errors
    /// When the column is missing or the cell holds something else.
    pub fn number_if_any(&self, column: &str) -> Result<Option<f64>, SheetError> {
        let text = self.text(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        let problem = || SheetProblem::NotANumber { column: column.to_owned(), text: text.to_owned() };
        let value: f64 = text.parse().map_err(|_| self.error(problem()))?;
        if value.is_finite() { Ok(Some(value)) } else { Err(self.error(problem())) }
    }

    /// A number.
    ///
    /// # Errors
    /// When the column is missing, or the cell blank or no number.
    pub fn number(&self, column: &str) -> Result<f64, SheetError> {
        self.number_if_any(column)?.ok_or_else(|| self.blank(column))
    }

    /// A number in a range.
    ///
    /// # Errors
    /// As [`SheetRow::number`], and when it lies outside.
    pub fn number_in(&self, column: &str, range: RangeInclusive<f64>) -> Result<f64, SheetError> {
        let value = self.number(column)?;
        if range.contains(&value) {
            Ok(value)
        } else {
            Err(self.out_of_range(column, value, *range.start(), *range.end()))
        }
    }

    /// The error of a number outside the range that makes sense.
    pub fn out_of_range(&self, column: &str, value: f64, low: f64, high: f64) -> SheetError {
        self.error(SheetProblem::OutOfRange { column: column.to_owned(), value, low, high })
    }

    /// Numbers of several columns.
    ///
    /// # Errors
    /// As [`SheetRow::number`].
    pub fn numbers<const N: usize>(&self, columns: [&str; N]) -> Result<[f64; N], SheetError> {
        let mut values = [0.0; N];
        for (value, column) in values.iter_mut().zip(columns) {
            *value = self.number(column)?;
        }
        Ok(values)
    }

    /// The error of a cell that holds none of the words known.
    pub fn unknown_word<'w>(&self, column: &str, text: &str, known: impl IntoIterator<Item = &'w str>) -> SheetError {
        let known = known.into_iter().map(str::to_owned).collect();
        self.error(SheetProblem::UnknownWord { column: column.to_owned(), text: text.to_owned(), known })
    }

    /// A word out of a list, as `known` maps it.
    ///
    /// # Errors
    /// When the column is missing or the word not in the list.
    pub fn word<T: Copy>(&self, column: &str, known: &[(&str, T)]) -> Result<T, SheetError> {
        let text = self.filled(column)?;
        let found = known.iter().find(|(w, _)| *w == text).map(|(_, t)| *t);
        found.ok_or_else(|| self.unknown_word(column, &text, known.iter().map(|(w, _)| *w)))
    }

    /// How far a value is to be trusted.
    ///
    /// # Errors
    /// When the column is missing or holds none of the three words.
    pub fn flag(&self, column: &str) -> Result<Flag, SheetError> {
        self.word(column, &[Flag::Read, Flag::Computed, Flag::Assumed].map(|f| (f.word(), f)))
    }
}

/// Reads a shipped table once; a broken one is a broken build, found by the tests that load every table.
macro_rules! shipped {
    ($(#[$meta:meta])* $visible:vis fn $name:ident() -> [$row:ty] from $file:literal by $read:path) => {
        $(#[$meta])*
        $visible fn $name() -> &'static [$row] {
            static ROWS: std::sync::OnceLock<Vec<$row>> = std::sync::OnceLock::new();
            ROWS.get_or_init(|| {
                let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/", $file));
                $crate::param::sheet::Sheet::read(concat!("models/", $file), text, $read)
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
    fn names_the_line_and_the_column() {
        let sheet = Sheet::parse("t.csv", "id,mass_kg\na,1\nb,heavy\nc,\n").unwrap();
        let rows: Vec<_> = sheet.rows().collect();
        assert_eq!(rows[0].number("mass_kg"), Ok(1.0));
        assert!(
            rows[1].number("mass_kg").unwrap_err().to_string().starts_with("t.csv:3: column `mass_kg` holds `heavy`")
        );
        assert_eq!(rows[2].number_if_any("mass_kg"), Ok(None));
        assert!(rows[2].number("mass_kg").unwrap_err().to_string().contains("t.csv:4: column `mass_kg` is blank"));
        assert!(rows[0].number("mas_kg").unwrap_err().to_string().contains("rename `mass_kg`"));
    }

    #[test]
    fn refuses_ragged_rows_and_non_finite_numbers() {
        assert!(Sheet::parse("t.csv", "a,b\n1\n").is_err());
        let sheet = Sheet::parse("t.csv", "a\ninf\nNaN\n").unwrap();
        for row in sheet.rows() {
            assert!(matches!(row.number("a").unwrap_err().problem, SheetProblem::NotANumber { .. }));
        }
    }

    #[test]
    fn ranges_words_and_names_are_kept() {
        let text = "# a comment\nid, share ,flag\na,0.5,read\nb,1.5,guess\na,,read\n";
        let sheet = Sheet::parse("t.csv", text).unwrap();
        let rows: Vec<_> = sheet.rows().collect();
        assert_eq!(rows[0].line(), 3);
        assert_eq!(rows[0].number_in("share", 0.0..=1.0), Ok(0.5));
        let outside = rows[1].number_in("share", 0.0..=1.0).unwrap_err().to_string();
        assert_eq!(outside, "t.csv:4: column `share` holds 1.5; write a number from 0 to 1");
        assert!(rows[0].numbers(["share", "flag"]).is_err());
        assert_eq!(rows[0].flag("flag"), Ok(Flag::Read));
        let word = rows[1].flag("flag").unwrap_err().to_string();
        assert_eq!(word, "t.csv:4: column `flag` holds `guess`; write one of read, computed, assumed");
        let twice = Sheet::read_named("t.csv", text, |r| r.filled("id")).unwrap_err().to_string();
        assert_eq!(twice, "t.csv:5: `a` is there twice; rename one");
        assert_eq!(Sheet::read("t.csv", text, |r| r.text_if_any("share")).unwrap()[2], None);
    }
}
