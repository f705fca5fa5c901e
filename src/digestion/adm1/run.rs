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

/// A method, and how many times the accuracy wanted a step may err with it at the start and at the end of a stretch.
#[derive(Clone, Debug)]
struct Settings {
    method: Method,
    slack: (f64, f64),
}

/// At and above this tolerance RODAS4 is the cheaper one for a constant feed.
const LOOSE: f64 = 3e-5;

impl Settings {
    /// Where rows along the way are wanted, every step counts.
    fn along_the_way(rtol: f64) -> Self {
        let method = if rtol >= LOOSE { Method::rodas4() } else { Method::rodas5p() };
        Self { method, slack: (1.0, 1.0) }
    }

    /// Where the ends of stretches and the totals are wanted: what goes wrong in a transient fades, and the totals average
    /// it out. Calibrated on 2,000 digesters with 64 inputs drawn within 45 % (`spread_case`) and on years of weekly and
    /// daily feed of the same; tests/kinetics/adm1_lanes.rs says what is reached. A feed that changes keeps a digester near its
    /// own rhythm, where RODAS5P may stride; a digester that is left to itself from a far start can tip over, and there
    /// its first steps must be small.
    fn of_ends(rtol: f64, feed_changes: bool) -> Self {
        let looser = rtol / 1e-4;
        if rtol >= LOOSE && !feed_changes {
            let relaxation = (8.0 * libm::pow(looser, 0.3)).min(8.0);
            return Self { method: Method::rodas4(), slack: (1.2 * relaxation, 0.35 * relaxation) };
        }
        let start = (50.0 * libm::pow(looser, 0.4)).clamp(1.0, if feed_changes { 50.0 } else { 10.0 });
        let end = (5.0 * libm::pow(looser, 0.16)).clamp(1.0, 5.0);
        Self { method: Method::rodas5p(), slack: (start, end) }
    }

    fn control(&self, rtol: f64) -> Control {
        let mut atol: Vec<f64> = State::ALL.iter().map(|state| rtol * state.floor()).collect();
        atol.resize(UNKNOWNS, 1.0);
        Control { rtol, atol, step_limit: STEP_LIMIT, step_max: f64::INFINITY, slack: self.slack }
    }
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
        let control = settings.control(self.rtol);
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
