//! Samples by whole commands: same seed, same bytes; nothing moves what it should not; failures are counted; Ctrl-C keeps
//! what is done.

// Helpers of tests panic as tests do.
#![allow(clippy::unwrap_used)]

use crate::cli_support;

use cli_support::{BOILER, Place, holds, number};
use gisement::scenario::Scenario;
use serde_json::Value;
use std::process::Stdio;

#[test]
fn the_same_seed_gives_the_same_bytes_for_any_number_of_threads() {
    let place = Place::shipped();
    let run = |threads: &str, seed: &str| {
        let arguments = ["run", "florange.toml", "-n", "60", "--seed", seed, "--json", "--out", threads];
        let output = place.command().args(arguments).env("RAYON_NUM_THREADS", threads).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        let page = std::fs::read(place.path().join(threads).join("report.html")).unwrap();
        (output.stdout, page)
    };
    let one = run("1", "5");
    assert!(one == run("2", "5") && one == run("3", "5"), "threads change the result");
    assert_ne!(one.0, run("2", "6").0, "the seed changes nothing");
}

#[test]
fn colours_and_pipes_change_no_result() {
    let place = Place::shipped();
    let run = |name: &str, value: &str| {
        let arguments = ["run", "boiler_only.toml", "-n", "10"];
        let output = place.command().args(arguments).env(name, value).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert!(!output.stdout.contains(&0x1b), "escape sequences in a pipe");
        std::fs::read(place.path().join("out/boiler_only/result.json")).unwrap()
    };
    let plain = run("NO_COLOR", "1");
    assert_eq!(run("TERM", "dumb"), plain);
    assert_eq!(run("COLUMNS", "40"), plain);
}

/// Values of sample `k` of a scenario text, by path.
fn sample(text: &str, k: u64) -> Vec<(String, f64)> {
    let load = |name: &str| Err(format!("there is no {name}"));
    let scenario = Scenario::read("s.toml", text, &[], &load).unwrap();
    let values = scenario.sample(1, k);
    scenario.inputs.list().iter().map(|i| i.path.clone()).zip(values).collect()
}

#[test]
fn an_uncertain_parameter_more_moves_no_other_draw() {
    let before = format!(
        "{BOILER}[uncertainty]\n\"boiler.excess_air\" = {{ uniform = {{ low = 1.2, high = 2.2 }} }}\n\
         \"boiler.field_gap_points\" = {{ triangular = {{ low = 2, mode = 5, high = 9 }} }}\n"
    );
    let after = before.replace(
        "[uncertainty]\n",
        "[uncertainty]\n\"boiler.fuel.moisture_pct_ar\" = { uniform = { low = 10, high = 40 } }\n",
    );
    let mut moved = 0;
    for k in 0..200 {
        for ((path, a), (other, b)) in sample(&before, k).into_iter().zip(sample(&after, k)) {
            assert_eq!(path, other);
            if path == "boiler.fuel.moisture_pct_ar" {
                moved += u32::from(a.to_bits() != b.to_bits());
            } else {
                assert_eq!(a.to_bits(), b.to_bits(), "{path} of sample {k}");
            }
        }
    }
    assert_eq!(moved, 200);
    // Nor does a sample depend on how many there are.
    let place = Place::with(&after);
    let few = place.json(&["s.toml", "-n", "1", "--set", "demand.annual_heat_mwh=900"]);
    assert_eq!(number(&few, "uncertainty/samples"), 1.0);
    let min = |j: &Value| number(j, "headlines/wood_heat_mwh_per_a/min");
    let many = place.json(&["s.toml", "-n", "40", "--set", "demand.annual_heat_mwh=900"]);
    assert!(min(&many) <= min(&few));
}

/// Each provider takes part with its probability, whatever the common factor; with the factor, they do so together.
#[test]
fn participation_has_its_probability_and_its_common_factor() {
    const SAMPLES: u64 = 4000;
    const PROVIDERS: usize = 10;
    let shares = |correlation: f64| -> (f64, f64) {
        let provider = |k: usize| {
            format!(
                "[[provider]]\nid = \"P{k}\"\nparticipation_probability = 0.7\n[[provider.stream]]\n\
                 feedstock = \"pallet_A_soft\"\namount = \"10 t/a\"\n"
            )
        };
        let text: String = (0..PROVIDERS).map(provider).collect();
        let text = format!(
            "{text}[boiler]\npower_kw = 10\n[uncertainty]\nparticipation = {{ correlation = {correlation} }}\n"
        );
        let load = |name: &str| Err(format!("there is no {name}"));
        let scenario = Scenario::read("s.toml", &text, &[], &load).unwrap();
        let places: Vec<usize> =
            (0..PROVIDERS).map(|k| scenario.inputs.find(&format!("provider.P{k}.participation")).unwrap()).collect();
        let counts: Vec<f64> = (0..SAMPLES)
            .map(|k| {
                let values = scenario.sample(3, k);
                let taking_part: Vec<f64> = places.iter().map(|p| values[*p]).collect();
                assert!(taking_part.iter().all(|v| *v == 0.0 || *v == 1.0));
                taking_part.iter().sum()
            })
            .collect();
        let mean = counts.iter().sum::<f64>() / SAMPLES as f64;
        let variance = counts.iter().map(|c| (c - mean) * (c - mean)).sum::<f64>() / SAMPLES as f64;
        (mean / PROVIDERS as f64, variance)
    };
    // Four standard errors of the mean share: 0.7 +- 4 sqrt(0.21 / 40,000), wider where draws hang together.
    let (share, variance) = shares(0.0);
    assert!((share - 0.7).abs() < 4.0 * (0.21f64 / (SAMPLES as f64 * PROVIDERS as f64)).sqrt(), "{share}");
    assert!((variance - 2.1).abs() < 0.25, "ten independent draws have the variance 10 p (1 - p): {variance}");
    let (share, wide) = shares(0.5);
    assert!((share - 0.7).abs() < 4.0 * (wide / SAMPLES as f64).sqrt() / PROVIDERS as f64, "{share}");
    assert!(wide > 2.0 * variance, "{wide} against {variance}");
    let (share, together) = shares(1.0);
    assert!((share - 0.7).abs() < 4.0 * (0.21 / SAMPLES as f64).sqrt(), "{share}");
    assert!((together / 21.0 - 1.0).abs() < 0.1, "all or nobody: 100 p (1 - p), got {together}");
}

/// Protein up to 20 % of VS where 19 % is right: about half of the draws break the sum by more than 0.5 points.
#[test]
fn samples_that_fail_are_counted_with_their_reasons() {
    let text = "[[provider]]\nid = \"A\"\n[[provider.stream]]\nfeedstock = \"fw_canteen\"\namount = \"800 t/a\"\n\
                [digester]\nmodel = \"first_order\"\n[uncertainty]\n";
    let library = gisement::library::organic("fw_canteen").unwrap();
    let protein = library.cell("protein_pct_vs").unwrap().value.unwrap();
    let drawn = format!(
        "{text}\"feedstock.fw_canteen.protein_pct_vs\" = {{ uniform = {{ low = {}, high = {} }} }}\n",
        protein - 1.0,
        protein + 1.0
    );
    let place = Place::with(drawn);
    let said = place.expect(4, &["run", "s.toml", "-n", "400", "--json"]);
    let json: Value = serde_json::from_str(&said.stdout).unwrap();
    let failed = number(&json, "uncertainty/failed");
    assert!((140.0..260.0).contains(&failed), "{failed} of 400");
    let reasons = json["uncertainty"]["reasons"].as_object().unwrap();
    assert_eq!(reasons.values().map(|n| n.as_f64().unwrap()).sum::<f64>(), failed);
    assert_eq!(reasons.len(), 1, "{reasons:?}");
    let (reason, _) = reasons.iter().next().unwrap();
    assert!(reason.contains("sum to ... %, not to 100 %"), "{reason}");
    holds(&said.stderr, &[&format!("warning: {failed} of 400 samples failed"), "sum to ..."]);
    assert_eq!(number(&json, "uncertainty/samples"), 400.0);
    assert!(number(&json, "headlines/methane_nm3_per_a/p50") > 0.0);
    // Without --json the table says so too.
    let said = place.expect(4, &["run", "s.toml", "-n", "50"]);
    assert!(said.stdout.contains("failed"), "{}", said.stdout);
}

#[test]
fn nothing_uncertain_and_no_samples_are_said() {
    let json = Place::with(BOILER).json(&["s.toml"]);
    assert_eq!(number(&json, "uncertainty/samples_wanted"), 0.0);
    let json = Place::shipped().json(&["boiler_only.toml", "-n", "0"]);
    assert_eq!(number(&json, "uncertainty/samples"), 0.0);
}

/// A third of the draws bring nobody: numbers that then do not exist are no failure.
#[test]
fn samples_in_which_nobody_takes_part_are_results() {
    let text = "[[provider]]\nid = \"A\"\nparticipation_probability = 0.6\n[[provider.stream]]\n\
                feedstock = \"pallet_A_soft\"\namount = \"300 t/a\"\n[boiler]\npower_kw = 300\n[demand]\n\
                annual_heat_mwh = 800\n[carbon]\nmethods = [\"avoided\", \"red3\"]\nreference = \"gas_boiler_2024\"\n\
                [uncertainty]\nparticipation = { correlation = 0 }\n";
    let said = Place::with(text).run(&["run", "s.toml", "-n", "60", "--json"]);
    let json: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!((said.code, number(&json, "uncertainty/failed")), (0, 0.0), "{}", json["uncertainty"]);
    assert_eq!(number(&json, "headlines/wood_heat_mwh_per_a/min"), 0.0);
    assert!(number(&json, "headlines/wood_heat_mwh_per_a/max") > 0.0);
}

#[cfg(unix)]
#[test]
fn ctrl_c_keeps_what_is_done() {
    let place = Place::shipped();
    let folder = place.path().join("out/florange");
    // A busy machine needs longer to come to the samples.
    let asked = [2, 10, 40].into_iter().map(|seconds| stopped_after(&place, seconds));
    let json =
        asked.into_iter().find(|json| number(json, "uncertainty/samples") > 0.0).expect("it came to the samples");
    let done = number(&json, "uncertainty/samples");
    assert!(done < 200_000.0, "{done}");
    assert_eq!(number(&json, "uncertainty/samples_wanted"), 200_000.0);
    let file = std::fs::read(folder.join("result.json")).unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&file).unwrap(), json);
    let page = std::fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(page.trim_end().ends_with("</html>"));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 3, "page, data and workbook, and no part left over");

    // The leading samples are those of a run that asked for no more.
    let whole = place.json(&["florange.toml", "-n", &(done as u64).to_string()]);
    assert_eq!(whole["headlines"], json["headlines"]);
}

/// The JSON of a run that was stopped by Ctrl-C after some time.
#[cfg(unix)]
fn stopped_after(place: &Place, seconds: u64) -> Value {
    let child = std::process::Command::new(assert_cmd::cargo::cargo_bin("gisement"))
        .current_dir(place.path())
        .args(["run", "florange.toml", "-n", "200000", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_secs(seconds));
    let kill = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    holds(&stderr, &["interrupted:", "of 200000 samples are in the page"]);
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What the command line sets is not drawn any more, and the user is told.
#[test]
fn an_override_fixes_what_the_scenario_draws() {
    let place = Place::shipped();
    let run = |value: &str| {
        let set = format!("boiler.excess_air={value}");
        place.json(&["boiler_only.toml", "-n", "20", "--set", &set])
    };
    let (low, high) = (run("1.5"), run("2.5"));
    let p90 = |json: &Value| number(json, "headlines/lcoh_eur_per_mwh/p90");
    assert!(p90(&high) > p90(&low), "the samples follow the override");
    let said = place.expect(0, &["check", "boiler_only.toml", "--set", "boiler.excess_air=1.5"]);
    holds(&said.stderr, &["is set on the command line: it is not drawn"]);
}
