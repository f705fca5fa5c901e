//! What is wrong with a request.

use crate::game::GameError;
use crate::param::sheet::SheetError;
use crate::text;
use crate::words::{Text, nearest, shown_as_told};

/// Why nothing can be hauled, with what to write instead.
#[derive(Clone, Debug, PartialEq)]
pub enum LogisticsError {
    /// No row of a table has this name.
    Unknown {
        /// What was looked for: `vehicle`, `container`, `matter`.
        what: &'static str,
        /// The name.
        id: String,
        /// A known name that is near.
        similar: Option<String>,
    },
    /// No matter lists this feedstock.
    Feedstock {
        /// The feedstock.
        id: String,
    },
    /// The vehicle cannot take this container or what is in it.
    Vehicle {
        /// The vehicle; none when none of the fleet can.
        vehicle: Option<String>,
        /// The container.
        container: String,
        /// What is in it.
        matter: String,
    },
    /// A number outside the range that makes sense.
    Number {
        /// What it is, with its unit.
        what: &'static str,
        /// Its value.
        value: f64,
        /// Smallest value accepted.
        low: f64,
        /// Largest value accepted.
        high: f64,
    },
    /// Shares of the months that do not make a year.
    Months {
        /// Their sum.
        sum: f64,
    },
    /// A table of distances without this pair.
    Distance {
        /// From here.
        from: String,
        /// To there.
        to: String,
    },
    /// A table of distances that is none.
    Table(SheetError),
    /// A matrix of distances that is not square.
    Matrix {
        /// Rows, the depot included.
        rows: usize,
        /// Row that has another number of cells.
        row: usize,
        /// Its cells.
        cells: usize,
    },
    /// More stops than an exact answer is made for.
    Stops {
        /// Stops asked for.
        found: usize,
        /// Most stops.
        most: usize,
    },
    /// A stop that fits no vehicle.
    Stop {
        /// Its place in the list.
        stop: usize,
        /// Its load.
        load: f64,
        /// What a vehicle takes.
        capacity: f64,
    },
    /// Stores are too small for the campaigns allowed.
    Campaigns {
        /// Campaigns that the store needs.
        needed: f64,
        /// Most campaigns.
        most: f64,
    },
    /// The large vehicle costs as much per tonne and kilometre as the small one: the hub never pays.
    NoBreakEven,
    /// The savings cannot be shared out.
    Game(GameError),
}

impl LogisticsError {
    pub(super) fn unknown<'a>(what: &'static str, id: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        Self::Unknown { what, id: id.to_owned(), similar: nearest(id, known).map(str::to_owned) }
    }
}

impl LogisticsError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Unknown { what, id, similar: Some(s) } => {
                text!("there is no {what} `{id}`; write `{s}`", what, id, s)
            }
            Self::Unknown { what, id, similar: None } => {
                text!("there is no {what} `{id}`; the names stand in models/logistics/", what, id)
            }
            Self::Feedstock { id } => {
                text!("no bulk density is known for feedstock `{id}`; add it to models/logistics/matter.csv", id)
            }
            Self::Vehicle { vehicle: Some(v), container, matter } => {
                text!(
                    "vehicle `{v}` takes no `{matter}` from a `{container}`; name another, or none for the cheapest",
                    v,
                    matter,
                    container
                )
            }
            Self::Vehicle { vehicle: None, container, matter } => {
                text!("no vehicle takes `{matter}` from a `{container}`; write another container", matter, container)
            }
            Self::Number { what, value, low, high } => {
                text!("{what} is {value}; write a number from {low} to {high}", what, value, low, high)
            }
            Self::Months { sum } => text!("the shares of the months add up to {sum}, not to 1", sum),
            Self::Distance { from, to } => {
                text!(
                    "the table of distances has no way from `{from}` to `{to}`; add the line, or coordinates of both",
                    from,
                    to
                )
            }
            Self::Table(error) => error.told(),
            Self::Matrix { rows, row, cells } => {
                text!(
                    "row {row} of the distances has {cells} cells where {rows} are needed, the depot included",
                    row,
                    cells,
                    rows
                )
            }
            Self::Stops { found, most } => {
                text!("{found} stops; exact rounds are made for {most} at most", found, most)
            }
            Self::Stop { stop, load, capacity } => {
                text!("stop {stop} has {load}, a vehicle takes {capacity}: no round can serve it", stop, load, capacity)
            }
            Self::Campaigns { needed, most } => {
                text!(
                    "the store needs {needed} campaigns a year, {most} are allowed; enlarge the store or allow more",
                    needed,
                    most
                )
            }
            Self::Game(error) => error.told(),
            Self::NoBreakEven => {
                text!("a tonne-kilometre of the large vehicle costs as much as the small one's: a hub never pays")
            }
        }
    }
}

shown_as_told!(LogisticsError);

impl std::error::Error for LogisticsError {}

/// A number in a range, or the error that names it.
pub(super) fn checked(what: &'static str, value: f64, low: f64, high: f64) -> Result<f64, LogisticsError> {
    if value >= low && value <= high { Ok(value) } else { Err(LogisticsError::Number { what, value, low, high }) }
}
