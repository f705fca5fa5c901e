//! Pooling: closure, order, contributions, feeds of a digester, limits on wood, findings.

// Helpers of tests may panic as tests may; clippy only knows the functions marked as tests.
#![allow(clippy::unwrap_used)]

use gisement::feedstock::batch::cstr_first_order;
use gisement::feedstock::findings::{
    Weight, boiler_findings, digestion_findings, injection_findings, limit_findings, spreading_findings,
};
use gisement::feedstock::macromolecule::{Macromolecule, MacromoleculeTable};
use gisement::feedstock::pool::{
    FeedTarget, OrganicPool, OrganicStream, PoolError, Verdict, WoodPool, WoodStream, check_limits,
};
use gisement::feedstock::{
    OrganicAmounts, OrganicOverrides, OrganicParams, RegulatoryThresholds, WoodAmounts, WoodOverrides, WoodParams,
};
use gisement::library::{organic, organics, season, wood, woods};
use gisement::num::Dual;
use gisement::param::Flag;
use gisement::units::DAYS_OF_MONTH;
use proptest::prelude::*;

fn organic_stream(provider: usize, id: &str, profile: &str, t_per_year: f64) -> OrganicStream<'static, f64> {
    let feedstock = organic(id).unwrap();
    let params = OrganicParams::resolve(feedstock, &OrganicOverrides::default()).unwrap();
    OrganicStream { provider, feedstock, params, wet_t: season(profile).unwrap().spread(t_per_year) }
}

fn wood_stream(provider: usize, id: &str, t_per_year: f64, given: &WoodOverrides) -> WoodStream<'static, f64> {
    let feedstock = wood(id).unwrap();
    let params = WoodParams::resolve(feedstock, given).unwrap();
    WoodStream { provider, feedstock, params, wet_t: season("flat").unwrap().spread(t_per_year) }
}

fn territory() -> Vec<OrganicStream<'static, f64>> {
    vec![
        organic_stream(4, "fw_canteen", "canteen_school", 120.0),
        organic_stream(1, "grease_trap", "restaurant", 48.0),
        organic_stream(4, "bread", "bakery", 90.0),
        organic_stream(0, "lawn", "green_grass", 80.0),
        organic_stream(2, "cattle_slurry", "manure_winter", 900.0),
    ]
}

/// Largest relative difference of two sets of amounts; not finite counts as infinite.
fn gap(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).fold(0.0, |worst: f64, (x, y)| {
        let difference = (x - y).abs() / x.abs().max(y.abs()).max(1e-300);
        assert!(x.is_finite() && y.is_finite());
        worst.max(if x == y { 0.0 } else { difference })
    })
}

#[test]
fn a_pool_holds_what_its_streams_hold() {
    let streams = territory();
    let pool = OrganicPool::new(&streams).unwrap();
    // Written out by hand: mass, TS, VS and oxygen demand of each month from the library's percentages.
    let molecules = MacromoleculeTable::project();
    for month in 0..12 {
        let [mut wet, mut ts, mut vs, mut cod, mut protein_n] = [0.0; 5];
        for s in &streams {
            let n = &s.feedstock.numbers;
            let stream_vs = s.wet_t[month] * n.ts_pct_fm / 100.0 * n.vs_pct_ts / 100.0;
            wet += s.wet_t[month];
            ts += s.wet_t[month] * n.ts_pct_fm / 100.0;
            vs += stream_vs;
            let parts = [n.carb_pct_vs, n.protein_pct_vs, n.lipid_pct_vs, n.lignin_pct_vs, n.vfa_pct_vs];
            for (molecule, pct) in Macromolecule::ALL.into_iter().zip(parts) {
                cod += stream_vs * pct / 100.0 * molecules.get(molecule).cod_kg_per_kg;
                protein_n += stream_vs * pct / 100.0 * molecules.get(molecule).n_kg_per_kg;
            }
        }
        let amounts = pool.month(month).unwrap();
        assert!(gap(&[amounts.wet_t, amounts.ts_t, amounts.vs_t, amounts.cod_t], &[wet, ts, vs, cod]) < 1e-12);
        assert!(gap(&[amounts.n_t - amounts.tan_t], &[protein_n]) < 1e-12);
    }
    let months: OrganicAmounts<f64> = pool.months().iter().copied().sum();
    let providers: OrganicAmounts<f64> = pool.contributions().iter().map(|c| c.amounts).sum();
    assert!(gap(&months.to_array(), &pool.year().to_array()) < 1e-12);
    assert!(gap(&providers.to_array(), &pool.year().to_array()) < 1e-12);
    let who: Vec<usize> = pool.contributions().iter().map(|c| c.provider).collect();
    assert_eq!(who, [0, 1, 2, 4]);
}

fn cod_parts(a: &OrganicAmounts<f64>) -> f64 {
    a.cod_carb_t
        + a.cod_protein_t
        + a.cod_lipid_t
        + a.cod_lignin_t
        + a.cod_vfa_t
        + a.inert_carb_t
        + a.inert_protein_t
        + a.inert_lipid_t
        + a.inert_lignin_t
}

proptest! {
    #[test]
    fn pooling_closes_and_does_not_depend_on_order(
        picks in prop::collection::vec((0..62_usize, 0..6_usize, 0.0..5000.0_f64, 0.0..1.0_f64, 0.0..20.0_f64), 1..12),
        turn in 0..12_usize,
    ) {
        let molecules = MacromoleculeTable::project();
        let streams: Vec<_> = picks.iter().map(|(at, provider, tonnes, fraction, vfa)| {
            let mut stream = organic_stream(*provider, &organics()[*at].id, "flat", *tonnes);
            // Any degradable fraction, and some of the carbohydrate as acids.
            let vfa = vfa.min(stream.params.carb_pct_vs);
            stream.params.carb_pct_vs -= vfa;
            stream.params.vfa_pct_vs += vfa;
            stream.params.degradable_fraction = *fraction;
            stream
        }).collect();
        prop_assume!(picks.iter().any(|p| p.2 > 1e-6));
        let pool = OrganicPool::new(&streams).unwrap();
        let year = pool.year();
        prop_assert!(gap(&[cod_parts(year)], &[year.cod_t]) < 1e-12);
        prop_assert!(year.bmp_nm3 <= year.bmp_theoretical_nm3 * (1.0 + 1e-12));
        prop_assert!(year.inert_n_t >= 0.0 && year.inert_n_t <= year.n_t - year.tan_t + 1e-12 * year.n_t);
        // Nitrogen stays with the protein it is in.
        let inert = pool.months().iter().map(|m| m.inert_n_t * (m.inert_protein_t + m.cod_protein_t)).collect::<Vec<_>>();
        let by_stream: Vec<f64> = (0..12)
            .map(|month| {
                let classes = pool.rate_classes(month).unwrap();
                let n = |a: &OrganicAmounts<f64>| {
                    let protein = a.inert_protein_t + a.cod_protein_t;
                    if protein > 0.0 { (a.n_t - a.tan_t) * a.inert_protein_t / protein } else { 0.0 }
                };
                let month = pool.month(month).unwrap();
                classes.iter().map(|c| n(&c.amounts)).sum::<f64>() * (month.inert_protein_t + month.cod_protein_t)
            })
            .collect();
        for (a, b) in inert.iter().zip(&by_stream) {
            prop_assert!((a - b).abs() <= 1e-12 * year.n_t * year.cod_t, "{a} {b}");
        }
        let degradable = year.cod_carb_t + year.cod_protein_t + year.cod_lipid_t + year.cod_lignin_t + year.cod_vfa_t;
        prop_assert!(gap(&[degradable * 1000.0 * molecules.ch4_nm3_per_kg_cod()], &[year.bmp_nm3]) < 1e-12);
        let mut turned = streams.clone();
        turned.rotate_left(turn % streams.len());
        turned.reverse();
        let again = OrganicPool::new(&turned).unwrap();
        prop_assert!(gap(&again.year().to_array(), &year.to_array()) < 1e-12);
        let kinetic = pool.ch4_cstr_nm3(3, 30.0).unwrap();
        prop_assert!(kinetic <= pool.month(3).unwrap().bmp_nm3);
        // The yield of the mean rate is never below that of the streams apart: why they are kept apart.
        let mean = cstr_first_order(pool.month(3).unwrap().bmp_nm3, pool.mean_k_hyd_per_d(), 30.0);
        prop_assert!(mean >= kinetic * (1.0 - 1e-12));
        // Per kg VS destroyed.
        let kg = |m, cod: f64| cod / molecules.get(m).cod_kg_per_kg;
        let destroyed_t = kg(Macromolecule::Carbohydrate, year.cod_carb_t)
            + kg(Macromolecule::Protein, year.cod_protein_t)
            + kg(Macromolecule::Lipid, year.cod_lipid_t)
            + kg(Macromolecule::Lignin, year.cod_lignin_t)
            + kg(Macromolecule::Vfa, year.cod_vfa_t);
        if destroyed_t > 0.0 {
            let per_kg = year.bmp_nm3 / destroyed_t / 1000.0;
            prop_assert!((0.30..=1.02).contains(&per_kg), "{per_kg}");
        }
    }

    #[test]
    fn a_feed_brings_what_the_month_holds(ts_pct in 1.0..40.0_f64, month in 0..12_usize) {
        let pool = OrganicPool::new(&territory()).unwrap();
        let amounts = pool.month(month).unwrap();
        let feed = pool.feed(month, &FeedTarget::diluted_to(ts_pct)).unwrap();
        let m3 = feed.flow_m3_per_d * DAYS_OF_MONTH[month] as f64;
        let easy = feed.carb_kg_cod_m3 + feed.protein_kg_cod_m3 + feed.lipid_kg_cod_m3;
        let cod_kg = (easy + feed.vfa_kg_cod_m3 + feed.inert_kg_cod_m3) * m3;
        let n_kg = (feed.tan_kmol_m3 + feed.protein_n_kmol_m3 + feed.inert_n_kmol_m3) * m3 * 14.007;
        prop_assert!(gap(
            &[cod_kg, n_kg, feed.vs_kg_m3 * m3, feed.bmp_nm3_m3 * m3, feed.s_kmol_m3 * m3 * 32.06],
            &[amounts.cod_t * 1e3, amounts.n_t * 1e3, amounts.vs_t * 1e3, amounts.bmp_nm3, amounts.s_t * 1e3],
        ) < 1e-12);
        let undiluted_pct = 100.0 * amounts.ts_t / amounts.wet_t;
        prop_assert!((feed.ts_pct - ts_pct.min(undiluted_pct)).abs() < 1e-9);
        prop_assert!(gap(&[m3], &[amounts.wet_t + feed.dilution_water_t]) < 1e-12, "1000 kg/m3");
    }

    #[test]
    fn wood_pools_close(picks in prop::collection::vec((0..23_usize, 0..5_usize, 0.1..900.0_f64), 1..10)) {
        let streams: Vec<_> = picks.iter()
            .filter(|p| woods()[p.0].numbers.c_pct_db.is_some())
            .map(|(at, provider, tonnes)| wood_stream(*provider, &woods()[*at].id, *tonnes, &WoodOverrides::default()))
            .collect();
        prop_assume!(!streams.is_empty());
        let pool = WoodPool::new(&streams).unwrap();
        let year = pool.year();
        prop_assert!(gap(&[year.dry_t + year.water_t], &[year.wet_t]) < 1e-12);
        let parts: WoodAmounts<f64> = pool.contributions().iter().map(|c| c.amounts).sum();
        prop_assert!(gap(&parts.to_array(), &year.to_array()) < 1e-12);
        // Heat is additive: channelled through the mean fuel or stream by stream, the same MJ (HHV and LHV are linear).
        let fuel = pool.year_fuel();
        let apart: f64 = streams.iter().map(|s| s.params.lhv_mj_per_kg_ar().0 * s.wet_t.iter().sum::<f64>()).sum();
        prop_assert!(gap(&[fuel.lhv_mj_per_kg_ar().0 * year.wet_t], &[apart]) < 1e-12);
        let volume = |s: &WoodStream<'_, f64>| s.wet_t.iter().sum::<f64>() * 1000.0 / s.params.bulk_density_kg_m3;
        let bulk: f64 = streams.iter().map(volume).sum();
        prop_assert!(gap(&[year.volume_m3], &[bulk]) < 1e-12);
    }
}

#[test]
fn an_empty_pool_is_an_error() {
    assert_eq!(OrganicPool::<f64>::new(&[]).unwrap_err(), PoolError::Empty);
    assert_eq!(WoodPool::<f64>::new(&[]).unwrap_err(), PoolError::Empty);
    assert_eq!(OrganicPool::new(&[organic_stream(0, "lawn", "flat", 0.0)]).unwrap_err(), PoolError::Empty);
    let mut bad = organic_stream(0, "lawn", "flat", 10.0);
    bad.wet_t[4] = -1.0;
    assert_eq!(OrganicPool::new(&[bad.clone()]).unwrap_err(), PoolError::BadMass { stream: 0, month: 4 });
    bad.wet_t[4] = f64::NAN;
    assert_eq!(OrganicPool::new(&[bad]).unwrap_err(), PoolError::BadMass { stream: 0, month: 4 });
    let grass = OrganicPool::new(&[organic_stream(0, "lawn", "green_grass", 80.0)]).unwrap();
    assert_eq!(grass.feed(0, &FeedTarget::as_received()).unwrap_err(), PoolError::EmptyMonth { month: 0 });
    assert_eq!(grass.feed(12, &FeedTarget::as_received()).unwrap_err(), PoolError::NoSuchMonth { month: 12 });
    assert!(grass.feed(5, &FeedTarget::as_received()).is_ok());
    for ts_pct in [0.0, -3.0, f64::NAN, f64::INFINITY] {
        assert_eq!(grass.feed(5, &FeedTarget::diluted_to(ts_pct)).unwrap_err(), PoolError::BadTarget);
    }
    assert!(check_limits(&[], "fr_ssd_2014").is_err());
}

/// A BMP between what everything but lignin gives and stoichiometry: lignin gives the rest, and nothing is lost.
#[test]
fn lignin_gives_only_what_nothing_else_can() {
    let molecules = MacromoleculeTable::project();
    let maize = organic("maize").unwrap();
    let given = OrganicOverrides { bmp_nl_per_kg_vs: Some(440.0), ..OrganicOverrides::default() };
    let amounts = OrganicParams::resolve(maize, &given).unwrap().per_tonne(molecules);
    assert!(amounts.cod_lignin_t > 0.0);
    assert_eq!(amounts.inert_carb_t + amounts.inert_protein_t + amounts.inert_lipid_t, 0.0);
    assert!((amounts.bmp_nm3 / amounts.vs_t - 440.0).abs() < 1e-9);
    assert!(gap(&[cod_parts(&amounts)], &[amounts.cod_t]) < 1e-14);
}

/// Bread 0.3/d and leaves 0.05/d, weighted by their methane: (0.3 x 252.2 + 0.05 x 45.9 x 2)/(252.2 + 45.9 x 2) with
/// the methane per tonne of the library.
#[test]
fn the_mean_rate_is_weighted_by_what_degrades() {
    let streams = [organic_stream(0, "bread", "flat", 10.0), organic_stream(1, "leaves", "flat", 20.0)];
    let pool = OrganicPool::new(&streams).unwrap();
    let (bread, leaves) = (0.65 * 0.97 * 400.0, 2.0 * 0.45 * 0.85 * 120.0);
    let expected = (0.3 * bread + 0.05 * leaves) / (bread + leaves);
    assert!(gap(&[pool.mean_k_hyd_per_d()], &[expected]) < 1e-12);
}

#[test]
fn what_must_be_pasteurised_is_the_category_3_part() {
    let pool = OrganicPool::new(&territory()).unwrap();
    for month in 0..12 {
        // Canteen waste and grease; bread, lawn and slurry are no category 3 material.
        let expected = territory()[0].wet_t[month] + territory()[1].wet_t[month];
        assert!(gap(&[pool.hygienised(month).unwrap().wet_t], &[expected]) < 1e-12);
    }
}

/// Derivatives pass through pooling: dual numbers against central differences.
#[test]
fn pooling_runs_on_dual_numbers() {
    let feedstock = organic("fw_canteen").unwrap();
    let base = OrganicParams::resolve(feedstock, &OrganicOverrides::default()).unwrap();
    let feed = |fraction: f64, tonnes: f64| {
        let params = OrganicParams { degradable_fraction: fraction, ..base };
        let wet_t = season("flat").unwrap().spread(tonnes);
        let pool = OrganicPool::new(&[OrganicStream { provider: 0, feedstock, params, wet_t }]).unwrap();
        pool.feed(0, &FeedTarget::diluted_to(8.0)).unwrap().bmp_nm3_m3 * pool.month(0).unwrap().wet_t
    };
    let mut params = base.lift::<Dual<2>>();
    *params.get_mut("degradable_fraction").unwrap() = Dual::variable(0.6, 0);
    let wet_t = season("flat").unwrap().spread(Dual::variable(100.0, 1));
    let pool = OrganicPool::new(&[OrganicStream { provider: 0, feedstock, params, wet_t }]).unwrap();
    let dual =
        pool.feed(0, &FeedTarget::diluted_to(Dual::constant(8.0))).unwrap().bmp_nm3_m3 * pool.month(0).unwrap().wet_t;
    assert_eq!(dual.value, feed(0.6, 100.0), "the same bits as with plain numbers");
    let h = 1e-4;
    let by_fraction = (feed(0.6 + h, 100.0) - feed(0.6 - h, 100.0)) / (2.0 * h);
    let by_mass = (feed(0.6, 100.0 + h) - feed(0.6, 100.0 - h)) / (2.0 * h);
    assert!(gap(&dual.slope, &[by_fraction, by_mass]) < 1e-7);
}

#[test]
fn the_provider_that_breaks_a_limit_is_named() {
    let leaded = |pb: f64| WoodOverrides { pb_mg_kg_db: Some(pb), ..WoodOverrides::default() };
    let streams = [
        wood_stream(7, "pallet_A_soft", 300.0, &WoodOverrides::default()),
        wood_stream(2, "pallet_A_soft", 100.0, &leaded(60.0)),
        wood_stream(5, "pallet_A_soft", 20.0, &leaded(1500.0)),
        wood_stream(5, "pallet_A_hard", 10.0, &leaded(10.0)),
    ];
    let pool = WoodPool::new(&streams).unwrap();
    let checks = check_limits(&pool.contributions(), "fr_ssd_2014").unwrap();
    let by_name = |name: &str| checks.iter().find(|c| c.limit.component == name).unwrap();
    let lead = by_name("Pb");
    // All streams have the same moisture: (300*2 + 100*60 + 20*1500 + 10*10)/430.
    assert!(gap(&[lead.content_mg_kg_db.unwrap()], &[36700.0 / 430.0]) < 1e-12);
    assert_eq!((lead.verdict, lead.caused_by(), &lead.to_remove), (Verdict::Broken, Some(5), &vec![5]));
    assert!(lead.contributors[0].removal_cures && !lead.contributors[1].removal_cures);
    assert!(gap(&[lead.contributors[0].pool_without_mg_kg_db.unwrap()], &[6600.0 / 400.0]) < 1e-12);
    assert!(lead.contributors.last().unwrap().excess_kg < 0.0);
    assert_eq!((by_name("As").verdict, by_name("Cl").verdict), (Verdict::Met, Verdict::Met));
    assert_eq!((by_name("PCP").verdict, by_name("PCP").content_mg_kg_db), (Verdict::Unknown, None));
    let found = limit_findings(&checks);
    assert_eq!(found.iter().filter(|f| f.weight == Weight::Barrier).count(), 1);
    assert_eq!(found.iter().find(|f| f.weight == Weight::Barrier).unwrap().providers, [5]);
    // Two offenders, neither of whom is enough alone.
    let both = [
        wood_stream(0, "pallet_A_soft", 100.0, &WoodOverrides::default()),
        wood_stream(1, "pallet_A_soft", 50.0, &leaded(400.0)),
        wood_stream(2, "pallet_A_soft", 50.0, &leaded(300.0)),
    ];
    let checks = check_limits(&WoodPool::new(&both).unwrap().contributions(), "fr_ssd_2014").unwrap();
    assert_eq!(checks.iter().find(|c| c.limit.component == "Pb").unwrap().to_remove, [1, 2]);
    // Equals stand in the order of their indices, whatever the order of the streams.
    let equal =
        [wood_stream(8, "pallet_A_soft", 50.0, &leaded(90.0)), wood_stream(3, "pallet_A_soft", 50.0, &leaded(90.0))];
    let checks = check_limits(&WoodPool::new(&equal).unwrap().contributions(), "fr_ssd_2014").unwrap();
    let lead = checks.iter().find(|c| c.limit.component == "Pb").unwrap();
    assert_eq!((lead.caused_by(), &lead.to_remove), (Some(3), &vec![3, 8]));
}

#[test]
fn wood_without_an_analysis_leaves_a_limit_undecided() {
    let streams = [
        wood_stream(0, "pallet_A_soft", 100.0, &WoodOverrides::default()),
        wood_stream(1, "demolition", 100.0, &WoodOverrides::default()),
    ];
    let pool = WoodPool::new(&streams).unwrap();
    for check in check_limits(&pool.contributions(), "fr_ssd_2014").unwrap() {
        assert_eq!(check.verdict, Verdict::Unknown, "{}", check.limit.component);
        assert!(check.analysed_share < 1.0);
    }
    assert!(pool.year_fuel().contaminants_mg_kg_db.iter().all(Option::is_none));
    assert!(check_limits(&pool.contributions(), "fr_fly_ash_2013").is_err(), "limits on ash are not limits on wood");
    let message = check_limits(&pool.contributions(), "ssd").unwrap_err().to_string();
    assert!(message.contains("fr_ssd_2014") && !message.contains("fly_ash"), "{message}");
}

fn thresholds() -> RegulatoryThresholds<f64> {
    RegulatoryThresholds::defaults()
}

#[test]
fn digestion_findings_follow_the_rules() {
    let rules = |streams: &[OrganicStream<'_, f64>]| -> Vec<&'static str> {
        digestion_findings(streams, &thresholds()).iter().map(|f| f.rule_id).collect()
    };
    let food = [organic_stream(3, "fw_canteen", "flat", 100.0)];
    assert!(rules(&food).contains(&"ABP_HYG_T") && rules(&food).contains(&"BIODECHET"));
    assert!(rules(&food).contains(&"ICPE2781_2") && !rules(&food).contains(&"ICPE2781_1"));
    let grass = [organic_stream(3, "lawn", "flat", 100.0)];
    assert!(rules(&grass).contains(&"ICPE2781_1") && !rules(&grass).contains(&"ABP_HYG_T"));
    assert!(rules(&territory()).contains(&"ABP_MIX"), "food waste with slurry");
    assert!(rules(&[]).is_empty());
    assert!(rules(&[organic_stream(0, "fw_canteen", "flat", 0.0)]).is_empty());
    // A stream of no mass does not put a plant into 2781-2.
    assert!(rules(&[grass[0].clone(), organic_stream(0, "fw_canteen", "flat", 0.0)]).contains(&"ICPE2781_1"));
    let regime = |id: &str, tonnes: f64| {
        let found = digestion_findings(&[organic_stream(0, id, "flat", tonnes)], &thresholds());
        found.into_iter().find(|f| f.rule_id.starts_with("ICPE2781_")).unwrap().text.to_string()
    };
    assert!(regime("lawn", 29.9 * 365.0).ends_with("a declaration"));
    assert!(regime("lawn", 30.1 * 365.0).contains("a registration"));
    assert!(regime("lawn", 100.1 * 365.0).ends_with("an authorisation"));
    assert!(regime("fw_canteen", 1.0).contains("2781-2: the digester needs a registration"));
    assert!(regime("fw_canteen", 100.1 * 365.0).ends_with("an authorisation"));
    let crops = [organic_stream(0, "maize", "flat", 20.0), organic_stream(1, "cattle_slurry", "flat", 80.0)];
    assert!(rules(&crops).contains(&"CROP_CAP"));
    let few = [organic_stream(0, "maize", "flat", 10.0), organic_stream(1, "cattle_slurry", "flat", 90.0)];
    assert!(!rules(&few).contains(&"CROP_CAP"));
    assert!(rules(&[organic_stream(0, "daf_fat", "flat", 5.0)]).contains(&"ABP_CAT"));
    assert!(rules(&[organic_stream(0, "was", "flat", 5.0)]).contains(&"ICPE2781_STEP"));
}

#[test]
fn findings_on_products_follow_the_rules() {
    let injected = |gwh: f64| injection_findings(gwh, &thresholds()).iter().map(|f| f.rule_id).collect::<Vec<_>>();
    assert_eq!(injected(0.0), Vec::<&str>::new());
    assert_eq!(injected(19.0), ["GRID_HHV", "GRID_CH4", "GRID_H2O", "GRID_OTHER"]);
    assert_eq!(injected(20.0).last(), Some(&"REDII_THR"));
    assert!(injection_findings(1.0, &thresholds()).iter().all(|f| !f.text.is_empty()));
    // 10000 t at 7.1 kg N/t over 170 kg/ha: 417.6 ha (yield table, row n170_1).
    assert!(spreading_findings(71.0, &thresholds())[0].text.to_string().contains("417.6 ha"));
    assert!(spreading_findings(0.0, &thresholds()).is_empty());
}

#[test]
fn boiler_findings_follow_power_and_class() {
    let one = |id: &str, kw: f64| {
        let given = WoodOverrides {
            c_pct_db: Some(49.0),
            h_pct_db: Some(6.0),
            o_pct_db: Some(43.0),
            ..WoodOverrides::default()
        };
        let given = if wood(id).unwrap().numbers.c_pct_db.is_some() { WoodOverrides::default() } else { given };
        boiler_findings(&[wood_stream(9, id, 100.0, &given)], kw, &thresholds())
    };
    let text = |id: &str, kw: f64| one(id, kw)[0].text.to_string();
    assert!(text("pallet_A_soft", 900.0).contains("below the threshold of heading 2910-A"));
    assert!(text("pallet_A_soft", 1000.0).contains("a declaration"));
    assert!(text("pallet_A_soft", 20_000.0).contains("a registration"));
    assert!(text("pallet_A_soft", 50_000.0).contains("3110"));
    assert!(text("pallet_painted", 2000.0).contains("2910-B"));
    assert_eq!(one("pallet_painted", 2000.0)[0].flag, Flag::Assumed);
    let barrier = |id: &str| one(id, 500.0).into_iter().find(|f| f.weight == Weight::Barrier).map(|f| f.providers);
    assert_eq!(barrier("cca"), Some(vec![9]));
    assert_eq!(barrier("pallet_MB"), Some(vec![9]));
    assert_eq!(barrier("pallet_A_soft"), None);
    for finding in one("pallet_A_soft", 500.0) {
        assert!(!finding.source.is_empty() && !finding.text.is_empty());
    }
}

struct Mode {
    kind: String,
    provider: usize,
    feedstock: String,
    moisture_pct: f64,
    wet_t: [f64; 12],
}

/// The most likely amounts of the fictitious companies of the Florange case.
fn florange() -> Vec<Mode> {
    let text = include_str!("../data/feedstock/florange_modes.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let read = |r: csv::StringRecord| Mode {
        provider: r[1].parse().unwrap(),
        kind: r[2].to_owned(),
        feedstock: r[3].to_owned(),
        moisture_pct: r[5].parse().unwrap(),
        wet_t: season(&r[6]).unwrap().spread(r[4].parse().unwrap()),
    };
    reader.records().map(|r| read(r.unwrap())).collect()
}

/// Totals, peak and lowest month of the case as worked out beside its tables, to the decimal printed there.
#[test]
fn the_florange_case_has_its_published_months() {
    let modes = florange();
    for (kind, total, peak, lowest) in [
        ("wood", 1484.5, 136.7, 96.7),
        ("food_waste", 922.6, 84.2, 71.2),
        ("grease", 148.0, 12.8, 11.5),
        ("green_waste", 80.0, 10.4, 2.0),
    ] {
        let of_kind: Vec<&Mode> = modes.iter().filter(|m| m.kind == kind).collect();
        let months: Vec<f64> = (0..12).map(|m| of_kind.iter().map(|s| s.wet_t[m]).sum()).collect();
        let highest = months.iter().copied().fold(f64::MIN, f64::max);
        let least = months.iter().copied().fold(f64::MAX, f64::min);
        for (computed, printed) in [(months.iter().sum(), total), (highest, peak), (least, lowest)] {
            assert!((computed - printed).abs() <= 0.0501, "{kind}: {computed} for {printed}");
        }
    }
    let organic_streams: Vec<OrganicStream<'_, f64>> = modes
        .iter()
        .filter(|m| m.kind != "wood")
        .map(|m| {
            let feedstock = organic(&m.feedstock).unwrap();
            let given = OrganicOverrides { ts_pct_fm: Some(100.0 - m.moisture_pct), ..OrganicOverrides::default() };
            let params = OrganicParams::resolve(feedstock, &given).unwrap();
            OrganicStream { provider: m.provider, feedstock, params, wet_t: m.wet_t }
        })
        .collect();
    let pool = OrganicPool::new(&organic_streams).unwrap();
    // Independent: sum of t x TS x VS x BMP of the library, Nm3.
    let expected: f64 = modes
        .iter()
        .filter(|m| m.kind != "wood")
        .map(|m| {
            let n = &organic(&m.feedstock).unwrap().numbers;
            m.wet_t.iter().sum::<f64>() * (100.0 - m.moisture_pct) * n.vs_pct_ts * 1e-4 * n.bmp_nl_per_kg_vs
        })
        .sum();
    assert!(gap(&[pool.year().bmp_nm3], &[expected]) < 1e-12);
    for month in 0..12 {
        let feed = pool.feed(month, &FeedTarget::diluted_to(10.0)).unwrap();
        assert!((feed.ts_pct - 10.0).abs() < 1e-9 && feed.flow_m3_per_d.is_finite());
    }
}
