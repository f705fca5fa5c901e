//! What is wrong with a game.

use std::fmt;

/// Why a game cannot be shared out, with what to write instead.
#[derive(Clone, Debug, PartialEq)]
pub enum GameError {
    /// No player.
    Nobodies,
    /// More players than an exact answer is made for.
    TooMany {
        /// Players.
        found: usize,
        /// Most players.
        most: usize,
    },
    /// Two players of one name.
    Repeated {
        /// The name.
        name: String,
    },
    /// Another number of values than there are coalitions.
    Values {
        /// Values.
        found: usize,
        /// Coalitions, nobody included.
        expected: usize,
    },
    /// A coalition whose value is no number.
    NotFinite {
        /// Its players.
        coalition: Vec<String>,
        /// Its value.
        value: f64,
    },
    /// Nobody costs or gains something.
    Nobody {
        /// How much.
        value: f64,
    },
    /// Weights that share nothing out: another number than players, one below zero or not finite, or all zero.
    Weights {
        /// What the weights are.
        what: &'static str,
    },
    /// Fewer orders than a standard error needs.
    Orders {
        /// Pairs of orders asked for.
        found: u64,
    },
    /// The programme of the least core has no optimum that can be trusted.
    LeastCore {
        /// What the solver says.
        reason: String,
    },
}

impl fmt::Display for GameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobodies => write!(f, "there is no player; name one at least"),
            Self::TooMany { found, most } => {
                write!(f, "{found} players; every coalition is looked at for {most} at most, sample beyond")
            }
            Self::Repeated { name } => write!(f, "two players are named `{name}`; rename one"),
            Self::Values { found, expected } => write!(f, "{found} values for {expected} coalitions, nobody included"),
            Self::NotFinite { coalition, value } => {
                write!(f, "the value of {} is {value}; write a finite number", coalition.join(" + "))
            }
            Self::Nobody { value } => write!(f, "nobody is worth {value}; write 0"),
            Self::Weights { what } => {
                write!(f, "{what} share nothing out: write one number of zero or more a player, one above zero")
            }
            Self::Orders { found } => write!(f, "{found} pairs of orders; a standard error needs 2 at least"),
            Self::LeastCore { reason } => write!(f, "no least core was found: {reason}"),
        }
    }
}

impl std::error::Error for GameError {}
