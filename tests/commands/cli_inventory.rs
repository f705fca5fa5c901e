//! Inventories on the command line: templates, exports, checks, codes; exit codes and streams.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use std::path::Path;

fn gisement(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("gisement").unwrap();
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn name(folder: &Path, file: &str) -> String {
    folder.join(file).display().to_string()
}

#[test]
fn a_template_is_written_checked_and_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    for file in ["a b é.xlsx", "x.csv", "folder"] {
        let path = name(folder.path(), file);
        let (code, out, _) = gisement(&["init", "--inventory", &path, "--lang", "fr"]);
        assert!(code == 0 && out.contains("un modèle avec un exemple fictif"), "{out}");
        let (code, out, talk) = gisement(&["check", &path]);
        assert!(code == 0 && out.contains("no errors, 1 warning"), "{out}{talk}");
        let (code, _, talk) = gisement(&["init", "--inventory", &path]);
        assert!(code == 2 && talk.contains("exists; name another"), "{talk}");
    }
}

#[test]
fn a_scenario_is_written_as_a_workbook_with_the_same_tonnes() {
    let folder = tempfile::tempdir().unwrap();
    let path = name(folder.path(), "florange.xlsx");
    let (code, out, talk) = gisement(&["init", "--inventory", &path, "--from", "scenarios/florange.toml"]);
    assert!(code == 0 && out.contains("30 companies, 43 streams, 0 purchases"), "{out}{talk}");
    let (code, out, _) = gisement(&["check", &path, "--json"]);
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, value["companies"].as_u64(), value["streams"].as_u64()), (0, Some(30), Some(43)));
    // Sums of low, mode and high of the fictitious tables, and what the outlets cost at modes.
    let wood = &value["kinds"][0];
    assert_eq!(wood["kind"], "wood");
    for (key, wanted) in [("t_per_a_low", 584.2), ("t_per_a_mode", 1484.5), ("t_per_a_high", 3273.0)] {
        assert!((wood[key].as_f64().unwrap() - wanted).abs() < 1e-6, "{key}: {}", wood[key]);
    }
    assert!((wood["present_eur_per_a"].as_f64().unwrap() - 75_406.0).abs() < 1.0);
}

#[test]
fn a_broken_workbook_ends_with_exit_code_3_and_names_cells() {
    let (code, out, talk) = gisement(&["check", "scenarios/inventory/broken.xlsx"]);
    assert!(code == 3 && out.is_empty(), "{out}");
    assert!(talk.contains("streams!D3:") && talk.contains("did you mean 15 01 03"), "{talk}");
    let (code, out, _) = gisement(&["check", "scenarios/inventory/broken.xlsx", "--json"]);
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert!(code == 3 && value["valid"] == false);
    let problems = value["problems"].as_array().unwrap();
    assert!(problems.iter().filter(|p| p["severity"] == "error").all(|p| p["message"].as_str().unwrap().contains('!')));
    for file in ["filled", "repaired"] {
        let (code, out, _) = gisement(&["check", &format!("scenarios/inventory/{file}.xlsx")]);
        assert!(code == 0 && out.contains("5 companies, 8 streams (3 weighed or invoiced), 3 purchases"), "{out}");
    }
}

#[test]
fn codes_are_found_by_words_and_say_whom_they_are_owed_to() {
    let (code, out, talk) = gisement(&["codes", "palettes", "--lang", "fr"]);
    assert!(code == 0 && out.starts_with("15 01 03   Emballages en bois"), "{out}");
    assert!(talk.contains("Open Government Licence v3.0"), "{talk}");
    let (_, out, _) = gisement(&["codes", "15", "01", "--json", "--top", "3"]);
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((value["found"].as_u64(), value["codes"].as_array().map(Vec::len)), (Some(10), Some(3)));
    let (code, out, talk) = gisement(&["codes", "zzzz"]);
    assert!(code == 0 && out.is_empty() && talk.contains("no code fits"), "{talk}");
}
