//! One digester over time: case in, run out.

use super::charge::hydrogen_ion;
use super::closure::{Closure, Ledger};
use super::feed::{Feed, FeedRow};
use super::jacobian::structure;
use super::model::Model;
use super::output::{Day, Output, Totals};
use super::params::Adm1Params;
use super::state::{STATE_COUNT, State, StateVector, UNKNOWNS, bsm2_initial};
use super::verdict::{Verdict, Watch};
use crate::num::root::RootError;
use crate::ode::{Control, Integrator, Method, OdeError, Statistics, Step};
use crate::petersen::NotConserved;
use std::fmt;

/// A digester to simulate: plain data.
#[derive(Clone, Debug, PartialEq)]
pub struct Adm1Case {
    /// Constants; NaN where a temperature law applies. `q_in` is not used here: the feed has its own flow.
    pub params: Adm1Params<f64>,
    /// Concentrations at the start. The hydrogen ion is that of the charge balance, whatever is given.
    pub initial: StateVector,
    /// Feed over time.
    pub feed: Feed,
    /// Length of the run, d.
    pub t_end_d: f64,
    /// Relative accuracy wanted, 1e-12 to 1e-2; 1e-4 for sweeps. Holds for the end of the run, and along the way where
    /// rows are observed.
    pub rtol: f64,
}

impl Adm1Case {
    /// The benchmark: BSM2 parameters, influent and initial state over 200 d.
    pub fn bsm2() -> Self {
        let params = Adm1Params::defaults();
        let feed = Feed::constant(FeedRow::bsm2(params.q_in));
        Self { params, initial: *bsm2_initial(), feed, t_end_d: 200.0, rtol: 1e-4 }
    }
}

/// When daily rows are wanted. With any, the steps are as accurate along the way as at the end, so there are more.
#[derive(Clone, Debug, PartialEq)]
pub enum Observe {
    /// Only the end.
    End,
    /// At 0, at every multiple of so many days, and at the end.
    Every(f64),
    /// At these times, rising, d.
    At(Vec<f64>),
}

/// What a run gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Adm1Run {
    /// The end, with everything BSM2 derives from it.
    pub final_output: Output,
    /// Rows at the observed times.
    pub days: Vec<Day>,
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

/// Why a digester was not simulated to its end.
#[derive(Clone, Debug, PartialEq)]
pub enum DigestionError {
    /// A parameter outside its range, or not a number.
    Parameter {
        /// Its name.
        name: &'static str,
        /// Its value.
        value: f64,
        /// Smallest accepted.
        low: f64,
        /// Largest accepted.
        high: f64,
    },
    /// An upper pH limit that is not above its lower limit.
    PhLimits {
        /// Suffix of the two parameters.
        group: &'static str,
    },
    /// Parameters under which a process creates or destroys COD, carbon or nitrogen.
    Stoichiometry(NotConserved<f64>),
    /// A concentration of the initial state that is negative or not a number.
    Initial {
        /// The state.
        state: State,
        /// Its value.
        value: f64,
    },
    /// A concentration of the feed that is negative or not a number.
    Feed {
        /// Row of the feed, from 0.
        row: usize,
        /// The state.
        state: State,
        /// Its value.
        value: f64,
    },
    /// A flow of the feed that is negative or not a number.
    Flow {
        /// Row of the feed, from 0.
        row: usize,
        /// Its value, m3/d.
        value: f64,
    },
    /// Times of the feed that do not start at 0 and rise, or that are not one per row.
    FeedTimes {
        /// Row at fault, from 0.
        row: usize,
    },
    /// Observation times that do not rise within the run.
    ObservationTimes,
    /// A length of the run that is not positive.
    Length {
        /// Its value, d.
        value: f64,
    },
    /// A tolerance outside 1e-12 to 1e-2.
    Tolerance {
        /// Its value.
        value: f64,
    },
    /// No pH balances the charges.
    Charge {
        /// When, d.
        t_d: f64,
        /// Why.
        error: RootError,
    },
    /// The integration failed.
    Integration(OdeError),
    /// Inorganic carbon or nitrogen went so far below zero that no pH balances the charges: the contents of the states
    /// contradict each other.
    Depleted {
        /// S_IC or S_IN.
        state: State,
        /// When, d.
        t_d: f64,
    },
    /// The steady state was not found to the accuracy asked.
    NotSteady {
        /// Relative change of the last Newton step.
        change: f64,
    },
}

impl fmt::Display for DigestionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parameter { name, value, low, high } => {
                write!(f, "{name} is {value}; write a number from {low} to {high}")
            }
            Self::PhLimits { group } => write!(f, "pH_UL_{group} must be above pH_LL_{group}"),
            Self::Stoichiometry(error) => write!(f, "{error}"),
            Self::Initial { state, value } => {
                write!(f, "initial {} is {value}; write a number from 0 up, in {}", state.name(), state.unit())
            }
            Self::Feed { row, state, value } => {
                let (name, unit) = (state.name(), state.unit());
                write!(f, "{name} of feed row {row} is {value}; write a number from 0 up, in {unit}")
            }
            Self::Flow { row, value } => write!(f, "flow of feed row {row} is {value} m3/d; write a number from 0 up"),
            Self::FeedTimes { row } => write!(f, "feed row {row}: times must start at 0 and rise, one for each row"),
            Self::ObservationTimes => write!(f, "observation times must rise from 0 to the end of the run"),
            Self::Length { value } => write!(f, "length of the run is {value} d; write a number above 0"),
            Self::Tolerance { value } => write!(f, "rtol is {value}; write a number from 1e-12 to 1e-2"),
            Self::Charge { t_d, error } => write!(f, "no pH balances the charges at day {t_d}: {error}"),
            Self::Integration(error) => write!(f, "{error}"),
            Self::Depleted { state, t_d } => write!(
                f,
                "{} fell below zero at day {t_d}: the carbon and nitrogen contents ask for more than there is",
                state.name()
            ),
            Self::NotSteady { change } => write!(f, "no steady state found: last change {change:e}"),
        }
    }
}

impl std::error::Error for DigestionError {}

/// Attempts allowed between two changes of the feed.
const STEP_LIMIT: usize = 100_000;

/// Simulates cases one after the other and keeps its scratch between them.
#[derive(Clone, Debug)]
pub struct Adm1Solver {
    /// For the end and the totals.
    ends: Integrator,
    /// Where rows along the way are wanted.
    rows: Integrator,
}

/// RODAS4 with this relative tolerance per step. Measured on the benchmark at equal error of the end, it takes 23 steps
/// where RODAS3 takes 48, and three quarters of the time.
fn integrator(rtol: f64) -> Integrator {
    let mut atol: Vec<f64> = State::ALL.iter().map(|state| rtol * state.floor()).collect();
    atol.resize(UNKNOWNS, 1.0);
    let control = Control { rtol, atol, step_limit: STEP_LIMIT, step_max: f64::INFINITY };
    Integrator::new(&structure().plan, Method::rodas4(), control)
}

/// How much wider than the accuracy wanted of the end a step may err: what went wrong in a transient has faded by the end,
/// and the running totals average it out. Calibrated on 400 digesters with every kinetic constant and the whole feed drawn
/// within 20 %: largest error of any state (relative above its floor) 0.9e-4 at 1e-4 and 0.8e-6 at 1e-6.
fn relaxation(rtol: f64) -> f64 {
    (8.0 * libm::pow(rtol / 1e-4, 0.3)).clamp(1.0, 8.0)
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
        Ok(Self { ends: integrator(rtol * relaxation(rtol)), rows: integrator(rtol) })
    }

    /// Simulates a case (its own `rtol` is not looked at: the solver has one).
    ///
    /// # Errors
    /// When the case makes no sense, or the integration fails.
    pub fn run(&mut self, case: &Adm1Case, observe: &Observe) -> Result<Adm1Run, DigestionError> {
        check_case(case)?;
        let times = observation_times(observe, case.t_end_d)?;
        let integrator = if times.is_empty() { &mut self.ends } else { &mut self.rows };
        integrator.statistics = Statistics::default();
        let mut y = [0.0; UNKNOWNS];
        y[..STATE_COUNT].copy_from_slice(&case.initial);
        integrator.work.y.copy_from_slice(&y);
        let mut model = first_model(case)?;
        let mut recorder = Recorder::new(&model, &y, &times);
        let mut start = 0.0;
        for (row, next) in stretches(case) {
            if start > 0.0 {
                model = with_row(model, &case.params, row)?;
            }
            let h = hydrogen_ion(&model.p, &integrator.work.y);
            integrator.work.y[State::S_H_ion as usize] =
                h.map_err(|error| DigestionError::Charge { t_d: start, error })?;
            recorder.begin(&model, start, &integrator.work.y);
            let plan = &structure().plan;
            integrator
                .run(plan, &model, start, next, |step| recorder.see(&model, step))
                .map_err(|error| explain(error, &integrator.work.y))?;
            recorder.end(&model, next - start, &integrator.work.y);
            start = next;
        }
        recorder.finish(&model, integrator)
    }
}

/// Simulates one case.
///
/// # Errors
/// When the case makes no sense, or the integration fails. A digester that washes out or turns acid is not an error.
pub fn simulate(case: &Adm1Case, observe: &Observe) -> Result<Adm1Run, DigestionError> {
    Adm1Solver::new(case.rtol)?.run(case, observe)
}

/// Checks parameters after the temperature laws; a range is that of the table.
pub(super) fn check_params(params: &Adm1Params<f64>) -> Result<(), DigestionError> {
    let p = params.with_temperature_laws();
    let rows = Adm1Params::<f64>::table().rows();
    for ((name, row), value) in Adm1Params::<f64>::NAMES.iter().zip(rows).zip(p.to_vec()) {
        if !(row.low..=row.high).contains(&value) {
            return Err(DigestionError::Parameter { name, value, low: row.low, high: row.high });
        }
    }
    for (group, upper, lower) in
        [("aa", p.pH_UL_aa, p.pH_LL_aa), ("ac", p.pH_UL_ac, p.pH_LL_ac), ("h2", p.pH_UL_h2, p.pH_LL_h2)]
    {
        if upper <= lower {
            return Err(DigestionError::PhLimits { group });
        }
    }
    Ok(())
}

pub(super) fn check_row(row: usize, feed: &FeedRow) -> Result<(), DigestionError> {
    if !(feed.flow_m3_per_d.is_finite() && feed.flow_m3_per_d >= 0.0) {
        return Err(DigestionError::Flow { row, value: feed.flow_m3_per_d });
    }
    for (state, value) in State::ALL.into_iter().zip(feed.concentrations) {
        if !(value.is_finite() && value >= 0.0) {
            return Err(DigestionError::Feed { row, state, value });
        }
    }
    Ok(())
}

fn check_case(case: &Adm1Case) -> Result<(), DigestionError> {
    if !(case.t_end_d.is_finite() && case.t_end_d > 0.0) {
        return Err(DigestionError::Length { value: case.t_end_d });
    }
    check_params(&case.params)?;
    for (state, value) in State::ALL.into_iter().zip(case.initial).take(STATE_COUNT - 1) {
        if !(value.is_finite() && value >= 0.0) {
            return Err(DigestionError::Initial { state, value });
        }
    }
    let (times, rows) = (&case.feed.times_d, &case.feed.rows);
    if times.len() != rows.len() || times.first() != Some(&0.0) {
        return Err(DigestionError::FeedTimes { row: 0 });
    }
    if let Some(row) = times.windows(2).position(|pair| pair[1] <= pair[0] || !pair[1].is_finite()) {
        return Err(DigestionError::FeedTimes { row: row + 1 });
    }
    rows.iter().enumerate().try_for_each(|(row, feed)| check_row(row, feed))
}

fn observation_times(observe: &Observe, t_end_d: f64) -> Result<Vec<f64>, DigestionError> {
    let times = match observe {
        Observe::End => Vec::new(),
        Observe::Every(days) if *days > 0.0 && days.is_finite() && t_end_d / days <= 1e7 => {
            let whole = (0_u32..).map(|k| f64::from(k) * days).take_while(|t| *t < t_end_d);
            whole.chain(std::iter::once(t_end_d)).collect()
        }
        Observe::Every(_) => return Err(DigestionError::ObservationTimes),
        Observe::At(times) => times.clone(),
    };
    let rising = times.windows(2).all(|pair| pair[0] < pair[1]);
    let within = times.iter().all(|t| (0.0..=t_end_d).contains(t));
    if rising && within { Ok(times) } else { Err(DigestionError::ObservationTimes) }
}

/// Stretches with constant inputs: (feed row, end). Equal rows that follow each other are one stretch.
fn stretches(case: &Adm1Case) -> impl Iterator<Item = (&FeedRow, f64)> {
    let (times, rows) = (&case.feed.times_d, &case.feed.rows);
    let mut next = 0;
    std::iter::from_fn(move || {
        let row = rows.get(next).filter(|_| times[next] < case.t_end_d)?;
        next += 1;
        while rows.get(next) == Some(row) {
            next += 1;
        }
        let end = times.get(next).copied().unwrap_or(case.t_end_d);
        Some((row, end.min(case.t_end_d)))
    })
}

/// The reason behind a failed integration, where the state shows it.
fn explain(error: OdeError, y: &[f64]) -> DigestionError {
    let t_d = match error {
        OdeError::BadControl { .. } => return DigestionError::Integration(error),
        OdeError::NotFinite { time } | OdeError::StepTooSmall { time, .. } | OdeError::StepLimit { time, .. } => time,
    };
    depleted(y).map_or(DigestionError::Integration(error), |state| DigestionError::Depleted { state, t_d })
}

/// Inorganic carbon or nitrogen clearly below zero, beyond the tolerance of any run.
fn depleted(y: &[f64]) -> Option<State> {
    [State::S_IC, State::S_IN].into_iter().find(|state| y[*state as usize] < -state.floor())
}

fn params_of_row(params: &Adm1Params<f64>, row: &FeedRow) -> Result<Adm1Params<f64>, DigestionError> {
    let mut own = *params;
    if let Some(t_op) = row.t_op_k {
        own.T_op = t_op;
        check_params(&own)?;
    }
    Ok(own)
}

fn first_model(case: &Adm1Case) -> Result<Model<f64>, DigestionError> {
    let row = &case.feed.rows[0];
    model_of_row(&case.params, row)
}

/// A model with the inputs of one feed row.
pub(super) fn model_of_row(params: &Adm1Params<f64>, row: &FeedRow) -> Result<Model<f64>, DigestionError> {
    let own = params_of_row(params, row)?;
    Model::new(&own, row.flow_m3_per_d, row.concentrations).map_err(DigestionError::Stoichiometry)
}

fn with_row(model: Model<f64>, params: &Adm1Params<f64>, row: &FeedRow) -> Result<Model<f64>, DigestionError> {
    let own = params_of_row(params, row)?;
    Ok(model.with_inputs(&own, row.flow_m3_per_d, row.concentrations))
}

/// Collects what a run reports, step by step.
struct Recorder<'a> {
    times: std::iter::Peekable<std::slice::Iter<'a, f64>>,
    days: Vec<Day>,
    ledger: Ledger,
    totals: Totals,
    watch: Watch,
    failed: Option<DigestionError>,
    depleted: Option<(State, f64)>,
    integral: [f64; UNKNOWNS],
    before: [f64; UNKNOWNS],
}

impl<'a> Recorder<'a> {
    fn new(model: &Model<f64>, y: &[f64], times: &'a [f64]) -> Self {
        Self {
            times: times.iter().peekable(),
            days: Vec::with_capacity(times.len()),
            ledger: Ledger::open(model, y),
            totals: Totals::default(),
            watch: Watch::default(),
            failed: None,
            depleted: None,
            integral: [0.0; UNKNOWNS],
            before: [0.0; UNKNOWNS],
        }
    }

    fn begin(&mut self, model: &Model<f64>, start: f64, y: &[f64]) {
        self.integral = [0.0; UNKNOWNS];
        self.before.copy_from_slice(y);
        self.watch.see(model, start, y);
        if start == 0.0 && self.times.next_if(|t| **t == 0.0).is_some() {
            self.days.push(Output::at(model, y).day(0.0));
        }
    }

    fn see(&mut self, model: &Model<f64>, step: &Step<'_, f64>) {
        step.add_integral(&mut self.integral);
        let end = step.start + step.length;
        self.watch.see(model, end, step.after());
        self.depleted = self.depleted.or_else(|| depleted(step.after()).map(|state| (state, end)));
        let mut y = [0.0; UNKNOWNS];
        // Rounding of the sum must not lose a time at the very end of a stretch.
        while let Some(t) = self.times.next_if(|t| **t <= end + 1e-12 * end) {
            step.interpolate(((t - step.start) / step.length).min(1.0), &mut y);
            // The charge balance is met at the ends of steps, not between them: take the ion from it.
            match hydrogen_ion(&model.p, &y) {
                Ok(h) => y[State::S_H_ion as usize] = h,
                Err(error) => self.failed = self.failed.take().or(Some(DigestionError::Charge { t_d: *t, error })),
            }
            self.days.push(Output::at(model, &y).day(*t));
        }
    }

    fn end(&mut self, model: &Model<f64>, length: f64, y: &[f64]) {
        self.ledger.enter(model, length, &self.integral);
        self.totals.enter(model, length, &self.before, y);
    }

    fn finish(self, model: &Model<f64>, integrator: &Integrator) -> Result<Adm1Run, DigestionError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let y = &integrator.work.y;
        Ok(Adm1Run {
            final_output: Output::at(model, y),
            days: self.days,
            closure: self.ledger.close(model, y),
            totals: self.totals,
            statistics: integrator.statistics,
            verdict: self.watch.verdict(),
            depleted: self.depleted,
        })
    }
}
