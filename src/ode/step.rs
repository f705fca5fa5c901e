//! One attempt at a step: the kernel, generic over the number. No allocation, no branch on a value.

use super::method::{Argument, Method, STAGES_MAX};
use super::system::{Plan, System};
use crate::num::Real;

/// Scratch of one integration, or of one group of lanes.
#[derive(Clone, Debug)]
pub struct Workspace<S> {
    /// The state at the start of the step.
    pub y: Vec<S>,
    /// The state at its end, after [`attempt`].
    pub y_new: Vec<S>,
    rhs: Vec<S>,
    factors: Vec<S>,
    point: Vec<S>,
    slopes: Vec<S>,
    stages: [Vec<S>; STAGES_MAX],
}

impl<S: Real> Workspace<S> {
    /// Scratch for systems of this plan.
    pub fn new(plan: &Plan) -> Self {
        let zeros = || vec![S::zero(); plan.size()];
        Self {
            y: zeros(),
            y_new: zeros(),
            rhs: zeros(),
            factors: vec![S::zero(); plan.lu.slot_count()],
            point: zeros(),
            slopes: zeros(),
            stages: std::array::from_fn(|_| zeros()),
        }
    }

    /// Right-hand side at `y`, as of the last [`refresh`].
    #[inline(always)]
    pub fn rhs(&self) -> &[S] {
        &self.rhs
    }
}

/// Right-hand side at `y`: after a start, a restart, or an accepted step.
#[inline(always)]
pub fn refresh<S: Real>(system: &impl System<S>, work: &mut Workspace<S>) {
    system.rhs(&work.y, &mut work.rhs);
}

/// M/(h gamma) - J at `y`, factored.
#[inline(always)]
fn factor<S: Real>(plan: &Plan, system: &impl System<S>, step_h_gamma: S, work: &mut Workspace<S>) {
    let (entries, fill) = work.factors.split_at_mut(plan.entry_count);
    system.jacobian(&work.y, entries);
    fill.fill(S::zero());
    let diagonal = S::one() / step_h_gamma;
    for slot in &plan.differential_diagonal {
        work.factors[*slot as usize] -= diagonal;
    }
    plan.lu.factor(&mut work.factors);
}

/// Attempts a step of length `h` from `work.y` (after [`refresh`]); leaves the end in `work.y_new` and returns the error
/// norm: root mean square of error / (atol + rtol max(|y|, |y_new|)). The step is good where the norm is at most 1; a
/// norm that is not finite says that a stage was not.
#[inline(always)]
pub fn attempt<S: Real>(
    plan: &Plan,
    method: &Method,
    system: &impl System<S>,
    h: S,
    atol: &[S],
    rtol: S,
    work: &mut Workspace<S>,
) -> S {
    factor(plan, system, h * method.gamma, work);
    let inverse_h = S::one() / h;
    work.point.copy_from_slice(&work.y);
    for stage in 0..method.stages {
        let (done, rest) = work.stages.split_at_mut(stage);
        let unknown = rest[0].as_mut_slice();
        let start = method.argument[stage] == Argument::Start;
        if !start {
            match method.argument[stage] {
                Argument::Previous => add(&done[stage - 1], &mut work.point),
                _ => combine(&work.y, &method.a[stage], S::one(), done, &mut work.point),
            }
            system.rhs(&work.point, &mut work.slopes);
        }
        let slopes = if start { &work.rhs } else { &work.slopes };
        combine(slopes, &method.c[stage], inverse_h, done, unknown);
        for k in &plan.algebraic {
            unknown[*k] = slopes[*k];
        }
        plan.lu.solve(&work.factors, unknown);
    }
    let error = &work.stages[method.stages - 1];
    for ((end, point), increment) in work.y_new.iter_mut().zip(&work.point).zip(error) {
        *end = *point + *increment;
    }
    error_norm(plan.controlled, atol, rtol, work, error)
}

/// out += change.
#[inline(always)]
fn add<S: Real>(change: &[S], out: &mut [S]) {
    for (out, change) in out.iter_mut().zip(change) {
        *out += *change;
    }
}

/// out = base + factor sum_j weight_j stage_j, over the stages done.
#[inline(always)]
fn combine<S: Real>(base: &[S], weights: &[f64; STAGES_MAX], factor: S, done: &[Vec<S>], out: &mut [S]) {
    match done {
        [] => out.copy_from_slice(base),
        [a] => combine_of([a], base, weights, factor, out),
        [a, b] => combine_of([a, b], base, weights, factor, out),
        [a, b, c] => combine_of([a, b, c], base, weights, factor, out),
        [a, b, c, d] => combine_of([a, b, c, d], base, weights, factor, out),
        [a, b, c, d, e] => combine_of([a, b, c, d, e], base, weights, factor, out),
        [a, b, c, d, e, f] => combine_of([a, b, c, d, e, f], base, weights, factor, out),
        [a, b, c, d, e, f, g, ..] => combine_of([a, b, c, d, e, f, g], base, weights, factor, out),
    }
}

/// [`combine`] with the number of stages known: one pass over memory.
#[inline(always)]
fn combine_of<S: Real, const N: usize>(
    stages: [&[S]; N],
    base: &[S],
    weights: &[f64; STAGES_MAX],
    factor: S,
    out: &mut [S],
) {
    let mut scaled = [S::zero(); N];
    let mut aligned: [&[S]; N] = stages;
    for j in 0..N {
        scaled[j] = factor * weights[j];
        aligned[j] = &stages[j][..out.len()];
    }
    let base = &base[..out.len()];
    for k in 0..out.len() {
        let mut sum = S::zero();
        for j in 0..N {
            sum += aligned[j][k] * scaled[j];
        }
        out[k] = base[k] + sum;
    }
}

#[inline(always)]
fn error_norm<S: Real>(controlled: usize, atol: &[S], rtol: S, work: &Workspace<S>, error: &[S]) -> S {
    let mut sum = S::zero();
    for k in 0..controlled {
        let scale = atol[k] + rtol * work.y[k].abs().max(work.y_new[k].abs());
        let ratio = error[k] / scale;
        sum += ratio * ratio;
    }
    #[allow(clippy::cast_precision_loss)]
    let count = controlled as f64;
    (sum / count).sqrt()
}

/// An accepted step, as its observer sees it.
pub struct Step<'a, S> {
    /// Time at its start.
    pub start: S,
    /// Its length.
    pub length: S,
    pub(super) method: &'a Method,
    pub(super) work: &'a Workspace<S>,
}

impl<S: Real> Step<'_, S> {
    /// State at the start.
    pub fn before(&self) -> &[S] {
        &self.work.y
    }

    /// State at the end.
    pub fn after(&self) -> &[S] {
        &self.work.y_new
    }

    /// State at `start + fraction * length`, `fraction` from 0 to 1, by the method's interpolant.
    pub fn interpolate(&self, fraction: S, out: &mut [S]) {
        out.fill(S::zero());
        for stage in 0..self.method.stages {
            let [d0, d1, d2] = [0, 1, 2].map(|k: usize| self.method.dense[k][stage]);
            let weight = fraction * (fraction * d2 + d1) + d0;
            let weight = fraction * (S::one() - fraction) * weight;
            for (out, increment) in out.iter_mut().zip(&self.work.stages[stage]) {
                *out += *increment * weight;
            }
        }
        for ((out, before), after) in out.iter_mut().zip(self.before()).zip(self.after()) {
            *out += *before * (S::one() - fraction) + *after * fraction;
        }
    }

    /// Adds the integral of the leading unknowns over the step where `counts`, with the weights the method itself gives to
    /// it: what is linear in the state then balances to rounding.
    #[inline(always)]
    pub fn add_integral(&self, counts: S::Mask, out: &mut [S]) {
        let length = S::select(counts, self.length, S::zero());
        let mut weights = [S::zero(); STAGES_MAX];
        for (scaled, weight) in weights.iter_mut().zip(&self.method.integral) {
            *scaled = length * *weight;
        }
        for (k, out) in out.iter_mut().enumerate() {
            let mut sum = self.work.y[k] * length;
            for (weight, stage) in weights.iter().zip(&self.work.stages[..self.method.stages]) {
                sum += *weight * stage[k];
            }
            *out += S::select(counts, sum, S::zero());
        }
    }
}
