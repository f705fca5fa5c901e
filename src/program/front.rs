//! Points between two criteria, none of which is better than another in both.

use super::optimum::{Optimum, ProgramError};
use super::{Program, Row, solve};

/// A second criterion of a programme: weights of flows and openings, the less the better.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion {
    /// Name, for what is told when it binds.
    pub name: String,
    /// A unit of flow of each arc.
    pub arcs: Vec<f64>,
    /// Each opening; read for sites with a yes/no decision.
    pub sites: Vec<f64>,
}

/// A point of a front.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontPoint {
    /// The cost.
    pub cost: f64,
    /// The second criterion.
    pub second: f64,
    /// Flows and openings.
    pub optimum: Optimum,
}

/// How much of the range of the second criterion separates two points.
const APART: f64 = 1e-6;

/// By how much the end of a criterion may be missed when the other is then made least, relative.
const HELD: f64 = 1e-9;

/// Up to `points` non-dominated points from least cost to least of a second criterion, by epsilon-constraints: the cost is
/// least for each bound on the second criterion (Haimes, Lasdon & Wismer 1971, doi 10.1109/TSMC.1971.4308298). Both ends
/// are lexicographic: of all that are best in one criterion, the best in the other (Mavrotas 2009, doi
/// 10.1016/j.amc.2009.03.037). Sums of weighted criteria are not used: they would miss what lies in a hollow.
///
/// # Errors
/// As [`solve`], and when the second criterion has not a weight for each arc and site.
pub fn front(program: &Program, second: &Criterion, points: usize) -> Result<Vec<FrontPoint>, ProgramError> {
    fits(program, second)?;
    if points == 0 {
        return Ok(Vec::new());
    }
    let cheapest = lexicographic(program, second, false)?;
    if points == 1 {
        return Ok(vec![cheapest]);
    }
    let least = lexicographic(program, second, true)?;
    let (high, low) = (cheapest.second, least.second);
    let range = high - low;
    let mut found = vec![cheapest];
    if range > APART * high.abs().max(low.abs()).max(1.0) {
        for k in 1..points - 1 {
            let bound = high - range * k as f64 / (points - 1) as f64;
            let limited = with_limit(program, second, bound);
            push(&mut found, point(program, second, solve(&limited)?), APART * range);
        }
        push(&mut found, least, APART * range);
    }
    Ok(found)
}

/// Keeps a point that is better than the last in the second criterion. The points come in falling order of their bounds,
/// so costs rise: what equals the last in both, or is dearer without being better, is left out.
fn push(found: &mut Vec<FrontPoint>, point: FrontPoint, apart: f64) {
    match found.last() {
        Some(last) if point.second >= last.second - apart => {}
        _ => found.push(point),
    }
}

fn fits(program: &Program, second: &Criterion) -> Result<(), ProgramError> {
    let mut faults = Vec::new();
    let counts = [("arcs", second.arcs.len(), program.arcs.len()), ("sites", second.sites.len(), program.sites.len())];
    for (what, found, expected) in counts.into_iter().filter(|c| c.1 != c.2) {
        let what = format!("{found} weights of {what} where there are {expected}; write one for each");
        faults.push(super::Fault { place: format!("criterion `{}`", second.name), what });
    }
    if faults.is_empty() { Ok(()) } else { Err(ProgramError::Invalid(faults)) }
}

/// A row over all arcs and decided sites.
fn row(program: &Program, criterion: &Criterion, high: f64) -> Row {
    let decided = |s: &usize| program.sites[*s].fixed.is_some();
    Row {
        name: criterion.name.clone(),
        arcs: criterion.arcs.iter().copied().enumerate().collect(),
        sites: (0..program.sites.len()).filter(decided).map(|s| (s, criterion.sites[s])).collect(),
        low: f64::NEG_INFINITY,
        high,
    }
}

fn with_limit(program: &Program, criterion: &Criterion, high: f64) -> Program {
    let mut limited = program.clone();
    limited.rows.push(row(program, criterion, high));
    limited
}

/// The programme with the second criterion as its cost.
fn exchanged(program: &Program, second: &Criterion) -> Program {
    let mut other = program.clone();
    other.arcs.iter_mut().zip(&second.arcs).for_each(|(arc, weight)| arc.cost = *weight);
    for (site, weight) in other.sites.iter_mut().zip(&second.sites) {
        site.fixed = site.fixed.map(|_| *weight);
    }
    other
}

/// The cost as a criterion.
fn cost_of(program: &Program) -> Criterion {
    Criterion {
        name: "cost".to_owned(),
        arcs: program.arcs.iter().map(|arc| arc.cost).collect(),
        sites: program.sites.iter().map(|site| site.fixed.unwrap_or(0.0)).collect(),
    }
}

/// Of all that are best in one criterion (`turned`: the second), the best in the other.
fn lexicographic(program: &Program, second: &Criterion, turned: bool) -> Result<FrontPoint, ProgramError> {
    let other = exchanged(program, second);
    let cost = cost_of(program);
    let (first, then, held) = if turned { (&other, program, second) } else { (program, &other, &cost) };
    let best = solve(first)?;
    let most = best.objective + HELD * best.objective.abs().max(1.0);
    let refined = solve(&with_limit(then, held, most));
    // Rounding may make the end unreachable a second time: what was found first is as good in what counts there.
    let mut optimum = match refined {
        Ok(mut refined) => {
            refined.programmes += best.programmes;
            refined
        }
        Err(_) => best,
    };
    // Prices of the criterion held are not those of the programme.
    optimum.prices = None;
    Ok(point(program, second, optimum))
}

fn point(program: &Program, second: &Criterion, mut optimum: Optimum) -> FrontPoint {
    let value = |criterion: &Criterion| {
        let flows = criterion.arcs.iter().zip(&optimum.flows).fold(0.0, |sum, (weight, flow)| sum + weight * flow);
        let decided = program.sites.iter().zip(&optimum.open).map(|(site, open)| site.fixed.is_some() && *open);
        decided.zip(&criterion.sites).filter(|(open, _)| *open).fold(flows, |sum, (_, weight)| sum + weight)
    };
    let (cost, second) = (value(&cost_of(program)), value(second));
    optimum.objective = cost;
    optimum.bound = optimum.bound.min(cost);
    FrontPoint { cost, second, optimum }
}
