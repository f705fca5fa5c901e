//! The Benchmark Simulation Model No 2: constant influent after 200 days and at rest, changing influent after 50 days.

use super::outcome::{Row, Suite};
use super::reason::Reason;
use super::sheet::{Sheet, View};
use crate::digestion::adm1::{
    Adm1Case, Adm1Run, Feed, FeedRow, LIQUID, Observe, Output, State, simulate, steady_state,
};
use crate::units::ZERO_CELSIUS_K;

const KNOWN: &str = include_str!("../../models/verify/adm1/bsm2_known.csv");
const DAY_50: &str = include_str!("../../models/verify/adm1/bsm2_dynamic_day50.csv");
const INFLUENT: &str = include_str!("../../scenarios/bsm2/dynamic_influent.csv");

/// Largest share of the throughput that may be lost or made.
const CLOSURE: f64 = 1e-9;

fn suite(name: &str, source: &str, rows: Vec<Row>) -> Suite {
    Suite { name: name.to_owned(), file: None, source: source.to_owned(), notes: Vec::new(), rows }
}

/// Every named value against a column of a table of known answers.
fn named(output: &Output, text: &str, column: &str, tolerance: impl Fn(&View<'_>, f64) -> f64) -> Vec<Row> {
    let values = output.named();
    let Ok(sheet) = Sheet::parse(text) else { return Vec::new() };
    let rows = sheet.compare("name", |view, name| {
        if view.text(column).is_none() {
            return Vec::new();
        }
        let computed = values.iter().find(|(known, _)| *known == name);
        vec![match (computed, view.number(column)) {
            (Some((_, value)), Ok(published)) => {
                Row::compared(column, name, *value, published, tolerance(view, published))
            }
            (None, published) => Row::failed(column, name, published.ok(), Reason::Name),
            (_, Err(reason)) => Row::failed(column, name, None, reason),
        }]
    });
    rows.into_iter().map(|row| Row { line: None, ..row }).collect()
}

fn closures(run: &Adm1Run) -> Vec<Row> {
    let closure = run.closure;
    [("COD", closure.cod), ("carbon", closure.carbon), ("nitrogen", closure.nitrogen)]
        .map(|(what, relative)| Row::compared("closure over throughput", what, relative, 0.0, CLOSURE))
        .to_vec()
}

/// The state after 200 days of constant influent from the benchmark's initial state.
pub(super) fn after_200_days() -> Suite {
    let case = Adm1Case { rtol: 1e-9, ..Adm1Case::bsm2() };
    let rows = match simulate(&case, &Observe::End) {
        Ok(run) => {
            let mut rows = named(&run.final_output, KNOWN, "at_200_d", |_, published| 1e-6 * published.abs());
            rows.append(&mut closures(&run));
            rows
        }
        Err(error) => vec![Row::failed("at_200_d", "", None, Reason::Digestion(error))],
    };
    let source = "Equations, parameters, influent and initial state of Rosen & Jeppsson 2006 (LUTEDX/TEIE-7224), integrated \
                  independently at rtol 1e-13";
    suite("BSM2 at 200 d", source, rows)
}

/// The steady state under constant influent: printed by the authors, and recomputed to all digits.
pub(super) fn at_rest() -> Suite {
    let case = Adm1Case::bsm2();
    let rows = match steady_state(&case.params, &case.feed.rows[0], &case.initial) {
        Ok(steady) => {
            let mut rows = named(&steady.output, KNOWN, "steady", |_, published| 1e-8 * published.abs());
            // Printed with seven digits and more, the methane flow with six.
            let printed = |view: &View<'_>, value: f64| f64::max(2e-7 * value.abs(), view.half_last_digit("published"));
            rows.append(&mut named(&steady.output, KNOWN, "published", printed));
            rows
        }
        Err(error) => vec![Row::failed("steady", "", None, Reason::Digestion(error))],
    };
    let source =
        "Column published: Rosen & Jeppsson 2006 (LUTEDX/TEIE-7224); column steady: solved independently to rounding";
    suite("BSM2 steady state", source, rows)
}

/// The state after 50 days of an influent that changes every 15 minutes.
pub(super) fn after_50_changing_days() -> Suite {
    let run = changing_feed().and_then(|feed| {
        let case = Adm1Case { feed, t_end_d: 50.0, rtol: 1e-7, ..Adm1Case::bsm2() };
        simulate(&case, &Observe::End).map_err(Reason::Digestion)
    });
    let rows = match run {
        Ok(run) => {
            // Cations are washed out to numerical dust: hence an absolute part.
            let within = |relative: f64| move |_: &View<'_>, published: f64| relative * published.abs() + 1e-12;
            let mut rows = named(&run.final_output, DAY_50, "recomputed", within(1e-5));
            rows.append(&mut named(&run.final_output, DAY_50, "matlab", within(5e-3)));
            rows.append(&mut closures(&run));
            rows
        }
        Err(reason) => vec![Row::failed("day 50", "", None, reason)],
    };
    let source = "Column matlab: bsm2-python (BSD-3), tests/adm1_test.py, adm1_test_dyn.slx; column recomputed: independent CVODE run at \
                  rtol 1e-11; the influent of that test, held over each row";
    suite("BSM2 dynamic, day 50", source, rows)
}

/// The shipped influent: components without a column are 0.
fn changing_feed() -> Result<Feed, Reason> {
    let Ok(sheet) = Sheet::parse(INFLUENT) else { return Err(Reason::NoAnswer) };
    let names = sheet.names().iter().filter(|name| !["time_d", "q_in", "T_C", "source"].contains(&name.as_str()));
    let state = |name: &String| State::find(name).ok_or_else(|| Reason::State { column: name.clone() });
    let states: Vec<(&String, State)> = names.map(|n| Ok((n, state(n)?))).collect::<Result<_, Reason>>()?;
    let mut feed = Feed { times_d: Vec::new(), rows: Vec::new() };
    for view in sheet.views() {
        let mut concentrations = [0.0; LIQUID];
        for (name, state) in &states {
            if let Some(cell) = concentrations.get_mut(*state as usize) {
                *cell = view.number(name)?;
            }
        }
        let t_op_k = Some(view.number("T_C")? + ZERO_CELSIUS_K);
        feed.times_d.push(view.number("time_d")?);
        feed.rows.push(FeedRow { flow_m3_per_d: view.number("q_in")?, concentrations, t_op_k });
    }
    Ok(feed)
}
