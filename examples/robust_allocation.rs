//! How fast allocations are solved: one of 300 companies, 5 streams each and 10 channels, then samples of it in which every
//! supply and every cost differs. `cargo run --release --example robust_allocation [SAMPLES]` prints times, programmes
//! solved and the gap between each objective and its bound.
#![allow(clippy::print_stdout)]

use gisement::program::{Arc, Ensemble, Program, Row, Site, solve};
use std::time::Instant;

const COMPANIES: usize = 300;
const STREAMS: usize = 5;
const CHANNELS: usize = 10;

/// A uniform number for a place in a sample: a hash, so that no sample depends on another (splitmix64).
fn uniform(sample: u64, place: u64) -> f64 {
    let mut z = sample.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ place.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    for (shift, times) in [(30, 0xbf58_476d_1ce4_e5b9), (27, 0x94d0_49bb_1331_11eb), (31, 0x9e37_79b9_7f4a_7c15)] {
        z = (z ^ (z >> shift)).wrapping_mul(times);
    }
    ((z ^ (z >> 32)) >> 11) as f64 / (1u64 << 53) as f64
}

/// The instance: wood and fermentable streams, distances in a square of 40 km, capacities, least flows, quality windows.
fn instance() -> Program {
    let u = |place: usize| uniform(1, place as u64);
    let at = |k: usize| (40.0 * u(2 * k), 40.0 * u(2 * k + 1));
    let sources = COMPANIES * STREAMS;
    let supply: Vec<f64> = (0..sources).map(|s| 1.0 + 100.0 * u(1000 + s) * u(5000 + s)).collect();
    let total: f64 = supply.iter().sum();
    let mut arcs = Vec::new();
    for source in 0..sources {
        for site in 0..CHANNELS {
            let (a, b) = (at(source / STREAMS), at(400 + site));
            let km = (a.0 - b.0).abs() + (a.1 - b.1).abs();
            let gate = if site == CHANNELS - 1 { 250.0 } else { 90.0 * u(900 + site) - 20.0 };
            let sorting = 30.0 * u(20_000 + source * CHANNELS + site);
            arcs.push(Arc { source, site, via: None, cost: gate + 0.5 * km + sorting, max: f64::INFINITY });
        }
    }
    let site = |k: usize| match k {
        9 => Site { min: 0.0, max: f64::INFINITY, fixed: None },
        0..3 => Site { min: 0.05 * total, max: (0.08 + 0.1 * u(950 + k)) * total, fixed: None },
        _ => Site { min: 0.0, max: (0.08 + 0.1 * u(950 + k)) * total, fixed: None },
    };
    let sites = (0..CHANNELS).map(site).collect();
    let mut program = Program { supply, sites, arcs, rows: Vec::new(), open_max: None, single_source: false };
    for (k, mean, low, high) in
        [(0, 28.0, f64::NEG_INFINITY, 0.0), (1, 32.0, f64::NEG_INFINITY, 0.0), (2, 25.0, 0.0, f64::INFINITY)]
    {
        let of = |(a, arc): (usize, &Arc)| (arc.site == k).then(|| (a, 10.0 + 40.0 * u(50_000 + arc.source) - mean));
        let arcs = program.arcs.iter().enumerate().filter_map(of).collect();
        program.rows.push(Row { name: format!("moisture of channel {k}"), arcs, sites: Vec::new(), low, high });
    }
    program
}

/// Supplies by a factor of the sample and one of the source, costs by one of the channel and one of the arc.
fn vary(sample: usize, program: &mut Program) {
    let u = |place: usize| uniform(sample as u64 + 10, place as u64);
    let common = 0.9 + 0.2 * u(0);
    program.supply.iter_mut().enumerate().for_each(|(k, supply)| *supply *= common * (0.6 + 0.8 * u(100 + k)));
    for (k, arc) in program.arcs.iter_mut().enumerate() {
        arc.cost = arc.cost * (0.85 + 0.3 * u(10 + arc.site)) + 6.0 * (u(10_000 + k) - 0.5);
    }
}

fn main() {
    let samples: usize = std::env::args().nth(1).and_then(|s| s.parse().ok()).unwrap_or(10_000);
    let program = instance();
    let start = Instant::now();
    match solve(&program) {
        Ok(best) => println!(
            "{} sources, {} channels, {} arcs: {:.3} EUR, gap {:.1e}, {} programmes, {:?}",
            program.supply.len(),
            program.sites.len(),
            program.arcs.len(),
            best.objective,
            best.gap(),
            best.programmes,
            start.elapsed()
        ),
        Err(error) => println!("{error}"),
    }
    let ensemble = match Ensemble::new(program, &[]) {
        Ok(ensemble) => ensemble,
        Err(error) => return println!("{error}"),
    };
    let start = Instant::now();
    let results = ensemble.run(samples, vary, |_, result| {
        result.map(|s| (s.optimum.objective, s.optimum.gap(), s.optimum.programmes)).ok()
    });
    let elapsed = start.elapsed();
    let solved: Vec<_> = results.iter().flatten().collect();
    let programmes: usize = solved.iter().map(|r| r.2).sum();
    let worst = solved.iter().map(|r| r.1).fold(0.0, f64::max);
    let mean = solved.iter().map(|r| r.0).sum::<f64>() / solved.len() as f64;
    println!(
        "{} of {samples} samples, {programmes} programmes, mean {mean:.3} EUR, worst gap {worst:.1e}, {elapsed:?}",
        solved.len()
    );
}
