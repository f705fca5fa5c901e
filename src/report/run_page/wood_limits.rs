//! The pooled wood against the limits of end-of-waste, and who causes a breach.

use super::chapter::{Chapter, num, part_pct};
use crate::feedstock::pool::{LimitCheck, Verdict};
use crate::report::{Cell, Column, Flag, Run, Table};

pub(super) fn add(run: &Run<'_>, chapter: &mut Chapter) {
    let limits = &run.outcome.pool.limits;
    let Some(first) = limits.first() else { return };
    let columns = vec![
        Column::text("Contaminant"),
        Column::number("Limit", "mg/kg dry"),
        Column::number("Pool", "mg/kg dry"),
        Column::number("Analysed", "% of dry mass"),
        Column::text("Outcome"),
        Column::text("Caused by"),
    ];
    let caption = format!("Pooled wood against the limits of end-of-waste ({})", first.limit.limit_set);
    let mut table = Table::new(caption, columns);
    for check in limits {
        table.push(row(run, check));
    }
    table.note = format!(
        "The pool's content is the mean of the part that is analysed. Undecided: some wood has no analysis, and the rest \
         keeps the limit. Caused by: who must leave for the pool to keep the limit, the largest contribution first. \
         Limits: {}.",
        sources(limits)
    );
    chapter.table(table);
}

fn row(run: &Run<'_>, check: &LimitCheck) -> Vec<Cell> {
    let outcome = match check.verdict {
        Verdict::Met => Cell::text("kept").flag(Flag::Pass),
        Verdict::Broken => Cell::text("broken").flag(Flag::Fail),
        Verdict::Unknown => Cell::text("undecided"),
    };
    let names = check.to_remove.iter().filter_map(|k| run.case.providers.get(*k)).map(|p| p.name.as_str());
    vec![
        Cell::text(check.limit.component.as_str()),
        num(check.limit.value),
        check.content_mg_kg_db.map_or(Cell::empty(), num),
        part_pct(check.analysed_share, 1.0),
        outcome,
        Cell::text(names.collect::<Vec<_>>().join(", ")),
    ]
}

/// Sources of the limits, each once, with what it limits where there is more than one.
fn sources(limits: &[LimitCheck]) -> String {
    let mut list: Vec<(&str, Vec<&str>)> = Vec::new();
    for check in limits {
        let (source, name) = (check.limit.source.as_str(), check.limit.component.as_str());
        match list.iter_mut().find(|(known, _)| *known == source) {
            Some((_, names)) => names.push(name),
            None => list.push((source, vec![name])),
        }
    }
    let texts: Vec<String> = list.iter().map(|(source, names)| format!("{}: {source}", names.join(", "))).collect();
    texts.join("; ")
}
