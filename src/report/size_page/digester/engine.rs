//! Power of the engine against its hours.

use super::View;
use crate::plot::{Curve, CurvePanel, Curves, Heading, Level, Locale, Picture, PlotError};
use crate::report::chapter::{Chapter, decimals};
use crate::report::{Cell, Column, Table};
use crate::sizing::digester::{Chosen, EnginePoint, EngineSizing};

pub(super) fn chapter(view: &View<'_>, with_figures: bool) -> Chapter {
    let mut chapter = Chapter::new("engine", view.say("Engine", "Moteur de cogénération"));
    let Some(engine) = &view.sizing.engine else { return chapter };
    chapter.text(lead(view, engine));
    if with_figures {
        chapter.figure(
            figure(view, engine),
            view.say(
                "A small engine runs all its hours in service and flares what it cannot take; beyond the largest month of \
                 gas more power only takes hours. Gas is balanced by month: what swings within a month needs a gas store.",
                "Un petit moteur tourne toutes ses heures de service et torche ce qu'il ne peut prendre ; au-delà du plus \
                 fort mois de gaz, la puissance ne fait que perdre des heures. Le gaz est équilibré par mois : ce qui \
                 varie dans le mois demande un gazomètre.",
            ),
        );
    }
    chapter.table(table(view, engine));
    chapter
}

fn lead(view: &View<'_>, engine: &EngineSizing) -> String {
    let volume = view.number(engine.volume_m3, 3);
    let (mean, rule) = (view.number(engine.mean_kwe, 3), view.number(engine.rule_kwe, 3));
    let hours = view.number(view.sizing.params.rule_engine_hours, 4);
    let mut text = match view.lang {
        Locale::En => format!(
            "For {volume} m3: all gas burnt evenly is {mean} kW of electricity; the rule of {hours} full-load hours would \
             buy {rule} kW."
        ),
        Locale::Fr => format!(
            "Pour {volume} m3 : tout le gaz brûlé régulièrement donne {mean} kW électriques ; la règle des {hours} heures \
             pleine puissance achèterait {rule} kW."
        ),
    };
    if let Some(best) = engine.chosen() {
        let (power, best_hours) = (view.number(best.power_kwe, 3), view.number(best.nominal.hours, 4));
        let why = match engine.by {
            Chosen::Npv => view.say("the largest present value of the case", "la plus grande valeur actuelle nette"),
            Chosen::Unused => view.say(
                "the smallest that flares no more than allowed in the median sample",
                "la plus petite qui ne torche pas plus que permis dans le tirage médian",
            ),
        };
        text += &match view.lang {
            Locale::En => format!(" Recommended: {power} kW with {best_hours} h/a, {why}."),
            Locale::Fr => format!(" Recommandé : {power} kW avec {best_hours} h/an, {why}."),
        };
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
        curve(view.say("nominal", "nominal"), 0, &|p| p.nominal.hours),
        curve("P10", 2, &|p| p.hours.map_or(f64::NAN, |s| s.p10)),
    ];
    let unused = vec![
        curve("P90", 1, &|p| p.unused_pct.map_or(f64::NAN, |s| s.p90)),
        curve(view.say("nominal", "nominal"), 0, &|p| p.nominal.unused_pct),
    ];
    let npv = vec![curve(view.say("nominal", "nominal"), 0, &|p| p.npv_eur.map_or(f64::NAN, |v| v / 1000.0))];
    let panel = |quantity: &str, unit: &str, curves: Vec<Curve>| CurvePanel {
        quantity: quantity.to_owned(),
        unit: unit.to_owned(),
        curves: curves.into_iter().filter(|c| !c.points.is_empty()).collect(),
        levels: Vec::new(),
    };
    let panels = vec![
        panel(view.say("Full-load hours", "Heures pleine puissance"), view.say("h/a", "h/an"), hours),
        panel(view.say("Flared for lack of power", "Torché faute de puissance"), "%", unused),
        panel(view.say("Present value", "Valeur actuelle nette"), view.say("kEUR", "k€"), npv),
    ];
    let mark = |name: &str, value: f64| Level { name: name.to_owned(), value };
    let (first, last) = (engine.points.first(), engine.points.last());
    let inside =
        |m: &Level| first.is_some_and(|p| p.power_kwe <= m.value) && last.is_some_and(|p| m.value <= p.power_kwe);
    let chosen = engine.chosen().map(|p| mark(view.say("recommended", "recommandé"), p.power_kwe));
    let rule = Some(mark(view.say("rule of hours", "règle des heures"), engine.rule_kwe));
    Curves {
        heading: Heading::new(
            view.say("Hours of the engine against its power", "Heures selon la puissance"),
            view.lang,
        ),
        across: view.say("Electric power", "Puissance électrique").to_owned(),
        across_unit: "kW".to_owned(),
        panels: panels.into_iter().filter(|p| !p.curves.is_empty()).collect(),
        marks: [chosen, rule].into_iter().flatten().filter(inside).collect(),
    }
    .draw()
}

fn table(view: &View<'_>, engine: &EngineSizing) -> Table {
    let sampled = engine.points.iter().any(|p| p.hours.is_some());
    let priced = engine.points.iter().any(|p| p.npv_eur.is_some());
    let per_year = |unit: &str| format!("{unit}/{}", view.lang.pick("a", "an"));
    let mut columns = vec![
        Column::number(view.say("Power", "Puissance"), "kW"),
        Column::text(view.say("What", "Quoi")),
        Column::number(view.say("Full-load hours", "Heures"), per_year("h")),
        Column::number(view.say("Electricity", "Électricité"), per_year("MWh")),
        Column::number(view.say("Flared", "Torché"), "%"),
    ];
    if sampled {
        columns.extend([Column::number("P10", per_year("h")), Column::number("P90", per_year("h"))]);
    }
    if priced {
        columns.push(Column::number(view.say("Surplus", "Excédent"), view.say("EUR/a", "€/an")));
        columns.push(Column::number(view.say("Present value", "VAN"), view.say("EUR", "€")));
    }
    let mut table =
        Table::new(view.say("Power against hours, nominal case", "Puissance et heures, cas nominal"), columns);
    for (k, point) in engine.points.iter().enumerate() {
        let best = if engine.best == Some(k) { view.say("recommended", "recommandé") } else { "" };
        let own = if point.is_own { view.say("scenario", "scénario") } else { "" };
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
