//! Which inputs move the cost of heat of a candidate most: one at a time, from its low to its high end.

use super::rate::rate;
use super::{Candidate, Figure};
use crate::case::Surroundings;
use crate::scenario::Scenario;
use rayon::prelude::*;

/// An input at its low and at its high end (10 and 90 % of its distribution), all others nominal.
#[derive(Clone, Debug, PartialEq)]
pub struct Swing {
    /// Path of the input.
    pub path: String,
    /// What it is.
    pub description: String,
    /// Unit of the input.
    pub unit: String,
    /// Values of the input.
    pub values: [f64; 2],
    /// Cost of heat there, EUR/MWh.
    pub lcoh_eur_per_mwh: [f64; 2],
}

impl Swing {
    /// Difference of both ends.
    pub fn width(&self) -> f64 {
        (self.lcoh_eur_per_mwh[1] - self.lcoh_eur_per_mwh[0]).abs()
    }
}

/// Swings that are kept.
const KEPT: usize = 12;

/// The widest swings of a candidate's cost of heat, widest first. An input whose ends have no year is left out.
pub(super) fn swings(scenario: &Scenario, candidate: &Candidate) -> Vec<Swing> {
    let nominal = scenario.nominal();
    let cost = |place: usize, value: f64| -> Option<f64> {
        let mut values = nominal.clone();
        values[place] = value;
        let case = scenario.case(&values).ok()?;
        let surroundings = Surroundings::new(&case).ok()?;
        let given = rate(&surroundings, std::slice::from_ref(candidate), &|| false)?.pop()?.ok()?;
        Some(given.figures.of(Figure::Lcoh)).filter(|lcoh| lcoh.is_finite())
    };
    let mut list: Vec<Swing> = scenario
        .plan
        .drawn
        .par_iter()
        .filter_map(|drawn| {
            let input = &scenario.inputs.list()[drawn.place];
            let values = [0.1, 0.9].map(|u| drawn.distribution.quantile(u));
            let lcoh_eur_per_mwh = [cost(drawn.place, values[0])?, cost(drawn.place, values[1])?];
            let (path, unit) = (input.path.clone(), input.unit.clone());
            Some(Swing { path, description: input.description.clone(), unit, values, lcoh_eur_per_mwh })
        })
        .collect();
    list.sort_by(|a, b| b.width().total_cmp(&a.width()));
    list.retain(|swing| swing.width() > 0.0);
    list.truncate(KEPT);
    list
}
