//! Random programmes against full enumeration, against proofs from prices, and against HiGHS
//! (`tests/tools/highs_known.py` writes `tests/data/allocation/highs.json`).

// Helpers of tests panic on purpose.
#![allow(clippy::unwrap_used)]

use gisement::program::{
    Arc, Criterion, Ensemble, Optimum, Program, ProgramError, Row, Site, front, solve, solve_with_open,
};
use serde_json::{Value, json};

/// Uniform numbers in order (splitmix64).
struct Draws(u64);

impl Draws {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    fn within(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    fn count(&mut self, low: usize, high: usize) -> usize {
        low + (self.unit() * (high - low + 1) as f64) as usize
    }
}

/// A facility problem: places on a map, sites with least and largest flows and fixed costs, a last resort, a few ways
/// missing, now and then a quality limit and a limit on how many are open.
fn facilities(seed: u64, sources: usize, sites: usize, single_source: bool) -> Program {
    let mut draws = Draws(seed);
    let supply: Vec<f64> = (0..sources).map(|_| draws.within(5.0, 200.0).round()).collect();
    let total: f64 = supply.iter().sum();
    let place = |draws: &mut Draws| (draws.within(0.0, 40.0), draws.within(0.0, 40.0));
    let from: Vec<_> = (0..sources).map(|_| place(&mut draws)).collect();
    let to: Vec<_> = (0..sites).map(|_| (place(&mut draws), draws.within(-25.0, 40.0))).collect();
    let mut made = Vec::new();
    for _ in 0..sites {
        let max = total * draws.within(0.2, 0.9);
        let min = if draws.unit() < 0.5 { 0.0 } else { max * draws.within(0.1, 0.4) };
        made.push(Site { min, max, fixed: Some(draws.within(200.0, 12_000.0)) });
    }
    made.push(Site { min: 0.0, max: f64::INFINITY, fixed: None });
    let mut arcs = Vec::new();
    for source in 0..sources {
        for site in 0..=sites {
            let cost = match to.get(site) {
                None => 160.0,
                Some(((x, y), gate)) => gate + (from[source].0 - x).abs() + (from[source].1 - y).abs(),
            };
            if site == sites || draws.unit() < 0.9 {
                let max = if draws.unit() < 0.1 && !single_source { supply[source] * 0.6 } else { f64::INFINITY };
                arcs.push(Arc { source, site, via: None, cost, max: if site == sites { f64::INFINITY } else { max } });
            }
        }
    }
    let mut program = Program { supply, sites: made, arcs, rows: vec![], open_max: None, single_source };
    if draws.unit() < 0.5 {
        let quality: Vec<f64> = (0..sources).map(|_| draws.within(10.0, 50.0)).collect();
        let of = |(k, arc): (usize, &Arc)| (arc.site == 0).then(|| (k, quality[arc.source] - 28.0));
        let arcs = program.arcs.iter().enumerate().filter_map(of).collect();
        program.rows.push(Row { name: "quality".into(), arcs, sites: vec![], low: f64::NEG_INFINITY, high: 0.0 });
    }
    if draws.unit() < 0.3 {
        program.open_max = Some(draws.count(1, 2));
    }
    program
}

/// Every promise of an optimum: supplies carried, limits kept, the bound below the objective.
fn check(program: &Program, best: &Optimum) {
    assert!(best.objective.is_finite() && best.flows.iter().all(|f| f.is_finite() && *f >= 0.0));
    let mut carried = vec![0.0; program.supply.len()];
    let mut through = vec![0.0; program.sites.len()];
    for (arc, flow) in program.arcs.iter().zip(&best.flows) {
        assert!(*flow <= arc.max + 1e-6);
        carried[arc.source] += flow;
        through[arc.site] += flow;
        arc.via.into_iter().for_each(|via| through[via] += flow);
    }
    for (sum, supply) in carried.iter().zip(&program.supply) {
        assert!((sum - supply).abs() <= 1e-9 * supply.max(1.0), "{sum} of {supply}");
    }
    let slack = 1e-7 * program.supply.iter().sum::<f64>().max(1.0);
    for ((site, open), flow) in program.sites.iter().zip(&best.open).zip(&through) {
        let (min, max) = if *open { (site.min, site.max) } else { (0.0, 0.0) };
        assert!(*flow >= min - slack && *flow <= max + slack, "{flow} in {min}..{max}");
    }
    for row in &program.rows {
        let flows: f64 = row.arcs.iter().map(|(k, w)| w * best.flows[*k]).sum();
        let opened: f64 = row.sites.iter().filter(|(s, _)| best.open[*s]).map(|w| w.1).sum();
        let weight = row.arcs.iter().map(|w| w.1.abs()).fold(1.0, f64::max);
        assert!(
            flows + opened >= row.low - slack * weight && flows + opened <= row.high + slack * weight,
            "{}",
            row.name
        );
    }
    let opened = program.sites.iter().zip(&best.open).filter(|(s, o)| s.fixed.is_some() && **o).count();
    assert!(program.open_max.is_none_or(|most| opened <= most));
    assert!(best.bound <= best.objective + 1e-9 * best.objective.abs().max(1.0));
    assert!(best.gap() <= 1e-8, "gap {}", best.gap());
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-7 * b.abs().max(1.0)
}

#[test]
fn divisible_facilities_equal_every_subset_enumerated() {
    for seed in 0..130 {
        let mut draws = Draws(seed + 5000);
        let (sources, sites) = (draws.count(3, 9), draws.count(1, 4));
        let program = facilities(seed, sources, sites, false);
        let best = solve(&program).unwrap();
        check(&program, &best);
        let mut least = f64::INFINITY;
        for subset in 0..1_u32 << sites {
            let open: Vec<bool> = (0..=sites).map(|s| subset >> s & 1 == 1).collect();
            match solve_with_open(&program, &open) {
                Ok(found) => least = least.min(found.objective),
                Err(ProgramError::Infeasible { .. }) => {}
                Err(error) => panic!("{error}"),
            }
        }
        assert!(close(best.objective, least), "seed {seed}: {} against {least}", best.objective);
    }
}

/// Least cost over all assignments, and for each over the openings it needs.
fn enumerate_whole(program: &Program) -> f64 {
    let ways: Vec<Vec<usize>> = (0..program.supply.len())
        .map(|s| (0..program.arcs.len()).filter(|k| program.arcs[*k].source == s).collect())
        .collect();
    let mut at = vec![0; ways.len()];
    let mut least = f64::INFINITY;
    loop {
        least = least.min(assigned(program, &ways.iter().zip(&at).map(|(w, a)| w[*a]).collect::<Vec<_>>()));
        let Some(k) = (0..at.len()).find(|k| at[*k] + 1 < ways[*k].len()) else { return least };
        at[k] += 1;
        at[..k].fill(0);
    }
}

fn assigned(program: &Program, arcs: &[usize]) -> f64 {
    let mut through = vec![0.0; program.sites.len()];
    let mut cost = 0.0;
    for arc in arcs.iter().map(|k| &program.arcs[*k]) {
        through[arc.site] += program.supply[arc.source];
        cost += arc.cost * program.supply[arc.source];
    }
    let mut opened = 0;
    for (site, flow) in program.sites.iter().zip(&through).filter(|(s, flow)| s.fixed.is_some() && **flow > 0.0) {
        if *flow < site.min - 1e-9 || *flow > site.max + 1e-9 {
            return f64::INFINITY;
        }
        cost += site.fixed.unwrap();
        opened += 1;
    }
    let broken = program.rows.iter().any(|row| {
        let sum: f64 = row
            .arcs
            .iter()
            .filter(|(k, _)| arcs.contains(k))
            .map(|(k, w)| w * program.supply[program.arcs[*k].source])
            .sum();
        sum > row.high + 1e-7
    });
    if broken || program.open_max.is_some_and(|most| opened > most) { f64::INFINITY } else { cost }
}

#[test]
fn whole_sources_equal_every_assignment_enumerated() {
    for seed in 1000..1070 {
        let mut draws = Draws(seed + 5000);
        let (sources, sites) = (draws.count(2, 6), draws.count(1, 3));
        let program = facilities(seed, sources, sites, true);
        let best = solve(&program).unwrap();
        check(&program, &best);
        let least = enumerate_whole(&program);
        assert!(close(best.objective, least), "seed {seed}: {} against {least}", best.objective);
    }
}

/// A large programme: many sources, sites there anyway, least and largest flows, quality windows.
fn flows(seed: u64, sources: usize, sites: usize, decisions: usize) -> Program {
    let mut program = facilities(seed, sources, sites, false);
    let total: f64 = program.supply.iter().sum();
    let mut draws = Draws(seed + 90_000);
    program.open_max = None;
    for (k, site) in program.sites.iter_mut().enumerate().take(sites) {
        if k >= decisions {
            site.fixed = None;
        }
        site.max = total * draws.within(0.1, 0.3);
        site.min = if k % 3 == 0 { 0.04 * total } else { 0.0 };
    }
    program
}

/// The bound of what is solved by prices is a proof: with the prices given, anybody can add it up.
#[test]
fn prices_prove_the_optimum() {
    for (seed, sources) in [(1, 20), (2, 60), (3, 120), (4, 200), (5, 300)] {
        let program = flows(seed, sources, 8, 0);
        let best = solve(&program).unwrap();
        check(&program, &best);
        let prices = best.prices.as_ref().unwrap();
        let side = |price: f64, low: f64, high: f64| {
            if price == 0.0 { 0.0 } else { price * if price > 0.0 { low } else { high } }
        };
        let mut bound: f64 = program.sites.iter().zip(&prices.sites).map(|(s, p)| side(*p, s.min, s.max)).sum();
        bound += program.rows.iter().zip(&prices.rows).map(|(r, p)| side(*p, r.low, r.high)).sum::<f64>();
        let mut reduced: Vec<f64> = program.arcs.iter().map(|a| a.cost - prices.sites[a.site]).collect();
        for (row, price) in program.rows.iter().zip(&prices.rows) {
            row.arcs.iter().for_each(|(k, w)| reduced[*k] -= w * price);
        }
        for (source, supply) in program.supply.iter().enumerate() {
            let mut ways: Vec<usize> = (0..reduced.len()).filter(|k| program.arcs[*k].source == source).collect();
            ways.sort_by(|a, b| reduced[*a].total_cmp(&reduced[*b]));
            let mut left = *supply;
            for k in ways {
                let taken = left.min(program.arcs[k].max);
                bound += taken * reduced[k];
                left -= taken;
            }
        }
        assert!(close(bound, best.objective), "{bound} against {}", best.objective);
    }
}

/// The instances that HiGHS has solved: seed, sources, sites, decisions, whole sources.
const HIGHS: [(u64, usize, usize, usize, bool); 16] = [
    (11, 40, 8, 0, false),
    (12, 120, 10, 0, false),
    (13, 300, 10, 0, false),
    (14, 600, 12, 0, false),
    (15, 1500, 10, 0, false),
    (16, 20, 8, 8, false),
    (17, 40, 12, 12, false),
    (18, 60, 10, 10, false),
    (19, 100, 6, 6, false),
    (20, 200, 8, 8, false),
    (21, 400, 10, 5, false),
    (22, 1000, 10, 4, false),
    (23, 8, 6, 6, true),
    (24, 10, 8, 8, true),
    (25, 12, 10, 10, true),
    (26, 12, 12, 12, true),
];

fn highs_instance(k: usize) -> Program {
    let (seed, sources, sites, decisions, whole) = HIGHS[k];
    if whole { facilities(seed, sources, sites, true) } else { flows(seed, sources, sites, decisions) }
}

/// A programme as JSON, for solvers by other hands; infinity as null.
fn document(program: &Program) -> Value {
    let open = |v: f64| if v.is_finite() { json!(v) } else { Value::Null };
    json!({
        "supply": program.supply,
        "sites": program.sites.iter().map(|s| json!([s.min, open(s.max), s.fixed])).collect::<Vec<_>>(),
        "arcs": program.arcs.iter().map(|a| json!([a.source, a.site, a.cost, open(a.max)])).collect::<Vec<_>>(),
        "rows": program.rows.iter().map(|r| json!([r.arcs, open(r.low), open(r.high)])).collect::<Vec<_>>(),
        "open_max": program.open_max,
        "single_source": program.single_source,
    })
}

/// Compares with what HiGHS found. With `GISEMENT_HIGHS_INSTANCES` set to a file, writes the instances there instead.
#[test]
fn larger_programmes_equal_highs() {
    if let Ok(path) = std::env::var("GISEMENT_HIGHS_INSTANCES") {
        let all: Vec<Value> = (0..HIGHS.len()).map(|k| document(&highs_instance(k))).collect();
        return std::fs::write(path, serde_json::to_string(&all).unwrap()).unwrap();
    }
    let known: Value = serde_json::from_str(include_str!("../data/allocation/highs.json")).unwrap();
    let objectives = known["objective"].as_array().unwrap();
    assert_eq!(objectives.len(), HIGHS.len());
    for (k, objective) in objectives.iter().enumerate() {
        let program = highs_instance(k);
        let best = solve(&program).unwrap();
        check(&program, &best);
        let objective = objective.as_f64().unwrap();
        assert!(close(best.objective, objective), "{:?}: {} against {objective}", HIGHS[k], best.objective);
    }
}

fn vary(sample: usize, program: &mut Program) {
    let mut draws = Draws(sample as u64 * 7919 + 3);
    let common = draws.within(0.9, 1.1);
    program.supply.iter_mut().for_each(|s| *s *= common * draws.within(0.7, 1.3));
    program.arcs.iter_mut().for_each(|a| a.cost += draws.within(-8.0, 8.0));
}

/// Samples one by one without any prices to start from give the same; threads and neighbours change no bit.
#[test]
fn ensembles_equal_single_programmes_whatever_the_threads() {
    let mut base = flows(31, 150, 8, 2);
    base.arcs.iter_mut().for_each(|a| a.max = f64::INFINITY);
    base.sites[0].min = 0.0;
    let mut sets = Vec::new();
    for (a, b) in [(false, false), (true, false), (false, true), (true, true)] {
        let mut open = vec![true; base.sites.len()];
        (open[0], open[1]) = (a, b);
        sets.push(open);
    }
    let ensemble = Ensemble::new(base.clone(), &sets).unwrap();
    let run = |threads: usize, count: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| ensemble.run(count, vary, |_, result| result.unwrap()))
    };
    let (one, three) = (run(1, 12), run(3, 9));
    assert_eq!(one[..9], three[..]);
    for (k, sampled) in one.iter().enumerate() {
        let mut program = base.clone();
        vary(k, &mut program);
        let best = solve(&program).unwrap();
        check(&program, &sampled.optimum);
        assert!(close(sampled.optimum.objective, best.objective), "{} {}", sampled.optimum.objective, best.objective);
        assert_eq!(sampled.optimum.open, sets[sampled.set]);
        let alone = solve_with_open(&program, &sets[sampled.set]).unwrap();
        assert!(close(alone.objective, sampled.optimum.objective));
        assert!(sampled.set_bounds.iter().all(|b| *b >= sampled.optimum.objective * (1.0 - 1e-8)));
    }
    let mut other = base;
    other.arcs.pop();
    assert!(matches!(ensemble.solve(&other), Err(ProgramError::Invalid(_))));
}

#[test]
fn large_programmes_say_what_binds() {
    let mut program = flows(41, 200, 8, 0);
    let total: f64 = program.supply.iter().sum();
    // No last resort: the sites hold less than comes.
    program.arcs.retain(|a| a.site != 8);
    program.arcs.iter_mut().for_each(|a| a.max = f64::INFINITY);
    program.rows.clear();
    program.sites.iter_mut().for_each(|s| (s.min, s.max) = (0.0, 0.1 * total));
    let ProgramError::Infeasible { binding } = solve(&program).unwrap_err() else { panic!() };
    let short: f64 = binding.iter().map(|s| s.by).sum();
    assert!((short - 0.2 * total).abs() < 1e-5 * total, "{short} of {total}: {binding:?}");
}

#[test]
fn fronts_fall_from_the_cheapest_to_the_cleanest() {
    for seed in 50..58 {
        let program = facilities(seed, 6, 3, false);
        let mut draws = Draws(seed + 77);
        let second = Criterion {
            name: "carbon".into(),
            arcs: program.arcs.iter().map(|_| draws.within(-100.0, 300.0)).collect(),
            sites: vec![50.0, 20.0, 80.0, 0.0],
        };
        let points = front(&program, &second, 7).unwrap();
        let best = solve(&program).unwrap();
        assert!(close(points[0].cost, best.objective));
        for pair in points.windows(2) {
            assert!(pair[1].cost > pair[0].cost && pair[1].second < pair[0].second, "seed {seed}");
        }
        points.iter().for_each(|p| check_flows(&program, &p.optimum));
        assert!(points.len() >= 2, "seed {seed}");
        // Nothing random is better than a point in both.
        let last = points.last().unwrap();
        assert!(points.iter().all(|p| p.second >= last.second - 1e-6));
    }
}

/// As [`check`] but for the bound, which belongs to the programme with the second criterion held.
fn check_flows(program: &Program, optimum: &Optimum) {
    check(program, &Optimum { bound: optimum.objective, ..optimum.clone() });
}
