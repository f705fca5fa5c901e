//! Sweeps that are killed, interrupted or run out of room: what is done stays, what is left is whole, and the file in the end
//! has the same bytes.

// Helpers of tests panic as tests do.
#![allow(clippy::unwrap_used)]
#![cfg(unix)]

use crate::cli_support;
use crate::sweep_support;

use cli_support::{Place, holds, listing};
use gisement::dist::{ParameterId, uniform};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use sweep_support::{SCENARIO, bytes, sweep};

const ARGUMENTS: &str = "-n 1000 --seed 11 --out k.parquet";

fn start(place: &Path, extra: &str) -> Child {
    Command::new(assert_cmd::cargo::cargo_bin("gisement"))
        .current_dir(place)
        .args(["sweep", "s.toml"])
        .args(ARGUMENTS.split_whitespace())
        .args(extra.split_whitespace())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Parquet in the folder of parts is whole at any moment, and so is the final file.
fn all_whole(place: &Place) {
    for path in listing(place.path()).into_iter().filter(|p| p.extension().is_some_and(|e| e == "parquet")) {
        let file = std::fs::File::open(&path).unwrap();
        gisement::report::SweepFile::open(file).unwrap_or_else(|e| panic!("{} is half: {e}", path.display()));
    }
}

/// Fifty times and more: kill -9 at a random moment, then go on. The moments are those of a seed, which is printed; with
/// GISEMENT_KILL_SEED they are the same again (what the processes had done by then is up to the machine).
#[test]
fn fifty_kills_at_random_moments_lose_nothing() {
    const KILLS: u64 = 50;
    let random = || std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().subsec_nanos().into();
    let seed: u64 = std::env::var("GISEMENT_KILL_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or_else(random);
    println!("GISEMENT_KILL_SEED={seed}");
    let place = Place::with(SCENARIO);
    let begun = Instant::now();
    sweep(&place, 0, &format!("{ARGUMENTS} --out whole.parquet").replacen("--out k.parquet ", "", 1));
    let (whole, length) = (bytes(&place, "whole.parquet"), begun.elapsed());
    let (mut kills, mut finished, mut kept_most, mut rounds) = (0, 0, 0, 0);
    while kills < KILLS {
        rounds += 1;
        assert!(rounds < 20 * KILLS, "{kills} kills in {rounds} rounds of {length:?}");
        let mut child = start(place.path(), "--resume");
        std::thread::sleep(length.mul_f64(1.2 * uniform(seed, rounds, ParameterId::of("moment"))));
        if child.try_wait().unwrap().is_none() {
            child.kill().unwrap();
            kills += 1;
        }
        let status = child.wait().unwrap();
        all_whole(&place);
        if let Ok(there) = std::fs::read(place.path().join("k.parquet")) {
            assert!(there == whole, "seed {seed}: the final file differs after {kills} kills");
        }
        if status.success() {
            finished += 1;
            assert!(!place.path().join("k.parquet.parts").exists(), "seed {seed}: parts are left");
            for name in ["k.parquet", "k.html", "k.summary.json", "k-ro-crate-metadata.json"] {
                std::fs::remove_file(place.path().join(name)).unwrap();
            }
        }
        let parts = place.path().join("k.parquet.parts");
        let chunks = |p: &Path| p.file_name().is_some_and(|n| n.to_string_lossy().ends_with(".parquet"));
        let kept = if parts.exists() { listing(&parts).iter().filter(|p| chunks(p)).count() } else { 0 };
        kept_most = kept_most.max(kept);
    }
    assert!(kept_most > 0, "no kill ever left a chunk: the moments test nothing");
    sweep(&place, 0, &format!("{ARGUMENTS} --resume"));
    assert!(bytes(&place, "k.parquet") == whole, "seed {seed}: the final file differs");
    println!("{kills} kills, {finished} sweeps finished between them, at most {kept_most} chunks kept");
}

#[test]
fn ctrl_c_keeps_finished_chunks_and_says_how_to_go_on() {
    let place = Place::with(SCENARIO);
    let arguments = "-n 60000 --seed 4 --out c.parquet";
    let child = Command::new(assert_cmd::cargo::cargo_bin("gisement"))
        .current_dir(place.path())
        .args(["sweep", "s.toml"])
        .args(arguments.split_whitespace())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let parts = place.path().join("c.parquet.parts");
    let first = || {
        let names = std::fs::read_dir(&parts).into_iter().flatten().flatten().map(|e| e.file_name());
        names.map(|n| n.to_string_lossy().into_owned()).any(|n| n.starts_with("chunk-") && n.ends_with(".parquet"))
    };
    let begun = Instant::now();
    while !first() {
        assert!(begun.elapsed().as_secs() < 60, "it never came to the first chunk");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    holds(&stderr, &["interrupted:", "of 60000 samples are kept in c.parquet.parts", "--resume"]);
    assert!(output.stdout.is_empty() && !place.path().join("c.parquet").exists());
    all_whole(&place);
}

/// A limit on the size of files stands for a disk that is full: the write fails in the middle.
#[test]
fn a_full_disk_is_told_and_what_was_written_before_stays() {
    let place = Place::with(SCENARIO);
    let binary = assert_cmd::cargo::cargo_bin("gisement");
    // Without the trap the system kills the process; blocks are of 512 bytes in sh. A chunk fits, the final file does not.
    let run = |blocks: u32, extra: &str| {
        let script =
            format!("trap '' XFSZ; ulimit -f {blocks}; exec '{}' sweep s.toml {ARGUMENTS} {extra}", binary.display());
        let output = Command::new("sh").current_dir(place.path()).args(["-c", &script]).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, stderr) = run(2, "");
    assert_eq!(code, Some(1), "{stderr}");
    holds(&stderr, &["cannot write", "File too large"]);
    assert!(!stderr.contains("panicked") && !place.path().join("k.parquet").exists());
    all_whole(&place);
    let (code, stderr) = run(64, "--resume");
    assert_eq!(code, Some(1), "{stderr}");
    holds(&stderr, &["cannot write k.parquet", "File too large", "1000 of 1000 samples are kept", "--resume"]);
    assert!(!place.path().join("k.parquet").exists());
    let asides: Vec<_> =
        listing(place.path()).into_iter().filter(|p| p.to_string_lossy().ends_with(".aside")).collect();
    assert!(asides.is_empty(), "half a file is left: {asides:?}");
    all_whole(&place);
    // With room, it is only joined.
    let said = sweep(&place, 0, &format!("{ARGUMENTS} --resume"));
    holds(&said.stderr, &["0 samples in"]);
    sweep(&place, 0, "-n 1000 --seed 11 --out whole.parquet");
    assert_eq!(bytes(&place, "k.parquet"), bytes(&place, "whole.parquet"));
}
