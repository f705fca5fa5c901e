//! The published runs of R3 and R4.

use super::tanks::{Course, run, worst};
use crate::digestion::tank::{Kinetics, RunRow};
use crate::digestion::weinrich::{R3, R3Model, R3Params, R4, R4Model, R4Params};
use crate::verify::outcome::{Row, Suite};
use crate::verify::reason::Reason;
use crate::verify::sheet::Sheet;

/// Relative tolerance along the curve, in the half day after a step of the feed, and at the end.
const ALONG: f64 = 1e-2;
const AFTER_STEP: f64 = 1.1e-2;
const END: f64 = 5e-4;
/// How long a step counts, d.
const STEP_D: f64 = 0.5;
/// Liquid and headspace of the published tank, m3.
const VOLUMES: [f64; 2] = [100.0, 10.0];

macro_rules! shipped_text {
    ($file:literal) => {
        include_str!(concat!("../../../models/verify/digestion/", $file))
    };
}

pub(in crate::verify) fn shipped_r3() -> Suite {
    let model = R3Model::new(&R3Params::defaults());
    suite::<R3>("R3", &model, [shipped_text!("r3_input.csv"), shipped_text!("r3_output.csv")], &|y| model.derived(y))
}

pub(in crate::verify) fn shipped_r4() -> Suite {
    let model = R4Model::new(&R4Params::defaults());
    suite::<R4>("R4", &model, [shipped_text!("r4_input.csv"), shipped_text!("r4_output.csv")], &|y| model.derived(y))
}

/// Values that follow from a state, by name.
type Derived<'a> = &'a dyn Fn(&[f64]) -> Vec<(&'static str, f64)>;

fn suite<K: Kinetics>(name: &str, model: &K::Of<f64>, texts: [&str; 2], derived: Derived<'_>) -> Suite {
    let rows = rows::<K>(model, texts, derived).unwrap_or_else(|reason| vec![Row::failed(name, "", None, reason)]);
    let source = "Weinrich & Nelles 2021 (doi 10.1016/j.biortech.2021.125124), soerenweinrich/ADM1 (MIT) at commit f95da865: maize \
                  and manure, 100 days with four steps of the feed, made with ode15s at its tolerance of 1e-3";
    let notes = vec![
        "Of each value the row that differs most, and day 100; S_H and phi are the pH in other words and count along the \
         curve alone."
            .to_owned(),
    ];
    Suite { name: format!("ADM1-{name}"), file: None, source: source.to_owned(), notes, rows }
}

fn rows<K: Kinetics>(model: &K::Of<f64>, [input, output]: [&str; 2], derived: Derived<'_>) -> Result<Vec<Row>, Reason> {
    let parse = |text| Sheet::parse(text).map_err(|error| Reason::Refused(error.to_string()));
    let (input, output) = (parse(input)?, parse(output)?);
    let layout = K::layout();
    let mut course = Course::default();
    for view in input.views() {
        let mut influent = Vec::new();
        for unknown in &layout.unknowns[..layout.liquid] {
            influent.push(view.number(unknown.name)?);
        }
        course.feed.push((view.number("time")?, view.number("q_in")?, influent));
    }
    for view in output.views() {
        course.times_d.push(view.number("time")?);
    }
    let mut initial = Vec::new();
    let first = output.views().next().ok_or(Reason::NoAnswer)?;
    for unknown in &layout.unknowns {
        // The hydrogen ion is that of the other unknowns.
        initial.push(if unknown.name == "S_H_ion" { 1e-7 } else { first.number(unknown.name)? });
    }
    let found = run::<K>(model, initial, &course, VOLUMES, 1e-8)?;
    Ok(compared::<K>(&output, &course, &found, derived))
}

fn compared<K: Kinetics>(output: &Sheet, course: &Course, found: &[RunRow], derived: Derived<'_>) -> Vec<Row> {
    let names: Vec<&str> = K::layout().unknowns.iter().map(|unknown| unknown.name).collect();
    let tolerance = |t_d: f64| {
        let after = |start: f64| start > 0.0 && (0.0..STEP_D).contains(&(t_d - start));
        if course.feed.iter().any(|(start, ..)| after(*start)) { AFTER_STEP } else { ALONG }
    };
    let mut rows = Vec::new();
    for column in output.names().iter().filter(|name| *name != "time") {
        let all: Vec<Row> = output
            .views()
            .zip(found)
            .filter_map(|(view, row)| {
                let state = &row.tanks[0].state;
                let own = names.iter().position(|name| name == column).map(|k| state[k]);
                let value = own.or_else(|| derived(state).into_iter().find(|(name, _)| name == column).map(|(_, v)| v));
                view.answer(&format!("day {:.4}", row.t_d), column, value, |known| tolerance(row.t_d) * known.abs())
            })
            .collect();
        let end = all.last().filter(|_| !matches!(column.as_str(), "phi" | "S_H")).cloned();
        rows.extend(worst(all.into_iter()));
        rows.extend(end.and_then(|row| {
            Some(Row::compared("day 100", &row.quantity, row.computed?, row.published?, END * row.published?.abs()))
        }));
    }
    rows
}
