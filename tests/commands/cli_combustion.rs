//! `boiler.combustion` by whole commands: the fuel of a file or of `--set` gives what the library and Cantera give.

// Helpers of tests panic as tests do.
#![allow(clippy::unwrap_used)]

use crate::cli_support;

use cli_support::{Place, number};
use gisement::combustion::{CombustionParams, FuelParams, burn};
use serde_json::Value;
use std::collections::HashMap;

const CASES: &str = include_str!("../../models/verify/combustion.csv");

fn run(place: &Place, overrides: &[String]) -> Value {
    let mut arguments = vec!["boiler_only.toml", "-n", "0"];
    overrides.iter().for_each(|o| arguments.extend(["--set", o.as_str()]));
    place.json(&arguments)
}

/// Every number of a serialised combustion, by its path.
fn flat(value: &Value, path: &str, list: &mut Vec<(String, f64)>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(k, v)| flat(v, &format!("{path}/{k}"), list)),
        Value::Number(n) => list.push((path.to_owned(), n.as_f64().unwrap())),
        _ => panic!("{path} is {value}"),
    }
}

#[test]
fn the_shipped_scenario_burns_as_the_library() {
    let json = run(&Place::shipped(), &[]);
    let fuel = FuelParams {
        c_pct_db: 50.5,
        h_pct_db: 6.1,
        o_pct_db: 42.78,
        n_pct_db: 0.1,
        s_pct_db: 0.01,
        cl_pct_db: 0.01,
        ash_pct_db: 0.5,
        moisture_pct_ar: 20.0,
        ..FuelParams::defaults()
    };
    let params =
        CombustionParams { excess_air: 1.6, flue_gas_temperature_c: 160.0, ..CombustionParams::<f64>::defaults() };
    let (mut found, mut expected) = (Vec::new(), Vec::new());
    flat(&json["boiler"]["combustion"], "", &mut found);
    flat(&serde_json::to_value(burn(&fuel, &params)).unwrap(), "", &mut expected);
    assert_eq!(found, expected);
    assert!(found.len() > 50);
    assert_eq!(json["boilers"]["main"], json["boiler"]);
}

/// Rows of the shipped table of Cantera 3.2 cases, all inputs of a row by `--set`: 1e-6 relative for stoichiometry and
/// heating values, 1e-4 for enthalpies, stack losses and the adiabatic temperature in K, 0.06 K for the dew point.
#[test]
fn rows_of_the_public_cases_by_overrides() {
    let place = Place::shipped();
    let mut reader = csv::Reader::from_reader(CASES.as_bytes());
    let rows: Vec<HashMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    // A spread over fuels, moistures and air: every sixth row.
    let mut compared = 0;
    for row in rows.iter().step_by(6) {
        for temperature_c in [120, 160, 220] {
            compare(&place, row, temperature_c);
            compared += 1;
        }
    }
    assert!(compared >= 45, "{compared}");
}

fn overrides_of(row: &HashMap<String, String>, temperature_c: u32) -> Vec<String> {
    let mut list: Vec<String> = [
        ("boiler.fuel.c_pct_db", "C_dry_pct"),
        ("boiler.fuel.h_pct_db", "H_dry_pct"),
        ("boiler.fuel.o_pct_db", "O_dry_pct"),
        ("boiler.fuel.n_pct_db", "N_dry_pct"),
        ("boiler.fuel.s_pct_db", "S_dry_pct"),
        ("boiler.fuel.cl_pct_db", "Cl_dry_pct"),
        ("boiler.fuel.ash_pct_db", "ash_dry_pct"),
        ("boiler.fuel.moisture_pct_ar", "moisture_wb_pct"),
        ("boiler.excess_air", "lam"),
        ("boiler.air_humidity_kg_per_kg", "air_humidity_kg_per_kg_dry"),
    ]
    .iter()
    .map(|(path, column)| format!("{path}={}", row[*column]))
    .collect();
    list.push(format!("boiler.flue_gas_temperature_c={temperature_c}"));
    // A row whose heating value is no correlation gives it.
    if !row["hhv_source"].starts_with("Channiwala") {
        list.push(format!("boiler.fuel.hhv_mj_per_kg_db={}", row["HHV_dry_MJ_kg"]));
    }
    list
}

fn compare(place: &Place, row: &HashMap<String, String>, temperature_c: u32) {
    let json = run(place, &overrides_of(row, temperature_c));
    let close = |key: &str, column: &str, relative: f64, shift: f64, absolute: f64| {
        if row[column].is_empty() {
            return;
        }
        let published: f64 = row[column].parse().unwrap();
        let found = number(&json, &format!("boiler/combustion/{key}"));
        assert!(found.is_finite());
        let gap = (found - published).abs();
        let allowed = relative * (published + shift).abs() + absolute;
        assert!(gap <= allowed, "{} at {temperature_c} C, {key}: {found} where {published}", row["case_id"]);
    };
    // Published with 8 digits: shares near zero carry an absolute rounding.
    let exact = |key: &str, column: &str| close(key, column, 1e-6, 0.0, 1e-9);
    exact("lhv_mj_per_kg_ar", "LHV_ar_MJ_kg");
    exact("air_stoich_kg_per_kg_ar", "air_stoich_dry_kg_kg_ar");
    exact("flue_gas_wet_nm3_per_kg_ar", "fluegas_wet_Nm3_kg_ar");
    exact("h2o_wet_pct", "x_H2O_wet_pct");
    exact("co2_dry_pct", "x_CO2_dry_pct");
    exact("o2_dry_pct", "x_O2_dry_pct");
    close("adiabatic_temperature_c", "T_ad_complete_C", 1e-4, 273.15, 0.0);
    close("stack_loss_pct_lhv", &format!("stack_loss_{temperature_c}C_pct_LHV"), 1e-4, 0.0, 0.0);
    close("dew_point_c", "dewpoint_C", 0.0, 0.0, 0.06);
}
