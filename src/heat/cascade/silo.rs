//! The wood store of a boiler house, as energy.

use crate::num::{Lanes, Mask, Real};

/// Hour of the day at which the lorry comes.
pub(super) const DELIVERY_HOUR: usize = 8;

/// Most lorries that a lane can be given in a day.
const LORRIES: usize = 8;

/// More wood than all the boilers of a country burn in a year, kWh.
const ENDLESS_KWH: f64 = 1e15;

/// A store of wood that is refilled at 8 h on working days (Monday to Friday, no holidays), full on 1 January.
///
/// A boiler runs only in a step for which the store holds all the wood that it and the boilers before it can burn: what an
/// auger cannot reach any more is less than one step at full load. So the level never falls below zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Silo<S> {
    /// Wood it holds (LHV as received), kWh, above zero.
    pub capacity_kwh: S,
    /// Wood of one lorry, kWh, above zero; comes when there is room for all of it.
    pub delivery_kwh: S,
    /// Most lorries a day, 1 to 8.
    pub deliveries_per_day: S,
    /// Weekday of 1 January: 0 Monday to 6 Sunday.
    pub first_weekday: usize,
}

impl<S: Real> Silo<S> {
    /// Whether lorries come on a day from 0.
    pub(super) fn is_working_day(&self, day: usize) -> bool {
        (self.first_weekday + day) % 7 < 5
    }

    /// The lorries of a morning: how many come, the level after them.
    #[inline(always)]
    pub(super) fn refill(&self, level_kwh: S) -> (S, S) {
        let (mut count, mut level) = (S::zero(), level_kwh);
        for _ in 0..LORRIES {
            let comes = count.lt(self.deliveries_per_day) & (level + self.delivery_kwh).le(self.capacity_kwh);
            level += S::select(comes, self.delivery_kwh, S::zero());
            count += S::select(comes, S::one(), S::zero());
            if !comes.any() {
                break;
            }
        }
        (count, level)
    }

    /// A store that is never empty and never refilled, beside those of other lanes.
    pub(super) fn endless(first_weekday: usize) -> Self {
        let endless = S::from_f64(ENDLESS_KWH);
        Self { capacity_kwh: endless, delivery_kwh: endless, deliveries_per_day: S::zero(), first_weekday }
    }
}

impl Silo<f64> {
    /// Whether each number makes sense.
    pub(super) fn is_sound(&self) -> bool {
        let positive = |x: f64| x > 0.0 && x < ENDLESS_KWH;
        positive(self.capacity_kwh)
            && positive(self.delivery_kwh)
            && self.delivery_kwh <= self.capacity_kwh
            && (1.0..=LORRIES as f64).contains(&self.deliveries_per_day)
            && self.first_weekday < 7
    }
}

impl<L: Lanes> Silo<L> {
    /// Changes the numbers of one lane.
    pub(super) fn set_lane(&mut self, lane: usize, silo: &Silo<f64>) {
        self.capacity_kwh.set_lane(lane, silo.capacity_kwh);
        self.delivery_kwh.set_lane(lane, silo.delivery_kwh);
        self.deliveries_per_day.set_lane(lane, silo.deliveries_per_day);
    }
}
