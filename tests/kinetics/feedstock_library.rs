//! The library: every table loads, every number has unit, range, source and flag, and what follows from the numbers
//! agrees with an independent computation (`tests/data/feedstock/`).

// Helpers of tests may panic as tests may; clippy only knows the functions marked as tests.
#![allow(clippy::unwrap_used)]

use gisement::feedstock::formula::Element;
use gisement::feedstock::macromolecule::{Convention, Macromolecule, MacromoleculeTable};
use gisement::feedstock::{
    CompositionError, FeedstockDefaults, OrganicOverrides, OrganicParams, RegulatoryThresholds, WoodOverrides,
    WoodParams,
};
use gisement::library::{
    Cell, limit_set, limit_sets, organic, organics, outlets, parse_organics, parse_woods, rules, season, seasons,
    trade_default, trade_defaults, wood, wood_limits, woods,
};
use gisement::param::Flag;
use gisement::words::nearest;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn check_cell(id: &str, cell: &Cell<'_>) {
    let field = &cell.spec.field;
    assert!(!cell.spec.unit.is_empty() && !cell.spec.description.is_empty(), "{id}.{field}");
    assert!(!cell.source.is_empty(), "{id}.{field} has no source");
    assert!(cell.spec.low < cell.spec.high);
    if let Some(value) = cell.value {
        assert!((cell.spec.low..=cell.spec.high).contains(&value), "{id}.{field} = {value}");
    }
    if let Some((low, high)) = cell.typical {
        assert!(cell.spec.low <= low && low < high && high <= cell.spec.high, "{id}.{field}: {low}..{high}");
    }
    if cell.source.contains("unverified") && !cell.source.contains(';') {
        assert_eq!(cell.flag, Flag::Assumed, "{id}.{field} rests on memory alone");
    }
}

#[test]
fn every_table_loads_and_every_number_is_explained() {
    assert_eq!((organics().len(), woods().len(), rules().len()), (62, 23, 27));
    assert_eq!((seasons().len(), outlets().len(), wood_limits().len()), (19, 13, 32));
    for stream in organics() {
        assert_eq!(stream.cells().count(), gisement::library::OrganicNumbers::NAMES.len());
        stream.cells().for_each(|cell| check_cell(&stream.id, &cell));
        assert_eq!(organic(&stream.id), Some(stream));
    }
    for stream in woods() {
        assert_eq!(stream.cells().count(), gisement::library::WoodNumbers::NAMES.len());
        stream.cells().for_each(|cell| check_cell(&stream.id, &cell));
        assert_eq!(wood(&stream.id), Some(stream));
    }
    assert!(FeedstockDefaults::<f64>::defaults().to_vec().iter().all(|v| v.is_finite()));
    assert!(RegulatoryThresholds::<f64>::defaults().to_vec().iter().all(|v| v.is_finite()));
    for limit in wood_limits() {
        assert!(limit.value > 0.0 && !limit.source.is_empty());
    }
    assert_eq!(limit_sets(), ["fr_ssd_2014", "de_altholzv_annex2", "iso17225_4_b2", "fr_fly_ash_2013"]);
    assert_eq!(limit_set("fr_ssd_2014").unwrap().len(), 10);
    assert_eq!(limit_set("fr_ssd"), None);
    let ids: BTreeSet<&str> = rules().iter().map(|r| r.rule_id.as_str()).collect();
    assert_eq!(ids.len(), rules().len());
}

#[test]
fn a_cell_says_all_about_its_number() {
    let cell = organic("fw_canteen").unwrap().cell("bmp_nl_per_kg_vs").unwrap();
    assert_eq!((cell.value, cell.typical, cell.flag), (Some(430.0), Some((344.0, 529.0)), Flag::Assumed));
    assert_eq!(cell.spec.unit, "NL CH4/kg VS fed");
    assert!(cell.source.contains("10.1177/0734242X14537867"), "{}", cell.source);
    assert_eq!(organic("fw_canteen").unwrap().cell("bmp"), None);
    let cell = wood("demolition").unwrap().cell("cl_pct_db").unwrap();
    assert_eq!((cell.value, cell.flag), (None, Flag::Read));
}

#[test]
fn a_misspelt_feedstock_has_a_nearest_name() {
    let names = || organics().iter().map(|s| s.id.as_str());
    assert_eq!(organic("fw_cantine"), None);
    assert_eq!(nearest("fw_cantine", names()), Some("fw_canteen"));
    assert_eq!(nearest("grease_trapp", names()), Some("grease_trap"));
}

#[test]
fn seasons_keep_the_year() {
    for season in seasons() {
        let months = season.spread(123.4_f64);
        assert!(months.iter().all(|m| m.is_finite() && *m >= 0.0));
        assert!((months.iter().sum::<f64>() - 123.4).abs() < 1e-12 * 123.4, "{}", season.id);
    }
    assert_eq!(season("canteen_school").unwrap().share_per_10000[7], 0.0);
}

/// 0.9 t per employee for 180 employees (Florange stream P01-1), and 0.136 kg a meal for 150 000 meals (P13-2).
#[test]
fn trade_defaults_give_tonnes_a_year() {
    assert_eq!(trade_defaults().len(), 50);
    let close =
        |computed: [f64; 3], expected: [f64; 3]| computed.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12 * b);
    assert!(close(trade_default("W_LOG").unwrap().t_per_year(180.0), [54.0, 162.0, 360.0]));
    assert!(close(trade_default("B_COMP").unwrap().t_per_year(150_000.0), [13.5, 20.4, 30.0]));
    let ids: BTreeSet<&str> = trade_defaults().iter().map(|t| t.id.as_str()).collect();
    assert_eq!(ids.len(), trade_defaults().len());
}

#[test]
fn a_corrupted_table_is_refused_at_its_line() {
    let text = include_str!("../../models/feedstock/organic.csv");
    let refused = |from: &str, to: &str, words: &str| {
        assert!(text.contains(from), "{from}");
        let message = parse_organics("organic.csv", &text.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(message.starts_with("organic.csv:2:") && message.contains(words), "{message}");
    };
    refused(",47,21,28,4,0,8,700", ",47,21,28,6,0,8,700", "add up to 102");
    refused(",25,18,35,91,430", ",250,18,35,91,430", "from 0.1 to 100");
    refused(",25,18,35,91,430", ",17,18,35,91,430", "from 18 to 35");
    refused(",25,18,35,91,430", ",x,18,35,91,430", "holds `x`");
    refused("GUO BROWNE", "GUO NOBODY", "NOBODY");
    refused("cat3,2781-2,flat; dips", "cat9,2781-2,flat; dips", "write one of none, cat3");
    let twice = format!("{text}{}\n", text.lines().nth(1).unwrap());
    assert!(parse_organics("organic.csv", &twice).unwrap_err().to_string().contains("`fw_canteen` is there twice"));
    let wood = include_str!("../../models/feedstock/wood.csv").replacen(",50.5,6.2,42.0,", ",55.5,6.2,42.0,", 1);
    assert!(parse_woods("wood.csv", &wood).unwrap_err().to_string().contains("C, H, O, N, S, Cl and ash"));
}

fn table(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let row = |r: csv::StringRecord| header.iter().map(str::to_owned).zip(r.iter().map(str::to_owned)).collect();
    reader.records().map(|r| row(r.unwrap())).collect()
}

/// Compares with a printed value: half a unit of its last digit, and rounding of the last bit.
fn agrees(id: &str, row: &BTreeMap<String, String>, column: &str, computed: f64) {
    let printed = &row[column];
    let decimals = printed.split_once('.').map_or(0, |(_, d)| d.len());
    let tolerance = 0.501 * 10.0_f64.powi(-i32::try_from(decimals).unwrap());
    let expected: f64 = printed.parse().unwrap();
    assert!((computed - expected).abs() <= tolerance, "{id}.{column}: {computed} for {printed}");
}

/// Derived columns of the reference table were made with the conventions of the R package `biogas`.
#[test]
fn derived_properties_of_organic_streams_agree_to_the_last_printed_digit() {
    let molecules = MacromoleculeTable::of(Convention::BIOGAS_R);
    let rows = table(include_str!("../data/feedstock/organic_derived.csv"));
    assert_eq!(rows.len(), organics().len());
    for row in &rows {
        let id = row["id"].as_str();
        let stream = organic(id).unwrap();
        let params = OrganicParams::resolve(stream, &OrganicOverrides::default()).unwrap();
        let bmp = stream.numbers.bmp_nl_per_kg_vs;
        let params =
            OrganicParams { degradable_fraction: params.degradable_fraction_of(bmp, &molecules).unwrap(), ..params };
        let amounts = params.per_tonne(&molecules);
        agrees(id, row, "cod_g_per_g_vs", params.cod_kg_per_kg_vs(&molecules));
        agrees(id, row, "bmp_theo", params.bmp_theoretical_nl_per_kg_vs(&molecules));
        agrees(id, row, "fd", amounts.bmp_nm3 / amounts.bmp_theoretical_nm3);
        agrees(id, row, "ch4_pct_all_tic", params.ch4_pct_all_tic(&molecules));
        agrees(id, row, "ch4_pct_n_bound", params.ch4_pct_nitrogen_bound(&molecules));
        agrees(id, row, "n_total_kg_per_t_fm", amounts.n_t * 1000.0);
        agrees(id, row, "tan_kg_per_t_fm", amounts.tan_t * 1000.0);
        agrees(id, row, "ch4_nm3_per_t_fm", amounts.bmp_nm3);
        match params.c_to_n(&molecules) {
            Some(ratio) => agrees(id, row, "c_to_n", ratio),
            None => assert_eq!(row["c_to_n"], "", "{id}"),
        }
    }
}

#[test]
fn heating_values_of_wood_agree_to_the_last_printed_digit() {
    let rows = table(include_str!("../data/feedstock/wood_derived.csv"));
    assert_eq!(rows.len(), woods().len());
    let mut compared = 0;
    for row in rows.iter().filter(|r| !r["hhv_mj_kg_db"].is_empty()) {
        let id = row["id"].as_str();
        let stream = wood(id).unwrap();
        let params = WoodParams::resolve(stream, &WoodOverrides::default()).unwrap();
        agrees(id, row, "closure_pct_db", stream.numbers.analysis_sum_pct_db().unwrap());
        agrees(id, row, "hhv_mj_kg_db", params.hhv_mj_per_kg_db().0);
        agrees(id, row, "lhv_mj_kg_db", params.lhv_mj_per_kg_db().0);
        agrees(id, row, "lhv_mj_kg_ar", params.lhv_mj_per_kg_ar().0);
        let kwh_per_t = params.lhv_mj_per_kg_ar().0 * 1000.0 / 3.6;
        agrees(id, row, "lhv_kwh_t_ar", kwh_per_t);
        agrees(id, row, "lhv_kwh_per_map", kwh_per_t * params.bulk_density_kg_m3 / 1000.0);
        compared += 1;
    }
    assert_eq!(compared, 21, "creosote and CCA have no analysis");
}

#[test]
fn every_stream_keeps_the_invariants_of_yields() {
    let molecules = MacromoleculeTable::project();
    for stream in organics() {
        let params = OrganicParams::resolve(stream, &OrganicOverrides::default()).unwrap();
        let (bmp, ceiling) = (params.bmp_nl_per_kg_vs(molecules), params.bmp_theoretical_nl_per_kg_vs(molecules));
        assert!((bmp - stream.numbers.bmp_nl_per_kg_vs).abs() < 1e-9, "{}", stream.id);
        assert!(bmp <= ceiling);
        assert!((0.0..=1.0).contains(&params.degradable_fraction));
        let amounts = params.per_tonne(molecules);
        assert_eq!(amounts.cod_lignin_t, 0.0, "{}: the library needs no methane from lignin", stream.id);
        // Methane per kg VS destroyed, Nm3: carbohydrate gives the least, lipid the most.
        let destroyed_t: f64 = [
            (Macromolecule::Carbohydrate, amounts.cod_carb_t),
            (Macromolecule::Protein, amounts.cod_protein_t),
            (Macromolecule::Lipid, amounts.cod_lipid_t),
            (Macromolecule::Vfa, amounts.cod_vfa_t),
        ]
        .map(|(m, cod)| cod / molecules.get(m).cod_kg_per_kg)
        .iter()
        .sum();
        let per_kg = amounts.bmp_nm3 / destroyed_t / 1000.0;
        assert!((0.30..=1.02).contains(&per_kg), "{}: {per_kg}", stream.id);
    }
}

#[test]
fn overrides_are_checked_after_all_of_them() {
    let stream = organic("fw_canteen").unwrap();
    let resolve = |pairs: &[(&str, f64)]| {
        let mut given = OrganicOverrides::default();
        pairs.iter().for_each(|(field, value)| given.set(field, *value).unwrap());
        OrganicParams::resolve(stream, &given)
    };
    assert!(matches!(resolve(&[("carb_pct_vs", 50.0)]), Err(CompositionError::SumNot100 { sum_pct, .. })
            if (sum_pct - 103.0).abs() < 1e-9));
    assert!(resolve(&[("carb_pct_vs", 50.0), ("lipid_pct_vs", 25.0)]).is_ok(), "each wrong alone, right together");
    assert!(resolve(&[("carb_pct_vs", 47.45)]).is_ok(), "within half a point");
    assert!(resolve(&[("carb_pct_vs", 47.55)]).is_err());
    assert!(matches!(resolve(&[("bmp_nl_per_kg_vs", 640.0)]), Err(CompositionError::BmpAboveStoichiometry { .. })));
    assert!(resolve(&[("bmp_nl_per_kg_vs", 619.0)]).is_ok(), "619.97 is stoichiometric with the ideal molar volume");
    assert!(matches!(
        resolve(&[("bmp_nl_per_kg_vs", 400.0), ("degradable_fraction", 0.5)]),
        Err(CompositionError::TwoDegradabilities)
    ));
    assert!(matches!(
        resolve(&[("vfa_pct_vs", 47.0), ("carb_pct_vs", 0.0), ("bmp_nl_per_kg_vs", 100.0)]),
        Err(CompositionError::BmpBelowVfa { .. })
    ));
    for (field, value) in
        [("ts_pct_fm", -1.0), ("ts_pct_fm", 101.0), ("vs_pct_ts", f64::NAN), ("degradable_fraction", 1.1)]
    {
        let error = resolve(&[(field, value)]).unwrap_err();
        assert!(matches!(error, CompositionError::OutOfRange { .. }), "{field} = {value}: {error}");
    }
    let error = OrganicOverrides::default().set("bmp", 400.0).unwrap_err().to_string();
    assert!(error.contains("did you mean `bmp_nl_per_kg_vs`"), "{error}");
}

/// 14.007/87.39: nitrogen of C4H6.1O1.2N, and its carbon.
#[test]
fn elements_of_the_macromolecules_follow_from_their_formulas() {
    let protein = MacromoleculeTable::project().get(Macromolecule::Protein);
    let kg_per_kmol = 4.0 * 12.011 + 6.1 * 1.008 + 1.2 * 15.999 + 14.007;
    assert!((protein.n_kg_per_kg - 14.007 / kg_per_kmol).abs() < 1e-15);
    assert!((protein.c_kg_per_kg - 48.044 / kg_per_kmol).abs() < 1e-15);
    assert_eq!(Convention::PROJECT.masses.of(Element::N), 14.007);
}

proptest! {
    /// Whatever a user's table holds: an error with a place, or a table; never a panic.
    #[test]
    fn a_mangled_table_never_panics(at in 0..20_000_usize, what in "[ -~é\n\",]{0,6}") {
        let text = include_str!("../../models/feedstock/organic.csv");
        let mut mangled: Vec<char> = text.chars().collect();
        let at = at % mangled.len();
        let end = (at + 3).min(mangled.len());
        mangled.splice(at..end, what.chars());
        let mangled: String = mangled.into_iter().collect();
        if let Err(error) = parse_organics("mine.csv", &mangled) {
            prop_assert!(error.to_string().starts_with("mine.csv:"), "{error}");
        }
    }

    /// Whatever a scenario overrides: an error, or numbers that keep the invariants.
    #[test]
    fn any_override_is_refused_or_harmless(
        at in 0..62_usize, field in 0..13_usize, value in prop_oneof![-10.0..1200.0_f64, Just(f64::NAN), Just(f64::INFINITY)],
    ) {
        let mut given = OrganicOverrides::default();
        given.set(OrganicOverrides::NAMES[field], value).unwrap();
        if let Ok(params) = OrganicParams::resolve(&organics()[at], &given) {
            let amounts = params.per_tonne(MacromoleculeTable::project());
            prop_assert!(amounts.to_array().iter().all(|a| a.is_finite() && *a >= 0.0));
            prop_assert!(amounts.bmp_nm3 <= amounts.bmp_theoretical_nm3 * (1.0 + 1e-12));
        }
    }
}
