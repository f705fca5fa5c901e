//! Digesters over time: cases in, runs out.

use super::case::{Adm1Case, Observe, first_model};
use super::closure::Closure;
use super::error::DigestionError;
use super::jacobian::structure;
use super::output::{Day, Output, Stretch, Totals};
use super::queue::Queue;
use super::state::{State, UNKNOWNS};
use super::verdict::Verdict;
use crate::num::{Lanes, VectorClass, WithLanes};
use crate::ode::{Control, Integrator, Method, Statistics};
use std::borrow::Borrow;

/// What a run gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Adm1Run {
    /// The end, with everything BSM2 derives from it.
    pub final_output: Output,
    /// Rows at the observed times.
    pub days: Vec<Day>,
    /// Rows of the feed as they went, when asked for.
    pub stretches: Vec<Stretch>,
    /// Totals over the run.
    pub totals: Totals,
    /// Closure of COD, carbon and nitrogen.
    pub closure: Closure,
    /// What it cost.
    pub statistics: Statistics,
    /// Whether the digester works at the end.
    pub verdict: Verdict,
    /// S_IC or S_IN, and the day it first fell below zero beyond tolerance: ADM1 does not limit every process by them
    /// (hydrogen degraders take carbon dioxide that is not there), so the run has left what the model can say.
    pub depleted: Option<(State, f64)>,
}

/// Attempts allowed between two changes of the feed.
const STEP_LIMIT: usize = 100_000;

/// Simulates digesters, one or many at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adm1Solver {
    rtol: f64,
}

/// RODAS4 for an accuracy of the end, or of every step. Measured on the benchmark at equal error of the end, it takes half
/// the steps of RODAS3, and three quarters of the time.
fn control(rtol: f64, slack: (f64, f64)) -> Control {
    let mut atol: Vec<f64> = State::ALL.iter().map(|state| rtol * state.floor()).collect();
    atol.resize(UNKNOWNS, 1.0);
    Control { rtol, atol, step_limit: STEP_LIMIT, step_max: f64::INFINITY, slack }
}

/// How many times the accuracy wanted of the end a step may err at the start and at the end of a stretch: what goes wrong in
/// a transient fades, and the running totals average it out. Calibrated on 2,000 digesters with 64 inputs drawn within 45 %
/// (`spread_case`): see tests/adm1_lanes.rs for what is reached.
fn slack(rtol: f64) -> (f64, f64) {
    let relaxation = (8.0 * libm::pow(rtol / 1e-4, 0.3)).clamp(1.0, 8.0);
    (1.2 * relaxation, 0.35 * relaxation)
}

impl Adm1Solver {
    /// A solver for results accurate to about `rtol`.
    ///
    /// # Errors
    /// When `rtol` lies outside 1e-12 to 1e-2.
    pub fn new(rtol: f64) -> Result<Self, DigestionError> {
        if !(1e-12..=1e-2).contains(&rtol) {
            return Err(DigestionError::Tolerance { value: rtol });
        }
        Ok(Self { rtol })
    }

    /// Simulates a case (its own `rtol` is not looked at: the solver has one).
    ///
    /// # Errors
    /// When the case makes no sense, or the integration fails.
    pub fn run(&self, case: &Adm1Case, observe: &Observe) -> Result<Adm1Run, DigestionError> {
        let mut runs = self.run_all(std::slice::from_ref(case), observe, VectorClass::Scalar);
        runs.pop().expect("one case gives one run")
    }

    /// Simulates cases in lanes: the runs in the order of the cases, each with the bits of [`run`](Self::run).
    pub fn run_all<C: Borrow<Adm1Case>>(
        &self,
        cases: &[C],
        observe: &Observe,
        class: VectorClass,
    ) -> Vec<Result<Adm1Run, DigestionError>> {
        let cases: Vec<&Adm1Case> = cases.iter().map(Borrow::borrow).collect();
        let ends_only = matches!(observe, Observe::End | Observe::FeedRows);
        let slack = if ends_only { slack(self.rtol) } else { (1.0, 1.0) };
        let control = control(self.rtol, slack);
        class.dispatch(Ensemble { cases: &cases, observe, control })
    }
}

/// Cases to be run in whatever lanes there are.
struct Ensemble<'a> {
    cases: &'a [&'a Adm1Case],
    observe: &'a Observe,
    control: Control,
}

impl WithLanes for Ensemble<'_> {
    type Output = Vec<Result<Adm1Run, DigestionError>>;

    #[inline(always)]
    fn run<L: Lanes>(self) -> Self::Output {
        let plan = &structure().plan;
        // Lanes without work need some digester that is finite; any will do.
        let sound = self.cases.iter().find_map(|case| first_model(case).ok());
        let Some(any) = sound.or_else(|| first_model(&Adm1Case::bsm2()).ok()) else { return Vec::new() };
        let mut queue = Queue::<L>::new(self.cases, self.observe, &any);
        let integrator = Integrator::new(plan, Method::rodas4(), self.control);
        integrator.expect("the solver has checked its tolerance").drive(plan, &mut queue);
        queue.into_runs()
    }
}

/// Simulates one case.
///
/// # Errors
/// When the case makes no sense, or the integration fails. A digester that washes out or turns acid is not an error.
pub fn simulate(case: &Adm1Case, observe: &Observe) -> Result<Adm1Run, DigestionError> {
    Adm1Solver::new(case.rtol)?.run(case, observe)
}
