//! Linear programmes of any size: prices by the interior-point method, flows by the simplex method on the arcs that those
//! prices leave in doubt, and a proof by the bound that the prices give.

use super::elastic;
use super::interior::{self, Core, NoCore};
use super::lagrange::{Priced, price};
use super::model::{Limit, Model};
use super::simplex::{self, Stop, Whole};

/// The best values of a model without whole variables.
#[derive(Clone, Debug)]
pub(super) struct Solved {
    /// Of each column.
    pub(super) values: Vec<f64>,
    pub(super) objective: f64,
    /// No values cost less.
    pub(super) bound: f64,
    /// Prices of rows and sources; none where they were not found.
    pub(super) prices: Option<(Vec<f64>, Vec<f64>)>,
    /// Programmes solved on the way.
    pub(super) programmes: usize,
}

/// Up to so many columns the simplex method is as fast on all of them.
const SMALL: usize = 300;

/// Relative gap at which values count as proven best.
const GAP: f64 = 1e-9;

/// Most rounds of taking in more arcs.
const ROUNDS_MAX: usize = 12;

/// Solves a model. `near` are prices of the rows of a model like it, which only make it faster.
pub(super) fn solve(model: &Model, near: Option<&[f64]>) -> Result<Solved, Stop> {
    let by_source = by_source(model);
    if model.columns.len() <= SMALL {
        return whole(model, &by_source);
    }
    match priced(model, &by_source, near) {
        Some((found, values, programmes)) => match vertex(model, &by_source, &found, &values) {
            Some(mut solved) => {
                solved.programmes += programmes;
                Ok(solved)
            }
            None => whole(model, &by_source),
        },
        // No point may be near any rows at all: what must give way is cheaper to find than that nothing does.
        None if elastic::breached(model) == Some(true) => Err(Stop::Infeasible),
        None => whole(model, &by_source),
    }
}

/// Columns that can carry something, source by source.
pub(super) fn by_source(model: &Model) -> Vec<Vec<usize>> {
    let mut by_source = vec![Vec::new(); model.supply.len()];
    for (k, column) in model.columns.iter().enumerate() {
        if let Some(source) = column.source.filter(|s| column.max > 0.0 && model.supply[*s] > 0.0) {
            by_source[source].push(k);
        }
    }
    by_source
}

fn loose(model: &Model) -> Vec<usize> {
    (0..model.columns.len()).filter(|k| model.columns[*k].source.is_none()).collect()
}

/// The simplex method on everything, and the interior-point method for the prices only.
fn whole(model: &Model, by_source: &[Vec<usize>]) -> Result<Solved, Stop> {
    let values = simplex::solve(model, Whole::Nothing)?;
    let objective = model.cost(&values);
    let mut solved = Solved { values, objective, bound: objective, prices: None, programmes: 1 };
    if let Some((found, _, programmes)) = priced(model, by_source, None) {
        solved.programmes += programmes;
        // Prices that do not prove the optimum are not its prices.
        if objective - found.bound <= 1e-6 * objective.abs().max(1.0) {
            solved.prices = Some((found.rows, found.sources));
        }
    }
    Ok(solved)
}

/// What is left of a model when some columns are chosen: sources with a single way are decided.
struct Chosen {
    by_source: Vec<Vec<usize>>,
    values: Vec<f64>,
    base: Vec<f64>,
}

impl Chosen {
    fn new(model: &Model, mut by_source: Vec<Vec<usize>>) -> Self {
        let mut values = vec![0.0; model.columns.len()];
        let mut base = vec![0.0; model.rows.len()];
        for (source, columns) in by_source.iter_mut().enumerate() {
            if let [only] = columns[..] {
                let supply = model.supply[source];
                if model.columns[only].max >= supply {
                    values[only] = supply;
                    model.columns[only].entries.iter().for_each(|(row, weight)| base[*row] += weight * supply);
                    columns.clear();
                }
            }
        }
        Self { by_source, values, base }
    }
}

/// The columns of each source no dearer than its marginal one by more than `within`; all where some arc is too small to
/// carry the source.
fn window(model: &Model, by_source: &[Vec<usize>], found: &Priced, within: f64) -> Vec<Vec<usize>> {
    let keep = |(source, columns): (usize, &Vec<usize>)| -> Vec<usize> {
        let narrow = columns.iter().any(|k| model.columns[*k].max < model.supply[source]);
        let most = found.sources[source] + within;
        columns.iter().copied().filter(|k| narrow || found.reduced[*k] <= most).collect()
    };
    by_source.iter().enumerate().map(keep).collect()
}

/// Cost of the dearest column for scale, cost a unit of flow.
fn worth(model: &Model) -> f64 {
    model.columns.iter().filter(|c| c.source.is_some()).map(|c| c.cost.abs()).fold(0.0, f64::max)
}

/// How much dearer than the best an arc may be at near prices and still be looked at first, share of the largest cost.
const NEAR: f64 = 0.06;

/// Prices that prove the optimum, and values near it.
fn priced(model: &Model, by_source: &[Vec<usize>], near: Option<&[f64]>) -> Option<(Priced, Vec<f64>, usize)> {
    let loose = loose(model);
    let worth = worth(model);
    let mut kept = match near {
        Some(prices) => window(model, by_source, &price(model, by_source, prices), NEAR * worth),
        None => by_source.to_vec(),
    };
    for round in 1..=ROUNDS_MAX {
        let chosen = Chosen::new(model, kept.clone());
        let core = match Core::new(model, &chosen.by_source, &loose, &chosen.base) {
            Ok(core) => Some(core),
            Err(NoCore::Decided) => None,
            Err(NoCore::Infeasible) => return None,
        };
        let Some((core, centre)) = core.and_then(|core| interior::solve(&core).map(|centre| (core, centre))) else {
            // With fewer arcs there may be no point, or nothing to price by: look at all of them, once.
            if kept.iter().zip(by_source).all(|(kept, all)| kept.len() == all.len()) {
                return None;
            }
            kept = by_source.to_vec();
            continue;
        };
        let found = price(model, by_source, &core.prices(&centre.pi, model.rows.len()));
        let mut values = chosen.values;
        core.write_values(&centre.x, &mut values);
        let objective = model.cost(&values);
        if objective - found.bound <= GAP * objective.abs().max(1.0) || !widen(&mut kept, by_source, &found) {
            return Some((found, values, round));
        }
    }
    None
}

/// Takes in the arcs that are cheaper than all that were looked at; false where there are none.
fn widen(kept: &mut [Vec<usize>], by_source: &[Vec<usize>], found: &Priced) -> bool {
    let mut wider = false;
    for (source, columns) in by_source.iter().enumerate() {
        let least = kept[source].iter().map(|k| found.reduced[*k]).fold(f64::INFINITY, f64::min);
        let cheaper: Vec<usize> =
            columns.iter().copied().filter(|k| found.reduced[*k] < least && !kept[source].contains(k)).collect();
        wider |= !cheaper.is_empty();
        kept[source].extend(cheaper);
        kept[source].sort_unstable();
    }
    wider
}

/// Flows at a corner: the simplex method on the arcs within rounding of the best, taking in more until the gap closes.
fn vertex(model: &Model, by_source: &[Vec<usize>], found: &Priced, values: &[f64]) -> Option<Solved> {
    let worth = worth(model);
    let loose = loose(model);
    let mut within = 1e-7 * worth;
    let mut best: Option<Solved> = None;
    for round in 1..=4 {
        let kept = window(model, by_source, found, within);
        if let Some(values) = corner(model, kept, &loose) {
            let objective = model.cost(&values);
            let closed = objective - found.bound <= GAP * objective.abs().max(1.0);
            if best.as_ref().is_none_or(|b| objective < b.objective) {
                let prices = Some((found.rows.clone(), found.sources.clone()));
                best = Some(Solved { values, objective, bound: found.bound, prices, programmes: round });
            }
            if closed {
                break;
            }
        }
        within *= 30.0;
    }
    let _ = values;
    best
}

/// The simplex method on chosen columns.
fn corner(model: &Model, kept: Vec<Vec<usize>>, loose: &[usize]) -> Option<Vec<f64>> {
    let chosen = Chosen::new(model, kept);
    let mut values = chosen.values;
    let mut part =
        Model { supply: Vec::new(), columns: Vec::new(), rows: Vec::new(), openings: Vec::new(), fixed: 0.0 };
    let mut places = Vec::new();
    for (source, columns) in chosen.by_source.iter().enumerate().filter(|(_, columns)| !columns.is_empty()) {
        for k in columns {
            let mut column = model.columns[*k].clone();
            column.source = Some(part.supply.len());
            part.columns.push(column);
            places.push(*k);
        }
        part.supply.push(model.supply[source]);
    }
    for k in loose {
        part.columns.push(model.columns[*k].clone());
        places.push(*k);
    }
    keep_rows(model, &chosen.base, &mut part)?;
    if !places.is_empty() {
        let found = simplex::solve(&part, Whole::Nothing).ok()?;
        places.iter().zip(found).for_each(|(k, value)| values[*k] = value);
    }
    Some(values)
}

/// Share of what a row holds by which it may be broken.
const ROUNDING: f64 = 1e-9;

/// Gives a part of a model the rows that its columns touch; none where another row is broken.
fn keep_rows(model: &Model, base: &[f64], part: &mut Model) -> Option<()> {
    let mut touched = vec![false; model.rows.len()];
    part.columns.iter().flat_map(|c| &c.entries).for_each(|(row, _)| touched[*row] = true);
    let mut places = vec![0; model.rows.len()];
    for (row, limit) in model.rows.iter().enumerate() {
        if touched[row] {
            places[row] = part.rows.len();
            let (low, high) = (limit.low - base[row], limit.high - base[row]);
            part.rows.push(Limit { label: limit.label, low, high });
        } else {
            let slack = ROUNDING * base[row].abs().max(1.0);
            if base[row] < limit.low - slack || base[row] > limit.high + slack {
                return None;
            }
        }
    }
    part.columns.iter_mut().flat_map(|c| &mut c.entries).for_each(|entry| entry.0 = places[entry.0]);
    Some(())
}
