//! Known answers of yields (`models/verify/yield.csv`): every row of status `test` within its own tolerance, and
//! changed rows against independent arithmetic.

// Helpers of tests may panic as tests may; clippy only knows the functions marked as tests.
#![allow(clippy::unwrap_used)]

use gisement::feedstock::{YIELD_TABLE, YieldCase, yield_case};
use std::collections::BTreeMap;

struct Row {
    cells: BTreeMap<String, String>,
}

impl Row {
    fn get(&self, column: &str) -> &str {
        &self.cells[column]
    }

    fn case(&self) -> YieldCase<'_> {
        YieldCase {
            case_id: self.get("case_id"),
            kind: self.get("kind"),
            input: self.get("input"),
            params: self.get("params"),
            quantity: self.get("quantity"),
        }
    }

    fn number(&self, column: &str) -> f64 {
        self.get(column).parse().unwrap()
    }
}

fn rows() -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(YIELD_TABLE.as_bytes());
    let header = reader.headers().unwrap().clone();
    let cells = |r: csv::StringRecord| header.iter().map(str::to_owned).zip(r.iter().map(str::to_owned)).collect();
    reader.records().map(|r| Row { cells: cells(r.unwrap()) }).collect()
}

#[test]
fn every_test_row_is_within_its_tolerance() {
    let rows = rows();
    let (mut tested, mut informative) = (0, 0);
    let mut wrong = Vec::new();
    for row in &rows {
        let (expected, tolerance) = (row.number("value"), row.number("rel_tol"));
        let computed = yield_case(&row.case());
        let required = row.get("status") == "test";
        match computed {
            Some(value) => {
                assert!(value.is_finite());
                if (value - expected).abs() > tolerance * expected.abs().max(1e-300) && value != expected {
                    wrong.push(format!("{}: {value} for {expected}", row.get("case_id")));
                }
                if required { tested += 1 } else { informative += 1 }
            }
            None if required => wrong.push(format!("{} cannot be computed", row.get("case_id"))),
            None => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!((rows.len(), tested), (328, rows.iter().filter(|r| r.get("status") == "test").count()));
    println!("{tested} test rows, {informative} informative rows computed");
    assert!(informative >= 38, "{informative}");
}

/// The answer of a row with some cells replaced.
fn answer(case_id: &str, kind: &str, input: &str, params: &str, quantity: &str) -> Option<f64> {
    yield_case(&YieldCase { case_id, kind, input, params, quantity })
}

fn close(computed: Option<f64>, expected: f64) {
    let computed = computed.expect("computable");
    assert!((computed - expected).abs() <= 1e-12 * expected.abs(), "{computed} for {expected}");
}

#[test]
fn changed_kinetic_rows_give_changed_answers() {
    for (b, k, t) in [(351.7_f64, 0.23_f64, 4.5_f64), (612.0, 0.041, 77.0), (90.0, 1.9, 0.37)] {
        let input = format!("B={b} k={k} t={t}");
        close(answer("x", "first_order", &input, "B(1-exp(-kt))", "y"), b * (1.0 - (-k * t).exp()));
        let input = format!("B={b} k={k} n=2.2 t={t}");
        close(answer("x", "cone", &input, "B/(1+(kt)^-n)", "y"), b / (1.0 + (k * t).powf(-2.2)));
        let input = format!("B={b} k={k} HRT={t} d");
        close(answer("x", "cstr_first_order", &input, "B*k*HRT/(1+k*HRT)", "y"), b - b / (1.0 + k * t));
        let input = format!("B={b} k={k} HRT_total={t} d (equal halves)");
        let half = 1.0 + k * t / 2.0;
        close(answer("x", "two_cstr_series", &input, "", "y"), b * (half * half - 1.0) / (half * half));
        let input = format!("B={b} f=0.61 k1={k} k2=0.033 t={t}");
        let two = b * 0.61 * (1.0 - (-k * t).exp()) + b * 0.39 * (1.0 - (-0.033 * t).exp());
        close(answer("x", "two_pool_first_order", &input, "", "y"), two);
        let input = format!("B={b} f=0.61 k1={k} k2=0.033 HRT={t}");
        let two = b * 0.61 * k * t / (1.0 + k * t) + b * 0.39 * 0.033 * t / (1.0 + 0.033 * t);
        close(answer("x", "cstr_two_pool", &input, "", "y"), two);
        let input = format!("P={b} Rm=33 lambda=2.5 t={t}");
        let gompertz = b * (-(33.0 * 1.0_f64.exp() / b * (2.5 - t) + 1.0).exp()).exp();
        close(answer("x", "modified_gompertz", &input, "", "y"), gompertz);
        let input = format!("fs0=0.2 b={k} fbd=0.75 theta={t} d");
        close(answer("x", "rittmann_mccarty_fs", &input, "", "fs"), 0.2 * (1.0 + 0.25 * k * t) / (1.0 + k * t));
    }
}

#[test]
fn changed_formulas_give_changed_answers() {
    // (a, b, c, d, e), oxygen demand a + b/4 - c/2 - 3d/4 - e/2 written out by hand.
    for (formula, [a, b, c, d, e]) in [
        ("C5H7O2N", [5.0, 7.0, 2.0, 1.0, 0.0]),
        ("C7H9.5O3.25N0.75S0.125", [7.0, 9.5, 3.25, 0.75, 0.125]),
        ("CH3(CH2)14COOH", [16.0, 32.0, 2.0, 0.0, 0.0]),
    ] {
        let oxygen: f64 = a + b / 4.0 - c / 2.0 - 0.75 * d - 0.5 * e;
        let mass = a * 12.011 + b * 1.008 + c * 15.999 + d * 14.007 + e * 32.06;
        close(answer("x", "cod", formula, "AW=CIAAW", "COD"), oxygen * 31.998 / mass);
        let mass = a * 12.01 + b * 1.008 + c * 16.0 + d * 14.007 + e * 32.1;
        close(answer("x", "cod", formula, "AW=biogas(R)", "COD"), oxygen * 32.0 / mass);
        let params = "AW=biogas(R); Vm=22000.5";
        close(answer("x", "bmp_theoretical", formula, params, "vCH4"), oxygen / 2.0 * 22000.5 / mass);
        close(answer("x", "buswell_boyle", formula, "", "nu_CH4"), oxygen / 2.0);
        close(answer("x", "buswell_boyle", formula, "", "nu_CO2"), a - oxygen / 2.0);
        close(answer("x", "ch4_fraction", formula, "", "fCH4"), oxygen / 2.0 / a);
        close(answer("x", "ch4_fraction", formula, "", "fCH4_N"), oxygen / 2.0 / (a - d));
        close(answer("x", "gas_fraction", formula, "", "xCH4"), oxygen / 2.0 / (a + d + e));
    }
}

#[test]
fn a_changed_pool_gives_changed_answers() {
    let input = "streams (t/a, TS, VS/TS, BMP NL/kgVS, k 1/d): canteen waste no. 2 1500 0.21 0.93 444 0.27; \
                 lawn 820 0.3 0.8 290 0.07";
    let (vs1, vs2) = (1500.0 * 0.21 * 0.93, 820.0 * 0.3 * 0.8);
    let (b1, b2) = (vs1 * 444.0, vs2 * 290.0);
    close(answer("pool_vs", "pool", input, "sum m*TS*VS", "VS"), vs1 + vs2);
    close(answer("pool_bmp", "pool", input, "VS-weighted BMP", "BMP"), (b1 + b2) / (vs1 + vs2));
    close(answer("pool_ch4", "pool", input, "BMP, no kinetics", "CH4"), b1 + b2);
    let kinetic = |h: f64| b1 * 0.27 * h / (1.0 + 0.27 * h) + b2 * 0.07 * h / (1.0 + 0.07 * h);
    let formula = "sum m TS VS B kH/(1+kH)";
    close(answer("pool_cstr_33", "pool", input, formula, "CH4"), kinetic(33.0));
    close(answer("any", "pool", input, "sum m TS VS B kH/(1+kH), H=41.5", "CH4"), kinetic(41.5));
    let k = (vs1 * 0.27 + vs2 * 0.07) / (vs1 + vs2);
    close(
        answer("any", "pool", input, "B_mean kbar H/(1+kbar H), H=20", "CH4"),
        (b1 + b2) * k * 20.0 / (1.0 + k * 20.0),
    );
}

#[test]
fn what_cannot_be_computed_has_no_answer() {
    assert_eq!(answer("x", "alchemy", "Pb", "", "Au"), None);
    assert_eq!(answer("x", "cod", "C6H10O5", "AW=mine", "COD"), None);
    assert_eq!(answer("x", "cod", "C6H10O5?", "AW=CIAAW", "COD"), None);
    assert_eq!(answer("x", "first_order", "B=350 k=fast t=3", "", "y"), None);
    assert_eq!(answer("x", "first_order", "B=350 k=0.1 t=3", "", "z"), None);
    assert_eq!(answer("pool_cstr_x", "pool", "streams: a 1 2 3 4", "sum kH/(1+kH)", "CH4"), None);
    assert_eq!(answer("x", "pool", "streams: a 1 0.2 0.9 400 0.1", "sum m TS VS B kH/(1+kH)", "CH4"), None);
}
