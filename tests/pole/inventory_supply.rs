//! Supply over the years and departures; matches between waste and purchases. Through a whole scenario.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use gisement::allocation::matches::{MatchKind, MatchParams, Question, matches};
use gisement::allocation::supply::{departures, factor, first_year_below, path};
use gisement::scenario::{Scenario, SupplyChange, SupplyEvent, SupplyTarget, supply_scenario};
use gisement::words::Locale;

const POLE: &str = r#"
[site]
lat_deg = 49.3279
lon_deg = 6.1232
[pool]
inventory = "inventory/filled.xlsx"
[channels]
[[sink]]
id = "B"
kind = "boiler_ssd"
lat_deg = 49.33
lon_deg = 6.12
capacity_t_per_year_min = 100
[[sink]]
id = "C"
kind = "compost_abp"
accepts = ["food_waste", "grease", "green_waste", "crop"]
lat_deg = 49.1
lon_deg = 6.2
[carbon]
methods = ["avoided"]
reference = "present_outlets_2024"
"#;

fn read(more: &str) -> Result<Scenario, String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/");
    let load = |name: &str| std::fs::read(format!("{folder}{name}")).map_err(|e| e.to_string());
    let text = format!("{POLE}{more}");
    Scenario::read("x.toml", &text, &[], &load)
        .map_err(|r| r.diagnostics.render(&r.sources, false, gisement::words::Locale::En))
}

#[test]
fn factors_go_straight_between_anchors() {
    let scenario = read("").unwrap();
    let case = scenario.pole(&scenario.nominal()).unwrap();
    let reuse = supply_scenario("reuse_2030").unwrap();
    let wood = &case.lots[0];
    assert_eq!(factor(wood, reuse, &[], 2026), [1.0; 3]);
    assert_eq!(factor(wood, reuse, &[], 2031), [0.6, 0.8, 0.95]);
    // Half way from 2029 (1.0) to 2031 (0.8).
    assert!((factor(wood, reuse, &[], 2030)[1] - 0.9).abs() < 1e-15);
    assert_eq!(factor(wood, reuse, &[], 2090), [0.25, 0.55, 0.9]);
    let leaves =
        SupplyEvent { year: 2028, target: SupplyTarget::Provider(wood.provider), change: SupplyChange::Leaves };
    assert_eq!(factor(wood, reuse, std::slice::from_ref(&leaves), 2027)[1], 1.0);
    assert_eq!(factor(wood, reuse, &[leaves], 2028), [0.0; 3]);
}

#[test]
fn a_path_is_the_sum_of_its_lots_and_tells_when_it_breaks() {
    let scenario = read(
        "[supply]\nscenarios = [\"as_today\"]\n[[supply.event]]\nyear = 2030\nprovider = \"A2\"\nchange = \"leaves\"\n",
    )
    .unwrap();
    let case = scenario.pole(&scenario.nominal()).unwrap();
    let ranges = scenario.amount_ranges(&scenario.nominal());
    let asked = scenario.supply();
    let today = asked.scenarios[0];
    let found = path(&case.lots, &ranges, today, &asked.events, 2026..2046);
    assert_eq!((found.years.len(), asked.years), (20, 20));
    let wood = found.kinds.iter().find(|k| k.kind.word() == "wood").unwrap();
    assert!(
        (wood.t_per_a[0][1] - 145.5).abs() < 1e-9 && (wood.t_per_a[4][1] - 49.0).abs() < 1e-9,
        "{:?}",
        wood.t_per_a
    );
    let is_wood = |lot: &gisement::channel::Lot| lot.kind.word() == "wood";
    let first = first_year_below(&case.lots, &ranges, &is_wood, 100.0, today, &asked.events, 2026..2046);
    assert_eq!(first, [Some(2030); 3]);
}

#[test]
fn events_that_say_nothing_are_told() {
    let event = |keys: &str| read(&format!("[[supply.event]]\n{keys}\n")).unwrap_err();
    assert!(event("year = 2030\nchange = \"leaves\"").contains("an event concerns a provider or a kind"));
    assert!(event("year = 2030\nprovider = \"A9\"\nchange = \"leaves\"").contains("there is no provider `A9`"));
    assert!(event("kind = \"wood\"\nfactor = 0.5").contains("an event has a year"));
    assert!(event("year = 2030\nkind = \"wood\"\nfactor = { low = 2, mode = 1, high = 3 }").contains("not a factor"));
    assert!(event("year = 2030\nkind = \"wood\"").contains("an event says what happens"));
    assert!(read("[supply]\nscenarios = [\"reuse_2031\"]\n").unwrap_err().contains("did you mean `reuse_2030`?"));
}

#[test]
fn the_fewest_departures_are_the_largest() {
    // 137.5 t in all: the second alone, or the first and the last together, bring it below 100.
    let found = departures(&[36.0, 96.5, 0.0, 5.0], 100.0);
    assert_eq!((found.fewest, found.single, found.pairs), (vec![1], vec![1], 1));
}

#[test]
fn matches_fit_amounts_and_promise_nothing() {
    let scenario = read("").unwrap();
    let case = scenario.pole(&scenario.nominal()).unwrap();
    let ranges = scenario.amount_ranges(&scenario.nominal());
    let places: Vec<_> = case.companies.iter().map(|c| c.place).collect();
    let (purchases, params) = (scenario.purchases(), MatchParams::defaults());
    let question = Question {
        lots: &case.lots,
        ranges: &ranges,
        places: &places,
        purchases: &purchases,
        detour: 1.3,
        params: &params,
    };
    let found = matches(&question);
    let names: Vec<&str> = case.companies.iter().map(|c| c.name.as_ref()).collect();
    let pallets = found
        .iter()
        .find(|m| matches!(m.kind, MatchKind::Substitution { rule, .. } if rule.id == "pallet_repair") && m.from == 0);
    let pallets = pallets.expect("pallets of A1 for the used pallets that A2 buys");
    // 36 t, 30 % reusable, 45 pallets a tonne: 486 pallets, below the 1200 that are bought; 486 / 45 = 10.8 t.
    assert!((pallets.wet_t[1] - 10.8).abs() < 1e-9 && pallets.to == 1, "{pallets:?}");
    assert!(pallets.doubt[0] <= pallets.doubt[1] && pallets.doubt[1] <= pallets.doubt[2]);
    let said = pallets.sentence(&case.lots, &names, Locale::En);
    assert!(said.contains("might replace") && said.contains("to be checked"), "{said}");
    assert!(pallets.sentence(&case.lots, &names, Locale::Fr).contains("pourraient remplacer"));
    // No match moves more than there is or more than is bought, whatever the end of the range.
    for m in &found {
        assert!(m.wet_t.is_sorted() && m.eur_per_a.is_sorted(), "{m:?}");
        if let MatchKind::Substitution { rule, purchase } = m.kind {
            assert!(m.wet_t[2] <= ranges[m.lot][2] + 1e-9);
            assert!(m.wet_t[1] * rule.units_per_t[1] <= purchases[purchase].units_per_a[1] + 1e-9);
        }
    }
}
