//! The digester: kernels, runs of 200 d and years with feed changes, each beside diffsol with `--features peers`.
//!
//! `cargo bench -p gisement-benches --bench adm1`. Times are of one batch of cases; the rate per second is the throughput. Steps, not seconds,
//! guard against regressions (`tests/plants/step_counts.rs`).

// Criterion's macros make public functions without documentation; a bench may panic.
#![allow(missing_docs, clippy::unwrap_used)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gisement::digestion::adm1::{Adm1Case, Model, STATE_COUNT, UNKNOWNS, hydrogen_ion, jacobian_pattern};
use gisement::ode::{SparseLu, System};
use gisement::workload::{Digesters, digesters, largest_error, peer, rtol_of_equal_error};
use std::hint::black_box;

/// The benchmark's model and its initial state.
fn start() -> (Model<f64>, [f64; UNKNOWNS]) {
    let case = Adm1Case::bsm2();
    let row = case.feed.rows[0];
    let model = Model::new(&case.params, row.flow_m3_per_d, row.concentrations).unwrap();
    let mut y = [0.0; UNKNOWNS];
    y[..STATE_COUNT].copy_from_slice(&case.initial);
    y[STATE_COUNT - 1] = hydrogen_ion(model.params(), &y).unwrap();
    (model, y)
}

fn kernels(c: &mut Criterion) {
    let (model, y) = start();
    let mut group = c.benchmark_group("adm1 kernels");
    let mut slopes = [0.0; UNKNOWNS];
    group.bench_function("right-hand side", |b| b.iter(|| model.rhs(black_box(&y), &mut slopes)));
    let mut entries = vec![0.0; jacobian_pattern().len()];
    group.bench_function("Jacobian", |b| b.iter(|| model.jacobian(black_box(&y), &mut entries)));
    // M/(h gamma) - J for a step of a day: ones on the diagonal of the differential unknowns.
    let lu = SparseLu::new(UNKNOWNS, jacobian_pattern());
    let mut matrix = vec![0.0; lu.slot_count()];
    matrix.iter_mut().zip(&entries).for_each(|(m, entry)| *m = -entry);
    for (_, slot) in lu.diagonal().iter().enumerate().filter(|(k, _)| *k != STATE_COUNT - 1) {
        matrix[*slot as usize] += 4.0;
    }
    let mut factors = matrix.clone();
    group.bench_function("factor", |b| {
        b.iter(|| {
            factors.copy_from_slice(black_box(&matrix));
            lu.factor(&mut factors);
        });
    });
    let mut x = slopes;
    group.bench_function("solve", |b| {
        b.iter(|| {
            x = slopes;
            lu.solve(black_box(&factors), &mut x);
        });
    });
}

fn runs(c: &mut Criterion) {
    for row in digesters() {
        let mut group = c.benchmark_group(&row.name);
        group.throughput(Throughput::Elements(row.cases.len() as u64)).sample_size(10);
        let mut run = (row.workload().unwrap().make)();
        group.bench_function(row.by, |b| b.iter(|| run(0)));
        #[cfg(feature = "peers")]
        peers(&row, &mut group);
    }
}

/// The peer at the same tolerance, with each of its linear algebras.
#[cfg(feature = "peers")]
fn peers(row: &Digesters, group: &mut criterion::BenchmarkGroup<'_, criterion::measurement::WallTime>) {
    use gisement::workload::diffsol::{Backend, run_peer};
    for backend in [Backend::Nalgebra, Backend::Faer, Backend::FaerSparse] {
        group.bench_function(format!("diffsol BDF {backend:?}"), |b| {
            b.iter(|| row.cases.iter().filter(|case| run_peer(case, row.rtol, backend).is_ok()).count());
        });
    }
}

/// What the rows cost in accuracy, printed before they are timed: an error, unlike a time, is the same every time.
fn errors(_: &mut Criterion) {
    for row in digesters() {
        tell(&row);
    }
}

#[allow(clippy::print_stdout)] // a bench talks to its reader
fn tell(row: &Digesters) {
    let reference = row.reference().unwrap();
    let (error, missing) = largest_error(&row.ends().unwrap(), &reference);
    println!("{}, {}: largest error {error:.1e} over {} cases, {missing} failed", row.name, row.by, reference.len());
    let Some((name, engine)) = peer() else { return };
    let (found, missing) = largest_error(&engine(row.rtol).unwrap()(row.checked_cases()), &reference);
    println!("{}, {name}: largest error {found:.1e}, {missing} failed", row.name);
    if let Some((rtol, found)) = rtol_of_equal_error(row, engine, error).unwrap() {
        println!("{}, {name}: rtol {rtol:.1e} for the error of ours ({found:.1e})", row.name);
    }
}

criterion_group!(benches, errors, kernels, runs);
criterion_main!(benches);
