//! Digestate: balances, separation, land, store.

use gisement::digestion::digestate::*;
use gisement::feedstock::macromolecule::MacromoleculeTable;
use gisement::feedstock::{OrganicAmounts, OrganicOverrides, OrganicParams, RegulatoryThresholds};
use gisement::library::{OrganicFeedstock, organic, organics};
use proptest::prelude::*;

fn amounts(id: &str, wet_t: f64) -> (OrganicAmounts<f64>, &'static OrganicFeedstock) {
    let feedstock = organic(id).unwrap();
    let params = OrganicParams::resolve(feedstock, &OrganicOverrides::default()).unwrap();
    (params.per_tonne(MacromoleculeTable::project()).scaled(wet_t), feedstock)
}

fn gas(methane_nm3: f64) -> DigestedGas<f64> {
    DigestedGas { methane_nm3, carbon_dioxide_nm3: methane_nm3 * 0.7, vapour_t: 0.0, tan_t: None }
}

fn farm() -> (DigestateFeed<f64>, Digestate<f64>) {
    let streams = [amounts("cattle_slurry", 8000.0), amounts("maize", 1500.0), amounts("fw_canteen", 500.0)];
    let feed = DigestateFeed::of(&streams, 200.0);
    let left = digestate(&feed, &gas(0.85 * feed.amounts.bmp_nm3), &DigestateParams::defaults()).unwrap();
    (feed, left)
}

/// 1 t of carbohydrate alone: 0.415 Nm3/kg of methane at full digestion; half of it takes half of the carbohydrate.
#[test]
fn half_the_methane_takes_half_the_carbohydrate() {
    let table = MacromoleculeTable::project();
    let cod = 1.1849;
    let one =
        OrganicAmounts { wet_t: 5.0, ts_t: 1.0, vs_t: 1.0, cod_t: cod, cod_carb_t: cod, ..OrganicAmounts::zero() };
    let full = cod * 1000.0 * table.ch4_nm3_per_kg_cod();
    assert!((full - 414.8).abs() < 1.0, "{full}");
    let (share, vs_t) = digested_share(&one, full / 2.0).unwrap();
    assert!((share - 0.5).abs() < 1e-12 && (vs_t - 0.5).abs() < 1e-3, "{share} {vs_t}");
    assert_eq!(digested_share(&one, full * 1.1), Err(DigestateError::MoreGasThanFeed));
}

#[test]
fn a_farm_digestate_is_of_the_usual_kind() {
    let (feed, left) = farm();
    assert!(left.mass_t < feed.amounts.wet_t && left.mass_t > 0.85 * feed.amounts.wet_t);
    assert!((4.0..9.0).contains(&left.ts_pct()), "{}", left.ts_pct());
    let tan_share = left.tan_t / left.n_t;
    assert!((0.4..0.85).contains(&tan_share), "{tan_share}");
    let p_per_t = left.p.value().unwrap() / left.mass_t * 1000.0;
    assert!((0.4..1.5).contains(&p_per_t), "{p_per_t} kg P/t");
    assert!((0.4..0.95).contains(&left.manure_share_of_n));
    assert!((left.water_t() + left.ts_t - left.mass_t).abs() < 1e-9);
}

#[test]
fn what_nobody_knows_is_unknown_and_not_zero() {
    let feed = DigestateFeed::of(&[amounts("cattle_slurry", 100.0), amounts("glycerol", 5.0)], 0.0);
    assert!(feed.p.value().is_none() && feed.p.known_t > 0.0 && feed.p.unknown_ts_t > 0.0);
    let left = digestate(&feed, &gas(0.0), &DigestateParams::defaults()).unwrap();
    let need = land_need(&left, &DigestateParams::defaults(), NitrogenRule::All, 170.0).unwrap();
    assert!(need.p_kg_per_ha.is_none() && need.n_kg_per_ha.is_some());
    // Nothing fed holds nothing, and that is known.
    assert_eq!(Nutrient::<f64>::zero().value(), Some(0.0));
}

#[test]
fn every_row_of_the_tables_names_something_that_exists() {
    for row in nutrient_rows() {
        let known = if row.of_feedstock {
            organic(&row.id).is_some()
        } else {
            organics().iter().any(|f| f.category.word() == row.id)
        };
        assert!(known, "{}", row.id);
        assert_eq!(row.p_pct_ts.is_some(), row.k_pct_ts.is_some());
    }
    assert!(nutrients_of(organic("slaughter_c3").unwrap()).is_none(), "bones decide: unknown");
    assert_eq!(separation_kinds().len(), 3);
}

#[test]
fn separators_part_farm_digestate_and_nothing_is_lost() {
    let (_, left) = farm();
    let params = DigestateParams::defaults();
    for kind in separation_kinds() {
        let parts = separate(&left, kind, &params).unwrap();
        for pick in [
            |d: &Digestate<f64>| d.mass_t,
            |d: &Digestate<f64>| d.ts_t,
            |d: &Digestate<f64>| d.n_t,
            |d: &Digestate<f64>| d.tan_t,
            |d: &Digestate<f64>| d.p.known_t,
            |d: &Digestate<f64>| d.k.known_t,
        ] {
            let (solid, liquid, whole) = (pick(&parts.solid), pick(&parts.liquid), pick(&left));
            assert!(solid > 0.0 && liquid > 0.0 && (solid + liquid - whole).abs() <= 1e-12 * whole, "{}", kind.id);
        }
        assert!((parts.solid.ts_pct() - kind.solid_ts_pct).abs() < 1e-9 && parts.liquid.ts_pct() < left.ts_pct());
        assert!((parts.power_kwh - left.volume_m3(&params) * kind.power_kwh_per_m3).abs() < 1e-6);
    }
    let thick = Digestate { mass_t: left.ts_t * 1.2, ..left };
    let refused = separate(&thick, &separation_kinds()[0], &params);
    assert!(refused.unwrap_err().to_string().contains("water"));
}

/// 17 t of nitrogen without losses at 170 kg/ha need 100 ha; a quarter of it from manure counts 25 ha.
#[test]
fn land_is_nitrogen_over_the_limit() {
    let (_, left) = farm();
    let year = Digestate { n_t: 17.0, tan_t: 0.0, manure_share_of_n: 0.25, ..left };
    let params = DigestateParams::defaults();
    let limit = RegulatoryThresholds::<f64>::defaults().spreading_kg_n_per_ha_year;
    let all = land_need(&year, &params, NitrogenRule::All, limit).unwrap();
    let manure = land_need(&year, &params, NitrogenRule::Manure, limit).unwrap();
    assert!((all.land_ha - 100.0).abs() < 1e-9 && (manure.land_ha - 25.0).abs() < 1e-9);
    assert!((all.n_kg_per_ha.unwrap() - 170.0).abs() < 1e-9 && manure.n_kg_per_ha.unwrap() > 600.0);
    let none = land_need(&Digestate { manure_share_of_n: 0.0, ..year }, &params, NitrogenRule::Manure, limit).unwrap();
    assert_eq!((none.land_ha, none.t_per_ha), (0.0, None));
    assert!(land_need(&year, &params, NitrogenRule::All, 0.0).is_err());
    let lossy = land_need(&left, &params, NitrogenRule::All, limit).unwrap();
    assert!((lossy.ammonia_lost_t + lossy.spread_n_t - left.n_t).abs() < 1e-12 && lossy.ammonia_lost_t > 0.0);
}

#[test]
fn a_store_must_hold_its_worst_months() {
    let params = DigestateParams { storage_months: 4.5, ..DigestateParams::defaults() };
    let even = storage_need(&[100.0; 12], &params, 300.0).unwrap();
    assert!((even.needed_m3 - 450.0).abs() < 1e-9 && (even.held_months - 3.0).abs() < 1e-9);
    let mut peak = [100.0; 12];
    (peak[11], peak[0]) = (300.0, 300.0);
    let worst = storage_need(&peak, &params, 650.0).unwrap();
    assert!((worst.needed_m3 - 850.0).abs() < 1e-9, "600 and two and a half months around them");
    assert!((worst.held_months - 2.5).abs() < 1e-9, "{}", worst.held_months);
    assert_eq!(storage_need(&[0.0; 12], &params, 10.0).unwrap().held_months, 12.0);
    assert!(storage_need(&[f64::NAN; 12], &params, 1.0).is_err());
}

#[test]
fn feed_and_gas_that_do_not_belong_together_are_refused() {
    let feed = DigestateFeed::of(&[amounts("maize", 1.0)], 0.0);
    let params = DigestateParams::defaults();
    assert_eq!(digestate(&feed, &gas(1e4), &params), Err(DigestateError::MoreGasThanFeed));
    assert!(digestate(&feed, &gas(f64::NAN), &params).is_err());
    let heavy = DigestedGas { carbon_dioxide_nm3: 5000.0, ..gas(10.0) };
    assert_eq!(digestate(&feed, &heavy, &params), Err(DigestateError::NoMassLeft));
    let ammonia = DigestedGas { tan_t: Some(1.0), ..gas(10.0) };
    assert!(digestate(&feed, &ammonia, &params).unwrap_err().to_string().contains("ammonium"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn mass_and_nutrients_close_for_any_feed(
        which in 0..62_usize, other in 0..62_usize, wet in 1.0..1000.0_f64, more in 0.0..1000.0_f64, water in 0.0..500.0_f64,
        yield_share in 0.0..1.0_f64,
    ) {
        let all = organics();
        let (a, b) = (&all[which % all.len()], &all[other % all.len()]);
        let feed = DigestateFeed::of(&[amounts(&a.id, wet), amounts(&b.id, more)], water);
        let gone = gas(feed.amounts.bmp_nm3 * yield_share);
        let left = digestate(&feed, &gone, &DigestateParams::defaults()).unwrap();
        let gas_t = feed.amounts.wet_t - left.mass_t;
        let wanted = gone.methane_nm3 * (16.043 + 0.7 * 44.009) / 22.413_969_54 / 1000.0;
        prop_assert!((gas_t - wanted).abs() < 1e-9 * feed.amounts.wet_t, "{gas_t} {wanted}");
        prop_assert!(left.n_t == feed.amounts.n_t && left.p == feed.p && left.k == feed.k);
        prop_assert!(left.ts_t - left.vs_t - (feed.amounts.ts_t - feed.amounts.vs_t) < 1e-9, "ash stays");
        prop_assert!(left.tan_t >= feed.amounts.tan_t - 1e-12 && left.tan_t <= left.n_t + 1e-12);
    }
}
