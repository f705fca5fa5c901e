//! The user's own samples: a table with a column for each input and a row for each sample, run in its order.
//!
//! Every input that the scenario draws needs a column: a sample in which some inputs are the user's and others still drawn
//! would be neither. An input that shall stay at one value is set (`--set PATH=VALUE`), and then not drawn. Further columns
//! may move any other input that does not shape the case.

use super::Scenario;
use super::section::{range_text, shorten};
use super::uncertainty::SAMPLES_MAX;
use crate::diag::{Diagnostic, Diagnostics, Location, SourceId, Sources, csv_told};
use crate::scenario::Refused;
use crate::text;
use crate::words::nearest;
use std::collections::HashMap;

/// Samples of the user, checked against a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct UserSamples {
    nominal: Vec<f64>,
    /// Place of each column in the inputs.
    places: Vec<usize>,
    columns: Vec<Vec<f64>>,
    rows: usize,
}

impl UserSamples {
    /// Reads a CSV (comma, semicolon or tab; a row of paths, then a row for each sample). `name` is what messages call it.
    ///
    /// # Errors
    /// All problems at once: no UTF-8, no rows, columns that are missing, doubled, not known or shape the case, rows of the
    /// wrong length, cells that are no finite number in the input's range (the first ten, with their lines).
    pub fn from_csv(scenario: &Scenario, name: &str, bytes: &[u8]) -> Result<Self, Box<Refused>> {
        let mut table = Table::new(scenario, name);
        match std::str::from_utf8(bytes) {
            Ok(text) => table.read(text.strip_prefix('\u{feff}').unwrap_or(text)),
            Err(error) => {
                let line = bytes[..error.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
                let found = Diagnostic::error(text!("{name}:{line}: not UTF-8", name, line));
                table.diagnostics.push(found.help(text!("save the table as CSV UTF-8")));
            }
        }
        table.finish()
    }

    /// Takes columns that were read elsewhere (Parquet), each with its path.
    ///
    /// # Errors
    /// As [`UserSamples::from_csv`]; rows are told by number, from 1.
    pub fn from_columns(
        scenario: &Scenario,
        name: &str,
        columns: Vec<(String, Vec<f64>)>,
    ) -> Result<Self, Box<Refused>> {
        let mut table = Table::new(scenario, name);
        table.rows = columns.iter().map(|(_, values)| values.len()).max().unwrap_or(0);
        for (path, values) in columns {
            if values.len() != table.rows {
                let message = text!(
                    "column `{path}` of {name} has {a} rows, others {rows}",
                    path,
                    name,
                    a = values.len(),
                    rows = table.rows
                );
                table.diagnostics.push(Diagnostic::error(message).help(text!("write a number for every sample")));
            }
            table.names.push((path, None));
            table.columns.push(values);
        }
        table.finish()
    }

    /// Number of samples.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Never: a table without samples is refused.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Places of the inputs that have a column, in the order of the columns.
    pub fn places(&self) -> &[usize] {
        &self.places
    }

    /// The values of a sample: the nominal ones, and those of its row.
    ///
    /// # Panics
    /// At [`UserSamples::len`] and beyond.
    pub fn values(&self, sample: usize) -> Vec<f64> {
        let mut values = self.nominal.clone();
        for (place, column) in self.places.iter().zip(&self.columns) {
            values[*place] = column[sample];
        }
        values
    }
}

/// Cells and rows that are told one by one.
const TOLD: usize = 10;

/// Columns as they were given, and what is wrong with them so far.
struct Table<'a> {
    scenario: &'a Scenario,
    name: &'a str,
    sources: Sources,
    diagnostics: Diagnostics,
    names: Vec<(String, Option<Location>)>,
    columns: Vec<Vec<f64>>,
    rows: usize,
    text: Option<Text>,
}

/// The text behind a table that was read from CSV.
struct Text {
    source: SourceId,
    /// Where each row starts, in bytes.
    starts: Vec<usize>,
    /// The first cells that are no number, by row and column.
    odd: HashMap<(usize, usize), String>,
    separator: u8,
}

impl<'a> Table<'a> {
    fn new(scenario: &'a Scenario, name: &'a str) -> Self {
        let (sources, diagnostics) = (Sources::default(), Diagnostics::default());
        Self { scenario, name, sources, diagnostics, names: Vec::new(), columns: Vec::new(), rows: 0, text: None }
    }

    /// Reads names and numbers; a cell that is no number becomes NaN, with its text kept.
    fn read(&mut self, text: &str) {
        let source = self.sources.add(self.name, text);
        let header = text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default();
        let count = |c: u8| header.bytes().filter(|b| *b == c).count();
        let separator = [b',', b';', b'\t'].into_iter().max_by_key(|c| (count(*c), *c == b',')).unwrap_or(b',');
        let mut reader = csv::ReaderBuilder::new();
        reader.delimiter(separator).flexible(true).trim(csv::Trim::All).has_headers(false);
        let mut records = reader.from_reader(text.as_bytes()).into_records();
        let mut kept = Text { source, starts: Vec::new(), odd: HashMap::new(), separator };
        let Some(Ok(first)) = records.next() else { return };
        let start = first.position().map_or(0, |p| p.byte() as usize);
        for (k, name) in first.iter().enumerate() {
            self.names.push((name.to_owned(), Some(kept.cell(text, start, k))));
        }
        self.columns = vec![Vec::new(); self.names.len()];
        let mut wrong_length = 0;
        for record in records {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let found = Diagnostic::error(text!(
                        "{name} is not a table: {error}",
                        name = self.name,
                        error = csv_told(&error)
                    ));
                    self.diagnostics.push(found.help(text!("save it as CSV UTF-8, with commas between the cells")));
                    return;
                }
            };
            if record.iter().all(str::is_empty) {
                continue;
            }
            let start = record.position().map_or(0, |p| p.byte() as usize);
            if record.len() != self.names.len() {
                wrong_length += 1;
                if wrong_length <= TOLD {
                    self.tell_length(&kept, start, record.len());
                }
                continue;
            }
            for (k, cell) in record.iter().enumerate() {
                let number = cell.parse().unwrap_or(f64::NAN);
                // No more are told: a table of words shall not be kept twice.
                if number.is_nan() && kept.odd.len() < TOLD {
                    kept.odd.insert((self.rows, k), cell.to_owned());
                }
                self.columns[k].push(number);
            }
            kept.starts.push(start);
            self.rows += 1;
        }
        if wrong_length > TOLD {
            let found = Diagnostic::error(text!("{a} more rows have the wrong length", a = wrong_length - TOLD));
            self.diagnostics.push(found.help(text!("write a cell for every column")));
        }
        self.text = Some(kept);
    }

    fn tell_length(&mut self, text: &Text, start: usize, cells: usize) {
        let wanted = self.names.len();
        let line = text.line(self.sources.text(text.source), start);
        let found = Diagnostic::error(text!("this row has {cells} cells, the first row {wanted}", cells, wanted));
        let decimal = if text.separator == b',' { "; decimals with a point, not a comma" } else { "" };
        self.diagnostics.push(found.at(Some(line), text!("wrong length")).help(text!(
            "write one number for each of the {wanted} columns{decimal}",
            wanted,
            decimal
        )));
    }

    /// The place of each column; names that are wrong are told.
    fn places(&mut self) -> Vec<usize> {
        let inputs = &self.scenario.inputs;
        let mut places = Vec::new();
        for (name, location) in &self.names {
            let Some(place) = inputs.find(name) else {
                let found = Diagnostic::error(text!("no input has the path `{name}`", name));
                let drawn = self.scenario.plan.drawn_places();
                let drawn = drawn.iter().map(|k| inputs.list()[*k].path.as_str());
                let near = nearest(name, drawn).or_else(|| nearest(name, inputs.paths()));
                let help = match near {
                    Some(near) => text!("did you mean `{near}`?", near),
                    None => text!("leave the column out; `gisement explain FILE` lists all paths"),
                };
                self.diagnostics.push(found.at(location.clone(), text!("not known")).help(help));
                continue;
            };
            let input = &inputs.list()[place];
            let problem = if places.contains(&place) {
                Some((
                    text!("`{path}` has two columns", path = input.path),
                    text!("the second one"),
                    text!("keep one of them"),
                ))
            } else if input.structural {
                Some((
                    text!("`{path}` shapes the case and cannot differ between samples", path = input.path),
                    text!("not possible here"),
                    text!("set it in the scenario, and run it once for each value"),
                ))
            } else if inputs.is_overridden(place, &self.scenario.sources) {
                Some((
                    text!("`{path}` is set on the command line and has a column", path = input.path),
                    text!("set already"),
                    text!("leave out one of the two"),
                ))
            } else {
                None
            };
            if let Some((message, label, help)) = problem {
                let found = Diagnostic::error(message);
                self.diagnostics.push(found.at(location.clone(), label).help(help));
            }
            places.push(place);
        }
        places
    }

    /// Drawn inputs without a column.
    fn tell_missing(&mut self, places: &[usize]) {
        let inputs = self.scenario.inputs.list();
        let drawn = self.scenario.plan.drawn_places();
        let missing: Vec<&str> =
            drawn.iter().filter(|k| !places.contains(k)).map(|k| inputs[*k].path.as_str()).collect();
        if missing.is_empty() {
            return;
        }
        let list = shorten(&missing, "`gisement explain FILE`");
        let found = Diagnostic::error(text!(
            "{name} has no column for what the scenario draws: {list}",
            name = self.name,
            list
        ));
        let first = self.names.first().and_then(|(_, location)| location.clone());
        let help =
            text!("add a column for each, or hold it fixed with --set PATH=VALUE, or take it out of [uncertainty]");
        self.diagnostics.push(found.at(first, text!("columns of this table")).help(help));
    }

    /// Cells that are not finite, or outside the range of their input.
    fn tell_cells(&mut self, places: &[usize]) {
        let mut wrong = 0;
        let mut told = Vec::new();
        for row in 0..self.rows {
            for (k, place) in places.iter().enumerate() {
                let input = &self.scenario.inputs.list()[*place];
                let value = self.columns[k][row];
                if (input.low..=input.high).contains(&value) && value.is_finite() {
                    continue;
                }
                wrong += 1;
                if told.len() < TOLD {
                    told.push(self.wrong_cell(row, k, *place));
                }
            }
        }
        let more = wrong - told.len();
        told.into_iter().for_each(|found| self.diagnostics.push(found));
        if more > 0 {
            let found = Diagnostic::error(text!(
                "{more} more cells of {name} are out of range or no number",
                more,
                name = self.name
            ));
            self.diagnostics.push(found.help(text!("mend the column they have in common")));
        }
    }

    fn wrong_cell(&self, row: usize, column: usize, place: usize) -> Diagnostic {
        let input = &self.scenario.inputs.list()[place];
        let range = range_text(input.low, input.high, &input.unit);
        let odd = self.text.as_ref().and_then(|t| t.odd.get(&(row, column)));
        let got = match odd {
            Some(text) if text.is_empty() => text!("an empty cell"),
            Some(text) => crate::words::Text::plain(format!("`{text}`")),
            None => crate::words::Text::plain(self.columns[column][row].to_string()),
        };
        let location = self.text.as_ref().map(|t| t.cell(self.sources.text(t.source), t.starts[row], column));
        let of = if location.is_some() { crate::words::Text::plain("") } else { text!(" of {name}", name = self.name) };
        let found = Diagnostic::error(text!(
            "sample {a}{of}: `{path}` must be {range}",
            a = row + 1,
            of,
            path = input.path,
            range
        ));
        let found = found.at(location.clone(), text!("got {got}", got));
        match location {
            Some(_) => found.help(text!("write a number {range}, with a decimal point", range)),
            None => found.help(text!("got {got}; write a number {range}", got, range)),
        }
    }

    fn finish(mut self) -> Result<UserSamples, Box<Refused>> {
        if self.rows == 0 && !self.diagnostics.has_errors() {
            let found = Diagnostic::error(text!("{name} has no samples", name = self.name));
            let help = text!("write a row of paths, and below it a row of numbers for each sample");
            self.diagnostics.push(found.help(help));
        }
        if self.rows > SAMPLES_MAX {
            let found = Diagnostic::error(text!("{name} has {rows} samples", name = self.name, rows = self.rows));
            self.diagnostics.push(found.help(text!("split it into tables of at most {SAMPLES_MAX}", SAMPLES_MAX)));
        }
        let before = self.diagnostics.counts().0;
        let places = if self.names.is_empty() { Vec::new() } else { self.places() };
        if !self.names.is_empty() {
            self.tell_missing(&places);
        }
        // Cells are judged once every column has its input, and every row its cells.
        if places.len() == self.columns.len() && (before == 0 || self.text.is_some()) {
            self.tell_cells(&places);
        }
        if self.diagnostics.has_errors() {
            return Err(Box::new(Refused { sources: self.sources, diagnostics: self.diagnostics }));
        }
        let Self { scenario, columns, rows, .. } = self;
        Ok(UserSamples { nominal: scenario.nominal(), places, columns, rows })
    }
}

impl Text {
    /// The line that starts at a byte.
    fn line(&self, text: &str, start: usize) -> Location {
        let rest = &text[start..];
        // Blank lines before a record count to it.
        let start = start + (rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        let length = text[start..].find(['\r', '\n']).unwrap_or(text.len() - start);
        Location { source: self.source, span: start..start + length }
    }

    /// A cell of the record that starts at a byte; its whole line where quotes hide the separators.
    fn cell(&self, text: &str, start: usize, column: usize) -> Location {
        let line = self.line(text, start);
        let written = &text[line.span.clone()];
        if written.contains('"') {
            return line;
        }
        let mut at = line.span.start;
        for (k, cell) in written.split(char::from(self.separator)).enumerate() {
            if k == column {
                let blank = cell.len() - cell.trim_start().len();
                let span = at + blank..(at + blank + cell.trim().len()).max(at + 1).min(text.len());
                return Location { source: self.source, span: span.start.min(span.end)..span.end };
            }
            at += cell.len() + 1;
        }
        line
    }
}
