//! Many digesters through the lanes of one integrator: each lane takes the next case when its own is done.

use super::Observe;
use super::case::Adm1Case;
use super::error::{DigestionError, is_depleted};
use super::model::Model;
use super::recorder::Recorder;
use super::run::Adm1Run;
use super::state::{LIQUID, State, UNKNOWNS};
use super::verdict::Condition;
use crate::num::{Lanes, Mask, lanes_of};
use crate::ode::{Jobs, OdeError, Statistics, Step};

type Finished = Result<Adm1Run, DigestionError>;

/// Cases, the lanes that work on them, and what is finished.
pub(super) struct Queue<'a, L: Lanes> {
    cases: &'a [&'a Adm1Case],
    observe: &'a Observe,
    next_case: usize,
    /// The digesters of the lanes with their present feeds.
    model: Model<L>,
    /// What each lane works on.
    recorders: Vec<Option<Recorder<'a>>>,
    /// Integral of the liquid states over the stretch.
    integral: [L; LIQUID],
    /// Lanes whose digester does not work at present.
    failing: L::Mask,
    /// Lanes that have run out of carbon or nitrogen.
    depleted: L::Mask,
    finished: Vec<Option<Finished>>,
}

fn column<L: Lanes, const N: usize>(y: &[L], lane: usize) -> [f64; N] {
    std::array::from_fn(|k| y[k].lane(lane))
}

impl<'a, L: Lanes> Queue<'a, L> {
    /// A queue of cases; `any` fills lanes that have no work.
    pub(super) fn new(cases: &'a [&'a Adm1Case], observe: &'a Observe, any: &Model<f64>) -> Self {
        let none = L::Mask::splat(false);
        Self {
            cases,
            observe,
            next_case: 0,
            model: Model::splat(any),
            recorders: (0..L::COUNT).map(|_| None).collect(),
            integral: [L::zero(); LIQUID],
            failing: none,
            depleted: none,
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
            match Recorder::open(index, case, self.observe) {
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

    /// Brings the lane's masks in line with its recorder.
    fn align_masks(&mut self, lane: usize) {
        let Some(recorder) = &self.recorders[lane] else { return };
        let bit = L::Mask::from_bits(1 << lane);
        let set = |mask: L::Mask, on: bool| if on { mask | bit } else { mask & !bit };
        self.failing = set(self.failing, recorder.watch.is_failing());
        self.depleted = set(self.depleted, recorder.depleted.is_some());
    }

    /// Rows between steps that are due in a lane.
    fn note_rows(&mut self, step: &Step<'_, L>, lane: usize) {
        let Some(recorder) = &mut self.recorders[lane] else { return };
        let (start, length) = (step.start.lane(lane), step.length.lane(lane));
        let mut y = [L::zero(); UNKNOWNS];
        while let Some(t) = recorder.due(start + length) {
            step.interpolate(L::from_f64(((t - start) / length).min(1.0)), &mut y);
            recorder.note(t, column(&y, lane));
        }
    }

    /// Whether the digesters work, and whether they have run out of something.
    #[inline(always)]
    fn look(&mut self, step: &Step<'_, L>, accepted: L::Mask) {
        let y = step.after();
        let condition = Condition::of(&self.model, y);
        let judged = accepted & condition.fed;
        let changed = judged & ((condition.works & self.failing) | (!condition.works & !self.failing));
        let out = accepted & is_depleted(y) & !self.depleted;
        if (changed | out).any() {
            let end = step.start + step.length;
            for lane in lanes_of(changed) {
                if let Some(recorder) = &mut self.recorders[lane] {
                    recorder.watch.note(&condition.lane(lane), end.lane(lane));
                }
                self.align_masks(lane);
            }
            for lane in lanes_of(out) {
                if let Some(recorder) = &mut self.recorders[lane] {
                    let state = if y[State::S_IC as usize].lane(lane) < 0.0 { State::S_IC } else { State::S_IN };
                    recorder.depleted = Some((state, end.lane(lane)));
                }
                self.align_masks(lane);
            }
        }
    }
}

impl<L: Lanes> Jobs<L> for Queue<'_, L> {
    type System = Model<L>;

    #[inline(always)]
    fn system(&self) -> &Model<L> {
        &self.model
    }

    fn next(&mut self, lane: usize, y: &mut [L]) -> Option<(f64, f64)> {
        loop {
            if self.recorders[lane].is_none() && !self.take_case(lane, y) {
                return None;
            }
            let now = column(y, lane);
            let recorder = self.recorders[lane].as_mut()?;
            match recorder.begin(&now) {
                Ok(Some(begun)) => {
                    if let Some(h) = begun.hydrogen_ion {
                        y[State::S_H_ion as usize].set_lane(lane, h);
                        self.model.set_lane(lane, &recorder.model);
                    } else {
                        self.model.set_feed(lane, &recorder.model);
                    }
                    self.align_masks(lane);
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
        self.look(step, accepted);
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
