//! Why a sample has no outcome, as a status that is counted and a reason that people read.

use crate::case::EvaluateError;
use crate::digestion::adm1::DigestionError;
use crate::digestion::tank::TankError;
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
            EvaluateError::Tanks { error, .. } => tanks(error),
            EvaluateError::Pool(_)
            | EvaluateError::Feed { .. }
            | EvaluateError::Model { .. }
            | EvaluateError::Plant { .. }
            | EvaluateError::Combustion { .. }
            | EvaluateError::Heat(_)
            | EvaluateError::NoDemand
            | EvaluateError::NoBoiler
            | EvaluateError::NoFuel
            | EvaluateError::Stock(_)
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

fn tanks(error: &TankError) -> Status {
    match error {
        TankError::Integration { error, .. } => match error {
            OdeError::StepLimit { .. } => Status::StepLimit,
            OdeError::StepTooSmall { .. } => Status::StepTooSmall,
            OdeError::NotFinite { .. } => Status::NotFinite,
            OdeError::BadControl { .. } => Status::Impossible,
        },
        TankError::NotSteady { .. } => Status::StepLimit,
        _ => Status::Impossible,
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

/// Words before a limit or an id, which are the same for every sample. All other numbers of an error are of its sample.
const BEFORE_KEPT: [&str; 14] = [
    "in", "from", "between", "within", "above", "below", "than", "give", "write", "pass", "for", "digester", "boiler",
    "stream",
];

/// A text without the numbers of this one sample: limits stay (`must lie in 0.8 to 3`), values go (`is 4`, `sum to 101.2`).
fn reason(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    // Whether the last number was kept: `to` and `and` join the ends of a range.
    let mut kept = false;
    for word in text.split(' ') {
        let start = word.len() - word.trim_start_matches(['(', '`', '[', '=', '<', '>']).len();
        let end = start + word[start..].trim_end_matches(|c: char| !c.is_ascii_digit()).len();
        if !word[start..end].parse::<f64>().is_ok_and(f64::is_finite) || word[end..].contains(char::is_alphanumeric) {
            words.push(word.to_owned());
            continue;
        }
        let back = |k: usize| words.len().checked_sub(k).map_or("", |place| words[place].as_str());
        let is_number = |word: &str| word == "..." || word.parse::<f64>().is_ok();
        kept = match back(1) {
            "to" | "and" if is_number(back(2)) => kept,
            "to" => !matches!(back(2), "sum" | "sums"),
            before => BEFORE_KEPT.contains(&before),
        };
        words.push(if kept { word.to_owned() } else { format!("{}...{}", &word[..start], &word[end..]) });
    }
    words.join(" ")
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
    fn whole_numbers_of_a_sample_go_and_limits_stay() {
        for (text, wanted) in [
            ("`x` is 4: it must lie in 0.8 to 3 (t.csv)", "`x` is ...: it must lie in 0.8 to 3 (t.csv)"),
            ("k is -160; write a number from 1e-12 to 1e-2", "k is ...; write a number from 1e-12 to 1e-2"),
            ("t is 160; the flame has only 150: lower it", "t is ...; the flame has only ...: lower it"),
            ("they sum to 98 %; correct them to 100 within 0.5", "they sum to ... %; correct them to 100 within 0.5"),
            ("digester 1: fell below zero at day 3", "digester 1: fell below zero at day ..."),
            ("x must be between 2 and 7.5 kW, got 9", "x must be between 2 and 7.5 kW, got ..."),
            ("stream P01-1 of d1 is 5 t/a", "stream P01-1 of d1 is ... t/a"),
        ] {
            assert_eq!(reason(text), wanted);
        }
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
