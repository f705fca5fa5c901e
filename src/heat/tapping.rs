//! Peaks of hot water: the draw-offs of Regulation (EU) 812/2013 for many dwellings, staggered, and what a tank makes of them.
//!
//! A draw-off lasts as long as its flow needs to carry its heat at [`DRAW_RISE_K`]. Each draw-off of each dwelling is moved by a
//! number of minutes that is a function of seed, dwelling and draw-off alone; the day is wrapped around, so that the heat
//! of a day is that of the profile times the dwellings, exactly.

use crate::dist::{ParameterId, uniform};
use crate::param::sheet::{SheetError, SheetRow, shipped};

/// Mean rise of the water drawn off, K: from 10 to 55 C at most, and mixed to about 45 C at the tap.
pub const DRAW_RISE_K: f64 = 35.0;

/// Heat capacity of a litre of water, kWh/K.
const KWH_PER_LITRE_K: f64 = 4186.0 / 3.6e6;

const MINUTES: usize = 1440;

/// Size of a tapping profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TappingProfile {
    /// Medium: 5.845 kWh/d, a small dwelling with shower.
    M,
    /// Large: 11.655 kWh/d, a family with bath.
    L,
    /// Extra large: 19.07 kWh/d.
    Xl,
    /// Twice extra large: 24.53 kWh/d.
    Xxl,
}

impl TappingProfile {
    /// All of them, with the words of the regulation.
    pub const ALL: [(&'static str, Self); 4] = [("M", Self::M), ("L", Self::L), ("XL", Self::Xl), ("XXL", Self::Xxl)];

    fn draws(self) -> impl Iterator<Item = &'static Draw> {
        draws().iter().filter(move |d| d.profile == self)
    }

    /// Draw-offs in a day.
    pub fn draws_per_d(self) -> usize {
        self.draws().count()
    }

    /// Heat of a day, kWh.
    pub fn daily_kwh(self) -> f64 {
        self.draws().map(|d| d.heat_kwh).sum()
    }
}

/// One draw-off.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Draw {
    profile: TappingProfile,
    minute: f64,
    heat_kwh: f64,
    flow_l_per_min: f64,
}

fn read_draw(row: &SheetRow<'_>) -> Result<Draw, SheetError> {
    Ok(Draw {
        profile: row.word("profile", &TappingProfile::ALL)?,
        minute: row.number_in("minute_of_day", 0.0..=1439.0)?,
        heat_kwh: row.number_in("heat_kwh", 0.001..=100.0)?,
        flow_l_per_min: row.number_in("flow_l_per_min", 0.1..=100.0)?,
    })
}

shipped! {
    /// The draw-offs of `models/heat/tapping.csv`.
    fn draws() -> [Draw] from "heat/tapping.csv" by read_draw
}

/// Mean power of hot water at the taps of `dwellings` in each minute of a day, kW. `stagger_min`: width of the window over which
/// each draw-off is spread, minutes (0: all at the minute of the regulation).
pub fn tapping_minutes_kw(profile: TappingProfile, dwellings: usize, stagger_min: f64, seed: u64) -> Vec<f64> {
    let mut kw = vec![0.0; MINUTES];
    for dwelling in 0..dwellings {
        for (k, draw) in profile.draws().enumerate() {
            let number = uniform(seed, (dwelling * 64 + k) as u64, ParameterId::of("tapping")) - 0.5;
            spread(&mut kw, draw, draw.minute + (stagger_min * number).round());
        }
    }
    kw
}

/// Puts the heat of a draw-off into the minutes it lasts.
fn spread(kw: &mut [f64], draw: &Draw, start_min: f64) {
    let power_kw = draw.flow_l_per_min * 60.0 * KWH_PER_LITRE_K * DRAW_RISE_K;
    let mut left_min = draw.heat_kwh / power_kw * 60.0;
    let mut minute = start_min.rem_euclid(MINUTES as f64) as usize;
    while left_min > 0.0 {
        kw[minute % MINUTES] += power_kw * left_min.min(1.0);
        left_min -= 1.0;
        minute += 1;
    }
}

/// Means over steps of so many minutes (a divisor of 1440: 5, 10, 15, 60), kW; nothing for other steps.
pub fn steps_kw(minutes_kw: &[f64], step_min: usize) -> Option<Vec<f64>> {
    if step_min == 0 || !minutes_kw.len().is_multiple_of(step_min) {
        return None;
    }
    Some(minutes_kw.chunks_exact(step_min).map(|step| step.iter().sum::<f64>() / step_min as f64).collect())
}

/// Peak of many over the sum of the peaks of each: mean power in the worst step, for so many dwellings, over that of one
/// dwelling times their number. None for a step that does not divide the day, or no dwelling.
pub fn tapping_simultaneity(
    profile: TappingProfile,
    dwellings: usize,
    stagger_min: f64,
    step_min: usize,
    seed: u64,
) -> Option<f64> {
    let peak = |minutes: Vec<f64>| steps_kw(&minutes, step_min).map(|s| s.into_iter().fold(0.0, f64::max));
    let one = peak(tapping_minutes_kw(profile, 1, 0.0, seed))?;
    let all = peak(tapping_minutes_kw(profile, dwellings, stagger_min, seed))?;
    (dwellings > 0).then(|| all / (one * dwellings as f64))
}

/// Least constant power, kW, that together with a tank of `tank_kwh` (usable heat, full before the worst stretch) carries a
/// day that repeats, given as means over steps of `step_min` minutes: the most that any stretch asks beyond the tank,
/// and never less than the mean of the day.
pub fn power_with_tank_kw(steps_kw: &[f64], step_min: f64, tank_kwh: f64) -> f64 {
    let (count, step_h) = (steps_kw.len(), step_min / 60.0);
    if count == 0 {
        return 0.0;
    }
    let mut least = steps_kw.iter().sum::<f64>() / count as f64;
    for start in 0..count {
        let mut heat_kwh = 0.0;
        for length in 1..=count {
            heat_kwh += steps_kw[(start + length - 1) % count] * step_h;
            least = f64::max(least, (heat_kwh - tank_kwh) / (length as f64 * step_h));
        }
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sums of Annex VII of the regulation, kWh a day.
    #[test]
    fn daily_sums_are_those_of_the_regulation() {
        let known = [5.845, 11.655, 19.07, 24.53];
        for ((word, profile), sum) in TappingProfile::ALL.into_iter().zip(known) {
            assert!((profile.daily_kwh() - sum).abs() < 1e-9, "{word}");
        }
        assert_eq!(draws().len(), 107);
    }

    #[test]
    fn heat_is_kept_however_the_day_is_staggered() {
        for (dwellings, stagger_min) in [(1, 0.0), (7, 90.0), (40, 600.0)] {
            let minutes = tapping_minutes_kw(TappingProfile::L, dwellings, stagger_min, 3);
            let kwh = minutes.iter().sum::<f64>() / 60.0;
            assert!((kwh - 11.655 * dwellings as f64).abs() < 1e-9);
            for step in [5, 10, 15, 60] {
                let steps = steps_kw(&minutes, step).unwrap();
                assert!((steps.iter().sum::<f64>() * step as f64 / 60.0 - kwh).abs() < 1e-9);
            }
        }
        assert_eq!(steps_kw(&[0.0; 1440], 7), None);
        assert_eq!(
            tapping_minutes_kw(TappingProfile::M, 5, 60.0, 1),
            tapping_minutes_kw(TappingProfile::M, 5, 60.0, 1)
        );
    }

    #[test]
    fn more_dwellings_draw_less_together() {
        let factor = |n| tapping_simultaneity(TappingProfile::L, n, 180.0, 10, 1).unwrap();
        assert!((tapping_simultaneity(TappingProfile::L, 20, 0.0, 10, 1).unwrap() - 1.0).abs() < 1e-12);
        let (few, some, many) = (factor(3), factor(20), factor(200));
        assert!(few > some && some > many && many > 0.02 && many < 0.2, "{few} {some} {many}");
        assert_eq!(tapping_simultaneity(TappingProfile::L, 0, 0.0, 10, 1), None);
    }

    /// By hand: an hour of 60 kW in a day; without tank 60 kW, with 30 kWh 30 kW, with plenty the mean of 2.5 kW.
    #[test]
    fn a_tank_takes_the_peak_off() {
        let mut hours = [0.0; 24];
        hours[7] = 60.0;
        assert_eq!(power_with_tank_kw(&hours, 60.0, 0.0), 60.0);
        assert_eq!(power_with_tank_kw(&hours, 60.0, 30.0), 30.0);
        assert_eq!(power_with_tank_kw(&hours, 60.0, 1000.0), 2.5);
    }
}
