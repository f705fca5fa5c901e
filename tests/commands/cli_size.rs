//! `gisement size`: what it prints and writes, and what it refuses.

use crate::cli_support::{BOILER, Place};

const FEW: [&str; 8] = [
    "--set",
    "size.powers_kw=[150, 300]",
    "--set",
    "size.numbers=[1, 2]",
    "--set",
    "size.buffer_hours=[1]",
    "--set",
    "size.store_days=[5]",
];

fn size(place: &Place, file: &str, more: &[&str]) -> crate::cli_support::Said {
    let arguments: Vec<&str> = ["size", file].into_iter().chain(FEW).chain(more.iter().copied()).collect();
    place.run(&arguments)
}

#[test]
fn the_table_the_page_the_json_and_the_csv_agree() {
    let place = Place::shipped();
    let said = size(&place, "boiler_only.toml", &["-n", "6", "--json"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let json: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    let written = std::fs::read_to_string(place.path().join("out/boiler_only/size.json")).unwrap();
    assert_eq!(json, serde_json::from_str::<serde_json::Value>(&written).unwrap());
    let csv = std::fs::read_to_string(place.path().join("out/boiler_only/candidates.csv")).unwrap();
    let candidates = json["candidates"].as_array().unwrap();
    assert_eq!(csv.lines().count(), candidates.len() + 1);
    let html = std::fs::read_to_string(place.path().join("out/boiler_only/size.html")).unwrap();
    for text in [&html, &csv, &written] {
        assert!(!crate::cli_support::shows_nan(text) && !text.contains("inf,"), "no number that is none");
    }
    let table = size(&place, "boiler_only.toml", &["-n", "6"]);
    assert!(table.stdout.contains("rule of 50 %") && table.stdout.contains("Regret"), "{}", table.stdout);
    let french = size(&place, "boiler_only.toml", &["-n", "0", "--lang", "fr"]);
    assert!(french.stdout.replace('\u{a0}', " ").contains("règle des 50 %"), "{}", french.stdout);
}

/// The same bytes for any number of threads.
#[test]
fn threads_change_nothing() {
    let place = Place::shipped();
    let run = |threads: &str| {
        let said = size(&place, "boiler_only.toml", &["-n", "5", "--json", "--threads", threads]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        (said.stdout, std::fs::read(place.path().join("out/boiler_only/candidates.csv")).unwrap())
    };
    assert_eq!(run("1"), run("2"));
}

#[test]
fn what_cannot_be_sized_is_refused_with_what_to_write() {
    let demand = "[demand]\nannual_heat_mwh = 900\n";
    let cases: [(&str, &[&str], &str); 9] = [
        (BOILER, &[], "no heat demand"),
        (demand, &[], "needs a [boiler]"),
        ("[demand]\nannual_heat_mwh = 0\n", &[], "nobody asks for heat"),
        (demand, &["--objective", "co2"], "names no method"),
        (demand, &["--set", "size.numbers=[5]"], "between 1 and 4"),
        (demand, &["--set", "size.numbers=[1.5]"], "counts boilers"),
        (demand, &["--set", "size.store_days=[0]"], "between 0.25"),
        (demand, &["--set", "economics.gas_price_eur_per_mwh_hhv=-5"], "between"),
        (demand, &["--set", "boiler.step_minutes=7"], "step_minutes = 60, 15, 10 or 5"),
    ];
    for (text, more, expected) in cases {
        let text =
            if text == BOILER || expected.contains("needs a") { text.to_owned() } else { format!("{BOILER}{text}") };
        let place = Place::with(text);
        let said = size(&place, "s.toml", more);
        assert_eq!(said.code, 3, "{more:?}: {} {}", said.stdout, said.stderr);
        assert!(said.stderr.contains(expected) && said.stderr.contains("help"), "{more:?}: {}", said.stderr);
        assert!(!place.path().join("out").exists(), "nothing half written");
    }
}

/// Odd but lawful: told, not refused.
#[test]
fn odd_houses_are_sized_and_told() {
    let text = format!("{BOILER}moisture_pct_ar = 65\n[demand]\nannual_heat_mwh = 900\n");
    let place = Place::with(text);
    let said = size(&place, "s.toml", &["-n", "0", "--set", "size.coverage_target_pct=0"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stdout.contains("65.0 % moisture") || said.stdout.contains("65 % moisture"), "{}", said.stdout);
    let place = Place::with(format!("{BOILER}[demand]\nannual_heat_mwh = 20000\n"));
    let said = place.run(&["size", "s.toml", "-n", "0", "--set", "size.powers_kw=[9000]"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stdout.contains("larger than any of the catalogue"), "{}", said.stdout);
    let said = size(&place, "s.toml", &["-n", "0", "--set", "boiler.minimum_load=1"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
}

/// A constant load on a buffer that never fills closes its accounts.
#[test]
fn a_measured_load_is_sized() {
    let mut hours = "load_kw\n".to_owned();
    (0..8760).for_each(|_| hours.push_str("100\n"));
    let place = Place::with(format!("{BOILER}[demand]\nfile = \"hours.csv\"\n")).file("hours.csv", &hours);
    let said = place.run(&["size", "s.toml", "-n", "0", "--set", "size.powers_kw=[50, 100]"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
}
