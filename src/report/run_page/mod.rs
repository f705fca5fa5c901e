//! The report of a run: from an outcome to a page.

use super::{Block, Cell, Column, Page, Run, Section, Table};
use crate::plot::Locale;

/// The page of a run.
pub fn run_page(run: &Run<'_>) -> Page {
    Page {
        title: run.scenario.name.clone(),
        subtitle: run.scenario.description.clone(),
        lang: Locale::En,
        sections: summary_sections(run),
        footer: String::new(),
    }
}

/// The sections that the terminal shows as well.
pub fn summary_sections(run: &Run<'_>) -> Vec<Section> {
    let columns = vec![
        Column::text("Result"),
        Column::number("Nominal", ""),
        Column::number("10 %", ""),
        Column::number("50 %", ""),
        Column::number("90 %", ""),
        Column::text("Unit"),
    ];
    let mut table = Table::new("Headlines", columns);
    for h in run.headlines() {
        let quantile = |v: Option<f64>| v.map_or(Cell::empty(), Cell::number);
        table.push(vec![
            Cell::text(h.headline.label),
            Cell::number(h.headline.value),
            quantile(h.summary.map(|s| s.p10)),
            quantile(h.summary.map(|s| s.p50)),
            quantile(h.summary.map(|s| s.p90)),
            Cell::text(h.headline.unit),
        ]);
    }
    vec![Section { id: "summary".into(), heading: "Summary".into(), blocks: vec![Block::Table(table)] }]
}
