//! Measured series from a table: every problem at once, with its line.

use super::problem::Data;
use super::quantity::Quantity;
use super::table::{Cell, TOLD, of_full_length, rows, tell, tell_empty, tell_more};
use crate::diag::{Diagnostic, Diagnostics, SourceId, Sources};
use crate::scenario::Refused;
use crate::text;
use crate::words::{Text, nearest};

/// Measured series of a digester.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Each column with its quantity.
    pub columns: Vec<(Quantity, Data)>,
    /// What the user should know: gaps, odd magnitudes.
    pub warnings: Diagnostics,
    /// The table's text, for messages.
    pub sources: Sources,
}

/// Column of the times.
const TIME: &str = "time_d";

/// Reads measured series: CSV (comma, semicolon or tab; `#` begins a remark), a header with `time_d` and quantities
/// whose names end in their unit, a row for each time. `end_d` is the length of the run. Empty cells are gaps: told and
/// skipped.
///
/// # Errors
/// All problems at once: no UTF-8, no rows, unknown or doubled columns, columns of other units (with what to do), cells that
/// are no numbers or cannot be in their unit, times that do not rise, stand twice or lie outside the run.
pub fn read_measured(name: &str, bytes: &[u8], end_d: f64) -> Result<Measured, Box<Refused>> {
    let mut sources = Sources::default();
    let mut found = Diagnostics::default();
    let columns = match super::table::text(name, bytes, &mut found) {
        None => Vec::new(),
        Some(text) => {
            let source = sources.add(name, text);
            let mut reader = Reader { source, sources: &sources, found: &mut found, end_d };
            reader.read(text)
        }
    };
    if found.has_errors() {
        return Err(Box::new(Refused { sources, diagnostics: found }));
    }
    Ok(Measured { columns, warnings: found, sources })
}

struct Reader<'a> {
    source: SourceId,
    sources: &'a Sources,
    found: &'a mut Diagnostics,
    end_d: f64,
}

impl Reader<'_> {
    fn read(&mut self, text: &str) -> Vec<(Quantity, Data)> {
        let rows = rows(self.source, text);
        let Some((header, rows)) = rows.split_first() else {
            let header = format!("{TIME},methane_nm3_per_d,ph");
            tell_empty(self.found, self.sources, self.source, &header);
            return Vec::new();
        };
        let quantities = self.header(header);
        if rows.is_empty() {
            self.tell(
                text!("there is no row below the header"),
                &header[0],
                text!("nothing follows"),
                text!("write a row for each time"),
            );
        }
        let whole = of_full_length(self.found, header.len(), rows);
        let Some(time) = header.iter().position(|c| c.text.eq_ignore_ascii_case(TIME)) else { return Vec::new() };
        let times = self.times(&whole, time);
        let columns = quantities
            .into_iter()
            .map(|(k, quantity)| (quantity, self.column(quantity, (k, &header[k]), &whole, &times)));
        let columns: Vec<_> = columns.collect();
        self.gaps_in_time(&whole, time, &times);
        columns
    }

    fn tell(&mut self, message: impl Into<Text>, at: &Cell, label: impl Into<Text>, help: impl Into<Text>) {
        tell(self.found, message, at, label, help);
    }

    /// Columns and their quantities; what is wrong with the names is told.
    fn header(&mut self, header: &[Cell]) -> Vec<(usize, Quantity)> {
        let mut list: Vec<(usize, Quantity)> = Vec::new();
        let mut times = 0;
        for (k, cell) in header.iter().enumerate() {
            if cell.text.eq_ignore_ascii_case(TIME) {
                times += 1;
                if times > 1 {
                    self.tell(
                        text!("`{TIME}` stands twice", TIME),
                        cell,
                        text!("again here"),
                        text!("keep one of them"),
                    );
                }
                continue;
            }
            match Quantity::of_column(&cell.text) {
                Some(quantity) if list.iter().any(|(_, other)| *other == quantity) => {
                    self.tell(
                        text!("column `{text}` stands twice", text = cell.text),
                        cell,
                        text!("again here"),
                        text!("keep one of them"),
                    );
                }
                Some(quantity) => list.push((k, quantity)),
                None => self.unknown(cell),
            }
        }
        if times == 0 {
            self.tell(
                text!("there is no column `{TIME}`", TIME),
                &header[0],
                text!("the header"),
                text!("name the column of times, in days from the start of the run, `time_d`"),
            );
        }
        if list.is_empty() && !self.found.has_errors() {
            self.tell(text!("there is no measured quantity"), &header[0], text!("the header"), help_quantities());
        }
        list
    }

    fn unknown(&mut self, cell: &Cell) {
        if let Some((message, help)) = other_unit(&cell.text) {
            return self.tell(message, cell, text!("another unit"), help);
        }
        let names = Quantity::ALL.map(Quantity::column);
        let near = nearest(&cell.text, names.into_iter().chain([TIME]));
        let near = near.map_or(Text::plain(""), |n| text!("did you mean `{n}`? ", n));
        self.tell(
            text!("there is no quantity `{text}`", text = cell.text),
            cell,
            text!("not known"),
            text!("{near}{known}", near, known = help_quantities()),
        );
    }

    /// Times of the rows; NaN where one is refused.
    fn times(&mut self, rows: &[&Vec<Cell>], column: usize) -> Vec<f64> {
        let mut last: Option<(f64, &Cell)> = None;
        let mut told = 0;
        let mut times = Vec::with_capacity(rows.len());
        for row in rows {
            let cell = &row[column];
            let time = cell.text.parse().ok().filter(|t: &f64| t.is_finite());
            let wrong = match (time, last) {
                (None, _) => Some((
                    text!("time `{text}` is no number", text = cell.text),
                    text!("no number"),
                    text!("write days from the start of the run"),
                )),
                (Some(t), Some((before, _))) if t == before => Some((
                    text!("day {t} stands twice", t),
                    text!("again here"),
                    text!("keep one row for each time, or their mean"),
                )),
                (Some(t), Some((before, _))) if t < before => Some((
                    text!("day {t} follows day {before}", t, before),
                    text!("goes back"),
                    text!("sort the rows by time"),
                )),
                (Some(t), _) if !(0.0..=self.end_d).contains(&t) => {
                    let end = self.end_d;
                    Some((
                        text!("day {t} is outside the run", t),
                        text!("outside"),
                        text!("the run lasts from day 0 to day {end}", end),
                    ))
                }
                _ => None,
            };
            if let Some(t) = time {
                last = Some((t, cell));
            }
            let sound = wrong.is_none();
            if let Some((message, label, help)) = wrong {
                told += 1;
                if told <= TOLD {
                    self.tell(message, cell, label, help);
                }
            }
            times.push(time.filter(|_| sound).unwrap_or(f64::NAN));
        }
        tell_more(self.found, told, text!("times are wrong"));
        times
    }

    fn column(
        &mut self,
        quantity: Quantity,
        (column, header): (usize, &Cell),
        rows: &[&Vec<Cell>],
        times: &[f64],
    ) -> Data {
        let mut data = Data {
            name: quantity.column().to_owned(),
            unit: quantity.unit().to_owned(),
            description: quantity.description().to_owned(),
            times_d: Vec::new(),
            values: Vec::new(),
            gaps: 0,
            at: Some(header.at.clone()),
        };
        let (low, high) = quantity.range();
        let mut told = 0;
        for (row, time) in rows.iter().zip(times) {
            let cell = &row[column];
            if cell.is_gap() {
                data.gaps += 1;
                continue;
            }
            let wrong = match cell.text.parse::<f64>() {
                Ok(value) if value.is_finite() && (low..=high).contains(&value) => {
                    data.times_d.push(*time);
                    data.values.push(value);
                    continue;
                }
                Ok(value) => text!("{column} cannot be {value}", column = quantity.column(), value),
                Err(_) => text!("`{text}` is no number", text = cell.text),
            };
            told += 1;
            if told <= TOLD {
                let unit = quantity.unit();
                self.tell(
                    wrong,
                    cell,
                    text!("here"),
                    text!("write {low} to {high} {unit}, or nothing where nothing was measured", low, high, unit),
                );
            }
        }
        tell_more(self.found, told, text!("cells of {column} are wrong", column = quantity.column()));
        self.judge(quantity, column, rows, &data);
        data
    }

    /// What the whole column says: nothing, gaps, shares written as fractions.
    fn judge(&mut self, quantity: Quantity, column: usize, rows: &[&Vec<Cell>], data: &Data) {
        let Some(first) = rows.iter().map(|row| &row[column]).find(|c| !c.is_gap()) else {
            if let Some(row) = rows.first() {
                let message = text!("column `{column}` holds no number", column = quantity.column());
                self.tell(
                    message,
                    &row[column],
                    text!("and nothing below"),
                    text!("measure it, or leave the column out"),
                );
            }
            return;
        };
        if quantity == Quantity::MethanePct && !data.values.is_empty() && data.values.iter().all(|v| *v <= 1.0) {
            let message = text!("methane_pct looks like fractions: no value is above 1");
            self.tell(message, first, text!("and so on"), text!("write per cent: 0.58 is 58"));
        }
        if data.gaps > 0 {
            let share = 100.0 * data.gaps as f64 / rows.len() as f64;
            let message = text!(
                "{column} has {gaps} gaps ({share} % of its rows): they are left out",
                column = quantity.column(),
                gaps = data.gaps,
                share = format!("{share:.0}")
            );
            let gap = rows.iter().map(|row| &row[column]).find(|c| c.is_gap());
            self.found.push(Diagnostic::warning(message).at(gap.map(|c| c.at.clone()), text!("the first gap")));
        }
    }

    /// Longer silences than the rhythm of the table lets expect.
    fn gaps_in_time(&mut self, rows: &[&Vec<Cell>], column: usize, times: &[f64]) {
        let steps: Vec<f64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
        if steps.is_empty() || steps.iter().any(|s| s.is_nan() || *s <= 0.0) {
            return;
        }
        let mut sorted = steps.clone();
        sorted.sort_by(f64::total_cmp);
        let usual = sorted[sorted.len() / 2];
        let long: Vec<usize> = (0..steps.len()).filter(|k| steps[*k] > 3.0 * usual).collect();
        if let Some(first) = long.first() {
            let message = text!(
                "nothing was measured in {a} stretches longer than three times the usual {usual} d",
                a = long.len(),
                usual
            );
            let at = rows[first + 1][column].at.clone();
            let label = text!("{a} d after the row before", a = steps[*first]);
            self.found.push(Diagnostic::warning(message).at(Some(at), label));
        }
    }
}

fn help_quantities() -> Text {
    text!("quantities: {a}", a = Quantity::ALL.map(Quantity::column).join(", "))
}

/// A name that is a quantity in another unit: what it is, and what to do.
fn other_unit(name: &str) -> Option<(Text, Text)> {
    let name = name.to_lowercase();
    let hourly = name.strip_suffix("_per_h").map(|stem| format!("{stem}_per_d"));
    if let Some(daily) = hourly.filter(|daily| Quantity::of_column(daily).is_some()) {
        return Some((
            text!("`{name}` is by the hour, runs are by the day", name),
            text!("multiply by 24 and call it `{daily}`", daily),
        ));
    }
    let others = [
        ("methane_share", "methane_pct", text!("multiply by 100")),
        ("methane_fraction", "methane_pct", text!("multiply by 100")),
        ("vfa_mg_l", "vfa_kg_m3", text!("divide by 1000")),
        ("vfa_g_l", "vfa_kg_m3", text!("keep the numbers")),
        ("tan_mg_l", "tan_kg_m3", text!("divide by 1000")),
        ("tan_g_l", "tan_kg_m3", text!("keep the numbers")),
        ("time_h", TIME, text!("divide by 24")),
    ];
    let (_, column, what) = others.into_iter().find(|(other, ..)| *other == name)?;
    Some((
        text!("`{name}` has another unit than runs have", name),
        text!("{what} and call it `{column}`", what, column),
    ))
}
