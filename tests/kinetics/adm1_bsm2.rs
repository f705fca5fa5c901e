//! ADM1 against the published and recomputed BSM2 results. Sources of every column stand in `models/verify/adm1/`.

// Helpers of tests panic on purpose.
#![allow(clippy::unwrap_used)]

use gisement::digestion::adm1::{
    Adm1Case, Adm1Params, Adm1Run, Feed, FeedRow, LIQUID, Observe, Output, State, Verdict, simulate, steady_state,
};

fn column(text: &str, name: &str) -> Vec<(String, f64)> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let at = reader.headers().unwrap().iter().position(|h| h == name).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    rows.iter().filter(|r| !r[at].is_empty()).map(|r| (r[0].to_owned(), r[at].parse().unwrap())).collect()
}

const KNOWN: &str = include_str!("../../models/verify/adm1/bsm2_known.csv");
const DAY_50: &str = include_str!("../../models/verify/adm1/bsm2_dynamic_day50.csv");

/// Largest |found - expected| / (|expected| + absolute/relative), and whose.
fn worst(output: &Output, expected: &[(String, f64)], absolute: f64, relative: f64) -> (f64, String) {
    let named = output.named();
    let mut worst = (0.0, String::new());
    for (name, value) in expected {
        let found = named.iter().find(|(n, _)| n == name).unwrap_or_else(|| panic!("no {name}")).1;
        assert!(found.is_finite(), "{name}");
        let gap = (found - value).abs() / (value.abs() + absolute / relative);
        if gap > worst.0 {
            worst = (gap, format!("{name}: {found} where {value}"));
        }
    }
    worst
}

fn closes(run: &Adm1Run) {
    assert!(run.closure.worst() < 1e-9, "{:?}", run.closure);
}

#[test]
fn state_after_200_days() {
    let known = column(KNOWN, "at_200_d");
    assert_eq!(known.len(), 46);
    let case = Adm1Case { rtol: 1e-8, ..Adm1Case::bsm2() };
    let run = simulate(&case, &Observe::End).unwrap();
    let (gap, whose) = worst(&run.final_output, &known, 0.0, 1.0);
    println!("worst {gap:e}, {whose}; {:?}; {:?}", run.statistics, run.closure);
    assert!(gap < 1e-6, "{gap:e} {whose}");
    closes(&run);
    assert_eq!(run.verdict, Verdict::Working);
}

/// The error is within the accuracy asked for, and the effort does not creep up.
#[test]
fn error_and_effort_at_sweep_tolerances() {
    let known = column(KNOWN, "at_200_d");
    for (rtol, bound, steps) in [(1e-4, 1e-4, 24), (1e-6, 1e-6, 90)] {
        let run = simulate(&Adm1Case { rtol, ..Adm1Case::bsm2() }, &Observe::End).unwrap();
        let (gap, whose) = worst(&run.final_output, &known, 0.0, 1.0);
        println!("rtol {rtol:e}: worst {gap:e}, {whose}; {:?}; {:?}", run.statistics, run.closure);
        assert!(gap < bound, "rtol {rtol:e}: {gap:e} {whose}");
        assert!(run.statistics.steps <= steps, "{:?}", run.statistics);
        closes(&run);
    }
}

#[test]
fn steady_state_of_the_benchmark() {
    let case = Adm1Case::bsm2();
    let steady = steady_state(&case.params, &case.feed.rows[0], &case.initial).unwrap();
    let (gap, whose) = worst(&steady.output, &column(KNOWN, "steady"), 0.0, 1.0);
    println!("against recomputed: {gap:e}, {whose}");
    assert!(gap < 1e-8, "{gap:e} {whose}");
    let mut published = column(KNOWN, "published");
    // Printed with six digits, the others with ten and more.
    published.retain(|(name, _)| name != "q_ch4");
    let (gap, whose) = worst(&steady.output, &published, 0.0, 1.0);
    println!("against published: {gap:e}, {whose}");
    assert!(gap < 2e-7, "{gap:e} {whose}");
    assert!((steady.output.q_ch4 - 1799.33).abs() < 0.005);
    assert_eq!(steady.verdict, Verdict::Working);
}

/// The 15-minute influent of the dynamic case: components without a column are 0.
fn dynamic_feed() -> Feed {
    let text = include_str!("../../scenarios/bsm2/dynamic_influent.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let mut feed = Feed { times_d: Vec::new(), rows: Vec::new() };
    for record in reader.records() {
        let record = record.unwrap();
        let mut row = FeedRow { flow_m3_per_d: f64::NAN, concentrations: [0.0; LIQUID], t_op_k: None };
        for (name, cell) in header.iter().zip(&record) {
            let number = || cell.parse::<f64>().unwrap();
            match name {
                "time_d" => feed.times_d.push(number()),
                "q_in" => row.flow_m3_per_d = number(),
                "T_C" => row.t_op_k = Some(number() + 273.15),
                "source" => {}
                state => row.concentrations[State::find(state).unwrap() as usize] = number(),
            }
        }
        feed.rows.push(row);
    }
    feed
}

#[test]
fn dynamic_case_after_50_days() {
    let feed = dynamic_feed();
    assert_eq!(feed.rows.len(), 4800);
    let case = Adm1Case { feed, t_end_d: 50.0, rtol: 1e-6, ..Adm1Case::bsm2() };
    let run = simulate(&case, &Observe::End).unwrap();
    let recomputed = column(DAY_50, "recomputed");
    let (gap, whose) = worst(&run.final_output, &recomputed, 1e-12, 1e-5);
    println!("against recomputed: {gap:e}, {whose}; {:?}; {:?}", run.statistics, run.closure);
    assert!(gap < 1e-5, "{gap:e} {whose}");
    let mut matlab = column(DAY_50, "matlab");
    matlab.retain(|(name, _)| name != "S_cat");
    let (gap, whose) = worst(&run.final_output, &matlab, 1e-12, 5e-3);
    println!("against Matlab: {gap:e}, {whose}");
    assert!(gap < 5e-3, "{gap:e} {whose}");
    closes(&run);
}

/// Totals against the daily rows, by Simpson's rule on 0.05 d.
#[test]
fn totals_are_the_integrals_of_the_flows() {
    let case = Adm1Case { t_end_d: 20.0, rtol: 1e-7, ..Adm1Case::bsm2() };
    let run = simulate(&case, &Observe::Every(0.0125)).unwrap();
    assert_eq!(run.days.len(), 1601);
    let simpson = |flow: &dyn Fn(usize) -> f64| {
        let inner: f64 = (1..1600).map(|k| flow(k) * if k % 2 == 1 { 4.0 } else { 2.0 }).sum();
        (flow(0) + inner + flow(1600)) * 0.0125 / 3.0
    };
    // The first hours are steep: the start state is not at rest.
    let methane = simpson(&|k| run.days[k].methane_nm3_per_d);
    let biogas = simpson(&|k| run.days[k].biogas_m3_per_d);
    println!("{} {methane}; {} {biogas}", run.totals.methane_nm3, run.totals.biogas_m3);
    assert!((methane / run.totals.methane_nm3 - 1.0).abs() < 1e-3);
    assert!((biogas / run.totals.biogas_m3 - 1.0).abs() < 1e-3);
}

/// Rows between steps come from the interpolant: they must agree with a run that ends there.
#[test]
fn daily_rows_agree_with_runs_that_end_there() {
    let times = vec![0.5, 3.0, 17.3, 60.0, 111.1];
    let run = simulate(&Adm1Case { rtol: 1e-5, ..Adm1Case::bsm2() }, &Observe::At(times.clone())).unwrap();
    for (day, t_end_d) in run.days.iter().zip(times) {
        let case = Adm1Case { t_end_d, rtol: 1e-9, ..Adm1Case::bsm2() };
        let end = simulate(&case, &Observe::End).unwrap().final_output.day(t_end_d);
        for (found, expected) in [
            (day.biogas_m3_per_d, end.biogas_m3_per_d),
            (day.vfa_kg_cod_m3, end.vfa_kg_cod_m3),
            (day.ph, end.ph),
            (day.free_ammonia_kmol_m3, end.free_ammonia_kmol_m3),
            (day.inhibition.h2_pro, end.inhibition.h2_pro),
        ] {
            assert!((found / expected - 1.0).abs() < 3e-4, "day {t_end_d}: {found} {expected}");
        }
    }
}

/// T_op moves the physico-chemical constants: at 45 C more water vapour, less dissolved CO2, more free ammonia.
#[test]
fn temperature_moves_equilibria_only() {
    let cold = Adm1Case::bsm2();
    let mut warm = cold.clone();
    warm.params.T_op = 318.15;
    let cold = simulate(&cold, &Observe::End).unwrap().final_output;
    let warm = simulate(&warm, &Observe::End).unwrap().final_output;
    assert!(warm.p_gas_h2o > 1.6 * cold.p_gas_h2o);
    assert!(warm.ions.nh3 > 1.3 * cold.ions.nh3);
    assert!(warm.s_co2 < cold.s_co2);
    // A temperature in the feed row does the same as the parameter.
    let mut row = Adm1Case::bsm2();
    row.feed.rows[0].t_op_k = Some(318.15);
    assert_eq!(simulate(&row, &Observe::End).unwrap().final_output, warm);
    assert_eq!(Adm1Params::<f64>::defaults().T_op, 308.15);
}
