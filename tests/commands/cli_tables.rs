//! Tables beside the scenario by whole commands: row and column named, the cell underlined, all problems at once.

use crate::cli_support;

use cli_support::{BOILER, Place, errors, holds};

const SCENARIO: &str = "[pool]\nproviders = \"p é.csv\"\nstreams = \"s.csv\"\n[digester]\nV_liq = 200\n";
const PROVIDERS: &str = "provider_id,name\nA,Alpha\n";
const STREAMS: &str = "stream_id,provider_id,feedstock_id,t_per_year_mode\nS1,A,fw_canteen,800\n";

fn tables(providers: impl AsRef<[u8]>, streams: impl AsRef<[u8]>) -> Place {
    Place::with(SCENARIO).file("p é.csv", providers).file("s.csv", streams)
}

/// The tables are refused for one reason.
fn one(providers: impl AsRef<[u8]>, streams: impl AsRef<[u8]>, wanted: &[&str]) {
    let said = tables(providers, streams).refused(&[]);
    assert_eq!(errors(&said), 1, "{said}");
    holds(&said, wanted);
}

#[test]
fn the_tables_of_these_tests_are_right() {
    for (providers, streams) in [
        (PROVIDERS.to_owned(), STREAMS.to_owned()),
        (PROVIDERS.replace(',', ";"), STREAMS.replace(',', ";")),
        (format!("\u{feff}{}", PROVIDERS.replace('\n', "\r\n")), STREAMS.replace('\n', "\r\n")),
        (
            PROVIDERS.to_owned(),
            format!("\n{}\n\n", STREAMS.replace("fw_canteen", " \"fw_canteen\" ").replace(" \"", "\"")),
        ),
        (PROVIDERS.to_owned(), STREAMS.trim_end().to_owned()),
    ] {
        let said = tables(&providers, &streams).expect(0, &["check", "s.toml"]);
        holds(&said.stdout, &["no errors, no warnings", "1, of which 1 are pooled"]);
    }
}

#[test]
fn files_that_are_not_there_or_no_text() {
    let said = Place::with(SCENARIO).refused(&[]);
    assert_eq!(errors(&said), 2, "{said}");
    holds(
        &said,
        &["s.toml:2:13", "cannot read `p é.csv`: there is no such file", "s.toml:3:11", "relative to the scenario"],
    );
    let said = Place::with(SCENARIO).file("p é.csv/x", "").file("s.csv", STREAMS).refused(&[]);
    assert_eq!(errors(&said), 1, "{said}");
    holds(&said, &["s.toml:2:13", "it is a folder"]);
    one(b"provider_id,name\nA,\xc9t\xe9\n", STREAMS, &["s.toml:2:13", "p é.csv:2 is not UTF-8", "CSV UTF-8"]);
    one("", STREAMS, &["p é.csv:1:1", "is empty", "provider_id"]);
    one("\n\n", STREAMS, &["p é.csv:1:1", "is empty"]);
    let said = tables("provider_id,name\n", STREAMS).refused(&[]);
    holds(&said, &["has column names and no rows", "s.csv:2:4", "there is no provider `A`"]);
    let said = Place::with(SCENARIO.replace("\"s.csv\"", "7")).file("p é.csv", PROVIDERS).refused(&[]);
    holds(&said, &["s.toml:3:11", "`streams` must be a list of texts in quotes"]);
}

#[test]
fn columns_are_named() {
    let header = |from: &str, to: &str| STREAMS.replace(from, to);
    one(PROVIDERS, header("t_per_year_mode", "t_per_year"), &["s.csv:1:1", "lacks the column `t_per_year_mode`"]);
    one(PROVIDERS, header("feedstock_id", "feedstok_id"), &["s.csv:1:23", "is this `feedstock_id`?"]);
    let twice = STREAMS.replace("_mode\n", "_mode,stream_id\n").replace("800\n", "800,S1\n");
    one(PROVIDERS, twice, &["s.csv:1:52", "has the column `stream_id` twice"]);
    let said = tables(PROVIDERS, STREAMS.replace("_mode\n", "_mode,moistur_pct\n").replace("800\n", "800,20\n"));
    let said = said.expect(0, &["check", "s.toml"]).stderr;
    holds(&said, &["warning: column `moistur_pct` is not used", "s.csv:1:52", "did you mean `moisture_pct`?"]);
}

#[test]
fn cells_are_underlined_with_row_and_column() {
    let cell = |text: &str, wanted: &[&str]| one(PROVIDERS, STREAMS.replace("800", text), wanted);
    cell("beaucoup", &["s.csv:2:17", "^^^^^^^^ no number", "row 2, column `t_per_year_mode`: `beaucoup`"]);
    cell("inf", &["s.csv:2:17", "write a number between 0 and 1000000"]);
    cell("NaN", &["s.csv:2:17", "is no number"]);
    cell("-5", &["s.csv:2:17", "-5 is not between 0 and 1000000"]);
    cell("1e12", &["s.csv:2:17", "out of range"]);
    cell("800 t", &["s.csv:2:17", "^^^^^"]);
    cell("\"1 000\"", &["s.csv:2:17", "^^^^^^^ no number"]);
    cell("\"800,5\"", &["s.csv:2:17", "write the decimal point as a point: 800.5"]);
    let french = STREAMS.replace(',', ";").replace("800", "800,5");
    one(PROVIDERS, french, &["s.csv:2:17", "^^^^^ no number", "write the decimal point as a point: 800.5"]);
    // Blank lines and line ends within quotes: the row as a spreadsheet counts it, the line as an editor does.
    let odd =
        "stream_id,provider_id,feedstock_id,t_per_year_mode,note\n\nS1,A,fw_canteen,8,\"two\nlines\"\nS2,A,bread,é,\n";
    one(PROVIDERS, odd, &["s.csv:5:12", "row 4, column `t_per_year_mode`: `é`"]);
}

#[test]
fn rows_are_whole() {
    let more = |row: &str| format!("{STREAMS}{row}\n");
    one(PROVIDERS, more("S2,A,bread"), &["s.csv:3:6", "row 3 has 3 cells, the header has 4"]);
    one(PROVIDERS, more("S2,A,bread,5,6"), &["s.csv:3:14", "row 3 has 5 cells", "double quotes"]);
    one(PROVIDERS, more("S1,A,bread,5"), &["s.csv:3:1", "two streams have the id `S1`"]);
    one(format!("{PROVIDERS}A,x\n"), STREAMS, &["p é.csv:3:1", "two providers have the id `A`"]);
    one(PROVIDERS, more("S2,B,bread,5"), &["s.csv:3:4", "there is no provider `B`", "table of providers"]);
    one(PROVIDERS, more(",A,bread,5"), &["s.csv:3:1", "needs a stream_id and a provider_id"]);
    one(PROVIDERS, more("S2,A,,5"), &["s.csv:3:1", "needs a feedstock"]);
    one(PROVIDERS, more("S2,A,bred,5"), &["s.csv:3:6", "did you mean `bread`?"]);
    one(format!("{PROVIDERS},x\n"), STREAMS, &["p é.csv:3:1", "needs a provider_id"]);
    let said = tables(PROVIDERS, more("S2,A,bread,\"5")).refused(&[]);
    holds(&said, &["s.csv:3:12", "a double quote is not closed"]);
    let said = tables(PROVIDERS, more("S2,A,bread,")).refused(&[]);
    holds(&said, &["stream `S2` has no amount", "write its t_per_year_mode", "s.csv:3:1"]);
    one(PROVIDERS, STREAMS.replace("800", "0"), &["s.csv:2:17", "the fermentable pool is empty"]);
}

#[test]
fn a_table_full_of_different_mistakes_tells_them_all() {
    let streams = "stream_id,provider_id,feedstock_id,t_per_year_mode,moisture_pct_mode,present_outlet\n\
                   S1,A,fw_cantine,800,75,unknown\nS2,B,bread,-1,75,unknown\nS3,A,bread,5,175,nowhere\nS3,A,bread,5,75,\n";
    let said = tables(PROVIDERS, streams).refused(&[]);
    assert_eq!(errors(&said), 6, "{said}");
    holds(&said, &["s.csv:2:6", "s.csv:3:4", "s.csv:3:12", "s.csv:4:14", "s.csv:4:18", "s.csv:5:1"]);
    // The table of providers is missing: its own mistake, not one for each stream.
    let place = Place::with(SCENARIO).file("s.csv", STREAMS.replace("800", "x"));
    let said = place.refused(&[]);
    assert_eq!(errors(&said), 2, "{said}");
}

#[test]
fn streams_of_a_table_may_belong_to_providers_of_the_scenario() {
    let scenario = SCENARIO.replace("providers = \"p é.csv\"\n", "") + "[[provider]]\nid = \"A\"\n";
    Place::with(scenario).file("s.csv", STREAMS).expect(0, &["check", "s.toml"]);
}

#[test]
fn orders_of_low_mode_and_high() {
    let streams = "stream_id,provider_id,feedstock_id,t_per_year_low,t_per_year_mode,t_per_year_high,moisture_pct_low,\
                   moisture_pct_mode,moisture_pct_high\nS1,A,bread,9,5,3,40,30,20\n";
    let said = tables(PROVIDERS, streams).refused(&[]);
    assert_eq!(errors(&said), 4, "{said}");
    holds(&said, &["s.csv:2:12", "s.csv:2:16", "s.csv:2:18", "s.csv:2:24", "low <= mode <= high"]);
}

#[test]
fn influent_weather_and_demand_files() {
    let influent = |table: &str, wanted: &[&str], count: usize| {
        let place = Place::with("[digester.influent]\nfile = \"i.csv\"\n").file("i.csv", table);
        let said = place.refused(&[]);
        assert_eq!(errors(&said), count, "{said}");
        holds(&said, wanted);
    };
    influent("time_d,S_su\n0,1\n0,2\n", &["i.csv:3:1", "times start at 0 and rise"], 1);
    influent("time_d,S_su\n1,1\n", &["i.csv:2:1", "times start at 0"], 1);
    influent("time_d,S_su\n0,x\n1,-2\n", &["i.csv:2:3", "i.csv:3:3", "row 3, column `S_su`"], 2);
    influent("time,S_su\n0,1\n", &["i.csv:1:1", "is this `time_d`?"], 1);
    influent("time_d,S_su\n", &["i.csv:1:1", "no rows"], 1);
    influent("time_d,T_C\n0,95\n", &["i.csv:2:3", "between 0 and 90"], 1);

    let beside = |section: &str, key: &str, name: &str, table: &str, wanted: &[&str]| {
        let place = Place::with(format!("{BOILER}[{section}]\n{key} = \"{name}\"\n")).file(name, table);
        let said = place.refused(&[]);
        assert_eq!(errors(&said), 1, "{said}");
        holds(&said, wanted);
    };
    beside("site", "weather_file", "w.csv", "a,b\n1,2\n", &["s.toml:6:16", "w.csv: line 1", "air temperature"]);
    beside("site", "weather_file", "w.epw", "a,b\n1,2\n", &["s.toml:6:16", "w.epw: line 1", "LOCATION"]);
    beside("demand", "file", "d.csv", "load_kw\n1\n2\n", &["s.toml:6:8", "d.csv", "8760"]);

    let hours = format!("load_kw\n{}", "120\n".repeat(8760));
    let text = format!("{BOILER}[demand]\nfile = \"d.csv\"\nprofile = \"GKO\"\n");
    let said = Place::with(text).file("d.csv", hours).expect(0, &["check", "s.toml"]);
    holds(&said.stderr, &["warning: `profile` has no effect beside file", "s.toml:7:11"]);
}
