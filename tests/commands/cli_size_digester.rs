//! `gisement size` for a digester: what it prints and writes, and what it refuses.

use crate::cli_support::{BOILER, DIGESTER, Place, Said};

const FEW: [&str; 2] = ["--set", "size.digester_volumes_m3=[150, 600]"];

fn size(place: &Place, file: &str, more: &[&str]) -> Said {
    let arguments: Vec<&str> = ["size", file].into_iter().chain(FEW).chain(more.iter().copied()).collect();
    place.run(&arguments)
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

/// A digester without a boiler house is sized alone; page, JSON and CSV say the same.
#[test]
fn a_digester_alone_has_a_page_a_json_and_tables() {
    let place = Place::shipped();
    let said = size(&place, "digester_only.toml", &["-n", "4", "--json"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let found = json(&said.stdout);
    let folder = place.path().join("out/digester_only");
    let written = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    assert_eq!(found, json(&written("size.json")));
    let ladder = &found["digester"]["ladders"][0];
    let volumes = ladder["volumes"].as_array().unwrap();
    assert_eq!(written("volumes.csv").lines().count(), volumes.len() + 1);
    let powers = found["digester"]["engine"]["powers"].as_array().unwrap();
    assert_eq!(written("engines.csv").lines().count(), powers.len() + 1);
    assert!(!folder.join("candidates.csv").exists());
    let states = found["digester"]["stability"]["states"].as_array().unwrap();
    assert!(states.iter().any(|s| s["verdict"] == "working" && s["stable"] == true), "{states:?}");
    let html = written("size.html");
    assert!(html.contains("FOS/TAC") && html.matches("<svg").count() >= 2);
    for text in [html, written("size.json"), written("volumes.csv"), written("engines.csv")] {
        assert!(!crate::cli_support::shows_nan(&text) && !text.contains("inf,"), "no number that is none");
    }
    let french = size(&place, "digester_only.toml", &["-n", "0", "--lang", "fr"]);
    assert!(french.code == 0 && french.stdout.contains("Plus petit volume"), "{} {}", french.stdout, french.stderr);
}

/// Nonsense is refused with what to write, and nothing is written.
#[test]
fn what_cannot_be_sized_is_refused_with_what_to_write() {
    let cases: [(&str, &str); 6] = [
        ("size.digester_volumes_m3=[0]", "between 1"),
        ("size.digester_volumes_m3=[1]", "smaller than a day's feed"),
        ("size.digester_probability_min=1.5", "between 0"),
        ("size.fos_tac_max=-1", "between"),
        ("size.digester_temperatures_c=[90]", "between 20"),
        ("size.engine_powers_kwe=[-5]", "between 1"),
    ];
    for (set, expected) in cases {
        let place = Place::with(DIGESTER);
        let said = place.run(&["size", "s.toml", "-n", "0", "--set", set]);
        assert_eq!(said.code, 3, "{set}: {} {}", said.stdout, said.stderr);
        assert!(said.stderr.contains(expected) && said.stderr.contains("help"), "{set}: {}", said.stderr);
        assert!(!place.path().join("out").exists(), "nothing half written");
    }
}

/// Boiler house and digester of one scenario stand in one answer.
#[test]
fn both_are_sized_together() {
    let text = format!("{DIGESTER}{BOILER}[demand]\nannual_heat_mwh = 900\n[size]\npowers_kw = [300]\n");
    let place = Place::with(text);
    let said = size(&place, "s.toml", &["-n", "0", "--json"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let found = json(&said.stdout);
    assert!(found["candidates"].is_array() && found["digester"]["ladders"].is_array());
}
