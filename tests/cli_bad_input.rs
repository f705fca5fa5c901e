//! Bad input by whole commands: exit code, place, what to write instead, nothing on stdout, nothing written.

// Helpers of tests panic as tests do.
#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use std::path::Path;

const GOOD: &str =
    "[boiler]\npower_kw = 100\n[boiler.fuel]\nlike = \"pallet_A_soft\"\n[demand]\nannual_heat_mwh = 300\n";

/// Runs a scenario text in a folder of its own; gives exit code and stderr, and checks that nothing else happened.
fn run(text: &[u8], extra: &[&str]) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("un été.toml");
    std::fs::write(&file, text).unwrap();
    let out = Command::cargo_bin("gisement")
        .unwrap()
        .current_dir(folder.path())
        .args(["run", "un été.toml", "-n", "4"])
        .args(extra)
        .output()
        .unwrap();
    let code = out.status.code().unwrap();
    if code != 0 {
        assert!(out.stdout.is_empty(), "{}", String::from_utf8_lossy(&out.stdout));
        assert!(!folder.path().join("out").exists(), "something was written");
    }
    (code, String::from_utf8(out.stderr).unwrap())
}

fn refused(text: &str, extra: &[&str], wanted: &[&str]) {
    let (code, said) = run(text.as_bytes(), extra);
    assert_eq!(code, 3, "{said}");
    assert!(!said.contains("panicked"), "{said}");
    for part in wanted {
        assert!(said.contains(part), "`{part}` is not in:\n{said}");
    }
}

#[test]
fn a_good_scenario_in_a_path_with_spaces_and_accents_runs() {
    let (code, said) = run(GOOD.as_bytes(), &[]);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn five_mistakes_are_five_errors() {
    let text = "[boiler]\nexces_air = 2\npower_kw = -3\n[demand]\nannual_heat_mwh = \"a\"\nprofile = \"GKQ\"\n[carbon]\nmethods = [\"red9\"]\n";
    refused(text, &[], &["un été.toml:2:1", "did you mean `excess_air`", "got -3", "GKO", "red3", "5 errors"]);
}

#[test]
fn each_kind_of_mistake_is_refused_at_its_place() {
    let stream = |line: &str| {
        format!(
            "[[provider]]\nid = \"A\"\n[[provider.stream]]\nfeedstock = \"fw_canteen\"\n{line}\n[digester]\nV_liq = 100\n"
        )
    };
    refused(&stream("amount = 120"), &[], &["120 t/a", ":5:"]);
    refused(&stream("amount = \"120 pallets/a\""), &[], &["unit not known", "t/a"]);
    refused(&stream("amount = \"-5 t/a\""), &[], &[":5:"]);
    refused(&stream("amount = \"1e12 t/a\""), &[], &[":5:"]);
    refused(&stream("amount = \"0 t/a\""), &[], &["empty"]);
    refused(&stream("amount = \"5 t/a\"\nseason = \"wintry\""), &[], &["no seasonal profile", ":6:"]);
    refused(&stream("amount = \"5 t/a\"").replace("fw_canteen", "fw_cantine"), &[], &["did you mean `fw_canteen`"]);
    let set = |s: &str, wanted: &[&str]| refused(&stream("amount = \"5 t/a\""), &["--set", s], wanted);
    set("feedstock.fw_canteen.carb_pct_vs=60", &["sum to", "100"]);
    set("feedstock.fw_canteen.bmp_nl_per_kg_vs=900", &["complete digestion"]);
    set("digester.f_ch_xc=0.3", &["digester"]);
    set("stream.Z.t_per_year_mode=1", &["there is no stream `Z`"]);
    set("digester.k_m_ax=1", &["k_m_ac"]);
    set("nonsense", &["PATH=VALUE"]);
    refused(GOOD, &["--set", "demand.annual_heat_mwh=0"], &["both zero"]);
    refused(GOOD, &["--set", "boiler.fuel.c_pct_db=40"], &["sum to"]);
    refused("[pool]\nproviders = \"none.csv\"\n[boiler]\n", &[], &["none.csv", "relative to the scenario file"]);
    refused("a = \nb = [1,\n", &[], &["not valid TOML"]);
    refused("", &[], &["asks for nothing"]);
}

#[test]
fn files_that_are_no_scenarios_are_refused() {
    let (code, said) = run(b"name = \"\xff\"\n", &[]);
    assert_eq!(code, 3);
    assert!(said.contains("not UTF-8"), "{said}");
    let folder = tempfile::tempdir().unwrap();
    let large = std::fs::File::create(folder.path().join("large.toml")).unwrap();
    large.set_len(100 * 1024 * 1024).unwrap();
    for (name, part) in [("large.toml", "MB"), ("missing.toml", "cannot read"), (".", "folder")] {
        let out =
            Command::cargo_bin("gisement").unwrap().current_dir(folder.path()).args(["run", name]).output().unwrap();
        assert_eq!(out.status.code(), Some(3), "{name}");
        assert!(String::from_utf8_lossy(&out.stderr).contains(part), "{name}");
    }
}

#[test]
fn an_output_folder_that_cannot_be_made_is_a_failed_run() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), "").unwrap();
    std::fs::write(folder.path().join("s.toml"), GOOD).unwrap();
    let out = Command::cargo_bin("gisement")
        .unwrap()
        .current_dir(folder.path())
        .args(["run", "s.toml", "-n", "2", "--out", "file/x"])
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(1));
    assert!(!Path::new("file/x").exists());
}
