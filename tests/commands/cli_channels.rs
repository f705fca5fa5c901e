//! `gisement channels` as a whole command: what it shows, what it writes, what it refuses.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use crate::cli_support;

use cli_support::Place;
use serde_json::Value;

/// One company with clean pallets, a boiler and the outlet of today.
const POLE: &str = r#"
[site]
lat_deg = 49.3279
lon_deg = 6.1232
[carbon]
methods = ["avoided"]
reference = "present_outlets_2024"
[[provider]]
id = "A"
lat_deg = 49.33
lon_deg = 6.13
[[provider.stream]]
id = "A-1"
feedstock = "pallet_A_soft"
amount = "500 t/a"
outlet = "skip_contractor_wood"
ewc_code = "15 01 03"
present_cost_eur_per_t_mode = 60
[channels]
[[sink]]
id = "B1"
kind = "boiler_ssd"
accepts = ["wood"]
lat_deg = 49.32
lon_deg = 6.11
capacity_t_per_year_max = 400
gate_fee_eur_per_t_mode = -30
"#;

fn json(place: &Place, arguments: &[&str]) -> Value {
    let said = place.expect(0, &[&["channels"], arguments, &["--json"]].concat());
    serde_json::from_str(&said.stdout).unwrap()
}

#[test]
fn tells_what_goes_where_and_writes_page_data_and_flows() {
    let place = Place::with(POLE);
    let said = place.expect(0, &["channels", "s.toml", "-n", "0"]);
    assert!(said.stdout.contains("B1") && said.stderr.contains("channels.html"), "{}", said.stdout);
    assert!(said.stdout.lines().all(|line| line.chars().count() <= 100), "{}", said.stdout);
    for file in ["channels.html", "channels.json", "flows.csv"] {
        assert!(place.path().join("out/s").join(file).exists(), "{file}");
    }
    let found = json(&place, &["s.toml", "-n", "0"]);
    assert_eq!(found["schema"], "gisement.channels/1");
    let mass: f64 = found["flows"].as_array().unwrap().iter().map(|f| f["t_per_a"].as_f64().unwrap()).sum();
    assert!((mass - 500.0).abs() < 1e-6);
    assert!(found["closures"].as_array().unwrap().iter().all(|c| c["holds"] == true));
    assert!(found["methods"].as_array().unwrap().iter().any(|m| m["of"] == "carbon" && m["name"] == "avoided"));
}

#[test]
fn sinks_are_overridden_by_their_path() {
    let place = Place::with(POLE);
    let taken = |set: &str| {
        let found = json(&place, &["s.toml", "-n", "0", "--set", set]);
        found["sinks"][0]["t_per_a"].as_f64().unwrap()
    };
    assert!((taken("sink.B1.capacity_t_per_year_max=300") - 300.0).abs() < 1e-6);
    assert!(taken("sink.B1.gate_fee_eur_per_t=500").abs() < 1e-6);
    let said = place.expect(3, &["channels", "s.toml", "--set", "sink.B2.gate_fee_eur_per_t=1"]);
    assert!(said.stderr.contains("there is no sink `B2`") && said.stderr.contains("B1"), "{}", said.stderr);
}

#[test]
fn hidden_names_leave_no_trace() {
    let text = POLE.replace("id = \"A\"", "id = \"A\"\nname = \"Secret Pallets\"");
    let place = Place::with(text);
    place.expect(0, &["channels", "s.toml", "-n", "0", "--hide-names"]);
    for file in ["channels.html", "channels.json", "flows.csv"] {
        let text = std::fs::read_to_string(place.path().join("out/s").join(file)).unwrap();
        assert!(!text.contains("Secret"), "{file}");
    }
}

/// What each broken scenario must say.
#[test]
fn bad_input_is_refused_with_its_place() {
    let cases = [
        ("kind = \"boiler_ssd\"", "kind = \"boiler_sdd\"", "did you mean `boiler_ssd`"),
        ("lat_deg = 49.32\n", "", "sink `B1` has no place"),
        ("accepts = [\"wood\"]", "accepts = [\"woods\"]", "sink `B1` cannot take `woods`"),
        ("methods = [\"avoided\"]", "methods = [\"red3\"]", "names its carbon method"),
        (
            "capacity_t_per_year_max = 400",
            "capacity_t_per_year_max = 400\ncapacity_t_per_year_min = 500",
            "needs at least",
        ),
        ("[channels]", "[channels]\naggregators = [\"Z\"]", "there is no provider `Z`"),
        ("[channels]", "[channels]\nobjective = \"money\"", "cannot be `money`"),
    ];
    for (from, to, wanted) in cases {
        let said = Place::with(POLE.replacen(from, to, 1)).expect(3, &["channels", "s.toml"]);
        assert!(said.stderr.contains(wanted) && said.stderr.contains("s.toml:"), "{to}: {}", said.stderr);
        assert!(said.stdout.is_empty());
    }
}

/// A boiler's year needs no method that compares; an allocation does.
#[test]
fn a_method_that_compares_is_named() {
    let place = Place::shipped();
    let red = ["florange.toml", "-n", "0", "--set", "carbon.methods=[\"red3\"]"];
    place.expect(0, &[&["run"], &red[..]].concat());
    let said = place.expect(3, &[&["channels"], &red[..]].concat());
    assert!(
        said.stderr.contains("names its carbon method") && said.stderr.contains("florange.toml:"),
        "{}",
        said.stderr
    );
    assert!(said.stdout.is_empty());
}

#[test]
fn a_stream_that_nobody_may_take_is_told() {
    let text = POLE.replace("pallet_A_soft", "pallet_MB");
    let said =
        Place::with(text.replace("[channels]", "[channels]\nkeep_present = false")).expect(3, &["channels", "s.toml"]);
    assert!(said.stderr.contains("no channel may lawfully take it"), "{}", said.stderr);
}

#[test]
fn capacities_that_cannot_hold_the_flows_are_named_with_what_they_lack() {
    let text = POLE.replace("[channels]", "[channels]\nkeep_present = false");
    let text = text.replace("gate_fee", "min_class_a_share_pct = 0\ngate_fee");
    let text = format!(
        "{text}[[sink]]\nid = \"P\"\nkind = \"particle_board\"\nlat_deg = 49.2\nlon_deg = 6.1\ncapacity_t_per_year_max = 40\n"
    );
    let said = Place::with(text).expect(3, &["channels", "s.toml", "-n", "0"]);
    assert!(said.stderr.contains("cannot be held") && said.stderr.contains("this limit binds"), "{}", said.stderr);
}

#[test]
fn a_scenario_without_channels_says_what_to_write() {
    let said = Place::with(cli_support::BOILER).expect(3, &["channels", "s.toml"]);
    assert!(said.stderr.contains("[channels]") && said.stderr.contains("docs/channels.md"), "{}", said.stderr);
}

/// What the pole prices is part of what its companies share: the account closes at any price, and the page says so.
#[test]
fn a_price_of_greenhouse_gas_is_shared_as_well() {
    let place = Place::shipped();
    for price in ["1", "50", "500"] {
        let set = format!("channels.co2_price_eur_per_t={price}");
        let said = place.expect(0, &["channels", "pilot12.toml", "-n", "0", "--json", "--set", &set]);
        let found: Value = serde_json::from_str(&said.stdout).unwrap();
        let findings = found["findings"].to_string();
        assert!(findings.contains("at the pole's own price"), "{findings}");
    }
}
