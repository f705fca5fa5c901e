//! Steady states of a digester under one feed, whether each is stable, and how far the working one is from being lost.
//!
//! A digester fed at a constant rate has at least the state in which nothing lives; with methanogens that are inhibited by what
//! they are to remove it often has two stable ones, working and sour, with an unstable one between. Starts of different
//! kinds are integrated and sharpened by Newton ([`steady_state`]); a state is stable when every eigenvalue of the reduced
//! Jacobian (the hydrogen ion eliminated by the charge balance) has a negative real part. The margins follow the working
//! state while one thing is made worse in steps that are halved whenever it is lost: where it ends is the fold, or
//! wash-out.

use super::Observe;
use super::case::{Adm1Case, check_params, check_row, model_of_row};
use super::error::DigestionError;
use super::feed::{Feed, FeedRow};
use super::health::Health;
use super::jacobian::structure;
use super::output::Output;
use super::params::Adm1Params;
use super::run::{Adm1Run, Adm1Solver};
use super::state::{STATE_COUNT, State, StateVector, UNKNOWNS};
use super::steady::steady_state;
use super::temperature::KineticLaw;
use super::verdict::Verdict;
use crate::ode::System;
use nalgebra::{DMatrix, Schur};

/// A steady state.
#[derive(Clone, Debug, PartialEq)]
pub struct SteadyPoint {
    /// From which kind of start it was found first: `working`, `few_methanogens`, `no_methanogens`, `sterile`.
    pub start: &'static str,
    /// The state and everything derived from it.
    pub output: Output,
    /// What an operator would measure.
    pub health: Health,
    /// Whether the digester works in it.
    pub verdict: Verdict,
    /// Largest real part of the eigenvalues, 1/d: a disturbance grows (or, negative, fades) at this rate.
    pub growth_per_d: f64,
}

impl SteadyPoint {
    /// Small disturbances fade.
    pub fn is_stable(&self) -> bool {
        self.growth_per_d < 0.0
    }

    /// The digester works.
    pub fn works(&self) -> bool {
        self.verdict == Verdict::Working
    }
}

/// How the working state ends.
#[derive(Clone, Debug, PartialEq)]
pub enum Lost {
    /// The digester fails.
    Failed(Verdict),
    /// The model has no answer any more.
    NotComputed(DigestionError),
}

/// How far one thing may be made worse.
#[derive(Clone, Debug, PartialEq)]
pub struct Margin {
    /// The worst value at which the digester still works.
    pub works_until: f64,
    /// How it is lost beyond; none where it still works at the end of what was tried.
    pub lost: Option<Lost>,
}

/// Steady states and margins of a digester.
#[derive(Clone, Debug, PartialEq)]
pub struct Stability {
    /// Distinct steady states, in the order in which they were found.
    pub points: Vec<SteadyPoint>,
    /// Starts from which no steady state was reached, each with its reason.
    pub unsettled: Vec<(&'static str, DigestionError)>,
    /// Thicker feed at the same flow: times the load; none without a working state.
    pub load: Option<Margin>,
    /// More of the same feed: retention, d; none without a working state.
    pub retention_d: Option<Margin>,
    /// Ammonium bicarbonate added to the feed, kmol N/m3; none without a working state.
    pub ammonia_kmol_m3: Option<Margin>,
}

impl Stability {
    /// The working state.
    pub fn working(&self) -> Option<&SteadyPoint> {
        self.points.iter().find(|p| p.works())
    }

    /// A failed state that the digester can be caught in.
    pub fn trap(&self) -> Option<&SteadyPoint> {
        self.points.iter().find(|p| !p.works() && p.is_stable())
    }
}

const BIOMASS: std::ops::RangeInclusive<usize> = State::X_su as usize..=State::X_h2 as usize;
/// What the fallen digester starts with, kg COD/m3 of acetate and propionate each.
const SOUR_KG_COD_M3: f64 = 8.0;

/// Starts of every kind that ends differently: in work; hit hard, with few methanogens and many acids; without any
/// methanogen; without any life.
fn starts(seed: &StateVector) -> [(&'static str, StateVector); 4] {
    let with = |change: &dyn Fn(&mut StateVector)| {
        let mut state = *seed;
        change(&mut state);
        state
    };
    let methanogens = [State::X_ac as usize, State::X_h2 as usize];
    let hit = with(&|y| {
        for k in methanogens {
            y[k] *= 0.01;
        }
        y[State::S_ac as usize] = SOUR_KG_COD_M3;
        y[State::S_pro as usize] = SOUR_KG_COD_M3;
    });
    let none = with(&|y| methanogens.iter().for_each(|k| y[*k] = 0.0));
    let sterile = with(&|y| y[BIOMASS].fill(0.0));
    [("working", *seed), ("few_methanogens", hit), ("no_methanogens", none), ("sterile", sterile)]
}

/// Steady states, their stability, and the margins of the working one.
///
/// # Errors
/// When parameters or feed make no sense. A start from which nothing settles is told in the result.
pub fn stability(params: &Adm1Params<f64>, row: &FeedRow, seed: &StateVector) -> Result<Stability, DigestionError> {
    check_params(params)?;
    check_row(0, row)?;
    let model = model_of_row(params, &KineticLaw::None, row)?;
    let (mut points, mut unsettled) = (Vec::<SteadyPoint>::new(), Vec::new());
    for (start, state) in starts(seed) {
        let found = reached(params, row, &state).and_then(|(output, verdict)| {
            let growth_per_d = growth_per_d(params, row, &output.state)?;
            let health = Health::of(model.params(), &output.state);
            let verdict = judged(verdict, &output.state);
            Ok(SteadyPoint { start, output, health, verdict, growth_per_d })
        });
        match found {
            Ok(point) if points.iter().any(|p| same(&p.output.state, &point.output.state)) => {}
            Ok(point) => points.push(point),
            Err(error) => unsettled.push((start, error)),
        }
    }
    let mut found = Stability { points, unsettled, load: None, retention_d: None, ammonia_kmol_m3: None };
    if let Some(working) = found.working().map(|p| p.output.state) {
        let follow = |ladder: &Ladder| margin(params, row, &working, ladder);
        let (load, retention) = rayon::join(|| follow(&LOAD), || follow(&RETENTION));
        let by_flow = |m: Margin| Margin { works_until: params.V_liq / (row.flow_m3_per_d * m.works_until), ..m };
        found.load = Some(load);
        found.retention_d = Some(by_flow(retention));
        found.ammonia_kmol_m3 = Some(follow(&AMMONIA));
    }
    Ok(found)
}

/// The steady state from a start. Where Newton does not settle (species that die out leave its matrix near singular) a long
/// integration stands if as long a one again moves nothing.
fn reached(params: &Adm1Params<f64>, row: &FeedRow, start: &StateVector) -> Result<(Output, Verdict), DigestionError> {
    let error = match steady_state(params, row, start) {
        Ok(steady) => return Ok((steady.output, steady.verdict)),
        Err(error) => error,
    };
    let once = integrated(params, row, start)?;
    let twice = integrated(params, row, &once.final_output.state.map(|v| v.max(0.0)))?;
    if same(&once.final_output.state, &twice.final_output.state) {
        return Ok((twice.final_output, twice.verdict));
    }
    Err(error)
}

/// The verdict of a steady state: where nothing takes up acetate because nothing makes it, nothing works either.
fn judged(verdict: Verdict, state: &StateVector) -> Verdict {
    let alive = state[State::X_ac as usize] > State::X_ac.floor();
    if verdict == Verdict::Working && !alive { Verdict::WashedOut { day: 0.0 } } else { verdict }
}

/// Whether two steady states are one: to a part in 10^4 of each concentration that counts.
fn same(a: &StateVector, b: &StateVector) -> bool {
    let liquid = &State::ALL[..State::S_cat as usize];
    liquid.iter().all(|s| {
        let (a, b) = (a[*s as usize], b[*s as usize]);
        (a - b).abs() <= 1e-4 * a.abs().max(b.abs()) + s.floor()
    })
}

/// Largest real part of the eigenvalues in a steady state, 1/d.
///
/// # Errors
/// When the model has no Jacobian there, or its eigenvalues are not found.
pub fn growth_per_d(params: &Adm1Params<f64>, row: &FeedRow, state: &StateVector) -> Result<f64, DigestionError> {
    const IONS: usize = State::S_H_ion as usize;
    const UNSETTLED: DigestionError = DigestionError::NotSteady { change: f64::NAN };
    let model = model_of_row(params, &KineticLaw::None, row)?;
    let mut y = [0.0; UNKNOWNS];
    y[..STATE_COUNT].copy_from_slice(state);
    let pattern = structure().pattern();
    let mut values = vec![0.0; pattern.len()];
    model.jacobian(&y, &mut values);
    let mut full = DMatrix::zeros(STATE_COUNT, STATE_COUNT);
    let inner = |(row, column): (usize, usize)| row < STATE_COUNT && column < STATE_COUNT;
    for ((row, column), value) in pattern.iter().zip(&values).filter(|(at, _)| inner(**at)) {
        full[(*row, *column)] = *value;
    }
    // In units of the state itself, traces weigh as much as the rest.
    let scale: Vec<f64> = State::ALL.iter().zip(state).map(|(s, v)| v.abs().max(s.floor())).collect();
    let ion_slope = full[(IONS, IONS)];
    let reduced = DMatrix::from_fn(IONS, IONS, |r, c| {
        let through_ion = full[(r, IONS)] * full[(IONS, c)] / ion_slope;
        (full[(r, c)] - through_ion) * scale[c] / scale[r]
    });
    if reduced.iter().any(|v| !v.is_finite()) {
        return Err(UNSETTLED);
    }
    let schur = Schur::try_new(reduced, f64::EPSILON, 10_000).ok_or(UNSETTLED)?;
    let eigenvalues = schur.complex_eigenvalues();
    Ok(eigenvalues.iter().map(|v| v.re).fold(f64::NEG_INFINITY, f64::max))
}

/// What is made worse, in steps.
struct Ladder {
    first_step: f64,
    last_step: f64,
    end: f64,
    /// The value that a place on the ladder means.
    value: fn(f64) -> f64,
    feed: fn(&FeedRow, f64) -> FeedRow,
}

/// Thicker feed: everything in it times the value.
const LOAD: Ladder = Ladder {
    first_step: 0.25,
    last_step: 0.01,
    end: 3.0,
    value: libm::exp,
    feed: |row, factor| FeedRow { concentrations: row.concentrations.map(|c| c * factor), ..*row },
};
/// More of the same feed.
const RETENTION: Ladder =
    Ladder { end: 5.0, feed: |row, factor| FeedRow { flow_m3_per_d: row.flow_m3_per_d * factor, ..*row }, ..LOAD };
/// Ammonium bicarbonate.
const AMMONIA: Ladder = Ladder {
    first_step: 0.1,
    last_step: 0.004,
    end: 2.0,
    value: |kmol_m3| kmol_m3,
    feed: |row, kmol_m3| {
        let mut row = *row;
        row.concentrations[State::S_IN as usize] += kmol_m3;
        row.concentrations[State::S_IC as usize] += kmol_m3;
        row
    },
};

/// Retention times after which a digester has settled, and fewest days.
const SETTLING_RETENTIONS: f64 = 40.0;
const SETTLING_D: f64 = 600.0;

/// Follows the working state up a ladder; a step that loses it is halved until it is the smallest.
fn margin(params: &Adm1Params<f64>, row: &FeedRow, working: &StateVector, ladder: &Ladder) -> Margin {
    let (mut place, mut step, mut state, mut lost) = (0.0_f64, ladder.first_step, *working, None);
    while step >= ladder.last_step && place < ladder.end {
        let next = (place + step).min(ladder.end);
        match settled(params, &(ladder.feed)(row, (ladder.value)(next)), &state) {
            Ok(reached) => (place, state) = (next, reached),
            Err(how) => {
                lost = Some(how);
                step /= 2.0;
            }
        }
    }
    let lost = if place < ladder.end { lost } else { None };
    Margin { works_until: (ladder.value)(place), lost }
}

/// A run that is long enough to settle.
fn integrated(params: &Adm1Params<f64>, row: &FeedRow, from: &StateVector) -> Result<Adm1Run, DigestionError> {
    let retention_d = params.V_liq / row.flow_m3_per_d;
    let t_end_d = SETTLING_D.max(SETTLING_RETENTIONS * retention_d);
    let case = Adm1Case {
        params: *params,
        initial: *from,
        feed: Feed::constant(*row),
        t_end_d,
        rtol: 1e-5,
        kinetic_law: KineticLaw::None,
    };
    Adm1Solver::new(case.rtol)?.run(&case, &Observe::End)
}

/// The state that a digester settles in if it works then.
fn settled(params: &Adm1Params<f64>, row: &FeedRow, from: &StateVector) -> Result<StateVector, Lost> {
    match integrated(params, row, from) {
        Ok(run) if run.verdict == Verdict::Working => Ok(run.final_output.state.map(|v| v.max(0.0))),
        Ok(run) => Err(Lost::Failed(run.verdict)),
        Err(error) => Err(Lost::NotComputed(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::state::bsm2_initial;
    use super::*;

    fn bsm2() -> (Adm1Params<f64>, FeedRow) {
        let params = Adm1Params::defaults();
        (params, FeedRow::bsm2(params.q_in))
    }

    #[test]
    fn the_benchmark_works_and_is_stable_and_its_dead_states_are_not() {
        let (params, row) = bsm2();
        let found = stability(&params, &row, bsm2_initial()).unwrap();
        assert!(found.unsettled.is_empty(), "{:?}", found.unsettled);
        let working = found.working().unwrap();
        assert!(working.is_stable(), "{}", working.growth_per_d);
        assert!((working.output.ph - 7.4655).abs() < 1e-3, "{}", working.output.ph);
        let sterile = found.points.iter().find(|p| p.start == "sterile").unwrap();
        assert!(!sterile.works() && !sterile.is_stable(), "life takes hold in it: {}", sterile.growth_per_d);
        // Degraders of acetate wash out below 2.6 d without any inhibition (see verdict.rs).
        let shortest = found.retention_d.unwrap();
        assert!((2.6..20.0).contains(&shortest.works_until), "{shortest:?}");
        assert!(shortest.lost.is_some());
        assert!(found.load.unwrap().works_until > 1.0);
        assert!(found.ammonia_kmol_m3.unwrap().works_until > 0.0);
    }

    /// In a sterile tank nothing reacts but disintegration and hydrolysis: a species grows at Y k_m I S/(K + S) less
    /// decay and dilution, and the fastest one is the eigenvalue.
    #[test]
    fn the_sterile_state_has_the_growth_of_its_fastest_species() {
        let (params, row) = bsm2();
        let mut dead = *bsm2_initial();
        dead[BIOMASS].fill(0.0);
        let steady = steady_state(&params, &row, &dead).unwrap();
        let growth = growth_per_d(&params, &row, &steady.output.state).unwrap();
        let (p, y, i) = (params.with_temperature_laws(), steady.output.state, steady.output.inhibition);
        let at = |s: State| y[s as usize];
        let dilution = row.flow_m3_per_d / p.V_liq;
        let net = |y: f64, k_m: f64, half: f64, s: f64, factor: f64, decay: f64| {
            y * k_m * s / (half + s) * factor - decay - dilution
        };
        let sugar = net(p.Y_su, p.k_m_su, p.K_S_su, at(State::S_su), i.ph_aa * i.nitrogen, p.k_dec_Xsu);
        let amino = net(p.Y_aa, p.k_m_aa, p.K_S_aa, at(State::S_aa), i.ph_aa * i.nitrogen, p.k_dec_Xaa);
        let fastest = sugar.max(amino);
        assert!((growth / fastest - 1.0).abs() < 1e-6, "{growth} {fastest}");
    }

    #[test]
    fn too_short_a_retention_leaves_no_working_state() {
        let (params, _) = bsm2();
        let found = stability(&params, &FeedRow::bsm2(params.V_liq / 1.5), bsm2_initial()).unwrap();
        assert!(found.working().is_none() && found.load.is_none());
        assert!(!found.points.is_empty());
    }

    /// A feed without acids leaves a sterile tank without acetate: still no digester.
    #[test]
    fn a_sterile_tank_without_acids_does_not_work() {
        let (params, mut row) = bsm2();
        row.concentrations[State::S_va as usize..=State::S_ac as usize].fill(0.0);
        let found = stability(&params, &row, bsm2_initial()).unwrap();
        let sterile = found.points.iter().find(|p| p.start == "sterile").unwrap();
        assert!(!sterile.works() && found.working().is_some());
    }

    #[test]
    fn nonsense_is_refused() {
        let (params, row) = bsm2();
        let negative = FeedRow { flow_m3_per_d: -1.0, ..row };
        assert!(stability(&params, &negative, bsm2_initial()).is_err());
        assert!(stability(&Adm1Params { V_liq: -5.0, ..params }, &row, bsm2_initial()).is_err());
    }
}
