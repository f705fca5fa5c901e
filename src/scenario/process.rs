//! Hours of process heat: a word, or a calendar.

use super::plants::warn_unused;
use super::section::{Context, Section};
use crate::diag::{Diagnostic, Location};
use crate::heat::{ProcessCalendar, ProcessHours};
use crate::text;
use crate::units::DAYS_OF_MONTH;
use crate::words::Text;

/// Days of the week as written.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Keys of the calendar.
const CALENDAR_KEYS: [&str; 5] =
    ["process_from_hour", "process_to_hour", "process_days", "process_months", "process_closed"];

/// Reads `process_hours` and, for a calendar, its keys.
pub(super) fn read_process(context: &mut Context<'_>, section: &Section<'_>) -> ProcessHours {
    let word = section.choice(context, "process_hours");
    if word == Some("calendar") {
        return ProcessHours::Calendar(read_calendar(context, section));
    }
    for name in CALENDAR_KEYS {
        let when = text!("without process_hours = \"calendar\"");
        warn_unused(context, section, name, when, text!("the other words have their own hours"));
    }
    match word {
        Some("two_shifts") => ProcessHours::TwoShifts,
        Some("day_shift") => ProcessHours::DayShift,
        _ => ProcessHours::Continuous,
    }
}

fn read_calendar(context: &mut Context<'_>, section: &Section<'_>) -> ProcessCalendar {
    let mut calendar = ProcessCalendar::day_shift();
    if let Some(hour) = section.whole(context, "process_from_hour", 0.0, 23.0) {
        calendar.from_hour = hour as usize;
    }
    if let Some(hour) = section.whole(context, "process_to_hour", 1.0, 24.0) {
        calendar.to_hour = hour as usize;
    }
    let days = section.texts(context, "process_days");
    if !days.is_empty() {
        calendar.weekdays = [false; 7];
    }
    for (word, place) in days {
        match DAYS.iter().position(|day| *day == word) {
            Some(day) => calendar.weekdays[day] = true,
            None => refuse(
                context,
                text!("`{word}` is no day of the week", word),
                place,
                text!("days: {a}", a = DAYS.join(", ")),
            ),
        }
    }
    read_months(context, section, &mut calendar);
    for (text, place) in section.texts(context, "process_closed") {
        match stretch(&text) {
            Some((from, to)) => calendar.close(from, to),
            None => refuse(
                context,
                text!("`{text}` is no stretch of days", text),
                place,
                text!("write month and day of the first and the last day: \"08-01/08-21\"; one day alone: \"07-14\""),
            ),
        }
    }
    if ProcessHours::Calendar(calendar).shape(6).iter().all(|share| *share <= 0.0) {
        let place = section.node("process_hours").map(|n| n.location.clone());
        let found =
            Diagnostic::error(text!("the calendar of the process leaves no hour")).at(place, text!("this calendar"));
        context.diagnostics.push(found.help(text!("check process_days, process_months and process_closed")));
    }
    calendar
}

fn read_months(context: &mut Context<'_>, section: &Section<'_>, calendar: &mut ProcessCalendar) {
    if section.node("process_months").is_none() {
        return;
    }
    let months = section.list(context, "process_months", 0.0, 1e6);
    match <[f64; 12]>::try_from(months.iter().map(|(value, _)| *value).collect::<Vec<_>>()) {
        Ok(values) => calendar.months = values,
        Err(values) => {
            let place = section.node("process_months").map(|n| n.location.clone());
            let text = text!("`process_months` has {a} numbers where a year has 12 months", a = values.len());
            let found = Diagnostic::error(text).at(place, text!("here"));
            context
                .diagnostics
                .push(found.help(text!("write output relative to other months, January first: [1, 1, ..., 1]")));
        }
    }
}

fn refuse(context: &mut Context<'_>, text: Text, place: Location, help: Text) {
    context.diagnostics.push(Diagnostic::error(text).at(Some(place), text!("not known")).help(help));
}

/// `08-01/08-21` or `07-14`, as days of the year from 0.
fn stretch(text: &str) -> Option<(usize, usize)> {
    let (from, to) = text.split_once('/').unwrap_or((text, text));
    Some((day_of_year(from)?, day_of_year(to)?))
}

fn day_of_year(text: &str) -> Option<usize> {
    let (month, day) = text.trim().split_once('-')?;
    let (month, day): (usize, usize) = (month.parse().ok()?, day.parse().ok()?);
    let days = DAYS_OF_MONTH.get(month.checked_sub(1)?)?;
    (1..=*days).contains(&day).then(|| DAYS_OF_MONTH[..month - 1].iter().sum::<usize>() + day - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_of_days_are_read() {
        assert_eq!(stretch("01-01"), Some((0, 0)));
        assert_eq!(stretch("08-01/08-21"), Some((212, 232)));
        assert_eq!(stretch("12-25/01-02"), Some((358, 1)));
        for text in ["", "13-01", "02-29", "8", "00-10", "08-01/08-32"] {
            assert_eq!(stretch(text), None, "{text}");
        }
    }
}
