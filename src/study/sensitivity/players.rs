//! Which dimensions are ranked together, and whether groups are independent of each other.

use super::asked::{AnalysisError, Grouping};
use crate::dist::normal_cdf;
use crate::scenario::{Dimension, Scenario};

/// Names of the groups and the dimensions of each, in the order of the dimensions.
pub(super) fn grouped(dimensions: &[Dimension], grouping: Grouping) -> (Vec<String>, Vec<Vec<usize>>) {
    let mut names: Vec<String> = Vec::new();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (k, dimension) in dimensions.iter().enumerate() {
        let name = name(dimension, grouping);
        match names.iter().position(|n| *n == name) {
            Some(group) => groups[group].push(k),
            None => {
                names.push(name);
                groups.push(vec![k]);
            }
        }
    }
    (names, groups)
}

/// The group of a dimension. What belongs to no company or feedstock goes with its part of the model, and says so; a common
/// factor stays by itself.
fn name(dimension: &Dimension, grouping: Grouping) -> String {
    let is_common = dimension.part == "uncertainty";
    let with_part = |name: &Option<String>, word: &str| match name {
        Some(name) => format!("{word} {name}"),
        None => format!("not of one {word}: {}", dimension.part),
    };
    match grouping {
        _ if is_common => dimension.path.clone(),
        Grouping::Each => dimension.path.clone(),
        Grouping::Provider => with_part(&dimension.provider, "provider"),
        Grouping::Feedstock => with_part(&dimension.feedstock, "feedstock"),
        Grouping::Part => dimension.part.clone(),
    }
}

/// Refuses groups between which inputs depend on each other. Dependence inside a group does no harm.
pub(super) fn independent(
    scenario: &Scenario,
    dimensions: &[Dimension],
    groups: &[Vec<usize>],
) -> Result<(), AnalysisError> {
    let path = |place: usize| scenario.inputs.list()[place].path.clone();
    let across = |inputs: &[usize]| {
        let moves = |k: &usize| dimensions[*k].moves.iter().any(|place| inputs.contains(place));
        groups.iter().filter(|members| members.iter().any(moves)).count() > 1
    };
    let sets: Vec<_> = scenario
        .plan
        .dependence()
        .iter()
        .filter(|d| across(&d.inputs))
        .map(|d| (d.inputs.len(), [path(d.inputs[0]), path(d.inputs[1])], d.cause.words()))
        .collect();
    if sets.is_empty() { Ok(()) } else { Err(AnalysisError::Dependent { sets }) }
}

/// The probability of a score, strictly inside (0, 1): far out in a tail it would round to an end.
pub(super) fn probability(score: f64) -> f64 {
    let smallest = 2_f64.powi(-53);
    normal_cdf(score).max(smallest).min(1.0 - smallest)
}
