//! Supply over the years, and the departures that break a plant.
//!
//! A path is a factor on each lot's amount, year by year: named scenarios of `models/territory/supply_scenarios.csv` (laws
//! that change a kind of waste) and the events that a scenario writes (companies that leave or come, amounts that change).
//! Nothing here is a forecast: factors are assumed, wide and flagged.

mod breaking;

pub use breaking::{Departures, departures};

use crate::channel::{Lot, LotKind};
use crate::scenario::{SupplyChange, SupplyEvent, SupplyScenario, SupplyTarget};

/// Supply of one kind in one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct KindPath {
    /// The kind.
    pub kind: LotKind,
    /// Low, mode and high of each year, t/a as received: sums of the lots' ends, so that the band is wider than that of
    /// independent companies.
    pub t_per_a: Vec<[f64; 3]>,
}

/// Supply over the years in one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct SupplyPath {
    /// Name of the scenario.
    pub scenario: String,
    /// Years, one after the other.
    pub years: Vec<u32>,
    /// Paths of the kinds that there are.
    pub kinds: Vec<KindPath>,
}

/// The factor on a lot in a year, low, mode and high: that of the scenario times those of all events up to the year.
pub fn factor(lot: &Lot, scenario: &SupplyScenario, events: &[SupplyEvent], year: u32) -> [f64; 3] {
    let mut factor = scenario.factor(lot.kind, year);
    for event in events.iter().filter(|e| concerns(e, lot)) {
        let by = match &event.change {
            SupplyChange::Leaves if event.year <= year => [0.0; 3],
            SupplyChange::Arrives if event.year > year => [0.0; 3],
            SupplyChange::Factor(by) if event.year <= year => *by,
            _ => continue,
        };
        factor = std::array::from_fn(|k| factor[k] * by[k]);
    }
    factor
}

fn concerns(event: &SupplyEvent, lot: &Lot) -> bool {
    match event.target {
        SupplyTarget::Provider(provider) => lot.provider == provider,
        SupplyTarget::Kind(kind) => lot.kind == kind,
    }
}

/// Supply from a year on. `ranges` are low, mode and high of each lot, t/a as received, in the order of the lots.
pub fn path(
    lots: &[Lot],
    ranges: &[[f64; 3]],
    scenario: &SupplyScenario,
    events: &[SupplyEvent],
    years: std::ops::Range<u32>,
) -> SupplyPath {
    let years: Vec<u32> = years.collect();
    let kinds = LotKind::ALL.iter().filter(|kind| lots.iter().any(|l| l.kind == **kind));
    let kinds = kinds.map(|kind| {
        let of_kind = || lots.iter().zip(ranges).filter(|(l, _)| l.kind == *kind);
        let in_year = |year: &u32| {
            of_kind().fold([0.0; 3], |sum, (lot, range)| {
                let by = factor(lot, scenario, events, *year);
                std::array::from_fn(|k| sum[k] + range[k] * by[k])
            })
        };
        KindPath { kind: *kind, t_per_a: years.iter().map(in_year).collect() }
    });
    SupplyPath { scenario: scenario.id.clone(), kinds: kinds.collect(), years }
}

/// The first year in which what some lots bring falls below a minimum, for low, mode and high; none where it never does.
///
/// `eligible` tells which lots count.
pub fn first_year_below(
    lots: &[Lot],
    ranges: &[[f64; 3]],
    eligible: &dyn Fn(&Lot) -> bool,
    least_t: f64,
    scenario: &SupplyScenario,
    events: &[SupplyEvent],
    years: std::ops::Range<u32>,
) -> [Option<u32>; 3] {
    let mut first = [None; 3];
    for year in years {
        let mut sum = [0.0; 3];
        for (lot, range) in lots.iter().zip(ranges).filter(|(l, _)| eligible(l)) {
            let by = factor(lot, scenario, events, year);
            sum = std::array::from_fn(|k| sum[k] + range[k] * by[k]);
        }
        for k in 0..3 {
            if sum[k] < least_t && first[k].is_none() {
                first[k] = Some(year);
            }
        }
    }
    first
}
