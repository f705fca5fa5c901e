//! The allocation on a terminal, and its flows as a table for a spreadsheet.

use super::{ChannelsPage, channels_page};
use crate::allocation::PoleOutcome;
use crate::report::{Block, Cell, Column, Precision, Section, Table};

/// Chapters of the page that the terminal shows, without their figures.
const SHOWN: [&str; 3] = ["answer", "channels", "robust"];

/// What the terminal shows of an allocation: the page's first chapters, tables and texts only.
pub fn channels_sections(pole: &PoleOutcome, options: &ChannelsPage<'_>) -> Vec<Section> {
    let page = channels_page(pole, options);
    let shown = page.sections.into_iter().filter(|s| SHOWN.contains(&s.id.as_str()));
    shown
        .map(|section| Section {
            blocks: section.blocks.into_iter().filter(|b| !matches!(b, Block::Figure { .. })).collect(),
            ..section
        })
        .collect()
}

/// Every flow of the plan as a table; all digits are kept in CSV.
pub fn flows_table(pole: &PoleOutcome) -> Table {
    let number = |name: &str, unit: &str| Column::number(name, unit);
    let columns = vec![
        Column::text("company"),
        Column::text("stream"),
        Column::text("sink"),
        Column::text("hub"),
        Column::text("channel"),
        number("mass", "t/a"),
        number("distance", "km"),
        number("cost", "EUR/a"),
        number("greenhouse gas", "kg CO2e/a"),
        number("jobs", "FTE"),
    ];
    let mut table = Table::new("Flows", columns);
    let precise = |value: f64| Cell::precise(value, Precision::Significant(6));
    for flow in &pole.flows {
        let lot = pole.lots.get(flow.lot);
        let company = lot.and_then(|l| pole.companies.get(l.company));
        let sink = pole.sinks.get(flow.sink);
        let hub = flow.hub.and_then(|h| pole.sinks.get(h));
        table.push(vec![
            Cell::text(company.map_or("", |c| &c.id)),
            Cell::text(lot.map_or("", |l| &l.id)),
            Cell::text(sink.map_or("", |s| &s.id)),
            Cell::text(hub.map_or("", |s| &s.id)),
            Cell::text(sink.map_or("", |s| s.channel)),
            precise(flow.wet_t),
            if flow.km.is_finite() { precise(flow.km) } else { Cell::empty() },
            precise(flow.eur()),
            precise(flow.kgco2e()),
            precise(flow.fte().central),
        ]);
    }
    table
}
