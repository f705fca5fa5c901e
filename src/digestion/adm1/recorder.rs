//! What one run notes on its way: rows, books, totals, verdict.

use super::case::{Adm1Case, first_model, stretch, with_row};
use super::charge::hydrogen_ion;
use super::closure::Ledger;
use super::error::{DigestionError, explain};
use super::health::Health;
use super::model::Model;
use super::output::{Day, Output, Stretch, Totals, residual_methane_nm3_per_m3};
use super::run::Adm1Run;
use super::state::{LIQUID, STATE_COUNT, State, UNKNOWNS};
use super::verdict::Watch;
use super::{Observe, case};
use crate::digestion::tank::observation_times;
use crate::ode::{OdeError, Statistics};

/// A run under way: where it stands and what it has noted. The numbers that move with every step are in the lanes; this is
/// looked at when something happens.
#[derive(Debug)]
pub(super) struct Recorder<'a> {
    /// Place of the case among those asked for.
    pub(super) index: usize,
    case: &'a Adm1Case,
    /// The digester with its present feed.
    pub(super) model: Model<f64>,
    next_row: usize,
    start_d: f64,
    end_d: f64,
    times: Vec<f64>,
    next_time: usize,
    days: Vec<Day>,
    /// None unless every row of the feed is wanted.
    stretches: Option<Vec<Stretch>>,
    ledger: Ledger,
    totals: Totals,
    statistics: Statistics,
    /// Whether the digester works.
    pub(super) watch: Watch,
    /// S_IC or S_IN, and the day it first fell below zero.
    pub(super) depleted: Option<(State, f64)>,
    failed: Option<DigestionError>,
    before: [f64; UNKNOWNS],
}

/// A stretch that begins.
pub(super) struct Begun {
    /// From when to when, d.
    pub(super) times: (f64, f64),
    /// Whether more than the feed has changed: the whole model, and the hydrogen ion.
    pub(super) hydrogen_ion: Option<f64>,
}

impl<'a> Recorder<'a> {
    /// Checks a case and opens its books.
    pub(super) fn open(index: usize, case: &'a Adm1Case, observe: &Observe) -> Result<Self, DigestionError> {
        case::check_case(case)?;
        let times = observation_times(observe, case.t_end_d).ok_or(DigestionError::ObservationTimes)?;
        let model = first_model(case)?;
        let mut before = [0.0; UNKNOWNS];
        before[..STATE_COUNT].copy_from_slice(&case.initial);
        let ledger = Ledger::open(&model, &before);
        Ok(Self {
            index,
            case,
            ledger,
            next_row: 0,
            start_d: 0.0,
            end_d: 0.0,
            days: Vec::with_capacity(times.len()),
            stretches: (*observe == Observe::FeedRows).then(|| Vec::with_capacity(case.feed.rows.len())),
            times,
            next_time: 0,
            totals: Totals::default(),
            statistics: Statistics::default(),
            watch: Watch::default(),
            depleted: None,
            failed: None,
            before,
            model,
        })
    }

    /// The state at the start of the run, its hydrogen ion still a guess.
    pub(super) fn initial(&self) -> &[f64; UNKNOWNS] {
        &self.before
    }

    /// The next stretch with constant feed from state `y`; none at the end of the run.
    pub(super) fn begin(&mut self, y: &[f64; UNKNOWNS]) -> Result<Option<Begun>, DigestionError> {
        let Some((row, next_row, end_d)) = stretch(self.case, self.next_row, self.stretches.is_some()) else {
            return Ok(None);
        };
        let first = self.next_row == 0;
        let warms = row.t_op_k.unwrap_or(self.case.params.T_op) != self.model.p.T_op;
        if !first && warms {
            self.model = with_row(self.model.clone(), &self.case.params, &self.case.kinetic_law, row)?;
        } else if !first {
            self.model.feed(row.flow_m3_per_d, row.concentrations);
        }
        (self.next_row, self.start_d, self.end_d, self.before) = (next_row, self.end_d, end_d, *y);
        // The ion of the last step stands unless the equilibria have moved.
        let mut balanced = None;
        if first || warms {
            let found = hydrogen_ion(&self.model.p, y);
            let h = found.map_err(|error| DigestionError::Charge { t_d: self.start_d, error })?;
            self.before[State::S_H_ion as usize] = h;
            balanced = Some(h);
        }
        self.watch.see(&self.model, self.start_d, &self.before);
        if first && self.times.first() == Some(&0.0) {
            self.next_time = 1;
            self.days.push(Output::at(&self.model, &self.before).day(0.0));
        }
        Ok(Some(Begun { times: (self.start_d, self.end_d), hydrogen_ion: balanced }))
    }

    /// The next time at which a row is wanted, if it is not after `end_d`.
    pub(super) fn due(&self, end_d: f64) -> Option<f64> {
        // Rounding of the sum must not lose a time at the very end of a stretch.
        self.times.get(self.next_time).copied().filter(|t| *t <= end_d + 1e-12 * end_d)
    }

    /// Notes the row of the time that was due.
    pub(super) fn note(&mut self, t_d: f64, mut y: [f64; UNKNOWNS]) {
        // The charge balance is met at the ends of steps, not between them: take the ion from it.
        match hydrogen_ion(&self.model.p, &y) {
            Ok(h) => y[State::S_H_ion as usize] = h,
            Err(error) => self.failed = self.failed.take().or(Some(DigestionError::Charge { t_d, error })),
        }
        self.days.push(Output::at(&self.model, &y).day(t_d));
        self.next_time += 1;
    }

    /// Enters a stretch that has ended into the books.
    pub(super) fn end(&mut self, integral: &[f64; LIQUID], y: &[f64; UNKNOWNS], spent: Statistics) {
        let length_d = self.end_d - self.start_d;
        self.ledger.enter(&self.model, length_d, integral);
        let totals = Totals::of_stretch(&self.model, length_d, &self.before, y);
        self.totals.enter(&totals);
        if let Some(stretches) = &mut self.stretches {
            stretches.push(Stretch {
                end_d: self.end_d,
                totals,
                closure: Ledger::of_stretch(&self.model, length_d, integral, &self.before, y),
                residual_methane_nm3_per_m3: residual_methane_nm3_per_m3(y),
                health: Health::of(&self.model.p, y),
            });
        }
        self.statistics.steps += spent.steps;
        self.statistics.rejected += spent.rejected;
        self.statistics.starts += spent.starts;
    }

    /// The run at its end.
    pub(super) fn finish(self, y: &[f64; UNKNOWNS]) -> Result<Adm1Run, DigestionError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        Ok(Adm1Run {
            final_output: Output::at(&self.model, y),
            days: self.days,
            stretches: self.stretches.unwrap_or_default(),
            closure: self.ledger.close(&self.model, y),
            totals: self.totals,
            statistics: self.statistics,
            verdict: self.watch.verdict(),
            depleted: self.depleted,
        })
    }

    /// Why the integration stopped.
    pub(super) fn fail(&self, y: &[f64; UNKNOWNS], error: OdeError) -> DigestionError {
        explain(error, y)
    }
}
