//! Many cases through the lanes of one integrator: each lane takes the next case when its own is done.

use super::case::NetworkCase;
use super::error::TankError;
use super::network::Network;
use super::recorder::Recorder;
use super::run::TankRun;
use super::shape::Shape;
use super::{Kinetics, Observe};
use crate::num::{Lanes, Mask, lanes_of};
use crate::ode::{Jobs, OdeError, Statistics, Step};
use std::sync::Arc;

type Finished = Result<TankRun, TankError>;

/// Cases of one shape, the lanes that work on them, and what is finished.
pub(super) struct Queue<'a, K: Kinetics, L: Lanes> {
    cases: &'a [&'a NetworkCase<K>],
    observe: &'a Observe,
    shape: Arc<Shape>,
    next_case: usize,
    /// The tanks of the lanes with their present inputs.
    network: Network<K, L>,
    /// What each lane works on.
    recorders: Vec<Option<Recorder<'a, K>>>,
    /// Integral of the leading unknowns over the stretch: as far as tanks of constant volume go.
    integral: Vec<L>,
    /// When to look at the tanks again, d.
    next_look: L,
    finished: Vec<Option<Finished>>,
}

fn column<L: Lanes>(y: &[L], lane: usize) -> Vec<f64> {
    y.iter().map(|value| value.lane(lane)).collect()
}

impl<'a, K: Kinetics, L: Lanes> Queue<'a, K, L> {
    /// A queue of cases of a shape; `any` fills lanes that have no work.
    pub(super) fn new(
        cases: &'a [&'a NetworkCase<K>],
        observe: &'a Observe,
        shape: &Arc<Shape>,
        any: &Network<K, f64>,
    ) -> Self {
        let overflows = shape.places.iter().filter(|place| place.volume.is_none());
        let integrated = overflows.map(|place| place.start + shape.layout.liquid).max().unwrap_or(0);
        Self {
            cases,
            observe,
            shape: Arc::clone(shape),
            next_case: 0,
            network: Network::splat(any),
            recorders: (0..L::COUNT).map(|_| None).collect(),
            integral: vec![L::zero(); integrated],
            next_look: L::zero(),
            finished: cases.iter().map(|_| None).collect(),
        }
    }

    /// The runs, in the order of the cases.
    pub(super) fn into_runs(self) -> Vec<Finished> {
        self.finished.into_iter().map(|run| run.expect("the integrator goes on until no lane has work")).collect()
    }

    /// Puts the next case that makes sense into a lane; false when none is left.
    fn take_case(&mut self, lane: usize, y: &mut [L]) -> bool {
        while let Some(case) = self.cases.get(self.next_case) {
            let index = self.next_case;
            self.next_case += 1;
            match Recorder::open(index, case, self.observe, &self.shape) {
                Ok(recorder) => {
                    y.iter_mut().zip(recorder.initial()).for_each(|(y, start)| y.set_lane(lane, *start));
                    self.recorders[lane] = Some(recorder);
                    return true;
                }
                Err(error) => self.finished[index] = Some(Err(error)),
            }
        }
        false
    }

    /// Rows between steps that are due in a lane.
    fn note_rows(&mut self, step: &Step<'_, L>, lane: usize) {
        let Some(recorder) = &mut self.recorders[lane] else { return };
        let (start, length) = (step.start.lane(lane), step.length.lane(lane));
        if recorder.due(start + length).is_none() {
            return;
        }
        let mut y = vec![L::zero(); self.shape.size()];
        while let Some(t) = recorder.due(start + length) {
            step.interpolate(L::from_f64(((t - start) / length).min(1.0)), &mut y);
            recorder.note(t, &column(&y, lane));
        }
    }

    /// Looks at the tanks of the lanes whose time has come.
    fn look(&mut self, step: &Step<'_, L>, due: L::Mask) {
        let end = step.start + step.length;
        for lane in lanes_of(due) {
            if let Some(recorder) = &mut self.recorders[lane] {
                let again = recorder.look(end.lane(lane), &column(step.after(), lane));
                self.next_look.set_lane(lane, again);
            }
        }
    }
}

impl<K: Kinetics, L: Lanes> Jobs<L> for Queue<'_, K, L> {
    type System = Network<K, L>;

    #[inline(always)]
    fn system(&self) -> &Network<K, L> {
        &self.network
    }

    fn next(&mut self, lane: usize, y: &mut [L]) -> Option<(f64, f64)> {
        loop {
            if self.recorders[lane].is_none() && !self.take_case(lane, y) {
                return None;
            }
            let mut now = column(y, lane);
            let recorder = self.recorders[lane].as_mut()?;
            match recorder.begin(&mut now) {
                Ok(Some(begun)) => {
                    y.iter_mut().zip(&now).for_each(|(y, now)| y.set_lane(lane, *now));
                    if begun.models {
                        self.network.set_models(lane, &recorder.network);
                    }
                    self.network.set_flows(lane, &recorder.network);
                    self.next_look.set_lane(lane, begun.times.0);
                    return Some(begun.times);
                }
                Ok(None) => {
                    let recorder = self.recorders[lane].take()?;
                    let index = recorder.index;
                    self.finished[index] = Some(recorder.finish(&now));
                }
                Err(error) => {
                    self.finished[recorder.index] = Some(Err(error));
                    self.recorders[lane] = None;
                }
            }
        }
    }

    #[inline(always)]
    fn step(&mut self, step: &Step<'_, L>, accepted: L::Mask) {
        step.add_integral(accepted, &mut self.integral);
        let due = accepted & (step.start + step.length).ge(self.next_look);
        if due.any() {
            self.look(step, due);
        }
        if !matches!(self.observe, Observe::End | Observe::FeedRows) {
            lanes_of(accepted).for_each(|lane| self.note_rows(step, lane));
        }
    }

    fn end(&mut self, lane: usize, y: &[L], spent: Statistics) {
        let integral = column(&self.integral, lane);
        self.integral.iter_mut().for_each(|sum| sum.set_lane(lane, 0.0));
        if let Some(recorder) = &mut self.recorders[lane] {
            recorder.end(&integral, &column(y, lane), spent);
        }
    }

    fn fail(&mut self, lane: usize, y: &[L], error: OdeError) {
        self.integral.iter_mut().for_each(|sum| sum.set_lane(lane, 0.0));
        if let Some(recorder) = self.recorders[lane].take() {
            self.finished[recorder.index] = Some(Err(recorder.fail(&column(y, lane), error)));
        }
    }
}
