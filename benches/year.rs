//! A year of the parts and of a whole scenario, and what threads add: the hot path of a sweep.
//!
//! `cargo bench -p gisement-benches --bench year`. Times are of one batch; the rate per second is the throughput.

// Criterion's macros make public functions without documentation.
#![allow(missing_docs)]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use gisement::num::VectorClass;
use gisement::scenario::Scenario;
use gisement::workload::{
    Workload, boiler_year, boiler_years_in_lanes, cascade_years_in_lanes, digesters, scenario_year,
};
use rayon::prelude::*;
use std::path::Path;
use std::sync::Arc;

/// Batches with a number of their own, so that no two are the same work.
fn bench(c: &mut Criterion, work: &Workload) {
    let mut group = c.benchmark_group("years");
    group.throughput(Throughput::Elements(work.batch as u64)).sample_size(20);
    let (mut run, mut batch) = ((work.make)(), 0);
    group.bench_function(&work.name, |b| {
        b.iter(|| {
            batch += 1;
            run(batch)
        });
    });
}

fn years(c: &mut Criterion) {
    bench(c, &boiler_years_in_lanes());
    bench(c, &boiler_year());
    for boilers in [1, 2, 4] {
        bench(c, &cascade_years_in_lanes(boilers));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/florange.toml");
    let text = std::fs::read_to_string(&path).expect("a shipped scenario");
    let folder = path.parent().expect("in scenarios/").to_owned();
    let load = |name: &str| std::fs::read(folder.join(name)).map_err(|e| e.to_string());
    let scenario = Scenario::read("florange.toml", &text, &[], &load).expect("a shipped scenario");
    let scenario = Arc::new(scenario);
    for class in [VectorClass::best(), VectorClass::Scalar] {
        bench(c, &scenario_year("florange", Arc::clone(&scenario), class));
    }
}

/// The same work by one, two and all threads.
fn threads(c: &mut Criterion) {
    let row = digesters().into_iter().next().expect("there are rows of digesters");
    let work = row.workload().expect("shipped tolerances are in range");
    let all = std::thread::available_parallelism().map_or(1, usize::from);
    let mut counts = vec![1, 2, all];
    counts.retain(|count| *count <= all);
    counts.dedup();
    let mut group = c.benchmark_group("threads");
    let batches = 16_u32;
    group.throughput(Throughput::Elements(u64::from(batches) * work.batch as u64)).sample_size(10);
    for count in counts {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(count).build().expect("so many threads there are");
        group.bench_function(BenchmarkId::new(&work.name, count), |b| {
            b.iter(|| {
                pool.install(|| {
                    let parts = (0..batches).into_par_iter().with_max_len(1);
                    parts.map_init(|| (work.make)(), |run, batch| run(u64::from(batch))).sum::<usize>()
                })
            });
        });
    }
}

criterion_group!(benches, years, threads);
criterion_main!(benches);
