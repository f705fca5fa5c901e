//! Methane and carbon dioxide between liquid, headspace and outside: the same in R3 and R4.

use super::outlet::{Flow, Outlet};
use super::{CARBON_DIOXIDE, METHANE};
use crate::digestion::tank::GasVolumes;
use crate::num::{Lanes, Real};
use crate::units::MOLAR_VOLUME_NM3_PER_KMOL;

/// Constants of gas transfer and outflow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gas<S> {
    pub(super) outlet: Outlet<S>,
    /// Liquid concentration at equilibrium per concentration in the headspace.
    equilibrium: [S; 2],
    pub(super) k_la: S,
}

/// What a model gives to make its [`Gas`].
pub(super) struct GasConstants<S> {
    /// R T, bar m3/kmol.
    pub(super) rt: S,
    /// Henry constants of methane and carbon dioxide, kmol/(m3 bar).
    pub(super) henry: [S; 2],
    pub(super) k_la: S,
    pub(super) k_p: S,
    pub(super) p_h2o: S,
    pub(super) p_atm: S,
}

impl<S: Real> Gas<S> {
    pub(super) fn new(c: &GasConstants<S>) -> Self {
        let pressure = [c.rt / METHANE, c.rt / CARBON_DIOXIDE];
        Self {
            outlet: Outlet::new(pressure, c.p_h2o, c.p_atm, c.k_p),
            equilibrium: [c.henry[0] * c.rt, c.henry[1] * c.rt],
            k_la: c.k_la,
        }
    }

    /// Transfer to the headspace, kg per m3 of liquid and day, from what is dissolved and what the headspace holds.
    #[inline(always)]
    pub(super) fn transfer(&self, dissolved: [S; 2], gas: [S; 2]) -> [S; 2] {
        [
            self.k_la * (dissolved[0] - self.equilibrium[0] * gas[0]),
            self.k_la * (dissolved[1] - self.equilibrium[1] * gas[1]),
        ]
    }

    /// Its derivatives by the headspace.
    #[inline(always)]
    pub(super) fn by_gas(&self) -> [S; 2] {
        [-(self.k_la * self.equilibrium[0]), -(self.k_la * self.equilibrium[1])]
    }

    /// Volume that leaves, m3/d.
    #[inline(always)]
    pub(super) fn outflow(&self, gas: [S; 2]) -> Flow<S> {
        self.outlet.expanded(gas)
    }
}

impl<S: Lanes> Gas<S> {
    pub(super) fn splat(one: &Gas<f64>) -> Self {
        Self {
            outlet: Outlet::splat(&one.outlet),
            equilibrium: one.equilibrium.map(S::from_f64),
            k_la: S::from_f64(one.k_la),
        }
    }

    pub(super) fn set_lane(&mut self, lane: usize, one: &Gas<f64>) {
        self.outlet.set_lane(lane, &one.outlet);
        for k in 0..2 {
            self.equilibrium[k].set_lane(lane, one.equilibrium[k]);
        }
        self.k_la.set_lane(lane, one.k_la);
    }
}

/// Nm3 per kg of the two gases.
pub(super) fn volumes() -> GasVolumes {
    let (methane, dioxide) = (MOLAR_VOLUME_NM3_PER_KMOL / METHANE, MOLAR_VOLUME_NM3_PER_KMOL / CARBON_DIOXIDE);
    GasVolumes { methane: vec![methane, 0.0], carbon_dioxide: vec![0.0, dioxide], other: vec![0.0, 0.0] }
}
