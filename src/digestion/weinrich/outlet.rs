//! The way out of a headspace of methane, carbon dioxide and water vapour.

use crate::num::{Lanes, Real};

/// Pressure of the headspace, and the flow out of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Outlet<S> {
    /// Partial pressure per concentration, methane and carbon dioxide.
    pub(super) pressure: [S; 2],
    /// Pressure of water vapour less the pressure outside.
    pub(super) vapour_excess: S,
    /// Pressure outside.
    pub(super) outside: S,
    /// Flow per pressure above outside, m3/d.
    pub(super) k_p: S,
}

/// A flow and its derivatives by the two concentrations.
pub(super) type Flow<S> = (S, [S; 2]);

impl<S: Real> Outlet<S> {
    pub(super) fn new(pressure: [S; 2], vapour: S, outside: S, k_p: S) -> Self {
        Self { pressure, vapour_excess: vapour - outside, outside, k_p }
    }

    /// Partial pressures of methane and carbon dioxide.
    #[inline(always)]
    pub(super) fn partial(&self, gas: [S; 2]) -> [S; 2] {
        [gas[0] * self.pressure[0], gas[1] * self.pressure[1]]
    }

    /// Pressure above outside, and a mask that is 1 where there is any: no gas flows back from outside.
    #[inline(always)]
    fn excess(&self, gas: [S; 2]) -> (S, S) {
        let [a, b] = self.partial(gas);
        let excess = a + b + self.vapour_excess;
        (excess, S::select(excess.gt(S::zero()), S::one(), S::zero()))
    }

    /// k_p (p - p_outside) p/p_outside: the volume it has outside.
    #[inline(always)]
    pub(super) fn expanded(&self, gas: [S; 2]) -> Flow<S> {
        let (excess, open) = self.excess(gas);
        let k_p = self.k_p * open / self.outside;
        let inside = excess + self.outside;
        let by_pressure = k_p * (excess + inside);
        (k_p * excess * inside, [by_pressure * self.pressure[0], by_pressure * self.pressure[1]])
    }
}

impl<S: Lanes> Outlet<S> {
    pub(super) fn splat(one: &Outlet<f64>) -> Self {
        Self {
            pressure: one.pressure.map(S::from_f64),
            vapour_excess: S::from_f64(one.vapour_excess),
            outside: S::from_f64(one.outside),
            k_p: S::from_f64(one.k_p),
        }
    }

    pub(super) fn set_lane(&mut self, lane: usize, one: &Outlet<f64>) {
        for k in 0..2 {
            self.pressure[k].set_lane(lane, one.pressure[k]);
        }
        self.vapour_excess.set_lane(lane, one.vapour_excess);
        self.outside.set_lane(lane, one.outside);
        self.k_p.set_lane(lane, one.k_p);
    }
}
