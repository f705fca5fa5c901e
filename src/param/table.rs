//! Reading a parameter table: CSV with columns `name,unit,default,low,high,description,source,flag`.

use super::sheet::{Sheet, SheetError, SheetRow};
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
pub enum TableError {
    /// A row breaks a rule.
    Row(SheetError),
    /// A row stands where the struct has another field.
    OtherField {
        /// Name of the file.
        file: String,
        /// The row.
        row: String,
        /// The field of the struct in its place.
        field: String,
    },
    /// There are more rows than fields, or fewer.
    OtherCount {
        /// Name of the file.
        file: String,
        /// Number of rows.
        rows: usize,
        /// Number of fields.
        fields: usize,
    },
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Row(e) => e.fmt(f),
            Self::OtherField { file, row, field } => {
                write!(
                    f,
                    "{file}: row `{row}` where the struct has `{field}`; give both the same names in the same order"
                )
            }
            Self::OtherCount { file, rows, fields } => write!(f, "{file}: {rows} rows for {fields} fields"),
        }
    }
}

impl std::error::Error for TableError {}

impl Table {
    /// Reads a table and checks every row: numbers are numbers, the default lies in its range, nothing is left blank.
    ///
    /// # Errors
    /// The first row that breaks a rule, by file and line.
    pub fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let rows = Sheet::read(file, text, read_row).map_err(TableError::Row)?;
        Ok(Self { file: file.to_owned(), rows })
    }

    /// Reads a table that belongs to a struct with these fields.
    ///
    /// # Errors
    /// As [`Table::parse`], and when names or their order differ from the fields.
    pub fn parse_bound(file: &str, text: &str, fields: &[&str]) -> Result<Self, TableError> {
        let table = Self::parse(file, text)?;
        if let Some((row, field)) = table.rows.iter().zip(fields).find(|(row, field)| row.name != **field) {
            let (row, field) = (row.name.clone(), (*field).to_owned());
            return Err(TableError::OtherField { file: file.to_owned(), row, field });
        }
        if table.rows.len() != fields.len() {
            return Err(TableError::OtherCount { file: file.to_owned(), rows: table.rows.len(), fields: fields.len() });
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

fn read_row(row: &SheetRow<'_>) -> Result<Row, SheetError> {
    let (low, high) = (row.number("low")?, row.number("high")?);
    Ok(Row {
        name: row.filled("name")?,
        unit: row.filled("unit")?,
        default: match row.number_if_any("default")? {
            Some(_) => Some(row.number_in("default", low..=high)?),
            None => None,
        },
        low,
        high,
        description: row.filled("description")?,
        source: row.filled("source")?,
        flag: row.flag("flag")?,
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
        assert_eq!(parse("k,1/d,0.5,0,10,what,,read"), "t.csv:2: column `source` is blank; fill it");
        assert_eq!(
            parse("k,1/d,50,0,10,what,src,read"),
            "t.csv:2: column `default` holds 50; write a number from 0 to 10"
        );
        assert!(parse("k,1/d,x,0,10,what,src,read").starts_with("t.csv:2: column `default` holds `x`"));
        assert!(parse("k,1/d,1,0,10,what,src,guess").starts_with("t.csv:2: column `flag` holds `guess`"));
    }

    #[test]
    fn refuses_a_table_that_differs_from_its_struct() {
        let text = format!("{HEADER}a,-,1,0,10,what,src,read\n");
        let wrong = Table::parse_bound("t.csv", &text, &["b"]).unwrap_err();
        assert!(wrong.to_string().starts_with("t.csv: row `a` where the struct has `b`"), "{wrong}");
        let short = Table::parse_bound("t.csv", &text, &["a", "b"]).unwrap_err();
        assert_eq!(short.to_string(), "t.csv: 1 rows for 2 fields");
    }
}
