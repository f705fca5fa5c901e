//! `--set PATH=VALUE` by whole commands: every override means what the library means by it, and wrong ones are refused.

// Helpers of tests panic as tests do.
#![allow(clippy::unwrap_used)]

use crate::cli_support;

use cli_support::{BOILER, DIGESTER, Place, errors, holds, number};
use gisement::digestion::adm1::{Adm1Case, Adm1Params, Observe, State, simulate};
use serde_json::Value;

/// Runs a shipped scenario with overrides.
fn shipped(name: &str, overrides: &[&str]) -> Value {
    let place = Place::shipped();
    let mut arguments = vec![name];
    for text in overrides {
        arguments.extend(["--set", text]);
    }
    place.json(&arguments)
}

fn bsm2(overrides: &[&str]) -> Value {
    shipped("bsm2.toml", overrides)
}

/// The same case by the library alone.
fn library(change: impl Fn(&mut Adm1Case)) -> Adm1Case {
    let mut case = Adm1Case { rtol: 1e-9, ..Adm1Case::bsm2() };
    change(&mut case);
    case
}

/// The state and the gas of a run agree with the library to 1e-12.
fn agrees(json: &Value, case: &Adm1Case) {
    let output = simulate(case, &Observe::End).unwrap().final_output;
    let mut compared = 0;
    for (name, expected) in output.named() {
        let Some(found) = json["digester"]["state"].get(name) else { panic!("no {name} under digester.state") };
        let found = found.as_f64().unwrap();
        assert!((found - expected).abs() <= 1e-12 * expected.abs(), "{name}: {found} where the library has {expected}");
        compared += 1;
    }
    assert_eq!(compared, 47);
    for (key, expected) in [
        ("ph", output.ph),
        ("biogas_m3_per_d", output.q_gas),
        ("methane_m3_per_d", output.q_ch4),
        ("gas_pressure_bar", output.p_gas),
    ] {
        let found = number(json, &format!("digester/{key}"));
        assert!((found - expected).abs() <= 1e-12 * expected.abs(), "{key}: {found} where the library has {expected}");
    }
}

fn state(json: &Value, name: &str) -> f64 {
    number(json, &format!("digester/state/{name}"))
}

/// Column `at_200_d`: an independent recomputation at rtol 1e-13 (its source stands in the table).
#[test]
fn bsm2_gives_the_published_state_by_its_names() {
    let json = bsm2(&[]);
    let mut reader = csv::Reader::from_reader(include_str!("../../models/verify/adm1/bsm2_known.csv").as_bytes());
    let column = reader.headers().unwrap().iter().position(|h| h == "at_200_d").unwrap();
    let mut compared = 0;
    for row in reader.records().map(Result::unwrap).filter(|r| !r[column].is_empty()) {
        let expected: f64 = row[column].parse().unwrap();
        let found = state(&json, &row[0]);
        assert!(found.is_finite() && (found / expected - 1.0).abs() < 1e-6, "{}: {found} where {expected}", &row[0]);
        compared += 1;
    }
    assert_eq!(compared, 46);
    for (key, name) in [("ph", "pH"), ("biogas_m3_per_d", "q_gas"), ("methane_m3_per_d", "q_ch4")] {
        assert_eq!(number(&json, &format!("digester/{key}")), state(&json, name), "{key}");
    }
    assert_eq!(json["digesters"]["main"], json["digester"]);
    agrees(&json, &library(|_| ()));
}

#[test]
fn kinetic_constants_are_those_of_the_library() {
    let json = bsm2(&["digester.k_m_ac=7.2"]);
    agrees(&json, &library(|c| c.params.k_m_ac = 7.2));
    // Slower methanogens leave more acetate.
    assert!(state(&json, "S_ac") > 1.05 * state(&bsm2(&[]), "S_ac"));
    // The id is an alias, and the last of two overrides stands.
    assert_eq!(bsm2(&["digester.main.k_m_ac=7.2"])["digester"], json["digester"]);
    assert_eq!(bsm2(&["digester.k_m_ac=3", "digester.main.k_m_ac=7.2"])["digester"], json["digester"]);
    assert_eq!(bsm2(&[" digester . \"k_m_ac\" = 7.2 "])["digester"], json["digester"]);
}

#[test]
fn influent_initial_state_and_flow_are_those_of_the_library() {
    let ch = State::X_ch as usize;
    let json = bsm2(&["digester.influent.X_ch=4.0"]);
    agrees(&json, &library(|c| c.feed.rows[0].concentrations[ch] = 4.0));
    assert!(number(&json, "digester/methane_m3_per_d") < number(&bsm2(&[]), "digester/methane_m3_per_d"));

    let cat = State::S_cat as usize;
    let json = bsm2(&["digester.initial.S_cat=0.04"]);
    agrees(&json, &library(|c| c.initial[cat] = 0.04));
    // Cations only wash in and out: after 10 retention times the start is forgotten to exp(-10).
    let gap = state(&json, "S_cat") / state(&bsm2(&[]), "S_cat") - 1.0;
    assert!(gap > 1e-6 && gap < 1e-3, "{gap:e}");

    let json = bsm2(&["digester.q_in=150"]);
    agrees(&json, &library(|c| c.feed.rows[0].flow_m3_per_d = 150.0));
    assert!(number(&json, "digester/biogas_m3_per_d") < number(&bsm2(&[]), "digester/biogas_m3_per_d"));
}

/// T_op moves the physico-chemical constants by their laws, except those that are given; the kinetics stay.
#[test]
fn temperature_moves_what_its_laws_move_and_nothing_given() {
    let hot = |p: &mut Adm1Params<f64>| p.T_op = 318.15;
    let json = bsm2(&["digester.T_op=318.15"]);
    agrees(&json, &library(|c| hot(&mut c.params)));
    let laws = library(|c| hot(&mut c.params)).params.with_temperature_laws();
    let cool = library(|_| ()).params.with_temperature_laws();
    let given = [
        ("K_w", laws.K_w, cool.K_w),
        ("K_a_co2", laws.K_a_co2, cool.K_a_co2),
        ("K_a_IN", laws.K_a_IN, cool.K_a_IN),
        ("K_H_co2", laws.K_H_co2, cool.K_H_co2),
        ("K_H_ch4", laws.K_H_ch4, cool.K_H_ch4),
        ("K_H_h2", laws.K_H_h2, cool.K_H_h2),
        ("p_gas_h2o", laws.p_gas_h2o, cool.p_gas_h2o),
    ];
    for (name, hot_value, cool_value) in given {
        assert!((hot_value / cool_value - 1.0).abs() > 0.01, "{name} does not move");
        // Given at its hot value it changes nothing (but the last bits of the number's text and of rounding) ...
        let same = bsm2(&["digester.T_op=318.15", &format!("digester.{name}={hot_value}")]);
        assert_eq!(same["digester"]["state"], json["digester"]["state"], "{name}");
        // ... and at its cool value it stays there.
        let kept = bsm2(&["digester.T_op=318.15", &format!("digester.{name}={cool_value}")]);
        assert_ne!(kept["digester"]["state"], json["digester"]["state"], "{name}");
        agrees(
            &kept,
            &library(|c| {
                hot(&mut c.params);
                let k = Adm1Params::<f64>::NAMES.iter().position(|n| *n == name).unwrap();
                let mut values = c.params.to_vec();
                values[k] = cool_value;
                c.params = Adm1Params::from_slice(&values);
            }),
        );
    }
}

#[test]
fn on_a_time_series_an_override_holds_in_every_row() {
    let place = Place::shipped();
    let text = std::fs::read_to_string(place.path().join("bsm2/dynamic_influent.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|h| h == name).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let rewritten = |column: &str, value: &str| {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&header).unwrap();
        for row in &rows {
            writer.write_record(row.iter().enumerate().map(|(k, f)| if k == at(column) { value } else { f })).unwrap();
        }
        writer.into_inner().unwrap()
    };
    let run = |file: Option<Vec<u8>>, overrides: &[&str]| {
        let name = "bsm2/changed.csv";
        let scenario = std::fs::read_to_string(place.path().join("bsm2_dynamic.toml")).unwrap();
        let scenario = if file.is_some() { scenario.replace("bsm2/dynamic_influent.csv", name) } else { scenario };
        std::fs::write(place.path().join("d.toml"), scenario).unwrap();
        std::fs::write(place.path().join(name), file.unwrap_or_default()).unwrap();
        let mut arguments = vec!["d.toml"];
        arguments.extend(["--set", "digester.duration_d=5"]);
        overrides.iter().for_each(|o| arguments.extend(["--set", o]));
        place.json(&arguments)["digester"].take()
    };
    let base = run(None, &[]);
    for (column, value, path) in [
        ("X_ch", "4.0", "digester.influent.X_ch=4.0"),
        ("q_in", "150", "digester.q_in=150"),
        ("T_C", "45", "digester.T_op=318.15"),
    ] {
        let overridden = run(None, &[path]);
        let in_the_file = run(Some(rewritten(column, value)), &[]);
        assert_ne!(overridden["state"], base["state"], "{path}");
        assert_eq!(overridden["state"], in_the_file["state"], "{path} against the column {column}");
    }
}

#[test]
fn cells_of_tables_and_libraries_are_set_by_their_path() {
    let base = shipped("florange.toml", &["uncertainty.samples=1"]);
    let stream = |json: &Value, id: &str| {
        let streams = json["pool"]["streams"].as_array().unwrap().clone();
        streams.into_iter().find(|s| s["id"] == id).unwrap()
    };
    // P01-1 (logistics platform): 162 t/a, probability 0.75 in the shipped tables.
    assert_eq!(number(&stream(&base, "P01-1"), "deposit_t_per_a"), 162.0);
    assert!((number(&stream(&base, "P01-1"), "collected_t_per_a") - 162.0 * 0.75).abs() < 1e-9);
    let overrides = [
        "uncertainty.samples=1",
        "stream.P01-1.t_per_year_mode=200",
        "provider.P01.participation_probability=1",
        "carbon.reference=gas_boiler_2024",
        "name=Essai n° 2",
    ];
    let json = shipped("florange.toml", &overrides);
    assert_eq!(number(&stream(&json, "P01-1"), "deposit_t_per_a"), 200.0);
    assert_eq!(number(&stream(&json, "P01-1"), "collected_t_per_a"), 200.0);
    assert_eq!(stream(&json, "P02-1"), stream(&base, "P02-1"));
    assert_eq!(json["carbon"]["avoided"]["reference"], "gas_boiler_2024");
    assert_eq!(base["carbon"]["avoided"]["reference"], "present_outlets_2024");
    assert_eq!(json["scenario"]["name"], "Essai n° 2");
    let said: Vec<String> = serde_json::from_value(json["scenario"]["overrides"].clone()).unwrap();
    assert_eq!(said, overrides);
    assert_eq!(number(&json, "uncertainty/samples"), 1.0);
    let fifty = shipped("florange.toml", &["uncertainty.samples=50"]);
    assert_eq!(number(&fifty, "uncertainty/samples"), 50.0);
}

/// A feedstock's dry matter holds for streams that do not give their own; where all do, that is said.
#[test]
fn dry_matter_of_a_feedstock_is_set_where_no_stream_gives_it() {
    let base = shipped("digester_only.toml", &["uncertainty.samples=1"]);
    let json = shipped("digester_only.toml", &["uncertainty.samples=1", "feedstock.fw_canteen.ts_pct_fm=22"]);
    let year = |j: &Value, key: &str| number(j, &format!("pool/organic/year/{key}"));
    assert_eq!(year(&json, "wet_t"), year(&base, "wet_t"));
    // 1,200 t/a of canteen waste less 5 and 4 % of foreign matter, at 25 % dry matter in the library.
    let canteen_t = 800.0 * 0.95 + 400.0 * 0.96;
    assert!((year(&base, "ts_t") - year(&json, "ts_t") - canteen_t * 0.03).abs() < 1e-9);

    let place = Place::shipped();
    let said = place.expect(0, &["check", "florange.toml", "--set", "feedstock.fw_canteen.ts_pct_fm=22"]);
    holds(&said.stderr, &["warning: `feedstock.fw_canteen.ts_pct_fm` has no effect", "stream.ID.moisture_pct_mode"]);
    holds(&said.stdout, &["no errors, 1 warning"]);
    for path in ["digester.q_in=20", "digester.duration_d=20"] {
        let said = place.expect(0, &["check", "florange.toml", "--set", path]);
        holds(&said.stderr, &["has no effect without [digester.influent]", "--set (number 1)"]);
    }
}

#[test]
fn known_columns_that_a_table_leaves_out_can_be_set() {
    let tables = "[pool]\nproviders = \"p.csv\"\nstreams = \"s.csv\"\n[digester]\nV_liq = 200\n";
    let place = Place::with(tables)
        .file("p.csv", "provider_id\nA\n")
        .file("s.csv", "stream_id;provider_id;feedstock_id;t_per_year_mode\nS.1;A;fw_canteen;800\n");
    let json = place.json(&["s.toml", "--set", "stream.S.1.contamination_pct=10"]);
    assert!((number(&json["pool"]["streams"][0], "usable_t_per_a") - 720.0).abs() < 1e-9);
    let json = place.json(&["s.toml", "--set", "provider.A.participation_probability=0.5"]);
    assert!((number(&json["pool"]["streams"][0], "collected_t_per_a") - 400.0).abs() < 1e-9);
    for (text, wanted) in [
        ("stream.S.1.t_per_yer_mode=3", vec!["--set (number 1):1:12", "did you mean `t_per_year_mode`?"]),
        ("stream.S.2.t_per_year_mode=3", vec!["--set (number 1):1:12", "there is no stream `S.2`", "S.1"]),
        ("stream.S.1.t_per_year_mode=many", vec![":1:28", "`many` is no number"]),
        ("stream.S.1.t_per_year_mode=-3", vec![":1:28", "-3 is not between 0 and 1000000"]),
        ("stream.S.1.t_per_year_mode=[1, 2]", vec![":1:28", "a list here"]),
        ("stream.S.1.t_per_year_mode=true", vec![":1:28", "`true` is no number"]),
        ("stream.S.1.feedstock_id=fw_cantine", vec![":1:25", "did you mean `fw_canteen`?"]),
        ("stream.S.1.t_per_year_mode=0", vec!["the fermentable pool is empty"]),
        ("provider.B.road_km=3", vec!["there is no provider `B`", "A"]),
        ("provider.A.participation_probability=0", vec!["the fermentable pool is empty"]),
        ("feedstock.fw_cantine.ts_pct_fm=22", vec!["did you mean `fw_canteen`?"]),
        ("feedstock.fw_canteen.ts_pct_fm=122", vec![":1:32", "between 0.1 and 100"]),
        ("stream.S=3", vec!["--set (number 1):1:1"]),
    ] {
        let said = place.refused(&["--set", text]);
        assert_eq!(errors(&said), 1, "{text}: {said}");
        holds(&said, &wanted);
    }
}

#[test]
fn wrong_overrides_are_underlined_in_their_own_text() {
    let place = Place::with(BOILER);
    for (text, wanted) in [
        ("boiler.exces_air=1.5", vec!["--set (number 1):1:8", "^^^^^^^^^ not known", "did you mean `excess_air`?"]),
        ("boiler.excess_air=much", vec!["--set (number 1):1:19", "a text here", "between 1 and 10"]),
        ("boiler.excess_air=0.5", vec!["--set (number 1):1:19", "got 0.5"]),
        ("boiler.excess_air=nan", vec!["got NaN"]),
        ("boiler.excess_air=1e999", vec!["got inf"]),
        ("boiler.excess_air", vec!["PATH=VALUE", "no `=` here"]),
        ("boiler.excess_air=", vec!["no value behind"]),
        ("=1", vec!["an empty part in this path"]),
        ("boiler..excess_air=1", vec!["an empty part in this path"]),
        ("boiler.power_kw.x=1", vec!["--set (number 1):1:17", "has no parts"]),
        ("boiler=3", vec!["--set (number 1):1:8", "is a section"]),
        ("boiler.mian.excess_air=1.5", vec!["--set (number 1):1:8", "there is no boiler `mian`", "`main`?"]),
        ("boiler.excess_air=1\nfoo=3", vec!["--set (number 1):1:19"]),
        (
            "carbon={ methods = ['avoided'], reference = 'x' }",
            vec!["--set (number 1):1:45", "no reference scenario `x`"],
        ),
        ("boiler.éxcess_air=1", vec!["--set (number 1):1:8", "did you mean `excess_air`?"]),
        ("uncertainty={'boiler.excess_air'={gauss={}}}", vec!["--set (number 1):1:35", "no distribution `gauss`"]),
    ] {
        let said = place.refused(&["--set", text]);
        assert_eq!(errors(&said), 1, "{text}: {said}");
        holds(&said, &wanted);
    }
    let deep = format!("boiler.excess_air={}", "[".repeat(20_000));
    assert_eq!(errors(&place.refused(&["--set", &deep])), 1);
    let long = format!("{}=1", "a.".repeat(20_000) + "a");
    assert_eq!(errors(&place.refused(&["--set", &long])), 1);
    // All of several wrong ones, each by its number.
    let said = place.refused(&["--set", "boiler.excess_air=0", "--set", "boiler.power_kw=1e9", "--set", "x=1"]);
    assert_eq!(errors(&said), 3);
    holds(&said, &["--set (number 1)", "--set (number 2)", "--set (number 3)"]);
}

#[test]
fn several_boilers_are_told_apart_by_their_id() {
    let one = |id: &str| format!("[[boiler]]\n{id}[boiler.fuel]\nlike = \"pallet_A_soft\"\n");
    let place = Place::with(one("id = 'a'\n") + &one("id = 'b'\n"));
    let json = place.json(&["s.toml", "--set", "boiler.b.excess_air=2.5", "--set", "boiler.a.fuel.moisture_pct_ar=40"]);
    let oxygen = |id: &str| number(&json["boilers"][id], "combustion/o2_dry_pct");
    assert!((oxygen("b") - 12.57).abs() < 0.2 && oxygen("a") < 9.0, "{} {}", oxygen("a"), oxygen("b"));
    assert_eq!(number(&json["boilers"]["a"], "fuel/moisture_pct_ar"), 40.0);
    assert_eq!(json.get("boiler"), None, "none of several is the only one");
    holds(&place.refused(&["--set", "boiler.excess_air=2.5"]), &["more than one boiler", "a, b"]);
    holds(&place.refused(&["--set", "boiler.c.excess_air=2.5"]), &["there is no boiler `c`", "a, b"]);
    // Without ids they are counted.
    let place = Place::with(one("") + &one(""));
    let json = place.json(&["s.toml", "--set", "boiler.2.excess_air=2.5"]);
    assert!(number(&json["boilers"]["2"], "combustion/o2_dry_pct") > 12.0);
}

#[test]
fn an_override_of_nothing_written_makes_its_section() {
    let json = Place::with(DIGESTER).json(&["s.toml", "--set", "digester.gas.chp_eta_el=0.30"]);
    let base = Place::with(DIGESTER).json(&["s.toml"]);
    let power = |j: &Value| number(j, "digester/plant/electricity_gross_mwh");
    let default = gisement::digestion::plant::GasUseParams::<f64>::defaults().chp_eta_el;
    assert!((power(&json) / power(&base) - 0.30 / default).abs() < 1e-9);
    let drawn = Place::with(BOILER).json(&[
        "s.toml",
        "-n",
        "20",
        "--set",
        "uncertainty.boiler.excess_air={ uniform = { low = 1.4, high = 1.8 } }",
        "--set",
        "demand.annual_heat_mwh=1000",
    ]);
    assert_eq!(number(&drawn, "uncertainty/samples"), 20.0);
}
