//! What follows from the shipped trajectories: sums and closures, facts about steps, closed forms.

use super::answers::of;
use super::trajectory::{Run, TEXT, cases, given, run};
use super::{ROUNDING, tolerance};
use crate::verify::format::Format;
use crate::verify::outcome::Row;
use crate::verify::reason::Reason;
use crate::verify::sheet::{Sheet, View};
use std::sync::OnceLock;

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
