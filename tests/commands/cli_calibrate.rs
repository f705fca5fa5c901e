//! `gisement calibrate`: what it finds again, what it prints and writes, and what it refuses.

use crate::cli_support::{Place, Said};
use serde_json::Value;

/// Three weeks of the benchmark are enough to see how fast acetate is taken up.
const SHORT: [&str; 6] = [
    "--set",
    "digester.duration_d=21",
    "--set",
    "digester.relative_tolerance=1e-5",
    "--parameters",
    "digester.k_dis,digester.k_m_ac",
];

fn calibrate(place: &Place, more: &[&str]) -> Said {
    let arguments: Vec<&str> =
        ["calibrate", "bsm2.toml"].into_iter().chain(SHORT).chain(more.iter().copied()).collect();
    place.run(&arguments)
}

/// A folder with data of the benchmark whose acetate is taken up slower than the scenario says.
fn with_data() -> Place {
    let place = Place::shipped();
    let said = calibrate(
        &place,
        &[
            "--invent",
            "data.csv",
            "--set",
            "digester.k_m_ac=7.2",
            "--columns",
            "methane_nm3_per_d,vfa_kg_m3",
            "--noise-pct",
            "2",
            "--memory",
            "0.4",
            "--seed",
            "5",
        ],
    );
    assert_eq!(said.code, 0, "{}", said.stderr);
    place
}

fn parameter<'a>(json: &'a Value, path: &str) -> &'a Value {
    let list = json["calibrations"][0]["parameters"].as_array().unwrap();
    list.iter().find(|p| p["path"] == path).unwrap()
}

#[test]
fn the_truth_is_found_again_and_written_back() {
    let place = with_data();
    let said = calibrate(&place, &["--data", "data.csv", "--json"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let json: Value = serde_json::from_str(&said.stdout).unwrap();
    let written = std::fs::read_to_string(place.path().join("out/bsm2/calibration.json")).unwrap();
    assert_eq!(said.stdout, written);
    let found = parameter(&json, "digester.k_m_ac");
    assert_eq!(found["before"], 8.0);
    for interval in ["fisher_interval", "profile_interval"] {
        let ends: Vec<f64> = found[interval].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
        assert!(ends[0] < 7.2 && 7.2 < ends[1] && ends[1] - ends[0] < 0.4, "{interval}: {ends:?}");
    }
    let html = std::fs::read_to_string(place.path().join("out/bsm2/calibration.html")).unwrap();
    assert!(html.contains("<svg") && !crate::cli_support::shows_nan(&html));
    let value = found["value"].as_f64().unwrap();
    let explained = place.expect(0, &["explain", "bsm2.toml", "digester.k_m_ac", "--set", "@out/bsm2/calibrated.toml"]);
    let shown = explained.stdout.split_whitespace().filter_map(|w| w.parse::<f64>().ok());
    assert!(shown.into_iter().any(|v| (v / value - 1.0).abs() < 1e-4), "{value}: {}", explained.stdout);
    let missing = place.run(&["check", "bsm2.toml", "--set", "@nowhere.toml"]);
    assert!(missing.code != 0 && missing.stderr.contains("nowhere.toml"), "{}", missing.stderr);
}

#[test]
fn threads_change_no_bit_of_the_posterior() {
    let place = with_data();
    let run = |threads: &str| {
        let more = ["--data", "data.csv", "--no-profiles", "--method", "mcmc", "--walkers", "8", "--steps", "12"];
        let said = calibrate(&place, &[&more[..], &["--threads", threads, "--json"]].concat());
        assert_eq!(said.code, 0, "{}", said.stderr);
        (said.stdout, std::fs::read(place.path().join("out/bsm2/posterior.csv")).unwrap())
    };
    let one = run("1");
    assert!(one == run("2"), "threads change the result");
    let json: Value = serde_json::from_str(&one.0).unwrap();
    assert_eq!(json["calibrations"][0]["posterior"]["steps"], 12);
    assert!(parameter(&json, "digester.k_dis")["r_hat"].is_number());
    // The draws are samples as sweeps take them.
    let text = String::from_utf8(one.1).unwrap();
    assert!(text.starts_with("digester.k_dis,digester.k_m_ac\n"));
}

#[test]
fn every_problem_of_the_data_is_told_at_once() {
    let header = "time_d,methane_nm3_per_d,ph,bogus,methane_m3_per_h,time_h\n";
    let rows =
        "0,1000,7.2,1,1,1\n1,abc,7.3,1,1,1\n1,1000,17,1,1,1\n0.5,1000,7,1,1,1\n900,1000,7,1,1,1\nx,1000,7,1,1,1\n2,3\n";
    let place = Place::shipped().file("bad.csv", format!("{header}{rows}"));
    let said = calibrate(&place, &["--data", "bad.csv"]);
    assert_eq!(said.code, 3, "{}", said.stderr);
    for expected in [
        "there is no quantity `bogus`",
        "`methane_m3_per_h` is by the hour",
        "`time_h` has another unit",
        "`abc` is no number",
        "day 1 stands twice",
        "ph cannot be 17",
        "day 0.5 follows day 1",
        "day 900 is outside the run",
        "time `x` is no number",
        "this row has 2 cells",
        "bad.csv:3:3",
        "help",
    ] {
        assert!(said.stderr.contains(expected), "{expected}: {}", said.stderr);
    }
    assert!(!place.path().join("out").exists(), "nothing half written");
}

#[test]
fn data_that_cannot_be_calibrated_are_refused() {
    let rows = |line: &str| (1..20).map(|k| format!("{k},{line}\n")).collect::<String>();
    let cases = [
        (String::new(), "is empty"),
        ("time_d,ph\n".to_owned(), "no row below the header"),
        ("time_d\n1\n".to_owned(), "no measured quantity"),
        ("ph\n7\n".to_owned(), "no column `time_d`"),
        (format!("time_d,ph\n{}", rows("")), "holds no number"),
        (format!("time_d,methane_pct\n{}", rows("0.58")), "looks like fractions"),
        // The benchmark gives some 1,500 Nm3/d.
        (format!("time_d,methane_nm3_per_d\n{}", rows("62")), "a factor of 24"),
        ("time_d,ph\n1,7.2\n2,7.2\n".to_owned(), "cannot tell 2 parameters"),
    ];
    for (text, expected) in cases {
        let place = Place::shipped().file("data.csv", &text);
        let said = calibrate(&place, &["--data", "data.csv", "--no-profiles"]);
        assert_eq!(said.code, 3, "{text}: {} {}", said.stdout, said.stderr);
        assert!(said.stderr.contains(expected), "{expected}: {}", said.stderr);
    }
    let place = Place::shipped().file("data.csv", format!("time_d,ph\n{}", rows("7.2")));
    let said = place.run(&["calibrate", "bsm2.toml", "--data", "data.csv", "--parameters", "digester.k_diss"]);
    assert!(said.code == 3 && said.stderr.contains("did you mean `digester.k_dis`"), "{}", said.stderr);
    let said = place.run(&["calibrate", "boiler_only.toml", "--data", "data.csv"]);
    assert!(said.code == 3 && said.stderr.contains("no digester that is one tank of ADM1"), "{}", said.stderr);
    let said = place.run(&["calibrate", "bsm2.toml"]);
    assert!(said.code == 2 && said.stderr.contains("--data"), "{}", said.stderr);
}

#[test]
fn gaps_are_told_and_left_out() {
    let place = with_data();
    let text = std::fs::read_to_string(place.path().join("data.csv")).unwrap();
    let holes = |(k, line): (usize, &str)| match line.split(',').collect::<Vec<_>>()[..] {
        [t, m, _] if k % 4 == 0 && k > 3 => format!("{t},{m},NA\n"),
        _ => format!("{line}\n"),
    };
    let with_holes: String = text.lines().enumerate().filter(|(k, _)| !(8..14).contains(k)).map(holes).collect();
    let place = place.file("data.csv", with_holes);
    let said = calibrate(&place, &["--data", "data.csv", "--no-profiles", "--json"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(
        said.stderr.contains("gaps (") && said.stderr.contains("nothing was measured in 1 stretch"),
        "{}",
        said.stderr
    );
    let json: Value = serde_json::from_str(&said.stdout).unwrap();
    let series = json["calibrations"][0]["series"].as_array().unwrap();
    assert_eq!(series[0]["gaps"], 0);
    assert!(series[1]["gaps"].as_u64().unwrap() >= 2);
}

/// Two treatments and a blank: b (1 - exp(-k t)) with 300 and 0.2, 400 and 0.1, exact but for rounding.
fn bottles() -> String {
    let mut text = "bottle,treatment,inoculum_g,substrate_VS_g,time_d,cum_CH4_mL_std_dry\n".to_owned();
    for t in 0..31 {
        let blank = 2.0 * f64::from(t).sqrt();
        text.push_str(&format!("1,blank,400,0,{t},{blank}\n"));
        for (bottle, name, b, k) in [("2", "maize", 300.0, 0.2), ("3", "maize", 300.0, 0.2), ("4", "straw", 400.0, 0.1)]
        {
            let jitter = if (t + 1) % 3 == 0 { 0.4 } else { -0.2 };
            let methane = 5.0 * b * (1.0 - (-k * f64::from(t)).exp()) + blank / 2.0 + jitter;
            text.push_str(&format!("{bottle},{name},200,5,{t},{methane}\n"));
        }
    }
    text
}

#[test]
fn bottles_of_a_laboratory_are_fitted_by_treatment() {
    let place = Place::new().file("bottles.csv", bottles());
    let said = place.run(&["calibrate", "bmp", "--data", "bottles.csv", "--json"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let json: Value = serde_json::from_str(&said.stdout).unwrap();
    for (k, b, rate) in [(0, 300.0, 0.2), (1, 400.0, 0.1)] {
        let found = &json["calibrations"][k]["parameters"];
        let value = |k: usize| found[k]["value"].as_f64().unwrap();
        assert!((value(0) / b - 1.0).abs() < 1e-3 && (value(1) / rate - 1.0).abs() < 1e-3, "{found}");
    }
    for model in ["two_pools", "gompertz"] {
        let said = place.run(&["calibrate", "bmp", "--data", "bottles.csv", "--model", model]);
        assert_eq!(said.code, 0, "{model}: {}", said.stderr);
        assert!(said.stdout.contains("maize") && said.stdout.contains("straw"));
    }
    let bad = "bottle,treatment,inoculum_g,substrate_VS_g,time_d,cum_CH4_mL_std_dry\n1,a,-5,2,1,10\n1,a,5,2,1,x\n";
    let place = place.file("bad.csv", bad);
    let said = place.run(&["calibrate", "bmp", "--data", "bad.csv"]);
    assert_eq!(said.code, 3);
    assert!(
        said.stderr.contains("inoculum_g cannot be `-5`") && said.stderr.contains("cannot be `x`"),
        "{}",
        said.stderr
    );
    let no_blank: String = bottles().lines().filter(|l| !l.contains("blank")).map(|l| format!("{l}\n")).collect();
    let place = place.file("bad.csv", no_blank);
    let said = place.run(&["calibrate", "bmp", "--data", "bad.csv"]);
    assert!(said.code == 3 && said.stderr.contains("there is no blank"), "{}", said.stderr);
}
