//! The small models of a digester in lanes on one core: 100 days with steps of the feed at rtol 1e-4.
//!
//! `cargo bench --bench family`. The rate is runs per second.

// Criterion's macros make public functions without documentation; a bench may panic.
#![allow(missing_docs, clippy::unwrap_used)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gisement::digestion::am2::{Am2, Am2Model, Am2Params};
use gisement::digestion::tank::{
    Composition, Inlet, Kinetics, Level, NetworkCase, Observe, Tank, simulate, simulate_all,
};
use gisement::digestion::weinrich::{R3, R3Model, R3Params, R4, R4Model, R4Params};
use gisement::num::VectorClass;

/// Cases side by side.
const COUNT: u32 = 256;
/// Start, d, and flow, m3/d, of the steps of the feed (Weinrich & Nelles 2021).
const STEPS: [(f64, f64); 5] = [(0.0, 4.0), (10.0, 8.0), (30.0, 4.0), (50.0, 2.0), (70.0, 4.0)];

/// Manure and maize, somewhat other in each case.
fn feed(k: u32) -> Composition {
    Composition {
        carbohydrate: 25.0 * (0.9 + 0.2 * f64::from(k) / f64::from(COUNT)),
        protein: 7.0,
        lipid: 4.0,
        acids: [0.0, 0.0, 0.0, 2.0],
        ammonia: 0.03,
        inorganic_carbon: 0.03,
        slow_share: 0.3,
        ph: 7.0,
        ..Composition::default()
    }
}

/// 100 m3 that ran on the first feed for a long time.
fn cases<K: Kinetics>(model: &K::Of<f64>, biomass: &[(&str, f64)]) -> Vec<NetworkCase<K>> {
    let layout = K::layout();
    let case = |k: u32| {
        let influent = K::influent(model, &feed(k)).unwrap();
        let mut initial = influent.clone();
        initial.resize(layout.unknowns.len(), 0.0);
        biomass.iter().for_each(|(name, value)| initial[layout.place(name).unwrap()] = *value);
        let level = Level::Overflow { liquid_m3: 100.0, gas_m3: 10.0 };
        let tank = Tank { name: "digester".to_owned(), model: model.clone(), level, initial };
        NetworkCase {
            tanks: vec![tank],
            streams: Vec::new(),
            times_d: STEPS.iter().map(|(start, _)| *start).collect(),
            rows: STEPS.iter().map(|(_, flow)| vec![Inlet::new(*flow, influent.clone())]).collect(),
            t_end_d: 100.0,
            rtol: 1e-4,
        }
    };
    (0..COUNT).map(case).collect()
}

fn timed<K: Kinetics>(c: &mut Criterion, name: &str, model: &K::Of<f64>, biomass: &[(&str, f64)]) {
    let mut cases = cases::<K>(model, biomass);
    // Every case starts where the first feed leads.
    for case in &mut cases {
        let settled =
            NetworkCase { times_d: vec![0.0], rows: vec![case.rows[0].clone()], t_end_d: 500.0, ..case.clone() };
        case.tanks[0].initial = simulate(&settled, &Observe::End).unwrap().end.tanks[0].state.clone();
    }
    let mut group = c.benchmark_group(name);
    group.throughput(Throughput::Elements(u64::from(COUNT))).sample_size(10);
    for class in [VectorClass::best(), VectorClass::Scalar] {
        group.bench_function(class.name(), |b| b.iter(|| simulate_all(&cases, &Observe::End, class)));
    }
    group.finish();
}

fn family(c: &mut Criterion) {
    timed::<R3>(c, "R3", &R3Model::new(&R3Params::defaults()), &[("X_ac", 0.5), ("X_bac", 2.0)]);
    timed::<R4>(c, "R4", &R4Model::new(&R4Params::defaults()), &[]);
    timed::<Am2>(c, "AM2", &Am2Model::new(&Am2Params::defaults()), &[("X1", 0.5), ("X2", 0.6)]);
}

criterion_group!(benches, family);
criterion_main!(benches);
