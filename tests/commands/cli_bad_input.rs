//! Bad scenarios by whole commands: exit code, place, what to write instead, nothing on stdout, nothing written.

use crate::cli_support;

use cli_support::{BOILER, DIGESTER, Place, errors, holds};

/// A scenario is refused for one reason.
fn one(text: &str, wanted: &[&str]) {
    let said = Place::with(text).refused(&[]);
    assert_eq!(errors(&said), 1, "{said}");
    holds(&said, wanted);
}

/// The scenario of one boiler with more below it.
fn boiler(more: &str) -> String {
    format!("{BOILER}{more}\n")
}

#[test]
fn unknown_names_come_with_the_nearest_known_one() {
    one(&BOILER.replace("power_kw", "powr_kw"), &["s.toml:2:1", "^^^^^^^ not known", "did you mean `power_kw`?"]);
    one(&boiler("[boyler]\nx = 1"), &["s.toml:5:2", "did you mean `boiler`?"]);
    one(&DIGESTER.replace("fw_canteen", "fw_cantine"), &["s.toml:4:13", "did you mean `fw_canteen`?"]);
    one(&DIGESTER.replace("amount", "season = \"logistic\"\namount"), &["s.toml:5:10", "did you mean `logistics`?"]);
    one(&DIGESTER.replace("amount", "outlet = \"composting\"\namount"), &["s.toml:5:10", "composting_biowaste"]);
    one(&format!("{DIGESTER}gas_use = \"engine\""), &["s.toml:8:11", "chp, boiler, injection"]);
    one(
        &format!("{DIGESTER}model = {{ adm2 = {{}} }}"),
        &["s.toml:8:11", "adm1, adm1da, adm1_r3, adm1_r4, two_pools, first_order, buswell_boyle"],
    );
    one(&boiler("[site]\nweather = \"paris\""), &["s.toml:6:11", "metz_proxy"]);
    one(&BOILER.replace("pallet_A_soft", "palet_A_soft"), &["s.toml:4:8", "did you mean `pallet_A_soft`?"]);
    one(&boiler("[sources]\n\"boiler.powr_kw\" = \"x\""), &["s.toml:6:1", "did you mean `boiler.power_kw`?"]);
    one(&format!("[pool]\nexclude_providers = [\"B\"]\n{DIGESTER}"), &["s.toml:2:22", "providers: A"]);
    one(&format!("{DIGESTER}[feedstock.fw_cantine]\nts_pct_fm = 22"), &["s.toml:8:12", "did you mean `fw_canteen`?"]);
    one(&format!("{DIGESTER}[feedstock.fw_canteen]\nts_pct_mf = 22"), &["s.toml:9:1", "did you mean `ts_pct_fm`?"]);
    one("[digester.influent]\nS_suu = 1", &["s.toml:2:1", "did you mean `S_su`?"]);
    one("[digester.influent]\nS_su = 1\n[digester.initial]\nX_x = 1", &["s.toml:4:1", "did you mean `X_xc`?"]);
}

#[test]
fn amounts_have_a_unit_and_make_sense() {
    let amount = |text: &str, wanted: &[&str]| one(&DIGESTER.replace("\"800 t/a\"", text), wanted);
    amount("\"800 kWh/a\"", &["s.toml:5:10", "^^^^^^^^^^^", "unit not known", "350 kg/d"]);
    amount("800", &["s.toml:5:10", "write \"800 t/a\""]);
    amount("\"-800 t/a\"", &["s.toml:5:10", "zero or more"]);
    amount("\"8e12 t/a\"", &["s.toml:5:10", "between 0 and 1000000 t/a"]);
    amount("\"nan t/a\"", &["s.toml:5:10"]);
    amount("\"inf t/a\"", &["s.toml:5:10"]);
    amount(&format!("\"{} t/a\"", "8".repeat(400)), &["s.toml:5:10"]);
    amount("\"\"", &["s.toml:5:10"]);
    amount("2024-01-01", &["s.toml:5:10"]);
    amount("{ low = \"100 t/a\", high = \"900 t/a\" }", &["s.toml:5:10", "needs its mode"]);
    amount("{ low = \"900 t/a\", mode = \"500 t/a\", high = \"950 t/a\" }", &["s.toml:5:18", "low <= mode <= high"]);
    amount("{ mode = \"500 t/a\", hihg = \"900 t/a\" }", &["s.toml:5:30", "did you mean `high`?"]);
    amount("\"0 t/a\"", &["s.toml:5:10", "the fermentable pool is empty"]);
    one(&DIGESTER.replace("amount = \"800 t/a\"\n", ""), &["s.toml:3:1", "write amount = \"120 t/a\""]);
}

#[test]
fn numbers_have_a_kind_and_a_range() {
    let power = |text: &str, wanted: &[&str]| one(&BOILER.replace("500", text), wanted);
    power("\"500 kW\"", &["s.toml:2:12", "^^^^^^^^ a text here", "without quotes and unit: 500"]);
    power("true", &["s.toml:2:12", "between 1 and 200000 kW"]);
    power("[500]", &["s.toml:2:12", "a list here"]);
    power("-500", &["s.toml:2:12", "got -500", "between 1 and 200000 kW"]);
    power("1e9", &["s.toml:2:12", "got 1000000000"]);
    power("99999999999999999999999", &["got 100000000000000000000000"]);
    power("0xFFFFFFFFFFFFFFFFFFFF", &["s.toml:2:12", "between 1 and 200000 kW"]);
    power("1e400", &["got inf"]);
    power("nan", &["got NaN"]);
    power("-inf", &["got -inf"]);
    power("2024-01-01", &["a date here"]);
    one(&format!("name = 2024-01-01\n{BOILER}"), &["s.toml:1:8", "a text in quotes"]);
    one(&boiler("[site]\nyear = 2026.5"), &["s.toml:6:8", "must be a whole number"]);
    one(&boiler("[site]\nlat_deg = 49"), &["s.toml:6:11", "write lon_deg beside it"]);
    one(&boiler("[demand]\nannual_heat_mwh = 1\nsoil_losses = \"yes\""), &["s.toml:7:15", "write soil_losses = true"]);
}

#[test]
fn compositions_make_sense_after_all_overrides() {
    one(&boiler("c_pct_db = 60"), &["s.toml:5:12", "sum to 109.38"]);
    let feed = |line: &str, wanted: &[&str]| one(&format!("{DIGESTER}[feedstock.fw_canteen]\n{line}"), wanted);
    feed("protein_pct_vs = 60", &["s.toml:9:18", "sum to 139", "within 0.5 points", "nothing is renormalised"]);
    feed("bmp_nl_per_kg_vs = 900", &["s.toml:9:20", "above the 619.9"]);
    feed("ts_pct_fm = 101", &["s.toml:9:13", "between 0.1 and 100 % of fresh mass"]);
    feed("bmp_nl_per_kg_vs = 400\ndegradable_fraction = 1.1", &["s.toml:10:23"]);
    // Half a point is inside, a hair more is not.
    let dry = "h_pct_db = 6.1\no_pct_db = 42.78\nn_pct_db = 0.1\ns_pct_db = 0.01\ncl_pct_db = 0.01\nash_pct_db = 0.5";
    Place::with(boiler(&format!("c_pct_db = 50.99\n{dry}"))).expect(0, &["check", "s.toml"]);
    one(&boiler(&format!("c_pct_db = 51.02\n{dry}")), &["sum to 100.52"]);
    one(&format!("{DIGESTER}f_ch_xc = 0.9"), &["s.toml:8:11", "the fractions of what it forms must sum to 1"]);
    one(&format!("{DIGESTER}pH_UL_ac = 5"), &["s.toml:8:12", "pH_UL_ac must be above pH_LL_ac"]);
}

#[test]
fn what_is_asked_for_must_be_there() {
    one("", &["s.toml:1:1", "asks for nothing", "gisement init"]);
    one("# only a comment\n", &["s.toml:1:1", "asks for nothing"]);
    one("[digester]\nV_liq = 100\n", &["s.toml:1:1", "nothing to digest"]);
    one("[boiler]\npower_kw = 100\n", &["s.toml:1:1", "nothing to burn"]);
    one(&format!("[pool]\nexclude_providers = [\"A\"]\n{DIGESTER}"), &["s.toml:8:1", "nothing to digest"]);
    one(&boiler("[demand]\nannual_heat_mwh = 0"), &["s.toml:6:19", "annual and process heat are both zero"]);
    one(&boiler("[demand]\nprofile = \"GKO\""), &["s.toml:5:1", "write annual_heat_mwh"]);
    one(
        &format!("{}[demand]\nannual_heat_mwh = 1000", BOILER.replace("power_kw = 500\n", "")),
        &["s.toml:1:1", "write power_kw"],
    );
    one(&format!("{DIGESTER}[demand]\nannual_heat_mwh = 1000"), &["s.toml:8:1", "needs a [boiler]"]);
    one(&DIGESTER.replace("id = \"A\"\n", ""), &["s.toml:1:1", "write id = \"A\""]);
    one("boiler = []", &["s.toml:1:10", "an empty list"]);
}

#[test]
fn ids_are_names_and_each_stands_once() {
    let fuel = "[boiler.fuel]\nlike = \"pallet_A_soft\"\n";
    one(&format!("[[boiler]]\nid = \"a\"\n{fuel}[[boiler]]\nid = \"a\"\n{fuel}"), &["s.toml:6:6", "the second one"]);
    one(&DIGESTER.replace("[digester]", "[[provider]]\nid = \"A\"\n[digester]"), &["s.toml:6:1", "two providers"]);
    let second = "[[provider.stream]]\nid = \"A-1\"\nfeedstock = \"bread\"\namount = \"1 t/a\"\n[digester]";
    one(&DIGESTER.replace("[digester]", second), &["s.toml:6:1", "two streams have the id `A-1`"]);
    one(&DIGESTER.replace("\"A\"", "7"), &["s.toml:2:6", "`id` must be a text in quotes"]);
    one(&DIGESTER.replace("\"A\"", "\" \""), &["s.toml:2:6", "cannot be blank"]);
    one(&BOILER.replace("power_kw", "id = 3\npower_kw"), &["s.toml:2:6", "`id` must be a text in quotes"]);
    one(&BOILER.replace("power_kw", "id = \"a.b\"\npower_kw"), &["s.toml:2:6", "paths would be unclear"]);
    one(&BOILER.replace("power_kw", "id = \"fuel\"\npower_kw"), &["s.toml:2:6", "no key of the section"]);
}

#[test]
fn sections_are_tables() {
    for (text, place) in [
        (format!("provider = 3\n{BOILER}"), "s.toml:1:12"),
        (format!("site = \"x\"\n{BOILER}"), "s.toml:1:8"),
        (format!("uncertainty = 3\n{BOILER}"), "s.toml:1:15"),
        (format!("feedstock = 3\n{DIGESTER}"), "s.toml:1:13"),
        (format!("sources = 3\n{BOILER}"), "s.toml:1:11"),
        (format!("{DIGESTER}[feedstock]\nfw_canteen = 3"), "s.toml:9:14"),
        (format!("{DIGESTER}initial = 3"), "s.toml:8:11"),
        (format!("{DIGESTER}gas = 3"), "s.toml:8:7"),
        ("boiler = [1]".to_owned(), "s.toml:1:11"),
    ] {
        one(&text, &[place, "is a section, with keys of its own"]);
    }
    one(&format!("{DIGESTER}model = {{ adm1 = {{ x = 1 }} }}"), &["s.toml:8:18", "has no options"]);
    one(&format!("{DIGESTER}model = {{ adm1 = {{}}, first_order = {{}} }}"), &["s.toml:8:9", "one of the models"]);
}

#[test]
fn carbon_accounts_name_method_and_reference() {
    let carbon = |text: &str, wanted: &[&str]| one(&boiler(&format!("[carbon]\n{text}")), wanted);
    carbon("methods = [\"avoided\"]", &["s.toml:5:1", "compares with a named reference", "gas_boiler_2024"]);
    carbon("methods = [\"red5\"]", &["s.toml:6:12", "avoided, red2, red3"]);
    carbon("methods = [\"base_carbone\"]", &["s.toml:6:12", "avoided, red2, red3"]);
    carbon("methods = []", &["s.toml:6:11", "names its method"]);
    carbon("reference = \"gas_boiler_2024\"", &["s.toml:5:1", "names its method"]);
    carbon("methods = [\"avoided\"]\nreference = \"gas_boiler\"", &["s.toml:7:13", "did you mean `gas_boiler_2024`?"]);
    carbon("methods = [\"red3\"]\ngwp = \"AR6\"", &["s.toml:7:7", "AR6_7SM7"]);
}

#[test]
fn distributions_fit_their_inputs() {
    let drawn = |line: &str, wanted: &[&str]| one(&boiler(&format!("[uncertainty]\n{line}")), wanted);
    let air = |distribution: &str, wanted: &[&str]| drawn(&format!("\"boiler.excess_air\" = {distribution}"), wanted);
    air("{ gauss = { mean = 1.6, sd = 0.1 } }", &["s.toml:6:25", "no distribution `gauss`", "truncated_normal"]);
    air("{ unifrom = { low = 1.1, high = 2 } }", &["did you mean `uniform`?"]);
    air("{ uniform = { low = 0.2, high = 2 } }", &["s.toml:6:1", "between 1 and 10", "from 0.2 to 2", "narrow it"]);
    air("{ normal = { mean = 1.6, sd = 0.3 } }", &["s.toml:6:1", "use truncated_normal"]);
    air("{ triangular = { low = 1.1, high = 2 } }", &["s.toml:6:38", "mode missing"]);
    air("{ triangular = { low = 2, mode = 1.5, high = 1.6 } }", &["s.toml:6:38", "write for example"]);
    air("{ triangular = { low = nan, mode = 1.5, high = 1.6 } }", &["s.toml:6:46", "finite"]);
    air("{ triangular = 3 }", &["s.toml:6:38"]);
    air("{ empirical = { values = [] } }", &["s.toml:6:37"]);
    air("{ discrete = { values = [1.5, 2], probabilities = [0.3, 0.3] } }", &["s.toml:6:36"]);
    air("{ empirical = { values = [1.5], wieghts = [1] } }", &["did you mean `weights`?"]);
    air("{ uniform = { low = 1.1, high = 2 }, normal = {} }", &["s.toml:6:23", "one distribution"]);
    air("{}", &["s.toml:6:23", "one distribution"]);
    air("3", &["s.toml:6:23", "needs a distribution"]);
    drawn("\"boiler.exces_air\" = { uniform = { low = 1, high = 2 } }", &["s.toml:6:1", "`boiler.excess_air`?"]);
    drawn("boiler.exces_air = { uniform = { low = 1, high = 2 } }", &["s.toml:6:8", "`boiler.excess_air`?"]);
    drawn("\"site.temperature_shift_k\" = { uniform = { low = 0, high = 2 } }", &["s.toml:6:1", "shapes the case"]);
    let twice = "\"boiler.excess_air\" = { uniform = { low = 1.1, high = 2 } }\n\
                 \"boiler.main.excess_air\" = { uniform = { low = 1.1, high = 2 } }";
    drawn(twice, &["s.toml:7:1", "two distributions"]);
    drawn("samples = 0", &["s.toml:6:11", "between 1 and"]);
    drawn("samples = 1.5", &["s.toml:6:11", "a whole number"]);
    drawn("seed = -1", &["s.toml:6:8"]);
    drawn("streams = 1", &["s.toml:6:11", "true or false"]);
    drawn("participation = true", &["s.toml:6:17", "{ correlation = 0.3 }"]);
    drawn("participation = { corelation = 0.3 }", &["s.toml:6:19", "did you mean `correlation`?"]);
    drawn("activity = { spread = 3 }", &["s.toml:6:23", "between 0 and 2"]);
}

#[test]
fn all_mistakes_of_a_file_are_told_at_once() {
    let text = "[boiler]\nexces_air = 2\npower_kw = -3\n[demand]\nannual_heat_mwh = \"a\"\nprofile = \"GKQ\"\n\
                [carbon]\nmethods = [\"red9\"]\n";
    let said = Place::with(text).refused(&[]);
    assert_eq!(errors(&said), 5, "{said}");
    holds(&said, &["s.toml:2:1", "s.toml:3:12", "s.toml:5:19", "s.toml:6:11", "s.toml:8:12"]);

    // Of different stages: syntax, key, range, composition, kinetics, orders, distribution.
    let text = "name = Territory\n[[provider]]\nid = \"A\"\n[[provider.stream]]\nfeedstock = \"fw_canteen\"\n\
                amount = { low = \"9 t/a\", mode = \"5 t/a\", high = \"9 t/a\" }\n[digester]\nf_ch_xc = 0.9\nV_lik = 3\n\
                feed_ts_pct = -1\n[feedstock.fw_canteen]\nprotein_pct_vs = 60\n[uncertainty]\n\
                \"digester.k_dis\" = { uniform = { low = 3, high = 1 } }\n";
    let said = Place::with(text).refused(&[]);
    assert_eq!(errors(&said), 7, "{said}");
    holds(&said, &["s.toml:1:8", ":6:18", ":9:1", ":10:15", ":12:18", ":14:32"]);
    holds(&said, &["does not conserve COD", ":8:11"]);
}

#[test]
fn what_follows_from_a_mistake_is_not_told_as_another() {
    // No fermentable stream is left, and the fuel's sum is off, both because of one mistake.
    one(&DIGESTER.replace("fw_canteen", "fw_cantine"), &["no feedstock"]);
    one(&boiler("c_pct_db = \"51\"\no_pct_db = 42.5"), &["s.toml:5:12"]);
    one(&boiler("[demand]\nannual_heat_mwh = \"1000\""), &["s.toml:6:19"]);
}

#[test]
fn syntax_errors_are_told_together_and_not_by_the_hundred() {
    let said = Place::with("a = \nb = [1,\nc = é\n[x\n").refused(&[]);
    assert!((3..10).contains(&errors(&said)), "{said}");
    holds(&said, &["s.toml:1:5", "a value is missing here", "s.toml:4:3"]);
    one(&format!("name = 'a'\nname = 'b'\n{BOILER}"), &["s.toml:2:1", "keep one of them"]);
    for text in ["fast", "a b", "true1", "nano", "infinite"] {
        one(&BOILER.replace("500", text), &["s.toml:2:12", "a text must stand in quotes"]);
    }
    for number in ["500kW", "500 kW", "50%", "-x", "5.", ".5", "1e", "1.2.3", "12:99"] {
        one(&BOILER.replace("500", number), &["s.toml:2:1", "write the number alone, without a unit"]);
    }
    one(&BOILER.replace("500", "500,5"), &["s.toml:2:15", "write the decimal point as a point"]);
    one("name = \"a\0b\"\n", &["s.toml:1:10"]);
    for nested in [
        format!("a = {}{}", "[".repeat(100_000), "]".repeat(100_000)),
        format!("a = {}", "{a=".repeat(100_000)),
        format!("[{}a]\n", "a.".repeat(100_000)),
        format!("a = {}", "[[{a=".repeat(5_000)),
    ] {
        let said = Place::with(nested).refused(&[]);
        assert!(errors(&said) < 20 && said.contains("never nested this deeply"), "{said}");
    }
}

#[test]
fn line_ends_and_byte_order_marks_of_other_systems_are_understood() {
    let windows = boiler("[carbon]\nmethods = [\"red5\"]").replace('\n', "\r\n");
    one(&windows, &["s.toml:6:12", "^^^^^^ not one of its words"]);
    one(&format!("\u{feff}{windows}"), &["s.toml:6:12", "^^^^^^ not one of its words"]);
    Place::with(format!("\u{feff}{}", BOILER.replace('\n', "\r\n"))).expect(0, &["check", "s.toml"]);
    one("[boiler]\n\tpowr_kw = 500\n[boiler.fuel]\n", &["s.toml:2:2", "    ^^^^^^^ not known here"]);
}
