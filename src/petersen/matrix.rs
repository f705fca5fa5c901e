//! Reading the two tables behind a stoichiometry: the process matrix and the composition of the states.

use super::expression::{Expression, ExpressionError};
use super::overlay::lay_over;
use super::stoichiometry::{QUANTITIES, Quantity};
use std::fmt;

/// A coefficient of the matrix.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// An expression in parameters.
    Given(Expression),
    /// Closed by this quantity.
    Closed(Quantity),
}

/// One non-empty cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) process: usize,
    pub(super) state: usize,
    pub(super) cell: Cell,
}

/// A process matrix with every name resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    pub(super) processes: Vec<String>,
    pub(super) state_count: usize,
    pub(super) entries: Vec<Entry>,
    /// Per quantity and state: content per unit of the state; none where it holds none.
    pub(super) contents: Vec<Vec<Option<Expression>>>,
}

/// Why a table was refused.
#[derive(Clone, Debug, PartialEq)]
pub enum PetersenError {
    /// The file is no CSV table.
    Unreadable {
        /// File and line.
        place: String,
        /// What the CSV reader says.
        reason: String,
    },
    /// A header or first column that differs from the states of the model.
    Name {
        /// File and line.
        place: String,
        /// The name found.
        found: String,
        /// The name that must stand there.
        expected: String,
    },
    /// Too few or too many columns or rows.
    Count {
        /// File.
        place: String,
        /// How many there are.
        found: usize,
        /// How many there must be.
        expected: usize,
    },
    /// A cell that is no expression.
    Cell {
        /// File and line.
        place: String,
        /// Column.
        column: String,
        /// Why.
        error: ExpressionError,
    },
    /// A `?` in a column that closes no quantity.
    ClosesNothing {
        /// File and line.
        place: String,
        /// Column.
        column: String,
    },
    /// A closing state must hold exactly 1 of its quantity and none of the others.
    NotPure {
        /// File and line.
        place: String,
        /// The state.
        state: String,
    },
    /// A word in the column `closes` that is no quantity.
    UnknownQuantity {
        /// File and line.
        place: String,
        /// The word.
        found: String,
    },
}

impl fmt::Display for PetersenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { place, reason } => write!(f, "{place}: {reason}"),
            Self::Name { place, found, expected } => write!(f, "{place}: `{found}` where `{expected}` must stand"),
            Self::Count { place, found, expected } => write!(f, "{place}: {found} names where {expected} must stand"),
            Self::Cell { place, column, error } => write!(f, "{place}, column {column}: {error}"),
            Self::ClosesNothing { place, column } => {
                write!(f, "{place}: `?` in column {column}, which closes no quantity; write an expression")
            }
            Self::NotPure { place, state } => {
                write!(f, "{place}: {state} closes a quantity, so it must hold 1 of it and none of the others")
            }
            Self::UnknownQuantity { place, found } => {
                write!(f, "{place}: `{found}` is no quantity; write COD, carbon or nitrogen")
            }
        }
    }
}

impl std::error::Error for PetersenError {}

/// A table as text: file name for messages, and the rows.
pub(super) struct Text {
    pub(super) file: String,
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<(u64, Vec<String>)>,
}

fn read(file: &str, text: &str) -> Result<Text, PetersenError> {
    let unreadable =
        |line: u64, e: csv::Error| PetersenError::Unreadable { place: format!("{file}:{line}"), reason: e.to_string() };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|e| unreadable(1, e))?.iter().map(str::to_owned).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let line = |position: Option<&csv::Position>| position.map_or(0, csv::Position::line);
        let record = record.map_err(|e| unreadable(line(e.position()), e))?;
        rows.push((line(record.position()), record.iter().map(str::to_owned).collect()));
    }
    Ok(Text { file: file.to_owned(), header, rows })
}

fn same_names(place: &str, found: &[&str], expected: &[&str]) -> Result<(), PetersenError> {
    for (found, expected) in found.iter().zip(expected) {
        if found != expected {
            let (found, expected) = ((*found).to_owned(), (*expected).to_owned());
            return Err(PetersenError::Name { place: place.to_owned(), found, expected });
        }
    }
    if found.len() != expected.len() {
        return Err(PetersenError::Count { place: place.to_owned(), found: found.len(), expected: expected.len() });
    }
    Ok(())
}

/// Columns of the composition of the states.
const COMPOSITION_COLUMNS: [&str; 6] = ["state", "COD", "carbon", "nitrogen", "closes", "source"];

/// Composition of the states: contents by quantity and state, and which quantity a state closes.
struct Composition {
    contents: Vec<Vec<Option<Expression>>>,
    closes: Vec<Option<Quantity>>,
}

fn parse_composition(table: &Text, states: &[&str], parameters: &[&str]) -> Result<Composition, PetersenError> {
    let header: Vec<&str> = table.header.iter().map(String::as_str).collect();
    same_names(&format!("{}:1", table.file), &header, &COMPOSITION_COLUMNS)?;
    let found: Vec<&str> = table.rows.iter().map(|(_, row)| row[0].as_str()).collect();
    same_names(&table.file, &found, states)?;
    let mut contents = vec![Vec::new(); QUANTITIES.len()];
    let mut closes = Vec::new();
    for (line, row) in &table.rows {
        let place = format!("{}:{line}", table.file);
        for (quantity, content) in contents.iter_mut().enumerate() {
            let cell = &row[1 + quantity];
            let compiled = if cell.is_empty() {
                None
            } else {
                let error =
                    |error| PetersenError::Cell { place: place.clone(), column: header[1 + quantity].into(), error };
                Some(Expression::compile(cell, parameters).map_err(error)?)
            };
            content.push(compiled);
        }
        closes.push(closing_quantity(&place, row, &contents)?);
    }
    Ok(Composition { contents, closes })
}

fn closing_quantity(
    place: &str,
    row: &[String],
    contents: &[Vec<Option<Expression>>],
) -> Result<Option<Quantity>, PetersenError> {
    let word = row[4].as_str();
    if word.is_empty() {
        return Ok(None);
    }
    let Some(closed) = QUANTITIES.into_iter().find(|q| q.word() == word) else {
        return Err(PetersenError::UnknownQuantity { place: place.to_owned(), found: word.to_owned() });
    };
    for quantity in QUANTITIES {
        let content = contents[quantity as usize].last().and_then(Option::as_ref).map(Expression::constant);
        let expected = if quantity == closed { Some(Some(1.0)) } else { None };
        if content != expected {
            return Err(PetersenError::NotPure { place: place.to_owned(), state: row[0].clone() });
        }
    }
    Ok(Some(closed))
}

impl Matrix {
    /// Reads the process matrix and the composition of its states, each given as (file name for messages, text).
    ///
    /// The matrix has the columns `process`, then the states in the model's order; an empty cell is zero, `?` is closed.
    /// The composition has the columns `state,COD,carbon,nitrogen,closes,source`, one row per state; units are kg COD,
    /// kmol C and kmol N per unit of the state.
    ///
    /// # Errors
    /// The first name, cell or number that breaks a rule, by file and line.
    pub fn parse(
        matrix: (&str, &str),
        composition: (&str, &str),
        states: &[&str],
        parameters: &[&str],
    ) -> Result<Self, PetersenError> {
        Self::resolve(&read(matrix.0, matrix.1)?, &read(composition.0, composition.1)?, states, parameters)
    }

    /// A variant of a model: `base` and `overlay` are each the process matrix and the composition as for
    /// [`parse`](Self::parse), `states` and `parameters` those of the variant.
    ///
    /// The overlay lists every row of the variant and the columns that it changes: a filled cell replaces that of the
    /// base, an empty one keeps it, rows and columns new to the base are added. Columns of the base that the variant lacks
    /// fall away; what that breaks, conservation refuses.
    ///
    /// # Errors
    /// The first name, cell or number that breaks a rule, by file and line of the overlay.
    pub fn extend(
        base: [(&str, &str); 2],
        overlay: [(&str, &str); 2],
        states: &[&str],
        parameters: &[&str],
    ) -> Result<Self, PetersenError> {
        let columns: Vec<&str> = std::iter::once("process").chain(states.iter().copied()).collect();
        let both = |k: usize, columns: &[&str]| {
            lay_over(&read(base[k].0, base[k].1)?, &read(overlay[k].0, overlay[k].1)?, columns)
        };
        Self::resolve(&both(0, &columns)?, &both(1, &COMPOSITION_COLUMNS)?, states, parameters)
    }

    fn resolve(table: &Text, composition: &Text, states: &[&str], parameters: &[&str]) -> Result<Self, PetersenError> {
        let composition = parse_composition(composition, states, parameters)?;
        let place = format!("{}:1", table.file);
        let header: Vec<&str> = table.header.iter().map(String::as_str).collect();
        let expected: Vec<&str> = std::iter::once("process").chain(states.iter().copied()).collect();
        same_names(&place, &header, &expected)?;
        let mut entries = Vec::new();
        let mut processes = Vec::new();
        for (line, row) in &table.rows {
            let place = format!("{}:{line}", table.file);
            for (state, text) in row[1..].iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                let column = states[state].to_owned();
                let cell = if text == "?" {
                    let place = place.clone();
                    Cell::Closed(composition.closes[state].ok_or(PetersenError::ClosesNothing { place, column })?)
                } else {
                    let error = |error| PetersenError::Cell { place: place.clone(), column, error };
                    Cell::Given(Expression::compile(text, parameters).map_err(error)?)
                };
                entries.push(Entry { process: processes.len(), state, cell });
            }
            processes.push(row[0].clone());
        }
        let mut parsed = Self { processes, state_count: states.len(), entries, contents: composition.contents };
        parsed.drop_empty_closures();
        Ok(parsed)
    }

    /// Removes a `?` whose process touches no other state that holds the quantity: it is zero for every parameter set.
    fn drop_empty_closures(&mut self) {
        let needed: Vec<bool> = self
            .entries
            .iter()
            .map(|entry| match entry.cell {
                Cell::Given(_) => true,
                Cell::Closed(quantity) => self.entries.iter().any(|other| {
                    let holds = self.contents[quantity as usize][other.state].is_some();
                    other.process == entry.process && other.state != entry.state && holds
                }),
            })
            .collect();
        let mut keep = needed.into_iter();
        self.entries.retain(|_| keep.next().expect("one flag per entry"));
    }

    /// Names of the processes, in row order.
    pub fn processes(&self) -> &[String] {
        &self.processes
    }

    /// (process, state) of every coefficient that can be other than zero, in row order.
    pub fn pattern(&self) -> impl Iterator<Item = (usize, usize)> {
        self.entries.iter().map(|entry| (entry.process, entry.state))
    }
}
