//! `gisement verify` as people run it: exit codes, what is printed where.

// Helpers of tests panic on purpose.
#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

fn verify(arguments: &[&str]) -> Output {
    Command::cargo_bin("gisement").unwrap().arg("verify").args(arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn shipped(name: &str) -> String {
    format!("{}/models/verify/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn written(folder: &Path, name: &str, bytes: &[u8]) -> String {
    let path: PathBuf = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

fn narrow(text: &str) {
    let longest = text.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(longest <= 100, "{longest} columns");
}

#[test]
fn all_shipped_cases_pass() {
    let output = verify(&[]);
    assert_eq!(output.status.code(), Some(0), "{}", out(&output));
    let text = out(&output);
    narrow(&text);
    assert!(!text.contains('\u{1b}'), "no colour into a pipe");
    assert!(!text.contains("FAIL"));
    assert!(text.trim_end().lines().last().unwrap().starts_with("PASS: 7702 pass, 0 fail"), "{text}");
    for suite in ["BSM2 at 200 d", "BSM2 steady state", "BSM2 dynamic, day 50", "Yields", "Combustion", "Dispatch"] {
        let lines = text.lines().filter(|l| l.trim_start().starts_with(suite) && l.contains("pass"));
        assert_eq!(lines.count(), 1, "one summary line for {suite}");
        assert!(text.contains(&format!("{suite}: ")), "a source for {suite}");
    }
    assert_eq!(err(&output), "");
}

#[test]
fn all_rows_on_request() {
    let output = verify(&["--all"]);
    let text = out(&output);
    narrow(&text);
    assert_eq!(output.status.code(), Some(0));
    let rows = text.lines().filter(|l| l.starts_with("pass ")).count();
    let notes = text.lines().filter(|l| l.starts_with("note ")).count();
    assert_eq!((rows, notes), (7702, 104));
    assert!(text.lines().any(|l| l.starts_with("pass  at_200_d") && l.contains("pH") && l.contains("7.46552985")));
}

#[test]
fn json_is_one_document_with_the_same_verdict() {
    let output = verify(&["--json"]);
    assert_eq!(output.status.code(), Some(0));
    let all: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(all["schema"], "gisement.verify/1");
    assert_eq!(all["pass"], true);
    assert_eq!((all["passed"].as_u64(), all["failed"].as_u64()), (Some(7702), Some(0)));
    let suites = all["suites"].as_array().unwrap();
    assert_eq!(suites.len(), 34);
    for row in suites.iter().flat_map(|s| s["rows"].as_array().unwrap()) {
        let [computed, published, difference] =
            ["computed", "published", "difference"].map(|k| row[k].as_f64().unwrap());
        assert_eq!(difference, computed - published);
        assert!(difference.abs() <= row["tolerance"].as_f64().unwrap() * (1.0 + 1e-9));
        assert_eq!(row["pass"], true);
    }
}

#[test]
fn tables_of_ones_own_are_recognised() {
    for (name, kind) in [
        ("yield.csv", "yield"),
        ("combustion.csv", "combustion"),
        ("heat/dispatch_public.csv", "dispatch"),
        ("carbon.csv", "carbon"),
        ("lcoh.csv", "cost of heat"),
        ("climate/degree_days.csv", "degree-days"),
        ("heat/bdew_profile.csv", "load profile"),
        ("heat/pipes.csv", "pipes"),
        ("heat/tapping.csv", "draw-offs"),
    ] {
        let output = verify(&["--cases", &shipped(name)]);
        assert_eq!(output.status.code(), Some(0), "{name}");
        assert!(out(&output).contains(&format!("({kind})")), "{}", out(&output));
        assert!(!out(&output).contains("BSM2"), "the tables given, and nothing else");
        narrow(&out(&output));
    }
    let (one, other) = (shipped("lcoh.csv"), shipped("carbon.csv"));
    let both = out(&verify(&["--json", "--cases", &one, "--cases", &other]));
    let both: serde_json::Value = serde_json::from_str(&both).unwrap();
    assert_eq!(both["suites"][1]["file"], other);
    assert_eq!(both["passed"], 15 + 29);
}

#[test]
fn a_failing_row_is_one_line_and_exit_code_1() {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(shipped("carbon.csv")).unwrap();
    let text = text.replacen(",3.7,gCO2eq/MJ", ",3.8,gCO2eq/MJ", 1).replacen("carnot", "perpetuum", 1);
    let path = written(folder.path(), "été à 18 h.csv", text.as_bytes());
    let output = verify(&["--cases", &path]);
    assert_eq!(output.status.code(), Some(1));
    let text = out(&output);
    let fails: Vec<&str> = text.lines().filter(|l| l.starts_with("FAIL ")).collect();
    assert_eq!(fails.len(), 2, "{text}");
    assert_eq!(
        fails[0].split_whitespace().collect::<Vec<_>>(),
        ["FAIL", "A01", "red2_sum", "3.7", "3.8", "-0.1", "0.05"]
    );
    assert!(text.contains("line 17, category `perpetuum` is a kind of row that cannot be computed"), "{text}");
    assert!(text.contains("FAIL: 27 pass, 2 fail"));
    let output = verify(&["--json", "--cases", &path]);
    assert_eq!(output.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&json["pass"], json["failed"].as_u64()), (&serde_json::Value::Bool(false), Some(2)));
    let row = &json["suites"][0]["rows"][0];
    assert_eq!((&row["pass"], &row["reason"]), (&false.into(), &"differs by more than the tolerance".into()));
}

/// Whatever is wrong with a file: exit code 3, words on stderr, nothing that looks like a result on stdout.
#[test]
fn files_that_are_no_tables_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| written(folder.path(), name, bytes);
    let cases = [
        (file("empty.csv", b""), "the file is empty"),
        (file("blank.csv", b"\n \n"), "the file is empty"),
        (file("header.csv", b"category,inputs_json,expected\n"), "no row below it"),
        (file("other.csv", b"name,age\nx,1\n"), "no known kind of table has these columns: name, age"),
        (file("half.csv", b"category,expected\ncarnot,1\n"), "of kind `carbon`, but lacks: inputs_json"),
        (file("twice.csv", b"category,inputs_json,expected,category\na,b,c,d\n"), "two columns are named `category`"),
        (
            file("latin.csv", b"category,inputs_json,expected\ncarnot,\"caf\xe9\",1\n"),
            "latin.csv:2: byte 41 is not UTF-8",
        ),
        (file("binary.csv", &[0, 159, 146, 150]), "is not UTF-8"),
        (folder.path().join("none.csv").to_str().unwrap().to_owned(), "cannot read"),
        (folder.path().to_str().unwrap().to_owned(), "is not UTF-8"),
    ];
    for (path, words) in &cases {
        for extra in [&[][..], &["--json"], &["--all"]] {
            let good = shipped("lcoh.csv");
            let mut arguments = vec!["--cases", &good, "--cases", path];
            arguments.extend(extra);
            let output = verify(&arguments);
            assert_eq!(output.status.code(), Some(3), "{path}");
            assert_eq!(out(&output), "", "nothing that could pass for a result");
            let said = err(&output);
            assert!(said.starts_with("error: ") && said.contains(words), "{said}");
            assert!(!said.contains("panicked"));
        }
    }
    // All that is wrong at once.
    let output = verify(&["--cases", &cases[0].0, "--cases", &cases[8].0]);
    assert_eq!(err(&output).lines().count(), 2, "{}", err(&output));
}

#[test]
fn an_unknown_option_is_a_mistake_of_usage() {
    assert_eq!(verify(&["--case", "x.csv"]).status.code(), Some(2));
}

/// Escape sequences in a table do not reach the terminal.
#[test]
fn names_cannot_move_the_cursor() {
    let folder = tempfile::tempdir().unwrap();
    let text = "id,category,inputs_json,expected\n\u{1b}[2Jx,\u{1b}[31mred2_sum,{},1\n";
    let path = written(folder.path(), "\u{1b}[1mt.csv", text.as_bytes());
    let output = verify(&["--cases", &path]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!out(&output).contains('\u{1b}'));
}
