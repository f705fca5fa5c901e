//! `verify` on tables: shipped ones, perturbed ones whose answers other code recomputed (`tests/data/verify/`), broken
//! ones, and anything at all.

// Helpers of tests panic on purpose.
#![allow(clippy::unwrap_used)]

use gisement::verify::{Check, Reason, Row, Suite, TableError, json, shipped, table};
use proptest::prelude::*;

const YIELD: &str = include_str!("../../models/verify/yield.csv");
const COMBUSTION: &str = include_str!("../../models/verify/combustion.csv");
const DISPATCH: &str = include_str!("../../models/verify/heat/dispatch_public.csv");
const BUFFER: &str = include_str!("../../models/verify/heat/buffer_known_answers.csv");
const CARBON: &str = include_str!("../../models/verify/carbon.csv");
const LCOH: &str = include_str!("../../models/verify/lcoh.csv");
const DEGREE_DAYS: &str = include_str!("../../models/verify/climate/degree_days.csv");

/// Kind, shipped table, perturbed copy, answer columns of the kind.
const TABLES: [(&str, &str, &str, &[&str]); 6] = [
    ("yield", YIELD, include_str!("../data/verify/yield.csv"), &["value"]),
    ("combustion", COMBUSTION, include_str!("../data/verify/combustion.csv"), &["LHV_ar_MJ_kg", "T_ad_complete_C"]),
    ("dispatch", DISPATCH, include_str!("../data/verify/dispatch.csv"), &["covR_1h_pct", "startsA", "gasR_4h_kWh"]),
    ("buffer", BUFFER, include_str!("../data/verify/buffer.csv"), &["value"]),
    ("carbon", CARBON, include_str!("../data/verify/carbon.csv"), &["expected"]),
    ("cost of heat", LCOH, include_str!("../data/verify/lcoh.csv"), &["CRF", "LCOH_EUR_MWh"]),
];

type Records = Vec<Vec<String>>;

fn records(text: &str) -> Records {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn text_of(records: &Records) -> String {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    records.iter().for_each(|r| writer.write_record(r).unwrap());
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn column(records: &Records, name: &str) -> usize {
    records[0].iter().position(|c| c == name).unwrap_or_else(|| panic!("no {name}"))
}

fn failures(suite: &Suite) -> Vec<&Row> {
    suite.rows.iter().filter(|row| row.check == Check::Fail).collect()
}

#[test]
fn every_shipped_suite_holds() {
    let suites = shipped();
    assert_eq!(suites.len(), 34);
    for suite in &suites {
        assert!(suite.holds(), "{}: {:?}", suite.name, failures(suite).first());
        assert!(suite.source.len() > 30, "{} has a source", suite.name);
    }
    let rows = |name: &str| suites.iter().find(|s| s.name == name).map(|s| (s.passed(), s.informative())).unwrap();
    assert_eq!(rows("BSM2 at 200 d"), (46 + 3, 0));
    assert_eq!(rows("BSM2 steady state"), (46 + 42, 0));
    assert_eq!(rows("BSM2 dynamic, day 50"), (85, 0));
    assert_eq!(rows("Yields"), (266, 62));
    // 32 columns a row, less two dew points that do not exist and the heating values that 8 rows give.
    assert_eq!(rows("Combustion"), (95 * 32 - 2 - 8, 2));
    assert_eq!(rows("Dispatch"), (30 * 23, 30));
    assert_eq!(rows("Carbon and tariffs").0, 29);
    // Mean square derivatives are context.
    assert_eq!(rows("Uncertainty"), (102, 6));
    assert_eq!(rows("RED II Annex VI").0, 60 * 6 + 18 * 4 + 12 * 4);
}

/// The tolerances asked of the program, as the rows carry them.
#[test]
fn shipped_rows_are_held_to_the_tolerances_promised() {
    let suites = shipped();
    let row = |suite: &str, case: &str, quantity: &str| {
        let suite = suites.iter().find(|s| s.name == suite).unwrap();
        suite.rows.iter().find(|r| r.case == case && r.quantity == quantity).unwrap_or_else(|| panic!("{quantity}"))
    };
    let relative = |r: &Row| r.tolerance.unwrap() / r.published.unwrap().abs();
    for quantity in ["S_h2", "X_I", "pH", "p_gas", "q_gas", "q_ch4", "S_gas_co2"] {
        assert!(relative(row("BSM2 at 200 d", "at_200_d", quantity)) < 1.01e-6);
        assert!(relative(row("BSM2 steady state", "steady", quantity)) < 1.01e-8);
    }
    for quantity in ["X_I", "X_ac", "S_IC", "S_gas_co2"] {
        assert!(relative(row("BSM2 dynamic, day 50", "recomputed", quantity)) < 1.01e-5);
        assert!(relative(row("BSM2 dynamic, day 50", "matlab", quantity)) < 5.01e-3);
    }
    let dust = row("BSM2 dynamic, day 50", "recomputed", "S_cat").tolerance.unwrap();
    assert!((dust / 1e-12 - 1.0).abs() < 1e-9);
    assert!(relative(row("BSM2 steady state", "published", "S_h2")) < 2.2e-7);
    assert!(relative(row("Combustion", "B002", "LHV_ar_MJ_kg")) < 1.01e-6);
    assert!(relative(row("Combustion", "B002", "stack_loss_160C_pct_LHV")) < 1.01e-4);
    assert_eq!(row("Combustion", "B002", "dewpoint_C").tolerance, Some(0.06));
    assert_eq!(row("Dispatch", "D046", "covR_4h_pct").tolerance, Some(1e-4));
    assert_eq!(row("Dispatch", "D046", "startsR_4h").tolerance, Some(0.0));
}

#[test]
fn perturbed_tables_have_the_answers_that_other_code_computes() {
    for (kind, _, perturbed, _) in TABLES {
        let suite = table("perturbed.csv", perturbed).unwrap();
        assert_eq!(suite.name, kind);
        assert!(suite.holds(), "{kind}: {:?}", failures(&suite).first());
        let rows = records(perturbed).len() - 1;
        assert!(suite.passed() >= rows && rows >= 15, "{kind}: {} of {rows}", suite.passed());
    }
}

/// Shipped inputs with perturbed answers, row by row: what was computed for other inputs must not pass.
#[test]
fn answers_of_other_inputs_fail() {
    for (kind, _, perturbed, answers) in TABLES {
        let mut rows = records(perturbed);
        // Answers of the next row that differs: right somewhere, wrong here.
        let mut expected = 0;
        for name in answers {
            let at = column(&rows, name);
            let cells: Vec<String> = rows[1..].iter().map(|r| r[at].clone()).collect();
            for (k, row) in rows[1..].iter_mut().enumerate() {
                let (own, other): (f64, f64) =
                    (cells[k].parse().unwrap(), cells[(k + 1) % cells.len()].parse().unwrap());
                // Carbon rows bring their own tolerance; the largest is 0.1.
                if (own - other).abs() > 0.2 + 1e-3 * own.abs() {
                    row[at] = cells[(k + 1) % cells.len()].clone();
                    expected += 1;
                }
            }
        }
        let suite = table("stale.csv", &text_of(&rows)).unwrap();
        assert!(expected >= 10, "{kind}: {expected}");
        assert_eq!(failures(&suite).len(), expected, "{kind}");
    }
}

/// Every answer cell of every shipped table, moved by one part in a hundred: that cell fails and no other.
#[test]
fn one_corrupted_answer_fails_alone() {
    for (kind, text, _, answers) in TABLES {
        for name in answers {
            let original = records(text);
            let at = column(&original, name);
            for line in (1..original.len()).step_by(original.len() / 6) {
                let mut rows = vec![original[0].clone(), original[line].clone()];
                let value: f64 = rows[1][at].parse().unwrap();
                rows[1][at] = format!("{}", if value == 0.0 { 0.01 } else { value * 1.01 + 0.2 * value.signum() });
                let suite = table("t.csv", &text_of(&rows)).unwrap();
                let test = suite.informative() < suite.rows.len();
                let failed = failures(&suite);
                assert_eq!(failed.len(), usize::from(test), "{kind} {name} line {line}: {failed:?}");
                assert!(failed.iter().all(|r| r.reason == Some(Reason::Differs) && r.line == Some(2)));
            }
        }
    }
}

#[test]
fn columns_come_in_any_order_with_strangers_among_them() {
    for (kind, text, _, _) in TABLES {
        let mut rows = records(text);
        for (k, row) in rows.iter_mut().enumerate() {
            row.reverse();
            row.insert(2, if k == 0 { "my remarks".into() } else { format!("seen, {k}") });
        }
        let (suite, plain) = (table("t.csv", &text_of(&rows)).unwrap(), table("t.csv", text).unwrap());
        assert_eq!((suite.passed(), suite.failed()), (plain.passed(), 0), "{kind}");
    }
}

#[test]
fn optional_columns_may_be_missing() {
    let without = |text: &str, gone: &[&str]| {
        let mut rows = records(text);
        let keep: Vec<bool> = rows[0].iter().map(|name| !gone.contains(&name.as_str())).collect();
        for row in &mut rows {
            let mut kept = keep.iter();
            row.retain(|_| *kept.next().unwrap());
        }
        table("t.csv", &text_of(&rows))
    };
    let suite = without(CARBON, &["id", "unit", "abs_tolerance", "provenance"]).unwrap();
    assert_eq!(suite.rows[0].case, "line 2");
    assert_eq!(suite.rows[0].check, Check::Pass, "a sum is exact");
    assert_eq!(suite.notes, ["no column `abs_tolerance`: 1e-6 of the published value is taken"]);
    let suite = without(YIELD, &["rel_tol", "unit", "provenance", "note"]).unwrap();
    assert_eq!((suite.passed(), suite.failed()), (266, 0));
    let suite = without(DISPATCH, &["frac_of_peak", "case_id", "flhA"]).unwrap();
    assert_eq!((suite.passed(), suite.failed(), suite.informative()), (30 * 22, 0, 0));
    let suite = without(COMBUSTION, &["hhv_source", "HHV_dry_MJ_kg", "cond45_loss_pct_LHV"]).unwrap();
    let lhv = suite.rows.iter().filter(|r| r.quantity == "LHV_ar_MJ_kg");
    assert_eq!(lhv.filter(|r| r.check == Check::Pass).count(), 87, "all but the heating values that were measured");
    let suite = without(COMBUSTION, &["Cl_dry_pct"]).unwrap();
    assert!(suite.notes.iter().any(|n| n.contains("taken as 0") && n.contains("Cl_dry_pct")), "{:?}", suite.notes);
    // A table without an answer proves nothing.
    let suite = without(LCOH, &["CRF", "annuity_EUR_yr", "LCOH_EUR_MWh"]).unwrap();
    assert_eq!((suite.passed(), suite.failed()), (0, 5));
    assert_eq!(suite.rows[0].reason, Some(Reason::NoAnswer));
    let error = without(LCOH, &["eta_bio", "eta_gas"]).unwrap_err();
    assert_eq!(error, TableError::MissingColumns { format: "cost of heat", missing: vec!["eta_bio", "eta_gas"] });
}

/// Text in a cell that must be a number: the line and the column are named, the row fails, the others are compared.
#[test]
fn a_cell_that_is_no_number_fails_its_row_alone() {
    let cases = [
        ("yield", YIELD, "value"),
        ("yield", YIELD, "rel_tol"),
        ("combustion", COMBUSTION, "lam"),
        ("combustion", COMBUSTION, "x_CO2_dry_pct"),
        ("dispatch", DISPATCH, "P_bio_kW"),
        ("dispatch", DISPATCH, "hoursA"),
        ("buffer", BUFFER, "t_h"),
        ("buffer", BUFFER, "value"),
        ("carbon", CARBON, "expected"),
        ("carbon", CARBON, "abs_tolerance"),
        ("cost of heat", LCOH, "capex_EUR"),
        ("cost of heat", LCOH, "CRF"),
        ("degree-days", DEGREE_DAYS, "base_c"),
        ("degree-days", DEGREE_DAYS, "dju_costic"),
    ];
    for (kind, text, name) in cases {
        for wrong in ["1,6", "n/a", "NaN", "inf", "0x10"] {
            let mut rows = records(text);
            let at = column(&rows, name);
            rows[3][at] = wrong.to_owned();
            let suite = table("t.csv", &text_of(&rows)).unwrap();
            let failed = failures(&suite);
            assert_eq!(failed.len(), 1, "{kind} {name} {wrong}");
            assert_eq!(failed[0].line, Some(4));
            let said = failed[0].reason.as_ref().unwrap().to_string();
            assert!(said.contains(&format!("column `{name}`: `{wrong}` is no number")), "{said}");
            assert!(suite.passed() >= 4, "{kind}: the rest is compared");
        }
    }
}

#[test]
fn rows_that_cannot_be_computed_fail_and_say_why() {
    let one = |text: &str, changes: &[(&str, &str)]| {
        let mut rows = records(text);
        rows.truncate(2);
        for (name, cell) in changes {
            let at = column(&rows, name);
            rows[1][at] = (*cell).to_owned();
        }
        let suite = table("t.csv", &text_of(&rows)).unwrap();
        assert!(!suite.holds() && suite.passed() == 0, "{changes:?}");
        failures(&suite)[0].reason.as_ref().unwrap().to_string()
    };
    let says = |text: &str, changes: &[(&str, &str)], words: &str| {
        let said = one(text, changes);
        assert!(said.contains(words), "{said}");
    };
    says(DISPATCH, &[("weather", "dwd_try2010_12")], "weather `dwd_try2010_12` is not shipped");
    says(DISPATCH, &[("profile", "XYZ_1000MWh_kW")], "profile `XYZ_1000MWh_kW` is not known");
    says(DISPATCH, &[("profile", "T_C")], "profile `T_C` is not known");
    says(DISPATCH, &[("profile", "MFH_0MWh_kW")], "no heat is demanded");
    says(DISPATCH, &[("min_load", "1.2")], "`minimum_load` is 1.2");
    says(DISPATCH, &[("P_bio_kW", "")], "`P_bio_kW` is missing or blank");
    says(CARBON, &[("category", "lp_allotment")], "kind of row that cannot be computed");
    says(CARBON, &[("inputs_json", "{")], "JSON object");
    says(CARBON, &[("abs_tolerance", "-1")], "a tolerance of -1; write 0 or more");
    says(YIELD, &[("kind", "alchemy")], "of kind `alchemy`");
    says(YIELD, &[("input", "Xy9")], "from `Xy9`");
    says(COMBUSTION, &[("lam", "0.5")], "excess_air is 0.5");
    says(COMBUSTION, &[("moisture_wb_pct", " ")], "`moisture_wb_pct` is missing or blank");
    says(LCOH, &[("heat_MWh_yr", "0")], "no finite answer");
    says(DEGREE_DAYS, &[("tn_c", "9"), ("tx_c", "3")], "lowest temperature 9 above highest 3");
    says(DEGREE_DAYS, &[("case", "Metz 2021 whole year"), ("tn_c", ""), ("tx_c", "")], "days are shipped of Aachen");
}

#[test]
fn context_never_fails() {
    let text = "kind,input,quantity,value,status\nfirst_order,B=350 k=0.2 t=5,y,1,informative\n";
    let suite = table("t.csv", text).unwrap();
    assert_eq!((suite.passed(), suite.failed(), suite.informative()), (0, 0, 1));
    assert!(!suite.holds(), "nothing was tested");
    let tested = table("t.csv", &text.replace("informative", "test")).unwrap();
    assert_eq!(tested.failed(), 1);
    let unknown = table("t.csv", &text.replace("informative", "whatever")).unwrap();
    assert_eq!(unknown.failed(), 1, "what is not declared context is a test");
}

/// The load of any profile code follows from the shipped temperatures.
#[test]
fn other_profiles_are_computed() {
    let mut rows = records(DISPATCH);
    rows.truncate(2);
    let (profile, peak) = (column(&rows, "profile"), column(&rows, "peak_kW"));
    for (name, expected) in [("EFH_1000MWh_kW", true), ("GHA_250MWh_kW", true), ("EFH_1000_kW", false)] {
        rows[1][profile] = name.to_owned();
        rows[1][peak] = String::new();
        let suite = table("t.csv", &text_of(&rows)).unwrap();
        assert_eq!(suite.rows.len() > 10, expected, "{name}");
        assert_eq!(suite.rows.iter().any(|r| r.quantity == "peak_kW" && r.computed.is_some()), expected);
    }
}

/// A year of temperatures moved by two kelvin: the printed loads are no longer those of the profile.
#[test]
fn load_profiles_follow_the_temperatures_of_the_table() {
    let text = include_str!("../../models/verify/heat/bdew_profile.csv");
    let mut rows = records(text);
    for row in &mut rows[1..] {
        row[0] = format!("{}", row[0].parse::<f64>().unwrap() + 2.0);
    }
    let suite = table("t.csv", &text_of(&rows)).unwrap();
    assert_eq!((suite.passed(), suite.failed()), (0, 3));
    rows[100][1] = "warm".into();
    rows.truncate(8000);
    let suite = table("t.csv", &text_of(&rows)).unwrap();
    assert!(suite.rows.iter().any(|r| r.line == Some(101) && r.quantity == "MFH_1000MWh_kW"), "the cell is named");
    assert!(suite.rows.iter().any(|r| matches!(r.reason, Some(Reason::Year { found: 7999 }))), "{:?}", suite.rows);
    assert_eq!(suite.passed(), 0);
}

#[test]
fn json_has_the_documented_keys() {
    let suites = [table("t.csv", CARBON).unwrap(), table("y.csv", YIELD).unwrap()];
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let all = json(&suites, true);
    assert_eq!(keys(&all), ["schema", "pass", "passed", "failed", "informative", "suites"]);
    assert_eq!(all["schema"], "gisement.verify/1");
    let suite = &all["suites"][1];
    let row_keys = ["case", "quantity", "line", "computed", "published", "difference", "tolerance", "pass", "reason"];
    assert_eq!(keys(&suite["rows"][0]), row_keys);
    assert_eq!(suite["rows"].as_array().unwrap().len(), 328);
    let tests = json(&suites, false);
    assert_eq!(tests["suites"][1]["rows"].as_array().unwrap().len(), 266, "context on request only");
    assert_eq!((tests["passed"].as_u64(), tests["failed"].as_u64()), (Some(295), Some(0)));
}

/// The first rows of each shipped table: enough to break.
fn heads() -> Vec<String> {
    let head = |text: &str| {
        let mut rows = records(text);
        rows.truncate(4);
        text_of(&rows)
    };
    let profile = "T_C,MFH_1000MWh_kW\n-2.7,133.0132\n-3.3,136.5943\n".to_owned();
    [YIELD, COMBUSTION, DISPATCH, CARBON, LCOH, DEGREE_DAYS].map(head).into_iter().chain([profile]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Text cut, doubled, and strewn with what breaks readers: no panic, and a suite whose counts are consistent.
    #[test]
    fn broken_text_is_survived(
        which in 0_usize..7,
        edits in prop::collection::vec((0.0_f64..1.0, 0_usize..14, prop::bool::ANY), 1..12),
    ) {
        const SHARDS: [&str; 14] =
            ["\"", ",", "\n", "\r", ";", "", "1e308", "-", "é", "\u{0}", "((((((((((", "{\"E\":[", "NaN", "\t"];
        let mut text = heads()[which].clone();
        for (place, shard, replace) in edits {
            let mut at = (place * text.len() as f64) as usize;
            while !text.is_char_boundary(at) { at -= 1; }
            let next = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
            text.replace_range(at..if replace { next } else { at }, SHARDS[shard]);
        }
        if let Ok(suite) = table("t.csv", &text) {
            prop_assert_eq!(suite.passed() + suite.failed() + suite.informative(), suite.rows.len());
            for row in &suite.rows {
                prop_assert_eq!(row.check == Check::Pass, row.reason.is_none());
                prop_assert!(row.computed.is_none_or(f64::is_finite));
            }
            prop_assert!(serde_json::to_string(&json(&[suite], true)).is_ok());
        }
    }

    /// Any number in any cell: no panic.
    #[test]
    fn any_number_in_any_cell_is_survived(which in 0_usize..7, place in 0.0_f64..1.0, value in prop::num::f64::ANY) {
        let mut rows = records(&heads()[which]);
        let width = rows[1].len();
        let at = ((place * width as f64) as usize).min(width - 1);
        rows[1][at] = format!("{value:e}");
        let suite = table("t.csv", &text_of(&rows)).unwrap();
        prop_assert!(suite.rows.iter().all(|r| r.computed.is_none_or(f64::is_finite)));
    }

    /// Text that is no table at all.
    #[test]
    fn any_text_is_survived(text in "\\PC{0,200}") {
        prop_assert!(table("t.csv", &text).is_err());
    }
}
