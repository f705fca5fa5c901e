//! An interior-point method for programmes of many sources and few coupling rows.
//!
//! Mehrotra's predictor and corrector (doi 10.1137/0802028) on variables between zero and an upper bound. What is special
//! is the Newton system: every arc stands in one supply row, so the supplies are eliminated source by source and what is
//! left has the size of the coupling rows. Each source's columns are taken relative to its largest: what is eliminated
//! then never cancels. A step costs about as much as reading the arcs a few times.

mod core;
mod newton;
mod start;

pub(super) use core::{Core, NoCore};

use newton::Newton;

/// A primal and dual point.
#[derive(Clone, Debug, Default)]
struct Point {
    /// Variables, their room below the upper bound (infinite without one).
    x: Vec<f64>,
    w: Vec<f64>,
    /// Duals of both.
    z: Vec<f64>,
    v: Vec<f64>,
    /// Prices of the supplies and of the coupling rows.
    y: Vec<f64>,
    pi: Vec<f64>,
}

/// How far a point is from keeping to all rows.
#[derive(Clone, Debug, Default)]
struct Residual {
    supply: Vec<f64>,
    row: Vec<f64>,
    dual: Vec<f64>,
    room: Vec<f64>,
}

/// Largest residual and relative gap at which a point is taken, in scaled units.
const TOLERANCE: f64 = 1e-10;

/// A point this good is taken when no step improves it.
const ACCEPTABLE: f64 = 1e-7;

/// Most steps.
const STEPS_MAX: usize = 80;

/// Share of the way to the boundary that a step goes.
const DAMPING: f64 = 0.9995;

/// Values of the variables and prices of the rows, in the units of the core.
#[derive(Clone, Debug)]
pub(super) struct Centre {
    pub(super) x: Vec<f64>,
    pub(super) pi: Vec<f64>,
}

/// The best point of a core; none where the method does not converge, as where there is no point at all.
pub(super) fn solve(core: &Core) -> Option<Centre> {
    let mut newton = Newton::new(core);
    let mut point = start::point(core, &mut newton)?;
    let mut residual = Residual::default();
    let mut best: Option<(f64, Centre)> = None;
    for _ in 0..STEPS_MAX {
        residual.of(core, &point);
        let merit = merit(core, &point, &residual);
        if !merit.is_finite() {
            break;
        }
        if best.as_ref().is_none_or(|b| merit < b.0) {
            best = Some((merit, Centre { x: point.x.clone(), pi: point.pi.clone() }));
        }
        if merit <= TOLERANCE || !step(core, &mut newton, &mut point, &residual) {
            break;
        }
    }
    best.filter(|b| b.0 <= ACCEPTABLE).map(|b| b.1)
}

/// The largest of residuals and relative gap.
fn merit(core: &Core, point: &Point, residual: &Residual) -> f64 {
    let largest = |values: &[f64]| values.iter().fold(0.0_f64, |most, v| if v.abs() > most { v.abs() } else { most });
    let finite = point.x.iter().chain(&point.pi).chain(&point.z).all(|v| v.is_finite());
    if !finite {
        return f64::NAN;
    }
    let primal = largest(&residual.supply).max(largest(&residual.row)).max(largest(&residual.room));
    let cost: f64 = core.cost.iter().zip(&point.x).map(|(c, x)| c * x).sum();
    let gap = complementarity(point).0 / (1.0 + cost.abs());
    primal.max(largest(&residual.dual)).max(gap)
}

/// Sum of products of variables and duals, and their number.
fn complementarity(point: &Point) -> (f64, usize) {
    let mut sum = 0.0;
    let mut count = point.x.len();
    for k in 0..point.x.len() {
        sum += point.x[k] * point.z[k];
        if point.w[k] < f64::INFINITY {
            sum += point.w[k] * point.v[k];
            count += 1;
        }
    }
    (sum, count)
}

impl Residual {
    fn of(&mut self, core: &Core, point: &Point) {
        self.supply.clone_from(&core.supply);
        self.row.clone_from(&core.rhs);
        self.dual.clear();
        self.room.clear();
        for g in 0..core.groups() {
            for k in core.group(g) {
                self.supply[g] -= point.x[k];
                self.dual.push(core.cost[k] - point.y[g] - core.dot(k, &point.pi) - point.z[k] + point.v[k]);
            }
        }
        for k in core.loose() {
            self.dual.push(core.cost[k] - core.dot(k, &point.pi) - point.z[k] + point.v[k]);
        }
        for k in 0..core.len() {
            core.add(k, -point.x[k], &mut self.row);
            let bounded = core.max[k] < f64::INFINITY;
            self.room.push(if bounded { core.max[k] - point.x[k] - point.w[k] } else { 0.0 });
        }
    }
}

/// One predictor and corrector step; false where the Newton system cannot be solved or no step is left.
fn step(core: &Core, newton: &mut Newton, point: &mut Point, residual: &Residual) -> bool {
    let (sum, count) = complementarity(point);
    let mu = sum / count as f64;
    if !newton.factor(core, point) {
        return false;
    }
    newton.direct(core, point, residual, 0.0, false);
    let (primal, dual) = newton.lengths(point);
    let after = newton.complementarity_after(point, primal, dual) / count as f64;
    let ratio = after / mu;
    newton.direct(core, point, residual, ratio * ratio * ratio * mu, true);
    let (primal, dual) = newton.lengths(point);
    let (primal, dual) = ((DAMPING * primal).min(1.0), (DAMPING * dual).min(1.0));
    newton.advance(point, primal, dual);
    primal.max(dual) > 1e-8
}
