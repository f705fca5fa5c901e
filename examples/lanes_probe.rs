//! Probe.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]
use gisement::digestion::adm1::*;
use gisement::num::VectorClass;
use gisement::workload::changing_feed;
fn cpu() -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat").unwrap().split(' ').next().unwrap().parse::<f64>().unwrap()
        * 1e-9
}
fn main() {
    let n: u64 = std::env::args().nth(1).and_then(|s| s.parse().ok()).unwrap_or(1000);
    let width: f64 = std::env::args().nth(2).and_then(|s| s.parse().ok()).unwrap_or(0.45);
    let cases: Vec<Adm1Case> = (0..n).map(|k| spread_case(1, k, width)).collect();
    let class = match std::env::args().nth(3).as_deref() {
        Some("avx2") => VectorClass::Avx2,
        Some("portable") => VectorClass::Portable,
        Some("scalar") => VectorClass::Scalar,
        _ => VectorClass::best(),
    };
    let reference = Adm1Solver::new(1e-10).unwrap().run_all(&cases, &Observe::End, class);
    println!("failed in reference: {}", reference.iter().filter(|r| r.is_err()).count());
    let not_working = reference.iter().flatten().filter(|r| r.verdict != Verdict::Working).count();
    println!("not working {not_working}");
    for rtol in [1e-4, 1e-6] {
        let solver = Adm1Solver::new(rtol).unwrap();
        let t = cpu();
        let runs = solver.run_all(&cases, &Observe::End, class);
        let dt = cpu() - t;
        let mut errors: Vec<f64> = runs
            .iter()
            .zip(&reference)
            .filter_map(|(a, b)| {
                Some(state_error(&a.as_ref().ok()?.final_output.state, &b.as_ref().ok()?.final_output.state))
            })
            .collect();
        errors.sort_by(f64::total_cmp);
        let q = |p: f64| errors[((errors.len() - 1) as f64 * p) as usize];
        let steps: usize = runs.iter().flatten().map(|r| r.statistics.steps).sum();
        let rej: usize = runs.iter().flatten().map(|r| r.statistics.rejected).sum();
        println!(
            "{rtol:e}: {:.0} runs/s, steps {:.2} rej {:.2}; error median {:.1e} p90 {:.1e} p99 {:.1e} p99.9 {:.1e} max {:.1e}",
            n as f64 / dt,
            steps as f64 / n as f64,
            rej as f64 / n as f64,
            q(0.5),
            q(0.9),
            q(0.99),
            q(0.999),
            q(1.0)
        );
        let mut worst: Vec<(f64, usize)> = runs
            .iter()
            .zip(&reference)
            .enumerate()
            .filter_map(|(k, (a, b))| {
                Some((state_error(&a.as_ref().ok()?.final_output.state, &b.as_ref().ok()?.final_output.state), k))
            })
            .collect();
        worst.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (e, k) in worst.iter().take(4) {
            let r = reference[*k].as_ref().unwrap();
            println!("   {e:.1e} case {k} {:?} ch4 {:.1}", r.verdict, r.final_output.methane_nm3_per_d);
        }
    }
    for (name, days) in [("weekly", 7), ("daily", 1)] {
        let cases: Vec<Adm1Case> = (0..n / 10).map(|k| changing_feed(spread_case(1, k, width), days)).collect();
        let t = cpu();
        let runs = Adm1Solver::new(1e-4).unwrap().run_all(&cases, &Observe::End, class);
        let dt = cpu() - t;
        let steps: usize = runs.iter().flatten().map(|r| r.statistics.steps).sum();
        let rej: usize = runs.iter().flatten().map(|r| r.statistics.rejected).sum();
        let reference = Adm1Solver::new(1e-9).unwrap().run_all(&cases, &Observe::At(vec![365.0]), class);
        let mut errors: Vec<f64> = runs
            .iter()
            .zip(&reference)
            .filter_map(|(a, b)| {
                Some(state_error(&a.as_ref().ok()?.final_output.state, &b.as_ref().ok()?.final_output.state))
            })
            .collect();
        let mut totals: Vec<f64> = runs
            .iter()
            .zip(&reference)
            .filter_map(|(a, b)| {
                Some((a.as_ref().ok()?.totals.methane_nm3 / b.as_ref().ok()?.totals.methane_nm3 - 1.0).abs())
            })
            .collect();
        errors.sort_by(f64::total_cmp);
        totals.sort_by(f64::total_cmp);
        let q = |v: &[f64], p: f64| v[((v.len() - 1) as f64 * p) as usize];
        println!(
            "   end error median {:.1e} p90 {:.1e} max {:.1e}; methane median {:.1e} max {:.1e}",
            q(&errors, 0.5),
            q(&errors, 0.9),
            q(&errors, 1.0),
            q(&totals, 0.5),
            q(&totals, 1.0)
        );
        println!(
            "{name}: {:.0} years/s, steps {:.1} rejected {:.2}",
            (n / 10) as f64 / dt,
            steps as f64 * 10.0 / n as f64,
            rej as f64 * 10.0 / n as f64
        );
    }
}
