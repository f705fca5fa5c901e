//! Supply over the years, departures that break a plant, and the pole without companies that may count twice.

use super::context::{Context, tonnes};
use crate::allocation::{Comparison, SupplyBand};
use crate::plot::{Picture, PlotError, Series, TimeAxis, TimeSeries};
use crate::report::chapter::{Chapter, decimals, num};
use crate::report::{Cell, Column, Table};

/// Scenarios of supply in one figure.
const MOST_SERIES: usize = 6;

pub(super) fn chapter(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("supply", c.say("Supply over the years, and who must stay"));
    let mut kinds: Vec<&str> = Vec::new();
    for band in &c.pole.supply {
        if !kinds.contains(&band.kind.as_str()) {
            kinds.push(&band.kind);
        }
    }
    for kind in kinds {
        chapter
            .figure(supply(c, kind), c.say("What comes each year, by scenario of supply; the band spans low to high."));
    }
    chapter.table(breaking(c));
    if let Some(comparison) = &c.pole.aggregators {
        chapter.text(c.say("Repairers and sorting centres hold waste of others: the same tonne may stand in the inventory twice. Here is the \
             pole with and without them."));
        chapter.table(aggregators(c, comparison));
    }
    chapter
}

fn supply(c: &Context<'_>, kind: &str) -> Result<Picture, PlotError> {
    let series = |b: &SupplyBand| Series {
        name: b.scenario.clone(),
        points: b.years.iter().zip(&b.wet_t).map(|(y, t)| (f64::from(*y), t[1])).collect(),
        band: b.wet_t.iter().map(|t| (t[0], t[2])).collect(),
        band_name: String::new(),
    };
    let title = format!("{}{}{}", c.say("Supply"), c.lang.colon(), c.words(kind));
    TimeSeries {
        heading: crate::plot::Heading::new(title, c.lang),
        quantity: c.say("Wet mass").to_owned(),
        unit: c.t_a().to_owned(),
        axis: TimeAxis::Years,
        series: c.pole.supply.iter().filter(|b| b.kind == kind).take(MOST_SERIES).map(series).collect(),
        levels: Vec::new(),
    }
    .draw()
}

fn breaking(c: &Context<'_>) -> Table {
    let columns = vec![
        Column::text(c.say("Plant")),
        Column::number(c.say("Could get"), c.t_a()),
        Column::number(c.say("Needs at least"), c.t_a()),
        Column::number(c.say("Departures that break it"), ""),
        Column::text(c.say("The fewest")),
        Column::text(c.say("Each alone breaks it")),
    ];
    let caption = c.say(
        "Which departures break the project: the fewest companies whose leaving takes a plant below its least flow.",
    );
    let mut table = Table::new(caption, columns);
    for b in &c.pole.breaking {
        let fewest = if b.eligible_t < b.least_t {
            Cell::text(c.say("not enough even with all"))
        } else if b.fewest.is_empty() {
            Cell::text(c.say("none"))
        } else {
            decimals(b.fewest.len() as f64, 0)
        };
        table.push(vec![
            Cell::text(c.sinks(&[b.sink])),
            num(b.eligible_t),
            num(b.least_t),
            fewest,
            Cell::text(c.companies(&b.fewest)),
            Cell::text(c.companies(&b.single)),
        ]);
    }
    table
}

fn aggregators(c: &Context<'_>, a: &Comparison) -> Table {
    let columns = vec![
        Column::text(c.say("Pole")),
        Column::number(c.say("Inventory"), c.t_a()),
        Column::number(c.say("Moved"), c.t_a()),
        Column::number(c.say("Saved"), c.eur_a()),
        Column::number(c.say("Greenhouse gas¦short"), c.co2_a()),
        Column::number(c.say("Jobs, net"), c.fte()),
        Column::text(c.say("Opened")),
    ];
    let who = format!("{}{}{}", c.say("Companies left out"), c.lang.colon(), a.aggregators.join(", "));
    let mut table = Table::new(c.by_method(&who, "carbon"), columns);
    let rows = [(c.say("with them"), a.with, &a.open_with), (c.say("without them"), a.without, &a.open_without)];
    for (name, [inventory, moved, gain, kg, fte], open) in rows {
        table.push(vec![
            Cell::text(name),
            decimals(inventory, 1),
            decimals(moved, 1),
            decimals(gain, 0),
            decimals(tonnes(kg), 2),
            decimals(fte, 2),
            Cell::text(c.sinks(open)),
        ]);
    }
    table
}
