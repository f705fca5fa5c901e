//! Numeric cells of a library, each with unit, range, source and flag.

use super::sheet::{Sheet, SheetError, SheetProblem, SheetRow};
use super::sources;
use crate::param::Flag;

/// What a numeric column of a library means.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldSpec {
    /// Name of the column and of the field.
    pub field: String,
    /// Unit, basis included.
    pub unit: String,
    /// Smallest value accepted.
    pub low: f64,
    /// Largest value accepted.
    pub high: f64,
    /// What it is.
    pub description: String,
    typical_columns: Option<(String, String)>,
    flag_column: String,
    source_column: String,
}

/// One number of a library with all that is known about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell<'a> {
    /// Unit, range and meaning.
    pub spec: &'a FieldSpec,
    /// The value; none where the library has no figure.
    pub value: Option<f64>,
    /// Low and high end of what is usual for this feedstock, where the library knows.
    pub typical: Option<(f64, f64)>,
    /// Where it is from.
    pub source: String,
    /// How far to trust it.
    pub flag: Flag,
}

/// What a library keeps beside each number of a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CellNote {
    typical: Option<(f64, f64)>,
    source: String,
    flag: Flag,
}

/// Reads a table of field descriptions.
pub(super) fn parse_specs(file: &str, text: &str) -> Result<Vec<FieldSpec>, SheetError> {
    Sheet::parse(file, text)?.rows().map(|row| parse_spec(&row)).collect()
}

fn parse_spec(row: &SheetRow<'_>) -> Result<FieldSpec, SheetError> {
    let typical = (row.text("typical_low")?, row.text("typical_high")?);
    Ok(FieldSpec {
        field: row.filled("field")?.to_owned(),
        unit: row.filled("unit")?.to_owned(),
        low: row.number("low")?,
        high: row.number("high")?,
        description: row.filled("description")?.to_owned(),
        typical_columns: (!typical.0.is_empty()).then(|| (typical.0.to_owned(), typical.1.to_owned())),
        flag_column: row.filled("flag_column")?.to_owned(),
        source_column: row.filled("source_column")?.to_owned(),
    })
}

/// A number in its accepted range, or nothing.
pub(super) fn checked(row: &SheetRow<'_>, spec: &FieldSpec) -> Result<Option<f64>, SheetError> {
    let value = row.optional(&spec.field)?;
    if let Some(v) = value
        && !(spec.low..=spec.high).contains(&v)
    {
        let column = spec.field.clone();
        return Err(row.error(SheetProblem::OutOfRange { column, value: v, low: spec.low, high: spec.high }));
    }
    Ok(value)
}

/// Range, source and flag of one number; the value must lie in its own typical range.
pub(super) fn note(row: &SheetRow<'_>, spec: &FieldSpec, value: Option<f64>) -> Result<CellNote, SheetError> {
    let typical = match &spec.typical_columns {
        None => None,
        Some((low, high)) => row.optional(low)?.zip(row.optional(high)?),
    };
    if let (Some(value), Some((low, high))) = (value, typical)
        && !(low..=high).contains(&value)
    {
        return Err(row.error(SheetProblem::OutOfRange { column: spec.field.clone(), value, low, high }));
    }
    Ok(CellNote { typical, source: sources::citations(row, &spec.source_column)?, flag: row.flag(&spec.flag_column)? })
}

impl CellNote {
    pub(super) fn cell<'a>(&self, spec: &'a FieldSpec, value: Option<f64>) -> Cell<'a> {
        Cell { spec, value, typical: self.typical, source: self.source.clone(), flag: self.flag }
    }
}

/// Declares the numbers of a library row: fields that every row has, and fields that may be blank.
macro_rules! numeric_fields {
    ($(#[$meta:meta])* pub struct $name:ident {
        required: [$($req:ident),* $(,)?],
        optional: [$($opt:ident),* $(,)?] $(,)?
    }) => {
        $(#[$meta])*
        // The table of fields describes each: unit, range, meaning.
        #[allow(missing_docs)]
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name { $(pub $req: f64,)* $(pub $opt: Option<f64>,)* }

        impl $name {
            /// The value under a field name; none where the name or the value is unknown.
            pub fn get(&self, field: &str) -> Option<f64> {
                match field {
                    $(stringify!($req) => Some(self.$req),)*
                    $(stringify!($opt) => self.$opt,)*
                    _ => None,
                }
            }

            fn read(
                row: &$crate::library::sheet::SheetRow<'_>,
                specs: &[$crate::library::cell::FieldSpec],
            ) -> Result<Self, $crate::library::sheet::SheetError> {
                let value = |field: &str| {
                    let spec = specs.iter().find(|s| s.field == field);
                    let spec = spec.expect("every field has a description: a test loads the table");
                    $crate::library::cell::checked(row, spec)
                };
                let needed = |field: &str| {
                    value(field)?.ok_or_else(|| {
                        row.error($crate::library::sheet::SheetProblem::Blank { column: field.to_owned() })
                    })
                };
                Ok(Self { $($req: needed(stringify!($req))?,)* $($opt: value(stringify!($opt))?,)* })
            }

            /// Names of all fields: those every row has, then those that may be blank.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($req),)* $(stringify!($opt),)*];
        }
    };
}
pub(super) use numeric_fields;
