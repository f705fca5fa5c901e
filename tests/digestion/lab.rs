//! Laboratory analyses: closures, what is assumed, what is refused, feeds that are hard.

use gisement::feedstock::lab::{Analysis, AnalysisProblem, Characterised, LabDefaults, characterise};
use gisement::feedstock::macromolecule::{Macromolecule, MacromoleculeTable};
use gisement::param::Flag;
use proptest::prelude::*;

fn defaults() -> LabDefaults<f64> {
    LabDefaults::defaults()
}

/// Maize silage by Weender and Van Soest, with a potential.
fn maize() -> Analysis {
    Analysis {
        ts_pct_fm: Some(33.0),
        vs_pct_ts: Some(95.5),
        crude_ash_pct_ts: Some(4.5),
        crude_protein_pct_ts: Some(8.0),
        crude_fat_pct_ts: Some(3.0),
        crude_fibre_pct_ts: Some(20.0),
        nfe_pct_ts: Some(64.5),
        ndf_pct_ts: Some(42.0),
        adf_pct_ts: Some(24.0),
        adl_pct_ts: Some(2.5),
        nh4_n_g_per_kg_fm: Some(0.4),
        acetic_g_per_kg_fm: Some(6.0),
        propionic_g_per_kg_fm: Some(0.2),
        ph: Some(3.9),
        bmp_nl_per_kg_vs: Some(350.0),
        ..Analysis::default()
    }
}

fn good(analysis: &Analysis) -> Characterised {
    characterise(analysis, &defaults()).unwrap()
}

fn problems(analysis: &Analysis) -> Vec<AnalysisProblem> {
    characterise(analysis, &defaults()).unwrap_err()
}

/// COD, nitrogen, mass and the potential of the parts are those of the whole.
fn closes(c: &Characterised) {
    let near = |a: f64, b: f64| assert!((a - b).abs() <= 1e-12 * (1.0 + b.abs()), "{a} and {b}: {c:?}");
    near(c.vs_shares.iter().sum(), 1.0);
    near(c.cod, c.per_kg.cod());
    near(c.nitrogen, c.per_kg.total_nitrogen * 14.007);
    let table = MacromoleculeTable::project();
    let protein_n = c.vs_shares[1] * c.vs * table.get(Macromolecule::Protein).n_kg_per_kg;
    near(protein_n + c.per_kg.ammonia * 14.007, c.nitrogen);
    assert!(c.bmp_implied_nl_per_kg_vs <= c.bmp_theoretical_nl_per_kg_vs * (1.0 + 1e-12));
    if let Some(measured) = c.bmp_measured_nl_per_kg_vs {
        assert!((c.bmp_implied_nl_per_kg_vs - measured).abs() < 1e-9 * measured.max(1.0));
    }
    assert!((0.0..=1.0).contains(&c.slow_share) && (0.0..=1.0).contains(&c.degradable));
    let parts = c.per_m3();
    for x in [parts.carbohydrate, parts.protein, parts.lipid, parts.inert_particulate, parts.ammonia] {
        assert!(x.is_finite() && x >= 0.0, "{c:?}");
    }
    assert!(parts.inorganic_carbon >= 0.0 && parts.strong_ions.is_finite() && c.carbon > 0.0);
}

#[test]
fn maize_closes_and_says_where_its_numbers_are_from() {
    let c = good(&maize());
    closes(&c);
    assert_eq!(c.bmp_measured_nl_per_kg_vs, Some(350.0));
    // Fibre less lignin (42 - 2.5 % of TS) over all that is no lignin.
    assert!((0.3..0.5).contains(&c.slow_share), "{}", c.slow_share);
    let flag = |of: &str| c.origins.iter().find(|o| o.of == of).unwrap().flag;
    assert_eq!((flag("lipid"), flag("carbohydrate"), flag("density")), (Flag::Read, Flag::Computed, Flag::Assumed));
    assert!(c.findings.iter().any(|f| f.contains("NaOH")), "silage is sour: {:?}", c.findings);
}

#[test]
fn fat_is_found_from_the_oxygen_demand() {
    let table = MacromoleculeTable::project();
    let parts = [(Macromolecule::Carbohydrate, 60.0), (Macromolecule::Protein, 20.0), (Macromolecule::Lipid, 20.0)];
    let cod: f64 = parts.iter().map(|(m, g)| g * table.get(*m).cod_kg_per_kg).sum();
    let nitrogen = 20.0 * table.get(Macromolecule::Protein).n_kg_per_kg;
    let c = good(&Analysis {
        ts_pct_fm: Some(12.5),
        vs_pct_ts: Some(80.0),
        cod_g_per_kg_fm: Some(cod),
        tkn_g_per_kg_fm: Some(nitrogen),
        ..Analysis::default()
    });
    closes(&c);
    for (share, wanted) in c.vs_shares.iter().zip([0.6, 0.2, 0.2, 0.0, 0.0]) {
        assert!((share - wanted).abs() < 1e-12, "{:?}", c.vs_shares);
    }
}

/// Ammonium bicarbonate at pH 8: alkalinity is its bicarbonate, and hardly any strong ion is left.
#[test]
fn alkalinity_gives_the_inorganic_carbon() {
    // mol/kg, which is kmol/m3 at the density of water.
    let kmol = 0.1;
    let c = good(&Analysis {
        ts_pct_fm: Some(5.0),
        vs_pct_ts: Some(70.0),
        tkn_g_per_kg_fm: Some(2.5),
        nh4_n_g_per_kg_fm: Some(kmol * 14.007),
        alkalinity_g_caco3_per_kg_fm: Some(kmol * 50.04),
        ph: Some(7.8),
        ..Analysis::default()
    });
    closes(&c);
    let parts = c.per_m3();
    assert!((parts.inorganic_carbon - kmol).abs() < 0.06 * kmol, "{c:?}");
    assert!(parts.strong_ions.abs() < 0.06 * kmol);
}

#[test]
fn a_feed_of_ph_3_is_allowed_and_wants_alkali() {
    let c = good(&Analysis { ph: Some(3.0), alkalinity_g_caco3_per_kg_fm: Some(0.0), ..maize() });
    closes(&c);
    assert!(c.alkali_to_ph7() > 5e-5 && c.findings.iter().any(|f| f.contains("pH 3")));
}

#[test]
fn refuses_with_every_problem_at_once() {
    let broken = Analysis {
        vs_pct_ts: Some(130.0),
        nh4_n_g_per_kg_fm: Some(-1.0),
        ph: Some(f64::NAN),
        crude_fat_pct_ts: Some(80.0),
        adl_pct_ts: Some(60.0),
        ..maize()
    };
    let found = problems(&broken);
    assert!(found.len() >= 5, "{found:?}");
    let says = |part: &str| found.iter().any(|p| p.to_string().contains(part));
    assert!(says("VS above TS") && says("nh4_n_g_per_kg_fm") && says("ph is NaN") && says("sum to") && says("ADL"));
}

#[test]
fn refuses_what_contradicts_itself() {
    let says = |analysis: Analysis, part: &str| {
        let found = problems(&analysis);
        assert!(found.iter().any(|p| p.to_string().contains(part)), "{part}: {found:?}");
    };
    says(Analysis { bmp_nl_per_kg_vs: Some(600.0), ..maize() }, "BMP of 600");
    says(Analysis { cod_g_per_kg_fm: Some(700.0), ..maize() }, "COD does not close");
    says(Analysis { tkn_g_per_kg_fm: Some(2.0), ..maize() }, "more than the Kjeldahl nitrogen");
    says(Analysis { vs_pct_ts: Some(0.955), ..maize() }, "write 95.5");
    says(Analysis { bmp_nl_per_kg_vs: Some(0.35), ..maize() }, "write 350");
    says(Analysis { nh4_n_g_per_kg_fm: Some(400.0), ..maize() }, "mg/kg");
    says(Analysis { acetic_g_per_kg_fm: Some(300.0), ts_pct_fm: Some(20.0), ..maize() }, "more than the VS");
    says(Analysis::default(), "TS (ts_pct_fm) is missing");
    let shares = Analysis {
        crude_protein_pct_ts: Some(0.08),
        crude_fat_pct_ts: Some(0.03),
        crude_fibre_pct_ts: Some(0.2),
        nfe_pct_ts: Some(0.645),
        ..maize()
    };
    says(shares, "they look like fractions");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Whatever a laboratory writes: refused with reasons, or closed and finite.
    #[test]
    fn never_half_right(
        ts in 0.1..100.0_f64, vs in 5.0..100.0_f64, protein in 0.0..40.0_f64, fat in 0.0..40.0_f64,
        fibre in 0.0..60.0_f64, tan in 0.0..5.0_f64, acid in 0.0..20.0_f64, ph in 2.0..10.0_f64,
        alkalinity in 0.0..30.0_f64, bmp in proptest::option::of(0.0..700.0_f64), cod in proptest::option::of(0.0..2000.0_f64),
    ) {
        let analysis = Analysis {
            ts_pct_fm: Some(ts), vs_pct_ts: Some(vs), crude_protein_pct_ts: Some(protein), crude_fat_pct_ts: Some(fat),
            crude_fibre_pct_ts: Some(fibre), nh4_n_g_per_kg_fm: Some(tan), acetic_g_per_kg_fm: Some(acid), ph: Some(ph),
            alkalinity_g_caco3_per_kg_fm: Some(alkalinity), bmp_nl_per_kg_vs: bmp, cod_g_per_kg_fm: cod,
            ..Analysis::default()
        };
        match characterise(&analysis, &defaults()) {
            Ok(c) => closes(&c),
            Err(found) => prop_assert!(!found.is_empty() && found.iter().all(|p| !p.to_string().is_empty())),
        }
    }
}
