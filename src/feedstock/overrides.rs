//! What a scenario says about a stream where it knows better than the library, and what can be wrong with it.

use crate::text;
use crate::words::{Text, nearest, shown_as_told};

/// Why the numbers of a stream were refused.
#[derive(Clone, Debug, PartialEq)]
pub enum CompositionError {
    /// No field of this name can be overridden.
    UnknownField {
        /// The name given.
        field: String,
        /// A known name that looks like it.
        similar: Option<String>,
    },
    /// A value outside the range that makes sense.
    OutOfRange {
        /// The field.
        field: String,
        /// The value.
        value: f64,
        /// Smallest value accepted.
        low: f64,
        /// Largest value accepted.
        high: f64,
        /// Unit of all three.
        unit: String,
    },
    /// Parts that must sum to 100 % do not, after all overrides.
    SumNot100 {
        /// Which parts.
        parts: &'static str,
        /// Their sum, %.
        sum_pct: f64,
        /// Largest distance from 100 allowed, points.
        tolerance_pct: f64,
    },
    /// More methane than the composition can give.
    BmpAboveStoichiometry {
        /// The BMP, NL CH4/kg VS.
        bmp_nl_per_kg_vs: f64,
        /// What the composition gives if all of it is digested, NL CH4/kg VS.
        ceiling_nl_per_kg_vs: f64,
    },
    /// Less methane than the volatile fatty acids alone give.
    BmpBelowVfa {
        /// The BMP, NL CH4/kg VS.
        bmp_nl_per_kg_vs: f64,
        /// What the volatile fatty acids give, NL CH4/kg VS.
        floor_nl_per_kg_vs: f64,
    },
    /// BMP and degradable fraction both given: one follows from the other.
    TwoDegradabilities,
    /// A wood without an elemental analysis, in the library or given.
    NoAnalysis {
        /// The wood.
        id: String,
        /// The element that is missing.
        field: &'static str,
    },
}

impl CompositionError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::UnknownField { field, similar: Some(similar) } => {
                text!("`{field}` is no property of a stream; did you mean `{similar}`?", field, similar)
            }
            Self::UnknownField { field, similar: None } => text!("`{field}` is no property of a stream", field),
            Self::OutOfRange { field, value, low, high, unit } => {
                text!(
                    "{field} = {value} makes no sense; write a value from {low} to {high} {unit}",
                    field,
                    value,
                    low,
                    high,
                    unit
                )
            }
            Self::SumNot100 { parts, sum_pct, tolerance_pct } => text!(
                "{parts} sum to {sum_pct} %, not to 100 % within {tolerance_pct} points; adjust them (nothing is \
                 renormalised)",
                parts,
                sum_pct = format!("{sum_pct:.3}"),
                tolerance_pct
            ),
            Self::BmpAboveStoichiometry { bmp_nl_per_kg_vs, ceiling_nl_per_kg_vs } => text!(
                "a BMP of {bmp_nl_per_kg_vs} NL CH4/kg VS is above the {ceiling_nl_per_kg_vs} that complete digestion \
                 of this composition gives; lower it, or correct the composition",
                bmp_nl_per_kg_vs = format!("{bmp_nl_per_kg_vs:.1}"),
                ceiling_nl_per_kg_vs = format!("{ceiling_nl_per_kg_vs:.1}")
            ),
            Self::BmpBelowVfa { bmp_nl_per_kg_vs, floor_nl_per_kg_vs } => text!(
                "a BMP of {bmp_nl_per_kg_vs} NL CH4/kg VS is below the {floor_nl_per_kg_vs} that the volatile \
                 fatty acids alone give; raise it, or lower vfa_pct_vs",
                bmp_nl_per_kg_vs = format!("{bmp_nl_per_kg_vs:.1}"),
                floor_nl_per_kg_vs = format!("{floor_nl_per_kg_vs:.1}")
            ),
            Self::TwoDegradabilities => {
                text!("bmp_nl_per_kg_vs and degradable_fraction are both given; keep one, the other follows")
            }
            Self::NoAnalysis { id, field } => {
                text!(
                    "wood `{id}` has no {field} in the library; give the elemental analysis, or leave it out",
                    id,
                    field
                )
            }
        }
    }
}

shown_as_told!(CompositionError);

impl std::error::Error for CompositionError {}

/// Refuses a value outside a range, NaN included.
pub(super) fn within(field: &str, value: f64, low: f64, high: f64, unit: &str) -> Result<f64, CompositionError> {
    if (low..=high).contains(&value) {
        Ok(value)
    } else {
        Err(CompositionError::OutOfRange { field: field.to_owned(), value, low, high, unit: unit.to_owned() })
    }
}

/// Declares a set of overrides: one optional number per field, settable by name.
macro_rules! overrides {
    ($(#[$meta:meta])* pub struct $name:ident { $($field:ident),* $(,)? }) => {
        $(#[$meta])*
        // Each field is named as in the library's table of fields, which describes it.
        #[allow(missing_docs)]
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub struct $name { $(pub $field: Option<f64>),* }

        impl $name {
            /// Names of the fields that can be overridden.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($field)),*];

            /// Sets a field by name.
            ///
            /// # Errors
            /// When there is no such field, with the nearest name.
            pub fn set(&mut self, field: &str, value: f64) -> Result<(), $crate::feedstock::CompositionError> {
                match field {
                    $(stringify!($field) => self.$field = Some(value),)*
                    _ => return Err($crate::feedstock::overrides::unknown_field(field, Self::NAMES)),
                }
                Ok(())
            }
        }
    };
}
pub(super) use overrides;

pub(super) fn unknown_field(field: &str, known: &[&str]) -> CompositionError {
    let similar = nearest(field, known.iter().copied()).map(str::to_owned);
    CompositionError::UnknownField { field: field.to_owned(), similar }
}
