//! First order and two pools against closed forms and against each other.

use crate::support::{constant, run, tank};
use gisement::digestion::simple::{FirstOrder, FirstOrderParams, Pools, SlowPoolParams, TwoPools};
use gisement::digestion::tank::{Composition, Kinetics, Observe};
use gisement::feedstock::batch;
use gisement::feedstock::macromolecule::MacromoleculeTable;

fn feed() -> Composition {
    Composition {
        flow_m3_per_d: 5.0,
        carbohydrate: 60.0,
        protein: 25.0,
        lipid: 15.0,
        inert_particulate: 20.0,
        inert_soluble: 1.0,
        acids: [0.2, 0.5, 1.0, 3.0],
        ammonia: 0.05,
        total_nitrogen: Some(0.4),
        slow_share: 0.3,
        inorganic_carbon: 0.05,
        ph: 7.0,
    }
}

/// Nm3 of methane per m3 of a feed that degrades by these shares.
fn methane(shares: [f64; 4]) -> f64 {
    let feed = feed();
    let parts = [feed.carbohydrate, feed.protein, feed.lipid, feed.acids.iter().sum()];
    parts.iter().zip(shares).map(|(cod, share)| cod * share).sum::<f64>()
        * MacromoleculeTable::project().ch4_nm3_per_kg_cod()
}

/// A state of liquid concentrations without gas.
fn filled<K: Kinetics>(model: &K::Of<f64>) -> Vec<f64> {
    let mut y = K::influent(model, &feed()).unwrap();
    y.resize(K::layout().unknowns.len(), 0.0);
    y
}

/// A batch gives B (1 - exp(-k t)) pool by pool.
#[test]
fn a_batch_follows_the_exponential() {
    let p = FirstOrderParams::<f64>::defaults();
    let slow = SlowPoolParams::<f64>::defaults();
    let first = Pools::first_order(&p).unwrap();
    let two = Pools::two_pools(&p, &slow).unwrap();
    for days in [3.0, 30.0, 200.0] {
        let ks = [p.k_ch, p.k_pr, p.k_li, p.k_vfa];
        let expected = 50.0 * methane(ks.map(|k| batch::first_order(1.0, k, days)));
        let start = tank::<FirstOrder>(&first, 50.0, 5.0, filled::<FirstOrder>(&first));
        let found = run(&constant(start, 0.0, vec![0.0; 9], days), &Observe::End).totals[0].methane_nm3;
        assert!((found / expected - 1.0).abs() < 1e-8, "{days} d: {found} {expected}");
        let slows = [slow.k_ch_slow, slow.k_pr_slow, slow.k_li_slow, p.k_vfa];
        let share = |k: usize| batch::two_pool_first_order(1.0, 0.7, ks[k], slows[k], days);
        let expected = 50.0 * methane([share(0), share(1), share(2), batch::first_order(1.0, p.k_vfa, days)]);
        let start = tank::<TwoPools>(&two, 50.0, 5.0, filled::<TwoPools>(&two));
        let found = run(&constant(start, 0.0, vec![0.0; 12], days), &Observe::End).totals[0].methane_nm3;
        assert!((found / expected - 1.0).abs() < 1e-8, "{days} d: {found} {expected}");
    }
}

/// A stirred tank at rest gives B k H/(1 + k H), its gas has the composition of the stoichiometry.
#[test]
fn a_stirred_tank_comes_to_its_closed_form() {
    let p = FirstOrderParams::<f64>::defaults();
    let model = Pools::first_order(&p).unwrap();
    let start = tank::<FirstOrder>(&model, 100.0, 5.0, vec![0.0; 11]);
    let influent = FirstOrder::influent(&model, &feed()).unwrap();
    let end = run(&constant(start, 5.0, influent, 3000.0), &Observe::End).end;
    let shares = [p.k_ch, p.k_pr, p.k_li, p.k_vfa].map(|k| batch::cstr_first_order(1.0, k, 20.0));
    let expected = 5.0 * methane(shares);
    let found = end.tanks[0].methane_nm3_per_d;
    assert!((found / expected - 1.0).abs() < 1e-9, "{found} {expected}");
}

/// Gas of protein: 70 % methane where ammonium holds bicarbonate, 52 % where all carbon leaves.
#[test]
fn gas_of_protein() {
    for (held, share) in [(1.0, 0.6958), (0.0, 0.5219)] {
        let p = FirstOrderParams { hco3_per_nh4: held, ..FirstOrderParams::<f64>::defaults() };
        let model = Pools::first_order(&p).unwrap();
        let mut y = vec![0.0; 11];
        y[1] = 10.0;
        let totals =
            &run(&constant(tank::<FirstOrder>(&model, 1.0, 1.0, y), 0.0, vec![0.0; 9], 50.0), &Observe::End).totals[0];
        let found = totals.methane_nm3 / (totals.methane_nm3 + totals.carbon_dioxide_nm3);
        assert!((found - share).abs() < 2e-4, "{found}");
    }
}

#[test]
fn what_no_model_can_take_is_refused() {
    let p = FirstOrderParams::<f64>::defaults();
    let model = Pools::first_order(&p).unwrap();
    assert!(FirstOrder::at_temperature(&model, 400.0).unwrap_err().contains("exponential law"));
    let negative = Composition { lipid: -1.0, ..feed() };
    assert!(FirstOrder::influent(&model, &negative).is_err());
    let short = Composition { total_nitrogen: Some(0.1), ..feed() };
    assert!(FirstOrder::influent(&model, &short).unwrap_err().to_string().contains("nitrogen"));
}
