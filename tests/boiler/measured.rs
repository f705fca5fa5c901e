//! Measured hourly files as loggers write them: gaps, repeats, clock changes, leap years.

use gisement::climate::{Fill, HourlyError, HourlyFinding, read_weather_csv};
use gisement::heat::{HeatError, read_load_csv};
use proptest::prelude::*;

const DAYS: [usize; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// Month, day, hour of every hour of a year.
fn hours(leap: bool) -> Vec<(usize, usize, usize)> {
    let days = |m: usize| DAYS[m] + usize::from(leap && m == 1);
    (0..12).flat_map(|m| (1..=days(m)).flat_map(move |d| (0..24).map(move |h| (m + 1, d, h)))).collect()
}

fn dated(year: u32, rows: impl IntoIterator<Item = ((usize, usize, usize), f64)>) -> String {
    let rows = rows.into_iter().map(|((m, d, h), kw)| format!("{year}-{m:02}-{d:02} {h:02}:00,{kw}\n"));
    format!("time,heat_kw\n{}", rows.collect::<String>())
}

/// 2023 in standard time, with the hour's number as its demand.
fn standard_2023() -> Vec<((usize, usize, usize), f64)> {
    hours(false).into_iter().zip(1..).map(|(at, k)| (at, f64::from(k))).collect()
}

/// 2023 as a clock on the wall counts it: 2 o'clock of 26 March is not there, that of 29 October twice.
fn wall_2023() -> Vec<((usize, usize, usize), f64)> {
    let all = hours(false);
    let (spring, autumn) = ((3, 26, 2), (10, 29, 2));
    let mut rows = Vec::new();
    for at in all {
        if at != spring {
            rows.push(at);
        }
        if at == autumn {
            rows.push(at);
        }
    }
    rows.into_iter().zip(1..).map(|(at, k)| (at, f64::from(k))).collect()
}

#[test]
fn clock_changes_lose_no_hour() {
    let standard = read_load_csv(&dated(2023, standard_2023())).unwrap();
    assert!(standard.findings.is_empty());
    let wall = read_load_csv(&dated(2023, wall_2023())).unwrap();
    // The same meter read by two clocks: the same year.
    assert_eq!(wall.value, standard.value);
    let [HourlyFinding::ClockChanges { spring_line, autumn_line }] = wall.findings[..] else {
        panic!("{:?}", wall.findings)
    };
    // 26 March is day 85: its 3 o'clock is the 2019th row, on line 2020. Of 29 October (day 302) the second 2 o'clock.
    assert_eq!((spring_line, autumn_line), (84 * 24 + 2 + 2, 301 * 24 + 2 + 2));
    // Loggers that stamp the end of the hour.
    let end = |rows: Vec<((usize, usize, usize), f64)>| {
        let text = dated(2023, rows.into_iter().map(|((m, d, h), kw)| ((m, d, h + 1), kw)));
        read_load_csv(&text).unwrap()
    };
    assert_eq!(end(standard_2023()).value, standard.value);
}

/// Only one of the two changes is there: an hour missing, or an hour twice, and nothing is moved.
#[test]
fn half_a_clock_change_is_a_gap_or_a_repeat() {
    let mut rows = standard_2023();
    rows.remove(84 * 24 + 2);
    let gap = read_load_csv(&dated(2023, rows)).unwrap();
    assert!(matches!(gap.findings[..], [HourlyFinding::Filled { first_hour: 2019, hours: 1, by: Fill::Line, .. }]));
    assert!((gap.value.kw()[2018] - 2019.0).abs() < 1e-9);
    let mut rows = standard_2023();
    rows.insert(7227, ((10, 29, 2), 9000.0));
    let twice = read_load_csv(&dated(2023, rows)).unwrap();
    assert!(
        matches!(&twice.findings[..], [HourlyFinding::Repeated { line: 7229, text }] if text == "2023-10-29 02:00")
    );
    assert!((twice.value.kw()[7226] - 0.5 * (7227.0 + 9000.0)).abs() < 1e-9);
}

#[test]
fn leap_years_lose_their_leap_day() {
    let rows: Vec<_> = hours(true).into_iter().zip(1..).map(|(at, k)| (at, f64::from(k))).collect();
    assert_eq!(rows.len(), 8784);
    let read = read_load_csv(&dated(2024, rows.clone())).unwrap();
    assert_eq!(read.findings, [HourlyFinding::LeapDay { line: 59 * 24 + 2, rows: 24 }]);
    assert_eq!((read.value.kw()[1415], read.value.kw()[1416], read.value.kw()[8759]), (1416.0, 1441.0, 8784.0));
    // Without dates, and counted from 1.
    let plain = format!("heat_kw\n{}", rows.iter().map(|(_, kw)| format!("{kw}\n")).collect::<String>());
    assert_eq!(read_load_csv(&plain).unwrap(), read);
    let counted = rows.iter().zip(1..).map(|((_, kw), k)| format!("{k};{kw}\n")).collect::<String>();
    assert_eq!(read_load_csv(&format!("hour;heat_kw\n{counted}")).unwrap(), read);
    // 8759 rows without times: nobody knows which hour is missing.
    let short = format!("heat_kw\n{}", "1\n".repeat(8759));
    assert!(matches!(read_load_csv(&short), Err(HeatError::File(HourlyError::RowCount { found: 8759 }))));
}

#[test]
fn blank_cells_and_marks_of_loggers_are_gaps_up_to_a_share() {
    let with = |from: usize, to: usize, mark: &str| {
        let row = |h: usize| if (from..to).contains(&h) { format!("{mark}\n") } else { "7\n".to_owned() };
        format!("air_temp_c\n{}", (0..8760).map(row).collect::<String>())
    };
    for mark in ["NaN", "n/a", "-9999", "-"] {
        let read = read_weather_csv(&with(50, 80, mark)).unwrap();
        assert!(read.value.temperature_c().iter().all(|t| *t == 7.0));
        let [HourlyFinding::Filled { line: 52, hours: 30, by: Fill::NearestDays, .. }] = read.findings[..] else {
            panic!("{mark}: {:?}", read.findings)
        };
    }
    assert!(read_weather_csv(&with(0, 438, "NA")).is_ok());
    let refused = read_weather_csv(&with(100, 539, "NA")).unwrap_err();
    let most = HourlyError::TooManyMissing { line: 102, column: "air_temp_c".to_owned(), missing: 439, most: 438 };
    assert_eq!(refused, most);
}

#[test]
fn a_demand_of_zero_or_below_is_refused_with_its_place() {
    let zero = format!("heat_kw\n{}", "0\n".repeat(8760));
    assert_eq!(read_load_csv(&zero), Err(HeatError::ZeroDemand));
    let negative = dated(2023, standard_2023()).replacen(",42\n", ",-42\n", 1);
    let refused = read_load_csv(&negative).unwrap_err().to_string();
    assert_eq!(refused, "line 43, column `heat_kw`: -42 lies outside 0 to 10000000");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Any rows may be missing or repeated, by dates or counts: hours that have a row keep it, all others are within what is
    /// there, and each gap is told once.
    #[test]
    fn hours_that_are_there_stay(drop in prop::collection::btree_set(0..8760_usize, 0..120), twice in 0..8760_usize) {
        let mut rows: Vec<_> = standard_2023().into_iter().enumerate().filter(|(h, _)| !drop.contains(h)).collect();
        let at = rows.iter().position(|(h, _)| *h >= twice).unwrap_or(0);
        rows.insert(at, rows[at]);
        let read = read_load_csv(&dated(2023, rows.iter().map(|(_, row)| *row))).unwrap();
        let kw = read.value.kw();
        for (h, (_, value)) in &rows {
            prop_assert_eq!(kw[*h], *value);
        }
        prop_assert!(kw.iter().all(|v| (1.0..=8760.0).contains(v)));
        let filled: usize = read.findings.iter().map(|f| match f {
            HourlyFinding::Filled { hours, .. } => *hours,
            _ => 0,
        }).sum();
        prop_assert_eq!(filled, drop.len());
        let repeated = |f: &HourlyFinding| matches!(f, HourlyFinding::Repeated { .. });
        prop_assert!(read.findings.iter().any(repeated));
    }
}
