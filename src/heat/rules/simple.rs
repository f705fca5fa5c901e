//! Two simple dispatch rules: a boiler without buffer, and the greedy lossless store, which no other rule can beat.

use crate::num::{Mask, Real};

/// Year of a boiler that follows the demand directly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DirectTotals<S> {
    /// Heat from the boiler, kWh.
    pub wood_kwh: S,
    /// Starts; a boiler that runs in the first hour is not one.
    pub starts: S,
    /// Hours of running.
    pub hours: S,
}

/// A boiler without buffer: it gives the demand up to `power_kw`, in hours that ask at least `threshold_kw`.
///
/// Two boilers of half the power in sequence are one boiler with half the threshold.
pub fn direct<S: Real>(demand_kw: &[S], power_kw: S, threshold_kw: S) -> DirectTotals<S> {
    let mut totals = DirectTotals { wood_kwh: S::zero(), starts: S::zero(), hours: S::zero() };
    let mut was_on = S::Mask::splat(true);
    for demand in demand_kw {
        let on = threshold_kw.le(*demand) & S::zero().lt(*demand);
        totals.wood_kwh += S::select(on, power_kw.min(*demand), S::zero());
        totals.starts += S::select(on & !was_on, S::one(), S::zero());
        totals.hours += S::select(on, S::one(), S::zero());
        was_on = on;
    }
    totals
}

/// Heat the backup must give, kWh, beside a boiler without minimum load and a lossless store (empty at first) that is
/// filled whenever there is room. This is the optimum for such a plant, so an upper bound on the coverage of any other.
pub fn greedy_backup_kwh<S: Real>(demand_kw: &[S], power_kw: S, capacity_kwh: S) -> S {
    let mut charge = S::zero();
    let mut backup = S::zero();
    for demand in demand_kw {
        let wood = power_kw.min(*demand + (capacity_kwh - charge));
        let surplus = charge + (wood - *demand);
        backup += (-surplus).max(S::zero());
        charge = surplus.max(S::zero());
    }
    backup
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direct_follows_demand_above_the_threshold() {
        let demand = [50.0, 10.0, 120.0, 0.0, 30.0];
        let totals = direct(&demand, 100.0, 30.0);
        assert_eq!((totals.wood_kwh, totals.starts, totals.hours), (180.0, 2.0, 3.0));
        assert_eq!(direct(&demand, 100.0, 0.0).hours, 4.0, "an hour without demand is no hour of running");
    }

    #[test]
    fn the_store_carries_the_night_into_the_morning() {
        // 10 kW all the time: six idle hours store 60 kWh, the peak takes 10 + 60 in one hour.
        let demand = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 100.0];
        assert_eq!(greedy_backup_kwh(&demand, 10.0, 1000.0), 30.0);
        assert_eq!(greedy_backup_kwh(&demand, 10.0, 20.0), 70.0);
        assert_eq!(greedy_backup_kwh(&demand, 10.0, 0.0), 90.0);
    }
}
