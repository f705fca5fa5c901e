//! Numeric cells of a library, each with unit, range, source and flag.

use super::sources;
use crate::param::Flag;
use crate::param::sheet::{Sheet, SheetError, SheetRow};

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
    Sheet::read(file, text, parse_spec)
}

fn parse_spec(row: &SheetRow<'_>) -> Result<FieldSpec, SheetError> {
    let typical = match row.text_if_any("typical_low")? {
        Some(low) => Some((low, row.filled("typical_high")?)),
        None => None,
    };
    Ok(FieldSpec {
        field: row.filled("field")?,
        unit: row.filled("unit")?,
        low: row.number("low")?,
        high: row.number("high")?,
        description: row.filled("description")?,
        typical_columns: typical,
        flag_column: row.filled("flag_column")?,
        source_column: row.filled("source_column")?,
    })
}

/// A number in its accepted range, or nothing.
pub(super) fn checked(row: &SheetRow<'_>, spec: &FieldSpec) -> Result<Option<f64>, SheetError> {
    let value = row.number_if_any(&spec.field)?;
    if let Some(v) = value
        && !(spec.low..=spec.high).contains(&v)
    {
        return Err(row.out_of_range(&spec.field, v, spec.low, spec.high));
    }
    Ok(value)
}

/// Range, source and flag of one number; the value must lie in its own typical range.
pub(super) fn note(row: &SheetRow<'_>, spec: &FieldSpec, value: Option<f64>) -> Result<CellNote, SheetError> {
    let typical = match &spec.typical_columns {
        None => None,
        Some((low, high)) => row.number_if_any(low)?.zip(row.number_if_any(high)?),
    };
    if let (Some(value), Some((low, high))) = (value, typical)
        && !(low..=high).contains(&value)
    {
        return Err(row.out_of_range(&spec.field, value, low, high));
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
                row: &$crate::param::sheet::SheetRow<'_>,
                specs: &[$crate::library::cell::FieldSpec],
            ) -> Result<Self, $crate::param::sheet::SheetError> {
                let value = |field: &str| {
                    let spec = specs.iter().find(|s| s.field == field);
                    let spec = spec.expect("every field has a description: a test loads the table");
                    $crate::library::cell::checked(row, spec)
                };
                let needed = |field: &str| {
                    value(field)?.ok_or_else(|| {
                        row.error($crate::param::sheet::SheetProblem::Blank { column: field.to_owned() })
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

/// Gives a library row (with `numbers` and `notes`) its cells, in the order of the table of fields.
macro_rules! cells_of {
    ($row:ty, $fields:path) => {
        impl $row {
            /// A number with its unit, range, source and flag.
            pub fn cell(&self, field: &str) -> Option<$crate::library::Cell<'static>> {
                self.cells().find(|c| c.spec.field == field)
            }

            /// All numbers, in the order of the field table.
            pub fn cells(&self) -> impl Iterator<Item = $crate::library::Cell<'static>> + '_ {
                $fields().iter().zip(&self.notes).map(|(spec, note)| note.cell(spec, self.numbers.get(&spec.field)))
            }
        }
    };
}
pub(super) use cells_of;
