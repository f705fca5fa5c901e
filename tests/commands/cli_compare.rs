//! `gisement compare`: variants and files side by side, causes that close, names hidden, odd calls answered.

#![allow(clippy::unwrap_used)] // Helpers of tests may panic, as tests do.

use crate::cli_support;

use cli_support::{BOILER, Place};
use serde_json::Value;

fn json(place: &Place, arguments: &[&str]) -> Value {
    let mut all = vec!["compare"];
    all.extend(arguments);
    all.push("--json");
    serde_json::from_str(&place.expect(0, &all).stdout).unwrap()
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

/// In every account, the lines of a scenario sum to its result, so that the differences explain the difference.
fn causes_close(found: &Value) {
    for account in found["causes"].as_array().unwrap() {
        let results = numbers(&account["results"]);
        for (k, result) in results.iter().enumerate() {
            let lines = account["lines"].as_array().unwrap().iter().map(|l| numbers(&l["values"])[k]);
            let (sum, size) = lines.fold((0.0, 0.0), |(sum, size), v| (sum + v, size + f64::abs(v)));
            assert!((sum - result).abs() <= 1e-9 * f64::max(size, 1.0), "{} {sum} {result}", account["account"]);
        }
    }
}

#[test]
fn a_variant_shows_what_was_changed_and_what_it_did() {
    let place = Place::with(BOILER);
    let found = json(&place, &["s.toml", "--variant", "boiler.power_kw=900"]);
    assert_eq!(found["schema"], "gisement.compare/1");
    assert_eq!(found["same"], false);
    let changed = found["changed_inputs"].as_array().unwrap();
    assert_eq!(changed.len(), 1, "{changed:?}");
    assert_eq!(changed[0]["path"], "boiler.power_kw");
    assert_eq!(numbers(&changed[0]["values"]), [500.0, 900.0]);
    causes_close(&found);
    let page = std::fs::read_to_string(place.path().join("out/compare-s-variant/compare.html")).unwrap();
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    assert!(roxmltree::Document::parse_with_options(&page, options).is_ok());
    assert!(page.contains("boiler.<wbr/>power_kw") || page.contains("boiler.power_kw"));
    assert!(!page.contains("cannot be drawn"));
}

#[test]
fn the_same_scenario_twice_differs_in_nothing() {
    let place = Place::with(BOILER);
    let found = json(&place, &["s.toml", "s.toml"]);
    assert_eq!(found["same"], true);
    let labels: Vec<&str> =
        found["scenarios"].as_array().unwrap().iter().map(|s| s["label"].as_str().unwrap()).collect();
    assert_eq!(labels, ["s (1)", "s (2)"]);
    assert!(found["causes"].as_array().unwrap().is_empty() && found["moved"].as_array().unwrap().is_empty());
    let said = place.expect(0, &["compare", "s.toml", "s.toml", "--lang", "fr"]);
    assert!(said.stdout.contains("Rien ne diffère"), "{}", said.stdout);
}

#[test]
fn three_scenarios_are_held_against_the_first() {
    let place = Place::with(BOILER);
    let found = json(&place, &["s.toml", "--variant", "boiler.power_kw=400", "--variant", "boiler.power_kw=900"]);
    let values = numbers(&found["changed_inputs"][0]["values"]);
    assert_eq!(values, [500.0, 400.0, 900.0]);
}

#[test]
fn one_scenario_is_no_comparison() {
    let place = Place::with(BOILER);
    let said = place.expect(2, &["compare", "s.toml"]);
    assert!(said.stderr.contains("--variant"), "{}", said.stderr);
    place.expect(2, &["compare"]);
    place.expect(3, &["compare", "s.toml", "none.toml"]);
    let said = place.expect(3, &["compare", "s.toml", "--variant", "boiler.powerkw=1"]);
    assert!(said.stderr.contains("power_kw"), "{}", said.stderr);
}

/// The first companies of Florange: an allocation that takes no time.
fn few_companies() -> Place {
    let place = Place::shipped();
    let path = |name: &str| place.path().join(name);
    let read = |name: &str| std::fs::read_to_string(path(name)).unwrap();
    let drop = |line: &&str| !line.starts_with("aggregators") && !line.contains("fw_canteen.degradable_fraction");
    let text: Vec<String> = read("florange.toml").lines().filter(drop).map(str::to_owned).collect();
    std::fs::write(path("florange.toml"), text.join("\n")).unwrap();
    let providers: Vec<String> = read("florange/providers.csv").lines().take(9).map(str::to_owned).collect();
    let known =
        |line: &str| providers[1..].iter().any(|p| Some(p.split(',').next().unwrap()) == line.split(',').nth(1));
    let streams = read("florange/streams.csv");
    let streams = streams.lines().enumerate().filter(|(k, line)| *k == 0 || known(line)).map(|(_, line)| line);
    std::fs::write(path("florange/streams.csv"), streams.collect::<Vec<_>>().join("\n")).unwrap();
    std::fs::write(path("florange/providers.csv"), providers.join("\n")).unwrap();
    place
}

/// Two allocations: what a dearer way does to the flows, and the names that stay at home.
#[test]
fn allocations_show_the_flows_that_moved() {
    let place = few_companies();
    let arguments = ["florange.toml", "--variant", "sink.C2.gate_fee_eur_per_t=190"];
    let found = json(&place, &arguments);
    causes_close(&found);
    let moved = found["moved"].as_array().unwrap();
    assert!(!moved.is_empty(), "a dear gate turns biowaste away");
    let net: f64 = moved.iter().map(|m| numbers(&m["wet_t_per_a"])).map(|t| t[1] - t[0]).sum();
    assert!(net.abs() < 1e-6, "what leaves one sink reaches another: {net}");
    let accounts: Vec<&str> =
        found["causes"].as_array().unwrap().iter().map(|c| c["account"].as_str().unwrap()).collect();
    assert!(accounts.contains(&"plan_money") && accounts.contains(&"plan_carbon"), "{accounts:?}");
    let providers = std::fs::read_to_string(place.path().join("florange/providers.csv")).unwrap();
    let names: Vec<String> = csv::Reader::from_reader(providers.as_bytes())
        .into_records()
        .map(|r| r.unwrap().get(1).unwrap().to_owned())
        .collect();
    let mut hidden = vec!["compare"];
    hidden.extend(arguments);
    hidden.extend(["--hide-names", "--json", "--out", "hidden"]);
    let said = place.expect(0, &hidden);
    let page = std::fs::read_to_string(place.path().join("hidden/compare.html")).unwrap();
    let file = std::fs::read_to_string(place.path().join("hidden/compare.json")).unwrap();
    assert!(said.stdout.contains("Company "));
    for name in &names {
        assert!(!(said.stdout.contains(name) || page.contains(name) || file.contains(name)), "{name}");
    }
}

/// Two files of one name are told apart in the command that makes the page again.
#[test]
fn files_of_one_name_keep_their_folders() {
    let place = Place::with(BOILER);
    std::fs::create_dir(place.path().join("other")).unwrap();
    std::fs::write(place.path().join("other/s.toml"), BOILER.replace("power_kw = ", "power_kw = 1")).unwrap();
    place.expect(0, &["compare", "s.toml", "other/s.toml", "--out", "c"]);
    let page = std::fs::read_to_string(place.path().join("c/compare.html")).unwrap();
    assert!(page.contains("gisement compare s.toml other/s.toml"), "the command names both");
    assert!(place.path().join("c/compare.xlsx").exists());
}
