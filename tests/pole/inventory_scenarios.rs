//! The tables of companies that ship: every waste code is in the European list, every kind fits its feedstock.

use gisement::scenario::Scenario;

fn read(pool: &str) -> Result<Scenario, String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/");
    let load = |name: &str| std::fs::read(format!("{folder}{name}")).map_err(|e| e.to_string());
    let text = format!("[site]\nlat_deg = 49.3279\nlon_deg = 6.1232\n{pool}\n");
    Scenario::read("x.toml", &text, &[], &load)
        .map_err(|r| r.diagnostics.render(&r.sources, false, gisement::words::Locale::En))
}

#[test]
fn tables_of_all_territories_are_read() {
    for (pool, streams) in [
        ("[pool]\nproviders = \"florange/providers.csv\"\nstreams = \"florange/streams.csv\"", 43),
        ("[pool]\nproviders = \"pilot12/providers.csv\"\nstreams = \"pilot12/streams.csv\"", 17),
        ("[pool]\nproviders = \"wide60/providers.csv\"\nstreams = [\"wide60/streams.csv\"]", 85),
        (
            "[pool]\nproviders = [\"wide60/providers.csv\", \"wide60/farms_providers.csv\"]\n\
             streams = [\"wide60/streams.csv\", \"wide60/farms_streams.csv\"]",
            99,
        ),
    ] {
        let scenario = read(pool).unwrap_or_else(|e| panic!("{pool}: {e}"));
        assert_eq!(scenario.stream_names().count(), streams, "{pool}");
        assert!(
            scenario.warnings.is_empty(),
            "{}",
            scenario.warnings.render(&scenario.sources, false, gisement::words::Locale::En)
        );
    }
}

#[test]
fn a_wrong_code_or_kind_is_told_with_what_may_be_meant() {
    let stream = |keys: &str| {
        read(&format!(
            "[[provider]]\nid = \"A\"\n[[provider.stream]]\nfeedstock = \"pallet_A_soft\"\namount = \"10 t/a\"\n{keys}\n"
        ))
    };
    assert!(stream("ewc_code = \"15 01 03\"\nkind = \"wood\"\ncontainer = \"skip30\"\ncovered = true").is_ok());
    let said = stream("ewc_code = \"15 10 03\"").unwrap_err();
    assert!(
        said.contains("no waste code `15 10 03`") && said.contains("did you mean 15 01 03, Wooden packaging?"),
        "{said}"
    );
    let said = stream("kind = \"manure\"").unwrap_err();
    assert!(said.contains("`pallet_A_soft` is no manure") && said.contains("write wood"), "{said}");
    let said = stream("kind = \"wod\"").unwrap_err();
    assert!(said.contains("did you mean `wood`?"), "{said}");
}
