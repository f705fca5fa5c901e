//! What the known answers of buffers refuse.

use crate::heat::HeatError;
use std::fmt;

/// Why a row of known answers cannot be computed.
#[derive(Clone, Debug, PartialEq)]
pub enum BufferCaseError {
    /// A model that is not known.
    Model {
        /// Its name.
        model: String,
    },
    /// Words among the parameters that are not understood.
    Words {
        /// As they stand.
        words: String,
    },
    /// A parameter that the model needs.
    Missing {
        /// Its name.
        name: &'static str,
    },
    /// A parameter twice.
    Twice {
        /// Its name.
        name: String,
    },
    /// A number for which there is no such tank.
    Odd {
        /// Its name.
        name: &'static str,
        /// Its value.
        value: f64,
    },
    /// A quantity that the model does not have.
    Quantity {
        /// Its name.
        quantity: String,
    },
    /// The tank refuses its numbers.
    Heat(HeatError),
}

impl fmt::Display for BufferCaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Model { model } => write!(
                f,
                "no model `{model:.60}`; known: one_node, two_zone_moving_boundary, multi_node_N10 (any number), plug_flow, \
                 standing_diffusion_1D, full_mixing"
            ),
            Self::Words { words } => write!(f, "`{words:.60}` among the parameters is not understood"),
            Self::Missing { name } => write!(f, "the parameter {name} is missing"),
            Self::Twice { name } => write!(f, "the parameter {name:.60} stands twice"),
            Self::Odd { name, value } => write!(f, "{name} = {value}: there is no such tank"),
            Self::Quantity { quantity } => write!(f, "this model has no quantity `{quantity:.60}`"),
            Self::Heat(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for BufferCaseError {}

impl From<HeatError> for BufferCaseError {
    fn from(error: HeatError) -> Self {
        Self::Heat(error)
    }
}
