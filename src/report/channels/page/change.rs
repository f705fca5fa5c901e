//! Before and after: money, greenhouse gas, jobs, what is valorised; jobs by step as ranges.

use super::context::{Context, scaled, three, tonnes};
use crate::allocation::Fte;
use crate::balance::jobs::Range;
use crate::plot::{BeforeAfter, Better, Measure, Picture, PlotError, RangeRow, Ranges, Stacked, StackedRow};
use crate::report::Table;
use crate::report::chapter::{Chapter, decimals};
use crate::report::{Cell, Column};

pub(super) fn chapter(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("change", c.say("Before and after"));
    chapter.figure(
        measures(c).draw(),
        c.by_method(
            c.say("Today beside the plan; lines span P10 to P90 (jobs: low to high). Jobs and greenhouse gas are changes against today."),
            "carbon",
        ),
    );
    chapter.figure(
        valorised(c),
        c.say("What becomes of the inventory. By energy: lower heating value of wood, methane of the rest."),
    );
    chapter.table(table(c));
    let steps = steps(c);
    if !steps.is_empty() {
        chapter.figure(
            jobs(c, &steps),
            c.by_method(
                c.say("Jobs are no better known than this: low, central and high of the tables, net of what today's outlets employ."),
                "jobs",
            ),
        );
    }
    chapter
}

fn measures(c: &Context<'_>) -> BeforeAfter {
    let t = &c.pole.totals;
    let ends = |q: Option<[f64; 3]>| q.map(|q| (q[0], q[2]));
    let pct = |k: usize| c.pole.valorised[k].mass[0] * 100.0;
    let measure = |name: &str, unit: &str, (before, after): (f64, f64), range, better| Measure {
        name: name.to_owned(),
        unit: unit.to_owned(),
        before,
        after,
        range,
        better: Some(better),
    };
    let carbon = scaled(t.kgco2e.p10_p50_p90, 1000.0);
    BeforeAfter {
        heading: c.heading("Before and after").subtitle(c.carbon()),
        before: c.say("today").to_owned(),
        after: c.say("with the plan").to_owned(),
        measures: vec![
            measure(
                c.say("Cost of the waste of all companies"),
                c.eur_a(),
                (t.today_eur.nominal, t.plan_eur.nominal),
                ends(t.plan_eur.p10_p50_p90),
                Better::Less,
            ),
            measure(
                c.say("Greenhouse gas, change"),
                c.co2_a(),
                (0.0, tonnes(t.kgco2e.nominal)),
                ends(carbon),
                Better::Less,
            ),
            measure(c.say("Jobs, change"), c.fte(), (0.0, t.fte.central), Some((t.fte.low, t.fte.high)), Better::More),
            measure(c.say("Valorised locally, by mass"), "%", (pct(0), pct(1)), None, Better::More),
        ],
    }
}

/// Words for the three fates, in their order.
fn fates(c: &Context<'_>) -> [&'static str; 3] {
    [c.say("Valorised in the territory"), c.say("Valorised elsewhere"), c.say("Not valorised")]
}

fn rows(c: &Context<'_>) -> [(String, [f64; 3]); 4] {
    let (today, plan) = (c.say("today"), c.say("with the plan"));
    let (mass, energy) = (c.say("By mass"), c.say("By energy"));
    let [before, after] = &c.pole.valorised;
    [
        (format!("{mass}, {today}"), before.mass),
        (format!("{mass}, {plan}"), after.mass),
        (format!("{energy}, {today}"), before.energy),
        (format!("{energy}, {plan}"), after.energy),
    ]
}

fn valorised(c: &Context<'_>) -> Result<Picture, PlotError> {
    let row = |(label, shares): (String, [f64; 3])| StackedRow { label, values: shares.map(|v| v * 100.0).to_vec() };
    Stacked {
        heading: c.heading("What becomes of the inventory"),
        quantity: c.say("Share").to_owned(),
        unit: "%".to_owned(),
        parts: fates(c).map(str::to_owned).to_vec(),
        tones: vec![2, 5, 7],
        rows: rows(c).into_iter().map(row).collect(),
    }
    .draw()
}

fn table(c: &Context<'_>) -> Table {
    let mut columns = vec![Column::text(c.say("Inventory"))];
    columns.extend(fates(c).map(|f| Column::number(f, "%")));
    let mut table = Table::new(c.say("Valorised locally, elsewhere, or not."), columns);
    for (label, shares) in rows(c) {
        let mut cells = vec![Cell::text(label)];
        cells.extend(shares.map(|v| decimals(100.0 * v, 1)));
        table.push(cells);
    }
    table
}

/// Jobs of all flows by step.
fn steps(c: &Context<'_>) -> Vec<(&'static str, Range<f64>)> {
    let mut list: Vec<(&'static str, Range<f64>)> = Vec::new();
    let add =
        |list: &mut Vec<(&'static str, Range<f64>)>, job: &Fte| match list.iter_mut().find(|(s, _)| *s == job.step) {
            Some((_, sum)) => *sum = *sum + job.fte,
            None => list.push((job.step, job.fte)),
        };
    c.pole.flows.iter().flat_map(|f| &f.jobs).for_each(|j| add(&mut list, j));
    list
}

fn jobs(c: &Context<'_>, steps: &[(&'static str, Range<f64>)]) -> Result<Picture, PlotError> {
    let row = |label: String, range: Range<f64>, total| RangeRow { label, low_central_high: three(range), total };
    let mut rows: Vec<RangeRow> = steps.iter().map(|(step, range)| row(c.words(step), *range, false)).collect();
    rows.push(row(c.say("Net").to_owned(), c.pole.totals.fte, true));
    Ranges {
        heading: c.heading("Jobs by step, net of today").subtitle(c.method("jobs")),
        quantity: c.say("Jobs").to_owned(),
        unit: c.fte().to_owned(),
        names: [c.say("low"), c.say("central"), c.say("high")].map(str::to_owned),
        rows,
    }
    .draw()
}
