//! Pooling: what the streams of all providers hold together, month by month, and who brought what.

use crate::text;
use crate::words::{Text, shown_as_told};

mod feed;
mod limits;
mod organic;
mod weeks;
mod wood;

pub use feed::{DigesterFeed, FeedTarget};
pub use limits::{Contributor, LimitCheck, Verdict, check_limits};
pub use organic::{OrganicContribution, OrganicPool, OrganicStream, RateClass};
pub use weeks::{Calendar, WEEKS, calendar};
pub use wood::{Contaminants, WoodContribution, WoodPool, WoodStream};

/// Months of a year.
pub const MONTHS: usize = 12;

/// Why a pool gives no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum PoolError {
    /// No stream, or none that brings anything.
    Empty,
    /// Nothing arrives in this month (0 is January).
    EmptyMonth {
        /// The month.
        month: usize,
    },
    /// There is no such month.
    NoSuchMonth {
        /// The number given; months run from 0 to 11.
        month: usize,
    },
    /// A monthly mass that is negative or not finite.
    BadMass {
        /// Position of the stream in the list.
        stream: usize,
        /// The month, 0 is January.
        month: usize,
    },
    /// A feed's total solids or density that is zero, negative or no number.
    BadTarget,
    /// No such set of limits, or one that does not concern the wood itself.
    UnknownLimits {
        /// The name given.
        name: String,
        /// Sets that can be used.
        known: Vec<&'static str>,
    },
}

impl PoolError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Empty => text!("the pool is empty: no stream brings anything; give a stream a tonnage"),
            Self::EmptyMonth { month } => text!("nothing arrives in month {month}", month = month + 1),
            Self::NoSuchMonth { month } => text!("there is no month {month}; months run from 0 to 11", month),
            Self::BadMass { stream, month } => {
                text!(
                    "stream {stream} has a negative or infinite mass in month {month}; write 0 or more",
                    stream,
                    month = month + 1
                )
            }
            Self::BadTarget => text!("total solids and density of a feed are above zero; correct them"),
            Self::UnknownLimits { name, known } => {
                text!("no limits for wood are called `{name}`; write one of {known}", name, known = known.join(", "))
            }
        }
    }
}

shown_as_told!(PoolError);

impl std::error::Error for PoolError {}
