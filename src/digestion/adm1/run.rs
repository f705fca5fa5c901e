//! Digesters over time: cases in, runs out.

use super::Observe;
use super::case::{Adm1Case, first_model};
use super::closure::Closure;
use super::error::DigestionError;
use super::jacobian::structure;
use super::output::{Day, Output, Stretch, Totals};
use super::queue::Queue;
use super::state::{State, UNKNOWNS};
use super::verdict::Verdict;
use crate::digestion::tank::Settings;
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

/// Simulates digesters, one or many at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adm1Solver {
    rtol: f64,
}

/// Limits of the integration: absolute tolerances of the concentrations; the running totals are not controlled.
fn control(settings: &Settings, rtol: f64) -> Control {
    let mut control = settings.control(rtol, State::ALL.iter().map(|state| state.floor()));
    control.atol.resize(UNKNOWNS, 1.0);
    control
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
        if !matches!(observe, Observe::End | Observe::FeedRows) {
            return self.run_group(&cases, observe, Settings::along_the_way(self.rtol), class);
        }
        // How a case is integrated depends on nothing but itself.
        let changes = |case: &Adm1Case| case.feed.rows.windows(2).any(|pair| pair[0] != pair[1]);
        let mut runs: Vec<Option<Result<Adm1Run, DigestionError>>> = cases.iter().map(|_| None).collect();
        for feed_changes in [false, true] {
            let group: Vec<usize> = (0..cases.len()).filter(|k| changes(cases[*k]) == feed_changes).collect();
            let members: Vec<&Adm1Case> = group.iter().map(|k| cases[*k]).collect();
            let settings = Settings::of_ends(self.rtol, feed_changes);
            for (k, run) in group.into_iter().zip(self.run_group(&members, observe, settings, class)) {
                runs[k] = Some(run);
            }
        }
        runs.into_iter().flatten().collect()
    }

    fn run_group(
        &self,
        cases: &[&Adm1Case],
        observe: &Observe,
        settings: Settings,
        class: VectorClass,
    ) -> Vec<Result<Adm1Run, DigestionError>> {
        if cases.is_empty() {
            return Vec::new();
        }
        let control = control(&settings, self.rtol);
        class.dispatch(Ensemble { cases, observe, method: settings.method, control })
    }
}

/// Cases to be run in whatever lanes there are.
struct Ensemble<'a> {
    cases: &'a [&'a Adm1Case],
    observe: &'a Observe,
    method: Method,
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
        let integrator = Integrator::new(plan, self.method, self.control);
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
