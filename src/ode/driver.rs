//! Control of the steps: accept, reject, choose the next length, stop at the end exactly.

use super::method::Method;
use super::step::{Step, Workspace, attempt, refresh};
use super::system::{Plan, System};
use crate::num::Mask;
use std::fmt;

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
}

/// What an integration cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Accepted steps.
    pub steps: usize,
    /// Rejected attempts.
    pub rejected: usize,
    /// Jacobians evaluated.
    pub jacobians: usize,
    /// Factorisations.
    pub factorisations: usize,
    /// Starts and restarts.
    pub starts: usize,
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

impl fmt::Display for OdeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadControl { what } => write!(f, "integration asked for with {what}"),
            Self::NotFinite { time } => write!(f, "equations are not finite at t = {time}"),
            Self::StepTooSmall { time, length } => {
                write!(f, "step length fell to {length:e} at t = {time} without meeting the tolerance")
            }
            Self::StepLimit { time, limit } => {
                write!(f, "{limit} steps did not suffice, stopped at t = {time}; allow more or loosen the tolerance")
            }
        }
    }
}

impl std::error::Error for OdeError {}

const SAFETY: f64 = 0.9;
const GROWTH_MAX: f64 = 6.0;
const SHRINK_MAX: f64 = 0.2;
/// Shrink after an attempt that was not finite or left the domain.
const RETREAT: f64 = 0.1;

/// Integrates one system at a time; keeps its scratch between calls.
#[derive(Clone, Debug)]
pub struct Integrator {
    method: Method,
    control: Control,
    /// State and scratch: the caller sets `work.y` before a run and reads it after.
    pub work: Workspace<f64>,
    /// What was spent so far.
    pub statistics: Statistics,
}

impl Integrator {
    /// An integrator for systems of `plan`.
    pub fn new(plan: &Plan, method: Method, control: Control) -> Self {
        let work = Workspace::new(plan);
        Self { method, control, work, statistics: Statistics::default() }
    }

    /// Scaled size of the slopes: root mean square of slope / (atol + rtol |y|), in 1/time.
    fn speed(&self, plan: &Plan) -> f64 {
        let mut sum = 0.0;
        for k in (0..plan.controlled).filter(|k| !plan.algebraic.contains(k)) {
            let scale = self.control.atol[k] + self.control.rtol * self.work.y[k].abs();
            let ratio = self.work.rhs()[k] / scale;
            sum += ratio * ratio;
        }
        #[allow(clippy::cast_precision_loss)]
        (sum / plan.controlled as f64).sqrt()
    }

    /// First step after a start or a change of inputs. The slopes move the state by `speed * h` tolerances; the error
    /// of the method is a small part of that, so the first step may move the state by many (100 at rtol 1e-4).
    fn first_length(&self, plan: &Plan, span: f64) -> f64 {
        let speed = self.speed(plan);
        let moved = START_MOVE * libm::pow(self.control.rtol, START_EXPONENT);
        let length = if speed > 0.0 { moved / speed } else { span };
        length.min(span)
    }

    fn check(&self, plan: &Plan, start: f64, end: f64) -> Result<(), OdeError> {
        let control = &self.control;
        let bad = |what| Err(OdeError::BadControl { what });
        if !(start.is_finite() && end.is_finite() && start <= end) {
            return bad("an end before its start");
        }
        if !(control.rtol > 0.0 && control.rtol < 1.0) {
            return bad("a relative tolerance outside 0..1");
        }
        if control.atol.len() != plan.size() || control.atol.iter().any(|a| a.is_nan() || *a <= 0.0) {
            return bad("absolute tolerances that are not positive, one per unknown");
        }
        if control.step_max.is_nan() || control.step_max <= 0.0 {
            return bad("a longest step that is not positive");
        }
        Ok(())
    }

    /// Integrates from `start` to `end` with constant inputs; the state is in `work.y` before and after. `observe` sees
    /// every accepted step.
    ///
    /// # Errors
    /// When the tolerance cannot be met, the equations are not finite, or the limits are spent.
    pub fn run(
        &mut self,
        plan: &Plan,
        system: &impl System<f64>,
        start: f64,
        end: f64,
        mut observe: impl FnMut(&Step<'_, f64>),
    ) -> Result<(), OdeError> {
        self.check(plan, start, end)?;
        if start == end {
            return Ok(());
        }
        refresh(system, &mut self.work);
        self.statistics.jacobians += 1;
        self.statistics.starts += 1;
        if !self.work.rhs().iter().all(|f| f.is_finite()) {
            return Err(OdeError::NotFinite { time: start });
        }
        let (mut time, mut attempts, mut rejected_before) = (start, 0, false);
        let mut length = self.first_length(plan, end - start);
        while time < end {
            if attempts == self.control.step_limit {
                return Err(OdeError::StepLimit { time, limit: attempts });
            }
            attempts += 1;
            let (tried, last) = fit(length.min(self.control.step_max), end - time);
            let norm =
                attempt(plan, &self.method, system, tried, &self.control.atol, self.control.rtol, &mut self.work);
            self.statistics.factorisations += 1;
            let usable = norm.is_finite() && system.admissible(&self.work.y_new).all();
            if usable && norm <= 1.0 {
                observe(&Step { start: time, length: tried, method: &self.method, work: &self.work });
                std::mem::swap(&mut self.work.y, &mut self.work.y_new);
                time = if last { end } else { time + tried };
                self.statistics.steps += 1;
                let growth_max = if rejected_before { 1.0 } else { GROWTH_MAX };
                length = tried * self.growth(norm, growth_max);
                rejected_before = false;
                if time < end {
                    refresh(system, &mut self.work);
                    self.statistics.jacobians += 1;
                }
            } else {
                self.statistics.rejected += 1;
                rejected_before = true;
                length = tried * if usable { self.growth(norm, 1.0) } else { RETREAT };
                if length <= f64::EPSILON * time.abs().max(end - start) {
                    let stuck = OdeError::StepTooSmall { time, length };
                    return Err(if usable { stuck } else { OdeError::NotFinite { time } });
                }
            }
        }
        Ok(())
    }

    /// Factor on the step length for an error norm.
    fn growth(&self, norm: f64, growth_max: f64) -> f64 {
        let root = if self.method.order() == 3 { libm::cbrt(norm) } else { norm.sqrt().sqrt() };
        // A norm of zero gives infinity, which the limit catches.
        (SAFETY / root).clamp(SHRINK_MAX, growth_max)
    }
}

/// Tuned on ADM1 with weekly and daily feed changes at rtol 1e-4 and 1e-6: fewest steps that cause no rejection; a bolder
/// start saves less than its rejections cost.
const START_MOVE: f64 = 3.3;
const START_EXPONENT: f64 = -0.37;

/// A step that ends exactly at `left` when it comes near: no tiny last step. True when it is the last.
fn fit(length: f64, left: f64) -> (f64, bool) {
    if length >= left * (1.0 - 1e-9) {
        (left, true)
    } else if length > 0.5 * left {
        (0.5 * left, false)
    } else {
        (length, false)
    }
}
