//! What a case must be before it is run.

use super::case::{NetworkCase, StreamFlow, Tank};
use super::error::TankError;
use super::{Kinetics, TANKS_MAX};

impl<K: Kinetics> NetworkCase<K> {
    /// Checks everything that does not need the flows.
    pub(super) fn check(&self) -> Result<(), TankError> {
        if self.tanks.is_empty() || self.tanks.len() > TANKS_MAX {
            return Err(TankError::TankCount { count: self.tanks.len() });
        }
        if !(self.t_end_d.is_finite() && self.t_end_d > 0.0) {
            return Err(TankError::Length { value: self.t_end_d });
        }
        if !(1e-12..=1e-2).contains(&self.rtol) {
            return Err(TankError::Tolerance { value: self.rtol });
        }
        self.tanks.iter().try_for_each(|tank| self.check_tank(tank))?;
        self.check_streams()?;
        self.check_feed()
    }

    fn check_tank(&self, tank: &Tank<K>) -> Result<(), TankError> {
        let level = &tank.level;
        let room = if K::HEADSPACE { level.total_m3() - level.capacity_m3() } else { 1.0 };
        let volumes = [("liquid", level.capacity_m3()), ("headspace", room), ("liquid at the start", level.start_m3())];
        for (what, value) in volumes {
            if !(value.is_finite() && value > 0.0) {
                return Err(TankError::Volume { tank: tank.name.clone(), what, value });
            }
        }
        if level.start_m3() > level.capacity_m3() {
            let (what, value) = ("liquid at the start", level.start_m3());
            return Err(TankError::Volume { tank: tank.name.clone(), what, value });
        }
        let mut before = 0.0;
        for emptying in level.emptyings() {
            let within = emptying.day > before && emptying.day < self.t_end_d;
            if !(within && emptying.to_m3 > 0.0 && emptying.to_m3.is_finite()) {
                return Err(TankError::Emptying { tank: tank.name.clone(), t_d: emptying.day });
            }
            before = emptying.day;
        }
        let layout = K::layout();
        if tank.initial.len() != layout.unknowns.len() {
            return Err(TankError::InitialLength { tank: tank.name.clone(), expected: layout.unknowns.len() });
        }
        for (unknown, value) in layout.unknowns.iter().zip(&tank.initial).take(layout.outflow()) {
            if !(value.is_finite() && *value >= 0.0) {
                return Err(TankError::Initial { tank: tank.name.clone(), unknown: unknown.name, value: *value });
            }
        }
        Ok(())
    }

    fn check_streams(&self) -> Result<(), TankError> {
        let count = self.tanks.len();
        let mut shares = vec![None; count];
        for (number, stream) in self.streams.iter().enumerate() {
            let leads = stream.from < count && stream.to.is_none_or(|to| to < count && to != stream.from);
            if !leads {
                return Err(TankError::StreamEnds { stream: number });
            }
            let (StreamFlow::Pumped(amount) | StreamFlow::Overflow(amount)) = stream.flow;
            let carries = stream.carries.as_deref().unwrap_or_default();
            let wrong = |value: &f64| !(value.is_finite() && *value >= 0.0);
            if let Some(value) = std::iter::once(&amount).chain(carries).copied().find(wrong) {
                return Err(TankError::Stream { stream: number, value });
            }
            if stream.carries.is_some() && carries.len() != K::layout().liquid {
                return Err(TankError::Stream { stream: number, value: f64::NAN });
            }
            if let StreamFlow::Overflow(share) = stream.flow {
                *shares[stream.from].get_or_insert(0.0) += share;
            }
        }
        for (tank, sum) in self.tanks.iter().zip(shares) {
            if let Some(sum) = sum.filter(|sum: &f64| (sum - 1.0).abs() > 1e-9) {
                return Err(TankError::Shares { tank: tank.name.clone(), sum });
            }
        }
        Ok(())
    }

    fn check_feed(&self) -> Result<(), TankError> {
        let layout = K::layout();
        let (times, rows) = (&self.times_d, &self.rows);
        if times.len() != rows.len() || times.first() != Some(&0.0) {
            return Err(TankError::FeedTimes { row: 0 });
        }
        if let Some(row) = times.windows(2).position(|pair| !(pair[1] > pair[0] && pair[1].is_finite())) {
            return Err(TankError::FeedTimes { row: row + 1 });
        }
        for (row, inlets) in rows.iter().enumerate() {
            if inlets.len() != self.tanks.len() {
                return Err(TankError::FeedTimes { row });
            }
            for (tank, inlet) in self.tanks.iter().zip(inlets) {
                let name = || tank.name.clone();
                if !(inlet.flow_m3_per_d.is_finite() && inlet.flow_m3_per_d >= 0.0) {
                    return Err(TankError::Flow { tank: name(), row, value: inlet.flow_m3_per_d });
                }
                for (k, unknown) in layout.unknowns[..layout.liquid].iter().enumerate() {
                    let value = inlet.influent.get(k).copied().unwrap_or(f64::NAN);
                    if !(value.is_finite() && value >= 0.0) {
                        return Err(TankError::Feed { tank: name(), row, unknown: unknown.name, value });
                    }
                }
            }
        }
        Ok(())
    }
}
