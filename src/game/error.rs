//! What is wrong with a game.

use crate::text;
use crate::words::{Text, shown_as_told};

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

impl GameError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Nobodies => text!("there is no player; name one at least"),
            Self::TooMany { found, most } => {
                text!("{found} players; every coalition is looked at for {most} at most, sample beyond", found, most)
            }
            Self::Repeated { name } => text!("two players are named `{name}`; rename one", name),
            Self::Values { found, expected } => {
                text!("{found} values for {expected} coalitions, nobody included", found, expected)
            }
            Self::NotFinite { coalition, value } => {
                text!(
                    "the value of {coalition} is {value}; write a finite number",
                    coalition = coalition.join(" + "),
                    value
                )
            }
            Self::Nobody { value } => text!("nobody is worth {value}; write 0", value),
            Self::Weights { what } => {
                text!("{what} share nothing out: write one number of zero or more a player, one above zero", what)
            }
            Self::Orders { found } => text!("{found} pairs of orders; a standard error needs 2 at least", found),
            Self::LeastCore { reason } => text!("no least core was found: {reason}", reason),
        }
    }
}

shown_as_told!(GameError);

impl std::error::Error for GameError {}
