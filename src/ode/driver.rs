//! Control of the steps: accept, reject, choose the next length, stop at the end exactly.

use super::method::Method;
use super::step::{Step, Workspace, attempt, refresh};
use super::system::{Plan, System};
use crate::num::{Lanes, Mask, Real, lanes_of};
use crate::text;
use crate::words::{Text, shown_as_told};

/// How accurate, and how far one may go for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    /// Relative tolerance per step.
    pub rtol: f64,
    /// Absolute tolerance per unknown, in its unit.
    pub atol: Vec<f64>,
    /// Attempts allowed in one call.
    pub step_limit: usize,
    /// Longest step.
    pub step_max: f64,
    /// How many tolerances a step may err at the start and at the end of a stretch, linear in time between them: where only
    /// the end counts, what goes wrong early has time to fade. (1, 1) where every step counts.
    pub slack: (f64, f64),
}

/// What an integration cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Accepted steps.
    pub steps: usize,
    /// Rejected attempts.
    pub rejected: usize,
    /// Starts and restarts.
    pub starts: usize,
}

impl Statistics {
    /// Attempts: each has one Jacobian and one factorisation.
    pub fn attempts(&self) -> usize {
        self.steps + self.rejected
    }
}

/// Why an integration stopped before its end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OdeError {
    /// Start, end, a tolerance or a step limit makes no sense.
    BadControl {
        /// What is wrong with it.
        what: &'static str,
    },
    /// The right-hand side or a state was not finite, whatever the step.
    NotFinite {
        /// When.
        time: f64,
    },
    /// The step length fell to rounding without meeting the tolerance.
    StepTooSmall {
        /// When.
        time: f64,
        /// The step length.
        length: f64,
    },
    /// More attempts than allowed.
    StepLimit {
        /// When.
        time: f64,
        /// How many were allowed.
        limit: usize,
    },
}

impl OdeError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::BadControl { what } => text!("integration asked for with {what}", what),
            Self::NotFinite { time } => text!("equations are not finite at t = {time}", time),
            Self::StepTooSmall { time, length } => {
                text!(
                    "step length fell to {length} at t = {time} without meeting the tolerance",
                    length = format!("{length:e}"),
                    time
                )
            }
            Self::StepLimit { time, limit } => {
                text!(
                    "{limit} steps did not suffice, stopped at t = {time}; allow more or loosen the tolerance",
                    limit,
                    time
                )
            }
        }
    }
}

shown_as_told!(OdeError);

impl std::error::Error for OdeError {}

const SAFETY: f64 = 0.9;
const GROWTH_MAX: f64 = 10.0;
const SHRINK_MAX: f64 = 0.2;
/// Shrink after an attempt that was not finite or left the domain.
const RETREAT: f64 = 0.1;

/// Work for the lanes of an [`Integrator`]: in each lane one job after the other, each a chain of stretches with constant
/// inputs.
pub trait Jobs<S: Lanes> {
    /// The equations.
    type System: System<S>;

    /// The equations of all lanes with their present inputs.
    fn system(&self) -> &Self::System;

    /// Gives a lane its next stretch, from when to when: sets its inputs and, at the start of a job, its state. None when
    /// no work is left for it.
    fn next(&mut self, lane: usize, y: &mut [S]) -> Option<(f64, f64)>;

    /// Sees an attempt; it counts in the lanes where it is accepted.
    fn step(&mut self, step: &Step<'_, S>, accepted: S::Mask);

    /// A lane has reached the end of its stretch.
    fn end(&mut self, lane: usize, y: &[S], spent: Statistics);

    /// A lane cannot reach the end of its stretch; what it does next is another job.
    fn fail(&mut self, lane: usize, y: &[S], error: OdeError);
}

/// Integrates in lanes, each with its own time, step, accept and reject. What a lane computes does not depend on the
/// others. Keeps its scratch between calls.
#[derive(Clone, Debug)]
pub struct Integrator<S> {
    method: Method,
    control: Control,
    atol: Vec<S>,
    work: Workspace<S>,
}

/// Where the lanes stand.
struct Clocks<S: Real> {
    /// Lanes that have work.
    active: S::Mask,
    /// Lanes that have not stepped since their inputs changed.
    fresh: S::Mask,
    /// Lanes whose last attempt was rejected.
    rejected_before: S::Mask,
    time: S,
    end: S,
    /// Length of the stretch.
    span: S,
    /// Length of the next step.
    length: S,
    steps: S,
    rejected: S,
}

impl<S: Lanes> Clocks<S> {
    fn idle() -> Self {
        let none = S::Mask::splat(false);
        let (zero, one) = (S::zero(), S::one());
        Self {
            active: none,
            fresh: none,
            rejected_before: none,
            time: zero,
            end: one,
            span: one,
            length: one,
            steps: zero,
            rejected: zero,
        }
    }

    fn start(&mut self, lane: usize, start: f64, end: f64) {
        let bit = S::Mask::from_bits(1 << lane);
        self.active = self.active | bit;
        self.fresh = self.fresh | bit;
        self.rejected_before = self.rejected_before & !bit;
        self.time.set_lane(lane, start);
        self.end.set_lane(lane, end);
        self.span.set_lane(lane, end - start);
        self.steps.set_lane(lane, 0.0);
        self.rejected.set_lane(lane, 0.0);
    }

    fn spent(&self, lane: usize) -> Statistics {
        Statistics { steps: self.steps.lane(lane) as usize, rejected: self.rejected.lane(lane) as usize, starts: 1 }
    }

    /// Tolerances that a step from here may err.
    #[inline(always)]
    fn slack(&self, (at_start, at_end): (f64, f64)) -> S {
        (self.end - self.time) / self.span * (at_start - at_end) + at_end
    }

    /// Steps that end exactly at the end when they come near (no tiny last step), and where they are the last.
    #[inline(always)]
    fn fit(&self, step_max: f64) -> (S, S::Mask) {
        let left = self.end - self.time;
        let length = self.length.min(S::from_f64(step_max));
        let last = length.ge(left * (1.0 - 1e-9));
        let half = left * 0.5;
        (S::select(last, left, length.min(half)), last)
    }
}

impl<S: Lanes> Integrator<S> {
    /// An integrator for systems of `plan`.
    ///
    /// # Errors
    /// When a tolerance or a limit makes no sense.
    pub fn new(plan: &Plan, method: Method, control: Control) -> Result<Self, OdeError> {
        control.check(plan)?;
        let atol = control.atol.iter().map(|a| S::from_f64(*a)).collect();
        Ok(Self { method, control, atol, work: Workspace::new(plan) })
    }

    /// Goes on until no lane has work.
    #[inline(always)]
    pub fn drive(&mut self, plan: &Plan, jobs: &mut impl Jobs<S>) {
        let mut clocks = Clocks::idle();
        for lane in 0..S::COUNT {
            self.next(lane, jobs, &mut clocks);
        }
        while clocks.active.any() {
            refresh(jobs.system(), &mut self.work);
            if clocks.fresh.any() {
                self.begin(plan, jobs, &mut clocks);
                // A lane whose equations are not finite has got another job.
                if clocks.fresh.any() {
                    continue;
                }
            }
            self.advance(plan, jobs, &mut clocks);
        }
    }

    /// Gives a lane its next stretch, or leaves it idle.
    fn next(&mut self, lane: usize, jobs: &mut impl Jobs<S>, clocks: &mut Clocks<S>) {
        clocks.active = clocks.active & !S::Mask::from_bits(1 << lane);
        while let Some((start, end)) = jobs.next(lane, &mut self.work.y) {
            if !(start.is_finite() && end.is_finite() && start <= end) {
                jobs.fail(lane, &self.work.y, OdeError::BadControl { what: "an end before its start" });
            } else if start == end {
                jobs.end(lane, &self.work.y, Statistics::default());
            } else {
                clocks.start(lane, start, end);
                return;
            }
        }
    }

    /// First lengths after a start or a change of inputs. The slopes move the state by `speed * h` tolerances; the error of
    /// the method is a small part of that, so the first step may move the state by many (100 at rtol 1e-4).
    #[inline(always)]
    fn begin(&mut self, plan: &Plan, jobs: &mut impl Jobs<S>, clocks: &mut Clocks<S>) {
        let mut finite = S::Mask::splat(true);
        let mut sum = S::zero();
        for (k, slope) in self.work.rhs().iter().enumerate() {
            finite = finite & slope.is_finite();
            if k < plan.controlled && !plan.algebraic.contains(&k) {
                let scale = self.atol[k] + self.work.y[k].abs() * self.control.rtol;
                let ratio = *slope / scale;
                sum += ratio * ratio;
            }
        }
        let speed = (sum / plan.controlled as f64).sqrt();
        let slack = self.control.slack.0;
        let moved = START_MOVE * libm::pow(self.control.rtol * slack, START_EXPONENT) * slack;
        let length = S::select(speed.gt(S::zero()), S::from_f64(moved) / speed, clocks.span).min(clocks.span);
        clocks.length = S::select(clocks.fresh, length, clocks.length);
        let stuck = clocks.fresh & !finite;
        clocks.fresh = S::Mask::splat(false);
        for lane in lanes_of(stuck & clocks.active) {
            jobs.fail(lane, &self.work.y, OdeError::NotFinite { time: clocks.time.lane(lane) });
            self.next(lane, jobs, clocks);
        }
    }

    /// One attempt in every lane, and what follows from it.
    #[inline(always)]
    fn advance(&mut self, plan: &Plan, jobs: &mut impl Jobs<S>, clocks: &mut Clocks<S>) {
        let (tried, last) = clocks.fit(self.control.step_max);
        let rtol = S::from_f64(self.control.rtol);
        let norm = attempt(plan, &self.method, jobs.system(), tried, &self.atol, rtol, &mut self.work);
        let norm = norm / clocks.slack(self.control.slack);
        let usable = norm.is_finite() & jobs.system().admissible(&self.work.y_new);
        let good = usable & norm.le(S::one()) & clocks.active;
        jobs.step(&Step { start: clocks.time, length: tried, method: &self.method, work: &self.work }, good);
        for (y, end) in self.work.y.iter_mut().zip(&self.work.y_new) {
            *y = S::select(good, *end, *y);
        }
        clocks.time = S::select(good, S::select(last, clocks.end, clocks.time + tried), clocks.time);
        let counted = S::select(good, S::one(), S::zero());
        clocks.steps += counted;
        clocks.rejected += S::one() - counted;
        let most = S::select(good & !clocks.rejected_before, S::from_f64(GROWTH_MAX), S::one());
        clocks.length = tried * S::select(usable, self.growth(norm, most), S::from_f64(RETREAT));
        clocks.rejected_before = !good;
        let attempts = clocks.steps + clocks.rejected;
        let spent = attempts.ge(S::from_f64(self.control.step_limit as f64));
        let shortest = clocks.time.abs().max(clocks.span) * f64::EPSILON;
        let stuck = !good & clocks.length.le(shortest);
        let done = good & last;
        if (clocks.active & (done | spent | stuck)).any() {
            self.close(jobs, clocks, done, usable, stuck);
        }
    }

    /// Ends and failures, lane by lane.
    fn close(
        &mut self,
        jobs: &mut impl Jobs<S>,
        clocks: &mut Clocks<S>,
        done: S::Mask,
        usable: S::Mask,
        stuck: S::Mask,
    ) {
        let limit = self.control.step_limit;
        let (done, usable, stuck, active) = (done.bits(), usable.bits(), stuck.bits(), clocks.active.bits());
        for lane in (0..S::COUNT).filter(|lane| active >> lane & 1 == 1) {
            let is = |bits: u64| bits >> lane & 1 == 1;
            let (time, length) = (clocks.time.lane(lane), clocks.length.lane(lane));
            let spent = clocks.spent(lane);
            if is(done) {
                jobs.end(lane, &self.work.y, spent);
            } else if is(stuck) && !is(usable) {
                jobs.fail(lane, &self.work.y, OdeError::NotFinite { time });
            } else if is(stuck) {
                jobs.fail(lane, &self.work.y, OdeError::StepTooSmall { time, length });
            } else if spent.attempts() >= limit {
                jobs.fail(lane, &self.work.y, OdeError::StepLimit { time, limit });
            } else {
                continue;
            }
            self.next(lane, jobs, clocks);
        }
    }

    /// Factor on the step length for an error norm.
    #[inline(always)]
    fn growth(&self, norm: S, most: S) -> S {
        let root = match self.method.order() {
            3 => S::from_fn(|k| libm::cbrt(norm.lane(k))),
            4 => norm.sqrt().sqrt(),
            _ => fifth_root(norm),
        };
        // A norm of zero gives infinity, which the limit catches.
        (S::from_f64(SAFETY) / root).min(most).max(S::from_f64(SHRINK_MAX))
    }
}

/// x^(1/5) by Newton's method from x^(3/16): to 1e-3 for x from 1e-7 to 1e7, more than a step length needs; 0 and NaN give
/// something that the limits of the growth catch.
#[inline(always)]
fn fifth_root<S: Real>(x: S) -> S {
    let quarter = x.sqrt().sqrt();
    let mut root = (quarter * quarter.sqrt()).sqrt();
    for _ in 0..3 {
        let square = root * root;
        root = (root * 4.0 + x / (square * square)) * 0.2;
    }
    root
}

impl Control {
    fn check(&self, plan: &Plan) -> Result<(), OdeError> {
        let bad = |what| Err(OdeError::BadControl { what });
        if !(self.rtol > 0.0 && self.rtol < 1.0) {
            return bad("a relative tolerance outside 0..1");
        }
        if self.atol.len() != plan.size() || self.atol.iter().any(|a| a.is_nan() || *a <= 0.0) {
            return bad("absolute tolerances that are not positive, one per unknown");
        }
        if self.step_max.is_nan() || self.step_max <= 0.0 {
            return bad("a longest step that is not positive");
        }
        if !(self.slack.0 > 0.0 && self.slack.1 > 0.0) {
            return bad("a slack that is not positive");
        }
        if self.step_limit == 0 {
            return bad("no step allowed");
        }
        Ok(())
    }
}

/// Tuned on ADM1 with weekly and daily feed changes at rtol 1e-4 and 1e-6: fewest steps that cause no rejection; a bolder
/// start saves less than its rejections cost.
const START_MOVE: f64 = 3.3;
const START_EXPONENT: f64 = -0.37;

#[cfg(test)]
mod tests {
    use super::fifth_root;

    #[test]
    fn the_fifth_root_is_near_enough() {
        for exponent in -70..=70 {
            let x = libm::pow(10.0, f64::from(exponent) / 10.0);
            let gap = fifth_root(x) / libm::pow(x, 0.2) - 1.0;
            assert!(gap.abs() < 1e-3, "{x:e}: {gap}");
        }
    }
}
