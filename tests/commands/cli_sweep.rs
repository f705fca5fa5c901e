//! Sweeps by whole commands: the same bytes for any threads, shards and interruptions; nothing mixed, nothing lost, every
//! sample counted.

// Helpers of tests panic as tests do.
#![allow(clippy::unwrap_used)]

use crate::cli_support;
use crate::sweep_support;

use cli_support::{Place, holds, listing, number};
use gisement::report::SweepFile;
use gisement::scenario::Scenario;
use serde_json::Value;
use std::fs;
use sweep_support::{SCENARIO, bytes, chunk, contents, failing, sweep};

fn open(place: &Place, name: &str) -> SweepFile {
    SweepFile::open(fs::File::open(place.path().join(name)).unwrap()).unwrap()
}

fn json(place: &Place, name: &str) -> Value {
    serde_json::from_slice(&bytes(place, name)).unwrap()
}

#[test]
fn the_same_bytes_for_any_number_of_threads_and_shards() {
    let place = Place::with(SCENARIO);
    sweep(&place, 0, "-n 700 --seed 5 --out one.parquet --threads 1");
    let one = bytes(&place, "one.parquet");
    for threads in [2, 3] {
        sweep(&place, 0, &format!("-n 700 --seed 5 --out t{threads}.parquet --threads {threads}"));
        assert!(bytes(&place, &format!("t{threads}.parquet")) == one, "{threads} threads change the file");
    }
    for shards in [1, 3, 7, 20] {
        let out = format!("s{shards}.parquet");
        // In an order of their own.
        for k in (1..=shards).rev() {
            sweep(&place, 0, &format!("-n 700 --seed 5 --out {out} --shard {k}/{shards}"));
        }
        place.expect(0, &["merge", &out]);
        assert!(bytes(&place, &out) == one, "{shards} shards change the file");
    }
    sweep(&place, 0, "-n 700 --seed 6 --out other.parquet");
    assert_ne!(bytes(&place, "other.parquet"), one, "the seed changes nothing");
    let parts: Vec<_> = listing(place.path()).into_iter().filter(|p| p.to_string_lossy().contains(".part")).collect();
    assert!(parts.is_empty(), "{parts:?}");
    // Once whole, a merge says so and changes nothing.
    let again = place.expect(0, &["merge", "s7.parquet"]);
    holds(&again.stderr, &["already whole"]);
    assert_eq!(bytes(&place, "s7.parquet"), one);
}

#[test]
fn rows_are_the_samples_of_the_scenario() {
    let place = Place::with(SCENARIO);
    sweep(&place, 0, "-n 200 --seed 9 --out r.parquet");
    let file = open(&place, "r.parquet");
    assert_eq!((file.samples(), file.chunks()), (200, 4));
    let scenario = Scenario::read("s.toml", SCENARIO, &[], &|name| Err(format!("there is no {name}"))).unwrap();
    let place_of = |path: &str| scenario.inputs.find(path).unwrap();
    let excess_air = file.find("boiler.excess_air").unwrap();
    let heat = file.find("wood_heat_mwh_per_a").unwrap();
    let nominal = place.json(&["s.toml", "-n", "200", "--seed", "9"]);
    let mut found = Vec::new();
    let mut sample = 0;
    for chunk in 0..file.chunks() {
        let values = file.numbers(chunk, excess_air).unwrap();
        assert_eq!(values.len(), file.rows_of(chunk));
        for value in values {
            let drawn = scenario.sample(9, sample)[place_of("boiler.excess_air")];
            assert_eq!(value.to_bits(), drawn.to_bits(), "sample {sample}");
            sample += 1;
        }
        found.extend(file.numbers(chunk, heat).unwrap());
    }
    assert!(found.iter().all(|v| v.is_finite()));
    let (mean, wanted) = (found.iter().sum::<f64>() / 200.0, number(&nominal, "headlines/wood_heat_mwh_per_a/mean"));
    assert!((mean / wanted - 1.0).abs() < 1e-12, "{mean} in rows, {wanted} in `run`");
    let summary = json(&place, "r.summary.json");
    assert!((number(&summary, "outputs/wood_heat_mwh_per_a/mean/value") / wanted - 1.0).abs() < 1e-12);
    // Units and source are in the metadata of the file itself.
    let column = &file.columns()[heat];
    assert_eq!((column.unit.as_str(), file.identity().samples), ("MWh/a", 200));
    assert_eq!(summary["scenario_sha256"], file.identity().scenario_sha256.as_str());
}

#[test]
fn what_is_there_is_not_written_over_unasked() {
    let place = Place::with(SCENARIO);
    sweep(&place, 0, "-n 100 --out a.parquet");
    let before = contents(&place);
    holds(&sweep(&place, 2, "-n 100 --out a.parquet").stderr, &["--force", "a.parquet is there already"]);
    holds(&sweep(&place, 0, "-n 100 --out a.parquet --resume").stderr, &["already whole"]);
    let said = sweep(&place, 3, "-n 101 --out a.parquet --resume");
    holds(&said.stderr, &["is another sweep", "number of samples: 100 there, 101 now", "--force"]);
    assert_eq!(contents(&place), before, "something was touched");
    sweep(&place, 0, "-n 101 --out a.parquet --force");
    assert_eq!(open(&place, "a.parquet").samples(), 101);
    // Parts of a shard are not written over either, and are no obstacle to another shard.
    sweep(&place, 0, "-n 300 --out b.parquet --shard 1/2");
    holds(&sweep(&place, 2, "-n 300 --out b.parquet --shard 1/2").stderr, &["--resume"]);
    holds(&sweep(&place, 2, "-n 300 --out b.parquet").stderr, &["--resume", "--force"]);
    sweep(&place, 0, "-n 300 --out b.parquet --shard 2/2");
    // A sweep without --shard takes the parts as they are.
    let said = sweep(&place, 0, "-n 300 --out b.parquet --resume");
    holds(&said.stderr, &["0 samples in"]);
    // Something that is no sweep stays what it is.
    fs::write(place.path().join("c.parquet"), "my notes").unwrap();
    sweep(&place, 1, "-n 100 --out c.parquet --resume");
    sweep(&place, 2, "-n 100 --out c.parquet");
    assert_eq!(bytes(&place, "c.parquet"), b"my notes");
}

#[test]
fn a_changed_scenario_is_refused_and_nothing_touched() {
    let place = Place::with(SCENARIO);
    sweep(&place, 0, "-n 300 --seed 2 --out a.parquet --shard 1/3");
    fs::write(place.path().join("s.toml"), SCENARIO.replace("1.2", "1.3")).unwrap();
    let before = contents(&place);
    for arguments in ["--resume", "--shard 2/3", "--shard 2/3 --resume", ""] {
        let said = sweep(&place, 3, &format!("-n 300 --seed 2 --out a.parquet {arguments}"));
        holds(&said.stderr, &["parts of another sweep", "scenario hash", "nothing was touched"]);
        assert!(!said.stderr.contains("seed:"), "only what differs is named: {}", said.stderr);
    }
    let said = sweep(&place, 3, "-n 400 --seed 3 --set boiler.power_kw=400 --design lhs --out a.parquet --resume");
    holds(
        &said.stderr,
        &["overrides: none there", "seed: 2 there, 3 now", "design", "number of samples", "replicates"],
    );
    assert_eq!(contents(&place), before, "something was touched");
    // As it was, it goes on.
    fs::write(place.path().join("s.toml"), SCENARIO).unwrap();
    sweep(&place, 0, "-n 300 --seed 2 --out a.parquet --resume");
    sweep(&place, 0, "-n 300 --seed 2 --out b.parquet");
    assert_eq!(bytes(&place, "a.parquet"), bytes(&place, "b.parquet"));
}

#[test]
fn a_merge_names_what_is_missing_damaged_or_foreign() {
    let place = Place::with(SCENARIO);
    for k in [1, 3, 4] {
        sweep(&place, 0, &format!("-n 640 --out a.parquet --shard {k}/4"));
    }
    // Ten chunks of 64: the second of four shards has chunks 2 to 4.
    let before = contents(&place);
    let said = place.expect(1, &["merge", "a.parquet"]);
    holds(
        &said.stderr,
        &["192 of 640 samples are missing", "samples 128 to 319 (chunks 2 to 4): shard 2/4", "--resume"],
    );
    assert!(!place.path().join("a.parquet").exists());
    // Only the lock was taken.
    assert!(contents(&place).iter().all(|(path, bytes)| path.ends_with("lock") || before.get(path) == Some(bytes)));
    sweep(&place, 0, "-n 640 --out a.parquet --shard 2/4");
    // A part of a sweep with another seed in the place of ours.
    sweep(&place, 0, "-n 640 --seed 7 --out b.parquet --shard 1/4");
    let chunk = |out: &str, k: u64| chunk(&place, &format!("{out}.parquet.parts"), k);
    let (ours, theirs) = (chunk("a", 1), chunk("b", 1));
    let copied = ours.with_file_name(theirs.file_name().unwrap());
    fs::copy(&theirs, &copied).unwrap();
    let said = place.expect(3, &["merge", "a.parquet"]);
    holds(&said.stderr, &["chunk-000001-", "is of another sweep", "seed: 7 there, 1 now", "never mixed"]);
    holds(&sweep(&place, 3, "-n 640 --out a.parquet --resume").stderr, &["is of another sweep"]);
    fs::remove_file(copied).unwrap();
    // Half a file.
    let whole = fs::read(&ours).unwrap();
    fs::write(&ours, &whole[..whole.len() / 2]).unwrap();
    let said = place.expect(1, &["merge", "a.parquet"]);
    holds(&said.stderr, &["chunk-000001-", "is damaged", "samples 64 to 127 (chunks 1 to 1): shard 1/4"]);
    assert!(!place.path().join("a.parquet").exists());
    // The right rows in the wrong place.
    fs::remove_file(&ours).unwrap();
    let second = chunk("a", 2);
    let name = second.file_name().unwrap().to_str().unwrap().replace("000002", "000001");
    fs::copy(&second, second.with_file_name(name)).unwrap();
    holds(&place.expect(1, &["merge", "a.parquet"]).stderr, &["chunk-000001-", "is damaged"]);
    // A resume computes it again.
    let said = sweep(&place, 0, "-n 640 --out a.parquet --shard 1/4 --resume");
    holds(&said.stderr, &["computed again", "64 samples in"]);
    place.expect(0, &["merge", "a.parquet"]);
    sweep(&place, 0, "-n 640 --out c.parquet");
    assert_eq!(bytes(&place, "a.parquet"), bytes(&place, "c.parquet"));
    holds(&place.expect(3, &["merge", "nothing.parquet"]).stderr, &["neither", "nothing.parquet"]);
}

/// Whatever is asked for, what a sweep reads is not written over, nor a folder or file that is not its own.
#[test]
fn results_never_go_over_what_is_read_or_not_ours() {
    let place = Place::with(SCENARIO);
    let own = "boiler.excess_air,boiler.field_gap_points\n1.5,3\n";
    fs::write(place.path().join("own.csv"), own).unwrap();
    sweep(&place, 0, "-n 1 --out own.parquet");
    fs::create_dir(place.path().join("f.summary.json")).unwrap();
    fs::create_dir(place.path().join("g.parquet")).unwrap();
    fs::write(place.path().join("h.summary.json"), "mine").unwrap();
    let before = contents(&place);
    for (arguments, said) in [
        ("-n 9 --force --out s.toml", "write --out s.parquet"),
        ("-n 9 --out rows.csv", "write --out rows.parquet"),
        ("--samples own.parquet --force --out own.parquet", "own.parquet is read by this sweep"),
        ("--samples own.parquet --force --out ./own.parquet", "own.parquet is read by this sweep"),
        ("-n 9 --force --out f.parquet", "f.summary.json is a folder"),
        ("-n 9 --force --out g.parquet", "g.parquet is a folder"),
        ("-n 9 --out h.parquet", "h.summary.json is there already without its rows; write --force"),
        ("-n 9 --out h.parquet --shard 1/2", "move it away"),
        ("-n 9 --out own.parquet --shard 1/2", "remove it to start over"),
    ] {
        let stderr = sweep(&place, 2, arguments).stderr;
        holds(&stderr, &[said]);
        assert!(!(arguments.contains("--shard") && stderr.contains("--force")), "{stderr}");
        assert_eq!(contents(&place), before, "{arguments}: something was touched");
    }
    let said = sweep(&place, 0, "-n 9 --out h.parquet --force");
    holds(&said.stderr, &["9 samples in"]);
    holds(&sweep(&place, 0, "-n 1 --out one.parquet").stderr, &["1 sample in"]);
}

/// A finished file is held against its manifest; what is missing beside it is written again.
#[test]
fn a_finished_file_is_what_its_manifest_says() {
    let place = Place::with(SCENARIO);
    sweep(&place, 0, "-n 100 --out a.parquet");
    let (whole, summary) = (bytes(&place, "a.parquet"), bytes(&place, "a.summary.json"));
    for gone in ["a.summary.json", "a-ro-crate-metadata.json"] {
        for command in
            [vec!["merge", "a.parquet"], vec!["sweep", "s.toml", "-n", "100", "--out", "a.parquet", "--resume"]]
        {
            fs::remove_file(place.path().join(gone)).unwrap();
            holds(&place.expect(0, &command).stderr, &["already whole"]);
            assert_eq!(bytes(&place, "a.summary.json"), summary);
            let manifest = String::from_utf8(bytes(&place, "a-ro-crate-metadata.json")).unwrap();
            assert!(manifest.contains(&gisement::study::sha256(&whole)), "{manifest}");
        }
    }
    let mut changed = whole.clone();
    changed[whole.len() / 3] ^= 1;
    fs::write(place.path().join("a.parquet"), changed).unwrap();
    for command in [vec!["merge", "a.parquet"], vec!["sweep", "s.toml", "-n", "100", "--out", "a.parquet", "--resume"]]
    {
        let said = place.expect(1, &command).stderr;
        holds(&said, &["a.parquet has changed", "SHA-256", "a-ro-crate-metadata.json", "--force"]);
    }
}

/// A bit that turned changes values without breaking the format: the checksum in the name finds every one.
#[test]
fn a_turned_bit_is_never_merged() {
    let place = Place::with(SCENARIO);
    for k in [1, 2] {
        sweep(&place, 0, &format!("-n 128 --out a.parquet --shard {k}/2"));
    }
    let path = chunk(&place, "a.parquet.parts", 1);
    let whole = fs::read(&path).unwrap();
    let mut merged = None;
    for at in (4..whole.len()).step_by(whole.len() / 16) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        fs::write(&path, bytes).unwrap();
        let said = place.expect(1, &["merge", "a.parquet"]);
        holds(&said.stderr, &["chunk-000001-", "is damaged", "SHA-256", "shard 2/2"]);
        assert!(!place.path().join("a.parquet").exists(), "byte {at}");
    }
    for command in ["--shard 2/2 --resume", "--resume"] {
        let said = sweep(&place, 0, &format!("-n 128 --out a.parquet {command}"));
        if command == "--resume" {
            merged = Some(bytes(&place, "a.parquet"));
        } else {
            holds(&said.stderr, &["chunk-000001-", "is damaged", "SHA-256", "computed again", "64 samples in"]);
        }
    }
    sweep(&place, 0, "-n 128 --out b.parquet");
    assert_eq!(merged, Some(bytes(&place, "b.parquet")));
}

/// A process was killed after the final file was in its place and before the parts were gone.
#[test]
fn what_a_killed_end_left_is_done_later() {
    let place = Place::with(SCENARIO);
    sweep(&place, 0, "-n 200 --out a.parquet");
    let (whole, summary) = (bytes(&place, "a.parquet"), bytes(&place, "a.summary.json"));
    for command in ["sweep", "merge"] {
        for name in ["a.parquet", "a.html", "a.summary.json", "a-ro-crate-metadata.json"] {
            fs::remove_file(place.path().join(name)).unwrap();
        }
        sweep(&place, 0, "-n 200 --out a.parquet --shard 1/1");
        fs::write(place.path().join("a.parquet"), &whole).unwrap();
        match command {
            "sweep" => sweep(&place, 0, "-n 200 --out a.parquet --resume"),
            _ => place.expect(0, &["merge", "a.parquet"]),
        };
        assert!(bytes(&place, "a.parquet") == whole && bytes(&place, "a.summary.json") == summary);
        assert!(!place.path().join("a.parquet.parts").exists());
        assert!(place.path().join("a-ro-crate-metadata.json").exists());
    }
}

/// Files of others in the folder of parts are never removed.
#[test]
fn the_parts_go_and_nothing_else() {
    let place = Place::with(SCENARIO);
    sweep(&place, 0, "-n 200 --out a.parquet --shard 1/2");
    fs::write(place.path().join("a.parquet.parts/notes.txt"), "mine").unwrap();
    fs::write(place.path().join("a.parquet.parts/chunk-000003.parquet.99.aside"), "half").unwrap();
    sweep(&place, 0, "-n 200 --out a.parquet --resume");
    let left: Vec<_> = listing(&place.path().join("a.parquet.parts"));
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!(bytes(&place, "a.parquet.parts/notes.txt"), b"mine");
}

#[test]
fn every_sample_is_in_the_counts_of_every_output() {
    let place = Place::with(failing());
    let said = sweep(&place, 4, "-n 500 --out a.parquet --json");
    let said_json: Value = serde_json::from_str(&said.stdout).unwrap();
    let summary = json(&place, "a.summary.json");
    assert_eq!(said_json, summary);
    let statuses = summary["status"].as_object().unwrap();
    assert_eq!(statuses.values().map(|n| n.as_u64().unwrap()).sum::<u64>(), 500, "{statuses:?}");
    let failed = number(&summary, "status/impossible");
    assert!((150.0..350.0).contains(&failed), "{failed} of 500 failed");
    assert_eq!(number(&summary, "status/done"), 500.0 - failed);
    let outputs = summary["outputs"].as_object().unwrap();
    assert!(outputs.len() > 10);
    for (key, output) in outputs {
        let sum = ["count", "absent", "failed"].map(|k| output[k].as_f64().unwrap()).iter().sum::<f64>();
        assert_eq!(sum, 500.0, "{key}: {output}");
        assert_eq!(output["failed"].as_f64(), Some(failed), "{key}");
    }
    let reasons = summary["reasons"].as_object().unwrap();
    assert_eq!(reasons.values().map(|n| n.as_f64().unwrap()).sum::<f64>(), failed);
    holds(&said.stderr, &[&format!("warning: {failed} of 500 samples failed"), "sum to ... %"]);
    let file = open(&place, "a.parquet");
    let counts = file.counts().unwrap();
    assert_eq!((counts.total(), counts.failed() as f64), (500, failed));
    // A failed row keeps its inputs and has no outputs.
    let (protein, methane) =
        (file.find("feedstock.fw_canteen.protein_pct_vs").unwrap(), file.find("methane_nm3_per_a").unwrap());
    for chunk in 0..file.chunks() {
        let done = file.statuses(chunk).unwrap().into_iter().map(|s| s == gisement::sweep::Status::Done);
        let (inputs, outputs) = (file.numbers(chunk, protein).unwrap(), file.numbers(chunk, methane).unwrap());
        for ((done, input), output) in done.zip(inputs).zip(outputs) {
            assert!(input.is_finite());
            assert_eq!(output.is_nan(), !done);
        }
    }
    // A shard tells its own failures by its exit code.
    sweep(&place, 4, "-n 500 --out b.parquet --shard 1/2");
}

#[test]
fn washout_is_a_result_with_its_probability() {
    // At 8 % of dry matter the retention falls below what methanogens need in some of the draws.
    let text = "[[provider]]\nid = \"A\"\n[[provider.stream]]\nfeedstock = \"fw_canteen\"\namount = \"4000 t/a\"\n\
                [digester]\nV_liq = 100\n[uncertainty]\n\"digester.V_liq\" = { uniform = { low = 40, high = 500 } }\n";
    let place = Place::with(text);
    let said = sweep(&place, 0, "-n 64 --out a.parquet");
    let summary = json(&place, "a.summary.json");
    assert_eq!(number(&summary, "status/done"), 64.0, "{}", said.stderr);
    let probability = |key: &str| number(&summary, &format!("outputs/{key}/probability/value"));
    let failed = probability("digester_failed");
    assert!(failed > 0.05 && failed < 0.95, "{failed}");
    assert!((probability("washed_out") + probability("acidified") - failed).abs() < 1e-12);
    let file = open(&place, "a.parquet");
    let steps: Vec<u32> = (0..file.chunks()).flat_map(|c| file.steps(c).unwrap()).collect();
    assert!(steps.iter().all(|n| *n > 100), "{steps:?}");
}

#[test]
fn what_cannot_be_is_refused_with_what_to_write() {
    let place = Place::with(SCENARIO);
    let before = contents(&place);
    for (code, arguments, said) in [
        (2, "-n 0", "write a number of samples from 1"),
        (2, "-n -3", "-3"),
        (2, "-n 1e9", "write a number of samples from 1"),
        (2, "-n 10 --shard 0/3", "counted from 1"),
        (2, "-n 10 --shard 4/3", "--shard 2/7"),
        (2, "-n 10 --shard 1/3 --force", "cannot be used with"),
        (2, "-n 10 --threads 0", "write a number from 1"),
        (2, "-n 10 --design lhs --replicates 11", "from 1 to 10"),
        (2, "-n 10 --design halton", "possible values"),
        (2, "-n 10 --until biogas", "--until"),
        (2, "-n 10 --design lhs --until npv.mean+-1%", "whole at its end only"),
        (2, "-n 5000 --design lhs --replicates 1001", "from 1 to 1000"),
        (3, "-n 10 --samples none.csv", "none.csv"),
    ] {
        let said_now = sweep(&place, code, arguments).stderr;
        assert!(said_now.contains(said), "{arguments}: `{said}` is not in:\n{said_now}");
    }
    assert_eq!(contents(&place), before, "something was written");
    let certain = Place::with(cli_support::BOILER);
    holds(&sweep(&certain, 3, "-n 10").stderr, &["nothing in the scenario is uncertain", "[uncertainty]"]);
    let broken = Place::with(SCENARIO.replace("500", "-500"));
    sweep(&broken, 3, "-n 10");
    assert_eq!(listing(broken.path()).len(), 1);
}

#[test]
fn designs_are_swept_with_intervals_of_their_replicates() {
    let place = Place::with(SCENARIO);
    for (design, kind) in [("mc", "student_t"), ("lhs", "replicates"), ("sobol", "replicates")] {
        let out = format!("{design}.parquet");
        sweep(&place, 0, &format!("-n 512 --design {design} --out {out}"));
        let summary = json(&place, &format!("{design}.summary.json"));
        let mean = &summary["outputs"]["wood_heat_mwh_per_a"]["mean"];
        assert_eq!(mean["interval"]["kind"], kind, "{design}: {mean}");
        // In shards the same bytes: a sample of a design is a pure function of its number as well.
        for k in 1..=3 {
            sweep(&place, 0, &format!("-n 512 --design {design} --out s{out} --shard {k}/3"));
        }
        place.expect(0, &["merge", &format!("s{out}")]);
        assert_eq!(bytes(&place, &out), bytes(&place, &format!("s{out}")), "{design}");
    }
    let half_width = |design: &str| {
        let summary = json(&place, &format!("{design}.summary.json"));
        let mean = &summary["outputs"]["lcoh_eur_per_mwh"]["mean"];
        number(mean, "interval/high") - number(mean, "interval/low")
    };
    assert!(half_width("sobol") < half_width("mc"), "a Sobol design is tighter on a smooth output of two inputs");
}

#[test]
fn samples_of_the_users_own_come_out_in_their_order() {
    let place = Place::with(SCENARIO);
    sweep(&place, 0, "-n 150 --seed 3 --out a.parquet");
    let a = open(&place, "a.parquet");
    let column = |file: &SweepFile, name: &str| -> Vec<f64> {
        let k = file.find(name).unwrap();
        (0..file.chunks()).flat_map(|c| file.numbers(c, k).unwrap()).collect()
    };
    // The inputs of a finished sweep, as it is and as CSV the other way round: the same outputs in the same order.
    sweep(&place, 0, "--samples a.parquet --out b.parquet");
    let (air, gap) = (column(&a, "boiler.excess_air"), column(&a, "boiler.field_gap_points"));
    let rows: Vec<String> = air.iter().zip(&gap).rev().map(|(a, g)| format!("{a},{g}")).collect();
    let text = format!("boiler.excess_air,boiler.field_gap_points\n{}\n", rows.join("\n"));
    fs::write(place.path().join("own.csv"), text).unwrap();
    sweep(&place, 0, "--samples own.csv --out c.parquet");
    let (b, c) = (open(&place, "b.parquet"), open(&place, "c.parquet"));
    assert_eq!(b.identity().design, "given");
    for name in ["boiler.excess_air", "wood_heat_mwh_per_a", "lcoh_eur_per_mwh"] {
        let wanted = column(&a, name);
        assert_eq!(column(&b, name), wanted, "{name}");
        assert_eq!(column(&c, name).into_iter().rev().collect::<Vec<_>>(), wanted, "{name}");
    }
    // Nothing is known about how they were drawn: no interval.
    let summary = json(&place, "c.summary.json");
    assert!(summary["outputs"]["lcoh_eur_per_mwh"]["mean"]["interval"].is_null());
    // Another order is another sweep.
    let parts = sweep(&place, 3, "--samples own.csv --out b.parquet --resume").stderr;
    holds(&parts, &["hash of the given samples"]);
    for (text, said) in [
        ("boiler.excess_air\n1.5\n", "no column for what the scenario draws: boiler.field_gap_points"),
        ("boiler.excess_air,boiler.field_gap_points,boiler.powr_kw\n1.5,3,4\n", "did you mean `boiler.power_kw`"),
        ("boiler.excess_air,boiler.field_gap_points\n1.5,NaN\n", "got"),
        ("boiler.excess_air,boiler.field_gap_points\n", "no samples"),
    ] {
        fs::write(place.path().join("bad.csv"), text).unwrap();
        let refused = sweep(&place, 3, "--samples bad.csv --out d.parquet").stderr;
        assert!(refused.contains(said), "`{said}` is not in:\n{refused}");
        assert!(!place.path().join("d.parquet").exists() && !place.path().join("d.parquet.parts").exists());
    }
    fs::write(place.path().join("bad.parquet"), "PAR1 not really").unwrap();
    let said = sweep(&place, 3, "--samples bad.parquet --out d.parquet").stderr;
    holds(&said, &["bad.parquet: it is no Parquet file"]);
    holds(&sweep(&place, 2, "-n 3 --samples own.csv --out d.parquet").stderr, &["has 150 samples, not 3"]);
}

/// Where a rule stops depends on the samples alone, and an interrupted sweep stops at the same one.
#[test]
fn a_stop_rule_stops_at_the_same_sample_for_any_threads() {
    let place = Place::with(SCENARIO);
    let rule = "lcoh.mean+-1%";
    for threads in [1, 3] {
        sweep(&place, 0, &format!("-n 20000 --until {rule} --threads {threads} --out u{threads}.parquet"));
    }
    let whole = bytes(&place, "u1.parquet");
    assert_eq!(bytes(&place, "u3.parquet"), whole);
    let file = open(&place, "u1.parquet");
    assert!(file.samples() >= 1000 && file.samples() < 20_000, "{}", file.samples());
    let summary = json(&place, "u1.summary.json");
    assert_eq!(number(&summary, "samples"), file.samples() as f64);
    assert_eq!(summary["until"]["met"], true, "{}", summary["until"]);
    sweep(&place, 0, &format!("-n 16384 --design sobol --until {rule} --out sobol.parquet"));
    let sobol = open(&place, "sobol.parquet").samples();
    assert!(sobol < 16_384, "{sobol}");
    // A share of nothing is nothing.
    let said = sweep(&place, 0, "-n 1500 --until provider_saving_eur_per_a.mean+-1% --out z.parquet").stderr;
    holds(&said, &["a relative tolerance cannot be met at 0", "write an absolute one"]);
    // Another rule is another sweep.
    holds(&sweep(&place, 3, "-n 20000 --out u1.parquet --resume").stderr, &["stop rule"]);
}

#[test]
fn the_manifest_is_a_process_run_crate() {
    let place = Place::with(SCENARIO);
    sweep(&place, 0, "-n 100 --set boiler.power_kw=450 --out out/a.parquet --shard 1/2");
    sweep(&place, 0, "-n 100 --set boiler.power_kw=450 --out out/a.parquet --shard 2/2");
    place.expect(0, &["merge", "out/a.parquet"]);
    let crate_json = json(&place, "out/a-ro-crate-metadata.json");
    let graph = crate_json["@graph"].as_array().unwrap();
    let entity = |id: &str| graph.iter().find(|e| e["@id"] == id).unwrap_or_else(|| panic!("no {id}"));
    assert_eq!(entity("ro-crate-metadata.json")["conformsTo"]["@id"], "https://w3id.org/ro/crate/1.2");
    let root = entity("./");
    for key in ["name", "description", "datePublished", "license"] {
        assert!(root[key].is_string(), "{key}");
    }
    assert_eq!(root["conformsTo"]["@id"], "https://w3id.org/ro/wfrun/process/0.5");
    // Every reference leads somewhere.
    for list in ["hasPart", "mentions", "variableMeasured"] {
        assert!(!root[list].as_array().unwrap().is_empty());
        root[list].as_array().unwrap().iter().for_each(|r| assert!(entity(r["@id"].as_str().unwrap()).is_object()));
    }
    let actions: Vec<&Value> = graph.iter().filter(|e| e["@type"] == "CreateAction").collect();
    assert_eq!(actions.len(), 3, "two shards and a merge");
    for action in actions {
        assert_eq!(action["instrument"]["@id"], "#gisement");
        assert_eq!(action["actionStatus"]["@id"], "http://schema.org/CompletedActionStatus");
        assert!(action["startTime"].as_str() <= action["endTime"].as_str());
    }
    let sha256 = |bytes: &[u8]| gisement::study::sha256(bytes);
    let rows = entity("a.parquet");
    assert_eq!(rows["sha256"], sha256(&bytes(&place, "out/a.parquet")).as_str());
    assert_eq!(rows["contentSize"], bytes(&place, "out/a.parquet").len().to_string().as_str());
    let scenario = format!("file://{}", place.path().join("s.toml").canonicalize().unwrap().display());
    assert_eq!(entity(&scenario)["sha256"], sha256(SCENARIO.as_bytes()).as_str());
    assert_eq!(entity("#seed")["value"], 1);
}

#[test]
fn time_series_of_chosen_samples_stand_beside_the_rows() {
    let place = Place::with(SCENARIO);
    sweep(&place, 0, "-n 100 --out a.parquet --series 17,3,17");
    let text = bytes(&place, "a.series.parquet");
    assert!(text.starts_with(b"PAR1") && text.ends_with(b"PAR1"));
    let manifest = json(&place, "a-ro-crate-metadata.json");
    let graph = manifest["@graph"].as_array().unwrap();
    assert!(graph.iter().any(|e| e["@id"] == "a.series.parquet" && e["sha256"].is_string()));
    // The heat of wood over the hours is the headline of the same sample.
    let file = open(&place, "a.parquet");
    let heat = file.numbers(0, file.find("wood_heat_mwh_per_a").unwrap()).unwrap();
    let series = gisement::report::number_columns(fs::File::open(place.path().join("a.series.parquet")).unwrap());
    // The names of the series are text, which a table of numbers refuses.
    assert!(series.unwrap_err().to_string().contains("`series` holds no numbers"));
    let scenario = Scenario::read("s.toml", SCENARIO, &[], &|name| Err(format!("there is no {name}"))).unwrap();
    let case = scenario.case(&scenario.nominal()).unwrap();
    let outcome = gisement::case::evaluate(&case, gisement::case::Detail::Series).unwrap();
    let source = gisement::study::Source::Drawn { design: gisement::dist::Design::MonteCarlo, seed: 1 };
    let study = gisement::study::Study::new(&scenario, &outcome, source);
    for sample in [3, 17] {
        let list = study.series(sample).unwrap();
        let wood = list.iter().find(|s| s.name == "heat.wood_kw").unwrap();
        assert_eq!(wood.points.len(), 8760);
        let mwh = wood.points.iter().map(|p| p.1).sum::<f64>() / 1000.0;
        let wanted = heat[sample as usize];
        assert!((mwh / wanted - 1.0).abs() < 1e-9, "{mwh} MWh in the series of {sample}, {wanted} in its row");
    }
    holds(&sweep(&place, 2, "-n 100 --out b.parquet --series 100").stderr, &["numbers from 0 to 99"]);
    // A whole sweep gives them later as well, the same bytes.
    fs::remove_file(place.path().join("a.series.parquet")).unwrap();
    sweep(&place, 0, "-n 100 --out a.parquet --series 3,17 --resume");
    assert_eq!(bytes(&place, "a.series.parquet"), text);
}

#[test]
fn a_plan_that_no_sweep_wrote_is_an_error() {
    let place = Place::with(SCENARIO);
    sweep(&place, 0, "-n 100 --out a.parquet --shard 1/2");
    let path = place.path().join("a.parquet.parts/plan.json");
    let plan = fs::read_to_string(&path).unwrap();
    for (from, to) in [("\"samples\": 100", "\"samples\": 18446744073709551615"), ("{", ""), ("\"seed\"", "\"sead\"")] {
        fs::write(&path, plan.replacen(from, to, 1)).unwrap();
        for arguments in
            [vec!["merge", "a.parquet"], vec!["sweep", "s.toml", "-n", "100", "--out", "a.parquet", "--resume"]]
        {
            holds(&place.expect(1, &arguments).stderr, &["plan.json", "remove the folder"]);
        }
    }
    sweep(&place, 0, "-n 100 --out a.parquet --force");
}

#[test]
fn verdicts_of_several_digesters_have_their_ids() {
    let text = "[[provider]]\nid = \"A\"\n[[provider.stream]]\nfeedstock = \"fw_canteen\"\namount = \"800 t/a\"\n\
                [[digester]]\nid = \"main\"\nV_liq = 200\npool_share_pct = 60\n[[digester]]\nid = \"small\"\n\
                V_liq = 150\npool_share_pct = 40\n[uncertainty]\n\
                \"digester.main.k_hyd_ch\" = { uniform = { low = 5, high = 12 } }\n";
    let place = Place::with(text);
    sweep(&place, 0, "-n 3 --out a.parquet");
    let file = open(&place, "a.parquet");
    for key in ["digester.main.washed_out", "digester.small.acidified"] {
        let column = file.find(key).unwrap();
        assert_eq!(file.columns()[column].unit, "probability");
        assert!(file.numbers(0, column).unwrap().iter().all(|v| *v == 0.0 || *v == 1.0));
    }
    assert!(file.find("washed_out").is_err());
}

/// A plan says what the sweep would take and leaves nothing behind.
#[test]
fn a_plan_says_shards_time_and_bytes_and_writes_nothing() {
    let place = Place::with(SCENARIO);
    let json = place.expect(0, &["sweep", "s.toml", "-n", "5000", "--out", "o/x.parquet", "--plan", "7", "--json"]);
    let plan: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!((plan["samples"].as_u64(), plan["shards"].as_u64()), (Some(5000), Some(7)));
    assert_eq!(plan["chunk_samples"], 128);
    // 40 chunks in 7 shards: the largest has 6.
    assert_eq!(plan["largest_shard_samples"], 6 * 128);
    for key in ["seconds_per_sample_and_core", "bytes_per_row", "file_bytes"] {
        assert!(plan[key].as_f64().unwrap() > 0.0, "{key}");
    }
    assert!(!place.path().join("o").exists());
    holds(&place.expect(0, &["sweep", "s.toml", "--plan"]).stdout, &["Plan of a sweep"]);
}

/// The command on the page makes the same rows.
#[test]
fn the_page_of_a_sweep_says_how_to_make_its_rows() {
    let place = Place::with(SCENARIO);
    for arguments in ["-n 200 --design sobol --replicates 4 --seed 9", "-n 90 --seed 3"] {
        sweep(&place, 0, &format!("{arguments} --out a.parquet --force"));
        let page = fs::read_to_string(place.path().join("a.html")).unwrap();
        let start = page.find("gisement sweep s.toml").unwrap();
        let command = page[start..].split('<').next().unwrap().trim();
        let words: Vec<&str> = command.split(' ').skip(1).chain(["--out", "b.parquet", "--force"]).collect();
        place.expect(0, &words);
        assert!(bytes(&place, "a.parquet") == bytes(&place, "b.parquet"), "{command}");
    }
}
