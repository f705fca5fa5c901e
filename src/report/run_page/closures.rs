//! Whether the accounts close: what a doubter looks at first.

use super::LANG;
use super::chapter::{Chapter, digits};
use crate::plot::{Closure, Heading, Residual};
use crate::report::{Cell, Column, Flag, Run, Table};

pub(super) fn chapter(run: &Run<'_>) -> Chapter {
    let mut chapter = Chapter::new("closures", "Do the accounts close?");
    let closures = run.outcome.closures();
    if closures.is_empty() {
        return chapter;
    }
    chapter.text(
        "What goes in comes out, is stored or is lost: each balance of the nominal case, as a share of what passes \
         through it. No loss is computed as what is missing, so that each of these could fail.",
    );
    let residuals = closures
        .iter()
        .map(|c| Residual { label: sentence(&c.name), residual: c.value.abs(), tolerance: c.limit })
        .collect();
    let figure = Closure { heading: Heading::new("Closure of all balances", LANG), residuals };
    chapter.figure(figure.draw(), "What is missing in each balance, and what may be missing.");
    let columns = vec![
        Column::text("Balance"),
        Column::number("Missing", "share of throughput"),
        Column::number("Allowed", "share of throughput"),
        Column::text("Outcome"),
    ];
    let mut table = Table::new("Closure of all balances", columns);
    for closure in &closures {
        let outcome =
            if closure.holds() { Cell::text("closes").flag(Flag::Pass) } else { Cell::text("open").flag(Flag::Fail) };
        table.push(vec![
            Cell::text(sentence(&closure.name)),
            digits(closure.value, 2),
            digits(closure.limit, 2),
            outcome,
        ]);
    }
    chapter.table(table);
    chapter
}

fn sentence(name: &str) -> String {
    super::labels::title(name, LANG)
}
