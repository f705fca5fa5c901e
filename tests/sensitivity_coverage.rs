//! Do intervals of 95 % cover in 95 % of repeats?
//!
//! Over 200 repeats the number of misses is binomial: between 3 and 19 with a probability of 99 %.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

mod sensitivity_support;

use gisement::sweep::sensitivity::*;
use sensitivity_support::*;

fn study(name: &str, n: u64, repeats: u64, truth: (&[f64], &[f64]), fo: FirstOrder, model: impl Fn(&[f64]) -> f64) {
    let k = truth.0.len();
    let design = PickFreeze::new(Players::each(k), n).unwrap();
    let mut hits = vec![[0u32; 3]; 2 * k];
    for seed in 0..repeats {
        let runs = pick_freeze(&design, 1000 + seed, &model);
        let r = Resampling { seed, count: 400 };
        let found = sobol_indices_by(&design, &runs, fo, Independence::Rows, r).unwrap();
        let found = found[0].as_ref().unwrap();
        for i in 0..2 * k {
            let (e, t) = if i < k { (found.first[i], truth.0[i]) } else { (found.total[i - k], truth.1[i - k]) };
            hits[i][0] += covers(&e, t) as u32;
            hits[i][1] += ((e.value - t).abs() <= 1.97 * e.standard_error) as u32;
            hits[i][2] += (e.standard_error * 1e5) as u32;
        }
    }
    println!("{name} N={n} {fo:?}");
    for h in hits { println!("   boot-t {:.3}  student {:.3} mean se {:.5}", f64::from(h[0]) / repeats as f64, f64::from(h[1]) / repeats as f64, h[2] as f64 / repeats as f64 / 1e5); }
}

#[test]
fn experiment() {
    let rep = 500;
    for n in [512, 2048] {
    for fo in [FirstOrder::Saltelli, FirstOrder::Jansen] {
    study("ishigami", n, rep, (&[0.313905, 0.442411, 0.0], &[0.557589, 0.442411, 0.243684]), fo, |u| ishigami(u, 7.0, 0.1));
    study("g 99 50 1", n, rep, (&[0.00039916199342137254, 0.0015346481869333818, 0.9979049835534315], &[0.00043248091072434837,0.0016625909536956915,0.9980661386647061]), fo, |u| g(u, &[99., 50., 1.]));
    study("g 6", n, rep, (&[0.5867811897667689, 0.2607916398963417,0.03667382436042305,0.005867811897667688,5.867811897667688e-05,5.867811897667688e-05], &[0.6900858923250766,0.35617336378068465,0.0563335422306185,0.009170576642193708,9.200838536383143e-05,9.200838536383143e-05]), fo, |u| g(u, &[0.,0.5,3.,9.,99.,99.]));
    }}
}
