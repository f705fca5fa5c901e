//! Steady states of one tank: all that are found from many starts, and whether they are stable.
//!
//! A digester can have several: a working one, one in which a group of microbes is gone, and between them one that no
//! digester stays in. Starts are the states given, scaled; the same with each group of microbes taken out (a group that is
//! gone stays gone, so that Newton stays on that face); where long integrations from these end; drawn states around them;
//! and points between the stable states found. Newton sharpens each start; what is negative or not settled is no steady state.
//! Stability is that of the reduced equations, algebraic unknowns eliminated: Lyapunov's indirect method.

use super::case::{Inlet, Level, NetworkCase, Tank};
use super::error::TankError;
use super::network::Network;
use super::output::{TankRow, tank_row};
use super::run::simulate;
use super::spectrum;
use super::{Kinetics, Observe, React};
use crate::dist::{ParameterId, uniform};
use crate::ode::System;
use nalgebra::{DMatrix, DVector};

/// A steady state.
#[derive(Clone, Debug, PartialEq)]
pub struct SteadyState {
    /// The tank in it.
    pub row: TankRow,
    /// Real and imaginary parts of the eigenvalues of the reduced equations, 1/d, the largest real part first.
    pub eigenvalues: Vec<(f64, f64)>,
    /// Whether all real parts are below zero: small disturbances fade.
    pub stable: bool,
    /// Whether the methanogens take up at least half of their substrate; none where the model has none to judge.
    pub works: Option<bool>,
    /// Largest relative change of the last Newton step.
    pub change: f64,
}

/// A tank of constant volume under a constant feed.
pub struct SteadyTank<K: Kinetics> {
    network: Network<K, f64>,
    case: NetworkCase<K>,
}

/// Newton stops below this relative change, and fails above the second.
const SETTLED: f64 = 1e-13;
const ACCEPTED: f64 = 1e-9;
const ITERATIONS: usize = 60;
/// Relative gap, above the floors, by which two states are two.
const DISTINCT: f64 = 1e-6;
/// Retention times of a long integration, and fewest and most days.
const RETENTIONS: f64 = 60.0;
const DAYS: (f64, f64) = (1000.0, 20_000.0);
/// States drawn around each one given.
const DRAWN: u64 = 120;
/// Factors on the states given.
const SCALES: [f64; 3] = [0.1, 1.0, 10.0];
/// Points between each two stable states found.
const BETWEEN: u32 = 8;

/// All steady states found of a tank with `liquid_m3` of liquid and `gas_m3` of headspace that is fed `inlet`, the one with
/// most methane first. `guesses` are states of the kind to be expected (at least one): where the search starts.
///
/// # Errors
/// When the tank makes no sense. A state that is not found is no error.
pub fn steady_states<K: Kinetics>(
    model: &K::Of<f64>,
    inlet: &Inlet,
    (liquid_m3, gas_m3): (f64, f64),
    guesses: &[Vec<f64>],
) -> Result<Vec<SteadyState>, TankError> {
    let first = guesses.first().cloned().unwrap_or_default();
    SteadyTank::<K>::new(model, inlet, (liquid_m3, gas_m3), first)?.states(guesses)
}

impl<K: Kinetics> SteadyTank<K> {
    /// A tank with a guess of its state.
    ///
    /// # Errors
    /// When a volume, the feed, its temperature or the guess makes no sense.
    pub fn new(
        model: &K::Of<f64>,
        inlet: &Inlet,
        (liquid_m3, gas_m3): (f64, f64),
        guess: Vec<f64>,
    ) -> Result<Self, TankError> {
        let dilution = inlet.flow_m3_per_d / liquid_m3;
        let t_end_d = if dilution > 0.0 { (RETENTIONS / dilution).clamp(DAYS.0, DAYS.1) } else { DAYS.1 };
        let level = Level::Overflow { liquid_m3, gas_m3 };
        let tank = Tank { name: "tank".to_owned(), model: model.clone(), level, initial: guess };
        let case = NetworkCase { rtol: 1e-6, ..NetworkCase::single(tank, inlet.clone(), t_end_d) };
        Ok(Self { network: Network::of(&case, 0)?, case })
    }

    fn unknowns() -> usize {
        K::layout().unknowns.len()
    }

    fn model(&self) -> &K::Of<f64> {
        &self.network.tanks[0].model
    }

    /// All steady states found from these guesses: see [`steady_states`].
    ///
    /// # Errors
    /// When a guess has not one value per unknown.
    pub fn states(&self, guesses: &[Vec<f64>]) -> Result<Vec<SteadyState>, TankError> {
        let count = Self::unknowns();
        if guesses.iter().any(|guess| guess.len() != count) {
            return Err(TankError::InitialLength { tank: "tank".to_owned(), expected: count });
        }
        let mut found: Vec<SteadyState> = Vec::new();
        let starts: Vec<Vec<f64>> = guesses.iter().flat_map(|guess| self.starts(guess)).collect();
        for start in &starts {
            self.add(start, &mut found);
            self.add(&self.long_run(start).unwrap_or_default(), &mut found);
        }
        for (guess, start) in (0_u64..).zip(&starts) {
            (0..DRAWN / starts.len().max(1) as u64 + 1).for_each(|k| self.add(&drawn(start, guess, k), &mut found));
        }
        self.add_between(&mut found);
        found.sort_by(|a, b| b.row.methane_nm3_per_d.total_cmp(&a.row.methane_nm3_per_d));
        Ok(found)
    }

    /// The steady state that Newton reaches from a state.
    ///
    /// # Errors
    /// When it does not settle, or settles where something is negative.
    pub fn from(&self, guess: &[f64]) -> Result<SteadyState, TankError> {
        let (state, change) = self.newton(guess)?;
        let negative = |(value, unknown): (&f64, &super::Unknown)| *value < -1e-6 * unknown.floor;
        if state.iter().zip(&K::layout().unknowns).any(negative) {
            return Err(TankError::NotSteady { change: f64::NAN });
        }
        self.describe(state, change)
    }

    fn add(&self, start: &[f64], found: &mut Vec<SteadyState>) {
        if start.len() != Self::unknowns() {
            return;
        }
        let mut start = start.to_vec();
        // A guess without an equilibrium is tried as it is.
        let _ = K::settle(self.model(), &mut start);
        if let Ok(state) = self.from(&start)
            && found.iter().all(|other| gap::<K>(&other.row.state, &state.row.state) > DISTINCT)
        {
            found.push(state);
        }
    }

    /// Points on the way from each stable state found to each other: between two of them lies one that is not.
    fn add_between(&self, found: &mut Vec<SteadyState>) {
        let stable = found.iter().filter(|state| state.stable);
        let ends: Vec<Vec<f64>> = stable.map(|state| state.row.state.clone()).collect();
        for (k, a) in ends.iter().enumerate() {
            for b in &ends[k + 1..] {
                for part in 1..=BETWEEN {
                    let share = f64::from(part) / f64::from(BETWEEN + 1);
                    let straight = a.iter().zip(b).map(|(a, b)| a + share * (b - a)).collect::<Vec<_>>();
                    let bent = a.iter().zip(b).map(|(a, b)| between(*a, *b, share)).collect::<Vec<_>>();
                    self.add(&straight, found);
                    self.add(&bent, found);
                }
            }
        }
    }

    /// A guess scaled, and with groups of microbes taken out: each alone, each alone left in, and all.
    fn starts(&self, guess: &[f64]) -> Vec<Vec<f64>> {
        let microbes = self.microbes(guess);
        let mut starts: Vec<Vec<f64>> = Vec::new();
        for scale in SCALES {
            starts.push(scaled::<K>(guess, scale));
        }
        let mut without = |gone: &dyn Fn(usize) -> bool| {
            let mut start = guess.to_vec();
            microbes.iter().enumerate().filter(|(k, _)| gone(*k)).for_each(|(_, at)| start[*at] = 0.0);
            starts.push(start);
        };
        without(&|_| true);
        for group in 0..microbes.len() {
            without(&|k| k == group);
            without(&|k| k != group);
        }
        starts
    }

    /// Places of the liquid unknowns that grow only from themselves: not fed, and at rest where they are zero, though not
    /// where they are not.
    pub fn microbes(&self, guess: &[f64]) -> Vec<usize> {
        let layout = K::layout();
        let mut out = vec![0.0; layout.outputs()];
        let mut conversion = |place: usize, value: f64| {
            let mut y = guess.to_vec();
            y[place] = value;
            self.model().react(&y, &mut out);
            out[place]
        };
        let fed = |place: usize| self.network.tanks[0].gain[place] > 0.0;
        (0..layout.liquid)
            .filter(|place| !fed(*place) && guess[*place] > 0.0)
            .filter(|place| conversion(*place, 0.0) == 0.0 && conversion(*place, guess[*place]) != 0.0)
            .collect()
    }

    /// Where a long integration from a state ends.
    fn long_run(&self, start: &[f64]) -> Option<Vec<f64>> {
        let mut case = self.case.clone();
        case.tanks[0].initial = start.to_vec();
        let run = simulate(&case, &Observe::End).ok()?;
        run.end.tanks.into_iter().next().map(|tank| tank.state)
    }

    /// Values and derivatives at a state: of the unknowns, running totals left out.
    fn equations(&self, state: &[f64]) -> (DVector<f64>, DMatrix<f64>) {
        let count = Self::unknowns();
        let shape = self.network.shape();
        let mut y = vec![0.0; shape.size()];
        y[..count].copy_from_slice(state);
        let mut slopes = vec![0.0; shape.size()];
        self.network.rhs(&y, &mut slopes);
        let mut values = vec![0.0; shape.pattern().len()];
        self.network.jacobian(&y, &mut values);
        let mut matrix = DMatrix::zeros(count, count);
        for ((row, column), value) in shape.pattern().iter().zip(values).filter(|((row, _), _)| *row < count) {
            matrix[(*row, *column)] += value;
        }
        slopes.truncate(count);
        (DVector::from_vec(slopes), matrix)
    }

    /// Newton on all unknowns, scaled by their size so that traces count as much as the rest.
    fn newton(&self, start: &[f64]) -> Result<(Vec<f64>, f64), TankError> {
        let layout = K::layout();
        let mut y = start.to_vec();
        let mut change = f64::INFINITY;
        for _ in 0..ITERATIONS {
            let scale: Vec<f64> = y.iter().zip(&layout.unknowns).map(|(v, u)| v.abs().max(u.floor)).collect();
            let Some(step) = self.newton_step(&y, &scale) else { return Err(TankError::NotSteady { change }) };
            let last = change;
            change = step.iter().fold(0.0, |most: f64, step| most.max(step.abs()));
            let moved = |part: f64| -> Vec<f64> {
                y.iter().zip(step.iter().zip(&scale)).map(|(y, (step, scale))| y + part * step * scale).collect()
            };
            // A step out of the model's domain is taken in part.
            let parts = (0..6).map(|k| 0.25_f64.powi(k));
            let next = parts.map(moved).find(|next| self.model().admissible(next));
            y = next.ok_or(TankError::NotSteady { change })?;
            if change < SETTLED || (change < ACCEPTED && change >= last) {
                return Ok((y, change));
            }
        }
        Err(TankError::NotSteady { change })
    }

    /// A Newton step in units of `scale`; none where it is not finite.
    fn newton_step(&self, y: &[f64], scale: &[f64]) -> Option<DVector<f64>> {
        let (slopes, mut matrix) = self.equations(y);
        let mut right = -slopes;
        for (column, scale) in scale.iter().enumerate() {
            matrix.column_mut(column).scale_mut(*scale);
        }
        for row in 0..y.len() {
            let largest = matrix.row(row).amax();
            if largest > 0.0 {
                matrix.row_mut(row).scale_mut(1.0 / largest);
                right[row] /= largest;
            }
        }
        let step = matrix.lu().solve(&right)?;
        step.iter().all(|value| value.is_finite()).then_some(step)
    }

    fn describe(&self, state: Vec<f64>, change: f64) -> Result<SteadyState, TankError> {
        let eigenvalues = self.eigenvalues(&state).ok_or(TankError::NotSteady { change })?;
        let stable = eigenvalues.first().is_none_or(|(real, _)| *real < 0.0);
        let tank = &self.network.tanks[0];
        let dilution = self.case.rows[0][0].flow_m3_per_d / tank.volume;
        let seen = K::methanogens(&tank.model, &state, dilution);
        let works = seen.map(|seen| seen.taken_up >= seen.lost && seen.taken_up > 0.0);
        Ok(SteadyState { row: tank_row(tank, tank.volume, state), eigenvalues, stable, works, change })
    }

    /// Eigenvalues of the reduced equations, the largest real part first; none when something is not finite.
    fn eigenvalues(&self, state: &[f64]) -> Option<Vec<(f64, f64)>> {
        let layout = K::layout();
        // Without a headspace the gas unknowns are no unknowns.
        let differential = if K::HEADSPACE { layout.outflow() } else { layout.liquid };
        let (_, mut matrix) = self.equations(state);
        // The similar matrix in units of the state has entries of like size.
        let scale: Vec<f64> = state.iter().zip(&layout.unknowns).map(|(v, u)| v.abs().max(u.floor)).collect();
        for (k, scale) in scale.iter().enumerate() {
            matrix.column_mut(k).scale_mut(*scale);
            matrix.row_mut(k).scale_mut(1.0 / scale);
        }
        let algebraic = layout.algebraic();
        let mut reduced = matrix.view((0, 0), (differential, differential)).into_owned();
        if algebraic > 0 {
            let by_algebraic = matrix.view((0, layout.outflow()), (differential, algebraic)).into_owned();
            let residuals = matrix.view((layout.outflow(), 0), (algebraic, differential)).into_owned();
            let own = matrix.view((layout.outflow(), layout.outflow()), (algebraic, algebraic)).into_owned();
            reduced -= by_algebraic * own.lu().solve(&residuals)?;
        }
        spectrum::eigenvalues(&reduced)
    }
}

/// Largest relative gap of two states, above the floors of the unknowns.
pub(super) fn gap<K: Kinetics>(a: &[f64], b: &[f64]) -> f64 {
    let gaps = a.iter().zip(b).zip(&K::layout().unknowns);
    gaps.map(|((a, b), unknown)| (a - b).abs() / (a.abs().max(b.abs()) + unknown.floor)).fold(0.0, f64::max)
}

/// A state with its liquid scaled.
fn scaled<K: Kinetics>(guess: &[f64], scale: f64) -> Vec<f64> {
    let mut start = guess.to_vec();
    start[..K::layout().liquid].iter_mut().for_each(|value| *value *= scale);
    start
}

/// A state with each unknown scaled by its own factor, log-uniform over a factor of 30 either way: what is zero stays so.
fn drawn(start: &[f64], guess: u64, k: u64) -> Vec<f64> {
    let factor = |place: usize| {
        let place = ParameterId::of(&format!("steady.{place}"));
        libm::exp((2.0 * uniform(guess, k, place) - 1.0) * libm::log(30.0))
    };
    start.iter().enumerate().map(|(place, value)| value * factor(place)).collect()
}

/// Geometric mean with weights where both are positive, else the straight one.
fn between(a: f64, b: f64, share: f64) -> f64 {
    if a > 0.0 && b > 0.0 {
        libm::exp((1.0 - share) * libm::log(a) + share * libm::log(b))
    } else {
        a + share * (b - a)
    }
}
