//! Which kind of table a text is, by its columns.

use super::document::{self, DOCUMENTS};
use super::known::{
    adm1da, am2, buffer, carbon, combustion, degree_days, dispatch, furnace, heat_cost, network, profiles, uncertainty,
    yields,
};
use super::outcome::{Row, Suite};
use super::sheet::Sheet;
use std::fmt;

/// A kind of table.
pub(super) struct Format {
    /// Its name.
    pub(super) name: &'static str,
    /// The columns without which nothing can be computed.
    pub(super) required: &'static [&'static str],
    /// Compares every row.
    pub(super) compare: fn(&Sheet) -> (Vec<Row>, Vec<String>),
}

/// The kinds known.
const FORMATS: [&Format; 23] = [
    &yields::FORMAT,
    &combustion::FORMAT,
    &dispatch::FORMAT,
    &buffer::FORMAT,
    &carbon::FORMAT,
    &heat_cost::FORMAT,
    &degree_days::FORMAT,
    &profiles::FORMAT,
    &network::PIPES,
    &network::TAPPING,
    &uncertainty::FORMAT,
    &furnace::TRAJECTORIES,
    &furnace::STEADY,
    &furnace::CLOSURE,
    &furnace::STEPS,
    &furnace::ANALYTIC,
    &furnace::HEAT_CAPACITY,
    &adm1da::STATES,
    &adm1da::SERIES,
    &adm1da::SUMMARY,
    &am2::STEADY,
    &am2::PEER,
    &am2::TRANSIENT,
];

/// Why a text is no table of known answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableError {
    /// No text.
    Empty,
    /// No CSV.
    NotCsv {
        /// Line of the first fault.
        line: u64,
    },
    /// Meant to be JSON, but is none.
    NotJson {
        /// Line of the first fault.
        line: u64,
    },
    /// JSON whose cases are of no kind known.
    UnknownDocument,
    /// A header and nothing below it.
    NoRows,
    /// Two columns of one name.
    DuplicateColumn {
        /// The name.
        name: String,
    },
    /// Columns of no kind known.
    Unknown {
        /// The columns found.
        columns: Vec<String>,
    },
    /// Most columns of a kind, but not all that it needs.
    MissingColumns {
        /// The kind.
        format: &'static str,
        /// What is missing.
        missing: Vec<&'static str>,
    },
}

/// Columns of an unknown table that a message repeats.
const COLUMNS_SHOWN: usize = 8;

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "the file is empty; write a header line and one line a case"),
            Self::NotCsv { line } => write!(f, "line {line}: this is no CSV"),
            Self::NotJson { line } => write!(f, "line {line}: this is no JSON"),
            Self::UnknownDocument => {
                write!(f, "no known kind of document; kinds known, by their list and what a case of it holds:")?;
                DOCUMENTS
                    .iter()
                    .try_for_each(|k| write!(f, "\n  {}: {}[] with {}", k.name, k.list, k.required.join(", ")))
            }
            Self::NoRows => write!(f, "there is a header, but no row below it"),
            Self::DuplicateColumn { name } => write!(f, "two columns are named `{name}`; rename one"),
            Self::Unknown { columns } => {
                let shown: Vec<String> =
                    columns.iter().take(COLUMNS_SHOWN).map(|c| c.chars().take(40).collect()).collect();
                let more = if columns.len() > COLUMNS_SHOWN { ", ..." } else { "" };
                writeln!(f, "no known kind of table has these columns: {}{more}", shown.join(", "))?;
                write!(f, "kinds known, by the columns they need:")?;
                FORMATS.iter().try_for_each(|k| write!(f, "\n  {}: {}", k.name, k.required.join(", ")))
            }
            Self::MissingColumns { format, missing } => {
                write!(f, "this looks like a table of kind `{format}`, but lacks: {}", missing.join(", "))
            }
        }
    }
}

impl std::error::Error for TableError {}

/// Holds the program against a table in the format of a shipped one. `file` is only repeated in the result.
///
/// Rows that cannot be read or computed fail with their reason; the rest of the table is compared all the same.
///
/// # Errors
/// When the text is no table, or its columns are of no kind known.
pub fn table(file: &str, text: &str) -> Result<Suite, TableError> {
    if document::is_document(text) {
        return document::document(file, text);
    }
    let sheet = Sheet::parse(text)?;
    let format = recognise(&sheet)?;
    if sheet.is_empty() {
        return Err(TableError::NoRows);
    }
    let (rows, notes) = (format.compare)(&sheet);
    Ok(Suite { name: format.name.to_owned(), file: Some(file.to_owned()), source: file.to_owned(), notes, rows })
}

/// Holds the program against the tables of a folder, given as (file name, text). A table of inputs of ADM1da runs and one of
/// their states belong together: runs start and are fed as these say, and the folder's tables of states, series and
/// summaries are compared with them. Any other table stands for itself, as [`table`] takes it.
///
/// # Errors
/// The first file that is no table of a kind known, by its name.
pub fn folder(files: &[(String, String)]) -> Result<Vec<Suite>, (String, TableError)> {
    let named = |file: &str| {
        let file = file.to_owned();
        move |error: TableError| (file, error)
    };
    let parse = |(file, text): &(String, String)| Sheet::parse(text).map_err(named(file));
    if let Some((file, _)) = files.iter().find(|(_, text)| document::is_document(text)) {
        return Err((file.clone(), TableError::UnknownDocument));
    }
    let sheets = files.iter().map(parse).collect::<Result<Vec<Sheet>, _>>()?;
    let holds = |sheet: &Sheet, columns: &[&str]| columns.iter().all(|column| sheet.has(column));
    let inputs = sheets.iter().position(|sheet| holds(sheet, &adm1da::INPUTS));
    let states = sheets.iter().position(|sheet| holds(sheet, adm1da::STATES.required));
    let (Some(inputs), Some(states)) = (inputs, states) else {
        return files.iter().map(|(file, text)| table(file, text).map_err(named(file))).collect();
    };
    let mut suites = Vec::new();
    let compared = adm1da::folder(&sheets[inputs], &sheets[states], &sheets);
    for ((k, (file, text)), rows) in files.iter().enumerate().zip(compared).filter(|((k, _), _)| *k != inputs) {
        let mut of_a_run = [&adm1da::STATES, &adm1da::SERIES, &adm1da::SUMMARY].into_iter();
        match of_a_run.find(|format| holds(&sheets[k], format.required)) {
            Some(format) => suites.push(Suite {
                name: format.name.to_owned(),
                file: Some(file.clone()),
                source: file.clone(),
                notes: Vec::new(),
                rows,
            }),
            None => suites.push(table(file, text).map_err(named(file))?),
        }
    }
    Ok(suites)
}

/// A shipped table under its own name and source.
pub(super) fn shipped(format: &Format, name: &str, source: &str, text: &str) -> Suite {
    let (rows, notes) = match Sheet::parse(text) {
        Ok(sheet) => (format.compare)(&sheet),
        // Compares nothing and so does not hold: `gisement verify` shows a broken shipped table as a failure.
        Err(error) => (Vec::new(), vec![error.to_string()]),
    };
    Suite { name: name.to_owned(), file: None, source: source.to_owned(), notes, rows }
}

fn recognise(sheet: &Sheet) -> Result<&'static Format, TableError> {
    let missing = |format: &&'static Format| -> Vec<&'static str> {
        format.required.iter().copied().filter(|column| !sheet.has(column)).collect()
    };
    if let Some(format) = FORMATS.into_iter().find(|format| missing(format).is_empty()) {
        return Ok(format);
    }
    // A table that has half of what a kind needs was meant to be of that kind.
    let share = |format: &Format, missing: usize| missing as f64 / format.required.len() as f64;
    let nearest = FORMATS.into_iter().map(|f| (share(f, missing(&f).len()), f)).min_by(|a, b| a.0.total_cmp(&b.0));
    match nearest {
        Some((lacking, format)) if lacking <= 0.5 => {
            Err(TableError::MissingColumns { format: format.name, missing: missing(&format) })
        }
        _ => Err(TableError::Unknown { columns: sheet.names().to_vec() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_known_by_their_columns() {
        let of = |text: &str| table("t.csv", text);
        assert_eq!(of(""), Err(TableError::Empty));
        assert_eq!(of("category,expected,inputs_json\n"), Err(TableError::NoRows));
        let error = of("kind,input,value\nx,y,1\n").unwrap_err();
        assert_eq!(error, TableError::MissingColumns { format: "yield", missing: vec!["quantity"] });
        let error = of("name,age\nx,1\n").unwrap_err().to_string();
        assert!(error.contains("name, age"), "{error}");
        assert!(FORMATS.iter().all(|f| error.contains(f.name)), "{error}");
    }

    #[test]
    fn no_kind_hides_another() {
        for (k, format) in FORMATS.iter().enumerate() {
            let header = format!("{}\n", format.required.join(","));
            let found = recognise(&Sheet::parse(&header).unwrap()).unwrap();
            assert_eq!(found.name, format.name);
            assert!(FORMATS[k + 1..].iter().all(|other| other.name != format.name));
        }
    }
}
