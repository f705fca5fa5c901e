//! What was not as it should be in an hourly file and could be set right, and how.

use crate::text;
use crate::words::{Text, shown_as_told};

/// A value, and what had to be set right to get it.
#[derive(Clone, Debug, PartialEq)]
pub struct WithFindings<T> {
    /// The value.
    pub value: T,
    /// What was set right, in the order of the file.
    pub findings: Vec<HourlyFinding>,
}

/// How missing hours were filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// On a straight line between the hours before and after: gaps of up to three hours.
    Line,
    /// With the mean of the same hour of the nearest days before and after that have it.
    NearestDays,
}

/// One thing set right. Lines count from 1, the header included.
#[derive(Clone, Debug, PartialEq)]
pub enum HourlyFinding {
    /// Hours without a value, in one stretch.
    Filled {
        /// Line after which (or, for a blank cell, on which) the gap begins.
        line: u64,
        /// Name of the column.
        column: String,
        /// First hour of the gap, counted from 1 in a year of 8760 hours.
        first_hour: usize,
        /// Hours filled.
        hours: usize,
        /// How.
        by: Fill,
    },
    /// An hour that stands in the file more than once: the mean is taken.
    Repeated {
        /// Line of the repetition.
        line: u64,
        /// The hour as written.
        text: String,
    },
    /// Local time with an hour that is not there in March and one that is there twice in October: the hours between were
    /// moved to standard time; none is lost.
    ClockChanges {
        /// First line in summer time.
        spring_line: u64,
        /// First line in standard time again.
        autumn_line: u64,
    },
    /// The model year has 365 days: 29 February was left out.
    LeapDay {
        /// First line of that day.
        line: u64,
        /// Rows left out.
        rows: usize,
    },
}

impl HourlyFinding {
    /// The line it is about.
    pub fn line(&self) -> u64 {
        match self {
            Self::Filled { line, .. } | Self::Repeated { line, .. } | Self::LeapDay { line, .. } => *line,
            Self::ClockChanges { spring_line, .. } => *spring_line,
        }
    }
}

impl HourlyFinding {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Filled { line, column, first_hour, hours, by } => {
                let how = match by {
                    Fill::Line => text!("on a straight line between its neighbours"),
                    Fill::NearestDays => text!("with the same hours of the nearest days before and after"),
                };
                if *hours == 1 {
                    return text!(
                        "line {line}, column `{column}`: 1 hour is missing from hour {first_hour} of the year: filled {how}",
                        line,
                        column,
                        first_hour,
                        how
                    );
                }
                text!(
                    "line {line}, column `{column}`: {hours} hours are missing from hour {first_hour} of the year: filled {how}",
                    line,
                    column,
                    hours,
                    first_hour,
                    how
                )
            }
            Self::Repeated { line, text } => {
                text!("line {line}: the hour {text} is there more than once: the mean is taken", line, text)
            }
            Self::ClockChanges { spring_line, autumn_line } => text!(
                "line {spring_line}: local time with clock changes: the hours up to line {autumn_line} were moved to standard time",
                spring_line,
                autumn_line = autumn_line.saturating_sub(1)
            ),
            Self::LeapDay { line, rows: 1 } => {
                text!("line {line}: 29 February: 1 row left out, the model year has 365 days", line)
            }
            Self::LeapDay { line, rows } => {
                text!("line {line}: 29 February: {rows} rows left out, the model year has 365 days", line, rows)
            }
        }
    }
}

shown_as_told!(HourlyFinding);
