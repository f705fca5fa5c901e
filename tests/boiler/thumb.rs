//! Rules of thumb on the shipped profile: what practice says, what a sorted curve hides, and the table of the documentation.

use gisement::heat::{
    DispatchParams, HeatLoad, THUMB_SHARES, ThumbRow, profile_columns, shortcut_coverage, thumb_rows,
};
use gisement::num::VectorClass;
use std::fmt::Write;

fn load(profile: &str) -> HeatLoad {
    let mut reader = csv::Reader::from_reader(include_str!("../../models/verify/heat/bdew_profile.csv").as_bytes());
    let at = reader.headers().unwrap().iter().position(|name| name == "T_C").unwrap();
    let temperatures: Vec<f64> = reader.records().map(|r| r.unwrap()[at].parse().unwrap()).collect();
    HeatLoad::new(profile_columns(&temperatures, profile).unwrap()).unwrap()
}

fn rows(profile: &str) -> Vec<ThumbRow> {
    let boiler = DispatchParams { outage_share: 0.0, ..DispatchParams::defaults() };
    thumb_rows(&load(profile), &boiler, &THUMB_SHARES, VectorClass::best()).unwrap()
}

/// "40 to 60 % of the peak cover more than 85 % of the need" (biomasse-normandie.fr): from 50 % on with any profile where a
/// buffer or cycling bridges mild weather, at 60 % by more than ten points; at 40 % four fifths.
#[test]
fn half_the_peak_covers_most_of_the_need() {
    for profile in ["MFH_1000MWh_kW", "GHD_1000MWh_kW", "GKO_1000MWh_kW"] {
        let all = rows(profile);
        let at = |share: f64| all.iter().find(|row| row.share_of_peak == share).unwrap();
        for row in [at(0.5), at(0.6)] {
            for covered in [row.cycling.coverage, row.buffer_1h.coverage, row.buffer_4h.coverage, row.shortcut] {
                assert!(covered > 0.85, "{profile} {}: {covered}", row.share_of_peak);
            }
        }
        assert!((0.78..0.86).contains(&at(0.4).buffer_1h.coverage), "{profile}: {}", at(0.4).buffer_1h.coverage);
        assert!(at(0.6).buffer_4h.coverage > 0.95, "{profile}");
    }
}

/// Without buffer and without cycling 80 % of the peak cover less than 60 % do; the sorted curve says the contrary, and a
/// boiler that cycles pays for the difference in starts.
#[test]
fn the_shortcut_hides_what_oversizing_costs() {
    for profile in ["MFH_1000MWh_kW", "GHD_1000MWh_kW", "GKO_1000MWh_kW"] {
        let all = rows(profile);
        let at = |share: f64| all.iter().find(|row| row.share_of_peak == share).unwrap();
        let (sixty, eighty) = (at(0.6), at(0.8));
        assert!(eighty.direct < sixty.direct, "{profile}");
        assert!(eighty.shortcut > sixty.shortcut);
        assert!(eighty.cycling.coverage > sixty.cycling.coverage, "cycling keeps the coverage");
        for row in all.iter().filter(|row| row.share_of_peak >= 0.4) {
            let [cycling, one, four] = [row.cycling, row.buffer_1h, row.buffer_4h];
            assert!(cycling.starts > 2000.0 && cycling.starts > 5.0 * one.starts, "{profile}: {row:?}");
            assert!(one.starts > 1.5 * four.starts, "{profile}: {row:?}");
            assert!(cycling.efficiency < one.efficiency && one.efficiency <= four.efficiency, "{profile}: {row:?}");
        }
        assert!(all.windows(2).all(|w| w[1].cycling.starts > w[0].cycling.starts), "{profile}");
        assert!(all.windows(2).all(|w| w[1].shortcut >= w[0].shortcut), "{profile}");
    }
}

/// The shortcut is the area under the sorted curve.
#[test]
fn the_shortcut_needs_no_order() {
    let load = load("MFH_1000MWh_kW");
    let mut sorted = load.kw().to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let area = sorted.iter().map(|kw| kw.min(150.0)).sum::<f64>() / sorted.iter().sum::<f64>();
    assert!((shortcut_coverage(&load, 150.0) - area).abs() < 1e-12);
    assert_eq!(shortcut_coverage(&load, load.peak_kw()), 1.0);
    assert_eq!(shortcut_coverage(&load, 0.0), 0.0);
}

/// The table of the theory page is what the code computes, line by line.
#[test]
fn the_table_of_the_documentation_is_computed() {
    let page = include_str!("../../docs/theory/cascade.md");
    let mut table = String::new();
    for row in rows("MFH_1000MWh_kW") {
        let percent = |x: f64| format!("{:.1}", 100.0 * x);
        write!(table, "| {:.0} | {} | {} |", 100.0 * row.share_of_peak, percent(row.shortcut), percent(row.direct))
            .unwrap();
        for year in [row.cycling, row.buffer_1h, row.buffer_4h] {
            write!(table, " {} | {} |", percent(year.coverage), year.starts).unwrap();
        }
        table.push('\n');
    }
    assert!(page.contains(&table), "docs/theory/cascade.md is stale; write\n{table}");
}

#[test]
fn a_share_of_nothing_is_refused() {
    let boiler = DispatchParams::defaults();
    assert!(thumb_rows(&load("MFH_1000MWh_kW"), &boiler, &[0.0], VectorClass::best()).is_err());
    assert!(thumb_rows(&load("MFH_1000MWh_kW"), &boiler, &[], VectorClass::best()).unwrap().is_empty());
}
