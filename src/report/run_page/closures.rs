//! Whether the accounts close: what a doubter looks at first.

use super::chapter::{Chapter, digits};
use super::labels;
use crate::plot::{Closure, Heading, Residual};
use crate::report::{Cell, Column, Flag, Run, Table};
use crate::words::Locale;

pub(super) fn chapter(lang: Locale, run: &Run<'_>) -> Chapter {
    let mut chapter = Chapter::new("closures", lang.say("Do the accounts close?"));
    let closures = run.outcome.closures();
    if closures.is_empty() {
        return chapter;
    }
    chapter.text(lang.say(
        "What goes in comes out, is stored or is lost: each balance of the nominal case, as a share of what passes \
         through it. No loss is computed as what is missing, so that each of these could fail.",
    ));
    let residuals = closures
        .iter()
        .map(|c| Residual { label: labels::capital(&lang.tell(&c.name)), residual: c.value.abs(), tolerance: c.limit })
        .collect();
    let figure = Closure { heading: Heading::new(lang.say("Closure of all balances"), lang), residuals };
    chapter.figure(figure.draw(), lang.say("What is missing in each balance, and what may be missing."));
    let columns = vec![
        Column::text(lang.say("Balance")),
        Column::number(lang.say("Missing"), "share of throughput"),
        Column::number(lang.say("Allowed"), "share of throughput"),
        Column::text(lang.say("Outcome")),
    ];
    let mut table = Table::new(lang.say("Closure of all balances"), columns);
    for closure in &closures {
        let outcome = if closure.holds() {
            Cell::text(lang.say("closes")).flag(Flag::Pass)
        } else {
            Cell::text(lang.say("open¦balance")).flag(Flag::Fail)
        };
        table.push(vec![
            Cell::text(labels::capital(&lang.tell(&closure.name))),
            digits(closure.value, 2),
            digits(closure.limit, 2),
            outcome,
        ]);
    }
    chapter.table(table);
    chapter
}
