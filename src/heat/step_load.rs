//! A year of heat demand in steps of less than an hour: hours held, with peaks put on top.

use super::error::HeatError;
use super::load::{HeatLoad, LARGEST_KW};
use crate::units::HOURS_PER_YEAR;

/// Steps that an hour may have: 60, 15, 10 and 5 minutes.
pub(super) const STEPS_PER_HOUR: [usize; 4] = [1, 4, 6, 12];

/// Five-minute pieces of an hour, into which every length of step divides.
const PIECES: usize = 12;

/// Heat demand of a year in steps of 60, 15, 10 or 5 minutes: values of 0 to 1e7 kW.
#[derive(Clone, Debug, PartialEq)]
pub struct StepLoad {
    steps_per_hour: usize,
    kw: Vec<f64>,
}

/// Heat drawn within an hour on top of what is even in it, such as hot water.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DrawOff {
    /// Hour of the year, from 0.
    pub hour: usize,
    /// Step of the hour, from 0.
    pub step: usize,
    /// Heat, kWh.
    pub kwh: f64,
}

impl StepLoad {
    /// Steps of a year, kW: `steps_per_hour` (1, 4, 6 or 12) for each of 8760 hours.
    ///
    /// # Errors
    /// When the number of steps is another, or a step lies outside 0 to 1e7 kW.
    pub fn new(kw: Vec<f64>, steps_per_hour: usize) -> Result<Self, HeatError> {
        if !STEPS_PER_HOUR.contains(&steps_per_hour) {
            return Err(HeatError::StepsPerHour { found: steps_per_hour });
        }
        let length = HOURS_PER_YEAR * steps_per_hour;
        if kw.len() != length {
            return Err(HeatError::BadStep { step: kw.len().min(length) + 1, value_kw: f64::NAN });
        }
        match kw.iter().zip(1..).find(|(v, _)| !(0.0..=LARGEST_KW).contains(*v)) {
            Some((value_kw, step)) => Err(HeatError::BadStep { step, value_kw: *value_kw }),
            None => Ok(Self { steps_per_hour, kw }),
        }
    }

    /// Every hour even within itself.
    ///
    /// # Errors
    /// When an hour cannot have so many steps.
    pub fn held(load: &HeatLoad, steps_per_hour: usize) -> Result<Self, HeatError> {
        let kw = load.kw().iter().flat_map(|kw| std::iter::repeat_n(*kw, steps_per_hour)).collect();
        Self::new(kw, steps_per_hour)
    }

    /// Hours that keep their energy, with these draw-offs inside: what is drawn in a step is taken evenly from all steps of
    /// its hour, as far as the hour has it.
    ///
    /// # Errors
    /// When an hour cannot have so many steps, a draw-off lies outside the year or its hour or is negative, or those of an
    /// hour ask more than the hour has.
    pub fn with_draw_offs(load: &HeatLoad, steps_per_hour: usize, draws: &[DrawOff]) -> Result<Self, HeatError> {
        let mut held = Self::held(load, steps_per_hour)?;
        let steps = steps_per_hour as f64;
        for draw in draws {
            let at = draw.hour.saturating_mul(steps_per_hour).saturating_add(draw.step);
            if draw.step >= steps_per_hour || draw.hour >= HOURS_PER_YEAR || draw.kwh.is_nan() || draw.kwh < 0.0 {
                return Err(HeatError::BadStep { step: at.saturating_add(1), value_kw: draw.kwh * steps });
            }
            let first = draw.hour * steps_per_hour;
            held.kw[first..first + steps_per_hour].iter_mut().for_each(|kw| *kw -= draw.kwh);
            held.kw[at] += draw.kwh * steps;
        }
        // An hour that draws more than it has went below zero: rounding alone does so by less than this.
        let rounding = 1e-9 * load.peak_kw();
        held.kw.iter_mut().filter(|kw| (-rounding..0.0).contains(*kw)).for_each(|kw| *kw = 0.0);
        Self::new(held.kw, steps_per_hour)
    }

    /// Steps of an hour.
    pub fn steps_per_hour(&self) -> usize {
        self.steps_per_hour
    }

    /// Demand of each step, kW.
    pub fn kw(&self) -> &[f64] {
        &self.kw
    }

    /// Largest step, kW.
    pub fn peak_kw(&self) -> f64 {
        self.kw.iter().copied().fold(0.0, f64::max)
    }

    /// The means of the hours.
    ///
    /// # Errors
    /// When no step has any demand.
    pub fn hours(&self) -> Result<HeatLoad, HeatError> {
        HeatLoad::new((0..HOURS_PER_YEAR).map(|hour| self.at(hour, 0, 1)).collect())
    }

    /// Mean demand, kW, over step `part` of an hour cut into `steps` (1, 4, 6 or 12): another cut keeps the energy.
    #[inline(always)]
    pub(super) fn at(&self, hour: usize, part: usize, steps: usize) -> f64 {
        if steps == self.steps_per_hour {
            return self.kw[hour * steps + part];
        }
        let length = PIECES / steps;
        let own = |piece: usize| self.kw[hour * self.steps_per_hour + piece * self.steps_per_hour / PIECES];
        (part * length..(part + 1) * length).map(own).sum::<f64>() / length as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load() -> HeatLoad {
        HeatLoad::new((0..8760).map(|h| 20.0 + f64::from(h % 7)).collect()).unwrap()
    }

    #[test]
    fn hours_keep_their_energy_whatever_the_steps() {
        let draws = [DrawOff { hour: 3, step: 1, kwh: 5.0 }, DrawOff { hour: 8759, step: 3, kwh: 21.0 }];
        for steps in [4, 6, 12] {
            let peaks = StepLoad::with_draw_offs(&load(), steps, &draws).unwrap();
            assert_eq!(peaks.kw().len(), 8760 * steps);
            let n = steps as f64;
            assert!((peaks.at(3, 1, steps) - (23.0 - 5.0 + 5.0 * n)).abs() < 1e-12);
            assert_eq!(peaks.peak_kw(), peaks.at(8759, 3, steps));
            let hours = peaks.hours().unwrap();
            assert!(hours.kw().iter().zip(load().kw()).all(|(a, b)| (a - b).abs() < 1e-12));
            for other in [1, 4, 6, 12] {
                let sum: f64 = (0..other).map(|part| peaks.at(3, part, other)).sum();
                assert!((sum / other as f64 - 23.0).abs() < 1e-12, "{steps} in {other}");
            }
        }
    }

    #[test]
    fn what_is_no_year_of_steps_is_refused() {
        let of = |draw| StepLoad::with_draw_offs(&load(), 4, &[draw]).unwrap_err();
        let draw = DrawOff { hour: 0, step: 0, kwh: 1.0 };
        for odd in [
            DrawOff { hour: 8760, ..draw },
            DrawOff { hour: usize::MAX, ..draw },
            DrawOff { step: 4, ..draw },
            DrawOff { kwh: -1.0, ..draw },
            DrawOff { kwh: f64::NAN, ..draw },
            DrawOff { kwh: 20.5, ..draw },
        ] {
            assert!(matches!(of(odd), HeatError::BadStep { .. }), "{odd:?}");
        }
        for steps in [0, 2, 3, 5, 60] {
            assert_eq!(StepLoad::held(&load(), steps), Err(HeatError::StepsPerHour { found: steps }));
        }
        assert!(StepLoad::new(vec![1.0; 8760], 4).is_err());
        assert!(StepLoad::new(vec![f64::NAN; 8760], 1).is_err());
    }
}
