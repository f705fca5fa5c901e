//! `gisement bench` by whole commands: its rows, its JSON, what it refuses. Nothing here depends on how fast it is.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use crate::cli_support;

use cli_support::{BOILER, Place};
use serde_json::Value;

/// Fields that a reader may rely on.
const FIELDS: [&str; 6] = ["case", "rate_per_s_per_core", "peer", "peer_rate_per_s_per_core", "ratio", "max_rel_error"];

fn json(place: &Place, arguments: &[&str]) -> Vec<Value> {
    let said = place.expect(0, &[&["bench", "--json", "--seconds", "0.001"], arguments].concat());
    serde_json::from_str::<Value>(&said.stdout).unwrap().as_array().unwrap().clone()
}

#[test]
fn a_row_of_digesters_has_a_rate_and_an_error_within_the_limit() {
    let rows = json(&Place::new(), &["--case", "200 d, rtol 1e-4, scalar"]);
    let single = &rows[0];
    assert!(FIELDS.iter().all(|field| single.get(field).is_some()), "{single}");
    assert_eq!(single["case"], "adm1 200 d, rtol 1e-4, scalar");
    assert!(single["rate_per_s_per_core"].as_f64().unwrap() > 0.0);
    let error = single["max_rel_error"].as_f64().unwrap();
    assert!(error > 0.0 && error <= 2e-4, "{error:e}");
    assert_eq!(single["threads"], 1);
    for row in &rows {
        let peer = cfg!(feature = "peers") && row["threads"] == 1;
        for field in ["peer", "peer_rate_per_s_per_core", "ratio"] {
            assert_eq!(row[field].is_null(), !peer, "{field} of {row}");
        }
    }
    // Two threads, where the machine has them, on the same digesters.
    assert!(rows.len() <= 2);
    if let Some(two) = rows.get(1) {
        assert_eq!(two["threads"], 2);
        assert!(two["speedup"].as_f64().unwrap() > 0.0);
    }
}

#[test]
fn the_year_of_a_scenario_is_timed_where_there_is_one() {
    let place = Place::with(BOILER).file("scenarios/florange.toml", BOILER);
    let rows = json(&place, &["s.toml", "--case", "scenario-year"]);
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["case"], "scenario-year, s, lanes");
    assert_eq!(rows[1]["case"], "scenario-year, s, scalar");
    for row in &rows {
        assert!(row["rate_per_s_per_core"].as_f64().unwrap() > 0.0, "{row}");
        assert!(row["max_rel_error"].is_null(), "{row}");
    }
    let rows = json(&place, &["--case", "scenario-year"]);
    assert_eq!(rows[0]["case"], "scenario-year, florange, lanes");
}

#[test]
fn the_table_says_what_it_was_made_on_and_fits_100_columns() {
    let said = Place::new().expect(0, &["bench", "--seconds", "0.001", "--case", "boiler"]);
    for part in ["boiler year, scalar", "Machine: ", "CPU time", "thread", "median of 5 repeats"] {
        assert!(said.stdout.contains(part), "`{part}` is not in\n{}", said.stdout);
    }
    assert_eq!(said.stdout.contains("--features peers"), !cfg!(feature = "peers"));
    let widest = said.stdout.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(widest <= 100, "{widest} columns");
}

#[test]
fn bad_input_is_refused_before_anything_is_timed() {
    let place = Place::with("[boiler]\npower_kw = -1\n");
    let said = place.expect(3, &["bench", "s.toml"]);
    assert!(said.stdout.is_empty() && said.stderr.contains("power_kw"), "{}", said.stderr);
    let said = place.expect(3, &["bench", "none.toml"]);
    assert!(said.stderr.contains("none.toml"), "{}", said.stderr);
    let said = place.expect(2, &["bench", "--case", "no such row"]);
    assert!(said.stderr.contains("write a part of one of") && said.stderr.contains("boiler year"), "{}", said.stderr);
    for seconds in ["0", "-1", "nan", "1e9", "soon"] {
        let said = place.expect(2, &["bench", &format!("--seconds={seconds}")]);
        assert!(said.stderr.contains("write a number from 0.001 to 3600"), "{}", said.stderr);
    }
}
