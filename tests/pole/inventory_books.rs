//! Inventories: the template, a workbook that is filled, broken and repaired, and export that reads back to the same.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use gisement::scenario::{CheckedInventory, Scenario, check_inventory, template_tables, to_csv, to_one_csv, to_xlsx};
use gisement::words::Locale;
use proptest::prelude::*;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/");

fn load(name: &str) -> Result<Vec<u8>, String> {
    std::fs::read(format!("{FOLDER}{name}")).map_err(|e| e.to_string())
}

fn check(name: &str) -> Result<CheckedInventory, String> {
    check_inventory(name, &load).map_err(|r| r.diagnostics.render(&r.sources, false, gisement::words::Locale::En))
}

fn check_bytes(name: &str, files: &[(&str, Vec<u8>)]) -> Result<CheckedInventory, String> {
    let get = |asked: &str| {
        let found = files.iter().find(|(name, _)| *name == asked);
        found.map(|(_, bytes)| bytes.clone()).ok_or_else(|| "there is no such file".to_owned())
    };
    check_inventory(name, &get).map_err(|r| r.diagnostics.render(&r.sources, false, gisement::words::Locale::En))
}

#[test]
fn the_template_is_read_in_both_languages_and_all_three_shapes() {
    for lang in [Locale::En, Locale::Fr] {
        let tables = template_tables(lang);
        let bytes = to_xlsx(&tables, lang).unwrap();
        assert_eq!(bytes, to_xlsx(&tables, lang).unwrap(), "the same tables give the same bytes");
        let folder: Vec<(String, Vec<u8>)> =
            tables.iter().map(|t| (format!("x/{}.csv", t.table), to_csv(t).into_bytes())).collect();
        let mut files: Vec<(&str, Vec<u8>)> = folder.iter().map(|(n, b)| (n.as_str(), b.clone())).collect();
        files.push(("x.xlsx", bytes));
        files.push(("x.csv", to_one_csv(&tables).into_bytes()));
        for name in ["x.xlsx", "x.csv", "x"] {
            let checked = check_bytes(name, &files).unwrap_or_else(|e| panic!("{name}: {e}"));
            let said = checked.warnings.render(&checked.sources, false, gisement::words::Locale::En);
            assert!(said.contains("the fictitious example of the template is left out"), "{said}");
            assert_eq!((checked.companies, checked.streams), (0, 0), "{name}");
        }
    }
}

#[test]
fn the_filled_workbook_holds_what_was_written() {
    let filled = check("inventory/filled.xlsx").unwrap();
    assert_eq!((filled.companies, filled.streams, filled.purchases, filled.measured), (5, 8, 3, 3));
    let wood = filled.kinds.iter().find(|k| k.kind.word() == "wood").unwrap();
    // 1500, 2000, 3000 pallets of 15, 18, 25 kg; 96.5 t weighed; 8 t of offcuts; 25 employees x 0.05, 0.2, 0.6 t.
    let by_hand = [22.5 + 96.5 + 8.0 + 1.25, 36.0 + 96.5 + 8.0 + 5.0, 75.0 + 96.5 + 8.0 + 15.0];
    for (computed, wanted) in wood.t_per_a.iter().zip(by_hand) {
        assert!((computed - wanted).abs() < 1e-9, "{computed} {wanted}");
    }
    // 6 m3 of grease sludge of 900, 950, 1000 kg/m3.
    let grease = filled.kinds.iter().find(|k| k.kind.word() == "grease").unwrap();
    assert!((grease.t_per_a[1] - 5.7).abs() < 1e-12);
    let repaired = check("inventory/repaired.xlsx").unwrap();
    assert_eq!(repaired.kinds, filled.kinds);
}

#[test]
fn the_broken_workbook_names_every_cell_at_once() {
    let said = check("inventory/broken.xlsx").unwrap_err();
    for part in [
        "companies!F2: provider `A1` lies",
        "did you swap latitude and longitude? write lat_deg = 49.3287, lon_deg = 6.1301",
        "companies!F6: provider `A5` lies",
        "companies!A5: two providers have the id `A3`",
        "streams!AC4:AC5 are merged cells",
        "streams!R1: no column `Reusable share of it` is known",
        "streams!D3: no waste code `15 10 03`",
        "did you mean 15 01 03, Wooden packaging?",
        "streams!G3: `96,5 t` is no number",
        "streams!I2: pieces without a mass per piece",
        "no seasonal profile `canten_company`",
        "did you mean `canteen_company`?",
        "streams!B6: stream `A3-2`: there is no provider `A9`",
        "streams!D7: the spreadsheet made the date 2005-01-03 of a waste code",
        "did you mean 03 01 05",
        "stream `A2-2` has no amount",
        "purchases!C2: no product `palet_used`",
        "did you mean `pallet_used`?",
    ] {
        assert!(said.contains(part), "`{part}` is not in\n{said}");
    }
}

#[test]
fn companies_of_a_scenario_read_back_to_the_same_numbers() {
    for (name, file) in [("florange", "florange"), ("wide60", "wide60")] {
        let text = format!("[pool]\nproviders = \"{file}/providers.csv\"\nstreams = \"{file}/streams.csv\"\n");
        let one = Scenario::read("x.toml", &text, &[], &load).unwrap_or_else(|_| panic!("{name}"));
        let tables = one.inventory_tables();
        let bytes = to_xlsx(&tables, Locale::Fr).unwrap();
        let csv: Vec<(String, Vec<u8>)> =
            tables.iter().map(|t| (format!("folder/{}.csv", t.table), to_csv(t).into_bytes())).collect();
        let get = |asked: &str| match asked {
            "x.xlsx" => Ok(bytes.clone()),
            "x.csv" => Ok(to_one_csv(&tables).into_bytes()),
            _ => csv.iter().find(|(n, _)| n == asked).map(|(_, b)| b.clone()).ok_or_else(|| "none".to_owned()),
        };
        for inventory in ["x.xlsx", "x.csv", "folder"] {
            let text = format!("[pool]\ninventory = \"{inventory}\"\n");
            let other = Scenario::read("y.toml", &text, &[], &get).unwrap_or_else(|r| {
                panic!("{name} {inventory}: {}", r.diagnostics.render(&r.sources, false, gisement::words::Locale::En))
            });
            assert_eq!(one.stream_names().collect::<Vec<_>>(), other.stream_names().collect::<Vec<_>>());
            for input in one.inputs.list() {
                let place = other.inputs.find(&input.path).unwrap_or_else(|| panic!("{} is lost", input.path));
                let value = other.inputs.list()[place].value;
                assert!(value == input.value || (value.is_nan() && input.value.is_nan()), "{}: {value}", input.path);
            }
        }
    }
}

#[test]
fn one_file_with_two_values_for_a_company_is_told() {
    let text = "stream_id;provider_id;name;commune;feedstock_id;amount_mode;stream_kind\n\
                a;A;Alpha;Florange;pallet_A_soft;10;wood\nb;A;Bêta;Florange;fw_canteen;5;food_waste\n";
    let said = check_bytes("x.csv", &[("x.csv", text.as_bytes().to_vec())]).unwrap_err();
    assert!(said.contains("company `A` is `Bêta` here and `Alpha` before"), "{said}");
}

#[test]
fn what_is_no_workbook_or_has_no_sheets_is_told() {
    let said = check_bytes("x.xlsx", &[("x.xlsx", b"name,amount\n1,2\n".to_vec())]).unwrap_err();
    assert!(said.contains("it is no XLSX workbook") && said.contains("writes a template"), "{said}");
    let said = check_bytes("none.xlsx", &[]).unwrap_err();
    assert!(said.contains("there is no such file"), "{said}");
    let said = check_bytes("folder", &[]).unwrap_err();
    assert!(said.contains("folder/companies.csv") && said.contains("folder/streams.csv"), "{said}");
    let said = check_bytes("x.csv", &[("x.csv", Vec::new())]).unwrap_err();
    assert!(said.contains("x.csv is empty"), "{said}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn damaged_workbooks_never_panic(at in prop::collection::vec((0_usize..30_000, any::<u8>()), 1..20), cut in 0_usize..30_000) {
        let mut bytes = load("inventory/filled.xlsx").unwrap();
        for (place, value) in at {
            let place = place % bytes.len();
            bytes[place] = value;
        }
        bytes.truncate(bytes.len().saturating_sub(cut % 2000));
        let _ = check_bytes("x.xlsx", &[("x.xlsx", bytes)]);
    }
}
