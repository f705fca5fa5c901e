//! The models beside each other: where one is the limit of another, and what first order and ADM1 say of every feedstock.

use crate::support::{constant, run, tank};
use gisement::digestion::adm1::{Adm1Params, FeedRow, METHANE_NM3_PER_KG_COD, StateVector, Verdict, steady_state};
use gisement::digestion::simple::{FirstOrder, FirstOrderParams, Pools, SlowPoolParams, TwoPools, net_growth};
use gisement::digestion::tank::{Composition, Kinetics, Observe, React, TankRun};
use gisement::digestion::weinrich::{R3, R3Model, R3Params, R4, R4Model, R4Params};
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

/// A feed of all models.
fn feed() -> Composition {
    Composition {
        flow_m3_per_d: 4.0,
        carbohydrate: 25.0,
        protein: 7.0,
        lipid: 4.0,
        ammonia: 0.05,
        inorganic_carbon: 0.05,
        ph: 7.0,
        ..Composition::default()
    }
}

/// A tank of 100 m3 that starts empty of everything but the feed, over 60 days.
fn sixty_days<K: Kinetics>(model: &K::Of<f64>, feed: &Composition) -> TankRun {
    let influent = K::influent(model, feed).unwrap();
    let mut start = influent.clone();
    start.resize(K::layout().unknowns.len(), 0.0);
    run(&constant(tank::<K>(model, 100.0, 10.0, start), feed.flow_m3_per_d, influent, 60.0), &Observe::End)
}

/// Two pools with nothing slow, and two pools that are equally fast, are first order.
#[test]
fn two_pools_reduce_to_first_order() {
    let p = FirstOrderParams::<f64>::defaults();
    let first = sixty_days::<FirstOrder>(&Pools::first_order(&p).unwrap(), &feed());
    let slow = SlowPoolParams::<f64>::defaults();
    let equal = SlowPoolParams { k_ch_slow: p.k_ch, k_pr_slow: p.k_pr, k_li_slow: p.k_li };
    for (slow, share) in [(slow, 0.0), (equal, 0.4)] {
        let model = Pools::two_pools(&p, &slow).unwrap();
        let two = sixty_days::<TwoPools>(&model, &Composition { slow_share: share, ..feed() });
        let (one, two) = (&first.totals[0], &two.totals[0]);
        for (a, b) in [(one.methane_nm3, two.methane_nm3), (one.carbon_dioxide_nm3, two.carbon_dioxide_nm3)] {
            assert!((a / b - 1.0).abs() < 1e-9, "{a} {b}");
        }
    }
}

/// R4 with equal constants and no decay is first order: what is left, and with R4's growth given to first order the methane
/// that forms, in the gas, the headspace and the liquid.
#[test]
fn r4_reduces_to_first_order() {
    let k = 0.2;
    let published = R4Params::<f64>::defaults();
    let r4 = R4Model::new(&R4Params { k_ch: k, k_pr: k, k_li: k, k_dec: 0.0, ..published });
    let run4 = sixty_days::<R4>(&r4, &feed());
    let state = &run4.end.tanks[0].state;
    let at = |name: &str| state[R4::layout().place(name).unwrap()];
    // Methane per kg of R4, as oxygen demand per oxygen demand.
    let cod = |molecule| MacromoleculeTable::project().get(molecule).cod_kg_per_kg;
    use gisement::feedstock::macromolecule::Macromolecule::{Carbohydrate, Lipid, Protein};
    let per_cod = MacromoleculeTable::project().ch4_nm3_per_kg_cod();
    let growth = |methane: f64, molecule| 1.0 - methane * R4::gas_nm3(&r4).methane[0] / per_cod / cod(molecule);
    let p = FirstOrderParams {
        k_ch: k,
        k_pr: k,
        k_li: k,
        growth_ch: growth(0.24819, Carbohydrate),
        growth_pr: growth(0.32208, Protein),
        growth_li: growth(0.63928, Lipid),
        ..FirstOrderParams::<f64>::defaults()
    };
    let first = sixty_days::<FirstOrder>(&Pools::first_order(&p).unwrap(), &feed());
    let left = &first.end.tanks[0].state;
    let pools = [("X_ch", Carbohydrate), ("X_pr", Protein), ("X_li", Lipid)];
    for (pool, (name, molecule)) in pools.into_iter().enumerate() {
        let (a, b) = (at(name) * cod(molecule), left[pool]);
        assert!((a / b - 1.0).abs() < 1e-9, "{name}: {a} {b}");
    }
    let per_kg = R4::gas_nm3(&r4).methane[0];
    let dissolved = at("S_ch4") * 100.0 + run4.totals[0].left[R4::layout().place("S_ch4").unwrap()];
    let formed = run4.totals[0].methane_nm3 + per_kg * (at("S_gas_ch4") * 10.0 + dissolved);
    assert!((formed / first.totals[0].methane_nm3 - 1.0).abs() < 1e-9, "{formed} {}", first.totals[0].methane_nm3);
}

/// R3 with methanogenesis that is fast and free, all inorganic carbon as gas and R4's solubility of methane is R4, as far as
/// five printed digits of two matrices agree.
#[test]
fn r3_reduces_to_r4_where_methanogenesis_is_fast() {
    let r4_params = R4Params::<f64>::defaults();
    let p = R3Params::<f64>::defaults();
    let fast = R3Params {
        K_ac: 1e-4,
        k_m_ac: 50.0,
        K_I_nh3: 1000.0,
        K_I_IN: 0.0,
        K_a_co2: 1e-30,
        pK_l_ac: 0.5,
        pK_u_ac: 1.5,
        K_H_ch4: r4_params.K_H_ch4,
        ..p
    };
    let (r3, r4) = (R3Model::new(&fast), R4Model::new(&r4_params));
    let influent3 = R3::influent(&r3, &feed()).unwrap();
    let mut start = influent3.clone();
    start.resize(R3::layout().unknowns.len(), 0.0);
    start[R3::layout().place("X_ac").unwrap()] = 0.1;
    let case = constant(tank::<R3>(&r3, 100.0, 10.0, start), 4.0, influent3, 400.0);
    let end3 = run(&case, &Observe::End).end;
    let influent4 = R4::influent(&r4, &feed()).unwrap();
    let mut start = influent4.clone();
    start.resize(R4::layout().unknowns.len(), 0.0);
    let end4 = run(&constant(tank::<R4>(&r4, 100.0, 10.0, start), 4.0, influent4, 400.0), &Observe::End).end;
    let of = |name: &str, k: usize| match k {
        3 => end3.tanks[0].state[R3::layout().place(name).unwrap()],
        _ => end4.tanks[0].state[R4::layout().place(name).unwrap()],
    };
    let pairs = [
        (of("X_bac", 3) + of("X_ac", 3), of("X_bac", 4)),
        (of("X_ch", 3), of("X_ch", 4)),
        (end3.tanks[0].methane_nm3_per_d, end4.tanks[0].methane_nm3_per_d),
        (end3.tanks[0].carbon_dioxide_nm3_per_d, end4.tanks[0].carbon_dioxide_nm3_per_d),
    ];
    let gaps = pairs.map(|(a, b)| (a / b - 1.0).abs());
    println!("{gaps:?}, acetic acid left {}", of("S_ac", 3));
    assert!(gaps.iter().all(|gap| *gap < 1e-4), "{pairs:?}");
}
