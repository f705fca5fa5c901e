//! Comparison of solutions: the cloud of candidates with its front, the ranked table.

use super::answer::verdict;
use super::context::{Context, quantiles};
use super::words;
use crate::plot::{Aim, Better, Cloud, CloudPoint, Level, Picture, PlotError, percent};
use crate::report::chapter::{Chapter, decimals};
use crate::report::page::quantile_names;
use crate::report::{Cell, Column, Table};
use crate::scenario::SizeObjective;
use crate::sizing::{Figure, Rated};
use crate::text;

/// Candidates of the table on the page.
const MOST_ROWS: usize = 20;
/// Most boilers of a house.
const MOST_UNITS: usize = 4;

pub(super) fn chapter(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("comparison", c.say("Comparison of solutions"));
    if c.size.rated.is_empty() {
        return chapter;
    }
    chapter.figure(
        cloud(c),
        c.say(
            "Each mark is a boiler house run through the year. Ringed ones stand on the front: no other is better in \
             cost, coverage and greenhouse gas at once. Cost is that of the nominal case.",
        ),
    );
    chapter.table(ranked(c, MOST_ROWS));
    chapter
}

fn cloud(c: &Context<'_>) -> Result<Picture, PlotError> {
    let most = c.size.rated.iter().map(|r| r.candidate.units_kw.len()).max().unwrap_or(1).clamp(1, MOST_UNITS);
    let group = |n: usize| match n {
        1 => c.say("1 boiler").to_owned(),
        n => format!("{n} {}", c.say("boilers")),
    };
    let at = |r: &Rated| (r.nominal.of(Figure::Lcoh), r.nominal.of(Figure::Coverage));
    let drawn: Vec<usize> = (0..c.size.rated.len())
        .filter(|k| c.rated(*k).is_some_and(|r| at(r).0.is_finite() && at(r).1.is_finite()))
        .collect();
    let point = |k: &usize| {
        let rated = c.rated(*k)?;
        let (x, y) = at(rated);
        let group = rated.candidate.units_kw.len().clamp(1, most) - 1;
        let name = c.house(&rated.candidate);
        Some(CloudPoint { name, x, y, group, on_front: rated.on_front, allowed: rated.is_allowed() })
    };
    let target = c.size.params.coverage_target_pct;
    let level = format!("{} {}", c.say("target"), percent(target / 100.0, 0, c.lang));
    Cloud {
        heading: c.heading("Candidates: cost against coverage"),
        across: Aim {
            quantity: c.say("Cost of heat").to_owned(),
            unit: words::unit(Figure::Lcoh, c.lang).to_owned(),
            better: Better::Less,
        },
        up: Aim { quantity: c.say("Coverage").to_owned(), unit: "%".to_owned(), better: Better::More },
        groups: (1..=most).map(group).collect(),
        points: drawn.iter().filter_map(point).collect(),
        named: named(c, &drawn),
        level: Some(Level { name: level, value: target }),
    }
    .draw()
}

/// Candidates with a name beside them, by their place among those drawn.
fn named(c: &Context<'_>, drawn: &[usize]) -> Vec<(usize, String)> {
    let size = c.size;
    let entries = [
        (size.chosen.as_ref().map(|p| p.index), c.say("chosen¦boiler house")),
        (size.half_peak.as_ref().map(|p| p.index), c.say("rule of 50 %")),
        (size.nominal_best, c.say("nominal best")),
        (size.present.as_ref().map(|p| p.index), c.say("scenario as it is")),
    ];
    let mut list: Vec<(usize, String)> = Vec::new();
    for (place, word) in entries {
        let Some(at) = place.and_then(|k| drawn.iter().position(|d| *d == k)) else { continue };
        match list.iter_mut().find(|(known, _)| *known == at) {
            Some((_, words)) => *words = format!("{words}, {word}"),
            None => list.push((at, word.to_owned())),
        }
    }
    let boilers = |at: usize| drawn.get(at).and_then(|k| c.rated(*k)).map(|r| c.boilers(&r.candidate));
    list.into_iter()
        .map(|(at, words)| {
            let houses = boilers(at).unwrap_or_default();
            (at, format!("{words}{}{houses}", c.lang.colon()))
        })
        .collect()
}

/// The best of the ranking, with their spread.
pub(super) fn ranked(c: &Context<'_>, rows: usize) -> Table {
    let sampled = c.is_sampled();
    let cost = words::unit(Figure::Lcoh, c.lang);
    let mut columns = vec![
        Column::number(c.say("Rank"), ""),
        Column::text(c.say("House")),
        Column::number(c.say("Of the peak"), "%"),
        Column::number(c.say("Cost of heat"), cost),
    ];
    if sampled {
        columns.extend(quantile_names(c.lang).map(|q| Column::number(q, cost)));
    }
    columns.extend([
        Column::number(c.say("Coverage"), "%"),
        Column::number(c.say("Starts"), words::unit(Figure::Starts, c.lang)),
        Column::number(c.say("GHG saved"), words::unit(Figure::Saved, c.lang)),
        Column::number(c.say("Invested"), c.say("kEUR")),
    ]);
    if sampled {
        columns.push(Column::number(c.say("Reaches the target"), "%"));
        columns.push(Column::number(c.say("Mean regret"), words::unit(c.aim(), c.lang)));
    }
    columns.push(Column::text(c.say("Limits")));
    let saved = c.size.rated.iter().any(|r| r.nominal.of(Figure::Saved).is_finite());
    let mut table = Table::new(String::new(), columns);
    for (rank, place) in c.size.ranking.iter().enumerate().take(rows) {
        if let Some(rated) = c.rated(*place) {
            table.push(row(c, rank, *place, rated, sampled));
        }
    }
    table.caption = c.framed(&caption(c, rows));
    if !saved {
        without(&mut table, if sampled { 9 } else { 6 });
    }
    table
}

/// The best of the ranking for a terminal: what fits into a hundred columns.
pub(super) fn ranked_short(c: &Context<'_>, rows: usize) -> Table {
    let sampled = c.is_sampled();
    let mut columns = vec![
        Column::number("", ""),
        Column::text(c.say("House")),
        Column::number(words::unit(Figure::Lcoh, c.lang), ""),
    ];
    if sampled {
        columns.extend(["P10", "P90"].map(|q| Column::number(q, "")));
    }
    columns.push(Column::number(c.say("Cover %"), ""));
    columns.push(Column::number(c.say("Starts¦short"), ""));
    if sampled {
        columns.push(Column::number(c.say("Target %"), ""));
        columns.push(Column::number("Regret", ""));
    }
    columns.push(Column::text(c.say("Breaks")));
    let mut table = Table::new(caption(c, rows), columns);
    for (rank, place) in c.size.ranking.iter().enumerate().take(rows) {
        if let Some(rated) = c.rated(*place) {
            table.push(short_row(c, rank, *place, rated, sampled));
        }
    }
    table.note = format!("{}{}{}. {}", c.say("House"), c.lang.colon(), c.tag_words(), marks_words(c));
    table
}

/// What the signs before a house mean.
fn marks_words(c: &Context<'_>) -> &'static str {
    c.say("> chosen, ½ rule of 50 %, = scenario as it is.")
}

fn short_row(c: &Context<'_>, rank: usize, place: usize, rated: &Rated, sampled: bool) -> Vec<Cell> {
    let is = |picked: &Option<crate::sizing::Picked>| picked.as_ref().is_some_and(|p| p.index == place);
    let signs = [(is(&c.size.chosen), "> "), (is(&c.size.half_peak), "½ "), (is(&c.size.present), "= ")];
    let sign: String = signs.iter().filter(|(on, _)| *on).map(|(_, sign)| *sign).collect();
    let of = |figure: Figure| rated.nominal.of(figure);
    // Unbroken: a row of a terminal is one line.
    let house = format!("{sign}{}", c.tag(&rated.candidate)).replace(' ', "\u{a0}");
    // What the order goes by: the mean where there are samples.
    let cost = rated.spread.get(Figure::Lcoh as usize).map_or(of(Figure::Lcoh), |s| s.mean);
    let mut cells = vec![decimals((rank + 1) as f64, 0), Cell::text(house), decimals(cost, 1)];
    if sampled {
        let [low, _, high] = quantiles(rated, Figure::Lcoh).unwrap_or([f64::NAN; 3]);
        cells.extend([decimals(low, 1), decimals(high, 1)]);
    }
    cells.extend([decimals(of(Figure::Coverage), 1), decimals(of(Figure::Starts), 0)]);
    if sampled {
        cells.push(decimals(100.0 * rated.probability_target, 0));
        cells.push(decimals(rated.regret.map_or(f64::NAN, |r| r.mean), 2));
    }
    let broken: Vec<String> = rated.breaches.iter().map(|b| words::limit(b.limit, c.lang)).collect();
    cells.push(Cell::text(broken.join(", ")));
    cells
}

fn caption(c: &Context<'_>, rows: usize) -> String {
    let (shown, all) = (rows.min(c.size.ranking.len()), c.size.ranking.len());
    let aim = words::objective(c.size.objective, c.lang);
    c.lang.tell(&text!("The best {shown} of {all} candidates. Aim: {aim}.", shown, all, aim))
}

fn row(c: &Context<'_>, rank: usize, place: usize, rated: &Rated, sampled: bool) -> Vec<Cell> {
    let is = |picked: &Option<crate::sizing::Picked>| picked.as_ref().is_some_and(|p| p.index == place);
    let mut marks = Vec::new();
    if is(&c.size.chosen) {
        marks.push(c.say("chosen¦boiler house"));
    }
    if is(&c.size.half_peak) {
        marks.push(c.say("rule of 50 %"));
    }
    let marks = if marks.is_empty() { String::new() } else { format!(" ({})", marks.join(", ")) };
    let of = |figure: Figure| rated.nominal.of(figure);
    let mut cells = vec![
        decimals((rank + 1) as f64, 0),
        Cell::text(format!("{}{marks}", c.house(&rated.candidate))),
        decimals(c.peak_pct(&rated.candidate), 0),
        decimals(of(Figure::Lcoh), 2),
    ];
    if sampled {
        let spread = quantiles(rated, Figure::Lcoh).unwrap_or([f64::NAN; 3]);
        cells.extend(spread.map(|v| decimals(v, 2)));
    }
    cells.extend([
        decimals(of(Figure::Coverage), 1),
        decimals(of(Figure::Starts), 0),
        decimals(of(Figure::Saved), 1),
        decimals(of(Figure::Invested) / 1000.0, 0),
    ]);
    if sampled {
        let digits = if c.size.objective == SizeObjective::Cost { 2 } else { 1 };
        cells.push(decimals(100.0 * rated.probability_target, 0));
        cells.push(decimals(rated.regret.map_or(f64::NAN, |r| r.mean), digits));
    }
    cells.push(verdict(c, rated));
    cells
}

/// Takes a column away.
fn without(table: &mut Table, column: usize) {
    table.columns.remove(column);
    for row in &mut table.rows {
        if let crate::report::Row::Cells(cells) | crate::report::Row::Total(cells) = row {
            cells.remove(column);
        }
    }
}
