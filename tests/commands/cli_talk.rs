//! What the commands say: help, check, explain, init and schema, for people, for pipes and for programs.

// Helpers of tests panic as tests do.
#![allow(clippy::unwrap_used)]

use crate::cli_support;

use cli_support::{BOILER, Place, holds, number, shipped_folder};
use serde_json::Value;

const WIDTH: usize = 100;

fn fits(text: &str) {
    for line in text.lines() {
        assert!(line.chars().count() <= WIDTH, "wider than {WIDTH} columns: {line}");
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn help_fits_and_names_commands_and_exit_codes() {
    let place = Place::new();
    let help = place.expect(0, &["--help"]).stdout;
    fits(&help);
    for command in ["run", "check", "explain", "init", "schema", "verify"] {
        holds(&help, &[&format!("\n  {command} ")]);
        let own = place.expect(0, &[command, "--help"]);
        assert!(own.stderr.is_empty() && own.stdout.contains("Usage: gisement"), "{command}");
        fits(&own.stdout);
    }
    holds(&help, &["0 ok", "1 run failed", "2 usage", "3 scenario invalid", "4 done but", "130", "NO_COLOR"]);
    assert!(place.expect(0, &["--version"]).stdout.starts_with("gisement "));
}

#[test]
fn results_go_to_stdout_and_talk_to_stderr() {
    let place = Place::shipped();
    let said = place.expect(0, &["run", "boiler_only.toml", "-n", "8"]);
    fits(&said.stdout);
    holds(&said.stdout, &["boiler_only", "Heat of wood", "MWh/a"]);
    holds(&said.stderr, &["page: out/boiler_only/report.html"]);
    let said = place.expect(0, &["run", "boiler_only.toml", "-n", "8", "--json"]);
    assert_eq!(json(&said.stdout)["schema"], "gisement.run/1");
}

#[test]
fn the_starter_is_written_checked_run_and_never_overwritten() {
    let place = Place::new();
    let said = place.expect(0, &["init"]);
    holds(&said.stdout, &["wrote scenario.toml", "gisement check scenario.toml", "gisement run scenario.toml"]);
    let written = std::fs::read_to_string(place.path().join("scenario.toml")).unwrap();
    holds(&place.expect(0, &["check", "scenario.toml"]).stdout, &["no errors, no warnings"]);
    let said = place.expect(0, &["run", "scenario.toml", "-n", "20"]);
    fits(&said.stdout);
    let said = place.expect(2, &["init"]);
    holds(&said.stderr, &["scenario.toml exists"]);
    assert_eq!(std::fs::read_to_string(place.path().join("scenario.toml")).unwrap(), written);
    let said = place.expect(1, &["init", "no folder/x.toml"]);
    holds(&said.stderr, &["cannot write no folder/x.toml"]);
    place.expect(0, &["init", "mon été.toml"]);
    place.expect(0, &["check", "mon été.toml"]);
}

#[test]
fn check_says_what_a_scenario_will_do() {
    let place = Place::shipped();
    let said = place.expect(0, &["check", "florange.toml"]);
    assert_eq!(said.stderr, "");
    holds(&said.stdout, &["no errors, no warnings", "43, of which 42 are pooled", "1000 (seed 1)"]);
    let value = json(&place.expect(0, &["check", "florange.toml", "--json"]).stdout);
    assert_eq!((&value["schema"], &value["valid"]), (&Value::from("gisement.check/1"), &Value::from(true)));
    assert_eq!(number(&value, "streams_pooled"), 42.0);
    assert_eq!(value["problems"], Value::Array(Vec::new()));
}

#[test]
fn check_gives_programs_every_problem_with_its_place() {
    let place = Place::with("[boiler]\n\"été\" = 1\npower_kw = -3\n[boiler.fuel]\nlike = \"pallet_A_soft\"\n");
    let said = place.expect(3, &["check", "s.toml", "--json"]);
    assert_eq!(said.stderr, "");
    let value = json(&said.stdout);
    assert_eq!(value["valid"], false);
    let problems = value["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 2, "{said}", said = said.stdout);
    let power = problems.iter().find(|p| p["line"] == 3).unwrap();
    assert_eq!((&power["file"], &power["column"]), (&Value::from("s.toml"), &Value::from(12)));
    assert_eq!(power["severity"], "error");
    holds(power["help"].as_str().unwrap(), &["between 1 and 200000 kW"]);
    let value = json(&place.expect(3, &["check", "none.toml", "--json"]).stdout);
    holds(value["problems"][0]["message"].as_str().unwrap(), &["there is no such file"]);
    // A run that is refused prints nothing on stdout, --json or not.
    assert_eq!(place.expect(3, &["run", "s.toml", "--json"]).stdout, "");
}

#[test]
fn explain_shows_all_values_of_a_scenario_in_whole_paths() {
    let place = Place::shipped();
    for name in ["florange.toml", "bsm2.toml", "boiler_only.toml"] {
        let said = place.expect(0, &["explain", name]).stdout;
        fits(&said);
        let value = json(&place.expect(0, &["explain", name, "--json"]).stdout);
        let inputs = value["inputs"].as_array().unwrap();
        for input in inputs {
            let path = input["path"].as_str().unwrap();
            assert!(said.contains(&format!("\n{path} = ")), "{path} is not whole in the listing of {name}");
            assert!(!input["source"].as_str().unwrap().is_empty(), "{path} has no source");
        }
        holds(&said, &[&format!("{} inputs", inputs.len())]);
    }
    let one = place.expect(0, &["explain", "boiler_only.toml", "boiler.main.excess_air"]).stdout;
    holds(&one, &["boiler.excess_air = 1.6", "1 to 10", "boiler_only.toml:12", "triangular from 1.4 over 1.6 to 2.2"]);
    let set = place.expect(0, &["explain", "bsm2.toml", "digester.k_m_ac", "--set", "digester.k_m_ac=7.2"]).stdout;
    holds(&set, &["digester.k_m_ac = 7.2 1/d", "--set (number 1):1", "assumed"]);
    let filtered = place.expect(0, &["explain", "bsm2.toml", "influent.X_"]).stdout;
    holds(&filtered, &["digester.influent.X_ch = 5 kg COD/m3", "12 inputs"]);
    assert_eq!(place.expect(3, &["explain", "none.toml"]).stdout, "");
}

#[test]
fn explain_knows_paths_without_a_scenario() {
    // A folder of a section's name is no scenario.
    let place = Place::new().file("boiler/x", "");
    for (path, wanted) in [
        (
            "digester.k_m_ac",
            vec!["digester.k_m_ac [1/d]", "default     8", "Rosen & Jeppsson", "--set digester.k_m_ac"],
        ),
        ("digester.main.k_m_ac", vec!["digester.k_m_ac [1/d]"]),
        ("boiler.b1.fuel.c_pct_db", vec!["boiler.fuel.c_pct_db [% of dry mass]"]),
        ("stream.P01-1.t_per_year_mode", vec!["t/a as received", "--set stream.ID.t_per_year_mode"]),
        ("digester.influent.X_ch", vec!["[kg COD/m3]", "a number"]),
        ("digester.initial.S_cat", vec!["[kmol/m3]"]),
        ("digester.model", vec!["adm1, adm1da, adm1_r3, adm1_r4, two_pools, first_order, buswell_boyle"]),
        ("carbon.methods", vec!["avoided, red2, red3"]),
        ("carbon.reference", vec!["gas_boiler_2024"]),
        ("uncertainty.samples", vec!["number of samples", "1000"]),
        ("feedstock.fw_canteen.ts_pct_fm", vec!["% of fresh mass", "default     25"]),
        ("feedstock.fw_canteen", vec!["feedstock.fw_canteen.ts_pct_fm = 25 % of fresh mass"]),
        ("feedstock", vec!["fw_canteen", "pallet_A_soft"]),
        ("boiler", vec!["boiler.excess_air = 1.6", "boiler.power_kw = (none) kW", "boiler.fuel.c_pct_db"]),
        ("digester.gas", vec!["digester.gas.chp_eta_el"]),
        ("name", vec!["title of the scenario"]),
    ] {
        let said = place.expect(0, &["explain", path]);
        assert_eq!(said.stderr, "", "{path}");
        fits(&said.stdout);
        holds(&said.stdout, &wanted);
        if path != "feedstock" {
            let value = json(&place.expect(0, &["explain", path, "--json"]).stdout);
            assert_eq!(value["schema"], "gisement.explain/1");
        }
    }
    for unknown in ["zzz", "digester.influent.X_foo", "boiler.excess_air.x", ""] {
        let said = place.expect(2, &["explain", unknown]);
        holds(&said.stderr, &["no parameter has the path", "help: "]);
    }
}

/// `gisement explain FILE | head -1`: the reader goes away, and that is no error.
#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    let place = Place::shipped();
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("gisement"))
        .current_dir(place.path())
        .args(["explain", "florange.toml"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut reader = BufReader::with_capacity(64, child.stdout.take().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    drop(reader);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
    assert!(line.starts_with("Florange"), "{line}");
}

#[test]
fn colours_come_on_demand_and_go_with_no_color() {
    let place = Place::with(BOILER.replace("power_kw", "powr_kw"));
    let run = |variables: &[(&str, &str)]| {
        let mut command = place.command();
        command.args(["check", "s.toml"]).env_remove("CLICOLOR_FORCE");
        for (name, value) in variables {
            command.env(name, value);
        }
        String::from_utf8(command.output().unwrap().stderr).unwrap()
    };
    assert!(!run(&[]).contains('\u{1b}'), "no terminal, no colours");
    assert!(run(&[("CLICOLOR_FORCE", "1")]).contains('\u{1b}'));
    assert!(!run(&[("NO_COLOR", "1")]).contains('\u{1b}'));
    // What a file holds is no command to the terminal.
    let place = Place::with("name = \"a\u{1b}[31mb\"\n\"c\u{7}\" = 1\n");
    assert!(!place.refused(&[]).contains(['\u{1b}', '\u{7}']));
}

/// A JSON Schema checker for the few words that the schema uses; one that is not known fails the test.
fn valid(value: &Value, schema: &Value, root: &Value) -> bool {
    let Some(schema) = schema.as_object() else { return schema.as_bool() != Some(false) };
    let is = |kind: &str| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        other => panic!("type {other}"),
    };
    let entries = || value.as_object().into_iter().flatten();
    schema.iter().all(|(word, rule)| match word.as_str() {
        "$schema" | "$id" | "$defs" | "title" | "description" | "default" | "then" | "else" => true,
        "$ref" => valid(value, root.pointer(rule.as_str().unwrap().trim_start_matches('#')).unwrap(), root),
        "type" => rule.as_str().map_or_else(|| rule.as_array().unwrap().iter().any(|k| is(k.as_str().unwrap())), is),
        "enum" => rule.as_array().unwrap().contains(value),
        "minimum" => value.as_f64().is_none_or(|v| v >= rule.as_f64().unwrap()),
        "maximum" => value.as_f64().is_none_or(|v| v <= rule.as_f64().unwrap()),
        "minProperties" => !value.is_object() || entries().count() as u64 >= rule.as_u64().unwrap(),
        "maxProperties" => !value.is_object() || entries().count() as u64 <= rule.as_u64().unwrap(),
        "items" => value.as_array().into_iter().flatten().all(|v| valid(v, rule, root)),
        "properties" => entries().all(|(k, v)| rule.get(k).is_none_or(|own| valid(v, own, root))),
        "required" => {
            !value.is_object() || rule.as_array().unwrap().iter().all(|k| value.get(k.as_str().unwrap()).is_some())
        }
        "additionalProperties" => {
            let known = |k: &String| schema.get("properties").is_some_and(|p| p.get(k).is_some());
            entries().all(|(k, v)| known(k) || valid(v, rule, root))
        }
        "if" => {
            let branch = if valid(value, rule, root) { "then" } else { "else" };
            schema.get(branch).is_none_or(|own| valid(value, own, root))
        }
        other => panic!("the schema uses `{other}`"),
    })
}

/// A scenario as editors see it.
fn as_json(text: &str) -> Value {
    let table: toml::Table = text.parse().unwrap();
    serde_json::to_value(table).unwrap()
}

#[test]
fn the_schema_accepts_what_ships_and_refuses_mistakes() {
    let schema = json(&Place::new().expect(0, &["schema"]).stdout);
    for entry in std::fs::read_dir(shipped_folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "toml") {
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(valid(&as_json(&text), &schema, &schema), "{}", path.display());
        }
    }
    assert!(valid(&as_json(gisement::scenario::starter()), &schema, &schema));
    for right in [
        "[[boiler]]\nid = 'a'\npower_kw = 300\n[[boiler]]\nid = 'b'\n",
        "[digester]\nmodel = 'first_order'\n",
        "[digester.influent]\nfile = 'x.csv'\nX_ch = 4\n",
        "[carbon]\nmethods = 'red3'\n",
        "[feedstock.bread]\nts_pct_fm = 60\n",
    ] {
        assert!(valid(&as_json(right), &schema, &schema), "{right}");
    }
    for wrong in [
        "[boiler]\npowr_kw = 3\n",
        "[[boiler]]\npower_kw = -3\n",
        "[site]\nlat_deg = 'x'\n",
        "[digester]\nmodel = 'adm2'\n",
        "[digester]\nmodel = { adm1 = { x = 1 } }\n",
        "[digester]\nmodel = { adm1 = {}, first_order = {} }\n",
        "[digester.influent]\nX_foo = 1\n",
        "[digester.initial]\nfile = 'x.csv'\n",
        "[carbon]\nmethods = ['red9']\n",
        "[[provider]]\n[[provider.stream]]\namount = 3\n",
        "[[provider]]\n[[provider.stream]]\namount = { low = '3 t/a' }\n",
        "[feedstock.bread]\nts_pct_fm = 'x'\n",
        "foo = 1\n",
    ] {
        assert!(!valid(&as_json(wrong), &schema, &schema), "{wrong}");
    }
}
