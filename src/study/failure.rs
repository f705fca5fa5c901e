//! Why a sample has no outcome, as a status that is counted and a reason that people read.

use crate::case::EvaluateError;
use crate::digestion::adm1::DigestionError;
use crate::num::root::RootError;
use crate::ode::OdeError;
use crate::scenario::AssembleError;
use crate::sweep::Status;

/// Why a sample has no outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Its status; never [`Status::Done`].
    pub status: Status,
    /// Why, without the numbers of this one sample, so that equal reasons can be counted.
    pub reason: String,
}

impl Failure {
    pub(super) fn assemble(error: &AssembleError) -> Self {
        Self { status: Status::Impossible, reason: reason(&error.to_string()) }
    }

    pub(super) fn evaluate(error: &EvaluateError) -> Self {
        let status = match error {
            EvaluateError::Digestion { error, .. } => digestion(error),
            EvaluateError::Pool(_)
            | EvaluateError::Feed { .. }
            | EvaluateError::Combustion { .. }
            | EvaluateError::Heat(_)
            | EvaluateError::NoDemand
            | EvaluateError::NoPrice { .. }
            | EvaluateError::Flow(_)
            | EvaluateError::Carbon(_) => Status::Impossible,
        };
        Self { status, reason: reason(&error.to_string()) }
    }

    pub(super) fn not_finite(key: &str) -> Self {
        Self { status: Status::NotFinite, reason: format!("{key} is not finite") }
    }

    pub(super) fn absent(key: &str) -> Self {
        Self { status: Status::Impossible, reason: format!("the sample has no {key}") }
    }
}

fn digestion(error: &DigestionError) -> Status {
    match error {
        DigestionError::Integration(OdeError::StepLimit { .. }) | DigestionError::NotSteady { .. } => Status::StepLimit,
        DigestionError::Integration(OdeError::StepTooSmall { .. }) => Status::StepTooSmall,
        DigestionError::Integration(OdeError::NotFinite { .. })
        | DigestionError::Charge { error: RootError::NotFinite { .. }, .. } => Status::NotFinite,
        DigestionError::Charge { error: RootError::NotSettled, .. } => Status::StepLimit,
        DigestionError::Integration(OdeError::BadControl { .. })
        | DigestionError::Charge { error: RootError::NotBracketed { .. }, .. }
        | DigestionError::Parameter { .. }
        | DigestionError::PhLimits { .. }
        | DigestionError::Stoichiometry(_)
        | DigestionError::Initial { .. }
        | DigestionError::Feed { .. }
        | DigestionError::Flow { .. }
        | DigestionError::FeedTimes { .. }
        | DigestionError::ObservationTimes
        | DigestionError::Length { .. }
        | DigestionError::Tolerance { .. }
        | DigestionError::Depleted { .. } => Status::Impossible,
    }
}

/// A text without the numbers of this one sample.
fn reason(text: &str) -> String {
    let is_decimal = |word: &str| {
        let number = word.trim_matches(|c: char| !c.is_ascii_digit() && c != '-');
        number.parse::<f64>().is_ok() && (number.contains('.') || number.contains('e'))
    };
    let word = |word: &str| if is_decimal(word) { "...".to_owned() } else { word.to_owned() };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_of_one_kind_are_one_reason() {
        let a = reason("parts sum to 101.250 %, not to 100 % within 0.5 points");
        assert_eq!(a, reason("parts sum to 98.1 %, not to 100 % within 0.5 points"));
        assert!(a.contains("not to 100 %"), "{a}");
        assert_ne!(reason("stream P01-1 is 1.5"), reason("stream P01-2 is 1.5"));
        assert_eq!(reason("step 1.2e-9 d, (2.5)"), reason("step 3e-10 d, (7.25)"));
    }

    #[test]
    fn a_failed_integration_says_which_way_it_failed() {
        let status = |error: OdeError| {
            let error = EvaluateError::Digestion { id: "d".to_owned(), error: DigestionError::Integration(error) };
            Failure::evaluate(&error).status
        };
        assert_eq!(status(OdeError::StepLimit { time: 1.0, limit: 9 }), Status::StepLimit);
        assert_eq!(status(OdeError::NotFinite { time: 1.0 }), Status::NotFinite);
        assert_eq!(status(OdeError::StepTooSmall { time: 1.0, length: 1e-20 }), Status::StepTooSmall);
        let error = EvaluateError::NoPrice { path: "economics.x" };
        assert_eq!(Failure::evaluate(&error).status, Status::Impossible);
    }
}
