//! The summary of a sweep: JSON whose every key is documented, tables that say what the samples say.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use gisement::diag::Sources;
use gisement::dist::{ParameterId, uniform};
use gisement::plot::Locale;
use gisement::report::{
    Block, OutputReport, SWEEP_SCHEMA, SweepPage, SweepReport, Terminal, convergence, sweep_json, sweep_page,
    sweep_sections,
};
use gisement::sweep::*;
use serde_json::Value;
use std::collections::BTreeSet;

const ROWS: u64 = 2048;

/// 2,048 samples: the first four failed; of the saving every second is absent; the digester failed in one of 64.
fn columns() -> [Vec<f64>; 3] {
    let cell = |name: &str, value: fn(f64, u64) -> f64| {
        let of = |k| if k < 4 { f64::NAN } else { value(uniform(1, k, ParameterId::of(name)), k) };
        (0..ROWS).map(of).collect()
    };
    [
        cell("biogas", |u, _| 800_000.0 + 100_000.0 * u),
        cell("saving", |u, k| if k.is_multiple_of(2) { f64::NAN } else { 60.0 + u }),
        cell("failed", |_, k| f64::from(u8::from(k.is_multiple_of(64)))),
    ]
}

/// How the samples ended, when so many failed.
fn counts(failed: u64) -> StatusCounts {
    let mut counts = StatusCounts::default();
    (0..ROWS).for_each(|k| counts.add(if k < failed { Status::StepLimit } else { Status::Done }));
    counts
}

fn report(sampling: &Sampling) -> SweepReport {
    let keys = [
        ("biogas_nm3_per_a", "Biogas", "Nm3/a", OutputKind::Amount),
        ("red2_saving_pct", "Saving", "%", OutputKind::Amount),
        ("digester_failed", "Digester failed", "probability", OutputKind::ZeroOrOne),
    ];
    let counts = counts(4);
    let data = columns();
    let memory = Memory::new(&data);
    let outputs = keys.iter().enumerate().map(|(k, (key, label, unit, kind))| OutputReport {
        key: (*key).to_owned(),
        label: (*label).to_owned(),
        unit: (*unit).to_owned(),
        statistics: describe(&memory, k, *kind, counts.failed(), sampling).unwrap(),
        trace: if k == 0 { trace(&memory, k, &checkpoints(ROWS, 64, sampling), sampling).unwrap() } else { vec![] },
    });
    let outputs = outputs.collect();
    let known = keys.map(|(key, _, _, kind)| (key, kind));
    let rule =
        Until::parse("--until", "biogas.p50 +- 0.5% and digester_failed.mean +- 0.02", &known, &mut Sources::default());
    let mut watch = Watch::new(rule.clone().unwrap(), sampling.clone());
    let mut look = watch.look().unwrap();
    let rows = data[0].iter().zip(&data[1]).zip(&data[2]);
    for (k, ((biogas, saving), failed)) in rows.enumerate() {
        let row = [*biogas, *saving, *failed];
        watch.row((k >= 4).then_some(row.as_slice()));
        if k % 128 == 127 {
            look = watch.look().unwrap();
        }
    }
    SweepReport {
        scenario: "Pool & co".into(),
        overrides: vec!["digester.k_hyd_ch=9".into()],
        design: "Monte Carlo".into(),
        seed: Some(1),
        wanted: 4096,
        counts,
        outputs,
        until: Some((rule.unwrap(), look)),
    }
}

fn replicates() -> Sampling {
    Sampling::Replicates((0..16).map(|r| r * 128..(r + 1) * 128).collect())
}

/// Keys of objects, except those that are names of outputs and of failures.
fn keys(value: &Value, inside: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                if !["outputs", "status"].contains(&inside) {
                    found.insert(key.clone());
                }
                keys(inner, key, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|inner| keys(inner, inside, found)),
        _ => {}
    }
}

#[test]
fn json_page_names_every_key_of_a_sweep() {
    let page = std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/json.md")).unwrap();
    let chapter = page.split("## JSON of a sweep").nth(1).unwrap();
    assert!(chapter.contains(SWEEP_SCHEMA));
    let mut found = BTreeSet::new();
    keys(&sweep_json(&report(&Sampling::Independent)), "", &mut found);
    keys(&sweep_json(&report(&replicates())), "", &mut found);
    assert!(found.len() > 35, "{found:?}");
    let missing: Vec<&String> = found
        .iter()
        .filter(|k| !chapter.contains(&format!("`{k}`")) && !chapter.contains(&format!("`{k}[]`")))
        .collect();
    assert!(missing.is_empty(), "docs/json.md does not name {missing:?}");
}

#[test]
fn json_holds_the_numbers_and_every_sample_once() {
    let report = report(&Sampling::Independent);
    let json = sweep_json(&report);
    let status: u64 = json["status"].as_object().unwrap().values().map(|v| v.as_u64().unwrap()).sum();
    assert_eq!((status, json["samples"].as_u64(), json["status"]["step_limit"].as_u64()), (ROWS, Some(ROWS), Some(4)));
    for output in json["outputs"].as_object().unwrap().values() {
        let sum: u64 = ["count", "absent", "failed"].iter().map(|k| output[k].as_u64().unwrap()).sum();
        assert_eq!(sum, ROWS);
    }
    let biogas = &json["outputs"]["biogas_nm3_per_a"];
    let spread = report.outputs[0].statistics.spread.as_ref().unwrap();
    assert_eq!(biogas["quantiles"]["p50"]["value"].as_f64(), spread.quantile(0.5).map(|q| q.estimate.value));
    assert_eq!(biogas["quantiles"]["p5"]["interval"]["kind"], "order_statistics");
    assert_eq!(biogas["mean"]["interval"]["kind"], "student_t");
    // Four more samples below move the 5 % quantile down.
    assert!(biogas["quantiles"]["p5"]["with_failed"]["low"].as_f64() < biogas["quantiles"]["p5"]["value"].as_f64());
    let failed = &json["outputs"]["digester_failed"]["probability"];
    assert_eq!(failed["ones"], 31);
    assert_eq!(failed["with_failed"]["high"].as_f64(), Some(35.0 / 2048.0));
    assert!(json["outputs"]["red2_saving_pct"].get("convergence").is_none());
    // Half widths of about 2,300 of 4,250 and 0.6 of 2 points: met from the second look with 1,000 values on.
    assert_eq!((&json["until"]["met"], json["until"]["samples"].as_u64()), (&Value::Bool(true), Some(2048)));
    assert_eq!(json["until"]["conditions"][0]["tolerance"]["relative"].as_f64(), Some(0.005));
    let text = serde_json::to_string(&json).unwrap();
    let back: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(back, json, "no number is lost on the way through text");
}

#[test]
fn tables_say_how_sure_and_what_failed() {
    let text = |sampling: &Sampling| {
        let sections = sweep_sections(gisement::words::Locale::En, &report(sampling));
        sections.iter().map(|s| Terminal::default().section(s).unwrap()).collect::<String>()
    };
    let independent = text(&Sampling::Independent);
    for words in [
        "2048 samples of 4096 asked for, Monte Carlo, seed 1; 4 failed (step_limit 4).",
        "Stop rule met. biogas.p50 +- 0.5%: known to ±",
        "order statistics",
        "digester_failed.mean +- 0.02: known to ± 0.0063, asked ± 0.020.",
        "31 of 2044",
        "1.52\u{202f}%",
        "What the failed samples could have changed",
        "1.51\u{202f}% to 1.71\u{202f}%",
    ] {
        assert!(independent.replace('\n', " ").contains(words), "{words}:\n{independent}");
    }
    assert!(independent.lines().all(|l| l.chars().count() <= 100), "{independent}");
    let mut once = report(&Sampling::Independent);
    once.until.iter_mut().for_each(|(_, look)| look.stop = false);
    let once: String = sweep_sections(gisement::words::Locale::En, &once)
        .iter()
        .map(|s| Terminal::default().section(s).unwrap())
        .collect();
    assert!(once.replace('\n', " ").contains("Stop rule met at the last look alone"), "{once}");
    assert!(text(&replicates()).replace('\n', " ").contains("by 16 randomised replicates"));
    let mut report = report(&Sampling::Unknown);
    report.counts = counts(0);
    report.until = None;
    report.outputs.iter_mut().for_each(|o| o.statistics.failed = 0);
    let plain: String = sweep_sections(gisement::words::Locale::En, &report)
        .iter()
        .map(|s| Terminal::default().section(s).unwrap())
        .collect();
    assert!(
        plain.contains("2048 samples of 4096 asked for, Monte Carlo, seed 1; none failed.")
            && !plain.contains("could have changed")
    );
    assert!(plain.contains("do not tell how surely"));
}

#[test]
fn the_trace_is_drawn() {
    for sampling in [Sampling::Independent, replicates(), Sampling::Unknown] {
        let report = report(&sampling);
        let picture = convergence(&report.outputs[0], Locale::En).unwrap();
        assert!(picture.svg.contains("Number of samples") && picture.csv.contains("P10,2048,"), "{}", picture.csv);
        assert!(convergence(&report.outputs[1], Locale::Fr).is_err(), "an output without a trace");
    }
}

#[test]
fn the_page_says_how_to_make_the_rows_again_and_how_they_settled() {
    let report = report(&Sampling::Independent);
    let command = "gisement sweep pool.toml -n 4096 --seed 1";
    let page = |lang| sweep_page(&report, &SweepPage { lang, command, files: &[] });
    let english = page(Locale::En);
    // The one output with a trace has a figure; the seed, the command and the counts stand in the text.
    assert_eq!(english.figures().len(), 1);
    let html = english.html().unwrap();
    for wanted in [command, "Pool &amp; co", "4 failed", "Are there enough samples?"] {
        assert!(html.contains(wanted), "{wanted}");
    }
    let french = page(Locale::Fr);
    let caption = french.sections.iter().flat_map(|s| &s.blocks).find_map(|block| match block {
        Block::Figure { caption, .. } => Some(caption.clone()),
        _ => None,
    });
    assert!(caption.unwrap().contains("comment ses statistiques se stabilisent"));
    assert!(!french.html().unwrap().contains("Are there enough"));
}
