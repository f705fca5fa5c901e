//! Tables: one model for page, terminal and CSV.

use super::ReportError;
use crate::plot::{Locale, fixed, significant};

/// Where the text of a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// Unit of its numbers, written in the heading; empty for none.
    pub unit: String,
    /// Where its text stands.
    pub align: Align,
}

impl Column {
    /// A column of words.
    pub fn text(name: impl Into<String>) -> Self {
        Self { name: name.into(), unit: String::new(), align: Align::Left }
    }

    /// A column of numbers in one unit.
    pub fn number(name: impl Into<String>, unit: impl Into<String>) -> Self {
        Self { name: name.into(), unit: unit.into(), align: Align::Right }
    }

    /// `name (unit)`, or the name alone.
    fn heading(&self) -> String {
        if self.unit.is_empty() { self.name.clone() } else { format!("{} ({})", self.name, self.unit) }
    }
}

/// How a number is rounded for reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// To so many significant digits.
    Significant(usize),
    /// To so many decimals.
    Decimals(usize),
}

impl Precision {
    /// The number as text.
    pub fn text(self, value: f64, locale: Locale) -> String {
        match self {
            Self::Significant(digits) => significant(value, digits, locale),
            Self::Decimals(decimals) => fixed(value, decimals, locale),
        }
    }
}

/// What a cell says about where its value comes from, or how it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    /// Seen in the source named.
    Read,
    /// Computed from first principles.
    Computed,
    /// Not verified: shown in amber.
    Assumed,
    /// Drawn at random in the uncertainty analysis.
    Sampled,
    /// Within what is asked.
    Pass,
    /// Outside.
    Fail,
}

impl Flag {
    /// Its name.
    pub fn word(self, locale: Locale) -> &'static str {
        match self {
            Self::Read => locale.say("read"),
            Self::Computed => locale.say("computed"),
            Self::Assumed => locale.say("assumed"),
            Self::Sampled => locale.say("sampled"),
            Self::Pass => locale.say("pass"),
            Self::Fail => locale.say("fail"),
        }
    }

    /// Its class in the style sheet of the page.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Read | Self::Computed => "plain",
            Self::Assumed => "assumed",
            Self::Sampled => "sampled",
            Self::Pass => "pass",
            Self::Fail => "fail",
        }
    }
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Nothing.
    Empty,
    /// Words.
    Text(String),
    /// A number, and how it is rounded for reading; CSV gets all its digits.
    Number(f64, Precision),
    /// Where a value is from.
    Source(Source),
}

/// A law, norm, paper or file that a value is from: a page numbers it and lists it once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What the list of sources says.
    pub text: String,
    /// Where the value was set, e.g. a line of a file; empty for none.
    pub place: String,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What it holds.
    pub content: Content,
    /// What is to be said about it.
    pub flag: Option<Flag>,
}

impl Cell {
    /// Nothing.
    pub fn empty() -> Self {
        Self { content: Content::Empty, flag: None }
    }

    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self { content: Content::Text(text.into()), flag: None }
    }

    /// A number to three significant digits.
    pub fn number(value: f64) -> Self {
        Self::precise(value, Precision::Significant(3))
    }

    /// A number.
    pub fn precise(value: f64, precision: Precision) -> Self {
        Self { content: Content::Number(value, precision), flag: None }
    }

    /// Where a value is from; `place` says where it was set, empty for none.
    pub fn source(text: impl Into<String>, place: impl Into<String>) -> Self {
        Self { content: Content::Source(Source { text: text.into(), place: place.into() }), flag: None }
    }

    /// Adds a flag.
    #[must_use]
    pub fn flag(mut self, flag: Flag) -> Self {
        self.flag = Some(flag);
        self
    }

    /// What is read in it, without the flag.
    pub fn shown(&self, locale: Locale) -> String {
        match &self.content {
            Content::Empty => String::new(),
            Content::Text(text) => text.clone(),
            Content::Number(value, precision) => precision.text(*value, locale),
            Content::Source(source) => source.whole(),
        }
    }

    fn raw(&self) -> String {
        match &self.content {
            Content::Empty => String::new(),
            Content::Text(text) => text.clone(),
            Content::Number(value, _) => value.to_string(),
            Content::Source(source) => source.whole(),
        }
    }
}

impl Source {
    /// With the place in brackets.
    fn whole(&self) -> String {
        if self.place.is_empty() { self.text.clone() } else { format!("{} [{}]", self.text, self.place) }
    }
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// Cells, one a column.
    Cells(Vec<Cell>),
    /// Cells of a sum, set apart.
    Total(Vec<Cell>),
    /// A heading over the rows that follow.
    Group(String),
}

impl Row {
    /// The cells; none for a heading.
    pub(super) fn cells(&self) -> &[Cell] {
        match self {
            Self::Cells(cells) | Self::Total(cells) => cells,
            Self::Group(_) => &[],
        }
    }
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Small print below it; empty for none.
    pub note: String,
}

impl Table {
    /// A table without rows.
    pub fn new(caption: impl Into<String>, columns: Vec<Column>) -> Self {
        Self { caption: caption.into(), columns, rows: Vec::new(), note: String::new() }
    }

    /// Adds a row.
    pub fn push(&mut self, cells: Vec<Cell>) {
        self.rows.push(Row::Cells(cells));
    }

    /// Refuses rows that do not fit the columns.
    pub(super) fn check(&self) -> Result<(), ReportError> {
        for (k, row) in self.rows.iter().enumerate() {
            let found = row.cells().len();
            if !matches!(row, Row::Group(_)) && found != self.columns.len() {
                let (table, expected) = (self.caption.clone(), self.columns.len());
                return Err(ReportError::RowLength { table, row: k + 1, expected, found });
            }
        }
        Ok(())
    }

    /// True when a cell has this flag.
    pub(super) fn has(&self, flag: Flag) -> bool {
        self.rows.iter().flat_map(Row::cells).any(|c| c.flag == Some(flag))
    }

    /// The table as CSV: a header with units, numbers with all their digits and a decimal point, and beside each column
    /// that has flags a column with their English names. Headings over rows become a first column `group`.
    ///
    /// # Errors
    /// [`ReportError::RowLength`] when a row has another number of cells than the table has columns.
    pub fn csv(&self) -> Result<String, ReportError> {
        self.check()?;
        let grouped = self.rows.iter().any(|r| matches!(r, Row::Group(_)));
        let flagged: Vec<bool> = (0..self.columns.len())
            .map(|c| self.rows.iter().any(|r| r.cells().get(c).is_some_and(|cell| cell.flag.is_some())))
            .collect();
        let mut records = vec![self.header(grouped, &flagged)];
        let mut group = String::new();
        for row in &self.rows {
            if let Row::Group(name) = row {
                group.clone_from(name);
                continue;
            }
            let mut record = if grouped { vec![group.clone()] } else { Vec::new() };
            for (cell, flagged) in row.cells().iter().zip(&flagged) {
                record.push(cell.raw());
                if *flagged {
                    record.push(cell.flag.map_or("", |f| f.word(Locale::En)).to_owned());
                }
            }
            records.push(record);
        }
        let mut writer = csv::Writer::from_writer(Vec::new());
        for record in &records {
            writer.write_record(record).expect("all records have the length of the header");
        }
        let bytes = writer.into_inner().expect("writing to memory cannot fail");
        Ok(String::from_utf8(bytes).expect("made from strings"))
    }

    fn header(&self, grouped: bool, flagged: &[bool]) -> Vec<String> {
        let mut header = if grouped { vec!["group".to_owned()] } else { Vec::new() };
        for (column, flagged) in self.columns.iter().zip(flagged) {
            header.push(column.heading());
            if *flagged {
                header.push(format!("{} flag", column.name));
            }
        }
        header
    }
}
