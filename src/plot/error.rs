//! Why a figure cannot be drawn.

use std::fmt;

/// Why a figure cannot be drawn. `what` names the offending part of the input.
#[derive(Clone, Debug, PartialEq)]
pub enum PlotError {
    /// A picture of this scale is not made.
    Scale {
        /// Pixels for a point, as asked.
        scale: f64,
        /// Fewest.
        low: f64,
        /// Most.
        high: f64,
    },
    /// The drawing could not be made into pixels.
    Image {
        /// Title of the figure.
        title: String,
        /// Why.
        why: String,
    },
    /// There is nothing to show.
    Empty {
        /// What is missing.
        what: String,
    },
    /// A number is NaN, infinite or of a size no axis can show.
    NotDrawable {
        /// Where it stands.
        what: String,
        /// The number.
        value: f64,
    },
    /// A quantity that cannot be negative is.
    Negative {
        /// Where it stands.
        what: String,
        /// The number.
        value: f64,
    },
    /// Two lists that belong together differ in length.
    Length {
        /// The list.
        what: String,
        /// Entries it should have.
        expected: usize,
        /// Entries it has.
        found: usize,
    },
    /// More parts than a reader can tell apart.
    TooMany {
        /// The parts.
        what: String,
        /// The most that is drawn.
        most: usize,
        /// How many were given.
        found: usize,
    },
    /// A total differs from the sum of its parts.
    DoesNotClose {
        /// The total.
        what: String,
        /// As given.
        given: f64,
        /// Sum of the parts.
        computed: f64,
    },
    /// Values that must not decrease do.
    Order {
        /// The values.
        what: String,
    },
    /// A flow starts or ends at a node that does not exist.
    UnknownNode {
        /// Index of the node.
        node: usize,
    },
    /// A flow does not go from a column to one further right.
    Backward {
        /// Label of its start.
        from: String,
        /// Label of its end.
        to: String,
    },
}

impl fmt::Display for PlotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scale { scale, low, high } => {
                write!(f, "{scale} pixels for a point: write a number from {low} to {high}")
            }
            Self::Image { title, why } => write!(f, "the picture of {title:?} cannot be made: {why}"),
            Self::Empty { what } => write!(f, "{what}: nothing to draw; give at least one value"),
            Self::NotDrawable { what, value } => {
                write!(f, "{what}: {value} cannot be drawn; give a finite number below 1e15 in size")
            }
            Self::Negative { what, value } => write!(f, "{what}: {value} is negative; give zero or more"),
            Self::Length { what, expected, found } => write!(f, "{what}: {found} entries; give {expected}"),
            Self::TooMany { what, most, found } => {
                write!(f, "{what}: {found} are too many to tell apart; give at most {most}")
            }
            Self::DoesNotClose { what, given, computed } => {
                write!(f, "{what}: given as {given}, but its parts sum to {computed}; give parts that close")
            }
            Self::Order { what } => write!(f, "{what}: out of order; give values that do not decrease"),
            Self::UnknownNode { node } => write!(f, "a flow names node {node}, which does not exist"),
            Self::Backward { from, to } => {
                write!(f, "the flow from {from} to {to} must lead to a column further right")
            }
        }
    }
}

impl std::error::Error for PlotError {}

/// Largest size of a number that an axis shows.
const LARGEST: f64 = 1e15;

/// Refuses NaN, infinities and absurd sizes.
pub(super) fn drawable(what: &str, values: impl IntoIterator<Item = f64>) -> Result<(), PlotError> {
    match values.into_iter().find(|v| v.is_nan() || v.abs() >= LARGEST) {
        Some(value) => Err(PlotError::NotDrawable { what: what.to_owned(), value }),
        None => Ok(()),
    }
}

/// Refuses what [`drawable`] refuses, and negative numbers.
pub(super) fn not_negative(what: &str, values: impl IntoIterator<Item = f64> + Clone) -> Result<(), PlotError> {
    drawable(what, values.clone())?;
    match values.into_iter().find(|v| *v < 0.0) {
        Some(value) => Err(PlotError::Negative { what: what.to_owned(), value }),
        None => Ok(()),
    }
}

/// Refuses an empty list and one longer than `most`.
pub(super) fn count(what: &str, found: usize, most: usize) -> Result<(), PlotError> {
    match found {
        0 => Err(PlotError::Empty { what: what.to_owned() }),
        n if n > most => Err(PlotError::TooMany { what: what.to_owned(), most, found }),
        _ => Ok(()),
    }
}

/// Refuses a list of another length.
pub(super) fn length(what: &str, expected: usize, found: usize) -> Result<(), PlotError> {
    if expected == found { Ok(()) } else { Err(PlotError::Length { what: what.to_owned(), expected, found }) }
}

/// True when a total is the sum of its parts, within 1e-6 of their size.
pub(super) fn is_closed(given: f64, computed: f64, size: f64) -> bool {
    (given - computed).abs() <= 1e-6 * size
}

/// Refuses a total that is not the sum of its parts, within 1e-6 of their size.
pub(super) fn closes(what: &str, given: f64, computed: f64, size: f64) -> Result<(), PlotError> {
    if is_closed(given, computed, size) {
        Ok(())
    } else {
        Err(PlotError::DoesNotClose { what: what.to_owned(), given, computed })
    }
}
