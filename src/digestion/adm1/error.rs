//! Why a digester was not simulated to its end.

use super::state::State;
use crate::num::Real;
use crate::num::root::RootError;
use crate::ode::OdeError;
use crate::petersen::NotConserved;
use crate::text;
use crate::words::{Text, shown_as_told};

/// Why a digester was not simulated to its end.
#[derive(Clone, Debug, PartialEq)]
pub enum DigestionError {
    /// A parameter outside its range, or not a number.
    Parameter {
        /// Its name.
        name: &'static str,
        /// Its value.
        value: f64,
        /// Smallest accepted.
        low: f64,
        /// Largest accepted.
        high: f64,
    },
    /// An upper pH limit that is not above its lower limit.
    PhLimits {
        /// Suffix of the two parameters.
        group: &'static str,
    },
    /// Parameters under which a process creates or destroys COD, carbon or nitrogen.
    Stoichiometry(NotConserved<f64>),
    /// A concentration of the initial state that is negative or not a number.
    Initial {
        /// The state.
        state: State,
        /// Its value.
        value: f64,
    },
    /// A concentration of the feed that is negative or not a number.
    Feed {
        /// Row of the feed, from 0.
        row: usize,
        /// The state.
        state: State,
        /// Its value.
        value: f64,
    },
    /// A flow of the feed that is negative or not a number.
    Flow {
        /// Row of the feed, from 0.
        row: usize,
        /// Its value, m3/d.
        value: f64,
    },
    /// Times of the feed that do not start at 0 and rise, or that are not one per row.
    FeedTimes {
        /// Row at fault, from 0.
        row: usize,
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
    /// No pH balances the charges.
    Charge {
        /// When, d.
        t_d: f64,
        /// Why.
        error: RootError,
    },
    /// The integration failed.
    Integration(OdeError),
    /// Inorganic carbon or nitrogen went so far below zero that no pH balances the charges: the contents of the states
    /// contradict each other.
    Depleted {
        /// S_IC or S_IN.
        state: State,
        /// When, d.
        t_d: f64,
    },
    /// The steady state was not found to the accuracy asked.
    NotSteady {
        /// Relative change of the last Newton step.
        change: f64,
    },
}

impl DigestionError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Parameter { name, value, low, high } => {
                text!("{name} is {value}; write a number from {low} to {high}", name, value, low, high)
            }
            Self::PhLimits { group } => text!("pH_UL_{group} must be above pH_LL_{group}", group),
            Self::Stoichiometry(error) => error.told(),
            Self::Initial { state, value } => {
                text!(
                    "initial {state} is {value}; write a number from 0 up, in {unit}",
                    state = state.name(),
                    value,
                    unit = state.unit()
                )
            }
            Self::Feed { row, state, value } => {
                let (name, unit) = (state.name(), state.unit());
                text!(
                    "{name} of feed row {row} is {value}; write a number from 0 up, in {unit}",
                    name,
                    row,
                    value,
                    unit
                )
            }
            Self::Flow { row, value } => {
                text!("flow of feed row {row} is {value} m3/d; write a number from 0 up", row, value)
            }
            Self::FeedTimes { row } => text!("feed row {row}: times must start at 0 and rise, one for each row", row),
            Self::ObservationTimes => text!("observation times must rise from 0 to the end of the run"),
            Self::Length { value } => text!("length of the run is {value} d; write a number above 0", value),
            Self::Tolerance { value } => text!("rtol is {value}; write a number from 1e-12 to 1e-2", value),
            Self::Charge { t_d, error } => {
                text!("no pH balances the charges at day {t_d}: {error}", t_d, error = error.to_string())
            }
            Self::Integration(error) => error.told(),
            Self::Depleted { state, t_d } => text!(
                "{state} fell below zero at day {t_d}: the carbon and nitrogen contents ask for more than there is",
                state = state.name(),
                t_d
            ),
            Self::NotSteady { change } if change.is_finite() => {
                text!("no steady state found: last change {change}", change = format!("{change:e}"))
            }
            Self::NotSteady { .. } => text!("no steady state found: the last step is no number"),
        }
    }
}

shown_as_told!(DigestionError);

impl std::error::Error for DigestionError {}

/// The reason behind a failed integration, where the state shows it.
pub(super) fn explain(error: OdeError, y: &[f64]) -> DigestionError {
    let t_d = match error {
        OdeError::BadControl { .. } => return DigestionError::Integration(error),
        OdeError::NotFinite { time } | OdeError::StepTooSmall { time, .. } | OdeError::StepLimit { time, .. } => time,
    };
    below_zero(y, EXPLAINS).map_or(DigestionError::Integration(error), |state| DigestionError::Depleted { state, t_d })
}

/// Share of its floor below zero at which a state explains a failure: the Monod term of nitrogen has its pole at -K_S_IN,
/// about one floor below zero, and no step leads up to it.
const EXPLAINS: f64 = 0.1;

/// Where inorganic carbon or nitrogen is clearly below zero, beyond the tolerance of any run.
#[inline(always)]
pub(super) fn is_depleted<S: Real>(y: &[S]) -> S::Mask {
    let below = |state: State| y[state as usize].lt(S::from_f64(-state.floor()));
    below(State::S_IC) | below(State::S_IN)
}

/// Inorganic carbon or nitrogen so many floors below zero.
fn below_zero(y: &[f64], floors: f64) -> Option<State> {
    [State::S_IC, State::S_IN].into_iter().find(|state| y[*state as usize] < -floors * state.floor())
}
