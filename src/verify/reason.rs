//! Why a row does not pass.

use crate::balance;
use crate::combustion;
use crate::combustion::furnace::{FURNACE_SETS, FurnaceError};
use crate::digestion::adm1::DigestionError;
use crate::heat::{BufferCaseError, HeatError};
use crate::program::ProgramError;
use std::fmt;

/// Why a row does not pass, or is context only.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// The difference is larger than the tolerance.
    Differs,
    /// The inputs have no finite answer.
    NotFinite,
    /// The row is context by its own words.
    Context,
    /// A repeated input: it says the same as another column.
    Repeated {
        /// The column that counts.
        of: &'static str,
    },
    /// The row has another number of cells than the header.
    CellCount {
        /// Cells of the row.
        found: usize,
        /// Cells of the header.
        expected: usize,
    },
    /// A cell spans lines: most often a quotation mark that is never closed.
    LineBreak {
        /// Its column.
        column: String,
    },
    /// A cell that must be filled is blank, or its column is missing.
    Blank {
        /// Its column.
        column: String,
    },
    /// A cell that is no finite number.
    NotANumber {
        /// Its column.
        column: String,
        /// Its text.
        text: String,
    },
    /// A tolerance below zero.
    NegativeTolerance {
        /// Its column.
        column: &'static str,
        /// Its value.
        value: f64,
    },
    /// The row publishes nothing here.
    NothingPublished,
    /// The row publishes nothing at all that is computed.
    NoAnswer,
    /// The table publishes a number where there is none.
    NoSuchValue,
    /// A yield whose kind, input or quantity is not known.
    Yield {
        /// Its kind.
        kind: String,
        /// Its input.
        input: String,
        /// The quantity asked for.
        quantity: String,
    },
    /// Combustion refuses the row.
    Combustion(combustion::CaseError),
    /// The furnace cannot be computed.
    Furnace(FurnaceError),
    /// A furnace set that is not shipped.
    FurnaceSet {
        /// Its name in the table.
        set: String,
    },
    /// A furnace trajectory that is not shipped.
    FurnaceCase {
        /// Its name in the table.
        case: String,
    },
    /// Times of a trajectory that do not rise.
    Times {
        /// The time, s.
        t_s: f64,
    },
    /// The carbon, tariff and duty formulas refuse the row.
    Carbon(balance::CaseError),
    /// Demand or dispatch refuse the row.
    Heat(HeatError),
    /// The known answers of buffers refuse the row.
    Buffer(BufferCaseError),
    /// A function or distribution whose answers are not known.
    Function {
        /// Its name in the table.
        function: String,
    },
    /// A weather that is not shipped.
    Weather {
        /// Its name in the table.
        weather: String,
    },
    /// A load profile that is not known.
    Profile {
        /// Its name in the table.
        profile: String,
    },
    /// Temperatures that are no year.
    Year {
        /// Hours found.
        found: usize,
    },
    /// A day whose lowest temperature is above its highest.
    Extremes {
        /// Lowest, C.
        lowest_c: f64,
        /// Highest, C.
        highest_c: f64,
    },
    /// A period whose days are not shipped.
    Period {
        /// Its name in the table.
        period: String,
    },
    /// The digester was not simulated.
    Digestion(DigestionError),
    /// A feed column that is no state of the model.
    State {
        /// The column.
        column: String,
    },
    /// A name that the model does not report.
    Name,
    /// Something in a case of a document.
    Field {
        /// Its name.
        field: String,
        /// What is wrong, and what to write instead.
        what: String,
    },
    /// A formula refuses the inputs, in its own words.
    Refused(String),
    /// The programme has no optimum.
    Program(ProgramError),
}

impl Reason {
    /// Something wrong in a field.
    pub(super) fn field(field: &str, what: impl Into<String>) -> Self {
        Self::Field { field: field.to_owned(), what: what.into() }
    }
}

/// Longest text of a cell that a message repeats.
const TEXT_MAX: usize = 60;

/// A text short enough for a message.
fn short(text: &str) -> String {
    match text.char_indices().nth(TEXT_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

impl Reason {
    /// A name in the table that nothing here has; false for every other reason.
    fn unknown_name(&self, f: &mut fmt::Formatter<'_>) -> Result<bool, fmt::Error> {
        match self {
            Self::FurnaceSet { set } => {
                write!(f, "set `{}` is not shipped; known are {}", short(set), FURNACE_SETS.join(", "))
            }
            Self::FurnaceCase { case } => {
                write!(f, "case `{}` has no inputs in models/verify/furnace/trajectories.csv", short(case))
            }
            Self::Function { function } => {
                write!(f, "function `{}` is not known; models/verify/uncertainty.csv shows which are", short(function))
            }
            Self::Weather { weather } => {
                write!(f, "weather `{}` is not shipped; known is {}", short(weather), super::known::dispatch::WEATHER)
            }
            Self::Profile { profile } => write!(
                f,
                "profile `{}` is not known; write MFH_1000MWh_kW (a code of the standard load profiles, whole MWh a year)",
                short(profile)
            ),
            Self::Period { period } => {
                write!(f, "`{}` has no tn_c and tx_c; days are shipped of Aachen 2021 and 2023", short(period))
            }
            _ => return Ok(false),
        }?;
        Ok(true)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.unknown_name(f)? {
            return Ok(());
        }
        match self {
            Self::Differs => write!(f, "differs by more than the tolerance"),
            Self::NotFinite => write!(f, "these inputs have no finite answer"),
            Self::Context => write!(f, "context, not a test"),
            Self::Repeated { of } => write!(f, "repeats `{of}`, which is what counts"),
            Self::CellCount { found, expected } => {
                write!(f, "{found} cells where the header has {expected}; quote cells that hold a separator")
            }
            Self::LineBreak { column } => {
                write!(f, "column `{}`: the cell spans lines; close its quotation mark", short(column))
            }
            Self::Blank { column } => write!(f, "column `{}` is missing or blank; write a value", short(column)),
            Self::NotANumber { column, text } => {
                write!(f, "column `{}`: `{}` is no number; write it like 1234.5 or 1.2e-3", short(column), short(text))
            }
            Self::NegativeTolerance { column, value } => {
                write!(f, "column `{column}`: a tolerance of {value}; write 0 or more")
            }
            Self::NothingPublished => write!(f, "nothing published"),
            Self::NoAnswer => write!(f, "the row publishes no number that is computed here"),
            Self::NoSuchValue => write!(f, "there is no such value for these inputs; leave the cell blank"),
            Self::Yield { kind, input, quantity } => write!(
                f,
                "cannot compute `{}` of kind `{}` from `{}`; the rows of models/verify/yield.csv show what is known",
                short(quantity),
                short(kind),
                short(input)
            ),
            Self::Combustion(error) => write!(f, "{error}"),
            Self::Furnace(error) => write!(f, "{error}"),
            Self::Times { t_s } => write!(f, "time {t_s} s does not come after the row above; sort the rows of a case"),
            Self::Carbon(balance::CaseError::UnknownCategory(category)) => {
                write!(f, "category `{}` is a kind of row that cannot be computed", short(category))
            }
            Self::Carbon(error) => write!(f, "{error}"),
            Self::Heat(error) => write!(f, "{error}"),
            Self::Buffer(error) => write!(f, "{error}"),
            Self::Year { found } => {
                write!(f, "{found} hours of temperature where a year needs 8760 within weather's range")
            }
            Self::Extremes { lowest_c, highest_c } => {
                write!(f, "lowest temperature {lowest_c} above highest {highest_c}")
            }
            Self::Digestion(error) => write!(f, "{error}"),
            Self::State { column } => write!(f, "column `{}` is no state of ADM1", short(column)),
            Self::Field { field, what } => write!(f, "`{}` {what}", short(field)),
            Self::Refused(words) => write!(f, "{words}"),
            Self::Program(error) => write!(f, "{error}"),
            Self::Name => write!(f, "the model reports no value of this name"),
            // Told above.
            Self::FurnaceSet { .. }
            | Self::FurnaceCase { .. }
            | Self::Function { .. }
            | Self::Weather { .. }
            | Self::Profile { .. }
            | Self::Period { .. } => Ok(()),
        }
    }
}
