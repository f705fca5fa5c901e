//! The equations of a tank whose level moves.
//!
//! Its unknowns are amounts per m3 of a fixed volume W (the largest liquid volume): m = c V/W and, of the gas, g V_gas/W, so
//! that what is linear in them balances to rounding while V moves. The volume is an unknown with a constant slope. With
//! s = W/V and t = W/V_gas: dm/dt = load - loss c + conversion V/W; dm_gas/dt = transfer V/W - g outflow/W.

use super::network::Inputs;
use super::shape::{Place, Shape};
use super::{Kinetics, Layout, OUTPUTS_MAX, React};
use crate::num::Real;

/// Concentrations of a store, and what they are scaled by.
pub(super) struct Scaled<S> {
    y: [S; OUTPUTS_MAX],
    count: usize,
    /// V/W.
    fill: S,
    /// 1/V and, where there is a headspace, 1/V_gas.
    per_liquid: S,
    per_gas: S,
}

impl<S: Real> Scaled<S> {
    #[inline(always)]
    pub(super) fn new<K: Kinetics>(
        layout: &Layout,
        place: &Place,
        tank: &Inputs<K, S>,
        unknowns: &[S],
        volume: usize,
    ) -> Self {
        let liquid_m3 = unknowns[volume];
        let per_liquid = S::one() / liquid_m3;
        let per_gas = if K::HEADSPACE { S::one() / (tank.total - liquid_m3) } else { S::zero() };
        let count = layout.unknowns.len();
        let mut y = [S::zero(); OUTPUTS_MAX];
        y[..count].copy_from_slice(&unknowns[place.start..place.start + count]);
        for value in &mut y[..layout.liquid] {
            *value *= tank.volume * per_liquid;
        }
        if K::HEADSPACE {
            for value in &mut y[layout.liquid..layout.outflow()] {
                *value *= tank.volume * per_gas;
            }
        }
        Self { y, count, fill: liquid_m3 / tank.volume, per_liquid, per_gas }
    }

    #[inline(always)]
    pub(super) fn concentrations(&self) -> &[S] {
        &self.y[..self.count]
    }

    /// Derivative of an unknown of the model by the volume.
    #[inline(always)]
    fn by_volume(&self, layout: &Layout, column: usize) -> S {
        if column < layout.liquid {
            -(self.y[column] * self.per_liquid)
        } else if column < layout.outflow() {
            self.y[column] * self.per_gas
        } else {
            S::zero()
        }
    }
}

/// Slopes, without what other tanks send.
#[inline(always)]
pub(super) fn slopes<K: Kinetics, S: Real>(
    shape: &Shape,
    place: &Place,
    tank: &Inputs<K, S>,
    at: &Scaled<S>,
    out: &mut [S],
) {
    let layout = shape.layout;
    let (liquid, gas) = (layout.liquid, layout.gas);
    let mut react = [S::zero(); OUTPUTS_MAX];
    tank.model.react(at.concentrations(), &mut react[..=at.count]);
    for k in 0..liquid {
        let left = tank.loss[k] * at.y[k];
        out[place.start + k] = react[k] * at.fill + (tank.gain[k] - left);
        out[place.totals + gas + 1 + k] = tank.exit[k] * at.y[k];
    }
    let outflow = react[layout.outflow()] * tank.valve;
    for k in 0..gas {
        let passed = react[liquid + k] * at.fill;
        let own = place.start + liquid + k;
        if K::HEADSPACE {
            let left = at.y[liquid + k] * outflow;
            out[own] = passed - left / tank.volume;
            out[place.totals + k] = left;
        } else {
            out[own] = -at.y[liquid + k];
            out[place.totals + k] = passed * tank.volume;
        }
    }
    out[place.totals + gas] = outflow;
    for k in layout.outflow()..at.count {
        out[place.start + k] = react[k + 1];
    }
    out[place.start + at.count] = tank.rise;
}

/// Derivatives, without what other tanks send.
#[inline(always)]
pub(super) fn jacobian<K: Kinetics, S: Real>(
    shape: &Shape,
    place: &Place,
    tank: &Inputs<K, S>,
    at: &Scaled<S>,
    out: &mut [S],
) {
    let layout = shape.layout;
    let (liquid, vent_row) = (layout.liquid, layout.outflow());
    let own = place.entries..place.entries + layout.pattern.len();
    tank.model.slopes(at.concentrations(), &mut out[own.clone()]);
    let mut react = [S::zero(); OUTPUTS_MAX];
    tank.model.react(at.concentrations(), &mut react[..=at.count]);
    let per_liquid = tank.volume * at.per_liquid;
    let per_gas = if K::HEADSPACE { tank.volume * at.per_gas } else { S::one() };
    // The model's derivatives by concentrations become those by amounts; the rows of the liquid and of the transfers carry
    // the volume. What each row is by the volume is the sum over its concentrations.
    for (entry, (row, column)) in own.zip(&layout.pattern) {
        let of_row = if *row < liquid {
            at.fill
        } else if *row < vent_row {
            if K::HEADSPACE { at.fill } else { at.fill * tank.volume }
        } else if *row == vent_row {
            tank.valve
        } else {
            S::one()
        };
        let slope = out[entry] * of_row;
        let to_amount = if *column < liquid {
            per_liquid
        } else if *column < vent_row {
            per_gas
        } else {
            S::one()
        };
        out[entry] = slope * to_amount;
        out[place.by_volume.outputs[*row]] += slope * at.by_volume(layout, *column);
    }
    for k in 0..liquid {
        let c_by_volume = at.by_volume(layout, k);
        out[place.diagonal[k]] -= tank.loss[k] * per_liquid;
        out[place.by_volume.outputs[k]] += react[k] / tank.volume - tank.loss[k] * c_by_volume;
        let (by_own, by_volume) = place.by_volume.left[k];
        out[by_own] += tank.exit[k] * per_liquid;
        out[by_volume] += tank.exit[k] * c_by_volume;
    }
    gas_jacobian(shape, place, tank, at, &react, out);
}

/// Derivatives of the headspace and its running totals, once those of the model are written.
#[inline(always)]
fn gas_jacobian<K: Kinetics, S: Real>(
    shape: &Shape,
    place: &Place,
    tank: &Inputs<K, S>,
    at: &Scaled<S>,
    react: &[S],
    out: &mut [S],
) {
    let layout = shape.layout;
    let (liquid, gas, vent_row) = (layout.liquid, layout.gas, layout.outflow());
    let per_gas = tank.volume * at.per_gas;
    let outflow = react[vent_row] * tank.valve;
    let outflow_by_volume = out[place.by_volume.outputs[vent_row]];
    for k in 0..gas {
        let by_volume = place.by_volume.outputs[liquid + k];
        let (held, total) = place.own[k];
        if K::HEADSPACE {
            let g = at.y[liquid + k];
            let left = g * outflow_by_volume + at.by_volume(layout, liquid + k) * outflow;
            out[by_volume] += react[liquid + k] / tank.volume - left / tank.volume;
            out[place.by_volume.gas_totals[k]] += left;
            out[held] -= outflow * per_gas / tank.volume;
            out[total] += outflow * per_gas;
        } else {
            // The row of the transfer is that of the running total, and so is its derivative by the volume.
            out[by_volume] += react[liquid + k];
            out[held] -= S::one();
        }
    }
    if K::HEADSPACE {
        for vent in &place.vents {
            let left = at.y[liquid + vent.gas] * out[vent.outflow];
            out[vent.held] -= left / tank.volume;
            out[vent.total] += left;
        }
    }
}
