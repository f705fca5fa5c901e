//! The user's own samples: taken as they are, refused with every problem at once.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use gisement::scenario::{Scenario, UserSamples};

const TEXT: &str = "[boiler]\npower_kw = 500\n[boiler.fuel]\nlike = \"pallet_A_soft\"\n[uncertainty]\n\
                    \"boiler.excess_air\" = { uniform = { low = 1.2, high = 2.2 } }\n\
                    \"boiler.field_gap_points\" = { triangular = { low = 2, mode = 5, high = 9 } }\n";

fn scenario(overrides: &[&str]) -> Scenario {
    let overrides: Vec<String> = overrides.iter().map(|o| (*o).to_owned()).collect();
    Scenario::read("s.toml", TEXT, &overrides, &|name: &str| Err(format!("there is no {name}"))).unwrap()
}

fn refusal(scenario: &Scenario, csv: impl AsRef<[u8]>) -> (usize, String) {
    let refused = UserSamples::from_csv(scenario, "mine.csv", csv.as_ref()).unwrap_err();
    let said = refused.diagnostics.render(&refused.sources, false, gisement::words::Locale::En);
    assert!(refused.diagnostics.iter().all(|d| d.help.is_some()), "{said}");
    (refused.diagnostics.counts().0, said)
}

fn holds(said: &str, wanted: &[&str]) {
    wanted.iter().for_each(|w| assert!(said.contains(w), "`{w}` is not in:\n{said}"));
}

#[test]
fn rows_come_out_in_their_order_whatever_the_separator() {
    let scenario = scenario(&[]);
    let [air, gap, kw] = ["boiler.excess_air", "boiler.field_gap_points", "boiler.power_kw"]
        .map(|path| scenario.inputs.find(path).unwrap());
    for csv in [
        "boiler.field_gap_points,boiler.excess_air,boiler.power_kw\n3,1.5,400\n\n4,1.25,500\n8.5,2,600\n",
        "\u{feff}boiler.field_gap_points;boiler.excess_air;boiler.power_kw\r\n3;1.5;400\r\n4; 1.25 ;500\r\n8.5;2;600",
        "\"boiler.field_gap_points\"\tboiler.excess_air\tboiler.power_kw\n3\t1.5\t4e2\n4\t\"1.25\"\t500\n8.5\t2\t600\n",
    ] {
        let samples = UserSamples::from_csv(&scenario, "mine.csv", csv.as_bytes()).unwrap();
        assert_eq!((samples.len(), samples.is_empty(), samples.places()), (3, false, &[gap, air, kw][..]));
        for (k, row) in [[3.0, 1.5, 400.0], [4.0, 1.25, 500.0], [8.5, 2.0, 600.0]].iter().enumerate() {
            let values = samples.values(k);
            assert_eq!([values[gap], values[air], values[kw]], *row);
            let others = (0..values.len()).filter(|p| ![gap, air, kw].contains(p));
            let nominal = scenario.nominal();
            assert!(others.into_iter().all(|p| values[p].to_bits() == nominal[p].to_bits()));
        }
    }
    let columns = vec![("boiler.excess_air".to_owned(), vec![1.5]), ("boiler.field_gap_points".to_owned(), vec![3.0])];
    assert_eq!(UserSamples::from_columns(&scenario, "mine.parquet", columns).unwrap().values(0)[gap], 3.0);
}

/// What the engine draws, written down and read back, is the same sample.
#[test]
fn own_samples_of_our_draws_are_our_samples() {
    let scenario = scenario(&[]);
    let places = scenario.plan.drawn_places();
    let path = |k: &usize| scenario.inputs.list()[*k].path.clone();
    let mut csv = places.iter().map(path).collect::<Vec<_>>().join(",") + "\n";
    for k in 0..50 {
        let values = scenario.sample(9, k);
        csv += &(places.iter().map(|p| values[*p].to_string()).collect::<Vec<_>>().join(",") + "\n");
    }
    let samples = UserSamples::from_csv(&scenario, "mine.csv", csv.as_bytes()).unwrap();
    for k in 0..50 {
        let (a, b) = (samples.values(k), scenario.sample(9, k as u64));
        assert!(a.iter().zip(&b).all(|(a, b)| a.to_bits() == b.to_bits()));
    }
}

#[test]
fn every_problem_is_told_at_once() {
    let scenario = scenario(&["boiler.flue_gas_temperature_c=150"]);
    let csv = "boiler.excess_ait,boiler.power_kw,boiler.power_kw,site.temperature_shift_k,boiler.flue_gas_temperature_c\n\
               1.5,500,500,9,150\n1.5,x,500,9,150\n1.5,NaN,500,9\n";
    let (count, said) = refusal(&scenario, csv);
    holds(
        &said,
        &[
            "did you mean `boiler.excess_air`?",
            "has two columns",
            "shapes the case and cannot differ between samples",
            "is set on the command line and has a column",
            "no column for what the scenario draws: boiler.excess_air, boiler.field_gap_points",
            "this row has 4 cells, the first row 5",
            "mine.csv:4",
        ],
    );
    assert!(count >= 5, "{said}");
}

#[test]
fn cells_are_told_with_their_lines_the_first_ten() {
    let scenario = scenario(&[]);
    let mut csv = "boiler.excess_air,boiler.field_gap_points\n1.5,3\n1.5,inf\n-1,3\n\"abc\",3\n,3\n".to_owned();
    for _ in 0..20 {
        csv += "1.5,1e9\n";
    }
    let (count, said) = refusal(&scenario, &csv);
    assert_eq!(count, 11, "{said}");
    holds(
        &said,
        &["mine.csv:3:5", "got inf", "mine.csv:4:1", "got -1", "got `abc`", "got an empty cell", "14 more cells"],
    );
    let columns =
        vec![("boiler.excess_air".to_owned(), vec![1.5, f64::NAN]), ("boiler.field_gap_points".to_owned(), vec![3.0])];
    let refused = UserSamples::from_columns(&scenario, "mine.parquet", columns).unwrap_err();
    holds(&refused.diagnostics.render(&refused.sources, false, gisement::words::Locale::En), &["has 1 rows, others 2"]);
    let columns = vec![
        ("boiler.excess_air".to_owned(), vec![1.5, f64::NAN]),
        ("boiler.field_gap_points".to_owned(), vec![3.0, 3.0]),
    ];
    let refused = UserSamples::from_columns(&scenario, "mine.parquet", columns).unwrap_err();
    holds(
        &refused.diagnostics.render(&refused.sources, false, gisement::words::Locale::En),
        &["sample 2 of mine.parquet", "got NaN"],
    );
}

#[test]
fn empty_tables_and_no_text_are_refused() {
    let scenario = scenario(&[]);
    for csv in
        ["", "\n\n", "boiler.excess_air,boiler.field_gap_points\n", "boiler.excess_air,boiler.field_gap_points\n\n"]
    {
        let (_, said) = refusal(&scenario, csv);
        holds(&said, &["has no samples"]);
    }
    let (_, said) = refusal(&scenario, b"boiler.excess_air\n\xff\n");
    holds(&said, &["mine.csv:2: not UTF-8"]);
    assert!(UserSamples::from_columns(&scenario, "mine.parquet", Vec::new()).is_err());
}

/// Decimal commas in a table with semicolons.
#[test]
fn decimal_commas_are_told() {
    let (count, said) = refusal(&scenario(&[]), "boiler.excess_air;boiler.field_gap_points\n1,5;3\n");
    assert_eq!(count, 1);
    holds(&said, &["got `1,5`", "with a decimal point"]);
}

/// An input held fixed by the command line needs no column.
#[test]
fn what_is_set_needs_no_column() {
    let scenario = scenario(&["boiler.field_gap_points=4"]);
    let samples = UserSamples::from_csv(&scenario, "mine.csv", b"boiler.excess_air\n1.5\n").unwrap();
    assert_eq!(samples.values(0)[scenario.inputs.find("boiler.field_gap_points").unwrap()], 4.0);
}
