//! The dimensions of a plan: the independent uniform numbers behind a sample.

use crate::dist::ParameterId;
use crate::scenario::inputs::Inputs;
use crate::scenario::providers::Inventory;
use crate::words::word;

/// One independent uniform number of a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dimension {
    /// Path of the input it draws, or of the common factor (`uncertainty.activity.common`). Where inputs correlate, the
    /// dimension of the first draws it alone, and that of a later one is what the earlier ones leave open.
    pub path: String,
    /// The key of its random numbers.
    pub id: ParameterId,
    /// Places of the inputs it moves.
    pub moves: Vec<usize>,
    /// Provider whose input it is.
    pub provider: Option<String>,
    /// Stream whose input it is.
    pub stream: Option<String>,
    /// Feedstock whose property, or whose stream, it is.
    pub feedstock: Option<String>,
    /// Part of the scenario: first word of the path (`digester`, `boiler`, `stream`, `economics`, ...); `uncertainty` for a
    /// common factor.
    pub part: String,
}

impl Dimension {
    /// The dimension of a common factor.
    pub(super) fn common(path: &str, moves: Vec<usize>) -> Self {
        Self {
            path: path.to_owned(),
            id: ParameterId::of(path),
            moves,
            provider: None,
            stream: None,
            feedstock: None,
            part: "uncertainty".to_owned(),
        }
    }

    /// The dimension of an input's own draw.
    pub(super) fn own(inputs: &Inputs, inventory: &Inventory, place: usize) -> Self {
        let path = inputs.list()[place].path.clone();
        let stream = inventory.streams.iter().find(|s| s.block.0.contains(&place));
        let provider = match stream {
            Some(stream) => inventory.providers.get(stream.provider),
            None => inventory.providers.iter().find(|p| p.block.0.contains(&place)),
        };
        let part = path.split('.').next().unwrap_or_default().to_owned();
        let of_library = || path.strip_prefix("feedstock.")?.rsplit_once('.').map(|(id, _)| id.to_owned());
        Self {
            id: ParameterId::of(&path),
            moves: vec![place],
            provider: provider.map(|p| p.id.clone()),
            stream: stream.map(|s| s.id.clone()),
            feedstock: stream.map(|s| s.feedstock.id().to_owned()).or_else(of_library),
            part,
            path,
        }
    }
}

/// Why inputs depend on each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A correlation of `[uncertainty]`.
    Correlation,
    /// Providers take part, or not, by a common factor.
    Participation,
    /// The probability of taking part is drawn as well.
    DrawnProbability,
    /// The activity of providers has a common factor.
    Activity,
}

impl Cause {
    /// In words, for messages.
    pub fn words(self) -> &'static str {
        match self {
            Self::Correlation => word("they are correlated in [uncertainty]"),
            Self::Participation => word("who takes part has a common factor"),
            Self::DrawnProbability => word("the probability of taking part is drawn"),
            Self::Activity => word("the activity of providers has a common factor"),
        }
    }
}

/// Inputs that are not independent of each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependence {
    /// Their places.
    pub inputs: Vec<usize>,
    /// Why.
    pub cause: Cause,
}
