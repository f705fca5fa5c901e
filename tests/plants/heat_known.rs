//! Known answers of heat: the published load profiles and the dispatch table.

// Helpers of tests may panic, as tests do.
#![allow(clippy::unwrap_used)]

use gisement::heat::{Profile, ProfileKind, dispatch_case, profile_columns};
use std::collections::BTreeMap;

/// A CSV of numbers, by column.
fn columns(text: &str) -> BTreeMap<String, Vec<f64>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let mut table = vec![Vec::new(); names.len()];
    for record in reader.records().map(Result::unwrap) {
        for (column, cell) in table.iter_mut().zip(record.iter()) {
            column.push(cell.parse::<f64>().unwrap());
        }
    }
    names.into_iter().zip(table).collect()
}

fn published_profiles() -> BTreeMap<String, Vec<f64>> {
    let mut all = columns(include_str!("../../models/verify/heat/bdew_profile.csv"));
    all.extend(columns(include_str!("../data/heat/bdew_profile_more.csv")));
    all
}

/// Profiles made with demandlib (MIT) for the Kassel reference year, calendar of 2023; printed with four decimals.
#[test]
fn load_profiles_are_those_of_the_guideline() {
    let published = published_profiles();
    let temperatures = &published["T_C"];
    let mut compared = 0;
    for (name, expected) in published.iter().filter(|(name, _)| *name != "T_C") {
        let computed = profile_columns(temperatures, name).unwrap_or_else(|| panic!("no column {name}"));
        assert_eq!((computed.len(), expected.len()), (8760, 8760));
        assert!(computed.iter().all(|kw| kw.is_finite()));
        let gap = computed.iter().zip(expected).map(|(c, e)| (c - e).abs() / e).fold(0.0, f64::max);
        assert!(gap < 5e-5, "{name}: {gap:e}");
        compared += 1;
    }
    assert_eq!(compared, 5);
}

#[test]
fn profile_columns_scale_and_refuse_other_names() {
    let published = published_profiles();
    let t = &published["T_C"];
    let small = profile_columns(t, "GKO_250MWh_kW").unwrap();
    assert!((small[100] * 4.0 / published["GKO_1000MWh_kW"][100] - 1.0).abs() < 1e-4);
    for name in ["T_C", "MFH", "MFH_kW", "XYZ_1000MWh_kW", "MFH_-5MWh_kW", "MFH_1000MWh_MW", ""] {
        assert_eq!(profile_columns(t, name), None, "{name}");
    }
    assert_eq!(profile_columns(&t[..8000], "MFH_1000MWh_kW"), None);
}

/// Rounded hour shares leave 1e-4 in the annual sum; every profile, every weekday of 1 January.
#[test]
fn every_profile_spreads_its_annual_amount() {
    let published = published_profiles();
    let weather = gisement::climate::WeatherYear::new(published["T_C"].clone(), None).unwrap();
    for kind in ProfileKind::ALL {
        for first_weekday in 0..7 {
            let profile = Profile { first_weekday, ..Profile::new(kind) };
            let hours = profile.hourly_kw(&weather, 1000.0).unwrap();
            assert!(hours.iter().all(|kw| kw.is_finite() && *kw >= 0.0));
            assert!((hours.iter().sum::<f64>() / 1000.0 - 1.0).abs() < 4e-4, "{}", kind.code());
        }
    }
}

struct Case {
    load_name: String,
    power_kw: f64,
    minimum_load: f64,
    outputs: BTreeMap<String, f64>,
}

fn published_cases() -> Vec<Case> {
    let mut reader = csv::Reader::from_reader(include_str!("../../models/verify/heat/dispatch_public.csv").as_bytes());
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(names[..6].join(","), "case_id,weather,profile,P_bio_kW,frac_of_peak,min_load");
    let case = |r: csv::StringRecord| Case {
        load_name: r[2].to_owned(),
        power_kw: r[3].parse().unwrap(),
        minimum_load: r[5].parse().unwrap(),
        outputs: (4..names.len()).filter(|k| *k != 5).map(|k| (names[k].clone(), r[k].parse().unwrap())).collect(),
    };
    reader.records().map(|r| case(r.unwrap())).collect()
}

/// Percentages within 1e-4 of a point, starts and hours exact, energies to the seven digits printed.
#[test]
fn dispatch_table_is_reproduced() {
    let loads = published_profiles();
    let cases = published_cases();
    assert_eq!(cases.len(), 30);
    let mut worst = 0.0_f64;
    for case in &cases {
        let computed = dispatch_case(&loads[&case.load_name], case.power_kw, case.minimum_load).unwrap();
        assert_eq!(computed.len(), case.outputs.len(), "every output column, no other");
        for (name, value) in computed {
            let expected = case.outputs[name];
            assert!(value.is_finite());
            let tolerance = match name {
                _ if name.starts_with("starts") || name.starts_with("hours") => 0.0,
                _ if name.ends_with("_pct") => 1e-4,
                // Output was rounded to a watt.
                "frac_of_peak" => 1e-5,
                _ => 1e-6 * expected.abs() + 1e-4,
            };
            let gap = (value - expected).abs();
            assert!(gap <= tolerance, "{} {} kW {name}: {value} for {expected}", case.load_name, case.power_kw);
            if name.ends_with("_pct") {
                worst = worst.max(gap);
            }
        }
    }
    assert!(worst < 1e-5, "worst percentage off by {worst:e} points");
}

/// A row that is not in the table: computed, not looked up. One kilowatt more changes the answer.
#[test]
fn dispatch_cases_are_computed() {
    let loads = published_profiles();
    let case = |power: f64| dispatch_case(&loads["MFH_1000MWh_kW"], power, 0.3).unwrap();
    let (one, other) = (case(150.0), case(151.0));
    let changed = one.iter().zip(&other).filter(|(a, b)| a.1 != b.1).count();
    assert!(changed >= 15, "{changed}");
    assert!(dispatch_case(&loads["MFH_1000MWh_kW"], 0.0, 0.3).is_err());
    assert!(dispatch_case(&loads["MFH_1000MWh_kW"], 100.0, 1.1).is_err());
    assert!(dispatch_case(&loads["MFH_1000MWh_kW"], f64::NAN, 0.3).is_err());
    assert!(dispatch_case(&[1.0; 24], 100.0, 0.3).is_err());
}

/// Without buffer a larger boiler covers less, because its minimum load keeps it off in mild weather: 85 % at 60 % of the
/// peak, 83 % at 80 % for houses; a load-duration curve hides it.
#[test]
fn oversizing_lowers_coverage_without_buffer() {
    let loads = published_profiles();
    for (name, at_60, at_80) in [("MFH_1000MWh_kW", 85.51137, 83.4669), ("GHD_1000MWh_kW", 82.50458, 79.78791)] {
        let load = &loads[name];
        let peak = load.iter().copied().fold(0.0, f64::max);
        let coverage = |share: f64, column: &str| {
            let all = dispatch_case(load, share * peak, 0.3).unwrap();
            all.into_iter().find(|(n, _)| *n == column).unwrap().1
        };
        assert!((coverage(0.6, "covA_single_pct") - at_60).abs() < 2e-3, "{name}");
        assert!((coverage(0.8, "covA_single_pct") - at_80).abs() < 2e-3, "{name}");
        assert!(coverage(0.8, "covA_nominload_pct") > coverage(0.6, "covA_nominload_pct"));
        assert!(coverage(0.8, "covR_4h_pct") > coverage(0.6, "covR_4h_pct"), "a buffer mends it");
    }
}
