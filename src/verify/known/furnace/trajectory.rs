//! Trajectories, and what follows from them: closures, facts about steps, closed forms.

use super::answers::{Answer, columns, of};
use super::{INPUTS, ROUNDING, input_values, inputs_of, set_of, tolerance};
use crate::combustion::furnace::{FurnaceParams, FurnaceState, Interval, Moment, advance};
use crate::verify::format::Format;
use crate::verify::outcome::{Check, Row};
use crate::verify::reason::Reason;
use crate::verify::sheet::{Sheet, View};
use std::sync::OnceLock;

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

/// Sums over a shipped trajectory.
pub(in crate::verify) const CLOSURE: Format = Format {
    name: "furnace closure",
    required: &["case", "mass_closure_rel", "energy_closure_rel", "chem_kJ"],
    compare: |sheet| by_case(sheet, closure_rows),
};

/// What a step of a shipped trajectory does to a quantity.
pub(in crate::verify) const STEPS: Format = Format {
    name: "furnace step",
    required: &["case", "quantity", "before", "extreme_after_step", "t_extreme_s_after_step", "final_in_file"],
    compare: |sheet| by_case(sheet, step_rows),
};

/// A state of a shipped trajectory in closed form.
pub(in crate::verify) const ANALYTIC: Format = Format {
    name: "furnace closed form",
    required: &["case", "t_after_step_s", "quantity", "analytic"],
    compare: |sheet| by_case(sheet, analytic_rows),
};

/// A row of a case.
struct Given<'a> {
    view: View<'a>,
    t_s: f64,
    inputs: [f64; 5],
}

/// A computed row of a case.
struct Computed {
    moment: Moment,
    answers: Vec<Answer>,
}

/// A case that was run.
struct Run {
    case: String,
    params: FurnaceParams<f64>,
    computed: Vec<Computed>,
    /// Row at which the inputs first change.
    step: Option<usize>,
}

/// Rows of one case after another, in the order of the table.
fn cases(sheet: &Sheet) -> Vec<(&str, Vec<View<'_>>)> {
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

fn given<'a>(views: &[View<'a>]) -> Result<Vec<Given<'a>>, (u64, Reason)> {
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
    for input in 0..INPUTS.len() {
        if ramps(rows, k, input) {
            to[input] = rows[k + 1].inputs[input];
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

fn run(case: &str, rows: &[Given<'_>]) -> Result<Run, Reason> {
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

/// The shipped trajectories, run once.
fn shipped_runs() -> &'static [Run] {
    static RUNS: OnceLock<Vec<Run>> = OnceLock::new();
    RUNS.get_or_init(|| {
        // A broken table gives no runs, and every row that names a case then fails.
        let Ok(sheet) = Sheet::parse(TEXT) else { return Vec::new() };
        let of = |(case, views): (&str, Vec<View<'_>>)| run(case, &given(&views).ok()?).ok();
        cases(&sheet).into_iter().filter_map(of).collect()
    })
}

/// Compares rows that name a shipped case.
fn by_case(sheet: &Sheet, rows: fn(&View<'_>, &str, &Run) -> Result<Vec<Row>, Reason>) -> (Vec<Row>, Vec<String>) {
    let compared = sheet.compare("case", |view, case| match shipped_runs().iter().find(|run| run.case == case) {
        Some(run) => rows(view, case, run).unwrap_or_else(|reason| vec![Row::failed(case, "", None, reason)]),
        None => vec![Row::failed(case, "", None, Reason::FurnaceCase { case: case.to_owned() })],
    });
    (compared, Vec::new())
}

/// Largest share of mass or energy that may be lost or made.
const CLOSES: f64 = 1e-9;

fn closure_rows(view: &View<'_>, case: &str, run: &Run) -> Result<Vec<Row>, Reason> {
    let (start, end) = (&run.computed[0].moment, &run.computed[run.computed.len() - 1].moment);
    let sums = end.sums;
    let closed = |_: f64| CLOSES;
    let mut rows = vec![
        view.answer(case, "mass_closure_rel", Some(end.mass_closure(start)), closed),
        view.answer(case, "energy_closure_rel", Some(end.energy_closure(start, &run.params)), closed),
    ];
    for (column, value) in [
        ("fuel_kg", sums.fuel_kg),
        ("air_kg", sums.air_kg),
        ("gas_kg", sums.gas_kg),
        ("ash_kg", sums.ash_kg),
        ("chem_kJ", sums.fed_kj),
        ("Q_useful_kJ", sums.useful_kj),
        ("Q_stack_kJ", sums.stack_kj),
        ("Q_refr_loss_kJ", sums.refractory_loss_kj),
        ("Q_boiler_loss_kJ", sums.boiler_loss_kj),
        ("Q_unburnt_kJ", sums.unburnt_kj),
        ("Q_evap_latent_kJ", sums.latent_kj),
        ("dE_store_kJ", end.stored_kj(&run.params) - start.stored_kj(&run.params)),
    ] {
        rows.push(view.answer(case, column, Some(value), tolerance));
    }
    Ok(rows.into_iter().flatten().collect())
}

/// One row of a trajectory, s: how far the time of an extreme may be off, where it is flat.
const ROW_S: f64 = 60.0;

/// Changes below this share of the value are rounding, and have no time.
const CHANGE: f64 = 1e-6;

fn step_rows(view: &View<'_>, case: &str, run: &Run) -> Result<Vec<Row>, Reason> {
    let quantity = view.text("quantity").ok_or_else(|| Reason::Blank { column: "quantity".to_owned() })?;
    let step = run.step.ok_or(Reason::NoAnswer)?;
    let values: Option<Vec<f64>> = run.computed.iter().map(|c| of(&c.answers, quantity)).collect();
    let values = values.ok_or(Reason::Name)?;
    let (before, last) = (values[step - 1], values[values.len() - 1]);
    let after = |k: usize| run.computed[k].moment.t_s - run.computed[step].moment.t_s;
    let away = |k: usize| (values[k] - before).abs();
    let farthest = (step..values.len()).map(away).fold(0.0, f64::max);
    // The first row as far away as any, but for rounding.
    let extreme = (step..values.len()).find(|k| away(*k) >= farthest * (1.0 - ROUNDING)).unwrap_or(step);
    let part = 1.0 - libm::exp(-1.0);
    let towards = |k: usize| (values[k] - before) * (last - before).signum();
    let t63 = (step..values.len()).find(|k| towards(*k) >= part * (last - before).abs()).map(after);
    let name = format!("{case} {quantity}");
    let printed =
        |column: &'static str| move |published: f64| 1.1 * view.half_last_digit(column) + tolerance(published);
    let mut rows = vec![
        view.answer(&name, "before", Some(before), printed("before")),
        view.answer(&name, "extreme_after_step", Some(values[extreme]), printed("extreme_after_step")),
        view.answer(&name, "final_in_file", Some(last), printed("final_in_file")),
    ];
    if farthest > CHANGE * before.abs() {
        rows.push(view.answer(&name, "t_extreme_s_after_step", Some(after(extreme)), |_| ROW_S));
    }
    if view.text("t63_s_after_step").is_some() && (last - before).abs() > CHANGE * before.abs() {
        rows.push(view.answer(&name, "t63_s_after_step", t63, |_| ROUNDING));
    }
    Ok(rows.into_iter().flatten().collect())
}

fn analytic_rows(view: &View<'_>, case: &str, run: &Run) -> Result<Vec<Row>, Reason> {
    let column = match view.text("quantity") {
        Some("M_dry") => "M_dry_kg",
        Some("M_water") => "M_water_kg",
        _ => return Err(Reason::Name),
    };
    let step = run.step.ok_or(Reason::NoAnswer)?;
    let t_s = run.computed[step].moment.t_s + view.number("t_after_step_s")?;
    let at = run.computed.iter().find(|c| (c.moment.t_s - t_s).abs() < ROUNDING);
    let value = at.and_then(|c| of(&c.answers, column)).ok_or(Reason::NothingPublished)?;
    let published = view.number("analytic")?;
    let name = format!("{case} after {} s", view.text("t_after_step_s").unwrap_or(""));
    Ok(vec![Row::compared(&name, column, value, published, 1e-9 * published.abs())])
}
