//! Probe.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]
use gisement::digestion::adm1::*;
use gisement::num::VectorClass;
fn cpu() -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat").unwrap().split(' ').next().unwrap().parse::<f64>().unwrap()
        * 1e-9
}
fn main() {
    let n: usize = std::env::args().nth(1).and_then(|s| s.parse().ok()).unwrap_or(2000);
    for rtol in [1e-4, 1e-6] {
        let cases: Vec<Adm1Case> = (0..n)
            .map(|k| {
                let mut c = Adm1Case::bsm2();
                let f = |i: usize| 0.8 + 0.4 * ((k * 7919 + i * 104_729) % 1000) as f64 / 1000.0;
                c.params.k_m_ac *= f(1);
                c.params.k_hyd_ch *= f(2);
                c.params.k_m_su *= f(3);
                c.params.K_S_ac *= f(4);
                c.feed.rows[0].flow_m3_per_d *= f(5);
                c.feed.rows[0].concentrations.iter_mut().enumerate().for_each(|(i, x)| *x *= f(6 + i));
                c
            })
            .collect();
        let solver = Adm1Solver::new(rtol).unwrap();
        let mut first = None;
        for class in
            VectorClass::ALL.into_iter().filter(|c| std::env::args().nth(2).is_none_or(|a| c.name().starts_with(&a)))
        {
            let t = cpu();
            let runs = solver.run_all(&cases, &Observe::End, class);
            let dt = cpu() - t;
            let steps: usize = runs.iter().map(|r| r.as_ref().unwrap().statistics.steps).sum();
            let rej: usize = runs.iter().map(|r| r.as_ref().unwrap().statistics.rejected).sum();
            let same = first.as_ref().map_or(true, |f| *f == runs);
            println!(
                "{rtol:e} {class}: {:.0} runs/s, {:.2} us/run, steps {:.2} rejected {:.2} same {same}",
                n as f64 / dt,
                dt / n as f64 * 1e6,
                steps as f64 / n as f64,
                rej as f64 / n as f64
            );
            first.get_or_insert(runs);
        }
    }
}
