//! The pooled wood against the limits of end-of-waste, and who causes a breach.

use crate::case::Case;
use crate::feedstock::pool::{LimitCheck, Verdict};
use crate::plot::Locale;
use crate::report::chapter::{Chapter, num, part_pct};
use crate::report::{Cell, Column, Flag, Table};

/// Adds the table to a chapter; the case names who causes a breach.
pub(in crate::report) fn add(limits: &[LimitCheck], case: Option<&Case>, lang: Locale, chapter: &mut Chapter) {
    let Some(first) = limits.first() else { return };
    let columns = vec![
        Column::text(lang.say("Contaminant")),
        Column::number(lang.say("Limit"), lang.say("mg/kg dry")),
        Column::number(lang.say("Pool"), lang.say("mg/kg dry")),
        Column::number(lang.say("Analysed"), lang.say("% of dry mass")),
        Column::text(lang.say("Outcome")),
        Column::text(lang.say("Caused by")),
    ];
    let caption = lang.say("Pooled wood against the limits of end-of-waste");
    let caption = format!("{caption} ({})", first.limit.limit_set);
    let mut table = Table::new(caption, columns);
    for check in limits {
        table.push(row(check, case, lang));
    }
    let note = lang.say(
        "The pool's content is the mean of the part that is analysed. Undecided: some wood has no analysis, and the \
         rest keeps the limit. Caused by: who must leave for the pool to keep the limit, the largest contribution \
         first. Limits: ",
    );
    table.note = format!("{note}{}.", sources(limits));
    chapter.table(table);
}

fn row(check: &LimitCheck, case: Option<&Case>, lang: Locale) -> Vec<Cell> {
    let outcome = match check.verdict {
        Verdict::Met => Cell::text(lang.say("kept")).flag(Flag::Pass),
        Verdict::Broken => Cell::text(lang.say("broken")).flag(Flag::Fail),
        Verdict::Unknown => Cell::text(lang.say("undecided")),
    };
    let providers = case.map_or(&[][..], |c| &c.providers);
    let names = check.to_remove.iter().filter_map(|k| providers.get(*k)).map(|p| p.name.as_str());
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
