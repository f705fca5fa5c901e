//! Linear programmes of any size: prices by the interior-point method, flows by the simplex method on the arcs that those
//! prices leave in doubt, and a proof by the bound that the prices give.

use super::elastic;
use super::interior::{self, Core};
use super::lagrange::{Priced, fill, price};
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
        Some((found, programmes)) => match vertex(model, &by_source, &found) {
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
    if let Some((found, programmes)) = priced(model, by_source, None) {
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
    /// Nothing decided.
    fn open(model: &Model, by_source: Vec<Vec<usize>>) -> Self {
        Self { by_source, values: vec![0.0; model.columns.len()], base: vec![0.0; model.rows.len()] }
    }

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

/// The columns of each source no dearer than its marginal one by more than `within`.
fn window(by_source: &[Vec<usize>], found: &Priced, within: f64) -> Vec<Vec<usize>> {
    let keep = |(source, columns): (usize, &Vec<usize>)| -> Vec<usize> {
        let most = found.sources[source] + within;
        columns.iter().copied().filter(|k| found.reduced[*k] <= most).collect()
    };
    by_source.iter().enumerate().map(keep).collect()
}

/// Cost of the dearest column for scale, cost a unit of flow.
fn worth(model: &Model) -> f64 {
    model.columns.iter().filter(|c| c.source.is_some()).map(|c| c.cost.abs()).fold(0.0, f64::max)
}

/// How much dearer than the best an arc may be at near prices and still be looked at first, share of the largest cost.
const NEAR: f64 = 0.06;

/// The same at prices of a share of the sources.
const NEARER: f64 = 0.015;

/// The same at rough prices of all sources.
const NEAREST: f64 = 0.002;

/// One source of so many stands for all of them when prices are first looked for.
const SHARE: u32 = 10;

/// Residuals and gap of rough prices.
const ROUGH: f64 = 1e-3;

/// Rough prices from those about them: one source of `share` carries the supply of all, over the arcs within `within`.
fn nearer(model: &Model, by_source: &[Vec<usize>], about: &Priced, within: f64, share: u32) -> Option<Priced> {
    // By a hash of its place, so that no pattern in the order of the sources is picked.
    let hash = |source: usize| (source as u32).wrapping_mul(0x9e37_79b9).wrapping_mul(0x85eb_ca6b) >> 16;
    let picked = |source: usize| share == 1 || hash(source) < 0x1_0000 / share;
    let supply_of = |pick: &dyn Fn(usize) -> bool| -> f64 {
        model.supply.iter().enumerate().filter(|(s, _)| pick(*s)).map(|(_, supply)| supply).sum()
    };
    let (all, some) = (supply_of(&|_| true), supply_of(&picked));
    if some <= 0.0 {
        return None;
    }
    let mut kept = window(by_source, about, within);
    kept.iter_mut().enumerate().filter(|(s, _)| !picked(*s)).for_each(|(_, columns)| columns.clear());
    // A source that stands for many may not fit through its arcs: none is decided, and limits may be broken.
    let chosen = if share == 1 { Chosen::new(model, kept) } else { Chosen::open(model, kept) };
    let core = Core::scaled(model, &chosen.by_source, &loose(model), &chosen.base, all / some, Some(PENALTY)).ok()?;
    let centre = interior::solve_within(&core, ROUGH)?;
    Some(price(model, by_source, &core.prices(&centre.pi, model.rows.len())))
}

/// Prices that prove the optimum, and values near it.
fn priced(model: &Model, by_source: &[Vec<usize>], near: Option<&[f64]>) -> Option<(Priced, usize)> {
    let mut programmes = 0;
    if let Some(near) = near {
        let worth = worth(model);
        let mut about = price(model, by_source, near);
        let mut within = NEAR;
        for (share, then) in [(SHARE, NEARER), (1, NEAREST)] {
            if let Some(nearer) = nearer(model, by_source, &about, within * worth, share) {
                (about, within) = (nearer, then);
                programmes += 1;
            }
        }
        if let Some((found, rounds)) = by_rounds(model, by_source, &about, within * worth) {
            return Some((found, programmes + rounds));
        }
    }
    let base = vec![0.0; model.rows.len()];
    let core = Core::new(model, by_source, &loose(model), &base).ok()?;
    let centre = interior::solve(&core)?;
    Some((price(model, by_source, &core.prices(&centre.pi, model.rows.len())), programmes + 1))
}

/// How much wider a window becomes that breaks limits.
const WIDER: f64 = 4.0;

/// What breaking a limit costs where only some arcs are looked at, in largest costs: enough to call in the arcs that help.
const PENALTY: f64 = 3.0;

/// Prices by looking at some arcs first and calling in those that turn out cheaper; none where limits stay broken.
fn by_rounds(model: &Model, by_source: &[Vec<usize>], about: &Priced, mut within: f64) -> Option<(Priced, usize)> {
    let loose = loose(model);
    let mut kept = window(by_source, about, within);
    for round in 1..=ROUNDS_MAX {
        let chosen = Chosen::new(model, kept.clone());
        let core = Core::scaled(model, &chosen.by_source, &loose, &chosen.base, 1.0, Some(PENALTY)).ok()?;
        let centre = interior::solve(&core)?;
        let found = price(model, by_source, &core.prices(&centre.pi, model.rows.len()));
        let mut values = chosen.values;
        core.write_values(&centre.x, &mut values);
        let objective = model.cost(&values);
        let breaks = centre.breaches(&core);
        if !breaks && objective - found.bound <= GAP * objective.abs().max(1.0) {
            return Some((found, round));
        }
        if breaks {
            // What prices ask for where limits are broken is far too much.
            within *= WIDER;
            let wider = window(by_source, about, within);
            kept.iter_mut().zip(wider).for_each(|(kept, wider)| join(kept, &wider));
        } else if !widen(model, &mut kept, by_source, &found) {
            return Some((found, round));
        }
    }
    None
}

/// Adds columns to a list in order.
fn join(kept: &mut Vec<usize>, columns: &[usize]) {
    for column in columns {
        if let Err(place) = kept.binary_search(column) {
            kept.insert(place, *column);
        }
    }
}

/// Takes in of each source the arc that is cheapest, if it was not looked at; false where there are none.
fn widen(model: &Model, kept: &mut [Vec<usize>], by_source: &[Vec<usize>], found: &Priced) -> bool {
    let mut wider = false;
    for (source, columns) in by_source.iter().enumerate() {
        let (marginal, _) = fill(model, &kept[source], &found.reduced, model.supply[source]);
        let looked_at = |k: &usize| kept[source].binary_search(k).is_ok();
        let cheaper = columns.iter().copied().filter(|k| found.reduced[*k] < marginal && !looked_at(k));
        let cheapest = cheaper.reduce(|best, k| if found.reduced[k] < found.reduced[best] { k } else { best });
        wider |= cheapest.is_some();
        cheapest.into_iter().for_each(|k| join(&mut kept[source], &[k]));
    }
    wider
}

/// Flows at a corner: the simplex method on the arcs within rounding of the best, taking in more until the gap closes.
fn vertex(model: &Model, by_source: &[Vec<usize>], found: &Priced) -> Option<Solved> {
    let worth = worth(model);
    let loose = loose(model);
    let mut within = 1e-7 * worth;
    let mut best: Option<Solved> = None;
    for round in 1..=4 {
        let kept = window(by_source, found, within);
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
