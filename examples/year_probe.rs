//! Probe.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]
use gisement::case::*;
use gisement::num::VectorClass;
use gisement::scenario::Scenario;
fn cpu() -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat").unwrap().split(' ').next().unwrap().parse::<f64>().unwrap()
        * 1e-9
}
fn main() {
    let text = std::fs::read_to_string("scenarios/florange.toml").unwrap();
    let load = |name: &str| std::fs::read(format!("scenarios/{name}")).map_err(|e| e.to_string());
    let scenario = Scenario::read("florange.toml", &text, &[], &load).unwrap();
    for class in [VectorClass::best(), VectorClass::best(), VectorClass::best()] {
        let n = 512;
        let t = cpu();
        let values: Vec<_> = (0..n).map(|k| scenario.sample(1, k)).collect();
        let t1 = cpu();
        let cases: Vec<_> = values.iter().map(|v| scenario.case(v).unwrap()).collect();
        let t2 = cpu();
        for c in &cases {
            std::hint::black_box(prepare(c, Detail::Totals)).unwrap();
        }
        let t3 = cpu();
        let out: Vec<_> = cases.chunks(128).flat_map(|c| evaluate_all(c, class)).collect();
        let t4 = cpu();
        let m: usize = out.iter().map(|o| o.as_ref().unwrap().headlines().len()).sum();
        let t5 = cpu();
        let us = |a: f64, b: f64| (b - a) / n as f64 * 1e6;
        println!(
            "{class}: sample {:.1} case {:.1} prepare(alone) {:.1} evaluate_all {:.1} headlines {:.1} us; {:.0} years/s ({m})",
            us(t, t1),
            us(t1, t2),
            us(t2, t3),
            us(t3, t4),
            us(t4, t5),
            1e6 / (us(t, t2) + us(t3, t5))
        );
    }
}
