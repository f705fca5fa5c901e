//! diffsol on the same model: its BDF with a mass matrix, our right-hand side and our analytic Jacobian.
//!
//! What favours the peer is done: 30 unknowns (ours carries four running totals more), Jacobian and mass matrix written
//! entry by entry instead of by products with unit vectors, pattern and tolerances given, consistent start. Dense
//! nalgebra is its fastest linear algebra at this size; [`Backend`] has the others.

use super::Simulate;
use crate::digestion::adm1::{
    Adm1Case, DigestionError, Model, STATE_COUNT, State, StateVector, UNKNOWNS, hydrogen_ion, jacobian_pattern,
};
use crate::ode::System;
use ::diffsol::matrix::MatrixRef;
use ::diffsol::matrix::sparsity::MatrixSparsity;
use ::diffsol::op::ParameterisedOp;
use ::diffsol::op::unit::UnitCallable;
use ::diffsol::{
    ConstantOp, DefaultDenseMatrix, FaerLU, FaerMat, FaerSparseLU, FaerSparseMat, LinearOp, LinearSolver, Matrix,
    NalgebraLU, NalgebraMat, NonLinearOp, NonLinearOpJacobian, OdeBuilder, OdeEquations, OdeEquationsRef,
    OdeSolverMethod, OdeSolverStopReason, Op, Vector, VectorIndex, VectorRef,
};
use std::fmt;

/// Name and version of the peer, as the table shows it.
pub const PEER: &str = "diffsol 0.18 BDF";

/// Linear algebra of the peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// Dense LU of nalgebra.
    Nalgebra,
    /// Dense LU of faer.
    Faer,
    /// Sparse LU of faer.
    FaerSparse,
}

/// What a run of the peer gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PeerRun {
    /// Concentrations at the end.
    pub state: StateVector,
    /// Steps taken.
    pub steps: usize,
}

/// Why the peer has no result.
#[derive(Clone, Debug, PartialEq)]
pub struct PeerError(String);

impl fmt::Display for PeerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the peer failed: {}", self.0)
    }
}

impl std::error::Error for PeerError {}

fn failed(error: impl fmt::Display) -> PeerError {
    PeerError(error.to_string())
}

/// The digester as the peer sees it, under constant inputs.
struct Digester<M: Matrix<T = f64>> {
    model: Model<f64>,
    start: StateVector,
    context: M::C,
    /// Entries of our Jacobian that lie within the 30 unknowns, as (row, column, place in our order).
    entries: Vec<(usize, usize, usize)>,
    sparsity: M::Sparsity,
    targets: <M::V as Vector>::Index,
    sources: <M::V as Vector>::Index,
    mass_sparsity: M::Sparsity,
    mass_targets: <M::V as Vector>::Index,
    mass_sources: <M::V as Vector>::Index,
}

const HYDROGEN_ION: usize = State::S_H_ion as usize;

/// Our state vector from the peer's: the running totals, on which nothing depends, are 0.
fn widen(y: &[f64]) -> [f64; UNKNOWNS] {
    let mut wide = [0.0; UNKNOWNS];
    wide[..STATE_COUNT].copy_from_slice(y);
    wide
}

impl<M: Matrix<T = f64, V: Vector<T = f64>>> Digester<M> {
    fn new(model: Model<f64>, start: StateVector) -> Result<Self, PeerError> {
        let context = M::C::default();
        let within = |(place, (row, column)): (usize, &(usize, usize))| (*row, *column, place);
        let mut entries: Vec<(usize, usize, usize)> = jacobian_pattern().iter().enumerate().map(within).collect();
        entries.retain(|(row, column, _)| *row < STATE_COUNT && *column < STATE_COUNT);
        let pattern: Vec<(usize, usize)> = entries.iter().map(|(row, column, _)| (*row, *column)).collect();
        let diagonal: Vec<(usize, usize)> = (0..STATE_COUNT).map(|k| (k, k)).collect();
        let sparsity = |pattern: &[(usize, usize)]| {
            M::Sparsity::try_from_indices(STATE_COUNT, STATE_COUNT, pattern.to_vec()).map_err(failed)
        };
        let (jacobian, mass) = (sparsity(&pattern)?, sparsity(&diagonal)?);
        let all = |count: usize| <M::V as Vector>::Index::from_vec((0..count).collect(), context.clone());
        Ok(Self {
            model,
            start,
            targets: jacobian.get_index(&pattern, context.clone()),
            sources: all(pattern.len()),
            mass_targets: mass.get_index(&diagonal, context.clone()),
            mass_sources: all(STATE_COUNT),
            sparsity: jacobian,
            mass_sparsity: mass,
            entries,
            context,
        })
    }

    /// Values of [`Self::entries`] at a state.
    fn slopes(&self, y: &[f64]) -> Vec<f64> {
        let mut all = vec![0.0; jacobian_pattern().len()];
        self.model.jacobian(&widen(y), &mut all);
        self.entries.iter().map(|(_, _, place)| all[*place]).collect()
    }
}

impl<M: Matrix<T = f64>> Op for Digester<M> {
    type T = f64;
    type V = M::V;
    type M = M;
    type C = M::C;
    fn context(&self) -> &M::C {
        &self.context
    }
    fn nstates(&self) -> usize {
        STATE_COUNT
    }
    fn nout(&self) -> usize {
        STATE_COUNT
    }
    fn nparams(&self) -> usize {
        0
    }
}

impl<M: Matrix<T = f64>> NonLinearOp for Digester<M> {
    fn call_inplace(&self, x: &M::V, _t: f64, y: &mut M::V) {
        y.for_each_batch_host([x], |y, [x], _| {
            let mut slopes = [0.0; UNKNOWNS];
            self.model.rhs(&widen(x), &mut slopes);
            y.copy_from_slice(&slopes[..STATE_COUNT]);
        });
    }
}

impl<M: Matrix<T = f64>> NonLinearOpJacobian for Digester<M> {
    fn jac_mul_inplace(&self, x: &M::V, _t: f64, v: &M::V, y: &mut M::V) {
        y.for_each_batch_host([x, v], |y, [x, v], _| {
            y.fill(0.0);
            for ((row, column, _), slope) in self.entries.iter().zip(self.slopes(x)) {
                y[*row] += slope * v[*column];
            }
        });
    }

    fn jacobian_inplace(&self, x: &M::V, _t: f64, y: &mut M) {
        let mut data = M::V::zeros(self.entries.len(), self.context.clone());
        data.for_each_batch_host([x], |data, [x], _| data.copy_from_slice(&self.slopes(x)));
        y.set_data_with_indices(&self.targets, &self.sources, &data);
    }

    fn jacobian_sparsity(&self) -> Option<M::Sparsity> {
        M::is_sparse().then(|| self.sparsity.clone())
    }
}

/// The mass matrix: ones, and a zero for the hydrogen ion.
fn mass(k: usize) -> f64 {
    if k == HYDROGEN_ION { 0.0 } else { 1.0 }
}

impl<M: Matrix<T = f64>> LinearOp for Digester<M> {
    fn gemv_inplace(&self, x: &M::V, _t: f64, beta: f64, y: &mut M::V) {
        y.for_each_batch_host([x], |y, [x], _| {
            for (k, (y, x)) in y.iter_mut().zip(x).enumerate() {
                *y = mass(k) * x + beta * *y;
            }
        });
    }

    fn matrix_inplace(&self, _t: f64, y: &mut M) {
        let mut data = M::V::zeros(STATE_COUNT, self.context.clone());
        data.for_each_batch_host([], |data, [], _| data.iter_mut().enumerate().for_each(|(k, d)| *d = mass(k)));
        y.set_data_with_indices(&self.mass_targets, &self.mass_sources, &data);
    }

    fn sparsity(&self) -> Option<M::Sparsity> {
        M::is_sparse().then(|| self.mass_sparsity.clone())
    }
}

impl<M: Matrix<T = f64>> ConstantOp for Digester<M> {
    fn call_inplace(&self, _t: f64, y: &mut M::V) {
        y.for_each_batch_host([], |y, [], _| y.copy_from_slice(&self.start));
    }
}

impl<'a, M: Matrix<T = f64>> OdeEquationsRef<'a> for Digester<M> {
    type Mass = &'a Digester<M>;
    type Rhs = &'a Digester<M>;
    type Init = &'a Digester<M>;
    type Root = ParameterisedOp<'a, UnitCallable<M>>;
    type Out = ParameterisedOp<'a, UnitCallable<M>>;
    type Reset = ParameterisedOp<'a, UnitCallable<M>>;
}

impl<M: Matrix<T = f64>> OdeEquations for Digester<M> {
    fn rhs(&self) -> &Digester<M> {
        self
    }
    fn mass(&self) -> Option<&Digester<M>> {
        Some(self)
    }
    fn init(&self) -> &Digester<M> {
        self
    }
    fn set_params(&mut self, _p: &M::V) {}
    fn get_params(&self, _p: &mut M::V) {}
}

/// Runs the peer over constant inputs for `length_d`; gives the end and the steps.
fn stretch<M, LS>(model: &Model<f64>, start: &StateVector, length_d: f64, rtol: f64) -> Result<PeerRun, PeerError>
where
    M: Matrix<T = f64, V: DefaultDenseMatrix>,
    for<'b> &'b M::V: VectorRef<M::V>,
    for<'b> &'b M: MatrixRef<M>,
    LS: LinearSolver<M>,
{
    let mut start = *start;
    start[HYDROGEN_ION] = hydrogen_ion(model.params(), &widen(&start)).map_err(failed)?;
    let floors = State::ALL.map(|state| rtol * state.floor());
    let problem = OdeBuilder::<M>::new()
        .rtol(rtol)
        .atol(floors)
        .build_from_eqn(Digester::<M>::new(model.clone(), start)?)
        .map_err(failed)?;
    let mut solver = problem.bdf::<LS>().map_err(failed)?;
    solver.set_stop_time(length_d).map_err(failed)?;
    let mut steps = 0;
    loop {
        steps += 1;
        if solver.step().map_err(failed)? == OdeSolverStopReason::TstopReached {
            break;
        }
    }
    let end = solver.state();
    let state = std::array::from_fn(|k| end.y.get_index(k));
    Ok(PeerRun { state, steps })
}

/// Runs a case to its end with the peer at this relative tolerance; the absolute ones are those of our runs. It restarts
/// at every change of the feed, as ours does.
///
/// # Errors
/// When the peer gives up, or the case makes no sense.
pub fn run_peer(case: &Adm1Case, rtol: f64, backend: Backend) -> Result<PeerRun, PeerError> {
    let stretch = match backend {
        Backend::Nalgebra => stretch::<NalgebraMat<f64>, NalgebraLU<f64>>,
        Backend::Faer => stretch::<FaerMat<f64>, FaerLU<f64>>,
        Backend::FaerSparse => stretch::<FaerSparseMat<f64>, FaerSparseLU<f64>>,
    };
    let (times, rows) = (&case.feed.times_d, &case.feed.rows);
    let first = rows.first().ok_or_else(|| failed("no feed"))?;
    let mut model = Model::new(&case.params, first.flow_m3_per_d, first.concentrations).map_err(failed)?;
    let mut run = PeerRun { state: case.initial, steps: 0 };
    for (k, row) in rows.iter().enumerate().filter(|(k, _)| times[*k] < case.t_end_d) {
        let end = times.get(k + 1).copied().unwrap_or(case.t_end_d).min(case.t_end_d);
        if k > 0 {
            model = model.with_inputs(&case.params, row.flow_m3_per_d, row.concentrations);
        }
        let part = stretch(&model, &run.state, end - times[k], rtol)?;
        run = PeerRun { state: part.state, steps: run.steps + part.steps };
    }
    Ok(run)
}

/// The peer as an engine, with its fastest linear algebra at this size.
///
/// # Errors
/// Never: what the peer does not take makes a run without an end.
pub fn engine(rtol: f64) -> Result<Simulate, DigestionError> {
    let end = move |case: &Adm1Case| run_peer(case, rtol, FASTEST).ok().map(|run| run.state);
    Ok(Box::new(move |cases| cases.iter().map(end).collect()))
}

/// Of the three, timed on the benchmark over 200 d (`cargo bench -p gisement-benches --features peers`): faer's dense LU took twice its time,
/// the sparse one a third more.
pub const FASTEST: Backend = Backend::Nalgebra;

#[cfg(test)]
mod tests {
    use super::super::{changing_feed, scalar};
    use super::*;
    use crate::digestion::adm1::{spread_case, state_error};

    /// Two integrators by different hands agree on the benchmark, on drawn digesters, and on a feed that changes.
    #[test]
    fn the_peer_solves_the_same_model() {
        let mut cases = vec![Adm1Case::bsm2(), spread_case(1, 0, 0.45), spread_case(1, 1, 0.45)];
        cases.push(changing_feed(Adm1Case::bsm2(), 73));
        let reference = scalar(1e-10).unwrap()(&cases);
        for backend in [Backend::Nalgebra, Backend::Faer, Backend::FaerSparse] {
            for (case, expected) in cases.iter().zip(&reference) {
                let run = run_peer(case, 1e-9, backend).unwrap();
                let error = state_error(&run.state, &expected.unwrap());
                assert!(error < 1e-6 && run.steps > 20, "{backend:?}: {error:e}");
            }
        }
    }
}
