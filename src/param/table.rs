//! Reading a parameter table: CSV with columns `name,unit,default,low,high,description,source,flag`.

use std::fmt;

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    /// Seen in the named source.
    Read,
    /// Recomputed from first principles or from read values.
    Computed,
    /// An expert's typical value, unverified; shown in amber.
    Assumed,
}

impl Flag {
    /// The word used in tables and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Computed => "computed",
            Self::Assumed => "assumed",
        }
    }

    /// The flag of a table cell, which must be one of the three words.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "read" => Some(Self::Read),
            "computed" => Some(Self::Computed),
            "assumed" => Some(Self::Assumed),
            _ => None,
        }
    }
}

/// One parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Name: the field of the struct, the last part of the path.
    pub name: String,
    /// Unit, kind included (`kg COD/m3`, `MJ/kg LHV as received`); `-` for a plain ratio.
    pub unit: String,
    /// Default; none when the scenario must give it, or when a law gives it (then the description says which).
    pub default: Option<f64>,
    /// Smallest value accepted.
    pub low: f64,
    /// Largest value accepted.
    pub high: f64,
    /// What it is.
    pub description: String,
    /// Where the default is from: DOI, norm, law, or why it is assumed.
    pub source: String,
    /// How far to trust it.
    pub flag: Flag,
}

/// The rows of one table, in file order.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    file: String,
    rows: Vec<Row>,
}

/// Why a table was refused.
#[derive(Clone, Debug, PartialEq)]
pub struct TableError {
    /// File and line.
    pub place: String,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

impl std::error::Error for TableError {}

const COLUMNS: [&str; 8] = ["name", "unit", "default", "low", "high", "description", "source", "flag"];

impl Table {
    /// Reads a table and checks every row: numbers are numbers, the default lies in its range, nothing is left blank.
    ///
    /// # Errors
    /// The first row that breaks a rule, by file and line.
    pub fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let error = |line: u64, message: String| TableError { place: format!("{file}:{line}"), message };
        let header = reader.headers().map_err(|e| error(1, e.to_string()))?.clone();
        if header.iter().ne(COLUMNS) {
            return Err(error(1, format!("columns must be {}", COLUMNS.join(","))));
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|e| error(0, e.to_string()))?;
            let line = record.position().map_or(0, csv::Position::line);
            rows.push(parse_row(&record).map_err(|m| error(line, m))?);
        }
        Ok(Self { file: file.to_owned(), rows })
    }

    /// Reads a table that belongs to a struct with these fields.
    ///
    /// # Errors
    /// As [`Table::parse`], and when names or their order differ from the fields.
    pub fn parse_bound(file: &str, text: &str, fields: &[&str]) -> Result<Self, TableError> {
        let table = Self::parse(file, text)?;
        let names: Vec<&str> = table.rows.iter().map(|r| r.name.as_str()).collect();
        if names != fields {
            let odd = names.iter().zip(fields).find(|(a, b)| a != b).map_or_else(
                || format!("{} rows for {} fields", names.len(), fields.len()),
                |(a, b)| format!("row `{a}` where the struct has `{b}`"),
            );
            return Err(TableError { place: file.to_owned(), message: odd });
        }
        Ok(table)
    }

    /// File the table was read from.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// All rows in file order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Position and row of a name.
    pub fn find(&self, name: &str) -> Option<(usize, &Row)> {
        self.rows.iter().enumerate().find(|(_, r)| r.name == name)
    }
}

fn parse_row(record: &csv::StringRecord) -> Result<Row, String> {
    let cell = |k: usize| record.get(k).unwrap_or("").trim();
    let number = |k: usize| cell(k).parse::<f64>().map_err(|_| format!("{} `{}` is no number", COLUMNS[k], cell(k)));
    for k in [0, 1, 5, 6, 7] {
        if cell(k).is_empty() {
            return Err(format!("{} is blank", COLUMNS[k]));
        }
    }
    let default = if cell(2).is_empty() { None } else { Some(number(2)?) };
    let (low, high) = (number(3)?, number(4)?);
    if let Some(value) = default
        && !(low..=high).contains(&value)
    {
        return Err(format!("default {value} outside {low}..={high}"));
    }
    Ok(Row {
        name: cell(0).to_owned(),
        unit: cell(1).to_owned(),
        default,
        low,
        high,
        description: cell(5).to_owned(),
        source: cell(6).to_owned(),
        flag: Flag::from_word(cell(7)).ok_or_else(|| format!("flag `{}` is not read, computed or assumed", cell(7)))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "name,unit,default,low,high,description,source,flag\n";

    #[test]
    fn reads_a_row() {
        let table = Table::parse("t.csv", &format!("{HEADER}k_dis,1/d,0.5,0,10,disintegration,\"Rosen, 2006\",read\n"))
            .unwrap();
        let (at, row) = table.find("k_dis").unwrap();
        assert_eq!((at, row.default, row.flag), (0, Some(0.5), Flag::Read));
    }

    #[test]
    fn refuses_rows_without_source_or_outside_their_range() {
        let parse = |row: &str| Table::parse("t.csv", &format!("{HEADER}{row}\n")).unwrap_err().to_string();
        assert_eq!(parse("k,1/d,0.5,0,10,what,,read"), "t.csv:2: source is blank");
        assert_eq!(parse("k,1/d,50,0,10,what,src,read"), "t.csv:2: default 50 outside 0..=10");
        assert_eq!(parse("k,1/d,x,0,10,what,src,read"), "t.csv:2: default `x` is no number");
        assert!(parse("k,1/d,1,0,10,what,src,guess").contains("flag `guess`"));
    }

    #[test]
    fn refuses_a_table_that_differs_from_its_struct() {
        let text = format!("{HEADER}a,-,1,0,10,what,src,read\n");
        let wrong = Table::parse_bound("t.csv", &text, &["b"]).unwrap_err();
        assert_eq!(wrong.message, "row `a` where the struct has `b`");
    }
}
