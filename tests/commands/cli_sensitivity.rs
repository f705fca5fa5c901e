//! `gisement sensitivity` by whole commands on a boiler, which is quick.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use crate::cli_support;

use cli_support::{BOILER, Place, holds};
use gisement::study::sha256;
use serde_json::Value;

const UNCERTAIN: &str = "[uncertainty]\n\"boiler.excess_air\" = { uniform = { low = 1.4, high = 2.2 } }\n\
                         \"boiler.field_gap_points\" = { uniform = { low = 2, high = 12 } }\n\
                         \"demand.annual_heat_mwh\" = { uniform = { low = 1500, high = 2100 } }\n";

fn boiler(more: &str) -> Place {
    Place::with(format!("{BOILER}[demand]\nannual_heat_mwh = 1800\n{UNCERTAIN}{more}"))
}

const CORRELATED: &str =
    "correlation = [{ of = [\"boiler.excess_air\", \"boiler.field_gap_points\"], spearman = 0.6 }]\n";

/// The JSON of an analysis that must work, which must be that of the file it wrote.
fn json(place: &Place, arguments: &[&str]) -> Value {
    let said = place.expect(0, &[&["sensitivity", "s.toml", "--json", "--out", "o"], arguments].concat());
    let found: Value = serde_json::from_str(&said.stdout).unwrap();
    let file = place.path().join("o").join(format!("sensitivity-{}.json", found["method"].as_str().unwrap()));
    assert_eq!(said.stdout, std::fs::read_to_string(file).unwrap());
    assert_eq!(found["schema"], "gisement.sensitivity/1");
    found
}

fn value(found: &Value, output: &str, measure: &str, input: &str) -> f64 {
    let at = &found["outputs"][output]["measures"][measure]["inputs"][input]["value"];
    at.as_f64().unwrap_or_else(|| panic!("{output} {measure} {input}: {at}"))
}

/// Wood heat follows the demand alone, and every method says so.
#[test]
fn every_method_finds_what_moves_the_heat() {
    let place = boiler("");
    let output = "wood_heat_mwh_per_a";
    for (method, measure, rows) in [
        ("sobol", "total", "64"),
        ("shapley", "shapley", "64"),
        ("morris", "mu_star", "10"),
        ("tornado", "reach", "64"),
    ] {
        let found = json(&place, &["--method", method, "-n", rows]);
        assert_eq!(found["method"], method);
        assert_eq!(found["outputs"][output]["ranking"][0], "demand.annual_heat_mwh", "{method}");
        assert!(value(&found, output, measure, "demand.annual_heat_mwh") > 0.5, "{method}");
        assert!(value(&found, output, measure, "boiler.excess_air").abs() < 1e-9, "{method}");
        let svg = place.path().join(format!("o/sensitivity-{method}-{output}.svg"));
        let svg = std::fs::read_to_string(svg).unwrap();
        assert!(svg.contains("demand.annual_heat_mwh"), "{method}");
        roxmltree::Document::parse(&svg).unwrap();
    }
}

/// The page has a figure for each result that something moves, and ends with what makes it again.
#[test]
fn the_page_holds_the_figures_and_says_how_to_make_it_again() {
    let place = boiler("");
    for (lang, heading, closes) in
        [("en", "How to make this page again", "all 5 close"), ("fr", "Refaire cette page", "les 5 bouclent")]
    {
        let options = ["--method", "tornado", "--set", "boiler.power_kw=450", "--out", "o", "--lang", lang];
        place.expect(0, &[&["sensitivity", "s.toml"], &options[..]].concat());
        let folder = place.path().join("o");
        let html = std::fs::read_to_string(folder.join("sensitivity-tornado.html")).unwrap();
        let figures = std::fs::read_dir(&folder)
            .unwrap()
            .filter(|e| e.as_ref().unwrap().path().extension().is_some_and(|end| end == "svg"));
        assert_eq!(html.matches("<svg").count(), figures.count());
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        let document = roxmltree::Document::parse_with_options(&html, options).unwrap();
        let last = document.descendants().rfind(|n| n.has_tag_name("section")).unwrap();
        let text: String = last.descendants().filter(|n| n.is_text()).filter_map(|n| n.text()).collect();
        let made_of = sha256(&std::fs::read(place.path().join("s.toml")).unwrap());
        let command = "gisement sensitivity s.toml --set boiler.power_kw=450 --method tornado";
        for part in [heading, command, closes, "s.toml", &made_of] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
}

/// The page of JSON names every key, and the same seed gives the same bytes on any number of threads.
#[test]
fn the_same_bytes_for_any_number_of_threads_and_every_key_documented() {
    let place = boiler("");
    let run = |threads: &str| {
        let mut command = place.command();
        command.env("RAYON_NUM_THREADS", threads);
        let output = command.args(["sensitivity", "s.toml", "-n", "32", "--pairs", "--json"]).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let one = run("1");
    assert_eq!(one, run("3"));
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/json.md")).unwrap();
    let found: Value = serde_json::from_str(&one).unwrap();
    let mut missing = Vec::new();
    let output = &found["outputs"]["wood_heat_mwh_per_a"];
    for map in [&found, output, &output["pairs"][0], &output["measures"]["total"], &output["rows"], &output["mean"]] {
        let keys = map.as_object().unwrap().keys();
        missing.extend(keys.filter(|k| !page.contains(&format!("`{k}`"))).cloned());
    }
    assert!(missing.is_empty(), "docs/json.md does not name {missing:?}");
}

#[test]
fn dependent_inputs_are_refused_for_sobol_and_served_by_shapley() {
    let place = boiler(CORRELATED);
    let said = place.expect(3, &["sensitivity", "s.toml", "--method", "sobol"]);
    assert_eq!(said.stdout, "");
    holds(&said.stderr, &["boiler.excess_air, boiler.field_gap_points", "correlated", "--method shapley", "--factors"]);
    assert!(!place.path().join("out").exists(), "something was written");
    // Asked for nothing, it takes what holds.
    let found = json(&place, &["-n", "32"]);
    assert_eq!(found["method"], "shapley");
    let effects = found["outputs"]["boiler_starts_per_a"]["measures"]["shapley"]["inputs"].as_object();
    let sum: f64 = effects.unwrap().values().map(|e| e["value"].as_f64().unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    let found = json(&place, &["--method", "sobol", "--factors", "-n", "32"]);
    assert_eq!(found["factors"], true);
    // Both correlated inputs belong to the boiler: groups by part are independent of each other.
    let found = json(&place, &["--method", "sobol", "--group", "part", "-n", "32"]);
    assert_eq!(found["inputs"], serde_json::json!(["boiler", "demand"]));
}

#[test]
fn what_is_asked_wrongly_is_said_before_anything_runs() {
    let place = boiler("").file("twice.csv", "boiler.excess_air,boiler.excess_air,y\n1.5,1.5,2\n");
    let refused = |code: i32, arguments: &[&str], wanted: &[&str]| {
        let said = place.expect(code, &[&["sensitivity", "s.toml"], arguments].concat());
        assert_eq!(said.stdout, "");
        holds(&said.stderr, wanted);
        assert!(!place.path().join("out").exists(), "something was written");
    };
    refused(2, &["-n", "7"], &["7 design rows are too few", "8 or more"]);
    refused(2, &["-n", "0"], &["0 design rows"]);
    refused(2, &["-n", "18446744073709551615"], &["fewer rows"]);
    // 3 inputs: 5 runs a row for sobol, 8 with pairs, 4 for the others.
    refused(2, &["-n", "100000000000"], &["500000000000 runs", "2000000", "-n 400000"]);
    refused(2, &["-n", "250001", "--pairs"], &["2000008 runs", "-n 250000"]);
    refused(2, &["-n", "500001", "--method", "morris"], &["2000004 runs", "-n 500000"]);
    refused(2, &["--outputs", "a,,b"], &["`a`"]);
    refused(2, &["--outputs", "wood_heat_mwh_per_y"], &["wood_heat_mwh_per_y", "did you mean `wood_heat_mwh_per_a`"]);
    refused(2, &["--method", "given-data"], &["--from"]);
    refused(2, &["--method", "sobol", "--from", "x.csv"], &["given-data"]);
    refused(2, &["--from", "x.csv", "-n", "9"], &["cannot be used with"]);
    refused(3, &["--from", "none.parquet"], &["none.parquet"]);
    refused(3, &["--from", "none.csv"], &["no such file"]);
    refused(3, &["--from", "twice.csv"], &["column 2", "stands twice"]);
    let certain = Place::with(BOILER);
    let said = certain.expect(3, &["sensitivity", "s.toml"]);
    holds(&said.stderr, &["nothing is uncertain", "[uncertainty]"]);
}

#[test]
fn a_finished_sweep_is_measured_without_a_run() {
    let place = boiler("");
    place.expect(0, &["sweep", "s.toml", "-n", "2000", "--out", "big.parquet"]);
    let found = json(&place, &["--from", "big.parquet"]);
    let output = "wood_heat_mwh_per_a";
    assert_eq!((found["method"].as_str(), found["runs"].as_u64()), (Some("given-data"), Some(2000)));
    assert_eq!(found["outputs"][output]["ranking"][0], "demand.annual_heat_mwh");
    assert!(value(&found, output, "rank", "demand.annual_heat_mwh") > 0.95);
    assert!(value(&found, output, "delta", "boiler.excess_air").abs() < 0.1);
    // A sweep of other values is not this scenario's.
    let said = place.expect(3, &["sensitivity", "s.toml", "--from", "big.parquet", "--set", "boiler.power_kw=400"]);
    holds(&said.stderr, &["another scenario"]);
}

#[test]
fn a_table_of_ones_own_is_measured() {
    let rows: String =
        (0..600).map(|k| format!("{},{},{}\n", 1.4 + 0.001 * f64::from(k), k % 7, 3 * (k % 7))).collect();
    let table = format!("boiler.excess_air,boiler.field_gap_points,mine\n{rows}");
    let place =
        boiler("").file("t.csv", table).file("bad.csv", "boiler.excess_air,mine\n1.5,x\n").file("no.csv", "a,b\n1,2\n");
    let found = json(&place, &["--from", "t.csv"]);
    assert_eq!(found["outputs"]["mine"]["ranking"][0], "boiler.field_gap_points");
    holds(&place.expect(3, &["sensitivity", "s.toml", "--from", "bad.csv"]).stderr, &["line 2", "`mine`", "`x`"]);
    holds(&place.expect(3, &["sensitivity", "s.toml", "--from", "no.csv"]).stderr, &["no column has the path"]);
}

/// The frame of an exported sweep is neither input nor output, failed rows are dropped, and what is missing is named.
#[test]
fn an_exported_sweep_is_measured_without_its_frame() {
    let mut rows = String::new();
    for k in 0..600_u32 {
        let (status, reason) = match k % 10 {
            3 => ("2", "too many steps"),
            4 => ("step_limit", ""),
            5 => ("done", ""),
            _ => ("0", ""),
        };
        let mine = if status == "2" || status == "step_limit" { "1e9".to_owned() } else { (3 * (k % 7)).to_string() };
        rows.push_str(&format!("{k},{status},{k},{reason},{},{mine}\n", k % 7));
    }
    let table = format!("sample,status,steps,reason,boiler.field_gap_points,mine\n{rows}");
    let place = boiler("").file("t.csv", table);
    let said = place.expect(4, &["sensitivity", "s.toml", "--from", "t.csv", "--json", "--outputs", "mine,"]);
    holds(
        &said.stderr,
        &["120 of 600 runs failed", "left out", "no column here", "boiler.excess_air, demand.annual_heat_mwh"],
    );
    let found: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(found["inputs"], serde_json::json!(["boiler.field_gap_points"]));
    let outputs: Vec<&String> = found["outputs"].as_object().unwrap().keys().collect();
    assert_eq!(outputs, ["mine"]);
    assert_eq!((found["failed"].as_u64(), found["rows"].as_u64()), (Some(120), Some(480)));
    // With the failed rows the output would reach 1e9 whatever the input.
    assert!(value(&found, "mine", "rank", "boiler.field_gap_points") > 0.9);
}

/// What the numbers are, and which inputs stand for others, is said below the table.
#[test]
fn tables_say_what_they_rank() {
    let place = boiler(CORRELATED);
    let text = |arguments: &[&str]| {
        let said = place.expect(0, &[&["sensitivity", "s.toml"], arguments].concat());
        said.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for method in ["morris", "tornado"] {
        let said = text(&["--method", method, "-n", "16"]);
        holds(&said, &["independent factors", "boiler.excess_air (2 inputs,"]);
    }
    holds(&text(&["-n", "32"]), &["Known first: share explained", "known last (figures, JSON)"]);
    let found = json(&place, &["--group", "feedstock", "-n", "32"]);
    let groups = serde_json::json!(["not of one feedstock: boiler", "not of one feedstock: demand"]);
    assert_eq!(found["inputs"], groups);
}

/// Runs that fail drop their row, are counted, and end with exit code 4.
#[test]
fn failed_runs_are_counted() {
    let place =
        boiler("\"boiler.fuel.c_pct_db\" = { discrete = { values = [50.5, 70.0], probabilities = [0.9, 0.1] } }\n");
    let said = place.run(&["sensitivity", "s.toml", "--method", "sobol", "-n", "64", "--json"]);
    if said.code == 4 {
        let found: Value = serde_json::from_str(&said.stdout).unwrap();
        assert!(found["failed"].as_u64().unwrap() > 0);
        let rows = &found["outputs"]["wood_heat_mwh_per_a"]["rows"];
        assert_eq!(rows["kept"].as_u64().unwrap() + rows["failed"].as_u64().unwrap(), 64);
        holds(&said.stderr, &["runs failed", "drops its whole design row"]);
        let table = place.expect(4, &["sensitivity", "s.toml", "--method", "sobol", "-n", "64", "--out", "o"]);
        let table = table.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        let kept = format!("{} of 64 kept, {} dropped for a failed run", rows["kept"], rows["failed"]);
        holds(&table, &[&kept, "where nothing fails"]);
    } else {
        panic!("no run failed: {} {}", said.code, said.stderr);
    }
}
