//! When the feed of a week goes in, and what befalls the digester in the reported year.

use super::super::params::{EventParams, FeedParams};
use crate::digestion::adm1::FeedRow;
use crate::feedstock::pool::WEEKS;
use crate::units::{DAYS_OF_WEEK, ZERO_CELSIUS_K};

/// A time with constant feed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Slot {
    /// When it begins, d from the start of the reported year.
    pub(super) start_d: f64,
    /// What is fed.
    pub(super) row: FeedRow,
    /// Week it belongs to.
    pub(super) week: usize,
}

/// Whether the feed of a week goes in evenly.
fn is_even(feeding: &FeedParams<f64>) -> bool {
    feeding.feeding_days_per_week >= 7.0 && feeding.feeding_hours_per_day >= 24.0
}

/// The slots of the year: weeks, days and hours on which feed goes in, cut where an event begins or ends.
pub(super) fn slots(weeks: &[FeedRow], feeding: &FeedParams<f64>, events: &[EventParams<f64>]) -> Vec<Slot> {
    let mut slots = Vec::with_capacity(WEEKS);
    let mut start_d = 0.0;
    for (week, (row, days)) in weeks.iter().zip(DAYS_OF_WEEK).enumerate() {
        if is_even(feeding) {
            slots.push(Slot { start_d, row: *row, week });
        } else {
            for day in 0..days {
                feed_of_day(&mut slots, start_d + day as f64, day, days, *row, week, feeding);
            }
        }
        start_d += days as f64;
    }
    events.iter().for_each(|event| befall(&mut slots, event, start_d));
    slots
}

fn slot(start_d: f64, mut row: FeedRow, factor: f64, week: usize) -> Slot {
    row.flow_m3_per_d *= factor;
    Slot { start_d, row, week }
}

/// A day's feed: a window with all of it, then nothing; nothing at all on a day without feeding.
fn feed_of_day(
    slots: &mut Vec<Slot>,
    start_d: f64,
    day: usize,
    days: usize,
    row: FeedRow,
    week: usize,
    feeding: &FeedParams<f64>,
) {
    let fed_days = feeding.feeding_days_per_week.round().clamp(1.0, days as f64);
    let window_d = (feeding.feeding_hours_per_day / 24.0).min(1.0);
    if day as f64 >= fed_days {
        slots.push(slot(start_d, row, 0.0, week));
        return;
    }
    slots.push(slot(start_d, row, days as f64 / fed_days / window_d, week));
    if window_d < 1.0 {
        slots.push(slot(start_d + window_d, row, 0.0, week));
    }
}

/// Cuts the slots at the ends of an event and changes those within it.
fn befall(slots: &mut Vec<Slot>, event: &EventParams<f64>, end_d: f64) {
    for cut_d in [event.from_day, event.until_day] {
        if cut_d <= 0.0 || cut_d >= end_d {
            continue;
        }
        let next = slots.partition_point(|slot| slot.start_d <= cut_d);
        if slots[next - 1].start_d < cut_d {
            slots.insert(next, Slot { start_d: cut_d, ..slots[next - 1] });
        }
    }
    for slot in slots.iter_mut().filter(|slot| (event.from_day..event.until_day).contains(&slot.start_d)) {
        slot.row.flow_m3_per_d *= event.feed_factor;
        if event.temperature_c.is_finite() {
            slot.row.t_op_k = Some(event.temperature_c + ZERO_CELSIUS_K);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year() -> Vec<FeedRow> {
        (0..WEEKS).map(|week| FeedRow::bsm2(10.0 + week as f64)).collect()
    }

    fn fed_m3(slots: &[Slot]) -> f64 {
        let ends = slots.iter().skip(1).map(|slot| slot.start_d).chain([365.0]);
        slots.iter().zip(ends).map(|(slot, end)| slot.row.flow_m3_per_d * (end - slot.start_d)).sum()
    }

    #[test]
    fn the_even_year_has_a_slot_a_week() {
        let slots = slots(&year(), &FeedParams::defaults(), &[]);
        assert_eq!(slots.len(), WEEKS);
        assert!(slots.iter().zip(year()).all(|(slot, row)| slot.row == row));
    }

    /// Whatever the days and hours, the same amount goes in.
    #[test]
    fn feeding_windows_keep_the_amount() {
        let even = fed_m3(&slots(&year(), &FeedParams::defaults(), &[]));
        for (days, hours) in [(5.0, 24.0), (7.0, 8.0), (5.0, 8.0), (1.0, 1.0)] {
            let feeding =
                FeedParams { feeding_days_per_week: days, feeding_hours_per_day: hours, ..FeedParams::defaults() };
            let slots = slots(&year(), &feeding, &[]);
            assert!((fed_m3(&slots) / even - 1.0).abs() < 1e-12, "{days} d, {hours} h");
            assert!(slots.windows(2).all(|pair| pair[0].start_d < pair[1].start_d));
        }
    }

    #[test]
    fn an_event_cuts_the_weeks_and_changes_only_its_days() {
        let event = EventParams { from_day: 10.5, until_day: 20.0, feed_factor: 3.0, temperature_c: 30.0 };
        let slots = slots(&year(), &FeedParams::defaults(), &[event]);
        assert_eq!(slots.len(), WEEKS + 2);
        let (even, with) = (fed_m3(&super::slots(&year(), &FeedParams::defaults(), &[])), fed_m3(&slots));
        // Weeks 1 and 2 bring 11 and 12 m3/d: twice as much more over 3.5 and 6 days.
        assert!((with - even - 2.0 * (3.5 * 11.0 + 6.0 * 12.0)).abs() < 1e-9);
        let warm: Vec<f64> = slots.iter().filter(|s| s.row.t_op_k.is_some()).map(|s| s.start_d).collect();
        assert_eq!(warm, [10.5, 14.0]);
    }

    #[test]
    fn an_event_outside_the_year_changes_nothing() {
        let event = EventParams { from_day: 366.0, until_day: 366.0, feed_factor: 0.0, temperature_c: f64::NAN };
        assert_eq!(slots(&year(), &FeedParams::defaults(), &[event]), slots(&year(), &FeedParams::defaults(), &[]));
    }
}
