//! What a run notes on its way: rows, books, totals, verdict.

use super::charge::hydrogen_ion;
use super::closure::Ledger;
use super::error::{DigestionError, depleted};
use super::model::Model;
use super::output::{Day, Output, Stretch, Totals, residual_methane_nm3_per_m3};
use super::run::Adm1Run;
use super::state::{State, UNKNOWNS};
use super::verdict::Watch;
use crate::ode::{Integrator, Step};

/// Collects what a run reports, step by step.
pub(super) struct Recorder<'a> {
    times: std::iter::Peekable<std::slice::Iter<'a, f64>>,
    days: Vec<Day>,
    /// None unless every row of the feed is wanted.
    stretches: Option<Vec<Stretch>>,
    ledger: Ledger,
    totals: Totals,
    watch: Watch,
    failed: Option<DigestionError>,
    depleted: Option<(State, f64)>,
    integral: [f64; UNKNOWNS],
    before: [f64; UNKNOWNS],
}

impl<'a> Recorder<'a> {
    pub(super) fn new(model: &Model<f64>, y: &[f64], times: &'a [f64], every_row: bool) -> Self {
        Self {
            times: times.iter().peekable(),
            days: Vec::with_capacity(times.len()),
            stretches: every_row.then(Vec::new),
            ledger: Ledger::open(model, y),
            totals: Totals::default(),
            watch: Watch::default(),
            failed: None,
            depleted: None,
            integral: [0.0; UNKNOWNS],
            before: [0.0; UNKNOWNS],
        }
    }

    pub(super) fn begin(&mut self, model: &Model<f64>, start: f64, y: &[f64]) {
        self.integral = [0.0; UNKNOWNS];
        self.before.copy_from_slice(y);
        self.watch.see(model, start, y);
        if start == 0.0 && self.times.next_if(|t| **t == 0.0).is_some() {
            self.days.push(Output::at(model, y).day(0.0));
        }
    }

    pub(super) fn see(&mut self, model: &Model<f64>, step: &Step<'_, f64>) {
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

    pub(super) fn end(&mut self, model: &Model<f64>, start: f64, end_d: f64, y: &[f64]) {
        let length = end_d - start;
        self.ledger.enter(model, length, &self.integral);
        let totals = Totals::of_stretch(model, length, &self.before, y);
        self.totals.enter(&totals);
        if let Some(stretches) = &mut self.stretches {
            stretches.push(Stretch {
                end_d,
                totals,
                closure: Ledger::of_stretch(model, length, &self.integral, &self.before, y),
                residual_methane_nm3_per_m3: residual_methane_nm3_per_m3(y),
            });
        }
    }

    pub(super) fn finish(self, model: &Model<f64>, integrator: &Integrator) -> Result<Adm1Run, DigestionError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let y = &integrator.work.y;
        Ok(Adm1Run {
            final_output: Output::at(model, y),
            days: self.days,
            stretches: self.stretches.unwrap_or_default(),
            closure: self.ledger.close(model, y),
            totals: self.totals,
            statistics: integrator.statistics,
            verdict: self.watch.verdict(),
            depleted: self.depleted,
        })
    }
}
