//! What one run notes on its way: rows, books, totals, story.

use super::books::{Ledger, Left};
use super::case::{Inlet, NetworkCase, Tank};
use super::error::TankError;
use super::flows::{Flows, flows, models, network};
use super::network::{Network, is_full};
use super::output::{RunRow, TankTotals, concentrations, liquid_m3, tank_row};
use super::run::{RowTotals, TankRun};
use super::shape::Shape;
use super::story::{Event, Happening, StoryParams, Watch, strongest};
use super::{Kinetics, Observe, observation_times};
use crate::ode::{OdeError, Statistics};
use std::sync::Arc;

/// A run under way: where it stands and what it has noted. The numbers that move with every step are in the lanes; this is
/// looked at when something happens.
pub(super) struct Recorder<'a, K: Kinetics> {
    /// Place of the case among those asked for.
    pub(super) index: usize,
    case: &'a NetworkCase<K>,
    /// The tanks with their present inputs.
    pub(super) network: Network<K, f64>,
    models: Vec<K::Of<f64>>,
    flows: Flows,
    /// Row of the feed that holds, and the next that differs.
    row: usize,
    next_row: usize,
    next_emptying: Vec<usize>,
    started: bool,
    now_d: f64,
    end_d: f64,
    times: Vec<f64>,
    next_time: usize,
    rows: Vec<RunRow>,
    /// None unless every row of the feed is wanted.
    row_totals: Option<Vec<RowTotals>>,
    ledger: Ledger,
    totals: Vec<TankTotals>,
    totals_of_row: Vec<TankTotals>,
    statistics: Statistics,
    limits: StoryParams<f64>,
    watches: Vec<Watch>,
    /// None unless rows along the way are wanted.
    events: Option<Vec<Event>>,
    failed: Option<TankError>,
    before: Vec<f64>,
}

/// A stretch that begins.
pub(super) struct Begun {
    /// From when to when, d.
    pub(super) times: (f64, f64),
    /// Whether more than flows and feeds has changed.
    pub(super) models: bool,
}

/// Share of a running total that its rounding may take from a difference.
const ROUNDING: f64 = 1e-12;

/// What has passed between two readings of a running total: a difference below zero by rounding is zero.
fn passed(before: f64, after: f64) -> f64 {
    let gone = after - before;
    if gone < 0.0 && gone >= -ROUNDING * before.abs() { 0.0 } else { gone }
}

impl<'a, K: Kinetics> Recorder<'a, K> {
    /// Checks a case and opens its books.
    pub(super) fn open(
        index: usize,
        case: &'a NetworkCase<K>,
        observe: &Observe,
        shape: &Arc<Shape>,
    ) -> Result<Self, TankError> {
        case.check()?;
        let times = observation_times(observe, case.t_end_d).ok_or(TankError::ObservationTimes)?;
        let inlets = &case.rows[0];
        let models = models(case, inlets, 0.0)?;
        let full: Vec<bool> = case.tanks.iter().map(|tank| is_full(tank, tank.level.start_m3())).collect();
        let flows = flows(case, inlets, &full, 0.0)?;
        let network = network(shape, case, &models, inlets, &flows);
        let before = network.initial(case)?;
        let count = case.tanks.len();
        let zero = vec![TankTotals::zero(K::layout().liquid); count];
        let mut recorder = Self {
            index,
            case,
            ledger: Ledger::open(&network, &before),
            network,
            models,
            flows,
            row: 0,
            next_row: 0,
            next_emptying: vec![0; count],
            started: false,
            now_d: 0.0,
            end_d: 0.0,
            rows: Vec::with_capacity(times.len()),
            events: (!times.is_empty()).then(Vec::new),
            times,
            next_time: 0,
            row_totals: (*observe == Observe::FeedRows).then(Vec::new),
            totals: zero.clone(),
            totals_of_row: zero,
            statistics: Statistics::default(),
            limits: StoryParams::defaults(),
            watches: vec![Watch::default(); count],
            failed: None,
            before,
        };
        recorder.skip_equal_rows();
        Ok(recorder)
    }

    /// The state at the start of the run.
    pub(super) fn initial(&self) -> &[f64] {
        &self.before
    }

    fn shape(&self) -> Arc<Shape> {
        Arc::clone(&self.network.shape)
    }

    /// Finds the next row that differs from the present one, or, where every row is wanted, the next.
    fn skip_equal_rows(&mut self) {
        let rest = &self.case.rows[self.row + 1..];
        let present = &self.case.rows[self.row];
        let every_row = self.row_totals.is_some();
        self.next_row = self.row + 1 + rest.iter().take_while(|other| !every_row && *other == present).count();
    }

    fn equilibrium(&self, tank: usize, t_d: f64, reason: String) -> TankError {
        TankError::Equilibrium { tank: self.case.tanks[tank].name.clone(), t_d, reason }
    }

    /// The next stretch with constant inputs from state `y`, which an emptying changes; none at the end of the run.
    pub(super) fn begin(&mut self, y: &mut [f64]) -> Result<Option<Begun>, TankError> {
        let first = !std::mem::replace(&mut self.started, true);
        self.now_d = self.end_d;
        if self.now_d >= self.case.t_end_d {
            return Ok(None);
        }
        let mut warmed = first;
        if !first && self.case.times_d.get(self.next_row).is_some_and(|t| *t <= self.now_d) {
            let before = self.row;
            self.row = self.next_row;
            self.skip_equal_rows();
            if kelvins(&self.case.rows[before]) != kelvins(&self.case.rows[self.row]) {
                self.models = models(self.case, &self.case.rows[self.row], self.now_d)?;
                warmed = true;
            }
        }
        self.empty(y);
        self.take_flows(y)?;
        if warmed && !first {
            self.network.settle(self.case, self.now_d, y)?;
        }
        self.before.copy_from_slice(y);
        self.look(self.now_d, y);
        if first && self.times.first() == Some(&0.0) {
            self.note(0.0, y);
        }
        Ok(Some(Begun { times: (self.now_d, self.end_d), models: warmed }))
    }

    /// Empties the stores whose day it is.
    fn empty(&mut self, y: &mut [f64]) {
        let shape = self.shape();
        let layout = K::layout();
        for (number, place) in shape.places.iter().enumerate() {
            let emptyings = self.case.tanks[number].level.emptyings();
            let due = emptyings.get(self.next_emptying[number]).filter(|emptying| emptying.day <= self.now_d);
            let (Some(emptying), Some(volume)) = (due, place.volume) else { continue };
            self.next_emptying[number] += 1;
            let tank = &self.network.tanks[number];
            let gone = y[volume] - emptying.to_m3;
            if gone <= 0.0 {
                continue;
            }
            let state = concentrations(&shape, place, tank, y);
            let liquid: Vec<f64> = state[..layout.liquid].iter().map(|c| c * gone).collect();
            let stays = emptying.to_m3 / y[volume];
            y[place.start..place.start + layout.liquid].iter_mut().for_each(|m| *m *= stays);
            let mut left = Left { tank: number, volume_m3: gone, liquid: &liquid, gas: &[], wet_m3: 0.0 };
            let mut drawn_back = Vec::new();
            if K::HEADSPACE {
                let grows = (tank.total - emptying.to_m3) / (tank.total - y[volume]);
                y[place.start + layout.liquid..place.start + layout.outflow()].iter_mut().for_each(|m| *m *= grows);
                drawn_back.extend(state[layout.liquid..layout.outflow()].iter().map(|g| -g * gone));
                left.wet_m3 = -gone;
            } else {
                drawn_back.resize(layout.gas, 0.0);
            }
            left.gas = &drawn_back;
            y[volume] = emptying.to_m3;
            left.enter::<K>(&tank.model, &mut self.ledger, &mut self.totals_of_row[number]);
        }
    }

    /// Works out the flows from now on, and until when they hold.
    fn take_flows(&mut self, y: &[f64]) -> Result<(), TankError> {
        let shape = self.shape();
        let case = self.case;
        let inlets = &case.rows[self.row];
        let volumes: Vec<Option<f64>> = shape.places.iter().map(|place| place.volume.map(|at| y[at])).collect();
        let brim = |(tank, volume): (&Tank<K>, &Option<f64>)| volume.is_some_and(|volume| is_full(tank, volume));
        let full: Vec<bool> = case.tanks.iter().zip(&volumes).map(brim).collect();
        self.flows = flows(case, inlets, &full, self.now_d)?;
        self.network = network(&shape, case, &self.models, inlets, &self.flows);
        let mut end_d = case.times_d.get(self.next_row).copied().unwrap_or(case.t_end_d).min(case.t_end_d);
        for (tank, next) in case.tanks.iter().zip(&self.next_emptying) {
            end_d = tank.level.emptyings().get(*next).map_or(end_d, |emptying| end_d.min(emptying.day));
        }
        for ((tank, volume), rise) in case.tanks.iter().zip(&volumes).zip(&self.flows.rise) {
            let Some(volume) = volume else { continue };
            if *rise > 0.0 {
                end_d = end_d.min(self.now_d + (tank.level.capacity_m3() - volume) / rise);
            } else if *rise < 0.0 && self.now_d - volume / rise <= end_d {
                return Err(TankError::Dry { tank: tank.name.clone(), t_d: self.now_d - volume / rise });
            }
        }
        self.end_d = end_d.max(self.now_d);
        Ok(())
    }

    /// The next time at which a row is wanted, if it is not after `end_d`.
    pub(super) fn due(&self, end_d: f64) -> Option<f64> {
        // Rounding of the sum must not lose a time at the very end of a stretch.
        self.times.get(self.next_time).copied().filter(|t| *t <= end_d + 1e-12 * end_d)
    }

    fn row_at(&self, t_d: f64, y: &[f64]) -> Result<RunRow, TankError> {
        let shape = &self.network.shape;
        let mut tanks = Vec::with_capacity(self.network.tanks.len());
        for (number, (place, tank)) in shape.places.iter().zip(&self.network.tanks).enumerate() {
            let mut state = concentrations(shape, place, tank, y);
            // Algebraic unknowns are met at the ends of steps, not between them.
            K::settle(&tank.model, &mut state).map_err(|reason| self.equilibrium(number, t_d, reason))?;
            tanks.push(tank_row(tank, liquid_m3(place, tank, y), state));
        }
        Ok(RunRow { t_d, tanks })
    }

    /// Notes the row of the time that was due.
    pub(super) fn note(&mut self, t_d: f64, y: &[f64]) {
        match self.row_at(t_d, y) {
            Ok(row) => self.rows.push(row),
            Err(error) => self.failed = self.failed.take().or(Some(error)),
        }
        self.next_time += 1;
    }

    /// Looks at the tanks; the time from which to look again.
    pub(super) fn look(&mut self, day: f64, y: &[f64]) -> f64 {
        let shape = self.shape();
        for (number, place) in shape.places.iter().enumerate() {
            let tank = &self.network.tanks[number];
            let state = concentrations(&shape, place, tank, y);
            let dilution = self.flows.out[number] / liquid_m3(place, tank, y);
            let watch = &mut self.watches[number];
            let mut told: Vec<Happening> = Vec::new();
            if let Some(seen) = K::methanogens(&tank.model, &state, dilution) {
                told.extend(watch.judge::<K>(&seen, dilution, day));
            }
            if let Some(events) = &mut self.events {
                let factors = K::factors(&tank.model, &state);
                told.extend(watch.tell::<K>(&self.limits, &state, &factors));
                let strongest = strongest::<K>(&factors);
                events.extend(told.into_iter().map(|what| Event { tank: number, day, what, strongest }));
            }
        }
        day + self.limits.look_d
    }

    /// Enters a stretch that has ended into the books. `integral` is that of the leading unknowns.
    pub(super) fn end(&mut self, integral: &[f64], y: &[f64], spent: Statistics) {
        let shape = self.shape();
        let layout = K::layout();
        let length_d = self.end_d - self.now_d;
        let inlets = &self.case.rows[self.row];
        self.ledger.feed(inlets, length_d);
        for (number, place) in shape.places.iter().enumerate() {
            let tank = &self.network.tanks[number];
            let difference = |k: usize| passed(self.before[place.totals + k], y[place.totals + k]);
            let gas: Vec<f64> = (0..layout.gas).map(difference).collect();
            let liquid: Vec<f64> = match place.volume {
                None => (0..layout.liquid).map(|k| tank.exit[k] * integral[place.start + k]).collect(),
                Some(_) => (0..layout.liquid).map(|k| difference(layout.gas + 1 + k)).collect(),
            };
            let volume_m3 = self.flows.exit[number].max(0.0) * length_d;
            let wet_m3 = difference(layout.gas);
            let totals = &mut self.totals_of_row[number];
            totals.feed_m3 += inlets[number].flow_m3_per_d * length_d;
            let left = Left { tank: number, volume_m3, liquid: &liquid, gas: &gas, wet_m3 };
            left.enter::<K>(&tank.model, &mut self.ledger, totals);
        }
        self.look(self.end_d, y);
        self.statistics.steps += spent.steps;
        self.statistics.rejected += spent.rejected;
        self.statistics.starts += spent.starts;
        let row_ends = self.case.times_d.get(self.next_row).is_none_or(|t| *t <= self.end_d);
        if row_ends || self.end_d >= self.case.t_end_d {
            self.close_row();
        }
    }

    fn close_row(&mut self) {
        for (sum, row) in self.totals.iter_mut().zip(&self.totals_of_row) {
            sum.enter(row);
        }
        let zero = vec![TankTotals::zero(K::layout().liquid); self.totals.len()];
        let tanks = std::mem::replace(&mut self.totals_of_row, zero);
        if let Some(rows) = &mut self.row_totals {
            rows.push(RowTotals { end_d: self.end_d, tanks });
        }
    }

    /// The run at its end.
    pub(super) fn finish(self, y: &[f64]) -> Result<TankRun, TankError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        Ok(TankRun {
            end: self.row_at(self.end_d, y)?,
            rows: self.rows,
            row_totals: self.row_totals.unwrap_or_default(),
            totals: self.totals,
            closure: self.ledger.close(&self.network, y),
            statistics: self.statistics,
            verdicts: self.watches.iter().map(Watch::verdict).collect(),
            events: self.events.unwrap_or_default(),
        })
    }

    /// Why the integration stopped: the unknown that is most below zero, in its floors, or not finite.
    pub(super) fn fail(&self, y: &[f64], error: OdeError) -> TankError {
        let layout = K::layout();
        let mut worst: (f64, usize, Option<(&'static str, f64)>) = (1.0, 0, None);
        for (number, place) in self.network.shape.places.iter().enumerate() {
            for (unknown, value) in layout.unknowns.iter().zip(&y[place.start..]) {
                let depth = if value.is_finite() { -value / unknown.floor } else { f64::INFINITY };
                if depth > worst.0 {
                    worst = (depth, number, Some((unknown.name, *value)));
                }
            }
        }
        TankError::Integration { tank: self.case.tanks[worst.1].name.clone(), worst: worst.2, error }
    }
}

fn kelvins(inlets: &[Inlet]) -> Vec<Option<f64>> {
    inlets.iter().map(|inlet| inlet.t_op_k).collect()
}
