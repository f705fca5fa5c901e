//! Digesters per second on one core: the benchmark at two tolerances, and a year with feed changes.
//!
//! `cargo bench --bench adm1`. Steps, not seconds, guard against regressions (`tests/adm1_bsm2.rs`).

// Criterion's macros make public functions without documentation; a bench may panic.
#![allow(missing_docs, clippy::unwrap_used)]

use criterion::{Criterion, criterion_group, criterion_main};
use gisement::digestion::adm1::{Adm1Case, Adm1Solver, Feed, FeedRow, Observe, State};

/// A feed that changes every `days` over a year, by a fixed pattern of up to 25 %.
fn changing_feed(days: u32) -> Feed {
    let mut feed = Feed { times_d: Vec::new(), rows: Vec::new() };
    for start in (0..365).step_by(days as usize) {
        let mut row = FeedRow::bsm2(170.0);
        let wave = f64::from(start * 37 % 100) / 100.0 - 0.5;
        row.concentrations[State::X_ch as usize] *= 1.0 + 0.5 * wave;
        row.concentrations[State::X_li as usize] *= 1.0 - 0.5 * wave;
        feed.times_d.push(f64::from(start));
        feed.rows.push(row);
    }
    feed
}

fn runs(c: &mut Criterion) {
    let mut bench = |name: &str, case: Adm1Case| {
        let solver = Adm1Solver::new(case.rtol).unwrap();
        c.bench_function(name, |b| b.iter(|| solver.run(&case, &Observe::End).unwrap()));
    };
    for rtol in [1e-4, 1e-6] {
        bench(&format!("adm1 200 d rtol {rtol:e}"), Adm1Case { rtol, ..Adm1Case::bsm2() });
    }
    for (name, days) in [("weekly", 7), ("daily", 1)] {
        let case = Adm1Case { t_end_d: 365.0, feed: changing_feed(days), ..Adm1Case::bsm2() };
        bench(&format!("adm1 365 d {name} rtol 1e-4"), case);
    }
}

criterion_group!(benches, runs);
criterion_main!(benches);
