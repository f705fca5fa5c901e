//! The models beside each other: where one is the limit of another, and what first order and ADM1 say of every feedstock.

use gisement::digestion::adm1::{Adm1Params, FeedRow, METHANE_NM3_PER_KG_COD, StateVector, Verdict, steady_state};
use gisement::digestion::simple::{FirstOrder, FirstOrderParams, Pools, net_growth};
use gisement::digestion::tank::{Composition, Kinetics, React};
use gisement::feedstock::macromolecule::MacromoleculeTable;
use gisement::feedstock::{OrganicOverrides, OrganicParams};
use gisement::library::organics;
use rayon::prelude::*;

/// Last line of the page above the table.
const HEADER: &str =
    "| feedstock | potential | first order | with growth | ADM1 | gap, % |\n|---|---|---|---|---|---|\n";
/// Retention of the comparison, d.
const RETENTION_D: f64 = 365.0;
/// Degradable oxygen demand of the feed, diluted in mineral medium, kg COD/m3.
const DEGRADABLE: f64 = 30.0;
/// Ammonium bicarbonate of the medium, kmol/m3: growth on fat and sugar needs nitrogen.
const MEDIUM: f64 = 0.03;

/// A feedstock in mineral medium, as in a test of its methane potential.
fn diluted(params: &OrganicParams<f64>, n_protein: f64) -> Composition {
    let amounts = params.per_tonne(MacromoleculeTable::project());
    let carbohydrate = amounts.cod_carb_t + amounts.cod_lignin_t;
    let degradable = carbohydrate + amounts.cod_protein_t + amounts.cod_lipid_t + amounts.cod_vfa_t;
    let per = DEGRADABLE / degradable;
    let inert = amounts.inert_carb_t + amounts.inert_protein_t + amounts.inert_lipid_t + amounts.inert_lignin_t;
    let ammonia = amounts.tan_t / 14.007 * per;
    let held = n_protein * amounts.cod_protein_t * per + 0.06 / 14.0 * inert * per + ammonia + MEDIUM;
    let analysed = amounts.n_t / 14.007 * per + MEDIUM;
    Composition {
        flow_m3_per_d: 1.0,
        carbohydrate: carbohydrate * per,
        protein: amounts.cod_protein_t * per,
        lipid: amounts.cod_lipid_t * per,
        inert_particulate: inert * per,
        acids: [0.0, 0.0, 0.0, amounts.cod_vfa_t * per],
        ammonia: ammonia + MEDIUM,
        total_nitrogen: Some(analysed.max(held)),
        inorganic_carbon: ammonia + MEDIUM,
        ph: 7.2,
        ..Composition::default()
    }
}

/// Methane of first order at steady state, Nm3 per m3 of feed.
fn first_order(model: &Pools<f64, 4>, feed: &Composition) -> f64 {
    let mut y = FirstOrder::influent(model, feed).unwrap();
    for (pool, k) in y.iter_mut().zip(model.rates_per_d()) {
        *pool /= 1.0 + k * RETENTION_D;
    }
    let layout = FirstOrder::layout();
    y.resize(layout.unknowns.len(), 0.0);
    let mut out = vec![0.0; layout.outputs()];
    model.react(&y, &mut out);
    out[layout.liquid] * FirstOrder::gas_nm3(model).methane[0] * RETENTION_D
}

/// Methane of ADM1 at steady state, gas and dissolved, Nm3 per m3 of feed.
fn adm1(p: &Adm1Params<f64>, feed: &Composition, start: &StateVector) -> (f64, Verdict) {
    let row = FeedRow::from_composition(feed, p).unwrap();
    let steady = steady_state(p, &row, start).unwrap();
    let named = steady.output.named();
    let of = |name: &str| named.iter().find(|(known, _)| *known == name).unwrap().1;
    (steady.output.methane_nm3_per_d + of("S_ch4") * METHANE_NM3_PER_KG_COD, steady.verdict)
}

/// A line per feedstock, as the page shows them.
fn line(feedstock: &gisement::library::OrganicFeedstock) -> (String, f64) {
    let p = Adm1Params { V_liq: RETENTION_D, V_gas: 10.0, ..Adm1Params::<f64>::defaults() };
    let numbers = OrganicParams::resolve(feedstock, &OrganicOverrides::default()).unwrap();
    let feed = diluted(&numbers, p.N_aa);
    let (fast, grown) = (FirstOrderParams::<f64>::defaults(), net_growth(&p, RETENTION_D));
    // The same hydrolysis in both; acids are taken up at once.
    let plain = FirstOrderParams { k_ch: p.k_hyd_ch, k_pr: p.k_hyd_pr, k_li: p.k_hyd_li, k_vfa: 50.0, ..fast };
    let grows = FirstOrderParams {
        growth_ch: grown.carbohydrate,
        growth_pr: grown.protein,
        growth_li: grown.lipid,
        growth_vfa: grown.acetate,
        ..plain
    };
    let potential = numbers.bmp_nl_per_kg_vs(MacromoleculeTable::project());
    let full = DEGRADABLE * MacromoleculeTable::project().ch4_nm3_per_kg_cod();
    let per_vs = |nm3_per_m3: f64| nm3_per_m3 / full * potential;
    let without = first_order(&Pools::first_order(&plain).unwrap(), &feed);
    let with = first_order(&Pools::first_order(&grows).unwrap(), &feed);
    let (kinetic, verdict) = adm1(&p, &feed, &gisement::digestion::adm1::Adm1Case::bsm2().initial);
    assert_eq!(verdict, Verdict::Working, "{}", feedstock.id);
    let gap = kinetic / with - 1.0;
    let [without, with, kinetic] = [without, with, kinetic].map(per_vs);
    let id = &feedstock.id;
    (format!("| `{id}` | {potential:.0} | {without:.1} | {with:.1} | {kinetic:.1} | {:+.2} |", 100.0 * gap), gap)
}

/// First order, once growth is taken off, and ADM1 agree on what every feedstock of the library gives in the long run.
#[test]
fn long_time_yields_of_every_feedstock_agree() {
    let lines: Vec<(String, f64)> = organics().par_iter().map(line).collect();
    let worst = lines.iter().map(|(_, gap)| gap.abs()).fold(0.0, f64::max);
    println!("{} feedstocks, worst {worst:e}", lines.len());
    assert!(lines.iter().all(|(_, gap)| gap.is_finite()) && worst < 0.05);
    let made: String = lines.iter().map(|(line, _)| format!("{line}\n")).collect();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/theory/model_family.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let head = page.split_inclusive(HEADER).next().unwrap();
    if std::env::var_os("GISEMENT_BLESS").is_some() {
        std::fs::write(&path, format!("{head}{made}")).unwrap();
        return;
    }
    assert!(
        page == format!("{head}{made}"),
        "docs/theory/model_family.md is stale: GISEMENT_BLESS=1 cargo test --test digestion"
    );
}
