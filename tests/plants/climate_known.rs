//! Known answers of the weather year: degree-days, statistics of a published file, the generator against what it was
//! fitted on.

// Helpers of tests may panic, as tests do.
#![allow(clippy::unwrap_used)]

use gisement::climate::{
    DegreeDays, GeneratorParams, HourlyError, Season, Site, WeatherYear, degree_day, generate, read_epw,
    read_weather_csv, sites,
};
use proptest::prelude::*;

/// The 365 days of a year of Aachen, (lowest, highest), from Deutscher Wetterdienst hourly values.
fn aachen(year: &str) -> Vec<(f64, f64)> {
    let text = include_str!("../../models/verify/climate/aachen_daily_extremes.csv");
    let number = |cell: Option<&str>| cell.unwrap().parse::<f64>().unwrap();
    text.lines()
        .filter(|line| line.starts_with(year))
        .map(|line| {
            let mut cells = line.split(',').skip(1);
            (number(cells.next()), number(cells.next()))
        })
        .collect()
}

fn kassel() -> WeatherYear {
    read_weather_csv(include_str!("../../models/verify/heat/bdew_profile.csv")).unwrap().value
}

#[test]
fn degree_days_of_single_days_and_of_real_years() {
    let mut reader = csv::Reader::from_reader(include_str!("../../models/verify/climate/degree_days.csv").as_bytes());
    let mut rows = 0;
    for record in reader.records().map(Result::unwrap) {
        let number = |k: usize| record[k].parse::<f64>().unwrap();
        let base = number(3);
        let day = |method, n: f64, x: f64| degree_day(method, f64::NAN, n, x, base);
        for (column, method) in [(4, DegreeDays::Costic), (5, DegreeDays::MinMax)] {
            let computed = if &record[0] == "single day" {
                day(method, number(1), number(2))
            } else {
                let days = aachen(&record[0][7..11]);
                assert_eq!(days.len(), 365);
                let season = |k: usize| !record[0].contains("1 Oct") || !(140..273).contains(&k);
                days.iter().enumerate().filter(|(k, _)| season(*k)).map(|(_, (n, x))| day(method, *n, *x)).sum()
            };
            assert!((computed - number(column)).abs() <= 1e-6, "{record:?}: {computed}");
            rows += 1;
        }
    }
    assert_eq!(rows, 28);
}

/// The same extremes as hours: the path from hourly values to degree-days gives the same sums.
#[test]
fn degree_days_from_hours() {
    let hours = aachen("2021").into_iter().flat_map(|(n, x)| (0..24).map(move |h| n + (x - n) * f64::from(h) / 23.0));
    let year = WeatherYear::new(hours.collect(), None).unwrap();
    let at = |method, season| year.degree_days(method, 18.0, season);
    assert!((at(DegreeDays::Costic, Season::WholeYear) - 3040.215234).abs() < 1e-6);
    assert!((at(DegreeDays::MinMax, Season::OctoberToMay) - 2713.03).abs() < 1e-6);
    // A straight day has its mean in the middle of its extremes.
    assert!((at(DegreeDays::DailyMean, Season::WholeYear) - 2967.735).abs() < 1e-6);
}

/// Statistics of the Kassel test reference year, to the digits they were noted with.
#[test]
fn statistics_of_the_kassel_reference_year() {
    let year = kassel();
    let near = |computed: f64, expected: f64, digits: f64| {
        assert!((computed - expected).abs() <= 0.5 * digits + 1e-9, "{computed} for {expected}");
    };
    near(year.degree_days(DegreeDays::DailyMean, 18.0, Season::WholeYear), 3258.34, 0.01);
    near(year.degree_days(DegreeDays::MinMax, 18.0, Season::WholeYear), 3246.60, 0.01);
    near(year.degree_days(DegreeDays::MinMax, 18.0, Season::OctoberToMay), 2933.15, 0.01);
    near(year.mean_c(), 9.35, 0.01);
    near(year.coldest_hour_c(), -10.2, 0.1);
    near(year.mean_of_coldest_days_c(5), -5.40, 0.01);
    near(year.percentile_c(0.4), -6.8, 0.1);
    let months = [1.02, 2.06, 5.23, 8.75, 13.34, 15.86, 18.13, 17.83, 13.73, 9.46, 4.52, 1.69];
    for (computed, expected) in year.monthly_means_c().into_iter().zip(months) {
        near(computed, expected, 0.01);
    }
}

#[test]
fn definitions_differ_on_one_file() {
    let year = kassel();
    let of = |method, season| year.degree_days(method, 18.0, season);
    let all = [
        of(DegreeDays::DailyMean, Season::WholeYear),
        of(DegreeDays::Costic, Season::WholeYear),
        of(DegreeDays::MinMax, Season::OctoberToMay),
    ];
    let spread = all.iter().copied().fold(0.0, f64::max) / all.iter().copied().fold(f64::INFINITY, f64::min) - 1.0;
    assert!((0.08..0.2).contains(&spread), "{all:?}");
}

/// Statistics of one generated year by the method of the fit.
struct Fitted {
    mean: f64,
    first: (f64, f64),
    second: (f64, f64),
    winter_swing: f64,
    summer_swing: f64,
    peak_hour: f64,
    winter_square: f64,
    summer_square: f64,
    lag1: f64,
    degree_days: f64,
    coldest_days: f64,
}

fn in_winter(day: usize) -> bool {
    !(90..334).contains(&day)
}

fn in_summer(day: usize) -> bool {
    (151..243).contains(&day)
}

fn harmonic(days: &[f64], order: f64) -> (f64, f64) {
    let angle = |k: usize| std::f64::consts::TAU * order * (k as f64 + 0.5) / 365.0;
    let project = |f: fn(f64) -> f64| days.iter().enumerate().map(|(k, t)| t * f(angle(k))).sum::<f64>() * 2.0 / 365.0;
    (project(f64::cos), project(f64::sin))
}

fn mean_day(year: &WeatherYear, season: fn(usize) -> bool) -> Vec<f64> {
    let days: Vec<&[f64]> =
        year.temperature_c().chunks(24).enumerate().filter(|(k, _)| season(*k)).map(|(_, d)| d).collect();
    (0..24).map(|h| days.iter().map(|d| d[h]).sum::<f64>() / days.len() as f64).collect()
}

fn half_range(day: &[f64]) -> f64 {
    0.5 * (day.iter().copied().fold(f64::MIN, f64::max) - day.iter().copied().fold(f64::MAX, f64::min))
}

/// `site` gives the harmonics to subtract: residual statistics are about the site's own smooth year, so that a mean over
/// many years has no bias from fitting each year anew.
fn fit(year: &WeatherYear, smooth: &WeatherYear) -> Fitted {
    let days = year.daily_means_c();
    let residual: Vec<f64> = days.iter().zip(smooth.daily_means_c()).map(|(d, m)| d - m).collect();
    let square = |season: fn(usize) -> bool| {
        let kept: Vec<f64> = residual.iter().enumerate().filter(|(k, _)| season(*k)).map(|(_, r)| r * r).collect();
        kept.iter().sum::<f64>() / kept.len() as f64
    };
    let summer = mean_day(year, in_summer);
    let warmest = (0..24).max_by(|a, b| summer[*a].total_cmp(&summer[*b])).unwrap();
    Fitted {
        mean: year.mean_c(),
        first: harmonic(&days, 1.0),
        second: harmonic(&days, 2.0),
        winter_swing: half_range(&mean_day(year, in_winter)),
        summer_swing: half_range(&summer),
        peak_hour: warmest as f64 + 1.0,
        winter_square: square(in_winter),
        summer_square: square(in_summer),
        lag1: residual.windows(2).map(|w| w[0] * w[1]).sum::<f64>() / residual.iter().map(|r| r * r).sum::<f64>(),
        degree_days: year.degree_days(DegreeDays::DailyMean, 18.0, Season::WholeYear),
        coldest_days: year.mean_of_coldest_days_c(5),
    }
}

fn many_years(site: &Site, count: u64) -> Vec<Fitted> {
    let params = GeneratorParams::defaults();
    let smooth = generate(site, &GeneratorParams { residual_scale: 0.0, ..params }, 0).unwrap();
    (0..count).map(|seed| fit(&generate(site, &params, seed).unwrap(), &smooth)).collect()
}

#[test]
fn the_generator_gives_back_the_statistics_it_was_fitted_on() {
    for site in sites() {
        let years = many_years(site, 400);
        let mean = |f: fn(&Fitted) -> f64| years.iter().map(f).sum::<f64>() / years.len() as f64;
        let near = |what: &str, computed: f64, expected: f64, tolerance: f64| {
            assert!((computed - expected).abs() < tolerance, "{} {what}: {computed} for {expected}", site.site);
        };
        near("mean", mean(|y| y.mean), site.mean_c, 0.1);
        // Vectors average without the bias that noise gives to an amplitude.
        let first = (mean(|y| y.first.0), mean(|y| y.first.1));
        let second = (mean(|y| y.second.0), mean(|y| y.second.1));
        let day_of = |(c, s): (f64, f64), sign: f64| (sign * s).atan2(sign * c) / std::f64::consts::TAU * 365.0;
        near("amplitude", first.0.hypot(first.1), site.annual_amplitude_k, 0.15);
        near("coldest day", day_of(first, -1.0), site.coldest_day, 1.0);
        near("second amplitude", second.0.hypot(second.1), site.second_amplitude_k, 0.15);
        near("second warmest day", day_of(second, 1.0) / 2.0, site.second_warmest_day, 12.0);
        near("winter spread", mean(|y| y.winter_square).sqrt(), site.residual_sd_winter_k, 0.1);
        near("summer spread", mean(|y| y.summer_square).sqrt(), site.residual_sd_summer_k, 0.1);
        near("lag-1 correlation", mean(|y| y.lag1), site.residual_lag1, 0.02);
        near("winter swing", mean(|y| y.winter_swing), site.diurnal_winter_k, 0.02);
        near("summer swing", mean(|y| y.summer_swing), site.diurnal_summer_k, 0.02);
        near("peak hour", mean(|y| y.peak_hour), site.diurnal_peak_hour, 1e-9);
    }
}

/// Degree-days are not fitted: they follow from the statistics. Definition: base 18 C, daily means, whole year.
#[test]
fn degree_days_of_generated_years_are_near_those_of_the_source() {
    for site in sites() {
        let years = many_years(site, 100);
        let mean = years.iter().map(|y| y.degree_days).sum::<f64>() / years.len() as f64;
        let gap = mean / site.degree_days_18_daily_mean_kd - 1.0;
        assert!(gap.abs() < 0.02, "{}: {mean:.0} K d for {:.0}", site.site, site.degree_days_18_daily_mean_kd);
        let coldest = years.iter().map(|y| y.coldest_days).sum::<f64>() / years.len() as f64;
        assert!((coldest - site.mean_of_5_coldest_days_c).abs() < 2.5, "{}: {coldest:.2} C", site.site);
    }
}

#[test]
fn a_seed_gives_the_same_bits_and_another_seed_another_year() {
    let params = GeneratorParams::defaults();
    let year = |seed| generate(&sites()[0], &params, seed).unwrap();
    assert_eq!(year(11), year(11));
    assert_ne!(year(11), year(12));
    // The bits of one hour, so that a change of generator is noticed.
    assert_eq!(year(11).temperature_c()[4000].to_bits(), 4_626_110_683_750_045_975);
}

fn csv_of(temperatures: impl Iterator<Item = f64>) -> String {
    let rows: Vec<String> = temperatures.zip(1..).map(|(t, h)| format!("{h},{t}")).collect();
    format!("hour,temperature_c\n{}\n", rows.join("\n"))
}

#[test]
fn csv_weather_is_read_and_refused_with_line_and_column() {
    let good = csv_of((0..8760).map(|h| f64::from(h % 20)));
    assert_eq!(read_weather_csv(&good).unwrap().value.temperature_c()[8759], 19.0);
    let french = good.replace(',', ";").replace(";7\n", ";7,5\n");
    assert_eq!(read_weather_csv(&french).unwrap().value.temperature_c()[7], 7.5);
    let refused = |text: &str| read_weather_csv(text).unwrap_err();
    let missing = |line, missing| {
        let column = "temperature_c".to_owned();
        HourlyError::TooManyMissing { line, column, missing, most: 438 }
    };
    assert_eq!(refused(""), HourlyError::Empty);
    let uncounted = |rows: usize| format!("temperature_c\n{}", "1\n".repeat(rows));
    assert_eq!(refused(&uncounted(8759)), HourlyError::RowCount { found: 8759 });
    assert_eq!(refused(&csv_of((0..8100).map(|_| 1.0))), missing(8101, 660));
    assert_eq!(refused(&csv_of((0..8785).map(|_| 1.0))), HourlyError::RowCount { found: 8785 });
    let message = |from: &str, to: &str| refused(&good.replacen(from, to, 1)).to_string();
    assert_eq!(message("\n12,11\n", "\n12,cold\n"), "line 13, column `temperature_c`: `cold` is no number");
    assert_eq!(message("\n12,11\n", "\n12,110\n"), "line 13, column `temperature_c`: 110 lies outside -60 to 55");
    assert_eq!(message("\n12,11\n", "\n12,inf\n"), "line 13, column `temperature_c`: inf lies outside -60 to 55");
    assert_eq!(message("\n12,11\n", "\n12\n"), "line 13: 1 cells where 2 are needed");
    assert!(message("\n12,11\n", "\n2,11\n").contains("line 13, column `hour`: 2 where a later hour should follow"));
    assert!(message("temperature_c", "wind").contains("no column of air temperature: name one temperature_c"));
    assert!(message("hour,", "T_C,").contains("several columns of air temperature (T_C, temperature_c)"));
}

#[test]
fn times_run_over_one_year() {
    let days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut text = String::from("time,ghi,T_C\n");
    for (month, days) in days.iter().enumerate() {
        for day in 1..=*days {
            for hour in 0..24 {
                text.push_str(&format!("2024-{:02}-{day:02}T{hour:02}:00,0,5\n", month + 1));
            }
        }
    }
    let year = read_weather_csv(&text).unwrap().value;
    assert_eq!(year.irradiance_w_m2().map(<[f64]>::len), Some(8760));
    let refused = |from: &str, to: &str| read_weather_csv(&text.replacen(from, to, 1)).unwrap_err().to_string();
    assert!(refused("2024-01-01T05:00", "2023-12-31T05:00").contains("line 7, column `time`: 2023-12-31T05:00"));
    assert!(refused("2024-01-01T05:00", "2024-01-01T05:10").contains("where the next hour should follow"));
    assert!(refused("2024-01-01T03:00", "1 January 3 h").contains("is no time"));
    assert!(refused("2024-01-01T00:00", "2024-02-01T00:00").contains("where a later hour should follow"));
    let next = text.replace("2024-", "2025-").replacen("2025-01-01T00:00", "2024-12-31T23:00", 1);
    assert!(read_weather_csv(&next).unwrap_err().to_string().contains("an hour of one calendar year"));
}

fn epw(change: impl Fn(usize, usize, usize) -> Option<String>) -> String {
    let mut text = String::from("LOCATION,Somewhere,-,FRA,IWEC,71800,48.68,6.22,1.0,225.0\n");
    text.push_str(&"HEADER\n".repeat(7));
    let days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    for (month, days) in days.iter().enumerate() {
        for day in 1..=*days {
            for hour in 1..=24 {
                let tail = ",0".repeat(21);
                let row = format!("1985,{},{day},{hour},60,?,{}.5,1,80,99000,0,0,300,120{tail}\n", month + 1, hour);
                text.push_str(&change(month + 1, day, hour).unwrap_or(row));
            }
        }
    }
    text
}

#[test]
fn epw_is_read_and_refused_with_line() {
    let year = read_epw(&epw(|_, _, _| None)).unwrap();
    assert_eq!((year.temperature_c()[0], year.temperature_c()[23]), (1.5, 24.5));
    assert_eq!(year.irradiance_w_m2().unwrap()[0], 120.0);
    assert_eq!(read_epw("hour,temperature_c\n"), Err(HourlyError::NotEpw));
    let at_noon = |row: &'static str| {
        let text = epw(move |m, d, h| (m == 1 && d == 1 && h == 12).then(|| row.to_owned()));
        read_epw(&text).unwrap_err().to_string()
    };
    assert!(at_noon("1985,1,1,12,60,?,99.9,1,80,99000,0,0,300,120\n").contains("line 20, column `dry bulb`: marked"));
    assert!(at_noon("1985,1,1,12,60,?,70,1,80,99000,0,0,300,120\n").contains("70 lies outside -60 to 55"));
    assert!(at_noon("1985,1,1,12,60,?,7,1,80,99000,0,0,300,9999\n").contains("global radiation`: marked as missing"));
    assert!(at_noon("1985,1,1,12\n").contains("line 20: 4 cells where 35"));
    assert!(at_noon("").contains("line 20, column `month/day hour`: 1/1 hour 13 where 1/1 hour 12"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// One line of a good file replaced by anything: refused, or read as a full year of sane numbers. Never a panic.
    #[test]
    fn one_wild_line_is_read_or_refused(at in 0..8769_usize, wild in "[ -~é\"\n]{0,40}") {
        for good in [csv_of((0..8760).map(|h| f64::from(h % 20))), epw(|_, _, _| None)] {
            let mut lines: Vec<&str> = good.lines().collect();
            let at = at.min(lines.len() - 1);
            lines[at] = &wild;
            let text = lines.join("\n");
            for year in [read_weather_csv(&text).map(|read| read.value), read_epw(&text)].into_iter().flatten() {
                prop_assert!(year.temperature_c().len() == 8760 && year.temperature_c().iter().all(|t| t.is_finite()));
            }
        }
    }

    #[test]
    fn any_text_is_answered(text in "\\PC*") {
        prop_assert!(read_weather_csv(&text).is_err());
        prop_assert!(read_epw(&text).is_err());
    }
}

/// Whatever the text, the readers answer; they never panic.
#[test]
fn garbage_is_refused() {
    for text in ["\u{feff}", "\n\n", "LOCATION,", "\"", "T_C\n\"", ";;;\n;;;", "time,T_C\n2023-01-01 00:00,1\n"] {
        assert!(read_weather_csv(text).is_err(), "{text:?}");
        assert!(read_epw(text).is_err(), "{text:?}");
    }
}
