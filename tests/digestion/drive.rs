//! One tank, integrated directly: a check that does not depend on the engine of tanks.

use gisement::digestion::tank::{Kinetics, React};
use gisement::num::Real;
use gisement::ode::{Control, Integrator, Jobs, Method, OdeError, Plan, Statistics, Step, System};

/// A tank of constant volume.
pub(super) struct Bench<K: Kinetics> {
    pub(super) model: K::Of<f64>,
    pub(super) v_liq: f64,
    pub(super) v_gas: f64,
    /// Another outlet than the model's: k_p, outer pressure, vapour pressure, R T.
    pub(super) outlet: Option<(f64, f64, f64, f64)>,
}

impl<K: Kinetics> Bench<K> {
    pub(super) fn new(model: K::Of<f64>, v_liq: f64, v_gas: f64) -> Self {
        Self { model, v_liq, v_gas, outlet: None }
    }
}

/// q and its derivatives by the gases.
fn friction((k_p, outer, vapour, rt): (f64, f64, f64, f64), gas: &[f64]) -> (f64, [f64; 3]) {
    let per = [rt / 16.0, rt / 64.0, rt];
    let excess = per.iter().zip(gas).map(|(a, b)| a * b).sum::<f64>() + vapour - outer;
    if excess > 0.0 { (k_p * excess, per.map(|p| p * k_p)) } else { (0.0, [0.0; 3]) }
}

fn plan<K: Kinetics>() -> (Plan, Vec<(usize, usize)>) {
    let layout = K::layout();
    let (liquid, gas, n) = (layout.liquid, layout.gas, layout.unknowns.len());
    let mut pattern = std::collections::BTreeSet::new();
    for (row, column) in &layout.pattern {
        if *row < liquid + gas {
            pattern.insert((*row, *column));
        } else if *row == layout.outflow() {
            pattern.extend((0..gas).map(|g| (liquid + g, *column)));
        } else {
            pattern.insert((*row - 1, *column));
        }
    }
    pattern.extend((0..n).map(|k| (k, k)));
    for g in 0..gas {
        pattern.extend((0..gas).map(|h| (liquid + g, liquid + h)));
    }
    let pattern: Vec<_> = pattern.into_iter().collect();
    let algebraic: Vec<usize> = (liquid + gas..n).collect();
    (Plan::new(n, &pattern, &algebraic, n), pattern)
}

struct Equations<'a, K: Kinetics> {
    bench: &'a Bench<K>,
    pattern: Vec<(usize, usize)>,
    flow: f64,
    influent: Vec<f64>,
}

impl<K: Kinetics> System<f64> for Equations<'_, K> {
    fn rhs(&self, y: &[f64], out: &mut [f64]) {
        let layout = K::layout();
        let (liquid, gas) = (layout.liquid, layout.gas);
        let mut react = vec![0.0; layout.outputs()];
        self.bench.model.react(y, &mut react);
        let (v_liq, v_gas) = (self.bench.v_liq, self.bench.v_gas);
        let gases = &y[liquid..liquid + gas];
        let q = self.bench.outlet.map_or(react[layout.outflow()], |outlet| friction(outlet, gases).0);
        for k in 0..liquid {
            out[k] = self.flow / v_liq * (self.influent[k] - y[k]) + react[k];
        }
        for k in liquid..liquid + gas {
            out[k] = react[k] * v_liq / v_gas - q * y[k] / v_gas;
        }
        out[liquid + gas..].copy_from_slice(&react[layout.outflow() + 1..]);
    }

    fn jacobian(&self, y: &[f64], out: &mut [f64]) {
        let layout = K::layout();
        let (liquid, gas) = (layout.liquid, layout.gas);
        let mut slopes = vec![0.0; layout.pattern.len()];
        self.bench.model.slopes(y, &mut slopes);
        let mut react = vec![0.0; layout.outputs()];
        self.bench.model.react(y, &mut react);
        let (v_liq, v_gas) = (self.bench.v_liq, self.bench.v_gas);
        let other = self.bench.outlet.map(|outlet| friction(outlet, &y[liquid..liquid + gas]));
        let q = other.map_or(react[layout.outflow()], |(q, _)| q);
        out.fill(0.0);
        let at = |row: usize, column: usize| self.pattern.binary_search(&(row, column)).unwrap();
        for ((row, column), slope) in layout.pattern.iter().zip(&slopes) {
            if *row < liquid {
                out[at(*row, *column)] += slope;
            } else if *row < liquid + gas {
                out[at(*row, *column)] += slope * v_liq / v_gas;
            } else if *row > layout.outflow() {
                out[at(*row - 1, *column)] += slope;
            } else if other.is_none() {
                (0..gas).for_each(|g| out[at(liquid + g, *column)] -= slope * y[liquid + g] / v_gas);
            }
        }
        if let Some((_, by)) = other {
            for g in 0..gas {
                (0..gas).for_each(|h| out[at(liquid + g, liquid + h)] -= by[h] * y[liquid + g] / v_gas);
            }
        }
        (0..liquid).for_each(|k| out[at(k, k)] -= self.flow / v_liq);
        (liquid..liquid + gas).for_each(|k| out[at(k, k)] -= q / v_gas);
    }

    fn admissible(&self, y: &[f64]) -> bool {
        self.bench.model.admissible(y)
    }
}

struct Stretches<'a, K: Kinetics> {
    equations: Equations<'a, K>,
    stretches: Vec<(f64, f64, f64, Vec<f64>)>,
    next: usize,
    y: Vec<f64>,
    seen: Vec<(f64, Vec<f64>)>,
    failed: Option<OdeError>,
}

impl<'a, K: Kinetics> Jobs<f64> for Stretches<'a, K> {
    type System = Equations<'a, K>;

    fn system(&self) -> &Self::System {
        &self.equations
    }

    fn next(&mut self, _: usize, y: &mut [f64]) -> Option<(f64, f64)> {
        let (from, to, flow, influent) = self.stretches.get(self.next).filter(|_| self.failed.is_none())?.clone();
        self.next += 1;
        self.equations.flow = flow;
        self.equations.influent = influent;
        y.copy_from_slice(&self.y);
        Some((from, to))
    }

    fn step(&mut self, _: &Step<'_, f64>, _: <f64 as Real>::Mask) {}

    fn end(&mut self, _: usize, y: &[f64], _: Statistics) {
        self.y.copy_from_slice(y);
        self.seen.push((self.stretches[self.next - 1].1, y.to_vec()));
    }

    fn fail(&mut self, _: usize, _: &[f64], error: OdeError) {
        self.failed = Some(error);
    }
}

/// States at the times asked for; `feeds` are (from, to, flow, influent). Each time asked for is the end of a stretch.
pub(super) fn run<K: Kinetics>(
    bench: &Bench<K>,
    feeds: &[(f64, f64, f64, Vec<f64>)],
    start: &[f64],
    rtol: f64,
    times: &[f64],
) -> Vec<(f64, Vec<f64>)> {
    let (plan, pattern) = plan::<K>();
    let atol = K::layout().unknowns.iter().map(|unknown| unknown.floor * rtol).collect();
    let control = Control { rtol, atol, step_limit: 1_000_000, step_max: 100.0, slack: (1.0, 1.0) };
    let mut stretches = Vec::new();
    for (from, to, flow, influent) in feeds {
        let mut at = *from;
        for time in times.iter().filter(|time| **time > *from && **time <= *to).chain([to]) {
            if *time > at {
                stretches.push((at, *time, *flow, influent.clone()));
                at = *time;
            }
        }
    }
    let mut y = start.to_vec();
    K::settle(&bench.model, &mut y).unwrap();
    let equations = Equations { bench, pattern, flow: 0.0, influent: Vec::new() };
    let mut jobs = Stretches { equations, stretches, next: 0, y, seen: Vec::new(), failed: None };
    Integrator::<f64>::new(&plan, Method::rodas5p(), control).unwrap().drive(&plan, &mut jobs);
    assert_eq!(jobs.failed, None);
    jobs.seen
}
