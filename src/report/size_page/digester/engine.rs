//! Power of the engine against its hours.

use super::View;
use crate::plot::{Curve, CurvePanel, Curves, Heading, Level, Picture, PlotError};
use crate::report::chapter::{Chapter, decimals};
use crate::report::{Cell, Column, Table};
use crate::sizing::digester::{Chosen, EnginePoint, EngineSizing};
use crate::text;

pub(super) fn chapter(view: &View<'_>, with_figures: bool) -> Chapter {
    let mut chapter = Chapter::new("engine", view.say("Engine"));
    let Some(engine) = &view.sizing.engine else { return chapter };
    chapter.text(lead(view, engine));
    if with_figures {
        chapter.figure(
            figure(view, engine),
            view.say("A small engine runs all its hours in service and flares what it cannot take; beyond the largest month of \
                 gas more power only takes hours. Gas is balanced by month: what swings within a month needs a gas store."),
        );
    }
    chapter.table(table(view, engine));
    chapter
}

fn lead(view: &View<'_>, engine: &EngineSizing) -> String {
    let volume = view.number(engine.volume_m3, 3);
    let (mean, rule) = (view.number(engine.mean_kwe, 3), view.number(engine.rule_kwe, 3));
    let hours = view.number(view.sizing.params.rule_engine_hours, 4);
    let mut text = view.lang.tell(&text!("For {volume} m3: all gas burnt evenly is {mean} kW of electricity; the rule of {hours} full-load hours would buy {rule} kW.", volume, mean, hours, rule));
    if let Some(best) = engine.chosen() {
        let (power, best_hours) = (view.number(best.power_kwe, 3), view.number(best.nominal.hours, 4));
        let why = match engine.by {
            Chosen::Npv => view.say("the largest present value of the case"),
            Chosen::Unused => view.say("the smallest that flares no more than allowed in the median sample"),
        };
        text +=
            &view.lang.tell(&text!(" Recommended: {power} kW with {best_hours} h/a, {why}.", power, best_hours, why));
    }
    text
}

fn figure(view: &View<'_>, engine: &EngineSizing) -> Result<Picture, PlotError> {
    let curve = |name: &str, tone: usize, of: &dyn Fn(&EnginePoint) -> f64| Curve {
        name: name.to_owned(),
        tone,
        points: engine.points.iter().map(|p| (p.power_kwe, of(p))).filter(|p| p.1.is_finite()).collect(),
    };
    let hours = vec![
        curve("P90", 1, &|p| p.hours.map_or(f64::NAN, |s| s.p90)),
        curve(view.say("nominal"), 0, &|p| p.nominal.hours),
        curve("P10", 2, &|p| p.hours.map_or(f64::NAN, |s| s.p10)),
    ];
    let unused = vec![
        curve("P90", 1, &|p| p.unused_pct.map_or(f64::NAN, |s| s.p90)),
        curve(view.say("nominal"), 0, &|p| p.nominal.unused_pct),
    ];
    let npv = vec![curve(view.say("nominal"), 0, &|p| p.npv_eur.map_or(f64::NAN, |v| v / 1000.0))];
    let panel = |quantity: &str, unit: &str, curves: Vec<Curve>| CurvePanel {
        quantity: quantity.to_owned(),
        unit: unit.to_owned(),
        curves: curves.into_iter().filter(|c| !c.points.is_empty()).collect(),
        levels: Vec::new(),
    };
    let panels = vec![
        panel(view.say("Full-load hours¦engine"), view.say("h/a"), hours),
        panel(view.say("Flared for lack of power"), "%", unused),
        panel(view.say("Present value"), view.say("kEUR"), npv),
    ];
    let mark = |name: &str, value: f64| Level { name: name.to_owned(), value };
    let (first, last) = (engine.points.first(), engine.points.last());
    let inside =
        |m: &Level| first.is_some_and(|p| p.power_kwe <= m.value) && last.is_some_and(|p| m.value <= p.power_kwe);
    let chosen = engine.chosen().map(|p| mark(view.say("recommended"), p.power_kwe));
    let rule = Some(mark(view.say("rule of hours"), engine.rule_kwe));
    Curves {
        heading: Heading::new(view.say("Hours of the engine against its power"), view.lang),
        across: view.say("Electric power").to_owned(),
        across_unit: "kW".to_owned(),
        panels: panels.into_iter().filter(|p| !p.curves.is_empty()).collect(),
        marks: [chosen, rule].into_iter().flatten().filter(inside).collect(),
    }
    .draw()
}

fn table(view: &View<'_>, engine: &EngineSizing) -> Table {
    let sampled = engine.points.iter().any(|p| p.hours.is_some());
    let priced = engine.points.iter().any(|p| p.npv_eur.is_some());
    let per_year = |unit: &str| format!("{unit}/{}", view.lang.say("a"));
    let mut columns = vec![
        Column::number(view.say("Power"), "kW"),
        Column::text(view.say("What¦engine")),
        Column::number(view.say("Full-load hours¦short"), per_year("h")),
        Column::number(view.say("Electricity"), per_year("MWh")),
        Column::number(view.say("Flared"), "%"),
    ];
    if sampled {
        columns.extend([
            Column::number(view.lang.say("P10"), per_year("h")),
            Column::number(view.lang.say("P90"), per_year("h")),
        ]);
    }
    if priced {
        columns.push(Column::number(view.say("Surplus"), view.say("EUR/a")));
        columns.push(Column::number(view.say("Present value¦short"), view.say("EUR")));
    }
    let mut table = Table::new(view.say("Power against hours, nominal case"), columns);
    for (k, point) in engine.points.iter().enumerate() {
        let best = if engine.best == Some(k) { view.say("recommended") } else { "" };
        let own = if point.is_own { view.say("scenario") } else { "" };
        let what: Vec<&str> = [best, own].into_iter().filter(|w| !w.is_empty()).collect();
        let year = &point.nominal;
        let mut cells = vec![decimals(point.power_kwe, 0), Cell::text(what.join(", "))];
        cells.extend([decimals(year.hours, 0), decimals(year.electricity_mwh, 0), decimals(year.unused_pct, 1)]);
        if sampled {
            let of =
                |value: fn(&crate::sizing::Spread) -> f64| decimals(point.hours.as_ref().map_or(f64::NAN, value), 0);
            cells.extend([of(|s| s.p10), of(|s| s.p90)]);
        }
        if priced {
            let of = |value: Option<f64>| decimals(value.unwrap_or(f64::NAN), 0);
            cells.extend([of(point.surplus_eur_per_a), of(point.npv_eur)]);
        }
        table.push(cells);
    }
    table
}
