//! Why tanks were not simulated to their end.

use crate::ode::OdeError;
use crate::text;
use crate::words::{Text, shown_as_told};

/// Why tanks were not simulated to their end. Tanks are named, days counted from the start of the run.
#[derive(Clone, Debug, PartialEq)]
pub enum TankError {
    /// No tank, or more than the engine takes.
    TankCount {
        /// How many.
        count: usize,
    },
    /// A volume of liquid or gas that is not positive, or a store that is fuller than it may be.
    Volume {
        /// The tank.
        tank: String,
        /// Which volume.
        what: &'static str,
        /// Its value, m3.
        value: f64,
    },
    /// An initial state with another number of unknowns than the model.
    InitialLength {
        /// The tank.
        tank: String,
        /// Unknowns of the model.
        expected: usize,
    },
    /// An initial concentration that is negative or not a number.
    Initial {
        /// The tank.
        tank: String,
        /// The unknown.
        unknown: &'static str,
        /// Its value, in the unit of the unknown.
        value: f64,
    },
    /// Times of the feed that do not start at 0 and rise, or rows that are not one per time with an inlet per tank.
    FeedTimes {
        /// Row at fault, from 0.
        row: usize,
    },
    /// A flow of the feed that is negative or not a number.
    Flow {
        /// The tank.
        tank: String,
        /// Row of the feed, from 0.
        row: usize,
        /// Its value, m3/d.
        value: f64,
    },
    /// A concentration of the feed that is missing, negative or not a number.
    Feed {
        /// The tank.
        tank: String,
        /// Row of the feed, from 0.
        row: usize,
        /// The unknown.
        unknown: &'static str,
        /// Its value, in the unit of the unknown; NaN where it is missing.
        value: f64,
    },
    /// A stream from or to a tank that is not there, or from a tank to itself.
    StreamEnds {
        /// Number of the stream, from 0.
        stream: usize,
    },
    /// A flow or share of a stream, or a factor on what it carries, that is negative or not a number.
    Stream {
        /// Number of the stream, from 0.
        stream: usize,
        /// Its value.
        value: f64,
    },
    /// Shares of what overflows a tank that do not sum to 1.
    Shares {
        /// The tank.
        tank: String,
        /// Their sum.
        sum: f64,
    },
    /// Streams take more from a tank than flows in.
    Overdrawn {
        /// The tank.
        tank: String,
        /// When, d.
        t_d: f64,
        /// What would overflow, m3/d.
        overflow_m3_per_d: f64,
    },
    /// All that overflows comes back: the flows have no solution.
    Circulation {
        /// When, d.
        t_d: f64,
    },
    /// A store out of which more is taken than is there.
    Dry {
        /// The tank.
        tank: String,
        /// When, d.
        t_d: f64,
    },
    /// Days on which a store is emptied that do not rise within the run, or a level that it cannot be emptied to.
    Emptying {
        /// The tank.
        tank: String,
        /// The day.
        t_d: f64,
    },
    /// A temperature the model knows no law for.
    Temperature {
        /// The tank.
        tank: String,
        /// When, d.
        t_d: f64,
        /// The model's reason.
        reason: String,
    },
    /// No equilibrium (pH) belongs to a state.
    Equilibrium {
        /// The tank.
        tank: String,
        /// When, d.
        t_d: f64,
        /// The model's reason.
        reason: String,
    },
    /// Observation times that do not rise within the run.
    ObservationTimes,
    /// A length of the run that is not positive.
    Length {
        /// Its value, d.
        value: f64,
    },
    /// A tolerance outside 1e-12 to 1e-2.
    Tolerance {
        /// Its value.
        value: f64,
    },
    /// The integration failed; what the state shows of why.
    Integration {
        /// The tank whose state is worst.
        tank: String,
        /// Its unknown that is most below zero or not finite, with its value, if there is one.
        worst: Option<(&'static str, f64)>,
        /// What the integrator says; its times are days.
        error: OdeError,
    },
    /// No steady state was found to the accuracy asked.
    NotSteady {
        /// Relative change of the last Newton step.
        change: f64,
    },
}

impl TankError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::TankCount { count } => text!("{count} tanks; write 1 to {most}", count, most = super::TANKS_MAX),
            Self::Volume { tank, what, value } => {
                text!("{tank}: {what} is {value} m3, which leaves no room", tank, what, value)
            }
            Self::InitialLength { tank, expected } => {
                text!(
                    "{tank}: the initial state must have {expected} values, one per unknown of the model",
                    tank,
                    expected
                )
            }
            Self::Initial { tank, unknown, value } => {
                text!("{tank}: initial {unknown} is {value}; write a number from 0 up", tank, unknown, value)
            }
            Self::FeedTimes { row } => {
                text!(
                    "feed row {row}: times must start at 0 and rise, one for each row, and a row feeds every tank",
                    row
                )
            }
            Self::Flow { tank, row, value } => {
                text!("{tank}: flow of feed row {row} is {value} m3/d; write a number from 0 up", tank, row, value)
            }
            Self::Feed { tank, row, unknown, value } => {
                text!(
                    "{tank}: {unknown} of feed row {row} is {value}; write a number from 0 up",
                    tank,
                    unknown,
                    row,
                    value
                )
            }
            other => other.of_the_run(),
        }
    }

    /// What is wrong with streams and levels, or came up on the way.
    fn of_the_run(&self) -> Text {
        match self {
            Self::StreamEnds { stream } => text!("stream {stream} must lead from one tank to another, or out", stream),
            Self::Stream { stream, value } => {
                text!(
                    "stream {stream}: flow, share or a factor on what it carries is {value}; write a number from 0 up",
                    stream,
                    value
                )
            }
            Self::Shares { tank, sum } => {
                text!("{tank}: shares of the overflow sum to {sum}; they must sum to 1", tank, sum)
            }
            Self::Overdrawn { tank, t_d, overflow_m3_per_d } => text!(
                "{tank}, day {t_d}: streams take {overflow_m3_per_d} m3/d more than flows in; lower them or make the tank a store",
                tank,
                t_d,
                overflow_m3_per_d = -overflow_m3_per_d
            ),
            Self::Circulation { t_d } => {
                text!("day {t_d}: all that overflows comes back, nothing leaves the plant", t_d)
            }
            Self::Dry { tank, t_d } => {
                text!("{tank} runs dry on day {t_d}: streams take more than flows in", tank, t_d)
            }
            Self::Emptying { tank, t_d } => text!(
                "{tank}: emptied on day {t_d}; days must rise within the run, and the level to which it is emptied must be \
                 above 0",
                tank,
                t_d
            ),
            Self::Temperature { tank, t_d, reason } => text!("{tank}, day {t_d}: {reason}", tank, t_d, reason),
            Self::Equilibrium { tank, t_d, reason } => text!("{tank}, day {t_d}: {reason}", tank, t_d, reason),
            Self::ObservationTimes => text!("observation times must rise from 0 to the end of the run"),
            Self::Length { value } => text!("length of the run is {value} d; write a number above 0", value),
            Self::Tolerance { value } => text!("rtol is {value}; write a number from 1e-12 to 1e-2", value),
            Self::Integration { tank, worst: Some((unknown, value)), error } => {
                text!("{tank}: {error} (days), where {unknown} is {value}", tank, error, unknown, value)
            }
            Self::Integration { tank, worst: None, error } => text!("{tank}: {error} (days)", tank, error),
            Self::NotSteady { change } => {
                text!("no steady state found: last change {change}", change = format!("{change:e}"))
            }
            // Told above.
            Self::TankCount { .. }
            | Self::Volume { .. }
            | Self::InitialLength { .. }
            | Self::Initial { .. }
            | Self::FeedTimes { .. }
            | Self::Flow { .. }
            | Self::Feed { .. } => self.told(),
        }
    }
}

shown_as_told!(TankError);

impl std::error::Error for TankError {}
