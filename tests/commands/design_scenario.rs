//! From dimensions to inputs: what a plan draws, correlations reached, refusals of correlations.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use crate::cli_support;
use crate::scenario_support;

use cli_support::{BOILER, Place, errors, holds, shipped_folder};
use gisement::dist::{Design, ParameterId, uniform};
use gisement::scenario::{Cause, Scenario};
use scenario_support::{read, read_text, shipped};

const AIR: &str = "boiler.excess_air";
const GAP: &str = "boiler.field_gap_points";
const WATER: &str = "boiler.fuel.moisture_pct_ar";

/// A boiler with three drawn inputs of different laws, and more lines of `[uncertainty]`.
fn text(more: &str) -> String {
    format!(
        "{BOILER}[uncertainty]\n\"{AIR}\" = {{ triangular = {{ low = 1.4, mode = 1.5, high = 2.4 }} }}\n\
         \"{GAP}\" = {{ lognormal = {{ median = 4, p95 = 6.5 }} }}\n\
         \"{WATER}\" = {{ uniform = {{ low = 10, high = 40 }} }}\n{more}\n"
    )
}

fn scenario(text: &str) -> Scenario {
    let load = |name: &str| Err(format!("there is no {name}"));
    Scenario::read("s.toml", text, &[], &load)
        .unwrap_or_else(|r| panic!("{}", r.diagnostics.render(&r.sources, false, gisement::words::Locale::En)))
}

fn florange() -> Scenario {
    read(&shipped("florange.toml"), &[])
}

fn columns<const N: usize>(scenario: &Scenario, design: &Design, samples: u64, paths: [&str; N]) -> [Vec<f64>; N] {
    let rows: Vec<Vec<f64>> = (0..samples).map(|k| scenario.sample_of(design, 5, k)).collect();
    paths.map(|path| {
        let place = scenario.inputs.find(path).unwrap();
        rows.iter().map(|r| r[place]).collect()
    })
}

fn pearson(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len() as f64;
    let (mx, my) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
    let sum = |f: &dyn Fn(f64, f64) -> f64| x.iter().zip(y).map(|(x, y)| f(x - mx, y - my)).sum::<f64>();
    let r = sum(&|x, y| x * y) / (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt();
    assert!(r.is_finite());
    r
}

fn ranks(x: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..x.len()).collect();
    order.sort_by(|a, b| x[*a].total_cmp(&x[*b]));
    let mut ranks = vec![0.0; x.len()];
    order.into_iter().enumerate().for_each(|(rank, k)| ranks[k] = rank as f64);
    ranks
}

#[test]
fn monte_carlo_samples_are_those_of_before_and_all_ways_agree() {
    let scenario = florange();
    let dimensions = scenario.plan.dimensions();
    for k in [0, 1, 77, 1 << 40] {
        let values = scenario.sample(1, k);
        let same = |other: &[f64]| values.iter().zip(other).all(|(a, b)| a.to_bits() == b.to_bits());
        assert!(same(&scenario.sample_of(&Design::MonteCarlo, 1, k)));
        let u: Vec<f64> = dimensions.iter().map(|d| uniform(1, k, d.id)).collect();
        let mut at = scenario.nominal();
        scenario.plan.values_at(&u, &mut at);
        assert!(same(&at));
        // Key by path, quantile by law: what a sample has always been.
        for drawn in &scenario.plan.drawn {
            let id = ParameterId::of(&scenario.inputs.list()[drawn.place].path);
            assert_eq!(values[drawn.place].to_bits(), drawn.distribution.quantile(uniform(1, k, id)).to_bits());
        }
    }
}

/// Turning one number moves the inputs that its dimension names, and no others.
#[test]
fn a_dimension_moves_what_it_says() {
    let correlated = format!("correlation = [{{ of = [\"{GAP}\", \"{AIR}\", \"{WATER}\"], spearman = 0.4 }}]");
    for scenario in [florange(), scenario(&text("")), scenario(&text(&correlated))] {
        let plan = &scenario.plan;
        let dimensions = plan.dimensions();
        let mut touched = vec![false; dimensions.len()];
        for sample in 0..12 {
            let base: Vec<f64> = dimensions.iter().map(|d| uniform(2, sample, d.id)).collect();
            let mut before = scenario.nominal();
            plan.values_at(&base, &mut before);
            for (k, dimension) in dimensions.iter().enumerate() {
                let mut u = base.clone();
                u[k] = if u[k] < 0.5 { 0.999 } else { 0.001 };
                let mut after = scenario.nominal();
                plan.values_at(&u, &mut after);
                let moved = (0..after.len()).filter(|p| after[*p].to_bits() != before[*p].to_bits());
                for place in moved {
                    let path = &scenario.inputs.list()[place].path;
                    assert!(dimension.moves.contains(&place), "{} moves {path}", dimension.path);
                    assert!(plan.draws(place) && plan.drawn_places().contains(&place));
                    touched[k] = true;
                }
            }
        }
        assert!(touched.iter().all(|t| *t), "a dimension that moves nothing");
    }
}

#[test]
fn dimensions_know_their_groups() {
    let scenario = florange();
    let dimensions = scenario.plan.dimensions();
    let of = |path: &str| dimensions.iter().find(|d| d.path == path).unwrap();
    let stream = dimensions.iter().find(|d| d.path.starts_with("stream.") && d.path.ends_with(".t_per_year")).unwrap();
    assert!(stream.provider.is_some() && stream.stream.is_some() && stream.feedstock.is_some());
    assert_eq!(stream.part, "stream");
    let activity = dimensions.iter().find(|d| d.path.ends_with(".activity_factor")).unwrap();
    assert!(activity.provider.is_some() && activity.stream.is_none());
    let common = of("uncertainty.activity.common");
    assert_eq!((common.moves.len(), common.provider.is_none()), (30, true));
    assert_eq!(of("feedstock.fw_canteen.degradable_fraction").feedstock.as_deref(), Some("fw_canteen"));
    assert_eq!(of("digester.k_hyd_ch").part, "digester");
    let causes: Vec<Cause> = scenario.plan.dependence().iter().map(|d| d.cause).collect();
    assert_eq!(causes, [Cause::Participation, Cause::Activity]);
    // Correlations of 0 and 1 leave no factor without effect.
    let count = |set: &str| {
        let path = shipped("florange.toml");
        let text = std::fs::read_to_string(&path).unwrap().replace("participation = { correlation = 0.4 }", set);
        read_text(&path, &text, &[]).plan.dimensions().len()
    };
    let all = dimensions.len();
    assert_eq!(count("participation = { correlation = 0 }"), all - 1);
    assert!(count("participation = { correlation = 1 }") < all - 1);
}

#[test]
fn correlations_are_reached_and_laws_are_kept() {
    let more = format!(
        "correlation = [{{ of = [\"{GAP}\", \"{AIR}\"], spearman = 0.7 }}, {{ of = [\"{GAP}\", \"{WATER}\"], pearson = -0.5 }}]"
    );
    let (with, without) = (scenario(&text(&more)), scenario(&text("")));
    let sobol = Design::sobol(1 << 14, 1).unwrap();
    for (design, bound) in [(Design::MonteCarlo, 0.025), (sobol, 0.002)] {
        let [gap, air, water] = columns(&with, &design, 1 << 14, [GAP, AIR, WATER]);
        let spearman = pearson(&ranks(&gap), &ranks(&air));
        assert!((spearman - 0.7).abs() < bound, "{} {spearman}", design.name());
        let r = pearson(&gap, &water);
        assert!((r + 0.5).abs() < bound, "{} {r}", design.name());
        // Each law is what it was: the same quantiles.
        let [free] = columns(&without, &design, 1 << 14, [WATER]);
        for q in [0.1, 0.5, 0.9] {
            let at = |x: &[f64]| {
                let mut x = x.to_vec();
                x.sort_by(f64::total_cmp);
                x[(q * x.len() as f64) as usize]
            };
            assert!((at(&water) - at(&free)).abs() < 40.0 * bound, "{q}: {} {}", at(&water), at(&free));
        }
    }
    let dependence = with.plan.dependence();
    assert_eq!((dependence.len(), dependence[0].cause, dependence[0].inputs.len()), (1, Cause::Correlation, 3));
    let gap = with.plan.dimensions().iter().find(|d| d.path == GAP).unwrap();
    assert_eq!(gap.moves.len(), 3);
    let air = with.plan.dimensions().iter().find(|d| d.path == AIR).unwrap();
    assert!(!air.moves.is_empty() && !air.moves.contains(&with.inputs.find(GAP).unwrap()));
}

/// What does not correlate keeps its bits, and so (to rounding) does the input that is named first.
#[test]
fn a_correlation_moves_no_other_input() {
    let more = format!("correlation = [{{ of = [\"{GAP}\", \"{WATER}\"], spearman = 1 }}]");
    let (with, without) = (scenario(&text(&more)), scenario(&text("")));
    let [gap, air, water] = columns(&with, &Design::MonteCarlo, 500, [GAP, AIR, WATER]);
    let [gap_before, air_before, water_before] = columns(&without, &Design::MonteCarlo, 500, [GAP, AIR, WATER]);
    assert!(air.iter().zip(&air_before).all(|(a, b)| a.to_bits() == b.to_bits()));
    assert!(gap.iter().zip(&gap_before).all(|(a, b)| (a / b - 1.0).abs() < 1e-12));
    assert_ne!(water, water_before);
    assert_eq!(ranks(&gap), ranks(&water), "comonotone");
}

#[test]
fn every_wrong_correlation_is_told_at_once() {
    let more = format!(
        "correlation = [\n\
         {{ of = [\"boiler.excess_ait\", \"{GAP}\"], spearman = 0.5 }},\n\
         {{ of = [\"boiler.power_kw\", \"{GAP}\"], spearman = 0.5 }},\n\
         {{ of = [\"{GAP}\"], spearman = 0.5 }},\n\
         {{ of = [\"{GAP}\", \"{GAP}\"], spearman = 0.5 }},\n\
         {{ of = [\"{GAP}\", \"{AIR}\"], spearman = 1.5 }},\n\
         {{ of = [\"{GAP}\", \"{AIR}\"], spearman = 0.5, pearson = 0.5 }},\n\
         {{ of = [\"{GAP}\", \"{AIR}\"] }},\n\
         {{ of = [\"{GAP}\", \"{AIR}\"], spearman = [[1, 0.2], [0.3, 1]] }},\n\
         {{ of = [\"{GAP}\", \"{AIR}\"], spearman = [[0.9, 0.2], [0.2, 1]] }},\n\
         {{ of = [\"{GAP}\", \"{AIR}\"], spearman = [[1, 0.2]] }},\n\
         {{ of = [\"{GAP}\", \"{AIR}\"], spearmen = 0.2, spearman = 0.2 }},\n\
         {{ of = [\"{GAP}\", \"{WATER}\"], spearman = 0.2 }},\n\
         {{ of = [\"{WATER}\", \"{GAP}\"], pearson = 0.2 }},\n\
         {{ of = [\"{AIR}\", \"{WATER}\"], spearman = 0.2, nearest = 1 }},\n\
         0.5,\n]"
    );
    let said = Place::with(text(&more)).refused(&[]);
    assert_eq!(errors(&said), 14, "{said}");
    holds(
        &said,
        &[
            "did you mean `boiler.excess_air`?",
            "`boiler.power_kw` is not drawn",
            "a correlation is of two or more inputs",
            "stands twice in this list",
            "`spearman` must be between -1 and 1",
            "both here",
            "neither here",
            "not symmetric: 0.3 here, 0.2 across",
            "an input correlates with itself by 1",
            "a number, or 2 rows of 2 numbers",
            "did you mean `spearman`?",
            "is given twice",
            "`nearest` must be true or false",
            "a correlation says of which inputs",
        ],
    );
}

#[test]
fn what_laws_cannot_reach_is_told_with_what_they_can() {
    let more = format!("correlation = [{{ of = [\"{GAP}\", \"{WATER}\"], pearson = 0.99 }}]");
    let said = Place::with(text(&more)).refused(&[]);
    holds(&said, &["cannot have this pearson", "reach a Pearson correlation of -0.9", "0.99 is out of reach"]);
}

/// Not together valid: the error says the nearest, which is then accepted; with `nearest` it is used and told.
#[test]
fn correlations_that_cannot_hold_together() {
    let triple = |ab: f64, bc: f64, ca: f64, nearest: &str| {
        text(&format!(
            "correlation = [{{ of = [\"{GAP}\", \"{AIR}\"], spearman = {ab}{nearest} }}, \
             {{ of = [\"{AIR}\", \"{WATER}\"], spearman = {bc} }}, {{ of = [\"{WATER}\", \"{GAP}\"], spearman = {ca} }}]"
        ))
    };
    let said = Place::with(triple(0.9, 0.9, -0.5, "")).refused(&[]);
    assert_eq!(errors(&said), 1);
    holds(&said, &["smallest eigenvalue", "nearest = true", "(given -0.5)", "(given 0.9)"]);
    let value = |a: &str, b: &str| -> f64 {
        let flat = said.replace('\n', " ");
        let start = [format!("`{a}` with `{b}` spearman = "), format!("`{b}` with `{a}` spearman = ")]
            .iter()
            .find_map(|t| flat.find(t.as_str()).map(|at| at + t.len()))
            .unwrap();
        flat[start..].split(' ').next().unwrap().parse().unwrap()
    };
    let (ab, bc, ca) = (value(GAP, AIR), value(AIR, WATER), value(WATER, GAP));
    assert!(scenario(&triple(ab, bc, ca, "")).warnings.is_empty(), "{ab} {bc} {ca}");
    let used = scenario(&triple(0.9, 0.9, -0.5, ", nearest = true"));
    let told = used.warnings.render(&used.sources, false, gisement::words::Locale::En);
    holds(&told, &["nearest correlations that can hold together are used", "(given -0.5)"]);
    let [gap, water] = columns(&used, &Design::sobol(4096, 1).unwrap(), 4096, [GAP, WATER]);
    let reached = pearson(&ranks(&gap), &ranks(&water));
    assert!((reached - ca).abs() < 0.01, "{reached} against {ca}");
}

#[test]
fn common_factors_and_second_laws_do_not_mix() {
    let folder = shipped_folder();
    let text = std::fs::read_to_string(folder.join("florange.toml")).unwrap();
    let path = "provider.P01.activity_factor";
    let more = format!(
        "correlation = [{{ of = [\"{path}\", \"digester.k_hyd_ch\"], spearman = 0.5 }}]\n\
         \"{path}\" = {{ uniform = {{ low = 0.5, high = 1.5 }} }}\n"
    );
    let load = |name: &str| std::fs::read(folder.join(name)).map_err(|e| e.to_string());
    let refused = Scenario::read("f.toml", &format!("{text}{more}"), &[], &load).unwrap_err();
    let said = refused.diagnostics.render(&refused.sources, false, gisement::words::Locale::En);
    holds(&said, &["already follows a common factor", "has no second distribution"]);
    assert_eq!(refused.diagnostics.counts().0, 2, "{said}");
}

/// An input that the command line sets is not drawn: its correlations are left out, with a warning.
#[test]
fn a_set_input_correlates_with_nothing() {
    let more = format!("correlation = [{{ of = [\"{GAP}\", \"{AIR}\"], spearman = 0.5 }}]");
    let load = |name: &str| Err(format!("there is no {name}"));
    let read = Scenario::read("s.toml", &text(&more), &[format!("{AIR}=1.6")], &load).unwrap();
    assert!(read.plan.dependence().is_empty());
    holds(&read.warnings.render(&read.sources, false, gisement::words::Locale::En), &["it correlates with nothing"]);
}
