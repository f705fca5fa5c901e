//! The equations of tanks that feed each other.
//!
//! Per tank of constant volume V: dc/dt = load/V - (flow out)/V c + conversion + what other tanks send, with each flow
//! weighted by what it carries of an unknown; dg/dt = transfer V/V_gas - g (outflow)/V_gas. Running totals carry what left.
//! Everything that a row of the feed sets is worked out beforehand, per unknown: the loops below only add and multiply.

use super::case::{NetworkCase, Tank};
use super::error::TankError;
use super::flows;
use super::output::concentrations;
use super::shape::{Place, Shape};
use super::store::{self, Scaled};
use super::{Kinetics, React};
use crate::num::{Lanes, Mask, Real};
use crate::ode::System;
use std::sync::Arc;

/// A tank with its present inputs.
pub(super) struct Inputs<K: Kinetics, S: Real> {
    pub(super) model: K::Of<S>,
    /// Volume of the liquid (of a store: that its contents are counted per), m3.
    pub(super) volume: S,
    /// Headspace over a liquid of that volume, 1/m3, and liquid over headspace. A store works them out itself.
    pub(super) inverse_gas: S,
    pub(super) ratio: S,
    /// Liquid and headspace together, m3: of a store.
    pub(super) total: S,
    /// Rise of the volume, m3/d: of a store.
    pub(super) rise: S,
    /// 1 where gas may leave the headspace, 0 where the outlet is shut.
    pub(super) valve: S,
    /// Per liquid unknown, what the feed brings per m3 of `volume`, 1/d.
    pub(super) gain: Vec<S>,
    /// Per liquid unknown, share of `volume` that leaves, 1/d.
    pub(super) loss: Vec<S>,
    /// Per liquid unknown, m3/d that leave the plant from here.
    pub(super) exit: Vec<S>,
}

// The derived ones would ask it of `K` and `S`'s model, which need no more than their own.
impl<K: Kinetics, S: Real> Clone for Inputs<K, S> {
    fn clone(&self) -> Self {
        Self {
            model: self.model.clone(),
            volume: self.volume,
            inverse_gas: self.inverse_gas,
            ratio: self.ratio,
            total: self.total,
            rise: self.rise,
            valve: self.valve,
            gain: self.gain.clone(),
            loss: self.loss.clone(),
            exit: self.exit.clone(),
        }
    }
}

/// Tanks of one model that feed each other, with constant inputs: a system for the integrator.
pub struct Network<K: Kinetics, S: Real> {
    pub(super) shape: Arc<Shape>,
    pub(super) tanks: Vec<Inputs<K, S>>,
    /// Per link and liquid unknown, what it brings per concentration in the tank it comes from, 1/d.
    pub(super) carried: Vec<Vec<S>>,
}

impl<K: Kinetics, S: Real> Clone for Network<K, S> {
    fn clone(&self) -> Self {
        Self { shape: Arc::clone(&self.shape), tanks: self.tanks.clone(), carried: self.carried.clone() }
    }
}

impl<K: Kinetics, S: Real> Network<K, S> {
    /// Where its unknowns stand.
    pub fn shape(&self) -> &Arc<Shape> {
        &self.shape
    }

    /// Concentration in a tank per unit of its unknowns, and by its volume.
    #[inline(always)]
    fn scale(&self, tank: usize, y: &[S]) -> S {
        self.shape.places[tank].volume.map_or_else(S::one, |at| self.tanks[tank].volume / y[at])
    }
}

/// Slopes of a tank of constant volume, without what other tanks send.
#[inline(always)]
fn tank_slopes<K: Kinetics, S: Real>(shape: &Shape, place: &Place, tank: &Inputs<K, S>, y: &[S], out: &mut [S]) {
    let layout = shape.layout;
    let (liquid, gas, count) = (layout.liquid, layout.gas, layout.unknowns.len());
    let y = &y[place.start..place.start + count];
    {
        let own = &mut out[place.start..=place.start + count];
        tank.model.react(y, own);
        let (gain, loss) = (&tank.gain[..liquid], &tank.loss[..liquid]);
        for k in 0..liquid {
            own[k] += gain[k] - loss[k] * y[k];
        }
    }
    let first = place.start + liquid;
    let outflow = out[first + gas] * tank.valve;
    for k in gas..count - liquid {
        out[first + k] = out[first + k + 1];
    }
    for k in 0..gas {
        if K::HEADSPACE {
            let left = y[liquid + k] * outflow;
            out[first + k] = out[first + k] * tank.ratio - left * tank.inverse_gas;
            out[place.totals + k] = left;
        } else {
            out[place.totals + k] = out[first + k] * tank.volume;
            out[first + k] = -y[liquid + k];
        }
    }
    out[place.totals + gas] = outflow;
}

/// Derivatives of a tank of constant volume, without what other tanks send.
#[inline(always)]
fn tank_jacobian<K: Kinetics, S: Real>(shape: &Shape, place: &Place, tank: &Inputs<K, S>, y: &[S], out: &mut [S]) {
    let layout = shape.layout;
    let y = &y[place.start..place.start + layout.unknowns.len()];
    tank.model.slopes(y, &mut out[place.entries..place.entries + layout.pattern.len()]);
    let factor = if K::HEADSPACE { tank.ratio } else { tank.volume };
    for entry in &place.gas_entries {
        out[*entry] *= factor;
    }
    for entry in &place.outflow_entries {
        out[*entry] *= tank.valve;
    }
    for (entry, loss) in place.diagonal.iter().zip(&tank.loss) {
        out[*entry] -= *loss;
    }
    if K::HEADSPACE {
        let outflow = tank.model.outflow(y, layout.outflow()) * tank.valve;
        for vent in &place.vents {
            let left = y[layout.liquid + vent.gas] * out[vent.outflow];
            out[vent.held] -= left * tank.inverse_gas;
            out[vent.total] += left;
        }
        for (held, total) in &place.own {
            out[*held] -= outflow * tank.inverse_gas;
            out[*total] += outflow;
        }
    } else {
        for (held, _) in &place.own {
            out[*held] -= S::one();
        }
    }
}

impl<K: Kinetics, S: Real> System<S> for Network<K, S> {
    #[inline(always)]
    fn rhs(&self, y: &[S], out: &mut [S]) {
        let shape = &*self.shape;
        for (place, tank) in shape.places.iter().zip(&self.tanks) {
            match place.volume {
                None => tank_slopes(shape, place, tank, y, out),
                Some(volume) => {
                    store::slopes(shape, place, tank, &Scaled::new(shape.layout, place, tank, y, volume), out);
                }
            }
        }
        for (link, carried) in shape.links.iter().zip(&self.carried) {
            let (from, to) = (shape.places[link.from].start, shape.places[link.to].start);
            let scale = self.scale(link.from, y);
            for (k, carried) in carried.iter().enumerate() {
                out[to + k] += *carried * (y[from + k] * scale);
            }
        }
    }

    #[inline(always)]
    fn jacobian(&self, y: &[S], out: &mut [S]) {
        let shape = &*self.shape;
        out[shape.places.len() * shape.layout.pattern.len()..].fill(S::zero());
        for (place, tank) in shape.places.iter().zip(&self.tanks) {
            match place.volume {
                None => tank_jacobian(shape, place, tank, y, out),
                Some(volume) => {
                    store::jacobian(shape, place, tank, &Scaled::new(shape.layout, place, tank, y, volume), out);
                }
            }
        }
        for (link, carried) in shape.links.iter().zip(&self.carried) {
            let scale = self.scale(link.from, y);
            for (entry, carried) in link.entries.iter().zip(carried) {
                out[*entry] += *carried * scale;
            }
            if let Some(volume) = shape.places[link.from].volume {
                let from = shape.places[link.from].start;
                let per_volume = scale / y[volume];
                for (k, (entry, carried)) in link.by_volume.iter().zip(carried).enumerate() {
                    out[*entry] -= *carried * (y[from + k] * per_volume);
                }
            }
        }
    }

    #[inline(always)]
    fn admissible(&self, y: &[S]) -> S::Mask {
        let shape = &*self.shape;
        let mut good = S::Mask::splat(true);
        for (place, tank) in shape.places.iter().zip(&self.tanks) {
            match place.volume {
                None => good = good & tank.model.admissible(&y[place.start..place.start + shape.layout.unknowns.len()]),
                Some(volume) => {
                    let scaled = Scaled::new(shape.layout, place, tank, y, volume);
                    good = good & tank.model.admissible(scaled.concentrations()) & y[volume].gt(S::zero());
                }
            }
        }
        good
    }
}

impl<K: Kinetics> Network<K, f64> {
    /// The network of a case at its start, with the inputs of row `row` of its feed.
    ///
    /// # Errors
    /// When the case makes no sense, or has no such row.
    pub fn of(case: &NetworkCase<K>, row: usize) -> Result<Self, TankError> {
        case.check()?;
        let (inlets, t_d) = case.rows.get(row).zip(case.times_d.get(row)).ok_or(TankError::FeedTimes { row })?;
        let shape = Shape::of::<K>(&case.topology());
        let full: Vec<bool> = case.tanks.iter().map(|tank| is_full(tank, tank.level.start_m3())).collect();
        let models = flows::models(case, inlets, *t_d)?;
        Ok(flows::network(&shape, case, &models, inlets, &flows::flows(case, inlets, &full, *t_d)?))
    }

    /// The same network of other numbers, with what `model` makes of each model.
    pub fn lift<S: Real>(&self, model: impl Fn(&K::Of<f64>) -> K::Of<S>) -> Network<K, S> {
        let all = |values: &[f64]| values.iter().map(|value| S::from_f64(*value)).collect::<Vec<S>>();
        let tank = |one: &Inputs<K, f64>| Inputs {
            model: model(&one.model),
            volume: S::from_f64(one.volume),
            inverse_gas: S::from_f64(one.inverse_gas),
            ratio: S::from_f64(one.ratio),
            total: S::from_f64(one.total),
            rise: S::from_f64(one.rise),
            valve: S::from_f64(one.valve),
            gain: all(&one.gain),
            loss: all(&one.loss),
            exit: all(&one.exit),
        };
        Network {
            shape: Arc::clone(&self.shape),
            tanks: self.tanks.iter().map(tank).collect(),
            carried: self.carried.iter().map(|carried| all(carried)).collect(),
        }
    }

    /// The state of the network in which a case starts, its algebraic unknowns those that belong to the others.
    ///
    /// # Errors
    /// When a tank has no equilibrium.
    pub fn initial(&self, case: &NetworkCase<K>) -> Result<Vec<f64>, TankError> {
        let mut y = initial(case, &self.shape);
        self.settle(case, 0.0, &mut y)?;
        Ok(y)
    }

    /// Sets the algebraic unknowns of all tanks to those of the others.
    pub(super) fn settle(&self, case: &NetworkCase<K>, t_d: f64, y: &mut [f64]) -> Result<(), TankError> {
        let layout = self.shape.layout;
        for ((place, tank), named) in self.shape.places.iter().zip(&self.tanks).zip(&case.tanks) {
            let mut own = concentrations(&self.shape, place, tank, y);
            let none = |reason| TankError::Equilibrium { tank: named.name.clone(), t_d, reason };
            K::settle(&tank.model, &mut own).map_err(none)?;
            let algebraic = place.start + layout.outflow()..place.start + layout.unknowns.len();
            y[algebraic].copy_from_slice(&own[layout.outflow()..]);
        }
        Ok(())
    }
}

/// A store this near its brim is full.
const BRIM: f64 = 1e-9;

/// Whether a tank is a store that holds all it can.
pub(super) fn is_full<K: Kinetics>(tank: &Tank<K>, liquid_m3: f64) -> bool {
    tank.level.is_store() && liquid_m3 >= (1.0 - BRIM) * tank.level.capacity_m3()
}

/// The state in which a case starts, algebraic unknowns still guesses.
fn initial<K: Kinetics>(case: &NetworkCase<K>, shape: &Shape) -> Vec<f64> {
    let layout = shape.layout;
    let mut y = vec![0.0; shape.size()];
    for (tank, place) in case.tanks.iter().zip(&shape.places) {
        let own = &mut y[place.start..place.start + layout.unknowns.len()];
        own.copy_from_slice(&tank.initial);
        if !K::HEADSPACE {
            own[layout.liquid..layout.outflow()].fill(0.0);
        }
        if let Some(volume) = place.volume {
            let (full, start) = (tank.level.capacity_m3(), tank.level.start_m3());
            own[..layout.liquid].iter_mut().for_each(|c| *c *= start / full);
            let gas = (tank.level.total_m3() - start) / full;
            own[layout.liquid..layout.outflow()].iter_mut().for_each(|g| *g *= gas);
            y[volume] = start;
        }
    }
    y
}

impl<K: Kinetics, L: Lanes> Network<K, L> {
    /// The same network in every lane.
    pub(super) fn splat(one: &Network<K, f64>) -> Self {
        one.lift(|model| K::splat(model))
    }

    /// Puts the models of another network of the same shape into a lane.
    pub(super) fn set_models(&mut self, lane: usize, one: &Network<K, f64>) {
        for (to, from) in self.tanks.iter_mut().zip(&one.tanks) {
            K::set_lane(&mut to.model, lane, &from.model);
        }
    }

    /// Puts volumes, feeds and flows of another network of the same shape into a lane.
    pub(super) fn set_flows(&mut self, lane: usize, one: &Network<K, f64>) {
        let set = |to: &mut [L], from: &[f64]| to.iter_mut().zip(from).for_each(|(to, from)| to.set_lane(lane, *from));
        for (to, from) in self.tanks.iter_mut().zip(&one.tanks) {
            to.volume.set_lane(lane, from.volume);
            to.inverse_gas.set_lane(lane, from.inverse_gas);
            to.ratio.set_lane(lane, from.ratio);
            to.total.set_lane(lane, from.total);
            to.rise.set_lane(lane, from.rise);
            to.valve.set_lane(lane, from.valve);
            set(&mut to.gain, &from.gain);
            set(&mut to.loss, &from.loss);
            set(&mut to.exit, &from.exit);
        }
        self.carried.iter_mut().zip(&one.carried).for_each(|(to, from)| set(to, from));
    }
}
