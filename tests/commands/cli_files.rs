//! Files by whole commands: those that cannot be read, and folders that cannot be written.

// Helpers of tests panic as tests do.
#![allow(clippy::unwrap_used)]

use crate::cli_support;

use cli_support::{BOILER, DIGESTER, Place, holds, listing};

/// A scenario file that cannot be read at all: told in one line with its name.
fn unreadable(place: &Place, name: &str, wanted: &[&str]) {
    let before = listing(place.path());
    for command in ["run", "check", "explain"] {
        let said = place.expect(3, &[command, name]);
        assert_eq!(said.stdout, "", "{command}");
        holds(&said.stderr, wanted);
    }
    assert_eq!(listing(place.path()), before, "something was written");
}

#[test]
fn scenario_files_that_cannot_be_read() {
    let place = Place::with(b"name = 1\nx = \"\xff\"\n").file("folder.toml/x", "");
    unreadable(&place, "s.toml", &["s.toml:2: byte 14 is not UTF-8", "save the file as UTF-8"]);
    unreadable(&place, "none.toml", &["cannot read none.toml", "there is no such file"]);
    unreadable(&place, "folder.toml", &["cannot read folder.toml", "is a folder"]);
    // UTF-16, as some editors write it.
    let wide: Vec<u8> = "\u{feff}name = 1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    unreadable(&Place::with(wide), "s.toml", &["s.toml:1: byte 0 is not UTF-8"]);
}

#[test]
fn a_file_of_100_mb_is_refused() {
    let place = Place::new();
    let file = std::fs::File::create(place.path().join("s.toml")).unwrap();
    file.set_len(100_000_000).unwrap();
    unreadable(&place, "s.toml", &["cannot read s.toml", "more than 32 MB"]);
    if std::path::Path::new("/dev/zero").exists() {
        let said = place.expect(3, &["check", "/dev/zero"]);
        holds(&said.stderr, &["more than 32 MB"]);
    }
    // The same for a table.
    let table = std::fs::File::create(place.path().join("p.csv")).unwrap();
    table.set_len(100_000_000).unwrap();
    let place = place.file("s.toml", format!("[pool]\nproviders = \"p.csv\"\n{BOILER}"));
    holds(&place.refused(&[]), &["s.toml:2:13", "more than 32 MB"]);
}

#[test]
fn a_large_file_full_of_mistakes_is_told_in_reasonable_length() {
    let mut table = "stream_id,provider_id,feedstock_id,t_per_year_mode\n".to_owned();
    for k in 0..20_000 {
        table.push_str(&format!("S{k},A,fw_canteen,many\n"));
    }
    let text = format!("[pool]\nstreams = \"s.csv\"\n{DIGESTER}");
    let place = Place::with(text).file("s.csv", table);
    let said = place.refused(&[]);
    assert!(said.lines().count() < 700, "{} lines", said.lines().count());
    holds(&said, &["s.csv:2:17", "more", "s.toml: 20000 errors"]);
}

#[test]
fn paths_with_blanks_and_accents_work() {
    let place = Place::new()
        .file("un été/scénario à moi.toml", format!("[pool]\nproviders = \"données/les é.csv\"\n{DIGESTER}"))
        .file("un été/données/les é.csv", "provider_id,name\nB,Société Générale de l'Été\n");
    place.expect(0, &["check", "un été/scénario à moi.toml"]);
    place.expect(0, &["run", "un été/scénario à moi.toml", "--out", "le résultat/ici"]);
    assert!(place.path().join("le résultat/ici/report.html").exists());
    assert!(place.path().join("le résultat/ici/result.json").exists());
    let said = place.expect(3, &["check", "un été/scénario à moi.toml", "--set", "digester.V_liq=-1"]);
    holds(&said.stderr, &["--set (number 1):1:16", "un été/scénario à moi.toml: 1 error"]);
}

#[test]
fn an_output_folder_that_takes_no_files_fails_before_the_samples() {
    // Drawing all of these first would take minutes.
    let drawn = "[uncertainty]\nsamples = 2000000\n\"boiler.excess_air\" = { uniform = { low = 1.2, high = 2 } }\n";
    let place = Place::with(format!("{BOILER}{drawn}")).file("taken", "a file");
    let before = listing(place.path());
    let mut folders = vec!["taken", "taken/deeper"];
    if std::path::Path::new("/proc/self").exists() {
        folders.push("/proc/gisement");
    }
    for folder in folders {
        let said = place.expect(1, &["run", "s.toml", "--out", folder]);
        assert_eq!(said.stdout, "");
        holds(&said.stderr, &["error: cannot", folder]);
    }
    assert_eq!(listing(place.path()), before);
    assert_eq!(std::fs::read_to_string(place.path().join("taken")).unwrap(), "a file");
}

#[test]
fn of_two_result_files_both_are_written_or_none() {
    let place = Place::with(BOILER).file("out/s/result.json/x", "a folder where the file should be");
    let before = listing(place.path());
    let said = place.expect(1, &["run", "s.toml"]);
    assert_eq!(said.stdout, "");
    holds(&said.stderr, &["cannot write out/s/result.json"]);
    let left: Vec<_> = listing(place.path()).into_iter().filter(|p| !p.ends_with("report.html")).collect();
    assert_eq!(left, before, "a part was left over");
}

#[test]
fn a_second_run_replaces_the_first_whole() {
    let place = Place::with(BOILER);
    place.expect(0, &["run", "s.toml"]);
    let files = |place: &Place| listing(&place.path().join("out"));
    let before = files(&place);
    let first = std::fs::read(place.path().join("out/s/result.json")).unwrap();
    let said = place.expect(0, &["run", "s.toml", "--json", "--set", "boiler.excess_air=1.9"]);
    assert_eq!(files(&place), before);
    let second = std::fs::read_to_string(place.path().join("out/s/result.json")).unwrap();
    assert_eq!(second, said.stdout, "the file holds what --json prints");
    assert_ne!(first, second.as_bytes());
}

#[test]
fn usage_is_code_2_and_helps() {
    let place = Place::with(BOILER);
    for (arguments, part) in [
        (vec![], "Usage: gisement"),
        (vec!["rnu"], "rnu"),
        (vec!["run"], "<FILE>"),
        (vec!["run", "s.toml", "--sed", "1"], "--seed"),
        (vec!["run", "s.toml", "-n", "-5"], "-5"),
        (vec!["run", "s.toml", "-n", "99999999999"], "99999999999"),
        (vec!["run", "s.toml", "--seed", "x"], "--seed"),
        (vec!["run", "s.toml", "--set"], "--set"),
        (vec!["explain", "boiler.exces_air"], "did you mean `boiler.excess_air`?"),
        (vec!["explain", "no_file", "x"], "no scenario file"),
        (vec!["explain", "s.toml", "exces_air"], "contains `exces_air`"),
    ] {
        let said = place.expect(2, &arguments);
        assert_eq!(said.stdout, "", "{arguments:?}");
        holds(&said.stderr, &[part]);
    }
    assert_eq!(listing(place.path()), [place.path().join("s.toml")]);
}

/// Results have names of their own, and a scenario may have a table of the same name.
#[test]
fn what_is_read_is_not_written_over() {
    let place = Place::shipped();
    let read = |name: &str| std::fs::read(place.path().join(name)).unwrap();
    std::fs::create_dir(place.path().join("q")).unwrap();
    std::fs::copy(place.path().join("boiler_only.toml"), place.path().join("q/result.json")).unwrap();
    let before = (read("digester_series.toml"), read("q/result.json"));
    let calls: [&[&str]; 2] = [
        &["calibrate", "digester_series.toml", "--invent", "./digester_series.toml"],
        &["run", "q/result.json", "-n", "0", "--out", "q"],
    ];
    for call in calls {
        holds(&place.expect(2, call).stderr, &["is read by this command and would be written over"]);
    }
    assert!(before == (read("digester_series.toml"), read("q/result.json")));
}
