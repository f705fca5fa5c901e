//! `gisement yield`: known answers, several rows, options, and arguments that cannot be answered.

#![allow(clippy::unwrap_used)] // Helpers of tests may panic, as tests do.

use crate::cli_support;

use cli_support::Place;
use serde_json::Value;

fn json(arguments: &[&str]) -> Value {
    let mut all = vec!["yield"];
    all.extend(arguments);
    all.push("--json");
    serde_json::from_str(&Place::new().expect(0, &all).stdout).unwrap()
}

fn number(value: &Value, key: &str) -> f64 {
    value[key].as_f64().unwrap()
}

/// 413.7274207 mL/g and 2259.986036 mL of 5.75 g at fs = 0.05: `predBg` of the R package biogas.
#[test]
fn cellulose_is_as_the_package_has_it() {
    let found = json(&["C6H10O5", "--masses", "biogas", "--volume", "real"]);
    assert!((number(&found, "ch4_nm3_per_kg") - 0.4137274207).abs() < 1e-10);
    assert_eq!(number(&found, "ch4_pct"), 50.0);
    let found = json(&["C6H10O5", "--masses", "biogas", "--volume", "real", "--fs", "0.05", "--mass", "5.75"]);
    assert!((number(&found, "ch4_nm3") - 2.259986036).abs() < 1e-8);
    // 6 O2 of 31.998 over 162.141 g/mol, and the ideal volume.
    let found = json(&["C6H10O5"]);
    assert!((number(&found, "cod_kg_per_kg") - 6.0 * 31.998 / 162.141).abs() < 1e-12);
    assert!((number(&found, "ch4_nm3_per_kg") - 3.0 * 22.41396954 / 162.141).abs() < 1e-12);
}

#[test]
fn feedstocks_and_fractions_have_rows() {
    let found = json(&["fw_canteen", "carbohydrate=0.6 protein=0.2 lipid=0.1 lignin=0.05 vfa=0.05", "protein"]);
    let rows = found["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 3);
    assert!(found.get("ch4_nm3_per_kg").is_none(), "several answers have no common one");
    let library = &rows[0]["library"];
    assert!(number(library, "bmp_nm3_per_kg_vs") < number(&rows[0], "ch4_nm3_per_kg"));
    assert!(number(&rows[0], "h2s_kg_per_kg") > 0.0 && rows[0]["h2s_validated"] == false);
    assert!(number(&rows[2], "ch4_pct") < 53.0 && number(&rows[2], "ch4_pct_ammonia_bound") > 69.0);
    // What the shell has split is one mixture.
    let split = json(&["carbohydrate=0.6", "protein=0.2", "lipid=0.1", "lignin=0.05", "vfa=0.05"]);
    assert_eq!(split["rows"][0]["ch4_nm3_per_kg"], rows[1]["ch4_nm3_per_kg"]);
}

#[test]
fn a_table_for_people() {
    let said = Place::new().expect(0, &["yield", "fw_canteen"]);
    assert!(said.stdout.contains("Canteen") && said.stdout.contains("methane share"), "{}", said.stdout);
    assert!(said.stderr.contains("22.41") && said.stderr.contains("not validated"), "{}", said.stderr);
}

#[test]
fn what_cannot_be_answered_is_told_with_its_place() {
    let place = Place::new();
    let says = |code, arguments: &[&str], parts: &[&str]| {
        let mut all = vec!["yield"];
        all.extend(arguments);
        let said = place.expect(code, &all);
        assert!(said.stdout.is_empty());
        for part in parts {
            assert!(said.stderr.contains(part), "{arguments:?}: {}", said.stderr);
        }
    };
    says(2, &["fw_cantin"], &["did you mean `fw_canteen`?"]);
    says(2, &["C6H10Q5"], &["element `Q`", "^"]);
    says(2, &["c6h10o5"], &["C6H10O5"]);
    says(2, &["protien=0.5"], &["did you mean `protein`?"]);
    says(2, &["protein=lots"], &["no number"]);
    says(2, &["C6H10Q5", "fw_cantin"], &["element `Q`", "fw_canteen"]);
    says(3, &["carbohydrate=60 protein=40"], &["per cent", "sum to 100"]);
    says(3, &["protein=-0.2"], &["fraction of -0.2"]);
    says(3, &["NaCl"], &["only C, H, O, N and S"]);
    says(3, &["H2O"], &["no carbon"]);
    says(3, &["CO3"], &["more oxygen than CO2"]);
    says(2, &["C6H10O5", "--fs", "1"], &["below 1"]);
    says(2, &["C6H10O5", "--mass", "nan"], &["above 0"]);
    says(2, &[""], &["no atoms"]);
}

/// The shipped analysis: COD closes within the laboratory's own, the implied potential stands beside the measured one.
#[test]
fn an_analysis_becomes_what_a_model_takes() {
    let place = Place::shipped();
    let said = place.expect(0, &["yield", "--analysis", "analysis/canteen.csv", "--json"]);
    let found: Value = serde_json::from_str(&said.stdout).unwrap();
    let (parts, measured) = (number(&found, "cod_kg_per_kg"), number(&found, "cod_measured_kg_per_kg"));
    assert!((parts / measured - 1.0).abs() < 0.15, "{parts} {measured}");
    let (implied, bmp) = (number(&found, "bmp_implied_nl_per_kg_vs"), number(&found, "bmp_measured_nl_per_kg_vs"));
    assert!((implied / bmp - 1.0).abs() < 0.05 && implied < number(&found, "bmp_theoretical_nl_per_kg_vs"));
    let shares: f64 = found["vs_shares"].as_array().unwrap().iter().map(|s| s["share"].as_f64().unwrap()).sum();
    assert!((shares - 1.0).abs() < 1e-9);
    let text = place.expect(0, &["yield", "--analysis", "analysis/canteen.csv"]);
    assert!(text.stdout.contains("methane potential as measured") && text.stderr.contains("(read)"), "{}", text.stderr);
}

#[test]
fn an_analysis_that_cannot_be_is_refused_with_every_problem() {
    let place = Place::new();
    let path = place.path().join("lab.csv");
    let rows = "name,value,unit\nts_pct_fm,24\nvs_pct,91\ncrude_protein_pct_ts,much\nts_pct_fm,25\nnh4_n_g_per_kg_fm,400,mg N/kg\n";
    std::fs::write(&path, rows).unwrap();
    let said = place.expect(3, &["yield", "--analysis", "lab.csv"]);
    assert!(said.stdout.is_empty());
    for part in ["did you mean `vs_pct_ts`?", "has no number", "stands twice", "is given in mg N/kg", "lab.csv:3"] {
        assert!(said.stderr.contains(part), "{part}: {}", said.stderr);
    }
    std::fs::write(
        &path,
        "ts_pct_fm,24\nvs_pct_ts,91\ncrude_protein_pct_ts,60\ncrude_fat_pct_ts,55\nbmp_nl_per_kg_vs,1090\n",
    )
    .unwrap();
    let said = place.expect(3, &["yield", "--analysis", "lab.csv"]);
    assert!(said.stderr.matches("error").count() >= 2, "{}", said.stderr);
    place.expect(2, &["yield"]);
}
