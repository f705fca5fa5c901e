//! Trajectories: rows of a case at rising times, run from the states of the first.

use super::answers::{Answer, columns, of};
use super::{INPUTS, input_values, inputs_of, set_of, tolerance};
use crate::combustion::furnace::{FurnaceParams, FurnaceState, Interval, Moment, advance};
use crate::verify::format::Format;
use crate::verify::outcome::{Check, Row};
use crate::verify::reason::Reason;
use crate::verify::sheet::{Sheet, View};

/// The shipped trajectories: the inputs of every case that other tables name.
pub(super) const TEXT: &str = include_str!("../../../../models/verify/furnace/trajectories.csv");

/// Steps of the inputs that fall between two rows, from the description of the case.
const BETWEEN_ROWS: &str = include_str!("../../../../models/verify/furnace/between_rows.csv");

/// Rows of a case at rising times with their inputs; the states of the first row are where the run starts.
pub(in crate::verify) const TRAJECTORIES: Format = Format {
    name: "furnace trajectory",
    required: &[
        "case",
        "set",
        "t_s",
        "feed_wet_kg_s",
        "moisture_wb",
        "primary_air_kg_s",
        "secondary_air_kg_s",
        "T_ret_C",
        "M_water_kg",
        "M_dry_kg",
        "T_refr_C",
        "T_boiler_C",
    ],
    compare: compare_trajectories,
};

/// A row of a case.
pub(super) struct Given<'a> {
    view: View<'a>,
    t_s: f64,
    inputs: [f64; 5],
}

/// A computed row of a case.
pub(super) struct Computed {
    pub(super) moment: Moment,
    pub(super) answers: Vec<Answer>,
}

/// A case that was run.
pub(super) struct Run {
    pub(super) case: String,
    pub(super) params: FurnaceParams<f64>,
    pub(super) computed: Vec<Computed>,
    /// Row at which the inputs first change.
    pub(super) step: Option<usize>,
}

/// Rows of one case after another, in the order of the table.
pub(super) fn cases(sheet: &Sheet) -> Vec<(&str, Vec<View<'_>>)> {
    let mut cases: Vec<(&str, Vec<View<'_>>)> = Vec::new();
    for view in sheet.views() {
        let case = view.text("case").unwrap_or("");
        match cases.last_mut() {
            Some((last, views)) if *last == case => views.push(view),
            _ => cases.push((case, vec![view])),
        }
    }
    cases
}

pub(super) fn given<'a>(views: &[View<'a>]) -> Result<Vec<Given<'a>>, (u64, Reason)> {
    let mut rows: Vec<Given<'a>> = Vec::new();
    for view in views {
        let at = |reason| (view.line(), reason);
        view.whole().map_err(at)?;
        let t_s = view.number("t_s").map_err(at)?;
        if rows.last().is_some_and(|last| t_s <= last.t_s) {
            return Err(at(Reason::Times { t_s }));
        }
        rows.push(Given { view: *view, t_s, inputs: input_values(view).map_err(at)? });
    }
    Ok(rows)
}

/// Whether the change of an input from row k to the next is part of a ramp: the change before or after it is about the
/// same. A change alone is a step at the later row.
fn ramps(rows: &[Given<'_>], k: usize, input: usize) -> bool {
    let change = |k: usize| Some(rows.get(k + 1)?.inputs[input] - rows.get(k)?.inputs[input]);
    let Some(here) = change(k).filter(|c| *c != 0.0) else { return false };
    let alike = |other: Option<f64>| other.is_some_and(|o| (o - here).abs() <= 0.1 * here.abs());
    alike(change(k + 1)) || alike(k.checked_sub(1).and_then(change))
}

/// The time, between rows k and the next, at which an input of a case steps; none where it steps at the later row.
fn between(case: &str, rows: &[Given<'_>], k: usize, input: usize) -> Option<f64> {
    if rows[k].inputs[input] == rows[k + 1].inputs[input] {
        return None;
    }
    let sheet = Sheet::parse(BETWEEN_ROWS).ok()?;
    let mut times = sheet.views().filter(|v| v.text("case") == Some(case) && v.text("column") == Some(INPUTS[input]));
    times.find_map(|v| v.number("t_s").ok().filter(|t| *t > rows[k].t_s && *t < rows[k + 1].t_s))
}

/// The intervals from row k to the next: one, or more where an input steps between them.
fn intervals(case: &str, rows: &[Given<'_>], k: usize) -> Vec<Interval> {
    let (mut from, mut to) = (rows[k].inputs, rows[k].inputs);
    let mut steps: Vec<(f64, usize)> = Vec::new();
    for (input, end) in to.iter_mut().enumerate() {
        if ramps(rows, k, input) {
            *end = rows[k + 1].inputs[input];
        } else if let Some(t_s) = between(case, rows, k, input) {
            steps.push((t_s, input));
        }
    }
    if steps.is_empty() {
        let duration_s = rows[k + 1].t_s - rows[k].t_s;
        return vec![Interval { duration_s, from: inputs_of(from), to: inputs_of(to) }];
    }
    steps.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut list = Vec::new();
    let mut at_s = rows[k].t_s;
    for (t_s, input) in steps {
        list.push(Interval::held(t_s - at_s, inputs_of(from)));
        from[input] = rows[k + 1].inputs[input];
        at_s = t_s;
    }
    list.push(Interval::held(rows[k + 1].t_s - at_s, inputs_of(from)));
    list.retain(|i| i.duration_s > 0.0);
    list
}

pub(super) fn run(case: &str, rows: &[Given<'_>]) -> Result<Run, Reason> {
    let first = &rows[0].view;
    let params = set_of(first)?;
    let state = FurnaceState {
        water_kg: first.number("M_water_kg")?,
        dry_kg: first.number("M_dry_kg")?,
        refractory_c: first.number("T_refr_C")?,
        boiler_c: first.number("T_boiler_C")?,
    };
    let at = |moment: Moment, inputs| {
        let rates = params.rates(&moment.state, &inputs_of(inputs));
        Computed { moment, answers: columns(&moment.state, &rates) }
    };
    let mut moment = Moment { t_s: rows[0].t_s, ..Moment::start(state) };
    let mut computed = vec![at(moment, rows[0].inputs)];
    for k in 0..rows.len() - 1 {
        for interval in intervals(case, rows, k) {
            moment = advance(&params, &moment, &interval).map_err(Reason::Furnace)?;
        }
        computed.push(at(moment, rows[k + 1].inputs));
    }
    let step = rows.windows(2).position(|w| w[0].inputs != w[1].inputs).map(|k| k + 1);
    Ok(Run { case: case.to_owned(), params, computed, step })
}

fn compare_trajectories(sheet: &Sheet) -> (Vec<Row>, Vec<String>) {
    let rows = cases(sheet).into_iter().flat_map(|(case, views)| match given(&views) {
        Ok(rows) => compare_case(case, &rows),
        Err((line, reason)) => vec![Row { line: Some(line), ..Row::failed(case, "", None, reason) }],
    });
    let note = "of each column of a case the row that differs most; two equal changes of an input in a row are a ramp, a \
                change alone is a step at the later row";
    (rows.collect(), vec![note.to_owned()])
}

fn compare_case(case: &str, rows: &[Given<'_>]) -> Vec<Row> {
    let run = match run(case, rows) {
        Ok(run) => run,
        Err(reason) => return vec![Row { line: Some(rows[0].view.line()), ..Row::failed(case, "", None, reason) }],
    };
    let names: Vec<&str> = run.computed[0].answers.iter().map(|(column, _)| *column).collect();
    names.into_iter().filter_map(|column| worst(case, column, rows, &run)).collect()
}

/// The row of a column that uses most of its tolerance, or the first that cannot be compared.
fn worst(case: &str, column: &str, rows: &[Given<'_>], run: &Run) -> Option<Row> {
    let mut worst: Option<Row> = None;
    for (given, computed) in rows.iter().zip(&run.computed) {
        let row = given.view.answer(case, column, of(&computed.answers, column), tolerance)?;
        let row = Row { line: Some(given.view.line()), ..row };
        if row.check == Check::Fail && row.share().is_none() {
            return Some(row);
        }
        let share = |row: &Row| if row.check == Check::Informative { -1.0 } else { row.share().unwrap_or(-1.0) };
        if worst.as_ref().is_none_or(|w| share(&row) > share(w)) {
            worst = Some(row);
        }
    }
    worst
}
