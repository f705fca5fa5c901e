//! How long must a digester be warmed up before its year is reported? Compares warm-ups with the periodic state, as
//! docs/theory/adm1.md reports: `cargo run --release --example warm_up`.

// An example talks on the terminal.
#![allow(clippy::print_stdout)]

use gisement::case::{Detail, Simulation, prepare};
use gisement::digestion::adm1::{Adm1Case, Adm1Run, Adm1Solver, Feed, FeedRow, Observe, Stretch};
use gisement::scenario::Scenario;
use std::path::Path;

const DAYS: [f64; 52] = {
    let mut days = [7.0; 52];
    days[51] = 8.0;
    days
};

/// A warm-up of (days at the mean feed, whole years of the calendar, last weeks of the calendar).
#[derive(Clone, Copy)]
struct WarmUp {
    mean_d: f64,
    years: usize,
    weeks: usize,
}

fn year(case: &Adm1Case, warm_up: WarmUp, rtol: f64) -> Adm1Run {
    let rows = &case.feed.rows;
    let (mean, weeks) = (rows[0], &rows[rows.len() - 52..]);
    let mut feed = Feed { times_d: Vec::new(), rows: Vec::new() };
    let mut start = 0.0;
    let mut add = |row: FeedRow, days: f64| {
        feed.times_d.push(start);
        feed.rows.push(row);
        start += days;
    };
    if warm_up.mean_d > 0.0 {
        add(mean, warm_up.mean_d);
    }
    let calendar = (0..warm_up.years).flat_map(|_| 0..52).chain(52 - warm_up.weeks..52).chain(0..52);
    for week in calendar {
        add(weeks[week], DAYS[week]);
    }
    let case = Adm1Case { feed, t_end_d: start, rtol, ..case.clone() };
    Adm1Solver::new(rtol).and_then(|s| s.run(&case, &Observe::FeedRows)).expect("a shipped scenario")
}

fn methane(run: &Adm1Run) -> f64 {
    run.stretches[run.stretches.len() - 52..].iter().map(|s| s.totals.methane_nm3).sum()
}

fn compare(name: &str, case: &Adm1Case, rtol: f64) {
    let reference = year(case, WarmUp { mean_d: 0.0, years: 6, weeks: 0 }, rtol);
    let expected = methane(&reference);
    let hrt = {
        let rows = &case.feed.rows;
        case.params.V_liq / rows[0].flow_m3_per_d
    };
    println!("{name}: retention {hrt:.0} d, {expected:.1} Nm3/a, {:?}, rtol {rtol:e}", reference.verdict);
    let mean = |mean_d, weeks| WarmUp { mean_d, years: 0, weeks };
    let mut list = vec![WarmUp { mean_d: 0.0, years: 1, weeks: 0 }];
    list.extend([4, 8, 13, 17, 26, 52].map(|w| mean(365.0, w)));
    for warm_up in list {
        let run = year(case, warm_up, rtol);
        let gap = |of: &dyn Fn(&Adm1Run) -> f64| of(&run) - of(&reference);
        println!(
            "  mean {:>5} d, {} years, {:>2} weeks: methane {:+.1e}, pH {:+.1e}, VFA {:+.1e} of {:.2e}, {} steps",
            warm_up.mean_d,
            warm_up.years,
            warm_up.weeks,
            gap(&methane) / expected,
            gap(&|r| r.final_output.ph),
            gap(&|r| r.final_output.vfa_kg_cod_m3()),
            reference.final_output.vfa_kg_cod_m3(),
            run.statistics.steps,
        );
    }
}

fn main() {
    for name in ["florange.toml", "digester_only.toml"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
        let text = std::fs::read_to_string(&path).expect("a shipped scenario");
        let folder = path.parent().expect("in scenarios/").to_owned();
        let load = |file: &str| std::fs::read(folder.join(file)).map_err(|e| e.to_string());
        let scenario = Scenario::read(name, &text, &[], &load).expect("a shipped scenario");
        let case = scenario.case(&scenario.nominal()).expect("a shipped scenario");
        let prepared = prepare(&case, Detail::Totals).expect("a shipped scenario");
        let adm1 = &prepared.digesters[0].simulation.as_ref().expect("an ADM1 digester").case;
        compare(name, adm1, 1e-4);
        for retention_d in [20.0, 100.0] {
            let volume = retention_d * adm1.feed.rows[0].flow_m3_per_d;
            let mut other = adm1.clone();
            other.params.V_gas *= volume / other.params.V_liq;
            other.params.V_liq = volume;
            compare(name, &other, 1e-4);
            // More in one half of the year and less in the other; at 100 % nothing comes in the other half.
            let first = other.feed.rows.len() - 52;
            for (season, fed) in [("winter", 39..65), ("summer", 13..39)] {
                for swing in [0.25, 0.5, 1.0] {
                    let mut seasonal = other.clone();
                    for week in 0..52 {
                        let more = fed.contains(&week) || fed.contains(&(week + 52));
                        seasonal.feed.rows[first + week].flow_m3_per_d *= if more { 1.0 + swing } else { 1.0 - swing };
                    }
                    compare(&format!("{name}, {:.0} % more in {season}", swing * 100.0), &seasonal, 1e-4);
                }
            }
        }
        tolerance(name, &scenario);
    }
}

/// What a year changes between two tolerances, over samples.
fn tolerance(name: &str, scenario: &Scenario) {
    const SAMPLES: u32 = 200;
    let mut worst = [0.0_f64; 3];
    let mut short = 0;
    for sample in 0..u64::from(SAMPLES) {
        let case = scenario.case(&scenario.sample(1, sample)).expect("a sample of a shipped scenario");
        let prepared = prepare(&case, Detail::Totals).expect("a shipped scenario");
        let simulation = prepared.digesters[0].simulation.as_ref().expect("an ADM1 digester");
        short += u32::from(simulation.case.feed.rows.len() == 1 + 8 + 52);
        let at = |rtol: f64| {
            let case = Adm1Case { rtol, ..simulation.case.clone() };
            Simulation { case, ..simulation.clone() }.run(Detail::Totals).expect("a shipped scenario")
        };
        let tight = at(1e-6);
        let loose = at(1e-4);
        let year = |run: &Adm1Run| {
            let weeks = &run.stretches[run.stretches.len() - 52..];
            let sum = |of: fn(&Stretch) -> f64| weeks.iter().map(of).sum::<f64>();
            [
                sum(|s| s.totals.methane_nm3),
                sum(|s| s.totals.carbon_dioxide_nm3),
                sum(|s| s.residual_methane_nm3_per_m3 * s.totals.feed_m3),
            ]
        };
        for ((worst, found), expected) in worst.iter_mut().zip(year(&loose)).zip(year(&tight)) {
            let gap = (found / expected - 1.0).abs();
            *worst = if gap.is_finite() { worst.max(gap) } else { f64::NAN };
        }
    }
    println!("{name}: 1e-4 against 1e-6, largest relative change of CH4, CO2, residual CH4 a year: {worst:?}");
    println!("  {short} of {SAMPLES} need the short warm-up only");
}
