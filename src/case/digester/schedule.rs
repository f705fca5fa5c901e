//! When the feed of a week goes in, and what befalls the digester in the reported year.

use super::super::params::{EventParams, FeedParams};
use super::{DigesterCase, MonthOfGas, Start};
use crate::feedstock::pool::WEEKS;
use crate::units::{DAYS_OF_WEEK, DAYS_PER_YEAR, ZERO_CELSIUS_K};

/// A time with constant feed.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Slot {
    /// When it begins, d from the start of the reported year.
    start_d: f64,
    /// Week whose feed goes in.
    week: usize,
    /// Flow, as a multiple of the mean flow of the week.
    factor: f64,
    /// Temperature, K; none leaves the digester's.
    t_op_k: Option<f64>,
}

impl Slot {
    fn new(start_d: f64, week: usize, factor: f64) -> Self {
        Self { start_d, week, factor, t_op_k: None }
    }
}

/// How long each slot lasts, d, with the slot.
#[cfg(test)]
fn with_lengths(slots: &[Slot]) -> impl Iterator<Item = (&Slot, f64)> {
    let ends = slots.iter().skip(1).map(|slot| slot.start_d).chain([DAYS_PER_YEAR]);
    slots.iter().zip(ends).map(|(slot, end_d)| (slot, end_d - slot.start_d))
}

/// The warm-up from the seed: so long at the mean of the year, which takes few steps, ...
const WARM_UP_MEAN_D: f64 = 365.0;
/// ... then the last weeks of the calendar, so that the reported year starts from a digester in its own rhythm: few where no
/// week brings a quarter more or less than the mean, more otherwise. Measured against the sixth year of the calendar
/// (docs/theory/adm1.md): about 1e-4 of the year's methane at most, up to a retention of 100 d.
const EVEN_WEEKS: usize = 8;
const UNEVEN_WEEKS: usize = 26;
const EVEN_WITHIN: f64 = 0.25;

/// Last weeks of the calendar that the warm-up needs.
fn warm_up_weeks(weeks: &[MonthOfGas]) -> usize {
    let mean = weeks.iter().map(|week| week.vs_t).sum::<f64>() / DAYS_PER_YEAR;
    let even = |week: &MonthOfGas| (week.vs_t / week.days - mean).abs() <= EVEN_WITHIN * mean;
    if weeks.iter().all(even) { EVEN_WEEKS } else { UNEVEN_WEEKS }
}

/// Which feed goes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// The mean of the year.
    Mean,
    /// That of a week.
    Week(usize),
}

/// What goes in from a time on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Entry {
    /// When it begins, d from the start of the run.
    pub(super) time_d: f64,
    pub(super) source: Source,
    /// Flow, as a multiple of the mean flow of its source.
    pub(super) factor: f64,
    /// Temperature, K; none leaves the digester's.
    pub(super) t_op_k: Option<f64>,
}

/// Warm-up and reported year.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Timeline {
    pub(super) entries: Vec<Entry>,
    /// When the reported year starts, d.
    pub(super) reported_from_d: f64,
    /// First entry of the reported year.
    first_reported: usize,
}

impl Timeline {
    /// That of a digester whose weeks bring this.
    pub(super) fn new(digester: &DigesterCase, weeks: &[MonthOfGas]) -> Self {
        let mut line = Self { entries: Vec::new(), reported_from_d: 0.0, first_reported: 0 };
        if digester.start == Start::Settled {
            line.warm_up(&digester.preparation, warm_up_weeks(weeks));
        }
        line.first_reported = line.entries.len();
        let events: Vec<_> = digester.events.iter().map(|event| event.params).collect();
        let from_d = line.reported_from_d;
        line.enter(&slots(&digester.preparation, &events), from_d);
        line
    }

    /// So long at the mean, then so many last weeks of the calendar, fed as in the reported year and without its events.
    fn warm_up(&mut self, feeding: &FeedParams<f64>, weeks: usize) {
        self.entries.push(Entry { time_d: 0.0, source: Source::Mean, factor: 1.0, t_op_k: None });
        let first_d = DAYS_OF_WEEK[..WEEKS - weeks].iter().sum::<usize>() as f64;
        let slots = slots(feeding, &[]);
        let last = &slots[slots.partition_point(|slot| slot.start_d < first_d)..];
        self.enter(last, WARM_UP_MEAN_D - first_d);
        self.reported_from_d = WARM_UP_MEAN_D + DAYS_PER_YEAR - first_d;
    }

    fn enter(&mut self, slots: &[Slot], offset_d: f64) {
        self.entries.extend(slots.iter().map(|slot| Entry {
            time_d: offset_d + slot.start_d,
            source: Source::Week(slot.week),
            factor: slot.factor,
            t_op_k: slot.t_op_k,
        }));
    }

    /// Entries of the reported year.
    fn reported(&self) -> &[Entry] {
        &self.entries[self.first_reported..]
    }

    /// Start of each entry of the reported year, d from its start.
    pub(super) fn reported_starts_d(&self) -> Vec<f64> {
        self.reported().iter().map(|entry| entry.time_d - self.reported_from_d).collect()
    }

    /// Week of each entry of the reported year.
    pub(super) fn reported_weeks(&self) -> Vec<usize> {
        let week = |entry: &Entry| match entry.source {
            Source::Week(week) => week,
            Source::Mean => 0,
        };
        self.reported().iter().map(week).collect()
    }
}

/// Masses of the weeks where events change what is fed.
pub(super) fn scale_masses(weeks: &mut [MonthOfGas], timeline: &Timeline) {
    let mut fed_d = vec![0.0; weeks.len()];
    let entries = timeline.reported();
    let end_d = timeline.reported_from_d + DAYS_PER_YEAR;
    let ends = entries.iter().skip(1).map(|entry| entry.time_d).chain([end_d]);
    for ((entry, week), end_d) in entries.iter().zip(timeline.reported_weeks()).zip(ends) {
        fed_d[week] += entry.factor * (end_d - entry.time_d);
    }
    for (week, fed_d) in weeks.iter_mut().zip(fed_d) {
        let factor = fed_d / week.days;
        // A week that nothing befalls keeps its masses to the bit.
        if (factor - 1.0).abs() > 1e-9 {
            week.scale_feed(factor);
        }
    }
}

/// Whether the feed of a week goes in evenly.
fn is_even(feeding: &FeedParams<f64>) -> bool {
    feeding.feeding_days_per_week >= 7.0 && feeding.feeding_hours_per_day >= 24.0
}

/// The slots of the year: weeks, days and hours on which feed goes in, cut where an event begins or ends.
fn slots(feeding: &FeedParams<f64>, events: &[EventParams<f64>]) -> Vec<Slot> {
    let mut slots = Vec::with_capacity(WEEKS);
    let mut start_d = 0.0;
    for (week, days) in DAYS_OF_WEEK.into_iter().enumerate() {
        if is_even(feeding) {
            slots.push(Slot::new(start_d, week, 1.0));
        } else {
            (0..days).for_each(|day| feed_of_day(&mut slots, start_d + day as f64, day, week, feeding));
        }
        start_d += days as f64;
    }
    events.iter().for_each(|event| befall(&mut slots, event));
    slots
}

/// A day's feed: a window with all of it, then nothing; nothing at all on a day without feeding.
fn feed_of_day(slots: &mut Vec<Slot>, start_d: f64, day: usize, week: usize, feeding: &FeedParams<f64>) {
    let days = DAYS_OF_WEEK[week] as f64;
    let fed_days = feeding.feeding_days_per_week.round().clamp(1.0, days);
    let window_d = (feeding.feeding_hours_per_day / 24.0).min(1.0);
    if day as f64 >= fed_days {
        slots.push(Slot::new(start_d, week, 0.0));
        return;
    }
    slots.push(Slot::new(start_d, week, days / fed_days / window_d));
    if window_d < 1.0 {
        slots.push(Slot::new(start_d + window_d, week, 0.0));
    }
}

/// Cuts the slots at the ends of an event and changes those within it.
fn befall(slots: &mut Vec<Slot>, event: &EventParams<f64>) {
    for cut_d in [event.from_day, event.until_day] {
        if cut_d <= 0.0 || cut_d >= DAYS_PER_YEAR {
            continue;
        }
        let next = slots.partition_point(|slot| slot.start_d <= cut_d);
        if slots[next - 1].start_d < cut_d {
            slots.insert(next, Slot { start_d: cut_d, ..slots[next - 1] });
        }
    }
    for slot in slots.iter_mut().filter(|slot| (event.from_day..event.until_day).contains(&slot.start_d)) {
        slot.factor *= event.feed_factor;
        if event.temperature_c.is_finite() {
            slot.t_op_k = Some(event.temperature_c + ZERO_CELSIUS_K);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What goes in where week k brings 10 + k m3/d.
    fn fed_m3(slots: &[Slot]) -> f64 {
        with_lengths(slots).map(|(slot, days)| (10.0 + slot.week as f64) * slot.factor * days).sum()
    }

    #[test]
    fn the_even_year_has_a_slot_a_week() {
        let slots = slots(&FeedParams::defaults(), &[]);
        assert_eq!(slots.len(), WEEKS);
        assert!(slots.iter().enumerate().all(|(k, slot)| slot.week == k && slot.factor == 1.0));
    }

    /// Whatever the days and hours, the same amount goes in.
    #[test]
    fn feeding_windows_keep_the_amount() {
        let even = fed_m3(&slots(&FeedParams::defaults(), &[]));
        for (days, hours) in [(5.0, 24.0), (7.0, 8.0), (5.0, 8.0), (1.0, 1.0)] {
            let feeding =
                FeedParams { feeding_days_per_week: days, feeding_hours_per_day: hours, ..FeedParams::defaults() };
            let slots = slots(&feeding, &[]);
            assert!((fed_m3(&slots) / even - 1.0).abs() < 1e-12, "{days} d, {hours} h");
            assert!(slots.windows(2).all(|pair| pair[0].start_d < pair[1].start_d));
        }
    }

    #[test]
    fn an_event_cuts_the_weeks_and_changes_only_its_days() {
        let event = EventParams { from_day: 10.5, until_day: 20.0, feed_factor: 3.0, temperature_c: 30.0 };
        let (even, with) = (slots(&FeedParams::defaults(), &[]), slots(&FeedParams::defaults(), &[event]));
        assert_eq!(with.len(), WEEKS + 2);
        // Weeks 1 and 2 bring 11 and 12 m3/d: twice as much more over 3.5 and 6 days.
        assert!((fed_m3(&with) - fed_m3(&even) - 2.0 * (3.5 * 11.0 + 6.0 * 12.0)).abs() < 1e-9);
        let warm: Vec<f64> = with.iter().filter(|s| s.t_op_k.is_some()).map(|s| s.start_d).collect();
        assert_eq!(warm, [10.5, 14.0]);
    }

    #[test]
    fn an_event_outside_the_year_changes_nothing() {
        let event = EventParams { from_day: 366.0, until_day: 366.0, feed_factor: 0.0, temperature_c: f64::NAN };
        assert_eq!(slots(&FeedParams::defaults(), &[event]), slots(&FeedParams::defaults(), &[]));
    }
}
